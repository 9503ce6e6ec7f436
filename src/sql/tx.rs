//! The interface between the operations of a store and a database: [`Tx`], [`Operation`] and [`Driver`].
//!
//! An operation is written once, as an `async fn` over any [`Tx`]. SQLite's `Tx` never waits: the operation is moved to
//! the writer's thread and polled once, to its end, inside the transaction of a group. PostgreSQL's waits for the
//! network.

use std::{fmt, future::Future};

#[cfg(feature = "postgres")]
use super::shortcuts::{Shortcut, Shortcuts};
use super::{
    row::{Collect, Row},
    statement::Statement,
    statements::Statements,
    value::Named,
};
#[cfg(feature = "postgres")]
use crate::model::id::SessionId;
use crate::model::{error::Result, time::Timestamp};

/// A transaction. Dropping it rolls back what was not committed.
pub(crate) trait Tx: Send {
    /// Returns whether an earlier attempt of the same operation may have been committed: its answer was lost. Then the
    /// operation may find its own earlier writes.
    fn in_doubt(&self) -> bool;

    /// Records that the operation erases text: an engine with a log removes the text from it after the commit.
    fn note_erasure(&mut self) {}

    /// Returns whether announcing a query has an effect.
    fn announces(&self) -> bool {
        false
    }

    /// Announces a query that will follow with these values: an engine on which a statement is a round trip sends it
    /// together with the statement before it. The query must not depend on that statement.
    fn announce(&mut self, _: &Statement, _: &[Named]) {}

    /// Announces that the operation will read the time.
    fn announce_now(&mut self) {}

    /// Returns the store's time, which decides about leases and expiries.
    fn now(&mut self) -> impl Future<Output = Result<Timestamp>> + Send;

    /// Runs a statement whose number of changed rows is not needed, together with the next statement or the commit.
    fn execute_later(
        &mut self,
        statement: &Statement,
        values: &[Named],
    ) -> impl Future<Output = Result<()>> + Send {
        async { self.execute(statement, values).await.map(drop) }
    }

    /// Runs a statement, and reads all its rows.
    fn query<T: Send>(
        &mut self,
        statement: &Statement,
        values: &[Named],
        read: impl FnMut(&dyn Row) -> Result<T> + Send,
    ) -> impl Future<Output = Result<Vec<T>>> + Send;

    /// Runs a [statement for a collector](super::text_statements), and passes the rows to the collector until it needs
    /// no more; it may get further rows. Returns the collector.
    fn collect<C: Collect>(
        &mut self,
        statement: &Statement,
        values: &[Named],
        mut collector: C,
    ) -> impl Future<Output = Result<C>> + Send {
        async {
            self.query(statement, values, |row| collector.take(row)).await?;
            Ok(collector)
        }
    }

    /// Runs a statement, and returns the number of rows that it changed. An insert whose key may exist needs `ON
    /// CONFLICT DO NOTHING`, and then changes no row: an error would end a transaction of PostgreSQL.
    fn execute(
        &mut self,
        statement: &Statement,
        values: &[Named],
    ) -> impl Future<Output = Result<u64>> + Send;

    /// Runs a statement, and reads its first row.
    fn query_one<T: Send>(
        &mut self,
        statement: &Statement,
        values: &[Named],
        read: impl FnMut(&dyn Row) -> Result<T> + Send,
    ) -> impl Future<Output = Result<Option<T>>> + Send {
        async { Ok(self.query(statement, values, read).await?.into_iter().next()) }
    }
}

/// An operation of a store. It can be run again with the same arguments: after a rollback of a group, in a retry, and
/// after a commit whose answer was lost.
pub(crate) trait Operation: Send + Sync + 'static {
    /// The type of its result.
    type Output: Send + 'static;

    /// Returns the single statement that does the whole operation in the usual case, if there is one.
    #[cfg(feature = "postgres")]
    fn shortcut<'o>(&'o self, _: &'o Shortcuts) -> Option<Shortcut<'o, Self::Output>> {
        None
    }

    /// Returns the session that it changes, if it changes one.
    #[cfg(feature = "postgres")]
    fn changes(&self) -> Option<SessionId> {
        None
    }

    /// Runs it in a transaction, which is committed if it succeeds.
    fn run<T: Tx>(
        &self,
        statements: &Statements,
        tx: &mut T,
    ) -> impl Future<Output = Result<Self::Output>> + Send;
}

/// A database that runs operations. Implementing this makes a whole store.
pub(crate) trait Driver: fmt::Debug + Send + Sync + 'static {
    /// Runs an operation that only reads, at one moment.
    fn read<O: Operation>(&self, operation: O) -> impl Future<Output = Result<O::Output>> + Send;

    /// Returns whether the store's log has no erased text any more; `None` if that is not known.
    fn log_is_clean(&self) -> Option<bool> {
        None
    }

    /// Runs an operation as one transaction: it is atomic, and durable when this returns.
    fn write<O: Operation>(&self, operation: O) -> impl Future<Output = Result<O::Output>> + Send;
}
