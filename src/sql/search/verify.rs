//! [`CheckIndex`]: checks that the index has exactly the words of the messages and names.

use std::collections::BTreeMap;

use super::{
    encode::{has_words, words_of},
    index::{AT_ONCE, NAME, erase_message, indexed_name, put_messages, put_name},
    statements::SearchStatements,
};
use crate::{
    model::{
        error::{Error, Result},
        id::SessionId,
        message::Document,
        offset::Sequence,
        search::words,
    },
    sql::{
        columns::{Stored as _, signed},
        locked::Place,
        row::Row,
        sessions,
        statement::MAX_SEQUENCE,
        statements::Statements,
        tx::{Operation, Tx},
        verified::{Finding, FindingKind},
    },
};

/// Compares some rows of the index, and returns where to continue. An incomplete index is not checked.
#[derive(Debug, Default)]
pub(crate) struct CheckIndex {
    /// The id of the session to check, or of the next one if it does not exist.
    from: String,
    /// The last sequence of that session that was checked.
    after: Option<u64>,
}

/// The result of one step of a check.
#[derive(Debug, Default)]
pub(crate) struct Checked {
    pub(crate) next: Option<CheckIndex>,
    pub(crate) sessions: u64,
    pub(crate) messages: u64,
    pub(crate) wrong: Vec<(Finding, RepairIndex)>,
}

impl Operation for CheckIndex {
    type Output = Checked;

    async fn run<T: Tx>(&self, statements: &Statements, tx: &mut T) -> Result<Checked> {
        let mut checked = Checked::default();
        let Some(search) = statements.search.get() else { return Ok(checked) };
        if tx.query_one(&search.is_incomplete, &[], |_| Ok(())).await?.is_some() {
            return Ok(checked);
        }
        let read = |row: &dyn Row| {
            let place = Place::new(SessionId::load(row, 0)?, i64::load(row, 1)?)?;
            Ok((place, row.text(2)?.unwrap_or_default().to_owned()))
        };
        let from = [("from", self.from.as_str().into())];
        let Some((place, name)) = tx.query_one(&search.check.next_session, &from, read).await? else {
            checked.wrong = find_left(search, tx).await?;
            return Ok(checked);
        };
        // It may have gone since the last step.
        let after = self.after.filter(|_| self.from == place.session.to_string());
        let values = place
            .with([("sequence", signed(after.unwrap_or(NAME)).into()), ("limit", i64::from(AT_ONCE).into())]);
        let read = |row: &dyn Row| {
            let document = Document::from_stored_bytes(row.bytes(1)?.unwrap_or_default().to_owned());
            Ok((Sequence::load(row, 0)?.get(), words_of(&document)))
        };
        let mut expected: BTreeMap<_, _> =
            tx.query(&search.complete_messages, &values, read).await?.into_iter().collect();
        checked.messages = expected.len() as u64;
        let last = expected.last_key_value().map(|(sequence, _)| *sequence);
        let last = last.filter(|_| expected.len() == AT_ONCE as usize);
        let first = after.map_or(NAME, |after| after + 1);
        if first == NAME {
            expected.insert(NAME, words::prepare(&name));
            checked.sessions = 1;
        }
        expected.retain(|_, words| !words.is_empty());

        let end = if place.number == 0 { i64::MAX.unsigned_abs() } else { MAX_SEQUENCE };
        let values =
            place.with([("first", signed(first).into()), ("last", signed(last.unwrap_or(end)).into())]);
        let read = |row: &dyn Row| {
            let sequence = i64::load(row, 0)?.unsigned_abs();
            let expected = expected.remove(&sequence);
            let stored = row.text(1)?.unwrap_or_default();
            Ok(match expected {
                None => Some((sequence, "it has the words of nothing that is there".to_owned())),
                Some(words) if has_words(search.dialect, stored, &words) => None,
                Some(_) => Some((sequence, "it has other words than what is there".to_owned())),
            })
        };
        let mut wrong: Vec<_> =
            tx.query(&search.check.rows, &values, read).await?.into_iter().flatten().collect();
        wrong.extend(expected.keys().map(|sequence| (*sequence, "it is missing".to_owned())));
        wrong.sort_unstable();
        checked.wrong = wrong.into_iter().map(|(sequence, detail)| of_row(place, sequence, detail)).collect();
        let session = place.session.to_string();
        checked.next = Some(match last {
            Some(_) => Self { from: session, after: last },
            // No id is between this and the next one.
            None => Self { from: session + " ", after: None },
        });
        Ok(checked)
    }
}

fn of_row(place: Place, sequence: u64, detail: String) -> (Finding, RepairIndex) {
    let whose = if sequence == NAME { "the name".to_owned() } else { format!("message at {sequence}") };
    let subject = format!("index row of {whose} of session {}", place.session);
    let repair = RepairIndex::Row { session: place.session, sequence };
    (Finding::new(FindingKind::Index, subject, detail), repair)
}

/// Finds rows of sessions that are deleted or do not exist.
async fn find_left<T: Tx>(search: &SearchStatements, tx: &mut T) -> Result<Vec<(Finding, RepairIndex)>> {
    let read = |row: &dyn Row| {
        let (number, rows) = (i64::load(row, 0)?, i64::load(row, 2)?);
        let session = row.text(1)?.map_or_else(|| format!("of number {number}"), str::to_owned);
        let subject = format!("index rows of session {session}");
        let detail = format!("{rows} rows of a session that is not there");
        let repair = RepairIndex::Left { session, number };
        Ok((Finding::new(FindingKind::Index, subject, detail), repair))
    };
    tx.query(&search.check.left, &[], read).await
}

/// Rewrites or removes a row of the index, to match the current data.
#[derive(Clone, Debug)]
pub(crate) enum RepairIndex {
    Row { session: SessionId, sequence: u64 },
    Left { session: String, number: i64 },
}

impl Operation for RepairIndex {
    type Output = bool;

    async fn run<T: Tx>(&self, statements: &Statements, tx: &mut T) -> Result<bool> {
        let Some(search) = statements.search.get() else { return Ok(false) };
        // What was there may be text that was deleted.
        tx.note_erasure();
        let (session, sequence) = match self {
            Self::Row { session, sequence } => (*session, *sequence),
            Self::Left { session, number } => {
                let values = [("session", session.as_str().into()), ("number", (*number).into())];
                return Ok(tx.execute(&search.check.erase_left, &values).await? > 0);
            }
        };
        let (place, row) = match sessions::lock_hidden(statements, tx, session).await {
            Err(Error::NotFound { .. }) => return Ok(false),
            found => found?,
        };
        match Sequence::new(sequence) {
            _ if row.deleted_at.is_some() && row.hidden.is_none() => return Ok(false),
            None => put_name(statements, tx, place, indexed_name(&row), true).await?,
            Some(sequence) => {
                erase_message(statements, tx, place, sequence).await?;
                // If there is no such message, the next one is indexed again, which changes nothing.
                put_messages(statements, tx, place, sequence.get() - 1, 1).await?;
            }
        }
        Ok(true)
    }
}
