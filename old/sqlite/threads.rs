//! The threads that write and read, and the connections that they do it on.
//!
//! SQLite has one writer at a time and blocks whoever calls it, so the host's tasks never touch the
//! connection that writes. The writer runs whatever is queued as one transaction, and answers all of it
//! after the commit: one flush to the disk serves many writers, and nothing is acknowledged before it is
//! safe. A write that fails takes nothing of the others with it.

use std::{
    fmt,
    panic::{self, AssertUnwindSafe},
    sync::Arc,
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use crossbeam_channel::{Receiver, Sender, TrySendError, bounded};
use futures_channel::oneshot;
use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::SqliteOptions;
use crate::model::error::{Error, Result};

/// How many writes share one commit at the most: enough that the flush costs little for each, and few
/// enough that the first of them does not wait long.
const GROUP: usize = 256;

/// How long a group waits for more at the most.
const LINGER: Duration = Duration::from_millis(5);

/// A piece of work in the writer's transaction, and who waits for it.
trait Write: Send {
    /// Does the work, once more if it was done and rolled back. Returns whether it succeeded.
    fn run(&mut self, connection: &Connection) -> bool;

    /// Says how the work went, now that the transaction has ended.
    fn answer(self: Box<Self>, ended: Result<(), Arc<rusqlite::Error>>);
}

struct Work<F, T> {
    job: F,
    result: Option<Result<T>>,
    answer: oneshot::Sender<Result<T>>,
}

impl<F, T> Write for Work<F, T>
where
    F: Fn(&Connection) -> Result<T> + Send,
    T: Send,
{
    fn run(&mut self, connection: &Connection) -> bool {
        let result = unharmed(|| (self.job)(connection));
        self.result.insert(result).is_ok()
    }

    fn answer(self: Box<Self>, ended: Result<(), Arc<rusqlite::Error>>) {
        let ended = ended.map_err(|error| Error::unavailable("the store could not write", error));
        let result = self.result.unwrap_or_else(|| Err(too_late()));
        // Nobody may be left to hear it: the caller's future can be dropped at any time.
        self.answer.send(result.and_then(|value| ended.map(|()| value))).ok();
    }
}

type Read = Box<dyn FnOnce(&Connection) + Send>;

/// A job with the moment after which nobody waits for it any more.
struct Queued<J> {
    job: J,
    deadline: Instant,
}

/// The threads of one store. Dropping it lets them finish what was accepted, and waits for that.
pub(super) struct Threads {
    writes: Option<Sender<Queued<Box<dyn Write>>>>,
    reads: Option<Sender<Queued<Read>>>,
    readers: Readers,
    in_place: bool,
    running: Vec<JoinHandle<()>>,
    timeout: Duration,
}

impl fmt::Debug for Threads {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Threads").field("timeout", &self.timeout).finish_non_exhaustive()
    }
}

impl Threads {
    pub(super) fn start(
        connection: Connection,
        readers: Vec<Connection>,
        options: &SqliteOptions,
    ) -> Result<Self> {
        let (writes, to_write) = bounded(options.queue);
        let (reads, to_read) = bounded(options.queue);
        let count = readers.len();
        let readers = Readers::new(readers);
        let mut threads = Self {
            writes: Some(writes),
            reads: Some(reads),
            readers: readers.clone(),
            in_place: options.read_in_place,
            running: Vec::new(),
            timeout: options.timeout,
        };
        threads.spawn("storyden-robots-writer", move || write_all(&connection, &to_write))?;
        for _ in 0..count {
            let (to_read, readers): (Receiver<Queued<Read>>, _) = (to_read.clone(), readers.clone());
            threads.spawn("storyden-robots-reader", move || {
                for Queued { job, deadline } in to_read {
                    // Dropping a job drops its answer, which says that it was not done.
                    if Instant::now() < deadline {
                        readers.lend(job);
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
        let work =
            |connection: &Connection| in_snapshot(connection, |connection| unharmed(|| work(connection)));
        let work = if self.in_place {
            match self.readers.lend_if_free(work) {
                Ok(result) => return result,
                Err(work) => work,
            }
        } else {
            work
        };
        let (answer, answered) = oneshot::channel();
        let read: Read = Box::new(move |connection| {
            // Nobody may be left to hear it: the caller's future can be dropped at any time.
            answer.send(work(connection)).ok();
        });
        self.enqueue(self.reads.as_ref(), read)?;
        answered.await.unwrap_or_else(|_| Err(too_late()))
    }

    /// Runs `work` on the writer's connection: all of it happens and is safe on disk, or none. It may run
    /// twice, the first time being undone.
    pub(super) async fn write<T: Send + 'static>(
        &self,
        work: impl Fn(&Connection) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (answer, answered) = oneshot::channel();
        let write: Box<dyn Write> = Box::new(Work { job: work, result: None, answer });
        self.enqueue(self.writes.as_ref(), write)?;
        answered.await.unwrap_or_else(|_| Err(too_late()))
    }

    fn enqueue<J>(&self, queue: Option<&Sender<Queued<J>>>, job: J) -> Result<()> {
        let queued = Queued { job, deadline: Instant::now() + self.timeout };
        match queue.map(|queue| queue.try_send(queued)) {
            Some(Ok(())) => Ok(()),
            Some(Err(TrySendError::Full(_))) => Err(Error::refused("the store is too busy")),
            Some(Err(TrySendError::Disconnected(_))) | None => Err(Error::refused("the store is closed")),
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
        self.readers.close();
        self.writes = None;
        writer.map(JoinHandle::join);
    }
}

/// The connections that read, each lent to one at a time.
#[derive(Clone)]
struct Readers {
    free: Receiver<Connection>,
    give_back: Sender<Connection>,
}

impl Readers {
    fn new(connections: Vec<Connection>) -> Self {
        let (give_back, free) = bounded(connections.len());
        // There is room for all of them.
        for connection in connections {
            give_back.send(connection).ok();
        }
        Self { free, give_back }
    }

    /// Runs `work` as soon as a connection is free.
    fn lend(&self, work: impl FnOnce(&Connection)) {
        // The channel cannot be closed: `self` holds both its ends.
        if let Ok(connection) = self.free.recv() {
            work(&connection);
            self.give_back.send(connection).ok();
        }
    }

    /// Runs `work` if a connection is free now, or else gives it back.
    fn lend_if_free<F: FnOnce(&Connection) -> T, T>(&self, work: F) -> Result<T, F> {
        let Ok(connection) = self.free.try_recv() else { return Err(work) };
        let result = work(&connection);
        self.give_back.send(connection).ok();
        Ok(result)
    }

    /// Closes the connections that nobody has.
    fn close(&self) {
        self.free.try_iter().for_each(drop);
    }
}

fn too_late() -> Error {
    Error::refused("the store did not come to it in time")
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

fn write_all(connection: &Connection, queue: &Receiver<Queued<Box<dyn Write>>>) {
    let mut last = Pace::default();
    while let Ok(first) = queue.recv() {
        // It waits for a lock of another process no longer than its caller does, and what is queued behind it
        // not once more for each.
        let left = first.deadline.saturating_duration_since(Instant::now());
        if left.is_zero() || connection.busy_timeout(left).is_err() {
            continue;
        }
        let mut group = Vec::new();
        let ended = write_group(connection, first, queue, &mut group, &mut last).map_err(Arc::new);
        if let Err(error) = &ended {
            tracing::error!(%error, writes = group.len(), "a group of writes was rolled back");
            if !connection.is_autocommit() {
                connection.execute_batch("ROLLBACK").ok();
            }
        }
        for write in group {
            write.answer(ended.clone());
        }
    }
}

/// How the last group went, which says what to expect of the next.
#[derive(Default)]
struct Pace {
    writes: usize,
    commit: Duration,
}

/// Writes the first job and what is queued behind it, and commits. `group` has those that were run.
///
/// A job that is not run is dropped, and its answer with it: the caller learns that nobody came to it.
fn write_group(
    connection: &Connection,
    first: Queued<Box<dyn Write>>,
    queue: &Receiver<Queued<Box<dyn Write>>>,
    group: &mut Vec<Box<dyn Write>>,
    last: &mut Pace,
) -> rusqlite::Result<()> {
    // Those who were just answered write again in a moment. It is worth a part of a commit's time to
    // let them come along, rather than to wait for a commit of their own; a lone writer waits for nobody.
    let linger = Instant::now() + (last.commit / 2).min(LINGER);
    let mut transaction = Transaction::new_unchecked(connection, TransactionBehavior::Immediate)?;
    // A savepoint copies every page that is written under it, and hardly any write fails. So there is none
    // until a write has to be undone: then the group begins anew, with a savepoint for each.
    let mut savepoints = false;
    let mut next = Some(first);
    while let Some(Queued { mut job, deadline }) = next {
        if Instant::now() < deadline {
            let before = transaction.total_changes();
            let undo = if savepoints {
                run_alone(&transaction, &mut *job)?;
                false
            } else {
                !job.run(&transaction) && transaction.total_changes() != before
            };
            group.push(job);
            if undo {
                transaction.rollback()?;
                transaction = Transaction::new_unchecked(connection, TransactionBehavior::Immediate)?;
                savepoints = true;
                group.iter_mut().try_for_each(|job| run_alone(&transaction, &mut **job))?;
            }
            // A full disk or a failing one can end the whole transaction under us.
            if transaction.is_autocommit() {
                break;
            }
        }
        next = match group.len() {
            GROUP.. => None,
            writes if writes < last.writes => queue.recv_deadline(linger).ok(),
            _ => queue.try_recv().ok(),
        };
    }
    let start = Instant::now();
    // Fails if the transaction has ended already.
    transaction.commit()?;
    *last = Pace { writes: group.len(), commit: start.elapsed() };
    Ok(())
}

/// Runs a write that is rolled back alone if it fails.
fn run_alone(transaction: &Transaction<'_>, job: &mut dyn Write) -> rusqlite::Result<()> {
    run(transaction, "SAVEPOINT one")?;
    if !job.run(transaction) && !transaction.is_autocommit() {
        run(transaction, "ROLLBACK TO one")?;
    }
    run(transaction, "RELEASE one")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn threads(readers: usize) -> Threads {
        let open = || Connection::open("file:threads?mode=memory&cache=shared").unwrap();
        let options = SqliteOptions::new("").queue(8);
        Threads::start(open(), (0..readers).map(|_| open()).collect(), &options).unwrap()
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
    async fn a_write_that_fails_is_undone_alone() {
        let threads = Arc::new(threads(1));
        let run = |connection: &Connection, sql: &str| connection.execute_batch(sql).map_err(unreadable);
        threads.write(move |connection| run(connection, "CREATE TABLE done (number)")).await.unwrap();
        // The first one holds the writer until the others wait behind it, so that all are one group.
        let (begin, wait) = std::sync::mpsc::channel::<()>();
        let wait = std::sync::Mutex::new(wait);
        let first = tokio::spawn({
            let threads = Arc::clone(&threads);
            async move {
                let held = threads.write(move |connection| {
                    wait.lock().unwrap().recv().ok();
                    run(connection, "INSERT INTO done VALUES (0)")
                });
                held.await
            }
        });
        let others: Vec<_> = (1..=4)
            .map(|number| {
                let threads = Arc::clone(&threads);
                let write = async move {
                    let work = move |connection: &Connection| {
                        run(connection, &format!("INSERT INTO done VALUES ({number})"))?;
                        if number % 2 == 0 { Err(Error::refused("on purpose")) } else { Ok(number) }
                    };
                    threads.write(work).await
                };
                tokio::spawn(write)
            })
            .collect();
        tokio::task::yield_now().await;
        drop(begin);
        first.await.unwrap().unwrap();
        for (number, other) in (1..).zip(others) {
            assert_eq!(other.await.unwrap().ok(), (number % 2 == 1).then_some(number));
        }
        let done = threads.read(|connection| {
            let query = "SELECT group_concat(number, ' ' ORDER BY number) FROM done";
            connection.query_row(query, [], |row| row.get::<_, String>(0)).map_err(unreadable)
        });
        assert_eq!(done.await.unwrap(), "0 1 3");
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
