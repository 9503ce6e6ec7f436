//! Accepts a message of a chat at once; the answer is in the log of its session.

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

/// The maximum number of requests of a session that are read.
const REQUESTS: u32 = 100;

/// Accepts a message of a chat; a body without `messages` starts a session.
///
/// Checks the body in the order of Storyden's own checks, so that a client with several mistakes gets the same error
/// first.
pub(super) async fn post(call: Call) -> HandlerResult {
    if !call.has_field("messages") {
        return sessions::start(call).await;
    }
    let body = call.fields(&FIELDS)?;
    let session = session(&body)?;
    let robot = body.text("robotId")?.filter(|text| !text.is_empty());
    let robot: Option<RobotKey> =
        robot.map(|text| text.parse()).transpose().map_err(|error| about("robotId", error))?;
    let last = last_message(&call, &body)?;
    let (turns, actor) = (call.turns()?.clone(), call.actor);

    let mut requests = Vec::new();
    let is_there = turns.has_session(actor, session, robot.as_ref()).await?;
    if is_there {
        let filter = RequestFilter { session: Some(session), ..RequestFilter::default() };
        requests = turns.call_requests(actor, filter, REQUESTS).await?;
        let settled = check_settled(&requests, last.as_ref());
        let said = last.as_ref().filter(|message| message.role == MessageRole::User);
        // A message that is there already is accepted again, whatever has happened since.
        let is_repeated = match said.and_then(|message| message.id) {
            Some(id) if settled.is_err() => call.robots().message(actor, session, id).await.is_ok(),
            _ => false,
        };
        if !is_repeated {
            settled?;
        }
    }
    let workspace = workspace(&body)?;
    let message = said(last)?;
    let id = message.id.ok_or_else(|| {
        Error::invalid_argument("messages.id", "must be 20 characters of 0-9a-v, the last one 0 or g")
    })?;

    if !is_there {
        let of = if let Some(Workspace::Of(workspace)) = workspace { Some(workspace) } else { None };
        turns.open_session(actor, session, robot.as_ref(), of).await?;
    }
    if let Some(Workspace::Instance(instance)) = workspace {
        call.robots().update_session(actor, session, SessionChange::default().mount(instance)).await?;
    }
    if message.role == MessageRole::User {
        let append = Append::from(message).idempotency_key(id.to_string());
        // While calls wait, only their answers are taken.
        turns.submit(actor, session, Submit::from(append).when_blocked(WhenBusy::Refuse)).await?;
    } else {
        answer(&turns, actor, session, message, &requests).await?;
    }
    let offset = call.robots().session(actor, session, WindowRequest::newest(1)).await?;
    call.robots().mark_read(actor, session, offset.details.offset).await?;
    let url = call.location(format_args!("{session}/stream"));
    let body = json!({ "streamUrl": url, "sessionId": session, "messageId": id });
    Ok(Reply::one(&body)?.status(StatusCode::ACCEPTED).located(url).with(header::CACHE_CONTROL, "no-store"))
}

/// Checks that a message answers all pending calls.
fn check_settled(requests: &[CallRequest], message: Option<&NewMessage>) -> Result<()> {
    let calls = message.map(answers).unwrap_or_default();
    let left = |request: &&CallRequest| {
        request.state == RequestState::Pending && !calls.iter().any(|call| settles(call, request))
    };
    let left: Vec<_> = requests.iter().filter(left).collect();
    let Some(first) = left.first() else { return Ok(()) };
    Err(Error::Conflict(Conflict::TurnActive {
        turn: first.turn_id.map(|turn| turn.to_string()).unwrap_or_default().into(),
        state: "blocked",
        waiting: left.iter().map(|request| request.id.to_string().into()).collect(),
    }))
}

/// Applies the answers in an assistant's message: to approvals, and outputs of the page's own tools.
async fn answer(
    turns: &Turns,
    actor: AccountId,
    session: SessionId,
    posted: NewMessage,
    requests: &[CallRequest],
) -> Result<()> {
    let calls = answers(&posted);
    let mut messages: Vec<_> =
        requests.iter().filter(|request| calls.iter().any(|call| settles(call, request))).collect();
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
    if done.is_empty() { Err(answers_nothing()) } else { Ok(()) }
}

fn answers_nothing() -> Error {
    Error::invalid_argument("messages", "must answer a call of the session")
}

/// Returns the calls of an assistant's message that have an answer.
fn answers(message: &NewMessage) -> Vec<ToolPart<'_>> {
    let calls = message.parts.iter().filter_map(tool);
    let calls = calls.filter(|call| {
        matches!(
            call.state,
            ToolState::ApprovalResponded | ToolState::OutputAvailable | ToolState::OutputError
        )
    });
    if message.role == MessageRole::Assistant { calls.collect() } else { Vec::new() }
}

fn tool(part: Part<'_>) -> Option<ToolPart<'_>> {
    match part {
        Part::Tool(tool) => Some(*tool),
        _ => None,
    }
}

/// Returns whether a page's copy of a call answers its request.
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

#[derive(Clone, Copy)]
enum Workspace {
    Of(WorkspaceId),
    Instance(WorkspaceInstanceId),
}

/// Parses the id of the session, from the first field that has one.
fn session(body: &Fields<'_>) -> Result<SessionId, InvalidRequest> {
    for name in ["sessionId", "threadId", "id"] {
        if let Some(text) = body.text(name)?.filter(|text| !text.is_empty()) {
            return Ok(text.parse().map_err(|error| about(name, error))?);
        }
    }
    Err(Error::invalid_argument("sessionId", "is missing").into())
}

/// Parses the last of the messages: there can be many, and the others are not needed.
fn last_message(call: &Call, body: &Fields<'_>) -> Result<Option<NewMessage>, InvalidRequest> {
    let mut last = None;
    let each = |(_, message): (usize, &RawValue)| {
        last = Some(message.get().to_owned());
        Ok(())
    };
    let messages = body.raw("messages").unwrap_or("[]");
    json_scan::elements(messages, each).map_err(|error| error.within("messages"))?;
    let Some(last) = last else { return Ok(None) };
    let mut message = NewMessage::parse_within(&mend(&last), call.robots().limits())
        .map_err(|error| in_body(error).within("messages"))?;
    call.settle(&last, std::slice::from_mut(&mut message))?;
    Ok(Some(message))
}

/// Returns the content of a message: the texts and files of a member, or the answers in an assistant's message.
fn said(last: Option<NewMessage>) -> Result<NewMessage> {
    let mut message = last.ok_or_else(|| Error::invalid_argument("messages", "must have a message"))?;
    match message.role {
        MessageRole::User => {
            // All else that a page shows in a message of a member is not said by the member.
            let texts = message.parts.iter().filter(|part| matches!(part, Part::Text(_) | Part::File(_)));
            message.parts = Parts::new(texts).map_err(|error| error.within("messages"))?;
            if message.parts.is_empty() {
                return Err(Error::invalid_argument("messages.parts", "must have a text"));
            }
        }
        MessageRole::Assistant if answers(&message).is_empty() => return Err(answers_nothing()),
        MessageRole::Assistant => {}
        _ => return Err(Error::invalid_argument("messages.role", "must be `user` or `assistant`")),
    }
    Ok(message)
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

/// Adds the missing `type` to a part: that of a tool if the part names one, otherwise `text`.
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
