//! The PostgreSQL store, on servers that these tests start.
#![cfg(unix)]

mod cluster;
mod counts;
mod exhaustion;
mod failover;
mod failures;
mod following;
mod host_transaction;
mod laws;
mod lost_answers;
mod lost_turns;
#[cfg(feature = "sqlite")]
mod moving;
mod pages;
mod plans;
mod schema;
mod stalls;
#[cfg(feature = "sqlite")]
mod storyden;
#[path = "../support/postgres.rs"]
mod support;
#[cfg(feature = "postgres-tls")]
mod tls;
mod work;
#[path = "../support/writer.rs"]
mod writer;

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use storyden_robots::{PostgresOptions, PostgresStore};
use tokio_postgres::NoTls;

use support::Server;

/// Opens the store of a process that writes.
async fn open(url: &str) -> storyden_robots::Robots {
    let store = PostgresStore::connect(url, PostgresOptions::default()).await;
    writer::service(store.expect("the store opens"))
}

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
        let create = format!("CREATE DATABASE {name} TEMPLATE pattern STRATEGY FILE_COPY");
        // The connection that made the pattern may not be gone yet.
        for _ in 0..100 {
            let (client, connection) = tokio_postgres::connect(&self.admin, NoTls).await.expect("the server");
            tokio::spawn(connection);
            match client.batch_execute(&create).await {
                Ok(()) => return name,
                Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
            }
        }
        panic!("no database was made");
    }
}

/// How long a test under load lasts: as told by `ROBOTS_TEST_SECONDS`, or not long.
fn seconds(short: u64) -> Duration {
    let told = std::env::var("ROBOTS_TEST_SECONDS").ok().and_then(|seconds| seconds.parse().ok());
    Duration::from_secs(told.unwrap_or(short))
}
