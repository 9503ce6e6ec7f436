//! Everything moves from SQLite to PostgreSQL and back, and is the same.

use storyden_robots::{
    AccountId, ErrorKind, PageRequest, PostgresOptions, PostgresStore, SessionFilter, SessionRepository,
    SqliteOptions, SqliteStore, Timestamp, WindowRequest,
    transfer::{copy, export, import},
};

use crate::{
    Databases,
    support::{Programs, QUICK, Server},
    work::{batch, record, start, walk},
};

async fn sqlite(folder: &tempfile::TempDir, name: &str) -> SqliteStore {
    let options = SqliteOptions::new(folder.path().join(name)).migrate(true);
    SqliteStore::open(options).await.expect("the store opens")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everything_moves_from_sqlite_to_postgresql_and_back() {
    let Some(programs) = Programs::find(15) else { return };
    let server = Server::start(&programs, &QUICK);
    let database = Databases::of(&server).await.fresh().await;
    let postgres = PostgresStore::connect(&server.url(&database), PostgresOptions::default()).await;
    let postgres = postgres.expect("the store opens");
    let folder = tempfile::tempdir().expect("a folder");
    let (old, back) = (sqlite(&folder, "old.db").await, sqlite(&folder, "back.db").await);

    let session = start(&old).await;
    let mut appended = Vec::new();
    for number in 0..250 {
        let batch = batch(number % 2 == 0);
        appended.push(old.append_messages(session, &batch).await.expect("an append"));
        if number == 100 {
            let said = appended[100].messages[0].id;
            old.delete_message(session, said, Timestamp::UNIX_EPOCH).await.expect("it is there");
        }
    }
    let deleted = record(AccountId::from_bytes([7; 12]));
    old.create_session(&deleted).await.expect("a session");
    old.delete_session(deleted.id, Timestamp::UNIX_EPOCH).await.expect("it is there");

    let mut steps = 0;
    let moved = copy(&old, &postgres, |_| steps += 1).await.expect("a copy");
    assert_eq!((moved.rows, steps), (252, 4));
    // Once more: nothing is there twice.
    copy(&old, &postgres, |_| {}).await.expect("a copy");
    let mut lines = Vec::new();
    export(&postgres, &mut lines, |_| {}).await.expect("an export");
    assert_eq!(import(&back, lines.as_slice(), |_| {}).await.expect("an import"), 252);
    let mut again = Vec::new();
    export(&old, &mut again, |_| {}).await.expect("an export");
    assert!(again == lines, "the exports of both differ");
    let other = import(&back, b"{\"schema_version\":0}\n".as_slice(), |_| {}).await;
    assert_eq!(other.expect_err("another version").kind(), ErrorKind::InvalidArgument);

    let walked = walk(&old, session).await.expect("a walk");
    for store in [&postgres as &dyn SessionRepository, &back] {
        let there = store.find_session(session, WindowRequest::newest(100)).await.expect("a session");
        let here = old.find_session(session, WindowRequest::newest(100)).await.expect("a session");
        assert_eq!(there, here);
        for filter in [SessionFilter::default(), SessionFilter::created_by(AccountId::from_bytes([7; 12]))] {
            let page = store.list_sessions(filter, PageRequest::new(1, 1)).await.expect("a page");
            assert_eq!((page.total_pages, page.results), (1, 1), "the length of the list");
        }
        // The place of the deleted message stays taken, and its id a cursor.
        let cursor = WindowRequest::newest(1).before(appended[100].messages[0].id);
        let before = store.find_session(session, cursor).await.expect("a cursor").message_list;
        assert_eq!(before.messages[0].id, appended[99].messages[0].id);
        store.restore_session(deleted.id, Timestamp::UNIX_EPOCH).await.expect("it was only marked");
        // Keys are known, and places go on.
        let mut known = batch(true);
        if let Some(key) = &mut known.idempotency {
            key.key = appended[0].messages[0].id.to_string();
        }
        assert!(store.append_messages(session, &known).await.expect("a replay").replayed);
        let next = store.append_messages(session, &batch(true)).await.expect("an append");
        assert_eq!(next.messages[0].sequence.map(storyden_robots::Sequence::get), Some(251));
    }
    assert_eq!(walk(&postgres, session).await.expect("a walk")[1..], walked);
}
