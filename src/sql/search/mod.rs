//! The index of the words of messages and names, and the operations on it.
//!
//! It has a row for each complete message and for the name of each session; a name has the place of a message with the
//! sequence 0. SQLite's is a table of FTS5's, PostgreSQL's a `tsvector` with a GIN index. Both get words with spaces
//! between them, and do nothing else with them. Messages come here by way of [`documents`](super::documents).
//!
//! A store has the index or not, whatever the program that opens it thinks: `search_state` is there or not. Its one row
//! says how far an incomplete index has come.

pub(super) mod encode;
pub(super) mod index;
pub(crate) mod operations;
pub(crate) mod statements;
#[cfg(any(feature = "postgres", feature = "sqlite"))]
pub(crate) mod verify;
