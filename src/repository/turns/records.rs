//! The values that a [`TurnRepository`](super::TurnRepository) stores, and the [`Step`]s of its transactions.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::{
    model::{
        call_request::{CallRequest, RequestKind, RequestState},
        error::{Error, Result},
        id::{AccountId, CallRequestId, MessageId, SessionId, TurnId},
        offset::{Generation, Revision},
        robot::RobotKey,
        session::SessionChange,
        time::Timestamp,
        turn::{Turn, TurnState},
    },
    repository::{
        records::{Appended, MessageBatch, MessageUpdate},
        truncation::Truncation,
    },
};

/// A turn as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TurnRecord {
    /// The turn.
    pub turn: Turn<AccountId>,
    /// Its rank in the queue of its session: lower ranks run first.
    pub rank: i64,
    /// The number of requests that its calls have made.
    #[serde(default)]
    pub requests: u32,
    /// The generation of its last claim, which its worker writes under.
    pub generation: Generation,
    /// The time at which its worker counts as lost, unless it renews the lease before. Set while the turn runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lease_expires_at: Option<Timestamp>,
    /// The name of the last worker that claimed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub worker: Option<String>,
}

/// One step of a transaction in a session.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Step {
    /// Changes the session; returns [`Done::Nothing`].
    Session(SessionChange),
    /// Appends messages; returns [`Done::Appended`].
    Append(MessageBatch),
    /// Changes a message; returns [`Done::Revision`].
    Update {
        /// The id of the message.
        message: MessageId,
        /// The change.
        update: MessageUpdate,
        /// The requests that were decided while the draft was written, and whose decisions the completed message has in
        /// its parts.
        decisions: Vec<CallRequestId>,
    },
    /// Deletes a message and all later ones; returns [`Done::Truncated`]. Does nothing if the message is deleted
    /// already and a later [`Submit`](Self::Submit) of the transaction is a repetition.
    Truncate(Truncation),
    /// Appends messages that a robot will answer; returns [`Done::Submitted`].
    Submit(Submission),
    /// Assigns the next turn of the session to a worker; returns [`Done::Claimed`].
    Claim(Claim),
    /// Extends the lease of a turn; returns [`Done::Turn`]. The [fence](crate::repository::Write::fence) has the
    /// generation of the claim.
    Renew {
        /// The id of the turn.
        turn: TurnId,
        /// The new lease: a duration from now, by the store's clock.
        lease: Duration,
    },
    /// Records which robot runs in a turn; returns [`Done::Nothing`].
    Robot {
        /// The id of the turn.
        turn: TurnId,
        /// The robot.
        robot: RobotKey,
    },
    /// Records that a turn writes or continues a message; returns [`Done::Nothing`].
    Works {
        /// The id of the turn.
        turn: TurnId,
        /// The message.
        message: MessageId,
    },
    /// Ends a turn; returns [`Done::Turn`]. Ending it again in the same way is a repetition.
    End {
        /// The id of the turn.
        turn: TurnId,
        /// The result.
        end: TurnEnd,
    },
    /// Stops a turn; returns [`Done::Turn`]. A running turn is only marked, unless its lease has expired.
    Stop {
        /// The id of the turn.
        turn: TurnId,
        /// The account that stops it.
        by: AccountId,
        /// The reason, for people.
        reason: Option<String>,
    },
    /// Records requests of the calls of a message; returns [`Done::Nothing`]. A request whose id exists stays
    /// unchanged.
    Ask(Vec<NewRequest>),
    /// Decides a request; returns [`Done::Request`]. The first decision stands.
    Decide {
        /// The id of the request.
        request: CallRequestId,
        /// The decision.
        decision: Decision,
        /// The message with the decision in its part. `None` while the message is a draft: the decision is then part of
        /// its completion.
        update: Option<MessageUpdate>,
    },
    /// Records that a tool call begins to run; returns [`Done::Call`].
    BeginCall(NewCall),
    /// Records the result of a tool call; returns [`Done::Nothing`].
    EndCall {
        /// The message that has the call.
        message: MessageId,
        /// The index of the call among the calls of its message, from 0.
        ordinal: u32,
        /// The result, as text in the caller's own format.
        result: String,
    },
}

/// Messages that a robot will answer.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Submission {
    /// The id of the new turn. Not used if the messages join a queued turn.
    pub turn: TurnId,
    /// The member on whose behalf the robot works.
    pub author: AccountId,
    /// The robot that will answer; it becomes the session's active robot. `None`: the robot that is active when the
    /// turn starts.
    pub robot: Option<RobotKey>,
    /// The messages to append. If their idempotency key was used before, nothing is written and the earlier turn is
    /// returned. `None`: the turn has only the `inputs`, which are stored already.
    pub batch: Option<MessageBatch>,
    /// Stored messages of the session that are inputs too, before those of the batch.
    pub inputs: Vec<MessageId>,
    /// The behaviour if a turn runs or waits.
    pub when_running: WhenBusy,
    /// The behaviour if a turn is blocked.
    pub when_blocked: WhenBusy,
}

impl Submission {
    /// Creates a submission without messages, which waits if the session is busy.
    #[must_use]
    pub fn new(turn: TurnId, author: AccountId) -> Self {
        let when = WhenBusy::Queue;
        Self {
            turn,
            author,
            robot: None,
            batch: None,
            inputs: Vec::new(),
            when_running: when,
            when_blocked: when,
        }
    }
}

/// The behaviour of a submission to a session that is busy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhenBusy {
    /// The messages wait in the queue of the session.
    #[default]
    Queue,
    /// The submission fails with [`Conflict::TurnActive`](crate::Conflict::TurnActive), and stores nothing.
    Refuse,
    /// The running turn is asked to stop, or the blocked turn is cancelled and its requests withdrawn. The messages
    /// wait for its end.
    Interrupt,
}

/// A claim of the next turn of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The name of the worker, which operators see. A claim whose result was lost is recognised by it, so two workers
    /// must not have the same name at the same time.
    pub worker: String,
    /// The duration of the lease from now, by the store's clock.
    pub lease: Duration,
    /// The maximum number of claims of one turn. If its worker is lost after the last one, the turn fails.
    pub max_attempts: u32,
}

/// The result with which a turn ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TurnEnd {
    /// The robot has answered.
    Completed,
    /// The robot waits for people. If no call has made a request, the turn is completed instead.
    Blocked,
    /// It failed, for this reason.
    Failed(String),
    /// It was stopped.
    Cancelled,
}

impl TurnEnd {
    /// Returns the state that the turn has after this result.
    #[must_use]
    pub fn state(&self) -> TurnState {
        match self {
            Self::Completed => TurnState::Completed,
            Self::Blocked => TurnState::Blocked,
            Self::Failed(_) => TurnState::Failed,
            Self::Cancelled => TurnState::Cancelled,
        }
    }
}

/// A request to store.
#[derive(Clone, Debug, PartialEq)]
pub struct NewRequest {
    /// The request. Its times are ignored: the store sets them.
    pub request: CallRequest<AccountId>,
    /// The duration for which it can be decided, by the store's clock. `None`: without limit.
    pub expires_in: Option<Duration>,
}

/// A decision on a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The new state: any except pending.
    pub state: RequestState,
    /// The account that decides. `None` if it expires or is withdrawn.
    pub by: Option<AccountId>,
    /// The reason, for people.
    pub reason: Option<String>,
}

/// A tool call that begins to run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewCall {
    /// The turn that runs it.
    pub turn: TurnId,
    /// The message that has the call.
    pub message: MessageId,
    /// The index of the call among the calls of its message, from 0.
    pub ordinal: u32,
    /// The name of the tool.
    pub tool: String,
    /// A hash of the tool's input in canonical form.
    pub input: String,
    /// Whether the call may run again if it began before and its result is not known.
    pub repeatable: bool,
}

/// A tool call that has begun to run, as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunCall {
    /// How it began.
    pub begun: NewCall,
    /// The generation of the session under which it began.
    pub generation: Generation,
    /// Its result, if the call has ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<String>,
}

/// The result of a [`Step`].
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Done {
    /// There is nothing to return.
    Nothing,
    /// Messages were appended.
    Appended(Appended),
    /// The message has this revision now.
    Revision(Revision),
    /// These messages were deleted, oldest first.
    Truncated(Vec<MessageId>),
    /// The messages were accepted, now or before, and this turn answers them.
    Submitted(Submitted),
    /// The turn that the worker got. `None` if no turn can be claimed.
    Claimed(Option<TurnRecord>),
    /// The turn as it is now.
    Turn(TurnRecord),
    /// The request as it is now.
    Request(CallRequest<AccountId>),
    /// Whether the call may run.
    Call(CallBegun),
}

/// The result of a submission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submitted {
    /// The messages, if the submission had a batch.
    pub appended: Option<Appended>,
    /// The turn that answers them.
    pub turn: TurnRecord,
    /// The number of turns of the session that run, are blocked or wait before it.
    pub position: usize,
}

/// Whether a tool call may run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallBegun {
    /// It may run: it has not begun before, or it is repeatable.
    New,
    /// It began before, and its result is not known. It must not run again.
    Interrupted,
    /// It has ended before, with this result.
    Finished(String),
}

macro_rules! take {
    ($($(#[$doc:meta])* $name:ident -> $variant:ident($type:ty);)+) => {
        impl Done {
            $(
                $(#[$doc])*
                ///
                /// # Errors
                /// [`Error::Internal`] if the step returned something else.
                pub fn $name(self) -> Result<$type> {
                    match self {
                        Self::$variant(value) => Ok(value),
                        _ => Err(Error::internal("a step returned what another step returns", "")),
                    }
                }
            )+
        }
    };
}

take! {
    /// Returns the messages that were appended.
    appended -> Appended(Appended);
    /// Returns the revision of the message.
    revision -> Revision(Revision);
    /// Returns the submission.
    submitted -> Submitted(Submitted);
    /// Returns the turn that was claimed.
    claimed -> Claimed(Option<TurnRecord>);
    /// Returns the turn.
    turn -> Turn(TurnRecord);
    /// Returns the request.
    request -> Request(CallRequest<AccountId>);
    /// Returns whether the call may run.
    call -> Call(CallBegun);
}

/// Selects turns of a session: all of them by default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct TurnFilter {
    /// Only those in this state.
    pub state: Option<TurnState>,
    /// Only those after this one, in the order of the list.
    pub after: Option<TurnId>,
}

/// Selects requests: by default all of sessions that are not deleted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RequestFilter {
    /// Only those of this session.
    pub session: Option<SessionId>,
    /// Only those of this kind.
    pub kind: Option<RequestKind>,
    /// Only those in this state.
    pub state: Option<RequestState>,
    /// Only those that are pending but past their expiry, by the store's clock.
    pub expired: bool,
    /// Only those after this one, in the order of the list.
    pub after: Option<CallRequestId>,
}

impl RequestFilter {
    /// Returns whether a request matches at the time `now`. Does not look at [`after`](Self::after).
    #[must_use]
    pub fn matches<P>(&self, request: &CallRequest<P>, now: Timestamp) -> bool {
        let expired = request.state == RequestState::Pending
            && request.expires_at.is_some_and(|expires| expires <= now);
        self.session.is_none_or(|session| session == request.session_id)
            && self.kind.is_none_or(|kind| kind == request.kind)
            && self.state.is_none_or(|state| state == request.state)
            && (expired || !self.expired)
    }
}
