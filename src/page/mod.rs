//! A page to look at sessions: [`router`] serves it under `/robots/ui`.
//!
//! It lists sessions with filters, follows a conversation live, shows who wrote what, and lets members decide what
//! tools wait for and stop a robot. It is plain HTML, CSS and JavaScript modules inside the program: no build step, and
//! nothing from another server. It talks to the routes of [`http`](crate::http) beside it, with the cookie of the
//! member who looks at it; so it shows nothing that the member could not read there, and needs no permission itself.
//!
//! Its `Content-Security-Policy` allows its own files only. Text of messages, names and tools is never read as HTML.
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

/// What the browser may load and do: the page's own files, requests to its own origin, and pictures in data URLs.
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

/// Each file of the page, with its path and type.
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

/// Returns the routes of the page: `/robots/ui` and its files. Merge them with those of
/// [`Api::router`](crate::http::Api::router), and nest both in the same place.
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
