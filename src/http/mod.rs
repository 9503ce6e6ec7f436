//! The HTTP door: Storyden's routes over [`Robots`], as an [`axum::Router`] that a host nests wherever it
//! likes.
//!
//! ```
//! use storyden_robots::{AccountId, AllowAll, MemoryStore, Robots, StaticProfiles, http};
//!
//! let ann: AccountId = "cc5lnd2s1s4652adtu50".parse()?;
//! let robots = Robots::new(MemoryStore::new(), AllowAll, StaticProfiles::default());
//! let authenticator = http::StaticAuthenticator::new().cookie("token-of-ann", ann);
//!
//! let app: axum::Router = axum::Router::new().nest("/api", http::router(robots, authenticator));
//! # Ok::<(), storyden_robots::Error>(())
//! ```
//!
//! # Routes
//! | Path | Methods |
//! |---|---|
//! | `/robots/sessions` | `GET` `?page&account_id` · `POST` {`name`?, `robot_id`?, `workspace_id`?} |
//! | `/robots/sessions/{id}` | `GET` `?before&limit` · `PATCH` {`name`?, `active_robot_id`?, `active_workspace`?} · `DELETE` |
//! | `/robots/sessions/{id}/messages` | `POST` a `UIMessage` or an array of them, header `Idempotency-Key`; or a UI message stream |
//! | `/robots/sessions/{id}/stream` | `GET` `?after`, header `Last-Event-ID`: server-sent events |
//! | `/robots` | `GET` `?page` · `POST` |
//! | `/robots/{id}` | `GET` · `PATCH` · `DELETE` |
//! | `/robots/workspace-providers` | `GET` |
//! | `/robots/workspaces` | `GET` `?page` · `POST` |
//! | `/robots/workspaces/{id}` | `GET` · `PATCH` · `DELETE` |
//! | `/robots/workspace-instances` | `GET` `?page&workspace_id` |
//! | `/robots/workspace-instances/{id}` | `GET` · `DELETE` |
//! | `/robots/openapi.json` | `GET`: all of this as an OpenAPI 3.1 document, for everybody |
//!
//! `HEAD` works where `GET` does. What is created answers 201 with a `Location`; what is deleted 204. An
//! append answers 201 with the stored message (an array for an array), or 200 where its `Idempotency-Key`
//! was seen before. In a `PATCH`, absent fields stay, and `null` clears what can be cleared. Unknown
//! fields and parameters are ignored.
//!
//! # Order of checks
//! Who are you (401), may you (403), do the arguments make sense (400, 413, 415), does it exist (404). So
//! nobody without the permission learns whether something exists, nor what its arguments are. The host is
//! asked for permissions once; only when arguments cannot even be read is it asked by the router instead
//! of by the service.
//!
//! # Errors
//! Every error has a body of `application/problem+json`: `type` (`urn:storyden:problem:` and the
//! [kind](crate::ErrorKind)), `title`, `detail`, `trace_id`, and `metadata` where there is more to say.
//! Two kinds exist only here: `method-not-allowed` (405) and `unsupported-media-type` (415). What is broken
//! on this side (5xx) is logged once with its whole chain and the same [`TraceId`]; the client is told
//! neither.
//!
//! # Following a session
//! `GET /robots/sessions/{id}/stream` answers `text/event-stream` until its reader goes away:
//!
//! | event | data |
//! |---|---|
//! | `message` | a message that is whole: one that came, or a draft that is finished |
//! | `draft` | a message that grows, as it began: mostly without parts |
//! | `chunks` | by what it grew: `message_id`, `revision` and `chunks`, the AI SDK's UI message chunks |
//! | `skipped` | `up_to`: the reader was more than 1000 messages behind, and those up to this place are left out |
//! | `problem` | why the stream ends, as every error; its session was deleted, for example |
//!
//! Messages are as everywhere, so whoever follows a session puts each where its `id` is or belongs. Who comes late
//! to a draft is told it from the beginning. Changes of a message that was whole are not told, nor are deletions,
//! nor what becomes of the session itself.
//!
//! The stream begins after the place `after` (a number, clamped; 0 is before the first message) or, what counts
//! more, after `Last-Event-ID`. With neither only what comes is told, and the newest message if it grows. To have
//! a session without a gap, open its stream, and then read it.
//!
//! The `id` of an event is the place up to which everything was told whole. It is the place of the event's message,
//! unless an older one still grows: a browser that loses the connection then is told again what came after that,
//! and misses neither a message nor the rest of one. The first thing sent is such an `id` alone.
//!
//! Every [`keep_alive`](Settings::keep_alive) a comment is sent, and the host is asked whether the reader may
//! still read.
//!
//! # Writing a message as it comes
//! A body of the type `text/event-stream`, the AI SDK's UI message stream, appends the message of an assistant in
//! the name of who calls. It is stored as a [draft](crate::Draft) while it arrives, so whoever follows the session
//! sees it grow. The answer comes with `finish` or `abort` and the end of the body: 201 with the stored message.
//!
//! - [`Limits::message_bytes`](crate::Limits::message_bytes) holds for the message; the body may be longer, and
//!   [`body_bytes`](Settings::body_bytes) holds for each of its events.
//! - A body that ends without either (400), is cut off, or says nothing for a [timeout](Settings::timeout) (503)
//!   leaves what came as a draft that is marked as such. Go on with it or end it by
//!   [`Robots::resume_draft`](crate::Robots::resume_draft).
//! - After a chunk that makes no sense (400) or makes the message too large (413) the message ends where it is.
//! - A `messageId` that is no Identifier is ignored. An `Idempotency-Key` is a 400.
//!
//! # Writes from a browser
//! A write that brings the cookie from a foreign page is refused: see [`CrossSite`].
//!
//! # Timeouts, and clients that go away
//! A read ends when its client goes away. A write, once its body is here, runs to its end on a task of its
//! own: an answer may be lost, half a write cannot be. The same holds when the [timeout](Settings::timeout)
//! ends: the client is told 503, and can try again with the same `Idempotency-Key`. A stream, in either
//! direction, may take longer than the timeout. A server that shuts down gracefully waits for its readers,
//! so give that an end.
//!
//! This needs a Tokio runtime with its timer. `axum::serve` brings one.
//!
//! # Tracing
//! Every request has one span, `robots_request`, at level `INFO`: `method`, `route` (as it is matched,
//! without ids), `trace_id`, `status`, `rows`, `bytes` and `latency_us`. That of a stream ends with it.
//!
//! # What is not here
//! `ETag`: no stored counter changes with everything that an answer shows. An author's profile changes
//! without the session, so a tag would have to be computed from the body, and would save nothing but
//! bytes. All answers are `no-store`.

mod authenticator;
mod chunk_body;
mod cross_site;
mod doc;
mod events;
mod headers;
mod messages;
mod openapi;
mod problem;
mod reply;
mod request;
mod robots;
mod route;
mod schema;
mod sessions;
mod settings;
mod state;
mod trace;
mod workspaces;

use std::sync::Arc;

use axum::{
    Extension, Router,
    extract::{MatchedPath, OriginalUri, Request, State},
    middleware::{from_fn, map_request},
    response::{IntoResponse, Response},
    routing::{any_service, get},
};
use serde_json::{Value, json};

pub use self::{
    authenticator::{Authenticator, Credential, SESSION_COOKIE, StaticAuthenticator},
    cross_site::CrossSite,
    settings::Settings,
    trace::TraceId,
};
use self::{problem::Problem, reply::Reply, route::Route, state::Door};
use crate::service::Robots;

/// Makes the routes, with the default [`Settings`].
///
/// Nest or merge the router wherever you like: it answers `/robots` and what is below, and has no fallback.
/// Into a router with a state it goes with `.with_state(())`.
pub fn router(robots: Robots, authenticator: impl Authenticator) -> Router {
    router_with(robots, authenticator, Settings::default())
}

/// Makes the routes, with other settings than the default.
pub fn router_with(robots: Robots, authenticator: impl Authenticator, settings: Settings) -> Router {
    let routes = routes();
    let document = Arc::new(openapi::document(&routes, robots.limits(), &settings));
    let door =
        Door { robots, authenticator: Arc::new(authenticator), settings: Arc::new(settings), document };
    let mut inner = Router::new().route(openapi::PATH, get(document_here));
    for route in routes {
        inner = inner.route(route.path, route.handler);
    }
    let inner = inner
        .fallback(no_route)
        .method_not_allowed_fallback(method_not_allowed)
        .layer(from_fn(trace::observe))
        .with_state(door);
    // As routes, not as a fallback: those get lost when a host nests this router, or has its own.
    let all = any_service(inner).layer(map_request(forget_match));
    Router::new().route("/robots", all.clone()).route("/robots/", all.clone()).route("/robots/{*rest}", all)
}

/// Leaves the matched path to the inner router, which knows better than `/robots/{*rest}`.
async fn forget_match(mut request: Request) -> Request {
    request.extensions_mut().remove::<MatchedPath>();
    request
}

async fn no_route(Extension(trace): Extension<TraceId>) -> Response {
    Problem::no_route().into_response(trace)
}

async fn method_not_allowed(Extension(trace): Extension<TraceId>) -> Response {
    Problem::method_not_allowed().into_response(trace)
}

fn routes() -> Vec<Route> {
    [sessions::routes(), messages::routes(), robots::routes(), workspaces::routes()]
        .into_iter()
        .flatten()
        .collect()
}

/// Returns the OpenAPI document, with the path under which the host has nested the routes.
async fn document_here(
    State(door): State<Door>,
    Extension(trace): Extension<TraceId>,
    OriginalUri(uri): OriginalUri,
) -> Response {
    let mut document = Value::clone(&door.document);
    let prefix = uri.path().strip_suffix(openapi::PATH).unwrap_or_default();
    document["servers"] = json!([{ "url": if prefix.is_empty() { "/" } else { prefix } }]);
    match Reply::one(&document) {
        Ok(reply) => reply.into_response(),
        Err(error) => problem::answer(&error, trace),
    }
}
