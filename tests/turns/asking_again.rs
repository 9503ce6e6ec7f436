//! Questions are answered again, and edited.

use std::sync::Arc;

use storyden_robots::{
    Append, Denied, Error, NewMessage, Permission, Robots, StaticPermissions, StaticProfiles, TurnRepository,
    TurnState, Turns, stream::Chunk,
};

use crate::scene::{ANN, BOB, Deadly, Scene, message, says, script, submission};

/// The service for members who may use robots, and no more.
fn of_members(scene: &Scene, store: impl TurnRepository) -> Turns {
    let permissions =
        StaticPermissions::new().grant(ANN, [Permission::UseRobots]).grant(BOB, [Permission::UseRobots]);
    Turns::new(Robots::new(Arc::clone(&scene.store), permissions, StaticProfiles::default()), store)
}

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
        let turns = of_members(&scene, Arc::clone(&scene.store));
        let own = scene.submit(ANN, "one").await.messages[0].id;
        scene.run_all(says("yes")).await;
        for refused in [
            turns.resend(BOB, scene.session, own, message("two")).await,
            turns.regenerate(BOB, scene.session, None).await,
        ] {
            let missing = Denied::NotOwn(Permission::ManageRobots);
            assert!(
                matches!(refused, Err(Error::PermissionDenied(denied)) if denied == missing),
                "{refused:?}"
            );
        }
        turns.resend(ANN, scene.session, own, submission("two")).await.unwrap();
    }
}

/// What another member writes after it was looked whose the messages are is not deleted with them.
#[tokio::test(start_paused = true)]
async fn what_others_write_meanwhile_is_not_deleted() {
    for writer in [BOB, ANN] {
        for resends in [false, true] {
            for scene in Scene::each().await {
                let question = scene.submit(ANN, "one").await.messages[0].id;
                scene.run_all(says("yes")).await;
                let (store, gate) = Deadly::gated(&scene);
                let turns = of_members(&scene, store);
                let again = async {
                    if resends {
                        turns.resend(ANN, scene.session, question, message("two")).await
                    } else {
                        turns.regenerate(ANN, scene.session, None).await
                    }
                };
                let meanwhile = async {
                    scene.robots.append(writer, scene.session, message("I too")).await.unwrap();
                };
                let (again, ()) = tokio::join!(again, gate.let_in_after(meanwhile));
                let case = format!("{writer}, resends: {resends}: {again:?}");
                let texts = scene.texts().await;
                if writer == BOB {
                    let missing = Denied::NotOwn(Permission::ManageRobots);
                    let refused = matches!(again, Err(Error::PermissionDenied(denied)) if denied == missing);
                    assert!(refused, "{case}");
                    assert_eq!(texts, ["one", "yes", "I too"], "{case}");
                } else {
                    assert!(again.is_ok(), "{case}");
                    assert_eq!(texts, [if resends { "two" } else { "one" }], "{case}");
                }
            }
        }
    }
}

/// A robot's message is the answer to the inputs of its turn, also if another member has written in between.
#[tokio::test(start_paused = true)]
async fn an_answer_belongs_to_who_asked() {
    for scene in Scene::each().await {
        let turns = of_members(&scene, Arc::clone(&scene.store));
        scene.submit(ANN, "one").await;
        let second = scene.submit(BOB, "two").await.messages[0].id;
        scene.run_all(says("yes")).await;
        assert_eq!(scene.texts().await, ["one", "two", "yes", "yes"]);
        for refused in [
            turns.resend(BOB, scene.session, second, message("three")).await.map(drop),
            turns.robots().truncate(BOB, scene.session, second, None).await.map(drop),
        ] {
            assert!(matches!(refused, Err(Error::PermissionDenied(_))), "{refused:?}");
        }
        let last = scene.messages().await[3].id;
        let deleted = turns.robots().truncate(BOB, scene.session, last, None).await.unwrap();
        assert_eq!(deleted, [last], "the answer to Bob");
    }
}

#[tokio::test(start_paused = true)]
async fn a_question_is_resent_once_however_often_it_is_tried() {
    for scene in Scene::each().await {
        let turns = of_members(&scene, Arc::clone(&scene.store));
        let question = scene.submit(ANN, "one").await.messages[0].id;
        scene.run_all(says("yes")).await;
        let resend = async |key: &str| {
            let new = Append::from(message("two")).idempotency_key(key);
            turns.resend(ANN, scene.session, question, new).await
        };
        let first = resend("k").await.unwrap();
        let second = resend("k").await.unwrap();
        assert_eq!((first.replayed, second.replayed), (false, true));
        assert_eq!((&second.messages, second.turn.id), (&first.messages, first.turn.id));
        scene.run_all(says("no")).await;
        let third = resend("k").await.unwrap();
        assert_eq!((third.replayed, third.turn.state), (true, TurnState::Completed));
        let other = resend("another").await;
        assert!(matches!(other, Err(Error::NotFound { .. })), "{other:?}");
        assert_eq!(scene.texts().await, ["two", "no"]);
    }
}
