//! A chat with robots in a browser, over the AI SDK's `useChat`. Its robots are a script, so no model is needed: they stream,
//! call tools, ask for approval and hand over. With the feature `page`, the page for people is there too.
//!
//! ```text
//! cargo run --example chat --features axum,worker -- [--addr 127.0.0.1:8080] [--sdk 6] [--paced] [--storyden-head]
//! ```
//!
//! With `--paced` each chunk waits for a `POST /pace/1`, so that a test decides when it comes. With `--storyden-head` it
//! speaks the protocol of Storyden's newest clients.

mod robots;

use std::{env, error::Error, net::SocketAddr, sync::Arc};

use axum::{Router, extract::Path, routing};
use robots::{Pace, Script};
use storyden_robots::{
    AccountId, AllowAll, Files, MemoryStore, Profile, RobotKey, RobotRef, Robots, StaticProfiles, ToolRule,
    TurnWorker, Turns,
    http::{Api, Settings, Shutdown, StaticAuthenticator},
    stream::ClientVersion,
};
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
};

// In a real host, accounts come from its own user table.
const ANN: AccountId = AccountId::from_bytes([1; 12]);
const BEN: AccountId = AccountId::from_bytes([2; 12]);

type Failure = Box<dyn Error + Send + Sync>;

struct Arguments {
    addr: SocketAddr,
    clients: ClientVersion,
    paced: bool,
    storyden_head: bool,
}

fn arguments(mut given: impl Iterator<Item = String>) -> Result<Arguments, Failure> {
    let mut arguments = Arguments {
        addr: ([127, 0, 0, 1], 8080).into(),
        clients: ClientVersion::V6,
        paced: false,
        storyden_head: false,
    };
    while let Some(argument) = given.next() {
        let mut value = || given.next().ok_or(format!("{argument} needs a value"));
        match &*argument {
            "--addr" => arguments.addr = value()?.parse()?,
            "--sdk" => {
                arguments.clients = match &*value()? {
                    "5" => ClientVersion::V5,
                    "6" => ClientVersion::V6,
                    "7" => ClientVersion::V7,
                    "7.0.32" => ClientVersion::V7_0_32,
                    _ => return Err("--sdk is 5, 6, 7 or 7.0.32".into()),
                }
            }
            "--paced" => arguments.paced = true,
            "--storyden-head" => arguments.storyden_head = true,
            other => return Err(format!("{other} is not known").into()),
        }
    }
    Ok(arguments)
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    tracing_subscriber::fmt().with_max_level(tracing_subscriber::filter::LevelFilter::WARN).init();
    let Arguments { addr, clients, paced, storyden_head } = arguments(env::args().skip(1))?;

    let store = Arc::new(MemoryStore::new());
    let people = [Profile::new(ANN, "ann", "Ann"), Profile::new(BEN, "ben", "Ben")];
    let built_in = [("robot_moderator", "Moderator"), ("robot_scribe", "Scribe")]
        .map(|(id, name)| Ok(RobotRef { id: id.parse()?, name: name.to_owned() }));
    let built_in = built_in.into_iter().collect::<Result<Vec<_>, storyden_robots::Error>>()?;
    let robots = Robots::new(Arc::clone(&store), AllowAll, StaticProfiles::new(people))
        .with_built_in_robots(built_in)
        .with_files(Files::in_store(Arc::clone(&store)));
    #[cfg(feature = "search")]
    let robots = robots.with_search(Arc::clone(&store));
    let turns = Turns::new(robots.clone(), store)
        .with_default_robot("robot_moderator".parse::<RobotKey>()?)
        .with_tools([
            ToolRule::new("member_ban").needs_approval(),
            ToolRule::new("pick_colour").runs_at_client(),
        ]);

    let authenticator = StaticAuthenticator::new().bearer("ann", ANN).bearer("ben", BEN).cookie("ann", ANN);
    let shutdown = Shutdown::default();
    let settings = if storyden_head { Settings::storyden_head() } else { Settings::default() };
    let settings = settings.bearer(true).chat_clients(clients).shutdown(shutdown.clone());
    let api = Api::new(robots.clone(), authenticator).settings(settings).turns(turns.clone());

    let pace = Pace::new(paced);
    let allowing = pace.clone();
    let allow = routing::post(async move |Path(chunks): Path<usize>| allowing.allow(chunks));
    let app = Router::new().route("/pace/{chunks}", allow).merge(api.router());
    #[cfg(feature = "page")]
    let app = app.merge(storyden_robots::page::router());

    let listener = TcpListener::bind(addr).await?;
    println!("listening on http://{}", listener.local_addr()?);
    let mut terminate = signal(SignalKind::terminate())?;
    let stopped = shutdown.begin_after(async move { terminate.recv().await });
    let worker = TurnWorker::new(turns, Script::new(pace, robots));
    let (served, ()) = tokio::join!(
        axum::serve(listener, app).with_graceful_shutdown(stopped).into_future(),
        worker.run(shutdown.begun()),
    );
    Ok(served?)
}
