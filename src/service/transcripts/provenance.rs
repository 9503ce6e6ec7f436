//! Imports messages into an existing session, with their own time, author and robot.

use sha2::{Digest as _, Sha256};

use super::transcripts::Transcripts;
use crate::{
    model::{
        error::{Error, Resource, Result},
        id::{AccountId, MessageId, SessionId, hashed},
        limits::check_key,
        message::NewMessage,
        origin::Imported,
        robot::RobotRef,
        time::Timestamp,
    },
    repository::{MessageBatch, NewRecord},
    service::operation::{Actor, Operation},
};

/// How many messages are appended in one step, and how many bytes at about the most.
const BATCH: usize = 100;
const BATCH_BYTES: usize = 1 << 20;

/// A message to import, with the time, author and robot that it had elsewhere.
///
/// # Examples
/// ```
/// use storyden_robots::{ImportedMessage, NewMessage, Part, Timestamp};
///
/// let message = ImportedMessage::from(NewMessage::user([Part::text("Who posted this?")])?)
///     .created_at("2019-08-24T14:15:22Z".parse::<Timestamp>()?);
/// # let _ = message;
/// # Ok::<(), storyden_robots::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ImportedMessage {
    /// The message.
    pub message: NewMessage,
    /// The time at which it was written. `None`: now.
    pub created_at: Option<Timestamp>,
    /// The member who wrote it.
    pub author: Option<AccountId>,
    /// The robot that wrote it, with the name that it had.
    pub robot: Option<RobotRef>,
}

impl ImportedMessage {
    /// Sets the time at which it was written.
    #[must_use]
    pub fn created_at(self, at: impl Into<Option<Timestamp>>) -> Self {
        Self { created_at: at.into(), ..self }
    }

    /// Sets the member who wrote it.
    #[must_use]
    pub fn author(self, author: impl Into<Option<AccountId>>) -> Self {
        Self { author: author.into(), ..self }
    }

    /// Sets the robot that wrote it.
    #[must_use]
    pub fn robot(self, robot: impl Into<Option<RobotRef>>) -> Self {
        Self { robot: robot.into(), ..self }
    }
}

impl From<NewMessage> for ImportedMessage {
    fn from(message: NewMessage) -> Self {
        Self { message, created_at: None, author: None, robot: None }
    }
}

/// The result of an import of messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct ImportedMessages {
    /// The number of messages that were appended.
    pub appended: u64,
    /// The number of messages that an earlier try had appended, including those that were deleted since.
    pub existed: u64,
}

/// # Importing messages
impl Transcripts {
    /// Appends messages to a session, any number, each with the time, author and robot that it names. Each is marked as
    /// [imported](crate::Annotations::imported), by whom and when. They take the next offsets, so they come after all
    /// existing messages.
    ///
    /// The iterator is read while messages are written, at most 100 in one transaction. `source` names the import: if
    /// it was interrupted, or is run again, messages that were appended before are skipped. A message without an id of
    /// its own is recognised by `source` and its index, so the order must be the same.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such session; errors of the iterator, and [`Error::TooLarge`] or
    /// [`Error::InvalidArgument`] about a message (`[2].parts`): the messages before it are appended;
    /// [`Error::TooLarge`] or [`Error::InvalidArgument`] about `source`, a key of 1 to 255 bytes without control
    /// characters.
    pub async fn import_messages<I>(
        &self,
        actor: impl Into<Actor>,
        session: SessionId,
        source: &str,
        messages: I,
    ) -> Result<ImportedMessages>
    where
        I: IntoIterator<Item = Result<ImportedMessage>>,
        I::IntoIter: Send,
    {
        let actor = actor.into();
        self.robots.allow(&actor, Operation::ImportMessages).await?;
        check_key(source)?;
        let imported = Imported::new(actor.account(), self.robots.clock.now());
        let mut messages = messages.into_iter().enumerate();
        let mut done = ImportedMessages::default();
        loop {
            let (mut batch, mut bytes, mut failed) = (Vec::new(), 0, None);
            while batch.len() < BATCH && bytes < BATCH_BYTES && failed.is_none() {
                let Some((index, message)) = messages.next() else { break };
                let message = match message {
                    Ok(mut message) => self.robots.lift_new(&mut message.message).await.map(|()| message),
                    Err(error) => Err(error),
                };
                let record = message
                    .and_then(|message| self.record(message, imported, (session, source, index)))
                    .map_err(|error| error.within(format_args!("[{index}]")));
                match record {
                    Ok(record) => {
                        bytes += record.document.as_bytes().len();
                        batch.push(record);
                    }
                    Err(error) => failed = Some(error),
                }
            }
            if batch.is_empty() && done == ImportedMessages::default() && failed.is_none() {
                // Nothing to do, but not for a session that is not there.
                self.robots.sessions.find_session(session, crate::WindowRequest::newest(1)).await?;
            }
            let more = !batch.is_empty();
            self.append_new(session, batch, &mut done).await?;
            match failed {
                Some(error) => return Err(error),
                None if more => {}
                None => return Ok(done),
            }
        }
    }

    /// Appends those messages that are not there.
    async fn append_new(
        &self,
        session: SessionId,
        batch: Vec<NewRecord>,
        done: &mut ImportedMessages,
    ) -> Result<()> {
        if batch.is_empty() {
            return Ok(());
        }
        let count = batch.len() as u64;
        match self.append_records(session, batch.clone()).await {
            Ok(()) => done.appended += count,
            Err(Error::AlreadyExists { resource: Resource::Message, .. }) => {
                for record in batch {
                    match self.append_records(session, vec![record]).await {
                        Ok(()) => done.appended += 1,
                        Err(Error::AlreadyExists { resource: Resource::Message, .. }) => done.existed += 1,
                        Err(error) => return Err(error),
                    }
                }
            }
            Err(error) => return Err(error),
        }
        Ok(())
    }

    async fn append_records(&self, session: SessionId, records: Vec<NewRecord>) -> Result<()> {
        let robots = &self.robots;
        let batch = MessageBatch::new(records);
        let appended = robots.sessions.append_messages(session, &batch, robots.write()).await?;
        if let Some(last) = appended.messages.last() {
            robots.announce_at(session, last.sequence);
        }
        Ok(())
    }

    /// Describes a message as it is stored. Its id follows from where it comes from, unless it has one.
    pub(crate) fn record(
        &self,
        imported: ImportedMessage,
        by: Imported,
        (session, source, index): (SessionId, &str, usize),
    ) -> Result<NewRecord> {
        let ImportedMessage { message: new, created_at, author, robot } = imported;
        new.check(self.robots.limits())?;
        if let Some(robot) = &robot {
            self.robots.limits().check_name("robot", &robot.name)?;
        }
        let id = new.id.unwrap_or_else(|| {
            let name = ["import", &session.to_string(), source, &index.to_string()].join("\0");
            MessageId::from_bytes(hashed(Sha256::new().chain_update(name)))
        });
        Ok(self.robots.new_record(new, (id, created_at.unwrap_or(by.at)), (author, robot), Some(by))?.0)
    }
}
