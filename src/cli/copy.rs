//! `copy`: copies everything from one store to another, or to a file and back.

use std::{
    fs::{self, File},
    io::{BufReader, BufWriter},
    path::{Path, PathBuf},
    str::FromStr,
};

use serde_json::json;
use storyden_robots::{
    Error, PostgresOptions, PostgresStore, SqliteOptions, SqliteStore, StoreUrl,
    transfer::{self, Archive},
};

use crate::output::{Failure, Output, byte_bar, row_counter};

/// One side of a copy.
#[derive(Clone, Debug)]
pub(crate) enum Side {
    Store(StoreUrl),
    /// A file of JSON Lines.
    Lines(PathBuf),
}

impl FromStr for Side {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        if Path::new(text).extension().is_some_and(|extension| extension == "jsonl") {
            return Ok(Self::Lines(text.into()));
        }
        text.parse().map(Self::Store)
    }
}

pub(crate) async fn copy(from: &Side, to: &Side, create: bool) -> Result<Output, Failure> {
    let rows = match (from, to) {
        (Side::Lines(_), Side::Lines(_)) => return Err(Failure::argument("one side must be a store")),
        (Side::Store(from), Side::Store(to)) => {
            if from == to {
                return Err(Failure::argument("both sides are the same store"));
            }
            // The source first: a typo there must not create the destination.
            let (from, bar) = (archive(from, false).await?, row_counter());
            let to = archive(to, create).await?;
            let moved = transfer::copy(&*from, &*to, |progress| {
                bar.set_position(progress.rows);
                bar.set_message(progress.table);
            });
            let moved = moved.await?;
            bar.finish_and_clear();
            moved.rows
        }
        (Side::Store(from), Side::Lines(file)) => export(&*archive(from, false).await?, file).await?,
        (Side::Lines(file), Side::Store(to)) => {
            let unreadable = |error| Failure::new(format!("{} cannot be read", file.display()), error);
            let lines = File::open(file).map_err(unreadable)?;
            let bar = byte_bar(lines.metadata().map_err(unreadable)?.len());
            let to = archive(to, create).await?;
            let lines = BufReader::new(bar.wrap_read(lines));
            let rows = transfer::import(&*to, lines, |rows| bar.set_message(format!("{rows} rows"))).await?;
            bar.finish_and_clear();
            rows
        }
    };
    Ok(Output::new(format!("{rows} rows"), json!({ "rows": rows })))
}

async fn export(from: &dyn Archive, file: &Path) -> Result<u64, Failure> {
    let unwritable = |error| Failure::new(format!("{} cannot be written", file.display()), error);
    if file.try_exists().map_err(unwritable)? {
        return Err(Failure::argument(format!("{} exists already", file.display())));
    }
    // Under another name until it is whole.
    let partial = file.with_extension("jsonl.partial");
    let (lines, bar) = (File::create(&partial).map_err(unwritable)?, row_counter());
    let moved = transfer::export(from, BufWriter::new(&lines), |progress| {
        bar.set_position(progress.rows);
        bar.set_message(progress.table);
    });
    let moved = moved.await?;
    bar.finish_and_clear();
    lines.sync_all().and_then(|()| fs::rename(&partial, file)).map_err(unwritable)?;
    Ok(moved.rows)
}

async fn archive(url: &StoreUrl, create: bool) -> Result<Box<dyn Archive>, Failure> {
    Ok(match url {
        StoreUrl::Sqlite(path) => {
            Box::new(SqliteStore::open(SqliteOptions::new(path).create(create).migrate(create)).await?)
        }
        StoreUrl::Postgres(url) => {
            Box::new(PostgresStore::connect(url, PostgresOptions::default().migrate(create)).await?)
        }
        _ => return Err(Failure::argument("a store in memory has nothing to copy")),
    })
}
