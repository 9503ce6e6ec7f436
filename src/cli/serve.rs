//! `serve`: serves the HTTP API and the page of a store.

use std::{future::IntoFuture, net::SocketAddr, sync::Arc};

use axum::{extract::Query, http::header::SET_COOKIE, response::Redirect};
use serde::Deserialize;
use serde_json::json;
use storyden_robots::{
    Files, RobotKey, RobotRef, Robots, StaticPermissions, StaticProfiles, StoreUrl, TurnWorker, Turns,
    http::{self, Api, Settings, Shutdown, StaticAuthenticator},
    page,
};
use tokio::net::TcpListener;

use crate::{
    demo,
    demo_robot::{self, DemoRobot},
    output::{Failure, Output},
};

pub(crate) async fn serve(
    url: &StoreUrl,
    addr: SocketAddr,
    create: bool,
    with_demo: bool,
) -> Result<Output, Failure> {
    tracing_subscriber::fmt().with_max_level(tracing_subscriber::filter::LevelFilter::WARN).init();
    let store = if create { url.open_or_create().await? } else { url.open().await? };
    let accounts = if with_demo { demo::accounts() } else { vec![demo::administrator()] };
    let mut authenticator = StaticAuthenticator::new();
    let mut permissions = StaticPermissions::new();
    for account in &accounts {
        authenticator = authenticator.cookie(&account.cookie, account.profile.id);
        permissions = permissions.grant(account.profile.id, account.permissions);
        if account.profile.suspended.is_some() {
            permissions = permissions.suspend(account.profile.id);
        }
    }
    let profiles = StaticProfiles::new(accounts.iter().map(|account| account.profile.clone()));
    let key: RobotKey = demo::BUILDER.parse()?;
    let built_in = RobotRef { id: key.clone(), name: "Robot Builder".to_owned() };
    let robots = Robots::new(Arc::clone(&store), permissions, profiles).with_built_in_robots([built_in]);
    let robots = robots.with_files(Files::in_store(Arc::clone(&store)));

    let unavailable = |error| Failure::new(addr, error);
    let listener = TcpListener::bind(addr).await.map_err(unavailable)?;
    let addr = listener.local_addr().map_err(unavailable)?;
    let session = if with_demo { Some(demo::fill(&robots).await?) } else { None };

    let shutdown = Shutdown::default();
    let settings = Settings::default().shutdown(shutdown.clone());
    let mut api = Api::new(robots.clone(), authenticator).settings(settings);
    let mut worker = None;
    if with_demo {
        let turns = Turns::new(robots, store).with_default_robot(key).with_tools(demo_robot::tools());
        api = api.turns(turns.clone());
        worker = Some(TurnWorker::new(turns, DemoRobot));
    }
    let stops = stop_signal().map_err(|error| Failure::new("signals", error))?;
    println!("listening on http://{addr}");
    match session {
        Some(session) => println!("{}", demo::first_steps(addr, session)),
        None => println!(
            "  http://{addr}/login?as={1}\n  curl -b {0}={1} http://{addr}/robots/sessions",
            http::SESSION_COOKIE,
            accounts[0].cookie
        ),
    }

    // The credential of the demo is a cookie: this route gives it to a browser.
    let sign_in = axum::routing::get(async |Query(who): Query<Who>| {
        let cookie = format!("{}={}; Path=/; HttpOnly; SameSite=Strict", http::SESSION_COOKIE, who.name);
        ([(SET_COOKIE, cookie)], Redirect::to("/robots/ui/"))
    });
    let app = api.router().merge(page::router()).route("/login", sign_in);
    let working = shutdown.begun();
    let served = axum::serve(listener, app).with_graceful_shutdown(shutdown.begin_after(stops)).into_future();
    let work = async {
        if let Some(worker) = worker {
            worker.run(working).await;
        }
    };
    let (served, ()) = tokio::join!(served, work);
    served.map_err(unavailable)?;
    Ok(Output::new("stopped", json!({ "stopped": true })))
}

/// The query of a sign-in: the account in `?as=`.
#[derive(Debug, Deserialize)]
struct Who {
    #[serde(rename = "as")]
    name: String,
}

/// Waits for an interrupt or, on Unix, a request to terminate.
#[cfg(unix)]
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! { _ = interrupt.recv() => {}, _ = terminate.recv() => {} }
    })
}

#[cfg(not(unix))]
fn stop_signal() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        tokio::signal::ctrl_c().await.ok();
    })
}
