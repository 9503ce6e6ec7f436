//! The index of a SQLite file: when it is there, what it keeps, and that it forgets.

use std::{fs, path::PathBuf};

use rusqlite::Connection;
use storyden_robots::{
    AccountId, AllowAll, ErrorKind, Finding, FindingKind, Fork, MessageId, NewMessage, NewSession, Part,
    Robots, SearchQuery, SearchRepository, SessionChange, SessionId, SqliteOptions, SqliteStore,
    StaticProfiles, Transcripts, transfer,
};
use tempfile::TempDir;

const ANN: AccountId = AccountId::from_bytes([1; 12]);

struct File(TempDir);

impl File {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self) -> PathBuf {
        self.0.path().join("robots.db")
    }

    fn options(&self) -> SqliteOptions {
        SqliteOptions::new(self.path()).migrate(true)
    }

    async fn open(&self, search: bool) -> (SqliteStore, Robots) {
        let store = SqliteStore::open(self.options().search(search)).await.unwrap();
        (store.clone(), Robots::new(store.clone(), AllowAll, StaticProfiles::default()).with_search(store))
    }

    /// Returns how often a text stands in the file and its WAL.
    fn count(&self, text: &str) -> usize {
        let wal = format!("{}-wal", self.path().display());
        let files = [Some(fs::read(self.path()).unwrap()), fs::read(wal).ok()];
        let count = |bytes: &Vec<u8>| memchr_count(bytes, text.as_bytes());
        files.iter().flatten().map(count).sum()
    }

    /// Returns the words of the index.
    fn words(&self) -> Vec<String> {
        let connection = Connection::open(self.path()).unwrap();
        connection
            .execute_batch("CREATE VIRTUAL TABLE temp.words USING fts5vocab('main', 'robots_search', 'row')")
            .unwrap();
        let mut words = connection.prepare("SELECT term FROM temp.words ORDER BY term").unwrap();
        words.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
    }
}

fn memchr_count(bytes: &[u8], text: &[u8]) -> usize {
    bytes.windows(text.len()).filter(|window| *window == text).count()
}

fn say(text: &str) -> NewMessage {
    NewMessage::user([Part::text(text.to_owned())]).unwrap()
}

async fn said(robots: &Robots, session: SessionId, text: &str) -> MessageId {
    robots.append(ANN, session, say(text)).await.unwrap().messages[0].id
}

async fn hits(robots: &Robots, text: &str) -> Result<usize, ErrorKind> {
    let found = robots.search(ANN, &SearchQuery::parse(text).unwrap(), 50).await;
    found.map(|found| found.hits.len()).map_err(|error| error.kind())
}

#[tokio::test]
async fn what_was_edited_or_deleted_is_in_no_byte_of_the_file() {
    let file = File::new();
    let (store, robots) = file.open(true).await;
    let session = robots.start_session(ANN, NewSession::default().name("Name zebra1")).await.unwrap().id;
    let mut messages = Vec::new();
    for number in 2..8 {
        messages.push(said(&robots, session, &format!("Who knows zebra{number}? A zebra")).await);
    }
    for number in 0..200 {
        said(&robots, session, &format!("filler number {number} with more words")).await;
    }
    robots.update_session(ANN, session, SessionChange::default().name("Other")).await.unwrap();
    let edited = robots.message(ANN, session, messages[0]).await.unwrap();
    robots.edit_message(ANN, session, messages[0], edited.revision, say("A horse")).await.unwrap();
    robots.delete_message(ANN, session, messages[1], None).await.unwrap();
    assert!(file.words().iter().any(|word| word == "zebra4"));
    robots.truncate(ANN, session, messages[2], None).await.unwrap();
    assert_eq!(hits(&robots, "zebra").await, Ok(0));
    assert_eq!(file.words(), ["a", "horse", "other"], "no word of what is gone");
    for number in 1..8 {
        assert_eq!(file.count(&format!("zebra{number}")), 0, "zebra{number}");
    }
    assert!(file.count("horse") > 0);
    assert!(store.verify(false).await.unwrap().is_sound());
}

#[tokio::test]
async fn a_deleted_session_leaves_no_word_in_the_index() {
    let file = File::new();
    let (_store, robots) = file.open(true).await;
    let session = robots.start_session(ANN, NewSession::default().name("zebra")).await.unwrap().id;
    let other = robots.start_session(ANN, NewSession::default().name("horse")).await.unwrap().id;
    for number in 0..450 {
        said(&robots, session, &format!("zebra{number}")).await;
    }
    robots.delete_session(ANN, session).await.unwrap();
    assert_eq!(file.words(), ["horse"]);
    robots.restore_session(ANN, session).await.unwrap();
    assert_eq!(file.words().len(), 452);
    robots.delete_session(ANN, other).await.unwrap();
    assert_eq!((hits(&robots, "zebra449").await, hits(&robots, "horse").await), (Ok(1), Ok(0)));
}

#[tokio::test]
async fn a_store_without_an_index_gets_one_when_it_is_asked_to() {
    let file = File::new();
    let (store, robots) = file.open(false).await;
    let session = robots.start_session(ANN, NewSession::default().name("zebra")).await.unwrap().id;
    said(&robots, session, "a zebra").await;
    assert_eq!(hits(&robots, "zebra").await, Err(ErrorKind::StorageFailed), "there is no index");
    drop((store, robots));

    let refused = SqliteStore::open(file.options().migrate(false).search(true)).await.unwrap_err();
    assert_eq!(refused.kind(), ErrorKind::StorageFailed, "an index is a migration");
    let (store, robots) = file.open(true).await;
    said(&robots, session, "another zebra").await;
    assert_eq!(hits(&robots, "zebra").await, Err(ErrorKind::Unavailable), "the index is incomplete");
    drop((store, robots));
    // It is there now, whether it is asked for or not, and goes on where it was.
    let (store, robots) = file.open(false).await;
    while !store.index_next(1).await.unwrap() {}
    assert_eq!(hits(&robots, "zebra").await, Ok(3));
    said(&robots, session, "the last zebra").await;
    assert_eq!(hits(&robots, "zebra").await, Ok(4));
    drop((store, robots));
    let reader = SqliteStore::open(file.options().read_only(true)).await.unwrap();
    assert_eq!(reader.search(&SearchQuery::parse("zebra").unwrap(), 50).await.unwrap().texts.len(), 4);
}

#[tokio::test]
async fn a_new_store_has_a_complete_index_and_a_copy_an_incomplete_one() {
    let (old, new) = (File::new(), File::new());
    let (from, robots) = old.open(false).await;
    let session = robots.start_session(ANN, NewSession::default().name("zebra")).await.unwrap().id;
    said(&robots, session, "a zebra").await;
    let (to, copied) = new.open(true).await;
    assert_eq!(hits(&copied, "zebra").await, Ok(0));
    transfer::copy(&from, &to, |_| ()).await.unwrap();
    assert_eq!(hits(&copied, "zebra").await, Err(ErrorKind::Unavailable));
    while !to.index_next(100).await.unwrap() {}
    assert_eq!(hits(&copied, "zebra").await, Ok(2));
}

#[tokio::test]
async fn verify_names_each_row_of_the_index_that_is_wrong_and_makes_it_anew() {
    let file = File::new();
    let (store, robots) = file.open(true).await;
    let session = robots.start_session(ANN, NewSession::default().name("zebra")).await.unwrap().id;
    for number in 0..450 {
        said(&robots, session, &format!("horse{number} and a \u{e9}l\u{e9}phant")).await;
    }
    let gone = said(&robots, session, "a lion").await;
    robots.delete_message(ANN, session, gone, None).await.unwrap();
    let deleted = robots.start_session(ANN, NewSession::default().name("tiger")).await.unwrap().id;
    robots.delete_session(ANN, deleted).await.unwrap();
    assert_eq!(store.verify(false).await.unwrap().findings, []);

    let connection = Connection::open(file.path()).unwrap();
    let damage = "UPDATE robots_search SET words = 'horse cow' WHERE rowid = (1 << 32 | 5);
        DELETE FROM robots_search WHERE rowid IN (1 << 32, 1 << 32 | 201, 1 << 32 | 450);
        INSERT INTO robots_search (rowid, words) VALUES (1 << 32 | 451, 'a lion'), (2 << 32, 'tiger'),
            (77 << 32 | 3, 'nobody')";
    connection.execute_batch(damage).unwrap();
    let of = |finding: &Finding| {
        assert_eq!(finding.kind, FindingKind::Index);
        format!("{}: {}", finding.subject.replace(&session.to_string(), "S"), finding.detail)
    };
    let expected = [
        "index row of the name of session S: it is missing".to_owned(),
        "index row of message at 5 of session S: it has other words than what is there".to_owned(),
        "index row of message at 201 of session S: it is missing".to_owned(),
        "index row of message at 450 of session S: it is missing".to_owned(),
        "index row of message at 451 of session S: it has the words of nothing that is there".to_owned(),
        format!("index rows of session {deleted}: 1 rows of a session that is not there"),
        "index rows of session of number 77: 1 rows of a session that is not there".to_owned(),
    ];
    assert_eq!(store.verify(false).await.unwrap().findings.iter().map(of).collect::<Vec<_>>(), expected);
    assert_eq!(hits(&robots, "zebra").await, Ok(0));
    let repaired = store.verify(true).await.unwrap();
    assert_eq!(
        (repaired.findings.iter().map(of).collect::<Vec<_>>(), repaired.is_sound()),
        (expected.into(), true)
    );
    assert_eq!(store.verify(false).await.unwrap().findings, []);
    for (text, found) in
        [("zebra", 1), ("horse4", 1), ("horse449", 1), ("cow", 0), ("lion", 0), ("nobody", 0)]
    {
        assert_eq!(hits(&robots, text).await, Ok(found), "{text}");
    }
    assert_eq!(file.count("a lion"), 0, "what was deleted is in no byte");

    // The engine's own list of words is what its check reads.
    connection
        .execute_batch("UPDATE robots_search_content SET c0 = 'horse cow' WHERE id = (1 << 32 | 5)")
        .unwrap();
    let found = store.verify(false).await.unwrap().findings;
    assert!(found.iter().any(|finding| finding.detail.contains("robots_search")), "{found:?}");
}

#[tokio::test]
async fn a_fork_is_found_and_what_is_erased_leaves_no_byte() {
    let file = File::new();
    let (store, robots) = file.open(true).await;
    let session = robots.start_session(ANN, NewSession::default().name("zebra1")).await.unwrap().id;
    let message = said(&robots, session, "a zebra2").await;
    let forks = Transcripts::new(robots.clone(), store);
    let fork = forks.fork(ANN, session, Fork::at(message).name("horse")).await.unwrap();
    assert_eq!((hits(&robots, "zebra2").await, hits(&robots, "horse").await), (Ok(2), Ok(1)));
    for id in [session, fork.id] {
        robots.erase_session(ANN, id, false).await.unwrap();
    }
    assert_eq!(file.words(), [""; 0]);
    for text in ["zebra1", "zebra2", "horse"] {
        assert_eq!(file.count(text), 0, "{text}");
    }
}
