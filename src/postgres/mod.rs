//! The driver for PostgreSQL 15 and later, and for what speaks its protocol.
//!
//! It runs the operations of `sql`, each in one transaction. [`PostgresStore`] documents what happens when a
//! connection is lost or a future is dropped; `attempts.rs` does it.

mod attempts;
mod connection;
mod failure;
mod host_transaction;
mod migrate;
mod options;
mod slow_queries;
mod store;
#[cfg(feature = "postgres-tls")]
mod tls;
mod transaction;
mod values;

pub use host_transaction::PostgresTransaction;
pub use options::PostgresOptions;
pub use store::PostgresStore;
