//! The HTTP API over loopback, beside axum alone.

use std::{
    cell::RefCell,
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    path::Path,
    thread,
    time::{Duration, Instant},
};

use axum::{Router, body::Bytes, http::header::CONTENT_TYPE, routing::get};
use rusqlite::Connection;
use storyden_robots::{Robots, SqliteOptions, SqliteStore, WindowRequest, http};
use tokio::{net::TcpListener, runtime::Runtime, task::spawn_blocking};

use super::{
    Table, Target,
    bench::{
        data::{self, ANN, folder},
        floor,
    },
    host::Host,
    open, profiles, runtime, with_store,
};

const CONNECTIONS: usize = 8;

/// Requests a second for the newest 50 messages, beside axum alone.
pub(crate) fn reads(table: &Table) {
    looked_up(table);
    for (how, in_place) in [("", false), (", read in place", true)] {
        for beside in [Beside::Rows, Beside::SummedRows, Beside::Memory] {
            let name = format!("HTTP: newest 50 messages, requests a second{how}");
            if table.wants(&name) && (in_place || beside != Beside::SummedRows) {
                compare(&name, in_place, beside);
            }
        }
    }
}

/// What axum alone answers.
#[derive(Clone, Copy, PartialEq)]
enum Beside {
    /// The same rows by hand, read where ours are read: with nothing checked and nothing written as JSON.
    Rows,
    /// The same, and the checksums compared.
    SummedRows,
    /// The same bytes from memory.
    Memory,
}

/// A server, and what it is asked for.
struct Asked {
    server: SocketAddr,
    path: String,
    length: usize,
}

fn compare(name: &str, in_place: bool, beside: Beside) {
    let runtime = runtime();
    let file = data::messages(data::sizes()[0]);
    let robots = open(&runtime, SqliteOptions::new(&file).read_in_place(in_place));
    let session = data::session_id(0);
    let mut body = Vec::new();
    runtime.block_on(robots.session_json(ANN, session, WindowRequest::newest(50), &mut body)).unwrap();
    let length = body.len();
    let authenticator = http::StaticAuthenticator::new().cookie("ann", ANN);
    let server = serve(&runtime, http::router(robots, authenticator));
    let ours = Asked { server, path: format!("/robots/sessions/{session}?limit=50"), length };

    let json = [(CONTENT_TYPE, "application/json")];
    let text = session.to_string();
    let summed = beside == Beside::SummedRows;
    let messages = if summed { floor::SUMMED } else { floor::NEWEST };
    let read = move || by_hand(&file, &text, messages);
    let (floor_name, least, answer, length) = if beside == Beside::Memory {
        let body = Bytes::from(body);
        ("axum, the bytes from memory", 0.5, get(move || async move { (json, body) }), length)
    } else if in_place {
        let length = read().len();
        let name = if summed {
            "axum, the same rows by hand, checksums compared"
        } else {
            "axum, the same rows by hand"
        };
        (name, 0.85, get(move || async move { (json, read()) }), length)
    } else {
        let length = read().len();
        let read = move || async move { (json, spawn_blocking(read).await.unwrap()) };
        ("axum, the same rows by hand in `spawn_blocking`", 0.85, get(read), length)
    };
    let server = serve(&runtime, Router::new().route("/", answer));
    let floor = Asked { server, path: "/".to_owned(), length };

    race(name, (floor_name, &floor), least, &ours);
}

/// The newest 50 messages and a page of sessions from a host that looks up each request's login and roles in a database,
/// beside the same from one that has them in memory. Then the host looks up profiles too, which may be kept in memory.
fn looked_up(table: &Table) {
    let (messages, sessions) = (data::messages(data::sizes()[0]), data::sessions(data::sizes()[0]));
    let newest = format!("/robots/sessions/{}?limit=50", data::session_id(0));
    for (what, file, path) in
        [("newest 50 messages", messages, &*newest), ("page 1 of sessions", sessions, "/robots/sessions")]
    {
        for (lookups, profiles_too, least) in
            [("login and roles", false, 0.6), ("login, roles and profiles", true, f64::NEG_INFINITY)]
        {
            let name = format!("HTTP: {what}, requests a second of a host that looks up {lookups}");
            if !table.wants(&name) {
                continue;
            }
            let runtime = runtime();
            let folder = folder();
            let host = Host::create(folder.path().join("host.db"));
            let store = || {
                let options = SqliteOptions::new(&file).read_in_place(true);
                runtime.block_on(SqliteStore::open(options)).unwrap()
            };
            let authenticator = http::StaticAuthenticator::new().cookie("ann", ANN);
            let floor = serve(&runtime, http::router(with_store(store()), authenticator));
            let robots = if profiles_too {
                Robots::new(store(), host.clone(), host.clone())
            } else {
                Robots::new(store(), host.clone(), profiles())
            };
            let ours = serve(&runtime, http::router(robots, host));
            let asked = |server| Asked { server, path: path.to_owned(), length: body_length(server, path) };
            race(&name, ("in memory", &asked(floor)), least, &asked(ours));
        }
    }
}

fn race(name: &str, (floor_name, floor): (&str, &Asked), least: f64, ours: &Asked) {
    let mut rates = [Vec::new(), Vec::new()];
    // The first round fills the caches.
    for round in 0..8 {
        for (asked, rates) in [floor, ours].into_iter().zip(&mut rates) {
            let rate = load(asked.server, &asked.path, asked.length);
            if round > 0 {
                rates.push(rate);
            }
        }
    }
    for rates in &mut rates {
        rates.sort_unstable_by(f64::total_cmp);
    }
    let [floor, ours] = rates.map(|rates| rates[rates.len() / 2]);
    Table::print(name, floor_name, floor, ours, ours / floor, &Target::AtLeast(least));
}

thread_local! {
    /// One for each thread of the server.
    static CONNECTION: RefCell<Option<Connection>> = const { RefCell::new(None) };
}

fn by_hand(file: &Path, session: &str, messages: floor::Messages) -> Vec<u8> {
    CONNECTION.with_borrow_mut(|connection| {
        let connection = connection.get_or_insert_with(|| floor::open(file));
        let number = floor::session_number(connection, session);
        let mut rows = connection.prepare_cached(messages.query).unwrap();
        messages.copy(&mut rows, (number, i64::from(u32::MAX)))
    })
}

fn serve(runtime: &Runtime, app: Router) -> SocketAddr {
    let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
    let address = listener.local_addr().unwrap();
    runtime.spawn(async { axum::serve(listener, app).await.unwrap() });
    address
}

/// Asks for `path` again and again over connections that stay, and returns the answers a second.
fn load(server: SocketAddr, path: &str, length: usize) -> f64 {
    let request = format!("GET {path} HTTP/1.1\r\nhost: localhost\r\ncookie: storyden-session=ann\r\n\r\n");
    let start = Instant::now();
    let answers: u32 = thread::scope(|scope| {
        let clients: Vec<_> = (0..CONNECTIONS)
            .map(|_| {
                scope.spawn(|| {
                    let mut connection = TcpStream::connect(server).unwrap();
                    let mut answer = vec![0; length + 4096];
                    let mut answers = 0;
                    while start.elapsed() < Duration::from_millis(700) {
                        connection.write_all(request.as_bytes()).unwrap();
                        read(&mut connection, &mut answer, length);
                        answers += 1;
                    }
                    answers
                })
            })
            .collect();
        clients.into_iter().map(|client| client.join().unwrap()).sum()
    });
    f64::from(answers) / start.elapsed().as_secs_f64()
}

/// Asks once, and returns the length of the answer's body.
fn body_length(server: SocketAddr, path: &str) -> usize {
    let mut connection = TcpStream::connect(server).unwrap();
    let request = format!(
        "GET {path} HTTP/1.1\r\nhost: localhost\r\ncookie: storyden-session=ann\r\nconnection: close\r\n\r\n"
    );
    connection.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    connection.read_to_end(&mut answer).unwrap();
    let head = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n").unwrap();
    answer.len() - head - 4
}

/// Reads an answer whose body has such a length.
fn read(connection: &mut TcpStream, answer: &mut [u8], length: usize) {
    let (mut filled, mut head) = (0, None);
    while head.is_none_or(|head| filled < head + length) {
        let more = connection.read(&mut answer[filled..]).unwrap();
        assert!(more > 0, "the server closed the connection");
        filled += more;
        let end = || answer[..filled].windows(4).position(|bytes| bytes == b"\r\n\r\n");
        head = head.or_else(|| end().map(|end| end + 4));
    }
    assert!(answer.starts_with(b"HTTP/1.1 200") && head.is_some_and(|head| filled == head + length));
}
