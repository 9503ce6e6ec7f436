//! A message is read as a client sends it and as a store writes it, and nothing is lost.
#![no_main]

use libfuzzer_sys::fuzz_target;
use storyden_robots::{AccountId, Message, NewMessage};
use storyden_robots_fuzz::{Value, assert_typed, see};

/// The fields of a message that are kept apart from the unknown ones. A client decides the first four.
const KNOWN: [&str; 14] = [
    "id",
    "role",
    "parts",
    "metadata",
    "created_at",
    "robot",
    "author",
    "sequence",
    "revision",
    "client_id",
    "turn_id",
    "draft",
    "ended",
    "edited",
];

fuzz_target!(|text: &str| {
    match NewMessage::parse(text) {
        Ok(message) => check_new(text, &message),
        Err(error) => assert_typed(&error),
    }
    if let Ok(message) = serde_json::from_str::<Message<AccountId>>(text) {
        check(text, &message);
    }
    match NewMessage::parse_chat(text) {
        Ok(chat) => assert_eq!(chat.len(), see(text).value.into_elements().len()),
        Err(error) => assert_typed(&error),
    }
});

fn check_new(text: &str, message: &NewMessage) {
    let seen = see(text);
    let mut fields = seen.value.into_fields();
    assert_eq!(fields["role"].as_text(), Some(message.role.as_str()));
    assert_eq!(fields["parts"], see(message.parts.as_str()).value);
    assert_eq!(
        fields.get("metadata"),
        message.metadata.as_ref().map(|json| see(json.as_str()).value).as_ref()
    );
    let id = message.id.map(|id| id.to_string()).or_else(|| message.client_id.clone());
    assert_eq!(fields.get("id").and_then(Value::as_text).filter(|id| !id.is_empty()), id.as_deref());
    fields.retain(|name, _| !KNOWN.contains(&name.as_str()));
    let extra = message.extra.as_ref().map(|json| see(json.as_str()).value.into_fields());
    assert_eq!(extra.unwrap_or_default(), fields);

    let chat = NewMessage::parse_chat(&format!("[{text}]")).unwrap();
    assert_eq!(chat, [message.clone()]);
}

fn check(text: &str, message: &Message<AccountId>) {
    let mut written = Vec::new();
    message.write_json(&mut written).unwrap();
    let written = String::from_utf8(written).unwrap();
    assert_eq!(serde_json::to_string(message).unwrap(), written);
    let again: Message<AccountId> = serde_json::from_str(&written).unwrap();
    assert_eq!(&again, message);
    assert_eq!(serde_json::to_string(&again).unwrap(), written);

    let (mut sent, mut kept) = (see(text).value.into_fields(), see(&written).value.into_fields());
    for (name, there) in [("robot", message.robot.is_some()), ("author", message.author.is_some())] {
        assert_eq!(kept.contains_key(name), there);
    }
    // Those that are not the client's have one form of several that can be read.
    for name in &KNOWN[4..] {
        sent.remove(*name);
        kept.remove(*name);
    }
    assert_eq!(kept, sent);
}
