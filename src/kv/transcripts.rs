//! Whole sessions, read and written as they are stored.

use async_trait::async_trait;

use super::{
    KeyValue, KeyValueStore,
    changes::read_sequence,
    keys::{self, NameSpace},
    lists,
    rows::{self, DraftRow, MessageHeader, MessageRow, NameRow, SessionRow},
    sessions::{View, listed},
    store::{AT_ONCE, Batch, Walk, retry},
};
use crate::{
    model::{
        error::{Damaged, Error, Resource, Result},
        id::SessionId,
        json::Json,
        message::Annotations,
        offset::{Generation, Offset, Sequence},
    },
    repository::{
        ImportOutcome, NewTranscript, SessionRepository as _, TranscriptContent, TranscriptCursor,
        TranscriptEntry, TranscriptHead, TranscriptPart, TranscriptRepository, WholeSession, Write,
    },
};

type Read = (Offset, Result<TranscriptEntry, Damaged>);

impl MessageRow {
    fn into_entry(self) -> TranscriptEntry {
        let (revision, sequence) = (self.revision(), self.sequence);
        let MessageHeader { id, author, annotations, deleted, .. } = self.header;
        if deleted {
            return TranscriptEntry::deleted(id, sequence, revision);
        }
        let annotations = annotations.map(Json::from_stored);
        let content = TranscriptContent { author, document: self.document, annotations };
        TranscriptEntry::new(id, sequence, revision, content)
    }
}

/// Returns whether a message was never complete: its first draft is still open.
fn is_new_draft(drafts: &[DraftRow], sequence: Sequence) -> bool {
    rows::open_draft(drafts, sequence).is_some_and(|draft| draft.began == sequence.into())
}

impl<K: KeyValue> KeyValueStore<K> {
    async fn try_read_transcript(
        &self,
        session: SessionId,
        cursor: TranscriptCursor,
        up_to: Option<Sequence>,
        limit: u32,
    ) -> Result<Option<TranscriptPart>> {
        let view = self.view(session).await?;
        let drafts = self.drafts(&view).await?;
        let limit = limit.max(1);
        let rows = limit as usize;

        let mut changed: Vec<Read> = Vec::new();
        let mut walk = Walk::new(keys::revised_after(session, cursor.seen, view.offset()), false);
        while !walk.ended() && changed.len() < rows {
            for (key, stored) in self.next(&mut walk, AT_ONCE).await? {
                let revised = Offset::new(keys::number(&key).unwrap_or_default());
                let sequence = read_sequence(Some(rows::read_number(&stored)?))?;
                if Offset::from(sequence) > cursor.read || changed.len() == rows {
                    continue;
                }
                // What is missing was overwritten since.
                let Some(row) = self.listed_message(session, sequence).await? else { return Ok(None) };
                changed.push((revised, row.map(MessageRow::into_entry)));
            }
        }
        let behind = self.behind(&view, &drafts, cursor, up_to, rows).await?;
        let SessionRow { reference, active_robot, active_instance, offset, revision, .. } = view.row.clone();
        let head = TranscriptHead::new(reference, offset, revision);
        let SessionRow { origin, imported, .. } = view.row;
        let head = TranscriptHead { active_robot, active_instance, origin, imported, ..head };
        let part = TranscriptPart::new(head, cursor, limit, changed, behind);
        Ok(self.is_still(&view).await?.then_some(part))
    }

    async fn behind(
        &self,
        view: &View,
        drafts: &[DraftRow],
        cursor: TranscriptCursor,
        up_to: Option<Sequence>,
        limit: usize,
    ) -> Result<Vec<Read>> {
        let end = up_to.map_or(view.offset(), |last| view.offset().min(last.into()));
        let mut walk = Walk::new(keys::messages(view.id, cursor.read, end), false);
        let mut behind = Vec::new();
        while !walk.ended() && behind.len() < limit {
            for (key, stored) in self.next(&mut walk, AT_ONCE.min(limit)).await? {
                let sequence = read_sequence(keys::number(&key))?;
                if !is_new_draft(drafts, sequence) && behind.len() < limit {
                    let row = MessageRow::read_listed(sequence, stored.value());
                    behind.push((sequence.into(), row.map(MessageRow::into_entry)));
                }
            }
        }
        Ok(behind)
    }

    async fn try_write_transcript(
        &self,
        part: &NewTranscript,
        write: Write,
    ) -> Result<Option<Option<Generation>>> {
        let NewTranscript { head, fingerprint, entries, publish, .. } = part;
        let session = head.reference.id;
        let key = keys::session(session);
        let stored = self.get(&key).await?;
        let before = stored.as_ref().map(|stored| rows::read::<SessionRow>(stored.value())).transpose()?;
        let before = before.map(|(row, _)| row);
        let current = before.as_ref().map(|before| before.generation);
        let generation = match (&before, write.fence) {
            (Some(before), _) if before.fingerprint.as_ref() != Some(fingerprint) => {
                return Err(Error::already_exists(Resource::Session, session));
            }
            (Some(before), _) if !before.hidden => return Ok(Some(None)),
            (None, Some(_)) => return Err(Error::not_found(Resource::Session, session)),
            (_, Some(fence)) => fence,
            (_, None) => Generation::new(current.unwrap_or_default().get() + 1),
        };
        write.check_fence(current.unwrap_or_default())?;
        let mut reference = head.reference.clone();
        reference.deleted_at = (!publish).then_some(write.at);
        let row = SessionRow {
            writes: before.as_ref().map_or(0, |row| row.writes.wrapping_add(1)),
            reference,
            active_robot: head.active_robot.clone(),
            active_instance: head.active_instance,
            offset: head.offset,
            revision: head.revision,
            generation: if *publish { Generation::default() } else { generation },
            overwritten: head.offset,
            covers: None,
            due: None,
            fingerprint: Some(fingerprint.clone()),
            held_at: None,
            origin: head.origin,
            imported: head.imported,
            hidden: !publish,
        };
        let mut batch = Batch::default();
        batch.expect(key.clone(), stored.as_ref());
        batch.put(key, rows::write(&row, "")?);
        lists::move_entries(&mut batch, [], listed(session, &row));
        if before.is_some() {
            // All places are free before the first is taken: two messages may have changed places with each other.
            for entry in entries {
                self.remove_message(&mut batch, session, entry.sequence).await?;
            }
        }
        for entry in entries {
            if let Err(error) = self.put_entry(&mut batch, session, entry).await {
                // If another try wrote meanwhile, what it took is not another message's.
                let now = self.get(&keys::session(session)).await?;
                let same = now.map(|now| now.raw) == stored.map(|stored| stored.raw);
                return if same { Err(error) } else { Ok(None) };
            }
        }
        Ok(self.commit(batch).await?.then_some(Some(generation)))
    }

    async fn remove_message(&self, batch: &mut Batch, session: SessionId, sequence: Sequence) -> Result<()> {
        let Some(row) = self.message(session, sequence).await? else { return Ok(()) };
        Self::release_files(batch, session, sequence, row.header.annotations.as_deref())?;
        batch.remove(keys::message(session, sequence));
        batch.remove(keys::message_id(session, row.header.id));
        if let Some(revised) = row.header.revised {
            batch.remove(keys::revised(session, revised.into()));
        }
        if let Some(client_id) = &row.header.client_id {
            batch.remove(keys::name(session, NameSpace::Client, client_id));
        }
        Ok(())
    }

    pub(super) async fn put_entry(
        &self,
        batch: &mut Batch,
        session: SessionId,
        entry: &TranscriptEntry,
    ) -> Result<()> {
        let TranscriptEntry { id, sequence, content, .. } = entry;
        let annotations = content.as_ref().and_then(|content| content.annotations.as_ref());
        let client_id = Annotations::from_json(annotations)?.client_id;
        let revised = entry.revised();
        let header = MessageHeader {
            revised,
            author: content.as_ref().and_then(|content| content.author),
            annotations: annotations.map(|json| json.as_str().to_owned()),
            deleted: content.is_none(),
            client_id: client_id.clone(),
            ..MessageHeader::deleted(*id)
        };
        self.bind_files(batch, session, *sequence, header.annotations.as_deref()).await?;
        let document = content.as_ref().map_or("", |content| content.document.as_str());
        let place = sequence.get().to_be_bytes().to_vec();
        self.take(batch, keys::message_id(session, *id), place.clone(), id).await?;
        if let Some(client_id) = client_id {
            let name = rows::write(&NameRow { first: *sequence, tried: None }, "")?;
            let key = keys::name(session, NameSpace::Client, &client_id);
            self.take(batch, key, name, &client_id).await?;
        }
        if let Some(revised) = revised {
            batch.put(keys::revised(session, revised.into()), place);
        }
        batch.put(keys::message(session, *sequence), MessageRow::write(&header, document)?);
        Ok(())
    }

    /// Writes a key that must be absent. Fails with `AlreadyExists` about `id` otherwise.
    async fn take(
        &self,
        batch: &mut Batch,
        key: Vec<u8>,
        value: Vec<u8>,
        id: &(impl std::fmt::Display + Sync),
    ) -> Result<()> {
        let is_taken = match batch.put.get(&key) {
            Some(value) => value.is_some(),
            None => self.get(&key).await?.is_some(),
        };
        if is_taken {
            return Err(Error::already_exists(Resource::Message, id));
        }
        batch.put(key, value);
        Ok(())
    }
}

#[async_trait]
impl<K: KeyValue> TranscriptRepository for KeyValueStore<K> {
    async fn read_transcript(
        &self,
        session: SessionId,
        cursor: TranscriptCursor,
        up_to: Option<Sequence>,
        limit: u32,
    ) -> Result<TranscriptPart> {
        retry(|| self.try_read_transcript(session, cursor, up_to, limit)).await
    }

    async fn write_transcript(&self, part: &NewTranscript, write: Write) -> Result<Option<Generation>> {
        retry(|| self.try_write_transcript(part, write)).await
    }

    async fn import_session(&self, session: &WholeSession, dry_run: bool) -> Result<ImportOutcome> {
        let outcome = retry(|| self.try_import_session(session, dry_run)).await?;
        if outcome == ImportOutcome::Same && !dry_run {
            for (account, seen) in &session.seen {
                self.mark_read(session.head.reference.id, *account, *seen).await?;
            }
        }
        Ok(outcome)
    }
}
