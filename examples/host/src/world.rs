//! [`Community`]: the users, roles and logins of the host, and the three traits that show them to Robots.

use std::sync::Arc;

use axum::http::request::Parts;
use sha2::{Digest as _, Sha256};
use sqlx::{AnyPool, AssertSqlSafe, any::install_default_drivers};
use storyden_robots::{
    Access, AccountId, Error, Permissions, Profile, Profiles, Result, async_trait,
    http::{Authenticator, Credential},
};
use uuid::Uuid;

/// The community's own database. Its users have UUIDs, which it stores as text.
#[derive(Clone, Debug)]
pub struct Community(pub AnyPool);

fn unavailable(error: sqlx::Error) -> Error {
    Error::unavailable("the community's database cannot be reached", error)
}

fn hash(token: &str) -> String {
    Sha256::digest(token).iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Community {
    /// Opens the database, and creates its tables and the service account.
    pub async fn open(url: &str) -> Result<Self, sqlx::Error> {
        install_default_drivers();
        let pool = AnyPool::connect(url).await?;
        sqlx::raw_sql(include_str!("schema.sql")).execute(&pool).await?;
        Ok(Self(pool))
    }

    /// The account that works for the community itself.
    pub fn service(&self) -> AccountId {
        AccountId::from_uuid_bytes(Uuid::from_u128(0x0000_0000_0000_4000_8000_0000_0000_0001).into_bytes())
    }

    /// Whether nobody but the service account is there.
    pub async fn is_empty(&self) -> Result<bool, sqlx::Error> {
        let users: i64 = sqlx::query_scalar("SELECT count(*) FROM users").fetch_one(&self.0).await?;
        Ok(users == 1)
    }

    pub async fn add_user(&self, handle: &str, name: &str, roles: &[&str]) -> Result<AccountId, sqlx::Error> {
        let id = AccountId::from_uuid_bytes(Uuid::new_v4().into_bytes());
        let new = sqlx::query("INSERT INTO users (id, handle, name) VALUES ($1, $2, $3)");
        new.bind(id.to_string()).bind(handle).bind(name).execute(&self.0).await?;
        for role in roles {
            let member = sqlx::query("INSERT INTO members VALUES ($1, $2)");
            member.bind(*role).bind(id.to_string()).execute(&self.0).await?;
        }
        Ok(id)
    }

    /// Creates a login and returns its token, of which only the hash is stored.
    pub async fn add_login(&self, user: AccountId) -> Result<String, sqlx::Error> {
        let token = Uuid::new_v4().simple().to_string();
        let new = sqlx::query("INSERT INTO logins VALUES ($1, $2)");
        new.bind(hash(&token)).bind(user.to_string()).execute(&self.0).await?;
        Ok(token)
    }

    pub async fn user_of(&self, token: &str) -> Result<Option<AccountId>> {
        let found = sqlx::query_scalar("SELECT user_id FROM logins WHERE hash = $1");
        let found: Option<String> =
            found.bind(hash(token)).fetch_optional(&self.0).await.map_err(unavailable)?;
        found.map(|id| id.parse()).transpose()
    }
}

#[async_trait]
impl Permissions for Community {
    async fn access(&self, account: AccountId) -> Result<Access> {
        // No row: no such user. A row without a permission: a user without a role.
        let rows = sqlx::query_as::<_, (i64, Option<String>)>(
            "SELECT CAST(users.suspended AS BIGINT), grants.permission FROM users \
             LEFT JOIN members ON members.user_id = users.id LEFT JOIN grants ON grants.role = members.role \
             WHERE users.id = $1",
        );
        let rows = rows.bind(account.to_string()).fetch_all(&self.0).await.map_err(unavailable)?;
        if rows.iter().any(|(suspended, _)| *suspended != 0) {
            return Ok(Access::Suspended);
        }
        Ok(Access::Granted(rows.iter().filter_map(|(_, name)| name.as_deref()?.parse().ok()).collect()))
    }
}

#[async_trait]
impl Profiles for Community {
    async fn profiles(&self, accounts: &[AccountId]) -> Result<Vec<Arc<Profile>>> {
        let placeholders: Vec<_> = (1..=accounts.len()).map(|number| format!("${number}")).collect();
        let sql = format!("SELECT id, handle, name FROM users WHERE id IN ({})", placeholders.join(", "));
        // Only numbers are in the text of the statement.
        let query = sqlx::query_as::<_, (String, String, String)>(AssertSqlSafe(sql));
        let query = accounts.iter().fold(query, |query, account| query.bind(account.to_string()));
        let rows = query.fetch_all(&self.0).await.map_err(unavailable)?;
        rows.into_iter()
            .map(|(id, handle, name)| Ok(Arc::new(Profile::new(id.parse()?, handle, name))))
            .collect()
    }
}

#[async_trait]
impl Authenticator for Community {
    async fn authenticate(&self, _: &Parts, credential: Option<Credential<'_>>) -> Result<Option<AccountId>> {
        match credential {
            Some(Credential::Cookie(token)) => self.user_of(token).await,
            _ => Ok(None),
        }
    }
}
