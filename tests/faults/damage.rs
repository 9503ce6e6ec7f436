//! The file is damaged: bits flip, and the end is missing.

use std::path::Path;

use rusqlite::Connection;
use storyden_robots::{
    Damaged, Error, ErrorKind, MessageId, NewRobot, NewSession, PageRequest, Part, Resource, SessionFilter,
    SessionId, SqliteOptions, SqliteStore, WindowRequest,
};

use crate::{ANN, Random, rounds, say, service};

fn opened(path: &Path) -> SqliteOptions {
    // Not migrated: nothing is repaired behind the test's back.
    SqliteOptions::new(path).readers(1)
}

struct Fixture {
    folder: tempfile::TempDir,
    session: SessionId,
    ids: Vec<MessageId>,
    texts: Vec<String>,
}

impl Fixture {
    /// Makes a store with forty messages, some of them long. `closed` puts all of it into the main
    /// file; otherwise the newest are in the WAL.
    async fn new(closed: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("made.db");
        let robots = service(SqliteStore::open(opened(&path).migrate(true)).await.unwrap());
        let session = robots.start_session(ANN, NewSession::default().name("First")).await.unwrap().id;
        for number in 0..5 {
            robots.start_session(ANN, NewSession::default().name(format!("{number}"))).await.unwrap();
            let model = "a/b".parse().unwrap();
            robots.create_robot(ANN, NewRobot::new(format!("{number}"), model)).await.unwrap();
        }
        let (mut ids, mut texts) = (Vec::new(), Vec::new());
        for number in 0..40 {
            let text = format!("{number} {}", "long ".repeat(number % 4 * 2000));
            ids.push(robots.append(ANN, session, say(&text)).await.unwrap().messages[0].id);
            texts.push(text);
        }
        let fixture = Self { folder, session, ids, texts };
        if closed {
            drop(robots);
        }
        for end in ["", "-wal"] {
            let from = fixture.folder.path().join(format!("made.db{end}"));
            if from.exists() {
                std::fs::copy(from, fixture.folder.path().join(format!("whole.db{end}"))).unwrap();
            }
        }
        fixture
    }

    fn file(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    /// Reads everything. Returns what of it was an error, rows that were reported as damaged, and right.
    async fn read(&self, path: &Path) -> Outcome {
        let store = match SqliteStore::open(opened(path)).await {
            Ok(store) => store,
            Err(error) => return typed(&error),
        };
        let robots = service(store);
        let mut outcome = Outcome::Right;
        match robots.list_sessions(ANN, SessionFilter::default(), PageRequest::sessions()).await {
            Ok(page) if !page.damaged.is_empty() => outcome = Outcome::Reported,
            Ok(_) => {}
            Err(error) => outcome = typed(&error),
        }
        if let Err(error) = robots.list_robots(ANN, PageRequest::resources()).await {
            outcome = typed(&error);
        }
        match robots.session(ANN, self.session, WindowRequest::newest(100)).await {
            Ok(session) if !session.message_list.damaged.is_empty() => outcome = Outcome::Reported,
            Ok(session) => {
                // What comes can be written, and its parts can be looked at, without a panic.
                session.write_json(&mut Vec::new()).unwrap();
                let read = |part: Part<'_>| part.kind().len();
                let list = session.message_list;
                let _kinds: usize = list.messages.iter().flat_map(|m| m.parts.iter()).map(read).sum();
                let ids: Vec<_> = list.messages.iter().map(|message| message.id).collect();
                let texts = list.messages.iter().map(|message| message.parts.text());
                assert!(texts.eq(self.texts.iter().take(ids.len()).cloned()), "no text but the right one");
                if ids != self.ids {
                    assert!(self.ids.starts_with(&ids), "no order but the right one");
                    outcome = outcome.or(Outcome::Older);
                }
            }
            Err(error) => outcome = typed(&error),
        }
        // A write is refused with an error, or done; nothing else.
        if let Err(error) = robots.append(ANN, self.session, say("one more")).await {
            outcome = outcome.or(typed(&error));
        }
        outcome
    }

    fn damage(&self, change: impl Fn(&str, &mut Vec<u8>)) -> std::path::PathBuf {
        for end in ["", "-wal", "-shm"] {
            let from = self.file(&format!("whole.db{end}"));
            let to = self.file(&format!("damaged.db{end}"));
            std::fs::remove_file(&to).ok();
            if from.exists() {
                let mut bytes = std::fs::read(from).unwrap();
                change(end, &mut bytes);
                std::fs::write(to, bytes).unwrap();
            }
        }
        self.file("damaged.db")
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Right,
    Error,
    Reported,
    /// The newest are missing: SQLite takes a WAL that ends early for one that was not written further.
    Older,
}

impl Outcome {
    fn or(self, other: Self) -> Self {
        if self == Self::Right { other } else { self }
    }
}

#[track_caller]
fn typed(error: &Error) -> Outcome {
    let known =
        [ErrorKind::Internal, ErrorKind::Unavailable, ErrorKind::NotFound, ErrorKind::InvalidArgument];
    assert!(known.contains(&error.kind()), "{error:?}");
    assert!(!error.to_string().contains("robots_"), "{error}");
    Outcome::Error
}

#[tokio::test]
async fn a_damaged_file_gives_errors_or_data_and_never_a_panic() {
    let mut counts = [[0_usize; 4]; 2];
    for closed in [true, false] {
        let fixture = Fixture::new(closed).await;
        for round in 0..rounds(40) {
            let mut random = Random::new(round);
            let (place, how, in_wal) = (random.below(1 << 30), random.below(4), random.below(2) == 0);
            let damaged = fixture.damage(|end, bytes| {
                if closed || in_wal == (end == "-wal") {
                    let at = place % bytes.len();
                    match how {
                        0 => bytes.truncate(at),
                        1 => {
                            let end = bytes.len().min(at + 4096);
                            bytes[at..end].fill(0);
                        }
                        _ => bytes[at] ^= 1 << (place % 8),
                    }
                }
            });
            let outcome = fixture.read(&damaged).await;
            counts[usize::from(!closed)][outcome as usize] += 1;
        }
    }
    for ([right, error, reported, older], file) in counts.into_iter().zip(["main file", "main file or WAL"]) {
        println!("damaged {file}: {right} right, {error} errors, {reported} reported, {older} older");
        assert!(right > 0, "{file}");
    }
    let [main, _] = counts;
    assert_eq!(main[Outcome::Older as usize], 0, "nothing is missing without a word");
}

/// Breaks one column of one row as a tool of the host's could, in place.
fn break_row(path: &Path, sql: &str) {
    let connection = Connection::open(path).unwrap();
    assert_eq!(connection.execute(sql, []).unwrap(), 1);
}

#[tokio::test]
async fn a_row_that_does_not_decode_is_named_and_the_others_come() {
    let fixture = Fixture::new(true).await;
    let path = fixture.file("whole.db");
    let robots = service(SqliteStore::open(opened(&path)).await.unwrap());
    break_row(&path, "UPDATE robots_messages SET role = '' WHERE sequence = 38");
    break_row(&path, "UPDATE robots_sessions SET created_at = 9223372036854775807 WHERE name = '3'");
    break_row(&path, "UPDATE robots_robots SET tools = 'x' WHERE name = '2'");

    let damaged = vec![Damaged::new(Resource::Message, fixture.ids[37].to_string())];
    let session = robots.session(ANN, fixture.session, WindowRequest::newest(5)).await.unwrap();
    let list = session.message_list;
    assert_eq!((list.results, list.messages.len()), (4, 4));
    assert_eq!(list.damaged, damaged);
    assert_eq!(list.next_before, Some(fixture.ids[35]), "the window is no shorter for it");
    let json = serde_json::to_value(&list).unwrap();
    assert_eq!(json["damaged"][0]["resource"], "message");
    assert_eq!(json["damaged"][0]["id"], fixture.ids[37].to_string());
    let error = robots.message(ANN, fixture.session, fixture.ids[37]).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Internal, "alone it is an error");

    // A window of nothing else goes on from it.
    let window = WindowRequest::newest(1).before(fixture.ids[38]);
    let list = robots.session(ANN, fixture.session, window).await.unwrap().message_list;
    assert_eq!((list.results, list.next_before), (0, Some(fixture.ids[37])));

    let page = robots.list_sessions(ANN, SessionFilter::default(), PageRequest::sessions()).await.unwrap();
    assert_eq!((page.results, page.damaged.len()), (5, 1));
    assert_eq!(page.damaged[0].resource, Resource::Session);
    let page = robots.list_robots(ANN, PageRequest::resources()).await.unwrap();
    assert_eq!((page.results, page.damaged.len()), (4, 1));
    let json = serde_json::to_string(&page).unwrap();
    assert_eq!(serde_json::from_str::<storyden_robots::Page<_>>(&json).ok(), Some(page));
}

#[tokio::test]
async fn what_decodes_but_is_not_what_was_written_is_damaged() {
    let fixture = Fixture::new(true).await;
    let path = fixture.file("whole.db");
    let wrong = [
        "parts = replace(parts, ' ', '_')",
        "metadata = 'null'",
        "extra = '{}'",
        "role = 'assistant'",
        "author = 'cc5lnd2s1s4652adtu50'",
        "author = NULL",
        "robot_id = 'helper'",
        "created_at = created_at + 1",
        "id = 'cc5lnd2s1s4652adtu50'",
    ];
    for (column, sequence) in wrong.iter().zip((2..).step_by(2)) {
        break_row(&path, &format!("UPDATE robots_messages SET {column} WHERE sequence = {sequence}"));
    }
    let robots = service(SqliteStore::open(opened(&path)).await.unwrap());
    let session = robots.session(ANN, fixture.session, WindowRequest::newest(100)).await.unwrap();
    assert_eq!(session.message_list.damaged.len(), wrong.len(), "{:?}", session.message_list.damaged);
    assert_eq!(session.message_list.messages.len(), fixture.ids.len() - wrong.len());

    // Rows from before there were checksums come as they are.
    break_row(&path, "UPDATE robots_messages SET checksum = NULL WHERE sequence = 8");
    let session = robots.session(ANN, fixture.session, WindowRequest::newest(100)).await.unwrap();
    assert_eq!(session.message_list.damaged.len(), wrong.len() - 1);
}

#[tokio::test]
async fn messages_that_are_missing_are_missed() {
    let fixture = Fixture::new(true).await;
    let path = fixture.file("whole.db");
    let robots = service(SqliteStore::open(opened(&path)).await.unwrap());
    robots.delete_message(ANN, fixture.session, fixture.ids[20]).await.unwrap();
    let read = async |window| robots.session(ANN, fixture.session, window).await;
    assert_eq!(read(WindowRequest::newest(100)).await.unwrap().message_list.results, 39, "what was deleted");
    for sequence in [1, 10, 40] {
        break_row(&path, &format!("DELETE FROM robots_messages WHERE sequence = {sequence}"));
        let error = read(WindowRequest::newest(100)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Internal, "{error}");
    }
    assert!(read(WindowRequest::newest(5)).await.is_err(), "the newest is missing");
    let before = WindowRequest::newest(5).before(fixture.ids[25]);
    assert_eq!(read(before).await.unwrap().message_list.results, 5, "and these are not");
}
