//! [`MemoryStore`], the store that every other is compared with.

use std::{
    collections::{BTreeMap, HashMap},
    fmt,
    ops::Range,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use async_trait::async_trait;

use crate::{
    model::{
        error::{Conflict, Error, Resource, Result},
        id::{AccountId, MessageId, RobotId, SessionId, WorkspaceId, WorkspaceInstanceId},
        message::{Message, MessageList},
        offset::{Revision, Sequence},
        page::{Page, PageRequest, WindowRequest},
        part::Parts,
        robot::{Robot, RobotChange, RobotKey},
        session::{Session, SessionChange, SessionFilter, SessionRef},
        time::Timestamp,
        workspace::{
            ActiveWorkspace, InstanceChange, InstanceFilter, Workspace, WorkspaceChange, WorkspaceInstance,
        },
    },
    repository::{
        Appended, DraftLog, MessageBatch, MessageChange, MessageUpdate, RobotRepository, SessionRecord,
        SessionRepository, Summary, WorkspaceRepository, newest_first,
    },
    stream::Chunks,
};

/// Keeps everything in memory, for as long as the process lives: for tests, and to read what a store
/// has to do.
///
/// Clones share their data. One lock makes every method atomic; nothing is fast about it: a page sorts
/// the whole list.
///
/// # Examples
/// ```
/// use storyden_robots::{MemoryStore, PageRequest, SessionFilter, SessionRepository};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> storyden_robots::Result<()> {
/// let store = MemoryStore::new();
/// let page = store.list_sessions(SessionFilter::default(), PageRequest::sessions()).await?;
/// assert_eq!((page.results, page.total_pages), (0, 0));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Default)]
pub struct MemoryStore {
    data: Arc<Mutex<Data>>,
}

impl MemoryStore {
    /// Makes an empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn data(&self) -> MutexGuard<'_, Data> {
        // No method panics between two changes, so what a poisoned lock guards is whole.
        self.data.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for MemoryStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MemoryStore").finish_non_exhaustive()
    }
}

struct Data {
    sessions: Table<SessionId, StoredSession>,
    robots: Table<RobotId, Robot<AccountId>>,
    workspaces: Table<WorkspaceId, Workspace<AccountId>>,
    instances: Table<WorkspaceInstanceId, WorkspaceInstance<AccountId>>,
}

impl Default for Data {
    fn default() -> Self {
        Self {
            sessions: Table::new(Resource::Session),
            robots: Table::new(Resource::Robot),
            workspaces: Table::new(Resource::Workspace),
            instances: Table::new(Resource::WorkspaceInstance),
        }
    }
}

/// All things of one kind, the deleted ones too: their ids stay taken.
struct Table<I, T> {
    resource: Resource,
    rows: BTreeMap<I, Row<T>>,
}

struct Row<T> {
    created_at: Timestamp,
    deleted_at: Option<Timestamp>,
    value: T,
}

impl<I: Copy + Ord + fmt::Display, T> Table<I, T> {
    fn new(resource: Resource) -> Self {
        Self { resource, rows: BTreeMap::new() }
    }

    fn create(&mut self, id: I, created_at: Timestamp, value: T) -> Result<()> {
        if self.rows.contains_key(&id) {
            return Err(Error::already_exists(self.resource, id));
        }
        self.rows.insert(id, Row { created_at, deleted_at: None, value });
        Ok(())
    }

    fn find(&self, id: I) -> Result<&T> {
        let row = self.rows.get(&id).filter(|row| row.deleted_at.is_none());
        row.map(|row| &row.value).ok_or_else(|| Error::not_found(self.resource, id))
    }

    fn find_mut(&mut self, id: I) -> Result<&mut T> {
        let row = self.rows.get_mut(&id).filter(|row| row.deleted_at.is_none());
        row.map(|row| &mut row.value).ok_or_else(|| Error::not_found(self.resource, id))
    }

    fn delete(&mut self, id: I, at: Timestamp) -> Result<()> {
        let row = self.rows.get_mut(&id).filter(|row| row.deleted_at.is_none());
        row.ok_or_else(|| Error::not_found(self.resource, id))?.deleted_at = Some(at);
        Ok(())
    }

    fn list<L>(&self, request: PageRequest, matches: impl Fn(&T) -> bool, show: impl Fn(&T) -> L) -> Page<L> {
        let rows = self.rows.iter();
        let mut rows: Vec<_> =
            rows.filter(|(_, row)| row.deleted_at.is_none() && matches(&row.value)).collect();
        rows.sort_by_key(|(id, row)| newest_first(row.created_at, **id));
        let offset = usize::try_from(request.offset()).unwrap_or(usize::MAX);
        let page = rows.iter().skip(offset).take(request.size() as usize);
        Page::new(request, rows.len() as u64, page.map(|(_, row)| show(&row.value)).collect())
    }
}

/// Changes what a change speaks of.
fn set<T: Clone>(field: &mut T, change: Option<&T>) {
    if let Some(value) = change {
        field.clone_from(value);
    }
}

struct StoredSession {
    reference: SessionRef<AccountId>,
    active_robot: Option<RobotKey>,
    active_instance: Option<WorkspaceInstanceId>,
    /// All messages that there ever were: number `n` is at `n - 1`.
    messages: Vec<StoredMessage>,
    /// The first try of each idempotency key.
    tries: HashMap<String, FirstTry>,
    summary: Option<Summary>,
}

struct StoredMessage {
    /// Of a draft: as it was when it was opened, but with the revision that it has now.
    message: Message<AccountId>,
    deleted: bool,
    /// By what a draft grew, and to which revision.
    deltas: Vec<(Revision, Chunks)>,
}

impl StoredMessage {
    fn log(&self) -> DraftLog {
        let mut chunks = Chunks::default();
        for (_, delta) in &self.deltas {
            chunks.extend(delta);
        }
        DraftLog { message: self.message.clone(), chunks }
    }

    fn show(&self) -> Message<AccountId> {
        self.log().fold()
    }

    /// Reports whether the last change is this one.
    fn has(&self, change: &MessageChange) -> bool {
        match change {
            MessageChange::Open => false,
            MessageChange::Grow(chunks) => {
                self.deltas.last() == Some(&(self.message.revision, chunks.clone()))
            }
            MessageChange::Finish { parts, .. } => !self.message.draft && self.message.parts == *parts,
        }
    }

    fn update(&mut self, update: &MessageUpdate) -> Result<bool> {
        let (current, draft) = (self.message.revision, self.message.draft);
        if !update.applies(current, draft, || Ok(self.has(&update.change)))? {
            return Ok(false);
        }
        self.message.revision = current.next();
        match &update.change {
            MessageChange::Open => self.message.draft = true,
            MessageChange::Grow(chunks) => self.deltas.push((self.message.revision, chunks.clone())),
            MessageChange::Finish { parts, metadata } => {
                self.message.draft = false;
                self.message.parts = parts.clone();
                self.message.metadata.clone_from(metadata);
                self.deltas.clear();
            }
        }
        Ok(true)
    }
}

struct FirstTry {
    fingerprint: i64,
    messages: Range<usize>,
}

impl StoredSession {
    fn touch(&mut self, at: Timestamp) {
        self.reference.updated_at = self.reference.updated_at.max(at);
    }

    /// Where a message is, or was.
    fn position(&self, id: MessageId) -> Option<usize> {
        self.messages.iter().position(|stored| stored.message.id == id)
    }

    fn find(&self, id: MessageId) -> Result<&StoredMessage> {
        let stored = self.position(id).and_then(|position| self.messages.get(position));
        stored.filter(|stored| !stored.deleted).ok_or_else(|| Error::not_found(Resource::Message, id))
    }

    fn find_mut(&mut self, id: MessageId) -> Result<&mut StoredMessage> {
        let stored = self.messages.iter_mut().find(|stored| stored.message.id == id && !stored.deleted);
        stored.ok_or_else(|| Error::not_found(Resource::Message, id))
    }

    fn window(&self, request: WindowRequest) -> Result<MessageList<AccountId>> {
        let end = match request.cursor() {
            None => self.messages.len(),
            Some(cursor) => self
                .position(cursor)
                .ok_or_else(|| Error::invalid_argument("before", "must be a message of this session"))?,
        };
        let newest_first = self.messages.iter().take(end).rev().filter(|stored| !stored.deleted);
        let with_one_older = newest_first.take(request.limit() as usize + 1);
        Ok(MessageList::new(request, with_one_older.map(StoredMessage::show).collect()))
    }

    /// Returns what the first try with this key appended, if there was one.
    fn replay(&self, batch: &MessageBatch) -> Result<Option<Vec<Message<AccountId>>>> {
        let Some(key) = &batch.idempotency else { return Ok(None) };
        let Some(first) = self.tries.get(&key.key) else { return Ok(None) };
        if first.fingerprint != key.fingerprint {
            return Err(Error::Conflict(Conflict::IdempotencyKeyReused));
        }
        let messages = self.messages.iter().take(first.messages.end).skip(first.messages.start);
        let messages = messages.map(|stored| Ok(self.find(stored.message.id)?.show()));
        messages.collect::<Result<_>>().map(Some)
    }

    fn append(&mut self, batch: &MessageBatch) -> Result<Vec<Message<AccountId>>> {
        for (index, message) in batch.messages.iter().enumerate() {
            let twice = batch.messages.iter().take(index).any(|earlier| earlier.id == message.id);
            if twice || self.position(message.id).is_some() {
                return Err(Error::already_exists(Resource::Message, message.id));
            }
        }
        let start = self.messages.len();
        for message in &batch.messages {
            let sequence = Sequence::new(self.messages.len() as u64 + 1);
            let message = Message { sequence, ..message.clone() };
            self.messages.push(StoredMessage { message, deleted: false, deltas: Vec::new() });
        }
        if let Some(key) = &batch.idempotency {
            let messages = start..self.messages.len();
            self.tries.insert(key.key.clone(), FirstTry { fingerprint: key.fingerprint, messages });
        }
        self.touch(batch.appended_at);
        Ok(self.messages.iter().skip(start).map(|stored| stored.message.clone()).collect())
    }
}

#[async_trait]
impl SessionRepository for MemoryStore {
    async fn create_session(&self, session: &SessionRecord) -> Result<()> {
        let SessionRecord { id, created_at, name, created_by, misc, active_robot, active_instance } =
            session.clone();
        let reference =
            SessionRef { id, created_at, updated_at: created_at, deleted_at: None, misc, name, created_by };
        let messages = Vec::new();
        let tries = HashMap::new();
        let stored =
            StoredSession { reference, active_robot, active_instance, messages, tries, summary: None };
        self.data().sessions.create(id, created_at, stored)
    }

    async fn list_sessions(
        &self,
        filter: SessionFilter,
        page: PageRequest,
    ) -> Result<Page<SessionRef<AccountId>>> {
        let matches = |session: &StoredSession| {
            filter.created_by.is_none_or(|account| session.reference.created_by == account)
        };
        Ok(self.data().sessions.list(page, matches, |session| session.reference.clone()))
    }

    async fn find_session(&self, id: SessionId, window: WindowRequest) -> Result<Session<AccountId>> {
        let data = self.data();
        let session = data.sessions.find(id)?;
        let active_robot = session.active_robot.clone().filter(|robot| match robot {
            RobotKey::Created(robot) => {
                data.robots.rows.get(robot).is_none_or(|row| row.deleted_at.is_none())
            }
            RobotKey::BuiltIn(_) => true,
        });
        let instance = session.active_instance.and_then(|instance| data.instances.find(instance).ok());
        Ok(Session::new(
            session.reference.clone(),
            session.window(window)?,
            active_robot,
            instance.map(ActiveWorkspace::from),
        ))
    }

    async fn update_session(&self, id: SessionId, change: &SessionChange, at: Timestamp) -> Result<()> {
        let data = &mut *self.data();
        if let Some(Some(instance)) = change.active_instance {
            data.instances.find(instance)?;
        }
        let session = data.sessions.find_mut(id)?;
        set(&mut session.reference.name, change.name.as_ref());
        set(&mut session.active_robot, change.active_robot.as_ref());
        set(&mut session.active_instance, change.active_instance.as_ref());
        session.touch(at);
        Ok(())
    }

    async fn delete_session(&self, id: SessionId, at: Timestamp) -> Result<()> {
        let data = &mut *self.data();
        data.sessions.find_mut(id)?.touch(at);
        data.sessions.delete(id, at)
    }

    async fn restore_session(&self, id: SessionId, at: Timestamp) -> Result<()> {
        let data = &mut *self.data();
        let row = data.sessions.rows.get_mut(&id);
        let row = row.ok_or_else(|| Error::not_found(Resource::Session, id))?;
        if row.deleted_at.take().is_some() {
            row.value.touch(at);
        }
        Ok(())
    }

    async fn append_messages(&self, id: SessionId, batch: &MessageBatch) -> Result<Appended<AccountId>> {
        let data = &mut *self.data();
        let session = data.sessions.find_mut(id)?;
        if let Some(messages) = session.replay(batch)? {
            return Ok(Appended { messages, replayed: true });
        }
        Ok(Appended { messages: session.append(batch)?, replayed: false })
    }

    async fn find_message(&self, session: SessionId, id: MessageId) -> Result<Message<AccountId>> {
        let data = self.data();
        Ok(data.sessions.find(session)?.find(id)?.show())
    }

    async fn update_message(
        &self,
        session: SessionId,
        id: MessageId,
        update: &MessageUpdate,
    ) -> Result<Revision> {
        let data = &mut *self.data();
        let session = data.sessions.find_mut(session)?;
        let stored = session.find_mut(id)?;
        let changed = stored.update(update)?;
        let revision = stored.message.revision;
        if changed && !matches!(update.change, MessageChange::Grow(_)) {
            session.touch(update.at);
        }
        Ok(revision)
    }

    async fn find_draft(&self, session: SessionId, id: MessageId) -> Result<DraftLog> {
        let data = self.data();
        let stored = data.sessions.find(session)?.find(id)?;
        if stored.message.draft { Ok(stored.log()) } else { Err(Error::Conflict(Conflict::NotADraft)) }
    }

    async fn put_summary(&self, session: SessionId, summary: &Summary) -> Result<()> {
        let data = &mut *self.data();
        let kept = &mut data.sessions.find_mut(session)?.summary;
        if kept.as_ref().is_none_or(|kept| kept.covers <= summary.covers) {
            *kept = Some(summary.clone());
        }
        Ok(())
    }

    async fn find_summary(&self, session: SessionId) -> Result<Option<Summary>> {
        Ok(self.data().sessions.find(session)?.summary.clone())
    }

    async fn delete_message(&self, session: SessionId, id: MessageId, at: Timestamp) -> Result<()> {
        let data = &mut *self.data();
        let session = data.sessions.find_mut(session)?;
        let place = session.find(id)?.message.sequence;
        session.summary.take_if(|summary| Some(summary.covers) >= place);
        for stored in session.messages.iter_mut().filter(|stored| stored.message.id == id) {
            stored.deleted = true;
            stored.message.parts = Parts::default();
            stored.message.metadata = None;
            stored.message.extra = None;
            stored.deltas.clear();
        }
        session.touch(at);
        Ok(())
    }
}

#[async_trait]
impl RobotRepository for MemoryStore {
    async fn create_robot(&self, robot: &Robot<AccountId>) -> Result<()> {
        self.data().robots.create(robot.id, robot.created_at, robot.clone())
    }

    async fn list_robots(&self, page: PageRequest) -> Result<Page<Robot<AccountId>>> {
        Ok(self.data().robots.list(page, |_| true, Clone::clone))
    }

    async fn find_robot(&self, id: RobotId) -> Result<Robot<AccountId>> {
        self.data().robots.find(id).cloned()
    }

    async fn update_robot(
        &self,
        id: RobotId,
        change: &RobotChange,
        at: Timestamp,
    ) -> Result<Robot<AccountId>> {
        let data = &mut *self.data();
        let robot = data.robots.find_mut(id)?;
        set(&mut robot.name, change.name.as_ref());
        set(&mut robot.description, change.description.as_ref());
        set(&mut robot.playbook, change.playbook.as_ref());
        set(&mut robot.model, change.model.as_ref());
        set(&mut robot.tools, change.tools.as_ref());
        set(&mut robot.workspace_id, change.workspace_id.as_ref());
        set(&mut robot.meta, change.meta.as_ref());
        robot.updated_at = robot.updated_at.max(at);
        Ok(robot.clone())
    }

    async fn delete_robot(&self, id: RobotId, at: Timestamp) -> Result<()> {
        self.data().robots.delete(id, at)
    }
}

#[async_trait]
impl WorkspaceRepository for MemoryStore {
    async fn create_workspace(&self, workspace: &Workspace<AccountId>) -> Result<()> {
        self.data().workspaces.create(workspace.id, workspace.created_at, workspace.clone())
    }

    async fn list_workspaces(&self, page: PageRequest) -> Result<Page<Workspace<AccountId>>> {
        Ok(self.data().workspaces.list(page, |_| true, Clone::clone))
    }

    async fn find_workspace(&self, id: WorkspaceId) -> Result<Workspace<AccountId>> {
        self.data().workspaces.find(id).cloned()
    }

    async fn update_workspace(
        &self,
        id: WorkspaceId,
        change: &WorkspaceChange,
        at: Timestamp,
    ) -> Result<Workspace<AccountId>> {
        let data = &mut *self.data();
        let workspace = data.workspaces.find_mut(id)?;
        set(&mut workspace.name, change.name.as_ref());
        set(&mut workspace.description, change.description.as_ref());
        set(&mut workspace.config, change.config.as_ref());
        set(&mut workspace.meta, change.meta.as_ref());
        workspace.updated_at = workspace.updated_at.max(at);
        Ok(workspace.clone())
    }

    async fn delete_workspace(&self, id: WorkspaceId, at: Timestamp) -> Result<()> {
        let data = &mut *self.data();
        data.workspaces.delete(id, at)?;
        let instances = data.instances.rows.values_mut();
        for row in instances.filter(|row| row.value.workspace_id == id) {
            row.deleted_at.get_or_insert(at);
        }
        let robots = data.robots.rows.values_mut();
        for row in robots.filter(|row| row.value.workspace_id == Some(id)) {
            row.value.workspace_id = None;
            row.value.updated_at = row.value.updated_at.max(at);
        }
        Ok(())
    }

    async fn create_instance(&self, instance: &WorkspaceInstance<AccountId>) -> Result<()> {
        let data = &mut *self.data();
        data.workspaces.find(instance.workspace_id)?;
        data.instances.create(instance.id, instance.created_at, instance.clone())
    }

    async fn list_instances(
        &self,
        filter: InstanceFilter,
        page: PageRequest,
    ) -> Result<Page<WorkspaceInstance<AccountId>>> {
        let matches = |instance: &WorkspaceInstance<AccountId>| {
            filter.workspace_id.is_none_or(|workspace| instance.workspace_id == workspace)
        };
        Ok(self.data().instances.list(page, matches, Clone::clone))
    }

    async fn find_instance(&self, id: WorkspaceInstanceId) -> Result<WorkspaceInstance<AccountId>> {
        self.data().instances.find(id).cloned()
    }

    async fn update_instance(
        &self,
        id: WorkspaceInstanceId,
        change: &InstanceChange,
        at: Timestamp,
    ) -> Result<WorkspaceInstance<AccountId>> {
        let data = &mut *self.data();
        let instance = data.instances.find_mut(id)?;
        set(&mut instance.provider_state, change.provider_state.as_ref());
        set(&mut instance.meta, change.meta.as_ref());
        instance.updated_at = instance.updated_at.max(at);
        Ok(instance.clone())
    }

    async fn delete_instance(&self, id: WorkspaceInstanceId, at: Timestamp) -> Result<()> {
        self.data().instances.delete(id, at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_shows_nothing_that_was_said() {
        assert_eq!(format!("{:?}", MemoryStore::new()), "MemoryStore { .. }");
    }
}
