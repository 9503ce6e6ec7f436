//! [`SlowQueryGate`]: limits slow operations to half of the connections while others wait.

use std::{
    collections::VecDeque,
    pin::pin,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use deadpool_postgres::Pool;
use tokio::{
    sync::{Semaphore, SemaphorePermit},
    time::timeout,
};

use super::PostgresOptions;

/// Admits a limited number of slow operations at a time: [`PostgresOptions::slow_after`] documents the rule.
///
/// It does not look at sessions or shards: the sharding function is the database's, and a dead shard has more sessions
/// than the pool has connections. Only the elapsed time shows which operation hangs.
pub(super) struct SlowQueryGate {
    pool: Pool,
    slow_after: Duration,
    permits: Semaphore,
    /// When connections were closed whose statements the server may still run.
    closed: Mutex<VecDeque<Instant>>,
    /// The maximum number of these within `runs_on`.
    most_closed: usize,
    /// How long the server may continue a statement after its connection was closed.
    runs_on: Duration,
}

/// The permit of one slow operation, until it is dropped.
pub(super) type Permit<'p> = SemaphorePermit<'p>;

impl SlowQueryGate {
    pub(super) fn new(pool: Pool, options: &PostgresOptions) -> Self {
        let connections = pool.status().max_size;
        Self {
            pool,
            slow_after: options.slow_after,
            permits: Semaphore::new((connections / 2).max(1)),
            closed: Mutex::default(),
            most_closed: connections,
            runs_on: options.statement_timeout,
        }
    }

    /// Waits for a permit, at most this long.
    pub(super) async fn permit(&self, longest: Duration) -> Option<Permit<'_>> {
        timeout(longest, self.permits.acquire()).await.ok()?.ok()
    }

    /// Returns the reduced limit for a statement, while all permits are in use and an operation waits for a connection:
    /// few operations can be allowed to try what may hang too.
    pub(super) fn reduced_timeout(&self) -> Option<Duration> {
        let reduced = self.permits.available_permits() == 0 && self.somebody_waits();
        reduced.then(|| self.again())
    }

    /// Runs work that holds a connection. Returns `None` if it was slow, got no permit, and another operation waited:
    /// close the connection then.
    pub(super) async fn run<T>(&self, work: impl Future<Output = T> + Send) -> Option<T> {
        let (mut work, mut limit) = (pin!(work), self.slow_after);
        loop {
            if let Ok(done) = timeout(limit, &mut work).await {
                return Some(done);
            }
            if let Ok(_permit) = self.permits.try_acquire() {
                return Some(work.await);
            }
            if self.somebody_waits() && self.may_close() {
                return None;
            }
            limit = self.again();
        }
    }

    fn again(&self) -> Duration {
        self.slow_after / 10
    }

    fn somebody_waits(&self) -> bool {
        let status = self.pool.status();
        // Who is being connected counts as waiting there.
        status.waiting > 0 && status.size + status.waiting > status.max_size
    }

    /// Counts one more closed connection. Returns `false` if the server may still run too many statements of closed
    /// ones.
    fn may_close(&self) -> bool {
        let now = Instant::now();
        let mut closed = self.closed.lock().unwrap_or_else(PoisonError::into_inner);
        while closed.front().is_some_and(|&at| now.duration_since(at) > self.runs_on) {
            closed.pop_front();
        }
        let may = closed.len() < self.most_closed;
        if may {
            closed.push_back(now);
        }
        may
    }
}

#[cfg(test)]
mod tests {
    use deadpool_postgres::Manager;
    use tokio_postgres::{Config, NoTls};

    use super::*;

    fn gate(connections: usize, options: &PostgresOptions) -> SlowQueryGate {
        let manager = Manager::new(Config::new(), NoTls);
        SlowQueryGate::new(Pool::builder(manager).max_size(connections).build().unwrap(), options)
    }

    #[test]
    fn half_of_the_connections_may_be_slow() {
        let permits =
            |connections| gate(connections, &PostgresOptions::default()).permits.available_permits();
        assert_eq!([1, 2, 3, 16].map(permits), [1, 1, 1, 8]);
    }

    #[test]
    fn no_more_are_closed_in_a_time_than_there_are_connections() {
        let gate = gate(2, &PostgresOptions::default());
        assert_eq!([(); 3].map(|()| gate.may_close()), [true, true, false]);
        let gate = self::gate(2, &PostgresOptions::default().statement_timeout(Duration::ZERO));
        assert_eq!([(); 3].map(|()| gate.may_close()), [true, true, true]);
    }

    #[tokio::test]
    async fn slow_work_goes_on_while_nobody_waits() {
        let gate = gate(2, &PostgresOptions::default().slow_after(Duration::ZERO));
        let taken = gate.permit(Duration::ZERO).await;
        let work = tokio::time::sleep(Duration::from_millis(20));
        assert!(taken.is_some() && gate.run(work).await.is_some());
        assert_eq!(gate.reduced_timeout(), None);
    }
}
