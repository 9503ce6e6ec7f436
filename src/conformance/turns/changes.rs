//! Laws about the changes that followers receive, and about steps as one transaction.

use super::subject::{HOUR, NOTHING, TurnSubject};
use crate::{
    conformance::{
        replica::{Random, Replica},
        subject::{assert_not_found, complete, ids, keyed, ok, race, text, write},
    },
    model::{
        error::{Error, Resource},
        id::{MessageId, SessionId, TurnId},
        offset::{Offset, Revision},
        session::SessionChange,
        turn::TurnState,
    },
    repository::{
        ChangeLimit, MessageBatch, MessageChange, MessageUpdate, NewRequest, RequestFilter, Step, Submission,
        Truncation, TurnEnd, TurnFilter,
    },
};

pub(crate) async fn each_change_of_a_turn_is_told_at_its_offset(store: TurnSubject) {
    let session = store.start().await;
    let run = store.run(session).await;
    let join = Submission { author: store.turn(session, run.turn).await.turn.author, ..store.submission() };
    store.submit(session, &join).await;
    store.stop(session, run.turn).await;
    let before = store.offset(session).await;
    let quiet = [
        Step::Renew { turn: run.turn, lease: HOUR },
        Step::Works { turn: run.turn, message: run.input },
        Step::Robot { turn: run.turn, robot: "host:helper".parse().expect("a robot") },
    ];
    ok(store.work(&run, &quiet).await);
    assert_eq!(store.offset(session).await, before, "a renewal is no news");
    let ended = store.end(&run, TurnEnd::Cancelled).await.turn;
    let told = store.told(session, Offset::new(0)).await;
    let of_turn: Vec<_> = told.iter().filter(|turn| turn.id == run.turn).collect();
    let states: Vec<_> = of_turn.iter().map(|turn| (turn.state, turn.stop.is_some())).collect();
    let (queued, running, cancelled) = (TurnState::Queued, TurnState::Running, TurnState::Cancelled);
    let expected = [(queued, false), (running, false), (running, true), (cancelled, true)];
    assert_eq!(states, expected, "each state is told once, in order");
    assert_eq!(of_turn.last(), Some(&&ended), "the turn as it is now");
    assert_eq!(told.len(), 5, "the turn that waits is told too");
}

/// Makes a random change in a session, or ignores its error.
async fn happen(store: &TurnSubject, session: SessionId, random: &mut Random) {
    let turns = ok(store.turns().list_turns(session, TurnFilter::default(), 50).await);
    let chosen = (!turns.is_empty()).then(|| turns[random.below(turns.len())].turn.id);
    let messages = ids(&store.session(session).await.messages);
    let message = random.one_of(&messages);
    let requests = ok(store
        .turns()
        .list_requests(RequestFilter { session: Some(session), ..Default::default() }, 50)
        .await);
    let request = (!requests.is_empty()).then(|| requests[random.below(requests.len())].id);
    let step = match random.below(11) {
        0 | 1 => Some(Step::Submit(store.submission())),
        2 | 3 => Some(Step::Claim(store.claim(if random.below(2) == 0 { NOTHING } else { HOUR }))),
        4 => chosen.map(|turn| Step::Stop { turn, by: store.account(), reason: None }),
        5 => chosen.map(|turn| Step::End { turn, end: TurnEnd::Completed }),
        6 => Some(Step::Append(if random.below(2) == 0 {
            MessageBatch::new(store.messages(1))
        } else {
            store.answer()
        })),
        7 => chosen.zip(message).map(|(turn, message)| Step::Works { turn, message }),
        8 => chosen.zip(message).map(|(turn, message)| {
            let request = store.question_of(session, turn, message);
            Step::Ask(vec![NewRequest { request, expires_in: None }])
        }),
        // Of those on drafts.
        9 => request.map(|request| Step::Decide { request, decision: store.approval(), update: None }),
        _ => {
            let base = match message {
                Some(message) => store.find_message(session, message).await.ok().map(|found| found.revision),
                None => None,
            };
            let change = if random.below(2) == 0 { Some(MessageChange::Delete) } else { None };
            base.zip(message).map(|(base, message)| {
                let change = change.unwrap_or_else(|| complete(message, "edited"));
                let decisions = requests.iter().map(|request| request.id).collect();
                Step::Update { message, update: MessageUpdate { base, change }, decisions }
            })
        }
    };
    if let Some(step) = step {
        match store.step(session, step).await {
            Ok(_) | Err(Error::Conflict(_) | Error::NotFound { .. }) => {}
            Err(error) => panic!("refused: {error:?}"),
        }
    }
}

pub(crate) async fn followers_of_turns_have_the_record(store: TurnSubject) {
    let session = store.start().await;
    let mut slow = Replica::from_creation(&store, session).await;
    let work = |seed| {
        let store = store.clone();
        async move {
            let mut random = Random(seed as u64);
            for _ in 0..40 {
                happen(&store, session, &mut random).await;
            }
        }
    };
    race(4, work).await;
    let limit = ChangeLimit { items: 3, bytes: 2000 };
    slow.catch_up(&store, limit).await;
    slow.assert_is_the_record(&store, "who follows three items at a time").await;

    let told = store.told(session, Offset::new(0)).await;
    let turns = store.all_turns(session).await;
    assert!(turns.len() > 1, "there were turns");
    for record in &turns {
        let last = told.iter().rfind(|turn| turn.id == record.turn.id).expect("every turn is told");
        let known = |turn: &crate::Turn<_>| (turn.state, turn.inputs.clone(), turn.attempt, turn.ended_at);
        assert_eq!(known(last), known(&record.turn), "what was told last is how the turn is");
        let states = told.iter().filter(|turn| turn.id == record.turn.id).map(|turn| turn.state.has_ended());
        assert!(states.is_sorted(), "an ended turn does not run again");
    }
    let filter = RequestFilter { session: Some(session), ..RequestFilter::default() };
    let requests = ok(store.turns().list_requests(filter, 1000).await);
    let unapplied = requests.iter().filter(|request| request.unapplied).map(|request| request.id);
    let mut told_decisions = store.told_decisions(session).await;
    told_decisions.sort_unstable();
    let mut unapplied: Vec<_> = unapplied.collect();
    unapplied.sort_unstable();
    assert_eq!(told_decisions, unapplied, "what is told is what drafts have not taken up");
    let running = turns.iter().filter(|record| record.turn.state == TurnState::Running).count();
    assert!(running <= 1, "{running} turns run at a time");
    let mut taken: Vec<_> =
        turns.iter().filter(|record| record.is_open()).flat_map(|record| &record.turn.inputs).collect();
    let count = taken.len();
    taken.sort_unstable();
    taken.dedup();
    assert_eq!(taken.len(), count, "an input is in one open turn");
    let left = ids(&store.walk(session, 100).await);
    assert!(taken.iter().all(|input| left.contains(input)), "an input of an open turn is there");
}

pub(crate) async fn a_step_that_fails_undoes_the_others(store: TurnSubject) {
    let session = store.start().await;
    let run = store.run(session).await;
    let (before, turns) = (store.session(session).await, store.all_turns(session).await);
    let unknown = store.id(TurnId::from_bytes);
    let request = NewRequest { request: store.question(&run, run.input), expires_in: None };
    let id = request.request.id;
    let steps = [
        Step::Session(SessionChange::default().name("renamed")),
        Step::Append(MessageBatch::new(store.messages(2))),
        Step::Works { turn: run.turn, message: run.input },
        Step::Ask(vec![request]),
        Step::Submit(store.submission()),
        Step::End { turn: run.turn, end: TurnEnd::Completed },
        Step::Stop { turn: unknown, by: store.account(), reason: None },
    ];
    let refused = store.work(&run, &steps).await;
    assert_not_found(&refused, Resource::Turn);
    assert_eq!(store.session(session).await, before, "the session and its messages");
    assert_eq!(store.all_turns(session).await, turns, "the turns");
    let found = store.turns().find_request(id).await;
    assert_not_found(&found, Resource::CallRequest);
    let done = ok(store.work(&run, &steps[..6]).await);
    assert_eq!(done.len(), 6, "without the last step, the others are done");
    assert_eq!(store.session(session).await.messages.len(), 4, "the messages were appended");
    assert_eq!(store.state(session, run.turn).await, TurnState::Completed, "the turn has ended");
}

pub(crate) async fn a_step_sees_what_the_ones_before_it_did(store: TurnSubject) {
    let session = store.start().await;
    let batch = keyed(store.messages(1), "key", "1");
    let message = batch.messages[0].id;
    let submission = Submission { batch: Some(batch.clone()), ..store.submission() };
    let (turn, draft) = (submission.turn, store.answer());
    let answer = draft.messages[0].id;
    let base = |offset| Revision::from(Offset::new(offset));
    let steps = [
        Step::Submit(submission),
        Step::Append(batch),
        Step::Claim(store.claim(HOUR)),
        Step::Append(draft),
        Step::Works { turn, message: answer },
        Step::Update {
            message: answer,
            update: MessageUpdate { base: base(2), change: complete(answer, "yes") },
            decisions: Vec::new(),
        },
        Step::Update {
            message: answer,
            update: MessageUpdate { base: base(3), change: complete(answer, "no") },
            decisions: Vec::new(),
        },
        Step::End { turn, end: TurnEnd::Completed },
    ];
    let done = ok(store.turns().transact(session, &steps, write(7)).await);
    assert_eq!(done.len(), steps.len(), "one answer for each step");
    let replayed = ok(done[1].clone().appended());
    assert!(replayed.replayed, "the second append has the key of the first");
    assert_eq!(ids(&replayed.messages), [message], "and returns its message");
    let stored = store.session(session).await;
    assert_eq!(ids(&stored.messages), [message, answer], "the messages");
    assert_eq!(text(&stored.messages[1]), "no", "the second change of the answer");
    let found = store.turn(session, turn).await.turn;
    assert_eq!((found.state, &*found.messages), (TurnState::Completed, &[answer][..]), "the turn");
}

pub(crate) async fn a_deletion_ends_the_turns_that_work_on_the_message(store: TurnSubject) {
    let session = store.start().await;
    let author = store.account();
    let say = async || {
        let submission = Submission { author, ..store.submission() };
        let submitted = store.submit(session, &submission).await;
        (submitted.turn.turn.id, submitted.appended.expect("messages").messages[0].id)
    };
    let ((turn, first), (_, second)) = (say().await, say().await);
    let run = store.take(session, HOUR).await;
    let (waiting, third) = say().await;
    ok(store.delete_message(session, first, 9).await);
    assert_eq!(store.state(session, turn).await, TurnState::Cancelled, "an input of a turn that runs");
    super::claims::assert_fenced(&store.work(&run, &[]).await, "its worker");
    let requeued = store.take(session, HOUR).await;
    let found = store.turn(session, requeued.turn).await.turn;
    assert_eq!((found.author, &*found.inputs), (author, &[second][..]), "the other input, in front");

    let answer = store.begin(&requeued).await;
    ok(store.delete_message(session, answer, 9).await);
    assert_eq!(store.state(session, requeued.turn).await, TurnState::Cancelled, "what a turn made");
    let (_, fourth) = say().await;
    ok(store.delete_message(session, third, 9).await);
    let found = store.turn(session, waiting).await.turn;
    assert_eq!((found.state, &*found.inputs), (TurnState::Queued, &[fourth][..]), "a turn that waits");
    ok(store.delete_message(session, fourth, 9).await);
    assert_eq!(store.state(session, waiting).await, TurnState::Cancelled, "its last input");
}

pub(crate) async fn a_truncation_ends_the_turns_behind_it(store: TurnSubject) {
    for plain in [false, true] {
        let session = store.start().await;
        let kept = ids(&store.say(session, 2).await);
        let (run, message, request) = store.block(session).await;
        let waiting = store.queue(session).await.turn.id;
        let truncate = async |from| {
            if plain {
                return store.truncate(session, &Truncation::new(from, None), write(9)).await.map(drop);
            }
            store.step(session, Step::Truncate(Truncation::new(from, None))).await.map(drop)
        };
        ok(truncate(run.input).await);
        assert_eq!(ids(&store.session(session).await.messages), kept, "what was before it is left");
        assert_eq!(store.state(session, run.turn).await, TurnState::Cancelled, "the turn that worked on it");
        assert_eq!(store.state(session, waiting).await, TurnState::Cancelled, "a turn that waited");
        let state = store.request_state(request).await;
        assert_eq!(state, crate::RequestState::Withdrawn, "a request of the message");
        assert!(store.due().await.is_empty(), "nothing is left to do");
        assert_not_found(&truncate(message).await, Resource::Message);
        let never = store.id(MessageId::from_bytes);
        assert_not_found(&truncate(never).await, Resource::Message);
    }
}
