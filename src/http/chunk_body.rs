//! [`ChunkBody`]: a request body that is a stream of chunks, read as it arrives.

use std::{collections::VecDeque, time::Duration};

use axum::body::{Body, Bytes, HttpBody};
use tokio::time::{Instant, timeout_at};

use super::{problem::timed_out, settings::Settings};
use crate::{
    model::error::{Error, Result},
    stream::{
        Chunk,
        sse::{Decoder, Event},
    },
};

/// A reader of the chunks of a body.
#[derive(Debug)]
pub(super) struct ChunkBody {
    body: Body,
    decoder: Decoder,
    decoded: VecDeque<Result<Event>>,
    /// The maximum time without data.
    idle_timeout: Option<Duration>,
    received_at: Instant,
}

/// The next item of a body.
#[derive(Debug)]
pub(super) enum Next {
    Chunk(Chunk<'static>),
    /// No chunk arrived until the given time.
    Idle,
    End(BodyEnd),
}

/// How a body ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum BodyEnd {
    /// It ended completely.
    Complete,
    /// The client disconnected.
    Disconnected,
    /// The client is connected but sends nothing.
    TimedOut,
}

impl ChunkBody {
    pub(super) fn new(body: Body, settings: &Settings) -> Self {
        Self {
            body,
            decoder: Decoder::default().event_bytes(settings.body_bytes),
            decoded: VecDeque::new(),
            idle_timeout: settings.stream_timeout,
            received_at: Instant::now(),
        }
    }

    /// Waits for the next chunk, until a time if there is one. All complete chunks before an invalid one are returned
    /// before the error, however the bytes were split.
    pub(super) async fn next(&mut self, until: Option<std::time::Instant>) -> Result<Next> {
        let until = until.map(Instant::from_std);
        loop {
            match self.decoded.pop_front() {
                Some(Ok(Event::Chunk(chunk))) => return Ok(Next::Chunk(chunk)),
                Some(Ok(_)) => return Ok(Next::End(BodyEnd::Complete)),
                Some(Err(error)) => return Err(error),
                None => {}
            }
            let silent_until = self.idle_timeout.and_then(|limit| self.received_at.checked_add(limit));
            let frame = match until.into_iter().chain(silent_until).min() {
                Some(deadline) => timeout_at(deadline, next_frame(&mut self.body)).await,
                None => Ok(next_frame(&mut self.body).await),
            };
            match frame {
                Ok(Some(Ok(bytes))) => self.decoded.extend(self.decoder.feed(&bytes)),
                Ok(Some(Err(_))) => return Ok(Next::End(BodyEnd::Disconnected)),
                Ok(None) => return Ok(Next::End(BodyEnd::Complete)),
                Err(_) if silent_until.is_some_and(|deadline| deadline <= Instant::now()) => {
                    return Ok(Next::End(BodyEnd::TimedOut));
                }
                Err(_) => return Ok(Next::Idle),
            }
            self.received_at = Instant::now();
        }
    }
}

impl BodyEnd {
    /// Returns the error of a body that ended in this way without `finish` or `abort`.
    pub(super) fn unfinished(self) -> Error {
        match self {
            Self::Complete => Error::invalid_argument("body", "must end with `finish` or `abort`"),
            Self::Disconnected => Error::invalid_argument("body", "must arrive whole"),
            Self::TimedOut => timed_out(),
        }
    }
}

/// Returns the next bytes of a body.
pub(super) async fn next_frame(body: &mut Body) -> Option<Result<Bytes, axum::Error>> {
    let frame = std::future::poll_fn(|context| std::pin::Pin::new(&mut *body).poll_frame(context)).await?;
    // Trailers have no meaning here, and count as no bytes.
    Some(frame.map(|frame| frame.into_data().unwrap_or_default()))
}
