//! Every store of this crate keeps every law.

mod memory {
    use storyden_robots::MemoryStore;

    storyden_robots::conformance_tests!(async || MemoryStore::new());

    mod transcripts {
        storyden_robots::transcript_conformance_tests!(async || super::MemoryStore::new());
    }

    mod turns {
        storyden_robots::turn_conformance_tests!(async || super::MemoryStore::new());
    }
}

#[cfg(feature = "sqlite")]
mod sqlite {
    use storyden_robots::{SqliteOptions, SqliteStore};
    use tempfile::TempDir;

    async fn fresh(in_place: bool) -> (SqliteStore, TempDir) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let options = SqliteOptions::new(folder.path().join("robots.db")).migrate(true);
        let store = SqliteStore::open(options.read_in_place(in_place)).await.expect("a fresh store opens");
        (store, folder)
    }

    mod on_its_threads {
        storyden_robots::conformance_tests!(async || super::fresh(false).await);
        storyden_robots::turn_conformance_tests!(async || super::fresh(false).await);
        storyden_robots::transcript_conformance_tests!(async || super::fresh(false).await);
    }

    mod in_place {
        storyden_robots::conformance_tests!(async || super::fresh(true).await);
        storyden_robots::turn_conformance_tests!(async || super::fresh(true).await);
        storyden_robots::transcript_conformance_tests!(async || super::fresh(true).await);
    }
}
