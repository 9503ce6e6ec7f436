//! [`Connections`]: statements run on connections of a pool, and tried again where that makes sense.

use std::{
    borrow::Cow,
    hash::{BuildHasher, Hasher, RandomState},
    time::{Duration, Instant},
};

use bytes::BytesMut;
use deadpool_postgres::{Object, Pool, PoolError, TimeoutType};
use tokio::time::timeout;
use tokio_postgres::{
    SimpleQueryMessage,
    error::SqlState,
    types::{FromSql, IsNull, ToSql, Type, to_sql_checked},
};

use super::{
    PostgresOptions,
    failure::{Failure, is},
    patience::Patience,
};
use crate::{
    model::error::{Error, Result},
    sql::{
        Statement, Value,
        row::{Row, utf8},
    },
};

/// Named values for a statement.
pub(super) type Values<'v> = [(&'v str, Value<'v>)];

/// What became of an operation.
pub(super) struct Answer {
    pub(super) outcome: Outcome,
    /// Whether an earlier try of it may have been done: it got no answer.
    pub(super) in_doubt: bool,
}

pub(super) enum Outcome {
    /// The rows that its first statement gave.
    Rows(Vec<tokio_postgres::Row>),
    /// A unique key is taken, and nothing was done.
    Taken,
}

impl Answer {
    /// Returns the rows of an operation that cannot meet a taken key.
    pub(super) fn rows(self) -> Result<Vec<tokio_postgres::Row>> {
        match self.outcome {
            Outcome::Rows(rows) => Ok(rows),
            Outcome::Taken => Err(Failure::Taken.into()),
        }
    }
}

/// The pool, and the rules for using its connections.
pub(super) struct Connections {
    pool: Pool,
    patience: Patience,
    prepare: bool,
    acquire_timeout: Duration,
    statement_timeout: Duration,
    deadline: Duration,
}

impl Connections {
    pub(super) fn new(pool: Pool, options: &PostgresOptions) -> Self {
        Self {
            patience: Patience::new(pool.clone(), options),
            pool,
            prepare: !options.pooler,
            acquire_timeout: options.acquire_timeout,
            statement_timeout: options.statement_timeout,
            deadline: options.deadline,
        }
    }

    /// Runs one statement, and tries again where that may help.
    pub(super) async fn run(&self, statement: &Statement, values: &Values<'_>) -> Result<Answer> {
        self.run_all(&[statement], values).await
    }

    /// Runs statements in one transaction, and tries again where that may help. If the first gives no rows,
    /// the others are not run.
    pub(super) async fn run_all(&self, statements: &[&Statement], values: &Values<'_>) -> Result<Answer> {
        let deadline = Instant::now() + self.deadline;
        let mut in_doubt = false;
        let (mut last, mut place) = (None, None);
        for pause in pauses() {
            let error = match self.try_once(statements, values, deadline, place.is_some()).await {
                Ok(rows) => return Ok(Answer { outcome: Outcome::Rows(rows), in_doubt }),
                Err(Failure::Taken) => return Ok(Answer { outcome: Outcome::Taken, in_doubt }),
                Err(Failure::Final(error)) => return Err(telling(error, last)),
                Err(Failure::Slow { error, in_doubt: this }) => {
                    in_doubt |= this;
                    tracing::debug!(in_doubt, "was slow while others waited, and will wait for its turn");
                    place = self.patience.place(self.acquire_timeout.min(left(deadline))).await;
                    let error = telling(error, last);
                    if place.is_none() {
                        return Err(error);
                    }
                    last = Some(error);
                    continue;
                }
                Err(Failure::Passing { error, in_doubt: this, .. }) => {
                    in_doubt |= this;
                    place = None;
                    telling(error, last)
                }
            };
            if Instant::now() + pause >= deadline {
                return Err(error);
            }
            tracing::debug!(error = &error as &dyn std::error::Error, in_doubt, ?pause, "will try again");
            last = Some(error);
            tokio::time::sleep(pause).await;
        }
        Err(last.unwrap_or_else(|| Error::refused("the store cannot be reached")))
    }

    /// Tries on one connection. Unless the operation has a place for what is slow, it may end early.
    async fn try_once(
        &self,
        statements: &[&Statement],
        values: &Values<'_>,
        deadline: Instant,
        placed: bool,
    ) -> Result<Vec<tokio_postgres::Row>, Failure> {
        let connection = self.acquire(deadline).await?;
        let hurry = if placed { None } else { self.patience.hurry() };
        let work = async {
            match statements {
                [statement] if hurry.is_none() => self.query(&connection, statement, values, deadline).await,
                _ => self.transact(&connection, statements, values, deadline, hurry).await,
            }
        };
        let done = if placed {
            work.await
        } else {
            self.patience.bear(work).await.unwrap_or_else(|| Err(slow(late(), true)))
        };
        if done.as_ref().err().is_none_or(Failure::keeps_connection) {
            connection.give_back();
        }
        done
    }

    /// Runs statements in a transaction. If they fail, the connection is closed or has none open.
    async fn transact(
        &self,
        connection: &Borrowed,
        statements: &[&Statement],
        values: &Values<'_>,
        deadline: Instant,
        hurry: Option<Duration>,
    ) -> Result<Vec<tokio_postgres::Row>, Failure> {
        let client = connection.client()?;
        let begin = hurry.map_or(Cow::Borrowed("BEGIN"), |limit| {
            format!("BEGIN; SET LOCAL statement_timeout = {}", limit.as_millis()).into()
        });
        self.in_time(deadline, client.batch_execute(&begin)).await.map_err(undone)?;
        let mut first = None;
        for statement in statements {
            let done = match self.query(connection, statement, values, deadline).await {
                Err(Failure::Final(error)) if hurry.is_some() && is(&error, &[SqlState::QUERY_CANCELED]) => {
                    Err(slow(error, false))
                }
                done => done.map_err(undone),
            };
            let rows = match done {
                Ok(rows) => rows,
                Err(failure) => {
                    if failure.keeps_connection() {
                        self.in_time(deadline, client.batch_execute("ROLLBACK")).await.map_err(undone)?;
                    }
                    return Err(failure);
                }
            };
            if first.get_or_insert(rows).is_empty() {
                break;
            }
        }
        self.in_time(deadline, client.batch_execute("COMMIT")).await?;
        Ok(first.unwrap_or_default())
    }

    async fn query(
        &self,
        connection: &Borrowed,
        statement: &Statement,
        values: &Values<'_>,
        deadline: Instant,
    ) -> Result<Vec<tokio_postgres::Row>, Failure> {
        let client = connection.client()?;
        let values = statement.bind(values).map_err(Failure::Final)?;
        if self.prepare {
            let prepared =
                self.in_time(deadline, client.prepare_cached(statement.sql())).await.map_err(undone)?;
            let values: Vec<_> = values.into_iter().map(|value| value as &(dyn ToSql + Sync)).collect();
            self.in_time(deadline, client.query(&prepared, &values)).await
        } else {
            let values: Vec<_> =
                values.into_iter().map(|value| (value as &(dyn ToSql + Sync), value_type(value))).collect();
            self.in_time(deadline, client.query_typed(statement.sql(), &values)).await
        }
    }

    async fn in_time<T>(
        &self,
        deadline: Instant,
        work: impl Future<Output = Result<T, tokio_postgres::Error>>,
    ) -> Result<T, Failure> {
        match timeout(self.statement_timeout.min(left(deadline)), work).await {
            Ok(done) => done.map_err(Failure::of),
            Err(_) => Err(Failure::Passing { error: late(), in_doubt: true, keep: false }),
        }
    }

    /// Takes a connection, within the usual time.
    pub(super) async fn acquire_soon(&self) -> Result<Borrowed, Failure> {
        self.acquire(Instant::now() + self.deadline).await
    }

    async fn acquire(&self, deadline: Instant) -> Result<Borrowed, Failure> {
        let acquired = timeout(self.acquire_timeout.min(left(deadline)), self.pool.get()).await;
        match acquired.unwrap_or(Err(PoolError::Timeout(TimeoutType::Wait))) {
            Ok(connection) => Ok(Borrowed(Some(connection))),
            Err(PoolError::Backend(error)) => Err(Failure::of_connecting(error)),
            Err(PoolError::Timeout(TimeoutType::Create | TimeoutType::Recycle)) => Err(Failure::Passing {
                error: Error::refused("the store cannot be reached"),
                in_doubt: false,
                keep: false,
            }),
            Err(PoolError::Timeout(TimeoutType::Wait)) => {
                Err(Failure::Final(Error::refused("the store is too busy")))
            }
            Err(error) => Err(Failure::Final(Error::unavailable("the store is closed", error))),
        }
    }
}

/// Of two errors the one that tells more: that time ran out says nothing of why.
fn telling(error: Error, before: Option<Error>) -> Error {
    match before {
        Some(before) if matches!(error, Error::Unavailable { source: None, .. }) => before,
        _ => error,
    }
}

fn left(deadline: Instant) -> Duration {
    deadline.saturating_duration_since(Instant::now())
}

fn late() -> Error {
    Error::refused("the store did not answer in time")
}

fn slow(error: Error, in_doubt: bool) -> Failure {
    Failure::Slow { error, in_doubt }
}

/// Says that nothing was done: what failed is not what makes it so.
fn undone(failure: Failure) -> Failure {
    match failure {
        Failure::Passing { error, keep, .. } => Failure::Passing { error, in_doubt: false, keep },
        other => other,
    }
}

/// A connection of the pool's. Unless it is given back it is closed, and what runs on it ends alone.
pub(super) struct Borrowed(Option<Object>);

impl Borrowed {
    fn client(&self) -> Result<&Object, Failure> {
        self.0.as_ref().ok_or_else(|| Failure::Final(Error::refused("the store is closed")))
    }

    /// Runs a command that takes no values, for as long as it takes.
    pub(super) async fn execute(&self, command: &str) -> Result<(), Failure> {
        self.client()?.batch_execute(command).await.map_err(Failure::of)
    }

    /// Runs a query that takes no values, and returns the one value that it gives, as text.
    pub(super) async fn query_text(&self, query: &str) -> Result<Option<String>, Failure> {
        let answers = self.client()?.simple_query(query).await.map_err(Failure::of)?;
        Ok(answers.iter().find_map(|answer| match answer {
            SimpleQueryMessage::Row(row) => row.get(0).map(str::to_owned),
            _ => None,
        }))
    }

    pub(super) fn give_back(mut self) {
        self.0.take();
    }
}

impl Drop for Borrowed {
    fn drop(&mut self) {
        if let Some(connection) = self.0.take() {
            drop(Object::take(connection));
        }
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

fn value_type(value: &Value<'_>) -> Type {
    match value {
        // The server finds out which it is.
        Value::Null => Type::UNKNOWN,
        Value::Integer(_) => Type::INT8,
        Value::Text(_) => Type::TEXT,
        Value::Integers(_) => Type::INT8_ARRAY,
        Value::Texts(_) => Type::TEXT_ARRAY,
    }
}

impl ToSql for Value<'_> {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Value::Null => Ok(IsNull::Yes),
            Value::Integer(number) => number.to_sql_checked(ty, out),
            Value::Text(text) => text.as_ref().to_sql_checked(ty, out),
            Value::Integers(numbers) => numbers.to_sql_checked(ty, out),
            Value::Texts(texts) => texts.to_sql_checked(ty, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// A text as it came.
struct Bytes<'r>(&'r [u8]);

impl<'r> FromSql<'r> for Bytes<'r> {
    fn from_sql(_: &Type, raw: &'r [u8]) -> Result<Self, Box<dyn std::error::Error + Sync + Send>> {
        Ok(Self(raw))
    }

    fn accepts(ty: &Type) -> bool {
        <&str as FromSql>::accepts(ty)
    }
}

impl Row for tokio_postgres::Row {
    fn text(&self, column: usize) -> Result<Option<&str>> {
        self.bytes(column)?.map(utf8).transpose()
    }

    fn bytes(&self, column: usize) -> Result<Option<&[u8]>> {
        let bytes: Option<Bytes<'_>> = self.try_get(column).map_err(unreadable)?;
        Ok(bytes.map(|Bytes(bytes)| bytes))
    }

    fn integer(&self, column: usize) -> Result<Option<i64>> {
        self.try_get(column).map_err(unreadable)
    }
}

fn unreadable(error: tokio_postgres::Error) -> Error {
    Error::internal("a stored value is of another type", error)
}

/// A row without its first columns.
pub(super) struct Behind<'r>(pub(super) &'r tokio_postgres::Row, pub(super) usize);

impl Row for Behind<'_> {
    fn text(&self, column: usize) -> Result<Option<&str>> {
        self.0.text(self.1 + column)
    }

    fn bytes(&self, column: usize) -> Result<Option<&[u8]>> {
        self.0.bytes(self.1 + column)
    }

    fn integer(&self, column: usize) -> Result<Option<i64>> {
        self.0.integer(self.1 + column)
    }
}

/// A row that is a list of texts.
pub(super) struct Texts<'r>(Vec<Option<&'r str>>);

impl<'r> Texts<'r> {
    /// Returns the list in the first column of a row, if there is one.
    pub(super) fn in_first_column(row: &'r tokio_postgres::Row) -> Result<Option<Self>> {
        row.try_get::<_, Option<_>>(0).map(|texts| texts.map(Self)).map_err(unreadable)
    }
}

impl Row for Texts<'_> {
    fn text(&self, column: usize) -> Result<Option<&str>> {
        Ok(self.0.get(column).copied().flatten())
    }

    fn integer(&self, column: usize) -> Result<Option<i64>> {
        let number = self.text(column)?.map(str::parse).transpose();
        number.map_err(|error| Error::internal("a stored value is of another type", error))
    }
}
