//! The tables: their names, their columns, and the [`migrations`] that make them.

#[cfg(any(feature = "sqlite", feature = "postgres"))]
use std::cmp::Ordering;
use std::iter;

use sea_query::{
    ColumnDef, ConditionalStatement, DynIden, Expr, ExprTrait, Index, IndexCreateStatement, IndexOrder,
    IntoIden, IntoTableRef, PostgresQueryBuilder, Query, SqliteQueryBuilder, Table, TableCreateStatement,
    TableRef,
};

use crate::model::{
    error::{Error, Result},
    time::Timestamp,
};

/// Whose SQL it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Dialect {
    /// SQLite 3.51.3 and later.
    Sqlite,
    /// PostgreSQL 15 and later, and what speaks its protocol.
    Postgres,
}

/// The names of the tables: a prefix, and for PostgreSQL a schema.
///
/// # Examples
/// ```
/// use storyden_robots::sql::Tables;
///
/// assert_eq!(Tables::default().prefix(), "robots_");
/// assert!(Tables::with_prefix("forum_robots_").is_ok());
/// assert!(Tables::with_prefix("x; DROP TABLE users").is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tables {
    prefix: String,
    schema: Option<String>,
}

impl Default for Tables {
    fn default() -> Self {
        Self { prefix: "robots_".to_owned(), schema: None }
    }
}

/// PostgreSQL cuts names at 63 bytes; the longest name after the prefix has 31.
const PREFIX_BYTES: usize = 32;

impl Tables {
    /// Puts another prefix than `robots_` before every name. It may be empty.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] unless it has at most 32 of `a-z`, `0-9` and `_`, and no digit first.
    pub fn with_prefix(prefix: impl Into<String>) -> Result<Self> {
        let prefix = prefix.into();
        check_name("prefix", &prefix)?;
        Ok(Self { prefix, schema: None })
    }

    /// Looks for the tables in this schema, rather than where the connection does. SQLite has none.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] unless it has 1 to 32 of `a-z`, `0-9` and `_`, and no digit first.
    pub fn in_schema(self, schema: impl Into<String>) -> Result<Self> {
        let schema = schema.into();
        check_name("schema", &schema)?;
        if schema.is_empty() {
            return Err(Error::invalid_argument("schema", "must not be empty"));
        }
        Ok(Self { schema: Some(schema), ..self })
    }

    /// Returns what stands before every name.
    #[must_use]
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// Returns the schema that the tables are in, if one was named.
    #[must_use]
    pub fn schema(&self) -> Option<&str> {
        self.schema.as_deref()
    }

    /// Returns the name of a table as it stands in PostgreSQL's SQL.
    pub(super) fn quoted(&self, name: &str) -> String {
        match &self.schema {
            Some(schema) => format!("\"{schema}\".\"{}\"", self.qualified(name)),
            None => format!("\"{}\"", self.qualified(name)),
        }
    }

    fn qualified(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }

    pub(super) fn name(&self, name: &'static str) -> DynIden {
        self.qualified(name).into_iden()
    }

    pub(super) fn table(&self, name: &'static str) -> TableRef {
        match &self.schema {
            Some(schema) => (schema.clone(), self.name(name)).into_table_ref(),
            None => self.name(name).into_table_ref(),
        }
    }
}

fn check_name(argument: &'static str, name: &str) -> Result<()> {
    let letters = name.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'));
    if letters && name.len() <= PREFIX_BYTES && !name.starts_with(|c: char| c.is_ascii_digit()) {
        Ok(())
    } else {
        Err(Error::invalid_argument(argument, "must have at most 32 of a-z, 0-9 and _, and no digit first"))
    }
}

/// The version of the schema that this crate works with: that of the last of its [`migrations`].
pub const SCHEMA_VERSION: u32 = 5;

/// The most sessions that a stretch has; a longer one is cut. To find a page is to read the lengths of
/// the stretches before it and to walk through one: both stay short up to some millions of sessions.
pub(crate) const STRETCH: i64 = 512;

/// One step of the schema. Steps go forwards only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Migration {
    /// The version that the schema has after it, from 1.
    pub version: u32,
    /// What to run, in order and in one transaction. The last statement records the version.
    pub statements: Vec<String>,
}

impl Migration {
    /// Returns the statements as one script, for a tool of the host's own.
    #[must_use]
    pub fn script(&self) -> String {
        self.statements.join(";\n") + ";\n"
    }
}

/// Returns all steps, from an empty database to [`SCHEMA_VERSION`].
///
/// # Examples
/// ```
/// use storyden_robots::sql::{Dialect, Tables, migrations};
///
/// let steps = migrations(Dialect::Postgres, &Tables::default());
/// assert!(steps[0].script().contains("\"robots_sessions\""));
/// ```
#[must_use]
pub fn migrations(dialect: Dialect, tables: &Tables) -> Vec<Migration> {
    let schema = Schema { dialect, tables };
    let steps = [schema.first(), schema.second(), schema.third(), schema.fourth(), schema.fifth()];
    let migration = |(version, mut statements): (u32, Vec<String>)| {
        statements.push(schema.record(version));
        Migration { version, statements }
    };
    (1..).zip(steps).map(migration).collect()
}

/// Returns whether a schema of version `found` needs its missing steps, which `migrate` allows.
///
/// # Errors
/// [`Error::Unavailable`] if it is newer than this crate, or older and may not be migrated.
#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub(crate) fn needs_migration(found: u32, migrate: bool) -> Result<bool> {
    let reason = match found.cmp(&SCHEMA_VERSION) {
        Ordering::Equal => return Ok(false),
        Ordering::Less if migrate => return Ok(true),
        Ordering::Less => {
            format!("the schema has version {found}, not {SCHEMA_VERSION}: ask for its migration")
        }
        Ordering::Greater => format!(
            "the schema has version {found}, and this program knows {SCHEMA_VERSION}: update the program"
        ),
    };
    Err(Error::refused(reason))
}

/// Returns the statement that makes the table of migrations, if it is not there.
pub(crate) fn migrations_table(dialect: Dialect, tables: &Tables) -> String {
    let schema = Schema { dialect, tables };
    let mut table = Table::create();
    table.table(tables.table("migrations")).if_not_exists().col(schema.integer("version").primary_key());
    schema.create(&mut table)
}

/// Returns the statement that makes migrators take turns; those who only read the version do not wait.
#[cfg(feature = "postgres")]
pub(crate) fn migrations_lock(tables: &Tables) -> String {
    format!("LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE", tables.quoted("migrations"))
}

/// Returns the calls that spread the tables over the machines of a Citus cluster, for a DBA to run once
/// after the [`migrations`].
///
/// Sessions and their messages are distributed together, by the session; the few others are on every
/// machine. No test here runs on Citus: run the laws of the `conformance` feature against yours first.
///
/// What its planner makes of the statements, by its source (version 11) and not by trial: reads of a session,
/// and changes of a message, go whole to the machine that has it. Those with an `INSERT` in a `WITH` (appends,
/// flushes of a draft, creations) are not routed whole: their steps run one after the other in one transaction,
/// so they take more round trips inside the cluster. Creating and deleting sessions changes lengths of lists too,
/// which are on every machine: such writes take turns whatever the number of slots, and wait for all machines, so
/// none succeeds while one is down. Appends and reads of a session touch no list. A page of sessions asks every
/// shard for as many rows as lie before its end.
///
/// # Examples
/// ```
/// use storyden_robots::sql::{Tables, citus_distribution};
///
/// let calls = citus_distribution(&Tables::default());
/// assert_eq!(calls[0], r#"SELECT create_distributed_table('"robots_sessions"', 'id')"#);
/// ```
#[must_use]
pub fn citus_distribution(tables: &Tables) -> Vec<String> {
    let sessions = tables.quoted("sessions");
    let mut calls = vec![format!("SELECT create_distributed_table('{sessions}', 'id')")];
    calls.extend(["messages", "message_deltas", "summaries"].map(|name| {
        let table = tables.quoted(name);
        format!("SELECT create_distributed_table('{table}', 'session_id', colocate_with => '{sessions}')")
    }));
    calls.extend(
        ["robots", "workspaces", "instances", "counts"]
            .map(|name| format!("SELECT create_reference_table('{}')", tables.quoted(name))),
    );
    calls
}

/// Returns what cuts the lists of sessions into stretches, whatever these were before. SQLite's alone.
pub(crate) fn cut_into_stretches(tables: &Tables) -> [String; 3] {
    let (stretches, sessions) = (tables.quoted("stretches"), tables.quoted("sessions"));
    let start = Timestamp::MIN.as_micros();
    let cut = |list: &str| {
        format!(
            "INSERT INTO {stretches} (list, created_at, id, length) \
             SELECT list, CASE place WHEN 0 THEN {start} ELSE created_at END, \
             CASE place WHEN 0 THEN '' ELSE id END, min({STRETCH}, total - place) \
             FROM (SELECT {list} AS list, created_at, id, row_number() OVER byplace - 1 AS place, \
             count(*) OVER (PARTITION BY {list}) AS total FROM {sessions} WHERE deleted_at IS NULL \
             WINDOW byplace AS (PARTITION BY {list} ORDER BY created_at, id)) WHERE place % {STRETCH} = 0"
        )
    };
    [format!("DELETE FROM {stretches}"), cut("'sessions'"), cut("'sessions/' || created_by")]
}

struct Schema<'a> {
    dialect: Dialect,
    tables: &'a Tables,
}

impl Schema<'_> {
    fn first(&self) -> Vec<String> {
        let mut statements = vec![migrations_table(self.dialect, self.tables)];
        self.add_sessions(&mut statements);
        self.add_messages(&mut statements);
        self.add_robots(&mut statements);
        self.add_workspaces(&mut statements);
        // How long each list is, so that nobody counts rows. A list has several slots where one row
        // would be fought over; its length is their sum.
        statements.push(self.table(
            "counts",
            &["list", "slot"],
            &mut [
                self.text("list").not_null(),
                self.integer("slot").not_null(),
                self.integer("length").not_null(),
            ],
        ));
        statements
    }

    /// Drafts, and what models are told instead of old messages.
    fn second(&self) -> Vec<String> {
        vec![
            self.add_column("messages", self.integer("revision").not_null().default(0).take()),
            // 1 while the message is unfinished.
            self.add_column("messages", self.integer("draft")),
            // By what a draft grew since it was opened. Gone when it is finished.
            self.table(
                "message_deltas",
                &["session_id", "sequence", "revision"],
                &mut [
                    self.text("session_id").not_null(),
                    self.integer("sequence").not_null(),
                    self.integer("revision").not_null(),
                    self.text("chunks").not_null(),
                ],
            ),
            self.table(
                "summaries",
                &["session_id"],
                &mut [
                    self.text("session_id").not_null(),
                    self.integer("sequence").not_null(),
                    self.text("summary").not_null(),
                ],
            ),
        ]
    }

    /// Cuts the lists of sessions into stretches, and writes down how long each is, so that a deep page is
    /// found without walking to it.
    fn third(&self) -> Vec<String> {
        match self.dialect {
            Dialect::Sqlite => iter::once(self.stretches()).chain(cut_into_stretches(self.tables)).collect(),
            // There the newest stretch would be a row that all who start sessions wait for.
            Dialect::Postgres => Vec::new(),
        }
    }

    /// What a message's row adds up to: null of those that were there before.
    fn fourth(&self) -> Vec<String> {
        vec![self.add_column("messages", self.integer("checksum"))]
    }

    /// What the other rows add up to: null of those that were there before, but for the lengths of lists.
    fn fifth(&self) -> Vec<String> {
        let mut tables = vec!["sessions", "robots", "workspaces", "instances", "summaries"];
        if self.dialect == Dialect::Sqlite {
            tables.extend(["counts", "stretches"]);
        }
        let add = |table| self.add_column(table, self.integer("checksum"));
        let mut statements: Vec<_> = tables.into_iter().map(add).collect();
        if self.dialect == Dialect::Sqlite {
            statements.push(format!("UPDATE {} SET checksum = -length", self.tables.quoted("counts")));
            let [counts, summaries] = ["counts", "summaries"].map(|name| self.tables.quoted(name));
            statements.push(format!(
                "INSERT INTO {counts} (list, slot, length, checksum) \
                 SELECT 'summaries/' || session_id, 0, 1, -1 FROM {summaries}"
            ));
            statements.extend(self.list_without_the_table());
        }
        statements
    }

    /// Puts `deleted_at` into the indexes of the lists, which have only rows where it is null: SQLite takes a look
    /// at it all the same, in the row, and passes over entries whose row is not there.
    fn list_without_the_table(&self) -> Vec<String> {
        let listings: [(&'static str, &'static str, &[&'static str]); 6] = [
            ("sessions", "sessions_listed", &[]),
            ("sessions", "sessions_listed_by_account", &["created_by"]),
            ("robots", "robots_listed", &[]),
            ("workspaces", "workspaces_listed", &[]),
            ("instances", "instances_listed", &[]),
            ("instances", "instances_listed_by_workspace", &["workspace_id"]),
        ];
        let anew = |(table, name, within)| {
            let mut index = self.order(table, name, within);
            let listing = self.index(index.col("deleted_at").and_where(Expr::col("deleted_at").is_null()));
            [format!("DROP INDEX {}", self.tables.quoted(name)), listing]
        };
        listings.into_iter().flat_map(anew).collect()
    }

    /// A stretch begins at a place in its list's order, and goes on to where the next one begins.
    fn stretches(&self) -> String {
        self.table(
            "stretches",
            &["list", "created_at", "id"],
            &mut [
                self.text("list").not_null(),
                self.integer("created_at").not_null(),
                self.text("id").not_null(),
                self.integer("length").not_null(),
            ],
        )
    }

    fn add_sessions(&self, statements: &mut Vec<String>) {
        statements.push(self.table(
            "sessions",
            &["id"],
            &mut [
                self.text("id").not_null(),
                self.integer("created_at").not_null(),
                self.integer("updated_at").not_null(),
                &mut self.integer("deleted_at"),
                &mut self.text("misc"),
                self.text("name").not_null(),
                self.text("created_by").not_null(),
                &mut self.text("active_robot"),
                &mut self.text("active_instance"),
                // The place of the last message: places are given from here, under the row's lock.
                self.integer("last_sequence").not_null(),
            ],
        ));
        statements.push(self.listing("sessions", "sessions_listed", &[]));
        statements.push(self.listing("sessions", "sessions_listed_by_account", &["created_by"]));
    }

    fn add_messages(&self, statements: &mut Vec<String>) {
        // Clustered by place, so that a window of messages is read in one piece.
        statements.push(self.table(
            "messages",
            &["session_id", "sequence"],
            &mut [
                self.text("session_id").not_null(),
                self.integer("sequence").not_null(),
                self.text("id").not_null(),
                self.text("role").not_null(),
                self.integer("created_at").not_null(),
                &mut self.integer("deleted_at"),
                &mut self.text("robot_id"),
                &mut self.text("robot_name"),
                &mut self.text("author"),
                &mut self.text("idempotency_key"),
                &mut self.integer("fingerprint"),
                &mut self.text("metadata"),
                &mut self.text("extra"),
                self.text("parts").not_null(),
            ],
        ));
        statements.push(
            self.index(
                Index::create()
                    .unique()
                    .name(self.tables.qualified("messages_id"))
                    .table(self.tables.table("messages"))
                    .col("session_id")
                    .col("id"),
            ),
        );
        statements.push(
            self.index(
                Index::create()
                    .unique()
                    .name(self.tables.qualified("messages_idempotency"))
                    .table(self.tables.table("messages"))
                    .col("session_id")
                    .col("idempotency_key")
                    .and_where(Expr::col("idempotency_key").is_not_null()),
            ),
        );
    }

    fn add_robots(&self, statements: &mut Vec<String>) {
        statements.push(self.table(
            "robots",
            &["id"],
            &mut [
                self.text("id").not_null(),
                self.integer("created_at").not_null(),
                self.integer("updated_at").not_null(),
                &mut self.integer("deleted_at"),
                &mut self.text("misc"),
                self.text("name").not_null(),
                self.text("description").not_null(),
                self.text("playbook").not_null(),
                self.text("model").not_null(),
                self.text("author").not_null(),
                self.text("tools").not_null(),
                &mut self.text("workspace_id"),
                &mut self.text("meta"),
            ],
        ));
        statements.push(self.listing("robots", "robots_listed", &[]));
        // For the deletion of a workspace.
        statements.push(
            self.index(
                Index::create()
                    .name(self.tables.qualified("robots_by_workspace"))
                    .table(self.tables.table("robots"))
                    .col("workspace_id")
                    .and_where(Expr::col("workspace_id").is_not_null()),
            ),
        );
    }

    fn add_workspaces(&self, statements: &mut Vec<String>) {
        statements.push(self.table(
            "workspaces",
            &["id"],
            &mut [
                self.text("id").not_null(),
                self.integer("created_at").not_null(),
                self.integer("updated_at").not_null(),
                &mut self.integer("deleted_at"),
                &mut self.text("misc"),
                self.text("name").not_null(),
                self.text("description").not_null(),
                self.text("provider").not_null(),
                self.text("config").not_null(),
                self.text("meta").not_null(),
                self.text("created_by").not_null(),
            ],
        ));
        statements.push(self.listing("workspaces", "workspaces_listed", &[]));

        statements.push(self.table(
            "instances",
            &["id"],
            &mut [
                self.text("id").not_null(),
                self.integer("created_at").not_null(),
                self.integer("updated_at").not_null(),
                &mut self.integer("deleted_at"),
                &mut self.text("misc"),
                self.text("workspace_id").not_null(),
                self.text("provider").not_null(),
                self.text("provider_state").not_null(),
                self.text("meta").not_null(),
                self.text("created_by").not_null(),
            ],
        ));
        statements.push(self.listing("instances", "instances_listed", &[]));
        statements.push(self.listing("instances", "instances_listed_by_workspace", &["workspace_id"]));
    }

    fn record(&self, version: u32) -> String {
        let mut insert = Query::insert();
        insert
            .into_table(self.tables.table("migrations"))
            .columns(["version"])
            .select_from(Query::select().expr(Expr::cust(version.to_string())).take())
            .ok();
        match self.dialect {
            Dialect::Sqlite => insert.to_string(SqliteQueryBuilder),
            Dialect::Postgres => insert.to_string(PostgresQueryBuilder),
        }
    }

    fn table(&self, name: &'static str, key: &[&'static str], columns: &mut [&mut ColumnDef]) -> String {
        let mut table = Table::create();
        table.table(self.tables.table(name));
        for column in columns {
            table.col(column.take());
        }
        let mut primary_key = Index::create();
        for &column in key {
            primary_key.col(column);
        }
        table.primary_key(&mut primary_key);
        self.create(&mut table)
    }

    fn add_column(&self, table: &'static str, mut column: ColumnDef) -> String {
        let mut alter = Table::alter();
        alter.table(self.tables.table(table)).add_column(&mut column);
        match self.dialect {
            Dialect::Sqlite => alter.to_string(SqliteQueryBuilder),
            Dialect::Postgres => alter.to_string(PostgresQueryBuilder),
        }
    }

    fn create(&self, table: &mut TableCreateStatement) -> String {
        match self.dialect {
            Dialect::Sqlite => table.extra("WITHOUT ROWID, STRICT").to_string(SqliteQueryBuilder),
            Dialect::Postgres => table.to_string(PostgresQueryBuilder),
        }
    }

    /// The order of lists: newest first, and equal times by id, descending.
    fn listing(&self, table: &'static str, name: &'static str, within: &[&'static str]) -> String {
        self.index(self.order(table, name, within).and_where(Expr::col("deleted_at").is_null()))
    }

    fn order(
        &self,
        table: &'static str,
        name: &'static str,
        within: &[&'static str],
    ) -> IndexCreateStatement {
        let mut index = Index::create();
        index.name(self.tables.qualified(name)).table(self.tables.table(table));
        for &column in within {
            index.col(column);
        }
        index.col(("created_at", IndexOrder::Desc)).col(("id", IndexOrder::Desc));
        index
    }

    fn index(&self, index: &IndexCreateStatement) -> String {
        match self.dialect {
            Dialect::Sqlite => index.to_string(SqliteQueryBuilder),
            Dialect::Postgres => index.to_string(PostgresQueryBuilder),
        }
    }

    fn text(&self, name: &'static str) -> ColumnDef {
        let by_bytes = match self.dialect {
            Dialect::Sqlite => "TEXT",
            // Ids and keys are compared byte by byte on every machine, whatever its locale.
            Dialect::Postgres => "TEXT COLLATE \"C\"",
        };
        ColumnDef::new(name).custom(by_bytes).take()
    }

    fn integer(&self, name: &'static str) -> ColumnDef {
        let of_64_bits = match self.dialect {
            Dialect::Sqlite => "INTEGER",
            Dialect::Postgres => "BIGINT",
        };
        ColumnDef::new(name).custom(of_64_bits).take()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_could_be_sql_are_refused() {
        for bad in ["Robots_", "1st_", "a b", "a\"", "a'", "ü", "a;", "a-b", &"a".repeat(33)] {
            assert!(Tables::with_prefix(bad).is_err(), "{bad}");
            assert!(Tables::default().in_schema(bad).is_err(), "{bad}");
        }
        assert!(Tables::with_prefix("").is_ok());
        assert!(Tables::default().in_schema("").is_err());
    }

    #[test]
    fn versions_are_1_2_3_and_end_at_the_schema_version() {
        for dialect in [Dialect::Sqlite, Dialect::Postgres] {
            let versions: Vec<_> =
                migrations(dialect, &Tables::default()).iter().map(|migration| migration.version).collect();
            assert_eq!(versions, (1..=SCHEMA_VERSION).collect::<Vec<_>>());
        }
    }

    #[test]
    fn postgres_names_stay_within_63_bytes() {
        let tables = Tables::with_prefix("p".repeat(PREFIX_BYTES)).unwrap();
        for migration in migrations(Dialect::Postgres, &tables) {
            for name in migration.script().split('"').skip(1).step_by(2) {
                assert!(name.len() <= 63, "{name}");
            }
        }
    }
}
