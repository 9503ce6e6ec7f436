//! [`Connections`]: the connections of a pool, and the time limits for their use.

use std::time::{Duration, Instant};

use deadpool_postgres::{Object, Pool, PoolError, TimeoutType};
use tokio::time::timeout;
use tokio_postgres::SimpleQueryMessage;

use super::{failure::Failure, options::PostgresOptions, slow_queries::SlowQueryGate};
use crate::{
    model::error::{Error, Result},
    sql::shortcuts::Shortcuts,
};

/// The pool, and the rules for using its connections.
pub(super) struct Connections {
    pool: Pool,
    pub(super) gate: SlowQueryGate,
    pub(super) shortcuts: Shortcuts,
    prepares: bool,
    pub(super) distributed: bool,
    pub(super) acquire_timeout: Duration,
    statement_timeout: Duration,
    pub(super) deadline: Duration,
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

    /// Makes appends write their words to the index for search.
    #[cfg(feature = "search")]
    pub(super) fn index_appends(&self) {
        self.shortcuts.index_appends();
    }

    /// Returns whether statements are prepared once for each connection.
    pub(super) fn prepares(&self) -> bool {
        self.prepares
    }

    /// Returns whether the server is the coordinator of a cluster.
    pub(super) fn distributed(&self) -> bool {
        self.distributed
    }

    /// Waits for an answer of the server until the statement timeout or the deadline.
    pub(super) async fn in_time<T>(
        &self,
        deadline: Instant,
        work: impl Future<Output = T>,
    ) -> Result<T, Failure> {
        let limit = self.statement_timeout.min(left(deadline));
        let done = timeout(limit, work).await;
        done.map_err(|_| Failure::Transient { error: late(), in_doubt: true, keep: false })
    }

    /// Gets a connection from the pool, within the acquire timeout.
    pub(super) async fn acquire_soon(&self) -> Result<Borrowed, Failure> {
        self.acquire(Instant::now() + self.deadline).await
    }

    pub(super) async fn acquire(&self, deadline: Instant) -> Result<Borrowed, Failure> {
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

pub(super) fn left(deadline: Instant) -> Duration {
    deadline.saturating_duration_since(Instant::now())
}

pub(super) fn late() -> Error {
    Error::refused("the database did not answer in time")
}

/// A connection of the pool. Unless it is returned, it is closed; its transaction then ends on the server by itself.
pub(super) struct Borrowed {
    connection: Option<Object>,
    distributed: bool,
}

impl Borrowed {
    pub(super) fn client(&self) -> Result<&Object, Failure> {
        let closed = || Failure::permanent(Error::refused("the connection to the database is closed"));
        self.connection.as_ref().ok_or_else(closed)
    }

    /// Runs a command without parameters, without a time limit.
    pub(super) async fn execute(&self, command: &str) -> Result<(), Failure> {
        let done = self.client()?.batch_execute(command).await;
        done.map_err(|error| Failure::of(error, self.distributed))
    }

    /// Runs a query without parameters, and returns its single value as text.
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
