//! The table `message_keys`, and the operation that appends messages.

use super::{
    columns::{Stored as _, Table as _},
    documents, drafts,
    locked::{Locked, Place},
    marks, messages,
    rows::{CLIENT_ID, GIVEN, KeyRow, MessageRow},
    statements::Statements,
    tx::{Operation, Tx},
    value::Named,
};
#[cfg(feature = "postgres")]
use super::{
    row::Row,
    shortcuts::{Shortcut, Shortcuts},
};
#[cfg(feature = "postgres")]
use crate::model::message::has_files;
use crate::{
    model::{
        error::{Conflict, Error, Resource, Result},
        id::SessionId,
        offset::{Offset, Revision, Sequence},
    },
    repository::{Appended, Idempotency, MessageBatch, MessageRecord, NewRecord, OpenDraft, Write},
};

#[derive(Debug)]
pub(crate) struct Append {
    pub(crate) session: SessionId,
    pub(crate) batch: MessageBatch,
    pub(crate) write: Write,
}

impl Operation for Append {
    type Output = Appended;

    #[cfg(feature = "postgres")]
    fn shortcut<'o>(&'o self, shortcuts: &'o Shortcuts) -> Option<Shortcut<'o, Appended>> {
        let [message] = self.batch.messages.as_slice() else { return None };
        let key = match &self.batch.idempotency {
            None => None,
            Some(Idempotency { key: Some(key), fingerprint }) => Some((key.as_str(), fingerprint.as_str())),
            Some(_) => return None,
        };
        let binds = message.annotations.as_ref().is_some_and(|annotations| has_files(annotations.as_str()));
        if self.batch.draft.is_some() || message.client_id.is_some() || binds {
            return None;
        }
        let mut values = MessageRow::new(message, false).values();
        values.extend([
            ("session", self.session.store()),
            ("at", self.write.at.store()),
            ("fence", self.write.fence.store()),
        ]);
        let appending = self.appending();
        let read = move |row: &dyn Row| {
            Ok(Appended::new(vec![appending.record(message, Sequence::load(row, 0)?)], false))
        };
        let statement = shortcuts.append(&message.document, key, &mut values);
        Some(Shortcut { statement, values, read: Box::new(read) })
    }

    #[cfg(feature = "postgres")]
    fn changes(&self) -> Option<SessionId> {
        Some(self.session)
    }

    async fn run<T: Tx>(&self, statements: &Statements, tx: &mut T) -> Result<Appended> {
        let appending = self.appending();
        if let Some(key) = appending.idempotency_key() {
            Place::announce(tx, &statements.find_key, self.session, key);
        }
        let mut session = Locked::lock(statements, tx, self.session, self.write).await?;
        if let Some(appended) = appending.earlier(statements, tx, session.place).await? {
            return Ok(appended);
        }
        let appended = appending.store(statements, tx, &mut session).await?;
        session.store(statements, tx).await?;
        Ok(appended)
    }
}

impl Append {
    fn appending(&self) -> Appending<'_> {
        Appending::new(&self.batch, self.write)
    }
}

/// A batch to append to a locked session.
pub(super) struct Appending<'b> {
    batch: &'b MessageBatch,
    write: Write,
}

impl<'b> Appending<'b> {
    pub(super) fn new(batch: &'b MessageBatch, write: Write) -> Self {
        Self { batch, write }
    }

    /// Returns the messages of an earlier append: one with the same key, or one of this operation whose answer was
    /// lost.
    pub(super) async fn earlier<T: Tx>(
        &self,
        statements: &Statements,
        tx: &mut T,
        place: Place,
    ) -> Result<Option<Appended>> {
        if let Some(appended) = self.replay(statements, tx, place).await? {
            return Ok(Some(appended));
        }
        if !tx.in_doubt() {
            return Ok(None);
        }
        Ok(self.stored(statements, tx, place).await?.map(|messages| Appended::new(messages, false)))
    }

    /// Appends the messages. The caller writes the session's row.
    pub(super) async fn store<T: Tx>(
        &self,
        statements: &Statements,
        tx: &mut T,
        session: &mut Locked,
    ) -> Result<Appended> {
        let place = session.place;
        if self.batch.draft.is_some() {
            drafts::erase_old(statements, tx, place, self.write.at).await?;
        }
        let mut messages = Vec::with_capacity(self.batch.messages.len());
        for message in &self.batch.messages {
            let sequence = self.insert(statements, tx, session, message).await?;
            if let Some(client_id) = &message.client_id {
                self.take_client_id(statements, tx, place, client_id, sequence, messages.is_empty()).await?;
            }
            messages.push(self.record(message, sequence));
        }
        if self.batch.draft.is_none() {
            for alike in messages.chunk_by(|one, next| one.author == next.author) {
                // Every read mark is before all of these messages, so one count covers them.
                let by = i64::try_from(alike.len()).unwrap_or(i64::MAX);
                marks::count(statements, tx, session, (alike[0].sequence, alike[0].author), by).await?;
            }
        }
        if let (Some(Idempotency { key: Some(key), fingerprint }), Some(first)) =
            (&self.batch.idempotency, messages.first())
        {
            let row = self.key(GIVEN, key, first.sequence, Some(fingerprint));
            tx.execute_later(&statements.insert_key, &place.with(row.values())).await?;
        }
        Ok(Appended::new(messages, false))
    }

    /// Creates the record of a message that is stored now.
    fn record(&self, message: &NewRecord, sequence: Sequence) -> MessageRecord {
        let mut record = MessageRecord::new(message.id, sequence, message.author, message.document.clone());
        record.annotations.clone_from(&message.annotations);
        record.draft = self.batch.draft.map(|writer| OpenDraft::new(sequence.into(), self.write.at, writer));
        record
    }

    /// Returns the idempotency key as values.
    pub(super) fn idempotency_key(&self) -> Option<[Named; 2]> {
        let idempotency = self.batch.idempotency.as_ref()?;
        let (kind, key) = match &idempotency.key {
            Some(key) => (GIVEN, key),
            None => (CLIENT_ID, self.batch.messages.first()?.client_id.as_ref()?),
        };
        Some([("kind", kind.into()), ("key", key.as_str().into())])
    }

    /// Returns the messages of an earlier append with the same key.
    async fn replay<T: Tx>(
        &self,
        statements: &Statements,
        tx: &mut T,
        place: Place,
    ) -> Result<Option<Appended>> {
        let (Some(idempotency), Some(key)) = (&self.batch.idempotency, self.idempotency_key()) else {
            return Ok(None);
        };
        let values = place.with(key);
        let found = tx.query_one(&statements.find_key, &values, KeyRow::load).await?;
        let Some(KeyRow { sequence, count, fingerprint: Some(fingerprint), .. }) = found else {
            // A client id that was never a key is merely taken.
            return Ok(None);
        };
        if fingerprint != idempotency.fingerprint {
            return Err(Error::Conflict(Conflict::IdempotencyKeyReused));
        }
        let before = Offset::new(sequence.get() - 1);
        let values = place.with([("sequence", before.store()), ("limit", count.into())]);
        let mut records = tx.query(&statements.messages_above, &values, messages::load_shown).await?;
        let open = drafts::open_of_session(statements, tx, place).await?;
        messages::add_drafts(statements, tx, place, &mut records, &open).await?;
        // Ids are new in each try, so these are those of a try of this same call whose answer was lost.
        let own = tx.in_doubt()
            && records.iter().map(|record| record.id).eq(self.batch.messages.iter().map(|m| m.id));
        Ok(Some(Appended::new(records, !own)))
    }

    /// Returns the messages of this batch, if an earlier attempt stored them.
    async fn stored<T: Tx>(
        &self,
        statements: &Statements,
        tx: &mut T,
        place: Place,
    ) -> Result<Option<Vec<MessageRecord>>> {
        let mut records = Vec::new();
        for message in &self.batch.messages {
            let values = place.with([("id", message.id.store())]);
            let found = tx.query_one(&statements.find_message, &values, messages::load).await?;
            let Some((sequence, row)) = found else { return Ok(None) };
            if row.document != message.document || row.author != message.author {
                return Ok(None);
            }
            records.push(row.into_record(sequence));
        }
        let open = drafts::open_of_session(statements, tx, place).await?;
        messages::add_drafts(statements, tx, place, &mut records, &open).await?;
        Ok(Some(records))
    }

    async fn insert<T: Tx>(
        &self,
        statements: &Statements,
        tx: &mut T,
        session: &mut Locked,
        message: &NewRecord,
    ) -> Result<Sequence> {
        let (place, offset) = (session.place, session.next_active()?);
        // The offset after any is at least 1.
        let sequence = Sequence::new(offset.get()).unwrap_or(Sequence::FIRST);
        let row = MessageRow::new(message, self.batch.draft.is_some());
        if !documents::insert(statements, tx, place, sequence, &row).await? {
            return Err(Error::already_exists(Resource::Message, message.id));
        }
        if let Some(writer) = self.batch.draft {
            let beginning =
                drafts::Beginning { message: message.id, sequence, writer, base: Revision::default() };
            beginning.store(statements, tx, session, offset).await?;
        }
        Ok(sequence)
    }

    async fn take_client_id<T: Tx>(
        &self,
        statements: &Statements,
        tx: &mut T,
        place: Place,
        client_id: &str,
        sequence: Sequence,
        first: bool,
    ) -> Result<()> {
        let key = self.batch.idempotency.as_ref().filter(|idempotency| first && idempotency.key.is_none());
        let fingerprint = key.map(|idempotency| &idempotency.fingerprint);
        let row = self.key(CLIENT_ID, client_id, sequence, fingerprint);
        if tx.execute(&statements.insert_key, &place.with(row.values())).await? == 0 {
            return Err(Error::already_exists(Resource::Message, client_id));
        }
        Ok(())
    }

    fn key(&self, kind: i64, key: &str, sequence: Sequence, fingerprint: Option<&String>) -> KeyRow {
        // A batch is in memory, so its length is a small number.
        let count = fingerprint.map_or(1, |_| i64::try_from(self.batch.messages.len()).unwrap_or(i64::MAX));
        KeyRow { kind, key: key.to_owned(), sequence, count, fingerprint: fingerprint.cloned() }
    }
}
