//! What SQLite itself can do: rusqlite by hand, everything prepared once, on one thread, with the same
//! file and settings as the store. It copies the rows into one buffer and checks nothing.

use std::{hint::black_box, io::Write, path::Path};

use rusqlite::{Connection, OpenFlags, Params, params, types::ValueRef};
use storyden_robots::{NewMessage, Revision, Timestamp, sql::content_checksum};

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

pub(crate) const WINDOW: &str =
    "FROM robots_messages WHERE session_id = ? AND sequence < ? AND deleted_at IS NULL
    ORDER BY sequence DESC LIMIT 51";

/// How far the same window is taken by hand.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Rung {
    /// Every text is seen to be UTF-8, and the content to be what its checksum says.
    Checked,
    /// And it is written as the answer's JSON, from a buffer that keeps the rows apart.
    Written,
}

/// Reads a window by hand with the checks that nobody may leave out, one rung after the other. What it does not
/// do: look at ids, who said it, permissions, the session, and whether messages are missing.
pub(crate) fn window(
    query: &mut rusqlite::Statement<'_>,
    params: impl Params,
    rung: Rung,
    author: &[u8],
    out: &mut Vec<u8>,
) {
    let mut rows = query.query(params).unwrap();
    while let Some(row) = rows.next().unwrap() {
        let text = |column| match row.get_ref(column).unwrap() {
            ValueRef::Text(text) => Some(simdutf8::basic::from_utf8(text).unwrap()),
            _ => None,
        };
        let integer = |column| row.get_ref(column).unwrap().as_i64_or_null().unwrap();
        let (id, place, role, parts, metadata) = (text(0), integer(1), text(2), text(3), text(4));
        let (created_at, robot, name, author_id, extra) = (integer(5), text(6), text(7), text(8), text(9));
        let (revision, draft, sum) = (integer(10), integer(11), integer(12));
        let parts = parts.unwrap();
        let revision = revision.unwrap();
        let written = Revision::new(revision.cast_unsigned());
        assert_eq!((sum.unwrap() ^ content_checksum(parts, metadata, written)) & 0xffff_ffff, 0);
        if rung == Rung::Checked {
            for text in [id, role, Some(parts), metadata, robot, name, author_id, extra].into_iter().flatten()
            {
                out.extend_from_slice(text.as_bytes());
            }
            for number in [place, created_at, Some(revision), draft].into_iter().flatten() {
                out.extend_from_slice(&number.to_le_bytes());
            }
            continue;
        }
        let parts = parts.to_owned();
        out.extend_from_slice(b"{\"id\":\"");
        out.extend_from_slice(id.unwrap().as_bytes());
        out.extend_from_slice(b"\",\"role\":\"");
        out.extend_from_slice(role.unwrap().as_bytes());
        out.extend_from_slice(b"\",\"parts\":");
        out.extend_from_slice(parts.as_bytes());
        let time = Timestamp::from_micros(created_at.unwrap()).unwrap();
        write!(out, ",\"created_at\":\"{time}\"").unwrap();
        if let (Some(robot), Some(name)) = (robot, name) {
            write!(out, ",\"robot\":{{\"id\":\"{robot}\",\"name\":\"{name}\"}}").unwrap();
        }
        if author_id.is_some() {
            out.extend_from_slice(author);
        }
        out.extend_from_slice(b"},");
    }
}

/// Writes the first page of sessions as JSON, from what its statements give: its length, its rows, and the newest
/// stretch; `count` says how many rows are from the newest on. It sees that texts are UTF-8, and looks at nothing else:
/// it sums no row.
pub(crate) fn page(
    [length, rows, stretch]: [&mut rusqlite::Statement<'_>; 3],
    mut count: impl FnMut(i64, &str) -> i64,
    author: &[u8],
    out: &mut Vec<u8>,
) {
    let total: i64 = length.query_row(["sessions"], |row| row.get(0)).unwrap();
    write!(out, "{{\"page_size\":20,\"results\":20,\"total_pages\":{total},\"sessions\":[").unwrap();
    let mut newest = None;
    let mut found = rows.query([20, 0]).unwrap();
    while let Some(row) = found.next().unwrap() {
        let text = |column| match row.get_ref(column).unwrap() {
            ValueRef::Text(text) => Some(simdutf8::basic::from_utf8(text).unwrap()),
            _ => None,
        };
        let integer = |column| row.get_ref(column).unwrap().as_i64_or_null().unwrap();
        let (id, created_at, updated_at, deleted_at) = (text(0).unwrap(), integer(1), integer(2), integer(3));
        let (misc, name, created_by) = (text(4), text(5).unwrap(), text(6));
        black_box((deleted_at, misc, created_by, text(7), text(8), integer(9), integer(10)));
        newest.get_or_insert_with(|| (created_at, id.to_owned()));
        let time = |micros: Option<i64>| Timestamp::from_micros(micros.unwrap()).unwrap();
        write!(out, "{{\"id\":\"{id}\",\"createdAt\":\"{}\",", time(created_at)).unwrap();
        write!(out, "\"updatedAt\":\"{}\",\"name\":\"{name}\"", time(updated_at)).unwrap();
        out.extend_from_slice(author);
        out.extend_from_slice(b"},");
    }
    drop(found);
    black_box(stretch.query_row(["sessions"], |row| row.get::<_, i64>(2)).unwrap());
    let (created_at, id) = newest.unwrap();
    assert_eq!(count(created_at.unwrap(), &id), 1);
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
