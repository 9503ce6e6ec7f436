//! [`StoreUrl`]: opens a store by its URL, for hosts that read it from their configuration.

use std::{fmt, path::PathBuf, str::FromStr, sync::Arc};

#[cfg(feature = "postgres")]
use crate::postgres::{PostgresOptions, PostgresStore};
#[cfg(feature = "sqlite")]
use crate::sqlite::{SqliteOptions, SqliteStore};
use crate::{
    kv::MemoryStore,
    model::error::{Error, Result},
    repository::{FileRepository, Store, TranscriptRepository, TurnRepository},
};

/// Everything that a store of this crate implements: [`Store`], turns, transcripts and files. Every type with these
/// traits has this one.
pub trait WholeStore: Store + TurnRepository + TranscriptRepository + FileRepository {}

impl<T: Store + TurnRepository + TranscriptRepository + FileRepository + ?Sized> WholeStore for T {}

/// The URL of a store: `memory:`, `sqlite:PATH`, or a URL of PostgreSQL.
///
/// Its `Debug` form does not show a password.
///
/// # Examples
/// ```
/// use std::sync::Arc;
/// use storyden_robots::{AllowAll, Robots, StaticProfiles, StoreUrl, Turns};
///
/// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
/// let url: StoreUrl = "memory:".parse()?; // from your configuration
/// let store = url.open().await?;
/// let robots = Robots::new(Arc::clone(&store), AllowAll, StaticProfiles::default());
/// let turns = Turns::new(robots, store);
/// # let _ = turns;
/// # Ok::<(), storyden_robots::Error>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum StoreUrl {
    /// `memory:`: a new, empty [`MemoryStore`](crate::MemoryStore) at each call; its data ends with the process.
    Memory,
    /// `sqlite:robots.db`, `sqlite:/var/lib/robots.db`: the path of a file. `sqlite://` before the path means the same.
    /// It needs the feature `sqlite`.
    Sqlite(PathBuf),
    /// `postgres://…` or `postgresql://…`. It needs the feature `postgres`, and a Tokio runtime.
    Postgres(String),
}

impl StoreUrl {
    /// Opens an existing store, with the default options. Creates and migrates nothing, so a typo in a path is an error
    /// and not an empty store.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] if the crate was built without the feature that the URL needs, or a URL of PostgreSQL
    /// cannot be parsed; [`Error::StorageFailed`] if there is no such file, or the schema has another version;
    /// [`Error::Unavailable`] if a server cannot be reached, or PostgreSQL is opened outside of a Tokio runtime.
    pub async fn open(&self) -> Result<Arc<dyn WholeStore>> {
        self.open_with(false).await
    }

    /// Opens a store. Creates the file or the tables if they are missing, and migrates the schema to this crate's
    /// version.
    ///
    /// # Errors
    /// Those of [`open`](Self::open), except for a missing file or an older schema. A newer schema is still an error.
    pub async fn open_or_create(&self) -> Result<Arc<dyn WholeStore>> {
        self.open_with(true).await
    }

    async fn open_with(&self, create: bool) -> Result<Arc<dyn WholeStore>> {
        match self {
            Self::Memory => Ok(Arc::new(MemoryStore::new())),
            #[cfg(feature = "sqlite")]
            Self::Sqlite(path) => {
                let options = SqliteOptions::new(path).create(create).migrate(create);
                Ok(Arc::new(SqliteStore::open(options).await?))
            }
            #[cfg(not(feature = "sqlite"))]
            Self::Sqlite(_) => Err(without("sqlite", create)),
            #[cfg(feature = "postgres")]
            Self::Postgres(url) => {
                let options = PostgresOptions::default().migrate(create);
                Ok(Arc::new(PostgresStore::connect(url, options).await?))
            }
            #[cfg(not(feature = "postgres"))]
            Self::Postgres(_) => Err(without("postgres", create)),
        }
    }
}

#[cfg(not(all(feature = "sqlite", feature = "postgres")))]
fn without(feature: &str, _: bool) -> Error {
    Error::invalid_argument("url", format!("needs the feature `{feature}` of storyden-robots"))
}

impl FromStr for StoreUrl {
    type Err = Error;

    fn from_str(url: &str) -> Result<Self> {
        match url.split_once(':') {
            Some(("memory", "")) => Ok(Self::Memory),
            // `sqlite://` has no meaning of its own: other tools write it before a path.
            Some(("sqlite", path)) if !path.trim_start_matches('/').is_empty() => {
                Ok(Self::Sqlite(path.strip_prefix("//").unwrap_or(path).into()))
            }
            Some(("postgres" | "postgresql", rest)) if rest.starts_with("//") => {
                Ok(Self::Postgres(url.to_owned()))
            }
            _ => Err(Error::invalid_argument("url", "must be memory:, sqlite:PATH or postgres://…")),
        }
    }
}

impl fmt::Debug for StoreUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Memory => f.write_str("Memory"),
            Self::Sqlite(path) => f.debug_tuple("Sqlite").field(path).finish(),
            Self::Postgres(_) => f.write_str("Postgres(..)"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn url(text: &str) -> StoreUrl {
        text.parse().unwrap()
    }

    #[test]
    fn each_scheme_names_a_store() {
        assert_eq!(url("memory:"), StoreUrl::Memory);
        assert_eq!(url("sqlite:robots.db"), StoreUrl::Sqlite("robots.db".into()));
        assert_eq!(url("sqlite:/var/robots.db"), StoreUrl::Sqlite("/var/robots.db".into()));
        assert_eq!(url("sqlite:///var/robots.db"), StoreUrl::Sqlite("/var/robots.db".into()));
        assert_eq!(url("sqlite:C:\\robots.db"), StoreUrl::Sqlite("C:\\robots.db".into()));
        let text = "postgresql://forum:secret@localhost/forum";
        assert_eq!(url(text), StoreUrl::Postgres(text.to_owned()));
        assert!(!format!("{:?}", url(text)).contains("secret"));
    }

    #[test]
    fn a_path_alone_or_a_typo_is_refused() {
        for text in ["", "robots.db", "sqlite:", "sqlite://", "sqllite:a.db", "postgres:forum", "memory:x"] {
            assert!(text.parse::<StoreUrl>().is_err(), "{text}");
        }
    }

    #[cfg(feature = "sqlite")]
    #[test]
    fn opening_creates_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("typo.db");
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let error = runtime.block_on(StoreUrl::Sqlite(path.clone()).open()).unwrap_err();
        assert_eq!(error.kind(), crate::ErrorKind::StorageFailed);
        assert!(!path.exists());
        runtime.block_on(StoreUrl::Sqlite(path.clone()).open_or_create()).unwrap();
        runtime.block_on(StoreUrl::Sqlite(path).open()).unwrap();
    }
}
