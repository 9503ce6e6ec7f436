//! [`PgTx`]: a transaction on a connection of the pool.

use std::{
    borrow::Cow,
    future::poll_fn,
    pin::{Pin, pin},
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
    model::{
        error::{Error, Result},
        time::Timestamp,
    },
    sql::{
        columns::Stored as _,
        row::Row,
        shortcuts::Shortcut,
        statement::Statement,
        tx::Tx,
        value::{Named, Value},
    },
};

/// Whether a transaction can write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    /// It only reads, and all its statements see the same moment.
    Read,
    /// It can write. Each statement sees what is committed when it begins; the lock of a session's row orders the
    /// writes of that session.
    Write,
}

/// The parameters of one attempt of an operation.
#[derive(Clone, Copy, Debug)]
pub(super) struct Attempt {
    pub(super) access: Access,
    pub(super) deadline: Instant,
    /// Whether an earlier attempt may have been committed.
    pub(super) in_doubt: bool,
    /// The reduced time limit of a statement on the server, if there is one.
    pub(super) reduced_timeout: Option<Duration>,
}

/// A transaction. It begins with its first statement. If it is dropped before its end, its connection is closed.
pub(super) struct PgTx {
    connections: Arc<Connections>,
    connection: Borrowed,
    attempt: Attempt,
    begun: bool,
    /// Why a statement failed; the operation gets only the error.
    failure: Option<Failure>,
    /// Statements to send together with the next one, before it.
    later: Vec<Request>,
    /// Statements to send together with the next one, after it.
    announced: Vec<Request>,
    /// The answers to announced statements.
    answers: Vec<(Request, Answer)>,
}

/// A statement with its values.
#[derive(Debug, PartialEq)]
struct Request {
    sql: Box<str>,
    values: Vec<Value>,
    rows: bool,
}

impl Request {
    fn new(statement: &Statement, values: &[Named], rows: bool) -> Result<Self> {
        let values = statement.bind(values)?.into_iter().cloned().collect();
        Ok(Self { sql: statement.sql().into(), values, rows })
    }

    fn of_sql(sql: &str) -> Self {
        Self { sql: sql.into(), values: Vec::new(), rows: true }
    }

    /// Returns whether it can run outside of a transaction: it only reads and locks.
    fn only_reads(&self) -> bool {
        self.sql.starts_with("SELECT")
    }
}

/// The result of a statement.
#[derive(Debug)]
enum Answer {
    Rows(Vec<tokio_postgres::Row>),
    Changed(u64),
}

impl PgTx {
    pub(super) fn new(connections: Arc<Connections>, connection: Borrowed, attempt: Attempt) -> Self {
        Self {
            connections,
            connection,
            attempt,
            begun: false,
            failure: None,
            later: Vec::new(),
            announced: Vec::new(),
            answers: Vec::new(),
        }
    }

    /// Begins the transaction now.
    pub(super) async fn start(&mut self) -> Result<(), Failure> {
        let begin = self.begin();
        // What begins it can be two commands, of which the second fails.
        self.begun = true;
        self.command(&begin).await
    }

    /// Returns the connection.
    pub(super) fn client(&self) -> Result<&Client, Failure> {
        self.connection.client().map(|client| &***client)
    }

    /// Sets a savepoint.
    pub(super) async fn savepoint(&mut self) -> Result<(), Failure> {
        self.command("SAVEPOINT robots_operation").await
    }

    /// Releases the savepoint, or rolls back to it if `outcome` is an error. Fails if the whole transaction failed.
    pub(super) async fn end_savepoint<T>(&mut self, outcome: Result<T>) -> Result<Result<T>, Failure> {
        self.announced.clear();
        self.answers.clear();
        let mut later = std::mem::take(&mut self.later);
        if self.failure.is_none()
            && outcome.is_ok()
            && let Some(last) = later.pop()
        {
            self.later = later;
            self.failure = self.exchange(last).await.err();
        }
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

    /// Tries to run an operation as one statement, outside of a transaction. Returns `None` if that is not possible:
    /// nothing was written then.
    pub(super) async fn run_shortcut<T>(
        &mut self,
        shortcut: &Shortcut<'_, T>,
        committing: &AtomicBool,
    ) -> Result<Option<T>, Failure> {
        let request = Request::new(shortcut.statement, &shortcut.values, true).map_err(Failure::permanent)?;
        let request = [request];
        let prepared = self.prepare(&request).await.map_err(Failure::not_applied)?;
        committing.store(true, Ordering::Relaxed);
        let client = self.connection.client()?;
        let answer = self.in_time(all(sent(client, &request, &prepared))).await?.pop();
        let output = match answer {
            Some(Ok(Answer::Rows(rows))) => rows.first().map(|row| (shortcut.read)(row)),
            Some(Err(error)) => match Failure::of(error, self.connections.distributed()) {
                Failure::UniqueViolation(_) => None,
                failure => return Err(failure),
            },
            _ => None,
        };
        committing.store(false, Ordering::Relaxed);
        output.transpose().map_err(Failure::permanent)
    }

    /// Handles the failure of a statement outside of a transaction.
    pub(super) fn abandon(&mut self, failure: &Failure) {
        if !failure.keeps_connection() {
            self.connection.close();
        }
        self.connection.give_back();
    }

    /// Commits the operation, or rolls it back if it failed. Sets `committing` just before it sends a `COMMIT` whose
    /// answer can be lost.
    pub(super) async fn end<T>(&mut self, outcome: Result<T>, committing: &AtomicBool) -> Result<T, Failure> {
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
            _ if !self.begun && self.later.is_empty() => Ok(()),
            Access::Read => {
                self.send("COMMIT");
                Ok(())
            }
            Access::Write => {
                let last = std::mem::take(&mut self.later);
                let prepared = self.prepare(&last).await.map_err(Failure::not_applied)?;
                if !self.begun {
                    self.start().await?;
                }
                committing.store(true, Ordering::Relaxed);
                let client = self.connection.client()?;
                // A `COMMIT` behind a statement that failed undoes everything.
                let work = async { client.batch_execute("COMMIT").await.map(|()| Answer::Changed(0)) };
                let mut sent = sent(client, &last, &prepared);
                sent.push(Box::pin(work));
                let mut answers = self.in_time(all(sent)).await?;
                let distributed = self.connections.distributed();
                let committed = answers.pop();
                // A `COMMIT` that the server stopped, for example because it took too long, leaves a transaction that
                // wants a `ROLLBACK`. Where none is open, that does no harm.
                self.begun = matches!(committed, Some(Err(_)));
                for answer in answers {
                    answer.map_err(|error| self.explain(Failure::of(error, distributed)))?;
                }
                match committed {
                    Some(Err(error)) => Err(self.explain(Failure::of_commit(error, distributed))),
                    _ => Ok(()),
                }
            }
        }
    }

    /// Sends the end of a transaction without waiting for the answer: if that does not arrive, the connection is lost,
    /// and the transaction is rolled back.
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

    /// Returns the statements that begin the transaction.
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

    /// Runs a statement, and keeps the reason if it fails.
    async fn run(&mut self, statement: &Statement, values: &[Named], rows: bool) -> Result<Answer> {
        self.run_request(Request::new(statement, values, rows)?).await
    }

    async fn run_request(&mut self, request: Request) -> Result<Answer> {
        if let Some(failure) = &self.failure {
            let reason = format!("an earlier statement failed: {}", failure.error());
            return Err(Error::internal("a statement was run in a transaction that had failed", reason));
        }
        if let Some(answered) = self.answers.iter().position(|(answered, _)| *answered == request) {
            return Ok(self.answers.swap_remove(answered).1);
        }
        match self.exchange(request).await {
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

    /// Converts the failure of a statement that the server cancelled at the reduced time limit to `Slow`.
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

    /// Sends a statement together with the waiting ones, in one round trip, and returns its answer.
    async fn exchange(&mut self, request: Request) -> Result<Answer, Failure> {
        let mut requests = std::mem::take(&mut self.later);
        let index = requests.len();
        requests.push(request);
        requests.append(&mut self.announced);
        let prepared = self.prepare(&requests).await?;
        let together = !self.begun && requests.iter().all(Request::only_reads);
        if !self.begun && !together {
            self.start().await?;
        }
        let begin = self.begin();
        let client = self.connection.client()?;
        let mut sent = sent(client, &requests, &prepared);
        if together {
            // If it failed, the statements would run alone: they only read and lock.
            let begin = async { client.batch_execute(&begin).await.map(|()| Answer::Changed(0)) };
            sent.insert(0, Box::pin(begin));
        }
        let mut answers = self.in_time(all(sent)).await?.into_iter();
        let distributed = self.connections.distributed();
        if together && let Some(Err(error)) = answers.next() {
            self.connection.close();
            return Err(Failure::of(error, distributed));
        }
        self.begun = true;
        let answers: Result<Vec<_>, _> = answers.collect();
        let answers = answers.map_err(|error| Failure::of(error, distributed))?;
        let mut answers = requests.into_iter().zip(answers).skip(index);
        let (_, answer) = answers.next().ok_or_else(|| {
            Failure::permanent(Error::internal(
                "unexpected answer from the database",
                "a statement without one",
            ))
        })?;
        self.answers.extend(answers);
        Ok(answer)
    }

    /// Prepares the statements that this connection has not prepared yet; none behind a pooler.
    async fn prepare(&self, requests: &[Request]) -> Result<Vec<tokio_postgres::Statement>, Failure> {
        let mut prepared = Vec::new();
        if self.connections.prepares() {
            let client = self.connection.client()?;
            let distributed = self.connections.distributed();
            for request in requests {
                let statement = self.in_time(client.prepare_cached(&request.sql)).await?;
                prepared.push(statement.map_err(|error| Failure::of(error, distributed))?);
            }
        }
        Ok(prepared)
    }

    async fn in_time<T>(&self, work: impl Future<Output = T>) -> Result<T, Failure> {
        self.connections.in_time(self.attempt.deadline, work).await
    }
}

/// A future that sends at its first poll, and resolves to the answer.
type Sent<'r> = Pin<Box<dyn Future<Output = Result<Answer, tokio_postgres::Error>> + Send + 'r>>;

fn sent<'r>(
    client: &'r Object,
    requests: &'r [Request],
    prepared: &'r [tokio_postgres::Statement],
) -> Vec<Sent<'r>> {
    let prepared = prepared.iter().map(Some).chain(std::iter::repeat(None));
    let send = |(request, prepared)| -> Sent<'r> { Box::pin(answer(client, request, prepared)) };
    requests.iter().zip(prepared).map(send).collect()
}

async fn answer(
    client: &Object,
    request: &Request,
    prepared: Option<&tokio_postgres::Statement>,
) -> Result<Answer, tokio_postgres::Error> {
    let Request { sql, values, rows } = request;
    if let Some(prepared) = prepared {
        let values: Vec<_> = values.iter().map(|value| value as &(dyn ToSql + Sync)).collect();
        return if *rows {
            client.query(prepared, &values).await.map(Answer::Rows)
        } else {
            client.execute(prepared, &values).await.map(Answer::Changed)
        };
    }
    let values: Vec<_> =
        values.iter().map(|value| (value as &(dyn ToSql + Sync), value_type(value))).collect();
    if *rows {
        client.query_typed(sql, &values).await.map(Answer::Rows)
    } else {
        client.execute_typed(sql, &values).await.map(Answer::Changed)
    }
}

/// Runs futures concurrently to their ends. They are polled in order, so they send in order.
async fn all<T: Unpin>(futures: Vec<Pin<Box<dyn Future<Output = T> + Send + '_>>>) -> Vec<T> {
    let mut futures: Vec<_> = futures.into_iter().map(|future| (future, None)).collect();
    poll_fn(|context| {
        for (future, done) in &mut futures {
            if done.is_none()
                && let Poll::Ready(output) = future.as_mut().poll(context)
            {
                *done = Some(output);
            }
        }
        if futures.iter().any(|(_, done)| done.is_none()) {
            return Poll::Pending;
        }
        Poll::Ready(futures.iter_mut().filter_map(|(_, done)| done.take()).collect())
    })
    .await
}

/// The time in microseconds, read after the session's lock is held: `now()` would be the begin of the transaction.
const NOW: &str = "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT)";

impl Tx for PgTx {
    fn in_doubt(&self) -> bool {
        self.attempt.in_doubt
    }

    fn announce_now(&mut self) {
        self.announced.push(Request::of_sql(NOW));
    }

    async fn now(&mut self) -> Result<Timestamp> {
        let answer = self.run_request(Request::of_sql(NOW)).await?;
        let Answer::Rows(rows) = answer else { return Err(no_time()) };
        rows.first().map_or_else(|| Err(no_time()), |row| Timestamp::load(row, 0))
    }

    fn announces(&self) -> bool {
        true
    }

    fn announce(&mut self, statement: &Statement, values: &[Named]) {
        // What cannot be bound fails when it is run.
        self.announced.extend(Request::new(statement, values, true));
    }

    async fn execute_later(&mut self, statement: &Statement, values: &[Named]) -> Result<()> {
        self.later.push(Request::new(statement, values, false)?);
        Ok(())
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

fn no_time() -> Error {
    Error::internal("unexpected answer from the database", "the time is not there")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn all_futures_are_run_to_their_end() {
        let (sender, receiver) = tokio::sync::oneshot::channel();
        let answer = Box::pin(async { receiver.await == Ok(7) });
        let sent = Box::pin(async { sender.send(7).is_ok() });
        assert_eq!(all(vec![answer as Pin<Box<dyn Future<Output = bool> + Send>>, sent]).await, [true, true]);
    }
}
