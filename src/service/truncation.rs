//! Truncating a session: everything from a message on is deleted.

use std::collections::HashMap;

use super::{
    Robots,
    messages::decode,
    operation::{Actor, Operation},
    ownership::{is_decided, not_ones_own},
};
use crate::{
    model::{
        error::{Conflict, Error, Resource, Result},
        id::{AccountId, MessageId, SessionId, TurnId},
        message::{Annotations, WindowRequest},
        offset::{Offset, Revision},
    },
    repository::{MessageRecord, SessionWindow, Truncation, TurnRepository},
};

/// How many times the messages are looked at again because somebody wrote meanwhile.
const TRIES: usize = 16;

impl Robots {
    /// Deletes a message and all later ones, for good and in one transaction: to have a message answered again or to
    /// replace it. Returns the ids of the deleted messages, oldest first. Followers get an event for each.
    ///
    /// `base` is the [revision](crate::Message::revision) of `from` that the caller read; with `None` it is deleted
    /// whatever its revision. A second try with the same `base` changes nothing.
    ///
    /// Members who may use robots can delete their own messages and the answers to them, but no message with a decided
    /// approval or the outcome of an approved call. A robot's message is the answer to the inputs of its turn or,
    /// without a turn, to the nearest member's message before it. Members who may manage robots can delete everything.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such session or message; [`Conflict::StaleRevision`] if the message changed
    /// since `base`, or if others write so often that the authors of all messages cannot be checked.
    ///
    /// # Examples
    /// ```
    /// # use storyden_robots::*;
    /// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
    /// # let robots = Robots::new(MemoryStore::new(), AllowAll, StaticProfiles::default());
    /// # let ann = AccountId::from_bytes([1; 12]);
    /// # let session = robots.start_session(ann, NewSession::default()).await?.id;
    /// let asked = NewMessage::user([Part::text("Who postd this?")])?;
    /// let asked = robots.append(ann, session, asked).await?.messages.remove(0);
    /// robots.append(ann, session, NewMessage::assistant([Part::text("Pardon?")])?).await?;
    ///
    /// let deleted = robots.truncate(ann, session, asked.id, asked.revision).await?;
    /// assert_eq!(deleted.len(), 2);
    /// robots.append(ann, session, NewMessage::user([Part::text("Who posted this?")])?).await?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub async fn truncate(
        &self,
        actor: impl Into<Actor>,
        session: SessionId,
        from: MessageId,
        base: impl Into<Option<Revision>>,
    ) -> Result<Vec<MessageId>> {
        let (actor, base) = (actor.into(), base.into());
        let any = self.allow_own(&actor, Operation::TruncateOwn).await?;
        let mut truncation = Truncation::new(from, base);
        for tries_left in (0..TRIES).rev() {
            if !any {
                truncation.unchanged_since =
                    Some(self.seen_as_own(None, &actor, session, &truncation).await?);
            }
            match self.sessions.truncate(session, &truncation, self.write()).await {
                // Somebody wrote since the messages were looked at.
                Err(Error::Conflict(Conflict::StaleRevision { seen, .. }))
                    if tries_left > 0 && base != Some(seen) => {}
                Ok(deleted) => {
                    self.announce(session);
                    return Ok(deleted);
                }
                Err(error) => return Err(error),
            }
        }
        Err(Error::Internal { context: "a session was not truncated".into(), source: None })
    }

    /// Checks that a truncation deletes nothing but the actor's own messages and answers to them. Returns the offset
    /// at which that was so. Where `turns` are known, they say for whom a robot worked; else the messages do.
    pub(super) async fn seen_as_own(
        &self,
        turns: Option<&dyn TurnRepository>,
        actor: &Actor,
        session: SessionId,
        truncation: &Truncation,
    ) -> Result<Offset> {
        let Actor::Member(account) = *actor else { return Err(not_ones_own()) };
        let from = truncation.from;
        let window = WindowRequest::newest(WindowRequest::MAX_LIMIT);
        let mut earlier =
            self.sessions.find_session(session, window.before(from)).await.map_err(|error| {
                // The cursor was never a message of the session.
                if matches!(error, Error::InvalidArgument { .. }) {
                    Error::not_found(Resource::Message, from)
                } else {
                    error
                }
            })?;
        let seen = earlier.state.details.offset;
        let first = match self.sessions.find_message(session, from).await {
            // Perhaps this is a second try. What the store finds then is no more than that.
            Err(Error::NotFound { resource: Resource::Message, .. }) if truncation.base.is_some() => {
                return Ok(Offset::default());
            }
            found => found?,
        };
        let mut asked_by = Askers { turns, session, nearest: None, by_turn: HashMap::new() };
        loop {
            let nearest = asked_by.nearest;
            for record in &earlier.messages {
                asked_by.note(record);
            }
            // What was found nearer counts.
            asked_by.nearest = nearest.or(asked_by.nearest);
            let Some(cursor) = earlier.next_before.filter(|_| asked_by.nearest.is_none()) else { break };
            earlier = self.sessions.find_session(session, window.before(cursor)).await?;
        }
        asked_by.check(account, &first).await?;
        let mut cursor = Some(from);
        while let Some(after) = cursor {
            let SessionWindow { messages, next_after, damaged, .. } =
                self.sessions.find_session(session, window.after(after)).await?;
            if !damaged.is_empty() {
                return Err(not_ones_own());
            }
            for record in &messages {
                asked_by.check(account, record).await?;
            }
            cursor = next_after;
        }
        Ok(seen)
    }
}

/// Who asked for what robots say, as far as a walk through messages has shown.
struct Askers<'a> {
    turns: Option<&'a dyn TurnRepository>,
    session: SessionId,
    /// The author of the nearest message of a member.
    nearest: Option<AccountId>,
    /// The authors of the turns whose inputs, or records, were seen.
    by_turn: HashMap<TurnId, AccountId>,
}

impl Askers<'_> {
    /// Notes a message, and returns the turn that took or made it.
    fn note(&mut self, record: &MessageRecord) -> Option<TurnId> {
        let turn = Annotations::from_json(record.annotations.as_ref()).ok().and_then(|known| known.turn_id);
        if let Some(author) = record.author {
            self.nearest = Some(author);
            self.by_turn.extend(turn.map(|turn| (turn, author)));
        }
        turn
    }

    /// Checks that the next message is an account's own, or an answer to it, and has no decision in it.
    async fn check(&mut self, account: AccountId, record: &MessageRecord) -> Result<()> {
        let turn = self.note(record);
        let asked_by = match (record.author, turn) {
            (Some(author), _) => Some(author),
            (None, Some(turn)) => self.author_of(turn).await?.or(self.nearest),
            (None, None) => self.nearest,
        };
        let message = decode(record).map_err(|_| not_ones_own())?;
        if asked_by == Some(account) && !is_decided(&message) { Ok(()) } else { Err(not_ones_own()) }
    }

    /// Returns the author of a turn's inputs: they are all of one.
    async fn author_of(&mut self, turn: TurnId) -> Result<Option<AccountId>> {
        if let (None, Some(turns)) = (self.by_turn.get(&turn), self.turns) {
            match turns.find_turn(self.session, turn).await {
                Ok((found, _)) => drop(self.by_turn.insert(turn, found.turn.author)),
                Err(Error::NotFound { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(self.by_turn.get(&turn).copied())
    }
}
