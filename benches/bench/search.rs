//! Search in many messages beside FTS5 by hand over the same index, and what an index costs an append.

use std::{
    hint::black_box,
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};

use rusqlite::params;
use storyden_robots::{
    NewMessage, NewSession, Part, Permission, Robots, SearchQuery, SessionId, SessionRepository as _,
    SqliteOptions, SqliteStore, StaticPermissions, StaticProfiles, Timestamp,
    conformance::Sample,
    repository::{MessageBatch, Write},
};
use tokio::runtime::Runtime;

use crate::{
    Table,
    bench::{data, data::ANN, floor},
    load, print_rates, runtime,
};

/// Two-word queries: both words are rare, one is, none is. A word has the more texts the smaller its number.
const QUERIES: [(&str, &str); 3] =
    [("rare words", "w300 w400"), ("a frequent and a rare word", "w40 w1000"), ("frequent words", "w40 w60")];

fn service(runtime: &Runtime, options: SqliteOptions) -> Robots {
    let store = runtime.block_on(SqliteStore::open(options.migrate(true))).unwrap();
    let permissions = StaticPermissions::new().grant(ANN, [Permission::UseRobots]);
    Robots::new(store.clone(), permissions, StaticProfiles::default()).with_search(store)
}

/// What a row of the index is by hand: its place, and its words around what was found.
const BY_HAND: &str = "SELECT s.id, m.id, m.document, snippet(robots_search, 0, '', '', '', 24) \
    FROM robots_search CROSS JOIN robots_sessions s ON s.number = robots_search.rowid >> 32 \
    JOIN robots_messages m ON m.place = robots_search.rowid \
    WHERE robots_search MATCH ? ORDER BY rank LIMIT 20";

pub(crate) fn rows(table: &Table) {
    let runtime = runtime();
    // Among few messages no two rare words meet.
    let [_, size] = data::sizes();
    if QUERIES.iter().any(|(kind, _)| table.wants(&name(size, kind, ""))) {
        let path = searched(size);
        let connection = floor::open(&path);
        let mut by_hand = connection.prepare(BY_HAND).unwrap();
        for (how, in_place) in [("", false), (", read in place", true)] {
            let robots = service(&runtime, SqliteOptions::new(&path).read_in_place(in_place));
            for (kind, words) in QUERIES {
                let query = SearchQuery::parse(words).unwrap();
                let matched = words.replace(' ', " AND ");
                let found = runtime.block_on(robots.search(ANN, &query, 20)).unwrap();
                assert!(!found.hits.is_empty(), "{words}");
                table.compare(
                    &name(size, kind, how),
                    ("FTS5 by hand", &mut || {
                        let mut out = Vec::new();
                        floor::copy(&mut by_hand, params![matched], &mut out);
                        black_box(&out);
                    }),
                    1.5,
                    &mut || {
                        black_box(runtime.block_on(robots.search(ANN, &query, 20)).unwrap());
                    },
                );
            }
        }
    }
    for writers in [1, 64] {
        appends(table, &runtime, writers);
    }
}

fn name(size: u32, kind: &str, how: &str) -> String {
    format!("search for two {kind} in {size} messages{how}")
}

/// Appends with an index beside appends without, in turns.
fn appends(table: &Table, runtime: &Runtime, writers: usize) {
    let name = format!("search: durable appends a second with an index, {writers} writers");
    if !table.wants(&name) {
        return;
    }
    let open = |search: bool| -> (tempfile::TempDir, Robots, SessionId) {
        let folder = data::folder();
        let robots = service(runtime, SqliteOptions::new(folder.path().join("robots.db")).search(search));
        let session = runtime.block_on(robots.start_session(ANN, NewSession::default())).unwrap().id;
        (folder, robots, session)
    };
    let messages: Arc<[NewMessage]> = Sample::new(7).take(writers).collect::<Vec<_>>().into();
    let stores = [open(false), open(true)];
    let (mut rates, mut times) = ([Vec::new(), Vec::new()], Vec::new());
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(10) {
        for ((_, robots, session), rates) in stores.iter().zip(&mut rates) {
            let (robots, session, messages) = (robots.clone(), *session, Arc::clone(&messages));
            let (rate, waited) = runtime.block_on(load(writers, move |writer| {
                let (robots, message) = (robots.clone(), messages[writer].clone());
                async move { robots.append(ANN, session, message).await.map(drop).unwrap() }
            }));
            rates.push(rate);
            times = waited;
        }
    }
    let [without, with] = rates;
    print_rates(&name, "without an index", (without, with), times, f64::NEG_INFINITY);
}

/// A file with an index for search, and so many messages in sessions of 100.
fn searched(count: u32) -> PathBuf {
    let name = format!("searched-{count}");
    data::file_with(
        &name,
        |options| options.search(true),
        |runtime, store| {
            let write = Write::at(Timestamp::from_micros(data::APPENDED_AT).unwrap());
            for first in (0..count).step_by(100) {
                let session = data::session(first / 100);
                runtime.block_on(store.create_session(&session)).unwrap();
                let said = (first..first + 100).map(|number| data::record(number, &text(number)));
                let batch = MessageBatch::new(said.collect());
                runtime.block_on(store.append_messages(session.reference.id, &batch, write)).unwrap();
            }
        },
    )
}

/// Writes the text of a message: words that are the rarer the larger their number is.
fn text(number: u32) -> NewMessage {
    let mut random = u64::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut text = String::new();
    for _ in 0..40 {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        // Each word stands about as often as 1 / number: as words of people do.
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "small"
        )]
        let word = (20_000_f64.ln() * ((random >> 11) as f64 / (1_u64 << 53) as f64)).exp() as u32;
        text.extend(["w", &word.to_string(), " "]);
    }
    NewMessage::user([Part::text(text)]).unwrap()
}
