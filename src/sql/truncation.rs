//! Truncation: deletes a message and all later ones.

use std::collections::HashMap;

use super::{
    columns::Stored as _, documents, drafts, locked::Locked, marks, messages::Head, row::Row,
    statements::Statements, turn_rows, tx::Tx,
};
use crate::{
    model::{
        error::{Error, Resource, Result},
        id::{AccountId, MessageId},
        offset::{Offset, Revision, Sequence},
    },
    repository::Truncation,
};

/// A message that may be deleted, or was deleted already.
struct Target {
    sequence: Sequence,
    id: MessageId,
    revision: Revision,
    deleted: bool,
    author: Option<AccountId>,
    /// Whether a draft of it is open.
    draft: bool,
}

impl Target {
    fn load(row: &dyn Row) -> Result<Self> {
        let sequence = Sequence::load(row, 0)?;
        let revised = Option::load(row, 2)?;
        Ok(Self {
            sequence,
            id: MessageId::load(row, 1)?,
            revision: revised.unwrap_or_else(|| sequence.into()),
            deleted: bool::load(row, 3)?,
            author: Option::load(row, 4)?,
            draft: false,
        })
    }
}

/// Deletes a message and all later ones, as a part of a change of a locked session. The caller writes the session's
/// row.
pub(super) async fn truncate<T: Tx>(
    statements: &Statements,
    tx: &mut T,
    session: &mut Locked,
    truncation: &Truncation,
) -> Result<Vec<MessageId>> {
    let place = session.place;
    let not_found = || Error::not_found(Resource::Message, truncation.from);
    let head = Head::find(statements, tx, place, truncation.from).await?.ok_or_else(not_found)?;
    let before = Offset::new(head.sequence.get() - 1);
    let values = place.with([("before", before.store())]);
    let mut targets = tx.query(&statements.heads_above, &values, Target::load).await?;
    if head.deleted {
        if truncation.base.is_none() || head.base != truncation.base {
            return Err(not_found());
        }
        let deleted = |target: &Target| target.deleted.then_some(target.revision);
        return Ok(truncation.repeated(targets.iter().map(|target| (target.id, deleted(target)))));
    }
    targets.retain(|target| !target.deleted);
    // A draft that does not decode is erased all the same.
    let rows = tx.query(&statements.open_drafts_of_session, &place.with([]), drafts::load_listed).await?;
    let open: HashMap<_, _> =
        drafts::divide(rows).0.into_iter().map(|(_, draft)| (draft.message_id, draft.revision)).collect();
    for target in &mut targets {
        if let Some(revision) = open.get(&target.id) {
            (target.revision, target.draft) = (*revision, true);
        }
    }
    truncation.check(targets.iter().map(|target| target.revision))?;

    tx.note_erasure();
    for target in &targets {
        let revised = session.next_active()?;
        documents::erase(statements, tx, place, (target.sequence, revised, target.revision)).await?;
        if !target.draft {
            marks::count(statements, tx, session, (target.sequence, target.author), -1).await?;
        }
        let of_message = place.with([("message_id", target.id.store())]);
        for statement in [&statements.erase_calls, &statements.erase_decisions] {
            tx.execute_later(statement, &of_message).await?;
        }
    }
    let deleted: Vec<_> = targets.iter().map(|target| target.id).collect();
    turn_rows::forget_content(statements, tx, place, &deleted).await?;
    let values = place.with([("sequence", head.sequence.store()), ("covers", head.sequence.store())]);
    tx.execute_later(&statements.free_keys_from, &values).await?;
    tx.execute_later(&statements.release_files_from, &values).await?;
    tx.execute_later(&statements.forget_fingerprint, &values).await?;
    tx.execute_later(&statements.erase_summary, &values).await?;
    let erased = tx.query(&statements.erase_drafts_from, &values, |row| Offset::load(row, 0)).await?;
    drafts::erase_pieces(statements, tx, place, erased).await?;
    Ok(deleted)
}
