//! Deep pages: the lists of sessions, cut into stretches whose lengths are kept.
//!
//! To find the n-th session of a list, the lengths of the stretches before it are added up, and the rest is
//! walked within one. What keeps the lengths runs in the writer's transaction, so they are never wrong, unless the
//! file is damaged: for that there are checksums.

use rusqlite::Connection;

use super::connection::{damaged, insert, row, rows, search};
use crate::{
    model::{
        error::{Error, Result},
        id::SessionId,
        time::Timestamp,
    },
    sql::{STRETCH, Statement, Statements, list, row::Row, stretch_checksum},
};

/// A place in the order of a list: when, and which of those then.
pub(super) type Place = (i64, String);

fn place(row: &rusqlite::Row<'_>) -> Result<Place> {
    let null = || Error::Internal { context: "a stored place is null".into(), source: None };
    Ok((row.integer(0)?.ok_or_else(null)?, row.text(1)?.ok_or_else(null)?.to_owned()))
}

/// Reads the length of a stretch, and checks that one.
fn length(row: &rusqlite::Row<'_>) -> Result<i64> {
    let length = row.integer(2)?.unwrap_or(0);
    match row.integer(3)? {
        Some(checksum) if checksum & 0xffff_ffff != length => Err(wrong()),
        _ => Ok(length),
    }
}

/// Reads where a stretch of `list` starts, and checks all of it.
fn start(row: &rusqlite::Row<'_>, list: &str) -> Result<Place> {
    let place = place(row)?;
    match row.integer(3)? {
        Some(checksum) if checksum != stretch_checksum(list, place.0, &place.1, length(row)?) => Err(wrong()),
        _ => Ok(place),
    }
}

fn wrong() -> Error {
    damaged("a stretch of a list is wrong")
}

fn integer(number: u64) -> Result<i64> {
    i64::try_from(number).map_err(|error| Error::internal("a list is too long", error))
}

/// Says that a session came to the lists (`by` is 1) or went (-1): everybody's, and that of who started it.
pub(super) fn move_session(
    c: &Connection,
    s: &Statements,
    id: SessionId,
    created_at: Timestamp,
    account: &str,
    by: i64,
) -> Result<()> {
    let place = (created_at.as_micros(), id.to_string());
    change(c, s, list::SESSIONS, None, &place, by)?;
    change(c, s, &list::sessions_of(account), Some(account), &place, by)
}

fn change(
    c: &Connection,
    s: &Statements,
    list: &str,
    account: Option<&str>,
    place: &Place,
    by: i64,
) -> Result<()> {
    let values = [
        ("list", list.into()),
        ("created_at", place.0.into()),
        ("id", place.1.as_str().into()),
        ("limit", 1.into()),
    ];
    let found = row(c, &s.find_stretch, &values, |row| Ok((start(row, list)?, length(row)?)))?;
    // The first stretch begins before everything, so there is one for whatever comes.
    let (start, length) = found.unwrap_or_else(|| ((Timestamp::MIN.as_micros(), String::new()), 0));
    lengthen(c, s, list, &start, by)?;
    if length + by > STRETCH { cut(c, s, list, account, &start, length + by, place) } else { Ok(()) }
}

fn lengthen(c: &Connection, s: &Statements, list: &str, start: &Place, by: i64) -> Result<()> {
    let values = [
        ("list", list.into()),
        ("created_at", start.0.into()),
        ("id", start.1.as_str().into()),
        ("length", by.into()),
        ("checksum", stretch_checksum(list, start.0, &start.1, by).into()),
    ];
    insert(c, &s.lengthen_stretch, &values).map(drop)
}

/// Cuts a stretch that `newcomer` made too long: before the newcomer if that is the newest, so that
/// stretches are full where sessions come one after the other; in half if not.
fn cut(
    c: &Connection,
    s: &Statements,
    list: &str,
    account: Option<&str>,
    start: &Place,
    length: i64,
    newcomer: &Place,
) -> Result<()> {
    let newest = after(c, s, account, start, length - 1)?;
    let (second, kept) = match newest.filter(|newest| newest == newcomer) {
        Some(newest) => (Some(newest), length - 1),
        None => (after(c, s, account, start, length / 2)?, length / 2),
    };
    let Some(second) = second else { return Ok(()) };
    lengthen(c, s, list, &second, length - kept)?;
    lengthen(c, s, list, start, kept - length)
}

/// Finds the session that is so many places after another.
fn after(
    c: &Connection,
    s: &Statements,
    account: Option<&str>,
    start: &Place,
    offset: i64,
) -> Result<Option<Place>> {
    let values = [
        ("created_by", account.into()),
        ("created_at", start.0.into()),
        ("id", start.1.as_str().into()),
        ("limit", 1.into()),
        ("offset", offset.into()),
    ];
    row(c, if account.is_some() { &s.session_after_of } else { &s.session_after }, &values, place)
}

/// Says what the stretches add up to that say nothing.
pub(super) fn sum(c: &Connection, s: &Statements) -> Result<()> {
    let unsummed = rows(c, &s.unsummed_stretches, &[], |row| {
        let list = row.text(4)?.unwrap_or_default().to_owned();
        Ok((list, place(row)?, length(row)?))
    })?;
    for (list, start, length) in unsummed {
        let values = [
            ("checksum", stretch_checksum(&list, start.0, &start.1, length).into()),
            ("list", list.into()),
            ("created_at", start.0.into()),
            ("id", start.1.into()),
        ];
        insert(c, &s.sum_stretch, &values)?;
    }
    Ok(())
}

/// Of lists that are not longer than this, all stretches are counted, not only those before a row.
const COUNTED: u64 = 64 * STRETCH.unsigned_abs();

/// A list of sessions: everybody's, or that of an account.
pub(super) struct Stretched<'a> {
    pub(super) list: &'a str,
    pub(super) account: Option<&'a str>,
}

/// Where a row is: between which places, of which the second is behind it, and how many rows are there that are
/// newer and older. `None` is the end of the list.
#[derive(Debug)]
pub(super) struct Spot {
    pub(super) start: Option<Place>,
    pub(super) end: Option<Place>,
    pub(super) newer: i64,
    pub(super) older: i64,
}

impl Spot {
    /// Returns where a row is in a list that is not cut. It is counted from the newest.
    pub(super) fn in_whole(number: u64, total: u64) -> Self {
        let integer = |number| i64::try_from(number).unwrap_or(i64::MAX);
        Self { start: None, end: None, newer: integer(number), older: integer(total - 1 - number) }
    }
}

impl Stretched<'_> {
    /// Finds where two rows of a list are, counted from the newest, the first being the newer one. Looks at `all`
    /// stretches, unless there are too many, or only at those on the way.
    pub(super) fn find(
        &self,
        c: &Connection,
        s: &Statements,
        (first, last): (u64, u64),
        total: u64,
        all: bool,
    ) -> Result<[Spot; 2]> {
        let (all, counted) = (all && total <= COUNTED, [integer(first)?, integer(last)?]);
        let total = integer(total)?;
        let from_newest = counted[0] < total - 1 - counted[1];
        let statement = if from_newest { &s.list_stretches } else { &s.list_stretches_from_end };
        let (mut passed, mut found) = (0, [None, None]);
        search(c, statement, &[("list", self.list.into())], |row| {
            let length = length(row)?;
            for (number, found) in counted.into_iter().zip(&mut found) {
                let skip = if from_newest { number } else { total - 1 - number } - passed;
                if (0..length).contains(&skip) {
                    let other = length - 1 - skip;
                    let (newer, older) = if from_newest { (skip, other) } else { (other, skip) };
                    let start = Some(start(row, self.list)?);
                    *found = Some(Spot { start, end: None, newer, older });
                }
            }
            passed += length;
            Ok((!all && found.iter().all(Option::is_some)).then_some(()))
        })?;
        let [Some(mut first), Some(last)] = found else { return Err(missing()) };
        if all && passed != total {
            return Err(missing());
        }
        // As far as it goes, there is one that begins there.
        let newest = from_newest && counted[0] == first.newer;
        if let Some((created_at, id)) = first.start.as_ref().filter(|_| !newest) {
            let values = [
                ("list", self.list.into()),
                ("created_at", (*created_at).into()),
                ("id", id.as_str().into()),
                ("limit", 1.into()),
            ];
            first.end = row(c, &s.next_stretch, &values, |row| start(row, self.list))?;
        }
        Ok([first, last])
    }

    /// Finds the place of a row.
    pub(super) fn place(&self, c: &Connection, s: &Statements, spot: &Spot) -> Result<Place> {
        let start = spot.start.as_ref().ok_or_else(missing)?;
        // Places are counted from the start, which is the oldest session.
        after(c, s, self.account, start, spot.older)?.ok_or_else(missing)
    }

    /// Returns the statement that reads the sessions from a place on, newest first.
    pub(super) fn from<'s>(&self, s: &'s Statements) -> &'s Statement {
        if self.account.is_some() { &s.sessions_from_of } else { &s.sessions_from }
    }
}

fn missing() -> Error {
    damaged("stretches of a list are missing")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        model::id::AccountId,
        sql::{Dialect, Tables, migrations},
    };

    const ANN: AccountId = AccountId::from_bytes([1; 12]);

    fn empty() -> (Connection, Statements) {
        let connection = Connection::open_in_memory().unwrap();
        for migration in migrations(Dialect::Sqlite, &Tables::default()) {
            connection.execute_batch(&migration.script()).unwrap();
        }
        (connection, Statements::new(Dialect::Sqlite, &Tables::default()))
    }

    /// A session in the table and the lists, with one of few times, so that many share theirs.
    fn add(c: &Connection, s: &Statements, number: u32, time: i64) {
        let mut id = [0; 12];
        id[..4].copy_from_slice(&number.wrapping_mul(0x9e37_79b1).to_be_bytes());
        let id = SessionId::from_bytes(id);
        let insert =
            "INSERT INTO robots_sessions (id, created_at, updated_at, name, created_by, last_sequence)
            VALUES (?1, ?2, ?2, '', ?3, 0)";
        c.execute(insert, rusqlite::params![id.to_string(), time, ANN.to_string()]).unwrap();
        move_session(c, s, id, Timestamp::from_micros(time).unwrap(), &ANN.to_string(), 1).unwrap();
    }

    fn remove(c: &Connection, s: &Statements, number: u32) {
        let row: (String, i64) = c
            .query_row(
                "UPDATE robots_sessions SET deleted_at = 0 WHERE id = (SELECT id FROM robots_sessions
                    WHERE deleted_at IS NULL ORDER BY id LIMIT 1 OFFSET ?) RETURNING id, created_at",
                [number],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .unwrap();
        let at = Timestamp::from_micros(row.1).unwrap();
        move_session(c, s, row.0.parse().unwrap(), at, &ANN.to_string(), -1).unwrap();
    }

    #[track_caller]
    fn assert_pages_are_those_of_a_walk(c: &Connection, s: &Statements) {
        let walk =
            "SELECT id FROM robots_sessions WHERE deleted_at IS NULL ORDER BY created_at DESC, id DESC";
        let mut walk = c.prepare(walk).unwrap();
        let walked: Vec<String> = walk.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
        let total = walked.len() as u64;
        let account = ANN.to_string();
        for (list, account) in
            [(list::SESSIONS.to_owned(), None), (list::sessions_of(ANN), Some(account.as_str()))]
        {
            let stretched = Stretched { list: &list, account };
            for (number, id) in (0..).zip(&walked).step_by(7) {
                let [first, last] = stretched.find(c, s, (number, total - 1), total, true).unwrap();
                assert_eq!(stretched.place(c, s, &first).unwrap().1, *id);
                assert_eq!(last.older, 0);
            }
            let longest = "SELECT max(length) FROM robots_stretches";
            let longest: i64 = c.query_row(longest, [], |row| row.get(0)).unwrap();
            assert!(longest <= STRETCH, "{longest}");
        }
    }

    #[test]
    fn pages_visit_every_session_once_whatever_comes_and_goes() {
        type Times = fn(i64) -> i64;
        let orders: [Times; 4] = [|n| n, |n| -n, |_| 7, |n| n * 7919 % 13];
        for times in orders {
            let (c, s) = empty();
            c.execute_batch("BEGIN").unwrap();
            for number in 0..1700 {
                add(&c, &s, number, times(i64::from(number)));
                if number % 5 == 4 {
                    remove(&c, &s, number / 2);
                }
            }
            assert_pages_are_those_of_a_walk(&c, &s);
        }
    }

    #[test]
    fn the_migration_cuts_what_was_there_before() {
        let (c, s) = empty();
        c.execute_batch("BEGIN").unwrap();
        for number in 0..1200 {
            add(&c, &s, number, i64::from(number / 3));
        }
        c.execute_batch("DROP TABLE robots_stretches; DELETE FROM robots_migrations WHERE version = 3")
            .unwrap();
        let steps = migrations(Dialect::Sqlite, &Tables::default());
        c.execute_batch(&steps[2].script()).unwrap();
        let fifth = steps[4].statements.iter().filter(|statement| statement.contains("robots_stretches"));
        fifth.for_each(|statement| c.execute_batch(statement).unwrap());
        assert_pages_are_those_of_a_walk(&c, &s);
        sum(&c, &s).unwrap();
        assert_pages_are_those_of_a_walk(&c, &s);
        add(&c, &s, 1200, -1);
        assert_pages_are_those_of_a_walk(&c, &s);
    }
}
