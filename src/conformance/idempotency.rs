//! Laws about idempotency keys: a second try is recognised, and stores nothing.

use crate::{
    model::{
        error::{Conflict, Error, Resource, Result},
        id::AccountId,
        message::Message,
    },
    repository::{Appended, MessageBatch},
};

use super::subject::{HARD_TEXTS, Subject, assert_not_found, assert_taken, at, ids, keyed, ok, sequences};

#[track_caller]
fn assert_reused(result: &Result<Appended<AccountId>>) {
    assert!(
        matches!(result, Err(Error::Conflict(Conflict::IdempotencyKeyReused))),
        "the key was used for other content, but: {result:?}"
    );
}

pub(super) async fn a_key_stores_its_messages_once(store: Subject) {
    let session = store.start().await;
    store.say(session, 2).await;
    let first = ok(store.append_messages(session, &keyed(store.messages(3), "key", 7)).await);
    assert!(!first.replayed, "the first try is none again");
    assert_eq!(sequences(&first.messages), [3, 4, 5]);
    store.say(session, 1).await;

    // A second try comes with new ids, or with those of the first.
    for again in [store.messages(3), first.messages.clone()] {
        let again = again.into_iter().map(|message| Message { sequence: None, ..message }).collect();
        let again = ok(store.append_messages(session, &keyed(again, "key", 7)).await);
        assert!(again.replayed, "the second try is one again");
        assert_eq!(again.messages, first.messages, "a replay returns the first messages");
    }
    assert_eq!(sequences(&store.walk(session, 100).await), [1, 2, 3, 4, 5, 6]);
    let other = ok(store.append_messages(session, &keyed(store.messages(1), "another key", 7)).await);
    assert_eq!((other.replayed, sequences(&other.messages)), (false, vec![7]), "another key");
}

pub(super) async fn a_replay_changes_nothing(store: Subject) {
    let session = store.start().await;
    ok(store.append_messages(session, &keyed(store.messages(2), "key", 7)).await);
    let before = store.session(session).await;
    let again = MessageBatch { appended_at: at(9), ..keyed(store.messages(2), "key", 7) };
    ok(store.append_messages(session, &again).await);
    assert_eq!(store.session(session).await, before);
    for message in again.messages {
        assert_not_found(&store.find_message(session, message.id).await, Resource::Message);
    }
}

pub(super) async fn a_key_with_other_content_is_a_conflict(store: Subject) {
    let session = store.start().await;
    let fingerprints = [0, 1, -1, i64::MAX, i64::MIN, i64::MAX - 1, 1 << 53, (1 << 53) + 1];
    for fingerprint in fingerprints {
        let key = format!("key of {fingerprint}");
        ok(store.append_messages(session, &keyed(store.messages(1), &key, fingerprint)).await);
        let before = store.session(session).await;
        for other in fingerprints.into_iter().filter(|other| *other != fingerprint) {
            let again = MessageBatch { appended_at: at(9), ..keyed(store.messages(1), &key, other) };
            assert_reused(&store.append_messages(session, &again).await);
            assert_eq!(store.session(session).await, before, "a conflict changed something");
        }
        let again = keyed(store.messages(1), &key, fingerprint);
        assert!(ok(store.append_messages(session, &again).await).replayed, "after conflicts");
    }
}

pub(super) async fn keys_are_compared_byte_for_byte(store: Subject) {
    let session = store.start().await;
    let alike = ["key", "Key", "KEY", "key ", " key", "k\u{e9}y", "ke\u{301}y", "k%y", "k_y"];
    let keys: Vec<_> = HARD_TEXTS.into_iter().chain(alike).collect();
    for key in &keys {
        let first = ok(store.append_messages(session, &keyed(store.messages(1), key, 1)).await);
        assert!(!first.replayed, "{key:?} was taken for another key");
    }
    for (key, number) in keys.iter().zip(1..) {
        let again = ok(store.append_messages(session, &keyed(store.messages(1), key, 1)).await);
        assert_eq!((again.replayed, sequences(&again.messages)), (true, vec![number]), "{key:?}");
    }
}

pub(super) async fn a_key_belongs_to_one_session(store: Subject) {
    let (first, second) = (store.start().await, store.start().await);
    let in_first = ok(store.append_messages(first, &keyed(store.messages(1), "key", 1)).await);
    let in_second = ok(store.append_messages(second, &keyed(store.messages(2), "key", 2)).await);
    assert!(!in_second.replayed, "the key of one session was found in another");
    for (session, fingerprint, expected) in [(first, 1, in_first), (second, 2, in_second)] {
        let again = keyed(store.messages(expected.messages.len()), "key", fingerprint);
        let again = ok(store.append_messages(session, &again).await);
        assert_eq!((again.replayed, again.messages), (true, expected.messages));
    }
}

pub(super) async fn a_failed_append_leaves_its_key_unused(store: Subject) {
    let session = store.start().await;
    let first = store.say(session, 1).await.remove(0);
    let taken = Message { sequence: None, ..first };
    let failed = keyed(vec![store.message("new"), taken], "key", 1);
    assert_taken(&store.append_messages(session, &failed).await, Resource::Message);
    let next = ok(store.append_messages(session, &keyed(store.messages(1), "key", 2)).await);
    assert_eq!((next.replayed, sequences(&next.messages)), (false, vec![2]));
}

pub(super) async fn a_replay_of_a_deleted_message_finds_nothing(store: Subject) {
    let session = store.start().await;
    let first = ok(store.append_messages(session, &keyed(store.messages(3), "key", 1)).await);
    ok(store.delete_message(session, first.messages[1].id, at(1)).await);
    let before = store.session(session).await;
    let again = keyed(store.messages(3), "key", 1);
    assert_not_found(&store.append_messages(session, &again).await, Resource::Message);
    assert_reused(&store.append_messages(session, &keyed(store.messages(3), "key", 2)).await);
    assert_eq!(store.session(session).await, before, "it came back, or another came for it");
}

pub(super) async fn a_key_survives_its_session_being_deleted(store: Subject) {
    let session = store.start().await;
    let first = ok(store.append_messages(session, &keyed(store.messages(2), "key", 1)).await);
    ok(store.delete_session(session, at(1)).await);
    let again = keyed(store.messages(2), "key", 1);
    assert_not_found(&store.append_messages(session, &again).await, Resource::Session);
    ok(store.restore_session(session, at(2)).await);
    let again = ok(store.append_messages(session, &again).await);
    assert_eq!((again.replayed, ids(&again.messages)), (true, ids(&first.messages)));
}
