//! [`Doc`]: how a route is described, and [`Param`], how its parameters are.

use serde_json::{Value, json};

use crate::service::Robots;

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
    /// It answers 200 where it would be 201 or 204.
    pub(super) plain: bool,
    pub(super) accepted: bool,
    /// It reads a log, of which the caller may have a part already, and which is not kept for ever in pieces.
    pub(super) log: bool,
    pub(super) replayed: bool,
    pub(super) conflicts: bool,
    pub(super) refers: bool,
    pub(super) streamed: bool,
    pub(super) events: bool,
    pub(super) large: bool,
    pub(super) brings_files: bool,
    pub(super) or_nothing: bool,
    /// Its body is JSON or JSON Lines, of any length, and is taken as it arrives.
    pub(super) lines: bool,
    /// The media types of an answer that is no JSON of a schema.
    pub(super) media_types: &'static [&'static str],
    pub(super) file: bool,
}

impl Doc {
    /// Describes a route that answers with one of the schemas.
    pub(super) fn new(id: &'static str, summary: &'static str, answer: &'static str) -> Self {
        Self { answer: Some(answer), ..Self::no_content(id, summary) }
    }

    /// Describes a route that answers with no body.
    pub(super) fn no_content(id: &'static str, summary: &'static str) -> Self {
        Self {
            id,
            summary,
            about: "",
            params: Vec::new(),
            body: None,
            answer: None,
            created: false,
            plain: false,
            accepted: false,
            log: false,
            replayed: false,
            conflicts: false,
            refers: false,
            streamed: false,
            events: false,
            large: false,
            brings_files: false,
            or_nothing: false,
            lines: false,
            media_types: &[],
            file: false,
        }
    }

    /// Describes a route that answers with a file of one of these media types.
    pub(super) fn exported(
        id: &'static str,
        summary: &'static str,
        media_types: &'static [&'static str],
    ) -> Self {
        Self { media_types, ..Self::no_content(id, summary) }
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

    pub(super) fn log(self) -> Self {
        Self { log: true, or_nothing: true, ..self }
    }

    /// It answers 202.
    pub(super) fn accepted(self) -> Self {
        Self { accepted: true, ..self }
    }

    /// It answers 201, or 200 if it repeats an earlier request, and can be in conflict with one.
    pub(super) fn replayed(self) -> Self {
        Self { replayed: true, conflicts: true, ..self }
    }

    /// It can be in conflict with another change.
    pub(super) fn conflicts(self) -> Self {
        Self { conflicts: true, ..self }
    }

    /// Describes a route that answers with server-sent events.
    pub(super) fn events(id: &'static str, summary: &'static str) -> Self {
        Self { events: true, ..Self::no_content(id, summary) }
    }

    /// Describes a route that answers with the bytes of a file.
    pub(super) fn file(id: &'static str, summary: &'static str) -> Self {
        Self { file: true, ..Self::no_content(id, summary) }
    }

    /// Its body may be a stream of chunks too.
    pub(super) fn streamed(self) -> Self {
        Self { streamed: true, ..self }
    }

    pub(super) fn lines(self) -> Self {
        Self { lines: true, ..self }
    }

    /// Its body may be as large as a chat.
    pub(super) fn large(self) -> Self {
        Self { large: true, ..self }
    }

    /// Its body may bring files, and be as large as a chat then.
    pub(super) fn brings_files(self) -> Self {
        Self { brings_files: true, ..self }
    }

    /// It answers 204 too, if there is nothing.
    pub(super) fn or_nothing(self) -> Self {
        Self { or_nothing: true, ..self }
    }

    pub(super) fn takes(&self) -> Takes {
        Takes {
            streamed: self.streamed,
            large: self.large,
            lines: self.lines,
            brings_files: self.brings_files,
        }
    }

    /// Its body can name things that do not exist.
    pub(super) fn refers(self) -> Self {
        Self { refers: true, ..self }
    }
}

/// Which bodies a route takes, beside JSON of the usual size.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a line of the document")]
pub(super) struct Takes {
    pub(super) streamed: bool,
    pub(super) large: bool,
    pub(super) lines: bool,
    pub(super) brings_files: bool,
}

impl Takes {
    /// Returns whether the files of a body are lifted out of it.
    pub(super) fn lifts(self, robots: &Robots) -> bool {
        self.brings_files && robots.limits().lift_over.is_some()
    }
}

/// A parameter of the query or a header.
#[derive(Clone, Debug)]
pub(super) struct Param {
    name: &'static str,
    about: &'static str,
    rule: Rule,
    required: bool,
}

/// What a parameter may be.
#[derive(Clone, Debug)]
enum Rule {
    Pattern(&'static str),
    Key,
    Text(usize),
    OneOf(&'static [&'static str]),
}

impl Param {
    /// Which page of a list.
    pub(super) const PAGE: Self = Self::number("page", "Which page, from 1. A number is clamped into range.");

    const fn new(name: &'static str, about: &'static str, rule: Rule) -> Self {
        Self { name, about, rule, required: false }
    }

    /// A number that must be there.
    pub(super) const fn required_number(name: &'static str, about: &'static str) -> Self {
        Self { required: true, ..Self::new(name, about, Rule::Pattern("^-?[0-9]+$")) }
    }

    pub(super) const fn number(name: &'static str, about: &'static str) -> Self {
        Self::new(name, about, Rule::Pattern("^(-?[0-9]+)?$"))
    }

    pub(super) const fn id(name: &'static str, about: &'static str) -> Self {
        // Empty counts as missing.
        Self::new(name, about, Rule::Pattern("^([0-9a-v]{19}[0g])?$"))
    }

    pub(super) const fn account(name: &'static str, about: &'static str) -> Self {
        // An integer has at most 2^63-1, so not every one of 19 digits is an id.
        let pattern = "^([0-9a-v]{19}[0g]|0|[1-9][0-9]{0,17}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})?$";
        Self::new(name, about, Rule::Pattern(pattern))
    }

    pub(super) const fn cursor(name: &'static str, about: &'static str) -> Self {
        Self::new(name, about, Rule::Pattern("^([0-9a-f]{40})?$"))
    }

    pub(super) const fn draft_cursor(name: &'static str, about: &'static str) -> Self {
        Self::new(name, about, Rule::Pattern("^([0-9a-f]{32}[0-9a-v]{19}[0g])?$"))
    }

    pub(super) const fn key(name: &'static str, about: &'static str) -> Self {
        Self::new(name, about, Rule::Key)
    }

    /// A text of at most so many bytes, without control characters.
    pub(super) const fn text(name: &'static str, about: &'static str, most: usize) -> Self {
        Self::new(name, about, Rule::Text(most))
    }

    pub(super) const fn one_of(
        name: &'static str,
        about: &'static str,
        texts: &'static [&'static str],
    ) -> Self {
        Self::new(name, about, Rule::OneOf(texts))
    }

    /// Describes the parameter, which stands in the `query` or in a `header`.
    pub(super) fn describe(&self, location: &str) -> Value {
        let schema = match self.rule {
            Rule::Pattern(pattern) => json!({ "type": "string", "pattern": pattern }),
            Rule::Key => {
                json!({ "type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]([ -~]*[!-~])?$" })
            }
            // Empty counts as missing. The limit is one of bytes, and a character has up to four.
            Rule::Text(most) => {
                json!({ "type": "string", "maxLength": most, "pattern": r"^[^\u0000-\u001f\u007f-\u009f]*$" })
            }
            Rule::OneOf(texts) => json!({ "type": "string", "enum": texts }),
        };
        let mut param =
            json!({ "name": self.name, "in": location, "description": self.about, "schema": schema });
        if self.required {
            param["required"] = true.into();
        }
        param
    }
}
