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

    #[cfg(feature = "search")]
    mod search {
        storyden_robots::search_conformance_tests!(async || super::MemoryStore::new());
    }

    mod files {
        storyden_robots::file_conformance_tests!(async || super::MemoryStore::new());
    }
}

#[cfg(feature = "sqlite")]
mod sqlite {
    use storyden_robots::{SqliteOptions, SqliteStore};
    use tempfile::TempDir;

    async fn fresh() -> (SqliteStore, TempDir) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let options = SqliteOptions::new(folder.path().join("robots.db")).migrate(true);
        let store = SqliteStore::open(options).await.expect("a fresh store opens");
        (store, folder)
    }

    /// Whatever a store does, it does with an index too, and if it reads in place.
    #[cfg(feature = "search")]
    mod in_place_with_search {
        use super::{SqliteOptions, SqliteStore, TempDir};

        /// After a law, the index has the words of what is there and no others, and every other row is as it must be.
        struct Sound(SqliteStore, #[expect(dead_code, reason = "the folder is there as long")] TempDir);

        impl Drop for Sound {
            fn drop(&mut self) {
                let store = self.0.clone();
                let check = std::thread::spawn(move || {
                    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
                    runtime.block_on(store.verify(false)).expect("a check")
                });
                let found = check.join().expect("a check ends").findings;
                assert!(found.is_empty() || std::thread::panicking(), "{found:#?}");
            }
        }

        async fn fresh() -> (SqliteStore, Sound) {
            let folder = tempfile::tempdir().expect("a temporary folder");
            let options = SqliteOptions::new(folder.path().join("robots.db")).migrate(true);
            let options = options.search(true).read_in_place(true);
            let store = SqliteStore::open(options).await.expect("a fresh store opens");
            (store.clone(), Sound(store, folder))
        }

        storyden_robots::conformance_tests!(fresh);
        storyden_robots::turn_conformance_tests!(fresh);
        storyden_robots::transcript_conformance_tests!(fresh);
        storyden_robots::search_conformance_tests!(fresh);
        storyden_robots::file_conformance_tests!(fresh);
    }

    mod on_its_threads {
        storyden_robots::conformance_tests!(super::fresh);
        storyden_robots::turn_conformance_tests!(super::fresh);
        storyden_robots::transcript_conformance_tests!(super::fresh);
        storyden_robots::file_conformance_tests!(super::fresh);
    }
}

#[cfg(feature = "object-store")]
mod objects {
    use std::sync::Arc;

    use object_store::{ObjectStore, local::LocalFileSystem, memory::InMemory};
    use storyden_robots::{Files, MemoryStore};

    fn over(objects: Arc<dyn ObjectStore>) -> (MemoryStore, Files) {
        let store = MemoryStore::new();
        (store.clone(), Files::in_objects(store, objects, "files"))
    }

    mod in_memory {
        storyden_robots::file_conformance_tests!(async || {
            let (store, files) = super::over(super::Arc::new(super::InMemory::new()));
            (store, files, ())
        });
    }

    mod in_a_folder {
        storyden_robots::file_conformance_tests!(async || {
            let folder = tempfile::tempdir().expect("a temporary folder");
            let objects = super::LocalFileSystem::new_with_prefix(folder.path()).expect("a folder");
            let (store, files) = super::over(super::Arc::new(objects));
            (store, files, folder)
        });
    }
}
