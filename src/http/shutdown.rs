//! [`Shutdown`]: the signal that ends all streams of events.

use std::{fmt, sync::Arc};

use tokio::sync::watch;

/// The signal that ends all streams of events: they have no end of their own, so a server that stops gracefully
/// would wait for their readers. Clones are the same signal.
///
/// # Examples
/// ```
/// use storyden_robots::http::{Settings, Shutdown};
///
/// let shutdown = Shutdown::default();
/// let settings = Settings::default().shutdown(shutdown.clone());
/// // In `with_graceful_shutdown`, after the process was asked to stop:
/// shutdown.begin();
/// assert!(settings.shutdown.has_begun());
/// ```
#[derive(Clone)]
pub struct Shutdown(Arc<watch::Sender<bool>>);

impl Shutdown {
    /// Ends all streams of events that use this signal, and those that begin later. A second call does nothing.
    ///
    /// Requests that are being answered, and messages that are being written, run to their end.
    pub fn begin(&self) {
        self.0.send_replace(true);
    }

    /// Reports whether [`begin`](Self::begin) was called.
    #[must_use]
    pub fn has_begun(&self) -> bool {
        *self.0.borrow()
    }

    /// Waits for the signal: what a worker or a server that stops gracefully can wait for too.
    pub fn begun(&self) -> impl Future<Output = ()> + Send + 'static {
        let mut signal = self.0.subscribe();
        async move {
            if signal.wait_for(|begun| *begun).await.is_err() {
                // Nobody is left who could give the signal.
                std::future::pending::<()>().await;
            }
        }
    }
}

impl Default for Shutdown {
    fn default() -> Self {
        Self(Arc::new(watch::Sender::new(false)))
    }
}

/// Two signals are equal if they are the same one.
impl PartialEq for Shutdown {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Shutdown {}

impl fmt::Debug for Shutdown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shutdown").field("begun", &self.has_begun()).finish()
    }
}
