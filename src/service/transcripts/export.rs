//! [`Export`]: an export of a session, in pieces.

use std::str::FromStr;

use super::{
    lines, markdown,
    transcripts::{PART, Transcripts},
};
use crate::{
    model::{
        error::{Error, Result},
        id::{AccountId, SessionId},
        json_writer::write_serde,
        message::Message,
        offset::Offset,
    },
    repository::{TranscriptCursor, TranscriptEntry, TranscriptHead, TranscriptPart},
    service::operation::{Actor, Operation},
};

/// The format of an export.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum ExportFormat {
    /// `jsonl`: JSON Lines, exactly what is stored, to be imported again. The first line is the session, then follow
    /// its messages and the tombstones of deleted ones, and the last line marks the end. A message that changed during
    /// the export has a second line, which replaces the first.
    #[default]
    Lines,
    /// `messages`: a JSON array of UI messages of the AI SDK, without deleted ones.
    Messages,
    /// `markdown`: Markdown, for people to read.
    Markdown,
}

impl ExportFormat {
    /// The media types of all formats, in the order of their declaration.
    pub const MEDIA_TYPES: [&str; 3] =
        [Self::Lines.media_type(), Self::Messages.media_type(), Self::Markdown.media_type()];

    /// Returns the media type of the format.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Lines => "application/jsonl",
            Self::Messages => "application/json",
            Self::Markdown => "text/markdown; charset=utf-8",
        }
    }
}

impl FromStr for ExportFormat {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        match text {
            "jsonl" => Ok(Self::Lines),
            "messages" => Ok(Self::Messages),
            "markdown" => Ok(Self::Markdown),
            _ => Err(Error::invalid_argument("format", "must be jsonl, messages or markdown")),
        }
    }
}

/// How many bytes make a piece: no message begins behind so many.
const PIECE: usize = 1 << 20;

/// An export of a session, in pieces of at most about 1 MiB, or of one longer message. Its memory does not grow with
/// the session.
#[derive(Debug)]
pub struct Export {
    transcripts: Transcripts,
    session: SessionId,
    format: ExportFormat,
    /// The rest of the part that is being written. The first was read when the export began.
    part: Option<TranscriptPart>,
    cursor: Option<TranscriptCursor>,
    /// The head as it was written.
    head: Option<TranscriptHead>,
    /// The last sequence that was written.
    written: Offset,
    count: u64,
}

/// # Exporting
impl Transcripts {
    /// Begins the export of a session.
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such session.
    ///
    /// # Examples
    /// ```
    /// # use storyden_robots::*;
    /// # async fn example(transcripts: Transcripts, ann: AccountId, session: SessionId) -> Result<String> {
    /// let mut export = transcripts.export(ann, session, ExportFormat::Markdown).await?;
    /// let mut text = Vec::new();
    /// while let Some(piece) = export.next().await? {
    ///     text.extend(piece);
    /// }
    /// # Ok(String::from_utf8_lossy(&text).into_owned())
    /// # }
    /// ```
    pub async fn export(
        &self,
        actor: impl Into<Actor>,
        session: SessionId,
        format: ExportFormat,
    ) -> Result<Export> {
        self.robots.allow(&actor.into(), Operation::ExportSession).await?;
        let part = self.store.read_transcript(session, TranscriptCursor::default(), None, PART).await?;
        let mut export = Export {
            transcripts: self.clone(),
            session,
            format,
            part: None,
            cursor: None,
            head: None,
            written: Offset::default(),
            count: 0,
        };
        export.begin(part);
        Ok(export)
    }
}

impl Export {
    /// Returns the bytes of the next piece, or `None` after the last.
    ///
    /// # Errors
    /// Errors of the store; [`Error::NotFound`] if the session was deleted meanwhile. The export is incomplete then.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>> {
        if let (None, Some(cursor)) = (&self.part, self.cursor) {
            let part = self.transcripts.store.read_transcript(self.session, cursor, None, PART).await?;
            self.begin(part);
        }
        let Some(mut part) = self.part.take() else { return Ok(None) };
        let mut out = Vec::new();
        self.write_head(&mut out, &part.head)?;
        let mut entries = std::mem::take(&mut part.entries).into_iter();
        // One message with its files may be as long as a piece, so they are put back into one after the other.
        for entry in entries.by_ref() {
            self.write_entry(&mut out, entry).await?;
            if out.len() > PIECE {
                break;
            }
        }
        part.entries = entries.collect();
        if part.entries.is_empty() {
            self.write_end(&mut out, &part)?;
        } else {
            self.part = Some(part);
        }
        Ok(Some(out))
    }

    /// Makes a part ready to be written.
    fn begin(&mut self, mut part: TranscriptPart) {
        if self.format != ExportFormat::Lines {
            // Messages that changed since come again, and a reader wants each once.
            let after = self.written;
            part.entries.retain(|entry| Offset::from(entry.sequence) > after);
            let last = part.entries.iter().map(|entry| Offset::from(entry.sequence)).max();
            self.written = after.max(last.unwrap_or_default());
        }
        self.cursor = part.next;
        self.part = Some(part);
    }

    /// Writes what stands before the messages.
    fn write_head(&mut self, out: &mut Vec<u8>, head: &TranscriptHead) -> Result<()> {
        if self.head.is_some() {
            return Ok(());
        }
        match self.format {
            ExportFormat::Lines => lines::write_head(out, head)?,
            ExportFormat::Messages => out.push(b'['),
            ExportFormat::Markdown => {
                let mut text = String::new();
                markdown::write_head(&mut text, &head.reference);
                out.extend_from_slice(text.as_bytes());
            }
        }
        self.head = Some(head.clone());
        Ok(())
    }

    async fn write_entry(&mut self, out: &mut Vec<u8>, mut entry: TranscriptEntry) -> Result<()> {
        let robots = &self.transcripts.robots;
        match self.format {
            ExportFormat::Lines => {
                robots.inline_entry(&mut entry).await?;
                lines::write_entry(out, &entry)?;
                self.count += 1;
            }
            ExportFormat::Messages => {
                robots.inline_entry(&mut entry).await?;
                let Some(content) = entry.content else { return Ok(()) };
                if self.count > 0 {
                    out.extend_from_slice(b",\n");
                }
                self.count += 1;
                let raw: Result<&serde_json::value::RawValue, _> =
                    serde_json::from_str(content.document.as_str());
                write_serde(
                    out,
                    raw.map_err(|error| Error::internal("a stored message does not decode", error))?,
                )?;
            }
            ExportFormat::Markdown => {
                let Some(content) = entry.content else { return Ok(()) };
                let message = Message::<AccountId> { author: content.author, ..content.document.decode()? };
                let mut text = String::new();
                for message in robots.show(vec![message]).await? {
                    markdown::write_message(&mut text, &robots.served(message));
                }
                out.extend_from_slice(text.as_bytes());
            }
        }
        Ok(())
    }

    /// Writes what follows the messages of a part.
    fn write_end(&mut self, out: &mut Vec<u8>, part: &TranscriptPart) -> Result<()> {
        match self.format {
            ExportFormat::Lines => {
                for damaged in &part.damaged {
                    lines::write_damaged(out, &damaged.id)?;
                }
                if part.next.is_none() {
                    if self.head.as_ref() != Some(&part.head) {
                        lines::write_head(out, &part.head)?;
                    }
                    lines::write_end(out, part.head.offset, self.count)?;
                }
            }
            ExportFormat::Messages if part.next.is_none() => out.extend_from_slice(b"]\n"),
            ExportFormat::Messages | ExportFormat::Markdown => {}
        }
        Ok(())
    }
}
