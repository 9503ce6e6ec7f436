//! [`Doc`]: how a route is described, and [`Param`], how its parameters are.

use serde_json::{Value, json};

/// How a route is described, beside what its path and its operation say.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a line of the document")]
pub(super) struct Doc {
    pub(super) id: &'static str,
    pub(super) summary: &'static str,
    pub(super) about: &'static str,
    pub(super) params: Vec<(&'static str, Param)>,
    pub(super) body: Option<&'static str>,
    pub(super) answer: Option<&'static str>,
    pub(super) created: bool,
    pub(super) replayed: bool,
    pub(super) refers: bool,
    pub(super) streamed: bool,
    pub(super) events: bool,
}

impl Doc {
    /// Describes a route that answers with one of the [schemas](super::schema).
    pub(super) fn new(id: &'static str, summary: &'static str, answer: &'static str) -> Self {
        Self { answer: Some(answer), ..Self::nothing(id, summary) }
    }

    /// Describes a route that answers with no body.
    pub(super) fn nothing(id: &'static str, summary: &'static str) -> Self {
        Self {
            id,
            summary,
            about: "",
            params: Vec::new(),
            body: None,
            answer: None,
            created: false,
            replayed: false,
            refers: false,
            streamed: false,
            events: false,
        }
    }

    pub(super) fn about(self, about: &'static str) -> Self {
        Self { about, ..self }
    }

    pub(super) fn query(mut self, params: impl IntoIterator<Item = Param>) -> Self {
        self.params.extend(params.into_iter().map(|param| ("query", param)));
        self
    }

    pub(super) fn header(mut self, param: Param) -> Self {
        self.params.push(("header", param));
        self
    }

    pub(super) fn body(self, schema: &'static str) -> Self {
        Self { body: Some(schema), ..self }
    }

    /// It answers 201, with a `Location`.
    pub(super) fn created(self) -> Self {
        Self { created: true, ..self }
    }

    /// It answers 201, or 200 where a second try finds what the first one did.
    pub(super) fn replayed(self) -> Self {
        Self { replayed: true, ..self }
    }

    /// Describes a route that answers with events, for as long as somebody reads them.
    pub(super) fn events(id: &'static str, summary: &'static str) -> Self {
        Self { events: true, ..Self::nothing(id, summary) }
    }

    /// Its body may be a stream of chunks too.
    pub(super) fn streamed(self) -> Self {
        Self { streamed: true, ..self }
    }

    pub(super) fn is_streamed(&self) -> bool {
        self.streamed
    }

    /// Its body can name things that do not exist.
    pub(super) fn refers(self) -> Self {
        Self { refers: true, ..self }
    }
}

/// A parameter of the query or a header.
#[derive(Clone, Debug)]
pub(super) struct Param {
    name: &'static str,
    about: &'static str,
    schema: fn() -> Value,
}

impl Param {
    /// Which page of a list.
    pub(super) const PAGE: Self = Self::number("page", "Which page, from 1. A number is clamped into range.");

    pub(super) const fn number(name: &'static str, about: &'static str) -> Self {
        Self { name, about, schema: || json!({ "type": "string", "pattern": "^(-?[0-9]+)?$" }) }
    }

    pub(super) const fn id(name: &'static str, about: &'static str) -> Self {
        // Empty counts as missing.
        Self { name, about, schema: || json!({ "type": "string", "pattern": "^([0-9a-v]{19}[0g])?$" }) }
    }

    pub(super) const fn key(name: &'static str, about: &'static str) -> Self {
        let schema = || json!({ "type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]([ -~]*[!-~])?$" });
        Self { name, about, schema }
    }

    pub(super) fn describe(&self, place: &str) -> Value {
        json!({ "name": self.name, "in": place, "description": self.about, "schema": (self.schema)() })
    }
}
