//! [`TraceId`], and the one span that every request has.

use std::{
    convert::Infallible,
    fmt,
    hash::{BuildHasher, RandomState},
    pin::Pin,
    str::FromStr,
    task::{Context, Poll, ready},
    time::Instant,
};

use axum::{
    body::{Body, Bytes, HttpBody},
    extract::{FromRequestParts, MatchedPath, Request},
    http::{Extensions, HeaderMap, request::Parts},
    response::Response,
};
use http_body::Frame;
use tracing::{Instrument, Span, field::Empty};

use crate::model::error::Error;

/// The id of a request, in error responses and in the log.
///
/// It is the first of these that exists: a `TraceId` in the request's extensions, where the host's middleware can put
/// one; the trace id of a W3C `traceparent` header; a new one. The text is 32 hexadecimal digits, not all 0. It is an
/// extractor too, for a host's own routes.
///
/// # Examples
/// ```
/// use storyden_robots::http::TraceId;
///
/// let trace: TraceId = "4bf92f3577b34da6a3ce929d0e0e4736".parse()?;
/// assert_eq!(trace.to_string(), "4bf92f3577b34da6a3ce929d0e0e4736");
/// # Ok::<(), storyden_robots::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct TraceId(u128);

impl TraceId {
    pub(super) fn of(extensions: &Extensions, headers: &HeaderMap) -> Self {
        let given = extensions.get().copied();
        given.or_else(|| traceparent(headers)).unwrap_or_else(Self::fresh)
    }

    /// Returns a new id. It need not be secret, only different from others: the keys of the standard library's hash
    /// maps are random enough.
    pub(super) fn fresh() -> Self {
        let half = || u128::from(RandomState::new().hash_one(()));
        Self((half() << 64 | half()).max(1))
    }
}

/// Returns the trace id of a `traceparent` header: `00-<trace id>-<parent id>-<flags>`.
fn traceparent(headers: &HeaderMap) -> Option<TraceId> {
    let header = headers.get("traceparent")?.to_str().ok()?;
    let mut fields = header.split('-');
    let (version, trace) = (fields.next()?, fields.next()?);
    let parent = fields.next()?;
    let sound = version.len() == 2 && version != "ff" && parent.len() == 16 && fields.next()?.len() == 2;
    if sound { trace.parse().ok() } else { None }
}

impl<S: Sync> FromRequestParts<S> for TraceId {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let trace = Self::of(&parts.extensions, &parts.headers);
        // Whoever asks again gets the same one, also if it is new.
        parts.extensions.insert(trace);
        Ok(trace)
    }
}

impl FromStr for TraceId {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let digits = text.len() == 32 && text.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'));
        match u128::from_str_radix(text, 16) {
            Ok(id) if digits && id != 0 => Ok(Self(id)),
            _ => Err(Error::invalid_argument("trace_id", "must be 32 hexadecimal digits, not all 0")),
        }
    }
}

impl fmt::Display for TraceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl fmt::Debug for TraceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TraceId({self})")
    }
}

/// The number of rows in a response: an extension of the response, for the span.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rows(pub(super) u32);

/// Answers a request in its span, with its [`TraceId`] in its extensions.
pub(super) async fn observe<A>(mut request: Request, answer: impl FnOnce(Request, TraceId) -> A) -> Response
where
    A: Future<Output = Response>,
{
    let trace = TraceId::of(request.extensions(), request.headers());
    request.extensions_mut().insert(trace);
    let route = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
    let span = tracing::info_span!(
        "robots_request",
        method = %request.method(),
        route,
        trace_id = %trace,
        status = Empty,
        rows = Empty,
        bytes = Empty,
        latency_us = Empty,
    );
    let start = Instant::now();
    let response = answer(request, trace).instrument(span.clone()).await;
    span.record("status", response.status().as_u16());
    if let Some(Rows(rows)) = response.extensions().get() {
        span.record("rows", rows);
    }
    if let Some(bytes) = response.body().size_hint().exact() {
        finish(&span, start, bytes);
        return response;
    }
    response.map(|body| Body::new(Observed { body, span, start, bytes: 0 }))
}

fn finish(span: &Span, start: Instant, bytes: u64) {
    span.record("bytes", bytes);
    span.record("latency_us", u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX));
}

/// A streamed response body, in the span of its request: the span ends with it.
struct Observed {
    body: Body,
    span: Span,
    start: Instant,
    bytes: u64,
}

impl HttpBody for Observed {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let Self { body, span, bytes, .. } = &mut *self;
        let _entered = span.enter();
        let frame = ready!(Pin::new(body).poll_frame(context));
        if let Some(Ok(frame)) = &frame {
            *bytes += frame.data_ref().map_or(0, |data| data.len() as u64);
        }
        Poll::Ready(frame)
    }
}

impl Drop for Observed {
    fn drop(&mut self) {
        finish(&self.span, self.start, self.bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn trace_of(traceparent: &str) -> Option<String> {
        let request = Request::builder().header("traceparent", traceparent).body(Body::empty()).unwrap();
        super::traceparent(request.headers()).map(|trace| trace.to_string())
    }

    #[test]
    fn a_sound_traceparent_is_taken() {
        let id = "4bf92f3577b34da6a3ce929d0e0e4736";
        assert_eq!(trace_of(&format!("00-{id}-00f067aa0ba902b7-01")).as_deref(), Some(id));
        assert_eq!(trace_of(&format!("cc-{id}-00f067aa0ba902b7-01-more")).as_deref(), Some(id));
        for bad in [
            "",
            "00-4bf92f3577b34da6a3ce929d0e0e4736",
            "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
            "00-+bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        ] {
            assert_eq!(trace_of(bad), None, "{bad}");
        }
    }

    #[test]
    fn fresh_ids_differ() {
        let ids: std::collections::HashSet<_> = (0..1000).map(|_| TraceId::fresh()).collect();
        assert_eq!(ids.len(), 1000);
    }
}
