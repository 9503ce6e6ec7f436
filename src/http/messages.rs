//! Messages: appends one or several, or one as a stream; reads, edits and deletes one.

use serde_json::{Value, json};

use super::{
    answer_stream::append_stream,
    doc::{Doc, Param},
    headers::IDEMPOTENCY_KEY,
    reply::Reply,
    request::{Call, Fields, InvalidRequest, in_body},
    route::{HandlerResult, Route},
    schema::{
        Schemas, TEXT, any, array, body, described, id, nullable, number, object, open, reference, string,
        time,
    },
};
use crate::{
    model::{
        error::Result,
        limits::Limits,
        message::{MessageRole, NewMessage},
        robot::RobotKey,
    },
    service::{messages::Append, operation::Operation},
};

const ALL: &str = "/robots/sessions/{session_id}/messages";
const ONE: &str = "/robots/sessions/{session_id}/messages/{message_id}";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post(
            ALL,
            Operation::Append,
            append,
            Doc::new("RobotSessionMessagesAppend", "Append messages to a session", "Appended")
                .about(
                    "A UIMessage of the AI SDK, or an array of them: all or nothing, in the name of the caller. \
                     `created_at`, `robot` and `author` of the body are ignored; an `id` that is no Identifier is \
                     kept as `client_id`. Or a UI message stream of the AI SDK (text/event-stream): the message of \
                     an assistant, stored while it arrives, and answered when it is complete. Such a body may be as \
                     long as it likes; its message may not. One that ends without `finish`, `abort` or `error` is a \
                     400, and leaves an open draft; an invalid chunk ends the message where it is. A stream whose `start` names a \
                     message of an assistant continues that one, and is answered 200. If somebody is writing that \
                     message now, it is a 409 with the reason `being-written`, and the writer goes on.",
                )
                .query([
                    Param::text("robot", "Which robot a stream is the answer of. Default: that of the session.", RobotKey::MAX_BYTES),
                    Param::one_of(
                        "take_over",
                        "`true` lets a stream take a draft from its writer, also from one that is still there.",
                        &["", "true", "false"],
                    ),
                ])
                .header(Param::key(
                    "Idempotency-Key",
                    "A repetition with the same key and messages stores nothing and answers 200 with what the \
                     first request stored. Without it, the id of the first message is the key, if that is no \
                     Identifier.",
                ))
                .body("Append")
                .streamed()
                .brings_files()
                .replayed(),
        ),
        Route::get(
            ONE,
            Operation::GetMessage,
            get,
            Doc::new("RobotSessionMessageGet", "Get a message", "Message"),
        ),
        Route::patch(
            ONE,
            Operation::EditOwnMessage,
            edit,
            Doc::new("RobotSessionMessageUpdate", "Edit a message", "Message")
                .about(
                    "The body is the message as it shall be, with the `revision` that the writer saw. Its `role` \
                     cannot change. `409` if somebody changed it since.",
                )
                .body("MessageChange")
                .brings_files()
                .conflicts(),
        ),
        Route::delete(
            ONE,
            Operation::DeleteOwnMessage,
            delete,
            Doc::no_content("RobotSessionMessageDelete", "Delete a message")
                .about(
                    "For good. Its position in the session stays, and stays a valid cursor. With `and_later`, all \
                     later messages go too, in one step: so a question can be asked, or answered, anew. Who uses \
                     robots can delete their own messages and, from one of them on, the answers to them; never a \
                     decided approval.",
                )
                .query([
                    Param::number(
                        "revision",
                        "The revision that the caller saw: `409` if somebody changed it since. Default: as it is now.",
                    ),
                    Param::one_of("and_later", "`true`: and all later messages.", &["", "true", "false"]),
                ])
                .conflicts(),
        ),
    ]
}

async fn append(mut call: Call) -> HandlerResult {
    if let Some(body) = call.take_stream() {
        return append_stream(call, body).await;
    }
    let session = call.path("session_id")?;
    // These are for streams. They mean nothing here, and must make sense all the same.
    let _: (bool, Option<RobotKey>) = (call.flag("take_over")?, call.query("robot")?);
    let key = call.header(IDEMPOTENCY_KEY)?.map(str::to_owned);
    let (mut messages, is_array) = parse(call.body()?, call.robots().limits())?;
    call.settle(call.body()?, &mut messages)?;
    let append = match key {
        Some(key) => Append::from(messages).idempotency_key(key),
        None => Append::from(messages),
    };
    let appended = call.robots().append(call.actor, session, append).await?;
    let messages: Vec<_> =
        appended.messages.into_iter().map(|message| call.robots().served(message)).collect();
    let reply = Reply::messages(&messages, is_array)?;
    Ok(if appended.replayed { reply } else { reply.created() })
}

/// Parses one message or an array of messages. Returns whether it was an array.
fn parse(body: &str, limits: &Limits) -> Result<(Vec<NewMessage>, bool), InvalidRequest> {
    let is_array = body.trim_start().starts_with('[');
    let messages: Result<_> = if is_array {
        NewMessage::parse_chat_within(body, limits)
    } else {
        NewMessage::parse_within(body, limits).map(|message| vec![message])
    };
    Ok((messages.map_err(in_body)?, is_array))
}

async fn get(call: Call) -> HandlerResult {
    let (session, id) = (call.path("session_id")?, call.path("message_id")?);
    let message = call.robots().message(call.actor, session, id).await?;
    Ok(Reply::messages(&[call.robots().served(message)], false)?)
}

async fn edit(call: Call) -> HandlerResult {
    let (session, id) = (call.path("session_id")?, call.path("message_id")?);
    let content = NewMessage::parse_within(call.body()?, call.robots().limits());
    let mut content = content.map_err(|error| InvalidRequest::from(in_body(error)))?;
    call.settle(call.body()?, std::slice::from_mut(&mut content))?;
    let base = call.fields(&["revision"])?.required("revision", Fields::revision)?;
    let message = call.robots().edit_message(call.actor, session, id, base, content).await?;
    Ok(Reply::messages(&[call.robots().served(message)], false)?)
}

async fn delete(call: Call) -> HandlerResult {
    let (session, id) = (call.path("session_id")?, call.path("message_id")?);
    let base = call.revision("revision")?;
    if call.flag("and_later")? {
        call.robots().truncate(call.actor, session, id, base).await?;
    } else {
        call.robots().delete_message(call.actor, session, id, base).await?;
    }
    Ok(Reply::no_content())
}

/// Returns the schemas of messages, and of the bodies that append and change them.
pub(super) fn schemas(limits: &Limits) -> Schemas {
    vec![
        ("Message", message()),
        (
            "RobotRef",
            object(
                "A robot as it was named when it wrote the message.",
                [
                    ("id*", described(string(), "An id, or the name of a built-in robot.")),
                    ("name*", string()),
                ],
            ),
        ),
        ("Appended", json!({ "anyOf": [reference("Message"), array(reference("Message"))] })),
        ("NewMessage", new_message()),
        ("Append", append_body(limits)),
        ("MessageChange", message_change()),
    ]
}

fn message() -> Value {
    let ended = object(
        "How it ended, if it was written as a draft.",
        [
            ("reason*", described(string(), "`stop`, `aborted`, `error`, or another one of the model's.")),
            ("error", described(string(), "What went wrong.")),
        ],
    );
    let edited =
        object("Who edited it last.", [("by*", described(string(), "The account's id.")), ("at*", time())]);
    let draft = json!({ "const": true, "description": "There while it is being written." });
    open(object(
        "A UIMessage of the AI SDK, with who made it and when.",
        [
            ("id*", id()),
            ("role*", described(string(), "system, user, assistant; others pass through.")),
            ("parts*", array(reference("Part"))),
            ("metadata", any("Any JSON.")),
            ("created_at*", time()),
            ("robot", reference("RobotRef")),
            ("author", reference("Profile")),
            ("sequence*", described(number(), "Its position: the offset at which it was appended.")),
            ("revision*", described(number(), "The offset of its last change.")),
            ("client_id", described(string(), "The id that a client gave it, if that is no Identifier.")),
            ("draft", draft),
            ("ended", ended),
            ("edited", edited),
            ("imported", imported()),
            ("turn_id", described(id(), "The turn that took or made it.")),
        ],
    ))
}

/// Describes who imported something, and when.
pub(super) fn imported() -> Value {
    object(
        "Who imported it: its time, author and robot are what that account said.",
        [("by*", described(string(), "The account's id.")), ("at*", time())],
    )
}

fn new_message() -> Value {
    body(
        "A UIMessage of the AI SDK.",
        [
            ("id", nullable(string(), "The message's own, if it is an Identifier; else its `client_id`.")),
            ("role*", role()),
            ("parts*", array(reference("Part"))),
            ("metadata", any("Any JSON.")),
        ],
        example(),
    )
}

fn role() -> Value {
    json!({ "type": "string", "minLength": 1, "maxLength": MessageRole::MAX_BYTES, "pattern": TEXT })
}

fn append_body(limits: &Limits) -> Value {
    let mut messages = array(reference("NewMessage"));
    messages["minItems"] = 1.into();
    messages["maxItems"] = limits.batch_messages.into();
    json!({ "anyOf": [reference("NewMessage"), messages], "examples": [example()] })
}

fn example() -> Value {
    json!({
        "id": "msg-1",
        "role": "user",
        "parts": [{ "type": "text", "text": "Who posted this?" }],
    })
}

fn message_change() -> Value {
    body(
        "A message as it shall be: what GET returns can be changed and sent.",
        [
            ("revision*", described(number(), "The revision that the writer saw.")),
            ("role*", described(role(), "It cannot change.")),
            ("parts*", array(reference("Part"))),
            ("metadata", any("Any JSON.")),
        ],
        json!({ "revision": 7, "role": "user", "parts": [{ "type": "text", "text": "Who posted that?" }] }),
    )
}
