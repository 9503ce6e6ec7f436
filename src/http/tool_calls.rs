//! Tool calls without a result: lists those of a session, and stores their results.

use serde::Serialize;
use serde_json::{Value, json};

use super::{
    doc::Doc,
    reply::Reply,
    request::{Call, Fields, InvalidRequest},
    route::{HandlerResult, Route},
    schema::{ID, Schemas, array, body, described, id, long_text, object, optional, reference, string},
};
use crate::{
    model::{error::Error, id::MessageId, limits::Limits, part::ToolState},
    service::{
        operation::Operation,
        tool_calls::{PendingCall, Resolution},
    },
};

const ALL: &str = "/robots/sessions/{session_id}/tool-calls";
const OF_MESSAGE: &str = "/robots/sessions/{session_id}/messages/{message_id}/tool-calls";

/// The maximum number of calls in a request.
const MOST: usize = 100;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(
            ALL,
            Operation::PendingToolCalls,
            list,
            Doc::new("RobotSessionToolCallsList", "List the tool calls that have no result", "PendingToolCalls")
                .about("Oldest first. A call that a member refused has its result."),
        ),
        Route::post(
            OF_MESSAGE,
            Operation::ResolveToolCalls,
            settle,
            Doc::new("RobotToolCallsSettle", "Give tool calls a result that no tool will give", "Message")
                .about(
                    "All of them or none: with `error` they have failed, with `denied` a member refuses them, which \
                     only a call that asks for approval can be. Answers the message, which is complete with this.",
                )
                .body("ToolCallsSettled")
                .conflicts(),
        ),
    ]
}

#[derive(Debug, Serialize)]
struct Pending {
    results: usize,
    tool_calls: Vec<Row>,
}

#[derive(Debug, Serialize)]
struct Row {
    message_id: MessageId,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    draft: bool,
    tool_call_id: String,
    tool_name: String,
    state: String,
}

async fn list(call: Call) -> HandlerResult {
    let pending = call.robots().pending_tool_calls(call.actor, call.path("session_id")?).await?;
    let row = |call: PendingCall| Row {
        message_id: call.message,
        draft: call.draft,
        tool_call_id: call.tool_call_id,
        tool_name: call.tool_name,
        state: call.state.as_str().to_owned(),
    };
    let tool_calls: Vec<_> = pending.into_iter().map(row).collect();
    Ok(Reply::one(&Pending { results: tool_calls.len(), tool_calls })?)
}

async fn settle(call: Call) -> HandlerResult {
    let (session, message) = (call.path("session_id")?, call.path("message_id")?);
    let body = call.fields(&["tool_call_ids", "error", "denied"])?;
    let ids = body.required("tool_call_ids", |fields, name| Fields::texts(fields, name, MOST))?;
    if ids.is_empty() {
        return Err(
            InvalidRequest::from(Error::invalid_argument("tool_call_ids", "must not be empty")).into()
        );
    }
    let resolution = match (body.text("error")?, body.text("denied")?) {
        (Some(reason), None) => Resolution::Error(reason),
        (None, Some(reason)) => Resolution::Denied(reason),
        _ => {
            let error = Error::invalid_argument("error", "is missing: give `error` or `denied`");
            return Err(InvalidRequest::from(error).into());
        }
    };
    let pending = |tool_call_id| PendingCall {
        message,
        draft: false,
        tool_call_id,
        tool_name: String::new(),
        state: ToolState::InputAvailable,
    };
    let calls: Vec<_> = ids.into_iter().map(pending).collect();
    let settled = call.robots().resolve_tool_calls(call.actor, session, &calls, &resolution).await?;
    let settled: Vec<_> = settled.into_iter().map(|message| call.robots().served(message)).collect();
    Ok(Reply::messages(&settled, false)?)
}

pub(super) fn schemas(limits: &Limits) -> Schemas {
    let mut pending = object(
        "The tool calls of a session that have no result.",
        [("results*", super::schema::number()), ("tool_calls*", array(reference("PendingToolCall")))],
    );
    pending["examples"] = json!([{ "results": 1, "tool_calls": [example()] }]);
    let call = object(
        "A tool call that has no result.",
        [
            ("message_id*", described(id(), "The message that has it.")),
            ("draft", json!({ "const": true, "description": "There while the message is being written." })),
            ("tool_call_id*", string()),
            ("tool_name*", string()),
            ("state*", described(string(), "`approval-requested`, `input-available` …")),
        ],
    );
    vec![("PendingToolCalls", pending), ("PendingToolCall", call), ("ToolCallsSettled", settled(limits))]
}

fn settled(limits: &Limits) -> Value {
    let mut ids = array(string());
    ids["minItems"] = 1.into();
    ids["maxItems"] = MOST.into();
    body(
        "Which tool calls get a result, and which. It has `error` or `denied`.",
        [
            ("tool_call_ids*", ids),
            ("error", described(optional(long_text(limits)), "Why they have failed.")),
            ("denied", described(optional(long_text(limits)), "Why they are refused.")),
        ],
        json!({ "tool_call_ids": ["call_0"], "error": "the tool is gone" }),
    )
}

fn example() -> Value {
    json!({
        "message_id": ID,
        "tool_call_id": "call_0",
        "tool_name": "search",
        "state": "input-available",
    })
}
