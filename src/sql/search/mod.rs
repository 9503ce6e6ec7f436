//! The index of the words of messages and names, and its operations.
//!
//! It has a row for each complete message and for the name of each session, which has the sequence 0. On SQLite it is
//! an FTS5 table, on PostgreSQL a `tsvector` column with a GIN index. Both get words that are separated by spaces, and
//! do not process them further. [`documents`](super::documents) adds the messages.
//!
//! A store has the index if the table `search_state` exists, independent of the program that opens it. The one row of
//! this table has the progress of an incomplete index.

pub(super) mod encode;
pub(super) mod index;
pub(crate) mod operations;
pub(crate) mod statements;
#[cfg(any(feature = "postgres", feature = "sqlite"))]
pub(crate) mod verify;
