//! Lengths are kept in several rows, so that creations do not wait for one another.

use std::time::Duration;

use storyden_robots::{
    AccountId, PageRequest, PostgresOptions, PostgresStore, SessionFilter, SessionRepository,
};
use tokio::{task::JoinSet, time::timeout};
use tokio_postgres::NoTls;

use crate::{
    Databases,
    support::{Programs, QUICK, Server},
    work::{record, unique},
};

/// Creates sessions at once, and returns how many were created in a time that is much longer than it takes.
async fn create(store: &PostgresStore, accounts: impl IntoIterator<Item = AccountId>) -> usize {
    let mut creators = JoinSet::new();
    for account in accounts {
        let store = store.clone();
        creators.spawn(async move {
            let session = record(account);
            let created = timeout(Duration::from_secs(2), store.create_session(&session)).await;
            created.map(|created| created.expect("a session is created"))
        });
    }
    creators.join_all().await.into_iter().flatten().count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_creation_waits_for_few_others() {
    let Some(programs) = Programs::find(15) else { return };
    let server = Server::start(&programs, &QUICK);
    let url = server.url(&Databases::of(&server).await.fresh().await);
    let store = PostgresStore::connect(&url, PostgresOptions::default().connections(64)).await;
    let store = store.expect("the store opens");
    let accounts = || (0..64).map(|_| AccountId::from_bytes(unique()));
    assert_eq!(create(&store, accounts()).await, 64);

    // Somebody creates a session, and does not commit yet.
    let (client, connection) = tokio_postgres::connect(&url, NoTls).await.expect("the server");
    tokio::spawn(connection);
    let slots =
        "SELECT count(DISTINCT slot) FROM robots_counts WHERE list = (SELECT min(list) FROM robots_counts)";
    let slots: i64 = client.query_one(slots, &[]).await.expect("slots").get(0);
    assert!(slots >= 8, "{slots} slots");
    let lock =
        "BEGIN; SELECT 1 FROM robots_counts WHERE slot = (SELECT min(slot) FROM robots_counts) FOR UPDATE";
    client.batch_execute(lock).await.expect("a lock");
    let created = create(&store, accounts()).await;
    client.batch_execute("ROLLBACK").await.expect("no lock");
    assert!((32..64).contains(&created), "{created} of 64 did not wait");

    // What was dropped while it waited is not counted, unless it was just being committed: then it is there, too.
    let kept: i64 = client.query_one("SELECT count(*) FROM robots_sessions", &[]).await.expect("rows").get(0);
    assert!(usize::try_from(kept).is_ok_and(|kept| kept >= 64 + created), "{kept} sessions");
    let page = store.list_sessions(SessionFilter::default(), PageRequest::new(1, 1)).await.expect("a page");
    assert_eq!(page.total_pages, u32::try_from(kept).ok());
}
