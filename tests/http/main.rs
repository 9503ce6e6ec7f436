//! The HTTP API over a real socket, on every store, with every answer checked against the OpenAPI document that the
//! API itself serves.

mod access;
#[cfg(feature = "worker")]
mod chat;
mod client;
mod document;
mod drafts;
mod errors;
mod files;
mod following;
#[cfg(feature = "worker")]
mod head;
#[cfg(feature = "worker")]
mod head_chat;
#[cfg(feature = "worker")]
mod head_log;
mod host;
mod openapi;
mod pace;
#[cfg(all(feature = "worker", feature = "postgres"))]
#[path = "../support/postgres.rs"]
#[expect(dead_code, reason = "these tests need no standby and no pooler")]
mod postgres;
mod reading;
mod resources;
#[cfg(feature = "search")]
mod search;
#[cfg(feature = "sqlite")]
mod secrets;
mod sse;
mod streaming;
mod transcripts;
mod transport;
#[cfg(feature = "worker")]
mod turns;
mod vectors;
mod writing;
