//! The process is killed while it uploads, appends, edits, deletes and sweeps: no message lacks its file, and a sweep leaves
//! no byte that no message has.
//!
//! `ROBOTS_TEST_FACTOR=40 cargo test --test file_kills` kills 200 times.

#[path = "support/chance.rs"]
mod chance;
#[path = "file_kills/sweep.rs"]
mod sweep;

use std::{
    env,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::Arc,
    thread,
    time::Duration,
};

use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use chance::{Random, rounds};
use storyden_robots::{
    AccountId, AllowAll, FileSweep, Files, MessageRole, NewMessage, NewSession, Parts, Robots, SqliteOptions,
    SqliteStore, StaticProfiles,
};
use tokio::sync::Barrier;

const ANN: AccountId = AccountId::from_bytes([1; 12]);
const FILE: &str = "ROBOTS_FILE_CHILD";
const LENGTH: usize = 300_000;

async fn open(path: &Path) -> (Robots, SqliteStore) {
    let store = SqliteStore::open(SqliteOptions::new(path).migrate(true)).await.unwrap();
    let robots = Robots::new(store.clone(), AllowAll, StaticProfiles::default());
    (robots.with_files(Files::in_store(store.clone())), store)
}

fn message(seed: usize, length: usize) -> NewMessage {
    let bytes: Vec<u8> = (0..length).map(|at| at.wrapping_mul(seed + 3).to_le_bytes()[1]).collect();
    let url = format!("data:image/x-raw;base64,{}", BASE64.encode(bytes));
    let parts = format!(r#"[{{"type":"file","mediaType":"image/x-raw","url":"{url}"}}]"#);
    NewMessage::new(MessageRole::User, Parts::parse(parts).unwrap())
}

/// Writes until it is killed. What is refused because another task was faster is no fault.
async fn write(robots: Robots, seed: usize, first: Arc<Barrier>) {
    let (mut random, mut written) = (Random::new(seed), Vec::new());
    let start = async || robots.start_session(ANN, NewSession::default()).await.unwrap().id;
    let mut session = start().await;
    for number in 0..2 {
        robots.append(ANN, session, message(seed + number, LENGTH)).await.unwrap();
    }
    first.wait().await;
    loop {
        match (random.below(12), written.pop()) {
            (11, _) => {
                _ = robots.erase_session(ANN, session, false).await;
                written.clear();
                session = start().await;
            }
            (0 | 1, Some((id, _))) => _ = robots.delete_message(ANN, session, id, None).await,
            (2 | 3, Some((id, revision))) => {
                _ = robots.edit_message(ANN, session, id, revision, message(random.below(6), LENGTH)).await;
            }
            (4, Some((id, _))) => _ = robots.truncate(ANN, session, id, None).await,
            (_, last) => {
                written.extend(last);
                if let Ok(appended) = robots.append(ANN, session, message(random.below(6), LENGTH)).await {
                    written.extend(appended.messages.iter().map(|message| (message.id, message.revision)));
                }
            }
        }
    }
}

/// The process that is killed: this test, run again with a path in its environment.
#[test]
fn the_child() {
    let Some(path) = env::var_os(FILE).map(PathBuf::from) else { return };
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_time().build().unwrap();
    runtime.block_on(async {
        let (robots, _store) = open(&path).await;
        let first = Arc::new(Barrier::new(4));
        for seed in 0..3 {
            tokio::spawn(write(robots.clone(), seed, Arc::clone(&first)));
        }
        first.wait().await;
        println!("@ready");
        // Without a grace time, it deletes files between their upload and their message: these appends fail.
        let sweep = FileSweep { grace: Duration::ZERO, ..FileSweep::default() };
        loop {
            robots.sweep_files(ANN, sweep).await.unwrap();
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
    });
}

#[tokio::test]
async fn no_kill_leaves_a_message_without_its_file_or_a_byte_without_a_message() {
    let rounds = rounds(5);
    let mut random = Random::new(rounds);
    let (mut messages, mut left_over) = (0, 0);
    for round in 0..rounds {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("robots.db");
        let mut child = Command::new(env::current_exe().unwrap())
            .args(["--exact", "the_child", "--nocapture", "--test-threads=1"])
            .env(FILE, &path)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        assert!(lines.any(|line| line.contains("@ready")), "the child begins");
        thread::sleep(Duration::from_micros(random.below(400_000) as u64));
        child.kill().unwrap();
        child.wait().unwrap();

        let (robots, store) = open(&path).await;
        let found = store.verify(false).await.unwrap();
        assert_eq!(found.findings, [], "round {round}");
        let count = |table: &str, condition: &str| {
            let connection = rusqlite::Connection::open(&path).unwrap();
            let sql = format!("SELECT count(*) FROM robots_{table} t WHERE {condition}");
            connection.query_row(&sql, [], |row| row.get::<_, u32>(0)).unwrap()
        };
        messages += count("messages", "deleted = 0");
        let unbound = "NOT EXISTS (SELECT 1 FROM robots_file_refs r WHERE r.file_id = t.id)";
        left_over += count("files", unbound) + count("file_blobs", "1");
        let sweep = FileSweep { grace: Duration::ZERO, ..FileSweep::default() };
        robots.sweep_files(ANN, sweep).await.unwrap();
        assert_eq!(count("files", unbound), 0, "round {round}");
        assert_eq!(count("file_blobs", "1"), 0, "round {round}");
        let nobodys = "NOT EXISTS (SELECT 1 FROM robots_files f WHERE f.blob = t.blob)";
        assert_eq!(count("file_chunks", nobodys), 0, "round {round}");
    }
    println!("{rounds} rounds: {messages} messages stood, {left_over} files and uploads were swept");
}
