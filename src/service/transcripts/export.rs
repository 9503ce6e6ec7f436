//! Exports a session: [`Export`] returns it piece by piece.

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

/// What a session is exported as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum ExportFormat {
    /// `jsonl`: JSON Lines, exact: what the store has, to be imported again. The first line is the session, then follow its
    /// messages and deleted positions, and the last line is the end. A message that changed while the session was
    /// read has another line later on, which counts.
    #[default]
    Lines,
    /// `messages`: one JSON array of the AI SDK's UI messages, without deleted ones.
    Messages,
    /// `markdown`: a text for people.
    Markdown,
}

impl ExportFormat {
    /// The media types of all formats, in the order of their declaration.
    pub const MEDIA_TYPES: [&str; 3] =
        [Self::Lines.media_type(), Self::Messages.media_type(), Self::Markdown.media_type()];

    /// Returns the media type of what is exported.
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

/// A session that is being exported, in memory that does not grow with it.
#[derive(Debug)]
pub struct Export {
    transcripts: Transcripts,
    session: SessionId,
    format: ExportFormat,
    /// The part that is written next. The first was read when the export began.
    part: Option<TranscriptPart>,
    cursor: Option<TranscriptCursor>,
    /// The head as it was written.
    head: Option<TranscriptHead>,
    /// The last position that was written.
    written: Offset,
    count: u64,
}

/// # Exporting
impl Transcripts {
    /// Begins to export a session as it is now.
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
        Ok(Export {
            transcripts: self.clone(),
            session,
            format,
            part: Some(part),
            cursor: None,
            head: None,
            written: Offset::default(),
            count: 0,
        })
    }
}

impl Export {
    /// Returns the next piece, or `None` after the last.
    ///
    /// # Errors
    /// Those of the store; [`Error::NotFound`] if the session was deleted meanwhile. What was returned so far is no
    /// whole export then.
    pub async fn next(&mut self) -> Result<Option<Vec<u8>>> {
        let part = match (self.part.take(), self.cursor) {
            (Some(part), _) => part,
            (None, Some(cursor)) => {
                self.transcripts.store.read_transcript(self.session, cursor, None, PART).await?
            }
            (None, None) => return Ok(None),
        };
        self.cursor = part.next;
        let mut out = Vec::new();
        match self.format {
            ExportFormat::Lines => self.write_lines(&mut out, &part)?,
            ExportFormat::Messages => self.write_messages(&mut out, part)?,
            ExportFormat::Markdown => self.write_markdown(&mut out, part).await?,
        }
        Ok(Some(out))
    }

    fn write_lines(&mut self, out: &mut Vec<u8>, part: &TranscriptPart) -> Result<()> {
        if self.head.is_none() {
            lines::write_head(out, &part.head)?;
            self.head = Some(part.head.clone());
        }
        for entry in &part.entries {
            lines::write_entry(out, entry)?;
            self.count += 1;
        }
        for damaged in &part.damaged {
            lines::write_damaged(out, &damaged.id)?;
        }
        if part.next.is_none() {
            if self.head.as_ref() != Some(&part.head) {
                lines::write_head(out, &part.head)?;
            }
            lines::write_end(out, part.head.offset, self.count)?;
        }
        Ok(())
    }

    /// Returns the messages of a part that were not written yet.
    fn unwritten(&mut self, entries: Vec<TranscriptEntry>) -> impl Iterator<Item = TranscriptEntry> + use<> {
        let after = self.written;
        let last = entries.iter().map(|entry| Offset::from(entry.sequence)).max();
        self.written = after.max(last.unwrap_or_default());
        entries.into_iter().filter(move |entry| Offset::from(entry.sequence) > after)
    }

    fn write_messages(&mut self, out: &mut Vec<u8>, part: TranscriptPart) -> Result<()> {
        if self.head.is_none() {
            out.push(b'[');
            self.head = Some(part.head);
        }
        for content in self.unwritten(part.entries).filter_map(|entry| entry.content) {
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
        if part.next.is_none() {
            out.extend_from_slice(b"]\n");
        }
        Ok(())
    }

    async fn write_markdown(&mut self, out: &mut Vec<u8>, part: TranscriptPart) -> Result<()> {
        let mut text = String::new();
        if self.head.is_none() {
            markdown::write_head(&mut text, &part.head.reference);
            self.head = Some(part.head);
        }
        let entries = self.unwritten(part.entries);
        let decoded = entries
            .filter_map(|entry| entry.content)
            .map(|content| Ok(Message::<AccountId> { author: content.author, ..content.document.decode()? }));
        let messages = self.transcripts.robots.show(decoded.collect::<Result<Vec<_>>>()?).await?;
        for message in &messages {
            markdown::write_message(&mut text, message);
        }
        out.extend_from_slice(text.as_bytes());
        Ok(())
    }
}
