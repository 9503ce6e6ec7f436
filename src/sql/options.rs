//! The options that both stores have.

/// Defines the setters of `migrate`, `search` and `tables`, for options that have these fields.
macro_rules! schema_setters {
    () => {
        /// Sets whether opening migrates the schema to the version that this crate needs (default `false`). Otherwise
        /// opening fails if the database has another version, and nothing is changed.
        #[must_use]
        pub fn migrate(self, migrate: bool) -> Self {
            Self { migrate, ..self }
        }

        /// Sets whether opening creates an index for [search](crate::SearchRepository) if there is none (default
        /// `false`). This changes the schema, so it needs [`migrate`](Self::migrate) too; nobody else may write to the
        /// database (on SQLite, have the file open) meanwhile. An existing index is kept, whatever is set here; a
        /// program without the feature `search` cannot open such a store for writing.
        ///
        /// If the store has sessions, the new index is incomplete: see
        /// [`index_next`](crate::SearchRepository::index_next).
        #[cfg(feature = "search")]
        #[must_use]
        pub fn search(self, search: bool) -> Self {
            Self { search, ..self }
        }

        /// Sets the names of the tables (default: the prefix `robots_`). On PostgreSQL they can be in a schema, which
        /// the first migration creates.
        #[must_use]
        pub fn tables(self, tables: $crate::sql::Tables) -> Self {
            Self { tables, ..self }
        }
    };
}
pub(crate) use schema_setters;
