//! [`Annotations`]: facts about a message that are not part of its document.

use serde::{Deserialize, Serialize};

use super::file_ref::FileRef;
use crate::model::{
    error::{Error, Result},
    id::{AccountId, TurnId},
    json::Json,
    origin::Imported,
    time::Timestamp,
};

/// Facts about a message that are not part of its document. On the wire they are fields of the message, after its own;
/// fields without a value are left out. An addition to Storyden's API.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Annotations {
    /// The id that a client gave the message, if that is no [`MessageId`](crate::MessageId).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
    /// How it ended, if it was written as a draft.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Ended>,
    /// Who edited it last, and when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited: Option<Edited>,
    /// By whom and when it was imported, if it was. Its time, author and robot are then as that account stated them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub imported: Option<Imported>,
    /// The turn that answers it, or that wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub turn_id: Option<TurnId>,
    /// Where the document refers to [stored files](crate::Files). It is stored, and not sent to clients.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<FileRef>,
}

/// The last edit of a message: by whom and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Edited {
    /// The account.
    pub by: AccountId,
    /// When.
    pub at: Timestamp,
}

impl Edited {
    /// Creates an edit.
    #[must_use]
    pub const fn new(by: AccountId, at: Timestamp) -> Self {
        Self { by, at }
    }
}

/// The end of a message that was written as a draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Ended {
    /// The reason: `aborted`, `error`, or the model's own, such as `stop`. The set is open.
    pub reason: String,
    /// The error that the stream reported, if it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

impl Ended {
    /// Creates an end with a reason.
    pub fn new(reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), error: None }
    }

    /// Creates the end of a message that failed, with its error.
    pub fn error(error: impl Into<String>) -> Self {
        Self { reason: "error".to_owned(), error: Some(error.into()) }
    }
}

impl Annotations {
    /// Serializes them for a store: an object, or `None` if no field has a value.
    ///
    /// # Errors
    /// [`Error::Internal`] if a value cannot be written as JSON.
    pub fn to_json(&self) -> Result<Option<Json<'static>>> {
        if *self == Self::default() {
            return Ok(None);
        }
        Json::from_serialize(self).map(Some)
    }

    /// Reads only [`files`](Self::files) from stored annotations.
    ///
    /// # Errors
    /// [`Error::Internal`] if the stored text was damaged.
    pub fn files_in(stored: Option<&str>) -> Result<Vec<FileRef>> {
        let Some(stored) = stored.filter(|stored| has_files(stored)) else { return Ok(Vec::new()) };
        let decoded = serde_json::from_str::<Self>(stored);
        Ok(decoded.map_err(|error| Error::internal("stored annotations do not decode", error))?.files)
    }

    /// Deserializes stored annotations; `None` gives the default.
    ///
    /// # Errors
    /// [`Error::Internal`] if the stored text was damaged.
    pub fn from_json(stored: Option<&Json<'_>>) -> Result<Self> {
        let decode = |json: &Json<'_>| serde_json::from_str(json.as_str());
        stored
            .map_or_else(|| Ok(Self::default()), decode)
            .map_err(|error| Error::internal("stored annotations do not decode", error))
    }
}

/// Returns whether annotations name files. Inside of a string this would have a backslash before the quote.
pub(crate) fn has_files(stored: &str) -> bool {
    stored.ends_with("}]}") && stored.contains(FILES)
}

const FILES: &str = r#""files":[{"#;

/// Returns what is on the wire of annotations that name files: an object's text without its closing brace.
fn without_files(stored: &str) -> &str {
    stored.find(FILES).map_or(stored, |at| stored[..at].trim_end_matches(','))
}

/// Appends the fields of annotations after other fields: those that are on the wire.
pub(crate) fn splice_annotations(out: &mut Vec<u8>, stored: &str) {
    if !has_files(stored) {
        return splice(out, stored);
    }
    if let Some(fields) = without_files(stored).strip_prefix('{').filter(|fields| !fields.is_empty()) {
        out.push(b',');
        out.extend_from_slice(fields.as_bytes());
    }
}

/// Appends the fields of an object after other fields.
pub(crate) fn splice(out: &mut Vec<u8>, object: &str) {
    if let Some(fields) = inside_braces(object) {
        out.push(b',');
        out.extend_from_slice(fields.as_bytes());
    }
}

/// Returns the fields of an object's text, or `None` if it has no fields.
fn inside_braces(object: &str) -> Option<&str> {
    let fields = object.strip_prefix('{')?.strip_suffix('}')?.trim();
    (!fields.is_empty()).then_some(fields)
}
