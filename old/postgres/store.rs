//! [`PostgresStore`]: the repositories over PostgreSQL.

use std::{borrow::Cow, fmt, sync::Arc, time::Duration};

use async_trait::async_trait;
use deadpool_postgres::{Manager, ManagerConfig, Pool, RecyclingMethod};
use tokio_postgres::{
    Config, NoTls, Row as PgRow,
    config::{SslMode, TargetSessionAttrs},
    types::Type,
};

use super::{
    PostgresOptions,
    connection::{Answer, Behind, Connections, Outcome, Texts, Values},
    migrate::check_schema,
};
use crate::{
    model::{
        error::{Conflict, Error, Resource, Result},
        id::{AccountId, MessageId, RobotId, SessionId, WorkspaceId, WorkspaceInstanceId},
        message::{Message, MessageList},
        offset::{Revision, Sequence},
        page::{Page, PageRequest, WindowRequest},
        robot::{Robot, RobotChange},
        session::{Session, SessionChange, SessionFilter, SessionRef},
        time::Timestamp,
        workspace::{InstanceChange, InstanceFilter, Workspace, WorkspaceChange, WorkspaceInstance},
    },
    repository::{
        Appended, DraftLog, Idempotency, MessageBatch, MessageChange, MessageUpdate, RobotRepository,
        SessionRecord, SessionRepository, Summary, WorkspaceRepository,
    },
    sql::{
        Dialect, PostgresStatements, Statement, Statements, Tables, Value, WINDOW, archive, is_integer,
        list::{self, End, Slice},
        revision_checksum,
        row::{self as decode, Row},
        transfer::{Archive, StoredRow},
        values::{self, Named, number},
    },
};

/// The store for hosts that outgrow one machine: everything in a PostgreSQL database, of its own or the
/// host's.
///
/// It is cheap to clone, and clones share everything. Several processes may use the same tables. An
/// operation is one statement and one round trip; only the deletion of a workspace takes several, in a
/// transaction.
///
/// # When a connection is lost
/// An operation whose answer does not come is tried again, with growing random pauses, until
/// [`deadline`](PostgresOptions::deadline): after a lost connection, a server that shuts down or is not up yet
/// (`08…`, `57P01` to `57P03`, `57P05`), a serialization failure or a deadlock (`40001`, `40P01`), and on a server that
/// only reads (`25006`), whose connection is given up. A statement that was too slow for the server
/// (`57014`) is not tried again.
///
/// A try that got no answer may have been done all the same. What it would have left behind tells: messages
/// by their idempotency key or, without one, by their ids, which are unique in a session; what was created
/// by its id and content; what was deleted by the time of its deletion. Changes are simply made again.
/// So nothing is done twice, and a success that nobody heard of is answered as one.
///
/// # When a future is dropped
/// Its connection is closed, never returned to the pool: what runs there ends as a whole, and nobody waits
/// behind it. The store sends no cancel request: a wait for a synchronous standby that is cancelled would be
/// answered as a success that no standby has.
///
/// # When a part of the database hangs
/// What waits for a dead shard or a locked row holds half of the connections at the most while others wait for
/// one: [`PostgresOptions::patience`] says the rule and its limits.
///
/// # Deep pages
/// A page that is far into a list walks the index from the nearer end, so its time grows with the distance: in the
/// middle of 100 000 sessions 9 to 12 ms on two busy cores, where page 1 takes 0.1. SQLite's stretches would need
/// rows here that every creation locks.
///
/// # Checksums
/// Rows are inserted with theirs, and compared when they are read, as the module `sql` says. A change of texts is one
/// statement that does not read the row, so it leaves none: the server has checksums of its pages.
///
/// # Behind a pooler
/// pgbouncer and its like, in transaction mode, need [`PostgresOptions::pooler`].
///
/// # Examples
/// ```no_run
/// use storyden_robots::{AllowAll, PostgresOptions, PostgresStore, Robots, StaticProfiles};
///
/// # async fn example() -> storyden_robots::Result<()> {
/// let url = "postgres://forum:secret@localhost/forum";
/// let store = PostgresStore::connect(url, PostgresOptions::default().migrate(true)).await?;
/// let robots = Robots::new(store, AllowAll, StaticProfiles::default());
/// # let _ = robots;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct PostgresStore {
    connections: Arc<Connections>,
    statements: Arc<Statements>,
    operations: Arc<PostgresStatements>,
    tables: Tables,
    slots: u8,
}

impl fmt::Debug for PostgresStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresStore").finish_non_exhaustive()
    }
}

/// How long one host may take to answer, unless the URL says.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);

impl PostgresStore {
    /// Opens the store in the database at `url`, as PostgreSQL writes it: a URL, or `host=… user=…`.
    ///
    /// The URL may name several hosts; then the first that takes writes is used, now and whenever a
    /// connection was lost (`target_session_attrs=read-write`). With the feature `postgres-tls`,
    /// `sslmode=require` encrypts and verifies; without it, such a URL is refused.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] if the URL or the certificates cannot be read;
    /// [`Error::Unavailable`] if the database cannot be reached, or if its schema has another version than
    /// this crate's: an older one unless [`migrate`](PostgresOptions::migrate) was asked for, a newer one
    /// always.
    pub async fn connect(url: &str, options: PostgresOptions) -> Result<Self> {
        // What the driver says of a URL could show its password.
        let mut config: Config =
            url.parse().map_err(|_| Error::invalid_argument("url", "must be a PostgreSQL connection URL"))?;
        settle(&mut config, &options);
        let recycling = ManagerConfig { recycling_method: RecyclingMethod::Fast };
        #[cfg(feature = "postgres-tls")]
        let manager = if config.get_ssl_mode() == SslMode::Disable {
            Manager::from_config(config, NoTls, recycling)
        } else {
            Manager::from_config(config, super::tls::connector(&options)?, recycling)
        };
        #[cfg(not(feature = "postgres-tls"))]
        let manager = if config.get_ssl_mode() == SslMode::Require {
            return Err(Error::invalid_argument(
                "url",
                "asks for TLS, which needs the feature `postgres-tls`",
            ));
        } else {
            Manager::from_config(config, NoTls, recycling)
        };
        let pool = Pool::builder(manager)
            .max_size(options.connections)
            .build()
            .map_err(|error| Error::internal("the pool cannot be made", error))?;
        Self::from_pool(pool, options).await
    }

    /// Opens the store in the database of a pool that the host has.
    ///
    /// Its connections must be as they come: no session settings that change what statements mean. With
    /// `plan_cache_mode = force_generic_plan`, which [`connect`](Self::connect) sets, pages are read in less than
    /// half of the time. The limits of time in `options` hold here too, except the one that the server is told.
    ///
    /// # Errors
    /// [`Error::Unavailable`] if the database cannot be reached, or if its schema has another version: see
    /// [`connect`](Self::connect).
    pub async fn from_pool(pool: Pool, options: PostgresOptions) -> Result<Self> {
        let connections = Connections::new(pool, &options);
        let statements = Statements::new(Dialect::Postgres, &options.tables);
        check_schema(&connections, &statements, &options.tables, options.migrate).await?;
        Ok(Self {
            connections: Arc::new(connections),
            statements: Arc::new(statements),
            operations: Arc::new(PostgresStatements::new(&options.tables)),
            tables: options.tables,
            slots: options.count_slots,
        })
    }

    async fn rows(&self, statement: &Statement, values: &Values<'_>) -> Result<Vec<PgRow>> {
        self.connections.run(statement, values).await?.rows()
    }

    /// Runs a statement that gives one row at the most.
    async fn row(&self, statement: &Statement, values: &Values<'_>) -> Result<Option<PgRow>> {
        Ok(self.rows(statement, values).await?.into_iter().next())
    }

    /// Returns the row of the counts that what has this id is counted in.
    fn slot(&self, id: [u8; 12]) -> Named<'static> {
        // The last byte of an id is the low one of its counter: the ids that one process makes take turns.
        ("slot", i64::from(id[11] % self.slots.max(1)).into())
    }

    /// Runs a statement that deletes a thing, and returns whether it was there.
    ///
    /// If a try got no answer, a thing that was deleted at this very time was deleted by that try.
    async fn delete(
        &self,
        statements: &[&Statement],
        deletion: &Statement,
        values: &Values<'_>,
        at: Timestamp,
    ) -> Result<bool> {
        let answer = self.connections.run_all(statements, values).await?;
        let in_doubt = answer.in_doubt;
        if !answer.rows()?.is_empty() {
            return Ok(true);
        }
        if !in_doubt {
            return Ok(false);
        }
        let row = self.row(deletion, values).await?;
        Ok(row.map(|row| row.integer(0)).transpose()?.flatten() == Some(at.as_micros()))
    }

    /// Reads one page: from the newest end at once where that is cheap, else from the nearer one.
    async fn page<T: Send>(
        &self,
        request: PageRequest,
        listing: Listing<'_>,
        read: impl Fn(&Behind<'_>) -> Result<T> + Send + Sync,
    ) -> Result<Page<T>> {
        let ask = async |statement: &Statement, offset: u64, limit: u64| {
            let mut values =
                vec![("list", listing.length.into()), ("limit", number(limit)?), ("offset", number(offset)?)];
            values.extend(listing.within.clone());
            let rows = self.rows(statement, &values).await?;
            let length = rows.first().map(|row| row.integer(0)).transpose()?.flatten();
            let total = u64::try_from(length.unwrap_or(0)).unwrap_or(0);
            let mut items = Vec::with_capacity(rows.len());
            for row in rows.iter().map(|row| Behind(row, 1)) {
                if row.text(0)?.is_some() {
                    items.push(decode::or_damaged(read(&row))?);
                }
            }
            Ok::<_, Error>((total, items))
        };
        if request.offset() > SHALLOW {
            let length = self.row(&self.statements.count, &[("list", listing.length.into())]).await?;
            let length = length.map(|row| row.integer(0)).transpose()?.flatten();
            let mut expected = u64::try_from(length.unwrap_or(0)).unwrap_or(0);
            for _ in 0..3 {
                let Some(slice) = Slice::nearer(request, expected) else {
                    return Ok(Page::new(request, expected, Vec::new()));
                };
                if slice.end == End::Newest {
                    break;
                }
                let (total, mut items) = ask(listing.from_oldest, slice.offset, slice.limit).await?;
                if total == expected {
                    items.reverse();
                    return Ok(Page::of_rows(request, total, items));
                }
                // The list grew meanwhile, and the page is somewhere else from that end.
                expected = total;
            }
        }
        let statement = if request.offset() > NEAR { listing.far } else { listing.from_newest };
        let (total, items) = ask(statement, request.offset(), request.size().into()).await?;
        Ok(Page::of_rows(request, total, items))
    }

    /// Returns what the first try of a batch stored, if the session has seen its key.
    async fn first_try(
        &self,
        session: &str,
        key: &Idempotency,
        batch: &MessageBatch,
    ) -> Result<Option<Vec<Message<AccountId>>>> {
        let values = [("session_id", session.into()), ("idempotency_key", key.key.as_str().into())];
        let Some(row) = self.row(&self.statements.find_by_key, &values).await? else { return Ok(None) };
        if row.integer(1)? != Some(key.fingerprint) {
            return Err(Error::Conflict(Conflict::IdempotencyKeyReused));
        }
        let messages = self.stored(session, row.integer(0)?.unwrap_or(0), batch.messages.len()).await?;
        messages.map(Some).ok_or_else(|| Error::not_found(Resource::Message, "of the first try"))
    }

    /// Returns the messages from a place on, if all are there.
    async fn stored(
        &self,
        session: &str,
        from: i64,
        count: usize,
    ) -> Result<Option<Vec<Message<AccountId>>>> {
        let values =
            [("session_id", session.into()), ("from", from.into()), ("limit", number(count as u64)?)];
        let rows = self.rows(&self.statements.messages_from, &values).await?;
        let messages: Vec<_> = rows.iter().map(decode::message).collect::<Result<_>>()?;
        let whole = decode::is_whole_batch(&messages, from, count);
        Ok(whole.then_some(messages))
    }

    /// Returns this very batch as it is stored, if it is.
    async fn same_batch(
        &self,
        session: &str,
        batch: &MessageBatch,
    ) -> Result<Option<Vec<Message<AccountId>>>> {
        let Some(first) = batch.messages.first() else { return Ok(None) };
        let values = [("session_id", session.into()), ("id", first.id.to_string().into())];
        let Some(row) = self.row(&self.statements.message_place, &values).await? else { return Ok(None) };
        let stored = self.stored(session, row.integer(0)?.unwrap_or(0), batch.messages.len()).await?;
        let same = |stored: &Vec<Message<AccountId>>| {
            let pairs = stored.iter().zip(&batch.messages);
            let unplaced = |message: &Message<AccountId>| Message { sequence: None, ..message.clone() };
            pairs.into_iter().all(|(stored, given)| unplaced(stored) == unplaced(given))
        };
        Ok(stored.filter(same))
    }

    /// Returns which of the ids is taken; the first, if none is any more.
    async fn taken_id(&self, session: &str, batch: &MessageBatch) -> Result<Error> {
        for message in &batch.messages {
            let values = [("session_id", session.into()), ("id", message.id.to_string().into())];
            if self.row(&self.statements.message_place, &values).await?.is_some() {
                return Ok(Error::already_exists(Resource::Message, message.id));
            }
        }
        let twice = batch.messages.first().map(|message| message.id.to_string()).unwrap_or_default();
        Ok(Error::already_exists(Resource::Message, twice))
    }
}

/// How many rows are read and passed over, rather than only their places in the index.
const NEAR: u64 = 500;

/// How many places are passed over without asking how long the list is.
const SHALLOW: u64 = 10_000;

/// Gives a connection what the URL does not say.
fn settle(config: &mut Config, options: &PostgresOptions) {
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(CONNECT_TIMEOUT);
    }
    if config.get_application_name().is_none() {
        config.application_name("storyden-robots");
    }
    if config.get_hosts().len() > 1 && config.get_target_session_attrs() == TargetSessionAttrs::Any {
        config.target_session_attrs(TargetSessionAttrs::ReadWrite);
    }
    if !options.pooler {
        let statement = options.statement_timeout.as_millis().max(1);
        let idle = options.deadline.as_millis().max(1);
        let given = config.get_options().unwrap_or_default();
        // Left to itself, the server plans anew what has a limit among its values: it cannot know that the
        // limit is small. That takes longer than reading the page, and any value gives the same plan.
        let settings = format!(
            "-c statement_timeout={statement} -c idle_in_transaction_session_timeout={idle} \
             -c plan_cache_mode=force_generic_plan {given}"
        );
        config.options(settings.trim_end());
    }
}

/// A list that is read page by page: how long it is, and its statements from either end.
struct Listing<'a> {
    length: &'a str,
    from_newest: &'a Statement,
    /// The same, quicker where many are passed over.
    far: &'a Statement,
    from_oldest: &'a Statement,
    within: Option<Named<'a>>,
}

fn session_not_found(id: SessionId) -> Error {
    Error::not_found(Resource::Session, id)
}

/// The messages of a batch as lists, one for each column.
/// What an append stores: one message by its values, and several by lists, one a column.
fn append_values<'v>(session: &'v str, batch: &'v MessageBatch) -> Result<Vec<Named<'v>>> {
    let mut values: Vec<Named<'v>> = vec![
        ("session_id", session.into()),
        ("places", number(batch.messages.len() as u64)?),
        ("at", batch.appended_at.as_micros().into()),
        ("key", batch.idempotency.as_ref().map(|key| key.key.as_str()).into()),
    ];
    // The first message of a batch bears the key of all.
    let mut key = batch.idempotency.as_ref();
    let rows = batch.messages.iter().map(|message| values::message(session, message, key.take()));
    let rows: Vec<_> = rows.collect::<Result<_>>()?;
    if let [row] = rows.as_slice() {
        values.extend_from_slice(row);
        return Ok(values);
    }
    let offsets = 1..=i64::try_from(rows.len()).unwrap_or(i64::MAX);
    values.push(("offset", Value::Integers(offsets.map(Some).collect())));
    let mut columns: Vec<_> = rows.into_iter().map(IntoIterator::into_iter).collect();
    while let Some(column) = columns.iter_mut().map(Iterator::next).collect::<Option<Vec<Named<'v>>>>() {
        let Some(&(name, _)) = column.first() else { break };
        let list = column.into_iter().map(|(_, value)| value);
        match name {
            // They are the same for all, or come from the offset.
            "session_id" | "sequence" => {}
            _ if is_integer(name) => {
                values.push((name, Value::Integers(list.map(|value| integer(&value)).collect())));
            }
            _ => values.push((name, Value::Texts(list.map(text).collect()))),
        }
    }
    Ok(values)
}

fn integer(value: &Value<'_>) -> Option<i64> {
    if let Value::Integer(number) = value { Some(*number) } else { None }
}

fn text(value: Value<'_>) -> Option<Cow<'_, str>> {
    if let Value::Text(text) = value { Some(text) } else { None }
}

#[async_trait]
impl SessionRepository for PostgresStore {
    async fn create_session(&self, session: &SessionRecord) -> Result<()> {
        let mut values = values::session(session).to_vec();
        values.push(self.slot(session.id.to_bytes()));
        let answer = self.connections.run(&self.operations.create_session, &values).await?;
        let in_doubt = answer.in_doubt;
        if !answer.rows()?.is_empty() {
            return Ok(());
        }
        if in_doubt
            && let Some(row) = self.row(&self.statements.find_session, &values).await?
            && let (stored, ..) = decode::session_head(&row)?
            && (&stored.name, stored.created_at, stored.created_by, &stored.misc)
                == (&session.name, session.created_at, session.created_by, &session.misc)
        {
            return Ok(());
        }
        Err(Error::already_exists(Resource::Session, session.id))
    }

    async fn list_sessions(
        &self,
        filter: SessionFilter,
        request: PageRequest,
    ) -> Result<Page<SessionRef<AccountId>>> {
        let o = &self.operations;
        let account = filter.created_by.map(|account| account.to_string());
        let (from_newest, far, from_oldest) = match account {
            Some(_) => (&o.list_sessions_of, &o.list_sessions_of_far, &o.list_sessions_of_from_end),
            None => (&o.list_sessions, &o.list_sessions_far, &o.list_sessions_from_end),
        };
        let length = account.as_ref().map_or(list::SESSIONS.to_owned(), list::sessions_of);
        let within = account.map(|account| ("created_by", account.into()));
        let listing = Listing { length: &length, from_newest, far, from_oldest, within };
        self.page(request, listing, |row| decode::session_ref(row)).await
    }

    async fn find_session(&self, id: SessionId, window: WindowRequest) -> Result<Session<AccountId>> {
        let session = id.to_string();
        let cursor = window.cursor().map(|cursor| cursor.to_string());
        let values = [
            ("id", session.as_str().into()),
            ("session_id", session.as_str().into()),
            ("before", cursor.as_deref().into()),
            ("limit", (i64::from(window.limit()) + 1).into()),
        ];
        let statement = match cursor {
            None => &self.operations.find_session,
            Some(_) => &self.operations.find_session_before,
        };
        let (mut head, mut messages) = (None, Vec::new());
        for row in self.rows(statement, &values).await? {
            if let Some(session) = Texts::in_first_column(&row)? {
                let known = cursor.is_none() || row.integer(WINDOW - 1)?.is_some();
                head = Some((decode::session_head(&session)?, known));
            } else {
                let row = Behind(&row, WINDOW);
                messages.push((row.integer(1)?, decode::or_damaged(decode::message(&row))?));
            }
        }
        let ((reference, robot, workspace), known) = head.ok_or_else(|| session_not_found(id))?;
        if !known {
            return Err(Error::invalid_argument("before", "is no message of this session"));
        }
        messages.sort_by_key(|(sequence, _)| std::cmp::Reverse(*sequence));
        let messages = messages.into_iter().map(|(_, message)| message).collect();
        Ok(Session::new(reference, MessageList::of_rows(window, messages)?, robot, workspace))
    }

    async fn update_session(&self, id: SessionId, change: &SessionChange, at: Timestamp) -> Result<()> {
        let values = values::session_change(id, change, at);
        if self.row(&self.operations.update_session, &values).await?.is_some() {
            return Ok(());
        }
        if let Some(Some(instance)) = change.active_instance {
            self.find_instance(instance).await?;
        }
        Err(session_not_found(id))
    }

    async fn delete_session(&self, id: SessionId, at: Timestamp) -> Result<()> {
        let values = [("id", id.to_string().into()), ("at", at.as_micros().into()), self.slot(id.to_bytes())];
        let o = &self.operations;
        let deleted = self.delete(&[&o.delete_session], &o.session_deletion, &values, at).await?;
        if deleted { Ok(()) } else { Err(session_not_found(id)) }
    }

    async fn restore_session(&self, id: SessionId, at: Timestamp) -> Result<()> {
        let values = [("id", id.to_string().into()), ("at", at.as_micros().into()), self.slot(id.to_bytes())];
        if self.row(&self.operations.restore_session, &values).await?.is_some() {
            return Ok(());
        }
        let known = self.row(&self.statements.session_known, &values).await?;
        known.map(|_| ()).ok_or_else(|| session_not_found(id))
    }

    async fn append_messages(&self, id: SessionId, batch: &MessageBatch) -> Result<Appended<AccountId>> {
        let session = id.to_string();
        let values = append_values(&session, batch)?;
        let statement = match (batch.messages.len(), &batch.idempotency) {
            (1, None) => &self.operations.append_message,
            (1, Some(_)) => &self.operations.append_message_once,
            _ => &self.operations.append_messages,
        };
        loop {
            let Answer { outcome, in_doubt } = self.connections.run(statement, &values).await?;
            let taken = match outcome {
                Outcome::Rows(rows) => match rows.first() {
                    Some(row) => {
                        let messages = placed(&batch.messages, row.integer(0)?.unwrap_or(0));
                        return Ok(Appended { messages, replayed: false });
                    }
                    None => false,
                },
                Outcome::Taken => true,
            };
            // Nothing was stored: there is no session, its key was seen, or an id is taken.
            let exists = [("id", session.as_str().into())];
            let exists = self.row(&self.statements.session_exists, &exists).await?;
            exists.ok_or_else(|| session_not_found(id))?;
            if let Some(key) = &batch.idempotency
                && let Some(messages) = self.first_try(&session, key, batch).await?
            {
                let ours = in_doubt && same_ids(&messages, &batch.messages);
                return Ok(Appended { messages, replayed: !ours });
            }
            if in_doubt && let Some(messages) = self.same_batch(&session, batch).await? {
                return Ok(Appended { messages, replayed: false });
            }
            if taken {
                return Err(self.taken_id(&session, batch).await?);
            }
            // The session was restored in between.
        }
    }

    async fn find_message(&self, session: SessionId, id: MessageId) -> Result<Message<AccountId>> {
        let values = [("session_id", session.to_string().into()), ("id", id.to_string().into())];
        let row = self.row(&self.operations.find_message, &values).await?;
        let row = row.ok_or_else(|| session_not_found(session))?;
        match row.text(0)? {
            Some(_) => decode::message(&row),
            None => Err(Error::not_found(Resource::Message, id)),
        }
    }

    async fn update_message(
        &self,
        session: SessionId,
        id: MessageId,
        update: &MessageUpdate,
    ) -> Result<Revision> {
        let name = session.to_string();
        let next = update.seen.next();
        let mut values: Vec<Named<'_>> = vec![
            ("session_id", name.as_str().into()),
            ("id", id.to_string().into()),
            ("revision", number(update.seen.get())?),
            ("next", number(next.get())?),
            ("at", update.at.as_micros().into()),
        ];
        let statement = match &update.change {
            MessageChange::Open => {
                values.push(("content_checksum", revision_checksum(next).into()));
                &self.operations.open_message
            }
            MessageChange::Grow(chunks) => {
                values.push(("content_checksum", revision_checksum(next).into()));
                values.push(("chunks", chunks.as_str().into()));
                &self.operations.grow_message
            }
            MessageChange::Finish { parts, metadata } => {
                values.extend(values::content(parts, metadata.as_ref(), next));
                &self.operations.finish_message
            }
        };
        let answer = self.connections.run(statement, &values).await?;
        let in_doubt = answer.in_doubt;
        if !answer.rows()?.is_empty() {
            return Ok(next);
        }
        let exists = self.row(&self.statements.session_exists, &[("id", name.as_str().into())]).await?;
        exists.ok_or_else(|| session_not_found(session))?;
        let state = self.row(&self.statements.message_state, &values).await?;
        let state = state.ok_or_else(|| Error::not_found(Resource::Message, id))?;
        let state = decode::message_state(&state)?;
        let repeated = match &update.change {
            // A try that got no answer may have opened it.
            MessageChange::Open => in_doubt && state.draft && state.revision == next,
            MessageChange::Grow(chunks) => {
                let at_last = [
                    ("session_id", name.as_str().into()),
                    ("sequence", number(state.sequence.get())?),
                    ("revision", number(next.get())?),
                ];
                let stored = self.row(&self.statements.find_delta, &at_last).await?;
                let stored = stored.as_ref().map(|row| row.text(0)).transpose()?.flatten();
                stored == Some(chunks.as_str())
            }
            MessageChange::Finish { parts, .. } => !state.draft && state.parts == *parts,
        };
        if repeated && state.revision == next {
            return Ok(next);
        }
        update.applies(state.revision, state.draft, || Ok(repeated))?;
        // It would apply now, so the session was restored or the message changed under us.
        Err(Error::Conflict(Conflict::StaleRevision { seen: update.seen, current: state.revision }))
    }

    async fn find_draft(&self, session: SessionId, id: MessageId) -> Result<DraftLog> {
        let values = [("session_id", session.to_string().into()), ("id", id.to_string().into())];
        let row = self.row(&self.operations.find_message, &values).await?;
        let row = row.ok_or_else(|| session_not_found(session))?;
        if row.text(0)?.is_none() {
            return Err(Error::not_found(Resource::Message, id));
        }
        let log = decode::draft_log(&row)?;
        if log.message.draft { Ok(log) } else { Err(Error::Conflict(Conflict::NotADraft)) }
    }

    async fn put_summary(&self, session: SessionId, summary: &Summary) -> Result<()> {
        let name = session.to_string();
        let exists = self.row(&self.statements.session_exists, &[("id", name.as_str().into())]).await?;
        exists.ok_or_else(|| session_not_found(session))?;
        let values = values::summary(session, summary)?;
        self.rows(&self.statements.put_summary, &values).await.map(drop)
    }

    async fn find_summary(&self, session: SessionId) -> Result<Option<Summary>> {
        let name = session.to_string();
        let exists = self.row(&self.statements.session_exists, &[("id", name.as_str().into())]).await?;
        exists.ok_or_else(|| session_not_found(session))?;
        let row = self.row(&self.statements.find_summary, &[("session_id", name.into())]).await?;
        row.map(|row| decode::summary(&row)).transpose()
    }

    async fn delete_message(&self, session: SessionId, id: MessageId, at: Timestamp) -> Result<()> {
        let values = [
            ("session_id", session.to_string().into()),
            ("id", id.to_string().into()),
            ("at", at.as_micros().into()),
        ];
        let o = &self.operations;
        if self.delete(&[&o.delete_message], &o.message_deletion, &values, at).await? {
            return Ok(());
        }
        let exists = self.row(&self.statements.session_exists, &[("id", session.to_string().into())]).await?;
        exists.ok_or_else(|| session_not_found(session))?;
        Err(Error::not_found(Resource::Message, id))
    }
}

/// Returns the messages with the places that end at `last`.
fn placed(messages: &[Message<AccountId>], last: i64) -> Vec<Message<AccountId>> {
    let first = u64::try_from(last).unwrap_or(0).saturating_sub(messages.len() as u64) + 1;
    let placed = messages.iter().zip(first..);
    placed.map(|(message, place)| Message { sequence: Sequence::new(place), ..message.clone() }).collect()
}

fn same_ids(stored: &[Message<AccountId>], given: &[Message<AccountId>]) -> bool {
    stored.iter().map(|message| message.id).eq(given.iter().map(|message| message.id))
}

#[async_trait]
impl RobotRepository for PostgresStore {
    async fn create_robot(&self, robot: &Robot<AccountId>) -> Result<()> {
        let mut values = values::robot(robot)?.to_vec();
        values.push(self.slot(robot.id.to_bytes()));
        let answer = self.connections.run(&self.operations.create_robot, &values).await?;
        let in_doubt = answer.in_doubt;
        if !answer.rows()?.is_empty()
            || in_doubt && self.find_robot(robot.id).await.is_ok_and(|stored| stored == *robot)
        {
            return Ok(());
        }
        Err(Error::already_exists(Resource::Robot, robot.id))
    }

    async fn list_robots(&self, request: PageRequest) -> Result<Page<Robot<AccountId>>> {
        let listing = Listing {
            length: list::ROBOTS,
            from_newest: &self.operations.list_robots,
            far: &self.operations.list_robots,
            from_oldest: &self.operations.list_robots_from_end,
            within: None,
        };
        self.page(request, listing, |row| decode::robot(row)).await
    }

    async fn find_robot(&self, id: RobotId) -> Result<Robot<AccountId>> {
        let row = self.row(&self.statements.find_robot, &[("id", id.to_string().into())]).await?;
        decode::robot(&row.ok_or_else(|| Error::not_found(Resource::Robot, id))?)
    }

    async fn update_robot(
        &self,
        id: RobotId,
        change: &RobotChange,
        at: Timestamp,
    ) -> Result<Robot<AccountId>> {
        let row = self.row(&self.statements.update_robot, &values::robot_change(id, change, at)?).await?;
        decode::robot(&row.ok_or_else(|| Error::not_found(Resource::Robot, id))?)
    }

    async fn delete_robot(&self, id: RobotId, at: Timestamp) -> Result<()> {
        let values = [("id", id.to_string().into()), ("at", at.as_micros().into()), self.slot(id.to_bytes())];
        let o = &self.operations;
        let deleted = self.delete(&[&o.delete_robot], &o.robot_deletion, &values, at).await?;
        if deleted { Ok(()) } else { Err(Error::not_found(Resource::Robot, id)) }
    }
}

#[async_trait]
impl WorkspaceRepository for PostgresStore {
    async fn create_workspace(&self, workspace: &Workspace<AccountId>) -> Result<()> {
        let mut values = values::workspace(workspace).to_vec();
        values.push(self.slot(workspace.id.to_bytes()));
        let answer = self.connections.run(&self.operations.create_workspace, &values).await?;
        let in_doubt = answer.in_doubt;
        if !answer.rows()?.is_empty()
            || in_doubt && self.find_workspace(workspace.id).await.is_ok_and(|stored| stored == *workspace)
        {
            return Ok(());
        }
        Err(Error::already_exists(Resource::Workspace, workspace.id))
    }

    async fn list_workspaces(&self, request: PageRequest) -> Result<Page<Workspace<AccountId>>> {
        let listing = Listing {
            length: list::WORKSPACES,
            from_newest: &self.operations.list_workspaces,
            far: &self.operations.list_workspaces,
            from_oldest: &self.operations.list_workspaces_from_end,
            within: None,
        };
        self.page(request, listing, |row| decode::workspace(row)).await
    }

    async fn find_workspace(&self, id: WorkspaceId) -> Result<Workspace<AccountId>> {
        let row = self.row(&self.statements.find_workspace, &[("id", id.to_string().into())]).await?;
        decode::workspace(&row.ok_or_else(|| Error::not_found(Resource::Workspace, id))?)
    }

    async fn update_workspace(
        &self,
        id: WorkspaceId,
        change: &WorkspaceChange,
        at: Timestamp,
    ) -> Result<Workspace<AccountId>> {
        let values = values::workspace_change(id, change, at);
        let row = self.row(&self.statements.update_workspace, &values).await?;
        decode::workspace(&row.ok_or_else(|| Error::not_found(Resource::Workspace, id))?)
    }

    async fn delete_workspace(&self, id: WorkspaceId, at: Timestamp) -> Result<()> {
        let values = [
            ("id", id.to_string().into()),
            ("workspace_id", id.to_string().into()),
            ("at", at.as_micros().into()),
            self.slot(id.to_bytes()),
        ];
        let (s, o) = (&self.statements, &self.operations);
        // Several statements: the third must see the instances that were created while the first waited.
        let steps = [&o.delete_workspace, &s.clear_robots_workspace, &o.delete_instances_of];
        let deleted = self.delete(&steps, &o.workspace_deletion, &values, at).await?;
        if deleted { Ok(()) } else { Err(Error::not_found(Resource::Workspace, id)) }
    }

    async fn create_instance(&self, instance: &WorkspaceInstance<AccountId>) -> Result<()> {
        let mut values = values::instance(instance).to_vec();
        values.push(self.slot(instance.id.to_bytes()));
        let answer = self.connections.run(&self.operations.create_instance, &values).await?;
        let in_doubt = answer.in_doubt;
        if !answer.rows()?.is_empty()
            || in_doubt && self.find_instance(instance.id).await.is_ok_and(|stored| stored == *instance)
        {
            return Ok(());
        }
        self.find_workspace(instance.workspace_id).await?;
        Err(Error::already_exists(Resource::WorkspaceInstance, instance.id))
    }

    async fn list_instances(
        &self,
        filter: InstanceFilter,
        request: PageRequest,
    ) -> Result<Page<WorkspaceInstance<AccountId>>> {
        let o = &self.operations;
        let workspace = filter.workspace_id.map(|workspace| workspace.to_string());
        let (from_newest, from_oldest) = match workspace {
            Some(_) => (&o.list_instances_of, &o.list_instances_of_from_end),
            None => (&o.list_instances, &o.list_instances_from_end),
        };
        let length = workspace.as_ref().map_or(list::INSTANCES.to_owned(), list::instances_of);
        let within = workspace.map(|workspace| ("workspace_id", workspace.into()));
        let listing = Listing { length: &length, from_newest, far: from_newest, from_oldest, within };
        self.page(request, listing, |row| decode::instance(row)).await
    }

    async fn find_instance(&self, id: WorkspaceInstanceId) -> Result<WorkspaceInstance<AccountId>> {
        let row = self.row(&self.statements.find_instance, &[("id", id.to_string().into())]).await?;
        decode::instance(&row.ok_or_else(|| Error::not_found(Resource::WorkspaceInstance, id))?)
    }

    async fn update_instance(
        &self,
        id: WorkspaceInstanceId,
        change: &InstanceChange,
        at: Timestamp,
    ) -> Result<WorkspaceInstance<AccountId>> {
        let values = values::instance_change(id, change, at);
        let row = self.row(&self.statements.update_instance, &values).await?;
        decode::instance(&row.ok_or_else(|| Error::not_found(Resource::WorkspaceInstance, id))?)
    }

    async fn delete_instance(&self, id: WorkspaceInstanceId, at: Timestamp) -> Result<()> {
        let values = [("id", id.to_string().into()), ("at", at.as_micros().into()), self.slot(id.to_bytes())];
        let o = &self.operations;
        let deleted = self.delete(&[&o.delete_instance], &o.instance_deletion, &values, at).await?;
        if deleted { Ok(()) } else { Err(Error::not_found(Resource::WorkspaceInstance, id)) }
    }
}

#[async_trait]
impl Archive for PostgresStore {
    async fn read_rows(&self, table: &str, behind: Option<&StoredRow>, limit: u32) -> Result<Vec<StoredRow>> {
        let statement = archive::read(Dialect::Postgres, &self.tables, table, behind.is_none())?;
        let mut values = behind.map_or(Ok(Vec::new()), StoredRow::key)?;
        values.push(("limit", i64::from(limit).into()));
        let rows = self.rows(&statement, &values).await?;
        rows.iter().map(|row| stored_row(table, row)).collect()
    }

    async fn write_rows(&self, rows: Vec<StoredRow>) -> Result<()> {
        for rows in rows.chunk_by(StoredRow::is_like) {
            let (table, columns) = (rows[0].table(), rows[0].columns());
            let statement = archive::write(Dialect::Postgres, &self.tables, table, columns, rows.len())?;
            let values = rows.iter().flat_map(|row| row.columns().iter().map(|(_, value)| value.clone()));
            let values: Vec<_> = (1..).map(|number: u32| number.to_string()).zip(values).collect();
            let values: Vec<_> =
                values.iter().map(|(number, value)| (number.as_str(), value.clone())).collect();
            self.connections.run(&statement, &values).await?.rows()?;
        }
        Ok(())
    }

    async fn count_lists(&self) -> Result<()> {
        for statement in archive::count(Dialect::Postgres, &self.tables) {
            self.connections.run(&statement, &[]).await?.rows()?;
        }
        Ok(())
    }
}

fn stored_row(table: &str, row: &PgRow) -> Result<StoredRow> {
    let mut columns = Vec::new();
    for (column, about) in row.columns().iter().enumerate() {
        let value = match *about.type_() {
            Type::INT8 => row.integer(column)?.into(),
            _ => row.text(column)?.map(str::to_owned).into(),
        };
        columns.push((about.name().to_owned(), value));
    }
    Ok(StoredRow::new(table, columns))
}
