//! [`ImportReport`]: what was imported from a file, and what was not.

use std::fmt;

use serde::Serialize;

use crate::model::{error::Result, id::SessionId};

/// The maximum number of reasons that a report lists; it counts all of them.
const LISTED: usize = 1000;

/// The result of an import: what was imported, what was not, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ImportReport {
    /// Whether nothing was written.
    pub dry_run: bool,
    /// The sessions that were created (in a dry run, that would be), and those that an earlier import had created.
    pub sessions: Vec<ImportedSession>,
    /// The first 1000 items that were not imported.
    pub not_imported: Vec<NotImported>,
    /// The number of all items that were not imported.
    pub not_imported_count: u64,
}

/// A session in an imported file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ImportedSession {
    /// Its id.
    pub id: SessionId,
    /// Its name.
    pub name: String,
    /// The number of its messages, including tombstones of deleted ones.
    pub messages: u64,
    /// Whether an earlier import had created it, so that nothing was written now.
    pub existed: bool,
}

/// An item of a file that was not imported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct NotImported {
    /// Its place in the file, such as `line 7` or `chats[2].messages[0]`.
    pub at: String,
    /// Why it was not imported.
    pub reason: String,
}

impl ImportReport {
    pub(super) fn new(dry_run: bool) -> Self {
        Self { dry_run, ..Self::default() }
    }

    /// Notes what is left out. Returns `Ok`: the import goes on.
    #[expect(clippy::unnecessary_wraps, reason = "callers return it as their result")]
    pub(super) fn leave(&mut self, at: impl Into<String>, reason: impl fmt::Display) -> Result<()> {
        self.note(at, reason);
        Ok(())
    }

    /// Notes what is left out.
    pub(super) fn note(&mut self, at: impl Into<String>, reason: impl fmt::Display) {
        NotImported { at: at.into(), reason: reason.to_string() }
            .list(&mut self.not_imported, &mut self.not_imported_count);
    }
}

impl NotImported {
    /// Counts it, and adds it to the list if that is not full.
    pub(crate) fn list(self, listed: &mut Vec<Self>, count: &mut u64) {
        *count += 1;
        if listed.len() < LISTED {
            listed.push(self);
        }
    }
}
