//! [`Robots`]: the service, where permissions meet repositories.
//!
//! Every method has the same steps in the same order: check the permission, check the arguments, find, do. So nobody
//! without the permission learns whether something exists.

mod canonical;
pub(crate) mod context;
pub(crate) mod draft;
pub(crate) mod drafts;
pub(crate) mod messages;
mod notify;
pub(crate) mod operation;
mod ownership;
pub(crate) mod permissions;
mod robots;
mod session_json;
mod sessions;
pub(crate) mod subscription;
pub(crate) mod tool_calls;
mod truncation;
pub(crate) mod turns;
mod window;
mod workspaces;

use std::{sync::Arc, time::Duration};

use crate::{
    model::{
        error::{Denied, Error, Resource, Result},
        id::{AccountId, IdGenerator, SessionId, XidGenerator},
        limits::Limits,
        offset::Offset,
        permission::PermissionSet,
        profile::{Profiles, Resolve, StaticProfiles, resolve},
        robot::{Robot, RobotKey, RobotRef},
        time::{Clock, SystemClock},
        workspace::{Provider, Workspace, WorkspaceInstance},
    },
    repository::{Followers, ResourceRepository, SessionRepository, Store, Write},
    service::{
        operation::{Actor, Operation},
        permissions::{Access, Permissions},
    },
};

/// Storyden's Robots over a store: the service that a host calls for everything.
///
/// It is cheap to clone, and clones share everything. The first argument of each method is the one who asks: an
/// [`AccountId`] or an [`Actor`].
///
/// # Errors
/// Every method can fail with [`Error::PermissionDenied`], and with [`Error::Unavailable`],
/// [`Error::StorageFailed`] or [`Error::Internal`] from the host's traits or the store. The docs of a method name
/// its other errors.
///
/// # Cancellation
/// A method whose future is dropped has done all of its work or nothing, with one exception:
/// [`start_session`](Self::start_session) can leave an instance that no session mounts.
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
    robots: Arc<dyn ResourceRepository<Robot<AccountId>>>,
    workspaces: Arc<dyn ResourceRepository<Workspace<AccountId>>>,
    instances: Arc<dyn ResourceRepository<WorkspaceInstance<AccountId>>>,
    permissions: Arc<dyn Permissions>,
    profiles: Arc<dyn Profiles>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn IdGenerator>,
    settings: Arc<Settings>,
    followers: Arc<Followers>,
}

#[derive(Clone, Debug)]
struct Settings {
    limits: Limits,
    built_in_robots: Vec<RobotRef>,
    providers: Vec<Provider>,
    draft_lease: Duration,
}

/// How long the writer of a draft may be silent before it counts as gone.
const DRAFT_LEASE: Duration = Duration::from_secs(20);

/// # Creating the service
impl Robots {
    /// Creates the service over a whole store.
    pub fn new(store: impl Store, permissions: impl Permissions, profiles: impl Profiles) -> Self {
        let followers = store.followers();
        let store = Arc::new(store);
        let (sessions, robots, workspaces) = (Arc::clone(&store), Arc::clone(&store), Arc::clone(&store));
        let service = Self::over(sessions, robots, workspaces, store, Arc::new(permissions));
        Self { followers, ..service }.with_profiles(profiles)
    }

    /// Creates the service over four repositories, such as mocks. Accounts are shown as
    /// [tombstones](crate::Profile::tombstone) unless [`with_profiles`](Self::with_profiles) names others. What the
    /// repositories must know of each other is in the contract of [`SessionRepository`].
    ///
    /// # Examples
    /// ```
    /// use std::sync::Arc;
    /// use storyden_robots::{AllowAll, MemoryStore, Robots};
    ///
    /// let store = Arc::new(MemoryStore::new());
    /// let shared = || Arc::clone(&store);
    /// let robots = Robots::from_repositories(shared(), shared(), shared(), shared(), AllowAll);
    /// # let _ = robots;
    /// ```
    pub fn from_repositories(
        sessions: impl SessionRepository,
        robots: impl ResourceRepository<Robot<AccountId>>,
        workspaces: impl ResourceRepository<Workspace<AccountId>>,
        instances: impl ResourceRepository<WorkspaceInstance<AccountId>>,
        permissions: impl Permissions,
    ) -> Self {
        let (workspaces, instances) = (Arc::new(workspaces), Arc::new(instances));
        Self::over(Arc::new(sessions), Arc::new(robots), workspaces, instances, Arc::new(permissions))
    }

    fn over(
        sessions: Arc<dyn SessionRepository>,
        robots: Arc<dyn ResourceRepository<Robot<AccountId>>>,
        workspaces: Arc<dyn ResourceRepository<Workspace<AccountId>>>,
        instances: Arc<dyn ResourceRepository<WorkspaceInstance<AccountId>>>,
        permissions: Arc<dyn Permissions>,
    ) -> Self {
        let settings = Settings {
            limits: Limits::default(),
            built_in_robots: Vec::new(),
            providers: vec![Provider::Local, Provider::Sprites],
            draft_lease: DRAFT_LEASE,
        };
        Self {
            sessions,
            robots,
            workspaces,
            instances,
            permissions,
            profiles: Arc::new(StaticProfiles::default()),
            clock: Arc::new(SystemClock),
            ids: Arc::new(XidGenerator),
            settings: Arc::new(settings),
            followers: Arc::default(),
        }
    }

    /// Asks `profiles` how accounts are shown.
    #[must_use]
    pub fn with_profiles(self, profiles: impl Profiles) -> Self {
        Self { profiles: Arc::new(profiles), ..self }
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

    /// Uses other limits than the default.
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        Arc::make_mut(&mut self.settings).limits = limits;
        self
    }

    /// Sets the robots that are built into the host. Only these and the created robots can answer.
    #[must_use]
    pub fn with_built_in_robots(mut self, robots: impl IntoIterator<Item = RobotRef>) -> Self {
        Arc::make_mut(&mut self.settings).built_in_robots = robots.into_iter().collect();
        self
    }

    /// Sets the workspace providers that clients can choose from: `local` and `sprites` by default. Workspaces of
    /// other providers are kept all the same.
    #[must_use]
    pub fn with_providers(mut self, providers: impl IntoIterator<Item = Provider>) -> Self {
        Arc::make_mut(&mut self.settings).providers = providers.into_iter().collect();
        self
    }

    /// Sets how long the writer of a [`Draft`](crate::Draft) may be silent before a second try with the same key takes
    /// the draft over: 20 seconds by default. Time is that of the service's [`Clock`]. A writer that waits says every
    /// third of it that it is there; see [`Draft::flush_due`](crate::Draft::flush_due). With zero, every second try
    /// takes over.
    #[must_use]
    pub fn with_draft_lease(mut self, lease: Duration) -> Self {
        Arc::make_mut(&mut self.settings).draft_lease = lease;
        self
    }

    /// Returns how long the writer of a draft may be silent before it counts as gone.
    #[cfg(feature = "axum")]
    pub(crate) fn draft_lease(&self) -> Duration {
        self.settings.draft_lease
    }

    /// Returns the limits in force.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.settings.limits
    }

    /// Checks whether an actor may do something, without doing it.
    ///
    /// Every method checks by itself. This is for callers that must know before they can call: an HTTP handler
    /// reports an unreadable argument only to those who may know. Who may do something to anybody's may do it to one's
    /// own.
    ///
    /// # Errors
    /// Only the common errors; see [`Robots`].
    pub async fn authorize(&self, actor: impl Into<Actor>, operation: Operation) -> Result<()> {
        self.allow_own(&actor.into(), operation).await.map(drop)
    }

    /// Returns who follows sessions in this process: those of the store, or of this service and its clones if it was
    /// made [from repositories](Self::from_repositories). A host with a message bus of its own connects it here.
    #[must_use]
    pub fn followers(&self) -> &Arc<Followers> {
        &self.followers
    }
}

impl Robots {
    /// Tells followers, here and in other processes, that a session changed.
    fn announce(&self, session: SessionId) {
        self.followers.written(session, None);
    }

    /// Tells them that it changed at this offset, so that nobody who has read it reads again.
    fn announce_at(&self, session: SessionId, offset: impl Into<Offset>) {
        self.followers.written(session, Some(offset.into()));
    }

    /// Describes a write that happens now.
    fn write(&self) -> Write {
        Write::at(self.clock.now())
    }

    async fn allow(&self, actor: &Actor, operation: Operation) -> Result<()> {
        let required = operation.permission();
        if self.held_by(actor).await?.allows(required) {
            return Ok(());
        }
        Err(Error::PermissionDenied(Denied::Missing(required)))
    }

    /// Checks whether an actor may do something with what is the actor's own, and returns whether with all else too:
    /// one question to the host, for what is found is not known yet.
    async fn allow_own(&self, actor: &Actor, own: Operation) -> Result<bool> {
        let held = self.held_by(actor).await?;
        let any = own.on_any().is_some_and(|any| held.allows(any.permission()));
        if any || held.allows(own.permission()) {
            return Ok(any);
        }
        Err(Error::PermissionDenied(Denied::Missing(own.permission())))
    }

    /// Checks whether an actor may do something, and returns whether another thing as well.
    async fn allow_and_ask(&self, actor: &Actor, operation: Operation, other: Operation) -> Result<bool> {
        let held = self.held_by(actor).await?;
        if held.allows(operation.permission()) {
            return Ok(held.allows(other.permission()));
        }
        Err(Error::PermissionDenied(Denied::Missing(operation.permission())))
    }

    async fn held_by(&self, actor: &Actor) -> Result<PermissionSet> {
        match self.permissions.access(actor.account()).await? {
            Access::Granted(held) => Ok(held),
            Access::Suspended => Err(Error::PermissionDenied(Denied::Suspended)),
        }
    }

    /// Shows profiles in place of the accounts of an answer.
    async fn show<T: Resolve>(&self, answer: T) -> Result<T::Resolved> {
        resolve(&*self.profiles, answer).await
    }

    /// Returns the robot that a key names, with the name it has now.
    async fn named(&self, key: &RobotKey) -> Result<RobotRef> {
        match key {
            RobotKey::Created(id) => {
                let robot = self.robots.find(*id).await?;
                Ok(RobotRef { id: key.clone(), name: robot.name })
            }
            RobotKey::BuiltIn(_) => {
                let known = self.settings.built_in_robots.iter().find(|robot| robot.id == *key);
                known.cloned().ok_or_else(|| Error::not_found(Resource::Robot, key))
            }
        }
    }
}
