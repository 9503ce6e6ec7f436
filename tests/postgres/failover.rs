//! The primary dies under load: what was acknowledged is on the standby that takes over.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use storyden_robots::{MessageId, PostgresOptions, PostgresStore, SessionId, SessionRepository};
use tokio::{task::JoinSet, time::sleep};
use tokio_postgres::NoTls;

use crate::{
    command, seconds,
    support::{Programs, Server},
    work::{batch, is_whole, now, start, walk},
};

/// What a run of the load showed.
#[derive(Debug, Default)]
struct Seen {
    acknowledged: Vec<(Instant, SessionId, MessageId, u64)>,
    walks: usize,
    page_violations: usize,
    errors: BTreeMap<String, usize>,
}

impl Seen {
    fn failed(&mut self, error: &storyden_robots::Error) {
        let cause =
            std::error::Error::source(error).and_then(|cause| cause.downcast_ref::<tokio_postgres::Error>());
        let code = cause.and_then(tokio_postgres::Error::code).map_or("no code", |code| code.code());
        *self.errors.entry(format!("{} ({code})", error.kind().as_str())).or_default() += 1;
    }
}

struct Run {
    acknowledged: usize,
    lost: usize,
    gaps: usize,
    page_violations: usize,
}

/// Kills the primary of three servers while 8 write and 4 walk, and lets the standby that has more take over.
async fn run(name: &str, programs: &Programs, quorum: &str) -> Run {
    let primary = Server::start(programs, &["fsync=off"]);
    command(&primary.url("postgres"), "CREATE DATABASE robots").await;
    let setting = format!("synchronous_standby_names={quorum}");
    let settings = ["fsync=off", &setting];
    let standbys = ["s1", "s2"].map(|name| Server::start_standby(&primary, name, &settings));
    // Not before: the primary would wait for standbys that are not there.
    let names = format!("ALTER SYSTEM SET synchronous_standby_names = '{quorum}'");
    command(&primary.url("postgres"), &names).await;
    command(&primary.url("postgres"), "SELECT pg_reload_conf()").await;
    let url = format!(
        "host={},{},{} user=postgres dbname=robots",
        primary.socket(),
        standbys[0].socket(),
        standbys[1].socket()
    );
    let options = PostgresOptions::default()
        .migrate(true)
        .statement_timeout(Duration::from_secs(2))
        .deadline(Duration::from_secs(20));
    let store = PostgresStore::connect(&url, options).await.expect("the store opens");
    let mut sessions = Vec::new();
    for _ in 0..4 {
        sessions.push(start(&store).await);
    }

    let (seen, stop) = (Arc::new(Mutex::new(Seen::default())), Arc::new(AtomicBool::new(false)));
    let mut load = JoinSet::new();
    for worker in 0..12 {
        let (store, session) = (store.clone(), sessions[worker % 4]);
        let (seen, stop) = (Arc::clone(&seen), Arc::clone(&stop));
        load.spawn(async move {
            while !stop.load(Ordering::Relaxed) {
                if worker < 8 {
                    let done = store.append_messages(session, &batch(worker % 2 == 0), now()).await;
                    let mut seen = seen.lock().expect("nobody panics");
                    match done {
                        Ok(done) => {
                            let message = &done.messages[0];
                            let place = message.sequence.get();
                            seen.acknowledged.push((Instant::now(), session, message.id, place));
                        }
                        Err(error) => seen.failed(&error),
                    }
                } else {
                    let met = walk(&store, session).await;
                    let mut seen = seen.lock().expect("nobody panics");
                    match met {
                        Ok(met) => {
                            seen.walks += 1;
                            seen.page_violations += usize::from(!is_whole(&met));
                        }
                        Err(error) => seen.failed(&error),
                    }
                }
            }
        });
    }

    let half = seconds(5) / 2;
    sleep(half).await;
    // The network fails a moment before the machine does.
    primary.stop_sending();
    sleep(Duration::from_millis(200)).await;
    primary.kill();
    sleep(Duration::from_millis(500)).await;
    let (ahead, behind) = further(&standbys).await;
    ahead.promote();
    let follow = format!(
        "ALTER SYSTEM SET primary_conninfo = 'host={} user=postgres application_name=s3'",
        ahead.socket()
    );
    command(&behind.url("postgres"), &follow).await;
    command(&behind.url("postgres"), "SELECT pg_reload_conf()").await;
    sleep(half).await;
    stop.store(true, Ordering::Relaxed);
    load.join_all().await;

    let (mut stored, mut gaps) = (HashMap::new(), 0);
    for &session in &sessions {
        let met = walk(&store, session).await.expect("a walk");
        gaps += usize::from(!is_whole(&met));
        stored.extend(met.into_iter().map(|(place, id)| ((session, id), place)));
    }
    let seen = std::mem::take(&mut *seen.lock().expect("nobody panics"));
    let mut times: Vec<_> = seen.acknowledged.iter().map(|(time, ..)| *time).collect();
    times.sort();
    let longest = times.windows(2).map(|pair| pair[1] - pair[0]).max().unwrap_or_default();
    let kept = |(_, session, id, place): &&(Instant, SessionId, MessageId, u64)| {
        stored.get(&(*session, *id)) == Some(place)
    };
    let run = Run {
        acknowledged: seen.acknowledged.len(),
        lost: seen.acknowledged.len() - seen.acknowledged.iter().filter(kept).count(),
        gaps,
        page_violations: seen.page_violations,
    };
    eprintln!(
        "{name}: {} acknowledged, {} lost, {gaps} gaps, {} page violations in {} walks, longest write gap {longest:.1?}, errors {:?}",
        run.acknowledged, run.lost, run.page_violations, seen.walks, seen.errors,
    );
    run
}

/// Returns the standby that has received more, and then the other.
async fn further(standbys: &[Server; 2]) -> (&Server, &Server) {
    let mut received = Vec::new();
    for standby in standbys {
        let (client, connection) =
            tokio_postgres::connect(&standby.url("postgres"), NoTls).await.expect("the standby answers");
        tokio::spawn(connection);
        let ask = "SELECT (pg_last_wal_receive_lsn() - '0/0')::bigint";
        received.push(client.query_one(ask, &[]).await.expect("a position").get::<_, i64>(0));
    }
    if received[0] >= received[1] { (&standbys[0], &standbys[1]) } else { (&standbys[1], &standbys[0]) }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_a_quorum_acknowledged_survives_the_primary() {
    let Some(programs) = Programs::find(15) else { return };
    let run = run("quorum of 1 of 2", &programs, "ANY 1 (s1, s2, s3)").await;
    assert!(run.acknowledged > 100, "writers wrote");
    assert_eq!((run.lost, run.gaps, run.page_violations), (0, 0, 0));
}

/// The same without the quorum, to see that the test above can fail.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn without_a_quorum_acknowledged_messages_are_lost() {
    let Some(programs) = Programs::find(15) else { return };
    let run = run("asynchronous", &programs, "").await;
    assert!(run.lost > 0, "the standbys had everything: the test above shows nothing");
}
