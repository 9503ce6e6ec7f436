//! Members, roles and logins of Storyden, read from its own SQLite database, of both generations.
//!
//! Access keys (bearer tokens) and databases on PostgreSQL are left out: they go the same way.

use std::{
    fmt,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{Router, http::request::Parts};
use sha2::{Digest as _, Sha256};
use storyden_robots::{
    Access, AccountId, Error, Permission, PermissionSet, Permissions, Profile, Profiles, Provider, Result,
    RobotKey, RobotRef, Robots, Timestamp, Turns, WholeStore, async_trait,
    http::{Api, Authenticator, Credential, Settings, Shutdown},
    rusqlite::{self, Connection, OpenFlags, OptionalExtension as _},
};

/// The role of every member. It has a row only if an administrator changed it.
const MEMBER: &str = "000000000000000000m0";

/// Storyden's database. It is only read; a query takes microseconds, on a thread where that may block.
#[derive(Clone)]
pub(crate) struct Storyden {
    database: Arc<Mutex<Connection>>,
    /// Whether a cookie is a secret whose hash is stored. The first generation has it as the id of the login.
    hashed: bool,
}

impl fmt::Debug for Storyden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Storyden")
    }
}

/// What is known of an account.
struct Account {
    suspended: bool,
    permissions: Vec<String>,
}

impl Storyden {
    /// Opens the file for reading.
    pub(crate) fn open(path: &Path) -> rusqlite::Result<Self> {
        let database = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let columns = "SELECT count(*) FROM pragma_table_info('sessions') WHERE name = 'token_hash'";
        let hashed = database.query_row(columns, (), |row| row.get(0))?;
        Ok(Self { database: Arc::new(Mutex::new(database)), hashed })
    }

    /// Makes the API over a store, in the form that the clients of this generation speak. Nothing answers in a session
    /// until a worker runs the turns by a runner of your own.
    pub(crate) fn api(self, store: Arc<dyn WholeStore>, shutdown: Shutdown) -> Result<Router> {
        let denbot: RobotKey = "denbot".parse()?;
        let built_in = [RobotRef { id: denbot.clone(), name: "Denbot".to_owned() }];
        let robots = Robots::new(Arc::clone(&store), self.clone(), self.clone())
            .with_built_in_robots(built_in)
            .with_providers([Provider::Local]);
        let turns = Turns::new(robots.clone(), store).with_default_robot(denbot);
        let settings = if self.hashed { Settings::storyden_head() } else { Settings::default() };
        Ok(Api::new(robots, self).settings(settings.shutdown(shutdown)).turns(turns).router())
    }

    async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&Connection) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T> {
        let database = Arc::clone(&self.database);
        let ask = move || question(&database.lock().unwrap_or_else(PoisonError::into_inner));
        let answer = tokio::task::spawn_blocking(ask).await;
        let failed = |error| Error::unavailable("Storyden's database cannot be read", error);
        answer.map_err(|error| Error::unavailable("a query was lost", error))?.map_err(failed)
    }

    /// Returns what is known of an account, if there is one.
    async fn account(&self, account: AccountId) -> Result<Option<Account>> {
        self.ask(move |database| {
            let id = account.to_string();
            let sql = "SELECT admin, deleted_at IS NOT NULL FROM accounts WHERE id = ?1";
            let found = database
                .prepare_cached(sql)?
                .query_row([&id], |row| Ok((row.get::<_, bool>(0)?, row.get::<_, bool>(1)?)));
            let Some((admin, suspended)) = found.optional()? else { return Ok(None) };
            let mut roles = database.prepare_cached(
                "SELECT CAST(permissions AS TEXT) FROM roles \
                 WHERE id = ?2 OR id IN (SELECT role_id FROM account_roles WHERE account_id = ?1)",
            )?;
            let held = roles.query_map([&id, MEMBER], |row| row.get::<_, Option<String>>(0))?;
            let mut permissions = Vec::new();
            for names in held {
                permissions.extend(names?.and_then(|names| serde_json::from_str::<Vec<_>>(&names).ok()));
            }
            let mut permissions = permissions.concat();
            permissions.extend(admin.then(|| Permission::Administrator.to_string()));
            Ok(Some(Account { suspended, permissions }))
        })
        .await
    }
}

#[async_trait]
impl Authenticator for Storyden {
    async fn authenticate(&self, _: &Parts, credential: Option<Credential<'_>>) -> Result<Option<AccountId>> {
        let Some(Credential::Cookie(cookie)) = credential else { return Ok(None) };
        let (key, column) = if self.hashed {
            let hash = Sha256::digest(cookie);
            (hash.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}")), "token_hash")
        } else {
            (cookie.to_owned(), "id")
        };
        let found = self.ask(move |database| {
            let sql = format!(
                "SELECT account_id FROM sessions WHERE {column} = ?1 AND revoked_at IS NULL \
                 AND julianday(expires_at) > julianday('now')"
            );
            database.prepare_cached(&sql)?.query_row([key], |row| row.get::<_, String>(0)).optional()
        });
        Ok(found.await?.and_then(|account| account.parse().ok()))
    }
}

#[async_trait]
impl Permissions for Storyden {
    async fn access(&self, account: AccountId) -> Result<Access> {
        let Some(account) = self.account(account).await? else {
            return Ok(Access::Granted(PermissionSet::EMPTY));
        };
        if account.suspended {
            return Ok(Access::Suspended);
        }
        let known = account.permissions.iter().filter_map(|name| name.parse::<Permission>().ok());
        Ok(Access::Granted(known.collect()))
    }

    async fn may(&self, account: AccountId, permission: &str) -> Result<bool> {
        let account = self.account(account).await?.filter(|account| !account.suspended);
        let administrator = Permission::Administrator.as_str();
        let holds = |held: &String| held == permission || held == administrator;
        Ok(account.is_some_and(|account| account.permissions.iter().any(holds)))
    }
}

#[async_trait]
impl Profiles for Storyden {
    async fn profiles(&self, accounts: &[AccountId]) -> Result<Vec<Arc<Profile>>> {
        let ids: Vec<_> = accounts.iter().map(AccountId::to_string).collect();
        let ids = serde_json::to_string(&ids).unwrap_or_default();
        self.ask(move |database| {
            let mut members = database.prepare_cached(
                "SELECT id, handle, name, created_at, deleted_at, signature FROM accounts \
                 WHERE id IN (SELECT value FROM json_each(?1))",
            )?;
            let profiles = members.query_map([ids], |row| {
                let text = |column| row.get::<_, Option<String>>(column);
                let id = text(0)?.and_then(|id| id.parse().ok());
                let (handle, name) = (text(1)?.unwrap_or_default(), text(2)?.unwrap_or_default());
                let (joined, suspended, signature) = (time(text(3)?), time(text(4)?), text(5)?);
                Ok(id.map(|id| {
                    let mut profile = Profile::new(id, handle, name);
                    profile.joined = joined.unwrap_or(profile.joined);
                    (profile.suspended, profile.signature) = (suspended, signature);
                    Arc::new(profile)
                }))
            })?;
            profiles.filter_map(Result::transpose).collect()
        })
        .await
    }
}

/// Reads a time as Storyden writes it: `2026-11-26 17:34:36.386523219+00:00`.
fn time(text: Option<String>) -> Option<Timestamp> {
    text?.replacen(' ', "T", 1).parse().ok()
}
