//! [`Call`]: a request whose caller is known, and the parsers of its arguments.

use std::{borrow::Cow, str::FromStr, sync::Arc};

use axum::{
    body::{Body, HttpBody},
    extract::{FromRequestParts, OriginalUri, RawPathParams},
    http::{HeaderMap, Method, header, request::Parts},
};

use serde_json::Value;

use super::{
    chunk_body::{ChunkBody, next_frame},
    doc::Takes,
    lifting::{Uploads, read_lifting},
    problem::Problem,
    reply::EVENT_STREAM,
    settings::Settings,
    state::ApiState,
    trace::TraceId,
};
use crate::{
    model::{
        error::{Error, Result},
        id::AccountId,
        json::Json,
        json_scan,
        limits::{Limits, check_at_most},
        message::NewMessage,
        offset::{Offset, Revision},
        page::{PageRequest, parse_number},
    },
    service::{Robots, transcripts::Transcripts, turns::Turns},
};

/// A request whose caller is known. The handler parses its arguments one by one.
#[derive(Debug)]
pub(super) struct Call {
    state: Arc<ApiState>,
    /// Who sent it.
    pub(super) actor: AccountId,
    parts: Parts,
    path: Vec<(String, String)>,
    /// The parameters of the query, decoded.
    query: Vec<(String, String)>,
    path_is_text: bool,
    body: Result<String, Problem>,
    uploads: Uploads,
    streamed_body: Option<Body>,
}

/// Invalid arguments. Only callers with the permission for the operation get to see what is wrong with them.
#[derive(Debug)]
pub(super) struct InvalidRequest(pub(super) Problem);

impl From<Error> for InvalidRequest {
    fn from(error: Error) -> Self {
        Self(Problem::from(error))
    }
}

impl Call {
    /// Reads the body as text, and stores its long files if the route takes files. A body of JSON Lines, or a stream of
    /// chunks that the route accepts, is left unread.
    pub(super) async fn new(
        state: Arc<ApiState>,
        actor: AccountId,
        takes: Takes,
        mut parts: Parts,
        body: Body,
    ) -> Self {
        let params = RawPathParams::from_request_parts(&mut parts, &()).await;
        let path_is_text = params.is_ok();
        let path = params.iter().flatten().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let query = form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes());
        let query = query.map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
        let mut uploads = Uploads::default();
        let (body, streamed_body) = if takes.lines {
            let wrong = !is_lines(&parts.headers);
            let text = if wrong { Err(Problem::unsupported_media_type()) } else { Ok(String::new()) };
            (text, Some(body))
        } else if takes.streamed && media_type(&parts.headers).as_deref() == Some(EVENT_STREAM) {
            (Ok(String::new()), Some(body))
        } else {
            let settings = &state.settings;
            let lifts = takes.lifts(&state.robots);
            let most = if takes.large || lifts { settings.chat_body_bytes } else { settings.body_bytes };
            let text = match lifts.then_some(&state.robots) {
                Some(robots) => lifted_text(&parts, body, most, robots).await.map(|(text, stored)| {
                    uploads = stored;
                    text
                }),
                None => text_of(&parts, body, most).await,
            };
            (text.map_err(|InvalidRequest(problem)| problem), None)
        };
        Self { state, actor, parts, path, query, path_is_text, body, uploads, streamed_body }
    }

    pub(super) fn robots(&self) -> &Robots {
        &self.state.robots
    }

    pub(super) fn settings(&self) -> &Arc<Settings> {
        &self.state.settings
    }

    /// Returns the turns. The routes that call this exist only with turns.
    pub(super) fn turns(&self) -> Result<&Turns> {
        self.state.turns.as_ref().ok_or_else(|| Error::internal("a route is there without turns", ""))
    }

    /// Returns the transcripts. The routes that call this exist only with transcripts.
    pub(super) fn transcripts(&self) -> Result<&Transcripts> {
        self.state
            .transcripts
            .as_ref()
            .ok_or_else(|| Error::internal("a route is there without transcripts", ""))
    }

    /// Removes and returns the unread body of an operation that accepts lines.
    pub(super) fn take_body(&mut self) -> Result<Option<Body>, InvalidRequest> {
        self.body()?;
        Ok(self.streamed_body.take())
    }

    /// Returns whether the body is a stream that was not read yet.
    pub(super) fn is_streamed(&self) -> bool {
        self.streamed_body.is_some()
    }

    /// Removes and returns the stream of chunks, if the body is one.
    pub(super) fn take_stream(&mut self) -> Option<ChunkBody> {
        self.streamed_body.take().map(|body| ChunkBody::new(body, self.settings()))
    }

    /// Returns whether it is a `HEAD` request.
    pub(super) fn is_head(&self) -> bool {
        self.parts.method == Method::HEAD
    }

    /// Returns whether the body is an object that has this field.
    pub(super) fn has_field(&self, name: &'static str) -> bool {
        self.fields(&[name]).is_ok()
    }

    /// Returns the trace id of the request.
    pub(super) fn trace(&self) -> TraceId {
        TraceId::of(&self.parts.extensions, &self.parts.headers)
    }

    /// Parses an offset: the number in a header, or otherwise in the query, clamped to a `u64`.
    pub(super) fn offset(
        &self,
        header: &'static str,
        parameter: &'static str,
    ) -> Result<Option<Offset>, InvalidRequest> {
        let last = parse_offset(header, self.header(header)?.unwrap_or_default())?;
        let after = parse_offset(parameter, self.parameter(parameter)?.unwrap_or_default())?;
        Ok(last.or(after).map(Offset::new))
    }

    /// Parses the revision that the writer has read, from the query.
    pub(super) fn revision(&self, name: &'static str) -> Result<Option<Revision>, InvalidRequest> {
        Ok(parse_offset(name, self.parameter(name)?.unwrap_or_default())?.map(Revision::new))
    }

    /// Parses a part of the path.
    pub(super) fn path<T: FromStr<Err = Error>>(&self, name: &'static str) -> Result<T, InvalidRequest> {
        if !self.path_is_text {
            return Err(Error::invalid_argument(name, "must be UTF-8").into());
        }
        let text = self.path.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value);
        Ok(text.parse().map_err(|error| about(name, error))?)
    }

    /// Parses a parameter of the query. Missing or empty is `None`.
    pub(super) fn query<T: FromStr<Err = Error>>(
        &self,
        name: &'static str,
    ) -> Result<Option<T>, InvalidRequest> {
        match self.parameter(name)? {
            Some(text) if !text.is_empty() => Ok(Some(text.parse().map_err(|error| about(name, error))?)),
            _ => Ok(None),
        }
    }

    /// Returns a text of the query. Missing or empty is `None`.
    pub(super) fn text(&self, name: &'static str) -> Result<Option<&str>, InvalidRequest> {
        Ok(self.parameter(name)?.filter(|text| !text.is_empty()))
    }

    /// Parses one of several names from the query. Missing or empty is `None`.
    pub(super) fn one_of<T: Copy>(
        &self,
        parameter: &'static str,
        all: &[T],
        name: impl Fn(T) -> &'static str,
    ) -> Result<Option<T>, InvalidRequest> {
        let Some(text) = self.text(parameter)? else { return Ok(None) };
        let found = all.iter().copied().find(|one| name(*one) == text);
        found.map(Some).ok_or_else(|| {
            let names: Vec<_> = all.iter().map(|one| name(*one)).collect();
            Error::invalid_argument(parameter, format!("must be one of {}", names.join(", "))).into()
        })
    }

    /// Parses a boolean of the query. Missing or empty is `false`.
    pub(super) fn flag(&self, name: &'static str) -> Result<bool, InvalidRequest> {
        match self.parameter(name)? {
            None | Some("" | "false") => Ok(false),
            Some("true") => Ok(true),
            Some(_) => Err(Error::invalid_argument(name, "must be `true` or `false`").into()),
        }
    }

    /// Fails if the query has more than one of these parameters.
    pub(super) fn only_one_of(&self, names: &[&'static str]) -> Result<(), InvalidRequest> {
        let mut given = None;
        for name in names {
            if self.text(name)?.is_some()
                && let Some(other) = given.replace(*name)
            {
                return Err(Error::invalid_argument(*name, format!("must not come with {other}")).into());
            }
        }
        Ok(())
    }

    /// Parses a number of the query, clamped to a `u32`. Missing or empty is `None`.
    pub(super) fn number(&self, name: &'static str) -> Result<Option<u32>, InvalidRequest> {
        Ok(parse_number(name, self.parameter(name)?.unwrap_or_default())?)
    }

    /// Parses the maximum number of rows: at least 1, at most `most`.
    pub(super) fn limit(&self, default: u32, most: u32) -> Result<u32, InvalidRequest> {
        Ok(self.number("limit")?.unwrap_or(default).clamp(1, most))
    }

    /// Parses the requested page.
    pub(super) fn page(&self, first: PageRequest) -> Result<PageRequest, InvalidRequest> {
        Ok(first.at(self.number("page")?.unwrap_or(1)))
    }

    fn parameter(&self, name: &'static str) -> Result<Option<&str>, InvalidRequest> {
        let mut values = self.query.iter().filter(|(key, _)| key == name);
        let first = values.next();
        if values.next().is_some() {
            return Err(Error::invalid_argument(name, "must not be repeated").into());
        }
        Ok(first.map(|(_, value)| value.as_str()))
    }

    /// Returns a header. Fails if it is repeated.
    pub(super) fn header(&self, name: &'static str) -> Result<Option<&str>, InvalidRequest> {
        let mut values = self.parts.headers.get_all(name).iter();
        let first = values.next();
        if values.next().is_some() {
            return Err(Error::invalid_argument(name, "must not be repeated").into());
        }
        let text = first.map(|value| std::str::from_utf8(value.as_bytes())).transpose();
        Ok(text.map_err(|_| Error::invalid_argument(name, "must be UTF-8"))?)
    }

    /// Returns the path of a new resource: below the path of the request, wherever the host has nested the router.
    pub(super) fn location(&self, id: impl std::fmt::Display) -> String {
        self.location_above(0, id)
    }

    /// Returns the path of a new resource: below the path of the request without its last `segments`.
    pub(super) fn location_above(&self, segments: usize, id: impl std::fmt::Display) -> String {
        let uri = self.parts.extensions.get().map_or(&self.parts.uri, |OriginalUri(uri)| uri);
        let mut path = uri.path().trim_end_matches('/');
        for _ in 0..segments {
            path = path.rsplit_once('/').map_or("", |(above, _)| above);
        }
        format!("{path}/{id}")
    }

    /// Returns the body as text, which should be JSON.
    pub(super) fn body(&self) -> Result<&str, InvalidRequest> {
        self.body.as_deref().map_err(|problem| InvalidRequest(problem.clone()))
    }

    /// Sets the ids of the files in messages that were stored while the body arrived. `raw` is the text from which the
    /// messages were parsed.
    pub(super) fn settle(&self, raw: &str, messages: &mut [NewMessage]) -> Result<(), InvalidRequest> {
        Ok(self.uploads.settle(raw, messages, self.robots())?)
    }

    /// Parses the fields with these names from the body, a JSON object. Fails if it has none of them, so that the body
    /// of another API does not count as one without arguments.
    pub(super) fn fields(&self, names: &[&'static str]) -> Result<Fields<'_>, InvalidRequest> {
        let mut fields = Vec::new();
        let each = |key: Cow<'_, str>, value| {
            if let Some(known) = names.iter().find(|known| **known == key) {
                fields.retain(|(other, _)| other != known);
                fields.push((*known, value));
            }
        };
        json_scan::object(self.body()?, each).map_err(in_body)?;
        if fields.is_empty() {
            let reason = format!("must have at least one of the fields {}", names.join(", "));
            return Err(Error::invalid_argument("body", reason).into());
        }
        Ok(Fields(fields))
    }

    /// Parses the body, which must have at least one of these fields.
    pub(super) fn read<T: Default>(&self, declared: &[BodyField<T>]) -> Result<T, InvalidRequest> {
        let names: Vec<_> = declared.iter().map(|field| field.name).collect();
        let body = self.fields(&names)?;
        declared.iter().try_fold(T::default(), |read, field| (field.read)(read, &body, field.name))
    }
}

/// The parser and schema of a field of a body that is read into a `T`.
pub(super) struct BodyField<T> {
    pub(super) name: &'static str,
    /// Its schema in the OpenAPI document.
    pub(super) schema: fn(&Limits) -> Value,
    /// Parses it from the body.
    pub(super) read: fn(T, &Fields<'_>, &'static str) -> Result<T, InvalidRequest>,
}

/// Parses an offset or a revision, clamped to a `u64`. Empty means `None`.
fn parse_offset(name: &'static str, text: &str) -> Result<Option<u64>> {
    match parse_number(name, text)? {
        // It is a number, but perhaps a larger one.
        Some(u32::MAX) => Ok(Some(text.parse().unwrap_or(u64::MAX))),
        number => Ok(number.map(u64::from)),
    }
}

/// Reads the whole body as text, if the method has one.
async fn text_of(parts: &Parts, body: Body, most: usize) -> Result<String, InvalidRequest> {
    if !matches!(parts.method, Method::POST | Method::PATCH) {
        return Ok(String::new());
    }
    if !is_json(&parts.headers) {
        return Err(InvalidRequest(Problem::unsupported_media_type()));
    }
    utf8(read(body, most).await?)
}

/// Reads the whole body as text, and stores its long files while they arrive.
async fn lifted_text(
    parts: &Parts,
    body: Body,
    most: usize,
    robots: &Robots,
) -> Result<(String, Uploads), InvalidRequest> {
    if !is_json(&parts.headers) {
        return Err(InvalidRequest(Problem::unsupported_media_type()));
    }
    let (bytes, uploads) = read_lifting(body, most, robots).await?;
    Ok((utf8(bytes)?, uploads))
}

fn utf8(bytes: Vec<u8>) -> Result<String, InvalidRequest> {
    String::from_utf8(bytes).map_err(|_| Error::invalid_argument("body", "must be UTF-8").into())
}

/// Sets the name of the argument in an error, in place of its type.
pub(super) fn about(name: impl Into<Cow<'static, str>>, error: Error) -> Error {
    match error {
        Error::InvalidArgument { reason, .. } => Error::invalid_argument(name, reason),
        Error::TooLarge { actual, limit, unit, .. } => {
            Error::TooLarge { argument: name.into(), actual, limit, unit }
        }
        other => other,
    }
}

/// Sets `body` as the argument in an error that has none.
pub(super) fn in_body(error: Error) -> Error {
    if names_nothing(&error) { about("body", error) } else { error }
}

fn names_nothing(error: &Error) -> bool {
    matches!(error, Error::InvalidArgument { argument, .. } | Error::TooLarge { argument, .. } if argument.is_empty())
}

fn is_json(headers: &HeaderMap) -> bool {
    media_type(headers).is_some_and(|kind| {
        kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json"))
    })
}

/// Returns whether the body is JSON, or JSON Lines.
fn is_lines(headers: &HeaderMap) -> bool {
    let lines = ["application/jsonl", "application/x-ndjson", "application/jsonlines"];
    is_json(headers) || media_type(headers).is_some_and(|kind| lines.contains(&&*kind))
}

fn media_type(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    Some(value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase())
}

async fn read(mut body: Body, most: usize) -> Result<Vec<u8>> {
    let announced = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
    let too_large = |actual| Error::too_large("body", actual, most, "bytes");
    if announced > most {
        return Err(too_large(announced));
    }
    let mut bytes = Vec::with_capacity(announced);
    while let Some(frame) = next_frame(&mut body).await {
        let frame = frame.map_err(|_| Error::invalid_argument("body", "must arrive whole"))?;
        if bytes.len() + frame.len() > most {
            return Err(too_large(bytes.len() + frame.len()));
        }
        bytes.extend_from_slice(&frame);
    }
    Ok(bytes)
}

/// The fields of a body that an operation knows. `null` counts as absent, except where it clears a field. Of a repeated
/// field the last one counts, as in JavaScript.
#[derive(Debug)]
pub(super) struct Fields<'a>(Vec<(&'static str, &'a str)>);

impl<'a> Fields<'a> {
    fn find(&self, name: &'static str) -> Option<&'a str> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
    }

    fn get(&self, name: &'static str) -> Option<&'a str> {
        self.find(name).filter(|text| *text != "null")
    }

    /// Parses a string.
    pub(super) fn text(&self, name: &'static str) -> Result<Option<String>, InvalidRequest> {
        let read = |text| match json_scan::string(text) {
            Some(text) => Ok(text.into_owned()),
            None => Err(Error::invalid_argument(name, "must be a string").into()),
        };
        self.get(name).map(read).transpose()
    }

    /// Parses a boolean.
    pub(super) fn flag(&self, name: &'static str) -> Result<Option<bool>, InvalidRequest> {
        match self.get(name) {
            None => Ok(None),
            Some("true") => Ok(Some(true)),
            Some("false") => Ok(Some(false)),
            Some(_) => Err(Error::invalid_argument(name, "must be a boolean").into()),
        }
    }

    /// Returns the JSON text of any value.
    pub(super) fn raw(&self, name: &'static str) -> Option<&'a str> {
        self.get(name)
    }

    /// Parses a string that has a rule.
    pub(super) fn parsed<T: FromStr<Err = Error>>(
        &self,
        name: &'static str,
    ) -> Result<Option<T>, InvalidRequest> {
        let text = self.text(name)?;
        Ok(text.map(|text| text.parse()).transpose().map_err(|error| about(name, error))?)
    }

    /// Parses the revision that the writer has read.
    pub(super) fn revision(&self, name: &'static str) -> Result<Option<Revision>, InvalidRequest> {
        let read = |text: &str| text.parse().map(Revision::new);
        let revision = self.get(name).map(read).transpose();
        Ok(revision.map_err(|_| Error::invalid_argument(name, "must be a whole number"))?)
    }

    /// Parses any JSON.
    pub(super) fn json(&self, name: &'static str) -> Result<Option<Json<'static>>, InvalidRequest> {
        let read = |text: &str| Json::parse(text.to_owned()).map_err(|error| error.within(name));
        Ok(self.get(name).map(read).transpose()?)
    }

    /// Parses an array of at most `most` strings.
    pub(super) fn texts(
        &self,
        name: &'static str,
        most: usize,
    ) -> Result<Option<Vec<String>>, InvalidRequest> {
        let Some(text) = self.get(name) else { return Ok(None) };
        let mut texts = Vec::new();
        let read = |(index, item): (usize, &serde_json::value::RawValue)| {
            check_at_most(name, index + 1, most, name)?;
            let text = json_scan::string(item.get())
                .ok_or_else(|| Error::invalid_argument(format!("{name}[{index}]"), "must be a string"))?;
            texts.push(text.into_owned());
            Ok(())
        };
        json_scan::elements(text, read)
            .map_err(|error| if names_nothing(&error) { error.within(name) } else { error })?;
        Ok(Some(texts))
    }

    /// Parses a required field.
    pub(super) fn required<T>(
        &self,
        name: &'static str,
        read: impl FnOnce(&Self, &'static str) -> Result<Option<T>, InvalidRequest>,
    ) -> Result<T, InvalidRequest> {
        read(self, name)?.ok_or_else(|| Error::invalid_argument(name, "is missing").into())
    }

    /// Parses a field that `null` clears: `None` if it is absent, `Some(None)` if it is `null`.
    #[expect(clippy::option_option, reason = "absent, null and a value are three things")]
    pub(super) fn cleared<T>(
        &self,
        name: &'static str,
        read: impl FnOnce(&Self, &'static str) -> Result<Option<T>, InvalidRequest>,
    ) -> Result<Option<Option<T>>, InvalidRequest> {
        if self.find(name).is_some() { read(self, name).map(Some) } else { Ok(None) }
    }
}
