//! Sessions whose statements hang do not hold up the others.

use std::time::{Duration, Instant};

use storyden_robots::{
    ErrorKind, MessageId, PostgresOptions, PostgresStore, SessionId, SessionRepository, WindowRequest,
};
use tokio::task::JoinSet;
use tokio_postgres::{Client, NoTls};

use crate::{
    Databases,
    support::{Pooler, Programs, QUICK, Server},
    work::{batch, is_whole, now, start, walk},
};

const CONNECTIONS: usize = 8;
/// More than the pool has connections, and each of another session.
const HANGING: usize = 8 * CONNECTIONS;
const STATEMENT_TIMEOUT: Duration = Duration::from_secs(10);
const SLOW_AFTER: Duration = Duration::from_millis(500);
/// What the first to hang get, a tenth of it for those behind them, and a busy machine's time.
const BOUND: Duration = Duration::from_secs(3);

async fn client(url: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.expect("the server answers");
    tokio::spawn(connection);
    client
}

async fn number(client: &Client, query: &str) -> usize {
    let number: i64 = client.query_one(query, &[]).await.expect("a number").get(0);
    usize::try_from(number).expect("it counts")
}

/// What the healthy sessions and the server saw while the others hung.
struct Seen {
    slowest: Duration,
    answered: usize,
    /// The most backends of the store's that there were at once.
    backends: usize,
}

/// Hangs many sessions, as a dead shard would, and asks others meanwhile.
async fn hang(server: &Server, url: impl Fn(&str) -> String, options: PostgresOptions) -> Seen {
    let database = Databases::of(server).await.fresh().await;
    let options = options
        .connections(CONNECTIONS)
        .statement_timeout(STATEMENT_TIMEOUT)
        .acquire_timeout(Duration::from_secs(60))
        .deadline(Duration::from_secs(60));
    let store = PostgresStore::connect(&url(&database), options).await.expect("the store opens");
    let (mut hanging, mut healthy) = (Vec::new(), Vec::new());
    for _ in 0..HANGING {
        hanging.push(start(&store).await);
    }

    // Somebody locks every session that there is; the healthy ones come after that.
    let locks = client(&server.url(&database)).await;
    locks.batch_execute("BEGIN; SELECT 1 FROM robots_sessions FOR UPDATE").await.expect("locks");
    for _ in 0..4 {
        healthy.push(start(&store).await);
    }
    let mut stuck = JoinSet::new();
    for session in hanging.clone() {
        let store = store.clone();
        stuck.spawn(async move { (session, store.append_messages(session, &batch(false), now()).await) });
    }
    let watch = client(&server.url("postgres")).await;
    let waiting = format!(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = '{database}' AND wait_event_type = 'Lock'"
    );
    while number(&watch, &waiting).await < CONNECTIONS {
        tokio::task::yield_now().await;
    }

    // Every connection hangs now, and most of those who will hang still wait for one.
    let (asked, mut askers) = (Instant::now(), JoinSet::new());
    for session in healthy.clone() {
        let store = store.clone();
        askers.spawn(async move {
            let mut times = Vec::new();
            while asked.elapsed() < 2 * SLOW_AFTER || times.len() < 10 {
                let asked = Instant::now();
                store.append_messages(session, &batch(false), now()).await.expect("nothing is wrong with it");
                store.find_session(session, WindowRequest::newest(5)).await.expect("it is there");
                times.push(asked.elapsed());
            }
            times
        });
    }
    let backends = format!("SELECT count(*) FROM pg_stat_activity WHERE datname = '{database}'");
    let (mut times, mut most) = (Vec::new(), 0);
    while !askers.is_empty() {
        if asked.elapsed() > 2 * BOUND {
            locks.batch_execute("ROLLBACK").await.expect("no locks");
        }
        // One of them is who holds the locks.
        most = most.max(number(&watch, &backends).await - 1);
        while let Some(asker) = askers.try_join_next() {
            times.extend(asker.expect("nobody panics"));
        }
    }
    locks.batch_execute("ROLLBACK").await.expect("no locks");

    let stuck = stuck.join_all().await;
    settle(&store, &stuck).await;
    for session in healthy {
        assert!(is_whole(&walk(&store, session).await.expect("a walk")), "places with a gap");
    }
    // Later than everything that was closed under a statement.
    let open = format!("{backends} AND state LIKE 'idle in transaction%'");
    let ended = async { while number(&watch, &open).await > 0 {} };
    tokio::time::timeout(Duration::from_secs(8), ended).await.expect("no transaction is left open");
    Seen { slowest: times.iter().max().copied().unwrap_or_default(), answered: times.len(), backends: most }
}

/// What hung was done once, or is told to be unavailable.
async fn settle(
    store: &PostgresStore,
    stuck: &[(SessionId, storyden_robots::Result<storyden_robots::repository::Appended>)],
) {
    for (session, appended) in stuck {
        let stored: Vec<MessageId> =
            walk(store, *session).await.expect("a walk").into_iter().map(|(_, id)| id).collect();
        match appended {
            Ok(appended) => assert_eq!(stored, [appended.messages[0].id]),
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::Unavailable, "{error}");
                assert!(stored.len() <= 1, "it was tried by one");
            }
        }
    }
}

fn report(name: &str, seen: &Seen) {
    let Seen { slowest, answered, backends } = seen;
    eprintln!(
        "{name}: {answered} healthy answers, the slowest after {slowest:.1?}; {backends} backends at most"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sessions_that_hang_block_no_others() {
    let Some(programs) = Programs::find(15) else { return };
    let server = Server::start(&programs, &QUICK);
    let url = |database: &str| server.url(database);
    let seen = hang(&server, url, PostgresOptions::default().slow_after(SLOW_AFTER)).await;
    report("64 of 68 sessions hang", &seen);
    assert!(seen.slowest < BOUND, "a healthy session waited {:?}", seen.slowest);
    assert!(seen.backends <= 2 * CONNECTIONS, "{} backends", seen.backends);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sessions_that_hang_behind_a_pooler_block_no_others() {
    let Some(programs) = Programs::find(15) else { return };
    let server = Server::start(&programs, &QUICK);
    let Some(pooler) = Pooler::start(&server, 4 * u32::try_from(CONNECTIONS).expect("few"), "transaction")
    else {
        return;
    };
    let url = |database: &str| pooler.url(database);
    let seen = hang(&server, url, PostgresOptions::default().slow_after(SLOW_AFTER).pooler(true)).await;
    report("behind a pooler", &seen);
    assert!(seen.slowest < BOUND, "a healthy session waited {:?}", seen.slowest);
}

/// The same with a gate that never closes, to see that the tests above can fail.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn without_the_gate_sessions_that_hang_block_all() {
    let Some(programs) = Programs::find(15) else { return };
    let server = Server::start(&programs, &QUICK);
    let url = |database: &str| server.url(database);
    let seen = hang(&server, url, PostgresOptions::default().slow_after(Duration::MAX)).await;
    report("without the gate", &seen);
    assert!(seen.slowest > BOUND, "nobody waited: the test above shows nothing");
}
