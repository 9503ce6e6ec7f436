//! [`Transcript`]: makes messages of the rows of one session.
//!
//! Storyden keeps a row for each thing that happened: a call in one row, the question whether it is allowed in the
//! next, the answer in a third, the outcome in a fourth. Here all four are one part of one message. The message keeps
//! the place of the first row; the others are [joined](Transcript::joined) to it, and their ids stay good as cursors.

use std::collections::{HashMap, HashSet};

use super::event::{CONFIRMATION, Call, Content, Event, Response};
use crate::model::{
    error::Result,
    id::{AccountId, MessageId, RobotId, TurnId},
    json::Json,
    message::MessageRole,
    offset::{Revision, Sequence},
    part::{Part, Parts, ToolPart, ToolState},
    robot::{RobotKey, RobotRef},
    time::Timestamp,
};

/// One row of a session, its columns read.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) id: MessageId,
    pub(super) sequence: Sequence,
    pub(super) created_at: Timestamp,
    /// `message`, `input_queued`, `turn_completed` …
    pub(super) kind: String,
    /// Storyden does not show it: it repeats what another row says.
    pub(super) hidden: bool,
    pub(super) turn: Option<TurnId>,
    /// The call in whose course it was written, by another robot.
    pub(super) scope: Option<String>,
    pub(super) author: Option<AccountId>,
    pub(super) robot: Option<RobotRef>,
    pub(super) event: Option<String>,
    /// Why a turn failed.
    pub(super) error: Option<String>,
}

/// A message that was made of rows.
#[derive(Debug)]
pub(super) struct Made {
    /// The id of its first row.
    pub(super) id: MessageId,
    pub(super) sequence: Sequence,
    /// The number of the last row that was joined to it.
    pub(super) revision: Revision,
    pub(super) created_at: Timestamp,
    pub(super) role: MessageRole,
    pub(super) metadata: Option<Json<'static>>,
    pub(super) turn: Option<TurnId>,
    pub(super) author: Option<AccountId>,
    pub(super) robot: Option<RobotRef>,
    parts: Vec<Part<'static>>,
}

impl Made {
    /// Returns its parts as they are stored.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] if they are no parts of a message.
    pub(super) fn parts(&self) -> Result<Parts> {
        Parts::new(self.parts.iter().cloned())
    }

    /// Returns its calls, each with its place among them.
    pub(super) fn calls(&self) -> impl Iterator<Item = (u32, &ToolPart<'static>)> {
        let calls = self.parts.iter().filter_map(|part| match part {
            Part::Tool(call) => Some(&**call),
            _ => None,
        });
        (0..).zip(calls)
    }

    /// Returns the kinds of its parts.
    pub(super) fn kinds(&self) -> impl Iterator<Item = &'static str> {
        self.parts.iter().map(|part| match part {
            Part::Text(_) => "text",
            Part::Reasoning(_) => "reasoning",
            Part::File(_) => "file",
            Part::Tool(_) => "tool",
            Part::Data(part) if part.name == "delegation" => "data-delegation",
            Part::Data(_) => "data-adk",
            _ => "other",
        })
    }
}

/// Work that one robot gave to another.
#[derive(Debug)]
struct Delegation {
    place: Place,
    robot: RobotRef,
    request: String,
    status: &'static str,
    error: Option<String>,
    /// The messages of the other robot: an id, a role and parts each, as JSON.
    messages: Vec<serde_json::Value>,
}

/// A part: the index of its message, and its own in there.
type Place = (usize, usize);

/// The rows that were joined to messages, with the places of these.
pub(super) type Joined = Vec<(MessageId, Sequence)>;

/// The messages of one session, made row by row.
#[derive(Debug)]
pub(super) struct Transcript<'n> {
    messages: Vec<Made>,
    /// The rows that became parts of other rows' messages.
    joined: Joined,
    revisions: HashSet<Revision>,
    /// Where the calls with an id stand. Providers repeat ids: the newest counts.
    calls: HashMap<String, Place>,
    delegations: HashMap<String, Delegation>,
    /// The calls that are worked on in a turn of their own.
    delegated_turns: HashMap<TurnId, String>,
    names: &'n HashMap<RobotId, String>,
}

impl<'n> Transcript<'n> {
    /// Begins a transcript. `names` are those of the robots that there are.
    pub(super) fn new(names: &'n HashMap<RobotId, String>) -> Self {
        let (messages, joined, revisions) = Default::default();
        let (calls, delegations, delegated_turns) = Default::default();
        Self { messages, joined, revisions, calls, delegations, delegated_turns, names }
    }

    /// Reads the next row.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] that says why nobody can read it. The transcript goes on without it.
    pub(super) fn push(&mut self, row: Row) -> Result<()> {
        if let (Some(turn), Some(scope)) = (row.turn, &row.scope) {
            self.delegated_turns.insert(turn, scope.clone());
        }
        if row.kind.starts_with("turn_") {
            self.end_turn(&row);
            return Ok(());
        }
        if row.hidden {
            return Ok(());
        }
        let event = Event::parse(row.event.as_deref().unwrap_or("{}"))?;
        match &row.scope {
            Some(call) if self.delegations.contains_key(call) => self.delegated(call, event),
            _ => self.own(row, event),
        }
    }

    /// Ends it: returns its messages, and the rows that were joined to them, both in their order.
    ///
    /// # Errors
    /// [`Error::Internal`] if a part can't be written.
    pub(super) fn finish(mut self) -> Result<(Vec<Made>, Joined)> {
        for (call, delegation) in std::mem::take(&mut self.delegations) {
            let (message, part) = delegation.place;
            let mut data = serde_json::json!({
                "callId": call, "robot": delegation.robot, "request": delegation.request,
                "status": delegation.status, "messages": delegation.messages,
            });
            if let (Some(error), Some(fields)) = (delegation.error, data.as_object_mut()) {
                fields.insert("error".to_owned(), error.into());
            }
            let data = Part::data("delegation", Json::from_serialize(&data)?).id(call);
            if let Some(place) = self.messages.get_mut(message).and_then(|made| made.parts.get_mut(part)) {
                *place = data.into();
            }
        }
        Ok((self.messages, self.joined))
    }

    /// A row of the session itself.
    fn own(&mut self, row: Row, event: Event) -> Result<()> {
        let is_by_user = event.is_by_user();
        let mut made = Made {
            id: row.id,
            sequence: row.sequence,
            revision: row.sequence.into(),
            created_at: row.created_at,
            role: if is_by_user { MessageRole::User } else { MessageRole::Assistant },
            metadata: event.metadata,
            turn: row.turn,
            author: row.author,
            robot: row.robot,
            parts: Vec::new(),
        };
        let empty = event.contents.is_empty();
        let mut touched = Vec::new();
        let mut calls = Vec::new();
        for content in event.contents {
            match self.part(content, (self.messages.len(), made.parts.len()), &mut calls)? {
                Joins::To(message) => touched.push(message),
                Joins::Nothing(part) => made.parts.push(part),
            }
        }
        if empty || !made.parts.is_empty() {
            self.revisions.insert(made.revision);
            self.messages.push(made);
            self.calls.extend(calls);
            return Ok(());
        }
        self.joined.push((row.id, row.sequence));
        // No two changes of a session share a number, so if a row changed two messages, the first has it.
        if let Some(message) = touched.first().and_then(|&message| self.messages.get_mut(message))
            && self.revisions.insert(row.sequence.into())
        {
            message.revision = row.sequence.into();
        }
        Ok(())
    }

    /// Makes a part of a content, or puts it into the part of its call.
    fn part(&mut self, content: Content, at: Place, calls: &mut Vec<(String, Place)>) -> Result<Joins> {
        let call = match content {
            Content::Response(response) => return self.respond(&response),
            Content::Call(call) => call,
            plain => return plain.into_part().map(Joins::Nothing),
        };
        if let Some(original) = call.asks_about()? {
            if let Some((message, part)) = self.call(&original.id) {
                *part = part.clone().approval_requested(call.id.clone());
                if let Some(place) = self.calls.get(&original.id).copied() {
                    self.calls.insert(call.id, place);
                }
                return Ok(Joins::To(message));
            }
            calls.extend([(call.id.clone(), at), (original.id.clone(), at)]);
            return Ok(Joins::Nothing(original.into_part()?.approval_requested(call.id).into()));
        }
        if let Some(robot) = self.delegate(&call) {
            #[derive(serde::Deserialize)]
            struct Asks {
                #[serde(default)]
                request: String,
            }
            let request = call.args.as_deref().and_then(|args| serde_json::from_str::<Asks>(args.get()).ok());
            let (request, messages) = (request.map_or_else(String::new, |asks| asks.request), Vec::new());
            let delegation =
                Delegation { place: at, robot, request, status: "running", error: None, messages };
            self.delegations.insert(call.id.clone(), delegation);
            // Replaced at the end, when it is known what became of it.
            return Ok(Joins::Nothing(Part::step_start().into()));
        }
        calls.push((call.id.clone(), at));
        Ok(Joins::Nothing(call.into_part()?.into()))
    }

    /// Puts what came of a call into its part.
    fn respond(&mut self, response: &Response) -> Result<Joins> {
        if let Some(delegation) = self.delegations.get_mut(&response.id) {
            if let (false, Some(error)) = (response.is_pending(), response.error()) {
                (delegation.status, delegation.error) = ("failed", Some(error));
            }
            return Ok(Joins::To(delegation.place.0));
        }
        let Some((message, part)) = self.call(&response.id) else {
            return response.alone().map(|part| Joins::Nothing(part.into()));
        };
        if response.name == CONFIRMATION {
            if let Some(confirmed) = response.confirmed() {
                *part = part.clone().approval_responded(response.id.clone(), confirmed);
                if !confirmed {
                    part.state = ToolState::OutputDenied;
                }
            }
            return Ok(Joins::To(message));
        }
        let error = response.error();
        // The framework answers a call that has to wait with an error of its own, and so it does one that was refused.
        let waits = error.as_deref().is_some_and(|error| error.contains("requires confirmation"));
        if part.state != ToolState::OutputDenied && !waits {
            let call = part.clone();
            *part = match (error, response.output()?) {
                (Some(error), _) => call.error(error),
                (None, Some(output)) => call.output(output),
                (None, None) => call.output(Json::parse("null")?),
            };
        }
        Ok(Joins::To(message))
    }

    /// A row that another robot wrote for a call.
    fn delegated(&mut self, call: &str, event: Event) -> Result<()> {
        const FINISH: &str = "robot_run_finish";
        let role = if event.is_by_user() { MessageRole::User } else { MessageRole::Assistant };
        let mut parts: Vec<Part<'_>> = Vec::new();
        for content in event.contents {
            match content {
                Content::Call(call) if call.name == FINISH => {}
                Content::Response(response) if response.name == FINISH => {}
                Content::Call(call) => parts.push(call.into_part()?.into()),
                Content::Response(response) => parts.push(response.alone()?.into()),
                plain => parts.push(plain.into_part()?),
            }
        }
        if let (false, Some(delegation)) = (parts.is_empty(), self.delegations.get_mut(call)) {
            delegation.messages.push(serde_json::json!({ "id": event.id, "role": role, "parts": parts }));
        }
        Ok(())
    }

    /// A turn ended: perhaps the work that a robot gave to another.
    fn end_turn(&mut self, row: &Row) {
        let call = row.turn.and_then(|turn| self.delegated_turns.get(&turn));
        let Some(delegation) = call.and_then(|call| self.delegations.get_mut(call)) else { return };
        match row.kind.as_str() {
            "turn_completed" => delegation.status = "completed",
            "turn_failed" | "turn_cancelled" => {
                delegation.status = "failed";
                delegation.error.clone_from(&row.error);
            }
            _ => {}
        }
    }

    /// Returns the robot that a call gives work to, if it does.
    fn delegate(&self, call: &Call) -> Option<RobotRef> {
        let id: RobotId = call.name.strip_prefix("robot_")?.parse().ok()?;
        let name = self.names.get(&id).cloned().unwrap_or_else(|| id.to_string());
        Some(RobotRef { id: RobotKey::Created(id), name })
    }

    /// Finds the part of a call, and the index of its message.
    fn call(&mut self, id: &str) -> Option<(usize, &mut ToolPart<'static>)> {
        let &(message, part) = self.calls.get(id)?;
        match self.messages.get_mut(message)?.parts.get_mut(part)? {
            Part::Tool(part) => Some((message, part)),
            _ => None,
        }
    }
}

/// Where a content went.
enum Joins {
    /// Into a part of the message with this index.
    To(usize),
    /// It is a part of its own.
    Nothing(Part<'static>),
}

impl Call {
    fn into_part(self) -> Result<ToolPart<'static>> {
        let input = self.input()?;
        let part = Part::tool(self.name, self.id);
        Ok(part.input(input.map_or_else(|| Json::parse("null"), Ok)?))
    }
}

impl Response {
    /// Makes a part of a response whose call is not there. It says so.
    fn alone(&self) -> Result<ToolPart<'static>> {
        let mut part = Part::tool(self.name.clone(), self.id.clone()).input(Json::parse("{}")?);
        part.tool_metadata = Some(Json::parse(r#"{"storyden":{"call":"missing"}}"#)?);
        Ok(match (self.error(), self.output()?) {
            (Some(error), _) => part.error(error),
            (None, Some(output)) => part.output(output),
            (None, None) => part.output(Json::parse("null")?),
        })
    }
}

impl Content {
    /// Makes a part of what is no call and no response.
    fn into_part(self) -> Result<Part<'static>> {
        Ok(match self {
            Self::Text(text) => Part::text(text).done().into(),
            Self::Thought(text, None) => Part::reasoning(text).done().into(),
            Self::Thought(text, Some(signature)) => {
                let google = serde_json::json!({ "google": { "thoughtSignature": signature } });
                Part::reasoning(text).done().provider_metadata(Json::from_serialize(&google)?).into()
            }
            Self::File(media_type, url, name) => {
                let file = Part::file(media_type, url);
                name.map_or_else(|| file.clone(), |name| file.clone().filename(name)).into()
            }
            Self::Other(part) => Part::data("adk", part).into(),
            Self::Call(call) => call.into_part()?.into(),
            Self::Response(response) => response.alone()?.into(),
        })
    }
}
