//! A connection that breaks just before the answer: nothing is lost, and nothing is done twice.

use std::{
    collections::HashMap,
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use storyden_robots::{
    AccountId, ErrorKind, PageRequest, PostgresOptions, PostgresStore, SessionFilter, SessionRepository,
    WindowRequest,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream, UnixStream},
    task::JoinSet,
};

use crate::{
    Databases,
    support::{Programs, QUICK, Server},
    work::{batch, is_whole, now, record, start, walk},
};

/// What becomes of an answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Loss {
    /// The connection is cut.
    Cut,
    /// It is replaced by what the coordinator of a cluster says when a worker dies at a `COMMIT`.
    Unknown,
    /// There is none: the server stops the `COMMIT` before it begins, as it does when time is up just then. The
    /// transaction is still open.
    Stopped,
}

/// A `COMMIT` as the client sends it, and what is stopped in its place.
const COMMIT: &[u8] = b"Q\0\0\0\x0bCOMMIT\0";
const STOPPED: &str = "DO $$ BEGIN RAISE 'time is up' USING ERRCODE = '57014'; END $$";

/// The end of a transaction as the server tells it, and what a coordinator says instead.
const DONE: &[u8] = b"C\0\0\0\x0bCOMMIT\0Z\0\0\0\x05I";
const UNKNOWN: &[u8] = b"E\0\0\0\x2cSERROR\0VERROR\0CXX000\0Mcould not commit\0\0Z\0\0\0\x05I";

/// Stands before a server and loses every third answer to something that is committed, after the server has done it
/// and before the client hears of it: a `COMMIT`, or an insertion outside of a transaction.
pub(crate) struct Proxy {
    pub(crate) port: u16,
    pub(crate) cuts: Arc<AtomicUsize>,
    accepted: Arc<AtomicUsize>,
}

impl Proxy {
    pub(crate) async fn start(server: &Server, loss: Loss) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("a port").port();
        let upstream = PathBuf::from(server.socket()).join(".s.PGSQL.5432");
        let (cuts, answers) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let accepted = Arc::new(AtomicUsize::new(0));
        let (counted, met) = (Arc::clone(&cuts), Arc::clone(&accepted));
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                met.fetch_add(1, Ordering::Relaxed);
                let server = UnixStream::connect(&upstream).await.expect("the server");
                tokio::spawn(pass(client, server, loss, Arc::clone(&counted), Arc::clone(&answers)));
            }
        });
        Self { port, cuts, accepted }
    }
}

async fn pass(
    mut client: TcpStream,
    mut server: UnixStream,
    loss: Loss,
    cuts: Arc<AtomicUsize>,
    answers: Arc<AtomicUsize>,
) {
    let (mut asked, mut answered) = (vec![0; 65536], vec![0; 65536]);
    loop {
        tokio::select! {
            read = client.read(&mut asked) => match read {
                Ok(1..) => {
                    let mut asked = asked[..read.unwrap_or(0)].to_vec();
                    let commit = asked.windows(COMMIT.len()).position(|part| part == COMMIT);
                    if let (Loss::Stopped, Some(at)) = (loss, commit)
                        && answers.fetch_add(1, Ordering::Relaxed) % 3 == 2
                    {
                        cuts.fetch_add(1, Ordering::Relaxed);
                        let length = u32::try_from(STOPPED.len() + 5).expect("a short text").to_be_bytes();
                        let stopped = [b"Q", &length[..], STOPPED.as_bytes(), b"\0"].concat();
                        asked.splice(at..at + COMMIT.len(), stopped);
                    }
                    if server.write_all(&asked).await.is_err() {
                        return;
                    }
                }
                _ => return,
            },
            read = server.read(&mut answered) => {
                let answer = &answered[..read.unwrap_or(0)];
                let tags: [&[u8]; 2] = [b"COMMIT\0", b"INSERT 0 1\0Z\0\0\0\x05I"];
                let committed = tags.iter().any(|tag| answer.windows(tag.len()).any(|part| part == *tag));
                if loss != Loss::Stopped && committed && answers.fetch_add(1, Ordering::Relaxed) % 3 == 2 {
                    match (loss, answer.strip_suffix(DONE)) {
                        (Loss::Unknown, Some(before)) => {
                            cuts.fetch_add(1, Ordering::Relaxed);
                            if client.write_all(&[before, UNKNOWN].concat()).await.is_err() {
                                return;
                            }
                            continue;
                        }
                        (Loss::Unknown | Loss::Stopped, _) => {}
                        (Loss::Cut, _) => {
                            cuts.fetch_add(1, Ordering::Relaxed);
                            return;
                        }
                    }
                }
                if answer.is_empty() || client.write_all(answer).await.is_err() {
                    return;
                }
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_commit_that_is_stopped_leaves_a_connection_that_works() {
    let Some(programs) = Programs::find(15) else { return };
    let server = Server::start(&programs, &QUICK);
    let database = Databases::of(&server).await.fresh().await;
    for pooler in [false, true] {
        let proxy = Proxy::start(&server, Loss::Stopped).await;
        let url = format!("postgres://postgres@127.0.0.1:{}/{database}", proxy.port);
        let options = PostgresOptions::default().pooler(pooler).connections(1);
        let store = PostgresStore::connect(&url, options).await.expect("the store opens");
        let straight = PostgresStore::connect(&server.url(&database), PostgresOptions::default()).await;
        let straight = straight.expect("the store opens");
        // What was stopped while it was opened is behind it then.
        store.create_session(&record(AccountId::from_bytes([7; 12]))).await.ok();
        let of = |count: &AtomicUsize| count.load(Ordering::Relaxed);
        let (accepted, cuts) = (of(&proxy.accepted), of(&proxy.cuts));
        let (mut stopped, mut created) = (0, Vec::new());
        for _ in 0..30 {
            let new = record(AccountId::from_bytes([7; 12]));
            match store.create_session(&new).await {
                Ok(()) => created.push(new.id),
                Err(error) => {
                    assert_eq!(error.kind(), ErrorKind::Unavailable, "{error:?}");
                    stopped += 1;
                    straight
                        .find_session(new.id, WindowRequest::default())
                        .await
                        .expect_err("it was stopped");
                }
            }
        }
        assert!(stopped >= 9, "{stopped}");
        assert_eq!(of(&proxy.cuts), cuts + stopped, "only those");
        assert_eq!(of(&proxy.accepted), accepted, "the connection was kept");

        // Nobody waits for the end of what only reads: the next one on that connection finds it out.
        for &id in created.iter().chain(&created) {
            store.find_session(id, WindowRequest::default()).await.expect("it is there");
        }
        assert!(of(&proxy.cuts) > cuts + stopped + 5, "reads were stopped too");
    }
}

/// Opens a store over connections that lose every third answer, and one over connections that lose none.
pub(crate) async fn open(
    server: &Server,
    database: &str,
    loss: Loss,
    pooler: bool,
) -> (Proxy, PostgresStore, PostgresStore) {
    let proxy = Proxy::start(server, loss).await;
    let url = format!("postgres://postgres@127.0.0.1:{}/{database}", proxy.port);
    let options = PostgresOptions::default().pooler(pooler).distributed(loss == Loss::Unknown);
    let cut = PostgresStore::connect(&url, options).await.expect("the store opens");
    let straight = PostgresStore::connect(&server.url(database), PostgresOptions::default()).await;
    (proxy, cut, straight.expect("the store opens"))
}

/// Returns how many sessions a store has, as it counts them.
async fn sessions_in(store: &PostgresStore) -> u32 {
    let page = store.list_sessions(SessionFilter::default(), PageRequest::new(1, 1)).await;
    page.expect("a page").total_pages.expect("a length")
}

/// Appends and deletes over connections that lose every third answer. Nobody else uses the database.
async fn write_over(server: &Server, database: &str, loss: Loss, pooler: bool) {
    let (proxy, cut, straight) = open(server, database, loss, pooler).await;
    let before = sessions_in(&straight).await;
    let mut sessions = Vec::new();
    for _ in 0..20 {
        sessions.push(start(&cut).await);
    }
    let after = sessions_in(&straight).await;
    assert_eq!(after - before, 20, "sessions that are counted");

    let mut writers = JoinSet::new();
    for writer in 0..8 {
        let (store, session) = (cut.clone(), sessions[writer % 4]);
        writers.spawn(async move {
            let mut acknowledged = Vec::new();
            for _ in 0..50 {
                let appended = store
                    .append_messages(session, &batch(writer < 4), now())
                    .await
                    .expect("it is tried again");
                assert!(!appended.replayed, "the caller tried once");
                let message = &appended.messages[0];
                acknowledged.push((session, message.id, message.sequence.get()));
            }
            acknowledged
        });
    }
    let acknowledged = writers.join_all().await.concat();
    let mut stored = HashMap::new();
    for &session in &sessions[..4] {
        let met = walk(&straight, session).await.expect("a walk");
        assert!(is_whole(&met), "sequences with a gap");
        stored.extend(met.into_iter().map(|(place, id)| ((session, id), place)));
    }
    assert_eq!(
        stored.len(),
        acknowledged.len(),
        "messages that are stored, and those that were acknowledged"
    );
    for (session, id, place) in acknowledged {
        assert_eq!(stored.get(&(session, id)), Some(&place), "as it was acknowledged");
    }

    // Deleting is done once too, and not denied afterwards.
    for &session in &sessions {
        cut.delete_session(session, now()).await.expect("it was there");
    }
    let left = sessions_in(&straight).await;
    assert_eq!(left, before, "sessions that are left");
    let cuts = proxy.cuts.load(Ordering::Relaxed);
    assert!(cuts > 100, "{cuts} answers");
    eprintln!("{loss:?}, pooler {pooler}: 400 acknowledged, 0 lost, 0 twice; {cuts} answers lost");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_lost_answer_loses_nothing_and_doubles_nothing() {
    let Some(programs) = Programs::find(15) else { return };
    let server = Server::start(&programs, &QUICK);
    let databases = Databases::of(&server).await;
    let [cut, cut_behind, unknown, unknown_behind] =
        [databases.fresh().await, databases.fresh().await, databases.fresh().await, databases.fresh().await];
    // Most of the time is spent waiting before a write is tried again.
    tokio::join!(
        write_over(&server, &cut, Loss::Cut, false),
        write_over(&server, &cut_behind, Loss::Cut, true),
        write_over(&server, &unknown, Loss::Unknown, false),
        write_over(&server, &unknown_behind, Loss::Unknown, true),
    );
}
