//! [`Json`]: any JSON value, kept as the text it came in and checked once.

use std::{borrow::Cow, collections::HashSet, fmt};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{DeserializeSeed, MapAccess, Visitor},
    ser,
};
use serde_json::{error::Category, value::RawValue};

use crate::model::error::{Error, Result};

/// Any JSON value, kept as its text.
///
/// The text is checked when the value is made and never rewritten: key order, duplicate keys, `1.0`, a
/// 20-digit integer and escaped lone surrogates stay as they came. The one thing that JSON allows and
/// this type does not is U+0000 in a string or key, because PostgreSQL cannot keep it.
///
/// Two values are equal when their texts are, byte for byte: `[1]` and `[ 1 ]` differ.
///
/// Under `serde_json` a value is written as its text, which is checked once more on the way; formats other
/// than JSON are not supported. Nesting has no limit here; [`depth`](Self::depth) says how deep a value is.
///
/// # Examples
/// ```
/// use storyden_robots::Json;
///
/// let json = Json::parse(r#" {"price": 1.0, "id": 12345678901234567890} "#)?;
/// assert_eq!(json.as_str(), r#"{"price": 1.0, "id": 12345678901234567890}"#);
/// assert!(Json::parse(r#"["\u0000"]"#).is_err());
/// # Ok::<(), storyden_robots::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Json<'a>(Cow<'a, str>);

impl<'a> Json<'a> {
    /// The value `null`.
    pub const NULL: Json<'static> = Json(Cow::Borrowed("null"));

    /// Reads one JSON value. Whitespace around it is dropped, whitespace inside is kept.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`], with an empty argument for the caller to fill in by
    /// [`Error::within`], if the text is not one JSON value or has U+0000 in a string or key.
    pub fn parse(text: impl Into<Cow<'a, str>>) -> Result<Self> {
        let text = text.into();
        let value: &RawValue = serde_json::from_str(&text).map_err(|error| not_json(&error))?;
        refuse_nul(value.get())?;
        let trimmed = value.get().len() == text.len();
        Ok(Self(match text {
            text if trimmed => text,
            Cow::Borrowed(text) => Cow::Borrowed(trim(text)),
            Cow::Owned(text) => Cow::Owned(trim(&text).to_owned()),
        }))
    }

    /// Returns the object without fields, `{}`.
    #[must_use]
    pub const fn object() -> Json<'static> {
        Json(Cow::Borrowed("{}"))
    }

    /// Keeps text that was checked before: a part of a checked text.
    pub(crate) const fn checked(text: &'a str) -> Self {
        Self(Cow::Borrowed(text))
    }

    /// Reads the value into a type.
    ///
    /// # Examples
    /// ```
    /// use storyden_robots::Json;
    ///
    /// let json = Json::parse(r#"["a", "b"]"#)?;
    /// let tags: Vec<&str> = json.decode()?;
    /// assert_eq!(tags, ["a", "b"]);
    /// # Ok::<(), storyden_robots::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::InvalidArgument`], with an empty argument, if the value does not have the shape of `T`.
    pub fn decode<'de, T: Deserialize<'de>>(&'de self) -> Result<T> {
        serde_json::from_str(&self.0).map_err(|error| {
            // Not serde's message: it quotes what was found.
            let (line, column) = (error.line(), error.column());
            Error::invalid_argument("", format!("has another shape (line {line}, column {column})"))
        })
    }

    /// Returns the text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the same value, borrowing nothing.
    #[must_use]
    pub fn into_owned(self) -> Json<'static> {
        Json(Cow::Owned(self.0.into_owned()))
    }

    /// Returns the same value, borrowed from this one.
    #[must_use]
    pub fn borrowed(&self) -> Json<'_> {
        Json(Cow::Borrowed(&self.0))
    }

    /// Reports whether the value is an object.
    #[must_use]
    pub fn is_object(&self) -> bool {
        self.0.starts_with('{')
    }

    /// Reports whether the value is `null`.
    #[must_use]
    pub fn is_null(&self) -> bool {
        self.0 == "null"
    }

    /// Returns how many arrays and objects lie around the innermost value: 0 for `1`, 1 for `[]` and `[1]`.
    ///
    /// Reads the text once.
    #[must_use]
    pub fn depth(&self) -> usize {
        depth(&self.0)
    }
}

impl Json<'static> {
    /// Writes a value as JSON.
    ///
    /// # Examples
    /// ```
    /// use storyden_robots::Json;
    ///
    /// assert_eq!(Json::from_serialize(&["a", "b"])?.as_str(), r#"["a","b"]"#);
    /// # Ok::<(), storyden_robots::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::InvalidArgument`], with an empty argument, if the value cannot be written as JSON or has
    /// U+0000 in a string or key.
    pub fn from_serialize<T: Serialize + ?Sized>(value: &T) -> Result<Self> {
        let text = serde_json::to_string(value)
            .map_err(|_| Error::invalid_argument("", "cannot be written as JSON"))?;
        refuse_nul(&text)?;
        Ok(Self(Cow::Owned(text)))
    }

    /// Keeps a text as it is, unchecked: for a store, which gives back what [`as_str`](Self::as_str) gave it.
    #[must_use]
    pub const fn from_stored(text: String) -> Self {
        Self(Cow::Owned(text))
    }
}

impl fmt::Debug for Json<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Json<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Json<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        raw(&self.0)?.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Json<'_> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Box::<RawValue>::deserialize(deserializer)?;
        refuse_nul(text.get()).map_err(serde::de::Error::custom)?;
        Ok(Self(Cow::Owned(Box::<str>::from(text).into_string())))
    }
}

impl TryFrom<serde_json::Value> for Json<'static> {
    type Error = Error;

    fn try_from(value: serde_json::Value) -> Result<Self> {
        Self::from_serialize(&value)
    }
}

/// Makes a text that serde writes as it is.
pub(crate) fn raw<E: ser::Error>(text: &str) -> Result<&RawValue, E> {
    serde_json::from_str(text).map_err(|_| E::custom("stored text is not JSON"))
}

/// The error for a text that serde could not read as JSON.
pub(crate) fn not_json(error: &serde_json::Error) -> Error {
    let (line, column) = (error.line(), error.column());
    Error::invalid_argument("", format!("is not valid JSON (line {line}, column {column})"))
}

/// Refuses U+0000 in valid JSON, where only an escape can spell it.
pub(crate) fn refuse_nul(text: &str) -> Result<()> {
    const NUL: &str = "\\u0000";
    // `contains` is vectorised, `match_indices` is not.
    let found = text.contains(NUL)
        && text.match_indices(NUL).any(|(at, _)| {
            let before = text.as_bytes()[..at].iter().rev();
            before.take_while(|&&byte| byte == b'\\').count() % 2 == 0
        });
    if found { Err(Error::invalid_argument("", "must not contain U+0000")) } else { Ok(()) }
}

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

/// Returns what comes behind a string whose opening quote was read.
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
    let inner = text.strip_prefix('"')?.strip_suffix('"')?;
    if memchr::memchr(b'\\', inner.as_bytes()).is_none() {
        return Some(Cow::Borrowed(inner));
    }
    let decoded = simple(inner).map_or_else(|| serde_json::from_str(text).or_else(|_| lossy(text)), Ok);
    decoded.ok().map(Cow::Owned)
}

/// Decodes a string whose escapes are all of two characters, as they nearly always are. `serde_json` reads the
/// same in twice the time: it cannot know how long the string will be.
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

/// Decodes a string with lone surrogates: as bytes, `serde_json` gives one the three bytes that it would have
/// in UTF-8 if it could stand there.
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

impl<'de, F: FnMut(Cow<'de, str>, &'de str)> DeserializeSeed<'de> for Entries<F> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, F: FnMut(Cow<'de, str>, &'de str)> Visitor<'de> for Entries<F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        // Keys as raw text too: decoded bytes would let control characters through.
        while let Some((key, value)) = map.next_entry::<&'de RawValue, &'de RawValue>()? {
            let key = string(key.get()).ok_or_else(|| serde::de::Error::custom("a key is not a string"))?;
            (self.0)(key, value.get());
        }
        Ok(())
    }
}

/// Calls `each` for every entry of an object that comes from outside.
///
/// # Errors
/// [`Error::InvalidArgument`], with an empty argument, if the text is not one object.
pub(crate) fn object<'a>(text: &'a str, each: impl FnMut(Cow<'a, str>, &'a str)) -> Result<()> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let read = Entries(each).deserialize(&mut deserializer).and_then(|()| deserializer.end());
    read.map_err(|error| refused(&error, "must be an object"))
}

/// Returns the elements of an array that comes from outside.
///
/// # Errors
/// [`Error::InvalidArgument`], with an empty argument, if the text is not one array.
pub(crate) fn array(text: &str) -> Result<Vec<&RawValue>> {
    serde_json::from_str(text).map_err(|error| refused(&error, "must be an array"))
}

/// Calls `each` for every element of an array that comes from outside, in order, and stops at the first error.
///
/// # Errors
/// [`Error::InvalidArgument`], with an empty argument, if the text is not one array, and those of `each`.
pub(crate) fn elements<'a>(
    text: &'a str,
    mut each: impl FnMut((usize, &'a RawValue)) -> Result<()>,
) -> Result<()> {
    // Which of the two is wrong?
    let Some(mut elements) = Elements::of(text) else { return array(text).map(drop) };
    let mut index = 0;
    while let Some(element) = elements.next_as() {
        let (element, _) = element.map_err(|_| Error::invalid_argument("", "is not valid JSON"))?;
        each((index, element))?;
        index += 1;
    }
    Ok(())
}

fn refused(error: &serde_json::Error, other_type: &'static str) -> Error {
    match error.classify() {
        Category::Data => Error::invalid_argument("", other_type),
        _ => not_json(error),
    }
}

/// Calls `each` for every entry of an object; stops without a word where the text is no object.
pub(crate) fn entries<'a>(text: &'a str, each: impl FnMut(Cow<'a, str>, &'a str)) {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let _ = Entries(each).deserialize(&mut deserializer);
}

/// Keeps, of several pairs with one key, the last: as JavaScript's `JSON.parse` has it.
pub(crate) fn keep_last<K: AsRef<str>, V>(pairs: &mut Vec<(K, V)>) {
    // So few are compared sooner than a table is made.
    const FEW: usize = 16;
    let mut kept = if pairs.len() <= FEW {
        let again = |at: usize| pairs[at + 1..].iter().any(|(key, _)| key.as_ref() == pairs[at].0.as_ref());
        (0..pairs.len()).map(|at| !again(at)).collect()
    } else {
        let mut seen = HashSet::with_capacity(pairs.len());
        let mut kept: Vec<bool> = pairs.iter().rev().map(|(key, _)| seen.insert(key.as_ref())).collect();
        kept.reverse();
        kept
    }
    .into_iter();
    pairs.retain(|_| kept.next().unwrap_or(true));
}

/// Reads the elements of an array one by one, each in one pass and only when asked.
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
pub(crate) enum Unread {
    /// It is not JSON.
    Invalid,
    /// It is JSON of another type. Asking again, for any type, gets the same element.
    OtherType,
}

impl<'a> Elements<'a> {
    /// Returns `None` if the text does not start an array.
    pub(crate) fn of(text: &'a str) -> Option<Self> {
        let rest = trim(text).strip_prefix('[')?;
        Some(Self { rest, next: Next::FirstOrEnd })
    }

    /// Reads the next element, and returns it with its text. `None` at the end.
    pub(crate) fn next_as<T: Deserialize<'a>>(&mut self) -> Option<Result<(T, &'a str), Unread>> {
        self.rest = self.rest.trim_start_matches(WHITESPACE);
        if self.next != Next::Element {
            if let Some(after) = self.rest.strip_prefix(']') {
                return if after.is_empty() { None } else { Some(Err(Unread::Invalid)) };
            }
            if self.next == Next::CommaOrEnd {
                let Some(after) = self.rest.strip_prefix(',') else { return Some(Err(Unread::Invalid)) };
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
            Some(Err(error)) if error.classify() == Category::Data => Err(Unread::OtherType),
            _ => Err(Unread::Invalid),
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
    fn the_text_stays_as_it_came() {
        for text in [
            r#"{"b":1,"a":2,"b": 3}"#,
            "[1.0, 1e5, -0, 12345678901234567890, 1E400]",
            r#""\ud83d""#,
            r#""\u0041\/""#,
            r#""\\u0000""#,
            "null",
        ] {
            let padded = format!(" \t\r\n{text}\n ");
            assert_eq!(Json::parse(text).unwrap().as_str(), text);
            assert_eq!(Json::parse(padded.as_str()).unwrap().as_str(), text);
            assert_eq!(Json::parse(padded).unwrap().as_str(), text);

            let wrapped = format!(r#"{{"x":{text}}}"#);
            let read: std::collections::BTreeMap<String, Json<'_>> = serde_json::from_str(&wrapped).unwrap();
            assert_eq!(read["x"].as_str(), text);
            assert_eq!(serde_json::to_string(&read).unwrap(), wrapped);
        }
    }

    #[test]
    fn u0000_is_refused_wherever_it_stands() {
        for text in [
            r#""\u0000""#,
            r#""a\\\u0000""#,
            r#"{"\u0000":1}"#,
            r#"[[{"a":["\\u0000 \u0000"]}]]"#,
            "\"\0\"",
            "\0",
            "{\"\0\":1}",
        ] {
            let error = Json::parse(text).unwrap_err();
            assert!(error.within("metadata").to_string().starts_with("metadata: "), "{text}");
            assert!(serde_json::from_str::<Json<'_>>(text).is_err(), "{text}");
        }
        assert!(Json::from_serialize("a\0").is_err());
        assert!(Json::try_from(serde_json::json!({ "a": ["\0"] })).is_err());
    }

    #[test]
    fn what_is_not_one_value_is_refused() {
        for text in
            ["", " ", "{", "[1,]", "1 2", "{'a':1}", "nul", "01", "\u{a0}1", "\u{feff}1", "\"\t\"", "\"\\x\""]
        {
            assert!(Json::parse(text).is_err(), "{text:?}");
        }
    }

    #[test]
    fn nesting_is_counted_and_never_overflows_the_stack() {
        for (text, depth) in [
            ("1", 0),
            ("[]", 1),
            ("[1]", 1),
            (r#"{"a":[{}]}"#, 3),
            (r#"["[[[","\"[",[]]"#, 2),
            (r#""\\""#, 0),
        ] {
            assert_eq!(Json::parse(text).unwrap().depth(), depth, "{text}");
        }
        let deep = "[".repeat(100_000) + &"]".repeat(100_000);
        let json = Json::parse(deep.as_str()).unwrap();
        assert_eq!(json.depth(), 100_000);
        assert_eq!(serde_json::to_string(&json).unwrap(), deep);
        assert!(json.decode::<serde_json::Value>().is_err());
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
    fn decoding_another_shape_quotes_nothing() {
        let error = Json::parse(r#""secret""#).unwrap().decode::<u8>().unwrap_err();
        assert!(!error.to_string().contains("secret"));
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
            assert!(matches!(last, Some(Err(Unread::Invalid))), "{broken}");
        }
    }
}
