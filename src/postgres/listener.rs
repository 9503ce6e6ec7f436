//! [`Listener`]: receives which sessions other processes changed, by `LISTEN` or by polling.

use std::{
    future::poll_fn,
    pin::{Pin, pin},
    sync::Arc,
    task::Poll,
    time::{Duration, Instant},
};

use tokio::{
    io::{AsyncRead, AsyncWrite},
    sync::Notify,
    task::JoinHandle,
    time::{sleep, timeout},
};
use tokio_postgres::{AsyncMessage, Client, Config, Connection, NoTls, types::Type};

use super::{
    attempts::random,
    background::Work,
    connection::Connections,
    failure::Failure,
    notifications::Notifications,
    notifier::{channel, tell},
    transaction::Access,
};
use crate::{
    model::{
        error::{Error, Result},
        id::SessionId,
        offset::Offset,
    },
    repository::Followers,
    sql::{Tables, offsets::FindOffsets, statements::Statements},
};

/// The interval at which a listening connection is checked. A network can drop it silently, and a process can die
/// before it sends a notification.
const CHECK: Duration = Duration::from_secs(2);

/// The maximum pause before a new connection: after the first failure, and after many.
const BACKOFF: (Duration, Duration) = (Duration::from_millis(20), Duration::from_secs(5));

/// Opens listening connections.
pub(super) struct Connector {
    config: Config,
    #[cfg(feature = "postgres-tls")]
    tls: Option<tokio_postgres_rustls::MakeRustlsConnect>,
}

impl Connector {
    /// Creates a connector for `config`. Its connections have an application name of their own.
    pub(super) fn new(
        mut config: Config,
        #[cfg(feature = "postgres-tls")] tls: Option<tokio_postgres_rustls::MakeRustlsConnect>,
    ) -> Self {
        let name = format!("{} listener", config.get_application_name().unwrap_or_default());
        config.application_name(name);
        Self {
            config,
            #[cfg(feature = "postgres-tls")]
            tls,
        }
    }

    /// Opens a connection. A task passes its notifications to the followers for as long as the connection exists.
    async fn connect(&self, followers: &Arc<Followers>) -> Result<(Client, Driving), tokio_postgres::Error> {
        #[cfg(feature = "postgres-tls")]
        if let Some(tls) = &self.tls {
            let (client, connection) = self.config.connect(tls.clone()).await?;
            return Ok((client, Driving::start(connection, followers)));
        }
        let (client, connection) = self.config.connect(NoTls).await?;
        Ok((client, Driving::start(connection, followers)))
    }
}

/// The task of a connection. Dropping this ends it.
struct Driving(JoinHandle<()>);

impl Driving {
    fn start<S, T>(mut connection: Connection<S, T>, followers: &Arc<Followers>) -> Self
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
        T: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let followers = Arc::clone(followers);
        Self(tokio::spawn(async move {
            while let Some(Ok(message)) = poll_fn(|context| connection.poll_message(context)).await {
                if let AsyncMessage::Notification(notification) = message {
                    tell(notification.payload(), &followers);
                }
            }
        }))
    }
}

impl Drop for Driving {
    fn drop(&mut self) {
        self.0.abort();
    }
}

pub(super) struct Listener {
    connections: Arc<Connections>,
    statements: Arc<Statements>,
    followers: Arc<Followers>,
    channel: String,
    way: Way,
}

enum Way {
    Listen(Box<Connector>),
    Poll(Duration),
}

impl Listener {
    /// Creates the listener for a kind of notifications, if it needs one.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for `Listen` without a connector.
    pub(super) fn new(
        notifications: Notifications,
        connector: Option<Connector>,
        connections: &Arc<Connections>,
        statements: &Arc<Statements>,
        followers: &Arc<Followers>,
        tables: &Tables,
    ) -> Result<Option<Self>> {
        let way = match (notifications, connector) {
            (Notifications::Off, _) => return Ok(None),
            (Notifications::Poll(interval), _) => Way::Poll(interval),
            (Notifications::Listen, Some(connector)) => Way::Listen(Box::new(connector)),
            (Notifications::Listen, None) => {
                let reason = "a pool of the host's cannot listen: `Poll` can ask";
                return Err(Error::invalid_argument("notifications", reason));
            }
        };
        Ok(Some(Self {
            connections: Arc::clone(connections),
            statements: Arc::clone(statements),
            followers: Arc::clone(followers),
            channel: channel(tables),
            way,
        }))
    }

    /// Polls once, on a connection of the pool.
    async fn ask(&self) -> Result<()> {
        let offsets = FindOffsets::of(self.followers.sessions());
        let offsets = self.connections.run(&offsets, &self.statements, Access::Read).await?;
        self.followers.notify_each(offsets);
        Ok(())
    }

    /// Listens until there are no followers. Sets `failures` to 0 once it has begun to listen.
    async fn listen(&self, connector: &Connector, wake: &Notify, failures: &mut u32) -> Result<(), Failure> {
        let deadline = || Instant::now() + self.connections.deadline;
        let connecting = connector.connect(&self.followers);
        let (client, mut driving) =
            self.connections.in_time(deadline(), connecting).await?.map_err(Failure::of_connecting)?;
        let failed = |error| Failure::of(error, false);
        let listen = format!("LISTEN \"{}\"", self.channel);
        self.connections.in_time(deadline(), client.batch_execute(&listen)).await?.map_err(failed)?;
        loop {
            // After `LISTEN`, so that what was written before is found and what is written later is heard.
            let asking = self.ask_on(&client);
            let offsets = self.connections.in_time(deadline(), asking).await?.map_err(failed)?;
            self.followers.notify_each(offsets);
            *failures = 0;
            let ended_or_woken = async {
                let mut woken = pin!(wake.notified());
                poll_fn(|context| match Pin::new(&mut driving.0).poll(context) {
                    Poll::Ready(_) => Poll::Ready(true),
                    Poll::Pending => woken.as_mut().poll(context).map(|()| false),
                })
                .await
            };
            if timeout(CHECK, ended_or_woken).await == Ok(true) {
                return Err(Failure::permanent(Error::refused("the connection to the database was lost")));
            }
            if self.followers.is_empty() {
                return Ok(());
            }
        }
    }

    async fn ask_on(
        &self,
        client: &Client,
    ) -> Result<Vec<(SessionId, Option<Offset>)>, tokio_postgres::Error> {
        let offsets = FindOffsets::of(self.followers.sessions());
        let [(_, ids)] = offsets.values();
        let rows = client.query_typed(self.statements.offsets(), &[(&ids, Type::TEXT)]).await?;
        Ok(rows.iter().filter_map(|row| FindOffsets::load(row).ok()).collect())
    }
}

impl Work for Listener {
    async fn run(&self, wake: &Notify) {
        let mut failures = 0;
        loop {
            if self.followers.is_empty() {
                wake.notified().await;
                continue;
            }
            let (heard, pause) = match &self.way {
                Way::Poll(interval) => (self.ask().await, *interval),
                Way::Listen(connector) => match self.listen(connector, wake, &mut failures).await {
                    Ok(()) => continue,
                    Err(failure) => {
                        failures += 1;
                        // The server may allow no connection beyond those of the pool: ask on one of these.
                        let asked = if failures > 1 { self.ask().await } else { Ok(()) };
                        tracing::warn!(%failures, error = %Error::from(failure), "what other processes write is not heard");
                        (asked, backoff(failures))
                    }
                },
            };
            if let Err(error) = heard {
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    "what other processes write cannot be seen"
                );
            }
            sleep(pause).await;
        }
    }
}

/// Returns a random pause, whose maximum grows with the number of failures.
fn backoff(failures: u32) -> Duration {
    let longest = BACKOFF.0.saturating_mul(1 << failures.min(16)).min(BACKOFF.1);
    longest / 2 + longest.mul_f64(f64::from(u32::try_from(random() % 1000).unwrap_or(0)) / 2000.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_up_to_a_limit() {
        for failures in 0..100 {
            let pause = backoff(failures);
            assert!(pause >= BACKOFF.0 / 2 && pause <= BACKOFF.1, "{pause:?}");
        }
        assert!(backoff(0) < Duration::from_millis(50));
        assert!(backoff(100) >= BACKOFF.1 / 2);
    }
}
