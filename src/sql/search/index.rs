//! What the index has is written here.

use super::encode::{words_of, write_words};
use crate::{
    model::{error::Result, message::Document, offset::Sequence, search::words},
    sql::{
        columns::{Stored as _, signed},
        locked::Place,
        row::Row,
        rows::SessionRow,
        statements::Statements,
        tx::Tx,
    },
};

/// Stands for the name of a session among its messages.
pub(super) const NAME: u64 = 0;

/// How many messages are read at once.
pub(super) const AT_ONCE: u32 = 200;

/// A message is complete now.
pub(in crate::sql) async fn put_message<T: Tx>(
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
pub(in crate::sql) async fn put_name<T: Tx>(
    statements: &Statements,
    tx: &mut T,
    place: Place,
    name: &str,
    replaces: bool,
) -> Result<()> {
    put(statements, tx, place, NAME, words::prepare(name), replaces).await
}

/// Returns the name of a session as the index has it: none while the session is not published.
pub(super) fn indexed_name(row: &SessionRow) -> &str {
    if row.deleted_at.is_some() { "" } else { &row.name }
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
pub(in crate::sql) async fn erase_message<T: Tx>(
    statements: &Statements,
    tx: &mut T,
    place: Place,
    sequence: Sequence,
) -> Result<()> {
    put(statements, tx, place, sequence.get(), String::new(), true).await
}

/// A session is gone.
pub(in crate::sql) async fn erase_session<T: Tx>(
    statements: &Statements,
    tx: &mut T,
    place: Place,
) -> Result<()> {
    let Some(search) = statements.search.get() else { return Ok(()) };
    tx.execute_later(&search.erase_session, &place.with([])).await
}

/// A session is back.
pub(in crate::sql) async fn put_session<T: Tx>(
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

/// Indexes the messages of a session behind a sequence that are complete. Returns the last one's if there may be more,
/// and how many.
pub(super) async fn put_messages<T: Tx>(
    statements: &Statements,
    tx: &mut T,
    place: Place,
    after: u64,
    limit: u32,
) -> Result<(Option<u64>, u32)> {
    let Some(search) = statements.search.get() else { return Ok((None, 0)) };
    let values = place.with([("sequence", signed(after).into()), ("limit", i64::from(limit).into())]);
    let read = |row: &dyn Row| {
        let document = row.bytes(1)?.unwrap_or_default().to_owned();
        Ok((Sequence::load(row, 0)?, Document::from_stored_bytes(document)))
    };
    let rows = tx.query(&search.complete_messages, &values, read).await?;
    let count = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    let last = rows.last().map(|(sequence, _)| sequence.get()).filter(|_| count == limit);
    for (sequence, document) in rows {
        put_message(statements, tx, place, (sequence, &document), true).await?;
    }
    Ok((last, count))
}

/// Rows were written without their words.
pub(in crate::sql) async fn forget<T: Tx>(statements: &Statements, tx: &mut T) -> Result<()> {
    let Some(search) = statements.search.get() else { return Ok(()) };
    tx.execute_later(&search.set_state, &[("progress", "".into()), ("sequence", None::<i64>.into())]).await
}
