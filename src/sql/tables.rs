//! [`Tables`]: the names of the tables.

use sea_query::{DynIden, IntoIden, IntoTableRef, TableRef};

use crate::model::error::{Error, Result};

/// The names of the tables: a prefix, and on PostgreSQL optionally a schema.
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

/// The maximum length of a prefix. PostgreSQL truncates names at 63 bytes; the longest name after the prefix has 31.
pub(super) const PREFIX_BYTES: usize = 32;

impl Tables {
    /// Creates names with another prefix than `robots_`, which can be empty.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] unless the prefix has at most 32 of the characters `a-z`, `0-9` and `_`, and does not
    /// start with a digit.
    pub fn with_prefix(prefix: impl Into<String>) -> Result<Self> {
        let prefix = prefix.into();
        check_name("prefix", &prefix)?;
        Ok(Self { prefix, schema: None })
    }

    /// Sets the schema of the tables, in place of the connection's default. For PostgreSQL only.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] unless the schema has 1 to 32 of the characters `a-z`, `0-9` and `_`, and does not
    /// start with a digit.
    pub fn in_schema(self, schema: impl Into<String>) -> Result<Self> {
        let schema = schema.into();
        check_name("schema", &schema)?;
        if schema.is_empty() {
            return Err(Error::invalid_argument("schema", "must not be empty"));
        }
        Ok(Self { schema: Some(schema), ..self })
    }

    /// Returns the prefix.
    #[must_use]
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// Returns the schema, if one was set.
    #[must_use]
    pub fn schema(&self) -> Option<&str> {
        self.schema.as_deref()
    }

    /// Returns the name of a table, quoted for SQL, with prefix and schema.
    pub(crate) fn quoted(&self, name: &str) -> String {
        match &self.schema {
            Some(schema) => format!("\"{schema}\".\"{}\"", self.qualified(name)),
            None => format!("\"{}\"", self.qualified(name)),
        }
    }

    /// Returns the name of a table or an index with the prefix.
    pub(crate) fn qualified(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }

    pub(super) fn table(&self, name: &str) -> TableRef {
        let name: DynIden = self.qualified(name).into_iden();
        match &self.schema {
            Some(schema) => (schema.clone(), name).into_table_ref(),
            None => name.into_table_ref(),
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
}
