//! The logs of a session and of a turn, as Durable Streams.

use std::time::Duration;

use axum::http::{HeaderName, StatusCode, header};

use super::{
    log::{Failed, Log, Stretch, Tail},
    place::{From, Live, Place},
};
use crate::{
    http::{
        events::{Events, KeepAlive},
        problem::Problem,
        reply::Reply,
        request::Call,
        route::{HandlerResult, Rejection},
        sessions,
    },
    model::{
        error::{Error, Resource},
        id::{SessionId, TurnId},
        offset::Offset,
    },
    service::subscription::Since,
};

/// The maximum duration of a long poll.
const LONGEST_POLL: Duration = Duration::from_secs(20);

const NEXT_OFFSET: HeaderName = HeaderName::from_static("stream-next-offset");
const CURSOR: HeaderName = HeaderName::from_static("stream-cursor");
const UP_TO_DATE: HeaderName = HeaderName::from_static("stream-up-to-date");
const CLOSED: HeaderName = HeaderName::from_static("stream-closed");

impl std::convert::From<Failed> for Rejection {
    fn from(failed: Failed) -> Self {
        match failed {
            Failed::Error(error) => Self::Service(error),
            Failed::Gone => Self::Request(Problem::gone()),
        }
    }
}

/// Reads the log of a session. A request with `after` or `Last-Event-ID` gets this crate's own events instead.
pub(super) async fn of_session(call: Call) -> HandlerResult {
    if call.text("after")?.is_some() || call.header("last-event-id")?.is_some() {
        return sessions::stream(call).await;
    }
    let session = call.path("session_id")?;
    read(call, session, None).await
}

/// Reads the log of a turn.
pub(super) async fn of_turn(call: Call) -> HandlerResult {
    let (session, turn) = (call.path("session_id")?, call.path("turn_id")?);
    read(call, session, Some(turn)).await
}

async fn read(call: Call, session: SessionId, turn: Option<TurnId>) -> HandlerResult {
    let (from, live) = (From::read(&call)?, Live::read(&call)?);
    let turns = call.turns()?.clone();
    let log = Log { turns, reader: call.actor, session, turn, clients: call.settings().chat_clients };
    let tail = log.tail().await?;
    let start = match turn {
        Some(turn) => {
            let (turn, _) = log.turns.turn(call.actor, session, turn).await?;
            if turn.session_id != session {
                return Err(Error::not_found(Resource::Turn, turn.id).into());
            }
            log.turns.log_start(&turn).await?
        }
        None => Offset::default(),
    };
    let after = match from {
        From::Start => start,
        From::Now => tail,
        From::After(offset) if offset > tail => {
            return Err(Error::invalid_argument("offset", "is past the end of the stream").into());
        }
        From::After(offset) => offset,
    };
    // Storyden uses this read to record the read mark.
    let seen = if from == From::Start { Offset::default() } else { after };
    call.robots().mark_read(call.actor, session, seen).await?;
    let (stretch, projector) = log.read(after).await?;
    let head = call.is_head();
    match live {
        Live::Sse if !head => {
            let from = Since::After(stretch.next);
            let subscription = call.robots().subscribe(call.actor, session, from).await?;
            let (trace, settings) = (call.trace(), call.settings());
            // A reader may go on anywhere: the head says where it began.
            let reply = |events| Reply::events(events).with(NEXT_OFFSET, Place(after)).with(CURSOR, trace);
            let keep_alive = KeepAlive::new(settings.keep_alive);
            let tail = Tail { log, trace, projector, subscription, keep_alive };
            Ok(reply(Events::new(tail.open(stretch), &settings.shutdown)))
        }
        Live::LongPoll if !head && stretch.rows == 0 => {
            let next = stretch.next;
            if stretch.closed {
                return Ok(described(Reply::no_content(), &call, next, true, true));
            }
            let most = call.settings().timeout.map_or(LONGEST_POLL, |limit| LONGEST_POLL.min(limit / 2));
            Ok(match log.poll(projector, next, most).await? {
                Some(stretch) => array(&call, session, after, stretch),
                None => described(Reply::no_content(), &call, next, true, false),
            })
        }
        _ => Ok(array(&call, session, after, stretch)),
    }
}

/// Responds with the entries, or without content if the reader has them.
fn array(call: &Call, session: SessionId, after: Offset, stretch: Stretch) -> Reply {
    let Stretch { body, rows, next, up_to_date, closed } = stretch;
    let closed_tag = if closed { "-closed" } else { "" };
    let tag = format!("\"{session}-{after}-{next}{closed_tag}\"");
    let known = call.header("if-none-match").ok().flatten();
    let is_known =
        known.is_some_and(|known| known.split(',').any(|one| one.trim().trim_start_matches("W/") == tag));
    let reply =
        if is_known { Reply::no_content().status(StatusCode::NOT_MODIFIED) } else { Reply::json(body, rows) };
    described(reply, call, next, up_to_date, closed).with(header::ETAG, tag)
}

fn described(reply: Reply, call: &Call, next: Offset, up_to_date: bool, closed: bool) -> Reply {
    let reply = reply.with(NEXT_OFFSET, Place(next)).with(CURSOR, call.trace());
    // Each time it is asked whether the reader may still read it.
    let reply = reply.with(header::CACHE_CONTROL, "private, no-cache");
    let reply = if up_to_date { reply.with(UP_TO_DATE, true) } else { reply };
    if closed { reply.with(CLOSED, true) } else { reply }
}
