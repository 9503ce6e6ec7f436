//! [`DataPart`], data of the application, and [`OtherPart`], a part of an unknown type.

use std::borrow::Cow;

use serde::{Serialize, Serializer};

use super::object::{Extra, Field, Own, PartFields, writer};
use crate::model::json::Json;

/// Data of the application, for its own user interface: `data-<name>`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct DataPart<'a> {
    /// The name: `render_card` in `data-render_card`.
    pub name: Cow<'a, str>,
    /// The data. `None` if it is missing: a stream can leave out JavaScript's `undefined`.
    pub data: Option<Json<'a>>,
    /// The id by which a later chunk of a stream replaces this part.
    pub id: Option<Cow<'a, str>>,
    /// Every other field of the part.
    pub extra: Extra<'a>,
}

impl<'a> DataPart<'a> {
    pub(super) fn new(name: Cow<'a, str>, data: Json<'a>) -> Self {
        Self { name, data: Some(data), id: None, extra: Extra::default() }
    }

    pub(super) fn read(name: Cow<'a, str>, fields: &mut PartFields<'a>) -> Self {
        Self { name, data: fields.any(Field::Data), id: fields.string(Field::Id), extra: fields.rest() }
    }

    /// Sets the id.
    #[must_use]
    pub fn id(mut self, id: impl Into<Cow<'a, str>>) -> Self {
        self.id = Some(id.into());
        self
    }

    /// Returns the same part, borrowing nothing.
    #[must_use]
    pub fn into_owned(self) -> DataPart<'static> {
        DataPart { name: self.name.own(), data: self.data.own(), id: self.id.own(), extra: self.extra.own() }
    }
}

impl Serialize for DataPart<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = writer(serializer)?;
        object.put(Field::Type, &format_args!("data-{}", self.name))?;
        object.put_some(Field::Id, self.id.as_ref())?;
        object.put_some(Field::Data, self.data.as_ref())?;
        object.finish(&self.extra)
    }
}

/// A part of a type that this crate does not know, kept whole: `custom`, `steering-message`, and the types of later
/// versions of the AI SDK.
#[derive(Clone, Debug, PartialEq)]
pub struct OtherPart<'a> {
    kind: Cow<'a, str>,
    json: Json<'a>,
}

impl<'a> OtherPart<'a> {
    pub(super) const fn new(kind: Cow<'a, str>, json: Json<'a>) -> Self {
        Self { kind, json }
    }

    /// Returns the `type`; empty if stored text was damaged so that it has none.
    #[must_use]
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// Returns the whole part.
    #[must_use]
    pub fn json(&self) -> &Json<'a> {
        &self.json
    }

    /// Returns the same part, borrowing nothing.
    #[must_use]
    pub fn into_owned(self) -> OtherPart<'static> {
        OtherPart { kind: self.kind.own(), json: self.json.own() }
    }
}

impl Serialize for OtherPart<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.json.serialize(serializer)
    }
}
