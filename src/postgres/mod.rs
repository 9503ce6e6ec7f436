//! The store on PostgreSQL 15 and later, and on what speaks its protocol.
//!
//! An operation is one statement, so it is one round trip and happens as a whole. Only the deletion of a
//! workspace is a transaction of several.
//!
//! # When a connection is lost
//! An operation whose answer does not come is tried again, with growing random pauses, until
//! [`deadline`](PostgresOptions::deadline): after a lost connection, a server that shuts down or is not
//! up yet (`08…`, `57P01`–`57P03`), a serialization failure or deadlock (`40001`, `40P01`), and on a server
//! that only reads (`25006`), whose connection is given up. Whether a try that got no answer was done after
//! all is settled by what it would have left behind: messages by their idempotency key or, without one,
//! by their ids, which are unique in a session; what was created by its id and content; what was deleted
//! by the time of its deletion. Changes are simply made again.
//!
//! # When a future is dropped
//! Its connection is closed, never returned to the pool: what runs there ends as a whole, and nobody waits
//! behind it. The store sends no cancel request: a cancelled wait for a synchronous standby would be
//! answered as a success that no standby has.
//!
//! # Behind a pooler
//! pgbouncer and others like it, in transaction mode, need [`PostgresOptions::pooler`].

mod connection;
mod failure;
mod migrate;
mod options;
mod store;
#[cfg(feature = "postgres-tls")]
mod tls;

pub use options::PostgresOptions;
pub use store::PostgresStore;
