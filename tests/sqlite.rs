//! What is SQLite's own: files, schemas, locks, what was accepted before a shut-down, what is left of erased text.

use std::{
    collections::BTreeSet,
    fs,
    future::poll_fn,
    path::{Path, PathBuf},
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::Poll,
    time::{Duration, Instant},
};

use rusqlite::Connection;
use storyden_robots::{
    AccountId, Document, Error, ErrorKind, FindingKind, MessageId, Offset, PageRequest, ResourceRepository,
    Robot, RobotId, SessionChange, SessionFilter, SessionId, SessionRepository, SqliteOptions, SqliteStore,
    Timestamp, WindowRequest,
    repository::{DraftFilter, MessageBatch, MessageChange, MessageUpdate, NewRecord, SessionRecord, Write},
    sql::{Dialect, SCHEMA_VERSION, Tables, migrations},
    stream::{Chunk, ChunkLog},
};
use tempfile::TempDir;

const ANN: AccountId = AccountId::from_bytes([1; 12]);
const SESSION: SessionId = SessionId::from_bytes([2; 12]);

struct File {
    folder: TempDir,
}

impl File {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("robots.db")
    }

    fn options(&self) -> SqliteOptions {
        SqliteOptions::new(self.path()).migrate(true).readers(2)
    }

    async fn open(&self) -> SqliteStore {
        SqliteStore::open(self.options()).await.unwrap()
    }

    /// Opens a store with a session in it.
    async fn start(&self) -> SqliteStore {
        let store = self.open().await;
        start_session(&store).await;
        store
    }

    fn connection(&self) -> Connection {
        Connection::open(self.path()).unwrap()
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path()).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }
}

fn time(seconds: i64) -> Timestamp {
    Timestamp::from_micros(1_795_305_600_000_000 + seconds * 1_000_000).unwrap()
}

fn now() -> Write {
    Write::at(time(0))
}

async fn start_session(store: &SqliteStore) {
    store.create_session(&SessionRecord::new(SESSION, time(0), "Spam wave", ANN)).await.unwrap();
}

fn message_id(number: u32) -> MessageId {
    let mut bytes = [7; 12];
    bytes[..4].copy_from_slice(&number.to_be_bytes());
    MessageId::from_bytes(bytes)
}

fn document(number: u32, text: &str) -> Document {
    Document::from_stored(format!(
        r#"{{"id":"{}","role":"user","parts":[{{"type":"text","text":"{text}"}}],"created_at":"2026-11-26T12:00:00Z"}}"#,
        message_id(number)
    ))
}

fn batch(number: u32, text: &str) -> MessageBatch {
    MessageBatch::new(vec![NewRecord::new(message_id(number), Some(ANN), document(number, text))])
}

async fn append(store: &SqliteStore, number: u32, text: &str) -> Result<(), Error> {
    store.append_messages(SESSION, &batch(number, text), now()).await.map(drop)
}

/// Returns what all messages say, oldest first.
async fn said(store: &SqliteStore) -> Vec<String> {
    let mut texts = Vec::new();
    let mut request = WindowRequest::newest(100);
    loop {
        let window = store.find_session(SESSION, request).await.unwrap();
        assert_eq!(window.damaged, []);
        texts.extend(window.messages.iter().rev().map(|message| message.decode().unwrap().parts.text()));
        let Some(cursor) = window.next_before else { break };
        request = request.before(cursor);
    }
    texts.reverse();
    texts
}

#[tokio::test]
async fn written_data_is_there_when_the_file_is_opened_again() {
    let file = File::new();
    let store = file.start().await;
    append(&store, 1, "Hello").await.unwrap();
    drop(store);
    // Without asking for a migration: there is none to do.
    let store = SqliteStore::open(SqliteOptions::new(file.path())).await.unwrap();
    assert_eq!(said(&store).await, ["Hello"]);
}

#[tokio::test]
async fn a_closed_store_is_one_file() {
    for _ in 0..20 {
        let file = File::new();
        let store = SqliteStore::open(file.options().readers(4)).await.unwrap();
        start_session(&store).await;
        assert_eq!(said(&store).await, Vec::<String>::new());
        drop(store);
        assert_eq!(file.names(), ["robots.db"]);
    }
}

fn pragma(connection: &Connection, name: &str) -> String {
    let query = format!("SELECT CAST({name} AS TEXT) FROM pragma_{name}");
    connection.query_row(&query, [], |row| row.get(0)).unwrap()
}

#[tokio::test]
async fn the_file_has_its_settings() {
    let file = File::new();
    let _store = file.open().await;
    let connection = file.connection();
    assert_eq!(pragma(&connection, "journal_mode"), "wal");
    assert_eq!(pragma(&connection, "page_size"), "4096");
    assert_eq!(pragma(&connection, "integrity_check"), "ok");
    assert_eq!(pragma(&connection, "application_id"), 0x526f_626f.to_string());
}

#[tokio::test]
async fn a_schema_is_only_migrated_when_asked() {
    let file = File::new();
    let open = || SqliteStore::open(SqliteOptions::new(file.path()));
    let error = open().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::StorageFailed);
    assert!(error.to_string().contains("version 0"), "{error}");
    assert_eq!(file.names(), Vec::<String>::new(), "a refusal creates nothing");

    file.connection().execute_batch("CREATE TABLE host (a); PRAGMA application_id = 7").unwrap();
    let before = fs::read(file.path()).unwrap();
    assert_eq!(open().await.unwrap_err().kind(), ErrorKind::StorageFailed);
    assert_eq!(fs::read(file.path()).unwrap(), before, "a refusal changes nothing");

    drop(file.open().await);
    assert_eq!(pragma(&file.connection(), "application_id"), "7", "the host's mark stays");
}

#[tokio::test]
async fn a_newer_schema_is_refused() {
    let file = File::new();
    drop(file.open().await);
    let newer = SCHEMA_VERSION + 1;
    file.connection().execute("INSERT INTO robots_migrations VALUES (?)", [newer]).unwrap();
    let error = SqliteStore::open(file.options()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::StorageFailed);
    assert!(error.to_string().contains(&format!("version {newer}")), "{error}");
}

#[tokio::test]
async fn a_schema_from_before_the_first_release_is_refused() {
    let file = File::new();
    let script = "CREATE TABLE robots_message_deltas (a); CREATE TABLE robots_migrations (version INTEGER); \
                  INSERT INTO robots_migrations VALUES (5)";
    file.connection().execute_batch(script).unwrap();
    for options in [file.options(), file.options().read_only(true)] {
        let error = SqliteStore::open(options).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::StorageFailed);
        assert!(error.to_string().contains("robots_message_deltas"), "{error}");
    }
}

#[tokio::test]
async fn the_scripts_make_the_same_schema() {
    let file = File::new();
    for migration in migrations(Dialect::Sqlite, &Tables::default()) {
        file.connection().execute_batch(&migration.script()).unwrap();
    }
    let store = SqliteStore::open(SqliteOptions::new(file.path())).await.unwrap();
    start_session(&store).await;
    append(&store, 1, "Hello").await.unwrap();
    assert_eq!(said(&store).await, ["Hello"]);
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
async fn errors_of_opening_do_not_name_the_path() {
    let folder = tempfile::tempdir().unwrap();
    let not_a_database = folder.path().join("secret-name.txt");
    fs::write(&not_a_database, "x".repeat(4096)).unwrap();
    for path in
        [not_a_database.as_path(), &folder.path().join("no-such-folder/secret-name.db"), folder.path()]
    {
        let error = SqliteStore::open(SqliteOptions::new(path).migrate(true)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::StorageFailed, "{error}");
        assert!(!error.to_string().contains("secret-name"), "{error}");
        assert!(std::error::Error::source(&error).is_some(), "the log has the cause");
    }
}

#[tokio::test]
async fn a_missing_file_is_refused_if_it_may_not_be_created() {
    let file = File::new();
    for options in [file.options().create(false), file.options().read_only(true)] {
        let error = SqliteStore::open(options).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::StorageFailed);
        assert_eq!(error.to_string(), "the database file does not exist");
    }
    assert_eq!(file.names(), Vec::<String>::new());
    drop(file.start().await);
    SqliteStore::open(file.options().create(false)).await.unwrap();
}

#[tokio::test]
async fn a_store_for_reading_only_reads_what_others_write_and_writes_nothing() {
    let file = File::new();
    let store = file.start().await;
    append(&store, 1, "before").await.unwrap();
    let options = SqliteOptions::new(file.path()).read_only(true);
    let reader = SqliteStore::open(options.clone()).await.unwrap();
    append(&store, 2, "after").await.unwrap();
    assert_eq!(said(&reader).await, ["before", "after"]);
    let error = append(&reader, 3, "never").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::StorageFailed);
    assert_eq!(error.to_string(), "the store was opened for reading only");
    drop((store, reader));

    let before = fs::read(file.path()).unwrap();
    let reader = SqliteStore::open(options).await.unwrap();
    assert_eq!(said(&reader).await, ["before", "after"]);
    drop(reader);
    assert_eq!(fs::read(file.path()).unwrap(), before);
}

#[tokio::test]
async fn a_copy_without_its_wal_is_no_empty_store() {
    let file = File::new();
    let _store = file.open().await;
    // The WAL is not copied. The tables are in the main file from the beginning.
    let copy = file.folder.path().join("copy.db");
    fs::copy(file.path(), &copy).unwrap();
    SqliteStore::open(SqliteOptions::new(&copy)).await.unwrap();

    let part = file.folder.path().join("part.db");
    let connection = Connection::open(&part).unwrap();
    connection.execute_batch("PRAGMA application_id = 0x526f626f").unwrap();
    let error = SqliteStore::open(SqliteOptions::new(&part).migrate(true)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::StorageFailed);
    assert!(error.to_string().contains("without its WAL"), "{error}");
}

#[tokio::test]
async fn prefixes_keep_two_stores_in_one_file_apart() {
    let file = File::new();
    let _first = file.start().await;
    let options = file.options().tables(Tables::with_prefix("other_").unwrap());
    let second = SqliteStore::open(options).await.unwrap();
    let found = second.find_session(SESSION, WindowRequest::default()).await;
    assert_eq!(found.unwrap_err().kind(), ErrorKind::NotFound);
    let page = second.list_sessions(SessionFilter::default(), PageRequest::sessions()).await.unwrap();
    assert_eq!(page.items.len(), 0);
}

#[tokio::test]
async fn a_lock_that_somebody_else_holds_is_waited_for_and_then_reported() {
    let file = File::new();
    drop(file.start().await);
    let store = SqliteStore::open(file.options().timeout(Duration::from_millis(100))).await.unwrap();
    let holder = file.connection();
    holder.execute_batch("BEGIN IMMEDIATE").unwrap();
    let error = append(&store, 1, "too early").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Unavailable, "{error:?}");
    assert_eq!(said(&store).await, Vec::<String>::new(), "reading goes on");

    holder.execute_batch("ROLLBACK").unwrap();
    append(&store, 2, "now").await.unwrap();
    assert_eq!(said(&store).await, ["now"]);
}

#[tokio::test]
async fn a_lock_that_is_held_keeps_nobody_much_longer_than_the_timeout() {
    let file = File::new();
    drop(file.start().await);
    let timeout = Duration::from_millis(300);
    let store = SqliteStore::open(file.options().timeout(timeout)).await.unwrap();
    let holder = file.connection();
    holder.execute_batch("BEGIN IMMEDIATE").unwrap();
    let start = Instant::now();
    let appends: Vec<_> = (0..80)
        .map(|number| {
            let store = store.clone();
            tokio::spawn(async move { append(&store, number, "never").await })
        })
        .collect();
    for append in appends {
        assert_eq!(append.await.unwrap().unwrap_err().kind(), ErrorKind::Unavailable);
    }
    // One after the other they would wait 80 times as long.
    assert!(start.elapsed() < timeout * 40, "{:?}", start.elapsed());
    holder.execute_batch("ROLLBACK").unwrap();
    append(&store, 100, "now").await.unwrap();
    assert_eq!(said(&store).await, ["now"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_reader_and_one_writer_serve_a_hundred_tasks() {
    let file = File::new();
    drop(file.start().await);
    let options = file.options().readers(1).timeout(Duration::from_secs(600));
    let store = SqliteStore::open(options).await.unwrap();
    let tasks: Vec<_> = (0..100)
        .map(|task| {
            let store = store.clone();
            tokio::spawn(async move {
                for number in 0..3 {
                    append(&store, task * 3 + number, "Hello").await?;
                    store.find_session(SESSION, WindowRequest::newest(10)).await?;
                }
                Ok::<_, Error>(())
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    let window = store.find_session(SESSION, WindowRequest::newest(1)).await.unwrap();
    assert_eq!(window.messages[0].sequence.get(), 300);
    assert!(store.verify(false).await.unwrap().is_sound());
}

#[tokio::test]
async fn a_full_queue_refuses_at_once_and_loses_nothing() {
    let file = File::new();
    drop(file.start().await);
    let options = file.options().queue(4).timeout(Duration::from_secs(600));
    let store = SqliteStore::open(options).await.unwrap();
    let holder = file.connection();
    holder.execute_batch("BEGIN IMMEDIATE").unwrap();
    let appends: Vec<_> = (0..32)
        .map(|number| {
            let store = store.clone();
            tokio::spawn(async move { append(&store, number, &number.to_string()).await })
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
            Ok(()) => assert!(acknowledged.insert(number.to_string())),
            Err(error) => assert_eq!(error.to_string(), "the store is too busy"),
        }
    }
    assert!((4..=5).contains(&acknowledged.len()), "{acknowledged:?}");
    assert_eq!(said(&store).await.into_iter().collect::<BTreeSet<_>>(), acknowledged);
}

#[tokio::test]
async fn a_missing_table_is_not_something_to_wait_for() {
    let file = File::new();
    let store = file.open().await;
    file.connection().execute_batch("DROP TABLE robots_robots").unwrap();
    let found = ResourceRepository::<Robot<AccountId>>::find(&store, RobotId::from_bytes([1; 12])).await;
    let error = found.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Internal, "{error:?}");
    assert!(!error.to_string().contains("robots_robots"), "{error}");
}

#[tokio::test]
async fn accepted_writes_are_done_though_nobody_waits_for_them() {
    let file = File::new();
    let store = file.start().await;
    for number in 0..50 {
        let text = number.to_string();
        let mut append = pin!(append(&store, number, &text));
        // Polled once, it is with the writer; then it is dropped.
        poll_fn(|context| {
            _ = append.as_mut().poll(context);
            Poll::Ready(())
        })
        .await;
    }
    drop(store);
    let written = said(&file.open().await).await;
    assert_eq!(written, (0..50).map(|number| number.to_string()).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_failed_write_leaves_the_others_of_its_group_alone() {
    let file = File::new();
    let store = file.start().await;
    append(&store, 1000, "first").await.unwrap();
    // While the lock is held the writes pile up, and become one group when it is released.
    let holder = file.connection();
    holder.execute_batch("BEGIN IMMEDIATE").unwrap();
    let appends: Vec<_> = (0..20)
        .map(|number| {
            let id = if number % 2 == 0 { number } else { 1000 };
            let store = store.clone();
            tokio::spawn(async move { append(&store, id, &number.to_string()).await })
        })
        .collect();
    tokio::task::yield_now().await;
    holder.execute_batch("ROLLBACK").unwrap();
    for (number, append) in appends.into_iter().enumerate() {
        let result = append.await.unwrap();
        assert_eq!(result.is_ok(), number % 2 == 0, "{result:?}");
    }
    assert_eq!(said(&store).await.len(), 11);
    assert!(store.verify(false).await.unwrap().is_sound());
}

#[tokio::test]
async fn a_name_that_an_operator_changes_harms_nothing() {
    let file = File::new();
    let store = file.start().await;
    append(&store, 1, "Hello").await.unwrap();
    let change = "UPDATE robots_sessions SET name = 'Renamed by hand'";
    assert_eq!(file.connection().execute(change, []).unwrap(), 1);
    let window = store.find_session(SESSION, WindowRequest::default()).await.unwrap();
    assert_eq!(window.state.reference.name, "Renamed by hand");
    store.update_session(SESSION, &SessionChange::default().name("And by us"), now()).await.unwrap();
    append(&store, 2, "Hello").await.unwrap();
    assert_eq!(store.verify(false).await.unwrap().findings, []);
}

#[tokio::test]
async fn verify_finds_and_repairs_what_was_changed_by_hand() {
    let file = File::new();
    let store = file.start().await;
    for number in 1..=3 {
        append(&store, number, "Hello").await.unwrap();
    }
    let reader = AccountId::from_bytes([9; 12]);
    store.mark_read(SESSION, reader, Offset::new(1)).await.unwrap();
    let sound = store.verify(false).await.unwrap();
    assert!(sound.is_sound(), "{sound:?}");
    assert_eq!((sound.sessions, sound.messages), (1, 3));

    let redact = "UPDATE robots_messages SET document = replace(document, 'Hello', 'xxxxx') WHERE id = ?1";
    assert_eq!(file.connection().execute(redact, [message_id(2).to_string()]).unwrap(), 1);
    assert_eq!(file.connection().execute("UPDATE robots_counts SET length = length + 1", []).unwrap(), 4);
    assert_eq!(file.connection().execute("UPDATE robots_read_marks SET unread = 7", []).unwrap(), 1);
    let kinds = |findings: &[storyden_robots::Finding]| {
        findings.iter().map(|finding| (finding.kind, finding.repaired)).collect::<Vec<_>>()
    };
    let (checksum, length) = (FindingKind::Checksum, FindingKind::Length);
    let found = store.verify(false).await.unwrap();
    assert_eq!(
        kinds(&found.findings),
        [&[(checksum, false)][..], &[(length, false); 5]].concat(),
        "{found:?}"
    );
    assert!(found.findings[0].subject.contains(&message_id(2).to_string()), "{found:?}");
    assert!(!found.is_sound());
    // The message is damaged as long as nobody says that it shall be as it is.
    let window = store.find_session(SESSION, WindowRequest::default()).await.unwrap();
    assert_eq!((window.messages.len(), window.damaged.len()), (2, 1));

    let repaired = store.verify(true).await.unwrap();
    assert_eq!(
        kinds(&repaired.findings),
        [&[(checksum, true)][..], &[(length, true); 5]].concat(),
        "{repaired:?}"
    );
    assert!(repaired.is_sound());
    assert_eq!(store.verify(false).await.unwrap().findings, []);
    assert_eq!(said(&store).await, ["Hello", "xxxxx", "Hello"]);
    let filter = SessionFilter::default().unread_of(reader);
    let page = store.list_sessions(filter, PageRequest::sessions()).await.unwrap();
    assert_eq!((page.items.len(), page.items[0].unread), (1, Some(2)));
}

#[tokio::test]
async fn verify_names_rows_that_do_not_fit() {
    let file = File::new();
    let store = file.start().await;
    for number in 1..=2 {
        append(&store, number, "Hello").await.unwrap();
    }
    let change = |sql: &str| assert_eq!(file.connection().execute(sql, []).unwrap(), 1, "{sql}");
    change("UPDATE robots_messages SET document = '{', checksum = NULL WHERE place & 4294967295 = 1");
    change("UPDATE robots_sessions SET last_offset = 1");
    let found = store.verify(true).await.unwrap();
    let kinds: Vec<_> = found.findings.iter().map(|finding| (finding.kind, finding.repaired)).collect();
    assert_eq!(kinds, [(FindingKind::Row, false), (FindingKind::Offset, false)], "{found:?}");
}

#[tokio::test]
async fn a_list_of_drafts_goes_on_after_damaged_ones() {
    let file = File::new();
    let store = file.start().await;
    for number in 1..=6 {
        let mut draft = batch(number, "");
        draft.draft = Some(ANN);
        store.append_messages(SESSION, &draft, Write::at(time(i64::from(number)))).await.unwrap();
    }
    let damage = |number, change: &str| {
        let sql = format!("UPDATE robots_drafts SET {change} WHERE message_id = '{}'", message_id(number));
        assert_eq!(file.connection().execute(&sql, []).unwrap(), 1, "{sql}");
    };
    for number in [1, 2, 5] {
        damage(number, "writer = 'x'");
    }
    // No time has so many microseconds: its place in the list cannot be read.
    damage(6, "grown_at = 9000000000000000000");

    let (mut filter, mut pages) = (DraftFilter::default(), Vec::new());
    loop {
        let page = store.open_drafts(filter, 2).await.unwrap();
        let whole: Vec<_> = page.drafts.iter().map(|draft| draft.message).collect();
        let damaged: Vec<_> = page.damaged.iter().map(|row| row.id.to_string()).collect();
        pages.push((whole, damaged));
        assert!(pages.len() <= 4, "a list has an end: {pages:?}");
        let Some(next) = page.next else { break };
        filter.after = Some(next);
    }
    let (id, named) = (message_id, |number| message_id(number).to_string());
    let expected = [
        (vec![], vec![named(1), named(2)]),
        (vec![id(3), id(4)], vec![]),
        (vec![], vec![named(5), named(6)]),
        (vec![], vec![named(6)]),
    ];
    assert_eq!(pages, expected, "a damaged draft takes the place of a whole one");
}

#[tokio::test]
async fn verify_finds_a_flipped_byte_of_the_file() {
    let file = File::new();
    let store = file.start().await;
    append(&store, 1, "a-word-to-find").await.unwrap();
    drop(store);
    let mut bytes = fs::read(file.path()).unwrap();
    let place = bytes.windows(14).position(|window| window == b"a-word-to-find").unwrap();
    bytes[place] ^= 1;
    fs::write(file.path(), bytes).unwrap();
    let store = file.open().await;
    let found = store.verify(false).await.unwrap();
    assert_eq!(found.findings.len(), 1, "{found:?}");
    assert_eq!(found.findings[0].kind, FindingKind::Checksum);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_of_a_busy_store_is_whole() {
    let file = File::new();
    let store = file.start().await;
    append(&store, 0, "0").await.unwrap();
    let stop = Arc::new(AtomicBool::new(false));
    let writing = tokio::spawn({
        let (store, stop) = (store.clone(), Arc::clone(&stop));
        async move {
            let mut written = 1;
            while !stop.load(Ordering::Relaxed) {
                append(&store, written, &written.to_string()).await.unwrap();
                written += 1;
            }
            written
        }
    });
    let copies: Vec<_> = (0..5).map(|number| file.folder.path().join(format!("copy-{number}.db"))).collect();
    for copy in &copies {
        store.backup(copy).await.unwrap();
    }
    stop.store(true, Ordering::Relaxed);
    let written = writing.await.unwrap();
    for copy in &copies {
        let backup = SqliteStore::open(SqliteOptions::new(copy)).await.unwrap();
        assert!(backup.verify(false).await.unwrap().is_sound());
        let texts = said(&backup).await;
        assert_eq!(texts, (0..texts.len()).map(|number| number.to_string()).collect::<Vec<_>>());
        assert!((1..=written as usize).contains(&texts.len()));
    }
    let error = store.backup(&copies[0]).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidArgument);
    let error = store.backup(file.folder.path().join("no-such-folder/copy.db")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::StorageFailed);
    assert!(!file.names().iter().any(|name| name.contains("partial")), "{:?}", file.names());
}

fn wal_len(path: &Path) -> u64 {
    fs::metadata(format!("{}-wal", path.display())).map_or(0, |file| file.len())
}

/// Reads without a pause until it is told to stop: at every moment one of two connections is in a transaction.
fn read_without_pause(connections: &[Connection; 2], stop: &AtomicBool) {
    let begin = |number: usize| {
        connections[number].execute_batch("BEGIN; SELECT count(*) FROM robots_counts").unwrap();
    };
    begin(0);
    for turn in 0.. {
        begin(1 - turn % 2);
        connections[turn % 2].execute_batch("COMMIT").unwrap();
        if stop.load(Ordering::Relaxed) {
            return;
        }
    }
}

#[tokio::test]
async fn readers_that_never_pause_do_not_keep_the_wal_long() {
    const LIMIT: u64 = 1 << 20;
    let file = File::new();
    drop(file.start().await);
    let store = SqliteStore::open(file.options().wal_limit(LIMIT)).await.unwrap();
    let stop = Arc::new(AtomicBool::new(false));
    let (connections, stopped) = ([file.connection(), file.connection()], Arc::clone(&stop));
    let reading = std::thread::spawn(move || read_without_pause(&connections, &stopped));
    let text = "x".repeat(20_000);
    // Eight times as much as the WAL may be long.
    for number in 0..400 {
        append(&store, number, &text).await.unwrap();
    }
    // The readers go on, and nobody writes any more.
    while wal_len(&file.path()) > LIMIT {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    stop.store(true, Ordering::Relaxed);
    reading.join().unwrap();
}

/// Counts how often a word is in a store's files.
fn count(path: &Path, word: &str) -> usize {
    let count = |path: &str| {
        let bytes = fs::read(path).unwrap_or_default();
        bytes.windows(word.len()).filter(|window| *window == word.as_bytes()).count()
    };
    count(&path.display().to_string()) + count(&format!("{}-wal", path.display()))
}

#[tokio::test]
async fn erased_text_is_gone_from_the_files() {
    const WORD: &str = "Quarzuhrwerk";
    let file = File::new();
    let store = file.start().await;
    for number in 0..50 {
        append(&store, 1000 + number, &"a neighbour ".repeat(20)).await.unwrap();
    }
    let mut batch = batch(1, "");
    batch.draft = Some(ANN);
    let mut base = store.append_messages(SESSION, &batch, now()).await.unwrap().messages[0].revision;
    let update = |base, change| MessageUpdate { base, change };
    let id = message_id(1);
    let text = format!("{WORD} ").repeat(100);
    let log = ChunkLog::new(&[Chunk::text_start("1")]);
    base = store.update_message(SESSION, id, &update(base, MessageChange::Grow(log)), now()).await.unwrap();
    for number in 0..200 {
        let log = ChunkLog::new(&[Chunk::text_delta("1", text.as_str())]);
        base =
            store.update_message(SESSION, id, &update(base, MessageChange::Grow(log)), now()).await.unwrap();
        if number % 20 == 0 {
            append(&store, 2000 + number, "meanwhile").await.unwrap();
        }
    }
    let all = text.repeat(200);
    assert_eq!(all.len(), 260_000);
    let complete = |text: &str| MessageChange::Complete { document: document(1, text), annotations: None };
    base = store.update_message(SESSION, id, &update(base, complete(&all)), now()).await.unwrap();
    let edited = format!("Edited: {all}");
    base = store.update_message(SESSION, id, &update(base, complete(&edited)), now()).await.unwrap();
    assert!(count(&file.path(), WORD) > 10_000);
    store.update_message(SESSION, id, &update(base, MessageChange::Delete), now()).await.unwrap();
    assert_eq!(count(&file.path(), WORD), 0, "while it is open");
    drop(store);
    assert_eq!(count(&file.path(), WORD), 0, "when it is closed");
}

#[tokio::test]
async fn text_that_an_edit_removed_is_gone_from_the_files() {
    const WORD: &str = "Quarzuhrwerk";
    let file = File::new();
    let store = file.start().await;
    let base = store.append_messages(SESSION, &batch(1, WORD), now()).await.unwrap().messages[0].revision;
    assert!(count(&file.path(), WORD) > 0);
    let change = MessageChange::Complete { document: document(1, "redacted"), annotations: None };
    store.update_message(SESSION, message_id(1), &MessageUpdate { base, change }, now()).await.unwrap();
    assert_eq!(count(&file.path(), WORD), 0);
    assert_eq!(said(&store).await, ["redacted"]);
}

#[tokio::test]
async fn an_erasure_that_a_reader_holds_back_is_done_when_the_reader_ends() {
    const WORD: &str = "Quarzuhrwerk";
    let file = File::new();
    let store = file.start().await;
    let appended = store.append_messages(SESSION, &batch(1, WORD), now()).await.unwrap();
    let reader = file.connection();
    reader.execute_batch("BEGIN; SELECT count(*) FROM robots_messages").unwrap();
    let delete = MessageUpdate { base: appended.messages[0].revision, change: MessageChange::Delete };
    store.update_message(SESSION, message_id(1), &delete, now()).await.unwrap();
    assert!(count(&file.path(), WORD) > 0, "the reader may still want it");
    reader.execute_batch("COMMIT").unwrap();
    // Nobody writes; the writer comes back to it by itself.
    while count(&file.path(), WORD) > 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn a_host_writes_its_own_rows_with_ours() {
    let file = File::new();
    let store = file.start().await;
    file.connection().execute_batch("CREATE TABLE host_reports (message TEXT)").unwrap();
    let report = |fail: bool| {
        store.with_transaction(move |transaction| {
            let number = u32::from(fail);
            let appended = transaction.append_messages(SESSION, &batch(number, "Reported"), now())?;
            let id = appended.messages[0].id.to_string();
            let inserted = transaction.connection().execute("INSERT INTO host_reports VALUES (?1)", [id]);
            inserted.map_err(|error| Error::internal("the report was not written", error))?;
            if fail {
                Err(Error::invalid_argument("report", "on purpose"))
            } else {
                Ok(appended.messages[0].id)
            }
        })
    };
    assert_eq!(report(false).await.unwrap(), message_id(0));
    assert_eq!(report(true).await.unwrap_err().kind(), ErrorKind::InvalidArgument);
    assert_eq!(said(&store).await, ["Reported"]);
    let reports: Vec<String> = file
        .connection()
        .prepare("SELECT message FROM host_reports")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert_eq!(reports, [message_id(0).to_string()]);
}
