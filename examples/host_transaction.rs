//! A host appends a message and writes a row of its own in one transaction.
//!
//! ```text
//! cargo run --example host_transaction
//! ```
//!
//! The host's tables are in the store's file. Either both rows are there or neither: the second half shows a
//! transaction that is undone.

use std::error::Error as StdError;

use storyden_robots::{
    AccountId, Document, Error, Message, MessageId, MessageRole, NewMessage, Part, Result, SessionId,
    SessionRepository, SqliteOptions, SqliteStore, Timestamp, WindowRequest, XidGenerator,
    repository::{MessageBatch, NewRecord, SessionRecord, Write},
    rusqlite::{self, Connection},
};

/// Appends a message and raises the host's own counter, or does neither.
async fn report_spam(store: &SqliteStore, session: SessionId, fail: bool) -> Result<()> {
    // All that differs from try to try is made outside: the closure may run more than once.
    let (id, now) = (MessageId::generate(&XidGenerator), now());
    let batch = MessageBatch::new(vec![NewRecord::new(id, None, notice(id, now)?)]);
    let work = store.with_transaction(move |transaction| {
        // 1. The message takes the next offset of its session.
        transaction.append_messages(session, &batch, Write::at(now))?;
        // 2. The host's own row.
        transaction.connection().execute("UPDATE reports SET count = count + 1", []).map_err(unwritten)?;
        if fail { Err(Error::invalid_argument("report", "the host changed its mind")) } else { Ok(()) }
    });
    work.await
}

fn unwritten(error: rusqlite::Error) -> Error {
    Error::internal("the report was not written", error)
}

/// Writes the document of a message.
fn notice(id: MessageId, created_at: Timestamp) -> Result<Document> {
    let NewMessage { parts, .. } = NewMessage::user([Part::text("Spam was reported.")])?;
    Document::new(&Message::<AccountId> {
        id,
        role: MessageRole::System,
        parts,
        created_at,
        sequence: None,
        revision: storyden_robots::Revision::default(),
        metadata: None,
        robot: None,
        author: None,
        extra: None,
        annotations: storyden_robots::Annotations::default(),
        draft: false,
    })
}

fn now() -> Timestamp {
    storyden_robots::Clock::now(&storyden_robots::SystemClock)
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn StdError>> {
    let path = std::env::temp_dir().join(format!("storyden-robots-host-{}.db", std::process::id()));
    let store = SqliteStore::open(SqliteOptions::new(&path).migrate(true)).await?;
    let ann = AccountId::from_bytes([1; 12]);
    let session = SessionId::generate(&XidGenerator);
    store.create_session(&SessionRecord::new(session, now(), "Reports", ann)).await?;

    let connection = Connection::open(&path)?;
    connection.execute_batch("CREATE TABLE reports (count INTEGER); INSERT INTO reports VALUES (0)")?;

    report_spam(&store, session, false).await?;
    let refused = report_spam(&store, session, true).await;
    println!("second try: {}", refused.expect_err("it was made to fail"));

    let messages = store.find_session(session, WindowRequest::default()).await?.messages.len();
    let reports: i64 = connection.query_row("SELECT count FROM reports", [], |row| row.get(0))?;
    println!("messages: {messages}, reports: {reports}");
    assert_eq!((messages, reports), (1, 1));

    drop((store, connection));
    for suffix in ["", "-wal", "-shm"] {
        std::fs::remove_file(format!("{}{suffix}", path.display())).ok();
    }
    Ok(())
}
