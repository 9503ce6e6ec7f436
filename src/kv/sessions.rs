//! Sessions: reads and writes of one, and the [`SessionRepository`](crate::SessionRepository).

use async_trait::async_trait;

use super::{
    KeyValue, KeyValueStore,
    keys::{self, List},
    lists::{self, Listed},
    rows::{self, DraftRow, MessageRow, SessionRow},
    split::Stored,
    store::{AT_ONCE, Batch, Walk, retry},
};
use crate::{
    model::{
        erasure::{Erasure, Receipt},
        error::{Error, ErrorKind, Resource, Result},
        id::{AccountId, MessageId, SessionId},
        message::WindowRequest,
        offset::{Generation, Offset, Revision, Sequence},
        page::{Page, PageRequest},
        robot::RobotKey,
        session::{SessionChange, SessionDetails, SessionFilter, SessionOrder, SessionRef},
        time::Timestamp,
        workspace::{ActiveWorkspace, WorkspaceInstance},
    },
    repository::{
        Appended, ChangeLimit, Changes, DraftFilter, DraftList, ErasableSession, MessageBatch, MessageRecord,
        MessageUpdate, SessionRecord, SessionRepository, SessionStart, SessionState, SessionWindow, Summary,
        Truncation, Write,
        list_plan::{KeptList, ListPlan, kept_lists},
    },
};

/// A session as it was at the offset of its row.
pub(super) struct View {
    pub(super) id: SessionId,
    pub(super) row: SessionRow,
    stored: Stored,
}

impl View {
    pub(super) fn offset(&self) -> Offset {
        self.row.offset
    }

    /// Returns the positions of the session in lists.
    pub(super) fn lists(&self) -> impl Iterator<Item = lists::Entry> {
        listed(self.id, &self.row)
    }
}

pub(super) fn listed(id: SessionId, row: &SessionRow) -> impl Iterator<Item = lists::Entry> {
    let entry = move |list, time, counted| lists::Entry { list, time, id: id.to_bytes(), counted };
    let SessionRef { created_at, updated_at, created_by, deleted_at, labels, .. } = &row.reference;
    let lists = kept_lists(deleted_at.is_some(), *created_by, labels);
    lists.into_iter().flat_map(move |list| {
        let [created, active] = ordered(list);
        [entry(created, *created_at, true), entry(active, *updated_at, false)]
    })
}

/// Returns the list by creation, which has the length, and the list by last activity.
fn ordered(list: KeptList) -> [List; 2] {
    match list {
        KeptList::All => [List::Created, List::Active],
        KeptList::CreatedBy(account) => [List::CreatedBy(account), List::ActiveBy(account)],
        KeptList::Labelled(label) => [List::Labelled(label), List::LabelledActive(label)],
    }
}

/// Returns the key of a session in the table of due sessions.
pub(super) fn due(id: SessionId, row: &SessionRow) -> Option<Vec<u8>> {
    let time = row.due.filter(|_| row.reference.deleted_at.is_none())?;
    Some(keys::due(time, id))
}

/// A change of a session that is being made.
pub(super) struct Edit {
    pub(super) before: View,
    /// The new row.
    pub(super) row: SessionRow,
    pub(super) batch: Batch,
    pub(super) write: Write,
}

impl Edit {
    pub(super) fn id(&self) -> SessionId {
        self.before.id
    }

    pub(super) fn view(&self) -> &View {
        &self.before
    }

    /// Fails if the session does not have the generation of the write's fence.
    pub(super) fn check_fence(&self) -> Result<()> {
        self.write.check_fence(self.row.generation)
    }

    /// Assigns the next offset.
    pub(super) fn take_offset(&mut self) -> Offset {
        self.row.offset = self.row.offset.next();
        self.row.offset
    }

    /// Assigns the next offset, for a change that overwrites older data.
    pub(super) fn overwrite(&mut self) -> Offset {
        self.row.overwritten = self.take_offset();
        self.row.overwritten
    }

    /// Sets `updated_at`.
    pub(super) fn touch(&mut self) {
        let updated_at = &mut self.row.reference.updated_at;
        *updated_at = (*updated_at).max(self.write.at);
    }

    /// Assigns the next offset as the revision of the session itself.
    fn revise(&mut self) {
        self.row.revision = self.overwrite().into();
        self.touch();
    }

    /// Erases the summary if it covers this message.
    pub(super) fn erase_summary_of(&mut self, sequence: Sequence) {
        if self.row.covers.take_if(|covers| *covers >= sequence).is_some() {
            self.batch.remove(keys::summary(self.id()));
        }
    }
}

impl<K: KeyValue> KeyValueStore<K> {
    /// Reads a session, also a deleted one.
    pub(super) async fn view_any(&self, id: SessionId) -> Result<View> {
        let view = self.view_hidden(id).await?;
        if view.row.hidden {
            return Err(Error::not_found(Resource::Session, id));
        }
        Ok(view)
    }

    /// Reads a session, also one that is not published.
    pub(super) async fn view_hidden(&self, id: SessionId) -> Result<View> {
        let stored = self.get(&keys::session(id)).await?;
        let stored = stored.ok_or_else(|| Error::not_found(Resource::Session, id))?;
        let (row, _) = rows::read(stored.value())?;
        Ok(View { id, row, stored })
    }

    /// Reads a session that is not deleted.
    pub(super) async fn view(&self, id: SessionId) -> Result<View> {
        let view = self.view_any(id).await?;
        if view.row.reference.deleted_at.is_some() {
            return Err(Error::not_found(Resource::Session, id));
        }
        Ok(view)
    }

    /// Returns whether everything was read as it was at the view's offset: no older data was overwritten since.
    pub(super) async fn is_still(&self, view: &View) -> Result<bool> {
        let Some(stored) = self.get(&keys::session(view.id)).await? else { return Ok(false) };
        if stored.raw == view.stored.raw {
            return Ok(true);
        }
        let (row, _) = rows::read::<SessionRow>(stored.value())?;
        Ok(row.overwritten <= view.offset())
    }

    /// Begins a change of a session that is not deleted.
    pub(super) async fn edit(&self, id: SessionId, write: Write) -> Result<Edit> {
        Ok(Self::edit_of(self.view(id).await?, write))
    }

    pub(super) fn edit_of(before: View, write: Write) -> Edit {
        let mut batch = Batch::default();
        batch.expect(keys::session(before.id), Some(&before.stored));
        Edit { row: before.row.clone(), before, batch, write }
    }

    /// Commits a change, unless the session was changed meanwhile. Returns whether it did.
    pub(super) async fn finish(&self, edit: Edit) -> Result<bool> {
        let Edit { before, mut row, mut batch, .. } = edit;
        row.writes = before.row.writes.wrapping_add(1);
        lists::move_entries(&mut batch, before.lists(), listed(before.id, &row));
        batch.put.extend(due(before.id, &before.row).map(|key| (key, None)));
        batch.put.extend(due(before.id, &row).map(|key| (key, Some(Vec::new()))));
        batch.put(keys::session(before.id), rows::write(&row, "")?);
        self.commit(batch).await
    }

    /// Reads the session of an entry of a list; `None` if it was deleted meanwhile.
    async fn listed_session(
        &self,
        entry: lists::Entry,
        reader: Option<AccountId>,
    ) -> Result<Option<Listed<SessionRef<AccountId>>>> {
        let id = SessionId::from_bytes(entry.id);
        let Some(stored) = self.get(&keys::session(id)).await? else { return Ok(None) };
        let row = match rows::read::<SessionRow>(stored.value()) {
            Ok((row, _)) => row,
            Err(error) => return Ok(Some(Listed::damaged(rows::report(Resource::Session, id, &error)))),
        };
        if row.reference.deleted_at.is_some() {
            return Ok(None);
        }
        let still = listed(id, &row).any(|other| other == entry);
        let mut view = View { id, row, stored };
        let Some(reader) = reader else { return Ok(Some(Listed { row: Ok(view.row.reference), still })) };
        view.row.reference.unread = Some(self.unread(&view, reader).await?);
        let still = still && self.is_still(&view).await?;
        Ok(Some(Listed { row: Ok(view.row.reference), still }))
    }

    /// Counts the messages of a session that an account has not read.
    async fn unread(&self, view: &View, reader: AccountId) -> Result<u32> {
        let mark = self.get(&keys::mark(view.id, reader)).await?;
        let seen = mark.as_ref().map(rows::read_number).transpose()?.map_or(Offset::default(), Offset::new);
        let drafts = self.drafts(view).await?;
        let mut walk = Walk::new(keys::messages(view.id, seen, view.offset()), false);
        let mut unread = 0;
        while !walk.ended() {
            for (key, stored) in self.next(&mut walk, AT_ONCE).await? {
                let sequence = keys::number(&key).and_then(Sequence::new);
                let Some(sequence) = sequence else {
                    return Err(rows::damaged("a message has an invalid key"));
                };
                let row = MessageRow::read_listed(sequence, stored.value());
                // One that does not decode is a message that somebody wrote.
                let counts =
                    row.as_ref().map_or(true, |row| !row.header.deleted && row.header.author != Some(reader));
                if counts && rows::open_draft(&drafts, sequence).is_none() {
                    unread += 1;
                    if unread == SessionRef::<AccountId>::MAX_UNREAD {
                        return Ok(unread);
                    }
                }
            }
        }
        Ok(unread)
    }

    async fn try_mark_read(&self, id: SessionId, account: AccountId, seen: Offset) -> Result<Option<()>> {
        let mut edit = self.edit(id, Write::at(Timestamp::UNIX_EPOCH)).await?;
        let (key, seen) = (keys::mark(id, account), seen.min(edit.view().offset()));
        let stored = self.get(&key).await?;
        if stored.as_ref().map(rows::read_number).transpose()?.is_some_and(|mark| mark >= seen.get()) {
            return Ok(Some(()));
        }
        edit.batch.expect(key.clone(), stored.as_ref());
        edit.batch.put(key, seen.get().to_be_bytes().to_vec());
        Ok(self.finish(edit).await?.then_some(()))
    }

    /// Returns the state of a session, given its drafts.
    pub(super) async fn state(&self, view: &View, drafts: &[DraftRow]) -> Result<SessionState> {
        let began = drafts.iter().filter(|draft| draft.is_open()).map(|draft| draft.began).min();
        let details = SessionDetails {
            active_robot_id: self.active_robot(&view.row).await?,
            active_workspace: self.active_workspace(&view.row).await?,
            origin: view.row.origin,
            imported: view.row.imported,
            offset: view.offset(),
            revision: view.row.revision,
            follow_from: began.map_or(view.offset(), |began| Offset::new(began.get().saturating_sub(1))),
        };
        Ok(SessionState { reference: view.row.reference.clone(), details })
    }

    async fn active_robot(&self, row: &SessionRow) -> Result<Option<RobotKey>> {
        let Some(RobotKey::Created(id)) = row.active_robot else { return Ok(row.active_robot.clone()) };
        let deleted = self.is_deleted(Resource::Robot, id.to_bytes()).await?;
        Ok(row.active_robot.clone().filter(|_| deleted != Some(true)))
    }

    async fn active_workspace(&self, row: &SessionRow) -> Result<Option<ActiveWorkspace>> {
        let Some(id) = row.active_instance else { return Ok(None) };
        let instance = self.resource::<WorkspaceInstance<AccountId>>(id).await?;
        Ok(instance.map(|(_, instance)| ActiveWorkspace::from(&instance)))
    }

    async fn try_create_session(&self, session: &SessionRecord) -> Result<Option<()>> {
        let key = keys::session(session.id);
        if self.get(&key).await?.is_some() {
            return Err(Error::already_exists(Resource::Session, session.id));
        }
        let row = SessionRow {
            writes: 0,
            reference: session.reference.clone(),
            active_robot: session.active_robot.clone(),
            active_instance: session.active_instance,
            held_at: None,
            offset: Offset::default(),
            revision: Revision::default(),
            generation: Generation::default(),
            overwritten: Offset::default(),
            covers: None,
            due: None,
            fingerprint: session.fingerprint.clone(),
            origin: None,
            imported: None,
            hidden: false,
        };
        let mut batch = Batch::default();
        batch.expect(key.clone(), None);
        batch.put(key, rows::write(&row, "")?);
        lists::move_entries(&mut batch, [], listed(session.id, &row));
        Ok(self.commit(batch).await?.then_some(()))
    }

    pub(super) async fn try_update_session(
        &self,
        id: SessionId,
        change: &SessionChange,
        write: Write,
    ) -> Result<Option<()>> {
        let mut edit = self.edit(id, write).await?;
        if let Some(Some(instance)) = change.active_instance {
            let found = self.resource::<WorkspaceInstance<AccountId>>(instance).await?;
            let (stored, _) = found.ok_or_else(|| Error::not_found(Resource::WorkspaceInstance, instance))?;
            edit.batch
                .expect(keys::resource(Resource::WorkspaceInstance, instance.to_bytes()), Some(&stored));
        }
        edit.check_fence()?;
        let SessionRow { reference, active_robot, active_instance, .. } = &mut edit.row;
        change.apply(reference, active_robot, active_instance)?;
        edit.revise();
        Ok(self.finish(edit).await?.then_some(()))
    }

    async fn try_delete_session(&self, id: SessionId, write: Write) -> Result<Option<()>> {
        let mut edit = self.edit(id, write).await?;
        edit.check_fence()?;
        edit.row.reference.deleted_at = Some(write.at);
        edit.revise();
        for draft in self.drafts(edit.view()).await?.into_iter().filter(DraftRow::is_open) {
            edit.batch.remove(keys::open_draft(draft.grown_at, id, draft.began));
        }
        Ok(self.finish(edit).await?.then_some(()))
    }

    async fn try_restore_session(&self, id: SessionId, write: Write) -> Result<Option<()>> {
        let mut edit = Self::edit_of(self.view_any(id).await?, write);
        edit.check_fence()?;
        if edit.row.reference.deleted_at.take().is_none() {
            return Ok(Some(()));
        }
        edit.revise();
        for draft in self.drafts(edit.view()).await?.into_iter().filter(DraftRow::is_open) {
            edit.batch.put(keys::open_draft(draft.grown_at, id, draft.began), Vec::new());
        }
        Ok(self.finish(edit).await?.then_some(()))
    }

    async fn try_put_summary(&self, id: SessionId, summary: &Summary, seen: Offset) -> Result<Option<()>> {
        let mut edit = self.edit(id, Write::at(Timestamp::UNIX_EPOCH)).await?;
        if edit.row.covers > Some(summary.covers) {
            return Ok(Some(()));
        }
        let end = edit.view().offset().max(seen);
        let mut walk = Walk::new(keys::revised_after(id, seen, end), false);
        while !walk.ended() {
            for (_, sequence) in self.next(&mut walk, AT_ONCE).await? {
                if rows::read_number(&sequence)? <= summary.covers.get() {
                    return Ok(Some(()));
                }
            }
        }
        edit.row.covers = Some(summary.covers);
        edit.batch.put(keys::summary(id), rows::write(&(), &summary.text)?);
        Ok(self.finish(edit).await?.then_some(()))
    }

    async fn try_find_summary(&self, id: SessionId) -> Result<Option<Option<Summary>>> {
        let view = self.view(id).await?;
        let Some(covers) = view.row.covers else { return Ok(Some(None)) };
        let stored = self.get(&keys::summary(id)).await?;
        let now = self.view(id).await?;
        let Some(stored) = stored.filter(|_| now.row.covers == Some(covers)) else { return Ok(None) };
        let ((), text) = rows::read(stored.value())?;
        Ok(Some(Some(Summary { covers, text: text.to_owned() })))
    }
}

#[async_trait]
impl<K: KeyValue> SessionRepository for KeyValueStore<K> {
    async fn create_session(&self, session: &SessionRecord) -> Result<()> {
        retry(|| self.try_create_session(session)).await
    }

    async fn find_start(&self, id: SessionId) -> Result<Option<SessionStart>> {
        match self.view_any(id).await {
            Ok(View { row, .. }) => {
                let deleted = row.reference.deleted_at.is_some();
                Ok(Some(SessionStart { fingerprint: row.fingerprint, deleted }))
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn list_sessions(
        &self,
        filter: SessionFilter,
        page: PageRequest,
    ) -> Result<Page<SessionRef<AccountId>>> {
        let in_order = |list| {
            let [created, active] = ordered(list);
            (created, if filter.order == SessionOrder::Active { active } else { created })
        };
        let read = |entry| self.listed_session(entry, filter.reader);
        match ListPlan::of(&filter, page)? {
            ListPlan::Counted(list) => {
                let (counted, list) = in_order(list);
                self.page(list, counted, page, read).await
            }
            ListPlan::ByCursor(sources) => {
                let lists: Vec<_> = sources.iter().map(|source| in_order(source.list).1).collect();
                let passes = |list, session: &SessionRef<AccountId>| {
                    let source = sources.iter().zip(&lists).find(|(_, other)| **other == list);
                    source.is_some_and(|(source, _)| source.passes(session.created_by, &session.labels))
                };
                self.merged(&lists, page, read, passes).await
            }
        }
    }

    async fn mark_read(&self, session: SessionId, account: AccountId, seen: Offset) -> Result<()> {
        retry(|| self.try_mark_read(session, account, seen)).await
    }

    async fn erasable_sessions(&self, after: Option<SessionId>, limit: u32) -> Result<Vec<ErasableSession>> {
        self.find_erasable(after, limit).await
    }

    async fn erase_session(
        &self,
        session: SessionId,
        only_if: Option<Erasure>,
        dry_run: bool,
    ) -> Result<Receipt> {
        retry(|| self.try_erase_session(session, only_if, dry_run)).await
    }

    async fn erase_account_in(
        &self,
        session: SessionId,
        account: AccountId,
        write: Write,
        dry_run: bool,
    ) -> Result<Receipt> {
        retry(|| self.try_erase_account_in(session, account, write, dry_run)).await
    }

    async fn hold_session(&self, session: SessionId, since: Option<Timestamp>) -> Result<()> {
        retry(|| self.try_hold_session(session, since)).await
    }

    async fn find_session(&self, id: SessionId, window: WindowRequest) -> Result<SessionWindow> {
        retry(|| self.try_find_session(id, window)).await
    }

    async fn update_session(&self, id: SessionId, change: &SessionChange, write: Write) -> Result<()> {
        retry(|| self.try_update_session(id, change, write)).await
    }

    async fn delete_session(&self, id: SessionId, write: Write) -> Result<()> {
        retry(|| self.try_delete_session(id, write)).await
    }

    async fn restore_session(&self, id: SessionId, write: Write) -> Result<()> {
        retry(|| self.try_restore_session(id, write)).await
    }

    async fn append_messages(
        &self,
        session: SessionId,
        batch: &MessageBatch,
        write: Write,
    ) -> Result<Appended> {
        retry(|| self.try_append(session, batch, write)).await
    }

    async fn find_message(&self, session: SessionId, id: MessageId) -> Result<MessageRecord> {
        retry(|| self.try_find_message(session, id)).await
    }

    async fn update_message(
        &self,
        session: SessionId,
        id: MessageId,
        update: &MessageUpdate,
        write: Write,
    ) -> Result<Revision> {
        retry(|| self.try_change_message(session, id, update, write)).await
    }

    async fn truncate(
        &self,
        session: SessionId,
        truncation: &Truncation,
        write: Write,
    ) -> Result<Vec<MessageId>> {
        retry(|| self.try_truncate_all(session, truncation, write)).await
    }

    async fn changes(&self, session: SessionId, after: Offset, limit: ChangeLimit) -> Result<Changes> {
        retry(|| self.try_changes(session, after, limit)).await
    }

    async fn open_drafts(&self, filter: DraftFilter, limit: u32) -> Result<DraftList> {
        retry(|| self.try_open_drafts(filter, limit)).await
    }

    async fn put_summary(&self, session: SessionId, summary: &Summary, seen: Offset) -> Result<()> {
        retry(|| self.try_put_summary(session, summary, seen)).await
    }

    async fn find_summary(&self, session: SessionId) -> Result<Option<Summary>> {
        retry(|| self.try_find_summary(session)).await
    }
}
