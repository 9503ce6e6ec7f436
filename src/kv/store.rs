//! [`KeyValueStore`]: its reads, its writes and its retries.

use std::{collections::BTreeMap, fmt, pin::Pin, sync::Arc, task};

use super::{
    key_value::KeyValue,
    keys::{self, Range},
    split::{Stored, split},
};
use crate::{
    model::{
        error::{Error, Result},
        time::{Clock, SystemClock},
    },
    repository::{Followed, Followers},
};

/// The maximum number of attempts of an operation before it fails as too busy. Each failed commit means that another
/// one succeeded.
const TRIES: usize = 256;

/// The number of rows that are read at once.
pub(super) const AT_ONCE: usize = 64;

/// A whole store over a [`KeyValue`] backend. It implements [`SessionRepository`](crate::SessionRepository),
/// [`TurnRepository`](crate::TurnRepository), [`TranscriptRepository`](crate::TranscriptRepository),
/// [`FileRepository`](crate::FileRepository), and [`ResourceRepository`](crate::ResourceRepository) for robots,
/// toolsets, workspaces and instances. Only [`MemoryStore`](crate::MemoryStore) has search too. Clones share their
/// data.
///
/// # How it works
/// Optimistic concurrency without locks: every change of a session expects the session's row as it was read, and
/// rewrites it. So of two concurrent changes one fails to commit, and is retried. Lists and their lengths are written
/// in the same commit.
///
/// A read takes the session's offset first, ignores everything newer, and reads the session's row again at the end. If
/// older data was overwritten meanwhile, the read is retried. Appends and growing drafts overwrite nothing, so they
/// cause no retry. Pages of lists are read in the same way, but after eight attempts a page is returned although its
/// list has changed: a session can be counted in the total and missing on the page, or the reverse.
///
/// The steps of a transaction are operations on a second store that buffers their writes. At the end, all of them are
/// committed at once.
///
/// # Following
/// A follower is notified of every change that is made in its process through this store or a clone of it, and not of
/// changes by other processes over the same backend: for these, see [`Followers`].
///
/// # Examples
/// ```
/// use storyden_robots::kv::{KeyValueStore, MemoryKeyValue};
///
/// let store = KeyValueStore::over(MemoryKeyValue::default());
/// # let _ = store;
/// ```
pub struct KeyValueStore<K> {
    pub(super) backend: Arc<K>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) followers: Arc<Followers>,
}

impl<K: KeyValue> KeyValueStore<K> {
    /// Creates a store over a backend, with the data that the backend has.
    pub fn over(backend: K) -> Self {
        Self { backend: Arc::new(backend), clock: Arc::new(SystemClock), followers: Arc::default() }
    }

    /// Sets the clock that decides about the leases of turns and the expiry of requests (default [`SystemClock`]). The
    /// clocks of processes that share the backend must be synchronised.
    #[must_use]
    pub fn with_clock(self, clock: impl Clock) -> Self {
        Self { clock: Arc::new(clock), ..self }
    }

    /// Returns the backend. Do not write to it.
    #[must_use]
    pub fn backend(&self) -> &K {
        &self.backend
    }

    pub(super) async fn get(&self, key: &[u8]) -> Result<Option<Stored>> {
        for _ in 0..TRIES {
            let Some(raw) = self.backend.get(key).await? else { return Ok(None) };
            let (raw, count) = match Stored::read(raw) {
                Ok(stored) => return Ok(Some(stored)),
                Err(split) => split,
            };
            let mut parts = Vec::new();
            for index in 0..count {
                parts.extend(self.backend.get(&keys::part(key, index)).await?);
            }
            if let Some(stored) = Stored::join(raw.clone(), &parts) {
                return Ok(Some(stored));
            }
            // Either the value was replaced between two parts, or it is damaged.
            if self.backend.get(key).await?.as_ref() == Some(&raw) {
                return Ok(Some(Stored::broken(raw)));
            }
        }
        Err(too_busy())
    }

    /// Returns all rows of a range that is known to be short.
    pub(super) async fn all(&self, range: Range) -> Result<Vec<(Vec<u8>, Stored)>> {
        let mut walk = Walk::new(range, false);
        let mut rows = Vec::new();
        while !walk.ended() {
            rows.extend(self.next(&mut walk, AT_ONCE).await?);
        }
        Ok(rows)
    }

    /// Returns the next rows of a walk, at most `limit`.
    pub(super) async fn next(&self, walk: &mut Walk, limit: usize) -> Result<Vec<(Vec<u8>, Stored)>> {
        if walk.ended {
            return Ok(Vec::new());
        }
        let rows = self.backend.range(&walk.range.0, &walk.range.1, limit, walk.backwards).await?;
        walk.ended = rows.len() < limit;
        if let Some((last, _)) = rows.last() {
            if walk.backwards {
                walk.range.1.clone_from(last);
            } else {
                walk.range.0.clone_from(last);
                walk.range.0.push(0);
            }
            walk.ended |= walk.range.0 >= walk.range.1;
        }
        let mut read = Vec::with_capacity(rows.len());
        for (key, raw) in rows {
            let stored = match Stored::read(raw) {
                Ok(stored) => Some(stored),
                Err(_) => self.get(&key).await?,
            };
            read.extend(stored.map(|stored| (key, stored)));
        }
        Ok(read)
    }

    /// Commits a batch if all that it expects is unchanged. Returns whether it did.
    pub(super) async fn commit(&self, mut batch: Batch) -> Result<bool> {
        self.count(&mut batch).await?;
        let max = self.backend.max_value();
        let mut put = BTreeMap::new();
        for (key, value) in batch.put {
            let (raw, parts) = match &value {
                Some(value) => {
                    let (raw, parts) = split(&key, value, max);
                    (Some(raw), parts)
                }
                None => (None, Vec::new()),
            };
            // What was split before leaves parts behind.
            if max < usize::MAX
                && let Some(old) = self.backend.get(&key).await?
                && let Err((_, count)) = Stored::read(old)
            {
                put.extend((0..count).map(|index| (keys::part(&key, index), None)));
            }
            put.extend(parts.into_iter().map(|(key, part)| (key, Some(part))));
            put.insert(key, raw);
        }
        let (expect, put): (Vec<_>, Vec<_>) = (batch.expect.into_iter().collect(), put.into_iter().collect());
        self.backend.commit(&expect, &put).await
    }
}

impl<K> Followed for KeyValueStore<K> {
    fn followers(&self) -> Arc<Followers> {
        Arc::clone(&self.followers)
    }
}

impl<K> Clone for KeyValueStore<K> {
    fn clone(&self) -> Self {
        Self {
            backend: Arc::clone(&self.backend),
            clock: Arc::clone(&self.clock),
            followers: Arc::clone(&self.followers),
        }
    }
}

impl<K: KeyValue + Default> Default for KeyValueStore<K> {
    fn default() -> Self {
        Self::over(K::default())
    }
}

impl<K: fmt::Debug> fmt::Debug for KeyValueStore<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("KeyValueStore").field(&self.backend).finish()
    }
}

/// A walk over a range, several rows at a time.
pub(super) struct Walk {
    range: Range,
    backwards: bool,
    ended: bool,
}

impl Walk {
    pub(super) fn new(range: Range, backwards: bool) -> Self {
        let ended = range.0 >= range.1;
        Self { range, backwards, ended }
    }

    /// Returns whether there are no more rows.
    pub(super) fn ended(&self) -> bool {
        self.ended
    }
}

/// The writes of one commit, and the values that it expects.
#[derive(Default)]
pub(super) struct Batch {
    pub(super) expect: BTreeMap<Vec<u8>, Option<Vec<u8>>>,
    pub(super) put: BTreeMap<Vec<u8>, Option<Vec<u8>>>,
    /// The changes of counters of lists.
    pub(super) counts: BTreeMap<Vec<u8>, i64>,
}

impl Batch {
    /// Expects a key to have the value that was read.
    pub(super) fn expect(&mut self, key: Vec<u8>, read: Option<&Stored>) {
        self.expect.insert(key, read.map(|stored| stored.raw.clone()));
    }

    pub(super) fn put(&mut self, key: Vec<u8>, value: Vec<u8>) {
        self.put.insert(key, Some(value));
    }

    pub(super) fn remove(&mut self, key: Vec<u8>) {
        self.put.insert(key, None);
    }
}

pub(super) fn too_busy() -> Error {
    Error::Unavailable { reason: "the store is too busy".into(), source: None }
}

/// Retries an operation until it returns a value.
pub(super) async fn retry<T, F>(attempt: impl Fn() -> F + Send) -> Result<T>
where
    F: Future<Output = Result<Option<T>>> + Send,
{
    for _ in 0..TRIES {
        if let Some(done) = attempt().await? {
            return Ok(done);
        }
        YieldNow(false).await;
    }
    Err(too_busy())
}

/// A future that lets other tasks run once, on any runtime.
struct YieldNow(bool);

impl Future for YieldNow {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut task::Context<'_>) -> task::Poll<()> {
        if self.0 {
            return task::Poll::Ready(());
        }
        self.0 = true;
        context.waker().wake_by_ref();
        task::Poll::Pending
    }
}
