//! The PostgreSQL store, on servers that these tests start.

#[path = "support/postgres.rs"]
mod support;

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Instant,
};

use storyden_robots::{
    PostgresOptions, PostgresStore,
    conformance::{BrokenLaw, LAWS},
};
use support::{Pooler, Programs, QUICK, Server};
use tokio::task::JoinSet;
use tokio_postgres::NoTls;

/// Runs a command as the server's owner.
async fn command(url: &str, command: &str) {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.expect("the server answers");
    tokio::spawn(connection);
    client.batch_execute(command).await.unwrap_or_else(|error| panic!("{command}: {error:?}"));
}

/// Makes databases with the tables of the store, one after the other.
#[derive(Clone)]
struct Databases {
    admin: String,
    made: Arc<AtomicUsize>,
}

impl Databases {
    async fn of(server: &Server) -> Self {
        let admin = server.url("postgres");
        command(&admin, "CREATE DATABASE pattern").await;
        let options = PostgresOptions::default().migrate(true).connections(1);
        PostgresStore::connect(&server.url("pattern"), options).await.expect("the pattern is made");
        Self { admin, made: Arc::default() }
    }

    async fn fresh(&self) -> String {
        let name = format!("fresh_{}", self.made.fetch_add(1, Ordering::Relaxed));
        // The connection that made the pattern may not be gone yet.
        for _ in 0..100 {
            let (client, connection) = tokio_postgres::connect(&self.admin, NoTls).await.expect("the server");
            tokio::spawn(connection);
            match client.batch_execute(&format!("CREATE DATABASE {name} TEMPLATE pattern")).await {
                Ok(()) => return name,
                Err(_) => tokio::time::sleep(std::time::Duration::from_millis(20)).await,
            }
        }
        panic!("no database was made");
    }
}

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
