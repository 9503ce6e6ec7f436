//! [`Json`]: any JSON value, kept as its text and checked once.

use std::{borrow::Cow, fmt};

use serde::{Deserialize, Deserializer, Serialize, Serializer, ser};
use serde_json::value::RawValue;

use crate::model::{
    error::{Error, Result},
    json_scan::{depth, not_json, trim},
};

/// Any JSON value, kept as its text.
///
/// The text is checked when the value is created, and never rewritten: key order, duplicate keys, `1.0`, a 20-digit
/// integer, escaped lone surrogates and the escape of U+0000 stay as they are.
///
/// Two values are equal when their texts are, byte for byte: `[1]` and `[ 1 ]` differ.
///
/// `serde_json` writes a value as its text, and checks it once more; other serde formats are not supported. The depth
/// of nesting is not limited here; see [`depth`](Self::depth).
///
/// # Examples
/// ```
/// use storyden_robots::Json;
///
/// let json = Json::parse(r#" {"price": 1.0, "id": 12345678901234567890} "#)?;
/// assert_eq!(json.as_str(), r#"{"price": 1.0, "id": 12345678901234567890}"#);
/// assert_eq!(Json::parse(r#"["\u0000"]"#)?.as_str(), r#"["\u0000"]"#);
/// # Ok::<(), storyden_robots::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Json<'a>(Cow<'a, str>);

impl<'a> Json<'a> {
    /// The value `null`.
    pub const NULL: Json<'static> = Json(Cow::Borrowed("null"));

    /// Parses one JSON value. Whitespace around it is dropped, whitespace inside is kept.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`], with an empty argument for the caller to fill in by
    /// [`Error::within`], if the text is not one JSON value.
    pub fn parse(text: impl Into<Cow<'a, str>>) -> Result<Self> {
        let text = text.into();
        let value: &RawValue = serde_json::from_str(&text).map_err(|error| not_json(&error))?;
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

    /// Wraps a text that was checked before, such as a piece of a checked text.
    pub(crate) const fn checked(text: &'a str) -> Self {
        Self(Cow::Borrowed(text))
    }

    /// Deserializes the value.
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
            // serde's message is not used: it quotes the value.
            let (line, column) = (error.line(), error.column());
            Error::invalid_argument(
                "",
                format!("does not have the expected form (line {line}, column {column})"),
            )
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

    /// Returns whether the value is an object.
    #[must_use]
    pub fn is_object(&self) -> bool {
        self.0.starts_with('{')
    }

    /// Returns whether the value is `null`.
    #[must_use]
    pub fn is_null(&self) -> bool {
        self.0 == "null"
    }

    /// Returns the levels of nesting: 0 for `1`, 1 for `[]` and `[1]`.
    ///
    /// It takes time proportional to the length of the text.
    #[must_use]
    pub fn depth(&self) -> usize {
        depth(&self.0)
    }
}

impl Json<'static> {
    /// Serializes a value.
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
    /// [`Error::InvalidArgument`], with an empty argument, if the value cannot be serialized as JSON.
    pub fn from_serialize<T: Serialize + ?Sized>(value: &T) -> Result<Self> {
        let text = serde_json::to_string(value)
            .map_err(|_| Error::invalid_argument("", "cannot be written as JSON"))?;
        Ok(Self(Cow::Owned(text)))
    }

    /// Wraps a text without checking it: for a store, which gives back what [`as_str`](Self::as_str) returned.
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
        Ok(Self(Cow::Owned(Box::<str>::from(text).into_string())))
    }
}

impl TryFrom<serde_json::Value> for Json<'static> {
    type Error = Error;

    fn try_from(value: serde_json::Value) -> Result<Self> {
        Self::from_serialize(&value)
    }
}

/// Returns the text as a value that serde writes as it is.
pub(crate) fn raw<E: ser::Error>(text: &str) -> Result<&RawValue, E> {
    serde_json::from_str(text).map_err(|_| E::custom("stored text is not JSON"))
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn u0000_is_kept_as_its_escape_and_refused_as_a_bare_character() {
        for text in [r#""\u0000""#, r#"{"\u0000":1}"#, r#"[[{"a":["\\u0000 \u0000"]}]]"#] {
            assert_eq!(Json::parse(text).unwrap().as_str(), text);
            assert_eq!(serde_json::from_str::<Json<'_>>(text).unwrap().as_str(), text);
        }
        for text in ["\"\0\"", "\0", "{\"\0\":1}"] {
            let error = Json::parse(text).unwrap_err();
            assert!(error.within("metadata").to_string().starts_with("metadata: "), "{text:?}");
            assert!(serde_json::from_str::<Json<'_>>(text).is_err(), "{text:?}");
        }
        assert_eq!(Json::from_serialize("a\0").unwrap().as_str(), r#""a\u0000""#);
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
    fn decoding_another_shape_quotes_nothing() {
        let error = Json::parse(r#""secret""#).unwrap().decode::<u8>().unwrap_err();
        assert!(!error.to_string().contains("secret"));
    }
}
