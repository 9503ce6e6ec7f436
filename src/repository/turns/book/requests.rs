//! The methods of [`TurnBook`] that concern requests.

use super::{TurnBook, after};
use crate::{
    model::{
        call_request::{CallRequest, RequestState},
        error::{Conflict, Error, Resource, Result},
        id::{AccountId, CallRequestId, MessageId},
    },
    repository::turns::{
        effects::TurnNews,
        records::{Decision, NewRequest, TurnRecord},
    },
};

impl TurnBook {
    /// Records requests of calls that wait. A request whose id is known stays unchanged.
    pub fn ask(&mut self, requests: &[NewRequest]) {
        for NewRequest { request, expires_in } in requests {
            if self.requests.iter().any(|known| known.id == request.id) {
                continue;
            }
            let expires_at = expires_in.map(|lifetime| after(self.now, lifetime));
            let request = CallRequest {
                state: RequestState::Pending,
                created_at: self.now,
                expires_at,
                decided_by: None,
                decided_at: None,
                reason: None,
                unapplied: false,
                ..request.clone()
            };
            if let Some(turn) = request.turn_id {
                // A turn that has ended has been counted.
                self.change_silently(turn, |record| record.requests = record.requests.saturating_add(1)).ok();
            }
            self.changed_requests.push(request.id);
            self.requests.push(request);
        }
    }

    /// Decides a request. If its message is a draft, followers receive the decision; otherwise they receive the
    /// message.
    ///
    /// # Errors
    /// [`Error::NotFound`] if the book does not know it; [`Conflict::RequestDecided`] if it was decided otherwise or
    /// has expired; [`Error::InvalidArgument`] about `decision` if the decision is that it expired, but it has not.
    pub fn decide(
        &mut self,
        id: CallRequestId,
        decision: &Decision,
        draft: bool,
    ) -> Result<CallRequest<AccountId>> {
        let request = self.request(id)?;
        if request.state != RequestState::Pending {
            let same = request.state == decision.state && request.decided_by == decision.by;
            return if same { Ok(request.clone()) } else { Err(decided(request, request.state)) };
        }
        let expired = request.expires_at.is_some_and(|expires| expires <= self.now);
        match decision.state {
            RequestState::Expired if !expired => {
                return Err(Error::invalid_argument("decision", "the request has not expired"));
            }
            RequestState::Approved | RequestState::Denied | RequestState::Answered if expired => {
                return Err(decided(request, RequestState::Expired));
            }
            _ => {}
        }
        self.close(id, decision.state, decision.by, decision.reason.as_deref());
        let found = self.requests.iter_mut().find(|request| request.id == id);
        let request = found.ok_or_else(|| Error::not_found(Resource::CallRequest, id))?;
        request.unapplied = draft;
        let request = request.clone();
        if draft {
            self.news.push(TurnNews::Decision(Box::new(request.clone())));
        }
        Ok(request)
    }

    /// Returns a request.
    ///
    /// # Errors
    /// [`Error::NotFound`] if the book does not know it.
    pub fn request(&self, id: CallRequestId) -> Result<&CallRequest<AccountId>> {
        let found = self.requests.iter().find(|request| request.id == id);
        found.ok_or_else(|| Error::not_found(Resource::CallRequest, id))
    }

    /// Records that a draft was completed with these decisions in its parts.
    ///
    /// # Errors
    /// [`Conflict::DecisionsWaiting`] if the draft has decisions that are not among them.
    pub fn complete(&mut self, message: MessageId, decisions: &[CallRequestId]) -> Result<()> {
        let mut unapplied = self.requests.iter().filter(|request| is_unapplied(request, message));
        if unapplied.any(|request| !decisions.contains(&request.id)) {
            return Err(Error::Conflict(Conflict::DecisionsWaiting));
        }
        self.take_up(message);
        Ok(())
    }

    /// Marks the decisions on the calls of a message as applied.
    pub(super) fn take_up(&mut self, message: MessageId) {
        for request in self.requests.iter_mut().filter(|request| is_unapplied(request, message)) {
            request.unapplied = false;
            self.changed_requests.push(request.id);
            if !self.settled.contains(&message) {
                self.settled.push(message);
            }
        }
    }

    /// Withdraws the pending requests of a message that was changed or deleted.
    pub fn withdraw(&mut self, message: MessageId, reason: &str) {
        let of_message = self.requests.iter().filter(|request| request.message_id == message);
        for id in of_message.map(|request| request.id).collect::<Vec<_>>() {
            self.close(id, RequestState::Withdrawn, None, Some(reason));
        }
    }

    pub(super) fn pending_of<'b>(
        &'b self,
        record: &'b TurnRecord,
    ) -> impl Iterator<Item = &'b CallRequest<AccountId>> + 'b {
        let of_turn = |request: &&CallRequest<AccountId>| {
            request.state == RequestState::Pending
                && (request.turn_id == Some(record.turn.id)
                    || record.turn.messages.contains(&request.message_id))
        };
        self.requests.iter().filter(of_turn)
    }

    pub(super) fn close(
        &mut self,
        id: CallRequestId,
        state: RequestState,
        by: Option<AccountId>,
        reason: Option<&str>,
    ) {
        let pending = |request: &&mut CallRequest<AccountId>| {
            request.id == id && request.state == RequestState::Pending
        };
        let Some(request) = self.requests.iter_mut().find(pending) else { return };
        (request.state, request.decided_by, request.decided_at) = (state, by, Some(self.now));
        request.reason = reason.map(str::to_owned);
        self.changed_requests.push(id);
    }
}

fn is_unapplied(request: &CallRequest<AccountId>, message: MessageId) -> bool {
    request.unapplied && request.message_id == message
}

fn decided(request: &CallRequest<AccountId>, state: RequestState) -> Error {
    Error::Conflict(Conflict::RequestDecided {
        request: request.id.to_string().into(),
        state: state.as_str(),
        by: request.decided_by.map(|account| account.to_string().into()),
        by_name: None,
        reason: request.reason.as_deref().map(Into::into),
    })
}
