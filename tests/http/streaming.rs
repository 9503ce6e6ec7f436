//! Sessions as they go on, and messages as they are written, over a socket.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use serde_json::{Value, json};
use storyden_robots::{
    Access, AccountId, Limits, MemoryStore, NewMessage, Part, Permissions, Result, SessionId,
    StaticPermissions, WindowRequest, http::Settings,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::{
    client::{Answer, Request},
    door::Recorder,
    host::{Host, NOTHING, OPERATOR, authenticator, on_every_store, permissions, robots},
};

on_every_store! {
    a_joiner_misses_nothing_while_four_write
    a_reader_who_comes_again_goes_on_where_it_was
    the_rest_of_a_draft_is_not_missed_by_who_comes_again
    what_cannot_be_followed_is_refused
    a_message_is_seen_while_it_is_written
    a_client_that_is_cut_off_leaves_a_draft
    a_stream_without_an_end_leaves_a_draft
    a_chunk_without_sense_ends_the_message
    streams_are_refused_where_messages_are
}

/// One event of a stream.
#[derive(Clone, Debug, Default, PartialEq)]
struct Event {
    name: String,
    id: Option<u64>,
    data: Value,
    comment: bool,
}

/// A reader of server-sent events.
#[derive(Debug)]
struct Reader {
    socket: TcpStream,
    raw: Vec<u8>,
    text: String,
}

impl Reader {
    /// Follows a session, and reads up to the place from which it goes on.
    async fn open(host: &Host, session: &str, query: &str, last: Option<u64>) -> (Self, u64) {
        let request =
            Request::new("GET", &format!("/robots/sessions/{session}/stream{query}")).by("operator");
        let request = last.into_iter().fold(request, |all, id| all.header("Last-Event-ID", &id.to_string()));
        let mut reader =
            Self { socket: request.write(host.addr).await, raw: Vec::new(), text: String::new() };
        let head = loop {
            if let Some(end) = reader.raw.windows(4).position(|four| four == b"\r\n\r\n") {
                break reader.raw.drain(..end + 4).collect::<Vec<_>>();
            }
            assert!(reader.more().await, "a whole head");
        };
        let head = String::from_utf8(head).expect("a head in ASCII").to_ascii_lowercase();
        assert!(head.starts_with("http/1.1 200 "), "{head}");
        for header in ["content-type: text/event-stream\r\n", "cache-control: no-store\r\n"] {
            assert!(head.contains(header), "{head}");
        }
        let first = reader.event().await.expect("the place");
        assert_eq!((first.name.as_str(), &first.data), ("", &Value::Null));
        (reader, first.id.expect("the place"))
    }

    async fn more(&mut self) -> bool {
        let read = self.socket.read_buf(&mut self.raw);
        let read = tokio::time::timeout(Duration::from_secs(30), read).await.expect("something to come");
        read.is_ok_and(|bytes| bytes > 0)
    }

    /// Returns the next event or comment, or nothing at the end.
    async fn event(&mut self) -> Option<Event> {
        loop {
            if let Some(end) = self.text.find("\n\n") {
                let text: String = self.text.drain(..end + 2).collect();
                return Some(parse(text.trim_end()));
            }
            if let Some((size, rest)) = chunk(&self.raw) {
                if size == 0 {
                    return None;
                }
                let data = std::str::from_utf8(&self.raw[rest..rest + size]).expect("whole events");
                self.text.push_str(data);
                self.raw.drain(..rest + size + 2);
            } else if !self.more().await {
                return None;
            }
        }
    }

    /// Returns the next event.
    async fn next(&mut self) -> Event {
        loop {
            let event = self.event().await.expect("the stream goes on");
            if !event.comment {
                return event;
            }
        }
    }

    /// Reads by what a draft grows until it has this text.
    async fn until(&mut self, text: &str) -> Event {
        loop {
            let event = self.next().await;
            assert_eq!(event.name, "chunks", "{event:?}");
            if event.data.to_string().contains(text) {
                return event;
            }
        }
    }
}

/// Returns how long the first chunk of a body is, and where it begins, if it is there.
fn chunk(raw: &[u8]) -> Option<(usize, usize)> {
    let line = raw.windows(2).position(|two| two == b"\r\n")?;
    let size = std::str::from_utf8(&raw[..line]).ok()?;
    let size = usize::from_str_radix(size, 16).expect("a size");
    (raw.len() >= line + size + 4).then_some((size, line + 2))
}

#[track_caller]
fn parse(text: &str) -> Event {
    let mut event = Event { comment: text.starts_with(':'), ..Event::default() };
    for line in text.lines().filter(|line| !line.starts_with(':')) {
        let (name, value) = line.split_once(": ").expect("a field");
        match name {
            "event" => value.clone_into(&mut event.name),
            "id" => event.id = Some(value.parse().expect("a number")),
            "data" => event.data = serde_json::from_str(value).expect("JSON"),
            _ => panic!("{line}"),
        }
    }
    event
}

/// A body of chunks that is still being sent.
#[derive(Debug)]
struct Writer(TcpStream);

impl Writer {
    async fn open(host: &Host, session: &str) -> Self {
        let request = Request::new("POST", &format!("/robots/sessions/{session}/messages")).by("operator");
        let request = request.header("content-type", "text/event-stream; charset=utf-8");
        Self(request.header("transfer-encoding", "chunked").write(host.addr).await)
    }

    async fn send(&mut self, chunks: &[Value]) {
        let text = events(chunks);
        let text = format!("{:x}\r\n{text}\r\n", text.len());
        self.0.write_all(text.as_bytes()).await.expect("the server reads");
    }

    async fn end(mut self) -> Answer {
        self.0.write_all(b"0\r\n\r\n").await.expect("the server reads");
        let mut bytes = Vec::new();
        self.0.read_to_end(&mut bytes).await.expect("an answer");
        Answer::parse(&bytes, false)
    }
}

fn events(chunks: &[Value]) -> String {
    chunks.iter().flat_map(|chunk| ["data: ".to_owned(), chunk.to_string(), "\n\n".to_owned()]).collect()
}

async fn post(host: &Host, session: &str, body: String) -> Answer {
    let request = Request::new("POST", &format!("/robots/sessions/{session}/messages")).by("operator");
    host.send(request.raw("text/event-stream", body)).await
}

fn start() -> [Value; 2] {
    [json!({ "type": "start", "messageId": "m1" }), json!({ "type": "text-start", "id": "1" })]
}

fn delta(text: &str) -> Value {
    json!({ "type": "text-delta", "id": "1", "delta": text })
}

fn finish() -> [Value; 2] {
    [json!({ "type": "text-end", "id": "1" }), json!({ "type": "finish" })]
}

async fn session(host: &Host) -> String {
    host.create("/robots/sessions", json!({ "name": null })).await
}

async fn say(host: &Host, session: &str, text: &str) {
    let session: SessionId = session.parse().expect("an id");
    let message = NewMessage::user([Part::text(text.to_owned())]).expect("a message");
    host.robots.append(OPERATOR, session, message).await.expect("it is stored");
}

/// Returns the newest message as the library has it, and whether it is a draft.
async fn newest(host: &Host, session: &str) -> (storyden_robots::Message, bool) {
    let session: SessionId = session.parse().expect("an id");
    let session = host.robots.session(OPERATOR, session, WindowRequest::newest(1)).await.expect("a session");
    let message = session.message_list.messages.into_iter().next().expect("a message");
    let draft = message.draft;
    (message, draft)
}

async fn a_joiner_misses_nothing_while_four_write(host: Host) {
    const EACH: u64 = 20;
    let id = session(&host).await;
    let host = Arc::new(host);
    let writers = (0..4).map(|writer| {
        let (host, id) = (Arc::clone(&host), id.clone());
        tokio::spawn(async move {
            for number in 0..EACH {
                say(&host, &id, &format!("{writer}/{number}")).await;
                tokio::task::yield_now().await;
            }
        })
    });
    let writers: Vec<_> = writers.collect();
    let readers = ["?after=0", "", "?after=5", "?after="].map(|query| {
        let (host, id) = (Arc::clone(&host), id.clone());
        tokio::spawn(async move {
            let (mut reader, mut place) = Reader::open(&host, &id, query, None).await;
            while place < 4 * EACH {
                let event = reader.next().await;
                assert_eq!((event.name.as_str(), event.id), ("message", Some(place + 1)), "{query}");
                host.document().accepts("Message", &event.data, "an event");
                place += 1;
            }
        })
    });
    for task in writers.into_iter().chain(readers) {
        task.await.expect("it ends well");
    }
}

async fn a_reader_who_comes_again_goes_on_where_it_was(host: Host) {
    let id = session(&host).await;
    for text in ["1", "2", "3"] {
        say(&host, &id, text).await;
    }
    let (mut reader, place) = Reader::open(&host, &id, "?after=-7", None).await;
    assert_eq!(place, 0);
    reader.next().await;
    let last = reader.next().await.id;
    drop(reader);
    let (mut again, place) = Reader::open(&host, &id, "?after=0", last).await;
    assert_eq!(place, 2, "the header counts");
    let event = again.next().await;
    assert_eq!((event.id, &event.data["parts"][0]["text"]), (Some(3), &json!("3")));
    let (mut new, place) = Reader::open(&host, &id, "", None).await;
    assert_eq!(place, 3, "only what comes");
    say(&host, &id, "4").await;
    assert_eq!((new.next().await.id, again.next().await.id), (Some(4), Some(4)));
    let (_, place) = Reader::open(&host, &id, "?after=99999999999", None).await;
    assert_eq!(place, 99_999_999_999);
}

async fn the_rest_of_a_draft_is_not_missed_by_who_comes_again(host: Host) {
    let id = session(&host).await;
    say(&host, &id, "Can bees dance?").await;
    let (mut reader, _) = Reader::open(&host, &id, "", None).await;
    let mut writer = Writer::open(&host, &id).await;
    writer.send(&start()).await;
    let draft = reader.next().await;
    assert_eq!((draft.name.as_str(), draft.id), ("draft", Some(1)));
    say(&host, &id, "Well?").await;
    let later = loop {
        let event = reader.next().await;
        if event.name == "message" {
            break event;
        }
    };
    assert_eq!(later.id, Some(1), "the second message is not whole yet");
    drop(reader);
    writer.send(&[delta("Yes.")]).await;
    writer.send(&finish()).await;
    writer.end().await.is(201);
    let (mut again, _) = Reader::open(&host, &id, "", later.id).await;
    let event = again.next().await;
    assert_eq!((event.id, &event.data["parts"][0]["text"]), (Some(2), &json!("Yes.")));
    assert_eq!(again.next().await.id, Some(3));
}

async fn what_cannot_be_followed_is_refused(host: Host) {
    let id = session(&host).await;
    let path = format!("/robots/sessions/{id}/stream");
    host.send(Request::new("GET", &path)).await.is_problem(401, "unauthenticated");
    host.get("nobody's", &path).await.is_problem(401, "unauthenticated");
    host.get("member", &path).await.is_problem(403, "permission-denied");
    host.get("suspended", &path).await.is_problem(403, "permission-denied");
    host.get("operator", &path.replace(&id, NOTHING)).await.is_problem(404, "not-found");
    host.get("operator", "/robots/sessions/x/stream").await.is_about("session_id");
    for query in ["?after=x", "?after=1.5", "?after=1&after=2"] {
        host.get("operator", &format!("{path}{query}")).await.is_about("after");
    }
    let get = Request::new("GET", &path).by("operator");
    host.send(get.clone().header("Last-Event-ID", "m1")).await.is_about("last-event-id");
    let head = host.send(Request::new("HEAD", &path).by("operator")).await;
    assert_eq!((head.status, head.header("content-type")), (200, Some("text/event-stream")));
    host.delete("admin", &format!("/robots/sessions/{id}")).await.is(204);
    host.send(get).await.is_problem(404, "not-found");
}

async fn a_message_is_seen_while_it_is_written(host: Host) {
    let id = session(&host).await;
    let (mut early, _) = Reader::open(&host, &id, "", None).await;
    let mut writer = Writer::open(&host, &id).await;
    writer.send(&start()).await;
    writer.send(&[delta("Bees ")]).await;
    let draft = early.next().await;
    assert_eq!((draft.name.as_str(), draft.id, &draft.data["parts"]), ("draft", Some(0), &json!([])));
    host.document().accepts("Message", &draft.data, "a draft");
    assert_eq!(draft.data["author"]["handle"], "operator");
    let grown = early.until("Bees ").await;
    assert_eq!(grown.data["message_id"], draft.data["id"]);

    let (mut late, _) = Reader::open(&host, &id, "", None).await;
    assert_eq!(late.next().await.data, draft.data, "whoever comes late is told from the beginning");
    let all = late.next().await.data["chunks"].clone();
    let start = json!({ "type": "start", "messageId": draft.data["id"] });
    assert_eq!(all, json!([start, { "type": "text-start", "id": "1" }, delta("Bees ")]));

    writer.send(&[delta("dance.")]).await;
    writer.send(&finish()).await;
    let stored = writer.end().await.is(201);
    assert_eq!(stored["parts"], json!([{ "type": "text", "text": "Bees dance.", "state": "done" }]));
    assert_eq!((&stored["role"], &stored["id"]), (&json!("assistant"), &draft.data["id"]));
    for reader in [&mut early, &mut late] {
        let last = loop {
            let event = reader.next().await;
            if event.name != "chunks" {
                break event;
            }
        };
        assert_eq!((last.name.as_str(), last.id, &last.data), ("message", Some(1), &stored));
    }
    assert!(!newest(&host, &id).await.1);
}

async fn a_client_that_is_cut_off_leaves_a_draft(host: Host) {
    let id = session(&host).await;
    let (mut reader, _) = Reader::open(&host, &id, "", None).await;
    let mut writer = Writer::open(&host, &id).await;
    writer.send(&start()).await;
    writer.send(&[delta("Bees ")]).await;
    assert_eq!(reader.next().await.name, "draft");
    drop(writer);
    reader.until("Bees ").await;
    let (message, draft) = newest(&host, &id).await;
    assert!(draft);
    assert_eq!(message.parts.text(), "Bees ");

    let session: SessionId = id.parse().expect("an id");
    let mut rest = host.robots.resume_draft(OPERATOR, session, message.id).await.expect("a draft");
    rest.abort().await.expect("it ends");
    let last = reader.next().await;
    assert_eq!((last.name.as_str(), &last.data["parts"][0]["text"]), ("message", &json!("Bees ")));
}

async fn a_stream_without_an_end_leaves_a_draft(host: Host) {
    let id = session(&host).await;
    let all = [start().as_slice(), &[delta("Bees ")]].concat();
    post(&host, &id, events(&all)).await.is_about("body");
    let (message, draft) = newest(&host, &id).await;
    assert_eq!((message.parts.text().as_str(), draft), ("Bees ", true));
    let stopped = [all.as_slice(), &[json!({ "type": "abort" })]].concat();
    post(&host, &id, events(&stopped)).await.is(201);
    assert!(!newest(&host, &id).await.1);
}

async fn a_chunk_without_sense_ends_the_message(host: Host) {
    let id = session(&host).await;
    let begun = events(&[start().as_slice(), &[delta("Bees ")]].concat());
    for bad in ["data: {\n\n", "data: {\"type\":7}\n\n", "data: {\"type\":\"text-end\",\"id\":\"2\"}\n\n"] {
        let mut writer = Writer::open(&host, &id).await;
        let (mut reader, _) = Reader::open(&host, &id, "", None).await;
        let text = format!("{:x}\r\n{begun}\r\n", begun.len());
        writer.0.write_all(text.as_bytes()).await.expect("the server reads");
        while reader.next().await.name != "chunks" {}
        let text = format!("{:x}\r\n{bad}\r\n", bad.len());
        writer.0.write_all(text.as_bytes()).await.expect("the server reads");
        writer.end().await.is_problem(400, "invalid-argument");
        let (message, draft) = newest(&host, &id).await;
        assert_eq!((message.parts.text().as_str(), draft), ("Bees ", false), "{bad}");
    }
}

async fn streams_are_refused_where_messages_are(host: Host) {
    let id = session(&host).await;
    let whole = events(&[start().as_slice(), &[delta("Hi")], &finish()].concat());
    let path = format!("/robots/sessions/{id}/messages");
    let request = |path: &str| Request::new("POST", path).raw("text/event-stream", whole.clone());
    host.send(request(&path)).await.is_problem(401, "unauthenticated");
    for (who, body) in [("member", whole.clone()), ("member", "data: {\n\n".to_owned())] {
        let request = Request::new("POST", &path).by(who).raw("text/event-stream", body);
        host.send(request).await.is_problem(403, "permission-denied");
    }
    host.send(request(&path.replace(&id, NOTHING)).by("operator")).await.is_problem(404, "not-found");
    host.send(request("/robots/sessions/x/messages").by("operator")).await.is_about("session_id");
    let keyed = request(&path).by("operator").header("Idempotency-Key", "k");
    host.send(keyed).await.is_about("idempotency-key");
    let foreign = request(&path).by("operator").header("sec-fetch-site", "cross-site");
    host.send(foreign).await.is_problem(403, "permission-denied");
    host.send(request("/robots/sessions").by("operator")).await.is_problem(415, "unsupported-media-type");
    for empty in ["", ": nothing\n\n", "data: [DONE]\n\n"] {
        post(&host, &id, empty.to_owned()).await.is_about("body");
    }
    let read = host.get("operator", &format!("/robots/sessions/{id}")).await.is(200);
    assert_eq!(read["message_list"]["results"], 0, "nothing was stored");

    // An id of its own is kept, and cannot be taken twice.
    let named = whole.replace("m1", NOTHING);
    assert_eq!(post(&host, &id, named.clone()).await.is(201)["id"], NOTHING);
    post(&host, &id, named).await.is_problem(409, "already-exists");
}

#[tokio::test]
async fn the_limit_is_that_of_the_message_not_of_the_body() {
    let limits = Limits { message_bytes: 2000, ..Limits::default() };
    let robots = robots(MemoryStore::new(), permissions()).with_limits(limits);
    let settings = Settings::default().body_bytes(1000);
    let host = Host::with(robots, authenticator(), settings).await;
    let id = session(&host).await;
    let many: Vec<_> = (0..100).map(|_| delta("x")).collect();
    let body = events(&[start().as_slice(), &many, &finish()].concat());
    assert!(body.len() > 4000);
    post(&host, &id, body).await.is(201);
    let large: Vec<_> = (0..100).map(|_| delta(&"x".repeat(50))).collect();
    let body = events(&[start().as_slice(), &large, &finish()].concat());
    let problem = post(&host, &id, body).await.is_problem(413, "too-large");
    assert_eq!(problem["metadata"]["argument"], "message");
    let (message, draft) = newest(&host, &id).await;
    assert!(!draft && message.parts.text().len() > 1000, "what came before is kept");
    post(&host, &id, format!("data: {}", "x".repeat(1000))).await.is_problem(413, "too-large");
}

#[tokio::test]
async fn a_stream_says_that_it_is_there_and_outlives_the_timeout() {
    let limit = Duration::from_millis(30);
    let settings = Settings::default().keep_alive(Duration::from_millis(10)).timeout(limit);
    let host = Host::with(robots(MemoryStore::new(), permissions()), authenticator(), settings).await;
    let id = session(&host).await;
    let (mut reader, _) = Reader::open(&host, &id, "", None).await;
    for _ in 0..6 {
        assert!(reader.event().await.expect("a comment").comment);
    }
    say(&host, &id, "Still there?").await;
    assert_eq!(reader.next().await.id, Some(1));

    // The body of a stream may take as long as it likes, but not say nothing.
    let mut writer = Writer::open(&host, &id).await;
    writer.send(&start()).await;
    let mut bytes = Vec::new();
    writer.0.read_to_end(&mut bytes).await.expect("an answer");
    Answer::parse(&bytes, false).is_problem(503, "unavailable");
    assert!(newest(&host, &id).await.1);
}

/// A host that can take everything back.
#[derive(Clone, Debug)]
struct Revocable(StaticPermissions, Arc<AtomicBool>);

#[async_trait]
impl Permissions for Revocable {
    async fn access(&self, account: AccountId) -> Result<Access> {
        if self.1.load(Ordering::SeqCst) { Ok(Access::Suspended) } else { self.0.access(account).await }
    }
}

#[tokio::test]
async fn a_stream_ends_with_the_permission_to_read_it() {
    let revoked = Arc::new(AtomicBool::new(false));
    let robots = robots(MemoryStore::new(), Revocable(permissions(), Arc::clone(&revoked)));
    let settings = Settings::default().keep_alive(Duration::from_millis(10));
    let host = Host::with(robots, authenticator(), settings).await;
    let id = session(&host).await;
    let (mut reader, _) = Reader::open(&host, &id, "", None).await;
    assert!(reader.event().await.expect("a comment").comment);
    revoked.store(true, Ordering::SeqCst);
    let last = reader.next().await;
    assert_eq!((last.name.as_str(), last.id), ("problem", None));
    assert_eq!(last.data["type"], "urn:storyden:problem:permission-denied");
    host.document().accepts("Problem", &last.data, "the end of a stream");
    assert_eq!(reader.event().await, None);
}

#[tokio::test]
async fn the_span_of_a_stream_ends_when_its_reader_goes_away() {
    let recorder = Recorder::default();
    let _guard = tracing::subscriber::set_default(recorder.clone());
    let host = Host::memory().await;
    let id = session(&host).await;
    let (reader, _) = Reader::open(&host, &id, "", None).await;
    let of_stream = || {
        let all = recorder.all();
        let mut spans = all
            .into_iter()
            .filter(|(_, span)| span.get("route").is_some_and(|route| route.ends_with("/stream")));
        spans.next().expect("a span").1
    };
    assert!(of_stream().contains_key("status") && !of_stream().contains_key("latency_us"));
    drop(reader);
    let ended = async {
        while !of_stream().contains_key("latency_us") {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), ended).await.expect("the subscription is dropped");
    assert_eq!(of_stream()["bytes"], "7");
}
