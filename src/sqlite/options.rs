//! [`SqliteOptions`]: the options of a SQLite store.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use crate::{
    model::time::{Clock, SystemClock},
    sql::{Tables, schema_setters},
};

/// Options of a [`SqliteStore`](super::SqliteStore): its file, and how it is opened and used.
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
    /// Creates options for the file at `path`, with the defaults below.
    ///
    /// The file can be the host's own database: see [`tables`](Self::tables). Do not put it on a network share:
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

    /// Sets whether a missing file is created (default `true`; also needs [`migrate`](Self::migrate)). With `false`,
    /// opening a missing file fails with [`Error::StorageFailed`](crate::Error::StorageFailed), so that a wrong path is
    /// not mistaken for an empty store.
    #[must_use]
    pub fn create(self, create: bool) -> Self {
        Self { create, ..self }
    }

    /// Sets whether the file is opened for reading only (default `false`). Then every write fails with
    /// [`Error::StorageFailed`](crate::Error::StorageFailed), and nothing is created or migrated.
    ///
    /// This works on read-only media too. In a folder that this process cannot write to, SQLite cannot lock the file,
    /// so nobody may change it meanwhile.
    #[must_use]
    pub fn read_only(self, read_only: bool) -> Self {
        Self { read_only, ..self }
    }

    schema_setters!();

    /// Sets the number of threads that read, 1 to 64 (default 4). Each has a page cache of 16 MB.
    #[must_use]
    pub fn readers(self, readers: usize) -> Self {
        Self { readers: readers.clamp(1, 64), ..self }
    }

    /// Sets whether a read runs on the thread that polls the caller's future if a reader's connection is free (default
    /// `false`).
    ///
    /// This avoids switching to a reader's thread and back, which takes about half of the time of a page that is in
    /// memory. But a read from the disk then blocks the runtime's thread. Use it for files that fit into memory, and
    /// for fast disks. Writes always run on the writer's thread.
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

    /// Sets how long an operation may wait in its queue, at most an hour (default 5 seconds). After that it fails with
    /// [`Error::Unavailable`](crate::Error::Unavailable). The store waits equally long for a lock of another process on
    /// the same file.
    #[must_use]
    pub fn timeout(self, timeout: Duration) -> Self {
        Self { timeout: timeout.min(Duration::from_secs(3600)), ..self }
    }

    /// Sets the clock that decides about the leases of [turns](crate::Turn) and the expiry of
    /// [requests](crate::CallRequest) (default [`SystemClock`]). The clocks of processes that share the file must be
    /// synchronised.
    #[must_use]
    pub fn clock(self, clock: impl Clock) -> Self {
        Self { clock: Arc::new(clock), ..self }
    }

    /// Sets the length in bytes above which the WAL, the file with the suffix `-wal`, is truncated (default 64 MiB).
    /// SQLite uses it again from its beginning after 16 MB, if no reader is in the way. Each erasure truncates it at once,
    /// whatever its length.
    #[must_use]
    pub fn wal_limit(self, bytes: u64) -> Self {
        Self { wal_limit: bytes, ..self }
    }

    /// Sets the interval at which the store checks for changes by other processes while a session is followed: 1 ms to
    /// an hour (default 100 ms). This is the maximum delay with which a follower is notified of such a change. A check
    /// takes a few microseconds if nothing was written, and one small statement otherwise. Followers are notified of
    /// changes by their own process at once.
    #[must_use]
    pub fn follow_interval(self, interval: Duration) -> Self {
        Self { follow_interval: interval.clamp(Duration::from_millis(1), Duration::from_secs(3600)), ..self }
    }
}
