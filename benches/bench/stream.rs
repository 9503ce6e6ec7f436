//! A message that grows by many small deltas, as models stream them.

use std::time::{Duration, Instant};

use storyden_robots::{
    EventKind, MessageRole, NewMessage, NewSession, Parts, Robots, SessionId, Since, stream::Chunk,
};

use super::{Table, bench::data::ANN, empty_store, print_rates, runtime};

/// Twice the deltas take twice the time: a flush costs what it writes, not what was written before.
pub(crate) fn deltas(table: &Table) {
    let name = "5 000 deltas into one message";
    if table.wants(name) {
        let runtime = runtime();
        let (_folder, robots, session) = empty_store(&runtime);
        let stream = |deltas| runtime.block_on(stream(&robots, session, deltas, None));
        table.compare(name, ("2 500 deltas", &mut || stream(2_500)), 2.2, &mut || stream(5_000));
    }
}

/// Streams an answer: as fast as it goes, or with a pause after so many deltas.
async fn stream(robots: &Robots, session: SessionId, deltas: usize, pause: Option<(usize, Duration)>) {
    let answer = NewMessage::new(MessageRole::Assistant, Parts::empty());
    let mut draft = robots.begin_draft(ANN, session, answer).await.unwrap().draft().unwrap();
    draft.push(&Chunk::text_start("1")).await.unwrap();
    for number in 1..=deltas {
        draft.push(&Chunk::text_delta("1", " moderated \"bees\"\n")).await.unwrap();
        if let Some((_, pause)) = pause.filter(|(every, _)| number % every == 0) {
            tokio::time::sleep(pause).await;
        }
    }
    draft.push(&Chunk::text_end("1")).await.unwrap();
    let whole = draft.finish().await.unwrap();
    assert!(whole.parts.len_bytes() > 20 * deltas);
}

/// How many deltas a second its writer gets rid of while nobody follows the message, and while a thousand do: of a model
/// that says ten every 10 ms, as the fastest do, and of one that never waits, which shares the cores with the followers.
pub(crate) fn followed(table: &Table) {
    let pace = Some((10, Duration::from_millis(10)));
    for (how, deltas, pause, least) in
        [(" of a fast model", 1_000, pace, 0.8), (" that never wait", 20_000, None, f64::NEG_INFINITY)]
    {
        let name = format!("deltas a second into one message{how}, {FOLLOWERS} followers");
        if table.wants(&name) {
            let runtime = runtime();
            let (_folder, robots, _) = empty_store(&runtime);
            let mut rates = [Vec::new(), Vec::new()];
            for _ in 0..5 {
                for (followers, rates) in [0, FOLLOWERS].into_iter().zip(&mut rates) {
                    rates.push(runtime.block_on(rate(&robots, followers, (deltas, pause))));
                }
            }
            let [alone, followed] = rates;
            print_rates(&name, "nobody follows", (alone, followed), vec![Duration::ZERO], least);
        }
    }
}

const FOLLOWERS: usize = 1_000;

async fn rate(robots: &Robots, followers: usize, (deltas, pause): (u32, Option<(usize, Duration)>)) -> f64 {
    let session = robots.start_session(ANN, NewSession::default()).await.unwrap().id;
    let mut readers = Vec::new();
    for _ in 0..followers {
        let mut subscription = robots.subscribe(ANN, session, Since::Now).await.unwrap();
        readers.push(tokio::spawn(async move {
            // The answer has ended when it is told whole.
            while !matches!(subscription.next().await.unwrap().kind, EventKind::Message(_)) {}
        }));
    }
    let start = Instant::now();
    stream(robots, session, deltas as usize, pause).await;
    let rate = f64::from(deltas) / start.elapsed().as_secs_f64();
    for reader in readers {
        reader.await.unwrap();
    }
    rate
}
