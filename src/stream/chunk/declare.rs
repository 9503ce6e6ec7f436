//! [`chunks!`], the macro that declares the kinds of chunks, and what it reads and writes them with.

use std::borrow::Cow;

use super::fragment::Fragment;
use crate::model::{
    error::{Error, Result},
    json::Json,
    json_scan::{self, Key, keep_last, quoted, string},
    part::Extra,
};

/// The kinds of fields: their types, how they are read, written and owned.
macro_rules! field {
    (type $a:lifetime text) => { Cow<$a, str> };
    (type $a:lifetime text_or) => { Option<Cow<$a, str>> };
    (type $a:lifetime fragment) => { Fragment<$a> };
    (type $a:lifetime fragment_or) => { Option<Fragment<$a>> };
    (type $a:lifetime truth) => { bool };
    (type $a:lifetime flag) => { Option<bool> };
    (type $a:lifetime any) => { Option<Json<$a>> };
    (type $a:lifetime some) => { Option<Json<$a>> };

    (read text $fields:ident $key:literal) => { $fields.text($key)? };
    (read text_or $fields:ident $key:literal) => { $fields.text_or($key) };
    (read fragment $fields:ident $key:literal) => { $fields.fragment($key)? };
    (read fragment_or $fields:ident $key:literal) => { $fields.take($key).and_then(Fragment::of_json) };
    (read truth $fields:ident $key:literal) => { $fields.truth($key)? };
    (read flag $fields:ident $key:literal) => { $fields.flag($key) };
    (read any $fields:ident $key:literal) => { $fields.take($key).map(Json::checked) };
    (read some $fields:ident $key:literal) => {
        $fields.take($key).filter(|text| *text != "null").map(Json::checked)
    };

    (write text $out:ident $key:literal $value:ident) => { $out.put($key, &quoted($value)) };
    (write text_or $out:ident $key:literal $value:ident) => {
        if let Some(text) = $value { $out.put($key, &quoted(text)) }
    };
    (write fragment $out:ident $key:literal $value:ident) => {
        $out.put($key, &format!("\"{}\"", $value.as_escaped()))
    };
    (write fragment_or $out:ident $key:literal $value:ident) => {
        if let Some(text) = $value { $out.put($key, &format!("\"{}\"", text.as_escaped())) }
    };
    (write truth $out:ident $key:literal $value:ident) => {
        $out.put($key, if *$value { "true" } else { "false" })
    };
    (write flag $out:ident $key:literal $value:ident) => {
        if let Some(flag) = $value { $out.put($key, if *flag { "true" } else { "false" }) }
    };
    (write any $out:ident $key:literal $value:ident) => {
        if let Some(json) = $value { $out.put($key, json.as_str()) }
    };
    (write some $out:ident $key:literal $value:ident) => {
        if let Some(json) = $value { $out.put($key, json.as_str()) }
    };

    (own text $value:ident) => { Cow::Owned($value.into_owned()) };
    (own text_or $value:ident) => { $value.map(|text| Cow::Owned(text.into_owned())) };
    (own fragment $value:ident) => { $value.into_owned() };
    (own fragment_or $value:ident) => { $value.map(Fragment::into_owned) };
    (own truth $value:ident) => { $value };
    (own flag $value:ident) => { $value };
    (own any $value:ident) => { $value.map(Json::into_owned) };
    (own some $value:ident) => { $value.map(Json::into_owned) };
}

/// Declares the kinds of chunks: the variants of `Chunk`, and how they are read, written and owned.
macro_rules! chunks {
    ($(
        $(#[$doc:meta])*
        $variant:ident = $name:literal { $($(#[$fdoc:meta])* $field:ident: $kind:ident = $key:literal,)* }
    )+) => {
        /// One chunk of the UI message stream of the AI SDK 5, 6 and 7.
        ///
        /// The set is open: a chunk of an unknown type is [`Other`](Self::Other), kept whole. Unknown fields are
        /// dropped, except in [`Data`](Self::Data), which the AI SDK keeps whole.
        ///
        /// `null` in an optional field is the same as a missing field.
        ///
        /// # Examples
        /// ```
        /// use storyden_robots::stream::{Chunk, Fragment};
        ///
        /// let chunk = Chunk::parse(r#"{"type":"text-delta","id":"1","delta":"Bees"}"#)?;
        /// let Chunk::TextDelta { delta, .. } = &chunk else { panic!("a delta") };
        /// assert_eq!(*delta, Fragment::from("Bees"));
        /// assert_eq!(chunk, Chunk::text_delta("1", "Bees"));
        /// # Ok::<(), storyden_robots::Error>(())
        /// ```
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum Chunk<'a> {
            $(
                $(#[$doc])*
                #[doc = concat!("(`", $name, "`)")]
                $variant { $($(#[$fdoc])* $field: field!(type 'a $kind),)* },
            )+
            /// Adds or replaces data of the application. (`data-<name>`)
            Data {
                /// The name: `render_card` in `data-render_card`.
                name: Cow<'a, str>,
                /// The id by which it replaces an earlier part.
                id: Option<Cow<'a, str>>,
                /// The data.
                data: Option<Json<'a>>,
                /// Whether it is only for current readers, and is not stored.
                transient: Option<bool>,
                /// Every other field.
                extra: Extra<'a>,
            },
            /// A chunk of an unknown type.
            Other {
                /// The `type`.
                kind: Cow<'a, str>,
                /// The whole chunk.
                json: Json<'a>,
            },
        }

        impl<'a> Chunk<'a> {
            /// Parses the JSON text of a chunk.
            ///
            /// # Errors
            /// [`Error::InvalidArgument`](crate::Error::InvalidArgument) with the name of the field, or an empty name
            /// if the text is not an object.
            pub fn parse(text: &'a str) -> Result<Self> {
                let text = trim(text);
                let mut fields = ChunkFields::read(text)?;
                let kind = fields.text("type")?;
                Ok(match &*kind {
                    $($name => Self::$variant { $($field: field!(read $kind fields $key),)* },)+
                    _ => match kind.strip_prefix("data-") {
                        Some(name) => Self::Data {
                            name: Cow::Owned(name.to_owned()),
                            id: fields.text_if("id"),
                            data: fields.take("data").map(Json::checked),
                            transient: fields.flag_if("transient"),
                            extra: fields.rest(),
                        },
                        None => Self::Other { kind, json: Json::checked(text) },
                    },
                })
            }

            /// Returns the `type` on the wire.
            #[must_use]
            pub fn kind(&self) -> Cow<'_, str> {
                match self {
                    $(Self::$variant { .. } => Cow::Borrowed($name),)+
                    Self::Data { name, .. } => Cow::Owned(format!("data-{name}")),
                    Self::Other { kind, .. } => Cow::Borrowed(kind),
                }
            }

            /// Writes the chunk as JSON.
            #[must_use]
            pub fn to_json(&self) -> Json<'static> {
                let mut out = ChunkWriter::start(&self.kind());
                match self {
                    $(Self::$variant { $($field),* } => {
                        $(field!(write $kind out $key $field);)*
                    })+
                    Self::Data { name: _, id, data, transient, extra } => {
                        field!(write text_or out "id" id);
                        field!(write any out "data" data);
                        field!(write flag out "transient" transient);
                        for (key, value) in extra.entries() {
                            out.put_entry(key, value.as_str());
                        }
                    }
                    Self::Other { json, .. } => return json.clone().into_owned(),
                }
                out.end()
            }

            /// Returns the same chunk, borrowing nothing.
            #[must_use]
            pub fn into_owned(self) -> Chunk<'static> {
                match self {
                    $(Self::$variant { $($field),* } => Chunk::$variant {
                        $($field: field!(own $kind $field),)*
                    },)+
                    Self::Data { name, id, data, transient, extra } => Chunk::Data {
                        name: field!(own text name),
                        id: field!(own text_or id),
                        data: field!(own any data),
                        transient,
                        extra: extra.into_owned(),
                    },
                    Self::Other { kind, json } => Chunk::Other {
                        kind: field!(own text kind),
                        json: json.into_owned(),
                    },
                }
            }
        }
    };
}
pub(super) use {chunks, field};

/// The fields of a chunk, as texts. Of a repeated key it has the last value, as in JavaScript.
pub(super) struct ChunkFields<'a>(Vec<(Key<'a>, &'a str)>);

impl<'a> ChunkFields<'a> {
    pub(super) fn read(text: &'a str) -> Result<Self> {
        let mut fields = Self(Vec::new());
        json_scan::fields(text, |key, value| fields.0.push((key, value)))?;
        keep_last(&mut fields.0);
        Ok(fields)
    }

    pub(super) fn take(&mut self, key: &str) -> Option<&'a str> {
        self.take_if(key, |_| true)
    }

    pub(super) fn take_if(&mut self, key: &str, fits: impl FnOnce(&str) -> bool) -> Option<&'a str> {
        let at = self.0.iter().position(|(known, _)| **known == *key)?;
        fits(self.0[at].1).then(|| self.0.remove(at).1)
    }

    pub(super) fn required(&mut self, key: &'static str) -> Result<&'a str> {
        self.take(key).ok_or_else(|| Error::invalid_argument(key, "is missing"))
    }

    pub(super) fn text(&mut self, key: &'static str) -> Result<Cow<'a, str>> {
        string(self.required(key)?).ok_or_else(|| Error::invalid_argument(key, "must be a string"))
    }

    pub(super) fn text_or(&mut self, key: &'static str) -> Option<Cow<'a, str>> {
        self.take(key).and_then(string)
    }

    /// Removes and returns a field if it is a string.
    pub(super) fn text_if(&mut self, key: &'static str) -> Option<Cow<'a, str>> {
        self.take_if(key, |text| text.starts_with('"')).and_then(string)
    }

    /// Removes and returns a field if it is a boolean.
    pub(super) fn flag_if(&mut self, key: &'static str) -> Option<bool> {
        self.take_if(key, |text| matches!(text, "true" | "false")).map(|text| text == "true")
    }

    pub(super) fn fragment(&mut self, key: &'static str) -> Result<Fragment<'a>> {
        Fragment::of_json(self.required(key)?).ok_or_else(|| Error::invalid_argument(key, "must be a string"))
    }

    pub(super) fn truth(&mut self, key: &'static str) -> Result<bool> {
        match self.required(key)? {
            "true" => Ok(true),
            "false" => Ok(false),
            _ => Err(Error::invalid_argument(key, "must be a boolean")),
        }
    }

    pub(super) fn flag(&mut self, key: &'static str) -> Option<bool> {
        self.take(key).and_then(|text| serde_json::from_str(text).ok())
    }

    pub(super) fn rest(self) -> Extra<'a> {
        Extra::of(self.0.into_iter().map(|(key, value)| (key, Json::checked(value))).collect())
    }
}

/// Writes a chunk as a JSON object.
pub(super) struct ChunkWriter(String);

impl ChunkWriter {
    pub(super) fn start(kind: &str) -> Self {
        Self(format!("{{\"type\":{}", quoted(kind)))
    }

    pub(super) fn put(&mut self, key: &'static str, value: &str) {
        self.put_entry(&key.into(), value);
    }

    pub(super) fn put_entry(&mut self, key: &Key<'_>, value: &str) {
        self.0.push(',');
        key.write(&mut self.0);
        self.0.push(':');
        self.0.push_str(value);
    }

    pub(super) fn end(mut self) -> Json<'static> {
        self.0.push('}');
        Json::from_stored(self.0)
    }
}
