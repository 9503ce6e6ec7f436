//! Sessions: lists of them, and one with a window of its messages.

use super::Robots;
use crate::{
    model::{
        error::{Error, Result},
        id::{AccountId, SessionId, WorkspaceInstanceId},
        json::Json,
        page::{Page, PageRequest, WindowRequest},
        robot::RobotKey,
        session::{NewSession, Session, SessionChange, SessionFilter, SessionRef},
        workspace::{Workspace, WorkspaceInstance},
    },
    repository::SessionRecord,
    service::operation::{Actor, Operation},
};

/// # Sessions
impl Robots {
    /// Lists one page of sessions, newest first.
    ///
    /// Nothing is private among those who may use robots: the filter is a filter, not a wall.
    ///
    /// # Errors
    /// Those of [`Robots`] alone.
    pub async fn list_sessions(
        &self,
        actor: impl Into<Actor>,
        filter: SessionFilter,
        page: PageRequest,
    ) -> Result<Page<SessionRef>> {
        self.allow(&actor.into(), Operation::ListSessions).await?;
        self.show(self.sessions.list_sessions(filter, page).await?).await
    }

    /// Returns a session with a window of its messages, oldest first.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such session; [`Error::InvalidArgument`] about `before` if the
    /// cursor is no message of it.
    pub async fn session(
        &self,
        actor: impl Into<Actor>,
        id: SessionId,
        window: WindowRequest,
    ) -> Result<Session> {
        self.allow(&actor.into(), Operation::GetSession).await?;
        self.show(self.sessions.find_session(id, window).await?).await
    }

    /// Starts a session.
    ///
    /// Where the robot has a workspace, or `session` names one, a new instance of it is mounted.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such robot or workspace; [`Error::InvalidArgument`] or
    /// [`Error::TooLarge`] about `name` or `misc`.
    pub async fn start_session(&self, actor: impl Into<Actor>, session: NewSession) -> Result<Session> {
        let actor = actor.into();
        self.allow(&actor, Operation::StartSession).await?;
        let limits = &self.settings.limits;
        if let Some(name) = &session.name {
            limits.check_name("name", name)?;
        }
        if let Some(misc) = &session.misc {
            limits.check_object("misc", misc)?;
        }

        let now = self.clock.now();
        let workspace = self.first_workspace(&session).await?;
        let instance = workspace.map(|workspace| WorkspaceInstance {
            id: WorkspaceInstanceId::generate(&*self.ids),
            created_at: now,
            updated_at: now,
            deleted_at: None,
            misc: None,
            workspace_id: workspace.id,
            provider: workspace.provider,
            provider_state: Json::object(),
            meta: Json::object(),
            created_by: actor.account(),
        });
        if let Some(instance) = &instance {
            self.workspaces.create_instance(instance).await?;
        }
        let record = SessionRecord {
            id: SessionId::generate(&*self.ids),
            created_at: now,
            name: session.name.unwrap_or_else(|| format!("Untitled ({})", now.date())),
            created_by: actor.account(),
            misc: session.misc,
            active_robot: session.robot,
            active_instance: instance.as_ref().map(|instance| instance.id),
        };
        if let Err(error) = self.sessions.create_session(&record).await {
            if let Some(instance) = &instance
                && let Err(left) = self.workspaces.delete_instance(instance.id, now).await
            {
                tracing::warn!(instance = %instance.id, error = %left, "an instance is left without its session");
            }
            return Err(error);
        }
        self.show(self.sessions.find_session(record.id, WindowRequest::default()).await?).await
    }

    /// Returns the workspace that a new session starts with: its own, or else its robot's.
    async fn first_workspace(&self, session: &NewSession) -> Result<Option<Workspace<AccountId>>> {
        let of_robot = match &session.robot {
            Some(RobotKey::Created(id)) => self.robots.find_robot(*id).await?.workspace_id,
            Some(built_in) => self.named(built_in).await.map(|_| None)?,
            None => None,
        };
        if let Some(id) = session.workspace {
            return self.workspaces.find_workspace(id).await.map(Some);
        }
        let Some(id) = of_robot else { return Ok(None) };
        match self.workspaces.find_workspace(id).await {
            // It was deleted a moment ago, so the robot has none.
            Err(Error::NotFound { .. }) => Ok(None),
            found => found.map(Some),
        }
    }

    /// Renames a session, switches its robot, mounts or unmounts an instance: all that `change` says, or
    /// nothing. Returns the session with its newest messages.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such session, robot or instance; [`Error::InvalidArgument`] or
    /// [`Error::TooLarge`] about `name`.
    ///
    /// # Examples
    /// ```
    /// # use storyden_robots::*;
    /// # async fn example(robots: Robots, ann: AccountId, session: SessionId, helper: RobotId) -> Result<()> {
    /// let change = SessionChange::default().name("Spam wave, solved").robot(RobotKey::from(helper));
    /// robots.update_session(ann, session, change).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn update_session(
        &self,
        actor: impl Into<Actor>,
        id: SessionId,
        change: SessionChange,
    ) -> Result<Session> {
        self.allow(&actor.into(), Operation::UpdateSession).await?;
        if let Some(name) = &change.name {
            self.settings.limits.check_name("name", name)?;
        }
        if let Some(Some(robot)) = &change.active_robot {
            self.named(robot).await?;
        }
        self.sessions.update_session(id, &change, self.clock.now()).await?;
        self.show(self.sessions.find_session(id, WindowRequest::default()).await?).await
    }

    /// Deletes a session. Its messages are kept, and [`restore_session`](Self::restore_session) brings
    /// it back.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such session.
    pub async fn delete_session(&self, actor: impl Into<Actor>, id: SessionId) -> Result<()> {
        self.allow(&actor.into(), Operation::DeleteSession).await?;
        self.sessions.delete_session(id, self.clock.now()).await
    }

    /// Brings a deleted session back, with everything it had.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there never was such a session.
    pub async fn restore_session(&self, actor: impl Into<Actor>, id: SessionId) -> Result<Session> {
        self.allow(&actor.into(), Operation::RestoreSession).await?;
        self.sessions.restore_session(id, self.clock.now()).await?;
        self.show(self.sessions.find_session(id, WindowRequest::default()).await?).await
    }
}
