//! The operations on the index: search and rebuild.

use super::{
    encode::write_query,
    index::{AT_ONCE, NAME, erase_session, forget, indexed_name, put_messages, put_name},
    statements::SearchStatements,
};
use crate::{
    model::{
        error::{Damaged, Error, Result},
        id::{AccountId, MessageId, SessionId},
        message::Document,
        offset::Sequence,
        search::SearchQuery,
        session::SessionRef,
    },
    repository::{FoundText, FoundTexts, MessageRecord},
    sql::{
        checksum,
        columns::{Stored as _, signed},
        list_statements::LISTED,
        locked::Place,
        messages,
        row::Row,
        sessions,
        statements::Statements,
        tx::{Operation, Tx},
    },
};

fn index(statements: &Statements) -> Result<&SearchStatements> {
    let missing = || {
        Error::storage_unusable(
            "the store has no search index: open it with the options `search` and `migrate`",
        )
    };
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
            let damaged = match sessions::load_listed(row, false).map(|session| load_message(session, row)) {
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

/// Reads the message of a row that was found; none if the row is a session's name.
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
            let (place, row) = sessions::lock_hidden(statements, tx, session).await?;
            if row.deleted_at.is_some() && row.hidden.is_none() {
                within = None;
                left -= 1;
                continue;
            }
            if within.is_none() {
                erase_session(statements, tx, place).await?;
                put_name(statements, tx, place, indexed_name(&row), false).await?;
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
    use crate::sql::{
        Dialect, Tables, migrations,
        search::{encode::write_words, statements::search_index},
    };

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
                    || step.starts_with("CORRELATED SCALAR SUBQUERY")
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
