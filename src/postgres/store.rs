//! [`PostgresStore`]: the store over PostgreSQL.

use std::{fmt, sync::Arc, time::Duration};

use deadpool_postgres::{Manager, ManagerConfig, Pool, RecyclingMethod};
use tokio_postgres::{
    Config, NoTls,
    config::{SslMode, TargetSessionAttrs},
};

use super::{
    Notifications, PostgresOptions, PostgresTransaction,
    attempts::check_runtime,
    background::Background,
    connection::Connections,
    listener::{Connector, Listener},
    migrate::check_schema,
    notifier::Notifier,
    transaction::Access,
};
#[cfg(feature = "search")]
use crate::sql::{search::verify::CheckIndex, verified::Verified};
use crate::{
    model::error::{Error, Result},
    repository::{Followed, Followers},
    sql::{
        Dialect, sql_store,
        statements::Statements,
        tx::{Driver, Operation},
    },
};

/// The store for hosts that need more than one machine: all data in a PostgreSQL database, its own or the host's.
///
/// Cheap to clone; clones share everything. Several processes can use the same tables. An operation is one transaction:
/// a read sees the data at one moment (`REPEATABLE READ READ ONLY`), a write locks the row of its session first (`READ
/// COMMITTED`). Statements that do not depend on each other are sent together: a window is one round trip and a growth
/// of a draft two; an append of one message is one statement. For the host's own rows in the same transaction, see
/// [`begin`](Self::begin).
///
/// # When a connection is lost
/// An operation that gets no answer is retried with growing random pauses until its
/// [`deadline`](PostgresOptions::deadline): after a lost connection, if the server shuts down or is not up yet (`08…`,
/// `57P01` to `57P03`, `57P05`), after a serialization failure or a deadlock (`40001`, `40P01`), and if the server is
/// read-only (`25006`), whose connection is then closed. A statement that the server cancelled as too slow (`57014`) is
/// not retried.
///
/// A commit that got no answer may have been done. The store then looks for its effects: messages by their idempotency
/// key or, without one, by their ids, which are unique in a session; what was created by its id and content; what was
/// deleted by the time of its deletion. Updates are simply repeated. So nothing is done twice, and a success whose
/// answer was lost is still returned as a success.
///
/// # When a future is dropped
/// Its connection is closed and not returned to the pool: the transaction ends on the server as a whole, and blocks
/// nobody. The store sends no cancel request: cancelling the wait for a synchronous standby would return a success that
/// no standby has.
///
/// # When a part of the database hangs
/// Operations that wait for a dead shard or a locked row hold at most half of the connections while others wait for
/// one: see [`PostgresOptions::slow_after`].
///
/// # Following across processes
/// Followers of a session are notified of the changes of all processes over the same database: by `LISTEN`, on one
/// connection in addition to the pool, or by polling. [`PostgresOptions::notifications`] has the default and the cost.
/// Two background tasks do this, from the first time that they are needed until the store is dropped, on the runtime of
/// the first writer or follower.
///
/// # Behind a pooler
/// pgbouncer and other poolers in transaction mode need [`PostgresOptions::pooler`].
///
/// # Examples
/// ```no_run
/// use storyden_robots::{AllowAll, PostgresOptions, PostgresStore, Robots, StaticProfiles};
///
/// # async fn example() -> storyden_robots::Result<()> {
/// let url = "postgres://forum:secret@localhost/forum";
/// let store = PostgresStore::connect(url, PostgresOptions::default().migrate(true)).await?;
/// let robots = Robots::new(store, AllowAll, StaticProfiles::default());
/// # let _ = robots;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct PostgresStore {
    connections: Arc<Connections>,
    statements: Arc<Statements>,
    followers: Arc<Followers>,
    // The tasks that tell and hear which sessions changed. They end with the store.
    _notifier: Option<Arc<Background<Notifier>>>,
    _listener: Option<Arc<Background<Listener>>>,
}

impl fmt::Debug for PostgresStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresStore").finish_non_exhaustive()
    }
}

/// The time limit for connecting to one host, unless the URL has one.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);

impl PostgresStore {
    /// Opens the store in the database at `url`, a connection string of PostgreSQL: a URL, or `host=… user=…`.
    ///
    /// If the URL names several hosts, the first one that accepts writes is used, also after a lost connection
    /// (`target_session_attrs=read-write`). With the feature `postgres-tls`, `sslmode=require` encrypts and verifies
    /// the server; without that feature, such a URL is an error.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] if the URL or the certificates cannot be parsed; [`Error::Unavailable`] if the
    /// database cannot be reached, or this is called outside of a Tokio runtime (with I/O and time enabled);
    /// [`Error::StorageFailed`] if its schema is newer than this crate's, or older and
    /// [`migrate`](PostgresOptions::migrate) is off.
    pub async fn connect(url: &str, options: PostgresOptions) -> Result<Self> {
        check_runtime()?;
        // What the driver says of a URL could show its password.
        let mut config: Config =
            url.parse().map_err(|_| Error::invalid_argument("url", "must be a PostgreSQL connection URL"))?;
        apply_defaults(&mut config, &options);
        let recycling = ManagerConfig { recycling_method: RecyclingMethod::Fast };
        #[cfg(feature = "postgres-tls")]
        let (manager, connector) = {
            let disabled = config.get_ssl_mode() == SslMode::Disable;
            let tls = if disabled { None } else { Some(super::tls::connector(&options)?) };
            let manager = match tls.clone() {
                None => Manager::from_config(config.clone(), NoTls, recycling),
                Some(tls) => Manager::from_config(config.clone(), tls, recycling),
            };
            (manager, Connector::new(config, tls))
        };
        #[cfg(not(feature = "postgres-tls"))]
        let (manager, connector) = if config.get_ssl_mode() == SslMode::Require {
            return Err(Error::invalid_argument(
                "url",
                "asks for TLS, which needs the feature `postgres-tls`",
            ));
        } else {
            (Manager::from_config(config.clone(), NoTls, recycling), Connector::new(config))
        };
        let pool = Pool::builder(manager)
            .max_size(options.connections)
            .build()
            .map_err(|error| Error::internal("the connection pool cannot be created", error))?;
        Self::open(pool, Some(connector), options).await
    }

    /// Opens the store in the database of a pool that the host created.
    ///
    /// The connections must have no session settings that change the meaning of statements. With `plan_cache_mode =
    /// force_generic_plan`, which [`connect`](Self::connect) sets, pages are read in less than half of the time. The
    /// time limits in `options` apply here too, but the server does not get the `statement_timeout`.
    ///
    /// # Errors
    /// Those of [`connect`](Self::connect), except for an invalid URL; [`Error::InvalidArgument`] about `notifications`
    /// if they are [`Listen`](super::Notifications::Listen), which needs a connection of the store's own.
    pub async fn from_pool(pool: Pool, options: PostgresOptions) -> Result<Self> {
        Self::open(pool, None, options).await
    }

    async fn open(pool: Pool, connector: Option<Connector>, options: PostgresOptions) -> Result<Self> {
        check_runtime()?;
        let connections = Arc::new(Connections::new(pool, &options));
        let statements = Arc::new(Statements::new(Dialect::Postgres, &options.tables));
        let followers = Arc::default();
        let can_listen = connector.is_some() && !options.pooler && !options.distributed;
        let notifications = options.notifications.unwrap_or(Notifications::default_for(can_listen));
        let tables = &options.tables;
        let listener =
            Listener::new(notifications, connector, &connections, &statements, &followers, tables)?;
        check_schema(&connections, &statements, &options).await?;
        let listener = listener.map(|listener| {
            let listener = Arc::new(Background::new(listener));
            // The followers can outlive the store, and the task must not.
            let weak = Arc::downgrade(&listener);
            followers.on_demand(move || _ = weak.upgrade().map(|listener| listener.wake()));
            listener
        });
        let tells = notifications != Notifications::Off && !options.distributed;
        let notifier = tells.then(|| {
            let notifier = Arc::new(Background::new(Notifier::new(Arc::clone(&connections), tables)));
            let weak = Arc::downgrade(&notifier);
            followers.on_write(move |session, offset| {
                if let Some(notifier) = weak.upgrade() {
                    notifier.work.add(session, offset);
                    notifier.wake();
                }
            });
            notifier
        });
        Ok(Self { connections, statements, followers, _notifier: notifier, _listener: listener })
    }

    /// Compares the index for search with the stored messages and names, some messages at a time. The store can be used
    /// meanwhile. A store without an index, or with an incomplete one, has nothing to compare. With `repair`, missing,
    /// wrong and left-over rows are rewritten. For other damage, use PostgreSQL's own checks, such as `amcheck`.
    ///
    /// # Errors
    /// [`Error::Unavailable`] if the database cannot be reached. Rows that were repaired before that stay repaired.
    ///
    /// # Examples
    /// ```no_run
    /// # async fn example(store: storyden_robots::PostgresStore) -> storyden_robots::Result<()> {
    /// for finding in store.verify_search(true).await?.findings {
    ///     println!("{}: {}", finding.subject, finding.detail);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[cfg(feature = "search")]
    pub async fn verify_search(&self, repair: bool) -> Result<Verified> {
        let (mut verified, mut next) = (Verified::default(), Some(CheckIndex::default()));
        while let Some(step) = next {
            let checked = self.read(step).await?;
            verified.sessions += checked.sessions;
            verified.messages += checked.messages;
            for (mut finding, wrong) in checked.wrong {
                finding.repaired = repair && self.write(wrong).await?;
                verified.findings.push(finding);
            }
            next = checked.next;
        }
        Ok(verified)
    }

    /// Begins a transaction for writes of the store and of the host.
    ///
    /// # Errors
    /// [`Error::Unavailable`] if the database cannot be reached.
    pub async fn begin(&self) -> Result<PostgresTransaction> {
        check_runtime()?;
        PostgresTransaction::begin(&self.connections, &self.statements, &self.followers).await
    }
}

impl Driver for PostgresStore {
    async fn read<O: Operation>(&self, operation: O) -> Result<O::Output> {
        self.connections.run(&operation, &self.statements, Access::Read).await
    }

    async fn write<O: Operation>(&self, operation: O) -> Result<O::Output> {
        self.connections.run(&operation, &self.statements, Access::Write).await
    }
}

impl Followed for PostgresStore {
    fn followers(&self) -> Arc<Followers> {
        Arc::clone(&self.followers)
    }
}

sql_store!(PostgresStore);

/// Sets what the URL leaves open on a connection's configuration.
fn apply_defaults(config: &mut Config, options: &PostgresOptions) {
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(CONNECT_TIMEOUT);
    }
    if config.get_application_name().is_none() {
        config.application_name("storyden-robots");
    }
    if config.get_hosts().len() > 1 && config.get_target_session_attrs() == TargetSessionAttrs::Any {
        config.target_session_attrs(TargetSessionAttrs::ReadWrite);
    }
    if !options.pooler {
        let statement = options.statement_timeout.as_millis().max(1);
        let idle = options.deadline.as_millis().max(1);
        // Left to itself, the server plans anew what has a limit among its values: it cannot know that the
        // limit is small. That takes longer than reading the page, and any value gives the same plan. The
        // coordinator of a cluster finds the machine of a session by its value, so it must plan with it.
        let plans = if options.distributed { "auto" } else { "force_generic_plan" };
        // The URL's come last, and win.
        let given = config.get_options().unwrap_or_default();
        let settings = format!(
            "-c statement_timeout={statement} -c idle_in_transaction_session_timeout={idle} \
             -c plan_cache_mode={plans} {given}"
        );
        config.options(settings.trim_end());
    }
}

#[cfg(test)]
mod tests {
    use std::{
        pin::pin,
        task::{Context, Poll, Waker},
    };

    use super::*;
    use crate::model::error::ErrorKind;

    #[test]
    fn without_a_runtime_opening_fails_and_does_not_panic() {
        let opening = pin!(PostgresStore::connect("host=localhost", PostgresOptions::default()));
        let Poll::Ready(Err(error)) = opening.poll(&mut Context::from_waker(Waker::noop())) else {
            panic!("it was opened, or waits");
        };
        assert_eq!(error.kind(), ErrorKind::Unavailable);
    }

    #[test]
    fn a_cluster_plans_with_values() {
        let settings = |options: &PostgresOptions| {
            let mut config = Config::new();
            apply_defaults(config.options("-c work_mem=1MB"), options);
            config.get_options().unwrap_or_default().to_owned()
        };
        let plain = settings(&PostgresOptions::default());
        assert!(plain.contains("plan_cache_mode=force_generic_plan -c work_mem=1MB"), "{plain}");
        let cluster = settings(&PostgresOptions::default().distributed(true));
        assert!(cluster.contains("plan_cache_mode=auto"), "{cluster}");
        assert_eq!(settings(&PostgresOptions::default().pooler(true)), "-c work_mem=1MB");
    }
}
