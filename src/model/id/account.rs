//! [`AccountId`]: the id of an account of the host, in the host's own form.

use std::{
    fmt,
    hash::{Hash, Hasher},
    str::FromStr,
};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{
    generator::IdGenerator,
    text::{Id, decode, encode},
};
use crate::model::{
    error::{Error, Result},
    text::{Plain, deserialize_from_str, serialize_plain},
    time::Timestamp,
};

/// The id of an account of the host: a member.
///
/// # Your user ids
/// It holds the ids that your users have already, of any of three kinds. No table has to map them:
///
/// | your ids | from | to | text |
/// |---|---|---|---|
/// | integers, 0 to 2⁶³−1 | [`from_i64`](Self::from_i64), `TryFrom<i64>`, `From<u32>` | [`to_i64`](Self::to_i64) | `42`: 1 to 19 digits, no leading zero |
/// | UUIDs, of any version | [`from_uuid_bytes`](Self::from_uuid_bytes) | [`to_uuid_bytes`](Self::to_uuid_bytes) | `67e55044-10b1-426f-9247-bb680e5fe0c8`: lower case, with hyphens |
/// | xids, as Storyden's | [`from_bytes`](Self::from_bytes) | [`to_bytes`](Self::to_bytes) | `cc5lnd2s1s4652adtu50` |
///
/// Every id has exactly one text; any other text fails to parse. The length of the text shows its kind. JSON and SQL
/// have the same text, always as a string.
///
/// A host usually has ids of one kind. If there are several, they are ordered by kind (integers, UUIDs, xids), then by
/// value.
///
/// # Examples
/// ```
/// use storyden_robots::AccountId;
///
/// let ann = AccountId::from_i64(42)?;
/// assert_eq!(ann.to_string(), "42");
/// assert_eq!("42".parse::<AccountId>()?, ann);
/// assert!("042".parse::<AccountId>().is_err());
///
/// // With the crate `uuid`: `AccountId::from_uuid_bytes(uuid.into_bytes())`, and
/// // `Uuid::from_bytes(bytes)` of what `to_uuid_bytes` returns.
/// let ben: AccountId = "67e55044-10b1-426f-9247-bb680e5fe0c8".parse()?;
/// assert_eq!(ben.to_uuid_bytes().map(AccountId::from_uuid_bytes), Some(ben));
/// assert_eq!(ben.to_i64(), None);
/// # Ok::<(), storyden_robots::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct AccountId(Form);

/// Bytes and no integer, so that the whole takes 17 bytes; big-endian, so that they are ordered as the integer is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Form {
    Integer([u8; 8]),
    Uuid([u8; 16]),
    Xid([u8; 12]),
}

const HEX_DIGITS: &[u8; 16] = b"0123456789abcdef";

/// Where the text of a UUID has its hyphens.
const HYPHENS: [usize; 4] = [8, 13, 18, 23];

impl AccountId {
    /// Generates a new xid: for a host whose accounts have no ids yet.
    #[must_use]
    pub fn generate(generator: &dyn IdGenerator) -> Self {
        Self::from_bytes(generator.generate())
    }

    /// Creates an id from the bytes of an xid. Any bytes are valid.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 12]) -> Self {
        Self(Form::Xid(bytes))
    }

    /// Returns the bytes of the xid; `None` if the id is of another kind.
    #[must_use]
    pub const fn to_bytes(self) -> Option<[u8; 12]> {
        match self.0 {
            Form::Xid(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// Creates an id from an integer.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] if it is negative.
    pub fn from_i64(number: i64) -> Result<Self> {
        if number < 0 {
            return Err(Error::invalid_argument("id", "must not be negative"));
        }
        Ok(Self(Form::Integer(number.to_be_bytes())))
    }

    /// Returns the integer; `None` if the id is of another kind.
    #[must_use]
    pub const fn to_i64(self) -> Option<i64> {
        match self.0 {
            Form::Integer(bytes) => Some(i64::from_be_bytes(bytes)),
            _ => None,
        }
    }

    /// Creates an id from the bytes of a UUID, in the order of its text. Any bytes are valid.
    #[must_use]
    pub const fn from_uuid_bytes(bytes: [u8; 16]) -> Self {
        Self(Form::Uuid(bytes))
    }

    /// Returns the bytes of the UUID; `None` if the id is of another kind.
    #[must_use]
    pub const fn to_uuid_bytes(self) -> Option<[u8; 16]> {
        match self.0 {
            Form::Uuid(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// Returns bytes that begin with the form, so that no account's are the beginning of another's.
    pub(crate) fn to_key(self) -> Vec<u8> {
        let (form, bytes): (u8, &[u8]) = match &self.0 {
            Form::Integer(bytes) => (b'i', bytes),
            Form::Uuid(bytes) => (b'u', bytes),
            Form::Xid(bytes) => (b'x', bytes),
        };
        [&[form], bytes].concat()
    }

    /// Returns the time of creation that an xid contains, to the second; `None` if the id is of another kind.
    #[must_use]
    pub fn time(self) -> Option<Timestamp> {
        let [a, b, c, d, ..] = self.to_bytes()?;
        Some(Timestamp::from_seconds(u32::from_be_bytes([a, b, c, d])))
    }
}

impl Hash for AccountId {
    /// Adds the last eight bytes: those of every kind differ, and each page looks for all its accounts.
    fn hash<H: Hasher>(&self, state: &mut H) {
        let last = match self.0 {
            Form::Integer(bytes) => bytes,
            Form::Uuid([_, _, _, _, _, _, _, _, last @ ..]) | Form::Xid([_, _, _, _, last @ ..]) => last,
        };
        state.write_u64(u64::from_ne_bytes(last));
    }
}

impl TryFrom<i64> for AccountId {
    type Error = Error;

    fn try_from(number: i64) -> Result<Self> {
        Self::from_i64(number)
    }
}

impl From<u32> for AccountId {
    fn from(number: u32) -> Self {
        Self(Form::Integer(i64::from(number).to_be_bytes()))
    }
}

impl Plain for AccountId {
    fn with_text<T>(&self, use_text: impl FnOnce(&[u8]) -> T) -> T {
        match self.0 {
            Form::Xid(bytes) => use_text(&encode(bytes)),
            Form::Uuid(bytes) => use_text(&encode_uuid(bytes)),
            Form::Integer(bytes) => use_text(i64::from_be_bytes(bytes).to_string().as_bytes()),
        }
    }
}

impl Id for AccountId {
    fn from_text(text: &[u8]) -> Result<Self> {
        let form = match text.len() {
            20 => decode(text).map(Form::Xid),
            36 => decode_uuid(text).map(Form::Uuid),
            _ => decode_integer(text).map(Form::Integer),
        };
        form.map(Self).ok_or_else(|| {
            Error::invalid_argument(
                "id",
                "must be an xid, an integer from 0 to 2^63-1 or a UUID, in its one form",
            )
        })
    }
}

fn encode_uuid(bytes: [u8; 16]) -> [u8; 36] {
    let mut text = [b'-'; 36];
    let mut index = 0;
    for byte in bytes {
        if HYPHENS.contains(&index) {
            index += 1;
        }
        text[index] = HEX_DIGITS[usize::from(byte >> 4)];
        text[index + 1] = HEX_DIGITS[usize::from(byte & 15)];
        index += 2;
    }
    text
}

fn decode_uuid(text: &[u8]) -> Option<[u8; 16]> {
    let text: &[u8; 36] = text.try_into().ok()?;
    let digit = |digit: u8| match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    };
    let mut bytes = [0; 16];
    let mut index = 0;
    for byte in &mut bytes {
        if HYPHENS.contains(&index) {
            (text[index] == b'-').then_some(())?;
            index += 1;
        }
        *byte = digit(text[index])? << 4 | digit(text[index + 1])?;
        index += 2;
    }
    Some(bytes)
}

fn decode_integer(text: &[u8]) -> Option<[u8; 8]> {
    let is_one = match text {
        [b'0'] => true,
        // The parser takes a sign and leading zeros.
        [b'1'..=b'9', rest @ ..] => rest.iter().all(u8::is_ascii_digit),
        _ => false,
    };
    let number: i64 = str::from_utf8(text).ok().filter(|_| is_one)?.parse().ok()?;
    Some(number.to_be_bytes())
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.with_text(|text| f.pad(str::from_utf8(text).map_err(|_| fmt::Error)?))
    }
}

impl fmt::Debug for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AccountId({self})")
    }
}

impl FromStr for AccountId {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Self::from_text(text.as_bytes())
    }
}

impl Serialize for AccountId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_plain(self, serializer)
    }
}

impl<'de> Deserialize<'de> for AccountId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize_from_str(deserializer)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn any_account() -> impl Strategy<Value = AccountId> {
        prop_oneof![
            any::<[u8; 12]>().prop_map(AccountId::from_bytes),
            any::<[u8; 16]>().prop_map(AccountId::from_uuid_bytes),
            (0..=i64::MAX).prop_map(|number| AccountId::from_i64(number).unwrap()),
            any::<u16>().prop_map(|number| AccountId::from(u32::from(number))),
        ]
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(id in any_account()) {
            let text = id.to_string();
            prop_assert_eq!(text.parse::<AccountId>().unwrap(), id);
            prop_assert_eq!(AccountId::from_text(text.as_bytes()).unwrap(), id);
            let json = serde_json::to_string(&id).unwrap();
            prop_assert_eq!(&json, &format!("\"{text}\""));
            prop_assert_eq!(serde_json::from_str::<AccountId>(&json).unwrap(), id);
            let conversions = [
                id.to_bytes().map(AccountId::from_bytes),
                id.to_uuid_bytes().map(AccountId::from_uuid_bytes),
                id.to_i64().map(|number| AccountId::try_from(number).unwrap()),
            ];
            let all: Vec<_> = conversions.into_iter().flatten().collect();
            prop_assert_eq!(all, [id]);
        }

        #[test]
        fn every_account_has_one_text(text in "[0-9a-fA-Fg-v-]{0,40}|[0-9]{1,20}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}") {
            if let Ok(id) = text.parse::<AccountId>() {
                prop_assert_eq!(id.to_string(), text);
            }
        }

        #[test]
        fn one_changed_character_is_another_account_or_none(id in any_account(), at in 0_usize..36, byte in 0_u8..128) {
            let mut text = id.to_string().into_bytes();
            let at = at % text.len();
            text[at] = byte;
            let text = String::from_utf8(text).unwrap();
            prop_assert!(text.parse::<AccountId>().is_ok_and(|read| read.to_string() == text) || text.parse::<AccountId>().is_err());
        }

        #[test]
        fn integers_are_ordered_as_numbers(a in 0..=i64::MAX, b in 0_i64..1000) {
            let [first, second] = [a, b].map(|number| AccountId::from_i64(number).unwrap());
            prop_assert_eq!(first.cmp(&second), a.cmp(&b));
        }
    }

    #[test]
    fn only_the_canonical_text_is_an_id() {
        for text in
            ["0", "7", "9223372036854775807", "cc5lnd2s1s4652adtu5g", "00000000-0000-0000-0000-000000000000"]
        {
            assert_eq!(text.parse::<AccountId>().unwrap().to_string(), text);
        }
        for bad in [
            "",
            "00",
            "01",
            "-1",
            "+1",
            " 1",
            "1.0",
            "9223372036854775808",
            "10000000000000000001",
            "cc5lnd2s1s4652adtu51",
            "CC5LND2S1S4652ADTU50",
            "67e5504410b1426f9247bb680e5fe0c8",
            "67E55044-10b1-426f-9247-bb680e5fe0c8",
            "67e55044-10b1-426f-9247-bb680e5fe0c",
            "67e55044-10b1-426f-9247-bb680e5fe0cg",
            "67e55044010b1-426f-9247-bb680e5fe0c8",
            "{67e55044-10b1-426f-9247-bb680e5fe0c8}",
        ] {
            assert!(bad.parse::<AccountId>().is_err(), "{bad:?}");
        }
        assert!(AccountId::from_i64(-1).is_err());
        assert!(serde_json::from_str::<AccountId>("42").is_err(), "text, as all ids");
    }

    #[test]
    fn an_xid_knows_its_second_and_the_others_do_not() {
        let id: AccountId = "9m4e2mr0ui3e8a215n4g".parse().unwrap();
        assert_eq!(id.time().unwrap().to_string(), "2011-03-22T17:50:19Z");
        assert_eq!(AccountId::from(7).time(), None);
        assert_eq!(AccountId::from_uuid_bytes([1; 16]).time(), None);
        assert_eq!(size_of::<AccountId>(), 17);
    }
}
