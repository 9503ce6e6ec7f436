//! [`Event`]: what Storyden keeps of a row of a session, the JSON of its agent framework.
//!
//! The framework spelled the keys of an event in two ways (`Content`, later `content`), and a database that was
//! upgraded has both; what is inside `content` was always in camelCase. Like the framework itself, this reads the keys
//! without case.

use serde::{Deserialize, Deserializer, de};
use serde_json::value::RawValue;

use crate::model::{
    error::{Error, Result},
    json::Json,
};

/// The name of the call by which the framework asks whether another call is allowed.
pub(super) const CONFIRMATION: &str = "adk_request_confirmation";

/// One event: what one row says.
#[derive(Debug, Default)]
pub(super) struct Event {
    /// Its id, which only parts of Storyden's streams show.
    pub(super) id: String,
    /// `user`, or what the robot is called.
    pub(super) author: String,
    /// Its content, in order.
    pub(super) contents: Vec<Content>,
    /// Facts of the model's answer (`usage`, `model`, `finishReason`, `error`), an object; `None` if there are none.
    pub(super) metadata: Option<Json<'static>>,
}

/// One part of an event.
#[derive(Debug)]
pub(super) enum Content {
    /// A text.
    Text(String),
    /// Reasoning of the model, and its provider's signature of it.
    Thought(String, Option<String>),
    /// A call of a tool.
    Call(Call),
    /// The result of a call.
    Response(Response),
    /// A file: its media type, its address, its name.
    File(String, String, Option<String>),
    /// A part of another kind, whole.
    Other(Json<'static>),
}

/// A call of a tool.
#[derive(Debug, Deserialize)]
pub(super) struct Call {
    #[serde(default)]
    pub(super) id: String,
    pub(super) name: String,
    /// The input: an object, or `null` if the model gave none.
    #[serde(default)]
    pub(super) args: Option<Box<RawValue>>,
}

/// The result of a call.
#[derive(Debug, Deserialize)]
pub(super) struct Response {
    #[serde(default)]
    pub(super) id: String,
    pub(super) name: String,
    /// The output: an object.
    #[serde(default, rename = "response")]
    pub(super) output: Option<Box<RawValue>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RawPart<'a> {
    text: Option<String>,
    #[serde(default)]
    thought: bool,
    thought_signature: Option<String>,
    function_call: Option<Call>,
    function_response: Option<Response>,
    #[serde(borrow)]
    inline_data: Option<Blob<'a>>,
    file_data: Option<FileData>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Blob<'a> {
    #[serde(default)]
    mime_type: String,
    /// Base64.
    #[serde(default, borrow)]
    data: std::borrow::Cow<'a, str>,
    display_name: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct FileData {
    #[serde(default)]
    mime_type: String,
    #[serde(default)]
    file_uri: String,
    display_name: Option<String>,
}

#[derive(Deserialize)]
struct RawContent<'a> {
    #[serde(default, borrow)]
    parts: Option<Vec<&'a RawValue>>,
}

impl Event {
    /// Reads the JSON of a row.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] that says why it is no event.
    pub(super) fn parse(text: &str) -> Result<Self> {
        let fields: Fields<'_> = decode(text)?;
        let content: Option<RawContent<'_>> =
            fields.get("content").map(|raw| decode(raw.get())).transpose()?.flatten();
        let parts = content.and_then(|content| content.parts).unwrap_or_default();
        let contents = parts.into_iter().map(|part| Content::parse(part.get())).collect::<Result<_>>()?;
        Ok(Self {
            id: fields.string("id"),
            author: fields.string("author"),
            contents,
            metadata: fields.metadata()?,
        })
    }

    /// Returns whether a member is its author.
    pub(super) fn is_by_user(&self) -> bool {
        self.author == "user"
    }
}

impl Content {
    fn parse(text: &str) -> Result<Self> {
        let part: RawPart<'_> = decode(text)?;
        Ok(if let Some(call) = part.function_call {
            Self::Call(call)
        } else if let Some(response) = part.function_response {
            Self::Response(response)
        } else if let Some(blob) = part.inline_data {
            Self::File(
                blob.mime_type.clone(),
                format!("data:{};base64,{}", blob.mime_type, blob.data),
                blob.display_name,
            )
        } else if let Some(file) = part.file_data {
            Self::File(file.mime_type, file.file_uri, file.display_name)
        } else {
            match part.text {
                Some(text) if part.thought => Self::Thought(text, part.thought_signature),
                Some(text) => Self::Text(text),
                None => Self::Other(Json::parse(text)?.into_owned()),
            }
        })
    }
}

impl Call {
    /// Returns the input, `None` if the model gave none.
    pub(super) fn input(&self) -> Result<Option<Json<'static>>> {
        self.args.as_deref().map(json).transpose()
    }

    /// Returns the call that this one requests approval for, if it is such a request.
    pub(super) fn asks_about(&self) -> Result<Option<Self>> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Question {
            original_function_call: Option<Call>,
        }
        match &self.args {
            Some(args) if self.name == CONFIRMATION => {
                Ok(decode::<Question>(args.get())?.original_function_call)
            }
            _ => Ok(None),
        }
    }
}

/// Other fields of a response than its output.
#[derive(Deserialize)]
struct Says {
    #[serde(default)]
    error: Option<serde_json::Value>,
    #[serde(default)]
    confirmed: Option<bool>,
    #[serde(default)]
    status: Option<serde_json::Value>,
}

impl Response {
    /// Returns the output, `None` if there was none.
    pub(super) fn output(&self) -> Result<Option<Json<'static>>> {
        self.output.as_deref().map(json).transpose()
    }

    /// Returns the error that it says, if that is a text.
    pub(super) fn error(&self) -> Option<String> {
        match self.says()?.error? {
            serde_json::Value::String(error) => Some(error),
            _ => None,
        }
    }

    /// Returns the decision about an approval request.
    pub(super) fn confirmed(&self) -> Option<bool> {
        self.says()?.confirmed
    }

    /// Returns whether it only says that the outcome comes later.
    pub(super) fn is_pending(&self) -> bool {
        self.says().and_then(|says| says.status).is_some_and(|status| status == "pending")
    }

    fn says(&self) -> Option<Says> {
        serde_json::from_str(self.output.as_deref()?.get()).ok()
    }
}

/// The fields of an object, whose names are looked up without case. Of two that differ by case alone, the later counts.
struct Fields<'a>(Vec<(String, &'a RawValue)>);

impl<'a> Fields<'a> {
    /// Returns a field that is there and not `null`.
    fn get(&self, name: &str) -> Option<&'a RawValue> {
        let (_, value) = self.0.iter().rev().find(|(key, _)| key.eq_ignore_ascii_case(name))?;
        (value.get() != "null").then_some(*value)
    }

    fn string(&self, name: &str) -> String {
        self.get(name).and_then(|raw| serde_json::from_str(raw.get()).ok()).unwrap_or_default()
    }

    fn metadata(&self) -> Result<Option<Json<'static>>> {
        let mut facts = Vec::new();
        for (key, field) in
            [("usage", "usageMetadata"), ("model", "modelVersion"), ("finishReason", "finishReason")]
        {
            if let Some(value) = self.get(field).filter(|value| value.get() != "\"\"") {
                facts.push(format!("\"{key}\":{}", value.get()));
            }
        }
        let (code, message) = (self.string("errorCode"), self.string("errorMessage"));
        if !code.is_empty() || !message.is_empty() {
            let error = serde_json::json!({ "code": code, "message": message });
            facts.push(format!("\"error\":{error}"));
        }
        if facts.is_empty() {
            return Ok(None);
        }
        Json::parse(format!("{{{}}}", facts.join(","))).map(Some)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Fields<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> de::Visitor<'de> for Visitor {
            type Value = Fields<'de>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an event, an object")
            }

            fn visit_map<M: de::MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
                let mut fields = Vec::new();
                while let Some(field) = map.next_entry()? {
                    fields.push(field);
                }
                Ok(Fields(fields))
            }
        }
        deserializer.deserialize_map(Visitor)
    }
}

fn decode<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T> {
    serde_json::from_str(text).map_err(|error| Error::invalid_argument("event_data", error.to_string()))
}

fn json(raw: &RawValue) -> Result<Json<'static>> {
    Json::parse(raw.get().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_spellings_are_the_same_event() {
        let old = r#"{"ID":"e1","Author":"Keeper","Content":{"parts":[{"text":"Hi"}],"role":"model"},
            "FinishReason":"STOP","UsageMetadata":{"totalTokenCount":3}}"#;
        let new = old.replace("\"ID\"", "\"id\"").replace("Author", "author").replace("Content", "content");
        let new = new.replace("FinishReason", "finishReason").replace("UsageMetadata", "usageMetadata");
        for text in [old, &new] {
            let event = Event::parse(text).unwrap();
            assert_eq!((event.id.as_str(), event.author.as_str()), ("e1", "Keeper"));
            assert!(matches!(&event.contents[..], [Content::Text(text)] if text == "Hi"));
            let metadata = event.metadata.unwrap();
            assert_eq!(metadata.as_str(), r#"{"usage":{"totalTokenCount":3},"finishReason":"STOP"}"#);
        }
    }

    #[test]
    fn nothing_of_a_call_changes_on_the_way() {
        let text = r#"{"content":{"parts":[{"functionCall":{"id":"c","name":"t","args":{"b":1.0,"a":20000000000000000000}}}]}}"#;
        let event = Event::parse(text).unwrap();
        let [Content::Call(call)] = &event.contents[..] else { panic!("{event:?}") };
        assert_eq!(call.input().unwrap().unwrap().as_str(), r#"{"b":1.0,"a":20000000000000000000}"#);
    }

    #[test]
    fn files_thoughts_and_what_is_unknown_are_kept() {
        let text = r#"{"content":{"parts":[{"inlineData":{"mimeType":"image/png","data":"AAAA"}},
            {"fileData":{"mimeType":"a/b","fileUri":"gs://x"}},{"text":"hm","thought":true},{"executableCode":{"code":"1"}}]}}"#;
        let event = Event::parse(text).unwrap();
        let [
            Content::File(png, data, None),
            Content::File(_, uri, None),
            Content::Thought(hm, None),
            Content::Other(code),
        ] = &event.contents[..]
        else {
            panic!("{event:?}")
        };
        assert_eq!((png.as_str(), data.as_str()), ("image/png", "data:image/png;base64,AAAA"));
        assert_eq!((uri.as_str(), hm.as_str()), ("gs://x", "hm"));
        assert_eq!(code.as_str(), r#"{"executableCode":{"code":"1"}}"#);
    }

    #[test]
    fn what_is_no_event_is_an_error() {
        for text in
            ["", "[]", "null", "{", r#"{"content":7}"#, r#"{"content":{"parts":[{"functionCall":3}]}}"#]
        {
            assert!(Event::parse(text).is_err(), "{text}");
        }
        assert!(Event::parse("{}").unwrap().contents.is_empty());
    }
}
