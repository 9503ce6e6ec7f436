//! The one place where the document of a message is written or goes: no other code has the statements for it. What
//! must be kept equal with the documents of a session is called from here.

#[cfg(feature = "search")]
use super::search;
use super::{
    checksum,
    columns::{Stored as _, Table as _},
    dialect::Dialect,
    locked::Place,
    rows::MessageRow,
    statement::Statement,
    statements::Statements,
    tables::Tables,
    tx::Tx,
};
use crate::model::{
    error::Result,
    json::Json,
    message::Document,
    offset::{Offset, Revision, Sequence},
};

/// The statements that write documents.
#[derive(Clone, Debug)]
pub(super) struct DocumentStatements {
    insert: Statement,
    complete: Statement,
    erase: Statement,
    remove: Statement,
}

impl DocumentStatements {
    pub(super) fn new(dialect: Dialect, tables: &Tables) -> Self {
        let make = |template| Statement::new(dialect, tables, template);
        Self {
            insert: make("INSERT INTO {messages.insert} ON CONFLICT DO NOTHING"),
            complete: make(
                "UPDATE {messages} SET revised = :revised, base = :base, checksum = :checksum, \
                 annotations = :annotations, document = :document WHERE {at :sequence}",
            ),
            erase: make(
                "UPDATE {messages} SET author = NULL, revised = :revised, base = :base, deleted = 1, \
                 checksum = NULL, annotations = NULL, document = '' WHERE {at :sequence}",
            ),
            remove: make("DELETE FROM {messages} WHERE {at :sequence}"),
        }
    }

    #[cfg(test)]
    pub(super) fn all(&self) -> [(&'static str, &Statement); 4] {
        let Self { insert, complete, erase, remove } = self;
        [("insert", insert), ("complete", complete), ("erase", erase), ("remove", remove)]
    }
}

/// Inserts a message, complete or the beginning of a draft. Returns `false` if its id or its place is taken.
pub(super) async fn insert<T: Tx>(
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
        search::put_message(statements, tx, place, (sequence, &row.document), false).await?;
    }
    Ok(true)
}

/// The new content of a message that is there.
pub(super) struct NewContent<'c> {
    pub(super) sequence: Sequence,
    pub(super) revised: Offset,
    pub(super) base: Revision,
    pub(super) annotations: Option<&'c Json<'static>>,
    pub(super) document: &'c Document,
}

/// Gives a message new content, complete: its draft ends, or it is edited.
pub(super) async fn complete<T: Tx>(
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
    search::put_message(statements, tx, place, (content.sequence, content.document), true).await?;
    tx.execute_later(&statements.documents.complete, &values).await
}

/// Erases what a message says.
pub(super) async fn erase<T: Tx>(
    statements: &Statements,
    tx: &mut T,
    place: Place,
    (sequence, revised, base): (Sequence, Offset, Revision),
) -> Result<()> {
    let values =
        place.with([("sequence", sequence.store()), ("revised", revised.store()), ("base", base.store())]);
    #[cfg(feature = "search")]
    search::erase_message(statements, tx, place, sequence).await?;
    tx.execute_later(&statements.documents.erase, &values).await
}

/// Removes a message of a session that is not published, with its place: it is written anew.
pub(super) async fn remove<T: Tx>(
    statements: &Statements,
    tx: &mut T,
    place: Place,
    sequence: Sequence,
) -> Result<()> {
    #[cfg(feature = "search")]
    search::erase_message(statements, tx, place, sequence).await?;
    tx.execute_later(&statements.documents.remove, &place.with([("sequence", sequence.store())])).await
}
