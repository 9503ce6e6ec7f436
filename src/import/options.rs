//! [`ImportOptions`]: how a file is imported.

use std::str::FromStr;

use crate::model::{
    error::{Error, Result},
    id::AccountId,
};

/// The most bytes that a file of chats has.
pub(super) const MAX_CHATS: usize = 256 << 20;

/// The format of a file to import.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum ImportFormat {
    /// `jsonl`: sessions that were exported as [`ExportFormat::Lines`](crate::ExportFormat::Lines), one behind the
    /// other.
    #[default]
    Lines,
    /// `chats`: chats of the AI SDK 4, 5, 6 or 7. A chat is an object with `messages` and perhaps `id`, `title` or
    /// `name`, and `createdAt`; or merely the array of its messages. A file has one, or an array of them, or one behind
    /// the other.
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
    /// Imports a file of this format.
    pub fn new(format: ImportFormat) -> Self {
        Self { format, ..Self::default() }
    }

    /// Sets whether to write nothing, and only report what would be taken.
    pub fn dry_run(self, dry_run: bool) -> Self {
        Self { dry_run, ..self }
    }

    /// Names where chats come from: with the id of a chat, or its number in the file if it has none, that makes the id
    /// of the session. So a second import of a source finds what is there. A key of 1 to 255 bytes. Default: `chats`.
    pub fn source(self, source: impl Into<String>) -> Self {
        Self { source: Some(source.into()), ..self }
    }

    /// Sets the account that chats belong to, and that has said what users say in them. Default: who imports.
    pub fn author(self, author: impl Into<Option<AccountId>>) -> Self {
        Self { author: author.into(), ..self }
    }
}
