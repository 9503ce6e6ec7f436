//! [`Replica`], a copy of a session that has only what `changes` returned; and [`Random`], a random generator.

use std::collections::BTreeMap;

use crate::{
    model::{
        id::{AccountId, MessageId, SessionId},
        json::Json,
        message::Document,
        offset::{Offset, Revision, Sequence},
        session::{SessionDetails, SessionRef},
    },
    repository::{ChangeLimit, Changes, MessageRecord, OpenDraft, SessionEvent, SessionState},
    stream::ChunkLog,
};

use super::subject::{Subject, at, ok};

/// No limit.
pub(super) const ALL: ChangeLimit = ChangeLimit { items: u32::MAX, bytes: usize::MAX };

/// A copy of a session, made by following it.
#[derive(Clone, Debug)]
pub(super) struct Replica {
    session: SessionId,
    /// The offset up to which it has followed.
    pub(super) next: Offset,
    state: SessionState,
    messages: BTreeMap<Sequence, MessageRecord>,
}

impl Replica {
    /// Copies a session as it is now.
    pub(super) async fn of(store: &Subject, session: SessionId) -> Self {
        let found = store.session(session).await;
        let messages = store.walk(session, 100).await;
        let messages = messages.into_iter().map(|message| (message.sequence, message)).collect();
        Self { session, next: found.state.details.offset, state: found.state, messages }
    }

    /// Follows a session from its creation.
    pub(super) async fn from_creation(store: &Subject, session: SessionId) -> Self {
        Self { next: Offset::new(0), messages: BTreeMap::new(), ..Self::of(store, session).await }
    }

    /// Reads and applies the next changes. Returns whether there are more.
    pub(super) async fn step(&mut self, store: &Subject, limit: ChangeLimit) -> bool {
        let changes = ok(store.changes(self.session, self.next, limit).await);
        assert!(changes.items.len() <= limit.items as usize, "an answer over its limit of items");
        let bytes: usize = changes.items.iter().map(|item| bytes(&item.event)).sum();
        assert!(
            bytes <= limit.bytes || changes.items.len() == 1,
            "an answer of {bytes} bytes over its limit"
        );
        self.apply(&changes);
        changes.more
    }

    /// Reads and applies changes until there are no more.
    pub(super) async fn catch_up(&mut self, store: &Subject, limit: ChangeLimit) {
        while self.step(store, limit).await {}
    }

    /// Applies changes, and checks their consistency.
    pub(super) fn apply(&mut self, changes: &Changes) {
        let mut last = self.next;
        for change in &changes.items {
            assert!(
                change.offset > last,
                "the offset {} was returned twice or late, after {last}",
                change.offset
            );
            last = change.offset;
            self.apply_one(last, &change.event);
        }
        assert!(changes.next >= last, "next is before the last item");
        assert!(
            !changes.more || !changes.items.is_empty(),
            "an answer without items that says there is more"
        );
        assert!(!changes.more || changes.next == last, "an answer that was cut goes on behind its last item");
        self.next = changes.next;
    }

    fn apply_one(&mut self, offset: Offset, event: &SessionEvent) {
        let at_its_offset = |record: &MessageRecord| {
            assert_eq!(Offset::from(record.revision), offset, "a message stands at its revision");
            assert_eq!(record.draft, None, "what is told of a message has no draft of its own");
        };
        match event {
            SessionEvent::Session(state) => {
                assert_eq!(
                    Offset::from(state.details.revision),
                    offset,
                    "the session stands at its revision"
                );
                self.state = SessionState::clone(state);
            }
            SessionEvent::Message(record) => {
                at_its_offset(record);
                self.messages.insert(record.sequence, record.clone());
            }
            // They are history, and no part of the record.
            SessionEvent::Turn(_) | SessionEvent::Decision(_) => {}
            SessionEvent::Deleted { id, sequence } => {
                let gone = self.messages.remove(sequence);
                assert!(gone.is_none_or(|gone| gone.id == *id), "a deletion names another message");
            }
            SessionEvent::DraftBegan(record) => {
                at_its_offset(record);
                // Who writes it is not told.
                let draft = OpenDraft::new(offset, at(0), AccountId::from_bytes([0; 12]));
                let record = MessageRecord { draft: Some(draft), ..record.clone() };
                self.messages.insert(record.sequence, record);
            }
            SessionEvent::DraftGrew { id, sequence, began, chunks } => {
                let known = self.messages.get_mut(sequence).filter(|message| message.id == *id);
                let draft = known.and_then(|message| message.draft.as_mut());
                let Some(draft) = draft.filter(|draft| draft.began == *began) else {
                    panic!("a piece at {offset} without the beginning of its draft at {began}");
                };
                draft.chunks.extend(chunks);
            }
            SessionEvent::Damaged(row) => panic!("nothing is damaged: {row:?}"),
        }
    }

    /// Checks that it equals the stored session. It must have followed to the end.
    pub(super) async fn assert_is_the_record(&self, store: &Subject, who: &str) {
        let found = store.session(self.session).await;
        assert_eq!(self.next, found.state.details.offset, "{who}: not at the end");
        let (followed, stored) = (lasting(&self.state), lasting(&found.state));
        assert_eq!(followed, stored, "{who}: the session is not what was followed");
        let mut followed = self.messages.values();
        for stored in store.walk(self.session, 100).await {
            let followed = followed.next().map(shown);
            assert_eq!(followed, Some(shown(&stored)), "{who}: a message is not what was followed");
        }
        assert_eq!(followed.next(), None, "{who}: a message is left");
    }

    /// Checks that it has every message that did not change since its last read.
    pub(super) async fn assert_has_what_rests(&self, store: &Subject) {
        for stored in store.walk(self.session, 100).await {
            if stored.draft.is_none() && Offset::from(stored.revision) <= self.next {
                let followed = self.messages.get(&stored.sequence).map(shown);
                assert_eq!(followed, Some(shown(&stored)), "a message that rests at {}", self.next);
            }
        }
    }
}

/// The fields of a message that a follower can know: not the revision of an open draft, nor its writer.
type Shown<'m> = (
    MessageId,
    Sequence,
    Option<Revision>,
    Option<AccountId>,
    &'m Document,
    Option<&'m Json<'static>>,
    Option<(Offset, &'m ChunkLog)>,
);

fn shown(record: &MessageRecord) -> Shown<'_> {
    let draft = record.draft.as_ref().map(|draft| (draft.began, &draft.chunks));
    let revision = draft.is_none().then_some(record.revision);
    let annotations = record.annotations.as_ref();
    (record.id, record.sequence, revision, record.author, &record.document, annotations, draft)
}

/// The fields that do not change with every message.
fn lasting(state: &SessionState) -> (SessionRef<AccountId>, SessionDetails) {
    let SessionState { reference, details } = state.clone();
    let reference = SessionRef { updated_at: reference.created_at, ..reference };
    (reference, SessionDetails { offset: Offset::new(0), follow_from: Offset::new(0), ..details })
}

/// Returns the number of bytes that count for the limit.
pub(super) fn bytes(event: &SessionEvent) -> usize {
    match event {
        SessionEvent::Message(record) | SessionEvent::DraftBegan(record) => record.document.as_str().len(),
        SessionEvent::DraftGrew { chunks, .. } => chunks.as_str().len(),
        _ => 0,
    }
}

/// A random generator with a seed, `SplitMix64`.
#[derive(Clone, Debug)]
pub(super) struct Random(pub(super) u64);

impl Random {
    /// Returns a number below `end`.
    #[expect(clippy::cast_possible_truncation, reason = "it is smaller than a usize")]
    pub(super) fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % end as u64) as usize
    }

    /// Returns a random choice.
    pub(super) fn one_of<T: Copy>(&mut self, choices: &[T]) -> Option<T> {
        (!choices.is_empty()).then(|| choices[self.below(choices.len())])
    }
}
