//! [`Row`]: a row of an answer; and [`Collect`], which takes many.

use std::any::Any;

use crate::model::error::Result;

/// A row of an answer. Columns are counted from 0.
pub(crate) trait Row {
    /// Returns a text, or `None` for `NULL`.
    fn text(&self, column: usize) -> Result<Option<&str>>;

    /// Returns a text as bytes that may be no UTF-8, or `None` for `NULL`.
    fn bytes(&self, column: usize) -> Result<Option<&[u8]>> {
        Ok(self.text(column)?.map(str::as_bytes))
    }

    /// Returns bytes that are no text, or `None` for `NULL`.
    fn blob(&self, column: usize) -> Result<Option<&[u8]>>;

    /// Returns an integer, or `None` for `NULL`.
    fn integer(&self, column: usize) -> Result<Option<i64>>;

    /// Reads so many integers, then so many texts as bytes, from the first column on. This is for lists that read many
    /// rows: calls of one object are made directly.
    fn read<'r>(&'r self, integers: &mut [Option<i64>], texts: &mut [Option<&'r [u8]>]) -> Result<()> {
        let first = integers.len();
        for (column, integer) in integers.iter_mut().enumerate() {
            *integer = self.integer(column)?;
        }
        for (column, text) in (first..).zip(texts) {
            *text = self.bytes(column)?;
        }
        Ok(())
    }
}

/// Takes the rows of an answer, one after the other. It owns what it makes of them, so that an engine can keep it while
/// a statement runs.
pub(crate) trait Collect: Any + Send {
    /// Takes a row. Returns whether it wants another.
    fn take(&mut self, row: &dyn Row) -> Result<bool>;
}
