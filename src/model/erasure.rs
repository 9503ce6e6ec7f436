//! [`Erasure`]: what is erased for good; and [`Receipt`], which says what went.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::{
    id::{AccountId, FileId, SessionId},
    time::Timestamp,
};

/// Which sessions a sweep erases, deleted and archived ones included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Erasure {
    /// Sessions that were started before a time.
    CreatedBefore(Timestamp),
    /// Sessions that nobody wrote to since a time: their `updatedAt` is before it. Deleting a session is writing to it.
    InactiveSince(Timestamp),
    /// All of an account: the sessions that it started, whoever wrote in them; and in sessions of others its messages,
    /// the drafts that it writes, its decisions with their reasons, and how far it has read. Where a message stood
    /// there is a tombstone, as after any deletion, and followers are told.
    ///
    /// The account's id stays where it says who started a turn or made a robot, a workspace or an instance: it is shown
    /// as a [tombstone profile](crate::Profile::tombstone) once the host does not know it any more.
    Account(AccountId),
}

impl Erasure {
    /// Whether a session with these fields is erased as a whole.
    #[must_use]
    pub fn takes(self, created_at: Timestamp, updated_at: Timestamp, created_by: AccountId) -> bool {
        match self {
            Self::CreatedBefore(time) => created_at < time,
            Self::InactiveSince(time) => updated_at < time,
            Self::Account(account) => created_by == account,
        }
    }
}

/// One bounded step of a sweep. To sweep all sessions, ask again with [`after`](Self::after) set to the receipt's
/// [`next`](Receipt::next) until there is none. A sweep that was killed goes on from its last receipt, or from the
/// start: what is gone is not met again.
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
    /// What is erased.
    pub erasure: Erasure,
    /// Only sessions whose id is greater.
    pub after: Option<SessionId>,
    /// How many sessions are looked at, 1 to [`MAX_LIMIT`](Self::MAX_LIMIT).
    pub limit: u32,
    /// Whether nothing is erased, and the receipt says what would go.
    pub dry_run: bool,
}

impl Sweep {
    /// How many sessions are looked at by default.
    pub const LIMIT: u32 = 100;
    /// How many sessions can be looked at in one step.
    pub const MAX_LIMIT: u32 = 1000;

    /// Begins a sweep.
    #[must_use]
    pub fn new(erasure: Erasure) -> Self {
        Self { erasure, after: None, limit: Self::LIMIT, dry_run: false }
    }

    /// Sets where to go on.
    #[must_use]
    pub fn after(self, after: impl Into<Option<SessionId>>) -> Self {
        Self { after: after.into(), ..self }
    }

    /// Sets how many sessions are looked at; it is clamped to 1 to [`MAX_LIMIT`](Self::MAX_LIMIT).
    #[must_use]
    pub fn limit(self, limit: u32) -> Self {
        Self { limit: limit.clamp(1, Self::MAX_LIMIT), ..self }
    }

    /// Sets whether nothing is erased.
    #[must_use]
    pub fn dry_run(self, dry_run: bool) -> Self {
        Self { dry_run, ..self }
    }
}

/// The result of an erasure: the number of erased rows, by table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Receipt {
    /// How many sessions went as a whole.
    pub sessions: u64,
    /// How many sessions stay because they are held.
    pub held: u64,
    /// How many rows went, by what they are: `sessions`, `messages`, `draft_pieces` … A tombstone is a message. `files`
    /// are the stored files that only they had.
    pub rows: BTreeMap<String, u64>,
    /// Files of erased messages that stay because messages of other sessions have them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kept_files: Vec<KeptFile>,
    /// Where the sweep continues, if it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<SessionId>,
    /// Whether the erased text is gone from the store's write-ahead log too. `false`: a reader was active, and the
    /// store tries again until it succeeds. `None`: the store does not know; see its docs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log_is_clean: Option<bool>,
}

/// A stored file that stays when a message that had it was erased.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct KeptFile {
    /// Which file.
    pub file: FileId,
    /// The other sessions with messages that have it, such as forks: at most 100 of them.
    pub sessions: Vec<SessionId>,
}

impl KeptFile {
    /// Describes a file that others have.
    #[must_use]
    pub const fn new(file: FileId, sessions: Vec<SessionId>) -> Self {
        Self { file, sessions }
    }
}

impl Receipt {
    /// Adds what went in another erasure.
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
