//! What a store of the first version of the schema holds: a session of two messages.

use storyden_robots::{
    AccountId, Message, MessageId, MessageRole, NewMessage, NewSession, PageRequest, Part, Revision, Robots,
    SessionFilter, SessionId, Timestamp, WindowRequest, sql::checksum, stream::Chunk,
};

pub(crate) const ANN: AccountId = AccountId::from_bytes([1; 12]);
const SESSION: SessionId = SessionId::from_bytes([2; 12]);

/// Returns the statements that write it, with the names of the tables after `prefix`.
pub(crate) fn rows(prefix: &str) -> String {
    let message = |sequence: u8, text: &str| {
        let id = MessageId::from_bytes([sequence; 12]);
        format!(
            "INSERT INTO {prefix}messages (session_id, sequence, id, role, created_at, author, parts) VALUES \
             ('{SESSION}', {sequence}, '{id}', 'user', 1, '{ANN}', '[{{\"type\":\"text\",\"text\":\"{text}\"}}]');"
        )
    };
    let count =
        |list: String| format!("INSERT INTO {prefix}counts (list, slot, length) VALUES ('{list}', 0, 1);");
    [
        format!(
            "INSERT INTO {prefix}sessions (id, created_at, updated_at, name, created_by, last_sequence) \
             VALUES ('{SESSION}', 1, 1, 'Old', '{ANN}', 2);"
        ),
        message(1, "one"),
        message(2, "two"),
        count("sessions".to_owned()),
        count(format!("sessions/{ANN}")),
    ]
    .concat()
}

/// Returns the statements that give the messages the checksums of the fourth version: those of now, without what
/// they say of revisions.
pub(crate) fn checksums(prefix: &str) -> String {
    let update = |(sequence, text): (u8, &str)| {
        let message = Message::<AccountId> {
            id: MessageId::from_bytes([sequence; 12]),
            sequence: None,
            role: MessageRole::User,
            parts: format!(r#"[{{"type":"text","text":"{text}"}}]"#).parse().expect("parts"),
            metadata: None,
            created_at: Timestamp::from_micros(1).expect("a time"),
            robot: None,
            author: Some(ANN),
            extra: None,
            revision: Revision::default(),
            draft: false,
        };
        let sum = checksum(&message) & i64::MAX;
        format!("UPDATE {prefix}messages SET checksum = {sum} WHERE sequence = {sequence};")
    };
    [(1, "one"), (2, "two")].map(update).concat()
}

/// Asserts that it is all there in a store of this version, and that it goes on.
pub(crate) async fn assert_all_there(robots: &Robots) {
    for filter in [SessionFilter::default(), SessionFilter::created_by(Some(ANN))] {
        let page = robots.list_sessions(ANN, filter, PageRequest::sessions()).await.expect("a page");
        assert_eq!((page.total_pages, page.items.len()), (1, 1));
        assert_eq!(page.items[0].name, "Old");
    }
    let message = NewMessage::user([Part::text("three")]).expect("a message");
    let mut draft = robots.begin_draft(ANN, SESSION, message).await.expect("a draft");
    draft.push(&Chunk::text_start("1")).await.expect("a chunk");
    draft.flush().await.expect("it is written");
    draft.finish().await.expect("it is finished");
    let session = robots.session(ANN, SESSION, WindowRequest::default()).await.expect("the session");
    let texts: Vec<_> = session.message_list.messages.iter().map(|message| message.parts.text()).collect();
    assert_eq!(texts, ["one", "two", "three"]);
    robots.start_session(ANN, NewSession::default()).await.expect("another session");
    let page =
        robots.list_sessions(ANN, SessionFilter::default(), PageRequest::sessions()).await.expect("a page");
    assert_eq!(page.items.len(), 2);
    let second =
        robots.list_sessions(ANN, SessionFilter::default(), PageRequest::new(2, 1)).await.expect("a page");
    assert_eq!(second.items[0].name, "Old");
}
