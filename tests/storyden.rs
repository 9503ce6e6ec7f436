//! Moving from Storyden: databases that Storyden itself wrote, imported into stores.

use std::{
    collections::{BTreeMap, HashMap},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use async_trait::async_trait;
use storyden_robots::{
    AccountId, AllowAll, CallRequest, Error, ErrorKind, FileRepository as _, Files, Generation, MemoryStore,
    Message, PageRequest, RequestKind, Result, Robots, Sequence, SessionChange, SessionFilter, SessionId,
    SqliteOptions, SqliteStore, StaticPermissions, StaticProfiles, StorydenReport, StorydenSource,
    TranscriptRepository, Transcripts, TurnState, Turns, Verdict, WholeStore, WindowRequest,
    repository::{
        ImportOutcome, NewTranscript, RequestFilter, TranscriptCursor, TranscriptPart, TurnFilter,
        WholeSession, Write,
    },
    rusqlite::Connection,
    transfer,
};
use tempfile::TempDir;

const ADMIN: AccountId = AccountId::from_bytes([1; 12]);
const GENERATIONS: [(&str, u64); 2] = [("seeds", 40), ("head", 46)];

fn fixture(generation: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/storyden/{generation}.sqlite"))
}

fn source(path: impl Into<PathBuf>) -> StorydenSource {
    StorydenSource::Sqlite(path.into())
}

/// The sessions of a generation, by the parts that they play.
fn parts(generation: &str) -> HashMap<String, SessionId> {
    let path = fixture(generation).with_extension("names.json");
    let names: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let sessions = names["sessions"].as_object().unwrap();
    sessions.iter().map(|(part, id)| (part.clone(), id.as_str().unwrap().parse().unwrap())).collect()
}

fn service(store: Arc<dyn WholeStore>) -> Transcripts {
    Transcripts::new(robots(&store), store)
}

fn robots(store: &Arc<dyn WholeStore>) -> Robots {
    Robots::new(Arc::clone(store), AllowAll, StaticProfiles::default())
}

async fn import(store: &Arc<dyn WholeStore>, source: &StorydenSource) -> StorydenReport {
    service(Arc::clone(store)).import_storyden(ADMIN, source, false, |_| {}).await.unwrap()
}

/// A store of SQLite that is written out row by row.
struct Target {
    folder: TempDir,
    store: SqliteStore,
}

impl Target {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let options = SqliteOptions::new(folder.path().join("robots.db")).create(true).migrate(true);
        Self { store: SqliteStore::open(options).await.unwrap(), folder }
    }

    fn whole(&self) -> Arc<dyn WholeStore> {
        Arc::new(self.store.clone())
    }

    async fn lines(&self) -> String {
        let mut lines = Vec::new();
        transfer::export(&self.store, &mut lines, |_| {}).await.unwrap();
        String::from_utf8(lines).unwrap()
    }
}

/// Asserts that two stores have the same rows, and names the first that differs.
#[track_caller]
fn assert_same(one: &str, other: &str) {
    if let Some((one, other)) = one.lines().zip(other.lines()).find(|(one, other)| one != other) {
        panic!("{one}\n{other}");
    }
    assert_eq!(one.lines().count(), other.lines().count());
}

/// Makes a copy of a database, to change it.
fn copy(generation: &str, folder: &Path, name: &str) -> (PathBuf, Connection) {
    let path = folder.join(name);
    std::fs::copy(fixture(generation), &path).unwrap();
    let connection = Connection::open(&path).unwrap();
    connection.pragma_update(None, "foreign_keys", false).unwrap();
    (path, connection)
}

async fn messages(store: &Arc<dyn WholeStore>, session: SessionId) -> Vec<Message> {
    let window = WindowRequest::newest(100);
    robots(store).session(ADMIN, session, window).await.unwrap().message_list.messages
}

async fn requests(store: &dyn WholeStore) -> Vec<CallRequest<AccountId>> {
    store.list_requests(RequestFilter::default(), 100).await.unwrap()
}

#[tokio::test]
async fn both_generations_are_imported_and_nothing_differs() {
    for (generation, sessions) in GENERATIONS {
        let target = Target::new().await;
        for store in [Arc::new(MemoryStore::new()) as Arc<dyn WholeStore>, target.whole()] {
            let service = service(Arc::clone(&store));
            let dry =
                service.import_storyden(ADMIN, &source(fixture(generation)), true, |_| {}).await.unwrap();
            assert_eq!(
                robots(&store)
                    .list_sessions(ADMIN, SessionFilter::default(), PageRequest::new(1, 9))
                    .await
                    .unwrap()
                    .results,
                0
            );
            let mut told = 0;
            let progress = |progress: storyden_robots::StorydenProgress| told = progress.sessions;
            let report =
                service.import_storyden(ADMIN, &source(fixture(generation)), false, progress).await.unwrap();
            assert_eq!((told, report.notes.clone()), (sessions, Vec::new()));
            assert_eq!(report.sessions, BTreeMap::from([("new", sessions)]));
            let mut said = report.clone();
            said.dry_run = true;
            assert_eq!(said, dry, "a dry run says the same");
            assert!(report.messages > 150 && report.joined_rows > 10, "{report:?}");
            let check = service.check_storyden(ADMIN, &source(fixture(generation)), |_| {}).await.unwrap();
            assert_eq!((check.sessions, check.differences), (sessions, Vec::new()));
            assert_eq!(check.messages, report.messages);
        }
        assert_eq!(target.store.verify(false).await.unwrap().findings, Vec::new(), "{generation}");
    }
}

#[tokio::test]
async fn a_second_import_changes_no_row() {
    for (generation, sessions) in GENERATIONS {
        let target = Target::new().await;
        import(&target.whole(), &source(fixture(generation))).await;
        let before = target.lines().await;
        let report = import(&target.whole(), &source(fixture(generation))).await;
        assert_eq!(report.sessions, BTreeMap::from([("same", sessions)]));
        assert_eq!(
            (report.notes, report.resources.keys().any(|key| !key.ends_with("same"))),
            (vec![], false)
        );
        assert_same(&before, &target.lines().await);
    }
}

/// Takes the newest part of every session away, as if it had not happened yet: `share` of its numbers stay.
fn earlier(connection: &Connection, generation: &str, share: &str) {
    let sql = if generation == "seeds" {
        format!(
            "DELETE FROM robot_session_messages WHERE id NOT IN (SELECT id FROM (SELECT id, row_number() OVER \
             (PARTITION BY session_id ORDER BY created_at, id) n, count(*) OVER (PARTITION BY session_id) c \
             FROM robot_session_messages) WHERE n <= c * {share});
             UPDATE robot_sessions SET name = 'Untitled', updated_at = created_at;"
        )
    } else {
        format!(
            "CREATE TEMP TABLE cut AS SELECT id AS session, CAST(next_event_sequence * {share} AS INTEGER) AS last \
             FROM robot_sessions;
             DELETE FROM robot_session_messages WHERE sequence > (SELECT last FROM cut WHERE session = session_id);
             DELETE FROM robot_session_inputs WHERE sequence > (SELECT last FROM cut WHERE session = session_id);
             DELETE FROM robot_session_turns WHERE id NOT IN (SELECT turn_id FROM robot_session_messages WHERE turn_id IS NOT NULL);
             UPDATE robot_session_turns SET status = 'running', finished_at = NULL WHERE id NOT IN
             (SELECT turn_id FROM robot_session_messages WHERE event_kind LIKE 'turn_%' AND event_kind <> 'turn_queued' AND turn_id IS NOT NULL);
             UPDATE robot_session_views SET last_seen_event_sequence = 0;
             UPDATE robot_sessions SET name = 'Untitled', updated_at = created_at,
             next_event_sequence = (SELECT last FROM cut WHERE session = id);"
        )
    };
    connection.execute_batch(&sql).unwrap();
    let robots = "UPDATE robots SET name = name || ' once', updated_at = '2020-01-01 00:00:00+00:00', playbook = 'Wait.'";
    connection.execute_batch(robots).unwrap();
}

#[tokio::test]
async fn what_happened_since_is_imported_by_a_second_import() {
    for (generation, sessions) in GENERATIONS {
        let fresh = Target::new().await;
        import(&fresh.whole(), &source(fixture(generation))).await;
        for share in ["0.2", "0.5", "0.8"] {
            let target = Target::new().await;
            let (path, connection) = copy(generation, target.folder.path(), "earlier.sqlite");
            earlier(&connection, generation, share);
            drop(connection);
            let first = import(&target.whole(), &source(path)).await;
            assert_eq!(first.sessions, BTreeMap::from([("new", sessions)]));
            let second = import(&target.whole(), &source(fixture(generation))).await;
            assert!(second.sessions["replaced"] > sessions / 2, "{:?}", second.sessions);
            assert_eq!(second.notes, Vec::new(), "{generation} {share}");
            assert_same(&fresh.lines().await, &target.lines().await);
        }
    }
}

#[tokio::test]
async fn what_was_changed_or_erased_here_stays_so() {
    let target = Target::new().await;
    let store = target.whole();
    import(&store, &source(fixture("head"))).await;
    let (parts, robots) = (parts("head"), robots(&store));
    let renamed = SessionChange::default().name("Ours");
    robots.update_session(ADMIN, parts["plain"], renamed).await.unwrap();
    robots.delete_session(ADMIN, parts["tools"]).await.unwrap();
    robots.erase_session(ADMIN, parts["long"], false).await.unwrap();
    let (path, connection) = copy("head", target.folder.path(), "later.sqlite");
    connection.execute_batch("UPDATE robot_sessions SET name = name || '!'").unwrap();
    drop(connection);
    let report = import(&store, &source(path)).await;
    assert_eq!(report.sessions, BTreeMap::from([("changed", 1), ("gone", 2), ("replaced", 43)]));
    let named: Vec<_> = report.notes.iter().map(|note| note.at.clone()).collect();
    for part in ["plain", "tools", "long"] {
        assert!(named.contains(&format!("session {}", parts[part])), "{named:?}");
    }
    let window = WindowRequest::newest(1);
    assert_eq!(robots.session(ADMIN, parts["plain"], window).await.unwrap().name, "Ours");
    for gone in ["tools", "long"] {
        let error = robots.session(ADMIN, parts[gone], window).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotFound);
    }
    let lines = target.lines().await;
    let left: Vec<_> = lines.lines().filter(|line| line.contains(&parts["long"].to_string())).collect();
    assert_eq!(left.len(), 1, "of an erased session there is its id in the list, and no more: {left:?}");
}

/// A store that breaks at its `at`-th session: before it is written, or behind it.
#[derive(Debug)]
struct Breaking {
    inner: Arc<dyn WholeStore>,
    left: AtomicUsize,
    behind: bool,
}

#[async_trait]
impl TranscriptRepository for Breaking {
    async fn read_transcript(
        &self,
        session: SessionId,
        cursor: TranscriptCursor,
        up_to: Option<Sequence>,
        limit: u32,
    ) -> Result<TranscriptPart> {
        self.inner.read_transcript(session, cursor, up_to, limit).await
    }

    async fn write_transcript(&self, part: &NewTranscript, write: Write) -> Result<Option<Generation>> {
        self.inner.write_transcript(part, write).await
    }

    async fn import_session(&self, session: &WholeSession, dry_run: bool) -> Result<ImportOutcome> {
        let breaks = self.left.fetch_sub(1, Ordering::SeqCst) == 0;
        if breaks && !self.behind {
            return Err(Error::unavailable("it was killed", "for a test"));
        }
        let outcome = self.inner.import_session(session, dry_run).await;
        if breaks { Err(Error::unavailable("it was killed", "for a test")) } else { outcome }
    }
}

#[tokio::test]
async fn an_import_that_was_killed_anywhere_ends_the_same_when_it_is_run_again() {
    let fresh = Target::new().await;
    import(&fresh.whole(), &source(fixture("head"))).await;
    let fresh = fresh.lines().await;
    for at in (0..46).step_by(9) {
        for behind in [false, true] {
            let target = Target::new().await;
            let breaking = Breaking { inner: target.whole(), left: AtomicUsize::new(at), behind };
            let service = Transcripts::new(robots(&target.whole()), breaking);
            let killed = service.import_storyden(ADMIN, &source(fixture("head")), false, |_| {}).await;
            assert_eq!(killed.unwrap_err().kind(), ErrorKind::Unavailable);
            import(&target.whole(), &source(fixture("head"))).await;
            assert_same(&fresh, &target.lines().await);
        }
    }
}

#[tokio::test]
async fn what_is_written_while_it_is_read_is_not_seen() {
    let fresh = Target::new().await;
    import(&fresh.whole(), &source(fixture("head"))).await;
    let target = Target::new().await;
    let (path, writer) = copy("head", target.folder.path(), "busy.sqlite");
    writer.pragma_update(None, "journal_mode", "wal").unwrap();
    let service = service(target.whole());
    let report = service
        .import_storyden(ADMIN, &source(path), false, move |progress| {
            let sql = format!(
                "UPDATE robot_sessions SET name = 'Busy {}'; DELETE FROM robot_session_messages WHERE rowid % 3 = 0",
                progress.sessions
            );
            writer.execute_batch(&sql).unwrap();
        })
        .await
        .unwrap();
    assert_eq!(report.sessions, BTreeMap::from([("new", 46)]));
    assert_same(&fresh.lines().await, &target.lines().await);
}

#[tokio::test]
async fn ids_that_were_joined_are_still_cursors_and_unread_marks_come_along() {
    let target = Target::new().await;
    let store = target.whole();
    import(&store, &source(fixture("head"))).await;
    let rows = Connection::open(fixture("head")).unwrap();
    let mut statement = rows
        .prepare(
            "SELECT session_id, id, sequence FROM robot_session_messages \
             WHERE event_kind IN ('message', 'input_queued') AND NOT hidden_from_projection AND isolation_scope IS NULL",
        )
        .unwrap();
    let read = statement
        .query_map((), |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, u32>(2)?)))
        .unwrap();
    let (robots, mut joined) = (robots(&store), 0);
    for row in read {
        let (session, message, sequence) = row.unwrap();
        let (session, message) = (session.parse().unwrap(), message.parse().unwrap());
        let window = WindowRequest::newest(100).before(message);
        let older = robots.session(ADMIN, session, window).await.unwrap().message_list.messages;
        assert!(older.iter().all(|older| older.sequence.unwrap().get() < sequence.into()));
        joined += usize::from(robots.message(ADMIN, session, message).await.is_err());
    }
    assert!(joined > 10, "{joined}");
    let views = "SELECT session_id, v.account_id FROM robot_session_views v JOIN robot_sessions s ON s.id = session_id \
        WHERE last_seen_event_sequence = next_event_sequence LIMIT 1";
    let (session, reader): (String, String) =
        rows.query_row(views, (), |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    let filter = SessionFilter::default().unread_of(reader.parse::<AccountId>().unwrap());
    let page = store.list_sessions(filter, PageRequest::new(1, 100)).await.unwrap();
    let session = page.items.iter().find(|listed| listed.id.to_string() == session).unwrap();
    assert_eq!(session.unread, Some(0));
}

#[tokio::test]
async fn what_waited_for_somebody_waits_here() {
    for (generation, _) in GENERATIONS {
        let store: Arc<dyn WholeStore> = Arc::new(MemoryStore::new());
        import(&store, &source(fixture(generation))).await;
        let (parts, all) = (parts(generation), requests(&*store).await);
        let pending = |part: &str| all.iter().find(|request| request.session_id == parts[part]).unwrap();
        let (approval, output) = (pending("approval-pending"), pending("client-tool-pending"));
        assert_eq!(
            (approval.kind, output.kind),
            (RequestKind::Approval, RequestKind::Output),
            "{generation}"
        );
        let turns = Turns::new(robots(&store), Arc::clone(&store));
        let outcome = Verdict::approve();
        turns.decide(ADMIN, approval.id, outcome).await.unwrap();
        let part = messages(&store, approval.session_id).await.pop().unwrap().parts;
        assert!(part.as_str().contains(r#""state":"approval-responded""#), "{}", part.as_str());
        if generation == "head" {
            let cancelled = pending("approval-cancelled");
            assert_ne!(cancelled.state, approval.state, "a turn that was cancelled waits for nobody");
            let open = store.list_turns(approval.session_id, TurnFilter::default(), 9).await.unwrap();
            assert_eq!(open[0].turn.state, TurnState::Queued, "a worker can go on: {open:?}");
        }
    }
}

#[tokio::test]
async fn a_turn_whose_worker_was_storyden_is_claimed_again() {
    let target = Target::new().await;
    let (path, connection) = copy("head", target.folder.path(), "running.sqlite");
    let session = parts("head")["plain"];
    let sql = "UPDATE robot_session_turns SET status = 'running', finished_at = NULL WHERE id = \
        (SELECT max(id) FROM robot_session_turns WHERE session_id = ?1)";
    connection.execute(sql, [session.to_string()]).unwrap();
    drop(connection);
    let store = target.whole();
    import(&store, &source(path)).await;
    assert!(store.due_sessions(9).await.unwrap().contains(&session));
}

#[tokio::test]
async fn what_is_no_database_of_storyden_is_refused_before_anything_is_written() {
    let target = Target::new().await;
    let before = target.lines().await;
    let folder = target.folder.path();
    std::fs::write(folder.join("text.sqlite"), "robots, ".repeat(1000)).unwrap();
    Connection::open(folder.join("empty.sqlite")).unwrap().execute_batch("CREATE TABLE a (b)").unwrap();
    let (_, connection) = copy("head", folder, "less.sqlite");
    connection.execute_batch("DROP TABLE robot_session_messages").unwrap();
    let (_, locked) = copy("head", folder, "locked.sqlite");
    locked.execute_batch("BEGIN EXCLUSIVE").unwrap();
    for (file, kind, says) in [
        ("missing.sqlite", ErrorKind::StorageFailed, "no such file"),
        ("text.sqlite", ErrorKind::StorageFailed, "not a database"),
        ("empty.sqlite", ErrorKind::InvalidArgument, "robot_sessions"),
        ("less.sqlite", ErrorKind::InvalidArgument, "robot_session_messages"),
        ("locked.sqlite", ErrorKind::Unavailable, "locked"),
    ] {
        let service = service(target.whole());
        let error =
            service.import_storyden(ADMIN, &source(folder.join(file)), false, |_| {}).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{file}: {error}");
        assert!(error.to_string().contains(says), "{file}: {error}");
    }
    assert_same(&before, &target.lines().await);
}

#[tokio::test]
async fn who_may_not_import_is_refused() {
    let store = MemoryStore::new();
    let nobody = Robots::new(store.clone(), StaticPermissions::default(), StaticProfiles::default());
    let transcripts = Transcripts::new(nobody, store);
    let source = source(fixture("head"));
    let import = transcripts.import_storyden(ADMIN, &source, false, |_| {}).await;
    let check = transcripts.check_storyden(ADMIN, &source, |_| {}).await;
    assert_eq!(import.unwrap_err().kind(), ErrorKind::PermissionDenied);
    assert_eq!(check.unwrap_err().kind(), ErrorKind::PermissionDenied);
}

#[tokio::test]
async fn a_session_that_a_schedule_started_is_out_of_the_list() {
    let target = Target::new().await;
    let (path, connection) = copy("head", target.folder.path(), "trail.sqlite");
    let session = parts("head")["plain"];
    let sql = "UPDATE robot_sessions SET origin_kind = 'trail_action', origin_id = 'x' WHERE id = ?1";
    connection.execute(sql, [session.to_string()]).unwrap();
    connection.execute("INSERT INTO trails DEFAULT VALUES", ()).ok();
    drop(connection);
    let store = target.whole();
    import(&store, &source(path)).await;
    let listed = store.list_sessions(SessionFilter::default(), PageRequest::new(1, 100)).await;
    let listed = listed.unwrap();
    assert!(listed.items.len() == 45 && listed.items.iter().all(|listed| listed.id != session));
    let found = robots(&store).session(ADMIN, session, WindowRequest::newest(1)).await.unwrap();
    let labels: Vec<_> = found.labels.iter().map(|label| label.as_str().to_owned()).collect();
    assert_eq!(labels, ["archived", "trail_action"]);
}

#[tokio::test]
async fn files_are_kept_apart_from_the_messages_that_bring_them() {
    let (folder, target) = (tempfile::tempdir().unwrap(), Target::new().await);
    let (path, connection) = copy("head", folder.path(), "pictures.db");
    let picture = "iVBO".repeat(3000);
    let part =
        format!(r#"{{"text":"hello there"}},{{"inlineData":{{"mimeType":"image/png","data":"{picture}"}}}}"#);
    let sql = "UPDATE robot_session_messages SET event_data = replace(event_data, '{\"text\":\"hello there\"}', ?1)";
    connection.execute(sql, [part]).unwrap();
    drop(connection);

    let robots = robots(&target.whole()).with_files(Files::in_store(target.store.clone()));
    let service = Transcripts::new(robots.clone(), target.store.clone());
    for outcome in ["new", "same"] {
        let report = service.import_storyden(ADMIN, &source(&path), false, |_| {}).await.unwrap();
        assert_eq!((report.sessions, report.notes), (BTreeMap::from([(outcome, 46)]), Vec::new()));
    }
    let check = service.check_storyden(ADMIN, &source(&path), |_| {}).await.unwrap();
    assert_eq!((check.difference_count, check.differences), (0, Vec::new()));
    let lines = target.lines().await;
    let files = lines.lines().filter(|line| line.contains("robots-file:")).count();
    assert!(files > 0 && !lines.lines().any(|line| line.contains("robots-file:") && line.contains(&picture)));

    // Of what is there already no file is stored again.
    let other = MemoryStore::new();
    let elsewhere = robots.clone().with_files(Files::in_store(other.clone()));
    let service = Transcripts::new(elsewhere, target.store.clone());
    let again = service.import_storyden(ADMIN, &source(&path), false, |_| {}).await.unwrap();
    assert_eq!(again.sessions, BTreeMap::from([("same", 46)]));
    assert_eq!(other.list_files(None, None, 9).await.unwrap(), []);

    let mut inlined = 0;
    for session in parts("head").into_values() {
        let Ok(found) = robots.session(ADMIN, session, WindowRequest::newest(100)).await else { continue };
        for message in found.message_list.messages {
            let message = robots.inline_files(ADMIN, message).await.unwrap();
            inlined += usize::from(message.parts.as_str().contains(&picture));
        }
    }
    assert_eq!(inlined, files, "each picture comes back where it was");
}
