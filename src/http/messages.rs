//! Messages: append one or several.

use super::{
    call::{Call, Unread, in_body},
    openapi::{Doc, Param},
    reply::Reply,
    route::{Answer, Route},
};
use crate::{error::Error, message::NewMessage, operation::Operation, service::Append};

const IDEMPOTENCY_KEY: &str = "idempotency-key";

pub(super) fn routes() -> Vec<Route> {
    vec![Route::post(
        "/robots/sessions/{session_id}/messages",
        Operation::Append,
        append,
        Doc::new("RobotSessionMessagesAppend", "Append messages to a session", "Appended")
            .about(
                "A UIMessage of the AI SDK, or an array of them: all or nothing, in the name of who calls. \
                 `created_at`, `robot` and `author` of what is sent are ignored, and so is an `id` that is no \
                 Identifier.",
            )
            .header(Param::key(
                "Idempotency-Key",
                "A second try with the same key and messages stores nothing and answers 200 with what the \
                 first one stored.",
            ))
            .body("Append")
            .replayed(),
    )]
}

async fn append(call: Call) -> Answer {
    let session = call.path("session_id")?;
    let key = call.header(IDEMPOTENCY_KEY)?.map(str::to_owned);
    let (messages, array) = read(call.body()?)?;
    let append = match key {
        Some(key) => Append::from(messages).idempotency_key(key),
        None => Append::from(messages),
    };
    let appended = call.robots.append(call.actor, session, append).await?;
    let reply = Reply::messages(&appended.messages, array)?;
    Ok(if appended.replayed { reply } else { reply.created() })
}

/// Reads one message, or an array of them, and says which it was.
fn read(body: &str) -> Result<(Vec<NewMessage>, bool), Unread> {
    let array = body.trim_start().starts_with('[');
    let messages: Result<_, Error> = if array {
        NewMessage::parse_chat(body)
    } else {
        NewMessage::parse(body).map(|message| vec![message])
    };
    Ok((messages.map_err(in_body)?, array))
}
