//! The constructors and settings of the service.

use std::{sync::Arc, time::Duration};

use super::{Robots, Settings, files::FILES_PATH};
use crate::{
    model::{
        error::Result,
        id::{AccountId, IdGenerator, XidGenerator},
        limits::Limits,
        profile::{Profiles, StaticProfiles},
        robot::{Robot, RobotRef},
        time::{Clock, SystemClock},
        toolset::Toolset,
        workspace::{Provider, Workspace, WorkspaceInstance},
    },
    repository::{Followers, ResourceRepository, SessionRepository, Store},
    service::{
        operation::{Actor, Operation},
        permissions::Permissions,
        tool_catalogue::ToolCatalogue,
    },
};

/// How long the writer of a draft may be silent before it counts as gone.
const DRAFT_LEASE: Duration = Duration::from_secs(20);

/// # Creating the service
impl Robots {
    /// Creates the service over a store.
    pub fn new(store: impl Store, permissions: impl Permissions, profiles: impl Profiles) -> Self {
        let followers = store.followers();
        let store = Arc::new(store);
        let (sessions, robots) = (Arc::clone(&store), Arc::clone(&store));
        let (toolsets, workspaces) = (Arc::clone(&store), Arc::clone(&store));
        let service = Self::over(sessions, robots, toolsets, workspaces, store, Arc::new(permissions));
        Self { followers, ..service }.with_profiles(profiles)
    }

    /// Creates the service over five repositories, such as mocks. Accounts are shown as
    /// [tombstones](crate::Profile::tombstone) until [`with_profiles`](Self::with_profiles) sets a source. For what the
    /// repositories must know of each other, see the contract of [`SessionRepository`].
    ///
    /// # Examples
    /// ```
    /// use std::sync::Arc;
    /// use storyden_robots::{AllowAll, MemoryStore, Robots};
    ///
    /// let store = Arc::new(MemoryStore::new());
    /// let shared = || Arc::clone(&store);
    /// let robots = Robots::from_repositories(shared(), shared(), shared(), shared(), shared(), AllowAll);
    /// # let _ = robots;
    /// ```
    pub fn from_repositories(
        sessions: impl SessionRepository,
        robots: impl ResourceRepository<Robot<AccountId>>,
        toolsets: impl ResourceRepository<Toolset<AccountId>>,
        workspaces: impl ResourceRepository<Workspace<AccountId>>,
        instances: impl ResourceRepository<WorkspaceInstance<AccountId>>,
        permissions: impl Permissions,
    ) -> Self {
        let (sessions, robots, toolsets) = (Arc::new(sessions), Arc::new(robots), Arc::new(toolsets));
        Self::over(
            sessions,
            robots,
            toolsets,
            Arc::new(workspaces),
            Arc::new(instances),
            Arc::new(permissions),
        )
    }

    fn over(
        sessions: Arc<dyn SessionRepository>,
        robots: Arc<dyn ResourceRepository<Robot<AccountId>>>,
        toolsets: Arc<dyn ResourceRepository<Toolset<AccountId>>>,
        workspaces: Arc<dyn ResourceRepository<Workspace<AccountId>>>,
        instances: Arc<dyn ResourceRepository<WorkspaceInstance<AccountId>>>,
        permissions: Arc<dyn Permissions>,
    ) -> Self {
        let settings = Settings {
            limits: Limits { store_files_over: None, ..Limits::default() },
            given_limits: Limits::default(),
            file_urls: FILES_PATH.to_owned(),
            built_in_robots: Vec::new(),
            providers: vec![Provider::Local, Provider::Sprites],
            draft_lease: DRAFT_LEASE,
        };
        Self {
            sessions,
            robots,
            toolsets,
            workspaces,
            instances,
            catalogue: None,
            permissions,
            profiles: Arc::new(StaticProfiles::default()),
            clock: Arc::new(SystemClock),
            ids: Arc::new(XidGenerator),
            settings: Arc::new(settings),
            followers: Arc::default(),
            #[cfg(feature = "search")]
            search: None,
            files: None,
        }
    }

    /// Sets the source of the accounts' profiles.
    #[must_use]
    pub fn with_profiles(self, profiles: impl Profiles) -> Self {
        Self { profiles: Arc::new(profiles), ..self }
    }

    /// Sets the clock (default [`SystemClock`]).
    #[must_use]
    pub fn with_clock(self, clock: impl Clock) -> Self {
        Self { clock: Arc::new(clock), ..self }
    }

    /// Sets the generator of ids (default [`XidGenerator`]).
    #[must_use]
    pub fn with_ids(self, ids: impl IdGenerator) -> Self {
        Self { ids: Arc::new(ids), ..self }
    }

    /// Sets the limits (default [`Limits::default`]).
    #[must_use]
    pub fn with_limits(mut self, limits: Limits) -> Self {
        let effective = self.effective(limits);
        let settings = Arc::make_mut(&mut self.settings);
        (settings.limits, settings.given_limits) = (effective, limits);
        self
    }

    /// Sets the robots that are built into the host (default none). Only these and the created robots can answer.
    #[must_use]
    pub fn with_built_in_robots(mut self, robots: impl IntoIterator<Item = RobotRef>) -> Self {
        Arc::make_mut(&mut self.settings).built_in_robots = robots.into_iter().collect();
        self
    }

    /// Sets the providers that [`workspace_providers`](Self::workspace_providers) lists (default `local` and
    /// `sprites`). Workspaces of other providers are accepted too.
    #[must_use]
    pub fn with_providers(mut self, providers: impl IntoIterator<Item = Provider>) -> Self {
        Arc::make_mut(&mut self.settings).providers = providers.into_iter().collect();
        self
    }

    /// Sets the catalogue of tools that robots can be given. A toolset can then only have tools of the catalogue; the
    /// tools of a robot are not checked against it.
    #[must_use]
    pub fn with_tools(self, catalogue: impl ToolCatalogue) -> Self {
        Self { catalogue: Some(Arc::new(catalogue)), ..self }
    }

    /// Sets how long the writer of a [`Draft`](crate::Draft) can write nothing before
    /// [`begin_draft`](Self::begin_draft) with the same key takes the draft over (default 20 seconds), by the service's
    /// [`Clock`]. A writer that waits for something must flush every third of this time; see
    /// [`Draft::flush_due`](crate::Draft::flush_due). With zero, a second try always takes over.
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

    /// Checks whether an actor has the permission for an operation, without doing it.
    ///
    /// Every method checks permissions itself. This is for callers that must know before they call: an HTTP handler,
    /// for example, reports an invalid argument only to callers with the permission. The permission to change anybody's
    /// message includes one's own.
    ///
    /// # Errors
    /// Only the common errors; see [`Robots`].
    pub async fn authorize(&self, actor: impl Into<Actor>, operation: Operation) -> Result<()> {
        self.allow_own(&actor.into(), operation).await.map(drop)
    }

    /// Returns the followers of sessions in this process: those of the store or, if the service was created [from
    /// repositories](Self::from_repositories), those of the service and its clones. Connect a message bus here, if the
    /// host has one.
    #[must_use]
    pub fn followers(&self) -> &Arc<Followers> {
        &self.followers
    }
}
