//! [`Bus`] and the bells of this process: how who follows a session learns that there is something new.

use std::{
    collections::HashMap,
    fmt,
    future::poll_fn,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
    task::{Poll, Waker},
};

use crate::model::id::SessionId;

/// Tells other processes that something was written to a session: the host's own bus.
///
/// # Contract
/// It does not block. Every other process that hears it calls [`Robots::heard`](crate::Robots::heard). It may tell late, twice, or in
/// another order; what it never tells is seen with the next that it does.
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
    /// Tells of something new in a session.
    fn announce(&self, session: SessionId);
}

/// The [`Bus`] of a host that is one process: there is nobody to tell.
#[derive(Clone, Copy, Debug, Default)]
pub struct OneProcess;

impl Bus for OneProcess {
    fn announce(&self, _: SessionId) {}
}

/// The bells of the subscriptions in this process.
#[derive(Debug, Default)]
pub(crate) struct Bells(Mutex<HashMap<SessionId, Vec<Weak<Bell>>>>);

#[derive(Debug, Default)]
pub(super) struct Bell(Mutex<Rung>);

#[derive(Debug, Default)]
struct Rung {
    rung: bool,
    waker: Option<Waker>,
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Nothing panics while one of these locks is held.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Bells {
    pub(super) fn hang(&self, session: SessionId) -> Arc<Bell> {
        let bell = Arc::new(Bell::default());
        let mut bells = locked(&self.0);
        bells.retain(|_, bells| {
            bells.retain(|bell| bell.strong_count() > 0);
            !bells.is_empty()
        });
        bells.entry(session).or_default().push(Arc::downgrade(&bell));
        bell
    }

    pub(crate) fn ring(&self, session: SessionId) {
        let bells: Vec<_> =
            locked(&self.0).get(&session).into_iter().flatten().filter_map(Weak::upgrade).collect();
        for bell in bells {
            bell.ring();
        }
    }
}

impl Bell {
    fn ring(&self) {
        let waker = {
            let mut rung = locked(&self.0);
            rung.rung = true;
            rung.waker.take()
        };
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    /// Forgets that it rang.
    pub(super) fn quiet(&self) {
        locked(&self.0).rung = false;
    }

    pub(super) async fn heard(&self) {
        poll_fn(|context| {
            let mut rung = locked(&self.0);
            if std::mem::take(&mut rung.rung) {
                return Poll::Ready(());
            }
            rung.waker = Some(context.waker().clone());
            Poll::Pending
        })
        .await;
    }
}
