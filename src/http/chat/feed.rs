//! [`ChatFeed`]: the body of a response that streams a turn while it runs.

use axum::body::Bytes;

use super::teller::Teller;
use crate::{
    http::{
        events::{KeepAlive, Step, Told, before},
        problem::Problem,
        trace::TraceId,
    },
    model::{
        error::{Error, Result},
        id::{AccountId, MessageId, SessionId},
        turn::TurnState,
    },
    service::{
        subscription::{Event, EventKind, Subscription},
        turns::Turns,
    },
    stream::{Chunk, ClientVersion, sse},
};

/// The source of a turn's stream.
#[derive(Debug)]
pub(super) struct ChatFeed {
    pub(super) turns: Turns,
    pub(super) reader: AccountId,
    pub(super) trace: TraceId,
    pub(super) session: SessionId,
    pub(super) subscription: Subscription,
    pub(super) teller: Teller,
    pub(super) clients: ClientVersion,
    pub(super) keep_alive: KeepAlive,
}

impl ChatFeed {
    /// Begins with the state of the turn, and these messages of it.
    pub(super) fn open(mut self, messages: Vec<MessageId>) -> Step {
        Box::pin(async move {
            match self.first(&messages).await {
                Ok(bytes) => self.told(bytes),
                Err(error) => Told(self.failure(&error), None),
            }
        })
    }

    async fn first(&mut self, messages: &[MessageId]) -> Result<String> {
        let state = self.teller.state()?;
        let mut bytes = self.encode([state]);
        for id in messages {
            match self.turns.message_shown(self.session, *id).await {
                // The subscription tells it, from the beginning of the draft.
                Ok(message) if message.draft => break,
                Ok(message) => {
                    let chunks = self.teller.shown(&message)?;
                    bytes.push_str(&self.encode(chunks));
                }
                Err(Error::NotFound { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(bytes)
    }

    /// Sends bytes, and after them the end if the turn has ended.
    fn told(self, mut bytes: String) -> Told {
        if !self.teller.has_ended() {
            return Told(bytes.into(), Some(self.step()));
        }
        match self.teller.end() {
            Ok(chunks) => {
                bytes.push_str(&self.encode(chunks));
                bytes.push_str(sse::DONE);
                Told(bytes.into(), None)
            }
            Err(error) => Told(self.failure(&error), None),
        }
    }

    fn step(mut self) -> Step {
        Box::pin(async move {
            match self.next().await {
                Ok(bytes) => self.told(bytes),
                Err(error) => Told(self.failure(&error), None),
            }
        })
    }

    /// Returns the new chunks, or a comment if that is due.
    async fn next(&mut self) -> Result<String> {
        loop {
            let Some(event) = before(self.keep_alive.due(), self.subscription.next()).await else {
                let comment = self.keep_alive.renew(self.turns.robots(), self.reader).await?;
                let own = self.teller.turn();
                if own.state == TurnState::Queued {
                    // If nobody claims it, the log says so.
                    self.turns.turn_shown(self.session, own.id).await?;
                }
                return Ok(comment.to_owned());
            };
            let chunks = self.tell(event?).await?;
            if !chunks.is_empty() || self.teller.has_ended() {
                return Ok(self.encode(chunks));
            }
        }
    }

    async fn tell(&mut self, event: Event) -> Result<Vec<Chunk<'static>>> {
        let EventKind::Turn(turn) = event.kind else { return self.teller.event(event) };
        let own = self.teller.turn();
        // Take the turn's state from events only: the stored turn may have ended before its output was sent. Read only
        // its place in the queue, which changes with the turns before it.
        let told = if turn.id == own.id { *turn } else { own.clone() };
        let position = match told.state {
            TurnState::Queued => self.turns.turn_shown(self.session, told.id).await?.1,
            _ => 0,
        };
        self.teller.turn_is(told, position)
    }

    fn encode(&self, chunks: impl IntoIterator<Item = Chunk<'static>>) -> String {
        let files = self.turns.robots().file_urls();
        let chunks = chunks.into_iter().map(|chunk| chunk.served(files));
        let chunks = chunks.flat_map(|chunk| self.clients.tell(chunk));
        chunks.map(|chunk| sse::encode(&chunk)).collect()
    }

    /// Ends the stream with an error that the client may see. The page can resume.
    fn failure(&self, error: &Error) -> Bytes {
        let problem = Problem::from(error).traced(self.trace);
        problem.log_and_write();
        let error = Chunk::Error { error_text: problem.detail().to_owned().into() };
        format!("{}{}", self.encode([error]), sse::DONE).into()
    }
}
