//! The traits that a store implements. The crate brings stores; a host may bring its own.
//!
//! # What every store must do
//! - **Every method is atomic**: it does all that it says, or nothing, also when its future is dropped.
//! - **What was acknowledged is there**: an `Ok` is given after the change is durable.
//! - **`updated_at` moves** to the time of the change, unless it is later already: clocks go backwards.
//! - **Text is kept byte for byte**: names, JSON, parts. Times keep their microseconds.
//! - **Lists** are ordered by creation time, newest first, and equal times by id, descending. What is
//!   deleted is not in them.
//! - **Deleted things do not exist**: every method answers [`Error::NotFound`](crate::Error::NotFound)
//!   for them, unless it says otherwise.
//! - **Arguments were checked**: names, sizes and limits are the service's affair, not the store's.
//! - [`Error::Unavailable`](crate::Error::Unavailable) is for a store that cannot be reached or is too
//!   busy, [`Error::Internal`](crate::Error::Internal) for data that does not decode.
//!
//! The `conformance` module says the same as laws, and checks them on any store.

mod robots;
mod sessions;
mod workspaces;

use std::{cmp::Reverse, sync::Arc};

use async_trait::async_trait;

#[cfg(feature = "mock")]
pub use self::{
    robots::MockRobotRepository, sessions::MockSessionRepository, workspaces::MockWorkspaceRepository,
};
pub use self::{
    robots::RobotRepository,
    sessions::{
        Appended, DraftLog, Idempotency, MessageBatch, MessageChange, MessageUpdate, SessionRecord,
        SessionRepository, Summary,
    },
    workspaces::WorkspaceRepository,
};
use crate::model::{
    error::Result,
    id::{AccountId, MessageId, RobotId, SessionId, WorkspaceId, WorkspaceInstanceId},
    message::Message,
    offset::Revision,
    page::{Page, PageRequest, WindowRequest},
    robot::{Robot, RobotChange},
    session::{Session, SessionChange, SessionFilter, SessionRef},
    time::Timestamp,
    workspace::{InstanceChange, InstanceFilter, Workspace, WorkspaceChange, WorkspaceInstance},
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
