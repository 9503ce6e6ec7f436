//! Messages: [`Append`], and what becomes of it.

use std::hash::Hasher;

use fnv::FnvHasher;

use super::Robots;
use crate::{
    model::{
        error::{Error, Result},
        id::{MessageId, SessionId},
        json::Json,
        limits::{Limits, check_key, check_most},
        message::{Message, NewMessage},
        offset::Revision,
    },
    repository::{Appended, Idempotency, MessageBatch},
    service::operation::{Actor, Operation},
};

/// What to append: one message or several, and how a second try is recognised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Append {
    messages: Vec<NewMessage>,
    key: Option<String>,
}

impl Append {
    /// Makes a second try with the same key and the same messages return what the first one stored.
    ///
    /// A key belongs to its session. It has 1 to 255 bytes and no control characters.
    #[must_use]
    pub fn idempotency_key(self, key: impl Into<String>) -> Self {
        Self { key: Some(key.into()), ..self }
    }

    pub(crate) fn check(&self, limits: &Limits) -> Result<()> {
        if self.messages.is_empty() {
            return Err(Error::invalid_argument("messages", "must not be empty"));
        }
        check_most("messages", self.messages.len(), limits.batch_messages, "messages")?;
        self.key.as_deref().map_or(Ok(()), check_key)?;
        let single = self.messages.len() == 1;
        for (index, message) in self.messages.iter().enumerate() {
            message
                .check(limits)
                .map_err(|error| if single { error } else { error.within(format_args!("[{index}]")) })?;
        }
        Ok(())
    }

    /// A hash of what is appended and by whom. It is stored, so it must never change: FNV-1a over
    /// each text with its length before it.
    fn fingerprint(&self, actor: &Actor) -> i64 {
        let mut hasher = FnvHasher::default();
        let mut add = |text: Option<&str>| match text {
            Some(text) => {
                hasher.write(&(text.len() as u64).to_le_bytes());
                hasher.write(text.as_bytes());
            }
            None => hasher.write(&u64::MAX.to_le_bytes()),
        };
        match actor {
            Actor::Member(account) => add(Some(&account.to_string())),
            Actor::Robot { robot, .. } => add(Some(&robot.to_string())),
        }
        for message in &self.messages {
            add(message.id.map(|id| id.to_string()).as_deref());
            add(Some(message.role.as_str()));
            add(Some(message.parts.as_str()));
            add(message.metadata.as_ref().map(Json::as_str));
            add(message.extra.as_ref().map(Json::as_str));
        }
        hasher.finish().cast_signed()
    }
}

impl From<NewMessage> for Append {
    fn from(message: NewMessage) -> Self {
        Self { messages: vec![message], key: None }
    }
}

impl From<Vec<NewMessage>> for Append {
    fn from(messages: Vec<NewMessage>) -> Self {
        Self { messages, key: None }
    }
}

/// # Messages
impl Robots {
    /// Appends messages to a session: all of them or none, in the name of the actor.
    ///
    /// With an [idempotency key](Append::idempotency_key), a second try stores nothing and returns what
    /// the first one stored.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such session, if the robot that speaks does not exist, or if a
    /// message of the first try was deleted since; [`Error::AlreadyExists`] if a message's own id is
    /// taken; [`Error::Conflict`] if the key was used for something else; [`Error::TooLarge`] or
    /// [`Error::InvalidArgument`] about a message (as `[2].parts` where there are several) or the key.
    ///
    /// # Examples
    /// ```
    /// # use storyden_robots::*;
    /// # async fn example(robots: Robots, ann: AccountId, session: SessionId, helper: RobotId) -> Result<()> {
    /// let question = NewMessage::user([Part::text("Who posted this?")])?;
    /// let first = robots.append(ann, session, Append::from(question.clone()).idempotency_key("q1")).await?;
    /// let again = robots.append(ann, session, Append::from(question).idempotency_key("q1")).await?;
    /// assert!(again.replayed && again.messages == first.messages);
    ///
    /// let answer = NewMessage::assistant([Part::text("Ann did.")])?;
    /// robots.append(Actor::robot(helper, ann), session, answer).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn append(
        &self,
        actor: impl Into<Actor>,
        session: SessionId,
        append: impl Into<Append>,
    ) -> Result<Appended> {
        let (actor, append) = (actor.into(), append.into());
        self.allow(&actor, Operation::Append).await?;
        append.check(&self.settings.limits)?;
        let batch = self.batch(&actor, append).await?;
        let appended = self.sessions.append_messages(session, &batch).await?;
        if !appended.replayed {
            self.announce(session);
        }
        self.show(appended).await
    }

    pub(crate) async fn batch(&self, actor: &Actor, append: Append) -> Result<MessageBatch> {
        let (author, robot) = match actor {
            Actor::Member(account) => (Some(*account), None),
            Actor::Robot { robot, .. } => (None, Some(self.named(robot).await?)),
        };
        // It reads everything, and without a key nobody asks for it.
        let fingerprint = append.key.as_ref().map(|_| append.fingerprint(actor));
        let appended_at = self.clock.now();
        let messages = append.messages.into_iter().map(|message| Message {
            id: message.id.unwrap_or_else(|| MessageId::generate(&*self.ids)),
            sequence: None,
            role: message.role,
            parts: message.parts,
            metadata: message.metadata,
            created_at: appended_at,
            robot: robot.clone(),
            author,
            extra: message.extra,
            revision: Revision::default(),
            draft: false,
        });
        Ok(MessageBatch {
            messages: messages.collect(),
            idempotency: append
                .key
                .zip(fingerprint)
                .map(|(key, fingerprint)| Idempotency { key, fingerprint }),
            appended_at,
        })
    }

    /// Returns one message of a session.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such session or message.
    pub async fn message(
        &self,
        actor: impl Into<Actor>,
        session: SessionId,
        id: MessageId,
    ) -> Result<Message> {
        self.allow(&actor.into(), Operation::GetMessage).await?;
        self.show(self.sessions.find_message(session, id).await?).await
    }

    /// Deletes a message for good. Its place in the session stays taken, so that pages keep theirs.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such session or message.
    pub async fn delete_message(
        &self,
        actor: impl Into<Actor>,
        session: SessionId,
        id: MessageId,
    ) -> Result<()> {
        self.allow(&actor.into(), Operation::DeleteMessage).await?;
        self.sessions.delete_message(session, id, self.clock.now()).await
    }
}
