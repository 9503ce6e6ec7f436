//! What is the same for all routes: nesting, credentials, foreign pages, time-outs, lost clients, spans.

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex},
    time::Duration,
};

use async_trait::async_trait;
use axum::{
    Router,
    extract::MatchedPath,
    http::request::Parts,
    middleware::{Next, from_fn, map_response},
    response::Response,
    routing::{get, post},
};
use serde_json::json;
use storyden_robots::{
    Access, AccountId, Error, MemoryStore, PageRequest, Permissions, Result, SessionFilter,
    StaticPermissions,
    http::{self, Api, Authenticator, Caller, Credential, CrossSite, Problem, Settings, TraceId},
};
use tokio::sync::Semaphore;
use tracing::{Subscriber, field::Visit, span};

use crate::{
    client::Request,
    errors::{Broken, down},
    host::{ADMIN, Host, OPERATOR, authenticator, on_every_store, permissions, robots},
};

on_every_store! {
    head_has_the_headers_of_get
    answers_are_not_cached
}

async fn head_has_the_headers_of_get(host: Host) {
    let session = host.create("/robots/sessions", json!({ "name": "n" })).await;
    for path in [
        "/robots/sessions".to_owned(),
        format!("/robots/sessions/{session}"),
        "/robots".to_owned(),
        "/robots/openapi.json".to_owned(),
        "/robots/sessions?page=x".to_owned(),
    ] {
        let get = host.get("operator", &path).await;
        let head = host.send(Request::new("HEAD", &path).by("operator")).await;
        assert_eq!(head.status, get.status, "{path}");
        for name in ["content-length", "content-type"] {
            assert_eq!(head.header(name), get.header(name), "{name} of {path}");
        }
    }
}

async fn answers_are_not_cached(host: Host) {
    for path in ["/robots/sessions", "/robots/sessions?page=x", "/robots/x/y"] {
        let answer = host.get("operator", path).await;
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
    }
}

#[tokio::test]
async fn the_router_can_be_nested_anywhere() {
    let robots = robots(MemoryStore::new(), permissions());
    let api = http::router(robots.clone(), authenticator());
    let app = Router::new()
        .route("/api/other", get(async || "the host's own"))
        .fallback(async || "the host's fallback")
        .nest("/api", api)
        .layer(map_response(async |path: Option<MatchedPath>, mut response: Response| {
            if let Some(path) = path {
                response.headers_mut().insert("x-pattern", path.as_str().parse().expect("ASCII"));
            }
            response
        }));
    let host = Host::at("/api", robots, app).await;
    assert_eq!(host.document().value["servers"], json!([{ "url": "/api" }]));

    let made = host.post("operator", "/api/robots/sessions", &json!({ "name": null })).await;
    let id = made.is(201)["id"].as_str().expect("an id").to_owned();
    assert_eq!(made.header("location"), Some(format!("/api/robots/sessions/{id}").as_str()));
    let read = host.get("operator", &format!("/api/robots/sessions/{id}")).await;
    assert_eq!(read.header("x-pattern"), Some("/api/robots/sessions/{session_id}"), "of its middleware");
    read.is(200);
    host.get("operator", "/api/robots/sessions/x/y").await.is_problem(404, "not-found");
    host.get("operator", "/api/robots/").await.is_problem(404, "not-found");
    host.send(Request::new("PUT", "/api/robots")).await.is_problem(405, "method-not-allowed");
    for (path, text) in [
        ("/api/other", "the host's own"),
        ("/api", "the host's fallback"),
        ("/robots", "the host's fallback"),
    ] {
        assert_eq!(Request::new("GET", path).send(host.addr).await.text(), text, "{path}");
    }
}

#[tokio::test]
async fn the_router_can_be_merged_with_a_fallback_and_a_trace_id_of_the_host() {
    let robots = robots(MemoryStore::new(), permissions());
    let trace: TraceId = "4bf92f3577b34da6a3ce929d0e0e4736".parse().expect("a trace id");
    let api = http::router(robots.clone(), authenticator()).layer(axum::Extension(trace));
    let app = Router::new().fallback(async || "the host's fallback").merge(api);
    let host = Host::at("", robots, app).await;
    let problem = host.send(Request::new("GET", "/robots")).await.is_problem(401, "unauthenticated");
    assert_eq!(problem["trace_id"], trace.to_string());
}

async fn host_with(settings: Settings) -> Host {
    Host::with(robots(MemoryStore::new(), permissions()), authenticator(), settings).await
}

#[tokio::test]
async fn a_foreign_page_cannot_write_with_the_cookie() {
    let host = host_with(Settings::default()).await;
    let post = |path: &str| Request::new("POST", path).json(&json!({ "name": null }));
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
        ("origin", "null"),
    ] {
        let foreign = post("/robots/sessions").header(name, value);
        let problem = host.send(foreign.clone().by("operator")).await.is_problem(403, "permission-denied");
        assert_eq!(problem["metadata"], json!({ "reason": "cross-site" }));
        host.send(foreign).await.is_problem(401, "unauthenticated");
        host.send(Request::new("GET", "/robots/sessions").by("operator").header(name, value)).await.is(200);
    }
    let sessions = host.get("operator", "/robots/sessions").await.is(200);
    assert_eq!(sessions["results"], 0, "nothing was written");
    let own = format!("http://{}", host.addr);
    for (name, value) in [("sec-fetch-site", "same-origin"), ("sec-fetch-site", "none"), ("origin", &own)] {
        host.send(post("/robots/sessions").by("operator").header(name, value)).await.is(201);
    }
}

#[tokio::test]
async fn a_host_may_trust_other_sites() {
    let policy = CrossSite::default().trust("https://community.example");
    let host = host_with(Settings::default().cross_site(policy)).await;
    let post = Request::new("POST", "/robots/sessions").json(&json!({ "name": null })).by("operator");
    let trusted =
        post.clone().header("origin", "https://community.example").header("sec-fetch-site", "cross-site");
    host.send(trusted).await.is(201);
    host.send(post.header("origin", "https://other.example")).await.is(403);
}

#[tokio::test]
async fn bearer_tokens_are_accepted_where_they_are_allowed() {
    let get = Request::new("GET", "/robots/sessions").header("authorization", "Bearer operators-key");
    host_with(Settings::default()).await.send(get.clone()).await.is(401);

    let host = host_with(Settings::default().bearer(true)).await;
    assert_eq!(host.document().value["components"]["securitySchemes"]["bearer"]["scheme"], "bearer");
    host.send(get.clone().by("member")).await.is(200);
    host.send(Request::new("GET", "/robots/sessions").header("authorization", "Bearer x").by("operator"))
        .await
        .is(401);
    host.send(Request::new("GET", "/robots/sessions").header("authorization", "Basic x").by("operator"))
        .await
        .is(200);
    let foreign = Request::new("POST", "/robots/sessions")
        .json(&json!({ "name": null }))
        .header("sec-fetch-site", "cross-site");
    host.send(foreign.header("authorization", "Bearer operators-key")).await.is(201);
}

#[tokio::test]
async fn the_name_of_the_cookie_is_a_setting() {
    let host = host_with(Settings::default().cookie("my_session")).await;
    let cookie = &host.document().value["components"]["securitySchemes"]["cookie"]["name"];
    assert_eq!(cookie, "my_session");
    let get = |cookie: &str| Request::new("GET", "/robots/sessions").header("cookie", cookie);
    host.send(get("my_session=operator")).await.is(200);
    host.send(get("storyden-session=operator")).await.is(401);
}

/// An authenticator of a host whose own middleware has found the account.
#[derive(Clone, Copy, Debug)]
struct OfExtension;

#[derive(Clone, Copy)]
struct SignedIn(AccountId);

#[async_trait]
impl Authenticator for OfExtension {
    async fn authenticate(&self, request: &Parts, _: Option<Credential<'_>>) -> Result<Option<AccountId>> {
        Ok(request.extensions.get::<SignedIn>().map(|SignedIn(account)| *account))
    }
}

#[tokio::test]
async fn an_authenticator_sees_the_extensions_of_the_request() {
    let robots = robots(MemoryStore::new(), permissions());
    let app = http::router(robots.clone(), OfExtension).layer(axum::Extension(SignedIn(ADMIN)));
    let host = Host::at("", robots, app).await;
    host.send(Request::new("GET", "/robots/sessions")).await.is(200);
    // It may have used a cookie that the browser added.
    let write = Request::new("POST", "/robots/sessions").json(&json!({ "name": null }));
    host.send(write.clone().header("sec-fetch-site", "cross-site")).await.is(403);
    host.send(write).await.is(201);
}

#[tokio::test]
async fn own_routes_have_the_caller_the_problem_and_the_check_of_foreign_pages() {
    async fn whoami(Caller(account): Caller) -> Result<String, Problem> {
        if account == ADMIN {
            Err(Error::invalid_argument("account", "must not be an administrator").into())
        } else {
            Ok(account.to_string())
        }
    }

    let robots = robots(MemoryStore::new(), permissions());
    let api = Api::new(robots.clone(), authenticator());
    let own = Router::new().route("/whoami", post(whoami)).layer(api.layer());
    let outside = Router::new().route("/outside", get(whoami));
    let host = Host::at("", robots, api.router().merge(own).merge(outside)).await;
    let ask = |who: &str| Request::new("POST", "/whoami").by(who);
    assert_eq!(ask("operator").send(host.addr).await.text(), OPERATOR.to_string());
    ask("admin").send(host.addr).await.is_about("account");
    ask("nobody's").send(host.addr).await.is_problem(401, "unauthenticated");
    let foreign = ask("operator").header("sec-fetch-site", "cross-site").send(host.addr).await;
    foreign.is_problem(403, "permission-denied");
    Request::new("GET", "/outside").by("operator").send(host.addr).await.is_problem(500, "internal");
}

/// A host's check of permissions that waits until it may go on.
#[derive(Clone, Debug)]
struct Gate {
    permissions: StaticPermissions,
    /// One permit for each check that began.
    entered: Arc<Semaphore>,
    /// One permit for each check that may go on.
    opened: Arc<Semaphore>,
}

impl Gate {
    fn new() -> Self {
        let closed = || Arc::new(Semaphore::new(0));
        Self { permissions: permissions(), entered: closed(), opened: closed() }
    }
}

#[async_trait]
impl Permissions for Gate {
    async fn access(&self, account: AccountId) -> Result<Access> {
        self.entered.add_permits(1);
        self.opened.acquire().await.expect("it is never closed").forget();
        self.permissions.access(account).await
    }
}

/// Adds a permit when it is dropped.
struct OnDrop(Arc<Semaphore>);

impl Drop for OnDrop {
    fn drop(&mut self) {
        self.0.add_permits(1);
    }
}

/// Waits for something that must happen, however busy the machine is.
async fn soon<T>(event: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(60), event).await.expect("it happens")
}

#[tokio::test]
async fn a_write_runs_to_its_end_when_its_client_goes_away() {
    let gate = Gate::new();
    let robots = robots(MemoryStore::new(), gate.clone());
    let dropped = Arc::new(Semaphore::new(0));
    let signal = Arc::clone(&dropped);
    let app = http::router(robots.clone(), authenticator()).layer(from_fn(
        move |request: axum::extract::Request, next: Next| {
            let on_drop = OnDrop(Arc::clone(&signal));
            async move {
                let response = next.run(request).await;
                drop(on_drop);
                response
            }
        },
    ));
    let host = Host::at("", robots, app).await;
    soon(dropped.acquire()).await.expect("the document was served").forget();

    let request = Request::new("POST", "/robots/sessions").by("operator").json(&json!({ "name": "kept" }));
    let socket = request.write(host.addr).await;
    soon(gate.entered.acquire()).await.expect("the write began").forget();
    drop(socket);
    soon(dropped.acquire()).await.expect("the server gave up the request").forget();
    gate.opened.add_permits(1_000_000);

    let name = soon(async {
        loop {
            let list = host.robots.list_sessions(ADMIN, SessionFilter::default(), PageRequest::sessions());
            if let Some(session) = list.await.expect("a list").items.pop() {
                break session.name;
            }
            tokio::task::yield_now().await;
        }
    });
    assert_eq!(name.await, "kept");
}

#[tokio::test]
async fn slow_requests_get_503() {
    let settings = Settings::default().timeout(Duration::from_millis(50));
    let host = Host::with(robots(MemoryStore::new(), Gate::new()), authenticator(), settings).await;
    let late = host.get("operator", "/robots/sessions").await.is_problem(503, "unavailable");
    assert_eq!(late["detail"], "the request took too long");
    host.post("operator", "/robots/sessions", &json!({ "name": null })).await.is_problem(503, "unavailable");

    // A body that never comes.
    let stalled =
        Request::new("POST", "/robots/sessions").by("operator").header("content-type", "application/json");
    stalled.header("content-length", "10").send(host.addr).await.is_problem(503, "unavailable");
}

/// Remembers every span and event, each as its name and fields.
#[derive(Clone, Debug, Default)]
pub(crate) struct Recorder(Arc<Mutex<Vec<Recorded>>>);

impl Recorder {
    /// Forgets everything so far. To be called after each kind of span or event was recorded or missed once: if a
    /// thread of another test met it at the moment when this recorder was made, it counts as disabled until now.
    pub(crate) fn reset(&self) {
        tracing::callsite::rebuild_interest_cache();
        self.0.lock().expect("nobody panics").clear();
    }

    pub(crate) fn all(&self) -> Vec<Recorded> {
        self.0.lock().expect("nobody panics").clone()
    }
}

pub(crate) type Recorded = (String, HashMap<String, String>);

struct Fields<'a>(&'a mut HashMap<String, String>);

impl Visit for Fields<'_> {
    fn record_debug(&mut self, field: &tracing::field::Field, value: &dyn fmt::Debug) {
        self.0.insert(field.name().to_owned(), format!("{value:?}").trim_matches('"').to_owned());
    }
}

impl Subscriber for Recorder {
    fn enabled(&self, metadata: &tracing::Metadata<'_>) -> bool {
        metadata.target().starts_with("storyden_robots")
    }

    fn new_span(&self, attributes: &span::Attributes<'_>) -> span::Id {
        let mut fields = HashMap::new();
        attributes.record(&mut Fields(&mut fields));
        let mut all = self.0.lock().expect("nobody panics");
        all.push((attributes.metadata().name().to_owned(), fields));
        span::Id::from_u64(all.len() as u64)
    }

    fn record(&self, span: &span::Id, values: &span::Record<'_>) {
        let index = usize::try_from(span.into_u64()).expect("a small number") - 1;
        values.record(&mut Fields(&mut self.0.lock().expect("nobody panics")[index].1));
    }

    fn event(&self, event: &tracing::Event<'_>) {
        let mut fields = HashMap::new();
        event.record(&mut Fields(&mut fields));
        self.0.lock().expect("nobody panics").push((event.metadata().level().to_string(), fields));
    }

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}
    fn enter(&self, _: &span::Id) {}
    fn exit(&self, _: &span::Id) {}
}

#[tokio::test]
async fn every_request_has_one_span_and_every_failure_one_line() {
    let host = host_with(Settings::default().timeout(None)).await;
    let session = host.create("/robots/sessions", json!({ "name": null })).await;
    let recorder = Recorder::default();
    let _guard = tracing::subscriber::set_default(recorder.clone());

    host.get("operator", "/robots").await.is(200);
    recorder.reset();
    let answer = host.get("operator", &format!("/robots/sessions/{session}")).await;
    let spans = recorder.all();
    let [(name, span)] = spans.as_slice() else { panic!("one span: {spans:?}") };
    assert_eq!(name, "robots_request");
    assert_eq!(span["method"], "GET");
    assert_eq!(span["route"], "/robots/sessions/{session_id}");
    assert_eq!((span["status"].as_str(), span["rows"].as_str()), ("200", "0"));
    assert_eq!(span["bytes"], answer.body.len().to_string());
    assert!(span.contains_key("latency_us") && span["trace_id"].len() == 32, "{span:?}");

    let settings = Settings::default().timeout(Duration::from_millis(10));
    let host = Host::with(robots(MemoryStore::new(), Gate::new()), authenticator(), settings).await;
    host.get("operator", "/robots/sessions").await.is(503);
    recorder.reset();
    let problem = host.get("operator", "/robots/sessions").await.is(503);
    let all = recorder.all();
    let [(_, span), (level, line)] = all.as_slice() else { panic!("a span and a line: {all:?}") };
    assert_eq!((level.as_str(), line["error"].as_str()), ("ERROR", "the request took too long"));
    assert_eq!(line["trace_id"], span["trace_id"]);
    assert_eq!(problem["trace_id"], line["trace_id"]);

    let host = Host::of(robots(MemoryStore::new(), Broken(down))).await;
    recorder.reset();
    host.get("operator", "/robots/sessions").await.is(503);
    let all = recorder.all();
    assert_eq!(all[1].1["error"], "the directory does not answer: connect to 10.0.0.7:5432 refused");
}
