//! Reads for a chat of the AI SDK: the turn that counts as running, and the history without its messages.

use std::time::Duration;

use super::Turns;
use crate::{
    model::{
        error::{Error, Resource, Result},
        id::{AccountId, MessageId, SessionId},
        message::{Message, MessageRole, WindowRequest},
        offset::Offset,
        robot::RobotKey,
        session::NewSession,
        turn::{Turn, TurnState},
    },
    repository::{MessageRecord, SessionWindow, TurnFilter, TurnRecord},
    service::{
        messages::decode,
        operation::{Actor, Operation},
        window::cut,
    },
};

/// The messages of a chat, but for those that the running turn makes or continues.
pub(crate) struct ChatHistory {
    pub(crate) messages: Vec<Message>,
    pub(crate) next_before: Option<MessageId>,
}

/// How many turns are looked at to find the newest that has begun: all that can wait, and one.
const LOOKED_AT: u32 = 101;

/// A chat is a session that its first message starts. Methods that take no actor do not check permissions: the caller
/// must have done it.
impl Turns {
    /// Returns the offset of a session, and starts it if it is not there and `start` says so.
    pub(crate) async fn open_chat(
        &self,
        actor: AccountId,
        session: SessionId,
        start: bool,
        robot: Option<&RobotKey>,
    ) -> Result<Offset> {
        self.robots.allow(&Actor::Member(actor), Operation::SubmitTurn).await?;
        match self.chat_offset(session).await {
            Err(Error::NotFound { .. }) if start => {}
            found => return found,
        }
        // A message that no robot can answer leaves no session behind.
        match robot {
            Some(robot) => drop(self.robots.named(robot).await?),
            None if self.settings.default_robot.is_none() => return Err(super::submission::no_robot()),
            None => {}
        }
        match self.robots.start_as(&Actor::Member(actor), session, NewSession::default(), None).await {
            // Another tab was faster, or the chat was deleted.
            Ok(_) | Err(Error::AlreadyExists { resource: Resource::Session, .. }) => {}
            Err(error) => return Err(error),
        }
        self.chat_offset(session).await
    }

    async fn chat_offset(&self, session: SessionId) -> Result<Offset> {
        let found = self.robots.sessions.find_session(session, WindowRequest::newest(1)).await?;
        Ok(found.state.details.offset)
    }

    /// Returns the turn that a page of a chat is shown as the one that runs, and its place in the queue: the newest
    /// that has begun, if it runs or ended less than `overlap` ago, or what continues it; else the next that waits.
    pub(crate) async fn chat_turn(
        &self,
        session: SessionId,
        overlap: Duration,
    ) -> Result<Option<(Turn, usize)>> {
        let Some(turn) = self.current(session, overlap).await? else { return Ok(None) };
        self.turn_shown(session, turn.id).await.map(Some)
    }

    async fn current(&self, session: SessionId, overlap: Duration) -> Result<Option<Turn<AccountId>>> {
        let listed = async |state| {
            let filter = TurnFilter { state, after: None };
            self.store.list_turns(session, filter, LOOKED_AT).await
        };
        if let Some(running) = listed(Some(TurnState::Running)).await?.pop() {
            return Ok(Some(running.turn));
        }
        let newest: Vec<TurnRecord> = listed(None).await?;
        let begun = newest.iter().max_by_key(|record| record.turn.started_at);
        if let Some(begun) = begun.filter(|record| record.turn.started_at.is_some()) {
            let next = newest.iter().find(|record| record.turn.continues == Some(begun.turn.id));
            if let Some(next) = next {
                return Ok(Some(next.turn.clone()));
            }
            // Both times are the store's.
            let now = self.store.now().await?;
            let since = begun.turn.ended_at.map_or(0, |ended| now.as_micros() - ended.as_micros());
            if i128::from(since) < i128::try_from(overlap.as_micros()).unwrap_or(i128::MAX) {
                return Ok(Some(begun.turn.clone()));
            }
        }
        let waiting = newest.into_iter().filter(|record| record.turn.state == TurnState::Queued);
        Ok(waiting.min_by_key(|record| record.rank).map(|record| record.turn))
    }

    /// Returns a message.
    pub(crate) async fn message_shown(&self, session: SessionId, id: MessageId) -> Result<Message> {
        let record = self.robots.sessions.find_message(session, id).await?;
        self.robots.show(record.decode()?).await
    }

    /// Returns a window of a chat's messages without those of the turn that runs. There are none in a chat that was not
    /// started.
    pub(crate) async fn chat_history(
        &self,
        actor: AccountId,
        session: SessionId,
        window: WindowRequest,
        overlap: Duration,
    ) -> Result<ChatHistory> {
        self.robots.allow(&Actor::Member(actor), Operation::GetSession).await?;
        // The turn first: what it makes between the two reads is told by its stream.
        let current = self.current(session, overlap).await?;
        let mut found = self.robots.sessions.find_session(session, window).await?;
        cut(&mut found, window, self.robots.limits().window_bytes);
        let SessionWindow { messages, next_before, .. } = found;
        let is_told = |message: &Message<AccountId>| {
            current.as_ref().is_some_and(|turn| {
                turn.messages.contains(&message.id)
                    || message.annotations.turn_id == Some(turn.id) && !turn.inputs.contains(&message.id)
            })
        };
        let mut messages: Vec<_> = messages.iter().filter_map(|record| decode(record).ok()).collect();
        messages.retain(|message| !is_told(message));
        Ok(ChatHistory { messages: self.robots.show(messages).await?, next_before })
    }

    /// Finds a question by either form of its id.
    pub(crate) async fn find_question(&self, session: SessionId, id: &str) -> Result<Option<MessageId>> {
        let Some(found) = self.find_in_chat(session, id).await? else { return Ok(None) };
        let record = self.robots.sessions.find_message(session, found).await?;
        Ok((record.decode()?.role == MessageRole::User).then_some(found))
    }

    /// Returns all messages of the newest turn that works on a message; it alone if it was made in none.
    pub(crate) async fn messages_of_turn(&self, session: SessionId, id: MessageId) -> Result<Vec<Message>> {
        let message = self.message_shown(session, id).await?;
        let Some(turn) = message.annotations.turn_id else { return Ok(vec![message]) };
        let made = match self.store.find_turn(session, turn).await {
            Ok((record, _)) => record.turn.messages,
            Err(Error::NotFound { .. }) => Vec::new(),
            Err(error) => return Err(error),
        };
        let mut messages = vec![message];
        for other in made.into_iter().filter(|other| *other != id) {
            match self.message_shown(session, other).await {
                Ok(message) => messages.push(message),
                Err(Error::NotFound { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(messages)
    }

    /// Stops the turn that runs, or else the next that waits.
    pub(crate) async fn stop_chat(&self, actor: AccountId, session: SessionId) -> Result<()> {
        self.robots.allow(&Actor::Member(actor), Operation::StopTurn).await?;
        match self.current(session, Duration::ZERO).await? {
            Some(turn) if !turn.state.has_ended() => {
                self.stop(session, turn.id, &Actor::Member(actor), None).await.map(drop)
            }
            _ => Ok(()),
        }
    }

    /// Finds a message by either form of its id: its own, or the one that a client gave it.
    pub(crate) async fn find_in_chat(&self, session: SessionId, id: &str) -> Result<Option<MessageId>> {
        if let Ok(own) = id.parse::<MessageId>()
            && is_there(self.robots.sessions.find_message(session, own).await)?
        {
            return Ok(Some(own));
        }
        self.store.find_by_client_id(session, id).await
    }
}

fn is_there(found: Result<MessageRecord>) -> Result<bool> {
    match found {
        Ok(_) => Ok(true),
        Err(Error::NotFound { .. }) => Ok(false),
        Err(error) => Err(error),
    }
}
