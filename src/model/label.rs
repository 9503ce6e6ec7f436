//! [`Label`] and [`Labels`]: words that members put on sessions to find them again.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::model::{
    error::{Error, Result},
    text::deserialize_from_str,
};

/// A word that members put on a session: 1 to 48 bytes of any language. Labels are compared byte by byte.
///
/// It has no control characters, no `"` or `\`, no white space at either end, and is not a single comma: stores look for
/// `"label"` in the JSON array of a session's labels, where `","` is also the text between two labels.
///
/// # Examples
/// ```
/// use storyden_robots::Label;
///
/// let label: Label = "on call".parse()?;
/// assert_eq!(label.as_str(), "on call");
/// assert!("\"quoted\"".parse::<Label>().is_err());
/// # Ok::<(), storyden_robots::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Label {
    length: u8,
    bytes: [u8; Self::MAX_BYTES],
}

impl Label {
    /// The maximum length of a label, in bytes of UTF-8.
    pub const MAX_BYTES: usize = 48;
    /// The label of archived sessions. Lists leave them out unless [`SessionFilter`](crate::SessionFilter) selects
    /// them.
    pub const ARCHIVED: Self = Self::known(b"archived");
    /// The label of sessions that a user interface shows first. Stores treat it like any other label.
    pub const PINNED: Self = Self::known(b"pinned");

    const fn known(text: &[u8]) -> Self {
        let (mut bytes, mut index) = ([0; Self::MAX_BYTES], 0);
        while index < text.len() && index < bytes.len() {
            bytes[index] = text[index];
            index += 1;
        }
        #[expect(clippy::cast_possible_truncation, reason = "it is at most 48")]
        let length = index as u8;
        Self { length, bytes }
    }

    /// Returns its text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // Only whole texts are made into labels.
        self.bytes
            .get(..usize::from(self.length))
            .and_then(|text| str::from_utf8(text).ok())
            .unwrap_or_default()
    }
}

impl Label {
    /// Checks that a text is a label.
    fn check(text: &str) -> Result<()> {
        let refused = |character: char| character.is_control() || character == '"' || character == '\\';
        let is_separator = text == ",";
        if text.is_empty()
            || text.len() > Self::MAX_BYTES
            || text.contains(refused)
            || text.trim() != text
            || is_separator
        {
            let reason = "must be 1 to 48 bytes, more than a comma, without control characters, quotation marks and \
                backslashes, and without white space at either end";
            return Err(Error::invalid_argument("label", reason));
        }
        Ok(())
    }
}

impl FromStr for Label {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Self::check(text)?;
        Ok(Self::known(text.as_bytes()))
    }
}

impl PartialOrd for Label {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Label {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl fmt::Debug for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Label").field(&self.as_str()).finish()
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Label {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Label {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize_from_str(deserializer)
    }
}

/// The labels of a session: each once, in the order of their bytes. On the wire it is an array.
///
/// # Examples
/// ```
/// use storyden_robots::{Label, Labels};
///
/// let labels = Labels::new([Label::PINNED, Label::ARCHIVED, Label::PINNED])?;
/// assert_eq!(serde_json::to_string(&labels)?, r#"["archived","pinned"]"#);
/// assert!(labels.is_archived());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Labels(
    /// The array as JSON, which stores and serves it unchanged; empty if there are none.
    Box<str>,
);

impl Labels {
    /// The maximum number of labels of a session.
    pub const MAX: usize = 32;

    /// Creates the set of these labels.
    ///
    /// # Errors
    /// [`Error::TooLarge`] if there are more than [`MAX`](Self::MAX).
    pub fn new(labels: impl IntoIterator<Item = Label>) -> Result<Self> {
        // One that repeats labels without end is cut where it can be told.
        let mut labels: Vec<_> = labels.into_iter().take(64 * Self::MAX).collect();
        labels.sort_unstable();
        labels.dedup();
        if labels.len() > Self::MAX {
            return Err(Error::too_large("labels", labels.len(), Self::MAX, "labels"));
        }
        let mut json = String::new();
        for label in &labels {
            json.push_str(if json.is_empty() { "[\"" } else { BETWEEN });
            json.push_str(label.as_str());
        }
        if !json.is_empty() {
            json.push_str("\"]");
        }
        Ok(Self(json.into()))
    }

    /// Returns the labels, in the order of their bytes.
    pub fn iter(&self) -> impl Iterator<Item = Label> + '_ {
        texts(&self.0).map(|text| Label::known(text.as_bytes()))
    }

    /// Returns whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns whether this label is among them.
    #[must_use]
    pub fn contains(&self, label: Label) -> bool {
        texts(&self.0).any(|text| text == label.as_str())
    }

    /// Returns whether [`Label::ARCHIVED`] is among them.
    #[must_use]
    pub fn is_archived(&self) -> bool {
        self.contains(Label::ARCHIVED)
    }

    /// Returns the array as JSON; an empty text if there are none.
    pub(crate) fn as_json(&self) -> &str {
        &self.0
    }
}

/// What is between two labels of an array. No label has a quotation mark.
const BETWEEN: &str = "\",\"";

/// Returns the texts of the labels of an array.
fn texts(json: &str) -> impl Iterator<Item = &str> {
    let inner = json.strip_prefix("[\"").and_then(|rest| rest.strip_suffix("\"]"));
    inner.into_iter().flat_map(|inner| inner.split(BETWEEN))
}

#[cfg(feature = "sql")]
impl Labels {
    /// Checks that a text is what [`as_json`](Self::as_json) returns for a set of labels.
    pub(crate) fn check(json: &str) -> Result<()> {
        let (mut count, mut last) = (0, "");
        for text in texts(json) {
            Label::check(text)?;
            if text <= last {
                return Err(Error::internal("stored labels do not decode", "they are not in order"));
            }
            (count, last) = (count + 1, text);
        }
        // No label is empty.
        if json.is_empty() != last.is_empty() || count > Self::MAX {
            return Err(Error::internal("stored labels do not decode", "they are no array of labels"));
        }
        Ok(())
    }

    /// Creates the set from a text that was checked.
    pub(crate) fn from_checked(json: &str) -> Self {
        Self(json.into())
    }
}

impl From<Label> for Labels {
    fn from(label: Label) -> Self {
        Self(format!("[\"{label}\"]").into())
    }
}

impl Serialize for Labels {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for Labels {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::new(Vec::<Label>::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

/// A change of the labels of a session: first all are replaced, then some are added, then some are removed. Additions
/// and removals do not undo concurrent changes of other labels.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct LabelChange {
    /// The labels that replace all earlier ones.
    pub replace: Option<Labels>,
    /// The labels to add.
    pub add: Vec<Label>,
    /// The labels to remove.
    pub remove: Vec<Label>,
}

impl LabelChange {
    /// Returns whether nothing is changed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.replace.is_none() && self.add.is_empty() && self.remove.is_empty()
    }

    /// Returns the labels as they are after the change.
    ///
    /// # Errors
    /// [`Error::TooLarge`] if there are more than [`Labels::MAX`].
    pub fn apply(&self, labels: &Labels) -> Result<Labels> {
        let kept = self.replace.as_ref().unwrap_or(labels).iter().chain(self.add.iter().copied());
        Labels::new(kept.filter(|label| !self.remove.contains(label)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_short_words_without_marks_of_json_are_labels() {
        for text in ["a", "on call", "重要", "🔥", &"x".repeat(48)] {
            let label: Label = text.parse().unwrap();
            assert_eq!(label.as_str(), text);
            assert_eq!(serde_json::to_string(&label).unwrap(), format!("\"{text}\""));
        }
        for text in ["", " a", "a ", "a\n", "a\0b", "\"", "a\\", ",", &"x".repeat(49), &"重".repeat(17)] {
            assert!(text.parse::<Label>().is_err(), "{text:?}");
        }
        assert_eq!("archived".parse::<Label>().unwrap(), Label::ARCHIVED);
        assert_eq!("pinned".parse::<Label>().unwrap(), Label::PINNED);
    }

    #[test]
    fn labels_are_sorted_and_each_is_there_once() {
        let labels = |text: &str| serde_json::from_str::<Labels>(text);
        let read = labels(r#"["b","a","b"]"#).unwrap();
        assert_eq!(read.as_json(), r#"["a","b"]"#);
        assert_eq!(serde_json::to_string(&read).unwrap(), read.as_json());
        let many = |count: usize| format!("[{}]", vec!["0"; count].join(",")).replace('0', "\"x\"");
        assert!(labels(&many(40)).is_ok());
        let numbers: Vec<_> = (0..33).map(|number| format!("\"{number}\"")).collect();
        assert!(labels(&format!("[{}]", numbers.join(","))).is_err());
    }

    #[cfg(feature = "sql")]
    #[test]
    fn only_the_text_that_a_set_has_is_read_as_one() {
        for texts in [&[][..], &["a"], &["[b", "a,b", "a]"]] {
            let labels = Labels::new(texts.iter().map(|text| text.parse().unwrap())).unwrap();
            assert_eq!(labels.iter().map(|label| label.to_string()).collect::<Vec<_>>(), texts);
            Labels::check(labels.as_json()).unwrap();
            assert_eq!(Labels::from_checked(labels.as_json()), labels);
        }
        let many: Vec<_> = (10..43).map(|number| format!("\"{number}\"")).collect();
        let many = format!("[{}]", many.join(","));
        for json in
            ["[]", "[", "[\"", "[\"]", "a", r#"[""]"#, r#"["a",]"#, r#"["a", "b"]"#, r#"["b","a"]"#, &many]
        {
            assert!(Labels::check(json).is_err(), "{json}");
        }
        for json in [r#"["a","a"]"#, r#"["a"] "#, r#"["a\n"]"#, r#"["a","b""#, r#"["a""b"]"#] {
            assert!(Labels::check(json).is_err(), "{json}");
        }
    }

    #[test]
    fn a_change_replaces_then_adds_then_removes() {
        let [a, b, c]: [Label; 3] = ["a", "b", "c"].map(|text| text.parse().unwrap());
        let change = LabelChange { replace: None, add: vec![b], remove: vec![a] };
        let labels = Labels::new([a, c]).unwrap();
        assert_eq!(change.apply(&labels).unwrap(), Labels::new([b, c]).unwrap());
        let change = LabelChange { replace: Some(Labels::default()), ..change };
        assert_eq!(change.apply(&labels).unwrap(), Labels::new([b]).unwrap());
    }
}
