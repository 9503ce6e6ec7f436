//! [`Place`]: an offset of a Durable Streams log.

use std::fmt;

use crate::{
    http::request::{Call, InvalidRequest},
    model::{
        error::{Error, Result},
        offset::Offset,
    },
};

/// An offset in the log of a session, in the form for clients: sixteen zeros, `_`, and the offset in at least sixteen
/// digits, so that the texts sort like the offsets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place(pub(super) Offset);

/// The start of a read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum From {
    /// Before the first entry.
    Start,
    /// After the last entry.
    Now,
    /// After an offset.
    After(Offset),
}

/// How a read waits for new entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Live {
    No,
    LongPoll,
    Sse,
}

const DIGITS: usize = 16;

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:0DIGITS$}_{:0DIGITS$}", 0, self.0.get())
    }
}

impl From {
    fn parse(text: &str) -> Result<Self> {
        match text {
            "" | "-1" => return Ok(Self::Start),
            "now" => return Ok(Self::Now),
            _ => {}
        }
        let read = || {
            let (zeros, offset) = text.split_once('_')?;
            let digits = offset.bytes().all(|byte| byte.is_ascii_digit());
            let fits = zeros.len() == DIGITS && zeros.bytes().all(|byte| byte == b'0');
            (fits && digits && offset.len() == DIGITS).then(|| offset.parse().ok())?
        };
        let reason = "must be `-1`, `now` or a place that a stream has given";
        read()
            .map(|offset| Self::After(Offset::new(offset)))
            .ok_or_else(|| Error::invalid_argument("offset", reason))
    }

    pub(super) fn read(call: &Call) -> Result<Self, InvalidRequest> {
        Ok(Self::parse(call.text("offset")?.unwrap_or_default())?)
    }
}

impl Live {
    pub(super) fn read(call: &Call) -> Result<Self, InvalidRequest> {
        match call.text("live")? {
            None => Ok(Self::No),
            Some("sse") => Ok(Self::Sse),
            Some("long-poll") => Ok(Self::LongPoll),
            Some(_) => Err(Error::invalid_argument("live", "must be `sse` or `long-poll`").into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read_as_they_are_written_and_sort_as_text() {
        let places = [0, 1, 9, 10, 4_294_967_295].map(|offset| Place(Offset::new(offset)));
        let texts = places.map(|place| place.to_string());
        assert!(texts.is_sorted());
        assert_eq!(texts[3], "0000000000000000_0000000000000010");
        for (place, text) in places.iter().zip(texts) {
            assert_eq!(From::parse(&text).unwrap(), From::After(place.0));
        }
        assert_eq!((From::parse("-1").unwrap(), From::parse("now").unwrap()), (From::Start, From::Now));
    }

    #[test]
    fn other_texts_are_no_places() {
        for bad in [
            "abc",
            "-2",
            "1",
            "0_1",
            "0000000000000001_0000000000000001",
            "0000000000000000_000000000000000x",
            "0000000000000000_+000000000000001",
            "0000000000000000-0000000000000001",
        ] {
            assert!(From::parse(bad).is_err(), "{bad}");
        }
    }
}
