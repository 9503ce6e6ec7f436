//! The store for PostgreSQL 15 and later, and for databases that speak its protocol.
//!
//! It runs the operations of `sql`, each in one transaction. [`PostgresStore`] documents what happens when a connection
//! is lost or a future is dropped; `attempts.rs` implements it. `listener.rs` receives notifications of the writes of
//! other processes, and `notifier.rs` sends them.

// First, so that the constructors are first on the page of `PostgresStore`.
mod store;

mod attempts;
mod background;
mod connection;
mod failure;
mod host_transaction;
mod listener;
mod migrate;
mod notifications;
mod notifier;
mod options;
mod slow_queries;
#[cfg(feature = "postgres-tls")]
mod tls;
mod transaction;
mod values;

pub use host_transaction::PostgresTransaction;
pub use notifications::Notifications;
pub use options::PostgresOptions;
pub use store::PostgresStore;
