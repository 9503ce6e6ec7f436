//! [`checksum`]: what a message's row adds up to, so that a flipped bit is found when the row is read.
//!
//! SQLite keeps no checksums of its own in the file, and PostgreSQL need not. These are CRC-32 (IEEE 802.3),
//! which finds every burst of up to 32 wrong bits: they are there against broken disks, not against people,
//! who could write any row with its sum.

use crate::{id::AccountId, json::Json, message::Message, robot::RobotKey};

/// Returns the checksum of a message: of all that a reader sees of it. What is left out are the keys, its
/// session and its place, which the store may give later, and the columns that are changed in place: its
/// revision, whether it is a draft, and when it was deleted.
///
/// The upper half is about who said it and when, the lower half is that of [`content_checksum`], so that a
/// message can be finished without reading it. Rows without a checksum, from before there were any, are not
/// checked.
///
/// # Examples
/// ```
/// use storyden_robots::{AccountId, Message, sql::{checksum, content_checksum}};
///
/// let json = r#"{"id":"cc5lnd2s1s4652adtu50","role":"user","parts":[],"created_at":"2026-11-22T00:00:00Z"}"#;
/// let message: Message<AccountId> = serde_json::from_str(json)?;
/// assert_eq!(checksum(&message) & 0xffff_ffff, content_checksum("[]", None));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[must_use]
pub fn checksum(message: &Message<AccountId>) -> i64 {
    checksum_with(message, message.parts.as_str())
}

/// Returns the same of a message whose parts are elsewhere.
pub(super) fn checksum_with(message: &Message<AccountId>, parts: &str) -> i64 {
    let (id, built_in) = match message.robot.as_ref().map(|robot| &robot.id) {
        Some(RobotKey::Created(id)) => (Some(id.to_bytes()), None),
        Some(RobotKey::BuiltIn(name)) => (None, Some(&**name)),
        None => (None, None),
    };
    let texts = [
        Some(message.role.as_str()),
        built_in,
        message.robot.as_ref().map(|robot| robot.name.as_str()),
        message.extra.as_ref().map(Json::as_str),
    ];
    // In one piece, of 128 bytes at least: the sum of fewer, or of several pieces, takes several times as long.
    let mut said = Vec::with_capacity(FAST);
    said.extend_from_slice(&message.id.to_bytes());
    said.extend_from_slice(&message.created_at.as_micros().to_le_bytes());
    for account in [message.author.map(AccountId::to_bytes), id] {
        said.push(u8::from(account.is_some()));
        said.extend_from_slice(&account.unwrap_or_default());
    }
    said.extend_from_slice(lengths(texts).as_flattened());
    texts.into_iter().flatten().for_each(|text| said.extend_from_slice(text.as_bytes()));
    said.resize(said.len().max(FAST), 0);
    let upper = i64::from(crc32fast::hash(&said) & 0x7fff_ffff) << 32;
    upper | content_checksum(parts, message.metadata.as_ref().map(Json::as_str))
}

/// From so many bytes on, `crc32fast` sums with wide instructions.
const FAST: usize = 128;

/// Returns the checksum of what changes when a message is finished, as [`checksum`] has it in its lower half.
#[must_use]
pub fn content_checksum(parts: &str, metadata: Option<&str>) -> i64 {
    // Two JSON texts, of which the first is an array: where one ends and the other begins can be told.
    let mut sum = crc32fast::Hasher::new();
    sum.update(parts.as_bytes());
    sum.update(metadata.unwrap_or_default().as_bytes());
    sum.finalize().into()
}

/// Returns the lengths of texts. They come before the texts, so that no two lists of texts are the same sequence
/// of bytes; there is no text of `u64::MAX` bytes.
fn lengths<const N: usize>(texts: [Option<&str>; N]) -> [[u8; 8]; N] {
    texts.map(|text| text.map_or(u64::MAX, |text| text.len() as u64).to_le_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        id::MessageId,
        message::{MessageRole, Revision, Sequence},
        part::Parts,
        robot::RobotRef,
        time::Timestamp,
    };

    fn message() -> Message<AccountId> {
        Message {
            id: MessageId::from_bytes([1; 12]),
            sequence: Some(Sequence::FIRST),
            role: MessageRole::User,
            parts: Parts::parse(r#"[{"type":"text","text":"Hello"}]"#).unwrap(),
            metadata: None,
            created_at: Timestamp::UNIX_EPOCH,
            robot: None,
            author: Some(AccountId::from_bytes([2; 12])),
            extra: None,
            revision: Revision::default(),
            draft: false,
        }
    }

    #[test]
    fn it_is_the_same_in_every_version() {
        assert_eq!(checksum(&message()), 8_985_448_249_953_438_345);
    }

    #[test]
    fn everything_that_a_reader_sees_is_in_it() {
        type Change = fn(&mut Message<AccountId>);
        let changes: [Change; 11] = [
            |message| message.id = MessageId::from_bytes([3; 12]),
            |message| message.role = MessageRole::Assistant,
            |message| message.parts = Parts::parse(r#"[{"type":"text","text":"hello"}]"#).unwrap(),
            |message| message.metadata = Some(Json::NULL),
            |message| message.extra = Some(Json::NULL),
            |message| message.created_at = Timestamp::from_micros(1).unwrap(),
            |message| message.author = None,
            |message| message.author = Some(AccountId::from_bytes([0; 12])),
            |message| message.robot = Some(robot("a", "")),
            |message| message.robot = Some(robot("a", "b")),
            |message| message.robot = Some(robot("ab", "")),
        ];
        let mut sums = vec![checksum(&message())];
        for change in changes {
            let mut message = message();
            change(&mut message);
            sums.push(checksum(&message));
        }
        sums.sort_unstable();
        sums.dedup();
        assert_eq!(sums.len(), changes.len() + 1);
    }

    fn robot(id: &str, name: &str) -> RobotRef {
        RobotRef { id: id.parse().unwrap(), name: name.to_owned() }
    }
}
