//! Sessions: lists of them, and one with a window of its messages.

use super::{Robots, messages::decode, window::cut};
use crate::{
    model::{
        error::{Error, Result},
        id::{AccountId, SessionId, WorkspaceId, WorkspaceInstanceId},
        json::Json,
        message::{MessageList, WindowRequest},
        page::{Page, PageRequest},
        robot::RobotKey,
        session::{NewSession, Session, SessionChange, SessionFilter, SessionRef},
        workspace::{Workspace, WorkspaceInstance},
    },
    repository::{SessionRecord, SessionWindow},
    service::operation::{Actor, Operation},
};

/// # Sessions
impl Robots {
    /// Lists one page of the sessions that match `filter`, in its order, by number or by cursor.
    ///
    /// Nothing is private among those who may use robots: the filter narrows the list, it protects nothing.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] about `page` if a numbered page by last activity is more than
    /// [`PageRequest::FAR`] rows from both ends.
    ///
    /// # Examples
    /// ```
    /// # use storyden_robots::*;
    /// # async fn example(robots: Robots, ann: AccountId) -> Result<()> {
    /// let filter = SessionFilter::created_by(ann).order(SessionOrder::Active);
    /// let mut request = PageRequest::by_cursor(20);
    /// loop {
    ///     let page = robots.list_sessions(ann, filter, request).await?;
    ///     page.items.iter().for_each(|session| println!("{}", session.name));
    ///     let Some(cursor) = page.next_cursor else { break };
    ///     request = request.after(cursor);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn list_sessions(
        &self,
        actor: impl Into<Actor>,
        filter: SessionFilter,
        page: PageRequest,
    ) -> Result<Page<SessionRef>> {
        self.allow(&actor.into(), Operation::ListSessions).await?;
        self.show(self.sessions.list_sessions(filter, page).await?).await
    }

    /// Returns a session with a window of its messages, oldest first. A window that is longer than
    /// [`Limits::window_bytes`](crate::Limits::window_bytes) has fewer messages, and a cursor to go on. To send it on as
    /// JSON, call [`session_json`](Self::session_json).
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such session; [`Error::InvalidArgument`] about `before`, `after` or
    /// `around` if the cursor was never a message of it.
    pub async fn session(
        &self,
        actor: impl Into<Actor>,
        id: SessionId,
        window: WindowRequest,
    ) -> Result<Session> {
        self.allow(&actor.into(), Operation::GetSession).await?;
        self.read_session(id, window).await
    }

    async fn read_session(&self, id: SessionId, window: WindowRequest) -> Result<Session> {
        let mut found = self.sessions.find_session(id, window).await?;
        cut(&mut found, window, self.limits().window_bytes);
        let SessionWindow { state, messages, next_before, next_after, mut damaged } = found;
        let messages: Vec<_> = messages
            .iter()
            .filter_map(|record| decode(record).map_err(|row| damaged.push(row)).ok())
            .collect();
        let message_list = MessageList {
            page_size: window.limit(),
            results: u32::try_from(messages.len()).unwrap_or(u32::MAX),
            next_before,
            next_after,
            messages,
            damaged,
        };
        self.show(Session { reference: state.reference, details: state.details, message_list }).await
    }

    /// Starts a session.
    ///
    /// If `session` names a workspace, or its robot has one, a new instance of it is mounted.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such robot or workspace; [`Error::InvalidArgument`] or
    /// [`Error::TooLarge`] about one of its fields.
    pub async fn start_session(&self, actor: impl Into<Actor>, session: NewSession) -> Result<Session> {
        let actor = actor.into();
        self.allow(&actor, Operation::StartSession).await?;
        let id = SessionId::generate(&*self.ids);
        self.start_as(&actor, id, session).await?;
        self.read_session(id, WindowRequest::default()).await
    }

    /// Starts a session with this id.
    pub(super) async fn start_as(&self, actor: &Actor, id: SessionId, session: NewSession) -> Result<()> {
        let workspace = session.workspace;
        let mut first = session.into_change();
        self.check_session(&first)?;

        let now = self.clock.now();
        let robot = first.active_robot.as_ref().and_then(Option::as_ref);
        let workspace = self.first_workspace(workspace, robot).await?;
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
            self.instances.create(instance).await?;
        }
        first.active_instance = Some(instance.as_ref().map(|instance| instance.id));
        let name = format!("Untitled ({})", now.date());
        let mut record = SessionRecord::new(id, now, name, actor.account());
        first.apply(&mut record.reference, &mut record.active_robot, &mut record.active_instance);
        if let Err(error) = self.sessions.create_session(&record).await {
            if let Some(instance) = &instance
                && let Err(left) = self.instances.delete(instance.id, now).await
            {
                tracing::warn!(instance = %instance.id, error = %left, "an instance is left without its session");
            }
            return Err(error);
        }
        Ok(())
    }

    /// Checks what is written of a session.
    fn check_session(&self, change: &SessionChange) -> Result<()> {
        let limits = &self.settings.limits;
        if let Some(name) = &change.name {
            limits.check_name("name", name)?;
        }
        if let Some(Some(misc)) = &change.misc {
            limits.check_object("misc", misc)?;
        }
        Ok(())
    }

    /// Returns the workspace that a new session starts with: its own, or else its robot's.
    async fn first_workspace(
        &self,
        own: Option<WorkspaceId>,
        robot: Option<&RobotKey>,
    ) -> Result<Option<Workspace<AccountId>>> {
        let of_robot = match robot {
            Some(RobotKey::Created(id)) => self.robots.find(*id).await?.workspace_id,
            Some(built_in) => self.named(built_in).await.map(|_| None)?,
            None => None,
        };
        if let Some(id) = own {
            return self.workspaces.find(id).await.map(Some);
        }
        let Some(id) = of_robot else { return Ok(None) };
        match self.workspaces.find(id).await {
            // It was deleted a moment ago, so the robot has none.
            Err(Error::NotFound { .. }) => Ok(None),
            found => found.map(Some),
        }
    }

    /// Renames a session or changes what the host keeps with it, switches its robot, mounts or unmounts an instance:
    /// all that `change` names, or nothing. Returns the session with its newest messages.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such session, robot or instance; [`Error::InvalidArgument`] or
    /// [`Error::TooLarge`] about one of its fields.
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
        self.check_session(&change)?;
        if let Some(Some(robot)) = &change.active_robot {
            self.named(robot).await?;
        }
        self.sessions.update_session(id, &change, self.write()).await?;
        self.announce(id);
        self.read_session(id, WindowRequest::default()).await
    }

    /// Deletes a session. Its messages are kept, and [`restore_session`](Self::restore_session) restores it.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such session.
    pub async fn delete_session(&self, actor: impl Into<Actor>, id: SessionId) -> Result<()> {
        self.allow(&actor.into(), Operation::DeleteSession).await?;
        self.sessions.delete_session(id, self.write()).await?;
        self.announce(id);
        Ok(())
    }

    /// Restores a deleted session with everything it had.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there never was such a session.
    pub async fn restore_session(&self, actor: impl Into<Actor>, id: SessionId) -> Result<Session> {
        self.allow(&actor.into(), Operation::RestoreSession).await?;
        self.sessions.restore_session(id, self.write()).await?;
        self.announce(id);
        self.read_session(id, WindowRequest::default()).await
    }
}
