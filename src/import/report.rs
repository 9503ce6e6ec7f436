//! [`ImportReport`]: what was taken of a file, and what was not.

use std::fmt;

use serde::Serialize;

use crate::model::{error::Result, id::SessionId};

/// The most reasons that a report lists; it counts them all.
pub(super) const LISTED: usize = 1000;

/// The result of an import: what was imported, what was not, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ImportReport {
    /// Whether nothing was written.
    pub dry_run: bool,
    /// The sessions that were made, or would be, and those that were there.
    pub sessions: Vec<ImportedSession>,
    /// What was not imported, the first thousand.
    pub not_taken: Vec<NotTaken>,
    /// How many things were not taken.
    pub not_taken_count: u64,
}

/// A session of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ImportedSession {
    /// Its id.
    pub id: SessionId,
    /// Its name.
    pub name: String,
    /// How many messages were taken of it, with what is left of deleted ones.
    pub messages: u64,
    /// Whether an earlier import had made it, and nothing was written now.
    pub there: bool,
}

/// Something in a file that was not taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct NotTaken {
    /// Where in the file: `line 7`, `chats[2].messages[0]`.
    pub at: String,
    /// Why.
    pub reason: String,
}

impl ImportReport {
    pub(super) fn new(dry_run: bool) -> Self {
        Self { dry_run, ..Self::default() }
    }

    /// Notes what is left out. Returns `Ok`: the import goes on.
    #[expect(clippy::unnecessary_wraps, reason = "it is how whoever leaves something out ends")]
    pub(super) fn leave(&mut self, at: impl Into<String>, reason: impl fmt::Display) -> Result<()> {
        self.note(at, reason);
        Ok(())
    }

    /// Notes what is left out.
    pub(super) fn note(&mut self, at: impl Into<String>, reason: impl fmt::Display) {
        self.not_taken_count += 1;
        if self.not_taken.len() < LISTED {
            self.not_taken.push(NotTaken { at: at.into(), reason: reason.to_string() });
        }
    }
}
