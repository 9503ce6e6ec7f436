//! [`Incoming`]: the body of a request that is a stream of chunks, read as it arrives.

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

/// The chunks of a body.
#[derive(Debug)]
pub(super) struct Incoming {
    body: Body,
    decoder: Decoder,
    ready: VecDeque<Event>,
    /// How long the body may say nothing.
    patience: Option<Duration>,
    heard_at: Instant,
}

/// What came next.
#[derive(Debug)]
pub(super) enum Came {
    Chunk(Chunk<'static>),
    /// Nothing, until the time that was asked for.
    Nothing,
    End(End),
}

/// How a body ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// It said so.
    Said,
    /// The client went away.
    Cut,
    /// The client is there, but says nothing.
    Stalled,
}

impl Incoming {
    pub(super) fn new(body: Body, settings: &Settings) -> Self {
        Self {
            body,
            decoder: Decoder::default().event_bytes(settings.body_bytes),
            ready: VecDeque::new(),
            patience: settings.timeout,
            heard_at: Instant::now(),
        }
    }

    /// Waits for the next chunk, if told so no longer than until a time.
    pub(super) async fn next(&mut self, until: Option<std::time::Instant>) -> Result<Came> {
        let until = until.map(Instant::from_std);
        loop {
            match self.ready.pop_front() {
                Some(Event::Chunk(chunk)) => return Ok(Came::Chunk(chunk)),
                Some(Event::Done) => return Ok(Came::End(End::Said)),
                None => {}
            }
            let stalled = self.patience.and_then(|patience| self.heard_at.checked_add(patience));
            let frame = match until.into_iter().chain(stalled).min() {
                Some(end) => timeout_at(end, next_frame(&mut self.body)).await,
                None => Ok(next_frame(&mut self.body).await),
            };
            match frame {
                Ok(Some(Ok(bytes))) => self.ready.extend(self.decoder.feed(&bytes)?),
                Ok(Some(Err(_))) => return Ok(Came::End(End::Cut)),
                Ok(None) => return Ok(Came::End(End::Said)),
                Err(_) if stalled.is_some_and(|end| end <= Instant::now()) => {
                    return Ok(Came::End(End::Stalled));
                }
                Err(_) => return Ok(Came::Nothing),
            }
            self.heard_at = Instant::now();
        }
    }
}

impl End {
    /// Says what a body lacks that ended so, without a `finish` before it.
    pub(super) fn early(self) -> Error {
        match self {
            Self::Said => Error::invalid_argument("body", "must end with `finish` or `abort`"),
            Self::Cut => Error::invalid_argument("body", "must arrive whole"),
            Self::Stalled => timed_out(),
        }
    }
}

pub(super) async fn next_frame(body: &mut Body) -> Option<Result<Bytes, axum::Error>> {
    let frame = std::future::poll_fn(|context| std::pin::Pin::new(&mut *body).poll_frame(context)).await?;
    // Trailers say nothing here.
    Some(frame.map(|frame| frame.into_data().unwrap_or_default()))
}
