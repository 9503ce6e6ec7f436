//! How those who follow a session learn that it changed: the [`Notifier`] of this process, and the [`Bus`] to others.

use std::{
    collections::HashMap,
    fmt,
    future::poll_fn,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
    task::{Poll, Waker},
};

use crate::model::id::SessionId;

/// Tells other processes that a session changed. Implement this over your own message bus.
///
/// # Contract
/// [`announce`](Self::announce) does not block. Every other process that receives the message calls
/// [`Robots::notify_written`](crate::Robots::notify_written). Messages may be late, doubled or in another order; a
/// change whose message is lost is read together with the next one.
///
/// # Examples
/// ```
/// use storyden_robots::{Bus, SessionId};
///
/// #[derive(Debug)]
/// struct Channel(std::sync::mpsc::Sender<SessionId>);
///
/// impl Bus for Channel {
///     fn announce(&self, session: SessionId) {
///         self.0.send(session).ok();
///     }
/// }
/// ```
pub trait Bus: fmt::Debug + Send + Sync + 'static {
    /// Tells the other processes that a session changed.
    fn announce(&self, session: SessionId);
}

/// The [`Bus`] of a host that is one process: nobody else is notified.
#[derive(Clone, Copy, Debug, Default)]
pub struct OneProcess;

impl Bus for OneProcess {
    fn announce(&self, _: SessionId) {}
}

/// Wakes the followers of sessions in this process.
#[derive(Debug, Default)]
pub(crate) struct Notifier(Mutex<HashMap<SessionId, Vec<Weak<Follower>>>>);

/// One who follows a session. It is registered as long as it is not dropped.
#[derive(Debug, Default)]
pub(super) struct Follower(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    notified: bool,
    waker: Option<Waker>,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Nothing panics while one of these locks is held.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Notifier {
    /// Registers a follower of a session.
    pub(super) fn register(&self, session: SessionId) -> Arc<Follower> {
        let follower = Arc::new(Follower::default());
        let mut sessions = locked(&self.0);
        // Followers leave without a word, so those who are gone are removed when the next one comes.
        sessions.retain(|_, followers| {
            followers.retain(|follower| follower.strong_count() > 0);
            !followers.is_empty()
        });
        sessions.entry(session).or_default().push(Arc::downgrade(&follower));
        follower
    }

    /// Wakes all followers of a session.
    pub(crate) fn notify(&self, session: SessionId) {
        // A waker may do anything, so none is called under the lock.
        let followers: Vec<_> =
            locked(&self.0).get(&session).into_iter().flatten().filter_map(Weak::upgrade).collect();
        for follower in followers {
            follower.notify();
        }
    }

    /// Reports whether anybody follows a session.
    pub(super) fn is_followed(&self, session: SessionId) -> bool {
        let sessions = locked(&self.0);
        sessions.get(&session).is_some_and(|all| all.iter().any(|follower| follower.strong_count() > 0))
    }
}

impl Follower {
    pub(super) fn notify(&self) {
        let waker = {
            let mut state = locked(&self.0);
            state.notified = true;
            state.waker.take()
        };
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    /// Forgets earlier notifications. Call it before reading, so that what is written meanwhile notifies again.
    pub(super) fn reset(&self) {
        locked(&self.0).notified = false;
    }

    /// Waits for a notification since the last [`reset`](Self::reset).
    pub(super) async fn notified(&self) {
        poll_fn(|context| {
            let mut state = locked(&self.0);
            if std::mem::take(&mut state.notified) {
                return Poll::Ready(());
            }
            state.waker = Some(context.waker().clone());
            Poll::Pending
        })
        .await;
    }
}
