//! The checksum of a message's document: a CRC-32, against broken disks and not against people.

use crate::model::error::{Error, Result};

/// Sums the bytes of a document.
pub(super) fn checksum(document: &[u8]) -> i64 {
    crc32fast::hash(document).into()
}

/// Compares a document with its sum, which is that of a text. One without a sum must be a text.
///
/// # Errors
/// [`Error::StorageFailed`] if they differ, [`Error::Internal`] if it is no text.
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
