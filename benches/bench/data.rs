//! Files full of seeded data, made once by the store and kept in the target folder.

use std::{
    fs,
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use storyden_robots::{
    AccountId, Annotations, Document, Label, Labels, Message, MessageId, NewMessage, Revision, RobotId,
    RobotKey, RobotRef, SessionId, SessionRepository, SqliteOptions, SqliteStore, Timestamp,
    conformance::Sample,
    repository::{MessageBatch, NewRecord, SessionRecord, Write},
    sql::SCHEMA_VERSION,
};
use tokio::runtime::Runtime;

/// Started every fifth session.
pub(crate) const ANN: AccountId = AccountId::from_bytes([1; 12]);

const ROBOT: RobotId = RobotId::from_bytes([4; 12]);

/// The sizes to compare: a small one and a large one.
pub(crate) fn sizes() -> [u32; 2] {
    if std::env::var_os("FULL").is_some() { [1_000, 1_000_000] } else { [1_000, 100_000] }
}

pub(crate) fn session_id(number: u32) -> SessionId {
    SessionId::from_bytes(bytes(1, number))
}

/// Returns sessions of a file with so many, without end, in an order that scatters them and is always the same.
pub(crate) fn scattered_sessions(count: u32) -> impl Iterator<Item = SessionId> + Clone {
    (0_u32..).map(move |number| session_id(number.wrapping_mul(7_919) % count))
}

pub(crate) fn message_id(number: u32) -> MessageId {
    MessageId::from_bytes(bytes(2, number))
}

/// Scatters, as xids of many machines are scattered within a second.
fn bytes(kind: u8, number: u32) -> [u8; 12] {
    let mut bytes = [kind; 12];
    bytes[..4].copy_from_slice(&(number / 16).to_be_bytes());
    bytes[4..8].copy_from_slice(&number.wrapping_mul(0x9e37_79b1).to_be_bytes());
    bytes[8..].copy_from_slice(&number.to_be_bytes());
    bytes
}

fn account(number: u32) -> AccountId {
    if number.is_multiple_of(5) { ANN } else { AccountId::from_bytes(bytes(3, number % 997)) }
}

/// Returns everybody who started something.
pub(crate) fn accounts() -> impl Iterator<Item = AccountId> {
    (0..997).map(|number| AccountId::from_bytes(bytes(3, number))).chain([ANN])
}

/// A session every minute or so; one in ten shares its microsecond with the one before.
fn created_at(number: u32) -> Timestamp {
    let minutes = if number % 10 == 1 { number - 1 } else { number };
    Timestamp::from_micros(1_700_000_000_000_000 + i64::from(minutes) * 61_000_017).unwrap()
}

pub(crate) const APPENDED_AT: i64 = 1_750_000_000_000_000;

/// A file with so many sessions, without messages.
pub(crate) fn sessions(count: u32) -> PathBuf {
    file(&format!("listed-{count}"), |runtime, store| create(runtime, store, count, session))
}

/// A file with so many sessions, every other one with the label `spam`.
pub(crate) fn labelled(count: u32) -> PathBuf {
    let labels = Labels::new([label()]).unwrap();
    file(&format!("labelled-{count}"), |runtime, store| {
        create(runtime, store, count, move |number| {
            let mut session = session(number);
            if number.is_multiple_of(2) {
                session.reference.labels = labels.clone();
            }
            session
        });
    })
}

pub(crate) fn label() -> Label {
    "spam".parse().unwrap()
}

fn create(
    runtime: &Runtime,
    store: &SqliteStore,
    count: u32,
    session: impl Fn(u32) -> SessionRecord + Clone + Send + 'static,
) {
    let tasks: Vec<_> = (0..64)
        .map(|task| {
            let (store, session) = (store.clone(), session.clone());
            runtime.spawn(async move {
                for number in (task..count).step_by(64) {
                    store.create_session(&session(number)).await.unwrap();
                }
            })
        })
        .collect();
    for task in tasks {
        runtime.block_on(task).unwrap();
    }
}

/// A file with one session, of so many messages.
pub(crate) fn messages(count: u32) -> PathBuf {
    file(&format!("messages-{count}"), |runtime, store| {
        runtime.block_on(store.create_session(&session(0))).unwrap();
        let mut samples = (1..=count).zip(Sample::new(7)).map(|(number, sample)| record(number, &sample));
        let write = Write::at(Timestamp::from_micros(APPENDED_AT).unwrap());
        loop {
            let batch: Vec<_> = samples.by_ref().take(1000).collect();
            if batch.is_empty() {
                break;
            }
            runtime.block_on(store.append_messages(session_id(0), &MessageBatch::new(batch), write)).unwrap();
        }
    })
}

pub(crate) fn session(number: u32) -> SessionRecord {
    let name = format!("Spam wave of Tuesday, number {number}");
    SessionRecord::new(session_id(number), created_at(number), name, account(number))
}

/// Every other message is an answer of a robot's.
pub(crate) fn record(number: u32, sample: &NewMessage) -> NewRecord {
    let answer = number.is_multiple_of(2);
    let author = (!answer).then(|| account(number % 12));
    let message = Message {
        id: message_id(number),
        sequence: None,
        revision: Revision::default(),
        role: sample.role.clone(),
        parts: sample.parts.clone(),
        metadata: None,
        created_at: Timestamp::from_micros(APPENDED_AT).unwrap(),
        robot: answer.then(|| RobotRef { id: RobotKey::from(ROBOT), name: "Moderator".to_owned() }),
        author,
        extra: None,
        annotations: Annotations::default(),
        draft: false,
    };
    NewRecord::new(message.id, author, Document::new(&message).unwrap())
}

/// A new folder beside the data: a temporary folder may be in memory, where a flush costs nothing.
pub(crate) fn folder() -> tempfile::TempDir {
    tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap()
}

/// Makes the file unless it is there. A crash on the way leaves nothing that looks finished.
fn file(name: &str, fill: impl FnOnce(&Runtime, &SqliteStore)) -> PathBuf {
    file_with(name, |options| options, fill)
}

/// The same, opened with other options.
pub(crate) fn file_with(
    name: &str,
    options: impl FnOnce(SqliteOptions) -> SqliteOptions,
    fill: impl FnOnce(&Runtime, &SqliteStore),
) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("data");
    let path = folder.join(format!("{name}-{SCHEMA_VERSION}.db"));
    if !path.exists() {
        fs::create_dir_all(&folder).unwrap();
        // Several may make it at once; the last one wins, with the same file.
        let half = tempfile::tempdir_in(&folder).unwrap();
        let (half, runtime) = (half.path().join("half.db"), Runtime::new().unwrap());
        let store =
            runtime.block_on(SqliteStore::open(options(SqliteOptions::new(&half).migrate(true)))).unwrap();
        fill(&runtime, &store);
        drop((store, runtime));
        // The last connection to close moves the log into the file.
        while half.with_extension("db-wal").exists() {
            thread::sleep(Duration::from_millis(10));
        }
        fs::rename(half, &path).unwrap();
    }
    path
}
