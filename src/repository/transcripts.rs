//! [`TranscriptRepository`]: how whole sessions are read and written as they are stored.

use std::{fmt, sync::Arc};

use async_trait::async_trait;

use super::write::Write;
use crate::model::{
    error::{Damaged, Result},
    id::{AccountId, MessageId, SessionId, WorkspaceInstanceId},
    json::Json,
    message::Document,
    offset::{Generation, Offset, Revision, Sequence},
    origin::{Imported, Origin},
    robot::RobotKey,
    session::SessionRef,
};

/// Reads and writes whole sessions as they are stored, for forks, exports and imports: a capability that not every
/// store has.
///
/// # Contract
/// That of the [module](super). Both methods work on a part of a session, so that one of any length is copied in
/// bounded memory.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait TranscriptRepository: fmt::Debug + Send + Sync + 'static {
    /// Reads the next part of a session: first the messages up to the cursor that changed since it was made, then those
    /// behind it, oldest first; deleted ones too, at most `limit` of each. Not those behind `up_to`.
    ///
    /// A message that was never complete is left out. Of one whose draft is open, this is what it was before.
    ///
    /// A reader keeps the last state of each message by its sequence. When [`next`](TranscriptPart::next) is `None`, all
    /// that it has, and the head of this part, are the session as it is at one moment: that of this last part.
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

    /// Writes a part of a session that is made somewhere else: its head, and messages with their sequences and revisions,
    /// each in place of what an earlier part has at its sequence.
    ///
    /// The first part of a try has no [fence](Write::fence); the ones behind it have the generation that it returned. A
    /// later try takes the session over, and replaces what the earlier one wrote. Returns `None`, and writes nothing, if
    /// the session was published with this fingerprint before.
    ///
    /// Until a part [publishes](NewTranscript::publish) it, the session does not exist for any other method: it is like
    /// a deleted one that cannot be restored. A part that publishes it makes it what its head says, at once. The
    /// [fingerprint](NewTranscript::fingerprint) is that of its start. Client ids, in the annotations, are taken; nothing has an
    /// idempotency key.
    ///
    /// # Errors
    /// [`Error::AlreadyExists`](crate::Error::AlreadyExists) if the session's id is taken under another fingerprint, or
    /// the id or client id of a message by another one of the session; [`Conflict::Fenced`](crate::Conflict::Fenced) if
    /// another try has taken the session over.
    async fn write_transcript(&self, part: &NewTranscript, write: Write) -> Result<Option<Generation>>;
}

/// What is kept of a session, without its messages.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TranscriptHead {
    /// What lists show of it. It is not deleted.
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
    /// What it says. `None` if it is deleted.
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

/// What a message says, and what stands beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TranscriptContent {
    /// The member who made it.
    pub author: Option<AccountId>,
    /// The message.
    pub document: Document,
    /// What is said of it beside the document; see [`MessageRecord::annotations`](super::MessageRecord::annotations).
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
    /// Where to go on. `None`: the reader has all.
    pub next: Option<TranscriptCursor>,
}

impl TranscriptPart {
    /// Describes a part from what was read after `cursor` in one moment: `changed`, the messages up to it that changed
    /// since, with the offsets of their changes and in the order of these; `behind`, those behind it, by their sequences. Each
    /// has at most `limit` rows.
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
    /// What makes a second try recognisable.
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
        }
    )+};
}

delegate!(Arc, Box);
