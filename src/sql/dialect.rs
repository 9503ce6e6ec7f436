//! [`Dialect`]: the dialect of SQL.

/// The dialect of SQL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Dialect {
    /// SQLite 3.51.3 and later.
    Sqlite,
    /// PostgreSQL 15 and later, and databases that speak its protocol.
    Postgres,
}
