//! The tables, migrations and operations of the SQL stores, written once for SQLite and PostgreSQL. The drivers are in
//! other modules.
//!
//! - [`Tables`] has the names of the tables, with a prefix, so that they do not collide with the host's;
//! - [`migrations`] returns the SQL that creates them, for a host that runs its own migrations.
//!
//! # The portable subset
//! The same tables must work on one machine and distributed by session over many. So the key of each row of a session
//! has the session's id, every statement has the session's id as a value, and there are no triggers, SQL sequences,
//! foreign keys, advisory locks or session settings. JSON is text, which keeps it byte for byte; times are microseconds
//! since 1970-01-01 UTC, as integers.
//!
//! On SQLite only, each session also has a number, so that the key of a row is one integer. The number is never used
//! outside of the database.
//!
//! # Checksums
//! The document of a complete message has a checksum of 64 bits (XXH3), which is checked when the message is read. A
//! null checksum is not checked. If you change a document by hand, set its checksum to null.
#![cfg_attr(
    not(any(feature = "postgres", feature = "sqlite")),
    expect(dead_code, reason = "only drivers run it")
)]

mod append;
mod archive;
mod archive_statements;
mod changes;
mod checksum;
mod cluster;
pub(crate) mod columns;
mod counts;
mod dialect;
mod documents;
mod drafts;
mod erase;
mod erase_statements;
mod files;
#[cfg(feature = "sqlite")]
pub(crate) mod findings;
mod import_session;
mod list_statements;
mod lists;
mod locked;
mod marks;
mod messages;
#[cfg(any(feature = "postgres", feature = "sqlite"))]
pub(crate) mod offsets;
#[cfg(any(feature = "postgres", feature = "sqlite"))]
mod options;
mod resource_statements;
mod resources;
#[cfg(test)]
mod routing;
pub(crate) mod row;
mod rows;
mod schema;
#[cfg(feature = "search")]
pub(crate) mod search;
mod sessions;
#[cfg(feature = "postgres")]
pub(crate) mod shortcuts;
mod sides;
pub(crate) mod statement;
pub(crate) mod statements;
#[cfg(any(feature = "postgres", feature = "sqlite"))]
mod store;
mod stored_row;
mod summaries;
mod tables;
mod text_rows;
pub(crate) mod text_statements;
mod transcripts;
pub mod transfer;
mod truncation;
mod turn_lists;
mod turn_rows;
mod turns;
pub(crate) mod tx;
mod update;
pub(crate) mod value;
#[cfg(any(feature = "sqlite", all(feature = "postgres", feature = "search")))]
pub(crate) mod verified;
#[cfg(feature = "sqlite")]
pub(crate) mod verify;
#[cfg(feature = "sqlite")]
mod verify_files;

/// The operations of a store.
#[cfg(any(feature = "postgres", feature = "sqlite"))]
pub(crate) mod operations {
    #[cfg(feature = "search")]
    pub(crate) use super::search::operations::{ForgetIndex, IndexNext, Search};
    pub(crate) use super::{
        append::Append,
        archive::{CountLists, ReadRows, WriteRows},
        changes::FindChanges,
        drafts::OpenDrafts,
        erase::{ErasableSessions, EraseAccountIn, EraseSession, HoldSession},
        files::{
            BeginBlob, DeleteFile, EraseBlob, FilesIn, FindFile, FinishBlob, ListFiles, ReadChunk,
            SessionsWith, StaleBlobs, TouchFiles, WriteChunk,
        },
        import_session::ImportSession,
        lists::{ListSessionTexts, ListSessions},
        marks::MarkRead,
        messages::{FindMessage, FindSession, FindSessionTexts},
        resources::{Create, Delete, Find, List, Update},
        sessions::{CreateSession, DeleteSession, FindStart, RestoreSession, UpdateSession},
        summaries::{FindSummary, PutSummary},
        transcripts::{ReadTranscript, WriteTranscript},
        turn_lists::{
            DueSessions, FindByClientId, FindRequest, FindTurn, ListRequests, ListTurns, Now, RunCalls,
        },
        turns::{Transact, Truncate, UpdateMessage},
    };
}

pub use cluster::citus_distribution;
#[cfg(all(feature = "postgres", feature = "search"))]
pub(crate) use cluster::spread_search;
#[cfg(feature = "postgres")]
pub(crate) use cluster::spread_tables;
pub use dialect::Dialect;
#[cfg(any(feature = "postgres", feature = "sqlite"))]
pub(crate) use options::schema_setters;
#[cfg(feature = "postgres")]
pub(crate) use schema::migrations_lock;
pub use schema::{Migration, SCHEMA_VERSION, migrations};
#[cfg(any(feature = "postgres", feature = "sqlite"))]
pub(crate) use schema::{OLD_TABLE, SEARCH_TABLE, migrations_table, needs_migration, old_schema};
#[cfg(feature = "search")]
pub use search::statements::search_index;
#[cfg(any(feature = "postgres", feature = "sqlite"))]
pub(crate) use store::sql_store;
pub use tables::Tables;
#[cfg(any(feature = "sqlite", all(feature = "postgres", feature = "search")))]
pub use verified::{Finding, FindingKind, Verified};
