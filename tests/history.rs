//! Histories under concurrency: what writers were told and readers saw fits one order of things.
//!
//! A session is a list. Each append says which sequence its message has, each read which messages it saw.
//! From their times of beginning and end: no sequence twice and none missing, no message that was
//! refused, a read sees all that was acknowledged before it began, and no earlier state than a read before it.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
};

use storyden_robots::{
    AccountId, AllowAll, Clock, IdGenerator, MemoryStore, MessageId, NewMessage, NewSession, Part, Robots,
    SessionId, SqliteOptions, SqliteStore, StaticProfiles, Timestamp, WindowRequest, XidGenerator,
};

const ANN: AccountId = AccountId::from_bytes([1; 12]);
const WRITERS: u64 = 16;
const READERS: u64 = 8;

#[derive(Clone, Debug)]
enum What {
    Appended { sequence: u64, id: MessageId },
    Refused { id: MessageId },
    Read { sequences: Vec<(u64, MessageId)>, whole: bool },
}

/// An operation with the moments, of one counter for all, when it began and ended.
#[derive(Clone, Debug)]
struct Entry {
    session: usize,
    begin: u64,
    end: u64,
    what: What,
}

/// A clock that every few calls goes back an hour, and often stands still.
#[derive(Debug, Default)]
struct Unsteady(AtomicI64);

impl Clock for Unsteady {
    fn now(&self) -> Timestamp {
        let calls = self.0.fetch_add(1, Ordering::Relaxed);
        let back = if calls % 3 == 0 { 3_600_000_000 } else { 0 };
        Timestamp::from_micros(1_700_000_000_000_000 + calls / 16 - back).unwrap()
    }
}

/// Ids as eight processes make them: their counters and machines take turns, so ids order nothing.
#[derive(Debug, Default)]
struct EightProcesses(AtomicU64);

impl IdGenerator for EightProcesses {
    fn generate(&self) -> [u8; 12] {
        let mut id = XidGenerator.generate();
        let number = self.0.fetch_add(1, Ordering::Relaxed);
        id[4] = u8::try_from(7 - number % 8).unwrap();
        id[0] = u8::try_from(number * 37 % 256).unwrap();
        id
    }
}

fn robots(store: impl storyden_robots::Store) -> Robots {
    Robots::new(store, AllowAll, StaticProfiles::default())
        .with_clock(Unsteady::default())
        .with_ids(EightProcesses::default())
}

/// Lets writers and readers loose on two sessions, and returns what each of them did.
async fn record(robots: &[Robots], appends: u64) -> Vec<Entry> {
    record_with(robots, appends, false).await
}

async fn record_with(robots: &[Robots], appends: u64, cached: bool) -> Vec<Entry> {
    let start = async || robots[0].start_session(ANN, NewSession::default()).await.unwrap().id;
    record_in(robots, [start().await, start().await], appends, cached).await
}

/// Readers show what they saw before every other time, if `cached`.
async fn record_in(robots: &[Robots], sessions: [SessionId; 2], appends: u64, cached: bool) -> Vec<Entry> {
    let (moment, history) = (Arc::new(AtomicU64::new(0)), Arc::new(Mutex::new(Vec::new())));
    let mut tasks = Vec::new();
    for task in 0..WRITERS + READERS {
        let robots = robots[usize::try_from(task).unwrap() % robots.len()].clone();
        let (moment, history) = (Arc::clone(&moment), Arc::clone(&history));
        tasks.push(tokio::spawn(async move {
            let tick = || moment.fetch_add(1, Ordering::SeqCst);
            let mut taken = None;
            let mut cache: [Option<What>; 2] = [None, None];
            for number in 0..appends {
                let session = usize::try_from((task + number) % 2).unwrap();
                let begin = tick();
                let what = if task < WRITERS {
                    let mut message = NewMessage::user([Part::text(format!("{task}-{number}"))]).unwrap();
                    // Now and then an id that is taken, which is refused.
                    let again = taken.filter(|(at, _)| number % 5 == 4 && *at == session);
                    let refused = again.map(|(_, id)| id);
                    message.id = refused;
                    match robots.append(ANN, sessions[session], message).await {
                        Ok(appended) => {
                            let message = &appended.messages[0];
                            taken = Some((session, message.id));
                            What::Appended { sequence: message.sequence.unwrap().get(), id: message.id }
                        }
                        Err(_) => What::Refused { id: refused.unwrap() },
                    }
                } else {
                    let window = WindowRequest::newest(100);
                    let list = robots.session(ANN, sessions[session], window).await.unwrap().message_list;
                    let sequences = list.messages.iter().map(|m| (m.sequence.unwrap().get(), m.id)).collect();
                    let read = What::Read { sequences, whole: list.next_before.is_none() };
                    let shown = cache[session].take().filter(|_| cached).unwrap_or_else(|| read.clone());
                    cache[session] = Some(read);
                    shown
                };
                let end = tick();
                history.lock().unwrap().push(Entry { session, begin, end, what });
            }
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
    Arc::try_unwrap(history).unwrap().into_inner().unwrap()
}

/// Looks for an order of things that a history fits.
///
/// # Errors
/// What does not fit.
fn check(history: &[Entry]) -> Result<usize, String> {
    for session in 0..2 {
        let of_session = || history.iter().filter(|entry| entry.session == session);
        let mut sequences = HashMap::new();
        let mut appended = Vec::new();
        for entry in of_session() {
            if let What::Appended { sequence, id } = entry.what {
                if sequences.insert(sequence, id).is_some() {
                    return Err(format!("lost update: two messages with the sequence {sequence}"));
                }
                appended.push((sequence, entry.begin, entry.end));
            }
        }
        appended.sort_unstable();
        if !appended.iter().map(|(sequence, ..)| *sequence).eq(1..=appended.len() as u64) {
            return Err("a sequence is missing".to_owned());
        }
        // The order of sequences is one of real time: who ended before another began is before it.
        let mut latest_begin = 0;
        for (sequence, begin, end) in &appended {
            if *end < latest_begin {
                return Err(format!(
                    "cycle: sequence {sequence} was given before an earlier one was asked for"
                ));
            }
            latest_begin = latest_begin.max(*begin);
        }
        let mut reads = Vec::new();
        for entry in of_session() {
            let What::Read { sequences: seen, whole } = &entry.what else { continue };
            for (sequence, id) in seen {
                if sequences.get(sequence) != Some(id) {
                    return Err(format!("aborted read: {id} at {sequence} was never acknowledged"));
                }
            }
            let newest = seen.last().map_or(0, |(sequence, _)| *sequence);
            let oldest = seen.first().map_or(1, |(sequence, _)| *sequence);
            if !seen.iter().map(|(sequence, _)| *sequence).eq(oldest..oldest + seen.len() as u64)
                || (*whole && oldest != 1)
            {
                return Err(format!("a read with a gap: {seen:?}"));
            }
            let before = appended
                .iter()
                .filter(|(_, _, end)| *end < entry.begin)
                .map(|(sequence, ..)| *sequence)
                .max();
            if before.unwrap_or(0) > newest {
                return Err(format!("stale read: {newest} is the newest, after {before:?} was acknowledged"));
            }
            if appended.iter().any(|(sequence, begin, _)| *sequence <= newest && *begin > entry.end) {
                return Err("a read from the future".to_owned());
            }
            reads.push((entry.begin, entry.end, newest));
        }
        for (_, end, newest) in &reads {
            if let Some((.., older)) = reads.iter().find(|(begin, _, other)| begin > end && other < newest) {
                return Err(format!("reads go backwards: {newest}, then {older}"));
            }
        }
        // What was refused was refused for an id that stands there once.
        for entry in of_session() {
            if let What::Refused { id } = entry.what
                && sequences.values().filter(|known| **known == id).count() != 1
            {
                return Err(format!("{id} was refused and is not there once"));
            }
        }
    }
    Ok(history.len())
}

fn appends() -> u64 {
    let factor: Option<u64> = std::env::var("ROBOTS_TEST_FACTOR").ok().and_then(|factor| factor.parse().ok());
    20 * factor.unwrap_or(1)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn histories_of_the_memory_store_fit_one_order() {
    let operations = check(&record(&[robots(MemoryStore::new())], appends()).await).unwrap();
    println!("memory: {operations} operations");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn histories_of_two_sqlite_stores_on_one_file_fit_one_order() {
    let folder = tempfile::tempdir().unwrap();
    let options = SqliteOptions::new(folder.path().join("robots.db")).migrate(true);
    // Two stores stand for two processes: they share nothing but the file.
    let first = robots(SqliteStore::open(options.clone()).await.unwrap());
    let second = robots(SqliteStore::open(options).await.unwrap());
    let operations = check(&record(&[first, second], appends()).await).unwrap();
    println!("SQLite: {operations} operations");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn red_twin_a_cache_that_nobody_empties_is_found() {
    let mut found = None;
    // Where readers happen to run before all writers, there is nothing to be late for.
    for _ in 0..200 {
        let history = record_with(&[robots(MemoryStore::new())], appends(), true).await;
        found = check(&history).err();
        if found.is_some() {
            break;
        }
    }
    let error = found.expect("a history that fits no order");
    assert!(error.starts_with("stale read") || error.starts_with("reads go backwards"), "{error}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn red_twin_two_stores_for_one_lose_updates() {
    let folder = tempfile::tempdir().unwrap();
    let open = async |name: &str| {
        let options = SqliteOptions::new(folder.path().join(name)).migrate(true);
        robots(SqliteStore::open(options).await.unwrap())
    };
    let first = open("first.db").await;
    let start = async || first.start_session(ANN, NewSession::default()).await.unwrap().id;
    let sessions = [start().await, start().await];
    drop(first);
    std::fs::copy(folder.path().join("first.db"), folder.path().join("second.db")).unwrap();
    let stores = [open("first.db").await, open("second.db").await];
    let history = record_in(&stores, sessions, appends(), false).await;
    let error = check(&history).unwrap_err();
    assert!(error.starts_with("lost update"), "{error}");
}
