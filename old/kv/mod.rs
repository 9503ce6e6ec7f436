//! A store in memory: [`MemoryStore`](crate::MemoryStore).

pub(crate) mod memory;
