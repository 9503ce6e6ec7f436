//! What a store keeps of sessions, messages and drafts, and what it is given to write.

use std::{fmt, ops::Deref, str::FromStr};

use crate::{
    model::{
        error::{Conflict, Damaged, Error, Result},
        id::{AccountId, MessageId, SessionId, WorkspaceInstanceId},
        json::Json,
        message::{Annotations, Document, Message},
        offset::{Offset, Revision, Sequence},
        robot::RobotKey,
        session::{SessionDetails, SessionRef},
        time::Timestamp,
    },
    stream::ChunkLog,
};

/// A session as it is created, without messages. It has all fields of its [`SessionRef`]: `record.name`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SessionRecord {
    /// Its fields in lists. It is not deleted, and `updated_at` equals `created_at`.
    pub reference: SessionRef<AccountId>,
    /// The robot that answers first.
    pub active_robot: Option<RobotKey>,
    /// The workspace instance that is mounted.
    pub active_instance: Option<WorkspaceInstanceId>,
    /// A hash of everything that the caller started it with, if a second start is to be recognised. Store it, and
    /// return it from [`find_start`](super::SessionRepository::find_start).
    pub fingerprint: Option<String>,
}

/// A session that a sweep looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ErasableSession {
    /// Its id.
    pub id: SessionId,
    /// Who started it. `None` if its row does not decode.
    pub created_by: Option<AccountId>,
}

/// How a session was started, as far as a second start needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionStart {
    /// The fingerprint that it was created with.
    pub fingerprint: Option<String>,
    /// Whether it is deleted.
    pub deleted: bool,
}

impl SessionRecord {
    /// Describes a session with nothing but these.
    pub fn new(id: SessionId, created_at: Timestamp, name: impl Into<String>, created_by: AccountId) -> Self {
        let reference = SessionRef::new(id, created_at, name, created_by);
        Self { reference, active_robot: None, active_instance: None, fingerprint: None }
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
    /// Its fields in lists.
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
pub struct SessionWindow<M = Vec<MessageRecord>> {
    /// The session.
    pub state: SessionState,
    /// The messages of the window, oldest first. Deleted ones are left out.
    pub messages: M,
    /// The oldest message of the window if there are older ones.
    pub next_before: Option<MessageId>,
    /// The newest message of the window if there are newer ones.
    pub next_after: Option<MessageId>,
    /// The messages of the window that do not decode.
    pub damaged: Vec<Damaged>,
}

impl<M> SessionWindow<M> {
    /// Makes a window of messages, oldest first.
    #[must_use]
    pub fn new(state: SessionState, messages: M) -> Self {
        Self { state, messages, next_before: None, next_after: None, damaged: Vec::new() }
    }
}

/// A message as it is stored: its document, and the columns beside it.
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
    /// Facts about the message that are not part of it: an object whose fields are added after those of the document
    /// when it is served (`client_id`, `ended` …).
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
    /// Reads the message as it is now, with all chunks of its draft.
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
    /// When it was written last: it grew, was taken over, or began.
    pub grown_at: Timestamp,
    /// The account in whose name it is written.
    pub writer: AccountId,
    /// All its chunks so far.
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
    /// The key by which a second try is recognised, if there is one.
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
    /// Its annotations; see [`MessageRecord::annotations`].
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

/// The key and fingerprint by which the second try of an append is recognised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Idempotency {
    /// The caller's key. It belongs to the session: another session may use the same. `None`: the
    /// [client id](NewRecord::client_id) of the first message is the key.
    pub key: Option<String>,
    /// A hash of all that the caller appended, and of who did, as text. To be kept and compared, no more: two
    /// batches with one fingerprint are the same, and have as many messages.
    pub fingerprint: String,
}

/// The result of a batch.
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

/// A change of a message.
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
    /// Decides whether to make the change on a message with the revision `current`: `Ok(false)` if it was made before.
    /// `repeated` reports whether the last change of the message had this base and this content; it is only called if
    /// the writer is behind. Taking over a draft is never a repetition: two writers that do it are two takeovers.
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
    /// Only those after this one, in the order of the list.
    pub after: Option<DraftCursor>,
}

/// The position after which a list of open drafts continues: the time at which a draft was last written, its session,
/// and the offset at which it began. Drafts are listed in this order, ascending.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DraftCursor {
    /// When it grew last.
    pub grown_at: Timestamp,
    /// Its session.
    pub session: SessionId,
    /// The offset at which it began.
    pub began: Offset,
}

impl fmt::Display for DraftCursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (grown_at, began) = (self.grown_at.as_micros().cast_unsigned(), self.began.get());
        write!(f, "{grown_at:016x}{began:016x}{}", self.session)
    }
}

impl FromStr for DraftCursor {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let refused = || Error::invalid_argument("cursor", "must be the cursor of an earlier page");
        let number = |from: usize| {
            let digits =
                text.get(from..from + 16).filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()));
            digits.and_then(|digits| u64::from_str_radix(digits, 16).ok()).ok_or_else(refused)
        };
        let grown_at = Timestamp::from_micros(number(0)?.cast_signed()).map_err(|_| refused())?;
        let session = text.get(32..).unwrap_or_default().parse().map_err(|_| refused())?;
        Ok(Self { grown_at, session, began: Offset::new(number(16)?) })
    }
}

/// An open draft, without its content.
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
    /// When it was written last: it grew, was taken over, or began.
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

    /// Returns the position of this draft, after which a list can continue.
    #[must_use]
    pub fn cursor(&self) -> DraftCursor {
        DraftCursor { grown_at: self.grown_at, session: self.session, began: self.began }
    }
}

/// Open drafts, in the order of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct DraftList {
    /// The drafts.
    pub drafts: Vec<DraftRef>,
    /// The messages whose drafts do not decode. An operator must look.
    pub damaged: Vec<Damaged>,
}

impl DraftList {
    /// Makes a list of drafts that all decode.
    #[must_use]
    pub const fn new(drafts: Vec<DraftRef>) -> Self {
        Self { drafts, damaged: Vec::new() }
    }
}

/// A text that stands in for the older messages of a session in model input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// The position of the last message that it covers.
    pub covers: Sequence,
    /// Its text.
    pub text: String,
}

/// How long the pieces of an ended draft are kept at least, in microseconds: the first draft of the session that
/// begins later than that removes them.
pub const KEEP_PIECES: i64 = 60_000_000;
