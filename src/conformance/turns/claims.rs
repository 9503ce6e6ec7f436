//! Laws about workers: claims, lost leases, and the ends of turns.

use super::subject::{HOUR, NOTHING, Run, TurnSubject};
use crate::{
    conformance::subject::{complete, ok, race, write},
    model::{
        error::{Conflict, Error, Result},
        offset::Offset,
        turn::TurnState,
    },
    repository::{Claim, MessageBatch, Step, TurnEnd},
};

#[track_caller]
pub(super) fn assert_fenced<T: std::fmt::Debug>(result: &Result<T>, what: &str) {
    let fenced = matches!(result, Err(Error::Conflict(Conflict::Fenced { .. })));
    assert!(fenced, "{what}: should be fenced, but: {result:?}");
}

#[track_caller]
fn assert_ended<T: std::fmt::Debug>(result: &Result<T>, what: &str) {
    let ended = matches!(result, Err(Error::Conflict(Conflict::TurnEnded { .. } | Conflict::Fenced { .. })));
    assert!(ended, "{what}: the turn has ended, but: {result:?}");
}

/// Checks that the worker of a turn cannot write any more.
async fn assert_cannot_write(store: &TurnSubject, run: &Run, what: &str) {
    let before = store.offset(run.session).await;
    let input = ok(store.find_message(run.session, run.input).await);
    let append = MessageBatch::new(store.messages(1));
    assert_fenced(&store.append_messages(run.session, &append, run.write).await, what);
    let change = complete(run.input, "late");
    let update = crate::repository::MessageUpdate { base: input.revision, change };
    assert_fenced(&store.update_message(run.session, run.input, &update, run.write).await, what);
    let decisions = Vec::new();
    for step in [
        Step::Append(MessageBatch::new(store.messages(1))),
        Step::Update { message: run.input, update, decisions },
        Step::Renew { turn: run.turn, lease: HOUR },
        Step::Works { turn: run.turn, message: run.input },
    ] {
        assert_fenced(&store.work(run, &[step]).await, what);
    }
    assert_eq!(store.offset(run.session).await, before, "{what}: nothing was written");
}

pub(crate) async fn of_concurrent_claims_of_one_turn_one_succeeds(store: TurnSubject) {
    let session = store.start().await;
    let turn = store.queue(session).await.turn.id;
    let claim = |_| {
        let store = store.clone();
        async move { store.next(session, HOUR).await }
    };
    let claimed: Vec<_> = race(16, claim).await.into_iter().flatten().collect();
    assert_eq!(claimed.len(), 1, "claims that succeeded");
    let found = store.turn(session, turn).await;
    assert_eq!(claimed, std::slice::from_ref(&found), "the turn is as it was given to its worker");
    assert_eq!((found.turn.state, found.turn.attempt), (TurnState::Running, 1), "the turn runs");
    assert!(found.turn.started_at.is_some() && found.lease_expires_at.is_some(), "since when, how long");
    assert_eq!(found.generation.get(), 1, "a claim raises the generation");
}

pub(crate) async fn a_turn_whose_worker_is_lost_is_claimed_again(store: TurnSubject) {
    let session = store.start().await;
    let turn = store.queue(session).await.turn.id;
    store.queue(session).await;
    let lost = store.take(session, NOTHING).await;
    let run = store.take(session, HOUR).await;
    assert_eq!((lost.turn, run.turn), (turn, turn), "the turn of a lost worker comes before those that wait");
    let found = store.turn(session, turn).await;
    assert_eq!((found.turn.attempt, found.generation.get()), (2, 2), "another attempt");
    assert_cannot_write(&store, &lost, "a worker whose turn was claimed").await;
    assert_fenced(&store.try_end(&lost, TurnEnd::Completed).await, "its end");
    store.end(&run, TurnEnd::Completed).await;
}

pub(crate) async fn a_turn_fails_after_its_attempts(store: TurnSubject) {
    let session = store.start().await;
    let turn = store.queue(session).await.turn.id;
    let next = store.queue(session).await.turn.id;
    let claim = || Claim { max_attempts: 2, ..store.claim(NOTHING) };
    for attempt in 1..=2 {
        let claimed = ok(store.try_claim(session, claim()).await).expect("a turn");
        assert_eq!((claimed.turn.id, claimed.turn.attempt), (turn, attempt), "attempt {attempt}");
    }
    let claimed = ok(store.try_claim(session, claim()).await).expect("a turn");
    assert_eq!((claimed.turn.id, claimed.turn.attempt), (next, 1), "then it is the turn of the next");
    let failed = store.turn(session, turn).await.turn;
    assert_eq!(failed.state, TurnState::Failed, "the turn that was claimed too often");
    assert!(failed.error.is_some() && failed.ended_at.is_some(), "why and when it failed");
}

pub(crate) async fn a_late_worker_that_was_not_replaced_goes_on(store: TurnSubject) {
    let session = store.start().await;
    store.queue(session).await;
    let run = store.take(session, NOTHING).await;
    let message = store.begin(&run).await;
    assert_eq!(store.due().await, [session], "the session is due: its worker seems lost");
    let renewed = ok(store.work(&run, &[Step::Renew { turn: run.turn, lease: HOUR }]).await);
    let expires = ok(renewed.into_iter().next().expect("an answer").turn()).lease_expires_at;
    assert_eq!(store.turn(session, run.turn).await.lease_expires_at, expires, "the new lease is kept");
    assert_eq!(store.next(session, HOUR).await, None, "the turn is its own again");
    assert!(store.due().await.is_empty(), "the session is not due");
    ok(store.finish(run.write, session, message, &[]).await);
    store.end(&run, TurnEnd::Completed).await;
}

pub(crate) async fn an_ended_turn_is_written_to_no_more(store: TurnSubject) {
    for end in [TurnEnd::Completed, TurnEnd::Failed("broke".to_owned()), TurnEnd::Cancelled] {
        let session = store.start().await;
        let run = store.run(session).await;
        let ended = store.end(&run, end.clone()).await.turn;
        assert_eq!(ended.state, end.state(), "the state that the worker said");
        let error = if let TurnEnd::Failed(error) = &end { Some(error.clone()) } else { None };
        assert_eq!((ended.error, ended.ended_at.is_some()), (error, true), "why and when: {end:?}");
        assert_cannot_write(&store, &run, "the worker of a turn that has ended").await;

        let before = store.offset(session).await;
        let again = store.end(&run, end.clone()).await;
        assert_eq!(again, store.turn(session, run.turn).await, "an end can be repeated");
        assert_eq!(store.offset(session).await, before, "and changes nothing then");
        let other = if end == TurnEnd::Completed { TurnEnd::Cancelled } else { TurnEnd::Completed };
        assert_ended(&store.try_end(&run, other).await, "another end");
        let renewal = Step::Renew { turn: run.turn, lease: HOUR };
        assert_ended(&store.step(session, renewal).await, "a renewal without a fence");
    }
}

pub(crate) async fn a_turn_is_blocked_only_by_a_request(store: TurnSubject) {
    let session = store.start().await;
    let run = store.run(session).await;
    let ended = store.end(&run, TurnEnd::Blocked).await;
    assert_eq!(ended.turn.state, TurnState::Completed, "a turn that asked for nothing");
    assert_eq!(store.end(&run, TurnEnd::Blocked).await, ended, "the same end again");
}

pub(crate) async fn a_turn_is_stopped_in_each_state(store: TurnSubject) {
    let session = store.start().await;
    let run = store.run(session).await;
    let waiting = store.queue(session).await.turn.id;
    let stopped = store.stop(session, waiting).await.turn;
    assert_eq!(stopped.state, TurnState::Cancelled, "one that waits ends at once");
    assert_eq!(stopped.stop.and_then(|stop| stop.reason).as_deref(), Some("enough"), "who and why");

    let marked = store.stop(session, run.turn).await;
    assert_eq!(marked.turn.state, TurnState::Running, "one that runs is marked");
    let before = store.offset(session).await;
    assert_eq!(store.stop(session, run.turn).await, marked, "the first stop counts");
    assert_eq!(store.offset(session).await, before, "a stop is told once");
    let message = store.begin(&run).await;
    ok(store.finish(run.write, session, message, &[]).await);
    let ended = store.end(&run, TurnEnd::Cancelled).await;
    assert_eq!(store.stop(session, run.turn).await, ended, "one that has ended stays as it is");

    store.queue(session).await;
    let lost = store.take(session, NOTHING).await;
    let stopped = store.stop(session, lost.turn).await.turn;
    assert_eq!(stopped.state, TurnState::Cancelled, "one whose worker is lost ends at once");
    assert_cannot_write(&store, &lost, "the lost worker").await;

    let run = store.run(session).await;
    store.stop(session, run.turn).await;
    ok(store.work(&run, &[Step::Renew { turn: run.turn, lease: NOTHING }]).await);
    assert_eq!(store.next(session, HOUR).await, None, "a stopped turn is not claimed again");
    assert_eq!(store.state(session, run.turn).await, TurnState::Cancelled, "it has ended instead");
}

pub(crate) async fn sessions_are_due_in_their_order(store: TurnSubject) {
    let mut sessions = Vec::new();
    for _ in 0..4 {
        let session = store.start().await;
        store.queue(session).await;
        store.queue(session).await;
        sessions.push(session);
    }
    store.start().await;
    let mut due = store.due().await;
    let queued_at = async |session| store.all_turns(session).await[0].turn.created_at;
    let mut times = Vec::new();
    for session in &due {
        times.push(queued_at(*session).await);
    }
    assert!(times.is_sorted(), "those that are due for the longest time first: {times:?}");
    due.sort_unstable();
    let mut expected = sessions.clone();
    expected.sort_unstable();
    assert_eq!(due, expected, "every session in which a turn waits");
    assert_eq!(ok(store.turns().due_sessions(3).await).len(), 3, "at most the limit");

    let run = store.take(sessions[0], HOUR).await;
    ok(store.delete_session(sessions[1], write(1)).await);
    store.take(sessions[2], NOTHING).await;
    let due = store.due().await;
    assert!(!due.contains(&sessions[0]), "a turn runs");
    assert!(!due.contains(&sessions[1]), "a deleted session");
    assert!(due.contains(&sessions[2]), "a worker is lost");
    store.end(&run, TurnEnd::Completed).await;
    ok(store.restore_session(sessions[1], write(2)).await);
    assert_eq!(store.due().await.len(), 4, "the next turn waits, and the session is restored");
    for turn in store.all_turns(sessions[0]).await {
        store.stop(sessions[0], turn.turn.id).await;
    }
    assert!(!store.due().await.contains(&sessions[0]), "nothing waits");
    let before = store.due().await;
    store.block(sessions[0]).await;
    assert_eq!(store.due().await, before, "a blocked turn waits for people, not for a worker");
    let waiting = store.queue(sessions[0]).await;
    assert_eq!(store.due().await, before, "what is behind it waits too: {waiting:?}");
}

pub(crate) async fn generations_never_fall(store: TurnSubject) {
    let session = store.start().await;
    let mut last = 0;
    for round in 0..6_u64 {
        store.queue(session).await;
        let run = store.take(session, NOTHING).await;
        let generation = run.write.fence.map_or(0, crate::Generation::get);
        assert!(generation > last, "a claim raises the generation: {last} to {generation}");
        last = generation;
        if round % 2 == 0 {
            store.end(&run, TurnEnd::Completed).await;
            let append = MessageBatch::new(store.messages(1));
            let stale = store.append_messages(session, &append, run.write).await;
            assert_fenced(&stale, "the end of a turn raises the generation");
        }
    }
    assert!(store.offset(session).await > Offset::new(0), "changes took offsets");
}
