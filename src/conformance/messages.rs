//! Laws about messages: what they keep, which place they get, and what happens when they go.

use crate::{
    model::{
        error::Resource,
        id::{MessageId, SessionId},
        json::Json,
        message::{Message, MessageRole},
        page::WindowRequest,
        part::Parts,
        robot::{RobotChange, RobotKey, RobotRef},
    },
    repository::MessageBatch,
};

use super::subject::{
    CUT_JSON, HARD_JSON, HARD_TEXTS, Subject, assert_not_found, assert_refused, assert_taken, at, batch, ids,
    json, keyed, ok, sequences,
};

/// Parts that are not the same after they were read into values and written again.
const HARD_PARTS: &str = concat!(
    r#"[ {"type" : "text","text":"\u0041 and \/","z":1.0,"a":1e5,"n":12345678901234567890,"#,
    r#""twice":1,"twice":2,"nothing":null}"#,
    ",\n",
    r#"{"text":"the type comes last","b":-0.0,"a":{ },"type":"text"},{"type":"data-x","data":[1.10,[ ]]} ]"#
);

/// Parts with half of an emoji, which most readers refuse or replace.
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
        extra: Some(json(r#"{"annotations":[]}"#)),
        ..store.message("")
    };
    let bare = Message {
        role: "tool".parse().expect("a role"),
        parts: Parts::default(),
        author: None,
        ..store.message("")
    };
    let system = Message { role: MessageRole::System, ..store.message("you are a robot") };
    let given = [full, bare, system, store.message("hi")];

    let stored = ok(store.append(session, given.to_vec()).await);
    assert_eq!(sequences(&stored), [1, 2, 3, 4]);
    for (given, stored) in given.iter().zip(&stored) {
        assert_eq!(*stored, Message { sequence: stored.sequence, ..given.clone() }, "as it is returned");
        assert_eq!(ok(store.find_message(session, given.id).await), *stored, "as it is found");
    }
    let window = store.window(session, WindowRequest::default()).await;
    assert_eq!(window.messages, stored, "as a window shows it");
}

pub(super) async fn a_message_keeps_its_texts_byte_for_byte(store: Subject) {
    let session = store.start().await;
    for text in HARD_TEXTS {
        let parts = serde_json::json!([{ "type": "text", "text": text }]).to_string();
        let robot = RobotRef { id: store.robot().id.into(), name: text.to_owned() };
        let message = Message {
            parts: Parts::parse(parts.clone()).expect("parts"),
            robot: Some(robot.clone()),
            ..store.message("")
        };
        let id = message.id;
        ok(store.append(session, vec![message]).await);
        let found = ok(store.find_message(session, id).await);
        assert_eq!(found.parts.as_str(), parts);
        assert_eq!(found.robot, Some(robot));
    }
    for (parts, text) in [(HARD_PARTS, HARD_JSON), (CUT_PARTS, CUT_JSON)] {
        let message = Message {
            parts: Parts::parse(parts).expect("parts"),
            metadata: Some(json(text)),
            extra: Some(json(text)),
            ..store.message("")
        };
        let id = message.id;
        let returned = ok(store.append(session, vec![message]).await).remove(0);
        let found = ok(store.find_message(session, id).await);
        let shown = store.window(session, WindowRequest::newest(1)).await.messages.remove(0);
        for message in [returned, found, shown] {
            assert_eq!(message.parts.as_str(), parts);
            assert_eq!(message.metadata.as_ref().map(Json::as_str), Some(text));
            assert_eq!(message.extra.as_ref().map(Json::as_str), Some(text));
        }
    }
}

pub(super) async fn a_message_keeps_a_long_text(store: Subject) {
    let session = store.start().await;
    // An odd length of characters of three bytes, so that no block ends where a character does.
    let parts = format!(r#"[{{"type":"text","text":"-{}"}}]"#, "\u{20ac}".repeat(100_001));
    let message = Message { parts: Parts::parse(parts.clone()).expect("parts"), ..store.message("") };
    let id = message.id;
    ok(store.append(session, vec![store.message("short"), message, store.message("short")]).await);
    assert!(ok(store.find_message(session, id).await).parts.as_str() == parts, "300 KB changed");
    let window = store.window(session, WindowRequest::newest(2)).await;
    assert!(window.messages[0].parts.as_str() == parts, "300 KB changed in a window");
}

pub(super) async fn a_message_keeps_null_apart_from_nothing(store: Subject) {
    let session = store.start().await;
    for metadata in [None, Some("null"), Some("{}"), Some("\"\""), Some("0"), Some("[]"), Some("false")] {
        let metadata = metadata.map(json);
        let message = Message { metadata: metadata.clone(), ..store.message("") };
        let id = message.id;
        ok(store.append(session, vec![message]).await);
        assert_eq!(ok(store.find_message(session, id).await).metadata, metadata);
    }
}

pub(super) async fn a_message_keeps_the_name_that_its_robot_had(store: Subject) {
    let session = store.start().await;
    let robot = store.robot();
    ok(store.create_robot(&robot).await);
    let said = RobotRef { id: RobotKey::from(robot.id), name: robot.name.clone() };
    let message = Message { robot: Some(said.clone()), ..store.message("hello") };
    let id = message.id;
    let author = message.author;
    ok(store.append(session, vec![message]).await);

    ok(store.update_robot(robot.id, &RobotChange::default().name("Renamed"), at(1)).await);
    assert_eq!(ok(store.find_message(session, id).await).robot, Some(said.clone()), "after a rename");
    ok(store.delete_robot(robot.id, at(2)).await);
    let found = ok(store.find_message(session, id).await);
    assert_eq!((found.robot, found.author), (Some(said.clone()), author), "after a delete");
    let window = store.window(session, WindowRequest::newest(1)).await;
    assert_eq!(window.messages[0].robot, Some(said), "in a window");
}

pub(super) async fn sequences_count_from_one_without_a_gap(store: Subject) {
    let (session, other) = (store.start().await, store.start().await);
    assert_eq!(sequences(&store.say(session, 1).await), [1]);
    let batch_of_three = store.say(session, 3).await;
    assert_eq!(sequences(&batch_of_three), [2, 3, 4], "across batches");
    assert_eq!(sequences(&store.say(other, 2).await), [1, 2], "in another session");

    let once = keyed(store.messages(2), "key", 1);
    assert_eq!(sequences(&ok(store.append_messages(session, &once).await).messages), [5, 6]);
    let replayed = ok(store.append_messages(session, &keyed(store.messages(2), "key", 1)).await);
    assert_eq!(sequences(&replayed.messages), [5, 6], "of a replay");
    assert_eq!(sequences(&store.say(session, 1).await), [7], "after a replay");

    // The newest one too: its place is not given twice.
    let newest = store.say(session, 1).await.remove(0).id;
    for gone in [newest, batch_of_three[1].id] {
        ok(store.delete_message(session, gone, at(1)).await);
    }
    assert_eq!(sequences(&store.say(session, 1).await), [9], "after deletes");
    assert_eq!(sequences(&store.walk(session, 100).await), [1, 2, 4, 5, 6, 7, 9]);
}

pub(super) async fn a_failed_append_takes_no_place(store: Subject) {
    let session = store.start().await;
    let first = store.say(session, 1).await.remove(0);
    let again = Message { sequence: None, ..first };
    assert_taken(&store.append(session, vec![again.clone()]).await, Resource::Message);
    assert_eq!(sequences(&store.say(session, 1).await), [2]);
    let batch = vec![store.message("new"), again, store.message("new")];
    assert_taken(&store.append(session, batch).await, Resource::Message);
    assert_eq!(sequences(&store.say(session, 2).await), [3, 4]);
    assert_eq!(sequences(&store.walk(session, 100).await), [1, 2, 3, 4]);
}

pub(super) async fn a_batch_is_stored_as_a_whole_or_not_at_all(store: Subject) {
    let session = store.start().await;
    let first = store.say(session, 1).await.remove(0);
    let before = store.session(session).await;
    let taken = Message { sequence: None, ..first };
    let twice = store.message("twice");
    for bad in [taken, twice.clone()] {
        let new = store.message("new");
        let messages = vec![twice.clone(), new.clone(), bad];
        let append = MessageBatch { appended_at: at(9), ..batch(messages) };
        assert_taken(&store.append_messages(session, &append).await, Resource::Message);
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
    ok(store.delete_message(session, deleted.id, at(1)).await);
    let before = store.session(session).await;
    for id in [kept.id, deleted.id] {
        let message = Message { id, ..store.message("another") };
        assert_taken(&store.append(session, vec![message]).await, Resource::Message);
        assert_eq!(store.session(session).await, before);
    }
}

pub(super) async fn sessions_do_not_share_messages(store: Subject) {
    let (first, second) = (store.start().await, store.start().await);
    let message = store.message("in the first");
    let same_id = Message { id: message.id, ..store.message("in the second") };
    let in_first = ok(store.append(first, vec![message.clone()]).await).remove(0);
    assert_not_found(&store.find_message(second, message.id).await, Resource::Message);
    assert_not_found(&store.delete_message(second, message.id, at(1)).await, Resource::Message);

    let in_second = ok(store.append(second, vec![same_id]).await).remove(0);
    assert_eq!(ok(store.find_message(first, message.id).await), in_first);
    assert_eq!(ok(store.find_message(second, message.id).await), in_second);
    ok(store.delete_message(second, message.id, at(1)).await);
    assert_eq!(store.walk(first, 10).await, [in_first], "a delete in one session reached another");
}

pub(super) async fn what_does_not_exist_is_not_written_to(store: Subject) {
    let (kept, deleted) = (store.start().await, store.start().await);
    ok(store.delete_session(deleted, at(1)).await);
    for session in [deleted, store.id(SessionId::from_bytes)] {
        let append = keyed(store.messages(1), "key", 1);
        assert_not_found(&store.append_messages(session, &append).await, Resource::Session);
        assert_not_found(&store.append(session, store.messages(2)).await, Resource::Session);
    }
    let never = store.id(MessageId::from_bytes);
    assert_not_found(&store.find_message(kept, never).await, Resource::Message);
    assert_not_found(&store.delete_message(kept, never, at(1)).await, Resource::Message);
    ok(store.restore_session(deleted, at(2)).await);
    assert_eq!(sequences(&store.say(deleted, 1).await), [1], "what was refused took a place");
}

pub(super) async fn a_deleted_message_is_gone(store: Subject) {
    let session = store.start().await;
    let said = store.say(session, 5).await;
    for gone in [0, 2, 4] {
        ok(store.delete_message(session, said[gone].id, at(1)).await);
    }
    for gone in [0, 2, 4] {
        assert_not_found(&store.find_message(session, said[gone].id).await, Resource::Message);
        assert_not_found(&store.delete_message(session, said[gone].id, at(2)).await, Resource::Message);
    }
    let kept = [said[1].clone(), said[3].clone()];
    assert_eq!(store.walk(session, 1).await, kept);
    let window = store.window(session, WindowRequest::newest(2)).await;
    assert_eq!((window.messages.as_slice(), window.next_before), (kept.as_slice(), None));
    let before_a_foreigner = WindowRequest::newest(1).before(store.id(MessageId::from_bytes));
    assert_refused(&store.find_session(session, before_a_foreigner).await, "before");
}
