//! Converts a session that was read to the form that a store imports.

use std::collections::HashMap;

use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::{conversation::Conversation, transcript::Made};
use crate::{
    model::{
        call_request::{CallRequest, RequestKind, RequestState},
        error::{Error, Result},
        id::{AccountId, CallRequestId, MessageId, TurnId, hashed},
        json::Json,
        label::{Label, Labels},
        message::{Annotations, Document, Message},
        offset::{Generation, Offset, Revision, Sequence},
        part::{ToolPart, ToolState},
        turn::{Turn, TurnState},
    },
    repository::{TranscriptContent, TranscriptEntry, TranscriptHead, TurnNews, TurnRecord, WholeSession},
    service::canonical::Fingerprint,
};

/// The label of sessions that no member started.
const AUTOMATIC: &str = "trail_action";

impl Conversation {
    /// Makes a session of it, and names the rows that cannot be kept.
    ///
    /// # Errors
    /// [`Error::Internal`] if a record cannot be written as JSON.
    pub(super) fn into_whole(self) -> Result<(WholeSession, Vec<(MessageId, Error)>)> {
        let mut requests = self.requests();
        let news = self.news();
        let turns = self.records(&mut requests);
        let mut reference = self.reference;
        if self.is_automatic {
            reference.labels = Labels::new([Label::ARCHIVED, AUTOMATIC.parse()?])?;
        }
        let head = TranscriptHead {
            active_robot: Some(self.active_robot),
            active_instance: self.active_instance,
            ..TranscriptHead::new(reference, self.offset, Revision::default())
        };
        let of_turns = messages_of(&turns);
        let (mut entries, mut refused) = (Vec::with_capacity(self.messages.len()), Vec::new());
        for made in self.messages {
            let (id, turn) = (made.id, of_turns.get(&made.id).copied());
            match entry(made, turn) {
                Ok(entry) => entries.push(entry),
                Err(error) => refused.push((id, error)),
            }
        }
        let mut whole = WholeSession::new(head, "", entries);
        (whole.turns, whole.requests, whole.news) = (turns, requests, news);
        (whole.aliases, whole.seen) = (self.joined, self.seen);
        whole.fingerprint = fingerprint(&whole)?;
        Ok((whole, refused))
    }

    /// Returns the requests of its calls: for an approval, or for an output of a client.
    fn requests(&self) -> Vec<CallRequest<AccountId>> {
        let mut requests = Vec::new();
        for made in &self.messages {
            let turn = made.turn.and_then(|id| self.turns.iter().find(|turn| turn.id == id));
            for (ordinal, call) in made.calls() {
                let Some(kind) = self.waits_for(call) else { continue };
                let session = self.reference.id;
                let mut hash = Sha256::new();
                for bytes in [&session.to_bytes()[..], &made.id.to_bytes(), &ordinal.to_be_bytes()] {
                    hash.update(bytes);
                }
                let id = CallRequestId::from_bytes(hashed(hash));
                let (call_id, tool) = (call.tool_call_id.to_string(), call.name.to_string());
                let mut request = CallRequest::new(id, session, made.id, kind, call_id, tool);
                request.ordinal = ordinal;
                request.approval_id = call.approval.as_ref().map(|approval| approval.id.to_string());
                request.input = call.input.clone().map(Json::into_owned);
                request.robot_id = made.robot.as_ref().map(|robot| robot.id.clone());
                request.created_at = made.created_at;
                request.turn_id = turn.map(|turn| turn.id);
                // The first generation has no turns: the state of the session alone says what waits.
                if turn.is_some_and(|turn| !is_blocked(turn)) {
                    request.state = RequestState::Withdrawn;
                    request.decided_at = turn.and_then(|turn| turn.ended_at).or(Some(made.created_at));
                }
                requests.push(request);
            }
        }
        requests
    }

    fn waits_for(&self, call: &ToolPart<'_>) -> Option<RequestKind> {
        match call.state {
            ToolState::ApprovalRequested => call.approval.as_ref().map(|_| RequestKind::Approval),
            ToolState::InputAvailable => {
                let waits = self.pending.iter().any(|id| *id == call.tool_call_id);
                waits.then_some(RequestKind::Output)
            }
            _ => None,
        }
    }

    /// Returns the changes of its turns for followers: when each one ran, and how it ended.
    fn news(&self) -> Vec<(Offset, TurnNews)> {
        let turns: HashMap<TurnId, &Turn<AccountId>> =
            self.turns.iter().map(|turn| (turn.id, turn)).collect();
        let news = |(sequence, id, state): &(Sequence, TurnId, TurnState)| {
            let mut turn = Turn::clone(turns.get(id)?);
            if *state == TurnState::Running {
                // One that never ran begins with its end.
                turn.started_at?;
                turn.messages.clear();
                (turn.ended_at, turn.error, turn.stop) = (None, None, None);
            }
            (turn.state, turn.continued_by) = (*state, None);
            Some((Offset::from(*sequence), TurnNews::Turn(Box::new(turn))))
        };
        self.told.iter().filter_map(news).collect()
    }

    /// Returns its turns as they are kept, in the order in which they run.
    fn records(&self, requests: &mut [CallRequest<AccountId>]) -> Vec<TurnRecord> {
        let mut turns = self.turns.clone();
        turns.sort_by_key(|turn| turn.state == TurnState::Queued);
        let record = |(rank, mut turn): (i64, Turn<AccountId>)| {
            let of_turn = requests.iter().filter(|request| request.turn_id == Some(turn.id));
            let asked = u32::try_from(of_turn.clone().count()).unwrap_or(u32::MAX);
            if is_blocked(&turn) && !of_turn.clone().any(|request| request.state == RequestState::Pending) {
                // Nothing could ever continue it, and it would keep all that wait behind it.
                turn.state = TurnState::Completed;
            }
            // Its worker is Storyden's: here it is lost, and whoever claims the turn goes on.
            let lost = turn.started_at.unwrap_or(turn.created_at);
            let lease_expires_at = (turn.state == TurnState::Running).then_some(lost);
            let (generation, worker) = (Generation::default(), None);
            TurnRecord { turn, rank, requests: asked, generation, lease_expires_at, worker }
        };
        (0..).zip(turns).map(record).collect()
    }
}

fn is_blocked(turn: &Turn<AccountId>) -> bool {
    turn.state == TurnState::Blocked && turn.continued_by.is_none()
}

/// Returns the turn of each message that is of one.
fn messages_of(turns: &[TurnRecord]) -> HashMap<MessageId, TurnId> {
    let of = |TurnRecord { turn, .. }: &TurnRecord| {
        let id = turn.id;
        let messages: Vec<_> =
            turn.inputs.iter().chain(&turn.messages).map(|message| (*message, id)).collect();
        messages
    };
    turns.iter().flat_map(of).collect()
}

/// Makes a message of what its rows said.
fn entry(made: Made, turn: Option<TurnId>) -> Result<TranscriptEntry> {
    let parts = made.parts()?;
    let annotations = Annotations { turn_id: turn, ..Annotations::default() };
    let Made { id, sequence, revision, .. } = made;
    let message = Message {
        id,
        sequence: Some(sequence),
        revision,
        role: made.role,
        parts,
        metadata: made.metadata,
        created_at: made.created_at,
        robot: made.robot,
        author: made.author,
        extra: None,
        annotations: Annotations::default(),
        draft: false,
    };
    let (document, annotations) = (Document::new(&message)?, annotations.to_json()?);
    let content = TranscriptContent { author: message.author, document, annotations };
    Ok(TranscriptEntry::new(id, sequence, revision, content))
}

/// Returns a hash of all that is imported, except the read marks.
fn fingerprint(whole: &WholeSession) -> Result<String> {
    fn text(value: &impl Serialize) -> Result<String> {
        serde_json::to_string(value)
            .map_err(|error| Error::internal("a record cannot be written as JSON", error))
    }
    let mut hash = Fingerprint::default();
    let TranscriptHead { reference, active_robot, active_instance, offset, .. } = &whole.head;
    hash.text("session", &text(&(reference, active_robot, active_instance, offset))?);
    for entry in &whole.entries {
        hash.text("place", &text(&(entry.id, entry.sequence, entry.revision))?);
        if let Some(content) = &entry.content {
            hash.text("author", &text(&content.author)?);
            hash.text("message", content.document.as_str());
            hash.text("annotations", content.annotations.as_ref().map_or("", Json::as_str));
        }
    }
    hash.text("turns", &text(&whole.turns)?);
    hash.text("requests", &text(&whole.requests)?);
    hash.text("news", &text(&whole.news)?);
    hash.text("aliases", &text(&whole.aliases)?);
    Ok(hash.finish())
}
