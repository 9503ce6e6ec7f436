//! [`Call`]: a request whose sender is known, and the readers of its arguments.

use std::{borrow::Cow, collections::HashMap, str::FromStr, sync::Arc};

use axum::{
    body::{Body, HttpBody},
    extract::{FromRequestParts, OriginalUri, RawPathParams, Request},
    http::{HeaderMap, Method, header, request::Parts},
};

use super::{
    chunk_body::{Incoming, next_frame},
    problem::Problem,
    reply::EVENT_STREAM,
    settings::Settings,
    state::Door,
    trace::TraceId,
};
use crate::{
    model::{
        error::{Error, Result},
        id::AccountId,
        json::{self, Json},
        limits::check_most,
        page::{PageRequest, parse_number},
    },
    service::Robots,
};

/// A request whose sender is known. Its arguments are read one by one, by the handler.
#[derive(Debug)]
pub(super) struct Call {
    /// What to ask.
    pub(super) robots: Robots,
    /// Who asks.
    pub(super) actor: AccountId,
    parts: Parts,
    path: HashMap<String, String>,
    path_is_text: bool,
    body: Result<String, Problem>,
    stream: Option<Body>,
    pub(super) settings: Arc<Settings>,
}

/// Arguments that make no sense. Only those who may do the operation are told so.
#[derive(Debug)]
pub(super) struct Unread(pub(super) Problem);

impl From<Error> for Unread {
    fn from(error: Error) -> Self {
        Self(Problem::from(&error))
    }
}

impl Call {
    /// Reads the body to its end, unless it is a stream and those are `taken`.
    pub(super) async fn new(door: &Door, actor: AccountId, taken: bool, request: Request) -> Self {
        let (mut parts, body) = request.into_parts();
        let params = RawPathParams::from_request_parts(&mut parts, &()).await;
        let path_is_text = params.is_ok();
        let path = params.iter().flatten().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let (body, stream) = if taken && media_type(&parts.headers).as_deref() == Some(EVENT_STREAM) {
            (Ok(String::new()), Some(body))
        } else {
            let text = text_of(&parts, body, door.settings.body_bytes).await;
            (text.map_err(|Unread(problem)| problem), None)
        };
        let (robots, settings) = (door.robots.clone(), Arc::clone(&door.settings));
        Self { robots, actor, parts, path, path_is_text, body, stream, settings }
    }

    /// Returns whether the body is a stream that is still to be read.
    pub(super) fn streams(&self) -> bool {
        self.stream.is_some()
    }

    /// Takes the stream that the body is, if it is one.
    pub(super) fn take_stream(&mut self) -> Option<Incoming> {
        self.stream.take().map(|body| Incoming::new(body, &self.settings))
    }

    /// Returns the id of the request.
    pub(super) fn trace(&self) -> TraceId {
        self.parts.extensions.get().copied().unwrap_or_else(TraceId::fresh)
    }

    /// Reads a place in a session, 0 before the first: the number of a header, or else of the query, clamped
    /// into a `u64`.
    pub(super) fn place(&self, header: &'static str, parameter: &'static str) -> Result<Option<u64>, Unread> {
        let read = |name, text: &str| match parse_number(name, text)? {
            // It is a number, but perhaps a larger one.
            Some(u32::MAX) => Ok(Some(text.parse().unwrap_or(u64::MAX))),
            number => Ok::<_, Error>(number.map(u64::from)),
        };
        let last = read(header, self.header(header)?.unwrap_or_default())?;
        let after = read(parameter, &self.parameter(parameter)?.unwrap_or_default())?;
        Ok(last.or(after))
    }

    /// Reads a part of the path.
    pub(super) fn path<T: FromStr<Err = Error>>(&self, name: &'static str) -> Result<T, Unread> {
        if !self.path_is_text {
            return Err(Error::invalid_argument(name, "must be UTF-8").into());
        }
        let text = self.path.get(name).map_or("", String::as_str);
        Ok(text.parse().map_err(|error| about(name, error))?)
    }

    /// Reads a parameter of the query. Missing or empty is `None`.
    pub(super) fn query<T: FromStr<Err = Error>>(&self, name: &'static str) -> Result<Option<T>, Unread> {
        match self.parameter(name)? {
            Some(text) if !text.is_empty() => Ok(Some(text.parse().map_err(|error| about(name, error))?)),
            _ => Ok(None),
        }
    }

    /// Reads a number of the query, clamped into a `u32`. Missing or empty is `None`.
    pub(super) fn number(&self, name: &'static str) -> Result<Option<u32>, Unread> {
        Ok(parse_number(name, &self.parameter(name)?.unwrap_or_default())?)
    }

    /// Reads which page is asked for.
    pub(super) fn page(&self, first: PageRequest) -> Result<PageRequest, Unread> {
        Ok(first.at(self.number("page")?.unwrap_or(1)))
    }

    fn parameter(&self, name: &'static str) -> Result<Option<Cow<'_, str>>, Unread> {
        let query = self.parts.uri.query().unwrap_or_default();
        let mut values = form_urlencoded::parse(query.as_bytes()).filter(|(key, _)| key == name);
        let first = values.next();
        if values.next().is_some() {
            return Err(Error::invalid_argument(name, "must not be repeated").into());
        }
        Ok(first.map(|(_, value)| value))
    }

    /// Reads a header that may come once.
    pub(super) fn header(&self, name: &'static str) -> Result<Option<&str>, Unread> {
        let mut values = self.parts.headers.get_all(name).iter();
        let first = values.next();
        if values.next().is_some() {
            return Err(Error::invalid_argument(name, "must not be repeated").into());
        }
        let text = first.map(|value| std::str::from_utf8(value.as_bytes())).transpose();
        Ok(text.map_err(|_| Error::invalid_argument(name, "must be UTF-8"))?)
    }

    /// Returns where a new thing is: below the path that was called, wherever the host has put it.
    pub(super) fn location(&self, id: impl std::fmt::Display) -> String {
        let uri = self.parts.extensions.get().map_or(&self.parts.uri, |OriginalUri(uri)| uri);
        format!("{}/{id}", uri.path().trim_end_matches('/'))
    }

    /// Returns the body, the text of what should be JSON.
    pub(super) fn body(&self) -> Result<&str, Unread> {
        self.body.as_deref().map_err(|problem| Unread(problem.clone()))
    }

    /// Reads the body as a JSON object.
    pub(super) fn object(&self) -> Result<Object<'_>, Unread> {
        let mut fields = Vec::new();
        let each = |key: Cow<'_, str>, value| {
            if let Some(known) = KNOWN.iter().find(|known| **known == key) {
                fields.retain(|(other, _)| other != known);
                fields.push((*known, value));
            }
        };
        json::object(self.body()?, each).map_err(in_body)?;
        Ok(Object(fields))
    }
}

/// Reads the body of a request that has one to read, to its end: what comes after must not wait for it.
async fn text_of(parts: &Parts, body: Body, most: usize) -> Result<String, Unread> {
    if !matches!(parts.method, Method::POST | Method::PATCH) {
        return Ok(String::new());
    }
    if !says_json(&parts.headers) {
        return Err(Unread(Problem::unsupported_media_type()));
    }
    let bytes = read(body, most).await?;
    String::from_utf8(bytes).map_err(|_| Error::invalid_argument("body", "must be UTF-8").into())
}

/// Says that an argument is this one, whatever its type is called.
fn about(name: &'static str, error: Error) -> Error {
    match error {
        Error::InvalidArgument { reason, .. } => Error::invalid_argument(name, reason),
        Error::TooLarge { actual, limit, unit, .. } => {
            Error::TooLarge { argument: name.into(), actual, limit, unit }
        }
        other => other,
    }
}

/// Says that an argument without a name is the body as a whole.
pub(super) fn in_body(error: Error) -> Error {
    if names_nothing(&error) { about("body", error) } else { error }
}

fn names_nothing(error: &Error) -> bool {
    matches!(error, Error::InvalidArgument { argument, .. } | Error::TooLarge { argument, .. } if argument.is_empty())
}

fn says_json(headers: &HeaderMap) -> bool {
    media_type(headers).is_some_and(|kind| {
        kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json"))
    })
}

fn media_type(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    Some(value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase())
}

async fn read(mut body: Body, most: usize) -> Result<Vec<u8>> {
    let said = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
    let too_large = |actual| Error::too_large("body", actual, most, "bytes");
    if said > most {
        return Err(too_large(said));
    }
    let mut bytes = Vec::with_capacity(said);
    while let Some(frame) = next_frame(&mut body).await {
        let frame = frame.map_err(|_| Error::invalid_argument("body", "must arrive whole"))?;
        if bytes.len() + frame.len() > most {
            return Err(too_large(bytes.len() + frame.len()));
        }
        bytes.extend_from_slice(&frame);
    }
    Ok(bytes)
}

/// The names of all fields that some body has. A body may have as many others as it likes: they are not kept.
const KNOWN: [&str; 12] = [
    "active_robot_id",
    "active_workspace",
    "config",
    "description",
    "meta",
    "model",
    "name",
    "playbook",
    "provider",
    "robot_id",
    "tools",
    "workspace_id",
];

/// The fields of a body. Unknown ones are ignored; `null` counts as absent, except where it clears. Of a repeated one
/// the last counts, as in JavaScript.
#[derive(Debug)]
pub(super) struct Object<'a>(Vec<(&'static str, &'a str)>);

impl<'a> Object<'a> {
    fn find(&self, name: &'static str) -> Option<&'a str> {
        debug_assert!(KNOWN.contains(&name), "{name} is not kept");
        self.0.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
    }

    fn get(&self, name: &'static str) -> Option<&'a str> {
        self.find(name).filter(|text| *text != "null")
    }

    /// Reads a string.
    pub(super) fn text(&self, name: &'static str) -> Result<Option<String>, Unread> {
        let read = |text| match json::string(text) {
            Some(text) => Ok(text.into_owned()),
            None => Err(Error::invalid_argument(name, "must be a string").into()),
        };
        self.get(name).map(read).transpose()
    }

    /// Reads a string that follows a rule.
    pub(super) fn parsed<T: FromStr<Err = Error>>(&self, name: &'static str) -> Result<Option<T>, Unread> {
        let text = self.text(name)?;
        Ok(text.map(|text| text.parse()).transpose().map_err(|error| about(name, error))?)
    }

    /// Reads any JSON.
    pub(super) fn json(&self, name: &'static str) -> Result<Option<Json<'static>>, Unread> {
        let read = |text: &str| Json::parse(text.to_owned()).map_err(|error| error.within(name));
        Ok(self.get(name).map(read).transpose()?)
    }

    /// Reads an array of so many strings at the most.
    pub(super) fn texts(&self, name: &'static str, most: usize) -> Result<Option<Vec<String>>, Unread> {
        let Some(text) = self.get(name) else { return Ok(None) };
        let mut texts = Vec::new();
        let read = |(index, item): (usize, &serde_json::value::RawValue)| {
            check_most(name, index + 1, most, name)?;
            let text = json::string(item.get())
                .ok_or_else(|| Error::invalid_argument(format!("{name}[{index}]"), "must be a string"))?;
            texts.push(text.into_owned());
            Ok(())
        };
        json::elements(text, read)
            .map_err(|error| if names_nothing(&error) { error.within(name) } else { error })?;
        Ok(Some(texts))
    }

    /// Reads a field that must be there.
    pub(super) fn required<T>(
        &self,
        name: &'static str,
        read: impl FnOnce(&Self, &'static str) -> Result<Option<T>, Unread>,
    ) -> Result<T, Unread> {
        read(self, name)?.ok_or_else(|| Error::invalid_argument(name, "is missing").into())
    }

    /// Reads a field that `null` clears: `None` if it is absent, `Some(None)` if it is `null`.
    #[expect(clippy::option_option, reason = "absent, null and a value are three things")]
    pub(super) fn cleared<T>(
        &self,
        name: &'static str,
        read: impl FnOnce(&Self, &'static str) -> Result<Option<T>, Unread>,
    ) -> Result<Option<Option<T>>, Unread> {
        if self.find(name).is_some() { read(self, name).map(Some) } else { Ok(None) }
    }
}
