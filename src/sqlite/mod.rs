//! The embedded store: SQLite, in a file of its own or in the host's.
//!
//! `executor.rs` and `writer.rs` are the threads: one writes and several read, each with its own connection. The
//! database is in WAL mode with `synchronous = FULL`, so an acknowledged write survives a crash of the process or the
//! system, and a power cut. `checkpoint.rs` keeps the WAL short and free of erased text; `watcher.rs` detects the
//! writes of other processes; `connection.rs` opens a file; `tx.rs` runs the operations of `sql` on a connection.
//! `backup.rs`, `verify.rs` and `host.rs` are features that only this store has.
//!
//! # Build settings of a host
//! `LIBSQLITE3_FLAGS="-USQLITE_ENABLE_MEMORY_MANAGEMENT -DSQLITE_DEFAULT_MEMSTATUS=0"` in the
//! environment of the build (`[env]` in `.cargo/config.toml`) makes several readers faster: without it they contend for
//! a lock around SQLite's memory statistics. This repository's own builds have it.

// First, so that the constructors are first on the page of `SqliteStore`.
mod store;

mod backup;
mod checkpoint;
mod connection;
mod executor;
mod failure;
mod host;
mod job;
mod options;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod turn_tests;
mod tx;
mod verify;
mod watcher;
mod writer;

pub use host::HostTransaction;
pub use options::SqliteOptions;
pub use store::SqliteStore;
