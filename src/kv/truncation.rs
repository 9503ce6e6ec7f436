//! Truncation: deletes a message and all later ones.

use super::{
    KeyValue, KeyValueStore,
    changes::read_sequence,
    keys,
    messages::overwrite,
    rows::{self, MessageHeader, MessageRow},
    sessions::{Edit, View},
    store::{AT_ONCE, Walk},
};
use crate::{
    model::{
        error::{Error, Resource, Result},
        id::{MessageId, SessionId},
        offset::{Offset, Sequence},
    },
    repository::{Truncation, Write},
};

impl<K: KeyValue> KeyValueStore<K> {
    pub(super) async fn try_truncate(
        &self,
        session: SessionId,
        truncation: &Truncation,
        write: Write,
    ) -> Result<Option<Vec<MessageId>>> {
        let mut edit = self.edit(session, write).await?;
        edit.check_fence()?;
        let deleted = self.truncate(&mut edit, truncation).await?;
        if edit.row.offset == edit.view().offset() {
            return Ok(Some(deleted));
        }
        Ok(self.finish(edit).await?.then_some(deleted))
    }

    /// Deletes a message and all later ones, as a part of a change of their session.
    pub(super) async fn truncate(&self, edit: &mut Edit, truncation: &Truncation) -> Result<Vec<MessageId>> {
        let not_found = || Error::not_found(Resource::Message, truncation.from);
        let first = self.sequence(edit.view(), truncation.from).await?.ok_or_else(not_found)?;
        let mut rows = self.messages_from(edit.view(), first).await?;
        let from = rows.first().ok_or_else(not_found)?;
        if from.header.deleted {
            if truncation.base.is_none() || from.header.base != truncation.base {
                return Err(not_found());
            }
            let deleted = |row: &MessageRow| row.header.revised.filter(|_| row.header.deleted);
            return Ok(truncation.repeated(rows.iter().map(|row| (row.header.id, deleted(row)))));
        }
        rows.retain(|row| !row.header.deleted);
        let drafts = self.drafts(edit.view()).await?;
        let revision = |row: &MessageRow| {
            rows::open_draft(&drafts, row.sequence).map_or_else(|| row.revision(), |draft| draft.revision)
        };
        truncation.check(rows.iter().map(revision))?;
        let session = edit.id();
        // The last first: the key of a batch can be the client id of its first message, and goes with that.
        for row in rows.iter().rev() {
            self.free_names(edit, row).await?;
            Self::release_files(&mut edit.batch, session, row.sequence, row.header.annotations.as_deref())?;
        }
        for draft in drafts.iter().filter(|draft| draft.sequence >= first) {
            self.erase_draft(edit, draft).await?;
        }
        for row in &rows {
            let (id, revised) = (row.header.id, row.header.revised);
            let header = MessageHeader { revised, ..MessageHeader::deleted(id) };
            overwrite(edit, row, header, "", revision(row))?;
        }
        let deleted: Vec<_> = rows.iter().map(|row| row.header.id).collect();
        self.forget_content(edit, &deleted).await?;
        self.forget_calls(edit, &deleted).await?;
        edit.touch();
        edit.erase_summary_of(first);
        Ok(rows.iter().map(|row| row.header.id).collect())
    }

    /// Returns a message and all later ones, also deleted ones.
    async fn messages_from(&self, view: &View, first: Sequence) -> Result<Vec<MessageRow>> {
        let before = Offset::new(first.get() - 1);
        let mut walk = Walk::new(keys::messages(view.id, before, view.offset()), false);
        let mut rows = Vec::new();
        while !walk.ended() {
            for (key, stored) in self.next(&mut walk, AT_ONCE).await? {
                rows.push(MessageRow::read(read_sequence(keys::number(&key))?, stored.value())?);
            }
        }
        Ok(rows)
    }
}
