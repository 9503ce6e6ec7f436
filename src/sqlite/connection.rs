//! Opens connections, and prepares the file.

use std::{
    fs,
    path::Path,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use rusqlite::{Connection, ErrorCode, OpenFlags, config::DbConfig};

use super::{
    SqliteOptions,
    failure::{cannot_open, failed},
    tx::SqliteTx,
};
#[cfg(feature = "search")]
use crate::sql::search_index;
use crate::{
    model::error::{Error, Result},
    sql::{
        Dialect, Migration, OLD_TABLE, SEARCH_TABLE, Tables, migrations, migrations_table, needs_migration,
        old_schema,
    },
};

/// The oldest supported version. In earlier ones, two connections could corrupt a database in WAL mode:
/// <https://sqlite.org/wal.html>.
const OLDEST_SQLITE: i32 = 3_051_003;

/// Marks a file that this crate created. It is written in the transaction that creates the tables.
const APPLICATION_ID: i32 = 0x526f_626f;

fn check_version() -> Result<()> {
    if rusqlite::version_number() < OLDEST_SQLITE {
        let version = rusqlite::version();
        let reason = format!("SQLite {version} is older than 3.51.3 and could damage the file");
        return Err(Error::storage_unusable(reason));
    }
    Ok(())
}

/// After so many pages (16 MB) in the WAL, SQLite moves them to the main file. A page that changed several times is moved
/// once, so scattered appends are 12 to 18 % faster than with SQLite's default of 1000. The first 4062 are found by one
/// look into the WAL's index; with more, each page that is read would need a second one.
const CHECKPOINT_AFTER: i64 = 4000;

/// Opens the connection that writes, and prepares the file: WAL mode, schema, index for search.
pub(super) fn open_writer(options: &SqliteOptions) -> Result<SqliteTx> {
    check_version()?;
    let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE;
    if !exists(&options.path)? {
        if !options.create {
            return Err(no_file(&options.path));
        }
        // A refusal leaves no empty file behind.
        needs_migration(0, options.migrate)?;
        flags |= OpenFlags::SQLITE_OPEN_CREATE;
    }
    let tx = SqliteTx::new(open(options, flags)?, Arc::clone(&options.clock))?;
    let connection = &tx.connection;
    // A new file only: SQLite leaves the page size of others as it is. With larger pages each append writes more.
    set(connection, "page_size", 4096)?;
    // While the tables are made, also the removal of the journal is on the disk before the commit returns.
    set(connection, "synchronous", "EXTRA")?;
    // What is deleted, or moved to another page, is overwritten with zeros: an erasure later could not find it.
    set(connection, "secure_delete", true)?;
    if check_schema(connection, options, options.migrate)? {
        migrate(&tx, &options.tables)?;
    }
    if use_wal(connection, options.timeout)? != "wal" {
        return Err(Error::storage_unusable("the database file cannot be in WAL mode"));
    }
    set(connection, "synchronous", "FULL")?;
    set(connection, "wal_autocheckpoint", CHECKPOINT_AFTER)?;
    // What one large transaction made longer is cut off again.
    set(connection, "journal_size_limit", i64::try_from(options.wal_limit).unwrap_or(i64::MAX))?;
    Ok(tx)
}

fn no_file(path: &Path) -> Error {
    Error::storage_failed("the database file does not exist", path.display().to_string())
}

fn exists(path: &Path) -> Result<bool> {
    path.try_exists().map_err(cannot_open)
}

/// Sets the WAL mode, and returns the mode that the file then has. SQLite does not wait for connections that do the
/// same at this moment, so this function retries.
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

/// Opens a connection that only reads, next to one that writes.
pub(super) fn open_reader(options: &SqliteOptions) -> Result<SqliteTx> {
    if options.read_only {
        return open_read_only(options)
            .and_then(|connection| SqliteTx::new(connection, Arc::clone(&options.clock)));
    }
    // Not opened for reading only: whoever comes first after a crash repairs the file.
    let connection = open(options, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    set(&connection, "query_only", true)?;
    SqliteTx::new(connection, Arc::clone(&options.clock))
}

/// Opens a connection to a read-only file, and checks its schema.
pub(super) fn open_read_only(options: &SqliteOptions) -> Result<Connection> {
    check_version()?;
    if !exists(&options.path)? {
        return Err(no_file(&options.path));
    }
    let opened = open(options, OpenFlags::SQLITE_OPEN_READ_ONLY).and_then(|connection| {
        check_schema(&connection, options, false)?;
        Ok(connection)
    });
    match opened {
        // In WAL mode SQLite needs the file `-shm`, which it cannot create here. Without a WAL there is nothing to
        // share: the main file is all.
        Err(error) if is_cannot_open(&error) && !has_wal(&options.path) => {
            let connection = open_immutable(options)?;
            check_schema(&connection, options, false)?;
            Ok(connection)
        }
        opened => opened,
    }
}

fn is_cannot_open(error: &Error) -> bool {
    std::error::Error::source(error)
        .and_then(|source| source.downcast_ref::<rusqlite::Error>())
        .and_then(rusqlite::Error::sqlite_error_code)
        .is_some_and(|code| matches!(code, ErrorCode::CannotOpen | ErrorCode::ReadOnly))
}

fn has_wal(path: &Path) -> bool {
    let mut wal = path.as_os_str().to_owned();
    wal.push("-wal");
    fs::metadata(wal).is_ok_and(|file| file.len() > 0)
}

/// Opens a file that nobody changes, without locks.
fn open_immutable(options: &SqliteOptions) -> Result<Connection> {
    let path = fs::canonicalize(&options.path).map_err(cannot_open)?;
    let options = SqliteOptions { path: immutable_uri(&path).into(), ..options.clone() };
    open(&options, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI)
}

/// Formats a path as a URI for SQLite, <https://sqlite.org/uri.html>.
fn immutable_uri(path: &Path) -> String {
    let mut uri = String::from("file:");
    let bytes = path.as_os_str().as_encoded_bytes();
    if !bytes.starts_with(b"/") {
        // `C:\…`
        uri.push('/');
    }
    for &byte in bytes {
        match byte {
            b'\\' if cfg!(windows) => uri.push('/'),
            b'/' | b':' | b'.' | b'-' | b'_' => uri.push(byte.into()),
            _ if byte.is_ascii_alphanumeric() => uri.push(byte.into()),
            _ => {
                let [high, low] = [byte >> 4, byte & 15].map(|digit| b"0123456789ABCDEF"[usize::from(digit)]);
                uri.extend(['%', high.into(), low.into()]);
            }
        }
    }
    uri.push_str("?immutable=1");
    uri
}

/// Opens a connection with the settings of all connections.
pub(super) fn open(options: &SqliteOptions, flags: OpenFlags) -> Result<Connection> {
    let flags = flags | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(&options.path, flags).map_err(failed)?;
    connection.busy_timeout(options.timeout).map_err(failed)?;
    // In KiB when negative. At the default of 2 MB a page of sessions takes ten times as long.
    set(&connection, "cache_size", -16_384)?;
    // The journal of a savepoint is a file in `/var/tmp` otherwise, for every group of writes.
    set(&connection, "temp_store", "MEMORY")?;
    // Looks at the cells of each page that comes from the disk: damage is found before it is believed.
    set(&connection, "cell_size_check", true)?;
    // The tables have no foreign keys, and the build that `rusqlite` brings would enforce a host's.
    set(&connection, "foreign_keys", false)?;
    // A schema that somebody put into the file does not run functions that have effects.
    set(&connection, "trusted_schema", false)?;
    connection.set_prepared_statement_cache_capacity(128);
    // Otherwise SQLite plans a statement anew whenever a limit or a cursor gets another value, which takes longer than
    // to run it.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(failed)?;
    // Otherwise a column whose name was damaged in the schema is read as a text: its name.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false).map_err(failed)?;
    Ok(connection)
}

fn set(connection: &Connection, pragma: &str, value: impl rusqlite::ToSql) -> Result<()> {
    connection.pragma_update(None, pragma, value).map_err(failed)
}

/// Creates the index for search, if the options ask for it and there is none.
#[cfg(feature = "search")]
pub(super) fn make_search(tx: &SqliteTx, options: &SqliteOptions) -> Result<()> {
    if !options.search || has_search(&tx.connection, &options.tables)? {
        return Ok(());
    }
    if !options.migrate {
        return Err(Error::storage_unusable(
            "the store has no search index: open it with the options `search` and `migrate`",
        ));
    }
    in_transaction(tx, || {
        if !has_search(&tx.connection, &options.tables)? {
            for statement in search_index(Dialect::Sqlite, &options.tables) {
                tx.connection.execute_batch(&statement).map_err(failed)?;
            }
        }
        Ok(())
    })
}

/// Returns whether the store has an index for search.
#[cfg(feature = "search")]
pub(super) fn has_search(connection: &Connection, tables: &Tables) -> Result<bool> {
    has_table(connection, &tables.qualified(SEARCH_TABLE))
}

/// Fails if the store has an index for search: the texts that this program writes would be missing in it.
#[cfg(not(feature = "search"))]
pub(super) fn refuse_search(connection: &Connection, options: &SqliteOptions) -> Result<()> {
    if has_table(connection, &options.tables.qualified(SEARCH_TABLE))? {
        let reason = "the store has an index for search, which needs the feature `search`";
        return Err(Error::storage_unusable(reason));
    }
    Ok(())
}

/// Returns whether migrations are missing that must run. Fails if they must not, or the schema is newer.
fn check_schema(connection: &Connection, options: &SqliteOptions, migrate: bool) -> Result<bool> {
    refuse_old_schema(connection, &options.tables)?;
    let version = schema_version(connection, &options.tables)?;
    if version == 0 && application_id(connection)? == APPLICATION_ID && !has_tables(connection)? {
        // The mark and the tables were written in one transaction, so a part of the file is missing.
        let reason = "the store's tables are missing: the file was copied without its WAL";
        return Err(Error::storage_unusable(reason));
    }
    needs_migration(version, migrate)
}

fn refuse_old_schema(connection: &Connection, tables: &Tables) -> Result<()> {
    if has_table(connection, &tables.qualified(OLD_TABLE))? {
        return Err(old_schema(tables));
    }
    Ok(())
}

fn schema_version(connection: &Connection, tables: &Tables) -> Result<u32> {
    if !has_table(connection, &tables.qualified("migrations"))? {
        return Ok(0);
    }
    let query = format!("SELECT max(version) FROM {}", tables.quoted("migrations"));
    let version: Option<u32> = connection.query_row(&query, [], |row| row.get(0)).map_err(failed)?;
    Ok(version.unwrap_or(0))
}

fn application_id(connection: &Connection) -> Result<i32> {
    connection.pragma_query_value(None, "application_id", |row| row.get(0)).map_err(failed)
}

/// Returns whether a table exists in the file. `Connection::table_exists` reads the connection's cached schema, which
/// another process may have changed.
fn has_table(connection: &Connection, name: &str) -> Result<bool> {
    let query = "SELECT EXISTS (SELECT * FROM sqlite_schema WHERE type = 'table' AND name = ?1)";
    connection.query_row(query, [name], |row| row.get(0)).map_err(failed)
}

fn has_tables(connection: &Connection) -> Result<bool> {
    let query = "SELECT EXISTS (SELECT * FROM sqlite_schema)";
    connection.query_row(query, [], |row| row.get(0)).map_err(failed)
}

/// Runs the missing migrations, each in a transaction of its own. Concurrent migrators run one after the other: the
/// second finds the migrations of the first.
///
/// A new file is not in WAL mode yet, so its tables are in the main file from the beginning: a copy without its WAL is
/// never mistaken for an empty store.
fn migrate(tx: &SqliteTx, tables: &Tables) -> Result<()> {
    for migration in migrations(Dialect::Sqlite, tables) {
        in_transaction(tx, || migrate_step(&tx.connection, tables, &migration))?;
    }
    Ok(())
}

fn in_transaction<T>(tx: &SqliteTx, work: impl FnOnce() -> Result<T>) -> Result<T> {
    tx.control("BEGIN IMMEDIATE").map_err(failed)?;
    let done = work();
    let ended = tx.control(if done.is_ok() { "COMMIT" } else { "ROLLBACK" }).map_err(failed);
    if ended.is_err() && !tx.connection.is_autocommit() {
        tx.control("ROLLBACK").ok();
    }
    done.and_then(|done| ended.map(|()| done))
}

fn migrate_step(connection: &Connection, tables: &Tables, migration: &Migration) -> Result<()> {
    if schema_version(connection, tables)? >= migration.version {
        return Ok(());
    }
    if !has_tables(connection)? {
        // A host's own file keeps the host's mark.
        set(connection, "application_id", APPLICATION_ID)?;
    }
    connection.execute_batch(&migrations_table(Dialect::Sqlite, tables)).map_err(failed)?;
    for statement in &migration.statements {
        connection.execute_batch(statement).map_err(failed)?;
    }
    tracing::info!(version = migration.version, "migrated the schema");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_becomes_a_uri() {
        assert_eq!(immutable_uri(Path::new("/a b/?#%.db")), "file:/a%20b/%3F%23%25.db?immutable=1");
    }

    #[test]
    fn a_file_that_nobody_changes_is_read_without_locks() {
        let folder = tempfile::tempdir().unwrap();
        let options = SqliteOptions::new(folder.path().join("a?b.db")).migrate(true);
        drop(open_writer(&options).unwrap());
        let connection = open_immutable(&options).unwrap();
        check_schema(&connection, &options, false).unwrap();
        assert!(connection.execute_batch("CREATE TABLE a (b)").is_err());
    }
}
