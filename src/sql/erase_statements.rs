//! The statements that erase. The declaration of a table's key shows whether it has rows of a session.

use super::{
    columns::{Key, Layout},
    dialect::Dialect,
    rows::LAYOUTS,
    statement::Statement,
    tables::Tables,
};

/// The statements that count and delete a session's rows in one table.
#[derive(Clone, Debug)]
pub(super) struct OfTable {
    pub(super) name: &'static str,
    pub(super) count: Statement,
    pub(super) delete: Statement,
}

/// The statements that erase.
#[derive(Clone, Debug)]
pub(super) struct EraseStatements {
    pub(super) of_session: Vec<OfTable>,
    pub(super) session: Statement,
    pub(super) walk: Statement,
    pub(super) hold: Statement,
    pub(super) written: Statement,
    pub(super) open_drafts: Statement,
    pub(super) requests: Statement,
    pub(super) turns: Statement,
    pub(super) news: Statement,
    pub(super) rewrite_news: Statement,
    pub(super) find_mark: Statement,
    pub(super) mark: Statement,
}

/// Returns the tables with rows of a session, except that of the sessions.
fn of_session() -> impl Iterator<Item = &'static Layout> {
    LAYOUTS.iter().filter(|layout| matches!(layout.key, Key::Place | Key::Session(_)))
}

impl EraseStatements {
    pub(super) fn new(dialect: Dialect, tables: &Tables) -> Self {
        let make = |template: &str| Statement::new(dialect, tables, template);
        let of_table = |layout: &'static Layout| {
            let rows = match layout.key {
                // The number of a row is at least 1.
                Key::Place => "{above 0}",
                _ => "{session} = {this_session}",
            };
            let from = format!("FROM {{{}}} WHERE {rows}", layout.name);
            let (count, delete) = (format!("SELECT COUNT(*) {from}"), format!("DELETE {from}"));
            OfTable { name: layout.name, count: make(&count), delete: make(&delete) }
        };
        Self {
            of_session: of_session().map(of_table).collect(),
            session: make("DELETE FROM {sessions} WHERE {this_row}"),
            walk: make("SELECT id, created_by FROM {sessions} WHERE id > :after ORDER BY id LIMIT :limit"),
            hold: make("UPDATE {sessions} SET held_at = :held_at WHERE {this_row}"),
            written: make(
                "SELECT {sequence}, id, revised FROM {messages} WHERE {above 0} AND deleted = 0 \
                 AND author = :account ORDER BY {order}",
            ),
            open_drafts: make(
                "SELECT message_sequence, message_id, revision, writer FROM {drafts} WHERE {session} = {this_session} \
                 AND closed_at IS NULL",
            ),
            requests: make("SELECT document FROM {call_requests} WHERE {session} = {this_session}"),
            turns: make("SELECT document FROM {turns} WHERE {session} = {this_session}"),
            news: make("SELECT {turn_news.*} FROM {turn_news} WHERE {above 0}"),
            rewrite_news: make("UPDATE {turn_news} SET document = :document WHERE {at :sequence}"),
            find_mark: make(
                "SELECT seen FROM {read_marks} WHERE {session} = {this_session} AND account = :account",
            ),
            mark: make("DELETE FROM {read_marks} WHERE {session} = {this_session} AND account = :account"),
        }
    }
}

#[cfg(test)]
impl EraseStatements {
    pub(super) fn all(&self) -> Vec<(&'static str, &Statement)> {
        let mut all = Vec::new();
        for of in &self.of_session {
            all.extend([(of.name, &of.count), (of.name, &of.delete)]);
        }
        all.extend([
            ("session", &self.session),
            ("walk", &self.walk),
            ("hold", &self.hold),
            ("written", &self.written),
            ("open_drafts_of", &self.open_drafts),
            ("requests_of", &self.requests),
            ("turns", &self.turns),
            ("news", &self.news),
            ("rewrite_news", &self.rewrite_news),
            ("find_mark", &self.find_mark),
            ("mark", &self.mark),
        ]);
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::migrations;

    /// The tables without rows of a session.
    const OF_NO_SESSION: [&str; 11] = [
        "robots_migrations",
        "robots_sessions",
        "robots_robots",
        "robots_workspaces",
        "robots_instances",
        "robots_toolsets",
        "robots_counts",
        "robots_imported_sessions",
        "robots_files",
        "robots_file_blobs",
        "robots_file_chunks",
    ];

    #[test]
    fn every_table_of_the_schema_is_erased_from_or_has_no_rows_of_a_session() {
        let connection = rusqlite::Connection::open_in_memory().unwrap();
        for step in migrations(Dialect::Sqlite, &Tables::default()) {
            connection.execute_batch(&step.script()).unwrap();
        }
        let mut found = connection
            .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
            .unwrap();
        let names: Vec<String> = found.query_map((), |row| row.get(0)).unwrap().map(Result::unwrap).collect();
        let erased: Vec<_> = of_session().map(|layout| format!("robots_{}", layout.name)).collect();
        for name in &names {
            let known = erased.contains(name) != OF_NO_SESSION.contains(&name.as_str());
            assert!(known, "{name} is neither erased from nor named as one without rows of a session");
        }
        assert_eq!(names.len(), erased.len() + OF_NO_SESSION.len());
    }
}
