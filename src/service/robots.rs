//! Robots that members create.

use super::Robots;
use crate::{
    model::{
        error::Result,
        id::RobotId,
        json::Json,
        page::{Page, PageRequest},
        robot::{NewRobot, Robot, RobotChange},
    },
    service::operation::{Actor, Operation},
};

/// # Robots
impl Robots {
    /// Lists one page of the robots that members created, newest first.
    ///
    /// # Errors
    /// Only the common errors; see [`Robots`].
    pub async fn list_robots(&self, actor: impl Into<Actor>, page: PageRequest) -> Result<Page<Robot>> {
        self.allow(&actor.into(), Operation::ListRobots).await?;
        self.show(self.robots.list((), page).await?).await
    }

    /// Returns a robot.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is no such robot.
    pub async fn robot(&self, actor: impl Into<Actor>, id: RobotId) -> Result<Robot> {
        self.allow(&actor.into(), Operation::GetRobot).await?;
        self.show(self.robots.find(id).await?).await
    }

    /// Creates a robot.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`](crate::Error::InvalidArgument) or
    /// [`Error::TooLarge`](crate::Error::TooLarge) about a field; [`Error::NotFound`](crate::Error::NotFound)
    /// if there is no such workspace or toolset.
    pub async fn create_robot(&self, actor: impl Into<Actor>, robot: NewRobot) -> Result<Robot> {
        let actor = actor.into();
        self.allow(&actor, Operation::CreateRobot).await?;
        self.check_robot(
            Some(&robot.name),
            [("description", Some(&robot.description)), ("playbook", Some(&robot.playbook))],
            Some(&robot.tools),
            [("meta", robot.meta.as_ref()), ("misc", robot.misc.as_ref())],
        )?;
        self.check_toolset_names(Some(&robot.toolsets))?;
        if let Some(workspace) = robot.workspace_id {
            self.workspaces.find(workspace).await?;
        }
        let now = self.clock.now();
        let robot = Robot {
            id: RobotId::generate(&*self.ids),
            created_at: now,
            updated_at: now,
            deleted_at: None,
            misc: robot.misc,
            name: robot.name,
            description: robot.description,
            playbook: robot.playbook,
            model: robot.model,
            author: actor.account(),
            tools: robot.tools,
            toolsets: robot.toolsets,
            workspace_id: robot.workspace_id,
            meta: robot.meta,
        };
        self.robots.create(&robot).await?;
        self.show(robot).await
    }

    /// Changes a robot. The messages that it wrote keep its earlier name.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is no such robot, workspace or toolset;
    /// [`Error::InvalidArgument`](crate::Error::InvalidArgument) or
    /// [`Error::TooLarge`](crate::Error::TooLarge) about a field.
    pub async fn update_robot(
        &self,
        actor: impl Into<Actor>,
        id: RobotId,
        change: RobotChange,
    ) -> Result<Robot> {
        self.allow(&actor.into(), Operation::UpdateRobot).await?;
        self.check_robot(
            change.name.as_deref(),
            [("description", change.description.as_ref()), ("playbook", change.playbook.as_ref())],
            change.tools.as_deref(),
            [("meta", change.meta.as_ref().and_then(Option::as_ref)), ("misc", None)],
        )?;
        self.check_toolset_names(change.toolsets.as_deref())?;
        if let Some(Some(workspace)) = change.workspace_id {
            self.workspaces.find(workspace).await?;
        }
        self.show(self.robots.update(id, &change, self.clock.now()).await?).await
    }

    fn check_toolset_names(&self, toolsets: Option<&[String]>) -> Result<()> {
        toolsets.map_or(Ok(()), |toolsets| self.settings.limits.check_names("toolsets", toolsets))
    }

    pub(super) fn check_robot(
        &self,
        name: Option<&str>,
        texts: [(&'static str, Option<&String>); 2],
        tools: Option<&[String]>,
        objects: [(&'static str, Option<&Json<'_>>); 2],
    ) -> Result<()> {
        let limits = &self.settings.limits;
        name.map_or(Ok(()), |name| limits.check_name("name", name))?;
        for (field, text) in texts {
            text.map_or(Ok(()), |text| limits.check_text(field, text))?;
        }
        tools.map_or(Ok(()), |tools| limits.check_names("tools", tools))?;
        for (field, object) in objects {
            object.map_or(Ok(()), |object| limits.check_object(field, object))?;
        }
        Ok(())
    }

    /// Deletes a robot. The messages that it wrote stay, with its name. It is not the active robot of any session any
    /// more.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is no such robot.
    pub async fn delete_robot(&self, actor: impl Into<Actor>, id: RobotId) -> Result<()> {
        self.allow(&actor.into(), Operation::DeleteRobot).await?;
        self.robots.delete(id, self.clock.now()).await
    }
}
