//! The one place where the document of a message is written or goes: no other code has the statements for it. What
//! must be kept equal with the documents of a session is called from here.

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

/// Inserts a message, complete or the beginning of a draft. Returns `false` if its id or its place is taken.
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

/// The new content of a message that is there.
pub(in crate::sql) struct NewContent<'c> {
    pub(in crate::sql) sequence: Sequence,
    pub(in crate::sql) revised: Offset,
    pub(in crate::sql) base: Revision,
    pub(in crate::sql) annotations: Option<&'c Json<'static>>,
    pub(in crate::sql) document: &'c Document,
}

/// Gives a message new content, complete: its draft ends, or it is edited.
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

/// Erases what a message says.
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

/// Removes a message of a session that is not published, with its place: it is written anew.
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
