//! [`Draft`], a message while it is written, and calls of tools that were left without an outcome.

use std::time::{Duration, Instant};

use crate::{
    model::{
        error::{Conflict, Error, Result},
        id::{AccountId, MessageId, SessionId},
        limits::check_most,
        message::Message,
        offset::{Revision, Sequence},
        page::WindowRequest,
        part::{Part, Parts, ToolPart, ToolState},
    },
    repository::{DraftLog, MessageChange, MessageUpdate},
    service::{
        Robots,
        messages::Append,
        operation::{Actor, Operation},
    },
    stream::{Assembler, Chunk, Chunks, End},
};

/// How much of a draft may wait before it is written.
///
/// # Examples
/// ```
/// use storyden_robots::DraftSettings;
///
/// let eager = DraftSettings { flush_bytes: 0, ..DraftSettings::default() };
/// assert_eq!(eager.flush_after.as_millis(), 250);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DraftSettings {
    /// For how long: 250 ms by default. Time is looked at when a chunk comes; see [`Draft::flush_due`].
    pub flush_after: Duration,
    /// How many bytes of chunks: 8 KiB by default. With 0 nothing waits.
    pub flush_bytes: usize,
}

impl Default for DraftSettings {
    fn default() -> Self {
        Self { flush_after: Duration::from_millis(250), flush_bytes: 8 << 10 }
    }
}

/// A message while it is written: it takes chunks, and stores what they add up to.
///
/// What was flushed is there after a crash, as a message that is marked as a draft;
/// [`Robots::resume_draft`] goes on with it. Neighbouring deltas are stored as one, and a flush costs what it
/// writes, so a message costs as much as it is long. Only one writes: whoever resumes a draft takes it over,
/// and the other's next flush is a [`Conflict::StaleRevision`].
///
/// Dropping it leaves the draft as it was flushed last.
///
/// # Examples
/// ```
/// # use storyden_robots::{*, stream::Chunk};
/// # async fn example(robots: Robots, ann: AccountId, session: SessionId, helper: RobotId) -> Result<()> {
/// let answer = NewMessage::new(MessageRole::Assistant, Parts::empty());
/// let mut draft = robots.begin_draft(Actor::robot(helper, ann), session, answer).await?;
/// draft.push(&Chunk::text_start("1")).await?;
/// draft.push(&Chunk::text_delta("1", "Ann did.")).await?;
/// draft.push(&Chunk::text_end("1")).await?;
/// let message = draft.finish().await?;
/// assert_eq!(message.parts.text(), "Ann did.");
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct Draft {
    robots: Robots,
    session: SessionId,
    /// As it was when it was opened, with the revision that was written last.
    message: Message<AccountId>,
    assembler: Assembler,
    settings: DraftSettings,
    waiting: Vec<Chunk<'static>>,
    waiting_bytes: usize,
    /// What a flush tried to write and does not know whether it did. It is tried again as it was, so that
    /// the store knows it again.
    sending: Option<Chunks>,
    /// How long the message is, about.
    size: usize,
    /// How long the chunks are that are stored or wait to be.
    stored: usize,
    flushed_at: Instant,
}

/// How much longer than a message its chunks may be: each delta that no neighbour takes costs what it is wrapped in.
const WRAPPING: usize = 16;

impl Draft {
    fn new(robots: Robots, session: SessionId, log: DraftLog) -> Self {
        let stored = log.chunks.as_str().len();
        let assembler = log.chunks.fold(&log.message);
        let size = assembler.parts().len_bytes();
        Self {
            robots,
            session,
            message: log.message,
            assembler,
            settings: DraftSettings::default(),
            waiting: Vec::new(),
            waiting_bytes: 0,
            sending: None,
            size,
            stored,
            flushed_at: Instant::now(),
        }
    }

    /// Uses other settings than the default.
    #[must_use]
    pub fn with_settings(self, settings: DraftSettings) -> Self {
        Self { settings, ..self }
    }

    /// Returns the id of the message.
    #[must_use]
    pub fn id(&self) -> MessageId {
        self.message.id
    }

    /// Returns the place of the message.
    #[must_use]
    pub fn sequence(&self) -> Option<Sequence> {
        self.message.sequence
    }

    /// Returns the revision that was written last.
    #[must_use]
    pub fn revision(&self) -> Revision {
        self.message.revision
    }

    /// Returns the parts, with what was not flushed yet.
    #[must_use]
    pub fn parts(&self) -> Parts {
        self.assembler.parts()
    }

    /// Returns how the stream said that it ends, if it did. That alone does not finish the draft.
    #[must_use]
    pub fn end(&self) -> Option<&End> {
        self.assembler.end()
    }

    /// Returns when what waits should be flushed, if anything waits: for a host with a timer, whose model
    /// may pause in the middle of a word.
    #[must_use]
    pub fn flush_due(&self) -> Option<Instant> {
        let waits = self.sending.is_some() || !self.waiting.is_empty();
        if waits { self.flushed_at.checked_add(self.settings.flush_after) } else { None }
    }

    /// Takes the next chunk, and flushes if enough has waited for long enough. Transient data is not kept.
    ///
    /// # Errors
    /// Those of [`Assembler::push`] on a [strict](Assembler::strict) one; [`Error::TooLarge`] about `message`
    /// or `chunk` by the host's limits, also if its chunks are 16 times as long as a message may be: it was not
    /// taken then. Those of [`flush`](Self::flush): it was.
    pub async fn push(&mut self, chunk: &Chunk<'_>) -> Result<()> {
        let limits = self.robots.limits();
        let text = chunk.to_json();
        let bytes = growth(chunk).unwrap_or(text.as_str().len());
        check_most("message", self.size + bytes, limits.message_bytes, "bytes")?;
        let stored = self.stored + text.as_str().len();
        check_most("message", stored, limits.message_bytes.saturating_mul(WRAPPING), "bytes")?;
        // The message and its array of parts lie around what a chunk brings.
        check_most("chunk", text.depth(), limits.depth.saturating_sub(2), "levels")?;
        self.assembler.push(chunk)?;
        if matches!(chunk, Chunk::Data { transient: Some(true), .. }) {
            return Ok(());
        }
        self.size += bytes;
        let merged = self.waiting.last_mut().is_some_and(|last| last.absorb(chunk));
        let written = if merged { bytes } else { text.as_str().len() };
        self.stored += written;
        self.waiting_bytes += written;
        if !merged {
            self.waiting.push(chunk.clone().into_owned());
        }
        let enough = self.waiting_bytes >= self.settings.flush_bytes;
        if enough || self.flushed_at.elapsed() >= self.settings.flush_after {
            self.flush().await?;
        }
        Ok(())
    }

    /// Writes what waits, and returns the revision that the draft has now. After an error that passes, call
    /// it again: nothing is written twice.
    ///
    /// # Errors
    /// [`Error::Conflict`] if somebody else writes the draft by now, or has finished it; [`Error::NotFound`]
    /// if it was deleted.
    pub async fn flush(&mut self) -> Result<Revision> {
        loop {
            if self.sending.is_none() {
                if self.waiting.is_empty() {
                    return Ok(self.message.revision);
                }
                self.sending = Some(Chunks::new(&self.waiting));
                self.waiting.clear();
                self.waiting_bytes = 0;
            }
            let Some(chunks) = self.sending.clone() else { return Ok(self.message.revision) };
            self.flushed_at = Instant::now();
            self.message.revision = self.update(MessageChange::Grow(chunks)).await?;
            self.sending = None;
        }
    }

    /// Finishes the message with all that it took, flushed or not, and returns it. A second call changes
    /// nothing.
    ///
    /// # Errors
    /// Those of [`flush`](Self::flush).
    pub async fn finish(&mut self) -> Result<Message> {
        if self.sending.is_some() {
            self.flush().await?;
        }
        let (parts, metadata) = (self.assembler.parts(), self.assembler.metadata().cloned());
        if self.message.draft {
            let change = MessageChange::Finish { parts: parts.clone(), metadata: metadata.clone() };
            self.message.revision = self.update(change).await?;
            self.message.draft = false;
            self.waiting.clear();
        }
        self.robots.show(Message { parts, metadata, ..self.message.clone() }).await
    }

    /// Ends the message where it is, as the AI SDK shows what somebody stopped: texts and calls stay as they
    /// are, unfinished ones too.
    ///
    /// # Errors
    /// Those of [`flush`](Self::flush).
    pub async fn abort(&mut self) -> Result<Message> {
        self.assembler.push(&Chunk::Abort { reason: None })?;
        self.finish().await
    }

    async fn update(&self, change: MessageChange) -> Result<Revision> {
        let update = MessageUpdate { seen: self.message.revision, change, at: self.robots.now() };
        let revision = self.robots.sessions().update_message(self.session, self.message.id, &update).await?;
        self.robots.announce(self.session);
        Ok(revision)
    }
}

/// Returns by how much a delta lets a text grow.
fn growth(chunk: &Chunk<'_>) -> Option<usize> {
    match chunk {
        Chunk::TextDelta { delta, provider_metadata: None, .. }
        | Chunk::ReasoningDelta { delta, provider_metadata: None, .. }
        | Chunk::ToolInputDelta { input_text_delta: delta, .. } => Some(delta.as_escaped().len()),
        _ => None,
    }
}

/// A call of a tool without an outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DanglingCall {
    /// The message that has it.
    pub message: MessageId,
    /// Whether that message is a draft: somebody may still be at work.
    pub draft: bool,
    /// The call.
    pub tool_call_id: String,
    /// The tool.
    pub tool_name: String,
    /// How far the call is.
    pub state: ToolState<'static>,
}

/// The outcome of a call that no tool gives any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Settlement {
    /// The call has failed, and why.
    Error(String),
    /// A member refused it, and why. Only what was asked can be refused.
    Denied(String),
}

/// # Drafts
impl Robots {
    /// Appends a message that grows, in the name of the actor.
    ///
    /// With an [idempotency key](Append::idempotency_key), a second try goes on with the draft of the first.
    ///
    /// # Errors
    /// Those of [`append`](Self::append); [`Error::InvalidArgument`] about `messages` unless there is one;
    /// [`Conflict::NotADraft`] if the message of the first try is finished.
    pub async fn begin_draft(
        &self,
        actor: impl Into<Actor>,
        session: SessionId,
        message: impl Into<Append>,
    ) -> Result<Draft> {
        let (actor, append) = (actor.into(), message.into());
        self.allow(&actor, Operation::BeginDraft).await?;
        append.check(self.limits())?;
        let mut batch = self.batch(&actor, append).await?;
        let [message] = &mut batch.messages[..] else {
            return Err(Error::invalid_argument("messages", "must be one"));
        };
        message.draft = true;
        let appended = self.sessions().append_messages(session, &batch).await?;
        self.announce(session);
        let Some(message) = appended.messages.into_iter().next() else {
            return Err(Error::Internal { context: "a store appended nothing".into(), source: None });
        };
        match (appended.replayed, message.draft) {
            (false, _) => {
                Ok(Draft::new(self.clone(), session, DraftLog { message, chunks: Chunks::default() }))
            }
            (true, true) => self.open(session, message.id).await,
            (true, false) => Err(Error::Conflict(Conflict::NotADraft)),
        }
    }

    /// Goes on with a message: a draft that was left behind, or one that is finished. It takes the draft over
    /// from whoever wrote it.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such session or message; [`Error::Conflict`] if somebody wrote it
    /// this very moment.
    pub async fn resume_draft(
        &self,
        actor: impl Into<Actor>,
        session: SessionId,
        message: MessageId,
    ) -> Result<Draft> {
        self.allow(&actor.into(), Operation::ResumeDraft).await?;
        self.open(session, message).await
    }

    async fn open(&self, session: SessionId, id: MessageId) -> Result<Draft> {
        let mut log = match self.sessions().find_draft(session, id).await {
            Err(Error::Conflict(Conflict::NotADraft)) => {
                let message = self.sessions().find_message(session, id).await?;
                DraftLog { message, chunks: Chunks::default() }
            }
            log => log?,
        };
        let update =
            MessageUpdate { seen: log.message.revision, change: MessageChange::Open, at: self.now() };
        log.message.revision = self.sessions().update_message(session, id, &update).await?;
        self.announce(session);
        log.message.draft = true;
        Ok(Draft::new(self.clone(), session, log))
    }

    /// Lists the calls of tools that have no outcome, oldest first. Reads the whole session.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such session.
    pub async fn dangling_tool_calls(
        &self,
        actor: impl Into<Actor>,
        session: SessionId,
    ) -> Result<Vec<DanglingCall>> {
        self.allow(&actor.into(), Operation::DanglingToolCalls).await?;
        let mut window = WindowRequest::newest(WindowRequest::MAX_LIMIT);
        let mut calls = Vec::new();
        loop {
            let list = self.sessions().find_session(session, window).await?.message_list;
            for message in list.messages.iter().rev() {
                let mut of_message = dangling(message);
                of_message.reverse();
                calls.append(&mut of_message);
            }
            match list.next_before {
                Some(cursor) => window = window.before(cursor),
                None => break,
            }
        }
        calls.reverse();
        Ok(calls)
    }

    /// Gives calls an outcome: to all of one message or to none of it. Drafts among their messages are finished
    /// with it. Returns the messages.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such session or message; [`Error::InvalidArgument`] if a message has no
    /// such call, or about `settlement`; [`Error::TooLarge`] about that or `message`;
    /// [`Conflict::ToolTransition`] if a call has an outcome by now, or was never asked about and shall
    /// be denied; [`Conflict::StaleRevision`] if somebody wrote the message this very moment.
    pub async fn settle_tool_calls(
        &self,
        actor: impl Into<Actor>,
        session: SessionId,
        calls: &[DanglingCall],
        settlement: &Settlement,
    ) -> Result<Vec<Message>> {
        self.allow(&actor.into(), Operation::SettleToolCalls).await?;
        let (Settlement::Error(why) | Settlement::Denied(why)) = settlement;
        self.limits().check_text("settlement", why)?;
        let mut settled: Vec<Message<AccountId>> = Vec::new();
        for call in calls {
            let id = call.message;
            if settled.iter().any(|message| message.id == id) {
                continue;
            }
            let mut message = self.sessions().find_message(session, id).await?;
            let mut assembler =
                Assembler::continuing(id.to_string(), &message.parts, message.metadata.clone()).strict();
            for call in calls.iter().filter(|call| call.message == id) {
                settle(&mut assembler, &message.parts, &call.tool_call_id, settlement)?;
            }
            message.parts = assembler.parts();
            check_most("message", message.parts.len_bytes(), self.limits().message_bytes, "bytes")?;
            let change =
                MessageChange::Finish { parts: message.parts.clone(), metadata: message.metadata.clone() };
            let update = MessageUpdate { seen: message.revision, change, at: self.now() };
            message.revision = self.sessions().update_message(session, id, &update).await?;
            self.announce(session);
            message.draft = false;
            settled.push(message);
        }
        self.show(settled).await
    }
}

fn dangling(message: &Message<AccountId>) -> Vec<DanglingCall> {
    let calls = message.parts.iter().filter_map(|part| match part {
        Part::Tool(tool) if !tool.is_settled() => Some(tool.into_owned()),
        _ => None,
    });
    let call = |tool: ToolPart<'static>| DanglingCall {
        message: message.id,
        draft: message.draft,
        tool_call_id: tool.tool_call_id.into_owned(),
        tool_name: tool.name.into_owned(),
        state: tool.state,
    };
    calls.map(call).collect()
}

fn settle(
    assembler: &mut Assembler,
    parts: &Parts,
    tool_call_id: &str,
    settlement: &Settlement,
) -> Result<()> {
    match settlement {
        Settlement::Error(why) => assembler.push(&Chunk::tool_error(tool_call_id, why.as_str())),
        Settlement::Denied(why) => {
            let question = parts.iter().find_map(|part| match part {
                Part::Tool(tool)
                    if tool.tool_call_id == tool_call_id && tool.state == ToolState::ApprovalRequested =>
                {
                    tool.approval.map(|approval| approval.id.into_owned())
                }
                _ => None,
            });
            if let Some(approval_id) = question {
                assembler.push(&Chunk::ToolApprovalResponse {
                    approval_id: approval_id.into(),
                    approved: false,
                    reason: Some(why.as_str().into()),
                    provider_executed: None,
                    provider_metadata: None,
                })?;
            }
            assembler.push(&Chunk::ToolOutputDenied { tool_call_id: tool_call_id.into() })
        }
    }
}
