//! The checksum of a message's document: a CRC-32, which detects broken disks, not manipulation.

use crate::model::error::{Error, Result};

/// Computes the checksum of a document.
pub(super) fn checksum(document: &[u8]) -> i64 {
    crc32fast::hash(document).into()
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
