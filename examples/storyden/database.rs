//! Storyden's own database, in SQLite or PostgreSQL. It is only read, by the same queries on both; all values are texts.

use std::sync::{Arc, Mutex, PoisonError};

use storyden_robots::{
    Error, Result, Timestamp,
    rusqlite::{self, Connection, OpenFlags, params_from_iter},
};
use tokio_postgres::{Client, Config, NoTls, types::ToSql};

#[derive(Clone, Debug)]
pub(crate) enum Database {
    Sqlite(Arc<Mutex<Connection>>),
    /// The connection is made when it is needed, and again when it broke.
    Postgres(Box<Config>, Arc<tokio::sync::Mutex<Option<Client>>>),
}

impl Database {
    /// Opens a file, or a URL of PostgreSQL.
    pub(crate) fn open(place: &str) -> Result<Self> {
        if place.starts_with("postgres") {
            return Ok(Self::Postgres(Box::new(place.parse().map_err(failed)?), Arc::default()));
        }
        let opened = Connection::open_with_flags(place, OpenFlags::SQLITE_OPEN_READ_ONLY);
        Ok(Self::Sqlite(Arc::new(Mutex::new(opened.map_err(failed)?))))
    }

    /// Runs a query whose placeholders are `$1`, `$2` … in this order, and whose columns are all texts.
    pub(crate) async fn rows(&self, sql: &str, values: Vec<String>) -> Result<Vec<Vec<Option<String>>>> {
        match self {
            Self::Sqlite(database) => {
                let (database, sql) = (Arc::clone(database), sql.to_owned());
                let ask = move || -> rusqlite::Result<_> {
                    let database = database.lock().unwrap_or_else(PoisonError::into_inner);
                    let mut statement = database.prepare_cached(&sql)?;
                    let columns = statement.column_count();
                    let read = |row: &rusqlite::Row<'_>| (0..columns).map(|column| row.get(column)).collect();
                    statement.query_map(params_from_iter(values), read)?.collect()
                };
                blocking(ask).await?.map_err(failed)
            }
            Self::Postgres(config, kept) => {
                let mut kept = kept.lock().await;
                if kept.as_ref().is_none_or(Client::is_closed) {
                    let (client, connection) = config.connect(NoTls).await.map_err(failed)?;
                    tokio::spawn(connection);
                    *kept = Some(client);
                }
                let Some(client) = &*kept else { return Ok(vec![]) };
                let values: Vec<_> = values.iter().map(|value| value as &(dyn ToSql + Sync)).collect();
                let rows = client.query(sql, &values).await.map_err(failed)?;
                let read = |row: tokio_postgres::Row| (0..row.len()).map(|at| row.try_get(at)).collect();
                rows.into_iter().map(read).collect::<Result<_, _>>().map_err(failed)
            }
        }
    }
}

/// Does on another thread what takes its time.
pub(crate) async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(failed)
}

fn failed(error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::unavailable("Storyden's database cannot be read", error)
}

/// Reads a time as the databases write it: `2026-11-26 17:34:36.386523219+00:00`, `…+00` or, in UTC, without an offset.
pub(crate) fn time(text: &str) -> Option<Timestamp> {
    let zone = text.get(19..)?.trim_start_matches(|c: char| c == '.' || c.is_ascii_digit());
    let rest = ["Z", "", "", ":00"].get(zone.len()).unwrap_or(&"");
    format!("{}{rest}", text.replacen(' ', "T", 1)).parse().ok()
}
