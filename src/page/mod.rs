//! A web page for sessions and approvals: [`router`] serves it under `/robots/ui`.
//!
//! It lists sessions with filters, follows a conversation live, shows who wrote each message, and lets members decide
//! on approvals and stop a robot. It is plain HTML, CSS and JavaScript modules inside the program: there is no build
//! step, and nothing is loaded from another server. It calls the routes of [`http`](crate::http) next to it with the
//! member's cookie, so it shows only what the member may read there, and needs no permissions of its own.
//!
//! Its `Content-Security-Policy` allows only its own files. Text of messages, names and tools is never interpreted as
//! HTML.
//!
//! # Examples
//! ```
//! use axum::Router;
//! use storyden_robots::{AllowAll, MemoryStore, Robots, StaticProfiles, http, page};
//!
//! let robots = Robots::new(MemoryStore::new(), AllowAll, StaticProfiles::default());
//! let api = http::Api::new(robots, http::StaticAuthenticator::new());
//! // The page at `/api/robots/ui`:
//! let app: Router = Router::new().nest("/api", api.router().merge(page::router()));
//! ```

use axum::{
    Router,
    http::StatusCode,
    http::header::{
        CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION, REFERRER_POLICY,
        X_CONTENT_TYPE_OPTIONS,
    },
    response::IntoResponse,
    routing::get,
};

/// The sources that the browser may use: the page's own files, requests to its own origin, and images in data URLs.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; \
                      img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";

macro_rules! files {
    ($($path:literal $kind:ident $file:literal)+) => {
        [$(($path, $kind, include_str!($file))),+]
    };
}

/// The files of the page, each with its path and media type.
const FILES: [(&str, &str, &str); 11] = files! {
    "/robots/ui/" HTML "index.html"
    "/robots/ui/page.css" CSS "page.css"
    "/robots/ui/main.js" SCRIPT "main.js"
    "/robots/ui/api.js" SCRIPT "api.js"
    "/robots/ui/dom.js" SCRIPT "dom.js"
    "/robots/ui/parts.js" SCRIPT "parts.js"
    "/robots/ui/assemble.js" SCRIPT "assemble.js"
    "/robots/ui/sessions.js" SCRIPT "sessions.js"
    "/robots/ui/session.js" SCRIPT "session.js"
    "/robots/ui/search.js" SCRIPT "search.js"
    "/robots/ui/waiting.js" SCRIPT "waiting.js"
};

/// Returns the router of the page: `/robots/ui` and its files. Merge it with [`Api::router`](crate::http::Api::router),
/// and nest both under the same path.
pub fn router() -> Router {
    // Relative, so that it holds wherever a host nests it.
    let to_index = || async { (StatusCode::PERMANENT_REDIRECT, [(LOCATION, "ui/")]) };
    FILES.into_iter().fold(Router::new().route("/robots/ui", get(to_index)), |router, (path, kind, text)| {
        router.route(path, get(move || async move { file(kind, text) }))
    })
}

fn file(kind: &'static str, text: &'static str) -> impl IntoResponse {
    let headers = [
        (CONTENT_TYPE, kind),
        (CONTENT_SECURITY_POLICY, POLICY),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "no-referrer"),
        // The program may be updated under an open page.
        (CACHE_CONTROL, "no-cache"),
    ];
    (headers, text)
}
