//! [`Database`]: a database of Storyden, read in one snapshot; [`Table`]s and [`Record`]s of it.
//!
//! Storyden has no version in its database, so columns are looked for. A column that is not there reads as `NULL`.

use std::{collections::HashMap, fmt, str::FromStr};

use async_trait::async_trait;

use crate::model::{
    error::{Error, Result},
    json::Json,
    time::Timestamp,
};

/// The type of a column, for an engine to write it as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A text, a number or a truth value.
    Plain,
    /// JSON, which SQLite keeps as bytes.
    Json,
    /// A time. SQLite has a text with the server's own offset from UTC.
    Time,
}

/// A table of Storyden's, and the columns that are read of it.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) name: &'static str,
    pub(super) columns: &'static [(&'static str, Kind)],
}

/// Which rows of a table are read.
#[derive(Clone, Copy, Debug)]
pub(super) enum Rows<'a> {
    /// Those after an id, in the order of their ids, at most this many.
    After(&'a str, u32),
    /// Those of a session.
    OfSession(&'a str),
}

/// A database, open for reading. All that it is asked is answered as of one moment.
#[async_trait]
pub(super) trait Database: fmt::Debug + Send {
    /// Returns the names of the columns of a table. A table that is not there has none.
    async fn columns(&mut self, table: &'static str) -> Result<Vec<String>>;

    /// Runs a query whose placeholders are `$1` … and returns all columns of its rows as text.
    async fn query(&mut self, sql: &str, values: &[&str]) -> Result<Vec<Vec<Option<String>>>>;

    /// Writes a column as text in SQL.
    fn as_text(&self, column: &str, kind: Kind) -> String;
}

/// A database, and what is known of its tables.
#[derive(Debug)]
pub(super) struct Reader {
    database: Box<dyn Database>,
    selects: HashMap<&'static str, Option<String>>,
}

impl Reader {
    pub(super) fn new(database: Box<dyn Database>) -> Self {
        Self { database, selects: HashMap::new() }
    }

    /// Returns whether a table is there.
    pub(super) async fn has(&mut self, table: &'static Table) -> Result<bool> {
        Ok(self.select(table).await?.is_some())
    }

    /// Reads rows of a table; none if it is not there.
    pub(super) async fn rows(&mut self, table: &'static Table, which: Rows<'_>) -> Result<Vec<Record>> {
        let Some(select) = self.select(table).await? else { return Ok(Vec::new()) };
        let (sql, value) = match which {
            Rows::After(id, limit) => (format!("{select} WHERE id > $1 ORDER BY id LIMIT {limit}"), id),
            Rows::OfSession(id) => (format!("{select} WHERE session_id = $1"), id),
        };
        let rows = self.database.query(&sql, &[value]).await?;
        Ok(rows.into_iter().map(|values| Record { table, values }).collect())
    }

    /// Counts the rows of a table; 0 if it is not there.
    pub(super) async fn count(&mut self, table: &'static str) -> Result<u64> {
        if self.database.columns(table).await?.is_empty() {
            return Ok(0);
        }
        let rows = self.database.query(&format!("SELECT CAST(count(*) AS text) FROM {table}"), &[]).await?;
        Ok(rows
            .into_iter()
            .flatten()
            .flatten()
            .next()
            .and_then(|count| count.parse().ok())
            .unwrap_or_default())
    }

    async fn select(&mut self, table: &'static Table) -> Result<Option<String>> {
        if let Some(known) = self.selects.get(table.name) {
            return Ok(known.clone());
        }
        let present = self.database.columns(table.name).await?;
        let columns: Vec<String> = (table.columns.iter())
            .map(|&(name, kind)| {
                let is_there = present.iter().any(|column| column == name);
                if is_there { self.database.as_text(name, kind) } else { "NULL".to_owned() }
            })
            .collect();
        let select = format!("SELECT {} FROM {}", columns.join(", "), table.name);
        let select = (!present.is_empty()).then_some(select);
        self.selects.insert(table.name, select.clone());
        Ok(select)
    }
}

/// One row. Its values are found by the names of their columns.
#[derive(Debug)]
pub(super) struct Record {
    table: &'static Table,
    values: Vec<Option<String>>,
}

impl Record {
    /// Returns a value, `None` if it is `NULL` or its column is not there.
    pub(super) fn text(&self, column: &'static str) -> Option<&str> {
        let at = self.table.columns.iter().position(|(name, _)| *name == column)?;
        self.values.get(at)?.as_deref()
    }

    /// Reads a value that has to be there.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] with the name of the column.
    pub(super) fn required<T: FromStr>(&self, column: &'static str) -> Result<T> {
        self.optional(column)?.ok_or_else(|| Error::invalid_argument(column, "is missing"))
    }

    /// Reads a value that may be `NULL`. An empty text is no value.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] with the name of the column.
    pub(super) fn optional<T: FromStr>(&self, column: &'static str) -> Result<Option<T>> {
        let text = self.text(column).filter(|text| !text.is_empty());
        let parsed =
            text.map(|text| text.parse().map_err(|_| Error::invalid_argument(column, "cannot be read")));
        parsed.transpose()
    }

    /// Reads a time that has to be there.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] with the name of the column.
    pub(super) fn time(&self, column: &'static str) -> Result<Timestamp> {
        self.optional_time(column)?.ok_or_else(|| Error::invalid_argument(column, "is missing"))
    }

    /// Reads a time that may be `NULL`.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] with the name of the column.
    pub(super) fn optional_time(&self, column: &'static str) -> Result<Option<Timestamp>> {
        let parsed = self
            .text(column)
            .map(|text| parse_time(text).ok_or_else(|| Error::invalid_argument(column, "is no time")));
        parsed.transpose()
    }

    /// Reads JSON that is an object, and not an empty one.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] with the name of the column.
    pub(super) fn object(&self, column: &'static str) -> Result<Option<Json<'static>>> {
        let Some(text) = self.text(column).filter(|text| !matches!(*text, "" | "null" | "{}")) else {
            return Ok(None);
        };
        let json = Json::parse(text.to_owned()).map_err(|_| Error::invalid_argument(column, "is no JSON"))?;
        if json.is_object() {
            Ok(Some(json))
        } else {
            Err(Error::invalid_argument(column, "must be an object"))
        }
    }

    /// Reads JSON that is an array of texts; none if it is `NULL`.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] with the name of the column.
    pub(super) fn texts(&self, column: &'static str) -> Result<Vec<String>> {
        let text = self.text(column).filter(|text| !text.is_empty()).unwrap_or("null");
        let texts = serde_json::from_str::<Option<_>>(text);
        Ok(texts.map_err(|_| Error::invalid_argument(column, "must be texts"))?.unwrap_or_default())
    }

    /// Reads a truth value; `NULL` is false.
    pub(super) fn flag(&self, column: &'static str) -> bool {
        matches!(self.text(column), Some("1" | "t" | "true"))
    }
}

/// Reads a time as Storyden's drivers write it: `2026-11-26 17:34:36.386523219+00:00`. Without an offset it is UTC.
fn parse_time(text: &str) -> Option<Timestamp> {
    let (date, time) = text.split_once([' ', 'T'])?;
    let zone = if time.contains(['Z', '+', '-']) { "" } else { "Z" };
    format!("{date}T{}{zone}", time.replace(' ', "")).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_every_driver_are_read() {
        for (text, expected) in [
            ("2026-11-26 17:34:36.386523219+00:00", "2026-11-26T17:34:36.386523Z"),
            ("2026-11-26 19:34:36+02:00", "2026-11-26T17:34:36Z"),
            ("2026-11-26 12:04:36-05:30", "2026-11-26T17:34:36Z"),
            ("2026-11-26 17:34:36", "2026-11-26T17:34:36Z"),
            ("2026-11-26T17:34:36.5Z", "2026-11-26T17:34:36.5Z"),
        ] {
            assert_eq!(parse_time(text).map(|time| time.to_string()).as_deref(), Some(expected), "{text}");
        }
        assert_eq!(parse_time("yesterday"), None);
        assert_eq!(parse_time("2026-13-26 17:34:36"), None);
    }
}
