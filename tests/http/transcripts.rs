//! Forks, exports and imports over HTTP.

use axum::Router;
use serde_json::{Value, json};
use storyden_robots::{MemoryStore, Transcripts, http::Api};

use crate::{
    client::Request,
    host::{Host, authenticator, on_every_store, permissions, robots},
};

on_every_store! {
    a_fork_begins_with_the_messages_and_says_where_it_is_from
    an_export_is_imported_again_and_is_the_same
    chats_of_the_ai_sdk_are_imported_with_a_report
    messages_are_imported_with_where_they_are_from
    what_needs_more_offers_the_fork
}

async fn session(host: &Host, texts: &[&str]) -> (String, Vec<Value>) {
    session_at("", host, texts).await
}

async fn session_at(prefix: &str, host: &Host, texts: &[&str]) -> (String, Vec<Value>) {
    let sessions = format!("{prefix}/robots/sessions");
    let session = host.create(&sessions, json!({ "name": "Spam wave" })).await;
    let mut messages = Vec::new();
    for text in texts {
        let message = json!({ "role": "user", "parts": [{ "type": "text", "text": text }] });
        messages.push(host.post("admin", &format!("{sessions}/{session}/messages"), &message).await.is(201));
    }
    (session, messages)
}

async fn a_fork_begins_with_the_messages_and_says_where_it_is_from(host: Host) {
    let (id, said) = session(&host, &["a", "b", "c"]).await;
    let path = format!("/robots/sessions/{id}/fork");
    let body = json!({ "message_id": said[1]["id"], "name": "Another try" });
    let fork = host
        .send(Request::new("POST", &path).by("operator").json(&body).header("idempotency-key", "k"))
        .await;
    let location = fork.header("location").expect("where it is").to_owned();
    let fork = fork.is(201);
    assert_eq!(location, format!("/robots/sessions/{}", fork["id"].as_str().unwrap()));
    assert_eq!(fork["message_list"]["messages"].as_array().unwrap()[..], said[..2]);
    assert_eq!(fork["origin"], json!({ "session_id": id, "message_id": said[1]["id"] }));
    assert_eq!((&fork["name"], &fork["created_by"]["handle"]), (&json!("Another try"), &json!("operator")));
    let again = host
        .send(Request::new("POST", &path).by("operator").json(&body).header("idempotency-key", "k"))
        .await;
    assert_eq!(again.is(200)["id"], fork["id"]);
    assert_eq!(again.header("location"), Some(location.as_str()));
    host.post("operator", &path, &json!({ "name": "x" })).await.is(400);
    host.post("operator", &path, &json!({ "message_id": crate::host::NOTHING })).await.is(404);
}

#[tokio::test]
async fn a_fork_is_below_the_prefix_of_the_router() {
    let store = MemoryStore::new();
    let robots = robots(store.clone(), permissions());
    let api = Api::new(robots.clone(), authenticator()).transcripts(Transcripts::new(robots.clone(), store));
    let host = Host::at("/api", robots, Router::new().nest("/api", api.router())).await;
    let (id, said) = session_at("/api", &host, &["a"]).await;
    let path = format!("/api/robots/sessions/{id}/fork");
    let fork = host.post("operator", &path, &json!({ "message_id": said[0]["id"] })).await;
    let made = fork.is(201)["id"].as_str().unwrap().to_owned();
    let location = fork.header("location").expect("where it is");
    assert_eq!(location, format!("/api/robots/sessions/{made}"));
    assert_eq!(host.get("operator", location).await.is(200)["id"], made);
}

async fn an_export_is_imported_again_and_is_the_same(host: Host) {
    let (id, said) = session(&host, &["a", "b\u{2028}c"]).await;
    host.delete("admin", &format!("/robots/sessions/{id}/messages/{}", said[0]["id"].as_str().unwrap()))
        .await
        .is(204);
    let path = format!("/robots/sessions/{id}/export");
    let text = host.get("operator", &path).await.text().to_owned();
    assert_eq!(text.lines().count(), 4, "{text}");

    let other = Host::memory().await;
    let post = |text: &str| {
        Request::new("POST", "/robots/imports").by("manager").raw("application/jsonl", text.to_owned())
    };
    let report = other.send(post(&text)).await.is(200);
    assert_eq!((&report["sessions"][0]["id"], &report["not_imported"]), (&json!(id), &json!([])));
    assert_eq!(other.get("operator", &path).await.text(), text);
    assert_eq!(other.send(post(&text)).await.is(200)["sessions"][0]["existed"], true);
    let found = other.get("operator", &format!("/robots/sessions/{id}")).await.is(200);
    assert!(found["imported"]["by"].is_string(), "{found}");

    let array = other.get("operator", &format!("{path}?format=messages")).await.is(200);
    assert_eq!(array[0]["parts"], said[1]["parts"]);
    let people = other.get("operator", &format!("{path}?format=markdown")).await;
    assert!(people.text().starts_with("# Spam wave\n"), "{}", people.text());
    other.get("operator", &format!("{path}?format=pdf")).await.is(400);
    host.send(Request::new("POST", "/robots/imports").by("admin").raw("text/plain", text)).await.is(415);
}

async fn chats_of_the_ai_sdk_are_imported_with_a_report(host: Host) {
    let chats =
        r#"{"id":"c","title":"Old","messages":[{"id":"m","role":"user","content":"Hi"},{"role":"user"}]}"#;
    let path = |query: &str| format!("/robots/imports?format=chats&source=old{query}");
    let post = |query: &str| {
        Request::new("POST", &path(query)).by("manager").raw("application/json", chats.to_owned())
    };
    let dry = host.send(post("&dry_run=true")).await.is(200);
    assert_eq!((&dry["dry_run"], &dry["sessions"][0]["messages"]), (&json!(true), &json!(1)));
    assert_eq!(dry["not_imported"][0]["at"], "chats[0].messages[1]");
    let session = dry["sessions"][0]["id"].as_str().unwrap().to_owned();
    host.get("operator", &format!("/robots/sessions/{session}")).await.is(404);
    host.send(post("")).await.is(200);
    let found = host.get("operator", &format!("/robots/sessions/{session}")).await.is(200);
    let message = &found["message_list"]["messages"][0];
    assert_eq!((&message["parts"][0]["text"], &message["client_id"]), (&json!("Hi"), &json!("m")));
    assert!(message["imported"]["at"].is_string(), "{message}");
}

async fn messages_are_imported_with_where_they_are_from(host: Host) {
    let (id, _) = session(&host, &["a"]).await;
    let path = format!("/robots/sessions/{id}/imports?source=forum");
    let body = json!([{ "role": "assistant", "parts": [], "created_at": "2019-08-24T14:15:22Z",
        "robot": { "id": "robot_old", "name": "Old" } }]);
    let done = host.post("manager", &path, &body).await.is(200);
    assert_eq!(done, json!({ "appended": 1, "existed": 0 }));
    assert_eq!(host.post("manager", &path, &body).await.is(200), json!({ "appended": 0, "existed": 1 }));
    let found = host.get("operator", &format!("/robots/sessions/{id}")).await.is(200);
    let message = &found["message_list"]["messages"][1];
    assert_eq!(message["created_at"], "2019-08-24T14:15:22Z");
    assert_eq!(message["robot"], json!({ "id": "robot_old", "name": "Old" }));
    host.post("manager", &path, &json!([{ "role": "user", "parts": [], "author": {} }])).await.is(400);
}

async fn what_needs_more_offers_the_fork(host: Host) {
    let (id, said) = session(&host, &["a"]).await;
    let path = format!("/robots/sessions/{id}/messages/{}", said[0]["id"].as_str().unwrap());
    let refused = host.delete("operator", &path).await.is(403);
    assert_eq!(refused["metadata"], json!({ "permission": "MANAGE_ROBOTS", "instead": "fork" }));
}
