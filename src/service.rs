//! [`Robots`]: the one place where permissions meet repositories.
//!
//! Every method reads the same way: may they, do the arguments make sense, find, do. In this order,
//! so that nobody without the permission learns whether something exists.

use std::{hash::Hasher, sync::Arc};

use fnv::FnvHasher;

use crate::{
    error::{Denied, Error, Resource, Result},
    id::{IdGenerator, MessageId, RobotId, SessionId, WorkspaceId, WorkspaceInstanceId, XidGenerator},
    limits::{Limits, check_key, check_most},
    live::{Bells, Bus, OneProcess},
    message::{Message, NewMessage, Revision},
    operation::{Actor, Operation},
    page::{Page, PageRequest, WindowRequest},
    permission::{Access, Permissions},
    profile::{Profiles, Resolve, resolve},
    repository::{
        Appended, Idempotency, MessageBatch, RobotRepository, SessionRecord, SessionRepository, Store,
        WorkspaceRepository,
    },
    robot::{NewRobot, Robot, RobotChange, RobotKey, RobotRef},
    session::{NewSession, Session, SessionChange, SessionFilter, SessionRef},
    time::{Clock, SystemClock, Timestamp},
    workspace::{
        InstanceChange, InstanceFilter, NewInstance, NewWorkspace, Provider, Workspace, WorkspaceChange,
        WorkspaceInstance,
    },
};

/// Storyden's Robots, over a store: everything that a host does with them goes through here.
///
/// It is cheap to clone, and clones share everything. Its methods take who asks first: an
/// [`AccountId`](crate::AccountId) or an [`Actor`].
///
/// # Errors
/// Every method can fail with [`Error::PermissionDenied`], and with [`Error::Unavailable`] or
/// [`Error::Internal`] from the host's traits or the store; their own docs name the others.
///
/// # Cancellation
/// A method whose future is dropped has done all or nothing of what it does, except
/// [`start_session`](Self::start_session), which can leave an instance behind that nobody uses.
///
/// # Examples
/// ```
/// use storyden_robots::{
///     AccountId, AllowAll, MemoryStore, NewMessage, NewSession, Part, Robots, StaticProfiles, WindowRequest,
/// };
///
/// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
/// let robots = Robots::new(MemoryStore::new(), AllowAll, StaticProfiles::default());
/// let ann: AccountId = "cc5lnd2s1s4652adtu50".parse()?;
///
/// let session = robots.start_session(ann, NewSession::default().name("Spam wave")).await?;
/// robots.append(ann, session.id, NewMessage::user([Part::text("Who posted this?")])?).await?;
///
/// let session = robots.session(ann, session.id, WindowRequest::default()).await?;
/// assert_eq!(session.message_list.results, 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
#[expect(clippy::struct_field_names, reason = "one of the repositories is that of the robots")]
pub struct Robots {
    sessions: Arc<dyn SessionRepository>,
    robots: Arc<dyn RobotRepository>,
    workspaces: Arc<dyn WorkspaceRepository>,
    permissions: Arc<dyn Permissions>,
    profiles: Arc<dyn Profiles>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn IdGenerator>,
    settings: Arc<Settings>,
    bells: Arc<Bells>,
    bus: Arc<dyn Bus>,
}

#[derive(Clone, Debug)]
struct Settings {
    limits: Limits,
    built_in_robots: Vec<RobotRef>,
    providers: Vec<Provider>,
}

impl Robots {
    /// Makes the service over a whole store.
    pub fn new(store: impl Store, permissions: impl Permissions, profiles: impl Profiles) -> Self {
        let sessions = Arc::new(store);
        let (robots, workspaces) = (Arc::clone(&sessions), Arc::clone(&sessions));
        let (permissions, profiles) = (Arc::new(permissions), Arc::new(profiles));
        Self::from_repositories(sessions, robots, workspaces, permissions, profiles)
    }

    /// Makes the service over three repositories, such as mocks. What they must know of one another is
    /// in the contract of [`SessionRepository`].
    pub fn from_repositories(
        sessions: Arc<dyn SessionRepository>,
        robots: Arc<dyn RobotRepository>,
        workspaces: Arc<dyn WorkspaceRepository>,
        permissions: Arc<dyn Permissions>,
        profiles: Arc<dyn Profiles>,
    ) -> Self {
        let providers = vec![Provider::Local, Provider::Sprites];
        Self {
            sessions,
            robots,
            workspaces,
            permissions,
            profiles,
            clock: Arc::new(SystemClock),
            ids: Arc::new(XidGenerator),
            settings: Arc::new(Settings {
                limits: Limits::default(),
                built_in_robots: Vec::new(),
                providers,
            }),
            bells: Arc::default(),
            bus: Arc::new(OneProcess),
        }
    }

    /// Uses another clock than the system's.
    #[must_use]
    pub fn with_clock(self, clock: impl Clock) -> Self {
        Self { clock: Arc::new(clock), ..self }
    }

    /// Uses another generator of ids than [`XidGenerator`].
    #[must_use]
    pub fn with_ids(self, ids: impl IdGenerator) -> Self {
        Self { ids: Arc::new(ids), ..self }
    }

    /// Tells other processes of what is written: see [`Bus`].
    #[must_use]
    pub fn with_bus(self, bus: impl Bus) -> Self {
        Self { bus: Arc::new(bus), ..self }
    }

    /// Uses other limits than the default.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        Arc::make_mut(&mut self.settings).limits = limits;
        self
    }

    /// Names the robots that are built into the host. No others than these and the created ones answer.
    #[must_use]
    pub fn with_built_in_robots(mut self, robots: impl IntoIterator<Item = RobotRef>) -> Self {
        Arc::make_mut(&mut self.settings).built_in_robots = robots.into_iter().collect();
        self
    }

    /// Names what can run workspaces here, for clients to choose from: `local` and `sprites` by default.
    /// Workspaces of other providers are kept all the same.
    #[must_use]
    pub fn with_providers(mut self, providers: impl IntoIterator<Item = Provider>) -> Self {
        Arc::make_mut(&mut self.settings).providers = providers.into_iter().collect();
        self
    }

    /// Returns the limits in force.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.settings.limits
    }

    pub(crate) fn sessions(&self) -> &dyn SessionRepository {
        &*self.sessions
    }

    pub(crate) fn bells(&self) -> &Bells {
        &self.bells
    }

    /// Tells of something new in a session, here and elsewhere.
    pub(crate) fn announce(&self, session: SessionId) {
        self.bells.ring(session);
        self.bus.announce(session);
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Asks whether an actor may do something, without doing it.
    ///
    /// Every method asks by itself. This is for callers that must know before they can call: a door that
    /// could not read the arguments says so only to those who may know.
    ///
    /// # Errors
    /// Those of [`Robots`] alone.
    pub async fn authorize(&self, actor: impl Into<Actor>, operation: Operation) -> Result<()> {
        self.allow(&actor.into(), operation).await
    }

    pub(crate) async fn allow(&self, actor: &Actor, operation: Operation) -> Result<()> {
        let required = operation.permission();
        match self.permissions.access(actor.account()).await? {
            Access::Granted(held) if held.allows(required) => Ok(()),
            Access::Granted(_) => Err(Error::PermissionDenied(Denied::Missing(required))),
            Access::Suspended => Err(Error::PermissionDenied(Denied::Suspended)),
        }
    }

    pub(crate) async fn show<T: Resolve>(&self, answer: T) -> Result<T::Resolved> {
        resolve(&*self.profiles, answer).await
    }

    /// Returns the robot that a key names, with the name it has now.
    async fn named(&self, key: &RobotKey) -> Result<RobotRef> {
        match key {
            RobotKey::Created(id) => {
                let robot = self.robots.find_robot(*id).await?;
                Ok(RobotRef { id: key.clone(), name: robot.name })
            }
            RobotKey::BuiltIn(_) => {
                let known = self.settings.built_in_robots.iter().find(|robot| robot.id == *key);
                known.cloned().ok_or_else(|| Error::not_found(Resource::Robot, key))
            }
        }
    }
}

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
            provider_state: crate::Json::object(),
            meta: crate::Json::object(),
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
    async fn first_workspace(&self, session: &NewSession) -> Result<Option<Workspace<crate::AccountId>>> {
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

/// # Messages
impl Robots {
    /// Appends messages to a session: all of them or none, in the name of the actor.
    ///
    /// With an [idempotency key](Append::idempotency_key), a second try stores nothing and returns what
    /// the first one stored.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such session, if the robot that speaks does not exist, or if a
    /// message of the first try was deleted since; [`Error::AlreadyExists`] if a message's own id is
    /// taken; [`Error::Conflict`] if the key was used for something else; [`Error::TooLarge`] or
    /// [`Error::InvalidArgument`] about a message (as `[2].parts` where there are several) or the key.
    ///
    /// # Examples
    /// ```
    /// # use storyden_robots::*;
    /// # async fn example(robots: Robots, ann: AccountId, session: SessionId, helper: RobotId) -> Result<()> {
    /// let question = NewMessage::user([Part::text("Who posted this?")])?;
    /// let first = robots.append(ann, session, Append::from(question.clone()).idempotency_key("q1")).await?;
    /// let again = robots.append(ann, session, Append::from(question).idempotency_key("q1")).await?;
    /// assert!(again.replayed && again.messages == first.messages);
    ///
    /// let answer = NewMessage::assistant([Part::text("Ann did.")])?;
    /// robots.append(Actor::robot(helper, ann), session, answer).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn append(
        &self,
        actor: impl Into<Actor>,
        session: SessionId,
        append: impl Into<Append>,
    ) -> Result<Appended> {
        let (actor, append) = (actor.into(), append.into());
        self.allow(&actor, Operation::Append).await?;
        append.check(&self.settings.limits)?;
        let batch = self.batch(&actor, append).await?;
        let appended = self.sessions.append_messages(session, &batch).await?;
        if !appended.replayed {
            self.announce(session);
        }
        self.show(appended).await
    }

    pub(crate) async fn batch(&self, actor: &Actor, append: Append) -> Result<MessageBatch> {
        let (author, robot) = match actor {
            Actor::Member(account) => (Some(*account), None),
            Actor::Robot { robot, .. } => (None, Some(self.named(robot).await?)),
        };
        // It reads everything, and without a key nobody asks for it.
        let fingerprint = append.key.as_ref().map(|_| append.fingerprint(actor));
        let appended_at = self.clock.now();
        let messages = append.messages.into_iter().map(|message| Message {
            id: message.id.unwrap_or_else(|| MessageId::generate(&*self.ids)),
            sequence: None,
            role: message.role,
            parts: message.parts,
            metadata: message.metadata,
            created_at: appended_at,
            robot: robot.clone(),
            author,
            extra: message.extra,
            revision: Revision::default(),
            draft: false,
        });
        Ok(MessageBatch {
            messages: messages.collect(),
            idempotency: append
                .key
                .zip(fingerprint)
                .map(|(key, fingerprint)| Idempotency { key, fingerprint }),
            appended_at,
        })
    }

    /// Returns one message of a session.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such session or message.
    pub async fn message(
        &self,
        actor: impl Into<Actor>,
        session: SessionId,
        id: MessageId,
    ) -> Result<Message> {
        self.allow(&actor.into(), Operation::GetMessage).await?;
        self.show(self.sessions.find_message(session, id).await?).await
    }

    /// Deletes a message for good. Its place in the session stays taken, so that pages keep theirs.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such session or message.
    pub async fn delete_message(
        &self,
        actor: impl Into<Actor>,
        session: SessionId,
        id: MessageId,
    ) -> Result<()> {
        self.allow(&actor.into(), Operation::DeleteMessage).await?;
        self.sessions.delete_message(session, id, self.clock.now()).await
    }
}

/// # Robots
impl Robots {
    /// Lists one page of the robots that members created, newest first.
    ///
    /// # Errors
    /// Those of [`Robots`] alone.
    pub async fn list_robots(&self, actor: impl Into<Actor>, page: PageRequest) -> Result<Page<Robot>> {
        self.allow(&actor.into(), Operation::ListRobots).await?;
        self.show(self.robots.list_robots(page).await?).await
    }

    /// Returns a robot.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such robot.
    pub async fn robot(&self, actor: impl Into<Actor>, id: RobotId) -> Result<Robot> {
        self.allow(&actor.into(), Operation::GetRobot).await?;
        self.show(self.robots.find_robot(id).await?).await
    }

    /// Creates a robot.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] or [`Error::TooLarge`] about a field; [`Error::NotFound`] if there is
    /// no such workspace.
    pub async fn create_robot(&self, actor: impl Into<Actor>, robot: NewRobot) -> Result<Robot> {
        let actor = actor.into();
        self.allow(&actor, Operation::CreateRobot).await?;
        self.check_robot(
            Some(&robot.name),
            [("description", Some(&robot.description)), ("playbook", Some(&robot.playbook))],
            Some(&robot.tools),
            [("meta", robot.meta.as_ref()), ("misc", robot.misc.as_ref())],
        )?;
        if let Some(workspace) = robot.workspace_id {
            self.workspaces.find_workspace(workspace).await?;
        }
        let now = self.clock.now();
        let robot = Robot {
            id: RobotId::generate(&*self.ids),
            created_at: now,
            updated_at: now,
            deleted_at: None,
            misc: robot.misc,
            name: robot.name,
            description: robot.description,
            playbook: robot.playbook,
            model: robot.model,
            author: actor.account(),
            tools: robot.tools,
            workspace_id: robot.workspace_id,
            meta: robot.meta,
        };
        self.robots.create_robot(&robot).await?;
        self.show(robot).await
    }

    /// Changes a robot. What it wrote keeps the name it had.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such robot or workspace; [`Error::InvalidArgument`] or
    /// [`Error::TooLarge`] about a field.
    pub async fn update_robot(
        &self,
        actor: impl Into<Actor>,
        id: RobotId,
        change: RobotChange,
    ) -> Result<Robot> {
        self.allow(&actor.into(), Operation::UpdateRobot).await?;
        self.check_robot(
            change.name.as_deref(),
            [("description", change.description.as_ref()), ("playbook", change.playbook.as_ref())],
            change.tools.as_deref(),
            [("meta", change.meta.as_ref().and_then(Option::as_ref)), ("misc", None)],
        )?;
        if let Some(Some(workspace)) = change.workspace_id {
            self.workspaces.find_workspace(workspace).await?;
        }
        self.show(self.robots.update_robot(id, &change, self.clock.now()).await?).await
    }

    fn check_robot(
        &self,
        name: Option<&str>,
        texts: [(&'static str, Option<&String>); 2],
        tools: Option<&[String]>,
        objects: [(&'static str, Option<&crate::Json<'_>>); 2],
    ) -> Result<()> {
        let limits = &self.settings.limits;
        name.map_or(Ok(()), |name| limits.check_name("name", name))?;
        for (field, text) in texts {
            text.map_or(Ok(()), |text| limits.check_text(field, text))?;
        }
        tools.map_or(Ok(()), |tools| limits.check_tools(tools))?;
        for (field, object) in objects {
            object.map_or(Ok(()), |object| limits.check_object(field, object))?;
        }
        Ok(())
    }

    /// Deletes a robot. What it wrote is kept, with the name it had; no session talks to it any more.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such robot.
    pub async fn delete_robot(&self, actor: impl Into<Actor>, id: RobotId) -> Result<()> {
        self.allow(&actor.into(), Operation::DeleteRobot).await?;
        self.robots.delete_robot(id, self.clock.now()).await
    }
}

/// # Workspaces
impl Robots {
    /// Lists what can run workspaces here, in the host's order.
    ///
    /// # Errors
    /// Those of [`Robots`] alone.
    pub async fn workspace_providers(&self, actor: impl Into<Actor>) -> Result<Vec<Provider>> {
        self.allow(&actor.into(), Operation::ListProviders).await?;
        Ok(self.settings.providers.clone())
    }

    /// Lists one page of the workspaces, newest first.
    ///
    /// # Errors
    /// Those of [`Robots`] alone.
    pub async fn list_workspaces(
        &self,
        actor: impl Into<Actor>,
        page: PageRequest,
    ) -> Result<Page<Workspace>> {
        self.allow(&actor.into(), Operation::ListWorkspaces).await?;
        self.show(self.workspaces.list_workspaces(page).await?).await
    }

    /// Returns a workspace.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such workspace.
    pub async fn workspace(&self, actor: impl Into<Actor>, id: WorkspaceId) -> Result<Workspace> {
        self.allow(&actor.into(), Operation::GetWorkspace).await?;
        self.show(self.workspaces.find_workspace(id).await?).await
    }

    /// Creates a workspace.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] or [`Error::TooLarge`] about a field.
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
        Limits::check_provider(&workspace.provider)?;
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
        self.workspaces.create_workspace(&workspace).await?;
        self.show(workspace).await
    }

    /// Changes a workspace. Its instances stay as they are.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such workspace; [`Error::InvalidArgument`] or
    /// [`Error::TooLarge`] about a field.
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
        self.show(self.workspaces.update_workspace(id, &change, self.clock.now()).await?).await
    }

    /// Deletes a workspace and its instances, which are mounted nowhere any more.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such workspace.
    pub async fn delete_workspace(&self, actor: impl Into<Actor>, id: WorkspaceId) -> Result<()> {
        self.allow(&actor.into(), Operation::DeleteWorkspace).await?;
        self.workspaces.delete_workspace(id, self.clock.now()).await
    }

    /// Lists one page of workspace instances, newest first.
    ///
    /// # Errors
    /// Those of [`Robots`] alone.
    pub async fn list_instances(
        &self,
        actor: impl Into<Actor>,
        filter: InstanceFilter,
        page: PageRequest,
    ) -> Result<Page<WorkspaceInstance>> {
        self.allow(&actor.into(), Operation::ListInstances).await?;
        self.show(self.workspaces.list_instances(filter, page).await?).await
    }

    /// Returns a workspace instance, with the provider's state.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such instance.
    pub async fn instance(
        &self,
        actor: impl Into<Actor>,
        id: WorkspaceInstanceId,
    ) -> Result<WorkspaceInstance> {
        self.allow(&actor.into(), Operation::GetInstance).await?;
        self.show(self.workspaces.find_instance(id).await?).await
    }

    /// Creates an instance of a workspace, with the workspace's provider.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such workspace; [`Error::InvalidArgument`] or
    /// [`Error::TooLarge`] about a field.
    pub async fn create_instance(
        &self,
        actor: impl Into<Actor>,
        instance: NewInstance,
    ) -> Result<WorkspaceInstance> {
        let actor = actor.into();
        self.allow(&actor, Operation::CreateInstance).await?;
        self.settings.limits.check_object("provider_state", &instance.provider_state)?;
        self.settings.limits.check_object("meta", &instance.meta)?;
        let workspace = self.workspaces.find_workspace(instance.workspace_id).await?;
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
        self.workspaces.create_instance(&instance).await?;
        self.show(instance).await
    }

    /// Changes a workspace instance.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such instance; [`Error::InvalidArgument`] or
    /// [`Error::TooLarge`] about a field.
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
        self.show(self.workspaces.update_instance(id, &change, self.clock.now()).await?).await
    }

    /// Deletes a workspace instance. It is mounted nowhere any more.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such instance.
    pub async fn delete_instance(&self, actor: impl Into<Actor>, id: WorkspaceInstanceId) -> Result<()> {
        self.allow(&actor.into(), Operation::DeleteInstance).await?;
        self.workspaces.delete_instance(id, self.clock.now()).await
    }
}

/// What to append: one message or several, and how a second try is recognised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Append {
    messages: Vec<NewMessage>,
    key: Option<String>,
}

impl Append {
    /// Makes a second try with the same key and the same messages return what the first one stored.
    ///
    /// A key belongs to its session. It has 1 to 255 bytes and no control characters.
    #[must_use]
    pub fn idempotency_key(self, key: impl Into<String>) -> Self {
        Self { key: Some(key.into()), ..self }
    }

    pub(crate) fn check(&self, limits: &Limits) -> Result<()> {
        if self.messages.is_empty() {
            return Err(Error::invalid_argument("messages", "must not be empty"));
        }
        check_most("messages", self.messages.len(), limits.batch_messages, "messages")?;
        self.key.as_deref().map_or(Ok(()), check_key)?;
        let single = self.messages.len() == 1;
        for (index, message) in self.messages.iter().enumerate() {
            limits
                .check_message(message)
                .map_err(|error| if single { error } else { error.within(format_args!("[{index}]")) })?;
        }
        Ok(())
    }

    /// A hash of what is appended and by whom. It is stored, so it must never change: FNV-1a over
    /// each text with its length before it.
    fn fingerprint(&self, actor: &Actor) -> i64 {
        let mut hasher = FnvHasher::default();
        let mut add = |text: Option<&str>| match text {
            Some(text) => {
                hasher.write(&(text.len() as u64).to_le_bytes());
                hasher.write(text.as_bytes());
            }
            None => hasher.write(&u64::MAX.to_le_bytes()),
        };
        match actor {
            Actor::Member(account) => add(Some(&account.to_string())),
            Actor::Robot { robot, .. } => add(Some(&robot.to_string())),
        }
        for message in &self.messages {
            add(message.id.map(|id| id.to_string()).as_deref());
            add(Some(message.role.as_str()));
            add(Some(message.parts.as_str()));
            add(message.metadata.as_ref().map(crate::Json::as_str));
            add(message.extra.as_ref().map(crate::Json::as_str));
        }
        hasher.finish().cast_signed()
    }
}

impl From<NewMessage> for Append {
    fn from(message: NewMessage) -> Self {
        Self { messages: vec![message], key: None }
    }
}

impl From<Vec<NewMessage>> for Append {
    fn from(messages: Vec<NewMessage>) -> Self {
        Self { messages, key: None }
    }
}
