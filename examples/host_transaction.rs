//! A host with its own SQLite connection appends a message and writes a row of its own in one
//! transaction, with the statements of `storyden_robots::sql`.
//!
//! ```text
//! cargo run --example host_transaction
//! ```
//!
//! The host's connection and the crate's store share one file. Either both rows are there or neither:
//! the second half shows a transaction that is rolled back.

use std::error::Error;

use rusqlite::{Connection, ToSql, TransactionBehavior, types::ToSqlOutput};
use storyden_robots::{
    AccountId, AllowAll, NewSession, Part, Parts, Robots, SessionId, SqliteOptions, SqliteStore,
    StaticProfiles, WindowRequest, XidGenerator,
    sql::{Dialect, Statement, Statements, Tables, Value},
};

/// The host's way to give a value to its driver.
struct Bound<'v>(&'v Value<'v>);

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        match self.0 {
            Value::Integer(number) => Ok(ToSqlOutput::from(*number)),
            Value::Text(text) => Ok(ToSqlOutput::from(text.as_ref())),
            _ => Ok(ToSqlOutput::from(rusqlite::types::Null)),
        }
    }
}

fn run(
    connection: &Connection,
    statement: &Statement,
    values: &[(&str, Value<'_>)],
) -> Result<Option<i64>, Box<dyn Error>> {
    let mut prepared = connection.prepare_cached(statement.sql())?;
    let bound = statement.bind(values)?.into_iter().map(Bound);
    let mut rows = prepared.query(rusqlite::params_from_iter(bound))?;
    Ok(rows.next()?.map(|row| row.get(0)).transpose()?)
}

/// Appends a message and raises the host's own counter, or does neither.
fn report_spam(
    connection: &mut Connection,
    statements: &Statements,
    session: SessionId,
    fail: bool,
) -> Result<(), Box<dyn Error>> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let (session, now) = (session.to_string(), 1_795_305_600_000_000_i64);

    // 1. The session's row gives the place, and is locked until the end of the transaction.
    let values = [("id", session.as_str().into()), ("places", 1.into()), ("at", now.into())];
    let place = run(&transaction, &statements.take_places, &values)?.ok_or("there is no such session")?;

    // 2. The message takes the place.
    let id = storyden_robots::MessageId::generate(&XidGenerator);
    let parts = Parts::new([Part::text("Spam was reported.")])?;
    run(
        &transaction,
        &statements.insert_message,
        &[
            ("session_id", session.as_str().into()),
            ("sequence", place.into()),
            ("id", id.to_string().into()),
            ("role", "system".into()),
            ("created_at", now.into()),
            ("robot_id", Value::Null),
            ("robot_name", Value::Null),
            ("author", Value::Null),
            ("idempotency_key", Value::Null),
            ("fingerprint", Value::Null),
            ("metadata", Value::Null),
            ("extra", Value::Null),
            ("revision", 0.into()),
            ("draft", Value::Null),
            // `sql::checksum` of the message, or none: then a flipped bit in it is not found.
            ("checksum", Value::Null),
            ("parts", parts.as_str().into()),
        ],
    )?;

    // 3. The host's own row.
    transaction.execute("UPDATE reports SET count = count + 1", [])?;
    if fail {
        return Err("the host changed its mind".into());
    }
    transaction.commit()?;
    Ok(())
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::temp_dir().join(format!("storyden-robots-host-{}.db", std::process::id()));
    let store = SqliteStore::open(SqliteOptions::new(&path).migrate(true)).await?;
    let robots = Robots::new(store, AllowAll, StaticProfiles::default());
    let ann = AccountId::from_bytes([1; 12]);
    let session = robots.start_session(ann, NewSession::default().name("Reports")).await?.id;

    let mut connection = Connection::open(&path)?;
    connection.execute_batch("CREATE TABLE reports (count INTEGER); INSERT INTO reports VALUES (0)")?;
    let statements = Statements::new(Dialect::Sqlite, &Tables::default());

    report_spam(&mut connection, &statements, session, false)?;
    let refused = report_spam(&mut connection, &statements, session, true);
    println!("second try: {}", refused.expect_err("it was made to fail"));

    let messages = robots.session(ann, session, WindowRequest::default()).await?.message_list.results;
    let reports: i64 = connection.query_row("SELECT count FROM reports", [], |row| row.get(0))?;
    println!("messages: {messages}, reports: {reports}");
    assert_eq!((messages, reports), (1, 1));

    drop((robots, connection));
    for suffix in ["", "-wal", "-shm"] {
        std::fs::remove_file(format!("{}{suffix}", path.display())).ok();
    }
    Ok(())
}
