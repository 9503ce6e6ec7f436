//! Every law is kept on every server.

use std::{pin::Pin, time::Instant};

use storyden_robots::{
    PostgresOptions, PostgresStore,
    conformance::{BrokenLaw, FILE_LAWS, LAWS, TRANSCRIPT_LAWS, TURN_LAWS},
};
use tokio::task::JoinSet;

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

/// Tests laws, four at a time, each on a database of its own.
async fn check(
    laws: Vec<Test>,
    databases: Databases,
    url: impl Fn(&str) -> String,
    options: PostgresOptions,
) {
    let mut running = JoinSet::<Result<(), BrokenLaw>>::new();
    let mut broken = Vec::new();
    for law in laws {
        if running.len() == 4 {
            broken.extend(running.join_next().await.and_then(|law| law.expect("a law ends").err()));
        }
        let database = databases.fresh().await;
        let (url, options, databases) = (url(&database), options.clone(), databases.clone());
        running.spawn(async move {
            let store = PostgresStore::connect(&url, options).await.expect("a fresh store opens");
            let kept = law(store).await;
            databases.forget(&database).await;
            kept
        });
    }
    broken.extend(running.join_all().await.into_iter().filter_map(Result::err));
    assert!(broken.is_empty(), "{broken:#?}");
}

async fn laws_hold_on(version: u32, laws: Vec<Test>, options: PostgresOptions) {
    let Some(programs) = Programs::find(version) else { return };
    let (started, count) = (Instant::now(), laws.len());
    let server = Server::start(&programs, &QUICK);
    let databases = Databases::of(&server).await;
    check(laws, databases, |database| server.url(database), options).await;
    eprintln!("PostgreSQL {version}: {count} laws kept in {:.1?}", started.elapsed());
}

async fn laws_hold_behind_pgbouncer(laws: Vec<Test>, options: PostgresOptions) {
    let Some(programs) = Programs::find(15) else { return };
    let server = Server::start(&programs, &QUICK);
    let databases = Databases::of(&server).await;
    let Some(pooler) = Pooler::start(&server, 3, "transaction") else { return };
    check(laws, databases, |database| pooler.url(database), options.pooler(true)).await;
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
async fn every_law_is_kept_on_postgresql_18() {
    laws_hold_on(18, laws(), PostgresOptions::default()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_law_of_files_is_kept_on_postgresql_18() {
    laws_hold_on(18, file_laws(), PostgresOptions::default()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_law_of_turns_is_kept_on_postgresql_18() {
    laws_hold_on(18, turn_laws(), PostgresOptions::default()).await;
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
async fn every_law_is_kept_as_on_a_cluster() {
    laws_hold_on(15, laws(), distributed()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_law_of_turns_is_kept_as_on_a_cluster() {
    laws_hold_on(15, turn_laws(), distributed()).await;
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
