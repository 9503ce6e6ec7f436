//! Every law is kept on every server.

use std::time::Instant;

use storyden_robots::{
    PostgresOptions, PostgresStore,
    conformance::{BrokenLaw, LAWS},
};
use tokio::task::JoinSet;

use crate::{
    Databases,
    support::{Pooler, Programs, QUICK, Server},
};

/// Tests every law, four at a time, each on a database of its own.
async fn check(databases: Databases, url: impl Fn(&str) -> String, options: PostgresOptions) {
    let mut running = JoinSet::<Result<(), BrokenLaw>>::new();
    let mut broken = Vec::new();
    for law in LAWS {
        if running.len() == 4 {
            broken.extend(running.join_next().await.and_then(|law| law.expect("a law ends").err()));
        }
        let database = databases.fresh().await;
        let (url, options) = (url(&database), options.clone());
        running.spawn(async move {
            let store = PostgresStore::connect(&url, options).await.expect("a fresh store opens");
            law.test(store).await
        });
    }
    broken.extend(running.join_all().await.into_iter().filter_map(Result::err));
    assert!(broken.is_empty(), "{broken:#?}");
}

async fn laws_hold_on(version: u32, options: PostgresOptions) {
    let Some(programs) = Programs::find(version) else { return };
    let started = Instant::now();
    let server = Server::start(&programs, &QUICK);
    let databases = Databases::of(&server).await;
    check(databases, |database| server.url(database), options).await;
    eprintln!("PostgreSQL {version}: {} laws kept in {:.1?}", LAWS.len(), started.elapsed());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_law_is_kept_on_postgresql_15() {
    laws_hold_on(15, PostgresOptions::default()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_law_is_kept_on_postgresql_18() {
    laws_hold_on(18, PostgresOptions::default()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_law_is_kept_behind_pgbouncer_in_transaction_mode() {
    let Some(programs) = Programs::find(15) else { return };
    let server = Server::start(&programs, &QUICK);
    let databases = Databases::of(&server).await;
    let Some(pooler) = Pooler::start(&server, 3) else { return };
    check(databases, |database| pooler.url(database), PostgresOptions::default().pooler(true)).await;
}
