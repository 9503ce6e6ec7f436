//! [`MemoryStore`], the store in memory.

use std::{
    collections::BTreeMap,
    fmt,
    ops::Bound,
    sync::{Mutex, MutexGuard, PoisonError},
};

use async_trait::async_trait;

use super::{key_value::KeyValue, store::KeyValueStore};
use crate::model::error::Result;

/// A store in memory, for tests and first programs. Its data ends with the process. Clones share their data.
///
/// # Examples
/// ```
/// use storyden_robots::{MemoryStore, PageRequest, SessionFilter, SessionRepository};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> storyden_robots::Result<()> {
/// let store = MemoryStore::new();
/// let page = store.list_sessions(SessionFilter::default(), PageRequest::sessions()).await?;
/// assert_eq!((page.results, page.total_pages), (0, Some(0)));
/// # Ok(())
/// # }
/// ```
pub type MemoryStore = KeyValueStore<MemoryKeyValue>;

impl MemoryStore {
    /// Creates an empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

/// The [`KeyValue`] backend of a [`MemoryStore`]: a map behind a lock.
#[derive(Default)]
pub struct MemoryKeyValue {
    map: Mutex<BTreeMap<Vec<u8>, Vec<u8>>>,
}

impl MemoryKeyValue {
    fn map(&self) -> MutexGuard<'_, BTreeMap<Vec<u8>, Vec<u8>>> {
        // Nothing panics between two changes, so what a poisoned lock guards is whole.
        self.map.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for MemoryKeyValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryKeyValue").finish_non_exhaustive()
    }
}

#[async_trait]
impl KeyValue for MemoryKeyValue {
    async fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>> {
        Ok(self.map().get(key).cloned())
    }

    async fn range(
        &self,
        from: &[u8],
        to: &[u8],
        limit: usize,
        backwards: bool,
    ) -> Result<Vec<(Vec<u8>, Vec<u8>)>> {
        if from >= to {
            return Ok(Vec::new());
        }
        let map = self.map();
        let rows = map
            .range::<[u8], _>((Bound::Included(from), Bound::Excluded(to)))
            .map(|(key, value)| (key.clone(), value.clone()));
        Ok(if backwards { rows.rev().take(limit).collect() } else { rows.take(limit).collect() })
    }

    async fn commit(
        &self,
        expect: &[(Vec<u8>, Option<Vec<u8>>)],
        put: &[(Vec<u8>, Option<Vec<u8>>)],
    ) -> Result<bool> {
        let mut map = self.map();
        if !expect.iter().all(|(key, value)| map.get(key) == value.as_ref()) {
            return Ok(false);
        }
        for (key, value) in put {
            match value {
                Some(value) => map.insert(key.clone(), value.clone()),
                None => map.remove(key),
            };
        }
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_nothing_that_was_said() {
        assert_eq!(format!("{:?}", MemoryStore::new()), "KeyValueStore(MemoryKeyValue { .. })");
    }
}
