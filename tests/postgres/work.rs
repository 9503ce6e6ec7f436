//! What the tests write.

use std::sync::atomic::{AtomicU64, Ordering};

use storyden_robots::{
    AccountId, Document, MessageId, SessionId, SessionRepository, Timestamp, WindowRequest,
    repository::{Idempotency, MessageBatch, NewRecord, SessionRecord, Write},
};

/// Returns bytes that no other call returns.
pub(crate) fn unique() -> [u8; 12] {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let mut bytes = *b"....\0\0\0\0\0\0\0\0";
    bytes[4..].copy_from_slice(&NEXT.fetch_add(1, Ordering::Relaxed).to_be_bytes());
    bytes
}

/// When everything is written.
pub(crate) fn now() -> Write {
    Write::at(Timestamp::UNIX_EPOCH)
}

pub(crate) fn record(created_by: AccountId) -> SessionRecord {
    SessionRecord::new(SessionId::from_bytes(unique()), Timestamp::UNIX_EPOCH, "a session", created_by)
}

pub(crate) async fn start(store: &impl SessionRepository) -> SessionId {
    let record = record(AccountId::from_bytes([7; 12]));
    store.create_session(&record).await.expect("a session is created");
    record.id
}

/// One message, with a key or without.
pub(crate) fn batch(keyed: bool) -> MessageBatch {
    let id = MessageId::from_bytes(unique());
    let document = format!(
        r#"{{"id":"{id}","role":"user","parts":[{{"type":"text","text":"Who posted this?"}}],"created_at":"1970-01-01T00:00:00Z"}}"#
    );
    let author = Some(AccountId::from_bytes([7; 12]));
    let mut batch = MessageBatch::new(vec![NewRecord::new(id, author, Document::from_stored(document))]);
    batch.idempotency = keyed.then(|| Idempotency { key: Some(id.to_string()), fingerprint: "1".to_owned() });
    batch
}

/// Walks a session backwards to its beginning, and returns the sequences and ids that it met, in this order.
pub(crate) async fn walk(
    store: &impl SessionRepository,
    session: SessionId,
) -> storyden_robots::Result<Vec<(u64, MessageId)>> {
    let (mut met, mut window) = (Vec::new(), WindowRequest::newest(50));
    loop {
        let found = store.find_session(session, window).await?;
        assert!(found.damaged.is_empty(), "{:?}", found.damaged);
        met.extend(found.messages.iter().rev().map(|message| (message.sequence.get(), message.id)));
        match found.next_before {
            Some(before) => window = window.before(before),
            None => return Ok(met),
        }
    }
}

/// Whether the sequences lead down to 1 without a gap, each once: nothing but appends took offsets.
pub(crate) fn is_whole(met: &[(u64, MessageId)]) -> bool {
    met.iter().map(|(sequence, _)| *sequence).eq((1..=met.len() as u64).rev())
}
