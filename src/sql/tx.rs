//! The seam between the operations of a store and a database: [`Tx`], [`Operation`] and [`Driver`].
//!
//! An operation is written once, as an `async fn` over any [`Tx`]. SQLite's never waits: the operation is moved to the
//! writer's thread and polled once, to its end, inside the transaction of a group. PostgreSQL's waits for the network.

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

/// A transaction. Dropping it undoes what was not committed.
pub(crate) trait Tx: Send {
    /// Returns whether an earlier try of the same operation may have been committed: its answer was lost. Then what the
    /// operation finds may be its own work.
    fn in_doubt(&self) -> bool;

    /// Notes that the operation erases text for good: an engine that keeps copies in a log removes them after the
    /// commit.
    fn note_erasure(&mut self) {}

    /// Returns whether announcing makes a difference: else there is no need to.
    fn announces(&self) -> bool {
        false
    }

    /// Announces a query that will follow with these values: an engine on which a statement is a round trip sends it
    /// together with the one before it. It must not depend on that one.
    fn announce(&mut self, _: &Statement, _: &[Named]) {}

    /// Announces that the operation will ask for the time.
    fn announce_now(&mut self) {}

    /// Returns the store's time, which decides between processes.
    fn now(&mut self) -> impl Future<Output = Result<Timestamp>> + Send;

    /// Runs a statement of which nobody needs to know how many rows it changed, with the next statement or the commit.
    fn execute_later(
        &mut self,
        statement: &Statement,
        values: &[Named],
    ) -> impl Future<Output = Result<()>> + Send {
        async { self.execute(statement, values).await.map(drop) }
    }

    /// Runs a statement, and reads every row that it returns.
    fn query<T: Send>(
        &mut self,
        statement: &Statement,
        values: &[Named],
        read: impl FnMut(&dyn Row) -> Result<T> + Send,
    ) -> impl Future<Output = Result<Vec<T>>> + Send;

    /// Runs a [statement for a collector](super::text_statements), and gives it the rows that the statement returns
    /// until it wants no more, or more than those. Returns it.
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

    /// Runs a statement, and returns how many rows it changed. An insert that may meet a taken key says
    /// `ON CONFLICT DO NOTHING` and changes none: an error would end a transaction of PostgreSQL's.
    fn execute(
        &mut self,
        statement: &Statement,
        values: &[Named],
    ) -> impl Future<Output = Result<u64>> + Send;

    /// Runs a statement, and reads the first row that it returns.
    fn query_one<T: Send>(
        &mut self,
        statement: &Statement,
        values: &[Named],
        read: impl FnMut(&dyn Row) -> Result<T> + Send,
    ) -> impl Future<Output = Result<Option<T>>> + Send {
        async { Ok(self.query(statement, values, read).await?.into_iter().next()) }
    }
}

/// An operation of a store. It can be started anew from its arguments: a group that is undone, a retry and a commit
/// whose answer was lost run it again.
pub(crate) trait Operation: Send + Sync + 'static {
    /// What it returns.
    type Output: Send + 'static;

    /// Returns the one statement that does all of it if nothing is in the way, if there is one.
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

/// A database that runs operations. Whatever implements it is a whole store.
pub(crate) trait Driver: fmt::Debug + Send + Sync + 'static {
    /// Runs an operation that only reads: it sees one moment.
    fn read<O: Operation>(&self, operation: O) -> impl Future<Output = Result<O::Output>> + Send;

    /// Returns whether the copies are gone that a log of the store's had of what was erased; `None` if it does not
    /// know.
    fn log_is_clean(&self) -> Option<bool> {
        None
    }

    /// Runs an operation as one transaction: all of it is done and durable, or none.
    fn write<O: Operation>(&self, operation: O) -> impl Future<Output = Result<O::Output>> + Send;
}
