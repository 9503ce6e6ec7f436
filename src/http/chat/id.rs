//! [`ChatId`]: the id of a chat, and its session.

use std::str::FromStr;

use sha2::{Digest as _, Sha256};

use crate::model::{
    error::{Error, Result},
    id::{SessionId, hashed},
    limits::check_at_most,
};

/// The id of a chat, which a front end chooses: the id of a session, or any other text of 1 to 128 characters, from
/// which the session's id is derived. So everybody who uses the same text uses the same session.
///
/// # Examples
/// ```
/// use storyden_robots::http::ChatId;
///
/// let chat: ChatId = "kX9fQ2mB7pLw3RtZ".parse()?;
/// assert_eq!(chat.session().to_string(), "8poum7v28gv5bmgctpg0");
/// assert_eq!("cc5lnd2s1s4652adtu50".parse::<ChatId>()?.session().to_string(), "cc5lnd2s1s4652adtu50");
/// # Ok::<(), storyden_robots::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ChatId {
    session: SessionId,
    derived: bool,
}

impl ChatId {
    /// The maximum length of a text, in characters.
    pub const MAX_CHARS: usize = 128;

    /// Returns the session of the chat.
    #[must_use]
    pub fn session(self) -> SessionId {
        self.session
    }

    /// Returns whether the session's id was derived from a text: the first message of the chat then starts the session.
    pub(super) fn is_derived(self) -> bool {
        self.derived
    }
}

impl FromStr for ChatId {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        if let Ok(session) = text.parse() {
            return Ok(Self { session, derived: false });
        }
        if text.is_empty() {
            return Err(Error::invalid_argument("id", "must not be empty"));
        }
        check_at_most("id", text.chars().count(), Self::MAX_CHARS, "characters")?;
        let id = hashed(Sha256::new().chain_update("chat\0").chain_update(text));
        Ok(Self { session: SessionId::from_bytes(id), derived: true })
    }
}
