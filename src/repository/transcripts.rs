//! [`TranscriptRepository`]: how whole sessions are read and written as they are stored.

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
/// That of the [module](super). Both methods work on a part of a session, so that one of any length is copied in
/// bounded memory.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait TranscriptRepository: fmt::Debug + Send + Sync + 'static {
    /// Reads the next part of a session: the messages up to the cursor that changed since it was made, then those
    /// after it, oldest first; deleted ones too, at most `limit` of each. Stops after `up_to`.
    ///
    /// A message that was never complete is left out. One with an open draft is read as it was before it.
    ///
    /// A reader keeps the last state of each message by its sequence. When [`next`](TranscriptPart::next) is `None`,
    /// all that it has, and the head of this part, are the session as it is at one moment: that of this last part.
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

    /// Writes a part of a session that is made somewhere else: its head, and messages with their sequences and
    /// revisions, each in place of what an earlier part has at its sequence.
    ///
    /// The first part of a try has no [fence](Write::fence); the ones behind it have the generation that it returned. A
    /// later try takes the session over, and replaces what the earlier one wrote. Returns `None`, and writes nothing,
    /// if the session was published with this fingerprint before.
    ///
    /// Until a part [publishes](NewTranscript::publish) it, the session does not exist for any other method: it is like
    /// a deleted one that cannot be restored. Publishing makes it visible with the head of that part. A second try
    /// finds it by its [fingerprint](NewTranscript::fingerprint). Client ids in annotations count as used; no message
    /// has an idempotency key.
    ///
    /// # Errors
    /// [`Error::AlreadyExists`](crate::Error::AlreadyExists) if the session's id is taken under another fingerprint, or
    /// the id or client id of a message by another one of the session; [`Conflict::Fenced`](crate::Conflict::Fenced) if
    /// another try has taken the session over.
    async fn write_transcript(&self, part: &NewTranscript, write: Write) -> Result<Option<Generation>>;

    /// Imports a session with all that belongs to it, if [`WholeSession::meets`] allows that; a dry run only returns
    /// the answer. The session is visible at once. Messages get no idempotency keys and no new numbers, and
    /// followers are not notified.
    ///
    /// The store remembers the ids of all sessions that were brought, for ever and also when one is erased. The
    /// [fingerprint](super::SessionStart) of the start is [`WholeSession::start`].
    ///
    /// # Errors
    /// [`Error::AlreadyExists`](crate::Error::AlreadyExists) if two messages of it share an id, a client id or a sequence, or
    /// if another one brings the same session now.
    async fn bring_session(&self, session: &WholeSession, dry_run: bool) -> Result<Brought>;
}

/// A session as it is stored, without its messages.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TranscriptHead {
    /// Its fields in lists. It is not deleted.
    pub reference: SessionRef<AccountId>,
    /// The active robot, also one that was deleted.
    pub active_robot: Option<RobotKey>,
    /// The mounted instance, also one that was deleted.
    pub active_instance: Option<WorkspaceInstanceId>,
    /// The offset of the last change of anything in it.
    pub offset: Offset,
    /// The offset of its own last change.
    pub revision: Revision,
    /// Where it was forked from.
    pub origin: Option<Origin>,
    /// By whom and when it was imported.
    pub imported: Option<Imported>,
}

impl TranscriptHead {
    /// Describes a session that has nothing but these.
    #[must_use]
    pub fn new(reference: SessionRef<AccountId>, offset: Offset, revision: Revision) -> Self {
        let (active_robot, active_instance, origin, imported) = (None, None, None, None);
        Self { reference, active_robot, active_instance, offset, revision, origin, imported }
    }
}

/// A message as it is stored, or what is left of a deleted one.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TranscriptEntry {
    /// Its id.
    pub id: MessageId,
    /// Its position.
    pub sequence: Sequence,
    /// The offset of its last change; that of its sequence if it never changed.
    pub revision: Revision,
    /// Its content. `None` if it is deleted.
    pub content: Option<TranscriptContent>,
}

impl TranscriptEntry {
    /// Describes a deleted message.
    #[must_use]
    pub const fn deleted(id: MessageId, sequence: Sequence, revision: Revision) -> Self {
        Self { id, sequence, revision, content: None }
    }

    /// Describes a message.
    #[must_use]
    pub const fn new(
        id: MessageId,
        sequence: Sequence,
        revision: Revision,
        content: TranscriptContent,
    ) -> Self {
        Self { id, sequence, revision, content: Some(content) }
    }

    /// Returns its revision, if it ever changed.
    pub(crate) fn revised(&self) -> Option<Revision> {
        Some(self.revision).filter(|revision| *revision != self.sequence.into())
    }
}

/// The content of a message, with what is stored beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TranscriptContent {
    /// The member who made it.
    pub author: Option<AccountId>,
    /// The message.
    pub document: Document,
    /// Its annotations; see [`MessageRecord::annotations`](super::MessageRecord::annotations).
    pub annotations: Option<Json<'static>>,
}

/// How far a reader of a transcript is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TranscriptCursor {
    /// The reader has the messages up to this sequence, …
    pub read: Offset,
    /// … as they were at this offset or later.
    pub seen: Offset,
}

/// A part of a session that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TranscriptPart {
    /// The session, as it is now.
    pub head: TranscriptHead,
    /// The messages.
    pub entries: Vec<TranscriptEntry>,
    /// The messages that do not decode.
    pub damaged: Vec<Damaged>,
    /// Where to continue. `None`: the reader has everything.
    pub next: Option<TranscriptCursor>,
}

impl TranscriptPart {
    /// Describes a part from what was read after `cursor` in one moment: `changed`, the messages up to it that changed
    /// since, with the offsets of their changes and in the order of these; `behind`, those behind it, by their
    /// sequences. Each has at most `limit` rows.
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

/// A part of a session to write.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NewTranscript {
    /// The session. A later part may have another head: that of the part that publishes it counts.
    pub head: TranscriptHead,
    /// The fingerprint by which a second try is recognised.
    pub fingerprint: String,
    /// The messages.
    pub entries: Vec<TranscriptEntry>,
    /// Whether the session is whole with this part, and exists from now on.
    pub publish: bool,
}

impl NewTranscript {
    /// Describes a part that does not publish the session.
    #[must_use]
    pub fn new(head: TranscriptHead, fingerprint: impl Into<String>, entries: Vec<TranscriptEntry>) -> Self {
        Self { head, fingerprint: fingerprint.into(), entries, publish: false }
    }

    /// Publishes the session with this part.
    #[must_use]
    pub fn publish(self) -> Self {
        Self { publish: true, ..self }
    }
}

/// A session that is brought from elsewhere, with all that belongs to it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct WholeSession {
    /// The session.
    pub head: TranscriptHead,
    /// A hash of everything here except [`seen`](Self::seen). Not empty, and without `@`.
    pub fingerprint: String,
    /// The messages, and what is left of deleted ones.
    pub entries: Vec<TranscriptEntry>,
    /// The turns of the session.
    pub turns: Vec<TurnRecord>,
    /// What its calls wait for.
    pub requests: Vec<CallRequest<AccountId>>,
    /// What readers are told of its turns, each at an offset that no message changed at.
    pub news: Vec<(Offset, TurnNews)>,
    /// Ids that are good as cursors though no message has them, each with the sequence at which it stands.
    pub aliases: Vec<(MessageId, Sequence)>,
    /// Up to where members have read it. A mark never goes back.
    pub seen: Vec<(AccountId, Offset)>,
}

/// What becomes of a session that is brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Brought {
    /// It is new.
    New,
    /// It is stored already in this form: only read marks are written.
    Same,
    /// It is there as it was brought before, and is replaced. Marks stay if they are later.
    Replaced,
    /// It was brought before and was changed since, or is held: it is left alone.
    Changed,
    /// It was brought before and was deleted or erased since: it stays away.
    Gone,
    /// The id belongs to a session that was not brought: that is left alone.
    Taken,
}

/// What a store has under the id of a session that is brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionThere {
    /// Whether it is being written in parts, and was not published yet.
    pub hidden: bool,
    /// Whether it is deleted.
    pub deleted: bool,
    /// Whether it is held.
    pub held: bool,
    /// The fingerprint that it was started with.
    pub fingerprint: Option<String>,
    /// The offset of the last change of anything in it.
    pub offset: Offset,
}

impl WholeSession {
    /// Describes a session that has nothing but these.
    pub fn new(head: TranscriptHead, fingerprint: impl Into<String>, entries: Vec<TranscriptEntry>) -> Self {
        let (turns, requests, news) = (Vec::new(), Vec::new(), Vec::new());
        let (aliases, seen) = (Vec::new(), Vec::new());
        Self { head, fingerprint: fingerprint.into(), entries, turns, requests, news, aliases, seen }
    }

    /// Returns the fingerprint that the session is started with: it tells what was brought, and up to which offset.
    #[must_use]
    pub fn start(&self) -> String {
        format!("{}@{}", self.fingerprint, self.head.offset)
    }

    /// Returns up to where members have read it, if `there` are marks of before: the later counts.
    pub(crate) fn marks<K: Ord>(
        &self,
        there: impl IntoIterator<Item = (K, Offset)>,
        key: impl Fn(AccountId) -> K,
    ) -> BTreeMap<K, Offset> {
        let mut marks = BTreeMap::new();
        let brought = self.seen.iter().map(|(account, seen)| (key(*account), *seen));
        for (account, seen) in there.into_iter().chain(brought) {
            let mark: &mut Offset = marks.entry(account).or_default();
            *mark = seen.max(*mark).min(self.head.offset);
        }
        marks
    }

    /// Decides what becomes of it. `there` is what has its id now, and `known` whether a session with its id was ever
    /// brought.
    #[must_use]
    pub fn meets(&self, there: Option<&SessionThere>, known: bool) -> Brought {
        let Some(there) = there else { return if known { Brought::Gone } else { Brought::New } };
        let start = there.fingerprint.as_deref().and_then(|start| start.rsplit_once('@'));
        let Some((fingerprint, offset)) = start.filter(|_| known && !there.hidden) else {
            return Brought::Taken;
        };
        if there.deleted {
            Brought::Gone
        } else if offset != there.offset.to_string() || there.held {
            Brought::Changed
        } else if fingerprint == self.fingerprint {
            Brought::Same
        } else {
            Brought::Replaced
        }
    }
}

impl Brought {
    /// Returns whether the session is written.
    #[must_use]
    pub const fn writes(self) -> bool {
        matches!(self, Self::New | Self::Replaced)
    }

    /// Returns the name: `new`, `same`, `replaced`, `changed`, `gone` or `taken`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Same => "same",
            Self::Replaced => "replaced",
            Self::Changed => "changed",
            Self::Gone => "gone",
            Self::Taken => "taken",
        }
    }
}

/// A pointer to a repository is one too.
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
            async fn bring_session(&self, session: &WholeSession, dry_run: bool) -> Result<Brought> {
                (**self).bring_session(session, dry_run).await
            }
        }
    )+};
}

delegate!(Arc, Box);
