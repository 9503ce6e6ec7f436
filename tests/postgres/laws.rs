//! Every law is kept on every server.

use std::{
    pin::Pin,
    sync::{Arc, Mutex},
    time::Instant,
};

use storyden_robots::{
    PostgresOptions, PostgresStore,
    conformance::{BrokenLaw, FILE_LAWS, LAWS, TRANSCRIPT_LAWS, TURN_LAWS},
};
use tokio::task::JoinSet;
use tokio_postgres::NoTls;

use crate::{
    Databases,
    support::{Pooler, Programs, QUICK, Server},
};

/// A law of either list, on a store that was just opened.
type Test =
    Box<dyn FnOnce(PostgresStore) -> Pin<Box<dyn Future<Output = Result<(), BrokenLaw>> + Send>> + Send>;

fn laws() -> Vec<Test> {
    LAWS.iter().map(|law| -> Test { Box::new(move |store| Box::pin(law.test(store))) }).collect()
}

fn turn_laws() -> Vec<Test> {
    TURN_LAWS.iter().map(|law| -> Test { Box::new(move |store| Box::pin(law.test(store))) }).collect()
}

fn file_laws() -> Vec<Test> {
    FILE_LAWS.iter().map(|law| -> Test { Box::new(move |store| Box::pin(law.test(store))) }).collect()
}

fn transcript_laws() -> Vec<Test> {
    TRANSCRIPT_LAWS.iter().map(|law| -> Test { Box::new(move |store| Box::pin(law.test(store))) }).collect()
}

#[cfg(feature = "search")]
fn search_laws() -> Vec<Test> {
    let laws = storyden_robots::conformance::SEARCH_LAWS.iter();
    laws.map(|law| -> Test { Box::new(move |store| Box::pin(law.test(store))) }).collect()
}

/// Empties all tables. That takes a fraction of the time in which new ones are made; the locks wait for what is still on its
/// way when a law has ended.
const EMPTY: &str = "DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'robots_migrations' LOOP
        EXECUTE format('LOCK TABLE %I', name);
        EXECUTE format('DELETE FROM %I', name);
    END LOOP;
    IF to_regclass('robots_search_state') IS NOT NULL THEN
        INSERT INTO robots_search_state (id) VALUES (0);
    END IF;
END $$";

/// The connections of each store. With more, most of the time goes into making them: each law opens a store of its own.
const CONNECTIONS: usize = 4;

/// Tests laws, four at a time, each on empty tables in a database that no other uses meanwhile.
async fn check(laws: Vec<Test>, server: &Server, url: impl Fn(&str) -> String, options: PostgresOptions) {
    let databases = Databases::of(server).await;
    let laws = Arc::new(Mutex::new(laws.into_iter()));
    let mut running = JoinSet::<Vec<BrokenLaw>>::new();
    for _ in 0..4 {
        let database = databases.fresh().await;
        let (direct, url) = (server.url(&database), url(&database));
        let (laws, options) = (Arc::clone(&laws), options.clone().connections(CONNECTIONS));
        running.spawn(async move {
            let (client, connection) = tokio_postgres::connect(&direct, NoTls).await.expect("the server");
            tokio::spawn(connection);
            let mut broken = Vec::new();
            loop {
                let next = laws.lock().expect("no panic").next();
                let Some(law) = next else { return broken };
                client.batch_execute(EMPTY).await.expect("empty tables");
                let store =
                    PostgresStore::connect(&url, options.clone()).await.expect("an empty store opens");
                let kept = law(store.clone()).await;
                // Without an index, there is nothing to find.
                #[cfg(feature = "search")]
                assert_eq!(store.verify_search(false).await.expect("a check").findings, [], "{kept:?}");
                broken.extend(kept.err());
            }
        });
    }
    let broken = running.join_all().await.concat();
    assert!(broken.is_empty(), "{broken:#?}");
}

async fn laws_hold_on(version: u32, laws: Vec<Test>, options: PostgresOptions) {
    let Some(programs) = Programs::find(version) else { return };
    let (started, count) = (Instant::now(), laws.len());
    let server = Server::start(&programs, &QUICK);
    check(laws, &server, |database| server.url(database), options).await;
    eprintln!("PostgreSQL {version}: {count} laws kept in {:.1?}", started.elapsed());
}

/// Behind a pooler, and on the newest server that is there: the laws take long enough for one of them to show both.
async fn laws_hold_behind_pgbouncer(laws: Vec<Test>, options: PostgresOptions) {
    let Some(programs) = Programs::find(18).or_else(|| Programs::find(15)) else { return };
    let server = Server::start(&programs, &QUICK);
    let Some(pooler) = Pooler::start(&server, 3, "transaction") else { return };
    check(laws, &server, |database| pooler.url(database), options.pooler(true)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_law_is_kept_on_postgresql_15() {
    laws_hold_on(15, laws(), PostgresOptions::default()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_law_of_files_is_kept_on_postgresql_15() {
    laws_hold_on(15, file_laws(), PostgresOptions::default()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_law_of_turns_is_kept_on_postgresql_15() {
    laws_hold_on(15, turn_laws(), PostgresOptions::default()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_law_of_transcripts_is_kept_on_postgresql_15() {
    laws_hold_on(15, transcript_laws(), PostgresOptions::default()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_law_is_kept_behind_pgbouncer_in_transaction_mode() {
    laws_hold_behind_pgbouncer(laws(), PostgresOptions::default()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_law_of_files_is_kept_behind_pgbouncer_in_transaction_mode() {
    laws_hold_behind_pgbouncer(file_laws(), PostgresOptions::default()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_law_of_turns_is_kept_behind_pgbouncer_in_transaction_mode() {
    laws_hold_behind_pgbouncer(turn_laws(), PostgresOptions::default()).await;
}

/// As over the coordinator of a cluster: no statement that does all of an append, and other plans.
fn distributed() -> PostgresOptions {
    PostgresOptions::default().distributed(true)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_law_is_kept_as_on_a_cluster_behind_pgbouncer() {
    laws_hold_behind_pgbouncer(laws(), distributed()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_law_of_turns_is_kept_as_on_a_cluster_behind_pgbouncer() {
    laws_hold_behind_pgbouncer(turn_laws(), distributed()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_law_of_transcripts_is_kept_as_on_a_cluster_behind_pgbouncer() {
    laws_hold_behind_pgbouncer(transcript_laws(), distributed()).await;
}

#[cfg(feature = "search")]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_law_of_search_is_kept_on_postgresql_15() {
    laws_hold_on(15, search_laws(), PostgresOptions::default().migrate(true).search(true)).await;
}

/// Whatever a store does, it does with an index too.
#[cfg(feature = "search")]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_law_is_kept_with_an_index_for_search() {
    let laws = laws().into_iter().chain(turn_laws()).chain(transcript_laws()).collect();
    laws_hold_on(15, laws, PostgresOptions::default().migrate(true).search(true)).await;
}
