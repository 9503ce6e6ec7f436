//! [`Workspace`], the definition of an environment in which robots work; [`WorkspaceInstance`], a running environment;
//! and [`ActiveWorkspace`], the instance that is mounted in a session.

use std::{fmt, str::FromStr, sync::Arc};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::model::{
    error::{Error, Result},
    id::{AccountId, WorkspaceId, WorkspaceInstanceId},
    json::Json,
    page::PageItem,
    profile::{Accounts, People, Profile, Resolve},
    text::deserialize_from_str,
    time::Timestamp,
};

/// The definition of an environment in which robots work: files, a shell, a sandbox.
///
/// `P` is how people are represented: as [`Profile`]s in results of the service, as [`AccountId`]s in a store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Workspace<P = Arc<Profile>> {
    /// Its id.
    pub id: WorkspaceId,
    /// The time of its creation.
    #[serde(rename = "createdAt")]
    pub created_at: Timestamp,
    /// The time of its last change.
    #[serde(rename = "updatedAt")]
    pub updated_at: Timestamp,
    /// The time of its deletion.
    #[serde(rename = "deletedAt", default, skip_serializing_if = "Option::is_none")]
    pub deleted_at: Option<Timestamp>,
    /// Data of the host, an object.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub misc: Option<Json<'static>>,
    /// Its name.
    pub name: String,
    /// Its description.
    pub description: String,
    /// The provider of its instances.
    pub provider: Provider,
    /// The configuration for the provider, an object.
    pub config: Json<'static>,
    /// Data of clients, an object.
    pub meta: Json<'static>,
    /// The account that created it.
    pub created_by: P,
}

/// An instance of a [`Workspace`]: a running environment. The host starts and stops it; this crate stores the record of
/// it.
///
/// `P` is how people are represented: as [`Profile`]s in results of the service, as [`AccountId`]s in a store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkspaceInstance<P = Arc<Profile>> {
    /// Its id.
    pub id: WorkspaceInstanceId,
    /// The time of its creation.
    #[serde(rename = "createdAt")]
    pub created_at: Timestamp,
    /// The time of its last change.
    #[serde(rename = "updatedAt")]
    pub updated_at: Timestamp,
    /// The time of its deletion.
    #[serde(rename = "deletedAt", default, skip_serializing_if = "Option::is_none")]
    pub deleted_at: Option<Timestamp>,
    /// Data of the host, an object.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub misc: Option<Json<'static>>,
    /// The workspace that defines it.
    pub workspace_id: WorkspaceId,
    /// Its provider: the one that the workspace had when the instance was created.
    pub provider: Provider,
    /// The state that the provider keeps, an object. It can contain secrets.
    pub provider_state: Json<'static>,
    /// Data of clients, an object.
    pub meta: Json<'static>,
    /// The account that created it.
    pub created_by: P,
}

/// The instance that is mounted in a session. The provider's state is left out, since it can contain secrets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActiveWorkspace {
    /// The workspace.
    pub workspace_id: WorkspaceId,
    /// The instance of it.
    pub workspace_instance_id: WorkspaceInstanceId,
    /// The provider of the instance.
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

impl<P> PageItem for Workspace<P> {
    const FIELD: &'static str = "workspaces";
}

impl<P> PageItem for WorkspaceInstance<P> {
    const FIELD: &'static str = "workspace_instances";
}

impl Resolve for Workspace<AccountId> {
    type Resolved = Workspace;

    fn accounts(&self, accounts: &mut Accounts) {
        accounts.push(self.created_by);
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
        accounts.push(self.created_by);
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

/// The provider of a workspace's instances. The set is open: unknown names are kept.
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
    /// The maximum length of a name in bytes.
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

/// A workspace to create.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NewWorkspace {
    /// Its name.
    pub name: String,
    /// Its description.
    pub description: String,
    /// The provider of its instances.
    pub provider: Provider,
    /// The configuration for the provider, an object.
    pub config: Json<'static>,
    /// Data of clients, an object.
    pub meta: Json<'static>,
    /// Data of the host, an object.
    pub misc: Option<Json<'static>>,
}

impl NewWorkspace {
    /// Creates a `NewWorkspace` with a name and a provider only.
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

    /// Sets the description.
    #[must_use]
    pub fn description(self, description: impl Into<String>) -> Self {
        Self { description: description.into(), ..self }
    }

    /// Sets the configuration for the provider, an object.
    #[must_use]
    pub fn config(self, config: Json<'static>) -> Self {
        Self { config, ..self }
    }

    /// Sets the data of clients, an object.
    #[must_use]
    pub fn meta(self, meta: Json<'static>) -> Self {
        Self { meta, ..self }
    }
}

/// A change of a workspace. Fields that are `None` stay as they are. The provider cannot change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct WorkspaceChange {
    /// Its new name.
    pub name: Option<String>,
    /// Its new description.
    pub description: Option<String>,
    /// The new configuration for the provider, an object.
    pub config: Option<Json<'static>>,
    /// The new data of clients, an object.
    pub meta: Option<Json<'static>>,
}

impl WorkspaceChange {
    /// Changes the name.
    #[must_use]
    pub fn name(self, name: impl Into<String>) -> Self {
        Self { name: Some(name.into()), ..self }
    }

    /// Changes the description.
    #[must_use]
    pub fn description(self, description: impl Into<String>) -> Self {
        Self { description: Some(description.into()), ..self }
    }

    /// Changes the configuration for the provider.
    #[must_use]
    pub fn config(self, config: Json<'static>) -> Self {
        Self { config: Some(config), ..self }
    }

    /// Changes the data of clients.
    #[must_use]
    pub fn meta(self, meta: Json<'static>) -> Self {
        Self { meta: Some(meta), ..self }
    }
}

/// An instance of a workspace to create.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NewInstance {
    /// The workspace that defines it.
    pub workspace_id: WorkspaceId,
    /// The state that the provider keeps, an object.
    pub provider_state: Json<'static>,
    /// Data of clients, an object.
    pub meta: Json<'static>,
}

impl NewInstance {
    /// Creates a `NewInstance` with a workspace only.
    #[must_use]
    pub fn new(workspace_id: WorkspaceId) -> Self {
        Self { workspace_id, provider_state: Json::object(), meta: Json::object() }
    }

    /// Sets the state that the provider keeps, an object.
    #[must_use]
    pub fn provider_state(self, provider_state: Json<'static>) -> Self {
        Self { provider_state, ..self }
    }

    /// Sets the data of clients, an object.
    #[must_use]
    pub fn meta(self, meta: Json<'static>) -> Self {
        Self { meta, ..self }
    }
}

/// A change of an instance. Fields that are `None` stay as they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct InstanceChange {
    /// The new state that the provider keeps, an object.
    pub provider_state: Option<Json<'static>>,
    /// The new data of clients, an object.
    pub meta: Option<Json<'static>>,
}

impl InstanceChange {
    /// Changes the state that the provider keeps.
    #[must_use]
    pub fn provider_state(self, provider_state: Json<'static>) -> Self {
        Self { provider_state: Some(provider_state), ..self }
    }

    /// Changes the data of clients.
    #[must_use]
    pub fn meta(self, meta: Json<'static>) -> Self {
        Self { meta: Some(meta), ..self }
    }
}

/// Selects instances to list. The default selects all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct InstanceFilter {
    /// Only instances of this workspace.
    pub workspace_id: Option<WorkspaceId>,
}

impl InstanceFilter {
    /// Selects the instances of one workspace.
    #[must_use]
    pub fn of(workspace: impl Into<Option<WorkspaceId>>) -> Self {
        Self { workspace_id: workspace.into() }
    }
}
