//! [`Problem`]: an error as `application/problem+json`.

use std::{borrow::Cow, error::Error as _};

use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use serde_json::{Value, json};

use super::{headers::harden, trace::TraceId};
use crate::model::error::{Conflict, Denied, Error, ErrorKind};

/// An error response, `application/problem+json`. The routes answer with it, and a host's own routes can too.
///
/// It has only what a client may see of the error. Errors that an operator must see are logged with all causes, under
/// the same [`TraceId`].
///
/// # Examples
/// ```
/// use axum::extract::State;
/// use storyden_robots::{PageRequest, Robots, SessionFilter, http::{Caller, Problem}};
///
/// /// A route of the host's, under [`Api::layer`](storyden_robots::http::Api::layer).
/// async fn names(State(robots): State<Robots>, Caller(ann): Caller) -> Result<String, Problem> {
///     let page = robots.list_sessions(ann, SessionFilter::default(), PageRequest::sessions()).await?;
///     Ok(page.items.into_iter().map(|session| session.name + "\n").collect())
/// }
/// ```
#[derive(Clone, Debug)]
pub struct Problem(Box<Details>);

#[derive(Clone, Debug)]
struct Details {
    status: StatusCode,
    kind: &'static str,
    title: &'static str,
    detail: Cow<'static, str>,
    metadata: Value,
    /// The error with all its causes, if an operator must see it.
    log: Option<String>,
    trace: Option<TraceId>,
}

/// The JSON of a problem.
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

/// Returns the status and the title of a kind of error.
pub(super) fn status(kind: ErrorKind) -> (StatusCode, &'static str) {
    match kind {
        ErrorKind::InvalidArgument => (StatusCode::BAD_REQUEST, "Invalid argument"),
        ErrorKind::Unauthenticated => (StatusCode::UNAUTHORIZED, "Sign in first"),
        ErrorKind::PermissionDenied => (StatusCode::FORBIDDEN, "Not allowed"),
        ErrorKind::NotFound => (StatusCode::NOT_FOUND, "Not found"),
        ErrorKind::AlreadyExists => (StatusCode::CONFLICT, "Already exists"),
        ErrorKind::Conflict => (StatusCode::CONFLICT, "Conflict"),
        ErrorKind::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "Too large"),
        ErrorKind::Unavailable => (StatusCode::SERVICE_UNAVAILABLE, "Unavailable"),
        ErrorKind::StorageFailed => (StatusCode::INTERNAL_SERVER_ERROR, "Storage failed"),
        ErrorKind::Internal => (StatusCode::INTERNAL_SERVER_ERROR, "Internal error"),
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        Self::from(&error)
    }
}

impl From<&Error> for Problem {
    fn from(error: &Error) -> Self {
        let kind = error.kind();
        let (status, title) = status(kind);
        let detail = match error {
            // A client could not act on more, and an operator finds the trace id in the log.
            Error::Internal { .. } => "this is not your fault; please report the trace id".into(),
            error => error.to_string().into(),
        };
        let log = status.is_server_error().then(|| chain(error));
        let (kind, metadata) = (kind.as_str(), metadata(error));
        Self(Box::new(Details { status, kind, title, detail, metadata, log, trace: None }))
    }
}

/// Formats an error with all its causes.
fn chain(error: &Error) -> String {
    let mut chain = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        chain.push_str(": ");
        chain.push_str(&cause.to_string());
        source = cause.source();
    }
    chain
}

fn metadata(error: &Error) -> Value {
    match error {
        Error::InvalidArgument { argument, .. } => json!({ "argument": argument }),
        Error::TooLarge { argument, actual, limit, unit } => {
            json!({ "argument": argument, "actual": actual, "limit": limit, "unit": unit })
        }
        Error::PermissionDenied(Denied::Missing(permission)) => json!({ "permission": permission.as_str() }),
        Error::PermissionDenied(Denied::NotOwn(permission)) => {
            json!({ "permission": permission.as_str(), "instead": "fork" })
        }
        Error::PermissionDenied(Denied::MissingNamed) => json!({ "reason": "missing-named" }),
        Error::PermissionDenied(Denied::Robot) => json!({ "reason": "robot" }),
        Error::PermissionDenied(Denied::Suspended) => json!({ "reason": "suspended" }),
        Error::PermissionDenied(Denied::CrossSite) => json!({ "reason": "cross-site" }),
        Error::NotFound { resource, id } | Error::AlreadyExists { resource, id } => {
            json!({ "resource": resource.to_string(), "id": id })
        }
        Error::Conflict(Conflict::IdempotencyKeyReused) => json!({ "reason": "idempotency-key-reused" }),
        Error::Conflict(Conflict::ToolTransition { tool_call_id, from, to }) => {
            json!({ "reason": "tool-transition", "toolCallId": tool_call_id, "from": from, "to": to })
        }
        Error::Conflict(Conflict::ApprovalDecided { approval_id, approved, reason }) => {
            let mut metadata =
                json!({ "reason": "approval-decided", "approvalId": approval_id, "approved": approved });
            if let Some(reason) = reason {
                metadata["answer"] = json!(reason);
            }
            metadata
        }
        Error::Conflict(Conflict::StaleRevision { seen, current }) => {
            json!({ "reason": "stale-revision", "seen": seen.get(), "current": current.get() })
        }
        Error::Conflict(Conflict::InUse { by, id }) => {
            json!({ "reason": "in-use", "resource": by.to_string(), "id": id })
        }
        Error::Conflict(Conflict::AnotherRobot { robot }) => {
            json!({ "reason": "another-robot", "robot": robot })
        }
        Error::Conflict(Conflict::NotADraft) => json!({ "reason": "not-a-draft" }),
        Error::Conflict(Conflict::Held) => json!({ "reason": "held" }),
        Error::Conflict(Conflict::SessionDeleted) => json!({ "reason": "session-deleted" }),
        Error::Conflict(Conflict::BeingWritten { message, grown_at }) => {
            json!({ "reason": "being-written", "message_id": message, "grown_at": grown_at })
        }
        Error::Conflict(Conflict::Fenced { fence, current }) => {
            json!({ "reason": "fenced", "fence": fence.get(), "current": current.get() })
        }
        Error::Conflict(Conflict::TurnActive { turn, state, waiting }) => {
            json!({ "reason": "turn-active", "turn": turn, "state": state, "waiting": waiting })
        }
        Error::Conflict(Conflict::TurnEnded { turn, state }) => {
            json!({ "reason": "turn-ended", "turn": turn, "state": state })
        }
        Error::Conflict(Conflict::QueueFull { limit }) => json!({ "reason": "queue-full", "limit": limit }),
        Error::Conflict(Conflict::RequestDecided { request, state, by, by_name, reason }) => json!({
            "reason": "request-decided",
            "request": request,
            "state": state,
            "by": by,
            "by_name": by_name,
            "answer": reason,
        }),
        Error::Conflict(Conflict::DecisionsWaiting) => json!({ "reason": "decisions-waiting" }),
        Error::Unauthenticated
        | Error::Unavailable { .. }
        | Error::StorageFailed { .. }
        | Error::Internal { .. } => Value::Null,
    }
}

impl Problem {
    /// Creates a problem without an [`ErrorKind`], which only HTTP has.
    fn of_http(status: StatusCode, kind: &'static str, title: &'static str, detail: &'static str) -> Self {
        let detail = Cow::Borrowed(detail);
        let metadata = Value::Null;
        Self(Box::new(Details { status, kind, title, detail, metadata, log: None, trace: None }))
    }

    /// Creates the problem of an unknown path.
    pub(super) fn no_route() -> Self {
        let (status, title) = status(ErrorKind::NotFound);
        Self::of_http(status, ErrorKind::NotFound.as_str(), title, "there is nothing at this path")
    }

    /// Creates the problem of a method that the path does not have.
    pub(super) fn method_not_allowed() -> Self {
        Self::of_http(
            StatusCode::METHOD_NOT_ALLOWED,
            "method-not-allowed",
            "Method not allowed",
            "this path does not have the method; the header allow names those it has",
        )
    }

    /// Creates the problem of an offset after which a log is not kept any more.
    pub(super) fn gone() -> Self {
        Self::of_http(
            StatusCode::GONE,
            "gone",
            "Not kept any more",
            "offset: what was written after it is not kept in pieces; read the session, and go on from its stream_offset",
        )
    }

    /// Creates the problem of a range that begins after the end of a file.
    pub(super) fn range_not_satisfiable(size: u64) -> Self {
        let mut problem = Self::of_http(
            StatusCode::RANGE_NOT_SATISFIABLE,
            "range-not-satisfiable",
            "Range not satisfiable",
            "range: begins past the end of the file",
        );
        problem.0.metadata = json!({ "argument": "range", "size": size });
        problem
    }

    /// Creates the problem of a body whose type is not JSON.
    pub(super) fn unsupported_media_type() -> Self {
        let mut problem = Self::of_http(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "unsupported-media-type",
            "Unsupported media type",
            "content-type: must be application/json",
        );
        problem.0.metadata = json!({ "argument": "content-type" });
        problem
    }

    /// Returns the last part of its type.
    pub(super) fn kind(&self) -> &'static str {
        self.0.kind
    }

    pub(super) fn title(&self) -> &'static str {
        self.0.title
    }

    pub(super) fn metadata(&self) -> &Value {
        &self.0.metadata
    }

    /// Returns the description for the client.
    pub(super) fn detail(&self) -> &str {
        &self.0.detail
    }

    /// Sets the trace id, in place of a new one. [`TraceId`] is an extractor.
    #[must_use]
    pub fn traced(mut self, trace: TraceId) -> Self {
        self.0.trace = Some(trace);
        self
    }

    /// Logs it if an operator must see it, and writes the JSON for the client.
    pub(super) fn log_and_write(&self) -> Vec<u8> {
        let details = &*self.0;
        let trace = details.trace.unwrap_or_else(TraceId::fresh);
        if let Some(error) = &details.log {
            tracing::error!(trace_id = %trace, kind = details.kind, error, "a request failed");
        }
        let body = Written {
            kind: format!("urn:storyden:problem:{}", details.kind),
            title: details.title,
            detail: &details.detail,
            trace_id: trace.to_string(),
            metadata: &details.metadata,
        };
        // Strings and one `Value` always have a JSON form.
        serde_json::to_vec(&body).unwrap_or_default()
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::from(self.log_and_write()));
        *response.status_mut() = self.0.status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        harden(headers);
        response
    }
}

/// Logs an error, and creates its response.
pub(super) fn answer(error: &Error, trace: TraceId) -> Response {
    Problem::from(error).traced(trace).into_response()
}

/// Creates the error of a request that took longer than its timeout.
pub(super) fn timed_out() -> Error {
    Error::refused("the request took too long")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn internal_errors_are_not_shown() {
        let error = Error::internal("reading row 7 of table robots_messages", "no such column: parts");
        let problem = Problem::from(&error);
        assert_eq!(problem.0.status, StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(problem.0.detail, "this is not your fault; please report the trace id");
        assert_eq!(problem.0.metadata, Value::Null);
    }
}
