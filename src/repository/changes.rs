//! [`Changes`]: what changed in a session after an offset, and [`ChangeLimit`], its maximum size.

use super::records::{MessageRecord, SessionState};
use crate::{
    model::{
        call_request::CallRequest,
        error::Damaged,
        id::{AccountId, MessageId},
        offset::{Offset, Sequence},
        turn::Turn,
    },
    stream::ChunkLog,
};

/// The maximum size of the result of [`changes`](super::SessionRepository::changes). If anything changed, the result
/// has at least one item, even one that exceeds the limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChangeLimit {
    /// The maximum number of items, at least 1.
    pub items: u32,
    /// The maximum number of bytes of documents and chunks together. The result ends before the item that would exceed
    /// it.
    pub bytes: usize,
}

impl Default for ChangeLimit {
    /// 1000 items, 4 MiB.
    fn default() -> Self {
        Self { items: 1000, bytes: 4 << 20 }
    }
}

/// The changes of a session after an offset, in the order of the offsets.
///
/// Applying the changes to the session as it was at the offset that the caller named gives the session as it is at
/// [`next`](Self::next). Each offset has at most one item. Of a message or the session that changed several times, only
/// the last change is returned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changes {
    /// The changes, in ascending order of their offsets, which are all different.
    pub items: Vec<Change>,
    /// The offset to pass next time: that of the last item if the limit was reached, else that of the session, which
    /// can be greater than that of the last item.
    pub next: Offset,
    /// Whether the limit was reached, and more changes can be read at once.
    pub more: bool,
}

/// One change of a session, with its offset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The offset of the change.
    pub offset: Offset,
    /// The event: the kind of the change, and its content.
    pub event: SessionEvent,
}

/// The kind of a change, and its content.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SessionEvent {
    /// The session itself was changed, deleted or restored. This is its state now.
    Session(Box<SessionState>),
    /// A complete message was appended, finished or edited. Its revision is the offset of this change. Readers sort
    /// messages by sequence.
    Message(MessageRecord),
    /// A message was deleted.
    Deleted {
        /// The id of the message.
        id: MessageId,
        /// Its sequence.
        sequence: Sequence,
    },
    /// A draft began. The record has the message as it was at that moment, and no [`draft`](MessageRecord::draft).
    DraftBegan(MessageRecord),
    /// A draft grew by the chunks of one write (a *piece*).
    DraftGrew {
        /// The id of the message.
        id: MessageId,
        /// Its sequence.
        sequence: Sequence,
        /// The offset at which the draft began.
        began: Offset,
        /// The added chunks.
        chunks: ChunkLog,
    },
    /// A turn was queued, started, asked to stop, or ended. This is the turn as it was then.
    Turn(Box<Turn<AccountId>>),
    /// A request for a call of a draft was decided. When the draft is completed, its parts have the decision.
    Decision(Box<CallRequest<AccountId>>),
    /// The row of a message does not decode: the item has the offset of its last change. Or a piece of its draft does
    /// not decode: the item has the offset of that piece, whose chunks are missing from the other items. All other
    /// changes are returned, so no follower is blocked.
    Damaged(Damaged),
}
