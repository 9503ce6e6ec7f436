//! Messages: appending, changing and finding them.

use super::{
    KeyValue, KeyValueStore,
    drafts::put_draft,
    keys::{self, NameSpace},
    rows::{self, DraftRow, MessageHeader, MessageRow, NameRow, PieceHeader, Tried},
    sessions::{Edit, View},
};
use crate::{
    model::{
        error::{Conflict, Damaged, Error, Resource, Result},
        id::{AccountId, MessageId, SessionId},
        json::Json,
        offset::{Offset, Revision, Sequence},
    },
    repository::{
        Appended, Idempotency, MessageBatch, MessageChange, MessageRecord, MessageUpdate, NewRecord,
        OpenDraft, Write,
    },
    stream::ChunkLog,
};

/// The name under which an append is recognised.
pub(super) struct Name {
    key: Vec<u8>,
    space: NameSpace,
    fingerprint: String,
}

impl Name {
    pub(super) fn of(session: SessionId, batch: &MessageBatch) -> Option<Self> {
        let Idempotency { key, fingerprint } = batch.idempotency.as_ref()?;
        let client_id = || batch.messages.first()?.client_id.as_ref();
        let (space, name) = match key {
            Some(key) => (NameSpace::Given, key),
            None => (NameSpace::Client, client_id()?),
        };
        Some(Self { key: keys::name(session, space, name), space, fingerprint: fingerprint.clone() })
    }
}

fn taken(id: impl std::fmt::Display) -> Error {
    Error::already_exists(Resource::Message, id)
}

impl<K: KeyValue> KeyValueStore<K> {
    pub(super) async fn try_append(
        &self,
        session: SessionId,
        batch: &MessageBatch,
        write: Write,
    ) -> Result<Option<Appended>> {
        let mut edit = self.edit(session, write).await?;
        edit.check_fence()?;
        let name = Name::of(session, batch);
        if let Some(replayed) = self.try_replay(edit.view(), name.as_ref()).await? {
            return Ok(replayed);
        }
        let drafts = match batch.draft {
            Some(_) => self.drafts(edit.view()).await?,
            None => Vec::new(),
        };
        let mut records = Vec::with_capacity(batch.messages.len());
        for message in &batch.messages {
            let offset = edit.take_offset();
            let sequence = Sequence::new(offset.get()).unwrap_or(Sequence::FIRST);
            self.put_message(&mut edit, (message, sequence), name.as_ref()).await?;
            let mut record =
                MessageRecord::new(message.id, sequence, message.author, message.document.clone());
            record.annotations.clone_from(&message.annotations);
            if let Some(writer) = batch.draft {
                let what = (message.id, sequence);
                let sweep: &[DraftRow] = if records.is_empty() { &drafts } else { &[] };
                self.begin_draft(&mut edit, sweep, what, (writer, message.document.as_str()), offset).await?;
                record.draft = Some(OpenDraft::new(offset, write.at, writer));
            }
            records.push(record);
        }
        if let (Some(name), Some(record)) = (name, records.first()) {
            let tried = Tried { fingerprint: name.fingerprint, count: records.len() as u64 };
            let row = NameRow { first: record.sequence, tried: Some(tried) };
            edit.batch.put(name.key, rows::write(&row, "")?);
        }
        edit.touch();
        Ok(self.finish(edit).await?.then(|| Appended::new(records, false)))
    }

    /// Writes a new message, unless its id or its client id is in use.
    async fn put_message(
        &self,
        edit: &mut Edit,
        (message, sequence): (&NewRecord, Sequence),
        name: Option<&Name>,
    ) -> Result<()> {
        let session = edit.id();
        let key = keys::message_id(session, message.id);
        if edit.batch.put.contains_key(&key) || self.get(&key).await?.is_some() {
            return Err(taken(message.id));
        }
        edit.batch.put(key, sequence.get().to_be_bytes().to_vec());
        if let Some(client_id) = &message.client_id {
            let key = keys::name(edit.id(), NameSpace::Client, client_id);
            if edit.batch.put.contains_key(&key) || self.get(&key).await?.is_some() {
                return Err(taken(client_id));
            }
            edit.batch.put(key, rows::write(&NameRow { first: sequence, tried: None }, "")?);
        }
        let header = MessageHeader {
            id: message.id,
            revised: None,
            base: None,
            author: message.author,
            annotations: message.annotations.as_ref().map(|json| json.as_str().to_owned()),
            deleted: false,
            client_id: message.client_id.clone(),
            tried_as: name.map(|name| rows::hex(&name.key)),
        };
        self.bind_files(&mut edit.batch, session, sequence, header.annotations.as_deref()).await?;
        edit.batch
            .put(keys::message(edit.id(), sequence), MessageRow::write(&header, message.document.as_str())?);
        Ok(())
    }

    /// Returns the messages of an earlier append with this name. The outer `None`: there was none; the inner `None`:
    /// something changed during the read.
    pub(super) async fn try_replay(
        &self,
        view: &View,
        name: Option<&Name>,
    ) -> Result<Option<Option<Appended>>> {
        let Some(name) = name else { return Ok(None) };
        let Some(first) = self.first_try(name).await? else { return Ok(None) };
        let messages = self.replay(view, &first).await?;
        Ok(Some(messages.map(|messages| Appended::new(messages, true))))
    }

    /// Returns the first append with a name. Fails if it had another fingerprint.
    async fn first_try(&self, name: &Name) -> Result<Option<NameRow>> {
        let Some(stored) = self.get(&name.key).await? else { return Ok(None) };
        let (row, _) = rows::read::<NameRow>(stored.value())?;
        match (&row.tried, name.space) {
            (Some(tried), _) if tried.fingerprint == name.fingerprint => Ok(Some(row)),
            // The id of a message that was appended under another name: it is taken.
            (None, NameSpace::Client) => Ok(None),
            _ => Err(Error::Conflict(Conflict::IdempotencyKeyReused)),
        }
    }

    /// Returns the messages of a first append as they are now.
    async fn replay(&self, view: &View, first: &NameRow) -> Result<Option<Vec<MessageRecord>>> {
        let drafts = self.drafts(view).await?;
        let count = first.tried.as_ref().map_or(0, |tried| tried.count);
        let mut records = Vec::new();
        for number in (first.first.get()..).take(usize::try_from(count).unwrap_or(usize::MAX)) {
            let row = match Sequence::new(number) {
                Some(sequence) => self.message(view.id, sequence).await?,
                None => None,
            };
            let Some(row) = row.filter(|row| !row.header.deleted) else { return Ok(None) };
            records.push(self.record(view, &drafts, row).await?);
        }
        Ok(self.is_still(view).await?.then_some(records))
    }

    /// Returns the sequence of a message that existed at the view's offset, also if it is deleted.
    pub(super) async fn sequence(&self, view: &View, id: MessageId) -> Result<Option<Sequence>> {
        let Some(stored) = self.get(&keys::message_id(view.id, id)).await? else { return Ok(None) };
        let sequence = Sequence::new(rows::read_number(&stored)?);
        Ok(sequence.filter(|sequence| Offset::from(*sequence) <= view.offset()))
    }

    /// Returns a message's row, also that of a deleted message.
    pub(super) async fn message(&self, session: SessionId, sequence: Sequence) -> Result<Option<MessageRow>> {
        let stored = self.get(&keys::message(session, sequence)).await?;
        stored.map(|stored| MessageRow::read(sequence, stored.value())).transpose()
    }

    /// Returns a message's row as [`message`](Self::message) does, or the id of one that does not decode.
    pub(super) async fn listed_message(
        &self,
        session: SessionId,
        sequence: Sequence,
    ) -> Result<Option<Result<MessageRow, Damaged>>> {
        let stored = self.get(&keys::message(session, sequence)).await?;
        Ok(stored.map(|stored| MessageRow::read_listed(sequence, stored.value())))
    }

    /// Creates the record of a message, with its draft at the view's offset.
    pub(super) async fn record(
        &self,
        view: &View,
        drafts: &[DraftRow],
        row: MessageRow,
    ) -> Result<MessageRecord> {
        let (id, revision) = (row.header.id, row.revision());
        let mut record = MessageRecord::new(id, row.sequence, row.header.author, row.document);
        record.revision = revision;
        record.annotations = row.header.annotations.map(Json::from_stored);
        if let Some(draft) = rows::open_draft(drafts, row.sequence) {
            let growth = self.growth(view, draft).await?;
            record.revision = growth.revision;
            record.draft = Some(growth.draft);
        }
        Ok(record)
    }

    pub(super) async fn try_find_message(
        &self,
        session: SessionId,
        id: MessageId,
    ) -> Result<Option<MessageRecord>> {
        let view = self.view(session).await?;
        let sequence =
            self.sequence(&view, id).await?.ok_or_else(|| Error::not_found(Resource::Message, id))?;
        let row = self.message(session, sequence).await?.filter(|row| !row.header.deleted);
        let row = row.ok_or_else(|| Error::not_found(Resource::Message, id))?;
        let drafts = self.drafts(&view).await?;
        let record = self.record(&view, &drafts, row).await?;
        Ok(self.is_still(&view).await?.then_some(record))
    }

    pub(super) async fn try_update_message(
        &self,
        session: SessionId,
        id: MessageId,
        update: &MessageUpdate,
        write: Write,
    ) -> Result<Option<Revision>> {
        let mut edit = self.edit(session, write).await?;
        let not_found = || Error::not_found(Resource::Message, id);
        let sequence = self.sequence(edit.view(), id).await?.ok_or_else(not_found)?;
        let drafts = self.drafts(edit.view()).await?;
        let open = rows::open_draft(&drafts, sequence);
        if let (MessageChange::Grow(chunks), Some(open)) = (&update.change, open) {
            return self.grow(edit, open, update, chunks).await;
        }
        let row = self.message(session, sequence).await?.ok_or_else(not_found)?;
        let repeats_deletion = update.change == MessageChange::Delete && row.header.base == Some(update.base);
        if row.header.deleted && !repeats_deletion {
            return Err(not_found());
        }
        edit.check_fence()?;
        if row.header.deleted {
            return Ok(Some(row.revision()));
        }
        let current = open.map_or(row.revision(), |open| open.revision);
        let repeated = || Ok(open.is_none() && repeats_completion(&row, update));
        if !update.applies(current, open.is_some(), repeated)? {
            return Ok(Some(row.revision()));
        }
        let revision = match &update.change {
            MessageChange::Open { writer } => self.open(&mut edit, &drafts, open, &row, *writer).await?,
            MessageChange::Complete { document, annotations } => {
                let annotations = annotations.as_ref().map(|json| json.as_str().to_owned());
                let header = MessageHeader { annotations, ..row.header.clone() };
                self.end_drafts(&mut edit, &drafts, sequence, open.is_none()).await?;
                Self::release_files(&mut edit.batch, session, sequence, row.header.annotations.as_deref())?;
                self.bind_files(&mut edit.batch, session, sequence, header.annotations.as_deref()).await?;
                overwrite(&mut edit, &row, header, document.as_str(), update.base)?
            }
            MessageChange::Delete => {
                self.free_names(&mut edit, &row).await?;
                Self::release_files(&mut edit.batch, session, sequence, row.header.annotations.as_deref())?;
                for draft in drafts.iter().filter(|draft| draft.sequence == sequence) {
                    self.erase_draft(&mut edit, draft).await?;
                }
                self.forget_content(&mut edit, &[id]).await?;
                self.forget_calls(&mut edit, &[id]).await?;
                let (id, revised) = (row.header.id, row.header.revised);
                let header = MessageHeader { id, revised, ..MessageHeader::deleted(id) };
                overwrite(&mut edit, &row, header, "", update.base)?
            }
            // What is no draft does not grow: `applies` has refused it.
            MessageChange::Grow(_) => return Err(Error::Conflict(Conflict::NotADraft)),
        };
        edit.touch();
        edit.erase_summary_of(sequence);
        Ok(self.finish(edit).await?.then_some(revision))
    }

    async fn grow(
        &self,
        mut edit: Edit,
        open: &DraftRow,
        update: &MessageUpdate,
        chunks: &ChunkLog,
    ) -> Result<Option<Revision>> {
        edit.check_fence()?;
        let repeated = if update.base < open.revision {
            self.repeated_growth(edit.view(), open, update.base, chunks).await?
        } else {
            None
        };
        if !update.applies(open.revision, true, || Ok(repeated.is_some()))? {
            return Ok(repeated);
        }
        let offset = edit.take_offset();
        let header = PieceHeader { at: edit.write.at, base: Some(update.base) };
        edit.batch.put(keys::piece(edit.id(), open.began, offset), rows::write(&header, chunks.as_str())?);
        edit.batch.remove(keys::open_draft(open.grown_at, edit.id(), open.began));
        let row = DraftRow { revision: offset.into(), grown_at: edit.write.at, ..open.clone() };
        put_draft(&mut edit, &row)?;
        Ok(self.finish(edit).await?.then_some(offset.into()))
    }

    /// Begins a draft on a complete message, or takes over the open one.
    async fn open(
        &self,
        edit: &mut Edit,
        drafts: &[DraftRow],
        open: Option<&DraftRow>,
        row: &MessageRow,
        writer: AccountId,
    ) -> Result<Revision> {
        if let Some(open) = open {
            let (offset, at) = (edit.overwrite(), edit.write.at);
            edit.batch.remove(keys::open_draft(open.grown_at, edit.id(), open.began));
            let (revision, taken) = (offset.into(), open.clone());
            let row = DraftRow { writer, opened: offset, opened_at: at, revision, grown_at: at, ..taken };
            put_draft(edit, &row)?;
            return Ok(offset.into());
        }
        let (offset, what) = (edit.take_offset(), (row.header.id, row.sequence));
        self.begin_draft(edit, drafts, what, (writer, row.document.as_str()), offset).await?;
        Ok(offset.into())
    }

    /// Ends the open draft of a message at the next offset; or erases its ended drafts.
    async fn end_drafts(
        &self,
        edit: &mut Edit,
        drafts: &[DraftRow],
        sequence: Sequence,
        erase: bool,
    ) -> Result<()> {
        for draft in drafts.iter().filter(|draft| draft.sequence == sequence) {
            if erase {
                self.erase_draft(edit, draft).await?;
            } else if draft.is_open() {
                let closed = Some((edit.row.offset.next(), edit.write.at));
                put_draft(edit, &DraftRow { closed, ..draft.clone() })?;
            }
        }
        Ok(())
    }

    /// Frees the client id of a message, and the idempotency key of its append.
    pub(super) async fn free_names(&self, edit: &mut Edit, message: &MessageRow) -> Result<()> {
        let client_id = message.header.client_id.as_ref();
        let client_id = client_id.map(|id| keys::name(edit.id(), NameSpace::Client, id));
        let tried_as = message.header.tried_as.as_deref().and_then(rows::unhex);
        if let Some(key) = tried_as.filter(|key| Some(key) != client_id.as_ref())
            && let Some(stored) = self.get(&key).await?
        {
            let (row, _) = rows::read::<NameRow>(stored.value())?;
            // By now, the name may be that of a later append.
            if row.has(message.sequence) && row.tried.is_some() {
                if key.get(13) == Some(&(NameSpace::Client as u8)) {
                    // The first message of the append still has it as its client id.
                    edit.batch.put(key, rows::write(&NameRow { tried: None, ..row }, "")?);
                } else {
                    edit.batch.remove(key);
                }
            }
        }
        if let Some(key) = client_id {
            edit.batch.remove(key);
        }
        Ok(())
    }
}

impl MessageHeader {
    /// Returns the header that stays of a deleted message.
    pub(super) fn deleted(id: MessageId) -> Self {
        Self {
            id,
            revised: None,
            base: None,
            author: None,
            annotations: None,
            deleted: true,
            client_id: None,
            tried_as: None,
        }
    }
}

fn repeats_completion(row: &MessageRow, update: &MessageUpdate) -> bool {
    let MessageChange::Complete { document, annotations } = &update.change else { return false };
    row.header.base == Some(update.base)
        && row.document == *document
        && row.header.annotations.as_deref() == annotations.as_ref().map(Json::as_str)
}

/// Replaces the row of a message, at the next offset.
pub(super) fn overwrite(
    edit: &mut Edit,
    row: &MessageRow,
    header: MessageHeader,
    document: &str,
    base: Revision,
) -> Result<Revision> {
    let offset = edit.overwrite();
    if let Some(revised) = row.header.revised {
        edit.batch.remove(keys::revised(edit.id(), revised.into()));
    }
    edit.batch.put(keys::revised(edit.id(), offset), row.sequence.get().to_be_bytes().to_vec());
    let header = MessageHeader { revised: Some(offset.into()), base: Some(base), ..header };
    edit.batch.put(keys::message(edit.id(), row.sequence), MessageRow::write(&header, document)?);
    Ok(offset.into())
}
