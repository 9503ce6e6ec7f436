//! Tool calls of a turn: none runs twice, and none without the approval that it needs.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{
    settle::{Answer, calls, derived},
    turn_run::{TurnRun, Uncertain},
    turns::take,
};
use crate::{
    model::{
        call_request::{CallRequest, RequestKind, RequestState},
        error::{Error, Result},
        id::{AccountId, CallRequestId, MessageId},
        json::Json,
        message::WindowRequest,
        part::{Parts, ToolPart, ToolState},
    },
    repository::{CallBegun, Done, NewCall, Step},
    service::{
        canonical::Fingerprint,
        draft::{Draft, WriteInRun as _},
        messages::decode,
    },
    stream::Chunk,
};

/// The error of a call of which nobody knows whether its tool has run.
const INTERRUPTED: &str = "interrupted: it may have happened";

/// A tool call to run.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ToolCall {
    /// The tool.
    pub tool: String,
    /// The id of the call. Providers repeat these ids.
    pub tool_call_id: String,
    /// The input, any JSON.
    pub input: Option<Json<'static>>,
    /// The idempotency key: unique to this call, and the same each time it runs. A
    /// [repeatable](super::ToolRule::repeatable) tool can recognise by it what it did before. It is a hash of the
    /// session, the message, the index of the call in it, the tool and the input.
    pub key: String,
}

/// The outcome of a call.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum CallOutcome {
    /// The tool returned this output, now or in an earlier run.
    Output(Json<'static>),
    /// The call failed, with this error; or it is not known whether its tool has run.
    Error(String),
    /// A member denied it, for this reason.
    Denied(Option<String>),
    /// It waits for an approval, or for an output of a client: see [`Outcome::Blocked`](super::Outcome::Blocked).
    Waiting,
}

/// The result of [`TurnRun::call_tools`](super::TurnRun::call_tools).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Calls {
    /// There was no call to run.
    None,
    /// All calls now have their outcomes in the draft.
    Settled,
    /// Some calls wait for approvals, or for outputs of clients: see [`Outcome::Blocked`](super::Outcome::Blocked).
    Waiting,
}

/// A result as it is kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    output: Option<Json<'static>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

/// # Tools
impl TurnRun {
    /// Runs the tools of all calls of a draft that have no outcome, in their order, each as [`call`](Self::call) does,
    /// and flushes the draft. Calls with incomplete input, and those that the model's provider runs, are skipped.
    ///
    /// # Errors
    /// Those of [`call`](Self::call).
    pub async fn call_tools<F, R, E>(
        &mut self,
        draft: &mut Draft,
        mut tool: impl FnMut(ToolCall) -> F + Send,
    ) -> Result<Calls>
    where
        F: Future<Output = Result<R, E>> + Send,
        R: Into<Json<'static>> + Send,
        E: fmt::Display + Send,
    {
        let open = |(_, call): &(u32, ToolPart<'static>)| {
            !call.is_settled()
                && call.provider_executed != Some(true)
                && call.state != ToolState::InputStreaming
                || call.is_denied() && call.state != ToolState::OutputDenied
        };
        let mut result = Calls::None;
        for (ordinal, call) in calls(&draft.parts()).into_iter().filter(open) {
            let outcome = self.call_at(draft, ordinal, call, &mut tool).await?;
            if outcome == CallOutcome::Waiting {
                result = Calls::Waiting;
            } else if result == Calls::None {
                result = Calls::Settled;
            }
        }
        draft.flush().await?;
        Ok(result)
    }

    /// Runs the tool of a call of a draft, if it may run, and adds the outcome to the draft.
    ///
    /// The start is recorded before the tool runs, the outcome after it. A call that had started in a lost run is not
    /// run again, unless its tool is [repeatable](super::ToolRule::repeatable): it fails with
    /// `interrupted: it may have happened`. After that, a new call of the tool with the same input needs approval, as
    /// does each call of a tool with a [rule](super::ToolRule::needs_approval) that says so. A call that has an outcome
    /// is not run. If a draft has several calls with the same id, the last one is meant.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] about `toolCallId` if the draft has no such call, or its input is not complete;
    /// [`Conflict::Fenced`](crate::Conflict::Fenced) if the run was replaced;
    /// [`Conflict::TurnEnded`](crate::Conflict::TurnEnded) if the turn was stopped. An error of the tool is an outcome,
    /// not an error.
    pub async fn call<F, R, E>(
        &mut self,
        draft: &mut Draft,
        tool_call_id: &str,
        tool: impl FnOnce(ToolCall) -> F + Send,
    ) -> Result<CallOutcome>
    where
        F: Future<Output = Result<R, E>> + Send,
        R: Into<Json<'static>> + Send,
        E: fmt::Display + Send,
    {
        let known = calls(&draft.parts());
        // Ids can begin anew in each step: the newest call is meant.
        let found = known.into_iter().rfind(|(_, call)| call.tool_call_id == tool_call_id);
        let missing = || Error::invalid_argument("toolCallId", "the draft has no such call");
        let (ordinal, call) = found.ok_or_else(missing)?;
        self.call_at(draft, ordinal, call, tool).await
    }

    async fn call_at<F, R, E>(
        &mut self,
        draft: &mut Draft,
        ordinal: u32,
        call: ToolPart<'static>,
        tool: impl FnOnce(ToolCall) -> F + Send,
    ) -> Result<CallOutcome>
    where
        F: Future<Output = Result<R, E>> + Send,
        R: Into<Json<'static>> + Send,
        E: fmt::Display + Send,
    {
        if let Some(outcome) = self.outcome(draft, ordinal, &call).await? {
            return Ok(outcome);
        }
        self.writer.check_stopped()?;
        // What runs must be there, for whoever comes after a crash.
        draft.flush().await?;
        let repeatable = self.turns.rule(&call.name).is_some_and(|rule| rule.repeatable);
        let new = self.new_call(draft.id(), ordinal, &call, repeatable);
        let key = self.key(&new);
        let begun = take(self.writer.write(vec![Step::BeginCall(new)]).await?, |done| match done {
            Done::Call(begun) => Some(begun),
            _ => None,
        })?;
        let kept = match begun {
            CallBegun::Interrupted => Kept { output: None, error: Some(INTERRUPTED.to_owned()) },
            CallBegun::Finished(result) => read(&result)?,
            CallBegun::New => {
                let (name, id) = (call.name.into_owned(), call.tool_call_id.clone().into_owned());
                let span = tracing::info_span!(
                    "execute_tool",
                    gen_ai.operation.name = "execute_tool",
                    gen_ai.tool.name = %name,
                    gen_ai.tool.call.id = %id,
                );
                let running = tool(ToolCall { tool: name, tool_call_id: id, input: call.input, key });
                let kept = match tracing::Instrument::instrument(running, span).await {
                    Ok(output) => Kept { output: Some(output.into()), error: None },
                    Err(error) => Kept { output: None, error: Some(error.to_string()) },
                };
                let result = Json::from_serialize(&kept)?.as_str().to_owned();
                self.writer.write(vec![Step::EndCall { message: draft.id(), ordinal, result }]).await?;
                kept
            }
        };
        push_kept(draft, &call.tool_call_id, kept).await
    }

    /// Returns what came of a call, or that it waits, if it shall not run. Puts it into the draft.
    async fn outcome(
        &mut self,
        draft: &mut Draft,
        ordinal: u32,
        call: &ToolPart<'static>,
    ) -> Result<Option<CallOutcome>> {
        let reason = || {
            let approval = call.approval.as_ref()?;
            approval.reason.as_ref().map(|reason| reason.clone().into_owned())
        };
        match &call.state {
            ToolState::InputStreaming => {
                Err(Error::invalid_argument("toolCallId", "the input of the call is not complete"))
            }
            _ if call.is_denied() => {
                if call.state != ToolState::OutputDenied {
                    let tool_call_id = call.tool_call_id.clone().into_owned().into();
                    draft.push(&Chunk::ToolOutputDenied { tool_call_id }).await?;
                }
                Ok(Some(CallOutcome::Denied(reason())))
            }
            ToolState::OutputAvailable if call.is_settled() => {
                Ok(Some(CallOutcome::Output(call.output.clone().unwrap_or(Json::NULL))))
            }
            ToolState::OutputError => {
                let error = call.error_text.clone().unwrap_or_default();
                Ok(Some(CallOutcome::Error(error.into_owned())))
            }
            ToolState::ApprovalResponded => self.approved(draft, ordinal, call).await,
            ToolState::ApprovalRequested => self.decided(draft, ordinal, call).await,
            _ if self.turns.rule(&call.name).is_some_and(|rule| rule.client) => {
                draft.flush().await?;
                Ok(Some(CallOutcome::Waiting))
            }
            _ if call.approval.is_none() && self.needs_approval(draft, call).await? => {
                let (session, message) = (self.session().to_bytes(), draft.id().to_bytes());
                let question = derived(&[b"question", &session, &message, &ordinal.to_be_bytes()]);
                let question = CallRequestId::from_bytes(question).to_string();
                draft.push(&Chunk::approval_request(question, call.tool_call_id.clone())).await?;
                draft.flush().await?;
                Ok(Some(CallOutcome::Waiting))
            }
            _ => Ok(None),
        }
    }

    /// Looks whether a member has decided about a call while its message is still being written.
    async fn decided(
        &mut self,
        draft: &mut Draft,
        ordinal: u32,
        call: &ToolPart<'static>,
    ) -> Result<Option<CallOutcome>> {
        draft.flush().await?;
        let request = self.approval_request(draft, ordinal, call).await?;
        let Some(request) = request.filter(|request| request.state != RequestState::Pending) else {
            return Ok(Some(CallOutcome::Waiting));
        };
        let Some(answer) = Answer::of(&request) else { return Ok(Some(CallOutcome::Waiting)) };
        for chunk in answer.chunks(&request) {
            draft.push(&chunk).await?;
        }
        Ok(match answer {
            Answer::Refused(reason) => Some(CallOutcome::Denied(reason)),
            _ => None,
        })
    }

    /// Returns `None` if an approved call may run. The part alone does not decide: it is what somebody wrote into the
    /// message, and members may write messages. So a call that needs approval fails unless its request was approved.
    async fn approved(
        &mut self,
        draft: &mut Draft,
        ordinal: u32,
        call: &ToolPart<'static>,
    ) -> Result<Option<CallOutcome>> {
        let request = self.approval_request(draft, ordinal, call).await?;
        if request.is_some_and(|request| request.state == RequestState::Approved)
            || !self.needs_approval(draft, call).await?
        {
            return Ok(None);
        }
        let error = "no member has approved this call";
        draft.push(&Chunk::tool_error(call.tool_call_id.clone(), error)).await?;
        draft.flush().await?;
        Ok(Some(CallOutcome::Error(error.to_owned())))
    }

    /// Finds the request for the approval of a call.
    async fn approval_request(
        &self,
        draft: &Draft,
        ordinal: u32,
        call: &ToolPart<'_>,
    ) -> Result<Option<CallRequest<AccountId>>> {
        let question = call.approval.as_ref().map(|approval| &*approval.id);
        let same = |request: &CallRequest<AccountId>| {
            request.message_id == draft.id()
                && request.ordinal == ordinal
                && request.kind == RequestKind::Approval
                && request.approval_id.as_deref() == question
        };
        Ok(self.turns.requests_of(self.session(), None).await?.into_iter().find(same))
    }

    /// Returns whether a member must approve a call: by a rule, or because it may have happened already.
    async fn needs_approval(&mut self, draft: &Draft, call: &ToolPart<'_>) -> Result<bool> {
        if self.turns.rule(&call.name).is_some_and(|rule| rule.approval) {
            return Ok(true);
        }
        let mut known = self.uncertain_before().await?.to_vec();
        known.extend(uncertain(&draft.parts()));
        Ok(known.contains(&Uncertain { tool: call.name.to_string(), input: hash(call.input.as_ref()) }))
    }

    /// Returns the calls of the session's newest 100 messages of which nobody knows whether they have happened.
    async fn uncertain_before(&mut self) -> Result<&[Uncertain]> {
        if self.uncertain.is_none() {
            let window = WindowRequest::newest(WindowRequest::MAX_LIMIT);
            let found = self.turns.robots.sessions.find_session(self.session(), window).await?;
            let messages = found.messages.iter().filter_map(|record| decode(record).ok());
            self.uncertain = Some(messages.flat_map(|message| uncertain(&message.parts)).collect());
        }
        Ok(self.uncertain.as_deref().unwrap_or_default())
    }

    /// Puts into a draft that was taken over what came of its calls that a lost run began.
    pub(super) async fn settle_begun(&self, draft: &mut Draft) -> Result<()> {
        let begun = self.turns.store.run_calls(self.session(), draft.id()).await?;
        for (ordinal, call) in calls(&draft.parts()) {
            let known = begun.iter().find(|known| known.begun.ordinal == ordinal);
            let Some(known) = known.filter(|_| !call.is_settled()) else { continue };
            let kept = match &known.result {
                Some(result) => read(result)?,
                None if known.begun.repeatable => continue,
                None => Kept { output: None, error: Some(INTERRUPTED.to_owned()) },
            };
            push_kept(draft, &call.tool_call_id, kept).await?;
        }
        draft.flush().await.map(drop)
    }

    fn new_call(&self, message: MessageId, ordinal: u32, call: &ToolPart<'_>, repeatable: bool) -> NewCall {
        let input = hash(call.input.as_ref());
        NewCall { turn: self.turn.id, message, ordinal, tool: call.name.to_string(), input, repeatable }
    }

    fn key(&self, call: &NewCall) -> String {
        let mut key = Fingerprint::default();
        key.text("session", &self.session().to_string());
        key.text("message", &call.message.to_string());
        key.text("ordinal", &call.ordinal.to_string());
        key.text("tool", &call.tool);
        key.text("input", &call.input);
        key.finish()
    }
}

fn uncertain(parts: &Parts) -> Vec<Uncertain> {
    let interrupted = |(_, call): &(u32, ToolPart<'static>)| {
        call.state == ToolState::OutputError && call.error_text.as_deref() == Some(INTERRUPTED)
    };
    let uncertain = |(_, call): (u32, ToolPart<'static>)| Uncertain {
        tool: call.name.to_string(),
        input: hash(call.input.as_ref()),
    };
    calls(parts).into_iter().filter(interrupted).map(uncertain).collect()
}

/// Hashes the input of a call by its value.
fn hash(input: Option<&Json<'_>>) -> String {
    let mut hash = Fingerprint::default();
    if let Some(input) = input {
        hash.json("input", input.as_str());
    }
    hash.finish()
}

fn read(result: &str) -> Result<Kept> {
    serde_json::from_str(result).map_err(|error| Error::internal("a kept result does not decode", error))
}

async fn push_kept(draft: &mut Draft, tool_call_id: &str, kept: Kept) -> Result<CallOutcome> {
    let id = tool_call_id.to_owned();
    if let Some(error) = kept.error {
        draft.push_always(&Chunk::tool_error(id, error.clone())).await?;
        return Ok(CallOutcome::Error(error));
    }
    let output = kept.output.unwrap_or(Json::NULL);
    draft.push_always(&Chunk::tool_output(id, output.clone())).await?;
    Ok(CallOutcome::Output(output))
}
