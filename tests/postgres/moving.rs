//! Everything moves from SQLite to PostgreSQL and back, and is the same.

use storyden_robots::{
    AccountId, AllowAll, ErrorKind, NewMessage, NewSession, PageRequest, Part, PostgresOptions,
    PostgresStore, Robots, SessionChange, SessionFilter, SessionId, SessionRepository, SqliteOptions,
    SqliteStore, StaticProfiles, Store, WindowRequest,
    repository::{MessageChange, MessageUpdate},
    stream::Chunk,
    transfer::{copy, export, import},
};

use crate::{
    Databases,
    support::{Programs, QUICK, Server},
    work::{batch, now, record, start, walk},
};

async fn sqlite(folder: &tempfile::TempDir, name: &str) -> SqliteStore {
    let options = SqliteOptions::new(folder.path().join(name)).migrate(true);
    SqliteStore::open(options).await.expect("the store opens")
}

/// Two SQLite stores and one on PostgreSQL, with what they are in.
struct Stores {
    postgres: PostgresStore,
    old: SqliteStore,
    back: SqliteStore,
    _kept: (Server, tempfile::TempDir),
}

impl Stores {
    async fn start() -> Option<Self> {
        let programs = Programs::find(15)?;
        let server = Server::start(&programs, &QUICK);
        let database = Databases::of(&server).await.fresh().await;
        let postgres = PostgresStore::connect(&server.url(&database), PostgresOptions::default()).await;
        let postgres = postgres.expect("the store opens");
        let folder = tempfile::tempdir().expect("a folder");
        let (old, back) = (sqlite(&folder, "old.db").await, sqlite(&folder, "back.db").await);
        Some(Self { postgres, old, back, _kept: (server, folder) })
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everything_moves_from_sqlite_to_postgresql_and_back() {
    let Some(Stores { postgres, old, back, _kept }) = Stores::start().await else { return };

    let session = start(&old).await;
    let mut appended = Vec::new();
    for number in 0..250 {
        let batch = batch(number % 2 == 0);
        appended.push(old.append_messages(session, &batch, now()).await.expect("an append"));
        if number == 100 {
            let said = &appended[100].messages[0];
            let delete = MessageUpdate { base: said.revision, change: MessageChange::Delete };
            old.update_message(session, said.id, &delete, now()).await.expect("it is there");
        }
    }
    let deleted = record(AccountId::from_bytes([7; 12]));
    old.create_session(&deleted).await.expect("a session");
    old.delete_session(deleted.id, now()).await.expect("it is there");

    let mut steps = 0;
    let moved = copy(&old, &postgres, |_| steps += 1).await.expect("a copy");
    // Two sessions, 250 messages, and the keys of half of them but that of the deleted one.
    assert_eq!((moved.rows, steps), (2 + 250 + 124, 1 + 3 + 2));
    // Once more: nothing is there twice.
    copy(&old, &postgres, |_| {}).await.expect("a copy");
    let mut lines = Vec::new();
    export(&postgres, &mut lines, |_| {}).await.expect("an export");
    assert_eq!(import(&back, lines.as_slice(), |_| {}).await.expect("an import"), moved.rows);
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
            assert_eq!((page.total_pages, page.results), (Some(1), 1), "the length of the list");
        }
        // The sequence of the deleted message stays taken, and its id a cursor.
        let cursor = WindowRequest::newest(1).before(appended[100].messages[0].id);
        let before = store.find_session(session, cursor).await.expect("a cursor").messages;
        assert_eq!(before[0].id, appended[99].messages[0].id);
        store.restore_session(deleted.id, now()).await.expect("it was only marked");
        // Keys are known, and offsets go on.
        let mut known = batch(true);
        if let Some(key) = &mut known.idempotency {
            key.key = Some(appended[0].messages[0].id.to_string());
        }
        assert!(store.append_messages(session, &known, now()).await.expect("a replay").replayed);
        let next = store.append_messages(session, &batch(true), now()).await.expect("an append");
        assert_eq!(next.messages[0].sequence.get(), 252);
    }
    assert_eq!(walk(&postgres, session).await.expect("a walk")[1..], walked);
}

fn service(store: impl Store) -> Robots {
    Robots::new(store, AllowAll, StaticProfiles::default())
}

/// Writes to the one message of a session, and returns what it says then.
async fn write(robots: &Robots, session: SessionId, finish: bool) -> String {
    let ann = AccountId::from_bytes([1; 12]);
    let list = robots.session(ann, session, WindowRequest::default()).await.expect("a session").message_list;
    assert_eq!(list.damaged.len(), 0, "its checksum is right");
    let mut draft = robots.resume_draft(ann, session, list.messages[0].id).await.expect("a draft");
    let id = format!("{}", draft.revision().get());
    draft.push(&Chunk::text_start(&*id)).await.expect("a chunk");
    draft.push(&Chunk::text_delta(&*id, &*id)).await.expect("a chunk");
    draft.flush().await.expect("it is written");
    if finish {
        draft.finish().await.expect("it is finished");
    }
    let change = SessionChange::default().name(id);
    robots.update_session(ann, session, change).await.expect("a new name");
    let list = robots.session(ann, session, WindowRequest::default()).await.expect("a session").message_list;
    assert_eq!(list.damaged.len(), 0, "its checksum is right");
    list.messages[0].parts.text()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_draft_goes_on_wherever_it_is_moved() {
    let Some(Stores { postgres, old, back, _kept }) = Stores::start().await else { return };

    let (here, ann) = (service(old.clone()), AccountId::from_bytes([1; 12]));
    let session = here.start_session(ann, NewSession::default()).await.expect("a session").id;
    let message = NewMessage::assistant([Part::text("0")]).expect("a message");
    here.begin_draft(ann, session, message).await.expect("a draft");
    let mut said = write(&here, session, false).await;
    copy(&old, &postgres, |_| {}).await.expect("a copy");
    let there = service(postgres.clone());
    for finish in [false, true, false] {
        let longer = write(&there, session, finish).await;
        assert!(longer.len() > said.len(), "{longer} after {said}");
        said = longer;
    }
    copy(&postgres, &back, |_| {}).await.expect("a copy");
    let back = service(back);
    for finish in [false, true, true] {
        let longer = write(&back, session, finish).await;
        assert!(longer.len() > said.len(), "{longer} after {said}");
        said = longer;
    }
}
