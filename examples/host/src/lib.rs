//! A community that embeds Robots: its users have UUIDs, and their roles and logins are in its own tables, on SQLite or
//! PostgreSQL by sqlx. Robots has its tables in the same database.
//!
//! Copy what you need: `world.rs` has the three traits that a host implements, this file its own routes beside those of
//! Robots.

mod world;

use std::error::Error;

use axum::{
    Json, Router,
    extract::State,
    http::{StatusCode, header::SET_COOKIE},
    response::IntoResponse,
    routing::post,
};
use serde::Deserialize;
use storyden_robots::{
    AccountId, Append, Label, NewMessage, NewSession, Part, Robots, SessionId, StoreUrl,
    http::{Api, Caller, Problem, Settings, Shutdown},
};
use uuid::Uuid;

pub use world::Community;

/// The cookie of this community's logins.
const COOKIE: &str = "community";

#[derive(Clone)]
struct Host {
    community: Community,
    robots: Robots,
}

/// Opens the database and returns the application.
pub async fn app(url: &str, shutdown: Shutdown) -> Result<(Community, Router), Box<dyn Error>> {
    // This creates a missing file, too.
    let store = url.parse::<StoreUrl>()?.open_or_create().await?;
    let community = Community::open(url).await?;
    let robots = Robots::new(store, community.clone(), community.clone());
    let settings = Settings::default().cookie(COOKIE).shutdown(shutdown);
    let api = Api::new(robots.clone(), community.clone()).settings(settings);
    let own = Router::new()
        .route("/reports", post(report))
        // Behind this layer, handlers can take a `Caller`.
        .layer(api.layer())
        .route("/login", post(log_in))
        .with_state(Host { community: community.clone(), robots });
    Ok((community, own.nest("/api", api.router())))
}

#[derive(Deserialize)]
struct Login {
    token: String,
}

/// Here a login is a token that an administrator hands out. How people prove who they are is up to the community.
async fn log_in(State(host): State<Host>, Json(login): Json<Login>) -> Result<impl IntoResponse, Problem> {
    let found = host.community.user_of(&login.token).await?;
    // A token is hex digits, so it needs no escape.
    let cookie = format!("{COOKIE}={}; Path=/; HttpOnly; SameSite=Lax", login.token);
    Ok(match found {
        Some(_) => (StatusCode::NO_CONTENT, [(SET_COOKIE, cookie)]).into_response(),
        None => StatusCode::UNAUTHORIZED.into_response(),
    })
}

#[derive(Deserialize)]
struct Report {
    /// The client makes the id, so that sending it again makes no second report.
    id: Uuid,
    member: AccountId,
    text: String,
}

/// A member reports another one. Returns the session that was started for it, now or by an earlier try: the keys make both
/// steps safe to repeat, also after a crash between them.
async fn report(
    State(host): State<Host>,
    Caller(by): Caller,
    Json(report): Json<Report>,
) -> Result<Json<SessionId>, Problem> {
    // A service account starts it, because whoever reports may not be allowed to use robots.
    let service = host.community.service();
    let key = format!("report:{}", report.id);
    // All reports about a member are found by its label.
    let label: Label = format!("member:{}", report.member).parse()?;
    let new = NewSession::default().name(format!("Report by {by}")).labels(label).idempotency_key(&key);
    let session = host.robots.start_session(service, new).await?;
    let message = Append::from(NewMessage::user([Part::text(&*report.text)])?).idempotency_key(key);
    host.robots.append(service, session.id, message).await?;
    Ok(Json(session.id))
}
