//! [`SqliteStore`]: the repositories over SQLite.

use std::{fmt, sync::Arc};

use async_trait::async_trait;
use rusqlite::Connection;

use super::{
    SqliteOptions,
    connection::{each_row, failed, insert, open_reader, open_writer, row, rows},
    stretches,
    threads::Threads,
};
use crate::{
    error::{Conflict, Damaged, Error, Resource, Result},
    id::{AccountId, MessageId, RobotId, SessionId, WorkspaceId, WorkspaceInstanceId},
    message::{Message, MessageList, Revision, Sequence},
    page::{Page, PageRequest, WindowRequest},
    repository::{
        Appended, DraftLog, MessageBatch, MessageChange, MessageUpdate, RobotRepository, SessionRecord,
        SessionRepository, Summary, WorkspaceRepository,
    },
    robot::{Robot, RobotChange},
    session::{Session, SessionChange, SessionFilter, SessionRef},
    sql::{
        Dialect, Statement, Statements, Tables, Value, archive, cut_into_stretches, list,
        list::{End, Slice},
        row::{self as decode, Row},
        values::{self, number},
    },
    time::Timestamp,
    transfer::{Archive, StoredRow},
    workspace::{InstanceChange, InstanceFilter, Workspace, WorkspaceChange, WorkspaceInstance},
};

/// The embedded store: everything in one SQLite file.
///
/// It is cheap to clone, and clones share everything. When the last one is dropped, the writes that were
/// accepted are finished first; that blocks for as long as they take.
///
/// # Examples
/// ```
/// use storyden_robots::{AllowAll, Robots, SqliteOptions, SqliteStore, StaticProfiles};
///
/// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
/// # let folder = tempfile::tempdir()?;
/// # let path = folder.path().join("robots.db");
/// let store = SqliteStore::open(SqliteOptions::new(&path).migrate(true)).await?;
/// let robots = Robots::new(store, AllowAll, StaticProfiles::default());
/// # let _ = robots;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct SqliteStore {
    threads: Arc<Threads>,
    statements: Arc<Statements>,
    tables: Tables,
}

impl fmt::Debug for SqliteStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SqliteStore").finish_non_exhaustive()
    }
}

impl SqliteStore {
    /// Opens the store. The future does not block its thread.
    ///
    /// # Errors
    /// [`Error::Unavailable`] if the file cannot be opened, or if its schema has another version than this
    /// crate's: an older one unless [`migrate`](SqliteOptions::migrate) was asked for, a newer one always.
    /// [`Error::Internal`] if it is no SQLite database.
    pub async fn open(options: SqliteOptions) -> Result<Self> {
        let (answer, answered) = futures_channel::oneshot::channel();
        let open = move || answer.send(Self::open_blocking(&options)).ok();
        std::thread::Builder::new()
            .name("storyden-robots-open".to_owned())
            .spawn(open)
            .map_err(|error| Error::unavailable("the store cannot start", error))?;
        answered
            .await
            .unwrap_or_else(|error| Err(Error::internal("the store stopped while it was opened", error)))
    }

    fn open_blocking(options: &SqliteOptions) -> Result<Self> {
        let writer = open_writer(options)?;
        let readers: Result<Vec<_>> = (0..options.readers).map(|_| open_reader(options)).collect();
        Ok(Self {
            threads: Arc::new(Threads::start(writer, readers?, options)?),
            statements: Arc::new(Statements::new(Dialect::Sqlite, &options.tables)),
            tables: options.tables.clone(),
        })
    }

    async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection, &Statements) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let statements = Arc::clone(&self.statements);
        self.threads.read(move |connection| work(connection, &statements)).await
    }

    async fn write<T: Send + 'static>(
        &self,
        work: impl Fn(&Connection, &Statements) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let statements = Arc::clone(&self.statements);
        self.threads.write(move |connection| work(connection, &statements)).await
    }
}

/// Says that lists are so much longer.
fn lengthen<const N: usize>(c: &Connection, s: &Statements, lists: [&str; N], by: i64) -> Result<()> {
    for list in lists {
        let values = [("list", list.into()), ("slot", 0.into()), ("length", by.into())];
        insert(c, &s.add_to_count, &values)?;
    }
    Ok(())
}

/// Says that a session came to the lists (`by` is 1) or went (-1).
fn list_session(
    c: &Connection,
    s: &Statements,
    id: SessionId,
    created_at: Timestamp,
    account: &str,
    by: i64,
) -> Result<()> {
    lengthen(c, s, [list::SESSIONS, &list::sessions_of(account)], by)?;
    stretches::move_session(c, s, id, created_at, account, by)
}

/// Says the same of a session that was there before.
fn relist_session(c: &Connection, s: &Statements, id: SessionId, by: i64) -> Result<()> {
    let values = [("id", id.to_string().into())];
    let place = row(c, &s.session_place, &values, |row| {
        Ok((row.integer(0)?.unwrap_or(0), row.text(1)?.unwrap_or_default().to_owned()))
    })?;
    let (created_at, account) = place.ok_or_else(|| session_not_found(id))?;
    list_session(c, s, id, Timestamp::from_micros(created_at)?, &account, by)
}

fn first_text(row: &rusqlite::Row<'_>) -> Result<String> {
    let text = row.text(0)?.map(str::to_owned);
    text.ok_or_else(|| Error::Internal { context: "a stored value is null".into(), source: None })
}

fn first_integer(row: &rusqlite::Row<'_>) -> Result<i64> {
    row.integer(0)?.ok_or_else(|| Error::Internal { context: "a stored value is null".into(), source: None })
}

/// A list that is read page by page: how long it is, and its statements from either end.
struct Listing<'a> {
    length: &'a str,
    from_newest: &'a Statement,
    from_oldest: &'a Statement,
    within: Option<(&'a str, Value<'a>)>,
}

/// How a page is read that is far from both ends of its list.
type Deep<'a, T> = &'a dyn Fn(u64) -> Result<Vec<T>>;

/// To walk over so many rows takes less than to find another way.
const NEAR: u64 = 256;

/// Reads one page: from the end that it is nearer to, unless it is far from both and there is a better way.
fn page<T>(
    c: &Connection,
    s: &Statements,
    request: PageRequest,
    listing: Listing<'_>,
    deep: Option<Deep<'_, T>>,
    read: impl Fn(&rusqlite::Row<'_>) -> Result<T>,
) -> Result<Page<T>> {
    let length = row(c, &s.count, &[("list", listing.length.into())], first_integer)?;
    let total = u64::try_from(length.unwrap_or(0)).unwrap_or(0);
    let Some(slice) = Slice::nearer(request, total) else {
        return Ok(Page::new(request, total, Vec::new()));
    };
    if let Some(deep) = deep.filter(|_| slice.offset > NEAR) {
        return Ok(Page::new(request, total, deep(total)?));
    }
    let mut values = vec![("limit", number(slice.limit)?), ("offset", number(slice.offset)?)];
    values.extend(listing.within);
    let items = match slice.end {
        End::Newest => rows(c, listing.from_newest, &values, |row| decode::or_damaged(read(row)))?,
        End::Oldest => {
            let mut items = rows(c, listing.from_oldest, &values, |row| decode::or_damaged(read(row)))?;
            items.reverse();
            items
        }
    };
    Ok(Page::of_rows(request, total, items))
}

fn session_not_found(id: SessionId) -> Error {
    Error::not_found(Resource::Session, id)
}

#[async_trait]
impl SessionRepository for SqliteStore {
    async fn create_session(&self, session: &SessionRecord) -> Result<()> {
        let session = session.clone();
        self.write(move |c, s| {
            let values = values::session(&session);
            if !insert(c, &s.insert_session, &values)? {
                return Err(Error::already_exists(Resource::Session, session.id));
            }
            let account = session.created_by.to_string();
            list_session(c, s, session.id, session.created_at, &account, 1)
        })
        .await
    }

    async fn list_sessions(
        &self,
        filter: SessionFilter,
        request: PageRequest,
    ) -> Result<Page<SessionRef<AccountId>>> {
        self.read(move |c, s| {
            let account = filter.created_by.map(|account| account.to_string());
            let (from_newest, from_oldest) = match account {
                Some(_) => (&s.list_sessions_of, &s.list_sessions_of_from_end),
                None => (&s.list_sessions, &s.list_sessions_from_end),
            };
            let length = account.as_ref().map_or(list::SESSIONS.to_owned(), list::sessions_of);
            let within = account.as_deref().map(|account| ("created_by", account.into()));
            let listing = Listing { length: &length, from_newest, from_oldest, within };
            let deep = |total| stretches::sessions(c, s, &length, account.as_deref(), (request, total));
            page(c, s, request, listing, Some(&deep), |row| decode::session_ref(row))
        })
        .await
    }

    async fn find_session(&self, id: SessionId, window: WindowRequest) -> Result<Session<AccountId>> {
        self.read(move |c, s| {
            let session = id.to_string();
            let head = row(c, &s.find_session, &[("id", session.as_str().into())], |row| {
                Ok((decode::session_head(row)?, row.integer(decode::SESSION_HEAD)?.unwrap_or(0)))
            })?;
            let ((reference, robot, workspace), last) = head.ok_or_else(|| session_not_found(id))?;
            let before = match window.cursor() {
                None => last.saturating_add(1),
                Some(cursor) => {
                    let values = [("session_id", session.as_str().into()), ("id", cursor.to_string().into())];
                    row(c, &s.message_place, &values, first_integer)?
                        .ok_or_else(|| Error::invalid_argument("before", "is no message of this session"))?
                }
            };
            let values = [
                ("session_id", session.as_str().into()),
                ("before", before.into()),
                ("limit", (i64::from(window.limit()) + 1).into()),
            ];
            let mut messages = decode::Messages::default();
            each_row(c, &s.messages_before, &values, |row| messages.push(row))?;
            let messages = messages.finish();
            check_whole(c, s, &session, before, window, &messages)?;
            let messages = MessageList::of_rows(window, messages)?;
            Ok(Session::new(reference, messages, robot, workspace))
        })
        .await
    }

    async fn update_session(&self, id: SessionId, change: &SessionChange, at: Timestamp) -> Result<()> {
        let change = change.clone();
        self.write(move |c, s| {
            if let Some(Some(instance)) = change.active_instance {
                let values = [("id", instance.to_string().into())];
                row(c, &s.find_instance, &values, |_| Ok(()))?
                    .ok_or_else(|| Error::not_found(Resource::WorkspaceInstance, instance))?;
            }
            let values = values::session_change(id, &change, at);
            row(c, &s.update_session, &values, |_| Ok(()))?.ok_or_else(|| session_not_found(id))
        })
        .await
    }

    async fn delete_session(&self, id: SessionId, at: Timestamp) -> Result<()> {
        self.write(move |c, s| {
            let values = [("id", id.to_string().into()), ("at", at.as_micros().into())];
            row(c, &s.delete_session, &values, |_| Ok(()))?.ok_or_else(|| session_not_found(id))?;
            relist_session(c, s, id, -1)
        })
        .await
    }

    async fn restore_session(&self, id: SessionId, at: Timestamp) -> Result<()> {
        self.write(move |c, s| {
            let values = [("id", id.to_string().into()), ("at", at.as_micros().into())];
            match row(c, &s.restore_session, &values, |_| Ok(()))? {
                Some(()) => relist_session(c, s, id, 1),
                None => row(c, &s.session_known, &values, |_| Ok(()))?.ok_or_else(|| session_not_found(id)),
            }
        })
        .await
    }

    async fn append_messages(&self, id: SessionId, batch: &MessageBatch) -> Result<Appended<AccountId>> {
        let batch = batch.clone();
        self.write(move |c, s| match first_try(c, s, id, &batch)? {
            Some(messages) => Ok(Appended { messages, replayed: true }),
            None => append(c, s, id, &batch),
        })
        .await
    }

    async fn find_message(&self, session: SessionId, id: MessageId) -> Result<Message<AccountId>> {
        self.read(move |c, s| {
            let session = session.to_string();
            row(c, &s.session_exists, &[("id", session.as_str().into())], |_| Ok(()))?
                .ok_or_else(|| Error::not_found(Resource::Session, &session))?;
            let values = [("session_id", session.into()), ("id", id.to_string().into())];
            row(c, &s.find_message, &values, |row| decode::message(row))?
                .ok_or_else(|| Error::not_found(Resource::Message, id))
        })
        .await
    }

    async fn update_message(
        &self,
        session: SessionId,
        id: MessageId,
        update: &MessageUpdate,
    ) -> Result<Revision> {
        let update = update.clone();
        self.write(move |c, s| update_message(c, s, session, id, &update)).await
    }

    async fn find_draft(&self, session: SessionId, id: MessageId) -> Result<DraftLog> {
        self.read(move |c, s| {
            let session = session.to_string();
            row(c, &s.session_exists, &[("id", session.as_str().into())], |_| Ok(()))?
                .ok_or_else(|| Error::not_found(Resource::Session, &session))?;
            let values = [("session_id", session.into()), ("id", id.to_string().into())];
            let log = row(c, &s.find_message, &values, |row| decode::draft_log(row))?
                .ok_or_else(|| Error::not_found(Resource::Message, id))?;
            if log.message.draft { Ok(log) } else { Err(Error::Conflict(Conflict::NotADraft)) }
        })
        .await
    }

    async fn put_summary(&self, session: SessionId, summary: &Summary) -> Result<()> {
        let summary = summary.clone();
        self.write(move |c, s| {
            let name = session.to_string();
            row(c, &s.session_exists, &[("id", name.as_str().into())], |_| Ok(()))?
                .ok_or_else(|| session_not_found(session))?;
            let values = [
                ("session_id", name.as_str().into()),
                ("sequence", number(summary.covers.get())?),
                ("summary", summary.text.as_str().into()),
            ];
            insert(c, &s.put_summary, &values).map(drop)
        })
        .await
    }

    async fn find_summary(&self, session: SessionId) -> Result<Option<Summary>> {
        self.read(move |c, s| {
            let name = session.to_string();
            row(c, &s.session_exists, &[("id", name.as_str().into())], |_| Ok(()))?
                .ok_or_else(|| session_not_found(session))?;
            row(c, &s.find_summary, &[("session_id", name.into())], |row| decode::summary(row))
        })
        .await
    }

    async fn delete_message(&self, session: SessionId, id: MessageId, at: Timestamp) -> Result<()> {
        self.write(move |c, s| {
            let at = Value::from(at.as_micros());
            let values = [("id", session.to_string().into()), ("at", at.clone())];
            row(c, &s.touch_session, &values, |_| Ok(()))?.ok_or_else(|| session_not_found(session))?;
            let values =
                [("session_id", session.to_string().into()), ("id", id.to_string().into()), ("at", at)];
            let place = row(c, &s.delete_message, &values, first_integer)?
                .ok_or_else(|| Error::not_found(Resource::Message, id))?;
            let values = [("session_id", session.to_string().into()), ("sequence", place.into())];
            insert(c, &s.delete_summary, &values)?;
            insert(c, &s.delete_deltas, &values).map(drop)
        })
        .await
    }
}

/// Checks that no message is missing between the places of a window. They follow one another, so where one has
/// no message, it was deleted; a page of the file that was damaged can lose others.
fn check_whole(
    c: &Connection,
    s: &Statements,
    session: &str,
    before: i64,
    window: WindowRequest,
    newest_first: &[Result<Message<AccountId>, Damaged>],
) -> Result<()> {
    let place =
        |message: &Message<AccountId>| message.sequence.and_then(|place| i64::try_from(place.get()).ok());
    let first = match newest_first.last() {
        Some(oldest) if newest_first.len() > window.limit() as usize => oldest.as_ref().ok().and_then(place),
        _ => Some(1),
    };
    // The oldest is damaged, and is reported.
    let Some(first) = first else { return Ok(()) };
    let missing = before.saturating_sub(first).saturating_sub(i64::try_from(newest_first.len()).unwrap_or(0));
    if missing == 0 {
        return Ok(());
    }
    let values = [("session_id", session.into()), ("from", first.into()), ("to", (before - 1).into())];
    if row(c, &s.count_deleted, &values, first_integer)? == Some(missing) {
        return Ok(());
    }
    Err(Error::Internal { context: "the store is damaged: messages are missing".into(), source: None })
}

fn update_message(
    c: &Connection,
    s: &Statements,
    session: SessionId,
    id: MessageId,
    update: &MessageUpdate,
) -> Result<Revision> {
    let name = session.to_string();
    row(c, &s.session_exists, &[("id", name.as_str().into())], |_| Ok(()))?
        .ok_or_else(|| session_not_found(session))?;
    let mut values: Vec<(&str, Value<'_>)> =
        vec![("session_id", name.as_str().into()), ("id", id.to_string().into())];
    let state = row(c, &s.message_state, &values, |row| decode::message_state(row))?
        .ok_or_else(|| Error::not_found(Resource::Message, id))?;
    values.push(("sequence", number(state.sequence.get())?));
    let repeated = || match &update.change {
        MessageChange::Open => Ok(false),
        MessageChange::Grow(chunks) => {
            let at_last = [&values[..], &[("revision", number(state.revision.get())?)]].concat();
            Ok(row(c, &s.find_delta, &at_last, first_text)?.as_deref() == Some(chunks.as_str()))
        }
        MessageChange::Finish { parts, .. } => Ok(!state.draft && state.parts == *parts),
    };
    if !update.applies(state.revision, state.draft, repeated)? {
        return Ok(state.revision);
    }
    let next = state.revision.next();
    values.extend([("revision", number(state.revision.get())?), ("next", number(next.get())?)]);
    let statement = match &update.change {
        MessageChange::Open => &s.open_message,
        MessageChange::Grow(_) => &s.grow_message,
        MessageChange::Finish { parts, metadata } => {
            values.extend(values::content(parts, metadata.as_ref()));
            &s.finish_message
        }
    };
    row(c, statement, &values, |_| Ok(()))?.ok_or_else(|| Error::not_found(Resource::Message, id))?;
    match &update.change {
        MessageChange::Grow(chunks) => {
            let values = [
                ("session_id", name.as_str().into()),
                ("sequence", number(state.sequence.get())?),
                ("revision", number(next.get())?),
                ("chunks", chunks.as_str().into()),
            ];
            insert(c, &s.insert_delta, &values)?;
            return Ok(next);
        }
        MessageChange::Finish { .. } => {
            insert(c, &s.delete_deltas, &values)?;
        }
        MessageChange::Open => {}
    }
    let values = [("id", name.as_str().into()), ("at", update.at.as_micros().into())];
    row(c, &s.touch_session, &values, |_| Ok(()))?.ok_or_else(|| session_not_found(session))?;
    Ok(next)
}

/// Returns what an earlier try with the same key stored, if there was one.
fn first_try(
    c: &Connection,
    s: &Statements,
    id: SessionId,
    batch: &MessageBatch,
) -> Result<Option<Vec<Message<AccountId>>>> {
    let Some(idempotency) = &batch.idempotency else { return Ok(None) };
    let session = id.to_string();
    row(c, &s.session_exists, &[("id", session.as_str().into())], |_| Ok(()))?
        .ok_or_else(|| session_not_found(id))?;
    let values =
        [("session_id", session.as_str().into()), ("idempotency_key", idempotency.key.as_str().into())];
    let found = row(c, &s.find_by_key, &values, |row| Ok((row.integer(0)?, row.integer(1)?)))?;
    let Some((place, fingerprint)) = found else { return Ok(None) };
    if fingerprint != Some(idempotency.fingerprint) {
        return Err(Error::Conflict(Conflict::IdempotencyKeyReused));
    }
    let values = [
        ("session_id", session.as_str().into()),
        ("from", place.into()),
        ("limit", number(batch.messages.len() as u64)?),
    ];
    let messages = rows(c, &s.messages_from, &values, |row| decode::message(row))?;
    if decode::is_whole_batch(&messages, place.unwrap_or(0), batch.messages.len()) {
        Ok(Some(messages))
    } else {
        Err(Error::not_found(Resource::Message, "of the first try"))
    }
}

fn append(
    c: &Connection,
    s: &Statements,
    id: SessionId,
    batch: &MessageBatch,
) -> Result<Appended<AccountId>> {
    let session = id.to_string();
    let last = row(c, &s.last_place, &[("id", session.as_str().into())], first_integer)?;
    let last = last.ok_or_else(|| session_not_found(id))?;
    let mut place = u64::try_from(last).unwrap_or(0);
    let values = [
        ("last_sequence", number(place.saturating_add(batch.messages.len() as u64))?),
        ("at", batch.appended_at.as_micros().into()),
        ("id", session.as_str().into()),
    ];
    insert(c, &s.give_places, &values)?;
    let mut messages = batch.messages.clone();
    let mut idempotency = batch.idempotency.as_ref();
    for message in &mut messages {
        place += 1;
        message.sequence = Sequence::new(place);
        let values = values::message(&session, message, idempotency.take())?;
        if !insert(c, &s.insert_message, &values)? {
            return Err(Error::already_exists(Resource::Message, message.id));
        }
    }
    Ok(Appended { messages, replayed: false })
}

#[async_trait]
impl RobotRepository for SqliteStore {
    async fn create_robot(&self, robot: &Robot<AccountId>) -> Result<()> {
        let robot = robot.clone();
        self.write(move |c, s| {
            let values = values::robot(&robot)?;
            if !insert(c, &s.insert_robot, &values)? {
                return Err(Error::already_exists(Resource::Robot, robot.id));
            }
            lengthen(c, s, [list::ROBOTS], 1)
        })
        .await
    }

    async fn list_robots(&self, request: PageRequest) -> Result<Page<Robot<AccountId>>> {
        self.read(move |c, s| {
            let listing = Listing {
                length: list::ROBOTS,
                from_newest: &s.list_robots,
                from_oldest: &s.list_robots_from_end,
                within: None,
            };
            page(c, s, request, listing, None, |row| decode::robot(row))
        })
        .await
    }

    async fn find_robot(&self, id: RobotId) -> Result<Robot<AccountId>> {
        self.read(move |c, s| {
            row(c, &s.find_robot, &[("id", id.to_string().into())], |row| decode::robot(row))?
                .ok_or_else(|| Error::not_found(Resource::Robot, id))
        })
        .await
    }

    async fn update_robot(
        &self,
        id: RobotId,
        change: &RobotChange,
        at: Timestamp,
    ) -> Result<Robot<AccountId>> {
        let change = change.clone();
        self.write(move |c, s| {
            let values = values::robot_change(id, &change, at)?;
            row(c, &s.update_robot, &values, |row| decode::robot(row))?
                .ok_or_else(|| Error::not_found(Resource::Robot, id))
        })
        .await
    }

    async fn delete_robot(&self, id: RobotId, at: Timestamp) -> Result<()> {
        self.write(move |c, s| {
            let values = [("id", id.to_string().into()), ("at", at.as_micros().into())];
            row(c, &s.delete_robot, &values, |_| Ok(()))?
                .ok_or_else(|| Error::not_found(Resource::Robot, id))?;
            lengthen(c, s, [list::ROBOTS], -1)
        })
        .await
    }
}

#[async_trait]
impl WorkspaceRepository for SqliteStore {
    async fn create_workspace(&self, workspace: &Workspace<AccountId>) -> Result<()> {
        let workspace = workspace.clone();
        self.write(move |c, s| {
            let values = values::workspace(&workspace);
            if !insert(c, &s.insert_workspace, &values)? {
                return Err(Error::already_exists(Resource::Workspace, workspace.id));
            }
            lengthen(c, s, [list::WORKSPACES], 1)
        })
        .await
    }

    async fn list_workspaces(&self, request: PageRequest) -> Result<Page<Workspace<AccountId>>> {
        self.read(move |c, s| {
            let listing = Listing {
                length: list::WORKSPACES,
                from_newest: &s.list_workspaces,
                from_oldest: &s.list_workspaces_from_end,
                within: None,
            };
            page(c, s, request, listing, None, |row| decode::workspace(row))
        })
        .await
    }

    async fn find_workspace(&self, id: WorkspaceId) -> Result<Workspace<AccountId>> {
        self.read(move |c, s| find_workspace(c, s, id)).await
    }

    async fn update_workspace(
        &self,
        id: WorkspaceId,
        change: &WorkspaceChange,
        at: Timestamp,
    ) -> Result<Workspace<AccountId>> {
        let change = change.clone();
        self.write(move |c, s| {
            let values = values::workspace_change(id, &change, at);
            row(c, &s.update_workspace, &values, |row| decode::workspace(row))?
                .ok_or_else(|| Error::not_found(Resource::Workspace, id))
        })
        .await
    }

    async fn delete_workspace(&self, id: WorkspaceId, at: Timestamp) -> Result<()> {
        self.write(move |c, s| {
            let values = [
                ("id", id.to_string().into()),
                ("workspace_id", id.to_string().into()),
                ("at", at.as_micros().into()),
            ];
            row(c, &s.delete_workspace, &values, |_| Ok(()))?
                .ok_or_else(|| Error::not_found(Resource::Workspace, id))?;
            lengthen(c, s, [list::WORKSPACES], -1)?;
            insert(c, &s.clear_robots_workspace, &values)?;
            let instances = rows(c, &s.delete_instances_of, &values, |_| Ok(()))?.len();
            let fewer = -i64::try_from(instances).unwrap_or(0);
            lengthen(c, s, [list::INSTANCES, &list::instances_of(id)], fewer)
        })
        .await
    }

    async fn create_instance(&self, instance: &WorkspaceInstance<AccountId>) -> Result<()> {
        let instance = instance.clone();
        self.write(move |c, s| {
            find_workspace(c, s, instance.workspace_id)?;
            let values = values::instance(&instance);
            if !insert(c, &s.insert_instance, &values)? {
                return Err(Error::already_exists(Resource::WorkspaceInstance, instance.id));
            }
            lengthen(c, s, [list::INSTANCES, &list::instances_of(instance.workspace_id)], 1)
        })
        .await
    }

    async fn list_instances(
        &self,
        filter: InstanceFilter,
        request: PageRequest,
    ) -> Result<Page<WorkspaceInstance<AccountId>>> {
        self.read(move |c, s| {
            let workspace = filter.workspace_id.map(|workspace| workspace.to_string());
            let (from_newest, from_oldest) = match workspace {
                Some(_) => (&s.list_instances_of, &s.list_instances_of_from_end),
                None => (&s.list_instances, &s.list_instances_from_end),
            };
            let length = workspace.as_ref().map_or(list::INSTANCES.to_owned(), list::instances_of);
            let within = workspace.map(|workspace| ("workspace_id", workspace.into()));
            let listing = Listing { length: &length, from_newest, from_oldest, within };
            page(c, s, request, listing, None, |row| decode::instance(row))
        })
        .await
    }

    async fn find_instance(&self, id: WorkspaceInstanceId) -> Result<WorkspaceInstance<AccountId>> {
        self.read(move |c, s| {
            row(c, &s.find_instance, &[("id", id.to_string().into())], |row| decode::instance(row))?
                .ok_or_else(|| Error::not_found(Resource::WorkspaceInstance, id))
        })
        .await
    }

    async fn update_instance(
        &self,
        id: WorkspaceInstanceId,
        change: &InstanceChange,
        at: Timestamp,
    ) -> Result<WorkspaceInstance<AccountId>> {
        let change = change.clone();
        self.write(move |c, s| {
            let values = values::instance_change(id, &change, at);
            row(c, &s.update_instance, &values, |row| decode::instance(row))?
                .ok_or_else(|| Error::not_found(Resource::WorkspaceInstance, id))
        })
        .await
    }

    async fn delete_instance(&self, id: WorkspaceInstanceId, at: Timestamp) -> Result<()> {
        self.write(move |c, s| {
            let values = [("id", id.to_string().into()), ("at", at.as_micros().into())];
            let workspace = row(c, &s.delete_instance, &values, first_text)?
                .ok_or_else(|| Error::not_found(Resource::WorkspaceInstance, id))?;
            lengthen(c, s, [list::INSTANCES, &list::instances_of(workspace)], -1)
        })
        .await
    }
}

fn find_workspace(c: &Connection, s: &Statements, id: WorkspaceId) -> Result<Workspace<AccountId>> {
    row(c, &s.find_workspace, &[("id", id.to_string().into())], |row| decode::workspace(row))?
        .ok_or_else(|| Error::not_found(Resource::Workspace, id))
}

#[async_trait]
impl Archive for SqliteStore {
    async fn read_rows(&self, table: &str, behind: Option<&StoredRow>, limit: u32) -> Result<Vec<StoredRow>> {
        let statement = archive::read(Dialect::Sqlite, &self.tables, table, behind.is_none())?;
        let mut values = behind.map_or(Ok(Vec::new()), StoredRow::key)?;
        values.push(("limit", i64::from(limit).into()));
        let table = table.to_owned();
        self.read(move |c, _| rows(c, &statement, &values, |row| stored_row(&table, row))).await
    }

    async fn write_rows(&self, rows: Vec<StoredRow>) -> Result<()> {
        let tables = self.tables.clone();
        self.write(move |c, _| {
            for row in &rows {
                let statement = archive::write(Dialect::Sqlite, &tables, row.table(), row.columns(), 1)?;
                let names: Vec<_> = (1..=row.columns().len()).map(|number| number.to_string()).collect();
                let values = names.iter().map(String::as_str);
                let values: Vec<_> =
                    values.zip(row.columns().iter().map(|(_, value)| value.clone())).collect();
                insert(c, &statement, &values)?;
            }
            Ok(())
        })
        .await
    }

    async fn count_lists(&self) -> Result<()> {
        let statements = archive::count(&self.tables);
        let stretches = cut_into_stretches(&self.tables);
        self.write(move |c, _| {
            statements.iter().try_for_each(|statement| insert(c, statement, &[]).map(drop))?;
            stretches.iter().try_for_each(|statement| c.execute_batch(statement).map_err(failed))
        })
        .await
    }
}

fn stored_row(table: &str, row: &rusqlite::Row<'_>) -> Result<StoredRow> {
    let statement = row.as_ref();
    let mut columns = Vec::with_capacity(statement.column_count());
    for column in 0..statement.column_count() {
        let name = statement.column_name(column).map_err(failed)?;
        let value = match row.integer(column) {
            Ok(number) => number.into(),
            Err(_) => row.text(column)?.map(str::to_owned).into(),
        };
        columns.push((name.to_owned(), value));
    }
    Ok(StoredRow::new(table, columns))
}
