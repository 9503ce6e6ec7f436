//! Laws about search after changes, and after the index is rebuilt.

use std::collections::BTreeSet;

use super::subject::{Found, SearchSubject, query};
use crate::{
    conformance::{
        histories::Author,
        replica::Random,
        subject::{complete, ok, race, write},
    },
    model::{error::Error, session::SessionChange},
    repository::{MessageBatch, MessageChange, Truncation},
    stream::Chunk,
};

pub(super) async fn an_edited_message_is_found_by_what_it_says_now(store: SearchSubject) {
    let session = store.start().await;
    let said = store.says(session, "an old sentence").await;
    let found: BTreeSet<Found> = [(session, Some(said.id))].into();
    assert_eq!(store.finds("old").await, found, "what it says");
    let revision = ok(store.complete(session, said.id, said.revision, "a new sentence").await);
    assert_eq!(store.finds("old").await, BTreeSet::new(), "what it said");
    assert_eq!(store.finds("new sentence").await, found, "what it says");
    ok(store.complete(session, said.id, revision, "…").await);
    assert_eq!(store.finds("sentence").await, BTreeSet::new(), "now it has no words");
}

pub(super) async fn a_name_is_found_as_it_is_now(store: SearchSubject) {
    let session = store.start().await;
    let rename = async |name: &str| {
        let change = SessionChange::default().name(name);
        ok(store.update_session(session, &change, write(1)).await);
    };
    rename("Old thread").await;
    assert_eq!(store.finds("spam").await, BTreeSet::new(), "the first name");
    assert_eq!(store.finds("old").await, [(session, None)].into(), "the name");
    rename("New thread").await;
    assert_eq!(store.finds("old").await, BTreeSet::new(), "the name before");
    assert_eq!(store.finds("new thread").await, [(session, None)].into(), "the name");
    let change =
        SessionChange::default().robot("robot_builder".parse::<crate::model::robot::RobotKey>().ok());
    ok(store.update_session(session, &change, write(1)).await);
    assert_eq!(store.finds("new thread").await, [(session, None)].into(), "another change keeps it");
}

pub(super) async fn what_was_deleted_is_not_found(store: SearchSubject) {
    let session = store.start().await;
    let mut said = Vec::new();
    for text in ["needle one", "needle two", "needle three", "needle four"] {
        said.push(store.says(session, text).await);
    }
    let found = |range: std::ops::Range<usize>| -> BTreeSet<Found> {
        said[range].iter().map(|message| (session, Some(message.id))).collect()
    };
    assert_eq!(store.finds("needle").await, found(0..4));
    ok(store.delete_message(session, said[3].id, 1).await);
    assert_eq!(store.finds("needle").await, found(0..3), "without the message that was deleted");
    ok(store.truncate(session, &Truncation::new(said[1].id, said[1].revision), write(2)).await);
    assert_eq!(store.finds("needle").await, found(0..1), "without those that were truncated");
    ok(store.delete_session(session, write(3)).await);
    assert_eq!(store.finds("needle").await, BTreeSet::new(), "nothing of a deleted session");
    assert_eq!(store.finds("spam").await, BTreeSet::new(), "nor its name");
    assert_eq!(store.found(&query("needle").in_session(session)).await, BTreeSet::new(), "nor in it");
    ok(store.restore_session(session, write(4)).await);
    assert_eq!(store.finds("needle").await, found(0..1), "all of it when it is back");
    assert_eq!(store.finds("spam").await, [(session, None)].into(), "and its name");
    ok(store.erase_session(session, None, false).await);
    assert_eq!(store.finds("needle").await, BTreeSet::new(), "nothing of an erased session");
    assert_eq!(store.finds("spam").await, BTreeSet::new(), "nor its name");
}

pub(super) async fn a_draft_is_found_when_it_ends(store: SearchSubject) {
    let session = store.start().await;
    let mut message = store.message("begun needle");
    message.author = None;
    let batch = MessageBatch { draft: Some(store.account()), ..MessageBatch::new(vec![message]) };
    let draft = ok(store.append_batch(session, &batch).await).messages.remove(0);
    let revision = ok(store.grow(session, draft.id, draft.revision, Chunk::text_delta("1", "more")).await);
    assert_eq!(store.finds("needle").await, BTreeSet::new(), "not while it is written");
    // Neither by a session that comes back meanwhile, nor by an index that is made anew.
    ok(store.delete_session(session, write(8)).await);
    ok(store.restore_session(session, write(9)).await);
    ok(store.store().forget_index().await);
    store.index(1).await;
    assert_eq!(store.finds("needle").await, BTreeSet::new(), "not while it is written");
    let revision = ok(store.complete(session, draft.id, revision, "ended needle").await);
    let found: BTreeSet<Found> = [(session, Some(draft.id))].into();
    assert_eq!(store.finds("needle ended").await, found, "when it has ended");
    assert_eq!(store.finds("begun").await, BTreeSet::new(), "as it has ended");

    let revision = ok(store.open(session, draft.id, revision).await);
    let revision = ok(store.grow(session, draft.id, revision, Chunk::text_delta("1", "again")).await);
    assert_eq!(store.finds("ended").await, found, "what is continued is found as it was");
    ok(store.update(session, draft.id, revision, complete(draft.id, "continued needle"), 9).await);
    assert_eq!(store.finds("ended").await, BTreeSet::new(), "until its end");
    assert_eq!(store.finds("continued").await, found);

    let other = store.draft(session).await;
    ok(store.update(session, other.id, other.revision, MessageChange::Delete, 9).await);
    assert_eq!(store.finds("needle").await, found, "the deletion of a draft");
}

/// Compares the results of a search for every word that was ever written, and for some combinations, with the stored
/// texts.
async fn assert_finds_the_record(store: &SearchSubject, authors: &[Author], case: &str) {
    let said = authors.iter().map(Author::said).max().unwrap_or(0);
    let words = (1..=said).map(|number| number.to_string());
    for words in words.chain(["word".to_owned(), "message".to_owned(), "spam".to_owned()]) {
        let query = query(&words);
        let mut expected = BTreeSet::new();
        for author in authors.iter().filter(|author| !author.is_deleted()) {
            expected.extend(store.scan(author.session(), &query).await);
        }
        assert_eq!(store.found(&query).await, expected, "{words}, {case}");
    }
}

pub(super) async fn after_any_history_the_record_is_found(store: SearchSubject) {
    let mut random = Random(11);
    for seed in 0..6 {
        let mut authors = Vec::new();
        for number in 0..2 {
            authors.push(Author::new(store.subject(), 1000 + 10 * seed + number).await);
        }
        for step in 0..60 {
            let author = random.below(authors.len());
            authors[author].act().await;
            if step % 12 == 11 {
                assert_finds_the_record(&store, &authors, &format!("seed {seed}, step {step}")).await;
            }
        }
        ok(store.store().forget_index().await);
        store.index(1 + u32::try_from(seed).unwrap_or(0)).await;
        assert_finds_the_record(&store, &authors, &format!("seed {seed}, made anew")).await;
        for author in &mut authors {
            author.end().await;
        }
    }
}

pub(super) async fn an_index_is_made_while_others_write(store: SearchSubject) {
    for seed in 0..4 {
        let mut authors = Vec::new();
        for number in 0..3 {
            let mut author = Author::new(store.subject(), 2000 + 10 * seed + number).await;
            for _ in 0..15 {
                author.act().await;
            }
            authors.push(author);
        }
        ok(store.store().forget_index().await);
        let mut random = Random(seed);
        while !ok(store.store().index_next(2).await) {
            let author = random.below(authors.len());
            authors[author].act().await;
        }
        assert_finds_the_record(&store, &authors, &format!("seed {seed}")).await;
        for author in &mut authors {
            author.end().await;
        }
    }
}

pub(super) async fn an_incomplete_index_finds_all_or_says_so(store: SearchSubject) {
    let session = store.start().await;
    let said = store.says(session, "a needle").await;
    store.says(session, "a haystack").await;
    ok(store.store().forget_index().await);
    for _ in 0..10 {
        match store.store().search(&query("needle"), 10).await {
            Ok(found) => assert_eq!(found.texts.len(), 1, "it finds all"),
            Err(error) => assert!(matches!(error, Error::Unavailable { .. }), "or says so, but: {error:?}"),
        }
        if ok(store.store().index_next(1).await) {
            break;
        }
    }
    assert_eq!(store.finds("needle").await, [(session, Some(said.id))].into());
    assert!(ok(store.store().index_next(1).await), "a complete index stays so");
}

pub(super) async fn concurrent_writes_are_all_found(store: SearchSubject) {
    const WRITERS: usize = 8;
    let session = store.start().await;
    let ids = race(WRITERS, |number| {
        let store = store.clone();
        async move {
            let said = store.says(session, &format!("needle {number}")).await;
            if number % 2 == 0 {
                ok(store.complete(session, said.id, said.revision, "an edited needle").await);
            }
            said.id
        }
    })
    .await;
    let found = store.finds("needle").await;
    assert_eq!(found, ids.iter().map(|id| (session, Some(*id))).collect(), "what all said");
    assert_eq!(store.finds("edited").await.len(), WRITERS / 2, "as it was edited");
}
