//! Approvals: lists the requests of tool calls of all sessions, returns one, decides one.

use serde_json::{Value, json};

use super::{
    doc::{Doc, Param},
    reply::Reply,
    request::{Call, Fields},
    route::{HandlerResult, Route},
    schema::{
        ID, Schemas, any, array, body, boolean, described, id, long_text, nullable, number, object,
        reference, string, time,
    },
    turns::{MOST, PAGE, rows},
};
use crate::{
    model::{
        call_request::{RequestKind, RequestState},
        limits::Limits,
    },
    repository::RequestFilter,
    service::{operation::Operation, turns::Verdict},
};

const ALL: &str = "/robots/approvals";
const ONE: &str = "/robots/approvals/{approval_id}";
const DECISION: &str = "/robots/approvals/{approval_id}/decision";

const STATES: [RequestState; 6] = [
    RequestState::Pending,
    RequestState::Approved,
    RequestState::Denied,
    RequestState::Answered,
    RequestState::Expired,
    RequestState::Withdrawn,
];

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(
            ALL,
            Operation::ListCallRequests,
            list,
            Doc::new("RobotApprovalsList", "List what waits for people", "ApprovalList")
                .about("In all sessions that are not deleted, the newest first.")
                .query([
                    Param::id("session_id", "Only those of this session. Unknown: no rows."),
                    Param::one_of(
                        "state",
                        "Only those in this state; `pending`: what waits.",
                        &["", "pending", "approved", "denied", "answered", "expired", "withdrawn"],
                    ),
                    Param::one_of(
                        "kind",
                        "`approval`: a member decides; `output`: a client runs the tool. Default: both.",
                        &["", "approval", "output"],
                    ),
                    Param::id("after", "The `next_after` of the page before."),
                    Param::number("limit", "The most rows to return, 1 to 50. Default: 20."),
                ]),
        ),
        Route::get(
            ONE,
            Operation::GetCallRequest,
            get,
            Doc::new("RobotApprovalGet", "Get an approval", "Approval"),
        ),
        Route::post(
            DECISION,
            Operation::DecideCall,
            decide,
            Doc::new("RobotApprovalDecide", "Approve a call or refuse it", "Approval")
                .about(
                    "Once: `409` with who decided what, if somebody decided otherwise before, or if it has expired \
                     or was withdrawn. When nothing else waits, the robot goes on.",
                )
                .body("ApprovalDecision")
                .conflicts(),
        ),
    ]
}

async fn list(call: Call) -> HandlerResult {
    let filter = RequestFilter {
        session: call.query("session_id")?,
        state: call.one_of("state", &STATES, RequestState::as_str)?,
        kind: call.one_of("kind", &[RequestKind::Approval, RequestKind::Output], kind_name)?,
        after: call.query("after")?,
        ..RequestFilter::default()
    };
    let limit = call.limit(PAGE, MOST)?;
    let mut found = call.turns()?.call_requests(call.actor, filter, limit + 1).await?;
    let body = rows("approvals", &mut found, limit, |request| request.id.to_string())?;
    Ok(Reply::json(body, u32::try_from(found.len()).unwrap_or(limit)))
}

const fn kind_name(kind: RequestKind) -> &'static str {
    match kind {
        RequestKind::Approval => "approval",
        RequestKind::Output => "output",
    }
}

async fn get(call: Call) -> HandlerResult {
    let found = call.turns()?.call_request(call.actor, call.path("approval_id")?).await?;
    Ok(Reply::one(&found)?)
}

async fn decide(call: Call) -> HandlerResult {
    let id = call.path("approval_id")?;
    let body = call.fields(&["approved", "reason"])?;
    let approved = body.required("approved", Fields::flag)?;
    let reason = body.text("reason")?;
    let verdict = if approved { Verdict::approve() } else { Verdict::deny() };
    let verdict = reason.into_iter().fold(verdict, Verdict::reason);
    let decided = call.turns()?.decide(call.actor, id, verdict).await?;
    Ok(Reply::one(&decided)?)
}

/// Returns the schemas of approvals, and of the body of a decision.
pub(super) fn schemas(limits: &Limits) -> Schemas {
    vec![
        ("Approval", approval()),
        (
            "ApprovalList",
            object(
                "What calls wait for or waited for, the newest first.",
                [
                    ("approvals*", array(reference("Approval"))),
                    ("next_after", described(id(), "The last of them; there only if there are more.")),
                ],
            ),
        ),
        (
            "ApprovalDecision",
            body(
                "What a member says about a call.",
                [("approved*", boolean()), ("reason", nullable(long_text(limits), "Why."))],
                json!({ "approved": false, "reason": "Talk to Kate first" }),
            ),
        ),
    ]
}

fn approval() -> Value {
    let states: Vec<_> = STATES.iter().map(|state| state.as_str()).collect();
    let mut approval = object(
        "What a tool call wants of people before it can go on.",
        [
            ("id*", id()),
            ("session_id*", id()),
            ("turn_id", described(id(), "The turn whose robot made the call.")),
            ("message_id*", described(id(), "The message that has the call.")),
            ("tool_call_id*", described(string(), "The id of the call in its message.")),
            ("ordinal*", described(number(), "The place of the call among the calls of its message.")),
            (
                "kind*",
                described(
                    json!({ "type": "string", "enum": ["approval", "output"] }),
                    "Whether a member decides, or a client runs the tool.",
                ),
            ),
            ("approval_id", described(string(), "The id of the question in the message.")),
            ("tool*", string()),
            ("input", any("What the tool would be given.")),
            ("robot_id", described(string(), "The robot that asks.")),
            ("permission", described(string(), "What who decides must be allowed, by a name of the host's.")),
            ("state*", json!({ "type": "string", "enum": states })),
            ("created_at*", time()),
            ("expires_at", described(time(), "When it is too late.")),
            ("decided_by", reference("Profile")),
            ("decided_at", time()),
            ("reason", string()),
            ("unapplied", described(boolean(), "Whether the message does not have the answer yet.")),
        ],
    );
    approval["examples"] = json!([{
        "id": ID, "session_id": ID, "message_id": ID, "tool_call_id": "call_0", "ordinal": 0, "kind": "approval",
        "tool": "member_ban", "input": { "member": "kate" }, "state": "pending",
        "created_at": "2019-08-24T14:15:22Z",
    }]);
    approval
}
