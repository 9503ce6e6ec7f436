//! Reads and writes the stored rows of every table, to copy them to another store. A row of a session has the session's
//! id, never the number that SQLite gave it.

use bytes::Bytes;

use super::{
    archive_statements::ArchiveStatements,
    columns::{Column, Key, Kind, Layout, Stored as _, signed},
    locked::Place,
    row::Row,
    rows::{self, TOTAL},
    statement::MAX_SEQUENCE,
    statements::Statements,
    stored_row::StoredRow,
    transcripts::no_room,
    tx::{Operation, Tx},
    value::{Named, Value},
};
use crate::model::{
    error::{Error, Result},
    id::SessionId,
};

/// Returns the layout of a table.
pub(super) fn layout(table: &str) -> Result<&'static Layout> {
    rows::moved()
        .find(|layout| layout.name == table)
        .ok_or_else(|| Error::invalid_argument("table", "must be a table of this crate"))
}

/// Returns the key columns of a stored row, in the order in which they are selected.
fn leading(layout: &Layout) -> &'static [Column] {
    const SESSION: Column = Column { name: "session_id", kind: Kind::Text, null: false };
    const SEQUENCE: Column = Column { name: "sequence", kind: Kind::Integer, null: false };
    match layout.key {
        Key::Place => &[SESSION, SEQUENCE],
        Key::Session(_) => &[SESSION],
        Key::Number | Key::Columns(_) => &[],
    }
}

/// Reads rows of a table.
#[derive(Debug)]
pub(crate) struct ReadRows {
    layout: &'static Layout,
    after: Vec<Named>,
}

impl ReadRows {
    /// Reads `limit` rows after a row, or the first ones.
    pub(crate) fn new(table: &str, behind: Option<&StoredRow>, limit: u32) -> Result<Self> {
        let layout = layout(table)?;
        let value = |column: &str, least: Value| match behind {
            None => Ok(least),
            Some(row) => row.value(column).cloned().ok_or_else(|| wrong_row("is without its key")),
        };
        let mut after = vec![("limit", i64::from(limit).into())];
        match layout.key {
            Key::Number => after.push(("session", value("id", "".into())?)),
            Key::Place => {
                after.push(("session", value("session_id", "".into())?));
                after.push(("sequence", value("sequence", 0.into())?));
            }
            Key::Session(_) => after.push(("session", value("session_id", "".into())?)),
            Key::Columns(_) => {}
        }
        if let Key::Session(columns) | Key::Columns(columns) = layout.key {
            for &column in columns {
                let integer =
                    layout.columns.iter().any(|known| known.name == column && known.kind == Kind::Integer);
                let least = if integer { i64::MIN.into() } else { "".into() };
                after.push((column, value(column, least)?));
            }
        }
        Ok(Self { layout, after })
    }
}

impl Operation for ReadRows {
    type Output = Vec<StoredRow>;

    async fn run<T: Tx>(&self, statements: &Statements, tx: &mut T) -> Result<Vec<StoredRow>> {
        let [read, _] = &statements.archive.tables[self.layout.name];
        let place = leading(self.layout);
        // Of a session's number, which stands first, nothing is kept.
        let skip = usize::from(self.layout.key == Key::Number);
        let load = |row: &dyn Row| {
            let columns = place.iter().chain(self.layout.columns).enumerate();
            let value = |(index, column): (usize, &Column)| {
                let value = match column.kind {
                    Kind::Integer => row.integer(index + skip)?.into(),
                    Kind::Text => row.text(index + skip)?.into(),
                    Kind::Blob => row.blob(index + skip)?.map(Bytes::copy_from_slice).into(),
                };
                Ok((column.name.to_owned(), value))
            };
            Ok(StoredRow::new(self.layout.name, columns.map(value).collect::<Result<_>>()?))
        };
        tx.query(read, &self.after, load).await
    }
}

/// Writes rows. Rows whose key exists are skipped.
#[derive(Debug)]
pub(crate) struct WriteRows(Vec<NewRow>);

/// A row to write.
#[derive(Debug)]
struct NewRow {
    layout: &'static Layout,
    /// The session that it belongs to. `None` for a session's own row.
    session: Option<SessionId>,
    values: Vec<Named>,
}

impl WriteRows {
    pub(crate) fn new(rows: &[StoredRow]) -> Result<Self> {
        rows.iter().map(NewRow::new).collect::<Result<_>>().map(Self)
    }
}

impl NewRow {
    fn new(row: &StoredRow) -> Result<Self> {
        let layout = layout(row.table())?;
        let columns = || leading(layout).iter().chain(layout.columns);
        if !row.names().all(|name| columns().any(|column| column.name == name)) {
            return Err(wrong_row("has a column that its table has not"));
        }
        let value = |column: &Column| {
            let value = row.value(column.name).cloned().unwrap_or(Value::Null);
            let fits = match (&value, column.kind) {
                (Value::Null, _) => column.null,
                (Value::Integer(_), Kind::Integer)
                | (Value::Text(_), Kind::Text)
                | (Value::Blob(_), Kind::Blob) => true,
                _ => false,
            };
            if fits {
                Ok((column.name, value))
            } else {
                Err(wrong_row("has a value that its column has not"))
            }
        };
        let values = columns().map(value).collect::<Result<Vec<_>>>()?;
        let session = match values.first() {
            Some(("session_id", Value::Text(id))) => {
                Some(id.parse().map_err(|_| wrong_row("has a session that is no id"))?)
            }
            _ => None,
        };
        Ok(Self { layout, session, values })
    }
}

impl Operation for WriteRows {
    type Output = ();

    async fn run<T: Tx>(&self, statements: &Statements, tx: &mut T) -> Result<()> {
        let archive = &statements.archive;
        // Rows of one session stand side by side.
        let mut last: Option<Place> = None;
        for row in &self.0 {
            let [_, insert] = &archive.tables[row.layout.name];
            let mut values = row.values.clone();
            if let Some(session) = row.session {
                let place = match last.filter(|place| place.session == session) {
                    Some(place) => place,
                    None => find_any(archive, tx, session).await?,
                };
                check_room(place, row)?;
                last = Some(place);
                values.extend(place.with([]));
            }
            tx.execute_later(insert, &values).await?;
        }
        #[cfg(feature = "search")]
        super::search::index::forget(statements, tx).await?;
        Ok(())
    }
}

/// Finds a session, also a deleted one.
async fn find_any<T: Tx>(archive: &ArchiveStatements, tx: &mut T, session: SessionId) -> Result<Place> {
    let values = [("session", session.store())];
    let number = tx.query_one(&archive.session_number, &values, |row| i64::load(row, 0)).await?;
    Place::new(session, number.ok_or_else(|| wrong_row("is of a session that is not there"))?)
}

/// Checks that a row's number fits into SQLite's integer key.
fn check_room(place: Place, row: &NewRow) -> Result<()> {
    let too_far = |(name, value): &Named| {
        *name == "sequence"
            && !matches!(value, Value::Integer(number) if (0..=signed(MAX_SEQUENCE)).contains(number))
    };
    if place.number != 0 && row.values.iter().any(too_far) {
        return Err(no_room());
    }
    Ok(())
}

/// Counts the length of every list again.
#[derive(Debug)]
pub(crate) struct CountLists;

impl Operation for CountLists {
    type Output = ();

    async fn run<T: Tx>(&self, statements: &Statements, tx: &mut T) -> Result<()> {
        let archive = &statements.archive;
        let counts = [&archive.count_all, &archive.count_by_account, &archive.count_by_label];
        for statement in [&archive.forget_lengths].into_iter().chain(counts) {
            tx.execute(statement, &[]).await?;
        }
        tx.execute(&archive.total, &[("total", TOTAL.into())]).await?;
        Ok(())
    }
}

fn wrong_row(reason: &'static str) -> Error {
    Error::invalid_argument("row", reason)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::{Dialect, Migration, Tables, migrations};

    #[test]
    fn every_table_of_the_schema_is_moved() {
        for dialect in [Dialect::Sqlite, Dialect::Postgres] {
            let steps = migrations(dialect, &Tables::default());
            let script: String = steps.iter().map(Migration::script).collect();
            let made = script.split("CREATE ").skip(1).filter_map(|made| {
                let (kind, made) = made.split_once("TABLE ")?;
                ["", "VIRTUAL "].contains(&kind).then_some(made)?.split('"').nth(1)
            });
            for table in made {
                let table = table.strip_prefix("robots_").unwrap_or(table);
                // The first is what each store has of its own; the second is counted anew.
                let made_anew = ["migrations", "counts"].contains(&table);
                assert_eq!(layout(table).is_ok(), !made_anew, "{table}");
            }
        }
    }

    #[test]
    fn columns_and_tables_that_are_not_this_crates_are_refused() {
        let row = |table: &str, name: &str, value: Value| {
            let columns =
                [("id", "cc5lnd2s1s4652adtu50".into()), ("created_at", 1.into()), ("document", "{}".into())];
            let mut columns: Vec<_> = columns.map(|(name, value)| (name.to_owned(), value)).into();
            columns.push((name.to_owned(), value));
            WriteRows::new(&[StoredRow::new(table, columns)])
        };
        assert!(row("robots", "deleted_at", Value::Null).is_ok());
        assert!(row("robots", "deleted_at", "yesterday".into()).is_err());
        assert!(row("robots", "id\") VALUES (1); --", Value::Null).is_err());
        assert!(row("users", "deleted_at", Value::Null).is_err());
        assert!(row("counts", "deleted_at", Value::Null).is_err());
    }
}
