//! What serde alone can do with the parts of a message.

/// A part as serde reads it without copying: what the types below `Part` have in common.
#[derive(serde::Deserialize)]
pub(crate) struct View<'a> {
    #[serde(borrow, rename = "type")]
    kind: std::borrow::Cow<'a, str>,
    #[serde(borrow)]
    text: Option<std::borrow::Cow<'a, str>>,
    #[serde(borrow)]
    state: Option<std::borrow::Cow<'a, str>>,
    #[serde(borrow, rename = "toolCallId")]
    call: Option<std::borrow::Cow<'a, str>>,
    #[serde(borrow)]
    input: Option<&'a serde_json::value::RawValue>,
    #[serde(borrow)]
    output: Option<&'a serde_json::value::RawValue>,
}
