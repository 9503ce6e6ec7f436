//! Forks a session: creates a new one that begins with the messages of another, up to one of them.

use sha2::{Digest as _, Sha256};

use super::transcripts::{PART, Transcripts};
use crate::{
    model::{
        error::{Conflict, Error, Resource, Result},
        id::{AccountId, MessageId, SessionId, hashed},
        limits::check_key,
        message::WindowRequest,
        offset::{Revision, Sequence},
        origin::Origin,
        session::{Session, SessionRef},
    },
    repository::{NewTranscript, TranscriptCursor, TranscriptHead, Write},
    service::{
        canonical::Fingerprint,
        operation::{Actor, Operation},
        sessions::StartOnce,
    },
};

/// Options of a fork.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct Fork {
    at: MessageId,
    name: Option<String>,
    key: Option<String>,
}

impl Fork {
    /// Creates the options of a fork at this message. It is the last one that is copied; if it is deleted, the last one
    /// is the message before it.
    pub fn at(message: MessageId) -> Self {
        Self { at: message, name: None, key: None }
    }

    /// Sets the name of the new session (default: the name of the other one).
    pub fn name(self, name: impl Into<String>) -> Self {
        Self { name: Some(name.into()), ..self }
    }

    /// Sets the key by which a second try is recognised: that creates nothing, and returns the session of the first.
    ///
    /// A key belongs to its account. It has 1 to 255 bytes and no control characters.
    pub fn idempotency_key(self, key: impl Into<String>) -> Self {
        Self { key: Some(key.into()), ..self }
    }

    fn once(&self, actor: &Actor, source: SessionId, generated: SessionId) -> StartOnce {
        let mut fingerprint = Fingerprint::default();
        fingerprint.text("fork", &source.to_string());
        fingerprint.text("at", &self.at.to_string());
        if let Some(name) = &self.name {
            fingerprint.text("name", name);
        }
        let id = match &self.key {
            Some(key) => {
                let account = actor.account().to_string();
                SessionId::from_bytes(hashed(Sha256::new().chain_update(["fork", &account, key].join("\0"))))
            }
            None => generated,
        };
        StartOnce { id, fingerprint: fingerprint.finish() }
    }
}

impl From<MessageId> for Fork {
    fn from(message: MessageId) -> Self {
        Self::at(message)
    }
}

/// # Forking
impl Transcripts {
    /// Forks a session: creates a new one with copies of all messages up to one of them, as they are at one moment, and
    /// returns it with its newest messages. Its [`origin`](crate::SessionDetails::origin) names the other session.
    ///
    /// Copies are byte for byte: id, sequence, revision, client id, turn, author, robot and time are the same, also of
    /// the tombstones of deleted messages. Offsets continue from that of the other session. The active robot is the
    /// same; no workspace is mounted. Messages that were never complete are left out, and so are idempotency keys,
    /// turns, approval requests, the summary and the host's data. The actor is the one who started the new session.
    ///
    /// A fork does not change the other session, so members who may use robots can fork every session at every message.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such session or message; [`Conflict::BeingWritten`] if the message
    /// was never complete; [`Error::InvalidArgument`] or [`Error::TooLarge`] about `name` or the key;
    /// [`Conflict::IdempotencyKeyReused`] if the key was used for another fork, [`Conflict::SessionDeleted`] if the
    /// session that it made is deleted; [`Error::Unavailable`] if another try with the same key runs now.
    ///
    /// # Cancellation
    /// If the future is dropped, no new session is visible, but parts of one may be stored. A second try with the same
    /// key completes it, and a [sweep](crate::Robots::sweep) can erase it.
    pub async fn fork(
        &self,
        actor: impl Into<Actor>,
        session: SessionId,
        fork: impl Into<Fork>,
    ) -> Result<Session> {
        self.fork_once(actor.into(), session, fork.into()).await.map(|(session, _)| session)
    }

    /// Forks a session, or returns that of an earlier try with the same key, and `true`.
    pub(crate) async fn fork_once(
        &self,
        actor: Actor,
        source: SessionId,
        fork: Fork,
    ) -> Result<(Session, bool)> {
        let robots = &self.robots;
        robots.allow(&actor, Operation::ForkSession).await?;
        if let Some(name) = &fork.name {
            robots.limits().check_name("name", name)?;
        }
        fork.key.as_deref().map_or(Ok(()), check_key)?;
        let once = fork.once(&actor, source, SessionId::generate(&*robots.ids));
        let mut replayed = robots.started(&once).await?;
        if !replayed {
            let last = self.position(source, fork.at).await?;
            let head = |source: &TranscriptHead| {
                let name = fork.name.clone().unwrap_or_else(|| source.reference.name.clone());
                (name, actor.account())
            };
            replayed = !self.copy(source, (last, fork.at), &once, head).await?;
        }
        Ok((robots.read_session(once.id, WindowRequest::default()).await?, replayed))
    }

    /// Returns the sequence of a message that is or was complete; for a deleted one, a number from its sequence on and
    /// before that of the next message.
    async fn position(&self, session: SessionId, message: MessageId) -> Result<Sequence> {
        let found = match self.robots.sessions.find_message(session, message).await {
            Err(missing @ Error::NotFound { resource: Resource::Message, .. }) => {
                let window = WindowRequest::newest(1).after(message);
                let behind = match self.robots.sessions.find_session(session, window).await {
                    Err(Error::InvalidArgument { .. }) => return Err(missing),
                    behind => behind?,
                };
                let next = behind.messages.first().map(|next| next.sequence.get() - 1);
                return Sequence::new(next.unwrap_or(behind.state.details.offset.get())).ok_or(missing);
            }
            found => found?,
        };
        match found.draft {
            Some(draft) if draft.began == found.sequence.into() => {
                Err(Error::Conflict(Conflict::BeingWritten {
                    message: message.to_string().into(),
                    grown_at: draft.grown_at.to_string().into(),
                }))
            }
            _ => Ok(found.sequence),
        }
    }

    /// Copies a session up to a message, part by part, into one that exists when the last part is written. Returns
    /// `false` if an earlier try was faster.
    async fn copy(
        &self,
        source: SessionId,
        (last, message_id): (Sequence, MessageId),
        once: &StartOnce,
        name_and_account: impl Fn(&TranscriptHead) -> (String, AccountId) + Send,
    ) -> Result<bool> {
        let at = self.robots.clock.now();
        let (mut cursor, mut fence) = (Some(TranscriptCursor::default()), None);
        while let Some(from) = cursor {
            let part = self.store.read_transcript(source, from, Some(last), PART).await?;
            if let Some(damaged) = part.damaged.first() {
                let source = format!("{} {}", damaged.resource, damaged.id);
                return Err(Error::internal("a message of the session is damaged", source));
            }
            let (name, account) = name_and_account(&part.head);
            let reference = SessionRef::new(once.id, at, name, account);
            let mut head = TranscriptHead::new(reference, part.head.offset, Revision::default());
            head.active_robot = part.head.active_robot;
            head.origin = Some(Origin { session_id: source, message_id });
            let mut new = NewTranscript::new(head, once.fingerprint.as_str(), part.entries);
            new.publish = part.next.is_none();
            let write = Write { fence, ..self.robots.write() };
            fence = match self.store.write_transcript(&new, write).await {
                Ok(None) => return Ok(false),
                Ok(generation) => generation,
                Err(Error::Conflict(Conflict::Fenced { .. })) => {
                    return Err(Error::unavailable("the same fork is being made by another request", ""));
                }
                // The id follows from the key, so this is another use of the key.
                Err(Error::AlreadyExists { resource: Resource::Session, .. }) => {
                    return Err(Error::Conflict(Conflict::IdempotencyKeyReused));
                }
                Err(error) => return Err(error),
            };
            cursor = part.next;
        }
        self.robots.announce(once.id);
        Ok(true)
    }
}
