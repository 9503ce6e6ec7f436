//! Ends the messages of a turn that has ended without doing so itself.

#[cfg(feature = "worker")]
use super::turns::MAX_LISTED;
use super::{
    settle::Answer,
    turns::{TRIES, Turns, is_overtaken},
};
#[cfg(feature = "worker")]
use crate::{
    model::message::Annotations,
    repository::{DraftFilter, TurnEnd},
};
use crate::{
    model::{
        call_request::{CallRequest, RequestKind, RequestState},
        error::{Error, Result},
        id::{AccountId, MessageId, SessionId},
        message::Ended,
        part::{Part, ToolState},
        turn::{Turn, TurnState},
    },
    repository::{MessageRecord, Step, TurnRecord},
    stream::Assembler,
};

/// How the messages of a turn end.
#[derive(Clone, Debug)]
pub(super) struct Leave {
    /// How the record says that a draft ended.
    pub(super) ended: Ended,
    /// The reason for denying calls that still wait for approval. `None`: they go on waiting.
    pub(super) refused: Option<String>,
}

impl Leave {
    /// Returns how messages end of a turn that has ended.
    fn of(turn: &Turn<AccountId>) -> Self {
        let stopped = turn.stop.as_ref().and_then(|stop| stop.reason.clone());
        match turn.state {
            TurnState::Failed => Self::failed(turn.error.as_deref().unwrap_or("the turn failed")),
            TurnState::Cancelled => Self::cancelled(stopped),
            TurnState::Completed => Self::completed(),
            _ => Self::blocked(),
        }
    }

    /// Returns how messages end of a turn that ends so.
    #[cfg(feature = "worker")]
    pub(super) fn at(end: &TurnEnd, stopped: Option<String>) -> Self {
        match end {
            TurnEnd::Completed => Self::completed(),
            TurnEnd::Blocked => Self::blocked(),
            TurnEnd::Failed(error) => Self::failed(error),
            TurnEnd::Cancelled => Self::cancelled(stopped),
        }
    }

    fn blocked() -> Self {
        Self { ended: Ended::new("stop"), refused: None }
    }

    fn completed() -> Self {
        Self { ended: Ended::new("stop"), refused: Some("the turn is completed".to_owned()) }
    }

    fn failed(error: &str) -> Self {
        Self { ended: Ended::error(error), refused: Some("the turn failed".to_owned()) }
    }

    fn cancelled(reason: Option<String>) -> Self {
        let refused = Some(reason.unwrap_or_else(|| "the turn was stopped".to_owned()));
        Self { ended: Ended::new("aborted"), refused }
    }
}

impl Turns {
    /// Ends what a turn left behind that was ended without its worker.
    pub(super) async fn sweep(&self, record: &TurnRecord) -> Result<()> {
        if !record.turn.state.has_ended() {
            return Ok(());
        }
        let (session, leave) = (record.turn.session_id, Leave::of(&record.turn));
        for _ in 0..TRIES {
            let steps = self.leave(session, &record.turn.messages, &leave).await?;
            if steps.is_empty() {
                return Ok(());
            }
            match self.transact(session, &steps).await {
                Err(error) if is_overtaken(&error) => {}
                done => return done.map(drop),
            }
        }
        Ok(())
    }

    /// Ends what turns of a session left behind that ended while their workers were gone.
    #[cfg(feature = "worker")]
    pub(super) async fn sweep_session(&self, session: SessionId) -> Result<()> {
        let open = DraftFilter { session: Some(session), ..DraftFilter::default() };
        for draft in self.robots.sessions.open_drafts(open, MAX_LISTED).await?.drafts {
            let record = self.robots.sessions.find_message(session, draft.message).await?;
            let Some(turn) = Annotations::from_json(record.annotations.as_ref())?.turn_id else { continue };
            // The message may be the work of a later turn, that continues the one which made it.
            let (mut newest, _) = match self.store.find_turn(session, turn).await {
                // A message of a fork names a turn of the session that it is from.
                Err(Error::NotFound { .. }) => continue,
                found => found?,
            };
            while let Some(next) = newest.turn.continued_by {
                newest = self.store.find_turn(session, next).await?.0;
            }
            // A draft that grew after the turn ended has another writer: leave it.
            if newest.turn.ended_at.is_some_and(|ended| draft.grown_at <= ended) {
                self.sweep(&newest).await?;
            }
        }
        Ok(())
    }

    /// Returns steps that complete those of the messages that are drafts, and deny their calls that still wait for
    /// approval.
    pub(super) async fn leave(
        &self,
        session: SessionId,
        messages: &[MessageId],
        leave: &Leave,
    ) -> Result<Vec<Step>> {
        let mut requests = None;
        let mut steps = Vec::new();
        for &message in messages {
            let record = match self.robots.sessions.find_message(session, message).await {
                Err(Error::NotFound { .. }) => continue,
                found => found?,
            };
            let asks = leave.refused.is_some() && still_asks(&record)?;
            if record.draft.is_none() && !asks {
                continue;
            }
            if requests.is_none() {
                requests = Some(self.requests_of(session, None).await?);
            }
            let of_message = requests.iter().flatten().filter(|request| request.message_id == message);
            let of_message: Vec<_> = of_message.collect();
            steps.push(self.leave_one(&record, &of_message, leave)?);
        }
        Ok(steps)
    }

    fn leave_one(
        &self,
        record: &MessageRecord,
        requests: &[&CallRequest<AccountId>],
        leave: &Leave,
    ) -> Result<Step> {
        let mut message = record.decode()?;
        let id = record.id.to_string();
        let mut assembler = Assembler::continuing(id, &message.parts, message.metadata.clone()).strict();
        let unapplied: Vec<_> = requests.iter().filter(|request| request.unapplied).collect();
        for request in &unapplied {
            put(&mut assembler, request, Answer::of(request).as_ref());
        }
        if let Some(reason) = &leave.refused {
            let open = |state| matches!(state, RequestState::Pending | RequestState::Withdrawn);
            for request in requests.iter().filter(|request| open(request.state)) {
                let answer = match request.kind {
                    RequestKind::Approval => Answer::Refused(Some(reason.clone())),
                    RequestKind::Output => Answer::Failed(reason.clone()),
                };
                put(&mut assembler, request, Some(&answer));
            }
        }
        if record.draft.is_some() {
            message.annotations.ended = Some(leave.ended.clone());
        }
        let update = self.completed(record, message, &assembler)?;
        let decisions = unapplied.iter().map(|request| request.id).collect();
        Ok(Step::Update { message: record.id, update, decisions })
    }
}

/// Puts an answer into a part, if that still takes it: the draft may have it already.
pub(super) fn put(assembler: &mut Assembler, request: &CallRequest<AccountId>, answer: Option<&Answer>) {
    for chunk in answer.into_iter().flat_map(|answer| answer.chunks(request)) {
        if let Err(error) = assembler.push(&chunk) {
            tracing::debug!(request = %request.id, %error, "the call has its answer already");
        }
    }
}

fn still_asks(record: &MessageRecord) -> Result<bool> {
    let asks =
        |part: Part<'_>| matches!(part, Part::Tool(tool) if tool.state == ToolState::ApprovalRequested);
    Ok(record.decode()?.parts.iter().any(asks))
}
