//! From rows to the domain's types.
//!
//! A driver's row becomes a [`Row`] with four small methods; the functions here read it, column by
//! column, in the order of the constants beside them.

use std::{fmt, ops::Range};

use bytestring::ByteString;

use crate::{
    model::{
        error::{Damaged, Error, Resource, Result},
        id::{AccountId, Id, RobotId, SessionId, WorkspaceInstanceId},
        json::Json,
        message::{Message, MessageRole},
        offset::{Revision, Sequence},
        part::Parts,
        robot::{Robot, RobotKey, RobotRef},
        session::SessionRef,
        time::Timestamp,
        workspace::{ActiveWorkspace, Workspace, WorkspaceInstance},
    },
    repository::{DraftLog, Summary},
    stream::Chunks,
};

use super::checksum::{
    instance_checksum, is_lower_half_of, is_sum_of, robot_checksum, stored_session_checksum,
    summary_checksum, with_lower_half, workspace_checksum,
};

/// A row of a driver's, by the place of its columns.
pub trait Row {
    /// Returns the text in a column, `None` for null.
    ///
    /// # Errors
    /// [`Error::Internal`] if the column has something else.
    fn text(&self, column: usize) -> Result<Option<&str>>;

    /// Returns the bytes of the text in a column, `None` for null. They need not be UTF-8.
    ///
    /// # Errors
    /// [`Error::Internal`] if the column has something else.
    fn bytes(&self, column: usize) -> Result<Option<&[u8]>> {
        Ok(self.text(column)?.map(str::as_bytes))
    }

    /// Returns the integer in a column, `None` for null.
    ///
    /// # Errors
    /// [`Error::Internal`] if the column has something else.
    fn integer(&self, column: usize) -> Result<Option<i64>>;
}

/// Looks at what a driver takes for a text, many bytes at a time.
#[cfg(any(feature = "postgres", feature = "sqlite"))]
pub(crate) fn utf8(bytes: &[u8]) -> Result<&str> {
    simdutf8::basic::from_utf8(bytes).map_err(|error| Error::internal("a stored text is not UTF-8", error))
}

/// The columns of a session in lists. The last four are there for its checksum.
pub const SESSION_REF: [&str; 11] = [
    "id",
    "created_at",
    "updated_at",
    "deleted_at",
    "misc",
    "name",
    "created_by",
    "active_robot",
    "active_instance",
    "last_sequence",
    "checksum",
];

/// The columns that say whether a session exists.
pub const SESSION_STATE: [&str; 5] = ["id", "updated_at", "deleted_at", "last_sequence", "checksum"];

/// The columns that say whether a robot exists.
pub const ROBOT_STATE: [&str; 4] = ["id", "updated_at", "deleted_at", "checksum"];

/// The columns of a message.
pub const MESSAGE: [&str; 13] = [
    "id",
    "sequence",
    "role",
    "parts",
    "metadata",
    "created_at",
    "robot_id",
    "robot_name",
    "author",
    "extra",
    "revision",
    "draft",
    "checksum",
];

/// The columns that an update of a message depends on.
pub const MESSAGE_STATE: [&str; 6] = ["id", "sequence", "revision", "draft", "parts", "checksum"];

/// The columns of a robot.
pub const ROBOT: [&str; 14] = [
    "id",
    "created_at",
    "updated_at",
    "deleted_at",
    "misc",
    "name",
    "description",
    "playbook",
    "model",
    "author",
    "tools",
    "workspace_id",
    "meta",
    "checksum",
];

/// The columns of a workspace.
pub const WORKSPACE: [&str; 12] = [
    "id",
    "created_at",
    "updated_at",
    "deleted_at",
    "misc",
    "name",
    "description",
    "provider",
    "config",
    "meta",
    "created_by",
    "checksum",
];

/// The columns of a workspace instance.
pub const INSTANCE: [&str; 11] = [
    "id",
    "created_at",
    "updated_at",
    "deleted_at",
    "misc",
    "workspace_id",
    "provider",
    "provider_state",
    "meta",
    "created_by",
    "checksum",
];

/// Which row does not decode, and why: the source of the error.
#[derive(Debug)]
struct Broken {
    row: Damaged,
    column: usize,
    what: String,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { row, column, what } = self;
        write!(f, "{} {}, column {column}: {what}", row.resource, row.id)
    }
}

impl std::error::Error for Broken {}

/// Takes a row that does not decode for one that is missing from an answer, and logs why.
///
/// # Errors
/// What kept the row from being read at all.
pub fn or_damaged<T>(row: Result<T>) -> Result<Result<T, Damaged>> {
    let error = match row {
        Ok(row) => return Ok(Ok(row)),
        Err(error) => error,
    };
    match std::error::Error::source(&error).and_then(|source| source.downcast_ref::<Broken>()) {
        Some(broken) => {
            tracing::error!(row = %broken, "a stored row does not decode");
            Ok(Err(broken.row.clone()))
        }
        None => Err(error),
    }
}

/// Reads the columns of one row, one after the other.
struct Columns<'r, R: ?Sized> {
    row: &'r R,
    resource: Resource,
    next: usize,
}

impl<'r, R: Row + ?Sized> Columns<'r, R> {
    fn of(resource: Resource, row: &'r R) -> Self {
        Self { row, resource, next: 0 }
    }

    fn advance(&mut self) -> usize {
        self.next += 1;
        self.next - 1
    }

    /// Says which row does not decode: the first column of every table here is its id.
    fn broken(&self, what: impl fmt::Display) -> Error {
        let id = self.row.text(0).ok().flatten().unwrap_or_default();
        let row = Damaged::new(self.resource, id);
        let broken = Broken { row, column: self.next.saturating_sub(1), what: what.to_string() };
        Error::internal("a stored row does not decode", broken)
    }

    fn optional<T, E: fmt::Display>(
        &mut self,
        read: impl FnOnce(&'r str) -> Result<T, E>,
    ) -> Result<Option<T>> {
        let column = self.advance();
        let text = self.row.text(column).map_err(|error| self.broken(error))?;
        // Nobody may write U+0000, but a disk that loses a sector leaves zeros.
        if text.is_some_and(|text| memchr::memchr(0, text.as_bytes()).is_some()) {
            return Err(self.broken("has U+0000"));
        }
        text.map(|text| read(text).map_err(|error| self.broken(error))).transpose()
    }

    fn required<T, E: fmt::Display>(&mut self, read: impl FnOnce(&'r str) -> Result<T, E>) -> Result<T> {
        self.optional(read)?.ok_or_else(|| self.broken("is null"))
    }

    fn parsed<T: std::str::FromStr<Err = Error>>(&mut self) -> Result<T> {
        self.required(str::parse)
    }

    fn parsed_or_null<T: std::str::FromStr<Err = Error>>(&mut self) -> Result<Option<T>> {
        self.optional(str::parse)
    }

    /// Reads what a column had that was read as text.
    fn parse<T: std::str::FromStr<Err = Error>>(&self, text: Option<&str>) -> Result<Option<T>> {
        text.map(|text| text.parse().map_err(|error: Error| self.broken(error))).transpose()
    }

    fn id_or_null<T: Id>(&mut self) -> Result<Option<T>> {
        let column = self.advance();
        let text = self.row.bytes(column).map_err(|error| self.broken(error))?;
        text.map(|text| T::from_text(text).map_err(|error| self.broken(error))).transpose()
    }

    fn id<T: Id>(&mut self) -> Result<T> {
        self.id_or_null()?.ok_or_else(|| self.broken("is null"))
    }

    /// The bytes of the next column, which stays the next one.
    fn peek(&self) -> Option<&'r [u8]> {
        self.row.bytes(self.next).ok().flatten()
    }

    fn role(&mut self) -> Result<MessageRole> {
        let known = match self.peek() {
            Some(b"user") => MessageRole::User,
            Some(b"assistant") => MessageRole::Assistant,
            _ => return self.parsed(),
        };
        self.advance();
        Ok(known)
    }

    fn robot_key(&mut self) -> Result<Option<RobotKey>> {
        match self.peek().map(RobotId::from_text) {
            Some(Ok(id)) => {
                self.advance();
                Ok(Some(id.into()))
            }
            _ => self.parsed_or_null(),
        }
    }

    fn text(&mut self) -> Result<String> {
        self.required(|text| Ok::<_, Error>(text.to_owned()))
    }

    fn json(&mut self) -> Result<Json<'static>> {
        self.required(|text| Ok::<_, Error>(Json::from_stored(text.to_owned())))
    }

    fn json_or_null(&mut self) -> Result<Option<Json<'static>>> {
        self.optional(|text| Ok::<_, Error>(Json::from_stored(text.to_owned())))
    }

    fn integer(&mut self) -> Result<Option<i64>> {
        let column = self.advance();
        self.row.integer(column).map_err(|error| self.broken(error))
    }

    fn time_or_null(&mut self) -> Result<Option<Timestamp>> {
        let micros = self.integer()?;
        micros.map(|micros| Timestamp::from_micros(micros).map_err(|error| self.broken(error))).transpose()
    }

    fn time(&mut self) -> Result<Timestamp> {
        self.time_or_null()?.ok_or_else(|| self.broken("is null"))
    }

    /// Reads whether a message is a draft. A null becomes a 0 by one bit, and a 1 by none.
    fn draft(&mut self) -> Result<bool> {
        match self.integer()? {
            None => Ok(false),
            Some(1) => Ok(true),
            Some(_) => Err(self.broken("is neither 1 nor null")),
        }
    }

    /// Reads the checksum, and compares it if there is one.
    fn check(&mut self, is_sum: impl FnOnce(i64) -> bool) -> Result<Option<i64>> {
        let sum = self.integer()?;
        self.compare(sum, is_sum)?;
        Ok(sum)
    }

    /// Compares a checksum that was read, if there is one.
    fn compare(&self, sum: Option<i64>, is_sum: impl FnOnce(i64) -> bool) -> Result<()> {
        if sum.is_none_or(is_sum) { Ok(()) } else { Err(self.broken("is not what its checksum says")) }
    }

    fn checked<T>(&mut self, thing: T, checksum: impl FnOnce(&T) -> i64) -> Result<T> {
        self.check(|sum| sum == checksum(&thing))?;
        Ok(thing)
    }

    fn revision(&mut self) -> Result<Revision> {
        let number = self.integer()?.and_then(|number| u64::try_from(number).ok());
        number.map(Revision::new).ok_or_else(|| self.broken("is no revision"))
    }

    fn sequence(&mut self) -> Result<Sequence> {
        let number = self.integer()?.and_then(|number| u64::try_from(number).ok());
        number.and_then(Sequence::new).ok_or_else(|| self.broken("is no place"))
    }
}

/// Reads [`SESSION_REF`].
///
/// # Errors
/// [`Error::Internal`] if a column does not decode, or if the row is not what its checksum says.
pub fn session_ref(row: &(impl Row + ?Sized)) -> Result<SessionRef<AccountId>> {
    read_session(&mut Columns::of(Resource::Session, row)).map(|(reference, _)| reference)
}

/// What a session has that lists do not show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredSession {
    /// The robot that is active, whether it exists or not.
    pub active_robot: Option<RobotKey>,
    /// The instance that is mounted, whether it exists or not.
    pub active_instance: Option<WorkspaceInstanceId>,
    /// The last place that was given.
    pub last_sequence: i64,
}

/// Reads [`SESSION_REF`], all of it.
///
/// # Errors
/// [`Error::Internal`] if a column does not decode, or if the row is not what its checksum says.
pub fn stored_session(row: &(impl Row + ?Sized)) -> Result<(SessionRef<AccountId>, StoredSession)> {
    read_session(&mut Columns::of(Resource::Session, row))
}

fn read_session<R: Row + ?Sized>(
    columns: &mut Columns<'_, R>,
) -> Result<(SessionRef<AccountId>, StoredSession)> {
    let reference = SessionRef {
        id: columns.id()?,
        created_at: columns.time()?,
        updated_at: columns.time()?,
        deleted_at: columns.time_or_null()?,
        misc: columns.json_or_null()?,
        name: columns.text()?,
        created_by: columns.id()?,
    };
    let (robot, instance) = (columns.optional(Ok::<_, Error>)?, columns.optional(Ok::<_, Error>)?);
    let last_sequence = columns.integer()?.unwrap_or(0);
    columns.check(|sum| sum == stored_session_checksum(&reference, (robot, instance), last_sequence))?;
    let stored = StoredSession {
        active_robot: columns.parse(robot)?,
        active_instance: columns.parse(instance)?,
        last_sequence,
    };
    Ok((reference, stored))
}

/// Returns what a session's row adds up to, whatever its checksum says.
#[cfg(feature = "sqlite")]
pub(crate) fn session_sum(session: &SessionRef<AccountId>, stored: &StoredSession) -> i64 {
    let robot = stored.active_robot.as_ref().map(ToString::to_string);
    let instance = stored.active_instance.map(|instance| instance.to_string());
    stored_session_checksum(session, (robot.as_deref(), instance.as_deref()), stored.last_sequence)
}

/// What changes in a session when something is appended, and whether it exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionState {
    /// When something in it changed last.
    pub updated_at: Timestamp,
    /// When it was deleted.
    pub deleted_at: Option<Timestamp>,
    /// The last place that was given.
    pub last_sequence: i64,
    /// What its row adds up to, where it has that.
    pub checksum: Option<i64>,
}

impl SessionState {
    /// Returns what it is when so many places more were given. Clocks go backwards; `updated_at` does not.
    #[must_use]
    pub fn with_places(self, places: usize, at: Timestamp) -> Self {
        let updated_at = self.updated_at.max(at);
        let last_sequence = self.last_sequence.saturating_add(i64::try_from(places).unwrap_or(i64::MAX));
        let checksum =
            self.checksum.map(|sum| with_lower_half(sum, updated_at, self.deleted_at, last_sequence));
        Self { updated_at, last_sequence, checksum, ..self }
    }
}

/// Reads [`SESSION_STATE`].
///
/// # Errors
/// [`Error::Internal`] if a column does not decode, or is not what the checksum says.
pub fn session_state(row: &(impl Row + ?Sized)) -> Result<SessionState> {
    let columns = &mut Columns::of(Resource::Session, row);
    columns.advance();
    let (updated_at, deleted_at) = (columns.time()?, columns.time_or_null()?);
    let last_sequence = columns.integer()?.unwrap_or(0);
    let checksum = columns.check(|sum| is_lower_half_of(sum, updated_at, deleted_at, last_sequence))?;
    Ok(SessionState { updated_at, deleted_at, last_sequence, checksum })
}

/// Reads [`ROBOT_STATE`], and returns whether the robot exists.
///
/// # Errors
/// [`Error::Internal`] if a column does not decode, or is not what the checksum says.
pub fn robot_state(row: &(impl Row + ?Sized)) -> Result<bool> {
    let columns = &mut Columns::of(Resource::Robot, row);
    columns.advance();
    let (updated_at, deleted_at) = (columns.time()?, columns.time_or_null()?);
    columns.check(|sum| is_lower_half_of(sum, updated_at, deleted_at, 0))?;
    Ok(deleted_at.is_none())
}

/// What a session is beside its messages.
pub type SessionHead = (SessionRef<AccountId>, Option<RobotKey>, Option<ActiveWorkspace>);

/// Reads what [`find_session`](super::Statements::find_session) selects.
///
/// # Errors
/// [`Error::Internal`] if a column does not decode, or if the session's row is not what its checksum says. Those
/// of the robot and of the instance are not looked at.
pub fn session_head(row: &(impl Row + ?Sized)) -> Result<SessionHead> {
    let columns = &mut Columns::of(Resource::Session, row);
    let (reference, stored) = read_session(columns)?;
    let deleted = columns.robot_key()?;
    let workspace = match columns.id_or_null()? {
        Some(workspace_id) => Some(ActiveWorkspace {
            workspace_id,
            workspace_instance_id: columns.id()?,
            provider: columns.parsed()?,
            meta: columns.json_or_null()?,
        }),
        None => None,
    };
    Ok((reference, stored.active_robot.filter(|_| deleted.is_none()), workspace))
}

/// Reads [`MESSAGE`] and behind it the joined `chunks` of a draft's deltas: a draft as it is now.
///
/// # Errors
/// [`Error::Internal`] if a column does not decode, or if the row is not what its checksum says.
pub fn message(row: &(impl Row + ?Sized)) -> Result<Message<AccountId>> {
    draft_log(row).map(DraftLog::fold)
}

/// Reads the same, a draft as it is kept.
///
/// # Errors
/// Those of [`message`].
pub fn draft_log(row: &(impl Row + ?Sized)) -> Result<DraftLog> {
    read_draft_log(row, |parts| Parts::from_stored(parts.to_owned()))
}

fn read_draft_log(row: &(impl Row + ?Sized), keep: impl FnOnce(&str) -> Parts) -> Result<DraftLog> {
    let columns = &mut Columns::of(Resource::Message, row);
    let (message, growth) = read_message(columns, keep)?;
    let chunks = growth.map(|text| Chunks::from_stored(text.to_owned()));
    Ok(DraftLog { message, chunks: chunks.unwrap_or_default() })
}

/// Reads a message, and by what it grew.
fn read_message<'r, R: Row + ?Sized>(
    columns: &mut Columns<'r, R>,
    keep: impl FnOnce(&str) -> Parts,
) -> Result<(Message<AccountId>, Option<&'r str>)> {
    let (id, sequence, role) = (columns.id()?, columns.sequence()?, columns.role()?);
    let parts = columns.required(Ok::<_, Error>)?;
    let message = Message {
        id,
        sequence: Some(sequence),
        role,
        parts: Parts::empty(),
        metadata: columns.json_or_null()?,
        created_at: columns.time()?,
        robot: {
            let (id, name) =
                (columns.robot_key()?, columns.optional(|name| Ok::<_, Error>(name.to_owned()))?);
            id.map(|id| RobotRef { id, name: name.unwrap_or_default() })
        },
        author: columns.id_or_null()?,
        extra: columns.json_or_null()?,
        revision: columns.revision()?,
        draft: columns.draft()?,
    };
    let sum = columns.integer()?;
    let growth = if message.draft { columns.optional(Ok::<_, Error>)? } else { None };
    columns.compare(sum, |sum| is_sum_of(sum, &message, parts, growth))?;
    Ok((Message { parts: keep(parts), ..message }, growth))
}

/// Messages that are read one by one, with the texts of many in one piece of memory.
#[derive(Debug, Default)]
pub struct Messages {
    rows: Vec<Result<Message<AccountId>, Damaged>>,
    /// The texts of the last of `rows`, and where each is: nowhere if it is apart.
    texts: String,
    places: Vec<Range<usize>>,
}

/// How long a piece of memory is: as long as allocators still find in what was freed before, and long enough
/// that there are few of them.
const TEXTS: usize = 32 * 1024;

impl Messages {
    /// Reads [`MESSAGE`] of one more row. One that does not decode is kept as damaged.
    ///
    /// # Errors
    /// What kept the row from being read at all.
    pub fn push(&mut self, row: &(impl Row + ?Sized)) -> Result<()> {
        let mut place = 0..0;
        let message = read_draft_log(row, |parts| {
            if parts.len() > TEXTS / 4 {
                return Parts::from_stored(parts.to_owned());
            }
            if self.texts.capacity() - self.texts.len() < parts.len() {
                self.share_texts();
                self.texts.reserve_exact(TEXTS);
            }
            place = self.texts.len()..self.texts.len() + parts.len();
            self.texts.push_str(parts);
            Parts::empty()
        });
        let message = message.map(|mut log| {
            if !log.chunks.is_empty() && !place.is_empty() {
                log.message.parts = Parts::from_stored(self.texts.split_off(place.start));
                place = 0..0;
            }
            log.fold()
        });
        self.rows.push(or_damaged(message)?);
        self.places.push(place);
        Ok(())
    }

    /// Gives the texts to those they belong to.
    fn share_texts(&mut self) {
        let mut texts = std::mem::take(&mut self.texts);
        if texts.len() < texts.capacity() / 2 {
            texts.shrink_to_fit();
        }
        let texts = ByteString::from(texts);
        let first = self.rows.len() - self.places.len();
        for (row, place) in self.rows[first..].iter_mut().zip(self.places.drain(..)) {
            if let (Ok(message), Some(text), false) = (row, texts.get(place.clone()), place.is_empty()) {
                message.parts = Parts::slice_of(&texts, text);
            }
        }
    }

    /// Returns what was read, in order.
    #[must_use]
    pub fn finish(mut self) -> Vec<Result<Message<AccountId>, Damaged>> {
        self.share_texts();
        self.rows
    }
}

/// The columns of a summary.
pub const SUMMARY: [&str; 4] = ["session_id", "sequence", "summary", "checksum"];

/// Reads [`SUMMARY`].
///
/// # Errors
/// [`Error::Internal`] if a column does not decode, or if the row is not what its checksum says.
pub fn summary(row: &(impl Row + ?Sized)) -> Result<Summary> {
    let columns = &mut Columns::of(Resource::Session, row);
    let session: SessionId = columns.id()?;
    let summary = Summary { covers: columns.sequence()?, text: columns.text()? };
    columns.checked(summary, |summary| summary_checksum(session, summary))
}

/// What an update of a message depends on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageState {
    /// Its place.
    pub sequence: Sequence,
    /// How often it was written.
    pub revision: Revision,
    /// Whether it is unfinished.
    pub draft: bool,
    /// Its parts; of a draft those that it started from.
    pub parts: Parts,
    /// Its checksum, if it has one. It was not compared.
    pub checksum: Option<i64>,
}

/// Reads [`MESSAGE_STATE`].
///
/// # Errors
/// [`Error::Internal`] if a column does not decode.
pub fn message_state(row: &(impl Row + ?Sized)) -> Result<MessageState> {
    let columns = &mut Columns::of(Resource::Message, row);
    columns.text()?;
    Ok(MessageState {
        sequence: columns.sequence()?,
        revision: columns.revision()?,
        draft: columns.draft()?,
        parts: columns.required(|text| Ok::<_, Error>(Parts::from_stored(text.to_owned())))?,
        checksum: columns.integer()?,
    })
}

/// Whether these are all `count` messages of a batch whose first has the place `first`. The places of a
/// batch follow one another: where one is missing, its message was deleted.
#[cfg(any(feature = "postgres", feature = "sqlite"))]
pub(crate) fn is_whole_batch(messages: &[Message<AccountId>], first: i64, count: usize) -> bool {
    let first = u64::try_from(first).unwrap_or(0);
    let places = messages.iter().filter_map(|message| message.sequence.map(Sequence::get));
    places.eq(first..first + count as u64)
}

/// Reads [`ROBOT`].
///
/// # Errors
/// [`Error::Internal`] if a column does not decode, or if the row is not what its checksum says.
pub fn robot(row: &(impl Row + ?Sized)) -> Result<Robot<AccountId>> {
    let columns = &mut Columns::of(Resource::Robot, row);
    let robot = Robot {
        id: columns.id()?,
        created_at: columns.time()?,
        updated_at: columns.time()?,
        deleted_at: columns.time_or_null()?,
        misc: columns.json_or_null()?,
        name: columns.text()?,
        description: columns.text()?,
        playbook: columns.text()?,
        model: columns.parsed()?,
        author: columns.id()?,
        tools: columns.required(serde_json::from_str)?,
        workspace_id: columns.id_or_null()?,
        meta: columns.json_or_null()?,
    };
    columns.checked(robot, robot_checksum)
}

/// Reads [`WORKSPACE`].
///
/// # Errors
/// [`Error::Internal`] if a column does not decode, or if the row is not what its checksum says.
pub fn workspace(row: &(impl Row + ?Sized)) -> Result<Workspace<AccountId>> {
    let columns = &mut Columns::of(Resource::Workspace, row);
    let workspace = Workspace {
        id: columns.id()?,
        created_at: columns.time()?,
        updated_at: columns.time()?,
        deleted_at: columns.time_or_null()?,
        misc: columns.json_or_null()?,
        name: columns.text()?,
        description: columns.text()?,
        provider: columns.parsed()?,
        config: columns.json()?,
        meta: columns.json()?,
        created_by: columns.id()?,
    };
    columns.checked(workspace, workspace_checksum)
}

/// Reads [`INSTANCE`].
///
/// # Errors
/// [`Error::Internal`] if a column does not decode, or if the row is not what its checksum says.
pub fn instance(row: &(impl Row + ?Sized)) -> Result<WorkspaceInstance<AccountId>> {
    let columns = &mut Columns::of(Resource::WorkspaceInstance, row);
    let instance = WorkspaceInstance {
        id: columns.id()?,
        created_at: columns.time()?,
        updated_at: columns.time()?,
        deleted_at: columns.time_or_null()?,
        misc: columns.json_or_null()?,
        workspace_id: columns.id()?,
        provider: columns.parsed()?,
        provider_state: columns.json()?,
        meta: columns.json()?,
        created_by: columns.id()?,
    };
    columns.checked(instance, instance_checksum)
}
