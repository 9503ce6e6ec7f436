//! The rows: a header in JSON, followed by one text that is stored byte for byte.

use std::fmt;

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::split::Stored;
use crate::model::{
    error::{Damaged, Error, Resource, Result},
    id::{AccountId, MessageId, WorkspaceId, WorkspaceInstanceId},
    message::Document,
    offset::{Generation, Offset, Revision, Sequence},
    origin::{Imported, Origin},
    robot::RobotKey,
    session::SessionRef,
    time::Timestamp,
};

/// Writes a row: the length of the header, the header, and the text.
pub(super) fn write(header: &impl Serialize, text: &str) -> Result<Vec<u8>> {
    let json = serde_json::to_vec(header)
        .map_err(|error| Error::internal("a row cannot be written as JSON", error))?;
    let length = u32::try_from(json.len()).map_err(|error| Error::internal("a row is too long", error))?;
    Ok([&length.to_be_bytes()[..], &json, text.as_bytes()].concat())
}

/// Parses a row that [`write`] wrote.
pub(super) fn read<H: DeserializeOwned>(row: &[u8]) -> Result<(H, &str)> {
    let split = row.split_first_chunk().and_then(|(length, rest)| {
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        rest.split_at_checked(length)
    });
    let (json, text) = split.ok_or_else(|| damaged("it is too short"))?;
    let header = serde_json::from_slice(json).map_err(damaged)?;
    Ok((header, str::from_utf8(text).map_err(damaged)?))
}

/// Writes a row that has only JSON.
pub(super) fn to_json(row: &impl Serialize) -> Result<Vec<u8>> {
    serde_json::to_vec(row).map_err(|error| Error::internal("a row cannot be written as JSON", error))
}

/// Parses a row that [`to_json`] wrote.
pub(super) fn from_json<T: DeserializeOwned>(row: &[u8]) -> Result<T> {
    serde_json::from_slice(row).map_err(damaged)
}

pub(super) fn damaged(source: impl Into<crate::model::error::Source>) -> Error {
    Error::internal("a stored row does not decode", source)
}

/// Logs why a row does not decode, and returns its id.
pub(super) fn report(resource: Resource, id: impl fmt::Display, error: &Error) -> Damaged {
    let source = std::error::Error::source(error).map(ToString::to_string);
    tracing::error!(%resource, %id, source, "{error}");
    Damaged::new(resource, id.to_string())
}

/// Encodes the bytes of a key as hexadecimal text, for a header.
pub(super) fn hex(key: &[u8]) -> String {
    key.iter().fold(String::with_capacity(2 * key.len()), |text, byte| text + &format!("{byte:02x}"))
}

/// Decodes a text that [`hex`] wrote.
pub(super) fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits = |at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok();
    (0..text.len()).step_by(2).map(digits).collect()
}

/// Parses a value that is a number.
pub(super) fn read_number(stored: &Stored) -> Result<u64> {
    let bytes = stored.value().try_into().map_err(damaged)?;
    Ok(u64::from_be_bytes(bytes))
}

/// A session's row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct SessionRow {
    /// The number of times that the row was written. So no two versions are equal, and expecting the row is expecting
    /// the session unchanged.
    pub(super) writes: u64,
    /// The fields that lists show.
    pub(super) reference: SessionRef<AccountId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) active_robot: Option<RobotKey>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) active_instance: Option<WorkspaceInstanceId>,
    /// The time since which it is held: protected from erasure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) held_at: Option<Timestamp>,
    pub(super) offset: Offset,
    pub(super) revision: Revision,
    pub(super) generation: Generation,
    /// The offset of the last change that overwrote older data, which a concurrent read may depend on.
    pub(super) overwritten: Offset,
    /// The last sequence that the summary covers, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) covers: Option<Sequence>,
    /// The time from which a worker can claim a turn, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) due: Option<Timestamp>,
    /// The fingerprint that it was created with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) fingerprint: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) origin: Option<Origin>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) imported: Option<Imported>,
    /// Whether it is being written in parts. It counts as deleted until it is published.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) hidden: bool,
}

/// A message's row, without its document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct MessageHeader {
    pub(super) id: MessageId,
    /// The offset of its last change, if it was ever changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) revised: Option<Revision>,
    /// The revision that the writer of the last change had read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) base: Option<Revision>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) author: Option<AccountId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) annotations: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) deleted: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) client_id: Option<String>,
    /// The key of the name under which its append is recognised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) tried_as: Option<String>,
}

/// A message's row.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct MessageRow {
    pub(super) sequence: Sequence,
    pub(super) header: MessageHeader,
    pub(super) document: Document,
}

impl MessageRow {
    /// Writes the row. Begins with the id, so that the id of a row whose header does not decode is known.
    pub(super) fn write(header: &MessageHeader, document: &str) -> Result<Vec<u8>> {
        Ok([&header.id.to_bytes()[..], &write(header, document)?].concat())
    }

    pub(super) fn read(sequence: Sequence, row: &[u8]) -> Result<Self> {
        let row = row.get(12..).ok_or_else(|| damaged("it is too short"))?;
        let (header, document) = read(row)?;
        Ok(Self { sequence, header, document: Document::from_stored(document.to_owned()) })
    }

    /// Parses one row of a list. The error has the id of one that does not decode.
    pub(super) fn read_listed(sequence: Sequence, row: &[u8]) -> Result<Self, Damaged> {
        Self::read(sequence, row).map_err(|error| {
            let id = Self::read_id(row).map_or(String::new(), |id| id.to_string());
            report(Resource::Message, id, &error)
        })
    }

    /// Parses the id of a damaged row.
    fn read_id(row: &[u8]) -> Option<MessageId> {
        row.first_chunk().map(|bytes| MessageId::from_bytes(*bytes))
    }

    /// Returns the revision of a message without an open draft.
    pub(super) fn revision(&self) -> Revision {
        self.header.revised.unwrap_or_else(|| self.sequence.into())
    }
}

/// The value of an idempotency key or a client id.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct NameRow {
    /// The first message of the append, or the one with the client id.
    pub(super) first: Sequence,
    /// The append with this name. `None` if it is only the client id of a message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) tried: Option<Tried>,
}

/// The first append with a name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Tried {
    pub(super) fingerprint: String,
    /// The number of its messages, whose sequences are consecutive.
    pub(super) count: u64,
}

impl NameRow {
    /// Returns whether the append had the message with this sequence.
    pub(super) fn has(&self, sequence: Sequence) -> bool {
        let count = self.tried.as_ref().map_or(1, |tried| tried.count);
        (self.first.get()..self.first.get().saturating_add(count)).contains(&sequence.get())
    }
}

/// A draft's row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct DraftRow {
    pub(super) message: MessageId,
    pub(super) sequence: Sequence,
    pub(super) began: Offset,
    pub(super) writer: AccountId,
    /// The offset at which it began or was last taken over.
    pub(super) opened: Offset,
    pub(super) opened_at: Timestamp,
    /// The offset of its last growth, or of a later takeover.
    pub(super) revision: Revision,
    pub(super) grown_at: Timestamp,
    /// The offset and the time at which it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) closed: Option<(Offset, Timestamp)>,
}

/// Returns the open draft of a message.
pub(super) fn open_draft(drafts: &[DraftRow], sequence: Sequence) -> Option<&DraftRow> {
    drafts.iter().find(|draft| draft.sequence == sequence && draft.is_open())
}

impl DraftRow {
    /// Writes the row. Begins with the ids, so that they are known if the row does not decode.
    pub(super) fn write(&self) -> Result<Vec<u8>> {
        let sequence = self.sequence.get().to_be_bytes();
        Ok([&self.message.to_bytes()[..], &sequence, &write(self, "")?].concat())
    }

    pub(super) fn read(row: &[u8]) -> Result<Self> {
        let row = row.get(20..).ok_or_else(|| damaged("it is too short"))?;
        Ok(read(row)?.0)
    }

    /// Parses one row of a list. The error has the ids of one that does not decode.
    pub(super) fn read_listed(began: Offset, row: &[u8]) -> Result<Self, DamagedDraft> {
        Self::read(row).map_err(|error| {
            let id = MessageRow::read_id(row).map_or(String::new(), |id| id.to_string());
            let sequence = row.get(12..).and_then(<[u8]>::first_chunk);
            let sequence = sequence.and_then(|bytes| Sequence::new(u64::from_be_bytes(*bytes)));
            DamagedDraft { began, sequence, message: report(Resource::Message, id, &error) }
        })
    }

    pub(super) fn is_open(&self) -> bool {
        self.closed.is_none()
    }
}

/// A draft whose row does not decode.
pub(super) struct DamagedDraft {
    pub(super) began: Offset,
    sequence: Option<Sequence>,
    /// Its message.
    pub(super) message: Damaged,
}

impl DamagedDraft {
    /// Returns whether it belongs to a message whose last change has this offset. A message that changed after the
    /// draft began is complete.
    pub(super) fn is_of(&self, sequence: Sequence, changed: Offset) -> bool {
        self.sequence == Some(sequence) && changed <= self.began
    }
}

/// A piece of a draft, without its text: the document for the first piece, chunks for the others.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct PieceHeader {
    pub(super) at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) base: Option<Revision>,
}

/// The header of a robot, a toolset, a workspace or an instance; its JSON follows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct ResourceHeader {
    pub(super) created_at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) deleted_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) workspace: Option<WorkspaceId>,
    /// The unique name, if its kind has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) unique_name: Option<String>,
    /// The number of times that the row was written, so that no two versions are equal.
    pub(super) writes: u64,
}
