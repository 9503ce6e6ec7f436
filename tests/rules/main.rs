//! What the service must do, mostly over the store in memory.

mod access;
mod cancellation;
mod context;
mod context_rules;
mod drafts;
mod erasure;
mod files;
mod following;
#[cfg(feature = "sqlite")]
mod injection;
mod ownership;
mod resuming;
mod service;
mod starting;
#[cfg(feature = "sqlite")]
mod texts;
mod transcripts;
