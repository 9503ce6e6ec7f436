//! [`SessionRepository`]: how sessions, their messages and their drafts are stored.

use std::{fmt, ops::Deref, sync::Arc};

use async_trait::async_trait;

use super::{ChangeLimit, Changes, Write};
use crate::{
    model::{
        error::{Conflict, Damaged, Error, Result},
        id::{AccountId, MessageId, SessionId, WorkspaceInstanceId},
        json::Json,
        message::{Annotations, Document, Message, WindowRequest},
        offset::{Offset, Revision, Sequence},
        page::{Page, PageRequest},
        robot::RobotKey,
        session::{SessionChange, SessionDetails, SessionFilter, SessionRef},
        time::Timestamp,
    },
    stream::ChunkLog,
};

/// A session as it is created, without messages. It has all fields of its [`SessionRef`]: `record.name`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SessionRecord {
    /// What lists will show of it. It is not deleted, and `updated_at` begins as `created_at`.
    pub reference: SessionRef<AccountId>,
    /// The robot that answers first.
    pub active_robot: Option<RobotKey>,
    /// The workspace instance that is mounted.
    pub active_instance: Option<WorkspaceInstanceId>,
}

impl SessionRecord {
    /// Describes a session with nothing but these.
    pub fn new(id: SessionId, created_at: Timestamp, name: impl Into<String>, created_by: AccountId) -> Self {
        let reference = SessionRef::new(id, created_at, name, created_by);
        Self { reference, active_robot: None, active_instance: None }
    }
}

impl Deref for SessionRecord {
    type Target = SessionRef<AccountId>;

    fn deref(&self) -> &SessionRef<AccountId> {
        &self.reference
    }
}

/// A session without its messages, as it is at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionState {
    /// What lists show of it.
    pub reference: SessionRef<AccountId>,
    /// Its offset and revision; where to follow it from; and its active robot and mounted instance, each only if it
    /// was not deleted. A robot that the store never saw is active.
    ///
    /// `follow_from` is the offset before the earliest beginning of an open draft, or the session's offset if no
    /// draft is open.
    pub details: SessionDetails,
}

/// A session with a window of its messages, all as they were at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SessionWindow {
    /// The session.
    pub state: SessionState,
    /// The messages of the window, oldest first. Deleted ones are left out.
    pub messages: Vec<MessageRecord>,
    /// The oldest message of the window if there are older ones.
    pub next_before: Option<MessageId>,
    /// The newest message of the window if there are newer ones.
    pub next_after: Option<MessageId>,
    /// The messages of the window that do not decode.
    pub damaged: Vec<Damaged>,
}

impl SessionWindow {
    /// Makes a window of messages, oldest first.
    #[must_use]
    pub fn new(state: SessionState, messages: Vec<MessageRecord>) -> Self {
        Self { state, messages, next_before: None, next_after: None, damaged: Vec::new() }
    }
}

/// A message as it is stored: its document, and what stands beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MessageRecord {
    /// Its id.
    pub id: MessageId,
    /// The offset at which it was appended: its position, for ever.
    pub sequence: Sequence,
    /// The offset of its last change; that of its sequence if it never changed.
    pub revision: Revision,
    /// The member who made it.
    pub author: Option<AccountId>,
    /// The message; if it is a draft, as it was when the draft began.
    pub document: Document,
    /// What is said of the message and is not part of it: an object with the fields that are spliced in behind
    /// the document (`client_id`, `ended` …).
    pub annotations: Option<Json<'static>>,
    /// How it grew, if it is a draft.
    pub draft: Option<OpenDraft>,
}

impl MessageRecord {
    /// Describes a message that was appended at `sequence` and never changed.
    #[must_use]
    pub fn new(id: MessageId, sequence: Sequence, author: Option<AccountId>, document: Document) -> Self {
        let revision = sequence.into();
        Self { id, sequence, revision, author, document, annotations: None, draft: None }
    }
}

impl MessageRecord {
    /// Reads the message as it is now, with all by what its draft grew.
    ///
    /// # Errors
    /// [`Error::Internal`] if the stored text was damaged.
    pub fn decode(&self) -> Result<Message<AccountId>> {
        let mut annotations = Annotations::from_json(self.annotations.as_ref())?;
        if self.draft.is_some() {
            // How it ended before somebody went on with it says nothing any more.
            annotations.ended = None;
        }
        let message = Message {
            sequence: Some(self.sequence),
            revision: self.revision,
            author: self.author,
            annotations,
            draft: self.draft.is_some(),
            ..self.document.decode()?
        };
        match &self.draft {
            Some(draft) if !draft.chunks.is_empty() => {
                let assembler = draft.chunks.fold(&message);
                let metadata = assembler.metadata().cloned();
                Ok(Message { parts: assembler.parts(), metadata, ..message })
            }
            _ => Ok(message),
        }
    }
}

/// A draft that is open: the message is being written.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OpenDraft {
    /// The offset at which it began.
    pub began: Offset,
    /// When it grew last, or began.
    pub grown_at: Timestamp,
    /// The account in whose name it is written.
    pub writer: AccountId,
    /// All by what it grew.
    pub chunks: ChunkLog,
}

impl OpenDraft {
    /// Describes a draft that has not grown yet.
    #[must_use]
    pub fn new(began: Offset, grown_at: Timestamp, writer: AccountId) -> Self {
        Self { began, grown_at, writer, chunks: ChunkLog::default() }
    }
}

/// Messages to append together: all of them or none.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MessageBatch {
    /// The messages in their order, at least one.
    pub messages: Vec<NewRecord>,
    /// What makes a second try recognisable.
    pub idempotency: Option<Idempotency>,
    /// The account in whose name they are written on, if they are drafts.
    pub draft: Option<AccountId>,
}

impl MessageBatch {
    /// Appends complete messages, without an idempotency key.
    #[must_use]
    pub fn new(messages: Vec<NewRecord>) -> Self {
        Self { messages, idempotency: None, draft: None }
    }
}

/// A message to append.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NewRecord {
    /// Its id.
    pub id: MessageId,
    /// The member who made it.
    pub author: Option<AccountId>,
    /// The message.
    pub document: Document,
    /// What is said of it beside the document; see [`MessageRecord::annotations`].
    pub annotations: Option<Json<'static>>,
    /// The id that a client gave it, if that is no [`MessageId`]. Of two messages of a session, only one has it.
    pub client_id: Option<String>,
}

impl NewRecord {
    /// Describes a message without annotations.
    #[must_use]
    pub fn new(id: MessageId, author: Option<AccountId>, document: Document) -> Self {
        Self { id, author, document, annotations: None, client_id: None }
    }
}

/// What makes the second try of an append recognisable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Idempotency {
    /// The caller's key. It belongs to the session: another session may use the same. `None`: the
    /// [client id](NewRecord::client_id) of the first message is the key.
    pub key: Option<String>,
    /// A hash of all that the caller appended, and of who did, as text. To be kept and compared, no more: two
    /// batches with one fingerprint are the same, and have as many messages.
    pub fingerprint: String,
}

/// What became of a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Appended {
    /// The messages as they are stored, in their order.
    pub messages: Vec<MessageRecord>,
    /// Whether they were stored by an earlier try with the same key, and nothing was stored now.
    pub replayed: bool,
}

impl Appended {
    /// Describes messages that were stored now, or by an earlier try.
    #[must_use]
    pub fn new(messages: Vec<MessageRecord>, replayed: bool) -> Self {
        Self { messages, replayed }
    }
}

/// A change of one message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageUpdate {
    /// The revision that the writer saw.
    pub base: Revision,
    /// What changes.
    pub change: MessageChange,
}

/// What changes of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MessageChange {
    /// A draft begins on a message that is complete, or an open one is taken over: earlier writers get
    /// [`Conflict::StaleRevision`] from here on.
    Open {
        /// The account in whose name it is written.
        writer: AccountId,
    },
    /// The open draft grows by these chunks. Costs what they cost, however long the message is.
    Grow(ChunkLog),
    /// The message is complete, and this is all of it: the open draft ends, or a complete message is edited.
    Complete {
        /// The message.
        document: Document,
        /// What is said of it beside the document from now; see [`MessageRecord::annotations`].
        annotations: Option<Json<'static>>,
    },
    /// The message is deleted for good: its document and its drafts are erased, and its idempotency key and client
    /// id are free again. Its id stays taken, and stays a valid cursor.
    Delete,
}

impl MessageUpdate {
    /// Decides whether to make the change on a message with the revision `current`: `Ok(false)` if it was made
    /// already. `repeated` reports whether the last change of the message had this base and this content; it is
    /// asked only if the writer is behind. Taking over a draft is never a repetition: two who do it want two
    /// different things.
    ///
    /// # Errors
    /// [`Conflict::StaleRevision`] if the writer saw another revision; [`Conflict::NotADraft`] if what is complete
    /// shall grow.
    pub fn applies(
        &self,
        current: Revision,
        draft: bool,
        repeated: impl FnOnce() -> Result<bool>,
    ) -> Result<bool> {
        if self.base == current {
            return match self.change {
                MessageChange::Grow(_) if !draft => Err(Error::Conflict(Conflict::NotADraft)),
                _ => Ok(true),
            };
        }
        if !matches!(self.change, MessageChange::Open { .. }) && self.base < current && repeated()? {
            return Ok(false);
        }
        Err(Error::Conflict(Conflict::StaleRevision { seen: self.base, current }))
    }
}

/// Which open drafts to list: all of them by default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct DraftFilter {
    /// Only those of this session.
    pub session: Option<SessionId>,
    /// Only those that grew last before this time.
    pub grown_before: Option<Timestamp>,
    /// Only those behind this one, in the order of the list.
    pub after: Option<DraftCursor>,
}

/// Where a list of open drafts goes on: behind the draft that grew last at this time, in this session, and began at
/// this offset. Drafts are listed in this order, ascending.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DraftCursor {
    /// When it grew last.
    pub grown_at: Timestamp,
    /// Its session.
    pub session: SessionId,
    /// The offset at which it began.
    pub began: Offset,
}

/// An open draft, without what it says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DraftRef {
    /// Its session.
    pub session: SessionId,
    /// Its message.
    pub message: MessageId,
    /// The position of the message.
    pub sequence: Sequence,
    /// The offset at which it began.
    pub began: Offset,
    /// The offset of its last growth, or of its beginning.
    pub revision: Revision,
    /// When it grew last, or began.
    pub grown_at: Timestamp,
    /// The account in whose name it is written.
    pub writer: AccountId,
}

impl DraftRef {
    /// Describes an open draft by its place in lists and its message.
    #[must_use]
    pub fn new(
        place: DraftCursor,
        message: MessageId,
        sequence: Sequence,
        revision: Revision,
        writer: AccountId,
    ) -> Self {
        let DraftCursor { grown_at, session, began } = place;
        Self { session, message, sequence, began, revision, grown_at, writer }
    }

    /// Returns where the list goes on behind this draft.
    #[must_use]
    pub fn cursor(&self) -> DraftCursor {
        DraftCursor { grown_at: self.grown_at, session: self.session, began: self.began }
    }
}

/// What a model is told instead of the older messages of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// The position of the last message that it covers.
    pub covers: Sequence,
    /// What it says.
    pub text: String,
}

/// Stores sessions, their messages and their drafts.
///
/// # Contract
/// That of the [module](super). The messages of a session are ordered by their [`Sequence`].
///
/// A message is a draft if and only if a draft of it is open. Its pieces are kept for a while after it ended, so
/// that a reader who is a little behind gets the end of an answer as chunks: until a draft of its session begins
/// that is younger than its end by more than [`KEEP_PIECES`], or until the message is edited or deleted.
///
/// A session shows the robot and the instance that are active **as long as they exist**: one that was deleted is
/// not active any more, in every session at once, and no session's offset moves. So one store keeps all kinds of
/// resources, or can ask for the others.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait SessionRepository: fmt::Debug + Send + Sync + 'static {
    /// Creates a session without messages. Its `updated_at` is its `created_at`, and its offset and revision are 0.
    ///
    /// # Errors
    /// [`Error::AlreadyExists`] if the id is taken, by a deleted session too.
    async fn create_session(&self, session: &SessionRecord) -> Result<()>;

    /// Lists one page of the sessions that match `filter`, in the order that it names; equal times by id, descending.
    /// A page past the end is empty. A session is active last at its `updated_at`.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] about `page` if a numbered page by last activity is more than
    /// [`FAR`](crate::PageRequest::FAR) rows from both ends.
    async fn list_sessions(
        &self,
        filter: SessionFilter,
        page: PageRequest,
    ) -> Result<Page<SessionRef<AccountId>>>;

    /// Returns a session with a window of its messages, all as they were at one moment.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such session; [`Error::InvalidArgument`] about `before`, `after` or
    /// `around` if the cursor was never a message of it. A deleted message is a valid cursor.
    async fn find_session(&self, id: SessionId, window: WindowRequest) -> Result<SessionWindow>;

    /// Changes a session and moves its `updated_at`. Takes one offset, also if the change names nothing.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such session, or no such instance to mount.
    async fn update_session(&self, id: SessionId, change: &SessionChange, write: Write) -> Result<()>;

    /// Deletes a session; its messages are kept. Takes one offset, and moves `updated_at`.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such session.
    async fn delete_session(&self, id: SessionId, write: Write) -> Result<()>;

    /// Restores a deleted session with everything it had. Takes one offset and moves `updated_at`; of a session that
    /// is not deleted, does nothing.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there never was such a session.
    async fn restore_session(&self, id: SessionId, write: Write) -> Result<()>;

    /// Appends messages: each takes the next offset of the session as its sequence. Moves `updated_at`. Drafts begin
    /// at their sequences.
    ///
    /// With an idempotency key that the session has seen, it stores nothing and returns the messages of the first
    /// try, as they are now.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such session; [`Error::AlreadyExists`] if a message's id is taken in
    /// this session, by a deleted message too, or its client id by one that is not deleted;
    /// [`Conflict::IdempotencyKeyReused`] if the key was used with another fingerprint.
    async fn append_messages(
        &self,
        session: SessionId,
        batch: &MessageBatch,
        write: Write,
    ) -> Result<Appended>;

    /// Returns one message.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such session or message.
    async fn find_message(&self, session: SessionId, id: MessageId) -> Result<MessageRecord>;

    /// Changes a message, and returns the revision that it has now: the offset that the change took. A change that
    /// was made already ([`MessageUpdate::applies`]), takes no offset and returns the revision of then.
    ///
    /// Opening, completing and deleting a message moves the session's `updated_at`, and erases a summary that
    /// covers it; growing does neither. Completing a message that was a draft keeps its pieces for a while;
    /// completing one that was none erases the pieces of its earlier drafts.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such session or message; [`Error::Conflict`] as
    /// [`MessageUpdate::applies`] says.
    async fn update_message(
        &self,
        session: SessionId,
        id: MessageId,
        update: &MessageUpdate,
        write: Write,
    ) -> Result<Revision>;

    /// Returns what changed in a session after an offset. Its cost is what changed.
    ///
    /// - A complete message is one item at its revision, or at its sequence if it never changed; a deleted one is
    ///   one item at the offset of the deletion.
    /// - The session is one item at its revision.
    /// - A draft is one item at its beginning, with the message as it was then, and one for each piece by which it
    ///   grew, at the piece's offset; also after it ended, as long as its pieces are kept. The end is the item of
    ///   the complete message.
    ///
    /// This method answers for a deleted session too; its last item is then the deletion.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there never was such a session.
    async fn changes(&self, session: SessionId, after: Offset, limit: ChangeLimit) -> Result<Changes>;

    /// Lists open drafts of sessions that are not deleted, those that grew longest ago first, at most `limit`.
    ///
    /// # Errors
    /// Only those of the [module](super): a session that does not exist has no drafts.
    async fn open_drafts(&self, filter: DraftFilter, limit: u32) -> Result<Vec<DraftRef>>;

    /// Keeps a summary with its session, in place of the one that is there; not if that one covers more. Takes no
    /// offset, and leaves `updated_at`.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such session.
    async fn put_summary(&self, session: SessionId, summary: &Summary) -> Result<()>;

    /// Returns the summary that is kept with a session.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such session.
    async fn find_summary(&self, session: SessionId) -> Result<Option<Summary>>;
}

/// How long the pieces of a draft that ended are kept, in microseconds: until a draft of its session begins that is
/// younger than the end by more than this.
pub const KEEP_PIECES: i64 = 60_000_000;

/// A pointer to a repository is one too.
macro_rules! delegate {
    ($($pointer:ident),+) => {$(
        #[async_trait]
        #[deny(clippy::missing_trait_methods)]
        impl<T: SessionRepository + ?Sized> SessionRepository for $pointer<T> {
            async fn create_session(&self, session: &SessionRecord) -> Result<()> {
                (**self).create_session(session).await
            }
            async fn list_sessions(&self, filter: SessionFilter, page: PageRequest) -> Result<Page<SessionRef<AccountId>>> {
                (**self).list_sessions(filter, page).await
            }
            async fn find_session(&self, id: SessionId, window: WindowRequest) -> Result<SessionWindow> {
                (**self).find_session(id, window).await
            }
            async fn update_session(&self, id: SessionId, change: &SessionChange, write: Write) -> Result<()> {
                (**self).update_session(id, change, write).await
            }
            async fn delete_session(&self, id: SessionId, write: Write) -> Result<()> {
                (**self).delete_session(id, write).await
            }
            async fn restore_session(&self, id: SessionId, write: Write) -> Result<()> {
                (**self).restore_session(id, write).await
            }
            async fn append_messages(&self, session: SessionId, batch: &MessageBatch, write: Write) -> Result<Appended> {
                (**self).append_messages(session, batch, write).await
            }
            async fn find_message(&self, session: SessionId, id: MessageId) -> Result<MessageRecord> {
                (**self).find_message(session, id).await
            }
            async fn update_message(&self, session: SessionId, id: MessageId, update: &MessageUpdate, write: Write) -> Result<Revision> {
                (**self).update_message(session, id, update, write).await
            }
            async fn changes(&self, session: SessionId, after: Offset, limit: ChangeLimit) -> Result<Changes> {
                (**self).changes(session, after, limit).await
            }
            async fn open_drafts(&self, filter: DraftFilter, limit: u32) -> Result<Vec<DraftRef>> {
                (**self).open_drafts(filter, limit).await
            }
            async fn put_summary(&self, session: SessionId, summary: &Summary) -> Result<()> {
                (**self).put_summary(session, summary).await
            }
            async fn find_summary(&self, session: SessionId) -> Result<Option<Summary>> {
                (**self).find_summary(session).await
            }
        }
    )+};
}

delegate!(Arc, Box);
