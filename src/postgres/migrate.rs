//! The schema: its version, and the migrations to this crate's version.

use std::sync::Arc;

use tokio_postgres::error::SqlState;

use super::{
    PostgresOptions,
    connection::{Borrowed, Connections},
    failure::{Failure, is},
    transaction::Access,
};
use crate::{
    model::error::{Error, Result},
    sql::{
        Dialect, Migration, OLD_TABLE, SEARCH_TABLE, Tables, migrations, migrations_lock, migrations_table,
        needs_migration, old_schema,
        row::Row,
        spread_tables,
        statement::Statement,
        statements::Statements,
        tx::{Operation, Tx},
    },
};

#[cfg(feature = "search")]
use crate::sql::{search::statements::SearchStatements, search_index, spread_search};

/// Migrates the schema to this crate's version if the options allow it. Fails for any other version.
pub(super) async fn check_schema(
    connections: &Arc<Connections>,
    statements: &Statements,
    options: &PostgresOptions,
) -> Result<()> {
    let tables = &options.tables;
    if has_table(connections, statements, tables, OLD_TABLE).await? {
        return Err(old_schema(tables));
    }
    let version = version(connections, statements, tables).await?;
    if needs_migration(version, options.migrate)? {
        run(connections, tables).await?;
    }
    check_search(connections, statements, options).await?;
    if options.distributed { spread(connections, statements, options).await } else { Ok(()) }
}

/// Distributes the tables of a cluster that are not distributed yet, such as those of a new version, if the options
/// allow migrations; fails otherwise. Does nothing on a server without Citus.
#[cfg_attr(
    not(feature = "search"),
    expect(unused_variables, unused_mut, reason = "all stores have the same tables")
)]
async fn spread(connections: &Connections, statements: &Statements, options: &PostgresOptions) -> Result<()> {
    let mut connection = connections.acquire_soon().await?;
    if connection.query_text("SELECT to_regclass('pg_dist_partition')::text").await?.is_none() {
        tracing::warn!("the server is no Citus cluster: nothing is distributed");
        connection.give_back();
        return Ok(());
    }
    let mut tables = spread_tables(&options.tables);
    #[cfg(feature = "search")]
    tables.extend(statements.search.get().map(|_| spread_search(&options.tables)));
    for table in tables {
        let name = &table.name;
        let method =
            format!("SELECT partmethod::text FROM pg_dist_partition WHERE logicalrelid = '{name}'::regclass");
        let mut found = connection.query_text(&method).await?;
        if found.is_none() && options.migrate {
            // Another process may do it just now: then this one is told so, and finds it done.
            let failed = spread_one(&connection, &table.call).await.err();
            found = connection.query_text(&method).await?;
            if let (Some(failure), None) = (failed, &found) {
                return Err(failure.into());
            }
            tracing::info!(table = name, "is spread over the cluster");
        }
        if found.as_deref() != Some(table.spread.method()) {
            let reason = format!(
                "the table {name} is not distributed as this program needs it: open the store with `migrate`, or run the \
                 statements of `citus_distribution`"
            );
            return Err(Error::storage_unusable(reason));
        }
    }
    connection.give_back();
    Ok(())
}

/// Distributes a table, without a time limit.
async fn spread_one(connection: &Borrowed, call: &str) -> Result<(), Failure> {
    connection.execute("BEGIN; SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0").await?;
    let done = connection.execute(call).await;
    connection.execute(if done.is_ok() { "COMMIT" } else { "ROLLBACK" }).await?;
    done
}

/// Creates the index for search if the options ask for it and there is none, and records whether there is one.
#[cfg(feature = "search")]
async fn check_search(
    connections: &Arc<Connections>,
    statements: &Statements,
    options: &PostgresOptions,
) -> Result<()> {
    let tables = &options.tables;
    if !has_table(connections, statements, tables, SEARCH_TABLE).await? {
        if !options.search {
            return Ok(());
        }
        if !options.migrate {
            let reason = "the store has no search index: open it with the options `search` and `migrate`";
            return Err(Error::storage_unusable(reason));
        }
        make_search(connections, tables).await?;
    }
    statements.search.get_or_init(|| SearchStatements::new(Dialect::Postgres, tables));
    connections.index_appends();
    Ok(())
}

/// Creates the index for search. Concurrent calls run one after the other.
#[cfg(feature = "search")]
async fn make_search(connections: &Connections, tables: &Tables) -> Result<(), Failure> {
    let mut connection = connections.acquire_soon().await?;
    connection.execute("BEGIN; SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0").await?;
    connection.execute(&migrations_lock(tables)).await?;
    let exists = format!("SELECT to_regclass('{}')::text", tables.quoted(SEARCH_TABLE));
    if connection.query_text(&exists).await?.is_none() {
        for statement in search_index(Dialect::Postgres, tables) {
            connection.execute(&statement).await?;
        }
    }
    connection.execute("COMMIT").await?;
    connection.give_back();
    Ok(())
}

/// Fails if the store has an index for search: the texts that this program writes would be missing in it.
#[cfg(not(feature = "search"))]
async fn check_search(
    connections: &Arc<Connections>,
    statements: &Statements,
    options: &PostgresOptions,
) -> Result<()> {
    if has_table(connections, statements, &options.tables, SEARCH_TABLE).await? {
        let reason = "the store has an index for search, which needs the feature `search`";
        return Err(Error::storage_unusable(reason));
    }
    Ok(())
}

/// Returns whether a table with this name (without the prefix) exists.
async fn has_table(
    connections: &Arc<Connections>,
    statements: &Statements,
    tables: &Tables,
    name: &str,
) -> Result<bool> {
    let statement = Statement::new(Dialect::Postgres, tables, "SELECT to_regclass(:name) IS NOT NULL");
    let find = FindTable { statement, name: tables.quoted(name) };
    connections.run(&find, statements, Access::Read).await
}

struct FindTable {
    statement: Statement,
    name: String,
}

impl Operation for FindTable {
    type Output = bool;

    async fn run<T: Tx>(&self, _: &Statements, tx: &mut T) -> Result<bool> {
        let values = [("name", self.name.as_str().into())];
        let found = tx.query_one(&self.statement, &values, |row: &dyn Row| row.integer(0)).await?;
        Ok(found.flatten() == Some(1))
    }
}

/// Reads the version of the schema.
struct ReadVersion(Statement);

impl Operation for ReadVersion {
    type Output = Option<i64>;

    async fn run<T: Tx>(&self, _: &Statements, tx: &mut T) -> Result<Option<i64>> {
        Ok(tx.query_one(&self.0, &[], |row: &dyn Row| row.integer(0)).await?.flatten())
    }
}

fn version_statement(tables: &Tables) -> Statement {
    Statement::new(Dialect::Postgres, tables, "SELECT max(version) FROM {migrations}")
}

async fn version(connections: &Arc<Connections>, statements: &Statements, tables: &Tables) -> Result<u32> {
    let read = ReadVersion(version_statement(tables));
    match connections.run(&read, statements, Access::Read).await {
        Ok(version) => Ok(version.and_then(|version| u32::try_from(version).ok()).unwrap_or(0)),
        Err(error) if is(&error, &[SqlState::UNDEFINED_TABLE, SqlState::INVALID_SCHEMA_NAME]) => Ok(0),
        Err(error) => Err(error),
    }
}

/// The errors of `IF NOT EXISTS` if somebody else created the object after the check.
const THERE_ALREADY: [SqlState; 3] =
    [SqlState::DUPLICATE_TABLE, SqlState::DUPLICATE_OBJECT, SqlState::DUPLICATE_SCHEMA];

/// Runs the missing migrations, each in a transaction of its own. Concurrent migrators run one after the other: the
/// second finds the migrations of the first.
async fn run(connections: &Connections, tables: &Tables) -> Result<()> {
    // Two that create the same thing at the same moment: one of them is told that it is taken.
    for _ in 0..8 {
        match prepare(connections, tables).await {
            Err(Failure::UniqueViolation(_)) => {}
            Err(failure) if is(failure.error(), &THERE_ALREADY) => {}
            done => {
                done?;
                break;
            }
        }
    }
    for migration in migrations(Dialect::Postgres, tables) {
        step(connections, tables, &migration).await?;
    }
    Ok(())
}

async fn prepare(connections: &Connections, tables: &Tables) -> Result<(), Failure> {
    let mut connection = connections.acquire_soon().await?;
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

async fn step(connections: &Connections, tables: &Tables, migration: &Migration) -> Result<(), Failure> {
    let mut connection = connections.acquire_soon().await?;
    // It takes as long as it takes.
    connection.execute("BEGIN; SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0").await?;
    connection.execute(&migrations_lock(tables)).await?;
    let version = connection.query_text(version_statement(tables).sql()).await?;
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
