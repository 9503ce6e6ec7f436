//! [`FileId`]: the hash of a file's bytes.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest as _, Sha256};

use crate::model::{
    error::Error,
    text::{Plain, deserialize_from_str, serialize_plain},
};

/// The id of a file: the SHA-256 of its bytes, so the same bytes have the same id. In text and JSON it is 64 lower-case
/// hex digits.
///
/// # Examples
/// ```
/// use storyden_robots::FileId;
///
/// let id = FileId::of(b"hello");
/// assert_eq!(id.to_string(), "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
/// assert_eq!(id.to_string().parse::<FileId>()?, id);
/// assert!("2CF24DBA".parse::<FileId>().is_err());
/// # Ok::<(), storyden_robots::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId([u8; 32]);

impl FileId {
    /// The length of its text in characters.
    pub const CHARS: usize = 64;

    /// Returns the id of a file with these bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// Creates the id from a SHA-256.
    #[must_use]
    pub const fn from_bytes(hash: [u8; 32]) -> Self {
        Self(hash)
    }

    /// Returns the SHA-256.
    #[must_use]
    pub const fn to_bytes(self) -> [u8; 32] {
        self.0
    }

    /// Reads 64 hex digits in lower case.
    fn read(text: &[u8]) -> Option<Self> {
        let digit = |byte: u8| match byte {
            b'0'..=b'9' => Some(byte - b'0'),
            b'a'..=b'f' => Some(byte - b'a' + 10),
            _ => None,
        };
        let text: &[u8; Self::CHARS] = text.try_into().ok()?;
        let mut hash = [0; 32];
        for (byte, [high, low]) in hash.iter_mut().zip(text.as_chunks().0) {
            *byte = digit(*high)? << 4 | digit(*low)?;
        }
        Some(Self(hash))
    }
}

impl Plain for FileId {
    fn with_text<T>(&self, use_text: impl FnOnce(&[u8]) -> T) -> T {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut text = [0; Self::CHARS];
        for (pair, byte) in text.as_chunks_mut().0.iter_mut().zip(self.0) {
            *pair = [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]];
        }
        use_text(&text)
    }
}

impl fmt::Display for FileId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.with_text(|text| f.pad(str::from_utf8(text).map_err(|_| fmt::Error)?))
    }
}

impl fmt::Debug for FileId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FileId({self})")
    }
}

#[cfg(feature = "sql")]
impl super::text::Id for FileId {
    fn from_text(text: &[u8]) -> Result<Self, Error> {
        Self::read(text).ok_or_else(wrong)
    }
}

fn wrong() -> Error {
    Error::invalid_argument("id", "must be 64 hex digits in lower case")
}

impl FromStr for FileId {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::read(text.as_bytes()).ok_or_else(wrong)
    }
}

impl Serialize for FileId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_plain(self, serializer)
    }
}

impl<'de> Deserialize<'de> for FileId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize_from_str(deserializer)
    }
}
