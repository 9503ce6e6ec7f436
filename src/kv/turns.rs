//! Turns, the requests of their calls, and the calls that have begun to run.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use async_trait::async_trait;

use super::{
    KeyValue, KeyValueStore, keys,
    messages::Name,
    overlay::Overlay,
    rows,
    sessions::{Edit, View},
    store::{AT_ONCE, Batch, Walk, retry, too_busy},
};
use crate::{
    model::{
        call_request::{CallRequest, RequestState},
        error::{Error, ErrorKind, Resource, Result},
        id::{AccountId, CallRequestId, MessageId, SessionId, TurnId},
        offset::{Offset, Revision},
        session::SessionChange,
        time::Timestamp,
        turn::TurnState,
    },
    repository::{
        Appended, Done, Effects, MessageBatch, MessageChange, MessageUpdate, RequestFilter, RunCall, Step,
        Truncation, TurnBook, TurnFilter, TurnNews, TurnRecord, TurnRepository, Write,
        turns::run::{StepTx, run, truncate_alone, update_alone},
    },
};

/// The transaction that runs steps.
pub(super) struct Tx<K> {
    pub(super) store: KeyValueStore<Overlay<K>>,
    session: SessionId,
    write: Write,
    now: Timestamp,
    /// Whether another commit changed something that was read, so that the transaction must be retried.
    moved: bool,
}

impl<K: KeyValue> Tx<K> {
    pub(super) async fn begin(store: &KeyValueStore<K>, session: SessionId, write: Write) -> Result<Self> {
        let overlay = Overlay::over(Arc::clone(&store.backend));
        overlay.pin(&keys::session(session)).await?;
        let store = KeyValueStore {
            backend: Arc::new(overlay),
            clock: Arc::clone(&store.clock),
            followers: Arc::clone(&store.followers),
        };
        let now = store.clock.now();
        Ok(Self { store, session, write, now, moved: false })
    }

    /// Unwraps the outcome of an operation. `None` means that something changed, and the transaction must be retried.
    pub(super) fn done<T>(&mut self, outcome: Option<T>) -> Result<T> {
        outcome.ok_or_else(|| {
            self.moved = true;
            too_busy()
        })
    }

    /// Commits everything. Returns `None` if the session was changed meanwhile, also if a failure is due to that.
    pub(super) async fn end<T>(self, outcome: Result<T>) -> Result<Option<T>> {
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
    /// A commit whose result was lost is not retried.
    fn in_doubt(&self) -> bool {
        false
    }

    fn has_written(&self) -> bool {
        self.store.backend().has_written()
    }

    async fn is_idle(&mut self) -> Result<bool> {
        let turns = keys::turn_entries(self.session, true);
        let requests = keys::request_entries(Some(self.session), true);
        for range in [turns, requests] {
            if !self.store.next(&mut Walk::new(range, false), 1).await?.is_empty() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    async fn book(&mut self, turns: &[TurnId], requests: &[CallRequestId]) -> Result<TurnBook> {
        let view = self.store.view(self.session).await?;
        self.store.book(&view, self.now, turns, requests).await
    }

    async fn write_effects(&mut self, effects: Effects) -> Result<()> {
        let mut edit = self.store.edit(self.session, Write::at(self.write.at)).await?;
        let Effects { generation, turns, requests, news, due, .. } = effects;
        (edit.row.generation, edit.row.due) = (generation, due);
        for record in &turns {
            put_turn(&mut edit.batch, record)?;
        }
        let mut told = Vec::new();
        for event in &news {
            let offset = edit.take_offset();
            edit.batch.put(keys::news(self.session, offset), rows::to_json(event)?);
            if let TurnNews::Decision(request) = event {
                told.push((request.id, offset));
            }
        }
        for request in &requests {
            let now = told.iter().find(|(id, _)| *id == request.id).map(|(_, offset)| *offset);
            let mut told = match now {
                None => self.store.request(request.id).await?.and_then(|(told, _)| told),
                now => now,
            };
            if let Some(offset) = told.take_if(|_| !request.unapplied) {
                edit.batch.remove(keys::news(self.session, offset));
            }
            put_request(&mut edit.batch, told, request)?;
        }
        // Readers of several turns, or of removed events, must retry.
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
        let name = Name::of(self.session, batch);
        match self.store.try_replay(&view, name.as_ref()).await? {
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

    async fn truncate(&mut self, truncation: &Truncation) -> Result<Vec<MessageId>> {
        let done = self.store.try_truncate(self.session, truncation, Write::at(self.write.at)).await?;
        self.done(done)
    }

    async fn exists(&mut self, message: MessageId) -> Result<bool> {
        let view = self.store.view(self.session).await?;
        let Some(sequence) = self.store.sequence(&view, message).await? else { return Ok(false) };
        let row = self.store.message(self.session, sequence).await?;
        Ok(row.is_some_and(|row| !row.header.deleted))
    }

    async fn is_draft(&mut self, message: MessageId) -> Result<bool> {
        let view = self.store.view(self.session).await?;
        let Some(sequence) = self.store.sequence(&view, message).await? else { return Ok(false) };
        Ok(rows::open_draft(&self.store.drafts(&view).await?, sequence).is_some())
    }

    async fn find_call(&mut self, message: MessageId, ordinal: u32) -> Result<Option<RunCall>> {
        let stored = self.store.get(&keys::run_call(self.session, message, ordinal)).await?;
        stored.map(|stored| rows::from_json(stored.value())).transpose()
    }

    async fn put_call(&mut self, call: &RunCall) -> Result<()> {
        let mut edit = self.store.edit(self.session, self.write).await?;
        let key = keys::run_call(self.session, call.begun.message, call.begun.ordinal);
        edit.batch.put(key, rows::to_json(call)?);
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

    /// Changes a message, with the effects on the turns and requests of its session.
    pub(super) async fn try_change_message(
        &self,
        session: SessionId,
        id: MessageId,
        update: &MessageUpdate,
        write: Write,
    ) -> Result<Option<Revision>> {
        if matches!(update.change, MessageChange::Grow(_)) {
            return self.try_update_message(session, id, update, write).await;
        }
        let mut tx = Tx::begin(self, session, Write::at(write.at)).await?;
        let generation = tx.store.view(session).await?.row.generation;
        let outcome = update_alone(&mut tx, id, update, write, generation).await;
        tx.end(outcome).await
    }

    /// Deletes a message and all later ones, with the effects on turns and requests.
    pub(super) async fn try_truncate_all(
        &self,
        session: SessionId,
        truncation: &Truncation,
        write: Write,
    ) -> Result<Option<Vec<MessageId>>> {
        let mut tx = Tx::begin(self, session, Write::at(write.at)).await?;
        let generation = tx.store.view(session).await?.row.generation;
        let outcome = truncate_alone(&mut tx, truncation, write, generation).await;
        tx.end(outcome).await
    }
}

impl<K: KeyValue> KeyValueStore<K> {
    async fn book(
        &self,
        view: &View,
        now: Timestamp,
        turns: &[TurnId],
        requests: &[CallRequestId],
    ) -> Result<TurnBook> {
        let open = self.all(keys::turn_entries(view.id, true)).await?;
        let open = open.iter().filter_map(|(key, _)| keys::last_id(key)).map(TurnId::from_bytes);
        let mut known_turns = Vec::new();
        for id in open.chain(turns.iter().copied()).collect::<BTreeSet<_>>() {
            known_turns.extend(self.turn(view.id, id).await?);
        }
        let open = self.all(keys::request_entries(Some(view.id), true)).await?;
        let open = open.iter().filter_map(|(key, _)| keys::last_id(key)).map(CallRequestId::from_bytes);
        let mut known_requests = Vec::new();
        for id in open.chain(requests.iter().copied()).collect::<BTreeSet<_>>() {
            let request = self.request(id).await?.map(|(_, request)| request);
            known_requests.extend(request.filter(|request| request.session_id == view.id));
        }
        Ok(TurnBook::new(view.id, now, view.row.generation, known_turns, known_requests))
    }

    pub(super) async fn turn(&self, session: SessionId, id: TurnId) -> Result<Option<TurnRecord>> {
        let stored = self.get(&keys::turn(session, id)).await?;
        stored.map(|stored| rows::from_json(stored.value())).transpose()
    }

    /// Removes from the requests of deleted messages the content of these messages.
    pub(super) async fn forget_content(&self, edit: &mut Edit, messages: &[MessageId]) -> Result<()> {
        for (key, _) in self.all(keys::request_entries(Some(edit.id()), false)).await? {
            let Some(id) = keys::last_id(&key).map(CallRequestId::from_bytes) else { continue };
            let Some((told, mut request)) = self.request(id).await? else { continue };
            if messages.contains(&request.message_id) && request.forget_content() {
                put_request(&mut edit.batch, told, &request)?;
            }
        }
        Ok(())
    }

    /// Removes the recorded tool calls of deleted messages.
    pub(super) async fn forget_calls(&self, edit: &mut Edit, messages: &[MessageId]) -> Result<()> {
        for message in messages {
            for (key, _) in self.all(keys::run_calls(edit.id(), *message)).await? {
                edit.batch.remove(key);
            }
        }
        Ok(())
    }

    pub(super) async fn request(
        &self,
        id: CallRequestId,
    ) -> Result<Option<(Option<Offset>, CallRequest<AccountId>)>> {
        let Some(stored) = self.get(&keys::request(id)).await? else { return Ok(None) };
        let split = stored.value().split_first_chunk();
        let (told, json) = split.ok_or_else(|| rows::damaged("it is too short"))?;
        let told = Some(Offset::new(u64::from_be_bytes(*told))).filter(|offset| *offset > Offset::default());
        Ok(Some((told, rows::from_json(json)?)))
    }

    async fn try_find_turn(&self, session: SessionId, id: TurnId) -> Result<Option<(TurnRecord, usize)>> {
        let view = self.view(session).await?;
        let book = self.book(&view, self.clock.now(), &[id], &[]).await?;
        let found = book.turn(id).cloned().map(|turn| (turn, book.position(id)));
        Ok(if self.is_still(&view).await? { Some(found?) } else { None })
    }

    async fn try_list_turns(
        &self,
        session: SessionId,
        filter: TurnFilter,
        limit: u32,
    ) -> Result<Option<Vec<TurnRecord>>> {
        let view = self.view(session).await?;
        let is_open = matches!(filter.state, Some(TurnState::Queued | TurnState::Running));
        let mut range = keys::turn_entries(session, is_open);
        if let Some(after) = filter.after {
            let turn = self.turn(session, after).await?;
            let turn =
                turn.ok_or_else(|| Error::invalid_argument("after", "must be a turn of the session"))?;
            range.1 = keys::turn_entry(session, is_open, turn.turn.created_at, after);
        }
        let (mut walk, mut turns) = (Walk::new(range, true), Vec::new());
        while !walk.ended() && turns.len() < limit as usize {
            for (key, _) in self.next(&mut walk, AT_ONCE).await? {
                let Some(id) = keys::last_id(&key) else { continue };
                let turn = self.turn(session, TurnId::from_bytes(id)).await?;
                turns.extend(turn.filter(|turn| filter.state.is_none_or(|state| turn.turn.state == state)));
            }
        }
        turns.truncate(limit as usize);
        Ok(self.is_still(&view).await?.then_some(turns))
    }

    async fn try_find_by_client_id(
        &self,
        session: SessionId,
        client_id: &str,
    ) -> Result<Option<Option<MessageId>>> {
        let view = self.view(session).await?;
        let mut found = None;
        if let Some(stored) = self.get(&keys::name(session, keys::NameSpace::Client, client_id)).await? {
            let (name, _) = rows::read::<rows::NameRow>(stored.value())?;
            let row = self.message(session, name.first).await?;
            found = row.filter(|row| !row.header.deleted).map(|row| row.header.id);
        }
        Ok(self.is_still(&view).await?.then_some(found))
    }

    /// Returns whether a session exists and is not deleted.
    async fn exists(&self, session: SessionId) -> Result<bool> {
        match self.view(session).await {
            Ok(_) => Ok(true),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
            Err(error) => Err(error),
        }
    }
}

pub(super) fn put_turn(batch: &mut Batch, record: &TurnRecord) -> Result<()> {
    let (session, id, created_at) = (record.turn.session_id, record.turn.id, record.turn.created_at);
    let open = keys::turn_entry(session, true, created_at, id);
    batch.put.insert(open, record.is_open().then(Vec::new));
    batch.put(keys::turn_entry(session, false, created_at, id), Vec::new());
    batch.put(keys::turn(session, id), rows::to_json(record)?);
    Ok(())
}

/// Writes a request. `told` is the offset at which followers received its decision, as long as they need it.
pub(super) fn put_request(
    batch: &mut Batch,
    told: Option<Offset>,
    request: &CallRequest<AccountId>,
) -> Result<()> {
    let (id, created_at) = (request.id, request.created_at);
    for scope in [None, Some(request.session_id)] {
        let open = keys::request_entry(scope, true, created_at, id);
        batch.put.insert(open, request.is_open().then(Vec::new));
        batch.put(keys::request_entry(scope, false, created_at, id), Vec::new());
    }
    let told = told.unwrap_or_default().get().to_be_bytes();
    batch.put(keys::request(id), [&told[..], &rows::to_json(request)?].concat());
    Ok(())
}

#[async_trait]
impl<K: KeyValue> TurnRepository for KeyValueStore<K> {
    async fn transact(&self, session: SessionId, steps: &[Step], write: Write) -> Result<Vec<Done>> {
        retry(|| self.try_transact(session, steps, write)).await
    }

    async fn due_sessions(&self, limit: u32) -> Result<Vec<SessionId>> {
        let mut walk = Walk::new(keys::due_until(self.clock.now()), false);
        let mut sessions = Vec::new();
        while !walk.ended() && sessions.len() < limit as usize {
            let wanted = (limit as usize - sessions.len()).min(AT_ONCE);
            let rows = self.next(&mut walk, wanted).await?;
            sessions.extend(rows.iter().filter_map(|(key, _)| keys::last_id(key)).map(SessionId::from_bytes));
        }
        Ok(sessions)
    }

    async fn find_turn(&self, session: SessionId, id: TurnId) -> Result<(TurnRecord, usize)> {
        retry(|| self.try_find_turn(session, id)).await
    }

    async fn list_turns(
        &self,
        session: SessionId,
        filter: TurnFilter,
        limit: u32,
    ) -> Result<Vec<TurnRecord>> {
        retry(|| self.try_list_turns(session, filter, limit)).await
    }

    async fn find_request(&self, id: CallRequestId) -> Result<CallRequest<AccountId>> {
        let not_found = || Error::not_found(Resource::CallRequest, id);
        let (_, request) = self.request(id).await?.ok_or_else(not_found)?;
        if self.exists(request.session_id).await? { Ok(request) } else { Err(not_found()) }
    }

    async fn list_requests(&self, filter: RequestFilter, limit: u32) -> Result<Vec<CallRequest<AccountId>>> {
        let is_open = filter.expired || filter.state == Some(RequestState::Pending);
        let mut range = keys::request_entries(filter.session, is_open);
        if let Some(after) = filter.after {
            let request = self.request(after).await?;
            let (_, request) =
                request.ok_or_else(|| Error::invalid_argument("after", "must be a request"))?;
            range.1 = keys::request_entry(filter.session, is_open, request.created_at, after);
        }
        let (now, mut exists) = (self.clock.now(), BTreeMap::new());
        let (mut walk, mut requests) = (Walk::new(range, true), Vec::new());
        while !walk.ended() && requests.len() < limit as usize {
            for (key, _) in self.next(&mut walk, AT_ONCE).await? {
                let Some(id) = keys::last_id(&key) else { continue };
                let Some((_, request)) = self.request(CallRequestId::from_bytes(id)).await? else { continue };
                if !filter.matches(&request, now) {
                    continue;
                }
                let session = request.session_id;
                let session_exists = match exists.get(&session) {
                    Some(session_exists) => *session_exists,
                    None => self.exists(session).await?,
                };
                exists.insert(session, session_exists);
                requests.extend(session_exists.then_some(request));
            }
        }
        requests.truncate(limit as usize);
        Ok(requests)
    }

    async fn run_calls(&self, session: SessionId, message: MessageId) -> Result<Vec<RunCall>> {
        self.view(session).await?;
        let calls = self.all(keys::run_calls(session, message)).await?;
        calls.iter().map(|(_, stored)| rows::from_json(stored.value())).collect()
    }

    async fn find_by_client_id(&self, session: SessionId, client_id: &str) -> Result<Option<MessageId>> {
        retry(|| self.try_find_by_client_id(session, client_id)).await
    }

    async fn now(&self) -> Result<Timestamp> {
        Ok(self.clock.now())
    }
}
