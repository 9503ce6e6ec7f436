//! Lengths are kept in several rows, so that creations do not wait for one another.

use std::time::{Duration, Instant};

use storyden_robots::{
    AccountId, PageRequest, PostgresOptions, PostgresStore, SessionFilter, SessionRepository,
};
use tokio::task::JoinSet;

use crate::{
    Databases, seconds,
    support::{Programs, Server},
    work::{record, unique},
};

/// Creates sessions by 8 at once, each for an account of its own, and returns how many a second.
async fn creations(url: &str, slots: u8, time: Duration) -> f64 {
    let options = PostgresOptions::default().connections(8).count_slots(slots);
    let store = PostgresStore::connect(url, options).await.expect("the store opens");
    let started = Instant::now();
    let mut creators = JoinSet::new();
    for _ in 0..8 {
        let store = store.clone();
        creators.spawn(async move {
            let (account, mut created) = (AccountId::from_bytes(unique()), 0_u32);
            while started.elapsed() < time {
                store.create_session(&record(account)).await.expect("a session is created");
                created += 1;
            }
            let mine = store.list_sessions(SessionFilter::created_by(account), PageRequest::new(1, 1)).await;
            assert_eq!(mine.expect("a page").total_pages, created, "the length of the list");
            created
        });
    }
    let created: u32 = creators.join_all().await.into_iter().sum();
    f64::from(created) / started.elapsed().as_secs_f64()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn creations_are_counted_in_several_rows() {
    let Some(programs) = Programs::find(15) else { return };
    // Durable, for that is what they would wait for.
    let server = Server::start(&programs, &[]);
    let database = Databases::of(&server).await.fresh().await;
    let (mut ratios, time) = (Vec::new(), seconds(2) / 4);
    for _ in 0..5 {
        let one = creations(&server.url(&database), 1, time).await;
        let sixteen = creations(&server.url(&database), 16, time).await;
        eprintln!("sessions created by 8 at once: {one:.0}/s with 1 slot, {sixteen:.0}/s with 16");
        ratios.push(sixteen / one);
    }
    ratios.sort_by(f64::total_cmp);
    eprintln!("16 slots against 1: {:.2} times (median of {ratios:.2?})", ratios[2]);
}
