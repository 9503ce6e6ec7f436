//! Migrations, and what becomes of dropped futures.

use std::{task::Poll, time::Duration};

use storyden_robots::{
    ErrorKind, PostgresOptions, PostgresStore, SessionRepository,
    sql::{Dialect, Tables, migrations},
};
use tokio::{task::JoinSet, time::timeout};
use tokio_postgres::NoTls;

use crate::{
    Databases, command,
    support::{Programs, QUICK, Server},
    work::{batch, is_whole, now, start, walk},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn eight_migrators_at_once_make_one_schema() {
    let Some(programs) = Programs::find(15) else { return };
    let server = Server::start(&programs, &QUICK);
    let url = server.url("postgres");
    let tables = Tables::with_prefix("x_").and_then(|tables| tables.in_schema("forum")).expect("names");
    let refused = PostgresStore::connect(&url, PostgresOptions::default().tables(tables.clone())).await;
    assert_eq!(refused.expect_err("no schema").kind(), ErrorKind::StorageFailed);

    let mut migrators = JoinSet::new();
    for _ in 0..8 {
        let (url, tables) = (url.clone(), tables.clone());
        migrators.spawn(async move {
            let options = PostgresOptions::default().migrate(true).tables(tables).connections(1);
            start(&PostgresStore::connect(&url, options).await.expect("a migrated store")).await
        });
    }
    assert_eq!(migrators.join_all().await.len(), 8);

    command(&url, "INSERT INTO forum.x_migrations VALUES (1000)").await;
    let newer = PostgresStore::connect(&url, PostgresOptions::default().migrate(true).tables(tables)).await;
    let newer = newer.expect_err("a newer schema");
    assert!(newer.to_string().contains("version 1000"), "{newer}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_schema_is_made_by_the_hosts_own_tool_too() {
    let Some(programs) = Programs::find(15) else { return };
    let server = Server::start(&programs, &QUICK);
    let url = server.url("postgres");
    let tables = Tables::default().in_schema("own").expect("a name");
    command(&url, "CREATE SCHEMA own").await;
    let options = PostgresOptions::default().tables(tables.clone()).connections(2);
    let refused = PostgresStore::connect(&url, options.clone()).await.expect_err("no tables");
    assert_eq!(refused.kind(), ErrorKind::StorageFailed);
    assert!(refused.to_string().contains("version 0,"), "{refused}");
    for migration in migrations(Dialect::Postgres, &tables) {
        command(&url, &migration.script()).await;
    }
    start(&PostgresStore::connect(&url, options).await.expect("nothing is left to migrate")).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_schema_from_before_the_first_release_is_refused() {
    let Some(programs) = Programs::find(15) else { return };
    let server = Server::start(&programs, &QUICK);
    let url = server.url("postgres");
    command(
        &url,
        "CREATE TABLE robots_migrations (version BIGINT PRIMARY KEY); INSERT INTO robots_migrations VALUES (1), (2);
         CREATE TABLE robots_message_deltas (session_id TEXT)",
    )
    .await;
    for migrate in [false, true] {
        let options = PostgresOptions::default().migrate(migrate);
        let refused = PostgresStore::connect(&url, options).await.expect_err("an old schema");
        assert_eq!(refused.kind(), ErrorKind::StorageFailed);
        assert!(refused.to_string().contains("first release"), "{refused}");
    }
}

/// A migrator that dies leaves a step done or not done: its connection closes, as it does when its future is dropped.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_migration_that_stops_anywhere_is_done_by_the_next() {
    let Some(programs) = Programs::find(15) else { return };
    let server = Server::start(&programs, &QUICK);
    let url = server.url("postgres");
    let mut stopped = 0;
    for waits in (1..).step_by(3) {
        let tables = Tables::default().in_schema(format!("s{waits}")).expect("a name");
        let options = PostgresOptions::default().tables(tables).connections(1).migrate(true);
        let mut migrator = Box::pin(PostgresStore::connect(&url, options.clone()));
        let mut done = false;
        for _ in 0..waits {
            // Polled once, it waits for the server again.
            let polled = std::future::poll_fn(|context| Poll::Ready(migrator.as_mut().poll(context))).await;
            if let Poll::Ready(store) = polled {
                store.expect("it is migrated");
                done = true;
                break;
            }
            tokio::time::sleep(Duration::from_millis(3)).await;
        }
        drop(migrator);
        let store = PostgresStore::connect(&url, options).await.expect("the next one finishes it");
        start(&store).await;
        if done {
            break;
        }
        stopped += 1;
    }
    println!("{stopped} migrations stopped half way");
    assert!(stopped >= 10, "{stopped}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_dropped_future_leaves_nothing_open() {
    let Some(programs) = Programs::find(15) else { return };
    let server = Server::start(&programs, &QUICK);
    let database = Databases::of(&server).await.fresh().await;
    let url = server.url(&database);
    for pooler in [false, true] {
        let options = PostgresOptions::default().connections(4).pooler(pooler);
        let store = PostgresStore::connect(&url, options).await.expect("the store opens");
        let session = start(&store).await;

        // Somebody holds the session's row, so every append has to wait, and is dropped while it does.
        let (client, connection) = tokio_postgres::connect(&url, NoTls).await.expect("the server");
        tokio::spawn(connection);
        client.batch_execute("BEGIN; SELECT 1 FROM robots_sessions FOR UPDATE").await.expect("a lock");
        for _ in 0..20 {
            let batch = batch(false);
            let appended = timeout(Duration::from_millis(20), store.append_messages(session, &batch, now()));
            assert!(appended.await.is_err(), "the row is locked");
        }
        client.batch_execute("ROLLBACK").await.expect("no lock");

        for micros in 0..200 {
            let batch = batch(false);
            let appended =
                timeout(Duration::from_micros(micros * 20), store.append_messages(session, &batch, now()));
            appended
                .await
                .map_or(Ok(()), |appended| appended.map(drop))
                .expect("what is not dropped is done");
        }
        let said = store.append_messages(session, &batch(false), now()).await.expect("the store works");
        // Dropped ones may still be written; all that are stored have a sequence.
        tokio::time::sleep(Duration::from_millis(200)).await;
        let met = walk(&store, session).await.expect("a walk");
        assert!(is_whole(&met), "sequences with a gap");
        assert!(met.iter().any(|(_, id)| *id == said.messages[0].id), "the last one");
        // The end of a read is sent and not waited for, so it may be a moment behind.
        let open = "SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'";
        let ended = async {
            while client.query_one(open, &[]).await.expect("a count").get::<_, i64>(0) > 0 {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        timeout(Duration::from_secs(10), ended).await.expect("no transaction is left open");
    }
}

#[cfg(feature = "search")]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn verify_names_each_row_of_the_index_that_is_wrong_and_makes_it_anew() {
    use storyden_robots::{AccountId, NewMessage, NewSession, Part};

    const ANN: AccountId = AccountId::from_bytes([1; 12]);
    let Some(programs) = Programs::find(15) else { return };
    let server = Server::start(&programs, &QUICK);
    let url = server.url("postgres");
    let options = PostgresOptions::default().migrate(true).search(true);
    let store = PostgresStore::connect(&url, options).await.expect("the store opens");
    let robots = crate::writer::service(store.clone());
    let new = NewSession::default().name("zebra");
    let session = robots.start_session(ANN, new).await.expect("a session").id;
    // More words than there are positions, and words that stand oftener than a row says.
    for text in ["one horse ".repeat(10_000), "a cow".to_owned(), "\u{e9}l\u{e9}phant".to_owned()] {
        let message = NewMessage::user([Part::text(text)]).expect("a message");
        robots.append(ANN, session, message).await.expect("an append");
    }
    let verified = store.verify_search(true).await.expect("a check");
    assert_eq!((verified.sessions, verified.messages, verified.findings.as_slice()), (1, 3, [].as_slice()));

    let damage = format!(
        "UPDATE robots_search SET words = words || 'dog:9' WHERE sequence = 2;
         DELETE FROM robots_search WHERE sequence IN (0, 1);
         INSERT INTO robots_search VALUES ('{session}', 7, 'dog:1'), ('nobody', 3, 'dog:1'), ('nobody', 4, 'dog:1')"
    );
    command(&url, &damage).await;
    let of = |finding: &storyden_robots::Finding| format!("{}: {}", finding.subject, finding.detail);
    let expected = [
        format!("index row of the name of session {session}: it is missing"),
        format!("index row of message at 1 of session {session}: it is missing"),
        format!("index row of message at 2 of session {session}: it has other words than what is there"),
        format!("index row of message at 7 of session {session}: it has the words of nothing that is there"),
        "index rows of session nobody: 2 rows of a session that is not there".to_owned(),
    ];
    for repair in [false, true] {
        let verified = store.verify_search(repair).await.expect("a check");
        assert_eq!(verified.findings.iter().map(of).collect::<Vec<_>>(), expected);
        assert_eq!(verified.is_sound(), repair);
    }
    assert_eq!(store.verify_search(false).await.expect("a check").findings, []);
}
