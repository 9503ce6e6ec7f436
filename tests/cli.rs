//! The program `storyden-robots`, as an operator runs it.

use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Command, Output, Stdio},
};

use serde_json::Value;
use storyden_robots::{
    AccountId, AllowAll, NewMessage, NewSession, Part, Robots, SqliteOptions, SqliteStore, StaticProfiles,
    WindowRequest, rusqlite,
};

const ANN: AccountId = AccountId::from_bytes([1; 12]);

fn program(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_storyden-robots"));
    command.current_dir(folder).args(arguments).output().expect("the program is there")
}

/// Runs the program with `--json`, and returns its exit code and what it printed.
#[track_caller]
fn run(folder: &Path, arguments: &[&str]) -> (i32, Value) {
    let output = program(folder, &[&["--json"], arguments].concat());
    let json = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{arguments:?}: {error}: {output:?}"));
    (output.status.code().expect("it ended by itself"), json)
}

/// Makes a store with three messages, one of them unfinished, and returns its session.
async fn store(path: &Path) -> storyden_robots::SessionId {
    let store = SqliteStore::open(SqliteOptions::new(path).migrate(true)).await.expect("it opens");
    let robots = Robots::new(store, AllowAll, StaticProfiles::default());
    let session = robots.start_session(ANN, NewSession::default().name("Spam")).await.expect("it starts").id;
    for text in ["Who?", "Kate."] {
        let message = NewMessage::user([Part::text(text)]).expect("it is valid");
        robots.append(ANN, session, message).await.expect("it is kept");
    }
    let draft = NewMessage::assistant([Part::text("She")]).expect("it is valid");
    robots.begin_draft(ANN, session, draft).await.expect("it begins");
    session
}

#[tokio::test]
async fn a_typo_creates_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    store(&folder.path().join("there.db")).await;
    for arguments in [
        ["migrate", "sqlite:typo.db"].as_slice(),
        &["verify", "sqlite:typo.db"],
        &["verify", "--repair", "sqlite:typo.db"],
        &["drafts", "sqlite:typo.db"],
        &["backup", "sqlite:typo.db", "copy.db"],
        &["copy", "sqlite:typo.db", "sqlite:new.db", "--create"],
        &["copy", "sqlite:there.db", "sqlite:typo.db"],
        &["copy", "typo.jsonl", "sqlite:new.db", "--create"],
        &["serve", "sqlite:typo.db", "--addr", "127.0.0.1:0"],
    ] {
        let (code, json) = run(folder.path(), arguments);
        assert_eq!(code, 1, "{arguments:?}: {json}");
        assert!(json["error"]["message"].is_string(), "{json}");
        let names: Vec<_> = fs::read_dir(folder.path()).expect("a folder").collect();
        let names = names.into_iter().map(|entry| entry.expect("an entry").file_name());
        let made: Vec<_> = names.filter(|name| !name.to_string_lossy().starts_with("there.db")).collect();
        assert!(made.is_empty(), "{arguments:?} made {made:?}");
    }
}

#[test]
fn wrong_arguments_exit_with_2() {
    let folder = tempfile::tempdir().expect("a folder");
    for arguments in [
        ["verify", "robots.db"].as_slice(),
        &["migrate", "memory:"],
        &["copy", "a.jsonl", "b.jsonl"],
        &["copy", "memory:", "memory:"],
        &["copy", "sqlite:a.db", "sqlite:a.db"],
        &["frobnicate"],
    ] {
        let output = program(folder.path(), arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {output:?}");
        assert!(!output.stderr.is_empty());
    }
}

#[tokio::test]
async fn a_store_is_copied_through_a_file_and_is_equal() {
    let folder = tempfile::tempdir().expect("a folder");
    let session = store(&folder.path().join("a.db")).await;
    let (code, exported) = run(folder.path(), &["copy", "sqlite:a.db", "all.jsonl"]);
    assert_eq!(code, 0, "{exported}");
    let (code, _) = run(folder.path(), &["copy", "sqlite:a.db", "all.jsonl"]);
    assert_eq!(code, 2, "a file that is there is not overwritten");
    let (code, imported) = run(folder.path(), &["copy", "all.jsonl", "sqlite:b.db", "--create"]);
    assert_eq!((code, &imported["rows"]), (0, &exported["rows"]));
    let (code, copied) = run(folder.path(), &["copy", "sqlite:a.db", "sqlite:c.db", "--create"]);
    assert_eq!((code, &copied["rows"]), (0, &exported["rows"]));

    let mut read = Vec::new();
    for name in ["a.db", "b.db", "c.db"] {
        let options = SqliteOptions::new(folder.path().join(name)).create(false);
        let store = SqliteStore::open(options).await.expect("it opens");
        let robots = Robots::new(store, AllowAll, StaticProfiles::default());
        read.push(robots.session(ANN, session, WindowRequest::default()).await.expect("it is there"));
    }
    assert_eq!(read[0].message_list.messages.len(), 3);
    assert_eq!(read[0], read[1]);
    assert_eq!(read[0], read[2]);
}

#[tokio::test]
async fn a_backup_is_whole_and_verify_finds_damage() {
    let folder = tempfile::tempdir().expect("a folder");
    store(&folder.path().join("a.db")).await;
    let (code, json) = run(folder.path(), &["backup", "sqlite:a.db", "b.db"]);
    assert_eq!(code, 0, "{json}");
    let (code, json) = run(folder.path(), &["verify", "sqlite:b.db"]);
    assert_eq!((code, &json["sound"], &json["messages"]), (0, &true.into(), &3.into()), "{json}");

    let connection = rusqlite::Connection::open(folder.path().join("b.db")).expect("it opens");
    let redact = "UPDATE robots_messages SET document = replace(document, 'Kate', 'XXXX')";
    connection.execute(redact, []).expect("it is changed");
    drop(connection);
    let (code, json) = run(folder.path(), &["verify", "sqlite:b.db"]);
    assert_eq!((code, &json["findings"][0]["kind"]), (3, &"checksum".into()), "{json}");
    let (code, json) = run(folder.path(), &["verify", "--repair", "sqlite:b.db"]);
    assert_eq!((code, &json["findings"][0]["repaired"]), (0, &true.into()), "{json}");
    assert_eq!(run(folder.path(), &["verify", "sqlite:b.db"]).0, 0);
}

#[tokio::test]
async fn unfinished_messages_are_listed() {
    let folder = tempfile::tempdir().expect("a folder");
    let session = store(&folder.path().join("a.db")).await.to_string();
    let (code, json) = run(folder.path(), &["drafts", "sqlite:a.db"]);
    assert_eq!((code, &json["drafts"][0]["session_id"]), (0, &session.as_str().into()), "{json}");
    let (_, json) = run(folder.path(), &["drafts", "sqlite:a.db", "--silent-for", "3600"]);
    assert_eq!(json["drafts"], Value::Array(vec![]));
}

#[tokio::test]
async fn a_session_is_exported_erased_and_imported() {
    let folder = tempfile::tempdir().expect("a folder");
    let session = store(&folder.path().join("a.db")).await.to_string();
    let (code, json) = run(folder.path(), &["export", "sqlite:a.db", &session, "one.jsonl"]);
    assert_eq!(code, 0, "{json}");
    assert_eq!(run(folder.path(), &["export", "sqlite:a.db", &session, "one.jsonl"]).0, 2);
    let (code, json) = run(folder.path(), &["erase", "sqlite:a.db", &session, "--dry-run"]);
    assert_eq!((code, &json["sessions"]), (0, &1.into()), "{json}");
    assert_eq!(run(folder.path(), &["erase", "sqlite:a.db", &session]).0, 0);
    assert_eq!(run(folder.path(), &["erase", "sqlite:a.db", &session]).0, 1, "it is gone");
    let (code, json) = run(folder.path(), &["import", "sqlite:a.db", "one.jsonl"]);
    assert_eq!((code, &json["sessions"][0]["name"]), (0, &"Spam".into()), "{json}");
}

#[test]
fn migrate_creates_only_if_asked() {
    let folder = tempfile::tempdir().expect("a folder");
    assert_eq!(run(folder.path(), &["migrate", "sqlite:a.db"]).0, 1);
    assert_eq!(run(folder.path(), &["migrate", "sqlite:a.db", "--create"]).0, 0);
    assert_eq!(run(folder.path(), &["migrate", "sqlite:a.db"]).0, 0);
}

#[cfg(unix)]
#[test]
fn the_demo_is_served_with_its_page_until_it_is_stopped() {
    let mut server = Command::new(env!("CARGO_BIN_EXE_storyden-robots"))
        .args(["serve", "--demo", "--addr", "127.0.0.1:0"])
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program is there");
    let mut lines = BufReader::new(server.stdout.take().expect("it is piped")).lines();
    let first = lines.next().expect("a line").expect("it is text");
    let addr = first.strip_prefix("listening on http://").expect("the address").to_owned();
    let get = |path: &str, cookie: &str| {
        let mut stream = TcpStream::connect(&addr).expect("it listens");
        write!(stream, "GET {path} HTTP/1.0\r\nhost: {addr}\r\ncookie: {cookie}\r\n\r\n").expect("it reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("it answers");
        answer
    };
    assert!(get("/robots/sessions", "storyden-session=operator").contains("Spam wave of Tuesday"));
    assert!(get("/robots/sessions", "").starts_with("HTTP/1.0 401"));
    let page = get("/robots/ui/", "");
    assert!(
        page.contains("content-security-policy: default-src 'none'") && page.contains("main.js"),
        "{page}"
    );
    assert!(get("/robots/ui", "").contains("location: ui/"));
    assert!(
        get("/login?as=operator", "").contains("set-cookie: storyden-session=operator; Path=/; HttpOnly")
    );

    let terminate = Command::new("kill").arg(server.id().to_string()).status().expect("`kill` is there");
    assert!(terminate.success());
    assert!(server.wait().expect("it ends").success());
}

/// The database that Storyden wrote, as the command line names it.
fn storyden(generation: &str) -> String {
    format!("storyden:sqlite:{}/tests/storyden/{generation}.sqlite", env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn a_move_from_storyden_is_tried_made_and_checked() {
    let folder = tempfile::tempdir().expect("a folder");
    let (from, to) = (storyden("head"), "sqlite:robots.db");
    let (code, json) = run(folder.path(), &["import", &from, to, "--create", "--dry-run"]);
    assert_eq!(code, 1, "a dry run creates nothing: {json}");
    assert_eq!(run(folder.path(), &["migrate", to, "--create"]).0, 0);
    let (code, json) = run(folder.path(), &["import", &from, to, "--dry-run"]);
    assert_eq!((code, &json["sessions"]["new"], &json["dry_run"]), (0, &46.into(), &true.into()));
    let (code, json) = run(folder.path(), &["import", &from, to, "--check"]);
    assert_eq!((code, &json["difference_count"]), (3, &46.into()), "nothing was written");
    for outcome in ["new", "same"] {
        let (code, json) = run(folder.path(), &["import", &from, to, "--create"]);
        assert_eq!((code, &json["sessions"][outcome]), (0, &46.into()), "{json}");
    }
    let (code, json) = run(folder.path(), &["import", &from, to, "--check"]);
    assert_eq!((code, &json["sessions"], &json["difference_count"]), (0, &46.into(), &0.into()));
    let output = program(folder.path(), &["import", &from, to, "--dry-run"]);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(text.contains("46 same") && text.contains("1 toolsets same"), "{text}");

    fs::write(folder.path().join("text.db"), "robots").expect("a file");
    for (source, code) in
        [("storyden:sqlite:typo.db", 1), ("storyden:sqlite:text.db", 1), ("storyden:mysql:x", 2)]
    {
        let output = program(folder.path(), &["import", source, "sqlite:new.db", "--create"]);
        assert_eq!(output.status.code(), Some(code), "{source}: {output:?}");
        assert!(!folder.path().join("new.db").exists(), "{source} makes no target");
    }
    let (code, _) = run(folder.path(), &["import", to, "file.jsonl", "--check"]);
    assert_eq!(code, 2, "a file is not checked");
}

/// How often an import is killed: as told by `ROBOTS_TEST_KILLS`, or not often.
#[test]
fn an_import_that_is_killed_is_run_again() {
    let kills = std::env::var("ROBOTS_TEST_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(3_u32);
    let folder = tempfile::tempdir().expect("a folder");
    let from = storyden("head");
    let lines = |store: &str, file: &str| {
        assert_eq!(run(folder.path(), &["copy", store, file]).0, 0);
        fs::read_to_string(folder.path().join(file)).expect("a file")
    };
    assert_eq!(run(folder.path(), &["import", &from, "sqlite:fresh.db", "--create"]).0, 0);
    let fresh = lines("sqlite:fresh.db", "fresh.jsonl");
    for kill in 0..kills {
        let store = format!("sqlite:killed-{kill}.db");
        let mut import = Command::new(env!("CARGO_BIN_EXE_storyden-robots"))
            .current_dir(folder.path())
            .args(["import", &from, &store, "--create"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program is there");
        // Whether it is killed early, late or not at all, the end is the same.
        std::thread::sleep(std::time::Duration::from_millis(u64::from(kill * 37 % 200)));
        import.kill().expect("it may be killed");
        import.wait().expect("it ends");
        assert_eq!(run(folder.path(), &["import", &from, &store, "--create"]).0, 0);
        assert!(lines(&store, &format!("killed-{kill}.jsonl")) == fresh, "killed for the {kill}th time");
    }
}
