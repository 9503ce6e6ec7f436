//! One connection: opened, migrated, and the statements run on it.

use std::{
    thread,
    time::{Duration, Instant},
};

use rusqlite::{
    Connection, ErrorCode, OpenFlags, OptionalExtension, TransactionBehavior,
    config::DbConfig,
    types::{ToSqlOutput, Type, ValueRef},
};

use super::{SqliteOptions, stretches};
use crate::{
    model::error::{Error, Result},
    sql::{
        Dialect, SCHEMA_VERSION, Statement, Statements, Tables, Value, migrations, migrations_table,
        needs_migration,
        row::{Row, utf8},
    },
};

/// Before this, two connections could corrupt a database in WAL mode: <https://sqlite.org/wal.html>.
const OLDEST_SQLITE: i32 = 3_051_003;

/// What the caller is told of any failure of SQLite's; the log has the rest.
pub(super) fn failed(error: rusqlite::Error) -> Error {
    match error.sqlite_error_code() {
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase | ErrorCode::TypeMismatch) => {
            Error::internal("the store is damaged", error)
        }
        // A table that is gone, a value that the schema forbids: waiting does not help.
        Some(
            ErrorCode::Unknown
            | ErrorCode::InternalMalfunction
            | ErrorCode::ConstraintViolation
            | ErrorCode::ApiMisuse
            | ErrorCode::ParameterOutOfRange,
        )
        | None => Error::internal("the store gave an answer that makes no sense", error),
        Some(_) => Error::unavailable("the store cannot be reached", error),
    }
}

/// Opens the connection that writes, and makes the file what the store needs.
pub(super) fn open_writer(options: &SqliteOptions) -> Result<Connection> {
    if rusqlite::version_number() < OLDEST_SQLITE {
        let version = rusqlite::version();
        return Err(Error::refused(format!(
            "SQLite {version} is older than 3.51.3 and could damage the file"
        )));
    }
    let mut connection = open(options, OpenFlags::SQLITE_OPEN_CREATE)?;
    // A new file only: SQLite leaves the page size of others as it is.
    connection.pragma_update(None, "page_size", 16_384).map_err(failed)?;
    let mode = use_wal(&connection, options.timeout)?;
    if mode != "wal" {
        return Err(Error::refused("the database file cannot be in WAL mode"));
    }
    connection.pragma_update(None, "synchronous", "FULL").map_err(failed)?;
    check_schema(&mut connection, options)?;
    Ok(connection)
}

/// Changes the journal mode, and returns the one that is there. SQLite does not wait for others that do
/// the same at this moment, so this does.
fn use_wal(connection: &Connection, timeout: Duration) -> Result<String> {
    let deadline = Instant::now() + timeout;
    loop {
        match connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0)) {
            Err(error)
                if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy)
                    && Instant::now() < deadline =>
            {
                thread::sleep(Duration::from_millis(5));
            }
            done => return done.map_err(failed),
        }
    }
}

/// Opens a connection that only reads.
pub(super) fn open_reader(options: &SqliteOptions) -> Result<Connection> {
    let connection = open(options, OpenFlags::empty())?;
    connection.pragma_update(None, "query_only", true).map_err(failed)?;
    Ok(connection)
}

fn open(options: &SqliteOptions, more: OpenFlags) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | more;
    let connection = Connection::open_with_flags(&options.path, flags)
        .map_err(|error| Error::unavailable("the database file cannot be opened", error))?;
    connection.busy_timeout(options.timeout).map_err(failed)?;
    // In KiB when negative. At the default of 2 MB a page of sessions takes ten times as long.
    connection.pragma_update(None, "cache_size", -16_384).map_err(failed)?;
    // The journal of a savepoint is a file in `/var/tmp` otherwise, for every group of writes.
    connection.pragma_update(None, "temp_store", "MEMORY").map_err(failed)?;
    // Looks at the cells of each page that comes from the disk: damage is found before it is believed.
    connection.pragma_update(None, "cell_size_check", true).map_err(failed)?;
    connection.set_prepared_statement_cache_capacity(64);
    // Otherwise SQLite plans a statement anew whenever a limit or a cursor gets another value, which
    // takes longer than to run it.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(failed)?;
    // Otherwise a column whose name was damaged in the schema is read as a text: its name.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false).map_err(failed)?;
    Ok(connection)
}

fn check_schema(connection: &mut Connection, options: &SqliteOptions) -> Result<()> {
    let version = schema_version(connection, &options.tables)?;
    if needs_migration(version, options.migrate)? { migrate(connection, &options.tables) } else { Ok(()) }
}

fn schema_version(connection: &Connection, tables: &Tables) -> Result<u32> {
    let table = format!("{}migrations", tables.prefix());
    if !connection.table_exists(None, table.as_str()).map_err(failed)? {
        return Ok(0);
    }
    let statements = Statements::new(Dialect::Sqlite, tables);
    let version: Option<u32> =
        connection.query_row(statements.schema_version.sql(), [], |row| row.get(0)).map_err(failed)?;
    Ok(version.unwrap_or(0))
}

/// Runs the steps that are missing, each in a transaction of its own. Two migrators take turns: the
/// second finds the steps of the first.
fn migrate(connection: &mut Connection, tables: &Tables) -> Result<()> {
    for migration in migrations(Dialect::Sqlite, tables) {
        let step = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
        step.execute_batch(&migrations_table(Dialect::Sqlite, tables)).map_err(failed)?;
        if schema_version(&step, tables)? < migration.version {
            for statement in &migration.statements {
                step.execute_batch(statement).map_err(failed)?;
            }
            if migration.version == SCHEMA_VERSION {
                stretches::sum(&step, &Statements::new(Dialect::Sqlite, tables))?;
            }
            tracing::info!(version = migration.version, "migrated the schema");
        }
        step.commit().map_err(failed)?;
    }
    Ok(())
}

impl rusqlite::ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Integer(number) => ValueRef::Integer(*number),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Integers(_) | Value::Texts(_) => {
                return Err(rusqlite::Error::ToSqlConversionFailure("SQLite has no lists".into()));
            }
        }))
    }
}

impl Row for rusqlite::Row<'_> {
    fn text(&self, column: usize) -> Result<Option<&str>> {
        match self.get_ref(column).map_err(failed)? {
            ValueRef::Null => Ok(None),
            ValueRef::Text(bytes) => utf8(bytes).map(Some),
            other => Err(wrong_type(other.data_type())),
        }
    }

    fn bytes(&self, column: usize) -> Result<Option<&[u8]>> {
        match self.get_ref(column).map_err(failed)? {
            ValueRef::Null => Ok(None),
            ValueRef::Text(bytes) => Ok(Some(bytes)),
            other => Err(wrong_type(other.data_type())),
        }
    }

    fn integer(&self, column: usize) -> Result<Option<i64>> {
        match self.get_ref(column).map_err(failed)? {
            ValueRef::Null => Ok(None),
            ValueRef::Integer(number) => Ok(Some(number)),
            other => Err(wrong_type(other.data_type())),
        }
    }
}

fn wrong_type(found: Type) -> Error {
    Error::Internal { context: format!("a stored value is of type {found}").into(), source: None }
}

/// Named values for a statement.
pub(super) type Values<'v> = [(&'v str, Value<'v>)];

/// Runs a statement and reads every row that it gives.
pub(super) fn rows<T>(
    connection: &Connection,
    statement: &Statement,
    values: &Values<'_>,
    read: impl Fn(&rusqlite::Row<'_>) -> Result<T>,
) -> Result<Vec<T>> {
    let mut read_rows = Vec::new();
    each_row(connection, statement, values, |row| {
        read_rows.push(read(row)?);
        Ok(())
    })?;
    Ok(read_rows)
}

/// Runs a statement and gives every row to `read`.
pub(super) fn each_row(
    connection: &Connection,
    statement: &Statement,
    values: &Values<'_>,
    mut read: impl FnMut(&rusqlite::Row<'_>) -> Result<()>,
) -> Result<()> {
    search(connection, statement, values, |row| read(row).map(|()| None::<()>)).map(drop)
}

/// Runs a statement and reads the row that it gives, if it gives one.
pub(super) fn row<T>(
    connection: &Connection,
    statement: &Statement,
    values: &Values<'_>,
    read: impl Fn(&rusqlite::Row<'_>) -> Result<T>,
) -> Result<Option<T>> {
    let mut prepared = connection.prepare_cached(statement.sql()).map_err(failed)?;
    let values = statement.bind(values)?;
    let read_row = prepared.query_row(rusqlite::params_from_iter(values), |row| Ok(read(row)));
    read_row.optional().map_err(failed)?.transpose()
}

/// Reads the rows of a query one by one, for as long as `read` says nothing.
pub(super) fn search<T>(
    connection: &Connection,
    statement: &Statement,
    values: &Values<'_>,
    mut read: impl FnMut(&rusqlite::Row<'_>) -> Result<Option<T>>,
) -> Result<Option<T>> {
    let mut prepared = connection.prepare_cached(statement.sql()).map_err(failed)?;
    let values = statement.bind(values)?;
    let mut rows = prepared.query(rusqlite::params_from_iter(values)).map_err(failed)?;
    while let Some(row) = rows.next().map_err(failed)? {
        if let Some(found) = read(row)? {
            return Ok(Some(found));
        }
    }
    Ok(None)
}

/// Runs an insert. Returns whether it was done: `false` if a unique key is taken.
pub(super) fn insert(connection: &Connection, statement: &Statement, values: &Values<'_>) -> Result<bool> {
    match execute(connection, statement, values)? {
        Ok(_) => Ok(true),
        Err(error) if is_unique_violation(&error) => Ok(false),
        Err(error) => Err(failed(error)),
    }
}

/// Runs a statement that changes rows, and returns how many it did.
pub(super) fn change(connection: &Connection, statement: &Statement, values: &Values<'_>) -> Result<usize> {
    execute(connection, statement, values)?.map_err(failed)
}

fn execute(
    connection: &Connection,
    statement: &Statement,
    values: &Values<'_>,
) -> Result<rusqlite::Result<usize>> {
    let mut prepared = connection.prepare_cached(statement.sql()).map_err(failed)?;
    Ok(prepared.execute(rusqlite::params_from_iter(statement.bind(values)?)))
}

fn is_unique_violation(error: &rusqlite::Error) -> bool {
    let unique = [rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE, rusqlite::ffi::SQLITE_CONSTRAINT_PRIMARYKEY];
    error.sqlite_error().is_some_and(|error| unique.contains(&error.extended_code))
}

pub(super) fn first_text(row: &rusqlite::Row<'_>) -> Result<String> {
    row.text(0)?.map(str::to_owned).ok_or_else(null)
}

pub(super) fn first_integer(row: &rusqlite::Row<'_>) -> Result<i64> {
    row.integer(0)?.ok_or_else(null)
}

fn null() -> Error {
    Error::Internal { context: "a stored value is null".into(), source: None }
}

/// Says what somebody must look at. The rows that are meant decode, so no one of them can be named.
pub(super) fn damaged(what: &str) -> Error {
    Error::Internal { context: format!("the store is damaged: {what}").into(), source: None }
}

/// Says what a row adds up to that was changed.
pub(super) fn sum(c: &Connection, statement: &Statement, id: &impl ToString, checksum: i64) -> Result<()> {
    insert(c, statement, &[("id", id.to_string().into()), ("checksum", checksum.into())]).map(drop)
}
