//! [`Events`]: the changes of a session as server-sent events, a response body.

use std::{
    convert::Infallible,
    fmt,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use axum::body::{Bytes, HttpBody};
use http_body::Frame;
use tokio::time::{Instant, timeout_at};

use super::{problem::Problem, shutdown::Shutdown, trace::TraceId};
use crate::{
    model::{error::Result, id::AccountId, json_writer::write_serde, message::JsonCache, offset::Offset},
    service::{
        Robots,
        operation::Operation,
        subscription::{Event, EventKind, Subscription},
    },
};

/// A response body of server-sent events, until the feed ends or the server stops. Dropping it ends the subscription.
pub(super) struct Events {
    /// `None` after the end.
    step: Option<Step>,
    shutdown: Pin<Box<dyn Future<Output = ()> + Send>>,
}

/// A future of the next bytes.
pub(super) type Step = Pin<Box<dyn Future<Output = Told> + Send>>;

/// Bytes to send, and the future of the next ones; `None` after the last.
pub(super) struct Told(pub(super) Bytes, pub(super) Option<Step>);

impl Events {
    pub(super) fn new(first: Step, shutdown: &Shutdown) -> Self {
        Self { step: Some(first), shutdown: Box::pin(shutdown.begun()) }
    }
}

impl fmt::Debug for Events {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Events").field("open", &self.step.is_some()).finish_non_exhaustive()
    }
}

impl HttpBody for Events {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let Some(step) = &mut self.step else { return Poll::Ready(None) };
        let Poll::Ready(Told(bytes, next)) = step.as_mut().poll(context) else {
            // A reader loses nothing: it reconnects with the id of the last event.
            ready!(self.shutdown.as_mut().poll(context));
            self.step = None;
            return Poll::Ready(None);
        };
        let stops = self.shutdown.as_mut().poll(context).is_ready();
        self.step = next.filter(|_| !stops);
        Poll::Ready(Some(Ok(Frame::data(bytes))))
    }
}

/// The interval at which a stream sends a comment, and checks whether its client still has the permission to read. It
/// does not begin anew with each event: otherwise a stream with many events would never check.
#[derive(Debug)]
pub(super) struct KeepAlive {
    every: Duration,
    /// The time of the next comment. `None`: never.
    due: Option<Instant>,
}

impl KeepAlive {
    pub(super) fn new(every: Duration) -> Self {
        // With an interval of 0 no event would ever be sent.
        let every = every.max(Duration::from_millis(1));
        Self { every, due: Instant::now().checked_add(every) }
    }

    /// Returns the time of the next comment. `None`: never.
    pub(super) fn due(&self) -> Option<Instant> {
        self.due
    }

    /// Begins the next interval, and returns the comment to send. Fails if the reader has no permission any more: a
    /// stream can outlive it.
    pub(super) async fn renew(&mut self, robots: &Robots, reader: AccountId) -> Result<&'static str> {
        robots.authorize(reader, Operation::Subscribe).await?;
        self.due = Instant::now().checked_add(self.every);
        Ok(": still here\n\n")
    }
}

/// Waits for an event until `due`, and returns `None` from then on, even if there is an event.
pub(super) async fn before<T>(due: Option<Instant>, event: impl Future<Output = T>) -> Option<T> {
    match due {
        None => Some(event.await),
        // A timeout alone would prefer an event that is ready.
        Some(due) if Instant::now() >= due => None,
        Some(due) => timeout_at(due, event).await.ok(),
    }
}

/// The source of events.
#[derive(Debug)]
pub(super) struct EventFeed {
    robots: Robots,
    reader: AccountId,
    trace: TraceId,
    subscription: Subscription,
    keep_alive: KeepAlive,
}

impl EventFeed {
    pub(super) fn new(
        robots: Robots,
        reader: AccountId,
        trace: TraceId,
        subscription: Subscription,
        keep_alive: Duration,
    ) -> Self {
        Self { robots, reader, trace, subscription, keep_alive: KeepAlive::new(keep_alive) }
    }

    /// Sends an id without data first, so that a client that is disconnected before the first event can resume from
    /// there.
    pub(super) fn open(self) -> Step {
        let offset = format!("id: {}\n\n", self.subscription.offset());
        Box::pin(async move { Told(offset.into(), Some(self.step())) })
    }

    fn step(mut self) -> Step {
        Box::pin(async move {
            match self.next().await {
                Ok((bytes, is_last)) => Told(bytes, (!is_last).then(|| self.step())),
                // The reader reconnects, with the id of the last event, and gets a status if that does not help.
                Err(error) => {
                    let problem = Problem::from(error).traced(self.trace);
                    Told(write_event("problem", None, problem.log_and_write()), None)
                }
            }
        })
    }

    /// Returns the next event or comment, and whether it is the last.
    async fn next(&mut self) -> Result<(Bytes, bool)> {
        if let Some(event) = before(self.keep_alive.due(), self.subscription.next()).await {
            return encode(event?, &self.robots);
        }
        let comment = self.keep_alive.renew(&self.robots, self.reader).await?;
        Ok((comment.into(), false))
    }
}

/// Formats a change as an event. Returns whether it is the last one: the deletion of the session.
fn encode(event: Event, robots: &Robots) -> Result<(Bytes, bool)> {
    let mut data = Vec::new();
    let mut is_last = false;
    let offset = event.offset;
    let name = match event.kind {
        EventKind::Message(message) => {
            robots.served(message).write_json(&mut data)?;
            "message"
        }
        EventKind::DraftBegan(message) => {
            robots.served(message).write_json(&mut data)?;
            "draft"
        }
        EventKind::DraftGrew { id, began, chunks, .. } => {
            let chunks = chunks.served(robots.file_urls());
            let grown =
                format!(r#"{{"message_id":"{id}","began":{began},"revision":{offset},"chunks":[{chunks}]}}"#);
            data = grown.into_bytes();
            "chunks"
        }
        EventKind::Deleted { id, sequence } => {
            data = format!(r#"{{"id":"{id}","sequence":{sequence}}}"#).into_bytes();
            "deleted"
        }
        EventKind::Session { reference, details } => {
            reference.write_fields(&mut data, &mut JsonCache::default())?;
            details.write_behind(&mut data)?;
            is_last = reference.deleted_at.is_some();
            "session"
        }
        EventKind::Turn(turn) => {
            write_serde(&mut data, &turn)?;
            "turn"
        }
        EventKind::Decision(request) => {
            write_serde(&mut data, &request)?;
            "decision"
        }
        EventKind::Damaged(row) => {
            write_serde(&mut data, &row)?;
            "damaged"
        }
    };
    Ok((write_event(name, Some(offset), data), is_last))
}

/// Writes one server-sent event.
fn write_event(name: &str, id: Option<Offset>, mut data: Vec<u8>) -> Bytes {
    // JSON may have line ends between its tokens, and a line end would end the event's data.
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
    fn an_event_has_one_line_of_data() {
        let event = write_event("message", Some(Offset::new(3)), b"{\"a\":\r\n1}".to_vec());
        assert_eq!(event, "event: message\nid: 3\ndata: {\"a\":  1}\n\n");
    }
}
