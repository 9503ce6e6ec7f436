//! The rows of every table as they are stored, for moving them to another store.

use super::{
    list,
    schema::{Dialect, Tables},
    statement::{Statement, Value},
};
use crate::model::error::{Error, Result};

/// The tables that make a store, each with its key, in the order in which they are moved. The lengths of
/// lists are not moved: they are counted again.
pub(crate) const TABLES: [(&str, &[&str]); 7] = [
    ("workspaces", &["id"]),
    ("instances", &["id"]),
    ("robots", &["id"]),
    ("sessions", &["id"]),
    ("messages", &["session_id", "sequence"]),
    ("message_deltas", &["session_id", "sequence", "revision"]),
    ("summaries", &["session_id"]),
];

/// A stored row: the values of its columns, by name.
pub(crate) type Columns = Vec<(String, Value<'static>)>;

/// Returns the key of a table that has this name.
pub(crate) fn key(table: &str) -> Result<&'static [&'static str]> {
    let found = TABLES.iter().find(|(name, _)| *name == table);
    found.map(|(_, key)| *key).ok_or_else(|| Error::invalid_argument("table", "is none of this crate's"))
}

/// Reads `limit` rows in the order of their key, behind the key that is given, or from the beginning.
pub(crate) fn read(dialect: Dialect, tables: &Tables, table: &str, from_start: bool) -> Result<Statement> {
    let key = key(table)?;
    let order = key.iter().map(|column| format!("\"{column}\"")).collect::<Vec<_>>().join(", ");
    let name = tables.quoted(table);
    let place = places(dialect);
    let behind = if from_start {
        String::new()
    } else {
        let values: Vec<_> = (1..=key.len()).map(&place).collect();
        format!(" WHERE ({order}) > ({})", values.join(", "))
    };
    let mut parameters: Vec<_> = if from_start { Vec::new() } else { key.to_vec() };
    parameters.push("limit");
    let limit = place(parameters.len());
    Ok(Statement::raw(format!("SELECT * FROM {name}{behind} ORDER BY {order} LIMIT {limit}"), &parameters))
}

/// Inserts `rows` rows with these columns, but none whose key is there. The parameters are `1`, `2`, `3` …
pub(crate) fn write(
    dialect: Dialect,
    tables: &Tables,
    table: &str,
    columns: &Columns,
    rows: usize,
) -> Result<Statement> {
    key(table)?;
    let is_name = |name: &str| name.bytes().all(|byte| byte == b'_' || byte.is_ascii_lowercase());
    if !columns.iter().all(|(name, _)| is_name(name)) {
        return Err(Error::invalid_argument("row", "has a column with a name that none of this crate's has"));
    }
    let place = places(dialect);
    let quoted: Vec<_> = columns.iter().map(|(name, _)| format!("\"{name}\"")).collect();
    let row = |row| {
        let values: Vec<_> = (1..=columns.len()).map(|column| place(row * columns.len() + column)).collect();
        format!("({})", values.join(", "))
    };
    let values: Vec<_> = (0..rows).map(row).collect();
    let (name, quoted, values) = (tables.quoted(table), quoted.join(", "), values.join(", "));
    let sql = format!("INSERT INTO {name} ({quoted}) VALUES {values} ON CONFLICT DO NOTHING");
    let parameters: Vec<_> = (1..=rows * columns.len()).map(|number| number.to_string()).collect();
    Ok(Statement::raw(sql, &parameters.iter().map(String::as_str).collect::<Vec<_>>()))
}

/// Counts every list again.
pub(crate) fn count(dialect: Dialect, tables: &Tables) -> Vec<Statement> {
    let counts = tables.quoted("counts");
    let (column, sum) = match dialect {
        Dialect::Sqlite => (", \"checksum\"", ", -COUNT(*)"),
        Dialect::Postgres => ("", ""),
    };
    let mut statements = vec![Statement::raw(format!("DELETE FROM {counts}"), &[])];
    let insert = format!("INSERT INTO {counts} (\"list\", \"slot\", \"length\"{column})");
    for list in [list::SESSIONS, list::ROBOTS, list::WORKSPACES, list::INSTANCES] {
        let rows = format!("FROM {} WHERE \"deleted_at\" IS NULL", tables.quoted(list));
        statements.push(Statement::raw(format!("{insert} SELECT '{list}', 0, COUNT(*){sum} {rows}"), &[]));
    }
    for (list, within) in [(list::SESSIONS, "created_by"), (list::INSTANCES, "workspace_id")] {
        let rows = format!("FROM {} WHERE \"deleted_at\" IS NULL GROUP BY \"{within}\"", tables.quoted(list));
        let list = format!("'{list}/' || \"{within}\"");
        statements.push(Statement::raw(format!("{insert} SELECT {list}, 0, COUNT(*){sum} {rows}"), &[]));
    }
    if dialect == Dialect::Sqlite {
        let list = list::summaries_of("");
        let rows = format!("SELECT '{list}' || \"session_id\", 0, 1, -1 FROM {}", tables.quoted("summaries"));
        statements.push(Statement::raw(format!("{insert} {rows}"), &[]));
    }
    statements
}

fn places(dialect: Dialect) -> impl Fn(usize) -> String {
    move |number| match dialect {
        Dialect::Sqlite => "?".to_owned(),
        Dialect::Postgres => format!("${number}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::migrations;

    #[test]
    fn every_table_is_moved() {
        let tables = Tables::default();
        let mut made = Vec::new();
        for statement in migrations(Dialect::Sqlite, &tables).iter().flat_map(|step| &step.statements) {
            if let Some(table) = statement.strip_prefix("CREATE TABLE \"robots_") {
                made.extend(table.split('"').next().map(str::to_owned));
            }
        }
        made.sort();
        let mut moved: Vec<_> = TABLES.iter().map(|(name, _)| (*name).to_owned()).collect();
        // Counted again.
        moved.extend(["counts", "stretches"].map(str::to_owned));
        moved.sort();
        assert_eq!(moved, made);
    }

    #[test]
    fn columns_that_could_be_sql_are_refused() {
        let columns = vec![("id\") VALUES (1); --".to_owned(), Value::Null)];
        assert!(write(Dialect::Sqlite, &Tables::default(), "robots", &columns, 1).is_err());
        assert!(write(Dialect::Sqlite, &Tables::default(), "users", &Vec::new(), 1).is_err());
    }
}
