//! Members, roles, logins and access keys of Storyden, read from its own database, of both generations.

use std::sync::Arc;

use argon2::{
    Argon2,
    password_hash::{PasswordVerifier as _, phc::PasswordHash},
};
use axum::{Router, http::request::Parts};
use sha2::{Digest as _, Sha256};
use storyden_robots::{
    Access, AccountId, Clock as _, Permission, Permissions, Profile, Profiles, Provider, Result, RobotKey,
    RobotRef, Robots, SystemClock, Turns, WholeStore, async_trait,
    http::{Api, Authenticator, Credential, Settings, Shutdown},
};

use crate::database::{Database, blocking, time};

/// Who is who in Storyden.
#[derive(Clone, Debug)]
pub(crate) struct Storyden {
    database: Database,
    /// Whether a cookie is a secret whose hash is stored. The first generation has it as the id of the login.
    hashed: bool,
}

impl Storyden {
    /// Opens a file, or a URL of PostgreSQL.
    pub(crate) async fn open(place: &str) -> Result<Self> {
        let database = Database::open(place)?;
        database.rows("SELECT id FROM sessions WHERE id = ''", vec![]).await?;
        let hashed = database.rows("SELECT token_hash FROM sessions WHERE id = ''", vec![]).await.is_ok();
        Ok(Self { database, hashed })
    }

    /// Makes the API over a store, in the form that the clients of this generation speak.
    pub(crate) fn api(self, store: Arc<dyn WholeStore>, shutdown: Shutdown) -> Result<Router> {
        let denbot: RobotKey = "denbot".parse()?;
        let robots = Robots::new(Arc::clone(&store), self.clone(), self.clone())
            .with_built_in_robots([RobotRef { id: denbot.clone(), name: "Denbot".to_owned() }])
            .with_providers([Provider::Local]);
        let turns = Turns::new(robots.clone(), store).with_default_robot(denbot);
        let settings = if self.hashed { Settings::storyden_head() } else { Settings::default() };
        let api = Api::new(robots, self).settings(settings.bearer(true).shutdown(shutdown));
        Ok(api.turns(turns).router())
    }

    /// Returns the first row with a value.
    async fn find<const N: usize>(&self, sql: &str, value: String) -> Result<Option<[Option<String>; N]>> {
        Ok(self.database.rows(sql, vec![value]).await?.pop().and_then(|row| row.try_into().ok()))
    }

    /// Returns the names of an account's permissions, `None` if it is suspended.
    async fn permissions(&self, account: AccountId) -> Result<Option<Vec<String>>> {
        let id = account.to_string();
        let sql = "SELECT CAST(admin AS TEXT), CAST(deleted_at AS TEXT) FROM accounts WHERE id = $1";
        let Some([admin, deleted_at]) = self.find(sql, id.clone()).await? else { return Ok(Some(vec![])) };
        if deleted_at.is_some() {
            return Ok(None);
        }
        // The first is the role of every member. It has a row only if an administrator changed it.
        let sql = "SELECT CAST(permissions AS TEXT) FROM roles WHERE id = '000000000000000000m0' \
            OR id IN (SELECT role_id FROM account_roles WHERE account_id = $1)";
        let roles = self.database.rows(sql, vec![id]).await?.into_iter().flatten().flatten();
        let mut all: Vec<String> =
            roles.filter_map(|names| serde_json::from_str::<Vec<_>>(&names).ok()).flatten().collect();
        let admin = matches!(admin.as_deref(), Some("1" | "true"));
        all.extend(admin.then(|| Permission::Administrator.to_string()));
        Ok(Some(all))
    }

    /// Finds the login with a cookie: whose it is, and until when.
    async fn login(&self, cookie: &str) -> Result<Option<[Option<String>; 2]>> {
        let hash =
            || Sha256::digest(cookie).iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
        let (key, column) = if self.hashed { (hash(), "token_hash") } else { (cookie.to_owned(), "id") };
        let sql = "SELECT account_id, CAST(expires_at AS TEXT) FROM sessions WHERE revoked_at IS NULL";
        self.find(&format!("{sql} AND {column} = $1"), key).await
    }

    /// Finds an access key that is right: whose it is, and until when.
    async fn key(&self, key: &str) -> Result<Option<[Option<String>; 2]>> {
        // `sdpak_` or `sdbak_`, and twelve characters by which it is found. The others are secret.
        let Some((name, secret)) = key.split_at_checked(18) else { return Ok(None) };
        let sql = "SELECT account_authentication, CAST(expires_at AS TEXT), token FROM authentications \
            WHERE service = 'access_key' AND token_type = 'password_hash' AND identifier = $1 AND NOT disabled";
        let found = self.find(sql, name.to_owned()).await?;
        let Some([account, expires, Some(hash)]) = found else { return Ok(None) };
        let secret = secret.to_owned();
        let verify = move || {
            let right = |hash| Argon2::default().verify_password(secret.as_bytes(), &hash).is_ok();
            PasswordHash::new(&hash).is_ok_and(right)
        };
        // It takes tens of milliseconds and 64 MB on purpose.
        Ok(blocking(verify).await?.then_some([account, expires]))
    }
}

#[async_trait]
impl Authenticator for Storyden {
    async fn authenticate(&self, _: &Parts, credential: Option<Credential<'_>>) -> Result<Option<AccountId>> {
        let found = match credential {
            Some(Credential::Cookie(cookie)) => self.login(cookie).await?,
            Some(Credential::Bearer(key)) => self.key(key).await?,
            _ => None,
        };
        let Some([Some(account), expires]) = found else { return Ok(None) };
        let valid = expires.is_none_or(|end| time(&end).is_some_and(|end| end > SystemClock.now()));
        Ok(account.parse().ok().filter(|_| valid))
    }
}

#[async_trait]
impl Permissions for Storyden {
    async fn access(&self, account: AccountId) -> Result<Access> {
        let Some(names) = self.permissions(account).await? else { return Ok(Access::Suspended) };
        Ok(Access::Granted(names.iter().filter_map(|name| name.parse::<Permission>().ok()).collect()))
    }

    async fn may(&self, account: AccountId, permission: &str) -> Result<bool> {
        let administrator = Permission::Administrator.as_str();
        let names = self.permissions(account).await?.unwrap_or_default();
        Ok(names.iter().any(|held| held == permission || held == administrator))
    }
}

#[async_trait]
impl Profiles for Storyden {
    async fn profiles(&self, accounts: &[AccountId]) -> Result<Vec<Arc<Profile>>> {
        let places = (1..=accounts.len()).fold(String::new(), |all, place| format!("{all}, ${place}"));
        let sql = format!(
            "SELECT id, handle, name, CAST(created_at AS TEXT), CAST(deleted_at AS TEXT), signature \
             FROM accounts WHERE id IN (''{places})"
        );
        let members = self.database.rows(&sql, accounts.iter().map(AccountId::to_string).collect()).await?;
        Ok(members.into_iter().filter_map(profile).collect())
    }
}

fn profile(row: Vec<Option<String>>) -> Option<Arc<Profile>> {
    let [id, handle, name, joined, suspended, signature] = row.try_into().ok()?;
    let mut profile = Profile::new(id?.parse().ok()?, handle.unwrap_or_default(), name.unwrap_or_default());
    profile.joined = joined.as_deref().and_then(time).unwrap_or(profile.joined);
    (profile.suspended, profile.signature) = (suspended.as_deref().and_then(time), signature);
    Some(Arc::new(profile))
}
