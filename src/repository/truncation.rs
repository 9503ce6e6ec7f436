//! [`Truncation`]: which messages of a session to delete from one on.

use crate::model::{
    error::{Conflict, Error, Result},
    id::MessageId,
    offset::{Offset, Revision},
};

/// Which messages to delete: one, and all that stand behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Truncation {
    /// The first message to delete.
    pub from: MessageId,
    /// The revision of that message that the writer saw. `None` deletes it as it is now; a second try is not
    /// recognised then.
    pub base: Option<Revision>,
    /// Only if none of the messages was appended or changed after this offset. `None` deletes in any case.
    pub unchanged_since: Option<Offset>,
}

impl Truncation {
    /// Deletes from a message on, of which the writer saw this revision.
    pub fn new(from: MessageId, base: impl Into<Option<Revision>>) -> Self {
        Self { from, base: base.into(), unchanged_since: None }
    }

    /// Checks whether these messages may be deleted: `revisions` has those of all messages that are not deleted, from
    /// the first on.
    ///
    /// # Errors
    /// [`Conflict::StaleRevision`] if the first has another revision than [`base`](Self::base), or any of them was
    /// written after [`unchanged_since`](Self::unchanged_since).
    pub fn check(&self, revisions: impl IntoIterator<Item = Revision>) -> Result<()> {
        for (index, current) in revisions.into_iter().enumerate() {
            let base = self.base.filter(|base| index == 0 && *base != current);
            let seen = if let Some(base) = base {
                base
            } else if let Some(seen) = self.unchanged_since.filter(|seen| Offset::from(current) > *seen) {
                seen.into()
            } else {
                continue;
            };
            return Err(Error::Conflict(Conflict::StaleRevision { seen, current }));
        }
        Ok(())
    }

    /// Returns what an earlier try deleted. `messages` are those from the first on, a deleted one with the offset of
    /// its deletion: the deletions of one truncation follow each other.
    pub fn repeated(
        &self,
        messages: impl IntoIterator<Item = (MessageId, Option<Revision>)>,
    ) -> Vec<MessageId> {
        let (mut ids, mut next) = (Vec::new(), None);
        for (id, deleted) in messages {
            if deleted.is_some() && (next.is_none() || deleted == next) {
                ids.push(id);
                next = deleted.map(|deleted| Offset::from(deleted).next().into());
            }
        }
        ids
    }
}
