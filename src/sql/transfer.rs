//! Copies everything from one store to another, such as from SQLite to PostgreSQL.
//!
//! It copies the stored rows: ids, sequences, times, bytes, idempotency keys, and deleted things, so that a deleted
//! message keeps its sequence. Rows that exist in the destination are skipped, so an interrupted copy is continued by
//! starting it again. Nobody else may write to either store meanwhile.
//!
//! [`copy`] copies from store to store; [`export`] and [`import`] use JSON Lines: a first line with the version of the
//! schema, then one object for each row, with texts as strings and bytes of files as `{"base64": …}`. Messages keep
//! their checksums.
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

/// A store whose stored rows can be read and written: `SqliteStore` and `PostgresStore`.
#[async_trait]
pub trait Archive: fmt::Debug + Send + Sync {
    /// Reads `limit` rows of a table after the row `behind`, or the first ones, in the order of the table's key.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] if there is no such table; [`Error::Unavailable`] if the store cannot be reached.
    async fn read_rows(&self, table: &str, behind: Option<&StoredRow>, limit: u32) -> Result<Vec<StoredRow>>;

    /// Writes rows. Rows whose key exists are skipped.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] if a table, column or session does not exist; [`Error::StorageFailed`] if a row does
    /// not fit into the store's keys; [`Error::Unavailable`] if the store cannot be reached.
    async fn write_rows(&self, rows: &[StoredRow]) -> Result<()>;

    /// Counts the length of every list again. Call it after the last row was written.
    ///
    /// # Errors
    /// [`Error::Unavailable`] if the store cannot be reached.
    async fn count_lists(&self) -> Result<()>;
}

/// The progress of a copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// The table that is being copied. Tables are copied one after the other.
    pub table: &'static str,
    /// The number of rows read so far, of all tables.
    pub rows: u64,
}

impl fmt::Display for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} rows, now {}", self.rows, self.table)
    }
}

/// The number of rows in a batch: a message can have a megabyte.
const BATCH: u32 = 100;

/// Reads all rows of a store, table by table.
struct Batches<'a> {
    from: &'a dyn Archive,
    tables: std::vec::IntoIter<&'static str>,
    last: Option<StoredRow>,
    /// The progress so far.
    moved: Progress,
}

impl<'a> Batches<'a> {
    fn new(from: &'a dyn Archive) -> Self {
        let mut tables = rows::moved().map(|layout| layout.name).collect::<Vec<_>>().into_iter();
        let table = tables.next().unwrap_or_default();
        Self { from, tables, last: None, moved: Progress { table, rows: 0 } }
    }

    /// Reads a batch of rows of one table. Returns `None` after the last table.
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

/// Copies everything from one store to another. Calls `progress` after each batch, and returns the total.
///
/// # Errors
/// [`Error::Unavailable`] if a store cannot be reached. The copied rows stay, and are skipped next time.
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

/// Writes everything in a store as JSON Lines. Calls `progress` after each batch, and returns the total. Writing blocks
/// the thread.
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

/// Reads the output of [`export`] into a store. Calls `progress` with the number of rows so far, and returns the total.
/// Reading blocks the thread.
///
/// # Errors
/// [`Error::InvalidArgument`] if the input is not an export, or was written with another version of the schema;
/// [`Error::Unavailable`] if the lines cannot be read or the store cannot be reached. The rows that were read stay, and
/// are skipped next time.
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
