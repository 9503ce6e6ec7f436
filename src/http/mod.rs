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
//! | `/robots/sessions/{id}/messages` | `POST` a `UIMessage` or an array of them, header `Idempotency-Key` |
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
//! # Writes from a browser
//! A write that brings the cookie from a foreign page is refused: see [`CrossSite`].
//!
//! # Timeouts, and clients that go away
//! A read ends when its client goes away. A write, once its body is here, runs to its end on a task of its
//! own: an answer may be lost, half a write cannot be. The same holds when the [timeout](Settings::timeout)
//! ends: the client is told 503, and can try again with the same `Idempotency-Key`.
//!
//! This needs a Tokio runtime, with its timer unless the timeout is `None`. `axum::serve` brings one.
//!
//! # Tracing
//! Every request has one span, `robots_request`, at level `INFO`: `method`, `route` (as it is matched,
//! without ids), `trace_id`, `status`, `rows`, `bytes` and `latency_us`.
//!
//! # What is not here
//! `ETag`: no stored counter changes with everything that an answer shows. An author's profile changes
//! without the session, so a tag would have to be computed from the body, and would save nothing but
//! bytes. All answers are `no-store`.

mod authenticator;
mod call;
mod cross_site;
mod messages;
mod openapi;
mod problem;
mod reply;
mod robots;
mod route;
mod schema;
mod sessions;
mod trace;
mod workspaces;

use std::{sync::Arc, time::Duration};

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
    trace::TraceId,
};
use self::{problem::Problem, reply::Reply, route::Route};
use crate::service::Robots;

/// How the HTTP door behaves.
///
/// # Examples
/// ```
/// use std::time::Duration;
///
/// use storyden_robots::http::{CrossSite, Settings};
///
/// let settings = Settings::default()
///     .bearer(true)
///     .cross_site(CrossSite::default().trust("https://community.example"))
///     .timeout(Duration::from_secs(10));
/// assert_eq!(settings.body_bytes, 4 << 20);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Settings {
    /// The most bytes that the body of a request has. 4 MiB by default: [`Limits`](crate::Limits) let a
    /// message have 1.
    pub body_bytes: usize,
    /// Whether `Authorization: Bearer` counts, and before the cookie. Not by default.
    pub bearer: bool,
    /// Which sites may make a browser write here.
    pub cross_site: CrossSite,
    /// How long a request may take, its body included. 30 seconds by default.
    pub timeout: Option<Duration>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            body_bytes: 4 << 20,
            bearer: false,
            cross_site: CrossSite::default(),
            timeout: Some(Duration::from_secs(30)),
        }
    }
}

impl Settings {
    /// Says how large a body may be.
    #[must_use]
    pub fn body_bytes(self, most: usize) -> Self {
        Self { body_bytes: most, ..self }
    }

    /// Says whether bearer tokens count.
    #[must_use]
    pub fn bearer(self, allowed: bool) -> Self {
        Self { bearer: allowed, ..self }
    }

    /// Says which sites may make a browser write here.
    #[must_use]
    pub fn cross_site(self, policy: CrossSite) -> Self {
        Self { cross_site: policy, ..self }
    }

    /// Says how long a request may take; `None` leaves that to the host.
    #[must_use]
    pub fn timeout(self, limit: impl Into<Option<Duration>>) -> Self {
        Self { timeout: limit.into(), ..self }
    }
}

/// What every handler shares.
#[derive(Clone, Debug)]
struct Door {
    robots: Robots,
    authenticator: Arc<dyn Authenticator>,
    settings: Arc<Settings>,
    document: Arc<Value>,
}

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
