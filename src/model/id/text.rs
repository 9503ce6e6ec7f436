//! The text of twelve bytes: 20 characters of `0-9a-v`.

use crate::model::error::Error;

const DIGITS: &[u8; 32] = b"0123456789abcdefghijklmnopqrstuv";

// Not the code of the crate `xid`, but compared with it in the tests: every row of every page has several ids, and its
// way through `char`s and formatters takes four times as long.

/// The text of every ten bits.
const PAIRS: [[u8; 2]; 1024] = {
    let mut pairs = [[0; 2]; 1024];
    let mut bits = 0;
    while bits < pairs.len() {
        pairs[bits] = [DIGITS[bits >> 5], DIGITS[bits & 31]];
        bits += 1;
    }
    pairs
};

/// Writes 96 bits and then four zeros as 20 digits of five bits.
pub(super) fn encode(id: [u8; 12]) -> [u8; 20] {
    let mut bytes = [0; 16];
    bytes[..12].copy_from_slice(&id);
    let bits = u128::from_be_bytes(bytes);
    let mut text = [0; 20];
    for (index, pair) in text.as_chunks_mut().0.iter_mut().enumerate() {
        *pair = PAIRS[(bits >> (118 - 10 * index)) as usize & 1023];
    }
    text
}

/// Reads what [`encode`] wrote, and nothing else.
pub(super) fn decode(text: &[u8]) -> Option<[u8; 12]> {
    let text: &[u8; 20] = text.try_into().ok()?;
    // The last word begins in the second one, and brings four new digits.
    let (first, second, last) = (text.first_chunk()?, text[8..].first_chunk()?, text.last_chunk()?);
    let (first, second, last) = (decode_word(*first), decode_word(*second), decode_word(*last));
    let wrong = first.1 | second.1 | last.1;
    let bits = u128::from(first.0) << 60 | u128::from(second.0) << 20 | u128::from(last.0 & 0xf_ffff);
    let [_, _, _, _, id @ ..] = (bits >> 4).to_be_bytes();
    (wrong == 0 && last.0.trailing_zeros() >= 4).then_some(id)
}

/// Reads eight digits at once, each in its byte of a word. The second number is 0 if they are digits.
fn decode_word(digits: [u8; 8]) -> (u64, u64) {
    let all = |byte: u8| u64::from_ne_bytes([byte; 8]);
    let word = u64::from_be_bytes(digits);
    // In ASCII the letters have a bit that the digits of decimal numbers lack.
    let letters = word >> 6 & all(1);
    let values = (word & all(0x1f)).wrapping_add(letters * 25).wrapping_sub(all(0x10));
    // What is no digit has another text than its value.
    let above_nine = values.wrapping_add(all(0x80 - 10)) >> 7 & all(1);
    let text = values.wrapping_add(above_nine * 39).wrapping_add(all(b'0'));
    let pairs = values >> 3 & 0x03e0_03e0_03e0_03e0 | values & 0x001f_001f_001f_001f;
    let fours = pairs >> 6 & 0x000f_fc00_000f_fc00 | pairs & 0x0000_03ff_0000_03ff;
    let eight = fours >> 12 & 0x00ff_fff0_0000 | fours & 0x000f_ffff;
    (eight, (text ^ word) | (values & all(0xe0)))
}

/// An id that can be read from the bytes of its text.
pub(crate) trait Id: Sized {
    fn from_text(text: &[u8]) -> Result<Self, Error>;
}
