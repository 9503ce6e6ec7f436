//! [`Checkpointer`]: keeps the WAL short and free of erased text.
//!
//! SQLite moves the WAL's pages to the main file after every few thousand of them, but restarts the WAL only at a moment
//! at which nobody reads. With overlapping readers there is no such moment, and the WAL grows without limit. A checkpoint
//! with TRUNCATE waits for the current readers, while new ones read the main file, so it ends with the longest read.

use std::{
    fs,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use rusqlite::Connection;

/// How long one attempt waits for readers: the first attempt, and the maximum. Writes are blocked meanwhile, so it is
/// short.
const PATIENCE: (Duration, Duration) = (Duration::from_millis(50), Duration::from_millis(250));

/// The pause before the next attempt: the first, and the maximum. Each is twice as long as the one before.
const PAUSES: (Duration, Duration) = (Duration::from_millis(100), Duration::from_secs(5));

/// Truncates the WAL on the writer's thread, when needed.
#[derive(Debug)]
pub(super) struct Checkpointer {
    wal: PathBuf,
    limit: u64,
    /// Whether the WAL must be truncated: it may have erased text, or is too long.
    pending: bool,
    next_try: Instant,
    pause: Duration,
    /// The same as `pending`, for other threads.
    told: Arc<AtomicBool>,
}

impl Checkpointer {
    /// Creates a checkpointer for the database file at `path`. It truncates the WAL when it is longer than `limit`
    /// bytes, and once at the start: a process that crashed may have left erased text in it.
    pub(super) fn new(path: PathBuf, limit: u64) -> Self {
        let mut wal = path.into_os_string();
        wal.push("-wal");
        Self {
            wal: wal.into(),
            limit,
            pending: true,
            next_try: Instant::now(),
            pause: PAUSES.0,
            told: Arc::default(),
        }
    }

    /// Stores in `told` whether the WAL must be truncated.
    pub(super) fn telling(self, told: Arc<AtomicBool>) -> Self {
        told.store(self.pending, Ordering::Release);
        Self { told, ..self }
    }

    /// Truncates the WAL after a commit, if needed.
    pub(super) fn after_commit(&mut self, connection: &Connection, erased: bool) {
        self.pending |= erased || self.is_too_long();
        if self.wait().is_some_and(|wait| wait.is_zero()) {
            self.run(connection);
        }
        self.told.store(self.pending, Ordering::Release);
    }

    fn is_too_long(&self) -> bool {
        fs::metadata(&self.wal).is_ok_and(|file| file.len() > self.limit)
    }

    /// Returns the pause before the next attempt, if one is needed.
    pub(super) fn wait(&self) -> Option<Duration> {
        self.pending.then(|| self.next_try.saturating_duration_since(Instant::now()))
    }

    /// Tries to truncate the WAL. If readers prevent it, the next attempt follows after a pause.
    pub(super) fn run(&mut self, connection: &Connection) {
        match truncate(connection, (self.pause / 2).clamp(PATIENCE.0, PATIENCE.1)) {
            Ok(true) => {
                self.pending = false;
                self.told.store(false, Ordering::Release);
                self.pause = PAUSES.0;
                self.next_try = Instant::now();
                return;
            }
            Ok(false) => {}
            Err(error) => tracing::warn!(%error, "the WAL could not be emptied"),
        }
        self.next_try = Instant::now() + self.pause;
        self.pause = (self.pause * 2).min(PAUSES.1);
    }
}

/// Moves the WAL's pages to the main file, and truncates the WAL. Returns `false` if a reader or a writer prevented it.
fn truncate(connection: &Connection, patience: Duration) -> rusqlite::Result<bool> {
    connection.busy_timeout(patience)?;
    let mut checkpoint = connection.prepare_cached("PRAGMA wal_checkpoint(TRUNCATE)")?;
    checkpoint.query_row([], |row| Ok(row.get::<_, i64>(0)? == 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wal_of(folder: &tempfile::TempDir) -> (Connection, PathBuf) {
        let path = folder.path().join("a.db");
        let connection = Connection::open(&path).unwrap();
        connection.pragma_update(None, "journal_mode", "WAL").unwrap();
        connection.execute_batch("CREATE TABLE a (b)").unwrap();
        (connection, path)
    }

    #[test]
    fn an_erasure_waits_for_readers_and_is_tried_again() {
        let folder = tempfile::tempdir().unwrap();
        let (connection, path) = wal_of(&folder);
        let mut checkpointer = Checkpointer::new(path.clone(), 64 << 20);
        checkpointer.run(&connection);
        assert_eq!(checkpointer.wait(), None);

        let reader = Connection::open(&path).unwrap();
        connection.execute_batch("INSERT INTO a VALUES ('a')").unwrap();
        reader.execute_batch("BEGIN; SELECT * FROM a").unwrap();
        connection.execute_batch("DELETE FROM a").unwrap();
        checkpointer.after_commit(&connection, true);
        assert!(checkpointer.wait().is_some(), "the reader is in the way");

        reader.execute_batch("COMMIT").unwrap();
        checkpointer.run(&connection);
        assert_eq!(checkpointer.wait(), None);
        assert_eq!(fs::metadata(&checkpointer.wal).unwrap().len(), 0);
    }

    #[test]
    fn a_long_wal_is_emptied() {
        let folder = tempfile::tempdir().unwrap();
        let (connection, path) = wal_of(&folder);
        let mut checkpointer = Checkpointer::new(path, 100_000);
        checkpointer.run(&connection);
        connection.execute_batch("INSERT INTO a VALUES (zeroblob(50000))").unwrap();
        checkpointer.after_commit(&connection, false);
        assert!(fs::metadata(&checkpointer.wal).unwrap().len() > 50_000);
        connection.execute_batch("INSERT INTO a VALUES (zeroblob(50000))").unwrap();
        checkpointer.after_commit(&connection, false);
        assert_eq!(fs::metadata(&checkpointer.wal).unwrap().len(), 0);
    }
}
