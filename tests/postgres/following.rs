//! Following what others write to one database.

use std::{future::poll_fn, pin::pin, time::Duration};

use deadpool_postgres::{Manager, Pool};
use storyden_robots::{
    ErrorKind, NewSession, Notifications, Offset, PostgresOptions, PostgresStore, Robots, SessionId,
    SessionRepository, Subscription, Timestamp, repository::Write,
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

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn followers_hear_all_while_their_connection_is_cut_again_and_again() {
    let Some(database) = Database::new().await else { return };
    let here = database.open().await;
    let url = database.url.clone();
    let cutting = tokio::spawn(async move {
        let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                   WHERE application_name LIKE '% listener'";
        loop {
            command(&url, cut).await;
            tokio::time::sleep(Duration::from_millis(7)).await;
        }
    });
    all_is_heard(&here, [database.open().await, database.open().await], 100).await;
    cutting.abort();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn followers_hear_all_that_two_other_processes_write() {
    let Some(database) = Database::new().await else { return };
    let here = database.open().await;
    let sessions = [start(&here).await, start(&here).await];
    let mut followers = Vec::new();
    for session in [sessions, sessions].concat() {
        followers.push(tokio::spawn(hear_all(follow(&here, session).await, 40)));
    }
    let mut writers = [(); 2].map(|()| start_writer(&database.url, &sessions, 20));
    for follower in followers {
        follower.await.unwrap();
    }
    assert!(writers.iter_mut().all(|writer| writer.wait().unwrap().success()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn followers_behind_a_pooler_hear_all_by_asking() {
    let Some(database) = Database::new().await else { return };
    let Some(pooler) = Pooler::start(&database.server, 3) else { return };
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
