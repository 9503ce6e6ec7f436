//! Statements for a [collector](super::row::Collect), and [`TextStatements`], which read windows of messages.
//!
//! In SQLite, passing the values of a row to an SQL function costs a third of reading them one by one from outside. So
//! on SQLite such a statement calls [`FUNCTION`] with the columns, and the function passes them to the collector. Other
//! engines return rows.

use super::{dialect::Dialect, statement::Statement, tables::Tables};

/// The SQL function that passes its arguments to the collector. It returns whether the collector needs no more rows.
pub(crate) const FUNCTION: &str = "storyden_robots_collect";

/// Returns the text after `SELECT` of a statement for a collector.
///
/// SQLite computes it before it sorts, so the rows must come from an index in their order. The collector checks the
/// order.
pub(super) fn for_collector(dialect: Dialect, columns: &str) -> String {
    match dialect {
        Dialect::Sqlite => format!("{FUNCTION}({columns})"),
        Dialect::Postgres => columns.to_owned(),
    }
}

/// The columns of a message in a window, except the id, which is in the document.
const SHOWN: &str = "{order}, revised, checksum, author, annotations, document";

/// The statements that read messages for a collector: the newest, those before a sequence and those after it. In SQLite
/// they select deleted ones too, which the collector leaves out: a condition costs a tenth of reading a row.
#[derive(Clone, Debug)]
pub(super) struct TextStatements {
    pub(super) newest: Statement,
    pub(super) below: Statement,
    pub(super) above: Statement,
    /// Those before the message with an id. If it is announced, this saves the round trip that finds the sequence.
    pub(super) before: Option<Statement>,
}

impl TextStatements {
    pub(super) fn new(dialect: Dialect, tables: &Tables) -> Self {
        let make = |range: &str, direction: &str| {
            let template = match dialect {
                // All rows are walked within one step, up to the one behind the window, at which the function says so.
                // The range is that of the key, so the function is not called for other rows.
                Dialect::Sqlite => format!(
                    "SELECT 1 FROM {{messages}} WHERE {range} AND {FUNCTION}({SHOWN}) \
                     ORDER BY {{order}} {direction} LIMIT 1"
                ),
                Dialect::Postgres => format!(
                    "SELECT {SHOWN} FROM {{messages}} WHERE {range} AND deleted = 0 \
                     ORDER BY {{order}} {direction} LIMIT :limit"
                ),
            };
            Statement::new(dialect, tables, &template)
        };
        Self {
            newest: make("{above 0}", "DESC"),
            below: make("{below :sequence}", "DESC"),
            above: make("{above :sequence}", "ASC"),
            before: (dialect == Dialect::Postgres).then(|| {
                let id = "(SELECT sequence FROM {messages} WHERE session_id = :session AND id = :id)";
                make(&format!("session_id = :session AND sequence < {id}"), "DESC")
            }),
        }
    }

    #[cfg(test)]
    pub(super) fn all(&self) -> Vec<(&'static str, &Statement)> {
        let all =
            [("newest_texts", &self.newest), ("texts_below", &self.below), ("texts_above", &self.above)];
        all.into_iter().chain(self.before.as_ref().map(|before| ("texts_before", before))).collect()
    }
}
