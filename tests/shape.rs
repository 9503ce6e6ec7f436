//! What an operation costs, without a clock: the work that SQLite does is the same for 1 000 rows and for
//! 100 000, and so is the number of statements.

#[path = "../benches/bench/mod.rs"]
mod bench;

use bench::data::{self, ANN};
use rusqlite::{Connection, StatementStatus, params_from_iter};
use storyden_robots::{
    AllowAll, PageRequest, Robots, SessionFilter, SqliteOptions, SqliteStore, StaticProfiles,
    sql::{Dialect, Statement, Statements, Tables, Value},
};

const SIZES: [u32; 2] = [1_000, 100_000];

/// Runs a statement and returns how many steps SQLite's machine took for it: it takes some for each row
/// that it looks at.
fn steps(connection: &Connection, statement: &Statement, values: &[(&str, Value<'_>)]) -> i32 {
    let mut prepared = connection.prepare(statement.sql()).unwrap();
    let values = statement.bind(values).unwrap().into_iter().map(|value| match value {
        Value::Integer(number) => rusqlite::types::Value::Integer(*number),
        Value::Text(text) => rusqlite::types::Value::Text(text.clone().into_owned()),
        _ => rusqlite::types::Value::Null,
    });
    let mut rows = prepared.query(params_from_iter(values)).unwrap();
    while rows.next().unwrap().is_some() {}
    drop(rows);
    // The first page is the beginning of an index.
    assert!(prepared.get_status(StatementStatus::FullscanStep) < 100, "{}", statement.sql());
    assert_eq!(prepared.get_status(StatementStatus::Sort), 0, "{}", statement.sql());
    prepared.get_status(StatementStatus::VmStep)
}

#[track_caller]
fn assert_flat(name: &str, steps: [i32; 2]) {
    let [small, large] = steps;
    assert!(small > 0 && large <= small + small / 10, "{name}: {small} steps, then {large}");
}

#[test]
fn a_window_of_messages_is_the_same_work_in_every_session() {
    let statements = Statements::new(Dialect::Sqlite, &Tables::default());
    let session = data::session_id(0).to_string();
    let connections = SIZES.map(|size| Connection::open(data::messages(size)).unwrap());
    let window = |connection: &Connection, before: i64| {
        let values =
            [("session_id", session.as_str().into()), ("before", before.into()), ("limit", 51.into())];
        steps(connection, &statements.messages_before, &values)
    };
    assert_flat("newest", [0, 1].map(|file| window(&connections[file], i64::MAX)));
    assert_flat("middle", [0, 1].map(|file| window(&connections[file], i64::from(SIZES[file] / 2))));
    for (name, statement) in [
        ("head", &statements.find_session),
        ("row", &statements.session_row),
        ("state", &statements.session_state),
    ] {
        let values = [("id", session.as_str().into())];
        assert_flat(name, [0, 1].map(|file| steps(&connections[file], statement, &values)));
    }
    let cursor = [0, 1].map(|file| {
        let cursor = data::message_id(SIZES[file] / 2).to_string();
        let values = [("session_id", session.as_str().into()), ("id", cursor.into())];
        steps(&connections[file], &statements.message_place, &values)
    });
    assert_flat("cursor", cursor);
}

#[test]
fn the_first_page_and_its_totals_are_the_same_work_in_every_list() {
    let statements = Statements::new(Dialect::Sqlite, &Tables::default());
    let connections = SIZES.map(|size| Connection::open(data::sessions(size)).unwrap());
    let page = [("limit", 20.into()), ("offset", 0.into()), ("created_by", ANN.to_string().into())];
    for (name, statement) in
        [("everybody's", &statements.list_sessions), ("Ann's", &statements.list_sessions_of)]
    {
        assert_flat(name, [0, 1].map(|file| steps(&connections[file], statement, &page)));
    }
    let total =
        [0, 1].map(|file| steps(&connections[file], &statements.count, &[("list", "sessions".into())]));
    assert_flat("total", total);
}

#[tokio::test]
async fn a_deep_page_is_found_without_walking_to_it() {
    let size = SIZES[1];
    let path = data::sessions(size);
    let store = SqliteStore::open(SqliteOptions::new(&path).migrate(true)).await.unwrap();
    let statements = Statements::new(Dialect::Sqlite, &Tables::default());
    let connection = Connection::open(&path).unwrap();
    // Two places in the middle, as the store finds them: the lengths of the stretches, then a walk.
    let lengths = steps(&connection, &statements.list_stretches, &[("list", "sessions".into())]);
    assert!(lengths < 20 * i32::try_from(size).unwrap() / 512, "{lengths} steps");
    let longest: i64 =
        connection.query_row("SELECT max(length) FROM robots_stretches", [], |row| row.get(0)).unwrap();
    assert!(longest <= 512, "{longest} sessions in one stretch");

    // And they are the right pages: each is where walking from the top finds it.
    let robots = Robots::new(store, AllowAll, StaticProfiles::default());
    for (filter, of) in
        [(SessionFilter::default(), "1 = 1"), (SessionFilter::created_by(ANN), "created_by = ?1")]
    {
        for page in [1, 14, 500, 777, 990] {
            let request = PageRequest::sessions().at(page);
            let listed = robots.list_sessions(ANN, filter, request).await.unwrap();
            let listed: Vec<String> = listed.items.iter().map(|session| session.id.to_string()).collect();
            let walk = format!(
                "SELECT id FROM robots_sessions WHERE ?1 = ?1 AND {of}
                    ORDER BY created_at DESC, id DESC LIMIT 20 OFFSET {}",
                request.offset()
            );
            let mut walk = connection.prepare(&walk).unwrap();
            let walked = walk.query_map([ANN.to_string()], |row| row.get(0)).unwrap();
            assert_eq!(listed, walked.collect::<Result<Vec<String>, _>>().unwrap(), "page {page}");
        }
    }
}
