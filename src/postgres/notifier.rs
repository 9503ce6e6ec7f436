//! [`Notifier`]: notifies other processes of the sessions that this one changed, by `NOTIFY`.
//!
//! The server commits transactions with a `NOTIFY` one after the other, and each waits for the disk. So it is not sent
//! with the writes, but a moment later, for all sessions that changed meanwhile, and with asynchronous commit. If one
//! is lost, the listeners' polling finds the change.

use std::{
    collections::HashMap,
    fmt::Write as _,
    sync::Arc,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use tokio::{sync::Notify, time::sleep};

use super::{background::Work, connection::Connections};
use crate::{
    model::{error::Result, id::SessionId, offset::Offset},
    repository::Followers,
    sql::Tables,
};

/// The minimum time between two notifications.
const PAUSE: Duration = Duration::from_millis(2);

/// The pause after a failure.
const AFTER_FAILURE: Duration = Duration::from_secs(1);

/// The maximum number of sessions in one payload. PostgreSQL limits a payload to 7999 bytes.
const SESSIONS: usize = 180;

/// Returns the channel of these tables. Stores whose channels have the same name receive each other's notifications,
/// which is harmless.
pub(super) fn channel(tables: &Tables) -> String {
    let mut channel = tables.schema().map(|schema| format!("{schema}.")).unwrap_or_default();
    channel.push_str(&tables.qualified("changes"));
    // PostgreSQL's longest name. All characters are ASCII.
    channel.truncate(63);
    channel
}

/// Formats a payload. An unknown offset is left out.
fn write_payload(changed: &[(SessionId, Option<Offset>)]) -> String {
    let mut payload = String::with_capacity(changed.len() * 32);
    for (session, offset) in changed {
        let offset = offset.map(|offset| offset.to_string()).unwrap_or_default();
        // Writing to a string does not fail.
        let _ = write!(payload, "{session}:{offset},");
    }
    payload
}

/// Notifies the followers of the sessions in a payload. Ignores text that cannot be parsed: it is not from this crate.
pub(super) fn tell(payload: &str, followers: &Followers) {
    for (session, offset) in payload.split(',').filter_map(|change| change.split_once(':')) {
        let Ok(session) = session.parse() else { continue };
        match offset.parse() {
            Ok(offset) => followers.notify_at(session, Offset::new(offset)),
            Err(_) => followers.notify(session),
        }
    }
}

pub(super) struct Notifier {
    connections: Arc<Connections>,
    channel: String,
    /// The sessions of the next notification, with the latest offset of each if it is known.
    changed: Mutex<HashMap<SessionId, Option<Offset>>>,
}

impl Notifier {
    pub(super) fn new(connections: Arc<Connections>, tables: &Tables) -> Self {
        Self { connections, channel: channel(tables), changed: Mutex::default() }
    }

    fn changed(&self) -> MutexGuard<'_, HashMap<SessionId, Option<Offset>>> {
        self.changed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a session to the next notification.
    pub(super) fn add(&self, session: SessionId, offset: Option<Offset>) {
        self.changed()
            .entry(session)
            // What is not known is later than all.
            .and_modify(|known| *known = known.zip(offset).map(|(known, offset)| known.max(offset)))
            .or_insert(offset);
    }

    async fn send(&self, changed: &[(SessionId, Option<Offset>)]) -> Result<()> {
        let mut commands = String::from("SET LOCAL synchronous_commit = off");
        for changed in changed.chunks(SESSIONS) {
            // Neither has a character that would end the literal.
            let (channel, payload) = (&self.channel, write_payload(changed));
            let _ = write!(commands, "; SELECT pg_notify('{channel}', '{payload}')");
        }
        let deadline = Instant::now() + self.connections.deadline;
        let mut connection = self.connections.acquire(deadline).await?;
        self.connections.in_time(deadline, connection.execute(&commands)).await??;
        connection.give_back();
        Ok(())
    }
}

impl Work for Notifier {
    async fn run(&self, wake: &Notify) {
        loop {
            let changed: Vec<_> = self.changed().drain().collect();
            if changed.is_empty() {
                wake.notified().await;
                continue;
            }
            if let Err(error) = self.send(&changed).await {
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    "other processes were not told of changes"
                );
                for (session, offset) in changed {
                    self.add(session, offset);
                }
                sleep(AFTER_FAILURE).await;
            }
            sleep(PAUSE).await;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_channel_is_a_name_of_postgresqls() {
        assert_eq!(channel(&Tables::default()), "robots_changes");
        let long = "a".repeat(32);
        let tables = Tables::with_prefix(long.clone()).and_then(|tables| tables.in_schema(long)).unwrap();
        assert_eq!(channel(&tables).len(), 63);
    }

    #[test]
    fn a_payload_tells_what_was_written_and_is_short_enough() {
        let session = SessionId::from_bytes([255; 12]);
        let longest = vec![(session, Some(Offset::new(u64::MAX))); SESSIONS];
        assert!(write_payload(&longest).len() < 8000);
        let followers = Arc::new(Followers::default());
        let follower = followers.follow(session, Offset::new(3));
        let context = std::task::Context::from_waker(std::task::Waker::noop());
        let is_told = |payload: &str| {
            tell(payload, &followers);
            follower.poll_told(&context).is_ready()
        };
        assert!(!is_told(&write_payload(&[(session, Some(Offset::new(3)))])));
        assert!(!is_told("a host's own, or:nonsense"));
        assert!(is_told(&write_payload(&[(SessionId::from_bytes([0; 12]), None), (session, None)])));
    }
}
