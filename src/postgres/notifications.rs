//! [`Notifications`]: how processes are notified of each other's writes.

use std::time::Duration;

/// How processes over one database are notified of each other's changes, so that followers of a session see them: see
/// [`PostgresOptions::notifications`](super::PostgresOptions::notifications).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Notifications {
    /// By `LISTEN`, on an additional connection while a session is followed. A change arrives within some milliseconds.
    Listen,
    /// By polling at this interval, clamped to 10 ms to an hour, while a session is followed: one statement each time,
    /// however many sessions are followed.
    Poll(Duration),
    /// Not at all: this process neither receives notifications nor sends them.
    Off,
}

/// The default interval of polling. Behind a pooler, each poll is a transaction.
const INTERVAL: Duration = Duration::from_millis(250);

impl Notifications {
    /// Returns the default for a connection that can listen or cannot.
    pub(super) const fn default_for(can_listen: bool) -> Self {
        if can_listen { Self::Listen } else { Self::Poll(INTERVAL) }
    }

    pub(super) fn limited(self) -> Self {
        match self {
            Self::Poll(interval) => {
                Self::Poll(interval.clamp(Duration::from_millis(10), Duration::from_secs(3600)))
            }
            other => other,
        }
    }
}
