//! Too few connections, none at all, and what a client of the host is told of it.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use storyden_robots::{ErrorKind, PostgresOptions, PostgresStore, Result, SessionRepository};
use tokio::task::JoinSet;
use tokio_postgres::NoTls;

use crate::{
    Databases,
    support::{Programs, QUICK, Server},
    work::{batch, is_whole, now, start, walk},
};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_connection_serves_a_hundred_tasks_or_refuses_in_time() {
    let Some(programs) = Programs::find(15) else { return };
    let server = Server::start(&programs, &QUICK);
    let url = server.url(&Databases::of(&server).await.fresh().await);
    let limit = Duration::from_secs(1);
    let options = PostgresOptions::default().connections(1).deadline(4 * limit).statement_timeout(4 * limit);
    let store =
        Arc::new(PostgresStore::connect(&url, options.acquire_timeout(limit)).await.expect("a store"));
    let session = start(&*store).await;
    let hundred = |store: &Arc<PostgresStore>| {
        let mut tasks = JoinSet::new();
        for _ in 0..100 {
            let store = Arc::clone(store);
            tasks.spawn(async move {
                let begun = Instant::now();
                (store.append_messages(session, &batch(false), now()).await.map(drop), begun.elapsed())
            });
        }
        tasks.join_all()
    };

    // Somebody holds the row that all of them need, longer than anybody waits.
    let (client, connection) = tokio_postgres::connect(&url, NoTls).await.expect("the server");
    tokio::spawn(connection);
    client.batch_execute("BEGIN; SELECT 1 FROM robots_sessions FOR UPDATE").await.expect("a lock");
    let done: Vec<(Result<()>, Duration)> = hundred(&store).await;
    let soon = done.iter().filter(|(_, time)| *time < 3 * limit).count();
    assert!(soon >= 99, "{soon} were told in time; one waits for the row");
    for (result, time) in done {
        assert_eq!(result.expect_err("the row is locked").kind(), ErrorKind::Unavailable);
        assert!(time < 6 * limit, "{time:?}");
    }
    client.batch_execute("ROLLBACK").await.expect("no lock");

    // Nothing is left of it, and one connection is enough for those who wait for each other.
    let patient = PostgresOptions::default().connections(1).acquire_timeout(30 * limit).deadline(60 * limit);
    let patient = Arc::new(PostgresStore::connect(&url, patient).await.expect("a store"));
    for (result, _) in hundred(&patient).await {
        result.expect("all have their turn");
    }
    let met = walk(&*patient, session).await.expect("a walk");
    assert!(is_whole(&met) && met.len() >= 100, "{} messages", met.len());
}

#[cfg(feature = "axum")]
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_server_that_is_gone_is_a_503_that_tells_nothing() {
    use storyden_robots::{
        AccountId, AllowAll, Robots, StaticProfiles,
        http::{StaticAuthenticator, router},
    };
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    let Some(programs) = Programs::find(15) else { return };
    let server = Server::start(&programs, &QUICK);
    let database = Databases::of(&server).await.fresh().await;
    let options = PostgresOptions::default().deadline(Duration::from_millis(300));
    let store = PostgresStore::connect(&server.url(&database), options).await.expect("a store");
    let session = start(&store).await;
    let robots = Robots::new(store, AllowAll, StaticProfiles::default());
    let ann = StaticAuthenticator::new().cookie("ann", AccountId::from_bytes([1; 12]));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let addr = listener.local_addr().expect("an address");
    tokio::spawn(async move { axum::serve(listener, router(robots, ann)).await });
    let ask = async |request: &str, body: &str| {
        let mut stream = tokio::net::TcpStream::connect(addr).await.expect("the host listens");
        let length = body.len();
        let request = format!(
            "{request} HTTP/1.1\r\nhost: x\r\ncookie: storyden-session=ann\r\nconnection: close\r\n\
             content-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
        );
        stream.write_all(request.as_bytes()).await.expect("it is sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.expect("an answer");
        answer.to_lowercase()
    };
    assert!(ask("GET /robots/sessions", "").await.starts_with("http/1.1 200"));

    server.kill();
    let messages = format!("POST /robots/sessions/{session}/messages");
    for (request, body) in [
        ("GET /robots/sessions", ""),
        ("GET /robots", ""),
        ("POST /robots/sessions", r#"{"name":"hunter2"}"#),
        (&messages, r#"{"role":"user","parts":[{"type":"text","text":"hunter2"}]}"#),
    ] {
        let answer = ask(request, body).await;
        assert!(answer.starts_with("http/1.1 503"), "{answer}");
        let folder = server.socket().to_lowercase();
        for word in [
            "hunter2",
            &*database,
            &*folder,
            "select",
            "insert",
            "postgres",
            "os error",
            "os {",
            "connecting to server",
            "kind:",
            "socket",
            "127.0.0.1",
        ] {
            assert!(!answer.contains(word), "{request} tells {word}: {answer}");
        }
    }
}
