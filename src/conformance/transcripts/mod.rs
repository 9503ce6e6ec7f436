//! The laws about transcripts, for stores whose sessions can be copied as they are stored.

use std::{collections::BTreeMap, fmt, future::Future, ops::Deref, pin::Pin, sync::Arc};

use super::{
    outcome::{BrokenLaw, Fresh, outcome},
    subject::{Subject, ok, write},
};
use crate::{
    model::{error::Result, id::SessionId, offset::Sequence},
    repository::{
        NewTranscript, Store, TranscriptCursor, TranscriptEntry, TranscriptHead, TranscriptRepository, Write,
    },
};

mod importing;
mod reading;
mod writing;

/// A fresh store whose sessions can be copied, to test.
pub trait FreshTranscripts: Fresh {
    /// Splits it into the store, its transcripts, and the guard.
    fn split_transcripts(self) -> (Arc<dyn Store>, Arc<dyn TranscriptRepository>, Self::Guard);
}

impl<S: Store + TranscriptRepository> FreshTranscripts for S {
    fn split_transcripts(self) -> (Arc<dyn Store>, Arc<dyn TranscriptRepository>, ()) {
        let store = Arc::new(self);
        (Arc::<S>::clone(&store), store, ())
    }
}

impl<S: Store + TranscriptRepository, G: Send + 'static> FreshTranscripts for (S, G) {
    fn split_transcripts(self) -> (Arc<dyn Store>, Arc<dyn TranscriptRepository>, G) {
        let store = Arc::new(self.0);
        (Arc::<S>::clone(&store), store, self.1)
    }
}

/// One law: a rule for every store whose sessions can be copied, and its test.
#[derive(Clone, Copy)]
pub struct TranscriptLaw {
    name: &'static str,
    test: fn(Copied) -> Pin<Box<dyn Future<Output = ()> + Send>>,
}

impl TranscriptLaw {
    /// Returns the name, which is the rule: `a_transcript_is_hidden_until_it_is_published`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Tests the law as [`Law::test`](super::Law::test) does.
    ///
    /// # Errors
    /// [`BrokenLaw`] if the store breaks it.
    pub async fn test(&self, store: impl FreshTranscripts) -> Result<(), BrokenLaw> {
        let (store, transcripts, guard) = store.split_transcripts();
        let subject = Copied { store: Subject::new(store), transcripts };
        let outcome = outcome(self.name, (self.test)(subject)).await;
        drop(guard);
        outcome
    }
}

impl fmt::Debug for TranscriptLaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TranscriptLaw({})", self.name)
    }
}

/// Tests all [`TRANSCRIPT_LAWS`], each on a store of its own that `fresh` creates.
///
/// # Panics
/// If the store breaks a law: with the name of each broken law and its reason.
pub async fn check_transcripts<F: AsyncFn() -> S, S: FreshTranscripts>(fresh: F) {
    let mut broken = Vec::new();
    for law in TRANSCRIPT_LAWS {
        broken.extend(law.test(fresh().await).await.err().map(|broken| broken.to_string()));
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// A store under test whose sessions can be copied.
#[derive(Clone)]
pub(crate) struct Copied {
    store: Subject,
    transcripts: Arc<dyn TranscriptRepository>,
}

impl Deref for Copied {
    type Target = Subject;

    fn deref(&self) -> &Subject {
        &self.store
    }
}

/// The data of a reader of a transcript: the head, and the last state of each message, in the order of their sequences.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Transcript {
    head: TranscriptHead,
    entries: Vec<TranscriptEntry>,
}

impl Copied {
    /// Reads a session up to a message, part by part; awaits `between` after each part.
    async fn read_with<F: Future<Output = ()>>(
        &self,
        session: SessionId,
        up_to: Option<Sequence>,
        limit: u32,
        mut between: impl FnMut(usize) -> F,
    ) -> Transcript {
        let mut entries = BTreeMap::new();
        let (mut cursor, mut parts) = (Some(TranscriptCursor::default()), 0);
        let mut head = None;
        while let Some(from) = cursor {
            let part = ok(self.transcripts.read_transcript(session, from, up_to, limit).await);
            assert_eq!(part.damaged, [], "nothing is damaged");
            entries.extend(part.entries.into_iter().map(|entry| (entry.sequence, entry)));
            (cursor, head) = (part.next, Some(part.head));
            if cursor.is_some() {
                between(parts).await;
            }
            parts += 1;
            assert!(parts < 1000, "a transcript comes to its end");
        }
        Transcript { head: head.expect("a part"), entries: entries.into_values().collect() }
    }

    async fn read(&self, session: SessionId) -> Transcript {
        self.read_with(session, None, 100, async |_| {}).await
    }

    /// Writes a session in parts of so many messages.
    async fn write(&self, transcript: &Transcript, fingerprint: &str, size: usize) -> bool {
        ok(self.try_write(transcript, fingerprint, size).await)
    }

    async fn try_write(&self, transcript: &Transcript, fingerprint: &str, size: usize) -> Result<bool> {
        let mut fence = None;
        let parts = transcript.entries.chunks(size).map(<[_]>::to_vec);
        for entries in parts.chain([Vec::new()]) {
            let last = entries.is_empty();
            let part = NewTranscript::new(transcript.head.clone(), fingerprint, entries);
            let part = if last { part.publish() } else { part };
            let write = Write { fence, ..write(3) };
            fence = self.transcripts.write_transcript(&part, write).await?;
            if fence.is_none() {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

laws! {
    /// Every law about transcripts: sessions that are read and written as they are stored.
    TRANSCRIPT_LAWS of TranscriptLaw,
    /// Makes one `#[test]` for each law of [`TRANSCRIPT_LAWS`](crate::conformance::TRANSCRIPT_LAWS), named after it.
    transcript_conformance_tests by test_transcripts:
    reading {
        a_transcript_has_every_message_and_tombstone
        a_transcript_has_no_open_draft
        a_transcript_up_to_a_message_has_nothing_behind_it
        a_transcript_is_that_of_one_moment
        what_is_deleted_has_no_transcript
    }
    writing {
        a_copy_is_what_was_read
        a_transcript_is_hidden_until_it_is_published
        a_published_transcript_goes_on_like_every_session
        a_second_try_changes_nothing
        a_later_try_takes_over
        a_part_replaces_what_an_earlier_one_has
        an_account_is_erased_from_what_is_not_published
        a_taken_session_is_not_written_to
        two_sessions_can_have_the_same_messages
        of_concurrent_tries_one_session_is_made
    }
    importing {
        an_imported_session_is_visible_at_once
        an_imported_session_is_replaced_by_what_it_became
        what_was_changed_here_is_left_alone
        what_was_erased_here_stays_away
        a_dry_run_imports_nothing
    }
}
