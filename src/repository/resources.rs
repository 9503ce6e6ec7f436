//! [`ResourceRepository`]: stores robots, toolsets, workspaces and workspace instances.

use std::{fmt, hash::Hash, str::FromStr, sync::Arc};

use async_trait::async_trait;
use serde::{Serialize, de::DeserializeOwned};

use crate::model::{
    change::set,
    error::{Error, Resource, Result},
    id::{AccountId, RobotId, ToolsetId, WorkspaceId, WorkspaceInstanceId},
    page::{Page, PageRequest},
    robot::{Robot, RobotChange},
    time::Timestamp,
    toolset::{Toolset, ToolsetChange},
    workspace::{InstanceChange, InstanceFilter, Workspace, WorkspaceChange, WorkspaceInstance},
};

/// A kind of resource that a [`ResourceRepository`] stores: robots, toolsets, workspaces or workspace instances, with
/// account ids in place of profiles. A store keeps the JSON that serde writes, and beside it `id`, `created_at` and
/// [`workspace`](Self::workspace).
pub trait ResourceKind:
    Clone + fmt::Debug + Serialize + DeserializeOwned + PartialEq + Send + Sync + 'static
{
    /// The type of its ids.
    type Id: Copy + Ord + Hash + fmt::Debug + fmt::Display + FromStr<Err = Error> + Send + Sync + 'static;
    /// The type of a change of it.
    type Change: Clone + fmt::Debug + PartialEq + Send + Sync + 'static;
    /// The type of the filter of its lists.
    type Filter: Clone + Copy + fmt::Debug + Default + PartialEq + Send + Sync + 'static;

    /// The kind that errors name.
    const RESOURCE: Resource;

    /// Whether it is deleted together with its workspace (instances), or stays without one (robots).
    const NEEDS_WORKSPACE: bool = false;

    /// Returns its id.
    fn id(&self) -> Self::Id;

    /// Returns the bytes of an id. Resources created at the same time are ordered by them, descending.
    fn id_bytes(id: Self::Id) -> [u8; 12];

    /// Returns the time of its creation, by which lists are ordered.
    fn created_at(&self) -> Timestamp;

    /// Returns the workspace that it references. Default: none.
    fn workspace(&self) -> Option<WorkspaceId> {
        None
    }

    /// Removes the reference to a workspace that was deleted. Does nothing if it [needs](Self::NEEDS_WORKSPACE) one.
    fn forget_workspace(&mut self) {}

    /// Returns the workspace that a filter selects. Default: `None`, which selects the resources of all.
    #[must_use]
    fn filtered_workspace(_: &Self::Filter) -> Option<WorkspaceId> {
        None
    }

    /// Returns a name that must be unique in its kind, if it has one. The name of a deleted resource is free again.
    fn unique_name(&self) -> Option<String> {
        None
    }

    /// Returns the toolsets that it references. These cannot be deleted while it exists.
    fn toolsets(&self) -> Vec<ToolsetId> {
        Vec::new()
    }

    /// Applies a change, and sets `updated_at` to `at`, unless it is later already.
    fn apply(&mut self, change: &Self::Change, at: Timestamp);
}

/// Stores one kind of resource: `ResourceRepository<Robot<AccountId>>`, and the same for [`Toolset`], [`Workspace`]
/// and [`WorkspaceInstance`].
///
/// # Contract
/// Every method is atomic, and the other rules of the [module](super) hold too. Lists are ordered by creation time,
/// newest first, and equal times by id, descending. Deleting a workspace deletes its instances. A robot shows its
/// workspace only while the workspace exists.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait ResourceRepository<R: ResourceKind>: fmt::Debug + Send + Sync + 'static {
    /// Creates a resource.
    ///
    /// # Errors
    /// [`Error::AlreadyExists`] if the id was used before, also by a deleted resource, or the
    /// [name](ResourceKind::unique_name) is in use; [`Error::NotFound`] if it [needs](ResourceKind::NEEDS_WORKSPACE) a
    /// workspace that does not exist, or references a [toolset](ResourceKind::toolsets) that does not.
    async fn create(&self, resource: &R) -> Result<()>;

    /// Lists one page of the resources that match `filter`. A page after the last one is empty.
    ///
    /// # Errors
    /// Only those of the [module](super).
    async fn list(&self, filter: R::Filter, page: PageRequest) -> Result<Page<R>>;

    /// Returns a resource.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such resource.
    async fn find(&self, id: R::Id) -> Result<R>;

    /// [Applies](ResourceKind::apply) a change, and returns the changed resource.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such resource, or the change references a toolset that does not exist;
    /// [`Error::AlreadyExists`] if its new name is in use.
    async fn update(&self, id: R::Id, change: &R::Change, at: Timestamp) -> Result<R>;

    /// Deletes a resource, and with a workspace its instances.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such resource; [`Conflict::InUse`](crate::Conflict::InUse) if it is a toolset
    /// that a robot references.
    async fn delete(&self, id: R::Id, at: Timestamp) -> Result<()>;
}

impl ResourceKind for Robot<AccountId> {
    type Id = RobotId;
    type Change = RobotChange;
    type Filter = ();

    const RESOURCE: Resource = Resource::Robot;

    fn id(&self) -> RobotId {
        self.id
    }

    fn id_bytes(id: RobotId) -> [u8; 12] {
        id.to_bytes()
    }

    fn created_at(&self) -> Timestamp {
        self.created_at
    }

    fn workspace(&self) -> Option<WorkspaceId> {
        self.workspace_id
    }

    fn forget_workspace(&mut self) {
        self.workspace_id = None;
    }

    fn toolsets(&self) -> Vec<ToolsetId> {
        // What is no id is the name of a toolset of the host's.
        self.toolsets.iter().filter_map(|toolset| toolset.parse().ok()).collect()
    }

    fn apply(&mut self, change: &RobotChange, at: Timestamp) {
        set(&mut self.name, change.name.as_ref());
        set(&mut self.description, change.description.as_ref());
        set(&mut self.playbook, change.playbook.as_ref());
        set(&mut self.model, change.model.as_ref());
        set(&mut self.tools, change.tools.as_ref());
        set(&mut self.toolsets, change.toolsets.as_ref());
        set(&mut self.workspace_id, change.workspace_id.as_ref());
        set(&mut self.meta, change.meta.as_ref());
        self.updated_at = self.updated_at.max(at);
    }
}

impl ResourceKind for Toolset<AccountId> {
    type Id = ToolsetId;
    type Change = ToolsetChange;
    type Filter = ();

    const RESOURCE: Resource = Resource::Toolset;

    fn id(&self) -> ToolsetId {
        self.id
    }

    fn id_bytes(id: ToolsetId) -> [u8; 12] {
        id.to_bytes()
    }

    fn created_at(&self) -> Timestamp {
        self.created_at
    }

    fn unique_name(&self) -> Option<String> {
        Some(format!("{} {}", self.author, self.name))
    }

    fn apply(&mut self, change: &ToolsetChange, at: Timestamp) {
        set(&mut self.name, change.name.as_ref());
        set(&mut self.description, change.description.as_ref());
        set(&mut self.instruction, change.instruction.as_ref());
        set(&mut self.tools, change.tools.as_ref());
        set(&mut self.meta, change.meta.as_ref());
        self.updated_at = self.updated_at.max(at);
    }
}

impl ResourceKind for Workspace<AccountId> {
    type Id = WorkspaceId;
    type Change = WorkspaceChange;
    type Filter = ();

    const RESOURCE: Resource = Resource::Workspace;

    fn id(&self) -> WorkspaceId {
        self.id
    }

    fn id_bytes(id: WorkspaceId) -> [u8; 12] {
        id.to_bytes()
    }

    fn created_at(&self) -> Timestamp {
        self.created_at
    }

    fn apply(&mut self, change: &WorkspaceChange, at: Timestamp) {
        set(&mut self.name, change.name.as_ref());
        set(&mut self.description, change.description.as_ref());
        set(&mut self.config, change.config.as_ref());
        set(&mut self.meta, change.meta.as_ref());
        self.updated_at = self.updated_at.max(at);
    }
}

impl ResourceKind for WorkspaceInstance<AccountId> {
    type Id = WorkspaceInstanceId;
    type Change = InstanceChange;
    type Filter = InstanceFilter;

    const RESOURCE: Resource = Resource::WorkspaceInstance;
    const NEEDS_WORKSPACE: bool = true;

    fn id(&self) -> WorkspaceInstanceId {
        self.id
    }

    fn id_bytes(id: WorkspaceInstanceId) -> [u8; 12] {
        id.to_bytes()
    }

    fn created_at(&self) -> Timestamp {
        self.created_at
    }

    fn workspace(&self) -> Option<WorkspaceId> {
        Some(self.workspace_id)
    }

    fn filtered_workspace(filter: &InstanceFilter) -> Option<WorkspaceId> {
        filter.workspace_id
    }

    fn apply(&mut self, change: &InstanceChange, at: Timestamp) {
        set(&mut self.provider_state, change.provider_state.as_ref());
        set(&mut self.meta, change.meta.as_ref());
        self.updated_at = self.updated_at.max(at);
    }
}

/// Creates the error for a [name](ResourceKind::unique_name) that another resource has. It does not name that
/// resource's account.
pub(crate) fn name_is_taken<R: ResourceKind>(name: &str) -> Error {
    Error::already_exists(R::RESOURCE, name.split_once(' ').map_or(name, |(_, name)| name))
}

/// Implements the trait for smart pointers to a repository.
macro_rules! delegate {
    ($($pointer:ident),+) => {$(
        #[async_trait]
        impl<R: ResourceKind, T: ResourceRepository<R> + ?Sized> ResourceRepository<R> for $pointer<T> {
            async fn create(&self, resource: &R) -> Result<()> {
                (**self).create(resource).await
            }
            async fn list(&self, filter: R::Filter, page: PageRequest) -> Result<Page<R>> {
                (**self).list(filter, page).await
            }
            async fn find(&self, id: R::Id) -> Result<R> {
                (**self).find(id).await
            }
            async fn update(&self, id: R::Id, change: &R::Change, at: Timestamp) -> Result<R> {
                (**self).update(id, change, at).await
            }
            async fn delete(&self, id: R::Id, at: Timestamp) -> Result<()> {
                (**self).delete(id, at).await
            }
        }
    )+};
}

delegate!(Arc, Box);
