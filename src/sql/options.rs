//! The settings that the options of both stores have.

/// Writes the setters of `migrate`, `search` and `tables`, for options that have these fields.
macro_rules! schema_setters {
    () => {
        /// Sets whether the schema is brought to the version that this crate needs (default `false`). Without it, a
        /// database that has another version is refused, and nothing is changed.
        #[must_use]
        pub fn migrate(self, migrate: bool) -> Self {
            Self { migrate, ..self }
        }

        /// Sets whether the store gets an index for [search](crate::SearchRepository) if it has none (default `false`).
        /// That is a change of its schema, so it needs [`migrate`](Self::migrate) too, and nobody else may write to the
        /// database (on SQLite, have the file open) meanwhile. A store that has an index keeps it, whatever is set
        /// here; a program without the feature `search` cannot open it for writing.
        ///
        /// The index of a store that has sessions is incomplete at first: see
        /// [`index_next`](crate::SearchRepository::index_next).
        #[cfg(feature = "search")]
        #[must_use]
        pub fn search(self, search: bool) -> Self {
            Self { search, ..self }
        }

        /// Sets the names of the tables (default `robots_…`). On PostgreSQL they can be in a schema of their own, which
        /// the first migration creates.
        #[must_use]
        pub fn tables(self, tables: $crate::sql::Tables) -> Self {
            Self { tables, ..self }
        }
    };
}
pub(crate) use schema_setters;
