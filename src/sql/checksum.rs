//! The checksum of a message's document: a CRC-32, against broken disks and not against people.

use crate::model::error::{Error, Result};

/// Sums the bytes of a document.
pub(super) fn checksum(document: &str) -> i64 {
    crc32fast::hash(document.as_bytes()).into()
}

/// Compares a document with its sum. One without a sum is not compared.
///
/// # Errors
/// [`Error::StorageFailed`] if they differ.
pub(super) fn check(document: &str, sum: Option<i64>) -> Result<()> {
    match sum {
        Some(sum) if sum != checksum(document) => {
            let source = format!("the checksum is {sum}, not {}", checksum(document));
            Err(Error::storage_failed("a stored message is damaged", Some(source.into())))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flipped_bit_is_found_unless_there_is_no_sum() {
        let sum = checksum("{}");
        assert!(check("{}", Some(sum)).is_ok());
        assert!(matches!(check("{|", Some(sum)), Err(Error::StorageFailed { .. })));
        assert!(check("{|", None).is_ok());
    }
}
