//! [`SqliteOptions`]: where the file is, and how it is opened.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use crate::{
    model::time::{Clock, SystemClock},
    sql::{Tables, schema_setters},
};

/// Options of a [`SqliteStore`](super::SqliteStore): its file and how it is used.
///
/// # Examples
/// ```no_run
/// use std::time::Duration;
/// use storyden_robots::{SqliteOptions, SqliteStore, sql::Tables};
///
/// # async fn example() -> storyden_robots::Result<()> {
/// let options = SqliteOptions::new("forum.db")
///     .migrate(true)
///     .tables(Tables::with_prefix("forum_robots_")?)
///     .readers(8)
///     .timeout(Duration::from_secs(2));
/// let store = SqliteStore::open(options).await?;
/// # let _ = store;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a setting of its own")]
pub struct SqliteOptions {
    pub(super) path: PathBuf,
    pub(super) create: bool,
    pub(super) read_only: bool,
    pub(super) migrate: bool,
    pub(super) tables: Tables,
    pub(super) readers: usize,
    pub(super) queue: usize,
    pub(super) timeout: Duration,
    pub(super) wal_limit: u64,
    pub(super) read_in_place: bool,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) follow_interval: Duration,
    #[cfg(feature = "search")]
    pub(super) search: bool,
}

impl SqliteOptions {
    /// Opens the file at `path`.
    ///
    /// The file may be the host's own database: see [`tables`](Self::tables). Do not put it on a network share:
    /// SQLite's locks do not work there.
    #[must_use]
    pub fn new(path: impl AsRef<Path>) -> Self {
        Self {
            path: path.as_ref().to_owned(),
            create: true,
            read_only: false,
            migrate: false,
            tables: Tables::default(),
            readers: 4,
            queue: 4096,
            timeout: Duration::from_secs(5),
            wal_limit: 64 << 20,
            read_in_place: false,
            clock: Arc::new(SystemClock),
            follow_interval: Duration::from_millis(100),
            #[cfg(feature = "search")]
            search: false,
        }
    }

    /// Sets whether a missing file is created (default `true`; it also needs [`migrate`](Self::migrate)). With `false`,
    /// a missing file is [`Error::StorageFailed`](crate::Error::StorageFailed), so that a wrong path does not look like
    /// an empty store.
    #[must_use]
    pub fn create(self, create: bool) -> Self {
        Self { create, ..self }
    }

    /// Sets whether the file is opened for reading only (default `false`). Then every write fails with
    /// [`Error::StorageFailed`](crate::Error::StorageFailed), and nothing is created or migrated.
    ///
    /// This works on read-only media too. Where the folder cannot be written, nobody may change the file meanwhile:
    /// SQLite cannot lock it there.
    #[must_use]
    pub fn read_only(self, read_only: bool) -> Self {
        Self { read_only, ..self }
    }

    schema_setters!();

    /// Sets the number of threads that read: 1 to 64 (default 4). Each has a cache of 16 MB.
    #[must_use]
    pub fn readers(self, readers: usize) -> Self {
        Self { readers: readers.clamp(1, 64), ..self }
    }

    /// Sets whether to read on the thread that polls the caller's future, as long as a reader's connection is free
    /// (default `false`).
    ///
    /// This saves the way to a reader's thread and back: about half of the time of a page that is in memory. But a
    /// read that goes to the disk blocks the runtime's thread meanwhile. Use it for files that fit into memory, and
    /// for fast disks. Writes never run in place.
    #[must_use]
    pub fn read_in_place(self, in_place: bool) -> Self {
        Self { read_in_place: in_place, ..self }
    }

    /// Sets the maximum length of the queues of reads and of writes, at least 1 (default 4096). When a queue is full,
    /// operations fail at once with [`Error::Unavailable`](crate::Error::Unavailable).
    #[must_use]
    pub fn queue(self, queue: usize) -> Self {
        Self { queue: queue.max(1), ..self }
    }

    /// Sets how long an operation may wait for its turn, at most an hour (default 5 seconds). After that it fails with
    /// [`Error::Unavailable`](crate::Error::Unavailable). The store waits as long for another process that writes to
    /// the same file.
    #[must_use]
    pub fn timeout(self, timeout: Duration) -> Self {
        Self { timeout: timeout.min(Duration::from_secs(3600)), ..self }
    }

    /// Sets the clock that decides when the lease of a [turn](crate::Turn) or a [request](crate::CallRequest) expires
    /// (default [`SystemClock`]). Processes that share the file need the same time.
    #[must_use]
    pub fn clock(self, clock: impl Clock) -> Self {
        Self { clock: Arc::new(clock), ..self }
    }

    /// Sets the length in bytes above which the file `-wal` is emptied (default 64 MiB). It is emptied at once after
    /// each erasure of a message.
    #[must_use]
    pub fn wal_limit(self, bytes: u64) -> Self {
        Self { wal_limit: bytes, ..self }
    }

    /// Sets how often the store checks for changes by other processes while somebody follows a session: every 1 ms to
    /// an hour (default 100 ms). So this is how late a follower can see such a change. A check takes a few microseconds
    /// if nothing was written, and one small statement otherwise. Followers see changes of their own process at once.
    #[must_use]
    pub fn follow_interval(self, interval: Duration) -> Self {
        Self { follow_interval: interval.clamp(Duration::from_millis(1), Duration::from_secs(3600)), ..self }
    }
}
