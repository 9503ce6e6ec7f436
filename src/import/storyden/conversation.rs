//! [`Conversation`]: one session of Storyden's with all that belongs to it, as it will be kept here.

use std::collections::{HashMap, HashSet};

use super::{
    database::{Reader, Record, Rows},
    tables::{INPUTS, MESSAGES, TURNS, VIEWS},
    transcript::{Joined, Made, Row, Transcript},
};
use crate::model::{
    error::{Error, Result},
    id::{AccountId, MessageId, RobotId, SessionId, TurnId, WorkspaceInstanceId},
    json::Json,
    offset::{Offset, Sequence},
    robot::{RobotKey, RobotRef},
    session::SessionRef,
    time::Timestamp,
    turn::{Stop, Turn, TurnState},
};

/// The robot of sessions that name none.
const DEFAULT_ROBOT: &str = "denbot";

/// Stands for the member of a turn whose account is gone.
const NOBODY: AccountId = AccountId::from_bytes([0; 12]);

/// A session with its messages and turns.
#[derive(Debug)]
pub(super) struct Conversation {
    pub(super) reference: SessionRef<AccountId>,
    /// The last number that Storyden gave in it.
    pub(super) offset: Offset,
    pub(super) active_robot: RobotKey,
    pub(super) active_instance: Option<WorkspaceInstanceId>,
    /// Whether it was started by a schedule, and not by a member.
    pub(super) is_automatic: bool,
    pub(super) messages: Vec<Made>,
    /// The rows that became parts of other rows' messages: their ids and places.
    pub(super) joined: Joined,
    pub(super) turns: Vec<Turn<AccountId>>,
    /// The states of turns, each with its number: they ran, and ended.
    pub(super) told: Vec<(Sequence, TurnId, TurnState)>,
    /// The calls that wait for somebody, by their ids or those of their approval requests.
    pub(super) pending: Vec<String>,
    /// Up to where members have read it.
    pub(super) seen: Vec<(AccountId, Offset)>,
    pub(super) notes: Notes,
}

/// Notes about a session, for the report.
#[derive(Debug, Default)]
pub(super) struct Notes {
    /// Rows by their kind.
    pub(super) rows: HashMap<String, u64>,
    /// Numbers that neither a row nor an input has: their rows went when a robot was deleted.
    pub(super) missing: u64,
    /// Rows that nobody can read, and why.
    pub(super) unreadable: Vec<(String, String)>,
    /// Inputs that wait for their time. They have no message.
    pub(super) scheduled: u64,
}

#[derive(Default, serde::Deserialize)]
struct State {
    root_robot_ref: Option<String>,
    current_robot_id: Option<String>,
    robot_workspace: Option<Mount>,
    #[serde(default)]
    pending_client_tools: Option<Vec<String>>,
}

#[derive(serde::Deserialize)]
struct Mount {
    #[serde(default)]
    workspace_instance_id: String,
}

/// The fields of an input that are read.
struct Input {
    id: String,
    sequence: u64,
    waits: bool,
    has_time: bool,
    account: Option<AccountId>,
    created_at: Timestamp,
    turn: Option<TurnId>,
}

impl Conversation {
    /// Reads all of a session. A row that nobody can read is noted, and left out.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] that names the column if the session's own row cannot be read; what reading the
    /// database returned.
    pub(super) async fn read(
        reader: &mut Reader,
        session: &Record,
        robots: &HashMap<RobotId, String>,
    ) -> Result<Self> {
        let id: SessionId = session.required("id")?;
        let key = id.to_string();
        let mut notes = Notes::default();
        let inputs = reader.rows(&INPUTS, Rows::OfSession(&key)).await?;
        let inputs: Vec<Input> = notes.keep(inputs.iter().map(|record| (record, Input::read(record))));
        let (rows, numbers) = Self::rows(reader, &key, robots, &mut notes).await?;
        let (mut transcript, mut told) = (Transcript::new(robots), Vec::new());
        for row in rows {
            let row_id = row.id;
            if let (Some(turn), Some(state)) = (row.turn, told_by(&row.kind)) {
                told.push((row.sequence, turn, state));
            }
            if let Err(error) = transcript.push(row) {
                notes.unreadable.push((row_id.to_string(), error.to_string()));
            }
        }
        let (messages, joined) = transcript.finish()?;
        let turns = reader.rows(&TURNS, Rows::OfSession(&key)).await?;
        let read = turns.iter().map(|record| (record, read_turn(id, record)));
        let mut turns: Vec<Turn<AccountId>> = notes.keep(read);
        let created_by: AccountId = session.required("account_id")?;
        give_messages(&mut turns, &messages, &inputs);
        turns.extend(waiting(id, &messages, &inputs, created_by));
        turns.sort_by_key(|turn| (turn.created_at, turn.id));
        notes.scheduled = count(inputs.iter().filter(|input| input.waits && input.has_time));
        let last = numbers.iter().max().copied().unwrap_or_default();
        let offset = session.optional("next_event_sequence")?.unwrap_or(last).max(last);
        let known: HashSet<u64> =
            numbers.into_iter().chain(inputs.iter().map(|input| input.sequence)).collect();
        notes.missing = offset.saturating_sub(count(known.iter().filter(|&&number| number <= offset)));
        let state: State = match session.object("state")? {
            Some(state) => state.decode().unwrap_or_default(),
            None => State::default(),
        };
        let robot = state.root_robot_ref.or(state.current_robot_id);
        let mounted = state.robot_workspace.map(|mount| mount.workspace_instance_id);
        let views = reader.rows(&VIEWS, Rows::OfSession(&key)).await?;
        let is_automatic = session.text("origin_kind").is_some_and(|kind| kind != "interactive");
        let mut reference =
            SessionRef::new(id, session.time("created_at")?, session.required::<String>("name")?, created_by);
        reference.updated_at = session.time("updated_at")?;
        if let (true, Some(origin)) = (is_automatic, session.text("origin_id")) {
            let kind = session.text("origin_kind").unwrap_or_default();
            let misc = serde_json::json!({ "storyden": { "origin_kind": kind, "origin_id": origin } });
            reference.misc = Some(Json::from_serialize(&misc)?);
        }
        Ok(Self {
            reference,
            offset: Offset::new(offset),
            active_robot: robot
                .filter(|robot| !robot.is_empty())
                .as_deref()
                .unwrap_or(DEFAULT_ROBOT)
                .parse()?,
            active_instance: mounted.and_then(|id| id.parse().ok()),
            is_automatic,
            messages,
            joined,
            turns,
            told,
            pending: state.pending_client_tools.unwrap_or_default(),
            seen: notes.keep(views.iter().map(|record| (record, read_view(record)))),
            notes,
        })
    }

    /// Reads the rows of a session in their order, and all numbers that they have.
    async fn rows(
        reader: &mut Reader,
        key: &str,
        robots: &HashMap<RobotId, String>,
        notes: &mut Notes,
    ) -> Result<(Vec<Row>, Vec<u64>)> {
        let records = reader.rows(&MESSAGES, Rows::OfSession(key)).await?;
        // The first generation has no numbers: Storyden gives them by time and id when it is upgraded, and so are they
        // given here.
        let number = |record: &Record| record.optional("sequence").ok().flatten();
        let mut order: Vec<&Record> = records.iter().collect();
        order.sort_by_key(|record| (number(record), record.time("created_at").ok(), record.text("id")));
        let (mut rows, mut numbers) = (Vec::with_capacity(order.len()), Vec::with_capacity(order.len()));
        for (place, record) in (1..).zip(order) {
            let sequence = number(record).unwrap_or(place);
            numbers.push(sequence);
            let kind = record.text("event_kind").unwrap_or("message").to_owned();
            *notes.rows.entry(kind.clone()).or_default() += 1;
            rows.extend(notes.keep::<_, Vec<_>>([(record, read_row(record, kind, sequence, robots))]));
        }
        Ok((rows, numbers))
    }
}

impl Notes {
    /// Keeps what could be read, and notes the rest.
    fn keep<'a, T, C: FromIterator<T>>(
        &mut self,
        read: impl IntoIterator<Item = (&'a Record, Result<T>)>,
    ) -> C {
        let unreadable = &mut self.unreadable;
        read.into_iter()
            .filter_map(|(record, read)| {
                let id = record.text("id").unwrap_or_default();
                read.map_err(|error| unreadable.push((id.to_owned(), error.to_string()))).ok()
            })
            .collect()
    }
}

fn count<T>(items: impl Iterator<Item = T>) -> u64 {
    u64::try_from(items.count()).unwrap_or(u64::MAX)
}

fn read_row(record: &Record, kind: String, sequence: u64, robots: &HashMap<RobotId, String>) -> Result<Row> {
    let robot: Option<RobotId> = record.optional("robot_id")?;
    let robot = match robot {
        Some(id) => {
            let name = robots.get(&id).cloned().unwrap_or_else(|| id.to_string());
            Some(RobotRef { id: RobotKey::Created(id), name })
        }
        None => record.text("builtin_robot").filter(|name| !name.is_empty()).map(built_in).transpose()?,
    };
    Ok(Row {
        id: record.required("id")?,
        sequence: Sequence::new(sequence)
            .ok_or_else(|| Error::invalid_argument("sequence", "must be at least 1"))?,
        created_at: record.time("created_at")?,
        kind,
        hidden: record.flag("hidden_from_projection"),
        turn: record.optional("turn_id")?,
        scope: record.optional("isolation_scope")?,
        author: record.optional("account_id")?,
        robot,
        event: record.text("event_data").map(str::to_owned),
        error: record.text("error_text").map(str::to_owned),
    })
}

/// Returns a built-in robot with the name that Storyden shows.
fn built_in(key: &str) -> Result<RobotRef> {
    let name = match key {
        "robot_builder" | "storyden" => "Storyden Robot Builder",
        "plugin_builder" => "Plugin Builder",
        DEFAULT_ROBOT => "Denbot",
        other => other,
    };
    Ok(RobotRef { id: key.parse()?, name: name.to_owned() })
}

impl Input {
    fn read(record: &Record) -> Result<Self> {
        Ok(Self {
            id: record.required("id")?,
            sequence: record.required("sequence")?,
            waits: record.text("status") == Some("queued"),
            has_time: record.optional_time("not_before")?.is_some(),
            account: record.optional("account_id")?,
            created_at: record.time("created_at")?,
            turn: record.optional("turn_id")?,
        })
    }
}

/// Returns the state of a turn that a row of this kind tells.
fn told_by(kind: &str) -> Option<TurnState> {
    match kind {
        "turn_queued" => Some(TurnState::Running),
        "turn_completed" => Some(TurnState::Completed),
        "turn_blocked" => Some(TurnState::Blocked),
        "turn_failed" => Some(TurnState::Failed),
        "turn_cancelled" => Some(TurnState::Cancelled),
        _ => None,
    }
}

fn read_view(record: &Record) -> Result<(AccountId, Offset)> {
    let seen: u64 = record.optional("last_seen_event_sequence")?.unwrap_or_default();
    Ok((record.required("account_id")?, Offset::new(seen)))
}

fn read_turn(session: SessionId, record: &Record) -> Result<Turn<AccountId>> {
    // Of a turn whose member is gone, nobody is the author: the id is kept as nobody's.
    let author = record.optional("initiated_by_account_id")?.unwrap_or(NOBODY);
    let mut turn = Turn::new(record.required("id")?, session, author, record.time("created_at")?);
    turn.robot_id = record.optional("robot_ref")?;
    turn.state = match record.text("status") {
        // Whoever works here takes it for one whose worker was lost, and runs it again.
        Some("running") => TurnState::Running,
        Some("completed") => TurnState::Completed,
        Some("blocked") => TurnState::Blocked,
        Some("failed") => TurnState::Failed,
        Some("cancelled") => TurnState::Cancelled,
        Some("queued") => TurnState::Queued,
        _ => return Err(Error::invalid_argument("status", "is none of a turn's")),
    };
    turn.continues = record.optional("continuation_of_turn_id")?;
    turn.started_at = record.optional_time("started_at")?;
    turn.attempt = u32::from(turn.started_at.is_some());
    turn.ended_at = record.optional_time("finished_at")?;
    turn.error = record.text("error_text").filter(|text| !text.is_empty()).map(str::to_owned);
    turn.stop = record.optional_time("cancel_requested_at")?.map(|at| Stop::new(author, at));
    Ok(turn)
}

/// Assigns each turn the messages that it worked on and made, and the turn that continues it.
fn give_messages(turns: &mut [Turn<AccountId>], messages: &[Made], inputs: &[Input]) {
    let ids: HashMap<String, MessageId> =
        messages.iter().map(|made| (made.id.to_string(), made.id)).collect();
    let places: HashMap<TurnId, usize> = turns.iter().enumerate().map(|(at, turn)| (turn.id, at)).collect();
    let of = |turn: Option<TurnId>| turn.and_then(|turn| places.get(&turn).copied());
    let mut taken = HashSet::new();
    for input in inputs {
        if let (Some(at), Some(&message)) = (of(input.turn), ids.get(&input.id)) {
            turns[at].inputs.push(message);
            taken.insert(message);
        }
    }
    for made in messages.iter().filter(|made| !taken.contains(&made.id)) {
        if let Some(at) = of(made.turn) {
            turns[at].messages.push(made.id);
        }
    }
    let continued: Vec<(TurnId, TurnId)> =
        turns.iter().filter_map(|turn| Some((turn.continues?, turn.id))).collect();
    for (blocked, by) in continued {
        if let Some(at) = of(Some(blocked)) {
            turns[at].continued_by = Some(by);
        }
    }
}

/// Returns a turn for each message that waits without one.
fn waiting(
    session: SessionId,
    messages: &[Made],
    inputs: &[Input],
    owner: AccountId,
) -> Vec<Turn<AccountId>> {
    let mut waiting: Vec<&Input> =
        inputs.iter().filter(|input| input.waits && input.turn.is_none()).collect();
    waiting.sort_by_key(|input| input.sequence);
    (waiting.into_iter())
        .filter_map(|input| {
            let message = messages.iter().find(|made| made.id.to_string() == input.id)?.id;
            // An input has one turn at most, so its id is free for it.
            let id = TurnId::from_bytes(message.to_bytes());
            let mut turn = Turn::new(id, session, input.account.unwrap_or(owner), input.created_at);
            turn.inputs.push(message);
            Some(turn)
        })
        .collect()
}
