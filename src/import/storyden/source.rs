//! [`StorydenSource`]: where Storyden's database is.

use std::{fmt, path::PathBuf, str::FromStr};

use super::{
    database::{Database, Reader},
    tables::{MESSAGES, ROBOTS, SESSIONS},
};
use crate::model::error::{Error, Result};

/// The location of Storyden's own database. As text: `storyden:sqlite:PATH`, or `storyden:` before a URL of PostgreSQL.
///
/// Its `Debug` form does not show a password.
///
/// # Examples
/// ```
/// use storyden_robots::StorydenSource;
///
/// let source: StorydenSource = "storyden:sqlite:/var/lib/storyden/data.db".parse()?;
/// assert_eq!(source, StorydenSource::Sqlite("/var/lib/storyden/data.db".into()));
/// # Ok::<(), storyden_robots::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum StorydenSource {
    /// A SQLite file. It needs the feature `sqlite`.
    Sqlite(PathBuf),
    /// A database of PostgreSQL, by its URL. It needs the feature `postgres`, and a Tokio runtime. The connection is
    /// not encrypted.
    Postgres(String),
}

impl StorydenSource {
    /// Checks that this is a database of Storyden that can be read.
    ///
    /// # Errors
    /// Those of [`Transcripts::import_storyden`](crate::Transcripts::import_storyden).
    pub async fn check(&self) -> Result<()> {
        self.open().await.map(drop)
    }

    /// Opens the database for reading, as it is at this moment.
    pub(super) async fn open(&self) -> Result<Reader> {
        let mut reader = Reader::new(self.connect().await?);
        for table in [&SESSIONS, &MESSAGES, &ROBOTS] {
            if !reader.has(table).await? {
                let reason = format!(
                    "must be a database of Storyden with robots: the table {} is not there",
                    table.name
                );
                return Err(Error::invalid_argument("source", reason));
            }
        }
        Ok(reader)
    }

    #[cfg_attr(not(feature = "postgres"), expect(clippy::unused_async, reason = "SQLite blocks the thread"))]
    async fn connect(&self) -> Result<Box<dyn Database>> {
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(path) => Ok(Box::new(super::sqlite::SqliteDatabase::open(path)?)),
            #[cfg(feature = "postgres")]
            Self::Postgres(url) => Ok(Box::new(super::postgres::PostgresDatabase::open(url).await?)),
            #[cfg(not(all(feature = "sqlite", feature = "postgres")))]
            _ => {
                let reason = "needs the feature `sqlite` or `postgres` of storyden-robots";
                Err(Error::invalid_argument("source", reason))
            }
        }
    }
}

impl FromStr for StorydenSource {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let wrong =
            || Error::invalid_argument("source", "must be storyden:sqlite:PATH or storyden:postgres://…");
        let url = text.strip_prefix("storyden:").ok_or_else(wrong)?;
        match url.split_once(':').ok_or_else(wrong)? {
            ("sqlite", path) if !path.is_empty() => Ok(Self::Sqlite(path.into())),
            ("postgres" | "postgresql", rest) if rest.starts_with("//") => Ok(Self::Postgres(url.to_owned())),
            _ => Err(wrong()),
        }
    }
}

impl fmt::Debug for StorydenSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => f.debug_tuple("Sqlite").field(path).finish(),
            Self::Postgres(_) => f.write_str("Postgres(..)"),
        }
    }
}
