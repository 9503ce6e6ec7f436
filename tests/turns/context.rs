//! What a model is shown in a turn.

use std::sync::{Arc, Mutex};

use storyden_robots::{Calls, Json, ModelContext, Outcome, TurnState, Verdict, stream::Chunk};

use crate::scene::{ANN, BOB, Scene, say, script};

/// The messages that came while a robot worked are shown behind its answer, and only to their own turn.
#[tokio::test(start_paused = true)]
async fn the_context_is_ordered_by_turns() {
    for scene in Scene::each().await {
        let shown: Arc<Mutex<Vec<Vec<String>>>> = Arc::default();
        let runner = {
            let shown = Arc::clone(&shown);
            script(move |turn| {
                let shown = Arc::clone(&shown);
                Box::pin(async move {
                    let context = turn.context(&ModelContext::new(10_000)).await?;
                    let texts = context.messages.iter().map(|message| message.parts.text()).collect();
                    shown.lock().unwrap().push(texts);
                    let word = format!("to {}", turn.inputs().await?[0].parts.text());
                    say(turn, &word).await
                })
            })
        };
        scene.submit(ANN, "one").await;
        scene.submit(BOB, "two").await;
        scene.submit(ANN, "three").await;
        scene.run_all(runner).await;
        assert_eq!(scene.texts().await, ["one", "two", "three", "to one", "to two", "to three"]);
        assert_eq!(
            *shown.lock().unwrap(),
            [vec!["one"], vec!["one", "to one", "two"], vec!["one", "to one", "two", "to two", "three"],]
        );
    }
}

/// A turn that goes on is shown its own message with the approved call, and not what waits behind it.
#[tokio::test(start_paused = true)]
async fn a_turn_that_goes_on_is_shown_what_was_approved() {
    for scene in Scene::each().await {
        let shown: Arc<Mutex<Vec<String>>> = Arc::default();
        let runner = {
            let shown = Arc::clone(&shown);
            script(move |turn| {
                let shown = Arc::clone(&shown);
                Box::pin(async move {
                    let mut draft = turn.draft().await?;
                    if draft.parts().is_empty() {
                        draft.push(&Chunk::tool_input("c", "ban", Json::object())).await?;
                    } else {
                        let context = turn.context(&ModelContext::new(10_000)).await?;
                        let texts = context.messages.iter().map(|message| message.parts.as_str().to_owned());
                        shown.lock().unwrap().extend(texts);
                    }
                    let ban = |_| async { Ok::<_, String>(Json::NULL) };
                    let waits = turn.call_tools(&mut draft, ban).await? == Calls::Waiting;
                    draft.finish().await?;
                    Ok(if waits { Outcome::Blocked } else { Outcome::Completed })
                })
            })
        };
        scene.submit(ANN, "ban Kate").await;
        scene.with_worker(runner.clone(), scene.idle()).await;
        let waits = scene.submit(BOB, "and Tom").await.turn.id;
        scene.turns.decide(ANN, scene.request().await.id, Verdict::approve()).await.unwrap();
        scene.with_worker(runner, scene.until(waits, TurnState::Blocked)).await;
        let shown = shown.lock().unwrap();
        assert_eq!(shown.len(), 2, "{shown:?}");
        assert!(shown[0].contains("ban Kate") && shown[1].contains("approval-responded"), "{shown:?}");
    }
}
