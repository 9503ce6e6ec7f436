//! A store over a `KeyValue` keeps every law also when others come in between at every step, and when values are
//! split; and it reports rows that do not decode.

use std::collections::BTreeMap;

use storyden_robots::{
    AccountId, Document, ErrorKind, KeyValue, KeyValueStore, MessageId, Offset, PageRequest, Result,
    Revision, SessionFilter, SessionId, SessionRepository, Timestamp, WindowRequest, async_trait,
    kv::MemoryKeyValue,
    repository::{
        Change, ChangeLimit, Changes, DraftFilter, MessageBatch, MessageChange, MessageUpdate, NewRecord,
        SessionEvent, SessionRecord, Write,
    },
    stream::{Chunk, ChunkLog},
};

/// Lets every other task run at each step, so that what can come in between does.
#[derive(Debug, Default)]
struct Interleaved(MemoryKeyValue);

#[async_trait]
impl KeyValue for Interleaved {
    async fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>> {
        tokio::task::yield_now().await;
        self.0.get(key).await
    }

    async fn range(
        &self,
        from: &[u8],
        to: &[u8],
        limit: usize,
        backwards: bool,
    ) -> Result<Vec<(Vec<u8>, Vec<u8>)>> {
        tokio::task::yield_now().await;
        self.0.range(from, to, limit, backwards).await
    }

    async fn commit(
        &self,
        expect: &[(Vec<u8>, Option<Vec<u8>>)],
        put: &[(Vec<u8>, Option<Vec<u8>>)],
    ) -> Result<bool> {
        tokio::task::yield_now().await;
        self.0.commit(expect, put).await
    }
}

/// Takes no long values, and checks what it is given.
#[derive(Debug, Default)]
struct Short(MemoryKeyValue);

const SHORT: usize = 1024;

#[async_trait]
impl KeyValue for Short {
    fn max_value(&self) -> usize {
        SHORT
    }

    async fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>> {
        self.0.get(key).await
    }

    async fn range(
        &self,
        from: &[u8],
        to: &[u8],
        limit: usize,
        backwards: bool,
    ) -> Result<Vec<(Vec<u8>, Vec<u8>)>> {
        let rows = self.0.range(from, to, limit, backwards).await?;
        assert!(rows.is_sorted_by_key(|(key, _)| key.clone()) || backwards);
        Ok(rows)
    }

    async fn commit(
        &self,
        expect: &[(Vec<u8>, Option<Vec<u8>>)],
        put: &[(Vec<u8>, Option<Vec<u8>>)],
    ) -> Result<bool> {
        for list in [expect, put] {
            let keys: BTreeMap<_, _> = list.iter().cloned().collect();
            assert_eq!(keys.len(), list.len(), "a key is twice in one list");
            assert!(list.iter().all(|(key, _)| key.len() <= 512), "a key is too long");
            let values = list.iter().filter_map(|(_, value)| value.as_ref());
            assert!(values.map(Vec::len).all(|length| length <= SHORT), "a value is too long");
        }
        self.0.commit(expect, put).await
    }
}

mod interleaved {
    storyden_robots::conformance_tests!(async || super::KeyValueStore::over(super::Interleaved::default()));

    mod turns {
        use super::super::{Interleaved, KeyValueStore};

        storyden_robots::turn_conformance_tests!(async || KeyValueStore::over(Interleaved::default()));
        storyden_robots::transcript_conformance_tests!(async || KeyValueStore::over(Interleaved::default()));
    }

    mod files {
        use super::super::{Interleaved, KeyValueStore};

        storyden_robots::file_conformance_tests!(async || KeyValueStore::over(Interleaved::default()));
    }
}

mod short_values {
    storyden_robots::conformance_tests!(async || super::KeyValueStore::over(super::Short::default()));

    mod turns {
        use super::super::{KeyValueStore, Short};

        storyden_robots::turn_conformance_tests!(async || KeyValueStore::over(Short::default()));
        storyden_robots::transcript_conformance_tests!(async || KeyValueStore::over(Short::default()));
    }

    mod files {
        use super::super::{KeyValueStore, Short};

        storyden_robots::file_conformance_tests!(async || KeyValueStore::over(Short::default()));
    }
}

fn at(micros: i64) -> Timestamp {
    Timestamp::from_micros(1_700_000_000_000_000 + micros).expect("a time in range")
}

fn session(number: u8) -> SessionRecord {
    SessionRecord::new(
        SessionId::from_bytes([number; 12]),
        at(0),
        "Spam wave",
        AccountId::from_bytes([1; 12]),
    )
}

fn message(number: u8, text: &str) -> NewRecord {
    let id = MessageId::from_bytes([number; 12]);
    let document = format!(
        r#"{{"id":"{id}","role":"user","parts":[{{"type":"text","text":"{text}"}}],"created_at":"{}"}}"#,
        at(0)
    );
    NewRecord::new(id, None, Document::from_stored(document))
}

/// Returns all that is in a backend.
async fn everything(backend: &impl KeyValue) -> Vec<(Vec<u8>, Vec<u8>)> {
    backend.range(&[], &[0xff], usize::MAX, false).await.expect("all rows")
}

#[tokio::test]
async fn rows_that_do_not_decode_are_named_and_the_others_still_come() -> Result<()> {
    let store = KeyValueStore::over(MemoryKeyValue::default());
    for number in 1..=3 {
        store.create_session(&session(number)).await?;
    }
    let id = session(1).id;
    let batch = MessageBatch::new(vec![message(1, "one"), message(2, "two"), message(3, "three")]);
    store.append_messages(id, &batch, Write::at(at(1))).await?;

    let backend = store.backend();
    for (key, mut value) in everything(backend).await {
        let second_session = key.starts_with(b"s\x02\x02");
        let second_message = key.starts_with(b"m") && key.ends_with(&2_u64.to_be_bytes());
        if second_session || second_message {
            let last = value.len() - 1;
            value.truncate(if second_session { last } else { 20 });
            assert!(backend.commit(&[], &[(key, Some(value))]).await?);
        }
    }

    let page = store.list_sessions(SessionFilter::default(), PageRequest::sessions()).await?;
    assert_eq!((page.results, page.total_pages), (2, Some(1)));
    let damaged: Vec<_> = page.damaged.iter().map(|row| row.id.to_string()).collect();
    assert_eq!(damaged, [session(2).id.to_string()]);
    let alone = store.find_session(session(2).id, WindowRequest::default()).await;
    assert_eq!(alone.map_err(|error| error.kind()).err(), Some(ErrorKind::Internal));

    let window = store.find_session(id, WindowRequest::default()).await?;
    let ids: Vec<_> = window.messages.iter().map(|record| record.id).collect();
    assert_eq!(ids, [message(1, "").id, message(3, "").id]);
    let damaged: Vec<_> = window.damaged.iter().map(|row| row.id.to_string()).collect();
    assert_eq!(damaged, [message(2, "").id.to_string()]);
    Ok(())
}

/// Describes what is told: of the damaged, their ids.
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

#[tokio::test]
async fn no_follower_is_stuck_at_damaged_rows() -> Result<()> {
    let store = KeyValueStore::over(MemoryKeyValue::default());
    let (id, writer) = (session(1).id, session(1).created_by);
    store.create_session(&session(1)).await?;
    let said =
        |numbers: &[u8]| MessageBatch::new(numbers.iter().map(|&number| message(number, "")).collect());
    store.append_messages(id, &said(&[1, 2, 3]), Write::at(at(1))).await?;
    let mut draft = said(&[4]);
    draft.draft = Some(writer);
    store.append_messages(id, &draft, Write::at(at(2))).await?;
    let grow = || MessageChange::Grow(ChunkLog::new(&[Chunk::text_start("1")]));
    let edit = MessageChange::Complete { document: message(1, "x").document, annotations: None };
    let open = MessageChange::Open { writer };
    for (number, base, change) in [(4, 4, grow()), (4, 5, grow()), (1, 1, edit), (3, 3, open)] {
        let update = MessageUpdate { base: Revision::new(base), change };
        store.update_message(id, message(number, "").id, &update, Write::at(at(3))).await?;
    }
    store.append_messages(id, &said(&[5]), Write::at(at(4))).await?;

    let places = [(b'm', 1_u64), (b'm', 2), (b'p', 5), (b'd', 8)];
    let mut damaged = 0;
    for (key, mut value) in everything(store.backend()).await {
        if places.iter().any(|(kind, number)| key[0] == *kind && key.ends_with(&number.to_be_bytes())) {
            // It stands in the header.
            value[40] = 0xff;
            assert!(store.backend().commit(&[], &[(key, Some(value))]).await?);
            damaged += 1;
        }
    }
    assert_eq!(damaged, places.len());

    let of = |what: &str, number| format!("{what} {}", message(number, "").id);
    let expected = [
        // Whether it changed since is not known here.
        (1, of("damaged", 1)),
        (2, of("damaged", 2)),
        (4, of("began", 4)),
        (5, of("damaged", 4)),
        (6, of("grew", 4)),
        (7, of("damaged", 1)),
        (8, of("damaged", 3)),
        (9, of("message", 5)),
    ];
    let whole = store.changes(id, Offset::default(), ChangeLimit::default()).await?;
    assert_eq!(told(&whole), expected);
    assert_eq!((whole.next, whole.more), (Offset::new(9), false));
    let one = ChangeLimit { items: 1, ..ChangeLimit::default() };
    let mut after = Offset::default();
    for (offset, what) in expected {
        let changes = store.changes(id, after, one).await?;
        assert_eq!(told(&changes), [(offset, what)]);
        after = changes.next;
    }
    assert_eq!(after, Offset::new(9));

    let window = store.find_session(id, WindowRequest::default()).await?;
    assert_eq!(window.messages.iter().map(|record| record.id).collect::<Vec<_>>(), [message(5, "").id]);
    let damaged: Vec<_> = window.damaged.iter().map(|row| row.id.to_string()).collect();
    assert_eq!(damaged, [1, 2, 3, 4].map(|number| message(number, "").id.to_string()));
    // A window of nothing else goes on from it.
    let window = store.find_session(id, WindowRequest::newest(1).before(message(5, "").id)).await?;
    assert_eq!((window.messages.len(), window.next_before), (0, Some(message(4, "").id)));
    Ok(())
}

#[tokio::test]
async fn a_list_of_drafts_goes_on_after_damaged_ones() -> Result<()> {
    let store = KeyValueStore::over(MemoryKeyValue::default());
    store.create_session(&session(1)).await?;
    for number in 1..=5 {
        let mut draft = MessageBatch::new(vec![message(number, "")]);
        draft.draft = Some(session(1).created_by);
        store.append_messages(session(1).id, &draft, Write::at(at(i64::from(number)))).await?;
    }
    for (key, mut value) in everything(store.backend()).await {
        if key[0] == b'd' && [1_u64, 2, 5].iter().any(|began| key.ends_with(&began.to_be_bytes())) {
            // It stands in the header.
            value[40] = 0xff;
            assert!(store.backend().commit(&[], &[(key, Some(value))]).await?);
        }
    }

    let id = |number| message(number, "").id;
    let (mut filter, mut pages) = (DraftFilter::default(), Vec::new());
    loop {
        let page = store.open_drafts(filter, 2).await?;
        let whole: Vec<_> = page.drafts.iter().map(|draft| draft.message).collect();
        let damaged: Vec<_> = page.damaged.iter().map(|row| row.id.to_string()).collect();
        pages.push((whole, damaged));
        assert!(pages.len() <= 3, "a list has an end: {pages:?}");
        let Some(next) = page.next else { break };
        filter.after = Some(next);
    }
    let named = |number| id(number).to_string();
    let expected =
        [(vec![], vec![named(1), named(2)]), (vec![id(3), id(4)], vec![]), (vec![], vec![named(5)])];
    assert_eq!(pages, expected, "a damaged draft takes the place of a whole one");

    filter = DraftFilter::default();
    filter.session = Some(session(1).id);
    let page = store.open_drafts(filter, 1).await?;
    assert_eq!((page.drafts[0].message, page.drafts.len(), page.damaged.len()), (id(3), 1, 3));
    filter.after = page.next;
    let page = store.open_drafts(filter, 2).await?;
    assert_eq!((page.drafts[0].message, page.drafts.len(), page.next), (id(4), 1, None));
    Ok(())
}

#[tokio::test]
async fn a_long_message_that_lost_a_part_is_named() -> Result<()> {
    let store = KeyValueStore::over(Short::default());
    store.create_session(&session(1)).await?;
    let batch = MessageBatch::new(vec![message(1, &"long ".repeat(1000)), message(2, "two")]);
    store.append_messages(session(1).id, &batch, Write::at(at(1))).await?;
    let rows = everything(store.backend()).await;
    let (part, _) = rows.into_iter().find(|(key, _)| key.starts_with(b"xm")).expect("a part");
    assert!(store.backend().commit(&[], &[(part, None)]).await?);

    let window = store.find_session(session(1).id, WindowRequest::default()).await?;
    assert_eq!(window.messages.len(), 1, "the other message");
    assert_eq!(*window.damaged[0].id, *message(1, "").id.to_string());
    Ok(())
}

#[tokio::test]
async fn a_deep_page_of_many_days_is_found_by_their_lengths() -> Result<()> {
    const DAY: i64 = 86_400_000_000;
    let store = KeyValueStore::over(MemoryKeyValue::default());
    let mut expected = Vec::new();
    for number in 0..5000_u32 {
        let mut bytes = [0; 12];
        bytes[..4].copy_from_slice(&number.to_be_bytes());
        // Days of very different lengths, also before 1970.
        let time =
            Timestamp::from_micros((i64::from(number.isqrt()) - 35) * DAY + i64::from(number) * 1_000)?;
        let record =
            SessionRecord::new(SessionId::from_bytes(bytes), time, "Spam wave", session(1).created_by);
        store.create_session(&record).await?;
        expected.push(record.id);
    }
    expected.reverse();
    let request = PageRequest::new(1, 70);
    let mut met = Vec::new();
    for number in 1..=72 {
        let page = store.list_sessions(SessionFilter::default(), request.at(number)).await?;
        assert_eq!(page.total_pages, Some(72));
        met.extend(page.items.iter().map(|session| session.id));
    }
    assert_eq!(met, expected);
    assert!(store.list_sessions(SessionFilter::default(), request.at(73)).await?.items.is_empty());
    Ok(())
}

#[tokio::test]
async fn nothing_of_an_erased_text_stays() -> Result<()> {
    let store = KeyValueStore::over(Short::default());
    let id = session(1).id;
    store.create_session(&session(1)).await?;
    let secret = "the secret word ".repeat(500);
    let mut said = MessageBatch::new(vec![message(1, &secret)]);
    said.draft = Some(session(1).created_by);
    store.append_messages(id, &said, Write::at(at(1))).await?;
    let rows = async || {
        let rows = everything(store.backend()).await;
        rows.iter().filter(|(_, value)| value.windows(6).any(|bytes| bytes == b"secret")).count()
    };
    assert!(rows().await > 8, "the text is split");
    let update = MessageUpdate { base: Revision::new(1), change: MessageChange::Delete };
    store.update_message(id, message(1, "").id, &update, Write::at(at(2))).await?;
    assert_eq!(rows().await, 0, "rows with the text");
    Ok(())
}
