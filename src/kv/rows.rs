//! The rows: a header, as JSON, and behind it one text that is kept byte for byte.

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

/// Reads what [`write`] wrote.
pub(super) fn read<H: DeserializeOwned>(row: &[u8]) -> Result<(H, &str)> {
    let split = row.split_first_chunk().and_then(|(length, rest)| {
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        rest.split_at_checked(length)
    });
    let (json, text) = split.ok_or_else(|| damaged("it is too short"))?;
    let header = serde_json::from_slice(json).map_err(damaged)?;
    Ok((header, str::from_utf8(text).map_err(damaged)?))
}

/// Writes a row that is JSON and no more.
pub(super) fn to_json(row: &impl Serialize) -> Result<Vec<u8>> {
    serde_json::to_vec(row).map_err(|error| Error::internal("a row cannot be written as JSON", error))
}

/// Reads what [`to_json`] wrote.
pub(super) fn from_json<T: DeserializeOwned>(row: &[u8]) -> Result<T> {
    serde_json::from_slice(row).map_err(damaged)
}

pub(super) fn damaged(source: impl Into<crate::model::error::Source>) -> Error {
    Error::internal("a stored row does not decode", source)
}

/// Names a row that does not decode, and writes to the log why.
pub(super) fn report(resource: Resource, id: impl fmt::Display, error: &Error) -> Damaged {
    let source = std::error::Error::source(error).map(ToString::to_string);
    tracing::error!(%resource, %id, source, "{error}");
    Damaged::new(resource, id.to_string())
}

/// Writes the bytes of a key as text, for a header.
pub(super) fn hex(key: &[u8]) -> String {
    key.iter().fold(String::with_capacity(2 * key.len()), |text, byte| text + &format!("{byte:02x}"))
}

/// Reads what [`hex`] wrote.
pub(super) fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits = |at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok();
    (0..text.len()).step_by(2).map(digits).collect()
}

/// Reads a number that is a value of its own.
pub(super) fn read_number(stored: &Stored) -> Result<u64> {
    let bytes = stored.value().try_into().map_err(damaged)?;
    Ok(u64::from_be_bytes(bytes))
}

/// A session's row.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct SessionRow {
    /// How often the row was written, so that no two rows are equal and a condition on the row is one on the session.
    pub(super) writes: u64,
    /// What lists show of it.
    pub(super) reference: SessionRef<AccountId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) active_robot: Option<RobotKey>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) active_instance: Option<WorkspaceInstanceId>,
    /// Since when it is held: kept from erasure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) held_at: Option<Timestamp>,
    pub(super) offset: Offset,
    pub(super) revision: Revision,
    pub(super) generation: Generation,
    /// The offset of the last change that overwrote something older, which a reader may be reading.
    pub(super) overwritten: Offset,
    /// What the summary covers, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) covers: Option<Sequence>,
    /// From when a worker can claim a turn, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) due: Option<Timestamp>,
    /// The fingerprint that it was created with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) fingerprint: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) origin: Option<Origin>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) imported: Option<Imported>,
    /// Whether it is still being written, part by part. It is deleted until it is published.
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
    /// What the writer of the last change had seen.
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
    /// The name under which its append is remembered.
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
    /// Writes the row. The id stands in front once more, so that a row can be named whose header does not decode.
    pub(super) fn write(header: &MessageHeader, document: &str) -> Result<Vec<u8>> {
        Ok([&header.id.to_bytes()[..], &write(header, document)?].concat())
    }

    pub(super) fn read(sequence: Sequence, row: &[u8]) -> Result<Self> {
        let row = row.get(12..).ok_or_else(|| damaged("it is too short"))?;
        let (header, document) = read(row)?;
        Ok(Self { sequence, header, document: Document::from_stored(document.to_owned()) })
    }

    /// Reads a row of several. One that does not decode is named.
    pub(super) fn read_listed(sequence: Sequence, row: &[u8]) -> Result<Self, Damaged> {
        Self::read(sequence, row).map_err(|error| {
            let id = Self::read_id(row).map_or(String::new(), |id| id.to_string());
            report(Resource::Message, id, &error)
        })
    }

    /// Reads as much of a damaged row as its id.
    fn read_id(row: &[u8]) -> Option<MessageId> {
        row.first_chunk().map(|bytes| MessageId::from_bytes(*bytes))
    }

    /// Returns the revision of a message that is no draft.
    pub(super) fn revision(&self) -> Revision {
        self.header.revised.unwrap_or_else(|| self.sequence.into())
    }
}

/// What is kept under an idempotency key or a client id.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct NameRow {
    /// The first message of the append, or the one with the client id.
    pub(super) first: Sequence,
    /// What was tried under this name, unless it is the client id of a message and no more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) tried: Option<Tried>,
}

/// The first try of an append.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Tried {
    pub(super) fingerprint: String,
    /// How many messages it appended, one behind the other.
    pub(super) count: u64,
}

impl NameRow {
    /// Returns whether the append had this message.
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
    /// The offset at which it ended, and when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) closed: Option<(Offset, Timestamp)>,
}

/// Returns the open draft of a message.
pub(super) fn open_draft(drafts: &[DraftRow], sequence: Sequence) -> Option<&DraftRow> {
    drafts.iter().find(|draft| draft.sequence == sequence && draft.is_open())
}

impl DraftRow {
    /// Writes the row. What it is of stands in front once more, so that a row can be named that does not decode.
    pub(super) fn write(&self) -> Result<Vec<u8>> {
        let sequence = self.sequence.get().to_be_bytes();
        Ok([&self.message.to_bytes()[..], &sequence, &write(self, "")?].concat())
    }

    pub(super) fn read(row: &[u8]) -> Result<Self> {
        let row = row.get(20..).ok_or_else(|| damaged("it is too short"))?;
        Ok(read(row)?.0)
    }

    /// Reads a row of several. One that does not decode is named.
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
    /// Returns whether it is of a message that last changed at an offset. One that changed since it began is complete.
    pub(super) fn is_of(&self, sequence: Sequence, changed: Offset) -> bool {
        self.sequence == Some(sequence) && changed <= self.began
    }
}

/// A piece of a draft, without its text: the document for the first piece, else chunks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct PieceHeader {
    pub(super) at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) base: Option<Revision>,
}

/// The row of a robot, a workspace or an instance; behind it, its JSON.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct ResourceHeader {
    pub(super) created_at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) deleted_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) workspace: Option<WorkspaceId>,
    /// The name that no other has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) unique_name: Option<String>,
    /// How often the row was written, so that no two rows are equal.
    pub(super) writes: u64,
}
