//! The file is damaged: bits flip, blocks are zeroed, and the end is missing.

use std::{
    fmt::Debug,
    path::{Path, PathBuf},
};

use rusqlite::Connection;
use storyden_robots::{
    AccountId, Damaged, Error, ErrorKind, InstanceFilter, Json, MessageId, NewInstance, NewRobot,
    NewWorkspace, Page, PageRequest, Provider, Resource, Result, RobotChange, RobotId, RobotKey,
    RobotRepository, Robots, Sequence, SessionChange, SessionFilter, SessionId, SessionRepository,
    SqliteOptions, SqliteStore, Timestamp, WindowRequest, WorkspaceChange, WorkspaceId, WorkspaceInstanceId,
    WorkspaceRepository,
    repository::{SessionRecord, Summary},
    sql::SCHEMA_VERSION,
    stream::Chunk,
};
use tokio::task::JoinSet;

use crate::{ANN, Random, rounds, say, service};

const BOB: AccountId = AccountId::from_bytes([2; 12]);

/// So many that the list's middle is found by its stretches.
const SESSIONS: u32 = 720;

fn opened(path: &Path) -> SqliteOptions {
    // Not migrated: nothing is repaired behind the test's back.
    SqliteOptions::new(path).readers(1)
}

/// An answer to one question: what is said of the whole, each row, and how many were reported as damaged.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Answer {
    whole: String,
    rows: Vec<String>,
    damaged: usize,
    /// Where it goes on: from the oldest row that is not damaged.
    next: Option<MessageId>,
}

impl Answer {
    fn of(whole: &impl Debug) -> Self {
        Self { whole: format!("{whole:?}"), rows: Vec::new(), damaged: 0, next: None }
    }

    fn of_page<T: Debug>(mut page: Page<T>) -> Self {
        let rows = page.items.drain(..).map(|row| format!("{row:?}")).collect();
        let damaged = page.damaged.drain(..).len();
        let whole = Page { results: 0, ..page };
        Self { rows, damaged, ..Self::of(&whole) }
    }

    /// Whether it says nothing but what the right answer says, and leaves nothing out in silence.
    fn is_part_of(&self, right: &Self) -> bool {
        let mut rows = right.rows.iter();
        let next = if self.damaged > 0 {
            self.next.is_some() == right.next.is_some()
        } else {
            self.next == right.next
        };
        self.whole == right.whole
            && next
            && self.rows.len() + self.damaged >= right.rows.len()
            && self.rows.iter().all(|row| rows.any(|other| other == row))
    }
}

/// All that a host can read, in the order of the questions.
type Answers = Vec<Result<Answer, Error>>;

/// The same of a store that nothing happened to.
type State = Vec<Result<Answer, ErrorKind>>;

/// What there is to ask for.
#[derive(Clone, Debug, Default)]
struct Things {
    sessions: Vec<SessionId>,
    messages: Vec<(SessionId, MessageId)>,
    robots: Vec<RobotId>,
    workspaces: Vec<WorkspaceId>,
    instances: Vec<WorkspaceInstanceId>,
}

/// Asks everything.
async fn ask(store: &SqliteStore, things: &Things) -> Answers {
    let mut answers = Vec::new();
    for (filter, size) in [(None, 100), (None, 20), (Some(ANN), 100), (Some(BOB), 10)] {
        for page in 1..=if size == 100 { 8 } else { 3 } {
            let request = PageRequest::new(page, size);
            let page = store.list_sessions(SessionFilter::created_by(filter), request).await;
            answers.push(page.map(Answer::of_page));
        }
    }
    for page in 1..=3 {
        let request = PageRequest::new(page, 4);
        answers.push(store.list_robots(request).await.map(Answer::of_page));
        answers.push(store.list_workspaces(request).await.map(Answer::of_page));
        answers.push(store.list_instances(InstanceFilter::default(), request).await.map(Answer::of_page));
        for workspace in &things.workspaces {
            let filter = InstanceFilter::of(*workspace);
            answers.push(store.list_instances(filter, request).await.map(Answer::of_page));
        }
    }
    let mut windows = vec![WindowRequest::newest(100), WindowRequest::newest(5)];
    windows.extend(things.messages.iter().map(|(_, id)| WindowRequest::newest(7).before(*id)));
    for session in &things.sessions {
        for window in &windows {
            let session = store.find_session(*session, *window).await.map(|mut session| {
                let list = &mut session.message_list;
                let rows = std::mem::take(&mut list.messages);
                let damaged = std::mem::take(&mut list.damaged).len();
                list.results = 0;
                let next = list.next_before.take();
                let rows = rows.iter().map(|row| format!("{row:?}")).collect();
                Answer { rows, damaged, next, ..Answer::of(&session) }
            });
            answers.push(session);
        }
        answers.push(store.find_summary(*session).await.map(|summary| Answer::of(&summary)));
    }
    for (session, message) in &things.messages {
        answers.push(store.find_message(*session, *message).await.map(|message| Answer::of(&message)));
        answers.push(store.find_draft(*session, *message).await.map(|draft| Answer::of(&draft)));
    }
    for id in &things.robots {
        answers.push(store.find_robot(*id).await.map(|robot| Answer::of(&robot)));
    }
    for id in &things.workspaces {
        answers.push(store.find_workspace(*id).await.map(|workspace| Answer::of(&workspace)));
    }
    for id in &things.instances {
        answers.push(store.find_instance(*id).await.map(|instance| Answer::of(&instance)));
    }
    answers
}

struct Fixture {
    folder: tempfile::TempDir,
    things: Things,
    /// What could be read after each of the last writes.
    states: Vec<State>,
    session: SessionId,
    ids: Vec<MessageId>,
}

impl Fixture {
    /// Makes a store with a bit of everything. `closed` puts all of it into the main file; otherwise the newest
    /// is in the WAL.
    async fn new(closed: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("made.db");
        let store = SqliteStore::open(opened(&path).migrate(true)).await.unwrap();
        let mut created = JoinSet::new();
        for number in 0..SESSIONS {
            let store = store.clone();
            created.spawn(async move { store.create_session(&record(number)).await.unwrap() });
        }
        created.join_all().await;
        drop(store);
        let store = SqliteStore::open(opened(&path)).await.unwrap();
        let mut making = Making::new(store, &folder.path().join("made.db-wal"));
        making.everything().await;
        let Making { store, robots, things, marks, session, ids, .. } = making;
        let mut fixture = Self { folder, things, states: Vec::new(), session, ids };
        if closed {
            drop((store, robots));
        }
        for end in ["", "-wal"] {
            let from = fixture.file(&format!("made.db{end}"));
            if from.exists() {
                std::fs::copy(from, fixture.file(&format!("whole.db{end}"))).unwrap();
            }
        }
        // As it was after each write: what the WAL had then.
        for mark in if closed { vec![usize::MAX] } else { marks } {
            let then =
                fixture.damage(|end, bytes| bytes.truncate(if end == "-wal" { mark } else { usize::MAX }));
            let store = SqliteStore::open(opened(&then)).await.unwrap();
            let answers = ask(&store, &fixture.things).await;
            fixture
                .states
                .push(answers.into_iter().map(|answer| answer.map_err(|error| error.kind())).collect());
        }
        fixture
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Reads everything. Returns what of it was an error, rows that were reported as damaged, and right.
    async fn read(&self, path: &Path) -> Outcome {
        let store = match SqliteStore::open(opened(path)).await {
            Ok(store) => store,
            Err(error) => return typed(&error),
        };
        let answers = ask(&store, &self.things).await;
        let outcome = self.judge(&answers);
        // A write is refused with an error, or done; nothing else.
        match service(store).append(ANN, self.session, say("one more")).await {
            Ok(_) => outcome,
            Err(error) => outcome.or(typed(&error)),
        }
    }

    fn judge(&self, answers: &Answers) -> Outcome {
        let fits = |state: &State| {
            answers.iter().zip(state).all(|(answer, right)| match (answer, right) {
                (Ok(answer), Ok(right)) => answer.is_part_of(right),
                (Ok(_), Err(_)) => false,
                (Err(_), _) => true,
            })
        };
        let Some(age) = self.states.iter().rev().position(fits) else {
            let right = &self.states[self.states.len() - 1];
            for (number, (answer, right)) in answers.iter().zip(right).enumerate() {
                if answer
                    .as_ref()
                    .is_ok_and(|answer| !right.as_ref().is_ok_and(|right| answer.is_part_of(right)))
                {
                    let (answer, right) = (format!("{answer:?}"), format!("{right:?}"));
                    let same =
                        answer.bytes().zip(right.bytes()).take_while(|(left, right)| left == right).count();
                    let from =
                        |text: &str| text.chars().skip(same.saturating_sub(30)).take(300).collect::<String>();
                    println!("question {number}: {} for {}", from(&answer), from(&right));
                }
            }
            return Outcome::Wrong;
        };
        let state = &self.states[self.states.len() - 1 - age];
        let mut outcome = Outcome::Right;
        for (answer, right) in answers.iter().zip(state) {
            match answer {
                Ok(answer) if answer.damaged > 0 => outcome = outcome.or(Outcome::Reported),
                Ok(_) => {}
                Err(error) if right.as_ref().err() == Some(&error.kind()) => {}
                Err(error) => outcome = typed(error),
            }
        }
        if age > 0 { outcome.or(Outcome::Older) } else { outcome }
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
}

fn record(number: u32) -> SessionRecord {
    let mut id = [0; 12];
    id[..4].copy_from_slice(&number.to_be_bytes());
    SessionRecord {
        id: SessionId::from_bytes(id),
        // Some share their time.
        created_at: Timestamp::from_micros(1_700_000_000_000_000 + i64::from(number / 3)).unwrap(),
        name: format!("session {number}"),
        created_by: if number.is_multiple_of(30) { BOB } else { ANN },
        misc: number.is_multiple_of(2).then(Json::object),
        active_robot: None,
        active_instance: None,
    }
}

/// A store that is filled.
struct Making {
    store: SqliteStore,
    robots: Robots,
    things: Things,
    wal: PathBuf,
    /// How long the WAL was after each write.
    marks: Vec<usize>,
    session: SessionId,
    ids: Vec<MessageId>,
}

impl Making {
    fn new(store: SqliteStore, wal: &Path) -> Self {
        let things = Things { sessions: vec![record(1).id, record(700).id], ..Things::default() };
        let session = things.sessions[0];
        let robots = service(store.clone());
        let wal = wal.to_owned();
        Self { store, robots, things, wal, marks: vec![0], session, ids: Vec::new() }
    }

    fn mark(&mut self) {
        let length = std::fs::metadata(&self.wal).unwrap().len();
        self.marks.push(usize::try_from(length).unwrap());
    }

    async fn everything(&mut self) {
        self.resources().await;
        self.messages().await;
        self.drafts().await;
        self.changes().await;
    }

    async fn resources(&mut self) {
        for number in 0..3 {
            let workspace = NewWorkspace::new(format!("workspace {number}"), Provider::Local)
                .description("where it works")
                .config(json(r#"{"size":1.0}"#))
                .meta(json(r#"{"a":null}"#));
            let workspace = self.robots.create_workspace(ANN, workspace).await.unwrap().id;
            self.things.workspaces.push(workspace);
            self.mark();
            for state in [r#"{"secret":"s"}"#, "{}"] {
                let instance =
                    NewInstance::new(workspace).provider_state(json(state)).meta(json(r#"{"b":[]}"#));
                self.things.instances.push(self.robots.create_instance(ANN, instance).await.unwrap().id);
                self.mark();
            }
        }
        for number in 0..5 {
            let robot = NewRobot::new(format!("robot {number}"), "anthropic/claude".parse().unwrap())
                .description("what it is for")
                .playbook("what it does ".repeat(number * 100))
                .tools(["thread_list", "thread_reply"])
                .workspace((number > 1).then(|| self.things.workspaces[number % 3]))
                .meta((number > 2).then(Json::object));
            self.things.robots.push(self.robots.create_robot(ANN, robot).await.unwrap().id);
            self.mark();
        }
    }

    async fn messages(&mut self) {
        for number in 0..40_usize {
            let text = format!("{number} {}", "long ".repeat(number % 4 * 2000));
            let said = self.robots.append(ANN, self.session, say(&text)).await.unwrap();
            self.ids.push(said.messages[0].id);
            self.mark();
        }
        let other = self.things.sessions[1];
        let said = self.robots.append(BOB, other, vec![say("of another"), say("session")]).await.unwrap();
        self.mark();
        self.things.messages.extend([0, 20, 37].map(|place| (self.session, self.ids[place])));
        self.things.messages.extend(said.messages.iter().map(|message| (other, message.id)));
        let summary = Summary { covers: Sequence::new(9).unwrap(), text: "what was said".to_owned() };
        self.store.put_summary(self.session, &summary).await.unwrap();
        self.mark();
    }

    /// One that is finished, one that was opened again, and one that is being written.
    async fn drafts(&mut self) {
        let session = self.session;
        for (finished, again) in [(true, false), (true, true), (false, false)] {
            let mut draft = self.robots.begin_draft(ANN, session, say("drafted")).await.unwrap();
            self.mark();
            for chunk in
                [Chunk::text_start("1"), Chunk::text_delta("1", "grows "), Chunk::text_delta("1", "more")]
            {
                draft.push(&chunk).await.unwrap();
                draft.flush().await.unwrap();
                self.mark();
            }
            let mut id = draft.id();
            if finished {
                id = draft.finish().await.unwrap().id;
                self.mark();
            }
            if again {
                let mut draft = self.robots.resume_draft(ANN, session, id).await.unwrap();
                self.mark();
                draft.push(&Chunk::text_start("2")).await.unwrap();
                draft.flush().await.unwrap();
                self.mark();
            }
            self.ids.push(id);
            self.things.messages.push((session, id));
        }
        self.robots.delete_message(ANN, session, self.ids[30]).await.unwrap();
        self.mark();
        self.things.messages.push((session, self.ids[30]));
    }

    async fn changes(&mut self) {
        let things = self.things.clone();
        let change = RobotChange::default().name("renamed").tools(["one"]).workspace(None);
        self.robots.update_robot(ANN, things.robots[2], change).await.unwrap();
        self.mark();
        self.robots
            .update_workspace(ANN, things.workspaces[0], WorkspaceChange::default().name("moved"))
            .await
            .unwrap();
        self.mark();
        let change = SessionChange::default()
            .name("First")
            .robot(RobotKey::from(things.robots[1]))
            .mount(things.instances[1]);
        self.robots.update_session(ANN, self.session, change).await.unwrap();
        self.mark();
        let change = SessionChange::default().robot(RobotKey::from(things.robots[0]));
        self.robots.update_session(ANN, things.sessions[1], change).await.unwrap();
        self.mark();
        self.robots.delete_robot(ANN, things.robots[0]).await.unwrap();
        self.mark();
        self.robots.delete_workspace(ANN, things.workspaces[2]).await.unwrap();
        self.mark();
        self.robots.delete_instance(ANN, things.instances[0]).await.unwrap();
        self.mark();
        for number in [3, 600] {
            self.robots.delete_session(ANN, record(number).id).await.unwrap();
            self.mark();
        }
        self.robots.restore_session(ANN, record(3).id).await.unwrap();
        self.mark();
        self.things.sessions.extend([record(3).id, record(600).id]);
    }
}

fn json(text: &str) -> Json<'static> {
    Json::parse(text.to_owned()).unwrap()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Right,
    Error,
    Reported,
    /// The newest are missing: SQLite takes a WAL that ends early for one that was not written further.
    Older,
    /// Something was said that is not so, and nothing of it being damaged.
    Wrong,
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
    assert!(!format!("{error:?}").contains("panic"), "{error:?}");
    Outcome::Error
}

#[tokio::test]
async fn a_damaged_file_gives_errors_or_what_was_written_and_never_a_panic() {
    let mut counts = [[0_usize; 5]; 2];
    for closed in [true, false] {
        let fixture = Fixture::new(closed).await;
        assert_eq!(fixture.read(&fixture.damage(|_, _| {})).await, Outcome::Right);
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
            if outcome == Outcome::Wrong {
                println!(
                    "wrong in round {round}: closed {closed}, place {place}, how {how}, in WAL {in_wal}"
                );
            }
        }
    }
    for ([right, error, reported, older, wrong], file) in
        counts.into_iter().zip(["main file", "main file or WAL"])
    {
        println!(
            "damaged {file}: {right} right, {error} errors, {reported} reported, {older} older, {wrong} wrong"
        );
        assert!(right > 0, "{file}");
        assert_eq!(wrong, 0, "{file}");
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
    break_row(
        &path,
        "UPDATE robots_sessions SET updated_at = 9223372036854775807 WHERE name = 'session 710'",
    );
    break_row(&path, "UPDATE robots_robots SET tools = 'x' WHERE name = 'renamed'");

    let damaged = vec![Damaged::new(Resource::Message, fixture.ids[37].to_string())];
    let session = robots.session(ANN, fixture.session, WindowRequest::newest(7)).await.unwrap();
    let list = session.message_list;
    assert_eq!((list.results, list.messages.len()), (6, 6));
    assert_eq!(list.damaged, damaged);
    assert_eq!(list.next_before, Some(fixture.ids[36]), "the window is no shorter for it");
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
    assert_eq!((page.results, page.damaged.len()), (19, 1));
    assert_eq!(page.damaged[0], Damaged::new(Resource::Session, record(710).id.to_string()));
    let page = robots.list_robots(ANN, PageRequest::resources()).await.unwrap();
    assert_eq!((page.results, page.damaged.len()), (3, 1));
    let json = serde_json::to_string(&page).unwrap();
    assert_eq!(serde_json::from_str::<Page<_>>(&json).ok(), Some(page));
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
        "revision = 1",
        "draft = 0",
        "draft = 1, revision = 1",
    ];
    let session = fixture.session;
    let of = |sequence| format!("WHERE session_id = '{session}' AND sequence = {sequence}");
    for (column, sequence) in wrong.iter().zip((2..).step_by(2)) {
        break_row(&path, &format!("UPDATE robots_messages SET {column} {}", of(sequence)));
    }
    let robots = service(SqliteStore::open(opened(&path)).await.unwrap());
    let read = async || robots.session(ANN, session, WindowRequest::newest(100)).await.unwrap().message_list;
    let list = read().await;
    assert_eq!(list.damaged.len(), wrong.len(), "{:?}", list.damaged);
    // One was deleted.
    assert_eq!(list.messages.len(), fixture.ids.len() - 1 - wrong.len());

    // Rows from before there were checksums come as they are.
    break_row(&path, &format!("UPDATE robots_messages SET checksum = NULL {}", of(8)));
    assert_eq!(read().await.damaged.len(), wrong.len() - 1);
}

#[tokio::test]
async fn messages_that_are_missing_are_missed() {
    let fixture = Fixture::new(true).await;
    let path = fixture.file("whole.db");
    let robots = service(SqliteStore::open(opened(&path)).await.unwrap());
    let session = fixture.session;
    robots.delete_message(ANN, session, fixture.ids[20]).await.unwrap();
    let read = async |window| robots.session(ANN, session, window).await;
    let there = fixture.ids.len() - 2;
    assert_eq!(
        read(WindowRequest::newest(100)).await.unwrap().message_list.messages.len(),
        there,
        "not deleted"
    );
    for sequence in [1, 10, 40] {
        let of = format!("WHERE session_id = '{session}' AND sequence = {sequence}");
        break_row(&path, &format!("DELETE FROM robots_messages {of}"));
        let error = read(WindowRequest::newest(100)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Internal, "{error}");
    }
    assert!(read(WindowRequest::newest(5)).await.is_err(), "one of the newest is missing");
    let before = WindowRequest::newest(5).before(fixture.ids[25]);
    assert_eq!(read(before).await.unwrap().message_list.results, 5, "and these are not");
}

/// What can be read of a column that is changed, and is read by nobody, or says nothing.
const UNREAD: [&str; 6] = [
    // They are for a second try.
    "messages.idempotency_key",
    "messages.fingerprint",
    // No robot said it.
    "messages.robot_name",
    // The order is the same.
    "message_deltas.revision",
    // They are added up.
    "counts.slot",
    // There is none then.
    "checksum",
];

#[tokio::test]
async fn every_column_that_is_changed_behind_the_store_is_noticed() {
    let fixture = Fixture::new(true).await;
    let (things, session) = (&fixture.things, fixture.session);
    let id = |id: &dyn std::fmt::Display| format!("id = '{id}'");
    let rows = [
        ("sessions", id(&session)),
        ("sessions", id(&record(300).id)),
        ("robots", id(&things.robots[2])),
        ("robots", id(&things.robots[0])),
        ("workspaces", id(&things.workspaces[0])),
        ("instances", id(&things.instances[1])),
        ("messages", format!("session_id = '{session}' AND sequence = 41")),
        ("messages", format!("session_id = '{session}' AND sequence = 43")),
        // It is deleted, and of such a one nothing else is read.
        ("messages (deleted_at, checksum)", format!("session_id = '{session}' AND sequence = 31")),
        ("message_deltas", format!("session_id = '{session}' AND sequence = 43 AND revision = 3")),
        ("summaries", format!("session_id = '{session}'")),
        ("counts", "list = 'sessions'".to_owned()),
        ("counts", format!("list = 'instances/{}'", things.workspaces[0])),
        ("stretches", "list = 'sessions' AND id = ''".to_owned()),
        ("migrations", format!("version = {SCHEMA_VERSION}")),
    ];
    let (mut changes, mut unnoticed) = (0, Vec::new());
    for (table, row) in rows {
        let (table, some) = table.split_once(' ').unwrap_or((table, ""));
        let whole = Connection::open(fixture.file("whole.db")).unwrap();
        let sql = format!("SELECT name, type FROM pragma_table_info('robots_{table}')");
        let mut columns = whole.prepare(&sql).unwrap();
        let columns = columns.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        let columns: Vec<(String, String)> = columns.map(std::result::Result::unwrap).collect();
        for (column, kind) in
            columns.into_iter().filter(|(column, _)| some.is_empty() || some.contains(column))
        {
            let other = match kind.as_str() {
                "INTEGER" => format!("coalesce({column} + 1, 0)"),
                // A bit of the last letter.
                _ => format!(
                    "coalesce(substr({column}, 1, length({column}) - 1) \
                     || char(unicode(substr({column}, -1)) + 1 - 2 * (unicode(substr({column}, -1)) % 2)), 'x')"
                ),
            };
            for value in [other.as_str(), "NULL"] {
                let path = fixture.damage(|_, _| {});
                let change = format!(
                    "UPDATE robots_{table} SET {column} = {value} WHERE {row} AND {column} IS NOT {value}"
                );
                // What a column may not be, it is not.
                let done = Connection::open(&path).unwrap().execute(&change, []);
                if done.is_ok_and(|rows| rows == 1) {
                    changes += 1;
                    match fixture.read(&path).await {
                        Outcome::Wrong => panic!("{change}"),
                        Outcome::Right if column == "checksum" => unnoticed.push(column.clone()),
                        Outcome::Right => unnoticed.push(format!("{table}.{column}")),
                        _ => {}
                    }
                }
            }
        }
    }
    println!("{changes} changes of single columns");
    unnoticed.retain(|column| !UNREAD.contains(&column.as_str()));
    assert_eq!(unnoticed, Vec::<String>::new());
}
