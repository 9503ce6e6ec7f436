//! [`Overlay`]: several operations as one transaction.

use std::{
    collections::BTreeMap,
    fmt,
    ops::Bound,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use async_trait::async_trait;

use super::key_value::KeyValue;
use crate::model::error::Result;

type Rows = BTreeMap<Vec<u8>, Option<Vec<u8>>>;

/// A backend over another one that buffers writes until all of them are committed at once. So an operation of a store
/// over it sees the writes of earlier operations, and nobody else sees any of them.
pub(super) struct Overlay<K> {
    backend: Arc<K>,
    rows: Mutex<Written>,
}

#[derive(Default)]
struct Written {
    /// The values that keys of the backend must still have at the commit.
    expect: Rows,
    put: Rows,
}

impl Written {
    /// Returns the buffered or expected value of a key; `None` if it was not read or written yet.
    fn get(&self, key: &[u8]) -> Option<&Option<Vec<u8>>> {
        self.put.get(key).or_else(|| self.expect.get(key))
    }
}

impl<K: KeyValue> Overlay<K> {
    pub(super) fn over(backend: Arc<K>) -> Self {
        Self { backend, rows: Mutex::default() }
    }

    fn written(&self) -> MutexGuard<'_, Written> {
        // Nothing panics between two changes, so what a poisoned lock guards is whole.
        self.rows.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads a key for the whole transaction: the commit expects the value unchanged.
    pub(super) async fn pin(&self, key: &[u8]) -> Result<()> {
        let value = self.backend.get(key).await?;
        self.written().expect.insert(key.to_vec(), value);
        Ok(())
    }

    /// Returns whether a key of the backend still has its expected value.
    pub(super) async fn is_still(&self, key: &[u8]) -> Result<bool> {
        let value = self.backend.get(key).await?;
        Ok(self.written().expect.get(key).is_none_or(|expected| *expected == value))
    }

    /// Commits all writes to the backend, if all expected values are unchanged. Returns whether it did.
    pub(super) async fn write(&self) -> Result<bool> {
        let Written { expect, put } = std::mem::take(&mut *self.written());
        let (expect, put): (Vec<_>, Vec<_>) = (expect.into_iter().collect(), put.into_iter().collect());
        self.backend.commit(&expect, &put).await
    }

    pub(super) fn has_written(&self) -> bool {
        !self.written().put.is_empty()
    }
}

impl<K> fmt::Debug for Overlay<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Overlay").finish_non_exhaustive()
    }
}

#[async_trait]
impl<K: KeyValue> KeyValue for Overlay<K> {
    fn max_value(&self) -> usize {
        self.backend.max_value()
    }

    async fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>> {
        let known = self.written().get(key).cloned();
        match known {
            Some(value) => Ok(value),
            None => self.backend.get(key).await,
        }
    }

    async fn range(
        &self,
        from: &[u8],
        to: &[u8],
        limit: usize,
        backwards: bool,
    ) -> Result<Vec<(Vec<u8>, Vec<u8>)>> {
        let bounds = (Bound::Included(from), Bound::Excluded(to));
        let put: Rows = {
            let written = self.written();
            written.put.range::<[u8], _>(bounds).map(|(key, value)| (key.clone(), value.clone())).collect()
        };
        // Each row that was removed leaves room for one behind it.
        let removed = put.values().filter(|value| value.is_none()).count();
        let rows = self.backend.range(from, to, limit.saturating_add(removed), backwards).await?;
        let mut merged: Rows = rows.into_iter().map(|(key, value)| (key, Some(value))).collect();
        merged.extend(put);
        let rows = merged.into_iter().filter_map(|(key, value)| Some((key, value?)));
        Ok(if backwards { rows.rev().take(limit).collect() } else { rows.take(limit).collect() })
    }

    async fn commit(
        &self,
        expect: &[(Vec<u8>, Option<Vec<u8>>)],
        put: &[(Vec<u8>, Option<Vec<u8>>)],
    ) -> Result<bool> {
        let mut written = self.written();
        let written = &mut *written;
        if expect.iter().any(|(key, value)| written.get(key).is_some_and(|known| known != value)) {
            return Ok(false);
        }
        for (key, value) in expect {
            if !written.put.contains_key(key) {
                written.expect.insert(key.clone(), value.clone());
            }
        }
        written.put.extend(put.iter().cloned());
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::kv::MemoryKeyValue;

    fn rows() -> impl Strategy<Value = Vec<(u8, Option<u8>)>> {
        prop::collection::vec((0_u8..12, prop::option::of(any::<u8>())), 0..12)
    }

    fn put(rows: &[(u8, Option<u8>)]) -> Vec<(Vec<u8>, Option<Vec<u8>>)> {
        let rows: BTreeMap<_, _> = rows.iter().copied().collect();
        rows.into_iter().map(|(key, value)| (vec![key], value.map(|value| vec![value]))).collect()
    }

    proptest! {
        #[test]
        fn it_reads_as_a_backend_to_which_all_was_written(
            below in rows(), above in rows(), (from, to) in (0_u8..12, 0_u8..13), limit in 1_usize..14,
            backwards: bool,
        ) {
            let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
            runtime.block_on(async {
                let (plain, backend) = (MemoryKeyValue::default(), MemoryKeyValue::default());
                let (below, above) = (put(&below), put(&above));
                backend.commit(&[], &below).await.unwrap();
                plain.commit(&[], &below).await.unwrap();
                let overlay = Overlay::over(Arc::new(backend));
                overlay.commit(&[], &above).await.unwrap();
                plain.commit(&[], &above).await.unwrap();
                let range = async |store: &dyn KeyValue| {
                    store.range(&[from], &[to.max(from + 1)], limit, backwards).await.unwrap()
                };
                assert_eq!(range(&overlay).await, range(&plain).await);
                assert!(overlay.write().await.unwrap());
                assert_eq!(range(&*overlay.backend).await, range(&plain).await);
            });
        }
    }
}
