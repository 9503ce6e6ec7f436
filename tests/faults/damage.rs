//! The file is damaged: bits flip, blocks are zeroed, and the end is missing.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use rusqlite::Connection;
use storyden_robots::{
    AccountId, Damaged, Error, ErrorKind, FindingKind, MessageId, PageRequest, Resource, ResourceRepository,
    Robot, RobotId, SessionFilter, SessionId, SessionRepository, SqliteOptions, SqliteStore, WindowRequest,
    repository::{ChangeLimit, MessageChange, MessageUpdate, Summary, Write},
    stream::{Chunk, ChunkLog},
};

use crate::{ANN, Random, append, document, record, rounds, say, time};

const SESSIONS: u8 = 40;
const MESSAGES: u8 = 40;

fn opened(path: &Path) -> SqliteOptions {
    // Not migrated: nothing is repaired behind the test's back.
    SqliteOptions::new(path).readers(1)
}

fn session(number: u8) -> SessionId {
    SessionId::from_bytes([number; 12])
}

fn message(number: u8) -> MessageId {
    MessageId::from_bytes([number; 12])
}

fn text(number: u8) -> String {
    format!("{number} {}", "long ".repeat(usize::from(number) % 4 * 2000))
}

fn robot(number: u8) -> Robot<AccountId> {
    let json = format!(
        r#"{{"id":"{}","name":"robot {number}","description":"","playbook":"","author":"{ANN}","tools":[],"model":"anthropic/claude","meta":{{}},"createdAt":"2026-11-26T12:00:00Z","updatedAt":"2026-11-26T12:00:00Z"}}"#,
        RobotId::from_bytes([number; 12])
    );
    serde_json::from_str(&json).unwrap()
}

/// Fills a store with a bit of everything.
async fn fill(store: &SqliteStore) {
    let write = Write::at(time());
    for number in 1..=5 {
        store.create(&robot(number)).await.unwrap();
    }
    for number in 1..=SESSIONS {
        store.create_session(&record(session(number))).await.unwrap();
    }
    for number in 1..=MESSAGES {
        append(store, session(1), message(number), &text(number)).await.unwrap();
    }
    store.delete_session(session(3), write).await.unwrap();
    let summary =
        Summary { covers: storyden_robots::Sequence::new(9).unwrap(), text: "what was said".to_owned() };
    store.put_summary(session(1), &summary, storyden_robots::Offset::default()).await.unwrap();
    // A draft that is finished, and one that is open.
    for (number, finished) in [(101, true), (102, false)] {
        let mut batch = say(message(number), "drafted");
        batch.draft = Some(ANN);
        let mut base = store.append_messages(session(2), &batch, write).await.unwrap().messages[0].revision;
        for chunk in [Chunk::text_start("1"), Chunk::text_delta("1", "grows")] {
            let change = MessageChange::Grow(ChunkLog::new(&[chunk]));
            let update = MessageUpdate { base, change };
            base = store.update_message(session(2), message(number), &update, write).await.unwrap();
        }
        if finished {
            let document = document(message(number), "drafted and finished");
            let update =
                MessageUpdate { base, change: MessageChange::Complete { document, annotations: None } };
            store.update_message(session(2), message(number), &update, write).await.unwrap();
        }
    }
}

struct Fixture {
    folder: tempfile::TempDir,
    /// The documents of all messages that are complete.
    documents: BTreeMap<MessageId, String>,
}

impl Fixture {
    /// Makes a store. `closed` puts all of it into the main file; otherwise the newest is in the WAL.
    async fn new(closed: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("made.db");
        let store = SqliteStore::open(opened(&path).migrate(true)).await.unwrap();
        fill(&store).await;
        let mut documents: BTreeMap<_, _> = (1..=MESSAGES)
            .map(|number| (message(number), document(message(number), &text(number))))
            .collect();
        documents.insert(message(101), document(message(101), "drafted and finished"));
        let documents =
            documents.into_iter().map(|(id, document)| (id, document.as_str().to_owned())).collect();
        let mut store = Some(store);
        if closed {
            store = None;
        }
        for end in ["", "-wal"] {
            let from = folder.path().join(format!("made.db{end}"));
            if from.exists() {
                std::fs::copy(from, folder.path().join(format!("whole.db{end}"))).unwrap();
            }
        }
        drop(store);
        Self { folder, documents }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn damage(&self, change: impl Fn(&str, &mut Vec<u8>)) -> PathBuf {
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

    /// Reads everything, writes something, and verifies.
    async fn read(&self, path: &Path) -> Outcome {
        let store = match SqliteStore::open(opened(path)).await {
            Ok(store) => store,
            Err(error) => return reported(&error),
        };
        let mut outcome = Outcome::Right;
        let mut found = 0;
        for (number, first, last) in [(1, 1, MESSAGES), (2, 101, 102)] {
            match store.find_session(session(number), WindowRequest::newest(100)).await {
                Ok(window) => {
                    if !window.damaged.is_empty() {
                        outcome = Outcome::Reported;
                    }
                    for message in window.messages.iter().filter(|message| message.draft.is_none()) {
                        let document = message.document.as_str();
                        let known = self.documents.values().any(|known| known == document);
                        assert!(known || document.contains("\"drafted\""), "{document}");
                        found += usize::from(known);
                    }
                }
                Err(error) => outcome = reported(&error),
            }
            match store.find_session_texts(session(number), WindowRequest::newest(100)).await {
                Ok(window) => {
                    if !window.damaged.is_empty() {
                        outcome = Outcome::Reported;
                    }
                    for (text, _) in window.messages.iter() {
                        let text = str::from_utf8(text).unwrap();
                        let begins = |known: &String| text.starts_with(&known[..known.len() - 1]);
                        let known = self.documents.values().any(begins);
                        assert!(known || text.contains("\"drafted\""), "{text}");
                    }
                }
                Err(error) => outcome = reported(&error),
            }
            for id in first..=last {
                match store.find_message(session(number), message(id)).await {
                    Ok(message) => drop(message.decode().map_err(|error| outcome = reported(&error))),
                    Err(error) => outcome = reported(&error),
                }
            }
            let changes =
                store.changes(session(number), storyden_robots::Offset::default(), ChangeLimit::default());
            drop(changes.await.map_err(|error| outcome = reported(&error)));
        }
        for page in 1..=4 {
            match store.list_sessions(SessionFilter::default(), PageRequest::new(page, 10)).await {
                Ok(page) if page.damaged.is_empty() => {}
                Ok(_) => outcome = Outcome::Reported,
                Err(error) => outcome = reported(&error),
            }
        }
        let robots = ResourceRepository::<Robot<AccountId>>::list(&store, (), PageRequest::new(1, 10)).await;
        match robots {
            Ok(page) if page.damaged.is_empty() => {}
            Ok(_) => outcome = Outcome::Reported,
            Err(error) => outcome = reported(&error),
        }
        // A write is refused with an error, or done.
        let more = append(&store, session(1), message(200), "one more").await;
        drop(more.map_err(|error| outcome = reported(&error)));
        match store.verify(false).await {
            Ok(verified) if verified.is_sound() => {}
            Ok(_) if outcome == Outcome::Right => outcome = Outcome::Verified,
            Ok(_) => {}
            Err(error) => outcome = reported(&error),
        }
        match outcome {
            Outcome::Right if found < self.documents.len() => Outcome::Older,
            outcome => outcome,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// Nothing is missing, or what nobody reads is damaged.
    Right,
    /// An error, or a row that is named as damaged.
    Reported,
    /// Only a verification finds it.
    Verified,
    /// The newest are missing: SQLite takes a WAL that ends early for one that was not written further.
    Older,
}

#[track_caller]
fn reported(error: &Error) -> Outcome {
    let known = [
        ErrorKind::Internal,
        ErrorKind::StorageFailed,
        ErrorKind::Unavailable,
        ErrorKind::NotFound,
        ErrorKind::Conflict,
        ErrorKind::AlreadyExists,
    ];
    assert!(known.contains(&error.kind()), "{error:?}");
    assert!(!format!("{error:?}").contains("panic"), "{error:?}");
    Outcome::Reported
}

#[tokio::test]
async fn a_damaged_file_gives_errors_or_what_was_written_and_never_a_panic() {
    for closed in [true, false] {
        let mut counts = [0_usize; 4];
        let fixture = Fixture::new(closed).await;
        assert_eq!(fixture.read(&fixture.damage(|_, _| {})).await, Outcome::Right);
        for round in 0..rounds(30) {
            let mut random = Random::new(round);
            let (place, how, in_wal) = (random.below(1 << 30), random.below(4), random.below(2) == 0);
            let damaged = fixture.damage(|end, bytes| {
                if (closed || in_wal == (end == "-wal")) && !bytes.is_empty() {
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
            if closed {
                assert_ne!(
                    outcome,
                    Outcome::Older,
                    "round {round}: messages are missing, and nothing says so"
                );
            }
            counts[outcome as usize] += 1;
        }
        let [right, reported, verified, older] = counts;
        println!(
            "closed {closed}: {right} right, {reported} reported, {verified} found by verify, {older} older"
        );
        assert!(reported > 0);
    }
}

/// Breaks rows as a tool of the host's could, in place.
fn break_row(path: &Path, sql: &str) {
    assert_eq!(Connection::open(path).unwrap().execute(sql, []).unwrap(), 1, "{sql}");
}

#[tokio::test]
async fn a_row_that_does_not_decode_is_named_and_the_others_come() {
    let fixture = Fixture::new(true).await;
    let path = fixture.file("whole.db");
    let store = SqliteStore::open(opened(&path)).await.unwrap();
    let redact = |number: u8| {
        format!(
            "UPDATE robots_messages SET document = replace(document, 'long', 'short') WHERE id = '{}'",
            message(number)
        )
    };
    break_row(&path, &redact(38));
    break_row(
        &path,
        &format!("UPDATE robots_sessions SET updated_at = 9223372036854775807 WHERE id = '{}'", session(40)),
    );
    break_row(
        &path,
        &format!("UPDATE robots_robots SET document = 'x' WHERE id = '{}'", RobotId::from_bytes([3; 12])),
    );

    let window = store.find_session(session(1), WindowRequest::newest(7)).await.unwrap();
    assert_eq!(window.messages.len(), 6);
    assert_eq!(window.damaged, [Damaged::new(Resource::Message, message(38).to_string())]);
    assert_eq!(window.next_before, Some(message(34)), "the window is no shorter for it");
    let error = store.find_message(session(1), message(38)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::StorageFailed, "alone it is an error");
    // A window of nothing else goes on from it.
    let window = store.find_session(session(1), WindowRequest::newest(1).before(message(39))).await.unwrap();
    assert_eq!((window.messages.len(), window.next_before), (0, Some(message(38))));

    let page = store.list_sessions(SessionFilter::default(), PageRequest::sessions()).await.unwrap();
    assert_eq!(page.damaged, [Damaged::new(Resource::Session, session(40).to_string())]);
    assert_eq!(page.items.len(), 19);
    let page =
        ResourceRepository::<Robot<AccountId>>::list(&store, (), PageRequest::resources()).await.unwrap();
    assert_eq!((page.items.len(), page.damaged.len()), (4, 1));

    let verified = store.verify(false).await.unwrap();
    let mut kinds: Vec<_> = verified.findings.iter().map(|finding| finding.kind).collect();
    kinds.sort_by_key(|kind| *kind != FindingKind::Checksum);
    assert_eq!(kinds, [FindingKind::Checksum, FindingKind::Row, FindingKind::Row], "{verified:?}");
}

/// The text of a deleted message is empty, and its row has neither author nor checksum.
#[tokio::test]
async fn a_row_that_lost_its_document_is_named_and_not_taken_for_a_deleted_message() {
    let lost = [
        "document = ''",
        "document = '', checksum = NULL, author = (SELECT created_by FROM robots_sessions)",
    ];
    for lost in lost {
        let fixture = Fixture::new(true).await;
        let path = fixture.file("whole.db");
        let store = SqliteStore::open(opened(&path).read_in_place(true)).await.unwrap();
        break_row(&path, &format!("UPDATE robots_messages SET {lost} WHERE id = '{}'", message(38)));
        let window = store.find_session_texts(session(1), WindowRequest::newest(7)).await.unwrap();
        assert_eq!(window.messages.len(), 6, "{lost}");
        assert_eq!(window.damaged, [Damaged::new(Resource::Message, message(38).to_string())], "{lost}");
    }
}

#[tokio::test]
async fn a_document_without_a_sum_is_not_compared() {
    let fixture = Fixture::new(true).await;
    let path = fixture.file("whole.db");
    let store = SqliteStore::open(opened(&path)).await.unwrap();
    let redact = "UPDATE robots_messages SET document = replace(document, 'long', 'short'), checksum = NULL";
    break_row(&path, &format!("{redact} WHERE id = '{}'", message(38)));
    let found = store.find_message(session(1), message(38)).await.unwrap();
    assert!(found.decode().unwrap().parts.text().contains("short"));
    assert!(store.verify(false).await.unwrap().is_sound());
}
