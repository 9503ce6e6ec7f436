//! The chat of the AI SDK: the routes that an unmodified `DefaultChatTransport` calls.

mod body;
mod feed;
mod id;
mod teller;
mod told;

use serde_json::{Value, json};

pub use self::id::ChatId;
use self::{
    body::{ChatBody, Posted, Trigger},
    feed::ChatFeed,
    teller::Teller,
    told::write_message,
};
use super::{
    doc::{Doc, Param},
    events::{Events, KeepAlive},
    reply::Reply,
    request::Call,
    route::{HandlerResult, Route},
    schema::{
        ID, Schemas, any, array, body as body_schema, described, id, object, open, optional, reference,
        string,
    },
};
use crate::{
    model::{
        error::{Error, Resource, Result},
        id::{AccountId, MessageId, SessionId, TurnId},
        json_writer::{write_array, write_plain},
        message::{Message, MessageRole, NewMessage, WindowRequest},
        turn::Turn,
    },
    service::{
        operation::Operation,
        subscription::{Since, Subscription},
        turns::{Submit, Turns},
    },
};

const ALL: &str = "/robots/chat";
const ONE: &str = "/robots/chat/{chat_id}";
const STREAM: &str = "/robots/chat/{chat_id}/stream";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post(
            ALL,
            Operation::SubmitTurn,
            post,
            Doc::events("RobotChatPost", "Send a message of a chat, and read the answer")
                .about(
                    "The body of the AI SDK's DefaultChatTransport; only the last of its messages is read. A user's \
                     message is submitted, and starts the session if need be; with the `messageId` of an earlier one \
                     it takes its place, and all later messages are deleted. What a page put into an assistant's \
                     message, approvals and outputs of its own tools, is applied. `regenerate-message` answers again. \
                     The answer is the turn as a UI message stream, which begins with a transient part `data-turn`.",
                )
                .body("Chat")
                .large()
                .brings_files()
                .refers()
                .conflicts(),
        ),
        Route::get(
            ONE,
            Operation::GetSession,
            history,
            Doc::new("RobotChatGet", "Get the messages of a chat", "ChatHistory")
                .about(
                    "As `useChat` takes them, oldest first, but those that the running turn makes or continues: its \
                     stream tells these. Empty if the chat was not started.",
                )
                .query([
                    Param::id("before", "The `next_before` of the page before."),
                    Param::number("limit", "The most messages to look at, 1 to 100. Default: 50."),
                ]),
        ),
        Route::get(
            STREAM,
            Operation::Subscribe,
            resume,
            Doc::events("RobotChatStream", "Read the answer that is being written")
                .about("The turn that runs, as a UI message stream from its beginning; 204 if none does.")
                .or_nothing(),
        ),
        Route::delete(
            STREAM,
            Operation::StopTurn,
            stop,
            Doc::no_content("RobotChatStop", "Stop the turn of a chat")
                .about("The turn that runs, or the next one that waits. Without any, nothing happens."),
        ),
    ]
}

async fn post(call: Call) -> HandlerResult {
    let body = ChatBody::read(&call)?;
    let turns = call.turns()?.clone();
    let (session, derived) = (body.chat.session(), body.chat.is_derived());
    let starts = derived && body.trigger == Trigger::Submit;
    let offset = turns.open_chat(call.actor, session, starts, body.robot.as_ref()).await?;
    // From before the turn, so that all of it is told.
    let mut subscription = call.robots().subscribe(call.actor, session, offset).await?;
    let asked = Asked { turns: &turns, actor: call.actor, session };
    let answer = match (body.trigger, body.message) {
        (Trigger::Regenerate, message) => asked.regenerate(body.message_id.as_deref(), message).await?,
        (Trigger::Submit, Some(posted)) if posted.message.role == MessageRole::Assistant => {
            asked.apply(posted).await?
        }
        (Trigger::Submit, Some(posted)) => {
            let edited = match &body.message_id {
                Some(id) => turns.find_question(session, id).await?,
                None => None,
            };
            let message = match edited {
                // Its old place is gone, and its id with it; the page goes on calling it so.
                Some(_) => NewMessage { id: None, client_id: posted.id, ..posted.message },
                None => posted.message,
            };
            let submit =
                Submit::from(message).when_running(body.when_running).when_blocked(body.when_blocked);
            let submit = body.robot.into_iter().fold(submit, Submit::robot);
            asked.submit(edited, submit).await?
        }
        (Trigger::Submit, None) => return Ok(Reply::no_chunks()),
    };
    let (teller, messages) = match answer {
        Answer::New(teller) => (*teller, Vec::new()),
        Answer::Ended(teller, messages) => (*teller, messages),
        Answer::Begun(id) => {
            // The subscription first, so that the end of the turn is not missed.
            subscription = call.robots().subscribe(call.actor, session, Since::Now).await?;
            whole(turns.turn_shown(session, id).await?)
        }
        Answer::Nothing => return Ok(Reply::no_chunks()),
    };
    Ok(stream(&call, turns, session, subscription, teller, messages))
}

/// A request of a chat, with its services and session.
struct Asked<'a> {
    turns: &'a Turns,
    actor: AccountId,
    session: SessionId,
}

/// The content of the response.
enum Answer {
    /// A turn that the request created.
    New(Box<Teller>),
    /// A turn that may have begun before the request.
    Begun(TurnId),
    /// A turn that has ended, with its messages.
    Ended(Box<Teller>, Vec<MessageId>),
    Nothing,
}

impl Asked<'_> {
    async fn submit(&self, edited: Option<MessageId>, submit: Submit) -> Result<Answer> {
        let submitted = match edited {
            Some(from) => self.turns.resend(self.actor, self.session, from, submit).await?,
            None => self.turns.submit(self.actor, self.session, submit).await?,
        };
        if submitted.replayed {
            return Ok(Answer::Begun(submitted.turn.id));
        }
        Ok(Answer::new(Teller::new(submitted.turn, submitted.position)))
    }

    async fn regenerate(&self, id: Option<&str>, last: Option<Posted>) -> Result<Answer> {
        let mut found = None;
        for id in id.into_iter().chain(last.as_ref().and_then(|posted| posted.id.as_deref())) {
            found = self.turns.find_in_chat(self.session, id).await?;
            if found.is_some() {
                break;
            }
        }
        match (found, last) {
            (None, Some(posted)) if posted.message.role == MessageRole::User => {
                // The question never arrived.
                self.submit(None, Submit::from(posted.message)).await
            }
            (found, _) => {
                let submitted = self.turns.regenerate(self.actor, self.session, found).await?;
                Ok(Answer::new(Teller::new(submitted.turn, submitted.position)))
            }
        }
    }

    /// Applies the changes that a page made to an assistant's message. While a turn runs, the page has all its messages
    /// as one.
    async fn apply(&self, posted: Posted) -> Result<Answer> {
        let (actor, session) = (self.actor, self.session);
        let id = posted.id.unwrap_or_default();
        let found = self.turns.find_in_chat(session, &id).await?;
        let own = found.ok_or_else(|| Error::not_found(Resource::Message, &id))?;
        // As the page has them, before the robot goes on.
        let before = self.turns.messages_of_turn(session, own).await?;
        let mut applied = None;
        for message in &before {
            let copy = posted.message.clone().id(message.id);
            applied = self.turns.apply(actor, session, &copy).await?.turn;
        }
        let Some(turn) = applied else { return Ok(Answer::Nothing) };
        let (_, position) = self.turns.turn_shown(session, turn.id).await?;
        let (ended, messages) = (turn.state.has_ended(), turn.messages.clone());
        let mut teller = Teller::new(turn, position).going_on_with(Some(id));
        if !ended {
            for message in &before {
                teller.has(message);
            }
            return Ok(Answer::new(teller));
        }
        // The robot was faster than this request, or the page repeats what was applied before: it gets what it lacks.
        let copy = (before.len() == 1).then_some(posted.message.parts);
        for message in before {
            teller.copy_is(&Message {
                parts: copy.clone().unwrap_or_else(|| message.parts.clone()),
                ..message
            });
        }
        Ok(Answer::Ended(Box::new(teller), messages))
    }
}

impl Answer {
    fn new(teller: Teller) -> Self {
        Self::New(Box::new(teller))
    }
}

/// Creates a teller for a whole turn, with its messages.
fn whole((turn, position): (Turn, usize)) -> (Teller, Vec<MessageId>) {
    let messages = turn.messages.clone();
    (Teller::new(turn, position), messages)
}

fn stream(
    call: &Call,
    turns: Turns,
    session: SessionId,
    subscription: Subscription,
    teller: Teller,
    messages: Vec<MessageId>,
) -> Reply {
    let (reader, trace, settings) = (call.actor, call.trace(), call.settings());
    let (clients, keep_alive) = (settings.chat_clients, KeepAlive::new(settings.keep_alive));
    let feed = ChatFeed { turns, reader, trace, session, subscription, teller, clients, keep_alive };
    Reply::chunks(Events::new(feed.open(messages), &settings.shutdown))
}

async fn history(call: Call) -> HandlerResult {
    let chat: ChatId = call.path("chat_id")?;
    let limit = call.number("limit")?.unwrap_or(WindowRequest::DEFAULT_LIMIT);
    let window = WindowRequest::newest(limit).before(call.query("before")?);
    let (turns, settings) = (call.turns()?, call.settings());
    let found = turns.chat_history(call.actor, chat.session(), window, settings.chat_overlap).await;
    let found = match found {
        Err(Error::NotFound { resource: Resource::Session, .. }) if chat.is_derived() => {
            return Ok(Reply::json(br#"{"messages":[]}"#.to_vec(), 0));
        }
        found => found?,
    };
    let mut body = b"{\"messages\":".to_vec();
    let messages: Vec<_> = found.messages.into_iter().map(|message| call.robots().served(message)).collect();
    write_array(&mut body, &messages, |out, message| write_message(out, message, settings.chat_clients))?;
    if let Some(before) = &found.next_before {
        body.extend_from_slice(b",\"next_before\":");
        write_plain(&mut body, before);
    }
    body.push(b'}');
    Ok(Reply::json(body, u32::try_from(messages.len()).unwrap_or(u32::MAX)))
}

async fn resume(call: Call) -> HandlerResult {
    let chat: ChatId = call.path("chat_id")?;
    let (turns, session) = (call.turns()?.clone(), chat.session());
    // Before the turn is read, so that nothing happens between the two.
    let subscription = match call.robots().subscribe(call.actor, session, Since::Now).await {
        Err(Error::NotFound { .. }) if chat.is_derived() => return Ok(Reply::no_content()),
        subscription => subscription?,
    };
    let Some(turn) = turns.chat_turn(session, call.settings().chat_overlap).await? else {
        return Ok(Reply::no_content());
    };
    let (teller, messages) = whole(turn);
    Ok(stream(&call, turns, session, subscription, teller, messages))
}

async fn stop(call: Call) -> HandlerResult {
    let chat: ChatId = call.path("chat_id")?;
    match call.turns()?.stop_chat(call.actor, chat.session()).await {
        Err(Error::NotFound { .. }) if chat.is_derived() => {}
        stopped => stopped?,
    }
    Ok(Reply::no_content())
}

/// Returns the schemas of chats.
pub(super) fn schemas() -> Schemas {
    vec![
        (
            "ChatId",
            json!({
                "type": "string",
                "minLength": 1,
                "maxLength": ChatId::MAX_CHARS,
                "description": "The Identifier of a session, or any text, from which that is derived.",
                "example": "kX9fQ2mB7pLw3RtZ",
            }),
        ),
        ("Chat", chat()),
        (
            "ChatHistory",
            object(
                "Messages as `useChat` takes them, oldest first.",
                [
                    ("messages*", array(reference("ChatMessage"))),
                    ("next_before", described(id(), "The cursor to older ones; there only if they exist.")),
                ],
            ),
        ),
        (
            "ChatMessage",
            object(
                "A UIMessage of the AI SDK.",
                [
                    ("id*", id()),
                    ("role*", string()),
                    (
                        "metadata*",
                        any("That of the message; in an object, `storyden` says who speaks: robot, author, \
                             created_at, ended."),
                    ),
                    ("parts*", array(reference("Part"))),
                ],
            ),
        ),
    ]
}

fn chat() -> Value {
    let when = || json!({ "type": "string", "enum": ["queue", "refuse", "interrupt"] });
    body_schema(
        "What DefaultChatTransport of the AI SDK sends. Of `messages` only the last one is read.",
        [
            ("id*", reference("ChatId")),
            ("messages", optional(json!({ "type": "array" }))),
            (
                "message",
                described(optional(open(object("", []))), "The last message alone, in place of `messages`."),
            ),
            (
                "trigger",
                optional(json!({ "type": "string", "enum": ["submit-message", "regenerate-message"] })),
            ),
            (
                "messageId",
                described(
                    optional(string()),
                    "The message that is edited or answered again, in either form of its id.",
                ),
            ),
            ("robot", described(optional(string()), "The robot that answers from now.")),
            ("when_running", described(optional(when()), "What to do while a turn runs. Default: queue.")),
            (
                "when_blocked",
                described(
                    optional(when()),
                    "What to do while approvals wait. Default: interrupt, which refuses them.",
                ),
            ),
        ],
        json!({
            "id": "kX9fQ2mB7pLw3RtZ",
            "trigger": "submit-message",
            "messages": [{
                "id": ID,
                "role": "user",
                "parts": [{ "type": "text", "text": "Who posted this?" }],
            }],
        }),
    )
}
