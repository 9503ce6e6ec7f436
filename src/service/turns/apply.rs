//! [`Turns::apply`]: applies what a client added to a robot's message, as the AI SDK sends it back.

use super::{
    requests::decider,
    settle::{Answer, calls},
    turns::{TRIES, Turns, is_overtaken, overtaken_too_often},
};
use crate::{
    model::{
        call_request::{CallRequest, RequestKind},
        error::{Conflict, Error, Result},
        id::{AccountId, MessageId, SessionId},
        message::{Message, NewMessage},
        part::{ToolPart, ToolState},
        turn::Turn,
    },
    repository::{Decision, MessageRecord, NewRequest, Step},
    service::{
        canonical::Fingerprint,
        operation::{Actor, Operation},
    },
};

/// The result of [`Turns::apply`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Applied {
    /// The message as it is now.
    pub message: Message,
    /// The turn that continues the message or, while other calls still wait, the turn that wrote it. `None` if no turn
    /// wrote it.
    pub turn: Option<Turn>,
}

/// Something that the client's copy of a message has and the record does not.
struct New {
    request: NewRequest,
    answer: Answer,
}

/// # Answers of clients
impl Turns {
    /// Applies what a client added to its copy of a message: decisions about approval requests (`approval-responded`),
    /// and outputs of tools that [run at clients](super::ToolRule::runs_at_client). Everything else in the copy is
    /// ignored, and so is what was applied before. All of it is applied in one transaction.
    ///
    /// `copy` is the message with its `id`, as `useChat` sends it back.
    ///
    /// # Errors
    /// [`Error::PermissionDenied`] also if the actor is a robot, or lacks the permission that a request names;
    /// [`Error::InvalidArgument`] about `id` if the copy has none; [`Error::NotFound`] if there is no such session or
    /// message; [`Error::TooLarge`] about the copy; [`Conflict::ApprovalDecided`] or [`Conflict::RequestDecided`] if a
    /// request was decided otherwise; [`Conflict::ToolTransition`] if a call has another outcome, or its tool does not
    /// run at clients; [`Conflict::BeingWritten`] if the copy has an output and the message is still being written.
    pub async fn apply(
        &self,
        actor: impl Into<Actor>,
        session: SessionId,
        copy: &NewMessage,
    ) -> Result<Applied> {
        let actor = actor.into();
        self.robots.allow(&actor, Operation::ApplyAnswers).await?;
        let member = decider(&actor)?;
        copy.check(self.robots.limits())?;
        let id = copy.id.ok_or_else(|| Error::invalid_argument("id", "must name the message"))?;
        for _ in 0..TRIES {
            let record = self.robots.sessions.find_message(session, id).await?;
            let steps = self.answers(session, member, &record, copy).await?;
            if steps.is_empty() {
                return self.applied(session, record).await;
            }
            match self.transact(session, &steps).await {
                Err(error) if is_overtaken(&error) => {}
                Err(error) => return Err(self.name_decider(error).await),
                Ok(_) => {
                    let record = self.robots.sessions.find_message(session, id).await?;
                    return self.applied(session, record).await;
                }
            }
        }
        Err(overtaken_too_often())
    }

    /// Returns the steps that put the copy's answers into the record.
    async fn answers(
        &self,
        session: SessionId,
        member: AccountId,
        record: &MessageRecord,
        copy: &NewMessage,
    ) -> Result<Vec<Step>> {
        let message = record.decode()?;
        let (ours, theirs) = (calls(&message.parts), calls(&copy.parts));
        let known: Vec<_> = self.requests_of(session, None).await?;
        let robot = message.robot.as_ref().map(|robot| &robot.id);
        let turn = message.annotations.turn_id;
        let asked = self.asked(session, record.id, turn, robot, &message.parts);
        let mut new = Vec::new();
        for (ordinal, call) in ours {
            let same = |(_, other): &&(u32, ToolPart<'static>)| other.tool_call_id == call.tool_call_id;
            // Ids can begin anew in each step, so the place of a call says which one it is.
            let their = theirs.iter().filter(same).find(|(place, _)| *place == ordinal);
            let Some((_, their)) = their.or_else(|| theirs.iter().rfind(same)) else { continue };
            let request = asked.iter().find(|new| new.request.ordinal == ordinal);
            if let Some(answer) = answer(&call, their, request.map(|new| &new.request))?
                && let Some(request) = request
            {
                new.push(New { request: request.clone(), answer });
            }
        }
        if new.is_empty() {
            return Ok(Vec::new());
        }
        let brings_output = |new: &New| matches!(new.answer, Answer::Output(_) | Answer::Failed(_));
        if let Some(draft) = &record.draft
            && new.iter().any(brings_output)
        {
            return Err(Error::Conflict(Conflict::BeingWritten {
                message: record.id.to_string().into(),
                grown_at: draft.grown_at.to_string().into(),
            }));
        }
        let mut steps = Vec::new();
        for New { request, .. } in &new {
            // What the record says of the request counts, such as who may decide.
            let known = known.iter().find(|known| known.id == request.request.id);
            self.check_may(member, known.unwrap_or(&request.request)).await?;
            if known.is_none() {
                steps.push(Step::Ask(vec![request.clone()]));
            }
        }
        let answers: Vec<_> = new.iter().map(|new| (&new.request.request, new.answer.clone())).collect();
        let update = match &record.draft {
            Some(_) => None,
            None => Some(self.settled(record, &answers)?),
        };
        steps.extend(new.iter().map(|New { request, answer }| {
            let reason = match answer {
                Answer::Approved(reason) | Answer::Refused(reason) => reason.clone(),
                Answer::Failed(_) | Answer::Output(_) => None,
            };
            let decision = Decision { state: answer.state(), by: Some(member), reason };
            // All of them bring the same message: the first writes it, the others find it written.
            Step::Decide { request: request.request.id, decision, update: update.clone() }
        }));
        Ok(steps)
    }

    async fn applied(&self, session: SessionId, record: MessageRecord) -> Result<Applied> {
        let message = record.decode()?;
        let turn = self.newest_of(session, record.id, &message).await?;
        let message = self.robots.show(message).await?;
        let turn = match turn {
            Some(turn) => Some(self.robots.show(turn).await?),
            None => None,
        };
        Ok(Applied { message, turn })
    }

    /// Returns the newest turn that works on a message.
    async fn newest_of(
        &self,
        session: SessionId,
        id: MessageId,
        message: &Message<AccountId>,
    ) -> Result<Option<Turn<AccountId>>> {
        let mut next = message.annotations.turn_id;
        let mut newest = None;
        while let Some(turn) = next {
            let (record, _) = match self.store.find_turn(session, turn).await {
                Err(Error::NotFound { .. }) => break,
                found => found?,
            };
            debug_assert!(record.turn.messages.contains(&id) || newest.is_none());
            next = record.turn.continued_by;
            newest = Some(record.turn);
        }
        Ok(newest)
    }
}

/// Returns the answer that a client's copy of a call has, if the call waits for it.
fn answer(
    ours: &ToolPart<'_>,
    theirs: &ToolPart<'_>,
    request: Option<&CallRequest<AccountId>>,
) -> Result<Option<Answer>> {
    let transition = || {
        Error::Conflict(Conflict::ToolTransition {
            tool_call_id: (&*ours.tool_call_id).into(),
            from: ours.state.as_str().into(),
            to: theirs.state.as_str().into(),
        })
    };
    match theirs.state {
        ToolState::ApprovalResponded => {
            let Some(approval) = &theirs.approval else { return Ok(None) };
            let Some(question) = ours.approval.as_ref().filter(|question| question.id == approval.id) else {
                return Err(transition());
            };
            let approved = approval.approved == Some(true);
            if ours.state == ToolState::ApprovalRequested {
                let reason = approval.reason.as_ref().map(|reason| reason.clone().into_owned());
                return Ok(Some(if approved { Answer::Approved(reason) } else { Answer::Refused(reason) }));
            }
            let recorded = question.approved.unwrap_or(!ours.is_denied());
            if recorded == approved {
                return Ok(None);
            }
            Err(Error::Conflict(Conflict::ApprovalDecided {
                approval_id: (&*question.id).into(),
                approved: recorded,
                reason: question.reason.as_deref().map(Into::into),
            }))
        }
        ToolState::OutputAvailable | ToolState::OutputError => {
            if same_outcome(ours, theirs) {
                return Ok(None);
            }
            if !request.is_some_and(|request| request.kind == RequestKind::Output) {
                // A client with an older page shows less than the record has, never more.
                return Err(transition());
            }
            Ok(Some(match (&theirs.error_text, &theirs.output) {
                (Some(error), _) if theirs.state == ToolState::OutputError => {
                    Answer::Failed(error.clone().into_owned())
                }
                (_, Some(output)) => Answer::Output(output.clone().into_owned()),
                (_, None) => Answer::Output(crate::model::json::Json::NULL),
            }))
        }
        _ => Ok(None),
    }
}

fn same_outcome(ours: &ToolPart<'_>, theirs: &ToolPart<'_>) -> bool {
    let hash = |call: &ToolPart<'_>| {
        let mut fingerprint = Fingerprint::default();
        if let Some(output) = &call.output {
            fingerprint.json("output", output.as_str());
        }
        fingerprint.finish()
    };
    ours.state == theirs.state && ours.error_text == theirs.error_text && hash(ours) == hash(theirs)
}
