//! Turns, the requests of their calls, and the calls that ran.

use std::sync::Arc;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use super::{
    KeyValue, KeyValueStore, keys,
    messages::open_draft,
    overlay::Overlay,
    rows,
    sessions::{Edit, View},
    store::{AT_ONCE, Walk, retry, too_busy},
};
use crate::{
    model::{
        call_request::{CallRequest, RequestState},
        error::{Error, ErrorKind, Resource, Result},
        id::{AccountId, CallRequestId, MessageId, SessionId, TurnId},
        message::{WindowRequest, Anchor},
        offset::{Generation, Offset, Revision},
        session::SessionChange,
        time::Timestamp,
        turn::TurnState,
    },
    repository::{
        Appended, Done, Effects, MessageBatch, MessageChange, MessageUpdate, RequestFilter, RunCall, Step,
        TurnBook, TurnFilter, TurnNews, TurnRecord, TurnRepository, Write,
        turns::run::{StepTx, run},
    },
};

/// What stands in front of a request in its row.
#[derive(Default, Serialize, Deserialize)]
struct RequestHeader {
    /// The offset at which followers were told of its decision, while the draft of its message grows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    told: Option<Offset>,
}

/// The steps of a transaction.
struct Tx<K> {
    store: KeyValueStore<Overlay<K>>,
    session: SessionId,
    write: Write,
    now: Timestamp,
    /// Whether something that was read was changed by others, so that all must be done again.
    moved: bool,
}

impl<K: KeyValue> Tx<K> {
    async fn begin(store: &KeyValueStore<K>, session: SessionId, write: Write) -> Result<Self> {
        let overlay = Overlay::over(Arc::clone(&store.backend));
        overlay.pin(&keys::session(session)).await?;
        let store = KeyValueStore { backend: Arc::new(overlay), clock: Arc::clone(&store.clock) };
        let now = store.clock.now();
        Ok(Self { store, session, write, now, moved: false })
    }

    /// Unwraps what an operation has done. It has done nothing if something moved.
    fn done<T>(&mut self, outcome: Option<T>) -> Result<T> {
        outcome.ok_or_else(|| {
            self.moved = true;
            too_busy()
        })
    }

    /// Writes everything. Returns `None` if the session was changed meanwhile, also if that is why something failed.
    async fn end<T>(self, outcome: Result<T>) -> Result<Option<T>> {
        let overlay = self.store.backend();
        let still = match &outcome {
            _ if self.moved => false,
            Ok(_) if overlay.has_written() => overlay.write().await?,
            _ => overlay.is_still(&keys::session(self.session)).await?,
        };
        if still { outcome.map(Some) } else { Ok(None) }
    }
}

impl<K: KeyValue> StepTx for Tx<K> {
    async fn book(&mut self, turns: &[TurnId], requests: &[CallRequestId]) -> Result<TurnBook> {
        let view = self.store.view(self.session).await?;
        self.store.book(&view, self.now, turns, requests).await
    }

    async fn write_effects(&mut self, effects: Effects) -> Result<()> {
        let mut edit = self.store.edit(self.session, Write::at(self.write.at)).await?;
        let Effects { generation, turns, requests, news, due } = effects;
        let nothing = turns.is_empty() && requests.is_empty() && news.is_empty();
        if nothing && (generation, due) == (edit.row.generation, edit.row.due) {
            return Ok(());
        }
        (edit.row.generation, edit.row.due) = (generation, due);
        for record in &turns {
            put_turn(&mut edit, record)?;
        }
        let mut told = Vec::new();
        for event in &news {
            let offset = edit.take_offset();
            edit.batch.put(keys::news(self.session, offset), to_json(event)?.into_bytes());
            if let TurnNews::Decision(request) = event {
                told.push((request.id, offset));
            }
        }
        for request in &requests {
            let before = self.store.request(request.id).await?.and_then(|(header, _)| header.told);
            let now = told.iter().find(|(id, _)| *id == request.id).map(|(_, offset)| *offset);
            let mut header = RequestHeader { told: now.or(before) };
            if let Some(offset) = header.told.take_if(|_| !request.unapplied) {
                edit.batch.remove(keys::news(self.session, offset));
            }
            put_request(&mut edit, &header, request)?;
        }
        // Who reads the rows of several turns, or news that were erased, starts anew.
        edit.row.overwritten = edit.row.offset;
        let done = self.store.finish(edit).await?.then_some(());
        self.done(done)
    }

    async fn change_session(&mut self, change: &SessionChange) -> Result<()> {
        let done = self.store.try_update_session(self.session, change, self.write).await?;
        self.done(done)
    }

    async fn append(&mut self, batch: &MessageBatch) -> Result<Appended> {
        let done = self.store.try_append(self.session, batch, self.write).await?;
        self.done(done)
    }

    async fn replay(&mut self, batch: &MessageBatch) -> Result<Option<Appended>> {
        let view = self.store.view(self.session).await?;
        match self.store.try_replay(&view, batch).await? {
            Some(done) => self.done(done).map(Some),
            None => Ok(None),
        }
    }

    async fn update(&mut self, message: MessageId, update: &MessageUpdate) -> Result<(Revision, bool)> {
        let before = self.store.view(self.session).await?.offset();
        let done = self.store.try_update_message(self.session, message, update, self.write).await?;
        let revision = self.done(done)?;
        Ok((revision, self.store.view(self.session).await?.offset() != before))
    }

    async fn truncate(&mut self, from: MessageId) -> Result<Vec<MessageId>> {
        let view = self.store.view(self.session).await?;
        let sequence = self.store.sequence(&view, from).await?;
        let sequence = sequence.ok_or_else(|| Error::not_found(Resource::Message, from))?;
        let _ = sequence;
        Ok(Vec::new())
    }

    async fn is_draft(&mut self, message: MessageId) -> Result<bool> {
        let view = self.store.view(self.session).await?;
        let Some(sequence) = self.store.sequence(&view, message).await? else { return Ok(false) };
        Ok(open_draft(&self.store.drafts(&view).await?, sequence).is_some())
    }

    async fn find_call(&mut self, message: MessageId, ordinal: u32) -> Result<Option<RunCall>> {
        let stored = self.store.get(&keys::run_call(self.session, message, ordinal)).await?;
        stored.map(|stored| from_json(stored.value())).transpose()
    }

    async fn put_call(&mut self, call: &RunCall) -> Result<()> {
        let mut edit = self.store.edit(self.session, self.write).await?;
        let key = keys::run_call(self.session, call.begun.message, call.begun.ordinal);
        edit.batch.put(key, to_json(call)?.into_bytes());
        let done = self.store.finish(edit).await?.then_some(());
        self.done(done)
    }
}

impl<K: KeyValue> KeyValueStore<K> {
    async fn try_transact(
        &self,
        session: SessionId,
        steps: &[Step],
        write: Write,
    ) -> Result<Option<Vec<Done>>> {
        // `run` compares the fence for all steps.
        let mut tx = Tx::begin(self, session, Write::at(write.at)).await?;
        let generation = tx.store.view(session).await?.row.generation;
        let outcome = run(&mut tx, steps, write, generation).await;
        tx.end(outcome).await
    }

    /// Changes a message, and what turns and requests have to do with it.
    pub(super) async fn try_update(
        &self,
        session: SessionId,
        id: MessageId,
        update: &MessageUpdate,
        write: Write,
    ) -> Result<Option<Revision>> {
        if !matches!(update.change, MessageChange::Complete { .. } | MessageChange::Delete) {
            return self.try_update_message(session, id, update, write).await;
        }
        let mut tx = Tx::begin(self, session, write).await?;
        let outcome = tx.update_alone(id, update).await;
        tx.end(outcome).await
    }
}
