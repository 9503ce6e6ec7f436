//! [`Toolset`]: tools under one name, with an instruction; and [`ToolInfo`], an entry of the host's list of tools.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::model::{
    id::{AccountId, ToolsetId},
    json::Json,
    page::PageItem,
    profile::{Accounts, People, Profile, Resolve},
    time::Timestamp,
};

/// A set of tools that robots are given together, with an instruction for their use.
///
/// A robot names toolsets in [`Robot::toolsets`](crate::Robot::toolsets). The host resolves them when a robot runs.
///
/// `P` is how people are represented: as [`Profile`]s in results of the service, as [`AccountId`]s in a store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Toolset<P = Arc<Profile>> {
    /// Its id.
    pub id: ToolsetId,
    /// The time of its creation.
    #[serde(rename = "createdAt")]
    pub created_at: Timestamp,
    /// The time of its last change.
    #[serde(rename = "updatedAt")]
    pub updated_at: Timestamp,
    /// The time of its deletion.
    #[serde(rename = "deletedAt", default, skip_serializing_if = "Option::is_none")]
    pub deleted_at: Option<Timestamp>,
    /// Its name, unique among the toolsets of its author.
    pub name: String,
    /// Its description.
    pub description: String,
    /// Instructions for the robot on how to use the tools.
    pub instruction: String,
    /// The names of the tools, in order.
    pub tools: Vec<String>,
    /// Data of clients, an object.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meta: Option<Json<'static>>,
    /// The account that created it.
    pub author: P,
}

impl<P> PageItem for Toolset<P> {
    const FIELD: &'static str = "toolsets";
}

impl Resolve for Toolset<AccountId> {
    type Resolved = Toolset;

    fn accounts(&self, accounts: &mut Accounts) {
        accounts.push(self.author);
    }

    fn resolve(self, people: &People) -> Toolset {
        Toolset {
            id: self.id,
            created_at: self.created_at,
            updated_at: self.updated_at,
            deleted_at: self.deleted_at,
            name: self.name,
            description: self.description,
            instruction: self.instruction,
            tools: self.tools,
            meta: self.meta,
            author: people.get(self.author),
        }
    }
}

/// A toolset to create.
///
/// # Examples
/// ```
/// use storyden_robots::NewToolset;
///
/// let toolset = NewToolset::new("Looking around")
///     .description("Tools that only read")
///     .instruction("Look, do not touch.")
///     .tools(["thread_list", "member_search"]);
/// # let _ = toolset;
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NewToolset {
    /// Its name.
    pub name: String,
    /// Its description.
    pub description: String,
    /// Instructions for the robot on how to use the tools.
    pub instruction: String,
    /// The names of the tools.
    pub tools: Vec<String>,
    /// Data of clients, an object.
    pub meta: Option<Json<'static>>,
}

impl NewToolset {
    /// Creates a `NewToolset` with a name only.
    #[must_use]
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            description: String::new(),
            instruction: String::new(),
            tools: Vec::new(),
            meta: None,
        }
    }

    /// Sets the description.
    #[must_use]
    pub fn description(self, description: impl Into<String>) -> Self {
        Self { description: description.into(), ..self }
    }

    /// Sets the instructions on how to use the tools.
    #[must_use]
    pub fn instruction(self, instruction: impl Into<String>) -> Self {
        Self { instruction: instruction.into(), ..self }
    }

    /// Sets the tools.
    #[must_use]
    pub fn tools<T: Into<String>>(self, tools: impl IntoIterator<Item = T>) -> Self {
        Self { tools: tools.into_iter().map(Into::into).collect(), ..self }
    }

    /// Sets the data of clients, an object.
    #[must_use]
    pub fn meta(self, meta: impl Into<Option<Json<'static>>>) -> Self {
        Self { meta: meta.into(), ..self }
    }
}

/// A change of a toolset. Fields that are `None` stay as they are; `Some(None)` clears a field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ToolsetChange {
    /// Its new name.
    pub name: Option<String>,
    /// Its new description.
    pub description: Option<String>,
    /// Its new instructions.
    pub instruction: Option<String>,
    /// The new tools.
    pub tools: Option<Vec<String>>,
    /// The new data of clients, an object.
    pub meta: Option<Option<Json<'static>>>,
}

impl ToolsetChange {
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

    /// Changes the instructions on how to use the tools.
    #[must_use]
    pub fn instruction(self, instruction: impl Into<String>) -> Self {
        Self { instruction: Some(instruction.into()), ..self }
    }

    /// Changes the tools.
    #[must_use]
    pub fn tools<T: Into<String>>(self, tools: impl IntoIterator<Item = T>) -> Self {
        Self { tools: Some(tools.into_iter().map(Into::into).collect()), ..self }
    }

    /// Changes the data of clients; `None` clears it.
    #[must_use]
    pub fn meta(self, meta: impl Into<Option<Json<'static>>>) -> Self {
        Self { meta: Some(meta.into()), ..self }
    }
}

/// A tool that robots can be given, as the host [lists](crate::ToolCatalogue) it.
///
/// # Examples
/// ```
/// use storyden_robots::ToolInfo;
///
/// let tool = ToolInfo::new("thread_delete", "Delete thread", "Deletes a thread for good").asks_first(true);
/// assert_eq!((tool.id.as_str(), tool.source.as_str()), ("thread_delete", "native"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
#[expect(clippy::struct_excessive_bools, reason = "each is a field on the wire")]
pub struct ToolInfo {
    /// The name by which [robots](crate::Robot::tools) and [toolsets](Toolset::tools) refer to it.
    pub id: String,
    /// The name for people.
    pub name: String,
    /// A description of its purpose.
    pub description: String,
    /// The name by which a model calls it. Default: the id.
    pub callable_name: String,
    /// Where it comes from: `native`, `mcp`, `plugin` … Default: `native`.
    pub source: String,
    /// Whether it can be called now.
    pub available: bool,
    /// Whether a member must approve each call. For display: a [`ToolRule`](crate::ToolRule) enforces it.
    pub requires_confirmation: bool,
    /// Whether it needs a workspace.
    pub requires_workspace: bool,
    /// Whether robots can have it through a toolset only.
    pub toolset_only: bool,
}

impl ToolInfo {
    /// Creates the entry of a native tool that is available and needs no approval.
    #[must_use]
    pub fn new(id: impl Into<String>, name: impl Into<String>, description: impl Into<String>) -> Self {
        let id = id.into();
        Self {
            callable_name: id.clone(),
            id,
            name: name.into(),
            description: description.into(),
            source: "native".to_owned(),
            available: true,
            requires_confirmation: false,
            requires_workspace: false,
            toolset_only: false,
        }
    }

    /// Sets where it comes from.
    #[must_use]
    pub fn source(self, source: impl Into<String>) -> Self {
        Self { source: source.into(), ..self }
    }

    /// Sets [`requires_confirmation`](Self::requires_confirmation).
    #[must_use]
    pub fn asks_first(self, asks: bool) -> Self {
        Self { requires_confirmation: asks, ..self }
    }
}
