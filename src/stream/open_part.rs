//! [`OpenPart`]: a part while it is assembled. Its fields are texts, some of which still grow.

use std::{borrow::Cow, collections::HashMap};

use super::{
    chunk::{Fragment, unescape},
    partial_json::parse_partial,
    sdk_version::SdkVersion,
};
use crate::model::{
    json::Json,
    json_scan::{Key, entries, quoted, string},
};

/// The text of a tool's input, as far as the model wrote it.
#[derive(Clone, Debug, Default)]
pub(super) struct InputText {
    /// As it is written between the quotes of its JSON text. It only grows.
    pub(super) escaped: String,
    pub(super) tool_name: String,
    pub(super) encoding: Option<String>,
    pub(super) dynamic: bool,
    pub(super) title: Option<Value>,
    pub(super) tool_metadata: Option<Value>,
}

/// The first bytes of one [`InputText`], by its index. The text itself is kept only once, although each delta of a
/// call shows a longer prefix of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct InputPrefix {
    pub(super) input: usize,
    pub(super) len: usize,
}

/// The value of a field.
#[derive(Clone, Debug)]
pub(super) enum Value {
    /// Finished JSON.
    Json(Json<'static>),
    /// A growing string, as it is written between its quotes.
    Text(String),
    /// The text of an input.
    Raw(InputPrefix),
    /// The value that the text of an input can be read as so far.
    Input(InputPrefix),
}

impl Value {
    pub(super) fn string(text: &str) -> Self {
        Self::Json(Json::from_stored(quoted(text)))
    }

    pub(super) fn fragment(text: &Fragment<'_>) -> Self {
        Self::Json(Json::from_stored(format!("\"{}\"", text.as_escaped())))
    }

    pub(super) fn json(json: &Json<'_>) -> Self {
        Self::Json(json.clone().into_owned())
    }

    /// Returns how many bytes it has as JSON. The value of an input that grows is counted by its text.
    fn size(&self) -> usize {
        match self {
            Self::Json(json) => json.as_str().len(),
            Self::Text(text) => text.len() + 2,
            Self::Raw(prefix) => prefix.len + 2,
            Self::Input(prefix) => prefix.len,
        }
    }

    pub(super) fn boolean(value: bool) -> Self {
        Self::Json(Json::checked(if value { "true" } else { "false" }))
    }
}

/// One part, while it is assembled.
#[derive(Clone, Debug)]
pub(super) struct OpenPart {
    /// The `type`.
    pub(super) kind: String,
    /// The `id` of data, the `toolCallId` of a tool.
    pub(super) id: Option<String>,
    fields: Vec<(Key<'static>, Value)>,
}

impl OpenPart {
    pub(super) fn new(kind: impl Into<String>) -> Self {
        Self { kind: kind.into(), id: None, fields: Vec::new() }
    }

    /// Reads a stored part.
    pub(super) fn read(text: &str) -> Self {
        let mut part = Self::new("");
        let mut indexes = HashMap::new();
        entries(text, |key, value| {
            if &*key == "type" {
                part.kind = string(value).unwrap_or_default().into_owned();
                return;
            }
            let value = Value::Json(Json::from_stored(value.to_owned()));
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

    /// Returns the key by which a chunk finds this part, if it has one: the id of a call, or the kind and id of data.
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

    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        self.fields.iter().find(|(key, _)| **key == *name).map(|(_, field)| field)
    }

    /// Sets a field, or removes it.
    pub(super) fn set(&mut self, name: &'static str, value: Option<Value>) {
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

    /// Sets a field if there is a value.
    pub(super) fn set_some(&mut self, name: &'static str, value: Option<Value>) {
        if value.is_some() {
            self.set(name, value);
        }
    }

    pub(super) fn with(mut self, name: &'static str, value: Option<Value>) -> Self {
        self.set_some(name, value);
        self
    }

    /// Returns the value of a field that is a finished string.
    pub(super) fn string(&self, name: &str) -> Option<String> {
        match self.get(name)? {
            Value::Json(json) => string(json.as_str()).map(Cow::into_owned),
            _ => None,
        }
    }

    /// Appends to the growing text.
    pub(super) fn grow(&mut self, escaped: &str) {
        if let Some((_, Value::Text(text))) = self.fields.iter_mut().find(|(key, _)| &**key == "text") {
            text.push_str(escaped);
        }
    }

    /// Returns how many bytes [`write`](Self::write) writes. An input that grows is counted by its text.
    pub(super) fn size(&self) -> usize {
        // `{"type":"…"}`, and `,"key":value` for each field.
        let fields = self.fields.iter().map(|(key, value)| key.len() + value.size() + 4);
        self.kind.len() + 11 + fields.sum::<usize>()
    }

    /// Returns how many bytes of that are the values of some fields.
    pub(super) fn size_of(&self, fields: &[&str]) -> usize {
        let values = self.fields.iter().filter(|(key, _)| fields.contains(&&**key));
        values.map(|(_, value)| value.size()).sum()
    }

    pub(super) fn write(&self, inputs: &[InputText], version: SdkVersion, out: &mut String) {
        out.push_str("{\"type\":");
        out.push_str(&quoted(&self.kind));
        for (name, field) in &self.fields {
            let value = match field {
                Value::Json(json) => Cow::Borrowed(json.as_str()),
                Value::Text(text) => Cow::Owned(format!("\"{text}\"")),
                Value::Raw(prefix) => Cow::Owned(format!("\"{}\"", escaped(*prefix, inputs))),
                Value::Input(prefix) if inputs[prefix.input].encoding.as_deref() == Some("text") => {
                    Cow::Owned(format!("\"{}\"", escaped(*prefix, inputs)))
                }
                Value::Input(prefix) => {
                    let text = unescape(escaped(*prefix, inputs));
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

/// Returns the [key](OpenPart::key) of a data part.
pub(super) fn data_key(kind: &str, id: &str) -> String {
    format!("{kind}\n{id}")
}

fn escaped(prefix: InputPrefix, inputs: &[InputText]) -> &str {
    &inputs[prefix.input].escaped[..prefix.len]
}
