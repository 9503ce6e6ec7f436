//! What happens to a store when something breaks: the process, the power, the disk, the file.
//!
//! Every claim stands beside its red twin: the same test on a setting that is wrong in a plausible way, where
//! it must find a loss. The short forms run with all tests; `ROBOTS_TEST_FACTOR=20` makes 20 times as many rounds.

#[path = "../support/chance.rs"]
mod chance;
mod child;
mod damage;
mod disk;
mod kill;
mod power;
mod processes;

use std::{collections::BTreeMap, path::Path};

use rusqlite::Connection;
use storyden_robots::{
    AccountId, Document, Error, MessageId, SessionId, SessionRepository, SqliteOptions, SqliteStore,
    Timestamp, WindowRequest,
    repository::{Appended, MessageBatch, NewRecord, SessionRecord, Write},
};

use chance::{Random, rounds};

const ANN: AccountId = AccountId::from_bytes([1; 12]);

fn options(path: &Path) -> SqliteOptions {
    SqliteOptions::new(path).migrate(true).readers(1)
}

fn time() -> Timestamp {
    Timestamp::from_micros(1_795_305_600_000_000).unwrap()
}

fn record(id: SessionId) -> SessionRecord {
    SessionRecord::new(id, time(), "Spam wave", ANN)
}

/// Writes the document of a message that says this.
fn document(id: MessageId, text: &str) -> Document {
    Document::from_stored(format!(
        r#"{{"id":"{id}","role":"user","parts":[{{"type":"text","text":"{text}"}}],"created_at":"2026-11-26T12:00:00Z"}}"#
    ))
}

fn say(id: MessageId, text: &str) -> MessageBatch {
    MessageBatch::new(vec![NewRecord::new(id, Some(ANN), document(id, text))])
}

async fn append(
    store: &SqliteStore,
    session: SessionId,
    id: MessageId,
    text: &str,
) -> Result<Appended, Error> {
    store.append_messages(session, &say(id, text), Write::at(time())).await
}

fn new_message() -> MessageId {
    MessageId::generate(&storyden_robots::XidGenerator)
}

fn new_session() -> SessionId {
    SessionId::generate(&storyden_robots::XidGenerator)
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

/// Walks a session and returns the sequences, ids and texts of its messages, oldest first.
async fn said(store: &SqliteStore, session: SessionId) -> Result<Vec<(u64, MessageId, String)>, String> {
    let mut all = Vec::new();
    let mut request = WindowRequest::newest(100);
    loop {
        let window = store.find_session(session, request).await.map_err(|error| format!("{error:?}"))?;
        if !window.damaged.is_empty() {
            return Err(format!("{:?}", window.damaged));
        }
        for message in window.messages.iter().rev() {
            let text = message.decode().map_err(|error| format!("{error:?}"))?.parts.text();
            all.push((message.sequence.get(), message.id, text));
        }
        let Some(cursor) = window.next_before else { break };
        request = request.before(cursor);
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
    let mut sessions: BTreeMap<SessionId, Vec<&Acknowledged>> = BTreeMap::new();
    for message in acknowledged {
        sessions.entry(message.session).or_default().push(message);
    }
    let mut lost = 0;
    for (session, messages) in sessions {
        let found = match said(&store, session).await {
            Ok(found) => found,
            Err(error) if error.contains("NotFound") => {
                lost += messages.len();
                continue;
            }
            Err(error) => return Err(error),
        };
        if !found.iter().map(|(sequence, ..)| *sequence).eq(1..=found.len() as u64) {
            return Err(format!("sequences with a gap: {found:?}"));
        }
        let is_there = |message: &Acknowledged| {
            let at = usize::try_from(message.sequence - 1).unwrap();
            let wanted = (message.sequence, message.id, text_of(&message.label));
            found.get(at) == Some(&wanted)
        };
        lost += messages.iter().filter(|message| !is_there(message)).count();
        let next =
            append(&store, session, new_message(), "and on").await.map_err(|error| format!("{error:?}"))?;
        if next.messages[0].sequence.get() != found.len() as u64 + 1 {
            return Err(format!("the next sequence is {:?}", next.messages[0].sequence));
        }
    }
    let verified = store.verify(false).await.map_err(|error| format!("verify: {error:?}"))?;
    if !verified.is_sound() {
        return Err(format!("{verified:?}"));
    }
    drop(store);
    match integrity(path) {
        fine if fine == "ok" => Ok(lost),
        damage => Err(damage),
    }
}

fn integrity(path: &Path) -> String {
    let connection = Connection::open(path).unwrap();
    connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap()
}
