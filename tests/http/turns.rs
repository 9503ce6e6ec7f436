//! Turns and approvals.

use serde_json::{Value, json};
use storyden_robots::{NewMessage, NewSession, Part, http::Settings};

use crate::{
    chat::{host, working},
    client::Request,
    host::{Host, NOTHING, OPERATOR},
};

async fn submit(turns: &storyden_robots::Turns, session: storyden_robots::SessionId, text: &str) -> String {
    let message = NewMessage::user([Part::text(text.to_owned())]).expect("a message");
    turns.submit(OPERATOR, session, message).await.expect("it is taken").turn.id.to_string()
}

async fn cancel(host: &Host, who: &str, path: &str) -> crate::client::Answer {
    host.send(Request::new("PUT", path).by(who)).await
}

#[tokio::test]
async fn turns_are_listed_read_and_stopped() {
    let (host, turns) = host(Settings::default(), Some("robot_builder")).await;
    let session = turns.robots().start_session(OPERATOR, NewSession::default()).await.expect("a session").id;
    let all = format!("/robots/sessions/{session}/turns");
    assert_eq!(host.get("operator", &all).await.is(200), json!({ "turns": [] }));
    let first = submit(&turns, session, "one").await;
    let one = host.get("operator", &format!("{all}/{first}")).await.is(200);
    assert_eq!((&one["state"], &one["position"]), (&json!("queued"), &json!(0)));
    host.get("operator", &format!("{all}?state=running")).await.is(200);

    let stopped = cancel(&host, "operator", &format!("{all}/{first}/cancellation?reason=No")).await.is(200);
    assert_eq!((&stopped["state"], &stopped["stop"]["reason"]), (&json!("cancelled"), &json!("No")));
    let again = cancel(&host, "operator", &format!("{all}/{first}/cancellation")).await.is(200);
    assert_eq!(again, stopped);

    let second = submit(&turns, session, "two").await;
    let page = host.get("operator", &format!("{all}?limit=1")).await.is(200);
    let ids = |page: &Value| {
        let turns = page["turns"].as_array().expect("turns").iter();
        turns.filter_map(|turn| turn["id"].as_str().map(str::to_owned)).collect::<Vec<_>>()
    };
    let cursor = page["next_after"].as_str().expect("more").to_owned();
    let rest = host.get("operator", &format!("{all}?limit=1&after={cursor}")).await.is(200);
    assert_eq!(rest.get("next_after"), None);
    let mut both = [ids(&page), ids(&rest)].concat();
    both.sort_unstable();
    let mut expected = vec![first.clone(), second];
    expected.sort_unstable();
    assert_eq!(both, expected);

    host.get("operator", &format!("{all}?state=x")).await.is_about("state");
    host.get("operator", &format!("{all}/x")).await.is_about("turn_id");
    host.get("operator", &format!("{all}/{NOTHING}")).await.is_problem(404, "not-found");
    host.get("operator", &format!("/robots/sessions/{NOTHING}/turns")).await.is_problem(404, "not-found");
    for path in [all.clone(), format!("{all}/{first}"), format!("{all}/{NOTHING}")] {
        host.get("member", &path).await.is_problem(403, "permission-denied");
        host.send(Request::new("GET", &path)).await.is_problem(401, "unauthenticated");
    }
    cancel(&host, "member", &format!("{all}/{first}/cancellation"))
        .await
        .is_problem(403, "permission-denied");
}

#[tokio::test]
async fn approvals_of_all_sessions_are_listed_and_decided_once() {
    let (host, turns) = working(Settings::default()).await;
    let mut sessions = Vec::new();
    for _ in 0..2 {
        let session =
            turns.robots().start_session(OPERATOR, NewSession::default()).await.expect("a session").id;
        let mut events = turns
            .robots()
            .subscribe(OPERATOR, session, storyden_robots::Offset::default())
            .await
            .expect("a session");
        submit(&turns, session, "ban").await;
        loop {
            let event = events.next().await.expect("an event");
            if matches!(event.kind, storyden_robots::EventKind::Turn(turn) if turn.state.has_ended()) {
                break;
            }
        }
        sessions.push(session);
    }
    let waiting = host.get("operator", "/robots/approvals?state=pending&kind=approval").await.is(200);
    assert_eq!(waiting["approvals"].as_array().map(Vec::len), Some(2));
    let of_one = format!("/robots/approvals?session_id={}", sessions[0]);
    let one = host.get("operator", &of_one).await.is(200)["approvals"][0].clone();
    assert_eq!((&one["tool"], &one["state"]), (&json!("member_ban"), &json!("pending")));
    let path = format!("/robots/approvals/{}", one["id"].as_str().expect("an id"));
    assert_eq!(host.get("operator", &path).await.is(200), one);
    let page = host.get("operator", "/robots/approvals?limit=1").await.is(200);
    let after = page["next_after"].as_str().expect("more");
    host.get("operator", &format!("/robots/approvals?after={after}")).await.is(200);

    let decision = format!("{path}/decision");
    host.post("operator", &decision, &json!({ "reason": "x" })).await.is_about("approved");
    host.post("member", &decision, &json!({ "approved": true })).await.is_problem(403, "permission-denied");
    let refuse = json!({ "approved": false, "reason": "Talk to Kate first" });
    let decided = host.post("operator", &decision, &refuse).await.is(200);
    assert_eq!((&decided["state"], &decided["reason"]), (&json!("denied"), &refuse["reason"]));
    assert_eq!(decided["decided_by"]["handle"], "operator");
    let late = host.post("admin", &decision, &json!({ "approved": true })).await.is_problem(409, "conflict");
    assert_eq!(late["metadata"]["reason"], "request-decided", "{late}");
    let nothing = format!("/robots/approvals/{NOTHING}/decision");
    host.post("operator", &nothing, &refuse).await.is_problem(404, "not-found");
    host.get("operator", "/robots/approvals?kind=x").await.is_about("kind");
}
