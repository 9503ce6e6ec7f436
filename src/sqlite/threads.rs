//! The threads that own the connections: one that writes, several that read.
//!
//! SQLite has one writer at a time and blocks whoever calls it, so neither the host's runtime nor its
//! tasks ever touch a connection. The writer runs whatever is queued as one transaction, each write
//! under a savepoint of its own, and answers all of them after the commit: one flush to the disk
//! serves many writers, and nothing is acknowledged before it is safe.

use std::{
    panic::{self, AssertUnwindSafe},
    sync::Arc,
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use crossbeam_channel::{Receiver, Sender, TrySendError, bounded};
use futures_channel::oneshot;
use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::error::{Error, Result};

/// How many writes share one commit at the most: enough that the flush costs little for each, and few
/// enough that the first of them does not wait long.
const GROUP: usize = 256;

/// How long a group waits for more at the most.
const LINGER: Duration = Duration::from_millis(5);

/// Does its work within the writer's transaction, and says how to answer once that has ended.
type Write = Box<dyn FnOnce(&Connection) -> Written + Send>;
type Read = Box<dyn FnOnce(&Connection) + Send>;

struct Written {
    /// Whether the work succeeded; otherwise it is rolled back, alone.
    keep: bool,
    answer: Answer,
}

type Answer = Box<dyn FnOnce(Result<(), Arc<rusqlite::Error>>) + Send>;

/// A job with the moment after which nobody waits for it any more.
struct Queued<J> {
    job: J,
    deadline: Instant,
}

/// The threads of one store. Dropping it lets them finish what was accepted, and waits for that.
#[derive(Debug)]
pub(super) struct Threads {
    writes: Option<Sender<Queued<Write>>>,
    reads: Option<Sender<Queued<Read>>>,
    running: Vec<JoinHandle<()>>,
    timeout: Duration,
}

impl Threads {
    pub(super) fn start(
        connection: Connection,
        readers: Vec<Connection>,
        queue: usize,
        timeout: Duration,
    ) -> Result<Self> {
        let (writes, to_write) = bounded(queue);
        let (reads, to_read) = bounded(queue);
        let mut threads = Self { writes: Some(writes), reads: Some(reads), running: Vec::new(), timeout };
        threads.spawn("storyden-robots-writer", move || write_all(&connection, &to_write))?;
        for reader in readers {
            let to_read: Receiver<Queued<Read>> = to_read.clone();
            threads.spawn("storyden-robots-reader", move || {
                for Queued { job, deadline } in to_read {
                    // Dropping a job drops its answer, which says that it was not done.
                    if Instant::now() < deadline {
                        job(&reader);
                    }
                }
            })?;
        }
        Ok(threads)
    }

    fn spawn(&mut self, name: &str, run: impl FnOnce() + Send + 'static) -> Result<()> {
        let thread = thread::Builder::new().name(name.to_owned()).spawn(run);
        self.running.push(thread.map_err(|error| Error::unavailable("the store cannot start", error))?);
        Ok(())
    }

    /// Runs `work` on a reader's connection, within one transaction: it sees one moment.
    pub(super) async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (answer, answered) = oneshot::channel();
        let read: Read = Box::new(move |connection| {
            let result = in_snapshot(connection, |connection| unharmed(|| work(connection)));
            // Nobody may be left to hear it: the caller's future can be dropped at any time.
            answer.send(result).ok();
        });
        self.enqueue(self.reads.as_ref(), read)?;
        answered.await.unwrap_or_else(|_| Err(too_late()))
    }

    /// Runs `work` on the writer's connection: all of it happens and is safe on disk, or none.
    pub(super) async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (answer, answered) = oneshot::channel();
        let write: Write = Box::new(move |connection| {
            let result = unharmed(|| work(connection));
            Written {
                keep: result.is_ok(),
                answer: Box::new(move |ended| {
                    let result = result.and_then(|value| match ended {
                        Ok(()) => Ok(value),
                        Err(error) => Err(Error::unavailable("the store could not write", error)),
                    });
                    answer.send(result).ok();
                }),
            }
        });
        self.enqueue(self.writes.as_ref(), write)?;
        answered.await.unwrap_or_else(|_| Err(too_late()))
    }

    fn enqueue<J>(&self, queue: Option<&Sender<Queued<J>>>, job: J) -> Result<()> {
        let queued = Queued { job, deadline: Instant::now() + self.timeout };
        match queue.map(|queue| queue.try_send(queued)) {
            Some(Ok(())) => Ok(()),
            Some(Err(TrySendError::Full(_))) => Err(refused("the store is too busy")),
            Some(Err(TrySendError::Disconnected(_))) | None => Err(refused("the store is closed")),
        }
    }
}

impl Drop for Threads {
    fn drop(&mut self) {
        // The writer was started first, and closes last: the last connection moves the WAL into the main
        // file, and two that close at once would leave that to each other.
        let mut threads = self.running.drain(..);
        let writer = threads.next();
        self.reads = None;
        // A thread that panicked has nothing left to finish.
        threads.for_each(|reader| _ = reader.join());
        self.writes = None;
        writer.map(JoinHandle::join);
    }
}

fn refused(reason: &'static str) -> Error {
    Error::Unavailable { reason: reason.into(), source: None }
}

fn too_late() -> Error {
    refused("the store did not come to it in time")
}

/// Runs a job so that one that panics harms itself alone, and not its thread.
fn unharmed<T>(job: impl FnOnce() -> Result<T>) -> Result<T> {
    panic::catch_unwind(AssertUnwindSafe(job))
        .unwrap_or_else(|_| Err(Error::Internal { context: "the store panicked".into(), source: None }))
}

fn in_snapshot<T>(connection: &Connection, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
    run(connection, "BEGIN").map_err(unreadable)?;
    let result = work(connection);
    // Nothing was written, so an end that fails loses nothing.
    run(connection, "ROLLBACK").ok();
    result
}

/// Runs one of the few statements about transactions, which are prepared once like all others.
fn run(connection: &Connection, sql: &str) -> rusqlite::Result<()> {
    connection.prepare_cached(sql)?.execute([]).map(drop)
}

fn unreadable(error: rusqlite::Error) -> Error {
    Error::unavailable("the store could not read", error)
}

fn write_all(connection: &Connection, queue: &Receiver<Queued<Write>>) {
    let mut last = Pace::default();
    while let Ok(first) = queue.recv() {
        // It waits for a lock of another process no longer than its caller does, and what is queued behind it
        // not once more for each.
        let left = first.deadline.saturating_duration_since(Instant::now());
        if left.is_zero() || connection.busy_timeout(left).is_err() {
            continue;
        }
        let mut answers = Vec::new();
        let ended = write_group(connection, first, queue, &mut answers, &mut last).map_err(Arc::new);
        if let Err(error) = &ended {
            tracing::error!(%error, writes = answers.len(), "a group of writes was rolled back");
            if !connection.is_autocommit() {
                connection.execute_batch("ROLLBACK").ok();
            }
        }
        for answer in answers {
            answer(ended.clone());
        }
    }
}

/// How the last group went, which says what to expect of the next.
#[derive(Default)]
struct Pace {
    writes: usize,
    commit: Duration,
}

/// Writes the first job and what is queued behind it, and commits. The answers are given after that.
///
/// A job that is not run is dropped, and its answer with it: the caller learns that nobody came to it.
fn write_group(
    connection: &Connection,
    first: Queued<Write>,
    queue: &Receiver<Queued<Write>>,
    answers: &mut Vec<Answer>,
    last: &mut Pace,
) -> rusqlite::Result<()> {
    // Those who were just answered write again in a moment. It is worth a part of a commit's time to
    // let them come along, rather than to wait for a commit of their own; a lone writer waits for nobody.
    let linger = Instant::now() + (last.commit / 2).min(LINGER);
    let group = Transaction::new_unchecked(connection, TransactionBehavior::Immediate)?;
    let mut next = Some(first);
    while let Some(Queued { job, deadline }) = next {
        if Instant::now() < deadline {
            run(&group, "SAVEPOINT one")?;
            let Written { keep, answer } = job(&group);
            answers.push(answer);
            if !keep && !group.is_autocommit() {
                run(&group, "ROLLBACK TO one")?;
            }
            // A full disk or a failing one can end the whole transaction under us.
            run(&group, "RELEASE one")?;
        }
        next = match answers.len() {
            GROUP.. => None,
            writes if writes < last.writes => queue.recv_deadline(linger).ok(),
            _ => queue.try_recv().ok(),
        };
    }
    let start = Instant::now();
    group.commit()?;
    *last = Pace { writes: answers.len(), commit: start.elapsed() };
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn threads(readers: usize) -> Threads {
        let open = || Connection::open("file:threads?mode=memory&cache=shared").unwrap();
        let timeout = Duration::from_secs(5);
        Threads::start(open(), (0..readers).map(|_| open()).collect(), 8, timeout).unwrap()
    }

    #[tokio::test]
    async fn a_job_that_panics_harms_no_other() {
        let threads = threads(1);
        for _ in 0..3 {
            let error = threads.read::<()>(|_| panic!("on purpose")).await.unwrap_err();
            assert_eq!(error.to_string(), "the store panicked");
            let error = threads.write::<()>(|_| panic!("on purpose")).await.unwrap_err();
            assert_eq!(error.to_string(), "the store panicked");
            threads.read(|_| Ok(())).await.unwrap();
            threads.write(|_| Ok(())).await.unwrap();
        }
    }

    #[tokio::test]
    async fn a_transaction_that_ended_under_the_group_is_an_error_of_all_in_it() {
        let threads = threads(1);
        let rolled_back = threads.write(|connection| {
            connection.execute_batch("ROLLBACK").map_err(unreadable)?;
            Ok(())
        });
        assert_eq!(rolled_back.await.unwrap_err().to_string(), "the store could not write");
        threads.write(|_| Ok(())).await.unwrap();
    }
}
