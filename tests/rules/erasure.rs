//! Erased means gone: a word that came in through every door is in no row, page or log afterwards.

use std::time::Duration;

use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use storyden_robots::{
    AccountId, AllowAll, Append, CallRequestId, Erasure, FileRepository, Files, Generation, Json, Label,
    Labels, MemoryStore, MessageId, NewMessage, NewSession, Offset, Part, Receipt, Revision, RobotKey,
    RobotRef, Robots, Sequence, SessionChange, SessionId, StaticProfiles, Store, Submit, Sweep, Timestamp,
    TranscriptRepository as _, TurnRepository, Turns, WindowRequest,
    repository::{
        Claim, Decision, NewCall, NewRequest, SessionRecord, Step, Summary, TranscriptHead, WholeSession,
        Write,
    },
    stream::Chunk,
};

/// No other text has it in it.
const WORD: &str = "Quarzuhrwerk";
const ANN: AccountId = AccountId::from_bytes([1; 12]);
const BEN: AccountId = AccountId::from_bytes([2; 12]);

fn now() -> Write {
    Write::at(Timestamp::UNIX_EPOCH)
}

fn json() -> Json<'static> {
    Json::parse(format!(r#"{{"{WORD}":"{WORD}"}}"#)).unwrap()
}

/// A message with the word in its parts, its metadata, an unknown field and its id, as a client made it.
fn said(number: u32) -> NewMessage {
    let text = format!(
        r#"{{"id":"{WORD} {number}","role":"user","parts":[{{"type":"text","text":"{WORD}"}},
        {{"type":"data-{WORD}","data":"{WORD}"}}],"metadata":{{"a":"{WORD}"}},"{WORD}":1}}"#
    );
    NewMessage::parse(&text).unwrap()
}

/// A message with the word in the bytes of its file.
fn with_file() -> NewMessage {
    let url = format!("data:text/plain;base64,{}", BASE64.encode(WORD.repeat(1000)));
    let parts = format!(r#"[{{"type":"file","mediaType":"text/plain","url":"{url}"}}]"#);
    NewMessage::parse(&format!(r#"{{"role":"user","parts":{parts}}}"#)).unwrap()
}

struct World<S> {
    store: S,
    robots: Robots,
    turns: Turns,
}

impl<S: Store + TurnRepository + FileRepository + Clone> World<S> {
    fn new(store: S) -> Self {
        let helper = RobotRef { id: "helper".parse().unwrap(), name: "Helper".to_owned() };
        let robots = Robots::new(store.clone(), AllowAll, StaticProfiles::default());
        let robots = robots.with_built_in_robots([helper]).with_files(Files::in_store(store.clone()));
        let turns = Turns::new(robots.clone(), store.clone());
        Self { store, robots, turns }
    }

    /// Starts a session of Ann's, with the word in all that a session can have.
    async fn start(&self) -> SessionId {
        let (robots, store) = (&self.robots, &self.store);
        let label: Label = WORD.parse().unwrap();
        let labels = Labels::new([label]).unwrap();
        let new = NewSession::default().name(WORD).misc(json()).labels(labels).idempotency_key(WORD);
        let session = robots.start_session(ANN, new).await.unwrap().id;
        robots.append(ANN, session, Append::from(said(1)).idempotency_key(WORD)).await.unwrap();
        robots.append(ANN, session, with_file()).await.unwrap();
        let first = robots.append(BEN, session, said(2)).await.unwrap().messages.remove(0);
        let edited = NewMessage::user([Part::text(format!("{WORD} again"))]).unwrap();
        robots.edit_message(BEN, session, first.id, first.revision, edited).await.unwrap();

        let empty = || NewMessage::parse(r#"{"role":"assistant","parts":[]}"#).unwrap();
        for finished in [true, false] {
            let mut draft = robots.begin_draft(ANN, session, empty()).await.unwrap().draft().unwrap();
            draft.push(&Chunk::text_start("1")).await.unwrap();
            draft.push(&Chunk::text_delta("1", WORD)).await.unwrap();
            draft.flush().await.unwrap();
            if finished {
                draft.finish().await.unwrap();
            }
        }
        let summary = Summary { covers: Sequence::FIRST, text: WORD.to_owned() };
        let seen = robots.session(ANN, session, WindowRequest::newest(1)).await.unwrap().details.offset;
        store.put_summary(session, &summary, seen).await.unwrap();
        robots.mark_read(BEN, session, Offset::new(1)).await.unwrap();
        self.run(session).await;
        robots
            .update_session(ANN, session, SessionChange::default().name(format!("{WORD} 2")))
            .await
            .unwrap();
        session
    }

    /// Runs a turn with a call and a request, and stops another.
    async fn run(&self, session: SessionId) {
        let submitted = self
            .turns
            .submit(ANN, session, Submit::from(said(3)).robot("helper".parse::<RobotKey>().unwrap()))
            .await
            .unwrap();
        let turn = submitted.turn.id;
        let lease = Duration::from_secs(60);
        let claim = Claim { worker: WORD.to_owned(), lease, max_attempts: 1 };
        self.store.transact(session, &[Step::Claim(claim)], now()).await.unwrap();
        let calls = Part::tool(WORD, "d").input(json()).approval_requested("q");
        let asking = NewMessage::assistant([calls]).unwrap();
        let message = self.robots.begin_draft(ANN, session, asking).await.unwrap().draft().unwrap().id();
        let call = NewCall {
            turn,
            message,
            ordinal: 0,
            tool: WORD.to_owned(),
            input: WORD.to_owned(),
            repeatable: false,
        };
        let id = CallRequestId::from_bytes(session.to_bytes());
        let request = serde_json::json!({
            "id": id, "session_id": session, "message_id": message, "tool_call_id": "d", "ordinal": 0,
            "kind": "approval", "approval_id": "q", "tool": WORD, "input": { "a": WORD }, "state": "pending",
            "created_at": Timestamp::UNIX_EPOCH,
        });
        let request = NewRequest { request: serde_json::from_value(request).unwrap(), expires_in: None };
        let fenced = now().fenced(Generation::new(1));
        self.store.transact(session, &[Step::BeginCall(call)], fenced).await.unwrap();
        self.store.transact(session, &[Step::Ask(vec![request])], now()).await.unwrap();
        let reason = Some(WORD.to_owned());
        let decision = Decision { state: storyden_robots::RequestState::Denied, by: Some(BEN), reason };
        let decide = Step::Decide { request: id, decision, update: None };
        self.store.transact(session, &[decide], now()).await.unwrap();
        let stop = Step::Stop { turn, by: BEN, reason: Some(WORD.to_owned()) };
        self.store.transact(session, &[stop], now()).await.unwrap();
        self.turns.submit(ANN, session, Submit::from(said(4))).await.unwrap();
    }
}

/// Sweeps to the end, and adds the receipts up.
async fn sweep(robots: &Robots, erasure: Erasure, limit: u32) -> Receipt {
    let (mut total, mut sweep) = (Receipt::default(), Sweep::new(erasure).limit(limit));
    loop {
        let receipt = robots.sweep(ANN, sweep).await.unwrap();
        let next = receipt.next;
        total.add(receipt);
        if next.is_none() {
            return total;
        }
        sweep = sweep.after(next);
    }
}

mod memory {
    use super::*;

    /// Counts the rows of a memory store that have the word.
    async fn count(store: &MemoryStore) -> usize {
        let rows = storyden_robots::KeyValue::range(store.backend(), &[], &[255; 8], usize::MAX, false).await;
        let has = |bytes: &[u8]| bytes.windows(WORD.len()).any(|window| window == WORD.as_bytes());
        rows.unwrap().iter().filter(|(key, value)| has(key) || has(value)).count()
    }

    async fn rows(store: &MemoryStore) -> usize {
        let rows = storyden_robots::KeyValue::range(store.backend(), &[], &[255; 8], usize::MAX, false).await;
        rows.unwrap().len()
    }

    #[tokio::test]
    async fn nothing_of_an_erased_session_is_in_any_row() {
        let world = World::new(MemoryStore::new());
        let session = world.start().await;
        assert!(count(&world.store).await > 10);
        let promised = world.robots.erase_session(ANN, session, true).await.unwrap();
        let receipt = world.robots.erase_session(ANN, session, false).await.unwrap();
        assert_eq!(receipt.rows, promised.rows);
        assert_eq!(rows(&world.store).await, 0, "not a single row");
    }

    #[tokio::test]
    async fn nothing_of_a_deleted_message_is_in_any_row() {
        let world = World::new(MemoryStore::new());
        let session = world.robots.start_session(ANN, NewSession::default()).await.unwrap().id;
        world.run(session).await;
        let first = world.robots.session(ANN, session, WindowRequest::default()).await.unwrap();
        let first: MessageId = first.message_list.messages[0].id;
        world.robots.truncate(ANN, session, first, None).await.unwrap();
        // What a worker calls itself, a tool and a reason to stop are no words of the messages.
        let request = CallRequestId::from_bytes(session.to_bytes());
        let request = world.turns.call_request(ANN, request).await.unwrap();
        assert_eq!(request.input, None);
    }
}

#[cfg(feature = "sqlite")]
mod sqlite {
    use std::{fs, path::Path};

    use storyden_robots::{SqliteOptions, SqliteStore, rusqlite};

    use super::*;

    /// Counts how often the word is in a store's files.
    fn count(path: &Path) -> usize {
        let count = |path: String| {
            let bytes = fs::read(path).unwrap_or_default();
            bytes.windows(WORD.len()).filter(|window| *window == WORD.as_bytes()).count()
        };
        count(path.display().to_string()) + count(format!("{}-wal", path.display()))
    }

    async fn open(path: &Path) -> World<SqliteStore> {
        let options = SqliteOptions::new(path).migrate(true).readers(1);
        World::new(SqliteStore::open(options).await.unwrap())
    }

    /// Returns how many rows each table has that is of sessions.
    fn rows(path: &Path) -> Vec<(String, u64)> {
        // Blobs have rows only while files come and go, and chunks are a part of their file.
        const OF_NO_SESSION: [&str; 9] = [
            "migrations",
            "robots",
            "toolsets",
            "workspaces",
            "instances",
            "counts",
            "imported_sessions",
            "file_blobs",
            "file_chunks",
        ];
        let connection = rusqlite::Connection::open(path).unwrap();
        let mut tables = connection
            .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")
            .unwrap();
        let names = tables.query_map((), |row| row.get::<_, String>(0)).unwrap().map(Result::unwrap);
        let of_sessions = names.filter(|name| {
            let name = name.strip_prefix("robots_").unwrap_or("migrations");
            !OF_NO_SESSION.contains(&name) && !name.starts_with("search")
        });
        let count = |name: String| {
            let rows =
                connection.query_row(&format!("SELECT COUNT(*) FROM {name}"), (), |row| row.get::<_, i64>(0));
            (name, u64::try_from(rows.unwrap()).unwrap())
        };
        of_sessions.map(count).collect()
    }

    #[tokio::test]
    async fn nothing_of_an_erased_session_is_in_a_table_a_page_or_the_log() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("robots.db");
        let world = open(&path).await;
        let session = world.start().await;
        let imported = SessionId::from_bytes([77; 12]);
        let reference = SessionRecord::new(imported, Timestamp::UNIX_EPOCH, WORD, ANN).reference;
        let head = TranscriptHead::new(reference, Offset::new(3), Revision::default());
        let mut whole = WholeSession::new(head, "once", Vec::new());
        whole.aliases.push((MessageId::from_bytes([7; 12]), Sequence::FIRST));
        world.store.import_session(&whole, false).await.unwrap();
        for (name, rows) in rows(&path) {
            assert!(rows > 0, "{name} has no row: a door is missing in this test");
        }
        assert!(count(&path) > 20);
        world.robots.erase_session(ANN, imported, false).await.unwrap();
        world.robots.delete_session(ANN, session).await.unwrap();
        let before: u64 = rows(&path).iter().map(|(_, rows)| rows).sum();
        let receipt = world.robots.erase_session(ANN, session, false).await.unwrap();
        assert_eq!(receipt.log_is_clean, Some(true));
        assert_eq!(receipt.rows.values().sum::<u64>(), before, "the receipt adds up");
        assert_eq!(rows(&path).iter().map(|(_, rows)| rows).sum::<u64>(), 0);
        assert_eq!(count(&path), 0, "while it is open");
        drop(world);
        assert_eq!(count(&path), 0, "when it is closed");
    }

    #[tokio::test]
    async fn a_receipt_says_that_a_reader_keeps_the_log() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("robots.db");
        let world = open(&path).await;
        let session = world.start().await;
        let reader = rusqlite::Connection::open(&path).unwrap();
        reader.execute_batch("BEGIN; SELECT count(*) FROM robots_messages").unwrap();
        let receipt = world.robots.erase_session(ANN, session, false).await.unwrap();
        assert_eq!(receipt.log_is_clean, Some(false));
        assert!(count(&path) > 0, "the reader may still want it");
        reader.execute_batch("COMMIT").unwrap();
        while count(&path) > 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    #[tokio::test]
    async fn an_account_is_erased_in_steps_and_what_is_held_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("robots.db");
        let world = open(&path).await;
        let robots = &world.robots;
        let mut of_ben = Vec::new();
        for number in 0..7 {
            let session = robots.start_session(BEN, NewSession::default()).await.unwrap().id;
            robots.append(ANN, session, said(number)).await.unwrap();
            let other = NewMessage::user([Part::text("a neighbour")]).unwrap();
            robots.append(BEN, session, other).await.unwrap();
            of_ben.push(session);
        }
        let own = world.start().await;
        robots.hold_session(BEN, of_ben[0], true).await.unwrap();

        // A sweep that ended half-way goes on from the start as well.
        let first = robots.sweep(ANN, Sweep::new(Erasure::Account(ANN)).limit(3)).await.unwrap();
        assert!(first.next.is_some());
        let rest = sweep(robots, Erasure::Account(ANN), 2).await;
        assert_eq!(first.sessions + rest.sessions, 1, "the session that she started");
        let messages = |receipt: &Receipt| receipt.rows.get("messages").copied().unwrap_or(0);
        assert!(messages(&first) + messages(&rest) >= 6);
        assert_eq!(rest.held, 1);
        assert!(robots.session(BEN, own, WindowRequest::default()).await.is_err());
        for (number, session) in of_ben.iter().enumerate() {
            let kept = robots.session(BEN, *session, WindowRequest::default()).await.unwrap();
            assert_eq!(kept.message_list.messages.len(), if number == 0 { 2 } else { 1 });
        }
        robots.hold_session(BEN, of_ben[0], false).await.unwrap();
        let last = sweep(robots, Erasure::Account(ANN), 100).await;
        assert_eq!((messages(&last), last.held, last.sessions), (1, 0, 0));
        assert_eq!(last.log_is_clean, Some(true));
        assert_eq!(count(&path), 0, "no word of hers is left");
    }
}
