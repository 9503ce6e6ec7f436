//! [`Parts`], all parts of one message, as their text.

use std::fmt;

use bytestring::ByteString;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use super::{
    object::PartFields,
    part::{Part, check},
};
use crate::model::{
    error::{Error, Result},
    json::{Json, raw},
    json_scan::{ElementError, Elements, depth, trim},
};

/// The parts of one message, as the text of their JSON array.
///
/// The text is checked when the value is created, and kept byte for byte: it is what is stored and served. The typed
/// [`Part`]s are a view that [`iter`](Self::iter) decodes one by one.
///
/// Two values are equal if their texts are. Clones share the text, and so do the messages of one page: one of them
/// keeps the text of the whole page in memory, unless you create it again from a copy of its own text.
///
/// # Examples
/// ```
/// use storyden_robots::{Part, Parts};
///
/// let parts = Parts::parse(r#"[{"type":"step-start"}, {"text":"Hello","type":"text"}]"#)?;
/// assert_eq!(parts.as_str(), r#"[{"type":"step-start"}, {"text":"Hello","type":"text"}]"#);
/// assert!(matches!(parts.iter().next(), Some(Part::StepStart(_))));
/// assert_eq!(parts.text(), "Hello");
///
/// let refusal = Parts::parse(r#"[{"type":"text"}]"#).map_err(|error| error.to_string());
/// assert_eq!(refusal, Err("parts[0].text: is missing".to_owned()));
/// # Ok::<(), storyden_robots::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Parts(ByteString);

impl Parts {
    /// Parses the JSON array of a message's parts. Whitespace around it is dropped.
    ///
    /// Each part must be an object with a string `type`; a part of a known type must have its required fields, with the
    /// right type. Of a repeated key the last counts, as in JavaScript. Unknown types and fields are accepted. A tool
    /// or data part is recognised by its prefix alone, as the AI SDK does it, so its name may be empty.
    ///
    /// Everything that an [`Assembler`](crate::stream::Assembler) builds is accepted: a stream can leave out the
    /// `input` and the `output` of a tool, the `approval` of a denied call and the `data` of a data part.
    ///
    /// Size and depth are not limited here: see [`len_bytes`](Self::len_bytes) and [`depth`](Self::depth).
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] that names the field, such as `parts[3].toolCallId`.
    pub fn parse(text: impl Into<String>) -> Result<Self> {
        let text = ByteString::from(text.into());
        let trimmed = trim(&text);
        check_array(trimmed)?;
        Ok(Self(text.slice_ref(trimmed)))
    }

    /// Writes typed parts, and checks them as [`parse`](Self::parse) does.
    ///
    /// # Examples
    /// ```
    /// use storyden_robots::{Part, Parts};
    ///
    /// let parts = Parts::new([Part::from(Part::step_start()), Part::from(Part::text("Hello"))])?;
    /// assert_eq!(parts.as_str(), r#"[{"type":"step-start"},{"type":"text","text":"Hello"}]"#);
    /// # Ok::<(), storyden_robots::Error>(())
    /// ```
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] that names the field, such as `parts[3].toolCallId`.
    pub fn new<'a, P: Into<Part<'a>>>(parts: impl IntoIterator<Item = P>) -> Result<Self> {
        let parts: Vec<Part<'a>> = parts.into_iter().map(Into::into).collect();
        let text = serde_json::to_string(&parts)
            .map_err(|_| Error::invalid_argument("parts", "cannot be written as JSON"))?;
        Self::parse(text)
    }

    /// Returns the parts of a message without any, `[]`.
    #[must_use]
    pub fn empty() -> Self {
        Self(ByteString::from_static("[]"))
    }

    /// Wraps a text without checking it: for a store, which gives back what [`as_str`](Self::as_str) returned.
    #[must_use]
    pub fn from_stored(text: String) -> Self {
        Self(text.into())
    }

    /// Wraps a piece of `all` without copying or checking it.
    pub(crate) fn slice_of(all: &ByteString, piece: &str) -> Self {
        Self(all.slice_ref(piece))
    }

    /// Returns the text of the JSON array.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the text of the JSON array.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0.into()
    }

    /// Returns the length of the text in bytes.
    #[must_use]
    pub fn len_bytes(&self) -> usize {
        self.0.len()
    }

    /// Returns the levels of nesting, including this array and the objects of the parts.
    ///
    /// It takes time proportional to the length of the text.
    #[must_use]
    pub fn depth(&self) -> usize {
        depth(&self.0)
    }

    /// Returns the number of parts. It takes time proportional to the length of the text.
    #[must_use]
    pub fn len(&self) -> usize {
        self.raw().count()
    }

    /// Returns whether there are no parts.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.raw().next().is_none()
    }

    /// Iterates over the parts, decoding each when it is requested.
    ///
    /// If the stored text was damaged, a part that does not decode is a [`Part::Other`], and the iterator ends where
    /// the text stops being a JSON array.
    #[must_use]
    pub fn iter(&self) -> PartsIter<'_> {
        PartsIter(Elements::of(&self.0))
    }

    /// Iterates over the JSON texts of the parts, unchanged.
    pub fn raw(&self) -> impl Iterator<Item = Json<'_>> {
        let mut elements = Elements::of(&self.0);
        std::iter::from_fn(move || {
            let (_, text) = elements.as_mut()?.next_as::<&RawValue>()?.ok()?;
            Some(Json::checked(text))
        })
    }

    /// Returns the texts of all `text` parts, joined without a separator, as clients of the AI SDK do.
    #[must_use]
    pub fn text(&self) -> String {
        let mut all = String::new();
        for part in self {
            if let Part::Text(part) = part {
                all.push_str(&part.text);
            }
        }
        all
    }
}

fn check_array(text: &str) -> Result<()> {
    let not_json = || Error::invalid_argument("", "is not valid JSON");
    let Some(mut parts) = Elements::of(text) else {
        // The text is not JSON, or it is no array.
        Json::parse(text).map_err(|error| error.within("parts"))?;
        return Err(Error::invalid_argument("parts", "must be an array"));
    };
    let mut index = 0_usize;
    while let Some(part) = parts.next_as::<PartFields<'_>>() {
        part.map_err(|error| match error {
            ElementError::Invalid => not_json(),
            ElementError::OtherType => Error::invalid_argument("", "must be an object"),
        })
        .and_then(|(fields, _)| check(&fields))
        .map_err(|error| error.within(format_args!("parts[{index}]")))?;
        index += 1;
    }
    Ok(())
}

/// The parts of a [`Parts`], decoded one by one.
#[derive(Clone, Debug)]
pub struct PartsIter<'a>(Option<Elements<'a>>);

impl<'a> Iterator for PartsIter<'a> {
    type Item = Part<'a>;

    fn next(&mut self) -> Option<Part<'a>> {
        let elements = self.0.as_mut()?;
        match elements.next_as::<PartFields<'a>>() {
            Some(Ok((mut fields, text))) => Some(Part::read(&mut fields, text)),
            Some(Err(ElementError::OtherType)) => {
                let (_, text) = elements.next_as::<&RawValue>()?.ok()?;
                Some(Part::read(&mut PartFields::of(text), text))
            }
            Some(Err(ElementError::Invalid)) | None => {
                self.0 = None;
                None
            }
        }
    }
}

impl std::iter::FusedIterator for PartsIter<'_> {}

impl<'a> IntoIterator for &'a Parts {
    type Item = Part<'a>;
    type IntoIter = PartsIter<'a>;

    fn into_iter(self) -> PartsIter<'a> {
        self.iter()
    }
}

impl Default for Parts {
    fn default() -> Self {
        Self::empty()
    }
}

impl fmt::Debug for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::str::FromStr for Parts {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Self::parse(text)
    }
}

impl Serialize for Parts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        raw(&self.0)?.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Parts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Box::<RawValue>::deserialize(deserializer)?;
        Self::parse(Box::<str>::from(text)).map_err(serde::de::Error::custom)
    }
}
