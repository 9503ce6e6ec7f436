//! [`Subject`], the store under test, and what the laws use to write to it and to read it.

use std::{
    collections::HashSet,
    fmt,
    future::Future,
    ops::Deref,
    panic,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

use tokio::sync::Barrier;

use crate::{
    model::{
        error::{Error, Resource, Result},
        id::{AccountId, MessageId, RobotId, SessionId, WorkspaceId, WorkspaceInstanceId},
        json::Json,
        message::{Message, MessageList, MessageRole},
        offset::{Revision, Sequence},
        page::{Page, PageRequest, WindowRequest},
        part::{Part, Parts},
        robot::Robot,
        session::{Session, SessionFilter},
        time::Timestamp,
        workspace::{Provider, Workspace, WorkspaceInstance},
    },
    repository::{Idempotency, MessageBatch, SessionRecord, Store},
};

/// Texts that a store with an encoding, an escape or a collation of its own would change.
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

/// A JSON object that is not the same after it was read into a map and written again.
pub(super) const HARD_JSON: &str = concat!(
    r#"{ "z" : 1.0, "a":1e5,"z":12345678901234567890, "big":-0.0e-0,"#,
    "\n\t",
    r#""esc":"\u0041\/", "empty":{ }, "":[ null,true ,0.10 ]}"#
);

/// A JSON object with half of an emoji, which most readers refuse or replace.
pub(super) const CUT_JSON: &str = r#"{"cut":"\ud83d","\udE00":"\uD83D\ud83d"}"#;

/// Returns a moment; one more is a microsecond later.
pub(super) fn at(micros: i64) -> Timestamp {
    Timestamp::from_micros(1_700_000_000_123_457 + micros).expect("a time in range")
}

pub(super) fn json(text: &str) -> Json<'static> {
    Json::parse(text.to_owned()).expect("JSON")
}

/// A store under test. Its ids come from a counter, so that every run does the same.
#[derive(Clone)]
pub(super) struct Subject {
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

    /// Returns a new id. Later ids are not larger ones, so they are no order by accident.
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

    /// Describes a session.
    pub(super) fn record(&self) -> SessionRecord {
        SessionRecord {
            id: self.id(SessionId::from_bytes),
            created_at: at(0),
            name: "Spam wave of Tuesday".to_owned(),
            created_by: self.account(),
            misc: None,
            active_robot: None,
            active_instance: None,
        }
    }

    /// Describes a message that a member says.
    pub(super) fn message(&self, text: &str) -> Message<AccountId> {
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
            draft: false,
        }
    }

    pub(super) fn messages(&self, count: usize) -> Vec<Message<AccountId>> {
        (1..=count).map(|number| self.message(&format!("message {number}"))).collect()
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
            workspace_id: None,
            meta: None,
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
        ok(self.create_workspace(&workspace).await);
        let instance = self.instance(workspace.id);
        ok(self.create_instance(&instance).await);
        instance
    }

    /// Appends messages together, without a key.
    pub(super) async fn append(
        &self,
        session: SessionId,
        messages: Vec<Message<AccountId>>,
    ) -> Result<Vec<Message<AccountId>>> {
        Ok(self.append_messages(session, &batch(messages)).await?.messages)
    }

    /// Appends so many messages, and returns them as they are stored.
    pub(super) async fn say(&self, session: SessionId, count: usize) -> Vec<Message<AccountId>> {
        ok(self.append(session, self.messages(count)).await)
    }

    pub(super) async fn session(&self, id: SessionId) -> Session<AccountId> {
        ok(self.find_session(id, WindowRequest::newest(100)).await)
    }

    pub(super) async fn window(&self, id: SessionId, window: WindowRequest) -> MessageList<AccountId> {
        ok(self.find_session(id, window).await).message_list
    }

    /// Walks a session backwards, and returns all that it met, oldest first.
    pub(super) async fn walk(&self, id: SessionId, limit: u32) -> Vec<Message<AccountId>> {
        let (met, None) = self.walk_from(id, WindowRequest::newest(limit), usize::MAX).await else {
            panic!("a walk has an end");
        };
        met
    }

    /// Walks backwards for so many windows at most. Returns what it met, oldest first, and where to
    /// go on.
    pub(super) async fn walk_from(
        &self,
        id: SessionId,
        mut window: WindowRequest,
        windows: usize,
    ) -> (Vec<Message<AccountId>>, Option<MessageId>) {
        let mut met = Vec::new();
        let mut cursors = HashSet::new();
        for _ in 0..windows {
            let mut list = self.window(id, window).await;
            assert_eq!(list.page_size, window.limit(), "page_size is the limit");
            assert_eq!(list.results as usize, list.messages.len(), "results counts the messages");
            assert!(list.results <= window.limit(), "a window of {} over its limit", list.results);
            list.messages.append(&mut met);
            met = list.messages;
            let Some(cursor) = list.next_before else { return (met, None) };
            assert!(cursors.insert(cursor), "the walk comes to {cursor} twice");
            assert_eq!(met.first().map(|oldest| oldest.id), Some(cursor), "next_before is the oldest");
            window = window.before(cursor);
        }
        (met, window.cursor())
    }

    /// Reads all pages of the sessions.
    pub(super) async fn listed(&self, filter: SessionFilter, size: u32) -> Vec<SessionId> {
        let list = |request| self.list_sessions(filter, request);
        all_pages(size, list).await.into_iter().map(|session| session.id).collect()
    }

    /// Counts the sessions, by the number of pages with one row.
    pub(super) async fn count(&self, filter: SessionFilter) -> u32 {
        ok(self.list_sessions(filter, PageRequest::new(1, 1)).await).total_pages
    }
}

/// Reads all pages of a list, and checks what each says about itself.
pub(super) async fn all_pages<F, T>(size: u32, list: impl Fn(PageRequest) -> F) -> Vec<T>
where
    F: Future<Output = Result<Page<T>>>,
{
    let mut rows = Vec::new();
    let mut request = PageRequest::new(1, size);
    let mut page = ok(list(request).await);
    let total_pages = page.total_pages;
    loop {
        assert_eq!(page.page_size, size, "page_size is the size that was asked for");
        assert_eq!(page.current_page, request.page(), "current_page is the one that was asked for");
        assert_eq!(page.results as usize, page.items.len(), "results counts the rows of the page");
        assert_eq!(page.total_pages, total_pages, "total_pages is the same on every page");
        let full = page.results == size;
        rows.append(&mut page.items);
        let Some(next) = page.next_page else { break };
        assert_eq!(next, request.page() + 1, "next_page is the one that follows");
        assert!(next <= total_pages, "there is a next page after the last");
        assert!(full, "page {} has a next one and is not full", request.page());
        request = request.at(next);
        page = ok(list(request).await);
    }
    let needed = rows.len().div_ceil(size as usize);
    assert_eq!(total_pages as usize, needed, "total_pages of {} rows, {size} a page", rows.len());
    rows
}

pub(super) fn batch(messages: Vec<Message<AccountId>>) -> MessageBatch {
    MessageBatch { messages, idempotency: None, appended_at: at(0) }
}

pub(super) fn keyed(messages: Vec<Message<AccountId>>, key: &str, fingerprint: i64) -> MessageBatch {
    let idempotency = Some(Idempotency { key: key.to_owned(), fingerprint });
    MessageBatch { messages, idempotency, appended_at: at(0) }
}

pub(super) fn ids(messages: &[Message<AccountId>]) -> Vec<MessageId> {
    messages.iter().map(|message| message.id).collect()
}

pub(super) fn sequences(messages: &[Message<AccountId>]) -> Vec<u64> {
    messages.iter().map(|message| message.sequence.map_or(0, Sequence::get)).collect()
}

/// Runs tasks that all begin at one moment, and returns what each returned.
pub(super) async fn race<F, T>(tasks: usize, task: impl Fn(usize) -> F) -> Vec<T>
where
    F: Future<Output = T> + Send + 'static,
    T: Send + 'static,
{
    let start = Arc::new(Barrier::new(tasks));
    let spawn = |number| {
        let (start, task) = (Arc::clone(&start), task(number));
        tokio::spawn(async move {
            start.wait().await;
            task.await
        })
    };
    let mut answers = Vec::new();
    for task in (0..tasks).map(spawn).collect::<Vec<_>>() {
        match task.await {
            Ok(answer) => answers.push(answer),
            Err(error) => panic::resume_unwind(error.into_panic()),
        }
    }
    answers
}

#[track_caller]
pub(super) fn ok<T>(result: Result<T>) -> T {
    match result {
        Ok(value) => value,
        Err(error) => panic!("refused: {error:?}"),
    }
}

#[track_caller]
pub(super) fn assert_not_found<T: fmt::Debug>(result: &Result<T>, expected: Resource) {
    assert!(
        matches!(result, Err(Error::NotFound { resource, .. }) if *resource == expected),
        "should not find the {expected}, but: {result:?}"
    );
}

#[track_caller]
pub(super) fn assert_taken<T: fmt::Debug>(result: &Result<T>, expected: Resource) {
    assert!(
        matches!(result, Err(Error::AlreadyExists { resource, .. }) if *resource == expected),
        "the id of the {expected} should be taken, but: {result:?}"
    );
}

#[track_caller]
pub(super) fn assert_refused<T: fmt::Debug>(result: &Result<T>, expected: &str) {
    assert!(
        matches!(result, Err(Error::InvalidArgument { argument, .. }) if argument == expected),
        "`{expected}` should be refused, but: {result:?}"
    );
}
