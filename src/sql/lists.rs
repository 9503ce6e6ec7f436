//! The table `counts`, and the lists of sessions.

use super::{
    columns::{Key, table},
    dialect::Dialect,
    statement::Statement,
    tables::Tables,
};

table! {
    /// How many rows of a list were created on a day. A list's length on a day is the sum of its slots: one row would
    /// be fought over.
    struct CountRow in "counts", Key::Columns(&["list", "day", "slot"]);
    list: String,
    day: i64,
    slot: i64,
    length: i64,
}

/// The statements of the lists of sessions.
#[derive(Clone, Debug)]
pub(super) struct ListStatements {
    pub(super) days: Statement,
}

impl ListStatements {
    pub(super) fn new(dialect: Dialect, tables: &Tables) -> Self {
        let days = "SELECT day, CAST(SUM(length) AS BIGINT) FROM {counts} WHERE list = :list \
            GROUP BY day ORDER BY day DESC";
        Self { days: Statement::new(dialect, tables, days) }
    }
}
