//! What happens to a store when something breaks: the process, the power, the disk, the file.
//!
//! Every claim stands beside its red twin: the same test on a setting that is wrong in a plausible way, where
//! it must find a loss. The short forms run with all tests; `ROBOTS_TEST_FACTOR=20` makes 20 times as many rounds.

mod child;
mod damage;
mod disk;
mod kill;
mod power;
mod processes;

use std::{collections::BTreeMap, path::Path};

use rusqlite::Connection;
use storyden_robots::{
    AccountId, AllowAll, MessageId, NewMessage, Part, Robots, SessionId, SqliteOptions, SqliteStore,
    StaticProfiles, WindowRequest,
};

const ANN: AccountId = AccountId::from_bytes([1; 12]);

/// How many rounds: `short` times the factor that was asked for.
fn rounds(short: usize) -> usize {
    let factor = std::env::var("ROBOTS_TEST_FACTOR").ok().and_then(|factor| factor.parse().ok());
    short * factor.unwrap_or(1)
}

/// A generator of random numbers that needs no crate: xorshift, from a seed that a failure prints.
struct Random(u64);

impl Random {
    fn new(seed: usize) -> Self {
        Self((seed as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % bound as u64).unwrap()
    }
}

fn options(path: &Path) -> SqliteOptions {
    SqliteOptions::new(path).migrate(true).readers(1)
}

fn service(store: SqliteStore) -> Robots {
    Robots::new(store, AllowAll, StaticProfiles::default())
}

fn say(text: &str) -> NewMessage {
    NewMessage::user([Part::text(text.to_owned())]).unwrap()
}

/// A message as its writer was told of it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Acknowledged {
    session: SessionId,
    sequence: u64,
    id: MessageId,
    label: String,
}

/// Returns the text of the message with a label, which ends in how many more letters there are.
fn text_of(label: &str) -> String {
    let more = label.rsplit('-').next().and_then(|number| number.parse().ok()).unwrap();
    format!("{label}-{}", "x".repeat(more))
}

/// Walks a session and returns the places, ids and texts of its messages, oldest first.
async fn said(robots: &Robots, session: SessionId) -> Result<Vec<(u64, MessageId, String)>, String> {
    let mut all = Vec::new();
    let mut window = WindowRequest::newest(100);
    loop {
        let found = robots.session(ANN, session, window).await.map_err(|error| format!("{error:?}"))?;
        let list = found.message_list;
        let messages = list.messages.iter().rev();
        all.extend(messages.map(|m| (m.sequence.unwrap().get(), m.id, m.parts.text())));
        let Some(cursor) = list.next_before else { break };
        window = window.before(cursor);
    }
    all.reverse();
    Ok(all)
}

/// Opens what is left of a store and counts the acknowledged messages that it lost.
///
/// # Errors
/// What else is wrong: a file that is damaged, a gap, a store that does not work any more.
async fn lost(path: &Path, acknowledged: &[Acknowledged]) -> Result<usize, String> {
    let store = SqliteStore::open(options(path)).await.map_err(|error| format!("open: {error:?}"))?;
    let robots = service(store);
    let mut sessions: BTreeMap<SessionId, Vec<&Acknowledged>> = BTreeMap::new();
    for message in acknowledged {
        sessions.entry(message.session).or_default().push(message);
    }
    let mut lost = 0;
    for (session, messages) in sessions {
        let found = match said(&robots, session).await {
            Ok(found) => found,
            Err(error) if error.contains("NotFound") => {
                lost += messages.len();
                continue;
            }
            Err(error) => return Err(error),
        };
        if !found.iter().map(|(place, ..)| *place).eq(1..=found.len() as u64) {
            return Err(format!("places with a gap: {found:?}"));
        }
        let is_there = |message: &Acknowledged| {
            let at = usize::try_from(message.sequence - 1).unwrap();
            let wanted = (message.sequence, message.id, text_of(&message.label));
            found.get(at) == Some(&wanted)
        };
        lost += messages.iter().filter(|message| !is_there(message)).count();
        let next = robots.append(ANN, session, say("and on")).await.map_err(|error| format!("{error:?}"))?;
        if next.messages[0].sequence.unwrap().get() != found.len() as u64 + 1 {
            return Err(format!("the next place is {:?}", next.messages[0].sequence));
        }
    }
    drop(robots);
    match integrity(path) {
        fine if fine == "ok" => Ok(lost),
        damage => Err(damage),
    }
}

fn integrity(path: &Path) -> String {
    let connection = Connection::open(path).unwrap();
    connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap()
}
