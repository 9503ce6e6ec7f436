//! [`Notifications`]: how processes learn what others write, as options.

use std::time::Duration;

/// How processes over one database learn of each other's changes, so that those who follow a session are told: see
/// [`PostgresOptions::notifications`](super::PostgresOptions::notifications).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Notifications {
    /// By `LISTEN`, on a connection of its own that exists while somebody follows. A change is heard within some
    /// milliseconds.
    Listen,
    /// By asking the database at this interval, which is clamped to 10 ms to an hour, while somebody follows: one
    /// statement each time, however many sessions are followed.
    Poll(Duration),
    /// Not at all: this process neither hears of others nor tells them.
    Off,
}

/// How often to ask unless the host says. Behind a pooler, a question is a transaction.
const INTERVAL: Duration = Duration::from_millis(250);

impl Notifications {
    /// What works with this kind of connection.
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
