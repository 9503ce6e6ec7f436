//! Following a session: its changes as server-sent events.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use serde_json::json;
use storyden_robots::{
    Access, AccountId, MemoryStore, NewMessage, NewSession, Part, Permissions, Result, RobotKey, SessionId,
    StaticPermissions, TurnId, Turns,
    http::{Api, Settings, Shutdown},
    stream::Assembler,
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream},
    time::{sleep, timeout},
};

use crate::{
    client::Request,
    host::{ADMIN, Host, NOTHING, OPERATOR, authenticator, on_every_store, permissions, robots},
    pace::connect,
    sse::{Reader, Writer, assemble, delta, finish, newest_typed, say, session, start},
    transport::Recorder,
};

on_every_store! {
    a_reader_misses_nothing_while_four_write
    a_reconnecting_reader_continues_after_its_last_event
    a_reconnecting_reader_gets_the_rest_of_a_draft_and_nothing_twice
    a_message_is_seen_while_it_is_written
    edits_deletions_and_changes_of_the_session_are_events
    a_deleted_session_ends_its_streams
    invalid_requests_to_follow_are_refused
}

async fn a_reader_misses_nothing_while_four_write(host: Host) {
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
            let (mut reader, mut offset) = Reader::open(&host, &id, query, None).await;
            while offset < 4 * EACH {
                let event = reader.next_named("message").await;
                // Of a session that only grows by messages, each offset is one. A reader may be ahead of the writers.
                let expected = if query == "?after=5" { (offset + 1).max(6) } else { offset + 1 };
                assert_eq!(event.id, Some(expected), "{query}");
                assert_eq!(event.data["sequence"], expected, "{query}");
                host.document().accepts("Message", &event.data, "an event");
                offset = expected;
            }
        })
    });
    for task in writers.into_iter().chain(readers) {
        task.await.expect("it ends well");
    }
}

async fn a_reconnecting_reader_continues_after_its_last_event(host: Host) {
    let id = session(&host).await;
    for text in ["1", "2", "3"] {
        say(&host, &id, text).await;
    }
    let (mut reader, offset) = Reader::open(&host, &id, "?after=-7", None).await;
    assert_eq!(offset, 0);
    reader.next().await;
    let last = reader.next().await.id;
    drop(reader);
    let (mut again, offset) = Reader::open(&host, &id, "?after=0", last).await;
    assert_eq!(offset, 2, "the header takes precedence");
    let event = again.next_named("message").await;
    assert_eq!((event.id, &event.data["parts"][0]["text"]), (Some(3), &json!("3")));
    let (mut new, offset) = Reader::open(&host, &id, "", None).await;
    assert_eq!(offset, 3, "only what is new");
    say(&host, &id, "4").await;
    assert_eq!((new.next().await.id, again.next().await.id), (Some(4), Some(4)));
}

async fn a_reconnecting_reader_gets_the_rest_of_a_draft_and_nothing_twice(host: Host) {
    let id = session(&host).await;
    say(&host, &id, "Can bees dance?").await;
    let (mut reader, _) = Reader::open(&host, &id, "", None).await;
    let mut writer = Writer::open(&host, &id).await;
    writer.send(&start()).await;
    writer.send(&[delta("Yes")]).await;
    let draft = reader.next_named("draft").await;
    assert_eq!((draft.id, &draft.data["draft"]), (Some(2), &json!(true)));
    let mut assembler = Assembler::new();
    let mut last = reader.assemble_until("Yes", &mut assembler).await.id;
    drop(reader);

    say(&host, &id, "Well?").await;
    writer.send(&[delta(", they do.")]).await;
    writer.send(&finish()).await;
    let stored = writer.end().await.is(201);

    let (mut again, offset) = Reader::open(&host, &id, "", last).await;
    assert_eq!(Some(offset), last);
    let (mut well, mut whole) = (false, false);
    while !whole {
        let event = again.next().await;
        assert!(event.id > last, "offsets increase: {event:?}");
        last = event.id;
        match event.name.as_str() {
            "chunks" => {
                assert_eq!(event.data["began"], 2);
                assemble(&event, &mut assembler);
            }
            "message" if event.data["id"] == stored["id"] => {
                assert_eq!(event.data, stored);
                whole = true;
            }
            "message" => {
                assert_eq!(event.data["parts"][0]["text"], "Well?");
                assert!(!well, "once");
                well = true;
            }
            other => panic!("{other}: {event:?}"),
        }
    }
    assert!(well);
    let parts: serde_json::Value = serde_json::from_str(assembler.parts().as_str()).expect("JSON");
    assert_eq!(parts, stored["parts"], "the chunks alone make the whole answer");
}

async fn a_message_is_seen_while_it_is_written(host: Host) {
    let id = session(&host).await;
    let (mut early, _) = Reader::open(&host, &id, "", None).await;
    let mut writer = Writer::open(&host, &id).await;
    writer.send(&start()).await;
    writer.send(&[delta("Bees ")]).await;
    let draft = early.next_named("draft").await;
    assert_eq!((draft.id, &draft.data["parts"]), (Some(1), &json!([])));
    host.document().accepts("Message", &draft.data, "a draft");
    assert_eq!(draft.data["author"]["handle"], "operator");
    let mut of_early = Assembler::new();
    let grown = early.assemble_until("Bees ", &mut of_early).await;
    assert_eq!(grown.data["message_id"], draft.data["id"]);
    assert_eq!(grown.data["revision"].as_u64(), grown.id);
    assert_eq!(grown.data["began"], 1);

    let read = host.get("operator", &format!("/robots/sessions/{id}")).await.is(200);
    assert_eq!(read["follow_from"], 0);
    assert_eq!(read["message_list"]["messages"][0]["draft"], true);
    let (mut late, offset) = Reader::open(&host, &id, "", None).await;
    assert_eq!(offset, 0, "a late reader gets an open draft from its beginning");
    assert_eq!(late.next_named("draft").await.data, draft.data);
    let mut of_late = Assembler::new();
    late.assemble_until("Bees ", &mut of_late).await;

    writer.send(&[delta("dance.")]).await;
    writer.send(&finish()).await;
    let stored = writer.end().await.is(201);
    assert_eq!(stored["parts"], json!([{ "type": "text", "text": "Bees dance.", "state": "done" }]));
    assert_eq!((&stored["role"], &stored["id"]), (&json!("assistant"), &draft.data["id"]));
    assert_eq!((stored.get("draft"), &stored["ended"]), (None, &json!({ "reason": "stop" })));
    for (reader, assembler) in [(&mut early, &mut of_early), (&mut late, &mut of_late)] {
        reader.assemble_until("finish", assembler).await;
        let parts: serde_json::Value = serde_json::from_str(assembler.parts().as_str()).expect("JSON");
        assert_eq!(parts, stored["parts"], "the chunks alone make the whole answer");
        let last = reader.next_named("message").await;
        assert_eq!((last.id, &last.data), (stored["revision"].as_u64(), &stored));
    }
    assert!(!newest_typed(&host, &id).await.expect("a message").draft);
}

async fn edits_deletions_and_changes_of_the_session_are_events(host: Host) {
    let id = session(&host).await;
    let path = format!("/robots/sessions/{id}");
    let [first, second] = [say(&host, &id, "a").await, say(&host, &id, "b").await];
    let (mut reader, offset) = Reader::open(&host, &id, "", None).await;
    assert_eq!(offset, 2);

    let edit = json!({ "role": "user", "parts": [{ "type": "text", "text": "A" }], "revision": 1 });
    let edited = host.patch("manager", &format!("{path}/messages/{}", first.id), &edit).await.is(200);
    let event = reader.next_named("message").await;
    assert_eq!((event.id, &event.data), (Some(3), &edited));
    assert_eq!((&event.data["sequence"], &event.data["revision"]), (&json!(1), &json!(3)));

    host.delete("manager", &format!("{path}/messages/{}", second.id)).await.is(204);
    let event = reader.next_named("deleted").await;
    assert_eq!((event.id, event.data), (Some(4), json!({ "id": second.id, "sequence": 2 })));

    let renamed =
        host.patch("operator", &path, &json!({ "name": "Solved", "misc": { "a": 1 } })).await.is(200);
    let event = reader.next_named("session").await;
    let mut expected = renamed.clone();
    expected.as_object_mut().expect("an object").remove("message_list");
    assert_eq!((event.id, &event.data), (Some(5), &expected));

    let (mut all, _) = Reader::open(&host, &id, "?after=0", None).await;
    let names = [all.next().await, all.next().await, all.next().await].map(|event| (event.name, event.id));
    let expected = [("message", 3), ("deleted", 4), ("session", 5)];
    assert_eq!(names, expected.map(|(name, id)| (name.to_owned(), Some(id))), "only the last of each");
}

async fn a_deleted_session_ends_its_streams(host: Host) {
    let id = session(&host).await;
    let (mut reader, _) = Reader::open(&host, &id, "", None).await;
    host.delete("admin", &format!("/robots/sessions/{id}")).await.is(204);
    let last = reader.next_named("session").await;
    assert!(last.data["deletedAt"].is_string(), "{last:?}");
    assert_eq!(reader.event().await, None);

    // A reader that missed the deletion gets it when it reconnects, and after that there is nothing to follow.
    let (mut again, _) = Reader::open(&host, &id, "", Some(0)).await;
    assert_eq!(again.next_named("session").await.id, last.id);
    assert_eq!(again.event().await, None);
    let request = Request::new("GET", &format!("/robots/sessions/{id}/stream")).by("operator");
    let gone = request.header("Last-Event-ID", &last.id.expect("an id").to_string()).send(host.addr).await;
    gone.is_problem(404, "not-found");
}

async fn invalid_requests_to_follow_are_refused(host: Host) {
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

#[tokio::test]
async fn a_stream_sends_comments_and_outlives_the_timeout() {
    let settings = Settings::default().keep_alive(Duration::from_millis(100)).timeout(Duration::from_secs(1));
    let host = Host::with(robots(MemoryStore::new(), permissions()), authenticator(), settings).await;
    let started = host.robots.start_session(OPERATOR, NewSession::default()).await;
    let id = started.expect("a session").id.to_string();
    // On a machine that is too busy even the beginning of a stream can take longer than the timeout.
    let mut reader = loop {
        if let Some((reader, _)) = Reader::try_open(&host, &id, "", None).await {
            break reader;
        }
    };
    for _ in 0..15 {
        assert!(reader.event().await.expect("a comment").comment);
    }
    say(&host, &id, "Still there?").await;
    assert_eq!(reader.next().await.id, Some(1));
}

#[tokio::test]
async fn a_shutdown_ends_all_streams() {
    let shutdown = Shutdown::default();
    let settings = Settings::default().shutdown(shutdown.clone());
    let host = Host::with(robots(MemoryStore::new(), permissions()), authenticator(), settings).await;
    let id = session(&host).await;
    let mut readers = Vec::new();
    for _ in 0..10 {
        readers.push(Reader::open(&host, &id, "", None).await.0);
    }
    say(&host, &id, "Bye").await;
    for reader in &mut readers {
        assert_eq!(reader.next().await.id, Some(1));
    }
    shutdown.begin();
    for reader in &mut readers {
        assert_eq!(reader.event().await, None);
    }
    let (mut late, offset) = Reader::open(&host, &id, "?after=0", None).await;
    assert_eq!((offset, late.event().await), (0, None));
    host.get("operator", &format!("/robots/sessions/{id}")).await.is(200);
}

/// Permissions of which those of the operator can be withdrawn.
#[derive(Clone, Debug)]
struct Revocable(StaticPermissions, Arc<AtomicBool>);

#[async_trait]
impl Permissions for Revocable {
    async fn access(&self, account: AccountId) -> Result<Access> {
        let revoked = account == OPERATOR && self.1.load(Ordering::SeqCst);
        if revoked { Ok(Access::Suspended) } else { self.0.access(account).await }
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

/// A kind of stream, and what it tells of turns that are cancelled.
#[derive(Clone, Copy, Debug)]
enum Kind {
    /// The changes of a session.
    Events,
    /// The answer of a chat, which tells how many turns are before its own.
    Chat,
    /// The tail of a log.
    Tail,
}

impl Kind {
    const ALL: [Self; 3] = [Self::Events, Self::Chat, Self::Tail];

    fn request(self, session: SessionId) -> Request {
        let path = format!("/robots/sessions/{session}/stream");
        let request = match self {
            Self::Events => Request::new("GET", &format!("{path}?after=0")),
            Self::Tail => Request::new("GET", &format!("{path}?live=sse&offset=-1")),
            Self::Chat => {
                let part = json!({ "type": "text", "text": "And I?" });
                let message = json!({ "id": "mine", "role": "user", "parts": [part] });
                Request::new("POST", "/robots/chat").json(&json!({ "id": session, "messages": [message] }))
            }
        };
        request.by("operator")
    }

    /// Returns how many turns were cancelled, by what the stream has told.
    fn cancelled(self, told: &str) -> usize {
        match self {
            Self::Events => told.matches(r#""state":"cancelled""#).count(),
            Self::Chat => {
                (0..WAITING).filter(|before| told.contains(&format!(r#""position":{before}"#))).count()
            }
            Self::Tail => told.matches(r#""event_kind":"turn_cancelled""#).count(),
        }
    }
}

/// How many turns wait.
const WAITING: usize = 6;

/// A stream of the operator in memory, of a session with turns that wait. Each that is cancelled is an event.
struct Streaming {
    kind: Kind,
    revoked: Arc<AtomicBool>,
    turns: Turns,
    session: SessionId,
    waiting: Vec<TurnId>,
    connection: DuplexStream,
    read: Vec<u8>,
}

impl Streaming {
    async fn open(kind: Kind, keep_alive: Duration) -> Self {
        let revoked = Arc::new(AtomicBool::new(false));
        let store = MemoryStore::new();
        let robots = robots(store.clone(), Revocable(permissions(), Arc::clone(&revoked)));
        let builder: RobotKey = "robot_builder".parse().expect("a name");
        let turns = Turns::new(robots.clone(), store).with_default_robot(builder);
        let session = robots.start_session(ADMIN, NewSession::default()).await.expect("a session").id;
        let mut waiting = Vec::new();
        // What one member says twice in a row would be one turn. The last is not the operator's, who asks in the chat.
        for member in [OPERATOR, ADMIN].into_iter().cycle().take(WAITING) {
            let message = NewMessage::user([Part::text("Hi")]).expect("a message");
            waiting.push(turns.submit(member, session, message).await.expect("it waits").turn.id);
        }
        let settings = Settings::storyden_head().keep_alive(keep_alive);
        let router = Api::new(robots, authenticator()).settings(settings).turns(turns.clone()).router();
        let mut connection = connect(router).await;
        connection.write_all(&kind.request(session).bytes("x")).await.expect("it is read");
        let mut streaming = Self { kind, revoked, turns, session, waiting, connection, read: Vec::new() };
        streaming.until("there is a head", |told| told.contains("\r\n\r\n")).await;
        assert!(streaming.told().starts_with("HTTP/1.1 200 "), "{kind:?}: {}", streaming.told());
        streaming
    }

    async fn cancel(&self, turn: TurnId) {
        self.turns.stop_turn(ADMIN, self.session, turn, None).await.expect("it is cancelled");
    }

    fn told(&self) -> String {
        String::from_utf8_lossy(&self.read).into_owned()
    }

    /// Reads until enough was told.
    async fn until(&mut self, what: &str, enough: impl Fn(&str) -> bool) {
        while !enough(&self.told()) {
            let read = self.connection.read_buf(&mut self.read);
            let read = timeout(Duration::from_secs(60), read).await.expect("more bytes").expect("more bytes");
            assert_ne!(read, 0, "{:?} ends before {what}: {}", self.kind, self.told());
        }
    }

    /// Reads to the end of the stream.
    async fn read_to_end(&mut self) {
        self.connection.read_to_end(&mut self.read).await.expect("a whole stream");
    }
}

#[tokio::test(start_paused = true)]
async fn a_stream_with_many_events_ends_with_the_permission_to_read_it() {
    for kind in Kind::ALL {
        let mut streaming = Streaming::open(kind, Duration::from_secs(15)).await;
        streaming.revoked.store(true, Ordering::SeqCst);
        for turn in streaming.waiting.clone() {
            sleep(Duration::from_secs(6)).await;
            streaming.cancel(turn).await;
        }
        streaming.read_to_end().await;
        let told = streaming.told();
        assert_eq!(kind.cancelled(&told), 2, "{kind:?} tells what happened in the first 15 seconds: {told}");
        assert!(!told.contains("still here"), "{kind:?}: {told}");
    }
}

#[tokio::test(start_paused = true)]
async fn comments_are_due_however_many_events_there_are() {
    for kind in Kind::ALL {
        let mut streaming = Streaming::open(kind, Duration::from_secs(15)).await;
        for turn in streaming.waiting.clone() {
            sleep(Duration::from_secs(6)).await;
            streaming.cancel(turn).await;
        }
        streaming.until("all is told", |told| kind.cancelled(told) == WAITING).await;
        let told = streaming.told();
        assert_eq!(told.matches("still here").count(), 2, "{kind:?}, after 15 and 30 of 36 seconds: {told}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_stream_without_comments_tells_its_events() {
    for kind in Kind::ALL {
        let mut streaming = Streaming::open(kind, Duration::MAX).await;
        streaming.cancel(streaming.waiting[0]).await;
        streaming.until("an event", |told| kind.cancelled(told) == 1).await;
    }
}

#[tokio::test]
async fn the_span_of_a_stream_ends_when_its_reader_goes_away() {
    let recorder = Recorder::default();
    let _guard = tracing::subscriber::set_default(recorder.clone());
    let host = Host::memory().await;
    let id = session(&host).await;
    recorder.reset();
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
    timeout(Duration::from_secs(60), ended).await.expect("the subscription is dropped");
    assert_eq!(of_stream()["bytes"], "7");
}

#[tokio::test]
async fn a_reader_without_an_offset_follows_from_before_the_earliest_open_draft() {
    let host = Host::memory().await;
    let id = session(&host).await;
    let typed: SessionId = id.parse().expect("an id");
    say(&host, &id, "a").await;
    let empty = NewMessage::assistant(Vec::<Part<'_>>::new());
    let draft = host.robots.begin_draft(OPERATOR, typed, empty.expect("a message")).await;
    let mut draft = draft.expect("a draft").draft().expect("a new one");
    say(&host, &id, "b").await;
    let (mut reader, offset) = Reader::open(&host, &id, "", None).await;
    assert_eq!(offset, 1);
    assert_eq!(reader.next_named("draft").await.id, Some(2));
    assert_eq!(reader.next_named("message").await.id, Some(3));
    draft.finish().await.expect("it ends");
    let (_, offset) = Reader::open(&host, &id, "", None).await;
    assert_eq!(offset, 4);
}
