//! Imports of whole sessions, in one call.

use super::{
    KeyValue, KeyValueStore, keys, lists,
    rows::{self, SessionRow},
    sessions::{self, listed},
    store::Batch,
    turns::{put_request, put_turn},
};
use crate::{
    model::{
        error::{ErrorKind, Result},
        id::{MessageId, SessionId},
        offset::{Generation, Offset, Sequence},
        time::Timestamp,
    },
    repository::{ExistingSession, ImportOutcome, TranscriptHead, TurnBook, WholeSession, Write},
};

impl SessionRow {
    /// Creates the row of an imported session.
    fn imported(whole: &WholeSession, writes: u64) -> Self {
        let TranscriptHead { reference, active_robot, active_instance, offset, revision, .. } =
            whole.head.clone();
        let session = reference.id;
        let (turns, requests) = (whole.turns.clone(), whole.requests.clone());
        let book = TurnBook::new(session, Timestamp::UNIX_EPOCH, Generation::default(), turns, requests);
        Self {
            writes,
            reference,
            active_robot,
            active_instance,
            held_at: None,
            offset,
            revision,
            generation: Generation::default(),
            overwritten: offset,
            covers: None,
            due: book.into_effects().due,
            fingerprint: Some(whole.start()),
            origin: whole.head.origin,
            imported: whole.head.imported,
            hidden: false,
        }
    }

    fn existing(&self) -> ExistingSession {
        ExistingSession {
            hidden: self.hidden,
            deleted: self.reference.deleted_at.is_some(),
            held: self.held_at.is_some(),
            fingerprint: self.fingerprint.clone(),
            offset: self.offset,
        }
    }
}

impl<K: KeyValue> KeyValueStore<K> {
    /// Returns the sequence of a cursor id that no message has.
    pub(super) async fn alias(&self, session: SessionId, id: MessageId) -> Result<Option<Sequence>> {
        let stored = self.get(&keys::alias(session, id)).await?;
        Ok(stored.as_ref().map(rows::read_number).transpose()?.and_then(Sequence::new))
    }

    pub(super) async fn try_import_session(
        &self,
        whole: &WholeSession,
        dry_run: bool,
    ) -> Result<Option<ImportOutcome>> {
        let session = whole.head.reference.id;
        let known = keys::imported(session);
        let imported = self.get(&known).await?;
        let view = match self.view_hidden(session).await {
            Ok(view) => Some(view),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        let existing = view.as_ref().map(|view| view.row.existing());
        let outcome = whole.outcome(existing.as_ref(), imported.is_some());
        if dry_run || !outcome.writes() {
            return Ok(Some(outcome));
        }
        let key = keys::session(session);
        let (mut batch, mut writes) = (Batch::default(), 0);
        let (mut lists, mut marks) = (Vec::new(), Vec::new());
        match view {
            None => batch.expect(key.clone(), None),
            Some(view) => {
                let edit = Self::edit_of(view, Write::at(Timestamp::UNIX_EPOCH));
                let before = &edit.before;
                batch = edit.batch;
                for (mark, seen) in self.all(keys::marks(session)).await? {
                    marks.push((mark, Offset::new(rows::read_number(&seen)?)));
                }
                self.remove_rows(before, &mut batch).await?;
                batch.put.extend(sessions::due(session, &before.row).map(|key| (key, None)));
                lists.extend(before.lists());
                writes = before.row.writes.wrapping_add(1);
            }
        }
        let row = SessionRow::imported(whole, writes);
        lists::move_entries(&mut batch, lists, listed(session, &row));
        batch.put.extend(sessions::due(session, &row).map(|key| (key, Some(Vec::new()))));
        batch.put(key, rows::write(&row, "")?);
        batch.expect(known.clone(), imported.as_ref());
        batch.put(known, Vec::new());
        for entry in &whole.entries {
            self.put_entry(&mut batch, session, entry).await?;
        }
        for turn in &whole.turns {
            put_turn(&mut batch, turn)?;
        }
        for request in &whole.requests {
            put_request(&mut batch, None, request)?;
        }
        for (offset, news) in &whole.news {
            batch.put(keys::news(session, *offset), rows::to_json(news)?);
        }
        for (id, sequence) in &whole.aliases {
            batch.put(keys::alias(session, *id), sequence.get().to_be_bytes().to_vec());
        }
        for (mark, seen) in whole.marks(marks, |account| keys::mark(session, account)) {
            batch.put(mark, seen.get().to_be_bytes().to_vec());
        }
        Ok(self.commit(batch).await?.then_some(outcome))
    }
}
