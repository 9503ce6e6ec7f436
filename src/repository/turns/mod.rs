//! [`TurnRepository`]: stores turns, the requests of their tool calls, and the calls themselves.
//!
//! A store does not implement the rules: [`TurnBook`] decides, and the store writes the [`Effects`].

mod book;
mod effects;
mod records;
pub(crate) mod run;

use std::{fmt, sync::Arc};

use async_trait::async_trait;

pub use self::{
    book::{MAX_QUEUED, TurnBook},
    effects::{Effects, TurnNews},
    records::{
        CallBegun, Claim, Decision, Done, NewCall, NewRequest, RequestFilter, RunCall, Step, Submission,
        Submitted, TurnEnd, TurnFilter, TurnRecord, WhenBusy,
    },
};
use super::write::Write;
use crate::model::{
    call_request::CallRequest,
    error::Result,
    id::{AccountId, CallRequestId, MessageId, SessionId, TurnId},
    time::Timestamp,
};

/// Stores turns, and the requests of their tool calls, next to the sessions of a
/// [`SessionRepository`](super::SessionRepository). Not every store has this capability.
///
/// # Contract
/// Every method is atomic, and the other rules of the [module](super) hold too. Times on which processes must agree
/// (leases, expiries) are read from the **store's** clock, inside the transaction and after the session is locked; the
/// methods receive durations.
///
/// A session is *due* if a worker can claim a turn of it: a turn is queued and no turn is running or blocked, or the
/// lease of the running turn has expired.
///
/// Each change of a turn takes an offset of its session, and [`changes`](super::SessionRepository::changes) returns it
/// as [`SessionEvent::Turn`](super::SessionEvent::Turn). A decision on a call of a draft does too, as
/// [`SessionEvent::Decision`](super::SessionEvent::Decision), until the draft ends. Completing a draft without the
/// decisions on its calls fails with [`Conflict::DecisionsWaiting`](crate::Conflict::DecisionsWaiting).
///
/// Editing or deleting a message withdraws the pending requests of its calls. Deleting a message also cancels the turns
/// that have it as an input or wrote it; see [`TurnBook::removed`].
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait TurnRepository: fmt::Debug + Send + Sync + 'static {
    /// Runs steps in one transaction, in order: all of them or none. Each step sees the writes of the earlier ones.
    /// Returns one [`Done`] for each step.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is no such session, or it has no such message, turn or
    /// request; [`Error::InvalidArgument`](crate::Error::InvalidArgument) about `call` if another call has begun at
    /// this index, or about `decision` as [`TurnBook::decide`] documents; [`Error::Conflict`](crate::Error::Conflict)
    /// as the methods of [`TurnBook`] and [`SessionRepository`](super::SessionRepository) document; the errors of the
    /// repository methods that the steps correspond to.
    async fn transact(&self, session: SessionId, steps: &[Step], write: Write) -> Result<Vec<Done>>;

    /// Lists at most `limit` sessions that are due and not deleted, those first that have been due for the longest
    /// time.
    ///
    /// # Errors
    /// Only those of the [module](super).
    async fn due_sessions(&self, limit: u32) -> Result<Vec<SessionId>>;

    /// Returns a turn, and the number of turns of its session that run, are blocked or wait before it.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is no such session or turn.
    async fn find_turn(&self, session: SessionId, id: TurnId) -> Result<(TurnRecord, usize)>;

    /// Lists at most `limit` turns of a session, newest first: by the time at which they were queued, equal times by
    /// id, descending.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is no such session;
    /// [`Error::InvalidArgument`](crate::Error::InvalidArgument) about `after` if that is not one of its turns.
    async fn list_turns(&self, session: SessionId, filter: TurnFilter, limit: u32)
    -> Result<Vec<TurnRecord>>;

    /// Returns a request.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is no such request, or its session is deleted.
    async fn find_request(&self, id: CallRequestId) -> Result<CallRequest<AccountId>>;

    /// Lists at most `limit` requests, newest first; equal times by id, descending.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`](crate::Error::InvalidArgument) about `after` if there never was such a request. The
    /// request of a deleted session is a valid cursor.
    async fn list_requests(&self, filter: RequestFilter, limit: u32) -> Result<Vec<CallRequest<AccountId>>>;

    /// Returns the tool calls of a message that have begun to run, in the order of their indexes in the message.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is no such session.
    async fn run_calls(&self, session: SessionId, message: MessageId) -> Result<Vec<RunCall>>;

    /// Returns the message of a session to which the client gave this id, if there is one that is not deleted. Must use
    /// an index.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is no such session.
    async fn find_by_client_id(&self, session: SessionId, client_id: &str) -> Result<Option<MessageId>>;

    /// Returns the time of the store's clock, which decides about leases and expiries.
    ///
    /// # Errors
    /// Only those of the [module](super).
    async fn now(&self) -> Result<Timestamp>;
}

/// Implements the trait for smart pointers to a repository.
macro_rules! delegate {
    ($($pointer:ident),+) => {$(
        #[async_trait]
        #[deny(clippy::missing_trait_methods)]
        impl<T: TurnRepository + ?Sized> TurnRepository for $pointer<T> {
            async fn transact(&self, session: SessionId, steps: &[Step], write: Write) -> Result<Vec<Done>> {
                (**self).transact(session, steps, write).await
            }
            async fn due_sessions(&self, limit: u32) -> Result<Vec<SessionId>> {
                (**self).due_sessions(limit).await
            }
            async fn find_turn(&self, session: SessionId, id: TurnId) -> Result<(TurnRecord, usize)> {
                (**self).find_turn(session, id).await
            }
            async fn list_turns(&self, session: SessionId, filter: TurnFilter, limit: u32) -> Result<Vec<TurnRecord>> {
                (**self).list_turns(session, filter, limit).await
            }
            async fn find_request(&self, id: CallRequestId) -> Result<CallRequest<AccountId>> {
                (**self).find_request(id).await
            }
            async fn list_requests(&self, filter: RequestFilter, limit: u32) -> Result<Vec<CallRequest<AccountId>>> {
                (**self).list_requests(filter, limit).await
            }
            async fn run_calls(&self, session: SessionId, message: MessageId) -> Result<Vec<RunCall>> {
                (**self).run_calls(session, message).await
            }
            async fn find_by_client_id(&self, session: SessionId, client_id: &str) -> Result<Option<MessageId>> {
                (**self).find_by_client_id(session, client_id).await
            }
            async fn now(&self) -> Result<Timestamp> {
                (**self).now().await
            }
        }
    )+};
}

delegate!(Arc, Box);
