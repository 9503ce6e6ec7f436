//! [`SqliteStore`]: the operations of [`sql`](crate::sql) over SQLite.

use std::{
    fmt,
    future::Future,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use futures_channel::oneshot;

#[cfg(not(feature = "search"))]
use super::connection::refuse_search;
#[cfg(feature = "search")]
use super::connection::{has_search, make_search};
use super::{
    SqliteOptions,
    checkpoint::Checkpointer,
    connection::{open_reader, open_writer},
    executor::Executor,
    tx::{SqliteTx, complete},
    watcher::Watcher,
    writer::Writer,
};
use crate::{
    model::error::{Error, Result},
    repository::{Followed, Followers},
    sql::{
        Dialect, sql_store,
        statements::Statements,
        tx::{Driver, Operation},
    },
};

#[cfg(feature = "search")]
use crate::sql::search::statements::SearchStatements;

/// The embedded store: everything in one SQLite file.
///
/// Cheap to clone; clones share everything. Dropping the last clone blocks until the accepted writes are finished.
///
/// # Several processes
/// Several processes of one machine can open the file. Their writes run one after the other. Followers of a session are
/// notified of the changes of all of them: while there are followers, a thread of the store checks [every 100
/// ms](SqliteOptions::follow_interval) whether the file has changed.
///
/// # Examples
/// ```
/// use storyden_robots::{SqliteOptions, SqliteStore};
///
/// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("robots.db");
/// let store = SqliteStore::open(SqliteOptions::new(&path).migrate(true)).await?;
/// # let _ = store;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct SqliteStore {
    followers: Arc<Followers>,
    // Before the executor: the connection that writes is closed last.
    _watcher: Arc<Watcher>,
    executor: Arc<Executor>,
    pub(super) statements: Arc<Statements>,
    pub(super) options: Arc<SqliteOptions>,
    /// Whether the WAL may still have erased text.
    log_is_dirty: Arc<AtomicBool>,
}

impl fmt::Debug for SqliteStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteStore").finish_non_exhaustive()
    }
}

impl SqliteStore {
    /// Opens the store. The work is done on another thread.
    ///
    /// # Errors
    /// [`Error::StorageFailed`] if the file is missing and may not be created, cannot be opened or is not an SQLite
    /// database; if its schema is newer than this crate's; or if its schema is older and
    /// [`migrate`](SqliteOptions::migrate) is off. [`Error::Unavailable`] if another process locks the file for longer
    /// than the [timeout](SqliteOptions::timeout).
    pub async fn open(options: SqliteOptions) -> Result<Self> {
        on_a_thread("storyden-robots-open", move || Self::open_blocking(options)).await
    }

    fn open_blocking(options: SqliteOptions) -> Result<Self> {
        let log_is_dirty = Arc::new(AtomicBool::new(false));
        let writer = if options.read_only {
            None
        } else {
            let tx = open_writer(&options)?;
            #[cfg(feature = "search")]
            make_search(&tx, &options)?;
            #[cfg(not(feature = "search"))]
            refuse_search(&tx.connection, &options)?;
            let mut checkpointer =
                Checkpointer::new(options.path.clone(), options.wal_limit).telling(Arc::clone(&log_is_dirty));
            checkpointer.run(&tx.connection);
            Some(Writer::new(tx, checkpointer))
        };
        let readers: Result<Vec<_>> = (0..options.readers).map(|_| open_reader(&options)).collect();
        let readers = readers?;
        let statements = Arc::new(Statements::new(Dialect::Sqlite, &options.tables));
        #[cfg(feature = "search")]
        if let Some(reader) = readers.first()
            && has_search(&reader.connection, &options.tables)?
        {
            statements.search.get_or_init(|| SearchStatements::new(Dialect::Sqlite, &options.tables));
        }
        let executor = Arc::new(Executor::start(writer, readers, &options)?);
        let (followers, options) = (Arc::default(), Arc::new(options));
        let watcher = Arc::new(Watcher::start(&followers, &options, &statements)?);
        Ok(Self { followers, _watcher: watcher, executor, statements, options, log_is_dirty })
    }

    /// Runs `job` in a read transaction: all its reads see the same moment.
    pub(super) async fn read_with<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut SqliteTx, &Statements) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let statements = Arc::clone(&self.statements);
        self.executor.read(move |tx| job(tx, &statements)).await
    }

    /// Runs `job` in a transaction on the writer's thread, and again if it was rolled back.
    pub(super) async fn write_with<T: Send + 'static>(
        &self,
        job: impl Fn(&mut SqliteTx, &Statements) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let statements = Arc::clone(&self.statements);
        self.executor.write(move |tx| job(tx, &statements)).await
    }
}

impl Driver for SqliteStore {
    fn read<O: Operation>(&self, operation: O) -> impl Future<Output = Result<O::Output>> + Send {
        self.read_with(move |tx, statements| complete(operation.run(statements, tx)))
    }

    fn log_is_clean(&self) -> Option<bool> {
        Some(!self.log_is_dirty.load(Ordering::Acquire))
    }

    fn write<O: Operation>(&self, operation: O) -> impl Future<Output = Result<O::Output>> + Send {
        self.write_with(move |tx, statements| complete(operation.run(statements, tx)))
    }
}

impl Followed for SqliteStore {
    fn followers(&self) -> Arc<Followers> {
        Arc::clone(&self.followers)
    }
}

sql_store!(SqliteStore);

/// Runs blocking work on a new thread.
pub(super) async fn on_a_thread<T: Send + 'static>(
    name: &str,
    job: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    let (answer, answered) = oneshot::channel();
    std::thread::Builder::new()
        .name(name.to_owned())
        // Nobody may be left to receive it: the caller's future can be dropped at any time.
        .spawn(move || answer.send(job()).ok())
        .map_err(|error| Error::unavailable("the store cannot start a thread", error))?;
    answered.await.unwrap_or_else(|error| Err(Error::internal("the store panicked", error)))
}
