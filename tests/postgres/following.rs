//! Following what others write to one database.

use std::{
    future::poll_fn,
    pin::pin,
    time::{Duration, Instant},
};

use deadpool_postgres::{Manager, Pool};
use storyden_robots::{
    Clock as _, ErrorKind, EventKind, NewSession, Notifications, Offset, PostgresOptions, PostgresStore,
    Robots, SessionId, SessionRepository, Subscription, SystemClock, Timestamp, repository::Write,
};
use tokio_postgres::{AsyncMessage, NoTls};

use crate::{
    Databases, command,
    support::{Pooler, Programs, QUICK, Server},
    writer::{ANN, hear_all, say, say_all, service, start as start_writer},
};

/// A server with a database that has the tables.
struct Database {
    url: String,
    name: String,
    server: Server,
}

impl Database {
    async fn new() -> Option<Self> {
        let server = Server::start(&Programs::find(15)?, &QUICK);
        let name = Databases::of(&server).await.fresh().await;
        Some(Self { url: server.url(&name), name, server })
    }

    async fn open(&self) -> Robots {
        connect(&self.url, PostgresOptions::default()).await
    }

    /// Counts the connections that listen.
    async fn listeners(&self) -> i64 {
        self.query("SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE '% listener'").await
    }

    async fn query(&self, query: &str) -> i64 {
        let (client, connection) = tokio_postgres::connect(&self.url, NoTls).await.expect("the server");
        tokio::spawn(connection);
        client.query_one(query, &[]).await.expect("an answer").get(0)
    }

    async fn wait_for_listeners(&self, count: i64) {
        while self.listeners().await != count {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
}

async fn connect(url: &str, options: PostgresOptions) -> Robots {
    service(PostgresStore::connect(url, options.connections(4)).await.expect("the store opens"))
}

async fn start(robots: &Robots) -> SessionId {
    robots.start_session(ANN, NewSession::default()).await.unwrap().id
}

async fn follow(robots: &Robots, session: SessionId) -> Subscription {
    robots.subscribe(ANN, session, Offset::default()).await.unwrap()
}

/// Lets two services write what followers of a third hear, and returns when all have heard all.
async fn all_is_heard(here: &Robots, there: [Robots; 2], count: u64) {
    let sessions = [start(here).await, start(here).await, start(here).await];
    let mut followers = Vec::new();
    for session in sessions {
        for _ in 0..2 {
            followers.push(tokio::spawn(hear_all(follow(here, session).await, 2 * count)));
        }
    }
    let writers = there.map(|there| tokio::spawn(async move { say_all(&there, &sessions, count).await }));
    for follower in followers {
        follower.await.unwrap();
    }
    for writer in writers {
        writer.await.unwrap();
    }
}

/// Cuts the connection that listens again and again, as long as it runs.
async fn cut(url: String, every: Duration) {
    let cut =
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE '% listener'";
    loop {
        command(&url, cut).await;
        tokio::time::sleep(every).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn followers_hear_all_while_their_connection_is_cut_again_and_again() {
    let Some(database) = Database::new().await else { return };
    let here = database.open().await;
    let cutting = tokio::spawn(cut(database.url.clone(), Duration::from_millis(7)));
    all_is_heard(&here, [database.open().await, database.open().await], 100).await;
    cutting.abort();
}

/// Lets two other processes write to sessions that are followed here, and returns how late followers heard of each
/// message, from the call of its append. Each hears all, in their order.
async fn delays(here: &Robots, url: &str, sessions: usize, count: u64) -> Vec<Duration> {
    let mut followed = Vec::new();
    for _ in 0..sessions {
        followed.push(start(here).await);
    }
    let mut followers = Vec::new();
    for session in [followed.clone(), followed.clone()].concat() {
        let mut subscription = follow(here, session).await;
        followers.push(tokio::spawn(async move {
            let mut delays = Vec::new();
            for number in 1..=2 * count {
                let event = subscription.next().await.unwrap();
                assert_eq!(event.offset.get(), number);
                let EventKind::Message(message) = event.kind else { panic!("only appends: {event:?}") };
                let micros = SystemClock.now().as_micros() - message.created_at.as_micros();
                delays.push(Duration::from_micros(micros.try_into().unwrap_or(0)));
            }
            delays
        }));
    }
    let mut writers = [(); 2].map(|()| start_writer(url, &followed, count));
    let mut delays = Vec::new();
    for follower in followers {
        delays.extend(follower.await.unwrap());
    }
    assert!(writers.iter_mut().all(|writer| writer.wait().unwrap().success()));
    delays
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn followers_hear_all_that_two_other_processes_write() {
    let Some(database) = Database::new().await else { return };
    delays(&database.open().await, &database.url, 2, 20).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn followers_hear_all_that_other_processes_write_while_their_connection_is_cut() {
    let Some(database) = Database::new().await else { return };
    let cutting = tokio::spawn(cut(database.url.clone(), Duration::from_millis(7)));
    delays(&database.open().await, &database.url, 2, 20).await;
    cutting.abort();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn followers_behind_a_pooler_hear_all_that_other_processes_write() {
    let Some(database) = Database::new().await else { return };
    let Some(pooler) = Pooler::start(&database.server, 3, "transaction") else { return };
    let here = connect(&pooler.url(&database.name), PostgresOptions::default().pooler(true)).await;
    delays(&here, &database.url, 2, 20).await;
    assert_eq!(database.listeners().await, 0);
}

/// In session mode each client has a connection of the server's to itself, so what is listened for comes through.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pooler_in_session_mode_passes_on_what_is_listened_for() {
    let Some(database) = Database::new().await else { return };
    let Some(pooler) = Pooler::start(&database.server, 20, "session") else { return };
    let options = PostgresOptions::default().pooler(true).notifications(Notifications::Listen);
    let here = connect(&pooler.url(&database.name), options).await;
    let session = start(&here).await;
    let mut subscription = follow(&here, session).await;
    database.wait_for_listeners(1).await;
    say(&database.open().await, session, "Hi").await;
    assert_eq!(subscription.next().await.unwrap().offset.get(), 1);
    delays(&here, &database.url, 2, 20).await;
}

/// Returns the time that such a share of all do not exceed, in milliseconds.
fn quantile(sorted: &[Duration], percent: usize) -> f64 {
    sorted[(sorted.len() - 1) * percent / 100].as_secs_f64() * 1000.0
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "it measures, on a server that flushes"]
async fn how_late_followers_hear() {
    let Some(programs) = Programs::find(15) else { return };
    let server = Server::start(&programs, &[]);
    let name = Databases::of(&server).await.fresh().await;
    let (database, slow) = (Database { url: server.url(&name), name, server }, Duration::from_millis(250));
    let Some(pooler) = Pooler::start(&database.server, 8, "transaction") else { return };
    let behind = pooler.url(&database.name);
    let asks = |every| PostgresOptions::default().notifications(Notifications::Poll(every));
    for (how, url, options, cuts) in [
        ("LISTEN", &database.url, PostgresOptions::default(), false),
        ("LISTEN, its connection cut every second", &database.url, PostgresOptions::default(), true),
        ("asking every 250 ms", &database.url, asks(slow), false),
        ("asking every 50 ms", &database.url, asks(Duration::from_millis(50)), false),
        ("asking every 250 ms, behind a pooler", &behind, asks(slow).pooler(true), false),
    ] {
        let here = connect(url, options).await;
        let cutting = cuts.then(|| tokio::spawn(cut(database.url.clone(), Duration::from_secs(1))));
        let began = Instant::now();
        let mut delays = delays(&here, &database.url, 32, 60).await;
        if let Some(cutting) = cutting {
            cutting.abort();
        }
        delays.sort_unstable();
        println!(
            "| {how} | {:.0} | {:.1} | {:.1} |",
            f64::from(32 * 2 * 60) / began.elapsed().as_secs_f64(),
            quantile(&delays, 50),
            quantile(&delays, 99),
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn followers_behind_a_pooler_hear_all_by_asking() {
    let Some(database) = Database::new().await else { return };
    let Some(pooler) = Pooler::start(&database.server, 3, "transaction") else { return };
    let behind = async || connect(&pooler.url(&database.name), PostgresOptions::default().pooler(true)).await;
    let here = behind().await;
    all_is_heard(&here, [behind().await, database.open().await], 10).await;
    assert_eq!(database.listeners().await, 0);
}

#[tokio::test]
async fn a_connection_listens_only_while_somebody_follows() {
    let Some(database) = Database::new().await else { return };
    let here = database.open().await;
    let session = start(&here).await;
    assert_eq!(database.listeners().await, 0);
    for _ in 0..2 {
        let [first, last] = [follow(&here, session).await, follow(&here, session).await];
        database.wait_for_listeners(1).await;
        drop(first);
        assert_eq!(database.listeners().await, 1);
        drop(last);
        database.wait_for_listeners(0).await;
    }
    // The task ends with the store, also while somebody keeps its followers.
    let (followers, subscription) = (std::sync::Arc::clone(here.followers()), follow(&here, session).await);
    database.wait_for_listeners(1).await;
    drop((here, subscription));
    database.wait_for_listeners(0).await;
    assert!(followers.is_empty());
}

/// Returns the next thing that is told on the channel of the tables.
async fn told(
    connection: &mut (impl FnMut(&mut std::task::Context<'_>) -> std::task::Poll<AsyncMessage> + Unpin),
) -> String {
    loop {
        if let AsyncMessage::Notification(told) = poll_fn(&mut *connection).await {
            assert_eq!(told.channel(), "robots_changes");
            return told.payload().to_owned();
        }
    }
}

#[tokio::test]
async fn each_change_is_told_on_the_channel_of_the_tables() {
    let Some(database) = Database::new().await else { return };
    let (client, mut connection) = tokio_postgres::connect(&database.url, NoTls).await.unwrap();
    let mut messages = |context: &mut std::task::Context<'_>| {
        connection.poll_message(context).map(|message| message.expect("a connection").expect("a message"))
    };
    let mut listening = pin!(client.batch_execute("LISTEN robots_changes"));
    poll_fn(|context| {
        let _ = messages(context);
        listening.as_mut().poll(context)
    })
    .await
    .unwrap();

    let there = database.open().await;
    let session = start(&there).await;
    say(&there, session, "Hi").await;
    assert_eq!(told(&mut messages).await, format!("{session}:1,"));
    there.delete_session(ANN, session).await.unwrap();
    assert_eq!(told(&mut messages).await, format!("{session}:,"));

    // The writes of a host's transaction are told after its commit.
    let store = PostgresStore::connect(&database.url, PostgresOptions::default()).await.unwrap();
    let transaction = store.begin().await.unwrap();
    transaction.restore_session(session, Write::at(Timestamp::UNIX_EPOCH)).await.unwrap();
    transaction.commit().await.unwrap();
    assert_eq!(told(&mut messages).await, format!("{session}:,"));

    // Whoever turned it off tells nobody.
    let silent = connect(&database.url, PostgresOptions::default().notifications(Notifications::Off)).await;
    say(&silent, session, "Psst").await;
    say(&there, session, "Hi").await;
    assert_eq!(told(&mut messages).await, format!("{session}:5,"));
}

#[tokio::test]
async fn what_nobody_told_is_found_by_looking() {
    let Some(database) = Database::new().await else { return };
    let here = database.open().await;
    let silent = connect(&database.url, PostgresOptions::default().notifications(Notifications::Off)).await;
    let session = start(&here).await;
    let mut subscription = follow(&here, session).await;
    database.wait_for_listeners(1).await;
    say(&silent, session, "Psst").await;
    assert_eq!(subscription.next().await.unwrap().offset.get(), 1);
}

#[tokio::test]
async fn a_pool_of_the_hosts_asks() {
    let Some(database) = Database::new().await else { return };
    let pool = || {
        let config = database.url.parse().unwrap();
        Pool::builder(Manager::new(config, NoTls)).max_size(2).build().unwrap()
    };
    let options = PostgresOptions::default().notifications(Notifications::Listen);
    let error = PostgresStore::from_pool(pool(), options).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidArgument);

    let here = service(PostgresStore::from_pool(pool(), PostgresOptions::default()).await.unwrap());
    let session = start(&here).await;
    let mut subscription = follow(&here, session).await;
    say(&database.open().await, session, "Hi").await;
    subscription.next().await.unwrap();
}
