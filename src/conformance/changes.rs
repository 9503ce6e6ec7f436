//! Laws about following a session: the results of `changes`, item by item.

use crate::{
    model::{
        error::Resource,
        id::SessionId,
        offset::{Offset, Revision},
        session::SessionChange,
    },
    repository::{
        Change, ChangeLimit, Changes, KEEP_PIECES, MessageBatch, MessageChange, MessageRecord, SessionEvent,
    },
    stream::{Chunk, ChunkLog},
};

use super::{
    replica::{ALL, Replica, bytes},
    subject::{Subject, assert_not_found, at, complete, ok, write},
};

impl Subject {
    async fn changes_after(&self, session: SessionId, after: u64) -> Changes {
        ok(self.changes(session, Offset::new(after), ALL).await)
    }

    /// Adds one word to a draft.
    async fn grow_by(
        &self,
        session: SessionId,
        draft: &MessageRecord,
        base: Revision,
        word: &str,
    ) -> Revision {
        ok(self.grow(session, draft.id, base, Chunk::text_delta("1", word)).await)
    }
}

/// Formats changes: the offset, the kind, and the sequence of the message (0 for the session).
fn told(changes: &Changes) -> Vec<(u64, &'static str, u64)> {
    let one = |change: &Change| {
        let (kind, sequence) = match &change.event {
            SessionEvent::Session(_) => ("session", 0),
            SessionEvent::Message(record) => ("message", record.sequence.get()),
            SessionEvent::Deleted { sequence, .. } => ("deleted", sequence.get()),
            SessionEvent::DraftBegan(record) => ("began", record.sequence.get()),
            SessionEvent::DraftGrew { sequence, .. } => ("grew", sequence.get()),
            SessionEvent::Turn(_) => ("turn", 0),
            SessionEvent::Decision(_) => ("decision", 0),
            SessionEvent::Damaged(_) => ("damaged", 0),
        };
        (change.offset.get(), kind, sequence)
    };
    changes.items.iter().map(one).collect()
}

/// A session with every kind of change, up to offset 14.
async fn lively(store: &Subject) -> SessionId {
    let session = store.start().await;
    let said = store.say(session, 2).await;
    ok(store.update_session(session, &SessionChange::default().name("renamed"), write(1)).await);
    let draft = store.draft(session).await;
    let grown = store.grow_by(session, &draft, draft.revision, "Bees").await;
    let grown = store.grow_by(session, &draft, grown, " dance").await;
    ok(store.complete(session, draft.id, grown, "Bees dance").await);
    ok(store.complete(session, said[0].id, said[0].revision, "edited").await);
    ok(store.delete_message(session, said[1].id, 1).await);
    let open = store.draft(session).await;
    store.grow_by(session, &open, open.revision, "So").await;
    store.say(session, 3).await;
    session
}

pub(super) async fn each_change_is_returned_at_its_offset(store: Subject) {
    let session = lively(&store).await;
    let changes = store.changes_after(session, 0).await;
    let expected = [
        (3, "session", 0),
        (4, "began", 4),
        (5, "grew", 4),
        (6, "grew", 4),
        (7, "message", 4),
        (8, "message", 1),
        (9, "deleted", 2),
        (10, "began", 10),
        (11, "grew", 10),
        (12, "message", 12),
        (13, "message", 13),
        (14, "message", 14),
    ];
    assert_eq!(told(&changes), expected);
    assert_eq!((changes.next, changes.more), (Offset::new(14), false));

    let window = store.session(session).await;
    let (mut first_draft, mut second_draft) = (ChunkLog::default(), ChunkLog::default());
    for change in &changes.items {
        match &change.event {
            SessionEvent::Session(state) => assert_eq!(**state, window.state, "the session as it is now"),
            SessionEvent::Message(record) => {
                assert!(window.messages.contains(record), "a message as it is now: {record:?}");
            }
            SessionEvent::DraftBegan(record) => {
                assert_eq!(Offset::from(record.revision), change.offset, "a beginning at its offset");
                assert_eq!((&record.draft, record.decode().map(|it| it.parts.len()).ok()), (&None, Some(0)));
            }
            SessionEvent::DraftGrew { began, chunks, .. } if began.get() == 4 => first_draft.extend(chunks),
            SessionEvent::DraftGrew { began, chunks, .. } => {
                assert_eq!(began.get(), 10, "the draft that it is a piece of");
                second_draft.extend(chunks);
            }
            SessionEvent::Deleted { .. } | SessionEvent::Turn(_) | SessionEvent::Decision(_) => {}
            SessionEvent::Damaged(row) => panic!("nothing is damaged: {row:?}"),
        }
    }
    let words = |words: &[&'static str]| {
        let chunks: Vec<_> = words.iter().map(|word| Chunk::text_delta("1", *word)).collect();
        ChunkLog::new(&chunks)
    };
    assert_eq!(first_draft, words(&["Bees", " dance"]), "the pieces of the finished draft");
    assert_eq!(second_draft, words(&["So"]), "the pieces of the open draft");
}

pub(super) async fn an_answer_has_what_is_after_its_offset(store: Subject) {
    let session = lively(&store).await;
    let all = store.changes_after(session, 0).await;
    for after in 0..=14 {
        let behind = store.changes_after(session, after).await;
        let expected: Vec<_> = all.items.iter().filter(|item| item.offset.get() > after).cloned().collect();
        assert_eq!(behind.items, expected, "after {after}");
        assert_eq!((behind.next, behind.more), (all.next, false), "after {after}");
    }
}

pub(super) async fn answers_are_cut_at_their_limit(store: Subject) {
    let session = lively(&store).await;
    let all = store.changes_after(session, 0).await;
    let whole: usize = all.items.iter().map(|item| bytes(&item.event)).sum();
    let limits = (1..=13).map(|items| ChangeLimit { items, ..ALL });
    let small = [0, 1, 100, 200, 400, whole / 2, whole - 1].map(|bytes| ChangeLimit { bytes, ..ALL });
    for limit in limits.chain(small) {
        let (mut met, mut after, mut answers) = (Vec::new(), Offset::new(0), 0);
        loop {
            let answer = ok(store.changes(session, after, limit).await);
            answers += 1;
            assert!(answers <= 14, "an answer without an item does not say that there is more");
            let size: usize = answer.items.iter().map(|item| bytes(&item.event)).sum();
            assert!(!answer.items.is_empty(), "at least one item with {limit:?}");
            assert!(answer.items.len() <= limit.items as usize, "items over {limit:?}");
            assert!(size <= limit.bytes || answer.items.len() == 1, "{size} bytes over {limit:?}");
            after = answer.next;
            met.extend(answer.items);
            if !answer.more {
                break;
            }
            assert_eq!(Some(after), met.last().map(|item: &Change| item.offset), "next of a cut answer");
        }
        assert_eq!(met, all.items, "all answers together, with {limit:?}");
        assert_eq!(after, all.next, "next of the last answer, with {limit:?}");
        let enough = limit.items as usize >= all.items.len() && limit.bytes >= whole;
        assert!(answers == 1 || !enough, "an answer that was not cut, with {limit:?}");
    }
}

pub(super) async fn of_overtaken_changes_only_the_last_is_returned(store: Subject) {
    let session = store.start().await;
    let said = store.say(session, 2).await;
    let mut revision = said[0].revision;
    for round in 0..3 {
        let change = SessionChange::default().name(format!("name {round}"));
        ok(store.update_session(session, &change, write(round)).await);
        revision = ok(store.complete(session, said[0].id, revision, &format!("edit {round}")).await);
    }
    let changes = store.changes_after(session, 0).await;
    assert_eq!(told(&changes), [(2, "message", 2), (7, "session", 0), (8, "message", 1)]);
    ok(store.delete_message(session, said[0].id, 1).await);
    let changes = store.changes_after(session, 0).await;
    assert_eq!(told(&changes), [(2, "message", 2), (7, "session", 0), (9, "deleted", 1)]);
}

pub(super) async fn an_answer_without_items_moves_next(store: Subject) {
    let session = store.start().await;
    let empty = store.changes_after(session, 0).await;
    assert_eq!((empty.items, empty.next, empty.more), (Vec::new(), Offset::new(0), false), "a new session");
    let draft = store.draft(session).await;
    let taken = ok(store.open(session, draft.id, draft.revision).await);
    let behind = store.changes_after(session, 1).await;
    assert_eq!((behind.items, behind.next, behind.more), (Vec::new(), taken.into(), false), "a takeover");
}

pub(super) async fn a_draft_on_an_old_message_is_followed(store: Subject) {
    let session = store.start().await;
    let said = store.say(session, 3).await;
    let mut follower = Replica::of(&store, session).await;
    let opened = ok(store.open(session, said[0].id, said[0].revision).await);
    let grown = store.grow_by(session, &said[0], opened, "more").await;
    store.say(session, 1).await;
    let grown = store.grow_by(session, &said[0], grown, " and more").await;
    let changes = store.changes_after(session, 3).await;
    assert_eq!(told(&changes), [(4, "began", 1), (5, "grew", 1), (6, "message", 6), (7, "grew", 1)]);
    let SessionEvent::DraftBegan(began) = &changes.items[0].event else { panic!("a beginning") };
    assert_eq!(began.document, said[0].document, "the message as it was when the draft began");
    // From the creation, the message is met first where its draft began.
    let from_creation = told(&store.changes_after(session, 0).await);
    assert_eq!(from_creation[..3], [(2, "message", 2), (3, "message", 3), (4, "began", 1)]);
    follower.apply(&changes);
    follower.assert_is_the_record(&store, "while it grows").await;
    ok(store.complete(session, said[0].id, grown, "done").await);
    follower.catch_up(&store, ALL).await;
    follower.assert_is_the_record(&store, "when it is finished").await;
}

pub(super) async fn pieces_of_two_drafts_keep_their_order(store: Subject) {
    let session = store.start().await;
    let (first, second) = (store.draft(session).await, store.draft(session).await);
    let (mut a, mut b) = (first.revision, second.revision);
    for word in ["one", "two"] {
        a = store.grow_by(session, &first, a, word).await;
        b = store.grow_by(session, &second, b, word).await;
        store.say(session, 1).await;
        a = store.grow_by(session, &first, a, "!").await;
    }
    let changes = store.changes_after(session, 2).await;
    let round = |first: u64| {
        [
            (first, "grew", 1),
            (first + 1, "grew", 2),
            (first + 2, "message", first + 2),
            (first + 3, "grew", 1),
        ]
    };
    assert_eq!(told(&changes), [round(3), round(7)].concat(), "no piece is merged across another item");
}

pub(super) async fn a_finished_draft_is_still_returned_as_chunks(store: Subject) {
    let session = store.start().await;
    let draft = store.draft(session).await;
    let grown = store.grow_by(session, &draft, draft.revision, "Bees").await;
    let mut behind = Replica::of(&store, session).await;
    let grown = store.grow_by(session, &draft, grown, " dance").await;
    let ended = ok(store.complete(session, draft.id, grown, "Bees dance").await);
    let first = [(1, "began", 1), (2, "grew", 1), (3, "grew", 1), (4, "message", 1)];
    assert_eq!(told(&store.changes_after(session, 0).await), first, "all of it");
    assert_eq!(told(&store.changes_after(session, 2).await), first[2..], "the rest, then the end");
    // A second draft of the same message: the first one's end is overtaken, its pieces are not.
    let opened = ok(store.open(session, draft.id, ended).await);
    let grown = store.grow_by(session, &draft, opened, " again").await;
    let second = [(5, "began", 1), (6, "grew", 1)];
    let told_now = told(&store.changes_after(session, 0).await);
    assert_eq!(told_now, [&first[..3], &second].concat(), "two drafts of one message");
    behind.catch_up(&store, ALL).await;
    behind.assert_is_the_record(&store, "a follower that was in the middle of the first draft").await;
    ok(store.complete(session, draft.id, grown, "Bees dance again").await);
    let told_now = told(&store.changes_after(session, 0).await);
    assert_eq!(told_now, [&first[..3], &second, &[(7, "message", 1)]].concat(), "both are finished");
}

pub(super) async fn an_edit_or_a_deletion_erases_the_pieces_of_a_message(store: Subject) {
    let session = store.start().await;
    let mut drafts = Vec::new();
    for _ in 0..3 {
        let draft = store.draft(session).await;
        let grown = store.grow_by(session, &draft, draft.revision, "Bees").await;
        drafts.push((draft.id, ok(store.complete(session, draft.id, grown, "Bees").await)));
    }
    let open = store.draft(session).await;
    store.grow_by(session, &open, open.revision, "So").await;
    let third = [(7, "began", 7), (8, "grew", 7), (9, "message", 7), (10, "began", 10), (11, "grew", 10)];
    ok(store.complete(session, drafts[0].0, drafts[0].1, "edited").await);
    ok(store.delete_message(session, drafts[1].0, 7).await);
    let expected = [&third[..], &[(12, "message", 1), (13, "deleted", 4)]].concat();
    assert_eq!(told(&store.changes_after(session, 0).await), expected, "after an edit and a deletion");
    ok(store.delete_message(session, open.id, 7).await);
    let expected = [&third[..3], &[(12, "message", 1), (13, "deleted", 4), (14, "deleted", 10)]].concat();
    assert_eq!(told(&store.changes_after(session, 0).await), expected, "after an open draft was deleted");
}

pub(super) async fn pieces_are_kept_for_a_while_after_the_end(store: Subject) {
    let (session, other) = (store.start().await, store.start().await);
    for session in [session, other] {
        let draft = store.draft(session).await;
        let grown = store.grow_by(session, &draft, draft.revision, "Bees").await;
        ok(store.update(session, draft.id, grown, complete(draft.id, "Bees"), 0).await);
    }
    let pieces = [(1, "began", 1), (2, "grew", 1), (3, "message", 1)];
    let open = store.draft_at(session, KEEP_PIECES).await;
    let told_now = told(&store.changes_after(session, 0).await);
    assert_eq!(told_now, [&pieces[..], &[(4, "began", 4)]].concat(), "a draft begins in time");
    // What is no beginning of a draft erases nothing, however late it is.
    ok(store.append_messages(session, &MessageBatch::new(store.messages(1)), write(KEEP_PIECES * 9)).await);
    let take_over = MessageChange::Open { writer: store.account() };
    let taken = ok(store.update(session, open.id, open.revision, take_over, KEEP_PIECES * 9).await);
    let told_now = told(&store.changes_after(session, 0).await);
    assert_eq!(told_now[..3], pieces, "a message and a takeover come late");
    ok(store.grow(session, open.id, taken, Chunk::text_delta("1", "So")).await);

    store.draft_at(session, KEEP_PIECES + 1).await;
    let expected = [(3, "message", 1), (4, "began", 4), (5, "message", 5), (7, "grew", 4), (8, "began", 8)];
    assert_eq!(told(&store.changes_after(session, 0).await), expected, "a draft begins later");
    assert_eq!(told(&store.changes_after(other, 0).await), pieces, "in another session");
    // A draft on an old message is a beginning too.
    let first = store.session(other).await.messages.remove(0);
    let open = MessageChange::Open { writer: store.account() };
    ok(store.update(other, first.id, first.revision, open, KEEP_PIECES + 1).await);
    assert_eq!(told(&store.changes_after(other, 0).await), [(4, "began", 1)], "on an old message");
}

pub(super) async fn a_deleted_session_is_followed_to_its_deletion(store: Subject) {
    let session = lively(&store).await;
    let before = store.changes_after(session, 0).await;
    ok(store.delete_session(session, write(20)).await);
    let changes = store.changes_after(session, 0).await;
    let kept: Vec<_> = before.items.into_iter().skip(1).collect();
    assert_eq!(changes.items[..changes.items.len() - 1], kept, "its messages are returned as before");
    assert_eq!(told(&changes).last(), Some(&(15, "session", 0)), "the last item is the deletion");
    let deleted_at = |changes: &Changes| match changes.items.last().map(|item| &item.event) {
        Some(SessionEvent::Session(state)) => state.reference.deleted_at,
        _ => panic!("the session should be the last item"),
    };
    assert_eq!(deleted_at(&changes), Some(at(20)), "when it was deleted");
    let behind = store.changes_after(session, 15).await;
    assert_eq!((behind.items, behind.next, behind.more), (Vec::new(), Offset::new(15), false), "after it");
    ok(store.restore_session(session, write(21)).await);
    let changes = store.changes_after(session, 14).await;
    assert_eq!(told(&changes), [(16, "session", 0)], "a restored session");
    assert_eq!(deleted_at(&changes), None, "it is not deleted any more");
    Replica::of(&store, session).await.assert_is_the_record(&store, "a copy").await;
}

pub(super) async fn a_session_that_never_was_has_no_changes(store: Subject) {
    store.start().await;
    let never = store.id(SessionId::from_bytes);
    assert_not_found(&store.changes(never, Offset::new(0), ALL).await, Resource::Session);
}
