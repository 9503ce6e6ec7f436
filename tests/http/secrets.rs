//! What clients and logs never see: SQL, paths, addresses, and what others wrote.
//!
//! Each kind of failure is provoked, with secrets wherever a store could have them from; then the whole answer
//! is searched, headers and body.

use std::{path::PathBuf, time::Duration};

use rusqlite::Connection;
use serde_json::json;
use storyden_robots::{
    Error, MemoryStore, NewMessage, NewSession, Offset, Part, SqliteOptions, SqliteStore,
    http::{Settings, StaticAuthenticator},
    sql::Tables,
};
use tempfile::TempDir;

use crate::{
    client::{Answer, Request},
    errors::{Broken, down},
    host::{ADMIN, Host, authenticator, permissions, robots},
};

/// What is in the path, in the names of tables, in messages and in requests.
const SECRET: &str = "hunter2";

/// What nobody outside has to know: the secret, and words of stores and of this code.
const WORDS: [&str; 17] = [
    SECRET,
    "select",
    "insert",
    "update ",
    "sqlite",
    "postgres",
    "rusqlite",
    "no such",
    "disk image",
    "robots.db",
    "/tmp",
    ".rs:",
    "src/",
    "panicked",
    "127.0.0.1",
    "10.0.0.7",
    "constraint",
];

#[track_caller]
fn assert_shows_nothing(what: &str, answer: &Answer) {
    let all = format!("{:?} {}", answer.headers, answer.text()).to_lowercase();
    for word in WORDS {
        assert!(!all.contains(word), "{what} shows {word:?}: {all}");
    }
}

/// A host on a file that a test can harm.
struct Harmed {
    host: Host,
    folder: TempDir,
    session: String,
}

impl Harmed {
    async fn new() -> Self {
        let folder = tempfile::Builder::new().prefix(SECRET).tempdir().expect("a temporary folder");
        let options = SqliteOptions::new(folder.path().join("robots.db")).migrate(true).readers(1);
        let options = options.timeout(Duration::from_millis(100)).queue(1);
        let options = options.tables(Tables::with_prefix(format!("{SECRET}_")).expect("a prefix"));
        let store = SqliteStore::open(options).await.expect("a fresh store opens");
        let service = robots(store, permissions());
        let started =
            service.start_session(ADMIN, NewSession::default().name(SECRET)).await.expect("a session");
        let message = NewMessage::user([Part::text(SECRET.repeat(5000))]).expect("a message");
        service.append(ADMIN, started.id, message).await.expect("it is stored");
        Self { host: Host::of(service).await, folder, session: started.id.to_string() }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("robots.db")
    }

    fn harm(&self, sql: &str) {
        let connection = Connection::open(self.path()).expect("the file opens");
        connection.execute_batch(&sql.replace("robots_", &format!("{SECRET}_"))).expect(sql);
    }

    /// Sends a request to every route, and returns the statuses of what failed.
    async fn ask(&self, what: &str) -> Vec<u16> {
        let session = format!("/robots/sessions/{}", self.session);
        let say = Request::new("POST", &format!("{session}/messages"));
        let say = say.json(&json!({ "role": "user", "parts": [] })).header("idempotency-key", SECRET);
        let mut failed = Vec::new();
        for request in [
            Request::new("GET", "/robots/sessions"),
            Request::new("GET", &session),
            say,
            Request::new("PATCH", &session).json(&json!({ "name": "new" })),
            Request::new("POST", "/robots/sessions").json(&json!({ "name": null })),
            Request::new("GET", "/robots/workspaces"),
            Request::new("GET", "/robots"),
            Request::new("DELETE", &session),
        ] {
            let answer = request.clone().by("admin").send(self.host.addr).await;
            if answer.status >= 400 {
                assert_shows_nothing(&format!("{what}: {} {}", request.method, request.path), &answer);
                failed.push(answer.status);
            }
        }
        failed
    }
}

#[tokio::test]
async fn store_errors_show_no_internals() {
    let harmed = Harmed::new().await;
    harmed.harm("ALTER TABLE robots_sessions RENAME TO robots_gone");
    let failed = harmed.ask("a table that is gone").await;
    assert!(failed.len() > 3 && failed.iter().all(|status| *status == 500), "{failed:?}");

    let harmed = Harmed::new().await;
    harmed.harm("UPDATE robots_sessions SET created_by = 'hunter2'");
    let failed = harmed.ask("a session that does not decode").await;
    assert!(failed.contains(&500), "{failed:?}");

    let harmed = Harmed::new().await;
    harmed.harm("UPDATE robots_messages SET document = 'hunter2', author = 'hunter2'");
    harmed.ask("a message that does not decode").await;
    let read = harmed.host.get("admin", &format!("/robots/sessions/{}", harmed.session)).await;
    read.is(404);

    let harmed = Harmed::new().await;
    let holder = Connection::open(harmed.path()).expect("the file opens");
    holder.execute_batch("BEGIN IMMEDIATE").expect("a lock");
    let failed = harmed.ask("a lock").await;
    assert!(!failed.is_empty() && failed.iter().all(|status| *status == 503), "{failed:?}");

    let harmed = Harmed::new().await;
    let length = std::fs::metadata(harmed.path()).expect("the file is there").len();
    harmed.harm("PRAGMA wal_checkpoint(TRUNCATE)");
    let zeros = vec![0x5a; usize::try_from(length.max(1 << 20)).expect("a small file")];
    let file = std::fs::OpenOptions::new().write(true).open(harmed.path()).expect("the file opens");
    std::os::unix::fs::FileExt::write_all_at(&file, &zeros, 100).expect("it is written over");
    let failed = harmed.ask("a damaged file").await;
    assert!(failed.len() > 3 && failed.iter().all(|status| matches!(status, 500 | 503)), "{failed:?}");

    for fails in
        [down as fn() -> Error, || Error::internal("in src/x.rs", "SELECT hunter2"), || panic!("hunter2")]
    {
        let host = Host::of(robots(MemoryStore::new(), Broken(fails))).await;
        let answer = host.post("admin", "/robots/sessions", &json!({ "name": null })).await;
        assert!(answer.status >= 500);
        assert_shows_nothing("a host's trait", &answer);
    }
}

/// What a client sent is not sent back either: it may be somebody else's who reads the answer, a log for example.
#[tokio::test]
async fn invalid_input_is_not_quoted() {
    let harmed = Harmed::new().await;
    let session = format!("/robots/sessions/{}", harmed.session);
    let messages = format!("{session}/messages");
    let (json_type, events) = ("application/json", "text/event-stream");
    let bodies = [
        ("POST", "/robots/sessions", json_type, r#"{"name": hunter2}"#),
        ("POST", "/robots/sessions", json_type, r#"{"name": ["hunter2"]}"#),
        ("POST", "/robots/sessions", json_type, r#"{"name": "hunter2\n"}"#),
        ("POST", "/robots/sessions", "hunter2/hunter2", "{}"),
        ("POST", "/robots", json_type, r#"{"name": "r", "model": "hunter2"}"#),
        ("POST", "/robots", json_type, r#"{"name": "r", "model": "a/b", "tools": ["hunter2\n"]}"#),
        ("POST", "/robots", json_type, r#"{"name": "r", "model": "a/b", "workspace_id": "hunter2"}"#),
        ("POST", "/robots", json_type, r#"{"name": "r", "model": "a/b", "meta": "hunter2"}"#),
        ("PATCH", &session, json_type, r#"{"active_workspace": "hunter2"}"#),
        ("POST", &messages, json_type, r#"{"role": {"hunter2": 1}, "parts": []}"#),
        ("POST", &messages, json_type, r#"{"role": "user", "parts": [{"type": ["hunter2"]}]}"#),
        (
            "POST",
            &messages,
            json_type,
            r#"{"role": "user", "parts": [{"type": "text", "text": {"hunter2": 1}}]}"#,
        ),
        ("POST", &messages, json_type, r#"{"role": "user", "parts": [], "metadata": hunter2}"#),
        ("POST", &messages, events, "data: hunter2\n\n"),
        ("POST", &messages, events, "data: {\"type\": \"text-delta\", \"id\": \"hunter2\"}\n\n"),
        (
            "POST",
            &messages,
            events,
            "data: {\"type\": \"text-delta\", \"id\": \"hunter2\", \"delta\": \"\"}\n\n",
        ),
    ];
    let bodies = bodies.map(|(method, path, kind, body)| Request::new(method, path).raw(kind, body));
    let paths = [
        "/robots/sessions/hunter2",
        "/robots/sessions?page=hunter2",
        "/robots/sessions?account_id=hunter2",
        "/robots/hunter2/hunter2",
        "/robots/workspaces/hunter2?hunter2",
    ];
    let paths = paths.map(|path| Request::new("GET", path));
    let header = Request::new("GET", &format!("{session}/stream")).header("last-event-id", SECRET);
    let cookie = Request::new("GET", "/robots/sessions").header("cookie", "storyden-session=hunter2");
    let foreign = Request::new("POST", "/robots/sessions")
        .json(&json!({ "name": null }))
        .header("origin", "https://hunter2.example");
    for request in bodies.into_iter().chain(paths).chain([header, foreign]) {
        let request = request.by("admin");
        let answer = request.send(harmed.host.addr).await;
        assert!((400..500).contains(&answer.status), "{request:?}: {}", answer.status);
        assert_shows_nothing(&format!("{request:?}"), &answer);
    }
    let answer = cookie.send(harmed.host.addr).await;
    answer.is_problem(401, "unauthenticated");
    assert_shows_nothing("an unknown cookie", &answer);
}

#[tokio::test]
async fn debug_forms_show_no_secrets() {
    let Harmed { host, session, .. } = Harmed::new().await;
    let memory = robots(MemoryStore::new(), permissions());
    memory.start_session(ADMIN, NewSession::default().name(SECRET)).await.expect("a session");
    let table = StaticAuthenticator::new().cookie(SECRET, ADMIN).bearer(SECRET, ADMIN);
    let subscription = host
        .robots
        .subscribe(ADMIN, session.parse().expect("an id"), Offset::default())
        .await
        .expect("a subscription");
    let credential = storyden_robots::http::Credential::Bearer(SECRET);
    let router = storyden_robots::http::router_with(memory.clone(), authenticator(), Settings::default());
    let forms = [
        format!("{:?}", host.robots),
        format!("{memory:?}"),
        format!("{table:?} {credential:?} {router:?}"),
        format!("{subscription:?}"),
    ];
    for form in forms {
        assert!(!form.contains(SECRET), "{form}");
    }
    #[cfg(feature = "postgres")]
    for url in [
        "postgres://ann:hunter2@127.0.0.1:1/robots",
        "postgres://ann:hunter2@127.0.0.1:port/robots",
        "postgres://ann:hunter2@127.0.0.1:1/robots?hunter2=1",
        "postgres://ann:hunter2@127.0.0.1:1/robots?sslmode=hunter2",
        "host=127.0.0.1 port=1 user=ann password=hunter2 hunter2",
        "hunter2",
    ] {
        use storyden_robots::{PostgresOptions, PostgresStore};

        let options = PostgresOptions::default().deadline(Duration::from_millis(100));
        assert!(!format!("{options:?}").contains("127.0.0.1"));
        let error = PostgresStore::connect(url, options).await.expect_err("nobody listens");
        let mut shown = format!("{error} {error:?}");
        let mut source = std::error::Error::source(&error);
        while let Some(cause) = source {
            shown = format!("{shown} {cause} {cause:?}");
            source = cause.source();
        }
        assert!(!shown.contains(SECRET), "{url}: {shown}");
        assert!(!error.to_string().contains("127.0.0.1"), "{error}");
    }
}
