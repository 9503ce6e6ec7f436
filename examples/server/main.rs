//! A server with everything: the HTTP API over the embedded store.
//!
//! ```text
//! cargo run --example server --features axum -- [--addr 127.0.0.1:8080] [--db FILE] [--demo]
//! ```
//!
//! Without `--db` the data lies in a temporary folder and goes when the server does. Without `--demo` there is
//! one account, an administrator's, whose cookie value is new at every start.

mod demo;

use std::{fmt, net::SocketAddr, path::PathBuf, process::ExitCode};

use storyden_robots::{
    RobotRef, Robots, SqliteOptions, SqliteStore, StaticPermissions, StaticProfiles,
    http::{self, Settings, Shutdown, StaticAuthenticator},
};
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
};

const USAGE: &str = "usage: server [--addr 127.0.0.1:8080] [--db FILE] [--demo]";

#[derive(Debug)]
struct Arguments {
    addr: SocketAddr,
    db: Option<PathBuf>,
    demo: bool,
}

/// An error message, and the exit code: 2 for wrong arguments, 1 for everything else.
#[derive(Debug)]
struct Failure(u8, String);

impl Failure {
    fn new(what: impl fmt::Display, why: impl fmt::Display) -> Self {
        Self(1, format!("{what}: {why}"))
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    tracing_subscriber::fmt().with_max_level(tracing_subscriber::filter::LevelFilter::WARN).init();
    let served = match arguments(std::env::args().skip(1)) {
        Ok(arguments) => serve(arguments).await,
        Err(why) => Err(Failure(2, format!("{why} ({USAGE})"))),
    };
    match served {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure(code, why)) => {
            eprintln!("server: {why}");
            ExitCode::from(code)
        }
    }
}

fn arguments(mut given: impl Iterator<Item = String>) -> Result<Arguments, String> {
    let mut arguments = Arguments { addr: ([127, 0, 0, 1], 8080).into(), db: None, demo: false };
    while let Some(argument) = given.next() {
        let mut value = || given.next().ok_or_else(|| format!("{argument} needs a value"));
        match argument.as_str() {
            "--addr" => {
                let addr = value()?;
                arguments.addr =
                    addr.parse().map_err(|_| format!("{addr} is no address like 127.0.0.1:8080"))?;
            }
            "--db" => arguments.db = Some(value()?.into()),
            "--demo" => arguments.demo = true,
            other => return Err(format!("{other} is not known")),
        }
    }
    Ok(arguments)
}

async fn serve(Arguments { addr, db, demo }: Arguments) -> Result<(), Failure> {
    let folder = tempfile::tempdir().map_err(|error| Failure::new("no temporary folder", error))?;
    let path = db.unwrap_or_else(|| folder.path().join("robots.db"));
    let store = SqliteStore::open(SqliteOptions::new(&path).migrate(true))
        .await
        .map_err(|error| Failure::new(path.display(), demo::because(&error)))?;

    let accounts = if demo { demo::accounts() } else { vec![demo::administrator()] };
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
    let built_in = RobotRef {
        id: demo::BUILDER.parse().map_err(|error| Failure::new("the built-in robot", error))?,
        name: "Robot Builder".to_owned(),
    };
    let robots = Robots::new(store, permissions, profiles).with_built_in_robots([built_in]);

    let listener = TcpListener::bind(addr).await.map_err(|error| Failure::new(addr, error))?;
    let addr = listener.local_addr().map_err(|error| Failure::new(addr, error))?;

    let session = if demo {
        Some(
            demo::fill(&robots)
                .await
                .map_err(|error| Failure::new("the demo data", demo::because(&error)))?,
        )
    } else {
        None
    };

    let on = |kind| signal(kind).map_err(|error| Failure::new("signals", error));
    let (mut interrupt, mut terminate) = (on(SignalKind::interrupt())?, on(SignalKind::terminate())?);
    println!("listening on http://{addr}");
    match session {
        Some(session) => println!("{}", demo::curl_lines(addr, session)),
        None => println!(
            "  curl -b {}={} http://{addr}/robots/sessions",
            http::SESSION_COOKIE,
            accounts[0].cookie
        ),
    }

    let shutdown = Shutdown::default();
    let settings = Settings::default().shutdown(shutdown.clone());
    let stopped = async move {
        tokio::select! { _ = interrupt.recv() => {}, _ = terminate.recv() => {} }
        // Without this the server would wait for those who follow a session.
        shutdown.begin();
    };
    axum::serve(listener, http::router_with(robots, authenticator, settings))
        .with_graceful_shutdown(stopped)
        .await
        .map_err(|error| Failure::new(addr, error))?;
    println!("stopped");
    Ok(())
}
