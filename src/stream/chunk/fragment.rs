//! [`Fragment`], a fragment of a string.

use std::borrow::Cow;

use crate::model::json_scan::{quoted, string};

/// A fragment of a string, in its escaped form: as it is between the quotes of JSON.
///
/// JavaScript can cut a string between the two halves of an emoji. In JSON each half is an escape, and two fragments,
/// one after the other, are the whole emoji again. Decoded one by one, both halves would be lost.
///
/// # Examples
/// ```
/// use storyden_robots::stream::Fragment;
///
/// let fragment = Fragment::from("say \"hi\"");
/// assert_eq!(fragment.as_escaped(), r#"say \"hi\""#);
/// assert_eq!(fragment.decode(), "say \"hi\"");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Fragment<'a>(pub(super) Cow<'a, str>);

impl<'a> Fragment<'a> {
    pub(super) fn of_json(text: &'a str) -> Option<Self> {
        text.strip_prefix('"')?.strip_suffix('"').map(|inside| Self(Cow::Borrowed(inside)))
    }

    pub(crate) const fn checked(escaped: Cow<'a, str>) -> Self {
        Self(escaped)
    }

    /// Returns the escaped text, without quotes.
    #[must_use]
    pub fn as_escaped(&self) -> &str {
        &self.0
    }

    /// Returns the decoded text, with U+FFFD for each half of a cut emoji.
    #[must_use]
    pub fn decode(&self) -> String {
        unescape(&self.0)
    }

    /// Returns the same fragment, borrowing nothing.
    #[must_use]
    pub fn into_owned(self) -> Fragment<'static> {
        Fragment(Cow::Owned(self.0.into_owned()))
    }
}

pub(crate) fn unescape(escaped: &str) -> String {
    string(&format!("\"{escaped}\"")).map(Cow::into_owned).unwrap_or_default()
}

impl From<&str> for Fragment<'_> {
    fn from(text: &str) -> Self {
        let quoted = quoted(text);
        Self(Cow::Owned(quoted[1..quoted.len() - 1].to_owned()))
    }
}

impl From<String> for Fragment<'_> {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}
