//! Lists the [`CallRequest`]s of tool calls, and decides each once.

use super::{
    settle::{Answer, waits_no_more},
    turns::{MAX_LISTED, TRIES, Turns, is_overtaken, overtaken_too_often, take},
};
use crate::{
    model::{
        call_request::{CallRequest, RequestKind, RequestState},
        error::{Conflict, Denied, Error, Result},
        id::{AccountId, CallRequestId},
    },
    repository::{Decision, Done, RequestFilter, Step},
    service::operation::{Actor, Operation},
};

/// A member's decision about a call that waits for approval: approve or deny.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Verdict {
    /// Whether the call may run.
    pub approved: bool,
    /// The reason.
    pub reason: Option<String>,
}

impl Verdict {
    /// Approves the call, without a reason.
    #[must_use]
    pub fn approve() -> Self {
        Self { approved: true, reason: None }
    }

    /// Denies the call, without a reason.
    #[must_use]
    pub fn deny() -> Self {
        Self { approved: false, reason: None }
    }

    /// Sets the reason.
    #[must_use]
    pub fn reason(self, reason: impl Into<String>) -> Self {
        Self { reason: Some(reason.into()), ..self }
    }
}

/// # Approvals
impl Turns {
    /// Returns the request of a tool call, pending or not.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such request, or its session was deleted.
    pub async fn call_request(&self, actor: impl Into<Actor>, id: CallRequestId) -> Result<CallRequest> {
        self.robots.allow(&actor.into(), Operation::GetCallRequest).await?;
        self.robots.show(self.store.find_request(id).await?).await
    }

    /// Lists the requests of tool calls in all sessions, newest first: at most `limit`, which is clamped to 1 to
    /// 100.
    ///
    /// # Errors
    /// Only the common errors; see [`Turns`].
    ///
    /// # Examples
    /// ```
    /// # use storyden_robots::{*, repository::RequestFilter};
    /// # async fn example(turns: Turns, ann: AccountId) -> Result<()> {
    /// let mut waiting = RequestFilter::default();
    /// waiting.state = Some(RequestState::Pending);
    /// for request in turns.call_requests(ann, waiting, 100).await? {
    ///     println!("{} wants to call {}", request.session_id, request.tool);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn call_requests(
        &self,
        actor: impl Into<Actor>,
        filter: RequestFilter,
        limit: u32,
    ) -> Result<Vec<CallRequest>> {
        self.robots.allow(&actor.into(), Operation::ListCallRequests).await?;
        self.robots.show(self.store.list_requests(filter, limit.clamp(1, MAX_LISTED)).await?).await
    }

    /// Approves or denies a tool call, once. In one transaction, the decision is recorded and written into the part of
    /// the call, and if the turn waits for nothing else, a turn that continues it is queued. While the message is still
    /// being written, its part has the decision only when it is complete. The same decision by the same member again
    /// changes nothing.
    ///
    /// # Errors
    /// [`Error::PermissionDenied`] also if the actor is a robot, or lacks the permission that the request names;
    /// [`Error::InvalidArgument`] or [`Error::TooLarge`] about `reason`; [`Error::InvalidArgument`] about `request` if the
    /// call waits for an output; [`Error::NotFound`] if there is no such request;
    /// [`Conflict::RequestDecided`], with who decided, if it was decided otherwise, has
    /// expired or was withdrawn.
    ///
    /// # Examples
    /// ```
    /// # use storyden_robots::*;
    /// # async fn example(turns: Turns, ann: AccountId, request: CallRequestId) -> Result<()> {
    /// turns.decide(ann, request, Verdict::deny().reason("Talk to Kate first")).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn decide(
        &self,
        actor: impl Into<Actor>,
        id: CallRequestId,
        verdict: Verdict,
    ) -> Result<CallRequest> {
        let actor = actor.into();
        self.robots.allow(&actor, Operation::DecideCall).await?;
        let member = decider(&actor)?;
        if let Some(reason) = &verdict.reason {
            self.robots.limits().check_text("reason", reason)?;
        }
        let request = self.store.find_request(id).await?;
        self.check_may(member, &request).await?;
        if request.kind != RequestKind::Approval {
            return Err(Error::invalid_argument(
                "request",
                "the call waits for an output, not for an approval",
            ));
        }
        let Verdict { approved, reason } = verdict;
        let answer = if approved { Answer::Approved(reason) } else { Answer::Refused(reason) };
        match self.answer(request, answer.state(), Some(member), &answer).await {
            Ok(decided) => self.robots.show(decided).await,
            Err(error) => Err(self.name_decider(error).await),
        }
    }

    /// Adds the name of who decided a request to the error that says so, if it can be found.
    pub(super) async fn name_decider(&self, mut error: Error) -> Error {
        if let Error::Conflict(Conflict::RequestDecided { request, by: Some(_), by_name, .. }) = &mut error
            && let Ok(id) = request.parse()
            && let Ok(decided) = self.store.find_request(id).await
            && let Ok(decided) = self.robots.show(decided).await
        {
            *by_name = decided.decided_by.map(|profile| profile.name.clone().into());
        }
        error
    }

    /// Checks that a member may decide about a call.
    pub(super) async fn check_may(&self, member: AccountId, request: &CallRequest<AccountId>) -> Result<()> {
        let Some(permission) = &request.permission else { return Ok(()) };
        if self.robots.permissions.may(member, permission).await? {
            return Ok(());
        }
        Err(Error::PermissionDenied(Denied::MissingNamed))
    }

    /// Records an answer, and puts it into the part of the call unless the message is still being written.
    async fn answer(
        &self,
        request: CallRequest<AccountId>,
        state: RequestState,
        by: Option<AccountId>,
        answer: &Answer,
    ) -> Result<CallRequest<AccountId>> {
        let reason = match answer {
            Answer::Approved(reason) | Answer::Refused(reason) => reason.clone(),
            Answer::Failed(reason) => Some(reason.clone()),
            Answer::Output(_) => None,
        };
        let decision = Decision { state, by, reason };
        let (session, message) = (request.session_id, request.message_id);
        let mut refused = None;
        for _ in 0..TRIES {
            let mut update = None;
            // A request that is not pending is left to `TurnBook`. An open draft takes the decision when it completes.
            if self.store.find_request(request.id).await?.state == RequestState::Pending {
                let record = self.robots.sessions.find_message(session, message).await?;
                if record.draft.is_none() {
                    update = match self.settled(&record, &[(&request, answer.clone())]) {
                        Ok(update) => Some(update),
                        // Somebody has answered since the request was read: the next look says who.
                        Err(error) if waits_no_more(&error) => {
                            refused = Some(error);
                            continue;
                        }
                        Err(error) => return Err(error),
                    };
                }
            }
            let step = Step::Decide { request: request.id, decision: decision.clone(), update };
            match self.transact(session, &[step]).await {
                Err(error) if is_overtaken(&error) => {}
                done => {
                    return take(done?, |done| match done {
                        Done::Request(request) => Some(request),
                        _ => None,
                    });
                }
            }
        }
        Err(refused.unwrap_or_else(overtaken_too_often))
    }

    /// Expires requests that nobody answered in time, at most 100 of them. Returns how many.
    #[cfg(feature = "worker")]
    pub(super) async fn expire(&self) -> Result<usize> {
        let filter = RequestFilter { expired: true, ..RequestFilter::default() };
        let mut expired = 0;
        for request in self.store.list_requests(filter, MAX_LISTED).await? {
            let answer = match request.kind {
                RequestKind::Approval => Answer::Refused(Some("expired".to_owned())),
                RequestKind::Output => Answer::Failed("expired".to_owned()),
            };
            let id = request.id;
            match self.answer(request, RequestState::Expired, None, &answer).await {
                Ok(_) => expired += 1,
                // Somebody answered it a moment ago, or its session was deleted.
                Err(Error::Conflict(_) | Error::NotFound { .. }) => {}
                Err(error @ (Error::Unavailable { .. } | Error::StorageFailed { .. })) => return Err(error),
                // One that cannot expire must not keep the others from it.
                Err(error) => {
                    tracing::error!(%id, error = &error as &dyn std::error::Error, "a request did not expire");
                }
            }
        }
        Ok(expired)
    }
}

/// Returns the member who decides: robots cannot.
pub(super) fn decider(actor: &Actor) -> Result<AccountId> {
    match actor {
        Actor::Member(account) => Ok(*account),
        Actor::Robot { .. } => Err(Error::PermissionDenied(Denied::Robot)),
    }
}
