//! [`PostgresTransaction`]: writes of the store and of the host in one transaction.

use std::{
    fmt, mem,
    ops::Deref,
    sync::{Arc, Mutex, MutexGuard, PoisonError, atomic::AtomicBool},
    time::{Duration, Instant},
};

use tokio::sync;
use tokio_postgres::Client;

use super::{
    connection::Connections,
    transaction::{Access, Attempt, PgTx},
};
use crate::{
    model::{
        error::{Error, Result},
        id::SessionId,
    },
    repository::{Followed, Followers},
    sql::{
        sql_store,
        statements::Statements,
        tx::{Driver, Operation},
    },
};

/// A transaction that a host shares with the store; [`PostgresStore::begin`](super::PostgresStore::begin) begins it.
///
/// It implements the traits of a whole store. All operations on it are done when it is [committed](Self::commit), or
/// not at all. The host runs its own statements on its [client](Self::client). If the last clone is dropped without a
/// commit, everything is rolled back.
///
/// Each operation is atomic, and the transaction continues after one that failed, unless the database failed. Nothing
/// is retried: after [`Unavailable`](Error::Unavailable), begin a new transaction. The isolation level is `READ
/// COMMITTED`. A write locks the row of its session until the end of the transaction, so keep it short.
///
/// # Examples
/// ```no_run
/// use storyden_robots::{PostgresStore, SessionId, SessionRepository, Timestamp, repository::Write};
///
/// # async fn example(store: PostgresStore, session: SessionId) -> Result<(), Box<dyn std::error::Error>> {
/// let transaction = store.begin().await?;
/// transaction.delete_session(session, Write::at(Timestamp::UNIX_EPOCH)).await?;
/// transaction.client().await?.execute("UPDATE reports SET closed = true", &[]).await?;
/// transaction.commit().await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct PostgresTransaction {
    /// Taken out while an operation runs on it: if that future is dropped, the transaction is rolled back.
    tx: Arc<sync::Mutex<Option<PgTx>>>,
    statements: Arc<Statements>,
    /// The sessions that it changed. The followers of the store are notified of them after the commit.
    changed: Arc<Mutex<Vec<SessionId>>>,
    of_store: Arc<Followers>,
    /// The followers of this transaction's own view.
    followers: Arc<Followers>,
}

impl fmt::Debug for PostgresTransaction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresTransaction").finish_non_exhaustive()
    }
}

/// Longer than any transaction should take: only its statements have a time limit.
const LONGEST: Duration = Duration::from_secs(24 * 3600);

impl PostgresTransaction {
    pub(super) async fn begin(
        connections: &Arc<Connections>,
        statements: &Arc<Statements>,
        followers: &Arc<Followers>,
    ) -> Result<Self> {
        let connection = connections.acquire_soon().await?;
        let attempt = Attempt {
            access: Access::Write,
            deadline: Instant::now() + LONGEST,
            in_doubt: false,
            reduced_timeout: None,
        };
        let mut tx = PgTx::new(Arc::clone(connections), connection, attempt);
        tx.start().await?;
        Ok(Self {
            tx: Arc::new(sync::Mutex::new(Some(tx))),
            statements: Arc::clone(statements),
            changed: Arc::default(),
            of_store: Arc::clone(followers),
            followers: Arc::default(),
        })
    }

    /// Returns the connection, for the host's own statements. Operations of the store wait until it is dropped. If a
    /// statement of the host fails, all later ones fail until the host rolls back to a savepoint of its own.
    ///
    /// # Errors
    /// [`Error::Unavailable`] if the transaction has ended.
    pub async fn client(&self) -> Result<impl Deref<Target = Client>> {
        let tx = self.tx.lock().await;
        match tx.as_ref().map(PgTx::client) {
            Some(Ok(_)) => Ok(HostClient(tx)),
            Some(Err(failure)) => Err(failure.into()),
            None => Err(ended()),
        }
    }

    /// Commits everything that was done, and ends the transaction.
    ///
    /// # Errors
    /// [`Error::Unavailable`] if the database does not answer, in which case it may have been committed; or if the
    /// transaction has ended already.
    pub async fn commit(self) -> Result<()> {
        let mut tx = self.tx.lock().await.take().ok_or_else(ended)?;
        tx.end(Ok(()), &AtomicBool::new(false)).await?;
        for session in mem::take(&mut *self.changed()) {
            self.of_store.written(session, None);
        }
        Ok(())
    }

    fn changed(&self) -> MutexGuard<'_, Vec<SessionId>> {
        // Nothing panics while the lock is held.
        self.changed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn run<O: Operation>(&self, operation: O) -> Result<O::Output> {
        let mut place = self.tx.lock().await;
        let mut tx = place.take().ok_or_else(ended)?;
        tx.savepoint().await?;
        let outcome = operation.run(&self.statements, &mut tx).await;
        let outcome = tx.end_savepoint(outcome).await?;
        if outcome.is_ok() {
            self.changed().extend(operation.changes());
        }
        *place = Some(tx);
        outcome
    }
}

fn ended() -> Error {
    Error::refused("the transaction has ended")
}

struct HostClient<'t>(sync::MutexGuard<'t, Option<PgTx>>);

impl Deref for HostClient<'_> {
    type Target = Client;

    fn deref(&self) -> &Client {
        let client = self.0.as_ref().and_then(|tx| tx.client().ok());
        client.expect("it was there when the lock was taken, which is still held")
    }
}

impl Driver for PostgresTransaction {
    async fn read<O: Operation>(&self, operation: O) -> Result<O::Output> {
        self.run(operation).await
    }

    async fn write<O: Operation>(&self, operation: O) -> Result<O::Output> {
        self.run(operation).await
    }
}

impl Followed for PostgresTransaction {
    fn followers(&self) -> Arc<Followers> {
        Arc::clone(&self.followers)
    }
}

sql_store!(PostgresTransaction);
