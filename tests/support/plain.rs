//! [`Plain`], a store as one would write it on paper: maps and vectors, everything looked up by walking through all of
//! it. It shares no code with the stores of the crate, so what it says of them is said by somebody else.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, MutexGuard},
};

use storyden_robots::{
    AccountId, ActiveWorkspace, Anchor, Conflict, Cursor, Document, Erasure, Error, Generation,
    InstanceChange, InstanceFilter, Json, Label, LabelChange, Labels, MessageId, Offset, Page, PagePosition,
    PageRequest, Receipt, Resource, ResourceKind, ResourceRepository, Result, Revision, Robot, RobotChange,
    RobotId, RobotKey, Sequence, SessionChange, SessionDetails, SessionFilter, SessionId, SessionOrder,
    SessionRef, SessionRepository, Timestamp, Toolset, ToolsetChange, ToolsetId, WindowRequest, Workspace,
    WorkspaceChange, WorkspaceId, WorkspaceInstance, WorkspaceInstanceId, async_trait,
    repository::{
        Appended, Change, ChangeLimit, Changes, DraftCursor, DraftFilter, DraftList, DraftRef,
        ErasableSession, Followed, Followers, KEEP_PIECES, MessageBatch, MessageChange, MessageRecord,
        MessageUpdate, OpenDraft, SessionEvent, SessionRecord, SessionStart, SessionState, SessionWindow,
        Summary, Truncation, Write,
    },
    stream::ChunkLog,
};

/// A store on paper.
#[derive(Debug, Default)]
pub(crate) struct Plain(Mutex<World>, Arc<Followers>);

impl Followed for Plain {
    fn followers(&self) -> Arc<Followers> {
        Arc::clone(&self.1)
    }
}

#[derive(Debug, Default)]
struct World {
    sessions: BTreeMap<SessionId, PlainSession>,
    robots: Vec<(Robot<AccountId>, bool)>,
    toolsets: Vec<(Toolset<AccountId>, bool)>,
    workspaces: Vec<(Workspace<AccountId>, bool)>,
    instances: Vec<(WorkspaceInstance<AccountId>, bool)>,
}

#[derive(Clone, Debug)]
struct PlainSession {
    record: SessionRecord,
    updated_at: Timestamp,
    deleted_at: Option<Timestamp>,
    offset: u64,
    revision: u64,
    messages: Vec<PlainMessage>,
    drafts: Vec<PlainDraft>,
    tries: Vec<Try>,
    summary: Option<Summary>,
    marks: BTreeMap<AccountId, u64>,
    held: bool,
}

#[derive(Clone, Debug)]
struct PlainMessage {
    id: MessageId,
    sequence: u64,
    revised: Option<u64>,
    base: Option<Revision>,
    author: Option<AccountId>,
    document: Document,
    annotations: Option<Json<'static>>,
    client_id: Option<String>,
    deleted: bool,
}

#[derive(Clone, Debug)]
struct PlainDraft {
    message: MessageId,
    sequence: u64,
    began: u64,
    revision: u64,
    grown_at: Timestamp,
    writer: AccountId,
    document: Document,
    pieces: Vec<(u64, Revision, ChunkLog)>,
    closed_at: Option<Timestamp>,
}

/// A first try: whether its key was given or is a client id, the key, its content and its messages.
#[derive(Clone, Debug)]
struct Try {
    given: bool,
    key: String,
    fingerprint: String,
    messages: Vec<MessageId>,
}

impl PlainSession {
    fn next(&mut self) -> u64 {
        self.offset += 1;
        self.offset
    }

    fn touch(&mut self, at: Timestamp) {
        self.updated_at = self.updated_at.max(at);
    }

    /// Counts the messages that an account has not read.
    fn unread(&self, reader: AccountId) -> u32 {
        let mark = self.marks.get(&reader).copied().unwrap_or(0);
        let unread = self.messages.iter().filter(|message| {
            message.sequence > mark
                && !message.deleted
                && message.author != Some(reader)
                && self.open_draft(message.id).is_none()
        });
        u32::try_from(unread.count().min(100)).unwrap()
    }

    fn open_draft(&self, id: MessageId) -> Option<&PlainDraft> {
        self.drafts.iter().find(|draft| draft.message == id && draft.closed_at.is_none())
    }

    fn revision_of(&self, message: &PlainMessage) -> u64 {
        let complete = message.revised.unwrap_or(message.sequence);
        self.open_draft(message.id).map_or(complete, |draft| draft.revision)
    }

    fn show(&self, message: &PlainMessage) -> MessageRecord {
        let sequence = Sequence::new(message.sequence).unwrap();
        let mut shown = MessageRecord::new(message.id, sequence, message.author, message.document.clone());
        shown.revision = Revision::new(self.revision_of(message));
        shown.annotations.clone_from(&message.annotations);
        if let Some(draft) = self.open_draft(message.id) {
            let mut open = OpenDraft::new(Offset::new(draft.began), draft.grown_at, draft.writer);
            draft.pieces.iter().for_each(|(_, _, chunks)| open.chunks.extend(chunks));
            shown.draft = Some(open);
        }
        shown
    }

    fn find(&self, id: MessageId) -> Result<&PlainMessage> {
        let found = self.messages.iter().find(|message| message.id == id && !message.deleted);
        found.ok_or_else(|| Error::not_found(Resource::Message, id))
    }

    fn begin(&mut self, message: &PlainMessage, began: u64, writer: AccountId, at: Timestamp) {
        let is_old = |closed: Timestamp| at.as_micros() - closed.as_micros() > KEEP_PIECES;
        self.drafts.retain(|draft| !draft.closed_at.is_some_and(is_old));
        self.drafts.push(PlainDraft {
            message: message.id,
            sequence: message.sequence,
            began,
            revision: began,
            grown_at: at,
            writer,
            document: message.document.clone(),
            pieces: Vec::new(),
            closed_at: None,
        });
    }

    /// Tells what a draft began from: the message as it was then.
    fn beginning(&self, draft: &PlainDraft) -> MessageRecord {
        let message = self.messages.iter().find(|message| message.id == draft.message).unwrap();
        let sequence = Sequence::new(draft.sequence).unwrap();
        let mut shown = MessageRecord::new(draft.message, sequence, message.author, draft.document.clone());
        shown.revision = Revision::new(draft.began);
        shown.annotations.clone_from(&message.annotations);
        shown
    }

    fn append(&mut self, batch: &MessageBatch, at: Timestamp) -> Result<Appended> {
        let key = batch.idempotency.as_ref().and_then(|idempotency| {
            let by_client = batch.messages[0].client_id.as_ref().map(|id| (false, id.clone()));
            let key = idempotency.key.as_ref().map(|key| (true, key.clone())).or(by_client)?;
            Some((key, idempotency.fingerprint.clone()))
        });
        if let Some(((given, key), fingerprint)) = &key
            && let Some(first) = self.tries.iter().find(|first| first.given == *given && first.key == *key)
        {
            if first.fingerprint != *fingerprint {
                return Err(Error::Conflict(Conflict::IdempotencyKeyReused));
            }
            let messages = first.messages.iter().map(|id| self.find(*id).map(|message| self.show(message)));
            return Ok(Appended::new(messages.collect::<Result<_>>()?, true));
        }
        let mut changed = self.clone();
        for new in &batch.messages {
            let id_taken = changed.messages.iter().any(|message| message.id == new.id);
            let kept = |message: &&PlainMessage| !message.deleted && message.client_id.is_some();
            let client_id_taken =
                changed.messages.iter().filter(kept).any(|message| message.client_id == new.client_id);
            if id_taken || client_id_taken {
                return Err(Error::already_exists(Resource::Message, new.id));
            }
            let message = PlainMessage {
                id: new.id,
                sequence: changed.next(),
                revised: None,
                base: None,
                author: new.author,
                document: new.document.clone(),
                annotations: new.annotations.clone(),
                client_id: new.client_id.clone(),
                deleted: false,
            };
            if let Some(writer) = batch.draft {
                changed.begin(&message, message.sequence, writer, at);
            }
            changed.messages.push(message);
        }
        let messages: Vec<_> = batch.messages.iter().map(|new| new.id).collect();
        if let Some(((given, key), fingerprint)) = key {
            changed.tries.push(Try { given, key, fingerprint, messages: messages.clone() });
        }
        changed.touch(at);
        *self = changed;
        let appended = messages.iter().map(|id| self.find(*id).map(|message| self.show(message)));
        Ok(Appended::new(appended.collect::<Result<_>>()?, false))
    }

    fn update(&mut self, id: MessageId, update: &MessageUpdate, at: Timestamp) -> Result<Revision> {
        let Some(place) = self.messages.iter().position(|message| message.id == id) else {
            return Err(Error::not_found(Resource::Message, id));
        };
        let message = self.messages[place].clone();
        if message.deleted {
            let same = matches!(update.change, MessageChange::Delete) && message.base == Some(update.base);
            return match message.revised {
                Some(revised) if same => Ok(Revision::new(revised)),
                _ => Err(Error::not_found(Resource::Message, id)),
            };
        }
        let current = Revision::new(self.revision_of(&message));
        let open = self.drafts.iter().position(|draft| draft.message == id && draft.closed_at.is_none());
        if update.base != current {
            let repeated = match (&update.change, open) {
                (MessageChange::Grow(chunks), Some(open)) => {
                    let last = self.drafts[open].pieces.last();
                    last.filter(|(_, base, grown)| (base, grown) == (&update.base, chunks))
                        .map(|piece| piece.0)
                }
                (MessageChange::Complete { document, annotations }, None) => message.revised.filter(|_| {
                    message.base == Some(update.base)
                        && (&message.document, &message.annotations) == (document, annotations)
                }),
                _ => None,
            };
            return match repeated {
                Some(offset) if update.base < current => Ok(Revision::new(offset)),
                _ => Err(stale(update.base, current)),
            };
        }
        if matches!(update.change, MessageChange::Grow(_)) && open.is_none() {
            return Err(Error::Conflict(Conflict::NotADraft));
        }
        let offset = self.next();
        match &update.change {
            MessageChange::Open { writer } => match open {
                Some(open) => {
                    let draft = &mut self.drafts[open];
                    (draft.revision, draft.writer, draft.grown_at) = (offset, *writer, at);
                }
                None => self.begin(&message, offset, *writer, at),
            },
            MessageChange::Grow(chunks) => {
                let draft = &mut self.drafts[open.unwrap()];
                draft.pieces.push((offset, update.base, chunks.clone()));
                (draft.revision, draft.grown_at) = (offset, at);
                return Ok(Revision::new(offset));
            }
            MessageChange::Complete { document, annotations } => {
                match open {
                    Some(open) => self.drafts[open].closed_at = Some(at),
                    None => self.drafts.retain(|draft| draft.message != id),
                }
                let message = &mut self.messages[place];
                (message.document, message.annotations) = (document.clone(), annotations.clone());
            }
            MessageChange::Delete => {
                self.drafts.retain(|draft| draft.message != id);
                self.tries.retain(|first| !first.messages.contains(&id));
                self.messages[place].deleted = true;
            }
        }
        if !matches!(update.change, MessageChange::Open { .. }) {
            let message = &mut self.messages[place];
            (message.revised, message.base) = (Some(offset), Some(update.base));
        }
        if self.summary.as_ref().is_some_and(|summary| summary.covers.get() >= message.sequence) {
            self.summary = None;
        }
        self.touch(at);
        Ok(Revision::new(offset))
    }

    fn truncate(&mut self, truncation: &Truncation, at: Timestamp) -> Result<Vec<MessageId>> {
        let from = self.messages.iter().position(|message| message.id == truncation.from);
        let from = from.ok_or_else(|| Error::not_found(Resource::Message, truncation.from))?;
        let first = &self.messages[from];
        if first.deleted {
            // The deletions of one truncation follow each other.
            let mut next = first.revised;
            let mut ids = Vec::new();
            for message in self.messages[from..].iter().filter(|message| message.deleted) {
                if message.revised == next {
                    ids.push(message.id);
                    next = next.map(|next| next + 1);
                }
            }
            let repeated = truncation.base.is_some() && first.base == truncation.base;
            return if repeated {
                Ok(ids)
            } else {
                Err(Error::not_found(Resource::Message, truncation.from))
            };
        }
        let targets: Vec<_> =
            self.messages[from..].iter().filter(|message| !message.deleted).cloned().collect();
        for (index, message) in targets.iter().enumerate() {
            let current = Revision::new(self.revision_of(message));
            if let Some(base) = truncation.base.filter(|base| index == 0 && *base != current) {
                return Err(stale(base, current));
            }
            if let Some(seen) = truncation.unchanged_since.filter(|seen| seen.get() < current.get()) {
                return Err(stale(seen.into(), current));
            }
        }
        for message in &targets {
            let base = Revision::new(self.revision_of(message));
            self.update(message.id, &MessageUpdate { base, change: MessageChange::Delete }, at)?;
        }
        Ok(targets.iter().map(|message| message.id).collect())
    }

    /// Returns all that changed, whenever it did.
    fn all_changes(&self, state: SessionState) -> Vec<Change> {
        let mut changes = Vec::new();
        let mut add = |offset: u64, event| changes.push(Change { offset: Offset::new(offset), event });
        if self.revision > 0 {
            add(self.revision, SessionEvent::Session(Box::new(state)));
        }
        for message in &self.messages {
            let sequence = Sequence::new(message.sequence).unwrap();
            let offset = message.revised.unwrap_or(message.sequence);
            if message.deleted {
                add(offset, SessionEvent::Deleted { id: message.id, sequence });
            } else if self.open_draft(message.id).is_none() {
                add(offset, SessionEvent::Message(self.show(message)));
            }
        }
        for draft in &self.drafts {
            add(draft.began, SessionEvent::DraftBegan(self.beginning(draft)));
            let (id, began) = (draft.message, Offset::new(draft.began));
            let sequence = Sequence::new(draft.sequence).unwrap();
            for (offset, _, chunks) in &draft.pieces {
                add(*offset, SessionEvent::DraftGrew { id, sequence, began, chunks: chunks.clone() });
            }
        }
        changes.sort_by_key(|change| change.offset);
        changes
    }
}

fn stale(seen: Revision, current: Revision) -> Error {
    // The variant's fields are the crate's own to make; its rule says the same of these numbers.
    let update =
        MessageUpdate { base: seen, change: MessageChange::Open { writer: AccountId::from_bytes([0; 12]) } };
    update.applies(current, true, || Ok(false)).unwrap_err()
}

impl World {
    fn session(&self, id: SessionId) -> Result<&PlainSession> {
        let found = self.sessions.get(&id).filter(|session| session.deleted_at.is_none());
        found.ok_or_else(|| Error::not_found(Resource::Session, id))
    }

    fn writable(&mut self, id: SessionId, write: Write) -> Result<&mut PlainSession> {
        self.session(id)?;
        assert!(write.fence.is_none_or(|fence| fence == Generation::new(0)), "no fences here");
        self.sessions.get_mut(&id).ok_or_else(|| Error::not_found(Resource::Session, id))
    }

    fn reference(session: &PlainSession) -> SessionRef<AccountId> {
        SessionRef {
            id: session.record.id,
            created_at: session.record.created_at,
            updated_at: session.updated_at,
            deleted_at: session.deleted_at,
            misc: session.record.misc.clone(),
            name: session.record.name.clone(),
            created_by: session.record.created_by,
            labels: session.record.labels.clone(),
            unread: None,
        }
    }

    fn state(&self, session: &PlainSession) -> SessionState {
        let gone = |id: &RobotId| self.robots.iter().any(|(robot, deleted)| robot.id == *id && *deleted);
        let robot = session.record.active_robot.clone();
        let active_robot_id = robot.filter(|robot| !matches!(robot, RobotKey::Created(id) if gone(id)));
        let mounted = session.record.active_instance;
        let mounted = mounted.and_then(|id| find_in(&self.instances, id).ok());
        let open = session.drafts.iter().filter(|draft| draft.closed_at.is_none());
        let follow_from = open.map(|draft| draft.began - 1).min().unwrap_or(session.offset);
        SessionState {
            reference: Self::reference(session),
            details: SessionDetails {
                active_robot_id,
                active_workspace: mounted.map(|instance| ActiveWorkspace::from(&instance)),
                offset: Offset::new(session.offset),
                revision: Revision::new(session.revision),
                follow_from: Offset::new(follow_from),
                ..SessionDetails::default()
            },
        }
    }
}

impl Plain {
    fn world(&self) -> MutexGuard<'_, World> {
        self.0.lock().unwrap()
    }
}

#[async_trait]
impl SessionRepository for Plain {
    async fn create_session(&self, session: &SessionRecord) -> Result<()> {
        let mut world = self.world();
        if world.sessions.contains_key(&session.id) {
            return Err(Error::already_exists(Resource::Session, session.id));
        }
        let new = PlainSession {
            record: session.clone(),
            updated_at: session.created_at,
            deleted_at: None,
            offset: 0,
            revision: 0,
            messages: Vec::new(),
            drafts: Vec::new(),
            tries: Vec::new(),
            summary: None,
            marks: BTreeMap::new(),
            held: false,
        };
        world.sessions.insert(session.id, new);
        Ok(())
    }

    async fn find_start(&self, id: SessionId) -> Result<Option<SessionStart>> {
        let world = self.world();
        let start = |session: &PlainSession| SessionStart {
            fingerprint: session.record.fingerprint.clone(),
            deleted: session.deleted_at.is_some(),
        };
        Ok(world.sessions.get(&id).map(start))
    }

    async fn list_sessions(
        &self,
        filter: SessionFilter,
        page: PageRequest,
    ) -> Result<Page<SessionRef<AccountId>>> {
        let world = self.world();
        let kept = |session: &&PlainSession| {
            let labels = &session.record.labels;
            let archived = filter.archived || filter.label == Some(Label::ARCHIVED);
            session.deleted_at.is_none()
                && filter.created_by.is_none_or(|account| account == session.record.created_by)
                && filter.label.is_none_or(|label| labels.contains(label))
                && (archived || !labels.contains(Label::ARCHIVED))
        };
        let row = |session: &PlainSession| {
            let mut row = World::reference(session);
            row.unread = filter.reader.map(|reader| session.unread(reader));
            row
        };
        let rows = world.sessions.values().filter(kept).map(row).collect();
        let both = filter.archived && filter.label != Some(Label::ARCHIVED);
        let page = match page.position() {
            PagePosition::Number(number) if both || filter.created_by.is_some() && filter.label.is_some() => {
                if number > 1 {
                    return Err(Error::invalid_argument("page", "no length is kept of this list"));
                }
                PageRequest::by_cursor(page.size())
            }
            _ => page,
        };
        let time = |session: &SessionRef<AccountId>| match filter.order {
            SessionOrder::Active => session.updated_at,
            _ => session.created_at,
        };
        Ok(page_of(rows, page, |session| Cursor { time: time(session), id: session.id.to_bytes() }))
    }

    async fn mark_read(&self, session: SessionId, account: AccountId, seen: Offset) -> Result<()> {
        let mut world = self.world();
        world.session(session)?;
        let session = world.sessions.get_mut(&session).unwrap();
        let mark = session.marks.entry(account).or_default();
        *mark = seen.get().min(session.offset).max(*mark);
        Ok(())
    }

    async fn erasable_sessions(&self, after: Option<SessionId>, limit: u32) -> Result<Vec<ErasableSession>> {
        let world = self.world();
        let behind = world.sessions.iter().filter(|(id, _)| after.is_none_or(|after| **id > after));
        let found = behind
            .map(|(id, session)| ErasableSession { id: *id, created_by: Some(session.record.created_by) });
        Ok(found.take(limit as usize).collect())
    }

    async fn erase_session(&self, id: SessionId, only_if: Option<Erasure>, dry_run: bool) -> Result<Receipt> {
        let mut world = self.world();
        let Some(session) = world.sessions.get(&id) else {
            return Err(Error::not_found(Resource::Session, id));
        };
        let (created_at, created_by) = (session.record.created_at, session.record.created_by);
        let mut receipt = Receipt::default();
        if only_if.is_some_and(|erasure| !erasure.selects(created_at, session.updated_at, created_by)) {
            return Ok(receipt);
        }
        if session.held {
            receipt.held = 1;
            return if only_if.is_some() { Ok(receipt) } else { Err(Error::Conflict(Conflict::Held)) };
        }
        receipt.sessions = 1;
        receipt.rows.insert("messages".to_owned(), session.messages.len() as u64);
        receipt.rows.retain(|_, rows| *rows > 0);
        if !dry_run {
            world.sessions.remove(&id);
        }
        Ok(receipt)
    }

    async fn erase_account_in(
        &self,
        id: SessionId,
        account: AccountId,
        write: Write,
        dry_run: bool,
    ) -> Result<Receipt> {
        let mut world = self.world();
        let Some(session) = world.sessions.get_mut(&id) else {
            return Err(Error::not_found(Resource::Session, id));
        };
        let mut own = Vec::new();
        for message in session.messages.iter().filter(|message| !message.deleted) {
            let draft = session.open_draft(message.id);
            if message.author == Some(account) || draft.is_some_and(|draft| draft.writer == account) {
                own.push((message.id, session.revision_of(message)));
            }
        }
        let mut receipt = Receipt::default();
        receipt.rows.insert("messages".to_owned(), own.len() as u64);
        receipt.rows.insert("read_marks".to_owned(), u64::from(session.marks.contains_key(&account)));
        receipt.rows.retain(|_, rows| *rows > 0);
        if session.held && !receipt.rows.is_empty() {
            receipt = Receipt::default();
            receipt.held = 1;
            return Ok(receipt);
        }
        if !dry_run {
            session.marks.remove(&account);
            for (id, base) in own {
                let update = MessageUpdate { base: Revision::new(base), change: MessageChange::Delete };
                session.update(id, &update, write.at)?;
            }
        }
        Ok(receipt)
    }

    async fn hold_session(&self, id: SessionId, since: Option<Timestamp>) -> Result<()> {
        let mut world = self.world();
        let session = world.sessions.get_mut(&id).ok_or_else(|| Error::not_found(Resource::Session, id))?;
        session.held = since.is_some();
        Ok(())
    }

    async fn find_session(&self, id: SessionId, window: WindowRequest) -> Result<SessionWindow> {
        let world = self.world();
        let session = world.session(id)?;
        let limit = window.limit() as usize;
        let at = match window.anchor().cursor() {
            None => 0,
            Some((argument, cursor)) => {
                let found = session.messages.iter().find(|message| message.id == cursor);
                let refused = || Error::invalid_argument(argument, "must be a message of this session");
                found.ok_or_else(refused)?.sequence
            }
        };
        let kept: Vec<_> = session.messages.iter().filter(|message| !message.deleted).collect();
        let older = kept.iter().filter(|message| message.sequence < at).count();
        let up_to = kept.iter().filter(|message| message.sequence <= at).count();
        let (start, end) = match window.anchor() {
            Anchor::Before(_) => (older.saturating_sub(limit), older),
            Anchor::After(_) => (up_to, (up_to + limit).min(kept.len())),
            Anchor::Around(_) => {
                let start = older.saturating_sub(limit / 2);
                (start, (older + limit - limit / 2).min(kept.len()))
            }
            _ => (kept.len().saturating_sub(limit), kept.len()),
        };
        let shown: Vec<_> = kept[start..end].iter().map(|message| session.show(message)).collect();
        let mut found = SessionWindow::new(world.state(session), shown);
        found.next_before = found.messages.first().filter(|_| start > 0).map(|oldest| oldest.id);
        found.next_after = found.messages.last().filter(|_| end < kept.len()).map(|newest| newest.id);
        Ok(found)
    }

    async fn update_session(&self, id: SessionId, change: &SessionChange, write: Write) -> Result<()> {
        let mut world = self.world();
        world.session(id)?;
        if let Some(Some(instance)) = change.active_instance {
            find_in(&world.instances, instance)?;
        }
        let session = world.writable(id, write)?;
        let record = &mut session.record;
        if let Some(LabelChange { replace, add, remove, .. }) = &change.labels {
            let kept = replace.as_ref().unwrap_or(&record.reference.labels);
            let mut labels: BTreeSet<Label> = kept.iter().collect();
            labels.extend(add);
            labels.retain(|label| !remove.iter().any(|removed| removed == label));
            record.reference.labels = Labels::new(labels)?;
        }
        if let Some(name) = &change.name {
            record.reference.name.clone_from(name);
        }
        if let Some(misc) = &change.misc {
            record.reference.misc.clone_from(misc);
        }
        if let Some(robot) = &change.active_robot {
            record.active_robot.clone_from(robot);
        }
        if let Some(instance) = change.active_instance {
            record.active_instance = instance;
        }
        session.revision = session.next();
        session.touch(write.at);
        Ok(())
    }

    async fn delete_session(&self, id: SessionId, write: Write) -> Result<()> {
        let mut world = self.world();
        let session = world.writable(id, write)?;
        session.revision = session.next();
        session.deleted_at = Some(write.at);
        session.touch(write.at);
        Ok(())
    }

    async fn restore_session(&self, id: SessionId, write: Write) -> Result<()> {
        let mut world = self.world();
        let Some(session) = world.sessions.get_mut(&id) else {
            return Err(Error::not_found(Resource::Session, id));
        };
        if session.deleted_at.take().is_some() {
            session.revision = session.next();
            session.touch(write.at);
        }
        Ok(())
    }

    async fn append_messages(
        &self,
        session: SessionId,
        batch: &MessageBatch,
        write: Write,
    ) -> Result<Appended> {
        self.world().writable(session, write)?.append(batch, write.at)
    }

    async fn find_message(&self, session: SessionId, id: MessageId) -> Result<MessageRecord> {
        let world = self.world();
        let session = world.session(session)?;
        session.find(id).map(|message| session.show(message))
    }

    async fn update_message(
        &self,
        session: SessionId,
        id: MessageId,
        update: &MessageUpdate,
        write: Write,
    ) -> Result<Revision> {
        self.world().writable(session, write)?.update(id, update, write.at)
    }

    async fn truncate(
        &self,
        session: SessionId,
        truncation: &Truncation,
        write: Write,
    ) -> Result<Vec<MessageId>> {
        self.world().writable(session, write)?.truncate(truncation, write.at)
    }

    async fn changes(&self, session: SessionId, after: Offset, limit: ChangeLimit) -> Result<Changes> {
        let world = self.world();
        let Some(session) = world.sessions.get(&session) else {
            return Err(Error::not_found(Resource::Session, session));
        };
        let mut items = session.all_changes(world.state(session));
        items.retain(|item| item.offset > after);
        let mut bytes = 0;
        let fits = |(place, item): (usize, &Change)| {
            bytes += match &item.event {
                SessionEvent::Message(message) | SessionEvent::DraftBegan(message) => {
                    message.document.as_str().len()
                }
                SessionEvent::DraftGrew { chunks, .. } => chunks.as_str().len(),
                _ => 0,
            };
            place == 0 || (place < limit.items as usize && bytes <= limit.bytes)
        };
        let count = items.iter().enumerate().map(fits).take_while(|fits| *fits).count();
        let more = count < items.len();
        items.truncate(count);
        let end = Offset::new(session.offset);
        let next = items.last().filter(|_| more).map_or(end, |item| item.offset);
        Ok(Changes { items, next, more })
    }

    async fn open_drafts(&self, filter: DraftFilter, limit: u32) -> Result<DraftList> {
        let world = self.world();
        let mut drafts = Vec::new();
        for (id, session) in world.sessions.iter().filter(|(_, session)| session.deleted_at.is_none()) {
            for draft in session.drafts.iter().filter(|draft| draft.closed_at.is_none()) {
                let began = Offset::new(draft.began);
                let place = DraftCursor { grown_at: draft.grown_at, session: *id, began };
                let sequence = Sequence::new(draft.sequence).unwrap();
                let revision = Revision::new(draft.revision);
                drafts.push(DraftRef::new(place, draft.message, sequence, revision, draft.writer));
            }
        }
        drafts.retain(|draft| {
            filter.session.is_none_or(|session| session == draft.session)
                && filter.grown_before.is_none_or(|time| draft.grown_at < time)
                && filter.after.is_none_or(|cursor| draft.cursor() > cursor)
        });
        drafts.sort_by_key(DraftRef::cursor);
        drafts.truncate(limit as usize);
        Ok(DraftList::new(drafts, limit))
    }

    async fn put_summary(&self, session: SessionId, summary: &Summary, seen: Offset) -> Result<()> {
        let mut world = self.world();
        world.session(session)?;
        let session = world.sessions.get_mut(&session).unwrap();
        let covered = session.messages.iter().filter(|message| message.sequence <= summary.covers.get());
        let missed = covered.filter_map(|message| message.revised).any(|revised| revised > seen.get());
        let kept = &mut session.summary;
        if !missed && kept.as_ref().is_none_or(|kept| kept.covers <= summary.covers) {
            *kept = Some(summary.clone());
        }
        Ok(())
    }

    async fn find_summary(&self, session: SessionId) -> Result<Option<Summary>> {
        Ok(self.world().session(session)?.summary.clone())
    }
}

/// Cuts a page out of rows, in the order of their cursors, descending.
fn page_of<T>(mut rows: Vec<T>, page: PageRequest, cursor: impl Fn(&T) -> Cursor) -> Page<T> {
    rows.sort_by_key(|row| Reverse(cursor(row)));
    let total = rows.len() as u64;
    let size = page.size() as usize;
    let after = match page.position() {
        PagePosition::After(after) => Some(after),
        PagePosition::Start => None,
        _ => {
            let before = usize::try_from(page.offset()).unwrap();
            return Page::new(page, total, rows.into_iter().skip(before).take(size).collect());
        }
    };
    rows.retain(|row| after.is_none_or(|after| cursor(row) < after));
    let more = rows.len() > size;
    rows.truncate(size);
    let next = rows.last().filter(|_| more).map(&cursor);
    Page::by_cursor(page, rows.into_iter().map(Ok).collect(), next)
}

fn find_in<R: ResourceKind>(rows: &[(R, bool)], id: R::Id) -> Result<R> {
    let found = rows.iter().find(|(row, deleted)| row.id() == id && !deleted);
    found.map(|(row, _)| row.clone()).ok_or_else(|| Error::not_found(R::RESOURCE, id))
}

fn create_in<R: ResourceKind>(rows: &mut Vec<(R, bool)>, new: &R) -> Result<()> {
    if rows.iter().any(|(row, _)| row.id() == new.id()) {
        return Err(Error::already_exists(R::RESOURCE, new.id()));
    }
    rows.push((new.clone(), false));
    Ok(())
}

fn list_in<R: ResourceKind>(rows: &[(R, bool)], page: PageRequest, kept: impl Fn(&R) -> bool) -> Page<R> {
    let rows =
        rows.iter().filter(|(row, deleted)| !deleted && kept(row)).map(|(row, _)| row.clone()).collect();
    page_of(rows, page, |row: &R| Cursor { time: row.created_at(), id: R::id_bytes(row.id()) })
}

fn update_in<R: ResourceKind>(rows: &mut [(R, bool)], id: R::Id, update: impl FnOnce(&mut R)) -> Result<R> {
    find_in(rows, id)?;
    let (row, _) = rows.iter_mut().find(|(row, _)| row.id() == id).unwrap();
    update(row);
    Ok(row.clone())
}

fn delete_in<R: ResourceKind>(rows: &mut [(R, bool)], id: R::Id) -> Result<()> {
    find_in(rows, id)?;
    rows.iter_mut().filter(|(row, _)| row.id() == id).for_each(|(_, deleted)| *deleted = true);
    Ok(())
}

fn set<T: Clone>(field: &mut T, change: Option<&T>) {
    if let Some(change) = change {
        field.clone_from(change);
    }
}

#[async_trait]
impl ResourceRepository<Robot<AccountId>> for Plain {
    async fn create(&self, robot: &Robot<AccountId>) -> Result<()> {
        let mut world = self.world();
        find_toolsets(&world, &robot.toolsets)?;
        create_in(&mut world.robots, robot)
    }

    async fn list(&self, (): (), page: PageRequest) -> Result<Page<Robot<AccountId>>> {
        Ok(list_in(&self.world().robots, page, |_| true))
    }

    async fn find(&self, id: RobotId) -> Result<Robot<AccountId>> {
        find_in(&self.world().robots, id)
    }

    async fn update(&self, id: RobotId, change: &RobotChange, at: Timestamp) -> Result<Robot<AccountId>> {
        let mut world = self.world();
        find_in(&world.robots, id)?;
        find_toolsets(&world, change.toolsets.as_deref().unwrap_or_default())?;
        update_in(&mut world.robots, id, |robot| {
            set(&mut robot.name, change.name.as_ref());
            set(&mut robot.description, change.description.as_ref());
            set(&mut robot.playbook, change.playbook.as_ref());
            set(&mut robot.model, change.model.as_ref());
            set(&mut robot.tools, change.tools.as_ref());
            set(&mut robot.toolsets, change.toolsets.as_ref());
            set(&mut robot.workspace_id, change.workspace_id.as_ref());
            set(&mut robot.meta, change.meta.as_ref());
            robot.updated_at = robot.updated_at.max(at);
        })
    }

    async fn delete(&self, id: RobotId, _: Timestamp) -> Result<()> {
        delete_in(&mut self.world().robots, id)
    }
}

fn find_toolsets(world: &World, names: &[String]) -> Result<()> {
    names
        .iter()
        .filter_map(|name| name.parse().ok())
        .try_for_each(|id| find_in(&world.toolsets, id).map(drop))
}

fn name_is_free(world: &World, new: &Toolset<AccountId>) -> Result<()> {
    let same = |toolset: &Toolset<_>| {
        toolset.id != new.id && (toolset.author, &toolset.name) == (new.author, &new.name)
    };
    if world.toolsets.iter().any(|(toolset, deleted)| !deleted && same(toolset)) {
        return Err(Error::already_exists(Resource::Toolset, &new.name));
    }
    Ok(())
}

#[async_trait]
impl ResourceRepository<Toolset<AccountId>> for Plain {
    async fn create(&self, toolset: &Toolset<AccountId>) -> Result<()> {
        let mut world = self.world();
        name_is_free(&world, toolset)?;
        create_in(&mut world.toolsets, toolset)
    }

    async fn list(&self, (): (), page: PageRequest) -> Result<Page<Toolset<AccountId>>> {
        Ok(list_in(&self.world().toolsets, page, |_| true))
    }

    async fn find(&self, id: ToolsetId) -> Result<Toolset<AccountId>> {
        find_in(&self.world().toolsets, id)
    }

    async fn update(
        &self,
        id: ToolsetId,
        change: &ToolsetChange,
        at: Timestamp,
    ) -> Result<Toolset<AccountId>> {
        let mut world = self.world();
        let mut new = find_in(&world.toolsets, id)?;
        set(&mut new.name, change.name.as_ref());
        set(&mut new.description, change.description.as_ref());
        set(&mut new.instruction, change.instruction.as_ref());
        set(&mut new.tools, change.tools.as_ref());
        set(&mut new.meta, change.meta.as_ref());
        new.updated_at = new.updated_at.max(at);
        name_is_free(&world, &new)?;
        update_in(&mut world.toolsets, id, |toolset| *toolset = new)
    }

    async fn delete(&self, id: ToolsetId, _: Timestamp) -> Result<()> {
        let mut world = self.world();
        find_in(&world.toolsets, id)?;
        let text = id.to_string();
        let names = |robot: &Robot<_>| robot.toolsets.contains(&text);
        if let Some((robot, _)) = world.robots.iter().find(|(robot, deleted)| !deleted && names(robot)) {
            let (by, id) = (Resource::Robot, robot.id.to_string().into());
            return Err(Error::Conflict(Conflict::InUse { by, id }));
        }
        delete_in(&mut world.toolsets, id)
    }
}

#[async_trait]
impl ResourceRepository<Workspace<AccountId>> for Plain {
    async fn create(&self, workspace: &Workspace<AccountId>) -> Result<()> {
        create_in(&mut self.world().workspaces, workspace)
    }

    async fn list(&self, (): (), page: PageRequest) -> Result<Page<Workspace<AccountId>>> {
        Ok(list_in(&self.world().workspaces, page, |_| true))
    }

    async fn find(&self, id: WorkspaceId) -> Result<Workspace<AccountId>> {
        find_in(&self.world().workspaces, id)
    }

    async fn update(
        &self,
        id: WorkspaceId,
        change: &WorkspaceChange,
        at: Timestamp,
    ) -> Result<Workspace<AccountId>> {
        update_in(&mut self.world().workspaces, id, |workspace| {
            set(&mut workspace.name, change.name.as_ref());
            set(&mut workspace.description, change.description.as_ref());
            set(&mut workspace.config, change.config.as_ref());
            set(&mut workspace.meta, change.meta.as_ref());
            workspace.updated_at = workspace.updated_at.max(at);
        })
    }

    async fn delete(&self, id: WorkspaceId, _: Timestamp) -> Result<()> {
        let mut world = self.world();
        delete_in(&mut world.workspaces, id)?;
        for (instance, deleted) in &mut world.instances {
            *deleted |= instance.workspace_id == id;
        }
        for (robot, _) in &mut world.robots {
            robot.workspace_id.take_if(|named| *named == id);
        }
        Ok(())
    }
}

#[async_trait]
impl ResourceRepository<WorkspaceInstance<AccountId>> for Plain {
    async fn create(&self, instance: &WorkspaceInstance<AccountId>) -> Result<()> {
        let mut world = self.world();
        find_in(&world.workspaces, instance.workspace_id)?;
        create_in(&mut world.instances, instance)
    }

    async fn list(
        &self,
        filter: InstanceFilter,
        page: PageRequest,
    ) -> Result<Page<WorkspaceInstance<AccountId>>> {
        let of = |instance: &WorkspaceInstance<AccountId>| {
            filter.workspace_id.is_none_or(|workspace| workspace == instance.workspace_id)
        };
        Ok(list_in(&self.world().instances, page, of))
    }

    async fn find(&self, id: WorkspaceInstanceId) -> Result<WorkspaceInstance<AccountId>> {
        find_in(&self.world().instances, id)
    }

    async fn update(
        &self,
        id: WorkspaceInstanceId,
        change: &InstanceChange,
        at: Timestamp,
    ) -> Result<WorkspaceInstance<AccountId>> {
        update_in(&mut self.world().instances, id, |instance| {
            set(&mut instance.provider_state, change.provider_state.as_ref());
            set(&mut instance.meta, change.meta.as_ref());
            instance.updated_at = instance.updated_at.max(at);
        })
    }

    async fn delete(&self, id: WorkspaceInstanceId, _: Timestamp) -> Result<()> {
        delete_in(&mut self.world().instances, id)
    }
}
