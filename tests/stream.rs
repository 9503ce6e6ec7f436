//! The assembler against the AI SDK itself: the vectors in `vectors/` hold streams, and what the SDK shows
//! after each of their chunks. `vectors/make.mjs` makes them again.

use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value, value::RawValue};
use storyden_robots::{
    Json, Parts,
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
            for event in decoder.feed(piece).unwrap() {
                if let sse::Event::Chunk(chunk) = event {
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
