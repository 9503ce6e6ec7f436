//! The laws that every store must keep, as a test suite for yours.
//!
//! [`repository`](crate::repository) describes what a store must do. Each law tests one such rule on a new, empty
//! store. The laws are part of the crate, so an upgrade can add new ones.
//!
//! # Examples
//! One test for each law, in a file of your `tests/`:
//! ```
//! use storyden_robots::MemoryStore;
//!
//! async fn fresh_store() -> MemoryStore {
//!     MemoryStore::new()
//! }
//!
//! storyden_robots::conformance_tests!(fresh_store);
//! ```
//! A store may need something that lives as long as it does, such as a directory. Return both; see [`Fresh`]:
//! ```
//! # use storyden_robots::MemoryStore;
//! async fn fresh_store() -> (MemoryStore, tempfile::TempDir) {
//!     let directory = tempfile::tempdir().expect("a temporary directory");
//!     (MemoryStore::new(), directory)
//! }
//!
//! storyden_robots::conformance_tests!(fresh_store);
//! ```
//! All laws in one test of your own:
//! ```
//! # use storyden_robots::{MemoryStore, conformance};
//! # #[tokio::main]
//! # async fn main() {
//! conformance::check(async || MemoryStore::new()).await;
//! # }
//! ```
//! A store that also implements [`TurnRepository`](crate::TurnRepository) must keep [more laws](TURN_LAWS):
//! ```
//! # use storyden_robots::MemoryStore;
//! storyden_robots::turn_conformance_tests!(async || MemoryStore::new());
//! ```
//! Three more macros test the other capabilities:
//!
//! | a store with | implements | macro |
//! |---|---|---|
//! | sessions that can be copied as they are stored | [`TranscriptRepository`](crate::TranscriptRepository) | `transcript_conformance_tests!`, for [these laws](TRANSCRIPT_LAWS) |
//! | search | `SearchRepository` | `search_conformance_tests!` |
//! | files | [`FileRepository`](crate::FileRepository) | `file_conformance_tests!`, for [these laws](FILE_LAWS) |

use std::{fmt, future::Future, pin::Pin};

#[cfg(feature = "search")]
pub use self::search::{FreshSearch, SEARCH_LAWS, SearchLaw};

use self::{
    subject::Subject,
    turns::{calls, changes as turn_changes, claims, queue, requests, subject::TurnSubject},
};

use self::outcome::outcome;
pub use self::{
    fresh_files::{FileLaw, FreshFiles},
    outcome::{BrokenLaw, Fresh, FreshTurns},
    sample::Sample,
    transcripts::{FreshTranscripts, TRANSCRIPT_LAWS, TranscriptLaw, check_transcripts},
};

mod accounts;
mod changes;
mod checks;
mod concurrency;
mod drafts;
mod erasure;
mod fences;
mod files;
mod fresh_files;
mod histories;
mod idempotency;
mod labels;
mod lists;
mod messages;
mod offsets;
mod outcome;
mod replica;
mod robots;
mod sample;
mod sessions;
mod subject;
mod summaries;
mod toolsets;
mod truncation;
mod turns;
mod windows;
mod workspaces;

/// One law: a rule for every store, and its test.
#[derive(Clone, Copy)]
pub struct Law {
    name: &'static str,
    test: fn(Subject) -> Pin<Box<dyn Future<Output = ()> + Send>>,
}

impl Law {
    /// Returns the name, which is the rule: `pages_visit_every_session_once`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Tests the law on an empty store. Needs a Tokio runtime; with several threads, the laws about concurrency test
    /// more.
    ///
    /// # Errors
    /// [`BrokenLaw`] if the store breaks it.
    pub async fn test(&self, store: impl Fresh) -> Result<(), BrokenLaw> {
        let (store, guard) = store.split();
        let outcome = outcome(self.name, (self.test)(Subject::new(store))).await;
        drop(guard);
        outcome
    }
}

/// One law: a rule for every store that has turns, and its test.
#[derive(Clone, Copy)]
pub struct TurnLaw {
    name: &'static str,
    test: fn(TurnSubject) -> Pin<Box<dyn Future<Output = ()> + Send>>,
}

impl TurnLaw {
    /// Returns the name, which is the rule: `turns_wait_in_their_order`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Tests the law as [`Law::test`] does.
    ///
    /// # Errors
    /// [`BrokenLaw`] if the store breaks it.
    pub async fn test(&self, store: impl FreshTurns) -> Result<(), BrokenLaw> {
        let (store, turns, guard) = store.split_turns();
        let subject = TurnSubject::new(Subject::new(store), turns);
        let outcome = outcome(self.name, (self.test)(subject)).await;
        drop(guard);
        outcome
    }
}

impl fmt::Debug for Law {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Law({})", self.name)
    }
}

impl fmt::Debug for TurnLaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TurnLaw({})", self.name)
    }
}

/// Tests all [`LAWS`], each on a store of its own that `fresh` creates.
///
/// # Panics
/// If the store breaks a law: with the name of each broken law and its reason.
pub async fn check<F: AsyncFn() -> S, S: Fresh>(fresh: F) {
    let mut broken = Vec::new();
    for law in LAWS {
        broken.extend(law.test(fresh().await).await.err().map(|broken| broken.to_string()));
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// Tests all [`TURN_LAWS`], each on a store of its own that `fresh` creates.
///
/// # Panics
/// If the store breaks a law: with the name of each broken law and its reason.
pub async fn check_turns<F: AsyncFn() -> S, S: FreshTurns>(fresh: F) {
    let mut broken = Vec::new();
    for law in TURN_LAWS {
        broken.extend(law.test(fresh().await).await.err().map(|broken| broken.to_string()));
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

macro_rules! laws {
    (
        $(#[$about_list:meta])* $list:ident of $kind:ident,
        $(#[$about_tests:meta])* $tests:ident by $test:ident:
        $($subject:ident { $($law:ident)+ })+
    ) => {
        $(#[$about_list])*
        pub const $list: &[$kind] = &[$($(
            $kind { name: stringify!($law), test: |store| Box::pin($subject::$law(store)) },
        )+)+];

        $(#[$about_tests])*
        ///
        /// Pass the async function (or closure) that creates a fresh store. Each test has a Tokio runtime of its own,
        /// with several threads.
        #[macro_export]
        macro_rules! $tests {
            ($fresh:expr) => {
                $($(
                    #[test]
                    fn $law() {
                        $crate::conformance::__private::$test(stringify!($law), $fresh);
                    }
                )+)+
            };
        }
    };
}

// They use the macro.
#[cfg(feature = "search")]
mod search;
mod transcripts;
laws! {
    /// Every law about sessions, messages and resources.
    LAWS of Law,
    /// Makes one `#[test]` for each law of [`LAWS`](crate::conformance::LAWS), named after it.
    conformance_tests by test:
    sessions {
        a_session_keeps_every_field
        a_session_keeps_how_it_was_started
        a_session_keeps_its_texts_byte_for_byte
        a_session_keeps_its_microseconds
        a_session_id_is_taken_for_ever
        lists_are_newest_first_and_equal_times_by_id_descending
        pages_visit_every_session_once
        a_page_past_the_end_is_empty
        a_store_without_sessions_has_an_empty_page
        deleted_sessions_are_neither_listed_nor_counted
        deleted_sessions_do_not_exist
        a_restored_session_has_everything_it_had
        restoring_what_is_not_deleted_changes_nothing
        the_account_filter_keeps_the_sessions_of_one_account
        the_account_filter_counts_what_it_keeps
        a_change_changes_what_it_names_and_nothing_else
        a_change_happens_as_a_whole
        every_write_moves_updated_at
        updated_at_never_goes_backwards
        mounting_what_does_not_exist_changes_nothing
    }
    messages {
        a_message_keeps_every_field
        a_message_keeps_its_texts_byte_for_byte
        a_message_keeps_a_long_text
        a_message_keeps_null_apart_from_nothing
        a_message_keeps_the_name_that_its_robot_had
        the_messages_of_an_append_take_the_next_offsets
        a_failed_append_takes_no_offset
        a_batch_is_stored_as_a_whole_or_not_at_all
        a_message_id_is_taken_for_ever_in_its_session
        sessions_do_not_share_messages
        what_does_not_exist_is_not_written_to
        a_deleted_message_is_gone
    }
    windows {
        windows_are_the_newest_oldest_first
        a_cursor_is_exclusive
        next_before_is_there_only_if_older_messages_exist
        walking_backwards_meets_every_message_once
        appends_do_not_disturb_a_walk
        clocks_order_no_message
        deletes_do_not_disturb_a_walk
        a_deleted_message_is_still_a_cursor
        before_the_first_message_is_nothing
        a_cursor_of_another_session_is_refused
        a_cursor_that_never_was_is_refused
        a_window_after_a_message_is_exclusive
        a_window_around_a_message_has_half_of_it_before
        next_after_is_there_only_if_newer_messages_exist
        walking_forwards_meets_every_message_once
        a_deleted_message_is_a_cursor_of_every_kind
    }
    idempotency {
        a_key_stores_its_messages_once
        a_replay_changes_nothing
        a_key_with_other_content_is_a_conflict
        keys_are_compared_byte_for_byte
        a_key_belongs_to_one_session
        a_failed_append_leaves_its_key_unused
        a_replay_returns_the_messages_as_they_are_now
        a_replayed_batch_of_drafts_returns_the_drafts
        deleting_a_message_frees_its_key
        a_key_survives_its_session_being_deleted
        a_client_id_is_a_key_when_no_key_is_given
        given_keys_and_client_ids_are_apart
        a_client_id_is_taken_by_one_message_of_a_session
        deleting_a_message_frees_its_client_id
        deleting_a_later_message_of_a_batch_frees_the_key_of_the_batch
    }
    robots {
        a_robot_keeps_every_field
        a_robot_id_is_taken_for_ever
        robots_are_listed_newest_first
        a_robot_changes_one_field_at_a_time
        deleted_robots_do_not_exist
        a_deleted_robot_is_active_nowhere
        a_built_in_robot_stays_active
    }
    toolsets {
        a_toolset_keeps_every_field
        a_toolset_changes_one_field_at_a_time
        an_author_has_no_two_toolsets_of_one_name
        one_of_many_gets_a_name
        deleted_toolsets_do_not_exist
        a_toolset_that_a_robot_names_is_not_deleted
        a_toolset_is_not_deleted_while_a_robot_takes_it
    }
    workspaces {
        a_workspace_keeps_every_field
        an_instance_keeps_every_field
        a_workspace_id_is_taken_for_ever
        an_instance_id_is_taken_for_ever
        workspaces_are_listed_newest_first
        instances_are_listed_newest_first
        the_workspace_filter_keeps_the_instances_of_one_workspace
        a_workspace_changes_one_field_at_a_time
        an_instance_changes_one_field_at_a_time
        deleted_workspaces_do_not_exist
        deleted_instances_do_not_exist
        an_instance_needs_its_workspace
        a_mounted_instance_shows_as_it_is
        a_deleted_instance_is_mounted_nowhere
        a_deleted_workspace_takes_its_instances_along
        a_deleted_workspace_is_no_robots_default
        no_resource_is_updated_in_the_past
    }
    drafts {
        a_draft_shows_all_that_it_grew_by
        a_late_change_is_a_conflict_and_changes_nothing
        a_repeated_change_changes_nothing
        what_is_finished_does_not_grow
        a_finished_message_goes_on_as_a_second_draft
        drafts_of_one_batch_begin_each_at_its_sequence
        two_drafts_of_a_session_grow_apart
        a_takeover_makes_the_earlier_writer_stale
        growing_leaves_updated_at_alone_and_finishing_does_not
        deleted_drafts_do_not_exist
        follow_from_is_before_the_earliest_open_draft
        documents_and_chunks_are_kept_byte_for_byte
        what_a_draft_grew_to_is_stored_as_it_was_shown
        open_drafts_are_listed_by_their_last_growth
        drafts_that_ended_are_not_listed
        of_concurrent_changes_of_one_revision_one_succeeds
        readers_see_a_draft_grow_and_never_shrink
    }
    accounts {
        accounts_of_every_kind_are_kept
        accounts_of_every_kind_are_filtered_alike
    }
    offsets {
        every_change_takes_the_next_offset
        what_fails_or_is_repeated_takes_no_offset
        deleting_a_robot_or_an_instance_moves_no_offset
        concurrent_changes_take_each_their_own_offset
    }
    changes {
        each_change_is_returned_at_its_offset
        an_answer_has_what_is_after_its_offset
        answers_are_cut_at_their_limit
        of_overtaken_changes_only_the_last_is_returned
        an_answer_without_items_moves_next
        a_draft_on_an_old_message_is_followed
        pieces_of_two_drafts_keep_their_order
        a_finished_draft_is_still_returned_as_chunks
        an_edit_or_a_deletion_erases_the_pieces_of_a_message
        pieces_are_kept_for_a_while_after_the_end
        a_deleted_session_is_followed_to_its_deletion
        a_session_that_never_was_has_no_changes
    }
    histories {
        whoever_applies_the_changes_has_the_record
        answers_of_every_size_return_the_same_changes
        followers_among_many_writers_have_the_record
    }
    fences {
        a_write_with_another_generation_is_refused
        a_write_with_the_generation_of_the_session_is_done
        a_fenced_write_to_what_does_not_exist_finds_nothing
    }
    erasure {
        an_erased_session_is_gone_and_its_id_is_free
        a_deleted_session_is_erased_too
        a_dry_run_erases_nothing
        a_session_is_erased_only_if_the_condition_holds
        a_held_session_is_not_erased
        receipts_add_up
        a_sweep_meets_every_session_once
        an_account_leaves_tombstones_in_sessions_of_others
        an_account_is_erased_from_a_deleted_session
        erasing_and_writing_at_once_leave_nothing_behind
    }
    lists {
        sessions_are_listed_in_two_orders
        what_moves_updated_at_moves_a_session_in_the_list
        a_cursor_meets_every_session_once
        a_walk_of_active_sessions_meets_those_that_rest_once
        a_cursor_needs_no_row
        lengths_follow_sessions_across_days
        deep_numbered_pages_are_found_over_several_days
        resources_are_listed_by_cursor
    }
    labels {
        a_session_keeps_its_labels
        a_session_has_a_limit_of_labels
        lists_by_label_are_those_of_the_sessions
        concurrent_changes_of_labels_are_all_kept
        unread_is_what_a_recount_says
        unread_is_counted_up_to_a_hundred
        a_mark_never_goes_back
        a_mark_belongs_to_one_session_that_is_there
    }
    summaries {
        a_summary_stays_until_a_longer_one_comes
        changing_what_a_summary_covers_erases_it
        a_summary_that_missed_a_change_is_not_kept
    }
    truncation {
        truncating_deletes_a_message_and_all_behind_it
        truncating_frees_what_the_messages_had
        a_truncation_of_what_changed_meanwhile_changes_nothing
        a_repeated_truncation_changes_nothing
        readers_see_a_truncation_whole_or_not_at_all
        appends_during_a_truncation_are_deleted_or_stay
    }
    concurrency {
        concurrent_appends_lose_nothing
        concurrent_batches_are_not_mixed
        concurrent_tries_of_one_key_store_one_message
        readers_see_no_hole
        a_walk_during_appends_meets_every_message_once
        concurrent_creates_are_all_counted
        of_concurrent_creates_of_one_id_one_succeeds
        of_concurrent_deletes_of_one_session_one_succeeds
        concurrent_restores_count_once
        concurrent_renames_and_appends_are_all_kept
    }
}

laws! {
    /// Every law about turns, requests, and tool calls that have begun to run.
    TURN_LAWS of TurnLaw,
    /// Makes one `#[test]` for each law of [`TURN_LAWS`](crate::conformance::TURN_LAWS), named after it.
    turn_conformance_tests by test_turns:
    queue {
        a_message_says_which_turn_takes_it
        a_message_joins_the_last_turn_that_waits
        turns_wait_in_their_order
        a_message_that_does_not_wait_is_refused
        an_interruption_stops_the_turn_that_runs
        an_interruption_ends_a_blocked_turn
        a_submission_with_a_key_is_taken_once
        a_queue_has_a_limit
        a_turn_runs_on_messages_that_are_there
        turns_are_listed_newest_first
        turns_belong_to_their_session
        a_message_is_found_by_the_id_of_its_client
        the_time_of_a_store_is_that_of_its_turns
    }
    claims {
        of_concurrent_claims_of_one_turn_one_succeeds
        a_turn_whose_worker_is_lost_is_claimed_again
        a_turn_fails_after_its_attempts
        a_late_worker_that_was_not_replaced_goes_on
        an_ended_turn_is_written_to_no_more
        a_turn_is_blocked_only_by_a_request
        a_turn_is_stopped_in_each_state
        sessions_are_due_in_their_order
        generations_never_fall
    }
    requests {
        a_request_keeps_every_field
        requests_of_all_sessions_are_listed
        of_concurrent_decisions_one_stands
        what_has_expired_is_not_approved
        a_request_goes_with_its_message
        the_repetition_of_a_completion_withdraws_nothing
        a_decision_and_its_message_change_together
        a_decision_on_a_draft_waits_for_its_end
        the_last_decision_continues_a_blocked_turn
        the_end_of_a_turn_continues_it_if_all_is_decided
        the_end_of_the_draft_continues_a_blocked_turn
        concurrent_decisions_continue_a_turn_once
    }
    turn_changes {
        each_change_of_a_turn_is_told_at_its_offset
        followers_of_turns_have_the_record
        a_step_that_fails_undoes_the_others
        a_step_sees_what_the_ones_before_it_did
        a_deletion_ends_the_turns_that_work_on_the_message
        a_truncation_ends_the_turns_behind_it
    }
    calls {
        a_call_runs_once_unless_it_is_repeatable
    }
}

laws! {
    /// Every law about files, and their bindings to messages.
    FILE_LAWS of FileLaw,
    /// Makes one `#[test]` for each law of [`FILE_LAWS`](crate::conformance::FILE_LAWS), named after it.
    file_conformance_tests by test_files:
    files {
        bytes_come_back_as_they_were_put
        a_range_of_a_file_is_returned
        the_same_bytes_are_stored_once
        of_concurrent_uploads_of_the_same_bytes_one_is_kept
        an_upload_that_fails_leaves_nothing
        a_blob_without_a_file_is_found_and_erased
        a_deleted_file_is_gone
        a_file_that_was_touched_is_not_deleted
        files_are_listed_by_their_ids
        a_bound_file_is_not_deleted
        a_message_with_a_file_that_is_gone_is_not_written
        changing_a_message_binds_and_releases
        truncating_releases_what_the_messages_had
        messages_and_sessions_share_a_file
        binding_and_deleting_at_once_leaves_no_message_without_its_file
    }
}

/// Used by [`conformance_tests`](crate::conformance_tests).
#[doc(hidden)]
pub mod __private {
    use std::future::Future;

    use super::{
        BrokenLaw, FILE_LAWS, Fresh, FreshFiles, FreshTranscripts, FreshTurns, LAWS, TRANSCRIPT_LAWS,
        TURN_LAWS,
    };

    /// Tests one law outside of a runtime.
    ///
    /// # Panics
    /// If the store breaks the law.
    #[track_caller]
    pub fn test<F: AsyncFn() -> S, S: Fresh>(name: &str, fresh: F) {
        let law = LAWS.iter().find(|law| law.name() == name).expect("a law of this name");
        run(async { law.test(fresh().await).await });
    }

    /// Tests one law of turns as [`test`] does.
    ///
    /// # Panics
    /// If the store breaks the law.
    #[track_caller]
    pub fn test_turns<F: AsyncFn() -> S, S: FreshTurns>(name: &str, fresh: F) {
        let law = TURN_LAWS.iter().find(|law| law.name() == name).expect("a law of this name");
        run(async { law.test(fresh().await).await });
    }

    /// Tests one law of files as [`test`] does.
    ///
    /// # Panics
    /// If the store breaks the law.
    #[track_caller]
    pub fn test_files<F: AsyncFn() -> S, S: FreshFiles>(name: &str, fresh: F) {
        let law = FILE_LAWS.iter().find(|law| law.name() == name).expect("a law of this name");
        run(async { law.test(fresh().await).await });
    }

    /// Tests one law of transcripts as [`test`] does.
    ///
    /// # Panics
    /// If the store breaks the law.
    #[track_caller]
    pub fn test_transcripts<F: AsyncFn() -> S, S: FreshTranscripts>(name: &str, fresh: F) {
        let law = TRANSCRIPT_LAWS.iter().find(|law| law.name() == name).expect("a law of this name");
        run(async { law.test(fresh().await).await });
    }

    /// Tests one law of search as [`test`] does.
    ///
    /// # Panics
    /// If the store breaks the law.
    #[cfg(feature = "search")]
    #[track_caller]
    pub fn test_search<F: AsyncFn() -> S, S: super::FreshSearch>(name: &str, fresh: F) {
        let law = super::SEARCH_LAWS.iter().find(|law| law.name() == name).expect("a law of this name");
        run(async { law.test(fresh().await).await });
    }

    #[track_caller]
    fn run(test: impl Future<Output = Result<(), BrokenLaw>>) {
        let mut builder = tokio::runtime::Builder::new_multi_thread();
        let runtime = builder.worker_threads(4).enable_all().build().expect("a runtime");
        if let Err(broken) = runtime.block_on(test) {
            panic!("{broken}");
        }
    }
}
