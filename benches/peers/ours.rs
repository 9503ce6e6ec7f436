//! The work of `run`, done by this crate.

use std::{path::PathBuf, time::Instant};

use storyden_robots::{
    AccountId, AllowAll, NewMessage, NewSession, PageRequest, Part, Robots, SessionFilter, SessionId,
    SqliteOptions, SqliteStore, StaticProfiles, WindowRequest,
};

const ANN: AccountId = AccountId::from_bytes([1; 12]);

fn say(step: &str, value: f64, note: &str) {
    let version = env!("CARGO_PKG_VERSION");
    println!(r#"{{"peer":"storyden-robots {version}","step":"{step}","value":{value:.4},"note":"{note}"}}"#);
}

/// Runs an operation again and again, and prints its median in milliseconds.
async fn timed(step: &str, rounds: usize, note: &str, mut run: impl AsyncFnMut()) {
    let mut times = Vec::new();
    for _ in 0..rounds {
        let start = Instant::now();
        run().await;
        times.push(start.elapsed().as_secs_f64() * 1e3);
    }
    times.sort_by(f64::total_cmp);
    say(step, times[rounds / 2], note);
}

#[tokio::main]
async fn main() {
    let Some(path) = std::env::args().nth(1).filter(|word| !word.starts_with('-')).map(PathBuf::from) else {
        return;
    };
    let store = SqliteStore::open(SqliteOptions::new(path).migrate(true)).await.unwrap();
    let robots = Robots::new(store, AllowAll, StaticProfiles::default());
    let text = "The quick brown fox. ".repeat(70);
    let message = || NewMessage::user([Part::text(&text)]).unwrap();
    let start = async || robots.start_session(ANN, NewSession::default()).await.unwrap().id;
    if let Some(appends) = std::env::args().nth(3) {
        let session = start().await;
        for _ in 0..appends.parse().unwrap() {
            robots.append(ANN, session, message()).await.unwrap();
        }
        return;
    }

    timed("create", 100, "", async || _ = start().await).await;
    let session = start().await;
    timed("append", 200, "", async || drop(robots.append(ANN, session, message()).await.unwrap())).await;

    let session = start().await;
    let began = Instant::now();
    let mut errors = 0;
    let writers: Vec<_> = (0..16)
        .map(|_| {
            let (robots, message) = (robots.clone(), message());
            tokio::spawn(async move {
                let mut errors = 0;
                for _ in 0..20 {
                    errors += i32::from(robots.append(ANN, session, message.clone()).await.is_err());
                }
                errors
            })
        })
        .collect();
    for writer in writers {
        errors += writer.await.unwrap();
    }
    let rate = f64::from(320 - errors) / began.elapsed().as_secs_f64();
    let found = i32::try_from(read_all(&robots, session).await).unwrap();
    say("concurrent", rate, &format!("{errors} errors, {} lost", 320 - errors - found));

    for _ in 0..49 {
        let starts: Vec<_> = (0..100)
            .map(|_| {
                let robots = robots.clone();
                tokio::spawn(async move { robots.start_session(ANN, NewSession::default()).await.map(drop) })
            })
            .collect();
        for start in starts {
            start.await.unwrap().unwrap();
        }
    }
    let session = start().await;
    for _ in 0..100 {
        robots.append(ANN, session, (0..100).map(|_| message()).collect::<Vec<_>>()).await.unwrap();
    }
    let newest = WindowRequest::newest(50);
    timed("newest", 50, "", async || {
        assert_eq!(robots.session(ANN, session, newest).await.unwrap().message_list.results, 50);
    })
    .await;
    let mut cursor = None;
    for _ in 0..50 {
        let window = WindowRequest::newest(100).before(cursor);
        cursor = robots.session(ANN, session, window).await.unwrap().message_list.next_before;
    }
    timed("before", 50, "by cursor", async || {
        assert_eq!(
            robots.session(ANN, session, newest.before(cursor)).await.unwrap().message_list.results,
            50
        );
    })
    .await;
    timed("full", 5, "in windows of 100", async || assert_eq!(read_all(&robots, session).await, 10_000))
        .await;
    timed("list", 50, "with total", async || {
        let page = PageRequest::sessions().at(125);
        let page = robots.list_sessions(ANN, SessionFilter::default(), page).await.unwrap();
        assert_eq!(page.results, 20);
    })
    .await;
}

async fn read_all(robots: &Robots, session: SessionId) -> usize {
    let (mut found, mut before) = (0, None);
    loop {
        let window = WindowRequest::newest(100).before(before);
        let list = robots.session(ANN, session, window).await.unwrap().message_list;
        found += list.messages.len();
        before = list.next_before;
        if before.is_none() {
            return found;
        }
    }
}
