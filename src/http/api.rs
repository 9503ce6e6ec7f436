//! [`Api`]: the routes, and a layer for a host's own routes.

use std::sync::Arc;

use axum::{
    Extension, Router,
    extract::{OriginalUri, Request},
    response::{IntoResponse, Response},
    routing::{any, get},
};
use serde_json::{Value, json};

#[cfg(feature = "search")]
use super::search;
use super::{
    approvals,
    authenticator::Authenticator,
    chat, drafts, erasure, files, head, messages, openapi, part_schema,
    problem::{self, Problem},
    reply::Reply,
    robots,
    route::Route,
    schema::{self, Schemas},
    sessions,
    settings::Settings,
    state::ApiState,
    tool_calls, toolsets,
    trace::observe,
    transcripts, turns, workspaces,
};
use crate::{
    model::limits::Limits,
    service::{Robots, transcripts::Transcripts, turns::Turns},
};

/// The HTTP API over [`Robots`]: builds its router, and a layer for the host's own routes.
///
/// # Examples
/// ```
/// use axum::{Router, routing::get};
/// use storyden_robots::{AccountId, AllowAll, MemoryStore, Robots, StaticProfiles, http};
///
/// let ann: AccountId = "cc5lnd2s1s4652adtu50".parse()?;
/// let robots = Robots::new(MemoryStore::new(), AllowAll, StaticProfiles::default());
/// let authenticator = http::StaticAuthenticator::new().cookie("token-of-ann", ann);
/// let api = http::Api::new(robots, authenticator).settings(http::Settings::default().bearer(true));
///
/// let own = Router::new().route("/whoami", get(async |http::Caller(who): http::Caller| who.to_string()));
/// let app: Router = Router::new().nest("/api", api.router()).merge(own.layer(api.layer()));
/// # Ok::<(), storyden_robots::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Api(pub(super) ApiState);

impl Api {
    /// Creates the API, with the default [`Settings`].
    pub fn new(robots: Robots, authenticator: impl Authenticator) -> Self {
        let (authenticator, settings) = (Arc::new(authenticator), Arc::new(Settings::default()));
        Self(ApiState { robots, turns: None, transcripts: None, authenticator, settings })
    }

    /// Sets the [`Settings`].
    #[must_use]
    pub fn settings(mut self, settings: Settings) -> Self {
        self.0.settings = Arc::new(settings);
        self
    }

    /// Adds the routes of turns, approvals and the AI SDK's chat. The [`Turns`] must have the same store as the
    /// [`Robots`].
    #[must_use]
    pub fn turns(mut self, turns: Turns) -> Self {
        self.0.turns = Some(turns);
        self
    }

    /// Adds the routes that fork, export and import. The [`Transcripts`] must have the same store as the [`Robots`].
    #[must_use]
    pub fn transcripts(mut self, transcripts: Transcripts) -> Self {
        self.0.transcripts = Some(transcripts);
        self
    }

    /// Returns the router of the routes. The search route exists if [`Robots::with_search`] was called.
    ///
    /// Nest or merge the router anywhere: it serves `/robots` and all paths below it, and has no fallback. A host's own
    /// route below `/robots` must have a constant path. To add the router to one with a state, call `.with_state(())`
    /// on it.
    pub fn router(&self) -> Router {
        let with = (self.0.turns.is_some(), self.0.transcripts.is_some());
        let (routes, schemas) = (routes(with), schemas(self.0.robots.limits(), with));
        #[cfg(feature = "search")]
        let (routes, schemas) = if self.0.robots.can_search() {
            let routes = routes.into_iter().chain(search::routes()).collect();
            (routes, schemas.into_iter().chain(search::schemas()).collect())
        } else {
            (routes, schemas)
        };
        let (routes, schemas) = if self.0.settings.storyden_head {
            let (mut routes, mut schemas) = (routes, schemas);
            head::replace(&mut routes, self.0.turns.is_some());
            head::describe(&mut schemas);
            (routes, schemas)
        } else {
            (routes, schemas)
        };
        let document = openapi::document(&routes, schemas, &self.0.settings);
        let document = Extension(Arc::new(document));
        let mut all = Router::new().route(openapi::PATH, get(serve_document).layer(document));
        for route in routes {
            all = all.route(route.path, route.handler);
        }
        for path in ALL_OTHERS {
            all = all.route(path, any(no_route));
        }
        all.method_not_allowed_fallback(method_not_allowed).with_state(Arc::new(self.0.clone()))
    }

    /// Returns a layer for a host's own routes, which lets them extract the [`Caller`](super::Caller).
    pub fn layer(&self) -> Extension<Self> {
        Extension(self.clone())
    }
}

/// The paths below `/robots` that no other route has: as routes, not as a fallback, since those get lost when a host
/// nests the router, or has its own. No `{*rest}` may stand beside `{robot_id}`.
const ALL_OTHERS: [&str; 3] = ["/robots/", "/robots/{robot_id}/", "/robots/{robot_id}/{*rest}"];

async fn no_route(request: Request) -> Response {
    observe(request, async |_, trace| Problem::no_route().traced(trace).into_response()).await
}

async fn method_not_allowed(request: Request) -> Response {
    observe(request, async |_, trace| Problem::method_not_allowed().traced(trace).into_response()).await
}

fn routes((with_turns, with_transcripts): (bool, bool)) -> Vec<Route> {
    let mut all = vec![
        sessions::routes(),
        erasure::routes(),
        messages::routes(),
        drafts::routes(),
        files::routes(),
        tool_calls::routes(),
        robots::routes(),
        toolsets::routes(),
        workspaces::routes(),
    ];
    if with_turns {
        all.extend([turns::routes(), approvals::routes(), chat::routes()]);
    }
    if with_transcripts {
        all.push(transcripts::routes());
    }
    all.into_iter().flatten().collect()
}

fn schemas(limits: &Limits, (with_turns, with_transcripts): (bool, bool)) -> Schemas {
    let mut schemas = [
        schema::schemas(),
        part_schema::schemas(),
        sessions::schemas(limits),
        erasure::schemas(),
        messages::schemas(limits),
        drafts::schemas(),
        tool_calls::schemas(limits),
        robots::schemas(limits),
        toolsets::schemas(limits),
        workspaces::schemas(limits),
    ]
    .concat();
    if with_turns {
        schemas.extend([turns::schemas(), approvals::schemas(limits), chat::schemas()].concat());
    }
    if with_transcripts {
        schemas.extend(transcripts::schemas(limits));
    }
    schemas
}

/// Returns the OpenAPI document, with the path under which the host has nested the routes.
async fn serve_document(
    Extension(document): Extension<Arc<Value>>,
    OriginalUri(uri): OriginalUri,
    request: Request,
) -> Response {
    observe(request, async |_, trace| {
        let mut document = Value::clone(&document);
        let prefix = uri.path().strip_suffix(openapi::PATH).unwrap_or_default();
        document["servers"] = json!([{ "url": if prefix.is_empty() { "/" } else { prefix } }]);
        Reply::one(&document).map_or_else(|error| problem::answer(&error, trace), Reply::into_response)
    })
    .await
}
