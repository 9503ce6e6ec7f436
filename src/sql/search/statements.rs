//! The statements that create the index, and those that use it.

use crate::sql::{
    dialect::Dialect,
    list_statements::LISTED,
    statement::{MAX_SEQUENCE, Statement},
    tables::Tables,
};

/// Returns the statements that create the index for search, for a host that runs the
/// [`migrations`](crate::sql::migrations) itself. Run them after the migrations, while nothing else writes. If there
/// are sessions, the index is incomplete: see `SearchRepository::index_next`.
///
/// # Examples
/// ```
/// use storyden_robots::sql::{Dialect, Tables, search_index};
///
/// let statements = search_index(Dialect::Postgres, &Tables::default());
/// assert!(statements[0].contains("tsvector"));
/// ```
#[must_use]
pub fn search_index(dialect: Dialect, tables: &Tables) -> Vec<String> {
    let index = match dialect {
        Dialect::Sqlite => vec![
            // The words have no other ASCII than letters, digits and the spaces between them.
            "CREATE VIRTUAL TABLE {search} USING fts5(words, tokenize = 'ascii')".to_owned(),
            // What is removed is gone from the index at once, not when its parts are merged one day.
            "INSERT INTO {search} ({search}, rank) VALUES ('secure-delete', 1)".to_owned(),
            "CREATE TABLE {search_state} (id INTEGER PRIMARY KEY, session TEXT, sequence INTEGER) STRICT"
                .to_owned(),
        ],
        Dialect::Postgres => vec![
            "CREATE TABLE {search} (session_id TEXT COLLATE \"C\" NOT NULL, sequence BIGINT NOT NULL, \
             words tsvector NOT NULL, PRIMARY KEY (session_id, sequence))"
                .to_owned(),
            format!(
                "CREATE INDEX \"{}\" ON {{search}} USING GIN (words)",
                tables.qualified("search_words")
            ),
            "CREATE TABLE {search_state} (id BIGINT PRIMARY KEY, session TEXT COLLATE \"C\", sequence BIGINT)"
                .to_owned(),
        ],
    };
    let state = "INSERT INTO {search_state} (id, session) \
        SELECT 0, CASE WHEN EXISTS (SELECT 1 FROM {sessions}) THEN '' END";
    let all = index.into_iter().chain([state.to_owned()]);
    all.map(|template| Statement::new(dialect, tables, &template).sql().to_owned()).collect()
}

/// The statements of the index.
#[derive(Clone, Debug)]
pub(crate) struct SearchStatements {
    pub(super) dialect: Dialect,
    pub(super) insert: Statement,
    pub(super) erase: Statement,
    pub(super) erase_session: Statement,
    pub(super) find: Statement,
    pub(super) find_in_session: Statement,
    pub(super) is_incomplete: Statement,
    /// Complete messages: those with no draft that is open and began with the message.
    pub(super) complete_messages: Statement,
    pub(super) state: Statement,
    pub(super) set_state: Statement,
    pub(super) next_session: Statement,
    pub(super) check: CheckStatements,
}

impl SearchStatements {
    pub(crate) fn new(dialect: Dialect, tables: &Tables) -> Self {
        let make = |template: &str| Statement::new(dialect, tables, template);
        let (insert, [erase, erase_session]) = match dialect {
            Dialect::Sqlite => (
                "INSERT INTO {search} (rowid, words) VALUES ({new_place :sequence}, :words)",
                [
                    "DELETE FROM {search} WHERE rowid = ({new_place :sequence})".to_owned(),
                    format!("DELETE FROM {{search}} WHERE {}", of_session("rowid")),
                ],
            ),
            Dialect::Postgres => (
                "INSERT INTO {search} (session_id, sequence, words) \
                 VALUES (:session, :sequence, CAST(CAST(:words AS TEXT) AS tsvector))",
                [
                    "DELETE FROM {search} WHERE {at :sequence}".to_owned(),
                    "DELETE FROM {search} WHERE session_id = :session".to_owned(),
                ],
            ),
        };
        let began = match dialect {
            Dialect::Sqlite => "d.place = m.place",
            Dialect::Postgres => "d.session_id = :session AND d.sequence = m.sequence",
        };
        Self {
            dialect,
            insert: make(insert),
            erase: make(&erase),
            erase_session: make(&erase_session),
            find: make(&find(dialect, false)),
            find_in_session: make(&find(dialect, true)),
            complete_messages: make(&format!(
                "SELECT {{sequence m}}, document FROM {{messages}} m WHERE {{above :sequence}} AND deleted = 0 \
                 AND NOT EXISTS (SELECT 1 FROM {{drafts}} d WHERE {began} AND d.closed_at IS NULL) \
                 ORDER BY {{order}} LIMIT :limit"
            )),
            is_incomplete: make("SELECT 1 FROM {search_state} WHERE session IS NOT NULL"),
            state: make("SELECT session, sequence FROM {search_state} WHERE id = 0{for_update}"),
            set_state: make(
                "UPDATE {search_state} SET session = :progress, sequence = :sequence WHERE id = 0",
            ),
            next_session: make(&format!(
                "SELECT id FROM {{sessions}} WHERE id > :progress AND {HAS_ROWS} ORDER BY id LIMIT 1"
            )),
            check: CheckStatements::new(dialect, tables),
        }
    }

    #[cfg(test)]
    pub(in crate::sql) fn all(&self) -> [(&'static str, &Statement); 10] {
        [
            ("complete_messages", &self.complete_messages),
            ("insert", &self.insert),
            ("erase", &self.erase),
            ("erase_session", &self.erase_session),
            ("find", &self.find),
            ("find_in_session", &self.find_in_session),
            ("state", &self.state),
            ("next_session", &self.next_session),
            ("check.next_session", &self.check.next_session),
            ("check.rows", &self.check.rows),
        ]
    }
}

/// The statements that compare the index with the stored texts.
#[derive(Clone, Debug)]
pub(super) struct CheckStatements {
    pub(super) next_session: Statement,
    pub(super) rows: Statement,
    pub(super) left: Statement,
    pub(super) erase_left: Statement,
}

/// The condition for sessions with rows in the index: those that are not deleted, and unpublished ones, whose names are
/// not indexed.
const HAS_ROWS: &str = "(deleted_at IS NULL OR hidden IS NOT NULL)";

impl CheckStatements {
    fn new(dialect: Dialect, tables: &Tables) -> Self {
        let make = |template: &str| Statement::new(dialect, tables, template);
        let (rows, left, erase_left) = match dialect {
            Dialect::Sqlite => (
                format!(
                    "SELECT rowid & {MAX_SEQUENCE}, words FROM {{search}} \
                     WHERE rowid >= (:number << 32 | :first) AND rowid <= (:number << 32 | :last)"
                ),
                format!(
                    "SELECT f.rowid >> 32, s.id, COUNT(*) FROM {{search}} f \
                     LEFT JOIN {{sessions}} s ON s.number = f.rowid >> 32 \
                     WHERE s.id IS NULL OR NOT {HAS_ROWS} GROUP BY f.rowid >> 32, s.id"
                ),
                format!(
                    "DELETE FROM {{search}} WHERE {} AND NOT EXISTS \
                     (SELECT 1 FROM {{sessions}} WHERE number = :number AND {HAS_ROWS})",
                    of_session("rowid")
                ),
            ),
            Dialect::Postgres => (
                "SELECT sequence, CAST(words AS TEXT) FROM {search} \
                 WHERE session_id = :session AND sequence >= :first AND sequence <= :last"
                    .to_owned(),
                format!(
                    "SELECT CAST(0 AS BIGINT), f.session_id, COUNT(*) FROM {{search}} f \
                     LEFT JOIN {{sessions}} s ON s.id = f.session_id \
                     WHERE s.id IS NULL OR NOT {HAS_ROWS} GROUP BY f.session_id"
                ),
                format!(
                    "DELETE FROM {{search}} WHERE session_id = :session AND NOT EXISTS \
                     (SELECT 1 FROM {{sessions}} WHERE id = :session AND {HAS_ROWS})"
                ),
            ),
        };
        Self {
            next_session: make(&format!(
                "SELECT id, {{number}}, CASE WHEN deleted_at IS NULL THEN name END FROM {{sessions}} \
                 WHERE id >= :from AND {HAS_ROWS} ORDER BY id LIMIT 1"
            )),
            rows: make(&rows),
            left: make(&left),
            erase_left: make(&erase_left),
        }
    }
}

/// Returns the condition for the rows of a session, on SQLite.
fn of_session(rowid: &str) -> String {
    format!("{rowid} >= (:number << 32) AND {rowid} <= (:number << 32 | {MAX_SEQUENCE})")
}

/// Returns the query for the best matches: the session as lists show it, and the message.
fn find(dialect: Dialect, in_session: bool) -> String {
    let columns =
        format!("{LISTED}, {{sequence m}}, m.id, m.author, m.checksum, m.annotations, m.document, m.revised");
    let created_by = "(CAST(:created_by AS TEXT) IS NULL OR s.created_by = :created_by)";
    let author = "(CAST(:author AS TEXT) IS NULL OR m.author = :author)";
    match dialect {
        // FTS5 gives its rows in the order of their rank, so the others are read for those that are returned.
        Dialect::Sqlite => {
            let within = if in_session { format!("AND {}", of_session("f.rowid")) } else { String::new() };
            format!(
                "SELECT {columns} FROM {{search}} f CROSS JOIN {{sessions}} s ON s.number = f.rowid >> 32 \
                 LEFT JOIN {{messages}} m ON m.place = f.rowid \
                 WHERE f.{{search}} MATCH :query {within} AND s.deleted_at IS NULL AND {created_by} AND {author} \
                 ORDER BY f.rank LIMIT :limit"
            )
        }
        // First the places, then the long rows of those that are returned.
        Dialect::Postgres => {
            let within = if in_session { "AND f.session_id = :session" } else { "" };
            format!(
                "SELECT {columns} FROM (SELECT f.session_id, f.sequence, ts_rank(f.words, q.query, 1) AS rank \
                  FROM {{search}} f CROSS JOIN (SELECT CAST(CAST(:query AS TEXT) AS tsquery) AS query) q \
                  WHERE f.words @@ q.query {within} \
                  AND (CAST(:created_by AS TEXT) IS NULL OR EXISTS \
                   (SELECT 1 FROM {{sessions}} s WHERE s.id = f.session_id AND {created_by})) \
                  AND (CAST(:author AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM {{messages}} m \
                   WHERE m.session_id = f.session_id AND m.sequence = f.sequence AND {author})) \
                  ORDER BY rank DESC, f.session_id, f.sequence LIMIT :limit) f \
                 JOIN {{sessions}} s ON s.id = f.session_id AND s.deleted_at IS NULL \
                 LEFT JOIN {{messages}} m ON m.session_id = f.session_id AND m.sequence = f.sequence \
                 ORDER BY f.rank DESC, f.session_id, f.sequence"
            )
        }
    }
}
