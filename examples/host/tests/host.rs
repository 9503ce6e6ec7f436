//! The host as its members see it, on SQLite and on PostgreSQL.

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
};
use host::{Community, app};
use serde_json::{Value, json};
use storyden_robots::{AccountId, http::Shutdown};
use tower::ServiceExt as _;
use uuid::Uuid;

#[path = "../../../tests/support/postgres.rs"]
#[expect(dead_code, reason = "it can do more")]
mod postgres;

async fn call(app: &Router, cookie: &str, path: &str, body: Option<Value>) -> (StatusCode, Value) {
    let request = Request::builder()
        .uri(path)
        .method(if body.is_some() { "POST" } else { "GET" })
        .header(header::HOST, "community.example")
        .header(header::ORIGIN, "http://community.example")
        .header(header::COOKIE, format!("community={cookie}"))
        .header(header::CONTENT_TYPE, "application/json");
    let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
    let answer = app.clone().oneshot(request.body(body).unwrap()).await.unwrap();
    let status = answer.status();
    let bytes = to_bytes(answer.into_body(), 1 << 20).await.unwrap();
    (status, serde_json::from_slice(&bytes).unwrap_or_default())
}

async fn member(community: &Community, handle: &str, roles: &[&str]) -> (AccountId, String) {
    let user = community.add_user(handle, handle, roles).await.unwrap();
    (user, community.add_login(user).await.unwrap())
}

async fn members_report_and_moderators_read(url: &str) {
    let (community, app) = app(url, Shutdown::default()).await.unwrap();
    assert!(community.is_empty().await.unwrap());
    let (ann, anns) = member(&community, "ann", &["moderator"]).await;
    let (_, kates) = member(&community, "kate", &[]).await;

    assert_eq!(call(&app, "forged", "/api/robots/sessions", None).await.0, StatusCode::UNAUTHORIZED);
    let login = Some(json!({ "token": anns }));
    assert_eq!(call(&app, "", "/login", login).await.0, StatusCode::NO_CONTENT);
    assert_eq!(call(&app, "", "/login", Some(json!({ "token": "no" }))).await.0, StatusCode::UNAUTHORIZED);

    // Kate may not use robots, and still her report starts a session, once.
    let report = json!({ "id": Uuid::new_v4(), "member": ann, "text": "She banned me" });
    let (status, first) = call(&app, &kates, "/reports", Some(report.clone())).await;
    assert_eq!(status, StatusCode::OK, "{first}");
    let (_, again) = call(&app, &kates, "/reports", Some(report.clone())).await;
    assert_eq!(first, again);
    // Whoever reports must be signed in, and another report needs another id.
    assert_eq!(call(&app, "forged", "/reports", Some(report.clone())).await.0, StatusCode::UNAUTHORIZED);
    assert_eq!(call(&app, &anns, "/reports", Some(report)).await.0, StatusCode::CONFLICT);
    assert_eq!(call(&app, &kates, "/api/robots/sessions", None).await.0, StatusCode::FORBIDDEN);

    let (status, list) = call(&app, &anns, "/api/robots/sessions", None).await;
    assert_eq!((status, &list["results"]), (StatusCode::OK, &json!(1)), "{list}");
    assert_eq!(list["sessions"][0]["created_by"]["handle"], "reports");
    let labelled = format!("/api/robots/sessions?label=member:{ann}");
    let (_, about) = call(&app, &anns, &labelled, None).await;
    assert_eq!(about["sessions"][0]["id"], first, "{about}");
    let session = format!("/api/robots/sessions/{}", first.as_str().unwrap());
    let (_, read) = call(&app, &anns, &session, None).await;
    assert_eq!(read["message_list"]["messages"][0]["parts"][0]["text"], "She banned me");

    let suspend = sqlx::query("UPDATE users SET suspended = 1 WHERE id = $1").bind(ann.to_string());
    suspend.execute(&community.0).await.unwrap();
    assert_eq!(call(&app, &anns, "/api/robots/sessions", None).await.0, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn on_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("community.db").display());
    members_report_and_moderators_read(&url).await;
}

#[tokio::test]
async fn on_postgres() {
    let Some(programs) = postgres::Programs::find(15) else { return };
    let server = postgres::Server::start(&programs, &postgres::QUICK);
    // A socket's folder is the host of a URL if it is escaped.
    let url = format!("postgres://postgres@{}/postgres", server.socket().replace('/', "%2F"));
    members_report_and_moderators_read(&url).await;
}

#[tokio::test]
async fn a_typo_in_the_scheme_is_refused() {
    assert!(app("sqllite:community.db", Shutdown::default()).await.is_err());
}
