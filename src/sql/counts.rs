//! How long the lists of sessions are.

use super::{
    columns::Table as _,
    locked::Place,
    rows::{CountRow, DAY, SESSIONS, SessionRow, TOTAL},
    statements::Statements,
    tx::Tx,
};
use crate::model::{error::Result, id::AccountId};

/// Returns the name of the list of an account's sessions.
pub(super) fn list_of(account: AccountId) -> String {
    format!("{SESSIONS}/{account}")
}

/// Changes the lengths of the lists that a session is in.
pub(super) async fn change_length<T: Tx>(
    statements: &Statements,
    tx: &mut T,
    place: Place,
    session: &SessionRow,
    by: i64,
) -> Result<()> {
    // In this order everywhere, so that no two writers wait for each other.
    for list in [SESSIONS.to_owned(), list_of(session.created_by)] {
        let day = session.created_at.as_micros().div_euclid(DAY);
        let row = CountRow { list, day, slot: place.slot(), length: by };
        let mut values = row.values();
        values.push(("total", TOTAL.into()));
        tx.execute_later(&statements.lists.change_length, &values).await?;
    }
    Ok(())
}
