//! [`KeyValue`]: what a backend needs in order to be a whole store.

use std::fmt;

use async_trait::async_trait;

use crate::model::error::Result;

/// An ordered map of keys to values with conditional writes. [`KeyValueStore`](crate::KeyValueStore) makes a whole
/// [`Store`](crate::repository::Store) of it. Implement this for your backend.
///
/// # Contract
/// - Keys are ordered by their bytes. A key has at most 512 bytes, a value at most [`max_value`](Self::max_value).
/// - [`get`](Self::get) and [`range`](Self::range) return everything that was committed before they were called, and
///   nothing that was not committed. Two calls need not see the same moment: the store checks what it read.
/// - [`commit`](Self::commit) is atomic and, when it returns, as durable as the backend can be; also when its
///   future is dropped, all of it happens or nothing.
/// - [`Error::Unavailable`](crate::Error::Unavailable) is for a backend that cannot be reached or is too busy,
///   [`Error::StorageFailed`](crate::Error::StorageFailed) for one that does not recover by waiting. A commit that the
///   backend aborted because of another one is no error: it returns `false`.
/// - The methods are called on the threads of your async runtime. Move what blocks, such as a flush to disk, to a
///   thread of its own (`tokio::task::spawn_blocking`).
///
/// The `conformance` module checks a store that was made from it.
///
/// # Examples
/// A map under a lock. `examples/redb.rs` in the repository is a durable one.
/// ```
/// use std::{collections::BTreeMap, ops::Bound::{Excluded, Included}, sync::Mutex};
/// use storyden_robots::{KeyValue, KeyValueStore, Result, async_trait};
///
/// #[derive(Debug, Default)]
/// struct Map(Mutex<BTreeMap<Vec<u8>, Vec<u8>>>);
///
/// #[async_trait]
/// impl KeyValue for Map {
///     async fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>> {
///         Ok(self.0.lock().unwrap().get(key).cloned())
///     }
///
///     async fn range(
///         &self,
///         from: &[u8],
///         to: &[u8],
///         limit: usize,
///         backwards: bool,
///     ) -> Result<Vec<(Vec<u8>, Vec<u8>)>> {
///         let map = self.0.lock().unwrap();
///         let rows = map.range::<[u8], _>((Included(from), Excluded(to)));
///         let rows = rows.map(|(key, value)| (key.clone(), value.clone()));
///         Ok(if backwards { rows.rev().take(limit).collect() } else { rows.take(limit).collect() })
///     }
///
///     async fn commit(
///         &self,
///         expect: &[(Vec<u8>, Option<Vec<u8>>)],
///         put: &[(Vec<u8>, Option<Vec<u8>>)],
///     ) -> Result<bool> {
///         let mut map = self.0.lock().unwrap();
///         if expect.iter().any(|(key, value)| map.get(key) != value.as_ref()) {
///             return Ok(false);
///         }
///         for (key, value) in put.iter().cloned() {
///             match value {
///                 Some(value) => map.insert(key, value),
///                 None => map.remove(&key),
///             };
///         }
///         Ok(true)
///     }
/// }
///
/// let store = KeyValueStore::over(Map::default());
/// # let _ = store;
/// ```
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait KeyValue: fmt::Debug + Send + Sync + 'static {
    /// Returns the maximum length of a value in bytes, at least 1024 (default: no limit). Longer values are split over
    /// several keys. The limit can change while there is data, but not to `usize::MAX`: with that, a store looks
    /// for each value under one key only.
    fn max_value(&self) -> usize {
        usize::MAX
    }

    /// Returns the value of a key.
    ///
    /// # Errors
    /// Only those of the [contract](Self#contract).
    async fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>>;

    /// Returns keys with their values, from `from` on and before `to`, in ascending order or `backwards`: the first
    /// `limit` of that order. `from` is before `to`.
    ///
    /// # Errors
    /// Only those of the [contract](Self#contract).
    async fn range(
        &self,
        from: &[u8],
        to: &[u8],
        limit: usize,
        backwards: bool,
    ) -> Result<Vec<(Vec<u8>, Vec<u8>)>>;

    /// Writes all of `put` (`None` removes a key) if every key of `expect` still has exactly this value (`None`: the
    /// key is absent), and returns whether it did. Neither list has a key twice.
    ///
    /// # Errors
    /// Only those of the [contract](Self#contract).
    async fn commit(
        &self,
        expect: &[(Vec<u8>, Option<Vec<u8>>)],
        put: &[(Vec<u8>, Option<Vec<u8>>)],
    ) -> Result<bool>;
}
