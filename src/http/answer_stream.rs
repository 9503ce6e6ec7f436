//! Stores a message that arrives as a stream of chunks.

use std::time::Duration;

use tokio::time::Instant;

use super::{
    chunk_body::{BodyEnd, ChunkBody, Next},
    headers::IDEMPOTENCY_KEY,
    reply::Reply,
    request::{Call, InvalidRequest},
    route::HandlerResult,
};
use crate::{
    model::{
        error::{Conflict, Error, Resource, Result},
        id::{AccountId, SessionId},
        message::{Message, MessageRole, NewMessage},
        part::Parts,
        robot::RobotKey,
    },
    service::{
        Robots,
        draft::Draft,
        drafts::{Begun, Resume},
        messages::Append,
    },
    stream::Chunk,
};

/// Handles a request whose body is a stream of chunks: stores them as a message while they arrive.
pub(super) async fn append_stream(call: Call, mut body: ChunkBody) -> HandlerResult {
    let session = call.path("session_id")?;
    let answer = Answer {
        key: call.header(IDEMPOTENCY_KEY)?.map(str::to_owned),
        robot: call.query("robot")?,
        take_over: call.flag("take_over")?,
    };
    let first = match body.next(None).await.map_err(InvalidRequest::from)? {
        Next::Chunk(chunk) => chunk,
        Next::End(BodyEnd::TimedOut) => return Err(BodyEnd::TimedOut.unfinished().into()),
        Next::End(_) | Next::Idle => {
            return Err(InvalidRequest::from(Error::invalid_argument("body", "must have a chunk")).into());
        }
    };
    let (mut draft, is_new) = match answer.begin(call.robots(), call.actor, session, &first).await? {
        Beginning::New(draft) => (draft, true),
        Beginning::Continued(draft) => (draft, false),
        Beginning::Repeated(message) => {
            // A client that still writes would not see an answer that comes before the end.
            while let Ok(Next::Chunk(_)) = body.next(None).await {}
            return Ok(Reply::messages(&[call.robots().served(message)], false)?);
        }
    };
    let parts_before = draft.parts();
    let end = match grow(&mut draft, first, &mut body).await {
        Ok(end) => end,
        Err(error) => {
            if is_invalid_chunk(&error) {
                // A message that was complete, and got nothing new, was not stopped in the middle.
                let unchanged = !is_new && draft.parts() == parts_before;
                if unchanged {
                    draft.finish().await?
                } else {
                    draft.abort().await?
                };
            }
            return Err(error.into());
        }
    };
    if draft.end().is_none() {
        draft.flush().await?;
        return Err(end.unfinished().into());
    }
    let reply = Reply::messages(&[call.robots().served(draft.finish().await?)], false)?;
    Ok(if is_new { reply.created() } else { reply })
}

/// The parameters of such a request.
struct Answer {
    key: Option<String>,
    robot: Option<RobotKey>,
    take_over: bool,
}

/// The start of storing a stream.
enum Beginning {
    New(Draft),
    Continued(Draft),
    /// An earlier request with the same key stored this message.
    Repeated(Message),
}

impl Answer {
    /// Begins a draft. If the stream's `start` names a message of the session, the stream continues it, as in the AI
    /// SDK; but not if the request repeats an earlier one with the same key, since its chunks would then be stored
    /// twice.
    async fn begin(
        &self,
        robots: &Robots,
        actor: AccountId,
        session: SessionId,
        first: &Chunk<'_>,
    ) -> Result<Beginning> {
        let mut message = NewMessage::new(MessageRole::Assistant, Parts::empty());
        if let Chunk::Start { message_id: Some(id), .. } = first
            && !id.is_empty()
        {
            match id.parse() {
                Ok(id) => message.id = Some(id),
                Err(_) => message.client_id = Some(id.to_string()),
            }
        }
        let id = message.id;
        let recently = match (self.take_over, &self.key) {
            (true, _) => Duration::ZERO,
            (false, Some(_)) => Duration::MAX,
            (false, None) => robots.draft_lease(),
        };
        let append = match &self.key {
            Some(key) => Append::from(message).idempotency_key(key),
            None => Append::from(message),
        };
        let robot = self.robot.clone();
        match (robots.begin_answer(actor, session, robot, append, recently).await, id) {
            (Ok(Begun::New(draft)), _) => Ok(Beginning::New(draft)),
            (Ok(Begun::Finished(message)), _) if self.key.is_some() => Ok(Beginning::Repeated(message)),
            (Ok(Begun::Finished(message)), _) => {
                let resume = Resume::from(message.id).unless_written_within(recently);
                robots.resume_draft(actor, session, resume).await.map(Beginning::Continued)
            }
            (Ok(begun), _) => begun.draft().map(Beginning::Continued),
            (Err(Error::AlreadyExists { resource: Resource::Message, .. }), Some(id)) => {
                if self.key.is_some() {
                    let reason = "must not come with a stream that continues a message";
                    return Err(Error::invalid_argument(IDEMPOTENCY_KEY, reason));
                }
                let message = robots.message(actor, session, id).await?;
                if message.role != MessageRole::Assistant {
                    return Err(Error::already_exists(Resource::Message, id));
                }
                let resume = Resume::from(id).unless_written_within(recently);
                robots.resume_draft(actor, session, resume).await.map(Beginning::Continued)
            }
            (Err(error), _) => Err(error),
        }
    }
}

/// Adds all chunks of a body to a draft, and returns how the body ended.
async fn grow(draft: &mut Draft, first: Chunk<'static>, body: &mut ChunkBody) -> Result<BodyEnd> {
    let mut next = Next::Chunk(first);
    loop {
        match next {
            Next::Chunk(chunk) => draft.push(&chunk).await?,
            Next::Idle => {
                if draft.flush_due().is_some_and(|due| due <= Instant::now().into_std()) {
                    draft.flush().await?;
                }
            }
            Next::End(end) => return Ok(end),
        }
        // A new follower shortens the flush delay, so check again after the shorter one.
        let looks = draft.may_hurry().and_then(|after| Instant::now().into_std().checked_add(after));
        next = body.next(draft.flush_due().into_iter().chain(looks).min()).await?;
    }
}

/// Returns whether a chunk was invalid, so that the draft can still be written.
fn is_invalid_chunk(error: &Error) -> bool {
    matches!(
        error,
        Error::InvalidArgument { .. }
            | Error::TooLarge { .. }
            | Error::Conflict(Conflict::ToolTransition { .. } | Conflict::ApprovalDecided { .. })
    )
}
