//! The traits that a store implements: for a store of your own.
//!
//! # Two ways
//! - Implement [`KeyValue`](crate::kv::KeyValue), three methods over ordered keys, in about 60 lines, and use
//!   [`KeyValueStore`](crate::kv::KeyValueStore).
//! - Implement [`SessionRepository`]; [`ResourceRepository`] for each of robots, toolsets, workspaces and instances;
//!   and [`Followed`], one line, so that all services over the store notify each other.
//!
//! The `conformance` module tests a store of either kind.
//!
//! # What every store must do
//! - **Every method is atomic**: it does everything or nothing, also when its future is dropped.
//! - **Acknowledged changes are durable**: `Ok` is returned only after the change is durable.
//! - **Every change of a session takes the next [`Offset`](crate::Offset) of that session**, inside the
//!   transaction that makes the change, so that offsets become visible in order. An operation that changes
//!   `k` things takes `k` offsets. An operation that fails, or that repeats an earlier one, takes none.
//!   Creating a session takes none.
//! - **`updated_at` is the time of the last change**, but it never decreases: clocks can go backwards.
//! - **Text is kept byte for byte**: names, JSON, documents. Times keep their microseconds.
//! - **Deleted things are not found**: every method fails with [`Error::NotFound`](crate::Error::NotFound) for them,
//!   unless its docs say otherwise.
//! - **A write with a [fence](Write::fence) is done only if the session still has the fence's generation**, and fails
//!   with [`Conflict::Fenced`](crate::Conflict::Fenced) otherwise.
//! - **Arguments were checked before**: names, sizes and limits are the service's job, not the store's.
//! - [`Error::Unavailable`](crate::Error::Unavailable) is for a store that cannot be reached or is too busy,
//!   [`Error::StorageFailed`](crate::Error::StorageFailed) for one that does not recover by waiting, and
//!   [`Error::Internal`](crate::Error::Internal) for data that does not decode.
//!
//! # How to store a message
//! A message is one [`Document`](crate::Document): the JSON object that is served. Store its text unchanged, in a text
//! column or as bytes, and return it with [`Document::from_stored`](crate::Document::from_stored), which checks
//! nothing. Store the other fields of [`MessageRecord`] beside it. Do not store the typed [`Message`](crate::Message)
//! by serde, nor the text in a JSON column: both change numbers and the order of keys.

mod changes;
pub(crate) mod files;
pub(crate) mod followers;
pub(crate) mod list_plan;
mod records;
mod resources;
#[cfg(feature = "search")]
mod search;
mod session_texts;
mod sessions;
mod store;
mod texts;
mod transcripts;
mod truncation;
pub(crate) mod turns;
mod write;

pub(crate) use self::resources::name_is_taken;
#[cfg(all(feature = "mock", feature = "search"))]
pub use self::search::MockSearchRepository;
#[cfg(feature = "search")]
pub use self::search::{FoundText, FoundTexts, SearchRepository};
pub use self::{
    changes::{Change, ChangeLimit, Changes, SessionEvent},
    files::{ByteStream, CHUNK_BYTES, FileContent, FileRepository, FileUpload, Files},
    followers::{Followed, Followers},
    records::{
        Appended, DraftCursor, DraftFilter, DraftList, DraftRef, ErasableSession, Idempotency, KEEP_PIECES,
        MessageBatch, MessageChange, MessageRecord, MessageUpdate, NewRecord, OpenDraft, SessionRecord,
        SessionStart, SessionState, SessionWindow, Summary,
    },
    resources::{ResourceKind, ResourceRepository},
    session_texts::SessionTexts,
    sessions::SessionRepository,
    store::Store,
    texts::MessageTexts,
    transcripts::{
        ExistingSession, ImportOutcome, NewTranscript, TranscriptContent, TranscriptCursor, TranscriptEntry,
        TranscriptHead, TranscriptPart, TranscriptRepository, WholeSession,
    },
    truncation::Truncation,
    turns::{
        CallBegun, Claim, Decision, Done, Effects, MAX_QUEUED, NewCall, NewRequest, RequestFilter, RunCall,
        Step, Submission, Submitted, TurnBook, TurnEnd, TurnFilter, TurnNews, TurnRecord, TurnRepository,
        WhenBusy,
    },
    write::Write,
};
#[cfg(feature = "mock")]
pub use self::{
    files::MockFileRepository, resources::MockResourceRepository, sessions::MockSessionRepository,
    transcripts::MockTranscriptRepository, turns::MockTurnRepository,
};
#[cfg(feature = "sql")]
pub(crate) use self::{
    session_texts::SessionText,
    texts::{Buffer, Person, Text},
};
