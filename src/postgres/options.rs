//! [`PostgresOptions`]: the options of a PostgreSQL store.

use std::time::Duration;

use super::notifications::Notifications;
use crate::sql::{Tables, schema_setters};

/// Options of a [`PostgresStore`](super::PostgresStore); [`PostgresStore::connect`](super::PostgresStore::connect)
/// takes them.
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

/// The maximum of every time limit.
const LONGEST: Duration = Duration::from_secs(3600);

impl PostgresOptions {
    schema_setters!();

    /// Sets the maximum number of connections of the store's own pool, 1 to 1024 (default 16). Not used for [a pool of
    /// the host](super::PostgresStore::from_pool).
    #[must_use]
    pub fn connections(self, connections: usize) -> Self {
        Self { connections: connections.clamp(1, 1024), ..self }
    }

    /// Sets whether a pooler in transaction mode is between the store and the server, such as pgbouncer 1.18 or later
    /// (default `false`).
    ///
    /// Statements are then sent with their text each time instead of being prepared once, and no settings are sent when
    /// a connection is opened: set a `statement_timeout` for the role.
    #[must_use]
    pub fn pooler(self, pooler: bool) -> Self {
        Self { pooler, ..self }
    }

    /// Sets the maximum time to wait for a free connection, at most an hour (default 5 seconds).
    #[must_use]
    pub fn acquire_timeout(self, timeout: Duration) -> Self {
        Self { acquire_timeout: timeout.min(LONGEST), ..self }
    }

    /// Sets the maximum duration of a statement, at most an hour (default 5 seconds). The server gets the same limit,
    /// and cancels the statement itself.
    #[must_use]
    pub fn statement_timeout(self, timeout: Duration) -> Self {
        Self { statement_timeout: timeout.min(LONGEST), ..self }
    }

    /// Sets the time after which an operation that holds a connection is slow: 10 ms to an hour (default 1 second).
    /// While other operations wait for a connection, slow ones hold at most half of the pool (at least one connection).
    /// So slow operations do not block fast ones, whichever sessions they use.
    ///
    /// A slow operation beyond that half is ended, and its connection is closed. It waits without a connection until
    /// another slow one ends, and is then retried with the full [`statement_timeout`](Self::statement_timeout). If that
    /// takes longer than [`acquire_timeout`](Self::acquire_timeout) or its [`deadline`](Self::deadline), it fails with
    /// [`Unavailable`](crate::Error::Unavailable), and may have been committed. While the half is used up and others
    /// wait, an operation that is not known to be slow gets a tenth of this time for each statement, which the server
    /// enforces too.
    ///
    /// Limits: if many operations hang at once, they are detected in groups of as many as the pool has connections, the
    /// first group after this time, the next ones after a tenth of it. A statement that the server does not cancel in
    /// time continues there after its connection is closed. So within one `statement_timeout`, at most as many
    /// connections are closed as the pool has, and the server never has more than twice as many. A pool of one
    /// connection is not protected. If this time is as long as `statement_timeout`, nothing is ever slow.
    #[must_use]
    pub fn slow_after(self, time: Duration) -> Self {
        Self { slow_after: time.clamp(Duration::from_millis(10), LONGEST), ..self }
    }

    /// Sets the maximum duration of an operation with all its retries, at most an hour (default 15 seconds).
    ///
    /// During a failover, a caller waits at most this long. If the failover takes less, no caller gets an error.
    #[must_use]
    pub fn deadline(self, deadline: Duration) -> Self {
        Self { deadline: deadline.min(LONGEST), ..self }
    }

    /// Sets whether the server is the coordinator of a Citus cluster, whose tables are distributed by session.
    ///
    /// Statements are then planned with their values, so that each goes to one machine. A change of a session commits
    /// on that machine only, in one phase. If the coordinator reports a lost machine, that counts as a lost answer, and
    /// the connection to the coordinator is kept.
    ///
    /// With [`migrate`](Self::migrate), the store runs the missing statements of
    /// [`citus_distribution`](crate::sql::citus_distribution), also for tables that an upgrade added. Without it,
    /// opening fails if a table is not distributed as they say. On a server without Citus nothing is distributed, and a
    /// warning is logged. The guide `scaling` describes the cost of a cluster, and what happens when one of its
    /// machines fails.
    #[must_use]
    pub fn distributed(self, distributed: bool) -> Self {
        Self { distributed, ..self }
    }

    /// Sets how this process and others over the same database are notified of each other's changes. The default is
    /// [`Listen`](Notifications::Listen). It is [`Poll`](Notifications::Poll) every 250 ms behind a
    /// [pooler](Self::pooler), which cannot pass notifications on in transaction mode; over a
    /// [cluster](Self::distributed), whose machines do not notify each other; and with a [pool of the
    /// host](super::PostgresStore::from_pool).
    ///
    /// Unless this is `Off`, or in a cluster, a process sends `NOTIFY` a moment after a commit, in a small transaction
    /// of its own for all sessions that changed meanwhile, at most 500 times a second. (PostgreSQL commits transactions
    /// with a `NOTIFY` one after the other, each with its own flush, which would make 8 writers three times slower.) A
    /// process that dies before it sends one loses it; listeners therefore also poll every two seconds.
    #[must_use]
    pub fn notifications(self, notifications: Notifications) -> Self {
        Self { notifications: Some(notifications.limited()), ..self }
    }

    /// Trusts the certificate authorities in this PEM text, instead of those that browsers trust. If it has no valid
    /// certificate, connecting fails with [`Error::InvalidArgument`](crate::Error::InvalidArgument) about
    /// `root_certificates`.
    #[cfg(feature = "postgres-tls")]
    #[must_use]
    pub fn root_certificates(self, pem: impl Into<Vec<u8>>) -> Self {
        Self { root_certificates: Some(pem.into()), ..self }
    }
}
