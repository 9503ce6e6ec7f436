//! [`Doc`]: the description of a route, and [`Param`], that of a parameter.

use serde_json::{Value, json};

use crate::service::Robots;

/// The description of a route, without its path and operation.
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
    /// Whether it answers 200 in place of 201 or 204.
    pub(super) plain: bool,
    pub(super) accepted: bool,
    /// Whether it reads a log: the caller can have a part of it already, and growth is not kept for ever.
    pub(super) log: bool,
    pub(super) replayed: bool,
    pub(super) conflicts: bool,
    pub(super) refers: bool,
    pub(super) streamed: bool,
    pub(super) events: bool,
    pub(super) large: bool,
    pub(super) brings_files: bool,
    pub(super) or_nothing: bool,
    /// Whether its body is JSON or JSON Lines of any length, read as it arrives.
    pub(super) lines: bool,
    /// The media types of a response that is not JSON with a schema.
    pub(super) media_types: &'static [&'static str],
    pub(super) file: bool,
}

impl Doc {
    /// Describes a route that answers with one of the schemas.
    pub(super) fn new(id: &'static str, summary: &'static str, answer: &'static str) -> Self {
        Self { answer: Some(answer), ..Self::no_content(id, summary) }
    }

    /// Describes a route that answers without a body.
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

    /// Answers 201, with a `Location`.
    pub(super) fn created(self) -> Self {
        Self { created: true, ..self }
    }

    pub(super) fn log(self) -> Self {
        Self { log: true, or_nothing: true, ..self }
    }

    /// Answers 202.
    pub(super) fn accepted(self) -> Self {
        Self { accepted: true, ..self }
    }

    /// Answers 201, or 200 if it repeats an earlier request; and can conflict with one.
    pub(super) fn replayed(self) -> Self {
        Self { replayed: true, conflicts: true, ..self }
    }

    /// Can conflict with another change.
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

    /// Accepts a stream of chunks as its body too.
    pub(super) fn streamed(self) -> Self {
        Self { streamed: true, ..self }
    }

    pub(super) fn lines(self) -> Self {
        Self { lines: true, ..self }
    }

    /// Accepts a body of the maximum size of a chat.
    pub(super) fn large(self) -> Self {
        Self { large: true, ..self }
    }

    /// Accepts a body with files, which can have the maximum size of a chat.
    pub(super) fn brings_files(self) -> Self {
        Self { brings_files: true, ..self }
    }

    /// Answers 204 too, if there is nothing.
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

    /// Has a body that can name things that do not exist.
    pub(super) fn refers(self) -> Self {
        Self { refers: true, ..self }
    }
}

/// The bodies that a route accepts, besides JSON of the usual size.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a line of the document")]
pub(super) struct Takes {
    pub(super) streamed: bool,
    pub(super) large: bool,
    pub(super) lines: bool,
    pub(super) brings_files: bool,
}

impl Takes {
    /// Returns whether the files of a body are stored apart from it.
    pub(super) fn lifts(self, robots: &Robots) -> bool {
        self.brings_files && robots.limits().store_files_over.is_some()
    }
}

/// A parameter in the query or in a header.
#[derive(Clone, Debug)]
pub(super) struct Param {
    name: &'static str,
    about: &'static str,
    rule: Rule,
    required: bool,
}

/// The values that a parameter can have.
#[derive(Clone, Debug)]
enum Rule {
    Pattern(&'static str),
    Key,
    Text(usize),
    OneOf(&'static [&'static str]),
}

impl Param {
    /// The number of the page of a list.
    pub(super) const PAGE: Self = Self::number("page", "Which page, from 1. A number is clamped into range.");

    const fn new(name: &'static str, about: &'static str, rule: Rule) -> Self {
        Self { name, about, rule, required: false }
    }

    /// A required number.
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

    /// Describes the parameter, which is in the `query` or a `header`.
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
