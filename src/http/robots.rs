//! Robots: lists, creates, returns, changes and deletes them.

use serde_json::{Value, json};

use super::{
    doc::{Doc, Param},
    reply::Reply,
    request::{Call, Fields},
    route::{HandlerResult, Route},
    schema::{
        Schemas, array, body, body_with_a_field, described, id, long_text, map, name, nullable, object,
        optional, page, reference, resource, string,
    },
};
use crate::{
    model::{
        limits::Limits,
        page::PageRequest,
        robot::{Model, NewRobot, RobotChange},
    },
    service::operation::Operation,
};

const ALL: &str = "/robots";
const ONE: &str = "/robots/{robot_id}";

/// The fields of a new robot, and of a change of one.
const FIELDS: [&str; 8] =
    ["name", "description", "playbook", "model", "tools", "toolsets", "workspace_id", "meta"];

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(
            ALL,
            Operation::ListRobots,
            list,
            Doc::new("RobotsList", "List robots", "RobotPage")
                .about("Newest first, 50 to a page.")
                .query([Param::PAGE]),
        ),
        Route::post(
            ALL,
            Operation::CreateRobot,
            create,
            Doc::new("RobotCreate", "Create a robot", "Robot").body("NewRobot").refers().created(),
        ),
        Route::get(ONE, Operation::GetRobot, get, Doc::new("RobotGet", "Get a robot", "Robot")),
        Route::patch(
            ONE,
            Operation::UpdateRobot,
            update,
            Doc::new("RobotUpdate", "Change a robot", "Robot")
                .about(
                    "Absent fields stay; `null` clears where it may stand. What it wrote keeps the name it had.",
                )
                .body("RobotChange"),
        ),
        Route::delete(
            ONE,
            Operation::DeleteRobot,
            delete,
            Doc::no_content("RobotDelete", "Delete a robot").about("What it wrote is kept."),
        ),
    ]
}

async fn list(call: Call) -> HandlerResult {
    let page = call.page(PageRequest::resources())?;
    Ok(Reply::page(&call.robots().list_robots(call.actor, page).await?)?)
}

async fn create(call: Call) -> HandlerResult {
    let body = call.fields(&FIELDS)?;
    let new = NewRobot {
        name: body.required("name", Fields::text)?,
        description: body.text("description")?.unwrap_or_default(),
        playbook: body.text("playbook")?.unwrap_or_default(),
        model: body.required("model", Fields::parsed)?,
        tools: body.texts("tools", call.robots().limits().tools)?.unwrap_or_default(),
        toolsets: body.texts("toolsets", call.robots().limits().tools)?.unwrap_or_default(),
        workspace_id: body.parsed("workspace_id")?,
        meta: body.json("meta")?,
        misc: None,
    };
    let robot = call.robots().create_robot(call.actor, new).await?;
    Ok(Reply::one(&robot)?.created_at(call.location(robot.id)))
}

async fn get(call: Call) -> HandlerResult {
    Ok(Reply::one(&call.robots().robot(call.actor, call.path("robot_id")?).await?)?)
}

async fn update(call: Call) -> HandlerResult {
    let id = call.path("robot_id")?;
    let body = call.fields(&FIELDS)?;
    let change = RobotChange {
        name: body.text("name")?,
        description: body.text("description")?,
        playbook: body.text("playbook")?,
        model: body.parsed("model")?,
        tools: body.texts("tools", call.robots().limits().tools)?,
        toolsets: body.texts("toolsets", call.robots().limits().tools)?,
        workspace_id: body.cleared("workspace_id", Fields::parsed)?,
        meta: body.cleared("meta", Fields::json)?,
    };
    Ok(Reply::one(&call.robots().update_robot(call.actor, id, change).await?)?)
}

async fn delete(call: Call) -> HandlerResult {
    call.robots().delete_robot(call.actor, call.path("robot_id")?).await?;
    Ok(Reply::no_content())
}

/// Returns the schemas of robots, and of the bodies that create and change one.
pub(super) fn schemas(limits: &Limits) -> Schemas {
    vec![
        ("RobotPage", page("robots", "Robot")),
        (
            "Robot",
            resource(object(
                "An AI agent that a community's team shares.",
                [
                    ("name*", string()),
                    ("description*", described(string(), "What it is for.")),
                    ("playbook*", described(string(), "Its instructions.")),
                    ("model*", described(string(), "`provider/model`")),
                    ("author*", reference("Profile")),
                    ("tools*", array(string())),
                    (
                        "toolsets*",
                        described(array(string()), "Ids of toolsets, and names of the host's own."),
                    ),
                    ("workspace_id", described(id(), "The workspace that its sessions start with.")),
                    ("meta", map("Whatever clients keep with it.")),
                ],
            )),
        ),
        ("NewRobot", new_robot(limits)),
        ("RobotChange", robot_change(limits)),
    ]
}

fn new_robot(limits: &Limits) -> Value {
    body(
        "What a new robot is made of.",
        [
            ("name*", name(limits)),
            ("description", optional(long_text(limits))),
            ("playbook", optional(long_text(limits))),
            ("model*", model_name()),
            ("tools", optional(tool_names(limits))),
            ("toolsets", optional(tool_names(limits))),
            ("workspace_id", optional(id())),
            ("meta", optional(map("Whatever clients keep with it."))),
        ],
        json!({
            "name": "Greeter",
            "description": "Welcomes new members",
            "playbook": "Say hello, and point to the rules.",
            "model": "anthropic/claude-sonnet-4-5",
            "tools": ["thread_list", "thread_reply"],
        }),
    )
}

fn robot_change(limits: &Limits) -> Value {
    body_with_a_field(
        "What to change of a robot.",
        [
            ("name", optional(name(limits))),
            ("description", optional(long_text(limits))),
            ("playbook", optional(long_text(limits))),
            ("model", optional(model_name())),
            ("tools", optional(tool_names(limits))),
            ("toolsets", optional(tool_names(limits))),
            ("workspace_id", nullable(id(), "The workspace its sessions start with; null clears it.")),
            (
                "meta",
                described(
                    optional(map("Whatever clients keep with it.")),
                    "Whatever clients keep with it; null clears it.",
                ),
            ),
        ],
        json!({ "playbook": "Say hello.", "workspace_id": null }),
    )
}

fn model_name() -> Value {
    json!({ "type": "string", "maxLength": Model::MAX_BYTES, "pattern": "^[!-.0-~]+/[!-~]+$" })
}

pub(super) fn tool_names(limits: &Limits) -> Value {
    json!({ "type": "array", "maxItems": limits.tools, "items": name(limits) })
}
