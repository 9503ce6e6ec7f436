//! Errors on the wire.

use std::io;

use async_trait::async_trait;
use axum::http::request::Parts;
use serde_json::json;
use storyden_robots::{
    Access, AccountId, Error, MemoryStore, Permissions, Result,
    http::{Authenticator, Credential, Settings},
};

use crate::{
    client::Request,
    host::{Host, NOTHING, authenticator, on_every_store, permissions, robots},
};

on_every_store! {
    every_kind_has_its_status_and_metadata
    unknown_paths_and_methods_are_problems_too
    bodies_must_be_json_of_limited_size
    the_trace_id_is_taken_from_traceparent_or_new
}

async fn every_kind_has_its_status_and_metadata(host: Host) {
    let unauthenticated = host.send(Request::new("GET", "/robots/sessions")).await;
    assert_eq!(unauthenticated.is_problem(401, "unauthenticated").get("metadata"), None);

    let denied = host.get("member", "/robots/sessions").await.is_problem(403, "permission-denied");
    assert_eq!(denied["metadata"], json!({ "permission": "USE_ROBOTS" }));
    let suspended = host.get("suspended", "/robots/sessions").await.is_problem(403, "permission-denied");
    assert_eq!(suspended["metadata"], json!({ "reason": "suspended" }));

    let invalid = host.get("operator", "/robots/sessions?page=x").await.is_problem(400, "invalid-argument");
    assert_eq!(invalid["metadata"], json!({ "argument": "page" }));
    assert_eq!(invalid["detail"], "page: must be a whole number");

    let missing = host.get("operator", &format!("/robots/{NOTHING}")).await.is_problem(404, "not-found");
    assert_eq!(missing["metadata"], json!({ "resource": "robot", "id": NOTHING }));

    let long = json!({ "name": "x".repeat(201) });
    let large = host.post("operator", "/robots/sessions", &long).await.is_problem(413, "too-large");
    assert_eq!(
        large["metadata"],
        json!({ "argument": "name", "actual": 201, "limit": 200, "unit": "characters" }),
    );
    // 409 is shown by the tests of `writing`, 500 and 503 below.
}

async fn unknown_paths_and_methods_are_problems_too(host: Host) {
    for path in [
        "/robots/",
        "/robots//",
        "/robots//x",
        "/robots///",
        "/robots/x/",
        "/robots/x/y",
        "/robots/%FF/x",
        "/robots/openapi.json/x",
        "/robots/sessions/",
        "/robots/sessions//",
        "/robots/sessions/x/y",
        "/robots/sessions/x/messages/",
        "/robots/sessions/x/messages/y/z",
        "/robots/sessions/x/messages/y/draft/z",
        "/robots/files/x/y/z",
    ] {
        host.get("operator", path).await.is_problem(404, "not-found");
        host.send(Request::new("PUT", path)).await.is_problem(404, "not-found");
    }
    for (path, allow) in [
        ("/robots/sessions", "GET,HEAD,POST"),
        ("/robots/sessions/x", "GET,HEAD,PATCH,DELETE"),
        ("/robots/sessions/x/messages", "POST"),
        ("/robots/sessions/x/messages/y", "GET,HEAD,PATCH,DELETE"),
        ("/robots/sessions/x/stream", "GET,HEAD"),
        ("/robots/openapi.json", "GET,HEAD"),
    ] {
        let answer = host.send(Request::new("PUT", path).by("operator")).await;
        answer.is_problem(405, "method-not-allowed");
        assert_eq!(answer.header("allow"), Some(allow), "{path}");
    }
}

async fn bodies_must_be_json_of_limited_size(host: Host) {
    let post = || Request::new("POST", "/robots/sessions").by("operator");
    for kind in
        ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "json", ""]
    {
        host.send(post().raw(kind, UNNAMED)).await.is_problem(415, "unsupported-media-type");
    }
    host.send(post()).await.is_problem(415, "unsupported-media-type");
    for kind in ["application/json;charset=UTF-8", "Application/JSON", "application/vnd.api+json"] {
        host.send(post().raw(kind, UNNAMED)).await.is(201);
    }
    for body in ["", "{", "{\"name\":null} x", "[]", "null", "7", "{\"name\":}", "\u{FEFF}{\"name\":null}"] {
        host.send(post().raw("application/json", body)).await.is_about("body");
    }
    host.send(post().raw("application/json", [0xff])).await.is_about("body");
    let nested = format!("{{\"name\":null,\"x\":{}{}}}", "[".repeat(20_000), "]".repeat(20_000));
    host.send(post().raw("application/json", nested)).await.is(201);

    let limit = 4 << 20;
    let large = host.send(post().raw("application/json", vec![b' '; limit + 1])).await;
    let problem = large.is_problem(413, "too-large");
    assert_eq!(
        problem["metadata"],
        json!({ "argument": "body", "actual": limit + 1, "limit": limit, "unit": "bytes" }),
    );
    let chunks = post().header("transfer-encoding", "chunked").header("content-type", "application/json");
    let mut stream = chunks.write(host.addr).await;
    let mut answer = Vec::new();
    let chunk = [b"100000\r\n".as_slice(), &vec![b' '; 1 << 20], b"\r\n"].concat();
    for _ in 0..5 {
        let _ = tokio::io::AsyncWriteExt::write_all(&mut stream, &chunk).await;
    }
    let _ = tokio::io::AsyncReadExt::read_to_end(&mut stream, &mut answer).await;
    assert!(answer.starts_with(b"HTTP/1.1 413 "), "a body of unknown length is measured as it comes");
}

async fn the_trace_id_is_taken_from_traceparent_or_new(host: Host) {
    let trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    let request = Request::new("GET", "/robots/sessions");
    let given = request.clone().header("traceparent", &format!("00-{trace}-00f067aa0ba902b7-01"));
    assert_eq!(host.send(given).await.is(401)["trace_id"], trace);
    let unsound = host.send(request.clone().header("traceparent", trace)).await.is(401);
    let fresh = host.send(request).await.is(401);
    assert_ne!(unsound["trace_id"], trace);
    assert_ne!(unsound["trace_id"], fresh["trace_id"]);
}

/// The body that starts a session without a name.
const UNNAMED: &str = r#"{"name":null}"#;

/// A body for another API is refused, and does not start an empty session.
#[tokio::test]
async fn a_body_without_any_field_of_the_operation_is_refused() {
    let host = Host::memory().await;
    for body in [json!({}), json!({ "messages": [], "trigger": "submit-message", "id": "chat" })] {
        host.post("operator", "/robots/sessions", &body).await.is_about("body");
        host.post("member", "/robots/sessions", &body).await.is_problem(403, "permission-denied");
        host.patch("operator", &format!("/robots/sessions/{NOTHING}"), &body).await.is_about("body");
        host.patch("manager", &format!("/robots/{NOTHING}"), &body).await.is_about("body");
        host.patch("manager", &format!("/robots/workspaces/{NOTHING}"), &body).await.is_about("body");
    }
    assert_eq!(host.get("operator", "/robots/sessions").await.is(200)["results"], 0);
}

/// A host whose traits fail.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Broken(pub(crate) fn() -> Error);

#[async_trait]
impl Permissions for Broken {
    async fn access(&self, _: AccountId) -> Result<Access> {
        Err(self.0())
    }
}

#[async_trait]
impl Authenticator for Broken {
    async fn authenticate(&self, _: &Parts, _: Option<Credential<'_>>) -> Result<Option<AccountId>> {
        Err(self.0())
    }
}

pub(crate) fn down() -> Error {
    Error::unavailable("the directory does not answer", io::Error::other("connect to 10.0.0.7:5432 refused"))
}

fn broken() -> Error {
    Error::internal("reading /var/lib/robots.db", io::Error::other("no such column: parts"))
}

#[tokio::test]
async fn server_errors_are_shown_without_their_causes() {
    for (fails, status, kind) in [
        (down as fn() -> Error, 503, "unavailable"),
        (broken, 500, "internal"),
        (|| Error::storage_failed("the disk is full", "/var/lib/robots.db"), 500, "storage-failed"),
    ] {
        let of_permissions = Host::of(robots(MemoryStore::new(), Broken(fails))).await;
        let robots = robots(MemoryStore::new(), permissions());
        let of_authenticator = Host::with(robots, Broken(fails), Settings::default()).await;
        for host in [of_permissions, of_authenticator] {
            for path in ["/robots/sessions", "/robots/sessions?page=x"] {
                let answer = host.get("operator", path).await;
                answer.is_problem(status, kind);
                for secret in ["10.0.0.7", "column", "/var/lib"] {
                    assert!(!answer.text().contains(secret), "{}", answer.text());
                }
            }
        }
    }
}

#[tokio::test]
async fn a_panic_in_a_write_is_an_internal_problem() {
    let host = Host::of(robots(MemoryStore::new(), Broken(|| panic!("as asked")))).await;
    host.post("operator", "/robots/sessions", &json!({ "name": null })).await.is_problem(500, "internal");
}

#[tokio::test]
async fn the_limit_of_a_body_is_a_setting() {
    let robots = robots(MemoryStore::new(), permissions());
    let host = Host::with(robots, authenticator(), Settings::default().body_bytes(12)).await;
    host.post("operator", "/robots/sessions", &json!({ "name": "n" })).await.is(201);
    host.post("operator", "/robots/sessions", &json!({ "name": "nn" })).await.is_problem(413, "too-large");
}
