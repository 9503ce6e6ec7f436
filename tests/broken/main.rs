//! Stores that are broken on purpose: each must fail the law that is about its fault.

#[path = "../support/faults.rs"]
mod faults;
mod files;
#[cfg(feature = "search")]
mod search;
mod stores;
mod transcripts;
mod turns;
