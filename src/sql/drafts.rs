//! The tables `drafts` and `draft_pieces`, and the operations on drafts.

use super::columns::{Key, table};
use crate::model::{
    id::{AccountId, MessageId},
    offset::{Offset, Revision, Sequence},
    time::Timestamp,
};

table! {
    /// A draft. The number of its place is the offset at which it began.
    struct DraftRow in "drafts", Key::Place;
    message_sequence: Sequence,
    message_id: MessageId,
    revision: Revision,
    grown_at: Timestamp,
    writer: AccountId,
    closed_at: Option<Timestamp>,
}

table! {
    /// A piece of a draft. The number of its place is its offset.
    struct PieceRow in "draft_pieces", Key::Place;
    /// The offset at which the draft began.
    began: Offset,
    /// The revision that its writer saw.
    base: Revision,
    /// Whether it is chunks; else it is the document that the draft began from.
    kind: bool,
    content: String,
}
