//! The only module that writes or erases the document of a message: no other code has the statements for it. Everything
//! that must stay consistent with the documents is updated here.

pub(in crate::sql) mod statements;

#[cfg(feature = "search")]
use super::search::index;
use super::{
    checksum,
    columns::{Stored as _, Table as _},
    files,
    locked::Place,
    rows::MessageRow,
    statements::Statements,
    tx::Tx,
};
use crate::model::{
    error::Result,
    json::Json,
    message::Document,
    offset::{Offset, Revision, Sequence},
};

/// Inserts a message, complete or as the beginning of a draft. Returns `false` if its id or its sequence exists.
pub(in crate::sql) async fn insert<T: Tx>(
    statements: &Statements,
    tx: &mut T,
    place: Place,
    sequence: Sequence,
    row: &MessageRow,
) -> Result<bool> {
    let mut values = place.with(row.values());
    values.push(("sequence", sequence.store()));
    if tx.execute(&statements.documents.insert, &values).await? == 0 {
        return Ok(false);
    }
    #[cfg(feature = "search")]
    if row.checksum.is_some() {
        index::put_message(statements, tx, place, (sequence, &row.document), false).await?;
    }
    files::bind(statements, tx, place, sequence, row.annotations.as_ref()).await?;
    Ok(true)
}

/// The new content of an existing message.
pub(in crate::sql) struct NewContent<'c> {
    pub(in crate::sql) sequence: Sequence,
    pub(in crate::sql) revised: Offset,
    pub(in crate::sql) base: Revision,
    pub(in crate::sql) annotations: Option<&'c Json<'static>>,
    pub(in crate::sql) document: &'c Document,
}

/// Replaces the content of a message, which is complete then: its draft ends, or it is edited.
pub(in crate::sql) async fn complete<T: Tx>(
    statements: &Statements,
    tx: &mut T,
    place: Place,
    content: &NewContent<'_>,
) -> Result<()> {
    let values = place.with([
        ("sequence", content.sequence.store()),
        ("revised", content.revised.store()),
        ("base", content.base.store()),
        ("checksum", checksum::checksum(content.document.as_bytes()).into()),
        ("annotations", content.annotations.map(Json::as_str).into()),
        ("document", content.document.as_str().into()),
    ]);
    #[cfg(feature = "search")]
    index::put_message(statements, tx, place, (content.sequence, content.document), true).await?;
    tx.execute_later(&statements.documents.complete, &values).await?;
    files::bind(statements, tx, place, content.sequence, content.annotations).await
}

/// Erases the content of a message.
pub(in crate::sql) async fn erase<T: Tx>(
    statements: &Statements,
    tx: &mut T,
    place: Place,
    (sequence, revised, base): (Sequence, Offset, Revision),
) -> Result<()> {
    let values =
        place.with([("sequence", sequence.store()), ("revised", revised.store()), ("base", base.store())]);
    #[cfg(feature = "search")]
    index::erase_message(statements, tx, place, sequence).await?;
    tx.execute_later(&statements.documents.erase, &values).await
}

/// Removes the row of a message in an unpublished session, before it is written again.
pub(in crate::sql) async fn remove<T: Tx>(
    statements: &Statements,
    tx: &mut T,
    place: Place,
    sequence: Sequence,
) -> Result<()> {
    #[cfg(feature = "search")]
    index::erase_message(statements, tx, place, sequence).await?;
    let values = place.with([("sequence", sequence.store())]);
    tx.execute_later(&statements.release_files, &values).await?;
    tx.execute_later(&statements.documents.remove, &values).await
}
