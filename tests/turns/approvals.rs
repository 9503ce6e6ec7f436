//! What people decide: once, and then the robot goes on.

use std::{
    future::ready,
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use storyden_robots::{
    AccountId, Actor, AllowAll, Calls, Conflict, Denied, Error, Json, Limits, Message, NewMessage, Outcome,
    Part, RequestState, Resolution, RobotKey, Robots, ToolPart, TurnState, TurnWorker, Turns, Verdict,
    WhenBusy, repository::RequestFilter, stream::Chunk,
};
use tokio::{sync::Semaphore, time::sleep};

use crate::{
    pausing::Pausing,
    scene::{ANN, BOB, Deadly, Scene, Scripted, people, rules, script, submission},
};

/// A robot that calls a tool and then answers `done`; it waits for `gate` before it ends its message.
pub(crate) fn calls(tool: &'static str, ran: Arc<AtomicUsize>, gate: Arc<Semaphore>) -> Scripted {
    script(move |turn| {
        let (ran, gate) = (Arc::clone(&ran), Arc::clone(&gate));
        Box::pin(async move {
            let mut draft = turn.draft().await?;
            if draft.parts().is_empty() {
                draft.push(&Chunk::tool_input("call_0", tool, Json::object())).await?;
            }
            let run = |_| {
                ran.fetch_add(1, Ordering::SeqCst);
                async { Ok::<_, String>(Json::parse("7").unwrap()) }
            };
            let calls = turn.call_tools(&mut draft, run).await?;
            gate.acquire().await.unwrap().forget();
            if calls == Calls::Waiting {
                draft.finish().await?;
                return Ok(Outcome::Blocked);
            }
            draft.push(&Chunk::text_start("t")).await?;
            draft.push(&Chunk::text_delta("t", "done")).await?;
            draft.finish().await?;
            Ok(Outcome::Completed)
        })
    })
}

pub(crate) fn open() -> Arc<Semaphore> {
    Arc::new(Semaphore::new(100))
}

pub(crate) fn call(message: &Message) -> ToolPart<'static> {
    let tool = message.parts.iter().find_map(|part| match part {
        Part::Tool(tool) => Some(tool.into_owned()),
        _ => None,
    });
    tool.unwrap()
}

/// A session that is blocked by an approval.
async fn blocked(ran: &Arc<AtomicUsize>) -> Scene {
    block(Scene::in_memory().await, ran).await
}

pub(crate) async fn block(scene: Scene, ran: &Arc<AtomicUsize>) -> Scene {
    scene.submit(ANN, "ban Kate").await;
    scene.run_all(calls("ban", Arc::clone(ran), open())).await;
    assert_eq!(scene.all().await[0].state, TurnState::Blocked);
    scene
}

#[tokio::test(start_paused = true)]
async fn an_approved_call_runs_once_in_a_turn_that_goes_on() {
    for scene in Scene::each().await {
        let ran = Arc::default();
        let scene = block(scene, &ran).await;
        let request = scene.request().await;
        assert_eq!((request.tool.as_str(), request.state), ("ban", RequestState::Pending));
        assert_eq!(request.turn_id, Some(scene.all().await[0].id));
        let decided = scene.turns.decide(BOB, request.id, Verdict::approve().reason("spam")).await.unwrap();
        assert_eq!(decided.decided_by.unwrap().name, "Bob");
        // The same again changes nothing.
        scene.turns.decide(BOB, request.id, Verdict::approve()).await.unwrap();
        scene.run_all(calls("ban", Arc::clone(&ran), open())).await;
        assert_eq!(ran.load(Ordering::SeqCst), 1);
        let turns = scene.all().await;
        assert_eq!(
            turns.iter().map(|turn| turn.state).collect::<Vec<_>>(),
            [TurnState::Blocked, TurnState::Completed]
        );
        assert_eq!((turns[1].continues, turns[0].continued_by), (Some(turns[0].id), Some(turns[1].id)));
        let messages = scene.messages().await;
        assert_eq!(messages.len(), 2, "the turn goes on with the message");
        let call = call(&messages[1]);
        assert_eq!(
            (call.output.unwrap().as_str(), call.approval.unwrap().reason.as_deref()),
            ("7", Some("spam"))
        );
        assert_eq!(messages[1].parts.text(), "done");
    }
}

#[tokio::test(start_paused = true)]
async fn a_refused_call_does_not_run() {
    for scene in Scene::each().await {
        let ran = Arc::default();
        let scene = block(scene, &ran).await;
        scene.turns.decide(BOB, scene.request().await.id, Verdict::deny().reason("no")).await.unwrap();
        scene.run_all(calls("ban", Arc::clone(&ran), open())).await;
        assert_eq!(ran.load(Ordering::SeqCst), 0);
        let messages = scene.messages().await;
        assert_eq!(
            (call(&messages[1]).state.as_str(), messages[1].parts.text().as_str()),
            ("output-denied", "done")
        );
    }
}

/// The decision comes while the message is still being written, and the turn still goes on.
#[tokio::test(start_paused = true)]
async fn a_decision_on_a_growing_message_is_not_lost() {
    for verdict in [Verdict::approve(), Verdict::deny()] {
        let (scene, ran, gate) = (Scene::in_memory().await, Arc::default(), Arc::new(Semaphore::new(0)));
        let turn = scene.submit(ANN, "ban Kate").await.turn.id;
        let test = async {
            scene.until(turn, TurnState::Running).await;
            while scene.turns.call_requests(ANN, RequestFilter::default(), 1).await.unwrap().is_empty() {
                sleep(Duration::from_millis(1)).await;
            }
            let request = scene.request().await;
            let decided = scene.turns.decide(BOB, request.id, verdict.clone()).await.unwrap();
            assert!(decided.unapplied);
            gate.add_permits(2);
            scene.until(turn, TurnState::Blocked).await;
            scene.idle().await;
        };
        scene.with_worker(calls("ban", Arc::clone(&ran), Arc::clone(&gate)), test).await;
        assert_eq!(ran.load(Ordering::SeqCst), usize::from(verdict.approved));
        assert!(!scene.request().await.unapplied);
        assert_eq!(scene.messages().await[1].parts.text(), "done");
    }
}

#[tokio::test(start_paused = true)]
async fn one_of_sixteen_deciders_wins() {
    for scene in Scene::each().await {
        let scene = block(scene, &Arc::default()).await;
        let request = scene.request().await.id;
        let mut deciders = tokio::task::JoinSet::new();
        for index in 0..16_u8 {
            let who = AccountId::from_bytes([index + 3; 12]);
            let turns = scene.over(Deadly::giving_way(&scene, usize::from(index % 4)));
            deciders.spawn(async move {
                (
                    who,
                    turns
                        .decide(
                            who,
                            request,
                            if index % 2 == 0 { Verdict::approve() } else { Verdict::deny() },
                        )
                        .await,
                )
            });
        }
        let (mut won, mut lost) = (Vec::new(), Vec::new());
        while let Some(decided) = deciders.join_next().await {
            match decided.unwrap() {
                (who, Ok(_)) => won.push(who),
                (_, Err(Error::Conflict(Conflict::RequestDecided { by, by_name, .. }))) => {
                    lost.push((by.unwrap(), by_name.unwrap()));
                }
                (_, Err(error)) => panic!("{error:?}"),
            }
        }
        assert_eq!((won.len(), lost.len()), (1, 15));
        let name = scene.request_of(request).await.decided_by.unwrap().name.clone();
        assert!(lost.iter().all(|(by, by_name)| **by == won[0].to_string() && **by_name == *name));
    }
}

/// Somebody decides after another has read that a request waits, and before that one reads the message of its call.
#[tokio::test]
async fn who_decides_between_two_reads_of_another_is_named() {
    let scene = blocked(&Arc::default()).await;
    let request = scene.request().await.id;
    // It pauses before it reads a message.
    let robots = Robots::new(Pausing(Arc::clone(&scene.store)), AllowAll, people());
    let slow =
        Turns::new(robots.with_clock(scene.clock.clone()), Arc::clone(&scene.store)).with_tools(rules());
    let mut late = pin!(slow.decide(ANN, request, Verdict::deny()));
    tokio::select! {
        biased;
        decided = &mut late => panic!("it did not pause: {decided:?}"),
        () = ready(()) => {}
    }
    scene.turns.decide(BOB, request, Verdict::approve()).await.unwrap();
    match late.await {
        Err(Error::Conflict(Conflict::RequestDecided { state, by, by_name, .. })) => {
            assert_eq!((state, by.as_deref()), ("approved", Some(&*BOB.to_string())));
            assert_eq!(by_name.as_deref(), Some("Bob"));
        }
        other => panic!("{other:?}"),
    }
}

/// In every interleaving, the call is allowed and the message waits, or the message takes its place.
#[tokio::test(start_paused = true)]
async fn a_message_and_a_yes_race() {
    let mut outcomes = [0, 0];
    for yields in 0..6 {
        for other in 0..6 {
            let ran = Arc::default();
            let scene = blocked(&ran).await;
            let request = scene.request().await.id;
            let with = |yields| scene.over(Deadly::giving_way(&scene, yields));
            let (a, b) = (with(yields), with(other));
            let submit =
                a.submit(ANN, scene.session, submission("never mind").when_blocked(WhenBusy::Interrupt));
            let (submitted, decided) = tokio::join!(submit, b.decide(BOB, request, Verdict::approve()));
            submitted.unwrap();
            scene.run_all(calls("ban", Arc::clone(&ran), open())).await;
            let request = scene.request_of(request).await;
            let message = scene.messages().await.remove(1);
            match decided {
                Ok(_) => {
                    outcomes[0] += 1;
                    assert_eq!((request.state, ran.load(Ordering::SeqCst)), (RequestState::Approved, 1));
                }
                Err(Error::Conflict(Conflict::RequestDecided { state, .. })) => {
                    outcomes[1] += 1;
                    assert_eq!((state, ran.load(Ordering::SeqCst)), ("withdrawn", 0));
                    let call = call(&message);
                    assert_eq!(call.state.as_str(), "output-denied");
                    assert!(call.approval.unwrap().reason.unwrap().starts_with("superseded by "));
                }
                Err(error) => panic!("{error:?}"),
            }
        }
    }
    assert!(outcomes.iter().all(|&count| count > 0), "{outcomes:?}");
}

#[tokio::test(start_paused = true)]
async fn robots_do_not_decide_and_neither_do_members_without_the_permission() {
    for scene in Scene::each().await {
        let scene = block(scene, &Arc::default()).await;
        let request = scene.request().await.id;
        let robot = Actor::robot(RobotKey::from(scene.robot), ANN);
        let refused = scene.turns.decide(robot, request, Verdict::approve()).await;
        assert!(matches!(refused, Err(Error::PermissionDenied(Denied::Robot))), "{refused:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_stop_refuses_the_calls_that_wait() {
    for scene in Scene::each().await {
        let scene = block(scene, &Arc::default()).await;
        let turn = scene.all().await[0].id;
        let stopped =
            scene.turns.stop_turn(ANN, scene.session, turn, Some("never mind".to_owned())).await.unwrap();
        assert_eq!(stopped.state, TurnState::Cancelled);
        assert_eq!(scene.request().await.state, RequestState::Withdrawn);
        assert_eq!(call(&scene.messages().await[1]).state.as_str(), "output-denied");
    }
}

#[tokio::test(start_paused = true)]
async fn what_nobody_answers_expires_and_the_robot_goes_on() {
    for scene in Scene::each().await {
        let ran = Arc::default();
        let scene = block(scene, &ran).await;
        scene.clock.forward(Duration::from_secs(3601));
        let request = scene.request().await.id;
        let late = scene.turns.decide(ANN, request, Verdict::approve()).await;
        assert!(
            matches!(late, Err(Error::Conflict(Conflict::RequestDecided { state: "expired", .. }))),
            "{late:?}"
        );
        let test = async {
            while scene.all().await.len() < 2 {
                sleep(Duration::from_millis(100)).await;
            }
            scene.idle().await;
        };
        scene.with_worker(calls("ban", Arc::clone(&ran), open()), test).await;
        assert_eq!((scene.request().await.state, ran.load(Ordering::SeqCst)), (RequestState::Expired, 0));
        assert_eq!(call(&scene.messages().await[1]).approval.unwrap().reason.as_deref(), Some("expired"));
    }
}

/// The message comes back from a page as `useChat` sends it.
fn copy(message: &Message, change: impl Fn(ToolPart<'static>) -> ToolPart<'static>) -> NewMessage {
    let parts = message.parts.iter().map(|part| match part {
        Part::Tool(tool) => Part::from(change(tool.into_owned())),
        part => part.into_owned(),
    });
    NewMessage::assistant(parts).unwrap().id(message.id)
}

#[tokio::test(start_paused = true)]
async fn a_page_answers_with_the_message() {
    for scene in Scene::each().await {
        let ran = Arc::default();
        let scene = block(scene, &ran).await;
        let message = scene.messages().await.remove(1);
        let question = call(&message).approval.unwrap().id.into_owned();
        let answer = |approved| copy(&message, |tool| tool.approval_responded(question.clone(), approved));
        let applied = scene.turns.apply(ANN, scene.session, &answer(true)).await.unwrap();
        assert_eq!(applied.turn.unwrap().state, TurnState::Queued);
        let again = scene.turns.apply(BOB, scene.session, &answer(true)).await.unwrap();
        assert_eq!(again.message, applied.message);
        let other = scene.turns.apply(BOB, scene.session, &answer(false)).await;
        assert!(
            matches!(other, Err(Error::Conflict(Conflict::ApprovalDecided { approved: true, .. }))),
            "{other:?}"
        );
        scene.run_all(calls("ban", Arc::clone(&ran), open())).await;
        assert_eq!(ran.load(Ordering::SeqCst), 1);
    }
}

#[tokio::test(start_paused = true)]
async fn a_page_brings_the_output_of_its_tool() {
    let (scene, ran) = (Scene::in_memory().await, Arc::default());
    scene.submit(ANN, "pick one").await;
    scene.run_all(calls("pick", Arc::clone(&ran), open())).await;
    assert_eq!(scene.all().await[0].state, TurnState::Blocked);
    let message = scene.messages().await.remove(1);
    let output = |text: &'static str| copy(&message, |tool| tool.output(Json::parse(text).unwrap()));
    scene.turns.apply(ANN, scene.session, &output(r#"{"a":1,"b":2}"#)).await.unwrap();
    scene.turns.apply(ANN, scene.session, &output(r#"{"b":2,"a":1}"#)).await.unwrap();
    let other = scene.turns.apply(ANN, scene.session, &output("3")).await;
    assert!(matches!(other, Err(Error::Conflict(Conflict::ToolTransition { .. }))), "{other:?}");
    scene.run_all(calls("pick", Arc::clone(&ran), open())).await;
    let messages = scene.messages().await;
    assert_eq!((messages[1].parts.text().as_str(), ran.load(Ordering::SeqCst)), ("done", 0));
}

/// A page cannot bring the output of a tool that runs here.
#[tokio::test(start_paused = true)]
async fn a_page_cannot_forge_an_output() {
    for scene in Scene::each().await {
        let scene = block(scene, &Arc::default()).await;
        let message = scene.messages().await.remove(1);
        let forged = copy(&message, |tool| tool.output(Json::NULL));
        let refused = scene.turns.apply(ANN, scene.session, &forged).await;
        assert!(matches!(refused, Err(Error::Conflict(Conflict::ToolTransition { .. }))), "{refused:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_refusing_submit_lists_what_waits() {
    for scene in Scene::each().await {
        let scene = block(scene, &Arc::default()).await;
        let refused =
            scene.turns.submit(ANN, scene.session, submission("Hi").when_blocked(WhenBusy::Refuse)).await;
        let Err(Error::Conflict(Conflict::TurnActive { state, waiting, .. })) = refused else {
            panic!("{refused:?}")
        };
        assert_eq!((state, &*waiting[0]), ("blocked", &*scene.request().await.id.to_string()));
        let waits = scene.submit(ANN, "Hi").await;
        assert_eq!((waits.position, waits.turn.state), (1, TurnState::Queued));
    }
}

/// The worker of another process never heard of the tools' rules of this one: the record knows.
#[tokio::test(start_paused = true)]
async fn a_worker_elsewhere_goes_on() {
    for scene in Scene::each().await {
        let ran = Arc::default();
        let scene = block(scene, &ran).await;
        let elsewhere = Turns::new(scene.robots.clone(), Arc::clone(&scene.store)).with_tools(rules());
        scene.turns.decide(ANN, scene.request().await.id, Verdict::approve()).await.unwrap();
        TurnWorker::new(elsewhere, calls("ban", Arc::clone(&ran), open())).run(scene.idle()).await;
        assert_eq!(ran.load(Ordering::SeqCst), 1);
    }
}

/// The message of a turn that is open is its run's: nobody else writes a decision, an output or anything into it.
#[tokio::test(start_paused = true)]
async fn only_a_run_writes_the_message_of_its_open_turn() {
    for scene in Scene::each().await {
        let ran = Arc::default();
        let scene = block(scene, &ran).await;
        let message = scene.messages().await.remove(1).id;
        let opened = scene.robots.resume_draft(BOB, scene.session, message).await;
        assert!(
            matches!(opened, Err(Error::Conflict(Conflict::TurnActive { state: "blocked", .. }))),
            "{opened:?}"
        );
        let waiting = scene.robots.pending_tool_calls(BOB, scene.session).await.unwrap();
        for resolution in [Resolution::Denied("no".to_owned()), Resolution::Error("lost".to_owned())] {
            let resolved = scene.robots.resolve_tool_calls(BOB, scene.session, &waiting, &resolution).await;
            assert!(
                matches!(resolved, Err(Error::Conflict(Conflict::ToolTransition { .. }))),
                "{resolved:?}"
            );
        }
        let request = scene.request().await;
        assert_eq!(request.state, RequestState::Pending);
        scene.turns.decide(BOB, request.id, Verdict::approve()).await.unwrap();
        scene.run_all(calls("ban", Arc::clone(&ran), open())).await;
        assert_eq!(ran.load(Ordering::SeqCst), 1);
        // The turn has ended: its message is one like any other.
        scene.robots.resume_draft(BOB, scene.session, message).await.unwrap().finish().await.unwrap();
    }
}

/// What a message says is what somebody wrote into it. Only the request says who approved a call.
#[tokio::test(start_paused = true)]
async fn an_approval_that_is_only_in_the_message_runs_nothing() {
    for scene in Scene::each().await {
        let ran = Arc::default();
        let scene = block(scene, &ran).await;
        let message = scene.messages().await.remove(1);
        let question = call(&message).approval.unwrap().id.into_owned();
        let forged = copy(&message, |tool| tool.approval_responded(question.clone(), true));
        scene.robots.edit_message(ANN, scene.session, message.id, message.revision, forged).await.unwrap();
        assert_eq!(scene.request().await.state, RequestState::Withdrawn);
        scene.run_all(calls("ban", Arc::clone(&ran), open())).await;
        assert_eq!(ran.load(Ordering::SeqCst), 0);
        let messages = scene.messages().await;
        assert_eq!(call(&messages[1]).error_text.as_deref(), Some("no member has approved this call"));
        assert_eq!(messages[1].parts.text(), "done");
    }
}

/// A message that is as long as one may be takes a decision all the same, so that its session does not stay blocked.
#[tokio::test(start_paused = true)]
async fn a_decision_fits_into_a_message_of_the_greatest_length() {
    for scene in Scene::each().await {
        for (approved, ended) in [(true, "output-available"), (false, "output-denied")] {
            let ran = Arc::default();
            let scene = block(scene.beside().await, &ran).await;
            let message_bytes = scene.messages().await[1].parts.len_bytes();
            let limits = Limits { message_bytes, ..Limits::default() };
            let robots = scene.robots.clone().with_limits(limits);
            let turns = Turns::new(robots, Arc::clone(&scene.store)).with_tools(rules());
            let verdict = if approved { Verdict::approve() } else { Verdict::deny() };
            turns.decide(BOB, scene.request().await.id, verdict.reason("because")).await.unwrap();
            scene.run_all(calls("ban", Arc::clone(&ran), open())).await;
            assert_eq!(call(&scene.messages().await[1]).state.as_str(), ended);
        }
    }
}
