//! Laws about the requests of tool calls.

use super::subject::{HOUR, NOTHING, TurnSubject};
use crate::{
    conformance::subject::{
        assert_not_found, assert_refused, assert_stale, complete, json, ok, race, text, write,
    },
    model::{
        call_request::{CallRequest, RequestKind, RequestState},
        error::{Conflict, Error, Resource, Result},
        id::{AccountId, CallRequestId, SessionId},
        turn::TurnState,
    },
    repository::{Decision, MessageUpdate, NewRequest, RequestFilter, Step, TurnEnd},
};

#[track_caller]
fn assert_decided(result: &Result<CallRequest<AccountId>>, expected: &CallRequest<AccountId>, what: &str) {
    let by_whom = expected.decided_by.map(|account| account.to_string());
    let decided = matches!(
        result,
        Err(Error::Conflict(Conflict::RequestDecided { request, state, by, .. }))
            if **request == expected.id.to_string()
                && *state == expected.state.as_str()
                && by.as_deref() == by_whom.as_deref()
    );
    assert!(decided, "{what}: the first decision stands, but: {result:?}");
}

pub(crate) async fn a_request_keeps_every_field(store: TurnSubject) {
    let session = store.start().await;
    let run = store.run(session).await;
    let request = CallRequest {
        ordinal: 3,
        input: Some(json(r#"{"z":1.0,"a":12345678901234567890, "t":"\u0041"}"#)),
        robot_id: Some("host:helper".parse().expect("a robot")),
        permission: Some("MANAGE_THREADS".to_owned()),
        ..store.question(&run, run.input)
    };
    let asked = NewRequest { request: request.clone(), expires_in: Some(HOUR) };
    ok(store.work(&run, &[Step::Ask(vec![asked])]).await);
    let found = ok(store.turns().find_request(request.id).await);
    let (created_at, expires_at) = (found.created_at, found.expires_at);
    let expected = CallRequest { created_at, expires_at, ..request.clone() };
    assert_eq!(found, expected, "a request is kept as it was made");
    let life = expires_at.map(|expires| expires.as_micros() - created_at.as_micros());
    assert_eq!(life, Some(3_600_000_000), "it lives for an hour, by the store's clock");
    let again = NewRequest {
        request: CallRequest { tool: "another".to_owned(), ..request.clone() },
        expires_in: None,
    };
    ok(store.work(&run, &[Step::Ask(vec![again])]).await);
    assert_eq!(ok(store.turns().find_request(request.id).await), expected, "who asks again changes nothing");
    let decision = Decision { reason: Some("spam".to_owned()), ..store.approval() };
    let decided = ok(store.decide(session, request.id, &decision).await);
    assert_eq!((decided.decided_by, decided.reason.as_deref()), (decision.by, Some("spam")), "the decision");
    assert_eq!(ok(store.turns().find_request(request.id).await), decided, "the decision is kept");
}

pub(crate) async fn requests_of_all_sessions_are_listed(store: TurnSubject) {
    let (session, other, gone) = (store.start().await, store.start().await, store.start().await);
    let mut asked = Vec::new();
    for session in [session, other, session, gone, other] {
        if store.all_turns(session).await.is_empty() {
            store.run(session).await;
        }
        let record = store.all_turns(session).await.remove(0);
        let run = super::subject::Run {
            session,
            turn: record.turn.id,
            write: write(8).fenced(record.generation),
            input: record.turn.inputs[0],
        };
        let kind = if asked.len() % 2 == 0 { RequestKind::Approval } else { RequestKind::Output };
        let request = CallRequest { kind, ..store.question(&run, run.input) };
        let expires_in = (asked.len() == 2).then_some(NOTHING);
        asked.push(request.id);
        ok(store.work(&run, &[Step::Ask(vec![NewRequest { request, expires_in }])]).await);
    }
    ok(store.delete_session(gone, write(9)).await);
    assert_not_found(&store.turns().find_request(asked[3]).await, Resource::CallRequest);
    ok(store.decide(other, asked[1], &store.approval()).await);
    let list = async |filter, limit| ok(store.turns().list_requests(filter, limit).await);
    let all = list(RequestFilter::default(), 100).await;
    let mut sorted = all.clone();
    sorted.sort_by_key(|request| std::cmp::Reverse((request.created_at, request.id)));
    assert_eq!(all, sorted, "the newest first, equal times by id, descending");
    let mut listed: Vec<_> = all.iter().map(|request| request.id).collect();
    listed.sort_unstable();
    let mut expected = [asked[0], asked[1], asked[2], asked[4]];
    expected.sort_unstable();
    assert_eq!(listed, expected, "the requests of sessions that are not deleted");

    let base = RequestFilter::default();
    let pending = Some(RequestState::Pending);
    for (filter, expected) in [
        (RequestFilter { session: Some(session), ..base }, vec![asked[0], asked[2]]),
        (RequestFilter { kind: Some(RequestKind::Output), ..base }, vec![asked[1]]),
        // The edit of the message with the decision has not withdrawn the other request of the session.
        (RequestFilter { state: pending, ..base }, vec![asked[0], asked[2], asked[4]]),
        (RequestFilter { state: Some(RequestState::Approved), ..base }, vec![asked[1]]),
        (RequestFilter { expired: true, ..base }, vec![asked[2]]),
        (RequestFilter { session: Some(other), state: pending, ..base }, vec![asked[4]]),
        (RequestFilter { session: Some(store.id(SessionId::from_bytes)), ..base }, Vec::new()),
    ] {
        let chosen = all.iter().filter(|request| expected.contains(&request.id));
        let chosen: Vec<_> = chosen.cloned().collect();
        assert_eq!(list(filter, 100).await, chosen, "{filter:?}");
        let mut walked: Vec<CallRequest<AccountId>> = Vec::new();
        loop {
            let after = walked.last().map(|request| request.id);
            let page = list(RequestFilter { after, ..filter }, 1).await;
            assert!(page.len() <= 1, "at most the limit");
            if page.is_empty() {
                break;
            }
            walked.extend(page);
            assert!(walked.len() <= chosen.len(), "a walk of {filter:?} that does not end");
        }
        assert_eq!(walked, chosen, "a walk of {filter:?}");
    }
    for session in [None, Some(session)] {
        let after = Some(store.id(CallRequestId::from_bytes));
        let listed = store.turns().list_requests(RequestFilter { session, after, ..base }, 1).await;
        let refused = matches!(&listed, Err(Error::InvalidArgument { argument, .. }) if argument == "after");
        assert!(refused, "a cursor that never was a request: {listed:?}");
    }
}

pub(crate) async fn of_concurrent_decisions_one_stands(store: TurnSubject) {
    let session = store.start().await;
    let (_, message, request) = store.block(session).await;
    let decide = |number: usize| {
        let store = store.clone();
        async move {
            let state = if number.is_multiple_of(2) { RequestState::Approved } else { RequestState::Denied };
            let decision = Decision { state, ..store.approval() };
            // Who comes second has perhaps seen another revision than the first: it looks again.
            loop {
                let decided = store.decide(session, request, &decision).await;
                if !matches!(decided, Err(Error::Conflict(Conflict::StaleRevision { .. }))) {
                    return (decision, decided);
                }
            }
        }
    };
    let (made, refused): (Vec<_>, Vec<_>) =
        race(16, decide).await.into_iter().partition(|(_, decided)| decided.is_ok());
    assert_eq!(made.len(), 1, "decisions that were made");
    let found = ok(store.turns().find_request(request).await);
    assert_eq!((found.state, found.decided_by), (made[0].0.state, made[0].0.by), "the decision that stands");
    for (_, decided) in &refused {
        assert_decided(decided, &found, "a later decision");
    }
    let before = store.offset(session).await;
    let again = store.decide(session, request, &made[0].0).await;
    assert_eq!(ok(again), found, "the same decision again");
    assert_eq!(store.offset(session).await, before, "changes nothing");
    let revision = ok(store.find_message(session, message).await).revision;
    assert!(crate::Offset::from(revision) < before, "the turn is continued after the message has changed");
}

pub(crate) async fn what_has_expired_is_not_approved(store: TurnSubject) {
    let session = store.start().await;
    let run = store.run(session).await;
    let expired = store.ask_for(&run, run.input, Some(NOTHING)).await;
    let fresh = store.ask_for(&run, run.input, Some(HOUR)).await;
    let by_time = Decision { state: RequestState::Expired, by: None, reason: None };
    assert_refused(&store.decide(session, fresh, &by_time).await, "decision");
    for state in [RequestState::Approved, RequestState::Denied, RequestState::Answered] {
        let decided = store.decide(session, expired, &Decision { state, ..store.approval() }).await;
        let refused =
            matches!(decided, Err(Error::Conflict(Conflict::RequestDecided { state: "expired", .. })));
        assert!(refused, "it is too late for {state}, but: {decided:?}");
    }
    assert_eq!(
        store.request_state(expired).await,
        RequestState::Pending,
        "until somebody says that it expired"
    );
    let decided = ok(store.decide(session, expired, &by_time).await);
    assert_eq!(decided.state, RequestState::Expired, "it has expired");
    assert_decided(&store.decide(session, expired, &store.approval()).await, &decided, "an approval");
    ok(store.decide(session, fresh, &store.approval()).await);
}

pub(crate) async fn a_request_goes_with_its_message(store: TurnSubject) {
    let session = store.start().await;
    let (run, message, edited) = store.block(session).await;
    let revision = ok(store.find_message(session, message).await).revision;
    ok(store.complete(session, message, revision, "edited").await);
    let found = ok(store.turns().find_request(edited).await);
    assert_eq!((found.state, found.decided_by), (RequestState::Withdrawn, None), "after an edit");
    assert!(found.decided_at.is_some() && found.reason.is_some(), "when and why");
    assert_decided(&store.decide(session, edited, &store.approval()).await, &found, "an approval");
    let continuing = store.turn(session, run.turn).await.turn.continued_by.expect("it is continued");
    store.stop(session, continuing).await;

    let (run, message, deleted) = store.block(session).await;
    ok(store.delete_message(session, message, 9).await);
    assert_eq!(store.request_state(deleted).await, RequestState::Withdrawn, "after a deletion");
    assert_eq!(store.state(session, run.turn).await, TurnState::Cancelled, "a deletion ends the turn");
    for turn in store.all_turns(session).await {
        store.stop(session, turn.turn.id).await;
    }
    let (run, _, stopped) = store.block(session).await;
    store.stop(session, run.turn).await;
    let found = ok(store.turns().find_request(stopped).await);
    assert_eq!(found.state, RequestState::Withdrawn, "after a stop");
    assert_eq!(found.reason.as_deref(), Some("enough"), "the reason of the stop");
}

pub(crate) async fn the_repetition_of_a_completion_withdraws_nothing(store: TurnSubject) {
    let session = store.start().await;
    let run = store.run(session).await;
    let message = store.begin(&run).await;
    let request = store.ask(&run, message).await;
    let base = ok(store.find_message(session, message).await).revision;
    let change = complete(message, "an answer");
    let update = MessageUpdate { base, change };
    let first = ok(store.update_message(session, message, &update, run.write).await);
    assert_eq!(store.request_state(request).await, RequestState::Pending, "a completion is no edit");
    let step = Step::Update { message, update: update.clone(), decisions: Vec::new() };
    for _ in 0..2 {
        let again = ok(store.update_message(session, message, &update, run.write).await);
        let step = ok(ok(store.step_as(run.write, session, step.clone()).await).revision());
        assert_eq!((again, step), (first, first), "a repetition returns the revision of then");
    }
    assert_eq!(store.request_state(request).await, RequestState::Pending, "and is no edit either");
}

pub(crate) async fn a_decision_and_its_message_change_together(store: TurnSubject) {
    let session = store.start().await;
    let (_, message, request) = store.block(session).await;
    let (before, now) =
        (store.session(session).await, ok(store.find_message(session, message).await).revision);
    let decide = async |base, id| {
        let change = complete(id, "approved");
        let update = Some(MessageUpdate { base, change });
        store.step(session, Step::Decide { request, decision: store.approval(), update }).await
    };
    let stale = crate::Revision::from(crate::Offset::new(1));
    assert_stale(&decide(stale, message).await, stale, now);
    let without = store.decide_on_draft(session, request, &store.approval()).await;
    assert!(
        matches!(without, Err(Error::Conflict(Conflict::NotADraft))),
        "the part must change: {without:?}"
    );
    assert_eq!(store.session(session).await, before, "what is refused changes nothing");
    assert_eq!(store.request_state(request).await, RequestState::Pending, "nor the request");
    let decided = ok(ok(decide(now, message).await).request());
    assert_eq!((decided.state, decided.unapplied), (RequestState::Approved, false), "the decision");
    let found = ok(store.find_message(session, message).await);
    assert_eq!(text(&found), "approved", "the part");
    assert!(store.told_decisions(session).await.is_empty(), "followers see it in the message");
}

pub(crate) async fn a_decision_on_a_draft_waits_for_its_end(store: TurnSubject) {
    let session = store.start().await;
    let run = store.run(session).await;
    let message = store.begin(&run).await;
    let (first, second) = (store.ask(&run, message).await, store.ask(&run, message).await);
    let decision = store.approval();
    let decided = ok(store.decide_on_draft(session, first, &decision).await);
    assert!(decided.unapplied, "the decision is not in the message yet");
    assert_eq!(store.told_decisions(session).await, [first], "followers are told");
    let before = store.offset(session).await;
    assert_eq!(ok(store.decide_on_draft(session, first, &decision).await), decided, "the same decision");
    assert_eq!(store.offset(session).await, before, "is told once");
    let refused = store.decide(session, second, &decision).await;
    assert!(matches!(refused, Err(Error::Conflict(Conflict::DecisionsWaiting))), "a draft: {refused:?}");

    let revision = ok(store.find_message(session, message).await).revision;
    let plain = store.complete(session, message, revision, "an answer").await;
    assert!(matches!(plain, Err(Error::Conflict(Conflict::DecisionsWaiting))), "a plain end: {plain:?}");
    let other = store.finish(run.write, session, message, &[second]).await;
    assert!(matches!(other, Err(Error::Conflict(Conflict::DecisionsWaiting))), "another one: {other:?}");
    assert_eq!(store.offset(session).await, before, "what is refused changes nothing");
    ok(store.finish(run.write, session, message, &[first]).await);
    let found = ok(store.turns().find_request(first).await);
    assert_eq!((found.state, found.unapplied), (RequestState::Approved, false), "it is in the message now");
    assert!(store.told_decisions(session).await.is_empty(), "followers see it in the message from here on");

    let draft = store.begin(&run).await;
    let third = store.ask(&run, draft).await;
    ok(store.decide_on_draft(session, third, &decision).await);
    ok(store.delete_message(session, draft, 9).await);
    assert!(store.told_decisions(session).await.is_empty(), "a deleted draft takes its decisions along");
    assert!(!ok(store.turns().find_request(third).await).is_open(), "nothing waits for them");
}

/// Returns the turn that continues another one, after a check that it is the only one and the next.
async fn continuation(
    store: &TurnSubject,
    session: SessionId,
    blocked: crate::TurnId,
    what: &str,
) -> crate::TurnId {
    let turn = store.turn(session, blocked).await.turn;
    let turns = store.all_turns(session).await;
    let continuing: Vec<_> = turns.iter().filter(|other| other.turn.continues == Some(blocked)).collect();
    assert_eq!(continuing.len(), 1, "{what}: turns that continue it");
    let found = &continuing[0].turn;
    assert_eq!(turn.continued_by, Some(found.id), "{what}: the blocked turn names it");
    assert_eq!((found.author, &found.robot_id), (turn.author, &turn.robot_id), "{what}: for whom, by whom");
    assert!(found.inputs.is_empty(), "{what}: it has no inputs of its own");
    let (_, position) = ok(store.turns().find_turn(session, found.id).await);
    assert_eq!(position, 0, "{what}: it is in front of the others");
    found.id
}

async fn assert_not_continued(store: &TurnSubject, session: SessionId, what: &str) {
    let turns = store.all_turns(session).await;
    assert!(turns.iter().all(|other| other.turn.continues.is_none()), "{what}: too early");
}

pub(crate) async fn the_last_decision_continues_a_blocked_turn(store: TurnSubject) {
    let session = store.start().await;
    let run = store.run(session).await;
    let message = store.begin(&run).await;
    ok(store.finish(run.write, session, message, &[]).await);
    let requests = [store.ask(&run, message).await, store.ask(&run, message).await];
    store.end(&run, TurnEnd::Blocked).await;
    let waiting = store.queue(session).await.turn.id;
    assert_eq!(store.next(session, HOUR).await, None, "what waits is behind the blocked turn");
    ok(store.decide(session, requests[0], &store.approval()).await);
    assert_not_continued(&store, session, "one of two decisions").await;
    ok(store
        .decide(session, requests[1], &Decision { state: RequestState::Denied, ..store.approval() })
        .await);
    let continuing = continuation(&store, session, run.turn, "after the last decision").await;
    assert_eq!(store.due().await, [session], "the session is due");
    let next = store.take(session, HOUR).await;
    assert_eq!(next.turn, continuing, "the continuation is next");
    store.end(&next, TurnEnd::Completed).await;
    assert_eq!(store.take(session, HOUR).await.turn, waiting, "then what waited");
    assert_eq!(store.all_turns(session).await.len(), 3, "nothing is continued twice");
}

pub(crate) async fn the_end_of_a_turn_continues_it_if_all_is_decided(store: TurnSubject) {
    let session = store.start().await;
    let run = store.run(session).await;
    let message = store.begin(&run).await;
    let request = store.ask(&run, message).await;
    ok(store.decide_on_draft(session, request, &store.approval()).await);
    ok(store.finish(run.write, session, message, &[request]).await);
    assert_not_continued(&store, session, "a turn that runs").await;
    store.end(&run, TurnEnd::Blocked).await;
    continuation(&store, session, run.turn, "after the end of the turn").await;
    let before = store.offset(session).await;
    store.end(&run, TurnEnd::Blocked).await;
    assert_eq!(store.offset(session).await, before, "the same end again does not continue it again");
}

pub(crate) async fn the_end_of_the_draft_continues_a_blocked_turn(store: TurnSubject) {
    for plain in [false, true] {
        let session = store.start().await;
        let run = store.run(session).await;
        let message = store.begin(&run).await;
        let request = store.ask(&run, message).await;
        if !plain {
            ok(store.decide_on_draft(session, request, &store.approval()).await);
        }
        store.end(&run, TurnEnd::Blocked).await;
        assert_not_continued(&store, session, "a draft is open").await;
        if plain {
            let revision = ok(store.find_message(session, message).await).revision;
            ok(store.complete(session, message, revision, "an answer").await);
            assert_not_continued(&store, session, "a request waits").await;
            ok(store.decide(session, request, &store.approval()).await);
        } else {
            ok(store.finish(write(9), session, message, &[request]).await);
        }
        continuation(&store, session, run.turn, "after the end of the draft").await;
    }
}

pub(crate) async fn concurrent_decisions_continue_a_turn_once(store: TurnSubject) {
    let session = store.start().await;
    let run = store.run(session).await;
    let message = store.begin(&run).await;
    ok(store.finish(run.write, session, message, &[]).await);
    let mut requests: Vec<CallRequestId> = Vec::new();
    for _ in 0..8 {
        requests.push(store.ask(&run, message).await);
    }
    store.end(&run, TurnEnd::Blocked).await;
    let decide = |number: usize| {
        let (store, request) = (store.clone(), requests[number]);
        async move {
            let decision = store.approval();
            loop {
                let decided = store.decide(session, request, &decision).await;
                if !matches!(decided, Err(Error::Conflict(Conflict::StaleRevision { .. }))) {
                    return ok(decided);
                }
            }
        }
    };
    race(8, decide).await;
    continuation(&store, session, run.turn, "after eight decisions at once").await;
}
