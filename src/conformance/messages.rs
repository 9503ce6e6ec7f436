//! Laws about messages: their stored text, their sequences, and deletion.

use crate::{
    model::{
        error::Resource,
        id::{MessageId, SessionId},
        json::Json,
        message::{Message, MessageRole, WindowRequest},
        offset::Revision,
        part::Parts,
        robot::{RobotChange, RobotKey, RobotRef},
    },
    repository::{MessageBatch, MessageChange, MessageRecord, NewRecord},
};

use super::subject::{
    CUT_JSON, HARD_JSON, HARD_TEXTS, Subject, again, assert_not_found, assert_refused, assert_taken, at, ids,
    json, keyed, new_record, ok, sequences, text, write,
};

/// Parts that change if they are parsed into values and written again.
const HARD_PARTS: &str = concat!(
    r#"[ {"type" : "text","text":"\u0041 and \/","z":1.0,"a":1e5,"n":12345678901234567890,"#,
    r#""twice":1,"twice":2,"nothing":null}"#,
    ",\n",
    r#"{"text":"the type comes last","b":-0.0,"a":{ },"type":"text"},{"type":"data-x","data":[1.10,[ ]]} ]"#
);

/// Parts with half of a surrogate pair, which most parsers reject or replace.
const CUT_PARTS: &str = r#"[{"type":"text","text":"cut \ud83d","\udE00":1}]"#;

pub(super) async fn a_message_keeps_every_field(store: Subject) {
    let session = store.start().await;
    let full = Message {
        role: MessageRole::Assistant,
        parts: Parts::parse(r#"[{"type":"text","text":"hello"},{"type":"step-start"}]"#).expect("parts"),
        metadata: Some(json(r#"{"tokens":17}"#)),
        created_at: at(3),
        robot: Some(RobotRef {
            id: "robot_builder".parse().expect("a robot's name"),
            name: "Robot Builder".to_owned(),
        }),
        extra: Some(json(r#"{"keep":[]}"#)),
        ..store.typed("")
    };
    let bare = Message {
        role: "tool".parse().expect("a role"),
        parts: Parts::default(),
        author: None,
        ..store.typed("")
    };
    let system = Message { role: MessageRole::System, ..store.typed("you are a robot") };
    let mut given = [full.clone(), bare, system].map(|message| new_record(&message)).to_vec();
    let annotations = Some(json(r#"{"ended":{"reason":"stop"},"client_id":"msg-1"}"#));
    given.push(NewRecord { annotations, client_id: Some("msg-1".to_owned()), ..store.message("hi") });

    let stored = ok(store.append(session, given.clone()).await);
    assert_eq!(sequences(&stored), [1, 2, 3, 4]);
    for (given, stored) in given.iter().zip(&stored) {
        let annotations = given.annotations.clone();
        let expected = MessageRecord::new(given.id, stored.sequence, given.author, given.document.clone());
        assert_eq!(*stored, MessageRecord { annotations, ..expected }, "as it is returned");
        assert_eq!(ok(store.find_message(session, given.id).await), *stored, "as it is found");
    }
    let window = store.quiet_window(session, WindowRequest::default()).await;
    assert_eq!(window.messages, stored, "as a window shows it");
    let decoded = Message { sequence: Some(stored[0].sequence), revision: stored[0].revision, ..full };
    assert_eq!(ok(stored[0].decode()), decoded, "as it is read");
    let decoded = ok(stored[3].decode()).annotations;
    assert_eq!(decoded.client_id.as_deref(), Some("msg-1"), "what stands beside the document");
}

pub(super) async fn a_message_keeps_its_texts_byte_for_byte(store: Subject) {
    let session = store.start().await;
    for text in HARD_TEXTS {
        let parts = serde_json::json!([{ "type": "text", "text": text }]).to_string();
        let robot = RobotRef { id: store.robot().id.into(), name: text.to_owned() };
        let message = Message {
            parts: Parts::parse(parts.clone()).expect("parts"),
            robot: Some(robot.clone()),
            ..store.typed("")
        };
        ok(store.append(session, vec![new_record(&message)]).await);
        let found = ok(ok(store.find_message(session, message.id).await).decode());
        assert_eq!(found.parts.as_str(), parts);
        assert_eq!(found.robot, Some(robot));
    }
    for (parts, text) in [(HARD_PARTS, HARD_JSON), (CUT_PARTS, CUT_JSON)] {
        let message = Message {
            parts: Parts::parse(parts).expect("parts"),
            metadata: Some(json(text)),
            extra: Some(json(text)),
            ..store.typed("")
        };
        let given = NewRecord { annotations: Some(json(text)), ..new_record(&message) };
        let returned = ok(store.append(session, vec![given.clone()]).await).remove(0);
        let found = ok(store.find_message(session, given.id).await);
        let shown = store.quiet_window(session, WindowRequest::newest(1)).await.messages.remove(0);
        for message in [returned, found, shown] {
            assert_eq!(message.document.as_str(), given.document.as_str());
            assert_eq!(message.annotations.as_ref().map(Json::as_str), Some(text));
        }
    }
}

pub(super) async fn a_message_keeps_a_long_text(store: Subject) {
    let session = store.start().await;
    // An odd length of characters of three bytes, so that no block ends where a character does.
    let parts = format!(r#"[{{"type":"text","text":"-{}"}}]"#, "\u{20ac}".repeat(100_001));
    let message = Message { parts: Parts::parse(parts.clone()).expect("parts"), ..store.typed("") };
    let message = new_record(&message);
    let (id, long) = (message.id, message.document.clone());
    ok(store.append(session, vec![store.message("short"), message, store.message("short")]).await);
    assert!(ok(store.find_message(session, id).await).document == long, "300 KB changed");
    let window = store.quiet_window(session, WindowRequest::newest(2)).await;
    assert!(window.messages[0].document == long, "300 KB changed in a window");
}

pub(super) async fn a_message_keeps_null_apart_from_nothing(store: Subject) {
    let session = store.start().await;
    for metadata in [None, Some("null"), Some("{}"), Some("\"\""), Some("0"), Some("[]"), Some("false")] {
        let metadata = metadata.map(json);
        let message = Message { metadata: metadata.clone(), ..store.typed("") };
        ok(store.append(session, vec![new_record(&message)]).await);
        let found = ok(store.find_message(session, message.id).await);
        assert_eq!(ok(found.decode()).metadata, metadata);
    }
}

pub(super) async fn a_message_keeps_the_name_that_its_robot_had(store: Subject) {
    let session = store.start().await;
    let robot = store.robot();
    ok(store.robots().create(&robot).await);
    let said = RobotRef { id: RobotKey::from(robot.id), name: robot.name.clone() };
    let message = new_record(&Message { robot: Some(said), ..store.typed("hello") });
    let stored = ok(store.append(session, vec![message]).await).remove(0);

    ok(store.robots().update(robot.id, &RobotChange::default().name("Renamed"), at(1)).await);
    assert_eq!(ok(store.find_message(session, stored.id).await), stored, "after a rename");
    ok(store.robots().delete(robot.id, at(2)).await);
    assert_eq!(ok(store.find_message(session, stored.id).await), stored, "after a delete");
    let window = store.quiet_window(session, WindowRequest::newest(1)).await;
    assert_eq!(window.messages, [stored], "in a window");
}

pub(super) async fn the_messages_of_an_append_take_the_next_offsets(store: Subject) {
    let (session, other) = (store.start().await, store.start().await);
    assert_eq!(sequences(&store.say(session, 1).await), [1]);
    let batch_of_three = store.say(session, 3).await;
    assert_eq!(sequences(&batch_of_three), [2, 3, 4], "across batches");
    assert_eq!(sequences(&store.say(other, 2).await), [1, 2], "in another session");

    let once = keyed(store.messages(2), "key", "1");
    assert_eq!(sequences(&ok(store.append_batch(session, &once).await).messages), [5, 6]);
    let replayed = ok(store.append_batch(session, &keyed(store.messages(2), "key", "1")).await);
    assert_eq!(sequences(&replayed.messages), [5, 6], "of a replay");
    assert_eq!(sequences(&store.say(session, 1).await), [7], "after a replay");

    // The newest one too: its sequence is not given twice, and each deletion takes an offset.
    let newest = store.say(session, 1).await.remove(0).id;
    for gone in [newest, batch_of_three[1].id] {
        ok(store.delete_message(session, gone, 1).await);
    }
    assert_eq!(sequences(&store.say(session, 1).await), [11], "after deletions");
    assert_eq!(sequences(&store.walk(session, 100).await), [1, 2, 4, 5, 6, 7, 11]);
}

pub(super) async fn a_failed_append_takes_no_offset(store: Subject) {
    let session = store.start().await;
    let taken = again(&store.say(session, 1).await[0]);
    assert_taken(&store.append(session, vec![taken.clone()]).await, Resource::Message);
    assert_eq!(sequences(&store.say(session, 1).await), [2]);
    let batch = vec![store.message("new"), taken, store.message("new")];
    assert_taken(&store.append(session, batch).await, Resource::Message);
    assert_eq!(sequences(&store.say(session, 2).await), [3, 4]);
    assert_eq!(sequences(&store.walk(session, 100).await), [1, 2, 3, 4]);
}

pub(super) async fn a_batch_is_stored_as_a_whole_or_not_at_all(store: Subject) {
    let session = store.start().await;
    let taken = again(&store.say(session, 1).await[0]);
    let before = store.session(session).await;
    let twice = store.message("twice");
    for bad in [taken, twice.clone()] {
        let new = store.message("new");
        let append = MessageBatch::new(vec![twice.clone(), new.clone(), bad]);
        assert_taken(&store.append_messages(session, &append, write(9)).await, Resource::Message);
        assert_eq!(store.session(session).await, before, "a refused batch changed something");
        assert_not_found(&store.find_message(session, new.id).await, Resource::Message);
    }
    let messages = store.messages(100);
    let expected = ids(&messages);
    ok(store.append(session, messages).await);
    assert_eq!(ids(&store.walk(session, 100).await)[1..], expected, "a batch keeps its order");
}

pub(super) async fn a_message_id_is_taken_for_ever_in_its_session(store: Subject) {
    let session = store.start().await;
    let mut said = store.say(session, 2).await;
    let (kept, deleted) = (said.remove(0), said.remove(0));
    ok(store.delete_message(session, deleted.id, 1).await);
    let before = store.session(session).await;
    for id in [kept.id, deleted.id] {
        let message = NewRecord { id, ..store.message("another") };
        assert_taken(&store.append(session, vec![message]).await, Resource::Message);
        assert_eq!(store.session(session).await, before, "the refused one changed something");
    }
}

pub(super) async fn sessions_do_not_share_messages(store: Subject) {
    let (first, second) = (store.start().await, store.start().await);
    let message = store.message("in the first");
    let id = message.id;
    let same_id = NewRecord { id, ..store.message("in the second") };
    let in_first = ok(store.append(first, vec![message]).await).remove(0);
    assert_not_found(&store.find_message(second, id).await, Resource::Message);
    let deleted = store.update(second, id, in_first.revision, MessageChange::Delete, 1).await;
    assert_not_found(&deleted, Resource::Message);

    let in_second = ok(store.append(second, vec![same_id]).await).remove(0);
    assert_eq!(ok(store.find_message(first, id).await), in_first);
    assert_eq!(ok(store.find_message(second, id).await), in_second);
    ok(store.delete_message(second, id, 1).await);
    assert_eq!(store.walk(first, 10).await, [in_first], "a delete in one session reached another");
}

pub(super) async fn what_does_not_exist_is_not_written_to(store: Subject) {
    let (kept, deleted) = (store.start().await, store.start().await);
    ok(store.delete_session(deleted, write(1)).await);
    for session in [deleted, store.id(SessionId::from_bytes)] {
        let append = keyed(store.messages(1), "key", "1");
        assert_not_found(&store.append_batch(session, &append).await, Resource::Session);
        assert_not_found(&store.append(session, store.messages(2)).await, Resource::Session);
    }
    let never = store.id(MessageId::from_bytes);
    assert_not_found(&store.find_message(kept, never).await, Resource::Message);
    let erased = store.update(kept, never, Revision::new(0), MessageChange::Delete, 1).await;
    assert_not_found(&erased, Resource::Message);
    ok(store.restore_session(deleted, write(2)).await);
    assert_eq!(sequences(&store.say(deleted, 1).await), [3], "what was refused took an offset");
}

pub(super) async fn a_deleted_message_is_gone(store: Subject) {
    let session = store.start().await;
    let said = store.say(session, 5).await;
    for gone in [0, 2, 4] {
        ok(store.delete_message(session, said[gone].id, 1).await);
    }
    for gone in [0, 2, 4] {
        assert_not_found(&store.find_message(session, said[gone].id).await, Resource::Message);
        let another_base = Revision::new(1000);
        let gone = store.update(session, said[gone].id, another_base, MessageChange::Delete, 2).await;
        assert_not_found(&gone, Resource::Message);
    }
    let kept = [said[1].clone(), said[3].clone()];
    assert_eq!(store.walk(session, 1).await, kept);
    let window = store.quiet_window(session, WindowRequest::newest(2)).await;
    assert_eq!((window.messages.as_slice(), window.next_before), (kept.as_slice(), None));
    let before_a_foreigner = WindowRequest::newest(1).before(store.id(MessageId::from_bytes));
    assert_refused(&store.find_session(session, before_a_foreigner).await, "before");
    assert_eq!(text(&kept[0]), "message 2", "the others say what they said");
}
