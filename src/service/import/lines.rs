//! Reads sessions that were exported as JSON Lines.

use std::fmt;

use super::{
    report::{ImportReport, ImportedSession},
    target::{Outcome, Target},
};
use crate::{
    model::{
        error::{Error, Result},
        json::Json,
        message::{Annotations, Document},
        offset::{Offset, Sequence},
        origin::Imported,
    },
    repository::{TranscriptContent, TranscriptEntry, TranscriptHead},
    service::{
        canonical::Fingerprint,
        transcripts::{HeadLine, Line, SessionLine, Transcripts, VERSION},
    },
};

/// The number of bytes that a line may have beside a message of the greatest size.
const BESIDE: usize = 64 << 10;

#[derive(Debug)]
pub(super) struct Lines {
    transcripts: Transcripts,
    by: Imported,
    report: ImportReport,
    /// The beginning of a line that is not complete.
    rest: Vec<u8>,
    line: u64,
    session: Option<Target>,
    /// The number of lines of the session that were left out in the place of a message.
    left_out: u64,
    /// Whether the file has a session at all.
    found: bool,
}

impl Lines {
    pub(super) fn new(transcripts: Transcripts, by: Imported, dry_run: bool) -> Self {
        let report = ImportReport::new(dry_run);
        Self { transcripts, by, report, rest: Vec::new(), line: 0, session: None, left_out: 0, found: false }
    }

    pub(super) async fn push(&mut self, bytes: &[u8]) -> Result<()> {
        let most = self.transcripts.robots.limits().max_raw_text(1).saturating_add(BESIDE);
        let mut bytes = bytes;
        while let Some(end) = memchr::memchr(b'\n', bytes) {
            let (line, behind) = (&bytes[..end], &bytes[end + 1..]);
            bytes = behind;
            let mut whole = std::mem::take(&mut self.rest);
            whole.extend_from_slice(line);
            self.take(&whole).await?;
        }
        self.rest.extend_from_slice(bytes);
        if self.rest.len() > most {
            return Err(Error::too_large("line", self.rest.len(), most, "bytes"));
        }
        Ok(())
    }

    pub(super) async fn finish(mut self) -> Result<ImportReport> {
        let rest = std::mem::take(&mut self.rest);
        self.take(&rest).await?;
        self.cut_off();
        if !self.found {
            return Err(Error::invalid_argument("file", "must have the line of a session"));
        }
        Ok(self.report)
    }

    /// Leaves a session whose end did not come.
    fn cut_off(&mut self) {
        if let Some(session) = self.session.take() {
            let id = session.head.reference.id;
            let reason = "the file ends before the session does, so nothing of it was taken";
            self.report.note(format!("session {id}"), reason);
        }
    }

    /// Imports one line.
    async fn take(&mut self, line: &[u8]) -> Result<()> {
        self.line += 1;
        if line.trim_ascii().is_empty() {
            return Ok(());
        }
        let at = format!("line {}", self.line);
        let Ok(text) = str::from_utf8(line) else {
            return self.leave_out(at, "it is not UTF-8");
        };
        let Ok(parsed) = serde_json::from_str::<Line<'_>>(text) else {
            return self.leave_out(at, "it is no line of an export");
        };
        if parsed.session.is_some() {
            self.found = true;
            return self.begin(at, text, parsed.storyden_robots).await;
        }
        let Some(session) = &mut self.session else {
            return self.report.leave(at, "it belongs to no session");
        };
        if let Some(end) = parsed.end {
            let session = self.session.take();
            return match session {
                Some(session) if session.taken.saturating_add(self.left_out) >= end.messages => {
                    self.end(at, session).await
                }
                _ => self.report.leave(at, "lines are missing, so nothing of the session was taken"),
            };
        }
        if let Some(id) = parsed.damaged {
            // The end does not count it, so it does not replace a missing line.
            return self.report.leave(at, format!("message {id} was damaged when it was exported"));
        }
        let left = match entry(&self.transcripts, &parsed) {
            Ok(entry) => session.put(&self.transcripts, entry).await?,
            Err(error) => Some(error),
        };
        left.map_or(Ok(()), |error| self.leave_out(at, error))
    }

    /// Leaves out a line that can be a message of the session.
    fn leave_out(&mut self, at: String, reason: impl fmt::Display) -> Result<()> {
        self.left_out += 1;
        self.report.leave(at, reason)
    }

    /// Imports the line of a session: a new one, or the later state of the one that is being read.
    async fn begin(&mut self, at: String, text: &str, version: Option<u32>) -> Result<()> {
        if version != Some(VERSION) {
            self.session = None;
            let reason = "it is of another version of the format, so the session was not imported";
            return self.report.leave(at, reason);
        }
        let line = serde_json::from_str::<HeadLine>(text).map_err(|_| "it is no session");
        let line = line.and_then(|line| self.check(&line.session).map(|()| line.session));
        let head = match line {
            Ok(line) => TranscriptHead { imported: Some(self.by), ..line.into() },
            Err(reason) => {
                self.session = None;
                return self.report.leave(at, reason);
            }
        };
        if let Some(session) = &mut self.session
            && session.head.reference.id == head.reference.id
        {
            session.head = head;
            return Ok(());
        }
        self.cut_off();
        // The first line has the offset of the session, so it tells one state of it from another.
        let mut fingerprint = Fingerprint::default();
        fingerprint.json("export", text);
        let fingerprint = fingerprint.finish();
        let session = Target::begin(&self.transcripts, head, fingerprint, self.report.dry_run).await?;
        self.session = Some(session);
        self.left_out = 0;
        Ok(())
    }

    fn check(&self, session: &SessionLine) -> Result<(), &'static str> {
        let limits = self.transcripts.robots.limits();
        if limits.check_name("name", &session.name).is_err() {
            return Err("its name is not allowed, so the session was not imported");
        }
        let head = TranscriptHead::from(session.clone());
        if head.reference.misc.is_some_and(|misc| limits.check_object("misc", &misc).is_err()) {
            return Err("its `misc` is not allowed, so the session was not imported");
        }
        Ok(())
    }

    async fn end(&mut self, at: String, session: Target) -> Result<()> {
        let reference = session.head.reference.clone();
        let messages = session.taken;
        let existed = match session.end(&self.transcripts).await? {
            Outcome::Made => false,
            Outcome::There => true,
            Outcome::Refused(reason) => return self.report.leave(at, reason),
        };
        self.report.sessions.push(ImportedSession {
            id: reference.id,
            name: reference.name,
            messages,
            existed,
        });
        Ok(())
    }
}

/// Reads a message, or what is left of a deleted one.
fn entry(transcripts: &Transcripts, line: &Line<'_>) -> Result<TranscriptEntry> {
    let missing = |field| Error::invalid_argument(field, "is missing");
    let sequence = line.sequence.ok_or_else(|| missing("sequence"))?;
    let revision = line.revision.ok_or_else(|| missing("revision"))?;
    if Offset::from(revision) < Offset::from(sequence) || !is_possible(sequence, revision.into()) {
        return Err(Error::invalid_argument("revision", "must not be before the sequence"));
    }
    if let Some(id) = line.deleted {
        return Ok(TranscriptEntry::deleted(id, sequence, revision));
    }
    let raw = line.message.map(serde_json::value::RawValue::get).or(line.text.as_deref());
    let raw = raw.ok_or_else(|| missing("message"))?;
    let document = Document::from_stored(raw.to_owned());
    let message = document.decode().map_err(|error| match error {
        Error::Internal { source: Some(source), .. } => {
            Error::invalid_argument("message", format!("must be a message: {source}"))
        }
        error => error,
    })?;
    let (metadata, extra) = (message.metadata.as_ref(), message.extra.as_ref());
    transcripts.robots.limits().check_texts(
        message.parts.as_str(),
        metadata.map_or("", Json::as_str),
        extra.map_or("", Json::as_str),
    )?;
    // Write the document anew, so that an edited file cannot set reserved fields.
    let written = Document::new(&message)?;
    let annotations = line.annotations.map(|raw| Json::parse(raw.get().to_owned())).transpose()?;
    let read = Annotations::from_json(annotations.as_ref())
        .map_err(|_| Error::invalid_argument("annotations", "must be annotations of this crate"))?;
    if let Some(client_id) = &read.client_id {
        crate::model::limits::check_client_id(client_id)?;
    }
    let content = TranscriptContent { author: line.author, document: written, annotations: read.to_json()? };
    Ok(TranscriptEntry::new(message.id, sequence, revision, content))
}

/// Returns whether a store can have these numbers.
fn is_possible(sequence: Sequence, revision: Offset) -> bool {
    const MOST: u64 = i64::MAX as u64 - 1;
    sequence.get() <= MOST && revision.get() <= MOST
}
