//! A part while it is assembled: its fields as texts, and some that still grow.

use std::{borrow::Cow, collections::HashMap};

use super::{chunk::unescape, partial_json::parse_partial, sdk_version::SdkVersion};
use crate::model::{
    json::Json,
    json_scan::{Key, entries, quoted, string},
};

/// The text of a tool's input, as far as the model wrote it.
#[derive(Clone, Debug, Default)]
pub(super) struct Partial {
    /// As it stands between the quotes of its JSON text. It only grows.
    pub(super) escaped: String,
    pub(super) tool_name: String,
    pub(super) encoding: Option<String>,
    pub(super) dynamic: bool,
    pub(super) title: Option<Field>,
    pub(super) tool_metadata: Option<Field>,
}

/// So much of the text of one [`Partial`]: the text itself is there only once.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Prefix {
    pub(super) partial: usize,
    pub(super) len: usize,
}

/// What a field has.
#[derive(Clone, Debug)]
pub(super) enum Field {
    /// Finished JSON.
    Json(Json<'static>),
    /// A growing string, as it stands between its quotes.
    Text(String),
    /// The text of an input.
    Raw(Prefix),
    /// The value that the text of an input makes so far.
    Input(Prefix),
}

impl Field {
    pub(super) fn string(text: &str) -> Self {
        Self::Json(Json::from_stored(quoted(text)))
    }

    pub(super) fn json(json: &Json<'_>) -> Self {
        Self::Json(json.clone().into_owned())
    }

    pub(super) fn boolean(value: bool) -> Self {
        Self::Json(Json::checked(if value { "true" } else { "false" }))
    }
}

/// One part.
#[derive(Clone, Debug)]
pub(super) struct Object {
    /// The `type`.
    pub(super) kind: String,
    /// The `id` of data, the `toolCallId` of a tool.
    pub(super) id: Option<String>,
    fields: Vec<(Key<'static>, Field)>,
}

impl Object {
    pub(super) fn new(kind: impl Into<String>) -> Self {
        Self { kind: kind.into(), id: None, fields: Vec::new() }
    }

    /// Takes a stored part apart.
    pub(super) fn read(text: &str) -> Self {
        let mut part = Self::new("");
        let mut indexes = HashMap::new();
        entries(text, |key, value| {
            if &*key == "type" {
                part.kind = string(value).unwrap_or_default().into_owned();
                return;
            }
            let value = Field::Json(Json::from_stored(value.to_owned()));
            // Of a repeated key the last value counts, at the index of the first, as in JavaScript.
            let index = *indexes.entry(key.clone()).or_insert(part.fields.len());
            match part.fields.get_mut(index) {
                Some((_, old)) => *old = value,
                None => part.fields.push((key.into_owned(), value)),
            }
        });
        let id = if part.is_tool() { "toolCallId" } else { "id" };
        part.id = part.string(id);
        part
    }

    pub(super) fn is_static_tool(&self) -> bool {
        self.kind.starts_with("tool-")
    }

    pub(super) fn is_dynamic_tool(&self) -> bool {
        self.kind == "dynamic-tool"
    }

    pub(super) fn is_tool(&self) -> bool {
        self.is_static_tool() || self.is_dynamic_tool()
    }

    pub(super) fn is_call(&self, tool_call_id: &str) -> bool {
        self.is_tool() && self.id.as_deref() == Some(tool_call_id)
    }

    /// Returns what a chunk finds this part by, if one can: the id of a call, or the kind and id of data.
    pub(super) fn key(&self) -> Option<String> {
        let id = self.id.as_deref()?;
        if self.is_tool() {
            Some(id.to_owned())
        } else {
            self.kind.starts_with("data-").then(|| data_key(&self.kind, id))
        }
    }

    pub(super) fn tool_name(&self) -> String {
        match self.kind.strip_prefix("tool-") {
            Some(name) => name.to_owned(),
            None => self.string("toolName").unwrap_or_default(),
        }
    }

    pub(super) fn get(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|(key, _)| **key == *name).map(|(_, field)| field)
    }

    /// Sets a field, or takes it away.
    pub(super) fn set(&mut self, name: &'static str, value: Option<Field>) {
        let at = self.fields.iter().position(|(key, _)| **key == *name);
        match (at, value) {
            (Some(at), Some(value)) => self.fields[at].1 = value,
            (Some(at), None) => {
                self.fields.remove(at);
            }
            (None, Some(value)) => self.fields.push((name.into(), value)),
            (None, None) => {}
        }
    }

    /// Sets a field if there is something to set it to.
    pub(super) fn set_some(&mut self, name: &'static str, value: Option<Field>) {
        if value.is_some() {
            self.set(name, value);
        }
    }

    pub(super) fn with(mut self, name: &'static str, value: Option<Field>) -> Self {
        self.set_some(name, value);
        self
    }

    /// Returns a finished string.
    pub(super) fn string(&self, name: &str) -> Option<String> {
        match self.get(name)? {
            Field::Json(json) => string(json.as_str()).map(Cow::into_owned),
            _ => None,
        }
    }

    /// Adds to the growing text.
    pub(super) fn grow(&mut self, escaped: &str) {
        if let Some((_, Field::Text(text))) = self.fields.iter_mut().find(|(key, _)| &**key == "text") {
            text.push_str(escaped);
        }
    }

    pub(super) fn write(&self, partials: &[Partial], version: SdkVersion, out: &mut String) {
        out.push_str("{\"type\":");
        out.push_str(&quoted(&self.kind));
        for (name, field) in &self.fields {
            let value = match field {
                Field::Json(json) => Cow::Borrowed(json.as_str()),
                Field::Text(text) => Cow::Owned(format!("\"{text}\"")),
                Field::Raw(prefix) => Cow::Owned(format!("\"{}\"", escaped(*prefix, partials))),
                Field::Input(prefix) if partials[prefix.partial].encoding.as_deref() == Some("text") => {
                    Cow::Owned(format!("\"{}\"", escaped(*prefix, partials)))
                }
                Field::Input(prefix) => {
                    let text = unescape(escaped(*prefix, partials));
                    match parse_partial(&text, version) {
                        Some(value) => Cow::Owned(value.into_owned()),
                        None => continue,
                    }
                }
            };
            out.push(',');
            name.write(out);
            out.push(':');
            out.push_str(&value);
        }
        out.push('}');
    }
}

/// Returns the [key](Object::key) of a part of data.
pub(super) fn data_key(kind: &str, id: &str) -> String {
    format!("{kind}\n{id}")
}

fn escaped(prefix: Prefix, partials: &[Partial]) -> &str {
    &partials[prefix.partial].escaped[..prefix.len]
}
