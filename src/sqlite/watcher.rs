//! [`Watcher`]: the thread that detects writes by other processes.
//!
//! SQLite does not notify anybody of changes, but `PRAGMA data_version` returns another number after any other
//! connection, of this process or not, has committed. Reading it takes a few microseconds. Only if the number changed
//! are the offsets of the followed sessions read, with one statement.

use std::{
    fmt,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use crossbeam_channel::{Receiver, Sender, bounded};

use super::{
    connection::open_reader,
    failure::failed,
    options::SqliteOptions,
    tx::{SqliteTx, complete},
};
use crate::{
    model::error::{Error, Result},
    repository::Followers,
    sql::{offsets::FindOffsets, statements::Statements, tx::Operation as _},
};

/// The watcher thread of a store. It sleeps while no session is followed, and ends when this is dropped.
pub(super) struct Watcher {
    ends: Arc<AtomicBool>,
    wake: Sender<()>,
    thread: Option<JoinHandle<()>>,
}

impl fmt::Debug for Watcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Watcher").finish_non_exhaustive()
    }
}

impl Watcher {
    pub(super) fn start(
        followers: &Arc<Followers>,
        options: &Arc<SqliteOptions>,
        statements: &Arc<Statements>,
    ) -> Result<Self> {
        // One wake-up that waits is enough: the thread looks at everything when it wakes.
        let (wake, woken) = bounded(1);
        let ends = Arc::new(AtomicBool::new(false));
        let watch = Watch {
            followers: Arc::clone(followers),
            options: Arc::clone(options),
            statements: Arc::clone(statements),
            ends: Arc::clone(&ends),
            woken,
        };
        let thread = thread::Builder::new().name("storyden-robots-watcher".to_owned());
        let thread = thread
            .spawn(move || watch.run())
            .map_err(|error| Error::unavailable("the store cannot start a thread", error))?;
        let demand = wake.clone();
        followers.on_demand(move || _ = demand.try_send(()));
        Ok(Self { ends, wake, thread: Some(thread) })
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        self.ends.store(true, Ordering::Release);
        self.wake.try_send(()).ok();
        // Whoever is woken may drop the last clone of the store, on the thread that wakes it.
        if let Some(thread) = self.thread.take()
            && thread.thread().id() != thread::current().id()
        {
            // A thread that panicked has nothing left to do.
            thread.join().ok();
        }
    }
}

/// The data of the thread.
struct Watch {
    followers: Arc<Followers>,
    options: Arc<SqliteOptions>,
    statements: Arc<Statements>,
    ends: Arc<AtomicBool>,
    woken: Receiver<()>,
}

impl Watch {
    fn run(self) {
        while !self.ends() {
            if self.followers.is_empty() {
                self.woken.recv().ok();
            } else {
                self.watch();
            }
        }
    }

    fn ends(&self) -> bool {
        self.ends.load(Ordering::Acquire)
    }

    /// Checks for changes at the interval, on one connection, until there are no followers or a check fails.
    fn watch(&self) {
        let mut version = None;
        let mut tx = match open_reader(&self.options) {
            Ok(tx) => tx,
            Err(error) => return self.wait_after(&error),
        };
        while !self.followers.is_empty() && !self.ends() {
            if let Err(error) = self.look(&mut tx, &mut version) {
                return self.wait_after(&error);
            }
            self.woken.recv_timeout(self.options.follow_interval).ok();
        }
    }

    fn wait_after(&self, error: &Error) {
        tracing::warn!(error = error as &dyn std::error::Error, "what other processes write cannot be seen");
        self.woken.recv_timeout(self.options.follow_interval.max(AFTER_FAILURE)).ok();
    }

    /// Wakes the followers of sessions whose offsets are new to them, if the file changed since `version`.
    fn look(&self, tx: &mut SqliteTx, version: &mut Option<i64>) -> Result<()> {
        // Read before the offsets: what is written between the two is seen again.
        let now = {
            let mut pragma = tx.connection.prepare_cached("PRAGMA data_version").map_err(failed)?;
            pragma.query_row([], |row| row.get(0)).map_err(failed)?
        };
        if *version != Some(now) {
            let offsets = FindOffsets::of(self.followers.sessions());
            self.followers.notify_each(complete(offsets.run(&self.statements, tx))?);
            *version = Some(now);
        }
        Ok(())
    }
}

/// The pause after a failure.
const AFTER_FAILURE: Duration = Duration::from_secs(1);
