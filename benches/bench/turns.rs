//! How soon a turn begins that was asked for, while others wait.

use std::{collections::VecDeque, fs, time::Duration};

use storyden_robots::{
    NewMessage, Part, RobotKey, SessionId, SqliteOptions, SqliteStore, Timestamp, Turns,
    repository::{Claim, Step, TurnEnd, TurnRepository as _, Write},
};
use tokio::runtime::Runtime;

use super::{
    Table,
    bench::data::{self, ANN, folder},
    runtime, with_store,
};

/// A message comes in, and the turn that waits for the longest time is claimed and ends: as soon if a thousand sessions
/// wait as if none does. Both are durable.
pub(crate) fn starts(table: &Table) {
    const WAITING: u32 = 1_000;
    let name = format!("a turn's start and end, {WAITING} sessions waiting");
    if table.wants(&name) {
        let runtime = runtime();
        let mut stores = [0, WAITING].map(|waiting| Queue::open(&runtime, waiting));
        let [none, many] = &mut stores;
        let floor: &mut dyn FnMut() = &mut || none.round(&runtime);
        table.compare(&name, ("none waiting", floor), 1.2, &mut || many.round(&runtime));
    }
}

struct Queue {
    _folder: tempfile::TempDir,
    store: SqliteStore,
    turns: Turns,
    /// Sessions in which nothing waits, that which is taken next first.
    free: VecDeque<SessionId>,
}

impl Queue {
    fn open(runtime: &Runtime, waiting: u32) -> Self {
        let folder = folder();
        let path = folder.path().join("robots.db");
        fs::copy(data::sessions(20_000), &path).unwrap();
        let store = runtime.block_on(SqliteStore::open(SqliteOptions::new(path))).unwrap();
        let turns = Turns::new(with_store(store.clone()), store.clone());
        let turns = turns.with_default_robot("robot_moderator".parse::<RobotKey>().unwrap());
        let free = data::scattered_sessions(20_000).take(10_000).collect();
        let mut queue = Self { _folder: folder, store, turns, free };
        for _ in 0..waiting {
            queue.submit(runtime);
        }
        queue
    }

    fn submit(&mut self, runtime: &Runtime) {
        let session = self.free.pop_front().unwrap();
        let question = NewMessage::user([Part::text("Who posted this?")]).unwrap();
        runtime.block_on(self.turns.submit(ANN, session, question)).unwrap();
    }

    fn round(&mut self, runtime: &Runtime) {
        self.submit(runtime);
        runtime.block_on(async {
            let session = self.store.due_sessions(16).await.unwrap()[0];
            let claim = Claim { worker: "bench".to_owned(), lease: Duration::from_secs(20), max_attempts: 3 };
            let write = Write::at(Timestamp::from_micros(data::APPENDED_AT).unwrap());
            let done = self.store.transact(session, &[Step::Claim(claim)], write).await.unwrap().remove(0);
            let claimed = done.claimed().unwrap().unwrap();
            let end = Step::End { turn: claimed.turn.id, end: TurnEnd::Completed };
            self.store.transact(session, &[end], write.fenced(claimed.generation)).await.unwrap();
            self.free.push_back(session);
        });
    }
}
