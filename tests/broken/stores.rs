//! Stores that are broken on purpose: each must fail the law that speaks of its fault.

use std::{
    cmp::Reverse,
    collections::HashMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
};

use async_trait::async_trait;
use storyden_robots::{
    AccountId, ActiveWorkspace, Anchor, Document, Erasure, Error, InstanceChange, InstanceFilter, Labels,
    MemoryStore, Message, MessageId, Offset, Page, PagePosition, PageRequest, Provider, Receipt,
    ResourceRepository, Result, Revision, Robot, RobotChange, RobotId, RobotKey, SessionChange,
    SessionFilter, SessionId, SessionOrder, SessionRef, SessionRepository, Timestamp, Toolset, ToolsetChange,
    ToolsetId, WindowRequest, Workspace, WorkspaceChange, WorkspaceId, WorkspaceInstance,
    WorkspaceInstanceId,
    conformance::{self, LAWS},
    repository::{
        Appended, Change, ChangeLimit, Changes, DraftFilter, DraftList, ErasableSession, Followed, Followers,
        Idempotency, MessageBatch, MessageChange, MessageRecord, MessageUpdate, SessionEvent, SessionRecord,
        SessionStart, SessionTexts, SessionWindow, Summary, Truncation, Write,
    },
    stream::ChunkLog,
};

use crate::faults::assert_each_breaks;

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
    ForgetsTheIdsOfCursors,
    WritesTextsOfAnotherPage,
    ListsActiveSessionsByCreation,
    DeletesTwice,
    RestoresWithoutMessages,
    ChangesHalf,
    ClearsWhatAChangeDoesNotName,
    SetsUpdatedAtBack,
    OrdersMessagesByTime,
    ShowsWindowsNewestFirst,
    IncludesTheCursor,
    SaysOlderExistOnExactMultiples,
    NeverSaysThatNewerExist,
    ForgetsTombstonesAsCursors,
    AcceptsForeignCursors,
    RewritesJson,
    TakesNullForNothing,
    ShowsRobotsByTheirNameNow,
    StoresPiecesOfBatches,
    TakesAnOffsetWhenAnAppendFails,
    LosesConcurrentAppends,
    ForgetsTheIdsOfTheDeleted,
    FindsMessagesOfOtherSessions,
    WritesToDeletedSessions,
    IgnoresKeys,
    IgnoresFingerprints,
    SharesKeysBetweenSessions,
    ChecksKeysBeforeTheWrite,
    TakesClientIdsForKeys,
    AcceptsTakenClientIds,
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
    TakesNamesTwice,
    DeletesToolsetsInUse,
    FindsAnyToolset,
    IgnoresRevisions,
    MakesARepeatedChangeAgain,
    HidesGrowth,
    LetsTheFinishedGrow,
    IgnoresTakeovers,
    MovesUpdatedAtWhenADraftGrows,
    ListsDraftsOfAllTimes,
    ListsDraftsWithoutTheCursor,
    EndsListsOfDraftsEarly,
    FollowsFromItsOffset,
    IgnoresFences,
    KeepsSummaries,
    KeepsSummariesThatMissedAChange,
    TakesAnOffsetToCreate,
    ReturnsTheOffsetBefore,
    ReturnsAnOffsetTwice,
    MergesPieces,
    ReturnsPiecesWithoutTheirBeginning,
    ShowsBeginningsAsTheyEnded,
    LosesPiecesAtTheEnd,
    KeepsPiecesForEver,
    ReturnsOvertakenChanges,
    MovesNextToTheLastItem,
    NeverSaysThatThereIsMore,
    HidesDeletedSessionsFromFollowers,
    ReadsTheOffsetAfterTheChanges,
    ForgetsHowSessionsStarted,
    SweepsWhatCameMeanwhile,
    TruncatesStepByStep,
    TruncatesNewestFirst,
    ForgetsLabels,
    AcceptsAnyNumberOfLabels,
    ListsArchivedSessions,
    ReplacesLabels,
    ForgetsMarks,
    MarksDeletedSessions,
    CountsUnreadUpTo99,
    ErasesNothing,
    ErasesInDryRuns,
    ErasesWhatIsHeld,
    ErasesWithoutItsCondition,
    KeepsMessagesOfAccounts,
}

/// Each fault, the law that it breaks, and how the law says so.
const FAULTS: &[(Fault, &str, &str)] = &[
    (Fault::ForgetsHowSessionsStarted, "a_session_keeps_how_it_was_started", "as it was created"),
    (
        Fault::SweepsWhatCameMeanwhile,
        "a_truncation_of_what_changed_meanwhile_changes_nothing",
        "should be stale",
    ),
    (Fault::TruncatesStepByStep, "readers_see_a_truncation_whole_or_not_at_all", "half of a truncation"),
    (
        Fault::TruncatesNewestFirst,
        "truncating_deletes_a_message_and_all_behind_it",
        "those that are not deleted yet",
    ),
    (Fault::ForgetsLabels, "a_session_keeps_its_labels", "as it was created"),
    (Fault::AcceptsAnyNumberOfLabels, "a_session_has_a_limit_of_labels", "one label too many"),
    (Fault::ListsArchivedSessions, "lists_by_label_are_those_of_the_sessions", "by cursor"),
    (Fault::ReplacesLabels, "concurrent_changes_of_labels_are_all_kept", "label 0"),
    (Fault::ForgetsMarks, "unread_is_what_a_recount_says", "a mark: unread behind"),
    (Fault::ForgetsMarks, "a_mark_never_goes_back", "marked at 3"),
    (
        Fault::MarksDeletedSessions,
        "a_mark_belongs_to_one_session_that_is_there",
        "should not find the session",
    ),
    (Fault::CountsUnreadUpTo99, "unread_is_counted_up_to_a_hundred", "100 messages"),
    (Fault::ErasesNothing, "an_erased_session_is_gone_and_its_id_is_free", "should not find the session"),
    (Fault::ErasesInDryRuns, "a_dry_run_erases_nothing", "NotFound"),
    (Fault::ErasesWhatIsHeld, "a_held_session_is_not_erased", "is held"),
    (Fault::ErasesWithoutItsCondition, "a_session_is_erased_only_if_the_condition_holds", "CreatedBefore"),
    (
        Fault::KeepsMessagesOfAccounts,
        "an_account_leaves_tombstones_in_sessions_of_others",
        "the messages that stay",
    ),
    (Fault::KeepsSummaries, "truncating_frees_what_the_messages_had", "a summary that covers"),
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
    (Fault::ForgetsTheIdsOfCursors, "sessions_are_listed_in_two_orders", "by cursor"),
    (Fault::WritesTextsOfAnotherPage, "pages_visit_every_session_once", "texts that are not of the records"),
    (
        Fault::ListsActiveSessionsByCreation,
        "what_moves_updated_at_moves_a_session_in_the_list",
        "after an append",
    ),
    (Fault::NeverSaysThatNewerExist, "next_after_is_there_only_if_newer_messages_exist", "before the fifth"),
    (Fault::SaysThatNothingIsAPage, "a_store_without_sessions_has_an_empty_page", "(Some(1), None)"),
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
    (Fault::RestoresWithoutMessages, "a_restored_session_has_everything_it_had", "so is deleting"),
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
    (Fault::TakesAnOffsetWhenAnAppendFails, "a_failed_append_takes_no_offset", "left: [3]\n right: [2]"),
    (Fault::LosesConcurrentAppends, "concurrent_appends_lose_nothing", "the sequences of all messages"),
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
    (Fault::SortsTools, "a_toolset_keeps_every_field", "tools"),
    (Fault::TakesNamesTwice, "an_author_has_no_two_toolsets_of_one_name", "should be taken"),
    (Fault::TakesNamesTwice, "one_of_many_gets_a_name", "left: 8"),
    (Fault::DeletesToolsetsInUse, "a_toolset_that_a_robot_names_is_not_deleted", "was deleted"),
    (Fault::DeletesToolsetsInUse, "a_toolset_is_not_deleted_while_a_robot_takes_it", "left: 2"),
    (Fault::FindsAnyToolset, "deleted_toolsets_do_not_exist", "should not find"),
    (Fault::IgnoresChanges, "a_toolset_changes_one_field_at_a_time", "ToolsetChange"),
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
    (Fault::MakesARepeatedChangeAgain, "a_repeated_change_changes_nothing", "a repeated growth"),
    (Fault::HidesGrowth, "a_draft_shows_all_that_it_grew_by", "after it grew to"),
    (Fault::LetsTheFinishedGrow, "what_is_finished_does_not_grow", "does not grow, but: Ok"),
    (Fault::ChecksKeysBeforeTheWrite, "deleting_a_message_frees_its_key", "a retry stores anew"),
    (Fault::TakesClientIdsForKeys, "given_keys_and_client_ids_are_apart", "IdempotencyKeyReused"),
    (Fault::AcceptsTakenClientIds, "a_client_id_is_taken_by_one_message_of_a_session", "should be taken"),
    (Fault::MakesARepeatedChangeAgain, "what_fails_or_is_repeated_takes_no_offset", "left: Revision(7)"),
    (
        Fault::IgnoresTakeovers,
        "a_takeover_makes_the_earlier_writer_stale",
        "taking over takes the next offset",
    ),
    (
        Fault::MovesUpdatedAtWhenADraftGrows,
        "growing_leaves_updated_at_alone_and_finishing_does_not",
        "after growing",
    ),
    (Fault::ListsDraftsOfAllTimes, "open_drafts_are_listed_by_their_last_growth", "that grew last before 1"),
    (Fault::ListsDraftsWithoutTheCursor, "open_drafts_are_listed_by_their_last_growth", "a list has an end"),
    (
        Fault::EndsListsOfDraftsEarly,
        "open_drafts_are_listed_by_their_last_growth",
        "the cursor of a page of 1",
    ),
    (Fault::FollowsFromItsOffset, "follow_from_is_before_the_earliest_open_draft", "two drafts are open"),
    (Fault::IgnoresFences, "a_write_with_another_generation_is_refused", "a rename: should be fenced"),
    (Fault::KeepsSummaries, "changing_what_a_summary_covers_erases_it", "opening the last message"),
    (
        Fault::KeepsSummariesThatMissedAChange,
        "a_summary_that_missed_a_change_is_not_kept",
        "the last message that it covers was edited",
    ),
    (
        Fault::TakesAnOffsetToCreate,
        "every_change_takes_the_next_offset",
        "creating a session takes no offset",
    ),
    (Fault::ReturnsTheOffsetBefore, "every_change_takes_the_next_offset", "a growth"),
    (Fault::ReturnsAnOffsetTwice, "an_answer_has_what_is_after_its_offset", "after 3"),
    (Fault::ReturnsAnOffsetTwice, "whoever_applies_the_changes_has_the_record", "returned twice or late"),
    (Fault::MergesPieces, "pieces_of_two_drafts_keep_their_order", "no piece is merged"),
    (
        Fault::ReturnsPiecesWithoutTheirBeginning,
        "whoever_applies_the_changes_has_the_record",
        "without the beginning of its draft",
    ),
    (Fault::ShowsBeginningsAsTheyEnded, "each_change_is_returned_at_its_offset", "(None, Some(1))"),
    (Fault::LosesPiecesAtTheEnd, "a_finished_draft_is_still_returned_as_chunks", "all of it"),
    (Fault::KeepsPiecesForEver, "pieces_are_kept_for_a_while_after_the_end", "a draft begins later"),
    (Fault::ReturnsOvertakenChanges, "of_overtaken_changes_only_the_last_is_returned", "(4, \"message\", 1)"),
    (Fault::MovesNextToTheLastItem, "an_answer_without_items_moves_next", "a takeover"),
    (Fault::NeverSaysThatThereIsMore, "answers_are_cut_at_their_limit", "all answers together"),
    (
        Fault::HidesDeletedSessionsFromFollowers,
        "a_deleted_session_is_followed_to_its_deletion",
        "refused: NotFound",
    ),
    // What is lost first is a matter of chance.
    (Fault::ReadsTheOffsetAfterTheChanges, "followers_among_many_writers_have_the_record", ""),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_fault_breaks_its_law() {
    assert_each_breaks(FAULTS, async |fault, name| {
        let law = LAWS.iter().find(|law| law.name() == name).expect(name);
        law.test(Broken::new(fault)).await
    })
    .await;
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
type FirstTries = HashMap<(Option<SessionId>, Option<String>), Appended>;

/// A memory store with one fault.
#[derive(Debug)]
struct Broken {
    inner: MemoryStore,
    fault: Fault,
    deleted_sessions: AtomicU32,
    /// What the faulty ways to handle a key remember.
    keys: Mutex<FirstTries>,
    last_change: Mutex<HashMap<SessionId, Timestamp>>,
    /// Changes of messages that others overtook.
    overtaken: Mutex<Vec<(SessionId, Change)>>,
}

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Broken {
    fn new(fault: Fault) -> Self {
        Self {
            inner: MemoryStore::new(),
            fault,
            deleted_sessions: AtomicU32::new(0),
            keys: Mutex::default(),
            last_change: Mutex::default(),
            overtaken: Mutex::default(),
        }
    }

    fn robots(&self) -> &dyn ResourceRepository<Robot<AccountId>> {
        &self.inner
    }

    fn toolsets(&self) -> &dyn ResourceRepository<Toolset<AccountId>> {
        &self.inner
    }

    fn workspaces(&self) -> &dyn ResourceRepository<Workspace<AccountId>> {
        &self.inner
    }

    fn instances(&self) -> &dyn ResourceRepository<WorkspaceInstance<AccountId>> {
        &self.inner
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
    async fn messages(&self, id: SessionId) -> Result<Vec<MessageRecord>> {
        let mut window = WindowRequest::newest(100);
        let mut messages = Vec::new();
        loop {
            let mut found = self.inner.find_session(id, window).await?;
            found.messages.append(&mut messages);
            messages = found.messages;
            let Some(cursor) = found.next_before else { return Ok(messages) };
            window = window.before(cursor);
        }
    }

    async fn delete_message(&self, id: SessionId, message: MessageId, write: Write) -> Result<()> {
        let base = self.inner.find_message(id, message).await?.revision;
        let update = MessageUpdate { base, change: MessageChange::Delete };
        self.inner.update_message(id, message, &update, write).await.map(drop)
    }

    /// Reads, lets others write, and writes as if they had not.
    async fn overwrite(&self, id: SessionId, batch: &MessageBatch, write: Write) -> Result<Appended> {
        let read = self.messages(id).await?;
        tokio::task::yield_now().await;
        let written = self.inner.append_messages(id, batch, write).await?;
        for message in self.messages(id).await? {
            if !read.contains(&message) && !written.messages.contains(&message) {
                // Another task may have overwritten it already.
                let _ = self.delete_message(id, message.id, write).await;
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
        write: Write,
        key: &Idempotency,
    ) -> Result<Appended> {
        let key = (scope, key.key.clone());
        let known = locked(&self.keys).get(&key).cloned();
        if let Some(first) = known {
            return Ok(Appended::new(first.messages, true));
        }
        tokio::task::yield_now().await;
        let mut batch = batch.clone();
        batch.idempotency = None;
        let appended = self.inner.append_messages(id, &batch, write).await?;
        locked(&self.keys).insert(key, appended.clone());
        Ok(appended)
    }

    /// Finds a session with a window that is cut out of all its messages, in the order that they have.
    async fn cut(
        &self,
        id: SessionId,
        messages: Vec<MessageRecord>,
        window: WindowRequest,
    ) -> Result<SessionWindow> {
        let state = self.inner.find_session(id, WindowRequest::newest(1)).await?.state;
        let cursor = window.anchor().cursor().map(|(_, cursor)| cursor);
        let end = messages.iter().position(|message| Some(message.id) == cursor).unwrap_or(messages.len());
        let start = end.saturating_sub(window.limit() as usize);
        let mut found = SessionWindow::new(state, messages[start..end].to_vec());
        found.next_before = found.messages.first().filter(|_| start > 0).map(|oldest| oldest.id);
        Ok(found)
    }
}

impl Followed for Broken {
    fn followers(&self) -> Arc<Followers> {
        self.inner.followers()
    }
}

#[async_trait]
impl SessionRepository for Broken {
    async fn create_session(&self, session: &SessionRecord) -> Result<()> {
        let mut session = session.clone();
        match self.fault {
            Fault::LosesMicroseconds => {
                let micros = session.created_at.as_micros();
                session.reference.created_at = Timestamp::from_micros(micros - micros.rem_euclid(1000))?;
                session.reference.updated_at = session.reference.created_at;
            }
            Fault::TrimsNames => session.reference.name = session.name.trim().to_owned(),
            Fault::ForgetsLabels => session.reference.labels = Labels::default(),
            _ => {}
        }
        match self.inner.create_session(&session).await {
            Err(Error::AlreadyExists { .. }) if self.fault == Fault::AcceptsTakenIds => Ok(()),
            Ok(()) if self.fault == Fault::TakesAnOffsetToCreate => {
                let write = Write::at(session.created_at);
                self.inner.update_session(session.id, &SessionChange::default(), write).await
            }
            created => created,
        }
    }

    async fn find_start(&self, id: SessionId) -> Result<Option<SessionStart>> {
        let start = self.inner.find_start(id).await?;
        if self.fault == Fault::ForgetsHowSessionsStarted {
            return Ok(start.map(|start| SessionStart { fingerprint: None, ..start }));
        }
        Ok(start)
    }

    async fn list_sessions(
        &self,
        filter: SessionFilter,
        page: PageRequest,
    ) -> Result<Page<SessionRef<AccountId>>> {
        match (self.fault, page.position()) {
            (Fault::ForgetsTheIdsOfCursors, PagePosition::After(mut cursor)) => {
                cursor.id = [0; 12];
                return self.inner.list_sessions(filter, page.after(cursor)).await;
            }
            (Fault::ListsActiveSessionsByCreation, _) => {
                return self.inner.list_sessions(filter.order(SessionOrder::Created), page).await;
            }
            (Fault::ListsArchivedSessions, _) => {
                return self.inner.list_sessions(filter.archived(true), page).await;
            }
            (Fault::CountsUnreadUpTo99, _) => {
                let mut page = self.inner.list_sessions(filter, page).await?;
                page.items.iter_mut().for_each(|row| row.unread = row.unread.map(|unread| unread.min(99)));
                return Ok(page);
            }
            _ => {}
        }
        let PagePosition::Number(number) = page.position() else {
            return self.inner.list_sessions(filter, page).await;
        };
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
            Fault::SkipsARowBetweenPages => offset += u64::from(number - 1),
            Fault::SaysThatNothingIsAPage => total = total.max(1),
            _ => return self.inner.list_sessions(filter, page).await,
        }
        let rows = sessions.into_iter().skip(usize::try_from(offset).unwrap_or(usize::MAX));
        Ok(Page::new(page, total, rows.take(page.size() as usize).collect()))
    }

    async fn mark_read(&self, session: SessionId, account: AccountId, seen: Offset) -> Result<()> {
        match (self.fault, self.inner.mark_read(session, account, seen)) {
            (Fault::ForgetsMarks, _) => Ok(()),
            (Fault::MarksDeletedSessions, marked) => marked.await.or(Ok(())),
            (_, marked) => marked.await,
        }
    }

    async fn erasable_sessions(&self, after: Option<SessionId>, limit: u32) -> Result<Vec<ErasableSession>> {
        self.inner.erasable_sessions(after, limit).await
    }

    async fn erase_session(&self, id: SessionId, only_if: Option<Erasure>, dry_run: bool) -> Result<Receipt> {
        match self.fault {
            Fault::ErasesNothing => self.inner.erase_session(id, only_if, true).await,
            Fault::ErasesInDryRuns => self.inner.erase_session(id, only_if, false).await,
            Fault::ErasesWithoutItsCondition => self.inner.erase_session(id, None, dry_run).await,
            _ => self.inner.erase_session(id, only_if, dry_run).await,
        }
    }

    async fn erase_account_in(
        &self,
        session: SessionId,
        account: AccountId,
        write: Write,
        dry_run: bool,
    ) -> Result<Receipt> {
        let dry_run = dry_run || self.fault == Fault::KeepsMessagesOfAccounts;
        self.inner.erase_account_in(session, account, write, dry_run).await
    }

    async fn hold_session(&self, id: SessionId, since: Option<Timestamp>) -> Result<()> {
        let since = since.filter(|_| self.fault != Fault::ErasesWhatIsHeld);
        self.inner.hold_session(id, since).await
    }

    async fn list_session_texts(&self, filter: SessionFilter, page: PageRequest) -> Result<SessionTexts> {
        let mut listed = self.list_sessions(filter, page).await?;
        if self.fault == Fault::WritesTextsOfAnotherPage {
            listed.items.reverse();
        }
        SessionTexts::new(listed)
    }

    async fn find_session(&self, id: SessionId, window: WindowRequest) -> Result<SessionWindow> {
        let found = self.inner.find_session(id, window).await;
        let cursor = window.anchor().cursor().map(|(_, cursor)| cursor);
        match (self.fault, cursor) {
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
        let details = &mut session.state.details;
        match self.fault {
            Fault::OrdersMessagesByTime => {
                let mut messages = self.messages(id).await?;
                messages.sort_by_key(|message| message.decode().map(|message| message.created_at).ok());
                session = self.cut(id, messages, window).await?;
            }
            Fault::HidesTheMetaOfMounts => {
                let mounted = details.active_workspace.take();
                details.active_workspace = mounted.map(|it| ActiveWorkspace { meta: None, ..it });
            }
            Fault::ForgetsBuiltInRobots => {
                details.active_robot_id.take_if(|robot| matches!(robot, RobotKey::BuiltIn(_)));
            }
            Fault::FollowsFromItsOffset => details.follow_from = details.offset,
            Fault::ShowsWindowsNewestFirst => session.messages.reverse(),
            Fault::IncludesTheCursor if matches!(window.anchor(), Anchor::Before(_)) => {
                let messages = self.messages(id).await?;
                let at = messages.iter().position(|message| Some(message.id) == cursor);
                let after = at.and_then(|at| messages.get(at + 1)).map(|message| message.id);
                session = self.cut(id, messages, window.before(after)).await?;
            }
            Fault::SaysOlderExistOnExactMultiples if session.messages.len() == window.limit() as usize => {
                session.next_before = session.messages.first().map(|oldest| oldest.id);
            }
            Fault::NeverSaysThatNewerExist => session.next_after = None,
            Fault::SetsUpdatedAtBack => {
                let reference = &mut session.state.reference;
                reference.updated_at =
                    locked(&self.last_change).get(&id).copied().unwrap_or(reference.updated_at);
            }
            _ => {}
        }
        Ok(session)
    }

    async fn update_session(&self, id: SessionId, change: &SessionChange, write: Write) -> Result<()> {
        let write = self.unfenced(write);
        if self.fault == Fault::ClearsWhatAChangeDoesNotName && change.active_robot.is_none() {
            return self.inner.update_session(id, &change.clone().robot(None), write).await;
        }
        let mut change = change.clone();
        if let (Fault::ReplacesLabels, Some(labels)) = (self.fault, &mut change.labels) {
            labels.replace = Some(Labels::default());
        }
        let change = &change;
        let changed = self.inner.update_session(id, change, write).await;
        if let (Fault::AcceptsAnyNumberOfLabels, Err(Error::TooLarge { .. })) = (self.fault, &changed) {
            return Ok(());
        }
        if self.fault == Fault::ChangesHalf && changed.is_err() {
            let half = change.clone().mount(None);
            self.inner.update_session(id, &half, write).await?;
        }
        if self.fault == Fault::SetsUpdatedAtBack {
            locked(&self.last_change).insert(id, write.at);
        }
        changed
    }

    async fn delete_session(&self, id: SessionId, write: Write) -> Result<()> {
        let deleted = self.inner.delete_session(id, write).await;
        if self.fault == Fault::DeletesTwice {
            return Ok(());
        }
        self.deleted_sessions.fetch_add(1, Ordering::Relaxed);
        deleted
    }

    async fn restore_session(&self, id: SessionId, write: Write) -> Result<()> {
        self.inner.restore_session(id, write).await?;
        if self.fault == Fault::RestoresWithoutMessages {
            for message in self.messages(id).await? {
                self.delete_message(id, message.id, write).await?;
            }
        }
        Ok(())
    }

    async fn append_messages(&self, id: SessionId, batch: &MessageBatch, write: Write) -> Result<Appended> {
        let mut batch = batch.clone();
        let mut write = write;
        match self.fault {
            Fault::IgnoresKeys => batch.idempotency = None,
            Fault::IgnoresFingerprints => {
                if let Some(key) = &mut batch.idempotency {
                    key.fingerprint.clear();
                }
            }
            Fault::TakesClientIdsForKeys => {
                if let Some(key) = &mut batch.idempotency {
                    key.key = key.key.take().or(batch.messages[0].client_id.clone());
                }
            }
            Fault::AcceptsTakenClientIds => {
                for message in &mut batch.messages {
                    message.client_id = None;
                }
            }
            Fault::RewritesJson => {
                for message in &mut batch.messages {
                    if let Ok(value) = serde_json::from_str::<serde_json::Value>(message.document.as_str()) {
                        message.document = Document::from_stored(value.to_string());
                    }
                }
            }
            Fault::TakesNullForNothing => {
                for message in &mut batch.messages {
                    let text = message.document.as_str().replace(r#","metadata":null"#, "");
                    message.document = Document::from_stored(text);
                }
            }
            Fault::KeepsPiecesForEver if batch.draft.is_some() => write.at = Timestamp::MIN,
            _ => {}
        }
        match (self.fault, &batch.idempotency) {
            (Fault::SharesKeysBetweenSessions, Some(key)) => {
                return self.check_then_store(None, id, &batch, write, key).await;
            }
            (Fault::ChecksKeysBeforeTheWrite, Some(key)) => {
                return self.check_then_store(Some(id), id, &batch, write, key).await;
            }
            (Fault::LosesConcurrentAppends, _) => return self.overwrite(id, &batch, write).await,
            (Fault::StoresPiecesOfBatches, None) => {
                let mut all = Appended::new(Vec::new(), false);
                for message in &batch.messages {
                    let mut one = batch.clone();
                    one.messages = vec![message.clone()];
                    all.messages.extend(self.inner.append_messages(id, &one, write).await?.messages);
                }
                return Ok(all);
            }
            _ => {}
        }
        let appended = self.inner.append_messages(id, &batch, write).await;
        match &appended {
            Err(Error::AlreadyExists { .. })
                if self.fault == Fault::ForgetsTheIdsOfTheDeleted
                    && self.inner.find_message(id, batch.messages[0].id).await.is_err() =>
            {
                return Ok(Appended::new(Vec::new(), false));
            }
            Err(Error::NotFound { .. }) if self.fault == Fault::WritesToDeletedSessions => {
                self.inner.restore_session(id, write).await?;
                let appended = self.inner.append_messages(id, &batch, write).await;
                self.inner.delete_session(id, write).await?;
                return appended;
            }
            Err(Error::AlreadyExists { .. }) if self.fault == Fault::TakesAnOffsetWhenAnAppendFails => {
                self.inner.update_session(id, &SessionChange::default(), Write::at(Timestamp::MIN)).await?;
            }
            Ok(appended) if appended.replayed && self.fault == Fault::TouchesTheSessionOnReplay => {
                self.inner.update_session(id, &SessionChange::default(), write).await?;
            }
            _ => {}
        }
        appended
    }

    async fn find_message(&self, session: SessionId, id: MessageId) -> Result<MessageRecord> {
        let mut found = self.inner.find_message(session, id).await;
        if self.fault == Fault::FindsMessagesOfOtherSessions {
            for other in self.sessions(SessionFilter::default()).await? {
                found = found.or(self.inner.find_message(other.id, id).await);
            }
        }
        let mut message = found?;
        if self.fault == Fault::ShowsRobotsByTheirNameNow {
            let mut typed: Message<AccountId> = message.document.decode()?;
            if let Some(robot) = &mut typed.robot
                && let RobotKey::Created(id) = robot.id
            {
                robot.name = self.robots().find(id).await?.name;
            }
            message.document = Document::new(&typed)?;
        }
        if let (Fault::HidesGrowth, Some(draft)) = (self.fault, &mut message.draft) {
            draft.chunks = ChunkLog::default();
        }
        Ok(message)
    }

    async fn update_message(
        &self,
        session: SessionId,
        id: MessageId,
        update: &MessageUpdate,
        write: Write,
    ) -> Result<Revision> {
        let mut update = update.clone();
        let Ok(message) = self.inner.find_message(session, id).await else {
            return self.inner.update_message(session, id, &update, write).await;
        };
        let opens = matches!(update.change, MessageChange::Open { .. });
        let grows = matches!(update.change, MessageChange::Grow(_));
        let summary = self.inner.find_summary(session).await?;
        match self.fault {
            Fault::IgnoresRevisions => update.base = message.revision,
            Fault::MakesARepeatedChangeAgain if grows && update.base < message.revision => {
                update.base = message.revision;
            }
            Fault::LetsTheFinishedGrow if grows && message.draft.is_none() => {
                let change = MessageChange::Open { writer: AccountId::from_bytes([7; 12]) };
                let open = MessageUpdate { change, ..update.clone() };
                update.base = self.inner.update_message(session, id, &open, write).await?;
            }
            Fault::IgnoresTakeovers if opens && message.draft.is_some() => return Ok(message.revision),
            Fault::ReturnsOvertakenChanges if message.draft.is_none() => {
                let offset = message.revision.into();
                let event = SessionEvent::Message(message.clone());
                locked(&self.overtaken).push((session, Change { offset, event }));
            }
            _ => {}
        }
        let revision = self.inner.update_message(session, id, &update, write).await?;
        match self.fault {
            Fault::MovesUpdatedAtWhenADraftGrows if grows => {
                self.inner.update_session(session, &SessionChange::default(), write).await?;
            }
            Fault::KeepsSummaries => {
                if let Some(summary) = summary {
                    self.inner.put_summary(session, &summary, revision.into()).await?;
                }
            }
            Fault::ReturnsTheOffsetBefore => return Ok(Revision::new(revision.get() - 1)),
            _ => {}
        }
        Ok(revision)
    }

    async fn truncate(
        &self,
        session: SessionId,
        truncation: &Truncation,
        write: Write,
    ) -> Result<Vec<MessageId>> {
        let (mut truncation, write) = (*truncation, self.unfenced(write));
        match self.fault {
            Fault::SweepsWhatCameMeanwhile => truncation.unchanged_since = None,
            Fault::TruncatesStepByStep | Fault::TruncatesNewestFirst => {
                let all = self.messages(session).await?;
                let from = all.iter().position(|message| message.id == truncation.from);
                let mut ids: Vec<_> =
                    all.into_iter().skip(from.unwrap_or(usize::MAX)).map(|it| it.id).collect();
                if self.fault == Fault::TruncatesNewestFirst {
                    ids.reverse();
                }
                for id in &ids {
                    let base = self.inner.find_message(session, *id).await?.revision;
                    let update = MessageUpdate { base, change: MessageChange::Delete };
                    self.inner.update_message(session, *id, &update, write).await?;
                    tokio::task::yield_now().await;
                }
                return Ok(ids);
            }
            _ => {}
        }
        let summary = self.inner.find_summary(session).await?;
        let deleted = self.inner.truncate(session, &truncation, write).await?;
        if let (Fault::KeepsSummaries, Some(summary)) = (self.fault, summary) {
            let window = WindowRequest::newest(1);
            let seen = self.inner.find_session(session, window).await?.state.details.offset;
            self.inner.put_summary(session, &summary, seen).await?;
        }
        Ok(deleted)
    }

    async fn changes(&self, session: SessionId, after: Offset, limit: ChangeLimit) -> Result<Changes> {
        let mut changes = match self.fault {
            Fault::ReturnsAnOffsetTwice => {
                let before = Offset::new(after.get().saturating_sub(1));
                self.inner.changes(session, before, limit).await?
            }
            _ => self.inner.changes(session, after, limit).await?,
        };
        match self.fault {
            Fault::MergesPieces => merge_pieces(&mut changes.items),
            Fault::ReturnsPiecesWithoutTheirBeginning => {
                let grew = |it: &Change| match it.event {
                    SessionEvent::DraftGrew { began, .. } => Some(began),
                    _ => None,
                };
                let grown: Vec<_> = changes.items.iter().filter_map(grew).collect();
                let begins = |it: &Change| matches!(it.event, SessionEvent::DraftBegan(_));
                changes.items.retain(|item| !(begins(item) && grown.contains(&item.offset)));
            }
            Fault::ShowsBeginningsAsTheyEnded => {
                for item in &mut changes.items {
                    if let SessionEvent::DraftBegan(record) = &mut item.event {
                        record.document = self.inner.find_message(session, record.id).await?.document;
                    }
                }
            }
            Fault::LosesPiecesAtTheEnd => {
                let open: Vec<_> = self.messages(session).await?;
                let open: Vec<_> = open.into_iter().filter(|it| it.draft.is_some()).map(|it| it.id).collect();
                changes.items.retain(|item| match &item.event {
                    SessionEvent::DraftBegan(MessageRecord { id, .. })
                    | SessionEvent::DraftGrew { id, .. } => open.contains(id),
                    _ => true,
                });
            }
            Fault::ReturnsOvertakenChanges => {
                let overtaken = locked(&self.overtaken);
                let of_session =
                    overtaken.iter().filter(|(of, change)| *of == session && change.offset > after);
                changes.items.extend(of_session.map(|(_, change)| change.clone()));
                changes.items.sort_by_key(|change| change.offset);
            }
            Fault::MovesNextToTheLastItem => {
                changes.next = changes.items.last().map_or(after, |item| item.offset);
            }
            Fault::NeverSaysThatThereIsMore => changes.more = false,
            Fault::HidesDeletedSessionsFromFollowers => {
                self.inner.find_session(session, WindowRequest::newest(1)).await?;
            }
            Fault::ReadsTheOffsetAfterTheChanges if !changes.more => {
                // Long enough for any writer that is there.
                for _ in 0..100 {
                    let found = self.inner.find_session(session, WindowRequest::newest(1)).await?;
                    if found.state.details.offset > changes.next {
                        changes.next = found.state.details.offset;
                        break;
                    }
                    tokio::task::yield_now().await;
                }
            }
            _ => {}
        }
        Ok(changes)
    }

    async fn open_drafts(&self, filter: DraftFilter, limit: u32) -> Result<DraftList> {
        let mut filter = filter;
        match self.fault {
            Fault::ListsDraftsOfAllTimes => filter.grown_before = None,
            Fault::ListsDraftsWithoutTheCursor => filter.after = None,
            _ => {}
        }
        let mut list = self.inner.open_drafts(filter, limit).await?;
        if self.fault == Fault::EndsListsOfDraftsEarly {
            list.next = None;
        }
        Ok(list)
    }

    async fn put_summary(&self, session: SessionId, summary: &Summary, seen: Offset) -> Result<()> {
        let seen = match self.fault {
            Fault::KeepsSummariesThatMissedAChange => {
                let window = WindowRequest::newest(1);
                self.inner.find_session(session, window).await?.state.details.offset
            }
            _ => seen,
        };
        self.inner.put_summary(session, summary, seen).await
    }

    async fn find_summary(&self, session: SessionId) -> Result<Option<Summary>> {
        self.inner.find_summary(session).await
    }
}

impl Broken {
    fn unfenced(&self, write: Write) -> Write {
        if self.fault == Fault::IgnoresFences { Write::at(write.at) } else { write }
    }
}

/// Puts all by what a draft grew into its first piece.
fn merge_pieces(items: &mut Vec<Change>) {
    let mut first: HashMap<Offset, usize> = HashMap::new();
    let mut merged: Vec<Change> = Vec::new();
    for item in items.drain(..) {
        let SessionEvent::DraftGrew { began, chunks, .. } = &item.event else {
            merged.push(item);
            continue;
        };
        let known = first.get(began).and_then(|at| merged.get_mut(*at));
        if let Some(Change { event: SessionEvent::DraftGrew { chunks: all, .. }, .. }) = known {
            all.extend(chunks);
        } else {
            first.insert(*began, merged.len());
            merged.push(item);
        }
    }
    *items = merged;
}

#[async_trait]
impl ResourceRepository<Robot<AccountId>> for Broken {
    async fn create(&self, robot: &Robot<AccountId>) -> Result<()> {
        let mut robot = robot.clone();
        if self.fault == Fault::SortsTools {
            robot.tools.sort();
        }
        if self.fault == Fault::FindsAnyToolset {
            robot.toolsets.clear();
        }
        self.inner.create(&robot).await
    }

    async fn list(&self, (): (), page: PageRequest) -> Result<Page<Robot<AccountId>>> {
        self.robots().list((), page).await
    }

    async fn find(&self, id: RobotId) -> Result<Robot<AccountId>> {
        self.robots().find(id).await
    }

    async fn update(&self, id: RobotId, change: &RobotChange, at: Timestamp) -> Result<Robot<AccountId>> {
        if self.fault == Fault::IgnoresChanges {
            return self.robots().update(id, &RobotChange::default(), at).await;
        }
        self.robots().update(id, change, at).await
    }

    async fn delete(&self, id: RobotId, at: Timestamp) -> Result<()> {
        if self.fault == Fault::KeepsDeletedRobotsActive {
            return self.robots().find(id).await.map(drop);
        }
        self.robots().delete(id, at).await
    }
}

#[async_trait]
impl ResourceRepository<Toolset<AccountId>> for Broken {
    async fn create(&self, toolset: &Toolset<AccountId>) -> Result<()> {
        let mut toolset = toolset.clone();
        if self.fault == Fault::SortsTools {
            toolset.tools.sort();
        }
        if self.fault == Fault::TakesNamesTwice {
            // Names of one author differ by what nobody sees.
            while matches!(self.inner.create(&toolset).await, Err(Error::AlreadyExists { .. }))
                && self.toolsets().find(toolset.id).await.is_err()
            {
                toolset.name.push('\u{200b}');
            }
            return Ok(());
        }
        self.inner.create(&toolset).await
    }

    async fn list(&self, (): (), page: PageRequest) -> Result<Page<Toolset<AccountId>>> {
        self.toolsets().list((), page).await
    }

    async fn find(&self, id: ToolsetId) -> Result<Toolset<AccountId>> {
        self.toolsets().find(id).await
    }

    async fn update(
        &self,
        id: ToolsetId,
        change: &ToolsetChange,
        at: Timestamp,
    ) -> Result<Toolset<AccountId>> {
        if self.fault == Fault::IgnoresChanges {
            return self.toolsets().update(id, &ToolsetChange::default(), at).await;
        }
        self.toolsets().update(id, change, at).await
    }

    async fn delete(&self, id: ToolsetId, at: Timestamp) -> Result<()> {
        match self.toolsets().delete(id, at).await {
            Err(Error::Conflict(_)) if self.fault == Fault::DeletesToolsetsInUse => Ok(()),
            other => other,
        }
    }
}

#[async_trait]
impl ResourceRepository<Workspace<AccountId>> for Broken {
    async fn create(&self, workspace: &Workspace<AccountId>) -> Result<()> {
        let mut workspace = workspace.clone();
        if self.fault == Fault::KnowsTwoProviders && workspace.provider != Provider::Sprites {
            workspace.provider = Provider::Local;
        }
        self.inner.create(&workspace).await
    }

    async fn list(&self, (): (), page: PageRequest) -> Result<Page<Workspace<AccountId>>> {
        self.workspaces().list((), page).await
    }

    async fn find(&self, id: WorkspaceId) -> Result<Workspace<AccountId>> {
        self.workspaces().find(id).await
    }

    async fn update(
        &self,
        id: WorkspaceId,
        change: &WorkspaceChange,
        at: Timestamp,
    ) -> Result<Workspace<AccountId>> {
        if self.fault == Fault::IgnoresChanges {
            return self.workspaces().update(id, &WorkspaceChange::default(), at).await;
        }
        self.workspaces().update(id, change, at).await
    }

    async fn delete(&self, id: WorkspaceId, at: Timestamp) -> Result<()> {
        if self.fault == Fault::KeepsInstancesOfDeletedWorkspaces {
            return self.workspaces().find(id).await.map(drop);
        }
        self.workspaces().delete(id, at).await
    }
}

#[async_trait]
impl ResourceRepository<WorkspaceInstance<AccountId>> for Broken {
    async fn create(&self, instance: &WorkspaceInstance<AccountId>) -> Result<()> {
        let mut instance = instance.clone();
        if self.fault == Fault::KnowsTwoProviders && instance.provider != Provider::Sprites {
            instance.provider = Provider::Local;
        }
        self.inner.create(&instance).await
    }

    async fn list(
        &self,
        filter: InstanceFilter,
        page: PageRequest,
    ) -> Result<Page<WorkspaceInstance<AccountId>>> {
        let all = self.fault == Fault::ListsInstancesOfAllWorkspaces;
        self.instances().list(if all { InstanceFilter::default() } else { filter }, page).await
    }

    async fn find(&self, id: WorkspaceInstanceId) -> Result<WorkspaceInstance<AccountId>> {
        self.instances().find(id).await
    }

    async fn update(
        &self,
        id: WorkspaceInstanceId,
        change: &InstanceChange,
        at: Timestamp,
    ) -> Result<WorkspaceInstance<AccountId>> {
        if self.fault == Fault::IgnoresChanges {
            return self.instances().update(id, &InstanceChange::default(), at).await;
        }
        self.instances().update(id, change, at).await
    }

    async fn delete(&self, id: WorkspaceInstanceId, at: Timestamp) -> Result<()> {
        if self.fault == Fault::KeepsDeletedInstancesMounted {
            return self.instances().find(id).await.map(drop);
        }
        self.instances().delete(id, at).await
    }
}
