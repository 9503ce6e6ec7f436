//! [`Community`]: the users, roles and logins of the host, and the three traits that show them to Robots.

use std::{str::FromStr as _, sync::Arc};

use axum::http::request::Parts;
use sha2::{Digest as _, Sha256};
use sqlx::{AnyPool, AssertSqlSafe, any::install_default_drivers};
use storyden_robots::{
    Access, AccountId, Error, Permission, Permissions, Profile, Profiles, Result, async_trait,
    http::{Authenticator, Credential},
};
use uuid::Uuid;

/// Its tables. A role grants permissions; `USE_ROBOTS` and the others are ours.
const SCHEMA: [&str; 9] = [
    "CREATE TABLE IF NOT EXISTS users (id TEXT PRIMARY KEY, handle TEXT UNIQUE NOT NULL, name TEXT NOT NULL, \
     suspended INTEGER NOT NULL DEFAULT 0)",
    "CREATE TABLE IF NOT EXISTS grants (role TEXT, permission TEXT, PRIMARY KEY (role, permission))",
    "CREATE TABLE IF NOT EXISTS members (role TEXT, user_id TEXT REFERENCES users, PRIMARY KEY (role, user_id))",
    "CREATE TABLE IF NOT EXISTS logins (hash TEXT PRIMARY KEY, user_id TEXT NOT NULL REFERENCES users)",
    "CREATE TABLE IF NOT EXISTS reports (id TEXT PRIMARY KEY, by_user TEXT NOT NULL, member TEXT NOT NULL, \
     text TEXT NOT NULL)",
    "INSERT INTO grants VALUES ('administrator', 'ADMINISTRATOR'), ('moderator', 'USE_ROBOTS'), \
     ('service', 'USE_ROBOTS') ON CONFLICT DO NOTHING",
    "INSERT INTO users (id, handle, name) VALUES ('00000000-0000-4000-8000-000000000001', 'reports', 'Reports') \
     ON CONFLICT DO NOTHING",
    "INSERT INTO members VALUES ('service', '00000000-0000-4000-8000-000000000001') ON CONFLICT DO NOTHING",
    "CREATE INDEX IF NOT EXISTS members_by_user ON members (user_id)",
];

/// The community's own database.
#[derive(Clone, Debug)]
pub struct Community(AnyPool);

/// Robots know accounts by the UUIDs of the users.
pub(crate) fn account(user: Uuid) -> AccountId {
    AccountId::from_uuid_bytes(user.into_bytes())
}

pub(crate) fn user(account: AccountId) -> Result<Uuid> {
    let bytes =
        account.to_uuid_bytes().ok_or_else(|| Error::invalid_argument("account", "must be a UUID"))?;
    Ok(Uuid::from_bytes(bytes))
}

pub(crate) fn unavailable(error: sqlx::Error) -> Error {
    Error::unavailable("the community's database cannot be reached", error)
}

fn hash(token: &str) -> String {
    Sha256::digest(token).iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Community {
    pub async fn open(url: &str) -> Result<Self, sqlx::Error> {
        install_default_drivers();
        let pool = AnyPool::connect(url).await?;
        for statement in SCHEMA {
            sqlx::query(statement).execute(&pool).await?;
        }
        Ok(Self(pool))
    }

    /// The account that works for the community itself.
    pub fn service(&self) -> Uuid {
        Uuid::from_u128(0x0000_0000_0000_4000_8000_0000_0000_0001)
    }

    /// Whether nobody but the service account is there.
    pub async fn is_empty(&self) -> Result<bool, sqlx::Error> {
        let people: i64 = sqlx::query_scalar("SELECT count(*) FROM users").fetch_one(&self.0).await?;
        Ok(people == 1)
    }

    pub async fn add_user(&self, handle: &str, name: &str, roles: &[&str]) -> Result<Uuid, sqlx::Error> {
        let id = Uuid::new_v4();
        let new = sqlx::query("INSERT INTO users (id, handle, name) VALUES ($1, $2, $3)");
        new.bind(id.to_string()).bind(handle).bind(name).execute(&self.0).await?;
        for role in roles {
            let member = sqlx::query("INSERT INTO members VALUES ($1, $2)");
            member.bind(*role).bind(id.to_string()).execute(&self.0).await?;
        }
        Ok(id)
    }

    /// Creates a login and returns its token, of which only the hash is kept.
    pub async fn add_login(&self, user: Uuid) -> Result<String, sqlx::Error> {
        let token = Uuid::new_v4().simple().to_string();
        let new = sqlx::query("INSERT INTO logins VALUES ($1, $2)");
        new.bind(hash(&token)).bind(user.to_string()).execute(&self.0).await?;
        Ok(token)
    }

    pub async fn user_of(&self, token: &str) -> Result<Option<Uuid>, sqlx::Error> {
        let found = sqlx::query_scalar("SELECT user_id FROM logins WHERE hash = $1");
        let found: Option<String> = found.bind(hash(token)).fetch_optional(&self.0).await?;
        Ok(found.and_then(|id| id.parse().ok()))
    }

    pub async fn suspend(&self, user: Uuid) -> Result<(), sqlx::Error> {
        let change = sqlx::query("UPDATE users SET suspended = 1 WHERE id = $1");
        change.bind(user.to_string()).execute(&self.0).await.map(drop)
    }

    pub async fn add_report(&self, id: Uuid, by: Uuid, member: Uuid, text: &str) -> Result<(), sqlx::Error> {
        let new = sqlx::query("INSERT INTO reports VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING");
        let new = new.bind(id.to_string()).bind(by.to_string()).bind(member.to_string()).bind(text);
        new.execute(&self.0).await.map(drop)
    }
}

#[async_trait]
impl Permissions for Community {
    async fn access(&self, account: AccountId) -> Result<Access> {
        let id = user(account)?.to_string();
        // No row: no such user. A row without a permission: a user without a role.
        let rows = sqlx::query_as::<_, (i64, Option<String>)>(
            "SELECT CAST(users.suspended AS BIGINT), grants.permission FROM users \
             LEFT JOIN members ON members.user_id = users.id LEFT JOIN grants ON grants.role = members.role \
             WHERE users.id = $1",
        );
        let rows = rows.bind(id).fetch_all(&self.0).await.map_err(unavailable)?;
        if rows.iter().any(|(suspended, _)| *suspended != 0) {
            return Ok(Access::Suspended);
        }
        let held = rows.iter().filter_map(|(_, name)| Permission::from_str(name.as_deref()?).ok());
        Ok(Access::Granted(held.collect()))
    }
}

#[async_trait]
impl Profiles for Community {
    async fn profiles(&self, accounts: &[AccountId]) -> Result<Vec<Arc<Profile>>> {
        let ids: Vec<_> =
            accounts.iter().filter_map(|account| Some(user(*account).ok()?.to_string())).collect();
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let places: Vec<_> = (1..=ids.len()).map(|number| format!("${number}")).collect();
        let sql = format!("SELECT id, handle, name FROM users WHERE id IN ({})", places.join(", "));
        // Only the numbers of the places are pasted.
        let rows = ids.into_iter().fold(sqlx::query_as(AssertSqlSafe(sql)), |query, id| query.bind(id));
        let rows: Vec<(String, String, String)> = rows.fetch_all(&self.0).await.map_err(unavailable)?;
        let shown = rows.into_iter().filter_map(|(id, handle, name)| {
            Some(Arc::new(Profile::new(account(id.parse().ok()?), handle, name)))
        });
        Ok(shown.collect())
    }
}

#[async_trait]
impl Authenticator for Community {
    async fn authenticate(&self, _: &Parts, credential: Option<Credential<'_>>) -> Result<Option<AccountId>> {
        let Some(Credential::Cookie(token)) = credential else { return Ok(None) };
        Ok(self.user_of(token).await.map_err(unavailable)?.map(account))
    }
}
