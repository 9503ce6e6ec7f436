//! [`Robots`]: the service, which checks permissions and uses the repositories.
//!
//! Every method has the same steps in the same order: check the permission, check the arguments, find, do. So nobody
//! without the permission learns whether something exists.

// Its methods are the first on the page of `Robots`, because it is declared first.
mod creation;

pub(crate) mod canonical;
pub(crate) mod context;
pub(crate) mod draft;
pub(crate) mod drafts;
mod erasure;
pub(crate) mod files;
pub(crate) mod import;
pub(crate) mod messages;
mod notify;
pub(crate) mod operation;
mod ownership;
pub(crate) mod permissions;
mod robots;
#[cfg(feature = "search")]
mod search;
mod session_json;
mod sessions;
pub(crate) mod subscription;
pub(crate) mod tool_calls;
pub(crate) mod tool_catalogue;
mod toolsets;
pub(crate) mod transcripts;
mod truncation;
pub(crate) mod turns;
mod window;
mod workspaces;

use std::{sync::Arc, time::Duration};

use crate::{
    model::{
        error::{Denied, Error, Resource, Result},
        id::{AccountId, IdGenerator, SessionId},
        limits::Limits,
        offset::Offset,
        permission::PermissionSet,
        profile::{Profiles, Resolve, resolve},
        robot::{Robot, RobotKey, RobotRef},
        time::{Clock, Timestamp},
        toolset::Toolset,
        workspace::{Provider, Workspace, WorkspaceInstance},
    },
    repository::{Files, Followers, ResourceRepository, SessionRepository, SessionStart, Write},
    service::{
        operation::{Actor, Operation},
        permissions::{Access, Permissions},
        tool_catalogue::ToolCatalogue,
    },
};

#[cfg(feature = "search")]
use crate::repository::SearchRepository;

/// The service: checks permissions, then reads and writes the store.
///
/// It is cheap to clone, and clones share everything. The first argument of each method is the caller: an [`AccountId`]
/// or an [`Actor`].
///
/// # Errors
/// Every method can fail with [`Error::PermissionDenied`], and with [`Error::Unavailable`],
/// [`Error::StorageFailed`] or [`Error::Internal`] from the host's traits or the store. The docs of a method name
/// its other errors.
///
/// # Cancellation
/// A method whose future is dropped has done all of its work or nothing, with these exceptions:
/// [`start_session`](Self::start_session) can leave an instance that no session mounts; [`sweep`](Self::sweep),
/// [`sweep_files`](Self::sweep_files) and, if the calls are of several messages,
/// [`resolve_tool_calls`](Self::resolve_tool_calls) can have done a part.
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
    pub(crate) robots: Arc<dyn ResourceRepository<Robot<AccountId>>>,
    pub(crate) toolsets: Arc<dyn ResourceRepository<Toolset<AccountId>>>,
    pub(crate) workspaces: Arc<dyn ResourceRepository<Workspace<AccountId>>>,
    pub(crate) instances: Arc<dyn ResourceRepository<WorkspaceInstance<AccountId>>>,
    catalogue: Option<Arc<dyn ToolCatalogue>>,
    permissions: Arc<dyn Permissions>,
    profiles: Arc<dyn Profiles>,
    clock: Arc<dyn Clock>,
    ids: Arc<dyn IdGenerator>,
    settings: Arc<Settings>,
    followers: Arc<Followers>,
    #[cfg(feature = "search")]
    search: Option<Arc<dyn SearchRepository>>,
    files: Option<Files>,
}

#[derive(Clone, Debug)]
struct Settings {
    /// Those in force, and those that the host gave: without files, nothing is lifted.
    limits: Limits,
    given_limits: Limits,
    file_urls: String,
    built_in_robots: Vec<RobotRef>,
    providers: Vec<Provider>,
    draft_lease: Duration,
}

impl Robots {
    /// Notifies followers, here and in other processes, that a session changed.
    fn announce(&self, session: SessionId) {
        self.followers.written(session, None);
    }

    /// Notifies them that it changed at this offset, so that nobody who has read it reads again.
    fn announce_at(&self, session: SessionId, offset: impl Into<Offset>) {
        self.followers.written(session, Some(offset.into()));
    }

    /// Describes a write that happens now.
    pub(crate) fn write(&self) -> Write {
        Write::at(self.clock.now())
    }

    /// Returns the time.
    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Returns how a session was started, also of a deleted one.
    pub(crate) async fn find_start(&self, id: SessionId) -> Result<Option<SessionStart>> {
        self.sessions.find_start(id).await
    }

    pub(crate) async fn allow(&self, actor: &Actor, operation: Operation) -> Result<()> {
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
