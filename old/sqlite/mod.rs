//! The embedded store: SQLite, in a file of its own or in the host's.
//!
//! One thread writes and several read, each with its own connection: see `threads.rs`. The
//! database is in WAL mode with `synchronous = FULL`, so an answered write survives a crash of the
//! process, of the system, and a power cut.
//!
//! `store.rs` opens it; `sessions.rs`, `robots.rs` and `workspaces.rs` are the repositories, over the pages of
//! `lists.rs` and `stretches.rs` and the statements that `connection.rs` runs.
//!
//! # Build settings of a host
//! `LIBSQLITE3_FLAGS="-USQLITE_ENABLE_MEMORY_MANAGEMENT -DSQLITE_DEFAULT_MEMSTATUS=0"` in the
//! environment of the build (`[env]` in `.cargo/config.toml`) makes several readers 2 to 8 times faster:
//! without it they contend for a lock around SQLite's memory statistics.

mod connection;
mod lists;
mod options;
mod robots;
mod sessions;
mod store;
mod stretches;
mod threads;
mod workspaces;

pub use options::SqliteOptions;
pub use store::SqliteStore;
