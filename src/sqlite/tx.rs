//! [`SqliteTx`]: runs operations on a SQLite connection.

use std::{
    any::Any,
    fmt,
    future::{Future, ready},
    pin::pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker},
};

use rusqlite::{
    Connection,
    functions::{self, FunctionFlags},
    types::{ToSqlOutput, Type, ValueRef},
};

use super::failure::failed;
use crate::{
    model::{
        error::{Error, Result},
        time::{Clock, Timestamp},
    },
    sql::{
        row::{Collect, Row},
        statement::Statement,
        text_statements::FUNCTION,
        tx::Tx,
        value::{Named, Value},
    },
};

/// A connection inside a transaction. The caller of an operation begins and ends the transaction.
///
/// It owns the connection, so that `&mut SqliteTx` is `Send`, as [`Tx`] requires.
#[derive(Debug)]
pub(super) struct SqliteTx {
    pub(super) connection: Connection,
    /// Whether an operation of this transaction erased text.
    pub(super) erased: bool,
    clock: Arc<dyn Clock>,
    collecting: Collecting,
}

impl SqliteTx {
    pub(super) fn new(connection: Connection, clock: Arc<dyn Clock>) -> Result<Self> {
        let collecting = Collecting::on(&connection)?;
        Ok(Self { connection, erased: false, clock, collecting })
    }

    /// Runs a statement that controls the transaction. It is prepared once, like all statements.
    pub(super) fn control(&self, sql: &str) -> rusqlite::Result<()> {
        self.connection.prepare_cached(sql)?.execute([]).map(drop)
    }

    fn query_now<T>(
        &self,
        statement: &Statement,
        values: &[Named],
        mut read: impl FnMut(&dyn Row) -> Result<T>,
    ) -> Result<Vec<T>> {
        let mut prepared = self.connection.prepare_cached(statement.sql()).map_err(failed)?;
        let bound = rusqlite::params_from_iter(statement.bind(values)?);
        let mut rows = prepared.query(bound).map_err(failed)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next().map_err(failed)? {
            found.push(read(row)?);
        }
        Ok(found)
    }

    fn collect_now<C: Collect>(&self, statement: &Statement, values: &[Named], collector: C) -> Result<C> {
        let mut prepared = self.connection.prepare_cached(statement.sql()).map_err(failed)?;
        let bound = rusqlite::params_from_iter(statement.bind(values)?);
        self.collecting.run(collector, || {
            let mut rows = prepared.query(bound)?;
            while rows.next()?.is_some() {}
            Ok(())
        })
    }

    fn execute_now(&self, statement: &Statement, values: &[Named]) -> Result<u64> {
        let mut prepared = self.connection.prepare_cached(statement.sql()).map_err(failed)?;
        let changed = prepared.execute(rusqlite::params_from_iter(statement.bind(values)?));
        Ok(u64::try_from(changed.map_err(failed)?).unwrap_or(u64::MAX))
    }
}

impl Tx for SqliteTx {
    /// Inside one process, the result of a commit cannot be lost.
    fn in_doubt(&self) -> bool {
        false
    }

    fn note_erasure(&mut self) {
        self.erased = true;
    }

    fn now(&mut self) -> impl Future<Output = Result<Timestamp>> + Send {
        ready(Ok(self.clock.now()))
    }

    fn query<T: Send>(
        &mut self,
        statement: &Statement,
        values: &[Named],
        read: impl FnMut(&dyn Row) -> Result<T> + Send,
    ) -> impl Future<Output = Result<Vec<T>>> + Send {
        ready(self.query_now(statement, values, read))
    }

    fn collect<C: Collect>(
        &mut self,
        statement: &Statement,
        values: &[Named],
        collector: C,
    ) -> impl Future<Output = Result<C>> + Send {
        ready(self.collect_now(statement, values, collector))
    }

    fn execute(
        &mut self,
        statement: &Statement,
        values: &[Named],
    ) -> impl Future<Output = Result<u64>> + Send {
        ready(self.execute_now(statement, values))
    }
}

/// Runs an operation to its end. SQLite's [`Tx`] never waits, so one poll is enough.
pub(super) fn complete<T>(operation: impl Future<Output = Result<T>>) -> Result<T> {
    match pin!(operation).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(result) => result,
        Poll::Pending => Err(Error::Internal {
            context: "an operation waited for something else than the database".into(),
            source: None,
        }),
    }
}

impl rusqlite::ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Integer(number) => ValueRef::Integer(*number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Blob(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

macro_rules! row {
    ($row:ty, |$this:ident, $column:ident| $value:expr) => {
        impl Row for $row {
            fn text(&self, column: usize) -> Result<Option<&str>> {
                // A damaged file can have any bytes in a text.
                let text = self.bytes(column)?.map(simdutf8::basic::from_utf8).transpose();
                text.map_err(|error| Error::internal("a stored text is not UTF-8", error))
            }

            #[inline]
            fn bytes(&self, column: usize) -> Result<Option<&[u8]>> {
                let ($this, $column) = (self, column);
                match $value {
                    ValueRef::Null => Ok(None),
                    ValueRef::Text(bytes) => Ok(Some(bytes)),
                    other => Err(wrong_type(other.data_type())),
                }
            }

            fn blob(&self, column: usize) -> Result<Option<&[u8]>> {
                let ($this, $column) = (self, column);
                match $value {
                    ValueRef::Null => Ok(None),
                    ValueRef::Blob(bytes) => Ok(Some(bytes)),
                    other => Err(wrong_type(other.data_type())),
                }
            }

            #[inline]
            fn integer(&self, column: usize) -> Result<Option<i64>> {
                let ($this, $column) = (self, column);
                match $value {
                    ValueRef::Null => Ok(None),
                    ValueRef::Integer(number) => Ok(Some(number)),
                    other => Err(wrong_type(other.data_type())),
                }
            }
        }
    };
}

row!(rusqlite::Row<'_>, |row, column| row.get_ref(column).map_err(failed)?);
// The columns of a row are the arguments of a call.
row!(functions::Context<'_>, |call, column| {
    if column < call.len() { call.get_raw(column) } else { ValueRef::Null }
});

/// The collector of the running statement; the SQL function of the connection passes rows to it.
#[derive(Clone, Default)]
struct Collecting(Arc<Mutex<Option<Collector>>>);

struct Collector {
    rows: Box<dyn Collect>,
    /// The error after which it accepts no more rows.
    failed: Option<Error>,
}

impl Collecting {
    /// Registers the SQL function on a connection.
    fn on(connection: &Connection) -> Result<Self> {
        let this = Self::default();
        let collecting = this.clone();
        // Nothing that somebody put into the schema can call it.
        let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DIRECTONLY;
        let take = move |call: &functions::Context<'_>| Ok(collecting.take(call));
        connection.create_scalar_function(FUNCTION, -1, flags, take).map_err(failed)?;
        Ok(this)
    }

    /// Passes a row to the collector. Returns whether the collector needs no more rows.
    fn take(&self, row: &dyn Row) -> bool {
        let mut collector = self.lock();
        // Without a collector this is a statement of the host's.
        let Some(Collector { rows, failed }) = collector.as_mut() else { return true };
        if failed.is_none() {
            match rows.take(row) {
                Ok(more) => return !more,
                Err(error) => *failed = Some(error),
            }
        }
        true
    }

    /// Runs a statement whose rows this collector receives.
    fn run<C: Collect>(&self, collector: C, run: impl FnOnce() -> rusqlite::Result<()>) -> Result<C> {
        *self.lock() = Some(Collector { rows: Box::new(collector), failed: None });
        let ran = run();
        let collector = self.lock().take();
        ran.map_err(failed)?;
        let lost = || Error::internal("the rows of a statement are lost", "its collector is another");
        match collector {
            Some(Collector { failed: Some(error), .. }) => Err(error),
            Some(Collector { rows, .. }) => {
                let rows: Box<dyn Any> = rows;
                rows.downcast::<C>().map(|rows| *rows).map_err(|_| lost())
            }
            None => Err(lost()),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Option<Collector>> {
        // One that panicked is dropped with what it made.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Collecting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Collecting").finish_non_exhaustive()
    }
}

#[cold]
fn wrong_type(found: Type) -> Error {
    Error::Internal { context: format!("a stored value has the type {found}").into(), source: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_operation_that_waits_is_an_error() {
        assert_eq!(complete(async { Ok(7) }).unwrap(), 7);
        let error = complete(std::future::pending::<Result<()>>()).unwrap_err();
        assert_eq!(error.to_string(), "an operation waited for something else than the database");
    }
}
