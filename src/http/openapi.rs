//! The OpenAPI 3.1 document, generated from the table of routes that also makes the router.
//!
//! It is written here rather than derived by a library: the parts of a message are an open set (an object with a known
//! `type` must match its schema, others can have any form), and absent fields are omitted, never null, which needs
//! `if`, `not` and `const`. Deriving would also make the model types depend on HTTP. The tests check each response
//! against this document, and reject fields that it does not describe, so it cannot drift.

use serde_json::{Map, Value, json};

use super::{
    doc::Doc,
    problem::{self, Problem},
    reply::EVENT_STREAM,
    route::Route,
    schema::{self, Schemas},
    settings::Settings,
};
use crate::{model::error::ErrorKind, service::operation::Operation};

/// The path of the document.
pub(super) const PATH: &str = "/robots/openapi.json";

/// Builds the document without `servers`: the path of the router is known when the document is requested.
pub(super) fn document(routes: &[Route], schemas: Schemas, settings: &Settings) -> Value {
    let mut paths = Map::new();
    for route in routes {
        let item = paths.entry(route.path).or_insert_with(|| json!({}));
        item[route.method.as_str().to_ascii_lowercase()] = operation(route);
    }
    paths.insert(PATH.to_owned(), json!({ "get": own_operation() }));
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Storyden Robots",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Robots are AI agents that a community's team shares; a session is one whole \
                conversation with them. Checks come in one order: who the caller is (401), what they \
                may do (403), whether the arguments are valid (400, 413, 415), whether it exists (404). HEAD works where GET does.",
            "license": { "name": "MIT OR Apache-2.0" },
        },
        "security": security(settings.bearer),
        "tags": [{ "name": "robots" }],
        "paths": paths,
        "components": {
            "schemas": schemas.into_iter().map(|(name, schema)| (name.to_owned(), schema)).collect::<Map<_, _>>(),
            "responses": problems(),
            "securitySchemes": security_schemes(settings),
        },
    })
}

fn operation(route: &Route) -> Value {
    let doc = &route.doc;
    let path_names = route.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let mut params: Vec<_> = path_names
        .map(|name| {
            let schema = schema::reference(match name {
                "chat_id" => "ChatId",
                "file_id" => "FileId",
                _ => "Identifier",
            });
            json!({ "name": name, "in": "path", "required": true, "schema": schema })
        })
        .collect();
    let refers = !params.is_empty() || doc.refers;
    params.extend(doc.params.iter().map(|(location, param)| param.describe(location)));

    let mut operation = json!({
        "operationId": doc.id,
        "summary": doc.summary,
        "description": description(doc.about, route.operation),
        "tags": ["robots"],
        "responses": responses(route, !params.is_empty(), refers),
    });
    if !params.is_empty() {
        operation["parameters"] = params.into();
    }
    if let Some(body) = doc.body {
        operation["requestBody"] = json!({
            "required": true,
            "content": { "application/json": { "schema": schema::reference(body) } },
        });
    }
    if doc.lines {
        operation["requestBody"] = json!({
            "required": true,
            "content": { "application/json": events(), "application/jsonl": events() },
        });
    }
    if doc.streamed {
        operation["requestBody"]["content"][EVENT_STREAM] = events();
    }
    operation
}

fn description(about: &str, operation: Operation) -> String {
    let permission = operation.permission();
    let any = operation.on_any().map(|any| format!("; `{}` for what is another's", any.permission()));
    format!("{about} Needs the permission `{permission}`{}.", any.unwrap_or_default()).trim_start().to_owned()
}

fn responses(route: &Route, has_params: bool, refers: bool) -> Value {
    let doc = &route.doc;
    let mut responses = json!({});
    let mut success = json!({ "description": doc.summary });
    if let Some(schema) = doc.answer {
        success["content"] = json!({ "application/json": { "schema": schema::reference(schema) } });
    }
    if doc.events {
        // An event is no JSON of a schema.
        success["content"] = json!({ EVENT_STREAM: {} });
    }
    for kind in doc.media_types {
        success["content"][*kind] = events();
    }
    if doc.file {
        success["content"] = json!({ "*/*": { "schema": {} } });
        responses["206"] = success.clone();
        responses["206"]["description"] = "One range of the bytes".into();
        responses["304"] = json!({ "description": "The client has it" });
        responses["416"] = json!({ "$ref": "#/components/responses/RangeNotSatisfiable" });
    }
    if doc.created {
        success["headers"] = json!({
            "Location": { "description": "Where it is.", "required": true, "schema": { "type": "string" } },
        });
    }
    if doc.replayed {
        responses["200"] = success.clone();
        responses["200"]["description"] = "A repetition: what the first request stored".into();
    }
    if doc.accepted && doc.created {
        responses["201"] = success.clone();
    }
    if doc.or_nothing {
        responses["204"] = json!({ "description": "There is nothing" });
    }
    let status = match doc {
        Doc { plain: true, .. } => "200",
        Doc { accepted: true, .. } => "202",
        Doc { answer: None, events: false, media_types: [], file: false, .. } => "204",
        Doc { created: true, .. } | Doc { replayed: true, .. } => "201",
        _ => "200",
    };
    responses[status] = success;

    if doc.log {
        responses["304"] = json!({ "description": "The caller has it already" });
        responses["410"] = describe_problem(&Problem::gone());
    }
    let with_body = doc.body.is_some() || doc.lines;
    for (name, status, applies) in [
        ("InvalidArgument", "400", has_params || with_body),
        ("Unauthenticated", "401", true),
        ("PermissionDenied", "403", true),
        ("NotFound", "404", refers),
        ("Conflict", "409", doc.conflicts),
        ("TooLarge", "413", with_body || route.path.contains("{chat_id}")),
        ("UnsupportedMediaType", "415", with_body),
        ("Internal", "500", true),
        ("Unavailable", "503", true),
    ] {
        if applies {
            responses[status] = json!({ "$ref": format!("#/components/responses/{name}") });
        }
    }
    responses
}

/// Describes server-sent events, for which JSON Schema has no type.
fn events() -> Value {
    json!({ "schema": { "type": "string" } })
}

fn own_operation() -> Value {
    json!({
        "operationId": "RobotsOpenAPI",
        "summary": "Get this document",
        "description": "Needs no permission and no credential.",
        "tags": ["robots"],
        "security": [],
        "responses": {
            "200": {
                "description": "This document",
                "content": { "application/json": { "schema": { "type": "object", "additionalProperties": true } } },
            },
        },
    })
}

/// Describes every problem that a route can answer with, with an example.
fn problems() -> Value {
    let known = [
        (
            "InvalidArgument",
            ErrorKind::InvalidArgument,
            "page: must be a whole number",
            json!({ "argument": "page" }),
        ),
        ("Unauthenticated", ErrorKind::Unauthenticated, "sign in first", Value::Null),
        (
            "PermissionDenied",
            ErrorKind::PermissionDenied,
            "needs the permission USE_ROBOTS",
            json!({ "permission": "USE_ROBOTS" }),
        ),
        (
            "NotFound",
            ErrorKind::NotFound,
            "session cc5lnd2s1s4652adtu50 does not exist",
            json!({ "resource": "session", "id": schema::ID }),
        ),
        (
            "Conflict",
            ErrorKind::Conflict,
            "the idempotency key was used before for other content",
            json!({ "reason": "idempotency-key-reused" }),
        ),
        (
            "TooLarge",
            ErrorKind::TooLarge,
            "message: 1048577 is over the limit of 1048576 bytes",
            json!({ "argument": "message", "actual": 1_048_577, "limit": 1_048_576, "unit": "bytes" }),
        ),
        ("Internal", ErrorKind::Internal, "this is not your fault; please report the trace id", Value::Null),
        ("Unavailable", ErrorKind::Unavailable, "the request took too long", Value::Null),
    ];
    let mut problems: Map<_, _> = known
        .into_iter()
        .map(|(name, kind, detail, metadata)| {
            let (_, title) = problem::status(kind);
            (name.to_owned(), problem_response(title, kind.as_str(), detail, metadata))
        })
        .collect();
    for (name, problem) in [
        ("UnsupportedMediaType", Problem::unsupported_media_type()),
        ("RangeNotSatisfiable", Problem::range_not_satisfiable(5)),
    ] {
        problems.insert(name.to_owned(), describe_problem(&problem));
    }
    problems.into()
}

fn describe_problem(problem: &Problem) -> Value {
    problem_response(problem.title(), problem.kind(), problem.detail(), problem.metadata().clone())
}

fn problem_response(title: &str, kind: &str, detail: &str, metadata: Value) -> Value {
    let mut example = json!({
        "type": format!("urn:storyden:problem:{kind}"),
        "title": title,
        "detail": detail,
        "trace_id": "4bf92f3577b34da6a3ce929d0e0e4736",
    });
    if !metadata.is_null() {
        example["metadata"] = metadata;
    }
    let content = json!({ "schema": schema::reference("Problem"), "example": example });
    json!({ "description": title, "content": { "application/problem+json": content } })
}

fn security(bearer: bool) -> Value {
    if bearer { json!([{ "cookie": [] }, { "bearer": [] }]) } else { json!([{ "cookie": [] }]) }
}

fn security_schemes(settings: &Settings) -> Value {
    let mut schemes = json!({
        "cookie": {
            "type": "apiKey",
            "in": "cookie",
            "name": settings.cookie,
            "description": "A write with the cookie from another site is refused with a 403.",
        },
    });
    if settings.bearer {
        schemes["bearer"] = json!({ "type": "http", "scheme": "bearer" });
    }
    schemes
}
