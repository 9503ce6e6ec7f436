//! The traits that a store implements. The crate brings stores; a host may bring its own.
//!
//! # What every store must do
//! - **Every method is atomic**: it does all that it says, or nothing, also when its future is dropped.
//! - **What was acknowledged is there**: an `Ok` is given after the change is durable.
//! - **`updated_at` moves** to the time of the change, unless it is later already: clocks go backwards.
//! - **Text is kept byte for byte**: names, JSON, parts. Times keep their microseconds.
//! - **Lists** are ordered by creation time, newest first, and equal times by id, descending. What is
//!   deleted is not in them.
//! - **Deleted things do not exist**: every method answers [`Error::NotFound`]
//!   for them, unless it says otherwise.
//! - **Arguments were checked**: names, sizes and limits are the service's affair, not the store's.
//! - [`Error::Unavailable`] is for a store that cannot be reached or is too
//!   busy, [`Error::Internal`] for data that does not decode.
//!
//! The `conformance` module says the same as laws, and checks them on any store.

use std::{cmp::Reverse, fmt, sync::Arc};

use async_trait::async_trait;

use crate::{
    model::{
        error::{Conflict, Error, Result},
        id::{AccountId, MessageId, RobotId, SessionId, WorkspaceId, WorkspaceInstanceId},
        json::Json,
        message::Message,
        offset::{Revision, Sequence},
        page::{Page, PageRequest, WindowRequest},
        part::Parts,
        profile::{Accounts, People, Profile, Resolve},
        robot::{Robot, RobotChange, RobotKey},
        session::{Session, SessionChange, SessionFilter, SessionRef},
        time::Timestamp,
        workspace::{InstanceChange, InstanceFilter, Workspace, WorkspaceChange, WorkspaceInstance},
    },
    stream::Chunks,
};

/// The order of every list, as a key to sort by: newest first, and equal times by id, descending.
///
/// # Examples
/// ```
/// use storyden_robots::{RobotId, Timestamp, repository::newest_first};
///
/// let (first, second) = (RobotId::from_bytes([1; 12]), RobotId::from_bytes([2; 12]));
/// let now = Timestamp::UNIX_EPOCH;
/// assert!(newest_first(now, second) < newest_first(now, first));
/// assert!(newest_first(Timestamp::MAX, first) < newest_first(now, second));
/// ```
#[must_use]
pub fn newest_first<I: Ord>(created_at: Timestamp, id: I) -> Reverse<(Timestamp, I)> {
    Reverse((created_at, id))
}

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
/// That of the [module](self). The messages of a session are ordered by their
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
    /// Those of the [module](self) alone: a page past the end is empty.
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

/// Stores robots.
///
/// # Contract
/// That of the [module](self). Messages name a robot on their own, so deleting one leaves them alone.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait RobotRepository: fmt::Debug + Send + Sync + 'static {
    /// Creates a robot.
    ///
    /// # Errors
    /// [`Error::AlreadyExists`] if the id is taken, by a deleted one too.
    async fn create_robot(&self, robot: &Robot<AccountId>) -> Result<()>;

    /// Lists one page of the robots.
    ///
    /// # Errors
    /// Those of the [module](self) alone.
    async fn list_robots(&self, page: PageRequest) -> Result<Page<Robot<AccountId>>>;

    /// Returns a robot.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such robot.
    async fn find_robot(&self, id: RobotId) -> Result<Robot<AccountId>>;

    /// Changes a robot, moves its `updated_at` and returns it as it is now.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such robot.
    async fn update_robot(
        &self,
        id: RobotId,
        change: &RobotChange,
        at: Timestamp,
    ) -> Result<Robot<AccountId>>;

    /// Deletes a robot. It is the active one of no session any more.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such robot.
    async fn delete_robot(&self, id: RobotId, at: Timestamp) -> Result<()>;
}

/// Stores workspaces and their instances.
///
/// # Contract
/// That of the [module](self).
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait WorkspaceRepository: fmt::Debug + Send + Sync + 'static {
    /// Creates a workspace.
    ///
    /// # Errors
    /// [`Error::AlreadyExists`] if the id is taken, by a deleted one too.
    async fn create_workspace(&self, workspace: &Workspace<AccountId>) -> Result<()>;

    /// Lists one page of the workspaces.
    ///
    /// # Errors
    /// Those of the [module](self) alone.
    async fn list_workspaces(&self, page: PageRequest) -> Result<Page<Workspace<AccountId>>>;

    /// Returns a workspace.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such workspace.
    async fn find_workspace(&self, id: WorkspaceId) -> Result<Workspace<AccountId>>;

    /// Changes a workspace, moves its `updated_at` and returns it as it is now.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such workspace.
    async fn update_workspace(
        &self,
        id: WorkspaceId,
        change: &WorkspaceChange,
        at: Timestamp,
    ) -> Result<Workspace<AccountId>>;

    /// Deletes a workspace and its instances. No robot's sessions start with it any more, which moves the
    /// `updated_at` of those robots.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such workspace.
    async fn delete_workspace(&self, id: WorkspaceId, at: Timestamp) -> Result<()>;

    /// Creates an instance of a workspace.
    ///
    /// # Errors
    /// [`Error::AlreadyExists`] if the id is taken, by a deleted one too;
    /// [`Error::NotFound`] if there is no such workspace.
    async fn create_instance(&self, instance: &WorkspaceInstance<AccountId>) -> Result<()>;

    /// Lists one page of the instances that match `filter`.
    ///
    /// # Errors
    /// Those of the [module](self) alone.
    async fn list_instances(
        &self,
        filter: InstanceFilter,
        page: PageRequest,
    ) -> Result<Page<WorkspaceInstance<AccountId>>>;

    /// Returns an instance.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such instance.
    async fn find_instance(&self, id: WorkspaceInstanceId) -> Result<WorkspaceInstance<AccountId>>;

    /// Changes an instance, moves its `updated_at` and returns it as it is now.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such instance.
    async fn update_instance(
        &self,
        id: WorkspaceInstanceId,
        change: &InstanceChange,
        at: Timestamp,
    ) -> Result<WorkspaceInstance<AccountId>>;

    /// Deletes an instance. It is mounted nowhere any more.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such instance.
    async fn delete_instance(&self, id: WorkspaceInstanceId, at: Timestamp) -> Result<()>;
}

/// A whole store: all three repositories over the same data. Whatever implements them is one.
pub trait Store: SessionRepository + RobotRepository + WorkspaceRepository {}

impl<T: SessionRepository + RobotRepository + WorkspaceRepository + ?Sized> Store for T {}

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
            async fn find_session(&self, id: SessionId, window: WindowRequest) -> Result<Session<AccountId>> {
                (**self).find_session(id, window).await
            }
            async fn update_session(&self, id: SessionId, change: &SessionChange, at: Timestamp) -> Result<()> {
                (**self).update_session(id, change, at).await
            }
            async fn delete_session(&self, id: SessionId, at: Timestamp) -> Result<()> {
                (**self).delete_session(id, at).await
            }
            async fn restore_session(&self, id: SessionId, at: Timestamp) -> Result<()> {
                (**self).restore_session(id, at).await
            }
            async fn append_messages(&self, id: SessionId, batch: &MessageBatch) -> Result<Appended<AccountId>> {
                (**self).append_messages(id, batch).await
            }
            async fn find_message(&self, session: SessionId, id: MessageId) -> Result<Message<AccountId>> {
                (**self).find_message(session, id).await
            }
            async fn update_message(&self, session: SessionId, id: MessageId, update: &MessageUpdate) -> Result<Revision> {
                (**self).update_message(session, id, update).await
            }
            async fn find_draft(&self, session: SessionId, id: MessageId) -> Result<DraftLog> {
                (**self).find_draft(session, id).await
            }
            async fn put_summary(&self, session: SessionId, summary: &Summary) -> Result<()> {
                (**self).put_summary(session, summary).await
            }
            async fn find_summary(&self, session: SessionId) -> Result<Option<Summary>> {
                (**self).find_summary(session).await
            }
            async fn delete_message(&self, session: SessionId, id: MessageId, at: Timestamp) -> Result<()> {
                (**self).delete_message(session, id, at).await
            }
        }

        #[async_trait]
        #[deny(clippy::missing_trait_methods)]
        impl<T: RobotRepository + ?Sized> RobotRepository for $pointer<T> {
            async fn create_robot(&self, robot: &Robot<AccountId>) -> Result<()> {
                (**self).create_robot(robot).await
            }
            async fn list_robots(&self, page: PageRequest) -> Result<Page<Robot<AccountId>>> {
                (**self).list_robots(page).await
            }
            async fn find_robot(&self, id: RobotId) -> Result<Robot<AccountId>> {
                (**self).find_robot(id).await
            }
            async fn update_robot(&self, id: RobotId, change: &RobotChange, at: Timestamp) -> Result<Robot<AccountId>> {
                (**self).update_robot(id, change, at).await
            }
            async fn delete_robot(&self, id: RobotId, at: Timestamp) -> Result<()> {
                (**self).delete_robot(id, at).await
            }
        }

        #[async_trait]
        #[deny(clippy::missing_trait_methods)]
        impl<T: WorkspaceRepository + ?Sized> WorkspaceRepository for $pointer<T> {
            async fn create_workspace(&self, workspace: &Workspace<AccountId>) -> Result<()> {
                (**self).create_workspace(workspace).await
            }
            async fn list_workspaces(&self, page: PageRequest) -> Result<Page<Workspace<AccountId>>> {
                (**self).list_workspaces(page).await
            }
            async fn find_workspace(&self, id: WorkspaceId) -> Result<Workspace<AccountId>> {
                (**self).find_workspace(id).await
            }
            async fn update_workspace(&self, id: WorkspaceId, change: &WorkspaceChange, at: Timestamp) -> Result<Workspace<AccountId>> {
                (**self).update_workspace(id, change, at).await
            }
            async fn delete_workspace(&self, id: WorkspaceId, at: Timestamp) -> Result<()> {
                (**self).delete_workspace(id, at).await
            }
            async fn create_instance(&self, instance: &WorkspaceInstance<AccountId>) -> Result<()> {
                (**self).create_instance(instance).await
            }
            async fn list_instances(&self, filter: InstanceFilter, page: PageRequest) -> Result<Page<WorkspaceInstance<AccountId>>> {
                (**self).list_instances(filter, page).await
            }
            async fn find_instance(&self, id: WorkspaceInstanceId) -> Result<WorkspaceInstance<AccountId>> {
                (**self).find_instance(id).await
            }
            async fn update_instance(&self, id: WorkspaceInstanceId, change: &InstanceChange, at: Timestamp) -> Result<WorkspaceInstance<AccountId>> {
                (**self).update_instance(id, change, at).await
            }
            async fn delete_instance(&self, id: WorkspaceInstanceId, at: Timestamp) -> Result<()> {
                (**self).delete_instance(id, at).await
            }
        }
    )+};
}

delegate!(Arc, Box);
