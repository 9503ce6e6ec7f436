//! [`Verified`]: what a check of a store found.

/// The result of a verification of a store.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Verified {
    /// How many sessions were checked.
    pub sessions: u64,
    /// How many messages were checked, with what is left of deleted ones.
    pub messages: u64,
    /// What is wrong.
    pub findings: Vec<Finding>,
}

impl Verified {
    /// Returns whether all is well, or was repaired.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.findings.iter().all(|finding| finding.repaired)
    }
}

/// Something that is wrong in a store.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// What kind of thing is wrong.
    pub kind: FindingKind,
    /// Where: the file, a row, or a list.
    pub subject: String,
    /// What is wrong, for an operator.
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
    /// The database's own check found it: restore a backup.
    File,
    /// A row does not decode, or belongs to no session.
    Row,
    /// A message is not what its checksum says. A repair sums it anew, if it decodes.
    Checksum,
    /// A row has an offset that its session has not reached.
    Offset,
    /// The bytes of a file are damaged or missing, or a message names a file that is: restore them from a backup.
    Bytes,
    /// The kept length of a list is not the number of its rows, or that of an account's unread messages. A repair
    /// counts anew.
    Length,
    /// The search index lacks words of a message or a name, or has words that belong to none. A repair rebuilds
    /// them.
    Index,
}
