//! Values that are written as a short text, and read from one.

use std::{fmt, str::FromStr};

use serde::{Deserializer, Serializer, de, ser};

use crate::model::error::Error;

/// What is written as a short text that needs no escape in JSON.
pub(crate) trait Plain {
    fn with_text<T>(&self, use_text: impl FnOnce(&[u8]) -> T) -> T;
}

/// Writes such a text to serde, without a formatter.
pub(crate) fn serialize_plain<S: Serializer>(value: &impl Plain, serializer: S) -> Result<S::Ok, S::Error> {
    value.with_text(|text| serializer.serialize_str(str::from_utf8(text).map_err(ser::Error::custom)?))
}

/// Reads a value from a JSON string by its `FromStr`, whether the reader lends the text or not.
pub(crate) fn deserialize_from_str<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr<Err = Error>,
{
    struct Text<T>(std::marker::PhantomData<T>);
    impl<T: FromStr<Err = Error>> de::Visitor<'_> for Text<T> {
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
