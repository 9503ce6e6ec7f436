//! The same commands to every store, and everything that can be seen of each compared after each command.

#[cfg(feature = "postgres")]
#[path = "support/postgres.rs"]
#[expect(dead_code, reason = "other tests use the rest of it")]
mod support;

use std::{
    fmt::Debug,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

use proptest::{
    prelude::any,
    test_runner::{Config, TestCaseError, TestRunner},
};
use rusqlite::Connection;
use storyden_robots::{
    AccountId, Error, InstanceChange, InstanceFilter, Json, MemoryStore, Message, MessageId, MessageRole,
    PageRequest, Part, Parts, Provider, Result, Robot, RobotChange, RobotId, RobotKey, RobotRef,
    SessionChange, SessionFilter, SessionId, SqliteOptions, SqliteStore, Store, Timestamp, WindowRequest,
    Workspace, WorkspaceChange, WorkspaceId, WorkspaceInstance, WorkspaceInstanceId,
    repository::{Idempotency, MessageBatch, SessionRecord},
};

/// A command: what to do, and five choices. Few ids, so that commands meet.
type Command = [u8; 6];

/// Creates what the other commands are about.
const BEGINNING: [Command; 6] =
    [[0, 0, 0, 0, 0, 0], [0, 1, 1, 1, 1, 0], [0, 2, 2, 0, 2, 1], [10, 0, 0, 0, 1, 0], [13; 6], [16; 6]];

fn account(choice: u8) -> AccountId {
    AccountId::from_bytes([choice % 2 + 1; 12])
}

fn session(choice: u8) -> SessionId {
    SessionId::from_bytes([choice % 3 + 1; 12])
}

fn message(choice: u8) -> MessageId {
    MessageId::from_bytes([choice % 12 + 1; 12])
}

fn robot(choice: u8) -> RobotId {
    RobotId::from_bytes([choice % 3 + 1; 12])
}

fn workspace(choice: u8) -> WorkspaceId {
    WorkspaceId::from_bytes([choice % 2 + 1; 12])
}

fn instance(choice: u8) -> WorkspaceInstanceId {
    WorkspaceInstanceId::from_bytes([choice % 3 + 1; 12])
}

/// A clock that goes backwards, and often shows the same time.
fn time(choice: u8) -> Timestamp {
    Timestamp::from_micros(1_700_000_000_000_000 + i64::from(choice % 4)).unwrap()
}

fn json(choice: u8) -> Json<'static> {
    Json::parse(format!(r#"{{"n": {choice}.0}}"#)).unwrap()
}

fn maybe<T>(choice: u8, value: T) -> Option<T> {
    choice.is_multiple_of(2).then_some(value)
}

fn new_message(a: u8, b: u8) -> Message<AccountId> {
    Message {
        id: message(a),
        sequence: None,
        role: if b.is_multiple_of(5) { "critic".parse().unwrap() } else { MessageRole::User },
        parts: Parts::new([Part::text(format!("said {b}"))]).unwrap(),
        metadata: maybe(b, json(b)),
        created_at: time(b),
        robot: maybe(a / 2, RobotRef { id: robot(b).into(), name: format!("robot {b}") }),
        author: maybe(a / 3, account(b)),
        extra: maybe(b / 2, json(a)),
        revision: storyden_robots::Revision::default(),
        draft: false,
    }
}

/// What a caller sees of a result: the words of errors are each store's own.
fn seen<T: Debug>(result: Result<T>) -> String {
    match result {
        Ok(value) => format!("{value:?}"),
        Err(Error::NotFound { resource, .. }) => format!("no {resource}"),
        Err(Error::AlreadyExists { resource, .. }) => format!("{resource} taken"),
        Err(Error::InvalidArgument { argument, .. }) => format!("bad {argument}"),
        Err(Error::Conflict(conflict)) => format!("{conflict:?}"),
        Err(error) => format!("broken: {error:?}"),
    }
}

#[expect(clippy::too_many_lines, clippy::many_single_char_names, reason = "it is a table")]
async fn run(store: &dyn Store, [what, a, b, c, d, e]: Command) -> String {
    let at = time(e);
    match what % 19 {
        0..=1 => {
            let record = SessionRecord {
                id: session(a),
                created_at: at,
                name: format!("session {b}"),
                created_by: account(c),
                misc: maybe(b, json(b)),
                active_robot: maybe(d, RobotKey::from(robot(b))),
                active_instance: None,
            };
            seen(store.create_session(&record).await)
        }
        2 => {
            let mut change = SessionChange::default();
            change.name = maybe(b, format!("renamed {b}"));
            change.active_robot = maybe(c, maybe(c / 2, RobotKey::from(robot(c))));
            change.active_instance = maybe(d, maybe(d / 2, instance(d)));
            seen(store.update_session(session(a), &change, at).await)
        }
        3 => seen(store.delete_session(session(a), at).await),
        4 => seen(store.restore_session(session(a), at).await),
        5..=8 => {
            let count = c % 3 + 1;
            let messages = (0..count).map(|n| new_message(b.wrapping_add(n), d)).collect();
            let fingerprint = i64::from(d % 2) + i64::from(count) * 10;
            let idempotency = maybe(d / 2, Idempotency { key: format!("key {}", e % 3), fingerprint });
            let batch = MessageBatch { messages, idempotency, appended_at: at };
            seen(store.append_messages(session(a), &batch).await)
        }
        9 => seen(store.delete_message(session(a), message(b), at).await),
        10 => {
            let robot = Robot {
                id: robot(a),
                created_at: at,
                updated_at: at,
                deleted_at: None,
                misc: maybe(b, json(b)),
                name: format!("robot {b}"),
                description: String::new(),
                playbook: "play".to_owned(),
                model: "a/b".parse().unwrap(),
                author: account(c),
                tools: vec![format!("tool {d}")],
                workspace_id: maybe(d, workspace(d)),
                meta: maybe(c, json(c)),
            };
            seen(store.create_robot(&robot).await)
        }
        11 => {
            let mut change = RobotChange::default();
            change.name = maybe(b, format!("robot {b}"));
            change.tools = maybe(b / 2, vec![format!("tool {b}")]);
            change.workspace_id = maybe(c, maybe(c / 2, workspace(c)));
            change.meta = maybe(d, maybe(d / 2, json(d)));
            seen(store.update_robot(robot(a), &change, at).await)
        }
        12 => seen(store.delete_robot(robot(a), at).await),
        13 => {
            let workspace = Workspace {
                id: workspace(a),
                created_at: at,
                updated_at: at,
                deleted_at: None,
                misc: maybe(b, json(b)),
                name: format!("workspace {b}"),
                description: String::new(),
                provider: Provider::Local,
                config: json(c),
                meta: json(d),
                created_by: account(c),
            };
            seen(store.create_workspace(&workspace).await)
        }
        14 => {
            let mut change = WorkspaceChange::default();
            change.name = maybe(b, format!("workspace {b}"));
            change.config = maybe(c, json(c));
            seen(store.update_workspace(workspace(a), &change, at).await)
        }
        15 => seen(store.delete_workspace(workspace(a), at).await),
        16 => {
            let instance = WorkspaceInstance {
                id: instance(a),
                created_at: at,
                updated_at: at,
                deleted_at: None,
                misc: None,
                workspace_id: workspace(b),
                provider: Provider::Sprites,
                provider_state: json(c),
                meta: json(d),
                created_by: account(c),
            };
            seen(store.create_instance(&instance).await)
        }
        17 => {
            let mut change = InstanceChange::default();
            change.provider_state = maybe(b, json(b));
            change.meta = maybe(c, json(c));
            seen(store.update_instance(instance(a), &change, at).await)
        }
        _ => seen(store.delete_instance(instance(a), at).await),
    }
}

/// Everything that can be seen: every page of several sizes, every window from every cursor.
async fn view(store: &dyn Store) -> Vec<String> {
    let mut all = Vec::new();
    for page in
        (1..=4).map(|page| PageRequest::new(page, 1)).chain([2, 100].map(|size| PageRequest::new(1, size)))
    {
        for created_by in [None, Some(account(0)), Some(account(1))] {
            all.push(seen(store.list_sessions(SessionFilter::created_by(created_by), page).await));
        }
        all.push(seen(store.list_robots(page).await));
        all.push(seen(store.list_workspaces(page).await));
        for of in [None, Some(workspace(0)), Some(workspace(1))] {
            all.push(seen(store.list_instances(InstanceFilter::of(of), page).await));
        }
    }
    for id in (0..3).map(session) {
        for limit in [1, 2, 100] {
            all.push(seen(store.find_session(id, WindowRequest::newest(limit)).await));
        }
        for cursor in (0..12).map(message) {
            all.push(seen(store.find_session(id, WindowRequest::newest(3).before(cursor)).await));
            all.push(seen(store.find_message(id, cursor).await));
        }
    }
    all
}

/// Compares a store with the reference. Each case begins with an empty one.
fn compare<G>(
    cases: u32,
    runtime: &tokio::runtime::Runtime,
    fresh: impl AsyncFn() -> (Arc<dyn Store>, G),
) -> std::result::Result<(), String> {
    let mut runner = TestRunner::new(Config {
        cases,
        max_shrink_iters: 60,
        failure_persistence: None,
        ..Config::default()
    });
    let commands = proptest::collection::vec(any::<Command>(), 1..50);
    let met = AtomicU32::new(0);
    let compared = runner.run(&commands, |commands| {
        runtime.block_on(async {
            let (store, _guard) = fresh().await;
            let reference = MemoryStore::new();
            let commands: Vec<Command> = BEGINNING.into_iter().chain(commands).collect();
            for (step, command) in commands.iter().enumerate() {
                let (expected, found) = (run(&reference, *command).await, run(&*store, *command).await);
                if expected != found || found.starts_with("broken") {
                    return Err(TestCaseError::fail(format!("step {step}: {found}, not {expected}")));
                }
                met.fetch_add(u32::from(found.contains("sequence: Some")), Ordering::Relaxed);
                if step % 8 == 7 || step + 1 == commands.len() {
                    for (expected, found) in view(&reference).await.into_iter().zip(view(&*store).await) {
                        if expected != found {
                            return Err(TestCaseError::fail(format!("step {step}: {found}, not {expected}")));
                        }
                    }
                }
            }
            Ok(())
        })
    });
    println!("{cases} runs of up to 50 commands, {} appends", met.load(Ordering::Relaxed));
    compared.map_err(|error| error.to_string())
}

fn cases(short: u32) -> u32 {
    let factor = std::env::var("ROBOTS_TEST_FACTOR").ok().and_then(|factor| factor.parse().ok());
    short * factor.unwrap_or(1)
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap()
}

async fn sqlite() -> (Arc<dyn Store>, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let options = SqliteOptions::new(folder.path().join("robots.db")).migrate(true).readers(1);
    (Arc::new(SqliteStore::open(options).await.unwrap()), folder)
}

#[test]
fn sqlite_does_what_the_reference_does() {
    compare(cases(25), &runtime(), sqlite).unwrap();
}

#[test]
fn red_twin_a_store_without_its_unique_index_is_found() {
    let broken = async || {
        let (store, folder) = sqlite().await;
        let connection = Connection::open(folder.path().join("robots.db")).unwrap();
        connection.execute_batch("DROP INDEX robots_messages_id").unwrap();
        (store, folder)
    };
    let error = compare(cases(40), &runtime(), broken).unwrap_err();
    assert!(error.contains("message taken"), "{error}");
}

#[cfg(feature = "postgres")]
#[test]
fn postgres_does_what_the_reference_does() {
    use storyden_robots::{PostgresOptions, PostgresStore, sql::Tables};

    let Some(programs) = support::Programs::find(15) else { return };
    let server = support::Server::start(&programs, &support::QUICK);
    let made = AtomicU32::new(0);
    let fresh = async || {
        let prefix = format!("m{}_", made.fetch_add(1, Ordering::Relaxed));
        let options = PostgresOptions::default().migrate(true).connections(1);
        let options = options.tables(Tables::with_prefix(prefix).unwrap());
        let store = PostgresStore::connect(&server.url("postgres"), options).await.unwrap();
        (Arc::new(store) as Arc<dyn Store>, ())
    };
    compare(cases(10), &runtime(), fresh).unwrap();
}
