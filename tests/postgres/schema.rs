//! Migrations, and what becomes of dropped futures.

use std::time::Duration;

use storyden_robots::{ErrorKind, PostgresOptions, PostgresStore, SessionRepository, sql::Tables};
use tokio::{task::JoinSet, time::timeout};
use tokio_postgres::NoTls;

use crate::{
    Databases, command,
    support::{Programs, QUICK, Server},
    work::{batch, is_whole, start, walk},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn eight_migrators_at_once_make_one_schema() {
    let Some(programs) = Programs::find(15) else { return };
    let server = Server::start(&programs, &QUICK);
    let url = server.url("postgres");
    let tables = Tables::with_prefix("x_").and_then(|tables| tables.in_schema("forum")).expect("names");
    let refused = PostgresStore::connect(&url, PostgresOptions::default().tables(tables.clone())).await;
    assert_eq!(refused.expect_err("no schema").kind(), ErrorKind::Unavailable);

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
            let appended = timeout(Duration::from_millis(20), store.append_messages(session, &batch));
            assert!(appended.await.is_err(), "the row is locked");
        }
        client.batch_execute("ROLLBACK").await.expect("no lock");

        for micros in 0..200 {
            let batch = batch(false);
            let appended =
                timeout(Duration::from_micros(micros * 20), store.append_messages(session, &batch));
            appended
                .await
                .map_or(Ok(()), |appended| appended.map(drop))
                .expect("what is not dropped is done");
        }
        let said = store.append_messages(session, &batch(false)).await.expect("the store works");
        // Dropped ones may still be written; all that are stored have a place.
        tokio::time::sleep(Duration::from_millis(200)).await;
        let met = walk(&store, session).await.expect("a walk");
        assert!(is_whole(&met), "places with a gap");
        assert!(met.iter().any(|(_, id)| *id == said.messages[0].id), "the last one");
        let open = "SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'";
        let open: i64 = client.query_one(open, &[]).await.expect("a count").get(0);
        assert_eq!(open, 0, "transactions that are left open");
    }
}
