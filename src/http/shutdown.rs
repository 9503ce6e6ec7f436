//! [`Shutdown`]: the signal that ends all streams of events.

use std::{
    fmt,
    future::{Future, poll_fn},
    pin::pin,
    sync::Arc,
    task::Poll,
};

use tokio::sync::watch;

/// The signal that ends all streams of events. These have no end of their own, so a server that stops gracefully would
/// wait for their clients. Clones share the signal.
///
/// # Examples
/// ```no_run
/// use axum::Router;
/// use storyden_robots::http::{Settings, Shutdown};
/// use tokio::{net::TcpListener, signal};
///
/// # async fn example(app: impl Fn(Settings) -> Router) -> std::io::Result<()> {
/// let shutdown = Shutdown::default();
/// let app = app(Settings::default().shutdown(shutdown.clone()));
/// let listener = TcpListener::bind("127.0.0.1:8080").await?;
/// let stopped = shutdown.begin_after(signal::ctrl_c());
/// axum::serve(listener, app).with_graceful_shutdown(stopped).await
/// # }
/// ```
#[derive(Clone)]
pub struct Shutdown(Arc<watch::Sender<bool>>);

impl Shutdown {
    /// Ends all streams of events that use this signal, and those that begin later. Further calls do nothing.
    ///
    /// Other requests, and messages that are being written, run to their end.
    pub fn begin(&self) {
        self.0.send_replace(true);
    }

    /// Waits for `cause`, for example the end of the process, and then [begins](Self::begin) the shutdown. Returns
    /// early if another call begins it.
    pub fn begin_after<C>(&self, cause: C) -> impl Future<Output = ()> + Send + 'static
    where
        C: Future + Send + 'static,
    {
        let (shutdown, begun) = (self.clone(), self.begun());
        async move {
            let (mut cause, mut begun) = (pin!(cause), pin!(begun));
            poll_fn(|cx| {
                if cause.as_mut().poll(cx).is_ready() || begun.as_mut().poll(cx).is_ready() {
                    Poll::Ready(())
                } else {
                    Poll::Pending
                }
            })
            .await;
            shutdown.begin();
        }
    }

    /// Returns whether [`begin`](Self::begin) was called.
    #[must_use]
    pub fn has_begun(&self) -> bool {
        *self.0.borrow()
    }

    /// Waits until the shutdown has begun, for a `TurnWorker` and anything else that must end then.
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

/// Two signals are equal if they are clones of the same one.
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

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};

    use super::*;

    #[tokio::test]
    async fn a_shutdown_begins_after_its_cause_or_when_somebody_begins_it() {
        let shutdown = Shutdown::default();
        shutdown.begin_after(ready(())).await;
        assert!(shutdown.has_begun());
        shutdown.begun().await;

        let shutdown = Shutdown::default();
        let waiting = tokio::spawn(shutdown.begin_after(pending::<()>()));
        shutdown.begin();
        waiting.await.unwrap();
    }
}
