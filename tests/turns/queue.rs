//! Who runs when: queue, refuse, interrupt, stop.

use std::{
    future::pending,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use storyden_robots::{
    Append, Conflict, Error, NewSession, Outcome, RobotKey, TurnState, TurnWorker, Turns, WhenBusy,
    stream::Chunk,
};
use tokio::{sync::Semaphore, time::sleep};

use crate::scene::{ANN, BOB, Scene, Scripted, message, say, says, script, submission};

/// A runner that answers each time a permit is there, and fails if two run at once.
fn gated(gate: Arc<Semaphore>) -> Scripted {
    let running = Arc::new(AtomicUsize::new(0));
    script(move |turn| {
        let (gate, running) = (Arc::clone(&gate), Arc::clone(&running));
        Box::pin(async move {
            assert_eq!(running.fetch_add(1, Ordering::SeqCst), 0, "two turns run at once");
            gate.acquire().await.unwrap().forget();
            let word = format!("to {}", turn.inputs().await?[0].parts.text());
            let outcome = say(turn, &word).await;
            running.fetch_sub(1, Ordering::SeqCst);
            outcome
        })
    })
}

#[tokio::test(start_paused = true)]
async fn messages_wait_and_are_answered_one_turn_at_a_time() {
    for scene in Scene::each().await {
        let gate = Arc::new(Semaphore::new(0));
        let test = async {
            let first = scene.submit(ANN, "one").await;
            scene.until(first.turn.id, TurnState::Running).await;
            let second = scene.submit(BOB, "two").await;
            let third = scene.submit(ANN, "three").await;
            let joined = scene.submit(ANN, "four").await;
            assert_eq!((second.position, third.position), (1, 2));
            assert_eq!(joined.turn.id, third.turn.id, "it joins the last turn of its author");
            gate.add_permits(3);
            scene.idle().await;
        };
        scene.with_worker(gated(Arc::clone(&gate)), test).await;
        assert_eq!(scene.texts().await, ["one", "two", "three", "four", "to one", "to two", "to three"]);
        let turns = scene.all().await;
        assert!(
            turns.iter().all(|turn| turn.state == TurnState::Completed && turn.attempt == 1),
            "{turns:?}"
        );
        for message in scene.messages().await {
            let turn = message.annotations.turn_id.unwrap();
            let turn = turns.iter().find(|other| other.id == turn).unwrap();
            assert!(turn.inputs.contains(&message.id) || turn.messages.contains(&message.id));
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_second_try_is_the_first_one() {
    for scene in Scene::each().await {
        let append = || Append::from(message("one")).idempotency_key("k");
        let first = scene.turns.submit(ANN, scene.session, append()).await.unwrap();
        let again = scene.turns.submit(ANN, scene.session, append()).await.unwrap();
        assert!(again.replayed && !first.replayed);
        assert_eq!((first.turn.id, &first.messages), (again.turn.id, &again.messages));
        scene.run_all(says("yes")).await;
        let late = scene.turns.submit(ANN, scene.session, append()).await.unwrap();
        assert_eq!((late.turn.id, late.turn.state), (first.turn.id, TurnState::Completed));
        assert_eq!(scene.texts().await, ["one", "yes"]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_message_that_does_not_want_to_wait_is_refused() {
    for scene in Scene::each().await {
        let first = scene.submit(ANN, "one").await;
        let refused =
            scene.turns.submit(BOB, scene.session, submission("two").when_running(WhenBusy::Refuse)).await;
        let Err(Error::Conflict(Conflict::TurnActive { turn, state, .. })) = refused else {
            panic!("{refused:?}")
        };
        assert_eq!((&*turn, state), (&*first.turn.id.to_string(), "queued"));
        assert_eq!(scene.texts().await, ["one"]);
    }
}

#[tokio::test(start_paused = true)]
async fn an_interrupt_stops_what_runs() {
    for scene in Scene::each().await {
        let runner = script(|turn| {
            Box::pin(async move {
                if turn.inputs().await?[0].parts.text() == "one" {
                    turn.cancelled().await;
                }
                say(turn, "done").await
            })
        });
        let test = async {
            let first = scene.submit(ANN, "one").await;
            scene.until(first.turn.id, TurnState::Running).await;
            let second =
                scene.turns.submit(BOB, scene.session, submission("two").when_running(WhenBusy::Interrupt));
            let second = second.await.unwrap();
            let first = scene.until(first.turn.id, TurnState::Cancelled).await;
            assert_eq!(first.stop.unwrap().by.name, "Bob");
            scene.until(second.turn.id, TurnState::Completed).await;
        };
        scene.with_worker(runner, test).await;
        assert_eq!(scene.texts().await, ["one", "two", "", "done"]);
    }
}

/// The runner does not look: its next write fails, or it is dropped.
#[tokio::test(start_paused = true)]
async fn a_stop_ends_the_run_and_its_message() {
    for scene in Scene::each().await {
        for writes in [true, false] {
            let runner = script(move |turn| {
                Box::pin(async move {
                    let mut draft = turn.draft().await?;
                    draft.push(&Chunk::text_start("t")).await?;
                    draft.push(&Chunk::text_delta("t", "So")).await?;
                    draft.flush().await?;
                    let times = if writes { usize::MAX } else { 0 };
                    for _ in 0..times {
                        draft.push(&Chunk::text_delta("t", "!")).await?;
                        sleep(Duration::from_millis(300)).await;
                    }
                    pending().await
                })
            });
            let test = async {
                let waits = scene.submit(ANN, "one").await;
                let running = scene.until(waits.turn.id, TurnState::Running).await;
                while scene.messages().await.len() < 2 {
                    sleep(Duration::from_millis(1)).await;
                }
                let queued = scene.submit(BOB, "two").await.turn;
                let queued = scene.turns.stop_turn(ANN, scene.session, queued.id, None).await.unwrap();
                assert_eq!(queued.state, TurnState::Cancelled, "one that waits ends at once");
                let reason = Some("too long".to_owned());
                scene.turns.stop_turn(BOB, scene.session, running.id, reason).await.unwrap();
                scene.until(running.id, TurnState::Cancelled).await;
            };
            scene.with_worker(runner, test).await;
            let answer = scene.messages().await.remove(1);
            assert!(answer.parts.text().starts_with("So") && !answer.draft, "{answer:?}");
            assert_eq!(answer.annotations.ended.unwrap().reason, "aborted");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn without_a_robot_nothing_is_stored() {
    for scene in Scene::each().await {
        let session = scene.robots.start_session(ANN, NewSession::default()).await.unwrap().id;
        let error = scene.turns.submit(ANN, session, message("Hi")).await.unwrap_err();
        assert!(
            matches!(&error, Error::InvalidArgument { argument, .. } if argument == "robot"),
            "{error:?}"
        );
        let with_default = Turns::clone(&scene.turns).with_default_robot(scene.robot);
        with_default.submit(ANN, session, message("Hi")).await.unwrap();
        let named = submission("Hi").robot(scene.robot);
        scene.turns.submit(ANN, session, named).await.unwrap();
        let session =
            scene.robots.session(ANN, session, storyden_robots::WindowRequest::newest(9)).await.unwrap();
        assert_eq!(session.message_list.messages.len(), 2, "the first was not stored");
        assert_eq!(
            session.details.active_robot_id,
            Some(RobotKey::from(scene.robot)),
            "the named one is active"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_runner_that_fails_fails_its_turn() {
    for scene in Scene::each().await {
        let runner = script(|turn| {
            Box::pin(async move {
                let mut draft = turn.draft().await?;
                draft.push(&Chunk::text_start("t")).await?;
                draft.flush().await?;
                Err::<Outcome, _>(Error::unavailable("the model is overloaded", "503"))
            })
        });
        scene.submit(ANN, "one").await;
        scene.run_all(runner).await;
        let turn = scene.all().await.remove(0);
        assert_eq!((turn.state, turn.error.as_deref()), (TurnState::Failed, Some("the model is overloaded")));
        let answer = scene.messages().await.remove(1);
        assert_eq!(answer.annotations.ended.unwrap().error.as_deref(), Some("the model is overloaded"));
    }
}

/// What does not end within the grace is claimed by another worker at once.
#[tokio::test(start_paused = true)]
async fn a_worker_that_shuts_down_gives_its_turns_back() {
    for scene in Scene::each().await {
        let submitted = scene.submit(ANN, "one").await;
        let stuck = script(|_| Box::pin(pending()));
        let worker = TurnWorker::new(scene.turns.clone(), stuck).grace(Duration::from_secs(1));
        worker.run(async { drop(scene.until(submitted.turn.id, TurnState::Running).await) }).await;
        scene.run_all(says("yes")).await;
        let turn = scene.turn(submitted.turn.id).await;
        assert_eq!((turn.state, turn.attempt), (TurnState::Completed, 2));
    }
}

#[tokio::test(start_paused = true)]
async fn a_worker_accepts_times_of_any_length() {
    for scene in Scene::each().await {
        let turn = scene.submit(ANN, "one").await.turn.id;
        let worker = TurnWorker::new(scene.turns.clone(), says("yes"));
        let worker =
            worker.lease(Duration::MAX).heartbeat(Duration::MAX).poll(Duration::MAX).grace(Duration::MAX);
        worker.run(async { drop(scene.until(turn, TurnState::Completed).await) }).await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_robot_hands_over_to_another() {
    for scene in Scene::each().await {
        let new = storyden_robots::NewRobot::new("Second", "script/1".parse().unwrap());
        let second = scene.robots.create_robot(ANN, new).await.unwrap().id;
        let runner = script(move |turn| {
            Box::pin(async move {
                let mut draft = turn.draft().await?;
                turn.hand_over(second).await?;
                draft.finish().await?;
                say(turn, "second").await
            })
        });
        scene.submit(ANN, "one").await;
        scene.run_all(runner).await;
        let names: Vec<_> = scene.messages().await.into_iter().filter_map(|message| message.robot).collect();
        assert_eq!(names.iter().map(|robot| robot.name.as_str()).collect::<Vec<_>>(), ["Helper", "Second"]);
        assert_eq!(scene.all().await[0].robot_id, Some(RobotKey::from(second)));
    }
}

/// Two sessions have work, and the worker runs one turn at once.
#[tokio::test(start_paused = true)]
async fn a_worker_runs_no_more_turns_at_once_than_it_may() {
    for scene in Scene::each().await {
        let (running, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let (now, highest) = (Arc::clone(&running), Arc::clone(&most));
        let runner = script(move |turn| {
            let (now, highest) = (Arc::clone(&now), Arc::clone(&highest));
            Box::pin(async move {
                highest.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                sleep(Duration::from_millis(50)).await;
                let outcome = say(turn, "yes").await;
                now.fetch_sub(1, Ordering::SeqCst);
                outcome
            })
        });
        let mut others = Vec::new();
        for _ in 0..6 {
            let session = scene.robots.start_session(ANN, NewSession::from(scene.robot)).await.unwrap().id;
            scene.turns.submit(ANN, session, message("one")).await.unwrap();
            others.push(Scene { session, ..scene.clone() });
        }
        let all = async {
            for other in &others {
                other.idle().await;
            }
        };
        TurnWorker::new(scene.turns.clone(), runner).concurrency(2).run(all).await;
        assert_eq!(most.load(Ordering::SeqCst), 2);
    }
}
