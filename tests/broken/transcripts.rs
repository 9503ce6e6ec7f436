//! Stores whose transcripts are broken on purpose: each must fail the law that speaks of its fault.

use std::sync::Arc;

use async_trait::async_trait;
use storyden_robots::{
    Error, Generation, MemoryStore, MessageId, Offset, Result, Sequence, SessionId, SessionRepository,
    Timestamp, TranscriptRepository, WindowRequest,
    conformance::{self, Fresh, FreshTranscripts, TRANSCRIPT_LAWS, TranscriptLaw},
    repository::{
        ImportOutcome, NewTranscript, Store, TranscriptCursor, TranscriptPart, WholeSession, Write,
    },
};

/// What a store does wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    Nothing,
    LosesTombstones,
    LosesRevisions,
    RenamesMessages,
    ForgetsTheOffset,
    ShowsOpenDrafts,
    IgnoresThePosition,
    MissesChanges,
    ReadsDeletedSessions,
    ForgetsTheOrigin,
    PublishesAtOnce,
    WritesAgain,
    LosesLateParts,
    OverwritesSessions,
    IgnoresFences,
    ForgetsAliases,
    ForgetsNews,
    NeverReplaces,
    OverwritesChanges,
    BringsTheErasedBack,
    IgnoresDryRuns,
}

/// Each fault, and the law that it breaks.
const FAULTS: &[(Fault, &str)] = &[
    (Fault::LosesTombstones, "a_transcript_has_every_message_and_tombstone"),
    (Fault::LosesTombstones, "a_published_transcript_goes_on_like_every_session"),
    (Fault::LosesRevisions, "a_copy_is_what_was_read"),
    (Fault::RenamesMessages, "two_sessions_can_have_the_same_messages"),
    (Fault::ForgetsTheOffset, "a_published_transcript_goes_on_like_every_session"),
    (Fault::ShowsOpenDrafts, "a_transcript_has_no_open_draft"),
    (Fault::IgnoresThePosition, "a_transcript_up_to_a_message_has_nothing_behind_it"),
    (Fault::MissesChanges, "a_transcript_is_that_of_one_moment"),
    (Fault::ReadsDeletedSessions, "what_is_deleted_has_no_transcript"),
    (Fault::ForgetsTheOrigin, "a_copy_is_what_was_read"),
    (Fault::PublishesAtOnce, "a_transcript_is_hidden_until_it_is_published"),
    (Fault::WritesAgain, "a_second_try_changes_nothing"),
    (Fault::LosesLateParts, "a_part_replaces_what_an_earlier_one_has"),
    (Fault::OverwritesSessions, "a_taken_session_is_not_written_to"),
    (Fault::IgnoresFences, "a_later_try_takes_over"),
    (Fault::IgnoresFences, "an_account_is_erased_from_what_is_not_published"),
    (Fault::PublishesAtOnce, "an_account_is_erased_from_what_is_not_published"),
    (Fault::PublishesAtOnce, "of_concurrent_tries_one_session_is_made"),
    (Fault::ForgetsAliases, "an_imported_session_is_visible_at_once"),
    (Fault::ForgetsNews, "an_imported_session_is_visible_at_once"),
    (Fault::NeverReplaces, "an_imported_session_is_replaced_by_what_it_became"),
    (Fault::OverwritesChanges, "what_was_changed_here_is_left_alone"),
    (Fault::BringsTheErasedBack, "what_was_erased_here_stays_away"),
    (Fault::IgnoresDryRuns, "a_dry_run_imports_nothing"),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_fault_breaks_its_law() {
    let mut wrong = Vec::new();
    for &(fault, name) in FAULTS {
        let law = TRANSCRIPT_LAWS.iter().find(|law| law.name() == name).expect(name);
        match law.test(Broken { inner: MemoryStore::new(), fault }).await {
            Ok(()) => wrong.push(format!("{fault:?} keeps {name}")),
            Err(broken) => assert_eq!(broken.law, name),
        }
    }
    let untested = TRANSCRIPT_LAWS.iter().map(TranscriptLaw::name);
    wrong.extend(untested.filter(|law| FAULTS.iter().all(|(_, name)| name != law)).map(str::to_owned));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn without_a_fault_every_law_is_kept() {
    let fresh = async || Broken { inner: MemoryStore::new(), fault: Fault::Nothing };
    conformance::check_transcripts(fresh).await;
}

/// A memory store whose transcripts have one fault.
#[derive(Debug)]
struct Broken {
    inner: MemoryStore,
    fault: Fault,
}

impl Fresh for Broken {
    type Guard = ();

    fn split(self) -> (Arc<dyn Store>, ()) {
        (Arc::new(self.inner), ())
    }
}

impl FreshTranscripts for Broken {
    fn split_transcripts(self) -> (Arc<dyn Store>, Arc<dyn TranscriptRepository>, ()) {
        (Arc::new(self.inner.clone()), Arc::new(self), ())
    }
}

#[async_trait]
impl TranscriptRepository for Broken {
    async fn read_transcript(
        &self,
        session: SessionId,
        mut cursor: TranscriptCursor,
        mut up_to: Option<Sequence>,
        limit: u32,
    ) -> Result<TranscriptPart> {
        match self.fault {
            Fault::IgnoresThePosition => up_to = None,
            Fault::MissesChanges => cursor.seen = Offset::new(u64::from(u32::MAX)),
            _ => {}
        }
        let mut read = self.inner.read_transcript(session, cursor, up_to, limit).await;
        if self.fault == Fault::ReadsDeletedSessions
            && matches!(read, Err(Error::NotFound { .. }))
            && self.inner.restore_session(session, Write::at(Timestamp::UNIX_EPOCH)).await.is_ok()
        {
            read = self.inner.read_transcript(session, cursor, up_to, limit).await;
        }
        let mut part = read?;
        match self.fault {
            Fault::LosesTombstones => part.entries.retain(|entry| entry.content.is_some()),
            Fault::ShowsOpenDrafts => {
                let window = self.inner.find_session(session, WindowRequest::newest(1)).await?;
                for entry in &mut part.entries {
                    let newest = window.messages.iter().find(|message| message.id == entry.id);
                    entry.revision = newest.map_or(entry.revision, |message| message.revision);
                }
                if part.entries.len() < 3 && window.messages.iter().any(|message| message.draft.is_some()) {
                    part.entries.pop();
                }
            }
            _ => {}
        }
        Ok(part)
    }

    async fn write_transcript(&self, part: &NewTranscript, mut write: Write) -> Result<Option<Generation>> {
        let mut part = part.clone();
        let id = part.head.reference.id;
        match self.fault {
            Fault::LosesTombstones => part.entries.retain(|entry| entry.content.is_some()),
            Fault::LosesRevisions => {
                part.entries.iter_mut().for_each(|entry| entry.revision = entry.sequence.into());
            }
            Fault::RenamesMessages => {
                for entry in &mut part.entries {
                    let mut id = entry.id.to_bytes();
                    id[0] ^= 1;
                    entry.id = MessageId::from_bytes(id);
                }
            }
            Fault::ForgetsTheOffset => part.head.offset = part.head.offset.next(),
            Fault::ForgetsTheOrigin => part.head.origin = None,
            Fault::PublishesAtOnce => part.publish = true,
            Fault::LosesLateParts if write.fence.is_some() => part.entries.clear(),
            Fault::IgnoresFences => write.fence = None,
            _ => {}
        }
        let written = self.inner.write_transcript(&part, write).await;
        match (self.fault, &written) {
            (Fault::WritesAgain, Ok(None)) => {
                self.inner.delete_session(id, write).await?;
                self.inner.restore_session(id, write).await?;
                written
            }
            (Fault::OverwritesSessions, Err(Error::AlreadyExists { .. })) => {
                self.inner.delete_session(id, write).await?;
                Ok(Some(Generation::new(1)))
            }
            _ => written,
        }
    }

    async fn import_session(&self, session: &WholeSession, dry_run: bool) -> Result<ImportOutcome> {
        let mut session = session.clone();
        if self.fault == Fault::ForgetsAliases {
            session.aliases.clear();
        }
        if self.fault == Fault::ForgetsNews {
            session.news.clear();
        }
        let outcome = self.inner.import_session(&session, true).await?;
        match (self.fault, outcome) {
            (Fault::NeverReplaces, ImportOutcome::Replaced) => Ok(outcome),
            (Fault::OverwritesChanges, ImportOutcome::Changed | ImportOutcome::IdTaken) => {
                self.inner
                    .delete_session(session.head.reference.id, Write::at(Timestamp::UNIX_EPOCH))
                    .await?;
                Ok(outcome)
            }
            (Fault::BringsTheErasedBack, ImportOutcome::Gone) => {
                let id = session.head.reference.id;
                self.inner.restore_session(id, Write::at(Timestamp::UNIX_EPOCH)).await?;
                Ok(ImportOutcome::Replaced)
            }
            _ => {
                let dry_run = dry_run && self.fault != Fault::IgnoresDryRuns;
                self.inner.import_session(&session, dry_run).await
            }
        }
    }
}
