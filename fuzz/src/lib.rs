//! [`Value`], JSON as a second reader sees it, to compare with what the crate keeps.

use std::collections::BTreeMap;

/// A JSON value whose numbers are texts. Two are equal when JavaScript would read the same from both, if its
/// numbers had no limits.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`, `true`, `false`, or a number as it was written.
    Word(String),
    /// A string, with U+FFFD for each half of a cut emoji.
    Text(String),
    /// An array.
    Array(Vec<Value>),
    /// An object: of a repeated key the last.
    Object(BTreeMap<String, Value>),
}

impl Value {
    /// Returns the fields of an object.
    ///
    /// # Panics
    /// Panics if it is none.
    #[must_use]
    pub fn into_fields(self) -> BTreeMap<String, Self> {
        match self {
            Self::Object(fields) => fields,
            other => panic!("no object: {other:?}"),
        }
    }

    /// Returns the elements of an array.
    ///
    /// # Panics
    /// Panics if it is none.
    #[must_use]
    pub fn into_elements(self) -> Vec<Self> {
        match self {
            Self::Array(elements) => elements,
            other => panic!("no array: {other:?}"),
        }
    }

    /// Returns a string's text.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }
}

/// A text that was read.
#[derive(Debug)]
pub struct Seen {
    /// What it says.
    pub value: Value,
    /// How many arrays and objects lie around the innermost value.
    pub depth: usize,
}

/// Reads text that is known to be JSON.
///
/// # Panics
/// Panics if it is none: then somebody took for JSON what is not.
#[must_use]
pub fn see(text: &str) -> Seen {
    let mut reader = Reader { text, at: 0, level: 0, depth: 0 };
    let value = reader.value();
    reader.blanks();
    assert_eq!(reader.at, text.len(), "something follows the value");
    Seen { value, depth: reader.depth }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    level: usize,
    depth: usize,
}

impl Reader<'_> {
    fn peek(&self) -> u8 {
        self.text.as_bytes()[self.at]
    }

    fn blanks(&mut self) {
        while self.at < self.text.len() && b" \t\r\n".contains(&self.peek()) {
            self.at += 1;
        }
    }

    fn takes(&mut self, byte: u8) -> bool {
        self.blanks();
        let found = self.peek() == byte;
        self.at += usize::from(found);
        found
    }

    fn value(&mut self) -> Value {
        self.blanks();
        match self.peek() {
            b'"' => Value::Text(self.string()),
            b'[' => self.nested(|reader| {
                let mut elements = Vec::new();
                while !reader.takes(b']') {
                    assert!(elements.is_empty() || reader.takes(b','), "a comma between elements");
                    elements.push(reader.value());
                }
                Value::Array(elements)
            }),
            b'{' => self.nested(|reader| {
                let mut fields = BTreeMap::new();
                let mut first = true;
                while !reader.takes(b'}') {
                    assert!(std::mem::take(&mut first) || reader.takes(b','), "a comma between fields");
                    reader.blanks();
                    let key = reader.string();
                    assert!(reader.takes(b':'), "a colon after a key");
                    fields.insert(key, reader.value());
                }
                Value::Object(fields)
            }),
            _ => {
                let rest = &self.text[self.at..];
                let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && !"+-.".contains(c));
                let word = &rest[..end.unwrap_or(rest.len())];
                assert!(!word.is_empty(), "a value");
                self.at += word.len();
                Value::Word(word.to_owned())
            }
        }
    }

    fn nested(&mut self, read: impl FnOnce(&mut Self) -> Value) -> Value {
        self.at += 1;
        self.level += 1;
        self.depth = self.depth.max(self.level);
        let value = read(self);
        self.level -= 1;
        value
    }

    fn string(&mut self) -> String {
        assert_eq!(self.peek(), b'"', "a string");
        self.at += 1;
        let mut text = String::new();
        // Escapes side by side may be the halves of one character.
        let mut units: Vec<u16> = Vec::new();
        loop {
            let c = self.text[self.at..].chars().next().expect("the end of a string");
            self.at += c.len_utf8();
            let escaped = if c == '\\' { self.escape() } else { None };
            if let Some(unit) = escaped {
                units.push(unit);
                continue;
            }
            text.extend(
                char::decode_utf16(units.drain(..)).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)),
            );
            match c {
                '"' => break,
                '\\' => text.push(match self.text.as_bytes()[self.at - 1] {
                    b'b' => '\u{8}',
                    b'f' => '\u{c}',
                    b'n' => '\n',
                    b'r' => '\r',
                    b't' => '\t',
                    same @ (b'"' | b'\\' | b'/') => char::from(same),
                    other => panic!("the escape {other}"),
                }),
                _ => text.push(c),
            }
        }
        text
    }

    /// Passes over what follows a backslash, and returns the unit of UTF-16 that it spells with `u`.
    fn escape(&mut self) -> Option<u16> {
        self.at += 1;
        if self.text.as_bytes()[self.at - 1] != b'u' {
            return None;
        }
        let digits = &self.text[self.at..self.at + 4];
        self.at += 4;
        Some(u16::from_str_radix(digits, 16).expect("four digits"))
    }
}

/// Checks that an error is one that a reader of text gives, and says something.
///
/// # Panics
/// Panics if it is not.
pub fn assert_typed(error: &storyden_robots::Error) {
    use storyden_robots::ErrorKind;
    assert!(matches!(error.kind(), ErrorKind::InvalidArgument | ErrorKind::TooLarge), "{error:?}");
    assert!(!error.to_string().is_empty());
}
