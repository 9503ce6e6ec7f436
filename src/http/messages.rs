//! Messages: append one or several, or one while it is written.

use super::{
    chunk_body::{Came, End, Incoming},
    doc::{Doc, Param},
    reply::Reply,
    request::{Call, Unread, in_body},
    route::{Answer, Route},
};
use crate::{
    model::{
        error::{Error, Result},
        limits::Limits,
        message::{MessageRole, NewMessage},
        part::Parts,
    },
    service::{drafts::Draft, messages::Append, operation::Operation},
    stream::Chunk,
};

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
                 Identifier. Or a UI message stream of the AI SDK (text/event-stream): the message of an \
                 assistant, stored while it arrives, and answered when it is whole. Such a body may be as long \
                 as it likes; its message may not. One that ends without `finish` or `abort` is a 400, and \
                 leaves an unfinished message; after a chunk that makes no sense the message ends where it is.",
            )
            .header(Param::key(
                "Idempotency-Key",
                "A second try with the same key and messages stores nothing and answers 200 with what the \
                 first one stored.",
            ))
            .body("Append")
            .streamed()
            .replayed(),
    )]
}

async fn append(mut call: Call) -> Answer {
    if let Some(incoming) = call.take_stream() {
        return stream(call, incoming).await;
    }
    let session = call.path("session_id")?;
    let key = call.header(IDEMPOTENCY_KEY)?.map(str::to_owned);
    let (messages, array) = read(call.body()?, call.robots.limits())?;
    let append = match key {
        Some(key) => Append::from(messages).idempotency_key(key),
        None => Append::from(messages),
    };
    let appended = call.robots.append(call.actor, session, append).await?;
    let reply = Reply::messages(&appended.messages, array)?;
    Ok(if appended.replayed { reply } else { reply.created() })
}

/// Reads one message, or an array of them, and says which it was.
fn read(body: &str, limits: &Limits) -> Result<(Vec<NewMessage>, bool), Unread> {
    let array = body.trim_start().starts_with('[');
    let messages: Result<_> = if array {
        NewMessage::parse_chat_within(body, limits)
    } else {
        NewMessage::parse_within(body, limits).map(|message| vec![message])
    };
    Ok((messages.map_err(in_body)?, array))
}

/// Stores a stream of chunks while it arrives.
async fn stream(call: Call, mut incoming: Incoming) -> Answer {
    let session = call.path("session_id")?;
    if call.header(IDEMPOTENCY_KEY)?.is_some() {
        // A second try would tell again what the draft of the first one has.
        return Err(
            Unread::from(Error::invalid_argument(IDEMPOTENCY_KEY, "must not come with a stream")).into()
        );
    }
    let first = match incoming.next(None).await.map_err(Unread::from)? {
        Came::Chunk(chunk) => chunk,
        Came::End(End::Stalled) => return Err(End::Stalled.early().into()),
        Came::End(_) | Came::Nothing => {
            return Err(Unread::from(Error::invalid_argument("body", "must have a chunk")).into());
        }
    };
    let mut message = NewMessage::new(MessageRole::Assistant, Parts::empty());
    if let Chunk::Start { message_id: Some(id), .. } = &first {
        message.id = id.parse().ok();
    }
    let mut draft = call.robots.begin_draft(call.actor, session, message).await?;
    match grow(&mut draft, first, &mut incoming).await {
        Ok(End::Said) if draft.end().is_some() => {
            let message = draft.finish().await?;
            Ok(Reply::messages(&[message], false)?.created())
        }
        Ok(end) => {
            draft.flush().await?;
            Err(end.early().into())
        }
        Err(error) => {
            if matches!(error, Error::InvalidArgument { .. } | Error::TooLarge { .. }) {
                draft.abort().await?;
            }
            Err(error.into())
        }
    }
}

/// Lets a draft grow by all that comes.
async fn grow(draft: &mut Draft, first: Chunk<'static>, incoming: &mut Incoming) -> Result<End> {
    let mut came = Came::Chunk(first);
    loop {
        match came {
            Came::Chunk(mut chunk) => {
                if let Chunk::Start { message_id, .. } = &mut chunk {
                    // Readers are told the message by this id.
                    *message_id = Some(draft.id().to_string().into());
                }
                draft.push(&chunk).await?;
            }
            Came::Nothing => _ = draft.flush().await?,
            Came::End(end) => return Ok(end),
        }
        came = incoming.next(draft.flush_due()).await?;
    }
}
