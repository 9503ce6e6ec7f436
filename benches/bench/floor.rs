//! What SQLite itself can do: rusqlite by hand, everything prepared once, on one thread, with the same
//! file and settings as the store. It copies the rows into one buffer and checks nothing.

use std::path::Path;

use rusqlite::{Connection, OpenFlags, Params, Row, Statement, params, types::ValueRef};
use storyden_robots::{MessageId, NewMessage, SessionId};
use twox_hash::XxHash3_64;

use super::data;

pub(crate) fn open(path: &Path) -> Connection {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).unwrap();
    let settings = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -16384; \
        PRAGMA secure_delete = ON";
    connection.execute_batch(settings).unwrap();
    connection
}

/// A query for messages, and a check of each row.
#[derive(Clone, Copy)]
pub(crate) struct Messages {
    pub(crate) query: &'static str,
    check: fn(&Row<'_>),
}

/// The newest 51 messages of a session up to a sequence.
pub(crate) const NEWEST: Messages = Messages {
    query: "SELECT id, author, place & 4294967295, revised, annotations, document
        FROM robots_messages WHERE place > ?1 << 32 AND place <= ?1 << 32 | ?2 AND deleted = 0
        ORDER BY place DESC LIMIT 51",
    check: |_| {},
};

/// The same, with the checksum of each document compared.
pub(crate) const SUMMED: Messages = Messages {
    query: "SELECT id, author, place & 4294967295, revised, annotations, checksum, document
        FROM robots_messages WHERE place > ?1 << 32 AND place <= ?1 << 32 | ?2 AND deleted = 0
        ORDER BY place DESC LIMIT 51",
    check: |row| {
        let sum = XxHash3_64::oneshot(row.get_ref_unwrap(6).as_bytes().unwrap());
        assert_eq!(sum.cast_signed(), row.get_ref_unwrap(5).as_i64().unwrap());
    },
};

impl Messages {
    /// Copies what the query, once prepared, returns for a session.
    pub(crate) fn copy(self, rows: &mut Statement<'_>, (number, up_to): (i64, i64)) -> Vec<u8> {
        let mut out = Vec::new();
        copy_checked(rows, params![number, up_to], &mut out, self.check);
        out
    }
}

/// The sequence of a message.
pub(crate) const POSITION: &str =
    "SELECT place & 4294967295 FROM robots_messages WHERE session_number = ?1 AND id = ?2";

/// A query for the first page of a list of sessions, and the name of the list's length.
#[derive(Clone, Copy)]
pub(crate) struct Page {
    query: &'static str,
    list: &'static str,
}

pub(crate) const PAGE: Page = Page {
    query: "SELECT id, created_at, updated_at, deleted_at, misc, name, created_by FROM robots_sessions
        WHERE deleted_at IS NULL AND archived = 0 ORDER BY created_at DESC, id DESC LIMIT 20",
    list: "sessions",
};
/// The same by last activity.
pub(crate) const ACTIVE_PAGE: Page = Page {
    query: "SELECT id, created_at, updated_at, deleted_at, misc, name, created_by FROM robots_sessions
        WHERE deleted_at IS NULL AND archived = 0 ORDER BY updated_at DESC, id DESC LIMIT 20",
    ..PAGE
};
/// The same of those with the label `spam`.
pub(crate) const LABELLED_PAGE: Page = Page {
    query:
        "SELECT s.id, s.created_at, s.updated_at, s.deleted_at, s.misc, s.name, s.created_by, s.labels
        FROM robots_session_labels l CROSS JOIN robots_sessions s
        WHERE s.number = l.session_number AND l.label = 'spam' ORDER BY l.created_at DESC, l.id DESC LIMIT 20",
    list: "labels/spam",
};
const COUNT: &str = "SELECT length FROM robots_counts WHERE list = ? AND day = -2147483648";

/// Runs a query and copies all that it returns.
pub(crate) fn copy(query: &mut Statement<'_>, params: impl Params, out: &mut Vec<u8>) {
    copy_checked(query, params, out, |_| {});
}

fn copy_checked(query: &mut Statement<'_>, params: impl Params, out: &mut Vec<u8>, check: impl Fn(&Row<'_>)) {
    let columns = query.column_count();
    let mut rows = query.query(params).unwrap();
    while let Some(row) = rows.next().unwrap() {
        check(row);
        for column in 0..columns {
            match row.get_ref(column).unwrap() {
                ValueRef::Text(text) | ValueRef::Blob(text) => out.extend_from_slice(text),
                ValueRef::Integer(number) => out.extend_from_slice(&number.to_le_bytes()),
                ValueRef::Real(_) | ValueRef::Null => {}
            }
        }
    }
}

/// Opens a file for good: statements that are prepared once borrow their connection.
fn open_for_good(path: &Path) -> &'static Connection {
    Box::leak(Box::new(open(path)))
}

/// What reads 50 messages of a session.
pub(crate) struct Window {
    number: i64,
    messages: Messages,
    rows: Statement<'static>,
    position: Statement<'static>,
}

impl Window {
    pub(crate) fn open(path: &Path, session: SessionId, messages: Messages) -> Self {
        let connection = open_for_good(path);
        let number = session_number(connection, &session.to_string());
        let [rows, position] = [messages.query, POSITION].map(|query| connection.prepare(query).unwrap());
        Self { number, messages, rows, position }
    }

    /// Reads the newest messages up to a sequence.
    pub(crate) fn up_to(&mut self, sequence: i64) -> Vec<u8> {
        self.messages.copy(&mut self.rows, (self.number, sequence))
    }

    pub(crate) fn newest(&mut self) -> Vec<u8> {
        self.up_to(u32::MAX.into())
    }

    /// Finds a message, and reads those before it.
    pub(crate) fn before(&mut self, message: MessageId) -> Vec<u8> {
        let params = params![self.number, message.to_string()];
        let sequence: i64 = self.position.query_row(params, |row| row.get(0)).unwrap();
        self.up_to(sequence - 1)
    }
}

/// Returns what reads a page of sessions, and their number.
pub(crate) fn page(path: &Path, Page { query, list }: Page) -> impl FnMut() -> Vec<u8> + use<> {
    let connection = open_for_good(path);
    let [mut count, mut rows] = [COUNT, query].map(|query| connection.prepare(query).unwrap());
    move || {
        let mut out = Vec::new();
        copy(&mut count, [list], &mut out);
        copy(&mut rows, [], &mut out);
        out
    }
}

/// Returns the number that the file has for a session.
pub(crate) fn session_number(connection: &Connection, id: &str) -> i64 {
    let query = "SELECT number FROM robots_sessions WHERE id = ?";
    connection.query_row(query, [id], |row| row.get(0)).unwrap()
}

/// Appends messages in one transaction, each to the next session that is named, with idempotency keys or without. They get
/// the ids from `number` on.
pub(crate) fn append(
    connection: &Connection,
    mut next_session: impl FnMut() -> SessionId,
    messages: &[NewMessage],
    keyed: bool,
    number: &mut u32,
) {
    let mut reserve = connection
        .prepare_cached(
            "UPDATE robots_sessions SET last_offset = last_offset + 1, updated_at = ?
                WHERE id = ? AND deleted_at IS NULL RETURNING number, last_offset",
        )
        .unwrap();
    let mut insert = connection
        .prepare_cached(
            "INSERT INTO robots_messages (place, id, author, deleted, checksum, document)
                VALUES (?1 << 32 | ?2, ?3, ?4, 0, 0, ?5)",
        )
        .unwrap();
    let mut insert_key = connection
        .prepare_cached(
            "INSERT INTO robots_message_keys (session_number, kind, key, sequence, count, fingerprint)
                VALUES (?, 0, ?, ?, 1, ?)",
        )
        .unwrap();
    connection.execute_batch("BEGIN IMMEDIATE").unwrap();
    for message in messages {
        *number += 1;
        let session = next_session().to_string();
        let (session_number, offset): (i64, i64) = reserve
            .query_row(params![i64::from(*number), session], |row| Ok((row.get(0)?, row.get(1)?)))
            .unwrap();
        let id = data::message_id(*number).to_string();
        let (role, parts) = (message.role.as_str(), message.parts.as_str());
        let document = format!(
            r#"{{"id":"{id}","role":"{role}","parts":{parts},"created_at":"2026-11-26T12:00:00.000001Z"}}"#
        );
        insert.execute(params![session_number, offset, id, session, document]).unwrap();
        if keyed {
            // A fingerprint is the hexadecimal text of 32 bytes.
            let (key, fingerprint) = (format!("key-{number}"), "0".repeat(64));
            insert_key.execute(params![session_number, key, offset, fingerprint]).unwrap();
        }
    }
    connection.execute_batch("COMMIT").unwrap();
}
