//! What a store does on a cluster, as far as one server can show it: this one has the functions and the catalogue of
//! Citus, with their rules, and spreads nothing.

use storyden_robots::{
    ErrorKind, PostgresOptions, PostgresStore,
    sql::{Dialect, Tables, citus_distribution, migrations},
};
use tokio::task::JoinSet;
use tokio_postgres::{Client, NoTls};

use crate::{
    command,
    support::{Programs, QUICK, Server},
    work::start,
};

/// A table is spread once, and each of its unique keys has the column that it is spread by.
const CITUS: &str = "
    CREATE TABLE pg_dist_partition (logicalrelid regclass PRIMARY KEY, partmethod \"char\", beside text);
    CREATE FUNCTION create_reference_table(spread regclass) RETURNS void LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO pg_dist_partition VALUES (spread, 'n', NULL);
    END $$;
    CREATE FUNCTION create_distributed_table(spread regclass, by_column text, colocate_with text DEFAULT 'default')
    RETURNS void LANGUAGE plpgsql AS $$ DECLARE key regclass; BEGIN
        SELECT indexrelid INTO key FROM pg_index WHERE indrelid = spread AND indisunique AND NOT EXISTS
            (SELECT 1 FROM pg_attribute WHERE attrelid = spread AND attnum = ANY (indkey) AND attname = by_column);
        IF FOUND THEN RAISE EXCEPTION '% does not have %', key, by_column; END IF;
        PERFORM pg_sleep(0.01);
        INSERT INTO pg_dist_partition VALUES (spread, 'h', colocate_with);
    END $$;
";

async fn client(url: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.expect("the server answers");
    tokio::spawn(connection);
    client
}

/// Returns how many tables are spread by session, how many are everywhere, and how many are neither.
async fn spread(client: &Client) -> [i64; 3] {
    let count = "SELECT count(*) FILTER (WHERE partmethod = 'h'), count(*) FILTER (WHERE partmethod = 'n'),
        count(*) FILTER (WHERE partmethod IS NULL) FROM pg_class LEFT JOIN pg_dist_partition ON logicalrelid = oid
        WHERE relkind = 'r' AND relname LIKE 'robots\\_%'";
    let row = client.query_one(count, &[]).await.expect("tables");
    [0, 1, 2].map(|column| row.get(column))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_may_migrate_spreads_what_it_made_and_what_an_upgrade_added() {
    let Some(programs) = Programs::find(15) else { return };
    let server = Server::start(&programs, &QUICK);
    let url = server.url("postgres");
    command(&url, CITUS).await;
    let options = PostgresOptions::default().connections(1).distributed(true);

    // Several at once, each with one connection.
    let mut opening = JoinSet::new();
    for _ in 0..4 {
        let (url, options) = (url.clone(), options.clone().migrate(true));
        opening.spawn(
            async move { start(&PostgresStore::connect(&url, options).await.expect("it opens")).await },
        );
    }
    opening.join_all().await;
    let admin = client(&url).await;
    let [by_session, everywhere, neither] = spread(&admin).await;
    let made = citus_distribution(&Tables::default()).len();
    assert_eq!(usize::try_from(by_session + everywhere).expect("few"), made);
    // The lengths of lists, and the bytes of files.
    assert_eq!(neither, 3);
    let apart = "SELECT count(*) FROM pg_dist_partition WHERE partmethod = 'h' AND logicalrelid <> 'robots_sessions'::regclass
        AND beside IS DISTINCT FROM '\"robots_sessions\"'";
    assert_eq!(admin.query_one(apart, &[]).await.expect("a count").get::<_, i64>(0), 0);

    // A table that a new version brought is not spread yet: refused, until whoever may migrate comes.
    for table in ["robots_turns", "robots_migrations"] {
        let forget = format!("DELETE FROM pg_dist_partition WHERE logicalrelid = '{table}'::regclass");
        admin.batch_execute(&forget).await.expect("a table that is new");
        let refused = PostgresStore::connect(&url, options.clone()).await.expect_err("not spread");
        assert_eq!(refused.kind(), ErrorKind::StorageFailed);
        assert!(refused.to_string().contains(table), "{refused}");
        PostgresStore::connect(&url, options.clone().migrate(true)).await.expect("it spreads it");
        assert_eq!(spread(&admin).await, [by_session, everywhere, neither]);
        PostgresStore::connect(&url, options.clone()).await.expect("nothing is left to do");
    }

    // What is spread otherwise is not ours to change.
    let otherwise =
        "UPDATE pg_dist_partition SET partmethod = 'n' WHERE logicalrelid = 'robots_messages'::regclass";
    admin.batch_execute(otherwise).await.expect("a reference table");
    let refused = PostgresStore::connect(&url, options.migrate(true)).await.expect_err("spread otherwise");
    assert_eq!(refused.kind(), ErrorKind::StorageFailed);
}

#[tokio::test]
async fn a_dba_runs_the_same_statements_after_each_upgrade() {
    let Some(programs) = Programs::find(15) else { return };
    let server = Server::start(&programs, &QUICK);
    let url = server.url("postgres");
    command(&url, CITUS).await;
    let tables = Tables::default().in_schema("own").expect("a name");
    command(&url, "CREATE SCHEMA own").await;
    for migration in migrations(Dialect::Postgres, &tables) {
        command(&url, &migration.script()).await;
    }
    let admin = client(&url).await;
    let options = PostgresOptions::default().connections(1).distributed(true).tables(tables.clone());
    PostgresStore::connect(&url, options.clone()).await.expect_err("nothing is spread yet");
    for _ in 0..2 {
        for statement in citus_distribution(&tables) {
            admin.batch_execute(&statement).await.expect(&statement);
        }
        start(&PostgresStore::connect(&url, options.clone()).await.expect("it opens")).await;
        admin
            .batch_execute("DELETE FROM pg_dist_partition WHERE logicalrelid = 'own.robots_drafts'::regclass")
            .await
            .expect("a new table");
    }
}
