//! [`PgTx`]: a transaction on a connection of the pool.

use std::{
    borrow::Cow,
    future::poll_fn,
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::Poll,
    time::{Duration, Instant},
};

use deadpool_postgres::Object;
use tokio_postgres::{Client, error::SqlState, types::ToSql};

use super::{
    connection::{Borrowed, Connections},
    failure::{Failure, is},
    values::value_type,
};
use crate::{
    model::error::{Error, Result},
    sql::{
        statement::{Named, Statement},
        tx::{Row, Tx},
    },
};

/// Whether a transaction may write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    /// It only reads, and all its statements see one moment.
    Read,
    /// It writes. Each statement sees what is committed when it begins; the lock of a session's row puts
    /// those of one session in order.
    Write,
}

/// How one try of an operation is run.
#[derive(Clone, Copy, Debug)]
pub(super) struct Attempt {
    pub(super) access: Access,
    pub(super) deadline: Instant,
    /// Whether an earlier try may have been committed.
    pub(super) in_doubt: bool,
    /// How long the server may work on one statement, if that is less than usual.
    pub(super) reduced_timeout: Option<Duration>,
}

/// A transaction. It begins with the first statement. Unless it is ended, its connection is closed.
pub(super) struct PgTx {
    connections: Arc<Connections>,
    connection: Borrowed,
    attempt: Attempt,
    begun: bool,
    /// Why a statement failed: the operation sees only its error.
    failure: Option<Failure>,
}

/// What a statement gave.
enum Answer {
    Rows(Vec<tokio_postgres::Row>),
    Changed(u64),
}

impl PgTx {
    pub(super) fn new(connections: Arc<Connections>, connection: Borrowed, attempt: Attempt) -> Self {
        Self { connections, connection, attempt, begun: false, failure: None }
    }

    /// Begins it now.
    pub(super) async fn start(&mut self) -> Result<(), Failure> {
        let begin = self.begin();
        self.command(&begin).await?;
        self.begun = true;
        Ok(())
    }

    /// Returns the connection.
    pub(super) fn client(&self) -> Result<&Client, Failure> {
        self.connection.client().map(|client| &***client)
    }

    /// Begins a part of the transaction that can be undone alone.
    pub(super) async fn savepoint(&mut self) -> Result<(), Failure> {
        self.command("SAVEPOINT robots_operation").await
    }

    /// Ends that part, and undoes it if it failed. Fails if the whole transaction did.
    pub(super) async fn end_savepoint<T>(&mut self, outcome: Result<T>) -> Result<Result<T>, Failure> {
        match (self.failure.take(), outcome) {
            (None, Ok(output)) => {
                self.command("RELEASE SAVEPOINT robots_operation").await?;
                Ok(Ok(output))
            }
            (Some(failure), _) if !failure.keeps_connection() => Err(failure),
            (failure, outcome) => {
                self.command("ROLLBACK TO SAVEPOINT robots_operation").await?;
                Ok(failure.map_or(outcome, |failure| Err(failure.into())))
            }
        }
    }

    async fn command(&self, command: &str) -> Result<(), Failure> {
        let client = self.connection.client()?;
        let done = self.in_time(client.batch_execute(command)).await?;
        done.map_err(|error| Failure::of(error, self.connections.distributed()).not_applied())
    }

    /// Commits what an operation did, or undoes it if that failed. `committing` is set just before a
    /// `COMMIT` is sent that may be in doubt afterwards.
    pub(super) async fn end<T>(
        &mut self,
        outcome: Result<T>,
        committing: &AtomicBool,
    ) -> Result<T, Failure> {
        let outcome = match (self.failure.take(), outcome) {
            (Some(failure), _) => Err(failure),
            (None, Err(error)) => Err(Failure::permanent(error)),
            (None, Ok(output)) => self.commit(committing).await.map(|()| output),
        };
        match &outcome {
            Err(failure) if !failure.keeps_connection() => self.connection.close(),
            Err(_) => self.send("ROLLBACK"),
            Ok(_) => {}
        }
        self.connection.give_back();
        outcome
    }

    async fn commit(&mut self, committing: &AtomicBool) -> Result<(), Failure> {
        match self.attempt.access {
            _ if !self.begun => Ok(()),
            Access::Read => {
                self.send("COMMIT");
                Ok(())
            }
            Access::Write => {
                committing.store(true, Ordering::Relaxed);
                let client = self.connection.client()?;
                let committed = self.in_time(client.batch_execute("COMMIT")).await?;
                // It has ended, whatever came of it.
                self.begun = false;
                let distributed = self.connections.distributed();
                committed.map_err(|error| Failure::of_commit(error, distributed))
            }
        }
    }

    /// Sends the end of a transaction and does not wait for the answer: if it does not come, the connection
    /// is lost, and so is the transaction.
    fn send(&mut self, command: &'static str) {
        if !std::mem::take(&mut self.begun) {
            return;
        }
        if let Ok(client) = self.connection.client() {
            // The first poll sends it, and everything that is sent later comes behind it.
            let mut sending = pin!(client.batch_execute(command));
            let mut context = std::task::Context::from_waker(std::task::Waker::noop());
            let _ = sending.as_mut().poll(&mut context);
        }
    }

    /// Returns what begins the transaction.
    fn begin(&self) -> Cow<'static, str> {
        let begin = match self.attempt.access {
            Access::Read => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
            Access::Write => "BEGIN ISOLATION LEVEL READ COMMITTED",
        };
        match self.attempt.reduced_timeout {
            Some(limit) => format!("{begin}; SET LOCAL statement_timeout = {}", limit.as_millis()).into(),
            None => begin.into(),
        }
    }

    /// Runs a statement, and remembers why it failed.
    async fn run(&mut self, statement: &Statement, values: &[Named], rows: bool) -> Result<Answer> {
        if let Some(failure) = &self.failure {
            let reason = format!("an earlier statement failed: {}", failure.error());
            return Err(Error::internal("a statement was run in a transaction that had failed", reason));
        }
        let values = statement.bind(values)?;
        let values: Vec<_> =
            values.into_iter().map(|value| (value as &(dyn ToSql + Sync), value_type(value))).collect();
        match self.try_run(statement.sql(), &values, rows).await {
            Ok(answer) => Ok(answer),
            Err(failure) => {
                let failure = self.explain(failure.not_applied());
                let error = failure.error().to_string();
                self.failure = Some(failure);
                // What the operation makes of it is not looked at.
                Err(Error::refused(error))
            }
        }
    }

    /// A statement that the server stopped because it was told to hurry is slow, and has not failed.
    fn explain(&self, failure: Failure) -> Failure {
        match failure {
            Failure::Permanent { error, .. }
                if self.attempt.reduced_timeout.is_some() && is(&error, &[SqlState::QUERY_CANCELED]) =>
            {
                Failure::Slow { error, in_doubt: false }
            }
            other => other,
        }
    }

    async fn try_run(&mut self, sql: &str, values: &Typed<'_>, rows: bool) -> Result<Answer, Failure> {
        let distributed = self.connections.distributed();
        if self.begun {
            let client = self.connection.client()?;
            let answer = self.in_time(self.answer(client, sql, values, rows)).await?;
            return answer.map_err(|error| Failure::of(error, distributed));
        }
        let begin = self.begin();
        let client = self.connection.client()?;
        // If `BEGIN` failed, the statement would run alone. That is harmless if it only reads or locks.
        let (begun, answer) = if sql.starts_with("SELECT") {
            // Preparing takes an answer of its own, so it comes first.
            if self.connections.prepares() {
                let prepared = self.in_time(client.prepare_cached(sql)).await?;
                prepared.map_err(|error| Failure::of(error, distributed))?;
            }
            let (begun, answer) = self
                .in_time(both(client.batch_execute(&begin), self.answer(client, sql, values, rows)))
                .await?;
            (begun, Some(answer))
        } else {
            (self.in_time(client.batch_execute(&begin)).await?, None)
        };
        if let Err(error) = begun {
            self.connection.close();
            return Err(Failure::of(error, distributed));
        }
        self.begun = true;
        let answer = match answer {
            Some(answer) => answer,
            None => {
                let client = self.connection.client()?;
                self.in_time(self.answer(client, sql, values, rows)).await?
            }
        };
        answer.map_err(|error| Failure::of(error, distributed))
    }

    async fn answer(
        &self,
        client: &Object,
        sql: &str,
        values: &Typed<'_>,
        rows: bool,
    ) -> Result<Answer, tokio_postgres::Error> {
        if !self.connections.prepares() {
            return if rows {
                client.query_typed(sql, values).await.map(Answer::Rows)
            } else {
                client.execute_typed(sql, values).await.map(Answer::Changed)
            };
        }
        let prepared = client.prepare_cached(sql).await?;
        let values: Vec<_> = values.iter().map(|(value, _)| *value).collect();
        if rows {
            client.query(&prepared, &values).await.map(Answer::Rows)
        } else {
            client.execute(&prepared, &values).await.map(Answer::Changed)
        }
    }

    async fn in_time<T>(&self, work: impl Future<Output = T>) -> Result<T, Failure> {
        self.connections.in_time(self.attempt.deadline, work).await
    }
}

/// Values with their types.
type Typed<'v> = [(&'v (dyn ToSql + Sync), tokio_postgres::types::Type)];

/// Runs two futures at once, to the end of both. The first is polled first, so that what it sends goes first.
async fn both<A, B>(first: impl Future<Output = A>, second: impl Future<Output = B>) -> (A, B) {
    let (mut first, mut second) = (pin!(first), pin!(second));
    let (mut of_first, mut of_second) = (None, None);
    poll_fn(|context| {
        if of_first.is_none()
            && let Poll::Ready(done) = first.as_mut().poll(context)
        {
            of_first = Some(done);
        }
        if of_second.is_none()
            && let Poll::Ready(done) = second.as_mut().poll(context)
        {
            of_second = Some(done);
        }
        match (of_first.take(), of_second.take()) {
            (Some(first), Some(second)) => Poll::Ready((first, second)),
            (first, second) => {
                (of_first, of_second) = (first, second);
                Poll::Pending
            }
        }
    })
    .await
}

impl Tx for PgTx {
    fn in_doubt(&self) -> bool {
        self.attempt.in_doubt
    }

    async fn query<T: Send>(
        &mut self,
        statement: &Statement,
        values: &[Named],
        mut read: impl FnMut(&dyn Row) -> Result<T> + Send,
    ) -> Result<Vec<T>> {
        match self.run(statement, values, true).await? {
            Answer::Rows(rows) => rows.iter().map(|row| read(row)).collect(),
            Answer::Changed(_) => Ok(Vec::new()),
        }
    }

    async fn execute(&mut self, statement: &Statement, values: &[Named]) -> Result<u64> {
        match self.run(statement, values, false).await? {
            Answer::Changed(changed) => Ok(changed),
            Answer::Rows(rows) => Ok(rows.len() as u64),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn both_futures_are_run_to_their_end() {
        let (sender, receiver) = tokio::sync::oneshot::channel();
        let sent = async { sender.send(7).is_ok() };
        assert_eq!(both(receiver, sent).await, (Ok(7), true));
    }
}
