//! The tables, each declared once: what their rows have.

use bytes::Bytes;

use super::columns::{Key, Layout, Table as _, table};
use crate::model::{
    id::{
        AccountId, BlobId, CallRequestId, FileId, MessageId, SessionId, TurnId, WorkspaceId,
        WorkspaceInstanceId,
    },
    json::Json,
    label::{Label, Labels},
    message::Document,
    offset::{Generation, Offset, Revision, Sequence},
    robot::RobotKey,
    time::Timestamp,
};

table! {
    /// A session.
    struct SessionRow in "sessions", Key::Number;
    id: SessionId,
    created_at: Timestamp,
    updated_at: Timestamp,
    deleted_at: Option<Timestamp>,
    /// Since when it is held: kept from erasure.
    held_at: Option<Timestamp>,
    /// The offset of the last change of anything in the session.
    last_offset: Offset,
    /// The offset of the last change of the session itself.
    revision: Revision,
    generation: Generation,
    created_by: AccountId,
    /// Whether one of the labels says so, for the indexes.
    archived: bool,
    active_robot: Option<RobotKey>,
    active_instance: Option<WorkspaceInstanceId>,
    /// Where it comes from, if it was forked or imported.
    origin: Option<Json<'static>>,
    /// Set while it is written part by part. It is deleted until it is published.
    hidden: Option<bool>,
    name: String,
    /// The labels as they are served, if there are any.
    labels: Option<Labels>,
    misc: Option<Json<'static>>,
}

table! {
    /// A session among those with a label, as long as it is listed there.
    struct LabelRow in "session_labels", Key::Session(&["label"]);
    label: Label,
    created_at: Timestamp,
    updated_at: Timestamp,
    /// The session's, which orders equal times.
    id: SessionId,
}

table! {
    /// How far an account has read a session.
    struct MarkRow in "read_marks", Key::Session(&["account"]);
    account: AccountId,
    seen: Offset,
    /// How many messages count as unread, also more than are shown.
    unread: i64,
}

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
    document: Document,
}

table! {
    /// An id that is good as a cursor though no message has it.
    struct AliasRow in "message_aliases", Key::Session(&["id"]);
    id: MessageId,
    /// Where it stands.
    sequence: Sequence,
}

table! {
    /// A session that was brought from elsewhere. The row stays when the session is erased.
    struct BroughtRow in "brought_sessions", Key::Columns(&["id"]);
    id: SessionId,
}

table! {
    /// What makes the second try of an append recognisable, or a client id that is taken.
    struct KeyRow in "message_keys", Key::Session(&["kind", "key"]);
    kind: i64,
    key: String,
    /// The first message of the batch, or the message that has the client id.
    sequence: Sequence,
    /// How many messages the batch has.
    count: i64,
    /// That of the batch, if the key is one.
    fingerprint: Option<String>,
}

/// Keys that were given.
pub(super) const GIVEN: i64 = 0;
/// Client ids, which are keys where none is given.
pub(super) const CLIENT_ID: i64 = 1;
/// The fingerprint with which the session was started. It has no key and no message.
pub(super) const START: i64 = 2;

table! {
    /// A draft. The number of its place is the offset at which it began.
    struct DraftRow in "drafts", Key::Place;
    message_sequence: Sequence,
    message_id: MessageId,
    revision: Revision,
    /// When it grew last, or began.
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
    /// 0: the document that the draft began from; 1: chunks by which it grew.
    kind: i64,
    content: String,
}

table! {
    /// The summary of a session.
    struct SummaryRow in "summaries", Key::Session(&[]);
    /// The last message that it covers.
    covers: Sequence,
    summary: String,
}

table! {
    /// A turn. What is beside the document is for the indexes.
    struct TurnRow in "turns", Key::Session(&["id"]);
    id: TurnId,
    /// Set while the turn is of interest to the rules.
    open: Option<bool>,
    state: String,
    created_at: Timestamp,
    document: String,
}

table! {
    /// What a tool call waits for. What is beside the document is for the indexes.
    struct RequestRow in "call_requests", Key::Session(&["id"]);
    id: CallRequestId,
    /// Set while it waits, or its answer is not in the message yet.
    open: Option<bool>,
    kind: String,
    state: String,
    created_at: Timestamp,
    expires_at: Option<Timestamp>,
    message_id: MessageId,
    document: String,
}

table! {
    /// A tool call that has begun to run.
    struct CallRow in "run_calls", Key::Session(&["message_id", "ordinal"]);
    message_id: MessageId,
    ordinal: i64,
    document: String,
}

table! {
    /// A turn as it was when it changed, or a decision on a call of a draft. The number of its place is its offset.
    struct NewsRow in "turn_news", Key::Place;
    /// The draft that has the call. None of a turn.
    message_id: Option<MessageId>,
    document: String,
}

table! {
    /// A session of which a worker can claim a turn, now or later.
    struct DueRow in "due_sessions", Key::Session(&[]);
    due_at: Timestamp,
}

table! {
    /// A file.
    struct FileRow in "files", Key::Columns(&["id"]);
    id: FileId,
    /// Where its bytes are.
    blob: BlobId,
    size: i64,
    /// How many pieces of them are in this store: none if they are elsewhere.
    chunks: i64,
    media_type: String,
    touched_at: Timestamp,
}

table! {
    /// Bytes without a file: of an upload, or of a file that was deleted.
    struct BlobRow in "file_blobs", Key::Columns(&["id"]);
    id: BlobId,
    touched_at: Timestamp,
}

table! {
    /// A piece of the bytes of a blob.
    struct ChunkRow in "file_chunks", Key::Columns(&["blob", "ordinal"]);
    blob: BlobId,
    ordinal: i64,
    content: Bytes,
}

table! {
    /// A message has a file.
    struct FileRefRow in "file_refs", Key::Session(&["sequence", "file_id"]);
    sequence: Sequence,
    file_id: FileId,
}

table! {
    /// A robot, a toolset, a workspace or an instance.
    struct ResourceRow in "robots", Key::Columns(&["id"]);
    id: String,
    created_at: Timestamp,
    deleted_at: Option<Timestamp>,
    /// The workspace that it names. This counts, and not what the document says.
    workspace_id: Option<WorkspaceId>,
    /// The name that no other has, while it is not deleted.
    unique_name: Option<String>,
    document: String,
}

pub(super) const ROBOTS: Layout = ResourceRow::LAYOUT;
pub(super) const TOOLSETS: Layout = Layout { name: "toolsets", ..ROBOTS };
pub(super) const WORKSPACES: Layout = Layout { name: "workspaces", ..ROBOTS };
pub(super) const INSTANCES: Layout = Layout { name: "instances", ..ROBOTS };

table! {
    /// How many sessions of a list were created on a day, or on all days: [`TOTAL`]. That is the sum of several slots:
    /// one row would be fought over.
    struct CountRow in "counts", Key::Columns(&["list", "day", "slot"]);
    list: String,
    day: i64,
    slot: i64,
    length: i64,
}

/// All sessions.
pub(super) const SESSIONS: &str = "sessions";

/// Those with a label.
pub(super) const LABELS: &str = "labels";

/// Stands for all days. No time that a store can keep is so long ago.
pub(super) const TOTAL: i64 = i32::MIN as i64;

/// The microseconds of a day.
pub(super) const DAY: i64 = 86_400_000_000;

/// Every table but that of the migrations, in the order in which rows are moved to another store.
pub(crate) const LAYOUTS: [Layout; 24] = [
    SessionRow::LAYOUT,
    LabelRow::LAYOUT,
    MarkRow::LAYOUT,
    MessageRow::LAYOUT,
    AliasRow::LAYOUT,
    KeyRow::LAYOUT,
    DraftRow::LAYOUT,
    PieceRow::LAYOUT,
    SummaryRow::LAYOUT,
    TurnRow::LAYOUT,
    RequestRow::LAYOUT,
    CallRow::LAYOUT,
    NewsRow::LAYOUT,
    DueRow::LAYOUT,
    FileRow::LAYOUT,
    BlobRow::LAYOUT,
    ChunkRow::LAYOUT,
    FileRefRow::LAYOUT,
    ROBOTS,
    TOOLSETS,
    WORKSPACES,
    INSTANCES,
    BroughtRow::LAYOUT,
    CountRow::LAYOUT,
];

/// Returns what a table is made of.
pub(crate) fn layout(table: &str) -> Option<&'static Layout> {
    LAYOUTS.iter().find(|layout| layout.name == table)
}

/// Returns the tables whose rows are moved, in their order. The lengths of lists are not moved: they are counted anew.
pub(super) fn moved() -> impl Iterator<Item = &'static Layout> {
    LAYOUTS.iter().filter(|layout| layout.name != "counts")
}
