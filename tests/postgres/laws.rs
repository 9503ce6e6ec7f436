//! Every law is kept on every server.

use std::{pin::Pin, time::Instant};

use storyden_robots::{
    PostgresOptions, PostgresStore,
    conformance::{BrokenLaw, FILE_LAWS, LAWS, TRANSCRIPT_LAWS, TURN_LAWS},
    sql::Tables,
};
use tokio::task::JoinSet;

use crate::{
    Databases, command,
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

/// Tests laws, four at a time, each in a schema of its own: a database takes longer to make than most laws to test.
async fn check(laws: Vec<Test>, server: &Server, url: impl Fn(&str) -> String, options: PostgresOptions) {
    let databases = Databases::of(server).await;
    let mut free = Vec::new();
    for _ in 0..4 {
        free.push(databases.fresh().await);
    }
    let mut running = JoinSet::<(String, Result<(), BrokenLaw>)>::new();
    let mut broken = Vec::new();
    for (number, law) in laws.into_iter().enumerate() {
        if free.is_empty() {
            let (database, kept) = running.join_next().await.expect("four run").expect("a law ends");
            free.push(database);
            broken.extend(kept.err());
        }
        let database = free.pop().expect("one is free");
        let (direct, url) = (server.url(&database), url(&database));
        let schema = format!("law_{number}");
        let tables = Tables::default().in_schema(&schema).expect("a name");
        let options = options.clone().tables(tables.clone());
        running.spawn(async move {
            command(&direct, &format!("CREATE SCHEMA {schema}")).await;
            let migrating = PostgresOptions::default().tables(tables).migrate(true).connections(1);
            PostgresStore::connect(&direct, migrating).await.expect("the tables are made");
            let store = PostgresStore::connect(&url, options).await.expect("a fresh store opens");
            (database, law(store).await)
        });
    }
    broken.extend(running.join_all().await.into_iter().filter_map(|(_, kept)| kept.err()));
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
