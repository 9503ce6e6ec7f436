//! Messages of Storyden's newest protocol: what is wrong with them is found in its order, and their files are stored
//! apart.

use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use serde_json::{Value, json};
use storyden_robots::FileId;

use crate::{
    chat::{file_chunk, picture},
    client::{Answer, Request},
    head::{FILES, On, ended, log, message, new_id, on_every_embedded_store, read, say},
    host::Host,
};

on_every_embedded_store! {
    of_two_mistakes_the_first_is_told
    a_message_that_comes_again_is_accepted_while_calls_wait
    files_of_both_sides_are_told_by_their_addresses
}

/// What can be wrong with a message, in the order in which it is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Mistake {
    NoJson,
    NoSession,
    AnotherRobot,
    CallsWait,
    Workspace,
    NothingSaid,
    NoMessageId,
}

use Mistake::{AnotherRobot, CallsWait, NoJson, NoMessageId, NoSession, NothingSaid, Workspace};

const MISTAKES: [Mistake; 7] =
    [NoJson, NoSession, AnotherRobot, CallsWait, Workspace, NothingSaid, NoMessageId];

impl Mistake {
    /// Makes it in a message. That calls wait is a matter of the session.
    fn make(self, body: &mut Value, robot: &str) {
        match self {
            NoJson | CallsWait => {}
            NoSession => body["sessionId"] = json!("abc"),
            AnotherRobot => body["robotId"] = json!(robot),
            Workspace => body["workspace"] = json!({}),
            NothingSaid => body["messages"][0]["parts"] = json!([]),
            NoMessageId => body["messages"][0]["id"] = json!("m1"),
        }
    }

    #[track_caller]
    fn is_told(self, answer: &Answer) {
        match self {
            NoJson => answer.is_about("body"),
            NoSession => answer.is_about("sessionId"),
            AnotherRobot => {
                assert_eq!(answer.is_problem(409, "conflict")["metadata"]["reason"], "another-robot");
            }
            CallsWait => assert_eq!(answer.is_problem(409, "conflict")["metadata"]["state"], "blocked"),
            Workspace => answer.is_about("workspace"),
            NothingSaid => answer.is_about("messages.parts"),
            NoMessageId => answer.is_about("messages.id"),
        }
    }
}

async fn of_two_mistakes_the_first_is_told(on: On) {
    let host = on.working().await;
    let robot = host.post("manager", "/robots", &json!({ "name": "r", "model": "a/b" })).await.is(200);
    let robot = robot["id"].as_str().expect("an id");
    let (free, blocked) = (new_id(), new_id());
    say(&host, &free, "hello").await;
    say(&host, &blocked, "ban").await;
    ended(&host, &free, 1).await;
    ended(&host, &blocked, 1).await;
    for first in MISTAKES {
        for second in MISTAKES.into_iter().filter(|second| *second >= first) {
            let both = [first, second];
            let session = if both.contains(&CallsWait) { &blocked } else { &free };
            let mut body = message(session, &new_id(), "more");
            for mistake in both {
                mistake.make(&mut body, robot);
            }
            let mut text = body.to_string();
            if first == NoJson {
                text.pop();
            }
            let post =
                |who| Request::new("POST", "/robots/sessions").by(who).raw("application/json", text.clone());
            first.is_told(&host.send(post("operator")).await);
            // Who may not send any message hears of neither.
            host.send(post("member")).await.is_problem(403, "permission-denied");
        }
    }
    // None of them has left anything behind.
    for session in [free, blocked] {
        let inputs = read(&host, &log(&session)).await.is(200);
        let inputs =
            inputs.as_array().expect("events").iter().filter(|event| event["event_kind"] == "input_queued");
        assert_eq!(inputs.count(), 1);
    }
}

async fn a_message_that_comes_again_is_accepted_while_calls_wait(on: On) {
    let host = on.working().await;
    let session = new_id();
    let id = say(&host, &session, "ban").await;
    let before = ended(&host, &session, 1).await;
    host.post("operator", "/robots/sessions", &message(&session, &id, "ban")).await.is(202);
    assert_eq!(read(&host, &log(&session)).await.is(200), json!(before));
    // Under its id nothing else is said.
    host.post("operator", "/robots/sessions", &message(&session, &id, "more"))
        .await
        .is_problem(409, "conflict");
}

async fn file(host: &Host, url: &Value) -> Vec<u8> {
    let id = url.as_str().and_then(|url| url.strip_prefix(FILES)).expect("an address that can be fetched");
    let answer = read(host, &format!("/robots/files/{id}")).await;
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("image/png")));
    answer.body
}

async fn files_of_both_sides_are_told_by_their_addresses(on: On) {
    let (host, drawing) = (on.working().await, picture(9000));
    // Below and above what of a body is held in memory.
    for length in [20_000, 1_500_000] {
        let picture = picture(length);
        let (session, id) = (new_id(), new_id());
        let mut body = message(&session, &id, "draw");
        let url = format!("data:image/png;base64,{}", BASE64.encode(&picture));
        let part = json!({ "type": "file", "mediaType": "image/png", "filename": "shot.png", "url": url });
        body["messages"][0]["parts"].as_array_mut().expect("parts").push(part);
        host.post("operator", "/robots/sessions", &body).await.is(202);
        let events = ended(&host, &session, 1).await;
        let told = &events[0]["message"]["parts"];
        assert_eq!((&told[0]["text"], &told[1]["filename"]), (&json!("draw"), &json!("shot.png")));
        assert_eq!(told[1]["url"], format!("{FILES}{}", FileId::of(&picture)));
        assert!(file(&host, &told[1]["url"]).await == picture);

        let chunks = events.iter().flat_map(|event| event["parts"].as_array().expect("parts"));
        let drawn: Vec<_> = chunks.filter(|chunk| chunk["type"] == "file").collect();
        assert_eq!(drawn.len(), 1, "{drawn:?}");
        assert_eq!(drawn[0]["mediaType"], file_chunk(&[])["mediaType"]);
        assert_eq!(file(&host, &drawn[0]["url"]).await, drawing);

        let shown = read(&host, &format!("/robots/sessions/{session}")).await.is(200);
        let messages = shown["message_list"]["messages"].as_array().expect("messages");
        assert_eq!(messages[0]["parts"], *told);
        let kept = messages[1]["parts"].as_array().expect("parts").iter().find(|part| part["type"] == "file");
        assert_eq!(kept.expect("the picture")["url"], drawn[0]["url"]);
        // The message again, as it was sent or as a page has it now, is the same message.
        host.post("operator", "/robots/sessions", &body).await.is(202);
        body["messages"][0]["parts"] = told.clone();
        host.post("operator", "/robots/sessions", &body).await.is(202);
        assert_eq!(read(&host, &log(&session)).await.is(200).as_array().map(Vec::len), Some(events.len()));
    }
}
