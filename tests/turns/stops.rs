//! Workers in other processes: how soon they hear what they have to do, and what they shall leave.

use std::{future::pending, time::Duration};

use storyden_robots::{TurnState, TurnWorker};
use tokio::time::{Instant, sleep};

use crate::scene::{ANN, BOB, Deadly, Scene, says, script};

/// The runner neither looks nor writes, and the stop comes from another process at each moment of a heartbeat.
#[tokio::test(start_paused = true)]
async fn a_stop_from_another_process_ends_a_run_within_a_heartbeat() {
    let scene = Scene::in_memory().await;
    let elsewhere = scene.over(Deadly::giving_way(&scene, 0));
    let mut longest = Duration::ZERO;
    let test = async {
        for moment in (0..=5000).step_by(250) {
            let turn = scene.submit(ANN, "one").await.turn.id;
            scene.until(turn, TurnState::Running).await;
            sleep(Duration::from_millis(moment)).await;
            elsewhere.stop_turn(BOB, scene.session, turn, None).await.unwrap();
            let stopped = Instant::now();
            while scene.turn(turn).await.state != TurnState::Cancelled {
                sleep(Duration::from_millis(50)).await;
            }
            longest = longest.max(stopped.elapsed());
        }
    };
    scene.with_worker(script(|_| Box::pin(pending())), test).await;
    // What is left of the 5 s is for stores that take time.
    assert!(longest > Duration::from_secs(3) && longest <= Duration::from_millis(4050), "{longest:?}");
}

/// A worker dies in a run, somebody stops the turn at a moment of its lease, and another worker is there. The store's clock
/// goes with tokio's.
#[tokio::test(start_paused = true)]
async fn a_stop_of_a_dead_workers_run_ends_it_when_its_lease_ends() {
    const TICK: Duration = Duration::from_millis(50);
    for moment in [0, 7, 19] {
        let scene = Scene::in_memory().await;
        let turn = scene.submit(ANN, "one").await.turn.id;
        tokio::select! {
            () = TurnWorker::new(scene.turns.clone(), script(|_| Box::pin(pending()))).run(pending()) => {}
            _ = scene.until(turn, TurnState::Running) => {}
        }
        let died = Instant::now();
        let (turns, clock, session) = (scene.turns.clone(), scene.clock.clone(), scene.session);
        let test = async {
            let mut stopped = None;
            while scene.turn(turn).await.state != TurnState::Cancelled {
                if stopped.is_none() && died.elapsed() >= Duration::from_secs(moment) {
                    turns.stop_turn(BOB, session, turn, None).await.unwrap();
                    stopped = Some(Instant::now());
                }
                sleep(TICK).await;
                clock.forward(TICK);
            }
            stopped.unwrap().elapsed()
        };
        let took = scene.with_worker(says("never"), test).await;
        // The lease began before the death, and the worker looks each second.
        let left = Duration::from_secs(20 - moment);
        let looks = Duration::from_secs(1) + 2 * TICK;
        assert!(took + 2 * TICK >= left && took <= left + looks, "{took:?} after a stop at {moment} s");
        assert_eq!(scene.texts().await, ["one"], "it did not run again");
    }
}

/// With no other worker, the stop itself ends it.
#[tokio::test(start_paused = true)]
async fn a_stop_after_the_lease_of_a_dead_worker_ends_the_turn_at_once() {
    for scene in Scene::each().await {
        let turn = scene.submit(ANN, "one").await.turn.id;
        let running = async { _ = scene.until(turn, TurnState::Running).await };
        scene.die(scene.turns.clone(), script(|_| Box::pin(pending())), running).await;
        let stopped = scene.turns.stop_turn(BOB, scene.session, turn, None).await.unwrap();
        assert_eq!(stopped.state, TurnState::Cancelled);
    }
}

#[tokio::test(start_paused = true)]
async fn a_worker_is_woken_by_what_another_process_submits() {
    for scene in Scene::each().await {
        let Some(elsewhere) = scene.elsewhere().await else { continue };
        let never = Duration::from_secs(24 * 3600);
        let test = async {
            for _ in 0..3 {
                let turn = elsewhere.submit(ANN, "one").await.turn.id;
                elsewhere.until(turn, TurnState::Completed).await;
            }
        };
        TurnWorker::new(scene.turns.clone(), says("yes")).poll(never).run(test).await;
    }
}
