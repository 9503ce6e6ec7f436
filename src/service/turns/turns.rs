//! [`Turns`] itself: its fields, and how it writes.

use std::sync::{Arc, Mutex, PoisonError, Weak};

use super::{tool_rules::ToolRule, unclaimed::Unclaimed};
use crate::{
    model::{
        error::{Conflict, Error, Result},
        id::{AccountId, SessionId},
        robot::RobotKey,
        turn::{Turn, TurnState},
    },
    repository::{Done, Followers, Step, TurnRepository, Write},
    service::{Robots, notify::Signal},
};

/// The service for answers of robots: a member submits a message, a robot answers it in a turn, and people approve or
/// deny its tool calls. A session has at most one running turn at a time.
///
/// It is cheap to clone, and clones share everything. It only records turns. A `TurnWorker` runs them, in this process
/// or in another one with the same store.
///
/// If no worker claims a turn for 10 seconds, one warning is logged. Nothing is spawned to check this: in a process
/// without a worker, the next call that submits a message, reads the turn or follows the chat checks it.
///
/// # Errors
/// The common errors of [`Robots`]; the docs of a method name its other errors.
///
/// # Cancellation
/// A method whose future is dropped has done all of its work or nothing.
#[derive(Clone, Debug)]
pub struct Turns {
    pub(super) robots: Robots,
    pub(super) store: Arc<dyn TurnRepository>,
    pub(super) settings: Arc<Settings>,
    /// The runs of this process, to be woken when one of them may have been stopped.
    pub(super) runs: Arc<Sleepers>,
    pub(super) unclaimed: Arc<Unclaimed>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct Settings {
    pub(super) default_robot: Option<RobotKey>,
    pub(super) tools: Vec<ToolRule>,
}

/// Those who wait for something in this process.
#[derive(Debug, Default)]
pub(super) struct Sleepers(Mutex<Vec<Weak<Signal>>>);

/// How often something is tried that others can change between reading and writing.
pub(super) const TRIES: usize = 16;

/// How many rows are returned at the most.
pub(super) const MAX_LISTED: u32 = 100;

impl Sleepers {
    #[cfg(feature = "worker")]
    pub(super) fn register(&self) -> Arc<Signal> {
        let follower = Arc::new(Signal::default());
        let mut sleepers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        sleepers.retain(|sleeper| sleeper.strong_count() > 0);
        sleepers.push(Arc::downgrade(&follower));
        follower
    }

    pub(super) fn wake(&self) {
        // A waker may do anything, so none is called under the lock.
        let sleepers: Vec<_> = {
            let sleepers = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            sleepers.iter().filter_map(Weak::upgrade).collect()
        };
        for sleeper in sleepers {
            sleeper.notify();
        }
    }
}

/// # Creating the service
impl Turns {
    /// Creates the service. `store` is the store that `robots` was created with.
    pub fn new(robots: Robots, store: impl TurnRepository) -> Self {
        Self {
            robots,
            store: Arc::new(store),
            settings: Arc::default(),
            runs: Arc::default(),
            unclaimed: Arc::default(),
        }
    }

    /// Sets the robot that answers if the submission names none and the session has no active one (default: none).
    #[must_use]
    pub fn with_default_robot(mut self, robot: impl Into<RobotKey>) -> Self {
        Arc::make_mut(&mut self.settings).default_robot = Some(robot.into());
        self
    }

    /// Sets the rules for tools: which need approval, which run at a client, and which may run twice. Only these tools
    /// have a rule.
    #[must_use]
    pub fn with_tools(mut self, tools: impl IntoIterator<Item = ToolRule>) -> Self {
        Arc::make_mut(&mut self.settings).tools = tools.into_iter().collect();
        self
    }

    /// Returns the [`Robots`] that it was created with.
    #[must_use]
    pub fn robots(&self) -> &Robots {
        &self.robots
    }
}

impl Turns {
    /// Runs steps in one transaction, and tells those who follow the session, and the workers.
    pub(super) async fn transact(&self, session: SessionId, steps: &[Step]) -> Result<Vec<Done>> {
        self.transact_at(session, steps, self.robots.write()).await
    }

    pub(super) async fn transact_at(
        &self,
        session: SessionId,
        steps: &[Step],
        write: Write,
    ) -> Result<Vec<Done>> {
        let done = self.store.transact(session, steps, write).await?;
        self.robots.announce(session);
        self.robots.followers().written(Followers::QUEUE, None);
        let may_stop = |step: &Step| matches!(step, Step::Stop { .. } | Step::Submit(_) | Step::Truncate(_));
        if steps.iter().any(may_stop) {
            self.runs.wake();
        }
        Ok(done)
    }

    /// Warns once of a turn that nobody claims: whoever submits a message, reads a turn or follows a chat looks at it.
    /// A worker in this process logs the warning itself.
    pub(super) fn look_at_queue(&self, turn: &Turn<AccountId>, position: usize) {
        let session = turn.session_id;
        if turn.state != TurnState::Queued
            || position > 0
            || self.robots.followers().is_followed(Followers::QUEUE)
        {
            self.unclaimed.forget(session, turn.id);
        } else if self.unclaimed.is_overdue(session, turn.id, self.robots.clock.now()) {
            tracing::warn!(
                gen_ai.conversation.id = %session,
                turn = %turn.id,
                "no worker has claimed a turn for 10 s: there is none in this process"
            );
        }
    }

    pub(super) fn rule(&self, tool: &str) -> Option<&ToolRule> {
        self.settings.tools.iter().find(|rule| rule.tool == tool)
    }
}

/// Returns the one thing among those that steps did.
pub(super) fn take<T>(done: Vec<Done>, pick: impl Fn(Done) -> Option<T>) -> Result<T> {
    let missing = || Error::internal("the store returned no result for a step", "");
    done.into_iter().find_map(pick).ok_or_else(missing)
}

/// Returns whether something was changed between reading and writing, so that it is worth while to read again.
pub(super) fn is_overtaken(error: &Error) -> bool {
    matches!(
        error,
        Error::Conflict(
            Conflict::StaleRevision { .. }
                | Conflict::NotADraft
                | Conflict::DecisionsWaiting
                | Conflict::Fenced { .. }
        )
    )
}

pub(super) fn overtaken_too_often() -> Error {
    Error::unavailable("the session is changed too often", "")
}
