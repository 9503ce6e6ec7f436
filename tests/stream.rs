//! The assembler against the AI SDK itself: the vectors in `vectors/` hold streams, and what the SDK shows
//! after each of their chunks. `vectors/make.mjs` makes them again.

use proptest::{prelude::*, sample::select};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value, value::RawValue};
use storyden_robots::{
    AccountId, Json, Message, NewMessage, Parts,
    stream::{Assembler, Chunk, SdkVersion, replay, sse},
};

#[derive(Deserialize)]
struct Vectors<'a> {
    #[serde(borrow)]
    cases: Vec<Case<'a>>,
}

#[derive(Deserialize)]
struct Case<'a> {
    name: String,
    message: Option<Value>,
    #[serde(borrow)]
    steps: Vec<Step<'a>>,
}

#[derive(Deserialize)]
struct Step<'a> {
    #[serde(borrow)]
    chunk: &'a RawValue,
    #[serde(default)]
    error: bool,
    #[serde(default)]
    change: Change,
}

#[derive(Default, Deserialize)]
struct Change {
    id: Option<String>,
    /// `null` where the metadata is gone.
    #[serde(default, deserialize_with = "some")]
    metadata: Option<Value>,
    length: Option<usize>,
    #[serde(default)]
    parts: Map<String, Value>,
}

fn some<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

/// What the AI SDK shows.
struct Shown {
    id: String,
    metadata: Option<Value>,
    parts: Vec<Value>,
}

impl Shown {
    fn start(message: Option<&Value>) -> Self {
        let parts = message.and_then(|message| message["parts"].as_array().cloned());
        Self {
            id: message.and_then(|message| message["id"].as_str()).unwrap_or_default().to_owned(),
            metadata: message.and_then(|message| message.get("metadata").cloned()),
            parts: parts.unwrap_or_default(),
        }
    }

    fn apply(&mut self, change: Change) {
        if let Some(id) = change.id {
            self.id = id;
        }
        if let Some(metadata) = change.metadata {
            self.metadata = Some(metadata).filter(|metadata| !metadata.is_null());
        }
        if let Some(length) = change.length {
            self.parts.resize(length, Value::Null);
        }
        for (index, part) in change.parts {
            self.parts[index.parse::<usize>().unwrap()] = part;
        }
    }
}

/// Compares at every prefix, and returns how many there were, and the last assembler that did not fail.
#[track_caller]
fn compare(version: SdkVersion, case: Case<'_>) -> (usize, Assembler) {
    let mut assembler = match &case.message {
        Some(message) => Assembler::continuing(
            message["id"].as_str().unwrap(),
            &Parts::parse(message["parts"].to_string()).unwrap(),
            Some(Json::parse(message["metadata"].to_string()).unwrap()),
        ),
        None => Assembler::new(),
    }
    .version(version);
    let mut shown = Shown::start(case.message.as_ref());
    let prefixes = case.steps.len();
    for (at, step) in case.steps.into_iter().enumerate() {
        let place = format!("{version:?}, {:?}, chunk {at}: {}", case.name, step.chunk);
        let before = assembler.parts();
        let taken = assembler.push(&Chunk::parse(step.chunk.get()).unwrap());
        assert_eq!(taken.is_err(), step.error, "{place}: {taken:?}");
        if step.error {
            assert_eq!(assembler.parts(), before, "{place}: a refused chunk changes nothing");
            break;
        }
        shown.apply(step.change);
        let parts: Vec<Value> = serde_json::from_str(assembler.parts().as_str()).unwrap();
        assert_eq!(parts, shown.parts, "{place}");
        let metadata = assembler.metadata().map(|json| json.decode::<Value>().unwrap());
        assert_eq!(metadata, shown.metadata, "{place}");
        assert_eq!(assembler.message_id().unwrap_or_default(), shown.id, "{place}");
    }
    (prefixes, assembler)
}

fn vectors(version: SdkVersion) -> String {
    let file = match version {
        SdkVersion::V5 => "ai5",
        SdkVersion::V6 => "ai6",
        _ => "ai7",
    };
    let folder = std::env::var("STREAM_VECTORS")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors").to_owned());
    std::fs::read_to_string(format!("{folder}/{file}.json")).unwrap()
}

#[test]
fn every_prefix_is_what_the_ai_sdk_shows() {
    for version in [SdkVersion::V5, SdkVersion::V6, SdkVersion::V7] {
        let text = vectors(version);
        let vectors: Vectors<'_> = serde_json::from_str(&text).unwrap();
        let streams = vectors.cases.len();
        let prefixes: usize = vectors.cases.into_iter().map(|case| compare(version, case).0).sum();
        println!("{version:?}: {streams} streams, {prefixes} prefixes");
        assert!(prefixes > 700, "the vectors are there");
    }
}

/// What drafts are built with takes every stream that the AI SDK sends, and shows the same.
#[test]
fn a_strict_assembler_takes_every_stream_that_the_ai_sdk_sends() {
    for version in [SdkVersion::V5, SdkVersion::V6, SdkVersion::V7] {
        let text = vectors(version);
        let vectors: Vectors<'_> = serde_json::from_str(&text).unwrap();
        let sent = |case: &&Case<'_>| {
            let by_hand = case.name.starts_with("random") || case.name == "an approval of nothing";
            case.message.is_none() && !by_hand
        };
        for case in vectors.cases.iter().filter(sent) {
            let assembler = || Assembler::new().version(version);
            let (mut lenient, mut strict) = (assembler(), assembler().strict());
            for step in case.steps.iter().take_while(|step| !step.error) {
                let chunk = Chunk::parse(step.chunk.get()).unwrap();
                lenient.push(&chunk).unwrap();
                strict.push(&chunk).unwrap_or_else(|error| panic!("{version:?}, {:?}: {error}", case.name));
            }
            // In a record, a stream that begins another message goes on, and answers count in version 6 too.
            let answers = version < SdkVersion::V7 && matches!(&*case.name, "approved" | "denied");
            if case.name != "another message" && !answers {
                assert_eq!(strict.parts(), lenient.parts(), "{version:?}, {:?}", case.name);
            }
        }
    }
}

#[test]
fn the_bytes_of_a_stream_give_the_same_as_its_chunks() {
    let text = vectors(SdkVersion::V7);
    let vectors: Vectors<'_> = serde_json::from_str(&text).unwrap();
    for case in vectors.cases.iter().filter(|case| case.message.is_none()) {
        let steps: Vec<_> = case.steps.iter().take_while(|step| !step.error).collect();
        let mut direct = Assembler::new();
        let mut bytes = String::new();
        for step in steps {
            let chunk = Chunk::parse(step.chunk.get()).unwrap();
            direct.push(&chunk).unwrap();
            bytes.push_str(&sse::encode(&chunk));
        }
        bytes.push_str(sse::DONE);
        let (mut decoder, mut read) = (sse::Decoder::default(), Assembler::new());
        for piece in bytes.as_bytes().chunks(7) {
            for event in decoder.feed(piece) {
                if let sse::Event::Chunk(chunk) = event.unwrap() {
                    read.push(&chunk).unwrap();
                }
            }
        }
        assert_eq!(read.parts(), direct.parts(), "{}", case.name);
    }
}

#[test]
fn a_late_reader_is_shown_the_same() {
    let text = vectors(SdkVersion::V7);
    let vectors: Vectors<'_> = serde_json::from_str(&text).unwrap();
    let mut streams = 0;
    // In random streams a call can be in states that no chunks in a sensible order lead to.
    for case in vectors.cases.into_iter().filter(|case| !case.name.starts_with("random")) {
        let name = case.name.clone();
        let (_, assembler) = compare(SdkVersion::V7, case);
        let mut late = Assembler::new();
        for chunk in replay("m", &assembler.parts(), assembler.metadata()) {
            late.push(&chunk).unwrap();
        }
        let (shown, expected): (Value, Value) = (
            serde_json::from_str(late.parts().as_str()).unwrap(),
            serde_json::from_str(assembler.parts().as_str()).unwrap(),
        );
        assert_eq!(shown, expected, "{name}");
        assert_eq!(late.metadata(), assembler.metadata(), "{name}");
        streams += 1;
    }
    assert!(streams > 30, "the vectors are there");
}

/// Every kind of chunk, by its `type`.
const KINDS: &[&str] = &[
    "start",
    "text-start",
    "text-delta",
    "text-end",
    "reasoning-start",
    "reasoning-delta",
    "reasoning-end",
    "tool-input-start",
    "tool-input-delta",
    "tool-input-available",
    "tool-input-error",
    "tool-approval-request",
    "tool-approval-response",
    "tool-output-available",
    "tool-output-error",
    "tool-output-denied",
    "source-url",
    "source-document",
    "file",
    "reasoning-file",
    "custom",
    "steering-message",
    "start-step",
    "finish-step",
    "reset-step",
    "message-metadata",
    "finish",
    "abort",
    "error",
    "data-x",
    "data-",
    "from-the-future",
];

/// Fields that some chunk must have, each with the values that it may get.
const NEEDED: &[(&str, &[&str])] = &[
    ("id", &[r#""1""#, r#""2""#]),
    ("delta", &[r#""bees""#, r#""\u0000""#, r#""\ud83d""#]),
    ("toolCallId", &[r#""1""#, r#""2""#]),
    ("toolName", &[r#""t""#, r#""\u0000""#, r#""""#]),
    ("inputTextDelta", &[r#""{\"q\":""#, r#""\"be\\u0000""#, r#""[1.0,""#, r#""}""#]),
    ("approvalId", &[r#""1""#, r#""2""#]),
    ("approved", &["true", "false"]),
    ("errorText", &[r#""e""#, r#""\u0000""#]),
    ("sourceId", &[r#""s""#]),
    ("url", &[r#""u""#]),
    ("mediaType", &[r#""m""#]),
    ("title", &[r#""T""#]),
    ("kind", &[r#""k""#]),
];

/// Fields that a chunk may do without.
const OPTIONAL: &[&str] = &[
    "id",
    "data",
    "input",
    "output",
    "dynamic",
    "preliminary",
    "providerExecuted",
    "providerMetadata",
    "toolMetadata",
    "messageMetadata",
    "messageId",
    "reason",
    "isAutomatic",
    "signature",
    "approvalDescriptor",
    "inputSchemaInput",
    "inputEncoding",
    "citations",
    "filename",
    "transient",
    "parts",
    r"\ud800",
    "type2",
];

const VALUES: &[&str] = &[
    "null",
    "true",
    "false",
    "1.0",
    "12345678901234567890",
    r#""text""#,
    r#""\u0000""#,
    r#""\udc1d""#,
    "[]",
    r#"{"\ud83d":[1]}"#,
    r#"{"a":{"\u0000":1.0}}"#,
];

fn any_chunk() -> impl Strategy<Value = String> {
    let needed = NEEDED.iter().map(|(_, values)| select(*values).boxed()).collect::<Vec<_>>();
    let optional = prop::collection::vec((select(OPTIONAL), select(VALUES)), 0..5);
    let tools = KINDS.iter().copied().filter(|kind| kind.starts_with("tool-")).collect::<Vec<_>>();
    (prop_oneof![select(KINDS), select(tools)], needed, optional).prop_map(|(kind, needed, optional)| {
        let needed = NEEDED.iter().map(|(key, _)| *key).zip(needed);
        let fields: Vec<_> =
            needed.chain(optional).map(|(key, value)| format!("\"{key}\":{value}")).collect();
        format!(r#"{{"type":"{kind}",{}}}"#, fields.join(","))
    })
}

/// Pushes what the assembler takes.
fn push_all(assembler: &mut Assembler, chunks: &[String]) {
    for chunk in chunks {
        let before = assembler.parts();
        let Ok(chunk) = Chunk::parse(chunk) else { continue };
        if assembler.push(&chunk).is_err() {
            assert_eq!(assembler.parts(), before, "a refused chunk changes nothing: {chunk:?}");
        }
    }
}

/// Checks that every reader takes the parts, and that all see the same.
#[track_caller]
fn assert_accepted(assembler: &Assembler) {
    let parts = assembler.parts();
    assert_eq!(Parts::parse(parts.as_str()).as_ref().unwrap(), &parts);
    let metadata = assembler.metadata().map_or("null", Json::as_str);
    let new = format!(r#"{{"id":"m","role":"assistant","metadata":{metadata},"parts":{}}}"#, parts.as_str());
    let new = NewMessage::parse(&new).unwrap();
    assert_eq!((&new.parts, new.metadata.as_ref().map(Json::as_str)), (&parts, Some(metadata)));
    let stored = format!(
        r#"{{"id":"cc5lnd2s1s4652adtu50","created_at":"2026-11-26T12:00:00Z","role":"assistant","metadata":{metadata},"parts":{}}}"#,
        parts.as_str()
    );
    let read: Message<AccountId> = serde_json::from_str(&stored).unwrap();
    assert_eq!((&read.parts, read.metadata.as_ref().map(Json::as_str)), (&parts, Some(metadata)));
    let typed: Vec<_> = parts.iter().collect();
    assert_eq!(typed.len(), parts.len());
}

proptest! {
    #[test]
    fn what_any_chunks_build_every_reader_accepts(
        first in prop::collection::vec(any_chunk(), 0..24),
        more in prop::collection::vec(any_chunk(), 0..8),
        version in select(&[SdkVersion::V5, SdkVersion::V6, SdkVersion::V7][..]),
        strict: bool,
    ) {
        let set_up = |assembler: Assembler| {
            let assembler = assembler.version(version);
            if strict { assembler.strict() } else { assembler }
        };
        let mut assembler = set_up(Assembler::new());
        push_all(&mut assembler, &first);
        assert_accepted(&assembler);
        let metadata = assembler.metadata().cloned();
        let mut continued = set_up(Assembler::continuing("m", &assembler.parts(), metadata));
        prop_assert_eq!(continued.parts(), assembler.parts());
        push_all(&mut continued, &more);
        assert_accepted(&continued);
    }
}

#[test]
fn a_key_with_half_an_emoji_is_kept_to_the_byte() {
    let data = r#"{"type":"data-x","id":7,"data":{"\ud83d":1},"\ud83d":2,"\udc1d":3}"#;
    let mut assembler = Assembler::new();
    for metadata in [r#"{"\ud83d":1}"#, r#"{"\udc1d":2,"a":{"\ud83d":3}}"#, r#"{"a":{"\udc1d":4}}"#] {
        let chunk = format!(r#"{{"type":"message-metadata","messageMetadata":{metadata}}}"#);
        assembler.push(&Chunk::parse(&chunk).unwrap()).unwrap();
    }
    assembler.push(&Chunk::parse(data).unwrap()).unwrap();
    assert_eq!(
        assembler.parts().as_str(),
        format!(
            "[{}]",
            data.replace(
                r#""id":7,"data":{"\ud83d":1},"\ud83d":2,"\udc1d":3"#,
                r#""data":{"\ud83d":1},"id":7,"\ud83d":2,"\udc1d":3"#
            )
        )
    );
    assert_eq!(
        assembler.metadata().unwrap().as_str(),
        r#"{"\ud83d":1,"\udc1d":2,"a":{"\ud83d":3,"\udc1d":4}}"#
    );

    let message = r#"{"role":"user","parts":[],"\ud83d":1,"b":{"\udc1d":2}}"#;
    let extra = NewMessage::parse(message).unwrap().extra.unwrap();
    assert_eq!(extra.as_str(), r#"{"\ud83d":1,"b":{"\udc1d":2}}"#);
}
