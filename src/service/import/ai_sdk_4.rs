//! Messages of the AI SDK 4, as those of its later versions.

use std::borrow::Cow;

use crate::model::{
    error::{Error, Result},
    json_scan::{array, object, quoted, string},
};

/// The fields of an object, as texts.
struct Fields<'a>(Vec<(Cow<'a, str>, &'a str)>);

impl<'a> Fields<'a> {
    fn read(text: &'a str) -> Result<Self> {
        let mut fields: Vec<(Cow<'a, str>, &'a str)> = Vec::new();
        object(text, |name, value| fields.push((name, value)))?;
        Ok(Self(fields))
    }

    /// Returns a field, of a repeated one the last; `null` is none.
    fn get(&self, name: &str) -> Option<&'a str> {
        self.any(name).filter(|value| *value != "null")
    }

    /// Returns a field that may be `null`.
    fn any(&self, name: &str) -> Option<&'a str> {
        self.0.iter().rev().find(|(known, _)| known == name).map(|(_, value)| *value)
    }

    fn text(&self, name: &str) -> Option<Cow<'a, str>> {
        self.get(name).and_then(string)
    }

    fn is(&self, name: &str, value: &str) -> bool {
        self.text(name).as_deref() == Some(value)
    }
}

/// Reads an array that may be missing. What is none has no elements.
fn elements(text: Option<&str>) -> Vec<&str> {
    let elements = text.and_then(|text| array(text).ok()).unwrap_or_default();
    elements.into_iter().map(serde_json::value::RawValue::get).collect()
}

/// Returns a message of the AI SDK 4 as later versions write it, or `None` if it is theirs already. What they have no
/// place for stays as a field of the message: nothing is lost.
pub(super) fn upgrade(text: &str) -> Result<Option<String>> {
    let fields = Fields::read(text)?;
    let parts = elements(fields.get("parts"));
    let is_old_part = |part: &&str| Fields::read(part).is_ok_and(|part| is_old(&part));
    let content = fields.text("content");
    let old = parts.iter().any(is_old_part)
        || fields.get("toolInvocations").is_some()
        || fields.get("experimental_attachments").is_some()
        || fields.get("parts").is_none() && content.is_some();
    if !old {
        return Ok(None);
    }
    let mut new = Vec::new();
    if fields.get("parts").is_some() {
        for part in &parts {
            new.push(upgrade_part(part)?);
        }
    } else {
        if let Some(reasoning) = fields.text("reasoning").filter(|text| !text.is_empty()) {
            new.push(format!(r#"{{"type":"reasoning","text":{}}}"#, quoted(&reasoning)));
        }
        for invocation in elements(fields.get("toolInvocations")) {
            new.push(tool(invocation)?);
        }
        if let Some(content) = content.filter(|text| !text.is_empty()) {
            new.push(format!(r#"{{"type":"text","text":{}}}"#, quoted(&content)));
        }
    }
    for attachment in elements(fields.get("experimental_attachments")) {
        new.push(file(&Fields::read(attachment)?)?);
    }
    // What became parts, and what the parts say once more.
    let gone = ["parts", "content", "reasoning", "toolInvocations", "experimental_attachments"];
    let mut message = format!(r#"{{"parts":[{}]"#, new.join(","));
    for (name, value) in fields.0.iter().filter(|(name, _)| !gone.contains(&&**name)) {
        message.extend([",", &quoted(name), ":", value]);
    }
    message.push('}');
    Ok(Some(message))
}

fn is_old(part: &Fields<'_>) -> bool {
    match part.text("type").as_deref() {
        Some("tool-invocation") => part.get("toolInvocation").is_some(),
        Some("source") => part.get("source").is_some(),
        Some("reasoning") => part.get("text").is_none() && part.get("reasoning").is_some(),
        Some("file") => part.get("url").is_none() && part.get("data").is_some(),
        _ => false,
    }
}

fn upgrade_part(text: &str) -> Result<String> {
    let part = Fields::read(text)?;
    if !is_old(&part) {
        return Ok(text.to_owned());
    }
    let missing = |field| Error::invalid_argument(field, "is missing");
    match part.text("type").as_deref() {
        Some("tool-invocation") => tool(part.get("toolInvocation").unwrap_or_default()),
        Some("reasoning") => {
            let text = part.get("reasoning").unwrap_or(r#""""#);
            Ok(format!(r#"{{"type":"reasoning","text":{text}}}"#))
        }
        Some("source") => {
            let source = Fields::read(part.get("source").unwrap_or_default())?;
            let (id, url) = (source.get("id").or(source.get("url")), source.get("url"));
            let (id, url) =
                (id.ok_or_else(|| missing("source.id"))?, url.ok_or_else(|| missing("source.url"))?);
            let mut new = format!(r#"{{"type":"source-url","sourceId":{id},"url":{url}"#);
            for name in ["title", "providerMetadata"] {
                if let Some(value) = source.get(name) {
                    new.extend([",", &quoted(name), ":", value]);
                }
            }
            Ok(new + "}")
        }
        _ => {
            let kind = part.text("mimeType").ok_or_else(|| missing("mimeType"))?;
            let data = part.text("data").ok_or_else(|| missing("data"))?;
            let url = if data.starts_with("data:") || data.starts_with("http") {
                data.into_owned()
            } else {
                format!("data:{kind};base64,{data}")
            };
            Ok(format!(r#"{{"type":"file","mediaType":{},"url":{}}}"#, quoted(&kind), quoted(&url)))
        }
    }
}

/// Returns an attachment as a file.
fn file(attachment: &Fields<'_>) -> Result<String> {
    let url = attachment.get("url").ok_or_else(|| Error::invalid_argument("url", "is missing"))?;
    let kind = attachment.get("contentType").unwrap_or(r#""application/octet-stream""#);
    let name = attachment.get("name").map(|name| format!(r#","filename":{name}"#)).unwrap_or_default();
    Ok(format!(r#"{{"type":"file","mediaType":{kind},"url":{url}{name}}}"#))
}

/// Returns the call of a tool as a part.
fn tool(invocation: &str) -> Result<String> {
    let call = Fields::read(invocation)?;
    let missing = |field| Error::invalid_argument(field, "is missing");
    let name = call.text("toolName").ok_or_else(|| missing("toolName"))?;
    let id = call.get("toolCallId").ok_or_else(|| missing("toolCallId"))?;
    let kind = quoted(&format!("tool-{name}"));
    let input = call.get("args").map(|args| format!(r#","input":{args}"#));
    let rest = if call.is("state", "result") {
        let output = call.any("result").map(|result| format!(r#","output":{result}"#));
        format!(
            r#""output-available"{}{}"#,
            input.unwrap_or_else(|| r#","input":null"#.to_owned()),
            output.unwrap_or_default()
        )
    } else if call.is("state", "call") {
        format!(r#""input-available"{}"#, input.unwrap_or_else(|| r#","input":null"#.to_owned()))
    } else {
        format!(r#""input-streaming"{}"#, input.unwrap_or_default())
    };
    Ok(format!(r#"{{"type":{kind},"toolCallId":{id},"state":{rest}}}"#))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::NewMessage;

    #[track_caller]
    fn assert_becomes(old: &str, parts: &str) {
        let new = upgrade(old).unwrap().expect("it is of version 4");
        let message = NewMessage::parse(&new).unwrap();
        let parsed = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
        assert_eq!(parsed(message.parts.as_str()), parsed(parts), "{new}");
    }

    #[test]
    fn content_reasoning_tools_and_attachments_become_parts() {
        assert_becomes(
            r#"{"id":"a","role":"assistant","content":"Done.","reasoning":"Hm",
                "toolInvocations":[{"state":"result","step":0,"toolCallId":"c","toolName":"find","args":{"q":1.0},"result":[]},
                  {"state":"call","toolCallId":"d","toolName":"ask","args":{}},
                  {"state":"partial-call","toolCallId":"e","toolName":"ask"}],
                "experimental_attachments":[{"name":"a.png","contentType":"image/png","url":"https://x/a.png"}]}"#,
            r#"[{"type":"reasoning","text":"Hm"},
                {"type":"tool-find","toolCallId":"c","state":"output-available","input":{"q":1.0},"output":[]},
                {"type":"tool-ask","toolCallId":"d","state":"input-available","input":{}},
                {"type":"tool-ask","toolCallId":"e","state":"input-streaming"},
                {"type":"text","text":"Done."},
                {"type":"file","mediaType":"image/png","url":"https://x/a.png","filename":"a.png"}]"#,
        );
    }

    #[test]
    fn parts_of_version_4_are_taken_and_not_the_content_beside_them() {
        assert_becomes(
            r#"{"role":"assistant","content":"Hi","parts":[{"type":"step-start"},{"type":"text","text":"Hi"},
                {"type":"reasoning","reasoning":"Hm","details":[]},
                {"type":"tool-invocation","toolInvocation":{"state":"result","toolCallId":"c","toolName":"t","args":{},"result":"r"}},
                {"type":"source","source":{"sourceType":"url","id":"s","url":"https://x","title":"X"}},
                {"type":"file","mimeType":"image/png","data":"AAAA"}]}"#,
            r#"[{"type":"step-start"},{"type":"text","text":"Hi"},{"type":"reasoning","text":"Hm"},
                {"type":"tool-t","toolCallId":"c","state":"output-available","input":{},"output":"r"},
                {"type":"source-url","sourceId":"s","url":"https://x","title":"X"},
                {"type":"file","mediaType":"image/png","url":"data:image/png;base64,AAAA"}]"#,
        );
    }

    #[test]
    fn later_versions_are_left_as_they_are() {
        for later in [
            r#"{"role":"user","parts":[{"type":"text","text":"Hi"}]}"#,
            r#"{"role":"user","content":"mine","parts":[{"type":"file","mediaType":"a/b","url":"u","data":"d"}]}"#,
        ] {
            assert_eq!(upgrade(later).unwrap(), None, "{later}");
        }
    }

    #[test]
    fn what_has_no_place_stays_as_a_field() {
        let new = upgrade(r#"{"role":"user","content":"Hi","annotations":[1.0],"data":{"a":null}}"#).unwrap();
        let message = NewMessage::parse(&new.unwrap()).unwrap();
        assert_eq!(message.extra.unwrap().as_str(), r#"{"annotations":[1.0],"data":{"a":null}}"#);
    }
}
