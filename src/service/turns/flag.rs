//! [`Flag`]: something that happens once, and that others wait for.

use std::{
    future::poll_fn,
    mem,
    sync::{Mutex, MutexGuard, PoisonError},
    task::{Poll, Waker},
};

/// Something that happens once.
#[derive(Debug, Default)]
pub(super) struct Flag(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    raised: bool,
    waiting: Vec<Waker>,
}

impl Flag {
    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing panics while the lock is held.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn raise(&self) {
        let waiting = {
            let mut state = self.state();
            state.raised = true;
            mem::take(&mut state.waiting)
        };
        for waker in waiting {
            waker.wake();
        }
    }

    pub(super) fn is_raised(&self) -> bool {
        self.state().raised
    }

    /// Waits until it is raised.
    pub(super) async fn raised(&self) {
        poll_fn(|context| {
            let mut state = self.state();
            if state.raised {
                return Poll::Ready(());
            }
            state.waiting.retain(|waker| !waker.will_wake(context.waker()));
            state.waiting.push(context.waker().clone());
            Poll::Pending
        })
        .await;
    }
}
