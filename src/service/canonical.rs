//! The canonical form of JSON, and the [`Fingerprint`] that is made of it.
//!
//! Two texts of one JSON value have one canonical form: keys sorted by code point, the later of two equal keys,
//! strings with as few escapes as possible, numbers as their text, no spaces. So a client that writes its objects
//! in another order the second time is still recognised.

use std::{borrow::Cow, fmt::Write as _};

use sha2::{Digest, Sha256};

/// A SHA-256 hash of named values. It is stored and compared, so what it is made of must never change.
#[derive(Default)]
pub(crate) struct Fingerprint(Sha256);

impl Fingerprint {
    /// Adds a text.
    pub(crate) fn text(&mut self, name: &str, text: &str) {
        self.name(name);
        write_string(text.as_bytes(), &mut |bytes| self.0.update(bytes));
    }

    /// Adds valid JSON by its value.
    pub(crate) fn json(&mut self, name: &str, json: &str) {
        self.name(name);
        write_canonical(json, &mut |bytes| self.0.update(bytes));
    }

    fn name(&mut self, name: &str) {
        // Names are the crate's own, so a line break ends what was before.
        self.0.update(b"\n");
        self.0.update(name.as_bytes());
        self.0.update(b":");
    }

    /// Returns the hash in hexadecimal.
    pub(crate) fn finish(self) -> String {
        let mut text = String::with_capacity(64);
        for byte in self.0.finalize() {
            // Writing to a `String` cannot fail.
            write!(text, "{byte:02x}").ok();
        }
        text
    }
}

/// One value of a document, by where its children are.
enum Node<'a> {
    /// A number, `true`, `false` or `null`.
    Scalar(&'a str),
    String(Cow<'a, [u8]>),
    Array(Vec<usize>),
    /// The entries in the order of the text.
    Object(Vec<(Cow<'a, [u8]>, usize)>),
}

/// Writes the canonical form of valid JSON. No recursion: how deep JSON nests is for the host's limits to say.
fn write_canonical(json: &str, write: &mut impl FnMut(&[u8])) {
    /// Values that are still to be written, the last first.
    enum Step<'n> {
        Value(usize),
        Key(&'n [u8]),
        Text(&'static [u8]),
    }

    let mut nodes = read(json);
    for node in &mut nodes {
        if let Node::Object(entries) = node {
            // The sort is stable, so the later of two equal keys stays behind the other.
            entries.sort_by(|(left, _), (right, _)| left.cmp(right));
            let mut next = entries.iter().skip(1).map(|(key, _)| key.clone()).collect::<Vec<_>>().into_iter();
            entries.retain(|(key, _)| next.next().as_ref() != Some(key));
        }
    }
    let mut steps = if nodes.is_empty() { Vec::new() } else { vec![Step::Value(0)] };
    while let Some(step) = steps.pop() {
        match step {
            Step::Text(text) => write(text),
            Step::Key(key) => {
                write_string(key, write);
                write(b":");
            }
            Step::Value(at) => match &nodes[at] {
                Node::Scalar(text) => write(text.as_bytes()),
                Node::String(text) => write_string(text, write),
                Node::Array(items) => {
                    write(b"[");
                    steps.push(Step::Text(b"]"));
                    for (index, &item) in items.iter().enumerate().rev() {
                        steps.push(Step::Value(item));
                        if index > 0 {
                            steps.push(Step::Text(b","));
                        }
                    }
                }
                Node::Object(entries) => {
                    write(b"{");
                    steps.push(Step::Text(b"}"));
                    for (index, (key, value)) in entries.iter().enumerate().rev() {
                        steps.push(Step::Value(*value));
                        steps.push(Step::Key(key));
                        if index > 0 {
                            steps.push(Step::Text(b","));
                        }
                    }
                }
            },
        }
    }
}

/// Reads valid JSON; the first node is the whole value. For other text the result is unspecified; it never panics.
fn read(json: &str) -> Vec<Node<'_>> {
    let bytes = json.as_bytes();
    let mut nodes: Vec<Node<'_>> = Vec::new();
    // The arrays and objects that are open, each with the key that waits for its value.
    let mut open: Vec<(usize, Option<Cow<'_, [u8]>>)> = Vec::new();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let start = at;
        at += 1;
        let node = match byte {
            b' ' | b'\t' | b'\r' | b'\n' | b',' | b':' => continue,
            b']' | b'}' => {
                open.pop();
                continue;
            }
            b'[' => Node::Array(Vec::new()),
            b'{' => Node::Object(Vec::new()),
            b'"' => {
                let inside = inside_string(&bytes[at..]);
                at = (at + inside.len() + 1).min(bytes.len());
                let text = unescape(inside);
                if let Some((parent, key @ None)) = open.last_mut()
                    && matches!(nodes[*parent], Node::Object(_))
                {
                    *key = Some(text);
                    continue;
                }
                Node::String(text)
            }
            _ => {
                let ends =
                    |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b',' | b':' | b']' | b'}');
                at = bytes[at..].iter().position(ends).map_or(bytes.len(), |length| at + length);
                Node::Scalar(json.get(start..at).unwrap_or_default())
            }
        };
        let index = nodes.len();
        if let Some((parent, key)) = open.last_mut() {
            match &mut nodes[*parent] {
                Node::Array(items) => items.push(index),
                Node::Object(entries) => entries.push((key.take().unwrap_or_default(), index)),
                Node::Scalar(_) | Node::String(_) => {}
            }
        }
        if matches!(node, Node::Array(_) | Node::Object(_)) {
            open.push((index, None));
        }
        nodes.push(node);
    }
    nodes
}

/// Returns what stands before the closing quote.
fn inside_string(text: &[u8]) -> &[u8] {
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| memchr::memchr2(b'"', b'\\', rest)) {
        at += found;
        if text[at] == b'"' {
            return &text[..at];
        }
        at += 2;
    }
    text
}

/// Decodes the escapes of a string. A lone surrogate becomes the three bytes that it would have in UTF-8, so that two
/// of them differ.
fn unescape(escaped: &[u8]) -> Cow<'_, [u8]> {
    if memchr::memchr(b'\\', escaped).is_none() {
        return Cow::Borrowed(escaped);
    }
    let mut out = Vec::with_capacity(escaped.len());
    let mut rest = escaped;
    while let Some(at) = memchr::memchr(b'\\', rest) {
        out.extend_from_slice(&rest[..at]);
        let escape = rest.get(at + 1).copied().unwrap_or(b'\\');
        rest = rest.get(at + 2..).unwrap_or_default();
        match escape {
            b'n' => out.push(b'\n'),
            b't' => out.push(b'\t'),
            b'r' => out.push(b'\r'),
            b'b' => out.push(8),
            b'f' => out.push(12),
            b'u' => {
                let first = code_unit(rest);
                rest = rest.get(4..).unwrap_or_default();
                let second = rest.strip_prefix(b"\\u").map(code_unit);
                match second {
                    Some(second @ 0xDC00..=0xDFFF) if (0xD800..=0xDBFF).contains(&first) => {
                        rest = rest.get(6..).unwrap_or_default();
                        push_code_point(&mut out, 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00));
                    }
                    _ => push_code_point(&mut out, first),
                }
            }
            other => out.push(other),
        }
    }
    out.extend_from_slice(rest);
    Cow::Owned(out)
}

fn code_unit(digits: &[u8]) -> u32 {
    let digits = digits.get(..4).and_then(|digits| str::from_utf8(digits).ok());
    digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()).unwrap_or(0xFFFD)
}

fn push_code_point(out: &mut Vec<u8>, point: u32) {
    let byte = |bits: u32| u8::try_from(bits & 0xFF).unwrap_or(0);
    let Some(char) = char::from_u32(point) else {
        out.extend([
            byte(0xE0 | (point >> 12)),
            byte(0x80 | ((point >> 6) & 0x3F)),
            byte(0x80 | (point & 0x3F)),
        ]);
        return;
    };
    out.extend_from_slice(char.encode_utf8(&mut [0; 4]).as_bytes());
}

/// Writes a string in quotes. Only quotes, backslashes and control characters are escaped.
fn write_string(text: &[u8], write: &mut impl FnMut(&[u8])) {
    write(b"\"");
    let mut rest = text;
    while let Some(at) = rest.iter().position(|&byte| byte < b' ' || byte == b'"' || byte == b'\\') {
        write(&rest[..at]);
        write(format!("\\u{:04x}", rest[at]).as_bytes());
        rest = &rest[at + 1..];
    }
    write(rest);
    write(b"\"");
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn canonical(json: &str) -> String {
        let mut out = Vec::new();
        write_canonical(json, &mut |bytes| out.extend_from_slice(bytes));
        String::from_utf8_lossy(&out).into_owned()
    }

    #[track_caller]
    fn same(left: &str, right: &str) {
        assert_eq!(canonical(left), canonical(right));
    }

    #[test]
    fn keys_are_sorted_by_code_point_and_spaces_dropped() {
        assert_eq!(canonical(r#" { "b" : [ 1 , { } , [ ] ] , "a" : null } "#), r#"{"a":null,"b":[1,{},[]]}"#);
        // U+FF61 comes before U+1F41D by code point, and after it by UTF-16.
        assert_eq!(canonical("{\"\u{1f41d}\":1,\"\u{ff61}\":2}"), "{\"\u{ff61}\":2,\"\u{1f41d}\":1}");
    }

    #[test]
    fn the_later_of_equal_keys_counts() {
        assert_eq!(canonical(r#"{"a":1,"b":2,"\u0061":3,"a":4}"#), r#"{"a":4,"b":2}"#);
    }

    #[test]
    fn strings_are_equal_however_they_are_escaped() {
        same(r#""\u0041\/\n""#, "\"A/\\u000a\"");
        same(r#""\ud83d\udc1d""#, "\"\u{1f41d}\"");
        same(r#"{"\u0022":1}"#, r#"{"\"":1}"#);
        assert_ne!(canonical_bytes(r#""\ud83d""#), canonical_bytes(r#""\udc1d""#));
        assert_ne!(canonical_bytes(r#""\ud83d""#), canonical_bytes("\"\u{fffd}\""));
    }

    fn canonical_bytes(json: &str) -> Vec<u8> {
        let mut out = Vec::new();
        write_canonical(json, &mut |bytes| out.extend_from_slice(bytes));
        out
    }

    #[test]
    fn numbers_are_their_text() {
        assert_eq!(canonical("[1.0,1,1e2,12345678901234567890]"), "[1.0,1,1e2,12345678901234567890]");
    }

    #[test]
    fn deep_nesting_does_not_overflow_the_stack() {
        let deep = "[".repeat(200_000) + &"]".repeat(200_000);
        assert_eq!(canonical(&deep), deep);
    }

    #[test]
    fn values_do_not_run_into_each_other() {
        let fingerprint = |values: &[(&str, &str)]| {
            let mut fingerprint = Fingerprint::default();
            for (name, text) in values {
                fingerprint.text(name, text);
            }
            fingerprint.finish()
        };
        assert_ne!(fingerprint(&[("a", "1"), ("b", "2")]), fingerprint(&[("a", "1\"\nb:\"2")]));
        assert_eq!(fingerprint(&[]).len(), 64);
    }

    proptest! {
        #[test]
        fn the_form_is_json_of_the_same_value(text in "[\\x00-\\x{ffff}]{0,20}", numbers in any::<[i32; 3]>()) {
            let value = serde_json::json!({ "x": numbers, &text: [&text, { "y": &text }] });
            let form = canonical(&value.to_string());
            prop_assert_eq!(serde_json::from_str::<serde_json::Value>(&form).unwrap(), value);
            prop_assert_eq!(canonical(&form), form);
        }

        #[test]
        fn any_text_is_read_without_a_panic(text in ".{0,40}") {
            canonical(&text);
        }
    }
}
