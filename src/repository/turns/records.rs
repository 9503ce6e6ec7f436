//! What a [`TurnRepository`](super::TurnRepository) keeps, and the [`Step`]s of its transactions.

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

/// A turn as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TurnRecord {
    /// The turn.
    pub turn: Turn<AccountId>,
    /// Its place in the queue of its session, ascending.
    pub rank: i64,
    /// How many requests its calls have made.
    #[serde(default)]
    pub requests: u32,
    /// The generation of the session under which its worker writes; that of its last claim.
    pub generation: Generation,
    /// When its worker is taken for lost, unless it renews before. Set while the turn runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lease_expires_at: Option<Timestamp>,
    /// The name of the worker that claimed it last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub worker: Option<String>,
}

/// One of several things that a transaction does in a session.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Step {
    /// Changes the session.
    Session(SessionChange),
    /// Appends messages; returns [`Done::Appended`].
    Append(MessageBatch),
    /// Changes a message; returns [`Done::Revision`].
    Update {
        /// Which message.
        message: MessageId,
        /// The change.
        update: MessageUpdate,
        /// The requests of a draft that were decided while it was written, and that its completion has in its parts.
        decisions: Vec<CallRequestId>,
    },
    /// Deletes a message and all that were appended after it; returns [`Done::Truncated`]. Does nothing if the message
    /// is gone and a later [`Submit`](Self::Submit) is a repetition.
    Truncate(Truncation),
    /// Appends a message that a robot shall answer; returns [`Done::Submitted`].
    Submit(Submission),
    /// Gives the next turn of the session to a worker; returns [`Done::Claimed`].
    Claim(Claim),
    /// Keeps a turn for its worker; returns [`Done::Turn`]. The [fence](crate::repository::Write::fence) names the
    /// generation of the claim.
    Renew {
        /// Which turn.
        turn: TurnId,
        /// For how long from now, by the store's clock.
        lease: Duration,
    },
    /// Notes which robot a turn runs.
    Robot {
        /// Which turn.
        turn: TurnId,
        /// The robot.
        robot: RobotKey,
    },
    /// Records that a turn writes or continues a message.
    Works {
        /// Which turn.
        turn: TurnId,
        /// The message.
        message: MessageId,
    },
    /// Ends a turn; returns [`Done::Turn`]. The same end again is a repetition.
    End {
        /// Which turn.
        turn: TurnId,
        /// How it ends.
        end: TurnEnd,
    },
    /// Stops a turn; returns [`Done::Turn`]. One that runs is only marked, unless its lease has run out.
    Stop {
        /// Which turn.
        turn: TurnId,
        /// Who stops it.
        by: AccountId,
        /// Why.
        reason: Option<String>,
    },
    /// Records that calls of a message wait for people. One with an id that is there is left as it is.
    Ask(Vec<NewRequest>),
    /// Decides a request, once; returns [`Done::Request`].
    Decide {
        /// Which request.
        request: CallRequestId,
        /// The decision.
        decision: Decision,
        /// The message with the decision in its part. `None` while the message is a draft: its completion has it then.
        update: Option<MessageUpdate>,
    },
    /// Records that a tool begins to run; returns [`Done::Call`].
    BeginCall(NewCall),
    /// Records the outcome of a tool call.
    EndCall {
        /// The message that has the call.
        message: MessageId,
        /// The place of the call among the calls of its message, from 0.
        ordinal: u32,
        /// Its result, as text that the caller reads again.
        result: String,
    },
}

/// A message that a robot shall answer.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Submission {
    /// The id of the turn, if the message does not join one that waits.
    pub turn: TurnId,
    /// The member on whose behalf the robot works.
    pub author: AccountId,
    /// The robot that shall answer; it becomes the session's active one. `None`: the one that is active at the start of
    /// the turn.
    pub robot: Option<RobotKey>,
    /// The messages. If their key was used before, nothing is done and the earlier turn is returned. `None`: the turn
    /// runs on `inputs`, which are stored already.
    pub batch: Option<MessageBatch>,
    /// Messages of the session that are inputs too, in front of those of the batch.
    pub inputs: Vec<MessageId>,
    /// What to do if a turn runs or waits.
    pub when_running: WhenBusy,
    /// What to do if a turn is blocked.
    pub when_blocked: WhenBusy,
}

impl Submission {
    /// Describes a submission without messages, which waits in the queue.
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

/// What to do with a message that comes while a session is busy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhenBusy {
    /// It waits in the queue of the session.
    #[default]
    Queue,
    /// It is refused: [`Conflict::TurnActive`](crate::Conflict::TurnActive).
    Refuse,
    /// A running turn is stopped; the requests of a blocked turn are withdrawn. The message waits for its end.
    Interrupt,
}

/// Asks for the next turn of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The name of the worker, for operators. A claim whose answer was lost is recognised by it, so no two workers
    /// should have the same name at the same time.
    pub worker: String,
    /// For how long the turn is its own unless it renews, by the store's clock.
    pub lease: Duration,
    /// How often a turn is claimed before it fails.
    pub max_attempts: u32,
}

/// The end of a turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TurnEnd {
    /// The robot has answered.
    Completed,
    /// The robot waits for people.
    Blocked,
    /// The run failed, for this reason.
    Failed(String),
    /// It was stopped.
    Cancelled,
}

impl TurnEnd {
    /// Returns the state of a turn that ended so.
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

/// A request that is made.
#[derive(Clone, Debug, PartialEq)]
pub struct NewRequest {
    /// The request. The store sets its times; the times given here are ignored.
    pub request: CallRequest<AccountId>,
    /// For how long it can be answered, by the store's clock. `None`: for ever.
    pub expires_in: Option<Duration>,
}

/// A decision about a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The state that it has from now: any but pending.
    pub state: RequestState,
    /// Who decides; nobody if it expires or is withdrawn.
    pub by: Option<AccountId>,
    /// Why.
    pub reason: Option<String>,
}

/// A tool that begins to run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewCall {
    /// The turn that runs it.
    pub turn: TurnId,
    /// The message that has the call.
    pub message: MessageId,
    /// The place of the call among the calls of its message, from 0.
    pub ordinal: u32,
    /// The tool.
    pub tool: String,
    /// A hash of the tool's input in canonical form.
    pub input: String,
    /// Whether it may run although it began before, and its result is not known.
    pub repeatable: bool,
}

/// A tool call that has begun to run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunCall {
    /// How it began.
    pub begun: NewCall,
    /// The generation of the session under which it began.
    pub generation: Generation,
    /// Its outcome, if that is known.
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
    /// A message has this revision.
    Revision(Revision),
    /// These messages were deleted, oldest first.
    Truncated(Vec<MessageId>),
    /// Messages were taken, and this turn answers them.
    Submitted(Submitted),
    /// The turn that was given to the worker, if there is one.
    Claimed(Option<TurnRecord>),
    /// The turn as it is now.
    Turn(TurnRecord),
    /// The request as it is now.
    Request(CallRequest<AccountId>),
    /// What is known of the call.
    Call(CallBegun),
}

/// A submission that was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Submitted {
    /// The messages, if the submission had a batch.
    pub appended: Option<Appended>,
    /// The turn that answers them.
    pub turn: TurnRecord,
    /// How many turns of the session run or wait before it.
    pub position: usize,
}

/// Whether a tool may run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallBegun {
    /// It may: it is the first time, or it is repeatable.
    New,
    /// It began before, and nobody knows what came of it.
    Interrupted,
    /// It has run before, with this result.
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
    /// Returns what is known of the call.
    call -> Call(CallBegun);
}

/// Which turns to list: all of them by default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct TurnFilter {
    /// Only those in this state.
    pub state: Option<TurnState>,
    /// Only those behind this one, in the order of the list.
    pub after: Option<TurnId>,
}

/// Which requests to list: all of them by default, of sessions that are not deleted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RequestFilter {
    /// Only those of this session.
    pub session: Option<SessionId>,
    /// Only those of this kind.
    pub kind: Option<RequestKind>,
    /// Only those in this state.
    pub state: Option<RequestState>,
    /// Only those that are pending and have expired, by the store's clock.
    pub expired: bool,
    /// Only those behind this one, in the order of the list.
    pub after: Option<CallRequestId>,
}

impl RequestFilter {
    /// Returns whether a request matches at this time, wherever it stands in the list.
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
