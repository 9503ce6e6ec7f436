//! [`Writer`]: the thread that writes, with group commit.
//!
//! The writer runs all queued writes in one transaction, and sends their results after the commit: one flush to the
//! disk serves many writes, and nothing is acknowledged before it is durable. A write that fails is rolled back alone.

use std::{
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use crossbeam_channel::{Receiver, RecvTimeoutError, TryRecvError};
use futures_channel::oneshot;

use super::{
    checkpoint::Checkpointer,
    failure::{classify, timed_out},
    job::{Queued, catch_panic},
    tx::SqliteTx,
};
use crate::model::error::Result;

/// The maximum number of writes in one commit: enough to share the cost of the flush, and few enough that the first of
/// them does not wait long.
const MAX_GROUP: usize = 256;

/// The maximum time for which a group waits for more writes.
const MAX_LINGER: Duration = Duration::from_millis(5);

/// How long the writer stays awake when nothing is queued: less than a flush takes.
const AWAKE: Duration = Duration::from_micros(50);

/// A write in the transaction of a group, and the channel for its result.
pub(super) trait WriteJob: Send {
    /// Runs the write; again if an earlier run was rolled back. Returns whether it succeeded.
    fn run(&mut self, tx: &mut SqliteTx) -> bool;

    /// Sends the result, after the transaction has ended.
    fn answer(self: Box<Self>, ended: Result<(), Arc<rusqlite::Error>>);
}

struct Job<F, T> {
    run: F,
    result: Option<Result<T>>,
    answer: oneshot::Sender<Result<T>>,
}

/// Creates the job of a write. It may run more than once; earlier runs are rolled back.
pub(super) fn write_job<T: Send + 'static>(
    run: impl Fn(&mut SqliteTx) -> Result<T> + Send + 'static,
    answer: oneshot::Sender<Result<T>>,
) -> Box<dyn WriteJob> {
    Box::new(Job { run, result: None, answer })
}

impl<F, T> WriteJob for Job<F, T>
where
    F: Fn(&mut SqliteTx) -> Result<T> + Send,
    T: Send,
{
    fn run(&mut self, tx: &mut SqliteTx) -> bool {
        let result = catch_panic(|| (self.run)(tx));
        self.result.insert(result).is_ok()
    }

    fn answer(self: Box<Self>, ended: Result<(), Arc<rusqlite::Error>>) {
        let ended = ended.map_err(|error| classify(error.sqlite_error_code(), error.into()));
        let result = self.result.unwrap_or_else(|| Err(timed_out()));
        // Nobody may be left to receive it: the caller's future can be dropped at any time.
        self.answer.send(result.and_then(|value| ended.map(|()| value))).ok();
    }
}

/// Statistics of the last group, by which the next one decides whether to wait.
#[derive(Debug, Default)]
struct GroupStats {
    writes: usize,
    commit: Duration,
}

/// The connection that writes.
#[derive(Debug)]
pub(super) struct Writer {
    tx: SqliteTx,
    checkpointer: Checkpointer,
    last: GroupStats,
}

impl Writer {
    pub(super) fn new(tx: SqliteTx, checkpointer: Checkpointer) -> Self {
        Self { tx, checkpointer, last: GroupStats::default() }
    }

    /// Runs the queued writes until the queue is closed and empty.
    pub(super) fn run(mut self, queue: &Receiver<Queued<Box<dyn WriteJob>>>) {
        loop {
            let first = match self.checkpointer.wait() {
                None => next_job(queue),
                Some(wait) => queue.recv_timeout(wait),
            };
            match first {
                Ok(first) => self.write(first, queue),
                Err(RecvTimeoutError::Timeout) => self.checkpointer.run(&self.tx.connection),
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        // Closing the last connection empties the WAL. If another process has the file open, this one is not the last.
        if self.checkpointer.wait().is_some() {
            self.checkpointer.run(&self.tx.connection);
        }
    }

    /// Writes a group, and sends all its results.
    fn write(&mut self, first: Queued<Box<dyn WriteJob>>, queue: &Receiver<Queued<Box<dyn WriteJob>>>) {
        // The group waits for a lock of another process no longer than the first caller does, and those that are
        // queued behind it do not wait again for as long each.
        let left = first.deadline.saturating_duration_since(Instant::now());
        if left.is_zero() || self.tx.connection.busy_timeout(left).is_err() {
            return;
        }
        self.tx.erased = false;
        let mut group = Vec::new();
        let ended = self.write_group(first, queue, &mut group).map_err(Arc::new);
        if let Err(error) = &ended {
            tracing::error!(%error, writes = group.len(), "a group of writes was rolled back");
            if !self.tx.connection.is_autocommit() {
                self.tx.connection.execute_batch("ROLLBACK").ok();
            }
        }
        // Answer an erasure only after the WAL is truncated, unless readers prevent that. Other writes do not wait.
        let (committed, erased) = (ended.is_ok(), self.tx.erased);
        if committed && erased {
            self.checkpointer.after_commit(&self.tx.connection, true);
        }
        for job in group {
            job.answer(ended.clone());
        }
        if committed && !erased {
            self.checkpointer.after_commit(&self.tx.connection, false);
        }
    }

    /// Runs the first job and those queued after it, and commits. `group` gets the jobs that were run.
    ///
    /// A job that is not run is dropped with its channel, and its caller gets a timeout.
    fn write_group(
        &mut self,
        first: Queued<Box<dyn WriteJob>>,
        queue: &Receiver<Queued<Box<dyn WriteJob>>>,
        group: &mut Vec<Box<dyn WriteJob>>,
    ) -> rusqlite::Result<()> {
        // Those who were just answered write again in a moment. It is worth a part of a commit's time to let them come
        // along, rather than to wait for a commit of their own; a lone writer waits for nobody.
        let linger = Instant::now() + (self.last.commit / 2).min(MAX_LINGER);
        let tx = &mut self.tx;
        tx.control("BEGIN IMMEDIATE")?;
        // A savepoint copies every page that is written under it, and hardly any write fails. So there is none until a
        // write has to be undone: then the group begins anew, with a savepoint for each.
        let mut savepoints = false;
        let mut next = Some(first);
        while let Some(Queued { mut job, deadline }) = next {
            if Instant::now() < deadline {
                let before = tx.connection.total_changes();
                let undo = if savepoints {
                    run_in_savepoint(tx, &mut *job)?;
                    false
                } else {
                    !job.run(tx) && tx.connection.total_changes() != before
                };
                group.push(job);
                // A full disk or a failing one can end the whole transaction under us, and so can a host's job. The
                // commit then fails.
                if tx.connection.is_autocommit() {
                    break;
                }
                if undo {
                    tx.control("ROLLBACK")?;
                    tx.control("BEGIN IMMEDIATE")?;
                    savepoints = true;
                    group.iter_mut().try_for_each(|job| run_in_savepoint(tx, &mut **job))?;
                }
            }
            next = match group.len() {
                MAX_GROUP.. => None,
                writes if writes < self.last.writes => queue.recv_deadline(linger).ok(),
                _ => queue.try_recv().ok(),
            };
        }
        let start = Instant::now();
        tx.control("COMMIT")?;
        self.last = GroupStats { writes: group.len(), commit: start.elapsed() };
        Ok(())
    }
}

/// Waits for the next write, at first without sleeping. Whoever was just answered often writes again within a few
/// microseconds, and to wake a thread takes longer.
fn next_job<J>(queue: &Receiver<J>) -> Result<J, RecvTimeoutError> {
    let start = Instant::now();
    while start.elapsed() < AWAKE {
        match queue.try_recv() {
            Ok(job) => return Ok(job),
            Err(TryRecvError::Disconnected) => return Err(RecvTimeoutError::Disconnected),
            Err(TryRecvError::Empty) => thread::yield_now(),
        }
    }
    queue.recv().map_err(|_| RecvTimeoutError::Disconnected)
}

/// Runs a write in a savepoint: it is rolled back alone if it fails.
fn run_in_savepoint(tx: &mut SqliteTx, job: &mut dyn WriteJob) -> rusqlite::Result<()> {
    tx.control("SAVEPOINT job")?;
    if !job.run(tx) && !tx.connection.is_autocommit() {
        tx.control("ROLLBACK TO job")?;
    }
    tx.control("RELEASE job")
}
