//! Laws about reading a session as it is stored.

use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use crate::{
    model::{
        error::Resource, id::SessionId, json::Json, message::Annotations, robot::RobotKey,
        session::SessionChange,
    },
    repository::{MessageRecord, NewRecord, TranscriptContent, TranscriptCursor, TranscriptEntry},
    stream::Chunk,
};

use super::{
    super::subject::{assert_not_found, json, ok, write},
    Copied,
};

/// Returns the transcript entry of a message.
pub(super) fn entry(record: &MessageRecord) -> TranscriptEntry {
    let MessageRecord { author, document, annotations, .. } = record.clone();
    let content = TranscriptContent { author, document, annotations };
    TranscriptEntry::new(record.id, record.sequence, record.revision, content)
}

/// Creates a message with a client id.
pub(super) fn named(store: &Copied, text: &str, name: &str) -> NewRecord {
    let annotations = Annotations { client_id: Some(name.to_owned()), ..Annotations::default() };
    let annotations: Option<Json<'static>> = ok(annotations.to_json());
    NewRecord { client_id: Some(name.to_owned()), annotations, ..store.message(text) }
}

/// Creates a session with everything that a transcript can have. Returns its messages that are not deleted.
pub(super) async fn full(store: &Copied) -> (SessionId, Vec<MessageRecord>) {
    let session = store.start().await;
    let said = store.say(session, 5).await;
    ok(store.append(session, vec![named(store, "with a name", "msg-1")]).await);
    ok(store.complete(session, said[1].id, said[1].revision, "edited").await);
    ok(store.delete_message(session, said[2].id, 4).await);
    let draft = store.draft(session).await;
    let grown = ok(store.grow(session, draft.id, draft.revision, Chunk::text_start("1")).await);
    ok(store.complete(session, draft.id, grown, "the answer").await);
    let change = SessionChange::default().name("Renamed").misc(json(r#"{"b": 1.0, "a": null}"#));
    let robot: RobotKey = "robot_builder".parse().expect("a key");
    ok(store.update_session(session, &change.robot(robot), write(8)).await);
    let messages = store.session(session).await.messages;
    (session, messages)
}

pub(super) async fn a_transcript_has_every_message_and_tombstone(store: Copied) {
    let (session, messages) = full(&store).await;
    let found = store.session(session).await.state;
    for limit in [1, 2, 3, 100] {
        let transcript = store.read_with(session, None, limit, async |_| {}).await;
        let (gone, there): (Vec<_>, Vec<_>) =
            transcript.entries.iter().partition(|entry| entry.content.is_none());
        let expected: Vec<_> = messages.iter().map(entry).collect();
        assert_eq!(there.into_iter().cloned().collect::<Vec<_>>(), expected, "the messages, byte for byte");
        let gone: Vec<_> = gone.iter().map(|entry| (entry.sequence.get(), entry.revision.get())).collect();
        assert_eq!(gone, [(3, 8)], "what was deleted, and when");
        let head = transcript.head;
        assert_eq!(head.reference, found.reference, "what lists show");
        assert_eq!((head.offset, head.revision), (found.details.offset, found.details.revision));
        assert_eq!(head.active_robot, found.details.active_robot_id);
    }
}

pub(super) async fn a_transcript_has_no_open_draft(store: Copied) {
    let session = store.start().await;
    let said = store.say(session, 1).await.remove(0);
    let answer = store.draft(session).await;
    ok(store.complete(session, answer.id, answer.revision, "as it was").await);
    let was = ok(store.find_message(session, answer.id).await);
    let opened = ok(store.open(session, answer.id, was.revision).await);
    ok(store.grow(session, answer.id, opened, Chunk::text_start("1")).await);
    let new = store.draft(session).await;
    let transcript = store.read(session).await;
    assert_eq!(
        transcript.entries,
        [entry(&said), entry(&was)],
        "a message that goes on is what it was before"
    );

    ok(store.complete(session, new.id, new.revision, "done").await);
    let ended = entry(&ok(store.find_message(session, new.id).await));
    assert_eq!(store.read(session).await.entries, [entry(&said), entry(&was), ended], "it is complete now");
}

pub(super) async fn a_transcript_up_to_a_message_has_nothing_behind_it(store: Copied) {
    let (session, messages) = full(&store).await;
    let last = &messages[2];
    for limit in [1, 2, 100] {
        let transcript = store.read_with(session, Some(last.sequence), limit, async |_| {}).await;
        let sequences: Vec<_> = transcript.entries.iter().map(|entry| entry.sequence.get()).collect();
        assert_eq!(sequences, [1, 2, 3, 4], "with the deleted ones");
        assert_eq!(
            transcript.head.offset,
            store.offset(session).await,
            "the session's offset is that of now"
        );
    }
}

pub(super) async fn a_transcript_is_that_of_one_moment(store: Copied) {
    for limit in [1, 3] {
        let session = store.start().await;
        let said = store.say(session, 12).await;
        let slow = store.draft(session).await;
        let changes = Arc::new(AtomicU32::new(0));
        let transcript = store
            .read_with(session, None, limit, |part| {
                let (store, said, slow, changes) = (&store, &said, &slow, Arc::clone(&changes));
                async move {
                    // What was read and what was not are both changed, moved, and ended.
                    let number = changes.fetch_add(1, Ordering::Relaxed);
                    match number {
                        0..6 => {
                            let message = &said[(part * 7) % 12];
                            if let Ok(now) = store.find_message(session, message.id).await {
                                let text = format!("edit {number}");
                                ok(store.complete(session, now.id, now.revision, &text).await);
                            }
                        }
                        6 => drop(ok(store.delete_message(session, said[0].id, 5).await)),
                        7 => drop(store.say(session, 2).await),
                        8 => drop(ok(store.complete(session, slow.id, slow.revision, "late").await)),
                        _ => {}
                    }
                }
            })
            .await;
        let quiet = store.read(session).await;
        assert_eq!(transcript, quiet, "whoever keeps the last state of each message has the session");
    }
}

pub(super) async fn what_is_deleted_has_no_transcript(store: Copied) {
    let never = SessionId::from_bytes([3; 12]);
    let session = store.start().await;
    ok(store.delete_session(session, write(5)).await);
    for session in [session, never] {
        let read = store.transcripts.read_transcript(session, TranscriptCursor::default(), None, 9).await;
        assert_not_found(&read, Resource::Session);
    }
}
