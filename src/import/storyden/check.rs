//! [`StorydenCheck`]: compares a database of Storyden with what was imported from it.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{import::Sessions, report::StorydenProgress, source::StorydenSource};
use crate::{
    model::error::{ErrorKind, Result},
    repository::{ImportOutcome, TranscriptCursor, TranscriptHead, WholeSession},
    service::{
        import::NotImported,
        operation::{Actor, Operation},
        transcripts::{PART, Transcripts},
    },
};

/// The differences between a database of Storyden and what was imported from it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct StorydenCheck {
    /// The number of sessions that were compared.
    pub sessions: u64,
    /// The number of messages that are equal on both sides.
    pub messages: u64,
    /// The first 1000 differences.
    pub differences: Vec<NotImported>,
    /// The number of all differences.
    pub difference_count: u64,
}

/// # Moving from Storyden
impl Transcripts {
    /// Compares all sessions of Storyden's own database with the imported ones, message by message. Nothing is written.
    /// `progress` is called after each session.
    ///
    /// # Errors
    /// Those of [`import_storyden`](Self::import_storyden).
    pub async fn check_storyden(
        &self,
        actor: impl Into<Actor>,
        source: &StorydenSource,
        mut progress: impl FnMut(StorydenProgress) + Send,
    ) -> Result<StorydenCheck> {
        self.robots.allow(&actor.into(), Operation::ImportSession).await?;
        let mut reader = source.open().await?;
        let mut check = StorydenCheck::default();
        let mut sessions = Sessions::open(&mut reader).await?;
        while let Some(record) = sessions.next(&mut reader).await? {
            match sessions.read(&mut reader, &record).await {
                Ok(read) => {
                    let (whole, refused) = read.into_whole()?;
                    for (message, error) in refused {
                        check.note(format!("message {message}"), error.to_string());
                    }
                    self.compare(&whole, &mut check).await?;
                }
                Err(error) if error.kind() == ErrorKind::InvalidArgument => {
                    let id = record.text("id").unwrap_or_default();
                    check.note(format!("session {id}"), error.to_string());
                }
                Err(error) => return Err(error),
            }
            progress(sessions.progress);
        }
        Ok(check)
    }

    async fn compare(&self, whole: &WholeSession, check: &mut StorydenCheck) -> Result<()> {
        check.sessions += 1;
        let id = whole.head.reference.id;
        let at = format!("session {id}");
        let reason = match self.store.import_session(whole, true).await? {
            ImportOutcome::Same => return self.compare_messages(whole, at, check).await,
            ImportOutcome::New => "it is not here",
            ImportOutcome::Replaced => "it is another than it was when it was imported",
            ImportOutcome::Changed => "it was changed here, or is held",
            ImportOutcome::Gone => "it was deleted here",
            ImportOutcome::IdTaken => "its id belongs to a session that was not imported from there",
        };
        check.note(at, reason.to_owned());
        Ok(())
    }

    async fn compare_messages(
        &self,
        whole: &WholeSession,
        at: String,
        check: &mut StorydenCheck,
    ) -> Result<()> {
        let mut missing: BTreeMap<_, _> = whole.entries.iter().map(|entry| (entry.sequence, entry)).collect();
        let mut cursor = Some(TranscriptCursor::default());
        let mut head = None::<TranscriptHead>;
        while let Some(from) = cursor {
            let part = self.store.read_transcript(whole.head.reference.id, from, None, PART).await?;
            for damaged in part.damaged {
                check.note(at.clone(), format!("message {} is damaged here", damaged.id));
            }
            for mut entry in part.entries {
                if let Err(error) = self.robots.inline_entry(&mut entry).await {
                    check.note(at.clone(), format!("the files of message {}: {error}", entry.id));
                }
                match missing.remove(&entry.sequence) {
                    Some(expected) if *expected == entry => check.messages += 1,
                    Some(_) => check.note(at.clone(), format!("message {} is another here", entry.id)),
                    None => check.note(at.clone(), format!("message {} is not there", entry.id)),
                }
            }
            (cursor, head) = (part.next, Some(part.head));
        }
        for entry in missing.values() {
            check.note(at.clone(), format!("message {} is not here", entry.id));
        }
        if head.as_ref() != Some(&whole.head) {
            check.note(at, "its name, times, labels or what is active are others here".to_owned());
        }
        Ok(())
    }
}

impl StorydenCheck {
    fn note(&mut self, at: String, reason: String) {
        NotImported { at, reason }.list(&mut self.differences, &mut self.difference_count);
    }
}
