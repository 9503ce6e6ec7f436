//! On large tables an index does the work of every operation, and reads about what is asked for.

use std::time::Duration;

use storyden_robots::{
    AccountId, InstanceChange, InstanceFilter, Json, MessageId, Offset, PageRequest, PostgresOptions,
    PostgresStore, Provider, RequestState, ResourceRepository, Revision, Robot, RobotChange, RobotId,
    Sequence, SessionChange, SessionFilter, SessionId, SessionOrder, SessionRepository, Timestamp, TurnId,
    WindowRequest, Workspace, WorkspaceChange, WorkspaceId, WorkspaceInstance, WorkspaceInstanceId,
    repository::{
        ChangeLimit, Claim, DraftFilter, MessageChange, MessageUpdate, RequestFilter, Step, Submission,
        Summary, TurnEnd, TurnFilter, TurnRepository,
    },
    stream::{Chunk, ChunkLog},
};
use tokio_postgres::{Client, NoTls};

use crate::{
    Databases,
    support::{Programs, QUICK, Server},
    work::{batch, now, start, unique},
};

/// Makes many rows of each that is there. Those of the one session stay its own.
const ROWS: &str = "
    INSERT INTO robots_sessions SELECT (jsonb_populate_record(s, jsonb_build_object('id', lpad(n::text, 19, '0') || '0',
        'created_at', n, 'updated_at', n, 'created_by', lpad((n % 1000)::text, 19, '0') || '0'))).*
        FROM robots_sessions s, generate_series(1, 20000) n;
    INSERT INTO robots_messages SELECT (jsonb_populate_record(m, jsonb_build_object('session_id',
        lpad(s::text, 19, '0') || '0', 'sequence', m.sequence + n * 10, 'id', lpad((n * 10 + m.sequence)::text, 19, '0') || '0'))).*
        FROM robots_messages m, generate_series(1, 300) s, generate_series(1, 50) n;
    INSERT INTO robots_messages SELECT (jsonb_populate_record(m, jsonb_build_object(
        'sequence', m.sequence + n * 10, 'id', lpad((n * 10 + m.sequence)::text, 19, '0') || '0'))).*
        FROM robots_messages m, generate_series(1, 2000) n WHERE session_id NOT LIKE '000%';
    UPDATE robots_sessions SET last_offset = 100000 WHERE id NOT LIKE '000%';
    INSERT INTO robots_message_keys SELECT (jsonb_populate_record(k, jsonb_build_object('session_id',
        lpad(s::text, 19, '0') || '0', 'sequence', n * 10, 'key', k.key || n))).*
        FROM robots_message_keys k, generate_series(1, 300) s, generate_series(1, 50) n;
    INSERT INTO robots_drafts SELECT (jsonb_populate_record(d, jsonb_build_object('session_id', lpad(s::text, 19, '0') || '0',
        'sequence', n * 10, 'message_sequence', n * 10, 'message_id', lpad((n * 10)::text, 19, '0') || '0',
        'closed_at', 1))).* FROM robots_drafts d, generate_series(1, 300) s, generate_series(1, 50) n;
    INSERT INTO robots_draft_pieces SELECT (jsonb_populate_record(p, jsonb_build_object('session_id',
        lpad(s::text, 19, '0') || '0', 'sequence', p.sequence + n * 10, 'began', p.began + n * 10))).*
        FROM robots_draft_pieces p, generate_series(1, 300) s, generate_series(1, 50) n;
    INSERT INTO robots_summaries SELECT (jsonb_populate_record(y, jsonb_build_object(
        'session_id', lpad(n::text, 19, '0') || '0'))).* FROM robots_summaries y, generate_series(1, 20000) n;
    INSERT INTO robots_read_marks SELECT lpad(n::text, 19, '0') || '0', lpad(n::text, 19, '0') || '0', 1, 0
        FROM generate_series(1, 20000) n;
    INSERT INTO robots_turns SELECT lpad(n::text, 19, '0') || '0', lpad(n::text, 19, '0') || '0',
        CASE WHEN n % 2 = 0 THEN 1 END, 'queued', n, '{}' FROM generate_series(1, 20000) n;
    INSERT INTO robots_call_requests SELECT id, id, CASE WHEN n % 2 = 0 THEN 1 END, 'approval', 'pending', n, n, id,
        jsonb_build_object('id', id, 'session_id', id, 'message_id', id, 'tool_call_id', 'c', 'ordinal', 0, 'tool', 't',
        'kind', 'approval', 'state', 'pending', 'created_at', '1970-01-01T00:00:00Z')::text
        FROM (SELECT n, lpad(n::text, 19, '0') || '0' AS id FROM generate_series(1, 20000) n) numbers;
    INSERT INTO robots_run_calls SELECT lpad(n::text, 19, '0') || '0', lpad(n::text, 19, '0') || '0', 0, '{}'
        FROM generate_series(1, 20000) n;
    INSERT INTO robots_turn_news SELECT lpad(n::text, 19, '0') || '0', n, lpad(n::text, 19, '0') || '0', '{}'
        FROM generate_series(1, 20000) n;
    INSERT INTO robots_due_sessions SELECT lpad(n::text, 19, '0') || '0', n FROM generate_series(1, 20000) n;
    INSERT INTO robots_counts SELECT (jsonb_populate_record(c, jsonb_build_object('list', c.list || n))).*
        FROM robots_counts c, generate_series(1, 5000) n;
    INSERT INTO robots_robots SELECT (jsonb_populate_record(r, jsonb_build_object('id', lpad(n::text, 19, '0') || '0',
        'created_at', n, 'workspace_id', lpad((n % 1000)::text, 19, '0') || '0',
        'document', replace(document, id, lpad(n::text, 19, '0') || '0')))).* FROM robots_robots r, generate_series(1, 20000) n;
    INSERT INTO robots_workspaces SELECT (jsonb_populate_record(r, jsonb_build_object('id', lpad(n::text, 19, '0') || '0',
        'created_at', n, 'document', replace(document, id, lpad(n::text, 19, '0') || '0')))).*
        FROM robots_workspaces r, generate_series(1, 20000) n;
    INSERT INTO robots_instances SELECT (jsonb_populate_record(r, jsonb_build_object('id', lpad(n::text, 19, '0') || '0',
        'created_at', n, 'workspace_id', lpad((n % 1000)::text, 19, '0') || '0',
        'document', replace(document, id, lpad(n::text, 19, '0') || '0')))).*
        FROM robots_instances r, generate_series(1, 20000) n;
    VACUUM ANALYZE;
";

/// What was read of the store's tables so far.
#[derive(Clone, Copy, Debug, Default)]
struct Reads {
    whole_tables: i64,
    by_index: i64,
}

impl Reads {
    /// Waits until no connection of the store is left, since it reports when it ends.
    async fn so_far(client: &Client) -> Self {
        let left = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'storyden-robots'";
        while client.query_one(left, &[]).await.expect("connections").get::<_, i64>(0) > 0 {
            tokio::task::yield_now().await;
        }
        let reads = "SELECT
            (SELECT sum(seq_scan)::bigint FROM pg_stat_user_tables WHERE relname <> 'robots_migrations'),
            (SELECT sum(idx_tup_read)::bigint FROM pg_stat_user_indexes)";
        let row = client.query_one(reads, &[]).await.expect("numbers");
        Self { whole_tables: row.get(0), by_index: row.get(1) }
    }
}

/// More than any operation reads that is asked for 50 things, and much less than there are.
const FEW: i64 = 1_000;

/// How many robots, workspaces and instances there are, and a few more.
const ROWS_OF_EACH: i64 = 20_100;

/// Of these few things the length of the list is counted, and a table that is counted may be read as a whole.
const COUNTED: [&str; 3] = ["list robots", "list workspaces", "list instances"];

/// What every operation is about.
struct Subject {
    session: SessionId,
    robot: RobotId,
    workspace: WorkspaceId,
    instance: WorkspaceInstanceId,
}

const ANN: AccountId = AccountId::from_bytes([7; 12]);

fn robot(workspace_id: Option<WorkspaceId>) -> Robot<AccountId> {
    Robot {
        id: RobotId::from_bytes(unique()),
        created_at: Timestamp::UNIX_EPOCH,
        updated_at: Timestamp::UNIX_EPOCH,
        deleted_at: None,
        misc: None,
        name: "name".into(),
        description: String::new(),
        playbook: String::new(),
        model: "a/b".parse().expect("a model"),
        author: ANN,
        tools: Vec::new(),
        toolsets: Vec::new(),
        workspace_id,
        meta: None,
    }
}

fn workspace() -> Workspace<AccountId> {
    Workspace {
        id: WorkspaceId::from_bytes(unique()),
        created_at: Timestamp::UNIX_EPOCH,
        updated_at: Timestamp::UNIX_EPOCH,
        deleted_at: None,
        misc: None,
        name: "name".into(),
        description: String::new(),
        provider: Provider::Local,
        config: Json::parse("{}").expect("JSON"),
        meta: Json::parse("{}").expect("JSON"),
        created_by: ANN,
    }
}

fn instance(workspace_id: WorkspaceId) -> WorkspaceInstance<AccountId> {
    WorkspaceInstance {
        id: WorkspaceInstanceId::from_bytes(unique()),
        created_at: Timestamp::UNIX_EPOCH,
        updated_at: Timestamp::UNIX_EPOCH,
        deleted_at: None,
        misc: None,
        workspace_id,
        provider: Provider::Local,
        provider_state: Json::parse("{}").expect("JSON"),
        meta: Json::parse("{}").expect("JSON"),
        created_by: ANN,
    }
}

fn chunks() -> ChunkLog {
    ChunkLog::new(&[Chunk::text_start("1")])
}

/// Makes one of each thing.
async fn make(store: &PostgresStore) -> Subject {
    let (workspace, session) = (workspace(), start(store).await);
    store.create(&workspace).await.expect("a workspace");
    let (robot, instance) = (robot(Some(workspace.id)), instance(workspace.id));
    store.create(&robot).await.expect("a robot");
    store.create(&instance).await.expect("an instance");
    let appended = store.append_messages(session, &batch(true), now()).await.expect("an append");
    let edited = &appended.messages[0];
    let change = MessageChange::Complete {
        document: edited.document.clone(),
        annotations: edited.annotations.clone(),
    };
    let update = MessageUpdate { base: edited.revision, change };
    store.update_message(session, edited.id, &update, now()).await.expect("an edit");
    let mut draft = batch(true);
    draft.draft = Some(ANN);
    let draft = store.append_messages(session, &draft, now()).await.expect("a draft");
    let draft = &draft.messages[0];
    let update = MessageUpdate { base: draft.revision, change: MessageChange::Grow(chunks()) };
    let grown = store.update_message(session, draft.id, &update, now()).await.expect("it grows");
    let summary = Summary { covers: Sequence::FIRST, text: "summary".into() };
    store.put_summary(session, &summary, grown.into()).await.expect("a summary");
    Subject { session, robot: robot.id, workspace: workspace.id, instance: instance.id }
}

/// Runs operations, each on a connection of its own, and finds those that read too much.
struct Watch {
    url: String,
    client: Client,
    before: Reads,
    wrong: Vec<String>,
    checked: usize,
}

impl Watch {
    async fn start(url: String) -> Self {
        let (client, connection) = tokio_postgres::connect(&url, NoTls).await.expect("the server");
        tokio::spawn(connection);
        Self { url, client, before: Reads::default(), wrong: Vec::new(), checked: 0 }
    }

    async fn open(&self) -> PostgresStore {
        let options = PostgresOptions::default().connections(1);
        PostgresStore::connect(&self.url, options).await.expect("the store opens")
    }

    /// Forgets what was read so far.
    async fn forget(&mut self) {
        self.before = Reads::so_far(&self.client).await;
    }

    async fn check(&mut self, name: &str) {
        let after = Reads::so_far(&self.client).await;
        let whole = after.whole_tables - self.before.whole_tables;
        let read = after.by_index - self.before.by_index;
        // The planner counts by an index once the vacuum has been there.
        let is_counted = COUNTED.contains(&name);
        if whole > i64::from(is_counted) || read > FEW + if is_counted { ROWS_OF_EACH } else { 0 } {
            self.wrong.push(format!("{name}: {whole} whole tables, {read} rows by index"));
        }
        self.before = after;
        self.checked += 1;
    }
}

macro_rules! by_index {
    ($watch:ident, $($name:literal: |$store:ident| $operation:expr;)+) => {$(
        let opened = $watch.open().await;
        let $store = &opened;
        $operation.await.unwrap_or_else(|error| panic!("{}: {error:?}", $name));
        drop(opened);
        $watch.check($name).await;
    )+};
}

async fn check_sessions(watch: &mut Watch, session: SessionId) {
    let newest = watch.open().await.find_session(session, WindowRequest::newest(50)).await.expect("a window");
    let message = newest.messages[25].id;
    let page = PageRequest::sessions();
    let all = SessionFilter::default();
    let active = all.order(SessionOrder::Active);
    let own = SessionFilter::created_by("00000000000000000010".parse::<AccountId>().expect("an id"));
    watch.forget().await;
    by_index! { watch,
        "create_session": |store| async { Ok::<_, storyden_robots::Error>(start(store).await) };
        "list_sessions": |store| store.list_sessions(all, page);
        "list_sessions, far": |store| store.list_sessions(all, page.at(10));
        "list_sessions of one": |store| store.list_sessions(own, page);
        "list_sessions by activity": |store| store.list_sessions(active, page);
        "list_sessions of one by activity": |store| store.list_sessions(own.order(SessionOrder::Active), page);
        "list_sessions by cursor": |store| store.list_sessions(active, PageRequest::by_cursor(20));
        "find_session": |store| store.find_session(session, WindowRequest::newest(50));
        "find_session before": |store| store.find_session(session, WindowRequest::newest(50).before(message));
        "find_session after": |store| store.find_session(session, WindowRequest::newest(50).after(message));
        "find_session around": |store| store.find_session(session, WindowRequest::newest(50).around(message));
        "update_session": |store| store.update_session(session, &SessionChange::default().name("new"), now());
        "delete_session": |store| store.delete_session(session, now());
        "restore_session": |store| store.restore_session(session, now());
    }
}

async fn check_messages(watch: &mut Watch, session: SessionId) {
    let last = watch.open().await.append_messages(session, &batch(false), now()).await.expect("an append");
    let last = &last.messages[0];
    let near_the_end = Offset::new(99_990);
    watch.forget().await;
    by_index! { watch,
        "append_messages": |store| store.append_messages(session, &batch(false), now());
        "append_messages with a key": |store| store.append_messages(session, &batch(true), now());
        "find_message": |store| store.find_message(session, last.id);
        "open a draft": |store| {
            let update = MessageUpdate { base: last.revision, change: MessageChange::Open { writer: ANN } };
            async move { store.update_message(session, last.id, &update, now()).await.map(drop) }
        };
    }
    let revision = watch.open().await.find_message(session, last.id).await.expect("it is there").revision;
    watch.forget().await;
    by_index! { watch,
        "grow a draft": |store| {
            let update = MessageUpdate { base: revision, change: MessageChange::Grow(chunks()) };
            async move { store.update_message(session, last.id, &update, now()).await.map(drop) }
        };
        "find a draft": |store| store.find_message(session, last.id);
    }
    let revision: Revision =
        watch.open().await.find_message(session, last.id).await.expect("it is there").revision;
    watch.forget().await;
    by_index! { watch,
        "complete a draft": |store| {
            let change = MessageChange::Complete { document: last.document.clone(), annotations: None };
            let update = MessageUpdate { base: revision, change };
            async move { store.update_message(session, last.id, &update, now()).await.map(drop) }
        };
    }
    let revision = watch.open().await.find_message(session, last.id).await.expect("it is there").revision;
    watch.forget().await;
    by_index! { watch,
        "delete a message": |store| {
            let update = MessageUpdate { base: revision, change: MessageChange::Delete };
            async move { store.update_message(session, last.id, &update, now()).await.map(drop) }
        };
        "changes": |store| store.changes(session, near_the_end, ChangeLimit { items: 50, ..ChangeLimit::default() });
        "open_drafts of one": |store| {
            let mut filter = DraftFilter::default();
            filter.session = Some(session);
            async move { store.open_drafts(filter, 50).await.map(drop) }
        };
        "open_drafts": |store| store.open_drafts(DraftFilter::default(), 50);
        "find_summary": |store| store.find_summary(session);
        "put_summary": |store| {
            let summary = Summary { covers: Sequence::FIRST, text: "summary".into() };
            // As if everything had been seen.
            async move { store.put_summary(session, &summary, Offset::new(1 << 40)).await }
        };
    }
}

async fn check_turns(watch: &mut Watch, session: SessionId) {
    let turn = TurnId::from_bytes(unique());
    let mut submission = Submission::new(turn, ANN);
    submission.batch = Some(batch(true));
    let lease = Duration::from_secs(60);
    let claim = Step::Claim(Claim { worker: "worker".to_owned(), lease, max_attempts: 3 });
    let mut pending = RequestFilter::default();
    pending.state = Some(RequestState::Pending);
    let mut expired = RequestFilter::default();
    expired.expired = true;
    let mut of_session = RequestFilter::default();
    of_session.session = Some(session);
    let nobody = MessageId::from_bytes(unique());
    watch.forget().await;
    by_index! { watch,
        "submit": |store| store.transact(session, &[Step::Submit(submission.clone())], now());
        "claim": |store| store.transact(session, std::slice::from_ref(&claim), now());
        "renew": |store| store.transact(session, &[Step::Renew { turn, lease }], now());
        "end": |store| store.transact(session, &[Step::End { turn, end: TurnEnd::Completed }], now());
        "due_sessions": |store| store.due_sessions(50);
        "find_turn": |store| store.find_turn(session, turn);
        "list_turns": |store| store.list_turns(session, TurnFilter::default(), 50);
        "list_requests": |store| store.list_requests(RequestFilter::default(), 50);
        "list_requests that wait": |store| store.list_requests(pending, 50);
        "list_requests that expired": |store| store.list_requests(expired, 50);
        "list_requests of one": |store| store.list_requests(of_session, 50);
        "run_calls": |store| store.run_calls(session, nobody);
    }
}

async fn check_resources(watch: &mut Watch, subject: &Subject) {
    let &Subject { robot: its_robot, workspace: its_workspace, instance: its_instance, .. } = subject;
    let page = PageRequest::sessions();
    watch.forget().await;
    by_index! { watch,
        "create a robot": |store| store.create(&robot(None));
        "list robots": |store| ResourceRepository::<Robot<AccountId>>::list(store, (), page);
        "find a robot": |store| ResourceRepository::<Robot<AccountId>>::find(store, its_robot);
        "update a robot": |store| {
            let change = RobotChange::default().name("new");
            async move { ResourceRepository::<Robot<AccountId>>::update(store, its_robot, &change, now().at).await }
        };
        "delete a robot": |store| ResourceRepository::<Robot<AccountId>>::delete(store, its_robot, now().at);
        "create a workspace": |store| store.create(&workspace());
        "list workspaces": |store| ResourceRepository::<Workspace<AccountId>>::list(store, (), page);
        "update a workspace": |store| {
            let change = WorkspaceChange::default().name("new");
            async move {
                ResourceRepository::<Workspace<AccountId>>::update(store, its_workspace, &change, now().at).await
            }
        };
        "create an instance": |store| store.create(&instance(its_workspace));
        "list instances": |store| {
            ResourceRepository::<WorkspaceInstance<AccountId>>::list(store, InstanceFilter::default(), page)
        };
        "list instances of one": |store| {
            let mut filter = InstanceFilter::default();
            filter.workspace_id = Some(its_workspace);
            ResourceRepository::<WorkspaceInstance<AccountId>>::list(store, filter, page)
        };
        "find an instance": |store| {
            ResourceRepository::<WorkspaceInstance<AccountId>>::find(store, its_instance)
        };
        "update an instance": |store| {
            let change = InstanceChange::default().meta(Json::parse("{}").expect("JSON"));
            async move {
                ResourceRepository::<WorkspaceInstance<AccountId>>::update(store, its_instance, &change, now().at)
                    .await
            }
        };
        "delete an instance": |store| {
            ResourceRepository::<WorkspaceInstance<AccountId>>::delete(store, its_instance, now().at)
        };
        "delete a workspace": |store| {
            ResourceRepository::<Workspace<AccountId>>::delete(store, its_workspace, now().at)
        };
    }
}

async fn plans(version: u32) {
    let Some(programs) = Programs::find(version) else { return };
    let server = Server::start(&programs, &QUICK);
    let mut watch = Watch::start(server.url(&Databases::of(&server).await.fresh().await)).await;
    let subject = make(&watch.open().await).await;
    for command in ROWS.split_inclusive(';').filter(|command| !command.trim().is_empty()) {
        watch.client.batch_execute(command).await.expect(command);
    }
    Box::pin(check_sessions(&mut watch, subject.session)).await;
    Box::pin(check_messages(&mut watch, subject.session)).await;
    Box::pin(check_turns(&mut watch, subject.session)).await;
    Box::pin(check_resources(&mut watch, &subject)).await;
    assert!(watch.wrong.is_empty(), "{:#?}", watch.wrong);
    eprintln!("PostgreSQL {version}: an index does the work of all {} operations", watch.checked);
}

#[tokio::test]
async fn an_index_does_the_work_of_every_operation_on_postgresql_15() {
    plans(15).await;
}

#[tokio::test]
async fn an_index_does_the_work_of_every_operation_on_postgresql_18() {
    plans(18).await;
}
