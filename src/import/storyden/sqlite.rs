//! A SQLite file of Storyden's.

use std::path::Path;

use async_trait::async_trait;
use rusqlite::{Connection, ErrorCode, OpenFlags, types::ValueRef};

use super::database::{Database, Kind};
use crate::model::error::{Error, Result};

/// The file, read in one transaction. Reading blocks the thread, as it would on any other file.
#[derive(Debug)]
pub(super) struct SqliteDatabase(Connection);

impl SqliteDatabase {
    /// Opens a file that is there, for reading only.
    ///
    /// # Errors
    /// [`Error::StorageFailed`] if there is no such file, or it is no database; [`Error::Unavailable`] if it is locked.
    pub(super) fn open(path: &Path) -> Result<Self> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags).map_err(failed)?;
        // The first read decides which moment all later ones show.
        connection.execute_batch("BEGIN; SELECT count(*) FROM sqlite_schema").map_err(failed)?;
        Ok(Self(connection))
    }

    fn read(&self, sql: &str, values: &[&str]) -> rusqlite::Result<Vec<Vec<Option<String>>>> {
        let mut statement = self.0.prepare_cached(sql)?;
        let columns = statement.column_count();
        let mut rows = statement.query(rusqlite::params_from_iter(values))?;
        let mut read = Vec::new();
        while let Some(row) = rows.next()? {
            let values = (0..columns).map(|column| Ok(text(row.get_ref(column)?)));
            read.push(values.collect::<rusqlite::Result<_>>()?);
        }
        Ok(read)
    }
}

/// Bytes that are no UTF-8 become U+FFFD: only the value is harmed.
fn text(value: ValueRef<'_>) -> Option<String> {
    match value {
        ValueRef::Null => None,
        ValueRef::Integer(number) => Some(number.to_string()),
        ValueRef::Real(number) => Some(number.to_string()),
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
    }
}

#[async_trait]
impl Database for SqliteDatabase {
    async fn columns(&mut self, table: &'static str) -> Result<Vec<String>> {
        let rows = self.read("SELECT name FROM pragma_table_info($1)", &[table]).map_err(failed)?;
        Ok(rows.into_iter().flatten().flatten().collect())
    }

    async fn query(&mut self, sql: &str, values: &[&str]) -> Result<Vec<Vec<Option<String>>>> {
        self.read(sql, values).map_err(failed)
    }

    fn as_text(&self, column: &str, _: Kind) -> String {
        column.to_owned()
    }
}

fn failed(error: rusqlite::Error) -> Error {
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            Error::unavailable("Storyden's database is locked", error)
        }
        Some(ErrorCode::CannotOpen) => {
            Error::storage_failed("there is no such file, or it cannot be opened", error)
        }
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => {
            Error::storage_failed("the file is damaged, or is not a database", error)
        }
        _ => Error::internal("Storyden's database cannot be read", error),
    }
}
