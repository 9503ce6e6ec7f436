//! Laws about summaries: the texts that replace old messages in model input.

use crate::{
    model::{error::Resource, offset::Offset, session::SessionChange},
    repository::Summary,
    stream::Chunk,
};

use super::subject::{Subject, assert_not_found, ok, sequence, write};

fn summary(covers: u64, text: &str) -> Summary {
    Summary { covers: sequence(covers), text: text.to_owned() }
}

pub(super) async fn a_summary_stays_until_a_longer_one_comes(store: Subject) {
    let (session, other) = (store.start().await, store.start().await);
    store.say(session, 5).await;
    assert_eq!(ok(store.find_summary(session).await), None);
    let before = store.session(session).await;
    for (put, kept) in [
        (summary(3, "three"), summary(3, "three")),
        (summary(2, "two"), summary(3, "three")),
        (summary(3, "three again"), summary(3, "three again")),
        (summary(4, "four \u{1f41d}"), summary(4, "four \u{1f41d}")),
    ] {
        ok(store.put_summary(session, &put, store.offset(session).await).await);
        assert_eq!(ok(store.find_summary(session).await), Some(kept));
    }
    assert_eq!(ok(store.find_summary(other).await), None);
    assert_eq!(store.session(session).await, before, "a summary takes no offset and moves no time");
    ok(store.update_session(session, &SessionChange::default().name("renamed"), write(1)).await);
    store.say(session, 1).await;
    assert!(ok(store.find_summary(session).await).is_some(), "after a rename and an append");

    ok(store.delete_session(session, write(1)).await);
    assert_not_found(
        &store.put_summary(session, &summary(5, "late"), Offset::default()).await,
        Resource::Session,
    );
    assert_not_found(&store.find_summary(session).await, Resource::Session);
    ok(store.restore_session(session, write(2)).await);
    assert_eq!(ok(store.find_summary(session).await), Some(summary(4, "four \u{1f41d}")));
}

pub(super) async fn changing_what_a_summary_covers_erases_it(store: Subject) {
    let session = store.start().await;
    let said = store.say(session, 5).await;
    let put = async |covers| {
        ok(store.put_summary(session, &summary(covers, "so far"), store.offset(session).await).await);
    };
    let is_there = async || ok(store.find_summary(session).await).is_some();
    put(3).await;
    // Above it, everything may happen.
    let opened = ok(store.open(session, said[3].id, said[3].revision).await);
    assert!(is_there().await, "opening a message above it");
    let grown = ok(store.grow(session, said[3].id, opened, Chunk::StartStep {}).await);
    ok(store.complete(session, said[3].id, grown, "done").await);
    assert!(is_there().await, "finishing a message above it");
    ok(store.delete_message(session, said[4].id, 1).await);
    assert!(is_there().await, "deleting a message above it");

    let opened = ok(store.open(session, said[2].id, said[2].revision).await);
    assert!(!is_there().await, "opening the last message that it covers");
    put(3).await;
    let grown = ok(store.grow(session, said[2].id, opened, Chunk::StartStep {}).await);
    assert!(is_there().await, "growing reads and writes no summary");
    let ended = ok(store.complete(session, said[2].id, grown, "done").await);
    assert!(!is_there().await, "finishing a message that it covers");
    put(3).await;
    ok(store.complete(session, said[0].id, said[0].revision, "edited").await);
    assert!(!is_there().await, "editing a message that it covers");
    put(3).await;
    // What was done already erases nothing again.
    ok(store.complete(session, said[0].id, said[0].revision, "edited").await);
    ok(store.complete(session, said[2].id, grown, "done").await);
    assert!(is_there().await, "a repetition");
    ok(store.delete_message(session, said[2].id, 1).await);
    assert!(!is_there().await, "deleting a message that it covers, at {ended}");
}

pub(super) async fn a_summary_that_missed_a_change_is_not_kept(store: Subject) {
    let session = store.start().await;
    let said = store.say(session, 5).await;
    let seen = store.offset(session).await;
    let put = async |text: &str, seen: Offset| {
        ok(store.put_summary(session, &summary(3, text), seen).await);
        ok(store.find_summary(session).await).map(|kept| kept.text)
    };
    ok(store.complete(session, said[3].id, said[3].revision, "edited").await);
    ok(store.delete_message(session, said[4].id, 1).await);
    store.say(session, 1).await;
    assert_eq!(put("first", seen).await.as_deref(), Some("first"), "what changed is above it");

    let edited = ok(store.complete(session, said[2].id, said[2].revision, "edited").await);
    assert_eq!(put("without the edit", seen).await, None, "the last message that it covers was edited");
    let before = Offset::new(edited.get() - 1);
    assert_eq!(put("without the edit", before).await, None, "the edit is the first change after it");
    assert_eq!(put("with the edit", edited.into()).await.as_deref(), Some("with the edit"));
    ok(store.delete_message(session, said[0].id, 2).await);
    assert_eq!(put("with the deleted", edited.into()).await, None, "a message that it covers was deleted");
}
