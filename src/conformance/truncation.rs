//! Laws about truncation: a message and all later ones are deleted in one step.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use crate::{
    model::{
        error::Resource,
        id::{MessageId, SessionId},
        message::WindowRequest,
        offset::{Offset, Revision},
    },
    repository::{
        DraftFilter, Idempotency, MessageBatch, MessageChange, MessageRecord, NewRecord, SessionEvent,
        Summary, Truncation,
    },
    stream::Chunk,
};

use super::{
    replica::{ALL, Replica},
    subject::{
        Subject, assert_not_found, assert_stale, assert_taken, at, ids, keyed, ok, race, sequence, sequences,
        write,
    },
};

fn from(message: &MessageRecord) -> Truncation {
    Truncation::new(message.id, message.revision)
}

pub(super) async fn truncating_deletes_a_message_and_all_behind_it(store: Subject) {
    let session = store.start().await;
    let said = store.say(session, 6).await;
    ok(store.delete_message(session, said[4].id, 1).await);
    let draft = store.draft(session).await;
    let grown = ok(store.grow(session, draft.id, draft.revision, Chunk::text_start("1")).await);
    ok(store.complete(session, said[0].id, said[0].revision, "edited").await);
    let mut follower = Replica::of(&store, session).await;
    let before = store.offset(session).await;

    let deleted = ok(store.truncate(session, &from(&said[2]), write(9)).await);
    assert_eq!(deleted, [said[2].id, said[3].id, said[5].id, draft.id], "those that are not deleted yet");
    let changes = ok(store.changes(session, before, ALL).await);
    let told: Vec<_> = changes.items.iter().map(|item| (item.offset.get(), item.event.clone())).collect();
    let gone = |message: &MessageRecord| SessionEvent::Deleted { id: message.id, sequence: message.sequence };
    let expected = [&said[2], &said[3], &said[5], &draft].map(gone);
    let expected: Vec<_> = (before.get() + 1..).zip(expected).collect();
    assert_eq!(told, expected, "each is told as a deletion, oldest first");
    follower.catch_up(&store, ALL).await;
    follower.assert_is_the_record(&store, "after a truncation").await;

    let found = store.session(session).await;
    assert_eq!(sequences(&found.messages), [1, 2], "what stood before it is there");
    assert_eq!(found.state.reference.updated_at, at(9));
    let details = &found.state.details;
    assert_eq!((details.offset, details.follow_from), (changes.next, changes.next), "no draft is open");
    assert_eq!(ok(store.open_drafts(DraftFilter::default(), 9).await).drafts, []);
    for id in &deleted {
        assert_not_found(&store.find_message(session, *id).await, Resource::Message);
        let older = store.window(session, WindowRequest::newest(9).before(*id)).await;
        assert_eq!(sequences(&older.messages), [1, 2], "it is still a cursor");
    }
    assert_not_found(&store.grow(session, draft.id, grown, Chunk::text_start("2")).await, Resource::Message);
    let next = store.say(session, 1).await.remove(0);
    assert_eq!(next.sequence.get(), changes.next.get() + 1, "its place is not taken again");
}

pub(super) async fn truncating_frees_what_the_messages_had(store: Subject) {
    let session = store.start().await;
    let named = |text, name: &str| {
        let record: NewRecord = store.message(text);
        NewRecord { client_id: Some(name.to_owned()), ..record }
    };
    let first = vec![named("kept", "a"), named("goes", "b"), named("goes too", "c")];
    let by_client_id = |messages: Vec<NewRecord>, fingerprint: &str| {
        let mut batch = keyed(messages, "", fingerprint);
        batch.idempotency = batch.idempotency.map(|it| Idempotency { key: None, ..it });
        batch
    };
    let stored = ok(store.append_batch(session, &by_client_id(first, "f1")).await).messages;
    let keyed_once = keyed(store.messages(2), "k", "f2");
    ok(store.append_batch(session, &keyed_once).await);
    let later =
        ok(store.append_batch(session, &by_client_id(vec![named("x", "d"), named("y", "e")], "f3")).await);
    assert_eq!(later.messages.len(), 2);
    let summary = Summary { covers: sequence(2), text: "what was said".to_owned() };
    ok(store.put_summary(session, &summary, store.offset(session).await).await);

    ok(store.truncate(session, &from(&stored[1]), write(9)).await);
    assert_eq!(ok(store.find_summary(session).await), None, "a summary that covers one of them");
    let again = vec![named("new", "b"), named("new", "c"), named("new", "d"), named("new", "e")];
    ok(store.append(session, again).await);
    let retry = ok(store.append_batch(session, &keyed(store.messages(2), "k", "other")).await);
    assert!(!retry.replayed, "its key is free");
    let taken = store.append(session, vec![named("new", "a")]).await;
    assert_taken(&taken, Resource::Message);
    let other = store.append_batch(session, &by_client_id(vec![named("kept", "a")], "f1")).await;
    assert_taken(&other, Resource::Message);
}

pub(super) async fn a_truncation_of_what_changed_meanwhile_changes_nothing(store: Subject) {
    let session = store.start().await;
    let said = store.say(session, 3).await;
    let seen = store.offset(session).await;
    let unchanged = Truncation { unchanged_since: Some(seen), ..from(&said[1]) };
    // What changed before it does not matter.
    ok(store.complete(session, said[0].id, said[0].revision, "edited").await);
    let draft = store.draft(session).await;
    let before = store.session(session).await;
    let result = store.truncate(session, &unchanged, write(9)).await;
    assert_stale(&result, seen.into(), draft.revision);
    let grown = ok(store.grow(session, draft.id, draft.revision, Chunk::text_start("1")).await);
    let unchanged = Truncation { unchanged_since: Some(draft.revision.into()), ..unchanged };
    let result = store.truncate(session, &unchanged, write(9)).await;
    assert_stale(&result, draft.revision, grown);
    for base in [Revision::new(0), Revision::new(1), Revision::new(3), grown] {
        let late = Truncation::new(said[1].id, base);
        assert_stale(&store.truncate(session, &late, write(9)).await, base, said[1].revision);
    }
    ok(store.complete(session, draft.id, grown, "done").await);
    let other = store.start().await;
    assert_not_found(&store.truncate(other, &from(&said[1]), write(9)).await, Resource::Message);
    let nothing = Truncation::new(store.id(MessageId::from_bytes), Revision::new(1));
    assert_not_found(&store.truncate(session, &nothing, write(9)).await, Resource::Message);
    let nowhere = store.id(SessionId::from_bytes);
    assert_not_found(&store.truncate(nowhere, &from(&said[1]), write(9)).await, Resource::Session);
    let after = store.session(session).await;
    assert_eq!(ids(&after.messages), ids(&before.messages), "a refused truncation changed something");
    assert_eq!(after.state.reference.updated_at, at(7), "nor did it move `updated_at`");
    let newest = Truncation { unchanged_since: Some(after.state.details.offset), ..from(&said[1]) };
    assert_eq!(ok(store.truncate(session, &newest, write(9)).await).len(), 3);
}

pub(super) async fn a_repeated_truncation_changes_nothing(store: Subject) {
    let session = store.start().await;
    let said = store.say(session, 5).await;
    ok(store.delete_message(session, said[3].id, 1).await);
    let truncation = from(&said[1]);
    let deleted = ok(store.truncate(session, &truncation, write(9)).await);
    let later = store.say(session, 2).await;
    ok(store.delete_message(session, later[0].id, 1).await);
    let before = store.session(session).await;
    for _ in 0..3 {
        assert_eq!(ok(store.truncate(session, &truncation, write(99)).await), deleted, "the same messages");
    }
    assert_eq!(store.session(session).await, before, "a repeated truncation changed something");
    for base in [None, Some(Revision::new(77))] {
        let other = Truncation::new(said[1].id, base);
        assert_not_found(&store.truncate(session, &other, write(9)).await, Resource::Message);
    }
    // One that was deleted alone was not truncated with those behind it.
    let alone = Truncation::new(said[3].id, said[3].revision);
    assert_eq!(ok(store.truncate(session, &alone, write(9)).await), [said[3].id]);
    assert_eq!(store.session(session).await, before, "what is behind it stays");
}

pub(super) async fn readers_see_a_truncation_whole_or_not_at_all(store: Subject) {
    for _ in 0..8 {
        let session = store.start().await;
        let said = store.say(session, 8).await;
        let truncation = from(&said[2]);
        let done = Arc::new(AtomicBool::new(false));
        let seen = race(4, |task| {
            let (store, done) = (store.clone(), Arc::clone(&done));
            async move {
                if task == 0 {
                    ok(store.truncate(session, &truncation, write(9)).await);
                    done.store(true, Ordering::SeqCst);
                    return Vec::new();
                }
                let mut seen = Vec::new();
                loop {
                    let last_time = done.load(Ordering::SeqCst);
                    seen.push(store.session(session).await.messages.len());
                    if last_time {
                        return seen;
                    }
                    tokio::task::yield_now().await;
                }
            }
        })
        .await;
        for length in seen.into_iter().flatten() {
            assert!(length == 8 || length == 2, "half of a truncation: {length} messages of 8");
        }
    }
}

pub(super) async fn appends_during_a_truncation_are_deleted_or_stay(store: Subject) {
    for _ in 0..4 {
        let session = store.start().await;
        let said = store.say(session, 3).await;
        let answers = race(9, |task| {
            let (store, truncation) = (store.clone(), from(&said[1]));
            async move {
                if task == 0 {
                    return ok(store.truncate(session, &truncation, write(9)).await);
                }
                let batch = MessageBatch::new(store.messages(2));
                ids(&ok(store.append_batch(session, &batch).await).messages)
            }
        })
        .await;
        let found = store.session(session).await;
        let there = ids(&found.messages);
        let deleted = &answers[0];
        for appended in &answers[1..] {
            let gone = appended.iter().filter(|id| deleted.contains(id)).count();
            let stay = appended.iter().filter(|id| there.contains(id)).count();
            assert!((gone, stay) == (2, 0) || (gone, stay) == (0, 2), "{gone} gone and {stay} there, of 2");
        }
        // Three that were said, sixteen that were appended, and one for each that was deleted.
        assert_eq!(found.state.details.offset, Offset::new(19 + deleted.len() as u64));
        assert!(!there.contains(&said[1].id) && there.contains(&said[0].id));
        let again = store.update(session, said[1].id, said[1].revision, MessageChange::Delete, 9).await;
        ok(again);
    }
}
