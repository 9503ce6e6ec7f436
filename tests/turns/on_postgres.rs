//! Runs all tests of this binary again, on PostgreSQL: in a process of their own, each in a fresh database of one server.

use std::{
    env, fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use storyden_robots::{PostgresOptions, PostgresStore};
use tokio_postgres::NoTls;

use crate::{
    postgres::{Programs, QUICK, Server},
    scene::Shared,
};

/// The server that tests are to run on, and the folder of its clocks.
const SERVER: [&str; 2] = ["ROBOTS_TURNS_ON", "ROBOTS_TURNS_CLOCKS"];

/// A clock in place of the server's, which tests move: what a file says, and since then it goes, ten times slower than time
/// does, so that each look is later than the one before.
const CLOCK: &str = "CREATE SCHEMA tests;
CREATE FUNCTION tests.clock_timestamp() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$
    SELECT timestamptz 'epoch' + interval '1 microsecond'
        * (told[1]::float8 + (extract(epoch FROM pg_catalog.clock_timestamp())::float8 * 1000000 - told[2]::float8) / 10)
    FROM string_to_array(pg_read_file('FOLDER/' || current_database()), ' ') AS told
$$";

/// The store of a database, in which the tests' clock hides the server's.
fn url(server: &str, database: &str) -> String {
    format!("{server} dbname={database} options='-c search_path=tests,pg_catalog,public'")
}

pub(crate) async fn open(url: &str) -> Shared {
    let options = PostgresOptions::default().connections(6);
    Arc::new(PostgresStore::connect(url, options).await.unwrap())
}

async fn run(url: &str, commands: &str) -> Result<(), tokio_postgres::Error> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await?;
    tokio::spawn(connection);
    client.batch_execute(commands).await
}

/// Makes a database, if the tests are to run on a server, and returns its URL and the file of its clock. Calls `begin` first.
pub(crate) async fn fresh(begin: impl FnOnce()) -> Option<(String, PathBuf)> {
    static MADE: AtomicUsize = AtomicUsize::new(0);

    let [server, folder] = SERVER.map(|name| env::var(name).ok());
    let (server, folder) = (server?, folder?);
    begin();
    let name = format!("fresh_{}", MADE.fetch_add(1, Ordering::SeqCst));
    // What made the pattern, or another test that copies it, may not be gone yet.
    let admin = format!("{server} dbname=postgres");
    while run(&admin, &format!("CREATE DATABASE {name} TEMPLATE pattern")).await.is_err() {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    Some((url(&server, &name), Path::new(&folder).join(name)))
}

#[tokio::test]
async fn all_tests_pass_on_postgres() {
    if env::var(SERVER[0]).is_ok() {
        return;
    }
    let Some(programs) = Programs::find(15) else { return };
    let server = Server::start(&programs, &QUICK);
    let clocks = tempfile::Builder::new().prefix("robots-clocks-").tempdir_in("/tmp").unwrap();
    fs::set_permissions(clocks.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let folder = clocks.path().to_str().unwrap();
    run(&server.url("postgres"), "CREATE DATABASE pattern").await.unwrap();
    run(&server.url("pattern"), &CLOCK.replace("FOLDER", folder)).await.unwrap();
    fs::write(clocks.path().join("pattern"), "0 0").unwrap();
    let base = format!("host={} user=postgres", server.socket());
    let options = PostgresOptions::default().migrate(true).connections(1);
    drop(PostgresStore::connect(&url(&base, "pattern"), options).await.unwrap());

    let mut tests = Command::new(env::current_exe().unwrap());
    tests.arg("--test-threads=4").envs([(SERVER[0], base.as_str()), (SERVER[1], folder)]);
    let output = tokio::task::spawn_blocking(move || tests.output().unwrap()).await.unwrap();
    assert!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}
