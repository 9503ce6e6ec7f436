//! The operation that returns the offsets of sessions.

use super::{
    columns::Stored as _,
    row::Row,
    statements::Statements,
    tx::{Operation, Tx},
    value::{Named, Value},
};
use crate::model::{error::Result, id::SessionId, offset::Offset};

/// Finds the last offsets of sessions, also of deleted ones. `None` for a session whose row is damaged; nothing for one
/// that does not exist.
#[derive(Debug)]
pub(crate) struct FindOffsets(Vec<SessionId>);

impl FindOffsets {
    /// Selects these sessions.
    pub(crate) fn of(sessions: Vec<SessionId>) -> Self {
        Self(sessions)
    }

    /// Returns the values of the statement.
    pub(crate) fn values(&self) -> [Named; 1] {
        let ids: Vec<_> = self.0.iter().map(ToString::to_string).collect();
        [("ids", Value::from(ids.join(",")))]
    }

    /// Reads a row of the result. A damaged row does not affect the others.
    pub(crate) fn load(row: &dyn Row) -> Result<(SessionId, Option<Offset>)> {
        Ok((SessionId::load(row, 0)?, Offset::load(row, 1).ok()))
    }
}

impl Operation for FindOffsets {
    type Output = Vec<(SessionId, Option<Offset>)>;

    async fn run<T: Tx>(&self, statements: &Statements, tx: &mut T) -> Result<Self::Output> {
        tx.query(&statements.offsets, &self.values(), Self::load).await
    }
}
