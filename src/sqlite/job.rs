//! The jobs of a queue, and their execution.

use std::{
    panic::{self, AssertUnwindSafe},
    time::Instant,
};

use crate::model::error::{Error, Result};

/// A job with its deadline, after which nobody waits for it.
pub(super) struct Queued<J> {
    pub(super) job: J,
    pub(super) deadline: Instant,
}

/// Runs a job, and converts a panic to an error, so that the thread continues.
pub(super) fn catch_panic<T>(job: impl FnOnce() -> Result<T>) -> Result<T> {
    panic::catch_unwind(AssertUnwindSafe(job))
        .unwrap_or_else(|_| Err(Error::Internal { context: "the store panicked".into(), source: None }))
}
