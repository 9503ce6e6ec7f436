//! Stores that are broken on purpose: each must fail the law that speaks of its fault.

use std::{
    cmp::Reverse,
    collections::HashMap,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
};

use async_trait::async_trait;
use storyden_robots::{
    AccountId, ActiveWorkspace, Appended, Error, InstanceChange, InstanceFilter, MemoryStore, Message,
    MessageId, MessageList, Page, PageRequest, Parts, Provider, Result, Revision, Robot, RobotChange,
    RobotId, RobotKey, RobotRepository, Session, SessionChange, SessionFilter, SessionId, SessionRef,
    SessionRepository, Timestamp, WindowRequest, Workspace, WorkspaceChange, WorkspaceId, WorkspaceInstance,
    WorkspaceInstanceId, WorkspaceRepository,
    conformance::{self, LAWS},
    repository::{DraftLog, Idempotency, MessageBatch, MessageChange, MessageUpdate, SessionRecord, Summary},
};

/// What a store does wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    Nothing,
    AcceptsTakenIds,
    LosesMicroseconds,
    TrimsNames,
    ListsEqualTimesAscending,
    CountsDeletedSessions,
    CountsWithoutTheFilter,
    SkipsARowBetweenPages,
    SaysThatNothingIsAPage,
    DeletesTwice,
    RestoresWithoutMessages,
    ChangesHalf,
    ClearsWhatAChangeDoesNotName,
    SetsUpdatedAtBack,
    OrdersMessagesByTime,
    ShowsWindowsNewestFirst,
    IncludesTheCursor,
    SaysOlderExistOnExactMultiples,
    ForgetsTombstonesAsCursors,
    AcceptsForeignCursors,
    RewritesJson,
    TakesNullForNothing,
    ShowsRobotsByTheirNameNow,
    StoresPiecesOfBatches,
    LosesAPlaceWhenAnAppendFails,
    LosesConcurrentAppends,
    ForgetsTheIdsOfTheDeleted,
    FindsMessagesOfOtherSessions,
    WritesToDeletedSessions,
    IgnoresKeys,
    IgnoresFingerprints,
    SharesKeysBetweenSessions,
    ChecksKeysBeforeTheWrite,
    TouchesTheSessionOnReplay,
    SortsTools,
    IgnoresChanges,
    KnowsTwoProviders,
    ListsInstancesOfAllWorkspaces,
    HidesTheMetaOfMounts,
    ForgetsBuiltInRobots,
    KeepsDeletedRobotsActive,
    KeepsDeletedInstancesMounted,
    KeepsInstancesOfDeletedWorkspaces,
    IgnoresRevisions,
    GrowsAgainWhenAsked,
    HidesGrowth,
    LetsTheFinishedGrow,
}

/// Each fault, the law that it breaks, and how the law says so.
const FAULTS: [(Fault, &str, &str); 49] = [
    (Fault::AcceptsTakenIds, "a_session_id_is_taken_for_ever", "should be taken"),
    (Fault::LosesMicroseconds, "a_session_keeps_its_microseconds", "20.123457Z"),
    (Fault::TrimsNames, "a_session_keeps_its_texts_byte_for_byte", "as it was created"),
    (
        Fault::ListsEqualTimesAscending,
        "lists_are_newest_first_and_equal_times_by_id_descending",
        "in one page",
    ),
    (Fault::CountsDeletedSessions, "deleted_sessions_are_neither_listed_nor_counted", "count after a delete"),
    (Fault::CountsWithoutTheFilter, "the_account_filter_counts_what_it_keeps", "(6, 6, 6)"),
    (Fault::SkipsARowBetweenPages, "pages_visit_every_session_once", "is not full"),
    (Fault::SaysThatNothingIsAPage, "a_store_without_sessions_has_an_empty_page", "(1, None)"),
    (
        Fault::ClearsWhatAChangeDoesNotName,
        "a_change_changes_what_it_names_and_nothing_else",
        "after SessionChange",
    ),
    (Fault::ShowsRobotsByTheirNameNow, "a_message_keeps_the_name_that_its_robot_had", "after a rename"),
    (Fault::ForgetsTheIdsOfTheDeleted, "a_message_id_is_taken_for_ever_in_its_session", "should be taken"),
    (Fault::FindsMessagesOfOtherSessions, "sessions_do_not_share_messages", "should not find the message"),
    (Fault::WritesToDeletedSessions, "what_does_not_exist_is_not_written_to", "should not find the session"),
    (Fault::DeletesTwice, "of_concurrent_deletes_of_one_session_one_succeeds", "deletes that succeeded"),
    (Fault::RestoresWithoutMessages, "a_restored_session_has_everything_it_had", "not what it was"),
    (Fault::ChangesHalf, "a_change_happens_as_a_whole", "a refused change changed something"),
    (Fault::SetsUpdatedAtBack, "updated_at_never_goes_backwards", "after a change"),
    (Fault::OrdersMessagesByTime, "clocks_order_no_message", "a clock that goes backwards"),
    (Fault::ShowsWindowsNewestFirst, "windows_are_the_newest_oldest_first", "the newest 7"),
    (Fault::IncludesTheCursor, "a_cursor_is_exclusive", "3 before the one at 9"),
    (
        Fault::SaysOlderExistOnExactMultiples,
        "next_before_is_there_only_if_older_messages_exist",
        "the newest 6 of 6",
    ),
    (Fault::ForgetsTombstonesAsCursors, "a_deleted_message_is_still_a_cursor", "refused"),
    (Fault::AcceptsForeignCursors, "a_cursor_of_another_session_is_refused", "`before` should be refused"),
    (Fault::RewritesJson, "a_message_keeps_its_texts_byte_for_byte", "100000.0"),
    (Fault::TakesNullForNothing, "a_message_keeps_null_apart_from_nothing", "Some"),
    (Fault::StoresPiecesOfBatches, "a_batch_is_stored_as_a_whole_or_not_at_all", "a refused batch"),
    (Fault::LosesAPlaceWhenAnAppendFails, "a_failed_append_takes_no_place", "left: [3]\n right: [2]"),
    (Fault::LosesConcurrentAppends, "concurrent_appends_lose_nothing", "the places of all messages"),
    (Fault::IgnoresKeys, "a_key_stores_its_messages_once", "the second try is one again"),
    (Fault::IgnoresFingerprints, "a_key_with_other_content_is_a_conflict", "used for other content"),
    (Fault::SharesKeysBetweenSessions, "a_key_belongs_to_one_session", "found in another"),
    (
        Fault::ChecksKeysBeforeTheWrite,
        "concurrent_tries_of_one_key_store_one_message",
        "tries that stored something",
    ),
    (Fault::TouchesTheSessionOnReplay, "a_replay_changes_nothing", "updated_at"),
    (Fault::SortsTools, "a_robot_keeps_every_field", "tools"),
    (Fault::IgnoresChanges, "a_robot_changes_one_field_at_a_time", "RobotChange"),
    (Fault::IgnoresChanges, "a_workspace_changes_one_field_at_a_time", "WorkspaceChange"),
    (Fault::IgnoresChanges, "an_instance_changes_one_field_at_a_time", "InstanceChange"),
    (Fault::KnowsTwoProviders, "a_workspace_keeps_every_field", "Provider(firecracker)"),
    (Fault::KnowsTwoProviders, "an_instance_keeps_every_field", "Provider(firecracker)"),
    (
        Fault::ListsInstancesOfAllWorkspaces,
        "the_workspace_filter_keeps_the_instances_of_one_workspace",
        "pages of 1",
    ),
    (Fault::HidesTheMetaOfMounts, "a_mounted_instance_shows_as_it_is", "meta: None"),
    (Fault::ForgetsBuiltInRobots, "a_built_in_robot_stays_active", "left: None"),
    (Fault::KeepsDeletedRobotsActive, "a_deleted_robot_is_active_nowhere", "still active"),
    (Fault::KeepsDeletedInstancesMounted, "a_deleted_instance_is_mounted_nowhere", "is mounted"),
    (
        Fault::KeepsInstancesOfDeletedWorkspaces,
        "a_deleted_workspace_takes_its_instances_along",
        "should not find the workspace instance",
    ),
    (Fault::IgnoresRevisions, "a_late_change_is_a_conflict_and_changes_nothing", "should be stale"),
    (Fault::GrowsAgainWhenAsked, "a_repeated_change_changes_nothing", "Revision(2)"),
    (Fault::HidesGrowth, "a_draft_shows_all_that_it_grew_by", "after 1 changes"),
    (Fault::LetsTheFinishedGrow, "what_is_finished_does_not_grow", "Ok(Revision(4))"),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_fault_breaks_its_law() {
    for (fault, name, words) in FAULTS {
        let law = LAWS.iter().find(|law| law.name() == name).expect(name);
        let broken = law.test(Broken::new(fault)).await;
        let broken = broken.expect_err(&format!("{fault:?} keeps {name}"));
        assert_eq!(broken.law, name);
        assert!(broken.reason.contains(words), "{fault:?} fails for another reason: {broken}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn without_a_fault_every_law_is_kept() {
    conformance::check(async || Broken::new(Fault::Nothing)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
#[should_panic(expected = "the store breaks the law a_key_belongs_to_one_session: ")]
async fn a_check_names_the_law_that_is_broken() {
    conformance::check(async || Broken::new(Fault::SharesKeysBetweenSessions)).await;
}

/// The first try of each key, of one session or of all.
type FirstTries = HashMap<(Option<SessionId>, String), Appended<AccountId>>;

/// A memory store with one fault.
#[derive(Debug)]
struct Broken {
    inner: MemoryStore,
    fault: Fault,
    deleted_sessions: AtomicU32,
    fillers: AtomicU32,
    /// What the faulty ways to handle a key remember.
    keys: Mutex<FirstTries>,
    last_change: Mutex<HashMap<SessionId, Timestamp>>,
}

impl Broken {
    fn new(fault: Fault) -> Self {
        Self {
            inner: MemoryStore::new(),
            fault,
            deleted_sessions: AtomicU32::new(0),
            fillers: AtomicU32::new(0),
            keys: Mutex::default(),
            last_change: Mutex::default(),
        }
    }

    async fn sessions(&self, filter: SessionFilter) -> Result<Vec<SessionRef<AccountId>>> {
        let mut request = PageRequest::new(1, 100);
        let mut sessions = Vec::new();
        loop {
            let page = self.inner.list_sessions(filter, request).await?;
            sessions.extend(page.items);
            let Some(next) = page.next_page else { return Ok(sessions) };
            request = request.at(next);
        }
    }

    /// Returns all messages of a session, oldest first.
    async fn messages(&self, id: SessionId) -> Result<Vec<Message<AccountId>>> {
        let mut window = WindowRequest::newest(100);
        let mut messages = Vec::new();
        loop {
            let mut list = self.inner.find_session(id, window).await?.message_list;
            list.messages.append(&mut messages);
            messages = list.messages;
            let Some(cursor) = list.next_before else { return Ok(messages) };
            window = window.before(cursor);
        }
    }

    /// Puts a message in and takes it out again: a place that nobody has.
    async fn lose_a_place(&self, id: SessionId, like: &Message<AccountId>) -> Result<()> {
        let [a, b, c, d] = self.fillers.fetch_add(1, Ordering::Relaxed).to_be_bytes();
        let filler = MessageId::from_bytes([0, 0, 0, 0, 0, 0, 0, 0, a, b, c, d]);
        let messages = vec![Message { id: filler, ..like.clone() }];
        let batch = MessageBatch { messages, idempotency: None, appended_at: Timestamp::MIN };
        self.inner.append_messages(id, &batch).await?;
        self.inner.delete_message(id, filler, Timestamp::MIN).await
    }

    /// Reads, lets others write, and writes as if they had not.
    async fn overwrite(&self, id: SessionId, batch: &MessageBatch) -> Result<Appended<AccountId>> {
        let read = self.messages(id).await?;
        tokio::task::yield_now().await;
        let written = self.inner.append_messages(id, batch).await?;
        for message in self.messages(id).await? {
            if !read.contains(&message) && !written.messages.contains(&message) {
                // Another task may have overwritten it already.
                let _ = self.inner.delete_message(id, message.id, batch.appended_at).await;
            }
        }
        Ok(written)
    }

    /// Looks a key up, lets others write, and then stores.
    async fn check_then_store(
        &self,
        scope: Option<SessionId>,
        id: SessionId,
        batch: &MessageBatch,
        key: &Idempotency,
    ) -> Result<Appended<AccountId>> {
        let key = (scope, key.key.clone());
        let known = self.keys.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        if let Some(first) = known {
            return Ok(Appended { replayed: true, ..first });
        }
        tokio::task::yield_now().await;
        let batch = MessageBatch { idempotency: None, ..batch.clone() };
        let appended = self.inner.append_messages(id, &batch).await?;
        self.keys.lock().unwrap_or_else(PoisonError::into_inner).insert(key, appended.clone());
        Ok(appended)
    }
}

/// Cuts a window out of all messages, in the order that they have.
fn cut(messages: Vec<Message<AccountId>>, window: WindowRequest) -> MessageList<AccountId> {
    let end = window.cursor().and_then(|cursor| messages.iter().position(|message| message.id == cursor));
    let end = end.unwrap_or(messages.len());
    let with_one_older = window.limit() as usize + 1;
    let newest_first = messages.into_iter().take(end).rev().take(with_one_older);
    MessageList::new(window, newest_first.collect())
}

#[async_trait]
impl SessionRepository for Broken {
    async fn create_session(&self, session: &SessionRecord) -> Result<()> {
        let mut session = session.clone();
        match self.fault {
            Fault::LosesMicroseconds => {
                let micros = session.created_at.as_micros();
                session.created_at = Timestamp::from_micros(micros - micros.rem_euclid(1000))?;
            }
            Fault::TrimsNames => session.name = session.name.trim().to_owned(),
            _ => {}
        }
        match self.inner.create_session(&session).await {
            Err(Error::AlreadyExists { .. }) if self.fault == Fault::AcceptsTakenIds => Ok(()),
            created => created,
        }
    }

    async fn list_sessions(
        &self,
        filter: SessionFilter,
        page: PageRequest,
    ) -> Result<Page<SessionRef<AccountId>>> {
        let mut sessions = self.sessions(filter).await?;
        let mut total = sessions.len() as u64;
        let mut offset = page.offset();
        match self.fault {
            Fault::ListsEqualTimesAscending => {
                sessions.sort_by_key(|session| (Reverse(session.created_at), session.id));
            }
            Fault::CountsDeletedSessions => total += u64::from(self.deleted_sessions.load(Ordering::Relaxed)),
            Fault::CountsWithoutTheFilter => {
                total = self.sessions(SessionFilter::default()).await?.len() as u64;
            }
            Fault::SkipsARowBetweenPages => offset += u64::from(page.page() - 1),
            Fault::SaysThatNothingIsAPage => total = total.max(1),
            _ => return self.inner.list_sessions(filter, page).await,
        }
        let rows = sessions.into_iter().skip(usize::try_from(offset).unwrap_or(usize::MAX));
        Ok(Page::new(page, total, rows.take(page.size() as usize).collect()))
    }

    async fn find_session(&self, id: SessionId, window: WindowRequest) -> Result<Session<AccountId>> {
        let found = self.inner.find_session(id, window).await;
        match (self.fault, window.cursor()) {
            (Fault::AcceptsForeignCursors, Some(_)) if found.is_err() => {
                return self.inner.find_session(id, window.before(None)).await;
            }
            (Fault::ForgetsTombstonesAsCursors, Some(cursor))
                if self.inner.find_message(id, cursor).await.is_err() =>
            {
                return Err(Error::invalid_argument("before", "must be a message of this session"));
            }
            _ => {}
        }
        let mut session = found?;
        let list = &mut session.message_list;
        match self.fault {
            Fault::OrdersMessagesByTime => {
                let mut messages = self.messages(id).await?;
                messages.sort_by_key(|message| message.created_at);
                *list = cut(messages, window);
            }
            Fault::HidesTheMetaOfMounts => {
                session.active_workspace =
                    session.active_workspace.map(|it| ActiveWorkspace { meta: None, ..it });
            }
            Fault::ForgetsBuiltInRobots => {
                session.active_robot_id.take_if(|robot| matches!(robot, RobotKey::BuiltIn(_)));
            }
            Fault::ShowsWindowsNewestFirst => list.messages.reverse(),
            Fault::IncludesTheCursor => {
                let messages = self.messages(id).await?;
                let cursor = messages.iter().position(|message| Some(message.id) == window.cursor());
                let after = cursor.and_then(|cursor| messages.get(cursor + 1)).map(|message| message.id);
                *list = cut(messages, window.before(after));
            }
            Fault::SaysOlderExistOnExactMultiples if list.results == list.page_size => {
                list.next_before = list.messages.first().map(|oldest| oldest.id);
            }
            Fault::SetsUpdatedAtBack => {
                let last_change = self.last_change.lock().unwrap_or_else(PoisonError::into_inner);
                session.updated_at = last_change.get(&id).copied().unwrap_or(session.updated_at);
            }
            _ => {}
        }
        Ok(session)
    }

    async fn update_session(&self, id: SessionId, change: &SessionChange, at: Timestamp) -> Result<()> {
        if self.fault == Fault::ClearsWhatAChangeDoesNotName && change.active_robot.is_none() {
            return self.inner.update_session(id, &change.clone().robot(None), at).await;
        }
        let changed = self.inner.update_session(id, change, at).await;
        if self.fault == Fault::ChangesHalf && changed.is_err() {
            let half = change.clone().mount(None);
            self.inner.update_session(id, &half, at).await?;
        }
        if self.fault == Fault::SetsUpdatedAtBack {
            self.last_change.lock().unwrap_or_else(PoisonError::into_inner).insert(id, at);
        }
        changed
    }

    async fn delete_session(&self, id: SessionId, at: Timestamp) -> Result<()> {
        let deleted = self.inner.delete_session(id, at).await;
        if self.fault == Fault::DeletesTwice {
            return Ok(());
        }
        self.deleted_sessions.fetch_add(1, Ordering::Relaxed);
        deleted
    }

    async fn restore_session(&self, id: SessionId, at: Timestamp) -> Result<()> {
        self.inner.restore_session(id, at).await?;
        if self.fault == Fault::RestoresWithoutMessages {
            for message in self.messages(id).await? {
                self.inner.delete_message(id, message.id, at).await?;
            }
        }
        Ok(())
    }

    async fn append_messages(&self, id: SessionId, batch: &MessageBatch) -> Result<Appended<AccountId>> {
        let mut batch = batch.clone();
        match self.fault {
            Fault::IgnoresKeys => batch.idempotency = None,
            Fault::IgnoresFingerprints => {
                if let Some(key) = &mut batch.idempotency {
                    key.fingerprint = 0;
                }
            }
            Fault::RewritesJson => {
                for message in &mut batch.messages {
                    if let Ok(value) = serde_json::from_str::<serde_json::Value>(message.parts.as_str()) {
                        message.parts = Parts::parse(value.to_string())?;
                    }
                }
            }
            Fault::TakesNullForNothing => {
                for message in &mut batch.messages {
                    message.metadata = message.metadata.take().filter(|json| json.as_str() != "null");
                }
            }
            _ => {}
        }
        match (self.fault, &batch.idempotency) {
            (Fault::SharesKeysBetweenSessions, Some(key)) => {
                return self.check_then_store(None, id, &batch, key).await;
            }
            (Fault::ChecksKeysBeforeTheWrite, Some(key)) => {
                return self.check_then_store(Some(id), id, &batch, key).await;
            }
            (Fault::LosesConcurrentAppends, _) => return self.overwrite(id, &batch).await,
            (Fault::StoresPiecesOfBatches, None) => {
                let mut all = Appended { messages: Vec::new(), replayed: false };
                for message in &batch.messages {
                    let one = MessageBatch { messages: vec![message.clone()], ..batch.clone() };
                    all.messages.extend(self.inner.append_messages(id, &one).await?.messages);
                }
                return Ok(all);
            }
            _ => {}
        }
        let appended = self.inner.append_messages(id, &batch).await;
        match &appended {
            Err(Error::AlreadyExists { .. }) if self.fault == Fault::ForgetsTheIdsOfTheDeleted => {
                let taken = batch.messages[0].id;
                if self.inner.find_message(id, taken).await.is_err() {
                    return Ok(Appended { messages: batch.messages, replayed: false });
                }
            }
            Err(Error::NotFound { .. }) if self.fault == Fault::WritesToDeletedSessions => {
                self.inner.restore_session(id, batch.appended_at).await?;
                let appended = self.inner.append_messages(id, &batch).await;
                self.inner.delete_session(id, batch.appended_at).await?;
                return appended;
            }
            Err(Error::AlreadyExists { .. }) if self.fault == Fault::LosesAPlaceWhenAnAppendFails => {
                self.lose_a_place(id, &batch.messages[0]).await?;
            }
            Ok(appended) if appended.replayed && self.fault == Fault::TouchesTheSessionOnReplay => {
                self.inner.update_session(id, &SessionChange::default(), batch.appended_at).await?;
            }
            _ => {}
        }
        appended
    }

    async fn find_message(&self, session: SessionId, id: MessageId) -> Result<Message<AccountId>> {
        let mut found = self.inner.find_message(session, id).await;
        if self.fault == Fault::FindsMessagesOfOtherSessions {
            for other in self.sessions(SessionFilter::default()).await? {
                found = found.or(self.inner.find_message(other.id, id).await);
            }
        }
        let mut message = found?;
        if let (Fault::ShowsRobotsByTheirNameNow, Some(robot)) = (self.fault, &mut message.robot)
            && let RobotKey::Created(id) = robot.id
        {
            robot.name = self.inner.find_robot(id).await?.name;
        }
        if self.fault == Fault::HidesGrowth && message.draft {
            message.parts = self.inner.find_draft(session, id).await?.message.parts;
        }
        Ok(message)
    }

    async fn update_message(
        &self,
        session: SessionId,
        id: MessageId,
        update: &MessageUpdate,
    ) -> Result<Revision> {
        let mut update = update.clone();
        let message = self.inner.find_message(session, id).await?;
        let one_late = update.seen.next() == message.revision;
        match self.fault {
            Fault::IgnoresRevisions => update.seen = message.revision,
            Fault::GrowsAgainWhenAsked if one_late => update.seen = message.revision,
            Fault::LetsTheFinishedGrow if !message.draft && update.seen == message.revision => {
                let open = MessageUpdate { change: MessageChange::Open, ..update.clone() };
                update.seen = self.inner.update_message(session, id, &open).await?;
            }
            _ => {}
        }
        self.inner.update_message(session, id, &update).await
    }

    async fn find_draft(&self, session: SessionId, id: MessageId) -> Result<DraftLog> {
        self.inner.find_draft(session, id).await
    }

    async fn put_summary(&self, session: SessionId, summary: &Summary) -> Result<()> {
        self.inner.put_summary(session, summary).await
    }

    async fn find_summary(&self, session: SessionId) -> Result<Option<Summary>> {
        self.inner.find_summary(session).await
    }

    async fn delete_message(&self, session: SessionId, id: MessageId, at: Timestamp) -> Result<()> {
        self.inner.delete_message(session, id, at).await
    }
}

#[async_trait]
impl RobotRepository for Broken {
    async fn create_robot(&self, robot: &Robot<AccountId>) -> Result<()> {
        let mut robot = robot.clone();
        if self.fault == Fault::SortsTools {
            robot.tools.sort();
        }
        self.inner.create_robot(&robot).await
    }

    async fn list_robots(&self, page: PageRequest) -> Result<Page<Robot<AccountId>>> {
        self.inner.list_robots(page).await
    }

    async fn find_robot(&self, id: RobotId) -> Result<Robot<AccountId>> {
        self.inner.find_robot(id).await
    }

    async fn update_robot(
        &self,
        id: RobotId,
        change: &RobotChange,
        at: Timestamp,
    ) -> Result<Robot<AccountId>> {
        if self.fault == Fault::IgnoresChanges {
            return self.inner.update_robot(id, &RobotChange::default(), at).await;
        }
        self.inner.update_robot(id, change, at).await
    }

    async fn delete_robot(&self, id: RobotId, at: Timestamp) -> Result<()> {
        if self.fault == Fault::KeepsDeletedRobotsActive {
            return self.inner.find_robot(id).await.map(drop);
        }
        self.inner.delete_robot(id, at).await
    }
}

#[async_trait]
impl WorkspaceRepository for Broken {
    async fn create_workspace(&self, workspace: &Workspace<AccountId>) -> Result<()> {
        let mut workspace = workspace.clone();
        if self.fault == Fault::KnowsTwoProviders && workspace.provider != Provider::Sprites {
            workspace.provider = Provider::Local;
        }
        self.inner.create_workspace(&workspace).await
    }

    async fn list_workspaces(&self, page: PageRequest) -> Result<Page<Workspace<AccountId>>> {
        self.inner.list_workspaces(page).await
    }

    async fn find_workspace(&self, id: WorkspaceId) -> Result<Workspace<AccountId>> {
        self.inner.find_workspace(id).await
    }

    async fn update_workspace(
        &self,
        id: WorkspaceId,
        change: &WorkspaceChange,
        at: Timestamp,
    ) -> Result<Workspace<AccountId>> {
        if self.fault == Fault::IgnoresChanges {
            return self.inner.update_workspace(id, &WorkspaceChange::default(), at).await;
        }
        self.inner.update_workspace(id, change, at).await
    }

    async fn delete_workspace(&self, id: WorkspaceId, at: Timestamp) -> Result<()> {
        if self.fault == Fault::KeepsInstancesOfDeletedWorkspaces {
            return self.inner.find_workspace(id).await.map(drop);
        }
        self.inner.delete_workspace(id, at).await
    }

    async fn create_instance(&self, instance: &WorkspaceInstance<AccountId>) -> Result<()> {
        let mut instance = instance.clone();
        if self.fault == Fault::KnowsTwoProviders && instance.provider != Provider::Sprites {
            instance.provider = Provider::Local;
        }
        self.inner.create_instance(&instance).await
    }

    async fn list_instances(
        &self,
        filter: InstanceFilter,
        page: PageRequest,
    ) -> Result<Page<WorkspaceInstance<AccountId>>> {
        let all = self.fault == Fault::ListsInstancesOfAllWorkspaces;
        self.inner.list_instances(if all { InstanceFilter::default() } else { filter }, page).await
    }

    async fn find_instance(&self, id: WorkspaceInstanceId) -> Result<WorkspaceInstance<AccountId>> {
        self.inner.find_instance(id).await
    }

    async fn update_instance(
        &self,
        id: WorkspaceInstanceId,
        change: &InstanceChange,
        at: Timestamp,
    ) -> Result<WorkspaceInstance<AccountId>> {
        if self.fault == Fault::IgnoresChanges {
            return self.inner.update_instance(id, &InstanceChange::default(), at).await;
        }
        self.inner.update_instance(id, change, at).await
    }

    async fn delete_instance(&self, id: WorkspaceInstanceId, at: Timestamp) -> Result<()> {
        if self.fault == Fault::KeepsDeletedInstancesMounted {
            return self.inner.find_instance(id).await.map(drop);
        }
        self.inner.delete_instance(id, at).await
    }
}
