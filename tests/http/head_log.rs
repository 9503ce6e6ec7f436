//! Logs of Storyden's newest protocol, read as a client of Durable Streams reads them.

use std::collections::HashMap;

use serde_json::Value;
use tokio::io::AsyncReadExt as _;

use crate::{
    client::Request,
    head::{On, ended, log, new_id, on_every_embedded_store, read, say, until},
    host::Host,
};

on_every_embedded_store! {
    a_tail_that_is_cut_anywhere_goes_on
}

/// What a client has of a tail: everything of whose place it was told, that place, and whether nothing follows.
#[derive(Debug)]
struct Taken {
    items: Vec<Value>,
    place: String,
    up_to_date: bool,
    closed: bool,
}

impl Taken {
    /// Returns where the last whole event ends.
    fn end(body: &[u8]) -> usize {
        body.windows(2).rposition(|two| two == b"\n\n").unwrap_or(0)
    }

    /// Reads a body that may be cut anywhere. An event that is not whole is not there.
    fn of(body: &[u8]) -> Self {
        let (mut items, mut batch) = (Vec::new(), Vec::new());
        let mut place = "-1".to_owned();
        let (mut up_to_date, mut closed) = (false, false);
        let text = std::str::from_utf8(&body[..Self::end(body)]).expect("whole events are UTF-8");
        for event in text.split("\n\n") {
            let Some((name, data)) = event.split_once("\ndata: ") else { continue };
            let data: Value = serde_json::from_str(data).expect("JSON");
            if name == "event: data" {
                batch.extend(data.as_array().expect("an array").iter().map(settled));
                continue;
            }
            assert_eq!(name, "event: control");
            items.append(&mut batch);
            data["streamNextOffset"].as_str().expect("a place").clone_into(&mut place);
            (up_to_date, closed) = (data["upToDate"] == true, data["streamClosed"] == true);
        }
        Self { items, place, up_to_date, closed }
    }
}

/// Returns an event without what depends on when it is read: whether a message still waits.
fn settled(event: &Value) -> Value {
    let mut event = event.clone();
    if let Some(message) = event.get_mut("message").and_then(Value::as_object_mut) {
        message.remove("queued");
    }
    event
}

/// Puts the chunks of a body together, which may go on.
fn body(mut raw: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(line) = raw.windows(2).position(|two| two == b"\r\n") {
        let length = std::str::from_utf8(&raw[..line]).expect("a length in ASCII");
        let length = usize::from_str_radix(length, 16).expect("a length in hexadecimal");
        let Some(chunk) = raw.get(line + 2..line + 2 + length) else { break };
        body.extend_from_slice(chunk);
        raw = raw.get(line + 4 + length..).unwrap_or_default();
    }
    body
}

/// A tail that is being read.
struct Tail {
    socket: tokio::net::TcpStream,
    raw: Vec<u8>,
}

impl Tail {
    async fn open(host: &Host, path: &str, place: &str) -> Self {
        let request = Request::new("GET", &format!("{path}?live=sse&offset={place}")).by("operator");
        let mut tail = Self { socket: request.write(host.addr).await, raw: Vec::new() };
        // Once its head is there it tells everything that comes.
        while !tail.raw.windows(4).any(|four| four == b"\r\n\r\n") {
            assert_ne!(tail.socket.read_buf(&mut tail.raw).await.expect("a head"), 0);
        }
        tail
    }

    /// Reads until enough is there.
    async fn until(mut self, enough: impl Fn(&Taken) -> bool) -> Vec<u8> {
        let head = self.raw.windows(4).position(|four| four == b"\r\n\r\n").expect("a head") + 4;
        loop {
            let body = body(&self.raw[head..]);
            if enough(&Taken::of(&body)) {
                return body;
            }
            let read = self.socket.read_buf(&mut self.raw).await.expect("a body");
            assert_ne!(read, 0, "it ends too early: {}", String::from_utf8_lossy(&body));
        }
    }
}

/// Cuts what was told at every byte, and goes on from the place that was told last, by both ways to read.
async fn goes_on(host: &Host, path: &str, told: &[u8]) {
    let all = read(host, path).await.is(200);
    let all: Vec<_> = all.as_array().expect("an array").iter().map(settled).collect();
    assert_eq!(Taken::of(told).items, all, "{path}");
    let mut rests: HashMap<String, Vec<Value>> = HashMap::new();
    let mut whole = None;
    for cut in 0..=told.len() {
        // Bytes of an event that is not whole change nothing.
        let end = Taken::end(&told[..cut]);
        if whole.replace(end) == Some(end) {
            continue;
        }
        let Taken { mut items, place, .. } = Taken::of(&told[..cut]);
        if !rests.contains_key(&place) {
            let answer = read(host, &format!("{path}?offset={place}")).await.is(200);
            let rest: Vec<_> = answer.as_array().expect("an array").iter().map(settled).collect();
            let tail = Tail::open(host, path, &place).await;
            let tail = Taken::of(&tail.until(|taken| taken.up_to_date || taken.closed).await).items;
            assert_eq!(tail, rest, "{path} from {place}");
            rests.insert(place.clone(), rest);
        }
        items.extend_from_slice(&rests[&place]);
        assert!(items == all, "{path} cut at {cut}");
    }
    assert!(rests.len() > 2, "there are several places: {:?}", rests.keys());
}

async fn a_tail_that_is_cut_anywhere_goes_on(on: On) {
    let host = on.working().await;
    let session = new_id();
    say(&host, &session, "Grüße, 世界 🌍").await;
    ended(&host, &session, 1).await;
    let tail = Tail::open(&host, &log(&session), "-1").await;

    say(&host, &session, "wait").await;
    let grows = |events: &[Value], _| events.iter().any(|event| event["parts"][0]["id"] == "0");
    let events = until(&host, &log(&session), "-1".to_owned(), grows).await;
    let turn = events.iter().rfind(|event| event["event_kind"] == "turn_queued").expect("a turn");
    let turn = format!("/robots/sessions/{session}/turns/{}", turn["turn_id"].as_str().expect("an id"));
    let tail_of_turn = Tail::open(&host, &turn, "-1").await;
    say(&host, &session, "and this").await;
    let stop = Request::new("PUT", &format!("{turn}/cancellation")).by("operator");
    host.send(stop).await.is(202);
    ended(&host, &session, 3).await;

    let ends = |taken: &Taken| {
        let is_end = |event: &&Value| {
            matches!(event["event_kind"].as_str(), Some("turn_completed" | "turn_cancelled"))
        };
        taken.items.iter().filter(is_end).count() == 3
    };
    goes_on(&host, &log(&session), &tail.until(ends).await).await;
    goes_on(&host, &turn, &tail_of_turn.until(|taken| taken.closed).await).await;
}
