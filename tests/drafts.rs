//! Messages that grow: what a writer, a crash and a second writer leave behind.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use proptest::prelude::*;
use storyden_robots::{
    AccountId, AllowAll, Conflict, Draft, DraftSettings, Error, Json, Limits, MemoryStore, Message,
    MessageRole, NewMessage, NewSession, Part, Parts, Revision, Robots, SessionId, SessionRepository,
    Settlement, StaticProfiles, Timestamp, ToolState, WindowRequest,
    repository::{MessageChange, MessageUpdate, Store},
    stream::{Assembler, Chunk, Chunks},
};

const ANN: AccountId = AccountId::from_bytes(*b"ann.........");

fn service(store: impl Store) -> Robots {
    Robots::new(store, AllowAll, StaticProfiles::default())
}

fn answer() -> NewMessage {
    NewMessage::new(MessageRole::Assistant, Parts::empty())
}

const EAGER: DraftSettings = DraftSettings { flush_after: Duration::from_secs(3600), flush_bytes: 0 };
const NEVER: DraftSettings =
    DraftSettings { flush_after: Duration::from_secs(3600), flush_bytes: usize::MAX };

async fn begin(robots: &Robots) -> (SessionId, Draft) {
    let session = robots.start_session(ANN, NewSession::default()).await.unwrap().id;
    let draft = robots.begin_draft(ANN, session, answer()).await.unwrap();
    (session, draft)
}

async fn newest(robots: &Robots, session: SessionId) -> Message {
    let session = robots.session(ANN, session, WindowRequest::newest(1)).await.unwrap();
    session.message_list.messages.into_iter().next().unwrap()
}

#[tokio::test]
async fn what_waits_is_written_when_it_is_enough_and_when_it_is_finished() {
    let robots = service(MemoryStore::new());
    let (session, draft) = begin(&robots).await;
    let mut draft = draft.with_settings(DraftSettings { flush_bytes: 100, ..NEVER });
    draft.push(&Chunk::text_start("1")).await.unwrap();
    assert_eq!(draft.revision().get(), 0);
    assert!(draft.flush_due().is_some());
    for _ in 0..20 {
        draft.push(&Chunk::text_delta("1", "0123456789")).await.unwrap();
    }
    // The start has 32 bytes, and a delta 50 that finds no other to join: 3 make 102, and twice 6 more 100.
    assert_eq!(draft.revision().get(), 3);
    let shown = newest(&robots, session).await;
    assert_eq!((shown.parts.text().len(), shown.draft), (150, true));
    assert_eq!(draft.parts().text().len(), 200);

    let done = draft.finish().await.unwrap();
    assert_eq!((done.parts.text().len(), done.draft), (200, false));
    assert_eq!(newest(&robots, session).await, done);
    assert_eq!(draft.finish().await.unwrap(), done, "a second call changes nothing");
}

#[tokio::test]
async fn neighbouring_deltas_are_stored_as_one() {
    let store = MemoryStore::new();
    let robots = service(store.clone());
    let (session, draft) = begin(&robots).await;
    let mut draft = draft.with_settings(NEVER);
    let half = |escaped| format!(r#"{{"type":"text-delta","id":"1","delta":"{escaped}"}}"#);
    draft.push(&Chunk::text_start("1")).await.unwrap();
    for delta in ["Bees ", r"\ud83d", r"\udc1d"] {
        draft.push(&Chunk::parse(&half(delta)).unwrap()).await.unwrap();
    }
    draft.push(&Chunk::text_start("2")).await.unwrap();
    draft.push(&Chunk::text_delta("2", "x")).await.unwrap();
    draft.push(&Chunk::text_delta("1", "y")).await.unwrap();
    draft.flush().await.unwrap();
    let chunks = store.find_draft(session, draft.id()).await.unwrap().chunks.decode().unwrap();
    assert_eq!(chunks.len(), 5);
    let Chunk::TextDelta { delta, .. } = &chunks[1] else { panic!("a delta") };
    assert_eq!(delta.decode(), "Bees 🐝");
    assert_eq!(newest(&robots, session).await.parts.text(), draft.parts().text());
}

#[tokio::test]
async fn who_resumes_a_draft_takes_it_over() {
    let robots = service(MemoryStore::new());
    let (session, first) = begin(&robots).await;
    let mut first = first.with_settings(EAGER);
    first.push(&Chunk::text_start("1")).await.unwrap();
    first.push(&Chunk::text_delta("1", "Bees ")).await.unwrap();

    let mut second = robots.resume_draft(ANN, session, first.id()).await.unwrap().with_settings(EAGER);
    let late = first.push(&Chunk::text_delta("1", "LATE")).await;
    assert!(matches!(late, Err(Error::Conflict(Conflict::StaleRevision { .. }))), "{late:?}");
    assert!(first.finish().await.is_err());
    second.push(&Chunk::text_delta("1", "dance.")).await.unwrap();
    second.push(&Chunk::text_end("1")).await.unwrap();
    assert_eq!(second.finish().await.unwrap().parts.text(), "Bees dance.");
    assert!(!newest(&robots, session).await.parts.as_str().contains("LATE"));
}

#[tokio::test]
async fn a_second_begin_with_the_same_key_goes_on() {
    let robots = service(MemoryStore::new());
    let (session, _) = begin(&robots).await;
    let keyed = || storyden_robots::Append::from(answer()).idempotency_key("a1");
    let mut first = robots.begin_draft(ANN, session, keyed()).await.unwrap().with_settings(EAGER);
    first.push(&Chunk::text_start("1")).await.unwrap();
    let mut second = robots.begin_draft(ANN, session, keyed()).await.unwrap();
    assert_eq!((second.id(), second.parts().len()), (first.id(), 1));
    second.finish().await.unwrap();
    let third = robots.begin_draft(ANN, session, keyed()).await;
    assert!(matches!(third, Err(Error::Conflict(Conflict::NotADraft))));
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
    assert_eq!(newest(&robots, session).await, aborted);
}

#[tokio::test]
async fn a_draft_keeps_to_the_limits() {
    let limits = Limits { message_bytes: 200, depth: 6, ..Limits::default() };
    let robots = service(MemoryStore::new()).with_limits(limits);
    let (_, mut draft) = begin(&robots).await;
    draft.push(&Chunk::text_start("1")).await.unwrap();
    let long = draft.push(&Chunk::text_delta("1", "x".repeat(200))).await;
    assert!(matches!(long, Err(Error::TooLarge { .. })), "{long:?}");
    let data = |levels: usize| {
        let value = format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        Chunk::parse(&format!(r#"{{"type":"data-x","data":{value}}}"#)).unwrap().into_owned()
    };
    assert!(matches!(draft.push(&data(4)).await, Err(Error::TooLarge { .. })));
    draft.push(&data(3)).await.unwrap();
    draft.push(&Chunk::text_delta("1", "x".repeat(100))).await.unwrap();
    assert_eq!(draft.parts().len(), 2, "what was refused was not taken");
}

#[tokio::test]
async fn calls_without_an_outcome_are_found_and_settled() {
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

    let calls = robots.dangling_tool_calls(ANN, session).await.unwrap();
    let named: Vec<_> = calls.iter().map(|call| (&*call.tool_call_id, &*call.tool_name)).collect();
    assert_eq!(named, [("c2", "rm"), ("c3", "ls"), ("c9", "search")]);
    assert_eq!(calls[0].state, ToolState::ApprovalRequested);

    let denied = Settlement::Denied("no".to_owned());
    let refused = robots.settle_tool_calls(ANN, session, &calls[..2], &denied).await;
    assert_eq!(
        refused.unwrap_err().to_string(),
        "the call c3 is input-available and cannot become output-denied"
    );
    assert_eq!(robots.dangling_tool_calls(ANN, session).await.unwrap(), calls, "all of a message or nothing");

    let settled = robots.settle_tool_calls(ANN, session, &calls[..1], &denied).await.unwrap();
    assert!(
        settled[0].parts.as_str().contains(r#""approved":false"#)
            && settled[0].parts.as_str().contains("1.0")
    );
    let error = Settlement::Error("lost".to_owned());
    robots.settle_tool_calls(ANN, session, &calls[1..], &error).await.unwrap();
    assert_eq!(robots.dangling_tool_calls(ANN, session).await.unwrap(), []);
    let again = robots.settle_tool_calls(ANN, session, &calls[1..], &error).await;
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
            let id = draft.id();
            let grow = async |seen: u64, chunk: &Chunk<'_>| {
                let change = MessageChange::Grow(Chunks::new(std::slice::from_ref(chunk)));
                let update = MessageUpdate { seen: Revision::new(seen), change, at: Timestamp::UNIX_EPOCH };
                store.update_message(session, id, &update).await.map(Revision::get)
            };
            grow(0, &Chunk::text_start("1")).await.unwrap();
            // What each revision added.
            let mut log = vec![String::new(), String::new()];
            for (writer, late) in changes {
                let current = log.len() as u64 - 1;
                let seen = current.saturating_sub(late);
                let text = format!("{writer}:{seen} ");
                let answer = grow(seen, &Chunk::text_delta("1", text.as_str())).await;
                if seen == current {
                    log.push(text);
                    prop_assert_eq!(answer.unwrap(), current + 1);
                } else if seen + 1 == current && log[log.len() - 1] == text {
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
        let mut draft = robots.resume_draft(ANN, session, message.id).await.unwrap().with_settings(EAGER);
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
            .args(["--exact", "sqlite::writes_until_killed", "--ignored", "--nocapture"])
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
            let mut draft = draft.with_settings(EAGER);
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
