//! [`Turn`]: a robot's work on an answer.

use std::{fmt, sync::Arc};

use serde::{Deserialize, Serialize};

use crate::model::{
    id::{AccountId, MessageId, SessionId, TurnId},
    profile::{Accounts, People, Profile, Resolve},
    robot::RobotKey,
    time::Timestamp,
};

/// The state of a [`Turn`].
///
/// `Queued → Running → Completed | Failed | Cancelled | Blocked`; a queued turn can also be `Cancelled`, and so can a
/// blocked one. A blocked turn does not run again: a new turn [continues](Turn::continues) it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum TurnState {
    /// It waits in the queue until the turns before it have ended.
    Queued,
    /// A worker runs it.
    Running,
    /// Its run has ended, and it waits for people: for approvals, or for outputs of tools that run at clients.
    Blocked,
    /// The robot has answered.
    Completed,
    /// It ended with an error.
    Failed,
    /// Somebody stopped it, or a message that it worked on was deleted.
    Cancelled,
}

impl TurnState {
    /// Returns the name on the wire: `queued`, `running` …
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Blocked => "blocked",
            Self::Completed => "completed",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    /// Returns whether a turn in this state does not run, now or later: `false` for [`Queued`](Self::Queued) and
    /// [`Running`](Self::Running).
    #[must_use]
    pub const fn has_ended(self) -> bool {
        !matches!(self, Self::Queued | Self::Running)
    }
}

impl fmt::Display for TurnState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A robot's work on an answer to one or more messages: it is queued, then a worker runs it.
///
/// At most one turn of a session runs at a time. A run that is lost with its worker is repeated: see
/// [`attempt`](Self::attempt). `P` is how people are represented: as [`Profile`]s in results of the service, as
/// [`AccountId`]s in a store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound(deserialize = "P: Deserialize<'de>"))]
#[non_exhaustive]
pub struct Turn<P = Arc<Profile>> {
    /// Its id.
    pub id: TurnId,
    /// Its session.
    pub session_id: SessionId,
    /// Its state.
    pub state: TurnState,
    /// The member on whose behalf the robot works: the one who submitted the inputs.
    pub author: P,
    /// The robot that answers. `None` if none was named and the turn has not started: then it is the session's active
    /// robot at the start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub robot_id: Option<RobotKey>,
    /// The messages that it answers, oldest first. Empty if it continues another turn.
    pub inputs: Vec<MessageId>,
    /// The messages that it has written or continued, in the order in which it began them; after those of the turn that
    /// it continues.
    pub messages: Vec<MessageId>,
    /// The blocked turn that it continues.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub continues: Option<TurnId>,
    /// The turn that continues it, if it was blocked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub continued_by: Option<TurnId>,
    /// The number of its runs: how often a worker has claimed it. More than 1 if a worker was lost.
    pub attempt: u32,
    /// The request to stop it, if there is one. A running turn can continue for a moment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stop: Option<Stop<P>>,
    /// Why it failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// The time at which it was queued.
    pub created_at: Timestamp,
    /// The time at which its first run began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_at: Option<Timestamp>,
    /// The time at which it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Timestamp>,
}

/// A request to stop a turn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Stop<P = Arc<Profile>> {
    /// The account that made the request.
    pub by: P,
    /// The time of the request.
    pub at: Timestamp,
    /// The reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl<P> Stop<P> {
    /// Creates a request without a reason.
    pub fn new(by: P, at: Timestamp) -> Self {
        Self { by, at, reason: None }
    }
}

impl Turn<AccountId> {
    /// Creates a queued turn without inputs.
    #[must_use]
    pub fn new(id: TurnId, session_id: SessionId, author: AccountId, created_at: Timestamp) -> Self {
        Self {
            id,
            session_id,
            state: TurnState::Queued,
            author,
            robot_id: None,
            inputs: Vec::new(),
            messages: Vec::new(),
            continues: None,
            continued_by: None,
            attempt: 0,
            stop: None,
            error: None,
            created_at,
            started_at: None,
            ended_at: None,
        }
    }
}

impl Turn<AccountId> {
    /// Removes the reason that an account gave for stopping the turn. Returns whether there was one.
    pub(crate) fn forget(&mut self, account: AccountId) -> bool {
        let stop = self.stop.as_mut().filter(|stop| stop.by == account);
        stop.is_some_and(|stop| stop.reason.take().is_some())
    }
}

impl Resolve for Turn<AccountId> {
    type Resolved = Turn;

    fn accounts(&self, accounts: &mut Accounts) {
        accounts.push(self.author);
        accounts.extend(self.stop.as_ref().map(|stop| stop.by));
    }

    fn resolve(self, people: &People) -> Turn {
        let resolve_stop =
            |stop: Stop<AccountId>| Stop { by: people.get(stop.by), at: stop.at, reason: stop.reason };
        Turn {
            id: self.id,
            session_id: self.session_id,
            state: self.state,
            author: people.get(self.author),
            robot_id: self.robot_id,
            inputs: self.inputs,
            messages: self.messages,
            continues: self.continues,
            continued_by: self.continued_by,
            attempt: self.attempt,
            stop: self.stop.map(resolve_stop),
            error: self.error,
            created_at: self.created_at,
            started_at: self.started_at,
            ended_at: self.ended_at,
        }
    }
}
