//! [`Robot`], and the ways to name one: a [`RobotKey`] and a [`RobotRef`].

use std::{fmt, str::FromStr, sync::Arc};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::model::{
    error::{Error, Result},
    id::{AccountId, RobotId, WorkspaceId},
    json::Json,
    page::Listed,
    profile::{Accounts, People, Profile, Resolve},
    text::deserialize_from_str,
    time::Timestamp,
};

/// An AI agent that a community's team shares.
///
/// `P` is how people appear: as [`Profile`]s to those who read, as [`AccountId`]s in a store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Robot<P = Arc<Profile>> {
    /// The robot.
    pub id: RobotId,
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
    /// Its instructions.
    pub playbook: String,
    /// The language model it runs on.
    pub model: Model,
    /// Who created it.
    pub author: P,
    /// The names of the tools it may use, in the order they were given.
    pub tools: Vec<String>,
    /// The workspace that its sessions start with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workspace_id: Option<WorkspaceId>,
    /// Whatever clients keep with it, an object.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meta: Option<Json<'static>>,
}

impl<P> Listed for Robot<P> {
    const FIELD: &'static str = "robots";
}

impl Resolve for Robot<AccountId> {
    type Resolved = Robot;

    fn accounts(&self, accounts: &mut Accounts) {
        accounts.insert(self.author);
    }

    fn resolve(self, people: &People) -> Robot {
        Robot {
            id: self.id,
            created_at: self.created_at,
            updated_at: self.updated_at,
            deleted_at: self.deleted_at,
            misc: self.misc,
            name: self.name,
            description: self.description,
            playbook: self.playbook,
            model: self.model,
            author: people.get(self.author),
            tools: self.tools,
            workspace_id: self.workspace_id,
            meta: self.meta,
        }
    }
}

/// A language model, as `provider/model`; the model's own name may have more slashes.
///
/// # Examples
/// ```
/// use storyden_robots::Model;
///
/// let model: Model = "openrouter/meta/llama-4".parse()?;
/// assert_eq!((model.provider(), model.name()), ("openrouter", "meta/llama-4"));
/// assert!("llama-4".parse::<Model>().is_err());
/// # Ok::<(), storyden_robots::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Model(Box<str>);

impl Model {
    /// The most bytes that the text has.
    pub const MAX_BYTES: usize = 256;

    /// Returns the whole text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns what comes before the first slash.
    #[must_use]
    pub fn provider(&self) -> &str {
        self.0.split_once('/').map_or("", |(provider, _)| provider)
    }

    /// Returns what comes after the first slash.
    #[must_use]
    pub fn name(&self) -> &str {
        self.0.split_once('/').map_or("", |(_, name)| name)
    }
}

impl FromStr for Model {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let ok =
            text.split_once('/').is_some_and(|(provider, name)| !provider.is_empty() && !name.is_empty())
                && !text.contains(|c: char| c.is_control() || c.is_whitespace());
        if !ok {
            return Err(Error::invalid_argument("model", "must be provider/model"));
        }
        if text.len() > Self::MAX_BYTES {
            return Err(Error::too_large("model", text.len(), Self::MAX_BYTES, "bytes"));
        }
        Ok(Self(text.into()))
    }
}

impl fmt::Display for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Model({})", self.0)
    }
}

impl Serialize for Model {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Model {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize_from_str(deserializer)
    }
}

/// What tells one robot from another: the id of one that was created, or the name of one that is
/// built into the host, such as `robot_builder`.
///
/// Every text that is an id is read as one, so a built-in robot's name never looks like an id.
///
/// # Examples
/// ```
/// use storyden_robots::RobotKey;
///
/// let key: RobotKey = "robot_builder".parse()?;
/// assert!(matches!(key, RobotKey::BuiltIn(_)));
/// let key: RobotKey = "cc5lnd2s1s4652adtu50".parse()?;
/// assert!(matches!(key, RobotKey::Created(_)));
/// # Ok::<(), storyden_robots::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RobotKey {
    /// A robot that a member created.
    Created(RobotId),
    /// A robot of the host's, by its name.
    BuiltIn(Box<str>),
}

impl RobotKey {
    /// The most bytes that a built-in robot's name has.
    pub const MAX_BYTES: usize = 128;
}

impl From<RobotId> for RobotKey {
    fn from(id: RobotId) -> Self {
        Self::Created(id)
    }
}

impl FromStr for RobotKey {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        if let Ok(id) = text.parse() {
            return Ok(Self::Created(id));
        }
        if text.is_empty() || text.contains(char::is_control) {
            return Err(Error::invalid_argument("robot", "must be an id or the name of a built-in robot"));
        }
        if text.len() > Self::MAX_BYTES {
            return Err(Error::too_large("robot", text.len(), Self::MAX_BYTES, "bytes"));
        }
        Ok(Self::BuiltIn(text.into()))
    }
}

impl fmt::Display for RobotKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Created(id) => fmt::Display::fmt(id, f),
            Self::BuiltIn(name) => f.write_str(name),
        }
    }
}

impl fmt::Debug for RobotKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RobotKey({self})")
    }
}

impl Serialize for RobotKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for RobotKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize_from_str(deserializer)
    }
}

/// A robot as a message names it: its key, and the name it had when it wrote the message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RobotRef {
    /// Which robot.
    pub id: RobotKey,
    /// The name it had.
    pub name: String,
}

/// What a new robot is made of.
///
/// # Examples
/// ```
/// use storyden_robots::NewRobot;
///
/// let robot = NewRobot::new("Greeter", "anthropic/claude-sonnet-4-5".parse()?)
///     .description("Welcomes new members")
///     .playbook("Say hello, and point to the rules.")
///     .tools(["thread_list", "thread_reply"]);
/// # let _ = robot;
/// # Ok::<(), storyden_robots::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NewRobot {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Its instructions.
    pub playbook: String,
    /// The language model it runs on.
    pub model: Model,
    /// The names of the tools it may use.
    pub tools: Vec<String>,
    /// The workspace that its sessions start with.
    pub workspace_id: Option<WorkspaceId>,
    /// Whatever clients keep with it, an object.
    pub meta: Option<Json<'static>>,
    /// Whatever the host keeps with it, an object.
    pub misc: Option<Json<'static>>,
}

impl NewRobot {
    /// Describes a robot with a name and a model, and nothing else.
    #[must_use]
    pub fn new(name: impl Into<String>, model: Model) -> Self {
        Self {
            name: name.into(),
            description: String::new(),
            playbook: String::new(),
            model,
            tools: Vec::new(),
            workspace_id: None,
            meta: None,
            misc: None,
        }
    }

    /// Says what it is for.
    #[must_use]
    pub fn description(self, description: impl Into<String>) -> Self {
        Self { description: description.into(), ..self }
    }

    /// Gives it its instructions.
    #[must_use]
    pub fn playbook(self, playbook: impl Into<String>) -> Self {
        Self { playbook: playbook.into(), ..self }
    }

    /// Names the tools it may use.
    #[must_use]
    pub fn tools<T: Into<String>>(self, tools: impl IntoIterator<Item = T>) -> Self {
        Self { tools: tools.into_iter().map(Into::into).collect(), ..self }
    }

    /// Names the workspace that its sessions start with.
    #[must_use]
    pub fn workspace(self, workspace: impl Into<Option<WorkspaceId>>) -> Self {
        Self { workspace_id: workspace.into(), ..self }
    }

    /// Keeps an object with it for clients.
    #[must_use]
    pub fn meta(self, meta: impl Into<Option<Json<'static>>>) -> Self {
        Self { meta: meta.into(), ..self }
    }
}

/// What to change of a robot; what is `None` stays. Of what can be cleared, `Some(None)` clears it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RobotChange {
    /// Its new name.
    pub name: Option<String>,
    /// What it is for now.
    pub description: Option<String>,
    /// Its new instructions.
    pub playbook: Option<String>,
    /// The language model it runs on from now.
    pub model: Option<Model>,
    /// The tools it may use from now.
    pub tools: Option<Vec<String>>,
    /// The workspace that its sessions start with from now.
    pub workspace_id: Option<Option<WorkspaceId>>,
    /// What clients keep with it from now, an object.
    pub meta: Option<Option<Json<'static>>>,
}

impl RobotChange {
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

    /// Changes the instructions.
    #[must_use]
    pub fn playbook(self, playbook: impl Into<String>) -> Self {
        Self { playbook: Some(playbook.into()), ..self }
    }

    /// Changes the language model.
    #[must_use]
    pub fn model(self, model: Model) -> Self {
        Self { model: Some(model), ..self }
    }

    /// Changes the tools.
    #[must_use]
    pub fn tools<T: Into<String>>(self, tools: impl IntoIterator<Item = T>) -> Self {
        Self { tools: Some(tools.into_iter().map(Into::into).collect()), ..self }
    }

    /// Changes the workspace that its sessions start with; `None` clears it.
    #[must_use]
    pub fn workspace(self, workspace: impl Into<Option<WorkspaceId>>) -> Self {
        Self { workspace_id: Some(workspace.into()), ..self }
    }

    /// Changes what clients keep with it; `None` clears it.
    #[must_use]
    pub fn meta(self, meta: impl Into<Option<Json<'static>>>) -> Self {
        Self { meta: Some(meta.into()), ..self }
    }
}
