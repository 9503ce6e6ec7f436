//! Following what others write to one SQLite file: other stores, and other processes.

#[path = "support/writer.rs"]
mod writer;

use std::{
    pin::{Pin, pin},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
    time::{Duration, Instant},
};

use futures_core::Stream;
use storyden_robots::{
    NewSession, Offset, Robots, SessionId, SqliteOptions, SqliteStore, Subscription, repository::Followed,
};
use tempfile::TempDir;

use writer::{ANN, hear_all, say, say_all, service};

async fn open(path: &str) -> Robots {
    let options = SqliteOptions::new(path).migrate(true).readers(2);
    service(SqliteStore::open(options).await.expect("the store opens"))
}

struct File {
    path: String,
    // Removed after the stores are closed.
    _folder: TempDir,
}

impl File {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("robots.db").to_str().unwrap().to_owned();
        Self { path, _folder: folder }
    }

    async fn open(&self) -> Robots {
        open(&self.path).await
    }
}

async fn start(robots: &Robots) -> SessionId {
    robots.start_session(ANN, NewSession::default()).await.unwrap().id
}

async fn follow(robots: &Robots, session: SessionId) -> Subscription {
    robots.subscribe(ANN, session, Offset::default()).await.unwrap()
}

#[derive(Default)]
struct Count(AtomicUsize);

impl Wake for Count {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

#[tokio::test]
async fn followers_hear_what_another_store_writes_and_no_others_are_woken() {
    let file = File::new();
    let (here, there) = (file.open().await, file.open().await);
    let (moves, rests) = (start(&there).await, start(&there).await);
    let mut resting = pin!(follow(&here, rests).await);
    let count = Arc::new(Count::default());
    let waker = Waker::from(Arc::clone(&count));
    assert!(resting.as_mut().poll_next(&mut Context::from_waker(&waker)).is_pending());

    let mut following = follow(&here, moves).await;
    for _ in 0..3 {
        say(&there, moves, "Hi").await;
        following.next().await.unwrap();
    }
    assert_eq!(count.0.load(Ordering::Relaxed), 0);

    // Changes of every kind are heard, the deletion last.
    there.delete_session(ANN, moves).await.unwrap();
    let ended = std::future::poll_fn(|context| match Pin::new(&mut following).poll_next(context) {
        Poll::Ready(Some(event)) => {
            event.unwrap();
            context.waker().wake_by_ref();
            Poll::Pending
        }
        other => other,
    });
    assert!(ended.await.is_none());
    say(&there, rests, "Hi").await;
    resting.next().await.unwrap();
}

#[tokio::test]
async fn followers_that_come_and_go_miss_nothing() {
    let file = File::new();
    let (here, there) = (file.open().await, file.open().await);
    let session = start(&there).await;
    for number in 0..5 {
        // The thread sleeps in between: nobody follows.
        let mut subscription = robots_after(&here, session, number).await;
        say(&there, session, "Hi").await;
        assert_eq!(subscription.next().await.unwrap().offset.get(), number + 1);
    }
}

async fn robots_after(robots: &Robots, session: SessionId, offset: u64) -> Subscription {
    robots.subscribe(ANN, session, Offset::new(offset)).await.unwrap()
}

#[tokio::test]
async fn a_store_that_only_reads_hears_too() {
    let file = File::new();
    let there = file.open().await;
    let session = start(&there).await;
    let options = SqliteOptions::new(&file.path).read_only(true);
    let here = service(SqliteStore::open(options).await.unwrap());
    let mut subscription = follow(&here, session).await;
    say(&there, session, "Hi").await;
    subscription.next().await.unwrap();
}

#[tokio::test]
async fn a_store_is_closed_while_its_followers_are_kept() {
    let file = File::new();
    let store = SqliteStore::open(SqliteOptions::new(&file.path).migrate(true)).await.unwrap();
    let (followers, robots) = (store.followers(), service(store));
    let session = start(&robots).await;
    let subscription = follow(&robots, session).await;
    assert_eq!(followers.sessions(), [session]);
    drop((robots, subscription));
    assert!(followers.is_empty());
    // The last connection has moved the WAL into the file.
    assert!(!std::path::Path::new(&format!("{}-wal", file.path)).exists());
}

#[tokio::test]
async fn every_follower_hears_all_that_two_other_processes_write() {
    const COUNT: u64 = 20;
    let file = File::new();
    let here = file.open().await;
    let sessions = [start(&here).await, start(&here).await, start(&here).await];
    let mut followers = Vec::new();
    for session in sessions {
        for _ in 0..2 {
            followers.push(tokio::spawn(hear_all(follow(&here, session).await, 2 * COUNT)));
        }
    }
    let mut writers = [(); 2].map(|()| writer::start(&file.path, &sessions, COUNT));
    for follower in followers {
        follower.await.unwrap();
    }
    assert!(writers.iter_mut().all(|writer| writer.wait().unwrap().success()));
}

/// Prints how late followers hear what another store writes.
#[tokio::test]
#[ignore = "measures"]
async fn delays() {
    let file = File::new();
    let (here, there) = (file.open().await, file.open().await);
    let session = start(&there).await;
    let others: Vec<_> = [start(&there).await, start(&there).await].into();
    let load = tokio::spawn({
        let there = there.clone();
        async move { say_all(&there, &others, 100_000).await }
    });
    let mut subscription = follow(&here, session).await;
    let mut delays = Vec::new();
    for number in 0..200_u64 {
        say(&there, session, "Hi").await;
        let written = Instant::now();
        subscription.next().await.unwrap();
        delays.push(written.elapsed());
        // The writes come at every moment of the interval.
        tokio::time::sleep(Duration::from_millis(number * 37 % 101)).await;
    }
    load.abort();
    delays.sort_unstable();
    println!("SQLite, every 100 ms: p50 {:.1?}, p99 {:.1?}", delays[100], delays[198]);
}
