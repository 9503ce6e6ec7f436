//! [`SqliteStore`]: the repositories over SQLite.

use std::{fmt, sync::Arc};

use async_trait::async_trait;
use rusqlite::Connection;

use super::{
    SqliteOptions,
    connection::{change, each_row, failed, insert, open_reader, open_writer, row, rows},
    stretches::{self, Place, Spot, Stretched},
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
    robot::{Robot, RobotChange, RobotKey},
    session::{Session, SessionChange, SessionFilter, SessionRef},
    sql::{
        Dialect, Statement, Statements, Tables, Value, archive, cut_into_stretches, grown_checksum,
        instance_checksum, list,
        list::{End, Slice},
        robot_checksum,
        row::{self as decode, Row},
        values::{self, number},
        workspace_checksum,
    },
    time::Timestamp,
    transfer::{Archive, StoredRow},
    workspace::{
        ActiveWorkspace, InstanceChange, InstanceFilter, Workspace, WorkspaceChange, WorkspaceInstance,
    },
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
    // What is damaged is an error: other lists than its own would become longer or shorter.
    let session = row(c, &s.session_row, &values, |row| decode::session_ref(row))?;
    let session = session.ok_or_else(|| session_not_found(id))?;
    list_session(c, s, id, session.created_at, &session.created_by.to_string(), by)
}

fn first_text(row: &rusqlite::Row<'_>) -> Result<String> {
    let text = row.text(0)?.map(str::to_owned);
    text.ok_or_else(|| Error::Internal { context: "a stored value is null".into(), source: None })
}

fn first_integer(row: &rusqlite::Row<'_>) -> Result<i64> {
    row.integer(0)?.ok_or_else(|| Error::Internal { context: "a stored value is null".into(), source: None })
}

/// Says what somebody must look at. The rows that are meant decode, so no one of them can be named.
pub(super) fn damaged(what: &str) -> Error {
    Error::Internal { context: format!("the store is damaged: {what}").into(), source: None }
}

/// Says what a row adds up to that was changed.
fn sum(c: &Connection, statement: &Statement, id: &impl ToString, checksum: i64) -> Result<()> {
    insert(c, statement, &[("id", id.to_string().into()), ("checksum", checksum.into())]).map(drop)
}

/// A list that is read page by page: how long it is, and its statements from either end.
struct Listing<'a> {
    length: &'a str,
    from_newest: &'a Statement,
    from_oldest: &'a Statement,
    count: &'a Statement,
    within: Option<(&'a str, Value<'a>)>,
}

/// A row of a list, which may have been deleted.
trait Listed {
    fn deleted_at(&self) -> Option<Timestamp>;
}

macro_rules! listed {
    ($($T:ty)+) => {$(
        impl Listed for $T {
            fn deleted_at(&self) -> Option<Timestamp> {
                self.deleted_at
            }
        }
    )+};
}
listed!(SessionRef<AccountId> Robot<AccountId> Workspace<AccountId> WorkspaceInstance<AccountId>);

/// Rows of a page, newest first.
type Rows<T> = Vec<Result<T, Damaged>>;

/// To walk over so many rows takes less than to find another way.
const NEAR: u64 = 256;

/// In a list that is not cut into stretches, so many rows are counted to see that a page is where it should be.
const COUNTED: u64 = 4096;

/// Reads one page: from the end that it is nearer to, unless it is far from both and there is a better way.
///
/// All of it is one moment, and a damaged index loses rows or finds other ones. So the rows that are newer than the
/// page are counted, as far as a stretch goes or the list, and in a list without stretches those that are older.
fn page<T: Listed>(
    c: &Connection,
    s: &Statements,
    request: PageRequest,
    listing: &Listing<'_>,
    stretched: Option<&Stretched<'_>>,
    read: impl Fn(&rusqlite::Row<'_>) -> Result<T>,
) -> Result<Page<T>> {
    let length = row(c, &s.count, &[("list", listing.length.into())], |row| {
        Ok((first_integer(row)?, row.integer(1)?.unwrap_or(0)))
    })?;
    let (length, wrong) = length.unwrap_or_default();
    let total = u64::try_from(length).ok().filter(|_| wrong == 0);
    let total = total.ok_or_else(|| damaged("the length of a list is wrong"))?;
    let Some(slice) = Slice::nearer(request, total) else {
        if total == 0 && count(c, listing, None, None)? != 0 {
            return Err(damaged("a list has rows, and no length"));
        }
        return Ok(Page::new(request, total, Vec::new()));
    };
    let (first, last) = (request.offset(), request.offset() + slice.limit - 1);
    let spots = match stretched.filter(|_| total > NEAR) {
        Some(stretched) => Some(stretched.find(c, s, (first, last), total, slice.offset > NEAR)?),
        None => (total <= COUNTED).then(|| [Spot::in_whole(first, total), Spot::in_whole(last, total)]),
    };
    let mut values = vec![("limit", number(slice.limit)?), ("offset", number(slice.offset)?)];
    let start;
    let (statement, end) = match (stretched.filter(|_| slice.offset > NEAR), &spots, slice.end) {
        (Some(stretched), Some([first, _]), _) => {
            start = stretched.place(c, s, first)?;
            values.extend([("created_at", start.0.into()), ("id", start.1.as_str().into())]);
            (stretched.from(s), End::Newest)
        }
        (.., End::Newest) => (listing.from_newest, End::Newest),
        (.., End::Oldest) => (listing.from_oldest, End::Oldest),
    };
    values.extend(listing.within.clone());
    let mut rows: Rows<T> = Vec::new();
    let (mut place, mut other_end, mut in_order) = (Place::default(), None, true);
    each_row(c, statement, &values, |row| {
        let (at, id) =
            row.integer(1)?.zip(row.text(0)?).ok_or_else(|| damaged("a row of a list has no place"))?;
        if other_end.is_none() {
            other_end = Some((at, id.to_owned()));
        } else {
            let last = (place.0, place.1.as_str());
            in_order &= if end == End::Newest { last > (at, id) } else { last < (at, id) };
        }
        place.0 = at;
        place.1.clear();
        place.1.push_str(id);
        let read = decode::or_damaged(read(row))?;
        in_order &= !read.as_ref().is_ok_and(|row| row.deleted_at().is_some());
        rows.push(read);
        Ok(())
    })?;
    if rows.len() as u64 != slice.limit {
        return Err(damaged("rows of a list are missing"));
    }
    if !in_order {
        return Err(damaged("a list is not in order"));
    }
    let (mut newest, mut oldest) = (other_end.unwrap_or_default(), place);
    if end == End::Oldest {
        rows.reverse();
        std::mem::swap(&mut newest, &mut oldest);
    }
    if let Some([first, last]) = &spots {
        let newer = count(c, listing, Some(&newest), first.end.as_ref())? - 1;
        let behind = match &last.start {
            Some(start) => oldest >= *start,
            None => count(c, listing, None, Some(&oldest))? == last.older,
        };
        if newer != first.newer || !behind {
            return Err(damaged("a page of a list is not where it should be"));
        }
    }
    Ok(Page::of_rows(request, total, rows))
}

/// Counts the rows of a list from one place to before another; `None` is its end.
fn count(c: &Connection, listing: &Listing<'_>, from: Option<&Place>, to: Option<&Place>) -> Result<i64> {
    let place = |place: Option<&Place>, end: i64| match place {
        Some((at, id)) => (Value::from(*at), Value::from(id.clone())),
        None => (end.into(), "".into()),
    };
    let (from, to) = (place(from, i64::MIN), place(to, i64::MAX));
    let mut values =
        vec![("from_created_at", from.0), ("from_id", from.1), ("to_created_at", to.0), ("to_id", to.1)];
    values.extend(listing.within.clone());
    Ok(row(c, listing.count, &values, first_integer)?.unwrap_or(0))
}

fn session_not_found(id: SessionId) -> Error {
    Error::not_found(Resource::Session, id)
}

/// Checks that there is a session, and that it is not deleted.
fn find_state(c: &Connection, s: &Statements, id: SessionId, session: &str) -> Result<decode::SessionState> {
    let state = row(c, &s.session_state, &[("id", session.into())], |row| decode::session_state(row))?;
    state.filter(|state| state.deleted_at.is_none()).ok_or_else(|| session_not_found(id))
}

fn find_stored(
    c: &Connection,
    s: &Statements,
    id: SessionId,
    session: &str,
) -> Result<(SessionRef<AccountId>, decode::StoredSession)> {
    let found = row(c, &s.session_row, &[("id", session.into())], |row| decode::stored_session(row))?;
    found.filter(|(session, _)| session.deleted_at.is_none()).ok_or_else(|| session_not_found(id))
}

/// Returns the robot and the instance that are active in a session, as far as they exist.
fn find_active(
    c: &Connection,
    s: &Statements,
    stored: decode::StoredSession,
) -> Result<(Option<RobotKey>, Option<ActiveWorkspace>)> {
    let mut robot = stored.active_robot;
    if let Some(RobotKey::Created(id)) = &robot {
        match row(c, &s.robot_state, &[("id", id.to_string().into())], |row| decode::robot_state(row))? {
            Some(true) => {}
            Some(false) => robot = None,
            // Nobody created it here, or its row is damaged and not found: then it is one of those that are.
            None => each_row(c, &s.every_robot, &[], |row| decode::robot(row).map(drop))?,
        }
    }
    let Some(id) = stored.active_instance else { return Ok((robot, None)) };
    let instance = row(c, &s.instance_row, &[("id", id.to_string().into())], |row| decode::instance(row))?;
    let instance = instance.ok_or_else(|| damaged("a workspace instance is missing"))?;
    let instance = Some(instance).filter(|instance| instance.deleted_at.is_none());
    Ok((robot, instance.as_ref().map(ActiveWorkspace::from)))
}

/// Says that there is no message, if that is so: one that is deleted has the time of that twice.
fn message_not_found(c: &Connection, s: &Statements, session: &str, id: MessageId) -> Error {
    let values = [("session_id", session.into()), ("id", id.to_string().into())];
    match row(c, &s.message_deletion, &values, is_deletion) {
        Ok(None | Some(true)) => Error::not_found(Resource::Message, id),
        Ok(Some(false)) => damaged("a message is neither there nor deleted"),
        Err(error) => error,
    }
}

fn is_deletion(row: &rusqlite::Row<'_>) -> Result<bool> {
    let (deleted_at, checksum) = (row.integer(1)?, row.integer(2)?);
    // Who was deleted before the fifth version of the schema has none.
    Ok(deleted_at.is_some() && (checksum.is_none() || checksum == deleted_at))
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
            let (from_newest, from_oldest, count) = match account {
                Some(_) => (&s.list_sessions_of, &s.list_sessions_of_from_end, &s.count_sessions_of),
                None => (&s.list_sessions, &s.list_sessions_from_end, &s.count_sessions),
            };
            let length = account.as_ref().map_or(list::SESSIONS.to_owned(), list::sessions_of);
            let within = account.as_deref().map(|account| ("created_by", account.into()));
            let listing = Listing { length: &length, from_newest, from_oldest, count, within };
            let stretched = Stretched { list: &length, account: account.as_deref() };
            page(c, s, request, &listing, Some(&stretched), |row| decode::session_ref(row))
        })
        .await
    }

    async fn find_session(&self, id: SessionId, window: WindowRequest) -> Result<Session<AccountId>> {
        self.read(move |c, s| {
            let session = id.to_string();
            let (reference, stored) = find_stored(c, s, id, &session)?;
            let before = match window.cursor() {
                None => stored.last_sequence.saturating_add(1),
                Some(cursor) => find_place(c, s, &session, cursor)?
                    .ok_or_else(|| Error::invalid_argument("before", "is no message of this session"))?,
            };
            let (robot, workspace) = find_active(c, s, stored)?;
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
                find_instance(c, s, instance)?;
            }
            let session = id.to_string();
            // What is damaged stays so: it does not get the checksum of what it is now.
            find_stored(c, s, id, &session)?;
            let values = values::session_change(id, &change, at);
            row(c, &s.update_session, &values, |_| Ok(()))?.ok_or_else(|| session_not_found(id))?;
            let (reference, stored) = find_stored(c, s, id, &session)?;
            sum(c, &s.sum_session, &session, decode::session_sum(&reference, &stored))
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
            let name = session.to_string();
            find_state(c, s, session, &name)?;
            let values = [("session_id", name.as_str().into()), ("id", id.to_string().into())];
            row(c, &s.find_message, &values, |row| decode::message(row))?
                .ok_or_else(|| message_not_found(c, s, &name, id))
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
            let name = session.to_string();
            find_state(c, s, session, &name)?;
            let values = [("session_id", name.as_str().into()), ("id", id.to_string().into())];
            let log = row(c, &s.find_message, &values, |row| decode::draft_log(row))?
                .ok_or_else(|| message_not_found(c, s, &name, id))?;
            if log.message.draft { Ok(log) } else { Err(Error::Conflict(Conflict::NotADraft)) }
        })
        .await
    }

    async fn put_summary(&self, session: SessionId, summary: &Summary) -> Result<()> {
        let summary = summary.clone();
        self.write(move |c, s| {
            find_state(c, s, session, &session.to_string())?;
            let values = values::summary(session, &summary)?;
            if row(c, &s.find_summary, &values, |_| Ok(()))?.is_none() {
                lengthen(c, s, [&list::summaries_of(session)], 1)?;
            }
            insert(c, &s.put_summary, &values).map(drop)
        })
        .await
    }

    async fn find_summary(&self, session: SessionId) -> Result<Option<Summary>> {
        self.read(move |c, s| {
            let name = session.to_string();
            find_state(c, s, session, &name)?;
            let summary =
                row(c, &s.find_summary, &[("session_id", name.into())], |row| decode::summary(row))?;
            let kept = [("list", list::summaries_of(session).into())];
            if summary.is_none() && row(c, &s.count, &kept, first_integer)? != Some(0) {
                return Err(damaged("a summary is missing"));
            }
            Ok(summary)
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
            if change(c, &s.delete_summary, &values)? > 0 {
                lengthen(c, s, [&list::summaries_of(session)], -1)?;
            }
            insert(c, &s.delete_deltas, &values).map(drop)
        })
        .await
    }
}

/// Returns the place of a message, deleted or not.
fn find_place(c: &Connection, s: &Statements, session: &str, id: MessageId) -> Result<Option<i64>> {
    let id = id.to_string();
    let values = [("session_id", session.into()), ("id", id.as_str().into())];
    let found = row(c, &s.message_place, &values, |row| {
        // The place is that of the index: another message may stand there.
        Ok((first_integer(row)?, row.text(1)? == Some(id.as_str())))
    })?;
    match found {
        Some((_, false)) => Err(damaged("a message is not at its place")),
        found => Ok(found.map(|(place, _)| place)),
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
    let mut last = before;
    for place in newest_first.iter().flatten().filter_map(place) {
        if place >= last {
            return Err(damaged("messages are not in order"));
        }
        last = place;
    }
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
    let there: Vec<_> = newest_first.iter().flatten().filter_map(place).collect();
    let values = [("session_id", session.into()), ("from", first.into()), ("to", (before - 1).into())];
    let deleted = rows(c, &s.deleted_messages, &values, |row| {
        let is_there = there.binary_search_by(|place| first_integer(row).unwrap_or(0).cmp(place)).is_ok();
        Ok(is_deletion(row)? && !is_there)
    })?;
    if i64::try_from(deleted.len()).ok() == Some(missing) && !deleted.contains(&false) {
        return Ok(());
    }
    Err(damaged("messages are missing"))
}

fn update_message(
    c: &Connection,
    s: &Statements,
    session: SessionId,
    id: MessageId,
    update: &MessageUpdate,
) -> Result<Revision> {
    let name = session.to_string();
    find_state(c, s, session, &name)?;
    let mut values: Vec<(&str, Value<'_>)> =
        vec![("session_id", name.as_str().into()), ("id", id.to_string().into())];
    let state = row(c, &s.message_state, &values, |row| decode::message_state(row))?
        .ok_or_else(|| message_not_found(c, s, &name, id))?;
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
    // Where there is none, there will be none.
    let sum = |chunks| grown_checksum(state.checksum.unwrap_or(0), state.draft, state.revision, chunks);
    let statement = match &update.change {
        MessageChange::Open => {
            values.push(("content_checksum", sum(None).into()));
            &s.open_message
        }
        MessageChange::Grow(chunks) => {
            values.push(("content_checksum", sum(Some(chunks.as_str())).into()));
            &s.grow_message
        }
        MessageChange::Finish { parts, metadata } => {
            values.extend(values::content(parts, metadata.as_ref(), next));
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
    find_state(c, s, id, &session)?;
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

/// Says what of a message is taken: its id, or the place that nobody should have.
fn taken(c: &Connection, s: &Statements, session: &str, id: MessageId) -> Error {
    match find_place(c, s, session, id) {
        Ok(Some(_)) => Error::already_exists(Resource::Message, id),
        Ok(None) => damaged("the next place in a session is taken"),
        Err(error) => error,
    }
}

fn append(
    c: &Connection,
    s: &Statements,
    id: SessionId,
    batch: &MessageBatch,
) -> Result<Appended<AccountId>> {
    let session = id.to_string();
    let state = find_state(c, s, id, &session)?;
    let mut place = u64::try_from(state.last_sequence).unwrap_or(0);
    let state = state.with_places(batch.messages.len(), batch.appended_at);
    let values = [
        ("last_sequence", state.last_sequence.into()),
        ("updated_at", state.updated_at.as_micros().into()),
        ("checksum", state.checksum.into()),
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
            return Err(taken(c, s, &session, message.id));
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
                count: &s.count_robots,
                within: None,
            };
            page(c, s, request, &listing, None, |row| decode::robot(row))
        })
        .await
    }

    async fn find_robot(&self, id: RobotId) -> Result<Robot<AccountId>> {
        self.read(move |c, s| find_robot(c, s, id)).await
    }

    async fn update_robot(
        &self,
        id: RobotId,
        change: &RobotChange,
        at: Timestamp,
    ) -> Result<Robot<AccountId>> {
        let change = change.clone();
        self.write(move |c, s| {
            // What is damaged stays so: it does not get the checksum of what it is now.
            find_robot(c, s, id)?;
            let values = values::robot_change(id, &change, at)?;
            let robot = row(c, &s.update_robot, &values, |row| decode::robot(row))?
                .ok_or_else(|| Error::not_found(Resource::Robot, id))?;
            sum(c, &s.sum_robot, &id, robot_checksum(&robot))?;
            Ok(robot)
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
                count: &s.count_workspaces,
                within: None,
            };
            page(c, s, request, &listing, None, |row| decode::workspace(row))
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
            // What is damaged stays so: it does not get the checksum of what it is now.
            find_workspace(c, s, id)?;
            let values = values::workspace_change(id, &change, at);
            let workspace = row(c, &s.update_workspace, &values, |row| decode::workspace(row))?
                .ok_or_else(|| Error::not_found(Resource::Workspace, id))?;
            sum(c, &s.sum_workspace, &id, workspace_checksum(&workspace))?;
            Ok(workspace)
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
            let robots = rows(c, &s.robots_of_workspace, &values, |row| decode::robot(row))?;
            insert(c, &s.clear_robots_workspace, &values)?;
            for Robot { id, .. } in robots {
                let values = [("id", id.to_string().into())];
                if let Some(robot) = row(c, &s.robot_row, &values, |row| decode::robot(row))? {
                    sum(c, &s.sum_robot, &id, robot_checksum(&robot))?;
                }
            }
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
            let (from_newest, from_oldest, count) = match workspace {
                Some(_) => (&s.list_instances_of, &s.list_instances_of_from_end, &s.count_instances_of),
                None => (&s.list_instances, &s.list_instances_from_end, &s.count_instances),
            };
            let length = workspace.as_ref().map_or(list::INSTANCES.to_owned(), list::instances_of);
            let within = workspace.map(|workspace| ("workspace_id", workspace.into()));
            let listing = Listing { length: &length, from_newest, from_oldest, count, within };
            page(c, s, request, &listing, None, |row| decode::instance(row))
        })
        .await
    }

    async fn find_instance(&self, id: WorkspaceInstanceId) -> Result<WorkspaceInstance<AccountId>> {
        self.read(move |c, s| find_instance(c, s, id)).await
    }

    async fn update_instance(
        &self,
        id: WorkspaceInstanceId,
        change: &InstanceChange,
        at: Timestamp,
    ) -> Result<WorkspaceInstance<AccountId>> {
        let change = change.clone();
        self.write(move |c, s| {
            // What is damaged stays so: it does not get the checksum of what it is now.
            find_instance(c, s, id)?;
            let values = values::instance_change(id, &change, at);
            let instance = row(c, &s.update_instance, &values, |row| decode::instance(row))?
                .ok_or_else(|| Error::not_found(Resource::WorkspaceInstance, id))?;
            sum(c, &s.sum_instance, &id, instance_checksum(&instance))?;
            Ok(instance)
        })
        .await
    }

    async fn delete_instance(&self, id: WorkspaceInstanceId, at: Timestamp) -> Result<()> {
        self.write(move |c, s| {
            let instance = find_instance(c, s, id)?;
            let values = [("id", id.to_string().into()), ("at", at.as_micros().into())];
            row(c, &s.delete_instance, &values, |_| Ok(()))?;
            lengthen(c, s, [list::INSTANCES, &list::instances_of(instance.workspace_id)], -1)
        })
        .await
    }
}

fn find_robot(c: &Connection, s: &Statements, id: RobotId) -> Result<Robot<AccountId>> {
    let robot = row(c, &s.robot_row, &[("id", id.to_string().into())], |row| decode::robot(row))?;
    let robot = robot.filter(|robot| robot.deleted_at.is_none());
    robot.ok_or_else(|| Error::not_found(Resource::Robot, id))
}

fn find_workspace(c: &Connection, s: &Statements, id: WorkspaceId) -> Result<Workspace<AccountId>> {
    let workspace = row(c, &s.workspace_row, &[("id", id.to_string().into())], |row| decode::workspace(row))?;
    let workspace = workspace.filter(|workspace| workspace.deleted_at.is_none());
    workspace.ok_or_else(|| Error::not_found(Resource::Workspace, id))
}

fn find_instance(
    c: &Connection,
    s: &Statements,
    id: WorkspaceInstanceId,
) -> Result<WorkspaceInstance<AccountId>> {
    let instance = row(c, &s.instance_row, &[("id", id.to_string().into())], |row| decode::instance(row))?;
    let instance = instance.filter(|instance| instance.deleted_at.is_none());
    instance.ok_or_else(|| Error::not_found(Resource::WorkspaceInstance, id))
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
        let statements = archive::count(Dialect::Sqlite, &self.tables);
        let cut = cut_into_stretches(&self.tables);
        self.write(move |c, s| {
            statements.iter().try_for_each(|statement| insert(c, statement, &[]).map(drop))?;
            cut.iter().try_for_each(|statement| c.execute_batch(statement).map_err(failed))?;
            stretches::sum(c, s)
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
