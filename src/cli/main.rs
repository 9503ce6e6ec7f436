//! The command line: migrates, copies, backs up and verifies stores, and serves one.
//!
//! Exit codes: 0 done, 1 failed, 2 wrong arguments, 3 damage or a difference was found.

mod copy;
mod demo;
mod demo_robot;
mod operate;
mod output;
mod serve;
mod storyden;
mod transcripts;

use std::{net::SocketAddr, path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};
use copy::Side;
use output::{Failure, Output};
use storyden_robots::{ExportFormat, ImportFormat, SessionId, StoreUrl};

/// Operates the stores of storyden-robots.
///
/// A STORE is `sqlite:PATH`, `postgres://…`, or `memory:`. Except for `migrate`, nothing is created or migrated without
/// `--create`.
#[derive(Debug, Parser)]
#[command(
    name = "storyden-robots",
    version,
    after_help = "Exit codes: 0 done, 1 failed, 2 wrong arguments, 3 damage was found"
)]
struct Arguments {
    /// Print the result, and errors too, as one JSON object.
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Migrate the schema of a store to the version that this program needs.
    Migrate {
        store: StoreUrl,
        /// Create the file if it is missing.
        #[arg(long)]
        create: bool,
    },
    /// Copy everything from one store to another. Either side can be a file whose name ends in `.jsonl`.
    ///
    /// Rows that exist in the destination are skipped, so an interrupted copy is continued by running it again. Nobody
    /// may write to either store meanwhile.
    Copy {
        from: Side,
        to: Side,
        /// Create the destination if it is missing, and migrate it.
        #[arg(long)]
        create: bool,
    },
    /// Copy a SQLite store to a new file, also while it is in use. For PostgreSQL, use `pg_dump`.
    Backup { store: StoreUrl, file: PathBuf },
    /// Check every row of a SQLite store, or the index for search of a PostgreSQL store (use `amcheck` for its tables).
    Verify {
        store: StoreUrl,
        /// Accept messages that were changed by hand, and rebuild wrong lengths of lists and the index. Look at the
        /// findings first.
        #[arg(long)]
        repair: bool,
    },
    /// List drafts: messages that are being written, or that a crash left unfinished.
    Drafts {
        store: StoreUrl,
        /// Only drafts of this session.
        #[arg(long)]
        session: Option<SessionId>,
        /// Only drafts that nobody has written to for this many seconds.
        #[arg(long, value_name = "SECONDS")]
        silent_for: Option<u32>,
    },
    /// Erase a session for good, with everything that belongs to it.
    Erase {
        store: StoreUrl,
        session: SessionId,
        /// Only print what would be erased.
        #[arg(long)]
        dry_run: bool,
    },
    /// Write a session to a new file.
    Export {
        store: StoreUrl,
        session: SessionId,
        file: PathBuf,
        /// `jsonl` (everything, for `import`), `messages` or `markdown`.
        #[arg(long, default_value = "jsonl")]
        format: ExportFormat,
    },
    /// Import exported sessions, chats of the AI SDK, or everything from Storyden.
    ///
    /// `import STORE FILE` changes nothing if the same file was imported before. `import storyden:sqlite:PATH STORE`
    /// and `import storyden:postgres://… STORE` import all robots and sessions of Storyden; run again, they import what
    /// has changed since.
    Import {
        /// A store to import a file to, or a database of Storyden.
        #[arg(value_name = "STORE|storyden:SOURCE")]
        from: storyden::From,
        /// A file, or the store that Storyden's sessions are imported to.
        #[arg(value_name = "FILE|STORE")]
        file: PathBuf,
        /// Create the store that Storyden's sessions are imported to, and migrate it.
        #[arg(long)]
        create: bool,
        /// Compare Storyden's sessions with the imported ones, and write nothing.
        #[arg(long, conflicts_with = "dry_run")]
        check: bool,
        /// `jsonl` (what `export` writes) or `chats`.
        #[arg(long, default_value = "jsonl")]
        format: ImportFormat,
        /// Only print what would be imported.
        #[arg(long)]
        dry_run: bool,
    },
    /// Serve the HTTP API and the web page of a store.
    Serve {
        #[arg(default_value = "memory:")]
        store: StoreUrl,
        #[arg(long, default_value = "127.0.0.1:8080")]
        addr: SocketAddr,
        /// Create the store if it is missing, and migrate it.
        #[arg(long)]
        create: bool,
        /// Fill an empty store with five accounts and 45 sessions, and answer with a robot that has no model.
        #[arg(long)]
        demo: bool,
    },
}

#[tokio::main]
async fn main() -> ExitCode {
    let Arguments { json, command } = Arguments::parse();
    match run(command).await {
        Ok(output) => output.print(json),
        Err(failure) => failure.print(json),
    }
}

async fn run(command: Command) -> Result<Output, Failure> {
    match command {
        Command::Migrate { store, create } => operate::migrate(&store, create).await,
        Command::Copy { from, to, create } => copy::copy(&from, &to, create).await,
        Command::Backup { store, file } => operate::backup(&store, &file).await,
        Command::Verify { store, repair } => operate::verify(&store, repair).await,
        Command::Drafts { store, session, silent_for } => operate::drafts(&store, session, silent_for).await,
        Command::Erase { store, session, dry_run } => transcripts::erase(&store, session, dry_run).await,
        Command::Export { store, session, file, format } => {
            transcripts::export(&store, session, &file, format).await
        }
        Command::Import { from: storyden::From::File(store), file, format, dry_run, create, check } => {
            if create || check {
                return Err(Failure::argument("--create and --check are for databases of Storyden"));
            }
            transcripts::import(&store, &file, format, dry_run).await
        }
        Command::Import { from: storyden::From::Storyden(source), file, dry_run, create, check, .. } => {
            storyden::import(&source, &file, storyden::Options { create, dry_run, check }).await
        }
        Command::Serve { store, addr, create, demo } => serve::serve(&store, addr, create, demo).await,
    }
}
