//! [`Workspace`], where robots work; [`WorkspaceInstance`], one running copy of it; and
//! [`ActiveWorkspace`], the instance that is mounted in a session.

use std::{fmt, str::FromStr, sync::Arc};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::model::{
    error::{Error, Result},
    id::{AccountId, WorkspaceId, WorkspaceInstanceId},
    json::Json,
    page::Listed,
    profile::{Accounts, People, Profile, Resolve},
    text::deserialize_from_str,
    time::Timestamp,
};

/// A description of a place where robots can work: files, a shell, a sandbox.
///
/// `P` is how people appear: as [`Profile`]s to those who read, as [`AccountId`]s in a store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Workspace<P = Arc<Profile>> {
    /// The workspace.
    pub id: WorkspaceId,
    /// When it was created.
    #[serde(rename = "createdAt")]
    pub created_at: Timestamp,
    /// When it was last changed.
    #[serde(rename = "updatedAt")]
    pub updated_at: Timestamp,
    /// When it was deleted.
    #[serde(rename = "deletedAt", default, skip_serializing_if = "Option::is_none")]
    pub deleted_at: Option<Timestamp>,
    /// Whatever the host keeps with it, an object.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub misc: Option<Json<'static>>,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// What runs its instances.
    pub provider: Provider,
    /// What the provider needs to know, an object.
    pub config: Json<'static>,
    /// Whatever clients keep with it, an object.
    pub meta: Json<'static>,
    /// Who created it.
    pub created_by: P,
}

/// One running copy of a [`Workspace`].
///
/// `P` is how people appear: as [`Profile`]s to those who read, as [`AccountId`]s in a store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkspaceInstance<P = Arc<Profile>> {
    /// The instance.
    pub id: WorkspaceInstanceId,
    /// When it was created.
    #[serde(rename = "createdAt")]
    pub created_at: Timestamp,
    /// When it was last changed.
    #[serde(rename = "updatedAt")]
    pub updated_at: Timestamp,
    /// When it was deleted.
    #[serde(rename = "deletedAt", default, skip_serializing_if = "Option::is_none")]
    pub deleted_at: Option<Timestamp>,
    /// Whatever the host keeps with it, an object.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub misc: Option<Json<'static>>,
    /// The workspace that it is a copy of.
    pub workspace_id: WorkspaceId,
    /// What runs it: the workspace's provider when it was made.
    pub provider: Provider,
    /// What the provider keeps of it, an object. It can hold secrets.
    pub provider_state: Json<'static>,
    /// Whatever clients keep with it, an object.
    pub meta: Json<'static>,
    /// Who created it.
    pub created_by: P,
}

/// The instance that is mounted in a session. It never shows the provider's state, which can hold
/// secrets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActiveWorkspace {
    /// The workspace.
    pub workspace_id: WorkspaceId,
    /// The instance of it.
    pub workspace_instance_id: WorkspaceInstanceId,
    /// What runs the instance.
    pub provider: Provider,
    /// The instance's `meta`, an object.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meta: Option<Json<'static>>,
}

impl<P> From<&WorkspaceInstance<P>> for ActiveWorkspace {
    fn from(instance: &WorkspaceInstance<P>) -> Self {
        Self {
            workspace_id: instance.workspace_id,
            workspace_instance_id: instance.id,
            provider: instance.provider.clone(),
            meta: Some(instance.meta.clone()),
        }
    }
}

impl<P> Listed for Workspace<P> {
    const FIELD: &'static str = "workspaces";
}

impl<P> Listed for WorkspaceInstance<P> {
    const FIELD: &'static str = "workspace_instances";
}

impl Resolve for Workspace<AccountId> {
    type Resolved = Workspace;

    fn accounts(&self, accounts: &mut Accounts) {
        accounts.insert(self.created_by);
    }

    fn resolve(self, people: &People) -> Workspace {
        Workspace {
            id: self.id,
            created_at: self.created_at,
            updated_at: self.updated_at,
            deleted_at: self.deleted_at,
            misc: self.misc,
            name: self.name,
            description: self.description,
            provider: self.provider,
            config: self.config,
            meta: self.meta,
            created_by: people.get(self.created_by),
        }
    }
}

impl Resolve for WorkspaceInstance<AccountId> {
    type Resolved = WorkspaceInstance;

    fn accounts(&self, accounts: &mut Accounts) {
        accounts.insert(self.created_by);
    }

    fn resolve(self, people: &People) -> WorkspaceInstance {
        WorkspaceInstance {
            id: self.id,
            created_at: self.created_at,
            updated_at: self.updated_at,
            deleted_at: self.deleted_at,
            misc: self.misc,
            workspace_id: self.workspace_id,
            provider: self.provider,
            provider_state: self.provider_state,
            meta: self.meta,
            created_by: people.get(self.created_by),
        }
    }
}

/// What runs the instances of a workspace. An open set: names that are not known here pass through.
///
/// # Examples
/// ```
/// use storyden_robots::Provider;
///
/// assert_eq!("local".parse::<Provider>()?, Provider::Local);
/// assert_eq!("firecracker".parse::<Provider>()?.as_str(), "firecracker");
/// # Ok::<(), storyden_robots::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Provider {
    /// `local`: a folder of the host's machine.
    Local,
    /// `sprites`
    Sprites,
    /// Any other, by its name.
    Other(Box<str>),
}

impl Provider {
    /// The most bytes that a name has.
    pub const MAX_BYTES: usize = 128;

    /// Returns the name on the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Local => "local",
            Self::Sprites => "sprites",
            Self::Other(name) => name,
        }
    }

    pub(crate) fn check(&self) -> Result<()> {
        // Its name can be made without being read.
        self.as_str().parse::<Self>().map(drop)
    }
}

impl FromStr for Provider {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        match text {
            "local" => Ok(Self::Local),
            "sprites" => Ok(Self::Sprites),
            _ if text.is_empty() || text.contains(char::is_control) => {
                Err(Error::invalid_argument("provider", "must be a name"))
            }
            _ if text.len() > Self::MAX_BYTES => {
                Err(Error::too_large("provider", text.len(), Self::MAX_BYTES, "bytes"))
            }
            _ => Ok(Self::Other(text.into())),
        }
    }
}

impl fmt::Display for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Provider({self})")
    }
}

impl Serialize for Provider {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Provider {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize_from_str(deserializer)
    }
}

/// What a new workspace is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NewWorkspace {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// What runs its instances.
    pub provider: Provider,
    /// What the provider needs to know, an object.
    pub config: Json<'static>,
    /// Whatever clients keep with it, an object.
    pub meta: Json<'static>,
    /// Whatever the host keeps with it, an object.
    pub misc: Option<Json<'static>>,
}

impl NewWorkspace {
    /// Describes a workspace with a name and a provider, and nothing else.
    #[must_use]
    pub fn new(name: impl Into<String>, provider: Provider) -> Self {
        Self {
            name: name.into(),
            description: String::new(),
            provider,
            config: Json::object(),
            meta: Json::object(),
            misc: None,
        }
    }

    /// Says what it is for.
    #[must_use]
    pub fn description(self, description: impl Into<String>) -> Self {
        Self { description: description.into(), ..self }
    }

    /// Says what the provider needs to know, an object.
    #[must_use]
    pub fn config(self, config: Json<'static>) -> Self {
        Self { config, ..self }
    }

    /// Keeps an object with it for clients.
    #[must_use]
    pub fn meta(self, meta: Json<'static>) -> Self {
        Self { meta, ..self }
    }
}

/// What to change of a workspace; what is `None` stays. The provider is what it is made of, and
/// cannot change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct WorkspaceChange {
    /// Its new name.
    pub name: Option<String>,
    /// What it is for now.
    pub description: Option<String>,
    /// What the provider needs to know from now, an object.
    pub config: Option<Json<'static>>,
    /// What clients keep with it from now, an object.
    pub meta: Option<Json<'static>>,
}

impl WorkspaceChange {
    /// Changes the name.
    #[must_use]
    pub fn name(self, name: impl Into<String>) -> Self {
        Self { name: Some(name.into()), ..self }
    }

    /// Changes what it is for.
    #[must_use]
    pub fn description(self, description: impl Into<String>) -> Self {
        Self { description: Some(description.into()), ..self }
    }

    /// Changes what the provider needs to know.
    #[must_use]
    pub fn config(self, config: Json<'static>) -> Self {
        Self { config: Some(config), ..self }
    }

    /// Changes what clients keep with it.
    #[must_use]
    pub fn meta(self, meta: Json<'static>) -> Self {
        Self { meta: Some(meta), ..self }
    }
}

/// What a new instance of a workspace is made of, beside what the workspace says.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NewInstance {
    /// The workspace that it is a copy of.
    pub workspace_id: WorkspaceId,
    /// What the provider keeps of it, an object.
    pub provider_state: Json<'static>,
    /// Whatever clients keep with it, an object.
    pub meta: Json<'static>,
}

impl NewInstance {
    /// Describes an instance with nothing of its own.
    #[must_use]
    pub fn new(workspace_id: WorkspaceId) -> Self {
        Self { workspace_id, provider_state: Json::object(), meta: Json::object() }
    }

    /// Says what the provider keeps of it, an object.
    #[must_use]
    pub fn provider_state(self, provider_state: Json<'static>) -> Self {
        Self { provider_state, ..self }
    }

    /// Keeps an object with it for clients.
    #[must_use]
    pub fn meta(self, meta: Json<'static>) -> Self {
        Self { meta, ..self }
    }
}

/// What to change of an instance; what is `None` stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct InstanceChange {
    /// What the provider keeps of it from now, an object.
    pub provider_state: Option<Json<'static>>,
    /// What clients keep with it from now, an object.
    pub meta: Option<Json<'static>>,
}

impl InstanceChange {
    /// Changes what the provider keeps of it.
    #[must_use]
    pub fn provider_state(self, provider_state: Json<'static>) -> Self {
        Self { provider_state: Some(provider_state), ..self }
    }

    /// Changes what clients keep with it.
    #[must_use]
    pub fn meta(self, meta: Json<'static>) -> Self {
        Self { meta: Some(meta), ..self }
    }
}

/// Which instances to list: all of them by default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct InstanceFilter {
    /// Only those of this workspace.
    pub workspace_id: Option<WorkspaceId>,
}

impl InstanceFilter {
    /// Keeps only the instances of one workspace.
    #[must_use]
    pub fn of(workspace: impl Into<Option<WorkspaceId>>) -> Self {
        Self { workspace_id: workspace.into() }
    }
}
