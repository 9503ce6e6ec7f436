//! [`Teller`]: converts one turn to chunks. It reads nothing itself: it gets the messages and the changes.

use std::collections::HashMap;

use super::told::{speaker, with_speaker};
use crate::{
    http::turns::write_turn,
    model::{
        call_request::{CallRequest, RequestState},
        error::Result,
        id::MessageId,
        json::Json,
        message::Message,
        offset::Offset,
        part::{Extra, Parts},
        turn::{Turn, TurnState},
    },
    service::subscription::{Event, EventKind},
    stream::{Assembler, Chunk, catch_up, replay, within_message},
};

/// Converts one turn to the chunks of one message, since the AI SDK makes one message of each stream. If a turn writes
/// several messages, the page shows one until it reads the history after the end.
#[derive(Debug)]
pub(super) struct Teller {
    turn: Turn,
    position: usize,
    /// The state of each message that the client has.
    told: HashMap<MessageId, Told>,
    /// The message whose chunks are being sent.
    speaks: Option<Message>,
    finish_reason: Option<String>,
    /// The id of the stream's message, once it has begun.
    begun: Option<String>,
}

#[derive(Debug)]
struct Told {
    assembler: Assembler,
    /// The offset up to which changes were included.
    up_to: Offset,
}

impl Teller {
    pub(super) fn new(turn: Turn, position: usize) -> Self {
        Self { turn, position, told: HashMap::new(), speaks: None, finish_reason: None, begun: None }
    }

    /// Continues a message that has this id on the page.
    pub(super) fn going_on_with(self, id: Option<String>) -> Self {
        Self { begun: id, ..self }
    }

    pub(super) fn turn(&self) -> &Turn {
        &self.turn
    }

    /// Returns whether the stream has ended.
    pub(super) fn has_ended(&self) -> bool {
        self.turn.state.has_ended()
    }

    /// Returns the chunk with the state of the turn. It is transient: the page does not store it.
    pub(super) fn state(&self) -> Result<Chunk<'static>> {
        let mut data = Vec::new();
        write_turn(&mut data, &self.turn, self.position)?;
        let who = self.speaks.as_ref().filter(|message| {
            // There is no room for it in the message.
            message.metadata.as_ref().is_some_and(|metadata| !metadata.is_object())
        });
        if let Some(message) = who {
            data.pop();
            data.extend_from_slice(b",\"storyden\":");
            data.extend_from_slice(speaker(message, self.has_ended())?.as_str().as_bytes());
            data.push(b'}');
        }
        Ok(Chunk::Data {
            name: "turn".into(),
            id: None,
            data: Some(Json::from_stored(String::from_utf8_lossy(&data).into_owned())),
            transient: Some(true),
            extra: Extra::default(),
        })
    }

    /// Updates the turn, and returns its chunk if it changed.
    pub(super) fn turn_is(&mut self, turn: Turn, position: usize) -> Result<Vec<Chunk<'static>>> {
        // A late reader starts from the current turn, and then receives older changes: ignore those.
        let earlier = self.turn.started_at.is_some() && turn.started_at.is_none();
        if earlier || self.turn == turn && self.position == position {
            return Ok(Vec::new());
        }
        (self.turn, self.position) = (turn, position);
        Ok(vec![self.state()?])
    }

    /// Records that the client has a message already.
    pub(super) fn has(&mut self, message: &Message) {
        let told = Told::of(message, message.revision.into());
        self.told.insert(message.id, told);
    }

    /// Records that the client has a copy of a message, which may be outdated.
    pub(super) fn copy_is(&mut self, message: &Message) {
        self.told.insert(message.id, Told::of(message, Offset::default()));
    }

    /// Returns the chunks of a complete message that the client lacks.
    pub(super) fn shown(&mut self, message: &Message) -> Result<Vec<Chunk<'static>>> {
        self.message(message, message.revision.into())
    }

    /// Returns the chunks of a complete message.
    fn document(&mut self, message: &Message) -> Result<Vec<Chunk<'static>>> {
        let mut chunks = self.begin(message)?;
        chunks.extend(replay("", &message.parts, None).into_iter().skip(1));
        self.has(message);
        Ok(chunks)
    }

    /// Returns the chunks of a change.
    pub(super) fn event(&mut self, event: Event) -> Result<Vec<Chunk<'static>>> {
        let offset = event.offset;
        match event.kind {
            EventKind::DraftBegan(message) | EventKind::Message(message) if self.is_of_turn(&message) => {
                self.message(&message, offset)
            }
            EventKind::DraftGrew { id, chunks, .. } => {
                let Some(told) = self.told.get_mut(&id).filter(|told| told.up_to < offset) else {
                    return Ok(Vec::new());
                };
                told.up_to = offset;
                let mut all = Vec::new();
                for chunk in chunks.decode()? {
                    // A reader that has the chunk's text already, or never had its beginning, fails as this does.
                    if told.assembler.push(&chunk).is_ok() {
                        self.finish_reason = finish_reason(&chunk).or_else(|| self.finish_reason.take());
                        all.extend(within_message(chunk));
                    }
                }
                Ok(all)
            }
            EventKind::Decision(request) => Ok(self.decision(&request)),
            _ => Ok(Vec::new()),
        }
    }

    fn is_of_turn(&self, message: &Message) -> bool {
        let made = message.annotations.turn_id == Some(self.turn.id);
        !self.turn.inputs.contains(&message.id) && (made || self.turn.messages.contains(&message.id))
    }

    /// Returns the chunks that bring the client to the current state of a message.
    fn message(&mut self, message: &Message, offset: Offset) -> Result<Vec<Chunk<'static>>> {
        match self.told.get(&message.id) {
            Some(told) if told.up_to >= offset => Ok(Vec::new()),
            Some(told) => {
                let before = told.assembler.parts();
                let mut chunks = self.begin(message)?;
                chunks.extend(catch_up(&before, &message.parts));
                self.told.insert(message.id, Told::of(message, offset));
                Ok(chunks)
            }
            None => {
                let chunks = self.document(message)?;
                self.told.insert(message.id, Told::of(message, offset));
                Ok(chunks)
            }
        }
    }

    /// Begins a message. Only the first one begins the stream's message; for the others, only the author is sent.
    fn begin(&mut self, message: &Message) -> Result<Vec<Chunk<'static>>> {
        let same = self.speaks.as_ref().is_some_and(|speaks| speaks.id == message.id);
        let first = self.speaks.is_none();
        self.speaks = Some(Message { parts: Parts::empty(), ..message.clone() });
        if same {
            return Ok(Vec::new());
        }
        // What a continued message ended with before is not its end.
        let who = speaker(message, self.has_ended())?;
        let metadata = Some(with_speaker(message.metadata.as_ref(), &who));
        let mut chunks = vec![if first {
            let id = self.begun.take().unwrap_or_else(|| message.id.to_string());
            Chunk::Start { message_id: Some(id.into()), message_metadata: metadata }
        } else {
            Chunk::MessageMetadata { message_metadata: metadata }
        }];
        if message.metadata.as_ref().is_some_and(|metadata| !metadata.is_object()) {
            chunks.push(self.state()?);
        }
        Ok(chunks)
    }

    /// Returns the chunks of a decision on a call of a message that is being written.
    fn decision(&mut self, request: &CallRequest) -> Vec<Chunk<'static>> {
        let (Some(told), Some(approval_id)) = (self.told.get_mut(&request.message_id), &request.approval_id)
        else {
            return Vec::new();
        };
        let approved = match request.state {
            RequestState::Approved => true,
            RequestState::Denied => false,
            _ => return Vec::new(),
        };
        let chunk = Chunk::ToolApprovalResponse {
            approval_id: approval_id.clone().into(),
            approved,
            reason: request.reason.clone().map(Into::into),
            provider_executed: None,
            provider_metadata: None,
        };
        if told.assembler.push(&chunk).is_ok() { vec![chunk] } else { Vec::new() }
    }

    /// Returns the chunks that end the turn.
    pub(super) fn end(&self) -> Result<Vec<Chunk<'static>>> {
        let metadata = match &self.speaks {
            Some(message) if message.metadata.as_ref().is_none_or(Json::is_object) => {
                Some(with_speaker(None, &speaker(message, true)?))
            }
            _ => None,
        };
        if let Some(error) = self.error() {
            let who = metadata.map(|metadata| Chunk::MessageMetadata { message_metadata: Some(metadata) });
            let error = Chunk::Error { error_text: error.to_owned().into() };
            return Ok(who.into_iter().chain([error]).collect());
        }
        let finish_reason = self.finish_reason.clone().map(Into::into);
        Ok(vec![Chunk::Finish { finish_reason, message_metadata: metadata }])
    }

    /// Returns why the turn, or its last message, failed.
    fn error(&self) -> Option<&str> {
        if self.turn.state == TurnState::Failed {
            return Some(self.turn.error.as_deref().unwrap_or("the turn failed"));
        }
        self.speaks.as_ref()?.annotations.ended.as_ref()?.error.as_deref()
    }
}

impl Told {
    fn of(message: &Message, up_to: Offset) -> Self {
        let metadata = message.metadata.clone();
        let assembler = Assembler::continuing(message.id.to_string(), &message.parts, metadata);
        Self { assembler, up_to }
    }
}

fn finish_reason(chunk: &Chunk<'_>) -> Option<String> {
    match chunk {
        Chunk::Finish { finish_reason, .. } => {
            finish_reason.as_ref().map(|reason| reason.clone().into_owned())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::model::{
        id::{AccountId, SessionId, TurnId},
        message::{Annotations, Ended, MessageRole},
        offset::Revision,
        profile::Profile,
        time::Timestamp,
    };

    const TURN: TurnId = TurnId::from_bytes([1; 12]);

    fn turn(state: TurnState) -> Turn {
        let (session, ann) = (SessionId::from_bytes([2; 12]), AccountId::from_bytes([3; 12]));
        let turn = Turn::new(TURN, session, ann, Timestamp::UNIX_EPOCH);
        let author = Arc::new(Profile::new(ann, "ann", "Ann"));
        Turn {
            id: turn.id,
            session_id: turn.session_id,
            state,
            author,
            robot_id: None,
            inputs: Vec::new(),
            messages: Vec::new(),
            continues: None,
            continued_by: None,
            attempt: 1,
            stop: None,
            error: None,
            created_at: turn.created_at,
            started_at: Some(turn.created_at),
            ended_at: None,
        }
    }

    fn message(number: u8, parts: &str, revision: u64, ended: Option<Ended>) -> Message {
        Message {
            id: MessageId::from_bytes([number; 12]),
            sequence: None,
            revision: Revision::new(revision),
            role: MessageRole::Assistant,
            parts: Parts::parse(parts).unwrap(),
            metadata: None,
            created_at: Timestamp::UNIX_EPOCH,
            robot: None,
            author: None,
            extra: None,
            draft: ended.is_none(),
            annotations: Annotations { turn_id: Some(TURN), ended, ..Annotations::default() },
        }
    }

    fn event(offset: u64, kind: EventKind) -> Event {
        Event { offset: Offset::new(offset), kind }
    }

    /// Returns the types of the chunks for events.
    fn told(teller: &mut Teller, events: Vec<Event>) -> Vec<String> {
        let chunks = events.into_iter().flat_map(|event| teller.event(event).unwrap());
        chunks.map(|chunk| chunk.kind().into_owned()).collect()
    }

    const ASKS: &str = r#"[{"type":"tool-t","toolCallId":"c","state":"approval-requested","input":{},"approval":{"id":"a"}}]"#;
    const DENIED: &str = r#"[{"type":"tool-t","toolCallId":"c","state":"output-denied","input":{},"approval":{"id":"a","approved":false}}]"#;

    #[test]
    fn a_copy_of_a_message_is_brought_up_to_date_also_after_the_end_of_the_turn() {
        let mut teller = Teller::new(turn(TurnState::Completed), 0).going_on_with(Some("own".to_owned()));
        teller.copy_is(&message(1, r#"[{"type":"text","text":"a"}]"#, 3, None));
        let parts = r#"[{"type":"text","text":"a"},{"type":"text","text":"b"}]"#;
        let now = message(1, parts, 3, Some(Ended::new("stop")));
        let kinds: Vec<_> =
            teller.shown(&now).unwrap().iter().map(|chunk| chunk.kind().into_owned()).collect();
        assert_eq!(kinds, ["start", "text-start", "text-delta"]);
        assert!(teller.shown(&now).unwrap().is_empty(), "it is told once");
    }

    #[test]
    fn a_reader_that_has_a_message_gets_what_is_new_of_it() {
        let mut teller =
            Teller::new(turn(TurnState::Queued), 0).going_on_with(Some("as the page calls it".into()));
        teller.has(&message(1, ASKS, 5, Some(Ended::new("stop"))));
        let events = vec![
            event(5, EventKind::Message(message(1, ASKS, 5, Some(Ended::new("stop"))))),
            event(7, EventKind::Message(message(1, DENIED, 7, Some(Ended::new("stop"))))),
            event(8, EventKind::DraftBegan(message(1, DENIED, 8, None))),
        ];
        assert_eq!(told(&mut teller, events), ["start", "tool-approval-response", "tool-output-denied"]);
    }

    #[test]
    fn messages_of_one_turn_are_one_message_of_the_stream() {
        let mut teller = Teller::new(turn(TurnState::Running), 0);
        let text = r#"[{"type":"text","text":"Bees","state":"done"}]"#;
        let events = vec![
            event(5, EventKind::Message(message(1, text, 5, Some(Ended::new("stop"))))),
            event(6, EventKind::Message(message(2, text, 6, Some(Ended::error("overloaded"))))),
        ];
        let text = ["text-start", "text-delta", "text-end"];
        let expected = [&["start"], &text[..], &["message-metadata"], &text].concat();
        assert_eq!(told(&mut teller, events), expected);
        let end: Vec<_> = teller.end().unwrap().iter().map(|chunk| chunk.kind().into_owned()).collect();
        assert_eq!(end, ["message-metadata", "error"], "the last message failed");
    }

    #[test]
    fn what_was_told_from_a_document_is_not_told_again() {
        let mut teller = Teller::new(turn(TurnState::Running), 0);
        let whole = message(
            1,
            r#"[{"type":"text","text":"Bees dance","state":"done"}]"#,
            9,
            Some(Ended::new("stop")),
        );
        assert_eq!(teller.document(&whole).unwrap().len(), 4);
        let grew = EventKind::DraftGrew {
            id: whole.id,
            sequence: crate::model::offset::Sequence::new(1).unwrap(),
            began: Offset::new(5),
            chunks: crate::stream::ChunkLog::new(&[
                Chunk::text_start("1"),
                Chunk::text_delta("1", "Bees dance"),
            ]),
        };
        let events = vec![
            event(5, EventKind::DraftBegan(message(1, "[]", 5, None))),
            event(6, grew),
            event(9, EventKind::Message(whole)),
        ];
        assert_eq!(told(&mut teller, events), Vec::<String>::new());
    }
}
