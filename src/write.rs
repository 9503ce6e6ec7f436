//! Writing JSON by hand around text that is JSON already.
//!
//! A page of messages is mostly the text of its parts. serde would check that text again before it
//! writes it; copying it between a few hand-written brackets costs a tenth.

use std::{ops::Range, sync::Arc};

use serde::{Serialize, Serializer, ser::Error as _};
use serde_json::value::RawValue;

use crate::{
    error::{Damaged, Error, Result},
    id::{AccountId, Plain},
    profile::Profile,
    robot::RobotRef,
};

/// How a person appears in an answer: as an id in a store, as a [`Profile`] to a reader.
pub trait Author: Clone + Serialize + sealed::Sealed {
    /// Returns whose this is. What one answer shows of an account is the same everywhere in it.
    fn account(&self) -> AccountId;
}

mod sealed {
    use crate::error::Result;

    pub trait Sealed {
        /// Appends what serde makes of it, without serde.
        fn write(&self, out: &mut Vec<u8>) -> Result<()>;
    }
}

impl sealed::Sealed for AccountId {
    fn write(&self, out: &mut Vec<u8>) -> Result<()> {
        write_plain(out, self);
        Ok(())
    }
}

impl sealed::Sealed for Arc<Profile> {
    fn write(&self, out: &mut Vec<u8>) -> Result<()> {
        self.write_json(out)
    }
}

impl Author for AccountId {
    fn account(&self) -> AccountId {
        *self
    }
}

impl Author for Arc<Profile> {
    fn account(&self) -> AccountId {
        self.id
    }
}

/// Appends what serde makes of `value`.
pub(crate) fn write_serde<T: Serialize + ?Sized>(out: &mut Vec<u8>, value: &T) -> Result<()> {
    serde_json::to_writer(out, value).map_err(|error| Error::internal("a value has no JSON form", error))
}

/// Appends a text that has nothing to escape: an id, a time.
pub(crate) fn write_plain(out: &mut Vec<u8>, value: &impl Plain) {
    out.push(b'"');
    value.with_text(|text| out.extend_from_slice(text));
    out.push(b'"');
}

/// Appends a text as a JSON string.
pub(crate) fn write_text(out: &mut Vec<u8>, text: &str) -> Result<()> {
    // Names have nothing to escape as a rule. Looked at as a whole, that is seen many bytes at a time.
    let escaped = |byte: u8| byte < b' ' || byte == b'"' || byte == b'\\';
    if text.bytes().fold(false, |any, byte| any | escaped(byte)) {
        return write_serde(out, text);
    }
    out.push(b'"');
    out.extend_from_slice(text.as_bytes());
    out.push(b'"');
    Ok(())
}

/// Appends an array, with its items as `write_item` writes them.
pub(crate) fn write_array<'i, T>(
    out: &mut Vec<u8>,
    items: &'i [T],
    mut write_item: impl FnMut(&mut Vec<u8>, &'i T) -> Result<()>,
) -> Result<()> {
    out.push(b'[');
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        write_item(out, item)?;
    }
    out.push(b']');
    Ok(())
}

/// Appends the last field of a list: the rows that do not decode, if there are any.
pub(crate) fn write_damaged(out: &mut Vec<u8>, damaged: &[Damaged]) -> Result<()> {
    if damaged.is_empty() {
        return Ok(());
    }
    out.extend_from_slice(b",\"damaged\":");
    write_serde(out, damaged)
}

/// Who was written already, and where: the few people and robots of an answer appear again and again in it.
#[derive(Default)]
pub(crate) struct Written<'m> {
    robots: Vec<(&'m RobotRef, Range<usize>)>,
    authors: Vec<(AccountId, Range<usize>)>,
}

impl<'m> Written<'m> {
    pub(crate) fn robot(&mut self, out: &mut Vec<u8>, robot: &'m RobotRef) -> Result<()> {
        write_once(out, &mut self.robots, robot, |out| write_serde(out, robot))
    }

    pub(crate) fn author(&mut self, out: &mut Vec<u8>, author: &impl Author) -> Result<()> {
        write_once(out, &mut self.authors, author.account(), |out| author.write(out))
    }
}

fn write_once<K: PartialEq>(
    out: &mut Vec<u8>,
    written: &mut Vec<(K, Range<usize>)>,
    key: K,
    write: impl FnOnce(&mut Vec<u8>) -> Result<()>,
) -> Result<()> {
    if let Some((_, range)) = written.iter().find(|(known, _)| *known == key) {
        out.extend_from_within(range.clone());
    } else {
        let start = out.len();
        write(out)?;
        written.push((key, start..out.len()));
    }
    Ok(())
}

/// Gives what `write` makes to a serde serializer, as one raw value.
pub(crate) fn serialize_written<S: Serializer>(
    serializer: S,
    write: impl FnOnce(&mut Vec<u8>) -> Result<()>,
) -> Result<S::Ok, S::Error> {
    let mut out = Vec::new();
    write(&mut out).map_err(S::Error::custom)?;
    let text = String::from_utf8(out).map_err(S::Error::custom)?;
    RawValue::from_string(text).map_err(S::Error::custom)?.serialize(serializer)
}
