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
use rusqlite::{Connection, params};
use storyden_robots::{SqliteOptions, WindowRequest, http};
use tokio::{net::TcpListener, runtime::Runtime};

use super::{
    Table, Target,
    bench::{
        data::{self, ANN},
        floor,
    },
    open, runtime,
};

const CONNECTIONS: usize = 8;

/// Requests a second for the newest 50 messages, beside the same bytes from memory.
pub(crate) fn reads(table: &Table) {
    for (how, in_place) in [("", false), (", read in place", true)] {
        let name = format!("HTTP: newest 50 messages, requests a second{how}");
        if table.wants(&name) {
            compare(&name, in_place);
        }
    }
    let name = "HTTP: the same rows by hand, nothing checked: a limit of the others";
    if table.wants(name) {
        limit(name);
    }
}

fn compare(name: &str, in_place: bool) {
    let runtime = runtime();
    let file = data::messages(data::sizes()[0]);
    let robots = open(&runtime, SqliteOptions::new(file).read_in_place(in_place));
    let session = data::session_id(0);
    let mut body = Vec::new();
    runtime.block_on(robots.session_json(ANN, session, WindowRequest::newest(50), &mut body)).unwrap();
    let (body, path) = (Bytes::from(body), format!("/robots/sessions/{session}"));
    let length = body.len();

    let from_memory = move || async move { ([(CONTENT_TYPE, "application/json")], body) };
    let floor = serve(&runtime, Router::new().route(&path, get(from_memory)));
    let authenticator = http::StaticAuthenticator::new().cookie("ann", ANN);
    let ours = serve(&runtime, http::router(robots, authenticator));

    in_turns(name, (floor, ours), &format!("{path}?limit=50"), length, 0.5);
}

/// Asks both servers in turns, and prints the ratio of the medians.
fn in_turns(name: &str, (floor, ours): (SocketAddr, SocketAddr), path: &str, length: usize, least: f64) {
    let mut rates = [Vec::new(), Vec::new()];
    // The first round fills the caches.
    for round in 0..8 {
        for (server, rates) in [floor, ours].into_iter().zip(&mut rates) {
            let rate = load(server, path, length);
            if round > 0 {
                rates.push(rate);
            }
        }
    }
    for rates in &mut rates {
        rates.sort_unstable_by(f64::total_cmp);
    }
    let [floor, ours] = rates.map(|rates| rates[rates.len() / 2]);
    let target = Target::AtLeast(least);
    Table::print(name, "axum, the bytes from memory", floor, ours, ours / floor, &target);
}

thread_local! {
    /// One for each thread of the server.
    static CONNECTION: RefCell<Option<Connection>> = const { RefCell::new(None) };
}

/// Requests a second for the same rows by hand behind axum, with nothing checked and nothing written as JSON. No
/// API that reads them can have more.
fn limit(name: &str) {
    let runtime = runtime();
    let file = data::messages(data::sizes()[0]);
    let text = data::session_id(0).to_string();
    let mut body = Vec::new();
    by_hand(&file, &text, &mut body);
    let length = body.len();
    let floor = {
        let body = Bytes::from(body);
        let from_memory = move || async move { ([(CONTENT_TYPE, "application/json")], body) };
        serve(&runtime, Router::new().route("/", get(from_memory)))
    };
    let read = move || async move {
        let mut body = Vec::new();
        by_hand(&file, &text, &mut body);
        ([(CONTENT_TYPE, "application/json")], body)
    };
    let by_hand = serve(&runtime, Router::new().route("/", get(read)));
    in_turns(name, (floor, by_hand), "/", length, f64::NEG_INFINITY);
}

fn by_hand(file: &Path, session: &str, out: &mut Vec<u8>) {
    CONNECTION.with_borrow_mut(|connection| {
        let connection = connection.get_or_insert_with(|| floor::open(file));
        let number = floor::session_number(connection, session);
        let mut rows = connection.prepare_cached(floor::WINDOW).unwrap();
        floor::copy(&mut rows, params![number, i64::from(u32::MAX)], out);
    });
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
