//! Storyden's newest protocol: messages that are taken at once, and answered in logs.

use serde_json::{Value, json};
use storyden_robots::{
    AccountId, FileRepository, Files, IdGenerator, MemoryStore, SessionId, Store, TurnRepository, Turns,
    XidGenerator, http::Settings,
};
#[cfg(feature = "postgres")]
use storyden_robots::{PostgresOptions, PostgresStore};
#[cfg(feature = "sqlite")]
use storyden_robots::{SqliteOptions, SqliteStore};
use tokio::io::AsyncReadExt as _;

#[cfg(feature = "postgres")]
use crate::postgres;
use crate::{
    chat,
    client::{Answer, Request},
    host::{Host, NOTHING, permissions, robots},
};

/// How the addresses of files begin where messages are told.
pub(crate) const FILES: &str = "https://forum.example/api/robots/files/";

const START: &str = "0000000000000000_0000000000000000";

/// The store that a test runs on.
#[derive(Clone, Copy, Debug)]
pub(crate) enum On {
    Memory,
    #[cfg(feature = "sqlite")]
    Sqlite,
    #[cfg(feature = "postgres")]
    Postgres,
}

impl On {
    /// A host that speaks the protocol, and has no worker.
    pub(crate) async fn host(self) -> (Host, Turns) {
        async fn over<S: Store + TurnRepository + FileRepository + Clone>(store: S) -> (Host, Turns) {
            let robots = robots(store.clone(), permissions()).with_files(Files::in_store(store.clone()));
            let robots = robots.with_file_urls(FILES);
            chat::over(robots, store, Settings::storyden_head(), Some("robot_builder")).await
        }
        match self {
            Self::Memory => over(MemoryStore::new()).await,
            #[cfg(feature = "sqlite")]
            Self::Sqlite => {
                let folder = tempfile::tempdir().expect("a temporary folder");
                let options = SqliteOptions::new(folder.path().join("robots.db")).migrate(true);
                let (host, turns) = over(SqliteStore::open(options).await.expect("a fresh store")).await;
                (host.keeping(folder), turns)
            }
            #[cfg(feature = "postgres")]
            Self::Postgres => {
                let programs = postgres::Programs::find(15).expect("the test looked for it");
                let server = postgres::Server::start(&programs, &postgres::QUICK);
                let options = PostgresOptions::default().migrate(true).connections(4);
                let store = PostgresStore::connect(&server.url("postgres"), options).await;
                let (host, turns) = over(store.expect("a fresh store")).await;
                (host.keeping(server), turns)
            }
        }
    }

    /// The same with a worker.
    pub(crate) async fn working(self) -> Host {
        let (host, turns) = self.host().await;
        chat::work(&turns);
        host
    }
}

/// Runs every test on every store that needs no server.
macro_rules! on_every_embedded_store {
    ($($test:ident)+) => {
        mod memory {
            $(#[tokio::test] async fn $test() { super::$test($crate::head::On::Memory).await; })+
        }
        #[cfg(feature = "sqlite")]
        mod sqlite {
            $(#[tokio::test] async fn $test() { super::$test($crate::head::On::Sqlite).await; })+
        }
    };
}
pub(crate) use on_every_embedded_store;

on_every_embedded_store! {
    a_message_is_taken_at_once_and_answered_in_the_log
    a_reader_goes_on_from_every_place
    a_turn_is_closed_when_it_has_ended_and_not_before
    an_answer_whose_pieces_are_gone_is_told_whole_or_not_at_all
    while_calls_wait_only_their_answers_are_taken
    wrong_requests_get_problems_with_a_reason
    creations_and_deletions_answer_200_with_the_fields_that_clients_require
}

#[cfg(feature = "postgres")]
#[tokio::test]
async fn a_message_is_answered_on_postgres_too() {
    if postgres::Programs::find(15).is_some() {
        a_reader_goes_on_from_every_place(On::Postgres).await;
    }
}

pub(crate) fn new_id() -> String {
    SessionId::from_bytes(XidGenerator.generate()).to_string()
}

pub(crate) fn message(session: &str, id: &str, text: &str) -> Value {
    let part = json!({ "type": "text", "text": text });
    json!({ "id": session, "sessionId": session, "messages": [{ "id": id, "role": "user", "parts": [part] }] })
}

pub(crate) async fn say(host: &Host, session: &str, text: &str) -> String {
    let id = new_id();
    host.post("operator", "/robots/sessions", &message(session, &id, text)).await.is(202);
    id
}

pub(crate) async fn read(host: &Host, path: &str) -> Answer {
    host.get("operator", path).await
}

/// Reads a log from a place on, until something in it is as it should be.
pub(crate) async fn until(
    host: &Host,
    path: &str,
    mut place: String,
    done: impl Fn(&[Value], bool) -> bool,
) -> Vec<Value> {
    let mut all = Vec::new();
    loop {
        let answer = read(host, &format!("{path}?live=long-poll&offset={place}")).await;
        assert!(matches!(answer.status, 200 | 204), "{}", answer.text());
        if answer.status == 200 {
            all.extend(answer.value().as_array().expect("an array").clone());
        }
        answer.header("stream-next-offset").expect("a place").clone_into(&mut place);
        let closed = answer.header("stream-closed") == Some("true");
        if done(&all, closed) {
            return all;
        }
        assert!(!closed, "it is closed: {all:?}");
    }
}

pub(crate) fn log(session: &str) -> String {
    format!("/robots/sessions/{session}/stream")
}

fn kinds(events: &[Value]) -> Vec<&str> {
    events.iter().map(|event| event["event_kind"].as_str().expect("a kind")).collect()
}

fn ends(events: &[Value]) -> usize {
    let end = |kind: &&str| kind.starts_with("turn_") && *kind != "turn_queued";
    kinds(events).into_iter().filter(end).count()
}

/// Reads a session's log until so many turns have ended.
pub(crate) async fn ended(host: &Host, session: &str, turns: usize) -> Vec<Value> {
    until(host, &log(session), "-1".to_owned(), |events, _| ends(events) >= turns).await
}

/// Returns the chunks of a turn.
fn chunks<'e>(events: &'e [Value], turn: &Value) -> Vec<&'e Value> {
    let of_turn = events.iter().filter(|event| event["turn_id"] == *turn);
    of_turn.flat_map(|event| event["parts"].as_array().expect("parts")).collect()
}

fn texts(chunks: &[&Value]) -> String {
    chunks.iter().filter_map(|chunk| chunk["delta"].as_str()).collect()
}

fn types<'c>(chunks: &[&'c Value]) -> Vec<&'c str> {
    chunks.iter().map(|chunk| chunk["type"].as_str().expect("a type")).collect()
}

async fn a_message_is_taken_at_once_and_answered_in_the_log(on: On) {
    let host = on.working().await;
    let (session, id) = (new_id(), new_id());
    let body = message(&session, &id, "hello");
    let taken = host.post("operator", "/robots/sessions", &body).await;
    let url = log(&session);
    assert_eq!(taken.is(202), json!({ "streamUrl": url, "sessionId": session, "messageId": id }));
    assert_eq!(taken.header("location"), Some(url.as_str()));
    assert_eq!(taken.header("cache-control"), Some("no-store"));

    let events = ended(&host, &session, 1).await;
    assert_eq!(kinds(&events)[..2], ["input_queued", "turn_queued"]);
    assert_eq!(kinds(&events).last(), Some(&"turn_completed"));
    assert_eq!(
        (&events[0]["message"]["id"], &events[0]["message"]["author"]["handle"]),
        (&json!(id), &json!("operator"))
    );
    let turn = &events[1]["turn_id"];
    assert_eq!((&events[1]["input_ids"], &events[0]["turn_id"]), (&json!([id]), turn));
    let chunks = chunks(&events, turn);
    assert_eq!(*chunks[0], json!({ "type": "start", "messageId": turn }));
    assert_eq!(*chunks[1], json!({ "type": "data-session_id", "data": session }));
    assert_eq!(texts(&chunks), "You said hello.");
    assert_eq!(types(&chunks)[chunks.len() - 2..], ["data-session_name", "finish"]);
    let sequences: Vec<_> =
        events.iter().map(|event| event["sequence"].as_u64().expect("a number")).collect();
    assert!(sequences.is_sorted_by(|one, other| one < other), "{sequences:?}");

    // The same again is no second message.
    host.post("operator", "/robots/sessions", &body).await.is(202);
    let path = format!("/robots/sessions/{session}");
    let shown = read(&host, &path).await.is(200);
    assert_eq!(shown["message_list"]["results"], 2);
    assert_eq!(shown["message_list"]["messages"][0]["queued"], false);
    assert_eq!(shown["message_list"]["messages"][1]["parts"][0]["text"], "You said hello.");
    assert_eq!((shown.get("active_turn_id"), &shown["root_robot_id"]), (None, &json!("robot_builder")));
    let tail = read(&host, &url).await;
    assert_eq!(tail.header("stream-next-offset"), shown["stream_offset"].as_str());

    // The log of the turn is closed, and has the same chunks.
    let turn_path = format!("{path}/turns/{}", turn.as_str().expect("an id"));
    let answer = read(&host, &turn_path).await;
    assert_eq!(answer.is(200), json!(chunks));
    let headers = ["stream-next-offset", "stream-up-to-date", "stream-closed", "etag", "cache-control"];
    for name in headers {
        assert!(answer.header(name).is_some(), "{name}");
    }
    let head = host.send(Request::new("HEAD", &turn_path).by("operator")).await;
    for name in headers {
        assert_eq!(head.header(name), answer.header(name), "{name}");
    }
    let tag = answer.header("etag").expect("a tag");
    let again = host.send(Request::new("GET", &turn_path).by("operator").header("if-none-match", tag)).await;
    assert_eq!((again.status, again.header("etag")), (304, Some(tag)));
    let at_end = answer.header("stream-next-offset").expect("a place");
    let rest = read(&host, &format!("{turn_path}?offset={at_end}&live=long-poll")).await;
    assert_eq!((rest.status, rest.header("stream-closed")), (204, Some("true")));
}

async fn a_reader_goes_on_from_every_place(on: On) {
    let host = on.working().await;
    let session = new_id();
    for text in ["one", "two"] {
        say(&host, &session, text).await;
    }
    // They are one turn, unless the first was taken at once.
    let both = |events: &[Value]| {
        let taken = events.iter().map(|event| event["input_ids"].as_array().map_or(0, Vec::len));
        taken.sum::<usize>() == 2 && kinds(events).last() == Some(&"turn_completed")
    };
    until(&host, &log(&session), "-1".to_owned(), |events, _| both(events)).await;
    let all = read(&host, &log(&session)).await.is(200).as_array().expect("events").clone();
    let last = all.last().expect("events")["sequence"].as_u64().expect("a number");
    for place in 0..=last {
        let behind: Vec<_> = all.iter().filter(|event| event["sequence"].as_u64() > Some(place)).collect();
        let path = format!("{}?offset=0000000000000000_{place:016}", log(&session));
        let answer = read(&host, &path).await;
        assert_eq!(answer.is(200), json!(behind), "behind {place}");
        let next = answer.header("stream-next-offset").expect("a place").to_owned();
        assert!(next.as_str() >= format!("0000000000000000_{last:016}").as_str());
        assert_eq!(answer.header("stream-up-to-date"), Some("true"));
    }
    assert_eq!(read(&host, &format!("{}?offset=now", log(&session))).await.is(200), json!([]));
}

async fn a_turn_is_closed_when_it_has_ended_and_not_before(on: On) {
    let host = on.working().await;
    let session = new_id();
    say(&host, &session, "wait").await;
    let events = until(&host, &log(&session), START.to_owned(), |events, _| {
        events.iter().any(|event| event["parts"][0]["type"] == "text-start")
    })
    .await;
    let turn = events.iter().find(|event| event["event_kind"] == "turn_queued").expect("a turn");
    let path = format!("/robots/sessions/{session}/turns/{}", turn["turn_id"].as_str().expect("an id"));
    let running = read(&host, &path).await;
    running.is(200);
    assert_eq!(running.header("stream-closed"), None);

    // What runs is told by the stream alone, and what waits too.
    let waits = say(&host, &session, "next").await;
    let shown = read(&host, &format!("/robots/sessions/{session}")).await.is(200);
    assert_eq!(shown["active_turn_id"], turn["turn_id"]);
    assert_eq!(shown["message_list"]["results"], 1);
    let place = shown["stream_offset"].as_str().expect("a place");
    let behind = read(&host, &format!("{}?offset={place}", log(&session))).await.is(200);
    let behind = behind.as_array().expect("an array");
    assert_eq!(behind[0]["event_kind"], "turn_queued");
    let queued = behind.iter().find(|event| event["message"]["id"] == *waits).expect("what waits");
    assert_eq!(queued["message"]["queued"], true);

    // A tail of the turn ends with it.
    let tail = Request::new("GET", &format!("{path}?live=sse")).by("operator");
    let mut socket = tail.write(host.addr).await;
    let cancelled = host.send(Request::new("PUT", &format!("{path}/cancellation")).by("operator")).await;
    assert_eq!((cancelled.status, cancelled.body.len()), (202, 0));
    let mut bytes = Vec::new();
    socket.read_to_end(&mut bytes).await.expect("the tail ends");
    let text = String::from_utf8(bytes).expect("UTF-8");
    let lines: Vec<_> = text.lines().filter_map(|line| line.strip_prefix("data: ")).collect();
    let control: Value = serde_json::from_str(lines.last().expect("a control")).expect("JSON");
    assert_eq!(control["streamClosed"], true, "{text}");
    assert_eq!(text.matches("streamClosed").count(), 1, "{text}");
    assert_eq!(read(&host, &path).await.header("stream-closed"), Some("true"));
    // Cancelled once more, and by a stranger to the turn, it is the same.
    host.send(Request::new("PUT", &format!("{path}/cancellation")).by("admin")).await.is(202);
    let all = ended(&host, &session, 2).await;
    assert_eq!(
        kinds(&all).iter().filter(|kind| kind.starts_with("turn_c")).collect::<Vec<_>>(),
        [&"turn_cancelled", &"turn_completed"]
    );
}

async fn an_answer_whose_pieces_are_gone_is_told_whole_or_not_at_all(on: On) {
    let host = on.working().await;
    let session = new_id();
    say(&host, &session, "hello").await;
    let events = ended(&host, &session, 1).await;
    let growth: Vec<_> = events.iter().filter(|event| event["event_kind"] == "message").collect();
    let [begun, last] = [growth[0], events.last().expect("an end")].map(|event| event["sequence"].clone());
    let behind =
        |place: &Value| format!("{}?offset=0000000000000000_{:016}", log(&session), place.as_u64().unwrap());
    read(&host, &behind(&begun)).await.is(200);

    // An edit leaves the answer alone, without the pieces by which it grew.
    let path = format!("/robots/sessions/{session}");
    let shown = read(&host, &path).await.is(200);
    let answer = &shown["message_list"]["messages"][1];
    let edited = json!({ "role": "assistant", "parts": [{ "type": "text", "text": "Edited." }],
        "revision": answer["revision"] });
    let path = format!("{path}/messages/{}", answer["id"].as_str().expect("an id"));
    host.patch("manager", &path, &edited).await.is(200);
    let gone = read(&host, &behind(&begun)).await.is_problem(410, "gone");
    assert!(gone["detail"].as_str().expect("a detail").contains("stream_offset"));
    // Who had it whole goes on, and who comes now has it whole.
    assert_eq!(read(&host, &behind(&last)).await.is(200), json!([]));
    let all = read(&host, &log(&session)).await.is(200);
    let turn = &events.last().expect("an end")["turn_id"];
    assert_eq!(texts(&chunks(all.as_array().expect("events"), turn)), "Edited.");
}

/// What a page sends when it has answered the calls of an assistant's message, which it calls as it likes.
fn answered(session: &str, id: &str, part: &Value) -> Value {
    json!({ "sessionId": session, "messages": [{ "id": id, "role": "assistant", "parts": [part] }] })
}

async fn while_calls_wait_only_their_answers_are_taken(on: On) {
    for (text, part) in [
        (
            "ban",
            json!({ "type": "tool-member_ban", "toolCallId": "call", "state": "approval-responded", "input": {} }),
        ),
        (
            "colour",
            json!({ "type": "tool-pick_colour", "toolCallId": "call", "state": "output-available", "input": {},
                "output": "red" }),
        ),
    ] {
        let host = on.working().await;
        let session = new_id();
        say(&host, &session, text).await;
        let events = ended(&host, &session, 1).await;
        assert_eq!(kinds(&events).last(), Some(&"turn_blocked"), "{text}");
        let shown = read(&host, &format!("/robots/sessions/{session}")).await.is(200);
        assert!(shown["active_turn_id"].is_string(), "{shown}");

        let more = host.post("operator", "/robots/sessions", &message(&session, &new_id(), "more")).await;
        assert_eq!(more.is_problem(409, "conflict")["metadata"]["state"], "blocked");
        let other = json!({ "type": "tool-x", "toolCallId": "x", "state": "output-available", "input": {}, "output": 1 });
        let other = host.post("operator", "/robots/sessions", &answered(&session, &new_id(), &other)).await;
        other.is_problem(409, "conflict");

        let mut part = part;
        let asked = events.iter().flat_map(|event| event["parts"].as_array().expect("parts"));
        if let Some(asked) = asked.clone().find(|chunk| chunk["type"] == "tool-approval-request") {
            part["approval"] = json!({ "id": asked["approvalId"], "approved": true });
        }
        let answer = answered(&session, &new_id(), &part);
        host.post("operator", "/robots/sessions", &answer).await.is(202);
        let events = ended(&host, &session, 2).await;
        assert_eq!(kinds(&events).last(), Some(&"turn_completed"), "{text}");
        let turn = &events.last().expect("events")["turn_id"];
        let chunks = chunks(&events, turn);
        assert_eq!(texts(&chunks), format!("You said {text}."));
        // A reader of this turn alone meets the call before what came of it.
        let place = |kind: &str| types(&chunks).iter().position(|one| *one == kind);
        assert!(place("tool-input-available") < place("tool-output-available"), "{:?}", types(&chunks));
        assert!(place("tool-output-available").is_some());
        // So does one who has only its beginning.
        let begins = |event: &&Value| event["event_kind"] == "turn_queued" && event["turn_id"] == *turn;
        let begun = events.iter().find(begins).expect("it has begun")["sequence"].as_u64().expect("a place");
        let rest = format!("{}?offset=0000000000000000_{begun:016}", log(&session));
        let rest = read(&host, &rest).await.is(200);
        let rest = self::chunks(rest.as_array().expect("events"), turn);
        assert!(types(&rest).contains(&"tool-input-available"), "{:?}", types(&rest));
        host.post("operator", "/robots/sessions", &answer).await.is(202);
        assert_eq!(ends(&read(&host, &log(&session)).await.is(200).as_array().expect("events")[..]), 2);
    }
}

async fn wrong_requests_get_problems_with_a_reason(on: On) {
    let (host, _) = on.host().await;
    let (session, id) = (new_id(), new_id());
    let post = async |body: &Value| host.post("operator", "/robots/sessions", body).await;
    let with = |field: &str, value: Value| {
        let mut body = message(&session, &id, "x");
        body[field] = value;
        body
    };
    for (body, argument) in [
        (with("sessionId", json!("abc")), "sessionId"),
        (message(&session, "m1", "x"), "messages.id"),
        (with("messages", json!([])), "messages"),
        (with("messages", json!([{ "id": id, "role": "user", "parts": [] }])), "messages.parts"),
        (with("messages", json!([{ "id": id, "role": "system", "parts": [] }])), "messages.role"),
        (with("workspace", json!({})), "workspace"),
        (
            with("workspace", json!({ "workspace_id": NOTHING, "workspace_instance_id": NOTHING })),
            "workspace",
        ),
        (with("robotId", json!("a\u{1}")), "robotId"),
        (json!({}), "body"),
    ] {
        post(&body).await.is_about(argument);
    }
    post(&with("robotId", json!(NOTHING))).await.is_problem(404, "not-found");
    post(&with("workspace", json!({ "workspace_id": NOTHING }))).await.is_problem(404, "not-found");
    let none = json!([{ "id": id, "role": "assistant", "parts": [] }]);
    read(&host, &log(&session)).await.is_problem(404, "not-found");
    // No wrong request has left a session behind.
    read(&host, &format!("/robots/sessions/{session}")).await.is_problem(404, "not-found");

    post(&with("robotId", json!("robot_builder"))).await.is(202);
    post(&with("robotId", json!("robot_builder"))).await.is(202);
    post(&with("messages", none)).await.is_about("messages");
    let robot = host.post("manager", "/robots", &json!({ "name": "r", "model": "a/b" })).await.is(200);
    let other = post(&with("robotId", robot["id"].clone())).await.is_problem(409, "conflict");
    assert_eq!(other["metadata"], json!({ "reason": "another-robot", "robot": "robot_builder" }));
    // The same id for something else.
    post(&message(&session, &id, "y")).await.is_problem(409, "conflict");

    let log = log(&session);
    for offset in ["abc", "0000000000000001_0000000000000001", "0000000000000000_0000000000009999"] {
        read(&host, &format!("{log}?offset={offset}")).await.is_about("offset");
    }
    read(&host, &format!("{log}?live=tail")).await.is_about("live");
    let turns = format!("/robots/sessions/{session}/turns");
    read(&host, &format!("{turns}/{NOTHING}")).await.is_problem(404, "not-found");
    read(&host, &format!("{turns}/zzz")).await.is_about("turn_id");
    let cancel = |id: &str| Request::new("PUT", &format!("{turns}/{id}/cancellation")).by("operator");
    host.send(cancel(NOTHING)).await.is_problem(404, "not-found");
    host.send(cancel("zzz")).await.is_about("turn_id");
    for who in ["member", "manager"] {
        host.post(who, "/robots/sessions", &message(&session, &id, "x"))
            .await
            .is_problem(403, "permission-denied");
        host.get(who, &log).await.is_problem(403, "permission-denied");
    }
}

async fn creations_and_deletions_answer_200_with_the_fields_that_clients_require(on: On) {
    let (host, _) = on.host().await;
    let made = async |path: &str, body: Value| {
        let answer = host.post("admin", path, &body).await;
        assert!(answer.header("location").is_some());
        answer.is(200)
    };
    let workspace = made("/robots/workspaces", json!({ "name": "w" })).await;
    assert_eq!(workspace["allow_untrusted_commands"], false);
    let toolset = made("/robots/toolsets", json!({ "name": "t", "tools": ["a"] })).await;
    let robot = made("/robots", json!({ "name": "r", "model": "a/b", "toolsets": [toolset["id"]] })).await;
    assert_eq!(robot["toolsets"], json!([toolset["id"]]));
    made("/robots/toolsets", json!({ "name": "a" })).await;
    let listed = host.get("operator", "/robots/toolsets").await.is(200);
    let listed = listed["toolsets"].as_array().expect("toolsets");
    assert_eq!((&listed[0]["name"], &listed[1]["name"]), (&json!("a"), &json!("t")), "by name");
    for (field, value) in [
        ("source", json!("custom")),
        ("editable", json!(false)),
        ("requires_workspace", json!(false)),
        ("usage_count", json!(1)),
        ("instruction", json!("")),
        ("source_ref", json!(AccountId::from_bytes([1; 12]))),
    ] {
        assert_eq!(listed[1][field], value, "{field}");
    }
    let path = |all: &str, one: &Value| format!("{all}/{}", one["id"].as_str().expect("an id"));
    let workspaces = host.get("operator", "/robots/workspaces").await.is(200);
    assert_eq!(workspaces["workspaces"][0], workspace);
    let changed = host.patch("admin", &path("/robots/workspaces", &workspace), &json!({ "name": "v" })).await;
    assert_eq!(changed.is(200)["allow_untrusted_commands"], false);

    let session = new_id();
    let mut body = message(&session, &new_id(), "x");
    body["workspace"] = json!({ "workspace_id": workspace["id"] });
    host.post("operator", "/robots/sessions", &body).await.is(202);
    let shown = host.get("operator", &format!("/robots/sessions/{session}")).await.is(200);
    assert_eq!(shown["active_workspace"]["allow_untrusted_commands"], false);
    assert_eq!(shown["message_list"]["messages"][0]["queued"], true);
    for path in
        [path("/robots", &robot), path("/robots/toolsets", &toolset), path("/robots/workspaces", &workspace)]
    {
        let gone = host.delete("admin", &path).await;
        assert_eq!((gone.status, gone.body.len()), (200, 0), "{path}");
    }
    // A body without messages starts a session, as without the setting.
    host.post("operator", "/robots/sessions", &json!({ "name": null })).await.is(201);
}
