//! [`SessionRepository`], and what it takes and gives.

use std::{fmt, sync::Arc};

use async_trait::async_trait;

use crate::{
    model::{
        error::{Conflict, Error, Result},
        id::{AccountId, MessageId, SessionId, WorkspaceInstanceId},
        json::Json,
        message::Message,
        offset::{Revision, Sequence},
        page::{Page, PageRequest, WindowRequest},
        part::Parts,
        profile::{Accounts, People, Profile, Resolve},
        robot::RobotKey,
        session::{Session, SessionChange, SessionFilter, SessionRef},
        time::Timestamp,
    },
    stream::Chunks,
};

/// A session as it is created: nobody has written to it yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionRecord {
    /// The session.
    pub id: SessionId,
    /// When it is started.
    pub created_at: Timestamp,
    /// Its name.
    pub name: String,
    /// Who starts it.
    pub created_by: AccountId,
    /// Whatever the host keeps with it.
    pub misc: Option<Json<'static>>,
    /// The robot that answers first.
    pub active_robot: Option<RobotKey>,
    /// The workspace instance that is mounted.
    pub active_instance: Option<WorkspaceInstanceId>,
}

/// Messages to append together: all of them or none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageBatch {
    /// The messages in their order, at least one. They have no sequence yet.
    pub messages: Vec<Message<AccountId>>,
    /// What makes a second try recognisable.
    pub idempotency: Option<Idempotency>,
    /// When they are appended.
    pub appended_at: Timestamp,
}

/// What makes the second try of an append recognisable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Idempotency {
    /// The caller's key. It is the session's own: another session may use the same.
    pub key: String,
    /// A hash of all that the caller appended, and of who did. To be kept and compared, no more: two
    /// batches with one fingerprint are the same, and have as many messages.
    pub fingerprint: i64,
}

/// What became of a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appended<P = Arc<Profile>> {
    /// The messages as they are stored, in their order, each with its sequence.
    pub messages: Vec<Message<P>>,
    /// Whether they were stored by an earlier try with the same key, and nothing was stored now.
    pub replayed: bool,
}

/// A change of one message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageUpdate {
    /// The revision that the writer saw.
    pub seen: Revision,
    /// What changes.
    pub change: MessageChange,
    /// When.
    pub at: Timestamp,
}

/// What changes of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MessageChange {
    /// It is a draft from now. Whoever wrote it before is late from now.
    Open,
    /// It grows by these chunks. Costs what they cost, however long the message is.
    Grow(Chunks),
    /// It is finished, and this is all of it.
    Finish {
        /// Its parts.
        parts: Parts,
        /// Its metadata.
        metadata: Option<Json<'static>>,
    },
}

impl MessageUpdate {
    /// Decides whether the update is done to a message that has the revision `current`: `false` if it was
    /// done already, as `repeated` says, which is asked only where that can be.
    ///
    /// # Errors
    /// [`Conflict::StaleRevision`] if the writer saw another revision; [`Conflict::NotADraft`] if what is
    /// finished shall grow.
    pub fn applies(
        &self,
        current: Revision,
        draft: bool,
        repeated: impl FnOnce() -> Result<bool>,
    ) -> Result<bool> {
        if self.seen == current {
            return match self.change {
                MessageChange::Grow(_) if !draft => Err(Error::Conflict(Conflict::NotADraft)),
                _ => Ok(true),
            };
        }
        // Two who open a message want two different things.
        let may_repeat = self.change != MessageChange::Open && self.seen.next() == current;
        if may_repeat && repeated()? {
            return Ok(false);
        }
        Err(Error::Conflict(Conflict::StaleRevision { seen: self.seen, current }))
    }
}

/// What a model is told instead of the older messages of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// The place of the last message that it covers.
    pub covers: Sequence,
    /// What it says.
    pub text: String,
}

/// A draft as it is kept: what it started from, and how it grew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftLog {
    /// The message as it was before it grew, with the revision that it has now.
    pub message: Message<AccountId>,
    /// By what it grew, in order.
    pub chunks: Chunks,
}

impl DraftLog {
    /// Returns the message as it is now.
    #[must_use]
    pub fn fold(self) -> Message<AccountId> {
        if self.chunks.is_empty() {
            return self.message;
        }
        let assembler = self.chunks.fold(&self.message);
        let metadata = assembler.metadata().cloned();
        Message { parts: assembler.parts(), metadata, ..self.message }
    }
}

impl Resolve for Appended<AccountId> {
    type Resolved = Appended;

    fn accounts(&self, accounts: &mut Accounts) {
        self.messages.accounts(accounts);
    }

    fn resolve(self, people: &People) -> Appended {
        Appended { messages: self.messages.resolve(people), replayed: self.replayed }
    }
}

/// Stores sessions and their messages.
///
/// # Contract
/// That of the [module](super). The messages of a session are ordered by their
/// [`Sequence`], given by the store: 1, 2, 3 … without a gap, for ever.
///
/// A session shows the robot and the instance that are active **as long as they exist**: one that was
/// deleted is not active any more, in every session at once. A robot that the store never saw stays active. So one store keeps all three kinds of
/// thing, or can ask for the others.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait SessionRepository: fmt::Debug + Send + Sync + 'static {
    /// Creates a session without messages. Its `updated_at` is its `created_at`.
    ///
    /// # Errors
    /// [`Error::AlreadyExists`] if the id is taken, by a deleted one too.
    async fn create_session(&self, session: &SessionRecord) -> Result<()>;

    /// Lists one page of the sessions that match `filter`.
    ///
    /// # Errors
    /// Those of the [module](super) alone: a page past the end is empty.
    async fn list_sessions(
        &self,
        filter: SessionFilter,
        page: PageRequest,
    ) -> Result<Page<SessionRef<AccountId>>>;

    /// Returns a session with a window of its messages, both as they were at one moment.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such session;
    /// [`Error::InvalidArgument`] about `before` if the cursor was never
    /// a message of it. A deleted message is a good cursor.
    async fn find_session(&self, id: SessionId, window: WindowRequest) -> Result<Session<AccountId>>;

    /// Changes a session, and moves its `updated_at`.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such session, or no such instance to
    /// mount.
    async fn update_session(&self, id: SessionId, change: &SessionChange, at: Timestamp) -> Result<()>;

    /// Deletes a session; its messages are kept.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such session.
    async fn delete_session(&self, id: SessionId, at: Timestamp) -> Result<()>;

    /// Brings a deleted session back, with everything it had, and moves its `updated_at`. One that is not
    /// deleted stays as it is.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there never was such a session.
    async fn restore_session(&self, id: SessionId, at: Timestamp) -> Result<()>;

    /// Appends messages: gives each the next sequence, and moves the session's `updated_at` to
    /// `appended_at`.
    ///
    /// With an idempotency key that the session has seen, it stores nothing and returns the messages
    /// of the first try, as they are now.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such session, or if a message of the
    /// first try was deleted since; [`Error::AlreadyExists`] if a message's
    /// id is taken in this session, by a deleted one too;
    /// [`Error::Conflict`] if the key was used with another fingerprint.
    async fn append_messages(&self, id: SessionId, batch: &MessageBatch) -> Result<Appended<AccountId>>;

    /// Returns one message of a session.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such session or message.
    async fn find_message(&self, session: SessionId, id: MessageId) -> Result<Message<AccountId>>;

    /// Changes a message, and returns the revision that it has now: one more than before. An update that was
    /// done already, as [`MessageUpdate::applies`] has it, changes nothing.
    ///
    /// Readers see a message with all that it grew by, and with nothing of what is being written. To grow
    /// costs no more for a long message than for a short one. To open or to finish a message moves the
    /// session's `updated_at` as a change does; to grow does not.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such session or message;
    /// [`Error::Conflict`] as [`MessageUpdate::applies`] has it.
    async fn update_message(
        &self,
        session: SessionId,
        id: MessageId,
        update: &MessageUpdate,
    ) -> Result<Revision>;

    /// Returns a draft as it is kept, for who goes on writing it.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such session or message;
    /// [`Error::Conflict`] if the message is finished.
    async fn find_draft(&self, session: SessionId, id: MessageId) -> Result<DraftLog>;

    /// Keeps a summary with its session, in place of the one that is there; not if that one covers more. The
    /// session's `updated_at` stays.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such session.
    async fn put_summary(&self, session: SessionId, summary: &Summary) -> Result<()>;

    /// Returns the summary that is kept with a session.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such session.
    async fn find_summary(&self, session: SessionId) -> Result<Option<Summary>>;

    /// Deletes a message for good: what it said is erased, and the summary that covers it; its place stays taken, and stays a cursor.
    /// Moves the session's `updated_at`.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such session or message.
    async fn delete_message(&self, session: SessionId, id: MessageId, at: Timestamp) -> Result<()>;
}
