//! What a model is shown in a turn.

use std::sync::{Arc, Mutex};

use storyden_robots::ModelContext;

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
