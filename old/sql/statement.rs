//! [`Statement`]: SQL with named parameters, and [`Value`]: what goes into them.

use std::borrow::Cow;

use sea_query::{PostgresQueryBuilder, QueryStatementWriter, SqliteQueryBuilder};

use super::schema::Dialect;
use crate::model::error::{Error, Result};

/// A statement: its SQL, and the names of its parameters in the order of their places.
///
/// SQLite's places are `?`, and a name can have several; PostgreSQL's are `$1`, `$2` …, one for each name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    sql: Box<str>,
    parameters: Box<[Box<str>]>,
}

/// Stand for `LIMIT` and `OFFSET`, which take nothing but numbers. No real limit is as large.
pub(super) const LIMIT: u64 = u64::MAX;
pub(super) const OFFSET: u64 = u64::MAX - 1;

impl Statement {
    /// Builds a statement in which every value is the name of a parameter.
    pub(super) fn build(dialect: Dialect, query: &impl QueryStatementWriter) -> Self {
        let (sql, values) = match dialect {
            Dialect::Sqlite => query.build(SqliteQueryBuilder),
            Dialect::Postgres => query.build(PostgresQueryBuilder),
        };
        let name = |value| match value {
            sea_query::Value::String(Some(name)) => name.into(),
            sea_query::Value::BigUnsigned(Some(LIMIT)) => "limit".into(),
            sea_query::Value::BigUnsigned(Some(OFFSET)) => "offset".into(),
            other => format!("{other:?}").into(),
        };
        let names = values.into_iter().map(name);
        match dialect {
            Dialect::Sqlite => Self { sql: sql.into(), parameters: names.collect() },
            Dialect::Postgres => Self::numbered(&sql, names),
        }
    }

    /// Gives the places of one name one number.
    fn numbered(sql: &str, names: impl Iterator<Item = Box<str>>) -> Self {
        let mut pieces = sql.split('$');
        let mut numbered = pieces.next().unwrap_or_default().to_owned();
        let mut parameters: Vec<Box<str>> = Vec::new();
        for (name, piece) in names.zip(pieces) {
            let place = parameters.iter().position(|parameter| *parameter == name).unwrap_or_else(|| {
                parameters.push(name);
                parameters.len() - 1
            });
            let behind = piece.trim_start_matches(|digit: char| digit.is_ascii_digit());
            numbered.extend(["$", &(place + 1).to_string(), behind]);
        }
        Self { sql: numbered.into(), parameters: parameters.into() }
    }

    /// Makes a statement of SQL that is written already.
    #[cfg(any(feature = "postgres", feature = "sqlite"))]
    pub(super) fn raw(sql: String, parameters: &[&str]) -> Self {
        Self { sql: sql.into(), parameters: parameters.iter().map(|&name| name.into()).collect() }
    }

    /// Returns the SQL.
    #[must_use]
    pub fn sql(&self) -> &str {
        &self.sql
    }

    /// Returns the name of the parameter at each place.
    #[must_use]
    pub fn parameters(&self) -> Vec<&str> {
        self.parameters.iter().map(AsRef::as_ref).collect()
    }

    /// Puts values in the order of the places. Values that no place asks for are left out.
    ///
    /// # Errors
    /// [`Error::Internal`] if a parameter has no value.
    pub fn bind<'v>(&self, values: &'v [(&str, Value<'v>)]) -> Result<Vec<&'v Value<'v>>> {
        let mut bound = Vec::with_capacity(self.parameters.len());
        for (place, parameter) in self.parameters.iter().enumerate() {
            // As a rule they come in this order.
            let named = |(name, _): &&(&str, Value<'v>)| **parameter == **name;
            let found = values.get(place).filter(named).or_else(|| values.iter().find(named));
            let (_, value) = found.ok_or_else(|| Error::Internal {
                context: "a statement was run without all of its values".into(),
                source: Some(format!("no value for {parameter} in {}", self.sql).into()),
            })?;
            bound.push(value);
        }
        Ok(bound)
    }
}

/// A value for a parameter. There are only these types in the tables.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Value<'v> {
    /// SQL's `NULL`.
    Null,
    /// An integer of 64 bits.
    Integer(i64),
    /// A text.
    Text(Cow<'v, str>),
    /// Integers of 64 bits or nulls, for PostgreSQL alone.
    Integers(Vec<Option<i64>>),
    /// Texts or nulls, for PostgreSQL alone.
    Texts(Vec<Option<Cow<'v, str>>>),
}

impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl<'v> From<&'v str> for Value<'v> {
    fn from(text: &'v str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl<T: Into<Self>> From<Option<T>> for Value<'_> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

#[cfg(test)]
impl Statement {
    /// Checks that the places have the numbers 1, 2, 3 … in the order in which they come first, one for each
    /// parameter.
    #[track_caller]
    pub(super) fn assert_numbered(&self) {
        let mut numbers = Vec::new();
        for piece in self.sql.split('$').skip(1) {
            let number = piece.split(|end: char| !end.is_ascii_digit()).next().and_then(|it| it.parse().ok());
            let number: usize = number.expect("a number is behind a dollar sign");
            if !numbers.contains(&number) {
                numbers.push(number);
            }
        }
        assert_eq!(numbers, (1..=self.parameters.len()).collect::<Vec<_>>(), "{}", self.sql);
        let mut names = self.parameters.to_vec();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), self.parameters.len(), "a name has one number: {}", self.sql);
    }
}
