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
