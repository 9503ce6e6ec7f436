//! A community that embeds Robots: its users have UUIDs, and their roles and logins are in its own tables, on SQLite or
//! PostgreSQL by sqlx. Robots keeps its tables in the same database.
//!
//! Copy what you need: `world.rs` has the three traits that a host implements, this file its own routes beside ours.

mod world;

use std::error::Error;

use axum::{
    Json, Router,
    extract::State,
    http::{StatusCode, header::SET_COOKIE},
    response::IntoResponse,
    routing::{get, post},
};
use serde::{Deserialize, Serialize};
use storyden_robots::{
    Append, Label, NewMessage, NewSession, Part, Profiles as _, Robots, SessionChange, SessionId, StoreUrl,
    http::{Api, Caller, Problem, Settings, Shutdown},
};
use uuid::Uuid;

pub use world::Community;
use world::{account, unavailable, user};

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
    // The community answers all three questions.
    let robots = Robots::new(store, community.clone(), community.clone());
    let settings = Settings::default().cookie(COOKIE).shutdown(shutdown);
    let api = Api::new(robots.clone(), community.clone()).settings(settings);
    let own = Router::new()
        .route("/me", get(me))
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

/// Here a login is a token that an administrator hands out. How people prove who they are is the community's own affair.
async fn log_in(State(host): State<Host>, Json(login): Json<Login>) -> Result<impl IntoResponse, Problem> {
    let found = host.community.user_of(&login.token).await.map_err(unavailable)?;
    // A token is hex digits, so it needs no escape.
    let cookie = format!("{COOKIE}={}; Path=/; HttpOnly; SameSite=Lax", login.token);
    Ok(match found {
        Some(_) => (StatusCode::NO_CONTENT, [(SET_COOKIE, cookie)]).into_response(),
        None => StatusCode::UNAUTHORIZED.into_response(),
    })
}

#[derive(Serialize)]
struct Me {
    id: Uuid,
    name: String,
}

async fn me(State(host): State<Host>, Caller(account): Caller) -> Result<Json<Me>, Problem> {
    let profile = host.community.profiles(&[account]).await?.pop();
    let name = profile.map(|profile| profile.name.clone()).unwrap_or_default();
    Ok(Json(Me { id: user(account)?, name }))
}

#[derive(Deserialize)]
struct NewReport {
    /// The client makes the id, so that sending it again makes no second report.
    id: Uuid,
    member: Uuid,
    text: String,
}

#[derive(Serialize)]
struct Reported {
    session_id: SessionId,
}

/// A member reports another one: the team's robots get a session for it, once.
async fn report(
    State(host): State<Host>,
    Caller(by): Caller,
    Json(report): Json<NewReport>,
) -> Result<Json<Reported>, Problem> {
    host.community
        .add_report(report.id, user(by)?, report.member, &report.text)
        .await
        .map_err(unavailable)?;
    Ok(Json(Reported { session_id: start(&host, &report).await? }))
}

/// Starts the session of a report, or returns the one that was started: the keys make both steps safe to repeat, also
/// after a crash between them.
///
/// A service account does it, because who reports may not use robots.
async fn start(host: &Host, report: &NewReport) -> storyden_robots::Result<SessionId> {
    let service = account(host.community.service());
    let key = format!("report:{}", report.id);
    let new = NewSession::default().name(format!("Report about {}", report.member)).idempotency_key(&key);
    let session = host.robots.start_session(service, new).await?.reference;
    // All reports about a member are found by its label.
    let member: Label = format!("member:{}", report.member).parse()?;
    if !session.labels.contains(member) {
        host.robots.update_session(service, session.id, SessionChange::default().label(member)).await?;
    }
    let message = Append::from(NewMessage::user([Part::text(&*report.text)])?).idempotency_key(key);
    host.robots.append(service, session.id, message).await?;
    Ok(session.id)
}
