//! [`Background`]: a background task of the store.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::{runtime::Handle, sync::Notify, task::JoinHandle};

/// The work of a background task, which never ends by itself.
pub(super) trait Work: Send + Sync + 'static {
    fn run(&self, wake: &Notify) -> impl Future<Output = ()> + Send;
}

/// A background task of the store. The first wake starts it, on the runtime of the caller, and dropping this ends it.
/// If that runtime ends, the next wake starts the task again.
pub(super) struct Background<W> {
    pub(super) work: Arc<W>,
    wake: Arc<Notify>,
    task: Mutex<Option<JoinHandle<()>>>,
}

impl<W: Work> Background<W> {
    pub(super) fn new(work: W) -> Self {
        Self { work: Arc::new(work), wake: Arc::default(), task: Mutex::new(None) }
    }

    /// Wakes the task, because there is work.
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
