//! Workspaces, their instances, and the providers that run them.

use serde::Serialize;
use serde_json::{Value, json};

use super::{
    doc::{Doc, Param},
    reply::Reply,
    request::{Call, Fields, InvalidRequest},
    route::{HandlerResult, Route},
    schema::{
        Schemas, array, body, body_with_a_field, described, id, key, long_text, map, name, nullable, object,
        optional, page, reference, resource, string,
    },
};
use crate::{
    model::{
        limits::Limits,
        page::PageRequest,
        workspace::{InstanceFilter, NewWorkspace, Provider, WorkspaceChange},
    },
    service::operation::Operation,
};

const ALL: &str = "/robots/workspaces";
const ONE: &str = "/robots/workspaces/{workspace_id}";
const ALL_INSTANCES: &str = "/robots/workspace-instances";
const ONE_INSTANCE: &str = "/robots/workspace-instances/{workspace_instance_id}";

/// The fields of a new workspace.
const NEW: [&str; 5] = ["name", "description", "provider", "config", "meta"];
/// The fields of a change. The provider of a workspace cannot change.
const CHANGE: [&str; 4] = ["name", "description", "config", "meta"];

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
            Doc::no_content("RobotWorkspaceDelete", "Delete a workspace")
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
            Doc::no_content("RobotWorkspaceInstanceDelete", "Delete a workspace instance")
                .about("It is mounted nowhere any more."),
        ),
    ]
}

async fn providers(call: Call) -> HandlerResult {
    #[derive(Serialize)]
    struct List<'a> {
        providers: Vec<Item<'a>>,
    }
    #[derive(Serialize)]
    struct Item<'a> {
        provider: &'a Provider,
        name: &'a str,
    }

    let known = call.robots().workspace_providers(call.actor).await?;
    let item = |provider| Item { provider, name: display_name(provider) };
    Ok(Reply::one(&List { providers: known.iter().map(item).collect() })?)
}

/// Returns the name of a provider for a user interface.
fn display_name(provider: &Provider) -> &str {
    match provider {
        Provider::Local => "Local",
        Provider::Sprites => "Sprites",
        Provider::Other(name) => name,
    }
}

async fn list(call: Call) -> HandlerResult {
    let page = call.page(PageRequest::resources())?;
    Ok(Reply::page(&call.robots().list_workspaces(call.actor, page).await?)?)
}

/// Parses a new workspace.
pub(super) fn new(call: &Call) -> Result<NewWorkspace, InvalidRequest> {
    let body = call.fields(&NEW)?;
    let name = body.required("name", Fields::text)?;
    let provider = body.parsed("provider")?.unwrap_or(Provider::Local);
    let mut new = NewWorkspace::new(name, provider);
    new.description = body.text("description")?.unwrap_or(new.description);
    new.config = body.json("config")?.unwrap_or(new.config);
    new.meta = body.json("meta")?.unwrap_or(new.meta);
    Ok(new)
}

async fn create(call: Call) -> HandlerResult {
    let new = new(&call)?;
    let workspace = call.robots().create_workspace(call.actor, new).await?;
    Ok(Reply::one(&workspace)?.created_at(call.location(workspace.id)))
}

async fn get(call: Call) -> HandlerResult {
    Ok(Reply::one(&call.robots().workspace(call.actor, call.path("workspace_id")?).await?)?)
}

/// Parses a change of a workspace.
pub(super) fn change(call: &Call) -> Result<WorkspaceChange, InvalidRequest> {
    let body = call.fields(&CHANGE)?;
    Ok(WorkspaceChange {
        name: body.text("name")?,
        description: body.text("description")?,
        config: body.json("config")?,
        meta: body.json("meta")?,
    })
}

async fn update(call: Call) -> HandlerResult {
    let (id, change) = (call.path("workspace_id")?, change(&call)?);
    Ok(Reply::one(&call.robots().update_workspace(call.actor, id, change).await?)?)
}

async fn delete(call: Call) -> HandlerResult {
    call.robots().delete_workspace(call.actor, call.path("workspace_id")?).await?;
    Ok(Reply::no_content())
}

async fn list_instances(call: Call) -> HandlerResult {
    let filter = InstanceFilter::of(call.query("workspace_id")?);
    let page = call.page(PageRequest::resources())?;
    Ok(Reply::page(&call.robots().list_instances(call.actor, filter, page).await?)?)
}

async fn get_instance(call: Call) -> HandlerResult {
    Ok(Reply::one(&call.robots().instance(call.actor, call.path("workspace_instance_id")?).await?)?)
}

async fn delete_instance(call: Call) -> HandlerResult {
    call.robots().delete_instance(call.actor, call.path("workspace_instance_id")?).await?;
    Ok(Reply::no_content())
}

/// Returns the schemas of workspaces and their instances, and of the bodies that create and change one.
pub(super) fn schemas(limits: &Limits) -> Schemas {
    let provider = || described(string(), "`local`, `sprites`, or any other.");
    vec![
        ("WorkspacePage", page("workspaces", "Workspace")),
        (
            "Workspace",
            resource(object(
                "A description of a place where robots can work.",
                [
                    ("name*", string()),
                    ("description*", string()),
                    ("provider*", provider()),
                    ("config*", map("What the provider needs to know.")),
                    ("meta*", map("Whatever clients keep with it.")),
                    ("created_by*", reference("Profile")),
                ],
            )),
        ),
        ("WorkspaceInstancePage", page("workspace_instances", "WorkspaceInstance")),
        (
            "WorkspaceInstance",
            resource(object(
                "One running copy of a workspace.",
                [
                    ("workspace_id*", id()),
                    ("provider*", provider()),
                    ("provider_state*", map("What the provider keeps of it.")),
                    ("meta*", map("Whatever clients keep with it.")),
                    ("created_by*", reference("Profile")),
                ],
            )),
        ),
        (
            "ProviderList",
            object(
                "What can run workspaces.",
                [(
                    "providers*",
                    array(object("A provider.", [("provider*", provider()), ("name*", string())])),
                )],
            ),
        ),
        ("NewWorkspace", new_workspace(limits)),
        ("WorkspaceChange", workspace_change(limits)),
    ]
}

fn new_workspace(limits: &Limits) -> Value {
    body(
        "What a new workspace is made of.",
        [
            ("name*", name(limits)),
            ("description", optional(long_text(limits))),
            ("provider", nullable(key(Provider::MAX_BYTES), "`local` if there is none.")),
            ("config", optional(map("What the provider needs to know."))),
            ("meta", optional(map("Whatever clients keep with it."))),
        ],
        json!({ "name": "Sandbox", "provider": "sprites", "config": { "region": "ams" } }),
    )
}

fn workspace_change(limits: &Limits) -> Value {
    body_with_a_field(
        "What to change of a workspace.",
        [
            ("name", optional(name(limits))),
            ("description", optional(long_text(limits))),
            ("config", optional(map("What the provider needs to know."))),
            ("meta", optional(map("Whatever clients keep with it."))),
        ],
        json!({ "config": { "region": "fra" } }),
    )
}
