//! [`Problem`]: what a client is told of an error, as `application/problem+json`.

use std::error::Error as _;

use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use serde::Serialize;
use serde_json::{Value, json};

use super::{headers::harden, trace::TraceId};
use crate::model::error::{Conflict, Denied, Error, ErrorKind};

/// What a client is told of an error. The rest is in the log, under the same trace id.
#[derive(Clone, Debug)]
pub(super) struct Problem {
    pub(super) status: StatusCode,
    kind: &'static str,
    title: &'static str,
    detail: String,
    metadata: Value,
}

/// A problem on the wire.
#[derive(Serialize)]
struct Written<'a> {
    #[serde(rename = "type")]
    kind: String,
    title: &'a str,
    detail: &'a str,
    trace_id: String,
    #[serde(skip_serializing_if = "is_null")]
    metadata: &'a Value,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
fn is_null(value: &&Value) -> bool {
    value.is_null()
}

/// The status and the title of each kind of error.
pub(super) fn status(kind: ErrorKind) -> (StatusCode, &'static str) {
    match kind {
        ErrorKind::InvalidArgument => (StatusCode::BAD_REQUEST, "An argument makes no sense"),
        ErrorKind::Unauthenticated => (StatusCode::UNAUTHORIZED, "Sign in first"),
        ErrorKind::PermissionDenied => (StatusCode::FORBIDDEN, "Not allowed"),
        ErrorKind::NotFound => (StatusCode::NOT_FOUND, "Not found"),
        ErrorKind::AlreadyExists => (StatusCode::CONFLICT, "Exists already"),
        ErrorKind::Conflict => (StatusCode::CONFLICT, "In conflict with what is there"),
        ErrorKind::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "Too large"),
        ErrorKind::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, "Not available now"),
        ErrorKind::Internal => (StatusCode::INTERNAL_SERVER_ERROR, "Something is broken here"),
    }
}

impl From<&Error> for Problem {
    fn from(error: &Error) -> Self {
        let kind = error.kind();
        let (status, title) = status(kind);
        let detail = match error {
            // Nothing that a client could act on: whoever can will find the trace id in the log.
            Error::Internal { .. } => "this is not your fault; please report the trace id".to_owned(),
            error => error.to_string(),
        };
        Self { status, kind: kind.as_str(), title, detail, metadata: metadata(error) }
    }
}

fn metadata(error: &Error) -> Value {
    match error {
        Error::InvalidArgument { argument, .. } => json!({ "argument": argument }),
        Error::TooLarge { argument, actual, limit, unit } => {
            json!({ "argument": argument, "actual": actual, "limit": limit, "unit": unit })
        }
        Error::PermissionDenied(Denied::Missing(permission)) => json!({ "permission": permission.as_str() }),
        Error::PermissionDenied(Denied::Suspended) => json!({ "reason": "suspended" }),
        Error::PermissionDenied(Denied::CrossSite) => json!({ "reason": "cross-site" }),
        Error::NotFound { resource, id } | Error::AlreadyExists { resource, id } => {
            json!({ "resource": resource.to_string(), "id": id })
        }
        Error::Conflict(Conflict::IdempotencyKeyReused) => json!({ "reason": "idempotency-key-reused" }),
        Error::Conflict(Conflict::ToolTransition { tool_call_id, from, to }) => {
            json!({ "reason": "tool-transition", "toolCallId": tool_call_id, "from": from, "to": to })
        }
        Error::Conflict(Conflict::StaleRevision { seen, current }) => {
            json!({ "reason": "stale-revision", "seen": seen.get(), "current": current.get() })
        }
        Error::Conflict(Conflict::NotADraft) => json!({ "reason": "not-a-draft" }),
        Error::Unauthenticated | Error::Unavailable { .. } | Error::Internal { .. } => Value::Null,
    }
}

impl Problem {
    /// There is nothing at this path.
    pub(super) fn no_route() -> Self {
        let (status, title) = status(ErrorKind::NotFound);
        let (kind, detail) = (ErrorKind::NotFound.as_str(), "there is nothing at this path".to_owned());
        Self { status, kind, title, detail, metadata: Value::Null }
    }

    /// The path is right, the method is not. No [`ErrorKind`] says so: only HTTP has methods.
    pub(super) fn method_not_allowed() -> Self {
        Self {
            status: StatusCode::METHOD_NOT_ALLOWED,
            kind: "method-not-allowed",
            title: "Method not allowed",
            detail: "this path does not know the method; the header allow names those it knows".to_owned(),
            metadata: Value::Null,
        }
    }

    /// The body is not said to be JSON. No [`ErrorKind`] says so: only HTTP has media types.
    pub(super) fn unsupported_media_type() -> Self {
        Self {
            status: StatusCode::UNSUPPORTED_MEDIA_TYPE,
            kind: "unsupported-media-type",
            title: "Unsupported media type",
            detail: "content-type: must be application/json".to_owned(),
            metadata: json!({ "argument": "content-type" }),
        }
    }

    pub(super) fn to_json(&self, trace: TraceId) -> Vec<u8> {
        let body = Written {
            kind: format!("urn:storyden:problem:{}", self.kind),
            title: self.title,
            detail: &self.detail,
            trace_id: trace.to_string(),
            metadata: &self.metadata,
        };
        // Strings and one `Value` always have a JSON form.
        serde_json::to_vec(&body).unwrap_or_default()
    }

    pub(super) fn into_response(self, trace: TraceId) -> Response {
        let mut response = Response::new(Body::from(self.to_json(trace)));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        harden(headers);
        response
    }
}

/// Answers an error, and logs it.
pub(super) fn answer(error: &Error, trace: TraceId) -> Response {
    log(error, trace);
    Problem::from(error).into_response(trace)
}

/// Logs an error with everything underneath, if somebody here must look at it.
pub(super) fn log(error: &Error, trace: TraceId) {
    let (status, _) = status(error.kind());
    if status.is_server_error() {
        let mut chain = error.to_string();
        let mut source = error.source();
        while let Some(cause) = source {
            chain.push_str(": ");
            chain.push_str(&cause.to_string());
            source = cause.source();
        }
        tracing::error!(trace_id = %trace, kind = error.kind().as_str(), error = chain, "a request failed");
    }
}

pub(super) fn timed_out() -> Error {
    Error::refused("the request took too long")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_broken_here_is_not_told() {
        let error = Error::internal("reading row 7 of table robots_messages", "no such column: parts");
        let problem = Problem::from(&error);
        assert_eq!(problem.status, StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(problem.detail, "this is not your fault; please report the trace id");
        assert_eq!(problem.metadata, Value::Null);
    }
}
