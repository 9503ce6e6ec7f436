//! [`TurnRepository`]: how turns, the requests of their calls and the calls themselves are stored.
//!
//! The rules are not the store's: [`TurnBook`] decides, and the store keeps what it says.

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

/// Stores turns, and the requests of their tool calls, beside the sessions of a
/// [`SessionRepository`](super::SessionRepository). Not every store has this capability.
///
/// # Contract
/// That of the [module](super). Times that decide between processes (leases, expiries) are read from the **store's**
/// clock, inside the transaction and after the session is locked; the methods take durations.
///
/// A session is *due* if a worker can claim a turn of it: a turn is at the head of the queue and nothing runs or is
/// blocked, or the lease of the turn that runs has run out.
///
/// Each change of a turn takes an offset of its session, and [`changes`](super::SessionRepository::changes) returns it
/// as [`SessionEvent::Turn`](super::SessionEvent::Turn). A decision on a call of a draft does too, as
/// [`SessionEvent::Decision`](super::SessionEvent::Decision), until the draft ends. The completion of a draft fails
/// with [`Conflict::DecisionsWaiting`](crate::Conflict::DecisionsWaiting) if it does not have the decisions of its
/// calls.
///
/// When a message is edited or deleted, the pending requests of its calls are withdrawn. Deleting a message also ends
/// the turns that have it as an input or made it; see [`TurnBook::removed`].
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait TurnRepository: fmt::Debug + Send + Sync + 'static {
    /// Runs steps in one transaction, in their order: all of them or none. Each sees what the ones before it did.
    /// Returns one [`Done`] for each step.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is no such session, or no such message, turn or request of
    /// it; [`Error::Conflict`](crate::Error::Conflict) as [`TurnBook`] and
    /// [`SessionRepository`](super::SessionRepository) say.
    async fn transact(&self, session: SessionId, steps: &[Step], write: Write) -> Result<Vec<Done>>;

    /// Lists sessions that are due and not deleted, those that are due for the longest time first, at most `limit`.
    ///
    /// # Errors
    /// Only those of the [module](super).
    async fn due_sessions(&self, limit: u32) -> Result<Vec<SessionId>>;

    /// Returns a turn, with how many turns of its session run or wait before it.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is no such session or turn.
    async fn find_turn(&self, session: SessionId, id: TurnId) -> Result<(TurnRecord, usize)>;

    /// Lists turns of a session, the newest first: by the time at which they were queued, equal times by id,
    /// descending; at most `limit`.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is no such session;
    /// [`Error::InvalidArgument`](crate::Error::InvalidArgument) about `after` if that is no turn of it.
    async fn list_turns(&self, session: SessionId, filter: TurnFilter, limit: u32)
    -> Result<Vec<TurnRecord>>;

    /// Returns a request.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is no such request, or its session is deleted.
    async fn find_request(&self, id: CallRequestId) -> Result<CallRequest<AccountId>>;

    /// Lists requests, the newest first; equal times by id, descending; at most `limit`.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`](crate::Error::InvalidArgument) about `after` if there was never such a request. One of a
    /// deleted session is as good as another.
    async fn list_requests(&self, filter: RequestFilter, limit: u32) -> Result<Vec<CallRequest<AccountId>>>;

    /// Returns the calls of a message that have begun to run, in their order.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is no such session.
    async fn run_calls(&self, session: SessionId, message: MessageId) -> Result<Vec<RunCall>>;

    /// Returns the message of a session that a client gave this id, if there is one that is not deleted. It is found by
    /// an index.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is no such session.
    async fn find_by_client_id(&self, session: SessionId, client_id: &str) -> Result<Option<MessageId>>;

    /// Returns the store's time, with which it decides about leases and expiries.
    ///
    /// # Errors
    /// Only those of the [module](super).
    async fn now(&self) -> Result<Timestamp>;
}

/// A pointer to a repository is one too.
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
