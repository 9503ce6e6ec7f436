//! Input that is small to send and large to read, or just large. It is refused before it is parsed, with memory that is
//! bounded by the limits, and in time that grows with the input and no faster.
//!
//! Memory is counted by the allocator of this program, so one test runs at a time. Time is that of the processor, and
//! compared with itself: a busy machine changes no outcome.

#[path = "support/processor.rs"]
mod processor;

use std::{
    alloc::System,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use peakmem_alloc::{PeakMemAlloc, PeakMemAllocTrait};
use processor::time_on_the_processor;
use storyden_robots::{
    AccountId, AllowAll, Append, DraftSettings, ErrorKind, InstanceChange, Json, Limits, MemoryStore,
    MessageRole, NewInstance, NewMessage, NewRobot, NewSession, NewWorkspace, Parts, Provider, Resolution,
    Result, RobotChange, Robots, SessionChange, SessionId, StaticProfiles, WindowRequest, WorkspaceChange,
    http::{self, StaticAuthenticator},
    stream::{Assembler, Chunk, sse},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    runtime::Runtime,
};

#[global_allocator]
static MEMORY: PeakMemAlloc<System> = PeakMemAlloc::system();

const ANN: AccountId = AccountId::from_bytes([1; 12]);
const MIB: usize = 1 << 20;

/// Lets one test run at a time, and gives it a runtime of one thread.
fn alone() -> (MutexGuard<'static, ()>, Runtime) {
    static TURN: Mutex<()> = Mutex::new(());
    let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    (turn, tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap())
}

/// Runs a step, and returns the most memory that it needed at a time, in bytes.
fn needs<T>(step: impl FnOnce() -> T) -> (T, usize) {
    MEMORY.reset_peak_memory();
    let result = step();
    (result, MEMORY.get_peak_memory())
}

/// Runs a step that must not need more memory than this, whatever its input is.
#[track_caller]
fn within<T>(bytes: usize, what: &str, step: impl FnOnce() -> T) -> T {
    let (result, most) = needs(step);
    assert!(most <= bytes, "{what}: {most} bytes, {bytes} are enough");
    result
}

fn service() -> Robots {
    Robots::new(MemoryStore::new(), AllowAll, StaticProfiles::default())
}

fn nested(levels: usize) -> String {
    "[".repeat(levels) + &"]".repeat(levels)
}

fn many(one: &str, times: usize) -> String {
    vec![one; times].join(",")
}

fn numbered(times: usize) -> String {
    (0..times).map(|number| format!(r#""f{number}":1"#)).collect::<Vec<_>>().join(",")
}

/// Messages that are too large or too deep, each with how.
fn messages() -> Vec<(&'static str, String)> {
    let data = |data: &str| format!(r#"{{"role":"user","parts":[{{"type":"data-x","data":{data}}}]}}"#);
    let with = |fields: &str| format!(r#"{{"role":"user","parts":[],{fields}}}"#);
    let deep = nested(100_000);
    let objects = r#"{"a":"#.repeat(100_000) + "1" + &"}".repeat(100_000);
    vec![
        ("100 000 arrays", data(&deep)),
        ("100 000 objects", data(&objects)),
        ("metadata of 100 000 arrays", with(&format!(r#""metadata":{deep}"#))),
        ("an unknown field of 100 000 arrays", with(&format!(r#""x":{deep}"#))),
        ("a part of 100 MB", data(&format!("\"{}\"", "x".repeat(100 * MIB)))),
        (
            "100 000 parts",
            format!(r#"{{"role":"user","parts":[{}]}}"#, many(r#"{"type":"step-start"}"#, 100_000)),
        ),
        ("a megabyte of escapes", data(&format!("\"{}\"", "\\u0041".repeat(200_000)))),
        ("a megabyte of backslashes", data(&format!("\"{}\"", "\\\\".repeat(600_000)))),
        ("70 000 keys that are one", data(&format!("{{{}}}", many(r#""kkkkkkkkkkkkkkkk":1"#, 70_000)))),
        ("200 000 unknown fields", with(&numbered(200_000))),
        ("a role of 2 MB", format!(r#"{{"role":"{}","parts":[]}}"#, "r".repeat(2 * MIB))),
        ("an id of 100 MB", with(&format!(r#""id":"{}""#, "i".repeat(100 * MIB)))),
        ("100 MB of spaces", format!(r#"{{"role":"user",{}"parts":[]}}"#, " ".repeat(100 * MIB))),
    ]
}

#[test]
fn messages_that_are_too_large_are_refused_before_they_are_parsed() {
    let (_turn, _) = alone();
    let limits = Limits::default();
    for (what, text) in messages() {
        let parsed = within(5 * limits.message_bytes, what, || NewMessage::parse_within(&text, &limits));
        let error = parsed.unwrap_err();
        let kind = if what.starts_with("a role") { ErrorKind::InvalidArgument } else { ErrorKind::TooLarge };
        assert_eq!(error.kind(), kind, "{what}: {error}");
        assert!(error.to_string().len() < 200, "{error}");

        let chat = format!("[{text}]");
        let parsed = within(5 * limits.message_bytes, what, || NewMessage::parse_chat_within(&chat, &limits));
        assert_eq!(parsed.unwrap_err().kind(), kind, "{what}, in an array");
    }
    let empty = r#"{"role":"user","parts":[]}"#;
    let chat = format!("[{}]", many(empty, 1_000_000));
    let parsed = within(limits.message_bytes, "a chat", || NewMessage::parse_chat_within(&chat, &limits));
    assert_eq!(parsed.unwrap_err().to_string(), "messages: 101 messages are over the limit of 100");
    let many = format!("[{}]", many("0", 10_000_000));
    let parsed = within(limits.message_bytes, "numbers", || NewMessage::parse_chat_within(&many, &limits));
    assert_eq!(parsed.unwrap_err().kind(), ErrorKind::InvalidArgument);
    NewMessage::parse_within(empty, &limits).unwrap();
}

/// Without limits a text is read whatever its size, in a small multiple of it.
#[test]
fn parsing_without_limits_takes_memory_in_proportion_and_appending_refuses() {
    let (_turn, runtime) = alone();
    let robots = service();
    let session = start(&runtime, &robots);
    for (what, text) in messages().into_iter().filter(|(_, text)| text.len() < 10 * MIB) {
        let parsed = within(4 * text.len() + MIB, what, || NewMessage::parse(&text));
        let Ok(message) = parsed else { continue };
        let appended = within(MIB, what, || runtime.block_on(robots.append(ANN, session, message)));
        let error = appended.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TooLarge, "{what}: {error}");
        assert!(error.to_string().len() < 200, "{error}");
        let parts = text.split_once("\"parts\":").unwrap().1;
        _ = within(3 * text.len() + MIB, what, || Parts::parse(parts.strip_suffix('}').unwrap_or(parts)));
        _ = within(3 * text.len() + MIB, what, || Json::parse(text.as_str()));
    }
    assert_nothing_is_stored(&runtime, &robots, session);
}

fn start(runtime: &Runtime, robots: &Robots) -> SessionId {
    runtime.block_on(robots.start_session(ANN, NewSession::default())).unwrap().id
}

#[track_caller]
fn assert_nothing_is_stored(runtime: &Runtime, robots: &Robots, session: SessionId) {
    let session = runtime.block_on(robots.session(ANN, session, WindowRequest::default())).unwrap();
    assert_eq!(session.message_list.results, 0, "nothing was stored");
}

#[test]
fn without_limits_a_message_of_100_000_levels_is_stored() {
    let (_turn, runtime) = alone();
    let limits = Limits { depth: usize::MAX, message_bytes: usize::MAX, ..Limits::default() };
    let robots = service().with_limits(limits);
    let session = start(&runtime, &robots);
    let deep = format!(r#"{{"role":"user","parts":[],"metadata":{}}}"#, nested(100_000));
    let deep = NewMessage::parse_within(&deep, &limits).unwrap();
    runtime.block_on(robots.append(ANN, session, deep)).unwrap();
}

type Try<'a> = std::pin::Pin<Box<dyn Future<Output = Result<()>> + 'a>>;

#[test]
fn other_arguments_that_are_too_large_are_refused() {
    let (_turn, runtime) = alone();
    let robots = service();
    let session = start(&runtime, &robots);
    let (robot, workspace, instance) = runtime.block_on(async {
        let robot = robots.create_robot(ANN, NewRobot::new("r", "a/b".parse().unwrap())).await.unwrap().id;
        let workspace =
            robots.create_workspace(ANN, NewWorkspace::new("w", Provider::Local)).await.unwrap().id;
        (robot, workspace, robots.create_instance(ANN, NewInstance::new(workspace)).await.unwrap().id)
    });
    let huge = || "h".repeat(5 * MIB);
    let object = || Json::parse(format!(r#"{{"a":"{}"}}"#, huge())).unwrap();
    let deep = || Json::parse(format!(r#"{{"a":{}}}"#, nested(100_000))).unwrap();
    let empty = || NewMessage::new(MessageRole::User, Parts::empty());
    let client_id = |id| {
        let mut message = empty();
        message.client_id = Some(id);
        message
    };
    let model = || "a/b".parse().unwrap();
    let new_robot = |change: &dyn Fn(&mut NewRobot)| {
        let mut robot = NewRobot::new("r", model());
        change(&mut robot);
        robot
    };
    let new_workspace = |change: &dyn Fn(&mut NewWorkspace)| {
        let mut workspace = NewWorkspace::new("w", Provider::Local);
        change(&mut workspace);
        workspace
    };
    let new_instance = |state| {
        let mut instance = NewInstance::new(workspace);
        instance.provider_state = state;
        instance
    };
    macro_rules! tries {
        ($($what:literal => $step:expr,)+) => {
            [$(($what, Box::pin({ let step = $step; async move { step.await.map(|_| ()) } }) as Try<'_>),)+]
        };
    }
    let tries = tries! {
        "a key" => robots.append(ANN, session, Append::from(empty()).idempotency_key(huge())),
        "a key of a draft" => robots.begin_draft(ANN, session, Append::from(empty()).idempotency_key(huge())),
        "100 000 messages" => robots.append(ANN, session, vec![empty(); 100_000]),
        "a role" => robots.append(ANN, session, NewMessage::new(MessageRole::Other(huge().into()), Parts::empty())),
        "a session's name" => robots.start_session(ANN, NewSession::default().name(huge())),
        "a session's misc" => robots.start_session(ANN, NewSession::default().misc(object())),
        "a session's deep misc" => robots.start_session(ANN, NewSession::default().misc(deep())),
        "a new misc" => robots.update_session(ANN, session, SessionChange::default().misc(object())),
        "a client's id" => robots.append(ANN, session, client_id(huge())),
        "a new name" => robots.update_session(ANN, session, SessionChange::default().name(huge())),
        "a robot's name" => robots.create_robot(ANN, NewRobot::new(huge(), model())),
        "a description" => robots.create_robot(ANN, new_robot(&|robot| robot.description = huge())),
        "a playbook" => robots.create_robot(ANN, new_robot(&|robot| robot.playbook = huge())),
        "tools" => robots.create_robot(ANN, new_robot(&|robot| robot.tools = vec!["t".to_owned(); 100_000])),
        "a tool" => robots.create_robot(ANN, new_robot(&|robot| robot.tools = vec![huge()])),
        "a robot's meta" => robots.create_robot(ANN, new_robot(&|robot| robot.meta = Some(deep()))),
        "a robot's new name" => robots.update_robot(ANN, robot, RobotChange::default().name(huge())),
        "a workspace's name" => robots.create_workspace(ANN, NewWorkspace::new(huge(), Provider::Local)),
        "a provider" => robots.create_workspace(ANN, NewWorkspace::new("w", Provider::Other(huge().into()))),
        "what it is for" => robots.create_workspace(ANN, new_workspace(&|new| new.description = huge())),
        "a config" => robots.create_workspace(ANN, new_workspace(&|new| new.config = object())),
        "a deep config" => robots.update_workspace(ANN, workspace, WorkspaceChange::default().config(deep())),
        "a state" => robots.create_instance(ANN, new_instance(object())),
        "a deep state" => robots.update_instance(ANN, instance, InstanceChange::default().provider_state(deep())),
    };
    for (what, attempt) in tries {
        let error = within(MIB, what, || runtime.block_on(attempt)).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::TooLarge, "{what}: {error}");
        assert!(error.to_string().len() < 200, "{what}: {error}");
    }
    assert_nothing_is_stored(&runtime, &robots, session);
    for what in [huge(), format!("a/{}", huge())] {
        assert!(within(MIB, "a model", || what.parse::<storyden_robots::Model>()).is_err());
        assert!(within(MIB, "a robot", || what.parse::<storyden_robots::RobotKey>()).is_err());
        assert!(within(MIB, "a provider", || what.parse::<Provider>()).is_err());
        assert!(within(MIB, "a role", || what.parse::<MessageRole>()).is_err());
        assert!(within(MIB, "an id", || what.parse::<SessionId>()).is_err());
        assert!(within(MIB, "a time", || what.parse::<storyden_robots::Timestamp>()).is_err());
        assert!(within(MIB, "a number", || storyden_robots::parse_number("page", &what)).is_err());
    }
}

type Chunks = fn(usize) -> Vec<String>;

/// Streams that add up to more than a message, each with how its chunks are made from their number.
fn streams() -> Vec<(&'static str, Chunks)> {
    fn tool(number: usize) -> String {
        format!(r#"{{"type":"tool-input-available","toolCallId":"c{number}","toolName":"t","input":1}}"#)
    }
    fn metadata(value: &str) -> String {
        format!(r#"{{"type":"message-metadata","messageMetadata":{value}}}"#)
    }
    fn texts() -> Vec<String> {
        ["1", "2"].map(|id| format!(r#"{{"type":"text-start","id":"{id}"}}"#)).into()
    }
    fn input(text: &str) -> Vec<String> {
        let start = r#"{"type":"tool-input-start","toolCallId":"c","toolName":"t"}"#.to_owned();
        let text = serde_json::Value::from(text);
        vec![start, format!(r#"{{"type":"tool-input-delta","toolCallId":"c","inputTextDelta":{text}}}"#)]
    }
    vec![
        ("texts", |n| (0..n).map(|n| format!(r#"{{"type":"text-start","id":"{n}"}}"#)).collect()),
        ("deltas that take turns", |n| {
            let delta = |n: usize| format!(r#"{{"type":"text-delta","id":"{}","delta":"x"}}"#, n % 2 + 1);
            texts().into_iter().chain((0..n).map(delta)).collect()
        }),
        ("empty deltas that take turns", |n| {
            let delta = |n: usize| format!(r#"{{"type":"text-delta","id":"{}","delta":""}}"#, n % 2 + 1);
            texts().into_iter().chain((0..n).map(delta)).collect()
        }),
        ("tools", |n| (0..n).map(tool).collect()),
        ("data with ids", |n| {
            (0..n).map(|n| format!(r#"{{"type":"data-x","id":"{n}","data":1}}"#)).collect()
        }),
        ("metadata, key by key", |n| (0..n).map(|n| metadata(&format!(r#"{{"k{n}":1}}"#))).collect()),
        ("metadata, level by level", |n| {
            (0..n).map(|n| metadata(&format!(r#"{{"a":{{"b":{{"k{n}":{{}}}}}}}}"#))).collect()
        }),
        ("metadata of many keys", |n| {
            vec![metadata(&format!("{{{}}}", numbered(n))), metadata(r#"{"a":1}"#)]
        }),
        ("metadata that is a text", |n| {
            vec![metadata(&format!("\"{}\"", "x".repeat(n))), metadata(r#"{"a":1}"#)]
        }),
        ("a chunk of many fields", |n| vec![format!(r#"{{"type":"custom","kind":"k",{}}}"#, numbered(n))]),
        ("data of many fields", |n| vec![format!(r#"{{"type":"data-x","data":1,{}}}"#, numbered(n))]),
        ("a deep input", |n| input(&nested(n))),
        ("a deep input that is suspect", |n| input(&format!(r#"{{"__proto__x":{}}}"#, nested(n)))),
        ("a deep input without an end", |n| input(&format!(r#"{{"\u0041":{}"#, "[".repeat(n)))),
        ("objects in an input", |n| input(&format!(r#"{{"\u0041":{}"#, r#"{"a":"#.repeat(n)))),
    ]
}

/// Grows a draft by chunks, until one is refused.
async fn grow(robots: &Robots, session: SessionId, chunks: &[String]) -> Result<()> {
    let empty = NewMessage::new(MessageRole::Assistant, Parts::empty());
    let draft = robots.begin_draft(ANN, session, empty).await?.draft()?;
    let mut draft = draft.with_settings(DraftSettings {
        flush_after: Duration::MAX,
        flush_after_followed: Duration::MAX,
        ..DraftSettings::default()
    });
    for chunk in chunks {
        draft.push(&Chunk::parse(chunk)?).await?;
    }
    let message = draft.finish().await?;
    assert!(message.parts.depth() < Limits::default().depth, "{} levels", message.parts.depth());
    Ok(())
}

#[test]
fn an_endless_stream_is_refused_in_bounded_memory() {
    let (_turn, runtime) = alone();
    let limits = Limits { message_bytes: MIB / 32, ..Limits::default() };
    for (what, chunks) in streams() {
        let chunks = chunks(100_000);
        let robots = service().with_limits(limits);
        let session = start(&runtime, &robots);
        // What is kept of a chunk has pieces, each of them larger than its text; the log may be 16 times as long.
        let (grown, most) = needs(|| runtime.block_on(grow(&robots, session, &chunks)));
        println!("{what}: {} KiB, {grown:?}", most >> 10);
        let longest = chunks.iter().map(String::len).max().unwrap_or_default();
        assert!(most <= 64 * limits.message_bytes + 20 * longest, "{what}: {most} bytes");
        if let Err(error) = grown {
            assert_eq!(error.kind(), ErrorKind::TooLarge, "{what}: {error}");
        }
    }
}

#[test]
fn an_endless_event_is_refused_as_it_arrives() {
    let (_turn, _) = alone();
    let most = 64 << 10;
    for (what, start, piece) in [
        ("a line", "data: ", "x"),
        ("lines", "", "data: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n"),
        ("a comment", ":", "x"),
        ("another field", "event: ", "x"),
    ] {
        let all = start.to_owned() + &piece.repeat(100 * MIB / piece.len());
        let (mut whole, mut in_pieces) = (sse::Decoder::default().event_bytes(most), sse::Decoder::default());
        let feed = |decoder: &mut sse::Decoder, bytes: &[u8]| {
            decoder.feed(bytes).into_iter().try_for_each(|event| event.map(drop))
        };
        let outcome = within(8 * most, what, || feed(&mut whole, all.as_bytes()));
        assert_eq!(outcome.unwrap_err().kind(), ErrorKind::TooLarge, "{what}");
        in_pieces = in_pieces.event_bytes(most);
        let outcome = within(8 * most, what, || {
            all.as_bytes().chunks(1000).try_for_each(|bytes| feed(&mut in_pieces, bytes))
        });
        assert_eq!(outcome.unwrap_err().kind(), ErrorKind::TooLarge, "{what}");
    }
}

/// Sixteen times the input may take sixteen times the time, and not 256: four times as much as it should be is still
/// accepted, so that no other work on the machine decides.
#[test]
fn a_stream_takes_time_in_proportion() {
    let (_turn, _) = alone();
    for (what, chunks) in streams() {
        in_proportion(what, 500, |n| {
            let chunks = chunks(n);
            Box::new(move || {
                let mut assembler = Assembler::new();
                for chunk in &chunks {
                    let Ok(chunk) = Chunk::parse(chunk) else { return };
                    if assembler.push(&chunk).is_err() {
                        return;
                    }
                }
                _ = (assembler.parts(), assembler.metadata());
            })
        });
    }
}

#[track_caller]
fn in_proportion(what: &str, few: usize, make: impl Fn(usize) -> Box<dyn Fn()>) {
    let time = |n: usize| {
        let step = make(n);
        let best = (0..3).map(|_| {
            let start = time_on_the_processor();
            step();
            time_on_the_processor().saturating_sub(start)
        });
        best.min().unwrap()
    };
    let (small, large) = (time(few), time(16 * few));
    println!("{what}: {small:?}, of 16 times as much {large:?}");
    assert!(
        large < small * 64 + Duration::from_millis(20),
        "{what}: {small:?}, of 16 times as much {large:?}"
    );
}

/// Sends a request whose body has no length, piece by piece, and returns the status of the answer.
async fn post(addr: std::net::SocketAddr, path: &str, kind: &str, body: &[&[u8]]) -> u16 {
    let mut stream = TcpStream::connect(addr).await.unwrap();
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: x\r\ncookie: storyden-session=ann\r\ncontent-type: {kind}\r\n\
         transfer-encoding: chunked\r\nconnection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let (mut answers, mut body_to) = stream.split();
    let write = async {
        for piece in body {
            // A server that has refused what it read need not take the rest.
            let size = format!("{:x}\r\n", piece.len());
            for bytes in [size.as_bytes(), piece, b"\r\n"] {
                if body_to.write_all(bytes).await.is_err() {
                    return;
                }
            }
        }
        _ = body_to.write_all(b"0\r\n\r\n").await;
    };
    let read = async {
        let mut answer = [0; 12];
        answers.read_exact(&mut answer).await.map(|_| answer)
    };
    let (answer, ()) = tokio::join!(read, write);
    let answer = answer.unwrap_or_else(|error| panic!("{path}: {error}"));
    std::str::from_utf8(&answer[9..]).unwrap().parse().unwrap()
}

#[test]
fn a_body_costs_a_small_multiple_of_its_limit() {
    let (_turn, runtime) = alone();
    let robots = service();
    let session = start(&runtime, &robots);
    let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
    let addr = listener.local_addr().unwrap();
    let app = http::router(robots.clone(), StaticAuthenticator::new().cookie("ann", ANN));
    runtime.spawn(async move { axum::serve(listener, app).await });
    let (json, events) = ("application/json", "text/event-stream");
    let messages = format!("/robots/sessions/{session}/messages");
    let body_bytes = http::Settings::default().body_bytes;
    assert_eq!(runtime.block_on(post(addr, &messages, json, &[br#"{"role":"user","parts":[]}"#])), 201);

    // More than a body may have, of any kind and without a length.
    let piece = vec![b' '; 64 << 10];
    let endless = vec![piece.as_slice(); 100 * MIB / piece.len()];
    for (path, kind) in
        [("/robots/sessions", json), ("/robots", json), (&messages, json), (&messages, events)]
    {
        let status = within(3 * body_bytes, path, || runtime.block_on(post(addr, path, kind, &endless)));
        assert_eq!(status, 413, "{path}");
    }

    // As much as a body may have, in the worst shapes.
    let fill = |one: &str| many(one, body_bytes / (one.len() + 1) - 100);
    let message = |parts: &str| format!(r#"{{"role":"user","parts":[{parts}]}}"#);
    let bodies = [
        ("/robots/sessions", 400, format!("{{{}}}", fill(r#""a":1"#))),
        ("/robots/sessions", 201, format!(r#"{{"name":null,{}}}"#, fill(r#""a":1"#))),
        ("/robots/sessions", 201, format!("{{{}}}", fill(r#""name":"n""#))),
        ("/robots/sessions", 400, format!("{{{}}}", numbered(300_000))),
        ("/robots", 413, format!(r#"{{"name":"r","model":"a/b","tools":[{}]}}"#, fill(r#""""#))),
        ("/robots", 400, format!(r#"{{"name":"r","model":"a/b","tools":[{}]}}"#, fill("0"))),
        ("/robots", 413, format!(r#"{{"name":"r","model":"a/b","meta":{{"a":{}}}}}"#, nested(1_000_000))),
        (&messages, 413, message(&fill(r#"{"type":"step-start"}"#))),
        (&messages, 413, message(&fill("0"))),
        (&messages, 413, format!(r#"{{"role":"user","parts":[],{}}}"#, fill(r#""a":1"#))),
        (&messages, 413, format!("[{}]", fill(r#"{"role":"user","parts":[]}"#))),
        (&messages, 400, format!("[{}]", fill("0"))),
        (&messages, 413, message(&format!(r#"{{"type":"data-x","data":{}}}"#, nested(1_000_000)))),
    ];
    for (path, expected, body) in bodies {
        let start: String = body.chars().take(60).collect();
        let pieces: Vec<_> = body.as_bytes().chunks(64 << 10).collect();
        let status = within(4 * body_bytes, &start, || runtime.block_on(post(addr, path, json, &pieces)));
        assert_eq!(status, expected, "{path}: {start}");
    }
    let stored = runtime.block_on(robots.session(ANN, session, WindowRequest::default())).unwrap();
    assert_eq!(stored.message_list.results, 1, "nothing else was stored");
}

/// The reason of a resolution is text of the host's, or of a member's, and part of a message.
#[test]
fn the_reason_of_a_resolution_has_limits_too() {
    let (_turn, runtime) = alone();
    let robots = service();
    let session = start(&runtime, &robots);
    let call = |number: usize| {
        format!(r#"{{"type":"tool-x","toolCallId":"c{number}","state":"input-available","input":1}}"#)
    };
    let calls: Vec<_> = (0..10).map(call).collect();
    let message = format!(r#"{{"role":"assistant","parts":[{}]}}"#, calls.join(","));
    runtime.block_on(async {
        robots.append(ANN, session, NewMessage::parse(&message).unwrap()).await.unwrap();
        let calls = robots.pending_tool_calls(ANN, session).await.unwrap();
        let resolve = async |reason: String| {
            robots.resolve_tool_calls(ANN, session, &calls, &Resolution::Error(reason)).await
        };
        let kind = |resolved: Result<_>| resolved.map(|_: Vec<_>| ()).unwrap_err().kind();
        assert_eq!(kind(resolve("w".repeat(MIB)).await), ErrorKind::TooLarge);
        assert_eq!(kind(resolve("w".repeat(MIB / 4)).await), ErrorKind::TooLarge, "ten times that");
        assert_eq!(kind(resolve("\0".to_owned()).await), ErrorKind::InvalidArgument);
        resolve("enough".to_owned()).await.unwrap();
    });
}
