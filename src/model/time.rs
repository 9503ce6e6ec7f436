//! [`Timestamp`], a time in whole microseconds, and [`Clock`], its source.

use std::{
    fmt,
    str::FromStr,
    time::{Duration, SystemTime},
};

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use crate::model::{
    error::Error,
    text::{Plain, deserialize_from_str, serialize_plain},
};

/// A time in UTC, in whole microseconds since 1970.
///
/// Every store keeps microseconds exactly; a finer time is truncated when a `Timestamp` is created. The text is [RFC
/// 3339] with `Z` and at most six fractional digits; parsing accepts any offset from UTC. The range is the years 0 to
/// 9999.
///
/// # Examples
/// ```
/// use storyden_robots::Timestamp;
///
/// let time: Timestamp = "2019-08-24T16:15:22.1234567+02:00".parse()?;
/// assert_eq!(time.to_string(), "2019-08-24T14:15:22.123456Z");
/// # Ok::<(), storyden_robots::Error>(())
/// ```
///
/// [RFC 3339]: https://www.rfc-editor.org/rfc/rfc3339
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The start of 1970, UTC.
    pub const UNIX_EPOCH: Self = Self(0);
    /// The start of the year 0, the earliest time.
    pub const MIN: Self = Self(-62_167_219_200_000_000);
    /// The last microsecond of the year 9999, the latest time.
    pub const MAX: Self = Self(253_402_300_799_999_999);

    /// Creates the time that is `micros` microseconds after the start of 1970, or before it if negative.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] outside [`MIN`](Self::MIN) to [`MAX`](Self::MAX).
    pub fn from_micros(micros: i64) -> Result<Self, Error> {
        if (Self::MIN.0..=Self::MAX.0).contains(&micros) {
            Ok(Self(micros))
        } else {
            Err(Error::invalid_argument("time", "must be in the years 0 to 9999"))
        }
    }

    /// Returns the microseconds since the start of 1970.
    #[must_use]
    pub const fn as_micros(self) -> i64 {
        self.0
    }

    /// Returns the day in UTC, as `2026-11-22`.
    pub(crate) fn date(self) -> String {
        self.to_string().chars().take_while(|&c| c != 'T').collect()
    }

    /// Returns the moment that is so long before this one.
    pub(crate) fn before(self, duration: Duration) -> Self {
        let micros = i64::try_from(duration.as_micros()).unwrap_or(i64::MAX);
        Self(self.0.saturating_sub(micros).max(Self::MIN.0))
    }

    /// Creates the time of a second. Every `u32` is in the years 1970 to 2106.
    pub(crate) fn from_seconds(seconds: u32) -> Self {
        Self(i64::from(seconds) * 1_000_000)
    }
}

impl TryFrom<SystemTime> for Timestamp {
    type Error = Error;

    fn try_from(time: SystemTime) -> Result<Self, Error> {
        let micros = match time.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(after) => i64::try_from(after.as_micros()),
            // Truncated downwards before 1970 too, so that the order is kept.
            Err(before) => i64::try_from(before.duration().as_nanos().div_ceil(1000)).map(|us| -us),
        };
        Self::from_micros(micros.unwrap_or(i64::MAX))
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.with_text(|text| f.write_str(str::from_utf8(text).map_err(|_| fmt::Error)?))
    }
}

impl Plain for Timestamp {
    fn with_text<T>(&self, use_text: impl FnOnce(&[u8]) -> T) -> T {
        // Every row of every page has several times, and the formatter of the crate `time` takes twenty times as long.
        // Every `Timestamp` is in the years 0 to 9999, so nothing here is negative or large.
        let micros = (self.0 + DAYS_BEFORE_1970 * 86_400_000_000).unsigned_abs();
        let small = |number: u64| u32::try_from(number).unwrap_or(0);
        let (seconds, micros) = (micros / 1_000_000, small(micros % 1_000_000));
        let (year, month, day) = date(small(seconds / 86_400));
        let second = small(seconds % 86_400);
        let mut text = *b"0000-00-00T00:00:00.000000Z";
        let mut put = |at: usize, number: u32| {
            [text[at], text[at + 1]] = DIGITS.get(number as usize).copied().unwrap_or_default();
        };
        put(0, year / 100);
        put(2, year % 100);
        put(5, month);
        put(8, day);
        put(11, second / 3600);
        put(14, second / 60 % 60);
        put(17, second % 60);
        put(20, micros / 10_000);
        put(22, micros / 100 % 100);
        put(24, micros % 100);
        let mut end = 26;
        while text[end - 1] == b'0' && end > 20 {
            end -= 1;
        }
        end -= usize::from(end == 20);
        text[end] = b'Z';
        use_text(&text[..=end])
    }
}

/// The two digits of each number below 100.
const DIGITS: [[u8; 2]; 100] = {
    let mut digits = [[0; 2]; 100];
    let mut number: u8 = 0;
    while number < 100 {
        digits[number as usize] = [b'0' + number / 10, b'0' + number % 10];
        number += 1;
    }
    digits
};

/// How many days the first of March of the year −400 is before 1970. The calendar repeats itself every 400 years, and
/// years that begin in March have their odd day at the end.
const DAYS_BEFORE_1970: i64 = 719_468 + 146_097;

/// Returns the year, month and day of the month of a day, counted from the first of March of the year −400.
///
/// By Neri and Schneider, <https://doi.org/10.1002/spe.3172>: each step is a division by a constant, the remainder of
/// which is the next step's.
fn date(days: u32) -> (u32, u32, u32) {
    let quarters = 4 * days + 3;
    let (century, day_of_century) = (quarters / 146_097, quarters % 146_097 / 4);
    let product = 2_939_745 * (4 * u64::from(day_of_century) + 3);
    let year_of_century = (product >> 32) as u32;
    let day_of_year = (product % (1 << 32) / 2_939_745 / 4) as u32;
    let months = 2141 * day_of_year + 197_913;
    // The months of such a year are the third to the fourteenth.
    let (month, day) = (months >> 16, (months & 0xffff) / 2141 + 1);
    let next = u32::from(month > 12);
    ((100 * century + year_of_century + next).saturating_sub(400), month - 12 * next, day)
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Timestamp({self})")
    }
}

impl FromStr for Timestamp {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let time = OffsetDateTime::parse(text, &Rfc3339)
            .map_err(|_| Error::invalid_argument("time", "must be an RFC 3339 date and time"))?;
        let micros = time.unix_timestamp_nanos().div_euclid(1000);
        Self::from_micros(i64::try_from(micros).unwrap_or(i64::MAX))
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serialize_plain(self, serializer)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize_from_str(deserializer)
    }
}

/// A source of the current time. A host can supply its own, for example in a test.
///
/// # Contract
/// It may go backwards. The service takes the times of sessions, messages and resources from it, and measures [draft
/// leases](crate::Robots::with_draft_lease) by it.
///
/// # Examples
/// ```
/// use storyden_robots::{Clock, Timestamp};
///
/// /// A clock for tests, which always returns the same time.
/// #[derive(Debug)]
/// struct Fixed(Timestamp);
///
/// impl Clock for Fixed {
///     fn now(&self) -> Timestamp {
///         self.0
///     }
/// }
///
/// assert_eq!(Fixed(Timestamp::UNIX_EPOCH).now().to_string(), "1970-01-01T00:00:00Z");
/// ```
#[cfg_attr(feature = "mock", mockall::automock)]
pub trait Clock: fmt::Debug + Send + Sync + 'static {
    /// Returns the current time.
    fn now(&self) -> Timestamp;
}

/// The [`Clock`] of the operating system.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        #[expect(clippy::disallowed_methods, reason = "this is the injected clock")]
        let now = SystemTime::now();
        // A system clock outside the years 0 to 9999 is wrong anyway.
        Timestamp::try_from(now).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[track_caller]
    fn shown(text: &str) -> String {
        text.parse::<Timestamp>().unwrap().to_string()
    }

    #[test]
    fn text_is_utc_without_needless_digits() {
        assert_eq!(shown("2019-08-24T14:15:22Z"), "2019-08-24T14:15:22Z");
        assert_eq!(shown("2019-08-24T14:15:22.120000Z"), "2019-08-24T14:15:22.12Z");
        assert_eq!(shown("2019-08-24T14:15:22.000001999Z"), "2019-08-24T14:15:22.000001Z");
        assert_eq!(shown("1969-12-31T23:59:59.9999999Z"), "1969-12-31T23:59:59.999999Z");
        assert_eq!(shown("0000-01-01T00:00:00Z"), "0000-01-01T00:00:00Z");
        assert_eq!(shown("9999-12-31T23:59:59.999999Z"), Timestamp::MAX.to_string());
    }

    #[test]
    fn every_day_has_the_date_that_the_crate_time_gives_it() {
        let (first, last) = (-719_528, 2_932_896);
        // The calendar repeats itself every 400 years.
        for day in (first..first + 300_000).chain(last - 150_000..=last) {
            let time = OffsetDateTime::from_unix_timestamp(day * 86_400).unwrap();
            let expected = (time.year().unsigned_abs(), u8::from(time.month()).into(), time.day().into());
            assert_eq!(date(u32::try_from(day + DAYS_BEFORE_1970).unwrap()), expected, "{day}");
        }
    }

    #[test]
    fn times_without_a_text_are_refused() {
        for bad in ["", "yesterday", "2019-08-24", "2019-08-24T14:15:22", "9999-12-31T23:59:59-01:00"] {
            assert!(bad.parse::<Timestamp>().is_err(), "{bad:?}");
        }
        assert!(Timestamp::from_micros(Timestamp::MAX.0 + 1).is_err());
        assert!(Timestamp::from_micros(i64::MIN).is_err());
    }

    #[test]
    fn system_times_are_cut_downwards_on_both_sides_of_1970() {
        let nano = Duration::from_nanos(1);
        let before = Timestamp::try_from(SystemTime::UNIX_EPOCH - nano).unwrap();
        let after = Timestamp::try_from(SystemTime::UNIX_EPOCH + nano).unwrap();
        assert_eq!((before.as_micros(), after.as_micros()), (-1, 0));
    }
}
