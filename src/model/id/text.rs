//! The text of twelve bytes: 20 characters of `0-9a-v`.

use crate::model::error::Error;

const DIGITS: &[u8; 32] = b"0123456789abcdefghijklmnopqrstuv";

/// The value of each byte as a digit; more than 31 if it is none.
const VALUES: [u8; 256] = {
    let mut values = [u8::MAX; 256];
    let mut digit = 0;
    while digit < DIGITS.len() {
        #[expect(clippy::cast_possible_truncation, reason = "there are 32")]
        let value = digit as u8;
        values[DIGITS[digit] as usize] = value;
        digit += 1;
    }
    values
};

// Not the code of the crate `xid`, but compared with it in the tests: every row of every page has several ids, and its
// way through `char`s and formatters takes four times as long.

/// Writes 96 bits and four zeros behind them as 20 digits of five bits.
pub(super) fn encode(id: [u8; 12]) -> [u8; 20] {
    let mut bytes = [0; 16];
    bytes[..12].copy_from_slice(&id);
    let bits = u128::from_be_bytes(bytes);
    std::array::from_fn(|index| DIGITS[(bits >> (123 - 5 * index)) as usize & 31])
}

/// Reads what [`encode`] wrote, and nothing else.
pub(super) fn decode(text: &[u8]) -> Option<[u8; 12]> {
    let digits: &[u8; 20] = text.try_into().ok()?;
    let (high, low) = digits.split_at(12);
    let (mut wrong, mut bits) = (0, [0_u64; 2]);
    for (digits, bits) in [high, low].into_iter().zip(&mut bits) {
        for &digit in digits {
            let value = VALUES[usize::from(digit)];
            wrong |= value & !31;
            *bits = *bits << 5 | u64::from(value & 31);
        }
    }
    let [high, low] = bits;
    wrong |= u8::from(low & 15 != 0);
    let [_, _, _, _, id @ ..] = ((u128::from(high) << 40 | u128::from(low)) >> 4).to_be_bytes();
    (wrong == 0).then_some(id)
}

/// An id that can be read from the bytes of its text.
pub(crate) trait Id: Sized {
    fn from_text(text: &[u8]) -> Result<Self, Error>;
}
