//! [`Message`], one message of a conversation: a `UIMessage` of the Vercel AI SDK, with its author and time.
//!
//! - [`Document`] is what is stored and served as one text;
//! - [`Annotations`] are facts about it that are not part of the document;
//! - [`NewMessage`] is a message to append;
//! - [`MessageList`] is a window of messages, the result of a [`WindowRequest`].

use std::{ops::Range, sync::Arc};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::DeserializeOwned};
use serde_json::value::RawValue;

use self::fields::{MessageFields, decode};
use crate::model::{
    error::Result,
    id::{AccountId, MessageId},
    json::Json,
    json_writer::{serialize_written, write_number, write_serde},
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

/// One message of a conversation, by a robot or a member.
///
/// `P` is how people are represented: as [`Profile`]s in results of the service, as [`AccountId`]s in a store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message<P = Arc<Profile>> {
    /// Its id.
    pub id: MessageId,
    /// Its position in its session. `None` if it was read from JSON without one, such as Storyden's.
    pub sequence: Option<Sequence>,
    /// The offset of its last change; 0 if it was read from JSON without one.
    pub revision: Revision,
    /// The role of its author.
    pub role: MessageRole,
    /// Its parts, in order.
    pub parts: Parts,
    /// The metadata of the client, any JSON. `null` and a missing field are different.
    pub metadata: Option<Json<'static>>,
    /// The time at which it was appended.
    pub created_at: Timestamp,
    /// The robot that wrote it, with the name that it had then.
    pub robot: Option<RobotRef>,
    /// The member who wrote it, or for whom the robot did.
    pub author: Option<P>,
    /// The fields of its object that this crate does not know, as one object.
    pub extra: Option<Json<'static>>,
    /// Facts about it that are not part of its document.
    pub annotations: Annotations,
    /// Whether it is unfinished: it is being written, or its writer stopped without ending it.
    pub draft: bool,
}

impl<P: Author> Message<P> {
    /// Writes the message as JSON: its [`Document`], then author, position and annotations.
    ///
    /// # Errors
    /// [`Error::Internal`](crate::Error::Internal) if a value has no JSON form.
    pub fn write_json(&self, out: &mut Vec<u8>) -> Result<()> {
        self.write_with(out, &mut JsonCache::default())
    }

    /// Writes one message of several, which share a cache.
    pub(crate) fn write_with<'m>(&'m self, out: &mut Vec<u8>, cache: &mut JsonCache<'m>) -> Result<()> {
        document::write_fields(out, self, |out, robot| cache.robot(out, robot))?;
        if let Some(author) = &self.author {
            out.extend_from_slice(b",\"author\":");
            cache.author(out, author)?;
        }
        if let Some(sequence) = self.sequence {
            write_position(out, sequence, self.revision);
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

/// Appends the position and the revision of a message.
pub(crate) fn write_position(out: &mut Vec<u8>, sequence: Sequence, revision: Revision) {
    out.extend_from_slice(b",\"sequence\":");
    write_number(out, sequence.get());
    out.extend_from_slice(b",\"revision\":");
    write_number(out, revision.get());
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
    let fields = MessageFields::read(text)?;
    let message: Message<AccountId> = fields.message(Parts::parse)?;
    let sequence =
        fields.sequence.map(|text| decode("sequence", text, "must be a number from 1")).transpose()?;
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
    /// Replaces the representation of its author.
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

/// The JSON of the people and robots of one result, by its position in the output: a few of them are repeated in it, and
/// copying is faster than writing.
#[derive(Default)]
pub(crate) struct JsonCache<'m> {
    robots: Vec<(&'m RobotRef, Range<usize>)>,
    authors: Vec<(AccountId, Range<usize>)>,
}

impl<'m> JsonCache<'m> {
    pub(crate) fn robot(&mut self, out: &mut Vec<u8>, robot: &'m RobotRef) -> Result<()> {
        write_once(out, &mut self.robots, robot, |out| write_serde(out, robot))
    }

    pub(crate) fn author(&mut self, out: &mut Vec<u8>, author: &impl Author) -> Result<()> {
        write_once(out, &mut self.authors, author.account(), |out| author.write(out))
    }
}

fn write_once<K: PartialEq>(
    out: &mut Vec<u8>,
    cache: &mut Vec<(K, Range<usize>)>,
    key: K,
    write: impl FnOnce(&mut Vec<u8>) -> Result<()>,
) -> Result<()> {
    if let Some((_, range)) = cache.iter().find(|(known, _)| *known == key) {
        out.extend_from_within(range.clone());
    } else {
        let start = out.len();
        write(out)?;
        cache.push((key, start..out.len()));
    }
    Ok(())
}
