//! The statements that copy rows to another store.

use std::collections::HashMap;

use super::{
    columns::{Key, Layout},
    dialect::Dialect,
    list_statements::MAIN,
    rows::{DAY, LABELS, SESSIONS, moved},
    statement::Statement,
    tables::Tables,
};

/// The statements that read and write stored rows.
#[derive(Clone, Debug)]
pub(super) struct ArchiveStatements {
    pub(super) tables: HashMap<&'static str, [Statement; 2]>,
    pub(super) session_number: Statement,
    pub(super) forget_lengths: Statement,
    pub(super) count_all: Statement,
    pub(super) count_by_account: Statement,
    pub(super) count_by_label: Statement,
    pub(super) total: Statement,
}

impl ArchiveStatements {
    pub(super) fn new(dialect: Dialect, tables: &Tables) -> Self {
        let make = |template: &str| Statement::new(dialect, tables, template);
        let of = |layout: &'static Layout| {
            let insert = format!("INSERT INTO {{{}.insert}} ON CONFLICT DO NOTHING", layout.name);
            (layout.name, [make(&read(dialect, layout)), make(&insert)])
        };
        // Rounds towards the past, also before 1970.
        let day = format!("(created_at - CASE WHEN created_at < 0 THEN {DAY} - 1 ELSE 0 END) / {DAY}");
        let count = |list: &str, rows: &str| {
            let insert = "INSERT INTO {counts} (list, day, slot, length)";
            let listed = format!("SELECT {list} AS list, {day} AS day FROM {rows}");
            make(&format!("{insert} SELECT list, day, 0, COUNT(*) FROM ({listed}) listed GROUP BY list, day"))
        };
        let total = "INSERT INTO {counts} (list, day, slot, length) \
            SELECT list, CAST(:total AS BIGINT), 0, SUM(length) FROM {counts} GROUP BY list";
        Self {
            tables: moved().map(of).collect(),
            session_number: make("SELECT {number} FROM {sessions} WHERE id = :session"),
            forget_lengths: make("DELETE FROM {counts}"),
            count_all: count(&format!("'{SESSIONS}'"), MAIN),
            count_by_account: count(&format!("'{SESSIONS}/' || created_by"), MAIN),
            count_by_label: count(&format!("'{LABELS}/' || label"), "{session_labels}"),
            total: make(total),
        }
    }
}

#[cfg(test)]
impl ArchiveStatements {
    /// Returns the statements with their names: those that read a table, those that write it, and those that count
    /// lists.
    pub(super) fn all(&self) -> Vec<(String, &Statement)> {
        let of_tables = self.tables.iter().flat_map(|(table, [read, write])| {
            [(format!("read {table}"), read), (format!("write {table}"), write)]
        });
        let lists = [&self.count_all, &self.count_by_account, &self.count_by_label];
        let counting = [&self.forget_lengths].into_iter().chain(lists).chain([&self.total]);
        let counting = counting.enumerate().map(|(step, count)| (format!("count {step}"), count));
        let number = ("session_number".to_owned(), &self.session_number);
        of_tables.chain(counting).chain([number]).collect()
    }
}

/// Formats the query for the rows after a key, in the order of the key. The session is `:session`; the other key
/// columns have their own names.
fn read(dialect: Dialect, layout: &Layout) -> String {
    let table = layout.name;
    let number = "COALESCE((SELECT number FROM {sessions} WHERE id = :session), 0)";
    let (session, key, after) = match (dialect, layout.key) {
        (Dialect::Sqlite, Key::Number) => (None, vec!["r.number".to_owned()], vec![number.to_owned()]),
        (Dialect::Postgres, Key::Number) => (None, vec!["r.id".to_owned()], vec![":session".to_owned()]),
        (Dialect::Sqlite, Key::Place) => {
            (Some("s.id"), vec!["r.place".to_owned()], vec![format!("{number} << 32 | :sequence")])
        }
        (Dialect::Postgres, Key::Place) => {
            let key = ["r.session_id", "r.sequence"].map(str::to_owned);
            (Some("s.id"), key.to_vec(), [":session", ":sequence"].map(str::to_owned).to_vec())
        }
        (_, Key::Session(columns)) => {
            let (column, value) = match dialect {
                Dialect::Sqlite => ("r.session_number", number),
                Dialect::Postgres => ("r.session_id", ":session"),
            };
            let rest = columns.iter().map(|column| format!("r.{column}"));
            let values = columns.iter().map(|column| format!(":{column}"));
            let key = [column.to_owned()].into_iter().chain(rest).collect();
            (Some("s.id"), key, [value.to_owned()].into_iter().chain(values).collect())
        }
        (_, Key::Columns(columns)) => {
            let key = columns.iter().map(|column| format!("r.{column}")).collect();
            (None, key, columns.iter().map(|column| format!(":{column}")).collect())
        }
    };
    let (select, join) = session.map_or_else(Default::default, |id| {
        (format!("{id}, "), " JOIN {sessions} s ON {its_session r}".to_owned())
    });
    let (key, after) = (key.join(", "), after.join(", "));
    format!(
        "SELECT {select}{{{table}.* r}} FROM {{{table}}} r{join} WHERE ({key}) > ({after}) ORDER BY {key} LIMIT :limit"
    )
}
