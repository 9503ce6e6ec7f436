//! [`Erasure`]: what a sweep erases; and [`Receipt`], what was erased.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::{
    id::{AccountId, FileId, SessionId},
    time::Timestamp,
};

/// The selection of what a sweep erases. It includes deleted and archived sessions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Erasure {
    /// Sessions that were started before a time.
    CreatedBefore(Timestamp),
    /// Sessions whose last message or change, `updatedAt`, is before a time. Deleting a session changes it.
    InactiveSince(Timestamp),
    /// Everything of an account: the sessions that it started, whoever wrote in them; and in other sessions its
    /// messages, the drafts that it writes, its decisions with their reasons, and its read marks. Of such a message a
    /// tombstone stays (its id and sequence), as after any deletion, and followers get an event.
    ///
    /// The account's id stays as the author of turns, robots, toolsets, workspaces and instances: it is shown as a
    /// [tombstone profile](crate::Profile::tombstone) once the host does not know it any more.
    Account(AccountId),
}

impl Erasure {
    /// Returns whether a session with these fields is erased as a whole.
    #[must_use]
    pub fn selects(self, created_at: Timestamp, updated_at: Timestamp, created_by: AccountId) -> bool {
        match self {
            Self::CreatedBefore(time) => created_at < time,
            Self::InactiveSince(time) => updated_at < time,
            Self::Account(account) => created_by == account,
        }
    }
}

/// One bounded step of a sweep. To sweep all sessions, repeat it with [`after`](Self::after) set to the receipt's
/// [`next`](Receipt::next) until that is `None`. After a crash, continue from the last receipt, or from the start:
/// erased sessions are not visited again.
///
/// # Examples
/// ```
/// use storyden_robots::{Erasure, Sweep, Timestamp};
///
/// let year: Timestamp = "2026-01-01T00:00:00Z".parse()?;
/// let sweep = Sweep::new(Erasure::InactiveSince(year)).dry_run(true);
/// assert_eq!(sweep.limit, Sweep::LIMIT);
/// # Ok::<(), storyden_robots::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sweep {
    /// The data that is erased.
    pub erasure: Erasure,
    /// Only sessions with a greater id: a sweep visits sessions in the order of their ids.
    pub after: Option<SessionId>,
    /// The maximum number of sessions to visit, whether they are erased or not: 1 to [`MAX_LIMIT`](Self::MAX_LIMIT).
    pub limit: u32,
    /// Whether nothing is erased, and the receipt counts what would be.
    pub dry_run: bool,
}

impl Sweep {
    /// The default of [`limit`](Self::limit).
    pub const LIMIT: u32 = 100;
    /// The maximum of [`limit`](Self::limit).
    pub const MAX_LIMIT: u32 = 1000;

    /// Creates the first step of a sweep.
    #[must_use]
    pub fn new(erasure: Erasure) -> Self {
        Self { erasure, after: None, limit: Self::LIMIT, dry_run: false }
    }

    /// Sets the session after which to continue.
    #[must_use]
    pub fn after(self, after: impl Into<Option<SessionId>>) -> Self {
        Self { after: after.into(), ..self }
    }

    /// Sets the maximum number of sessions to visit, clamped to 1 to [`MAX_LIMIT`](Self::MAX_LIMIT).
    #[must_use]
    pub fn limit(self, limit: u32) -> Self {
        Self { limit: limit.clamp(1, Self::MAX_LIMIT), ..self }
    }

    /// Sets whether to erase nothing, and only count.
    #[must_use]
    pub fn dry_run(self, dry_run: bool) -> Self {
        Self { dry_run, ..self }
    }
}

/// The result of an erasure: the number of erased rows, by table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Receipt {
    /// The number of sessions that were erased as a whole.
    pub sessions: u64,
    /// The number of sessions that stay because they are held.
    pub held: u64,
    /// The number of erased rows by table: `sessions`, `messages`, `draft_pieces` … A tombstone counts as a message.
    /// `files` are the stored files that no other message has.
    pub rows: BTreeMap<String, u64>,
    /// The files of erased messages that stay because messages of other sessions refer to them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kept_files: Vec<KeptFile>,
    /// The value of [`Sweep::after`] for the next step. `None` at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<SessionId>,
    /// Whether the erased text is gone from the store's write-ahead log too. `false`: a reader was active, and the
    /// store tries again until it succeeds. `None`: the store does not know; see its docs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log_is_clean: Option<bool>,
}

/// A stored file that stays after a message that referred to it was erased.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct KeptFile {
    /// The id of the file.
    pub file: FileId,
    /// Other sessions with messages that refer to it, such as forks: at most 100.
    pub sessions: Vec<SessionId>,
}

impl KeptFile {
    /// Creates an entry for a file and the sessions that refer to it.
    #[must_use]
    pub const fn new(file: FileId, sessions: Vec<SessionId>) -> Self {
        Self { file, sessions }
    }
}

impl Receipt {
    /// Adds another receipt to the total. [`next`](Self::next) stays.
    pub fn add(&mut self, other: Self) {
        self.sessions += other.sessions;
        self.held += other.held;
        for (name, rows) in other.rows {
            self.count(&name, rows);
        }
        self.kept_files.extend(other.kept_files);
        self.log_is_clean = other.log_is_clean.or(self.log_is_clean);
    }

    /// Counts rows.
    pub(crate) fn count(&mut self, name: &str, rows: u64) {
        if rows > 0 {
            *self.rows.entry(name.to_owned()).or_default() += rows;
        }
    }

    /// The receipt for a session that is held.
    pub(crate) fn of_held() -> Self {
        Self { held: 1, ..Self::default() }
    }
}
