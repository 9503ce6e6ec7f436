//! [`TranscriptRepository`]: reads and writes whole sessions as they are stored.

use std::{collections::BTreeMap, fmt, sync::Arc};

use async_trait::async_trait;

use super::{
    turns::{TurnNews, TurnRecord},
    write::Write,
};
use crate::model::{
    call_request::CallRequest,
    error::{Damaged, Result},
    id::{AccountId, MessageId, SessionId, WorkspaceInstanceId},
    json::Json,
    message::Document,
    offset::{Generation, Offset, Revision, Sequence},
    origin::{Imported, Origin},
    robot::RobotKey,
    session::SessionRef,
};

/// Reads and writes whole sessions as they are stored, for forks, exports and imports. Not every store has this
/// capability.
///
/// # Contract
/// Every method is atomic, and the other rules of the [module](super) hold too. Reading and writing work on parts of a
/// session, so a session of any length is copied in bounded memory.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait TranscriptRepository: fmt::Debug + Send + Sync + 'static {
    /// Reads the next part of a session: the messages up to the cursor that changed since it was made, in the order of
    /// their changes; then those after it, oldest first; at most `limit` of each, also deleted ones. `up_to` is the
    /// last message to read; `None` reads all.
    ///
    /// A message that was never complete is left out. A message with an open draft is read as it was before that draft.
    ///
    /// A reader keeps the last state of each message by its sequence. When [`next`](TranscriptPart::next) is `None`,
    /// these states and the head of the last part are the session at one moment, that of the last part.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is no such session.
    async fn read_transcript(
        &self,
        session: SessionId,
        cursor: TranscriptCursor,
        up_to: Option<Sequence>,
        limit: u32,
    ) -> Result<TranscriptPart>;

    /// Writes a part of a session that was created elsewhere: its head, and messages with their sequences and
    /// revisions. A message replaces what an earlier part wrote at its sequence.
    ///
    /// The first part of an attempt has no [fence](Write::fence); the later parts have the generation that the first
    /// one returned. A later attempt takes over the session, and replaces what the earlier one wrote. Returns `None`,
    /// and writes nothing, if the session was published with this fingerprint before.
    ///
    /// Until a part [publishes](NewTranscript::publish) it, the session does not exist for any other method, as if
    /// deleted, and cannot be restored. Publishing makes it visible with the head of that part. A repeated write finds
    /// it by its [fingerprint](NewTranscript::fingerprint). Client ids in annotations count as used; no message has an
    /// idempotency key.
    ///
    /// # Errors
    /// [`Error::AlreadyExists`](crate::Error::AlreadyExists) if the session's id is in use with another fingerprint, or
    /// the id or client id of a message by another message of the session;
    /// [`Conflict::Fenced`](crate::Conflict::Fenced) if another attempt has taken over the session.
    async fn write_transcript(&self, part: &NewTranscript, write: Write) -> Result<Option<Generation>>;

    /// Imports a session with everything that belongs to it, in one call, if [`WholeSession::outcome`] allows it. A dry
    /// run writes nothing, and returns the same result. The session is visible at once. Messages get no idempotency
    /// keys and keep their sequences, and followers are not notified.
    ///
    /// The store keeps the ids of all imported sessions for ever, also after an erasure. The
    /// [fingerprint](super::SessionStart) of the start is [`WholeSession::start`].
    ///
    /// # Errors
    /// [`Error::AlreadyExists`](crate::Error::AlreadyExists) if two messages of it share an id, a client id or a
    /// sequence, or if the same session is being imported by another call.
    async fn import_session(&self, session: &WholeSession, dry_run: bool) -> Result<ImportOutcome>;
}

/// A session as it is stored, without its messages.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TranscriptHead {
    /// The fields that lists show. The session is not deleted.
    pub reference: SessionRef<AccountId>,
    /// The active robot, also if it was deleted.
    pub active_robot: Option<RobotKey>,
    /// The mounted instance, also if it was deleted.
    pub active_instance: Option<WorkspaceInstanceId>,
    /// The offset of the last change of the session or of anything in it.
    pub offset: Offset,
    /// The offset of the last change of the session itself.
    pub revision: Revision,
    /// The session that it was forked from, if it was.
    pub origin: Option<Origin>,
    /// Who imported it, and when, if it was imported.
    pub imported: Option<Imported>,
}

impl TranscriptHead {
    /// Creates the head of a session that has only these values.
    #[must_use]
    pub fn new(reference: SessionRef<AccountId>, offset: Offset, revision: Revision) -> Self {
        let (active_robot, active_instance, origin, imported) = (None, None, None, None);
        Self { reference, active_robot, active_instance, offset, revision, origin, imported }
    }
}

/// A message as it is stored. Of a deleted one, only the ids.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TranscriptEntry {
    /// Its id.
    pub id: MessageId,
    /// Its sequence.
    pub sequence: Sequence,
    /// The offset of its last change; equal to its sequence if it never changed.
    pub revision: Revision,
    /// Its content. `None` if it is deleted.
    pub content: Option<TranscriptContent>,
}

impl TranscriptEntry {
    /// Creates the entry of a deleted message.
    #[must_use]
    pub const fn deleted(id: MessageId, sequence: Sequence, revision: Revision) -> Self {
        Self { id, sequence, revision, content: None }
    }

    /// Creates the entry of a message.
    #[must_use]
    pub const fn new(
        id: MessageId,
        sequence: Sequence,
        revision: Revision,
        content: TranscriptContent,
    ) -> Self {
        Self { id, sequence, revision, content: Some(content) }
    }

    /// Returns its revision if it differs from its sequence.
    pub(crate) fn revised(&self) -> Option<Revision> {
        Some(self.revision).filter(|revision| *revision != self.sequence.into())
    }
}

/// The content of a message, and the values beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TranscriptContent {
    /// The member who wrote it, or on whose behalf a robot did.
    pub author: Option<AccountId>,
    /// The message.
    pub document: Document,
    /// Its annotations; see [`MessageRecord::annotations`](super::MessageRecord::annotations).
    pub annotations: Option<Json<'static>>,
}

/// The progress of a reader of a transcript.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TranscriptCursor {
    /// The sequence up to which the reader has read the messages.
    pub read: Offset,
    /// The offset of the session at which they were read, at the earliest.
    pub seen: Offset,
}

/// One part of a session that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TranscriptPart {
    /// The session without its messages, at the moment of this read.
    pub head: TranscriptHead,
    /// The messages of this part.
    pub entries: Vec<TranscriptEntry>,
    /// The messages that do not decode.
    pub damaged: Vec<Damaged>,
    /// The cursor of the next part; `None` after the last one.
    pub next: Option<TranscriptCursor>,
}

impl TranscriptPart {
    /// Creates a part from the rows that were read after `cursor` at one moment: `changed`, the messages up to the
    /// cursor that changed since, with the offsets of their changes and in their order; and `behind`, the messages
    /// after the cursor, in the order of their sequences. Each has at most `limit` rows.
    #[must_use]
    pub fn new(
        head: TranscriptHead,
        cursor: TranscriptCursor,
        limit: u32,
        changed: Vec<(Offset, Result<TranscriptEntry, Damaged>)>,
        behind: Vec<(Offset, Result<TranscriptEntry, Damaged>)>,
    ) -> Self {
        let is_cut = |rows: &[_]| rows.len() >= limit as usize;
        let last = |rows: &[(Offset, _)]| rows.last().map(|(offset, _)| *offset);
        let (more_changed, more_behind) = (is_cut(&changed), is_cut(&behind));
        let seen = last(&changed).filter(|_| more_changed).unwrap_or(head.offset);
        let read = last(&behind).unwrap_or(cursor.read);
        let next = (more_changed || more_behind).then_some(TranscriptCursor { read, seen });
        let mut part = Self { head, entries: Vec::new(), damaged: Vec::new(), next };
        for (_, row) in changed.into_iter().chain(behind) {
            match row {
                Ok(entry) => part.entries.push(entry),
                Err(damaged) => part.damaged.push(damaged),
            }
        }
        part
    }
}

/// One part of a session to write.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NewTranscript {
    /// The session. Parts can have different heads: that of the part that publishes it is stored.
    pub head: TranscriptHead,
    /// The fingerprint by which a repeated write is recognised.
    pub fingerprint: String,
    /// The messages.
    pub entries: Vec<TranscriptEntry>,
    /// Whether this is the last part, which makes the session visible.
    pub publish: bool,
}

impl NewTranscript {
    /// Creates a part that does not publish the session.
    #[must_use]
    pub fn new(head: TranscriptHead, fingerprint: impl Into<String>, entries: Vec<TranscriptEntry>) -> Self {
        Self { head, fingerprint: fingerprint.into(), entries, publish: false }
    }

    /// Makes this the part that publishes the session.
    #[must_use]
    pub fn publish(self) -> Self {
        Self { publish: true, ..self }
    }
}

/// A session to import, with everything that belongs to it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct WholeSession {
    /// The session.
    pub head: TranscriptHead,
    /// A hash of everything here except [`seen`](Self::seen). Not empty, and without `@`.
    pub fingerprint: String,
    /// The messages; of deleted ones, only the ids.
    pub entries: Vec<TranscriptEntry>,
    /// The turns of the session.
    pub turns: Vec<TurnRecord>,
    /// The requests of its tool calls.
    pub requests: Vec<CallRequest<AccountId>>,
    /// The changes of its turns for followers, each at an offset at which no message changed.
    pub news: Vec<(Offset, TurnNews)>,
    /// Ids that no message has but that are valid cursors, each with its sequence.
    pub aliases: Vec<(MessageId, Sequence)>,
    /// The read marks: for each account, the offset up to which it has read. A mark never decreases.
    pub seen: Vec<(AccountId, Offset)>,
}

/// The result of importing one session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ImportOutcome {
    /// The session did not exist, and is created.
    New,
    /// The same content was imported before: only read marks are written.
    Same,
    /// Other content was imported before, and did not change since: the session is replaced. Later read marks stay.
    Replaced,
    /// It was imported before and was changed since, or is held: nothing is written.
    Changed,
    /// It was imported before and was deleted or erased since: nothing is written.
    Gone,
    /// The id belongs to a session that was not imported: nothing is written.
    IdTaken,
}

/// The stored session that has the id of a session to import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExistingSession {
    /// Whether it is being written in parts, and is not published yet.
    pub hidden: bool,
    /// Whether it is deleted.
    pub deleted: bool,
    /// Whether it is held.
    pub held: bool,
    /// The fingerprint that it was started with.
    pub fingerprint: Option<String>,
    /// The offset of the last change of the session or of anything in it.
    pub offset: Offset,
}

impl WholeSession {
    /// Creates a session that has only these values.
    pub fn new(head: TranscriptHead, fingerprint: impl Into<String>, entries: Vec<TranscriptEntry>) -> Self {
        let (turns, requests, news) = (Vec::new(), Vec::new(), Vec::new());
        let (aliases, seen) = (Vec::new(), Vec::new());
        Self { head, fingerprint: fingerprint.into(), entries, turns, requests, news, aliases, seen }
    }

    /// Returns the fingerprint of the session's start: [`fingerprint`](Self::fingerprint), `@`, and the offset.
    #[must_use]
    pub fn start(&self) -> String {
        format!("{}@{}", self.fingerprint, self.head.offset)
    }

    /// Returns the read marks to store: for each account the later of its mark in `there` and the imported one, at most
    /// the session's offset.
    pub(crate) fn marks<K: Ord>(
        &self,
        there: impl IntoIterator<Item = (K, Offset)>,
        key: impl Fn(AccountId) -> K,
    ) -> BTreeMap<K, Offset> {
        let mut marks = BTreeMap::new();
        let imported = self.seen.iter().map(|(account, seen)| (key(*account), *seen));
        for (account, seen) in there.into_iter().chain(imported) {
            let mark: &mut Offset = marks.entry(account).or_default();
            *mark = seen.max(*mark).min(self.head.offset);
        }
        marks
    }

    /// Decides how to import it. `there` is the stored session with its id, and `known` is whether a session with its
    /// id was imported before.
    #[must_use]
    pub fn outcome(&self, there: Option<&ExistingSession>, known: bool) -> ImportOutcome {
        let Some(there) = there else { return if known { ImportOutcome::Gone } else { ImportOutcome::New } };
        let start = there.fingerprint.as_deref().and_then(|start| start.rsplit_once('@'));
        let Some((fingerprint, offset)) = start.filter(|_| known && !there.hidden) else {
            return ImportOutcome::IdTaken;
        };
        if there.deleted {
            ImportOutcome::Gone
        } else if offset != there.offset.to_string() || there.held {
            ImportOutcome::Changed
        } else if fingerprint == self.fingerprint {
            ImportOutcome::Same
        } else {
            ImportOutcome::Replaced
        }
    }
}

impl ImportOutcome {
    /// Returns whether the session is created or replaced.
    #[must_use]
    pub const fn writes(self) -> bool {
        matches!(self, Self::New | Self::Replaced)
    }

    /// Returns the name: `new`, `same`, `replaced`, `changed`, `gone` or `id-taken`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Same => "same",
            Self::Replaced => "replaced",
            Self::Changed => "changed",
            Self::Gone => "gone",
            Self::IdTaken => "id-taken",
        }
    }
}

/// Implements the trait for smart pointers to a repository.
macro_rules! delegate {
    ($($pointer:ident),+) => {$(
        #[async_trait]
        #[deny(clippy::missing_trait_methods)]
        impl<T: TranscriptRepository + ?Sized> TranscriptRepository for $pointer<T> {
            async fn read_transcript(
                &self,
                session: SessionId,
                cursor: TranscriptCursor,
                up_to: Option<Sequence>,
                limit: u32,
            ) -> Result<TranscriptPart> {
                (**self).read_transcript(session, cursor, up_to, limit).await
            }
            async fn write_transcript(&self, part: &NewTranscript, write: Write) -> Result<Option<Generation>> {
                (**self).write_transcript(part, write).await
            }
            async fn import_session(&self, session: &WholeSession, dry_run: bool) -> Result<ImportOutcome> {
                (**self).import_session(session, dry_run).await
            }
        }
    )+};
}

delegate!(Arc, Box);
