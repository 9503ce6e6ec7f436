//! [`Patience`]: statements that hang may hold half of the connections, and no more while others wait.

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

/// The places for what is slow: [`PostgresOptions::patience`] says the rule.
///
/// Nothing here knows sessions or shards: the sharding function is not ours, and a dead shard has more
/// sessions than the pool has connections. Only time tells what hangs.
pub(super) struct Patience {
    pool: Pool,
    usual: Duration,
    places: Semaphore,
    /// When connections were closed under statements that the server may still be running.
    closed: Mutex<VecDeque<Instant>>,
    /// How many of these there may be within `runs_on`.
    most_closed: usize,
    /// How long the server may go on with a statement that nobody waits for.
    runs_on: Duration,
}

/// A place for one slow operation, until it is dropped.
pub(super) type Place<'p> = SemaphorePermit<'p>;

impl Patience {
    pub(super) fn new(pool: Pool, options: &PostgresOptions) -> Self {
        let connections = pool.status().max_size;
        Self {
            pool,
            usual: options.patience,
            places: Semaphore::new((connections / 2).max(1)),
            closed: Mutex::default(),
            most_closed: connections,
            runs_on: options.statement_timeout,
        }
    }

    /// Waits for a place, for so long.
    pub(super) async fn place(&self, longest: Duration) -> Option<Place<'_>> {
        timeout(longest, self.places.acquire()).await.ok()?.ok()
    }

    /// Returns how long the server may take now, if that is less than usual: while every place is taken and
    /// somebody waits, few can be let try what may hang too.
    pub(super) fn hurry(&self) -> Option<Duration> {
        let hurried = self.places.available_permits() == 0 && self.somebody_waits();
        hurried.then(|| self.again())
    }

    /// Does work that holds a connection. Returns nothing if it was slow, there was no place for it and
    /// somebody waited: then the connection must be closed.
    pub(super) async fn bear<T>(&self, work: impl Future<Output = T> + Send) -> Option<T> {
        let (mut work, mut patience) = (pin!(work), self.usual);
        loop {
            if let Ok(done) = timeout(patience, &mut work).await {
                return Some(done);
            }
            if let Ok(_place) = self.places.try_acquire() {
                return Some(work.await);
            }
            if self.somebody_waits() && self.may_close() {
                return None;
            }
            patience = self.again();
        }
    }

    fn again(&self) -> Duration {
        self.usual / 10
    }

    fn somebody_waits(&self) -> bool {
        let status = self.pool.status();
        // Who is being connected counts as waiting there.
        status.waiting > 0 && status.size + status.waiting > status.max_size
    }

    /// Counts one more that is closed, unless the server has enough to do that nobody waits for.
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

    fn patience(connections: usize, options: &PostgresOptions) -> Patience {
        let manager = Manager::new(Config::new(), NoTls);
        Patience::new(Pool::builder(manager).max_size(connections).build().unwrap(), options)
    }

    #[test]
    fn half_of_the_connections_are_places() {
        let places =
            |connections| patience(connections, &PostgresOptions::default()).places.available_permits();
        assert_eq!([1, 2, 3, 16].map(places), [1, 1, 1, 8]);
    }

    #[test]
    fn no_more_are_closed_in_a_time_than_there_are_connections() {
        let patience = patience(2, &PostgresOptions::default());
        assert_eq!([(); 3].map(|()| patience.may_close()), [true, true, false]);
        let patience = self::patience(2, &PostgresOptions::default().statement_timeout(Duration::ZERO));
        assert_eq!([(); 3].map(|()| patience.may_close()), [true, true, true]);
    }

    #[tokio::test]
    async fn slow_work_is_left_alone_while_nobody_waits() {
        let patience = patience(2, &PostgresOptions::default().patience(Duration::ZERO));
        let taken = patience.place(Duration::ZERO).await;
        let work = tokio::time::sleep(Duration::from_millis(20));
        assert!(taken.is_some() && patience.bear(work).await.is_some());
        assert_eq!(patience.hurry(), None);
    }
}
