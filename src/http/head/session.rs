//! A session with the fields that Storyden's newest clients require.

use std::collections::HashSet;

use super::{place::Place, projector, resources::write_with};
use crate::{
    http::{reply::Reply, request::Call, route::HandlerResult, sessions::window},
    model::{
        error::Result,
        id::{AccountId, MessageId, SessionId},
        json_writer::{write_array, write_number, write_serde, write_text},
        message::{JsonCache, write_list},
        offset::{Offset, Sequence},
        session::Session,
        turn::TurnState,
    },
    repository::TurnFilter,
    service::{operation::Operation, turns::Turns},
};

/// The number of queued turns that are read: the maximum of a session.
const WAITING: u32 = 100;

/// Returns a session: its complete messages, and the offset after which its stream has the rest.
pub(super) async fn get(call: Call) -> HandlerResult {
    let (id, window) = (call.path("session_id")?, window(&call)?);
    let turns = call.turns()?.clone();
    // The turn first: what it makes between the two reads is told by the stream.
    call.robots().authorize(call.actor, Operation::GetSession).await?;
    let active = turns.active_turn(call.actor, id).await?;
    let before = match active.as_ref().filter(|turn| turn.state == TurnState::Running) {
        Some(turn) => turns.before_start(turn).await?,
        None => None,
    };
    let mut session = call.robots().served_session(call.robots().session(call.actor, id, window).await?);
    let offset = before.unwrap_or(session.details.offset);
    let settled =
        |sequence: Option<Sequence>| sequence.is_none_or(|sequence| Offset::from(sequence) <= offset);
    session.message_list.messages.retain(|message| settled(message.sequence));
    session.message_list.results = u32::try_from(session.message_list.messages.len()).unwrap_or(u32::MAX);
    let waiting = waiting(&turns, call.actor, id).await?;
    call.robots().mark_read(call.actor, id, offset).await?;

    let mut body = Vec::new();
    session.reference.write_fields(&mut body, &mut JsonCache::default())?;
    write(&mut body, &session, offset, &waiting)?;
    if let Some(turn) = active {
        body.extend_from_slice(format!(",\"active_turn_id\":\"{}\"", turn.id).as_bytes());
    }
    body.push(b'}');
    Ok(Reply::json(body, session.message_list.results))
}

/// Returns the messages that wait for a turn.
async fn waiting(turns: &Turns, actor: AccountId, id: SessionId) -> Result<HashSet<MessageId>> {
    let filter = TurnFilter { state: Some(TurnState::Queued), after: None };
    let turns = turns.list_turns(actor, id, filter, WAITING).await?;
    Ok(turns.into_iter().flat_map(|turn| turn.inputs).collect())
}

fn write(out: &mut Vec<u8>, session: &Session, offset: Offset, waiting: &HashSet<MessageId>) -> Result<()> {
    let (list, details) = (&session.message_list, &session.details);
    out.extend_from_slice(b",\"stream_offset\":");
    write_text(out, &Place(offset).to_string())?;
    out.extend_from_slice(b",\"message_list\":");
    let (sizes, cursors) = ([list.page_size, list.results], [list.next_before, list.next_after]);
    write_list(out, sizes, cursors, &list.damaged, |out| {
        write_array(out, &list.messages, |out, message| {
            projector::write_message(out, message, waiting.contains(&message.id))
        })
    })?;
    if let Some(robot) = &details.active_robot_id {
        out.extend_from_slice(b",\"root_robot_id\":");
        write_text(out, &robot.to_string())?;
    }
    if let Some(workspace) = &details.active_workspace {
        out.extend_from_slice(b",\"active_workspace\":");
        write_with(out, workspace, "\"allow_untrusted_commands\":false")?;
    }
    for (name, present) in [
        ("origin", details.origin.as_ref().map(serde_json::to_value)),
        ("imported", details.imported.as_ref().map(serde_json::to_value)),
    ] {
        if let Some(Ok(value)) = present {
            out.extend_from_slice(format!(",\"{name}\":").as_bytes());
            write_serde(out, &value)?;
        }
    }
    for (name, offset) in [
        ("offset", details.offset),
        ("revision", Offset::from(details.revision)),
        ("follow_from", details.follow_from),
    ] {
        out.extend_from_slice(format!(",\"{name}\":").as_bytes());
        write_number(out, offset.get());
    }
    Ok(())
}
