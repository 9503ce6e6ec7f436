//! [`TurnRun`]: a run of a turn, the argument of a [`RobotRunner`](super::RobotRunner).

use super::{
    turns::{Turns, take},
    writer::RunWriter,
};
#[cfg(feature = "worker")]
use crate::service::operation::Operation;
#[cfg(feature = "worker")]
use crate::{model::message::WindowRequest, repository::TurnRecord};
use crate::{
    model::{
        call_request::CallRequest,
        error::{Error, Result},
        id::{AccountId, MessageId, SessionId},
        message::{Annotations, Message, MessageRole, NewMessage},
        part::Parts,
        robot::{RobotKey, RobotRef},
        session::SessionChange,
        turn::Turn,
    },
    repository::{Done, MessageChange, MessageRecord, MessageUpdate, Step},
    service::{draft::Draft, drafts::as_begun, messages::Append, operation::Actor},
    stream::ChunkLog,
};

/// One run of a turn: what a [`RobotRunner`](super::RobotRunner) works with. Once another worker has claimed the turn,
/// all writes of this run fail with [`Conflict::Fenced`](crate::Conflict::Fenced).
#[derive(Debug)]
pub struct TurnRun {
    pub(super) turns: Turns,
    pub(super) turn: Turn<AccountId>,
    robot: RobotRef,
    pub(super) writer: RunWriter,
    /// Whether the draft that the turn begins or continues was given out.
    drafted: bool,
    pub(super) uncertain: Option<Vec<Uncertain>>,
}

/// A call of which nobody knows whether it has happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Uncertain {
    pub(super) tool: String,
    pub(super) input: String,
}

impl TurnRun {
    /// Begins a run: finds out which robot runs.
    #[cfg(feature = "worker")]
    pub(super) async fn begin(turns: Turns, record: TurnRecord, mut writer: RunWriter) -> Result<Self> {
        let turn = record.turn;
        // Since the message was submitted, its author may have lost what the robot needs.
        turns.robots.allow(&turn.author.into(), Operation::BeginDraft).await?;
        let key = match &turn.robot_id {
            Some(robot) => robot.clone(),
            None => turns.robot_of(turn.session_id).await?,
        };
        let robot = turns.robots.named(&key).await?;
        if turn.robot_id.is_none() {
            writer.write(vec![Step::Robot { turn: turn.id, robot: key.clone() }]).await?;
        }
        writer.robot = Some(key);
        Ok(Self { turns, turn, robot, writer, drafted: false, uncertain: None })
    }

    /// Returns the id of the session.
    #[must_use]
    pub fn session(&self) -> SessionId {
        self.turn.session_id
    }

    /// Returns the turn as it was when the run began.
    #[must_use]
    pub fn turn(&self) -> &Turn<AccountId> {
        &self.turn
    }

    /// Returns the robot that runs: the one that the submission named, or else the session's active one, or else the
    /// default.
    #[must_use]
    pub fn robot(&self) -> &RobotRef {
        &self.robot
    }

    /// Returns the robot as an actor, on behalf of the member who wrote the inputs.
    #[must_use]
    pub fn actor(&self) -> Actor {
        Actor::robot(self.robot.id.clone(), self.turn.author)
    }

    /// Returns the number of this run of the turn, from 1. Earlier runs were lost with their workers.
    #[must_use]
    pub fn attempt(&self) -> u32 {
        self.turn.attempt
    }

    /// Returns whether the turn was stopped. From then on its drafts accept no chunks.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.writer.stopped.is_raised()
    }

    /// Waits until the turn is stopped: for a runner that waits for something slow. The run is dropped at most a second
    /// later.
    pub async fn cancelled(&self) {
        self.writer.stopped.raised().await;
    }

    /// Returns the messages that the turn answers, in their order. If it continues earlier turns, they are those of the
    /// first one. Deleted messages are left out.
    ///
    /// # Errors
    /// Only the common errors; see [`Robots`](crate::Robots).
    pub async fn inputs(&self) -> Result<Vec<Message<AccountId>>> {
        let chain = self.turns.chain(&self.turn).await?;
        let inputs: Vec<_> = chain.into_iter().flat_map(|turn| turn.inputs).collect();
        self.turns.messages(self.session(), &inputs).await
    }

    /// Returns the messages that the turn, and the turns that it continues, have written so far. After a crash they
    /// show what the lost run did.
    ///
    /// # Errors
    /// Only the common errors; see [`Robots`](crate::Robots).
    pub async fn made(&self) -> Result<Vec<Message<AccountId>>> {
        let (record, _) = self.turns.store.find_turn(self.session(), self.turn.id).await?;
        self.turns.messages(self.session(), &record.turn.messages).await
    }

    /// Returns the requests of the calls in the turn's messages: who approved or denied which call, and why.
    ///
    /// # Errors
    /// Only the common errors; see [`Robots`](crate::Robots).
    pub async fn requests(&self) -> Result<Vec<CallRequest<AccountId>>> {
        let (record, _) = self.turns.store.find_turn(self.session(), self.turn.id).await?;
        let mut found = self.turns.requests_of(self.session(), None).await?;
        found.retain(|request| record.turn.messages.contains(&request.message_id));
        Ok(found)
    }

    /// Begins a message of the robot, and returns its draft. The first draft of a run continues what exists: the draft
    /// of a lost run, or the message whose calls people have decided. In it, calls that had started in a lost run and
    /// have no known outcome have failed, unless their tool is [repeatable](super::ToolRule::repeatable). Each later
    /// draft is a new message.
    ///
    /// After the turn was stopped, [`push`](Draft::push) fails. Return that error: the turn ends as cancelled.
    ///
    /// # Errors
    /// [`Conflict::Fenced`](crate::Conflict::Fenced) if the run was replaced.
    pub async fn draft(&mut self) -> Result<Draft> {
        let first = !std::mem::replace(&mut self.drafted, true);
        let found = if first { self.unfinished().await? } else { None };
        let Some(record) = found else { return self.begin_draft().await };
        let change = MessageChange::Open { writer: self.turn.author };
        let update = MessageUpdate { base: record.revision, change };
        let steps = vec![
            Step::Update { message: record.id, update, decisions: Vec::new() },
            Step::Works { turn: self.turn.id, message: record.id },
        ];
        let done = self.writer.write(steps).await?;
        let revision = take(done, |done| match done {
            Done::Revision(revision) => Some(revision),
            _ => None,
        })?;
        let (message, log) = as_begun(&record)?;
        let message = Message { revision, draft: true, ..message };
        let mut draft = self.wrap(message, &log);
        self.settle_begun(&mut draft).await?;
        Ok(draft)
    }

    /// Returns the message that the run goes on with.
    pub(super) async fn unfinished(&self) -> Result<Option<MessageRecord>> {
        let (record, _) = self.turns.store.find_turn(self.session(), self.turn.id).await?;
        let mut newest = None;
        for &message in record.turn.messages.iter().rev() {
            let found = match self.turns.robots.sessions.find_message(self.session(), message).await {
                Err(Error::NotFound { .. }) => continue,
                found => found?,
            };
            if found.draft.is_some() {
                return Ok(Some(found));
            }
            newest.get_or_insert(found);
        }
        Ok(newest.filter(|_| self.turn.continues.is_some()))
    }

    async fn begin_draft(&self) -> Result<Draft> {
        let answer = NewMessage::new(MessageRole::Assistant, Parts::empty());
        let mut batch = self.turns.robots.batch(&self.actor(), Append::from(answer)).await?;
        batch.draft = Some(self.turn.author);
        let mut id = None;
        for message in &mut batch.messages {
            let annotations = Annotations::from_json(message.annotations.as_ref())?;
            message.annotations = Annotations { turn_id: Some(self.turn.id), ..annotations }.to_json()?;
            id = Some(message.id);
        }
        let missing = || Error::internal("a draft has no message", "");
        let message = id.ok_or_else(missing)?;
        let steps = vec![Step::Append(batch), Step::Works { turn: self.turn.id, message }];
        let appended = take(self.writer.write(steps).await?, |done| match done {
            Done::Appended(appended) => Some(appended),
            _ => None,
        })?;
        let record = appended.messages.into_iter().next().ok_or_else(missing)?;
        let message = Message { draft: true, ..as_begun(&record)?.0 };
        Ok(self.wrap(message, &ChunkLog::default()))
    }

    fn wrap(&self, message: Message<AccountId>, log: &ChunkLog) -> Draft {
        Draft::new(self.turns.robots.clone(), self.session(), message, log).in_run(self.writer.clone())
    }

    /// Hands the turn over to another robot. It becomes the active robot of the session, and the author of the drafts
    /// that this run begins later.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such robot; [`Conflict::Fenced`](crate::Conflict::Fenced) if the run was replaced.
    pub async fn hand_over(&mut self, robot: impl Into<RobotKey>) -> Result<()> {
        let key = robot.into();
        let robot = self.turns.robots.named(&key).await?;
        let change = SessionChange::default().robot(key.clone());
        let steps = vec![Step::Session(change), Step::Robot { turn: self.turn.id, robot: key.clone() }];
        self.writer.write(steps).await?;
        self.writer.robot = Some(key);
        self.robot = robot;
        Ok(())
    }
}

impl Turns {
    /// Returns the robot that answers in a session if none is named.
    #[cfg(feature = "worker")]
    async fn robot_of(&self, session: SessionId) -> Result<RobotKey> {
        let found = self.robots.sessions.find_session(session, WindowRequest::newest(1)).await?;
        let active = found.state.details.active_robot_id;
        active.or_else(|| self.settings.default_robot.clone()).ok_or_else(|| {
            Error::invalid_argument("robot", "the session has no robot any more, and there is no default")
        })
    }

    /// Returns those of the messages that are there.
    pub(super) async fn messages(
        &self,
        session: SessionId,
        ids: &[MessageId],
    ) -> Result<Vec<Message<AccountId>>> {
        let mut messages = Vec::new();
        for &id in ids {
            match self.robots.sessions.find_message(session, id).await {
                Err(Error::NotFound { .. }) => {}
                found => messages.push(found?.decode()?),
            }
        }
        Ok(messages)
    }
}
