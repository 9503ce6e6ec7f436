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
        let stream = |deltas| runtime.block_on(stream(&robots, session, deltas));
        table.compare(name, ("2 500 deltas", &mut || stream(2_500)), 2.2, &mut || stream(5_000));
    }
}

async fn stream(robots: &Robots, session: SessionId, deltas: usize) {
    let answer = NewMessage::new(MessageRole::Assistant, Parts::empty());
    let mut draft = robots.begin_draft(ANN, session, answer).await.unwrap().draft().unwrap();
    draft.push(&Chunk::text_start("1")).await.unwrap();
    for _ in 0..deltas {
        draft.push(&Chunk::text_delta("1", " moderated \"bees\"\n")).await.unwrap();
    }
    draft.push(&Chunk::text_end("1")).await.unwrap();
    let whole = draft.finish().await.unwrap();
    assert!(whole.parts.len_bytes() > 20 * deltas);
}

/// How many deltas a second its writer gets rid of while nobody follows the message, and while a thousand do.
pub(crate) fn followed(table: &Table) {
    const FOLLOWERS: usize = 1_000;
    const DELTAS: u32 = 20_000;
    let name = format!("deltas a second into one message, {FOLLOWERS} followers");
    if !table.wants(&name) {
        return;
    }
    let runtime = runtime();
    let (_folder, robots, _) = empty_store(&runtime);
    let mut rates = [Vec::new(), Vec::new()];
    for _ in 0..7 {
        for (followers, rates) in [0, FOLLOWERS].into_iter().zip(&mut rates) {
            rates.push(runtime.block_on(async {
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
                stream(&robots, session, DELTAS as usize).await;
                let rate = f64::from(DELTAS) / start.elapsed().as_secs_f64();
                for reader in readers {
                    reader.await.unwrap();
                }
                rate
            }));
        }
    }
    let [alone, followed] = rates;
    print_rates(&name, "nobody follows", (alone, followed), vec![Duration::ZERO], 0.8);
}
