//! Sessions: list, start, read, change, delete.

use super::{
    doc::{Doc, Param},
    events::{Events, Feed},
    reply::Reply,
    request::{Call, Object},
    route::{Answer, Route},
};
use crate::{
    model::{
        offset::Sequence,
        page::{PageRequest, WindowRequest},
        session::{NewSession, SessionChange, SessionFilter},
    },
    service::{operation::Operation, subscription::Since},
};

const ALL: &str = "/robots/sessions";
const ONE: &str = "/robots/sessions/{session_id}";
const STREAM: &str = "/robots/sessions/{session_id}/stream";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(
            ALL,
            Operation::ListSessions,
            list,
            Doc::new("RobotSessionsList", "List robot sessions", "SessionPage")
                .about("Newest first, 20 to a page. Nothing is private among those who may use robots.")
                .query([
                    Param::PAGE,
                    Param::id("account_id", "Only sessions that this account started. Unknown: no rows."),
                ]),
        ),
        Route::post(
            ALL,
            Operation::StartSession,
            start,
            Doc::new("RobotSessionCreate", "Start a session", "Session")
                .body("NewSession")
                .refers()
                .created(),
        ),
        Route::get(
            ONE,
            Operation::GetSession,
            get,
            Doc::new("RobotSessionGet", "Get a robot session", "Session")
                .about(
                    "The newest messages, or the newest before another one; always oldest first. A message \
                     has one place in its session for ever, so paging backwards meets each exactly once.",
                )
                .query([
                    Param::id("before", "Load messages older than this message."),
                    Param::number(
                        "limit",
                        "The most messages to return: 50 unless told otherwise, 1 to 100.",
                    ),
                ]),
        ),
        Route::get(
            STREAM,
            Operation::Subscribe,
            stream,
            Doc::events("RobotSessionStream", "Follow a session as it goes on")
                .about(
                    "Server-sent events. `message` is a whole message; `draft` is one as it begins, which grows \
                     by the UI message chunks of each `chunks` event ({message_id, revision, chunks}) until it \
                     comes again as a `message`; `skipped` ({up_to}) says that the reader is so far behind that \
                     older messages are left out; `problem` is why the stream ends. The id of an event is the \
                     place up to which everything was told whole: the place of its message, unless an older \
                     one still grows.",
                )
                .query([Param::number(
                    "after",
                    "Begin after this place; 0 is before the first message. Otherwise only what comes is told.",
                )])
                .header(Param::number("Last-Event-ID", "The same, and counts before it.")),
        ),
        Route::patch(
            ONE,
            Operation::UpdateSession,
            update,
            Doc::new("RobotSessionUpdate", "Rename a session, switch its robot, mount or unmount", "Session")
                .about("All of it happens, or none. Absent fields stay; `null` clears where it may stand.")
                .body("SessionChange"),
        ),
        Route::delete(
            ONE,
            Operation::DeleteSession,
            delete,
            Doc::nothing("RobotSessionDelete", "Delete a session").about("Its messages are kept."),
        ),
    ]
}

async fn list(call: Call) -> Answer {
    let filter = SessionFilter::created_by(call.query("account_id")?);
    let page = call.page(PageRequest::sessions())?;
    Ok(Reply::sessions(&call.robots.list_sessions(call.actor, filter, page).await?)?)
}

async fn start(call: Call) -> Answer {
    let body = call.object()?;
    let new = NewSession {
        name: body.text("name")?,
        robot: body.parsed("robot_id")?,
        workspace: body.parsed("workspace_id")?,
        misc: None,
    };
    let session = call.robots.start_session(call.actor, new).await?;
    Ok(Reply::session(&session)?.at(call.location(session.id)))
}

async fn get(call: Call) -> Answer {
    let id = call.path("session_id")?;
    let limit = call.number("limit")?.unwrap_or(WindowRequest::DEFAULT_LIMIT);
    let window = WindowRequest::newest(limit).before(call.query("before")?);
    Ok(Reply::session(&call.robots.session(call.actor, id, window).await?)?)
}

async fn stream(call: Call) -> Answer {
    let id = call.path("session_id")?;
    let place = call.place("last-event-id", "after")?;
    let since = place.map_or(Since::Now, |place| Sequence::new(place).into());
    let subscription = call.robots.subscribe(call.actor, id, since).await?;
    let (trace, keep_alive) = (call.trace(), call.settings.keep_alive);
    Ok(Reply::events(Events::new(Feed::new(call.robots, call.actor, trace, subscription, keep_alive))))
}

async fn update(call: Call) -> Answer {
    let id = call.path("session_id")?;
    let body = call.object()?;
    let change = SessionChange {
        name: body.text("name")?,
        active_robot: body.cleared("active_robot_id", Object::parsed)?,
        active_instance: body.cleared("active_workspace", Object::parsed)?,
    };
    Ok(Reply::session(&call.robots.update_session(call.actor, id, change).await?)?)
}

async fn delete(call: Call) -> Answer {
    call.robots.delete_session(call.actor, call.path("session_id")?).await?;
    Ok(Reply::nothing())
}
