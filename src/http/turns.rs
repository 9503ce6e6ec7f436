//! Turns: lists, returns and stops them.

use serde::Serialize;
use serde_json::{Value, json};

use super::{
    doc::{Doc, Param},
    reply::Reply,
    request::Call,
    route::{HandlerResult, Route},
    schema::{ID, Schemas, array, described, example_profile, id, number, object, reference, string, time},
};
use crate::{
    model::{
        error::Result,
        json_writer::{write_array, write_number, write_serde, write_text},
        turn::{Turn, TurnState},
    },
    repository::TurnFilter,
    service::operation::Operation,
};

const ALL: &str = "/robots/sessions/{session_id}/turns";
const ONE: &str = "/robots/sessions/{session_id}/turns/{turn_id}";
const CANCELLATION: &str = "/robots/sessions/{session_id}/turns/{turn_id}/cancellation";

/// The default number of rows on a page.
pub(super) const PAGE: u32 = 20;
/// The maximum number of rows on a page.
pub(super) const MOST: u32 = 50;

const STATES: [TurnState; 6] = [
    TurnState::Queued,
    TurnState::Running,
    TurnState::Blocked,
    TurnState::Completed,
    TurnState::Failed,
    TurnState::Cancelled,
];

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(
            ALL,
            Operation::ListTurns,
            list,
            Doc::new("RobotTurnsList", "List the turns of a session", "TurnList")
                .about("The newest first: by the time at which they were queued.")
                .query([
                    Param::one_of(
                        "state",
                        "Only turns in this state.",
                        &["", "queued", "running", "blocked", "completed", "failed", "cancelled"],
                    ),
                    Param::id("after", "The `next_after` of the page before."),
                    Param::number("limit", "The most turns to return, 1 to 50. Default: 20."),
                ]),
        ),
        Route::get(ONE, Operation::GetTurn, get, Doc::new("RobotTurnGet", "Get a turn", "TurnInQueue")),
        Route::put(
            CANCELLATION,
            Operation::StopTurn,
            stop,
            Doc::new("RobotTurnCancel", "Stop a turn", "Turn")
                .about(
                    "A turn that waits or is blocked ends at once. One that runs is marked as stopped, and its worker \
                     ends it a moment later. One that has ended stays as it is.",
                )
                .query([Param::text("reason", "Why.", 1024)]),
        ),
    ]
}

async fn list(call: Call) -> HandlerResult {
    let session = call.path("session_id")?;
    let filter =
        TurnFilter { state: call.one_of("state", &STATES, TurnState::as_str)?, after: call.query("after")? };
    let limit = call.limit(PAGE, MOST)?;
    let mut turns = call.turns()?.list_turns(call.actor, session, filter, limit + 1).await?;
    let body = rows("turns", &mut turns, limit, |turn| turn.id.to_string())?;
    Ok(Reply::json(body, u32::try_from(turns.len()).unwrap_or(limit)))
}

/// Writes a page. `rows` can have one more row than the page, which shows that there is a next one.
pub(super) fn rows<T: Serialize>(
    name: &str,
    rows: &mut Vec<T>,
    limit: u32,
    id: impl Fn(&T) -> String,
) -> Result<Vec<u8>> {
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = rows.len() > limit;
    rows.truncate(limit);
    let mut body = format!("{{\"{name}\":").into_bytes();
    write_array(&mut body, rows, |out, row| write_serde(out, row))?;
    if let Some(last) = rows.last().filter(|_| more) {
        body.extend_from_slice(b",\"next_after\":");
        write_text(&mut body, &id(last))?;
    }
    body.push(b'}');
    Ok(body)
}

async fn get(call: Call) -> HandlerResult {
    let (session, id) = (call.path("session_id")?, call.path("turn_id")?);
    let (turn, position) = call.turns()?.turn(call.actor, session, id).await?;
    let mut body = Vec::new();
    write_turn(&mut body, &turn, position)?;
    Ok(Reply::json(body, 1))
}

/// Writes a turn, with its position in the queue.
pub(super) fn write_turn(out: &mut Vec<u8>, turn: &Turn, position: usize) -> Result<()> {
    write_serde(out, turn)?;
    // A turn is an object, and has fields.
    out.pop();
    out.extend_from_slice(b",\"position\":");
    write_number(out, position as u64);
    out.push(b'}');
    Ok(())
}

async fn stop(call: Call) -> HandlerResult {
    let (session, id) = (call.path("session_id")?, call.path("turn_id")?);
    let reason = call.text("reason")?.map(str::to_owned);
    let turn = call.turns()?.stop_turn(call.actor, session, id, reason).await?;
    Ok(Reply::one(&turn)?)
}

/// Returns the schemas of turns.
pub(super) fn schemas() -> Schemas {
    let mut with_position = turn();
    with_position["properties"]["position"] =
        described(number(), "How many turns of the session run, are blocked or wait before it.");
    if let Some(required) = with_position["required"].as_array_mut() {
        required.push("position".into());
    }
    with_position["examples"][0]["position"] = 0.into();
    vec![
        ("Turn", turn()),
        ("TurnInQueue", with_position),
        (
            "TurnList",
            object(
                "Turns of a session, the newest first.",
                [
                    ("turns*", array(reference("Turn"))),
                    ("next_after", described(id(), "The last of them; there only if there are more.")),
                ],
            ),
        ),
    ]
}

fn turn() -> Value {
    let stop = object(
        "A request that it ends.",
        [("by*", reference("Profile")), ("at*", time()), ("reason", described(string(), "Why."))],
    );
    let names: Vec<_> = STATES.iter().map(|state| state.as_str()).collect();
    let mut turn = object(
        "One run of a robot on the messages that wait for it.",
        [
            ("id*", id()),
            ("session_id*", id()),
            ("state*", json!({ "type": "string", "enum": names })),
            ("author*", reference("Profile")),
            ("robot_id", described(string(), "The robot that runs, once it is known.")),
            ("inputs*", described(array(id()), "The messages that it runs on.")),
            ("messages*", described(array(id()), "The messages that it made or continued.")),
            ("continues", described(id(), "The blocked turn that it continues.")),
            ("continued_by", described(id(), "The turn that continues it.")),
            ("attempt*", described(number(), "How often a worker has claimed it.")),
            ("stop", stop),
            ("error", described(string(), "Why it failed.")),
            ("created_at*", time()),
            ("started_at", time()),
            ("ended_at", time()),
        ],
    );
    turn["examples"] = json!([{
        "id": ID, "session_id": ID, "state": "running", "author": example_profile(), "robot_id": "robot_builder",
        "inputs": [ID], "messages": [], "attempt": 1,
        "created_at": "2019-08-24T14:15:22Z", "started_at": "2019-08-24T14:15:23Z",
    }]);
    turn
}
