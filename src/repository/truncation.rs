//! [`Truncation`]: deletes a message and all later ones.

use crate::model::{
    error::{Conflict, Error, Result},
    id::MessageId,
    offset::{Offset, Revision},
};

/// A message and all later ones, to be deleted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Truncation {
    /// The first message to delete.
    pub from: MessageId,
    /// The revision of that message that the writer has read. `None` deletes any revision, and a repeated truncation is
    /// not recognised.
    pub base: Option<Revision>,
    /// The offset after which none of the messages may have been appended or changed. `None` deletes in any case.
    pub unchanged_since: Option<Offset>,
}

impl Truncation {
    /// Creates a truncation from a message on, of which the writer has read the revision `base`.
    pub fn new(from: MessageId, base: impl Into<Option<Revision>>) -> Self {
        Self { from, base: base.into(), unchanged_since: None }
    }

    /// Checks whether the messages may be deleted. `revisions` are those of all messages from `from` on that are not
    /// deleted, in order.
    ///
    /// # Errors
    /// [`Conflict::StaleRevision`] if the first one differs from [`base`](Self::base), or any is later than
    /// [`unchanged_since`](Self::unchanged_since).
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

    /// Returns the messages that an earlier call of this truncation deleted. `messages` are those from `from` on, a
    /// deleted one with the offset of its deletion: the deletions of one truncation have consecutive offsets.
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
