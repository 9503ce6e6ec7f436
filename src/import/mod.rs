//! Imports: sessions that were exported here, and chats of the AI SDK. [`Import`] takes the bytes of a file as they come.

mod ai_sdk_4;
mod chats;
mod lines;
mod report;
mod target;

pub use self::report::{ImportReport, ImportedSession, NotTaken};
use self::{chats::Chats, lines::Lines};
use crate::{
    model::{
        error::{Error, Result},
        id::AccountId,
        limits::check_key,
        origin::Imported,
    },
    service::{
        operation::{Actor, Operation},
        transcripts::Transcripts,
    },
};

/// What a file is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum ImportFormat {
    /// `jsonl`: sessions that were exported as [`ExportFormat::Lines`](crate::ExportFormat::Lines), one behind the other.
    #[default]
    Lines,
    /// `chats`: chats of the AI SDK 4, 5, 6 or 7. A chat is an object with `messages` and perhaps `id`, `title` or `name`, and
    /// `createdAt`; or merely the array of its messages. A file has one, or an array of them, or one behind the
    /// other.
    Chats,
}

impl std::str::FromStr for ImportFormat {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        match text {
            "jsonl" => Ok(Self::Lines),
            "chats" => Ok(Self::Chats),
            _ => Err(Error::invalid_argument("format", "must be jsonl or chats")),
        }
    }
}

/// How to import a file.
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
    format: ImportFormat,
    dry_run: bool,
    source: Option<String>,
    author: Option<AccountId>,
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

    /// Names where chats come from: with the id of a chat, or its number in the file if it has none, that makes the id of
    /// the session. So a second import of a source finds what is there. A key of 1 to 255 bytes. Default: `chats`.
    pub fn source(self, source: impl Into<String>) -> Self {
        Self { source: Some(source.into()), ..self }
    }

    /// Sets the account that chats belong to, and that has said what users say in them. Default: who imports.
    pub fn author(self, author: impl Into<Option<AccountId>>) -> Self {
        Self { author: author.into(), ..self }
    }
}

/// An import that takes the bytes of a file as they come.
///
/// Each session exists at once when the file has been read to its end, and not before. An import that breaks off leaves
/// nothing that anybody sees, and the same file again ends the same. A session that an earlier import made is left as it
/// is now.
#[derive(Debug)]
pub struct Import {
    format: Format,
}

#[derive(Debug)]
enum Format {
    Lines(Box<Lines>),
    Chats(Box<Chats>),
}

/// # Importing
impl Transcripts {
    /// Begins to import a file.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] or [`Error::TooLarge`] about the source.
    ///
    /// # Examples
    /// ```
    /// # use storyden_robots::*;
    /// # async fn example(transcripts: Transcripts, admin: AccountId, file: &[u8]) -> Result<()> {
    /// let mut import = transcripts.import(admin, ImportOptions::new(ImportFormat::Lines)).await?;
    /// for piece in file.chunks(64 << 10) {
    ///     import.push(piece).await?;
    /// }
    /// let report = import.finish().await?;
    /// for session in report.sessions {
    ///     println!("{}: {} messages", session.name, session.messages);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn import(&self, actor: impl Into<Actor>, options: ImportOptions) -> Result<Import> {
        let actor = actor.into();
        self.robots.allow(&actor, Operation::ImportSession).await?;
        options.source.as_deref().map_or(Ok(()), check_key)?;
        let by = Imported::new(actor.account(), self.robots.now());
        Ok(Import {
            format: match options.format {
                ImportFormat::Lines => Format::Lines(Box::new(Lines::new(self.clone(), by, options.dry_run))),
                ImportFormat::Chats => Format::Chats(Box::new(Chats::new(self.clone(), by, options))),
            },
        })
    }
}

impl Import {
    /// Takes the next bytes of the file, cut anywhere.
    ///
    /// # Errors
    /// [`Error::TooLarge`] if a line is longer than a message may be, or a file of chats than
    /// [`MAX_CHATS`](Self::MAX_CHATS); [`Error::Conflict`] if another import writes the same session now; those of
    /// the store.
    pub async fn push(&mut self, bytes: &[u8]) -> Result<()> {
        match &mut self.format {
            Format::Lines(lines) => lines.push(bytes).await,
            Format::Chats(chats) => chats.push(bytes),
        }
    }

    /// Ends the file, and reports what was taken and what was not.
    ///
    /// # Errors
    /// Those of [`push`](Self::push); [`Error::InvalidArgument`] if a file of chats is no JSON.
    pub async fn finish(self) -> Result<ImportReport> {
        match self.format {
            Format::Lines(lines) => lines.finish().await,
            Format::Chats(chats) => chats.finish().await,
        }
    }

    /// The most bytes that a file of chats has: it is read as a whole.
    pub const MAX_CHATS: usize = 256 << 20;
}
