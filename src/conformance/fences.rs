//! Laws about fences: writes on the condition that the session has a generation.

use crate::{
    model::{
        error::{Conflict, Error, Resource, Result},
        id::SessionId,
        offset::{Generation, Offset},
        session::SessionChange,
    },
    repository::{MessageBatch, MessageChange, MessageUpdate, Write},
    stream::{Chunk, ChunkLog},
};

use super::{
    replica::ALL,
    subject::{Subject, assert_not_found, complete, keyed, ok, write},
};

/// Writes only if the session has this generation.
fn fenced(generation: u64) -> Write {
    write(9).fenced(Generation::new(generation))
}

#[track_caller]
fn assert_fenced<T: std::fmt::Debug>(result: &Result<T>, what: &str) {
    let refused = matches!(
        result,
        Err(Error::Conflict(Conflict::Fenced { fence, current })) if (fence.get(), current.get()) == (1, 0)
    );
    assert!(refused, "{what}: should be fenced, but: {result:?}");
}

pub(super) async fn a_write_with_another_generation_is_refused(store: Subject) {
    let session = store.start().await;
    let said = store.say(session, 2).await;
    let draft = store.draft(session).await;
    let before = store.session(session).await;
    let changes = async || ok(store.changes(session, Offset::new(0), ALL).await);
    let changes_before = changes().await;

    let rename = SessionChange::default().name("late");
    assert_fenced(&store.update_session(session, &rename, fenced(1)).await, "a rename");
    assert_fenced(&store.delete_session(session, fenced(1)).await, "a deletion");
    let append = MessageBatch::new(store.messages(2));
    assert_fenced(&store.append_messages(session, &append, fenced(1)).await, "an append");
    let with_key = keyed(store.messages(1), "key", "1");
    assert_fenced(&store.append_messages(session, &with_key, fenced(1)).await, "an append with a key");
    let drafts = MessageBatch { draft: Some(store.account()), ..MessageBatch::new(store.messages(1)) };
    assert_fenced(&store.append_messages(session, &drafts, fenced(1)).await, "a draft");
    let open = || MessageChange::Open { writer: store.account() };
    let grow = MessageChange::Grow(ChunkLog::new(&[Chunk::StartStep {}]));
    for (message, change, what) in [
        (&draft, grow, "a growth"),
        (&draft, complete(draft.id, "late"), "a finish"),
        (&draft, open(), "a takeover"),
        (&draft, MessageChange::Delete, "the deletion of a draft"),
        (&said[0], open(), "a draft on an old message"),
        (&said[0], complete(said[0].id, "late"), "an edit"),
        (&said[0], MessageChange::Delete, "the deletion of a message"),
    ] {
        let update = MessageUpdate { base: message.revision, change };
        assert_fenced(&store.update_message(session, message.id, &update, fenced(1)).await, what);
    }
    assert_eq!(store.session(session).await, before, "a fenced write changed something");
    assert_eq!(changes().await, changes_before, "a fenced write is followed");
    let retry = ok(store.append_messages(session, &with_key, write(1)).await);
    assert!(!retry.replayed, "a fenced append left its key");

    ok(store.delete_session(session, write(2)).await);
    assert_fenced(&store.restore_session(session, fenced(1)).await, "restoring");
    assert_not_found(&store.update_session(session, &rename, write(3)).await, Resource::Session);
}

pub(super) async fn a_write_with_the_generation_of_the_session_is_done(store: Subject) {
    let session = store.start().await;
    ok(store.update_session(session, &SessionChange::default().name("renamed"), fenced(0)).await);
    let batch = MessageBatch::new(store.messages(1));
    let said = ok(store.append_messages(session, &batch, fenced(0)).await).messages.remove(0);
    let batch = MessageBatch { draft: Some(store.account()), ..MessageBatch::new(store.messages(1)) };
    let draft = ok(store.append_messages(session, &batch, fenced(0)).await).messages.remove(0);
    let mut base = draft.revision;
    for change in [
        MessageChange::Grow(ChunkLog::new(&[Chunk::StartStep {}])),
        MessageChange::Open { writer: store.account() },
        complete(draft.id, "done"),
        MessageChange::Delete,
    ] {
        let update = MessageUpdate { base, change };
        base = ok(store.update_message(session, draft.id, &update, fenced(0)).await);
    }
    ok(store.delete_session(session, fenced(0)).await);
    ok(store.restore_session(session, fenced(0)).await);
    let window = store.session(session).await;
    assert_eq!((window.messages, window.state.details.offset.get()), (vec![said], 9));
}

pub(super) async fn a_fenced_write_to_what_does_not_exist_finds_nothing(store: Subject) {
    let (session, deleted) = (store.start().await, store.start().await);
    ok(store.delete_session(deleted, write(1)).await);
    for id in [deleted, store.id(SessionId::from_bytes)] {
        let append = MessageBatch::new(store.messages(1));
        assert_not_found(&store.append_messages(id, &append, fenced(1)).await, Resource::Session);
        let rename = SessionChange::default().name("late");
        assert_not_found(&store.update_session(id, &rename, fenced(1)).await, Resource::Session);
        assert_not_found(&store.delete_session(id, fenced(1)).await, Resource::Session);
    }
    assert_eq!(store.offset(session).await.get(), 0, "of another session");
}
