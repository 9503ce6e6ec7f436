//! [`Dialect`]: whose SQL it is.

/// Whose SQL it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Dialect {
    /// SQLite 3.51.3 and later.
    Sqlite,
    /// PostgreSQL 15 and later, and what speaks its protocol.
    Postgres,
}
