//! Moves everything from one store to another, or to a file and back:
//! `cargo run --example copy --features postgres -- sqlite:robots.db postgres://forum@localhost/forum`
//!
//! Either side is `sqlite:PATH`, a PostgreSQL URL, or the path of a `.jsonl` file. What was moved already is
//! left out, so a move that was broken off is taken up by the same command.

use std::{
    error::Error,
    fs::File,
    io::{BufReader, BufWriter},
    path::Path,
};

use storyden_robots::{
    PostgresOptions, PostgresStore, SqliteOptions, SqliteStore,
    transfer::{Archive, copy, export, import},
};

fn is_file(side: &str) -> bool {
    Path::new(side).extension().is_some_and(|extension| extension == "jsonl")
}

async fn open(side: &str, migrate: bool) -> Result<Box<dyn Archive>, Box<dyn Error>> {
    Ok(match side.strip_prefix("sqlite:") {
        Some(path) => Box::new(SqliteStore::open(SqliteOptions::new(path).migrate(migrate)).await?),
        None => Box::new(PostgresStore::connect(side, PostgresOptions::default().migrate(migrate)).await?),
    })
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let sides: Vec<String> = std::env::args().skip(1).collect();
    let [from, to] = sides.as_slice() else { return Err("say from where, and to where".into()) };
    if is_file(from) {
        let lines = BufReader::new(File::open(from)?);
        let rows = import(&*open(to, true).await?, lines, |rows| eprint!("\r{rows} rows")).await?;
        eprintln!("\r{rows} rows, all of them");
        return Ok(());
    }
    let source = open(from, false).await?;
    let moved = if is_file(to) {
        export(&*source, BufWriter::new(File::create(to)?), |progress| eprint!("\r{progress}   ")).await?
    } else {
        copy(&*source, &*open(to, true).await?, |progress| eprint!("\r{progress}   ")).await?
    };
    eprintln!("\r{} rows, all of them      ", moved.rows);
    Ok(())
}
