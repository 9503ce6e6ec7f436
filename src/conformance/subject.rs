//! [`Subject`], the store under test, with helpers of the laws.

use std::{
    collections::HashSet,
    future::Future,
    ops::Deref,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

pub(super) use super::checks::{assert_not_found, assert_refused, assert_stale, assert_taken, ok, race};
use crate::{
    model::{
        error::Result,
        id::{AccountId, MessageId, RobotId, SessionId, ToolsetId, WorkspaceId, WorkspaceInstanceId},
        json::Json,
        message::{Annotations, Document, Message, MessageRole, WindowRequest},
        offset::{Offset, Revision, Sequence},
        page::{Cursor, Page, PagePosition, PageRequest},
        part::{Part, Parts},
        robot::Robot,
        session::{SessionFilter, SessionRef},
        time::Timestamp,
        toolset::Toolset,
        workspace::{Provider, Workspace, WorkspaceInstance},
    },
    repository::{
        Appended, Idempotency, MessageBatch, MessageChange, MessageRecord, MessageUpdate, NewRecord,
        ResourceRepository, SessionRecord, SessionTexts, SessionWindow, Store, Write,
    },
    stream::{Chunk, ChunkLog},
};

/// Texts that a store's own encoding, escapes or collation would change.
pub(super) const HARD_TEXTS: [&str; 12] = [
    "",
    "  around  ",
    "O'Brien \"quoted\" `ticked`",
    r"back\slash \n \u0041 \' \%_",
    "'; DROP TABLE sessions; --",
    "?1 $1 :name @p1 %s {0} ${x}",
    "tab\tnewline\nreturn\r\nend",
    "\u{1f469}\u{200d}\u{1f680} \u{1f3f4}\u{e0067}\u{e007f}",
    "\u{202e}\u{5e9}\u{5dc}\u{5d5}\u{5dd}\u{202c} \u{645}\u{631}\u{62d}\u{628}\u{627}",
    "e\u{301} is not \u{e9}, \u{ff21} is not A, \u{df} is not ss",
    "\u{feff}mark \u{7f}\u{1}\u{1f} \u{85}\u{2028} \u{fffd}\u{ffff}\u{10ffff}",
    "NULL",
];

/// A JSON object that changes if it is parsed into a map and written again.
pub(super) const HARD_JSON: &str = concat!(
    r#"{ "z" : 1.0, "a":1e5,"z":12345678901234567890, "big":-0.0e-0,"#,
    "\n\t",
    r#""esc":"\u0041\/", "empty":{ }, "":[ null,true ,0.10 ]}"#
);

/// A JSON object with half of a surrogate pair, which most parsers reject or replace.
pub(super) const CUT_JSON: &str = r#"{"cut":"\ud83d","\udE00":"\uD83D\ud83d"}"#;

/// Returns the time at so many microseconds.
pub(super) fn at(micros: i64) -> Timestamp {
    Timestamp::from_micros(1_700_000_000_123_457 + micros).expect("a time in range")
}

/// Returns a write at so many microseconds, without a condition.
pub(super) fn write(micros: i64) -> Write {
    Write::at(at(micros))
}

pub(super) fn json(text: &str) -> Json<'static> {
    Json::parse(text.to_owned()).expect("JSON")
}

/// A store under test. Its ids come from a counter, so that every run is the same.
#[derive(Clone)]
pub(crate) struct Subject {
    store: Arc<dyn Store>,
    ids: Arc<AtomicU32>,
}

impl Deref for Subject {
    type Target = dyn Store;

    fn deref(&self) -> &Self::Target {
        &*self.store
    }
}

impl Subject {
    pub(super) fn new(store: Arc<dyn Store>) -> Self {
        Self { store, ids: Arc::new(AtomicU32::new(1)) }
    }

    /// Returns a new id. Later ids are not greater, so that the order of ids is not that of creation by accident.
    pub(super) fn id<I>(&self, make: impl Fn([u8; 12]) -> I) -> I {
        let number = self.ids.fetch_add(1, Ordering::Relaxed);
        let mut bytes = [0xff, 0x00, 0x7f, 0x80].repeat(3);
        bytes[..4].copy_from_slice(&number.wrapping_mul(0x9e37_79b1).to_be_bytes());
        bytes[8..].copy_from_slice(&number.to_be_bytes());
        make(bytes.try_into().expect("twelve bytes"))
    }

    pub(super) fn account(&self) -> AccountId {
        self.id(AccountId::from_bytes)
    }

    /// Creates the record of a session.
    pub(super) fn record(&self) -> SessionRecord {
        SessionRecord::new(self.id(SessionId::from_bytes), at(0), "Spam wave of Tuesday", self.account())
    }

    /// Creates the record of a session that differs in the fields of lists.
    pub(super) fn record_with(&self, change: impl FnOnce(&mut SessionRef<AccountId>)) -> SessionRecord {
        let mut record = self.record();
        change(&mut record.reference);
        record.reference.updated_at = record.reference.created_at;
        record
    }

    /// Creates a message of a member, before it is written as a document.
    pub(super) fn typed(&self, text: &str) -> Message<AccountId> {
        Message {
            id: self.id(MessageId::from_bytes),
            sequence: None,
            role: MessageRole::User,
            parts: Parts::new([Part::text(text.to_owned())]).expect("parts"),
            metadata: None,
            created_at: at(0),
            robot: None,
            author: Some(self.account()),
            extra: None,
            revision: Revision::default(),
            annotations: Annotations::default(),
            draft: false,
        }
    }

    /// Creates a message of a member.
    pub(super) fn message(&self, text: &str) -> NewRecord {
        new_record(&self.typed(text))
    }

    pub(super) fn messages(&self, count: usize) -> Vec<NewRecord> {
        (1..=count).map(|number| self.message(&format!("message {number}"))).collect()
    }

    /// Returns the repository of robots.
    pub(super) fn robots(&self) -> &dyn ResourceRepository<Robot<AccountId>> {
        &*self.store
    }

    /// Returns the repository of toolsets.
    pub(super) fn toolsets(&self) -> &dyn ResourceRepository<Toolset<AccountId>> {
        &*self.store
    }

    /// Returns the repository of workspaces.
    pub(super) fn workspaces(&self) -> &dyn ResourceRepository<Workspace<AccountId>> {
        &*self.store
    }

    /// Returns the repository of workspace instances.
    pub(super) fn instances(&self) -> &dyn ResourceRepository<WorkspaceInstance<AccountId>> {
        &*self.store
    }

    pub(super) fn robot(&self) -> Robot<AccountId> {
        Robot {
            id: self.id(RobotId::from_bytes),
            created_at: at(0),
            updated_at: at(0),
            deleted_at: None,
            misc: None,
            name: "Greeter".to_owned(),
            description: "Welcomes new members".to_owned(),
            playbook: "Say hello, and point to the rules.".to_owned(),
            model: "anthropic/claude-sonnet-4-5".parse().expect("a model"),
            author: self.account(),
            tools: vec!["thread_reply".to_owned(), "thread_list".to_owned()],
            toolsets: Vec::new(),
            workspace_id: None,
            meta: None,
        }
    }

    pub(super) fn toolset(&self) -> Toolset<AccountId> {
        Toolset {
            id: self.id(ToolsetId::from_bytes),
            created_at: at(0),
            updated_at: at(0),
            deleted_at: None,
            name: "Looking around".to_owned(),
            description: "Tools that only read".to_owned(),
            instruction: "Look, do not touch.".to_owned(),
            tools: vec!["thread_list".to_owned(), "member_search".to_owned()],
            meta: None,
            author: self.account(),
        }
    }

    pub(super) fn workspace(&self) -> Workspace<AccountId> {
        Workspace {
            id: self.id(WorkspaceId::from_bytes),
            created_at: at(0),
            updated_at: at(0),
            deleted_at: None,
            misc: None,
            name: "Docs".to_owned(),
            description: "The community's handbook".to_owned(),
            provider: Provider::Local,
            config: json(r#"{"path":"docs"}"#),
            meta: json("{}"),
            created_by: self.account(),
        }
    }

    pub(super) fn instance(&self, workspace_id: WorkspaceId) -> WorkspaceInstance<AccountId> {
        WorkspaceInstance {
            id: self.id(WorkspaceInstanceId::from_bytes),
            created_at: at(0),
            updated_at: at(0),
            deleted_at: None,
            misc: None,
            workspace_id,
            provider: Provider::Local,
            provider_state: json(r#"{"token":"secret"}"#),
            meta: json(r#"{"branch":"main"}"#),
            created_by: self.account(),
        }
    }

    /// Creates a session.
    pub(super) async fn start(&self) -> SessionId {
        let record = self.record();
        ok(self.create_session(&record).await);
        record.id
    }

    /// Creates a workspace with one instance.
    pub(super) async fn start_instance(&self) -> WorkspaceInstance<AccountId> {
        let workspace = self.workspace();
        ok(self.workspaces().create(&workspace).await);
        let instance = self.instance(workspace.id);
        ok(self.instances().create(&instance).await);
        instance
    }

    /// Appends messages together, without a key.
    pub(super) async fn append(
        &self,
        session: SessionId,
        messages: Vec<NewRecord>,
    ) -> Result<Vec<MessageRecord>> {
        Ok(self.append_messages(session, &MessageBatch::new(messages), write(0)).await?.messages)
    }

    /// Appends a batch at the time 0.
    pub(super) async fn append_batch(&self, session: SessionId, batch: &MessageBatch) -> Result<Appended> {
        self.append_messages(session, batch, write(0)).await
    }

    /// Appends so many messages, and returns them as they are stored.
    pub(super) async fn say(&self, session: SessionId, count: usize) -> Vec<MessageRecord> {
        ok(self.append(session, self.messages(count)).await)
    }

    /// Appends a draft without parts.
    pub(super) async fn draft(&self, session: SessionId) -> MessageRecord {
        self.draft_at(session, 0).await
    }

    /// Appends a draft without parts at a time.
    pub(super) async fn draft_at(&self, session: SessionId, micros: i64) -> MessageRecord {
        let message = Message { parts: Parts::default(), role: MessageRole::Assistant, ..self.typed("") };
        let batch = MessageBatch {
            draft: Some(self.account()),
            ..MessageBatch::new(vec![NewRecord { author: None, ..new_record(&message) }])
        };
        ok(self.append_messages(session, &batch, write(micros)).await).messages.remove(0)
    }

    /// Changes a message of which the writer saw the revision `base`.
    pub(super) async fn update(
        &self,
        session: SessionId,
        id: MessageId,
        base: Revision,
        change: MessageChange,
        micros: i64,
    ) -> Result<Revision> {
        self.update_message(session, id, &MessageUpdate { base, change }, write(micros)).await
    }

    /// Adds a chunk to a draft.
    pub(super) async fn grow(
        &self,
        session: SessionId,
        id: MessageId,
        base: Revision,
        chunk: Chunk<'_>,
    ) -> Result<Revision> {
        self.update(session, id, base, MessageChange::Grow(ChunkLog::new(&[chunk])), 7).await
    }

    /// Begins a draft on a message, or takes one over.
    pub(super) async fn open(&self, session: SessionId, id: MessageId, base: Revision) -> Result<Revision> {
        self.update(session, id, base, MessageChange::Open { writer: self.account() }, 7).await
    }

    /// Completes a message: its draft ends, or it is edited.
    pub(super) async fn complete(
        &self,
        session: SessionId,
        id: MessageId,
        base: Revision,
        text: &str,
    ) -> Result<Revision> {
        self.update(session, id, base, complete(id, text), 7).await
    }

    /// Deletes a message, whatever its revision is.
    pub(super) async fn delete_message(
        &self,
        session: SessionId,
        id: MessageId,
        micros: i64,
    ) -> Result<Revision> {
        let base = self.find_message(session, id).await?.revision;
        self.update(session, id, base, MessageChange::Delete, micros).await
    }

    /// Returns a session with its newest 100 messages.
    pub(super) async fn session(&self, id: SessionId) -> SessionWindow {
        self.window(id, WindowRequest::newest(100)).await
    }

    /// Returns the offset of a session.
    pub(super) async fn offset(&self, id: SessionId) -> Offset {
        self.window(id, WindowRequest::newest(1)).await.state.details.offset
    }

    pub(super) async fn window(&self, id: SessionId, window: WindowRequest) -> SessionWindow {
        let found = ok(self.find_session(id, window).await);
        assert!(found.messages.len() <= window.limit() as usize, "a window over its limit");
        assert!(found.damaged.is_empty(), "messages that do not decode: {:?}", found.damaged);
        found
    }

    /// Returns a window of a session without concurrent writes, after a comparison with its texts.
    pub(super) async fn quiet_window(&self, id: SessionId, window: WindowRequest) -> SessionWindow {
        let found = self.window(id, window).await;
        let texts = ok(self.find_session_texts(id, window).await);
        assert_eq!(texts, found.clone().into_texts(), "texts that are not of the records");
        found
    }

    /// Reads a session backwards, and returns all its messages, oldest first.
    pub(super) async fn walk(&self, id: SessionId, limit: u32) -> Vec<MessageRecord> {
        let (met, None) = self.walk_from(id, WindowRequest::newest(limit), usize::MAX).await else {
            panic!("a walk has an end");
        };
        met
    }

    /// Reads a session backwards, at most so many windows. Returns the messages, oldest first, and the cursor to
    /// continue.
    pub(super) async fn walk_from(
        &self,
        id: SessionId,
        mut window: WindowRequest,
        windows: usize,
    ) -> (Vec<MessageRecord>, Option<MessageId>) {
        let mut met = Vec::new();
        let mut cursors = HashSet::new();
        for _ in 0..windows {
            let mut list = self.window(id, window).await;
            list.messages.append(&mut met);
            met = list.messages;
            let Some(cursor) = list.next_before else { return (met, None) };
            assert!(cursors.insert(cursor), "the walk comes to {cursor} twice");
            assert_eq!(met.first().map(|oldest| oldest.id), Some(cursor), "next_before is the oldest");
            window = window.before(cursor);
        }
        (met, window.anchor().cursor().map(|(_, cursor)| cursor))
    }

    /// Reads all pages of the sessions.
    pub(super) async fn listed(&self, filter: SessionFilter, size: u32) -> Vec<SessionId> {
        let list = |request| self.quiet_page(filter, request);
        all_pages(size, list).await.into_iter().map(|session| session.id).collect()
    }

    /// Returns a page of a list without concurrent writes, after a comparison with its texts.
    pub(super) async fn quiet_page(
        &self,
        filter: SessionFilter,
        request: PageRequest,
    ) -> Result<Page<SessionRef<AccountId>>> {
        let page = self.list_sessions(filter, request).await?;
        let texts = ok(self.list_session_texts(filter, request).await);
        assert_eq!(texts, ok(SessionTexts::new(page.clone())), "texts that are not of the records");
        Ok(page)
    }

    /// Reads all pages of the sessions by cursor.
    pub(super) async fn listed_by_cursor(&self, filter: SessionFilter, size: u32) -> Vec<SessionId> {
        let list = |request| self.quiet_page(filter, request);
        all_by_cursor(size, list).await.into_iter().map(|session| session.id).collect()
    }

    /// Counts the sessions, by the number of pages with one row.
    pub(super) async fn count(&self, filter: SessionFilter) -> u32 {
        let page = ok(self.list_sessions(filter, PageRequest::new(1, 1)).await);
        page.total_pages.expect("a numbered page has a total")
    }
}

/// Reads all pages of a list by number, and checks their consistency.
pub(super) async fn all_pages<F, T>(size: u32, list: impl Fn(PageRequest) -> F) -> Vec<T>
where
    F: Future<Output = Result<Page<T>>>,
{
    let mut rows = Vec::new();
    let (mut number, mut total_pages) = (1, None);
    loop {
        let mut page = ok(list(PageRequest::new(number, size)).await);
        assert_eq!(page.page_size, size, "page_size is the size that was asked for");
        assert_eq!(page.current_page, Some(number), "current_page is the one that was asked for");
        assert_eq!(page.results as usize, page.items.len(), "results counts the rows of the page");
        assert_eq!(page.next_cursor, None, "a numbered page has no cursor");
        let total = *total_pages.get_or_insert(page.total_pages.expect("a numbered page has a total"));
        assert_eq!(page.total_pages, Some(total), "total_pages is the same on every page");
        let full = page.results == size;
        rows.append(&mut page.items);
        let Some(next) = page.next_page else { break };
        assert_eq!(next, number + 1, "next_page is the one that follows");
        assert!(next <= total, "there is a next page after the last");
        assert!(full, "page {number} has a next one and is not full");
        number = next;
    }
    let needed = rows.len().div_ceil(size as usize);
    assert_eq!(
        total_pages.map(|total| total as usize),
        Some(needed),
        "total_pages of {} rows, {size} a page",
        rows.len()
    );
    rows
}

/// Reads all pages of a list by cursor, and checks their consistency.
pub(super) async fn all_by_cursor<F, T>(size: u32, list: impl Fn(PageRequest) -> F + Send + Sync) -> Vec<T>
where
    F: Future<Output = Result<Page<T>>> + Send,
    T: Send,
{
    let mut rows = Vec::new();
    let mut next = None;
    loop {
        let (mut more, cursor) = page_by_cursor(size, next, &list).await;
        rows.append(&mut more);
        if cursor.is_none() {
            return rows;
        }
        next = cursor;
    }
}

/// Reads one page of a list by cursor, and checks its consistency. Returns its rows, and the cursor of the next page.
pub(super) async fn page_by_cursor<F, T>(
    size: u32,
    after: Option<Cursor>,
    list: &(impl Fn(PageRequest) -> F + Sync),
) -> (Vec<T>, Option<Cursor>)
where
    F: Future<Output = Result<Page<T>>> + Send,
    T: Send,
{
    let request = PageRequest::by_cursor(size);
    let request = after.map_or(request, |cursor| request.after(cursor));
    assert!(!matches!(request.position(), PagePosition::Number(_)));
    let page = ok(list(request).await);
    let totals = (page.total_pages, page.current_page, page.next_page);
    assert_eq!(totals, (None, None, None), "a page by cursor has no totals");
    assert_eq!(page.page_size, size, "page_size is the size that was asked for");
    assert_eq!(page.results as usize, page.items.len(), "results counts the rows of the page");
    assert!(page.results <= size, "a page of {} over its size", page.results);
    assert!(page.results == size || page.next_cursor.is_none(), "a page goes on and is not full");
    (page.items, page.next_cursor)
}

/// Converts a message to the record that a store gets.
pub(super) fn new_record(message: &Message<AccountId>) -> NewRecord {
    NewRecord::new(message.id, message.author, document(message))
}

pub(super) fn document(message: &Message<AccountId>) -> Document {
    Document::new(message).expect("a document")
}

/// Writes the document of a complete message that says `text`.
pub(super) fn says(id: MessageId, text: &str) -> Document {
    document(&Message {
        id,
        sequence: None,
        role: MessageRole::Assistant,
        parts: Parts::new([Part::text(text.to_owned())]).expect("parts"),
        metadata: None,
        created_at: at(0),
        robot: None,
        author: None,
        extra: None,
        revision: Revision::default(),
        annotations: Annotations::default(),
        draft: false,
    })
}

/// Completes a message that says `text`.
pub(super) fn complete(id: MessageId, text: &str) -> MessageChange {
    MessageChange::Complete { document: says(id, text), annotations: None }
}

pub(super) fn keyed(messages: Vec<NewRecord>, key: &str, fingerprint: &str) -> MessageBatch {
    let idempotency = Some(Idempotency { key: Some(key.to_owned()), fingerprint: fingerprint.to_owned() });
    MessageBatch { idempotency, ..MessageBatch::new(messages) }
}

/// A type that has the id of a message.
pub(super) trait HasMessageId {
    fn message_id(&self) -> MessageId;
}

impl HasMessageId for NewRecord {
    fn message_id(&self) -> MessageId {
        self.id
    }
}

impl HasMessageId for MessageRecord {
    fn message_id(&self) -> MessageId {
        self.id
    }
}

pub(super) fn ids<M: HasMessageId>(messages: &[M]) -> Vec<MessageId> {
    messages.iter().map(HasMessageId::message_id).collect()
}

pub(super) fn sequences(messages: &[MessageRecord]) -> Vec<u64> {
    messages.iter().map(|message| message.sequence.get()).collect()
}

/// Returns the sequence with this number.
pub(super) fn sequence(number: u64) -> Sequence {
    Sequence::new(number).expect("a sequence from 1")
}

/// Returns the record of a stored message, to append it again.
pub(super) fn again(stored: &MessageRecord) -> NewRecord {
    NewRecord::new(stored.id, stored.author, stored.document.clone())
}

/// Reads what a message says.
pub(super) fn text(message: &MessageRecord) -> String {
    ok(message.decode()).parts.text()
}
