//! [`Robots`]: the one place where permissions meet repositories.
//!
//! Every method reads the same way: may they, do the arguments make sense, find, do. In this order,
//! so that nobody without the permission learns whether something exists.

pub(crate) mod context;
pub(crate) mod drafts;
pub(crate) mod messages;
pub(crate) mod notify;
pub(crate) mod operation;
pub(crate) mod permissions;
mod robots;
mod sessions;
pub(crate) mod subscription;
mod workspaces;

use std::sync::Arc;

use crate::{
    model::{
        error::{Denied, Error, Resource, Result},
        id::{IdGenerator, SessionId, XidGenerator},
        limits::Limits,
        profile::{Profiles, Resolve, resolve},
        robot::{RobotKey, RobotRef},
        time::{Clock, SystemClock, Timestamp},
        workspace::Provider,
    },
    repository::{RobotRepository, SessionRepository, Store, WorkspaceRepository},
    service::{
        notify::{Bells, Bus, OneProcess},
        operation::{Actor, Operation},
        permissions::{Access, Permissions},
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
