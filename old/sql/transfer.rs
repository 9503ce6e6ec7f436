//! Moving everything from one store to another, such as from SQLite to PostgreSQL.
//!
//! What is moved are the stored rows: ids, places, times, bytes, idempotency keys, and what was deleted,
//! so that a deleted message keeps its place. What is there already is left alone, so a move that was
//! broken off is taken up by starting it again. Nobody else may write to either store meanwhile.
//!
//! [`copy`] moves from store to store; [`export`] and [`import`] go through JSON Lines: a first line with
//! the version of the schema, then one object a row, its texts as strings. Rows take their checksums along.
//!
//! # Examples
//! ```
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
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use std::{
    fmt,
    io::{BufRead, Write},
};

use async_trait::async_trait;
use serde_json::{Map, Value as JsonValue};

use super::{archive, schema::SCHEMA_VERSION, statement::Value};
use crate::model::error::{Error, Result};

/// A row as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredRow {
    table: String,
    columns: archive::Columns,
}

impl StoredRow {
    pub(crate) fn new(table: &str, columns: archive::Columns) -> Self {
        Self { table: table.to_owned(), columns }
    }

    /// Whether one statement can insert both.
    #[cfg(feature = "postgres")]
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        let names = |row: &Self| row.columns.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
        self.table == other.table && names(self) == names(other)
    }

    pub(crate) fn table(&self) -> &str {
        &self.table
    }

    pub(crate) fn columns(&self) -> &archive::Columns {
        &self.columns
    }

    /// Returns the values of the row's key, by name.
    pub(crate) fn key(&self) -> Result<Vec<(&'static str, Value<'static>)>> {
        let value = |name: &&'static str| {
            let found = self.columns.iter().find(|(column, _)| column == name);
            let missing = || Error::invalid_argument("row", "is without its key");
            found.map(|(_, value)| (*name, value.clone())).ok_or_else(missing)
        };
        archive::key(&self.table)?.iter().map(value).collect()
    }

    fn to_json(&self) -> JsonValue {
        let json = |value: &Value<'_>| match value {
            Value::Integer(number) => (*number).into(),
            Value::Text(text) => text.as_ref().into(),
            _ => JsonValue::Null,
        };
        let row: Map<_, _> = self.columns.iter().map(|(name, value)| (name.clone(), json(value))).collect();
        serde_json::json!({ "table": self.table, "row": row })
    }

    fn from_json(line: &str) -> Result<Self> {
        let broken = || Error::invalid_argument("line", "is no row of an export");
        let mut line: Map<String, JsonValue> = serde_json::from_str(line).map_err(|_| broken())?;
        let (Some(JsonValue::String(table)), Some(JsonValue::Object(row))) =
            (line.remove("table"), line.remove("row"))
        else {
            return Err(broken());
        };
        let mut columns = archive::Columns::with_capacity(row.len());
        for (name, value) in row {
            let value = match value {
                JsonValue::Null => Value::Null,
                JsonValue::String(text) => text.into(),
                JsonValue::Number(number) => number.as_i64().ok_or_else(broken)?.into(),
                _ => return Err(broken()),
            };
            columns.push((name, value));
        }
        Ok(Self { table, columns })
    }
}

/// A store whose rows can be read and written as they are: `SqliteStore` and
/// `PostgresStore`.
#[async_trait]
pub trait Archive: fmt::Debug + Send + Sync {
    /// Reads the `limit` rows of a table that stand behind a row of it, or the first ones.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] if there is no such table; [`Error::Unavailable`] if the store cannot be
    /// reached.
    async fn read_rows(&self, table: &str, behind: Option<&StoredRow>, limit: u32) -> Result<Vec<StoredRow>>;

    /// Writes rows; those whose key is there are left out.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] if there is no such table or column; [`Error::Unavailable`] if the store
    /// cannot be reached.
    async fn write_rows(&self, rows: Vec<StoredRow>) -> Result<()>;

    /// Counts again how long each list is, which has to be done after the last row was written.
    ///
    /// # Errors
    /// [`Error::Unavailable`] if the store cannot be reached.
    async fn count_lists(&self) -> Result<()>;
}

/// How far a move has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// The table that is moved now: they come one after the other.
    pub table: &'static str,
    /// How many rows were moved, of all tables so far.
    pub rows: u64,
}

impl fmt::Display for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} rows, now {}", self.rows, self.table)
    }
}

/// The version of the schema from which on exports can be read: what came since are columns that may be null.
const OLDEST: u64 = 4;

/// How many rows are moved at a time: messages may have a megabyte each.
const BATCH: u32 = 100;

/// Moves everything from one store to another, and returns how far it came.
///
/// # Errors
/// [`Error::Unavailable`] if a store cannot be reached. What was moved stays, and is left out next time.
pub async fn copy(
    from: &dyn Archive,
    to: &dyn Archive,
    mut progress: impl FnMut(Progress) + Send,
) -> Result<Progress> {
    let mut moved = Progress { table: "", rows: 0 };
    for (table, _) in archive::TABLES {
        moved.table = table;
        let mut last = None;
        loop {
            let rows = from.read_rows(table, last.as_ref(), BATCH).await?;
            let Some(row) = rows.last() else { break };
            last = Some(row.clone());
            moved.rows += rows.len() as u64;
            to.write_rows(rows).await?;
            progress(moved);
        }
    }
    to.count_lists().await?;
    Ok(moved)
}

/// Writes everything in a store as JSON Lines, and returns how far it came. Writing blocks the thread.
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
    let mut moved = Progress { table: "", rows: 0 };
    for (table, _) in archive::TABLES {
        moved.table = table;
        let mut last = None;
        loop {
            let mut rows = from.read_rows(table, last.as_ref(), BATCH).await?;
            if rows.is_empty() {
                break;
            }
            for row in &rows {
                writeln!(lines, "{}", row.to_json()).map_err(unwritten)?;
            }
            moved.rows += rows.len() as u64;
            last = rows.pop();
            progress(moved);
        }
    }
    lines.flush().map_err(unwritten)?;
    Ok(moved)
}

/// Reads what [`export`] wrote into a store, and returns how many rows there were. Reading blocks the
/// thread.
///
/// # Errors
/// [`Error::InvalidArgument`] if it is no export, or one of a newer version of the schema, or of one before 4;
/// [`Error::Unavailable`] if the lines cannot be read or the store cannot be reached. What was read stays, and
/// is left out next time.
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
    if !version.is_some_and(|version| (OLDEST..=SCHEMA_VERSION.into()).contains(&version)) {
        return Err(Error::invalid_argument("schema_version", "must be that of this program"));
    }
    let (mut rows, mut moved) = (Vec::new(), 0);
    for line in lines {
        rows.push(StoredRow::from_json(&line?)?);
        if rows.len() == BATCH as usize {
            moved += rows.len() as u64;
            to.write_rows(std::mem::take(&mut rows)).await?;
            progress(moved);
        }
    }
    moved += rows.len() as u64;
    to.write_rows(rows).await?;
    progress(moved);
    to.count_lists().await?;
    Ok(moved)
}
