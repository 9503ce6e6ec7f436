//! Storyden's newest protocol, which a [setting](super::Settings::storyden_head) of the router selects: routes that
//! replace those of this crate where the two differ.

mod log;
mod place;
mod post;
mod projector;
mod resources;
mod session;
mod stream;

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{
    doc::{Doc, Param},
    reply::{EVENT_STREAM, Reply},
    request::Call,
    route::{HandlerResult, Route, answers_200},
    schema::{Schemas, array, boolean, described, id, number, object, reference, string},
};
use crate::service::operation::Operation;

/// Replaces the routes that have the same method and path as a route of Storyden. Without turns there are no chats and
/// no logs of turns.
pub(super) fn replace(routes: &mut Vec<Route>, with_turns: bool) {
    let mut own = resource_routes();
    if with_turns {
        own.extend(turn_routes());
    }
    routes.retain(|route| !own.iter().any(|new| (&new.method, new.path) == (&route.method, route.path)));
    routes.extend(own);
    for route in routes.iter_mut().filter(|route| answers_200(route.operation)) {
        (route.doc.created, route.doc.plain) = (false, true);
    }
}

fn resource_routes() -> Vec<Route> {
    const WORKSPACE: &str = "/robots/workspaces/{workspace_id}";
    const TOOLSET: &str = "/robots/toolsets/{toolset_id}";
    vec![
        Route::get(
            "/robots/workspaces",
            Operation::ListWorkspaces,
            resources::list_workspaces,
            Doc::new("RobotWorkspacesList", "List workspaces", "WorkspacePage").query([Param::PAGE]),
        ),
        Route::post(
            "/robots/workspaces",
            Operation::CreateWorkspace,
            resources::create_workspace,
            Doc::new("RobotWorkspaceCreate", "Create a workspace", "Workspace")
                .body("NewWorkspace")
                .created(),
        ),
        Route::get(
            WORKSPACE,
            Operation::GetWorkspace,
            resources::get_workspace,
            Doc::new("RobotWorkspaceGet", "Get a workspace", "Workspace"),
        ),
        Route::patch(
            WORKSPACE,
            Operation::UpdateWorkspace,
            resources::update_workspace,
            Doc::new("RobotWorkspaceUpdate", "Change a workspace", "Workspace").body("WorkspaceChange"),
        ),
        Route::get(
            "/robots/toolsets",
            Operation::ListToolsets,
            resources::list_toolsets,
            Doc::new("RobotToolsetsList", "List all toolsets, by name", "ToolsetList"),
        ),
        Route::post(
            "/robots/toolsets",
            Operation::CreateToolset,
            resources::create_toolset,
            Doc::new("RobotToolsetCreate", "Create a toolset", "Toolset")
                .body("NewToolset")
                .created()
                .conflicts(),
        ),
        Route::get(
            TOOLSET,
            Operation::GetToolset,
            resources::get_toolset,
            Doc::new("RobotToolsetGet", "Get a toolset", "Toolset"),
        ),
        Route::patch(
            TOOLSET,
            Operation::UpdateOwnToolset,
            resources::update_toolset,
            Doc::new("RobotToolsetUpdate", "Change a toolset", "Toolset").body("ToolsetChange").conflicts(),
        ),
    ]
}

fn turn_routes() -> Vec<Route> {
    const SESSION: &str = "/robots/sessions/{session_id}";
    const TURN: &str = "/robots/sessions/{session_id}/turns/{turn_id}";
    let place = || {
        let about = "A place that the stream has given, `-1` (the start, and the default) or `now`.";
        Param::text("offset", about, 64)
    };
    let live = || Param::one_of("live", "How to wait for what comes.", &["", "sse", "long-poll"]);
    let kinds = &["application/json", EVENT_STREAM];
    vec![
        Route::post(
            "/robots/sessions",
            Operation::SubmitTurn,
            post::post,
            Doc::new("RobotSessionCreate", "Send a message of a chat", "PostedOrStarted")
                .about(
                    "The last of `messages` is taken, with the ids that its client made, and answered in the session's \
                     stream (202). A body without `messages` starts a session (201).",
                )
                .body("PostMessage")
                .large()
                .brings_files()
                .refers()
                .created()
                .replayed()
                .accepted(),
        ),
        Route::get(
            SESSION,
            Operation::GetSession,
            session::get,
            Doc::new("RobotSessionGet", "Get a robot session", "Session")
                .about("What is settled. What a running turn makes is told by the stream, from `stream_offset` on.")
                .query([
                    Param::id("before", "Only messages older than this one."),
                    Param::id("after", "Only messages newer than this one. Not with `before`."),
                    Param::id("around", "This message and those on both sides. Not with the other two."),
                    Param::number("limit", "The most messages to return, 1 to 100. Default: 50."),
                ]),
        ),
        Route::get(
            "/robots/sessions/{session_id}/stream",
            Operation::Subscribe,
            stream::of_session,
            Doc::exported("RobotSessionStream", "Read the log of a session", kinds)
                .about("A Durable Streams log: an array of events, or server-sent events of such arrays.")
                .query([place(), live()])
                .log(),
        ),
        Route::get(
            TURN,
            Operation::GetTurn,
            stream::of_turn,
            Doc::exported("RobotSessionTurnGet", "Read the log of a turn", kinds)
                .about("A Durable Streams log of the AI SDK's chunks. It is closed when the turn has ended.")
                .query([place(), live()])
                .log(),
        ),
        Route::put(
            "/robots/sessions/{session_id}/turns/{turn_id}/cancellation",
            Operation::StopTurn,
            cancel,
            Doc::no_content("RobotSessionTurnCancel", "Stop a turn").accepted(),
        ),
    ]
}

async fn cancel(call: Call) -> HandlerResult {
    let (session, turn) = (call.path("session_id")?, call.path("turn_id")?);
    call.turns()?.stop_turn(call.actor, session, turn, None).await?;
    Ok(Reply::no_content().status(StatusCode::ACCEPTED))
}

/// Adds the schemas of the bodies and responses, and the further fields of this crate's own responses.
pub(super) fn describe(schemas: &mut Schemas) {
    for (name, field, schema, is_required) in further_fields() {
        for (_, known) in schemas.iter_mut().filter(|(known, _)| *known == name) {
            known["properties"][field] = schema.clone();
            if let Some(required) = known["required"].as_array_mut().filter(|_| is_required) {
                required.push(field.into());
            }
        }
    }
    schemas.extend(own_schemas());
}

/// Returns the schemas with further fields, and whether these fields are always present.
fn further_fields() -> Vec<(&'static str, &'static str, Value, bool)> {
    let trust = "allow_untrusted_commands";
    vec![
        ("Session", "stream_offset", described(string(), "Where its stream goes on, if it is read."), false),
        ("Session", "active_turn_id", described(id(), "The turn that runs, or is blocked."), false),
        ("Session", "root_robot_id", described(string(), "The robot that answers."), false),
        ("Message", "queued", described(boolean(), "Whether a turn has still to take it."), false),
        ("ActiveWorkspace", trust, boolean(), false),
        ("Workspace", trust, boolean(), true),
        ("Toolset", "source", string(), true),
        ("Toolset", "source_ref", string(), true),
        ("Toolset", "editable", described(boolean(), "Whether the caller may change it."), true),
        ("Toolset", "requires_workspace", boolean(), true),
        ("Toolset", "usage_count", described(number(), "How many robots name it."), true),
    ]
}

fn own_schemas() -> Schemas {
    vec![
        ("ToolsetList", object("All toolsets, by name.", [("toolsets*", array(reference("Toolset")))])),
        ("PostedOrStarted", json!({ "oneOf": [reference("PostedMessage"), reference("Session")] })),
        (
            "PostMessage",
            json!({
                "type": "object",
                "description": "A message of a chat, as Storyden's page posts it; or what a new session is made of.",
            }),
        ),
        (
            "PostedMessage",
            object(
                "Where a message is answered.",
                [("streamUrl*", string()), ("sessionId*", id()), ("messageId*", id())],
            ),
        ),
    ]
}
