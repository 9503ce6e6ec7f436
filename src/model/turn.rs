//! [`Turn`]: one run of a robot on the messages that wait for it.

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
    /// It waits until the turns before it have ended.
    Queued,
    /// A worker has claimed it.
    Running,
    /// It has ended, and waits for people: for an approval, or for the output of a tool that runs at a client.
    Blocked,
    /// It has ended.
    Completed,
    /// It has ended with an error.
    Failed,
    /// Somebody stopped it, or what it worked on was deleted.
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

    /// Reports whether a turn in this state has run, and does not run any more.
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

/// One run of a robot on the messages that wait for it.
///
/// At most one turn of a session runs at a time. `P` is how people are represented: as [`Profile`]s in results of the
/// service, as [`AccountId`]s in a store.
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
    /// The member on whose behalf the robot works: who wrote the inputs.
    pub author: P,
    /// The robot that runs. `None` until it is known: the session's active robot when the turn starts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub robot_id: Option<RobotKey>,
    /// The messages that it runs on, in their order. Empty if it continues another turn.
    pub inputs: Vec<MessageId>,
    /// The messages that it has made or continued, in the order in which it began to.
    pub messages: Vec<MessageId>,
    /// The blocked turn that it continues.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub continues: Option<TurnId>,
    /// The turn that continues it, if it was blocked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub continued_by: Option<TurnId>,
    /// The number of times a worker has claimed it. More than 1 if a worker was lost.
    pub attempt: u32,
    /// Who stopped it, if somebody did. A running turn can continue for a moment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stop: Option<Stop<P>>,
    /// Why it failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// The time at which it was queued.
    pub created_at: Timestamp,
    /// The time at which it was claimed first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_at: Option<Timestamp>,
    /// The time at which it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Timestamp>,
}

/// A request that a turn ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Stop<P = Arc<Profile>> {
    /// Who wants it.
    pub by: P,
    /// The time of the request.
    pub at: Timestamp,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl<P> Stop<P> {
    /// Describes a request without a reason.
    pub fn new(by: P, at: Timestamp) -> Self {
        Self { by, at, reason: None }
    }
}

impl Turn<AccountId> {
    /// Describes a turn that is queued, without inputs.
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
    /// Takes out the reason that an account has given to stop it. Returns whether there was one.
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
