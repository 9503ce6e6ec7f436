//! [`Origin`] and [`Imported`]: where a session or a message comes from, if it was not made where it is.

use serde::{Deserialize, Serialize};

use crate::model::{
    id::{AccountId, MessageId, SessionId},
    time::Timestamp,
};

/// The place in another session that a session was forked from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The other session. It may be gone by now.
    pub session_id: SessionId,
    /// The last message of it that the fork began with.
    pub message_id: MessageId,
}

/// By whom and when something was imported: what it says of its time, author and robot is what that account said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Imported {
    /// The account.
    pub by: AccountId,
    /// When.
    pub at: Timestamp,
}

impl Imported {
    /// Describes an import.
    #[must_use]
    pub const fn new(by: AccountId, at: Timestamp) -> Self {
        Self { by, at }
    }
}
