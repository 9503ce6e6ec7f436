//! Moving from a Storyden on PostgreSQL, to PostgreSQL and to SQLite.

use std::{path::Path, process::Command, sync::Arc};

use storyden_robots::{
    AccountId, AllowAll, PostgresOptions, PostgresStore, Robots, SqliteOptions, SqliteStore, StaticProfiles,
    StorydenSource, Transcripts, WholeStore, transfer::export,
};

use crate::{
    Databases,
    support::{Programs, QUICK, Server},
};

const ADMIN: AccountId = AccountId::from_bytes([1; 12]);

/// Makes a database of what `pg_dump` wrote of Storyden's.
async fn storyden(programs: &Programs, server: &Server) -> StorydenSource {
    super::command(&server.url("postgres"), "CREATE DATABASE storyden").await;
    let url = server.url("storyden");
    let dump = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/storyden/head.postgres.sql");
    // Nobody has the dump's owner here, so what names that fails, and nothing else.
    let loaded = Command::new(programs.path("psql")).args(["-q", "-d", &url, "-f"]).arg(dump).output();
    assert!(loaded.expect("psql starts").status.success());
    StorydenSource::Postgres(url)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_of_storyden_is_imported_into_postgresql_and_sqlite() {
    let Some(programs) = Programs::find(15) else { return };
    let server = Server::start(&programs, &QUICK);
    let source = storyden(&programs, &server).await;
    let database = Databases::of(&server).await.fresh().await;
    let postgres = PostgresStore::connect(&server.url(&database), PostgresOptions::default()).await;
    let postgres = postgres.expect("the store opens");
    let folder = tempfile::tempdir().expect("a folder");
    let options = SqliteOptions::new(folder.path().join("robots.db")).migrate(true);
    let sqlite = SqliteStore::open(options).await.expect("the store opens");

    let stores: [Arc<dyn WholeStore>; 2] = [Arc::new(postgres.clone()), Arc::new(sqlite.clone())];
    for store in stores {
        let robots = Robots::new(Arc::clone(&store), AllowAll, StaticProfiles::default());
        let transcripts = Transcripts::new(robots, store);
        for outcome in ["new", "same"] {
            let report = transcripts.import_storyden(ADMIN, &source, false, |_| {}).await.expect("an import");
            assert_eq!(report.notes, [], "{outcome}");
            let sessions = report.sessions.into_iter().collect::<Vec<_>>();
            assert!(matches!(sessions[..], [(what, 20..)] if what == outcome), "{sessions:?}");
        }
        let check = transcripts.check_storyden(ADMIN, &source, |_| {}).await.expect("a check");
        assert_eq!(check.differences, []);
        assert!(check.messages > 100, "{check:?}");
    }
    let (mut on_postgres, mut on_sqlite) = (Vec::new(), Vec::new());
    export(&postgres, &mut on_postgres, |_| {}).await.expect("an export");
    export(&sqlite, &mut on_sqlite, |_| {}).await.expect("an export");
    assert!(on_postgres == on_sqlite, "both have the same rows");
}
