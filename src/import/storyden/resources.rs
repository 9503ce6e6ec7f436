//! Robots, toolsets, workspaces and instances of Storyden's.

use super::database::Table;
use super::{
    database::{Reader, Record, Rows},
    report::StorydenReport,
    tables::{INSTANCES, ROBOTS, TOOLSETS, WORKSPACES},
};
use crate::{
    model::{
        error::{ErrorKind, Result},
        id::AccountId,
        json::Json,
        robot::{Robot, RobotChange},
        time::Timestamp,
        toolset::{Toolset, ToolsetChange},
        workspace::{InstanceChange, Workspace, WorkspaceChange, WorkspaceInstance},
    },
    repository::{ResourceKind, ResourceRepository},
    service::Robots,
};

/// How many rows are read at once.
pub(super) const AT_ONCE: u32 = 100;

/// A kind of resource that Storyden has too.
trait Imported: ResourceKind {
    const TABLE: &'static Table;
    const NAME: &'static str;

    fn read(record: &Record) -> Result<Self>;

    /// Describes the change that makes another one what this one is.
    fn change(&self) -> Self::Change;

    fn updated_at(&self) -> Timestamp;
}

/// Imports all workspaces, instances, toolsets and robots, each after those that it refers to.
pub(super) async fn import(robots: &Robots, reader: &mut Reader, report: &mut StorydenReport) -> Result<()> {
    import_all::<Workspace<AccountId>>(&*robots.workspaces, reader, report).await?;
    import_all::<WorkspaceInstance<AccountId>>(&*robots.instances, reader, report).await?;
    import_all::<Toolset<AccountId>>(&*robots.toolsets, reader, report).await?;
    import_all::<Robot<AccountId>>(&*robots.robots, reader, report).await
}

async fn import_all<R: Imported>(
    repository: &dyn ResourceRepository<R>,
    reader: &mut Reader,
    report: &mut StorydenReport,
) -> Result<()> {
    let mut after = String::new();
    loop {
        let records = reader.rows(R::TABLE, Rows::After(&after, AT_ONCE)).await?;
        let Some(last) = records.last() else { return Ok(()) };
        last.text("id").unwrap_or_default().clone_into(&mut after);
        for record in &records {
            let name = || format!("{} {}", R::NAME, record.text("id").unwrap_or_default());
            match R::read(record) {
                Ok(resource) => {
                    let outcome = import_one(repository, &resource, report.dry_run).await?;
                    report.resource(R::NAME, outcome);
                    match outcome {
                        "changed" => report.note(name(), "it was changed here, and is left alone"),
                        "gone" => {
                            report.note(name(), "it or what it names was deleted here, or its name is taken");
                        }
                        _ => {}
                    }
                }
                Err(error) => report.note(name(), error),
            }
        }
    }
}

/// Imports a resource, and returns the outcome.
async fn import_one<R: Imported>(
    repository: &dyn ResourceRepository<R>,
    resource: &R,
    dry_run: bool,
) -> Result<&'static str> {
    let stored = match repository.find(resource.id()).await {
        Ok(stored) => stored,
        Err(error) if error.kind() == ErrorKind::NotFound => {
            if dry_run {
                return Ok("new");
            }
            return match repository.create(resource).await {
                Ok(()) => Ok("new"),
                // What was deleted keeps its id.
                Err(error) if matches!(error.kind(), ErrorKind::AlreadyExists | ErrorKind::NotFound) => {
                    Ok("gone")
                }
                Err(error) => Err(error),
            };
        }
        Err(error) => return Err(error),
    };
    if stored == *resource {
        Ok("same")
    } else if stored.updated_at() >= resource.updated_at() {
        Ok("changed")
    } else {
        if !dry_run {
            repository.update(resource.id(), &resource.change(), resource.updated_at()).await?;
        }
        Ok("replaced")
    }
}

/// Reads an object that is kept as one although it is empty.
fn object(record: &Record, column: &'static str) -> Result<Json<'static>> {
    record.object(column)?.map_or_else(|| Json::parse("{}"), Ok)
}

/// Keeps what has no field here, under a name that says where it is from.
fn misc(fields: &serde_json::Value) -> Result<Option<Json<'static>>> {
    Ok(Some(Json::from_serialize(&serde_json::json!({ "storyden": fields }))?))
}

impl Imported for Robot<AccountId> {
    const TABLE: &'static Table = &ROBOTS;
    const NAME: &'static str = "robots";

    fn read(record: &Record) -> Result<Self> {
        let mut model = record.text("model").unwrap_or_default().to_owned();
        if model.is_empty() {
            // Storyden takes the model of its settings then.
            "storyden/default".clone_into(&mut model);
        }
        Ok(Self {
            id: record.required("id")?,
            created_at: record.time("created_at")?,
            updated_at: record.time("updated_at")?,
            deleted_at: None,
            misc: None,
            name: record.required("name")?,
            description: record.text("description").unwrap_or_default().to_owned(),
            playbook: record.text("playbook").unwrap_or_default().to_owned(),
            model: model.parse()?,
            author: record.required("author_id")?,
            tools: record.texts("tools")?,
            toolsets: record.texts("toolsets")?,
            workspace_id: record.optional("workspace_id")?,
            meta: record.object("metadata")?,
        })
    }

    fn change(&self) -> RobotChange {
        RobotChange {
            name: Some(self.name.clone()),
            description: Some(self.description.clone()),
            playbook: Some(self.playbook.clone()),
            model: Some(self.model.clone()),
            tools: Some(self.tools.clone()),
            toolsets: Some(self.toolsets.clone()),
            workspace_id: Some(self.workspace_id),
            meta: Some(self.meta.clone()),
        }
    }

    fn updated_at(&self) -> Timestamp {
        self.updated_at
    }
}

impl Imported for Toolset<AccountId> {
    const TABLE: &'static Table = &TOOLSETS;
    const NAME: &'static str = "toolsets";

    fn read(record: &Record) -> Result<Self> {
        Ok(Self {
            id: record.required("id")?,
            created_at: record.time("created_at")?,
            updated_at: record.time("updated_at")?,
            deleted_at: None,
            name: record.required("name")?,
            description: record.text("description").unwrap_or_default().to_owned(),
            instruction: record.text("instruction").unwrap_or_default().to_owned(),
            tools: record.texts("tools")?,
            meta: record.object("metadata")?,
            author: record.required("author_id")?,
        })
    }

    fn change(&self) -> ToolsetChange {
        ToolsetChange {
            name: Some(self.name.clone()),
            description: Some(self.description.clone()),
            instruction: Some(self.instruction.clone()),
            tools: Some(self.tools.clone()),
            meta: Some(self.meta.clone()),
        }
    }

    fn updated_at(&self) -> Timestamp {
        self.updated_at
    }
}

impl Imported for Workspace<AccountId> {
    const TABLE: &'static Table = &WORKSPACES;
    const NAME: &'static str = "workspaces";

    fn read(record: &Record) -> Result<Self> {
        Ok(Self {
            id: record.required("id")?,
            created_at: record.time("created_at")?,
            updated_at: record.time("updated_at")?,
            deleted_at: None,
            misc: if record.flag("allow_untrusted_commands") {
                misc(&serde_json::json!({ "allow_untrusted_commands": true }))?
            } else {
                None
            },
            name: record.required("name")?,
            description: record.text("description").unwrap_or_default().to_owned(),
            provider: record.required("provider")?,
            config: object(record, "config")?,
            meta: object(record, "metadata")?,
            created_by: record.required("created_by")?,
        })
    }

    fn change(&self) -> WorkspaceChange {
        WorkspaceChange {
            name: Some(self.name.clone()),
            description: Some(self.description.clone()),
            config: Some(self.config.clone()),
            meta: Some(self.meta.clone()),
        }
    }

    fn updated_at(&self) -> Timestamp {
        self.updated_at
    }
}

impl Imported for WorkspaceInstance<AccountId> {
    const TABLE: &'static Table = &INSTANCES;
    const NAME: &'static str = "instances";

    fn read(record: &Record) -> Result<Self> {
        Ok(Self {
            id: record.required("id")?,
            created_at: record.time("created_at")?,
            updated_at: record.time("updated_at")?,
            deleted_at: None,
            misc: None,
            workspace_id: record.required("workspace_id")?,
            provider: record.required("provider")?,
            provider_state: object(record, "provider_state")?,
            meta: object(record, "metadata")?,
            created_by: record.required("created_by")?,
        })
    }

    fn change(&self) -> InstanceChange {
        InstanceChange { provider_state: Some(self.provider_state.clone()), meta: Some(self.meta.clone()) }
    }

    fn updated_at(&self) -> Timestamp {
        self.updated_at
    }
}
