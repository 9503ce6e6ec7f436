//! Imports: sessions that were exported here, and chats of the AI SDK. [`Import`] takes the bytes of a file as they
//! come.

mod ai_sdk_4;
mod chats;
mod lines;
mod options;
mod report;
#[cfg(any(feature = "sqlite", feature = "postgres"))]
mod storyden;
mod target;

#[cfg(any(feature = "sqlite", feature = "postgres"))]
pub use self::storyden::{StorydenCheck, StorydenProgress, StorydenReport, StorydenSource};
use self::{chats::Chats, lines::Lines};
pub use self::{
    options::{ImportFormat, ImportOptions},
    report::{ImportReport, ImportedSession, NotTaken},
};
use crate::{
    model::{error::Result, limits::check_key, origin::Imported},
    service::{
        operation::{Actor, Operation},
        transcripts::Transcripts,
    },
};

/// An import that takes the bytes of a file as they come.
///
/// A session appears as a whole, and not before: from JSON Lines when its last line has been read, from a file of chats
/// when that has been read to its end. An import that breaks off leaves no part of a session that anybody sees, and the
/// same file again ends the same. A session that an earlier import made is left as it
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
    /// [`Error::InvalidArgument`](crate::Error::InvalidArgument) or [`Error::TooLarge`](crate::Error::TooLarge) about the source.
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
    /// [`Error::TooLarge`](crate::Error::TooLarge) if a line is longer than a message may be, or a file of chats than
    /// [`MAX_CHATS`](Self::MAX_CHATS); [`Error::Conflict`](crate::Error::Conflict) if another import writes the same session now; those of
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
    /// Those of [`push`](Self::push); [`Error::InvalidArgument`](crate::Error::InvalidArgument) if a file of chats is
    /// no JSON.
    pub async fn finish(self) -> Result<ImportReport> {
        match self.format {
            Format::Lines(lines) => lines.finish().await,
            Format::Chats(chats) => chats.finish().await,
        }
    }

    /// The most bytes that a file of chats has: it is read as a whole.
    pub const MAX_CHATS: usize = options::MAX_CHATS;
}
