//! The rows on PostgreSQL: each operation beside tokio-postgres by hand, on a server of its own that flushes.
//!
//! By hand means prepared statements on connections without a pool, the same round trips, and rows that
//! are copied into one buffer and not looked at.

#[path = "../../tests/support/postgres.rs"]
#[expect(dead_code, reason = "the tests use more")]
mod support;

use std::{
    hint::black_box,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use storyden_robots::{
    NewMessage, NewSession, PageRequest, Permission, PostgresOptions, PostgresStore, Profile, Robots,
    SessionFilter, SessionId, SqliteOptions, SqliteStore, StaticPermissions, StaticProfiles, WindowRequest,
    conformance::Sample, transfer,
};
use support::{Programs, Server};
use tokio::runtime::Runtime;
use tokio_postgres::{
    Client, NoTls, Row, Statement,
    types::{ToSql, Type},
};

use crate::{
    Table,
    bench::data::{self, ANN},
    load, print_rates,
};

/// How much slower ours may be.
const MOST: f64 = 1.3;
/// The day under which the length of a whole list is kept.
const ALL_DAYS: i64 = i32::MIN as i64;
/// As many as the store has by default.
const CONNECTIONS: usize = 16;

pub(super) fn rows(table: &Table) {
    if !NAMES.into_iter().any(|name| table.wants(&named(name))) {
        return;
    }
    let Some(programs) = Programs::find(15) else { return };
    let server = Server::start(&programs, &["shared_buffers=256MB"]);
    let [_, size] = data::sizes();
    let bench = Bench { table, server, size, runtime: crate::runtime() };
    bench.windows();
    bench.pages();
    bench.appends();
}

const NAMES: [&str; 7] = [
    "newest 50 as bytes",
    "50 before the middle as bytes",
    "page 1 with totals",
    "a deep page",
    "a page by cursor",
    "appends a second, 1 writer",
    "appends a second, 64 writers",
];

fn named(name: &str) -> String {
    format!("PostgreSQL: {name}")
}

struct Bench<'t> {
    table: &'t Table,
    server: Server,
    size: u32,
    runtime: Runtime,
}

/// Connections by hand.
async fn connect(url: &str) -> Client {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.unwrap();
    tokio::spawn(connection);
    client
}

/// Copies all that a row has.
fn copy(row: &Row, out: &mut Vec<u8>) {
    for (column, about) in row.columns().iter().enumerate() {
        match *about.type_() {
            Type::INT8 => {
                out.extend_from_slice(&row.get::<_, Option<i64>>(column).unwrap_or(0).to_le_bytes());
            }
            _ => out.extend_from_slice(row.get::<_, Option<&str>>(column).unwrap_or_default().as_bytes()),
        }
    }
}

impl Bench<'_> {
    /// Makes a database with what an SQLite file has.
    fn database(&self, name: &str, file: Option<&std::path::Path>) -> (String, Robots) {
        let url = self.server.url(name);
        let store = self.runtime.block_on(async {
            let admin = connect(&self.server.url("postgres")).await;
            admin.batch_execute(&format!("CREATE DATABASE {name}")).await.unwrap();
            let store = PostgresStore::connect(&url, PostgresOptions::default().migrate(true)).await.unwrap();
            if let Some(file) = file {
                let from = SqliteStore::open(SqliteOptions::new(file).migrate(true)).await.unwrap();
                transfer::copy(&from, &store, |_| {}).await.unwrap();
            }
            // One at a time: not in a transaction.
            for command in ["VACUUM ANALYZE", "CHECKPOINT"] {
                connect(&url).await.batch_execute(command).await.unwrap();
            }
            store
        });
        let permissions = StaticPermissions::new().grant(ANN, [Permission::UseRobots]);
        (url, Robots::new(store, permissions, StaticProfiles::new([Profile::new(ANN, "ann", "Ann")])))
    }

    fn run(&self, client: &Client, statement: &Statement, values: &[&(dyn ToSql + Sync)]) {
        let rows = self.runtime.block_on(client.query(statement, values)).unwrap();
        let mut out = Vec::new();
        for row in &rows {
            copy(row, &mut out);
        }
        black_box(&out);
    }

    fn windows(&self) {
        let [newest, before, ..] = NAMES.map(named);
        if !self.table.wants(&newest) && !self.table.wants(&before) {
            return;
        }
        let (url, robots) = self.database("messages", Some(&data::messages(self.size)));
        let session = data::session_id(0);
        let text = session.to_string();
        let client = self.runtime.block_on(connect(&url));
        let answer = |window: WindowRequest| {
            let mut out = Vec::new();
            self.runtime.block_on(robots.session_json(ANN, session, window, &mut out)).unwrap();
            black_box(&out);
        };
        let select = |more: &str| {
            let sql = format!(
                "SELECT id, author, sequence, revised, annotations, document FROM robots_messages
                    WHERE session_id = $1 AND deleted = 0 {more} ORDER BY sequence DESC LIMIT 51"
            );
            self.runtime.block_on(client.prepare(&sql)).unwrap()
        };
        let rows = select("");
        self.table.compare(
            &newest,
            ("tokio-postgres", &mut || self.run(&client, &rows, &[&text])),
            MOST,
            &mut || answer(WindowRequest::newest(50)),
        );
        let rows =
            select("AND sequence < (SELECT sequence FROM robots_messages WHERE session_id = $1 AND id = $2)");
        let middle = data::message_id(self.size / 2);
        let cursor = middle.to_string();
        self.table.compare(
            &before,
            ("tokio-postgres", &mut || self.run(&client, &rows, &[&text, &cursor])),
            MOST,
            &mut || answer(WindowRequest::newest(50).before(middle)),
        );
    }

    fn pages(&self) {
        let [_, _, first, deep, by_cursor, ..] = NAMES.map(named);
        if ![&first, &deep, &by_cursor].into_iter().any(|name| self.table.wants(name)) {
            return;
        }
        let (url, robots) = self.database("sessions", Some(&data::sessions(self.size)));
        let client = self.runtime.block_on(connect(&url));
        let list = |page: u32| {
            let page = PageRequest::sessions().at(page);
            let mut out = Vec::new();
            let read = robots.sessions_json(ANN, SessionFilter::default(), page, &mut out);
            self.runtime.block_on(read).unwrap();
            black_box(out);
        };
        let sql =
            "SELECT (SELECT sum(length)::bigint FROM robots_counts WHERE list = 'sessions' AND day = $2),
            id, created_at, updated_at, deleted_at, misc, name, created_by FROM robots_sessions
            WHERE deleted_at IS NULL AND archived = 0 ORDER BY created_at DESC, id DESC LIMIT 20 OFFSET $1";
        let rows = self.runtime.block_on(client.prepare(sql)).unwrap();
        self.table.compare(
            &first,
            ("tokio-postgres, maintained count", &mut || self.run(&client, &rows, &[&0_i64, &ALL_DAYS])),
            MOST,
            &mut || list(1),
        );
        // The middle of the list is the furthest from both ends.
        for page in [self.size / 100, self.size / 40] {
            let name = format!("{deep}, {page} of {} sessions", self.size);
            let offset = i64::from(page - 1) * 20;
            self.table.compare(
                &name,
                ("the same OFFSET by tokio-postgres", &mut || {
                    self.run(&client, &rows, &[&offset, &ALL_DAYS]);
                }),
                MOST,
                &mut || list(page),
            );
            self.table.compare(&name, ("page 1", &mut || list(1)), 5.0, &mut || list(page));
        }
        let after = |request: PageRequest| {
            let page =
                self.runtime.block_on(robots.list_sessions(ANN, SessionFilter::default(), request)).unwrap();
            black_box(serde_json::to_vec(&page).unwrap());
            page.next_cursor
        };
        let (first, mut cursor) = (PageRequest::by_cursor(20), None);
        for _ in 0..self.size / 200 {
            let request = PageRequest::by_cursor(100);
            cursor = after(cursor.map_or(request, |cursor| request.after(cursor)));
        }
        let middle = first.after(cursor.unwrap());
        self.table.compare(
            &format!("{by_cursor}, in the middle of {} sessions", self.size),
            ("the first by cursor", &mut || _ = after(first)),
            1.3,
            &mut || _ = after(middle),
        );
    }

    fn appends(&self) {
        let [.., one, many] = NAMES.map(named);
        for (name, writers) in [(one, 1), (many, 64)] {
            if self.table.wants(&name) {
                let (url, robots) = self.database(&format!("appends_{writers}"), None);
                let clients = CONNECTIONS.min(writers);
                let [by_hand, counting] = [APPEND, COUNTING_APPEND]
                    .map(|sql| self.runtime.block_on(ByHand::connect(&url, clients, sql)));
                // A session for each: they would only wait for one another.
                let sessions: Arc<[SessionId]> = (0..writers)
                    .map(|_| {
                        let session = robots.start_session(ANN, NewSession::default());
                        self.runtime.block_on(session).unwrap().id
                    })
                    .collect();
                let messages: Arc<[NewMessage]> = Sample::new(7).take(writers).collect();
                for (by_hand, how, least) in
                    [(&by_hand, "", 0.77), (&counting, ", unread messages counted", f64::NEG_INFINITY)]
                {
                    let (mut floors, mut rates, mut times) = (Vec::new(), Vec::new(), Vec::new());
                    for _ in 0..7 {
                        let hand = self.runtime.block_on(load(writers, {
                            let (by_hand, sessions, messages) =
                                (by_hand.clone(), Arc::clone(&sessions), Arc::clone(&messages));
                            move |writer| {
                                let (by_hand, session) = (by_hand.clone(), sessions[writer].to_string());
                                let message = messages[writer].clone();
                                async move { by_hand.append(writer, &session, &message).await }
                            }
                        }));
                        floors.push(hand.0);
                        let (rate, mut waited) = self.runtime.block_on(load(writers, {
                            let (robots, sessions, messages) =
                                (robots.clone(), Arc::clone(&sessions), Arc::clone(&messages));
                            move |writer| {
                                let (robots, session) = (robots.clone(), sessions[writer]);
                                let message = messages[writer].clone();
                                async move { robots.append(ANN, session, message).await.map(drop).unwrap() }
                            }
                        }));
                        rates.push(rate);
                        times.append(&mut waited);
                    }
                    let beside = format!("tokio-postgres, {clients} connections{how}");
                    print_rates(&name, &beside, (floors, rates), times, least);
                }
            }
        }
    }
}

/// Messages that were appended by hand.
static NEXT: AtomicU64 = AtomicU64::new(0);

/// Appends by hand: an offset and a message in one statement.
const APPEND: &str =
    "WITH reserved AS (UPDATE robots_sessions SET last_offset = last_offset + 1, updated_at = $2
        WHERE id = $1 AND deleted_at IS NULL RETURNING last_offset)
    INSERT INTO robots_messages (session_id, sequence, id, author, deleted, checksum, document)
        SELECT $1, last_offset, $3, $4, 0, 0, $5 FROM reserved RETURNING sequence";
/// The same, and counts the unread messages of others, as the store does.
const COUNTING_APPEND: &str =
    "WITH reserved AS (UPDATE robots_sessions SET last_offset = last_offset + 1, updated_at = $2
        WHERE id = $1 AND deleted_at IS NULL RETURNING id AS session, last_offset),
    counted AS (UPDATE robots_read_marks SET unread = unread + 1 FROM reserved
        WHERE session_id = session AND account <> $4)
    INSERT INTO robots_messages (session_id, sequence, id, author, deleted, checksum, document)
        SELECT $1, last_offset, $3, $4, 0, 0, $5 FROM reserved RETURNING sequence";

/// Connections that append by hand.
#[derive(Clone)]
struct ByHand(Arc<[(Client, Statement)]>);

impl ByHand {
    async fn connect(url: &str, connections: usize, sql: &str) -> Self {
        let mut clients = Vec::new();
        for _ in 0..connections {
            let client = connect(url).await;
            let statement = client.prepare(sql).await.unwrap();
            clients.push((client, statement));
        }
        Self(clients.into())
    }

    async fn append(&self, writer: usize, session: &str, message: &NewMessage) {
        let (client, statement) = &self.0[writer % self.0.len()];
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        // A time of its own: the session moves in the lists by activity, as with ours.
        let (id, at) = (format!("{number:020}"), data::APPENDED_AT + i64::try_from(number).unwrap());
        let (role, parts, author) = (message.role.as_str(), message.parts.as_str(), ANN.to_string());
        let document = format!(
            r#"{{"id":"{id}","role":"{role}","parts":{parts},"created_at":"2026-11-26T12:00:00.000001Z"}}"#
        );
        let values: [&(dyn ToSql + Sync); 5] = [&session, &at, &id, &author, &document];
        client.query_one(statement, &values).await.unwrap();
    }
}
