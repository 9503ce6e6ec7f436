//! Messages: append, read, edit and delete them. [`Append`] is a request to append, [`Appended`] its result.

use super::{Robots, canonical::Fingerprint};
use crate::{
    model::{
        error::{Conflict, Damaged, Error, Resource, Result},
        id::{AccountId, MessageId, SessionId},
        json::Json,
        limits::{Limits, check_at_most, check_key},
        message::{Annotations, Document, Edited, Message, NewMessage},
        offset::Revision,
        origin::Imported,
        robot::RobotRef,
        time::Timestamp,
    },
    repository::{Idempotency, MessageBatch, MessageChange, MessageRecord, MessageUpdate, NewRecord},
    service::operation::{Actor, Operation},
};

/// One or several messages to append, with the key by which a second try is recognised.
///
/// # Examples
/// ```
/// use storyden_robots::{Append, NewMessage, Part};
///
/// let question = NewMessage::user([Part::text("Who posted this?")])?;
/// let append = Append::from(question).idempotency_key("question-1");
/// # let _ = append;
/// # Ok::<(), storyden_robots::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Append {
    messages: Vec<NewMessage>,
    key: Option<String>,
}

impl Append {
    /// Sets the key by which a second try is recognised: it returns the messages of the first try and stores
    /// nothing. Without a key, the [client id](NewMessage::client_id) of the first message is the key.
    ///
    /// A key belongs to its session, and is kept as long as its message: deleting the message frees it. It has 1 to 255
    /// bytes and no control characters.
    #[must_use]
    pub fn idempotency_key(self, key: impl Into<String>) -> Self {
        Self { key: Some(key.into()), ..self }
    }

    pub(super) fn check(&self, limits: &Limits) -> Result<()> {
        if self.messages.is_empty() {
            return Err(Error::invalid_argument("messages", "must not be empty"));
        }
        check_at_most("messages", self.messages.len(), limits.batch_messages, "messages")?;
        self.key.as_deref().map_or(Ok(()), check_key)?;
        let single = self.messages.len() == 1;
        for (index, message) in self.messages.iter().enumerate() {
            message
                .check(limits)
                .and_then(|()| check_client_id(message))
                .map_err(|error| if single { error } else { error.within(format_args!("[{index}]")) })?;
        }
        Ok(())
    }

    /// Hashes what is appended and by whom, if there is anything to recognise a second try by: it reads everything.
    pub(super) fn fingerprint(&self, actor: &Actor) -> Option<String> {
        let first = self.messages.first()?;
        if self.key.is_none() && first.client_id.is_none() {
            return None;
        }
        let mut fingerprint = Fingerprint::default();
        match actor {
            Actor::Member(account) => fingerprint.text("account", &account.to_string()),
            Actor::Robot { robot, .. } => fingerprint.text("robot", &robot.to_string()),
        }
        for message in &self.messages {
            fingerprint.text("role", message.role.as_str());
            if let Some(id) = message.id {
                fingerprint.text("id", &id.to_string());
            }
            if let Some(id) = &message.client_id {
                fingerprint.text("client_id", id);
            }
            fingerprint.json("parts", message.parts.as_str());
            for (name, json) in [("metadata", &message.metadata), ("extra", &message.extra)] {
                if let Some(json) = json.as_ref().map(Json::as_str) {
                    fingerprint.json(name, json);
                }
            }
        }
        Some(fingerprint.finish())
    }
}

/// The most bytes that the id has which a client gives a message: stores keep an index of these.
const CLIENT_ID_BYTES: usize = 255;

fn check_client_id(message: &NewMessage) -> Result<()> {
    let Some(id) = &message.client_id else { return Ok(()) };
    check_at_most("id", id.len(), CLIENT_ID_BYTES, "bytes")?;
    if id.is_empty() || id.contains(char::is_control) {
        return Err(Error::invalid_argument("id", "must be 1 to 255 bytes without control characters"));
    }
    Ok(())
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

/// The result of an [`Append`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Appended {
    /// The messages, in the order of the request.
    pub messages: Vec<Message>,
    /// Whether an earlier try had stored them, so that nothing was stored now. The messages are then in their current
    /// state.
    pub replayed: bool,
}

/// # Messages
impl Robots {
    /// Appends messages to a session in the name of the actor: all of them or none.
    ///
    /// A second try with the same [idempotency key](Append::idempotency_key), or with the same client id where there
    /// is no key, stores nothing and returns the messages of the first one.
    ///
    /// A member may append a message with any role, `assistant` too, as in an imported chat. So do not show the role as
    /// the author: `robot` and `author`, which the service sets, name who wrote a message.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such session, or the robot that is the actor does not exist;
    /// [`Error::AlreadyExists`] if the session has or had a message with the id of a new one;
    /// [`Conflict::IdempotencyKeyReused`](crate::Conflict::IdempotencyKeyReused) if the key was used for other
    /// messages; [`Error::TooLarge`] or [`Error::InvalidArgument`] about a message (as `[2].parts` if there are
    /// several) or the key.
    ///
    /// # Examples
    /// ```
    /// # use storyden_robots::*;
    /// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
    /// # let builder: RobotKey = "robot_builder".parse()?;
    /// # let robots = Robots::new(MemoryStore::new(), AllowAll, StaticProfiles::default())
    /// #     .with_built_in_robots([RobotRef { id: builder.clone(), name: "Builder".to_owned() }]);
    /// # let ann = AccountId::from_bytes([1; 12]);
    /// # let session = robots.start_session(ann, NewSession::default()).await?.id;
    /// let question = NewMessage::user([Part::text("Who posted this?")])?;
    /// let first = robots.append(ann, session, Append::from(question.clone()).idempotency_key("q1")).await?;
    /// let again = robots.append(ann, session, Append::from(question).idempotency_key("q1")).await?;
    /// assert!(again.replayed && again.messages == first.messages);
    ///
    /// let answer = NewMessage::assistant([Part::text("Ann did.")])?;
    /// robots.append(Actor::robot(builder, ann), session, answer).await?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
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
        let (batch, given) = self.batch_with_messages(&actor, append).await?;
        let appended = self.sessions.append_messages(session, &batch, self.write()).await?;
        if let (false, Some(last)) = (appended.replayed, appended.messages.last()) {
            self.announce_at(session, last.sequence);
        }
        let records = appended.messages.iter();
        let messages: Result<Vec<_>> = if appended.replayed {
            records.map(MessageRecord::decode).collect()
        } else {
            let stored = |(record, message): (&MessageRecord, Message<_>)| match message.extra {
                // What was written a moment ago need not be parsed.
                None => record.complete(message),
                // A document keeps no spaces around unknown fields.
                Some(_) => record.decode(),
            };
            records.zip(given).map(stored).collect()
        };
        Ok(Appended { messages: self.show(messages?).await?, replayed: appended.replayed })
    }

    pub(super) async fn batch(&self, actor: &Actor, append: Append) -> Result<MessageBatch> {
        Ok(self.batch_with_messages(actor, append).await?.0)
    }

    /// Describes the messages as they are stored, and returns them too.
    async fn batch_with_messages(
        &self,
        actor: &Actor,
        mut append: Append,
    ) -> Result<(MessageBatch, Vec<Message<AccountId>>)> {
        let (author, robot) = match actor {
            Actor::Member(account) => (Some(*account), None),
            Actor::Robot { robot, .. } => (None, Some(self.named(robot).await?)),
        };
        for new in &mut append.messages {
            self.lift_new(new).await?;
        }
        // Behind the lifting: a message with its files and the same one with their addresses are one message.
        let fingerprint = append.fingerprint(actor);
        let created_at = self.clock.now();
        let mut records = Vec::with_capacity(append.messages.len());
        let mut messages = Vec::with_capacity(append.messages.len());
        for new in append.messages {
            let id = new.id.unwrap_or_else(|| MessageId::generate(&*self.ids));
            let (record, message) = self.new_record(new, (id, created_at), (author, robot.clone()), None)?;
            records.push(record);
            messages.push(message);
        }
        let mut batch = MessageBatch::new(records);
        batch.idempotency = fingerprint.map(|fingerprint| Idempotency { key: append.key, fingerprint });
        Ok((batch, messages))
    }

    /// Describes a message as it is stored: its id and time, who made it, and who imported it if somebody did. Returns
    /// also the message that the document has.
    pub(super) fn new_record(
        &self,
        new: NewMessage,
        (id, created_at): (MessageId, Timestamp),
        (author, robot): (Option<AccountId>, Option<RobotRef>),
        imported: Option<Imported>,
    ) -> Result<(NewRecord, Message<AccountId>)> {
        let message = Message::<AccountId> {
            id,
            sequence: None,
            revision: Revision::default(),
            role: new.role,
            parts: new.parts,
            metadata: new.metadata,
            created_at,
            robot,
            author: None,
            extra: new.extra,
            annotations: Annotations::default(),
            draft: false,
        };
        let annotations =
            Annotations { client_id: new.client_id.clone(), imported, ..Annotations::default() };
        let mut record = NewRecord::new(id, author, Document::new(&message)?);
        record.annotations = self.annotate(&record.document, annotations)?;
        record.client_id = new.client_id;
        Ok((record, message))
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
        self.show(self.sessions.find_message(session, id).await?.decode()?).await
    }

    /// Edits a message: replaces its parts, metadata and unknown fields. Its id, author, robot, sequence, time and role
    /// stay.
    ///
    /// `base` is the [revision](Message::revision) that the editor read. A second try of the same edit changes nothing.
    /// If the message is a draft, the edit completes it. The annotations record by whom and when it was
    /// [edited](Annotations::edited).
    ///
    /// Members who may use robots can edit their own messages, unless a message has a decided approval. A robot's
    /// answer to a member is not the member's own. Members who may manage robots can edit every message.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such session or message;
    /// [`Conflict::StaleRevision`](crate::Conflict::StaleRevision) if the message changed since `base`;
    /// [`Error::InvalidArgument`] about `role` if `content` has another role; [`Error::TooLarge`] about `parts`,
    /// `metadata` or `message`.
    ///
    /// # Examples
    /// ```
    /// # use storyden_robots::*;
    /// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
    /// # let robots = Robots::new(MemoryStore::new(), AllowAll, StaticProfiles::default());
    /// # let ann = AccountId::from_bytes([1; 12]);
    /// # let session = robots.start_session(ann, NewSession::default()).await?.id;
    /// let question = NewMessage::user([Part::text("Who postd this?")])?;
    /// let appended = robots.append(ann, session, question).await?;
    /// let message = &appended.messages[0];
    ///
    /// let content = NewMessage::user([Part::text("Who posted this?")])?;
    /// let edited = robots.edit_message(ann, session, message.id, message.revision, content).await?;
    /// assert_eq!(edited.parts.text(), "Who posted this?");
    /// assert!(edited.revision > message.revision && edited.sequence == message.sequence);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub async fn edit_message(
        &self,
        actor: impl Into<Actor>,
        session: SessionId,
        id: MessageId,
        base: Revision,
        content: NewMessage,
    ) -> Result<Message> {
        let actor = actor.into();
        let any = self.allow_own(&actor, Operation::EditOwnMessage).await?;
        content.check(&self.settings.limits)?;
        let record = self.sessions.find_message(session, id).await?;
        if !any {
            Self::check_own(&actor, &record)?;
        }
        check_seen(base, record.revision)?;
        let message = record.document.decode()?;
        if message.role != content.role {
            return Err(Error::invalid_argument("role", "an edit cannot change it"));
        }
        let mut message =
            Message { parts: content.parts, metadata: content.metadata, extra: content.extra, ..message };
        self.lift(&mut message.parts, [message.metadata.as_ref(), message.extra.as_ref()]).await?;
        let mut annotations = Annotations::from_json(record.annotations.as_ref())?;
        let write = self.write();
        // A second try says what the first one said.
        let repeats =
            base < record.revision && annotations.edited.is_some_and(|edited| edited.by == actor.account());
        if !repeats {
            annotations.edited = Some(Edited::new(actor.account(), write.at));
        }
        let document = Document::new(&message)?;
        let stored = self.annotate(&document, annotations.clone())?;
        let change = MessageChange::Complete { document, annotations: stored };
        let update = MessageUpdate { base, change };
        let revision = self.sessions.update_message(session, id, &update, write).await?;
        self.announce_at(session, revision);
        let (sequence, author) = (Some(record.sequence), record.author);
        self.show(Message { sequence, revision, author, annotations, ..message }).await
    }

    /// Deletes a message for good: its content is erased. Its id and sequence stay, so that cursors stay valid.
    ///
    /// `base` is the [revision](Message::revision) that the caller read; with `None` the message is deleted whatever
    /// its revision. A second try with the same `base` changes nothing.
    ///
    /// Members who may use robots can delete their own messages, unless a message has a decided approval. A robot's
    /// answer to a member is not the member's own: the member can delete it only together with all later messages, by
    /// [`truncate`](Self::truncate). Members who may manage robots can delete every message.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such session or message;
    /// [`Conflict::StaleRevision`](crate::Conflict::StaleRevision) if the message changed since `base`.
    pub async fn delete_message(
        &self,
        actor: impl Into<Actor>,
        session: SessionId,
        id: MessageId,
        base: impl Into<Option<Revision>>,
    ) -> Result<()> {
        let (actor, base) = (actor.into(), base.into());
        let any = self.allow_own(&actor, Operation::DeleteOwnMessage).await?;
        let base = match base {
            Some(base) if any => base,
            base => match (self.sessions.find_message(session, id).await, base) {
                (Ok(record), base) => {
                    if !any {
                        Self::check_own(&actor, &record)?;
                    }
                    let base = base.unwrap_or(record.revision);
                    check_seen(base, record.revision)?;
                    base
                }
                // Perhaps this is a second try, which the store recognises.
                (Err(Error::NotFound { resource: Resource::Message, .. }), Some(base)) => base,
                (Err(error), _) => return Err(error),
            },
        };
        let update = MessageUpdate { base, change: MessageChange::Delete };
        let revision = self.sessions.update_message(session, id, &update, self.write()).await?;
        self.announce_at(session, revision);
        Ok(())
    }
}

/// Refuses a revision that the message does not have yet: what was looked at must be what is changed.
fn check_seen(seen: Revision, current: Revision) -> Result<()> {
    if seen > current { Err(Error::Conflict(Conflict::StaleRevision { seen, current })) } else { Ok(()) }
}

/// Decodes a stored message for an answer that has other messages too: one that does not decode is named in the
/// answer, and the others still come.
pub(super) fn decode(record: &MessageRecord) -> Result<Message<AccountId>, Damaged> {
    record.decode().map_err(|error| {
        tracing::error!(message = %record.id, ?error, "a stored message does not decode");
        Damaged::new(Resource::Message, record.id.to_string())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::part::Part;

    /// Fingerprints are stored beside messages, so they may never change.
    #[test]
    fn fingerprints_are_the_same_in_every_version() {
        let say = |text: &'static str| NewMessage::user([Part::text(text)]).unwrap();
        let mut first = say("Hi").metadata(Json::parse(r#"{"b": 1.0, "a": "\u0041"}"#).unwrap());
        first.client_id = Some("msg-1".to_owned());
        let append = Append::from(vec![first, say("Ho")]);
        let fingerprint = append.fingerprint(&Actor::Member(AccountId::from_bytes([2; 12])));
        assert_eq!(
            fingerprint.as_deref(),
            Some("6a7997297b4d9910db05a84d294053983360feb48ef7e193d3f1b0a30ad760cb")
        );
        assert_eq!(Append::from(say("Hi")).fingerprint(&Actor::Member(AccountId::from_bytes([2; 12]))), None);
    }
}
