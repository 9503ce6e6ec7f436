//! Every store of this crate keeps every law.

mod memory {
    use storyden_robots::MemoryStore;

    storyden_robots::conformance_tests!(async || MemoryStore::new());
}
