//! [`Changes`]: what changed in a session after an offset.

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

/// The maximum size of one answer of [`changes`](super::SessionRepository::changes). The answer has at least one item
/// if there is any.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChangeLimit {
    /// The maximum number of items, at least 1.
    pub items: u32,
    /// The maximum number of bytes of documents and chunks. The item that exceeds it is the first one that is left out.
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
/// A reader that applies the changes has the session as it was at [`next`](Self::next). No offset is returned twice. If
/// something changed several times, only its last change is returned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changes {
    /// The changes, each at its own offset, ascending.
    pub items: Vec<Change>,
    /// The offset to ask from next time: that of the last item if the limit cut the answer, else that of the
    /// session. So it can be ahead of the last item.
    pub next: Offset,
    /// Whether the limit cut the answer, and there is more at once.
    pub more: bool,
}

/// One change of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The offset of the change.
    pub offset: Offset,
    /// What changed.
    pub event: SessionEvent,
}

/// A change of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SessionEvent {
    /// The session itself was changed, deleted or restored. This is its new state.
    Session(Box<SessionState>),
    /// A complete message: appended, finished or edited. Readers sort messages by sequence.
    Message(MessageRecord),
    /// A message was deleted.
    Deleted {
        /// Which message.
        id: MessageId,
        /// Its position.
        sequence: Sequence,
    },
    /// A draft began. The record has the message as it was then, and no draft of its own.
    DraftBegan(MessageRecord),
    /// A draft grew by one stored piece.
    DraftGrew {
        /// Which message.
        id: MessageId,
        /// Its position.
        sequence: Sequence,
        /// The offset at which the draft began.
        began: Offset,
        /// By what it grew.
        chunks: ChunkLog,
    },
    /// A turn was queued, started, stopped or ended. This is the turn as it was then.
    Turn(Box<Turn<AccountId>>),
    /// A call of a draft was decided. The completion of the draft has the decision in its parts.
    Decision(Box<CallRequest<AccountId>>),
    /// A message whose stored row does not decode, at the offset of its last change; or a piece of its draft that does
    /// not decode, at the offset of that piece: the other items of the draft have a gap there. The other changes are
    /// returned, so no follower is stuck.
    Damaged(Damaged),
}
