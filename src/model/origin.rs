//! [`Origin`] and [`Imported`]: where a forked session, or an imported session or message, comes from.

use serde::{Deserialize, Serialize};

use crate::model::{
    id::{AccountId, MessageId, SessionId},
    time::Timestamp,
};

/// The session and message that a session was forked from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The other session. It may be deleted or erased by now.
    pub session_id: SessionId,
    /// The message of it at which the fork was made.
    pub message_id: MessageId,
}

/// The import of a session or a message: by whom and when. Its times, authors and robots are as that account stated
/// them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Imported {
    /// The account.
    pub by: AccountId,
    /// When.
    pub at: Timestamp,
}

impl Imported {
    /// Creates the mark of an import.
    #[must_use]
    pub const fn new(by: AccountId, at: Timestamp) -> Self {
        Self { by, at }
    }
}
