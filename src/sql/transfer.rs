//! Moving everything from one store to another, such as from SQLite to PostgreSQL.
//!
//! What is moved are the stored rows: ids, positions, times, bytes, idempotency keys, and what was deleted, so that a
//! deleted message keeps its position. What is there already is left alone, so a move that was broken off is taken up
//! by starting it again. Nobody else may write to either store meanwhile.
//!
//! [`copy`] moves from store to store; [`export`] and [`import`] go through JSON Lines: a first line with the version
//! of the schema, then one object a row, its texts as strings, bytes of files as `{"base64": …}`. Messages take their
//! checksums along.
//!
//! # Examples
//! ```
//! # #[cfg(feature = "sqlite")] {
//! use storyden_robots::{SqliteOptions, SqliteStore, transfer};
//!
//! # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
//! # let folder = tempfile::tempdir()?;
//! let old = SqliteStore::open(SqliteOptions::new(folder.path().join("old.db")).migrate(true)).await?;
//! let new = SqliteStore::open(SqliteOptions::new(folder.path().join("new.db")).migrate(true)).await?;
//! let progress = transfer::copy(&old, &new, |progress| println!("{progress}")).await?;
//! assert_eq!(progress.rows, 0);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! # })?;
//! # }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::{
    fmt,
    io::{BufRead, Write},
};

use async_trait::async_trait;
use serde_json::Value as JsonValue;

pub use super::stored_row::StoredRow;
use super::{rows, schema::SCHEMA_VERSION};
use crate::model::error::{Error, Result};

/// A store whose rows can be read and written as they are: `SqliteStore` and `PostgresStore`.
#[async_trait]
pub trait Archive: fmt::Debug + Send + Sync {
    /// Reads the `limit` rows of a table that stand behind a row of it, or the first ones.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] if there is no such table; [`Error::Unavailable`] if the store cannot be reached.
    async fn read_rows(&self, table: &str, behind: Option<&StoredRow>, limit: u32) -> Result<Vec<StoredRow>>;

    /// Writes rows; those whose key is there are left out.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] if there is no such table, column or session; [`Error::StorageFailed`] if the store
    /// has no room for a row; [`Error::Unavailable`] if it cannot be reached.
    async fn write_rows(&self, rows: &[StoredRow]) -> Result<()>;

    /// Counts anew how long each list is, which has to be done after the last row was written.
    ///
    /// # Errors
    /// [`Error::Unavailable`] if the store cannot be reached.
    async fn count_lists(&self) -> Result<()>;
}

/// The progress of a move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// The table that is moved now: they come one after the other.
    pub table: &'static str,
    /// The number of rows moved, of all tables so far.
    pub rows: u64,
}

impl fmt::Display for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} rows, now {}", self.rows, self.table)
    }
}

/// How many rows are moved at a time: messages may have a megabyte each.
const BATCH: u32 = 100;

/// Reads all rows of a store, table by table.
struct Batches<'a> {
    from: &'a dyn Archive,
    tables: std::vec::IntoIter<&'static str>,
    last: Option<StoredRow>,
    /// What was read so far.
    moved: Progress,
}

impl<'a> Batches<'a> {
    fn new(from: &'a dyn Archive) -> Self {
        let mut tables = rows::moved().map(|layout| layout.name).collect::<Vec<_>>().into_iter();
        let table = tables.next().unwrap_or_default();
        Self { from, tables, last: None, moved: Progress { table, rows: 0 } }
    }

    /// Reads some rows of one table, or returns nothing after the last table.
    async fn next(&mut self) -> Result<Option<Vec<StoredRow>>> {
        loop {
            let rows = self.from.read_rows(self.moved.table, self.last.as_ref(), BATCH).await?;
            self.last = rows.last().cloned();
            if !rows.is_empty() {
                self.moved.rows += rows.len() as u64;
                return Ok(Some(rows));
            }
            let Some(table) = self.tables.next() else { return Ok(None) };
            self.moved.table = table;
        }
    }
}

/// Moves everything from one store to another, and returns how much was moved.
///
/// # Errors
/// [`Error::Unavailable`] if a store cannot be reached. What was moved stays, and is left out next time.
pub async fn copy(
    from: &dyn Archive,
    to: &dyn Archive,
    mut progress: impl FnMut(Progress) + Send,
) -> Result<Progress> {
    let mut batches = Batches::new(from);
    while let Some(rows) = batches.next().await? {
        to.write_rows(&rows).await?;
        progress(batches.moved);
    }
    to.count_lists().await?;
    Ok(batches.moved)
}

/// Writes everything in a store as JSON Lines, and returns how much was written. Writing blocks the thread.
///
/// # Errors
/// [`Error::Unavailable`] if the store cannot be reached or the lines cannot be written.
pub async fn export(
    from: &dyn Archive,
    mut lines: impl Write + Send,
    mut progress: impl FnMut(Progress) + Send,
) -> Result<Progress> {
    let unwritten = |error| Error::unavailable("the export cannot be written", error);
    writeln!(lines, "{}", serde_json::json!({ "schema_version": SCHEMA_VERSION })).map_err(unwritten)?;
    let mut batches = Batches::new(from);
    while let Some(rows) = batches.next().await? {
        for row in &rows {
            writeln!(lines, "{}", row.to_json()).map_err(unwritten)?;
        }
        progress(batches.moved);
    }
    lines.flush().map_err(unwritten)?;
    Ok(batches.moved)
}

/// Reads what [`export`] wrote into a store, and returns how many rows there were. Reading blocks the thread.
///
/// # Errors
/// [`Error::InvalidArgument`] if it is no export, or one of another version of the schema; [`Error::Unavailable`] if
/// the lines cannot be read or the store cannot be reached. What was read stays, and is left out next time.
pub async fn import(
    to: &dyn Archive,
    lines: impl BufRead + Send,
    mut progress: impl FnMut(u64) + Send,
) -> Result<u64> {
    let mut lines = lines
        .lines()
        .map(|line| line.map_err(|error| Error::unavailable("the export cannot be read", error)));
    let head: Option<JsonValue> = lines.next().transpose()?.and_then(|line| serde_json::from_str(&line).ok());
    let version = head.as_ref().and_then(|head| head.get("schema_version")?.as_u64());
    if version != Some(SCHEMA_VERSION.into()) {
        return Err(Error::invalid_argument("schema_version", "must be that of this program"));
    }
    let (mut rows, mut moved) = (Vec::new(), 0);
    for line in lines {
        rows.push(StoredRow::from_json(&line?)?);
        if rows.len() == BATCH as usize {
            to.write_rows(&rows).await?;
            moved += rows.len() as u64;
            rows.clear();
            progress(moved);
        }
    }
    to.write_rows(&rows).await?;
    moved += rows.len() as u64;
    progress(moved);
    to.count_lists().await?;
    Ok(moved)
}
