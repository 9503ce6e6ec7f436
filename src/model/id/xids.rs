//! The ids that are [xid]s.
//!
//! [xid]: https://github.com/rs/xid

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{
    generator::IdGenerator,
    text::{Id, decode, encode},
};
use crate::model::{
    error::Error,
    text::{Plain, deserialize_from_str, serialize_plain},
    time::Timestamp,
};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        ///
        /// Text, JSON and SQL have the same 20 characters.
        ///
        /// # Examples
        /// ```
        #[doc = concat!("use storyden_robots::", stringify!($name), ";")]
        ///
        #[doc = concat!("let id: ", stringify!($name), " = \"cc5lnd2s1s4652adtu50\".parse()?;")]
        /// assert_eq!(id.to_string(), "cc5lnd2s1s4652adtu50");
        #[doc = concat!("assert!(\"CC5LND2S1S4652ADTU50\".parse::<", stringify!($name), ">().is_err());")]
        /// # Ok::<(), storyden_robots::Error>(())
        /// ```
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; 12]);

        impl $name {
            /// Generates a new id.
            #[must_use]
            pub fn generate(generator: &dyn IdGenerator) -> Self {
                Self::from_bytes(generator.generate())
            }

            /// Creates the id with these bytes. Any bytes are valid.
            #[must_use]
            pub const fn from_bytes(bytes: [u8; 12]) -> Self {
                Self(bytes)
            }

            /// Returns the twelve bytes of this id.
            #[must_use]
            pub const fn to_bytes(self) -> [u8; 12] {
                self.0
            }

            /// Returns the time of creation that the id contains, to the second.
            #[must_use]
            pub fn time(self) -> Timestamp {
                let [a, b, c, d, ..] = self.0;
                Timestamp::from_seconds(u32::from_be_bytes([a, b, c, d]))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let text = encode(self.0);
                f.pad(str::from_utf8(&text).map_err(|_| fmt::Error)?)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }

        impl Plain for $name {
            fn with_text<T>(&self, use_text: impl FnOnce(&[u8]) -> T) -> T {
                use_text(&encode(self.0))
            }
        }

        impl Id for $name {
            fn from_text(text: &[u8]) -> Result<Self, Error> {
                decode(text).map(Self).ok_or_else(|| {
                    Error::invalid_argument("id", "must be 20 characters of 0-9a-v, the last one 0 or g")
                })
            }
        }

        impl FromStr for $name {
            type Err = Error;

            fn from_str(text: &str) -> Result<Self, Error> {
                Self::from_text(text.as_bytes())
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serialize_plain(self, serializer)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserialize_from_str(deserializer)
            }
        }
    )+};
}

ids! {
    /// The id of a [`Session`](crate::Session).
    SessionId;
    /// The id of a [`Message`](crate::Message), unique in its session.
    MessageId;
    /// The id of a [`Robot`](crate::Robot).
    RobotId;
    /// The id of a [`Toolset`](crate::Toolset).
    ToolsetId;
    /// The id of a [`Workspace`](crate::Workspace).
    WorkspaceId;
    /// The id of a [`WorkspaceInstance`](crate::WorkspaceInstance).
    WorkspaceInstanceId;
    /// The id of a [`Role`](crate::Role) of the host.
    RoleId;
    /// The id of a [`Turn`](crate::Turn), unique in its session.
    TurnId;
    /// The id of a [`CallRequest`](crate::CallRequest).
    CallRequestId;
    /// The id of the stored bytes of one upload; see [`FileRepository`](crate::FileRepository).
    BlobId;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_canonical_text_is_an_id() {
        for bad in [
            "",
            "cc5lnd2s1s4652adtu5",
            "cc5lnd2s1s4652adtu500",
            "CC5lnd2s1s4652adtu50",
            "cc5lnd2s1s4652adtu51",
            "cc5lnd2s1s4652adtuw0",
            "cc5lnd2s1s4652adtu5é",
            " c5lnd2s1s4652adtu50",
        ] {
            assert!(bad.parse::<SessionId>().is_err(), "{bad:?}");
        }
        assert!("cc5lnd2s1s4652adtu5g".parse::<SessionId>().is_ok());
    }

    #[test]
    fn every_id_has_the_text_that_xid_gives_it() {
        let mut state = 7_u64;
        for _ in 0..10_000 {
            let bytes: [u8; 12] = std::array::from_fn(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                (state >> 56) as u8
            });
            let id = SessionId::from_bytes(bytes);
            assert_eq!(id.to_string(), xid::Id(bytes).to_string());
            assert_eq!(id.to_string().parse::<SessionId>().unwrap(), id);
        }
    }

    #[test]
    fn any_other_text_is_refused_as_xid_refuses_it() {
        let id = b"cc5lnd2s1s4652adtu50";
        for index in 0..id.len() {
            for byte in 0..=127 {
                let mut text = *id;
                text[index] = byte;
                let text = str::from_utf8(&text).unwrap();
                assert_eq!(text.parse::<SessionId>().is_ok(), text.parse::<xid::Id>().is_ok(), "{text:?}");
            }
        }
    }

    #[test]
    fn an_id_knows_its_second() {
        let id: SessionId = "9m4e2mr0ui3e8a215n4g".parse().unwrap();
        assert_eq!(id.time().to_string(), "2011-03-22T17:50:19Z");
    }

    #[test]
    fn escaped_json_text_is_read_too() {
        let id: SessionId = serde_json::from_str(r#""\u0063c5lnd2s1s4652adtu50""#).unwrap();
        assert_eq!(serde_json::to_string(&id).unwrap(), r#""cc5lnd2s1s4652adtu50""#);
    }
}
