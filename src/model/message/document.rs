//! [`Document`]: a message as the text that is stored and served.

use std::{
    fmt,
    hash::{Hash, Hasher},
    sync::OnceLock,
};

use bytes::Bytes;
use bytestring::ByteString;

use super::{annotations::splice, fields::MessageFields, message::Message, role::MessageRole};
use crate::model::{
    error::{Error, Result},
    id::AccountId,
    json_writer::{write_plain, write_serde},
    part::Parts,
    profile::Author,
    robot::RobotRef,
};

/// A message as the JSON object that is stored and served: its `id`, `role`, `parts`, `metadata`, `created_at`, `robot`
/// (with the name that it had then) and unknown fields.
///
/// The author, sequence, revision, draft mark and annotations are not in it: they are appended when it is served. So
/// serving a message copies one text and parses nothing. Clones share the text.
///
/// # Examples
/// ```
/// # use storyden_robots::*;
/// let text = r#"{"id":"cc5lnd2s1s4652adtu50","role":"user","parts":[],"created_at":"2026-11-26T12:00:00Z"}"#;
/// let message = Document::from_stored(text.to_owned()).decode()?;
/// assert_eq!(message.role, MessageRole::User);
/// assert_eq!(Document::new(&message)?.as_str(), text);
/// # Ok::<(), Error>(())
/// ```
#[derive(Clone)]
pub struct Document(Form);

/// Serving copies bytes, so it never asks whether those of a store are a text.
#[derive(Clone)]
enum Form {
    Text(ByteString),
    /// With the text, once somebody asked for it.
    Bytes(Bytes, OnceLock<ByteString>),
}

impl Document {
    /// Creates the document of a message.
    ///
    /// # Errors
    /// [`Error::Internal`] if a value cannot be written as JSON.
    pub fn new<P: Author>(message: &Message<P>) -> Result<Self> {
        let mut out = Vec::with_capacity(message.parts.len_bytes() + 256);
        write_fields(&mut out, message, write_serde)?;
        out.push(b'}');
        let text =
            String::from_utf8(out).map_err(|error| Error::internal("a document is not UTF-8", error))?;
        Ok(Self::from_stored(text))
    }

    /// Wraps a text without checking it: for a store, which gives back what [`as_str`](Self::as_str) returned.
    #[must_use]
    pub fn from_stored(text: String) -> Self {
        Self(Form::Text(text.into()))
    }

    /// Wraps bytes without checking them: for a store that knows by a checksum that [`as_bytes`](Self::as_bytes)
    /// returned them. If they are not UTF-8, [`as_str`](Self::as_str) is empty.
    #[must_use]
    pub fn from_stored_bytes(bytes: Vec<u8>) -> Self {
        Self(Form::Bytes(bytes.into(), OnceLock::new()))
    }

    /// Returns the text of the JSON object.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.text()
    }

    /// Returns the bytes of the JSON object.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        match &self.0 {
            Form::Text(text) => text.as_bytes(),
            Form::Bytes(bytes, _) => bytes,
        }
    }

    fn text(&self) -> &ByteString {
        match &self.0 {
            Form::Text(text) => text,
            Form::Bytes(bytes, text) => {
                text.get_or_init(|| ByteString::try_from(bytes.clone()).unwrap_or_default())
            }
        }
    }

    /// Deserializes the message, without author, sequence, revision and annotations.
    ///
    /// # Errors
    /// [`Error::Internal`] if the stored text was damaged.
    pub fn decode(&self) -> Result<Message<AccountId>> {
        let whole = self.text();
        let parts = |text: &str| Ok(Parts::slice_of(whole, text));
        let message = MessageFields::read(whole).and_then(|fields| fields.message(parts));
        message.map_err(|error| Error::internal("a stored message does not decode", error))
    }
}

impl fmt::Debug for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&String::from_utf8_lossy(self.as_bytes()))
    }
}

impl PartialEq for Document {
    fn eq(&self, other: &Self) -> bool {
        self.as_bytes() == other.as_bytes()
    }
}

impl Eq for Document {}

impl Hash for Document {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_bytes().hash(state);
    }
}

/// Appends the fields of a document, without the closing brace.
pub(super) fn write_fields<'m, P>(
    out: &mut Vec<u8>,
    message: &'m Message<P>,
    write_robot: impl FnOnce(&mut Vec<u8>, &'m RobotRef) -> Result<()>,
) -> Result<()> {
    out.extend_from_slice(b"{\"id\":");
    write_plain(out, &message.id);
    out.extend_from_slice(b",\"role\":");
    match &message.role {
        MessageRole::User => out.extend_from_slice(b"\"user\""),
        MessageRole::Assistant => out.extend_from_slice(b"\"assistant\""),
        role => write_serde(out, role)?,
    }
    out.extend_from_slice(b",\"parts\":");
    out.extend_from_slice(message.parts.as_str().as_bytes());
    if let Some(metadata) = &message.metadata {
        out.extend_from_slice(b",\"metadata\":");
        out.extend_from_slice(metadata.as_str().as_bytes());
    }
    out.extend_from_slice(b",\"created_at\":");
    write_plain(out, &message.created_at);
    if let Some(robot) = &message.robot {
        out.extend_from_slice(b",\"robot\":");
        write_robot(out, robot)?;
    }
    if let Some(extra) = &message.extra {
        splice(out, extra.as_str());
    }
    Ok(())
}
