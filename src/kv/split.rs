//! Values that are too long for one key: the first part is stored under the key itself, with the number of further
//! parts.

use sha2::{Digest, Sha256};

use super::keys;

const WHOLE: u8 = 0;
const SPLIT: u8 = 1;
/// The length of a mark, the number of further parts, and the hash of the whole value.
const HEAD: usize = 1 + 4 + 32;

/// A value as the backend has it.
#[derive(Clone, Debug)]
pub(super) struct Stored {
    /// The bytes under the key itself.
    pub(super) raw: Vec<u8>,
    joined: Option<Vec<u8>>,
}

impl Stored {
    /// Returns the value, or the number of its further parts.
    pub(super) fn read(raw: Vec<u8>) -> Result<Self, (Vec<u8>, u32)> {
        match raw.first() {
            Some(&SPLIT) if raw.len() >= HEAD => {
                let parts =
                    raw.get(1..).and_then(|rest| rest.first_chunk()).map(|bytes| u32::from_be_bytes(*bytes));
                Err((raw, parts.unwrap_or(0)))
            }
            _ => Ok(Self { raw, joined: None }),
        }
    }

    /// Joins the parts of a value; `None` if they do not belong together.
    pub(super) fn join(raw: Vec<u8>, parts: &[Vec<u8>]) -> Option<Self> {
        let (hash, first) = (raw.get(5..HEAD)?, raw.get(HEAD..)?);
        let mut joined = first.to_vec();
        for part in parts {
            joined.extend_from_slice(part);
        }
        (Sha256::digest(&joined)[..] == *hash).then_some(Self { raw, joined: Some(joined) })
    }

    /// Returns the first part of a value whose parts do not belong together: enough to read its id, not to decode it.
    pub(super) fn broken(raw: Vec<u8>) -> Self {
        let start = raw.get(HEAD..HEAD + 12).map(<[u8]>::to_vec);
        Self { raw, joined: Some(start.unwrap_or_default()) }
    }

    /// Returns the value.
    pub(super) fn value(&self) -> &[u8] {
        self.joined.as_deref().or_else(|| self.raw.get(1..)).unwrap_or_default()
    }
}

/// A key with its value.
pub(super) type Row = (Vec<u8>, Vec<u8>);

/// Splits a value: returns the bytes under the key itself, and the further parts with their keys.
pub(super) fn split(key: &[u8], value: &[u8], max: usize) -> (Vec<u8>, Vec<Row>) {
    if value.len() < max {
        let mut raw = Vec::with_capacity(value.len() + 1);
        raw.push(WHOLE);
        raw.extend_from_slice(value);
        return (raw, Vec::new());
    }
    let max = max.max(2 * HEAD);
    let (first, rest) = value.split_at(max - HEAD);
    let parts: Vec<_> = (0_u32..)
        .zip(rest.chunks(max))
        .map(|(index, part)| (keys::part(key, index), part.to_vec()))
        .collect();
    let count = u32::try_from(parts.len()).unwrap_or(u32::MAX);
    let raw = [&[SPLIT][..], &count.to_be_bytes(), &Sha256::digest(value), first].concat();
    (raw, parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_split_is_joined() {
        for length in [0, 1, 98, 99, 100, 101, 163, 164, 10_000] {
            let value: Vec<u8> = (0..=255).cycle().take(length).collect();
            let (raw, parts) = split(b"key", &value, 100);
            assert!(raw.len() <= 100 && parts.iter().all(|(_, part)| part.len() <= 100), "{length}");
            assert_eq!(parts.is_empty(), length < 100, "{length}");
            let parts: Vec<_> = parts.into_iter().map(|(_, part)| part).collect();
            let stored = match Stored::read(raw) {
                Ok(stored) => stored,
                Err((raw, count)) => {
                    assert_eq!(count as usize, parts.len());
                    assert!(Stored::join(raw.clone(), &parts[1..]).is_none(), "a part is missing");
                    Stored::join(raw, &parts).unwrap()
                }
            };
            assert_eq!(stored.value(), value);
        }
    }
}
