//! [`KeyValue`]: the trait that a backend implements to become a whole store.

use std::fmt;

use async_trait::async_trait;

use crate::model::error::Result;

/// An ordered map of keys to values with conditional writes. [`KeyValueStore`](crate::KeyValueStore) makes a whole
/// [`Store`](crate::repository::Store) of it. Implement this for your backend.
///
/// # Contract
/// - Keys are ordered by their bytes. A key has at most 512 bytes, a value at most [`max_value`](Self::max_value).
/// - [`get`](Self::get) and [`range`](Self::range) return everything that was committed before the call, and nothing
///   that is not committed. Two calls can read different states: the store checks what it has read.
/// - [`commit`](Self::commit) is atomic, also if its future is dropped. When it returns, the change is as durable as
///   the backend can make it.
/// - [`Error::Unavailable`](crate::Error::Unavailable) is for a backend that cannot be reached or is too busy,
///   [`Error::StorageFailed`](crate::Error::StorageFailed) for one that does not recover by waiting. If the backend
///   aborts a commit because of a concurrent one, that is not an error: return `false`.
/// - The methods are called on the threads of your async runtime. Move blocking work, such as a flush to disk, to
///   another thread (`tokio::task::spawn_blocking`).
///
/// The `conformance` module tests the store over it.
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
    /// Returns the maximum length of a value in bytes, at least 1024 (default: `usize::MAX`, no limit). The store
    /// splits longer values over several keys. The limit can change while there is data, but not to `usize::MAX`: the
    /// store then no longer reads split values.
    fn max_value(&self) -> usize {
        usize::MAX
    }

    /// Returns the value of a key, or `None` if the key is absent.
    ///
    /// # Errors
    /// Only those of the [contract](Self#contract).
    async fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>>;

    /// Returns keys in ascending order with their values, from `from` (included) to `to` (excluded), at most the first
    /// `limit`; with `backwards` in descending order, at most the last `limit`. `from` is less than `to`.
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

    /// Writes all of `put` (`None` removes the key) if every key in `expect` still has exactly this value (`None`: the
    /// key is absent). Returns whether it was written. Each list has a key at most once.
    ///
    /// # Errors
    /// Only those of the [contract](Self#contract).
    async fn commit(
        &self,
        expect: &[(Vec<u8>, Option<Vec<u8>>)],
        put: &[(Vec<u8>, Option<Vec<u8>>)],
    ) -> Result<bool>;
}
