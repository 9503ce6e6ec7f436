//! Messages that are written as a stream of chunks.

use std::time::Duration;

use serde_json::{Value, json};
use storyden_robots::{Limits, MemoryStore, NewSession, SessionId, http::Settings};

use crate::{
    client::{Answer, Request},
    host::{Host, NOTHING, OPERATOR, authenticator, on_every_store, permissions, robots},
    sse::{Reader, Writer, delta, events, finish, newest, newest_typed, post, say, session, start},
};

on_every_store! {
    a_client_that_disconnects_leaves_a_draft_that_can_be_continued
    a_repetition_leaves_the_writer_alone
    a_stream_with_a_key_is_stored_once
    a_streamed_answer_names_its_robot
    a_stream_without_an_end_leaves_a_draft
    an_error_chunk_ends_the_message_with_the_error
    an_invalid_chunk_ends_the_message_after_all_before_it
    a_stream_that_names_a_message_continues_it
    real_streams_of_failed_tools_are_stored
    a_decision_is_final
    invalid_streams_are_refused
}

fn begun() -> Vec<Value> {
    [start().as_slice(), &[delta("Bees ")]].concat()
}

async fn a_client_that_disconnects_leaves_a_draft_that_can_be_continued(host: Host) {
    let id = session(&host).await;
    let (mut reader, _) = Reader::open(&host, &id, "", None).await;
    let mut writer = Writer::open(&host, &id).await;
    writer.send(&begun()).await;
    assert_eq!(reader.next().await.name, "draft");
    drop(writer);
    reader.until("Bees ").await;
    let left = newest(&host, &id).await;
    assert_eq!((&left["draft"], &left["parts"][0]["text"]), (&json!(true), &json!("Bees ")));

    let rest = [
        json!({ "type": "start", "messageId": left["id"] }),
        json!({ "type": "text-start", "id": "2" }),
        json!({ "type": "text-delta", "id": "2", "delta": "dance." }),
        json!({ "type": "finish" }),
    ];
    // Nobody can tell a writer that is gone from one that waits, so who knows it says so.
    post(&host, &id, events(&rest)).await.is_problem(409, "conflict");
    let whole = post_to(&host, &id, "?take_over=true", None, events(&rest)).await.is(200);
    assert_eq!((&whole["id"], whole.get("draft")), (&left["id"], None));
    let texts: Vec<_> = whole["parts"].as_array().into_iter().flatten().map(|part| &part["text"]).collect();
    assert_eq!(texts, ["Bees ", "dance."]);
    while reader.next().await.name != "message" {}
}

/// Posts a body of chunks with a query, and a key perhaps.
async fn post_to(host: &Host, session: &str, query: &str, key: Option<&str>, body: String) -> Answer {
    let path = format!("/robots/sessions/{session}/messages{query}");
    let request = Request::new("POST", &path).by("operator").raw("text/event-stream", body);
    host.send(key.into_iter().fold(request, |all, key| all.header("Idempotency-Key", key))).await
}

async fn a_repetition_leaves_the_writer_alone(host: Host) {
    let id = session(&host).await;
    let (mut reader, _) = Reader::open(&host, &id, "", None).await;
    let start = json!({ "type": "start", "messageId": "m1" });
    let begun = [start.clone(), json!({ "type": "text-start", "id": "1" }), delta("Bees ")];
    let mut writer = Writer::open(&host, &id).await;
    writer.send(&begun).await;
    reader.next_named("draft").await;
    reader.until("Bees ").await;
    let written = newest(&host, &id).await["id"].clone();
    let named = json!({ "type": "start", "messageId": written });
    for start in [start, named] {
        let again = [&[start], &begun[1..], &finish()].concat();
        let problem = post(&host, &id, events(&again)).await.is_problem(409, "conflict");
        let metadata = &problem["metadata"];
        assert_eq!((&metadata["reason"], &metadata["message_id"]), (&json!("being-written"), &written));
    }
    writer.send(&[&[delta("dance.")], finish().as_slice()].concat()).await;
    let whole = writer.end().await.is(201);
    assert_eq!((&whole["id"], &whole["parts"][0]["text"]), (&written, &json!("Bees dance.")));
}

async fn a_stream_with_a_key_is_stored_once(host: Host) {
    let id = session(&host).await;
    let whole = events(&[start().as_slice(), &[delta("Bees.")], &finish()].concat());
    let first = post_to(&host, &id, "", Some("k"), whole.clone()).await.is(201);
    let again = post_to(&host, &id, "", Some("k"), whole.clone()).await.is(200);
    assert_eq!(again, first);
    // One that was left unfinished is not begun again, and not added to.
    let half = events(&begun());
    post_to(&host, &id, "", Some("l"), half).await.is_about("body");
    let left = newest(&host, &id).await;
    for lease in [Duration::from_secs(20), Duration::ZERO] {
        let host = Host::of(host.robots.clone().with_draft_lease(lease)).await;
        let problem = post_to(&host, &id, "", Some("l"), whole.clone()).await.is_problem(409, "conflict");
        assert_eq!(problem["metadata"]["message_id"], left["id"]);
    }
    let rest =
        [&[json!({ "type": "reset-step" })], start().as_slice(), &[delta("Bees.")], &finish()].concat();
    let whole = post_to(&host, &id, "?take_over=true", Some("l"), events(&rest)).await.is(200);
    assert_eq!((&whole["id"], &whole["parts"]), (&left["id"], &first["parts"]));
    // A key is for what is new.
    let more = [json!({ "type": "start", "messageId": left["id"] }), json!({ "type": "finish" })];
    post_to(&host, &id, "", Some("m"), events(&more)).await.is_about("idempotency-key");
}

async fn a_streamed_answer_names_its_robot(host: Host) {
    let helper = host.create("/robots", json!({ "name": "Helper", "model": "a/b" })).await;
    let id = session(&host).await;
    let whole = events(&[start().as_slice(), &[delta("Hi")], &finish()].concat());
    let answer = async |query: &str| post_to(&host, &id, query, None, whole.clone()).await;
    let by_member = answer("").await.is(201);
    assert_eq!((by_member.get("robot"), &by_member["author"]["name"]), (None, &json!("operator")));
    let named = answer(&format!("?robot={helper}")).await.is(201);
    assert_eq!((&named["robot"], named.get("author")), (&json!({ "id": helper, "name": "Helper" }), None));
    let path = format!("/robots/sessions/{id}");
    host.patch("operator", &path, &json!({ "active_robot_id": "robot_builder" })).await.is(200);
    assert_eq!(answer("").await.is(201)["robot"]["name"], "Builder");
    assert_eq!(answer(&format!("?robot={helper}")).await.is(201)["robot"]["name"], "Helper");
    answer("?robot=nobody").await.is_problem(404, "not-found");
    answer("?robot=%00").await.is_about("robot");
    answer("?take_over=maybe").await.is_about("take_over");
    // A robot that is gone is not active.
    host.patch("operator", &path, &json!({ "active_robot_id": helper })).await.is(200);
    host.delete("admin", &format!("/robots/{helper}")).await.is(204);
    assert_eq!(answer("").await.is(201).get("robot"), None);
}

async fn a_stream_without_an_end_leaves_a_draft(host: Host) {
    let id = session(&host).await;
    post(&host, &id, events(&begun())).await.is_about("body");
    let left = newest_typed(&host, &id).await.expect("a message");
    assert_eq!((left.parts.text().as_str(), left.draft), ("Bees ", true));
    let typed: SessionId = id.parse().expect("an id");
    let mut rest = host.robots.resume_draft(OPERATOR, typed, left.id).await.expect("a draft");
    rest.abort().await.expect("it ends");
    let stopped = [begun().as_slice(), &[json!({ "type": "abort" })]].concat();
    let stopped = post(&host, &id, events(&stopped)).await.is(201);
    assert_eq!(stopped["ended"], json!({ "reason": "aborted" }));
    assert!(!newest_typed(&host, &id).await.expect("a message").draft);
}

async fn an_error_chunk_ends_the_message_with_the_error(host: Host) {
    let id = session(&host).await;
    let failed = [begun().as_slice(), &[json!({ "type": "error", "errorText": "overloaded" })]].concat();
    let body = events(&failed) + "data: [DONE]\n\n";
    let stored = post(&host, &id, body).await.is(201);
    assert_eq!(stored["ended"], json!({ "reason": "error", "error": "overloaded" }));
    assert_eq!((&stored["parts"][0]["text"], stored.get("draft")), (&json!("Bees "), None));
    assert_eq!(newest(&host, &id).await, stored);

    // Nothing but the error.
    let only = [json!({ "type": "start" }), json!({ "type": "error", "errorText": "no key" })];
    let stored = post(&host, &id, events(&only)).await.is(201);
    assert_eq!((&stored["parts"], &stored["ended"]["error"]), (&json!([]), &json!("no key")));
}

async fn an_invalid_chunk_ends_the_message_after_all_before_it(host: Host) {
    let id = session(&host).await;
    let begun = events(&begun());
    for bad in ["data: {\n\n", "data: {\"type\":7}\n\n", "data: {\"type\":\"text-end\",\"id\":\"2\"}\n\n"] {
        // In the same piece as what is good, and in one of its own.
        post(&host, &id, format!("{begun}{bad}")).await.is_problem(400, "invalid-argument");
        let at_once = newest(&host, &id).await;
        let mut writer = Writer::open(&host, &id).await;
        let (mut reader, _) = Reader::open(&host, &id, "", None).await;
        writer.send_text(&begun).await;
        while reader.next().await.name != "chunks" {}
        writer.send_text(bad).await;
        writer.end().await.is_problem(400, "invalid-argument");
        for message in [at_once, newest(&host, &id).await] {
            assert_eq!(
                (&message["parts"][0]["text"], message.get("draft")),
                (&json!("Bees "), None),
                "{bad}"
            );
            assert_eq!(message["ended"]["reason"], "aborted", "{bad}");
        }
    }
}

async fn a_stream_that_names_a_message_continues_it(host: Host) {
    let id = session(&host).await;
    let path = format!("/robots/sessions/{id}/messages");
    let ask = json!({
        "id": "from-the-page",
        "role": "assistant",
        "parts": [{ "type": "tool-rm", "toolCallId": "c", "state": "input-available", "input": {} }],
    });
    let asked = host.post("operator", &path, &ask).await.is(201);
    assert_eq!(asked["client_id"], "from-the-page");
    let rest = |id: &Value| {
        let chunks = [
            json!({ "type": "start", "messageId": id }),
            json!({ "type": "tool-output-available", "toolCallId": "c", "output": "done" }),
            json!({ "type": "finish", "finishReason": "tool-calls" }),
        ];
        events(&chunks)
    };
    let answered = post(&host, &id, rest(&asked["id"])).await.is(200);
    assert_eq!((&answered["id"], &answered["sequence"]), (&asked["id"], &asked["sequence"]));
    assert_eq!(answered["parts"].as_array().map(Vec::len), Some(1));
    assert_eq!(
        (&answered["parts"][0]["state"], &answered["parts"][0]["output"]),
        (&json!("output-available"), &json!("done"))
    );
    assert_eq!(
        (&answered["client_id"], &answered["ended"]["reason"]),
        (&json!("from-the-page"), &json!("tool-calls"))
    );

    // A member's message is not continued.
    let question = say(&host, &id, "Well?").await;
    post(&host, &id, rest(&json!(question.id))).await.is_problem(409, "already-exists");

    // A stream's own id is the client's, and continues the message too.
    let first = [json!({ "type": "start", "messageId": "m1" }), json!({ "type": "text-start", "id": "1" })];
    let stream = |text: &str| events(&[first.as_slice(), &[delta(text)], &finish()].concat());
    let one = post(&host, &id, stream("One. ")).await.is(201);
    assert_eq!(one["client_id"], "m1");
    let two = post(&host, &id, stream("Two.")).await.is(200);
    assert_eq!((&one["id"], &two["parts"][1]["text"]), (&two["id"], &json!("Two.")));
}

/// SDK 5 and 6 send these when a model calls a tool that does not exist.
async fn real_streams_of_failed_tools_are_stored(host: Host) {
    let id = session(&host).await;
    let failed = [
        json!({ "type": "start" }),
        json!({ "type": "tool-input-error", "toolCallId": "c", "toolName": "w", "input": {}, "errorText": "e" }),
        json!({ "type": "tool-output-error", "toolCallId": "c", "errorText": "e" }),
        json!({ "type": "finish" }),
    ];
    let stored = post(&host, &id, events(&failed)).await.is(201);
    assert_eq!(stored["parts"][0]["state"], "output-error");
    // Tools print U+0000.
    let printed = [
        json!({ "type": "start" }),
        json!({ "type": "tool-input-available", "toolCallId": "c", "toolName": "w", "input": { "\0": 1 } }),
        json!({ "type": "tool-output-available", "toolCallId": "c", "output": "a\0b" }),
        json!({ "type": "finish" }),
    ];
    let stored = post(&host, &id, events(&printed)).await.is(201);
    let part = &stored["parts"][0];
    assert_eq!((&part["input"], &part["output"]), (&json!({ "\0": 1 }), &json!("a\0b")));
    assert_eq!(newest(&host, &id).await, stored);
    let undefined = [
        json!({ "type": "start" }),
        json!({ "type": "tool-input-available", "toolCallId": "c", "toolName": "w", "input": {} }),
        json!({ "type": "tool-output-available", "toolCallId": "c" }),
        json!({ "type": "finish" }),
    ];
    let mut stored = post(&host, &id, events(&undefined)).await.is(201);
    assert_eq!(stored["parts"][0]["state"], "output-available");
    // What is served can be posted.
    stored.as_object_mut().expect("an object").remove("id");
    host.post("operator", &format!("/robots/sessions/{id}/messages"), &stored).await.is(201);
}

async fn a_decision_is_final(host: Host) {
    let id = session(&host).await;
    let ask = json!({
        "role": "assistant",
        "parts": [{ "type": "tool-rm", "toolCallId": "c", "state": "approval-requested", "input": {}, "approval": { "id": "a" } }],
    });
    let asked = host.post("operator", &format!("/robots/sessions/{id}/messages"), &ask).await.is(201);
    let answer = |approved: bool| {
        let chunks = [
            json!({ "type": "start", "messageId": asked["id"] }),
            json!({ "type": "tool-approval-response", "approvalId": "a", "approved": approved, "reason": "clear" }),
            json!({ "type": "finish" }),
        ];
        events(&chunks)
    };
    let first = post(&host, &id, answer(true)).await.is(200);
    assert_eq!(first["parts"][0]["approval"]["approved"], true);
    let again = post(&host, &id, answer(true)).await.is(200);
    assert_eq!(again["parts"], first["parts"], "the same answer again changes nothing");
    let problem = post(&host, &id, answer(false)).await.is_problem(409, "conflict");
    assert_eq!(
        problem["metadata"],
        json!({ "reason": "approval-decided", "approvalId": "a", "approved": true, "answer": "clear" }),
    );
    let kept = newest(&host, &id).await;
    assert_eq!((&kept["parts"], &kept["ended"]), (&first["parts"], &json!({ "reason": "stop" })));
}

async fn invalid_streams_are_refused(host: Host) {
    let id = session(&host).await;
    let whole = events(&[start().as_slice(), &[delta("Hi")], &finish()].concat());
    let path = format!("/robots/sessions/{id}/messages");
    let request = |path: &str| Request::new("POST", path).raw("text/event-stream", whole.clone());
    host.send(request(&path)).await.is_problem(401, "unauthenticated");
    for (who, body) in [("member", whole.clone()), ("member", "data: {\n\n".to_owned())] {
        let request = Request::new("POST", &path).by(who).raw("text/event-stream", body);
        host.send(request).await.is_problem(403, "permission-denied");
    }
    host.send(request(&path.replace(&id, NOTHING)).by("operator")).await.is_problem(404, "not-found");
    host.send(request("/robots/sessions/x/messages").by("operator")).await.is_about("session_id");
    let foreign = request(&path).by("operator").header("sec-fetch-site", "cross-site");
    host.send(foreign).await.is_problem(403, "permission-denied");
    host.send(request("/robots/sessions").by("operator")).await.is_problem(415, "unsupported-media-type");
    for empty in ["", ": nothing\n\n", "data: [DONE]\n\n"] {
        post(&host, &id, empty.to_owned()).await.is_about("body");
    }
    let read = host.get("operator", &format!("/robots/sessions/{id}")).await.is(200);
    assert_eq!(read["message_list"]["results"], 0, "nothing was stored");

    // An Identifier that is free is the id of the new message.
    let named = events(&[&[json!({ "type": "start", "messageId": NOTHING })], &finish()[1..]].concat());
    assert_eq!(post(&host, &id, named).await.is(201)["id"], NOTHING);
}

#[tokio::test]
async fn the_limit_is_that_of_the_message_not_of_the_body() {
    let limits = Limits { message_bytes: 2000, ..Limits::default() };
    let robots = robots(MemoryStore::new(), permissions()).with_limits(limits);
    let settings = Settings::default().body_bytes(1000);
    let host = Host::with(robots, authenticator(), settings).await;
    let id = session(&host).await;
    let many: Vec<_> = (0..100).map(|_| delta("x")).collect();
    let body = events(&[start().as_slice(), &many, &finish()].concat());
    assert!(body.len() > 4000);
    post(&host, &id, body).await.is(201);
    let large: Vec<_> = (0..100).map(|_| delta(&"x".repeat(50))).collect();
    let body = events(&[start().as_slice(), &large, &finish()].concat());
    let problem = post(&host, &id, body).await.is_problem(413, "too-large");
    assert_eq!(problem["metadata"]["argument"], "message");
    let message = newest_typed(&host, &id).await.expect("a message");
    assert!(!message.draft && message.parts.text().len() > 1000, "what came before is kept");
    post(&host, &id, format!("data: {}", "x".repeat(1000))).await.is_problem(413, "too-large");
}

#[tokio::test]
async fn a_silent_stream_gets_503_and_leaves_a_draft() {
    let settings = Settings::default().stream_timeout(Duration::from_secs(1));
    let host = Host::with(robots(MemoryStore::new(), permissions()), authenticator(), settings).await;
    let started = host.robots.start_session(OPERATOR, NewSession::default()).await;
    let id = started.expect("a session").id.to_string();
    // On a machine that is too busy even the head of the request can take longer than the timeout.
    let message = loop {
        let mut writer = Writer::open(&host, &id).await;
        writer.send(&begun()).await;
        writer.answer().await.is_problem(503, "unavailable");
        if let Some(message) = newest_typed(&host, &id).await.filter(|message| !message.parts.is_empty()) {
            break message;
        }
    };
    assert_eq!((message.parts.text().as_str(), message.draft), ("Bees ", true));
}
