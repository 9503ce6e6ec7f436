//! [`SqliteStore`]: the repositories over SQLite. Each has a file beside this one.

use std::{fmt, sync::Arc};

use async_trait::async_trait;
use rusqlite::Connection;

use super::{
    SqliteOptions,
    connection::{failed, insert, open_reader, open_writer, rows},
    stretches,
    threads::Threads,
};
use crate::{
    model::error::{Error, Result},
    sql::{
        Dialect, Statements, Tables, archive, cut_into_stretches,
        row::Row,
        transfer::{Archive, StoredRow},
    },
};

/// The embedded store: everything in one SQLite file.
///
/// It is cheap to clone, and clones share everything. When the last one is dropped, the writes that were
/// accepted are finished first; that blocks for as long as they take.
///
/// # Examples
/// ```
/// use storyden_robots::{AllowAll, Robots, SqliteOptions, SqliteStore, StaticProfiles};
///
/// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("robots.db");
/// let store = SqliteStore::open(SqliteOptions::new(&path).migrate(true)).await?;
/// let robots = Robots::new(store, AllowAll, StaticProfiles::default());
/// # let _ = robots;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct SqliteStore {
    threads: Arc<Threads>,
    statements: Arc<Statements>,
    tables: Tables,
}

impl fmt::Debug for SqliteStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteStore").finish_non_exhaustive()
    }
}

impl SqliteStore {
    /// Opens the store. The future does not block its thread.
    ///
    /// # Errors
    /// [`Error::Unavailable`] if the file cannot be opened, or if its schema has another version than this
    /// crate's: an older one unless [`migrate`](SqliteOptions::migrate) was asked for, a newer one always.
    /// [`Error::Internal`] if it is no SQLite database.
    pub async fn open(options: SqliteOptions) -> Result<Self> {
        let (answer, answered) = futures_channel::oneshot::channel();
        let open = move || answer.send(Self::open_blocking(&options)).ok();
        std::thread::Builder::new()
            .name("storyden-robots-open".to_owned())
            .spawn(open)
            .map_err(|error| Error::unavailable("the store cannot start", error))?;
        answered
            .await
            .unwrap_or_else(|error| Err(Error::internal("the store stopped while it was opened", error)))
    }

    fn open_blocking(options: &SqliteOptions) -> Result<Self> {
        let writer = open_writer(options)?;
        let readers: Result<Vec<_>> = (0..options.readers).map(|_| open_reader(options)).collect();
        Ok(Self {
            threads: Arc::new(Threads::start(writer, readers?, options)?),
            statements: Arc::new(Statements::new(Dialect::Sqlite, &options.tables)),
            tables: options.tables.clone(),
        })
    }

    pub(super) async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection, &Statements) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let statements = Arc::clone(&self.statements);
        self.threads.read(move |connection| work(connection, &statements)).await
    }

    pub(super) async fn write<T: Send + 'static>(
        &self,
        work: impl Fn(&Connection, &Statements) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let statements = Arc::clone(&self.statements);
        self.threads.write(move |connection| work(connection, &statements)).await
    }
}

#[async_trait]
impl Archive for SqliteStore {
    async fn read_rows(&self, table: &str, behind: Option<&StoredRow>, limit: u32) -> Result<Vec<StoredRow>> {
        let statement = archive::read(Dialect::Sqlite, &self.tables, table, behind.is_none())?;
        let mut values = behind.map_or(Ok(Vec::new()), StoredRow::key)?;
        values.push(("limit", i64::from(limit).into()));
        let table = table.to_owned();
        self.read(move |c, _| rows(c, &statement, &values, |row| stored_row(&table, row))).await
    }

    async fn write_rows(&self, rows: Vec<StoredRow>) -> Result<()> {
        let tables = self.tables.clone();
        self.write(move |c, _| {
            for row in &rows {
                let statement = archive::write(Dialect::Sqlite, &tables, row.table(), row.columns(), 1)?;
                let names: Vec<_> = (1..=row.columns().len()).map(|number| number.to_string()).collect();
                let values = names.iter().map(String::as_str);
                let values: Vec<_> =
                    values.zip(row.columns().iter().map(|(_, value)| value.clone())).collect();
                insert(c, &statement, &values)?;
            }
            Ok(())
        })
        .await
    }

    async fn count_lists(&self) -> Result<()> {
        let statements = archive::count(Dialect::Sqlite, &self.tables);
        let cut = cut_into_stretches(&self.tables);
        self.write(move |c, s| {
            statements.iter().try_for_each(|statement| insert(c, statement, &[]).map(drop))?;
            cut.iter().try_for_each(|statement| c.execute_batch(statement).map_err(failed))?;
            stretches::sum(c, s)
        })
        .await
    }
}

fn stored_row(table: &str, row: &rusqlite::Row<'_>) -> Result<StoredRow> {
    let statement = row.as_ref();
    let mut columns = Vec::with_capacity(statement.column_count());
    for column in 0..statement.column_count() {
        let name = statement.column_name(column).map_err(failed)?;
        let value = match row.integer(column) {
            Ok(number) => number.into(),
            Err(_) => row.text(column)?.map(str::to_owned).into(),
        };
        columns.push((name.to_owned(), value));
    }
    Ok(StoredRow::new(table, columns))
}
