//! Writes to the index.

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

/// The sequence that stands for the name of a session.
pub(super) const NAME: u64 = 0;

/// The number of messages that are read at once.
pub(super) const AT_ONCE: u32 = 200;

/// Indexes a message that is complete now.
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

/// Indexes the new name of a session.
pub(in crate::sql) async fn put_name<T: Tx>(
    statements: &Statements,
    tx: &mut T,
    place: Place,
    name: &str,
    replaces: bool,
) -> Result<()> {
    put(statements, tx, place, NAME, words::prepare(name), replaces).await
}

/// Returns the name of a session to index: empty while the session is not published.
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

/// Removes a deleted message from the index.
pub(in crate::sql) async fn erase_message<T: Tx>(
    statements: &Statements,
    tx: &mut T,
    place: Place,
    sequence: Sequence,
) -> Result<()> {
    put(statements, tx, place, sequence.get(), String::new(), true).await
}

/// Removes a deleted session from the index.
pub(in crate::sql) async fn erase_session<T: Tx>(
    statements: &Statements,
    tx: &mut T,
    place: Place,
) -> Result<()> {
    let Some(search) = statements.search.get() else { return Ok(()) };
    tx.execute_later(&search.erase_session, &place.with([])).await
}

/// Indexes a restored session.
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

/// Indexes the complete messages of a session after a sequence. Returns the last sequence if there may be more, and the
/// number of messages.
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

/// Marks the index as incomplete, because rows were written without their words.
pub(in crate::sql) async fn forget<T: Tx>(statements: &Statements, tx: &mut T) -> Result<()> {
    let Some(search) = statements.search.get() else { return Ok(()) };
    tx.execute_later(&search.set_state, &[("progress", "".into()), ("sequence", None::<i64>.into())]).await
}
