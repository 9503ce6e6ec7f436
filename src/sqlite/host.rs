//! [`SqliteStore::with_transaction`]: writes of the store and of the host in one transaction.

use std::fmt;

use rusqlite::Connection;

use super::{
    SqliteStore,
    tx::{SqliteTx, complete},
};
use crate::{
    model::{
        error::Result,
        id::{MessageId, SessionId},
        offset::Revision,
        session::SessionChange,
    },
    repository::{Appended, Done, MessageBatch, MessageUpdate, SessionRecord, Step, Write},
    sql::{
        operations::{Append, CreateSession, Transact, UpdateMessage, UpdateSession},
        statements::Statements,
        tx::Operation,
    },
};

impl SqliteStore {
    /// Runs `work` in one transaction, in which the host writes its own rows together with those of this crate. It is
    /// atomic, and durable when this returns. If `work` fails, all its writes are rolled back.
    ///
    /// `work` runs on the thread that writes, and blocks all other writes: keep it short. **It may run more than
    /// once**, and the earlier runs are rolled back, so it must have no effects outside of the database. The host's
    /// tables are in the same file. SQLite's foreign keys are not enforced here.
    ///
    /// Neither permissions nor arguments are checked: see [`repository`](crate::repository).
    ///
    /// # Errors
    /// The error of `work`; [`Error::Unavailable`](crate::Error::Unavailable) if it waited in the queue for longer than
    /// the [timeout](super::SqliteOptions::timeout), or the queue is full;
    /// [`Error::StorageFailed`](crate::Error::StorageFailed) if the commit failed or the store is read-only.
    ///
    /// # Examples
    /// ```
    /// use storyden_robots::{
    ///     AccountId, Error, SessionId, SqliteOptions, SqliteStore, Timestamp, repository::SessionRecord,
    /// };
    ///
    /// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
    /// # let folder = tempfile::tempdir()?;
    /// # let path = folder.path().join("robots.db");
    /// let store = SqliteStore::open(SqliteOptions::new(&path).migrate(true)).await?;
    /// let (ann, session) = (AccountId::from_bytes([1; 12]), SessionId::from_bytes([2; 12]));
    /// let record = SessionRecord::new(session, Timestamp::UNIX_EPOCH, "Spam wave", ann);
    /// let work = store.with_transaction(move |transaction| {
    ///     transaction.create_session(&record)?;
    ///     let host = transaction.connection();
    ///     host.execute_batch("CREATE TABLE reports (session TEXT)")
    ///         .and_then(|()| host.execute("INSERT INTO reports VALUES (?1)", [session.to_string()]))
    ///         .map_err(|error| Error::internal("the report was not written", error))
    /// });
    /// assert_eq!(work.await?, 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub async fn with_transaction<T: Send + 'static>(
        &self,
        work: impl Fn(&mut HostTransaction<'_>) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        self.write_with(move |tx, statements| work(&mut HostTransaction { tx, statements })).await
    }
}

/// A transaction for writes of the store and of the host: see [`SqliteStore::with_transaction`].
pub struct HostTransaction<'t> {
    tx: &'t mut SqliteTx,
    statements: &'t Statements,
}

impl fmt::Debug for HostTransaction<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HostTransaction").finish_non_exhaustive()
    }
}

impl HostTransaction<'_> {
    /// Returns the connection, for the host's own statements. It is in a transaction: do not commit or roll it back.
    #[must_use]
    pub fn connection(&self) -> &Connection {
        &self.tx.connection
    }

    /// Creates a session: see [`create_session`](crate::SessionRepository::create_session).
    ///
    /// # Errors
    /// Those of that method.
    pub fn create_session(&mut self, session: &SessionRecord) -> Result<()> {
        self.run(&CreateSession(session.clone()))
    }

    /// Changes a session: see [`update_session`](crate::SessionRepository::update_session).
    ///
    /// # Errors
    /// Those of that method.
    pub fn update_session(&mut self, session: SessionId, change: &SessionChange, write: Write) -> Result<()> {
        self.run(&UpdateSession { session, change: change.clone(), write })
    }

    /// Appends messages: see [`append_messages`](crate::SessionRepository::append_messages).
    ///
    /// # Errors
    /// Those of that method.
    pub fn append_messages(
        &mut self,
        session: SessionId,
        batch: &MessageBatch,
        write: Write,
    ) -> Result<Appended> {
        self.run(&Append { session, batch: batch.clone(), write })
    }

    /// Changes a message: see [`update_message`](crate::SessionRepository::update_message).
    ///
    /// # Errors
    /// Those of that method.
    pub fn update_message(
        &mut self,
        session: SessionId,
        message: MessageId,
        update: &MessageUpdate,
        write: Write,
    ) -> Result<Revision> {
        self.run(&UpdateMessage { session, id: message, update: update.clone(), write })
    }

    /// Runs steps of turns, such as a submission: see [`transact`](crate::TurnRepository::transact).
    ///
    /// # Errors
    /// Those of that method.
    pub fn transact(&mut self, session: SessionId, steps: &[Step], write: Write) -> Result<Vec<Done>> {
        self.run(&Transact { session, steps: steps.to_vec(), write })
    }

    fn run<O: Operation>(&mut self, operation: &O) -> Result<O::Output> {
        complete(operation.run(self.statements, self.tx))
    }
}
