//! stub
use crate::error::{Error, Result};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;
use std::borrow::Cow;
/// Json
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Json<'a>(Cow<'a, str>);
impl<'a> Json<'a> {
    /// x
    pub const NULL: Json<'static> = Json(Cow::Borrowed("null"));
    /// p
    pub fn parse(text: impl Into<Cow<'a, str>>) -> Result<Self> {
        let t = text.into();
        serde_json::from_str::<&RawValue>(&t).map_err(|_| Error::invalid_argument("", "must be JSON"))?;
        Ok(Self(t))
    }
    /// o
    pub fn object() -> Json<'static> {
        Json(Cow::Borrowed("{}"))
    }
    /// s
    pub fn as_str(&self) -> &str {
        &self.0
    }
    /// o
    pub fn is_object(&self) -> bool {
        self.0.starts_with('{')
    }
    /// o
    pub fn depth(&self) -> usize {
        1
    }
    pub(crate) fn from_stored(text: String) -> Json<'static> {
        Json(Cow::Owned(text))
    }
}
impl Serialize for Json<'_> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        RawValue::from_string(self.0.to_string()).map_err(serde::ser::Error::custom)?.serialize(s)
    }
}
impl<'de> Deserialize<'de> for Json<'static> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(d)?;
        Ok(Json(Cow::Owned(raw.get().to_owned())))
    }
}
pub(crate) fn object_fields(text: &str) -> Result<Vec<(Cow<'_, str>, &RawValue)>> {
    let m: std::collections::BTreeMap<String, &RawValue> =
        serde_json::from_str(text).map_err(|_| Error::invalid_argument("", "must be an object"))?;
    Ok(m.into_iter().map(|(k, v)| (Cow::Owned(k), v)).collect())
}
pub(crate) fn array_items(text: &str) -> Result<Vec<&RawValue>> {
    serde_json::from_str(text).map_err(|_| Error::invalid_argument("", "must be an array"))
}
