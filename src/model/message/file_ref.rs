//! [`FileRef`]: a message's reference to a stored file.

use serde::{Deserialize, Serialize};

use crate::model::{file_url::FILE_SCHEME, id::FileId};

/// A reference to a stored file in a message's [`Document`](crate::Document).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FileRef {
    /// The id of the file.
    pub id: FileId,
    /// The byte index in the document at which the address begins.
    pub at: usize,
}

impl FileRef {
    /// Creates a reference.
    #[must_use]
    pub const fn new(id: FileId, at: usize) -> Self {
        Self { id, at }
    }

    /// Returns whether a document names the file there: somebody may have changed it by hand.
    pub(crate) fn stands_in(&self, document: &[u8]) -> bool {
        let rest = document.get(self.at..).and_then(|rest| rest.strip_prefix(FILE_SCHEME.as_bytes()));
        rest.and_then(|rest| rest.get(..FileId::CHARS)).is_some_and(|id| id == self.id.to_string().as_bytes())
    }
}
