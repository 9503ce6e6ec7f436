//! What SQLite itself can do: rusqlite by hand, everything prepared once, on one thread, with the same
//! file and settings as the store. It copies the rows into one buffer and checks nothing.

use std::path::Path;

use rusqlite::{Connection, OpenFlags, Params, params, types::ValueRef};
use storyden_robots::NewMessage;

use super::data;

pub(crate) fn open(path: &Path) -> Connection {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).unwrap();
    let settings = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -16384";
    connection.execute_batch(settings).unwrap();
    connection
}

pub(crate) const MESSAGE: &str =
    "id, sequence, role, parts, metadata, created_at, robot_id, robot_name, author, extra";
pub(crate) const SESSION: &str = "id, created_at, updated_at, deleted_at, misc, name, created_by";

/// Runs a query and copies all that it gives.
pub(crate) fn copy(query: &mut rusqlite::Statement<'_>, params: impl Params, out: &mut Vec<u8>) {
    let columns = query.column_count();
    let mut rows = query.query(params).unwrap();
    while let Some(row) = rows.next().unwrap() {
        for column in 0..columns {
            match row.get_ref(column).unwrap() {
                ValueRef::Text(text) | ValueRef::Blob(text) => out.extend_from_slice(text),
                ValueRef::Integer(number) => out.extend_from_slice(&number.to_le_bytes()),
                ValueRef::Real(_) | ValueRef::Null => {}
            }
        }
    }
}

/// Appends so many in one transaction. They get the ids from `number` on.
pub(crate) fn append(connection: &Connection, session: &str, messages: &[NewMessage], number: &mut u32) {
    let mut place = connection
        .prepare_cached(
            "UPDATE robots_sessions SET last_sequence = last_sequence + 1, updated_at = ?
                WHERE id = ? AND deleted_at IS NULL RETURNING last_sequence",
        )
        .unwrap();
    let mut insert = connection
        .prepare_cached(
            "INSERT INTO robots_messages (session_id, sequence, id, role, created_at, author, parts)
                VALUES (?, ?, ?, ?, ?, ?, ?)",
        )
        .unwrap();
    connection.execute_batch("BEGIN IMMEDIATE").unwrap();
    for message in messages {
        *number += 1;
        let place: i64 = place.query_row(params![0, session], |row| row.get(0)).unwrap();
        let id = data::message_id(*number).to_string();
        let values = params![session, place, id, message.role.as_str(), 0, session, message.parts.as_str()];
        insert.execute(values).unwrap();
    }
    connection.execute_batch("COMMIT").unwrap();
}
