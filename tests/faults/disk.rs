//! The disk fails, or is full.

use std::{path::Path, process::Command};

use storyden_robots::{ErrorKind, SessionRepository, SqliteStore, sql::SCHEMA_VERSION};

use crate::{
    Acknowledged, append,
    child::{Job, Line, acknowledged, run, skip, strace},
    lost, new_message, new_session, options, record, rounds, said,
};

/// The calls that can fail, and how.
const FAULTS: [(&str, &str); 5] = [
    ("fsync,fdatasync", "EIO"),
    ("fsync,fdatasync", "ENOSPC"),
    ("pwrite64", "EIO"),
    ("pwrite64", "ENOSPC"),
    ("ftruncate", "EIO"),
];

/// Lets one call of a writing child fail, a later one in each round. Returns what was acknowledged,
/// how much of that is lost, and how many operations failed.
async fn fail_calls(job: Job, rounds: usize) -> Option<(usize, usize, usize)> {
    let mut all = (0, 0, 0);
    for round in 0..rounds {
        let (call, fault) = FAULTS[round % FAULTS.len()];
        // The first calls make the store, the later ones append.
        let when = 1 + round / FAULTS.len() * if call == "pwrite64" { 20 } else { 3 };
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("robots.db");
        let mut strace = strace()?;
        strace.args(["-o", "/dev/null", "-e", &format!("trace={call}")]);
        strace.args(["-e", &format!("inject={call}:error={fault}:when={when}"), "--"]);
        let (lines, ended) = run(&mut job.command_under(&mut strace, &path, 1, 12));
        let context = format!("{call} {when} fails with {fault}");
        assert!(ended, "{context}: the child ends well: {lines:?}");
        for line in &lines {
            if let Line::Failed(error) = line {
                assert!(error.starts_with("StorageFailed"), "{context}: {error}");
                all.2 += 1;
            }
        }
        let heard = acknowledged(&lines);
        let lost = lost(&path, &heard).await.unwrap_or_else(|damage| panic!("{context}: {damage}"));
        all = (all.0 + heard.len(), all.1 + lost, all.2);
    }
    println!(
        "{job:?}: {rounds} faults, {} acknowledged, {} lost, {} operations refused",
        all.0, all.1, all.2
    );
    Some(all)
}

#[tokio::test]
async fn what_was_acknowledged_survives_calls_that_fail() {
    let Some((acknowledged, lost, failed)) = fail_calls(Job::Append, rounds(30)).await else { return };
    assert!(acknowledged > 0 && failed > 0, "{acknowledged} acknowledged, {failed} failed");
    assert_eq!(lost, 0);
}

#[tokio::test]
async fn red_twin_what_is_acknowledged_before_it_failed_is_lost() {
    let Some((_, lost, _)) = fail_calls(Job::AcknowledgeEarly, rounds(30)).await else { return };
    assert!(lost > 0);
}

/// A file system of two megabytes, unmounted when it is dropped.
struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    fn mount() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=2m", "tmpfs"]).arg(folder.path());
        if mount.status().is_ok_and(|status| status.success()) {
            Some(Self(folder))
        } else {
            skip("a tmpfs cannot be mounted")
        }
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        Command::new("umount").arg("-l").arg(self.0.path()).status().ok();
    }
}

#[tokio::test]
async fn a_full_disk_refuses_writes_and_goes_on_when_there_is_space() {
    let Some(disk) = SmallDisk::mount() else { return };
    let (path, ballast) = (disk.0.path().join("robots.db"), disk.0.path().join("ballast"));
    std::fs::write(&ballast, vec![0; 600_000]).unwrap();
    let store = SqliteStore::open(options(&path)).await.unwrap();
    let session = new_session();
    store.create_session(&record(session)).await.unwrap();
    let mut acknowledged = Vec::new();
    let refusal = loop {
        let label = format!("full-{}-3000", acknowledged.len());
        let id = new_message();
        match append(&store, session, id, &crate::text_of(&label)).await {
            Ok(appended) => {
                let sequence = appended.messages[0].sequence.get();
                acknowledged.push(Acknowledged { session, sequence, id, label });
            }
            Err(error) => break error,
        }
        assert!(acknowledged.len() < 10_000, "the disk is full at some time");
    };
    assert_eq!(refusal.kind(), ErrorKind::StorageFailed, "{refusal:?}");
    for _ in 0..20 {
        let error = append(&store, session, new_message(), &"x".repeat(3000)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::StorageFailed, "{error:?}");
    }
    let found = said(&store, session).await.unwrap();
    assert_eq!(found.len(), acknowledged.len(), "it can be read, and what was refused is not there");

    std::fs::remove_file(&ballast).unwrap();
    append(&store, session, new_message(), "there is space again").await.unwrap();
    println!("full disk: {} acknowledged", acknowledged.len());
    drop(store);
    assert_eq!(lost(&path, &acknowledged).await, Ok(0));
}

#[tokio::test]
async fn a_store_on_read_only_media_can_be_read() {
    let Some(disk) = SmallDisk::mount() else { return };
    let path = disk.0.path().join("robots.db");
    let store = SqliteStore::open(options(&path)).await.unwrap();
    let session = new_session();
    store.create_session(&record(session)).await.unwrap();
    append(&store, session, new_message(), "Hello").await.unwrap();
    // As a process leaves it that was killed, with the newest in the WAL.
    let killed = disk.0.path().join("killed.db");
    for end in ["", "-wal"] {
        let [from, to] = [&path, &killed].map(|path| format!("{}{end}", path.display()));
        std::fs::copy(from, to).unwrap();
    }
    drop(store);
    let mount = Command::new("mount").args(["-o", "remount,ro"]).arg(disk.0.path()).status();
    assert!(mount.unwrap().success());

    let error = SqliteStore::open(options(&path)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::StorageFailed, "{error:?}");
    let store = SqliteStore::open(options(&path).read_only(true)).await.unwrap();
    assert_eq!(said(&store, session).await.unwrap().len(), 1);
    assert!(store.verify(true).await.unwrap().is_sound());
    let error = append(&store, session, new_message(), "never").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::StorageFailed, "{error:?}");
    let elsewhere = tempfile::tempdir().unwrap();
    store.backup(elsewhere.path().join("copy.db")).await.unwrap();
    assert_eq!(lost(&elsewhere.path().join("copy.db"), &[]).await, Ok(0));

    // What is in the WAL is not left out in silence.
    let error = SqliteStore::open(options(&killed).read_only(true)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::StorageFailed, "{error:?}");
}

#[tokio::test]
async fn a_migration_that_is_killed_at_any_step_is_done_by_the_next() {
    let mut unfinished = 0;
    for when in 1..=rounds(12) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("robots.db");
        let Some(mut strace) = strace() else { return };
        let call = ["pwrite64", "fsync,fdatasync"][when % 2];
        // Of the calls that make a store, every third write and every flush.
        let at = if when % 2 == 0 { when / 2 * 3 } else { when.div_ceil(2) };
        strace.args(["-o", "/dev/null", "-e", &format!("trace={call}")]);
        strace.args(["-e", &format!("inject={call}:signal=SIGKILL:when={at}"), "--"]);
        let (_, ended) = run(&mut Job::Migrate.command_under(&mut strace, &path, 1, 0));
        unfinished += usize::from(!ended);
        assert_eq!(lost(&path, &[]).await, Ok(0), "killed at {call} {at}");
        assert_eq!(steps(&path), i64::from(SCHEMA_VERSION), "killed at {call} {at}");
    }
    assert!(unfinished >= 6, "{unfinished} were killed");
}

fn steps(path: &Path) -> i64 {
    let connection = rusqlite::Connection::open(path).unwrap();
    connection.query_row("SELECT count(*) FROM robots_migrations", [], |row| row.get(0)).unwrap()
}
