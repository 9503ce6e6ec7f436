//! Server-sent events over a socket: a reader of a session's changes, and a writer of a message's chunks.

use std::time::Duration;

use serde_json::{Value, json};
use storyden_robots::{
    Message, NewMessage, Part, SessionId, WindowRequest,
    stream::{Assembler, Chunk},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::{
    client::{Answer, Request},
    host::{Host, OPERATOR},
};

/// One event of a stream.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Event {
    pub(crate) name: String,
    pub(crate) id: Option<u64>,
    pub(crate) data: Value,
    pub(crate) comment: bool,
}

/// A reader of server-sent events.
#[derive(Debug)]
pub(crate) struct Reader {
    socket: TcpStream,
    raw: Vec<u8>,
    text: String,
}

impl Reader {
    /// Follows a session, and returns the offset from which it does.
    pub(crate) async fn open(host: &Host, session: &str, query: &str, last: Option<u64>) -> (Self, u64) {
        Self::try_open(host, session, query, last).await.expect("it can be followed now")
    }

    /// The same, or nothing if the server says that it is too busy.
    pub(crate) async fn try_open(
        host: &Host,
        session: &str,
        query: &str,
        last: Option<u64>,
    ) -> Option<(Self, u64)> {
        let request =
            Request::new("GET", &format!("/robots/sessions/{session}/stream{query}")).by("operator");
        let request = last.into_iter().fold(request, |all, id| all.header("Last-Event-ID", &id.to_string()));
        let mut reader =
            Self { socket: request.write(host.addr).await, raw: Vec::new(), text: String::new() };
        let head = loop {
            if let Some(end) = reader.raw.windows(4).position(|four| four == b"\r\n\r\n") {
                break reader.raw.drain(..end + 4).collect::<Vec<_>>();
            }
            assert!(reader.more().await, "a whole head");
        };
        let head = String::from_utf8(head).expect("a head in ASCII").to_ascii_lowercase();
        if head.starts_with("http/1.1 503 ") {
            return None;
        }
        assert!(head.starts_with("http/1.1 200 "), "{head}");
        for header in ["content-type: text/event-stream\r\n", "cache-control: no-store\r\n"] {
            assert!(head.contains(header), "{head}");
        }
        let first = reader.event().await.expect("the offset");
        assert_eq!((first.name.as_str(), &first.data), ("", &Value::Null));
        let offset = first.id.expect("the offset");
        Some((reader, offset))
    }

    async fn more(&mut self) -> bool {
        let read = self.socket.read_buf(&mut self.raw);
        let read = tokio::time::timeout(Duration::from_secs(60), read).await.expect("more bytes");
        read.is_ok_and(|bytes| bytes > 0)
    }

    /// Returns the next event or comment, or nothing at the end.
    pub(crate) async fn event(&mut self) -> Option<Event> {
        loop {
            if let Some(end) = self.text.find("\n\n") {
                let text: String = self.text.drain(..end + 2).collect();
                return Some(parse(text.trim_end()));
            }
            if let Some((size, rest)) = chunk(&self.raw) {
                if size == 0 {
                    return None;
                }
                let data = std::str::from_utf8(&self.raw[rest..rest + size]).expect("whole events");
                self.text.push_str(data);
                self.raw.drain(..rest + size + 2);
            } else if !self.more().await {
                return None;
            }
        }
    }

    /// Returns the next event.
    pub(crate) async fn next(&mut self) -> Event {
        loop {
            let event = self.event().await.expect("the stream goes on");
            if !event.comment {
                return event;
            }
        }
    }

    /// Returns the next event, which must have this name.
    pub(crate) async fn next_named(&mut self, name: &str) -> Event {
        let event = self.next().await;
        assert_eq!(event.name, name, "{event:?}");
        event
    }

    /// Reads `chunks` until one has this text, and adds them all to `assembler`.
    pub(crate) async fn assemble_until(&mut self, text: &str, assembler: &mut Assembler) -> Event {
        loop {
            let event = self.next_named("chunks").await;
            assemble(&event, assembler);
            if event.data["chunks"].to_string().contains(text) {
                return event;
            }
        }
    }

    /// Reads `chunks` until one has this text.
    pub(crate) async fn until(&mut self, text: &str) -> Event {
        self.assemble_until(text, &mut Assembler::new()).await
    }
}

/// Adds the chunks of an event to a message.
#[track_caller]
pub(crate) fn assemble(event: &Event, assembler: &mut Assembler) {
    for chunk in event.data["chunks"].as_array().expect("chunks") {
        let text = chunk.to_string();
        assembler.push(&Chunk::parse(&text).expect("a chunk")).expect("it fits");
    }
}

/// Returns how long the first chunk of a body is, and where it begins, if it is there.
fn chunk(raw: &[u8]) -> Option<(usize, usize)> {
    let line = raw.windows(2).position(|two| two == b"\r\n")?;
    let size = std::str::from_utf8(&raw[..line]).ok()?;
    let size = usize::from_str_radix(size, 16).expect("a size");
    (raw.len() >= line + size + 4).then_some((size, line + 2))
}

#[track_caller]
fn parse(text: &str) -> Event {
    let mut event = Event { comment: text.starts_with(':'), ..Event::default() };
    for line in text.lines().filter(|line| !line.starts_with(':')) {
        let (name, value) = line.split_once(": ").expect("a field");
        match name {
            "event" => value.clone_into(&mut event.name),
            "id" => event.id = Some(value.parse().expect("a number")),
            "data" => event.data = serde_json::from_str(value).expect("JSON"),
            _ => panic!("{line}"),
        }
    }
    event
}

/// A body of chunks that is still being sent.
#[derive(Debug)]
pub(crate) struct Writer(TcpStream);

impl Writer {
    pub(crate) async fn open(host: &Host, session: &str) -> Self {
        let request = Request::new("POST", &format!("/robots/sessions/{session}/messages")).by("operator");
        let request = request.header("content-type", "text/event-stream; charset=utf-8");
        Self(request.header("transfer-encoding", "chunked").write(host.addr).await)
    }

    pub(crate) async fn send(&mut self, chunks: &[Value]) {
        self.send_text(&events(chunks)).await;
    }

    pub(crate) async fn send_text(&mut self, text: &str) {
        let text = format!("{:x}\r\n{text}\r\n", text.len());
        self.0.write_all(text.as_bytes()).await.expect("the server reads");
    }

    /// Sends a piece of a body, which may end within a character.
    pub(crate) async fn send_bytes(&mut self, bytes: &[u8]) {
        let head = format!("{:x}\r\n", bytes.len());
        // A server that has refused the body does not read the rest.
        self.0.write_all(&[head.as_bytes(), bytes, b"\r\n"].concat()).await.ok();
    }

    /// Ends the body, and returns the answer.
    pub(crate) async fn end(mut self) -> Answer {
        self.0.write_all(b"0\r\n\r\n").await.ok();
        self.answer().await
    }

    /// Returns the answer to a body that does not end.
    pub(crate) async fn answer(mut self) -> Answer {
        let mut bytes = Vec::new();
        self.0.read_to_end(&mut bytes).await.expect("an answer");
        Answer::parse(&bytes, false)
    }
}

/// Writes chunks as server-sent events.
pub(crate) fn events(chunks: &[Value]) -> String {
    chunks.iter().flat_map(|chunk| ["data: ".to_owned(), chunk.to_string(), "\n\n".to_owned()]).collect()
}

/// Posts a body of chunks that is there at once.
pub(crate) async fn post(host: &Host, session: &str, body: String) -> Answer {
    let request = Request::new("POST", &format!("/robots/sessions/{session}/messages")).by("operator");
    host.send(request.raw("text/event-stream", body)).await
}

pub(crate) fn start() -> [Value; 2] {
    [json!({ "type": "start" }), json!({ "type": "text-start", "id": "1" })]
}

pub(crate) fn delta(text: &str) -> Value {
    json!({ "type": "text-delta", "id": "1", "delta": text })
}

pub(crate) fn finish() -> [Value; 2] {
    [json!({ "type": "text-end", "id": "1" }), json!({ "type": "finish" })]
}

pub(crate) async fn session(host: &Host) -> String {
    host.create("/robots/sessions", json!({ "name": null })).await
}

pub(crate) async fn say(host: &Host, session: &str, text: &str) -> Message {
    let session: SessionId = session.parse().expect("an id");
    let message = NewMessage::user([Part::text(text.to_owned())]).expect("a message");
    let appended = host.robots.append(OPERATOR, session, message).await.expect("it is stored");
    appended.messages.into_iter().next().expect("a message")
}

/// Returns the newest message, as a reader of the session gets it.
pub(crate) async fn newest(host: &Host, session: &str) -> Value {
    let read = host.get("operator", &format!("/robots/sessions/{session}?limit=1")).await.is(200);
    read["message_list"]["messages"][0].clone()
}

/// Returns the newest message as the library has it, if there is any.
pub(crate) async fn newest_typed(host: &Host, session: &str) -> Option<Message> {
    let session: SessionId = session.parse().expect("an id");
    let session = host.robots.session(OPERATOR, session, WindowRequest::newest(1)).await.expect("a session");
    session.message_list.messages.into_iter().next()
}
