//! [`Metadata`]: the metadata of a message while it is assembled.

use std::{borrow::Cow, collections::HashMap, sync::OnceLock};

use serde_json::value::RawValue;

use crate::model::{
    error::Result,
    json::Json,
    json_scan::{Elements, Key, entries, quoted, string},
    limits::check_at_most,
};

/// The maximum levels of nesting of the metadata in a chunk.
pub const METADATA_LEVELS: usize = 128;

/// The maximum bytes of a text or an array whose elements become fields.
const SPREAD_BYTES: usize = 4096;

/// Metadata into which more can be merged, as the AI SDK's `mergeObjects` does: objects are merged, everything else is
/// replaced. The cost of a merge is proportional to what is merged, not to what there is.
#[derive(Clone, Debug)]
pub(super) enum Metadata {
    /// The metadata of one chunk.
    Whole(Json<'static>),
    /// The merged metadata of several chunks.
    Merged { fields: MergedObject, text: OnceLock<Json<'static>> },
}

/// The fields of an object, in order.
#[derive(Clone, Debug, Default)]
pub(super) struct MergedObject {
    all: Vec<(Key<'static>, Node)>,
    indexes: HashMap<Key<'static>, usize>,
}

#[derive(Clone, Debug)]
enum Node {
    /// A value into which nothing was merged yet.
    Text(String),
    Object(MergedObject),
}

impl Metadata {
    /// Checks whether `more` can be merged into the metadata there is.
    pub(super) fn check(there: Option<&Self>, more: &Json<'_>) -> Result<()> {
        check_at_most("messageMetadata", more.depth(), METADATA_LEVELS, "levels")?;
        match there {
            Some(Self::Whole(base)) if !base.is_null() => {
                check_spread(base).and_then(|()| check_spread(more))
            }
            Some(Self::Merged { .. }) => check_spread(more),
            _ => Ok(()),
        }
    }

    /// Merges metadata that was checked.
    pub(super) fn merge(there: &mut Option<Self>, more: &Json<'_>) {
        let mut fields = match there.take() {
            Some(Self::Whole(base)) if !base.is_null() => MergedObject::of(base.as_str()),
            Some(Self::Merged { fields, .. }) => fields,
            _ => return *there = Some(Self::Whole(more.clone().into_owned())),
        };
        fields.merge(more.as_str());
        *there = Some(Self::Merged { fields, text: OnceLock::new() });
    }

    pub(super) fn as_json(&self) -> &Json<'static> {
        match self {
            Self::Whole(json) => json,
            Self::Merged { fields, text } => text.get_or_init(|| {
                let mut out = String::new();
                fields.write(&mut out);
                Json::from_stored(out)
            }),
        }
    }
}

/// Limits the cost of a merge: in JavaScript, `{...text}` has a field for each character.
fn check_spread(value: &Json<'_>) -> Result<()> {
    let spreads = value.as_str().starts_with(['"', '[']);
    if spreads {
        check_at_most("messageMetadata", value.as_str().len(), SPREAD_BYTES, "bytes")
    } else {
        Ok(())
    }
}

impl MergedObject {
    /// Returns the fields of JavaScript's `{...value}`: those of an object, or the elements of an array or text.
    fn of(value: &str) -> Self {
        let mut fields = Self::default();
        properties(value, |key, value| fields.set(key.into_owned(), value.into_owned()));
        fields
    }

    fn set(&mut self, key: Key<'static>, value: String) {
        if let Some(&at) = self.indexes.get(&key) {
            self.all[at].1 = Node::Text(value);
        } else {
            self.indexes.insert(key.clone(), self.all.len());
            self.all.push((key, Node::Text(value)));
        }
    }

    fn merge(&mut self, overrides: &str) {
        // Of a repeated key only the last value is merged.
        for (key, value) in Self::of(overrides).all {
            let Node::Text(value) = value else { continue };
            if matches!(&*key, "__proto__" | "constructor" | "prototype") {
                continue;
            }
            match self.indexes.get(&key).map(|&at| &mut self.all[at].1) {
                Some(old) if old.is_object() && value.starts_with('{') => old.merge(&value),
                _ => self.set(key, value),
            }
        }
    }

    fn write(&self, out: &mut String) {
        out.push('{');
        for (index, (key, node)) in self.all.iter().enumerate() {
            if index > 0 {
                out.push(',');
            }
            key.write(out);
            out.push(':');
            match node {
                Node::Text(text) => out.push_str(text),
                Node::Object(fields) => fields.write(out),
            }
        }
        out.push('}');
    }
}

impl Node {
    fn is_object(&self) -> bool {
        match self {
            Self::Text(text) => text.starts_with('{'),
            Self::Object(_) => true,
        }
    }

    /// Merges an object into this one, whose text is split into fields first if necessary.
    fn merge(&mut self, overrides: &str) {
        let mut fields = match self {
            Self::Text(text) => MergedObject::of(text),
            Self::Object(fields) => std::mem::take(fields),
        };
        fields.merge(overrides);
        *self = Self::Object(fields);
    }
}

fn properties<'a>(value: &'a str, mut each: impl FnMut(Key<'a>, Cow<'a, str>)) {
    let mut index = 0_usize;
    let mut next = || {
        index += 1;
        Key::from((index - 1).to_string())
    };
    if let Some(mut elements) = Elements::of(value) {
        while let Some(Ok((element, _))) = elements.next_as::<&RawValue>() {
            each(next(), element.get().into());
        }
    } else if let Some(text) = string(value) {
        for c in text.chars() {
            each(next(), quoted(c.encode_utf8(&mut [0; 4])).into());
        }
    } else {
        entries(value, |key, value| each(key, value.into()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::error::Error;

    #[track_caller]
    fn merged(all: &[&str]) -> String {
        let mut metadata = None;
        for text in all {
            let more = Json::parse(*text).unwrap();
            Metadata::check(metadata.as_ref(), &more).unwrap();
            Metadata::merge(&mut metadata, &more);
        }
        metadata.unwrap().as_json().as_str().to_owned()
    }

    #[test]
    fn metadata_is_merged_object_into_object() {
        let all = [r#"{"a":{"x":1.0,"y":[1]},"b":1}"#, r#"{"a":{"y":[2]},"b":{"c":null},"__proto__":1}"#];
        assert_eq!(merged(&all), r#"{"a":{"x":1.0,"y":[2]},"b":{"c":null}}"#);
        let all = [r#"{"a":{"x":1.0}}"#, r#"{"a":{"y":{"z":2}}}"#, r#"{"a":{"y":{"w": 3}}}"#, r#"{"a":7}"#];
        assert_eq!(merged(&all[..3]), r#"{"a":{"x":1.0,"y":{"z":2,"w":3}}}"#);
        assert_eq!(merged(&all), r#"{"a":7}"#);
        assert_eq!(merged(&["[7]", r#"{"a":1}"#]), r#"{"0":7,"a":1}"#);
        assert_eq!(merged(&[r#""hé""#, r#"{"1":1}"#]), r#"{"0":"h","1":1}"#);
        assert_eq!(merged(&["null", "[7]"]), "[7]");
        assert_eq!(merged(&["{ }"]), "{ }", "metadata of one chunk stays as it is");
    }

    #[test]
    fn a_long_text_is_not_taken_apart() {
        let long = Json::from_serialize(&"x".repeat(SPREAD_BYTES)).unwrap();
        let mut metadata = None;
        Metadata::check(None, &long).unwrap();
        Metadata::merge(&mut metadata, &long);
        let refused = Metadata::check(metadata.as_ref(), &Json::object());
        assert!(matches!(refused, Err(Error::TooLarge { .. })), "{refused:?}");
    }
}
