//! Every store of this crate keeps every law.

mod memory {
    use storyden_robots::MemoryStore;

    storyden_robots::conformance_tests!(async || MemoryStore::new());
}

#[cfg(feature = "sqlite")]
mod sqlite {
    use storyden_robots::{SqliteOptions, SqliteStore};
    use tempfile::TempDir;

    async fn fresh() -> (SqliteStore, TempDir) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let options = SqliteOptions::new(folder.path().join("robots.db")).migrate(true);
        (SqliteStore::open(options).await.expect("a fresh store opens"), folder)
    }

    storyden_robots::conformance_tests!(fresh);
}
