//! A host that looks up who asks: each request's login, roles and profiles, in an SQLite database of its own.

use std::{cell::RefCell, path::PathBuf, sync::Arc};

use axum::http::request::Parts;
use rusqlite::{Connection, OptionalExtension as _, params, params_from_iter};
use storyden_robots::{
    Access, AccountId, Permission, Permissions, Profile, Profiles, Result, async_trait,
    http::{Authenticator, Credential},
};

use super::bench::data::{self, ANN};

const ACCOUNTS: i64 = 20_000;

const SCHEMA: &str = "
    CREATE TABLE accounts (id BLOB PRIMARY KEY, handle TEXT NOT NULL, name TEXT NOT NULL, suspended INTEGER NOT NULL);
    CREATE TABLE grants (role TEXT, permission TEXT, PRIMARY KEY (role, permission)) WITHOUT ROWID;
    CREATE TABLE members (account BLOB, role TEXT, PRIMARY KEY (account, role)) WITHOUT ROWID;
    CREATE TABLE logins (token TEXT PRIMARY KEY, account BLOB NOT NULL);
    INSERT INTO grants VALUES ('moderator', 'USE_ROBOTS');";

/// Its database, of which each thread has a connection.
#[derive(Clone, Debug)]
pub(crate) struct Host(Arc<PathBuf>);

thread_local! {
    static CONNECTION: RefCell<Option<Connection>> = const { RefCell::new(None) };
}

impl Host {
    /// Makes the database, with those of the data among its accounts. Ann's login is `ann`.
    pub(crate) fn create(path: PathBuf) -> Self {
        let mut connection = Connection::open(&path).unwrap();
        connection.execute_batch(&format!("PRAGMA journal_mode = WAL; {SCHEMA}")).unwrap();
        let write = connection.transaction().unwrap();
        let others = (0..ACCOUNTS).map(|number| AccountId::from_bytes(padded(number)));
        for account in data::accounts().chain(others) {
            let id = account.to_bytes();
            write.execute("INSERT INTO accounts VALUES (?, 'ann', 'Ann', 0)", params![id]).unwrap();
            write.execute("INSERT INTO members VALUES (?, 'moderator')", params![id]).unwrap();
            let token = if account == ANN { "ann".to_owned() } else { account.to_string() };
            write.execute("INSERT INTO logins VALUES (?, ?)", params![token, id]).unwrap();
        }
        write.commit().unwrap();
        Self(Arc::new(path))
    }

    fn ask<T>(&self, ask: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> T {
        CONNECTION.with_borrow_mut(|connection| {
            let connection = connection.get_or_insert_with(|| Connection::open(&*self.0).unwrap());
            ask(connection).unwrap()
        })
    }
}

fn padded(number: i64) -> [u8; 12] {
    let mut bytes = [7; 12];
    bytes[4..].copy_from_slice(&number.to_be_bytes());
    bytes
}

#[async_trait]
impl Authenticator for Host {
    async fn authenticate(&self, _: &Parts, credential: Option<Credential<'_>>) -> Result<Option<AccountId>> {
        let Some(Credential::Cookie(token)) = credential else { return Ok(None) };
        Ok(self.ask(|connection| {
            let mut login = connection.prepare_cached("SELECT account FROM logins WHERE token = ?")?;
            login.query_row([token], |row| Ok(AccountId::from_bytes(row.get(0)?))).optional()
        }))
    }
}

#[async_trait]
impl Permissions for Host {
    async fn access(&self, account: AccountId) -> Result<Access> {
        let held = self.ask(|connection| {
            let mut held = connection.prepare_cached(
                "SELECT permission FROM accounts JOIN members ON account = id JOIN grants USING (role)
                    WHERE id = ? AND suspended = 0",
            )?;
            let names = held.query_map([account.to_bytes()], |row| row.get::<_, String>(0))?;
            names.collect::<rusqlite::Result<Vec<_>>>()
        });
        Ok(Access::Granted(held.iter().filter_map(|name| name.parse::<Permission>().ok()).collect()))
    }
}

#[async_trait]
impl Profiles for Host {
    async fn profiles(&self, accounts: &[AccountId]) -> Result<Vec<Arc<Profile>>> {
        let places = vec!["?"; accounts.len()].join(", ");
        let query = format!("SELECT id, handle, name FROM accounts WHERE id IN ({places})");
        Ok(self.ask(|connection| {
            let mut profiles = connection.prepare_cached(&query)?;
            let found =
                profiles.query_map(params_from_iter(accounts.iter().map(|id| id.to_bytes())), |row| {
                    let (id, handle, name) =
                        (row.get(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?);
                    Ok(Arc::new(Profile::new(AccountId::from_bytes(id), handle, name)))
                })?;
            found.collect()
        }))
    }
}
