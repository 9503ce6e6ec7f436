//! A message of a chat, which is taken at once and answered in the log of its session.

use axum::http::{StatusCode, header};
use serde_json::{json, value::RawValue};

use crate::{
    http::{
        reply::Reply,
        request::{Call, Fields, InvalidRequest, about, in_body},
        route::HandlerResult,
        sessions,
    },
    model::{
        call_request::{CallRequest, RequestState},
        error::{Conflict, Error, Result},
        id::{AccountId, MessageId, SessionId, WorkspaceId, WorkspaceInstanceId},
        json_scan,
        message::{MessageRole, NewMessage, WindowRequest},
        part::{Part, Parts, ToolPart, ToolState},
        robot::RobotKey,
        session::SessionChange,
    },
    repository::{RequestFilter, WhenBusy},
    service::{
        messages::Append,
        turns::{Submit, Turns},
    },
};

const FIELDS: [&str; 6] = ["sessionId", "threadId", "id", "robotId", "workspace", "messages"];

/// The most requests of a session that are looked at.
const REQUESTS: u32 = 100;

/// Takes a message of a chat; a body without `messages` starts a session.
pub(super) async fn post(call: Call) -> HandlerResult {
    if !call.has_field("messages") {
        return sessions::start(call).await;
    }
    let posted = Posted::read(&call)?;
    let turns = call.turns()?.clone();
    let (actor, session) = (call.actor, posted.session);
    let workspace = match posted.workspace {
        Some(Workspace::Of(workspace)) => Some(workspace),
        _ => None,
    };
    turns.open_session(actor, session, posted.robot.as_ref(), workspace).await?;
    if let Some(Workspace::Instance(instance)) = posted.workspace {
        call.robots.update_session(actor, session, SessionChange::default().mount(instance)).await?;
    }
    let id = posted.id;
    if posted.message.role == MessageRole::User {
        let append = Append::from(posted.message).idempotency_key(id.to_string());
        // While calls wait, only their answers are taken.
        turns.submit(actor, session, Submit::from(append).when_blocked(WhenBusy::Refuse)).await?;
    } else {
        answer(&turns, actor, session, posted.message).await?;
    }
    let offset = call.robots.session(actor, session, WindowRequest::newest(1)).await?;
    call.robots.mark_read(actor, session, offset.details.offset).await?;
    let url = call.location(format_args!("{session}/stream"));
    let body = json!({ "streamUrl": url, "sessionId": session, "messageId": id });
    Ok(Reply::one(&body)?.status(StatusCode::ACCEPTED).located(url).with(header::CACHE_CONTROL, "no-store"))
}

/// Applies the answers in an assistant's message: to questions, and outputs of the page's own tools.
async fn answer(turns: &Turns, actor: AccountId, session: SessionId, posted: NewMessage) -> Result<()> {
    let filter = RequestFilter { session: Some(session), ..RequestFilter::default() };
    let all = turns.call_requests(actor, filter, REQUESTS).await?;
    let calls: Vec<_> = posted.parts.iter().filter_map(tool).collect();
    let settles = |request: &CallRequest| calls.iter().any(|call| settles(call, request));
    let pending = |request: &&CallRequest| request.state == RequestState::Pending;
    let left: Vec<_> = all.iter().filter(pending).filter(|request| !settles(request)).collect();
    if let Some(first) = left.first() {
        return Err(Error::Conflict(Conflict::TurnActive {
            turn: first.turn_id.map(|turn| turn.to_string()).unwrap_or_default().into(),
            state: "blocked",
            waiting: left.iter().map(|request| request.id.to_string().into()).collect(),
        }));
    }
    let mut messages: Vec<_> = all.iter().filter(|request| settles(request)).collect();
    messages.sort_by_key(|request| request.state != RequestState::Pending);
    let mut done: Vec<MessageId> = Vec::new();
    for request in &messages {
        if done.contains(&request.message_id) {
            continue;
        }
        done.push(request.message_id);
        let copy = NewMessage { id: Some(request.message_id), client_id: None, ..posted.clone() };
        turns.apply(actor, session, &copy).await?;
    }
    if done.is_empty() {
        return Err(Error::invalid_argument("messages", "must answer a call of the session"));
    }
    Ok(())
}

fn tool(part: Part<'_>) -> Option<ToolPart<'_>> {
    match part {
        Part::Tool(tool) => Some(*tool),
        _ => None,
    }
}

/// Reports whether a page's copy of a call answers what is asked about it.
fn settles(call: &ToolPart<'_>, request: &CallRequest) -> bool {
    let same = *call.tool_call_id == *request.tool_call_id;
    match call.state {
        ToolState::ApprovalResponded => {
            let asked = call.approval.as_ref().map(|approval| &*approval.id);
            same && asked == request.approval_id.as_deref()
        }
        ToolState::OutputAvailable | ToolState::OutputError => same,
        _ => false,
    }
}

/// What a page posts.
struct Posted {
    session: SessionId,
    robot: Option<RobotKey>,
    workspace: Option<Workspace>,
    /// The id of the message, which is recognised if it comes again.
    id: MessageId,
    message: NewMessage,
}

#[derive(Clone, Copy)]
enum Workspace {
    Of(WorkspaceId),
    Instance(WorkspaceInstanceId),
}

impl Posted {
    /// Reads the body. Of its messages only the last one is read: the others may be many, and mean nothing.
    fn read(call: &Call) -> Result<Self, InvalidRequest> {
        let body = call.fields(&FIELDS)?;
        let mut session = None;
        for name in ["sessionId", "threadId", "id"] {
            if let Some(text) = body.text(name)?.filter(|text| !text.is_empty()) {
                session = Some(text.parse::<SessionId>().map_err(|error| about(name, error))?);
                break;
            }
        }
        let session = session.ok_or_else(|| Error::invalid_argument("sessionId", "is missing"))?;
        let robot = body.text("robotId")?.filter(|text| !text.is_empty());
        let robot = robot.map(|text| text.parse()).transpose().map_err(|error| about("robotId", error))?;
        let workspace = workspace(&body)?;
        let mut last = None;
        let each = |(_, message): (usize, &RawValue)| {
            last = Some(message.get().to_owned());
            Ok(())
        };
        let messages = body.raw("messages").unwrap_or("[]");
        json_scan::elements(messages, each).map_err(|error| error.within("messages"))?;
        let last = last.ok_or_else(|| Error::invalid_argument("messages", "must have a message"))?;
        let mut message = NewMessage::parse_within(&mend(&last), call.robots.limits())
            .map_err(|error| in_body(error).within("messages"))?;
        call.settle(&last, std::slice::from_mut(&mut message))?;
        let id = message.id.ok_or_else(|| {
            Error::invalid_argument("messages.id", "must be 20 characters of 0-9a-v, the last one 0 or g")
        })?;
        if message.role == MessageRole::User {
            // All else that a page shows in a message of a member is not said by the member.
            let texts = message.parts.iter().filter(|part| matches!(part, Part::Text(_) | Part::File(_)));
            message.parts = Parts::new(texts).map_err(|error| error.within("messages"))?;
            if message.parts.is_empty() {
                return Err(Error::invalid_argument("messages.parts", "must have a text").into());
            }
        } else if message.role != MessageRole::Assistant {
            return Err(Error::invalid_argument("messages.role", "must be `user` or `assistant`").into());
        }
        Ok(Self { session, robot, workspace, id, message })
    }
}

fn workspace(body: &Fields<'_>) -> Result<Option<Workspace>, InvalidRequest> {
    let Some(text) = body.raw("workspace") else { return Ok(None) };
    let (mut of, mut instance) = (None, None);
    json_scan::object(text, |key, value| match &*key {
        "workspace_id" => of = json_scan::string(value).map(std::borrow::Cow::into_owned),
        "workspace_instance_id" => instance = json_scan::string(value).map(std::borrow::Cow::into_owned),
        _ => {}
    })
    .map_err(|error| error.within("workspace"))?;
    let read = match (of, instance) {
        (Some(of), None) => {
            of.parse().map(Workspace::Of).map_err(|error| about("workspace.workspace_id", error))
        }
        (None, Some(id)) => {
            let instance = id.parse().map(Workspace::Instance);
            instance.map_err(|error| about("workspace.workspace_instance_id", error))
        }
        _ => Err(Error::invalid_argument(
            "workspace",
            "must have exactly one of workspace_id and workspace_instance_id",
        )),
    };
    Ok(Some(read?))
}

/// Gives a part that has no `type` the one that it must mean: that of a tool if it names one, else a text.
fn mend(message: &str) -> String {
    let mut fields = Vec::new();
    let mended = json_scan::object(message, |key, value| {
        let value = if &*key == "parts" { mend_parts(value) } else { value.to_owned() };
        fields.push(format!("{}:{value}", json!(&*key)));
    });
    if mended.is_err() { message.to_owned() } else { format!("{{{}}}", fields.join(",")) }
}

fn mend_parts(parts: &str) -> String {
    let mut mended = Vec::new();
    let each = |(_, part): (usize, &RawValue)| {
        let text = part.get().trim();
        let (mut typed, mut tool) = (false, None);
        let read = json_scan::object(text, |key, value| match &*key {
            "type" => typed = true,
            "toolName" => tool = json_scan::string(value).map(std::borrow::Cow::into_owned),
            _ => {}
        });
        let body = text.strip_prefix('{').filter(|_| read.is_ok() && !typed);
        mended.push(match body {
            Some(body) => {
                let kind = tool.map_or_else(|| "text".to_owned(), |tool| format!("tool-{tool}"));
                let comma = if body.trim() == "}" { "" } else { "," };
                format!("{{\"type\":{}{comma}{body}", json!(kind))
            }
            None => text.to_owned(),
        });
        Ok(())
    };
    let read = json_scan::elements(parts, each);
    if read.is_err() { parts.to_owned() } else { format!("[{}]", mended.join(",")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_without_a_type_are_mended() {
        let given = r#"{"id":"x","parts":[{"text":"a"},{"toolName":"t","toolCallId":"c"},{"type":"text","text":"b"},{}]}"#;
        let mended = r#"{"id":"x","parts":[{"type":"text","text":"a"},{"type":"tool-t","toolName":"t","toolCallId":"c"},{"type":"text","text":"b"},{"type":"text"}]}"#;
        assert_eq!(mend(given), mended);
        for other in ["7", "[]", r#"{"parts":7}"#] {
            assert_eq!(mend(other), other);
        }
    }
}
