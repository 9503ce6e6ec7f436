//! Files full of seeded data, made once and kept in the target folder, and the store's own
//! statements to fill them fast.

use std::{
    fs,
    path::{Path, PathBuf},
};

use rusqlite::Connection;
use storyden_robots::{
    AccountId, Message, MessageId, Revision, RobotId, RobotKey, RobotRef, SessionId, Timestamp,
    conformance::Sample,
    repository::SessionRecord,
    sql::{
        Dialect, SCHEMA_VERSION, Statement, Statements, Tables, Value, checksum, migrations, session_checksum,
    },
};

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
fn created_at(number: u32) -> i64 {
    let minutes = if number % 10 == 1 { number - 1 } else { number };
    1_700_000_000_000_000 + i64::from(minutes) * 61_000_017
}

/// A file with so many sessions, without messages.
pub(crate) fn sessions(count: u32) -> PathBuf {
    file(&format!("sessions-{count}"), |fill| {
        for number in 0..count {
            fill.session(number);
        }
    })
}

/// A file with one session, of so many messages.
pub(crate) fn messages(count: u32) -> PathBuf {
    file(&format!("messages-{count}"), |fill| {
        fill.session(0);
        fill.messages(0, count);
    })
}

/// Makes the file unless it is there. A crash on the way leaves nothing that looks finished.
fn file(name: &str, fill: impl FnOnce(&mut Fill<'_>)) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("data");
    let path = folder.join(format!("{name}-{SCHEMA_VERSION}.db"));
    if !path.exists() {
        fs::create_dir_all(&folder).unwrap();
        // Several may make it at once; the last one wins, with the same file.
        let half = tempfile::tempdir_in(&folder).unwrap();
        fill_file(&half.path().join(name), fill);
        fs::rename(half.path().join(name), &path).unwrap();
    }
    path
}

fn fill_file(path: &Path, fill: impl FnOnce(&mut Fill<'_>)) {
    let connection = Connection::open(path).unwrap();
    let settings = "PRAGMA page_size = 16384; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
        PRAGMA cache_size = -262144; BEGIN";
    connection.execute_batch(settings).unwrap();
    let migrations = migrations(Dialect::Sqlite, &Tables::default());
    for step in &migrations {
        connection.execute_batch(&step.script()).unwrap();
    }
    let statements = Statements::new(Dialect::Sqlite, &Tables::default());
    fill(&mut Fill { connection: &connection, statements: &statements });
    for list in ["'sessions'", "'sessions/' || created_by"] {
        let count = format!(
            "INSERT INTO robots_counts SELECT {list}, 0, count(*), -count(*) FROM robots_sessions GROUP BY {list}"
        );
        connection.execute_batch(&count).unwrap();
    }
    // The third step cuts the lists into stretches. There was nothing to cut then.
    let cut = migrations[2].statements.iter().filter(|statement| statement.contains("FROM"));
    for statement in cut.filter(|statement| statement.contains("stretches")) {
        connection.execute_batch(statement).unwrap();
    }
    connection.execute_batch("COMMIT").unwrap();
}

pub(crate) struct Fill<'c> {
    connection: &'c Connection,
    statements: &'c Statements,
}

impl Fill<'_> {
    pub(crate) fn session(&mut self, number: u32) {
        let session = SessionRecord {
            id: session_id(number),
            created_at: Timestamp::from_micros(created_at(number)).unwrap(),
            name: format!("Spam wave of Tuesday, number {number}"),
            created_by: account(number),
            misc: None,
            active_robot: None,
            active_instance: None,
        };
        run(
            self.connection,
            &self.statements.insert_session,
            &[
                ("id", session.id.to_string().into()),
                ("created_at", created_at(number).into()),
                ("updated_at", created_at(number).into()),
                ("misc", Value::Null),
                ("name", session.name.as_str().into()),
                ("created_by", session.created_by.to_string().into()),
                ("active_robot", Value::Null),
                ("active_instance", Value::Null),
                ("last_sequence", 0.into()),
                ("checksum", session_checksum(&session).into()),
            ],
        );
    }

    pub(crate) fn messages(&mut self, session: u32, count: u32) {
        let session = session_id(session).to_string();
        let at = Value::from(1_750_000_000_000_000);
        let values =
            [("id", session.as_str().into()), ("places", i64::from(count).into()), ("at", at.clone())];
        run(self.connection, &self.statements.take_places, &values);
        let robot = RobotRef { id: RobotKey::from(ROBOT), name: "Moderator".to_owned() };
        for (number, sample) in (1..=count).zip(Sample::new(7)) {
            let answer = number % 2 == 0;
            let message = Message {
                id: message_id(number),
                sequence: None,
                role: sample.role,
                parts: sample.parts,
                metadata: None,
                created_at: Timestamp::from_micros(1_750_000_000_000_000).unwrap(),
                robot: answer.then(|| robot.clone()),
                author: (!answer).then(|| account(number % 12)),
                extra: None,
                revision: Revision::default(),
                draft: false,
            };
            run(
                self.connection,
                &self.statements.insert_message,
                &[
                    ("session_id", session.as_str().into()),
                    ("sequence", i64::from(number).into()),
                    ("id", message.id.to_string().into()),
                    ("role", message.role.as_str().into()),
                    ("created_at", at.clone()),
                    ("robot_id", message.robot.as_ref().map(|robot| robot.id.to_string()).into()),
                    ("robot_name", message.robot.as_ref().map(|robot| robot.name.as_str()).into()),
                    ("author", message.author.map(|author| author.to_string()).into()),
                    ("idempotency_key", Value::Null),
                    ("fingerprint", Value::Null),
                    ("metadata", Value::Null),
                    ("extra", Value::Null),
                    ("parts", message.parts.as_str().into()),
                    ("revision", 0.into()),
                    ("draft", Value::Null),
                    ("checksum", checksum(&message).into()),
                ],
            );
        }
    }
}

fn run(connection: &Connection, statement: &Statement, values: &[(&str, Value<'_>)]) {
    let mut prepared = connection.prepare_cached(statement.sql()).unwrap();
    for (place, value) in statement.bind(values).unwrap().into_iter().enumerate() {
        match value {
            Value::Integer(number) => prepared.raw_bind_parameter(place + 1, number).unwrap(),
            Value::Text(text) => prepared.raw_bind_parameter(place + 1, text.as_ref()).unwrap(),
            _ => prepared.raw_bind_parameter(place + 1, rusqlite::types::Null).unwrap(),
        }
    }
    let mut rows = prepared.raw_query();
    while rows.next().unwrap().is_some() {}
}
