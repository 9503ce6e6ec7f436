//! [`Row`]: a row of a result; and [`Collect`], which receives many.

use std::any::Any;

use crate::model::error::Result;

/// A row of a result. Columns are counted from 0.
pub(crate) trait Row {
    /// Returns a text, or `None` for `NULL`.
    fn text(&self, column: usize) -> Result<Option<&str>>;

    /// Returns a text as bytes that may not be UTF-8, or `None` for `NULL`.
    fn bytes(&self, column: usize) -> Result<Option<&[u8]>> {
        Ok(self.text(column)?.map(str::as_bytes))
    }

    /// Returns a blob, or `None` for `NULL`.
    fn blob(&self, column: usize) -> Result<Option<&[u8]>>;

    /// Returns an integer, or `None` for `NULL`.
    fn integer(&self, column: usize) -> Result<Option<i64>>;

    /// Reads `integers.len()` integers, then `texts.len()` texts as bytes, from column 0 on. This is for lists with
    /// many rows: it needs one dynamic call instead of many.
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

/// Receives the rows of a result, one after the other. It is `'static`, so that an engine can store it while a
/// statement runs.
pub(crate) trait Collect: Any + Send {
    /// Receives a row. Returns whether it needs more.
    fn take(&mut self, row: &dyn Row) -> Result<bool>;
}
