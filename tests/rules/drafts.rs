//! Messages that grow: what a writer, a crash and a second writer leave behind.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use storyden_robots::{
    AccountId, AllowAll, Append, Begun, Conflict, Draft, DraftSettings, Ended, Error, Json, Limits,
    MemoryStore, Message, MessageRole, NewMessage, NewSession, Part, Parts, PendingCall, Resolution,
    Revision, Robots, SessionId, SessionRepository, StaticProfiles, Timestamp, ToolState, WindowRequest,
    repository::{DraftFilter, MessageChange, MessageUpdate, Store, Write},
    stream::{Assembler, Chunk, ChunkLog},
};

const ANN: AccountId = AccountId::from_bytes(*b"ann.........");
const BEN: AccountId = AccountId::from_bytes(*b"ben.........");

pub(super) fn service(store: impl Store) -> Robots {
    Robots::new(store, AllowAll, StaticProfiles::default())
}

pub(super) fn answer() -> NewMessage {
    NewMessage::new(MessageRole::Assistant, Parts::empty())
}

/// Flushes by length alone.
const fn settings(flush_bytes: usize) -> DraftSettings {
    DraftSettings { flush_after: Duration::MAX, flush_after_followed: Duration::MAX, flush_bytes }
}

pub(super) const UNBUFFERED: DraftSettings = settings(0);
const NEVER: DraftSettings = settings(usize::MAX);

pub(super) async fn begin(robots: &Robots) -> (SessionId, Draft) {
    let session = robots.start_session(ANN, NewSession::default()).await.unwrap().id;
    let draft = robots.begin_draft(ANN, session, answer()).await.unwrap().draft().unwrap();
    (session, draft)
}

pub(super) async fn newest(robots: &Robots, session: SessionId) -> Message {
    let session = robots.session(ANN, session, WindowRequest::newest(1)).await.unwrap();
    session.message_list.messages.into_iter().next().unwrap()
}

fn ended(message: &Message) -> Option<&Ended> {
    message.annotations.ended.as_ref()
}

fn chunk(json: &str) -> Chunk<'_> {
    Chunk::parse(json).unwrap()
}

#[tokio::test]
async fn buffered_chunks_are_written_when_there_are_enough_and_at_the_end() {
    let robots = service(MemoryStore::new());
    let (session, draft) = begin(&robots).await;
    let began = draft.revision();
    let mut draft = draft.with_settings(settings(100));
    draft.push(&Chunk::text_start("1")).await.unwrap();
    assert_eq!(draft.revision(), began);
    assert!(draft.flush_due() > Some(Instant::now() + Duration::from_secs(1)), "not by time");
    for _ in 0..20 {
        draft.push(&Chunk::text_delta("1", "0123456789")).await.unwrap();
    }
    // The start has 32 bytes, and a delta 50 that finds no other to join: 3 make 102, and twice 6 more 100.
    assert_eq!(draft.revision().get(), began.get() + 3);
    let shown = newest(&robots, session).await;
    assert_eq!((shown.parts.text().len(), shown.draft), (150, true));
    assert_eq!(draft.parts().text().len(), 200);

    let done = draft.finish().await.unwrap();
    assert_eq!((done.parts.text().len(), done.draft), (200, false));
    assert_eq!(ended(&done), Some(&Ended::new("stop")));
    assert_eq!(newest(&robots, session).await, done);
    assert_eq!(draft.finish().await.unwrap(), done, "a second call changes nothing");
    let late = draft.push(&Chunk::text_start("2")).await;
    assert!(matches!(late, Err(Error::Conflict(Conflict::NotADraft))), "{late:?}");
}

#[tokio::test]
async fn neighbouring_deltas_and_replaced_progress_are_stored_as_one() {
    let store = MemoryStore::new();
    let robots = service(store.clone());
    let (session, draft) = begin(&robots).await;
    let mut draft = draft.with_settings(NEVER);
    let half = |escaped| format!(r#"{{"type":"text-delta","id":"1","delta":"{escaped}"}}"#);
    draft.push(&Chunk::text_start("1")).await.unwrap();
    for delta in ["Bees ", r"\ud83d", r"\udc1d"] {
        draft.push(&chunk(&half(delta))).await.unwrap();
    }
    draft.push(&Chunk::text_start("2")).await.unwrap();
    draft.push(&Chunk::text_delta("2", "x")).await.unwrap();
    draft.push(&Chunk::text_delta("1", "y")).await.unwrap();
    for percent in 0..50 {
        let progress = format!(r#"{{"type":"data-progress","id":"p","data":{percent}}}"#);
        draft.push(&chunk(&progress)).await.unwrap();
    }
    draft.flush().await.unwrap();
    let record = store.find_message(session, draft.id()).await.unwrap();
    let chunks = record.draft.unwrap().chunks.decode().unwrap();
    assert_eq!(chunks.len(), 6);
    let Chunk::TextDelta { delta, .. } = &chunks[1] else { panic!("a delta") };
    assert_eq!(delta.decode(), "Bees 🐝");
    assert_eq!(newest(&robots, session).await.parts, draft.parts());
    assert!(draft.parts().as_str().contains(r#""data":49"#));
}

#[tokio::test]
async fn resuming_a_draft_takes_it_over() {
    let robots = service(MemoryStore::new());
    let (session, first) = begin(&robots).await;
    let mut first = first.with_settings(UNBUFFERED);
    first.push(&Chunk::text_start("1")).await.unwrap();
    first.push(&Chunk::text_delta("1", "Bees ")).await.unwrap();

    let mut second = robots.resume_draft(ANN, session, first.id()).await.unwrap().with_settings(UNBUFFERED);
    let late = first.push(&Chunk::text_delta("1", "LATE")).await;
    assert!(matches!(late, Err(Error::Conflict(Conflict::StaleRevision { .. }))), "{late:?}");
    assert!(first.finish().await.is_err());
    second.push(&Chunk::text_delta("1", "dance.")).await.unwrap();
    second.push(&Chunk::text_end("1")).await.unwrap();
    assert_eq!(second.finish().await.unwrap().parts.text(), "Bees dance.");
    assert!(!newest(&robots, session).await.parts.as_str().contains("LATE"));
}

#[tokio::test]
async fn beginning_says_whether_the_draft_is_new_resumed_or_finished() {
    let robots = service(MemoryStore::new());
    let (session, _) = begin(&robots).await;
    let keyed = || Append::from(answer()).idempotency_key("a1");
    let Begun::New(first) = robots.begin_draft(ANN, session, keyed()).await.unwrap() else { panic!("new") };
    let mut first = first.with_settings(UNBUFFERED);
    first.push(&Chunk::text_start("1")).await.unwrap();
    let Begun::Writing(found) = robots.begin_draft(ANN, session, keyed()).await.unwrap() else {
        panic!("its writer is there")
    };
    assert_eq!((found.message, found.revision, found.writer), (first.id(), first.revision(), ANN));
    let begun = robots.begin_draft(ANN, session, keyed()).await.unwrap().draft();
    assert!(matches!(begun, Err(Error::Conflict(Conflict::BeingWritten { .. }))), "{begun:?}");
    first.push(&Chunk::text_delta("1", "on")).await.unwrap();
    let robots = robots.with_draft_lease(Duration::ZERO);
    let Begun::Resumed(mut second) = robots.begin_draft(ANN, session, keyed()).await.unwrap() else {
        panic!("resumed")
    };
    assert_eq!((second.id(), second.parts().len()), (first.id(), 1));
    let done = second.finish().await.unwrap();
    let Begun::Finished(found) = robots.begin_draft(ANN, session, keyed()).await.unwrap() else {
        panic!("finished")
    };
    assert_eq!(found, done);
    let third = robots.begin_draft(ANN, session, keyed()).await.unwrap().draft();
    assert!(matches!(third, Err(Error::Conflict(Conflict::NotADraft))));
}

#[tokio::test]
async fn a_finished_message_is_continued() {
    let robots = service(MemoryStore::new());
    let (session, mut draft) = begin(&robots).await;
    draft.push(&Chunk::tool_input("c1", "rm", Json::object())).await.unwrap();
    draft.push(&Chunk::approval_request("a1", "c1")).await.unwrap();
    let asked = draft.finish().await.unwrap();

    let mut draft = robots.resume_draft(ANN, session, asked.id).await.unwrap().with_settings(UNBUFFERED);
    // As a client sends it that knows the message by another name.
    draft.push(&Chunk::start("the-clients-id")).await.unwrap();
    draft.push(&Chunk::approval_response("a1", true)).await.unwrap();
    draft.push(&Chunk::tool_output("c1", Json::NULL)).await.unwrap();
    let shown = newest(&robots, session).await;
    assert_eq!((shown.draft, ended(&shown), shown.parts.clone()), (true, None, draft.parts()));
    draft.push(&chunk(r#"{"type":"finish","finishReason":"length"}"#)).await.unwrap();
    let done = draft.finish().await.unwrap();
    assert_eq!((done.id, done.sequence, done.parts.len()), (asked.id, asked.sequence, 1));
    assert_eq!(ended(&done), Some(&Ended::new("length")));
    assert!(done.parts.as_str().contains("output-available"));
}

#[tokio::test]
async fn an_abort_leaves_what_ran_as_the_ai_sdk_shows_it() {
    let robots = service(MemoryStore::new());
    let (session, mut draft) = begin(&robots).await;
    draft.push(&Chunk::text_start("1")).await.unwrap();
    draft.push(&Chunk::tool_input("c1", "search", Json::object())).await.unwrap();
    let aborted = draft.abort().await.unwrap();
    assert!(!aborted.draft);
    assert!(
        aborted.parts.as_str().contains("streaming") && aborted.parts.as_str().contains("input-available")
    );
    assert_eq!(ended(&aborted), Some(&Ended::new("aborted")));
    assert_eq!(newest(&robots, session).await, aborted);
}

#[tokio::test]
async fn an_error_of_the_model_is_kept_with_what_came_before() {
    let robots = service(MemoryStore::new());
    let (session, draft) = begin(&robots).await;
    let mut draft = draft.with_settings(NEVER);
    draft.push(&Chunk::text_start("1")).await.unwrap();
    draft.push(&Chunk::text_delta("1", "Half of")).await.unwrap();
    draft.push(&Chunk::error("overloaded")).await.unwrap();
    assert_eq!(newest(&robots, session).await.parts.text(), "Half of", "an error does not wait");
    // Its writer is gone, and somebody else ends the message.
    let mut found = robots.resume_draft(BEN, session, draft.id()).await.unwrap();
    let done = found.finish().await.unwrap();
    assert_eq!((done.parts.text().as_str(), ended(&done)), ("Half of", Some(&Ended::error("overloaded"))));

    // A stream can go on after an error.
    let (_, mut draft) = begin(&robots).await;
    draft.push(&Chunk::error("a tool failed")).await.unwrap();
    draft.push(&Chunk::finish()).await.unwrap();
    assert_eq!(ended(&draft.finish().await.unwrap()), Some(&Ended::new("stop")));
}

#[tokio::test]
async fn open_drafts_are_listed_those_first_that_wait_longest() {
    let robots = service(MemoryStore::new());
    let (first_session, first) = begin(&robots).await;
    let (second_session, second) = begin(&robots).await;
    let list = async |filter: DraftFilter| {
        let drafts = robots.open_drafts(BEN, filter, 10).await.unwrap().drafts;
        drafts.into_iter().map(|draft| (draft.session, draft.message)).collect::<Vec<_>>()
    };
    let all = list(DraftFilter::default()).await;
    assert_eq!(all.len(), 2);
    assert!(all.contains(&(first_session, first.id())) && all.contains(&(second_session, second.id())));
    let mut of_one = DraftFilter::default();
    of_one.session = Some(second_session);
    assert_eq!(list(of_one).await, [(second_session, second.id())]);
    let found = robots.open_drafts(BEN, of_one, 10).await.unwrap().drafts;
    assert_eq!((found[0].writer, found[0].revision), (ANN, second.revision()));
    for (session, message) in all {
        let ended_by_ben = robots.end_draft(BEN, session, message).await.unwrap();
        assert_eq!(ended(&ended_by_ben), Some(&Ended::new("aborted")));
        let again = robots.end_draft(BEN, session, message).await;
        assert!(matches!(again, Err(Error::Conflict(Conflict::NotADraft))), "{again:?}");
    }
    assert_eq!(list(DraftFilter::default()).await, []);
}

#[tokio::test]
async fn a_refused_chunk_leaves_the_draft_usable() {
    let limits = Limits { message_bytes: 200, depth: 6, ..Limits::default() };
    let robots = service(MemoryStore::new()).with_limits(limits);
    let (session, mut draft) = begin(&robots).await;
    draft.push(&Chunk::text_start("1")).await.unwrap();
    let long = draft.push(&Chunk::text_delta("1", "x".repeat(200))).await;
    assert!(matches!(long, Err(Error::TooLarge { .. })), "{long:?}");
    let data = |levels: usize| {
        let value = format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        Chunk::parse(&format!(r#"{{"type":"data-x","data":{value}}}"#)).unwrap().into_owned()
    };
    assert!(matches!(draft.push(&data(4)).await, Err(Error::TooLarge { .. })));
    let nowhere = draft.push(&Chunk::text_delta("2", "lost")).await;
    assert!(matches!(nowhere, Err(Error::InvalidArgument { .. })), "{nowhere:?}");
    draft.push(&data(3)).await.unwrap();
    draft.push(&Chunk::text_delta("1", "x".repeat(100))).await.unwrap();
    assert_eq!(draft.parts().len(), 2, "what was refused was not taken");
    let done = draft.finish().await.unwrap();
    assert_eq!(newest(&robots, session).await, done);
}

#[tokio::test]
async fn what_was_replaced_does_not_count_against_the_limit() {
    let limits = Limits { message_bytes: 2_000, ..Limits::default() };
    let robots = service(MemoryStore::new()).with_limits(limits);
    let (_, draft) = begin(&robots).await;
    // Each flush ends what neighbours may join.
    let mut draft = draft.with_settings(UNBUFFERED);
    draft.push(&Chunk::tool_input("c", "agent", Json::object())).await.unwrap();
    for length in 0..150 {
        let output = format!(
            r#"{{"type":"tool-output-available","toolCallId":"c","preliminary":true,"output":"{}"}}"#,
            "x".repeat(length)
        );
        draft.push(&chunk(&output)).await.unwrap();
    }
    let (_, draft) = begin(&robots).await;
    let mut draft = draft.with_settings(UNBUFFERED);
    for percent in 0..500 {
        let progress = format!(r#"{{"type":"data-progress","id":"p","data":{percent}}}"#);
        draft.push(&chunk(&progress)).await.unwrap();
    }
    assert!(draft.parts().len_bytes() < 100);
}

#[tokio::test]
async fn a_draft_takes_what_real_streams_do() {
    let robots = service(MemoryStore::new());
    for stream in [
        // An input that the tool does not take, as versions 5 and 6 tell of it.
        &[
            r#"{"type":"text-start","id":"1"}"#,
            r#"{"type":"text-delta","id":"1","delta":"Let me look."}"#,
            r#"{"type":"tool-input-error","toolCallId":"c","toolName":"w","input":{},"errorText":"e"}"#,
            r#"{"type":"tool-output-error","toolCallId":"c","errorText":"e"}"#,
        ][..],
        // Several outputs of a tool of the provider's.
        &[
            r#"{"type":"tool-input-available","toolCallId":"c","toolName":"w","input":{},"providerExecuted":true}"#,
            r#"{"type":"tool-output-available","toolCallId":"c","output":1,"providerExecuted":true}"#,
            r#"{"type":"tool-output-available","toolCallId":"c","output":2,"providerExecuted":true}"#,
        ],
        // A tool that returns nothing, and one that returns what no text holds.
        &[
            r#"{"type":"tool-input-available","toolCallId":"c","toolName":"w","input":{}}"#,
            r#"{"type":"tool-output-available","toolCallId":"c"}"#,
            r#"{"type":"tool-input-available","toolCallId":"d","toolName":"w","input":{}}"#,
            r#"{"type":"tool-output-available","toolCallId":"d","output":"a\u0000b"}"#,
        ],
    ] {
        let (session, draft) = begin(&robots).await;
        let mut draft = draft.with_settings(UNBUFFERED);
        let mut assembler = Assembler::new();
        for chunk in stream.iter().map(|json| chunk(json)) {
            draft.push(&chunk).await.unwrap();
            assembler.push(&chunk).unwrap();
            assert_eq!(draft.parts(), assembler.parts());
            assert_eq!(newest(&robots, session).await.parts, assembler.parts());
        }
        let done = draft.finish().await.unwrap();
        assert_eq!(done.parts, assembler.parts());
        let read: Message = serde_json::from_str(&serde_json::to_string(&done).unwrap()).unwrap();
        assert_eq!(read, done);
    }
}

#[tokio::test]
async fn a_decision_is_final() {
    let robots = service(MemoryStore::new());
    let (session, draft) = begin(&robots).await;
    let mut draft = draft.with_settings(UNBUFFERED);
    draft.push(&Chunk::tool_input("c1", "rm", Json::object())).await.unwrap();
    draft.push(&Chunk::approval_request("a1", "c1")).await.unwrap();
    draft.push(&Chunk::approval_response("a1", false)).await.unwrap();
    draft.push(&Chunk::approval_response("a1", false)).await.unwrap();
    for chunk in [Chunk::approval_response("a1", true), Chunk::tool_output("c1", Json::NULL)] {
        let refused = draft.push(&chunk).await.unwrap_err();
        assert!(matches!(refused, Error::Conflict(_)), "{refused:?}");
    }
    let before = draft.parts();
    // Also for whoever takes the message over, finished or not.
    draft = robots.resume_draft(BEN, session, draft.id()).await.unwrap();
    assert!(draft.push(&Chunk::approval_response("a1", true)).await.is_err());
    draft.finish().await.unwrap();
    draft = robots.resume_draft(BEN, session, draft.id()).await.unwrap();
    assert!(draft.push(&Chunk::tool_output("c1", Json::NULL)).await.is_err());
    assert_eq!(draft.parts(), before);
}

#[tokio::test]
async fn pending_calls_are_found_and_resolved() {
    let robots = service(MemoryStore::new());
    let session = robots.start_session(ANN, NewSession::default()).await.unwrap().id;
    let question = Part::tool("rm", "c2").input(Json::object()).approval_requested("a1");
    let odd = Part::parse(r#"{"type":"text","text":"kept","x":1.0}"#).unwrap();
    let parts = [
        odd,
        Part::tool("search", "c1").input(Json::object()).output(Json::NULL).into(),
        question.into(),
        Part::dynamic_tool("ls", "c3").input(Json::object()).into(),
    ];
    robots.append(ANN, session, NewMessage::assistant(parts).unwrap()).await.unwrap();
    for n in 0..150 {
        robots.append(ANN, session, NewMessage::user([Part::text(n.to_string())]).unwrap()).await.unwrap();
    }
    let last = Part::tool("search", "c9").input(Json::object()).output(Json::NULL).preliminary();
    robots.append(ANN, session, NewMessage::assistant([last]).unwrap()).await.unwrap();

    let calls = robots.pending_tool_calls(ANN, session).await.unwrap();
    let named: Vec<_> = calls.iter().map(|call| (&*call.tool_call_id, &*call.tool_name)).collect();
    assert_eq!(named, [("c2", "rm"), ("c3", "ls"), ("c9", "search")]);
    assert_eq!(calls[0].state, ToolState::ApprovalRequested);

    let resolve = async |calls: &[PendingCall], resolution: Resolution| {
        robots.resolve_tool_calls(ANN, session, calls, &resolution).await
    };
    let denied = || Resolution::Denied("no".to_owned());
    let refused = resolve(&calls[..2], denied()).await;
    assert_eq!(
        refused.unwrap_err().to_string(),
        "the call c3 is input-available and cannot become output-denied"
    );
    assert_eq!(robots.pending_tool_calls(ANN, session).await.unwrap(), calls, "all of a message or nothing");

    let resolved = resolve(&calls[..1], denied()).await.unwrap();
    let parts = resolved[0].parts.as_str();
    assert!(parts.contains(r#""approved":false"#) && parts.contains("1.0"));
    let error = || Resolution::Error("lost".to_owned());
    resolve(&calls[1..], error()).await.unwrap();
    assert_eq!(robots.pending_tool_calls(ANN, session).await.unwrap(), []);
    let again = resolve(&calls[1..], error()).await;
    assert!(matches!(again, Err(Error::Conflict(Conflict::ToolTransition { .. }))));
}

/// One of two writers changes what it believes to be the newest revision, or an older one.
fn changes() -> impl Strategy<Value = Vec<(u8, u64)>> {
    proptest::collection::vec((0..2_u8, prop_oneof![3 => Just(0_u64), 2 => Just(1), 1 => 2..5_u64]), 1..60)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn late_and_repeated_changes_of_two_writers_never_undo_anything(changes in changes()) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let store = MemoryStore::new();
            let robots = service(store.clone());
            let (session, draft) = begin(&robots).await;
            let (id, began) = (draft.id(), draft.revision().get());
            let grow = async |base: u64, chunk: &Chunk<'_>| {
                let change = MessageChange::Grow(ChunkLog::new(std::slice::from_ref(chunk)));
                let update = MessageUpdate { base: Revision::new(base), change };
                let write = Write::at(Timestamp::UNIX_EPOCH);
                store.update_message(session, id, &update, write).await.map(Revision::get)
            };
            let first = grow(began, &Chunk::text_start("1")).await.unwrap();
            prop_assert_eq!(first, began + 1);
            // What each offset from the first on added.
            let mut log = vec![String::new()];
            for (writer, late) in changes {
                let current = first + log.len() as u64 - 1;
                let base = current.saturating_sub(late);
                let text = format!("{writer}:{base} ");
                let answer = grow(base, &Chunk::text_delta("1", text.as_str())).await;
                if base == current {
                    log.push(text);
                    prop_assert_eq!(answer.unwrap(), current + 1);
                } else if base + 1 == current && log[log.len() - 1] == text {
                    prop_assert_eq!(answer.unwrap(), current);
                } else {
                    let stale = matches!(answer, Err(Error::Conflict(Conflict::StaleRevision { .. })));
                    prop_assert!(stale, "{:?}", answer);
                }
                prop_assert_eq!(newest(&robots, session).await.parts.text(), log.concat());
            }
            Ok(())
        })?;
    }
}

#[cfg(feature = "sqlite")]
mod sqlite {
    use std::{
        io::{BufRead, BufReader},
        path::Path,
        process::{Command, Stdio},
        time::Instant,
    };

    use storyden_robots::{SqliteOptions, SqliteStore};

    use super::*;

    /// The chunks of the answer: so many words, in texts of a hundred.
    fn script() -> Vec<Chunk<'static>> {
        let mut chunks = Vec::new();
        for text in 0..20 {
            let id = text.to_string();
            chunks.push(Chunk::StartStep {});
            chunks.push(Chunk::text_start(id.clone()));
            for word in 0..100 {
                chunks.push(Chunk::text_delta(id.clone(), format!("{text}/{word} 🐝 ")));
            }
            chunks.push(Chunk::text_end(id));
        }
        chunks
    }

    fn assembled(chunks: &[Chunk<'_>]) -> Assembler {
        let mut assembler = Assembler::new();
        for chunk in chunks {
            assembler.push(chunk).unwrap();
        }
        assembler
    }

    async fn open(path: &Path) -> Robots {
        service(SqliteStore::open(SqliteOptions::new(path).migrate(true)).await.unwrap())
    }

    /// The child: writes the answer from where it is, and says after each chunk how many are safe.
    #[tokio::test]
    #[ignore = "run by `what_was_flushed_survives_a_kill`"]
    async fn writes_until_killed() {
        let path = std::env::var("DRAFT_PATH").unwrap();
        let session: SessionId = std::env::var("DRAFT_SESSION").unwrap().parse().unwrap();
        let robots = open(Path::new(&path)).await;
        let message = newest(&robots, session).await;
        let mut draft =
            robots.resume_draft(ANN, session, message.id).await.unwrap().with_settings(UNBUFFERED);
        let script = script();
        // Where the last writer was: the longest beginning of the script that makes these parts.
        let there = draft.parts();
        let mut assembler = Assembler::new();
        let mut next = 0;
        for chunk in &script {
            if assembler.parts().len_bytes() >= there.len_bytes() && assembler.parts() == there {
                break;
            }
            assembler.push(chunk).unwrap();
            next += 1;
        }
        assert_eq!(assembler.parts(), there, "what is there is a beginning of the script");
        for (at, chunk) in script.iter().enumerate().skip(next) {
            draft.push(chunk).await.unwrap();
            println!("safe {}", at + 1);
        }
        draft.finish().await.unwrap();
        println!("finished");
    }

    /// Starts the child, kills it after so many chunks, and returns how many it said are safe; `None` if it
    /// finished.
    fn run(path: &Path, session: SessionId, kill_after: usize) -> Option<usize> {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "drafts::sqlite::writes_until_killed", "--ignored", "--nocapture"])
            .env("DRAFT_PATH", path)
            .env("DRAFT_SESSION", session.to_string())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut safe = 0;
        let mut heard = 0;
        for line in BufReader::new(child.stdout.take().unwrap()).lines() {
            let line = line.unwrap();
            if line.contains("finished") {
                assert!(child.wait().unwrap().success());
                return None;
            }
            if let Some((_, count)) = line.split_once("safe ") {
                safe = count.parse().unwrap();
                heard += 1;
            }
            if heard == kill_after {
                child.kill().unwrap();
                heard += 1;
            }
        }
        let status = child.wait().unwrap();
        assert!(heard > kill_after, "the child failed on its own: {status}");
        Some(safe)
    }

    /// `CRASH_ROUNDS` says how many kills; few unless told.
    #[tokio::test]
    async fn what_was_flushed_survives_a_kill() {
        let rounds: usize = std::env::var("CRASH_ROUNDS").map_or(6, |rounds| rounds.parse().unwrap());
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("robots.db");
        let script = script();
        let expected = assembled(&script).parts();
        let (mut kills, mut seed) = (0, 12_345_usize);
        while kills < rounds {
            let session = {
                let robots = open(&path).await;
                let (session, draft) = begin(&robots).await;
                drop(draft);
                session
            };
            loop {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let kill_after = if kills < rounds { 1 + (seed >> 33) % 250 } else { usize::MAX };
                let safe = run(&path, session, kill_after);
                let robots = open(&path).await;
                let message = newest(&robots, session).await;
                let Some(safe) = safe else {
                    assert_eq!((message.parts, message.draft), (expected.clone(), false));
                    break;
                };
                kills += 1;
                assert!(message.draft, "it is marked as unfinished");
                // The kill may come between a commit and the line that tells of it.
                let shown = (safe..=script.len()).find(|&n| assembled(&script[..n]).parts() == message.parts);
                assert!(shown.is_some(), "all {safe} chunks that were safe are there");
            }
        }
        println!("{kills} kills");
    }

    /// How long it takes to write a message of so many deltas, each flushed: run with `--ignored`.
    #[tokio::test]
    #[ignore = "a measurement"]
    async fn writing_costs_as_much_as_the_message_is_long() {
        for deltas in [1_000_u32, 2_000, 4_000, 8_000, 16_000] {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("robots.db");
            let robots = open(&path).await;
            let (_, draft) = begin(&robots).await;
            let mut draft = draft.with_settings(UNBUFFERED);
            let started = Instant::now();
            draft.push(&Chunk::text_start("1")).await.unwrap();
            for _ in 0..deltas {
                draft.push(&Chunk::text_delta("1", "0123456789")).await.unwrap();
            }
            let grown = started.elapsed();
            draft.finish().await.unwrap();
            let finished = started.elapsed().saturating_sub(grown);
            println!("{deltas} deltas: {:?} each, finished in {finished:?}", grown / deltas);
        }
    }
}

#[test]
fn the_types_of_a_draft_can_cross_threads() {
    fn sent<T: Send + 'static>() {}
    sent::<Draft>();
}
