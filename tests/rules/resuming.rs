//! Who writes a draft: a writer that is still there, a retry, and whoever takes over.

use std::{
    sync::atomic::{AtomicI64, Ordering},
    time::Duration,
};

use storyden_robots::{
    AccountId, Append, Begun, Clock, Conflict, Error, Json, MemoryStore, NewSession, Resume,
    SessionRepository, Timestamp,
    stream::{Chunk, ChunkLog},
};

use super::drafts::{UNBUFFERED, answer, begin, newest, service};

const ANN: AccountId = AccountId::from_bytes(*b"ann.........");
const BEN: AccountId = AccountId::from_bytes(*b"ben.........");

/// A clock that stands until it is moved.
#[derive(Debug)]
struct Stopped(AtomicI64);

impl Clock for &'static Stopped {
    fn now(&self) -> Timestamp {
        Timestamp::from_micros(1_700_000_000_000_000 + self.0.load(Ordering::Relaxed)).unwrap()
    }
}

#[tokio::test]
async fn a_retry_takes_over_only_a_draft_that_nobody_wrote_for_a_lease() {
    let clock: &'static Stopped = Box::leak(Box::new(Stopped(AtomicI64::new(0))));
    let robots = service(MemoryStore::new()).with_clock(clock).with_draft_lease(Duration::from_secs(10));
    let session = robots.start_session(ANN, NewSession::default()).await.unwrap().id;
    let keyed = || Append::from(answer()).idempotency_key("a1");
    let Begun::New(first) = robots.begin_draft(ANN, session, keyed()).await.unwrap() else { panic!("new") };
    let mut first = first.with_settings(UNBUFFERED);
    let moved = |micros| clock.0.store(micros, Ordering::Relaxed);
    let id = first.id();
    let is_writing = async || {
        let begun = robots.begin_draft(BEN, session, keyed()).await;
        assert!(
            matches!(begun, Err(Error::Conflict(Conflict::IdempotencyKeyReused))),
            "another's is another"
        );
        let recently = Resume::from(id).unless_written_within(Duration::from_secs(10));
        let left = robots.resume_draft(BEN, session, recently).await;
        let writing = matches!(left, Err(Error::Conflict(Conflict::BeingWritten { .. })));
        assert!(writing, "{left:?}");
        matches!(robots.begin_draft(ANN, session, keyed()).await.unwrap(), Begun::Writing(_))
    };
    assert!(is_writing().await, "it began just now");
    moved(9_999_999);
    assert!(is_writing().await, "it began less than a lease ago");
    // A clock that is behind by less than a lease.
    moved(-9_999_999);
    assert!(is_writing().await);
    moved(9_999_999);
    first.push(&Chunk::text_start("1")).await.unwrap();
    moved(19_999_998);
    assert!(is_writing().await, "it grew less than a lease ago");

    moved(19_999_999);
    let Begun::Resumed(mut second) = robots.begin_draft(ANN, session, keyed()).await.unwrap() else {
        panic!("nobody wrote it for a lease")
    };
    assert!(first.push(&Chunk::text_end("1")).await.is_err(), "it was taken over");
    // Whoever took it over is its writer, from then on.
    moved(29_999_998);
    assert!(matches!(robots.begin_draft(ANN, session, keyed()).await.unwrap(), Begun::Writing(_)));
    second.push(&Chunk::text_delta("1", "Bees")).await.unwrap();
    assert_eq!(second.finish().await.unwrap().parts.text(), "Bees");
}

#[tokio::test]
async fn a_writer_that_waits_says_that_it_is_there() {
    let store = MemoryStore::new();
    let robots = service(store.clone()).with_draft_lease(Duration::from_nanos(3));
    let (session, mut draft) = begin(&robots).await;
    let began = draft.revision();
    assert!(draft.flush_due().is_some());
    let renewed = draft.flush().await.unwrap();
    assert_eq!(renewed.get(), began.get() + 1, "a piece without chunks");
    let record = store.find_message(session, draft.id()).await.unwrap();
    assert_eq!((record.revision, record.draft.unwrap().chunks), (renewed, ChunkLog::default()));
    draft.push(&Chunk::text_start("1")).await.unwrap();
    let done = draft.finish().await.unwrap();
    assert_eq!((done.parts.len(), draft.flush_due()), (1, None), "nobody needs to be told any more");
    assert_eq!(draft.flush().await.unwrap(), done.revision);

    // Without a lease there is nothing to say.
    let (_, mut draft) = begin(&robots.with_draft_lease(Duration::ZERO)).await;
    assert_eq!((draft.flush_due(), draft.flush().await.unwrap()), (None, draft.revision()));
}

#[tokio::test]
async fn a_step_that_is_done_again_is_there_once() {
    let robots = service(MemoryStore::new()).with_draft_lease(Duration::ZERO);
    let session = robots.start_session(ANN, NewSession::default()).await.unwrap().id;
    let keyed = || Append::from(answer()).idempotency_key("a1");
    let mut dead = robots.begin_draft(ANN, session, keyed()).await.unwrap().draft().unwrap();
    for chunk in [
        Chunk::StartStep {},
        Chunk::tool_input("c", "search", Json::object()),
        Chunk::tool_output("c", Json::NULL),
        Chunk::StartStep {},
        Chunk::text_start("1"),
        Chunk::text_delta("1", "Once upon"),
    ] {
        dead.push(&chunk).await.unwrap();
    }
    dead.flush().await.unwrap();
    let Begun::Resumed(mut draft) = robots.begin_draft(ANN, session, keyed()).await.unwrap() else {
        panic!("resumed")
    };
    draft.restart_step().await.unwrap();
    for chunk in [Chunk::text_start("1"), Chunk::text_delta("1", "Once upon a time."), Chunk::text_end("1")] {
        draft.push(&chunk).await.unwrap();
    }
    let done = draft.finish().await.unwrap();
    assert_eq!((done.parts.text().as_str(), done.parts.len()), ("Once upon a time.", 4));
    assert!(done.parts.as_str().contains("output-available"), "the step before is kept");
    assert_eq!(newest(&robots, session).await, done);
}
