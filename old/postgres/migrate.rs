//! The schema: its version, and the way there.

use tokio_postgres::error::SqlState;

use super::{
    connection::Connections,
    failure::{Failure, is},
};
use crate::{
    model::error::{Error, Result},
    sql::{
        Dialect, Migration, Statements, Tables, migrations, migrations_lock, migrations_table,
        needs_migration, row::Row,
    },
};

/// Brings the schema to the version of this crate if `migrate` says so, and refuses any other.
pub(super) async fn check_schema(
    connections: &Connections,
    statements: &Statements,
    tables: &Tables,
    migrate: bool,
) -> Result<()> {
    let version = version(connections, statements).await?;
    if needs_migration(version, migrate)? { run(connections, statements, tables).await } else { Ok(()) }
}

async fn version(connections: &Connections, statements: &Statements) -> Result<u32> {
    match connections.run(&statements.schema_version, &[]).await {
        Ok(answer) => {
            let version = answer.rows()?.first().map_or(Ok(None), |row| row.integer(0))?;
            Ok(version.and_then(|version| u32::try_from(version).ok()).unwrap_or(0))
        }
        Err(error) if is(&error, &[SqlState::UNDEFINED_TABLE, SqlState::INVALID_SCHEMA_NAME]) => Ok(0),
        Err(error) => Err(error),
    }
}

/// What `IF NOT EXISTS` says when the thing came to be between its look and its leap.
const THERE_ALREADY: [SqlState; 3] =
    [SqlState::DUPLICATE_TABLE, SqlState::DUPLICATE_OBJECT, SqlState::DUPLICATE_SCHEMA];

/// Runs the steps that are missing, each in a transaction of its own. Two migrators take turns: the
/// second finds the steps of the first.
async fn run(connections: &Connections, statements: &Statements, tables: &Tables) -> Result<()> {
    // Two that create the same thing at the same moment: one of them is told that it is taken.
    for _ in 0..8 {
        match prepare(connections, tables).await {
            Err(Failure::Taken) => {}
            Err(Failure::Final(error)) if is(&error, &THERE_ALREADY) => {}
            done => {
                done.map_err(Error::from)?;
                break;
            }
        }
    }
    for migration in migrations(Dialect::Postgres, tables) {
        step(connections, statements, tables, &migration).await.map_err(Error::from)?;
    }
    Ok(())
}

async fn prepare(connections: &Connections, tables: &Tables) -> Result<(), Failure> {
    let connection = connections.acquire_soon().await?;
    if let Some(schema) = tables.schema() {
        // Asked first: to create it takes a right that its owner may not have.
        let exists = connection.query_text(&format!("SELECT to_regnamespace('{schema}')::text")).await?;
        if exists.is_none() {
            connection.execute(&format!("CREATE SCHEMA IF NOT EXISTS \"{schema}\"")).await?;
        }
    }
    connection.execute(&migrations_table(Dialect::Postgres, tables)).await?;
    connection.give_back();
    Ok(())
}

async fn step(
    connections: &Connections,
    statements: &Statements,
    tables: &Tables,
    migration: &Migration,
) -> Result<(), Failure> {
    let connection = connections.acquire_soon().await?;
    // It takes as long as it takes.
    connection.execute("BEGIN; SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0").await?;
    connection.execute(&migrations_lock(tables)).await?;
    let version = connection.query_text(statements.schema_version.sql()).await?;
    let version: u32 = version.and_then(|version| version.parse().ok()).unwrap_or(0);
    if version < migration.version {
        for statement in &migration.statements {
            connection.execute(statement).await?;
        }
    }
    connection.execute("COMMIT").await?;
    connection.give_back();
    tracing::info!(version = migration.version, "the schema has this version");
    Ok(())
}
