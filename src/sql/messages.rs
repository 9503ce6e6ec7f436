//! The tables `messages` and `message_keys`, and the operations that append and find messages.

use super::columns::{Key, table};
use crate::model::{
    id::{AccountId, MessageId},
    json::Json,
    offset::{Revision, Sequence},
};

table! {
    /// A message.
    struct MessageRow in "messages", Key::Place;
    id: MessageId,
    author: Option<AccountId>,
    /// The offset of its last change, if it ever changed.
    revised: Option<Revision>,
    /// The revision that the writer of that change saw.
    base: Option<Revision>,
    /// A deleted message is only its id and its place.
    deleted: bool,
    /// What the bytes of the document sum up to; none of a draft.
    checksum: Option<i64>,
    annotations: Option<Json<'static>>,
    document: String,
}

table! {
    /// What makes the second try of an append recognisable, or a client id that is taken.
    struct KeyRow in "message_keys", Key::Session(&["kind", "key"]);
    kind: i64,
    key: String,
    /// The first message of the batch.
    sequence: Sequence,
    /// How many messages the batch has.
    count: i64,
    fingerprint: Option<String>,
}
