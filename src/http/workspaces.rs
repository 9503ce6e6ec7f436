//! Workspaces, their instances, and what can run them.

use serde::Serialize;

use super::{
    doc::{Doc, Param},
    reply::Reply,
    request::{Call, Object},
    route::{Answer, Route},
};
use crate::{
    model::{
        page::PageRequest,
        workspace::{InstanceFilter, NewWorkspace, Provider, WorkspaceChange},
    },
    service::operation::Operation,
};

const ALL: &str = "/robots/workspaces";
const ONE: &str = "/robots/workspaces/{workspace_id}";
const ALL_INSTANCES: &str = "/robots/workspace-instances";
const ONE_INSTANCE: &str = "/robots/workspace-instances/{workspace_instance_id}";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(
            "/robots/workspace-providers",
            Operation::ListProviders,
            providers,
            Doc::new("RobotWorkspaceProvidersList", "List what can run workspaces", "ProviderList"),
        ),
        Route::get(
            ALL,
            Operation::ListWorkspaces,
            list,
            Doc::new("RobotWorkspacesList", "List workspaces", "WorkspacePage")
                .about("Newest first, 50 to a page.")
                .query([Param::PAGE]),
        ),
        Route::post(
            ALL,
            Operation::CreateWorkspace,
            create,
            Doc::new("RobotWorkspaceCreate", "Create a workspace", "Workspace")
                .body("NewWorkspace")
                .created(),
        ),
        Route::get(
            ONE,
            Operation::GetWorkspace,
            get,
            Doc::new("RobotWorkspaceGet", "Get a workspace", "Workspace"),
        ),
        Route::patch(
            ONE,
            Operation::UpdateWorkspace,
            update,
            Doc::new("RobotWorkspaceUpdate", "Change a workspace", "Workspace")
                .about("Absent fields stay. The provider cannot change.")
                .body("WorkspaceChange"),
        ),
        Route::delete(
            ONE,
            Operation::DeleteWorkspace,
            delete,
            Doc::nothing("RobotWorkspaceDelete", "Delete a workspace")
                .about("And its instances, which are mounted nowhere any more."),
        ),
        Route::get(
            ALL_INSTANCES,
            Operation::ListInstances,
            list_instances,
            Doc::new("RobotWorkspaceInstancesList", "List workspace instances", "WorkspaceInstancePage")
                .about("Newest first, 50 to a page.")
                .query([Param::PAGE, Param::id("workspace_id", "Only instances of this workspace.")]),
        ),
        Route::get(
            ONE_INSTANCE,
            Operation::GetInstance,
            get_instance,
            Doc::new("RobotWorkspaceInstanceGet", "Get a workspace instance", "WorkspaceInstance"),
        ),
        Route::delete(
            ONE_INSTANCE,
            Operation::DeleteInstance,
            delete_instance,
            Doc::nothing("RobotWorkspaceInstanceDelete", "Delete a workspace instance")
                .about("It is mounted nowhere any more."),
        ),
    ]
}

async fn providers(call: Call) -> Answer {
    #[derive(Serialize)]
    struct List<'a> {
        providers: Vec<Item<'a>>,
    }
    #[derive(Serialize)]
    struct Item<'a> {
        provider: &'a Provider,
        name: &'a str,
    }

    let known = call.robots.workspace_providers(call.actor).await?;
    let item = |provider| Item { provider, name: display_name(provider) };
    Ok(Reply::one(&List { providers: known.iter().map(item).collect() })?)
}

/// Returns what to call a provider in a user interface.
fn display_name(provider: &Provider) -> &str {
    match provider {
        Provider::Local => "Local",
        Provider::Sprites => "Sprites",
        Provider::Other(name) => name,
    }
}

async fn list(call: Call) -> Answer {
    let page = call.page(PageRequest::resources())?;
    Ok(Reply::page(&call.robots.list_workspaces(call.actor, page).await?)?)
}

async fn create(call: Call) -> Answer {
    let body = call.object()?;
    let name = body.required("name", Object::text)?;
    let provider = body.parsed("provider")?.unwrap_or(Provider::Local);
    let mut new = NewWorkspace::new(name, provider);
    new.description = body.text("description")?.unwrap_or(new.description);
    new.config = body.json("config")?.unwrap_or(new.config);
    new.meta = body.json("meta")?.unwrap_or(new.meta);
    let workspace = call.robots.create_workspace(call.actor, new).await?;
    Ok(Reply::one(&workspace)?.at(call.location(workspace.id)))
}

async fn get(call: Call) -> Answer {
    Ok(Reply::one(&call.robots.workspace(call.actor, call.path("workspace_id")?).await?)?)
}

async fn update(call: Call) -> Answer {
    let id = call.path("workspace_id")?;
    let body = call.object()?;
    let change = WorkspaceChange {
        name: body.text("name")?,
        description: body.text("description")?,
        config: body.json("config")?,
        meta: body.json("meta")?,
    };
    Ok(Reply::one(&call.robots.update_workspace(call.actor, id, change).await?)?)
}

async fn delete(call: Call) -> Answer {
    call.robots.delete_workspace(call.actor, call.path("workspace_id")?).await?;
    Ok(Reply::nothing())
}

async fn list_instances(call: Call) -> Answer {
    let filter = InstanceFilter::of(call.query("workspace_id")?);
    let page = call.page(PageRequest::resources())?;
    Ok(Reply::page(&call.robots.list_instances(call.actor, filter, page).await?)?)
}

async fn get_instance(call: Call) -> Answer {
    Ok(Reply::one(&call.robots.instance(call.actor, call.path("workspace_instance_id")?).await?)?)
}

async fn delete_instance(call: Call) -> Answer {
    call.robots.delete_instance(call.actor, call.path("workspace_instance_id")?).await?;
    Ok(Reply::nothing())
}
