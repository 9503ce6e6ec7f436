//! The table `read_marks`: the offset up to which each account has read a session, and the number of unread messages
//! after it.
//!
//! The number is stored, because a page of a list shows it for each session, and counting would take longer than the
//! rest of the page. Every change by which a message starts or stops to count calls [`count`].

use super::{
    columns::{Stored as _, Table as _},
    drafts,
    locked::{Locked, Place},
    messages::Head,
    rows::MarkRow,
    statements::Statements,
    tx::{Operation, Tx},
};
use crate::{
    model::{
        error::Result,
        id::{AccountId, SessionId},
        offset::{Offset, Sequence},
        time::Timestamp,
    },
    repository::Write,
};

/// Sets an account's mark in a session to an offset.
#[derive(Debug)]
pub(crate) struct MarkRead(pub(crate) SessionId, pub(crate) AccountId, pub(crate) Offset);

impl Operation for MarkRead {
    type Output = ();

    async fn run<T: Tx>(&self, statements: &Statements, tx: &mut T) -> Result<()> {
        let Self(session, account, seen) = *self;
        // Lock the session: otherwise an erasure could leave this mark behind, or a concurrent append would not be
        // counted. Takes no offset.
        let locked = Locked::lock(statements, tx, session, Write::at(Timestamp::UNIX_EPOCH)).await?;
        let seen = seen.min(locked.offset());
        put(statements, tx, locked.place, account, seen).await
    }
}

/// Sets an account's mark to an offset, unless it is greater already. Pending writes of messages must be done before.
pub(super) async fn put<T: Tx>(
    statements: &Statements,
    tx: &mut T,
    place: Place,
    account: AccountId,
    seen: Offset,
) -> Result<()> {
    let unread = unread(statements, tx, place, account, seen).await?;
    let row = MarkRow { account, seen, unread };
    tx.execute_later(&statements.put_mark, &place.with(row.values())).await
}

/// Adds `by` to the number of unread messages of every account that has not read the message, except its author. A
/// message counts while it is complete and not deleted.
pub(super) async fn count<T: Tx>(
    statements: &Statements,
    tx: &mut T,
    session: &Locked,
    (sequence, author): (Sequence, Option<AccountId>),
    by: i64,
) -> Result<()> {
    if !session.dependents.marks {
        return Ok(());
    }
    let values =
        session.place.with([("sequence", sequence.store()), ("author", author.store()), ("by", by.into())]);
    tx.execute_later(&statements.count_unread, &values).await
}

/// Counts the messages after an offset that an account has not read.
pub(super) async fn unread<T: Tx>(
    statements: &Statements,
    tx: &mut T,
    place: Place,
    account: AccountId,
    seen: Offset,
) -> Result<i64> {
    let values = place.with([("seen", seen.store()), ("account", account.store())]);
    let behind = tx.query_one(&statements.messages_behind, &values, |row| i64::load(row, 0)).await?;
    let mut unread = behind.unwrap_or(0);
    for (_, draft) in drafts::open_of_session(statements, tx, place).await? {
        if Offset::from(draft.message_sequence) > seen {
            let head = Head::find(statements, tx, place, draft.message_id).await?;
            unread -= i64::from(head.is_some_and(|head| !head.deleted && head.author != Some(account)));
        }
    }
    Ok(unread)
}
