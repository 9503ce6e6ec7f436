//! [`MessageRole`]: the role of a message's author.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::model::{
    error::{Error, Result},
    text::deserialize_from_str,
};

/// The role of a message's author, as in the AI SDK. The set is open: unknown roles are kept.
///
/// The client chooses it, and it proves nothing: a member may append a message with the role `assistant`. Who wrote a
/// message is in its [`robot`](crate::Message::robot) and [`author`](crate::Message::author).
#[derive(Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum MessageRole {
    /// `system`
    System,
    /// `user`
    User,
    /// `assistant`
    Assistant,
    /// Any other, by its name.
    Other(Box<str>),
}

impl MessageRole {
    /// The maximum length of a name in bytes.
    pub const MAX_BYTES: usize = 64;

    /// Returns the name on the wire.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::System => "system",
            Self::User => "user",
            Self::Assistant => "assistant",
            Self::Other(name) => name,
        }
    }
}

impl FromStr for MessageRole {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        match text {
            "system" => Ok(Self::System),
            "user" => Ok(Self::User),
            "assistant" => Ok(Self::Assistant),
            _ if text.is_empty() || text.contains('\0') => {
                Err(Error::invalid_argument("role", "must be a name"))
            }
            _ if text.len() > Self::MAX_BYTES => {
                Err(Error::too_large("role", text.len(), Self::MAX_BYTES, "bytes"))
            }
            _ => Ok(Self::Other(text.into())),
        }
    }
}

impl fmt::Display for MessageRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for MessageRole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MessageRole({self})")
    }
}

impl Serialize for MessageRole {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for MessageRole {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize_from_str(deserializer)
    }
}
