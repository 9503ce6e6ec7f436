//! [`Draft`], a message while it is being written.

use std::{
    borrow::Cow,
    fmt,
    sync::Arc,
    time::{Duration, Instant},
};

use async_trait::async_trait;

use crate::{
    model::{
        error::{Conflict, Error, Result},
        id::{AccountId, CallRequestId, MessageId, SessionId},
        limits::check_at_most,
        message::{Annotations, Document, Ended, Message},
        offset::{Revision, Sequence},
        part::Parts,
    },
    repository::{MessageChange, MessageUpdate},
    service::Robots,
    stream::{Assembler, Chunk, ChunkLog, End},
};

/// Returns the time of the timers that wake its writer: tokio's, where there is one, which a test can stop.
fn now() -> Instant {
    #[cfg(any(feature = "axum", feature = "worker"))]
    return tokio::time::Instant::now().into_std();
    #[cfg(not(any(feature = "axum", feature = "worker")))]
    Instant::now()
}

/// Settings for when a [`Draft`] flushes: writes its buffered chunks to the store.
///
/// # Examples
/// ```
/// use storyden_robots::DraftSettings;
///
/// let unbuffered = DraftSettings { flush_bytes: 0, ..DraftSettings::default() };
/// assert_eq!(unbuffered.flush_after.as_millis(), 250);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DraftSettings {
    /// How long chunks are buffered while nobody in this process follows the session: 250 ms by default. Only
    /// [`Draft::push`] checks the time; see [`Draft::flush_due`].
    pub flush_after: Duration,
    /// How long chunks are buffered while somebody follows it: 50 ms by default, and at most
    /// [`flush_after`](Self::flush_after).
    pub flush_after_followed: Duration,
    /// The maximum bytes of buffered chunks: 8 KiB by default. With 0 each chunk is written at once.
    pub flush_bytes: usize,
}

impl Default for DraftSettings {
    fn default() -> Self {
        Self {
            flush_after: Duration::from_millis(250),
            flush_after_followed: Duration::from_millis(50),
            flush_bytes: 8 << 10,
        }
    }
}

/// A message while it is being written: it accepts the chunks of an AI SDK stream, and stores the message that they
/// build.
///
/// Flushed chunks survive a crash, as a message that is marked as a draft; [`Robots::resume_draft`] continues it.
/// The cost of a flush is proportional to what it writes, not to the message. A draft has one writer at a time: whoever
/// resumes it takes it over, and the next flush of the earlier writer fails with [`Conflict::StaleRevision`].
///
/// A writer that writes nothing for a [lease](Robots::with_draft_lease), 20 seconds by default, counts as gone. While
/// you wait for a model or a tool, call [`flush`](Self::flush) whenever [`flush_due`](Self::flush_due) says.
///
/// Dropping a `Draft` leaves the message open, as it was last flushed. What was not flushed is lost, and a warning in
/// the log has the number of bytes and the message.
///
/// # Examples
/// ```
/// # use storyden_robots::{*, stream::Chunk};
/// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
/// # let robots = Robots::new(MemoryStore::new(), AllowAll, StaticProfiles::default());
/// # let ann = AccountId::from_bytes([1; 12]);
/// # let session = robots.start_session(ann, NewSession::default()).await?.id;
/// let answer = NewMessage::new(MessageRole::Assistant, Parts::empty());
/// let mut draft = robots.begin_draft(ann, session, answer).await?.draft()?;
/// draft.push(&Chunk::text_start("1")).await?;
/// draft.push(&Chunk::text_delta("1", "Ann did.")).await?;
/// draft.push(&Chunk::text_end("1")).await?;
/// let message = draft.finish().await?;
/// assert_eq!(message.parts.text(), "Ann did.");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Draft {
    robots: Robots,
    session: SessionId,
    /// The message as it was when the draft began, with the revision that was written last.
    message: Message<AccountId>,
    assembler: Assembler,
    settings: DraftSettings,
    /// Chunks that were pushed and not yet sent to the store.
    waiting: Vec<Chunk<'static>>,
    waiting_bytes: usize,
    /// Chunks that were sent to the store without an answer. A retry sends the same again, so that the store recognises
    /// it.
    in_flight: Option<ChunkLog>,
    /// How long the metadata was when it was measured last, and how long it is at most: a chunk merges into it, and
    /// measuring reads all of it.
    metadata_measured: usize,
    metadata_bytes: usize,
    /// How many bytes of chunks are stored or wait to be.
    logged: usize,
    flushed_at: Instant,
    /// How it is written, if it is written in a turn.
    run: Option<Arc<dyn WriteInRun>>,
    /// Whether a call waits for people since a chunk that waits to be written.
    asks: bool,
}

/// How a message is written in a run of a turn.
#[async_trait]
pub(super) trait WriteInRun: fmt::Debug + Send + Sync + 'static {
    /// Fails if somebody stopped the turn.
    fn check_stopped(&self) -> Result<()>;

    /// Returns whether a chunk makes a call wait for people.
    fn asks(&self, chunk: &Chunk<'_>) -> bool;

    /// Changes the message. `asking` are its parts if a call of it waits for people from now.
    async fn update(
        &self,
        message: MessageId,
        update: MessageUpdate,
        asking: Option<&Parts>,
        decisions: Vec<CallRequestId>,
    ) -> Result<Revision>;

    /// Puts the decisions that were made about the message while it was written into its parts. Returns which.
    async fn take_decisions(
        &self,
        message: MessageId,
        assembler: &mut Assembler,
    ) -> Result<Vec<CallRequestId>>;
}

/// How many times as long as a message its stored chunks may be. A word needs a chunk around it, and what is replaced
/// stays in the log.
const LOG_FACTOR: usize = 16;

/// Metadata is measured again when so much of a message was sent of it, a fraction: to measure it reads all of it.
const METADATA_SLACK: usize = 64;

/// How often it is tried to complete a message whose calls are decided about at the same time.
const COMPLETIONS: usize = 16;

impl Draft {
    pub(super) fn new(
        robots: Robots,
        session: SessionId,
        message: Message<AccountId>,
        log: &ChunkLog,
    ) -> Self {
        let assembler = log.fold(&message);
        let logged = log.as_str().len();
        let mut draft = Self {
            robots,
            session,
            message,
            assembler,
            settings: DraftSettings::default(),
            waiting: Vec::new(),
            waiting_bytes: 0,
            in_flight: None,
            metadata_measured: 0,
            metadata_bytes: 0,
            logged,
            flushed_at: now(),
            run: None,
            asks: false,
        };
        draft.measure_metadata();
        draft
    }

    /// Writes as this run of a turn.
    pub(super) fn in_run(mut self, run: impl WriteInRun) -> Self {
        self.run = Some(Arc::new(run));
        self
    }

    /// Sets when chunks are flushed.
    #[must_use]
    pub fn with_settings(mut self, settings: DraftSettings) -> Self {
        self.settings = settings;
        self
    }

    /// Returns the id of the message.
    #[must_use]
    pub fn id(&self) -> MessageId {
        self.message.id
    }

    /// Returns the sequence of the message.
    #[must_use]
    pub fn sequence(&self) -> Option<Sequence> {
        self.message.sequence
    }

    /// Returns the revision that was written last.
    #[must_use]
    pub fn revision(&self) -> Revision {
        self.message.revision
    }

    /// Returns the current parts, flushed or not.
    #[must_use]
    pub fn parts(&self) -> Parts {
        self.assembler.parts()
    }

    /// Returns how the stream ended. `None` if it has not. The draft stays open until [`finish`](Self::finish).
    #[must_use]
    pub fn end(&self) -> Option<&End> {
        self.assembler.end()
    }

    /// Returns the time at which to call [`flush`](Self::flush) next, if nothing is pushed until then: to write
    /// buffered chunks, or to renew the [lease](Robots::with_draft_lease). `None` after the draft has ended, and with a
    /// lease of zero while nothing is buffered.
    #[must_use]
    pub fn flush_due(&self) -> Option<Instant> {
        if !self.message.draft {
            return None;
        }
        let flush_after = self.holds_back().then(|| self.flush_after());
        let after = flush_after.into_iter().chain(self.renew_after()).min()?;
        self.flushed_at.checked_add(after)
    }

    fn holds_back(&self) -> bool {
        self.in_flight.is_some() || !self.waiting.is_empty()
    }

    /// Returns after how much silence the writer says that it is still there.
    fn renew_after(&self) -> Option<Duration> {
        let lease = self.robots.settings.draft_lease;
        (!lease.is_zero()).then_some(lease / 3)
    }

    /// Returns how long ago the draft was written last.
    fn silence(&self) -> Duration {
        now().saturating_duration_since(self.flushed_at)
    }

    /// Returns whether chunks are held back that a follower would get sooner, were there one, and after how long at
    /// most.
    #[cfg(feature = "axum")]
    pub(crate) fn may_hurry(&self) -> Option<Duration> {
        self.holds_back().then_some(self.settings.flush_after_followed)
    }

    fn flush_after(&self) -> Duration {
        if self.robots.followers.is_followed(self.session) {
            self.settings.flush_after.min(self.settings.flush_after_followed)
        } else {
            self.settings.flush_after
        }
    }

    /// Appends the next chunk, and flushes if the [settings](DraftSettings) say so. Transient data is not stored.
    ///
    /// An `error` chunk is written at once. Unless a `finish` chunk follows, the message [ends](Ended::error) with this
    /// error. The id in a `start` chunk is replaced by that of the message.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] if the chunk refers to a text, a call or an approval request that does not exist;
    /// [`Error::TooLarge`] about `message` or `chunk` by the host's limits, also if all chunks together are more than
    /// 16 times as long as a message may be; [`Conflict::ApprovalDecided`] or [`Conflict::ToolTransition`] if the chunk
    /// contradicts the state of a call; [`Conflict::NotADraft`] after the draft has ended; [`Conflict::TurnEnded`]
    /// after its turn was stopped. The chunk is not added then, and an open draft accepts others. If an error of
    /// [`flush`](Self::flush) is returned, the chunk was added.
    pub async fn push(&mut self, chunk: &Chunk<'_>) -> Result<()> {
        if let Some(run) = &self.run {
            run.check_stopped()?;
        }
        self.push_always(chunk).await
    }

    /// Appends a chunk even if the turn was stopped: what happened must be recorded.
    pub(super) async fn push_always(&mut self, chunk: &Chunk<'_>) -> Result<()> {
        if !self.message.draft {
            return Err(Error::Conflict(Conflict::NotADraft));
        }
        let lifted = self.robots.lifted_chunk(chunk).await?;
        let chunk = &*self.named(lifted.as_ref().unwrap_or(chunk));
        self.take(chunk)?;
        if matches!(chunk, Chunk::Data { transient: Some(true), .. }) {
            return Ok(());
        }
        self.hold_back(chunk);
        let ended = matches!(chunk, Chunk::Error { .. });
        self.asks |= self.run.as_ref().is_some_and(|run| run.asks(chunk));
        let enough = self.waiting_bytes >= self.settings.flush_bytes;
        if ended || self.asks || enough || self.silence() >= self.flush_after() {
            self.flush().await?;
        }
        Ok(())
    }

    /// Returns the chunk as it is kept: a `start` names this message, whatever its writer calls it. Followers get
    /// the chunks as they are kept, and know the message by its id here.
    fn named<'c>(&self, chunk: &'c Chunk<'_>) -> Cow<'c, Chunk<'c>> {
        match chunk {
            Chunk::Start { message_metadata, .. } => Cow::Owned(Chunk::Start {
                message_id: Some(self.message.id.to_string().into()),
                message_metadata: message_metadata.clone().map(crate::model::json::Json::into_owned),
            }),
            chunk => Cow::Borrowed(chunk),
        }
    }

    /// Checks a chunk and adds it to the parts, or changes nothing.
    fn take(&mut self, chunk: &Chunk<'_>) -> Result<()> {
        let limits = *self.robots.limits();
        let text = chunk.to_json();
        let log_limit = limits.message_bytes.saturating_mul(LOG_FACTOR);
        check_at_most("message", self.logged.saturating_add(text.as_str().len()), log_limit, "bytes")?;
        // The message and its array of parts lie around what a chunk brings.
        check_at_most("chunk", text.depth(), limits.depth.saturating_sub(2), "levels")?;
        let grows_by = growth(chunk).unwrap_or(text.as_str().len());
        // The message as it is, and not the sum of what was sent: what the chunk replaces does not count.
        let parts = self.assembler.size() + grows_by - self.assembler.replaced_by(chunk).min(grows_by);
        if parts + self.metadata_bytes > limits.message_bytes
            && self.metadata_bytes - self.metadata_measured >= limits.message_bytes / METADATA_SLACK
        {
            self.measure_metadata();
        }
        check_at_most("message", parts + self.metadata_bytes, limits.message_bytes, "bytes")?;
        self.assembler.push(chunk)?;
        if has_metadata(chunk) {
            self.metadata_bytes += text.as_str().len();
        }
        Ok(())
    }

    fn measure_metadata(&mut self) {
        self.metadata_measured = self.assembler.metadata().map_or(0, |metadata| metadata.as_str().len());
        self.metadata_bytes = self.metadata_measured;
    }

    /// Adds a chunk to those that wait for the next flush, as one with its neighbour where that says the same.
    fn hold_back(&mut self, chunk: &Chunk<'_>) {
        if let (Some(last), Some(bytes)) = (self.waiting.last_mut(), growth(chunk))
            && last.absorb(chunk)
        {
            self.waiting_bytes += bytes;
            self.logged += bytes;
            return;
        }
        let bytes = chunk.to_json().as_str().len();
        if let Some(last) = self.waiting.last_mut()
            && replaces(chunk, last)
        {
            let replaced = last.to_json().as_str().len();
            *last = chunk.clone().into_owned();
            self.waiting_bytes = (self.waiting_bytes + bytes).saturating_sub(replaced);
            self.logged = (self.logged + bytes).saturating_sub(replaced);
            return;
        }
        self.waiting.push(chunk.clone().into_owned());
        self.waiting_bytes += bytes;
        self.logged += bytes;
    }

    /// Writes the buffered chunks, and returns the revision of the message. After a temporary error, call it again:
    /// nothing is written twice.
    ///
    /// If nothing was written for a third of the [lease](Robots::with_draft_lease), it renews the lease.
    ///
    /// # Errors
    /// [`Conflict::StaleRevision`] if somebody else took the draft over or finished it; [`Error::NotFound`] if the
    /// message or its session was deleted.
    pub async fn flush(&mut self) -> Result<Revision> {
        let silent = self.renew_after().is_some_and(|after| self.silence() >= after);
        if self.message.draft && !self.holds_back() && silent {
            self.in_flight = Some(ChunkLog::default());
        }
        loop {
            if self.in_flight.is_none() {
                if self.waiting.is_empty() {
                    return Ok(self.message.revision);
                }
                self.in_flight = Some(ChunkLog::new(&self.waiting));
                self.waiting.clear();
                self.waiting_bytes = 0;
            }
            let Some(chunks) = self.in_flight.clone() else { return Ok(self.message.revision) };
            self.flushed_at = now();
            self.message.revision = self.update(MessageChange::Grow(chunks), Vec::new()).await?;
            self.in_flight = None;
            self.asks &= !self.waiting.is_empty();
        }
    }

    /// Drops the parts of the current step, so that the model can repeat it: pushes a `reset-step` chunk. Call it after
    /// [`Resumed`](super::drafts::Begun::Resumed) if your model cannot continue where the earlier writer stopped;
    /// otherwise the text would be there twice. The tool calls of the step, and their outputs, are dropped too.
    ///
    /// # Errors
    /// Those of [`push`](Self::push).
    pub async fn restart_step(&mut self) -> Result<()> {
        self.push(&Chunk::ResetStep {}).await
    }

    /// Flushes, completes the message, and returns it. It records how the message [ended](Ended): with the stream's
    /// reason, `stop` if the stream gave none, or its error. A second call returns the same message.
    ///
    /// # Errors
    /// Those of [`flush`](Self::flush); [`Conflict::DecisionsWaiting`] if tool calls of a draft outside a turn were
    /// decided meanwhile. After a temporary error, call it again.
    pub async fn finish(&mut self) -> Result<Message> {
        if self.message.draft {
            if self.holds_back() {
                // So that followers get the end of the answer as chunks, and not only in the whole message.
                self.flush().await?;
            }
            self.complete().await?;
        }
        self.robots.show(self.message.clone()).await
    }

    /// Completes the message with what was pushed.
    async fn complete(&mut self) -> Result<()> {
        let mut decisions = Vec::new();
        for tries_left in (0..COMPLETIONS).rev() {
            let annotations = Annotations { ended: Some(self.ended()), ..self.message.annotations.clone() };
            let (mut parts, metadata) = (self.assembler.parts(), self.assembler.metadata().cloned());
            // Its files were lifted when they came, unless another version of the host has written the draft. They are
            // touched again: the answer may have taken long.
            if let Some(lifted) = self.robots.lifted(&parts).await? {
                parts = lifted;
            }
            let message = Message { parts, metadata, annotations, draft: false, ..self.message.clone() };
            let document = Document::new(&message)?;
            let annotations = self.robots.annotate(&document, message.annotations.clone())?;
            let change = MessageChange::Complete { document, annotations };
            match (self.update(change, decisions.clone()).await, &self.run) {
                (Err(Error::Conflict(Conflict::DecisionsWaiting)), Some(run)) if tries_left > 0 => {
                    decisions = run.take_decisions(self.message.id, &mut self.assembler).await?;
                }
                (revision, _) => {
                    self.message = Message { revision: revision?, ..message };
                    break;
                }
            }
        }
        Ok(())
    }

    /// Ends a message that another wrote where it is, in one step.
    pub(super) async fn end_for_another(mut self) -> Result<Message> {
        if self.end().is_none() {
            self.assembler.push(&Chunk::Abort { reason: None })?;
        }
        self.complete().await?;
        self.robots.show(self.message.clone()).await
    }

    /// Flushes and completes the message, like one that was stopped in the AI SDK: unfinished texts and calls stay as
    /// they are. It records that the message [ended](Ended) as `aborted`.
    ///
    /// # Errors
    /// Those of [`flush`](Self::flush).
    pub async fn abort(&mut self) -> Result<Message> {
        if self.message.draft && !matches!(self.end(), Some(End::Aborted(_))) {
            let chunk = Chunk::Abort { reason: None };
            self.assembler.push(&chunk)?;
            self.hold_back(&chunk);
        }
        self.finish().await
    }

    fn ended(&self) -> Ended {
        match self.assembler.end() {
            Some(End::Finished(Some(reason))) => Ended::new(reason.as_str()),
            Some(End::Aborted(_)) => Ended::new("aborted"),
            Some(End::Failed(error)) => Ended::error(error.as_str()),
            Some(End::Finished(None)) | None => Ended::new("stop"),
        }
    }

    async fn update(&self, change: MessageChange, decisions: Vec<CallRequestId>) -> Result<Revision> {
        let update = MessageUpdate { base: self.message.revision, change };
        let (session, id) = (self.session, self.message.id);
        if let Some(run) = &self.run {
            // A piece that was sent before may not have the call that asks.
            let asking = (self.asks && self.waiting.is_empty()).then(|| self.parts());
            return run.update(id, update, asking.as_ref(), decisions).await;
        }
        let revision = self.robots.sessions.update_message(session, id, &update, self.robots.write()).await?;
        self.robots.announce_at(session, revision);
        Ok(revision)
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        let in_flight = self.in_flight.as_ref().map_or(0, |chunks| chunks.as_str().len());
        let bytes = self.waiting_bytes + in_flight;
        if self.message.draft && bytes > 0 {
            let (session, message) = (self.session, self.message.id);
            tracing::warn!(%session, %message, bytes, "a draft was dropped with chunks that were not flushed");
        }
    }
}

fn has_metadata(chunk: &Chunk<'_>) -> bool {
    match chunk {
        Chunk::Start { message_metadata, .. } | Chunk::Finish { message_metadata, .. } => {
            message_metadata.is_some()
        }
        chunk => matches!(chunk, Chunk::MessageMetadata { .. }),
    }
}

/// Returns by how much a delta lets a message grow.
fn growth(chunk: &Chunk<'_>) -> Option<usize> {
    match chunk {
        Chunk::TextDelta { delta, provider_metadata: None, .. }
        | Chunk::ReasoningDelta { delta, provider_metadata: None, .. } => Some(delta.as_escaped().len()),
        // It is there as text, and as the value that the text makes so far.
        Chunk::ToolInputDelta { input_text_delta: delta, .. } => Some(2 * delta.as_escaped().len()),
        _ => None,
    }
}

/// Returns whether a chunk leaves nothing of the one before it: progress that is sent again and again is stored once
/// a flush.
fn replaces(chunk: &Chunk<'_>, before: &Chunk<'_>) -> bool {
    match (chunk, before) {
        (
            Chunk::Data { name, id: Some(id), extra, .. },
            Chunk::Data { name: same_name, id: Some(same_id), extra: same_extra, .. },
        ) => name == same_name && id == same_id && extra == same_extra,
        (
            Chunk::ToolOutputAvailable {
                tool_call_id,
                provider_executed,
                provider_metadata,
                tool_metadata,
                dynamic,
                ..
            },
            Chunk::ToolOutputAvailable {
                tool_call_id: same_id,
                provider_executed: same_executed,
                provider_metadata: same_provider,
                tool_metadata: same_tool,
                dynamic: same_dynamic,
                preliminary: Some(true),
                ..
            },
        ) => {
            tool_call_id == same_id
                && provider_executed == same_executed
                && provider_metadata == same_provider
                && tool_metadata == same_tool
                && dynamic == same_dynamic
        }
        _ => false,
    }
}
