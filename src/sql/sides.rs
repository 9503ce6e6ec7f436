//! [`Side`]: the rows on one side of a cursor, and [`ReadSide`], which reads them.

use std::future::Future;

use super::{locked::Place, statement::Statement, tx::Tx, value::Named};
use crate::model::error::Result;

/// Rows on one side of a cursor, the nearest first, and whether there are more.
pub(super) struct Side<R> {
    pub(super) rows: Vec<R>,
    pub(super) more: bool,
}

/// Reads the rows of one side.
pub(super) trait ReadSide: Send {
    type Out: Send;

    /// Reads at most `limit` rows, and finds out whether there are more.
    fn read<T: Tx>(
        &mut self,
        tx: &mut T,
        statement: &Statement,
        values: &[Named],
        limit: usize,
    ) -> impl Future<Output = Result<Side<Self::Out>>> + Send;
}

impl<R> Side<R> {
    pub(super) fn empty(more: bool) -> Self {
        Self { rows: Vec::new(), more }
    }

    pub(super) fn with_room(limit: usize) -> Self {
        Self { rows: Vec::with_capacity(limit), more: false }
    }

    /// Returns whether to keep a row. The row after the limit is only counted.
    pub(super) fn wants_more(&mut self, limit: usize) -> bool {
        self.more = self.rows.len() >= limit;
        !self.more
    }

    pub(super) async fn read<T: Tx>(
        tx: &mut T,
        statement: &Statement,
        place: Place,
        from: Option<Named>,
        limit: u32,
        read: &mut impl ReadSide<Out = R>,
    ) -> Result<Self> {
        let values = place.with(from.into_iter().chain([("limit", i64::from(limit + 1).into())]));
        read.read(tx, statement, &values, limit as usize).await
    }
}
