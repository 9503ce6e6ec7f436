//! Typed ids. All are [xid]s: 96 bits written as 20 characters of `0-9a-v`.
//!
//! An id says when it was made (to the second), but nothing here orders by it: the place of a
//! message is its [`Sequence`](crate::Sequence), and sessions are listed by creation time first.
//!
//! [xid]: https://github.com/rs/xid

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::{error::Error, time::Timestamp};

/// Makes new ids. The host may bring its own, for example to have predictable ids in a test.
///
/// # Contract
/// Two calls never return the same bytes, not even in two processes that share a store.
#[cfg_attr(feature = "mock", mockall::automock)]
pub trait IdGenerator: fmt::Debug + Send + Sync + 'static {
    /// Returns the twelve bytes of a new id.
    fn generate(&self) -> [u8; 12];
}

/// The usual [`IdGenerator`]: time, machine, process and a counter, as xid defines it.
#[derive(Clone, Copy, Debug, Default)]
pub struct XidGenerator;

impl IdGenerator for XidGenerator {
    fn generate(&self) -> [u8; 12] {
        #[expect(clippy::disallowed_methods, reason = "this is the injected generator")]
        let id = xid::new();
        id.0
    }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        ///
        /// Text, JSON and SQL all show the same 20 characters.
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
        pub struct $name(xid::Id);

        impl $name {
            /// Makes a new id.
            #[must_use]
            pub fn generate(generator: &dyn IdGenerator) -> Self {
                Self::from_bytes(generator.generate())
            }

            /// Makes the id with these bytes. Every twelve bytes are an id.
            #[must_use]
            pub const fn from_bytes(bytes: [u8; 12]) -> Self {
                Self(xid::Id(bytes))
            }

            /// Returns the twelve bytes of this id.
            #[must_use]
            pub const fn to_bytes(self) -> [u8; 12] {
                self.0.0
            }

            /// Returns when this id was made, to the second, as its generator said.
            #[must_use]
            pub fn time(self) -> Timestamp {
                let [a, b, c, d, ..] = self.0.0;
                Timestamp::from_seconds(u32::from_be_bytes([a, b, c, d]))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl FromStr for $name {
            type Err = Error;

            fn from_str(text: &str) -> Result<Self, Error> {
                text.parse().map(Self).map_err(|_| {
                    Error::invalid_argument("id", "must be 20 characters of 0-9a-v, the last one 0 or g")
                })
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserialize_from_str(deserializer)
            }
        }
    )+};
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

ids! {
    /// Names a [`Session`](crate::Session).
    SessionId;
    /// Names a [`Message`](crate::Message) within its session.
    MessageId;
    /// Names a [`Robot`](crate::Robot).
    RobotId;
    /// Names a [`Workspace`](crate::Workspace).
    WorkspaceId;
    /// Names a [`WorkspaceInstance`](crate::WorkspaceInstance).
    WorkspaceInstanceId;
    /// Names an account of the host: a member.
    AccountId;
    /// Names a [`Role`](crate::Role) of the host.
    RoleId;
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
