//! The fields of a part: read in one pass, taken by name, written back.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::DeserializeSeed, ser::SerializeMap};

use crate::model::{
    error::{Error, Result},
    json::Json,
    json_scan::{Entries, Key, entries, keep_last, string},
};

macro_rules! fields {
    ($($field:ident = $name:literal,)*) => {
        /// A field that some part has a typed field for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Field { $($field,)* }

        impl Field {
            const ALL: &[Self] = &[$(Self::$field,)*];

            /// Returns the key on the wire.
            pub(super) const fn name(self) -> &'static str {
                match self { $(Self::$field => $name,)* }
            }

            fn named(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$field),)* _ => None }
            }
        }
    };
}

fields! {
    Type = "type",
    Text = "text",
    State = "state",
    Id = "id",
    ToolCallId = "toolCallId",
    ToolName = "toolName",
    Input = "input",
    Output = "output",
    RawInput = "rawInput",
    InputEncoding = "inputEncoding",
    ErrorText = "errorText",
    Approval = "approval",
    Approved = "approved",
    Reason = "reason",
    IsAutomatic = "isAutomatic",
    Preliminary = "preliminary",
    Dynamic = "dynamic",
    Title = "title",
    ProviderExecuted = "providerExecuted",
    ToolMetadata = "toolMetadata",
    CallProviderMetadata = "callProviderMetadata",
    ResultProviderMetadata = "resultProviderMetadata",
    ProviderMetadata = "providerMetadata",
    ProviderReference = "providerReference",
    Citations = "citations",
    MediaType = "mediaType",
    Url = "url",
    Filename = "filename",
    SourceId = "sourceId",
    Data = "data",
}

// [`Writer`] has a bit for each.
const _: () = assert!(Field::ALL.len() <= u32::BITS as usize);

/// The fields of one object, as texts. Of a repeated key it has the last value, as in JavaScript.
#[derive(Debug)]
pub(super) struct PartFields<'a> {
    known: [Option<&'a str>; Field::ALL.len()],
    unknown: Vec<(Key<'a>, Json<'a>)>,
}

impl<'a> PartFields<'a> {
    const fn new() -> Self {
        Self { known: [None; Field::ALL.len()], unknown: Vec::new() }
    }

    fn put(&mut self, key: Key<'a>, value: &'a str) {
        match Field::named(&key) {
            Some(field) => self.known[field as usize] = Some(value),
            None => self.unknown.push((key, Json::checked(value))),
        }
    }

    /// Reads an object. Other values have no fields.
    pub(super) fn of(text: &'a str) -> Self {
        let mut fields = Self::new();
        entries(text, |key, value| fields.put(key, value));
        fields
    }

    /// Returns the text of a field.
    pub(super) const fn get(&self, field: Field) -> Option<&'a str> {
        self.known[field as usize]
    }

    /// Returns the text of a field that must be there.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] if it is missing.
    pub(super) fn required(&self, field: Field) -> Result<&'a str> {
        self.get(field).ok_or_else(|| Error::invalid_argument(field.name(), "is missing"))
    }

    /// Returns a string that must be there.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] if it is missing, or no string.
    pub(super) fn required_string(&self, field: Field) -> Result<Cow<'a, str>> {
        string(self.required(field)?).ok_or_else(|| Error::invalid_argument(field.name(), "must be a string"))
    }

    fn take_if(&mut self, field: Field, fits: impl FnOnce(&str) -> bool) -> Option<&'a str> {
        self.known[field as usize].take_if(|text| fits(text))
    }

    /// Removes and returns a field of any type.
    pub(super) fn any(&mut self, field: Field) -> Option<Json<'a>> {
        self.take_if(field, |_| true).map(Json::checked)
    }

    /// Removes and returns a field if it is an object.
    pub(super) fn object(&mut self, field: Field) -> Option<Json<'a>> {
        self.take_if(field, |text| text.starts_with('{')).map(Json::checked)
    }

    /// Removes and returns a field if it is an array.
    pub(super) fn array(&mut self, field: Field) -> Option<Json<'a>> {
        self.take_if(field, |text| text.starts_with('[')).map(Json::checked)
    }

    /// Removes and returns a field if it is a string.
    pub(super) fn string<T: From<Cow<'a, str>>>(&mut self, field: Field) -> Option<T> {
        self.take_if(field, |text| text.starts_with('"')).and_then(string).map(T::from)
    }

    /// Removes and returns a field if it is a boolean.
    pub(super) fn boolean(&mut self, field: Field) -> Option<bool> {
        self.take_if(field, |text| matches!(text, "true" | "false")).map(|text| text == "true")
    }

    /// Removes and returns a field if `read` can read it.
    pub(super) fn read<T>(&mut self, field: Field, read: impl FnOnce(&'a str) -> Option<T>) -> Option<T> {
        let value = read(self.get(field)?)?;
        self.known[field as usize] = None;
        Some(value)
    }

    /// Returns the fields that were not removed.
    pub(super) fn rest(&mut self) -> Extra<'a> {
        let mut rest = std::mem::take(&mut self.unknown);
        if rest.len() > 1 {
            keep_last(&mut rest);
        }
        for (field, text) in Field::ALL.iter().zip(self.known) {
            if let Some(text) = text {
                rest.push((field.name().into(), Json::checked(text)));
            }
        }
        Extra(rest)
    }
}

impl<'de> Deserialize<'de> for PartFields<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut fields = Self::new();
        Entries(|key, value| fields.put(key, value)).deserialize(deserializer)?;
        Ok(fields)
    }
}

/// The fields of a part that have no typed field, in order.
///
/// These are unknown fields, and known optional fields whose value has another type than in the AI SDK, such as `null`.
/// They are written after the typed fields; a typed field that is set replaces one of the same name.
///
/// # Examples
/// ```
/// use storyden_robots::{Json, Part};
///
/// let Part::Text(text) = Part::parse(r#"{"type":"text","text":"hi","state":null,"x":1}"#)? else {
///     panic!("a text part");
/// };
/// assert_eq!(text.state, None);
/// assert_eq!(text.extra.get("state"), Some(&Json::NULL));
/// assert_eq!(text.extra.len(), 2);
/// # Ok::<(), storyden_robots::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extra<'a>(Vec<(Key<'a>, Json<'a>)>);

impl<'a> Extra<'a> {
    /// Wraps fields with different names.
    pub(crate) const fn of(fields: Vec<(Key<'a>, Json<'a>)>) -> Self {
        Self(fields)
    }

    /// Returns the same fields, borrowing nothing.
    #[must_use]
    pub fn into_owned(self) -> Extra<'static> {
        Extra(self.0.into_iter().map(|(key, value)| (key.into_owned(), value.own())).collect())
    }

    /// Returns the value of a field.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Json<'a>> {
        self.0.iter().find(|(key, _)| **key == *name).map(|(_, value)| value)
    }

    /// Sets a field, and returns its earlier value.
    pub fn insert(&mut self, name: impl Into<Cow<'a, str>>, value: Json<'a>) -> Option<Json<'a>> {
        let name = Key::from(name.into());
        if let Some((_, old)) = self.0.iter_mut().find(|(key, _)| *key == name) {
            return Some(std::mem::replace(old, value));
        }
        self.0.push((name, value));
        None
    }

    /// Removes a field, and returns its value.
    pub fn remove(&mut self, name: &str) -> Option<Json<'a>> {
        let at = self.0.iter().position(|(key, _)| **key == *name)?;
        Some(self.0.remove(at).1)
    }

    /// Iterates over the fields, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Json<'a>)> {
        self.0.iter().map(|(key, value)| (&**key, value))
    }

    /// Iterates over the fields, with the keys as they were read.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (&Key<'a>, &Json<'a>)> {
        self.0.iter().map(|(key, value)| (key, value))
    }

    /// Returns the number of fields.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Returns whether there are no fields.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Writes an object from typed fields and an [`Extra`].
pub(super) struct Writer<M> {
    map: M,
    written: u32,
}

/// Starts an object.
pub(super) fn writer<S: Serializer>(serializer: S) -> Result<Writer<S::SerializeMap>, S::Error> {
    Ok(Writer { map: serializer.serialize_map(None)?, written: 0 })
}

impl<M: SerializeMap> Writer<M> {
    pub(super) fn put(&mut self, field: Field, value: &impl Serialize) -> Result<(), M::Error> {
        self.written |= 1 << field as u32;
        self.map.serialize_entry(field.name(), value)
    }

    pub(super) fn put_some(&mut self, field: Field, value: Option<&impl Serialize>) -> Result<(), M::Error> {
        value.map_or(Ok(()), |value| self.put(field, value))
    }

    pub(super) fn finish(mut self, extra: &Extra<'_>) -> Result<M::Ok, M::Error> {
        for (name, value) in extra.iter() {
            if Field::named(name).is_none_or(|field| self.written & (1 << field as u32) == 0) {
                self.map.serialize_entry(name, value)?;
            }
        }
        self.map.end()
    }
}

/// Converts a value that borrows into one that does not.
pub(super) trait Own {
    /// The same type for `'static`.
    type Static;

    fn own(self) -> Self::Static;
}

impl Own for bool {
    type Static = Self;

    fn own(self) -> Self {
        self
    }
}

impl Own for Cow<'_, str> {
    type Static = Cow<'static, str>;

    fn own(self) -> Self::Static {
        Cow::Owned(self.into_owned())
    }
}

impl Own for Json<'_> {
    type Static = Json<'static>;

    fn own(self) -> Self::Static {
        self.into_owned()
    }
}

impl<T: Own> Own for Option<T> {
    type Static = Option<T::Static>;

    fn own(self) -> Self::Static {
        self.map(T::own)
    }
}

impl<T: Own> Own for Box<T> {
    type Static = Box<T::Static>;

    fn own(self) -> Self::Static {
        Box::new((*self).own())
    }
}

impl Own for Extra<'_> {
    type Static = Extra<'static>;

    fn own(self) -> Self::Static {
        self.into_owned()
    }
}

/// Defines chained setters of optional fields.
macro_rules! setters {
    ($part:ident { $($(#[$doc:meta])* $name:ident: $type:ty,)* }) => {
        impl<'a> $part<'a> {
            $($(#[$doc])*
            #[must_use]
            pub fn $name(mut self, $name: impl Into<$type>) -> Self {
                self.$name = Some($name.into());
                self
            })*
        }
    };
}
pub(super) use setters;

/// Declares an open set of names on the wire: an enum with a variant for each, and one for all others.
macro_rules! names {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum $name<'a> {
            $($(#[$vdoc])* $variant,)+
            /// A name of a later version of the AI SDK.
            Other(Cow<'a, str>),
        }

        impl $name<'_> {
            /// Returns the name on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)+
                    Self::Other(name) => name,
                }
            }
        }

        impl<'a> From<Cow<'a, str>> for $name<'a> {
            fn from(name: Cow<'a, str>) -> Self {
                match &*name {
                    $($text => Self::$variant,)+
                    _ => Self::Other(name),
                }
            }
        }

        impl Serialize for $name<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl Own for $name<'_> {
            type Static = $name<'static>;

            fn own(self) -> Self::Static {
                match self {
                    $(Self::$variant => $name::$variant,)+
                    Self::Other(name) => $name::Other(name.own()),
                }
            }
        }
    };
}
pub(super) use names;
