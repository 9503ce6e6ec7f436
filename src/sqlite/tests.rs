//! Tests of a SQL store beyond the laws: limits, damaged rows, distant pages, a resumed copy to another store. They use
//! SQLite, whose file a test can change.

#![expect(clippy::future_not_send, reason = "a test runs on its own thread")]

use std::future::Future;

use rusqlite::Connection;
use tempfile::TempDir;

use super::{options::SqliteOptions, store::SqliteStore};
use crate::{
    model::{
        error::{Damaged, Error, Resource, Result},
        id::{AccountId, MessageId, SessionId},
        message::{Document, WindowRequest},
        offset::{Offset, Revision},
        page::{Page, PageRequest},
        session::{SessionFilter, SessionOrder, SessionRef},
        time::Timestamp,
    },
    repository::{
        Change, ChangeLimit, Changes, Idempotency, MessageBatch, MessageChange, MessageUpdate, NewRecord,
        SessionEvent, SessionRecord, SessionRepository as _, SessionTexts, SessionWindow, Summary, Write,
    },
    sql::{statement::MAX_SEQUENCE, transfer},
    stream::{Chunk, ChunkLog},
};

const ACCOUNT: AccountId = AccountId::from_bytes([7; 12]);

fn run<T>(test: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(test)
}

/// A store, and a second connection to its file. Nobody else writes to it, so texts can be compared with records.
struct Fixture {
    store: SqliteStore,
    file: Connection,
    _folder: TempDir,
}

impl Fixture {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("robots.db");
        let store = SqliteStore::open(SqliteOptions::new(&path).migrate(true)).await.unwrap();
        let file = Connection::open(path).unwrap();
        Self { store, file, _folder: folder }
    }

    async fn start(&self, number: u64) -> SessionId {
        let id = session(number);
        self.store.create_session(&record(number, 0)).await.unwrap();
        id
    }

    async fn list(&self, filter: SessionFilter, request: PageRequest) -> Result<Page<SessionRef<AccountId>>> {
        let page = self.store.list_sessions(filter, request).await;
        let texts = self.store.list_session_texts(filter, request).await;
        match &page {
            Ok(page) => assert_eq!(texts.unwrap(), SessionTexts::new(page.clone()).unwrap()),
            Err(error) => assert_eq!(texts.unwrap_err().to_string(), error.to_string()),
        }
        page
    }

    async fn window(&self, session: SessionId, request: WindowRequest) -> SessionWindow {
        let window = self.store.find_session(session, request).await.unwrap();
        let texts = self.store.find_session_texts(session, request).await.unwrap();
        assert_eq!(texts, window.clone().into_texts());
        window
    }
}

fn id(number: u64) -> [u8; 12] {
    let mut bytes = [0; 12];
    bytes[4..].copy_from_slice(&number.to_be_bytes());
    bytes
}

fn session(number: u64) -> SessionId {
    SessionId::from_bytes(id(number))
}

fn record(number: u64, created_at: i64) -> SessionRecord {
    SessionRecord::new(session(number), Timestamp::from_micros(created_at).unwrap(), "Spam wave", ACCOUNT)
}

fn message(number: u64) -> NewRecord {
    let id = MessageId::from_bytes(id(number));
    let document = format!(
        r#"{{"id":"{id}","role":"user","parts":[{{"type":"text","text":"message {number}"}}],"created_at":"2026-11-26T12:00:00Z"}}"#
    );
    NewRecord::new(id, Some(ACCOUNT), Document::from_stored(document))
}

fn batch(numbers: impl IntoIterator<Item = u64>) -> MessageBatch {
    MessageBatch::new(numbers.into_iter().map(message).collect())
}

fn at(micros: i64) -> Write {
    Write::at(Timestamp::from_micros(micros).unwrap())
}

#[test]
fn a_session_has_room_for_so_many_changes_as_a_place_has() {
    run(async {
        let fixture = Fixture::new().await;
        let session = fixture.start(1).await;
        let set = format!("UPDATE robots_sessions SET last_offset = {}", MAX_SEQUENCE - 2);
        fixture.file.execute(&set, ()).unwrap();
        let appended = fixture.store.append_messages(session, &batch([1, 2]), at(1)).await.unwrap();
        assert_eq!(appended.messages[1].sequence.get(), MAX_SEQUENCE);
        let error = fixture.store.append_messages(session, &batch([3]), at(2)).await.unwrap_err();
        assert!(matches!(error, Error::StorageFailed { .. }), "{error:?}");
        // Other sessions have room, and what is there is read.
        let other = fixture.start(2).await;
        fixture.store.append_messages(other, &batch([1]), at(3)).await.unwrap();
        let window = fixture.store.find_session(session, WindowRequest::newest(9)).await.unwrap();
        assert_eq!(window.messages, appended.messages);
    });
}

#[test]
fn a_store_has_room_for_so_many_sessions_as_a_place_has() {
    run(async {
        let fixture = Fixture::new().await;
        fixture.start(1).await;
        let set = "UPDATE sqlite_sequence SET seq = 2147483646 WHERE name = 'robots_sessions'";
        assert_eq!(fixture.file.execute(set, ()), Ok(1));
        let last = fixture.start(2).await;
        fixture.store.append_messages(last, &batch([1]), at(1)).await.unwrap();
        let error = fixture.store.create_session(&record(3, 0)).await.unwrap_err();
        assert!(matches!(error, Error::StorageFailed { .. }), "{error:?}");
        let page = fixture.list(SessionFilter::default(), PageRequest::sessions()).await.unwrap();
        assert_eq!(page.items.len(), 2);
        let place: i64 =
            fixture.file.query_row("SELECT max(place) FROM robots_messages", (), |row| row.get(0)).unwrap();
        assert_eq!(place, i64::from(i32::MAX) << 32 | 1);
    });
}

#[test]
fn damaged_messages_are_named_and_the_others_still_come() {
    run(async {
        let fixture = Fixture::new().await;
        let session = fixture.start(1).await;
        let appended = fixture.store.append_messages(session, &batch(1..=4), at(1)).await.unwrap().messages;
        let damage = "UPDATE robots_messages SET document = replace(document, 'message 2', 'massage 2')";
        fixture.file.execute(damage, ()).unwrap();
        let window = fixture.window(session, WindowRequest::newest(3)).await;
        let damaged = Damaged::new(Resource::Message, appended[1].id.to_string());
        assert_eq!((window.messages.as_slice(), &window.damaged), (&appended[2..], &vec![damaged.clone()]));
        assert_eq!(window.next_before, Some(appended[1].id), "the walk goes on behind it");
        let error = fixture.store.find_message(session, appended[1].id).await.unwrap_err();
        assert!(matches!(error, Error::StorageFailed { .. }), "{error:?}");

        // An operator who redacts a message forgets its sum.
        fixture.file.execute("UPDATE robots_messages SET checksum = NULL", ()).unwrap();
        let found = fixture.store.find_message(session, appended[1].id).await.unwrap();
        assert!(found.document.as_str().contains("massage"));

        fixture
            .file
            .execute("UPDATE robots_messages SET id = '?' || place WHERE place & 15 = 3", ())
            .unwrap();
        // Texts have the id that is in the document.
        let window = fixture.store.find_session(session, WindowRequest::newest(3)).await.unwrap();
        assert_eq!(window.damaged.len(), 1);
        assert!(window.damaged[0].id.starts_with('?'), "{:?}", window.damaged);
    });
}

/// Formats the items of a result; of damaged rows, their ids.
fn told(changes: &Changes) -> Vec<(u64, String)> {
    let describe = |change: &Change| match &change.event {
        SessionEvent::Damaged(row) => format!("damaged {}", row.id),
        SessionEvent::Message(record) => format!("message {}", record.id),
        SessionEvent::DraftBegan(record) => format!("began {}", record.id),
        SessionEvent::DraftGrew { id, .. } => format!("grew {id}"),
        other => format!("{other:?}"),
    };
    changes.items.iter().map(|change| (change.offset.get(), describe(change))).collect()
}

#[test]
fn no_follower_is_stuck_at_damaged_rows() {
    run(async {
        let fixture = Fixture::new().await;
        let (store, session) = (&fixture.store, fixture.start(1).await);
        store.append_messages(session, &batch(1..=3), at(1)).await.unwrap();
        let draft = MessageBatch { draft: Some(ACCOUNT), ..batch([4]) };
        store.append_messages(session, &draft, at(2)).await.unwrap();
        let grow = || MessageChange::Grow(ChunkLog::new(&[Chunk::text_start("1")]));
        let edit = MessageChange::Complete { document: message(1).document, annotations: None };
        let open = MessageChange::Open { writer: ACCOUNT };
        for (number, base, change) in [(4, 4, grow()), (4, 5, grow()), (1, 1, edit), (3, 3, open)] {
            let update = MessageUpdate { base: Revision::new(base), change };
            store.update_message(session, message(number).id, &update, at(3)).await.unwrap();
        }
        store.append_messages(session, &batch([5]), at(4)).await.unwrap();
        for damage in [
            "UPDATE robots_messages SET document = replace(document, 'message', 'massage') WHERE place & 15 IN (1, 2)",
            "UPDATE robots_draft_pieces SET content = CAST(x'ff' AS TEXT) WHERE place & 15 = 5",
            "UPDATE robots_drafts SET writer = 'nobody' WHERE place & 15 = 8",
        ] {
            assert!(fixture.file.execute(damage, ()).unwrap() > 0, "{damage}");
        }

        let whole = store.changes(session, Offset::default(), ChangeLimit::default()).await.unwrap();
        let of = |what: &str, number| format!("{what} {}", message(number).id);
        let expected = [
            (2, of("damaged", 2)),
            (4, of("began", 4)),
            (5, of("damaged", 4)),
            (6, of("grew", 4)),
            (7, of("damaged", 1)),
            (8, of("damaged", 3)),
            (9, of("message", 5)),
        ];
        assert_eq!(told(&whole), expected);
        assert_eq!((whole.next, whole.more), (Offset::new(9), false));
        let one = ChangeLimit { items: 1, ..ChangeLimit::default() };
        let mut after = Offset::default();
        for (offset, what) in expected {
            let changes = store.changes(session, after, one).await.unwrap();
            assert_eq!(told(&changes), [(offset, what)]);
            after = changes.next;
        }
        assert_eq!(after, Offset::new(9));

        let window = store.find_session(session, WindowRequest::default()).await.unwrap();
        assert_eq!(window.messages.iter().map(|record| record.id).collect::<Vec<_>>(), [message(5).id]);
        let damaged: Vec<_> = window.damaged.iter().map(|row| row.id.to_string()).collect();
        assert_eq!(damaged, [1, 2, 3, 4].map(|number| message(number).id.to_string()));
        let verified = store.verify(false).await.unwrap();
        assert_eq!(verified.findings.len(), 4, "{verified:?}");
    });
}

#[test]
fn damaged_sessions_are_named_and_the_others_still_come() {
    run(async {
        let fixture = Fixture::new().await;
        for number in 1..=3 {
            fixture.start(number).await;
        }
        fixture
            .file
            .execute("UPDATE robots_sessions SET created_by = 'nobody' WHERE number = 2", ())
            .unwrap();
        for request in [PageRequest::sessions(), PageRequest::by_cursor(2)] {
            let page = fixture.list(SessionFilter::default(), request).await.unwrap();
            assert_eq!(page.damaged, [Damaged::new(Resource::Session, session(2).to_string())]);
        }
        let page = fixture.list(SessionFilter::default(), PageRequest::by_cursor(2)).await.unwrap();
        let rest = PageRequest::by_cursor(2).after(page.next_cursor.unwrap());
        let rest = fixture.list(SessionFilter::default(), rest).await.unwrap();
        assert_eq!((rest.items.len(), rest.items[0].id), (1, session(1)));
        let error = fixture.store.find_session(session(2), WindowRequest::default()).await.unwrap_err();
        assert!(matches!(error, Error::Internal { .. }), "{error:?}");
        // An operator may rename a session.
        fixture.file.execute("UPDATE robots_sessions SET name = 'renamed'", ()).unwrap();
        let found = fixture.store.find_session(session(1), WindowRequest::default()).await.unwrap();
        assert_eq!(found.state.reference.name, "renamed");
    });
}

#[test]
fn every_page_of_a_long_list_is_found_in_both_orders() {
    run(async {
        let fixture = Fixture::new().await;
        // Ten days, some with many sessions and some with none, before and after 1970.
        let day = 86_400_000_000;
        for number in 0..300_u64 {
            let days = [-3, -1, 0, 0, 4, 4, 4, 9][usize::try_from(number % 8).unwrap()];
            let created_at = days * day + i64::try_from(number / 16).unwrap();
            fixture.store.create_session(&record(number, created_at)).await.unwrap();
        }
        for order in [SessionOrder::Created, SessionOrder::Active] {
            let filters = [SessionFilter::default(), SessionFilter::created_by(ACCOUNT)]
                .map(|filter| filter.order(order));
            for filter in filters {
                let mut by_number = Vec::new();
                for page in 1..=44 {
                    let page = fixture.list(filter, PageRequest::new(page, 7)).await.unwrap();
                    assert_eq!(page.total_pages, Some(43));
                    by_number.extend(page.items);
                }
                let mut sorted = by_number.clone();
                sorted.sort_by_key(|row| std::cmp::Reverse((row.created_at, row.id)));
                assert_eq!((by_number.len(), &by_number), (300, &sorted));
                let (mut by_cursor, mut request) = (Vec::new(), PageRequest::by_cursor(7));
                loop {
                    let page = fixture.list(filter, request).await.unwrap();
                    by_cursor.extend(page.items);
                    let Some(next) = page.next_cursor else { break };
                    request = request.after(next);
                }
                assert_eq!(by_cursor, by_number);
            }
        }
    });
}

#[test]
fn texts_of_rows_that_had_to_be_sorted_are_in_order() {
    run(async {
        let fixture = Fixture::new().await;
        for number in 0..9 {
            let created_at = i64::try_from(number * 7 % 5).unwrap();
            fixture.store.create_session(&record(number, created_at)).await.unwrap();
        }
        // Without their indexes SQLite sorts the lists, and computes what it selects before that.
        let indexes = "SELECT 'DROP INDEX ' || name FROM sqlite_schema \
            WHERE type = 'index' AND tbl_name = 'robots_sessions' AND sql LIKE '%_at%'";
        let mut drops = fixture.file.prepare(indexes).unwrap();
        let drops: Vec<String> =
            drops.query_map((), |row| row.get(0)).unwrap().map(|sql| sql.unwrap()).collect();
        assert!(!drops.is_empty());
        for drop in &drops {
            fixture.file.execute_batch(drop).unwrap();
        }
        for order in [SessionOrder::Created, SessionOrder::Active] {
            for request in [PageRequest::new(1, 4), PageRequest::new(3, 4), PageRequest::by_cursor(4)] {
                fixture.list(SessionFilter::default().order(order), request).await.unwrap();
            }
        }
    });
}

#[test]
fn a_page_by_last_activity_far_from_both_ends_is_refused() {
    run(async {
        let fixture = Fixture::new().await;
        fixture.start(1).await;
        let pretend = "UPDATE robots_counts SET length = 30000";
        fixture.file.execute(pretend, ()).unwrap();
        let filter = SessionFilter::default().order(SessionOrder::Active);
        let list = |page| fixture.list(filter, PageRequest::new(page, 100));
        let error = list(150).await.unwrap_err();
        assert!(matches!(&error, Error::InvalidArgument { argument, .. } if argument == "page"), "{error:?}");
        for page in [1, 101, 200, 300, 301] {
            list(page).await.unwrap();
        }
        fixture.list(SessionFilter::default(), PageRequest::new(150, 100)).await.unwrap();
    });
}

#[test]
fn changes_come_in_batches_and_none_is_lost_or_told_twice() {
    run(async {
        let fixture = Fixture::new().await;
        let session = fixture.start(1).await;
        let drafts = MessageBatch { draft: Some(ACCOUNT), ..batch([1]) };
        let draft = fixture.store.append_messages(session, &drafts, at(1)).await.unwrap().messages.remove(0);
        let mut base = draft.revision;
        for number in 2..=300 {
            let appended = fixture.store.append_messages(session, &batch([number]), at(2)).await.unwrap();
            if number % 3 == 0 {
                let grow = MessageChange::Grow(ChunkLog::new(&[Chunk::text_start("1")]));
                let update = MessageUpdate { base, change: grow };
                base = fixture.store.update_message(session, draft.id, &update, at(3)).await.unwrap();
            }
            if number % 5 == 0 {
                let message = &appended.messages[0];
                let update = MessageUpdate { base: message.revision, change: MessageChange::Delete };
                fixture.store.update_message(session, message.id, &update, at(4)).await.unwrap();
            }
        }
        let whole = fixture.store.changes(session, Offset::default(), ChangeLimit::default()).await.unwrap();
        assert!(!whole.more);
        let offsets: Vec<_> = whole.items.iter().map(|change| change.offset).collect();
        assert!(offsets.is_sorted_by(|one, next| one < next), "each offset once");
        // The draft's beginning, the other messages, and the pieces.
        assert_eq!(offsets.len(), 1 + 299 + 100);
        for limit in
            [ChangeLimit { items: 7, ..ChangeLimit::default() }, ChangeLimit { items: 1000, bytes: 1000 }]
        {
            let (mut items, mut after) = (Vec::new(), Offset::default());
            loop {
                let part = fixture.store.changes(session, after, limit).await.unwrap();
                assert!(part.items.len() <= limit.items as usize);
                items.extend(part.items);
                after = part.next;
                if !part.more {
                    break;
                }
            }
            assert_eq!((&items, after), (&whole.items, whole.next));
        }
    });
}

#[test]
fn everything_is_moved_and_a_broken_move_is_taken_up() {
    run(async {
        let (old, new, third) = (Fixture::new().await, Fixture::new().await, Fixture::new().await);
        for number in 1..=120 {
            old.start(number).await;
        }
        // The other store has given other numbers.
        new.start(7).await;
        let session = session(60);
        let client_id = Some("msg-1".to_owned());
        let idempotency = Some(Idempotency { key: Some("key".to_owned()), fingerprint: "1".to_owned() });
        let appended = MessageBatch { idempotency, ..batch(1..=150) };
        old.store.append_messages(session, &appended, at(1)).await.unwrap();
        let drafts = MessageBatch {
            draft: Some(ACCOUNT),
            ..MessageBatch::new(vec![NewRecord { client_id, ..message(151) }])
        };
        let draft = old.store.append_messages(session, &drafts, at(2)).await.unwrap().messages.remove(0);
        let grow = MessageChange::Grow(ChunkLog::new(&[Chunk::text_start("1")]));
        let update = MessageUpdate { base: draft.revision, change: grow };
        old.store.update_message(session, draft.id, &update, at(3)).await.unwrap();
        let summary = Summary { covers: draft.sequence, text: "They greet.".to_owned() };
        old.store.put_summary(session, &summary, draft.revision.into()).await.unwrap();
        old.store.delete_session(record(5, 0).id, at(4)).await.unwrap();

        transfer::copy(&old.store, &new.store, |_| ()).await.unwrap();
        let mut lines = Vec::new();
        let moved = transfer::export(&new.store, &mut lines, |_| ()).await.unwrap();
        assert_eq!(moved.rows, 120 + 151 + 2 + 1 + 2 + 1);
        let half: Vec<_> =
            lines.split_inclusive(|&byte| byte == b'\n').take(150).flatten().copied().collect();
        transfer::import(&third.store, half.as_slice(), |_| ()).await.unwrap();
        let rows = transfer::import(&third.store, lines.as_slice(), |_| ()).await.unwrap();
        assert_eq!(rows, moved.rows);

        for other in [&new, &third] {
            let request = WindowRequest::newest(100);
            let [here, there] = [&old, other].map(|fixture| fixture.store.find_session(session, request));
            assert_eq!(there.await.unwrap(), here.await.unwrap());
            let [here, there] = [&old, other]
                .map(|fixture| fixture.list(SessionFilter::created_by(ACCOUNT), PageRequest::new(2, 50)));
            assert_eq!(there.await.unwrap(), here.await.unwrap());
            let [here, there] = [&old, other]
                .map(|fixture| fixture.store.changes(session, Offset::new(140), ChangeLimit::default()));
            assert_eq!(there.await.unwrap(), here.await.unwrap());
            assert!(other.store.append_messages(session, &appended, at(9)).await.unwrap().replayed);
            assert_eq!(other.store.find_summary(session).await.unwrap().as_ref(), Some(&summary));
        }
    });
}

#[test]
fn people_see_a_transcript() {
    run(async {
        let fixture = Fixture::new().await;
        let session = fixture.start(1).await;
        let appended = fixture.store.append_messages(session, &batch([1, 2]), at(1)).await.unwrap().messages;
        let delete = MessageUpdate { base: Revision::new(1), change: MessageChange::Delete };
        fixture.store.update_message(session, appended[0].id, &delete, at(2)).await.unwrap();
        let read = "SELECT session_id, sequence, document FROM robots_transcript";
        let row = fixture.file.query_row(read, (), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
        let expected = (session.to_string(), 2, appended[1].document.as_str().to_owned());
        assert_eq!(row, Ok::<(String, i64, String), rusqlite::Error>(expected));
    });
}
