//! Beginning, resuming and listing drafts. [`Begun`] is the result of beginning one.

use std::time::Duration;

use super::{
    Robots,
    draft::Draft,
    messages::Append,
    operation::{Actor, Operation},
};
#[cfg(feature = "axum")]
use crate::model::{message::WindowRequest, robot::RobotKey, time::Timestamp};
use crate::{
    model::{
        error::{Conflict, Error, Result},
        id::{AccountId, MessageId, SessionId},
        message::Message,
    },
    repository::{
        DraftCursor, DraftFilter, DraftList, DraftRef, MessageBatch, MessageChange, MessageRecord,
        MessageUpdate, OpenDraft,
    },
    stream::ChunkLog,
};

/// How many takeovers are tried while another writer is flushing.
const TAKEOVERS: usize = 8;

/// How many open drafts are listed at once.
const MAX_DRAFTS: u32 = 100;

/// The result of [`Robots::begin_draft`].
#[derive(Debug)]
#[non_exhaustive]
pub enum Begun {
    /// The message is new.
    New(Draft),
    /// An earlier try with the same key began the message and did not finish it, and its writer is gone. The draft was
    /// taken over with all that was stored. If your model starts its answer again, call [`Draft::restart_step`] first;
    /// otherwise the text would be there twice.
    Resumed(Draft),
    /// An earlier try with the same key is writing the message now: it wrote less than a
    /// [lease](Robots::with_draft_lease) ago. Follow the session to see what it writes, or take it over by
    /// [`Robots::resume_draft`].
    Writing(DraftRef),
    /// An earlier try with the same key began the message, and it is finished.
    Finished(Message),
}

impl Begun {
    /// Returns the draft, new or resumed.
    ///
    /// # Errors
    /// [`Conflict::NotADraft`] if the message is finished; [`Conflict::BeingWritten`] if somebody is writing it.
    pub fn draft(self) -> Result<Draft> {
        match self {
            Self::New(draft) | Self::Resumed(draft) => Ok(draft),
            Self::Finished(_) => Err(Error::Conflict(Conflict::NotADraft)),
            Self::Writing(draft) => Err(being_written(&draft)),
        }
    }
}

fn being_written(draft: &DraftRef) -> Error {
    Error::Conflict(Conflict::BeingWritten {
        message: draft.message.to_string().into(),
        grown_at: draft.grown_at.to_string().into(),
    })
}

fn describe(session: SessionId, record: &MessageRecord, open: &OpenDraft) -> DraftRef {
    let place = DraftCursor { grown_at: open.grown_at, session, began: open.began };
    DraftRef::new(place, record.id, record.sequence, record.revision, open.writer)
}

/// A message to continue, and whether to take it over from a writer that is still active.
///
/// # Examples
/// ```
/// # use std::time::Duration;
/// # use storyden_robots::{MessageId, Resume};
/// let message: MessageId = "cc5lnd2s1s4652adtu50".parse()?;
/// let resume = Resume::from(message).unless_written_within(Duration::from_secs(20));
/// # let _ = resume;
/// # Ok::<(), storyden_robots::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resume {
    message: MessageId,
    unless_written_within: Option<Duration>,
}

impl From<MessageId> for Resume {
    fn from(message: MessageId) -> Self {
        Self { message, unless_written_within: None }
    }
}

impl Resume {
    /// Fails with [`Conflict::BeingWritten`] if the draft was written less than this time ago. By default it is taken
    /// over in any case.
    #[must_use]
    pub fn unless_written_within(self, recently: Duration) -> Self {
        Self { unless_written_within: Some(recently), ..self }
    }
}

/// # Drafts
impl Robots {
    /// Begins a draft, a message that grows while it is being written, in the name of the actor.
    ///
    /// With an [idempotency key](Append::idempotency_key), or a client id, a second try finds the message of the first
    /// one. If that is not finished, and nothing was written for a [lease](Robots::with_draft_lease), it is taken over.
    ///
    /// # Errors
    /// Those of [`append`](Self::append); [`Error::InvalidArgument`] about `messages` unless there is exactly one.
    ///
    /// # Examples
    /// ```
    /// # use storyden_robots::*;
    /// # async fn example(robots: Robots, ann: AccountId, session: SessionId) -> Result<()> {
    /// let answer = NewMessage::new(MessageRole::Assistant, Parts::empty());
    /// match robots.begin_draft(ann, session, Append::from(answer).idempotency_key("turn-7")).await? {
    ///     Begun::New(draft) => println!("ask the model, and push to {}", draft.id()),
    ///     Begun::Resumed(mut draft) => draft.restart_step().await?, // and ask the model again
    ///     Begun::Writing(draft) => println!("an earlier try is writing {}", draft.message),
    ///     Begun::Finished(message) => println!("answered already: {}", message.parts.text()),
    ///     _ => {}
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn begin_draft(
        &self,
        actor: impl Into<Actor>,
        session: SessionId,
        message: impl Into<Append>,
    ) -> Result<Begun> {
        let (actor, append) = (actor.into(), message.into());
        self.allow(&actor, Operation::BeginDraft).await?;
        append.check(self.limits())?;
        let batch = self.batch(&actor, append).await?;
        self.begin(&actor, session, batch, self.settings.draft_lease).await
    }

    /// Begins a draft as [`begin_draft`](Self::begin_draft) does, but in the name of a robot: of this one, or of the
    /// one that is active in the session, or of the member if there is none.
    #[cfg(feature = "axum")]
    pub(crate) async fn begin_answer(
        &self,
        member: AccountId,
        session: SessionId,
        robot: Option<RobotKey>,
        append: Append,
        unless_written_within: Duration,
    ) -> Result<Begun> {
        self.allow(&member.into(), Operation::BeginDraft).await?;
        append.check(self.limits())?;
        let robot = match robot {
            Some(robot) => Some(robot),
            None => self.active_robot(session).await?,
        };
        let actor = robot.map_or(Actor::Member(member), |robot| Actor::robot(robot, member));
        // Another robot may be active when the request is repeated: it is the same request.
        let fingerprint = append.fingerprint(&member.into());
        let mut batch = self.batch(&actor, append).await?;
        if let (Some(idempotency), Some(fingerprint)) = (&mut batch.idempotency, fingerprint) {
            idempotency.fingerprint = fingerprint;
        }
        self.begin(&actor, session, batch, unless_written_within).await
    }

    /// Returns the robot that is active in a session, if it can be named.
    #[cfg(feature = "axum")]
    async fn active_robot(&self, session: SessionId) -> Result<Option<RobotKey>> {
        let found = self.sessions.find_session(session, WindowRequest::newest(1)).await?;
        let Some(robot) = found.state.details.active_robot_id else { return Ok(None) };
        match self.named(&robot).await {
            Ok(_) => Ok(Some(robot)),
            Err(Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn begin(
        &self,
        actor: &Actor,
        session: SessionId,
        mut batch: MessageBatch,
        unless_written_within: Duration,
    ) -> Result<Begun> {
        if batch.messages.len() != 1 {
            return Err(Error::invalid_argument("messages", "must have exactly one message"));
        }
        batch.draft = Some(actor.account());
        let appended = self.sessions.append_messages(session, &batch, self.write()).await?;
        let Some(record) = appended.messages.into_iter().next() else {
            return Err(Error::Internal { context: "a store appended nothing".into(), source: None });
        };
        match (appended.replayed, &record.draft) {
            (false, _) => {
                self.announce_at(session, record.sequence);
                let message = Message { draft: true, ..as_begun(&record)?.0 };
                Ok(Begun::New(Draft::new(self.clone(), session, message, &ChunkLog::default())))
            }
            (true, Some(_)) => {
                Ok(match self.open(actor, session, record, Some(unless_written_within)).await? {
                    Ok(draft) => Begun::Resumed(draft),
                    Err(draft) => Begun::Writing(draft),
                })
            }
            (true, None) => Ok(Begun::Finished(self.show(record.decode()?).await?)),
        }
    }

    /// Continues a message: takes over its draft, or begins a new draft on a complete message.
    /// [`Resume::unless_written_within`] leaves it to a writer that is still active.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such session or message; [`Conflict::StaleRevision`] if it could not be taken
    /// over because its writer writes too often; [`Conflict::BeingWritten`] by [`Resume::unless_written_within`];
    /// [`Conflict::TurnActive`] if the message is one of an open turn, which only its run writes.
    pub async fn resume_draft(
        &self,
        actor: impl Into<Actor>,
        session: SessionId,
        resume: impl Into<Resume>,
    ) -> Result<Draft> {
        let (actor, Resume { message, unless_written_within }) = (actor.into(), resume.into());
        self.allow(&actor, Operation::ResumeDraft).await?;
        let record = self.sessions.find_message(session, message).await?;
        let opened = self.open(&actor, session, record, unless_written_within).await?;
        opened.map_err(|draft| being_written(&draft))
    }

    /// Ends the draft of a message whose writer is gone, and returns the message. It is completed as it was last
    /// written, and [ends](crate::Ended) as `aborted` unless its stream had ended. [`Resume::unless_written_within`]
    /// leaves it to a writer that is still active.
    ///
    /// # Errors
    /// Those of [`resume_draft`](Self::resume_draft); [`Conflict::NotADraft`] if the message is complete;
    /// [`Conflict::DecisionsWaiting`] if tool calls of the draft were decided and it does not have the decisions. Such a
    /// draft belongs to a turn, and a `TurnWorker` ends it with the turn.
    pub async fn end_draft(
        &self,
        actor: impl Into<Actor>,
        session: SessionId,
        resume: impl Into<Resume>,
    ) -> Result<Message> {
        let Resume { message, unless_written_within } = resume.into();
        self.allow(&actor.into(), Operation::EndDraft).await?;
        for tries_left in (0..TAKEOVERS).rev() {
            let record = self.sessions.find_message(session, message).await?;
            let Some(open) = &record.draft else { return Err(Error::Conflict(Conflict::NotADraft)) };
            if unless_written_within.is_some_and(|recently| self.wrote_within(open, recently)) {
                return Err(being_written(&describe(session, &record, open)));
            }
            let (message, log) = as_begun(&record)?;
            let draft = Draft::new(self.clone(), session, Message { draft: true, ..message }, &log);
            match draft.end_for_another().await {
                // Its writer flushed since the message was read.
                Err(Error::Conflict(Conflict::StaleRevision { .. })) if tries_left > 0 => {}
                ended => return ended,
            }
        }
        Err(Error::Internal { context: "a draft was not ended".into(), source: None })
    }

    /// Opens a draft of a message, unless another one was written so recently: then that is the inner error.
    async fn open(
        &self,
        actor: &Actor,
        session: SessionId,
        mut record: MessageRecord,
        unless_written_within: Option<Duration>,
    ) -> Result<Result<Draft, DraftRef>> {
        let change = MessageChange::Open { writer: actor.account() };
        for tries_left in (0..TAKEOVERS).rev() {
            if let (Some(recently), Some(open)) = (unless_written_within, &record.draft)
                && self.wrote_within(open, recently)
            {
                return Ok(Err(describe(session, &record, open)));
            }
            let update = MessageUpdate { base: record.revision, change: change.clone() };
            match self.sessions.update_message(session, record.id, &update, self.write()).await {
                Ok(revision) => {
                    self.announce_at(session, revision);
                    let (message, log) = as_begun(&record)?;
                    let message = Message { revision, draft: true, ..message };
                    return Ok(Ok(Draft::new(self.clone(), session, message, &log)));
                }
                // The other writer flushed since the message was read.
                Err(Error::Conflict(Conflict::StaleRevision { .. })) if tries_left > 0 => {
                    record = self.sessions.find_message(session, record.id).await?;
                }
                Err(error) => return Err(error),
            }
        }
        Err(Error::Internal { context: "a draft was not taken over".into(), source: None })
    }

    /// Returns the time so many seconds ago.
    #[cfg(feature = "axum")]
    pub(crate) fn ago(&self, seconds: u32) -> Timestamp {
        let micros = self.clock.now().as_micros().saturating_sub(i64::from(seconds) * 1_000_000);
        Timestamp::from_micros(micros).unwrap_or(Timestamp::MIN)
    }

    fn wrote_within(&self, open: &OpenDraft, recently: Duration) -> bool {
        // The clock of another process may be ahead of this one's, but not for ever.
        let silent = self.clock.now().as_micros().abs_diff(open.grown_at.as_micros());
        u128::from(silent) < recently.as_micros()
    }

    /// Lists the open drafts, the one that was last written longest ago first: at most `limit`, which is clamped to 1
    /// to 100. The list continues after [`next`](DraftList::next). Among them are messages that a crash left unfinished.
    ///
    /// # Errors
    /// Only the common errors; see [`Robots`].
    ///
    /// # Examples
    /// ```
    /// # use storyden_robots::{*, repository::DraftFilter};
    /// # async fn example(robots: Robots, ann: AccountId, minutes_ago: Timestamp) -> Result<()> {
    /// let mut abandoned = DraftFilter::default();
    /// abandoned.grown_before = Some(minutes_ago);
    /// for draft in robots.open_drafts(ann, abandoned, 100).await?.drafts {
    ///     robots.end_draft(ann, draft.session, draft.message).await?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn open_drafts(
        &self,
        actor: impl Into<Actor>,
        filter: DraftFilter,
        limit: u32,
    ) -> Result<DraftList> {
        self.allow(&actor.into(), Operation::ListDrafts).await?;
        self.sessions.open_drafts(filter, limit.clamp(1, MAX_DRAFTS)).await
    }
}

/// Returns a message as it was when its draft began, and all by what it grew since.
pub(super) fn as_begun(record: &MessageRecord) -> Result<(Message<AccountId>, ChunkLog)> {
    let log = record.draft.as_ref().map_or_else(ChunkLog::default, |OpenDraft { chunks, .. }| chunks.clone());
    Ok((MessageRecord { draft: None, ..record.clone() }.decode()?, log))
}
