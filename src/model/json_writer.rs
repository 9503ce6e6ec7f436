//! Writing JSON by hand around text that is JSON already.
//!
//! A page of messages is mostly the text of their parts. serde would check that text again before it writes it; copying
//! it between hand-written brackets costs a tenth.

use serde::{Serialize, Serializer, ser::Error as _};
use serde_json::value::RawValue;

use crate::model::{
    error::{Damaged, Error, Result},
    text::Plain,
};

/// Appends `value` as serde writes it.
pub(crate) fn write_serde<T: Serialize + ?Sized>(out: &mut Vec<u8>, value: &T) -> Result<()> {
    serde_json::to_writer(out, value)
        .map_err(|error| Error::internal("a value cannot be written as JSON", error))
}

/// Appends a number.
pub(crate) fn write_number(out: &mut Vec<u8>, number: u64) {
    out.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
}

/// Appends a value whose text needs no escape: an id, a time.
pub(crate) fn write_plain(out: &mut Vec<u8>, value: &impl Plain) {
    out.push(b'"');
    value.with_text(|text| out.extend_from_slice(text));
    out.push(b'"');
}

/// Appends a text as a JSON string.
pub(crate) fn write_text(out: &mut Vec<u8>, text: &str) -> Result<()> {
    // Names rarely have anything to escape. A fold over all bytes is vectorised, an early exit is not.
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

/// Appends the last field of a list, the rows that do not decode, if there are any.
pub(crate) fn write_damaged(out: &mut Vec<u8>, damaged: &[Damaged]) -> Result<()> {
    if damaged.is_empty() {
        return Ok(());
    }
    out.extend_from_slice(b",\"damaged\":");
    write_serde(out, damaged)
}

/// Serializes the JSON that `write` appends, as one raw value.
pub(crate) fn serialize_written<S: Serializer>(
    serializer: S,
    write: impl FnOnce(&mut Vec<u8>) -> Result<()>,
) -> Result<S::Ok, S::Error> {
    let mut out = Vec::new();
    write(&mut out).map_err(S::Error::custom)?;
    let text = String::from_utf8(out).map_err(S::Error::custom)?;
    RawValue::from_string(text).map_err(S::Error::custom)?.serialize(serializer)
}
