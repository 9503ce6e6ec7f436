//! [`FileRef`]: where a message names a file.

use serde::{Deserialize, Serialize};

use crate::model::{file_url::FILE_SCHEME, id::FileId};

/// A place in a message's [`Document`](crate::Document) where the address of a stored file stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct FileRef {
    /// Which file.
    pub id: FileId,
    /// At which byte of the document the address begins.
    pub at: usize,
}

impl FileRef {
    /// Describes a place.
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
