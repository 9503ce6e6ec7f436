//! [`Events`]: a session as it goes on, as the body of an answer.

use std::{
    collections::BTreeSet,
    convert::Infallible,
    fmt,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use axum::body::{Bytes, HttpBody};
use http_body::Frame;
use tokio::time::{Instant, timeout_at};

use super::{problem, trace::TraceId};
use crate::{
    model::{error::Result, id::AccountId, message::Message, offset::Sequence},
    service::{
        Robots,
        operation::Operation,
        subscription::{LiveEvent, Subscription},
    },
};

/// Server-sent events for as long as somebody reads them. Dropping it ends the subscription.
pub(super) struct Events(Option<Step>);

/// Makes the next bytes, and who makes those after them.
type Step = Pin<Box<dyn Future<Output = (Bytes, Option<Feed>)> + Send>>;

impl Events {
    pub(super) fn new(feed: Feed) -> Self {
        Self(Some(Box::pin(std::future::ready(feed.open()))))
    }
}

impl fmt::Debug for Events {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Events").field("open", &self.0.is_some()).finish()
    }
}

impl HttpBody for Events {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let Some(step) = &mut self.0 else { return Poll::Ready(None) };
        let (bytes, feed) = ready!(step.as_mut().poll(context));
        self.0 = feed.map(|feed| Box::pin(feed.step()) as Step);
        Poll::Ready(Some(Ok(Frame::data(bytes))))
    }
}

/// What events are made from.
#[derive(Debug)]
pub(super) struct Feed {
    robots: Robots,
    reader: AccountId,
    trace: TraceId,
    subscription: Subscription,
    told: Told,
    keep_alive: Duration,
    /// When to say that the stream is still there.
    due: Option<Instant>,
}

impl Feed {
    pub(super) fn new(
        robots: Robots,
        reader: AccountId,
        trace: TraceId,
        subscription: Subscription,
        keep_alive: Duration,
    ) -> Self {
        let told = Told { newest: subscription.place(), growing: BTreeSet::new() };
        let keep_alive = keep_alive.max(Duration::from_millis(1));
        let due = Instant::now().checked_add(keep_alive);
        Self { robots, reader, trace, subscription: subscription.in_pieces(), told, keep_alive, due }
    }

    /// Tells the place before anything comes: a reader that is cut off now misses nothing either.
    fn open(self) -> (Bytes, Option<Self>) {
        (format!("id: {}\n\n", self.told.place()).into(), Some(self))
    }

    async fn step(mut self) -> (Bytes, Option<Self>) {
        match self.next().await {
            Ok(bytes) => (bytes, Some(self)),
            // The reader comes again, from where it is, and is told by a status if that is of no use.
            Err(error) => {
                problem::log(&error, self.trace);
                let problem = problem::Problem::from(&error).to_json(self.trace);
                (written("problem", None, problem), None)
            }
        }
    }

    async fn next(&mut self) -> Result<Bytes> {
        let Some(due) = self.due else { return self.told.tell(self.subscription.next().await?) };
        if Instant::now() < due
            && let Ok(event) = timeout_at(due, self.subscription.next()).await
        {
            return self.told.tell(event?);
        }
        // A stream can outlive the permission to read it.
        self.robots.authorize(self.reader, Operation::Subscribe).await?;
        self.due = Instant::now().checked_add(self.keep_alive);
        Ok(Bytes::from_static(b": still here\n\n"))
    }
}

/// How far the reader is.
#[derive(Debug)]
struct Told {
    newest: u64,
    /// The places of the messages that it has not whole.
    growing: BTreeSet<u64>,
}

impl Told {
    /// Returns the place up to which the reader has every message whole: who comes again from there misses
    /// neither a message nor the rest of one.
    fn place(&self) -> u64 {
        self.growing.first().map_or(self.newest, |first| first.saturating_sub(1).min(self.newest))
    }

    fn tell(&mut self, event: LiveEvent) -> Result<Bytes> {
        let (name, data) = match event {
            LiveEvent::Appended(message) | LiveEvent::Updated(message) => {
                self.reach(&message);
                let mut data = Vec::new();
                message.write_json(&mut data)?;
                (if message.draft { "draft" } else { "message" }, data)
            }
            LiveEvent::Grew { message, revision, chunks, .. } => {
                let (revision, chunks) = (revision.get(), chunks.as_str());
                let data =
                    format!(r#"{{"message_id":"{message}","revision":{revision},"chunks":[{chunks}]}}"#);
                ("chunks", data.into_bytes())
            }
            LiveEvent::Skipped(place) => {
                self.newest = self.newest.max(place.get());
                ("skipped", format!(r#"{{"up_to":{place}}}"#).into_bytes())
            }
        };
        Ok(written(name, Some(self.place()), data))
    }

    fn reach(&mut self, message: &Message) {
        let place = message.sequence.map_or(0, Sequence::get);
        self.newest = self.newest.max(place);
        if message.draft {
            self.growing.insert(place);
        } else {
            self.growing.remove(&place);
        }
    }
}

/// Writes one event.
fn written(name: &str, id: Option<u64>, mut data: Vec<u8>) -> Bytes {
    // Between the tokens of JSON a line may end, and an event would with it.
    for byte in data.iter_mut().filter(|byte| matches!(byte, b'\n' | b'\r')) {
        *byte = b' ';
    }
    let id = id.map(|id| format!("id: {id}\n")).unwrap_or_default();
    [format!("event: {name}\n{id}data: ").as_bytes(), &data, b"\n\n"].concat().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_waits_for_the_oldest_message_that_grows() {
        let told = |newest, growing: &[u64]| Told { newest, growing: growing.iter().copied().collect() };
        assert_eq!(told(0, &[]).place(), 0);
        assert_eq!(told(7, &[]).place(), 7);
        assert_eq!(told(7, &[5, 7]).place(), 4);
        assert_eq!(told(1, &[1]).place(), 0);
    }

    #[test]
    fn an_event_has_one_line_of_data() {
        let event = written("message", Some(3), b"{\"a\":\r\n1}".to_vec());
        assert_eq!(event, "event: message\nid: 3\ndata: {\"a\":  1}\n\n");
    }
}
