//! [`PostgresOptions`]: how the store uses its connections.

use std::time::Duration;

use super::notifications::Notifications;
use crate::sql::{Tables, schema_setters};

/// Options of a [`PostgresStore`](super::PostgresStore): see [`PostgresStore::connect`](super::PostgresStore::connect).
///
/// # Examples
/// ```no_run
/// use std::time::Duration;
/// use storyden_robots::{PostgresOptions, PostgresStore, sql::Tables};
///
/// # async fn example() -> storyden_robots::Result<()> {
/// let options = PostgresOptions::default()
///     .migrate(true)
///     .tables(Tables::with_prefix("forum_robots_")?.in_schema("forum")?)
///     .connections(32)
///     .deadline(Duration::from_secs(30));
/// let url = "postgres://forum@db1,db2,db3/forum?target_session_attrs=read-write";
/// let store = PostgresStore::connect(url, options).await?;
/// # let _ = store;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a setting of its own")]
pub struct PostgresOptions {
    pub(super) migrate: bool,
    pub(super) tables: Tables,
    pub(super) connections: usize,
    pub(super) pooler: bool,
    pub(super) acquire_timeout: Duration,
    pub(super) statement_timeout: Duration,
    pub(super) slow_after: Duration,
    pub(super) deadline: Duration,
    pub(super) distributed: bool,
    pub(super) notifications: Option<Notifications>,
    #[cfg(feature = "search")]
    pub(super) search: bool,
    #[cfg(feature = "postgres-tls")]
    pub(super) root_certificates: Option<Vec<u8>>,
}

impl Default for PostgresOptions {
    fn default() -> Self {
        Self {
            migrate: false,
            tables: Tables::default(),
            connections: 16,
            pooler: false,
            acquire_timeout: Duration::from_secs(5),
            statement_timeout: Duration::from_secs(5),
            slow_after: Duration::from_secs(1),
            deadline: Duration::from_secs(15),
            distributed: false,
            notifications: None,
            #[cfg(feature = "search")]
            search: false,
            #[cfg(feature = "postgres-tls")]
            root_certificates: None,
        }
    }
}

/// What every time limit is kept under.
const LONGEST: Duration = Duration::from_secs(3600);

impl PostgresOptions {
    schema_setters!();

    /// Sets the maximum number of connections, 1 to 1024 (default 16). A pool of the host's has its own
    /// number.
    #[must_use]
    pub fn connections(self, connections: usize) -> Self {
        Self { connections: connections.clamp(1, 1024), ..self }
    }

    /// Sets whether a pooler in transaction mode stands before the server, such as pgbouncer 1.18 and later (default
    /// `false`).
    ///
    /// Statements are then sent whole each time rather than prepared once, and no settings are sent when a
    /// connection is made: give the role a `statement_timeout` of its own.
    #[must_use]
    pub fn pooler(self, pooler: bool) -> Self {
        Self { pooler, ..self }
    }

    /// Sets how long to wait for a free connection, at most an hour (default 5 seconds).
    #[must_use]
    pub fn acquire_timeout(self, timeout: Duration) -> Self {
        Self { acquire_timeout: timeout.min(LONGEST), ..self }
    }

    /// Sets how long a statement may take, at most an hour (default 5 seconds). The server is told the
    /// same limit, and stops the statement itself.
    #[must_use]
    pub fn statement_timeout(self, timeout: Duration) -> Self {
        Self { statement_timeout: timeout.min(LONGEST), ..self }
    }

    /// Sets after what time an operation that holds a connection is slow: 10 milliseconds to an hour (default 1
    /// second). While others wait for a connection, slow operations hold half of the pool at the most (at least one
    /// connection).
    ///
    /// So slow operations do not block fast ones, whichever sessions they are about. A slow operation beyond that half
    /// is ended: its connection is closed. It waits for one of the others to end, without a connection, and is tried
    /// again for as long as [`statement_timeout`](Self::statement_timeout) allows. If its turn does not come within
    /// [`acquire_timeout`](Self::acquire_timeout) or its [`deadline`](Self::deadline), it fails with
    /// [`Unavailable`](crate::Error::Unavailable), and may have been done all the same. While slow ones hold their half
    /// and others wait, an operation that is not known to be slow gets a tenth of this time for each statement, and the
    /// server is told so.
    ///
    /// The limits: if many operations hang at once, only as many as the pool has connections are detected at a time,
    /// first after this time, then after a tenth of it. A statement that the server does not stop in time goes on
    /// there after its connection is closed. So within `statement_timeout`, at most as many are closed as the pool
    /// has connections: the server never has more than twice as many. A pool of one connection is not protected, and
    /// if this is as long as `statement_timeout`, nothing is ever slow.
    #[must_use]
    pub fn slow_after(self, time: Duration) -> Self {
        Self { slow_after: time.clamp(Duration::from_millis(10), LONGEST), ..self }
    }

    /// Sets how long an operation may take, all tries together, at most an hour (default 15 seconds).
    ///
    /// A caller waits this long at most during a failover. If it is longer than the failover takes, no caller sees
    /// an error.
    #[must_use]
    pub fn deadline(self, deadline: Duration) -> Self {
        Self { deadline: deadline.min(LONGEST), ..self }
    }

    /// Sets whether the server is the coordinator of a Citus cluster, whose tables are distributed by session.
    ///
    /// Statements are then planned with their values, so that each goes to one machine. A change of a session commits
    /// on that machine alone, in one phase. What the coordinator reports of a machine that is lost counts as a lost
    /// answer, and the connection to the coordinator is kept.
    ///
    /// With [`migrate`](Self::migrate), the store runs the statements of
    /// [`citus_distribution`](crate::sql::citus_distribution) that are missing, also those for tables that an upgrade
    /// added. Without it, tables that are not distributed as they say are refused. On a server without Citus nothing is
    /// distributed, and a warning is logged. The guide `scaling` says what a cluster costs, and what happens when a
    /// machine of it dies.
    #[must_use]
    pub fn distributed(self, distributed: bool) -> Self {
        Self { distributed, ..self }
    }

    /// Sets how this process and others over the same database learn of each other's changes. By default it listens;
    /// behind a [pooler](Self::pooler), which in transaction mode cannot pass on what is listened for, over a
    /// [cluster](Self::distributed), whose machines do not tell each other, and with a
    /// [pool of the host's](super::PostgresStore::from_pool), it asks every 250 ms.
    ///
    /// Unless this is off, or in a cluster, a process sends `NOTIFY` a moment after the commit, in a small transaction
    /// of its own for all sessions that changed meanwhile, at most 500 times a second: PostgreSQL commits transactions
    /// with a `NOTIFY` one after the other, each with its own flush, which would make 8 writers three times slower.
    /// A process that dies between the two sends none; listeners therefore also poll every two seconds.
    #[must_use]
    pub fn notifications(self, notifications: Notifications) -> Self {
        Self { notifications: Some(notifications.limited()), ..self }
    }

    /// Trusts the authorities in the text of a PEM file, instead of those that browsers trust. If they
    /// are no certificates, connecting fails with [`Error::InvalidArgument`](crate::Error::InvalidArgument) about
    /// `root_certificates`.
    #[cfg(feature = "postgres-tls")]
    #[must_use]
    pub fn root_certificates(self, pem: impl Into<Vec<u8>>) -> Self {
        Self { root_certificates: Some(pem.into()), ..self }
    }
}
