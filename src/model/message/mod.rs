//! [`Message`], one message of a conversation. It is a `UIMessage` of the Vercel AI SDK, with who made it and when.
//!
//! - [`Document`] is the part of it that is stored and served as one text;
//! - [`Annotations`] is what is said of it beside that;
//! - [`NewMessage`] is one to append;
//! - [`MessageList`] is a window of them, as a [`WindowRequest`] asks for it.

use std::{ops::Range, sync::Arc};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::DeserializeOwned};
use serde_json::value::RawValue;

use self::fields::{Fields, decode};
use crate::model::{
    error::Result,
    id::{AccountId, MessageId},
    json::Json,
    json_writer::{serialize_written, write_serde},
    offset::{Revision, Sequence},
    part::Parts,
    profile::{Accounts, Author, People, Profile, Resolve},
    robot::RobotRef,
    time::Timestamp,
};

mod annotations;
mod document;
mod fields;
mod new_message;
mod role;
mod window;

pub(crate) use self::annotations::splice;
pub use self::{
    annotations::{Annotations, Ended},
    document::Document,
    new_message::NewMessage,
    role::MessageRole,
    window::{Anchor, MessageList, WindowRequest},
};

/// One message of a conversation. It names the robot or the member who made it.
///
/// `P` is how people appear: as [`Profile`]s to those who read, as [`AccountId`]s in a store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message<P = Arc<Profile>> {
    /// The message.
    pub id: MessageId,
    /// Its position in its session. `None` if it was read from JSON without one, such as Storyden's.
    pub sequence: Option<Sequence>,
    /// The offset of its last change; 0 if it was read from JSON without one.
    pub revision: Revision,
    /// Who speaks.
    pub role: MessageRole,
    /// What was said and done, in order.
    pub parts: Parts,
    /// Whatever the client keeps with it, any JSON. `null` is kept apart from nothing.
    pub metadata: Option<Json<'static>>,
    /// When it was appended.
    pub created_at: Timestamp,
    /// The robot who made it, with the name that it had then.
    pub robot: Option<RobotRef>,
    /// The member who made it.
    pub author: Option<P>,
    /// The fields of its object that are not known here, as one object.
    pub extra: Option<Json<'static>>,
    /// What is said of it beside what it says itself.
    pub annotations: Annotations,
    /// Whether it is unfinished: somebody writes it now, or did when the process died.
    pub draft: bool,
}

impl<P: Author> Message<P> {
    /// Writes the message as JSON: its [`Document`], then what stands beside it.
    ///
    /// # Errors
    /// [`Error::Internal`](crate::Error::Internal) if a value has no JSON form.
    pub fn write_json(&self, out: &mut Vec<u8>) -> Result<()> {
        self.write_with(out, &mut Written::default())
    }

    /// Writes it among others, of which `written` knows.
    pub(crate) fn write_with<'m>(&'m self, out: &mut Vec<u8>, written: &mut Written<'m>) -> Result<()> {
        document::write_fields(out, self, |out, robot| written.robot(out, robot))?;
        if let Some(author) = &self.author {
            out.extend_from_slice(b",\"author\":");
            written.author(out, author)?;
        }
        if let Some(sequence) = self.sequence {
            write_position(out, sequence, self.revision)?;
        }
        if let Some(annotations) = self.annotations.to_json()? {
            splice(out, annotations.as_str());
        }
        if self.draft {
            out.extend_from_slice(b",\"draft\":true");
        }
        out.push(b'}');
        Ok(())
    }
}

/// Appends where a message stands, and how new it is.
pub(crate) fn write_position(out: &mut Vec<u8>, sequence: Sequence, revision: Revision) -> Result<()> {
    out.extend_from_slice(b",\"sequence\":");
    write_serde(out, &sequence)?;
    out.extend_from_slice(b",\"revision\":");
    write_serde(out, &revision)
}

impl<P: Author> Serialize for Message<P> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_written(serializer, |out| self.write_json(out))
    }
}

impl<'de, P: DeserializeOwned> Deserialize<'de> for Message<P> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        read_message(raw.get()).map_err(serde::de::Error::custom)
    }
}

fn read_message<P: DeserializeOwned>(text: &str) -> Result<Message<P>> {
    let fields = Fields::read(text)?;
    let message: Message<AccountId> = fields.message(Parts::parse)?;
    let sequence = fields.sequence.map(|text| decode("sequence", text, "must be a number from 1")).transpose()?;
    let revision = fields.revision.map(|text| decode("revision", text, "must be a number")).transpose()?;
    let author = fields.author.map(|text| decode("author", text, "must be a person")).transpose()?;
    let draft = fields.draft.map(|text| decode("draft", text, "must be true or false")).transpose()?;
    Ok(Message {
        author,
        sequence,
        revision: revision.unwrap_or_default(),
        annotations: fields.annotations()?,
        draft: draft.unwrap_or(false),
        ..message.with_author(|_| None)
    })
}

impl<P> Message<P> {
    /// Shows its author in another way.
    pub(crate) fn with_author<Q>(self, show: impl FnOnce(P) -> Option<Q>) -> Message<Q> {
        Message {
            id: self.id,
            sequence: self.sequence,
            revision: self.revision,
            role: self.role,
            parts: self.parts,
            metadata: self.metadata,
            created_at: self.created_at,
            robot: self.robot,
            author: self.author.and_then(show),
            extra: self.extra,
            annotations: self.annotations,
            draft: self.draft,
        }
    }
}

impl Resolve for Message<AccountId> {
    type Resolved = Message;

    fn accounts(&self, accounts: &mut Accounts) {
        accounts.extend(self.author);
    }

    fn resolve(self, people: &People) -> Message {
        self.with_author(|account| Some(people.get(account)))
    }
}

/// Who was written already, and where: the few people and robots of an answer appear again and again in it.
#[derive(Default)]
pub(crate) struct Written<'m> {
    robots: Vec<(&'m RobotRef, Range<usize>)>,
    authors: Vec<(AccountId, Range<usize>)>,
}

impl<'m> Written<'m> {
    pub(crate) fn robot(&mut self, out: &mut Vec<u8>, robot: &'m RobotRef) -> Result<()> {
        write_once(out, &mut self.robots, robot, |out| write_serde(out, robot))
    }

    pub(crate) fn author(&mut self, out: &mut Vec<u8>, author: &impl Author) -> Result<()> {
        write_once(out, &mut self.authors, author.account(), |out| author.write(out))
    }
}

fn write_once<K: PartialEq>(
    out: &mut Vec<u8>,
    written: &mut Vec<(K, Range<usize>)>,
    key: K,
    write: impl FnOnce(&mut Vec<u8>) -> Result<()>,
) -> Result<()> {
    if let Some((_, range)) = written.iter().find(|(known, _)| *known == key) {
        out.extend_from_within(range.clone());
    } else {
        let start = out.len();
        write(out)?;
        written.push((key, start..out.len()));
    }
    Ok(())
}
