//! What the server says went wrong decides whether an operation is tried again, on which connection, and
//! which error it ends with.

use std::{error::Error, fs, os::unix::fs::symlink, time::Duration};

use storyden_robots::{
    AccountId, ErrorKind, PostgresOptions, PostgresStore, SessionId, SessionRepository, WindowRequest,
};
use tokio_postgres::{Client, NoTls, error::SqlState};

use crate::{
    Databases, command,
    support::{Programs, QUICK, Server},
    work::{batch, now, record, start, walk},
};

/// Lets the first insertions of sessions fail as `plan` says, or the commits of them, and counts all.
const FAIL: &str = "
    CREATE SEQUENCE tries;
    CREATE TABLE plan (state TEXT, failing BIGINT, moment TEXT);
    CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF (SELECT moment FROM plan) = TG_ARGV[0] AND nextval('tries') <= (SELECT failing FROM plan) THEN
            RAISE EXCEPTION 'as planned' USING ERRCODE = (SELECT state FROM plan);
        END IF;
        RETURN NEW;
    END $$;
    CREATE TRIGGER fails BEFORE INSERT ON robots_sessions FOR EACH ROW EXECUTE FUNCTION fail('statement');
    CREATE CONSTRAINT TRIGGER fails_later AFTER INSERT ON robots_sessions DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION fail('commit');
";

/// What becomes of an operation whose first try fails.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fate {
    /// It is tried again on the same connection.
    Again,
    /// It is tried again on another connection.
    Elsewhere,
    /// It ends with this error.
    Ends(ErrorKind),
}
use Fate::{Again, Elsewhere, Ends};

const TABLE: [(&str, Fate); 26] = [
    // A serialization failure and a deadlock.
    ("40001", Again),
    ("40P01", Again),
    // A key that somebody took meanwhile: the operation sees that now.
    ("23505", Again),
    // Nobody knows whether it was done.
    ("40003", Elsewhere),
    // A server that only reads.
    ("25006", Elsewhere),
    // A connection that somebody left in a transaction that had failed.
    ("25P02", Elsewhere),
    // Connections that are lost.
    ("08000", Elsewhere),
    ("08003", Elsewhere),
    ("08006", Elsewhere),
    ("08P01", Elsewhere),
    // A server that shuts down, crashed or is not up yet.
    ("57P01", Elsewhere),
    ("57P02", Elsewhere),
    ("57P03", Elsewhere),
    // A connection that nobody used for long.
    ("57P05", Elsewhere),
    // A statement that was too slow, and what is full, locked or broken.
    ("57014", Ends(ErrorKind::Unavailable)),
    ("53100", Ends(ErrorKind::StorageFailed)),
    ("53200", Ends(ErrorKind::Unavailable)),
    ("53300", Ends(ErrorKind::Unavailable)),
    ("55P03", Ends(ErrorKind::Unavailable)),
    ("57P04", Ends(ErrorKind::Unavailable)),
    ("58030", Ends(ErrorKind::StorageFailed)),
    // What no second try helps.
    ("22001", Ends(ErrorKind::Internal)),
    ("23502", Ends(ErrorKind::Internal)),
    ("42501", Ends(ErrorKind::StorageFailed)),
    ("42P01", Ends(ErrorKind::StorageFailed)),
    ("XX000", Ends(ErrorKind::Internal)),
];

/// What the coordinator of a cluster says of its workers is no reason to give up the connection to it, and what it says
/// of a commit that failed leaves open what became of it. Returns the fate there.
fn in_a_cluster(state: &str, moment: &str, fate: Fate) -> Fate {
    match state {
        "XX000" if moment == "commit" => Elsewhere,
        "25006" | "25P02" => fate,
        _ if fate == Elsewhere => Again,
        _ => fate,
    }
}

async fn client(url: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.expect("the server answers");
    tokio::spawn(connection);
    client
}

/// The process that serves the store's one connection.
async fn backend(store: &PostgresStore, admin: &Client) -> i32 {
    // It has one, whatever became of the last.
    store
        .find_session(SessionId::from_bytes([0; 12]), WindowRequest::default())
        .await
        .expect_err("no session");
    let ask = "SELECT pid FROM pg_stat_activity WHERE application_name = 'storyden-robots' ORDER BY backend_start DESC";
    admin.query(ask, &[]).await.expect("processes")[0].get(0)
}

async fn plan(admin: &Client, state: &str, failing: i64, moment: &str) {
    admin.batch_execute("TRUNCATE plan; ALTER SEQUENCE tries RESTART").await.expect("no plan");
    admin
        .execute("INSERT INTO plan VALUES ($1, $2, $3)", &[&state, &failing, &moment])
        .await
        .expect("a plan");
}

fn code(error: &storyden_robots::Error) -> Option<&str> {
    let cause = error.source().and_then(|cause| cause.downcast_ref::<tokio_postgres::Error>());
    cause.and_then(tokio_postgres::Error::code).map(SqlState::code)
}

#[tokio::test]
async fn a_failure_means_what_its_code_says() {
    let Some(programs) = Programs::find(15) else { return };
    let server = Server::start(&programs, &QUICK);
    let url = server.url(&Databases::of(&server).await.fresh().await);
    let admin = client(&url).await;
    admin.batch_execute(FAIL).await.expect("a trigger");
    let mut wrong = Vec::new();
    for (distributed, moment) in
        [(false, "statement"), (false, "commit"), (true, "statement"), (true, "commit")]
    {
        let options = PostgresOptions::default().connections(1).distributed(distributed);
        let store = PostgresStore::connect(&url, options).await.expect("the store opens");
        for (state, fate) in TABLE {
            let fate = if distributed { in_a_cluster(state, moment, fate) } else { fate };
            plan(&admin, state, 1, moment).await;
            let before = backend(&store, &admin).await;
            let done = store.create_session(&record(AccountId::from_bytes([7; 12]))).await;
            let tries: i64 =
                admin.query_one("SELECT last_value FROM tries", &[]).await.expect("tries").get(0);
            let same = backend(&store, &admin).await == before;
            let found = match &done {
                Ok(()) if same => Again,
                Ok(()) => Elsewhere,
                Err(error) => Ends(error.kind()),
            };
            let expected = if matches!(fate, Ends(_)) { 1 } else { 2 };
            if (found, tries) != (fate, expected) {
                let cluster = if distributed { " of a cluster" } else { "" };
                wrong.push(format!(
                    "{state} at a {moment}{cluster}: {found:?} after {tries} tries, not {fate:?}"
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");

    // What does not pass ends with the deadline, and says why.
    let options = PostgresOptions::default().connections(1).deadline(Duration::from_millis(300));
    let store = PostgresStore::connect(&url, options).await.expect("the store opens");
    plan(&admin, "40001", i64::MAX, "statement").await;
    let error = store.create_session(&record(AccountId::from_bytes([7; 12]))).await.expect_err("as planned");
    assert_eq!(error.kind(), ErrorKind::Unavailable);
    assert_eq!(code(&error), Some("40001"));
}

#[tokio::test]
async fn who_is_not_let_in_is_told_at_once() {
    let Some(programs) = Programs::find(15) else { return };
    let server = Server::start(&programs, &QUICK);
    // No such database, and no such role.
    for (url, code) in [
        (server.url("nowhere"), "3D000"),
        (server.url("postgres").replace("user=postgres", "user=nobody"), "28000"),
    ] {
        let options = PostgresOptions::default().deadline(Duration::from_secs(600));
        let error = PostgresStore::connect(&url, options).await.expect_err("nobody is let in");
        assert_eq!(error.to_string(), "the database refused the connection");
        assert_eq!(self::code(&error), Some(code));
    }
}

#[tokio::test]
async fn a_connection_that_only_reads_is_given_up() {
    let Some(programs) = Programs::find(15) else { return };
    let server = Server::start(&programs, &QUICK);
    let database = Databases::of(&server).await.fresh().await;
    let (url, admin) = (server.url(&database), server.url("postgres"));
    command(&admin, &format!("ALTER DATABASE {database} SET default_transaction_read_only = on")).await;
    // The connection is made now, and will only read for ever.
    let store = PostgresStore::connect(&url, PostgresOptions::default().connections(1)).await;
    let store = store.expect("a store that may be read");
    command(&admin, &format!("ALTER DATABASE {database} RESET default_transaction_read_only")).await;
    let session = start(&store).await;
    store.append_messages(session, &batch(true), now()).await.expect("the next connection writes");
    assert_eq!(walk(&store, session).await.expect("a walk").len(), 1);
}

#[tokio::test]
async fn a_connection_to_a_standby_is_given_up_for_one_to_the_primary() {
    let Some(programs) = Programs::find(15) else { return };
    let primary = Server::start(&programs, &QUICK);
    command(&primary.url("postgres"), "CREATE DATABASE robots").await;
    let options = PostgresOptions::default().connections(1);
    let there = PostgresStore::connect(&primary.url("robots"), options.clone().migrate(true)).await;
    let there = there.expect("the store opens");
    let standby = Server::start_standby(&primary, "s1", &QUICK);

    // One address, which leads to the standby at first and to the primary later, as a name does.
    let folder = tempfile::tempdir().expect("a folder");
    let socket = folder.path().join(".s.PGSQL.5432");
    let lead_to = |server: &Server| {
        fs::remove_file(&socket).ok();
        symlink(format!("{}/.s.PGSQL.5432", server.socket()), &socket).expect("a link");
    };
    lead_to(&standby);
    let url = format!("host={} user=postgres dbname=robots", folder.path().display());
    let store = PostgresStore::connect(&url, options).await.expect("a standby that may be read");
    lead_to(&primary);
    let session = start(&store).await;
    store.append_messages(session, &batch(false), now()).await.expect("an append");
    assert_eq!(walk(&there, session).await.expect("on the primary").len(), 1);
}
