//! When the chunks of a body are stored: with tokio's clock stopped, over a stream in memory.

use std::{io, sync::Arc, time::Duration};

use axum::{Router, serve::Listener};
use storyden_robots::{NewSession, Robots, SessionId, Since, WindowRequest, http};
use tokio::{
    io::{AsyncWriteExt, DuplexStream, duplex},
    sync::{Mutex, mpsc},
    task::yield_now,
    time::{Instant, sleep, sleep_until},
};

use crate::host::{ADMIN, authenticator, permissions, robots};

/// Connections that a test opens.
struct Connections(Arc<Mutex<mpsc::Receiver<DuplexStream>>>);

impl Listener for Connections {
    type Io = DuplexStream;
    type Addr = ();

    async fn accept(&mut self) -> (DuplexStream, ()) {
        match self.0.lock().await.recv().await {
            Some(connection) => (connection, ()),
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<()> {
        Ok(())
    }
}

/// Connects to a router over a stream in memory.
pub(crate) async fn connect(router: Router) -> DuplexStream {
    let (sender, receiver) = mpsc::channel(1);
    let connections = Connections(Arc::new(Mutex::new(receiver)));
    tokio::spawn(async move { axum::serve(connections, router).await });
    let (connection, served) = duplex(1 << 20);
    sender.send(served).await.expect("the server is there");
    connection
}

/// A body that is sent bit by bit.
struct Sending {
    robots: Robots,
    session: SessionId,
    connection: DuplexStream,
    /// When the draft was written last.
    written: Instant,
}

impl Sending {
    /// Begins an answer, which is empty yet.
    async fn begin() -> Self {
        let robots = robots(storyden_robots::MemoryStore::new(), permissions());
        let session = robots.start_session(ADMIN, NewSession::default()).await.expect("a session").id;
        let connection = connect(http::router(robots.clone(), authenticator())).await;
        let mut sending = Self { robots, session, connection, written: Instant::now() };
        let head = format!(
            "POST /robots/sessions/{session}/messages HTTP/1.1\r\nHost: x\r\nCookie: storyden-session=admin\r\n\
             Content-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
        );
        sending.connection.write_all(head.as_bytes()).await.expect("it is read");
        sending.chunk(r#"{"type":"start"}"#).await;
        sending.chunk(r#"{"type":"text-start","id":"t"}"#).await;
        // Until that is written, and for longer than anything is held back.
        sleep(Duration::from_secs(1)).await;
        sending
    }

    async fn chunk(&mut self, json: &str) {
        let event = format!("data: {json}\n\n");
        let frame = format!("{:x}\r\n{event}\r\n", event.len());
        self.connection.write_all(frame.as_bytes()).await.expect("it is read");
        settle().await;
    }

    async fn say(&mut self, text: &str) {
        self.chunk(&format!(r#"{{"type":"text-delta","id":"t","delta":"{text}"}}"#)).await;
    }

    /// Returns the text that is stored.
    async fn stored(&self) -> String {
        settle().await;
        let found =
            self.robots.session(ADMIN, self.session, WindowRequest::newest(1)).await.expect("it is there");
        found.message_list.messages.last().map(|message| message.parts.text()).unwrap_or_default()
    }

    /// Checks that what was said is stored so long after what was stored before, and not sooner.
    async fn is_stored_after(&mut self, text: &str, wait: Duration) {
        const MARGIN: Duration = Duration::from_millis(5);
        let before = self.stored().await;
        assert_ne!(before, text, "it is held back");
        self.written += wait;
        sleep_until(self.written - MARGIN).await;
        assert_eq!(self.stored().await, before, "not yet");
        sleep_until(self.written + MARGIN).await;
        assert_eq!(self.stored().await, text, "after {wait:?}");
    }

    /// Says the first word, which is stored at once: it is long ago that the draft was written.
    async fn say_first(&mut self, text: &str) {
        self.written = Instant::now();
        self.say(text).await;
        assert_eq!(self.stored().await, text);
    }
}

/// Lets all others go on until they wait for something.
async fn settle() {
    for _ in 0..100 {
        yield_now().await;
    }
}

const FOLLOWED: Duration = Duration::from_millis(50);
const ALONE: Duration = Duration::from_millis(250);

#[tokio::test(start_paused = true)]
async fn chunks_are_stored_after_250_ms_or_8_kib_while_nobody_follows() {
    let mut sending = Sending::begin().await;
    sending.say_first("a").await;
    sending.say("b").await;
    sending.is_stored_after("ab", ALONE).await;
    sending.say("c").await;
    sending.is_stored_after("abc", ALONE).await;
    let long = "x".repeat(8 << 10);
    sending.say(&long).await;
    assert_eq!(sending.stored().await, format!("abc{long}"), "8 KiB at once");
}

#[tokio::test(start_paused = true)]
async fn chunks_are_stored_after_50_ms_while_somebody_follows() {
    let mut sending = Sending::begin().await;
    let follower = sending.robots.subscribe(ADMIN, sending.session, Since::Now).await.expect("it is there");
    sending.say_first("a").await;
    sending.say("b").await;
    sending.is_stored_after("ab", FOLLOWED).await;
    drop(follower);
    sending.say("c").await;
    sending.is_stored_after("abc", ALONE).await;
}

#[tokio::test(start_paused = true)]
async fn a_follower_who_comes_meanwhile_does_not_wait_as_long() {
    let mut sending = Sending::begin().await;
    sending.say_first("a").await;
    sending.say("b").await;
    sleep(Duration::from_millis(20)).await;
    assert_eq!(sending.stored().await, "a");
    let _follower = sending.robots.subscribe(ADMIN, sending.session, Since::Now).await.expect("it is there");
    sleep(FOLLOWED).await;
    assert_eq!(sending.stored().await, "ab", "and not after 250 ms");
}
