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
mod host;
mod openapi;
mod pace;
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
