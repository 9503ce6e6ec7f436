//! A yes that comes as its question expires: one of the two counts, and everything agrees on which.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use storyden_robots::{Conflict, Error, RequestState, Result, TurnState, TurnWorker, Verdict};
use tokio::time::sleep;

use crate::{
    approvals::{block, call, calls, open},
    scene::{BOB, Deadly, Scene},
};

/// How often: the short form, times `ROBOTS_TEST_FACTOR`.
fn rounds(short: usize) -> usize {
    let factor = std::env::var("ROBOTS_TEST_FACTOR").ok().and_then(|factor| factor.parse().ok());
    short * factor.unwrap_or(1)
}

/// Approves a call while a worker lets it expire. The store's clock, which moves at each look, passes the expiry after so
/// many looks. Returns whether the yes won.
async fn race(scene: &Scene, looks: i64, yields: [usize; 2]) -> bool {
    let ran = Arc::new(AtomicUsize::new(0));
    let scene = block(scene.beside().await, &ran).await;
    let request = scene.request().await;
    scene.clock.set(request.expires_at.unwrap().as_micros() - looks);
    let [worker, member] = yields.map(|yields| scene.over(Deadly::giving_way(&scene, yields)));
    let decided: Mutex<Option<Result<_>>> = Mutex::default();
    let test = async {
        let answer = member.decide(BOB, request.id, Verdict::approve()).await;
        *decided.lock().unwrap() = Some(answer);
        scene.clock.forward(Duration::from_secs(1));
        while scene.request_of(request.id).await.state == RequestState::Pending {
            sleep(Duration::from_millis(10)).await;
        }
        scene.idle().await;
    };
    let runner = calls("ban", Arc::clone(&ran), open());
    TurnWorker::new(worker, runner).poll(Duration::from_millis(10)).run(test).await;
    let decided = decided.lock().unwrap().take().unwrap();
    let request = scene.request_of(request.id).await;
    let approval = call(&scene.messages().await[1]).approval.unwrap();
    let approved = decided.is_ok();
    let case = format!("{looks} looks, {yields:?}: {decided:?}, {request:?}, {approval:?}");
    let expired =
        |error: &Error| matches!(error, Error::Conflict(Conflict::RequestDecided { state: "expired", .. }));
    assert!(decided.as_ref().err().is_none_or(expired), "{case}");
    assert_eq!(
        request.state,
        if approved { RequestState::Approved } else { RequestState::Expired },
        "{case}"
    );
    assert_eq!(approval.approved, Some(approved), "{case}");
    assert_eq!(approval.reason.as_deref(), (!approved).then_some("expired"), "{case}");
    assert_eq!(ran.load(Ordering::SeqCst), usize::from(approved), "{case}");
    assert_eq!(scene.all().await.last().unwrap().state, TurnState::Completed, "{case}");
    approved
}

#[tokio::test(start_paused = true)]
async fn an_expiry_and_a_yes_never_both_count() {
    for scene in Scene::each().await {
        let rounds = rounds(if scene.is_in_memory() { 180 } else { 20 });
        let mut approved = 0;
        for round in 0..rounds {
            // Each round passes the expiry at another place, and lets others in elsewhere.
            let yields = [round % 5, round / 5 % 7];
            let looks = i64::try_from(round % 23).unwrap() * if scene.has_going_clock() { 100 } else { 1 };
            approved += usize::from(race(&scene, looks, yields).await);
        }
        println!("expiry against a yes: {rounds} rounds, {approved} approved");
        let is_race = approved > 0 && approved < rounds;
        assert!(is_race || scene.has_going_clock(), "{approved} of {rounds}: it is no race");
    }
}
