//! Toolsets: lists, creates, returns, changes and deletes them; and lists the tools that robots can be given.

use serde::Serialize;
use serde_json::{Value, json};

use super::{
    doc::{Doc, Param},
    reply::Reply,
    request::{Call, Fields, InvalidRequest},
    robots::tool_names,
    route::{HandlerResult, Route},
    schema::{
        Schemas, array, body, body_with_a_field, boolean, described, long_text, map, name, object, optional,
        page, reference, resource, string,
    },
};
use crate::{
    model::{
        limits::Limits,
        page::PageRequest,
        toolset::{NewToolset, ToolInfo, ToolsetChange},
    },
    service::operation::Operation,
};

const ALL: &str = "/robots/toolsets";
const ONE: &str = "/robots/toolsets/{toolset_id}";

/// The fields of a new toolset, and of a change of one.
const FIELDS: [&str; 5] = ["name", "description", "instruction", "tools", "meta"];

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(
            "/robots/tools",
            Operation::ListTools,
            tools,
            Doc::new("RobotToolsList", "List the tools that robots can be given", "ToolList"),
        ),
        Route::get(
            ALL,
            Operation::ListToolsets,
            list,
            Doc::new("RobotToolsetsList", "List toolsets", "ToolsetPage")
                .about("Newest first, 50 to a page.")
                .query([Param::PAGE]),
        ),
        Route::post(
            ALL,
            Operation::CreateToolset,
            create,
            Doc::new("RobotToolsetCreate", "Create a toolset", "Toolset")
                .about("An author has no two toolsets of the same name.")
                .body("NewToolset")
                .created()
                .conflicts(),
        ),
        Route::get(ONE, Operation::GetToolset, get, Doc::new("RobotToolsetGet", "Get a toolset", "Toolset")),
        Route::patch(
            ONE,
            Operation::UpdateOwnToolset,
            update,
            Doc::new("RobotToolsetUpdate", "Change a toolset", "Toolset")
                .about(
                    "One's own, or anybody's with `MANAGE_ROBOTS`. Absent fields stay; `null` clears `meta`.",
                )
                .body("ToolsetChange")
                .conflicts(),
        ),
        Route::delete(
            ONE,
            Operation::DeleteOwnToolset,
            delete,
            Doc::no_content("RobotToolsetDelete", "Delete a toolset")
                .about("One's own, or anybody's with `MANAGE_ROBOTS`; not while a robot names it.")
                .conflicts(),
        ),
    ]
}

#[derive(Serialize)]
struct Tools {
    tools: Vec<ToolInfo>,
}

async fn tools(call: Call) -> HandlerResult {
    let tools = call.robots().list_tools(call.actor).await?;
    Ok(Reply::one(&Tools { tools })?)
}

async fn list(call: Call) -> HandlerResult {
    let page = call.page(PageRequest::resources())?;
    Ok(Reply::page(&call.robots().list_toolsets(call.actor, page).await?)?)
}

/// Parses a new toolset.
pub(super) fn new(call: &Call) -> Result<NewToolset, InvalidRequest> {
    let body = call.fields(&FIELDS)?;
    let mut new = NewToolset::new(body.required("name", Fields::text)?);
    new.description = body.text("description")?.unwrap_or_default();
    new.instruction = body.text("instruction")?.unwrap_or_default();
    new.tools = body.texts("tools", call.robots().limits().tools)?.unwrap_or_default();
    new.meta = body.json("meta")?;
    Ok(new)
}

async fn create(call: Call) -> HandlerResult {
    let new = new(&call)?;
    let toolset = call.robots().create_toolset(call.actor, new).await?;
    Ok(Reply::one(&toolset)?.created_at(call.location(toolset.id)))
}

async fn get(call: Call) -> HandlerResult {
    Ok(Reply::one(&call.robots().toolset(call.actor, call.path("toolset_id")?).await?)?)
}

/// Parses a change of a toolset.
pub(super) fn change(call: &Call) -> Result<ToolsetChange, InvalidRequest> {
    let body = call.fields(&FIELDS)?;
    Ok(ToolsetChange {
        name: body.text("name")?,
        description: body.text("description")?,
        instruction: body.text("instruction")?,
        tools: body.texts("tools", call.robots().limits().tools)?,
        meta: body.cleared("meta", Fields::json)?,
    })
}

async fn update(call: Call) -> HandlerResult {
    let (id, change) = (call.path("toolset_id")?, change(&call)?);
    Ok(Reply::one(&call.robots().update_toolset(call.actor, id, change).await?)?)
}

async fn delete(call: Call) -> HandlerResult {
    call.robots().delete_toolset(call.actor, call.path("toolset_id")?).await?;
    Ok(Reply::no_content())
}

/// Returns the schemas of toolsets and tools, and of the bodies that create and change a toolset.
pub(super) fn schemas(limits: &Limits) -> Schemas {
    let instruction = || described(string(), "How a robot shall use the tools.");
    let meta = || map("Whatever clients keep with it.");
    vec![
        ("ToolsetPage", page("toolsets", "Toolset")),
        (
            "Toolset",
            resource(object(
                "Tools that robots are given together.",
                [
                    ("name*", string()),
                    ("description*", described(string(), "What it is for.")),
                    ("instruction*", instruction()),
                    ("tools*", array(string())),
                    ("author*", reference("Profile")),
                    ("meta", meta()),
                ],
            )),
        ),
        ("NewToolset", body("What a new toolset is made of.", new_fields(limits, "name*"), example())),
        (
            "ToolsetChange",
            body_with_a_field("What to change of a toolset.", new_fields(limits, "name"), example()),
        ),
        ("ToolList", object("The tools that robots can be given.", [("tools*", array(tool()))])),
    ]
}

fn new_fields(limits: &Limits, name_field: &'static str) -> [(&'static str, Value); 5] {
    let name = name(limits);
    [
        (name_field, if name_field.ends_with('*') { name } else { optional(name) }),
        ("description", optional(long_text(limits))),
        ("instruction", optional(long_text(limits))),
        ("tools", optional(tool_names(limits))),
        ("meta", optional(map("Whatever clients keep with it."))),
    ]
}

fn example() -> Value {
    json!({
        "name": "Looking around",
        "description": "Tools that only read",
        "instruction": "Look, do not touch.",
        "tools": ["thread_list", "member_search"],
    })
}

fn tool() -> Value {
    object(
        "A tool.",
        [
            ("id*", described(string(), "The name by which robots and toolsets have it.")),
            ("name*", described(string(), "The name for people.")),
            ("description*", string()),
            ("callable_name*", described(string(), "The name by which a model calls it.")),
            ("source*", described(string(), "Where it comes from: `native`, `mcp`, `plugin` …")),
            ("available*", boolean()),
            ("requires_confirmation*", described(boolean(), "Whether a member is asked before it runs.")),
            ("requires_workspace*", boolean()),
            ("toolset_only*", described(boolean(), "Whether a robot gets it by a toolset only.")),
        ],
    )
}
