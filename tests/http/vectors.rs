//! Every stream of the vectors, made with the AI SDK, through a draft and through the body of a request.

use serde::Deserialize;
use serde_json::{Value, json, value::RawValue};
use storyden_robots::{
    Json, MemoryStore, Message, MessageRole, NewMessage, Parts, SessionId,
    stream::{Assembler, Chunk},
};

use crate::{
    client::Answer,
    host::{Host, OPERATOR, permissions, robots},
    sse::{Writer, newest, post, session},
};

#[derive(Deserialize)]
struct Vectors {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    /// The message that the stream continues.
    message: Option<Value>,
    steps: Vec<Step>,
}

#[derive(Deserialize)]
struct Step {
    chunk: Box<RawValue>,
}

impl Case {
    fn chunks(&self) -> Vec<Chunk<'_>> {
        self.steps.iter().map(|step| Chunk::parse(step.chunk.get()).expect("a chunk")).collect()
    }

    /// Returns what a record has of the stream: all before the first chunk that it refuses; and whether there is one.
    fn expected(&self) -> (Assembler, bool) {
        let mut assembler = match &self.message {
            Some(message) => {
                let metadata =
                    message.get("metadata").map(|json| Json::parse(json.to_string()).expect("JSON"));
                Assembler::continuing(
                    "m",
                    &Parts::parse(message["parts"].to_string()).expect("parts"),
                    metadata,
                )
            }
            None => Assembler::new(),
        }
        .strict();
        for chunk in self.chunks() {
            if assembler.push(&chunk).is_err() {
                return (assembler, true);
            }
        }
        (assembler, false)
    }

    /// Stores the message that the stream continues, if it is such a stream.
    async fn stored(&self, host: &Host, session: &str) -> Option<Message> {
        let mut message = self.message.clone()?;
        message["id"] = json!("from-the-page");
        let message = NewMessage::parse(&message.to_string()).expect("a message");
        let session: SessionId = session.parse().expect("an id");
        let appended = host.robots.append(OPERATOR, session, message).await.expect("it is stored");
        appended.messages.into_iter().next()
    }
}

/// Returns the streams of one version: of the SDK's own and random ones.
fn cases(version: u8) -> Vec<Case> {
    let folder = std::env::var("STREAM_VECTORS")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors").to_owned());
    let text = std::fs::read_to_string(format!("{folder}/ai{version}.json")).expect("the vectors");
    serde_json::from_str::<Vectors>(&text).expect("vectors").cases
}

const VERSIONS: [u8; 3] = [5, 6, 7];

fn value(json: &str) -> Value {
    serde_json::from_str(json).expect("JSON")
}

/// Compares a message with what its stream makes.
#[track_caller]
fn assert_is(message: &Value, expected: &Assembler, case: &str) {
    assert_eq!(message["parts"], value(expected.parts().as_str()), "{case}");
    let metadata = expected.metadata().map(|json| value(json.as_str()));
    assert_eq!(message.get("metadata"), metadata.as_ref(), "{case}");
}

#[tokio::test]
async fn every_stream_goes_through_a_draft() {
    let host = Host::memory().await;
    for version in VERSIONS {
        let (mut streams, mut with_bad_chunk, mut continued) = (0, 0, 0);
        for case in cases(version) {
            let place = format!("version {version}, {:?}", case.name);
            let id = session(&host).await;
            let typed: SessionId = id.parse().expect("an id");
            let mut draft = if let Some(stored) = case.stored(&host, &id).await {
                continued += 1;
                host.robots.resume_draft(OPERATOR, typed, stored.id).await.expect("a draft")
            } else {
                let empty = NewMessage::new(MessageRole::Assistant, Parts::empty());
                let begun = host.robots.begin_draft(OPERATOR, typed, empty).await.expect("a draft");
                begun.draft().expect("a draft")
            };
            let (expected, refuses) = case.expected();
            let mut ends = Ok(());
            for chunk in case.chunks() {
                ends = draft.push(&chunk).await;
                if ends.is_err() {
                    break;
                }
            }
            assert_eq!(ends.is_err(), refuses, "{place}: {ends:?}");
            draft.finish().await.expect("it ends");
            assert_is(&newest(&host, &id).await, &expected, &place);
            streams += 1;
            with_bad_chunk += usize::from(refuses);
        }
        println!(
            "version {version}: {streams} streams, {continued} continue a message, {with_bad_chunk} have a bad chunk"
        );
        assert!(streams > 50 && continued > 0 && with_bad_chunk < streams / 2);
    }
}

/// What the API answers to a stream: whether it was taken, and refused for which reason.
#[track_caller]
fn assert_answer(answer: &Answer, expected: &Assembler, refuses: bool, case: &str) {
    let status = answer.status;
    match (refuses, expected.end()) {
        (true, _) => assert!(matches!(status, 400 | 409), "{case}: {}", answer.text()),
        (false, Some(_)) => assert!(matches!(status, 200 | 201), "{case}: {}", answer.text()),
        (false, None) => assert_eq!(status, 400, "{case}: it has no end: {}", answer.text()),
    }
}

/// Chooses where to cut, the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % most as u64).unwrap_or(0)
    }
}

/// Writes chunks as server-sent events.
fn lines(chunks: impl IntoIterator<Item = String>) -> String {
    chunks.into_iter().flat_map(|chunk| ["data: ".to_owned(), chunk, "\n\n".to_owned()]).collect()
}

/// Writes a stream as the SDK does. One that continues a message names it.
fn body(case: &Case, continued: Option<&Message>) -> String {
    let mut chunks: Vec<Value> = case.steps.iter().map(|step| value(step.chunk.get())).collect();
    if let Some(message) = continued {
        if chunks[0]["type"] != "start" {
            chunks.insert(0, json!({ "type": "start" }));
        }
        chunks[0]["messageId"] = json!(message.id);
    }
    let texts = case.steps.iter().map(|step| step.chunk.get().to_owned());
    let texts: Vec<_> =
        if continued.is_some() { chunks.iter().map(Value::to_string).collect() } else { texts.collect() };
    lines(texts) + "data: [DONE]\n\n"
}

/// How the bytes of a body are cut never changes the record.
#[tokio::test]
async fn every_stream_goes_through_the_body_of_a_request_however_it_is_cut() {
    let host = Host::memory().await;
    let mut random = Random(7);
    for version in VERSIONS {
        let (mut streams, mut bodies) = (0, 0);
        for case in cases(version) {
            let (expected, refuses) = case.expected();
            for cuts in [0, 3, 17] {
                let place = format!("version {version}, {:?}, cut {cuts} times", case.name);
                let id = session(&host).await;
                let stored = case.stored(&host, &id).await;
                let body = body(&case, stored.as_ref());
                let answer = if cuts == 0 {
                    post(&host, &id, body).await
                } else {
                    let mut places: Vec<_> = (0..cuts).map(|_| random.below(body.len() + 1)).collect();
                    places.extend([0, body.len()]);
                    places.sort_unstable();
                    let mut writer = Writer::open(&host, &id).await;
                    for piece in places.windows(2).filter(|piece| piece[0] < piece[1]) {
                        writer.send_bytes(&body.as_bytes()[piece[0]..piece[1]]).await;
                        // The piece arrives alone, if the machine has time for it. Nothing depends on it.
                        tokio::task::yield_now().await;
                    }
                    writer.end().await
                };
                bodies += 1;
                // A stream that names an Identifier of nobody's is a new message; what it names is not looked at.
                assert_answer(&answer, &expected, refuses, &place);
                assert_is(&newest(&host, &id).await, &expected, &place);
            }
            streams += 1;
        }
        println!("version {version}: {streams} streams in {bodies} bodies");
    }
}

/// A stream that is cut off anywhere, and continued from there by another request, gives the same record.
#[tokio::test]
async fn a_stream_in_two_requests_gives_the_record_of_one() {
    let host = Host::of(robots(MemoryStore::new(), permissions())).await;
    let mut random = Random(8);
    for version in VERSIONS {
        let mut streams = 0;
        for case in cases(version) {
            let (expected, refuses) = case.expected();
            let steps = case.steps.len();
            // What is refused in the first half ends the message there. The end is in the second half, and the new
            // `start` does not undo it.
            if refuses || case.message.is_some() || steps < 3 || expected.end().is_none() {
                continue;
            }
            let place = 1 + random.below(steps - 2);
            let ends = |step: &Step| {
                let kind = value(step.chunk.get())["type"].clone();
                ["finish", "abort", "error"].iter().any(|end| kind == *end)
            };
            if case.steps[..place].iter().any(ends) {
                continue;
            }
            let lines = |steps: &[Step]| lines(steps.iter().map(|step| step.chunk.get().to_owned()));
            let id = session(&host).await;
            post(&host, &id, lines(&case.steps[..place])).await.is_about("body");
            let left = newest(&host, &id).await;
            let start = format!("data: {}\n\n", json!({ "type": "start", "messageId": left["id"] }));
            let rest = start + &lines(&case.steps[place..]);
            let path = format!("/robots/sessions/{id}/messages?take_over=true");
            let request = crate::client::Request::new("POST", &path).by("operator");
            host.send(request.raw("text/event-stream", rest)).await.is(200);
            let name = format!("version {version}, {:?}, cut at {place}", case.name);
            assert_is(&newest(&host, &id).await, &expected, &name);
            streams += 1;
        }
        println!("version {version}: {streams} streams in two requests");
        assert!(streams > 20);
    }
}
