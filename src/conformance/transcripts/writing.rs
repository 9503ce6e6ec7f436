//! Laws about writing a session that was created elsewhere.

use crate::{
    model::{
        error::{Conflict, Error, Resource},
        id::{AccountId, SessionId},
        message::WindowRequest,
        offset::{Offset, Revision},
        origin::{Imported, Origin},
        page::PageRequest,
        session::SessionFilter,
    },
    repository::{ChangeLimit, MessageBatch, NewTranscript, TranscriptEntry, TranscriptHead, Write},
};

use super::{
    super::subject::{assert_not_found, assert_taken, at, ids, ok, race, sequence, sequences, write},
    Copied, Transcript,
    reading::{entry, full, named},
};

/// Returns a copy of a session, with a new id.
pub(super) async fn copy(store: &Copied) -> (SessionId, Transcript) {
    let (session, messages) = full(store).await;
    let mut copy = store.read(session).await;
    copy.head.reference.id = store.id(SessionId::from_bytes);
    copy.head.origin = Some(Origin { session_id: session, message_id: messages[0].id });
    copy.head.imported = Some(Imported::new(AccountId::from_bytes([4; 12]), at(-7)));
    (copy.head.reference.id, copy)
}

pub(super) async fn a_copy_is_what_was_read(store: Copied) {
    for size in [1, 2, 100] {
        let (session, copy) = copy(&store).await;
        assert!(store.write(&copy, "once", size).await, "it is written");
        assert_eq!(store.read(session).await, copy, "the head, the messages and the tombstones");
        let found = store.session(session).await;
        assert_eq!(found.state.reference, copy.head.reference);
        let details = found.state.details;
        assert_eq!((details.origin, details.imported), (copy.head.origin, copy.head.imported));
        assert_eq!((details.offset, details.follow_from), (copy.head.offset, copy.head.offset));
        let there: Vec<_> = copy.entries.iter().filter(|entry| entry.content.is_some()).cloned().collect();
        assert_eq!(found.messages.iter().map(entry).collect::<Vec<_>>(), there);
    }
}

pub(super) async fn a_transcript_is_hidden_until_it_is_published(store: Copied) {
    let (session, copy) = copy(&store).await;
    let before = store.count(SessionFilter::default()).await;
    let part = NewTranscript::new(copy.head.clone(), "once", copy.entries.clone());
    let begun = ok(store.transcripts.write_transcript(&part, write(1)).await);
    assert!(begun.is_some(), "it is written");
    let newest = WindowRequest::newest(9);
    assert_not_found(&store.find_session(session, newest).await, Resource::Session);
    assert_not_found(&store.find_message(session, copy.entries[0].id).await, Resource::Session);
    let limit = ChangeLimit { items: 9, bytes: 9999 };
    assert_not_found(&store.changes(session, Offset::default(), limit).await, Resource::Session);
    assert_not_found(&store.restore_session(session, write(2)).await, Resource::Session);
    assert_not_found(&store.delete_session(session, write(2)).await, Resource::Session);
    let batch = MessageBatch::new(store.messages(1));
    assert_not_found(&store.append_messages(session, &batch, write(2)).await, Resource::Session);
    assert_eq!(ok(store.find_start(session).await), None, "nobody started it yet");
    assert_eq!(store.count(SessionFilter::default()).await, before);
    assert!(!store.listed(SessionFilter::default(), 9).await.contains(&session));

    let last = NewTranscript::new(copy.head.clone(), "once", Vec::new()).publish();
    let published = ok(store.transcripts.write_transcript(&last, Write { fence: begun, ..write(2) }).await);
    assert!(published.is_some(), "it is published");
    assert_eq!(store.count(SessionFilter::default()).await, before + 1, "it is counted once");
    assert!(store.listed(SessionFilter::default(), 9).await.contains(&session));
    let by = SessionFilter::created_by(copy.head.reference.created_by);
    let page = ok(store.list_sessions(by, PageRequest::new(1, 9)).await);
    assert!(page.items.contains(&copy.head.reference), "with the times of its head");
}

pub(super) async fn a_published_transcript_goes_on_like_every_session(store: Copied) {
    let (session, copy) = copy(&store).await;
    store.write(&copy, "once", 3).await;
    let taken = store.append(session, vec![named(&store, "again", "msg-1")]).await;
    assert_taken(&taken, Resource::Message);
    let gone = copy.entries.iter().find(|entry| entry.content.is_none()).expect("a tombstone");
    let older = store.window(session, WindowRequest::newest(9).before(gone.id)).await;
    assert_eq!(sequences(&older.messages), [1, 2], "a tombstone is a cursor");
    let next = store.say(session, 1).await.remove(0);
    assert_eq!(next.sequence.get(), copy.head.offset.get() + 1, "offsets go on");
    let edited = &copy.entries[1];
    let edit = ok(store.complete(session, edited.id, edited.revision, "edited again").await);
    assert_eq!(edit.get(), copy.head.offset.get() + 2, "the revision is known to be the last");
    let changes = ok(store.changes(session, copy.head.offset, super::super::replica::ALL).await);
    assert_eq!(changes.items.len(), 2, "what came since is told, and no more");
    let all = ok(store.changes(session, Offset::default(), super::super::replica::ALL).await);
    let tombstones = all.items.iter().filter(|item| item.offset == gone.revision.into()).count();
    assert_eq!(tombstones, 1, "a follower from the beginning is told of the tombstone");
    ok(store.delete_message(session, copy.entries[5].id, 9).await);
    ok(store.append(session, vec![named(&store, "again", "msg-1")]).await);
    ok(store.delete_session(session, write(9)).await);
    ok(store.restore_session(session, write(9)).await);
}

pub(super) async fn a_second_try_changes_nothing(store: Copied) {
    let (session, copy) = copy(&store).await;
    store.write(&copy, "once", 2).await;
    store.say(session, 1).await;
    let before = store.read(session).await;
    assert!(!store.write(&copy, "once", 2).await, "it was published before");
    assert_eq!(store.read(session).await, before);
    assert_eq!(store.count(SessionFilter::default()).await, 2, "and is counted once");
}

pub(super) async fn a_later_try_takes_over(store: Copied) {
    let (session, copy) = copy(&store).await;
    let part = NewTranscript::new(copy.head.clone(), "once", copy.entries[..2].to_vec());
    let early = ok(store.transcripts.write_transcript(&part, write(1)).await);
    let late = ok(store.transcripts.write_transcript(&part, write(1)).await);
    assert!(early.is_some() && early < late, "each try has a generation of its own");
    let rest = NewTranscript::new(copy.head.clone(), "once", copy.entries[2..].to_vec());
    let refused = store.transcripts.write_transcript(&rest, Write { fence: early, ..write(1) }).await;
    assert!(matches!(refused, Err(Error::Conflict(Conflict::Fenced { .. }))), "{refused:?}");
    ok(store.transcripts.write_transcript(&rest.publish(), Write { fence: late, ..write(1) }).await);
    assert_eq!(store.read(session).await, copy);
    store.say(session, 1).await;
}

pub(super) async fn a_part_replaces_what_an_earlier_one_has(store: Copied) {
    let (session, mut copy) = copy(&store).await;
    let part = NewTranscript::new(copy.head.clone(), "once", copy.entries.clone());
    ok(store.transcripts.write_transcript(&part, write(1)).await);
    // Meanwhile the source was changed: a message was deleted that had a client id, and another one has it now.
    let offset = copy.head.offset.get();
    let gone = copy.entries.iter().position(|entry| entry.sequence == sequence(6)).expect("the sixth");
    let name = copy.entries[gone].content.clone();
    copy.entries[gone] =
        TranscriptEntry::deleted(copy.entries[gone].id, sequence(6), Revision::new(offset + 1));
    let last = copy.entries.last_mut().expect("a message behind it");
    last.content.as_mut().expect("a message").annotations = name.expect("a name").annotations;
    last.revision = Revision::new(offset + 2);
    copy.head.offset = Offset::new(offset + 2);
    "As it is now".clone_into(&mut copy.head.reference.name);
    assert!(store.write(&copy, "once", 3).await);
    assert_eq!(store.read(session).await, copy, "as if the earlier try had never been");
    let changes = ok(store.changes(session, Offset::new(offset), super::super::replica::ALL).await);
    assert_eq!(changes.items.len(), 2, "each message has its last revision only");
}

pub(super) async fn an_account_is_erased_from_what_is_not_published(store: Copied) {
    let (session, copy) = copy(&store).await;
    let before = store.count(SessionFilter::default()).await;
    let part = NewTranscript::new(copy.head.clone(), "once", copy.entries[..2].to_vec());
    let begun = ok(store.transcripts.write_transcript(&part, write(1)).await);
    let author = copy.entries[0].content.as_ref().and_then(|content| content.author).expect("an author");
    let promised = ok(store.erase_account_in(session, author, write(9), true).await);
    let receipt = ok(store.erase_account_in(session, author, write(9), false).await);
    assert_eq!(receipt.rows, promised.rows, "what a dry run promised");
    assert!(receipt.rows.get("messages").is_some_and(|erased| *erased > 0), "{receipt:?}");
    assert!(ok(store.erase_account_in(session, author, write(9), false).await).rows.is_empty(), "all of it");
    assert_not_found(&store.find_session(session, WindowRequest::default()).await, Resource::Session);
    assert_eq!(store.count(SessionFilter::default()).await, before, "it is hidden still");
    // The try that has read the texts does not go on; another one reads what is there now.
    let rest = NewTranscript::new(copy.head.clone(), "once", copy.entries[2..].to_vec()).publish();
    let refused = store.transcripts.write_transcript(&rest, Write { fence: begun, ..write(1) }).await;
    assert!(matches!(refused, Err(Error::Conflict(Conflict::Fenced { .. }))), "{refused:?}");
    assert!(store.write(&copy, "once", 2).await, "a later try is published");
    assert_eq!(store.read(session).await, copy);
    assert_eq!(store.say(session, 1).await[0].sequence.get(), copy.head.offset.get() + 1, "offsets go on");
}

pub(super) async fn a_taken_session_is_not_written_to(store: Copied) {
    let (_, mut copy) = copy(&store).await;
    let taken = store.start().await;
    let said = store.say(taken, 1).await;
    let before = store.read(taken).await;
    copy.head.reference.id = taken;
    let part = NewTranscript::new(copy.head.clone(), "once", copy.entries.clone()).publish();
    assert_taken(&store.transcripts.write_transcript(&part, write(1)).await, Resource::Session);
    assert_eq!(store.read(taken).await, before);
    assert_eq!(ids(&store.session(taken).await.messages), ids(&said));

    copy.head.reference.id = store.id(SessionId::from_bytes);
    store.write(&copy, "once", 9).await;
    let other = NewTranscript::new(copy.head.clone(), "other", Vec::new()).publish();
    assert_taken(&store.transcripts.write_transcript(&other, write(1)).await, Resource::Session);

    copy.head.reference.id = store.id(SessionId::from_bytes);
    let mut twice = copy.entries[1].clone();
    twice.sequence = sequence(copy.head.offset.get());
    let part = NewTranscript::new(copy.head, "once", vec![copy.entries[1].clone(), twice]).publish();
    assert_taken(&store.transcripts.write_transcript(&part, write(1)).await, Resource::Message);
}

pub(super) async fn two_sessions_can_have_the_same_messages(store: Copied) {
    let (_, copy) = copy(&store).await;
    let source = copy.head.origin.expect("an origin").session_id;
    store.write(&copy, "once", 9).await;
    let fork = copy.head.reference.id;
    let message = &copy.entries[0];
    ok(store.complete(fork, message.id, message.revision, "only here").await);
    ok(store.delete_message(fork, copy.entries[5].id, 5).await);
    let entries = store.read(source).await.entries;
    assert_eq!(entries, copy.entries, "the other session is what it was");
    ok(store.delete_message(source, copy.entries[1].id, 5).await);
    ok(store.find_message(fork, copy.entries[1].id).await);
    let TranscriptHead { offset, .. } = store.read(fork).await.head;
    assert_eq!(offset.get(), copy.head.offset.get() + 2, "each has offsets of its own");
}

pub(super) async fn of_concurrent_tries_one_session_is_made(store: Copied) {
    let (session, copy) = copy(&store).await;
    let tries = race(4, |task| {
        let (store, copy) = (store.clone(), copy.clone());
        async move { store.try_write(&copy, "once", task + 1).await }
    })
    .await;
    let fenced = |error: &Error| matches!(error, Error::Conflict(Conflict::Fenced { .. }));
    assert!(tries.iter().all(|tried| tried.as_ref().err().is_none_or(fenced)), "{tries:?}");
    assert!(tries.iter().any(|tried| matches!(tried, Ok(true))), "one of them made it: {tries:?}");
    assert_eq!(store.read(session).await, copy, "whole, and once");
    assert_eq!(store.count(SessionFilter::default()).await, 2);
}
