//! [`Background`]: a task of the store's.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::{runtime::Handle, sync::Notify, task::JoinHandle};

/// What a task does, for ever.
pub(super) trait Work: Send + Sync + 'static {
    fn run(&self, wake: &Notify) -> impl Future<Output = ()> + Send;
}

/// A task of the store's. It runs from when it is woken first, on the runtime of whoever wakes it, and ends when this
/// is dropped. If its runtime ends, the next one who wakes it starts it anew.
pub(super) struct Background<W> {
    pub(super) work: Arc<W>,
    wake: Arc<Notify>,
    task: Mutex<Option<JoinHandle<()>>>,
}

impl<W: Work> Background<W> {
    pub(super) fn new(work: W) -> Self {
        Self { work: Arc::new(work), wake: Arc::default(), task: Mutex::new(None) }
    }

    /// Wakes the task: there is something to do.
    pub(super) fn wake(&self) {
        self.wake.notify_one();
        // Nothing panics while the lock is held.
        let mut task = self.task.lock().unwrap_or_else(PoisonError::into_inner);
        if task.as_ref().is_none_or(JoinHandle::is_finished)
            && let Ok(runtime) = Handle::try_current()
        {
            let (work, wake) = (Arc::clone(&self.work), Arc::clone(&self.wake));
            *task = Some(runtime.spawn(async move { work.run(&wake).await }));
        }
    }
}

impl<W> Drop for Background<W> {
    fn drop(&mut self) {
        let task = self.task.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let Some(task) = task.take() {
            task.abort();
        }
    }
}
