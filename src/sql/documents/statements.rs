//! The statements that write documents. Only [`documents`](super) can run them.

use crate::sql::{dialect::Dialect, statement::Statement, tables::Tables};

/// The statements that write documents.
#[derive(Clone, Debug)]
pub(in crate::sql) struct DocumentStatements {
    pub(super) insert: Statement,
    pub(super) complete: Statement,
    pub(super) erase: Statement,
    pub(super) remove: Statement,
}

impl DocumentStatements {
    pub(in crate::sql) fn new(dialect: Dialect, tables: &Tables) -> Self {
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
    pub(in crate::sql) fn all(&self) -> [(&'static str, &Statement); 4] {
        let Self { insert, complete, erase, remove } = self;
        [("insert", insert), ("complete", complete), ("erase", erase), ("remove", remove)]
    }
}
