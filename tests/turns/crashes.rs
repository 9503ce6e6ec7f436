//! Workers that die: what they left is gone on with, and nothing happens twice.

use std::{
    future::pending,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use storyden_robots::{Calls, Json, Outcome, Part, ToolState, TurnState, Verdict, stream::Chunk};
use tokio::{sync::Semaphore, time::sleep};

use crate::scene::{ANN, Deadly, Scene, Scripted, script};

/// Waits until a run says that it hangs.
async fn hangs(mark: &Semaphore) {
    mark.acquire().await.unwrap().forget();
}

#[tokio::test(start_paused = true)]
async fn a_later_run_goes_on_with_the_draft_of_a_lost_one() {
    for scene in Scene::each().await {
        let mark = Arc::new(Semaphore::new(0));
        let hung = Arc::clone(&mark);
        let runner = script(move |turn| {
            let hung = Arc::clone(&hung);
            Box::pin(async move {
                let mut draft = turn.draft().await?;
                if turn.attempt() == 1 {
                    draft.push(&Chunk::text_start("t")).await?;
                    draft.push(&Chunk::text_delta("t", "Half")).await?;
                    draft.flush().await?;
                    hung.add_permits(1);
                    return pending().await;
                }
                assert_eq!((turn.attempt(), draft.parts().text().as_str()), (2, "Half"));
                draft.push(&Chunk::text_delta("t", " and half")).await?;
                draft.finish().await?;
                Ok(Outcome::Completed)
            })
        });
        scene.submit(ANN, "one").await;
        scene.die(scene.turns.clone(), runner.clone(), hangs(&mark)).await;
        scene.run_all(runner).await;
        assert_eq!(scene.texts().await, ["one", "Half and half"]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_turn_whose_workers_always_die_fails() {
    for scene in Scene::each().await {
        let mark = Arc::new(Semaphore::new(0));
        let hung = Arc::clone(&mark);
        let runner = script(move |turn| {
            let hung = Arc::clone(&hung);
            Box::pin(async move {
                let mut draft = turn.draft().await?;
                draft.push(&Chunk::text_start(format!("{}", turn.attempt()))).await?;
                draft.flush().await?;
                hung.add_permits(1);
                pending().await
            })
        });
        let turn = scene.submit(ANN, "one").await.turn.id;
        for _ in 0..3 {
            scene.die(scene.turns.clone(), runner.clone(), hangs(&mark)).await;
        }
        scene.run_all(runner).await;
        let turn = scene.turn(turn).await;
        assert_eq!((turn.state, turn.attempt), (TurnState::Failed, 3));
        assert_eq!(turn.error.as_deref(), Some("its worker was lost 3 times"));
        let answer = scene.messages().await.remove(1);
        assert!(
            !answer.draft && answer.annotations.ended.unwrap().error.is_some(),
            "its message is ended too"
        );
    }
}

/// A robot that calls a tool with an effect, and answers.
fn acts(tool: &'static str, effects: Arc<AtomicUsize>) -> Scripted {
    script(move |turn| {
        let effects = Arc::clone(&effects);
        Box::pin(async move {
            let mut draft = turn.draft().await?;
            if draft.parts().is_empty() {
                draft.push(&Chunk::tool_input("call_0", tool, Json::object())).await?;
            }
            let effect = |_| {
                effects.fetch_add(1, Ordering::SeqCst);
                async { Ok::<_, String>(Json::NULL) }
            };
            if turn.call_tools(&mut draft, effect).await? == Calls::Waiting {
                draft.finish().await?;
                return Ok(Outcome::Blocked);
            }
            draft.finish().await?;
            Ok(Outcome::Completed)
        })
    })
}

/// Approves what waits, until all turns have ended, or the worker is dead.
async fn approve_all(scene: &Scene, worker: &Deadly) {
    loop {
        let turns = scene.all().await;
        let last = turns.last().unwrap();
        if worker.is_dead() || last.state.has_ended() && last.state != TurnState::Blocked {
            return;
        }
        if last.state == TurnState::Blocked && last.continued_by.is_none() {
            scene.turns.decide(ANN, scene.request().await.id, Verdict::approve()).await.unwrap();
        }
        sleep(Duration::from_millis(1)).await;
    }
}

/// The worker dies at each of its transactions, before and after it is written; the one after it lives.
#[tokio::test(start_paused = true)]
async fn no_tool_runs_twice_wherever_its_worker_dies() {
    // On a server it takes long, and the rules are the same.
    let on_server = Scene::each().await.any(|scene| scene.has_going_clock());
    let tools: &[_] = if on_server { &["ban"] } else { &["ban", "write", "search"] };
    for &tool in tools {
        let (mut interrupted, mut deaths) = (0, 0);
        for at in 0.. {
            let mut reached = false;
            for written in [false, true] {
                for scene in Scene::each().await {
                    let effects = Arc::new(AtomicUsize::new(0));
                    scene.submit(ANN, "one").await;
                    let deadly = Deadly::new(&scene, at, written);
                    for store in [deadly.clone(), Deadly::giving_way(&scene, 0)] {
                        let over = approve_all(&scene, &store);
                        scene.die(scene.over(store.clone()), acts(tool, Arc::clone(&effects)), over).await;
                    }
                    let case = format!("{tool} at {at}, written: {written}");
                    let done = effects.load(Ordering::SeqCst);
                    let answer = scene.messages().await.remove(1);
                    let Some(Part::Tool(call)) = answer.parts.iter().next() else {
                        panic!("{case}: {answer:?}")
                    };
                    match call.state {
                        ToolState::OutputAvailable if tool == "search" => assert!(done >= 1, "{case}"),
                        ToolState::OutputAvailable => assert_eq!(done, 1, "{case}"),
                        ToolState::OutputError => {
                            interrupted += 1;
                            assert!(done <= 1 && tool != "search", "{case}");
                            assert_eq!(call.error_text.as_deref(), Some("interrupted: it may have happened"));
                        }
                        ref state => panic!("{case}: {state:?}"),
                    }
                    let turns = scene.all().await;
                    assert_eq!(turns.last().unwrap().state, TurnState::Completed, "{case}: {turns:?}");
                    reached |= deadly.is_dead();
                    deaths += usize::from(deadly.is_dead());
                }
            }
            if !reached {
                break;
            }
        }
        assert!(deaths >= 16, "{tool}: {deaths}");
        assert_eq!(interrupted > 0, tool != "search", "{tool}");
    }
}

/// A robot that calls again what may have happened is made to ask.
#[tokio::test(start_paused = true)]
async fn a_call_that_says_what_may_have_happened_asks() {
    for scene in Scene::each().await {
        let mark = Arc::new(Semaphore::new(0));
        let runner = |calls: &'static [(&'static str, &'static str)]| {
            let hung = Arc::clone(&mark);
            script(move |turn| {
                let hung = Arc::clone(&hung);
                Box::pin(async move {
                    let mut draft = turn.draft().await?;
                    for (id, tool) in calls {
                        draft.push(&Chunk::tool_input(*id, *tool, Json::object())).await?;
                    }
                    let dies = turn.attempt() == 1;
                    let tool = |_| {
                        let hung = Arc::clone(&hung);
                        async move {
                            if dies {
                                hung.add_permits(1);
                                pending::<()>().await;
                            }
                            Ok::<_, String>(Json::NULL)
                        }
                    };
                    let waits = turn.call_tools(&mut draft, tool).await? == Calls::Waiting;
                    draft.finish().await?;
                    Ok(if waits { Outcome::Blocked } else { Outcome::Completed })
                })
            })
        };
        scene.submit(ANN, "one").await;
        scene.die(scene.turns.clone(), runner(&[("a", "write")]), hangs(&mark)).await;
        scene.run_all(runner(&[("b", "write"), ("c", "other")])).await;
        let answer = scene.messages().await.remove(1);
        let state = |part: Part<'_>| match part {
            Part::Tool(tool) => tool.state.as_str().to_owned(),
            part => panic!("{part:?}"),
        };
        let states: Vec<_> = answer.parts.iter().map(state).collect();
        assert_eq!(states, ["output-error", "approval-requested", "output-available"]);
        assert_eq!(scene.all().await[0].state, TurnState::Blocked);
    }
}
