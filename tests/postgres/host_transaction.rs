//! A host's own rows and the store's are written in one transaction, or neither.

use storyden_robots::{ErrorKind, PostgresOptions, PostgresStore, SessionRepository, WindowRequest};

use crate::{
    Databases, command,
    support::{Programs, QUICK, Server},
    work::{batch, now, start, walk},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_the_host_and_the_store_write_is_committed_together() {
    let Some(programs) = Programs::find(15) else { return };
    let server = Server::start(&programs, &QUICK);
    let url = server.url(&Databases::of(&server).await.fresh().await);
    command(&url, "CREATE TABLE reports (count BIGINT); INSERT INTO reports VALUES (0)").await;
    let store = PostgresStore::connect(&url, PostgresOptions::default()).await.expect("the store opens");
    let session = start(&store).await;

    for commit in [true, false] {
        let before = walk(&store, session).await.expect("a walk").len();
        let transaction = store.begin().await.expect("it begins");
        let first = batch(true);
        transaction.append_messages(session, &first, now()).await.expect("an append");
        let raise = "UPDATE reports SET count = count + 1";
        transaction.client().await.expect("a client").execute(raise, &[]).await.expect("it is raised");

        // What fails is undone alone.
        let mut twice = batch(false);
        twice.messages.push(first.messages[0].clone());
        let refused = transaction.append_messages(session, &twice, now()).await;
        assert_eq!(refused.expect_err("an id is taken").kind(), ErrorKind::AlreadyExists);
        assert!(transaction.append_messages(session, &first, now()).await.expect("a replay").replayed);

        // It is seen inside and not outside.
        assert_eq!(walk(&transaction, session).await.expect("a walk").len(), before + 1);
        assert_eq!(walk(&store, session).await.expect("a walk").len(), before);
        if commit {
            transaction.clone().commit().await.expect("it is committed");
            let ended = transaction.find_session(session, WindowRequest::default()).await;
            assert_eq!(ended.expect_err("it has ended").kind(), ErrorKind::Unavailable);
        } else {
            drop(transaction);
        }
        assert_eq!(walk(&store, session).await.expect("a walk").len(), before + usize::from(commit));
    }
    command(&url, "DO $$ BEGIN ASSERT (SELECT count FROM reports) = 1; END $$").await;
}
