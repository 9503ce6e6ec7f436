//! [`SqliteTx`]: operations run on a connection of SQLite's.

use std::{
    future::{Future, ready},
    pin::pin,
    sync::Arc,
    task::{Context, Poll, Waker},
};

use rusqlite::{
    Connection,
    types::{ToSqlOutput, Type, ValueRef},
};

use super::failure::failed;
use crate::{
    model::{
        error::{Error, Result},
        time::{Clock, Timestamp},
    },
    sql::{
        row::Row,
        statement::Statement,
        tx::Tx,
        value::{Named, Value},
    },
};

/// A connection inside of a transaction. Whoever lends it to an operation has begun the transaction, and ends it.
///
/// It owns the connection, so that `&mut SqliteTx` can be sent to another thread, as [`Tx`] demands.
#[derive(Debug)]
pub(super) struct SqliteTx {
    pub(super) connection: Connection,
    /// Whether an operation of this transaction erased text for good.
    pub(super) erased: bool,
    clock: Arc<dyn Clock>,
}

impl SqliteTx {
    pub(super) fn new(connection: Connection, clock: Arc<dyn Clock>) -> Self {
        Self { connection, erased: false, clock }
    }

    /// Runs one of the few statements about transactions. They are prepared once, as all are.
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

    fn execute_now(&self, statement: &Statement, values: &[Named]) -> Result<u64> {
        let mut prepared = self.connection.prepare_cached(statement.sql()).map_err(failed)?;
        let changed = prepared.execute(rusqlite::params_from_iter(statement.bind(values)?));
        Ok(u64::try_from(changed.map_err(failed)?).unwrap_or(u64::MAX))
    }
}

impl Tx for SqliteTx {
    /// The answer to a commit cannot be lost inside of a process.
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

    fn execute(
        &mut self,
        statement: &Statement,
        values: &[Named],
    ) -> impl Future<Output = Result<u64>> + Send {
        ready(self.execute_now(statement, values))
    }
}

/// Runs an operation to its end. SQLite's [`Tx`] never waits, so one poll is all it takes.
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
        }))
    }
}

impl Row for rusqlite::Row<'_> {
    fn text(&self, column: usize) -> Result<Option<&str>> {
        // A damaged file can have any bytes in a text.
        let text = self.bytes(column)?.map(simdutf8::basic::from_utf8).transpose();
        text.map_err(|error| Error::internal("a stored text is no UTF-8", error))
    }

    #[inline]
    fn bytes(&self, column: usize) -> Result<Option<&[u8]>> {
        match self.get_ref(column).map_err(failed)? {
            ValueRef::Null => Ok(None),
            ValueRef::Text(bytes) => Ok(Some(bytes)),
            other => Err(wrong_type(other.data_type())),
        }
    }

    #[inline]
    fn integer(&self, column: usize) -> Result<Option<i64>> {
        match self.get_ref(column).map_err(failed)? {
            ValueRef::Null => Ok(None),
            ValueRef::Integer(number) => Ok(Some(number)),
            other => Err(wrong_type(other.data_type())),
        }
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
