//! Sessions: lists, starts, returns, follows, changes and deletes them.

use serde_json::{Value, json};

use super::{
    doc::{Doc, Param},
    events::{EventFeed, Events},
    headers::IDEMPOTENCY_KEY,
    messages::imported,
    reply::Reply,
    request::{BodyField, Call, Fields, InvalidRequest, about},
    route::{HandlerResult, Route},
    schema::{
        ID, Schemas, array, body_with_a_field, damaged, described, example_profile, id, key, map, name,
        nullable, number, object, optional, page, reference, resource, string,
    },
};
use crate::{
    model::{
        error::{Error, Result},
        label::{Label, LabelChange, Labels},
        limits::Limits,
        message::WindowRequest,
        page::PageRequest,
        robot::RobotKey,
        session::{NewSession, SessionChange, SessionFilter, SessionOrder},
    },
    service::{operation::Operation, subscription::Since},
};

const ALL: &str = "/robots/sessions";
const ONE: &str = "/robots/sessions/{session_id}";
const READ: &str = "/robots/sessions/{session_id}/read";
const STREAM: &str = "/robots/sessions/{session_id}/stream";

/// The fields of a new session.
const NEW: [BodyField<NewSession>; 5] = [
    BodyField {
        name: "name",
        schema: |limits| nullable(name(limits), "`Untitled (<date>)` if there is none."),
        read: |new, body, field| Ok(NewSession { name: body.text(field)?, ..new }),
    },
    BodyField {
        name: "robot_id",
        schema: |_| nullable(key(RobotKey::MAX_BYTES), "The robot that answers first: an id or a name."),
        read: |new, body, field| Ok(NewSession { robot: body.parsed(field)?, ..new }),
    },
    BodyField {
        name: "workspace_id",
        schema: |_| nullable(id(), "A new instance of it is mounted."),
        read: |new, body, field| Ok(NewSession { workspace: body.parsed(field)?, ..new }),
    },
    BodyField {
        name: "misc",
        schema: |_| optional(map("Whatever the host keeps with it.")),
        read: |new, body, field| Ok(NewSession { misc: body.json(field)?, ..new }),
    },
    BodyField {
        name: "labels",
        schema: |_| optional(labels("Its labels.")),
        read: |new, body, field| Ok(NewSession { labels: read_labels(body, field)?, ..new }),
    },
];

/// The fields of a change.
const CHANGE: [BodyField<SessionChange>; 7] = [
    BodyField {
        name: "name",
        schema: |limits| optional(name(limits)),
        read: |change, body, field| Ok(SessionChange { name: body.text(field)?, ..change }),
    },
    BodyField {
        name: "active_robot_id",
        schema: |_| nullable(key(RobotKey::MAX_BYTES), "Who answers from now; null: nobody."),
        read: |change, body, field| {
            Ok(SessionChange { active_robot: body.cleared(field, Fields::parsed)?, ..change })
        },
    },
    BodyField {
        name: "active_workspace",
        schema: |_| nullable(id(), "The instance to mount; null unmounts."),
        read: |change, body, field| {
            Ok(SessionChange { active_instance: body.cleared(field, Fields::parsed)?, ..change })
        },
    },
    BodyField {
        name: "misc",
        schema: |_| described(optional(map("")), "Whatever the host keeps with it; null clears it."),
        read: |change, body, field| Ok(SessionChange { misc: body.cleared(field, Fields::json)?, ..change }),
    },
    BodyField {
        name: "labels",
        schema: |_| optional(labels("All labels that it has from now.")),
        read: |change, body, field| {
            let replace = read_labels(body, field)?;
            Ok(changed_labels(change, |labels| labels.replace = replace))
        },
    },
    BodyField {
        name: "add_labels",
        schema: |_| optional(labels("Labels that it has too from now.")),
        read: |change, body, field| {
            let add = read_labels(body, field)?.unwrap_or_default();
            Ok(changed_labels(change, |labels| labels.add = add.iter().collect()))
        },
    },
    BodyField {
        name: "remove_labels",
        schema: |_| optional(labels("Labels that it has no more.")),
        read: |change, body, field| {
            let remove = read_labels(body, field)?.unwrap_or_default();
            Ok(changed_labels(change, |labels| labels.remove = remove.iter().collect()))
        },
    },
];

/// Parses an array of labels.
fn read_labels(body: &Fields<'_>, name: &'static str) -> Result<Option<Labels>, InvalidRequest> {
    let Some(texts) = body.texts(name, Labels::MAX)? else { return Ok(None) };
    let read = |(index, text): (usize, &String)| {
        text.parse::<Label>().map_err(|error| about(format!("{name}[{index}]"), error))
    };
    let labels = texts.iter().enumerate().map(read).collect::<Result<Vec<_>>>()?;
    Ok(Some(Labels::new(labels)?))
}

fn changed_labels(change: SessionChange, with: impl FnOnce(&mut LabelChange)) -> SessionChange {
    let mut labels = change.labels.unwrap_or_default();
    with(&mut labels);
    SessionChange { labels: Some(labels).filter(|labels| !labels.is_empty()), ..change }
}

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get(
            ALL,
            Operation::ListSessions,
            list,
            Doc::new("RobotSessionsList", "List robot sessions", "SessionPage")
                .about(
                    "Newest created first, or most recently active first; 20 to a page. Pages have numbers and \
                     totals, or are asked for by `cursor`, which has neither and stays valid whatever is deleted. A \
                     list by account and label, or with archived sessions among the others, goes by cursor only. \
                     Each session says how many messages the caller has not read. Nothing is private.",
                )
                .query([
                    Param::PAGE,
                    Param::cursor("cursor", "The `next_cursor` of the page before, in place of `page`."),
                    Param::one_of("order", "`created` (the default) or `updated`.", &["", "created", "updated"]),
                    Param::account("account_id", "Only sessions that this account started. Unknown: no rows."),
                    Param::text("label", "Only sessions with this label. `archived`: the archived ones.", Label::MAX_BYTES),
                    Param::one_of(
                        "archived",
                        "Archived ones too. Default: `false`.",
                        &["", "false", "true"],
                    ),
                ]),
        ),
        Route::post(
            ALL,
            Operation::StartSession,
            start,
            Doc::new("RobotSessionCreate", "Start a session", "Session")
                .about("The body must have at least one of the fields; `{\"name\": null}` starts an unnamed one.")
                .header(Param::key(
                    "Idempotency-Key",
                    "A repetition by the same account starts nothing, and answers 200 with the session.",
                ))
                .body("NewSession")
                .refers()
                .created()
                .replayed(),
        ),
        Route::get(
            ONE,
            Operation::GetSession,
            get,
            Doc::new("RobotSessionGet", "Get a robot session", "Session")
                .about(
                    "The newest messages, or those before, after or around a message; always oldest first. A \
                     message keeps its position in its session for ever, so paging meets each exactly once.",
                )
                .query([
                    Param::id("before", "Only messages older than this one."),
                    Param::id("after", "Only messages newer than this one. Not with `before`."),
                    Param::id("around", "This message and those on both sides. Not with the other two."),
                    Param::number("limit", "The most messages to return, 1 to 100. Default: 50."),
                ]),
        ),
        Route::put(
            READ,
            Operation::MarkRead,
            mark_read,
            Doc::no_content("RobotSessionMarkRead", "Mark a session as read")
                .about("The caller has read its messages up to this offset. A mark never goes back.")
                .query([Param::required_number("offset", "Such as the sequence of the newest message shown.")]),
        ),
        Route::get(
            STREAM,
            Operation::Subscribe,
            stream,
            Doc::events("RobotSessionStream", "Follow a session")
                .about(
                    "Server-sent events, each with the offset of its change as its id: `message` (one that is \
                     complete: new, finished or edited), `draft` (one that is being written, as it is when the \
                     draft begins), `chunks` (by what a draft grew: {message_id, began, revision, chunks}), \
                     `deleted` ({id, sequence}), `session` (the session itself), `turn` (a turn that was queued, \
                     started, stopped or ended), `decision` (the request of a tool call of a draft that was \
                     decided), `damaged` (a message that changed and does not decode), and `problem` (why the \
                     stream ends).",
                )
                .query([Param::number(
                    "after",
                    "Follow from this offset; 0 is before every change. Default: from now, with every draft that \
                     is open from its beginning.",
                )])
                .header(Param::number("Last-Event-ID", "The same, and it takes precedence.")),
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
            Doc::no_content("RobotSessionDelete", "Delete a session").about("Its messages are kept."),
        ),
    ]
}

async fn list(call: Call) -> HandlerResult {
    let order = match call.one_of("order", &["created", "updated"], |name| name)? {
        Some("updated") => SessionOrder::Active,
        _ => SessionOrder::Created,
    };
    let filter = SessionFilter::created_by(call.query("account_id")?).label(call.query("label")?);
    let filter = filter.archived(call.flag("archived")?).order(order).unread_of(call.actor);
    let request = match call.query("cursor")? {
        Some(cursor) => {
            call.only_one_of(&["cursor", "page"])?;
            PageRequest::sessions().after(cursor)
        }
        None => call.page(PageRequest::sessions())?,
    };
    let (mut texts, profiles) = call.robots().session_texts(call.actor.into(), filter, request).await?;
    // Additionally, so that a reader of numbered pages can go on where rows are added meanwhile.
    texts.add_cursor(order);
    let mut body = Vec::new();
    texts.write_json(&mut body, &profiles)?;
    Ok(Reply::json(body, texts.results()))
}

pub(super) async fn start(call: Call) -> HandlerResult {
    let key = call.header(IDEMPOTENCY_KEY)?.map(str::to_owned);
    let new = NewSession { key, ..call.read(&NEW)? };
    let (session, replayed) = call.robots().start(call.actor.into(), new).await?;
    let location = call.location(session.id);
    let reply = Reply::session(call.robots(), session)?.located(location);
    Ok(if replayed { reply } else { reply.created() })
}

async fn get(call: Call) -> HandlerResult {
    let id = call.path("session_id")?;
    let window = window(&call)?;
    let mut body = Vec::new();
    let rows = call.robots().session_json(call.actor, id, window, &mut body).await?;
    Ok(Reply::json(body, rows))
}

async fn mark_read(call: Call) -> HandlerResult {
    let id = call.path("session_id")?;
    let Some(seen) = call.revision("offset")? else {
        return Err(InvalidRequest::from(Error::invalid_argument("offset", "is missing")).into());
    };
    call.robots().mark_read(call.actor, id, seen.into()).await?;
    Ok(Reply::no_content())
}

pub(super) fn window(call: &Call) -> Result<WindowRequest, InvalidRequest> {
    let window = WindowRequest::newest(call.number("limit")?.unwrap_or(WindowRequest::DEFAULT_LIMIT));
    let [before, after, around] = [call.query("before")?, call.query("after")?, call.query("around")?];
    call.only_one_of(&["before", "after", "around"])?;
    Ok(match (before, after, around) {
        (Some(id), ..) => window.before(id),
        (_, Some(id), _) => window.after(id),
        (.., Some(id)) => window.around(id),
        _ => window,
    })
}

pub(super) async fn stream(call: Call) -> HandlerResult {
    let id = call.path("session_id")?;
    let after = call.offset("last-event-id", "after")?;
    let subscription =
        call.robots().subscribe(call.actor, id, after.map_or(Since::Now, Since::After)).await?;
    let (trace, settings) = (call.trace(), call.settings());
    let feed = EventFeed::new(call.robots().clone(), call.actor, trace, subscription, settings.keep_alive);
    Ok(Reply::events(Events::new(feed.open(), &settings.shutdown)))
}

async fn update(call: Call) -> HandlerResult {
    let id = call.path("session_id")?;
    let session = call.robots().update_session(call.actor, id, call.read(&CHANGE)?).await?;
    Ok(Reply::session(call.robots(), session)?)
}

async fn delete(call: Call) -> HandlerResult {
    call.robots().delete_session(call.actor, call.path("session_id")?).await?;
    Ok(Reply::no_content())
}

/// Returns the schemas of sessions, and of the bodies that start and change one.
pub(super) fn schemas(limits: &Limits) -> Schemas {
    vec![
        ("SessionPage", session_page()),
        ("SessionRef", session_ref()),
        ("Session", session()),
        ("MessageList", message_list()),
        (
            "ActiveWorkspace",
            object(
                "The workspace instance that is mounted.",
                [
                    ("workspace_id*", id()),
                    ("workspace_instance_id*", id()),
                    ("provider*", string()),
                    ("meta", map("The instance's.")),
                ],
            ),
        ),
        ("NewSession", new_session(limits)),
        ("SessionChange", session_change(limits)),
    ]
}

fn session_page() -> Value {
    let mut sessions = page("sessions", "SessionRef");
    sessions["description"] =
        "One page of a list. One that was asked for by cursor has no numbers of pages.".into();
    sessions["properties"]["next_cursor"] =
        described(string(), "Where the list goes on; there only if it does. Opaque.");
    if let Some(required) = sessions["required"].as_array_mut() {
        required.retain(|field| field != "total_pages" && field != "current_page");
    }
    sessions["examples"] = json!([{
        "page_size": 20, "results": 1, "total_pages": 3, "current_page": 2, "next_page": 3,
        "next_cursor": "0005a24ed1a5c2806c8bd6e0a1c3f8a9c2b1d5f0",
        "sessions": [example_session_ref()],
    }]);
    sessions
}

fn session_ref() -> Value {
    resource(object(
        "A session as lists show it.",
        [
            ("name*", string()),
            ("created_by*", reference("Profile")),
            ("labels", labels("There only if it has any.")),
            (
                "unread",
                described(number(), "The caller's unread messages, counted up to 100; in lists only."),
            ),
        ],
    ))
}

/// Describes an array of labels. The limit of a label is in bytes, so one with fewer characters can be too long.
fn labels(about: &str) -> Value {
    let pattern = r#"^[^\s"\\\u0000-\u001f\u007f-\u009f]([^"\\\u0000-\u001f\u007f-\u009f]*[^\s"\\\u0000-\u001f\u007f-\u009f])?$"#;
    let label = json!({ "type": "string", "maxLength": Label::MAX_BYTES, "pattern": pattern });
    described(array(label), about)
}

fn session() -> Value {
    let mut session = described(session_ref(), "One whole conversation, with a window of its messages.");
    for (name, schema) in [
        ("message_list", reference("MessageList")),
        ("active_robot_id", described(string(), "The id of a robot, or the name of one that is built in.")),
        ("active_workspace", reference("ActiveWorkspace")),
        ("origin", origin()),
        ("imported", imported()),
        ("offset", described(number(), "The offset of the last change of anything in the session.")),
        ("revision", described(number(), "The offset of the last change of the session itself.")),
        ("follow_from", described(number(), "Follow the session from here to meet every open draft whole.")),
    ] {
        session["properties"][name] = schema;
    }
    if let Some(required) = session["required"].as_array_mut() {
        required.extend(["message_list", "offset", "revision", "follow_from"].map(Value::from));
    }
    session["examples"] = json!([example_session()]);
    session
}

fn origin() -> Value {
    object(
        "Where it was forked from.",
        [
            ("session_id*", id()),
            ("message_id*", described(id(), "The last message of it that this one began with.")),
        ],
    )
}

fn message_list() -> Value {
    object(
        "A window of messages, oldest first.",
        [
            ("page_size*", described(number(), "The limit that was in force.")),
            ("results*", described(number(), "How many messages are in this answer.")),
            ("next_before", described(id(), "The oldest of them; there only if older ones exist.")),
            ("next_after", described(id(), "The newest of them; there only if newer ones exist.")),
            ("messages*", array(reference("Message"))),
            ("damaged", damaged()),
        ],
    )
}

fn new_session(limits: &Limits) -> Value {
    body_with_a_field(
        "How to start a session.",
        NEW.map(|field| (field.name, (field.schema)(limits))),
        json!({ "name": "Spam wave of Tuesday", "robot_id": "robot_builder" }),
    )
}

fn session_change(limits: &Limits) -> Value {
    body_with_a_field(
        "What to change of a session.",
        CHANGE.map(|field| (field.name, (field.schema)(limits))),
        json!({ "name": "Spam wave, solved", "active_workspace": null }),
    )
}

fn example_session_ref() -> Value {
    json!({
        "id": ID,
        "createdAt": "2019-08-24T14:15:22Z",
        "updatedAt": "2019-08-24T14:15:22Z",
        "misc": {},
        "name": "string",
        "created_by": example_profile(),
    })
}

fn example_session() -> Value {
    let mut session = example_session_ref();
    session["message_list"] = json!({
        "page_size": 50,
        "results": 1,
        "next_before": ID,
        "messages": [{
            "id": ID,
            "role": "system",
            "parts": [{ "type": "text", "text": "string", "state": "streaming" }],
            "metadata": {},
            "created_at": "2019-08-24T14:15:22Z",
            "robot": { "id": ID, "name": "string" },
            "author": example_profile(),
            "sequence": 7,
            "revision": 7,
        }],
    });
    session["active_robot_id"] = "string".into();
    session["active_workspace"] =
        json!({ "workspace_id": ID, "workspace_instance_id": ID, "provider": "string", "meta": {} });
    for (field, offset) in [("offset", 7), ("revision", 0), ("follow_from", 7)] {
        session[field] = offset.into();
    }
    session
}
