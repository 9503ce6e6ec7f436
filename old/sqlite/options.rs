//! [`SqliteOptions`]: where the file is, and how it is opened.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use crate::sql::Tables;

/// How to open a [`SqliteStore`](super::SqliteStore).
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
pub struct SqliteOptions {
    pub(super) path: PathBuf,
    pub(super) migrate: bool,
    pub(super) tables: Tables,
    pub(super) readers: usize,
    pub(super) queue: usize,
    pub(super) timeout: Duration,
    pub(super) read_in_place: bool,
}

impl SqliteOptions {
    /// Opens the file at `path`; it is created if it is not there.
    ///
    /// The file may be the host's own database: see [`tables`](Self::tables). A network share is no
    /// place for it, for SQLite's locks do not work there.
    #[must_use]
    pub fn new(path: impl AsRef<Path>) -> Self {
        Self {
            path: path.as_ref().to_owned(),
            migrate: false,
            tables: Tables::default(),
            readers: 4,
            queue: 4096,
            timeout: Duration::from_secs(5),
            read_in_place: false,
        }
    }

    /// Brings the schema to the version that this crate needs. Without it, a file that has another
    /// version is refused and nothing is changed.
    #[must_use]
    pub fn migrate(self, migrate: bool) -> Self {
        Self { migrate, ..self }
    }

    /// Names the tables otherwise than `robots_…`.
    #[must_use]
    pub fn tables(self, tables: Tables) -> Self {
        Self { tables, ..self }
    }

    /// Reads on so many threads, 1 to 64; 4 by default. Each has a cache of 16 MB.
    #[must_use]
    pub fn readers(self, readers: usize) -> Self {
        Self { readers: readers.clamp(1, 64), ..self }
    }

    /// Reads on the thread that polls the caller's future, as long as one of the readers is free.
    ///
    /// It spares the way to a reader's thread and back: about half of the time of a page whose pages of the
    /// file are in memory, and all that most reads wait for. But a read that must go to the disk blocks its
    /// thread meanwhile, and whatever else the runtime would run there. So it is for files that fit into
    /// memory, and for fast disks; it is off by default. Writes never run in place.
    #[must_use]
    pub fn read_in_place(self, in_place: bool) -> Self {
        Self { read_in_place: in_place, ..self }
    }

    /// Lets so many operations wait, at least 1; 4096 by default. One more is refused at once.
    #[must_use]
    pub fn queue(self, queue: usize) -> Self {
        Self { queue: queue.max(1), ..self }
    }

    /// Refuses an operation that has waited so long for its turn, at most an hour; 5 seconds by default.
    /// It is also how long the store waits for another process that writes to the same file.
    #[must_use]
    pub fn timeout(self, timeout: Duration) -> Self {
        Self { timeout: timeout.min(Duration::from_secs(3600)), ..self }
    }
}
