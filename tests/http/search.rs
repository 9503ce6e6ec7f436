//! Search over HTTP.

use serde_json::{Value, json};

use crate::host::{Host, NOTHING, OPERATOR, on_every_store};

on_every_store! {
    messages_and_names_are_found
    a_query_is_checked
}

fn says(text: &str) -> Value {
    json!({ "role": "user", "parts": [{ "type": "text", "text": text }] })
}

async fn messages_and_names_are_found(host: Host) {
    let session = host.create("/robots/sessions", json!({ "name": "Café spam" })).await;
    let other = host.create("/robots/sessions", json!({ "name": "Other" })).await;
    let said =
        host.create(&format!("/robots/sessions/{session}/messages"), says("Who posted this spam? 🎉")).await;
    let also = host.create(&format!("/robots/sessions/{other}/messages"), says("東京のspam")).await;

    let found = host.get("operator", "/robots/search?q=SPAM+posted").await.is(200);
    let hits = found["hits"].as_array().expect("hits");
    assert_eq!((hits.len(), &hits[0]["message"]["id"]), (1, &json!(said)));
    assert_eq!((&hits[0]["session"]["id"], &hits[0]["message"]["sequence"]), (&json!(session), &json!(1)));
    assert_eq!(hits[0]["message"]["author"]["name"], "admin");
    let snippet = json!([
        { "text": "Who ", "match": false }, { "text": "posted", "match": true },
        { "text": " this ", "match": false }, { "text": "spam", "match": true }, { "text": "? 🎉", "match": false },
    ]);
    assert_eq!(hits[0]["snippet"], snippet);

    let around = format!("/robots/sessions/{session}?around={said}");
    let shown = host.get("operator", &around).await.is(200);
    assert_eq!(shown["message_list"]["messages"][0]["id"], json!(said), "shown in its place");

    let count = async |query: &str| {
        let found = host.get("operator", &format!("/robots/search?q=spam{query}")).await.is(200);
        found["hits"].as_array().expect("hits").len()
    };
    assert_eq!(count("").await, 3);
    assert_eq!(count("&limit=2").await, 2);
    assert_eq!(count("&limit=0").await, 1);
    assert_eq!(count("+caf%C3%A9").await, 1, "a name");
    assert_eq!(count("+%E6%9D%B1%E4%BA%AC").await, 1, "two characters");
    assert_eq!(count(&format!("&session_id={other}")).await, 1);
    assert_eq!(count(&format!("&session_id={NOTHING}")).await, 0);
    assert_eq!(count(&format!("&account_id={}", crate::host::ADMIN)).await, 3);
    assert_eq!(count(&format!("&account_id={OPERATOR}")).await, 0);
    assert_eq!(count(&format!("&author_id={}", crate::host::ADMIN)).await, 2);

    host.delete("admin", &format!("/robots/sessions/{other}/messages/{also}")).await.is(204);
    assert_eq!(count("").await, 2, "what was deleted is not found");
}

async fn a_query_is_checked(host: Host) {
    for query in ["", "?q=", "?q=!", "?q=%00", &format!("?q={}", "a".repeat(1025))] {
        host.get("operator", &format!("/robots/search{query}")).await.is_about("q");
    }
    for (query, argument) in
        [("session_id=x", "session_id"), ("account_id=-", "account_id"), ("author_id=-", "author_id")]
    {
        host.get("operator", &format!("/robots/search?q=a&{query}")).await.is_about(argument);
    }
    host.get("member", "/robots/search").await.is_problem(403, "permission-denied");
}
