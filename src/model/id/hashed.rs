//! [`hashed`]: ids that follow from something, instead of being new.

use sha2::{Digest as _, Sha256};

/// Returns the first 96 bits of a hash: the bytes of an id that is the same whenever it is made of the same.
pub(crate) fn hashed(hash: Sha256) -> [u8; 12] {
    let mut id = [0; 12];
    for (byte, hashed) in id.iter_mut().zip(hash.finalize()) {
        *byte = hashed;
    }
    id
}
