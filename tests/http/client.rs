//! A client that speaks HTTP/1.1 over a socket and hides nothing.

use std::net::SocketAddr;

use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// A request to send.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) path: String,
    headers: Vec<(String, String)>,
    body: Option<Vec<u8>>,
}

impl Request {
    pub(crate) fn new(method: &str, path: &str) -> Self {
        Self { method: method.to_owned(), path: path.to_owned(), headers: Vec::new(), body: None }
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Signs in.
    pub(crate) fn by(self, who: &str) -> Self {
        self.header("cookie", &format!("storyden-session={who}"))
    }

    pub(crate) fn json(self, body: &Value) -> Self {
        self.raw("application/json", body.to_string())
    }

    pub(crate) fn raw(self, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self { body: Some(body.into()), ..self.header("content-type", content_type) }
    }

    /// Returns the request as it is sent.
    pub(crate) fn bytes(&self, host: &str) -> Vec<u8> {
        let mut head = vec![format!("{} {} HTTP/1.1\r\n", self.method, self.path)];
        let length = self.body.as_ref().map(|body| ("content-length".to_owned(), body.len().to_string()));
        let own = [("host".to_owned(), host.to_owned()), ("connection".to_owned(), "close".to_owned())];
        let headers = own.iter().chain(&length).chain(&self.headers);
        head.extend(headers.map(|(name, value)| format!("{name}: {value}\r\n")));
        let mut bytes = format!("{}\r\n", head.concat()).into_bytes();
        bytes.extend(self.body.iter().flatten());
        bytes
    }

    /// Writes the request, and leaves the rest to the caller.
    pub(crate) async fn write(&self, addr: SocketAddr) -> TcpStream {
        let mut stream = TcpStream::connect(addr).await.expect("the server listens");
        // A server that refuses the head of a request need not take its body.
        let _ = stream.write_all(&self.bytes(&addr.to_string())).await;
        stream
    }

    pub(crate) async fn send(&self, addr: SocketAddr) -> Answer {
        let mut stream = self.write(addr).await;
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes).await;
        Answer::parse(&bytes, self.method == "HEAD")
    }

    /// Sends the request, and reads the answer; of one that is a stream, only the head.
    pub(crate) async fn head(&self, addr: SocketAddr) -> Answer {
        let mut stream = self.write(addr).await;
        let mut bytes = Vec::new();
        loop {
            if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
                let head = Answer::parse(&bytes[..end + 4], true);
                if head.header("content-type") == Some("text/event-stream") {
                    return head;
                }
                let _ = stream.read_to_end(&mut bytes).await;
                return Answer::parse(&bytes, self.method == "HEAD");
            }
            assert_ne!(stream.read_buf(&mut bytes).await.expect("an answer"), 0, "a whole head");
        }
    }
}

/// Puts the chunks of a body together.
fn whole(mut chunks: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    loop {
        let line = chunks.windows(2).position(|two| two == b"\r\n").expect("the length of a chunk");
        let length = std::str::from_utf8(&chunks[..line]).expect("a length in ASCII");
        let length = usize::from_str_radix(length, 16).expect("a length in hexadecimal");
        if length == 0 {
            return body;
        }
        body.extend_from_slice(&chunks[line + 2..][..length]);
        chunks = &chunks[line + 2 + length + 2..];
    }
}

/// An answer of the server.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    #[track_caller]
    pub(crate) fn parse(bytes: &[u8], is_head: bool) -> Self {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("a whole head");
        let head = std::str::from_utf8(&bytes[..end]).expect("a head in ASCII");
        let mut lines = head.split("\r\n");
        let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|code| code.parse().ok());
        let headers = lines.filter_map(|line| line.split_once(": "));
        let mut answer = Self {
            status: status.expect("a status"),
            headers: headers.map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned())).collect(),
            body: bytes[end + 4..].to_vec(),
        };
        if is_head {
            assert!(answer.body.is_empty(), "HEAD has no body");
        } else if answer.header("transfer-encoding") == Some("chunked") {
            answer.body = whole(&answer.body);
        } else if !matches!(answer.status, 204 | 304) {
            let length = answer.header("content-length").expect("a length");
            assert_eq!(length, answer.body.len().to_string(), "content-length is right");
        }
        answer
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    #[track_caller]
    pub(crate) fn value(&self) -> Value {
        serde_json::from_slice(&self.body).expect("a body in JSON")
    }

    #[track_caller]
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("a body in UTF-8")
    }

    /// Asserts the status, and returns the body.
    #[track_caller]
    pub(crate) fn is(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}", self.text());
        if self.body.is_empty() { Value::Null } else { self.value() }
    }

    /// Asserts that it is a problem of this status and kind, and returns it.
    #[track_caller]
    pub(crate) fn is_problem(&self, status: u16, kind: &str) -> Value {
        let problem = self.is(status);
        assert_eq!(self.header("content-type"), Some("application/problem+json"));
        assert_eq!(problem["type"], format!("urn:storyden:problem:{kind}"), "{problem}");
        for field in ["title", "detail"] {
            assert!(problem[field].as_str().is_some_and(|text| !text.is_empty()), "{problem}");
        }
        problem
    }

    /// Asserts that it is a 400 about this argument.
    #[track_caller]
    pub(crate) fn is_about(&self, argument: &str) {
        let problem = self.is_problem(400, "invalid-argument");
        assert_eq!(problem["metadata"]["argument"], argument, "{problem}");
    }
}
