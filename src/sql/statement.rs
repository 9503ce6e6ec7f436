//! [`Statement`]: SQL for one dialect, generated from a template for both.
//!
//! A template is SQL with these additions:
//! - `:name` is a parameter;
//! - `{messages}` is the name of a table, with the host's prefix and schema;
//! - `{messages.*}` and `{messages.insert}` are all columns of a table, for `SELECT` and `INSERT`;
//! - `{messages.set id}` is the list of an update: all columns of a table except those that are named;
//! - `{at :sequence}` and the others of [`expand`] stand for a row's key, its session and its number in it. That is one
//!   integer on SQLite, `session_number << 32 | sequence`, so that a session's rows are adjacent in one narrow tree;
//!   elsewhere it is two columns, so that a cluster can distribute by session.

use super::{
    columns::{Key, Layout},
    dialect::Dialect,
    rows,
    tables::Tables,
    value::{Named, Value},
};
use crate::model::error::{Error, Result};

/// A statement, with the names of its parameters in the order of their numbers.
#[derive(Clone, Debug)]
pub(crate) struct Statement {
    sql: Box<str>,
    parameters: Box<[Box<str>]>,
}

impl Statement {
    /// Creates a statement from a template.
    pub(crate) fn new(dialect: Dialect, tables: &Tables, template: &str) -> Self {
        let mut expanded = String::with_capacity(template.len() + 64);
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            let (directive, after) = after.split_once('}').unwrap_or((after, ""));
            expanded.push_str(before);
            expanded.push_str(&expand(dialect, tables, directive));
            rest = after;
        }
        expanded.push_str(rest);
        Self::number(dialect, &expanded)
    }

    /// Replaces each parameter name by a number.
    fn number(dialect: Dialect, expanded: &str) -> Self {
        let mark = match dialect {
            Dialect::Sqlite => '?',
            Dialect::Postgres => '$',
        };
        let mut parameters: Vec<Box<str>> = Vec::new();
        let mut sql = String::with_capacity(expanded.len());
        let mut rest = expanded;
        while let Some((before, after)) = rest.split_once(':') {
            sql.push_str(before);
            let end = after.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(after.len());
            let (name, after) = after.split_at(end);
            if name.is_empty() {
                // `::`, a cast of PostgreSQL's.
                sql.push(':');
                if let Some(cast) = after.strip_prefix(':') {
                    sql.push(':');
                    rest = cast;
                    continue;
                }
            } else {
                let known = parameters.iter().position(|parameter| **parameter == *name);
                let number = known.unwrap_or_else(|| {
                    parameters.push(name.into());
                    parameters.len() - 1
                });
                sql.push(mark);
                sql.push_str(&(number + 1).to_string());
            }
            rest = after;
        }
        sql.push_str(rest);
        Self { sql: sql.into(), parameters: parameters.into() }
    }

    /// Returns the SQL.
    pub(crate) fn sql(&self) -> &str {
        &self.sql
    }

    /// Returns the names of the parameters, in the order of their numbers.
    #[cfg(test)]
    pub(super) fn parameters(&self) -> impl Iterator<Item = &str> {
        self.parameters.iter().map(AsRef::as_ref)
    }

    /// Returns the values in the order of the parameters. Values without a parameter are ignored.
    ///
    /// # Errors
    /// [`Error::Internal`] if a parameter has no value.
    pub(crate) fn bind<'v>(&self, values: &'v [Named]) -> Result<Vec<&'v Value>> {
        let mut bound = Vec::with_capacity(self.parameters.len());
        for parameter in &self.parameters {
            let found = values.iter().find(|(name, _)| **name == **parameter);
            let (_, value) = found.ok_or_else(|| {
                let source = format!("no value for {parameter} in {}", self.sql);
                Error::internal("a statement was run without all of its values", source)
            })?;
            bound.push(value);
        }
        Ok(bound)
    }
}

/// The largest sequence that fits into SQLite's integer key.
pub(crate) const MAX_SEQUENCE: u64 = u32::MAX as u64;

/// Expands a directive, the text between braces.
fn expand(dialect: Dialect, tables: &Tables, directive: &str) -> String {
    let (word, parameter) = directive.split_once(' ').unwrap_or((directive, ""));
    if let Some((table, what)) = word.split_once('.') {
        return rows::layout(table).map_or_else(String::new, |layout| match what {
            "insert" => insert(dialect, tables, layout),
            "set" => set(layout, parameter),
            _ => select(dialect, layout, parameter),
        });
    }
    let qualified =
        |column: &str| if parameter.is_empty() { column.to_owned() } else { format!("{parameter}.{column}") };
    match (dialect, word) {
        // The row of a session with this number.
        (Dialect::Sqlite, "at") => format!("place = (:number << 32 | {parameter})"),
        (Dialect::Postgres, "at") => format!("session_id = :session AND sequence = {parameter}"),
        // The rows of a session above or below a number.
        (Dialect::Sqlite, "above") => {
            format!("place > (:number << 32 | {parameter}) AND place <= (:number << 32 | {MAX_SEQUENCE})")
        }
        (Dialect::Sqlite, "below") => {
            format!("place < (:number << 32 | {parameter}) AND place >= (:number << 32)")
        }
        (Dialect::Postgres, "above") => format!("session_id = :session AND sequence > {parameter}"),
        (Dialect::Postgres, "below") => format!("session_id = :session AND sequence < {parameter}"),
        // Those up to a number.
        (Dialect::Sqlite, "up_to") => format!("place <= (:number << 32 | {parameter})"),
        (Dialect::Postgres, "up_to") => format!("sequence <= {parameter}"),
        // The columns of the place, and the values for them in an insert.
        (Dialect::Sqlite, "place" | "order") => "place".to_owned(),
        (Dialect::Postgres, "place") => "session_id, sequence".to_owned(),
        (Dialect::Sqlite, "new_place" | "copied_place") => format!(":number << 32 | {parameter}"),
        (Dialect::Postgres, "new_place") => format!(":session, {parameter}"),
        // The number of a row in its session, to select it and to order by it.
        (Dialect::Sqlite, "sequence") => format!("{} & {MAX_SEQUENCE}", qualified("place")),
        (Dialect::Postgres, "sequence") => qualified("sequence"),
        (Dialect::Postgres, "order") => "sequence".to_owned(),
        // The values for the place of a row that is made of a row of the same session.
        (Dialect::Postgres, "copied_place") => format!("session_id, CAST({parameter} AS BIGINT)"),
        // The session of a row.
        (Dialect::Sqlite, "session") => "session_number".to_owned(),
        (Dialect::Postgres, "session") => "session_id".to_owned(),
        (Dialect::Sqlite, "this_session") => ":number".to_owned(),
        // The second is for a part of the statement that finds the session.
        (Dialect::Postgres, "this_session" | "found") => ":session".to_owned(),
        // The row of the session, and its number: SQLite's own affair.
        (Dialect::Sqlite, "this_row") => "number = :number".to_owned(),
        (Dialect::Postgres, "this_row") => "id = :session".to_owned(),
        (Dialect::Sqlite, "number" | "found") => "number".to_owned(),
        (Dialect::Postgres, "number") => "CAST(0 AS BIGINT)".to_owned(),
        // The session `s` of a row.
        (Dialect::Sqlite, "its_session") => format!("s.number = {}", qualified("session_number")),
        (Dialect::Postgres, "its_session") => format!("s.id = {}", qualified("session_id")),
        // The rows `m` of the session `s` above the number that follows.
        (Dialect::Sqlite, "m_of_s_above") => {
            format!("m.place <= (s.number << 32 | {MAX_SEQUENCE}) AND m.place > s.number << 32 |")
        }
        (Dialect::Postgres, "m_of_s_above") => "m.session_id = s.id AND m.sequence >".to_owned(),
        // SQLite has one writer, so what a transaction has read is locked already.
        (Dialect::Sqlite, "for_update" | "for_share") => String::new(),
        (Dialect::Postgres, "for_update") => " FOR UPDATE".to_owned(),
        (Dialect::Postgres, "for_share") => " FOR SHARE".to_owned(),
        // Whether the session that is locked can have read marks. PostgreSQL would answer this as it was before the wait
        // for the lock.
        (Dialect::Sqlite, "may_have_marks") => {
            let marks = tables.quoted("read_marks");
            format!("EXISTS (SELECT 1 FROM {marks} WHERE session_number = number)")
        }
        (Dialect::Postgres, "may_have_marks") => "CAST(1 AS BIGINT)".to_owned(),
        // Whether it is one of several texts, given as one with commas between them.
        (Dialect::Sqlite, "one_of") => {
            let array = format!(r#"'["' || replace({parameter}, ',', '","') || '"]'"#);
            format!("IN (SELECT value FROM json_each({array}))")
        }
        (Dialect::Postgres, "one_of") => format!("= ANY(string_to_array(CAST({parameter} AS TEXT), ','))"),
        (_, table) => tables.quoted(table),
    }
}

/// Returns the columns to select, with those of the key first.
fn select(dialect: Dialect, layout: &Layout, alias: &str) -> String {
    let leading = match layout.key {
        Key::Number => Some("number"),
        Key::Place => Some("sequence"),
        Key::Session(_) | Key::Columns(_) => None,
    };
    let leading = leading.map(|word| expand(dialect, &Tables::default(), format!("{word} {alias}").trim()));
    let columns = layout.columns.iter().map(|column| match alias {
        "" => column.name.to_owned(),
        alias => format!("{alias}.{}", column.name),
    });
    leading.into_iter().chain(columns).collect::<Vec<_>>().join(", ")
}

/// Returns the text after `INSERT INTO`. The number of a row in its session is `:sequence`.
fn insert(dialect: Dialect, tables: &Tables, layout: &Layout) -> String {
    let place = match layout.key {
        Key::Place => Some(("place", "new_place :sequence")),
        Key::Session(_) => Some(("session", "this_session")),
        Key::Number | Key::Columns(_) => None,
    };
    let place = place.map(|(names, values)| [names, values].map(|word| expand(dialect, tables, word)));
    let [first, first_value] = place.map_or([None, None], |place| place.map(Some));
    let names = layout.columns.iter().map(|column| column.name.to_owned());
    let values = layout.columns.iter().map(|column| format!(":{}", column.name));
    let names: Vec<_> = first.into_iter().chain(names).collect();
    let values: Vec<_> = first_value.into_iter().chain(values).collect();
    format!("{} ({}) VALUES ({})", tables.quoted(layout.name), names.join(", "), values.join(", "))
}

/// Returns the text after `SET`: all columns except these.
fn set(layout: &Layout, but: &str) -> String {
    let columns = layout.columns.iter().map(|column| column.name);
    let changed = columns.filter(|column| but.split(' ').all(|kept| kept != *column));
    changed.map(|column| format!("{column} = :{column}")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_becomes_a_statement_of_either_dialect() {
        let template =
            "SELECT {sequence}, name::text FROM {messages} WHERE {at :sequence} AND id = :id OR :id = 'x'";
        let sqlite = Statement::new(Dialect::Sqlite, &Tables::default(), template);
        assert_eq!(
            sqlite.sql(),
            "SELECT place & 4294967295, name::text FROM \"robots_messages\" \
             WHERE place = (?1 << 32 | ?2) AND id = ?3 OR ?3 = 'x'"
        );
        let postgres = Statement::new(Dialect::Postgres, &Tables::default(), template);
        assert_eq!(
            postgres.sql(),
            "SELECT sequence, name::text FROM \"robots_messages\" \
             WHERE session_id = $1 AND sequence = $2 AND id = $3 OR $3 = 'x'"
        );
    }

    #[test]
    fn values_are_bound_by_name() {
        let statement = Statement::new(Dialect::Sqlite, &Tables::default(), "SELECT :b, :a, :b");
        let values = [("a", Value::from(1)), ("b", Value::from("x")), ("c", Value::Null)];
        assert_eq!(statement.bind(&values).unwrap(), [&Value::from("x"), &Value::from(1)]);
        assert!(statement.bind(&values[..1]).is_err());
    }
}
