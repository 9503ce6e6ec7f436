//! [`Plain`]: values with a short text that needs no escape, and how serde reads and writes them.

use std::{fmt, str::FromStr};

use serde::{Deserializer, Serializer, de, ser};

/// A value with a short text that needs no escape in JSON.
pub(crate) trait Plain {
    fn with_text<T>(&self, use_text: impl FnOnce(&[u8]) -> T) -> T;
}

/// Serializes such a text, without a formatter.
pub(crate) fn serialize_plain<S: Serializer>(value: &impl Plain, serializer: S) -> Result<S::Ok, S::Error> {
    value.with_text(|text| serializer.serialize_str(str::from_utf8(text).map_err(ser::Error::custom)?))
}

/// Deserializes a value from a string by its `FromStr`, whether the text is borrowed or not.
pub(crate) fn deserialize_from_str<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr<Err: fmt::Display>,
{
    struct Text<T>(std::marker::PhantomData<T>);
    impl<T: FromStr<Err: fmt::Display>> de::Visitor<'_> for Text<T> {
        type Value = T;
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a string")
        }
        fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
            text.parse().map_err(E::custom)
        }
    }
    deserializer.deserialize_str(Text(std::marker::PhantomData))
}
