//! [`Projector`]: converts the changes of a session to the events of Storyden's streams. It reads nothing itself: it
//! gets the changes.

use std::collections::HashSet;

use serde_json::json;

use crate::{
    model::{
        call_request::{CallRequest, RequestState},
        error::Result,
        id::{MessageId, SessionId, TurnId},
        json::Json,
        json_writer::write_serde,
        message::{Message, MessageRole},
        offset::Offset,
        part::{Extra, Part, Parts},
        turn::{Turn, TurnState},
    },
    service::{
        Robots,
        subscription::{Event, EventKind},
    },
    stream::{Chunk, ClientVersion, replay, within_message},
};

/// An event of a session's stream.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) offset: Offset,
    kind: &'static str,
    pub(super) turn: Option<TurnId>,
    inputs: Vec<MessageId>,
    message: Option<Message>,
    /// Whether the message waits for a turn.
    pub(super) queued: bool,
    parts: Vec<Chunk<'static>>,
    /// Whether it is the end of its turn.
    pub(super) is_end: bool,
}

/// The result of converting a change.
#[derive(Debug)]
pub(super) enum Told {
    Nothing,
    Entry(Box<Entry>),
    /// A message that was completed while this turn ran, and begun before the reader's offset. If it belongs to that
    /// turn, the part of it that the reader lacks can be sent only as long as its growth is kept.
    Continued(Box<Message>, TurnId),
    /// The session was deleted.
    Deleted,
}

/// Converts changes in the order of their offsets, for a reader that has everything up to an offset.
#[derive(Debug)]
pub(super) struct Projector {
    session: SessionId,
    /// The name of the session, which is sent when a turn completes. The caller reads it then.
    pub(super) name: Option<String>,
    /// The offset of the reader at the beginning.
    after: Offset,
    /// The turn that ran at that offset.
    first: Option<TurnId>,
    /// The running turn. All growth meanwhile belongs to it, except drafts without a turn.
    running: Option<TurnId>,
    growing: HashSet<MessageId>,
    /// The drafts without a turn.
    others: HashSet<MessageId>,
    /// The messages that were begun since.
    begun: HashSet<MessageId>,
    /// The turns whose reader may lack the calls that they continue: the one that ran at the beginning, and those that
    /// were begun since. A call that is sent twice is shown once.
    turns: HashSet<TurnId>,
}

impl Projector {
    /// Creates a projector that begins after an offset, at which this turn ran.
    pub(super) fn new(session: SessionId, after: Offset, running: Option<TurnId>) -> Self {
        let (growing, others, begun) = Default::default();
        let turns = running.into_iter().collect();
        Self { session, name: None, after, first: running, running, growing, others, begun, turns }
    }

    /// Converts a change.
    pub(super) fn tell(&mut self, event: Event) -> Result<Told> {
        let offset = event.offset;
        Ok(match event.kind {
            EventKind::Turn(turn) => self.turn(offset, &turn),
            EventKind::Message(message) if message.role == MessageRole::User => self.input(offset, message),
            EventKind::Message(message) => self.message(offset, message),
            EventKind::DraftBegan(message) => self.draft(offset, &message),
            EventKind::DraftGrew { id, chunks, .. } => {
                let Some(turn) = self.running.filter(|_| !self.others.contains(&id)) else {
                    return Ok(Told::Nothing);
                };
                self.growing.insert(id);
                self.begun.insert(id);
                let parts: Vec<_> = chunks.decode()?.into_iter().filter_map(within_message).collect();
                Told::entry(Entry::new(offset, "message", Some(turn)).with(parts))
            }
            EventKind::Decision(request) => self.decision(offset, &request),
            EventKind::Session { reference, .. } => {
                self.name = Some(reference.name.clone());
                if reference.deleted_at.is_some() { Told::Deleted } else { Told::Nothing }
            }
            _ => Told::Nothing,
        })
    }

    fn turn(&mut self, offset: Offset, turn: &Turn) -> Told {
        let start = || {
            let id = Some(turn.id.to_string().into());
            let session = data("session_id", &json!(self.session));
            [Chunk::Start { message_id: id, message_metadata: None }, session]
        };
        let finish = || Chunk::Finish { finish_reason: None, message_metadata: None };
        let entry = |kind| Entry::new(offset, kind, Some(turn.id));
        let (kind, parts) = match turn.state {
            // A later try goes on where the first one was.
            TurnState::Running if turn.attempt == 1 && turn.stop.is_none() => {
                let entry = Entry { inputs: turn.inputs.clone(), ..entry("turn_queued").with(start()) };
                self.turns.insert(turn.id);
                self.running = Some(turn.id);
                return Told::entry(entry);
            }
            TurnState::Completed => {
                ("turn_completed", vec![data("session_name", &json!(self.name)), finish()])
            }
            TurnState::Blocked => ("turn_blocked", vec![finish()]),
            TurnState::Cancelled => ("turn_cancelled", vec![finish()]),
            TurnState::Failed => {
                let error = turn.error.clone().unwrap_or_else(|| "the turn failed".to_owned());
                ("turn_failed", vec![Chunk::Error { error_text: error.into() }])
            }
            TurnState::Queued | TurnState::Running => return Told::Nothing,
        };
        self.running.take_if(|running| *running == turn.id);
        // A turn that never ran begins with its end. A blocked one that is cancelled had its end before.
        let begins = turn.started_at.is_none();
        let parts = if begins { start().into_iter().chain(parts).collect() } else { parts };
        let inputs = if begins { turn.inputs.clone() } else { Vec::new() };
        Told::entry(Entry { inputs, is_end: true, ..entry(kind).with(parts) })
    }

    /// Returns the entry of a member's message, once.
    fn input(&mut self, offset: Offset, message: Message) -> Told {
        if !self.is_new(&message) || !self.begun.insert(message.id) {
            return Told::Nothing;
        }
        let turn = message.annotations.turn_id;
        Told::entry(Entry { message: Some(message), ..Entry::new(offset, "input_queued", turn) })
    }

    fn is_new(&self, message: &Message) -> bool {
        message.sequence.is_some_and(|sequence| Offset::from(sequence) > self.after)
    }

    /// Returns the entry of a complete message, unless its growth was sent.
    fn message(&mut self, offset: Offset, message: Message) -> Told {
        let Some(turn) = message.annotations.turn_id else {
            if !self.is_new(&message) || !self.begun.insert(message.id) {
                return Told::Nothing;
            }
            return Told::entry(Entry { message: Some(message), ..Entry::new(offset, "message", None) });
        };
        if self.growing.remove(&message.id) || self.begun.contains(&message.id) {
            return Told::Nothing;
        }
        if !self.is_new(&message) {
            // What was complete when the reader came is not told again, whatever changed of it since.
            return self.first.map_or(Told::Nothing, |turn| Told::Continued(Box::new(message), turn));
        }
        self.begun.insert(message.id);
        // What several turns made is told in the last of them.
        let turn = self.running.unwrap_or(turn);
        Told::entry(Entry::new(offset, "message", Some(turn)).with(chunks_of(&message.parts)))
    }

    /// Returns the entry of the beginning of a draft. If it continues a message of an earlier turn, the entry begins
    /// with the calls that were answered, which a reader of this turn does not have.
    fn draft(&mut self, offset: Offset, message: &Message) -> Told {
        let Some(turn) = message.annotations.turn_id.map(|turn| self.running.unwrap_or(turn)) else {
            self.others.insert(message.id);
            return Told::Nothing;
        };
        self.growing.insert(message.id);
        let first = self.begun.insert(message.id);
        let parts = if self.is_new(message) && first {
            chunks_of(&message.parts)
        } else if self.turns.remove(&turn) && !message.parts.is_empty() {
            chunks_of(&last_calls(&message.parts))
        } else {
            Vec::new()
        };
        Told::entry(Entry::new(offset, "message", Some(turn)).with(parts))
    }

    /// Returns the entry of a decision on a call of a message that is being written.
    fn decision(&self, offset: Offset, request: &CallRequest) -> Told {
        let (Some(turn), Some(approval)) = (self.running, &request.approval_id) else { return Told::Nothing };
        let approved = match request.state {
            RequestState::Approved => true,
            RequestState::Denied => false,
            _ => return Told::Nothing,
        };
        let chunk = Chunk::ToolApprovalResponse {
            approval_id: approval.clone().into(),
            approved,
            reason: request.reason.clone().map(Into::into),
            provider_executed: None,
            provider_metadata: None,
        };
        Told::entry(Entry::new(offset, "message", Some(turn)).with([chunk]))
    }
}

impl Told {
    fn entry(entry: Entry) -> Self {
        Self::Entry(Box::new(entry))
    }
}

fn data(name: &'static str, data: &serde_json::Value) -> Chunk<'static> {
    let data = Some(Json::from_stored(data.to_string()));
    Chunk::Data { name: name.into(), id: None, data, transient: None, extra: Extra::default() }
}

fn chunks_of(parts: &Parts) -> Vec<Chunk<'static>> {
    // The turn has a `start` of its own.
    replay("", parts, None).into_iter().skip(1).collect()
}

/// Returns the calls of the last step.
fn last_calls(parts: &Parts) -> Parts {
    let all: Vec<_> = parts.iter().collect();
    let last = all.iter().rposition(|part| matches!(part, Part::StepStart(_))).unwrap_or(0);
    let calls = all.into_iter().skip(last).filter(|part| matches!(part, Part::Tool(_)));
    Parts::new(calls).unwrap_or_else(|_| Parts::empty())
}

impl Entry {
    fn new(offset: Offset, kind: &'static str, turn: Option<TurnId>) -> Self {
        let (inputs, parts) = (Vec::new(), Vec::new());
        Self { offset, kind, turn, inputs, message: None, queued: false, parts, is_end: false }
    }

    fn with(self, parts: impl IntoIterator<Item = Chunk<'static>>) -> Self {
        Self { parts: parts.into_iter().collect(), ..self }
    }

    /// Returns whether it is the message of a member.
    pub(super) fn is_input(&self) -> bool {
        self.message.is_some() && self.turn.is_some()
    }

    /// Replaces the URLs of stored files by URLs that clients can fetch.
    pub(super) fn serve(&mut self, robots: &Robots) {
        self.message = self.message.take().map(|message| robots.served(message));
        let parts = std::mem::take(&mut self.parts).into_iter();
        self.parts = parts.map(|chunk| chunk.served(robots.file_urls())).collect();
    }

    fn chunks(&self, clients: ClientVersion) -> Vec<Chunk<'static>> {
        self.parts.iter().cloned().flat_map(|chunk| clients.tell(chunk)).collect()
    }

    /// Writes it as an event of a session's stream.
    pub(super) fn write(&self, out: &mut Vec<u8>, clients: ClientVersion) -> Result<()> {
        out.extend_from_slice(
            format!("{{\"event_kind\":\"{}\",\"sequence\":{}", self.kind, self.offset).as_bytes(),
        );
        if let Some(turn) = self.turn {
            out.extend_from_slice(format!(",\"turn_id\":\"{turn}\"").as_bytes());
        }
        if !self.inputs.is_empty() {
            out.extend_from_slice(b",\"input_ids\":");
            write_serde(out, &self.inputs)?;
        }
        if let Some(message) = &self.message {
            out.extend_from_slice(b",\"message\":");
            write_message(out, message, self.queued)?;
        }
        out.extend_from_slice(b",\"parts\":");
        out.push(b'[');
        self.write_chunks(out, clients);
        out.push(b']');
        out.push(b'}');
        Ok(())
    }

    /// Writes its chunks, separated by commas.
    pub(super) fn write_chunks(&self, out: &mut Vec<u8>, clients: ClientVersion) {
        for chunk in self.chunks(clients) {
            if out.last() != Some(&b'[') {
                out.push(b',');
            }
            out.extend_from_slice(chunk.to_json().as_str().as_bytes());
        }
    }
}

/// Writes a message, with whether it waits for a turn.
pub(super) fn write_message(out: &mut Vec<u8>, message: &Message, queued: bool) -> Result<()> {
    message.write_json(out)?;
    // A message is an object, and has fields.
    out.pop();
    out.extend_from_slice(if queued { b",\"queued\":true}" } else { b",\"queued\":false}" });
    Ok(())
}
