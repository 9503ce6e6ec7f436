//! The schema, as SQL: [`migrations`].

#[cfg(any(feature = "sqlite", feature = "postgres"))]
use std::cmp::Ordering;

use sea_query::{
    ColumnDef, ConditionalStatement, Expr, ExprTrait, Index, IndexCreateStatement, PostgresQueryBuilder,
    Query, SqliteQueryBuilder, Table, TableCreateStatement,
};

use super::{
    columns::{Column, Key, Kind, Layout},
    dialect::Dialect,
    rows::LAYOUTS,
    statement::Statement,
    tables::Tables,
};
#[cfg(any(feature = "sqlite", feature = "postgres"))]
use crate::model::error::{Error, Result};

/// The version of the schema that this crate needs: that of the last of its [`migrations`].
pub const SCHEMA_VERSION: u32 = 1;

/// The indexes: table, name, columns, and the rows that are indexed. `{session}` stands for the column with the
/// session's id.
const INDEXES: [(&str, &str, &[&str], Rows); 27] = [
    // Lists of sessions.
    ("sessions", "sessions_created", &["created_at", "id"], Rows::Listed),
    ("sessions", "sessions_created_by", &["created_by", "created_at", "id"], Rows::Listed),
    ("sessions", "sessions_active", &["updated_at", "id"], Rows::Listed),
    ("sessions", "sessions_active_by", &["created_by", "updated_at", "id"], Rows::Listed),
    ("session_labels", "labels_created", &["label", "created_at", "id"], Rows::All),
    ("session_labels", "labels_active", &["label", "updated_at", "id"], Rows::All),
    ("messages", "messages_id", &["{session}", "id"], Rows::Unique),
    // What changed after an offset. A message that was never changed is found by its place.
    ("messages", "messages_revised", &["{session}", "revised"], Rows::With("revised")),
    // A message has one open draft at most. A few drafts are open at any time, so this is a short index, and the
    // times at which they grew need none: a flush would have to move its entry.
    ("drafts", "drafts_open", &["{session}", "message_id"], Rows::UniqueWithout("closed_at")),
    ("turns", "turns_open", &["{session}"], Rows::With("open")),
    ("turns", "turns_created", &["{session}", "created_at", "id"], Rows::All),
    // Ids are unique in a session only as far as a cluster knows.
    ("call_requests", "requests_id", &["id"], Rows::All),
    ("call_requests", "requests_open", &["{session}"], Rows::With("open")),
    ("call_requests", "requests_created", &["created_at", "id"], Rows::All),
    ("call_requests", "requests_open_created", &["created_at", "id"], Rows::With("open")),
    ("call_requests", "requests_of_session", &["{session}", "created_at", "id"], Rows::All),
    // The decisions that are erased when their draft ends.
    ("turn_news", "news_decisions", &["{session}", "message_id"], Rows::With("message_id")),
    ("due_sessions", "due_at", &["due_at", "{session}"], Rows::All),
    // Whether a message has a file, and which.
    ("file_refs", "file_refs_file", &["file_id", "{session}"], Rows::All),
    ("file_blobs", "file_blobs_touched", &["touched_at", "id"], Rows::All),
    ("robots", "robots_created", &["created_at", "id"], Rows::NotDeleted),
    ("robots", "robots_workspace", &["workspace_id"], Rows::With("workspace_id")),
    ("toolsets", "toolsets_created", &["created_at", "id"], Rows::NotDeleted),
    ("toolsets", "toolsets_name", &["unique_name"], Rows::UniqueWithout("deleted_at")),
    ("workspaces", "workspaces_created", &["created_at", "id"], Rows::NotDeleted),
    ("instances", "instances_created", &["created_at", "id"], Rows::NotDeleted),
    ("instances", "instances_workspace", &["workspace_id", "created_at", "id"], Rows::NotDeleted),
];

/// The rows that an index has.
#[derive(Clone, Copy)]
enum Rows {
    All,
    Unique,
    NotDeleted,
    /// Sessions that are neither deleted nor archived.
    Listed,
    With(&'static str),
    UniqueWithout(&'static str),
}

/// One step of the schema. There are no steps back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Migration {
    /// The version of the schema after this step, from 1.
    pub version: u32,
    /// The statements, to run in order and in one transaction. The last one stores the version.
    pub statements: Vec<String>,
}

impl Migration {
    /// Returns the statements as one script, for a migration tool of the host.
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
    number(&schema, [schema.first()])
}

/// Numbers the steps, from 1.
fn number(schema: &Schema<'_>, steps: impl IntoIterator<Item = Vec<String>>) -> Vec<Migration> {
    let migration = |(version, mut statements): (u32, Vec<String>)| {
        statements.push(schema.record(version));
        Migration { version, statements }
    };
    (1..).zip(steps).map(migration).collect()
}

/// Returns whether a schema of version `found` must be migrated, if `migrate` allows that.
///
/// # Errors
/// [`Error::StorageFailed`] if it is newer than this crate's, or older and `migrate` is off.
#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub(crate) fn needs_migration(found: u32, migrate: bool) -> Result<bool> {
    let reason = match found.cmp(&SCHEMA_VERSION) {
        Ordering::Equal => return Ok(false),
        Ordering::Less if migrate => return Ok(true),
        Ordering::Less => {
            format!("the schema has version {found}, not {SCHEMA_VERSION}: migrate the store")
        }
        Ordering::Greater => format!(
            "the schema has version {found}, and this program knows {SCHEMA_VERSION}: update the program"
        ),
    };
    Err(Error::storage_unusable(reason))
}

/// The name, after the prefix, of a table that only a schema from before version 1 has. A driver that finds it returns
/// [`old_schema`].
#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub(crate) const OLD_TABLE: &str = "message_deltas";

/// The name, after the prefix, of a table that only a store with an index for search has.
#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub(crate) const SEARCH_TABLE: &str = "search_state";

/// Creates the error for a database with the tables of a schema from before version 1.
#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub(crate) fn old_schema(tables: &Tables) -> Error {
    let table = tables.qualified(OLD_TABLE);
    let reason = format!(
        "the database has the table {table} of a schema from before this crate's first release, which is not read"
    );
    Error::storage_unusable(reason)
}

/// Returns the statement that creates the table of migrations, if it does not exist.
pub(crate) fn migrations_table(dialect: Dialect, tables: &Tables) -> String {
    let schema = Schema { dialect, tables };
    let mut table = Table::create();
    table.table(tables.table("migrations")).if_not_exists().col(schema.integer("version").primary_key());
    schema.create(&mut table, "STRICT")
}

/// Returns the statement that makes concurrent migrators run one after the other. Reading the version is not blocked.
#[cfg(feature = "postgres")]
pub(crate) fn migrations_lock(tables: &Tables) -> String {
    format!("LOCK TABLE {} IN SHARE ROW EXCLUSIVE MODE", tables.quoted("migrations"))
}

struct Schema<'a> {
    dialect: Dialect,
    tables: &'a Tables,
}

impl Schema<'_> {
    fn first(&self) -> Vec<String> {
        let mut statements = vec![migrations_table(self.dialect, self.tables)];
        statements.extend(LAYOUTS.iter().map(|layout| self.table(layout)));
        statements.extend(INDEXES.map(|(table, name, columns, rows)| self.index(table, name, columns, rows)));
        statements.push(self.transcript());
        statements
    }

    fn table(&self, layout: &Layout) -> String {
        let mut table = Table::create();
        table.table(self.tables.table(layout.name));
        let mut options = "STRICT";
        let key: &[&'static str] = match (self.dialect, layout.key) {
            (Dialect::Sqlite, Key::Number) => {
                table.col(self.integer("number").primary_key().auto_increment());
                &[]
            }
            (Dialect::Sqlite, Key::Place) => {
                let number = Expr::cust("place >> 32");
                table.col(self.integer("place").primary_key());
                // It takes no room in the row; indexes and people see it.
                table.col(self.integer("session_number").generated(number, false));
                &[]
            }
            (Dialect::Sqlite, Key::Session(columns)) => {
                options = "WITHOUT ROWID, STRICT";
                table.col(self.integer("session_number").not_null());
                &[&["session_number"], columns].concat()
            }
            (Dialect::Sqlite, Key::Columns(columns)) => {
                options = "WITHOUT ROWID, STRICT";
                columns
            }
            (Dialect::Postgres, Key::Number) => &["id"],
            (Dialect::Postgres, Key::Place) => {
                table.col(self.text("session_id").not_null()).col(self.integer("sequence").not_null());
                &["session_id", "sequence"]
            }
            (Dialect::Postgres, Key::Session(columns)) => {
                table.col(self.text("session_id").not_null());
                &[&["session_id"], columns].concat()
            }
            (Dialect::Postgres, Key::Columns(columns)) => columns,
        };
        for column in layout.columns {
            let mut definition = self.column(column);
            if (self.dialect, layout.key, column.name) == (Dialect::Sqlite, Key::Number, "id") {
                definition.unique_key();
            }
            table.col(definition);
        }
        if !key.is_empty() {
            let mut primary_key = Index::create();
            for column in key {
                primary_key.col(*column);
            }
            table.primary_key(&mut primary_key);
        }
        self.create(&mut table, options)
    }

    fn create(&self, table: &mut TableCreateStatement, options: &str) -> String {
        match self.dialect {
            Dialect::Sqlite => table.extra(options).to_string(SqliteQueryBuilder),
            Dialect::Postgres => table.to_string(PostgresQueryBuilder),
        }
    }

    fn column(&self, column: &Column) -> ColumnDef {
        let mut definition = match column.kind {
            Kind::Integer => self.integer(column.name),
            Kind::Text => self.text(column.name),
            Kind::Blob => self.blob(column.name),
        };
        if !column.null {
            definition.not_null();
        }
        definition
    }

    fn text(&self, name: &'static str) -> ColumnDef {
        let by_bytes = match self.dialect {
            Dialect::Sqlite => "TEXT",
            // Ids and keys are compared byte by byte on every machine, whatever its locale.
            Dialect::Postgres => "TEXT COLLATE \"C\"",
        };
        ColumnDef::new(name).custom(by_bytes).take()
    }

    fn blob(&self, name: &'static str) -> ColumnDef {
        let bytes = match self.dialect {
            Dialect::Sqlite => "BLOB",
            Dialect::Postgres => "BYTEA",
        };
        ColumnDef::new(name).custom(bytes).take()
    }

    fn integer(&self, name: &'static str) -> ColumnDef {
        let of_64_bits = match self.dialect {
            Dialect::Sqlite => "INTEGER",
            Dialect::Postgres => "BIGINT",
        };
        ColumnDef::new(name).custom(of_64_bits).take()
    }

    fn index(&self, table: &str, name: &str, columns: &[&'static str], rows: Rows) -> String {
        let session = match self.dialect {
            Dialect::Sqlite => "session_number",
            Dialect::Postgres => "session_id",
        };
        let mut index = Index::create();
        index.name(self.tables.qualified(name)).table(self.tables.table(table));
        for &column in columns {
            index.col(if column == "{session}" { session } else { column });
        }
        if matches!(rows, Rows::Unique | Rows::UniqueWithout(_)) {
            index.unique();
        }
        self.write_index(match rows {
            Rows::All | Rows::Unique => &mut index,
            Rows::NotDeleted => index.and_where(Expr::col("deleted_at").is_null()),
            Rows::Listed => index
                .and_where(Expr::col("deleted_at").is_null())
                .and_where(Expr::col("archived").eq(Expr::cust("0"))),
            Rows::With(column) => index.and_where(Expr::col(column).is_not_null()),
            Rows::UniqueWithout(column) => index.and_where(Expr::col(column).is_null()),
        })
    }

    fn write_index(&self, index: &IndexCreateStatement) -> String {
        match self.dialect {
            Dialect::Sqlite => index.to_string(SqliteQueryBuilder),
            Dialect::Postgres => index.to_string(PostgresQueryBuilder),
        }
    }

    /// Returns the dialogue, as a person at a shell would see it.
    fn transcript(&self) -> String {
        let template = match self.dialect {
            Dialect::Sqlite => {
                "CREATE VIEW {transcript} AS SELECT s.id AS session_id, m.place & 4294967295 AS sequence, m.document \
                 FROM {messages} m JOIN {sessions} s ON s.number = m.session_number WHERE m.deleted = 0"
            }
            Dialect::Postgres => {
                "CREATE VIEW {transcript} AS SELECT session_id, sequence, document FROM {messages} WHERE deleted = 0"
            }
        };
        Statement::new(self.dialect, self.tables, template).sql().to_owned()
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
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::tables::PREFIX_BYTES;

    const DIALECTS: [Dialect; 2] = [Dialect::Sqlite, Dialect::Postgres];

    #[test]
    fn versions_are_numbered_from_1_to_the_schema_version() {
        for dialect in DIALECTS {
            let steps = migrations(dialect, &Tables::default());
            let versions: Vec<_> = steps.iter().map(|migration| migration.version).collect();
            assert_eq!(versions, (1..=SCHEMA_VERSION).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_further_step_is_one_more_migration_and_records_its_version() {
        let tables = Tables::default();
        let schema = Schema { dialect: Dialect::Sqlite, tables: &tables };
        let second = vec![format!("ALTER TABLE {} ADD COLUMN mood TEXT", tables.quoted("sessions"))];
        let steps = number(&schema, [schema.first(), second]);
        assert_eq!(steps[0], migrations(Dialect::Sqlite, &tables)[0]);
        assert_eq!(
            steps[1].script(),
            "ALTER TABLE \"robots_sessions\" ADD COLUMN mood TEXT;\n\
             INSERT INTO \"robots_migrations\" (\"version\") SELECT 2;\n"
        );
        let connection = rusqlite::Connection::open_in_memory().unwrap();
        for step in steps {
            connection.execute_batch(&step.script()).unwrap();
        }
        let version =
            connection.query_row("SELECT max(version) FROM robots_migrations", (), |row| row.get(0));
        assert_eq!(version, Ok(2));
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

    #[test]
    fn documents_are_the_last_columns() {
        for layout in LAYOUTS {
            let long = ["document", "content"];
            let place = layout.columns.iter().position(|column| long.contains(&column.name));
            assert!(place.is_none_or(|place| place + 1 == layout.columns.len()), "{}", layout.name);
        }
    }
}
