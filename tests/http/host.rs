//! A host: the HTTP API over a store, on a socket.

use std::{any::Any, net::SocketAddr, sync::Arc};

use axum::Router;
use serde_json::Value;
use storyden_robots::{
    AccountId, FileRepository, Files, MemoryStore, Permission, PermissionSet, Permissions, Profile, RobotKey,
    RobotRef, Robots, StaticPermissions, StaticProfiles, Store, TranscriptRepository, Transcripts,
    TurnRepository, Turns,
    http::{self, Authenticator, Settings, StaticAuthenticator},
};
#[cfg(feature = "sqlite")]
use storyden_robots::{SqliteOptions, SqliteStore};
use tokio::net::TcpListener;

use crate::{
    client::{Answer, Request},
    document::Document,
};

/// Who can sign in. The names are the values of their cookies.
pub(crate) const ADMIN: AccountId = AccountId::from_bytes([1; 12]);
pub(crate) const OPERATOR: AccountId = AccountId::from_bytes([2; 12]);
pub(crate) const MANAGER: AccountId = AccountId::from_bytes([3; 12]);
pub(crate) const MEMBER: AccountId = AccountId::from_bytes([4; 12]);
pub(crate) const SUSPENDED: AccountId = AccountId::from_bytes([5; 12]);

const ACCOUNTS: [(&str, AccountId); 5] = [
    ("admin", ADMIN),
    ("operator", OPERATOR),
    ("manager", MANAGER),
    ("member", MEMBER),
    ("suspended", SUSPENDED),
];

/// An id that nothing has.
pub(crate) const NOTHING: &str = "cc5lnd2s1s4652adtu50";

#[derive(Debug)]
pub(crate) struct Host {
    pub(crate) addr: SocketAddr,
    pub(crate) robots: Robots,
    /// The turns, where the host has them.
    pub(crate) turns: Option<(Turns, Arc<dyn TurnRepository>)>,
    /// Those of the service, if the test needs them.
    pub(crate) files: Option<Files>,
    document: Document,
    /// What ends with it: the folder or the server of its store.
    _keeps: Option<Box<dyn Any + Send + Sync>>,
}

pub(crate) fn permissions() -> StaticPermissions {
    let use_robots = PermissionSet::from([Permission::UseRobots]);
    StaticPermissions::new()
        .grant(ADMIN, [Permission::Administrator])
        .grant(OPERATOR, use_robots)
        .grant(MANAGER, [Permission::ManageRobots])
        .grant(SUSPENDED, use_robots)
        .suspend(SUSPENDED)
}

pub(crate) fn authenticator() -> StaticAuthenticator {
    let table = StaticAuthenticator::new().bearer("operators-key", OPERATOR);
    ACCOUNTS.iter().fold(table, |table, (name, account)| table.cookie(*name, *account))
}

pub(crate) fn robots(store: impl Store, permissions: impl Permissions) -> Robots {
    let profiles = ACCOUNTS.iter().map(|(name, account)| Profile::new(*account, *name, *name));
    let built_in = RobotRef { id: "robot_builder".parse().expect("a name"), name: "Builder".to_owned() };
    Robots::new(store, permissions, StaticProfiles::new(profiles)).with_built_in_robots([built_in])
}

impl Host {
    pub(crate) async fn memory() -> Self {
        let store = MemoryStore::new();
        let robots = robots(store.clone(), permissions());
        #[cfg(feature = "search")]
        let robots = robots.with_search(store.clone());
        Self::over(robots, store).await
    }

    #[cfg(feature = "sqlite")]
    pub(crate) async fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let options = SqliteOptions::new(folder.path().join("robots.db")).migrate(true).readers(1);
        #[cfg(feature = "search")]
        let options = options.search(true);
        let store = SqliteStore::open(options).await.expect("a fresh store opens");
        let robots = robots(store.clone(), permissions());
        #[cfg(feature = "search")]
        let robots = robots.with_search(store.clone());
        Self::over(robots, store).await.keeping(folder)
    }

    /// Starts a host with all that the store can do: turns too, which no worker works off.
    async fn over<S: Store + TranscriptRepository + TurnRepository + FileRepository + Clone>(
        robots: Robots,
        store: S,
    ) -> Self {
        let files = Files::in_store(store.clone());
        let robots = robots.with_files(files.clone());
        let transcripts = Transcripts::new(robots.clone(), store.clone());
        let builder: RobotKey = "robot_builder".parse().expect("a name");
        let turns = Turns::new(robots.clone(), store.clone()).with_default_robot(builder);
        let api = http::Api::new(robots.clone(), authenticator());
        let api = api.transcripts(transcripts).turns(turns.clone());
        let host = Self::at("", robots, api.router()).await;
        Self { turns: Some((turns, Arc::new(store))), files: Some(files), ..host }
    }

    pub(crate) async fn of(robots: Robots) -> Self {
        Self::with(robots, authenticator(), Settings::default()).await
    }

    pub(crate) async fn with(robots: Robots, who: impl Authenticator, settings: Settings) -> Self {
        let router = http::router_with(robots.clone(), who, settings);
        Self::at("", robots, router).await
    }

    /// Starts a host that has nested the API at a prefix.
    pub(crate) async fn at(prefix: &str, robots: Robots, app: Router) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let addr = listener.local_addr().expect("an address");
        tokio::spawn(async move { axum::serve(listener, app).await });
        let document = Request::new("GET", &format!("{prefix}/robots/openapi.json")).send(addr).await;
        let document = Document::new(document.is(200));
        Self { addr, robots, turns: None, files: None, document, _keeps: None }
    }

    /// Keeps something as long as the host is there.
    pub(crate) fn keeping(self, it: impl Any + Send + Sync) -> Self {
        Self { _keeps: Some(Box::new(it)), ..self }
    }

    pub(crate) fn document(&self) -> &Document {
        &self.document
    }

    /// Sends a request, and checks the answer against the document.
    pub(crate) async fn send(&self, request: Request) -> Answer {
        let answer = request.send(self.addr).await;
        self.document.judge(&request, &answer);
        answer
    }

    pub(crate) async fn get(&self, who: &str, path: &str) -> Answer {
        self.send(Request::new("GET", path).by(who)).await
    }

    pub(crate) async fn post(&self, who: &str, path: &str, body: &Value) -> Answer {
        self.send(Request::new("POST", path).by(who).json(body)).await
    }

    pub(crate) async fn patch(&self, who: &str, path: &str, body: &Value) -> Answer {
        self.send(Request::new("PATCH", path).by(who).json(body)).await
    }

    pub(crate) async fn delete(&self, who: &str, path: &str) -> Answer {
        self.send(Request::new("DELETE", path).by(who)).await
    }

    /// Creates something, and returns its id.
    pub(crate) async fn create(&self, path: &str, body: Value) -> String {
        let made = self.post("admin", path, &body).await.is(201);
        made["id"].as_str().expect("an id").to_owned()
    }
}

/// Runs every test on every store.
macro_rules! on_every_store {
    ($($test:ident)+) => {
        mod memory {
            $(#[tokio::test] async fn $test() { super::$test($crate::host::Host::memory().await).await; })+
        }
        #[cfg(feature = "sqlite")]
        mod sqlite {
            $(#[tokio::test] async fn $test() { super::$test($crate::host::Host::sqlite().await).await; })+
        }
    };
}
pub(crate) use on_every_store;
