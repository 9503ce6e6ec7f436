//! Who may do what: every route against everybody.

use std::collections::BTreeSet;

use crate::{
    client::Request,
    host::{Host, NOTHING, on_every_store},
};

const WHO: [Option<&str>; 7] = [
    None,
    Some("nobody's"),
    Some("member"),
    Some("manager"),
    Some("operator"),
    Some("admin"),
    Some("suspended"),
];

type Row = (&'static str, &'static str, &'static str, [u16; 7]);

/// Method, path, body; then the status for each of [`WHO`]. Ids name nothing, so 404 says: you may.
#[rustfmt::skip]
const MATRIX: &[Row] = &[
    //                                                             nobody unknown member manager operator admin suspended
    ("GET",    "/robots/sessions", "",                               [401, 401, 403, 403, 200, 200, 403]),
    ("POST",   "/robots/sessions", "{}",                             [401, 401, 403, 403, 201, 201, 403]),
    ("GET",    "/robots/sessions/{session_id}", "",                  [401, 401, 403, 403, 404, 404, 403]),
    ("PATCH",  "/robots/sessions/{session_id}", "{}",                [401, 401, 403, 403, 404, 404, 403]),
    ("DELETE", "/robots/sessions/{session_id}", "",                  [401, 401, 403, 404, 403, 404, 403]),
    ("POST",   "/robots/sessions/{session_id}/messages", MESSAGE,    [401, 401, 403, 403, 404, 404, 403]),
    ("GET",    "/robots/sessions/{session_id}/stream", "",           [401, 401, 403, 403, 404, 404, 403]),
    ("GET",    "/robots", "",                                        [401, 401, 403, 403, 200, 200, 403]),
    ("POST",   "/robots", ROBOT,                                     [401, 401, 403, 201, 403, 201, 403]),
    ("GET",    "/robots/{robot_id}", "",                             [401, 401, 403, 403, 404, 404, 403]),
    ("PATCH",  "/robots/{robot_id}", "{}",                           [401, 401, 403, 404, 403, 404, 403]),
    ("DELETE", "/robots/{robot_id}", "",                             [401, 401, 403, 404, 403, 404, 403]),
    ("GET",    "/robots/workspace-providers", "",                    [401, 401, 403, 403, 200, 200, 403]),
    ("GET",    "/robots/workspaces", "",                             [401, 401, 403, 403, 200, 200, 403]),
    ("POST",   "/robots/workspaces", r#"{"name":"Sandbox"}"#,        [401, 401, 403, 201, 403, 201, 403]),
    ("GET",    "/robots/workspaces/{workspace_id}", "",              [401, 401, 403, 403, 404, 404, 403]),
    ("PATCH",  "/robots/workspaces/{workspace_id}", "{}",            [401, 401, 403, 404, 403, 404, 403]),
    ("DELETE", "/robots/workspaces/{workspace_id}", "",              [401, 401, 403, 404, 403, 404, 403]),
    ("GET",    "/robots/workspace-instances", "",                    [401, 401, 403, 403, 200, 200, 403]),
    ("GET",    "/robots/workspace-instances/{workspace_instance_id}", "",    [401, 401, 403, 403, 404, 404, 403]),
    ("DELETE", "/robots/workspace-instances/{workspace_instance_id}", "",    [401, 401, 403, 404, 403, 404, 403]),
    ("GET",    "/robots/openapi.json", "",                           [200, 200, 200, 200, 200, 200, 200]),
];
const MESSAGE: &str = r#"{"role":"user","parts":[]}"#;
const ROBOT: &str = r#"{"name":"Greeter","model":"anthropic/claude"}"#;

fn request(method: &str, path: &str, body: &str, who: Option<&str>) -> Request {
    let request = Request::new(method, path);
    let request = if body.is_empty() { request } else { request.raw("application/json", body) };
    who.into_iter().fold(request, Request::by)
}

fn fill(template: &str, id: &str) -> String {
    template
        .split('/')
        .map(|part| if part.starts_with('{') { id } else { part })
        .collect::<Vec<_>>()
        .join("/")
}

on_every_store! {
    every_route_answers_everybody_as_the_matrix_says
    arguments_are_faulted_only_before_those_who_may
}

async fn every_route_answers_everybody_as_the_matrix_says(host: Host) {
    let known: BTreeSet<_> = host.document().routes().into_iter().collect();
    let rows: BTreeSet<_> = MATRIX.iter().map(|row| (row.0.to_owned(), row.1.to_owned())).collect();
    assert_eq!(rows, known, "every route has a row");

    for (method, template, body, expected) in MATRIX {
        for (who, expected) in WHO.iter().zip(expected) {
            let answer = host.send(request(method, &fill(template, NOTHING), body, *who)).await;
            assert_eq!(answer.status, *expected, "{method} {template} by {who:?}: {}", answer.text());
            if *method == "GET" {
                let head = host.send(request("HEAD", &fill(template, NOTHING), body, *who)).await;
                assert_eq!(head.status, *expected, "HEAD {template} by {who:?}");
            }
        }
    }
}

/// Whoever may not do it gets the 403 also where the arguments cannot be read: the table of routes names
/// the same permission as the service.
async fn arguments_are_faulted_only_before_those_who_may(host: Host) {
    for (method, template, body, expected) in MATRIX {
        let path = fill(template, "no-id");
        for (who, expected) in WHO.iter().zip(expected) {
            let (path, body) = match (path.contains("no-id"), body.is_empty()) {
                (true, _) => (path.clone(), *body),
                (false, true) => (format!("{path}?page=x"), ""),
                (false, false) => (path.clone(), "no JSON"),
            };
            let answer = host.send(request(method, &path, body, *who)).await;
            let ignores_all = template.ends_with("openapi.json") || template.ends_with("workspace-providers");
            let expected = if matches!(expected, 401 | 403) || ignores_all { *expected } else { 400 };
            assert_eq!(answer.status, expected, "{method} {path} by {who:?}: {}", answer.text());
        }
    }
}
