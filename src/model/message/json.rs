//! A [`Message`] is written as JSON and read from it.

use std::ops::Range;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::DeserializeOwned};
use serde_json::value::RawValue;

use super::{
    annotations::splice_annotations,
    document,
    fields::{MessageFields, decode},
    message::Message,
};
use crate::model::{
    error::Result,
    id::AccountId,
    json_writer::{serialize_written, write_number, write_serde},
    offset::{Revision, Sequence},
    part::Parts,
    profile::Author,
    robot::RobotRef,
};

impl<P: Author> Message<P> {
    /// Writes the message as JSON: its [`Document`](crate::Document), then sequence, revision, annotations and author.
    ///
    /// # Errors
    /// [`Error::Internal`](crate::Error::Internal) if a value cannot be written as JSON.
    pub fn write_json(&self, out: &mut Vec<u8>) -> Result<()> {
        self.write_with(out, &mut JsonCache::default())
    }

    /// Writes one message of several, which share a cache.
    pub(crate) fn write_with<'m>(&'m self, out: &mut Vec<u8>, cache: &mut JsonCache<'m>) -> Result<()> {
        document::write_fields(out, self, |out, robot| cache.robot(out, robot))?;
        if let Some(sequence) = self.sequence {
            write_position(out, sequence, self.revision);
        }
        if let Some(annotations) = self.annotations.to_json()? {
            splice_annotations(out, annotations.as_str());
        }
        if self.draft {
            out.extend_from_slice(b",\"draft\":true");
        }
        // Last, as in texts of messages whose authors are not known yet.
        if let Some(author) = &self.author {
            out.extend_from_slice(b",\"author\":");
            cache.author(out, author)?;
        }
        out.push(b'}');
        Ok(())
    }
}

/// Appends the sequence and the revision of a message.
pub(crate) fn write_position(out: &mut Vec<u8>, sequence: Sequence, revision: Revision) {
    let mut digits = itoa::Buffer::new();
    let number = digits.format(sequence.get()).as_bytes();
    out.extend_from_slice(b",\"sequence\":");
    out.extend_from_slice(number);
    out.extend_from_slice(b",\"revision\":");
    if revision == Revision::from(sequence) {
        // Most messages never changed.
        out.extend_from_slice(number);
    } else {
        write_number(out, revision.get());
    }
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

/// The JSON of the people and robots of one result, by its position in the output: a few of them are repeated in it,
/// and copying is faster than writing.
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
