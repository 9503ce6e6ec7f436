//! Incomplete JSON, such as the input of a tool while it grows, completed as the AI SDK does.

use std::borrow::Cow;

use serde_json::value::RawValue;

use super::sdk_version::SdkVersion;
use crate::model::json_scan::{WHITESPACE, behind_string, depth, string};

/// Returns the value that the AI SDK shows for incomplete JSON, as text; `None` if it shows nothing.
///
/// This is `parsePartialJson`: valid JSON is returned as it is, other text is cut after its longest valid prefix, and
/// closed. Numbers keep their text. A value of more than [`LEVELS`] levels is not shown: it could not be stored.
pub(super) fn parse_partial(text: &str, version: SdkVersion) -> Option<Cow<'_, str>> {
    if let Some(value) = secure(text) {
        return Some(Cow::Borrowed(value));
    }
    let repaired = repair(text, version);
    secure(&repaired).map(|value| Cow::Owned(value.to_owned()))
}

/// How deep an input may be: a message, its array of parts and the call lie around it, within the 128 levels that
/// [`Limits`](crate::Limits) let a message have by default.
const LEVELS: usize = 125;

/// Reads JSON as the AI SDK does: an object that would set a prototype is no value.
fn secure(text: &str) -> Option<&str> {
    let value: &RawValue = serde_json::from_str(text).ok()?;
    if depth(value.get()) > LEVELS {
        return None;
    }
    let suspect = ["__proto__", "constructor", "\\u"].iter().any(|word| text.contains(word));
    (!suspect || !sets_prototype(value.get())).then_some(value.get())
}

/// Checks every key of valid JSON, in one pass without recursion: a value can be as deep as it is long.
fn sets_prototype(json: &str) -> bool {
    // For each enclosing object or array: whether it is the value of a `constructor`.
    let mut around = Vec::new();
    let mut of_constructor = false;
    let mut at = 0;
    while let Some(&byte) = json.as_bytes().get(at) {
        at += 1;
        match byte {
            b'{' | b'[' => around.push(std::mem::take(&mut of_constructor)),
            b'}' | b']' => _ = around.pop(),
            b',' => of_constructor = false,
            b'"' => {
                let end = json.len() - behind_string(&json.as_bytes()[at..]).len();
                let text = &json[at - 1..end];
                at = end;
                if json[end..].trim_start_matches(WHITESPACE).starts_with(':') {
                    let key = string(text).unwrap_or_default();
                    if key == "__proto__" || key == "prototype" && around.last() == Some(&true) {
                        return true;
                    }
                    of_constructor = key == "constructor";
                }
            }
            _ => {}
        }
    }
    false
}

#[derive(Clone, Copy, PartialEq)]
enum Inside {
    Root,
    Finish,
    String,
    StringEscape,
    StringUnicodeEscape,
    Literal,
    Number,
    ObjectStart,
    ObjectKey,
    ObjectAfterKey,
    ObjectBeforeValue,
    ObjectAfterValue,
    ObjectAfterComma,
    ArrayStart,
    ArrayAfterValue,
    ArrayAfterComma,
}

/// A translation of the AI SDK's `fixJson`, state by state, with its oddities.
struct Repair {
    stack: Vec<Inside>,
    /// The end of what is kept.
    valid: usize,
    literal: usize,
    digits: u8,
}

impl Repair {
    fn swap(&mut self, state: Inside) {
        self.stack.pop();
        self.stack.push(state);
    }

    fn start_value(&mut self, c: char, at: usize, after: Inside) {
        let inside = match c {
            '"' => Inside::String,
            'f' | 't' | 'n' => {
                self.literal = at;
                Inside::Literal
            }
            '-' | '0'..='9' => Inside::Number,
            '{' => Inside::ObjectStart,
            '[' => Inside::ArrayStart,
            _ => return,
        };
        if c != '-' {
            self.valid = at + 1;
        }
        self.swap(after);
        self.stack.push(inside);
    }

    fn after_object_value(&mut self, c: char, at: usize) {
        match c {
            ',' => self.swap(Inside::ObjectAfterComma),
            '}' => self.close(at),
            _ => {}
        }
    }

    fn after_array_value(&mut self, c: char, at: usize) {
        match c {
            ',' => self.swap(Inside::ArrayAfterComma),
            ']' => self.close(at),
            _ => {}
        }
    }

    fn close(&mut self, at: usize) {
        self.valid = at + 1;
        self.stack.pop();
    }

    fn step(&mut self, text: &str, at: usize, c: char, version: SdkVersion) {
        let end = at + c.len_utf8();
        let Some(&inside) = self.stack.last() else { return };
        match inside {
            Inside::Root => self.start_value(c, at, Inside::Finish),
            Inside::ObjectStart => match c {
                '"' => self.swap(Inside::ObjectKey),
                '}' => self.close(at),
                _ => {}
            },
            Inside::ObjectAfterComma if c == '"' => self.swap(Inside::ObjectKey),
            Inside::ObjectKey if c == '"' => self.swap(Inside::ObjectAfterKey),
            Inside::ObjectAfterKey if c == ':' => self.swap(Inside::ObjectBeforeValue),
            Inside::ObjectBeforeValue => self.start_value(c, at, Inside::ObjectAfterValue),
            Inside::ObjectAfterValue => self.after_object_value(c, at),
            Inside::String => match c {
                '"' => self.close(at),
                '\\' => self.stack.push(Inside::StringEscape),
                _ => self.valid = end,
            },
            Inside::ArrayStart if c == ']' => self.close(at),
            Inside::ArrayStart | Inside::ArrayAfterComma => {
                self.start_value(c, at, Inside::ArrayAfterValue);
            }
            Inside::ArrayAfterValue => match c {
                ',' | ']' => self.after_array_value(c, at),
                _ => self.valid = end,
            },
            Inside::StringEscape => {
                self.stack.pop();
                // Version 5 treats the `u` as the whole escape.
                if c == 'u' && version > SdkVersion::V5 {
                    self.digits = 0;
                    self.stack.push(Inside::StringUnicodeEscape);
                } else {
                    self.valid = end;
                }
            }
            Inside::StringUnicodeEscape if c.is_ascii_hexdigit() => {
                self.digits += 1;
                if self.digits == 4 {
                    self.close(at);
                }
            }
            Inside::Number => self.step_number(c, at),
            Inside::Literal => {
                let literal = &text[self.literal..end];
                if ["false", "true", "null"].iter().any(|word| word.starts_with(literal)) {
                    self.valid = end;
                } else {
                    self.stack.pop();
                    self.after_value(c, at);
                }
            }
            Inside::Finish
            | Inside::ObjectAfterComma
            | Inside::ObjectKey
            | Inside::ObjectAfterKey
            | Inside::StringUnicodeEscape => {}
        }
    }

    fn after_value(&mut self, c: char, at: usize) {
        match self.stack.last() {
            Some(Inside::ObjectAfterValue) => self.after_object_value(c, at),
            Some(Inside::ArrayAfterValue) => self.after_array_value(c, at),
            _ => {}
        }
    }

    fn step_number(&mut self, c: char, at: usize) {
        match c {
            '0'..='9' => self.valid = at + 1,
            'e' | 'E' | '-' | '.' => {}
            ',' | '}' | ']' => {
                self.stack.pop();
                match (c, self.stack.last()) {
                    (',', _)
                    | ('}', Some(Inside::ObjectAfterValue))
                    | (']', Some(Inside::ArrayAfterValue)) => {
                        self.after_value(c, at);
                    }
                    _ => {}
                }
            }
            _ => {
                self.stack.pop();
            }
        }
    }
}

fn repair(text: &str, version: SdkVersion) -> String {
    let mut repair = Repair { stack: vec![Inside::Root], valid: 0, literal: 0, digits: 0 };
    for (at, c) in text.char_indices() {
        repair.step(text, at, c, version);
    }
    let mut fixed = text[..repair.valid].to_owned();
    for inside in repair.stack.iter().rev() {
        match inside {
            Inside::String => fixed.push('"'),
            Inside::ObjectKey
            | Inside::ObjectAfterKey
            | Inside::ObjectAfterComma
            | Inside::ObjectStart
            | Inside::ObjectBeforeValue
            | Inside::ObjectAfterValue => fixed.push('}'),
            Inside::ArrayStart | Inside::ArrayAfterComma | Inside::ArrayAfterValue => fixed.push(']'),
            Inside::Literal => {
                let literal = &text[repair.literal..];
                let rest = ["true", "false", "null"].iter().find_map(|word| word.strip_prefix(literal));
                fixed.push_str(rest.unwrap_or_default());
            }
            _ => {}
        }
    }
    fixed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn partial(text: &str) -> Option<String> {
        parse_partial(text, SdkVersion::V7).map(Cow::into_owned)
    }

    #[test]
    fn json_that_stops_anywhere_is_closed() {
        for (text, shown) in [
            (r#"{"q":"be"#, Some(r#"{"q":"be"}"#)),
            (r#"{"q":"b\u00"#, Some(r#"{"q":"b"}"#)),
            (r#"{"q":"b","n":12."#, Some(r#"{"q":"b","n":12}"#)),
            (r#"{"q":tr"#, Some(r#"{"q":true}"#)),
            ("[1.0, -", Some("[1.0]")),
            (r#"{"a":{"b":[1,{"c":"#, Some(r#"{"a":{"b":[1,{}]}}"#)),
            ("12345678901234567890", Some("12345678901234567890")),
            ("", None),
            ("nonsense", None),
        ] {
            assert_eq!(partial(text).as_deref(), shown, "{text}");
        }
    }

    #[test]
    fn what_sets_prototype_is_no_value() {
        for text in
            [r#"{"__proto__":1}"#, r#"[{"a":{"\u005f_proto__":1}}]"#, r#"{"constructor":{"prototype":1}}"#]
        {
            assert_eq!(partial(text), None, "{text}");
        }
        for text in [
            r#"{"constructor":1}"#,
            r#"["__proto__"]"#,
            r#"{"a":"\"__proto__\":","constructor":"prototype","prototype":{}}"#,
            r#"{"constructor":[{"prototype":1}],"b":{"prototype":2}}"#,
            r#"{"constructor":{"a":{"prototype":1}}}"#,
        ] {
            assert_eq!(partial(text).as_deref(), Some(text));
        }
        for text in
            [r#"{"constructor" : {"a":{},"b":[1], "prototype" :1}}"#, r#"[[],{"\\":1,"\u005f_proto__" :1}]"#]
        {
            assert_eq!(partial(text), None, "{text}");
        }
    }

    #[test]
    fn what_nests_too_deep_is_not_shown() {
        let nested = |levels| "[".repeat(levels) + &"]".repeat(levels);
        assert_eq!(partial(&nested(LEVELS)), Some(nested(LEVELS)));
        assert_eq!(partial(&nested(LEVELS + 1)), None);
        assert_eq!(partial(&"[".repeat(LEVELS)), Some(nested(LEVELS)));
        assert_eq!(partial(&"[".repeat(LEVELS + 1)), None);
    }
}
