//! stub
use crate::error::{Error, Result};
/// Parts
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts(String);
impl Default for Parts {
    fn default() -> Self {
        Self("[]".to_owned())
    }
}
impl Parts {
    /// p
    pub fn parse(text: impl Into<String>) -> Result<Self> {
        let t = text.into();
        if t.starts_with('[') { Ok(Self(t)) } else { Err(Error::invalid_argument("", "must be an array")) }
    }
    /// s
    pub fn as_str(&self) -> &str {
        &self.0
    }
    /// s
    pub fn depth(&self) -> usize {
        2
    }
    pub(crate) fn from_stored(t: String) -> Self {
        Self(t)
    }
}
/// Part
#[derive(Debug)]
pub struct Part<'a>(std::borrow::Cow<'a, str>);
impl Part<'static> {
    /// t
    pub fn text(t: impl Into<String>) -> Self {
        Self(format!("{{\"type\":\"text\",\"text\":{:?}}}", t.into()).into())
    }
}
impl Parts {
    /// n
    pub fn new<'a>(p: impl IntoIterator<Item = impl Into<Part<'a>>>) -> Result<Self> {
        let v: Vec<String> = p.into_iter().map(|p| p.into().0.into_owned()).collect();
        Self::parse(format!("[{}]", v.join(",")))
    }
    /// l
    pub fn len(&self) -> usize {
        serde_json::from_str::<Vec<&serde_json::value::RawValue>>(&self.0).map_or(0, |v| v.len())
    }
}
