//! A PostgreSQL database of Storyden's.

use async_trait::async_trait;
use tokio::task::JoinHandle;
use tokio_postgres::{Client, Config, NoTls, types::ToSql};

use super::database::{Database, Kind};
use crate::model::error::{Error, Result};

/// The database, read in one transaction of the kind that sees one moment.
#[derive(Debug)]
pub(super) struct PostgresDatabase {
    client: Client,
    connection: JoinHandle<()>,
}

impl PostgresDatabase {
    /// Connects to the database, which is only read. It needs a Tokio runtime, on which a task serves the connection
    /// until this is dropped.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] if the URL is none; [`Error::Unavailable`] if the database cannot be reached.
    pub(super) async fn open(url: &str) -> Result<Self> {
        let mut config: Config = url
            .parse()
            .map_err(|_| Error::invalid_argument("url", "must be a URL of a PostgreSQL database"))?;
        config.application_name("storyden-robots import");
        let unreachable = |error| Error::unavailable("Storyden's database cannot be reached", error);
        let (client, connection) = config.connect(NoTls).await.map_err(unreachable)?;
        let connection = tokio::spawn(async move {
            // Whoever asks next is told why it broke.
            drop(connection.await);
        });
        let database = Self { client, connection };
        let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
        database.client.batch_execute(begin).await.map_err(failed)?;
        Ok(database)
    }
}

impl Drop for PostgresDatabase {
    fn drop(&mut self) {
        self.connection.abort();
    }
}

#[async_trait]
impl Database for PostgresDatabase {
    async fn columns(&mut self, table: &'static str) -> Result<Vec<String>> {
        let sql = "SELECT attname::text FROM pg_attribute
            WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped";
        let rows = self.query(sql, &[table]).await?;
        Ok(rows.into_iter().flatten().flatten().collect())
    }

    async fn query(&mut self, sql: &str, values: &[&str]) -> Result<Vec<Vec<Option<String>>>> {
        let values: Vec<&(dyn ToSql + Sync)> =
            values.iter().map(|value| value as &(dyn ToSql + Sync)).collect();
        let rows = self.client.query(sql, &values).await.map_err(failed)?;
        let text =
            |row: &tokio_postgres::Row| (0..row.len()).map(|at| row.try_get(at).map_err(failed)).collect();
        rows.iter().map(text).collect()
    }

    fn as_text(&self, column: &str, kind: Kind) -> String {
        match kind {
            Kind::Time => format!(r#"to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"#),
            Kind::Plain | Kind::Json => format!("{column}::text"),
        }
    }
}

fn failed(error: tokio_postgres::Error) -> Error {
    if error.as_db_error().is_none() {
        return Error::unavailable("the connection to Storyden's database broke", error);
    }
    Error::internal("Storyden's database cannot be read", error)
}
