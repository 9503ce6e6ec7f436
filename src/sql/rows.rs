//! The tables, each declared once: the columns of their rows.

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
    /// The time since which it is held: protected from erasure.
    held_at: Option<Timestamp>,
    /// The offset of the last change of anything in the session.
    last_offset: Offset,
    /// The offset of the last change of the session itself.
    revision: Revision,
    generation: Generation,
    created_by: AccountId,
    /// Whether it has the label `archived`, for the indexes.
    archived: bool,
    active_robot: Option<RobotKey>,
    active_instance: Option<WorkspaceInstanceId>,
    /// The origin, if it was forked or imported.
    origin: Option<Json<'static>>,
    /// Set while it is written in parts. It counts as deleted until it is published.
    hidden: Option<bool>,
    name: String,
    /// The labels as they are served, if there are any.
    labels: Option<Labels>,
    misc: Option<Json<'static>>,
}

table! {
    /// An entry of the list of sessions with a label.
    struct LabelRow in "session_labels", Key::Session(&["label"]);
    label: Label,
    created_at: Timestamp,
    updated_at: Timestamp,
    /// The id of the session, which orders equal times.
    id: SessionId,
}

table! {
    /// The read mark of an account in a session.
    struct MarkRow in "read_marks", Key::Session(&["account"]);
    account: AccountId,
    seen: Offset,
    /// The number of unread messages, which can exceed the number that is shown.
    unread: i64,
}

table! {
    /// A message.
    struct MessageRow in "messages", Key::Place;
    id: MessageId,
    author: Option<AccountId>,
    /// The offset of its last change, if it ever changed.
    revised: Option<Revision>,
    /// The revision that the writer of that change had read.
    base: Option<Revision>,
    /// Whether it is deleted. Only its id and its sequence are left then.
    deleted: bool,
    /// The checksum of the document; null if the message was never complete.
    checksum: Option<i64>,
    annotations: Option<Json<'static>>,
    document: Document,
}

table! {
    /// A valid cursor id that no message has.
    struct AliasRow in "message_aliases", Key::Session(&["id"]);
    id: MessageId,
    /// The sequence that it stands for.
    sequence: Sequence,
}

table! {
    /// A session that was imported. The row stays when the session is erased.
    struct ImportedRow in "imported_sessions", Key::Columns(&["id"]);
    id: SessionId,
}

table! {
    /// An idempotency key, or a client id of a message.
    struct KeyRow in "message_keys", Key::Session(&["kind", "key"]);
    kind: i64,
    key: String,
    /// The first message of the batch, or the message that has the client id.
    sequence: Sequence,
    /// The number of messages of the batch.
    count: i64,
    /// The fingerprint of the batch, if the row is an idempotency key.
    fingerprint: Option<String>,
}

/// The kind of idempotency keys from callers.
pub(super) const GIVEN: i64 = 0;
/// The kind of client ids, which are idempotency keys where none is given.
pub(super) const CLIENT_ID: i64 = 1;
/// The kind of the fingerprint with which the session was started. It has no key and no message.
pub(super) const START: i64 = 2;

table! {
    /// A draft. The number in its key is the offset at which it began.
    struct DraftRow in "drafts", Key::Place;
    message_sequence: Sequence,
    message_id: MessageId,
    revision: Revision,
    /// The time of its last write.
    grown_at: Timestamp,
    writer: AccountId,
    closed_at: Option<Timestamp>,
}

table! {
    /// A piece of a draft. The number in its key is its offset.
    struct PieceRow in "draft_pieces", Key::Place;
    /// The offset at which the draft began.
    began: Offset,
    /// The revision that its writer had read.
    base: Revision,
    /// 0: the document that the draft began from; 1: the chunks of one write.
    kind: i64,
    content: String,
}

table! {
    /// The summary of a session.
    struct SummaryRow in "summaries", Key::Session(&[]);
    /// The sequence of the last message that it covers.
    covers: Sequence,
    summary: String,
}

table! {
    /// A turn. The other columns repeat values of the document, for the indexes.
    struct TurnRow in "turns", Key::Session(&["id"]);
    id: TurnId,
    /// Set while the rules of turns need it.
    open: Option<bool>,
    state: String,
    created_at: Timestamp,
    document: String,
}

table! {
    /// The request of a tool call. The other columns repeat values of the document, for the indexes.
    struct RequestRow in "call_requests", Key::Session(&["id"]);
    id: CallRequestId,
    /// Set while it is pending, or its decision is not in the message yet.
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
    /// A change of a turn, or a decision on a call of a draft, for followers. The number in its key is its offset.
    struct NewsRow in "turn_news", Key::Place;
    /// The draft that has the call; null for a turn.
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
    /// The blob with its bytes.
    blob: BlobId,
    size: i64,
    /// The number of chunks in this store; 0 if the bytes are in an object store.
    chunks: i64,
    media_type: String,
    touched_at: Timestamp,
}

table! {
    /// A blob without a file: of an unfinished upload, or of a deleted file.
    struct BlobRow in "file_blobs", Key::Columns(&["id"]);
    id: BlobId,
    touched_at: Timestamp,
}

table! {
    /// A chunk of a blob.
    struct ChunkRow in "file_chunks", Key::Columns(&["blob", "ordinal"]);
    blob: BlobId,
    ordinal: i64,
    content: Bytes,
}

table! {
    /// The binding of a message to a file.
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
    /// The workspace that it references. This column is valid, not the value in the document.
    workspace_id: Option<WorkspaceId>,
    /// The unique name, while it is not deleted.
    unique_name: Option<String>,
    document: String,
}

pub(super) const ROBOTS: Layout = ResourceRow::LAYOUT;
pub(super) const TOOLSETS: Layout = Layout { name: "toolsets", ..ROBOTS };
pub(super) const WORKSPACES: Layout = Layout { name: "workspaces", ..ROBOTS };
pub(super) const INSTANCES: Layout = Layout { name: "instances", ..ROBOTS };

table! {
    /// The number of sessions of a list that were created on a day, or in total ([`TOTAL`]): the sum of several slots,
    /// so that writers do not wait for one row.
    struct CountRow in "counts", Key::Columns(&["list", "day", "slot"]);
    list: String,
    day: i64,
    slot: i64,
    length: i64,
}

/// The name of the list of all sessions.
pub(super) const SESSIONS: &str = "sessions";

/// The prefix of the lists by label.
pub(super) const LABELS: &str = "labels";

/// The day that stands for the total. It is before every time that a store can have.
pub(super) const TOTAL: i64 = i32::MIN as i64;

/// The microseconds in a day.
pub(super) const DAY: i64 = 86_400_000_000;

/// Every table except that of the migrations, in the order in which rows are copied to another store.
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
    ImportedRow::LAYOUT,
    CountRow::LAYOUT,
];

/// Returns the layout of a table.
pub(crate) fn layout(table: &str) -> Option<&'static Layout> {
    LAYOUTS.iter().find(|layout| layout.name == table)
}

/// Returns the tables whose rows are copied, in order. The lengths of lists are counted again instead.
pub(super) fn moved() -> impl Iterator<Item = &'static Layout> {
    LAYOUTS.iter().filter(|layout| layout.name != "counts")
}
