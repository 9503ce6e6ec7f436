//! Writing to sessions and messages.

use serde_json::{Value, json};

use crate::{
    client::{Answer, Request},
    host::{Host, NOTHING, on_every_store},
};

on_every_store! {
    a_session_is_started_renamed_and_deleted
    a_session_is_started_once
    a_session_starts_with_a_robot_and_a_workspace
    a_robot_is_switched_and_a_workspace_mounted
    one_message_gets_one_and_an_array_gets_an_array
    messages_are_kept_to_the_last_digit
    a_repeated_append_stores_nothing
    the_id_of_a_client_is_kept_and_makes_a_repetition_recognisable
    a_message_is_read_edited_and_deleted
    members_change_what_is_their_own
    sessions_keep_misc
    an_array_is_all_or_nothing
    bad_messages_are_refused_by_field
}

async fn session(host: &Host) -> String {
    host.create("/robots/sessions", json!({ "name": null })).await
}

async fn append(host: &Host, session: &str, key: Option<&str>, body: impl Into<Vec<u8>>) -> Answer {
    let request = Request::new("POST", &format!("/robots/sessions/{session}/messages")).by("operator");
    let request = key.into_iter().fold(request, |request, key| request.header("Idempotency-Key", key));
    host.send(request.raw("application/json; charset=utf-8", body)).await
}

fn text(text: &str) -> Value {
    json!({ "role": "user", "parts": [{ "type": "text", "text": text }] })
}

async fn count(host: &Host, session: &str) -> u64 {
    let read = host.get("operator", &format!("/robots/sessions/{session}")).await.is(200);
    read["message_list"]["results"].as_u64().expect("a number")
}

async fn a_session_is_started_renamed_and_deleted(host: Host) {
    let made = host.post("operator", "/robots/sessions", &json!({ "name": "Spam wave", "x": 1 })).await;
    let session = made.is(201);
    let path = format!("/robots/sessions/{}", session["id"].as_str().expect("an id"));
    assert_eq!(made.header("location"), Some(path.as_str()));
    assert_eq!(
        (&session["name"], &session["created_by"]["handle"]),
        (&json!("Spam wave"), &json!("operator"))
    );
    assert_eq!(session["message_list"], json!({ "page_size": 50, "results": 0, "messages": [] }));

    let unnamed = host.post("operator", "/robots/sessions", &json!({ "name": null })).await.is(201);
    assert!(unnamed["name"].as_str().is_some_and(|name| name.starts_with("Untitled (2")), "{unnamed}");

    let renamed = host.patch("operator", &path, &json!({ "name": "Solved" })).await.is(200);
    assert_eq!(renamed["name"], "Solved");
    assert!(renamed["updatedAt"].as_str() >= session["updatedAt"].as_str());
    let same = host.patch("operator", &path, &json!({ "name": null, "unknown": [] })).await.is(200);
    assert_eq!(same["name"], "Solved");
    for name in [json!(""), json!(" "), json!("a\u{0}b"), json!(7), json!(["x"])] {
        host.patch("operator", &path, &json!({ "name": name })).await.is_about("name");
    }
    host.patch("operator", &path, &json!({ "name": "x".repeat(201) })).await.is_problem(413, "too-large");

    assert!(host.delete("manager", &path).await.is(204).is_null());
    host.delete("manager", &path).await.is_problem(404, "not-found");
    host.patch("operator", &path, &json!({ "name": "x" })).await.is_problem(404, "not-found");
}

async fn a_session_is_started_once(host: Host) {
    let start = async |who: &str, key: &str, body: &Value| {
        let request = Request::new("POST", "/robots/sessions").by(who).header("Idempotency-Key", key);
        host.send(request.json(body)).await
    };
    let body = json!({ "name": "Spam wave" });
    let first = start("operator", "k", &body).await.is(201);
    assert_eq!(start("operator", "k", &body).await.is(200), first);
    assert_ne!(start("admin", "k", &body).await.is(201)["id"], first["id"]);
    let problem = start("operator", "k", &json!({ "name": null })).await.is_problem(409, "conflict");
    assert_eq!(problem["metadata"], json!({ "reason": "idempotency-key-reused" }));
    host.delete("admin", &format!("/robots/sessions/{}", first["id"].as_str().expect("an id"))).await.is(204);
    let problem = start("operator", "k", &body).await.is_problem(409, "conflict");
    assert_eq!(problem["metadata"], json!({ "reason": "session-deleted" }));
}

async fn a_session_starts_with_a_robot_and_a_workspace(host: Host) {
    let workspace = host.create("/robots/workspaces", json!({ "name": "Sandbox" })).await;
    let body = json!({ "robot_id": "robot_builder", "workspace_id": workspace });
    let session = host.post("operator", "/robots/sessions", &body).await.is(201);
    assert_eq!(session["active_robot_id"], "robot_builder");
    assert_eq!(session["active_workspace"]["workspace_id"], workspace);
    assert_eq!(session["active_workspace"].get("provider_state"), None, "it can hold secrets");
    for missing in
        [json!({ "robot_id": NOTHING }), json!({ "robot_id": "x" }), json!({ "workspace_id": NOTHING })]
    {
        host.post("operator", "/robots/sessions", &missing).await.is_problem(404, "not-found");
    }
    host.post("operator", "/robots/sessions", &json!({ "robot_id": "" })).await.is_about("robot_id");
    host.post("operator", "/robots/sessions", &json!({ "workspace_id": "x" })).await.is_about("workspace_id");
}

async fn a_robot_is_switched_and_a_workspace_mounted(host: Host) {
    let workspace = host.create("/robots/workspaces", json!({ "name": "Sandbox" })).await;
    let other = host.create("/robots/sessions", json!({ "workspace_id": workspace })).await;
    let other = host.get("operator", &format!("/robots/sessions/{other}")).await.is(200);
    let instance = &other["active_workspace"]["workspace_instance_id"];
    let path = format!("/robots/sessions/{}", session(&host).await);

    let both = json!({ "active_robot_id": "robot_builder", "active_workspace": instance });
    let changed = host.patch("operator", &path, &both).await.is(200);
    assert_eq!(changed["active_robot_id"], "robot_builder");
    assert_eq!(&changed["active_workspace"]["workspace_instance_id"], instance);

    let same = host.patch("operator", &path, &json!({ "name": "n" })).await.is(200);
    assert_eq!(&same["active_workspace"]["workspace_instance_id"], instance, "absent fields stay");
    let cleared = host.patch("operator", &path, &json!({ "active_workspace": null })).await.is(200);
    assert_eq!(
        (cleared.get("active_workspace"), &cleared["active_robot_id"]),
        (None, &json!("robot_builder"))
    );
    let cleared = host.patch("operator", &path, &json!({ "active_robot_id": null })).await.is(200);
    assert_eq!(cleared.get("active_robot_id"), None);

    let half = json!({ "name": "other", "active_workspace": NOTHING });
    host.patch("operator", &path, &half).await.is_problem(404, "not-found");
    assert_eq!(host.get("operator", &path).await.is(200)["name"], "n", "all of it happens, or none");
    host.patch("operator", &path, &json!({ "active_workspace": "x" })).await.is_about("active_workspace");
}

async fn one_message_gets_one_and_an_array_gets_an_array(host: Host) {
    let id = session(&host).await;
    let one = append(&host, &id, None, text("a").to_string()).await.is(201);
    assert_eq!(one["parts"], json!([{ "type": "text", "text": "a" }]));
    assert_eq!((&one["role"], &one["author"]["handle"]), (&json!("user"), &json!("operator")));
    let two = append(&host, &id, None, json!([text("b"), text("c")]).to_string()).await.is(201);
    assert_eq!(two.as_array().map(Vec::len), Some(2));
    let of_one = append(&host, &id, None, format!(" \n{}", json!([text("d")]))).await.is(201);
    assert_eq!(of_one.as_array().map(Vec::len), Some(1));
    assert_eq!(count(&host, &id).await, 4);

    let given = json!({ "id": NOTHING, "role": "assistant", "parts": [], "author": { "id": "x" }, "created_at": "x" });
    let kept = append(&host, &id, None, given.to_string()).await.is(201);
    assert_eq!((&kept["id"], &kept["author"]["handle"]), (&json!(NOTHING), &json!("operator")));
    append(&host, &id, None, given.to_string()).await.is_problem(409, "already-exists");
    append(&host, NOTHING, None, text("a").to_string()).await.is_problem(404, "not-found");
}

async fn messages_are_kept_to_the_last_digit(host: Host) {
    let id = session(&host).await;
    let parts = r#"[{"type":"data-x","data":{"z":1.0,"a":12345678901234567890123,"s":"\ud83d","z":null}},{"type":"later","b":[ ]}]"#;
    let sent = format!(r#"{{"role":"narrator","metadata":null,"parts":{parts},"later":[1e5]}}"#);
    // Straight from the socket: the judge of answers cannot read half an emoji.
    let path = format!("/robots/sessions/{id}");
    let append = Request::new("POST", &format!("{path}/messages")).by("operator");
    let stored = append.raw("application/json", sent).send(host.addr).await;
    assert_eq!(stored.status, 201, "{}", stored.text());
    let read = Request::new("GET", &path).by("operator").send(host.addr).await;
    for answer in [&stored, &read] {
        for kept in [parts, r#""role":"narrator""#, r#""metadata":null"#, r#""later":[1e5]"#] {
            assert!(answer.text().contains(kept), "{kept} in {}", answer.text());
        }
    }
}

async fn a_repeated_append_stores_nothing(host: Host) {
    let id = session(&host).await;
    let first = append(&host, &id, Some("k1"), text("a").to_string()).await.is(201);
    let again = append(&host, &id, Some("k1"), text("a").to_string()).await.is(200);
    assert_eq!(first, again);
    append(&host, &id, Some("k1"), text("b").to_string()).await.is_problem(409, "conflict");
    let batch = json!([text("b"), text("c")]).to_string();
    let first = append(&host, &id, Some("k2"), batch.clone()).await.is(201);
    assert_eq!(append(&host, &id, Some("k2"), batch).await.is(200), first);
    assert_eq!(count(&host, &id).await, 3);

    for key in ["", "\u{1}"] {
        let request = Request::new("POST", &format!("/robots/sessions/{id}/messages")).by("operator");
        let answer = request.header("Idempotency-Key", key).json(&text("a")).send(host.addr).await;
        assert_eq!(answer.status, 400, "{key:?}");
    }
    // Parameters of streams mean nothing to other bodies, and are checked all the same.
    for query in ["take_over=null", "take_over=true&take_over=true", "robot=a&robot=b"] {
        let request = Request::new("POST", &format!("/robots/sessions/{id}/messages?{query}")).by("operator");
        host.send(request.json(&text("a"))).await.is_problem(400, "invalid-argument");
    }
    append(&host, &id, Some(&"k".repeat(256)), text("a").to_string()).await.is_problem(413, "too-large");
    let twice = Request::new("POST", &format!("/robots/sessions/{id}/messages")).by("operator");
    let twice = twice.header("Idempotency-Key", "a").header("Idempotency-Key", "b").json(&text("a"));
    host.send(twice).await.is_about("idempotency-key");
}

async fn the_id_of_a_client_is_kept_and_makes_a_repetition_recognisable(host: Host) {
    let id = session(&host).await;
    let mut message = text("a");
    message["id"] = "msg-1".into();
    let first = append(&host, &id, None, message.to_string()).await.is(201);
    assert_eq!(first["client_id"], "msg-1");
    assert_ne!(first["id"], "msg-1");
    assert_eq!(append(&host, &id, None, message.to_string()).await.is(200), first);
    message["parts"][0]["text"] = "b".into();
    append(&host, &id, None, message.to_string()).await.is_problem(409, "conflict");
    assert_eq!(count(&host, &id).await, 1);
}

async fn a_message_is_read_edited_and_deleted(host: Host) {
    let id = session(&host).await;
    let mut message = text("a");
    message["x"] = json!({ "kept": 1.0 });
    let stored = append(&host, &id, None, message.to_string()).await.is(201);
    assert_eq!((&stored["sequence"], &stored["revision"]), (&json!(1), &json!(1)));
    let path = format!("/robots/sessions/{id}/messages/{}", stored["id"].as_str().expect("an id"));
    assert_eq!(host.get("operator", &path).await.is(200), stored);

    let mut edit = stored.clone();
    edit["parts"][0]["text"] = "b".into();
    let edited = host.patch("manager", &path, &edit).await.is(200);
    assert_eq!(edited["edited"]["by"], crate::host::MANAGER.to_string());
    edit["revision"] = 2.into();
    edit["edited"] = edited["edited"].clone();
    assert_eq!(edited, edit, "what was read can be written back");
    assert_eq!(host.get("operator", &path).await.is(200), edited);
    // The same edit again is a repetition, another one is late.
    assert_eq!(
        host.patch(
            "manager",
            &path,
            &json!({ "role": "user", "parts": edit["parts"], "x": edit["x"], "revision": 1 })
        )
        .await
        .is(200)["revision"],
        2
    );
    let late = json!({ "role": "user", "parts": [], "revision": 1 });
    let problem = host.patch("manager", &path, &late).await.is_problem(409, "conflict");
    assert_eq!(problem["metadata"], json!({ "reason": "stale-revision", "seen": 1, "current": 2 }));
    for (body, argument) in [
        (json!({ "role": "user", "parts": [] }), "body"),
        (json!({ "role": "user", "parts": [], "revision": null }), "revision"),
        (json!({ "role": "user", "parts": [], "revision": "2" }), "revision"),
        (json!({ "role": "user", "parts": [], "revision": 1.5 }), "revision"),
        (json!({ "role": "assistant", "parts": [], "revision": 2 }), "role"),
        (json!({ "role": "user", "revision": 2 }), "parts"),
    ] {
        host.patch("manager", &path, &body).await.is_about(argument);
    }

    host.delete("manager", &format!("{path}?revision=x")).await.is_about("revision");
    host.delete("manager", &format!("{path}?revision=1")).await.is_problem(409, "conflict");
    host.delete("manager", &format!("{path}?revision=2")).await.is(204);
    host.get("operator", &path).await.is_problem(404, "not-found");
    host.delete("manager", &path).await.is_problem(404, "not-found");
    host.patch("manager", &path, &late).await.is_problem(404, "not-found");
    assert_eq!(count(&host, &id).await, 0);
}

async fn members_change_what_is_their_own(host: Host) {
    let id = session(&host).await;
    let messages = format!("/robots/sessions/{id}/messages");
    let say = async |who: &str| {
        let stored = host.post(who, &messages, &text("a")).await.is(201);
        (format!("{messages}/{}", stored["id"].as_str().expect("an id")), stored)
    };
    let (own, mut stored) = say("operator").await;
    stored["parts"][0]["text"] = "b".into();
    host.patch("operator", &own, &stored).await.is(200);
    host.delete("operator", &own).await.is(204);
    let (others, stored) = say("admin").await;
    host.patch("operator", &others, &stored).await.is_problem(403, "permission-denied");
    host.delete("operator", &others).await.is_problem(403, "permission-denied");

    let (question, _) = say("operator").await;
    say("operator").await;
    host.delete("operator", &format!("{question}?and_later=x")).await.is_about("and_later");
    host.delete("operator", &format!("{question}?and_later=true&revision=1"))
        .await
        .is_problem(409, "conflict");
    host.delete("operator", &format!("{question}?and_later=true")).await.is(204);
    assert_eq!(count(&host, &id).await, 1);
    host.delete("operator", &format!("{others}?and_later=true")).await.is_problem(403, "permission-denied");
    host.delete("manager", &format!("{others}?and_later=true")).await.is(204);
    assert_eq!(count(&host, &id).await, 0);
}

async fn sessions_keep_misc(host: Host) {
    let made = host.post("operator", "/robots/sessions", &json!({ "misc": { "a": 1.0 } })).await;
    let session = made.is(201);
    assert!(made.text().contains(r#""misc":{"a":1.0}"#), "{}", made.text());
    let path = format!("/robots/sessions/{}", session["id"].as_str().expect("an id"));
    assert_eq!(
        (&session["offset"], &session["revision"], &session["follow_from"]),
        (&json!(0), &json!(0), &json!(0))
    );
    let same = host.patch("operator", &path, &json!({ "name": "n" })).await.is(200);
    assert_eq!((&same["misc"], &same["revision"]), (&json!({ "a": 1.0 }), &json!(1)));
    let changed = host.patch("operator", &path, &json!({ "misc": {} })).await.is(200);
    assert_eq!((&changed["misc"], &changed["offset"]), (&json!({}), &json!(2)));
    let cleared = host.patch("operator", &path, &json!({ "misc": null })).await.is(200);
    assert_eq!(cleared.get("misc"), None);
    host.patch("operator", &path, &json!({ "misc": [] })).await.is_about("misc");
    host.post("operator", "/robots/sessions", &json!({ "misc": "x" })).await.is_about("misc");
}

async fn an_array_is_all_or_nothing(host: Host) {
    let id = session(&host).await;
    let taken = json!({ "id": NOTHING, "role": "user", "parts": [] });
    append(&host, &id, None, taken.to_string()).await.is(201);
    append(&host, &id, None, json!([text("a"), taken]).to_string()).await.is_problem(409, "already-exists");
    append(&host, &id, None, json!([text("a"), { "role": "user" }]).to_string()).await.is_about("[1].parts");
    append(&host, &id, None, "[]").await.is_about("messages");
    append(&host, &id, None, Value::from(vec![text("a"); 101]).to_string())
        .await
        .is_problem(413, "too-large");
    assert_eq!(count(&host, &id).await, 1);
}

async fn bad_messages_are_refused_by_field(host: Host) {
    let id = session(&host).await;
    for (body, argument) in [
        ("", "body"),
        ("{", "body"),
        ("7", "body"),
        ("\"x\"", "body"),
        ("{} {}", "body"),
        ("{}", "role"),
        (r#"{"role":"user"}"#, "parts"),
        (r#"{"role":7,"parts":[]}"#, "role"),
        (r#"{"role":"user","parts":{}}"#, "parts"),
        (r#"{"role":"user","parts":[{}]}"#, "parts[0].type"),
        (r#"{"role":"user","parts":[{"type":"text"}]}"#, "parts[0].text"),
        (r#"{"role":"user","parts":[{"type":"tool-x","state":"input-streaming"}]}"#, "parts[0].toolCallId"),
        (r#"[{"role":"user","parts":[{"type":"file"}]}]"#, "[0].parts[0].mediaType"),
        ("[7]", "[0]"),
    ] {
        let problem = append(&host, &id, None, body).await.is_problem(400, "invalid-argument");
        let named = problem["metadata"]["argument"].as_str().expect("an argument");
        assert!(named == argument || argument.starts_with(named), "{body}: {problem}");
    }
    append(&host, &id, None, b"\xff\xfe".to_vec()).await.is_about("body");
    let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
    let deep = format!(r#"{{"role":"user","parts":[{{"type":"data-x","data":{deep}}}]}}"#);
    append(&host, &id, None, deep).await.is_problem(413, "too-large");
    let large = text(&"x".repeat(1 << 20)).to_string();
    append(&host, &id, None, large).await.is_problem(413, "too-large");
    assert_eq!(count(&host, &id).await, 0);
}
