//! What is SQLite's own: files, schemas, plans, locks, and what was accepted before a shut-down.

use std::{
    collections::BTreeSet,
    future::poll_fn,
    path::Path,
    pin::pin,
    task::Poll,
    time::{Duration, Instant},
};

use rusqlite::Connection;
use storyden_robots::{
    AccountId, AllowAll, Error, ErrorKind, NewMessage, NewSession, PageRequest, Part, RobotId, Robots,
    SessionChange, SessionFilter, SessionId, SqliteOptions, SqliteStore, StaticProfiles, WindowRequest,
    sql::{Dialect, SCHEMA_VERSION, Statements, Tables, migrations},
    transfer::{export, import},
};
use tempfile::TempDir;

#[path = "support/old.rs"]
mod old;

const ANN: AccountId = AccountId::from_bytes([1; 12]);

struct File {
    folder: TempDir,
}

impl File {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn path(&self) -> std::path::PathBuf {
        self.folder.path().join("robots.db")
    }

    fn options(&self) -> SqliteOptions {
        SqliteOptions::new(self.path()).migrate(true).readers(2)
    }

    async fn open(&self) -> SqliteStore {
        SqliteStore::open(self.options()).await.unwrap()
    }

    fn connection(&self) -> Connection {
        Connection::open(self.path()).unwrap()
    }
}

fn service(store: SqliteStore) -> Robots {
    Robots::new(store, AllowAll, StaticProfiles::default())
}

fn say(text: String) -> NewMessage {
    NewMessage::user([Part::text(text)]).unwrap()
}

async fn said(robots: &Robots, session: SessionId) -> Vec<String> {
    let window = WindowRequest::newest(100);
    let session = robots.session(ANN, session, window).await.unwrap();
    session.message_list.messages.iter().map(|message| message.parts.text()).collect()
}

#[tokio::test]
async fn what_was_written_is_there_when_the_file_is_opened_again() {
    let file = File::new();
    let robots = service(file.open().await);
    let session = robots.start_session(ANN, NewSession::default()).await.unwrap().id;
    robots.append(ANN, session, say("Hello".to_owned())).await.unwrap();
    drop(robots);
    // Without asking for a migration: there is none to do.
    let store = SqliteStore::open(SqliteOptions::new(file.path())).await.unwrap();
    assert_eq!(said(&service(store), session).await, ["Hello"]);
}

#[tokio::test]
async fn a_store_that_is_closed_is_one_file() {
    for _ in 0..20 {
        let file = File::new();
        let robots = service(SqliteStore::open(file.options().readers(4)).await.unwrap());
        let session = robots.start_session(ANN, NewSession::default()).await.unwrap().id;
        assert_eq!(said(&robots, session).await, Vec::<String>::new());
        drop(robots);
        let left: Vec<_> =
            std::fs::read_dir(file.folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(left, ["robots.db"]);
    }
}

#[tokio::test]
async fn the_file_is_as_designed() {
    let file = File::new();
    let _store = file.open().await;
    let connection = file.connection();
    let pragma = |name: &str| -> String {
        connection
            .pragma_query_value(None, name, |row| {
                row.get::<_, rusqlite::types::Value>(0).map(|value| match value {
                    rusqlite::types::Value::Integer(number) => number.to_string(),
                    rusqlite::types::Value::Text(text) => text,
                    other => format!("{other:?}"),
                })
            })
            .unwrap()
    };
    assert_eq!(pragma("journal_mode"), "wal");
    assert_eq!(pragma("page_size"), "16384");
    assert_eq!(pragma("integrity_check"), "ok");
}

#[tokio::test]
async fn a_schema_is_only_migrated_when_asked() {
    let file = File::new();
    let error = SqliteStore::open(SqliteOptions::new(file.path())).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unavailable);
    assert!(error.to_string().contains("version 0"), "{error}");
    let tables: i64 =
        file.connection().query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).unwrap();
    assert_eq!(tables, 0, "a refusal changes nothing");
}

#[tokio::test]
async fn a_newer_schema_is_refused_and_left_alone() {
    let file = File::new();
    drop(file.open().await);
    let newer = SCHEMA_VERSION + 1;
    file.connection().execute("INSERT INTO robots_migrations VALUES (?)", [newer]).unwrap();
    let error = SqliteStore::open(file.options()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unavailable);
    assert!(error.to_string().contains(&format!("version {newer}")), "{error}");
}

/// Makes a store of an older version, with what that version wrote.
fn make_old(file: &File, version: u32) {
    for migration in migrations(Dialect::Sqlite, &Tables::default()) {
        if migration.version <= version {
            file.connection().execute_batch(&migration.script()).unwrap();
        }
        if migration.version == 1 {
            file.connection().execute_batch(&old::rows("robots_")).unwrap();
        }
        if (migration.version, version) == (4, 4) {
            file.connection().execute_batch(&old::checksums("robots_")).unwrap();
        }
    }
}

#[tokio::test]
async fn what_an_older_version_wrote_is_kept_and_goes_on() {
    for version in 1..SCHEMA_VERSION {
        let file = File::new();
        make_old(&file, version);
        let refused = SqliteStore::open(SqliteOptions::new(file.path())).await.unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::Unavailable);
        assert!(refused.to_string().contains(&format!("version {version},")), "{refused}");
        old::assert_all_there(&service(file.open().await)).await;
        drop(SqliteStore::open(SqliteOptions::new(file.path())).await.unwrap());
    }
}

#[tokio::test]
async fn a_schema_that_another_tool_made_of_the_scripts_is_the_same() {
    let file = File::new();
    for migration in migrations(Dialect::Sqlite, &Tables::default()) {
        file.connection().execute_batch(&migration.script()).unwrap();
    }
    let store = SqliteStore::open(SqliteOptions::new(file.path())).await.unwrap();
    service(store).start_session(ANN, NewSession::default()).await.unwrap();
}

#[tokio::test]
async fn many_may_migrate_at_once() {
    let file = File::new();
    let openings: Vec<_> = (0..8).map(|_| tokio::spawn(SqliteStore::open(file.options()))).collect();
    for opening in openings {
        opening.await.unwrap().unwrap();
    }
    let steps: i64 =
        file.connection().query_row("SELECT count(*) FROM robots_migrations", [], |row| row.get(0)).unwrap();
    assert_eq!(steps, i64::from(SCHEMA_VERSION));
}

#[tokio::test]
async fn what_cannot_be_opened_is_said_without_saying_where() {
    let folder = tempfile::tempdir().unwrap();
    let not_a_database = folder.path().join("secret-name.txt");
    std::fs::write(&not_a_database, "x".repeat(4096)).unwrap();
    for (path, kind) in [
        (not_a_database.as_path(), ErrorKind::Internal),
        (&folder.path().join("no-such-folder/secret-name.db"), ErrorKind::Unavailable),
        (folder.path(), ErrorKind::Unavailable),
    ] {
        let error = SqliteStore::open(SqliteOptions::new(path).migrate(true)).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
        assert!(!error.to_string().contains("secret-name"), "{error}");
        assert!(std::error::Error::source(&error).is_some(), "the log learns more");
    }
}

#[tokio::test]
async fn prefixes_keep_two_stores_in_one_file_apart() {
    let file = File::new();
    let first = service(file.open().await);
    let options = file.options().tables(Tables::with_prefix("other_").unwrap());
    let second = service(SqliteStore::open(options).await.unwrap());
    let session = first.start_session(ANN, NewSession::default()).await.unwrap().id;
    let found = second.session(ANN, session, WindowRequest::default()).await;
    assert_eq!(found.unwrap_err().kind(), ErrorKind::NotFound);
    let page = second.list_sessions(ANN, SessionFilter::default(), PageRequest::sessions()).await.unwrap();
    assert_eq!(page.total_pages, 0);
}

#[tokio::test]
async fn an_index_does_the_work_of_every_statement() {
    let file = File::new();
    drop(file.open().await);
    let connection = file.connection();
    for (name, statement) in Statements::new(Dialect::Sqlite, &Tables::default()).all() {
        let mut explain = connection.prepare(&format!("EXPLAIN QUERY PLAN {}", statement.sql())).unwrap();
        let nulls = statement.parameters().into_iter().map(|_| rusqlite::types::Null);
        let steps = explain.query_map(rusqlite::params_from_iter(nulls), |row| row.get::<_, String>(3));
        for step in steps.unwrap() {
            let step = step.unwrap();
            // Of these there are few, or they are looked at when all are.
            let few = ["clear_robots_workspace", "every_robot", "schema_version", "unsummed_stretches"]
                .contains(&name);
            let scans_a_table = step.starts_with("SCAN")
                && !step.contains("USING")
                && !["SCAN p", "SCAN CONSTANT ROW"].contains(&step.as_str());
            assert!(few || !scans_a_table, "{name}: {step}");
            // The pieces of one draft come in the order of their key; the plan names the sort all the same.
            let of_a_draft = step.contains("FOR group_concat");
            assert!(of_a_draft || !step.contains("TEMP B-TREE"), "{name}: {step}");
        }
    }
}

#[tokio::test]
async fn a_lock_that_somebody_else_holds_is_waited_for_and_then_reported() {
    let file = File::new();
    let options = file.options().timeout(Duration::from_millis(100));
    let robots = service(SqliteStore::open(options).await.unwrap());
    let session = robots.start_session(ANN, NewSession::default()).await.unwrap().id;

    let holder = file.connection();
    holder.execute_batch("BEGIN IMMEDIATE").unwrap();
    let error = robots.append(ANN, session, say("too early".to_owned())).await.unwrap_err();
    assert!(matches!(error, Error::Unavailable { .. }), "{error:?}");
    assert_eq!(said(&robots, session).await, Vec::<String>::new(), "reading goes on");

    holder.execute_batch("ROLLBACK").unwrap();
    robots.append(ANN, session, say("now".to_owned())).await.unwrap();
    assert_eq!(said(&robots, session).await, ["now"]);
}

#[tokio::test]
async fn a_lock_that_is_held_keeps_nobody_longer_than_the_time_limit() {
    let file = File::new();
    let limit = Duration::from_millis(300);
    let robots = service(SqliteStore::open(file.options().timeout(limit)).await.unwrap());
    let session = robots.start_session(ANN, NewSession::default()).await.unwrap().id;
    let holder = file.connection();
    holder.execute_batch("BEGIN IMMEDIATE").unwrap();
    let start = Instant::now();
    let appends: Vec<_> = (0..40)
        .map(|number: u32| {
            let robots = robots.clone();
            tokio::spawn(async move {
                // Half of them come when the first already wait.
                tokio::time::sleep(limit / 2 * (number % 2)).await;
                robots.append(ANN, session, say(number.to_string())).await
            })
        })
        .collect();
    for append in appends {
        let error = append.await.unwrap().unwrap_err();
        assert!(matches!(error, Error::Unavailable { .. }), "{error:?}");
    }
    // One after the other they would wait 40 times as long.
    assert!(start.elapsed() < limit * 10, "{:?}", start.elapsed());
    holder.execute_batch("ROLLBACK").unwrap();
    robots.append(ANN, session, say("now".to_owned())).await.unwrap();
    assert_eq!(said(&robots, session).await, ["now"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_reader_and_one_writer_serve_a_hundred_tasks() {
    let file = File::new();
    let robots = service(SqliteStore::open(file.options().readers(1)).await.unwrap());
    let session = robots.start_session(ANN, NewSession::default()).await.unwrap().id;
    let tasks: Vec<_> = (0..100)
        .map(|number| {
            let robots = robots.clone();
            tokio::spawn(async move {
                for _ in 0..3 {
                    robots.append(ANN, session, say(number.to_string())).await?;
                    robots.session(ANN, session, WindowRequest::newest(10)).await?;
                }
                Ok::<_, Error>(())
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    let session = robots.session(ANN, session, WindowRequest::newest(1)).await.unwrap();
    assert_eq!(session.message_list.messages[0].sequence.unwrap().get(), 300);
}

#[tokio::test]
async fn a_full_queue_of_reads_refuses_at_once() {
    let file = File::new();
    let robots = service(SqliteStore::open(file.options().readers(1).queue(4)).await.unwrap());
    let session = robots.start_session(ANN, NewSession::default()).await.unwrap().id;
    let mut refused = 0;
    for _ in 0..50 {
        let mut reads: Vec<_> =
            (0..200).map(|_| Box::pin(robots.session(ANN, session, WindowRequest::default()))).collect();
        // All are asked for before any is waited for: more than the queue has room for.
        for read in &mut reads {
            poll_fn(|context| {
                if let Poll::Ready(answer) = read.as_mut().poll(context) {
                    let error = answer.expect_err("nobody came to it yet");
                    assert_eq!(error.to_string(), "the store is too busy");
                    refused += 1;
                }
                Poll::Ready(())
            })
            .await;
        }
    }
    assert!(refused > 0);
    // Nobody waits for those that were accepted, and they are in nobody's way for long.
    while robots.session(ANN, session, WindowRequest::default()).await.is_err() {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

#[tokio::test]
async fn a_full_queue_refuses_at_once_and_loses_nothing() {
    let file = File::new();
    let robots = service(SqliteStore::open(file.options().queue(4)).await.unwrap());
    let session = robots.start_session(ANN, NewSession::default()).await.unwrap().id;
    let holder = file.connection();
    holder.execute_batch("BEGIN IMMEDIATE").unwrap();
    let appends: Vec<_> = (0..32)
        .map(|number| {
            let robots = robots.clone();
            tokio::spawn(async move { robots.append(ANN, session, say(number.to_string())).await })
        })
        .collect();
    // Four wait, and one may be with the writer; the others have their answer while the lock is held.
    let mut refused = 0;
    while refused < 27 {
        tokio::task::yield_now().await;
        refused = appends.iter().filter(|append| append.is_finished()).count();
    }
    holder.execute_batch("ROLLBACK").unwrap();
    let mut acknowledged = BTreeSet::new();
    for (number, append) in appends.into_iter().enumerate() {
        match append.await.unwrap() {
            Ok(_) => assert!(acknowledged.insert(number.to_string())),
            Err(error) => assert_eq!(error.to_string(), "the store is too busy"),
        }
    }
    assert!((4..=5).contains(&acknowledged.len()), "{acknowledged:?}");
    assert_eq!(said(&robots, session).await.into_iter().collect::<BTreeSet<_>>(), acknowledged);
}

#[tokio::test]
async fn a_table_that_is_gone_is_not_something_to_wait_for() {
    let file = File::new();
    let robots = service(file.open().await);
    file.connection().execute_batch("DROP TABLE robots_robots").unwrap();
    let error = robots.robot(ANN, RobotId::from_bytes([1; 12])).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Internal, "{error:?}");
    assert!(!error.to_string().contains("robots_robots"), "{error}");
}

#[tokio::test]
async fn what_was_accepted_is_written_though_nobody_waits_for_it() {
    let file = File::new();
    let robots = service(file.open().await);
    let session = robots.start_session(ANN, NewSession::default()).await.unwrap().id;
    for number in 0..50 {
        let mut append = pin!(robots.append(ANN, session, say(number.to_string())));
        // Polled once, it is with the writer; then it is dropped.
        poll_fn(|context| {
            _ = append.as_mut().poll(context);
            Poll::Ready(())
        })
        .await;
    }
    drop(robots);
    let written = said(&service(file.open().await), session).await;
    assert_eq!(written, (0..50).map(|number| number.to_string()).collect::<Vec<_>>());
}

#[tokio::test]
async fn one_write_that_fails_leaves_the_others_of_its_group_alone() {
    let file = File::new();
    let robots = service(file.open().await);
    let session = robots.start_session(ANN, NewSession::default()).await.unwrap().id;
    let first = robots.append(ANN, session, say("first".to_owned())).await.unwrap().messages[0].id;
    // While the lock is held the writes pile up, and become one group when it is released.
    let holder = file.connection();
    holder.execute_batch("BEGIN IMMEDIATE").unwrap();
    let appends: Vec<_> = (0..20)
        .map(|number| {
            let message = say(number.to_string());
            let message = if number % 2 == 0 { message } else { message.id(first) };
            let robots = robots.clone();
            tokio::spawn(async move { robots.append(ANN, session, message).await })
        })
        .collect();
    tokio::task::yield_now().await;
    holder.execute_batch("ROLLBACK").unwrap();
    for (number, append) in appends.into_iter().enumerate() {
        let result = append.await.unwrap();
        assert_eq!(result.is_ok(), number % 2 == 0, "{result:?}");
    }
    assert_eq!(said(&robots, session).await.len(), 11);
    assert_intact(&file.path());
}

/// Starts so many sessions, one after the other.
async fn start_sessions(robots: &Robots, count: u32) {
    for number in 0..count {
        robots.start_session(ANN, NewSession::default().name(format!("{number}"))).await.unwrap();
    }
}

#[tokio::test]
async fn pages_are_where_the_lengths_of_stretches_say() {
    let file = File::new();
    let robots = service(file.open().await);
    start_sessions(&robots, 600).await;
    let listed = async |page| {
        let request = PageRequest::new(page, 1);
        let page = robots.list_sessions(ANN, SessionFilter::default(), request).await?;
        Ok::<_, Error>(page.items.first().map(|session| session.name.clone()))
    };
    for page in [1, 257, 258, 300, 343, 344, 600] {
        assert_eq!(listed(page).await.unwrap(), Some(format!("{}", 600 - page)));
    }
    file.connection().execute_batch("DELETE FROM robots_stretches").unwrap();
    for page in [1, 257, 258, 343, 344, 600] {
        assert!(listed(page).await.is_err(), "page {page}");
    }
}

#[tokio::test]
async fn sessions_that_come_one_after_the_other_fill_their_stretches() {
    let file = File::new();
    let robots = service(file.open().await);
    start_sessions(&robots, 1100).await;
    let connection = file.connection();
    let mut lengths = connection
        .prepare("SELECT length FROM robots_stretches WHERE list = 'sessions' ORDER BY created_at, id")
        .unwrap();
    let lengths: Vec<u32> = lengths.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    assert_eq!(lengths, [512, 512, 76]);
}

#[tokio::test]
async fn what_is_exported_is_the_same_where_it_is_imported() {
    let (from, to) = (File::new(), File::new());
    let (source, target) = (from.open().await, to.open().await);
    let robots = service(source.clone());
    let mut sessions = Vec::new();
    for name in ["Bees", "Wasps"] {
        let session = robots.start_session(ANN, NewSession::default().name(name)).await.unwrap().id;
        // More than are moved at a time.
        let messages: Vec<_> = (0..60).map(|number| say(format!("{name} {number}"))).collect();
        robots.append(ANN, session, messages).await.unwrap();
        sessions.push(session);
    }
    let mut lines = Vec::new();
    let moved = export(&source, &mut lines, |_| ()).await.unwrap();
    assert_eq!(import(&target, lines.as_slice(), |_| ()).await.unwrap(), moved.rows);
    let moved = service(target);
    for session in sessions {
        let window = WindowRequest::newest(100);
        let (left, right) = (robots.session(ANN, session, window), moved.session(ANN, session, window));
        assert_eq!(left.await.unwrap(), right.await.unwrap());
    }
    let page = moved.list_sessions(ANN, SessionFilter::default(), PageRequest::sessions()).await.unwrap();
    assert_eq!((page.results, page.total_pages), (2, 1));
}

#[tokio::test]
async fn an_export_of_the_fourth_version_is_read() {
    let (from, to) = (File::new(), File::new());
    let (source, target) = (from.open().await, to.open().await);
    let robots = service(source.clone());
    let session = robots.start_session(ANN, NewSession::default()).await.unwrap().id;
    robots.append(ANN, session, say("Bees".to_owned())).await.unwrap();
    let mut lines = Vec::new();
    export(&source, &mut lines, |_| ()).await.unwrap();

    let mut older = String::new();
    for line in String::from_utf8(lines).unwrap().lines() {
        let mut line: serde_json::Value = serde_json::from_str(line).unwrap();
        if let Some(version) = line.get_mut("schema_version") {
            *version = 4.into();
        } else if line["table"] != "messages" {
            line["row"].as_object_mut().unwrap().remove("checksum").unwrap();
        }
        older += &line.to_string();
        older.push('\n');
    }
    import(&target, older.as_bytes(), |_| ()).await.unwrap();
    let moved = service(target);
    assert_eq!(said(&moved, session).await, ["Bees"]);
    let change = SessionChange::default().name("Wasps");
    moved.update_session(ANN, session, change).await.unwrap();
    let page = moved.list_sessions(ANN, SessionFilter::default(), PageRequest::sessions()).await.unwrap();
    assert_eq!((page.items[0].name.as_str(), page.damaged.len()), ("Wasps", 0));
    for (older, newer) in [(3, "before 4"), (SCHEMA_VERSION + 1, "newer")] {
        let line = format!("{{\"schema_version\":{older}}}\n");
        assert!(import(&source, line.as_bytes(), |_| ()).await.is_err(), "{newer}");
    }
}

#[track_caller]
fn assert_intact(path: &Path) {
    let connection = Connection::open(path).unwrap();
    let check: String = connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(check, "ok");
}
