//! [`Connections`]: operations run on connections of a pool, and tried again where that makes sense.

use std::{
    hash::{BuildHasher, Hasher, RandomState},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use deadpool_postgres::{Object, Pool, PoolError, TimeoutType};
use tokio::{runtime::Handle, time::timeout};
use tokio_postgres::SimpleQueryMessage;

use super::{
    PostgresOptions,
    failure::Failure,
    slow_queries::SlowQueryGate,
    transaction::{Access, Attempt, PgTx},
};
use crate::{
    model::error::{Error, Result},
    sql::{shortcuts::Shortcuts, statements::Statements, tx::Operation},
};

/// The pool, and the rules for using its connections.
pub(super) struct Connections {
    pool: Pool,
    gate: SlowQueryGate,
    shortcuts: Shortcuts,
    prepares: bool,
    distributed: bool,
    acquire_timeout: Duration,
    statement_timeout: Duration,
    deadline: Duration,
}

impl Connections {
    pub(super) fn new(pool: Pool, options: &PostgresOptions) -> Self {
        Self {
            gate: SlowQueryGate::new(pool.clone(), options),
            pool,
            shortcuts: Shortcuts::new(&options.tables),
            prepares: !options.pooler,
            distributed: options.distributed,
            acquire_timeout: options.acquire_timeout,
            statement_timeout: options.statement_timeout,
            deadline: options.deadline,
        }
    }

    /// Whether statements are prepared once for each connection.
    pub(super) fn prepares(&self) -> bool {
        self.prepares
    }

    /// Whether the server is the coordinator of a cluster.
    pub(super) fn distributed(&self) -> bool {
        self.distributed
    }

    /// Runs an operation in a transaction, and tries again where that may help.
    pub(super) async fn run<O: Operation>(
        self: &Arc<Self>,
        operation: &O,
        statements: &Statements,
        access: Access,
    ) -> Result<O::Output> {
        check_runtime()?;
        let deadline = Instant::now() + self.deadline;
        let mut in_doubt = false;
        let (mut last, mut permit) = (None, None);
        for pause in pauses() {
            let attempt = Attempt { access, deadline, in_doubt, reduced_timeout: None };
            let error = match self.try_once(operation, statements, attempt, permit.is_some()).await {
                Ok(output) => return Ok(output),
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

    /// Tries on one connection. Unless the operation is admitted as a slow one, it may end early.
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

    /// Waits for an answer of the server, for as long as one statement may take.
    pub(super) async fn in_time<T>(
        &self,
        deadline: Instant,
        work: impl Future<Output = T>,
    ) -> Result<T, Failure> {
        let limit = self.statement_timeout.min(left(deadline));
        let done = timeout(limit, work).await;
        done.map_err(|_| Failure::Transient { error: late(), in_doubt: true, keep: false })
    }

    /// Takes a connection, within the usual time.
    pub(super) async fn acquire_soon(&self) -> Result<Borrowed, Failure> {
        self.acquire(Instant::now() + self.deadline).await
    }

    async fn acquire(&self, deadline: Instant) -> Result<Borrowed, Failure> {
        let acquired = timeout(self.acquire_timeout.min(left(deadline)), self.pool.get()).await;
        match acquired.unwrap_or(Err(PoolError::Timeout(TimeoutType::Wait))) {
            Ok(connection) => Ok(Borrowed { connection: Some(connection), distributed: self.distributed }),
            Err(PoolError::Backend(error)) => Err(Failure::of_connecting(error)),
            Err(PoolError::Timeout(TimeoutType::Create | TimeoutType::Recycle)) => Err(Failure::Transient {
                error: Error::refused("the database cannot be reached"),
                in_doubt: false,
                keep: false,
            }),
            Err(PoolError::Timeout(TimeoutType::Wait)) => {
                Err(Failure::permanent(Error::refused("no connection to the database was free in time")))
            }
            Err(error) => Err(Failure::permanent(Error::unavailable("the store is closed", error))),
        }
    }
}

/// Without a runtime, timers and sockets would panic.
pub(super) fn check_runtime() -> Result<()> {
    match Handle::try_current() {
        Ok(_) => Ok(()),
        Err(error) => Err(Error::unavailable("the store on PostgreSQL needs a Tokio runtime", error)),
    }
}

/// Of two errors the one that tells more: that time ran out does not tell why.
fn most_informative(error: Error, before: Option<Error>) -> Error {
    match before {
        Some(before) if matches!(error, Error::Unavailable { source: None, .. }) => before,
        _ => error,
    }
}

fn left(deadline: Instant) -> Duration {
    deadline.saturating_duration_since(Instant::now())
}

fn late() -> Error {
    Error::refused("the database did not answer in time")
}

/// A connection of the pool's. Unless it is given back it is closed, and what runs on it ends alone.
pub(super) struct Borrowed {
    connection: Option<Object>,
    distributed: bool,
}

impl Borrowed {
    pub(super) fn client(&self) -> Result<&Object, Failure> {
        let closed = || Failure::permanent(Error::refused("the connection to the database is closed"));
        self.connection.as_ref().ok_or_else(closed)
    }

    /// Runs a command that takes no values, for as long as it takes.
    pub(super) async fn execute(&self, command: &str) -> Result<(), Failure> {
        let done = self.client()?.batch_execute(command).await;
        done.map_err(|error| Failure::of(error, self.distributed))
    }

    /// Runs a query that takes no values, and returns the one value that it gives, as text.
    pub(super) async fn query_text(&self, query: &str) -> Result<Option<String>, Failure> {
        let answers = self.client()?.simple_query(query).await;
        let answers = answers.map_err(|error| Failure::of(error, self.distributed))?;
        Ok(answers.iter().find_map(|answer| match answer {
            SimpleQueryMessage::Row(row) => row.get(0).map(str::to_owned),
            _ => None,
        }))
    }

    pub(super) fn give_back(&mut self) {
        self.connection.take();
    }

    pub(super) fn close(&mut self) {
        if let Some(connection) = self.connection.take() {
            drop(Object::take(connection));
        }
    }
}

impl Drop for Borrowed {
    fn drop(&mut self) {
        self.close();
    }
}

/// How often an operation is tried at the most, however far its deadline is.
const TRIES: u32 = 64;

/// Random pauses, up to 10 ms at first and up to 640 ms in the end.
fn pauses() -> impl Iterator<Item = Duration> {
    (0..TRIES).map(|tried| {
        let longest = 10_000 << tried.min(6);
        Duration::from_micros(random() % longest)
    })
}

/// Every `RandomState` has other keys.
fn random() -> u64 {
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
