//! [`Robot`], and what identifies one: [`RobotKey`] and [`RobotRef`].

use std::{fmt, str::FromStr, sync::Arc};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::model::{
    error::{Error, Result},
    id::{AccountId, RobotId, WorkspaceId},
    json::Json,
    page::PageItem,
    profile::{Accounts, People, Profile, Resolve},
    text::deserialize_from_str,
    time::Timestamp,
};

/// An AI agent, shared by a community's team.
///
/// `P` is how people are represented: as [`Profile`]s in results of the service, as [`AccountId`]s in a store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Robot<P = Arc<Profile>> {
    /// Its id.
    pub id: RobotId,
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
    /// Its instructions.
    pub playbook: String,
    /// Its language model.
    pub model: Model,
    /// The account that created it.
    pub author: P,
    /// The names of the tools that it may use, in order.
    pub tools: Vec<String>,
    /// The toolsets that it may use, in order: ids of existing [`Toolset`](crate::Toolset)s, and names of toolsets that
    /// are built into the host.
    #[serde(default)]
    pub toolsets: Vec<String>,
    /// The default workspace of sessions that start with this robot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workspace_id: Option<WorkspaceId>,
    /// Data of clients, an object.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meta: Option<Json<'static>>,
}

impl<P> PageItem for Robot<P> {
    const FIELD: &'static str = "robots";
}

impl Resolve for Robot<AccountId> {
    type Resolved = Robot;

    fn accounts(&self, accounts: &mut Accounts) {
        accounts.push(self.author);
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
            toolsets: self.toolsets,
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
    /// The maximum length of the text in bytes.
    pub const MAX_BYTES: usize = 256;

    /// Returns the whole text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the provider, the text before the first slash.
    #[must_use]
    pub fn provider(&self) -> &str {
        self.0.split_once('/').map_or("", |(provider, _)| provider)
    }

    /// Returns the model's name, the text after the first slash.
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

/// Identifies a robot: by the id of a robot that was created, or by the name of one that is built into the host, such
/// as `robot_builder`.
///
/// A text that has the form of an id is always parsed as an id, so the name of a built-in robot must not have it.
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
    /// A built-in robot of the host, by its name.
    BuiltIn(Box<str>),
}

impl RobotKey {
    /// The maximum length of a built-in robot's name in bytes.
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

/// A robot with a name: in a message, the name that it had when it wrote the message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RobotRef {
    /// The robot.
    pub id: RobotKey,
    /// The name.
    pub name: String,
}

/// A robot to create.
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
    /// Its description.
    pub description: String,
    /// Its instructions.
    pub playbook: String,
    /// Its language model.
    pub model: Model,
    /// The names of the tools that it may use.
    pub tools: Vec<String>,
    /// The toolsets that it may use.
    pub toolsets: Vec<String>,
    /// The default workspace of sessions that start with this robot.
    pub workspace_id: Option<WorkspaceId>,
    /// Data of clients, an object.
    pub meta: Option<Json<'static>>,
    /// Data of the host, an object.
    pub misc: Option<Json<'static>>,
}

impl NewRobot {
    /// Creates a `NewRobot` with a name and a model only.
    #[must_use]
    pub fn new(name: impl Into<String>, model: Model) -> Self {
        Self {
            name: name.into(),
            description: String::new(),
            playbook: String::new(),
            model,
            tools: Vec::new(),
            toolsets: Vec::new(),
            workspace_id: None,
            meta: None,
            misc: None,
        }
    }

    /// Sets the description.
    #[must_use]
    pub fn description(self, description: impl Into<String>) -> Self {
        Self { description: description.into(), ..self }
    }

    /// Sets the instructions.
    #[must_use]
    pub fn playbook(self, playbook: impl Into<String>) -> Self {
        Self { playbook: playbook.into(), ..self }
    }

    /// Sets the tools that it may use.
    #[must_use]
    pub fn tools<T: Into<String>>(self, tools: impl IntoIterator<Item = T>) -> Self {
        Self { tools: tools.into_iter().map(Into::into).collect(), ..self }
    }

    /// Sets the toolsets that it may use: ids of [`Toolset`](crate::Toolset)s, or names of the host's built-in ones.
    #[must_use]
    pub fn toolsets<T: Into<String>>(self, toolsets: impl IntoIterator<Item = T>) -> Self {
        Self { toolsets: toolsets.into_iter().map(Into::into).collect(), ..self }
    }

    /// Sets the default workspace of sessions that start with this robot.
    #[must_use]
    pub fn workspace(self, workspace: impl Into<Option<WorkspaceId>>) -> Self {
        Self { workspace_id: workspace.into(), ..self }
    }

    /// Sets the data of clients, an object.
    #[must_use]
    pub fn meta(self, meta: impl Into<Option<Json<'static>>>) -> Self {
        Self { meta: meta.into(), ..self }
    }
}

/// A change of a robot. Fields that are `None` stay as they are; `Some(None)` clears a field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RobotChange {
    /// Its new name.
    pub name: Option<String>,
    /// Its new description.
    pub description: Option<String>,
    /// Its new instructions.
    pub playbook: Option<String>,
    /// Its new language model.
    pub model: Option<Model>,
    /// The new tools.
    pub tools: Option<Vec<String>>,
    /// The new toolsets.
    pub toolsets: Option<Vec<String>>,
    /// The new default workspace of sessions that start with this robot.
    pub workspace_id: Option<Option<WorkspaceId>>,
    /// The new data of clients, an object.
    pub meta: Option<Option<Json<'static>>>,
}

impl RobotChange {
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

    /// Changes the toolsets.
    #[must_use]
    pub fn toolsets<T: Into<String>>(self, toolsets: impl IntoIterator<Item = T>) -> Self {
        Self { toolsets: Some(toolsets.into_iter().map(Into::into).collect()), ..self }
    }

    /// Changes the default workspace of sessions that start with this robot; `None` clears it.
    #[must_use]
    pub fn workspace(self, workspace: impl Into<Option<WorkspaceId>>) -> Self {
        Self { workspace_id: Some(workspace.into()), ..self }
    }

    /// Changes the data of clients; `None` clears it.
    #[must_use]
    pub fn meta(self, meta: impl Into<Option<Json<'static>>>) -> Self {
        Self { meta: Some(meta.into()), ..self }
    }
}
