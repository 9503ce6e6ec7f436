//! The lengths of the lists of sessions, and the entries of the lists by label.

use std::collections::BTreeMap;

use super::{
    columns::{Stored as _, Table as _},
    locked::Place,
    rows::{CountRow, DAY, LABELS, LabelRow, SESSIONS, SessionRow, TOTAL},
    statements::Statements,
    tx::Tx,
};
use crate::{
    model::{error::Result, label::Labels},
    repository::list_plan::{KeptList, kept_lists},
};

/// Returns the name under which the length of a list is stored.
pub(super) fn name_of(list: KeptList) -> String {
    match list {
        KeptList::All => SESSIONS.to_owned(),
        KeptList::CreatedBy(account) => format!("{SESSIONS}/{account}"),
        KeptList::Labelled(label) => format!("{LABELS}/{label}"),
    }
}

/// Returns the lists that contain a session.
fn lists_of(session: &SessionRow) -> Vec<KeptList> {
    let none = Labels::default();
    let labels = session.labels.as_ref().unwrap_or(&none);
    kept_lists(session.deleted_at.is_some(), session.created_by, labels)
}

/// Removes the rows of label lists that are empty after a session is erased: the name of such a list contains the
/// label, which is text of a user.
pub(super) async fn forget_empty<T: Tx>(
    statements: &Statements,
    tx: &mut T,
    session: &SessionRow,
) -> Result<()> {
    for label in session.labels.iter().flat_map(Labels::iter) {
        let list = name_of(KeptList::Labelled(label));
        tx.execute_later(&statements.lists.forget_empty, &[("list", list.into())]).await?;
    }
    Ok(())
}

/// Moves a session from its former lists to its current ones. `None`: it did not exist, or does not exist any more.
pub(super) async fn move_lists<T: Tx>(
    statements: &Statements,
    tx: &mut T,
    place: Place,
    before: Option<&SessionRow>,
    after: Option<&SessionRow>,
) -> Result<()> {
    let (left, entered) = (before.map(lists_of).unwrap_or_default(), after.map(lists_of).unwrap_or_default());
    if let Some(session) = before.or(after) {
        // In the order of their names everywhere, so that no two writers wait for each other.
        let mut changed = BTreeMap::new();
        for (lists, by) in [(&left, -1), (&entered, 1)] {
            for list in lists {
                *changed.entry(name_of(*list)).or_insert(0) += by;
            }
        }
        let day = session.created_at.as_micros().div_euclid(DAY);
        for (list, length) in changed.into_iter().filter(|(_, by)| *by != 0) {
            let mut values = CountRow { list, day, slot: place.slot(), length }.values();
            values.push(("total", TOTAL.into()));
            tx.execute_later(&statements.lists.change_length, &values).await?;
        }
    }

    let moved = before.map(|session| session.updated_at) != after.map(|session| session.updated_at);
    for list in left.iter().filter(|list| !entered.contains(list)) {
        if let KeptList::Labelled(label) = list {
            let values = place.with([("label", label.store())]);
            tx.execute_later(&statements.erase_label, &values).await?;
        }
    }
    let Some(session) = after else { return Ok(()) };
    for list in &entered {
        if let KeptList::Labelled(label) = *list
            && (moved || !left.contains(list))
        {
            let SessionRow { id, created_at, updated_at, .. } = *session;
            let row = LabelRow { label, created_at, updated_at, id };
            tx.execute_later(&statements.put_label, &place.with(row.values())).await?;
        }
    }
    Ok(())
}
