//! [`Reply`]: a successful response, ready to send.

use std::fmt;

use axum::{
    body::Body,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;

use super::{events::Events, headers::harden, trace::Rows};
use crate::{
    model::{
        error::Result,
        json_writer::{write_array, write_serde},
        message::Message,
        page::{Page, PageItem},
        session::Session,
    },
    service::Robots,
    stream::sse,
};

#[cfg(feature = "search")]
use crate::model::search::SearchResults;

/// The media type of server-sent events.
pub(super) const EVENT_STREAM: &str = "text/event-stream";

/// A successful response.
#[derive(Debug)]
pub(super) struct Reply {
    status: StatusCode,
    body: Body,
    kind: Option<&'static str>,
    rows: u32,
    location: Option<String>,
    /// Whether the events are chunks of the AI SDK.
    is_chunks: bool,
    /// Further headers, which replace the common ones of the same name.
    headers: HeaderMap,
}

impl Reply {
    /// Responds with one value.
    pub(super) fn one(thing: &impl Serialize) -> Result<Self> {
        let mut body = Vec::new();
        write_serde(&mut body, thing)?;
        Ok(Self::json(body, 1))
    }

    /// Responds with one page of a list.
    pub(super) fn page<T: PageItem + Serialize>(page: &Page<T>) -> Result<Self> {
        Ok(Self { rows: page.results, ..Self::one(page)? })
    }

    /// Responds with the results of a search.
    #[cfg(feature = "search")]
    pub(super) fn found(found: &SearchResults) -> Result<Self> {
        Ok(Self { rows: u32::try_from(found.hits.len()).unwrap_or(u32::MAX), ..Self::one(found)? })
    }

    /// Responds with a session that was started or changed.
    pub(super) fn session(robots: &Robots, session: Session) -> Result<Self> {
        let session = robots.served_session(session);
        let mut body = Vec::new();
        session.write_json(&mut body)?;
        Ok(Self::json(body, session.message_list.results))
    }

    /// Responds with messages: an array, or the only one.
    pub(super) fn messages(messages: &[Message], array: bool) -> Result<Self> {
        let mut body = Vec::new();
        let write = |body: &mut Vec<u8>, message: &Message| message.write_json(body);
        if array {
            write_array(&mut body, messages, write)?;
        } else {
            messages.iter().try_for_each(|message| write(&mut body, message))?;
        }
        let rows = u32::try_from(messages.len()).unwrap_or(u32::MAX);
        Ok(Self::json(body, rows))
    }

    /// Responds without a body.
    pub(super) fn no_content() -> Self {
        Self { status: StatusCode::NO_CONTENT, ..Self::ok() }
    }

    fn ok() -> Self {
        Self {
            status: StatusCode::OK,
            body: Body::empty(),
            kind: None,
            rows: 0,
            location: None,
            is_chunks: false,
            headers: HeaderMap::new(),
        }
    }

    /// Responds with events as they happen.
    pub(super) fn events(events: Events) -> Self {
        Self { body: Body::new(events), kind: Some(EVENT_STREAM), ..Self::ok() }
    }

    /// Responds with a file that is generated while it is sent.
    pub(super) fn stream(body: Body, kind: &'static str) -> Self {
        Self { body, kind: Some(kind), ..Self::ok() }
    }

    /// Responds with an empty stream of chunks.
    pub(super) fn no_chunks() -> Self {
        let (body, kind) = (Body::from(sse::DONE), Some(EVENT_STREAM));
        Self { body, kind, is_chunks: true, ..Self::ok() }
    }

    /// Responds with chunks as they happen.
    pub(super) fn chunks(events: Events) -> Self {
        Self { is_chunks: true, ..Self::events(events) }
    }

    /// Responds with JSON text.
    pub(super) fn json(body: Vec<u8>, rows: u32) -> Self {
        Self { body: Body::from(body), kind: Some("application/json"), rows, ..Self::ok() }
    }

    /// Responds with a stored file, or a part of it.
    pub(super) fn file(status: StatusCode, headers: HeaderMap, body: Body) -> Self {
        Self { status, body, headers, ..Self::ok() }
    }

    /// Sets another status.
    pub(super) fn status(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }

    /// Sets the status 200 in place of 201 or 204.
    pub(super) fn plain(self) -> Self {
        let is_plain = matches!(self.status, StatusCode::CREATED | StatusCode::NO_CONTENT);
        if is_plain { self.status(StatusCode::OK) } else { self }
    }

    /// Adds a header.
    pub(super) fn with(mut self, name: HeaderName, value: impl fmt::Display) -> Self {
        if let Ok(value) = HeaderValue::try_from(format!("{value}")) {
            self.headers.insert(name, value);
        }
        self
    }

    /// Sets the status 201.
    pub(super) fn created(self) -> Self {
        Self { status: StatusCode::CREATED, ..self }
    }

    /// Sets the status 201, and the path of the created resource.
    pub(super) fn created_at(self, location: String) -> Self {
        self.created().located(location)
    }

    /// Sets the path of the resource in the response.
    pub(super) fn located(self, location: String) -> Self {
        Self { location: Some(location), ..self }
    }
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        let mut response = Response::new(self.body);
        *response.status_mut() = self.status;
        response.extensions_mut().insert(Rows(self.rows));
        let headers = response.headers_mut();
        if let Some(kind) = self.kind {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
        }
        if self.kind == Some(EVENT_STREAM) {
            // A proxy that collects events before it passes them on would hold them back.
            headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
        }
        if self.is_chunks {
            headers.insert("x-vercel-ai-ui-message-stream", HeaderValue::from_static("v1"));
        }
        if let Some(Ok(location)) = self.location.map(HeaderValue::try_from) {
            headers.insert(header::LOCATION, location);
        }
        harden(headers);
        headers.extend(self.headers);
        response
    }
}
