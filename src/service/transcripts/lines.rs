//! The lines of an export: the session, its messages, and the end.
//!
//! ```text
//! {"storyden_robots":1,"session":{…}}
//! {"sequence":1,"revision":1,"author":"…","annotations":{…},"message":{…}}
//! {"sequence":2,"revision":5,"deleted":"…"}
//! {"end":{"offset":5,"messages":2}}
//! ```
//!
//! JSON with line breaks between its values, which a line cannot have, is a string: `text` for `message`, `misc_text`
//! for `misc`.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::{
    model::{
        error::{Error, Result},
        id::{AccountId, MessageId, SessionId, WorkspaceInstanceId},
        json::Json,
        json_writer::write_serde,
        label::Labels,
        message::Document,
        offset::{Offset, Revision, Sequence},
        origin::Origin,
        robot::RobotKey,
        session::SessionRef,
        time::Timestamp,
    },
    repository::{TranscriptContent, TranscriptEntry, TranscriptHead},
};

/// The version of the format.
pub(crate) const VERSION: u32 = 1;

/// The first line of a session; once more before the end if the session changed while it was read.
#[derive(Serialize, Deserialize)]
pub(crate) struct HeadLine {
    pub(crate) storyden_robots: u32,
    pub(crate) session: SessionLine,
}

/// A session, as its line has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SessionLine {
    pub(crate) id: SessionId,
    #[serde(rename = "createdAt")]
    created_at: Timestamp,
    #[serde(rename = "updatedAt")]
    updated_at: Timestamp,
    #[serde(default, skip_serializing_if = "Labels::is_empty")]
    labels: Labels,
    pub(crate) name: String,
    created_by: AccountId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) misc: Option<Json<'static>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    misc_text: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    active_robot_id: Option<RobotKey>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    active_instance_id: Option<WorkspaceInstanceId>,
    offset: Offset,
    revision: Revision,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    origin: Option<Origin>,
}

impl From<&TranscriptHead> for SessionLine {
    fn from(head: &TranscriptHead) -> Self {
        let reference = head.reference.clone();
        let (misc, misc_text) = match reference.misc {
            Some(misc) if has_line_breaks(misc.as_str()) => (None, Some(misc.as_str().to_owned())),
            misc => (misc, None),
        };
        Self {
            id: reference.id,
            created_at: reference.created_at,
            updated_at: reference.updated_at,
            labels: reference.labels,
            name: reference.name,
            created_by: reference.created_by,
            misc,
            misc_text,
            active_robot_id: head.active_robot.clone(),
            active_instance_id: head.active_instance,
            offset: head.offset,
            revision: head.revision,
            origin: head.origin,
        }
    }
}

impl From<SessionLine> for TranscriptHead {
    fn from(line: SessionLine) -> Self {
        let mut reference = SessionRef::new(line.id, line.created_at, line.name, line.created_by);
        reference.updated_at = line.updated_at;
        reference.labels = line.labels;
        let text = line.misc_text.and_then(|text| Json::parse(text).ok());
        reference.misc = line.misc.or(text);
        let mut head = Self::new(reference, line.offset, line.revision);
        head.active_robot = line.active_robot_id;
        head.active_instance = line.active_instance_id;
        head.origin = line.origin;
        head
    }
}

/// The end of a session: without it, a file was cut off.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct EndLine {
    pub(crate) offset: Offset,
    pub(crate) messages: u64,
}

/// Any line, as it is read.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(crate) struct Line<'a> {
    pub(crate) storyden_robots: Option<u32>,
    #[serde(borrow)]
    pub(crate) session: Option<&'a RawValue>,
    pub(crate) sequence: Option<Sequence>,
    pub(crate) revision: Option<Revision>,
    pub(crate) author: Option<AccountId>,
    #[serde(borrow)]
    pub(crate) annotations: Option<&'a RawValue>,
    #[serde(borrow)]
    pub(crate) message: Option<&'a RawValue>,
    pub(crate) text: Option<String>,
    pub(crate) deleted: Option<MessageId>,
    pub(crate) damaged: Option<String>,
    pub(crate) end: Option<EndLine>,
}

pub(super) fn write_head(out: &mut Vec<u8>, head: &TranscriptHead) -> Result<()> {
    line(out, &HeadLine { storyden_robots: VERSION, session: head.into() })
}

pub(super) fn write_end(out: &mut Vec<u8>, offset: Offset, messages: u64) -> Result<()> {
    line(out, &serde_json::json!({ "end": EndLine { offset, messages } }))
}

pub(super) fn write_damaged(out: &mut Vec<u8>, id: &str) -> Result<()> {
    line(out, &serde_json::json!({ "damaged": id }))
}

pub(super) fn write_entry(out: &mut Vec<u8>, entry: &TranscriptEntry) -> Result<()> {
    /// A message, as its line has it.
    #[derive(Serialize)]
    struct EntryLine<'a> {
        sequence: Sequence,
        revision: Revision,
        #[serde(skip_serializing_if = "Option::is_none")]
        author: Option<AccountId>,
        #[serde(skip_serializing_if = "Option::is_none")]
        annotations: Option<&'a Json<'static>>,
        #[serde(skip_serializing_if = "Option::is_none")]
        message: Option<&'a RawValue>,
        #[serde(skip_serializing_if = "Option::is_none")]
        text: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        deleted: Option<MessageId>,
    }
    let &TranscriptEntry { id, sequence, revision, ref content, .. } = entry;
    let content = content.as_ref();
    let document = |content: &'_ TranscriptContent| content.document.clone();
    let document: Option<Document> = content.map(document);
    let document = document.as_ref().map(Document::as_str);
    let text = document.filter(|document| has_line_breaks(document));
    let message = document.filter(|_| text.is_none()).map(serde_json::from_str).transpose();
    let message = message.map_err(|error| Error::internal("a stored message does not decode", error))?;
    let entry = EntryLine {
        sequence,
        revision,
        author: content.and_then(|content| content.author),
        annotations: content.and_then(|content| content.annotations.as_ref()),
        message,
        text,
        deleted: content.is_none().then_some(id),
    };
    line(out, &entry)
}

/// Returns whether JSON has line breaks. Inside of its strings they are escaped.
fn has_line_breaks(json: &str) -> bool {
    json.contains(['\n', '\r'])
}

/// Writes one line. Annotations are the crate's own, and have no line breaks, unless a hand wrote them.
fn line(out: &mut Vec<u8>, value: &impl Serialize) -> Result<()> {
    let start = out.len();
    write_serde(out, value)?;
    // Inside of a string they are escaped, so what is found is white space between values.
    for byte in out.iter_mut().skip(start) {
        if matches!(byte, b'\n' | b'\r') {
            *byte = b' ';
        }
    }
    out.push(b'\n');
    Ok(())
}
