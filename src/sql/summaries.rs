//! The table `summaries`: the texts that replace older messages in model input.

use super::{
    columns::{Stored as _, Table as _},
    locked::{Locked, Place},
    rows::SummaryRow,
    statements::Statements,
    tx::{Operation, Tx},
};
use crate::{
    model::{error::Result, id::SessionId, offset::Offset, time::Timestamp},
    repository::{Summary, Write},
};

#[derive(Debug)]
pub(crate) struct PutSummary(pub(crate) SessionId, pub(crate) Summary, pub(crate) Offset);

impl Operation for PutSummary {
    type Output = ();

    async fn run<T: Tx>(&self, statements: &Statements, tx: &mut T) -> Result<()> {
        let Self(session, summary, seen) = self;
        // Locked, so that the messages that it covers do not change meanwhile. It is no change of the session.
        let locked = Locked::lock(statements, tx, *session, Write::at(Timestamp::UNIX_EPOCH)).await?;
        let changed = [("revised", seen.store()), ("covers", summary.covers.store())];
        let changed = locked.place.with(changed);
        if tx.query_one(&statements.changed_below, &changed, |row| i64::load(row, 0)).await?.is_some() {
            return Ok(());
        }
        let row = SummaryRow { covers: summary.covers, summary: summary.text.clone() };
        tx.execute_later(&statements.put_summary, &locked.place.with(row.values())).await
    }
}

#[derive(Debug)]
pub(crate) struct FindSummary(pub(crate) SessionId);

impl Operation for FindSummary {
    type Output = Option<Summary>;

    async fn run<T: Tx>(&self, statements: &Statements, tx: &mut T) -> Result<Option<Summary>> {
        Place::announce(tx, &statements.find_summary, self.0, []);
        let place = Place::find(statements, tx, self.0).await?;
        let found = tx.query_one(&statements.find_summary, &place.with([]), SummaryRow::load).await?;
        Ok(found.map(|row| Summary { covers: row.covers, text: row.summary }))
    }
}
