//! Tests of turns in a SQL store beyond the laws: its clock, damaged rows, and a copy to another store.

#![expect(clippy::future_not_send, reason = "a test runs on its own thread")]

use std::{
    future::Future,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use rusqlite::Connection;
use tempfile::TempDir;

use super::{options::SqliteOptions, store::SqliteStore};
use crate::{
    model::{
        call_request::{CallRequest, RequestKind},
        error::{Damaged, Resource},
        id::{AccountId, CallRequestId, MessageId, SessionId, TurnId},
        message::Document,
        offset::Offset,
        time::{Clock, Timestamp},
        turn::TurnState,
    },
    repository::{
        ChangeLimit, Claim, Done, MessageBatch, NewCall, NewRecord, NewRequest, RequestFilter, SessionEvent,
        SessionRecord, SessionRepository as _, Step, Submission, TurnFilter, TurnRecord, TurnRepository as _,
        Write,
    },
    sql::transfer,
};

const SESSION: SessionId = SessionId::from_bytes([1; 12]);
const TURN: TurnId = TurnId::from_bytes([2; 12]);
const MESSAGE: MessageId = MessageId::from_bytes([3; 12]);
const REQUEST: CallRequestId = CallRequestId::from_bytes([4; 12]);

fn run<T>(test: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(test)
}

/// A clock that a test sets, in seconds.
#[derive(Clone, Debug, Default)]
struct TestClock(Arc<AtomicI64>);

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_micros(self.0.load(Ordering::Relaxed) * 1_000_000).unwrap()
    }
}

struct Fixture {
    store: SqliteStore,
    file: Connection,
    clock: TestClock,
    _folder: TempDir,
}

impl Fixture {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (path, clock) = (folder.path().join("robots.db"), TestClock::default());
        let options = SqliteOptions::new(&path).migrate(true).clock(clock.clone());
        let store = SqliteStore::open(options).await.unwrap();
        let file = Connection::open(path).unwrap();
        Self { store, file, clock, _folder: folder }
    }

    async fn step(&self, step: Step) -> Done {
        let write = Write::at(Timestamp::UNIX_EPOCH);
        self.store.transact(SESSION, &[step], write).await.unwrap().remove(0)
    }

    async fn claim(&self, lease: u64) -> Option<TurnRecord> {
        let lease = Duration::from_secs(lease);
        let claim = Claim { worker: "worker".to_owned(), lease, max_attempts: 3 };
        self.step(Step::Claim(claim)).await.claimed().unwrap()
    }

    async fn due(&self) -> usize {
        self.store.due_sessions(10).await.unwrap().len()
    }

    /// Makes a session with a turn that runs for a minute, a request and a call.
    async fn fill(&self) {
        let account = AccountId::from_bytes([7; 12]);
        let record = SessionRecord::new(SESSION, Timestamp::UNIX_EPOCH, "a session", account);
        self.store.create_session(&record).await.unwrap();
        let mut submission = Submission::new(TURN, account);
        let document =
            format!(r#"{{"id":"{MESSAGE}","role":"user","parts":[],"created_at":"1970-01-01T00:00:00Z"}}"#);
        let message = NewRecord::new(MESSAGE, Some(account), Document::from_stored(document));
        submission.batch = Some(MessageBatch::new(vec![message]));
        self.step(Step::Submit(submission)).await;
        assert_eq!(self.due().await, 1);
        self.claim(60).await.unwrap();
        let request = CallRequest::new(REQUEST, SESSION, MESSAGE, RequestKind::Output, "call", "tool");
        let request = CallRequest { turn_id: Some(TURN), ..request };
        self.step(Step::Ask(vec![NewRequest { request, expires_in: Some(Duration::from_secs(5)) }])).await;
        let (tool, input) = ("tool".to_owned(), "1".to_owned());
        let call = NewCall { turn: TURN, message: MESSAGE, ordinal: 0, tool, input, repeatable: true };
        self.step(Step::BeginCall(call)).await;
    }
}

#[test]
fn leases_and_requests_expire_by_the_clock_of_the_store() {
    run(async {
        let fixture = Fixture::new().await;
        fixture.fill().await;
        let expired = RequestFilter { expired: true, ..RequestFilter::default() };
        let expired = async || fixture.store.list_requests(expired, 10).await.unwrap().len();
        fixture.clock.0.store(4, Ordering::Relaxed);
        assert_eq!((fixture.due().await, expired().await), (0, 0));
        fixture.clock.0.store(5, Ordering::Relaxed);
        assert_eq!((fixture.due().await, expired().await), (0, 1));
        fixture.clock.0.store(59, Ordering::Relaxed);
        assert_eq!((fixture.due().await, fixture.claim(60).await), (0, None));
        fixture.clock.0.store(60, Ordering::Relaxed);
        assert_eq!(fixture.due().await, 1);
        assert_eq!(fixture.claim(60).await.unwrap().turn.attempt, 2);
        assert_eq!(fixture.due().await, 0);
    });
}

#[test]
fn a_session_that_is_restored_is_due_again() {
    run(async {
        let fixture = Fixture::new().await;
        fixture.fill().await;
        fixture.clock.0.store(60, Ordering::Relaxed);
        let at = Write::at(Timestamp::UNIX_EPOCH);
        fixture.store.delete_session(SESSION, at).await.unwrap();
        assert_eq!(fixture.due().await, 0);
        let rows: i64 =
            fixture.file.query_row("SELECT count(*) FROM robots_due_sessions", (), |row| row.get(0)).unwrap();
        assert_eq!(rows, 0, "those who look for work do not walk over it");
        fixture.store.restore_session(SESSION, at).await.unwrap();
        assert_eq!(fixture.due().await, 1);
    });
}

#[test]
fn news_that_do_not_decode_are_named_and_the_others_come() {
    run(async {
        let fixture = Fixture::new().await;
        fixture.fill().await;
        let changes = async || {
            let changes = fixture.store.changes(SESSION, Offset::default(), ChangeLimit::default()).await;
            changes.unwrap().items.into_iter().map(|change| change.event).collect::<Vec<_>>()
        };
        let told = changes().await;
        let state = |event: &SessionEvent| match event {
            SessionEvent::Turn(turn) => Some(turn.state),
            _ => None,
        };
        let states: Vec<_> = told.iter().filter_map(state).collect();
        assert_eq!(states, [TurnState::Queued, TurnState::Running]);
        for (damage, id) in [("'\"state\"', '\"stale\"'", TURN.to_string()), ("'{', ''", String::new())] {
            let damage = format!(
                "UPDATE robots_turn_news SET document = replace(document, {damage}) WHERE place & 15 = 2"
            );
            assert_eq!(fixture.file.execute(&damage, ()).unwrap(), 1);
            let told = changes().await;
            assert_eq!(told.len(), 3, "{told:?}");
            assert_eq!(told[1], SessionEvent::Damaged(Damaged::new(Resource::Turn, id)));
        }
        let damage = "UPDATE robots_turns SET document = '{}'";
        assert_eq!(fixture.file.execute(damage, ()).unwrap(), 1);
        let verified = fixture.store.verify(false).await.unwrap();
        assert_eq!(verified.findings.len(), 2, "{verified:?}");
    });
}

#[test]
fn turns_are_moved_with_their_session() {
    run(async {
        let (old, new) = (Fixture::new().await, Fixture::new().await);
        old.fill().await;
        transfer::copy(&old.store, &new.store, |_| ()).await.unwrap();
        for fixture in [&old, &new] {
            fixture.clock.0.store(60, Ordering::Relaxed);
        }
        let [here, there] = [&old.store, &new.store];
        let all = TurnFilter::default();
        let turns = here.list_turns(SESSION, all, 10).await.unwrap();
        assert_eq!(turns.len(), 1);
        assert_eq!(there.list_turns(SESSION, all, 10).await.unwrap(), turns);
        let requests = here.list_requests(RequestFilter::default(), 10).await.unwrap();
        assert_eq!(requests.len(), 1);
        assert_eq!(there.list_requests(RequestFilter::default(), 10).await.unwrap(), requests);
        let calls = here.run_calls(SESSION, MESSAGE).await.unwrap();
        assert_eq!(calls.len(), 1);
        assert_eq!(there.run_calls(SESSION, MESSAGE).await.unwrap(), calls);
        let limit = ChangeLimit::default();
        let changes = here.changes(SESSION, Offset::default(), limit).await.unwrap();
        assert_eq!(there.changes(SESSION, Offset::default(), limit).await.unwrap(), changes);
        assert_eq!(new.due().await, 1);
        assert_eq!(new.claim(60).await.unwrap().turn.attempt, 2);
        assert!(new.store.verify(false).await.unwrap().is_sound());
    });
}
