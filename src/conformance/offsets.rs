//! Laws about offsets: which changes take one, and that none is used twice.

use crate::{
    model::{
        error::Resource,
        id::{SessionId, WorkspaceInstanceId},
        offset::Revision,
        robot::RobotKey,
        session::SessionChange,
    },
    repository::{MessageBatch, MessageChange, Summary},
    stream::Chunk,
};

use super::subject::{
    Subject, again, assert_not_found, assert_stale, assert_taken, at, keyed, ok, race, sequence, sequences,
    write,
};

impl Subject {
    /// Returns the offset and the revision of a session.
    async fn counters(&self, session: SessionId) -> (u64, u64) {
        let details = self.session(session).await.state.details;
        (details.offset.get(), details.revision.get())
    }
}

pub(super) async fn every_change_takes_the_next_offset(store: Subject) {
    let session = store.start().await;
    assert_eq!(store.counters(session).await, (0, 0), "creating a session takes no offset");
    let said = store.say(session, 3).await;
    assert_eq!(sequences(&said), [1, 2, 3], "three messages take three offsets");
    assert_eq!(store.counters(session).await, (3, 0), "an append leaves the session's revision");
    ok(store.update_session(session, &SessionChange::default().name("renamed"), write(1)).await);
    assert_eq!(store.counters(session).await, (4, 4), "a rename");
    ok(store.update_session(session, &SessionChange::default(), write(1)).await);
    assert_eq!(store.counters(session).await, (5, 5), "a change that names nothing");
    let draft = store.draft(session).await;
    assert_eq!(store.counters(session).await, (6, 5), "a new draft");
    let grown = ok(store.grow(session, draft.id, draft.revision, Chunk::StartStep {}).await);
    assert_eq!((grown.get(), store.counters(session).await), (7, (7, 5)), "a growth");
    let taken = ok(store.open(session, draft.id, grown).await);
    assert_eq!((taken.get(), store.counters(session).await), (8, (8, 5)), "a takeover");
    let ended = ok(store.complete(session, draft.id, taken, "done").await);
    assert_eq!((ended.get(), store.counters(session).await), (9, (9, 5)), "a finish");
    let edited = ok(store.complete(session, said[0].id, said[0].revision, "edited").await);
    assert_eq!((edited.get(), store.counters(session).await), (10, (10, 5)), "an edit");
    let opened = ok(store.open(session, said[1].id, said[1].revision).await);
    assert_eq!((opened.get(), store.counters(session).await), (11, (11, 5)), "a draft on an old message");
    let deleted = ok(store.update(session, said[1].id, opened, MessageChange::Delete, 1).await);
    assert_eq!((deleted.get(), store.counters(session).await), (12, (12, 5)), "a deletion");
    ok(store.delete_session(session, write(2)).await);
    ok(store.restore_session(session, write(3)).await);
    assert_eq!(store.counters(session).await, (14, 14), "deleting and restoring the session");
    let other = store.start().await;
    assert_eq!(store.counters(other).await, (0, 0), "each session counts for itself");
}

pub(super) async fn what_fails_or_is_repeated_takes_no_offset(store: Subject) {
    let session = store.start().await;
    let said = ok(store.append_batch(session, &keyed(store.messages(2), "key", "1")).await).messages;
    let draft = store.draft(session).await;
    let grown = ok(store.grow(session, draft.id, draft.revision, Chunk::StartStep {}).await);
    let edited = ok(store.complete(session, said[0].id, said[0].revision, "edited").await);
    let deleted = ok(store.update(session, said[1].id, said[1].revision, MessageChange::Delete, 1).await);
    let before = store.session(session).await;
    let still = async |what: &str| assert_eq!(store.session(session).await, before, "{what}");

    assert_taken(&store.append(session, vec![again(&said[0])]).await, Resource::Message);
    still("an append that failed").await;
    let repeated = store.grow(session, draft.id, draft.revision, Chunk::StartStep {}).await;
    assert_eq!(ok(repeated), grown);
    still("a repeated growth").await;
    assert_eq!(ok(store.complete(session, said[0].id, said[0].revision, "edited").await), edited);
    still("a repeated edit").await;
    let repeated = store.update(session, said[1].id, said[1].revision, MessageChange::Delete, 2).await;
    assert_eq!(ok(repeated), deleted);
    still("a repeated deletion").await;
    let seen = Revision::new(1000);
    assert_stale(&store.complete(session, said[0].id, seen, "late").await, seen, edited);
    still("a stale edit").await;
    let nowhere = store.id(WorkspaceInstanceId::from_bytes);
    let mount = SessionChange::default().mount(nowhere);
    let mounted = store.update_session(session, &mount, write(9)).await;
    assert_not_found(&mounted, Resource::WorkspaceInstance);
    still("a mount of what does not exist").await;
    ok(store.restore_session(session, write(9)).await);
    still("restoring what is not deleted").await;
    let summary = Summary { covers: sequence(1), text: "so far".to_owned() };
    ok(store.put_summary(session, &summary, store.offset(session).await).await);
    still("a summary").await;
    let freed = keyed(store.messages(2), "kept", "1");
    ok(store.append_batch(session, &freed).await);
    let before = store.session(session).await;
    ok(store.append_messages(session, &keyed(store.messages(2), "kept", "1"), write(9)).await);
    assert_eq!(store.session(session).await, before, "a replayed append");
}

pub(super) async fn deleting_a_robot_or_an_instance_moves_no_offset(store: Subject) {
    let (robot, instance) = (store.robot(), store.start_instance().await);
    ok(store.robots().create(&robot).await);
    let session = store.start().await;
    let change = SessionChange::default();
    let change = change.robot(RobotKey::from(robot.id)).mount(instance.id);
    ok(store.update_session(session, &change, write(1)).await);
    let before = store.counters(session).await;
    ok(store.robots().delete(robot.id, at(2)).await);
    ok(store.instances().delete(instance.id, at(2)).await);
    assert_eq!(store.counters(session).await, before);
}

pub(super) async fn concurrent_changes_take_each_their_own_offset(store: Subject) {
    const EACH: usize = 6;
    let session = store.start().await;
    let taken = race(16, |task| {
        let store = store.clone();
        async move {
            let mut taken = Vec::new();
            for _ in 0..EACH {
                match task % 3 {
                    0 => taken.extend(sequences(&store.say(session, 2).await)),
                    1 => {
                        let draft = store.draft(session).await;
                        let grown = store.grow(session, draft.id, draft.revision, Chunk::StartStep {});
                        let grown = ok(grown.await);
                        let ended = ok(store.complete(session, draft.id, grown, "done").await);
                        taken.extend([draft.sequence.get(), grown.get(), ended.get()]);
                    }
                    _ => {
                        let batch = MessageBatch::new(store.messages(1));
                        let message = ok(store.append_batch(session, &batch).await).messages.remove(0);
                        let edited = ok(store.complete(session, message.id, message.revision, "x").await);
                        let deleted = store.update(session, message.id, edited, MessageChange::Delete, 1);
                        taken.extend([message.sequence.get(), edited.get(), ok(deleted.await).get()]);
                    }
                }
            }
            assert!(taken.is_sorted(), "one task's offsets increase: {taken:?}");
            taken
        }
    })
    .await;
    let mut taken = taken.concat();
    taken.sort_unstable();
    let expected: Vec<u64> = (1..).take(taken.len()).collect();
    assert_eq!(taken, expected, "each offset is taken once");
    assert_eq!(store.offset(session).await.get(), taken.len() as u64, "the session has the last one");
}
