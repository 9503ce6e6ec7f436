//! Robots, toolsets, workspaces and instances.

use serde_json::json;

use crate::host::{Host, NOTHING, on_every_store};

on_every_store! {
    a_robot_is_created_changed_and_deleted
    a_toolset_is_created_changed_and_deleted
    a_workspace_is_created_changed_and_deleted
    instances_are_listed_read_and_deleted
    providers_are_listed
}

async fn a_robot_is_created_changed_and_deleted(host: Host) {
    let workspace = host.create("/robots/workspaces", json!({ "name": "Sandbox" })).await;
    let body = json!({
        "name": "Greeter", "description": "d", "playbook": "p", "model": "openrouter/meta/llama-4",
        "tools": ["b", "a"], "workspace_id": workspace, "meta": { "n": 1.0 }, "author": "ignored",
    });
    let made = host.post("manager", "/robots", &body).await;
    let robot = made.is(201);
    let path = format!("/robots/{}", robot["id"].as_str().expect("an id"));
    assert_eq!(made.header("location"), Some(path.as_str()));
    assert_eq!((&robot["author"]["handle"], &robot["tools"]), (&json!("manager"), &json!(["b", "a"])));
    assert!(made.text().contains(r#""meta":{"n":1.0}"#), "{}", made.text());
    assert_eq!(host.get("operator", &path).await.is(200), robot);
    assert_eq!(host.get("operator", "/robots").await.is(200)["robots"], json!([robot]));

    let changed = host.patch("manager", &path, &json!({ "tools": [], "model": "a/b" })).await.is(200);
    assert_eq!((&changed["tools"], &changed["workspace_id"]), (&json!([]), &json!(workspace)));
    let cleared =
        host.patch("manager", &path, &json!({ "workspace_id": null, "meta": null, "name": null })).await;
    let cleared = cleared.is(200);
    assert_eq!((cleared.get("workspace_id"), cleared.get("meta")), (None, None));
    assert_eq!(cleared["name"], "Greeter");

    for (body, argument) in [
        (json!({}), "body"),
        (json!({ "description": "d" }), "name"),
        (json!({ "name": "x" }), "model"),
        (json!({ "name": "x", "model": "y" }), "model"),
        (json!({ "name": "x", "model": "y/z", "tools": "t" }), "tools"),
        (json!({ "name": "x", "model": "y/z", "tools": ["t", 7] }), "tools[1]"),
        (json!({ "name": "x", "model": "y/z", "tools": ["t", ""] }), "tools[1]"),
        (json!({ "name": "x", "model": "y/z", "meta": [] }), "meta"),
        (json!({ "name": "x", "model": "y/z", "playbook": "\u{0}" }), "playbook"),
        (json!({ "name": "x", "model": "y/z", "workspace_id": 7 }), "workspace_id"),
        (json!([]), "body"),
    ] {
        host.post("manager", "/robots", &body).await.is_about(argument);
    }
    let lost = json!({ "name": "x", "model": "y/z", "workspace_id": NOTHING });
    host.post("manager", "/robots", &lost).await.is_problem(404, "not-found");
    host.patch("manager", &path, &json!({ "workspace_id": NOTHING })).await.is_problem(404, "not-found");

    host.delete("manager", &path).await.is(204);
    host.get("operator", &path).await.is_problem(404, "not-found");
}

async fn a_toolset_is_created_changed_and_deleted(host: Host) {
    let body = json!({
        "name": "Looking around", "description": "d", "instruction": "i", "tools": ["b", "a"],
        "meta": { "n": 1.0 }, "author": "ignored",
    });
    let made = host.post("operator", "/robots/toolsets", &body).await;
    let toolset = made.is(201);
    let id = toolset["id"].as_str().expect("an id");
    let path = format!("/robots/toolsets/{id}");
    assert_eq!(made.header("location"), Some(path.as_str()));
    assert_eq!((&toolset["author"]["handle"], &toolset["tools"]), (&json!("operator"), &json!(["b", "a"])));
    assert!(made.text().contains(r#""meta":{"n":1.0}"#), "{}", made.text());
    assert_eq!(host.get("admin", &path).await.is(200), toolset);
    assert_eq!(host.get("admin", "/robots/toolsets").await.is(200)["toolsets"], json!([toolset]));
    let again = host.post("operator", "/robots/toolsets", &body).await;
    let problem = again.is_problem(409, "already-exists");
    assert_eq!(problem["metadata"], json!({ "resource": "toolset", "id": "Looking around" }));
    host.post("admin", "/robots/toolsets", &body).await.is(201);

    let changed = host.patch("manager", &path, &json!({ "tools": [], "meta": null })).await.is(200);
    assert_eq!((&changed["tools"], changed.get("meta")), (&json!([]), None));
    for (body, argument) in [
        (json!({}), "body"),
        (json!({ "description": "d" }), "name"),
        (json!({ "name": "x", "tools": ["t", 7] }), "tools[1]"),
        (json!({ "name": "x", "tools": ["t", ""] }), "tools[1]"),
        (json!({ "name": "x", "meta": [] }), "meta"),
        (json!({ "name": "x", "instruction": "\u{0}" }), "instruction"),
    ] {
        host.post("operator", "/robots/toolsets", &body).await.is_about(argument);
    }

    let robot = json!({ "name": "r", "model": "a/b", "toolsets": ["system.documents", id] });
    let robot = host.post("manager", "/robots", &robot).await.is(201);
    assert_eq!(robot["toolsets"], json!(["system.documents", id]));
    let in_use = host.delete("operator", &path).await.is_problem(409, "conflict");
    assert_eq!(in_use["metadata"], json!({ "reason": "in-use", "resource": "robot", "id": robot["id"] }));
    let robot = format!("/robots/{}", robot["id"].as_str().expect("an id"));
    let lost = host.patch("manager", &robot, &json!({ "toolsets": [NOTHING] })).await;
    lost.is_problem(404, "not-found");
    host.patch("manager", &robot, &json!({ "toolsets": ["x", ""] })).await.is_about("toolsets[1]");
    host.patch("manager", &robot, &json!({ "toolsets": [] })).await.is(200);
    host.delete("operator", &path).await.is(204);
    host.get("admin", &path).await.is_problem(404, "not-found");
    assert_eq!(host.get("operator", "/robots/tools").await.is(200), json!({ "tools": [] }));
}

async fn a_workspace_is_created_changed_and_deleted(host: Host) {
    let body = json!({ "name": "Sandbox", "provider": "firecracker", "config": { "r": 1 } });
    let made = host.post("manager", "/robots/workspaces", &body).await;
    let workspace = made.is(201);
    let path = format!("/robots/workspaces/{}", workspace["id"].as_str().expect("an id"));
    assert_eq!(made.header("location"), Some(path.as_str()));
    assert_eq!((&workspace["provider"], &workspace["meta"]), (&json!("firecracker"), &json!({})));
    let plain = host.post("manager", "/robots/workspaces", &json!({ "name": "n" })).await.is(201);
    assert_eq!(plain["provider"], "local");

    let change = json!({ "config": { "r": 2 }, "meta": null, "provider": "sprites" });
    let changed = host.patch("manager", &path, &change).await.is(200);
    assert_eq!((&changed["config"], &changed["provider"]), (&json!({ "r": 2 }), &json!("firecracker")));
    host.patch("manager", &path, &json!({ "config": "x" })).await.is_about("config");
    host.post("manager", "/robots/workspaces", &json!({ "name": "n", "provider": "" }))
        .await
        .is_about("provider");
    assert_eq!(host.get("operator", &path).await.is(200), changed);
    assert_eq!(host.get("operator", "/robots/workspaces").await.is(200)["results"], 2);

    host.delete("manager", &path).await.is(204);
    host.get("operator", &path).await.is_problem(404, "not-found");
}

async fn instances_are_listed_read_and_deleted(host: Host) {
    let mut sessions = Vec::new();
    for name in ["a", "b"] {
        let workspace = host.create("/robots/workspaces", json!({ "name": name })).await;
        let session = host.create("/robots/sessions", json!({ "workspace_id": workspace })).await;
        sessions.push((workspace, format!("/robots/sessions/{session}")));
    }
    assert_eq!(host.get("operator", "/robots/workspace-instances").await.is(200)["results"], 2);
    let of_first = format!("/robots/workspace-instances?workspace_id={}", sessions[0].0);
    let page = host.get("operator", &of_first).await.is(200);
    let instance = &page["workspace_instances"][0];
    assert_eq!((&page["results"], &instance["workspace_id"]), (&json!(1), &json!(sessions[0].0)));
    assert_eq!(instance["provider_state"], json!({}));
    host.get("operator", "/robots/workspace-instances?workspace_id=x").await.is_about("workspace_id");

    let path = format!("/robots/workspace-instances/{}", instance["id"].as_str().expect("an id"));
    assert_eq!(&host.get("operator", &path).await.is(200), instance);
    host.delete("manager", &path).await.is(204);
    host.get("operator", &path).await.is_problem(404, "not-found");
    let session = host.get("operator", &sessions[0].1).await.is(200);
    assert_eq!(session.get("active_workspace"), None, "it is mounted nowhere any more");
}

async fn providers_are_listed(host: Host) {
    let list = host.get("operator", "/robots/workspace-providers").await.is(200);
    assert_eq!(
        list["providers"],
        json!([{ "provider": "local", "name": "Local" }, { "provider": "sprites", "name": "Sprites" }]),
    );
}
