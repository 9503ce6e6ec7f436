//! Tool calls that were left without a result: [`PendingCall`], and how to give them one.

use crate::{
    model::{
        error::{Conflict, Error, Result},
        id::{AccountId, MessageId, SessionId},
        limits::check_at_most,
        message::{Document, Message, WindowRequest},
        part::{Part, Parts, ToolPart, ToolState},
    },
    repository::{MessageChange, MessageUpdate},
    service::{
        Robots,
        messages::decode,
        operation::{Actor, Operation},
    },
    stream::{Assembler, Chunk},
};

/// A tool call that has no result yet.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PendingCall {
    /// The message that contains it.
    pub message: MessageId,
    /// Whether that message is a draft: somebody may still be writing it.
    pub draft: bool,
    /// The id of the call.
    pub tool_call_id: String,
    /// The name of the tool.
    pub tool_name: String,
    /// The state of the call.
    pub state: ToolState<'static>,
}

/// The result to record for a call that no tool will answer any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// The call failed, with this error.
    Error(String),
    /// A member denied the call, for this reason. Only a call that waits for approval can be denied.
    Denied(String),
}

/// # Tool calls
impl Robots {
    /// Lists the tool calls that have no result, oldest first. It reads the whole session. A denied call has its
    /// result.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such session.
    pub async fn pending_tool_calls(
        &self,
        actor: impl Into<Actor>,
        session: SessionId,
    ) -> Result<Vec<PendingCall>> {
        self.allow(&actor.into(), Operation::PendingToolCalls).await?;
        let mut window = WindowRequest::newest(WindowRequest::MAX_LIMIT);
        let mut newest_first = Vec::new();
        loop {
            let found = self.sessions.find_session(session, window).await?;
            for record in found.messages.iter().rev() {
                // One that does not decode is logged, and its calls can wait no longer.
                let Ok(message) = decode(record) else { continue };
                newest_first.extend(pending(&message).into_iter().rev());
            }
            let Some(cursor) = found.next_before else { break };
            window = window.before(cursor);
        }
        newest_first.reverse();
        Ok(newest_first)
    }

    /// Sets the result of calls that have none. The calls of one message are changed together; messages are changed one
    /// after the other. A message that is a draft is completed. Returns the messages.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such session or message; [`Error::InvalidArgument`] if a message has no such
    /// call, or about `resolution`; [`Error::TooLarge`] about that or `message`; [`Conflict::ToolTransition`] if a call
    /// has a result already, is to be denied but does not wait for approval, or waits for approval in a turn, which only
    /// [`Turns::decide`](crate::Turns::decide) gives or denies; [`Conflict::StaleRevision`] if somebody wrote the message
    /// meanwhile. Messages before the one that failed are changed.
    pub async fn resolve_tool_calls(
        &self,
        actor: impl Into<Actor>,
        session: SessionId,
        calls: &[PendingCall],
        resolution: &Resolution,
    ) -> Result<Vec<Message>> {
        self.allow(&actor.into(), Operation::ResolveToolCalls).await?;
        let (Resolution::Error(reason) | Resolution::Denied(reason)) = resolution;
        self.limits().check_text("resolution", reason)?;
        let mut resolved: Vec<Message<AccountId>> = Vec::new();
        for call in calls {
            let id = call.message;
            if resolved.iter().any(|message| message.id == id) {
                continue;
            }
            let message = self.sessions.find_message(session, id).await?.decode()?;
            let mut assembler =
                Assembler::continuing(id.to_string(), &message.parts, message.metadata.clone()).strict();
            for call in calls.iter().filter(|call| call.message == id) {
                let in_turn = message.annotations.turn_id.is_some();
                resolve(&mut assembler, (&message.parts, in_turn), &call.tool_call_id, resolution)?;
            }
            let message = Message { parts: assembler.parts(), draft: false, ..message };
            check_at_most("message", message.parts.len_bytes(), self.limits().message_bytes, "bytes")?;
            let document = Document::new(&message)?;
            let annotations = self.annotate(&document, message.annotations.clone())?;
            let change = MessageChange::Complete { document, annotations };
            let update = MessageUpdate { base: message.revision, change };
            let revision = self.sessions.update_message(session, id, &update, self.write()).await?;
            self.announce_at(session, revision);
            resolved.push(Message { revision, ..message });
        }
        self.show(resolved).await
    }
}

fn pending(message: &Message<AccountId>) -> Vec<PendingCall> {
    let calls = message.parts.iter().filter_map(|part| match part {
        Part::Tool(tool) if !has_result(&tool) => Some(tool.into_owned()),
        _ => None,
    });
    let call = |tool: ToolPart<'static>| PendingCall {
        message: message.id,
        draft: message.draft,
        tool_call_id: tool.tool_call_id.into_owned(),
        tool_name: tool.name.into_owned(),
        state: tool.state,
    };
    calls.map(call).collect()
}

/// Returns whether a call needs no result any more: it has one, or a member denied it.
fn has_result(tool: &ToolPart<'_>) -> bool {
    let refused = tool.approval.as_ref().is_some_and(|approval| approval.approved == Some(false));
    tool.is_settled() || (refused && tool.state == ToolState::ApprovalResponded)
}

fn resolve(
    assembler: &mut Assembler,
    (parts, in_turn): (&Parts, bool),
    tool_call_id: &str,
    resolution: &Resolution,
) -> Result<()> {
    let calls = parts.iter().filter_map(|part| match part {
        Part::Tool(tool) if tool.tool_call_id == tool_call_id => Some(tool),
        _ => None,
    });
    // Ids can begin anew in each step: the newest call that waits is meant.
    let calls: Vec<_> = calls.collect();
    let Some(call) = calls.iter().rfind(|call| !has_result(call)).or(calls.last()) else {
        return Err(Error::invalid_argument("toolCallId", "there is no such call"));
    };
    let asks = call.state == ToolState::ApprovalRequested;
    let next = match resolution {
        Resolution::Error(_) => ToolState::OutputError,
        Resolution::Denied(_) => ToolState::OutputDenied,
    };
    // A turn has a request for each approval, which says who may decide it.
    if has_result(call) || (asks && in_turn) || (next == ToolState::OutputDenied && !asks) {
        return Err(Error::Conflict(Conflict::ToolTransition {
            tool_call_id: tool_call_id.into(),
            from: call.state.as_str().into(),
            to: next.as_str().into(),
        }));
    }
    match resolution {
        Resolution::Error(reason) => assembler.push(&Chunk::tool_error(tool_call_id, reason.as_str())),
        Resolution::Denied(reason) => {
            if let Some(approval) = &call.approval {
                assembler.push(&Chunk::ToolApprovalResponse {
                    approval_id: approval.id.clone().into_owned().into(),
                    approved: false,
                    reason: Some(reason.as_str().into()),
                    provider_executed: None,
                    provider_metadata: None,
                })?;
            }
            assembler.push(&Chunk::ToolOutputDenied { tool_call_id: tool_call_id.into() })
        }
    }
}
