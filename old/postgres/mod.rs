//! The store on PostgreSQL 15 and later, and on what speaks its protocol.
//!
//! An operation is one statement, so it is one round trip and happens as a whole; only the deletion of a
//! workspace is a transaction of several. [`PostgresStore`] says what becomes of lost connections and of
//! dropped futures; `connection.rs` does it.

mod connection;
mod failure;
mod migrate;
mod options;
mod patience;
mod store;
#[cfg(feature = "postgres-tls")]
mod tls;

pub use options::PostgresOptions;
pub use store::PostgresStore;
