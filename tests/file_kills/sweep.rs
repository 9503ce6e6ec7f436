//! A sweep is killed and run again: it ends as one that nobody killed, what is held stays, and the receipts add up.
//!
//! `ROBOTS_TEST_KILLS=1000 cargo test --test file_kills sweep` kills so often.

use std::{
    env, fs,
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Command, Stdio},
    thread,
    time::Duration,
};

use storyden_robots::{
    AccountId, Clock, Erasure, FileSweep, NewMessage, NewSession, Part, Receipt, Robots, SqliteStore, Sweep,
    Timestamp, transfer,
};

use crate::{ANN, chance::Random, message, open};

const BEN: AccountId = AccountId::from_bytes([2; 12]);
const SWEPT: &str = "ROBOTS_SWEPT_FILE";
const NUMBER: &str = "ROBOTS_SWEPT_NUMBER";

/// The same time always: what a sweep writes does not depend on when it runs.
#[derive(Debug)]
struct At(i64);

impl Clock for At {
    fn now(&self) -> Timestamp {
        Timestamp::from_micros(self.0).unwrap()
    }
}

fn erasures() -> [Erasure; 2] {
    [Erasure::CreatedBefore(At(20).now()), Erasure::Account(BEN)]
}

/// Makes sessions of two members: new ones, held ones, deleted ones, with files of their own and of others.
async fn make(path: &Path) {
    let (robots, store) = open(path).await;
    for number in 0..24 {
        let robots = robots.clone().with_clock(At(if number % 3 == 0 { 20 } else { 10 }));
        let owner = if number % 2 == 0 { ANN } else { BEN };
        let session = robots.start_session(owner, NewSession::default()).await.unwrap().id;
        robots.append(ANN, session, message(number % 5, 10_000)).await.unwrap();
        robots.append(BEN, session, message(100 + number, 10_000)).await.unwrap();
        robots.append(ANN, session, NewMessage::user([Part::text("Thanks")]).unwrap()).await.unwrap();
        if number % 4 == 0 {
            robots.hold_session(ANN, session, true).await.unwrap();
        }
        if number % 5 == 0 {
            robots.delete_session(ANN, session).await.unwrap();
        }
    }
    store.verify(false).await.unwrap();
}

/// Sweeps to the end, a session at a time, and tells each receipt.
async fn sweep(robots: &Robots, erasure: Erasure, dry_run: bool, mut told: impl FnMut(&Receipt)) -> Receipt {
    let robots = robots.clone().with_clock(At(30));
    let mut sweep = Sweep::new(erasure).limit(1).dry_run(dry_run);
    let mut total = Receipt::default();
    loop {
        let receipt = robots.sweep(ANN, sweep).await.unwrap();
        told(&receipt);
        let next = receipt.next;
        total.add(receipt);
        match next {
            Some(_) => sweep = sweep.after(next),
            None => return total,
        }
    }
}

/// Deletes what a killed sweep left of files, and returns every row of the store.
async fn rest(robots: &Robots, store: &SqliteStore) -> String {
    robots.sweep_files(ANN, FileSweep { grace: Duration::ZERO, ..FileSweep::default() }).await.unwrap();
    let mut lines = Vec::new();
    transfer::export(store, &mut lines, |_| ()).await.unwrap();
    String::from_utf8(lines).unwrap()
}

/// The process that is killed: this test, run again with a path in its environment.
#[test]
fn the_sweeper() {
    let Some(path) = env::var_os(SWEPT) else { return };
    let erasure = erasures()[env::var(NUMBER).unwrap().parse::<usize>().unwrap()];
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        let (robots, _store) = open(path.as_ref()).await;
        let tell = |receipt: &Receipt| println!("@receipt {}", serde_json::to_string(receipt).unwrap());
        sweep(&robots, erasure, false, tell).await;
    });
}

#[tokio::test]
async fn a_killed_sweep_ends_as_one_that_nobody_killed_and_its_receipts_add_up() {
    let kills = env::var("ROBOTS_TEST_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(4_usize);
    let folder = tempfile::tempdir().unwrap();
    let made = folder.path().join("made.db");
    make(&made).await;
    let mut whole = Vec::new();
    for erasure in erasures() {
        let path = folder.path().join(format!("{}.db", whole.len()));
        fs::copy(&made, &path).unwrap();
        let (robots, store) = open(&path).await;
        let (mut steps, total) = (0, sweep(&robots, erasure, false, |_| ()).await);
        assert!(total.sessions > 4 && total.held > 2, "{total:?}");
        sweep(&robots, erasure, true, |_| steps += 1).await;
        whole.push((total, steps, rest(&robots, &store).await));
    }
    let (mut random, mut broken_off) = (Random::new(kills), 0);
    for kill in 0..kills {
        let number = kill % whole.len();
        let (erasure, (total, steps, expected)) = (erasures()[number], &whole[number]);
        let path = folder.path().join("killed.db");
        fs::copy(&made, &path).unwrap();
        let mut child = Command::new(env::current_exe().unwrap())
            .args(["--exact", "sweep::the_sweeper", "--nocapture", "--test-threads=1"])
            .envs([(SWEPT, path.as_os_str()), (NUMBER, number.to_string().as_ref())])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let mut receipts = lines.filter_map(|line| {
            let (_, receipt) = line.split_once("@receipt ")?;
            Some(serde_json::from_str::<Receipt>(receipt).unwrap())
        });
        let mut told = Receipt::default();
        let mut heard = 0;
        for receipt in receipts.by_ref().take(random.below(*steps) + 1) {
            told.add(receipt);
            heard += 1;
        }
        thread::sleep(Duration::from_micros(random.below(3_000) as u64));
        child.kill().unwrap();
        child.wait().unwrap();
        // What was told before the kill is in the pipe.
        for receipt in receipts {
            told.add(receipt);
            heard += 1;
        }
        broken_off += usize::from(heard < *steps);

        let (robots, store) = open(&path).await;
        assert_eq!(store.verify(false).await.unwrap().findings, [], "kill {kill}");
        let promised = sweep(&robots, erasure, true, |_| ()).await;
        let done = sweep(&robots, erasure, false, |_| ()).await;
        let but_files = |receipt: &Receipt| {
            let mut rows = receipt.rows.clone();
            rows.remove("files");
            rows
        };
        // A dry run counts a file as kept that two sessions have which both go.
        assert_eq!(
            (but_files(&promised), promised.sessions),
            (but_files(&done), done.sessions),
            "kill {kill}"
        );
        assert_eq!(done.held, total.held, "kill {kill}: what is held stays");
        assert!(rest(&robots, &store).await == *expected, "kill {kill}: the rows differ");
        told.add(done);
        // The session of the step that was killed may have gone without a receipt: it had three messages.
        let lost = total.sessions.checked_sub(told.sessions);
        assert!(lost.is_some_and(|lost| lost <= 1), "kill {kill}: {told:?} of {total:?}");
        for (name, count) in but_files(total) {
            let lost = count.checked_sub(told.rows.get(&name).copied().unwrap_or(0));
            assert!(lost.is_some_and(|lost| lost <= 3), "kill {kill}: {name} of {told:?} and {total:?}");
        }
        drop((robots, store));
        for end in ["", "-wal", "-shm"] {
            fs::remove_file(format!("{}{end}", path.display())).ok();
        }
    }
    println!("{kills} kills, {broken_off} sweeps were broken off");
}
