//! Workspaces, and their instances.

use super::Robots;
use crate::{
    model::{
        error::Result,
        id::{WorkspaceId, WorkspaceInstanceId},
        page::{Page, PageRequest},
        workspace::{
            InstanceChange, InstanceFilter, NewInstance, NewWorkspace, Provider, Workspace, WorkspaceChange,
            WorkspaceInstance,
        },
    },
    service::operation::{Actor, Operation},
};

/// # Workspaces
impl Robots {
    /// Lists the providers of workspaces, in the host's order.
    ///
    /// # Errors
    /// Only the common errors; see [`Robots`].
    pub async fn workspace_providers(&self, actor: impl Into<Actor>) -> Result<Vec<Provider>> {
        self.allow(&actor.into(), Operation::ListProviders).await?;
        Ok(self.settings.providers.clone())
    }

    /// Lists one page of the workspaces, newest first.
    ///
    /// # Errors
    /// Only the common errors; see [`Robots`].
    pub async fn list_workspaces(
        &self,
        actor: impl Into<Actor>,
        page: PageRequest,
    ) -> Result<Page<Workspace>> {
        self.allow(&actor.into(), Operation::ListWorkspaces).await?;
        self.show(self.workspaces.list((), page).await?).await
    }

    /// Returns a workspace.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is no such workspace.
    pub async fn workspace(&self, actor: impl Into<Actor>, id: WorkspaceId) -> Result<Workspace> {
        self.allow(&actor.into(), Operation::GetWorkspace).await?;
        self.show(self.workspaces.find(id).await?).await
    }

    /// Creates a workspace.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`](crate::Error::InvalidArgument) or
    /// [`Error::TooLarge`](crate::Error::TooLarge) about a field.
    pub async fn create_workspace(
        &self,
        actor: impl Into<Actor>,
        workspace: NewWorkspace,
    ) -> Result<Workspace> {
        let actor = actor.into();
        self.allow(&actor, Operation::CreateWorkspace).await?;
        let limits = &self.settings.limits;
        limits.check_name("name", &workspace.name)?;
        limits.check_text("description", &workspace.description)?;
        workspace.provider.check()?;
        limits.check_object("config", &workspace.config)?;
        limits.check_object("meta", &workspace.meta)?;
        if let Some(misc) = &workspace.misc {
            limits.check_object("misc", misc)?;
        }
        let now = self.clock.now();
        let workspace = Workspace {
            id: WorkspaceId::generate(&*self.ids),
            created_at: now,
            updated_at: now,
            deleted_at: None,
            misc: workspace.misc,
            name: workspace.name,
            description: workspace.description,
            provider: workspace.provider,
            config: workspace.config,
            meta: workspace.meta,
            created_by: actor.account(),
        };
        self.workspaces.create(&workspace).await?;
        self.show(workspace).await
    }

    /// Changes a workspace. Its instances stay as they are.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is no such workspace;
    /// [`Error::InvalidArgument`](crate::Error::InvalidArgument) or
    /// [`Error::TooLarge`](crate::Error::TooLarge) about a field.
    pub async fn update_workspace(
        &self,
        actor: impl Into<Actor>,
        id: WorkspaceId,
        change: WorkspaceChange,
    ) -> Result<Workspace> {
        self.allow(&actor.into(), Operation::UpdateWorkspace).await?;
        let limits = &self.settings.limits;
        if let Some(name) = &change.name {
            limits.check_name("name", name)?;
        }
        if let Some(description) = &change.description {
            limits.check_text("description", description)?;
        }
        for (field, object) in [("config", &change.config), ("meta", &change.meta)] {
            object.as_ref().map_or(Ok(()), |object| limits.check_object(field, object))?;
        }
        self.show(self.workspaces.update(id, &change, self.clock.now()).await?).await
    }

    /// Deletes a workspace and its instances. No session mounts them any more.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is no such workspace.
    pub async fn delete_workspace(&self, actor: impl Into<Actor>, id: WorkspaceId) -> Result<()> {
        self.allow(&actor.into(), Operation::DeleteWorkspace).await?;
        self.workspaces.delete(id, self.clock.now()).await
    }

    /// Lists one page of workspace instances, newest first.
    ///
    /// # Errors
    /// Only the common errors; see [`Robots`].
    pub async fn list_instances(
        &self,
        actor: impl Into<Actor>,
        filter: InstanceFilter,
        page: PageRequest,
    ) -> Result<Page<WorkspaceInstance>> {
        self.allow(&actor.into(), Operation::ListInstances).await?;
        self.show(self.instances.list(filter, page).await?).await
    }

    /// Returns a workspace instance, with the provider's state.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is no such instance.
    pub async fn instance(
        &self,
        actor: impl Into<Actor>,
        id: WorkspaceInstanceId,
    ) -> Result<WorkspaceInstance> {
        self.allow(&actor.into(), Operation::GetInstance).await?;
        self.show(self.instances.find(id).await?).await
    }

    /// Creates an instance of a workspace, with the workspace's provider.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is no such workspace;
    /// [`Error::InvalidArgument`](crate::Error::InvalidArgument) or
    /// [`Error::TooLarge`](crate::Error::TooLarge) about a field.
    pub async fn create_instance(
        &self,
        actor: impl Into<Actor>,
        instance: NewInstance,
    ) -> Result<WorkspaceInstance> {
        let actor = actor.into();
        self.allow(&actor, Operation::CreateInstance).await?;
        self.settings.limits.check_object("provider_state", &instance.provider_state)?;
        self.settings.limits.check_object("meta", &instance.meta)?;
        let workspace = self.workspaces.find(instance.workspace_id).await?;
        let now = self.clock.now();
        let instance = WorkspaceInstance {
            id: WorkspaceInstanceId::generate(&*self.ids),
            created_at: now,
            updated_at: now,
            deleted_at: None,
            misc: None,
            workspace_id: workspace.id,
            provider: workspace.provider,
            provider_state: instance.provider_state,
            meta: instance.meta,
            created_by: actor.account(),
        };
        self.instances.create(&instance).await?;
        self.show(instance).await
    }

    /// Changes a workspace instance.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is no such instance;
    /// [`Error::InvalidArgument`](crate::Error::InvalidArgument) or
    /// [`Error::TooLarge`](crate::Error::TooLarge) about a field.
    pub async fn update_instance(
        &self,
        actor: impl Into<Actor>,
        id: WorkspaceInstanceId,
        change: InstanceChange,
    ) -> Result<WorkspaceInstance> {
        self.allow(&actor.into(), Operation::UpdateInstance).await?;
        for (field, object) in [("provider_state", &change.provider_state), ("meta", &change.meta)] {
            object.as_ref().map_or(Ok(()), |object| self.settings.limits.check_object(field, object))?;
        }
        self.show(self.instances.update(id, &change, self.clock.now()).await?).await
    }

    /// Deletes a workspace instance. No session mounts it any more.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is no such instance.
    pub async fn delete_instance(&self, actor: impl Into<Actor>, id: WorkspaceInstanceId) -> Result<()> {
        self.allow(&actor.into(), Operation::DeleteInstance).await?;
        self.instances.delete(id, self.clock.now()).await
    }
}
