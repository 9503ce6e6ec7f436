//! The OpenAPI document, judged by itself.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::{client::Request, host::Host};

fn each_reference<'a>(value: &'a Value, found: &mut BTreeSet<&'a str>) {
    match value {
        Value::Object(object) => {
            found.extend(object.get("$ref").and_then(Value::as_str));
            object.values().for_each(|inner| each_reference(inner, found));
        }
        Value::Array(items) => items.iter().for_each(|inner| each_reference(inner, found)),
        _ => {}
    }
}

#[tokio::test]
async fn the_document_is_sound() {
    let host = Host::memory().await;
    let document = &host.document().value;
    assert_eq!(document["openapi"], "3.1.0");
    assert_eq!(document["info"]["title"], "Storyden Robots");
    assert_eq!(document["components"]["securitySchemes"]["cookie"]["name"], "storyden-session");

    let mut references = BTreeSet::new();
    each_reference(document, &mut references);
    for reference in &references {
        let there = document.pointer(reference.trim_start_matches('#'));
        assert!(there.is_some(), "{reference} is nowhere");
    }
    let schemas = document["components"]["schemas"].as_object().expect("schemas");
    for (name, schema) in schemas {
        assert!(references.contains(format!("#/components/schemas/{name}").as_str()), "{name} is never used");
        if let Err(error) = jsonschema::meta::validate(schema) {
            panic!("{name} is no JSON Schema: {error}");
        }
    }

    let mut ids = BTreeSet::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("methods") {
            let id = operation["operationId"].as_str().expect("an id");
            assert!(ids.insert(id), "{id} is there twice");
            assert!(operation["summary"].is_string(), "{method} {path}");
            for status in ["401", "403", "500", "503"] {
                let described = operation["responses"].get(status).is_some();
                assert_eq!(described, !path.ends_with("openapi.json"), "{status} of {method} {path}");
            }
        }
    }
}

#[tokio::test]
async fn every_example_matches_its_schema() {
    let host = Host::memory().await;
    let components = &host.document().value["components"];
    let mut shown = 0;
    for (name, schema) in components["schemas"].as_object().expect("schemas") {
        for example in schema["examples"].as_array().into_iter().flatten() {
            host.document().accepts(name, example, "its example");
            shown += 1;
        }
    }
    assert!(shown >= 12, "{shown} examples");
    for (name, response) in components["responses"].as_object().expect("responses") {
        let example = &response["content"]["application/problem+json"]["example"];
        host.document().accepts("Problem", example, name);
    }
}

#[tokio::test]
async fn the_examples_of_requests_are_taken() {
    let host = Host::memory().await;
    let schemas = host.document().value["components"]["schemas"].clone();
    let example = |name: &str| schemas[name]["examples"][0].clone();
    let session = host.create("/robots/sessions", example("NewSession")).await;
    let robot = host.create("/robots", example("NewRobot")).await;
    let workspace = host.create("/robots/workspaces", example("NewWorkspace")).await;
    host.post("admin", &format!("/robots/sessions/{session}/messages"), &example("Append")).await.is(201);
    for (path, name) in [
        (format!("/robots/sessions/{session}"), "SessionChange"),
        (format!("/robots/{robot}"), "RobotChange"),
        (format!("/robots/workspaces/{workspace}"), "WorkspaceChange"),
    ] {
        host.patch("admin", &path, &example(name)).await.is(200);
    }
}

#[tokio::test]
async fn parts_are_an_open_set_with_known_members() {
    let host = Host::memory().await;
    let document = host.document();
    for part in [
        json!({ "type": "text", "text": "", "later": 1 }),
        json!({ "type": "tool-x", "toolCallId": "c", "state": "later" }),
        json!({ "type": "tool-x", "toolCallId": "c", "state": "output-available" }),
        json!({ "type": "tool-x", "toolCallId": "c", "state": "output-available", "input": null, "output": 7 }),
        json!({ "type": "dynamic-tool", "toolName": "t", "toolCallId": "c", "state": "output-denied", "approval": { "id": "a", "approved": false } }),
        json!({ "type": "data-", "data": null }),
        json!({ "type": "from-the-future", "x": [] }),
    ] {
        document.accepts("Part", &part, "a part");
    }
    for part in [
        json!({}),
        json!({ "type": 7 }),
        json!({ "type": "text" }),
        json!({ "type": "text", "text": null }),
        json!({ "type": "tool-x", "toolCallId": "c" }),
        json!({ "type": "tool-x", "toolCallId": "c", "state": "approval-requested", "input": null }),
        json!({ "type": "dynamic-tool", "toolCallId": "c", "state": "s" }),
        json!({ "type": "tool-x", "toolCallId": "c", "state": "approval-responded", "approval": { "id": "a" } }),
        json!({ "type": "data-x" }),
        json!({ "type": "file", "url": "u" }),
    ] {
        assert!(document.refuses("Part", &part), "{part}");
    }
}

#[tokio::test]
async fn streams_are_described_as_such() {
    let host = Host::memory().await;
    let session = &host.document().value["paths"];
    let get = &session["/robots/sessions/{session_id}/stream"]["get"];
    assert_eq!(get["responses"]["200"]["content"], json!({ "text/event-stream": {} }), "an event is no JSON");
    let names: Vec<_> = get["parameters"].as_array().into_iter().flatten().map(|one| &one["name"]).collect();
    assert_eq!(names, ["session_id", "after", "Last-Event-ID"]);
    let post = &session["/robots/sessions/{session_id}/messages"]["post"];
    let bodies = post["requestBody"]["content"].as_object().expect("bodies");
    assert!(bodies.contains_key("application/json") && bodies.contains_key("text/event-stream"));
}

#[tokio::test]
async fn everybody_may_read_the_document() {
    let host = Host::memory().await;
    let answer = host.send(Request::new("GET", "/robots/openapi.json")).await;
    assert_eq!(answer.is(200)["servers"], json!([{ "url": "/" }]));
}
