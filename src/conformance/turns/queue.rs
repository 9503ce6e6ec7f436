//! Laws about the queue of turns.

use super::subject::{HOUR, TurnSubject};
use crate::{
    conformance::subject::{assert_not_found, ids, keyed, ok, write},
    model::{
        call_request::RequestState,
        error::{Conflict, Error, Resource, Result},
        id::{SessionId, TurnId},
        message::Annotations,
        offset::Offset,
        robot::RobotKey,
        turn::TurnState,
    },
    repository::{
        MAX_QUEUED, MessageBatch, NewRecord, Step, Submission, Submitted, Truncation, TurnEnd, TurnFilter,
        WhenBusy,
    },
};

pub(crate) async fn a_message_says_which_turn_takes_it(store: TurnSubject) {
    let session = store.start().await;
    let submission = store.submission();
    let Submitted { appended, turn, position } = store.submit(session, &submission).await;
    let appended = appended.expect("messages").messages;
    assert_eq!((turn.turn.id, position), (submission.turn, 0), "the turn has the id that was given");
    assert_eq!((turn.turn.session_id, turn.turn.author), (session, submission.author), "whose turn it is");
    assert_eq!((turn.turn.state, &*turn.turn.inputs), (TurnState::Queued, &*ids(&appended)), "it waits");
    let stored = store.session(session).await.messages;
    assert_eq!(stored, appended, "the messages are stored as they were returned");
    let annotations = ok(Annotations::from_json(stored[0].annotations.as_ref()));
    assert_eq!(annotations.turn_id, Some(turn.turn.id), "the message names its turn");
    assert_eq!(ok(store.turns().find_turn(session, turn.turn.id).await), (turn.clone(), 0), "found again");
    assert_eq!(store.told(session, Offset::new(0)).await, [turn.turn], "followers are told of the turn");
}

pub(crate) async fn a_message_joins_the_last_turn_that_waits(store: TurnSubject) {
    let session = store.start().await;
    let first = store.submission();
    let turn = store.submit(session, &first).await.turn.turn;
    let again = Submission { author: first.author, ..store.submission() };
    let joined = store.submit(session, &again).await.turn.turn;
    assert_eq!((joined.id, joined.inputs.len()), (turn.id, 2), "the same member and robot");
    let robot = Some("host:helper".parse::<RobotKey>().expect("a key"));
    let other_robot = Submission { author: first.author, robot: robot.clone(), ..store.submission() };
    let other = store.submit(session, &other_robot).await;
    assert_eq!((other.turn.turn.id, other.position), (other_robot.turn, 1), "another robot");
    assert_eq!(other.turn.turn.robot_id, robot, "the robot that was asked for");
    let other_member = store.submit(session, &store.submission()).await;
    assert_eq!(other_member.position, 2, "another member");
    let late = Submission { author: first.author, ..store.submission() };
    let late = store.submit(session, &late).await;
    assert_eq!(late.position, 3, "only the last turn is joined");

    let run = store.take(session, HOUR).await;
    assert_eq!(run.turn, turn.id, "the first turn runs");
    assert_eq!(store.turn(session, run.turn).await.turn.inputs, joined.inputs, "on both messages");
}

pub(crate) async fn turns_wait_in_their_order(store: TurnSubject) {
    let session = store.start().await;
    let mut queued = Vec::new();
    for number in 0..4 {
        let submitted = store.submit(session, &store.submission()).await;
        assert_eq!(submitted.position, number, "where the turn waits");
        queued.push(submitted.turn.turn.id);
    }
    for (number, turn) in queued.iter().enumerate() {
        let run = store.take(session, HOUR).await;
        assert_eq!(run.turn, *turn, "turns run in their order");
        assert_eq!(store.next(session, HOUR).await, None, "one turn runs at a time");
        for (place, waiting) in queued[number..].iter().enumerate() {
            let (_, position) = ok(store.turns().find_turn(session, *waiting).await);
            assert_eq!(position, place, "while turn {number} runs");
        }
        store.end(&run, TurnEnd::Completed).await;
    }
    assert_eq!(store.next(session, HOUR).await, None, "nothing waits any more");
}

#[track_caller]
fn assert_busy(result: &Result<Submitted>, id: TurnId, expected: &str) {
    let busy = matches!(
        result,
        Err(Error::Conflict(Conflict::TurnActive { turn, state, .. }))
            if **turn == id.to_string() && *state == expected
    );
    assert!(busy, "should be refused by the turn that is {expected}, but: {result:?}");
}

pub(crate) async fn a_message_that_does_not_wait_is_refused(store: TurnSubject) {
    let session = store.start().await;
    let refuse = || Submission {
        when_running: WhenBusy::Refuse,
        when_blocked: WhenBusy::Refuse,
        ..store.submission()
    };
    let turn = store.submit(session, &refuse()).await.turn.turn.id;
    let before = store.offset(session).await;
    assert_busy(&store.try_submit(session, &refuse()).await, turn, "queued");
    assert_eq!(store.offset(session).await, before, "what is refused takes no offset");
    let run = store.take(session, HOUR).await;
    assert_busy(&store.try_submit(session, &refuse()).await, turn, "running");
    store.end(&run, TurnEnd::Completed).await;
    let (run, _, request) = store.block(session).await;
    let refused = store.try_submit(session, &refuse()).await;
    assert_busy(&refused, run.turn, "blocked");
    let Err(Error::Conflict(Conflict::TurnActive { waiting, .. })) = refused else { return };
    assert_eq!(waiting, [request.to_string().into()], "what the turn waits for");
    let patient = Submission { when_running: WhenBusy::Refuse, ..store.submission() };
    assert_eq!(store.submit(session, &patient).await.position, 1, "who waits for people is no runner");
}

pub(crate) async fn an_interruption_stops_the_turn_that_runs(store: TurnSubject) {
    let session = store.start().await;
    let run = store.run(session).await;
    let interrupt = Submission { when_running: WhenBusy::Interrupt, ..store.submission() };
    let submitted = store.submit(session, &interrupt).await;
    let stopped = store.turn(session, run.turn).await.turn;
    assert_eq!(stopped.state, TurnState::Running, "its worker ends it");
    assert_eq!(stopped.stop.map(|stop| stop.by), Some(interrupt.author), "who stopped it");
    assert_eq!(submitted.position, 1, "the message waits for the end");
    store.end(&run, TurnEnd::Cancelled).await;
    assert_eq!(store.take(session, HOUR).await.turn, interrupt.turn, "the message is next");
}

pub(crate) async fn an_interruption_ends_a_blocked_turn(store: TurnSubject) {
    let session = store.start().await;
    let (run, _, request) = store.block(session).await;
    let interrupt = Submission { when_blocked: WhenBusy::Interrupt, ..store.submission() };
    assert_eq!(store.submit(session, &interrupt).await.position, 0, "nothing is in front of the message");
    assert_eq!(store.state(session, run.turn).await, TurnState::Cancelled, "the blocked turn");
    assert_eq!(store.request_state(request).await, RequestState::Withdrawn, "its request");
    assert_eq!(store.take(session, HOUR).await.turn, interrupt.turn, "the message is next");
}

pub(crate) async fn a_submission_with_a_key_is_taken_once(store: TurnSubject) {
    let session = store.start().await;
    let message = store.message("once");
    let with_key = |messages, fingerprint| Submission {
        batch: Some(keyed(messages, "key", fingerprint)),
        when_running: WhenBusy::Refuse,
        ..store.submission()
    };
    let first = store.submit(session, &with_key(vec![message], "1")).await;
    let before = store.offset(session).await;
    let retry = with_key(store.messages(1), "1");
    let replayed = store.submit(session, &retry).await;
    assert_eq!(replayed.turn, first.turn, "a retry returns the turn that took the messages");
    let appended = replayed.appended.expect("messages");
    assert!(appended.replayed, "a retry stores nothing");
    let messages = first.appended.expect("messages").messages;
    assert_eq!(appended.messages, messages, "a retry returns the messages");
    assert_eq!(store.offset(session).await, before, "a retry takes no offset");
    let other = store.try_submit(session, &with_key(store.messages(1), "2")).await;
    let reused = matches!(other, Err(Error::Conflict(Conflict::IdempotencyKeyReused)));
    assert!(reused, "the key was used for other content: {other:?}");

    let run = store.take(session, HOUR).await;
    store.end(&run, TurnEnd::Completed).await;
    let replayed = store.submit(session, &retry).await;
    assert_eq!(replayed.turn.turn.state, TurnState::Completed, "a retry after the end of the turn");
    assert_eq!(store.all_turns(session).await.len(), 1, "there is one turn");
}

pub(crate) async fn a_queue_has_a_limit(store: TurnSubject) {
    let session = store.start().await;
    let run = store.run(session).await;
    for _ in 0..MAX_QUEUED {
        store.queue(session).await;
    }
    let before = store.offset(session).await;
    let refused = store.try_submit(session, &store.submission()).await;
    let full = matches!(refused, Err(Error::Conflict(Conflict::QueueFull { limit: MAX_QUEUED })));
    assert!(full, "the queue should be full, but: {refused:?}");
    assert_eq!(store.offset(session).await, before, "what is refused takes no offset");
    store.end(&run, TurnEnd::Completed).await;
    store.take(session, HOUR).await;
    assert_eq!(store.submit(session, &store.submission()).await.position, MAX_QUEUED, "the last place");
}

pub(crate) async fn a_turn_runs_on_messages_that_are_there(store: TurnSubject) {
    let session = store.start().await;
    let said = ids(&store.say(session, 2).await);
    let submission = Submission { batch: None, inputs: said.clone(), ..store.submission() };
    let submitted = store.submit(session, &submission).await;
    assert_eq!((submitted.appended, submitted.turn.turn.inputs), (None, said), "the inputs");
    let both = Submission { inputs: vec![store.say(session, 1).await[0].id], ..store.submission() };
    let submitted = store.submit(session, &both).await;
    let appended = ids(&submitted.appended.expect("messages").messages);
    assert_eq!(submitted.turn.turn.inputs, [both.inputs, appended].concat(), "those that were there first");
}

pub(crate) async fn turns_are_listed_newest_first(store: TurnSubject) {
    let (session, other) = (store.start().await, store.start().await);
    store.queue(other).await;
    for _ in 0..3 {
        let run = store.run(session).await;
        store.end(&run, TurnEnd::Completed).await;
    }
    store.run(session).await;
    for _ in 0..3 {
        store.queue(session).await;
    }
    let list = async |filter, limit| ok(store.turns().list_turns(session, filter, limit).await);
    let all = list(TurnFilter::default(), 100).await;
    let mut sorted = all.clone();
    sorted.sort_by_key(|record| std::cmp::Reverse((record.turn.created_at, record.turn.id)));
    assert_eq!((all.len(), &all), (7, &sorted), "by time, equal times by id, descending");
    for (state, count) in [(TurnState::Completed, 3), (TurnState::Running, 1), (TurnState::Queued, 3)] {
        let filter = TurnFilter { state: Some(state), after: None };
        let expected: Vec<_> = all.iter().filter(|record| record.turn.state == state).cloned().collect();
        assert_eq!(expected.len(), count, "turns that are {state}");
        assert_eq!(list(filter, 100).await, expected, "a list of those that are {state}");
        let filter = TurnFilter { after: Some(expected[0].turn.id), ..filter };
        assert_eq!(list(filter, 1).await, expected.get(1..2).unwrap_or_default(), "behind the first");
    }
    let (mut walked, mut filter) = (Vec::new(), TurnFilter::default());
    loop {
        let page = list(filter, 2).await;
        filter.after = page.last().map(|record| record.turn.id);
        if page.is_empty() {
            break;
        }
        walked.extend(page);
        assert!(walked.len() <= all.len(), "a walk that does not end");
    }
    assert_eq!(walked, all, "a walk meets every turn once");
    let elsewhere = ok(store.turns().list_turns(other, TurnFilter::default(), 1).await).remove(0).turn.id;
    for unknown in [elsewhere, store.id(TurnId::from_bytes)] {
        let filter = TurnFilter { state: None, after: Some(unknown) };
        let listed = store.turns().list_turns(session, filter, 1).await;
        let refused = matches!(&listed, Err(Error::InvalidArgument { argument, .. }) if argument == "after");
        assert!(refused, "a cursor that is no turn of the session: {listed:?}");
    }
}

pub(crate) async fn turns_belong_to_their_session(store: TurnSubject) {
    let (session, other) = (store.start().await, store.start().await);
    let turn = store.queue(session).await.turn.id;
    let stop = || Step::Stop { turn, by: store.account(), reason: None };
    assert_not_found(&store.turns().find_turn(other, turn).await, Resource::Turn);
    assert_not_found(&store.step(other, stop()).await, Resource::Turn);
    ok(store.delete_session(session, write(1)).await);
    for gone in [session, store.id(SessionId::from_bytes)] {
        assert_not_found(&store.turns().find_turn(gone, turn).await, Resource::Session);
        assert_not_found(&store.turns().list_turns(gone, TurnFilter::default(), 1).await, Resource::Session);
        assert_not_found(&store.step(gone, stop()).await, Resource::Session);
        let append = Step::Append(MessageBatch::new(store.messages(1)));
        assert_not_found(&store.step(gone, append).await, Resource::Session);
    }
    ok(store.restore_session(session, write(2)).await);
    assert_eq!(store.state(session, turn).await, TurnState::Queued, "a restored session has its turns");
}

pub(crate) async fn a_message_is_found_by_the_id_of_its_client(store: TurnSubject) {
    let (session, other) = (store.start().await, store.start().await);
    let named = |id: &str| NewRecord { client_id: Some(id.to_owned()), ..store.message("from a client") };
    let found = async |session, id: &str| ok(store.turns().find_by_client_id(session, id).await);
    let messages = vec![named("a"), store.message("without"), named("b"), named("c")];
    let [a, _, b, c] = ids(&messages)[..] else { panic!("four messages") };
    ok(store.append_batch(session, &MessageBatch::new(messages)).await);
    for (id, expected) in [("a", Some(a)), ("b", Some(b)), ("c", Some(c)), ("d", None), ("", None)] {
        assert_eq!(found(session, id).await, expected, "the message with the id {id:?}");
        assert_eq!(found(other, id).await, None, "in another session");
    }
    ok(store.delete_message(session, b, 9).await);
    assert_eq!((found(session, "b").await, found(session, "c").await), (None, Some(c)), "b is deleted");
    ok(store.truncate(session, &Truncation::new(c, None), write(9)).await);
    assert_eq!((found(session, "a").await, found(session, "c").await), (Some(a), None), "c is deleted");
    let gone = store.turns().find_by_client_id(store.id(SessionId::from_bytes), "a").await;
    assert_not_found(&gone, Resource::Session);
}

pub(crate) async fn the_time_of_a_store_is_that_of_its_turns(store: TurnSubject) {
    let session = store.start().await;
    let before = ok(store.turns().now().await);
    let queued = store.queue(session).await.turn.created_at;
    let after = ok(store.turns().now().await);
    assert!(before <= queued && queued <= after, "{before} ≤ {queued} ≤ {after}");
}
