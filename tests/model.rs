//! The same commands to every store and to a plain model, and everything that can be seen of each compared.

#[path = "support/plain.rs"]
mod plain;
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

use plain::Plain;
use proptest::{
    prelude::any,
    test_runner::{Config, TestCaseError, TestRunner},
};
use rusqlite::Connection;
use storyden_robots::{
    AccountId, Annotations, Document, Erasure, Error, InstanceChange, InstanceFilter, Json, Label, Labels,
    MemoryStore, Message, MessageId, MessageRole, Offset, PageRequest, Part, Parts, Provider, Receipt,
    ResourceRepository, Result, Revision, Robot, RobotChange, RobotId, RobotKey, RobotRef, Sequence,
    SessionChange, SessionFilter, SessionId, SessionOrder, SessionRepository, SqliteOptions, SqliteStore,
    Store, Timestamp, WindowRequest, Workspace, WorkspaceChange, WorkspaceId, WorkspaceInstance,
    WorkspaceInstanceId,
    repository::{
        ChangeLimit, DraftFilter, Idempotency, KEEP_PIECES, MessageBatch, MessageChange, MessageUpdate,
        NewRecord, SessionRecord, SessionTexts, Summary, Truncation, Write,
    },
    stream::{Chunk, ChunkLog},
};

/// A command: what to do, and five choices. Few ids, so that commands meet.
type Command = [u8; 6];

/// Creates what the other commands are about.
const BEGINNING: [Command; 8] = [
    [0, 0, 0, 0, 0, 0],
    [0, 1, 1, 1, 1, 0],
    [0, 2, 2, 0, 2, 1],
    [10, 0, 0, 0, 1, 0],
    [13; 6],
    [16; 6],
    [5, 0, 0, 2, 3, 0],
    [5, 1, 4, 0, 3, 1],
];

fn account(choice: u8) -> AccountId {
    if choice.is_multiple_of(2) {
        AccountId::from_bytes([1; 12])
    } else {
        AccountId::from(u32::from(choice % 4))
    }
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

/// A clock that goes backwards, often shows the same time, and now and then is a day ahead.
fn time(choice: u8) -> Timestamp {
    let days = if choice % 16 > 12 { i64::from(choice % 16 - 12) * 2 * KEEP_PIECES * 720 } else { 0 };
    Timestamp::from_micros(1_700_000_000_000_000 + i64::from(choice % 4) + days).unwrap()
}

fn json(choice: u8) -> Json<'static> {
    Json::parse(format!(r#"{{"n": {choice}.0}}"#)).unwrap()
}

fn maybe<T>(choice: u8, value: T) -> Option<T> {
    choice.is_multiple_of(2).then_some(value)
}

fn document(id: MessageId, a: u8, b: u8) -> Document {
    let message = Message::<AccountId> {
        id,
        sequence: None,
        role: if b.is_multiple_of(5) { "critic".parse().unwrap() } else { MessageRole::User },
        parts: Parts::new([Part::text(format!("said {b}"))]).unwrap(),
        metadata: maybe(b, json(b)),
        created_at: time(b),
        robot: maybe(a / 2, RobotRef { id: robot(b).into(), name: format!("robot {b}") }),
        author: None,
        extra: maybe(b / 2, json(a)),
        revision: Revision::default(),
        annotations: Annotations::default(),
        draft: false,
    };
    Document::new(&message).unwrap()
}

fn new_message(a: u8, b: u8) -> NewRecord {
    let id = message(a);
    let mut new = NewRecord::new(id, maybe(a / 3, account(b)), document(id, a, b));
    new.client_id = maybe(b / 4, format!("client {}", a.wrapping_add(b) % 4));
    new.annotations = maybe(b / 3, json(b));
    new
}

/// What a command needs to know before it is given: what is there, according to the model.
struct Facts {
    /// The message that is changed: mostly one that is there.
    message: MessageId,
    /// Its revision.
    base: Revision,
    /// The workspace that a robot may name.
    workspace: Option<WorkspaceId>,
}

async fn facts(model: &Plain, [_, a, b, c, d, _]: Command, last: Option<&Repeated>) -> Facts {
    let window = model.find_session(session(a), WindowRequest::newest(100)).await;
    let there = window.map(|found| found.messages).unwrap_or_default();
    let chosen = there.get(usize::from(b) % there.len().max(1)).filter(|_| !b.is_multiple_of(8));
    let (message, current) =
        chosen.map_or((message(b), Revision::new(3)), |chosen| (chosen.id, chosen.revision));
    let base = match c % 8 {
        0 => Revision::new(u64::from(d % 8)),
        1 => last.map_or(current, |last| last.update.base),
        _ => current,
    };
    let workspaces: &dyn ResourceRepository<Workspace<AccountId>> = model;
    let named = workspaces.find(workspace(d)).await;
    Facts { message, base, workspace: named.ok().map(|workspace| workspace.id) }
}

/// A change of a message that was made, to be repeated later.
#[derive(Clone)]
struct Repeated {
    session: SessionId,
    message: MessageId,
    update: MessageUpdate,
}

/// Returns what receipts of all stores count.
#[expect(clippy::needless_pass_by_value, reason = "it is mapped over")]
fn common(receipt: Receipt) -> (u64, u64, Option<u64>) {
    (receipt.sessions, receipt.held, receipt.rows.get("messages").copied())
}

fn label(number: u8) -> Label {
    [Label::PINNED, Label::ARCHIVED, Label::PINNED, "urgent".parse().unwrap()][usize::from(number % 4)]
}

fn change(id: MessageId, [what, _, _, c, d, e]: Command) -> MessageChange {
    match what {
        0..3 => MessageChange::Grow(ChunkLog::new(&[Chunk::text_delta("1", format!("{d} "))])),
        3..5 => MessageChange::Open { writer: account(e) },
        5..7 => MessageChange::Complete { document: document(id, c, d), annotations: maybe(e, json(d)) },
        _ => MessageChange::Delete,
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
async fn run(store: &dyn Store, command: Command, facts: &Facts, last: &mut Option<Repeated>) -> String {
    let [what, a, b, c, d, e] = command;
    let at = time(e);
    let write = Write::at(at);
    let robots: &dyn ResourceRepository<Robot<AccountId>> = store;
    let workspaces: &dyn ResourceRepository<Workspace<AccountId>> = store;
    let instances: &dyn ResourceRepository<WorkspaceInstance<AccountId>> = store;
    match what % 32 {
        0..=1 => {
            let mut record = SessionRecord::new(session(a), at, format!("session {b}"), account(c));
            record.reference.misc = maybe(b, json(b));
            record.active_robot = maybe(d, RobotKey::from(robot(b)));
            record.fingerprint = maybe(c / 2, format!("start {d}"));
            record.reference.labels = Labels::new(maybe(e, label(e / 2))).unwrap();
            seen(store.create_session(&record).await)
        }
        2 => {
            let mut change = SessionChange::default();
            change.name = maybe(b, format!("renamed {b}"));
            change.misc = maybe(b / 2, maybe(b / 4, json(b)));
            change.active_robot = maybe(c, maybe(c / 2, RobotKey::from(robot(c))));
            change.active_instance = maybe(d, maybe(d / 2, instance(d)));
            if e % 2 == 0 {
                change = change.label(label(e / 2)).unlabel(label(e / 8));
            }
            seen(store.update_session(session(a), &change, write).await)
        }
        3 if b % 3 == 0 => seen(store.mark_read(session(a), account(c), Offset::new(u64::from(d))).await),
        3 if b % 3 == 1 => {
            let only_if =
                maybe(c, [Erasure::Account(account(c)), Erasure::InactiveSince(at)][usize::from(c / 4 % 2)]);
            seen(store.erase_session(session(a), only_if, d % 4 == 0).await.map(common))
        }
        3 if b % 3 == 2 && c % 2 == 0 => {
            seen(store.erase_account_in(session(a), account(d), write, e % 4 == 0).await.map(common))
        }
        3 if b % 3 == 2 && d % 4 == 0 => seen(store.hold_session(session(a), maybe(e, at)).await),
        3 => seen(store.delete_session(session(a), write).await),
        4 => seen(store.restore_session(session(a), write).await),
        5..=9 => {
            let count = c % 3 + 1;
            let messages = (0..count).map(|n| new_message(b.wrapping_add(n), d)).collect();
            let mut batch = MessageBatch::new(messages);
            let fingerprint = format!("{}-{count}", d % 2);
            let key = maybe(d / 4, format!("key {}", e % 3));
            // Without a key, the first message needs a client id.
            let usable = key.is_some() || batch.messages[0].client_id.is_some();
            batch.idempotency = maybe(d / 2, Idempotency { key, fingerprint }).filter(|_| usable);
            batch.draft = maybe(c / 3, account(e));
            seen(store.append_messages(session(a), &batch, write).await)
        }
        26 => {
            let mut truncation = Truncation::new(facts.message, facts.base);
            truncation.base = maybe(d, facts.base);
            truncation.unchanged_since = maybe(e / 8, Offset::new(u64::from(e)));
            seen(store.truncate(session(a), &truncation, write).await)
        }
        17..=25 => {
            let (session, message) = (session(a), facts.message);
            let update =
                MessageUpdate { base: facts.base, change: change(message, [what / 32, a, b, c, d, e]) };
            let updated = store.update_message(session, message, &update, write).await;
            if updated.is_ok() {
                *last = Some(Repeated { session, message, update });
            }
            seen(updated)
        }
        27..=28 => {
            let Some(Repeated { session, message, update }) = last else { return String::new() };
            seen(store.update_message(*session, *message, update, write).await)
        }
        29 => {
            let covers = Sequence::new(u64::from(b % 20 + 1)).unwrap();
            let summary = Summary { covers, text: format!("summary {c}") };
            seen(store.put_summary(session(a), &summary, Offset::new(u64::from(d % 20))).await)
        }
        10 => {
            let robot = Robot {
                toolsets: Vec::new(),
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
                workspace_id: facts.workspace,
                meta: maybe(c, json(c)),
            };
            seen(robots.create(&robot).await)
        }
        11 => {
            let mut change = RobotChange::default();
            change.name = maybe(b, format!("robot {b}"));
            change.tools = maybe(b / 2, vec![format!("tool {b}")]);
            change.workspace_id = maybe(c, facts.workspace);
            change.meta = maybe(d, maybe(d / 2, json(d)));
            seen(robots.update(robot(a), &change, at).await)
        }
        12 => seen(robots.delete(robot(a), at).await),
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
            seen(workspaces.create(&workspace).await)
        }
        14 => {
            let mut change = WorkspaceChange::default();
            change.name = maybe(b, format!("workspace {b}"));
            change.config = maybe(c, json(c));
            seen(workspaces.update(workspace(a), &change, at).await)
        }
        15 => seen(workspaces.delete(workspace(a), at).await),
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
            // Which of two reasons is named, is each store's own.
            let created = instances.create(&instance).await;
            if created.is_err() { "refused".to_owned() } else { seen(created) }
        }
        30 => {
            let mut change = InstanceChange::default();
            change.provider_state = maybe(b, json(b));
            change.meta = maybe(c, json(c));
            seen(instances.update(instance(a), &change, at).await)
        }
        _ => seen(instances.delete(instance(a), at).await),
    }
}

/// Everything that can be seen: every page of several sizes, every window at every cursor, and all that changed.
async fn view(store: &dyn Store) -> Vec<String> {
    let robots: &dyn ResourceRepository<Robot<AccountId>> = store;
    let workspaces: &dyn ResourceRepository<Workspace<AccountId>> = store;
    let instances: &dyn ResourceRepository<WorkspaceInstance<AccountId>> = store;
    let mut all = Vec::new();
    let numbered = (1..=4).map(|page| PageRequest::new(page, 1));
    let pages =
        numbered.chain([2, 100].map(|size| PageRequest::new(1, size))).chain([PageRequest::by_cursor(2)]);
    for page in pages {
        let accounts =
            [None, Some(account(0)), Some(account(1)), Some(account(3))].map(SessionFilter::created_by);
        let unread = SessionFilter::default().unread_of(account(1));
        let labelled = [unread.label(label(0)), unread.label(Label::ARCHIVED), unread.archived(true)];
        let both = SessionFilter::created_by(account(1)).label(label(0)).unread_of(account(0));
        for filter in accounts.into_iter().chain(labelled).chain([both, both.archived(true)]) {
            for order in [SessionOrder::Created, SessionOrder::Active] {
                let filter = filter.order(order);
                let listed = store.list_sessions(filter, page).await;
                let texts = store.list_session_texts(filter, page).await;
                assert_eq!(
                    texts.ok(),
                    listed.as_ref().ok().map(|page| SessionTexts::new(page.clone()).unwrap())
                );
                if let Ok(Some(cursor)) = listed.as_ref().map(|page| page.next_cursor) {
                    all.push(seen(store.list_sessions(filter, page.after(cursor)).await));
                }
                all.push(seen(listed));
            }
        }
        all.push(seen(robots.list((), page).await));
        all.push(seen(workspaces.list((), page).await));
        for of in [None, Some(workspace(0)), Some(workspace(1))] {
            all.push(seen(instances.list(InstanceFilter::of(of), page).await));
        }
    }
    for id in (0..3).map(session) {
        for limit in [1, 2, 100] {
            all.push(seen(store.find_session(id, WindowRequest::newest(limit)).await));
        }
        for cursor in (0..12).map(message) {
            let three = WindowRequest::newest(3);
            for window in [three.before(cursor), three.after(cursor), three.around(cursor)] {
                all.push(seen(store.find_session(id, window).await));
            }
            all.push(seen(store.find_message(id, cursor).await));
        }
        for (after, items, bytes) in
            [(0, 1000, 1 << 20), (0, 2, 1 << 20), (0, 1000, 300), (3, 1000, 1 << 20), (7, 3, 500), (20, 1, 1)]
        {
            let limit = ChangeLimit { items, bytes };
            all.push(seen(store.changes(id, Offset::new(after), limit).await));
        }
        all.push(seen(store.find_summary(id).await));
        all.push(seen(store.find_start(id).await));
        let mut drafts = DraftFilter::default();
        drafts.session = Some(id);
        all.push(seen(store.open_drafts(drafts, 2).await));
    }
    let drafts = store.open_drafts(DraftFilter::default(), 2).await;
    if let Some(last) = drafts.as_ref().ok().and_then(|list| list.drafts.last()) {
        let mut behind = DraftFilter::default();
        behind.after = Some(last.cursor());
        all.push(seen(store.open_drafts(behind, 100).await));
    }
    all.push(seen(drafts));
    all
}

/// Compares a store with the model. Each case begins with empty ones.
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
    let commands = proptest::collection::vec(any::<Command>(), 1..150);
    let (made, compared) = (AtomicU32::new(0), AtomicU32::new(0));
    let outcome = runner.run(&commands, |commands| {
        runtime.block_on(async {
            let (store, _guard) = fresh().await;
            let model = Plain::default();
            let (mut last, mut last_of_store) = (None, None);
            let commands: Vec<Command> = BEGINNING.into_iter().chain(commands).collect();
            for (step, command) in commands.iter().enumerate() {
                let facts = facts(&model, *command, last.as_ref()).await;
                let expected = run(&model, *command, &facts, &mut last).await;
                let found = run(&*store, *command, &facts, &mut last_of_store).await;
                if expected != found || found.starts_with("broken") {
                    return Err(TestCaseError::fail(format!("step {step}: {found}, not {expected}")));
                }
                made.fetch_add(u32::from(found.starts_with("Revision")), Ordering::Relaxed);
                if step % 16 == 15 || step + 1 == commands.len() {
                    for (expected, found) in view(&model).await.into_iter().zip(view(&*store).await) {
                        compared.fetch_add(1, Ordering::Relaxed);
                        if expected != found {
                            return Err(TestCaseError::fail(format!("step {step}: {found}, not {expected}")));
                        }
                    }
                }
            }
            Ok(())
        })
    });
    let (made, compared) = (made.into_inner(), compared.into_inner());
    println!("{cases} runs of up to 150 commands, {made} changes of messages, {compared} answers compared");
    outcome.map_err(|error| error.to_string())
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

async fn memory() -> (Arc<dyn Store>, ()) {
    (Arc::new(MemoryStore::new()), ())
}

#[test]
fn the_memory_store_does_what_the_model_does() {
    compare(cases(20), &runtime(), memory).unwrap();
}

#[cfg(feature = "conformance")]
#[tokio::test]
async fn the_model_keeps_every_law_but_those_of_fences() {
    // It has no fences, and no tables whose rows a receipt could count.
    let others =
        |name: &str| ["generation", "fence", "receipts_add_up"].iter().any(|word| name.contains(word));
    for law in storyden_robots::conformance::LAWS.iter().filter(|law| !others(law.name())) {
        law.test(Plain::default()).await.unwrap();
    }
}

#[test]
fn sqlite_does_what_the_model_does() {
    compare(cases(16), &runtime(), sqlite).unwrap();
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
fn postgres_does_what_the_model_does() {
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
    compare(cases(6), &runtime(), fresh).unwrap();
}
