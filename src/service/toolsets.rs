//! Toolsets, and the tools that robots can be given.

use super::Robots;
use crate::{
    model::{
        error::{Error, Result},
        id::ToolsetId,
        json::Json,
        page::{Page, PageRequest},
        toolset::{NewToolset, ToolInfo, Toolset, ToolsetChange},
    },
    service::{
        operation::{Actor, Operation},
        ownership::not_ones_own,
    },
};

/// # Toolsets
impl Robots {
    /// Lists the tools of the host's [`ToolCatalogue`](crate::ToolCatalogue); none without a catalogue.
    ///
    /// # Errors
    /// Those of the catalogue.
    pub async fn list_tools(&self, actor: impl Into<Actor>) -> Result<Vec<ToolInfo>> {
        let actor = actor.into();
        self.allow(&actor, Operation::ListTools).await?;
        match &self.catalogue {
            Some(catalogue) => catalogue.tools(actor.account()).await,
            None => Ok(Vec::new()),
        }
    }

    /// Lists one page of the toolsets, newest first.
    ///
    /// # Errors
    /// Only the common errors; see [`Robots`].
    pub async fn list_toolsets(&self, actor: impl Into<Actor>, page: PageRequest) -> Result<Page<Toolset>> {
        self.allow(&actor.into(), Operation::ListToolsets).await?;
        self.show(self.toolsets.list((), page).await?).await
    }

    /// Returns a toolset.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such toolset.
    pub async fn toolset(&self, actor: impl Into<Actor>, id: ToolsetId) -> Result<Toolset> {
        self.allow(&actor.into(), Operation::GetToolset).await?;
        self.show(self.toolsets.find(id).await?).await
    }

    /// Creates a toolset.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] or [`Error::TooLarge`] about a field, such as a tool that the host's
    /// [`ToolCatalogue`](crate::ToolCatalogue) does not have; [`Error::AlreadyExists`] if the actor has a toolset of this name.
    pub async fn create_toolset(&self, actor: impl Into<Actor>, toolset: NewToolset) -> Result<Toolset> {
        let actor = actor.into();
        self.allow(&actor, Operation::CreateToolset).await?;
        let texts =
            [("description", Some(&toolset.description)), ("instruction", Some(&toolset.instruction))];
        self.check_toolset(Some(&toolset.name), texts, Some(&toolset.tools), toolset.meta.as_ref())?;
        self.check_known_tools(&actor, Some(&toolset.tools)).await?;
        let now = self.clock.now();
        let toolset = Toolset {
            id: ToolsetId::generate(&*self.ids),
            created_at: now,
            updated_at: now,
            deleted_at: None,
            name: toolset.name,
            description: toolset.description,
            instruction: toolset.instruction,
            tools: toolset.tools,
            meta: toolset.meta,
            author: actor.account(),
        };
        self.toolsets.create(&toolset).await?;
        self.show(toolset).await
    }

    /// Changes a toolset: the actor's own, or anybody's with `MANAGE_ROBOTS`.
    ///
    /// # Errors
    /// [`Error::PermissionDenied`] also if it is somebody else's; [`Error::NotFound`] if there is no such toolset;
    /// otherwise those of [`create_toolset`](Self::create_toolset).
    pub async fn update_toolset(
        &self,
        actor: impl Into<Actor>,
        id: ToolsetId,
        change: ToolsetChange,
    ) -> Result<Toolset> {
        let actor = actor.into();
        let any = self.allow_own(&actor, Operation::UpdateOwnToolset).await?;
        let texts =
            [("description", change.description.as_ref()), ("instruction", change.instruction.as_ref())];
        let meta = change.meta.as_ref().and_then(Option::as_ref);
        self.check_toolset(change.name.as_deref(), texts, change.tools.as_deref(), meta)?;
        self.check_author(&actor, id, any).await?;
        self.check_known_tools(&actor, change.tools.as_deref()).await?;
        self.show(self.toolsets.update(id, &change, self.clock.now()).await?).await
    }

    /// Deletes a toolset: the actor's own, or anybody's with `MANAGE_ROBOTS`.
    ///
    /// # Errors
    /// [`Error::PermissionDenied`] also if it is somebody else's; [`Error::NotFound`] if there is no such toolset;
    /// [`Conflict::InUse`](crate::Conflict::InUse) while a robot names it.
    pub async fn delete_toolset(&self, actor: impl Into<Actor>, id: ToolsetId) -> Result<()> {
        let actor = actor.into();
        let any = self.allow_own(&actor, Operation::DeleteOwnToolset).await?;
        self.check_author(&actor, id, any).await?;
        self.toolsets.delete(id, self.clock.now()).await
    }

    /// Checks that a toolset is the actor's own, unless the actor may change any.
    async fn check_author(&self, actor: &Actor, id: ToolsetId, any: bool) -> Result<()> {
        // Its author never changes, so what is found here holds when it is changed.
        if any || self.toolsets.find(id).await?.author == actor.account() {
            return Ok(());
        }
        Err(not_ones_own())
    }

    fn check_toolset(
        &self,
        name: Option<&str>,
        texts: [(&'static str, Option<&String>); 2],
        tools: Option<&[String]>,
        meta: Option<&Json<'_>>,
    ) -> Result<()> {
        self.check_robot(name, texts, tools, [("meta", meta), ("misc", None)])
    }

    /// Checks that the host has these tools, if it says which it has.
    async fn check_known_tools(&self, actor: &Actor, tools: Option<&[String]>) -> Result<()> {
        let (Some(catalogue), Some(tools)) = (&self.catalogue, tools) else { return Ok(()) };
        let known = catalogue.tools(actor.account()).await?;
        match tools.iter().position(|tool| !known.iter().any(|info| info.id == *tool)) {
            Some(index) => Err(Error::invalid_argument(format!("tools[{index}]"), "must be a known tool")),
            None => Ok(()),
        }
    }
}
