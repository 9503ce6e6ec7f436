//! Puts the answers to requests into the parts of their messages. Every way in comes through here.

use sha2::{Digest as _, Sha256};

use super::turns::{MAX_LISTED, Turns};
use crate::{
    model::{
        call_request::{CallRequest, RequestKind, RequestState},
        error::{Conflict, Error, Result},
        id::{AccountId, CallRequestId, MessageId, SessionId, TurnId, hashed},
        json::Json,
        limits::check_at_most,
        message::{Document, Message},
        part::{Part, Parts, ToolPart, ToolState},
        robot::RobotKey,
    },
    repository::{MessageChange, MessageRecord, MessageUpdate, NewRequest, RequestFilter, Step},
    stream::{Assembler, Chunk},
};

/// The answer that is put into the part of a call.
#[derive(Clone, Debug)]
pub(super) enum Answer {
    Approved(Option<String>),
    Refused(Option<String>),
    Failed(String),
    Output(Json<'static>),
}

impl Answer {
    /// Returns the answer that a decided request stands for. `None` while it waits, and for an output, which the record
    /// does not have.
    pub(super) fn of(request: &CallRequest<AccountId>) -> Option<Self> {
        let reason = request.reason.clone();
        match (request.state, request.kind) {
            (RequestState::Pending | RequestState::Answered, _) => None,
            (RequestState::Approved, _) => Some(Self::Approved(reason)),
            (_, RequestKind::Approval) => Some(Self::Refused(reason)),
            (_, RequestKind::Output) => {
                Some(Self::Failed(reason.unwrap_or_else(|| request.state.as_str().to_owned())))
            }
        }
    }

    /// Returns the state that a request has with this answer.
    pub(super) fn state(&self) -> RequestState {
        match self {
            Self::Approved(_) => RequestState::Approved,
            Self::Refused(_) => RequestState::Denied,
            Self::Failed(_) | Self::Output(_) => RequestState::Answered,
        }
    }

    /// Returns the chunks that put the answer into the part of the call.
    pub(super) fn chunks(&self, request: &CallRequest<AccountId>) -> Vec<Chunk<'static>> {
        let call = || request.tool_call_id.clone();
        let respond = |approved, reason: &Option<String>| {
            let id = request.approval_id.clone()?;
            let reason = reason.clone().map(Into::into);
            Some(Chunk::ToolApprovalResponse {
                approval_id: id.into(),
                approved,
                reason,
                provider_executed: None,
                provider_metadata: None,
            })
        };
        match self {
            Self::Approved(reason) => respond(true, reason).into_iter().collect(),
            Self::Refused(reason) => {
                let denied = Chunk::ToolOutputDenied { tool_call_id: call().into() };
                respond(false, reason).into_iter().chain([denied]).collect()
            }
            Self::Failed(error) => vec![Chunk::tool_error(call(), error.clone())],
            Self::Output(output) => vec![Chunk::tool_output(call(), output.clone())],
        }
    }
}

/// The calls of a message, each with its place among them.
pub(super) fn calls(parts: &Parts) -> Vec<(u32, ToolPart<'static>)> {
    let tools = parts.iter().filter_map(|part| match part {
        Part::Tool(tool) => Some(tool.into_owned()),
        _ => None,
    });
    (0..).zip(tools).collect()
}

/// Returns whether an answer was refused because the part of its call waits for none any more.
pub(super) fn waits_no_more(error: &Error) -> bool {
    matches!(error, Error::Conflict(Conflict::ApprovalDecided { .. } | Conflict::ToolTransition { .. }))
}

/// Returns the bytes of an id that follows from these parts, whatever is in them.
pub(super) fn derived(parts: &[&[u8]]) -> [u8; 12] {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(part);
    }
    hashed(hash)
}

impl Turns {
    /// Returns the requests that the calls of a message make.
    pub(super) fn asked(
        &self,
        session: SessionId,
        message: MessageId,
        turn: Option<TurnId>,
        robot: Option<&RobotKey>,
        parts: &Parts,
    ) -> Vec<NewRequest> {
        let asks = |(ordinal, call): (u32, ToolPart<'static>)| {
            let rule = self.rule(&call.name);
            let kind = match call.state {
                ToolState::ApprovalRequested => RequestKind::Approval,
                ToolState::InputAvailable if rule.is_some_and(|rule| rule.client) => RequestKind::Output,
                _ => return None,
            };
            let approval_id = call.approval.map(|approval| approval.id.into_owned());
            let question: &[u8] = match (kind, &approval_id) {
                (RequestKind::Approval, Some(id)) => id.as_bytes(),
                _ => b"",
            };
            let id = derived(&[
                b"request",
                &session.to_bytes(),
                &message.to_bytes(),
                &ordinal.to_be_bytes(),
                question,
            ]);
            let id = CallRequestId::from_bytes(id);
            let request = CallRequest::new(id, session, message, kind, call.tool_call_id, call.name);
            let request = CallRequest {
                turn_id: turn,
                ordinal,
                approval_id,
                input: call.input,
                robot_id: robot.cloned(),
                permission: rule.and_then(|rule| rule.permission.clone()),
                ..request
            };
            Some(NewRequest { request, expires_in: rule.and_then(|rule| rule.expires_in) })
        };
        calls(parts).into_iter().filter_map(asks).collect()
    }

    /// Returns all requests of a session with this state, or with any.
    pub(super) async fn requests_of(
        &self,
        session: SessionId,
        state: Option<RequestState>,
    ) -> Result<Vec<CallRequest<AccountId>>> {
        let mut filter = RequestFilter { session: Some(session), state, ..RequestFilter::default() };
        let mut found = Vec::new();
        loop {
            let page = self.store.list_requests(filter, MAX_LISTED).await?;
            filter.after = page.last().map(|request| request.id);
            let last = page.len() < MAX_LISTED as usize;
            found.extend(page);
            if last {
                return Ok(found);
            }
        }
    }

    /// Returns the change that puts answers into a message that is complete.
    ///
    /// # Errors
    /// [`Error::Conflict`] if a part cannot take its answer; [`Error::TooLarge`] about `message` if an output is too
    /// large.
    pub(super) fn settled(
        &self,
        record: &MessageRecord,
        answers: &[(&CallRequest<AccountId>, Answer)],
    ) -> Result<MessageUpdate> {
        let message = record.decode()?;
        let id = record.id.to_string();
        let mut assembler = Assembler::continuing(id, &message.parts, message.metadata.clone()).strict();
        for (request, answer) in answers {
            for chunk in answer.chunks(request) {
                assembler.push(&chunk)?;
            }
        }
        // A decision or an end has to fit into any message: otherwise the session would stay blocked.
        if answers.iter().any(|(_, answer)| matches!(answer, Answer::Output(_))) {
            let most = self.robots.limits().message_bytes;
            check_at_most("message", assembler.parts().len_bytes(), most, "bytes")?;
        }
        self.completed(record, message, &assembler)
    }

    /// Returns the change that completes a message with what was assembled.
    pub(super) fn completed(
        &self,
        record: &MessageRecord,
        message: Message<AccountId>,
        assembler: &Assembler,
    ) -> Result<MessageUpdate> {
        let (parts, metadata) = (assembler.parts(), assembler.metadata().cloned());
        let message = Message { parts, metadata, draft: false, ..message };
        let document = Document::new(&message)?;
        let annotations = self.robots.annotate(&document, message.annotations)?;
        let change = MessageChange::Complete { document, annotations };
        Ok(MessageUpdate { base: record.revision, change })
    }

    /// Returns steps that deny calls of complete messages whose requests are withdrawn in the same transaction.
    pub(super) async fn withdrawals(
        &self,
        session: SessionId,
        requests: &[CallRequest<AccountId>],
        reason: &str,
    ) -> Result<Vec<Step>> {
        let mut messages: Vec<_> = requests.iter().map(|request| request.message_id).collect();
        messages.sort_unstable();
        messages.dedup();
        let mut steps = Vec::new();
        for message in messages {
            let record = self.robots.sessions.find_message(session, message).await?;
            if record.draft.is_some() {
                continue;
            }
            let of_message = requests.iter().filter(|request| request.message_id == message);
            let answers: Vec<_> = of_message
                .map(|request| match request.kind {
                    RequestKind::Approval => (request, Answer::Refused(Some(reason.to_owned()))),
                    RequestKind::Output => (request, Answer::Failed(reason.to_owned())),
                })
                .collect();
            let update = match self.settled(&record, &answers) {
                Ok(update) => update,
                // There is nothing to refuse.
                Err(error) if waits_no_more(&error) => continue,
                Err(error) => return Err(error),
            };
            steps.push(Step::Update { message, update, decisions: Vec::new() });
        }
        Ok(steps)
    }
}
