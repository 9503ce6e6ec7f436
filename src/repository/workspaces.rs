//! [`WorkspaceRepository`].

use std::fmt;

use async_trait::async_trait;

use crate::model::{
    error::Result,
    id::{AccountId, WorkspaceId, WorkspaceInstanceId},
    page::{Page, PageRequest},
    time::Timestamp,
    workspace::{InstanceChange, InstanceFilter, Workspace, WorkspaceChange, WorkspaceInstance},
};

/// Stores workspaces and their instances.
///
/// # Contract
/// That of the [module](super).
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait WorkspaceRepository: fmt::Debug + Send + Sync + 'static {
    /// Creates a workspace.
    ///
    /// # Errors
    /// [`Error::AlreadyExists`](crate::Error::AlreadyExists) if the id is taken, by a deleted one too.
    async fn create_workspace(&self, workspace: &Workspace<AccountId>) -> Result<()>;

    /// Lists one page of the workspaces.
    ///
    /// # Errors
    /// Those of the [module](super) alone.
    async fn list_workspaces(&self, page: PageRequest) -> Result<Page<Workspace<AccountId>>>;

    /// Returns a workspace.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is no such workspace.
    async fn find_workspace(&self, id: WorkspaceId) -> Result<Workspace<AccountId>>;

    /// Changes a workspace, moves its `updated_at` and returns it as it is now.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is no such workspace.
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
    /// [`Error::NotFound`](crate::Error::NotFound) if there is no such workspace.
    async fn delete_workspace(&self, id: WorkspaceId, at: Timestamp) -> Result<()>;

    /// Creates an instance of a workspace.
    ///
    /// # Errors
    /// [`Error::AlreadyExists`](crate::Error::AlreadyExists) if the id is taken, by a deleted one too;
    /// [`Error::NotFound`](crate::Error::NotFound) if there is no such workspace.
    async fn create_instance(&self, instance: &WorkspaceInstance<AccountId>) -> Result<()>;

    /// Lists one page of the instances that match `filter`.
    ///
    /// # Errors
    /// Those of the [module](super) alone.
    async fn list_instances(
        &self,
        filter: InstanceFilter,
        page: PageRequest,
    ) -> Result<Page<WorkspaceInstance<AccountId>>>;

    /// Returns an instance.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is no such instance.
    async fn find_instance(&self, id: WorkspaceInstanceId) -> Result<WorkspaceInstance<AccountId>>;

    /// Changes an instance, moves its `updated_at` and returns it as it is now.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is no such instance.
    async fn update_instance(
        &self,
        id: WorkspaceInstanceId,
        change: &InstanceChange,
        at: Timestamp,
    ) -> Result<WorkspaceInstance<AccountId>>;

    /// Deletes an instance. It is mounted nowhere any more.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is no such instance.
    async fn delete_instance(&self, id: WorkspaceInstanceId, at: Timestamp) -> Result<()>;
}
