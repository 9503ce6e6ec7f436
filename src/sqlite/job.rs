//! What a queue of jobs has, and how one is run.

use std::{
    panic::{self, AssertUnwindSafe},
    time::Instant,
};

use crate::model::error::{Error, Result};

/// A job with the moment after which nobody waits for it any more.
pub(super) struct Queued<J> {
    pub(super) job: J,
    pub(super) deadline: Instant,
}

/// Runs a job so that a panic is an error of this job, and does not end its thread.
pub(super) fn catch_panic<T>(job: impl FnOnce() -> Result<T>) -> Result<T> {
    panic::catch_unwind(AssertUnwindSafe(job))
        .unwrap_or_else(|_| Err(Error::Internal { context: "the store panicked".into(), source: None }))
}
