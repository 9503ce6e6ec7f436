//! [`Row`]: a row of an answer.

use crate::model::error::Result;

/// Integers and texts of a row.
pub(crate) type Values<'r> = ([Option<i64>; 3], [Option<&'r [u8]>; 3]);

/// A row of an answer. Columns are counted from 0.
pub(crate) trait Row {
    /// Returns a text, or `None` for `NULL`.
    fn text(&self, column: usize) -> Result<Option<&str>>;

    /// Returns a text as bytes that may be no UTF-8, or `None` for `NULL`.
    fn bytes(&self, column: usize) -> Result<Option<&[u8]>> {
        Ok(self.text(column)?.map(str::as_bytes))
    }

    /// Returns an integer, or `None` for `NULL`.
    fn integer(&self, column: usize) -> Result<Option<i64>>;

    /// Returns so many integers, then so many texts as bytes, from the first column on. This is for lists that read
    /// many rows: calls of one object are made directly.
    fn values(&self) -> Result<Values<'_>> {
        let integers = [self.integer(0)?, self.integer(1)?, self.integer(2)?];
        Ok((integers, [self.bytes(3)?, self.bytes(4)?, self.bytes(5)?]))
    }
}
