//! Reading JSON texts in one pass: the entries of an object, the elements of an array, strings and levels.
//!
//! No value is copied: results are pieces of the text.

use std::{borrow::Cow, collections::HashSet, fmt, hash::Hash, ops::Deref};

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, MapAccess, Visitor},
};
use serde_json::{error::Category, value::RawValue};

use crate::model::error::{Error, Result};

/// Returns the levels of nesting of valid JSON.
pub(crate) fn depth(text: &str) -> usize {
    let (mut level, mut deepest) = (0_usize, 0);
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        match byte {
            b'[' | b'{' => {
                level += 1;
                deepest = deepest.max(level);
            }
            b']' | b'}' => level = level.saturating_sub(1),
            b'"' => rest = behind_string(rest),
            _ => {}
        }
    }
    deepest
}

/// Returns the rest after a string whose opening quote was read.
pub(crate) fn behind_string(mut rest: &[u8]) -> &[u8] {
    while let Some(at) = memchr::memchr2(b'"', b'\\', rest) {
        if rest[at] == b'"' {
            return &rest[at + 1..];
        }
        rest = rest.get(at + 2..).unwrap_or_default();
    }
    &[]
}

pub(crate) const WHITESPACE: [char; 4] = [' ', '\t', '\r', '\n'];

/// Drops the whitespace of JSON around a text.
pub(crate) fn trim(text: &str) -> &str {
    text.trim_matches(WHITESPACE)
}

/// Decodes the text of a JSON string, with U+FFFD for a lone surrogate. `None` if it is not one.
///
/// A string without escapes is borrowed.
pub(crate) fn string(text: &str) -> Option<Cow<'_, str>> {
    exact_string(text).or_else(|| lossy(text).ok().map(Cow::Owned))
}

/// Decodes the text of a JSON string. `None` if it is not one, or if it has a lone surrogate.
fn exact_string(text: &str) -> Option<Cow<'_, str>> {
    let inner = text.strip_prefix('"')?.strip_suffix('"')?;
    if memchr::memchr(b'\\', inner.as_bytes()).is_none() {
        return Some(Cow::Borrowed(inner));
    }
    simple(inner).or_else(|| serde_json::from_str(text).ok()).map(Cow::Owned)
}

/// The key of a field. A key with a lone surrogate has no string of its own: it is shown with U+FFFD, and its text
/// is kept, so that it is written as it was read.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Key<'a> {
    name: Cow<'a, str>,
    /// The text with its quotes, if the name is not exactly the same.
    exact: Option<Cow<'a, str>>,
}

impl<'a> Key<'a> {
    /// Reads the text of a JSON string.
    fn read(text: &'a str) -> Option<Self> {
        if let Some(name) = exact_string(text) {
            return Some(Self { name, exact: None });
        }
        let name = string(text)?;
        Some(Self { name, exact: Some(Cow::Borrowed(text)) })
    }

    /// Returns the key as a string, with U+FFFD for a lone surrogate.
    pub(crate) fn into_name(self) -> Cow<'a, str> {
        self.name
    }

    /// Returns the same key, borrowing nothing.
    pub(crate) fn into_owned(self) -> Key<'static> {
        Key {
            name: Cow::Owned(self.name.into_owned()),
            exact: self.exact.map(|text| Cow::Owned(text.into_owned())),
        }
    }

    /// Appends the key as JSON, with its quotes.
    pub(crate) fn write(&self, out: &mut String) {
        match &self.exact {
            Some(text) => out.push_str(text),
            None => out.push_str(&quoted(&self.name)),
        }
    }
}

impl Deref for Key<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.name
    }
}

impl<'a, T: Into<Cow<'a, str>>> From<T> for Key<'a> {
    fn from(name: T) -> Self {
        Self { name: name.into(), exact: None }
    }
}

/// Decodes a string whose escapes are all of two characters, as they nearly always are. `serde_json` takes twice the
/// time, because it does not know the length of the string before.
fn simple(escaped: &str) -> Option<String> {
    let mut text = String::with_capacity(escaped.len());
    let mut rest = escaped;
    while let Some(at) = memchr::memchr(b'\\', rest.as_bytes()) {
        text.push_str(&rest[..at]);
        text.push(match rest.as_bytes().get(at + 1)? {
            b'n' => '\n',
            b'"' => '"',
            b'\\' => '\\',
            b'/' => '/',
            b't' => '\t',
            b'r' => '\r',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            _ => return None,
        });
        rest = &rest[at + 2..];
    }
    text.push_str(rest);
    Some(text)
}

/// Decodes a string with lone surrogates: read as bytes, `serde_json` encodes each in three bytes, which are not valid
/// UTF-8 but as long as those of U+FFFD.
#[cold]
fn lossy(text: &str) -> serde_json::Result<String> {
    let mut bytes = serde_json::Deserializer::from_str(text).deserialize_bytes(Bytes)?;
    for at in 0..bytes.len().saturating_sub(2) {
        if bytes[at] == 0xED && bytes[at + 1] >= 0xA0 {
            bytes[at..at + 3].copy_from_slice("\u{FFFD}".as_bytes());
        }
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

struct Bytes;

impl Visitor<'_> for Bytes {
    type Value = Vec<u8>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Vec<u8>, E> {
        Ok(bytes.to_vec())
    }
}

/// Reads an object in one pass: calls the function with each key and the text of its value, in order,
/// duplicates included.
pub(crate) struct Entries<F>(pub(crate) F);

impl<'de, F: FnMut(Key<'de>, &'de str)> DeserializeSeed<'de> for Entries<F> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, F: FnMut(Key<'de>, &'de str)> Visitor<'de> for Entries<F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        // Keys are read as raw text too, because reading them as bytes would accept control characters.
        while let Some((key, value)) = map.next_entry::<&'de RawValue, &'de RawValue>()? {
            let key =
                Key::read(key.get()).ok_or_else(|| serde::de::Error::custom("a key is not a string"))?;
            (self.0)(key, value.get());
        }
        Ok(())
    }
}

/// Calls `each` for every field of an untrusted object, with the decoded key.
///
/// # Errors
/// [`Error::InvalidArgument`], with an empty argument, if the text is not one object.
pub(crate) fn object<'a>(text: &'a str, mut each: impl FnMut(Cow<'a, str>, &'a str)) -> Result<()> {
    fields(text, |key, value| each(key.into_name(), value))
}

/// Calls `each` for every field of an untrusted object.
///
/// # Errors
/// [`Error::InvalidArgument`], with an empty argument, if the text is not one object.
pub(crate) fn fields<'a>(text: &'a str, each: impl FnMut(Key<'a>, &'a str)) -> Result<()> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let read = Entries(each).deserialize(&mut deserializer).and_then(|()| deserializer.end());
    read.map_err(|error| refused(&error, "must be an object"))
}

/// Returns the elements of an untrusted array.
///
/// # Errors
/// [`Error::InvalidArgument`], with an empty argument, if the text is not one array.
pub(crate) fn array(text: &str) -> Result<Vec<&RawValue>> {
    serde_json::from_str(text).map_err(|error| refused(&error, "must be an array"))
}

/// Calls `each` for every element of an untrusted array, in order, and stops at the first error.
///
/// # Errors
/// [`Error::InvalidArgument`], with an empty argument, if the text is not one array, and those of `each`.
pub(crate) fn elements<'a>(
    text: &'a str,
    mut each: impl FnMut((usize, &'a RawValue)) -> Result<()>,
) -> Result<()> {
    // The text is not JSON, or it is no array. The slower function finds out which.
    let Some(mut elements) = Elements::of(text) else { return array(text).map(drop) };
    let mut index = 0;
    while let Some(element) = elements.next_as() {
        let (element, _) = element.map_err(|_| Error::invalid_argument("", "is not valid JSON"))?;
        each((index, element))?;
        index += 1;
    }
    Ok(())
}

/// The error for a text that serde could not read as JSON.
pub(crate) fn not_json(error: &serde_json::Error) -> Error {
    let (line, column) = (error.line(), error.column());
    Error::invalid_argument("", format!("is not valid JSON (line {line}, column {column})"))
}

fn refused(error: &serde_json::Error, other_type: &'static str) -> Error {
    match error.classify() {
        Category::Data => Error::invalid_argument("", other_type),
        _ => not_json(error),
    }
}

/// Calls `each` for every entry of an object; stops where the text is no object.
pub(crate) fn entries<'a>(text: &'a str, each: impl FnMut(Key<'a>, &'a str)) {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let _ = Entries(each).deserialize(&mut deserializer);
}

/// Removes all pairs of a key but the last, as JavaScript's `JSON.parse` does.
pub(crate) fn keep_last<K: Eq + Hash, V>(pairs: &mut Vec<(K, V)>) {
    // Comparing so few is faster than filling a table.
    const FEW: usize = 16;
    let mut kept = if pairs.len() <= FEW {
        let again = |at: usize| pairs[at + 1..].iter().any(|(key, _)| *key == pairs[at].0);
        (0..pairs.len()).map(|at| !again(at)).collect()
    } else {
        let mut seen = HashSet::with_capacity(pairs.len());
        let mut kept: Vec<bool> = pairs.iter().rev().map(|(key, _)| seen.insert(key)).collect();
        kept.reverse();
        kept
    }
    .into_iter();
    pairs.retain(|_| kept.next().unwrap_or(true));
}

/// Iterates over the elements of an array, reading each in one pass when it is requested.
#[derive(Clone, Debug)]
pub(crate) struct Elements<'a> {
    rest: &'a str,
    next: Next,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Next {
    FirstOrEnd,
    CommaOrEnd,
    Element,
}

/// Why an element could not be read.
#[derive(Debug)]
pub(crate) enum ElementError {
    /// It is not JSON.
    Invalid,
    /// It is JSON of another type. The next call reads the same element, as any type.
    OtherType,
}

impl<'a> Elements<'a> {
    /// Returns `None` if the text does not start an array.
    pub(crate) fn of(text: &'a str) -> Option<Self> {
        let rest = trim(text).strip_prefix('[')?;
        Some(Self { rest, next: Next::FirstOrEnd })
    }

    /// Reads the next element, and returns it with its text. `None` at the end.
    pub(crate) fn next_as<T: Deserialize<'a>>(&mut self) -> Option<Result<(T, &'a str), ElementError>> {
        self.rest = self.rest.trim_start_matches(WHITESPACE);
        if self.next != Next::Element {
            if let Some(after) = self.rest.strip_prefix(']') {
                return if after.is_empty() { None } else { Some(Err(ElementError::Invalid)) };
            }
            if self.next == Next::CommaOrEnd {
                let Some(after) = self.rest.strip_prefix(',') else {
                    return Some(Err(ElementError::Invalid));
                };
                self.rest = after.trim_start_matches(WHITESPACE);
            }
            self.next = Next::Element;
        }
        let mut stream = serde_json::Deserializer::from_str(self.rest).into_iter();
        Some(match stream.next() {
            Some(Ok(value)) => {
                let (text, rest) = self.rest.split_at(stream.byte_offset());
                (self.rest, self.next) = (rest, Next::CommaOrEnd);
                Ok((value, text))
            }
            Some(Err(error)) if error.classify() == Category::Data => Err(ElementError::OtherType),
            _ => Err(ElementError::Invalid),
        })
    }
}

/// Writes a string as JSON.
pub(crate) fn quoted(text: &str) -> String {
    // A string always has a JSON form.
    serde_json::to_string(text).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_decoded_as_serde_json_decodes_them() {
        let pieces =
            ["a", "é", r"\n", r#"\""#, r"\\", r"\/", r"\t", r"\r", r"\b", r"\f", r"\u0041", r"\ud83d\ude00"];
        for first in pieces {
            for second in pieces {
                let text = format!("\"{first}{second}{first}\"");
                let expected: String = serde_json::from_str(&text).unwrap();
                assert_eq!(string(&text).unwrap(), expected, "{text}");
            }
        }
        assert_eq!(string(r#""\x""#), None);
        assert_eq!(string(r#""a\""#), None);
    }

    #[test]
    fn a_lone_surrogate_is_shown_as_one_replacement() {
        for (text, shown) in [
            (r#""plain""#, "plain"),
            (r#""a\ud83d""#, "a\u{fffd}"),
            (r#""\ude00b""#, "\u{fffd}b"),
            (r#""\ud83d\ud83d\ude00""#, "\u{fffd}😀"),
            (r#""\ud83d\n\udbff\udfff""#, "\u{fffd}\n\u{10ffff}"),
            (r#""퟿\ud7ff\ud800""#, "\u{d7ff}\u{d7ff}\u{fffd}"),
        ] {
            assert_eq!(string(text).unwrap(), shown);
        }
        assert!(matches!(string(r#""plain""#), Some(Cow::Borrowed(_))));
        assert_eq!(string("1"), None);
        assert_eq!(string("\""), None);
    }

    #[test]
    fn elements_end_where_the_array_does() {
        let texts = |text| {
            let mut elements = Elements::of(text).unwrap();
            std::iter::from_fn(move || elements.next_as::<&RawValue>())
                .take(9)
                .map(|element| element.map_or("!", |(_, text)| text))
                .take_while(|text| *text != "!")
                .collect::<Vec<_>>()
        };
        assert_eq!(texts("[]"), [""; 0]);
        assert_eq!(texts(r#" [ 1 , "]" ,[2,3],{} ] "#), ["1", r#""]""#, "[2,3]", "{}"]);
        assert_eq!(texts("[1,,2]"), ["1"]);
        for broken in ["[", "[1", "[1 2]", "[1,]", "[,1]", "[1]]", "[1] 2", "[]]"] {
            let mut elements = Elements::of(broken).unwrap();
            let last = std::iter::from_fn(|| elements.next_as::<&RawValue>()).take(3).last();
            assert!(matches!(last, Some(Err(ElementError::Invalid))), "{broken}");
        }
    }
}
