//! [`Target`]: a session that is being imported, written part by part.

use std::collections::BTreeMap;

use crate::{
    model::{
        error::{Error, Resource, Result},
        offset::{Generation, Offset, Sequence},
    },
    repository::{NewTranscript, TranscriptEntry, TranscriptHead, Write},
    service::transcripts::{PART, Transcripts},
};

/// How many bytes of messages are held at about the most.
const BYTES: usize = 4 << 20;

/// A session that is being imported.
#[derive(Debug)]
pub(super) struct Target {
    pub(super) head: TranscriptHead,
    fingerprint: String,
    pending: BTreeMap<Sequence, TranscriptEntry>,
    bytes: usize,
    /// The last change that an entry has.
    last: Offset,
    pub(super) taken: u64,
    state: State,
}

/// The state of the session in the store.
#[derive(Debug)]
enum State {
    /// Nothing: nothing was written yet.
    New,
    /// This try writes it.
    Begun(Generation),
    /// An earlier import made it.
    There,
    /// It cannot be taken, for a reason.
    Refused(String),
    /// Nothing is written at all.
    Dry,
}

/// How the import of a session ended.
pub(super) enum Outcome {
    Made,
    There,
    Refused(String),
}

impl Target {
    pub(super) async fn begin(
        transcripts: &Transcripts,
        head: TranscriptHead,
        fingerprint: String,
        dry_run: bool,
    ) -> Result<Self> {
        let found = transcripts.robots.find_start(head.reference.id).await?;
        let state = match found {
            Some(found) if found.fingerprint.as_ref() == Some(&fingerprint) => State::There,
            Some(_) => {
                State::Refused("a session with its id is there, which was not imported from this".into())
            }
            None if dry_run => State::Dry,
            None => State::New,
        };
        let (pending, last) = (BTreeMap::new(), Offset::default());
        Ok(Self { head, fingerprint, pending, bytes: 0, last, taken: 0, state })
    }

    pub(super) fn is_written(&self) -> bool {
        matches!(self.state, State::New | State::Begun(_))
    }

    /// Adds a message without the files that it brings. A later one with its sequence replaces it. Returns the reason
    /// if it is left out because of its files.
    pub(super) async fn put(
        &mut self,
        transcripts: &Transcripts,
        mut entry: TranscriptEntry,
    ) -> Result<Option<Error>> {
        if self.is_written()
            && let Some(error) = transcripts.robots.lift_entry(&mut entry).await?
        {
            return Ok(Some(error));
        }
        self.taken += 1;
        self.last = self.last.max(entry.revision.into());
        if !self.is_written() {
            return Ok(None);
        }
        self.bytes += entry.content.as_ref().map_or(0, |content| content.document.as_bytes().len());
        self.pending.insert(entry.sequence, entry);
        if self.pending.len() >= PART as usize || self.bytes > BYTES {
            self.write(transcripts, false).await?;
        }
        Ok(None)
    }

    /// Writes the last part, and publishes the session.
    pub(super) async fn end(mut self, transcripts: &Transcripts) -> Result<Outcome> {
        // Offsets go on behind all that is there.
        self.head.offset = self.head.offset.max(self.last);
        if self.is_written() {
            self.write(transcripts, true).await?;
        }
        Ok(match self.state {
            State::There => Outcome::There,
            State::Refused(reason) => Outcome::Refused(reason),
            State::New | State::Begun(_) | State::Dry => Outcome::Made,
        })
    }

    async fn write(&mut self, transcripts: &Transcripts, publish: bool) -> Result<()> {
        let entries = std::mem::take(&mut self.pending).into_values().collect();
        self.bytes = 0;
        let mut part = NewTranscript::new(self.head.clone(), self.fingerprint.as_str(), entries);
        part.publish = publish;
        let fence = match self.state {
            State::Begun(generation) => Some(generation),
            _ => None,
        };
        let write = Write { fence, ..transcripts.robots.write() };
        self.state = match transcripts.store.write_transcript(&part, write).await {
            Ok(Some(generation)) => State::Begun(generation),
            Ok(None) => State::There,
            Err(Error::AlreadyExists { resource: Resource::Session, .. }) => {
                State::Refused("a session with its id is there, which was not imported from this".into())
            }
            // The file has a message twice, so it is none that was exported.
            Err(error @ Error::AlreadyExists { .. }) => State::Refused(error.to_string()),
            Err(error) => return Err(error),
        };
        Ok(())
    }
}
