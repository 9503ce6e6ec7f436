//! Sessions: lists of them, and one with a window of its messages.

use sha2::{Digest, Sha256};

use super::{Robots, canonical::Fingerprint, messages::decode, window::cut};
use crate::{
    model::{
        error::{Conflict, Error, Result},
        id::{AccountId, SessionId, WorkspaceId, WorkspaceInstanceId, hashed},
        json::Json,
        label::Labels,
        limits::check_key,
        message::{MessageList, WindowRequest},
        offset::Offset,
        page::{Page, PageRequest},
        robot::RobotKey,
        session::{NewSession, Session, SessionChange, SessionDetails, SessionFilter, SessionRef},
        workspace::{Workspace, WorkspaceInstance},
    },
    repository::{SessionRecord, SessionState, SessionWindow},
    service::operation::{Actor, Operation},
};

/// The id and the fingerprint by which the second start of a session is recognised.
pub(super) struct StartOnce {
    pub(super) id: SessionId,
    pub(super) fingerprint: String,
}

impl StartOnce {
    /// The id is the beginning of a hash of the account and the key, so that a second start finds it taken.
    fn new(actor: &Actor, key: &str, session: &NewSession) -> Self {
        let account = actor.account().to_string();
        let id = hashed(Sha256::new().chain_update(["start", &account, key].join("\0")));
        let mut fingerprint = Fingerprint::default();
        if let Some(name) = &session.name {
            fingerprint.text("name", name);
        }
        if let Some(robot) = &session.robot {
            fingerprint.text("robot", &robot.to_string());
        }
        if let Some(workspace) = session.workspace {
            fingerprint.text("workspace", &workspace.to_string());
        }
        if let Some(misc) = &session.misc {
            fingerprint.json("misc", misc.as_str());
        }
        for label in session.labels.iter().flat_map(Labels::iter) {
            fingerprint.text("label", label.as_str());
        }
        Self { id: SessionId::from_bytes(id), fingerprint: fingerprint.finish() }
    }
}

/// # Sessions
impl Robots {
    /// Lists one page of the sessions that match `filter`, in its order, by number or by cursor.
    ///
    /// Members who may use robots see all sessions: a filter is not access control. To send the page as JSON, call
    /// [`sessions_json`](Self::sessions_json).
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] about `page` if a numbered page by last activity is more than [`PageRequest::FAR`]
    /// rows from both ends, or if page 2 or a later one of a list without totals is requested: see [`SessionFilter`].
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

    /// Marks a session as read by the caller up to an offset, such as the sequence of the newest message that was
    /// shown. Nothing else changes the mark, and it never goes back. An offset after that of the session counts as that
    /// of the session.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such session.
    ///
    /// # Examples
    /// ```
    /// # use storyden_robots::*;
    /// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
    /// # let robots = Robots::new(MemoryStore::new(), AllowAll, StaticProfiles::default());
    /// # let (ann, ben) = (AccountId::from_bytes([1; 12]), AccountId::from_bytes([2; 12]));
    /// let session = robots.start_session(ann, NewSession::default()).await?;
    /// robots.append(ann, session.id, NewMessage::user([Part::text("Who posted this?")])?).await?;
    ///
    /// let filter = SessionFilter::default().unread_of(ben);
    /// let page = robots.list_sessions(ben, filter, PageRequest::sessions()).await?;
    /// assert_eq!(page.items[0].unread, Some(1));
    /// robots.mark_read(ben, session.id, Offset::new(1)).await?;
    /// let page = robots.list_sessions(ben, filter, PageRequest::sessions()).await?;
    /// assert_eq!(page.items[0].unread, Some(0));
    /// # Ok::<(), Error>(())
    /// # })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub async fn mark_read(&self, actor: impl Into<Actor>, id: SessionId, seen: Offset) -> Result<()> {
        let actor = actor.into();
        self.allow(&actor, Operation::MarkRead).await?;
        self.sessions.mark_read(id, actor.account(), seen).await
    }

    /// Returns a session with a window of its messages, oldest first. A window that would be longer than
    /// [`Limits::window_bytes`](crate::Limits::window_bytes) has fewer messages, and a cursor to continue. To send it
    /// as JSON, call [`session_json`](Self::session_json).
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such session; [`Error::InvalidArgument`] about `before`, `after` or `around`
    /// if the cursor was never a message of the session.
    pub async fn session(
        &self,
        actor: impl Into<Actor>,
        id: SessionId,
        window: WindowRequest,
    ) -> Result<Session> {
        self.allow(&actor.into(), Operation::GetSession).await?;
        self.read_session(id, window).await
    }

    pub(super) async fn read_session(&self, id: SessionId, window: WindowRequest) -> Result<Session> {
        let mut found = self.sessions.find_session(id, window).await?;
        cut(&mut found, window, self.limits().window_bytes);
        self.show_window(found, window).await
    }

    async fn show_window(&self, found: SessionWindow, window: WindowRequest) -> Result<Session> {
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
    /// If `session` names a workspace, or else its robot has one, a new instance of that is created and mounted.
    ///
    /// A second start with the same [key](NewSession::idempotency_key) by the same account starts nothing, and returns
    /// the first session as it is now.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such robot or workspace; [`Error::InvalidArgument`] or [`Error::TooLarge`]
    /// about a field; [`Conflict::IdempotencyKeyReused`] if the key was used for a session with other fields;
    /// [`Conflict::SessionDeleted`] if the session that the key started is deleted.
    ///
    /// # Examples
    /// ```
    /// # use storyden_robots::*;
    /// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
    /// # let robots = Robots::new(MemoryStore::new(), AllowAll, StaticProfiles::default());
    /// # let ann = AccountId::from_bytes([1; 12]);
    /// let new = NewSession::default().name("Spam wave").idempotency_key("form-7");
    /// let first = robots.start_session(ann, new.clone()).await?;
    /// assert_eq!(robots.start_session(ann, new).await?.id, first.id);
    /// # Ok::<(), Error>(())
    /// # })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub async fn start_session(&self, actor: impl Into<Actor>, session: NewSession) -> Result<Session> {
        self.start(actor.into(), session).await.map(|(session, _)| session)
    }

    /// Starts a session, or returns that of an earlier start with the same key, and `true`.
    pub(crate) async fn start(&self, actor: Actor, session: NewSession) -> Result<(Session, bool)> {
        self.allow(&actor, Operation::StartSession).await?;
        session.key.as_deref().map_or(Ok(()), check_key)?;
        let once = session.key.as_ref().map(|key| StartOnce::new(&actor, key, &session));
        let id = once.as_ref().map_or_else(|| SessionId::generate(&*self.ids), |once| once.id);
        match self.start_as(&actor, id, session, once.as_ref()).await? {
            // Nothing can be in it yet that is not known.
            Some(SessionRecord { reference, active_robot, active_instance: None, .. }) => {
                let details = SessionDetails { active_robot_id: active_robot, ..SessionDetails::default() };
                let empty = SessionWindow::new(SessionState { reference, details }, Vec::new());
                Ok((self.show_window(empty, WindowRequest::default()).await?, false))
            }
            started => {
                let session = self.read_session(id, WindowRequest::default()).await?;
                Ok((session, started.is_none()))
            }
        }
    }

    /// Starts a session with this id, and returns it as it was created; `None` if it was started before.
    pub(super) async fn start_as(
        &self,
        actor: &Actor,
        id: SessionId,
        session: NewSession,
        once: Option<&StartOnce>,
    ) -> Result<Option<SessionRecord>> {
        let workspace = session.workspace;
        let mut first = session.into_change();
        self.check_session(&first)?;
        if let Some(once) = once
            && self.started(once).await?
        {
            return Ok(None);
        }

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
        record.fingerprint = once.map(|once| once.fingerprint.clone());
        first.apply(&mut record.reference, &mut record.active_robot, &mut record.active_instance)?;
        if let Err(error) = self.sessions.create_session(&record).await {
            if let Some(instance) = &instance
                && let Err(left) = self.instances.delete(instance.id, now).await
            {
                tracing::warn!(instance = %instance.id, error = %left, "an instance is left without its session");
            }
            if let (Some(once), Error::AlreadyExists { .. }) = (once, &error)
                && self.started(once).await?
            {
                // Another try was faster.
                return Ok(None);
            }
            return Err(error);
        }
        Ok(Some(record))
    }

    /// Returns whether a session was started with this key and these arguments.
    pub(super) async fn started(&self, once: &StartOnce) -> Result<bool> {
        match self.sessions.find_start(once.id).await? {
            None => Ok(false),
            Some(start) if start.fingerprint.as_ref() != Some(&once.fingerprint) => {
                Err(Error::Conflict(Conflict::IdempotencyKeyReused))
            }
            Some(start) if start.deleted => Err(Error::Conflict(Conflict::SessionDeleted)),
            Some(_) => Ok(true),
        }
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

    /// Changes a session: its name, labels, host data, active robot or mounted instance. The change is atomic. Returns
    /// the session with its newest messages.
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

    /// Deletes a session. Its messages are kept, and [`restore_session`](Self::restore_session) can restore it.
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
