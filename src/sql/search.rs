//! The index of the words of messages and names, and the operations on it.
//!
//! It has a row for each complete message and for the name of each session; a name has the place of a message with the
//! sequence 0. SQLite's is a table of FTS5's, PostgreSQL's a `tsvector` with a GIN index. Both get words with spaces
//! between them, and do nothing else with them. Messages come here by way of [`documents`](super::documents).
//!
//! A store has the index or not, whatever the program that opens it thinks: `search_state` is there or not. Its one row
//! says how far an incomplete index has come.

use std::collections::HashSet;

use super::{
    checksum,
    columns::{Stored as _, signed},
    dialect::Dialect,
    drafts,
    list_statements::LISTED,
    locked::Place,
    messages,
    row::Row,
    sessions,
    statement::{MAX_SEQUENCE, Statement},
    statements::Statements,
    tables::Tables,
    tx::{Operation, Tx},
};
use crate::{
    model::{
        error::{Damaged, Error, Result},
        id::{AccountId, MessageId, SessionId},
        message::Document,
        offset::Sequence,
        search::{SearchQuery, Term, searchable_text, words},
        session::SessionRef,
    },
    repository::{FoundText, FoundTexts, MessageRecord},
};

/// Stands for the name of a session among its messages.
const NAME: u64 = 0;

/// How many messages are read at once.
const AT_ONCE: u32 = 200;

/// Returns the statements that make the index of a store, for a host that runs its [`migrations`](super::migrations)
/// itself: after them, and while nothing else writes. If there are sessions, the index is incomplete: see
/// `SearchRepository::index_next`.
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
    dialect: Dialect,
    insert: Statement,
    erase: Statement,
    erase_session: Statement,
    find: Statement,
    find_in_session: Statement,
    is_incomplete: Statement,
    state: Statement,
    set_state: Statement,
    next_session: Statement,
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
        Self {
            dialect,
            insert: make(insert),
            erase: make(&erase),
            erase_session: make(&erase_session),
            find: make(&find(dialect, false)),
            find_in_session: make(&find(dialect, true)),
            is_incomplete: make("SELECT 1 FROM {search_state} WHERE session IS NOT NULL"),
            state: make("SELECT session, sequence FROM {search_state} WHERE id = 0{for_update}"),
            set_state: make(
                "UPDATE {search_state} SET session = :progress, sequence = :sequence WHERE id = 0",
            ),
            next_session: make(
                "SELECT id FROM {sessions} WHERE id > :progress AND deleted_at IS NULL ORDER BY id LIMIT 1",
            ),
        }
    }

    #[cfg(test)]
    pub(super) fn all(&self) -> [(&'static str, &Statement); 7] {
        [
            ("insert", &self.insert),
            ("erase", &self.erase),
            ("erase_session", &self.erase_session),
            ("find", &self.find),
            ("find_in_session", &self.find_in_session),
            ("state", &self.state),
            ("next_session", &self.next_session),
        ]
    }
}

/// Names the rows of a session of SQLite's.
fn of_session(rowid: &str) -> String {
    format!("{rowid} >= (:number << 32) AND {rowid} <= (:number << 32 | {MAX_SEQUENCE})")
}

/// Writes the query for the best rows: the session as lists show it, and the message.
fn find(dialect: Dialect, in_session: bool) -> String {
    let session: Vec<_> = LISTED.split(", ").map(|column| format!("s.{column}")).collect();
    let columns = format!(
        "{}, {{sequence m}}, m.id, m.author, m.checksum, m.annotations, m.document, m.revised",
        session.join(", ")
    );
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

/// Writes words, which have spaces between them, as the engine takes them.
pub(super) fn write_words(dialect: Dialect, prepared: String) -> String {
    match dialect {
        Dialect::Sqlite => prepared,
        Dialect::Postgres => {
            let mut vector = String::with_capacity(prepared.len() * 2);
            for (index, word) in prepared.split(' ').enumerate() {
                // No position is beyond this one: the words behind it count, but not where they are.
                let position = (index + 1).min(16_383);
                vector.push_str(&format!("'{word}':{position} "));
            }
            vector
        }
    }
}

/// Writes a query as the engine takes it. No word has a character that means something to it.
fn write_query(dialect: Dialect, query: &SearchQuery) -> String {
    let term = |term: &Term| match (dialect, term) {
        (Dialect::Sqlite, Term::Word(word)) => format!("\"{word}\""),
        (Dialect::Sqlite, Term::Prefix(word)) => format!("\"{word}\"*"),
        (Dialect::Postgres, Term::Word(word)) => format!("'{word}'"),
        (Dialect::Postgres, Term::Prefix(word)) => format!("'{word}':*"),
    };
    let and = match dialect {
        Dialect::Sqlite => " AND ",
        Dialect::Postgres => " & ",
    };
    query.terms().iter().map(term).collect::<Vec<_>>().join(and)
}

/// Returns the words of a message for the index: none if it does not decode, which reading it reports.
pub(super) fn words_of(document: &Document) -> String {
    document
        .decode()
        .map_or_else(|_| String::new(), |message| words::prepare(&searchable_text(&message.parts)))
}

/// A message is complete now.
pub(super) async fn put_message<T: Tx>(
    statements: &Statements,
    tx: &mut T,
    place: Place,
    (sequence, document): (Sequence, &Document),
    replaces: bool,
) -> Result<()> {
    if statements.search.get().is_none() {
        return Ok(());
    }
    put(statements, tx, place, sequence.get(), words_of(document), replaces).await
}

/// A session has this name now.
pub(super) async fn put_name<T: Tx>(
    statements: &Statements,
    tx: &mut T,
    place: Place,
    name: &str,
    replaces: bool,
) -> Result<()> {
    put(statements, tx, place, NAME, words::prepare(name), replaces).await
}

async fn put<T: Tx>(
    statements: &Statements,
    tx: &mut T,
    place: Place,
    sequence: u64,
    prepared: String,
    replaces: bool,
) -> Result<()> {
    let Some(search) = statements.search.get() else { return Ok(()) };
    let sequence = ("sequence", signed(sequence).into());
    if replaces {
        tx.execute_later(&search.erase, &place.with([sequence.clone()])).await?;
    }
    if prepared.is_empty() {
        return Ok(());
    }
    let words = write_words(search.dialect, prepared);
    tx.execute_later(&search.insert, &place.with([sequence, ("words", words.into())])).await
}

/// A message is gone.
pub(super) async fn erase_message<T: Tx>(
    statements: &Statements,
    tx: &mut T,
    place: Place,
    sequence: Sequence,
) -> Result<()> {
    put(statements, tx, place, sequence.get(), String::new(), true).await
}

/// A session is gone.
pub(super) async fn erase_session<T: Tx>(statements: &Statements, tx: &mut T, place: Place) -> Result<()> {
    let Some(search) = statements.search.get() else { return Ok(()) };
    tx.execute_later(&search.erase_session, &place.with([])).await
}

/// A session is back.
pub(super) async fn put_session<T: Tx>(
    statements: &Statements,
    tx: &mut T,
    place: Place,
    name: &str,
) -> Result<()> {
    if statements.search.get().is_none() {
        return Ok(());
    }
    erase_session(statements, tx, place).await?;
    put_name(statements, tx, place, name, false).await?;
    let mut after = Some(NAME);
    while let Some(sequence) = after {
        after = put_messages(statements, tx, place, sequence, AT_ONCE).await?.0;
    }
    Ok(())
}

/// Indexes the messages of a session behind a sequence. Returns the last one's if there may be more, and how many.
async fn put_messages<T: Tx>(
    statements: &Statements,
    tx: &mut T,
    place: Place,
    after: u64,
    limit: u32,
) -> Result<(Option<u64>, u32)> {
    let rows = tx.query(&statements.open_drafts_of_session, &place.with([]), drafts::load_listed).await?;
    // What was never complete.
    let unfinished: HashSet<_> = (drafts::divide(rows).0.into_iter())
        .filter(|(began, draft)| began.get() == draft.message_sequence.get())
        .map(|(_, draft)| draft.message_sequence)
        .collect();
    let values = place.with([("sequence", signed(after).into()), ("limit", i64::from(limit).into())]);
    let read = |row: &dyn Row| Ok((Sequence::load(row, 0)?, messages::load_listed(row)));
    let rows = tx.query(&statements.messages_above, &values, read).await?;
    let count = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    let last = rows.last().map(|(sequence, _)| sequence.get()).filter(|_| count == limit);
    for (sequence, row) in rows {
        // What does not decode is in the log.
        let Ok(record) = row else { continue };
        if !unfinished.contains(&sequence) {
            put_message(statements, tx, place, (sequence, &record.document), true).await?;
        }
    }
    Ok((last, count))
}

/// Rows were written without their words.
pub(super) async fn forget<T: Tx>(statements: &Statements, tx: &mut T) -> Result<()> {
    let Some(search) = statements.search.get() else { return Ok(()) };
    tx.execute_later(&search.set_state, &[("progress", "".into()), ("sequence", None::<i64>.into())]).await
}

fn index(statements: &Statements) -> Result<&SearchStatements> {
    let missing =
        || Error::storage_failed("the store has no index for search: ask for it when it is opened", None);
    statements.search.get().ok_or_else(missing)
}

#[derive(Debug)]
pub(crate) struct Search(pub(crate) SearchQuery, pub(crate) u32);

impl Operation for Search {
    type Output = FoundTexts;

    async fn run<T: Tx>(&self, statements: &Statements, tx: &mut T) -> Result<FoundTexts> {
        let Self(query, limit) = self;
        let search = index(statements)?;
        if tx.query_one(&search.is_incomplete, &[], |_| Ok(())).await?.is_some() {
            let reason = "the index for search is incomplete";
            return Err(Error::unavailable(
                reason,
                "call SearchRepository::index_next until it returns true",
            ));
        }
        let mut values = vec![
            ("query", write_query(search.dialect, query).into()),
            ("created_by", query.created_by.store()),
            ("author", query.author.store()),
            ("limit", i64::from(*limit).into()),
        ];
        let mut find = &search.find;
        if let Some(session) = query.session {
            let place = match Place::find(statements, tx, session).await {
                Err(Error::NotFound { .. }) => return Ok(FoundTexts::default()),
                place => place?,
            };
            find = &search.find_in_session;
            values = place.with(values);
        }
        let mut found = FoundTexts::default();
        let mut read = |row: &dyn Row| {
            let damaged = match sessions::load_listed(row).map(|session| load_message(session, row)) {
                Ok(Ok(text)) => {
                    found.texts.push(text);
                    return Ok(());
                }
                Ok(Err(damaged)) | Err(damaged) => damaged,
            };
            found.damaged.push(damaged);
            Ok(())
        };
        tx.query(find, &values, &mut read).await?;
        Ok(found)
    }
}

/// Reads the message of a row that was found, if it is one's.
fn load_message(session: SessionRef<AccountId>, row: &dyn Row) -> Result<FoundText, Damaged> {
    let first = LISTED.split(", ").count();
    let load = || {
        let Some(sequence) = Option::<Sequence>::load(row, first)? else { return Ok(None) };
        let (id, author) = (MessageId::load(row, first + 1)?, Option::load(row, first + 2)?);
        let document = row.bytes(first + 5)?.unwrap_or_default();
        checksum::check(document, Option::load(row, first + 3)?)?;
        let document = Document::from_stored_bytes(document.to_owned());
        let mut record = MessageRecord::new(id, sequence, author, document);
        record.annotations = Option::load(row, first + 4)?;
        record.revision = Option::load(row, first + 6)?.unwrap_or(record.revision);
        Ok(Some(record))
    };
    let message = load().map_err(|error: Error| {
        messages::report(row.text(first + 1).ok().flatten().unwrap_or_default(), &error)
    })?;
    Ok(FoundText::new(session, message))
}

#[derive(Debug)]
pub(crate) struct ForgetIndex;

impl Operation for ForgetIndex {
    type Output = ();

    async fn run<T: Tx>(&self, statements: &Statements, tx: &mut T) -> Result<()> {
        index(statements)?;
        forget(statements, tx).await
    }
}

#[derive(Debug)]
pub(crate) struct IndexNext(pub(crate) u32);

impl Operation for IndexNext {
    type Output = bool;

    async fn run<T: Tx>(&self, statements: &Statements, tx: &mut T) -> Result<bool> {
        let search = index(statements)?;
        let read = |row: &dyn Row| Ok((row.text(0)?.map(str::to_owned), Option::<i64>::load(row, 1)?));
        let Some((Some(mut progress), mut within)) = tx.query_one(&search.state, &[], read).await? else {
            return Ok(true);
        };
        let mut left = self.0.max(1);
        while left > 0 {
            let session = if within.is_some() {
                progress.parse().ok()
            } else {
                let values = [("progress", progress.as_str().into())];
                tx.query_one(&search.next_session, &values, |row| SessionId::load(row, 0)).await?
            };
            let Some(session) = session else {
                let done = [("progress", None::<&str>.into()), ("sequence", None::<i64>.into())];
                tx.execute(&search.set_state, &done).await?;
                return Ok(true);
            };
            progress = session.to_string();
            let (place, row) = sessions::lock(statements, tx, session).await?;
            if row.deleted_at.is_some() {
                within = None;
                left -= 1;
                continue;
            }
            if within.is_none() {
                erase_session(statements, tx, place).await?;
                put_name(statements, tx, place, &row.name, false).await?;
            }
            let after = within.and_then(|sequence| u64::try_from(sequence).ok()).unwrap_or(NAME);
            let (last, count) = put_messages(statements, tx, place, after, left.min(AT_ONCE)).await?;
            within = last.map(signed);
            left = left.saturating_sub(count.max(1));
        }
        let state = [("progress", progress.into()), ("sequence", within.into())];
        tx.execute(&search.set_state, &state).await?;
        Ok(false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::migrations;

    #[test]
    fn no_statement_of_sqlite_scans_a_table() {
        let connection = rusqlite::Connection::open_in_memory().unwrap();
        let tables = Tables::default();
        for step in migrations(Dialect::Sqlite, &tables) {
            connection.execute_batch(&step.script()).unwrap();
        }
        for statement in search_index(Dialect::Sqlite, &tables) {
            connection.execute_batch(&statement).unwrap();
        }
        for (name, statement) in SearchStatements::new(Dialect::Sqlite, &tables).all() {
            let explain = format!("EXPLAIN QUERY PLAN {}", statement.sql());
            let mut explained = connection.prepare(&explain).unwrap();
            let parameters = explained.parameter_count();
            let mut rows = explained.query(rusqlite::params_from_iter(vec![1; parameters])).unwrap();
            while let Some(row) = rows.next().unwrap() {
                let step: String = row.get("detail").unwrap();
                // What FTS5 was told to look for.
                let index =
                    step.split_once("VIRTUAL TABLE INDEX ").and_then(|(_, index)| index.split_once(':'));
                let found = step.starts_with("SEARCH")
                    || index.is_some_and(|(_, constraints)| !constraints.is_empty());
                assert!(found, "{name}: {step}: {}", statement.sql());
            }
        }
    }

    #[test]
    fn words_and_queries_are_written_for_each_engine() {
        let query = SearchQuery::parse("Spam 猫 wave").unwrap();
        assert_eq!(write_query(Dialect::Sqlite, &query), "\"spam\" AND \"wave\" AND \"猫\"*");
        assert_eq!(write_query(Dialect::Postgres, &query), "'spam' & 'wave' & '猫':*");
        assert_eq!(write_words(Dialect::Sqlite, "a b".to_owned()), "a b");
        assert_eq!(write_words(Dialect::Postgres, "a b a".to_owned()), "'a':1 'b':2 'a':3 ");
    }
}
