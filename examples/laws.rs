//! Tests every law on a PostgreSQL database of yours, or on what speaks its protocol:
//! `cargo run --example laws --features conformance,postgres -- postgres://forum@localhost/forum`
//!
//! Each law has the schema `robots_law` for itself. It is made for it and dropped with all that is in it, so
//! nothing of yours may have this name. A word after the URL chooses laws by a part of their names.

use std::error::Error;

use storyden_robots::{PostgresOptions, PostgresStore, conformance::LAWS, sql::Tables};
use tokio_postgres::NoTls;

const SCHEMA: &str = "robots_law";

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let Some((url, chosen)) = words.split_first() else { return Err("say on which database".into()) };
    let (admin, connection) = tokio_postgres::connect(url, NoTls).await?;
    tokio::spawn(connection);

    let (mut kept, mut broken) = (0, Vec::new());
    for law in LAWS.iter().filter(|law| chosen.iter().all(|word| law.name().contains(word.as_str()))) {
        let fresh = format!("DROP SCHEMA IF EXISTS {SCHEMA} CASCADE; CREATE SCHEMA {SCHEMA}");
        admin.batch_execute(&fresh).await?;
        let options = PostgresOptions::default().tables(Tables::default().in_schema(SCHEMA)?).migrate(true);
        let store = PostgresStore::connect(url, options).await?;
        match law.test(store).await {
            Ok(()) => kept += 1,
            Err(error) => {
                println!("{error}");
                broken.push(law.name());
            }
        }
    }
    admin.batch_execute(&format!("DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")).await?;
    println!("{kept} laws kept, {} broken", broken.len());
    if kept == 0 && broken.is_empty() {
        return Err("no law has all these words in its name".into());
    }
    if broken.is_empty() { Ok(()) } else { Err(broken.join(", ").into()) }
}
