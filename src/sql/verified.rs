//! [`Verified`]: the result of a verification.

/// The result of a verification of a store.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Verified {
    /// The number of checked sessions.
    pub sessions: u64,
    /// The number of checked messages, with the rows of deleted ones.
    pub messages: u64,
    /// The problems that were found, also the repaired ones.
    pub findings: Vec<Finding>,
}

impl Verified {
    /// Returns whether nothing is wrong, or everything was repaired.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.findings.iter().all(|finding| finding.repaired)
    }
}

/// A problem in a store.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// Its kind.
    pub kind: FindingKind,
    /// The affected file, row or list, for an operator.
    pub subject: String,
    /// A description, for an operator.
    pub detail: String,
    /// Whether it was repaired.
    pub repaired: bool,
}

impl Finding {
    pub(crate) fn new(kind: FindingKind, subject: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { kind, subject: subject.into(), detail: detail.into(), repaired: false }
    }
}

/// The kind of a [`Finding`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FindingKind {
    /// The database's own check found damage: restore a backup.
    File,
    /// A row does not decode, or belongs to no session.
    Row,
    /// A message does not match its checksum. A repair computes a new checksum if the message decodes.
    Checksum,
    /// The offset in a row is greater than its session's.
    Offset,
    /// The bytes of a file are damaged or missing, or a message names a missing file: restore them from a backup.
    Bytes,
    /// The stored length of a list, or the stored number of an account's unread messages, is wrong. A repair counts
    /// again.
    Length,
    /// The search index lacks words of a message or a name, or has words of none. A repair rewrites these rows.
    Index,
}
