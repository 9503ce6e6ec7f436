//! Drafts and tool calls that somebody left: lists of them, and how they are ended.

use serde_json::{Value, json};

#[cfg(feature = "sqlite")]
use storyden_robots::{SqliteOptions, SqliteStore};

#[cfg(feature = "sqlite")]
use crate::host::{permissions, robots};
use crate::{
    client::Request,
    host::{Host, NOTHING, on_every_store},
    sse::{Writer, delta, events, newest, post, session, start},
};

on_every_store! {
    open_drafts_are_listed_and_ended
    drafts_are_listed_page_by_page
    tool_calls_are_listed_and_settled
}

/// Leaves an answer half written, and returns it.
async fn leave(host: &Host, session: &str) -> Value {
    let half = events(&[start().as_slice(), &[delta("Half")]].concat());
    post(host, session, half).await.is_about("body");
    newest(host, session).await
}

async fn open_drafts_are_listed_and_ended(host: Host) {
    let (id, other) = (session(&host).await, session(&host).await);
    assert_eq!(
        host.get("operator", "/robots/drafts").await.is(200),
        json!({ "page_size": 100, "results": 0, "drafts": [] })
    );
    let left = leave(&host, &id).await;
    let list = async |query: &str| host.get("operator", &format!("/robots/drafts{query}")).await.is(200);
    for query in ["", &format!("?session_id={id}"), "?silent_for=0&limit=7"] {
        let page = list(query).await;
        assert_eq!(page["results"], 1, "{query}");
        let draft = &page["drafts"][0];
        assert_eq!((&draft["session_id"], &draft["message_id"]), (&json!(id), &left["id"]));
        assert_eq!((&draft["revision"], &draft["sequence"]), (&left["revision"], &left["sequence"]));
        assert_eq!(draft["writer"], crate::host::OPERATOR.to_string());
    }
    for query in [&format!("?session_id={other}"), &format!("?session_id={NOTHING}"), "?silent_for=3600"] {
        assert_eq!(list(query).await["results"], 0, "{query}");
    }
    for (query, argument) in
        [("session_id=x", "session_id"), ("cursor=x", "cursor"), ("silent_for=x", "silent_for")]
    {
        host.get("operator", &format!("/robots/drafts?{query}")).await.is_about(argument);
    }

    let path = format!("/robots/sessions/{id}/messages/{}/draft", left["id"].as_str().expect("an id"));
    let problem = host.delete("operator", &path).await.is_problem(409, "conflict");
    assert_eq!(problem["metadata"]["reason"], "being-written", "it was written just now");
    host.delete("operator", &format!("{path}?take_over=true")).await.is(204);
    let ended = newest(&host, &id).await;
    assert_eq!((&ended["ended"], ended.get("draft")), (&json!({ "reason": "aborted" }), None));
    assert_eq!(ended["parts"], left["parts"], "what was written is kept");
    let problem = host.delete("operator", &path).await.is_problem(409, "conflict");
    assert_eq!(problem["metadata"], json!({ "reason": "not-a-draft" }));
    assert_eq!(list("").await["results"], 0);

    // A writer that is still there is told.
    let mut writer = Writer::open(&host, &other).await;
    writer.send(&start()).await;
    let draft = loop {
        let page = list(&format!("?session_id={other}")).await;
        if let Some(draft) = page["drafts"][0]["message_id"].as_str() {
            break draft.to_owned();
        }
    };
    host.delete("operator", &format!("/robots/sessions/{other}/messages/{draft}/draft?take_over=true"))
        .await
        .is(204);
    writer.send(&[delta("late"), json!({ "type": "finish" })]).await;
    writer.end().await.is_problem(409, "conflict");
    assert_eq!(newest(&host, &other).await["ended"]["reason"], "aborted");
}

async fn drafts_are_listed_page_by_page(host: Host) {
    let mut left = Vec::new();
    for _ in 0..5 {
        let id = session(&host).await;
        left.push(leave(&host, &id).await["id"].clone());
    }
    let (mut met, mut cursor) = (Vec::new(), String::new());
    for page in 0..4 {
        let found = host.get("operator", &format!("/robots/drafts?limit=2&cursor={cursor}")).await.is(200);
        met.extend(found["drafts"].as_array().into_iter().flatten().map(|draft| draft["message_id"].clone()));
        let Some(next) = found["next_cursor"].as_str() else {
            assert_eq!(page, 2);
            break;
        };
        next.clone_into(&mut cursor);
    }
    assert_eq!(met, left, "each once, in the order in which they were left");
}

#[cfg(feature = "sqlite")]
#[tokio::test]
async fn a_list_of_drafts_goes_on_after_damaged_ones() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("robots.db");
    let store = SqliteStore::open(SqliteOptions::new(&path).migrate(true).readers(1)).await;
    let host = Host::of(robots(store.expect("a fresh store opens"), permissions())).await;
    for _ in 0..5 {
        let id = session(&host).await;
        leave(&host, &id).await;
    }
    let ids = |page: &Value, list: &str, id: &str| {
        page[list].as_array().into_iter().flatten().map(|row| row[id].clone()).collect::<Vec<_>>()
    };
    let all = ids(&host.get("operator", "/robots/drafts").await.is(200), "drafts", "message_id");
    assert_eq!(all.len(), 5);
    let connection = rusqlite::Connection::open(&path).expect("the file opens");
    for damaged in [&all[0], &all[1], &all[4]] {
        let sql = "UPDATE robots_drafts SET writer = 'x' WHERE message_id = ?1";
        assert_eq!(connection.execute(sql, [damaged.as_str()]).expect(sql), 1);
    }

    let (mut pages, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = host.get("operator", &format!("/robots/drafts?limit=2&cursor={cursor}")).await.is(200);
        pages.push([ids(&page, "drafts", "message_id"), ids(&page, "damaged", "id")]);
        assert!(pages.len() <= 3, "a list has an end: {pages:?}");
        let Some(next) = page["next_cursor"].as_str() else { break };
        next.clone_into(&mut cursor);
    }
    let expected: [[&[Value]; 2]; 3] = [[&[], &all[..2]], [&all[2..4], &[]], [&[], &all[4..]]];
    assert_eq!(pages, expected.map(|page| page.map(<[Value]>::to_vec)), "those behind damaged ones come too");
}

async fn tool_calls_are_listed_and_settled(host: Host) {
    let id = session(&host).await;
    let call = |id: &str, state: &str| json!({ "type": "tool-rm", "toolCallId": id, "state": state, "input": {}, "approval": { "id": id } });
    let parts = [call("a", "input-available"), call("b", "approval-requested"), call("c", "input-available")];
    let message = host
        .post(
            "operator",
            &format!("/robots/sessions/{id}/messages"),
            &json!({ "role": "assistant", "parts": parts }),
        )
        .await
        .is(201);
    let calls = format!("/robots/sessions/{id}/tool-calls");
    let pending = host.get("operator", &calls).await.is(200);
    assert_eq!(pending["results"], 3);
    assert_eq!(
        pending["tool_calls"][1],
        json!({
            "message_id": message["id"], "tool_call_id": "b", "tool_name": "rm", "state": "approval-requested",
        })
    );
    let path =
        format!("/robots/sessions/{id}/messages/{}/tool-calls", message["id"].as_str().expect("an id"));
    let settle = async |body: Value| host.post("operator", &path, &body).await;
    for (body, argument) in [
        (json!({ "tool_call_ids": [], "error": "e" }), "tool_call_ids"),
        (json!({ "tool_call_ids": ["a"] }), "error"),
        (json!({ "tool_call_ids": ["a"], "error": "e", "denied": "d" }), "error"),
        (json!({ "error": "e" }), "tool_call_ids"),
        (json!({ "tool_call_ids": ["x"], "error": "e" }), "toolCallId"),
        (json!({ "tool_call_ids": [7], "error": "e" }), "tool_call_ids[0]"),
    ] {
        settle(body).await.is_about(argument);
    }
    settle(json!({ "tool_call_ids": ["a", "b"], "denied": "no" })).await.is_problem(409, "conflict");
    let settled = settle(json!({ "tool_call_ids": ["a", "c"], "error": "gone" })).await.is(200);
    assert_eq!(
        (&settled["parts"][0]["state"], &settled["parts"][2]["errorText"]),
        (&json!("output-error"), &json!("gone"))
    );
    let settled = settle(json!({ "tool_call_ids": ["b"], "denied": "never" })).await.is(200);
    assert_eq!(settled["parts"][1]["approval"]["reason"], "never");
    settle(json!({ "tool_call_ids": ["b"], "error": "late" })).await.is_problem(409, "conflict");
    assert_eq!(host.get("operator", &calls).await.is(200), json!({ "results": 0, "tool_calls": [] }));
    let foreign = Request::new("POST", &path).by("operator").header("sec-fetch-site", "cross-site");
    host.send(foreign.json(&json!({ "tool_call_ids": ["b"], "error": "e" })))
        .await
        .is_problem(403, "permission-denied");
}
