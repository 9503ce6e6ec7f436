//! Imports: sessions that this crate exported, and chats of the AI SDK. [`Import`] accepts the bytes of a file as they
//! arrive.

mod ai_sdk_4;
mod chats;
mod lines;
mod options;
mod report;
mod target;

use self::{chats::Chats, lines::Lines};
pub use self::{
    options::{ImportFormat, ImportOptions},
    report::{ImportReport, ImportedSession, NotImported},
};
use crate::{
    model::{error::Result, limits::check_key, origin::Imported},
    service::{
        operation::{Actor, Operation},
        transcripts::Transcripts,
    },
};

/// An import of a file, whose bytes are pushed as they arrive.
///
/// A session becomes visible as a whole: from JSON Lines when its last line is pushed, from a file of chats in
/// [`finish`](Self::finish). After an import that was interrupted, import the same file again: sessions that are
/// complete stay as they are now, and the others are imported.
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
    /// Begins the import of a file.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`](crate::Error::InvalidArgument) or [`Error::TooLarge`](crate::Error::TooLarge) about
    /// the key that is the [source](ImportOptions::source).
    ///
    /// # Examples
    /// ```
    /// # use storyden_robots::*;
    /// # async fn example(transcripts: Transcripts, admin: AccountId, file: &[u8]) -> Result<()> {
    /// let mut import = transcripts.import(admin, ImportOptions::new(ImportFormat::Lines)).await?;
    /// for bytes in file.chunks(64 << 10) {
    ///     import.push(bytes).await?;
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
    /// Imports the next bytes of the file, split anywhere.
    ///
    /// # Errors
    /// [`Error::TooLarge`](crate::Error::TooLarge) about `line` if a line is longer than the [limits](crate::Limits)
    /// allow a message to be, or about `file` if a file of chats is larger than [`MAX_CHATS`](Self::MAX_CHATS);
    /// [`Error::Conflict`](crate::Error::Conflict) if another import writes the same session now; errors of the store.
    pub async fn push(&mut self, bytes: &[u8]) -> Result<()> {
        match &mut self.format {
            Format::Lines(lines) => lines.push(bytes).await,
            Format::Chats(chats) => chats.push(bytes),
        }
    }

    /// Ends the import, and returns what was imported and what was not.
    ///
    /// # Errors
    /// Those of [`push`](Self::push); [`Error::InvalidArgument`](crate::Error::InvalidArgument) about `file` if a file
    /// of chats is not JSON in UTF-8, or a file of lines has no session.
    pub async fn finish(self) -> Result<ImportReport> {
        match self.format {
            Format::Lines(lines) => lines.finish().await,
            Format::Chats(chats) => chats.finish().await,
        }
    }

    /// The maximum size of a file of chats in bytes, 256 MiB: it is held in memory as a whole.
    pub const MAX_CHATS: usize = options::MAX_CHATS;
}
