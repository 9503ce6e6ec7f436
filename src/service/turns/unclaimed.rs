//! [`Unclaimed`]: says in the log that nobody works off a turn, in a process that has no worker.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
    time::Duration,
};

use crate::model::{
    id::{SessionId, TurnId},
    time::Timestamp,
};

/// How long a turn waits to be claimed until the log says so.
pub(super) const WARN_AFTER: Duration = Duration::from_secs(10);

/// How many sessions are remembered.
const REMEMBERED: usize = 1024;

/// The turns that were seen at the heads of their queues.
#[derive(Debug, Default)]
pub(super) struct Unclaimed(Mutex<HashMap<SessionId, Seen>>);

#[derive(Debug)]
struct Seen {
    turn: TurnId,
    since: Timestamp,
    warned: bool,
}

impl Unclaimed {
    /// Notes that a turn waits, and nothing before it. Returns whether it has been seen so for too long, and this was
    /// not said yet.
    pub(super) fn is_overdue(&self, session: SessionId, turn: TurnId, now: Timestamp) -> bool {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= REMEMBERED && !known.contains_key(&session) {
            known.clear();
        }
        let seen = known.entry(session).or_insert(Seen { turn, since: now, warned: false });
        if seen.turn != turn {
            *seen = Seen { turn, since: now, warned: false };
        }
        let waited = now.as_micros() - seen.since.as_micros();
        let overdue = i128::from(waited) >= i128::try_from(WARN_AFTER.as_micros()).unwrap_or(i128::MAX);
        overdue && !std::mem::replace(&mut seen.warned, overdue)
    }

    pub(super) fn forget(&self, session: SessionId, turn: TurnId) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.get(&session).is_some_and(|seen| seen.turn == turn) {
            known.remove(&session);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turn_that_waits_for_ten_seconds_is_said_once() {
        let (unclaimed, session) = (Unclaimed::default(), SessionId::from_bytes([1; 12]));
        let (first, second) = (TurnId::from_bytes([1; 12]), TurnId::from_bytes([2; 12]));
        let at = |seconds: i64| Timestamp::from_micros(seconds * 1_000_000).unwrap();
        let look = |turn, seconds| unclaimed.is_overdue(session, turn, at(seconds));
        assert!(!look(first, 100), "it came a moment ago, or a worker is about to claim it");
        assert!(!look(first, 109));
        assert!(look(first, 110));
        assert!(!look(first, 200), "it was said");
        assert!(!look(second, 201), "another one");
        unclaimed.forget(session, first);
        assert!(look(second, 211));
        unclaimed.forget(session, second);
        assert!(!look(second, 300), "it had been claimed");
    }
}
