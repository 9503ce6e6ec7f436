//! Questions are answered again, and edited.

use std::sync::Arc;

use storyden_robots::{Denied, Error, NewMessage, Permission, TurnState, stream::Chunk};

use crate::scene::{ANN, Scene, message, says, script, submission};

#[tokio::test(start_paused = true)]
async fn a_question_is_answered_again() {
    for scene in Scene::each().await {
        scene.submit(ANN, "one").await;
        scene.run_all(says("bad")).await;
        let answer = scene.messages().await.remove(1);
        let again = scene.turns.regenerate(ANN, scene.session, answer.id).await.unwrap();
        assert_eq!(again.turn.state, TurnState::Queued);
        assert_eq!(scene.texts().await, ["one"], "it is gone at once");
        scene.run_all(says("good")).await;
        assert_eq!(scene.texts().await, ["one", "good"]);
        scene.turns.regenerate(ANN, scene.session, None).await.unwrap();
        scene.run_all(says("better")).await;
        assert_eq!(scene.texts().await, ["one", "better"]);
    }
}

/// The turn that runs is cancelled with what it wrote, and the question is asked once more, not twice.
#[tokio::test(start_paused = true)]
async fn a_question_is_answered_again_while_it_is_answered() {
    for scene in Scene::each().await {
        let first = scene.submit(ANN, "one").await.turn.id;
        let runner = script(move |turn| {
            Box::pin(async move {
                if turn.turn().id == first {
                    let mut draft = turn.draft().await?;
                    draft.push(&Chunk::text_start("t")).await?;
                    draft.flush().await?;
                    std::future::pending::<()>().await;
                }
                crate::scene::say(turn, "good").await
            })
        });
        let test = async {
            while scene.messages().await.len() < 2 {
                tokio::time::sleep(std::time::Duration::from_millis(1)).await;
            }
            let again = scene.turns.regenerate(ANN, scene.session, None).await.unwrap();
            assert_eq!(again.turn.inputs.len(), 1);
            scene.until(first, TurnState::Cancelled).await;
            scene.idle().await;
        };
        scene.with_worker(runner, test).await;
        assert_eq!(scene.texts().await, ["one", "good"]);
        assert_eq!(scene.all().await.len(), 2);
    }
}

#[tokio::test(start_paused = true)]
async fn a_question_is_edited_under_its_own_id() {
    for scene in Scene::each().await {
        let with_id = |text: &str| {
            let json = format!(
                r#"{{"id":"page-made-1","role":"user","parts":[{{"type":"text","text":"{text}"}}]}}"#
            );
            NewMessage::parse(&json).unwrap()
        };
        let first = scene.turns.submit(ANN, scene.session, with_id("onne")).await.unwrap();
        scene.run_all(says("what?")).await;
        scene.submit(ANN, "two").await;
        scene.run_all(says("two!")).await;
        let edited =
            scene.turns.resend(ANN, scene.session, first.messages[0].id, with_id("one")).await.unwrap();
        assert_eq!(edited.messages[0].annotations.client_id.as_deref(), Some("page-made-1"));
        scene.run_all(says("yes")).await;
        assert_eq!(scene.texts().await, ["one", "yes"]);
    }
}

/// Nobody truncates over what others wrote, without managing robots.
#[tokio::test(start_paused = true)]
async fn others_questions_are_not_edited() {
    for scene in Scene::each().await {
        use storyden_robots::{Robots, StaticPermissions, StaticProfiles, Turns};

        use crate::scene::BOB;

        let permissions =
            StaticPermissions::new().grant(ANN, [Permission::UseRobots]).grant(BOB, [Permission::UseRobots]);
        let robots = Robots::new(Arc::clone(&scene.store), permissions, StaticProfiles::default());
        let turns = Turns::new(robots, Arc::clone(&scene.store));
        let own = scene.submit(ANN, "one").await.messages[0].id;
        scene.run_all(says("yes")).await;
        for refused in [
            turns.resend(BOB, scene.session, own, message("two")).await,
            turns.regenerate(BOB, scene.session, None).await,
        ] {
            let missing = Denied::Missing(Permission::ManageRobots);
            assert!(
                matches!(refused, Err(Error::PermissionDenied(denied)) if denied == missing),
                "{refused:?}"
            );
        }
        turns.resend(ANN, scene.session, own, submission("two")).await.unwrap();
    }
}
