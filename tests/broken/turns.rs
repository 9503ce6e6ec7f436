//! Stores whose turns are broken on purpose: each must fail the law that speaks of its fault.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use async_trait::async_trait;
use storyden_robots::{
    AccountId, CallRequest, CallRequestId, Conflict, Error, MemoryStore, MessageId, Result, SessionId,
    Timestamp, TurnId,
    conformance::{self, Fresh, FreshTurns, TURN_LAWS},
    repository::{
        Done, MessageChange, RequestFilter, RunCall, Step, Store, TurnEnd, TurnFilter, TurnRecord,
        TurnRepository, Write,
    },
};

use crate::faults::assert_each_breaks;

/// What a store does wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    Nothing,
    IgnoresFences,
    RunsStepsOneByOne,
    RunsStepsBackwards,
    GivesOneTurnToTwo,
    NeverLosesAWorker,
    ForgetsAttempts,
    RenewsForNothing,
    EndsTwice,
    StopsAtOnce,
    ForgetsWhyATurnFailed,
    IgnoresKeys,
    TakesEverything,
    CountsNobody,
    ListsTurnsOldestFirst,
    ListsTurnsWithoutTheCursor,
    TakesUnknownCursors,
    ListsAllStates,
    FindsTurnsOfOtherSessions,
    ForgetsClientIds,
    FindsClientIdsElsewhere,
    HasAnotherTime,
    SaysThatAllSessionsAreDue,
    IgnoresTheLimitOfDueSessions,
    LosesPermissions,
    AsksAgain,
    ListsRequestsWithoutTheKind,
    ListsExpiredWithTheOthers,
    DecidesTwice,
    ForgetsThatRequestsExpire,
    EndsDraftsWithoutDecisions,
    TakesDecisionsForEdits,
    ForgetsResults,
    RunsCallsTwice,
    ListsCallsBackwards,
}

/// Each fault, the law that it breaks, and how the law says so.
const FAULTS: &[(Fault, &str, &str)] = &[
    (Fault::IgnoresFences, "a_turn_whose_worker_is_lost_is_claimed_again", "should be fenced"),
    (Fault::IgnoresFences, "a_deletion_ends_the_turns_that_work_on_the_message", "its worker"),
    (Fault::RunsStepsOneByOne, "a_step_that_fails_undoes_the_others", "the session and its messages"),
    (Fault::RunsStepsBackwards, "a_step_sees_what_the_ones_before_it_did", ""),
    (Fault::GivesOneTurnToTwo, "of_concurrent_claims_of_one_turn_one_succeeds", "claims that succeeded"),
    (Fault::GivesOneTurnToTwo, "turns_wait_in_their_order", "one turn runs at a time"),
    (Fault::NeverLosesAWorker, "a_turn_whose_worker_is_lost_is_claimed_again", "a turn that can be claimed"),
    (Fault::ForgetsAttempts, "a_turn_fails_after_its_attempts", "then it is the turn of the next"),
    (Fault::RenewsForNothing, "a_late_worker_that_was_not_replaced_goes_on", "the turn is its own again"),
    (Fault::EndsTwice, "an_ended_turn_is_written_to_no_more", "another end"),
    (Fault::StopsAtOnce, "a_turn_is_stopped_in_each_state", "one that runs is marked"),
    (Fault::ForgetsWhyATurnFailed, "an_ended_turn_is_written_to_no_more", "why and when"),
    (Fault::IgnoresKeys, "a_submission_with_a_key_is_taken_once", ""),
    (Fault::TakesEverything, "a_message_that_does_not_wait_is_refused", "should be refused by the turn"),
    (Fault::TakesEverything, "an_interruption_stops_the_turn_that_runs", "who stopped it"),
    (Fault::CountsNobody, "turns_wait_in_their_order", "while turn 0 runs"),
    (Fault::ListsTurnsOldestFirst, "turns_are_listed_newest_first", "by time"),
    (Fault::ListsTurnsWithoutTheCursor, "turns_are_listed_newest_first", "behind the first"),
    (Fault::TakesUnknownCursors, "turns_are_listed_newest_first", "a cursor that is no turn"),
    (Fault::TakesUnknownCursors, "requests_of_all_sessions_are_listed", "a cursor that never was"),
    (Fault::ForgetsClientIds, "a_message_is_found_by_the_id_of_its_client", "the message with the id"),
    (Fault::FindsClientIdsElsewhere, "a_message_is_found_by_the_id_of_its_client", "in another session"),
    (Fault::HasAnotherTime, "the_time_of_a_store_is_that_of_its_turns", "≤"),
    (Fault::ListsAllStates, "turns_are_listed_newest_first", "a list of those that are completed"),
    (Fault::FindsTurnsOfOtherSessions, "turns_belong_to_their_session", "should not find the turn"),
    (Fault::SaysThatAllSessionsAreDue, "sessions_are_due_in_their_order", "for the longest time first"),
    (Fault::IgnoresTheLimitOfDueSessions, "sessions_are_due_in_their_order", "at most the limit"),
    (Fault::LosesPermissions, "a_request_keeps_every_field", "as it was made"),
    (Fault::AsksAgain, "a_request_keeps_every_field", "who asks again"),
    (Fault::ListsRequestsWithoutTheKind, "requests_of_all_sessions_are_listed", "kind: Some(Output)"),
    (Fault::ListsExpiredWithTheOthers, "requests_of_all_sessions_are_listed", "expired: true"),
    (Fault::DecidesTwice, "of_concurrent_decisions_one_stands", "decisions that were made"),
    (Fault::ForgetsThatRequestsExpire, "what_has_expired_is_not_approved", "it is too late"),
    (Fault::EndsDraftsWithoutDecisions, "a_decision_on_a_draft_waits_for_its_end", "another one"),
    (Fault::TakesDecisionsForEdits, "the_last_decision_continues_a_blocked_turn", ""),
    (Fault::ForgetsResults, "a_call_runs_once_unless_it_is_repeatable", "the result is returned"),
    (Fault::RunsCallsTwice, "a_call_runs_once_unless_it_is_repeatable", "nobody knows what came of it"),
    (Fault::ListsCallsBackwards, "a_call_runs_once_unless_it_is_repeatable", "in their order"),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_fault_breaks_its_law() {
    assert_each_breaks(FAULTS, async |fault, name| {
        let law = TURN_LAWS.iter().find(|law| law.name() == name).expect(name);
        law.test(Broken::new(fault)).await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn without_a_fault_every_law_is_kept() {
    conformance::check_turns(async || Broken::new(Fault::Nothing)).await;
}

/// A memory store whose turns have one fault.
#[derive(Debug)]
struct Broken {
    inner: MemoryStore,
    fault: Fault,
    claimed: Mutex<Option<TurnRecord>>,
    sessions: Mutex<Vec<SessionId>>,
    /// The tool of each request, as it was asked about last.
    asked: Mutex<HashMap<CallRequestId, String>>,
    /// The messages that clients' ids were found to name, in any session.
    client_ids: Mutex<HashMap<String, MessageId>>,
}

impl Broken {
    fn new(fault: Fault) -> Self {
        Self {
            inner: MemoryStore::new(),
            fault,
            claimed: Mutex::default(),
            sessions: Mutex::default(),
            asked: Mutex::default(),
            client_ids: Mutex::default(),
        }
    }

    /// Changes what a transaction shall do.
    fn spoil(&self, step: &mut Step) {
        match (self.fault, step) {
            (Fault::NeverLosesAWorker, Step::Claim(claim)) => claim.lease = Duration::from_secs(3600),
            (Fault::ForgetsAttempts, Step::Claim(claim)) => claim.max_attempts = u32::MAX,
            (Fault::RenewsForNothing, Step::Renew { lease, .. }) => *lease = Duration::ZERO,
            (Fault::ForgetsWhyATurnFailed, Step::End { end: TurnEnd::Failed(error), .. }) => error.clear(),
            (Fault::IgnoresKeys, Step::Submit(submission)) => {
                if let Some(batch) = &mut submission.batch {
                    batch.idempotency = None;
                }
            }
            (Fault::TakesEverything, Step::Submit(submission)) => {
                (submission.when_running, submission.when_blocked) = Default::default();
            }
            (Fault::LosesPermissions, Step::Ask(requests)) => {
                for new in requests {
                    new.request.permission = None;
                }
            }
            (Fault::ForgetsThatRequestsExpire, Step::Ask(requests)) => {
                for new in requests {
                    new.expires_in = None;
                }
            }
            (Fault::AsksAgain, Step::Ask(requests)) => {
                let tools = requests.iter().map(|new| (new.request.id, new.request.tool.clone()));
                locked(&self.asked).extend(tools);
            }
            (Fault::RunsCallsTwice, Step::BeginCall(call)) => call.repeatable = true,
            _ => {}
        }
    }

    async fn all_decisions(&self, session: SessionId) -> Result<Vec<CallRequestId>> {
        let mut filter = RequestFilter::default();
        filter.session = Some(session);
        let requests = self.inner.list_requests(filter, 1000).await?;
        Ok(requests.into_iter().filter(|request| request.unapplied).map(|request| request.id).collect())
    }

    async fn run(&self, session: SessionId, steps: &[Step], write: Write) -> Result<Vec<Done>> {
        match self.fault {
            Fault::RunsStepsOneByOne => {
                let mut done = Vec::new();
                let write = Write::at(write.at);
                for step in steps {
                    done.extend(self.inner.transact(session, std::slice::from_ref(step), write).await?);
                }
                Ok(done)
            }
            Fault::RunsStepsBackwards => {
                let steps: Vec<_> = steps.iter().rev().cloned().collect();
                let mut done = self.inner.transact(session, &steps, write).await?;
                done.reverse();
                Ok(done)
            }
            _ => self.inner.transact(session, steps, write).await,
        }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Fresh for Broken {
    type Guard = ();

    fn split(self) -> (Arc<dyn Store>, ()) {
        (Arc::new(self.inner), ())
    }
}

impl FreshTurns for Broken {
    fn split_turns(self) -> (Arc<dyn Store>, Arc<dyn TurnRepository>, ()) {
        (Arc::new(self.inner.clone()), Arc::new(self), ())
    }
}

#[async_trait]
impl TurnRepository for Broken {
    async fn transact(&self, session: SessionId, steps: &[Step], write: Write) -> Result<Vec<Done>> {
        let mut steps = steps.to_vec();
        for step in &mut steps {
            self.spoil(step);
        }
        locked(&self.sessions).push(session);
        let write = if self.fault == Fault::IgnoresFences { Write::at(write.at) } else { write };
        match (self.fault, &mut *steps) {
            (Fault::StopsAtOnce, [Step::Stop { turn, .. }]) => {
                let end = Step::End { turn: *turn, end: TurnEnd::Cancelled };
                if let Ok(done) = self.inner.transact(session, &[end], write).await {
                    return Ok(done);
                }
            }
            (Fault::EndsDraftsWithoutDecisions, [Step::Update { update, decisions, .. }]) => {
                if matches!(update.change, MessageChange::Complete { .. }) {
                    *decisions = self.all_decisions(session).await?;
                }
            }
            (Fault::ForgetsResults, [Step::EndCall { result, .. }]) => result.clear(),
            (Fault::TakesDecisionsForEdits, [Step::Decide { request, update: Some(update), .. }]) => {
                let message = self.inner.find_request(*request).await?.message_id;
                let edit = Step::Update { message, update: update.clone(), decisions: Vec::new() };
                self.inner.transact(session, &[edit], write).await?;
                return Ok(vec![Done::Request(self.inner.find_request(*request).await?)]);
            }
            _ => {}
        }
        let mut done = self.run(session, &steps, write).await;
        if let (Fault::DecidesTwice, [Step::Decide { request, .. }]) = (self.fault, &*steps)
            && matches!(done, Err(Error::Conflict(Conflict::RequestDecided { .. })))
        {
            done = Ok(vec![Done::Request(self.inner.find_request(*request).await?)]);
        }
        if let (Fault::EndsTwice, [Step::End { turn, .. }]) = (self.fault, &*steps)
            && done.is_err()
        {
            done = Ok(vec![Done::Turn(self.inner.find_turn(session, *turn).await?.0)]);
        }
        if let (Fault::GivesOneTurnToTwo, Ok([Done::Claimed(claimed)])) = (self.fault, done.as_deref_mut()) {
            let mut last = locked(&self.claimed);
            match claimed {
                Some(_) => last.clone_from(claimed),
                None => claimed.clone_from(&last),
            }
        }
        done
    }

    async fn due_sessions(&self, limit: u32) -> Result<Vec<SessionId>> {
        match self.fault {
            Fault::IgnoresTheLimitOfDueSessions => self.inner.due_sessions(u32::MAX).await,
            Fault::SaysThatAllSessionsAreDue => {
                let mut sessions = locked(&self.sessions).clone();
                sessions.sort_unstable();
                sessions.dedup();
                sessions.truncate(limit as usize);
                Ok(sessions)
            }
            _ => self.inner.due_sessions(limit).await,
        }
    }

    async fn find_turn(&self, session: SessionId, id: TurnId) -> Result<(TurnRecord, usize)> {
        let found = self.inner.find_turn(session, id).await;
        match self.fault {
            Fault::CountsNobody => found.map(|(turn, _)| (turn, 0)),
            Fault::FindsTurnsOfOtherSessions if found.is_err() => {
                let sessions = locked(&self.sessions).clone();
                for other in sessions {
                    if let Ok(found) = self.inner.find_turn(other, id).await {
                        return Ok(found);
                    }
                }
                found
            }
            _ => found,
        }
    }

    async fn list_turns(
        &self,
        session: SessionId,
        mut filter: TurnFilter,
        limit: u32,
    ) -> Result<Vec<TurnRecord>> {
        match self.fault {
            Fault::ListsTurnsWithoutTheCursor => filter.after = None,
            Fault::ListsAllStates => filter.state = None,
            _ => {}
        }
        let mut turns = match self.inner.list_turns(session, filter, limit).await {
            Err(Error::InvalidArgument { .. }) if self.fault == Fault::TakesUnknownCursors => Vec::new(),
            listed => listed?,
        };
        if self.fault == Fault::ListsTurnsOldestFirst {
            turns.reverse();
        }
        Ok(turns)
    }

    async fn find_request(&self, id: CallRequestId) -> Result<CallRequest<AccountId>> {
        let mut found = self.inner.find_request(id).await?;
        if self.fault == Fault::AsksAgain
            && let Some(again) = locked(&self.asked).get(&id)
        {
            found.tool.clone_from(again);
        }
        Ok(found)
    }

    async fn list_requests(
        &self,
        mut filter: RequestFilter,
        limit: u32,
    ) -> Result<Vec<CallRequest<AccountId>>> {
        match self.fault {
            Fault::ListsRequestsWithoutTheKind => filter.kind = None,
            Fault::ListsExpiredWithTheOthers => filter.expired = false,
            _ => {}
        }
        match self.inner.list_requests(filter, limit).await {
            Err(Error::InvalidArgument { .. }) if self.fault == Fault::TakesUnknownCursors => Ok(Vec::new()),
            listed => listed,
        }
    }

    async fn find_by_client_id(&self, session: SessionId, client_id: &str) -> Result<Option<MessageId>> {
        match self.fault {
            Fault::ForgetsClientIds => Ok(None),
            Fault::FindsClientIdsElsewhere => {
                let found = self.inner.find_by_client_id(session, client_id).await?;
                let mut known = locked(&self.client_ids);
                match found {
                    Some(found) => Ok(Some(*known.entry(client_id.to_owned()).or_insert(found))),
                    None => Ok(known.get(client_id).copied()),
                }
            }
            _ => self.inner.find_by_client_id(session, client_id).await,
        }
    }

    async fn now(&self) -> Result<Timestamp> {
        match self.fault {
            Fault::HasAnotherTime => Ok(Timestamp::UNIX_EPOCH),
            _ => self.inner.now().await,
        }
    }

    async fn run_calls(&self, session: SessionId, message: MessageId) -> Result<Vec<RunCall>> {
        let mut calls = self.inner.run_calls(session, message).await?;
        if self.fault == Fault::ListsCallsBackwards {
            calls.reverse();
        }
        Ok(calls)
    }
}
