//! [`Signal`]: wakes a task of this process.

#[cfg(feature = "worker")]
use std::{future::poll_fn, task::Poll};
use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    task::Waker,
};

/// Signals that there may be work.
#[derive(Debug, Default)]
pub(super) struct Signal(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    notified: bool,
    waker: Option<Waker>,
}

impl Signal {
    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing panics while the lock is held.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn notify(&self) {
        let waker = {
            let mut state = self.state();
            state.notified = true;
            state.waker.take()
        };
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    /// Forgets earlier notifications. Call it before looking, so that what comes meanwhile notifies again.
    #[cfg(feature = "worker")]
    pub(super) fn reset(&self) {
        self.state().notified = false;
    }

    /// Waits for a notification since the last [`reset`](Self::reset).
    #[cfg(feature = "worker")]
    pub(super) async fn notified(&self) {
        poll_fn(|context| {
            let mut state = self.state();
            if std::mem::take(&mut state.notified) {
                return Poll::Ready(());
            }
            state.waker = Some(context.waker().clone());
            Poll::Pending
        })
        .await;
    }
}
