//! The checksum of a message's document: its XXH3, of 64 bits, which detects broken disks, not manipulation.
//!
//! A CRC-32 takes 1.4 times the instructions for the usual 1.3 KB, and 1.7 times the time.

use twox_hash::XxHash3_64;

use crate::model::error::{Error, Result};

/// Computes the checksum of a document.
pub(super) fn checksum(document: &[u8]) -> i64 {
    XxHash3_64::oneshot(document).cast_signed()
}

/// Compares a document with its checksum. A document without one must be UTF-8.
///
/// # Errors
/// [`Error::StorageFailed`] if they differ, [`Error::Internal`] if the document is not UTF-8.
pub(super) fn check(document: &[u8], sum: Option<i64>) -> Result<()> {
    let Some(sum) = sum else {
        let text = str::from_utf8(document).map(drop);
        return text.map_err(|error| Error::internal("a stored text is not UTF-8", error));
    };
    let found = checksum(document);
    if sum != found {
        let source = format!("the checksum is {sum}, not {found}");
        return Err(Error::storage_failed("a stored message is damaged", source));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flipped_bit_is_found_unless_there_is_no_sum() {
        let sum = checksum(b"{}");
        assert!(check(b"{}", Some(sum)).is_ok());
        assert!(matches!(check(b"{|", Some(sum)), Err(Error::StorageFailed { .. })));
        assert!(check(b"{|", None).is_ok());
        assert!(check(b"{\xff", None).is_err());
    }
}
