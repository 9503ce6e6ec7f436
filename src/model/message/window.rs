//! [`MessageList`], a window of a session's messages, and [`WindowRequest`], which asks for one.

use std::sync::Arc;

use serde::{Deserialize, Serialize, Serializer, de::DeserializeOwned};

use super::{json::JsonCache, message::Message};
use crate::model::{
    error::{Damaged, Result},
    id::{AccountId, MessageId},
    json_writer::{serialize_written, write_array, write_damaged, write_number, write_plain},
    profile::{Accounts, Author, People, Profile, Resolve},
};

/// Selects messages of a session: the newest `limit`, or `limit` messages before, after or around a message.
///
/// The limit is clamped to 1 to 100; the default is 50. `before` and `after` are exclusive. A cursor stays valid when
/// its message is deleted.
///
/// # Examples
/// ```
/// use storyden_robots::{MessageId, WindowRequest};
///
/// let oldest_seen: MessageId = "cc5lnd2s1s4652adtu50".parse()?;
/// let window = WindowRequest::newest(20).before(oldest_seen);
/// assert_eq!(window.limit(), 20);
/// # Ok::<(), storyden_robots::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WindowRequest {
    anchor: Anchor,
    limit: u32,
}

/// The messages that a window selects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Anchor {
    /// The newest messages.
    Newest,
    /// The messages directly before this one.
    Before(MessageId),
    /// The messages directly after this one.
    After(MessageId),
    /// This message and those around it: at most half of the limit, rounded down, are older.
    Around(MessageId),
}

impl Anchor {
    /// Returns the name of the query parameter (`before`, `after` or `around`) and its message; `None` for
    /// [`Newest`](Self::Newest).
    #[must_use]
    pub fn cursor(self) -> Option<(&'static str, MessageId)> {
        match self {
            Self::Newest => None,
            Self::Before(id) => Some(("before", id)),
            Self::After(id) => Some(("after", id)),
            Self::Around(id) => Some(("around", id)),
        }
    }
}

impl WindowRequest {
    /// The maximum limit of a window.
    pub const MAX_LIMIT: u32 = 100;
    /// The default limit of a window.
    pub const DEFAULT_LIMIT: u32 = 50;

    /// Selects the newest `limit` messages.
    #[must_use]
    pub fn newest(limit: u32) -> Self {
        Self { anchor: Anchor::Newest, limit: limit.clamp(1, Self::MAX_LIMIT) }
    }

    /// Selects messages before this one instead; `None` selects the newest.
    #[must_use]
    pub fn before(self, message: impl Into<Option<MessageId>>) -> Self {
        Self { anchor: message.into().map_or(Anchor::Newest, Anchor::Before), ..self }
    }

    /// Selects messages after this one instead.
    #[must_use]
    pub fn after(self, message: MessageId) -> Self {
        Self { anchor: Anchor::After(message), ..self }
    }

    /// Selects this message and those around it instead.
    #[must_use]
    pub fn around(self, message: MessageId) -> Self {
        Self { anchor: Anchor::Around(message), ..self }
    }

    /// Returns which messages the window selects.
    #[must_use]
    pub fn anchor(self) -> Anchor {
        self.anchor
    }

    /// Returns the limit, 1 to 100.
    #[must_use]
    pub fn limit(self) -> u32 {
        self.limit
    }
}

impl Default for WindowRequest {
    fn default() -> Self {
        Self::newest(Self::DEFAULT_LIMIT)
    }
}

/// A window of a session's messages, oldest first.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(bound(deserialize = "P: DeserializeOwned"))]
pub struct MessageList<P = Arc<Profile>> {
    /// The requested limit, 1 to 100.
    pub page_size: u32,
    /// The number of messages in this window.
    pub results: u32,
    /// The oldest message of this window, as the cursor to those before it; only if older ones exist.
    #[serde(default)]
    pub next_before: Option<MessageId>,
    /// The newest message of this window, as the cursor to those after it; only if newer ones exist. An addition to
    /// Storyden's API.
    #[serde(default)]
    pub next_after: Option<MessageId>,
    /// The messages, oldest first.
    pub messages: Vec<Message<P>>,
    /// The messages of this window that do not decode; left out on the wire if there are none. They are not counted in
    /// `results`, and one can be in the next window too.
    #[serde(default)]
    pub damaged: Vec<Damaged>,
}

impl<P: Author> MessageList<P> {
    /// Writes the window as JSON. It is faster than serde: the text of the parts is copied, not parsed.
    ///
    /// # Errors
    /// [`Error::Internal`](crate::Error::Internal) if a value cannot be written as JSON.
    pub fn write_json(&self, out: &mut Vec<u8>) -> Result<()> {
        let text: usize = self.messages.iter().map(|message| message.parts.as_str().len() + 512).sum();
        out.reserve(text);
        let mut cache = JsonCache::default();
        let next = [self.next_before, self.next_after];
        write_list(out, [self.page_size, self.results], next, &self.damaged, |out| {
            write_array(out, &self.messages, |out, message| message.write_with(out, &mut cache))
        })
    }
}

/// Writes a list as JSON, with the messages as `write_messages` writes them.
pub(crate) fn write_list(
    out: &mut Vec<u8>,
    [page_size, results]: [u32; 2],
    [next_before, next_after]: [Option<MessageId>; 2],
    damaged: &[Damaged],
    write_messages: impl FnOnce(&mut Vec<u8>) -> Result<()>,
) -> Result<()> {
    out.extend_from_slice(b"{\"page_size\":");
    write_number(out, page_size.into());
    out.extend_from_slice(b",\"results\":");
    write_number(out, results.into());
    if let Some(next_before) = &next_before {
        out.extend_from_slice(b",\"next_before\":");
        write_plain(out, next_before);
    }
    if let Some(next_after) = &next_after {
        out.extend_from_slice(b",\"next_after\":");
        write_plain(out, next_after);
    }
    out.extend_from_slice(b",\"messages\":");
    write_messages(out)?;
    write_damaged(out, damaged)?;
    out.push(b'}');
    Ok(())
}

impl<P: Author> Serialize for MessageList<P> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_written(serializer, |out| self.write_json(out))
    }
}

impl Resolve for MessageList<AccountId> {
    type Resolved = MessageList;

    fn accounts(&self, accounts: &mut Accounts) {
        self.messages.accounts(accounts);
    }

    fn resolve(self, people: &People) -> MessageList {
        MessageList {
            page_size: self.page_size,
            results: self.results,
            next_before: self.next_before,
            next_after: self.next_after,
            messages: self.messages.resolve(people),
            damaged: self.damaged,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_clamped() {
        assert_eq!(WindowRequest::newest(0).limit(), 1);
        assert_eq!(WindowRequest::newest(1000).limit(), 100);
        assert_eq!(WindowRequest::default().limit(), 50);
    }
}
