//! What the tests write.

use std::sync::atomic::{AtomicU64, Ordering};

use storyden_robots::{
    AccountId, Message, MessageId, MessageRole, Part, Parts, Revision, Sequence, SessionId,
    SessionRepository, Timestamp, WindowRequest,
    repository::{Idempotency, MessageBatch, SessionRecord},
};

/// Returns bytes that no other call returns.
pub(crate) fn unique() -> [u8; 12] {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let mut bytes = *b"....\0\0\0\0\0\0\0\0";
    bytes[4..].copy_from_slice(&NEXT.fetch_add(1, Ordering::Relaxed).to_be_bytes());
    bytes
}

pub(crate) fn record(created_by: AccountId) -> SessionRecord {
    SessionRecord {
        id: SessionId::from_bytes(unique()),
        created_at: Timestamp::UNIX_EPOCH,
        name: "a session".into(),
        created_by,
        misc: None,
        active_robot: None,
        active_instance: None,
    }
}

pub(crate) async fn start(store: &impl SessionRepository) -> SessionId {
    let record = record(AccountId::from_bytes([7; 12]));
    store.create_session(&record).await.expect("a session is created");
    record.id
}

/// One message, with a key or without.
pub(crate) fn batch(keyed: bool) -> MessageBatch {
    let id = MessageId::from_bytes(unique());
    let message = Message {
        id,
        sequence: None,
        role: MessageRole::User,
        parts: Parts::new([Part::text("Who posted this?")]).expect("parts"),
        metadata: None,
        created_at: Timestamp::UNIX_EPOCH,
        robot: None,
        author: Some(AccountId::from_bytes([7; 12])),
        extra: None,
        revision: Revision::default(),
        draft: false,
    };
    let idempotency = keyed.then(|| Idempotency { key: id.to_string(), fingerprint: 1 });
    MessageBatch { messages: vec![message], idempotency, appended_at: Timestamp::UNIX_EPOCH }
}

/// Walks a session backwards to its beginning, and returns the places and ids that it met, in this order.
pub(crate) async fn walk(
    store: &impl SessionRepository,
    session: SessionId,
) -> storyden_robots::Result<Vec<(u64, MessageId)>> {
    let (mut met, mut window) = (Vec::new(), WindowRequest::newest(50));
    loop {
        let list = store.find_session(session, window).await?.message_list;
        met.extend(
            list.messages.iter().rev().map(|message| (message.sequence.map_or(0, Sequence::get), message.id)),
        );
        match list.next_before {
            Some(before) => window = window.before(before),
            None => return Ok(met),
        }
    }
}

/// Whether the places lead down to 1 without a gap, each once.
pub(crate) fn is_whole(met: &[(u64, MessageId)]) -> bool {
    met.iter().map(|(place, _)| *place).eq((1..=met.len() as u64).rev())
}
