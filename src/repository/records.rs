//! The values that a [`SessionRepository`](super::SessionRepository) reads and writes: sessions, messages and drafts as
//! they are stored.

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

/// A session to create, without messages. It dereferences to its [`SessionRef`]: `record.name`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SessionRecord {
    /// The fields that lists show. The session is not deleted, and `updated_at` equals `created_at`.
    pub reference: SessionRef<AccountId>,
    /// The robot that answers first.
    pub active_robot: Option<RobotKey>,
    /// The workspace instance that is mounted.
    pub active_instance: Option<WorkspaceInstanceId>,
    /// A hash of all arguments of the caller, if a repeated start is to be recognised. Store it, and return it from
    /// [`find_start`](super::SessionRepository::find_start).
    pub fingerprint: Option<String>,
}

/// A session that a sweep may erase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ErasableSession {
    /// Its id.
    pub id: SessionId,
    /// Who started it. `None` if its row does not decode.
    pub created_by: Option<AccountId>,
}

/// How a session was started: the information by which a repeated start is recognised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionStart {
    /// The fingerprint that it was created with.
    pub fingerprint: Option<String>,
    /// Whether it is deleted.
    pub deleted: bool,
}

impl SessionRecord {
    /// Creates the record of a session that has only these values.
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

/// A session without its messages, at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionState {
    /// The fields that lists show.
    pub reference: SessionRef<AccountId>,
    /// Its offset and revision, where to follow it from, and its active robot and mounted instance, each only if it is
    /// not deleted. A robot that was never stored (the host has it built in) counts as not deleted.
    ///
    /// `follow_from` is the offset before the beginning of the open draft that began first, or the session's offset if
    /// no draft is open.
    pub details: SessionDetails,
}

/// A session with a window of its messages, all read at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SessionWindow<M = Vec<MessageRecord>> {
    /// The session.
    pub state: SessionState,
    /// The messages of the window, oldest first. Deleted ones are left out.
    pub messages: M,
    /// The cursor of the older messages, if there are any: the oldest message of the window.
    pub next_before: Option<MessageId>,
    /// The cursor of the newer messages, if there are any: the newest message of the window.
    pub next_after: Option<MessageId>,
    /// The messages of the window whose rows do not decode.
    pub damaged: Vec<Damaged>,
}

impl<M> SessionWindow<M> {
    /// Creates a window that has all messages, oldest first.
    #[must_use]
    pub fn new(state: SessionState, messages: M) -> Self {
        Self { state, messages, next_before: None, next_after: None, damaged: Vec::new() }
    }
}

/// A message as it is stored: its document, and the values beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MessageRecord {
    /// Its id.
    pub id: MessageId,
    /// The offset at which it was appended. It never changes, and orders the messages of the session.
    pub sequence: Sequence,
    /// The offset of its last change; equal to its sequence if it never changed.
    pub revision: Revision,
    /// The member who wrote it, or on whose behalf a robot did.
    pub author: Option<AccountId>,
    /// The message. If a draft is open, the message as it was when the draft began.
    pub document: Document,
    /// Facts about the message that are not part of it: an object whose fields are added after those of the document
    /// when the message is served (`client_id`, `ended` …).
    pub annotations: Option<Json<'static>>,
    /// The open draft, if there is one.
    pub draft: Option<OpenDraft>,
}

impl MessageRecord {
    /// Creates the record of a message that was appended at `sequence` and never changed.
    #[must_use]
    pub fn new(id: MessageId, sequence: Sequence, author: Option<AccountId>, document: Document) -> Self {
        let revision = sequence.into();
        Self { id, sequence, revision, author, document, annotations: None, draft: None }
    }
}

impl MessageRecord {
    /// Parses the message, and applies all chunks of its draft.
    ///
    /// # Errors
    /// [`Error::Internal`] if the stored text does not decode.
    pub fn decode(&self) -> Result<Message<AccountId>> {
        self.complete(self.document.decode()?)
    }

    /// Adds to the message of the document what is stored beside it.
    pub(crate) fn complete(&self, message: Message<AccountId>) -> Result<Message<AccountId>> {
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
            ..message
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

/// An open draft: its message is being written.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct OpenDraft {
    /// The offset at which it began.
    pub began: Offset,
    /// The time of its last write: when it grew, was taken over, or began.
    pub grown_at: Timestamp,
    /// The account on whose behalf it is written.
    pub writer: AccountId,
    /// All its chunks so far.
    pub chunks: ChunkLog,
}

impl OpenDraft {
    /// Creates a draft that has not grown yet.
    #[must_use]
    pub fn new(began: Offset, grown_at: Timestamp, writer: AccountId) -> Self {
        Self { began, grown_at, writer, chunks: ChunkLog::default() }
    }
}

/// Messages to append together, all of them or none.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct MessageBatch {
    /// The messages in their order, at least one.
    pub messages: Vec<NewRecord>,
    /// The key and fingerprint by which a repeated append is recognised.
    pub idempotency: Option<Idempotency>,
    /// If the messages are drafts: the account on whose behalf they are written.
    pub draft: Option<AccountId>,
}

impl MessageBatch {
    /// Creates a batch of complete messages without an idempotency key.
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
    /// The member who wrote it, or on whose behalf a robot did.
    pub author: Option<AccountId>,
    /// The message.
    pub document: Document,
    /// Its annotations; see [`MessageRecord::annotations`].
    pub annotations: Option<Json<'static>>,
    /// The id that the client gave it, if it is not a [`MessageId`]. Unique among the messages of a session that are
    /// not deleted.
    pub client_id: Option<String>,
}

impl NewRecord {
    /// Creates a message without annotations.
    #[must_use]
    pub fn new(id: MessageId, author: Option<AccountId>, document: Document) -> Self {
        Self { id, author, document, annotations: None, client_id: None }
    }
}

/// The key and the fingerprint by which a repeated append is recognised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Idempotency {
    /// The caller's key. Sessions do not share keys. `None`: the [client id](NewRecord::client_id) of the first message
    /// is the key.
    pub key: Option<String>,
    /// A hash of everything that was appended, and of the account that did. Store it as text, and compare it: batches
    /// with equal fingerprints are equal, and have the same number of messages.
    pub fingerprint: String,
}

/// The result of a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Appended {
    /// The messages as they are stored, in the order of the batch.
    pub messages: Vec<MessageRecord>,
    /// Whether an earlier append with the same key had stored them, and this one stored nothing.
    pub replayed: bool,
}

impl Appended {
    /// Creates the result of a batch.
    #[must_use]
    pub fn new(messages: Vec<MessageRecord>, replayed: bool) -> Self {
        Self { messages, replayed }
    }
}

/// A change of one message, and the revision that it is based on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageUpdate {
    /// The revision that the writer has read.
    pub base: Revision,
    /// The change.
    pub change: MessageChange,
}

/// The kind of a change of a message, with its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MessageChange {
    /// Begins a draft on a complete message, or takes over the open draft: earlier writers then get
    /// [`Conflict::StaleRevision`].
    Open {
        /// The account on whose behalf the draft is written.
        writer: AccountId,
    },
    /// Adds chunks to the open draft. The cost depends on these chunks only, not on the length of the message.
    Grow(ChunkLog),
    /// Completes the open draft, or edits a complete message.
    Complete {
        /// The whole new message.
        document: Document,
        /// The annotations from now on; see [`MessageRecord::annotations`].
        annotations: Option<Json<'static>>,
    },
    /// Deletes the message for good: erases its document and drafts, and frees its idempotency key and client id. Its
    /// id cannot be used again, and stays a valid cursor.
    Delete,
}

impl MessageUpdate {
    /// Decides whether to make the change on a message whose revision is `current`; `Ok(false)` if it was made before.
    /// `draft` is whether the message has an open draft. `repeated` returns whether the last change of the message had
    /// this base and this content; it is only called if `base` is less than `current`. Taking over a draft is never a
    /// repetition: two writers that do it are two takeovers.
    ///
    /// # Errors
    /// [`Conflict::StaleRevision`] if `base` is not the current revision; [`Conflict::NotADraft`] if a complete message
    /// should grow.
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

/// Selects open drafts: all of them by default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct DraftFilter {
    /// Only those of this session.
    pub session: Option<SessionId>,
    /// Only those whose last write was before this time.
    pub grown_before: Option<Timestamp>,
    /// Only those after this cursor, in the order of the list.
    pub after: Option<DraftCursor>,
}

/// The cursor of a list of open drafts: the list continues after it. Drafts are ordered by these three fields,
/// ascending.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DraftCursor {
    /// The time of its last write.
    pub grown_at: Timestamp,
    /// Its session.
    pub session: SessionId,
    /// The offset at which the draft began.
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

/// An open draft in a list, without its content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct DraftRef {
    /// Its session.
    pub session: SessionId,
    /// Its message.
    pub message: MessageId,
    /// The sequence of the message.
    pub sequence: Sequence,
    /// The offset at which it began.
    pub began: Offset,
    /// The offset of its last write.
    pub revision: Revision,
    /// The time of its last write: when it grew, was taken over, or began.
    pub grown_at: Timestamp,
    /// The account on whose behalf it is written.
    pub writer: AccountId,
}

impl DraftRef {
    /// Creates an open draft from its cursor and its message.
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

    /// Returns the cursor of this draft, after which a list continues.
    #[must_use]
    pub fn cursor(&self) -> DraftCursor {
        DraftCursor { grown_at: self.grown_at, session: self.session, began: self.began }
    }
}

/// A list of open drafts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct DraftList {
    /// The drafts, in ascending order of their cursors.
    pub drafts: Vec<DraftRef>,
    /// The messages whose drafts do not decode: an operator must look at them.
    pub damaged: Vec<Damaged>,
    /// The cursor after which the list continues; there only if it may.
    pub next: Option<DraftCursor>,
}

impl DraftList {
    /// Creates a list of drafts without damaged ones, from at most `limit` rows. It may continue if there are as many.
    #[must_use]
    pub fn new(drafts: Vec<DraftRef>, limit: u32) -> Self {
        Self::of_rows(drafts.into_iter().map(|draft| (draft.cursor(), Ok(draft))).collect(), limit)
    }

    /// Creates a list from at most `limit` rows in order, each with its cursor if that can be read. It may continue if
    /// there are as many, damaged ones too.
    pub(crate) fn of_rows<C: Into<Option<DraftCursor>>>(
        rows: Vec<(C, Result<DraftRef, Damaged>)>,
        limit: u32,
    ) -> Self {
        let is_full = rows.len() >= limit as usize;
        let mut list = Self::default();
        for (cursor, row) in rows {
            let cursor: Option<DraftCursor> = cursor.into();
            list.next = cursor.or(list.next);
            match row {
                Ok(draft) => list.drafts.push(draft),
                Err(damaged) => list.damaged.push(damaged),
            }
        }
        Self { next: list.next.filter(|_| is_full), ..list }
    }
}

/// A summary: a text that replaces the older messages of a session in model input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// The sequence of the last message that it covers.
    pub covers: Sequence,
    /// Its text.
    pub text: String,
}

/// The minimum time for which the pieces of an ended draft are kept, in microseconds: one minute. The next draft of the
/// session that begins later than that removes them.
pub const KEEP_PIECES: i64 = 60_000_000;
