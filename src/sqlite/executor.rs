//! [`Executor`]: the threads that read and write, and their queues.
//!
//! SQLite has one writer at a time and blocks its caller, so the host's tasks never use the connection that writes.
//! There are several readers, each with a connection, so slow reads do not block fast ones.

use std::{
    fmt,
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use crossbeam_channel::{Receiver, Sender, TrySendError, bounded};
use futures_channel::oneshot;

use super::{
    failure::{failed, timed_out},
    job::{Queued, catch_panic},
    options::SqliteOptions,
    tx::SqliteTx,
    writer::{WriteJob, Writer, write_job},
};
use crate::model::error::{Error, Result};

type ReadJob = Box<dyn FnOnce(&mut SqliteTx) + Send>;

/// The threads of one store. Dropping it blocks until the accepted jobs are finished.
pub(super) struct Executor {
    /// The queue of writes. `None` if the store is read-only.
    writes: Option<Sender<Queued<Box<dyn WriteJob>>>>,
    reads: Option<Sender<Queued<ReadJob>>>,
    readers: Readers,
    read_in_place: bool,
    writing: Option<JoinHandle<()>>,
    reading: Vec<JoinHandle<()>>,
    timeout: Duration,
}

impl fmt::Debug for Executor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Executor").field("timeout", &self.timeout).finish_non_exhaustive()
    }
}

impl Executor {
    pub(super) fn start(
        writer: Option<Writer>,
        readers: Vec<SqliteTx>,
        options: &SqliteOptions,
    ) -> Result<Self> {
        let (reads, to_read) = bounded(options.queue);
        let count = readers.len();
        let readers = Readers::new(readers);
        let mut executor = Self {
            writes: None,
            reads: Some(reads),
            readers: readers.clone(),
            read_in_place: options.read_in_place,
            writing: None,
            reading: Vec::new(),
            timeout: options.timeout,
        };
        if let Some(writer) = writer {
            let (queue, to_write) = bounded(options.queue);
            executor.writing = Some(spawn("storyden-robots-writer", move || writer.run(&to_write))?);
            executor.writes = Some(queue);
        }
        for _ in 0..count {
            let (to_read, readers): (Receiver<Queued<ReadJob>>, _) = (to_read.clone(), readers.clone());
            let read_all = move || {
                for Queued { job, deadline } in to_read {
                    // Dropping a job drops its answer: the caller learns that it timed out.
                    if Instant::now() < deadline {
                        readers.with_reader(job);
                    }
                }
            };
            executor.reading.push(spawn("storyden-robots-reader", read_all)?);
        }
        Ok(executor)
    }

    /// Runs `job` on a reader's connection, within one transaction: all its reads see the same moment.
    pub(super) async fn read<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut SqliteTx) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let job = |tx: &mut SqliteTx| in_snapshot(tx, |tx| catch_panic(|| job(tx)));
        let job = if self.read_in_place {
            match self.readers.try_with_reader(job) {
                Ok(result) => return result,
                Err(job) => job,
            }
        } else {
            job
        };
        let (answer, answered) = oneshot::channel();
        let job: ReadJob = Box::new(move |tx| {
            // Nobody may be left to receive it: the caller's future can be dropped at any time.
            if !answer.is_canceled() {
                answer.send(job(tx)).ok();
            }
        });
        self.enqueue(self.reads.as_ref(), job)?;
        answered.await.unwrap_or_else(|_| Err(timed_out()))
    }

    /// Runs `job` on the writer's connection: it is atomic, and durable when this returns. It may run twice; the first
    /// run is then rolled back.
    pub(super) async fn write<T: Send + 'static>(
        &self,
        job: impl Fn(&mut SqliteTx) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (answer, answered) = oneshot::channel();
        let Some(writes) = &self.writes else {
            return Err(Error::storage_unusable("the store was opened for reading only"));
        };
        self.enqueue(Some(writes), write_job(job, answer))?;
        answered.await.unwrap_or_else(|_| Err(timed_out()))
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

impl Drop for Executor {
    fn drop(&mut self) {
        // The writer closes last: the last connection moves the WAL into the main file, and two that close at once
        // would leave that to each other.
        self.reads = None;
        // A thread that panicked has nothing left to finish.
        self.reading.drain(..).for_each(|reader| _ = reader.join());
        self.readers.close();
        self.writes = None;
        self.writing.take().map(JoinHandle::join);
    }
}

fn spawn(name: &str, run: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>> {
    let thread = thread::Builder::new().name(name.to_owned()).spawn(run);
    thread.map_err(|error| Error::unavailable("the store cannot start a thread", error))
}

/// The connections that read, each used by one job at a time.
#[derive(Clone)]
struct Readers {
    free: Receiver<SqliteTx>,
    give_back: Sender<SqliteTx>,
}

impl Readers {
    fn new(connections: Vec<SqliteTx>) -> Self {
        let (give_back, free) = bounded(connections.len());
        // There is room for all of them.
        for connection in connections {
            give_back.send(connection).ok();
        }
        Self { free, give_back }
    }

    /// Runs `job` as soon as a connection is free.
    fn with_reader(&self, job: impl FnOnce(&mut SqliteTx)) {
        // The channel cannot be closed: `self` holds both its ends.
        if let Ok(mut tx) = self.free.recv() {
            job(&mut tx);
            self.give_back.send(tx).ok();
        }
    }

    /// Runs `job` if a connection is free now; otherwise returns it.
    fn try_with_reader<F: FnOnce(&mut SqliteTx) -> T, T>(&self, job: F) -> Result<T, F> {
        let Ok(mut tx) = self.free.try_recv() else { return Err(job) };
        let result = job(&mut tx);
        self.give_back.send(tx).ok();
        Ok(result)
    }

    /// Closes the connections that are not in use.
    fn close(&self) {
        self.free.try_iter().for_each(drop);
    }
}

fn in_snapshot<T>(tx: &mut SqliteTx, job: impl FnOnce(&mut SqliteTx) -> Result<T>) -> Result<T> {
    tx.control("BEGIN").map_err(failed)?;
    let result = job(tx);
    // Nothing was written, so an end that fails loses nothing.
    tx.control("ROLLBACK").ok();
    result
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex, mpsc};

    use futures_channel::oneshot;
    use rusqlite::Connection;
    use tempfile::TempDir;

    use super::{super::checkpoint::Checkpointer, *};
    use crate::model::{error::ErrorKind, time::SystemClock};

    struct Subject {
        executor: Executor,
        // Removed after the threads have ended.
        _folder: TempDir,
    }

    impl Subject {
        fn new(change: impl FnOnce(SqliteOptions) -> SqliteOptions) -> Self {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("a.db");
            let options = change(SqliteOptions::new(&path).readers(1).timeout(Duration::from_secs(600)));
            let open = || SqliteTx::new(Connection::open(&path).unwrap(), Arc::new(SystemClock)).unwrap();
            let tx = open();
            tx.connection.pragma_update(None, "journal_mode", "WAL").unwrap();
            tx.connection.execute_batch("CREATE TABLE done (number)").unwrap();
            let writer = Writer::new(tx, Checkpointer::new(path.clone(), options.wal_limit));
            let readers = (0..options.readers).map(|_| open()).collect();
            Self { executor: Executor::start(Some(writer), readers, &options).unwrap(), _folder: folder }
        }

        async fn done(&self) -> String {
            let query = "SELECT coalesce(group_concat(number, ' ' ORDER BY number), '') FROM done";
            let done = self.executor.read(move |tx| {
                tx.connection.query_row(query, [], |row| row.get::<_, String>(0)).map_err(failed)
            });
            done.await.unwrap()
        }

        fn queued_writes(&self) -> usize {
            self.executor.writes.as_ref().unwrap().len()
        }
    }

    fn insert(tx: &SqliteTx, number: u32) -> Result<()> {
        tx.connection.execute("INSERT INTO done VALUES (?1)", [number]).map(drop).map_err(failed)
    }

    /// Returns a job that signals its start and then waits, and the other ends of both channels.
    fn gate() -> (impl Fn() + Send + Sync + 'static, oneshot::Receiver<()>, mpsc::Sender<()>) {
        let (started, starts) = oneshot::channel();
        let (open, opened) = mpsc::channel();
        let started = Mutex::new(Some(started));
        let opened = Mutex::new(opened);
        let pass = move || {
            if let Some(started) = started.lock().unwrap().take() {
                started.send(()).ok();
                opened.lock().unwrap().recv().ok();
            }
        };
        (pass, starts, open)
    }

    #[tokio::test]
    async fn a_job_that_panics_harms_no_other() {
        let Subject { executor, .. } = &Subject::new(|options| options);
        for _ in 0..3 {
            let error = executor.read::<()>(|_| panic!("on purpose")).await.unwrap_err();
            assert_eq!(error.to_string(), "the store panicked");
            let error = executor.write::<()>(|_| panic!("on purpose")).await.unwrap_err();
            assert_eq!(error.to_string(), "the store panicked");
            executor.read(|_| Ok(())).await.unwrap();
            executor.write(|_| Ok(())).await.unwrap();
        }
    }

    #[tokio::test]
    async fn a_write_that_fails_is_undone_alone() {
        let subject = Arc::new(Subject::new(|options| options));
        // The first write holds the writer until the others are queued behind it, so that all are one group.
        let (pass, started, open) = gate();
        let first = tokio::spawn({
            let subject = Arc::clone(&subject);
            let write = move |tx: &mut SqliteTx| {
                pass();
                insert(tx, 0)
            };
            async move { subject.executor.write(write).await }
        });
        started.await.unwrap();
        let others: Vec<_> = (1..=6)
            .map(|number| {
                let subject = Arc::clone(&subject);
                let write = move |tx: &mut SqliteTx| {
                    insert(tx, number)?;
                    match number % 3 {
                        1 => Ok(number),
                        2 => Err(Error::refused("on purpose")),
                        _ => panic!("on purpose"),
                    }
                };
                tokio::spawn(async move { subject.executor.write(write).await })
            })
            .collect();
        while subject.queued_writes() < 6 {
            tokio::task::yield_now().await;
        }
        open.send(()).unwrap();
        first.await.unwrap().unwrap();
        for (number, other) in (1..).zip(others) {
            assert_eq!(other.await.unwrap().ok(), (number % 3 == 1).then_some(number));
        }
        assert_eq!(subject.done().await, "0 1 4");
    }

    #[tokio::test]
    async fn a_transaction_that_ended_under_the_group_is_an_error_of_all_in_it() {
        let subject = Subject::new(|options| options);
        let rolled_back = subject.executor.write(|tx| {
            insert(tx, 1)?;
            tx.connection.execute_batch("ROLLBACK").map_err(failed)
        });
        assert_eq!(rolled_back.await.unwrap_err().kind(), ErrorKind::Internal);
        subject.executor.write(|tx| insert(tx, 2)).await.unwrap();
        assert_eq!(subject.done().await, "2");
    }

    #[tokio::test]
    async fn a_job_whose_time_is_over_is_not_run() {
        let subject = Subject::new(|options| options.timeout(Duration::ZERO));
        let error = subject.executor.write(|tx| insert(tx, 1)).await.unwrap_err();
        assert_eq!(error.to_string(), "timed out waiting for the store");
        let error = subject.executor.read(|_| Ok(())).await.unwrap_err();
        assert_eq!(
            (error.kind(), error.to_string().as_str()),
            (ErrorKind::Unavailable, "timed out waiting for the store")
        );
    }

    #[tokio::test]
    async fn a_full_queue_refuses_at_once() {
        let subject = Arc::new(Subject::new(|options| options.queue(1)));
        let (pass, started, open) = gate();
        let spawn = |pass: Option<Box<dyn Fn() + Send + Sync>>, number| {
            let subject = Arc::clone(&subject);
            let write = move |tx: &mut SqliteTx| {
                if let Some(pass) = &pass {
                    pass();
                }
                insert(tx, number)
            };
            tokio::spawn(async move { subject.executor.write(write).await })
        };
        let first = spawn(Some(Box::new(pass)), 1);
        started.await.unwrap();
        let second = spawn(None, 2);
        while subject.queued_writes() < 1 {
            tokio::task::yield_now().await;
        }
        assert_eq!(spawn(None, 3).await.unwrap().unwrap_err().to_string(), "the store is too busy");
        open.send(()).unwrap();
        first.await.unwrap().unwrap();
        second.await.unwrap().unwrap();
        assert_eq!(subject.done().await, "1 2");
    }

    #[tokio::test]
    async fn what_was_accepted_is_finished_before_the_threads_end() {
        let mut subject = Subject::new(|options| options);
        let (pass, started, open) = gate();
        let (answer, answered) = oneshot::channel();
        let write = move |tx: &mut SqliteTx| {
            pass();
            insert(tx, 1)
        };
        subject.executor.enqueue(subject.executor.writes.as_ref(), write_job(write, answer)).unwrap();
        started.await.unwrap();
        // The queue is closed while the write runs.
        subject.executor.writes = None;
        open.send(()).unwrap();
        answered.await.unwrap().unwrap();
        assert_eq!(subject.done().await, "1");
    }

    #[tokio::test]
    async fn reads_in_place_go_to_a_thread_when_no_connection_is_free() {
        let subject = Arc::new(Subject::new(|options| options.read_in_place(true)));
        let here = thread::current().id();
        assert_eq!(subject.executor.read(|_| Ok(thread::current().id())).await.unwrap(), here);
        let held = subject.executor.readers.free.recv().unwrap();
        let read = tokio::spawn({
            let subject = Arc::clone(&subject);
            async move { subject.executor.read(|_| Ok(thread::current().id())).await }
        });
        tokio::task::yield_now().await;
        subject.executor.readers.give_back.send(held).unwrap();
        assert_ne!(read.await.unwrap().unwrap(), here);
    }
}
