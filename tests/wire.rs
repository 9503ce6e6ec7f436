//! What goes over the wire: Storyden's own examples come back as they were, and nothing is lost.

use std::sync::Arc;

use proptest::prelude::*;
use storyden_robots::{
    AccountId, Json, Message, NewMessage, Page, Parts, Profile, Robot, Session, SessionRef, Workspace,
    WorkspaceInstance,
};

/// The examples of Storyden's documentation. Of the second, one placeholder is a valid value here: the id
/// of its message.
const SESSION_LIST: &str = include_str!("data/session_list.json");
const SESSION: &str = include_str!("data/session.json");

#[track_caller]
fn assert_same_json(left: &str, right: &str) {
    let left: serde_json::Value = serde_json::from_str(left).unwrap();
    let right: serde_json::Value = serde_json::from_str(right).unwrap();
    assert_eq!(left, right);
}

#[track_caller]
fn assert_round_trip<T: serde::Serialize + serde::de::DeserializeOwned>(text: &str) -> T {
    let value: T = serde_json::from_str(text).unwrap();
    assert_same_json(&serde_json::to_string(&value).unwrap(), text);
    value
}

#[test]
fn storydens_list_of_sessions_comes_back_as_it_was() {
    let page: Page<SessionRef> = assert_round_trip(SESSION_LIST);
    assert_eq!(page.items[0].created_by.handle, "Southclaws");
}

#[test]
fn storydens_session_comes_back_as_it_was_with_what_is_added() {
    let session: Session = serde_json::from_str(SESSION).unwrap();
    let message = &session.message_list.messages[0];
    assert_eq!(message.author.as_ref().unwrap().roles[0].name, "string");

    let mut written = Vec::new();
    session.write_json(&mut written).unwrap();
    assert_eq!(str::from_utf8(&written).unwrap(), serde_json::to_string(&session).unwrap());
    let mut written: serde_json::Value = serde_json::from_slice(&written).unwrap();
    for added in ["offset", "revision", "follow_from"] {
        assert_eq!(written.as_object_mut().unwrap().remove(added), Some(0.into()));
    }
    assert_same_json(&written.to_string(), SESSION);
}

#[test]
fn fields_of_a_later_version_are_passed_over() {
    let text = SESSION_LIST.replacen('{', r#"{"new_field": {"a": [1]}, "#, 1);
    let page: Page<SessionRef> = serde_json::from_str(&text).unwrap();
    assert_same_json(&serde_json::to_string(&page).unwrap(), SESSION_LIST);
}

#[test]
fn absent_and_null_read_the_same_where_a_field_may_be_absent() {
    let text = r#"{"id": "cc5lnd2s1s4652adtu50", "role": "user", "parts": [], "robot": null,
        "author": null, "created_at": "2019-08-24T14:15:22Z"}"#;
    let message: Message = serde_json::from_str(text).unwrap();
    assert_eq!((message.robot, message.author), (None, None));
}

#[test]
fn every_resource_has_storydens_shape() {
    let profile = r#"{"id": "cc5lnd2s1s4652adtu50", "joined": "2019-08-24T14:15:22Z", "handle": "ann",
        "name": "Ann", "roles": []}"#;
    let common = r#""id": "cc5lnd2s1s4652adtu50", "createdAt": "2019-08-24T14:15:22Z",
        "updatedAt": "2019-08-24T14:15:22.000001Z""#;
    assert_round_trip::<Robot>(&format!(
        r#"{{{common}, "name": "n", "description": "", "playbook": "p", "model": "a/b", "author": {profile},
        "tools": ["t"], "toolsets": ["s"], "workspace_id": "cc5lnd2s1s4652adtu50", "meta": {{}}, "misc": {{}}}}"#
    ));
    assert_round_trip::<Workspace>(&format!(
        r#"{{{common}, "name": "n", "description": "", "provider": "e2b", "config": {{}}, "meta": {{}},
        "created_by": {profile}}}"#
    ));
    assert_round_trip::<WorkspaceInstance>(&format!(
        r#"{{{common}, "deletedAt": "2020-01-01T00:00:00Z", "workspace_id": "cc5lnd2s1s4652adtu50",
        "provider": "local", "provider_state": {{"a": 1}}, "meta": {{}}, "created_by": {profile}}}"#
    ));
}

#[test]
fn what_a_client_did_not_get_right_is_named() {
    for (text, error) in [
        ("[]", "must be an object"),
        (r#"{"role": "user"}"#, "parts: is missing"),
        (r#"{"parts": []}"#, "role: is missing"),
        (r#"{"role": 1, "parts": []}"#, "role: must be a name of at most 64 bytes"),
        (r#"{"id": 7, "role": "user", "parts": []}"#, "id: must be a string"),
        (r#"{"role": "user", "parts": null}"#, "parts: must be an array"),
        (
            r#"{"role": "user", "parts": [{"type": "tool-x", "state": "input-available", "input": 1}]}"#,
            "parts[0].toolCallId: is missing",
        ),
    ] {
        let found = NewMessage::parse(text).unwrap_err().to_string();
        assert!(found == error, "{text}: {found}");
    }
}

#[test]
fn unknown_fields_of_a_message_are_kept_and_come_back() {
    let text = r#"{"id": "cc5lnd2s1s4652adtu50", "role": "data", "content": "", "parts": [],
        "created_at": "2019-08-24T14:15:22Z", "annotations": [1.0, {"a": null}]}"#;
    let message: Message<AccountId> = serde_json::from_str(text).unwrap();
    assert_eq!(
        message.extra.as_ref().unwrap().as_str(),
        r#"{"content":"","annotations":[1.0, {"a": null}]}"#
    );
    assert_round_trip::<Message<AccountId>>(text);
}

/// Any JSON, as text: with numbers that no `f64` holds, escapes, lone surrogates, and blanks.
fn any_json() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("null".to_owned()),
        any::<bool>().prop_map(|value| value.to_string()),
        "-?(0|[1-9][0-9]{0,25})(\\.[0-9]{1,20})?([eE][+-]?[0-9]{1,3})?",
        "\"([a-z \u{e9}\u{1F600}/]|\\\\[\"\\\\/bfnrt]|\\\\ud83d|\\\\u0041){0,12}\"",
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let key = "\"([a-z]|\\\\ud83d|\\\\u0061){0,3}\"";
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(|items| format!("[{}]", items.join(" ,"))),
            prop::collection::vec((key, inner), 0..4).prop_map(|fields| {
                let fields: Vec<_> =
                    fields.into_iter().map(|(key, value)| format!("{key} : {value}")).collect();
                format!("{{{}}}", fields.join(","))
            }),
        ]
    })
}

/// Parts of every known kind and of unknown ones, with fields that nobody knows.
fn any_parts() -> impl Strategy<Value = String> {
    let known = prop_oneof![
        Just(r#""type":"text","text":"\ud83d""#.to_owned()),
        Just(r#""type": "reasoning", "text": "", "state": "streaming""#.to_owned()),
        Just(r#""url":"data:,", "type":"file","mediaType":"text/plain""#.to_owned()),
        Just(r#""type":"reasoning-file","mediaType":"image/png","url":"x""#.to_owned()),
        Just(r#""type":"source-url","sourceId":"1","url":"x""#.to_owned()),
        Just(r#""type":"source-document","sourceId":"1","mediaType":"a/b","title":"t""#.to_owned()),
        Just(r#""type":"step-start""#.to_owned()),
        Just(r#""type":"custom","kind":"x""#.to_owned()),
        Just(r#""type":"tool-x","toolCallId":"1","state":"input-streaming""#.to_owned()),
        any_json().prop_map(|data| format!(r#""type":"data-x","data":{data}"#)),
        any_json().prop_map(|json| format!(
            r#""type":"tool-x","toolCallId":"1","state":"output-available","input":{json},"output":{json}"#
        )),
        any_json().prop_map(|json| format!(
            r#""type":"dynamic-tool","toolName":"x","toolCallId":"1","state":"approval-requested",
            "input":{json},"approval":{{"id":"a"}}"#
        )),
        any_json().prop_map(|json| format!(r#""type":"of-tomorrow","x":{json}"#)),
    ];
    let part = (known, any_json()).prop_map(|(known, json)| format!("{{{known}, \"unknown\": {json}}}"));
    prop::collection::vec(part, 0..5).prop_map(|parts| format!("[{}]", parts.join(", ")))
}

fn any_message() -> impl Strategy<Value = (String, Option<String>)> {
    (any_parts(), prop::option::of(any_json()))
}

fn message((parts, metadata): &(String, Option<String>)) -> NewMessage {
    let metadata = metadata.as_ref().map(|text| format!(r#", "metadata": {text}"#)).unwrap_or_default();
    NewMessage::parse(&format!(r#"{{"role": "user", "parts": {parts}{metadata}}}"#)).unwrap()
}

#[cfg(feature = "sqlite")]
mod through_a_store {
    use storyden_robots::{
        AllowAll, MemoryStore, NewSession, Robots, SqliteOptions, SqliteStore, StaticProfiles, Store,
        WindowRequest,
    };

    use super::*;

    /// Appends the messages and returns them as they are read, and as they are served.
    async fn there_and_back(store: impl Store, messages: &[NewMessage]) -> (Vec<Message>, String) {
        let robots = Robots::new(store, AllowAll, StaticProfiles::default());
        let ann = AccountId::from_bytes([1; 12]);
        let session = robots.start_session(ann, NewSession::default()).await.unwrap();
        robots.append(ann, session.id, messages.to_vec()).await.unwrap();
        let session = robots.session(ann, session.id, WindowRequest::default()).await.unwrap();
        let mut body = Vec::new();
        session.write_json(&mut body).unwrap();
        (session.message_list.messages, String::from_utf8(body).unwrap())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 96 } else { 2000 }))]

        #[test]
        fn every_message_comes_back_to_the_byte(texts in prop::collection::vec(any_message(), 1..8)) {
            let messages: Vec<_> = texts.iter().map(message).collect();
            let folder = tempfile::tempdir().unwrap();
            let options = SqliteOptions::new(folder.path().join("robots.db")).migrate(true).readers(1);
            let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
            let results = runtime.block_on(async {
                let sqlite = SqliteStore::open(options).await.unwrap();
                [there_and_back(MemoryStore::new(), &messages).await, there_and_back(sqlite, &messages).await]
            });
            for (stored, body) in results {
                for ((stored, (parts, metadata)), sent) in stored.iter().zip(&texts).zip(&messages) {
                    prop_assert_eq!(stored.parts.as_str(), parts);
                    prop_assert_eq!(stored.metadata.as_ref().map(Json::as_str), metadata.as_deref());
                    prop_assert_eq!(&stored.parts, &sent.parts);
                    prop_assert!(body.contains(parts.as_str()));
                }
                prop_assert_eq!(stored.len(), texts.len());
                // A body is one JSON value, whatever text was put into it.
                prop_assert!(Json::parse(body).is_ok());
            }
        }
    }
}

proptest! {
    #[test]
    fn typed_parts_lose_nothing(parts in any_parts()) {
        let read = Parts::parse(parts.as_str()).unwrap();
        let written = Parts::new(read.iter()).unwrap();
        // Once through the typed view, a text is in its final form: what is lost is lost the first time.
        let again = Parts::new(written.iter()).unwrap();
        prop_assert_eq!(written.as_str(), again.as_str());
        prop_assert_eq!(read.len(), written.len());
    }
}

#[test]
fn one_author_is_written_once_and_copied() {
    let ann = AccountId::from_bytes([1; 12]);
    let text = r#"{"id": "cc5lnd2s1s4652adtu50", "role": "user", "parts": [], "created_at": "2019-08-24T14:15:22Z"}"#;
    let mut message: Message = serde_json::from_str(text).unwrap();
    message.author = Some(Arc::new(Profile::new(ann, "ann", "Ann")));
    let mut session: Session = serde_json::from_str(SESSION).unwrap();
    let southclaws = session.message_list.messages.remove(0);
    session.message_list.messages = vec![message.clone(), southclaws.clone(), message, southclaws];
    let mut written = Vec::new();
    session.message_list.write_json(&mut written).unwrap();
    let read: storyden_robots::MessageList = serde_json::from_slice(&written).unwrap();
    assert_eq!(read, session.message_list);
}
