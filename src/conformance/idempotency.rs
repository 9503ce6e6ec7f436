//! Laws about idempotency keys and client ids: a repeated append is recognised, and stores nothing.

use crate::{
    model::error::{Conflict, Error, Resource, Result},
    repository::{Appended, Idempotency, MessageBatch, NewRecord},
};

use super::subject::{
    HARD_TEXTS, Subject, again, assert_not_found, assert_taken, ids, keyed, ok, sequences, write,
};

#[track_caller]
fn assert_reused(result: &Result<Appended>) {
    assert!(
        matches!(result, Err(Error::Conflict(Conflict::IdempotencyKeyReused))),
        "the key was used for other content, but: {result:?}"
    );
}

pub(super) async fn a_key_stores_its_messages_once(store: Subject) {
    let session = store.start().await;
    store.say(session, 2).await;
    let first = ok(store.append_batch(session, &keyed(store.messages(3), "key", "7")).await);
    assert!(!first.replayed, "the first try is none again");
    assert_eq!(sequences(&first.messages), [3, 4, 5]);
    store.say(session, 1).await;

    // A second try comes with new ids, or with those of the first.
    for second in [store.messages(3), first.messages.iter().map(again).collect()] {
        let second = ok(store.append_batch(session, &keyed(second, "key", "7")).await);
        assert!(second.replayed, "the second try is one again");
        assert_eq!(second.messages, first.messages, "a replay returns the first messages");
    }
    assert_eq!(sequences(&store.walk(session, 100).await), [1, 2, 3, 4, 5, 6]);
    let other = ok(store.append_batch(session, &keyed(store.messages(1), "another key", "7")).await);
    assert_eq!((other.replayed, sequences(&other.messages)), (false, vec![7]), "another key");
}

pub(super) async fn a_replay_changes_nothing(store: Subject) {
    let session = store.start().await;
    ok(store.append_batch(session, &keyed(store.messages(2), "key", "7")).await);
    let before = store.session(session).await;
    let again = keyed(store.messages(2), "key", "7");
    ok(store.append_messages(session, &again, write(9)).await);
    assert_eq!(store.session(session).await, before);
    for message in again.messages {
        assert_not_found(&store.find_message(session, message.id).await, Resource::Message);
    }
}

pub(super) async fn a_replay_returns_the_messages_as_they_are_now(store: Subject) {
    let session = store.start().await;
    let mut first = ok(store.append_batch(session, &keyed(store.messages(2), "key", "7")).await).messages;
    ok(store.complete(session, first[1].id, first[1].revision, "edited").await);
    first[1] = ok(store.find_message(session, first[1].id).await);
    let replayed = ok(store.append_batch(session, &keyed(store.messages(2), "key", "7")).await);
    assert_eq!((replayed.replayed, replayed.messages), (true, first));
}

pub(super) async fn a_replayed_batch_of_drafts_returns_the_drafts(store: Subject) {
    let session = store.start().await;
    let drafts = || MessageBatch { draft: Some(store.account()), ..keyed(store.messages(2), "key", "7") };
    let first = ok(store.append_batch(session, &drafts()).await);
    assert!(first.messages.iter().all(|message| message.draft.is_some()), "they are drafts");
    let delta = crate::stream::Chunk::text_start("1");
    ok(store.grow(session, first.messages[0].id, first.messages[0].revision, delta).await);
    let before = store.session(session).await;
    let replayed = ok(store.append_batch(session, &drafts()).await);
    assert_eq!((replayed.replayed, &replayed.messages), (true, &before.messages), "as they are now");
    assert_eq!(store.session(session).await, before, "a replay changed something");
}

pub(super) async fn a_key_with_other_content_is_a_conflict(store: Subject) {
    let session = store.start().await;
    let long = "f".repeat(64);
    let fingerprints = ["", "0", "00", "1", "a", "A", "\u{e9}", "e\u{301}", long.as_str()];
    for fingerprint in fingerprints {
        let key = format!("key of {fingerprint}");
        ok(store.append_batch(session, &keyed(store.messages(1), &key, fingerprint)).await);
        let before = store.session(session).await;
        for other in fingerprints.into_iter().filter(|other| *other != fingerprint) {
            let again = keyed(store.messages(1), &key, other);
            assert_reused(&store.append_messages(session, &again, write(9)).await);
            assert_eq!(store.session(session).await, before, "a conflict changed something");
        }
        let again = keyed(store.messages(1), &key, fingerprint);
        assert!(ok(store.append_batch(session, &again).await).replayed, "after conflicts");
    }
}

pub(super) async fn keys_are_compared_byte_for_byte(store: Subject) {
    let session = store.start().await;
    let alike = ["key", "Key", "KEY", "key ", " key", "k\u{e9}y", "ke\u{301}y", "k%y", "k_y"];
    let keys: Vec<_> = HARD_TEXTS.into_iter().chain(alike).collect();
    for key in &keys {
        let first = ok(store.append_batch(session, &keyed(store.messages(1), key, "1")).await);
        assert!(!first.replayed, "{key:?} was taken for another key");
    }
    for (key, number) in keys.iter().zip(1..) {
        let again = ok(store.append_batch(session, &keyed(store.messages(1), key, "1")).await);
        assert_eq!((again.replayed, sequences(&again.messages)), (true, vec![number]), "{key:?}");
    }
}

pub(super) async fn a_key_belongs_to_one_session(store: Subject) {
    let (first, second) = (store.start().await, store.start().await);
    let in_first = ok(store.append_batch(first, &keyed(store.messages(1), "key", "1")).await);
    let in_second = ok(store.append_batch(second, &keyed(store.messages(2), "key", "2")).await);
    assert!(!in_second.replayed, "the key of one session was found in another");
    for (session, fingerprint, expected) in [(first, "1", in_first), (second, "2", in_second)] {
        let again = keyed(store.messages(expected.messages.len()), "key", fingerprint);
        let again = ok(store.append_batch(session, &again).await);
        assert_eq!((again.replayed, again.messages), (true, expected.messages));
    }
}

pub(super) async fn a_failed_append_leaves_its_key_unused(store: Subject) {
    let session = store.start().await;
    let taken = again(&store.say(session, 1).await[0]);
    let failed = keyed(vec![store.message("new"), taken], "key", "1");
    assert_taken(&store.append_batch(session, &failed).await, Resource::Message);
    let next = ok(store.append_batch(session, &keyed(store.messages(1), "key", "2")).await);
    assert_eq!((next.replayed, sequences(&next.messages)), (false, vec![2]));
}

pub(super) async fn deleting_a_message_frees_its_key(store: Subject) {
    let session = store.start().await;
    let first = ok(store.append_batch(session, &keyed(store.messages(3), "key", "1")).await);
    ok(store.append_batch(session, &keyed(store.messages(1), "other", "1")).await);
    ok(store.delete_message(session, first.messages[1].id, 1).await);
    // Other content is none reused, since nobody has the key.
    let retry = ok(store.append_batch(session, &keyed(store.messages(2), "key", "2")).await);
    assert_eq!((retry.replayed, sequences(&retry.messages)), (false, vec![6, 7]), "a retry stores anew");
    let again = ok(store.append_batch(session, &keyed(store.messages(2), "key", "2")).await);
    assert_eq!((again.replayed, again.messages), (true, retry.messages), "and is the first try from then");
    let other = ok(store.append_batch(session, &keyed(store.messages(1), "other", "1")).await);
    assert!(other.replayed, "the key of another message was freed");
}

pub(super) async fn a_key_survives_its_session_being_deleted(store: Subject) {
    let session = store.start().await;
    let first = ok(store.append_batch(session, &keyed(store.messages(2), "key", "1")).await);
    ok(store.delete_session(session, write(1)).await);
    let again = keyed(store.messages(2), "key", "1");
    assert_not_found(&store.append_batch(session, &again).await, Resource::Session);
    ok(store.restore_session(session, write(2)).await);
    let again = ok(store.append_batch(session, &again).await);
    assert_eq!((again.replayed, ids(&again.messages)), (true, ids(&first.messages)));
}

/// Creates a message with a client id.
fn of_client(store: &Subject, client_id: &str) -> NewRecord {
    NewRecord { client_id: Some(client_id.to_owned()), ..store.message("from a client") }
}

/// Creates a batch whose key is the client id of its first message.
fn by_client_id(messages: Vec<NewRecord>, fingerprint: &str) -> MessageBatch {
    let idempotency = Some(Idempotency { key: None, fingerprint: fingerprint.to_owned() });
    MessageBatch { idempotency, ..MessageBatch::new(messages) }
}

pub(super) async fn a_client_id_is_a_key_when_no_key_is_given(store: Subject) {
    let session = store.start().await;
    let batch = || vec![of_client(&store, "msg-1"), store.message("second")];
    let first = ok(store.append_batch(session, &by_client_id(batch(), "1")).await);
    assert!(!first.replayed, "the first try is none again");
    let before = store.session(session).await;
    let again = ok(store.append_batch(session, &by_client_id(batch(), "1")).await);
    assert_eq!((again.replayed, &again.messages), (true, &first.messages), "a second try");
    assert_reused(&store.append_batch(session, &by_client_id(batch(), "2")).await);
    assert_eq!(store.session(session).await, before, "a second try changed something");
}

pub(super) async fn given_keys_and_client_ids_are_apart(store: Subject) {
    let session = store.start().await;
    ok(store.append_batch(session, &keyed(store.messages(1), "one text", "1")).await);
    let by_client = by_client_id(vec![of_client(&store, "one text")], "2");
    let by_client = ok(store.append_batch(session, &by_client).await);
    assert!(!by_client.replayed, "a given key was taken for a client id");
    let keyed = ok(store.append_batch(session, &keyed(store.messages(1), "one text", "1")).await);
    assert_eq!((keyed.replayed, sequences(&keyed.messages)), (true, vec![1]), "the given key");
    let again = by_client_id(vec![of_client(&store, "one text")], "2");
    let again = ok(store.append_batch(session, &again).await);
    assert_eq!((again.replayed, sequences(&again.messages)), (true, vec![2]), "the client id");
}

pub(super) async fn a_client_id_is_taken_by_one_message_of_a_session(store: Subject) {
    let (session, other) = (store.start().await, store.start().await);
    ok(store.append(session, vec![of_client(&store, "msg-1"), of_client(&store, "MSG-1")]).await);
    let before = store.session(session).await;
    let twice = || vec![of_client(&store, "msg-2"), of_client(&store, "msg-2")];
    for batch in [
        MessageBatch::new(vec![of_client(&store, "msg-1")]),
        MessageBatch::new(vec![store.message("new"), of_client(&store, "msg-1")]),
        MessageBatch::new(twice()),
        // Another key does not make it another message.
        keyed(vec![of_client(&store, "msg-1")], "key", "1"),
    ] {
        assert_taken(&store.append_batch(session, &batch).await, Resource::Message);
        assert_eq!(store.session(session).await, before, "a refused message changed something");
    }
    ok(store.append(other, vec![of_client(&store, "msg-1")]).await);
    let free = keyed(vec![of_client(&store, "msg-2")], "key", "1");
    assert!(!ok(store.append_batch(session, &free).await).replayed, "a refused try left its key");
}

pub(super) async fn deleting_a_message_frees_its_client_id(store: Subject) {
    let session = store.start().await;
    let batch =
        |fingerprint| by_client_id(vec![of_client(&store, "msg-1"), of_client(&store, "msg-2")], fingerprint);
    let first = ok(store.append_batch(session, &batch("1")).await);
    ok(store.delete_message(session, first.messages[0].id, 1).await);
    // The second message still has its own.
    assert_taken(&store.append_batch(session, &batch("2")).await, Resource::Message);
    ok(store.delete_message(session, first.messages[1].id, 1).await);
    let retry = ok(store.append_batch(session, &batch("2")).await);
    assert_eq!((retry.replayed, sequences(&retry.messages)), (false, vec![5, 6]), "a retry stores anew");
}

pub(super) async fn deleting_a_later_message_of_a_batch_frees_the_key_of_the_batch(store: Subject) {
    let session = store.start().await;
    let batch =
        |fingerprint| by_client_id(vec![of_client(&store, "msg-1"), store.message("second")], fingerprint);
    let first = ok(store.append_batch(session, &batch("1")).await);
    ok(store.delete_message(session, first.messages[1].id, 1).await);
    // The batch is not whole, so nobody is told that it was stored; the first message still has its client id.
    assert_taken(&store.append_batch(session, &batch("1")).await, Resource::Message);
    assert_eq!(ids(&store.walk(session, 10).await), [first.messages[0].id]);
}
