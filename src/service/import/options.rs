//! [`ImportOptions`]: how a file is imported.

use std::str::FromStr;

use crate::model::{
    error::{Error, Result},
    id::AccountId,
};

/// The maximum size of a file of chats in bytes.
pub(super) const MAX_CHATS: usize = 256 << 20;

/// The format of a file to import.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum ImportFormat {
    /// `jsonl`: sessions that were exported as [`ExportFormat::Lines`](crate::ExportFormat::Lines), one after the
    /// other.
    #[default]
    Lines,
    /// `chats`: chats of the AI SDK 4, 5, 6 or 7. A chat is an object with `messages` and optionally `id`, `title` or
    /// `name`, and `createdAt`; or the array of its messages alone. A file has one chat, an array of chats, or several,
    /// one after the other.
    Chats,
}

impl FromStr for ImportFormat {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        match text {
            "jsonl" => Ok(Self::Lines),
            "chats" => Ok(Self::Chats),
            _ => Err(Error::invalid_argument("format", "must be jsonl or chats")),
        }
    }
}

/// Options of an import.
///
/// # Examples
/// ```
/// use storyden_robots::{ImportFormat, ImportOptions};
///
/// let options = ImportOptions::new(ImportFormat::Chats).source("old-forum").dry_run(true);
/// # let _ = options;
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use]
pub struct ImportOptions {
    pub(super) format: ImportFormat,
    pub(super) dry_run: bool,
    pub(super) source: Option<String>,
    pub(super) author: Option<AccountId>,
}

impl ImportOptions {
    /// Creates the default options for a file of this format.
    pub fn new(format: ImportFormat) -> Self {
        Self { format, ..Self::default() }
    }

    /// Sets whether to write nothing, and only report what would be imported.
    pub fn dry_run(self, dry_run: bool) -> Self {
        Self { dry_run, ..self }
    }

    /// Sets the key of the source that chats come from (default `chats`): 1 to 255 bytes, no control characters. The id
    /// of a session is derived from it and the id of the chat (or its index in the file, if it has none), so that a
    /// second import of the source recognises the session.
    pub fn source(self, source: impl Into<String>) -> Self {
        Self { source: Some(source.into()), ..self }
    }

    /// Sets the account that starts the sessions of chats and is the author of their `user` messages (default: the
    /// account that imports).
    pub fn author(self, author: impl Into<Option<AccountId>>) -> Self {
        Self { author: author.into(), ..self }
    }
}
