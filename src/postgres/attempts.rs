//! Runs operations on [`Connections`], and retries them where that can help.

use std::{
    hash::{BuildHasher, Hasher, RandomState},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use tokio::runtime::Handle;

use super::{
    connection::{Connections, late, left},
    failure::Failure,
    transaction::{Access, Attempt, PgTx},
};
use crate::{
    model::error::{Error, Result},
    sql::{statements::Statements, tx::Operation},
};

impl Connections {
    /// Runs an operation in a transaction, and retries it if that can help.
    pub(super) async fn run<O: Operation>(
        self: &Arc<Self>,
        operation: &O,
        statements: &Statements,
        access: Access,
    ) -> Result<O::Output> {
        check_runtime()?;
        let deadline = Instant::now() + self.deadline;
        let mut in_doubt = false;
        let (mut last, mut permit, mut collided) = (None, None, false);
        for pause in pauses() {
            let attempt = Attempt { access, deadline, in_doubt, reduced_timeout: None };
            let error = match self.try_once(operation, statements, attempt, permit.is_some()).await {
                Ok(output) => return Ok(output),
                // Somebody took a name between the look for it and the write. The operation will see that now.
                Err(Failure::UniqueViolation(error)) if !collided => {
                    collided = true;
                    most_informative(error, last)
                }
                Err(Failure::UniqueViolation(error) | Failure::Permanent { error, .. }) => {
                    return Err(most_informative(error, last));
                }
                Err(Failure::Slow { error, in_doubt: this }) => {
                    in_doubt |= this;
                    tracing::debug!(in_doubt, "was slow while others waited, and will wait for its turn");
                    permit = self.gate.permit(self.acquire_timeout.min(left(deadline))).await;
                    let error = most_informative(error, last);
                    if permit.is_none() {
                        return Err(error);
                    }
                    last = Some(error);
                    continue;
                }
                Err(Failure::Transient { error, in_doubt: this, .. }) => {
                    in_doubt |= this;
                    permit = None;
                    most_informative(error, last)
                }
            };
            if Instant::now() + pause >= deadline {
                return Err(error);
            }
            tracing::debug!(error = &error as &dyn std::error::Error, in_doubt, ?pause, "will try again");
            last = Some(error);
            tokio::time::sleep(pause).await;
        }
        Err(last.unwrap_or_else(|| Error::refused("the database cannot be reached")))
    }

    /// Makes one attempt on one connection. It can be ended early, unless it has a permit to be slow.
    async fn try_once<O: Operation>(
        self: &Arc<Self>,
        operation: &O,
        statements: &Statements,
        mut attempt: Attempt,
        admitted: bool,
    ) -> Result<O::Output, Failure> {
        let connection = self.acquire(attempt.deadline).await?;
        if !admitted {
            attempt.reduced_timeout = self.gate.reduced_timeout();
        }
        let committing = AtomicBool::new(false);
        let mut tx = PgTx::new(Arc::clone(self), connection, attempt);
        // The coordinator of a cluster would make a commit of two phases of it. Its server has the usual limit of time,
        // and what an earlier try did is looked up by the operation.
        let plain = attempt.access == Access::Write && !attempt.in_doubt && attempt.reduced_timeout.is_none();
        let shortcut = if plain && !self.distributed { operation.shortcut(&self.shortcuts) } else { None };
        let work = async {
            if let Some(shortcut) = shortcut {
                match tx.run_shortcut(&shortcut, &committing).await {
                    Ok(Some(output)) => return tx.end(Ok(output), &committing).await,
                    Ok(None) => {}
                    Err(failure) => {
                        tx.abandon(&failure);
                        return Err(failure);
                    }
                }
            }
            let outcome = operation.run(statements, &mut tx).await;
            tx.end(outcome, &committing).await
        };
        if admitted {
            return work.await;
        }
        let done = self.gate.run(work).await;
        done.unwrap_or_else(|| {
            let in_doubt = committing.load(Ordering::Relaxed);
            Err(Failure::Slow { error: late(), in_doubt })
        })
    }
}

/// Fails outside of a Tokio runtime, where timers and sockets would panic.
pub(super) fn check_runtime() -> Result<()> {
    match Handle::try_current() {
        Ok(_) => Ok(()),
        Err(error) => Err(Error::unavailable("the store on PostgreSQL needs a Tokio runtime", error)),
    }
}

/// Returns the more informative of two errors: a timeout does not name the cause, the error before it may.
fn most_informative(error: Error, before: Option<Error>) -> Error {
    match before {
        Some(before) if matches!(error, Error::Unavailable { source: None, .. }) => before,
        _ => error,
    }
}

/// The maximum number of attempts of an operation, even if its deadline allows more.
const TRIES: u32 = 64;

/// Returns random pauses, at first at most 10 ms, at the end at most 640 ms.
fn pauses() -> impl Iterator<Item = Duration> {
    (0..TRIES).map(|tried| {
        let longest = 10_000 << tried.min(6);
        Duration::from_micros(random() % longest)
    })
}

/// Returns a random number: every `RandomState` has other keys.
pub(super) fn random() -> u64 {
    RandomState::new().build_hasher().finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_is_not_hidden_by_running_out_of_time() {
        let cause = || Error::unavailable("the database is too busy", "a deadlock");
        assert_eq!(most_informative(late(), Some(cause())).to_string(), cause().to_string());
        assert_eq!(most_informative(cause(), Some(late())).to_string(), cause().to_string());
        assert_eq!(most_informative(late(), None).to_string(), late().to_string());
    }

    #[test]
    fn pauses_grow_and_end() {
        assert_eq!(pauses().count(), 64);
        assert!(pauses().all(|pause| pause < Duration::from_millis(640)));
        assert!(pauses().next().unwrap() < Duration::from_millis(10));
    }
}
