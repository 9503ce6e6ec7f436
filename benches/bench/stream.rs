//! A message that grows by many small deltas, as models stream them.

use storyden_robots::{MessageRole, NewMessage, Parts, Robots, SessionId, stream::Chunk};

use super::{Table, bench::data::ANN, empty_store, runtime};

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
