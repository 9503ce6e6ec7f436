//! [`Followers`]: the followers of sessions in this process, and how they are notified of changes.

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker},
};

use crate::model::{id::SessionId, offset::Offset};

/// A store that notifies the followers of its sessions in this process.
///
/// # Contract
/// Every call returns the same [`Followers`], and so does every clone of the store. So all services over a store notify
/// each other. If other processes write to the same data, either the store notifies its followers of their changes, or
/// the host does: see [`Followers`].
///
/// # Examples
/// ```
/// use std::sync::Arc;
/// use storyden_robots::repository::{Followed, Followers};
///
/// struct MyStore {
///     followers: Arc<Followers>,
/// }
///
/// impl Followed for MyStore {
///     fn followers(&self) -> Arc<Followers> {
///         Arc::clone(&self.followers)
///     }
/// }
/// ```
pub trait Followed {
    /// Returns the followers of the store's sessions in this process.
    fn followers(&self) -> Arc<Followers>;
}

impl<T: Followed + ?Sized> Followed for Arc<T> {
    fn followers(&self) -> Arc<Followers> {
        (**self).followers()
    }
}

impl<T: Followed + ?Sized> Followed for Box<T> {
    fn followers(&self) -> Arc<Followers> {
        (**self).followers()
    }
}

/// The followers of the sessions of a store in this process.
///
/// A follower remembers the offset up to which it has read, and wakes when it is notified of a later one. It then reads
/// the changes from the store. So a notification may be repeated or arrive out of order, and a change whose
/// notification is lost is read after the next one.
///
/// Changes through [`Robots`](crate::Robots) notify the followers of the same process, and the stores on SQLite and
/// PostgreSQL notify them of changes by other processes too. Other stores do not know of other processes: the host can
/// notify their followers, by a message bus, or by [polling](Self::notify_all).
///
/// # Examples
/// Two processes over one store, with a channel in place of a message bus:
/// ```
/// use std::sync::mpsc;
/// use storyden_robots::{MemoryStore, SessionId, repository::Followed};
///
/// let store = MemoryStore::new();
/// let (sender, receiver) = mpsc::channel::<SessionId>();
/// // In the process that writes:
/// store.followers().on_write(move |session, _| _ = sender.send(session));
/// // In the others, on a thread or task of theirs:
/// for session in receiver.try_iter() {
///     store.followers().notify(session);
/// }
/// ```
#[derive(Default)]
pub struct Followers {
    sessions: Mutex<HashMap<SessionId, Vec<Arc<Signal>>>>,
    on_write: Hooks<dyn Fn(SessionId, Option<Offset>) + Send + Sync>,
    on_demand: Hooks<dyn Fn() + Send + Sync>,
}

/// Hooks are few and hardly ever change, so each call copies the list: none runs under the lock.
type Hooks<F> = Mutex<Vec<Arc<F>>>;

fn locked<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Nothing panics while one of these locks is held.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl fmt::Debug for Followers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Followers").field("sessions", &locked(&self.sessions).len()).finish_non_exhaustive()
    }
}

impl Followers {
    /// An id that no session has. The workers of turns follow it, and it is notified whenever a turn may have been
    /// queued. So notifications from other processes wake the workers too.
    pub const QUEUE: SessionId = SessionId::from_bytes([0; 12]);

    /// Wakes the followers of a session, which may have changed.
    pub fn notify(&self, session: SessionId) {
        self.notify_at(session, UNKNOWN);
    }

    /// Wakes the followers of a session that have not read up to `offset` yet.
    pub fn notify_at(&self, session: SessionId, offset: Offset) {
        let signals = locked(&self.sessions).get(&session).cloned().unwrap_or_default();
        // A waker may do anything, so none is called under the lock.
        for signal in signals {
            signal.tell(offset);
        }
    }

    /// Wakes all followers: any session may have changed. Over a store that does not know of other processes, a host
    /// can call this at an interval, such as every second.
    pub fn notify_all(&self) {
        for session in self.sessions() {
            self.notify(session);
        }
    }

    /// Returns the followed sessions, and [`QUEUE`](Self::QUEUE) if a worker follows it.
    #[must_use]
    pub fn sessions(&self) -> Vec<SessionId> {
        locked(&self.sessions).keys().copied().collect()
    }

    /// Returns whether no session is followed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        locked(&self.sessions).is_empty()
    }

    /// Returns whether a session is followed.
    #[must_use]
    pub fn is_followed(&self, session: SessionId) -> bool {
        locked(&self.sessions).contains_key(&session)
    }

    /// Registers `hook`, which is called after each change that is made through [`Robots`](crate::Robots) in this
    /// process, with the offset of the change if it is known. It must not block, and cannot be removed.
    pub fn on_write(&self, hook: impl Fn(SessionId, Option<Offset>) + Send + Sync + 'static) {
        locked(&self.on_write).push(Arc::new(hook));
    }

    /// Registers `hook`, which is called when the first follower of any session is added and when the last one is
    /// removed: a store watches for changes in between. Calls may overlap, so the hook should read
    /// [`is_empty`](Self::is_empty). It must not block, and cannot be removed.
    pub fn on_demand(&self, hook: impl Fn() + Send + Sync + 'static) {
        locked(&self.on_demand).push(Arc::new(hook));
    }

    /// Wakes the followers that have not read up to the offset of their session, and the workers: any change may have
    /// queued a turn.
    #[cfg(any(feature = "sqlite", feature = "postgres"))]
    pub(crate) fn notify_each(&self, offsets: Vec<(SessionId, Option<Offset>)>) {
        for (session, offset) in offsets {
            self.notify_at(session, offset.unwrap_or(UNKNOWN));
        }
        self.notify(Self::QUEUE);
    }

    /// Notifies the followers and the hooks of a change that this process made.
    pub(crate) fn written(&self, session: SessionId, offset: Option<Offset>) {
        self.notify_at(session, offset.unwrap_or(UNKNOWN));
        let hooks = locked(&self.on_write).clone();
        for hook in hooks {
            hook(session, offset);
        }
    }

    /// Adds a follower of a session that has read everything up to `read_to`.
    pub(crate) fn follow(self: &Arc<Self>, session: SessionId, read_to: Offset) -> Follower {
        let signal = Arc::new(Signal::default());
        locked(&signal.state).read_to = read_to;
        let mut sessions = locked(&self.sessions);
        let is_first = sessions.is_empty();
        sessions.entry(session).or_default().push(Arc::clone(&signal));
        drop(sessions);
        if is_first {
            self.demand_changed();
        }
        Follower { followers: Arc::clone(self), session, signal }
    }

    fn demand_changed(&self) {
        let hooks = locked(&self.on_demand).clone();
        for hook in hooks {
            hook();
        }
    }
}

/// Greater than every offset: wakes every follower.
const UNKNOWN: Offset = Offset::new(u64::MAX);

/// A follower of a session. Dropping it ends the following.
pub(crate) struct Follower {
    followers: Arc<Followers>,
    session: SessionId,
    signal: Arc<Signal>,
}

impl fmt::Debug for Follower {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Follower").field("session", &self.session).finish_non_exhaustive()
    }
}

impl Follower {
    /// Wakes all followers of the session, also this one.
    #[cfg(feature = "worker")]
    pub(crate) fn notify(&self) {
        self.followers.notify(self.session);
    }

    /// Clears earlier notifications. Call it before reading, so that a notification during the read is not lost.
    pub(crate) fn begin_read(&self) {
        locked(&self.signal.state).told = Offset::default();
    }

    /// Sets the offset up to which everything was read.
    pub(crate) fn read_to(&self, offset: Offset) {
        locked(&self.signal.state).read_to = offset;
    }

    /// Waits until the follower is notified of an offset that it has not read.
    pub(crate) fn poll_told(&self, context: &Context<'_>) -> Poll<()> {
        let mut state = locked(&self.signal.state);
        if state.told > state.read_to {
            return Poll::Ready(());
        }
        match &mut state.waker {
            Some(waker) => waker.clone_from(context.waker()),
            none => *none = Some(context.waker().clone()),
        }
        Poll::Pending
    }
}

impl Drop for Follower {
    fn drop(&mut self) {
        let mut sessions = locked(&self.followers.sessions);
        if let Some(signals) = sessions.get_mut(&self.session) {
            signals.retain(|signal| !Arc::ptr_eq(signal, &self.signal));
            if signals.is_empty() {
                sessions.remove(&self.session);
            }
        }
        let is_last = sessions.is_empty();
        drop(sessions);
        if is_last {
            self.followers.demand_changed();
        }
    }
}

/// The notification state of one follower.
#[derive(Default)]
struct Signal {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    read_to: Offset,
    /// The greatest offset that was notified since the last read began.
    told: Offset,
    waker: Option<Waker>,
}

impl Signal {
    fn tell(&self, offset: Offset) {
        let waker = {
            let mut state = locked(&self.state);
            state.told = state.told.max(offset);
            if state.told > state.read_to { state.waker.take() } else { None }
        };
        if let Some(waker) = waker {
            waker.wake();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    const SESSION: SessionId = SessionId::from_bytes([1; 12]);

    fn is_told(follower: &Follower) -> bool {
        follower.poll_told(&Context::from_waker(Waker::noop())).is_ready()
    }

    #[test]
    fn a_follower_is_told_only_of_what_it_has_not_read() {
        let followers = Arc::new(Followers::default());
        let follower = followers.follow(SESSION, Offset::new(3));
        followers.notify_at(SESSION, Offset::new(3));
        assert!(!is_told(&follower));
        followers.notify_at(SESSION, Offset::new(5));
        followers.notify_at(SESSION, Offset::new(4));
        assert!(is_told(&follower));
        follower.begin_read();
        // Told while it reads, of what it reads.
        followers.notify_at(SESSION, Offset::new(5));
        follower.read_to(Offset::new(5));
        assert!(!is_told(&follower));
        // Told while it reads, of what it may not have read.
        follower.begin_read();
        followers.notify(SESSION);
        follower.read_to(Offset::new(5));
        assert!(is_told(&follower));
    }

    #[test]
    fn what_could_not_be_read_yet_can_be_told_again() {
        let followers = Arc::new(Followers::default());
        let follower = followers.follow(SESSION, Offset::default());
        for _ in 0..2 {
            followers.notify_at(SESSION, Offset::new(1));
            assert!(is_told(&follower));
            follower.begin_read();
            follower.read_to(Offset::default());
            assert!(!is_told(&follower), "it does not read again and again");
        }
    }

    #[test]
    fn demand_is_from_the_first_follower_to_the_last() {
        let (followers, calls) = (Arc::new(Followers::default()), Arc::new(AtomicUsize::new(0)));
        let counted = Arc::clone(&calls);
        followers.on_demand(move || _ = counted.fetch_add(1, Ordering::Relaxed));
        let first = followers.follow(SESSION, Offset::default());
        let second = followers.follow(SESSION, Offset::default());
        let other = followers.follow(SessionId::from_bytes([2; 12]), Offset::default());
        assert_eq!((followers.sessions().len(), calls.load(Ordering::Relaxed)), (2, 1));
        drop((first, other));
        assert!(followers.is_followed(SESSION));
        drop(second);
        assert!(followers.is_empty());
        assert_eq!(calls.load(Ordering::Relaxed), 2);
    }
}
