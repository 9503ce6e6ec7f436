//! [`Session`], a conversation, and [`SessionRef`], the same without its messages.

use std::{ops::Deref, sync::Arc};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, DeserializeOwned},
};
use serde_json::value::RawValue;

use crate::model::{
    change::set,
    error::Result,
    id::{AccountId, RobotId, SessionId, WorkspaceId, WorkspaceInstanceId},
    json::Json,
    json_writer::{write_number, write_plain, write_serde, write_text},
    label::{Label, LabelChange, Labels},
    message::{JsonCache, MessageList},
    offset::{Offset, Revision},
    origin::{Imported, Origin},
    page::{Page, PageItem},
    profile::{Accounts, Author, People, Profile, Resolve},
    robot::RobotKey,
    time::Timestamp,
    workspace::ActiveWorkspace,
};

/// A session in a list: without its messages.
///
/// `P` is how people are represented: as [`Profile`]s in results of the service, as [`AccountId`]s in a store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionRef<P = Arc<Profile>> {
    /// Its id.
    pub id: SessionId,
    /// The time of its start.
    #[serde(rename = "createdAt")]
    pub created_at: Timestamp,
    /// The time of its last message or change.
    #[serde(rename = "updatedAt")]
    pub updated_at: Timestamp,
    /// The time of its deletion.
    #[serde(rename = "deletedAt", default, skip_serializing_if = "Option::is_none")]
    pub deleted_at: Option<Timestamp>,
    /// Data of the host, an object.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub misc: Option<Json<'static>>,
    /// Its name.
    pub name: String,
    /// The account that started it.
    pub created_by: P,
    /// Its labels. An addition to Storyden's API, like the next field.
    #[serde(default, skip_serializing_if = "Labels::is_empty")]
    pub labels: Labels,
    /// The number of complete messages of others that a reader has not read, counted up to
    /// [`MAX_UNREAD`](Self::MAX_UNREAD). `None` unless [`SessionFilter::unread_of`] requests it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unread: Option<u32>,
}

/// A conversation, with a window of its messages. Several robots can take part, one after the other.
///
/// It has all fields of its [`SessionRef`]: `session.name`. `P` is how people are represented: as [`Profile`]s in
/// results of the service, as [`AccountId`]s in a store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session<P = Arc<Profile>> {
    /// The fields that it has in a list.
    pub reference: SessionRef<P>,
    /// The fields that it does not have in a list.
    pub details: SessionDetails,
    /// The requested window of messages, oldest first.
    pub message_list: MessageList<P>,
}

/// The fields of a session that its [`SessionRef`] does not have. A [`Session`] has them too: `session.offset`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionDetails {
    /// The active robot. `None` if there is none, or it was deleted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub active_robot_id: Option<RobotKey>,
    /// The mounted workspace instance. `None` if there is none, or it was deleted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub active_workspace: Option<ActiveWorkspace>,
    /// The session that it was forked from. An addition to Storyden's API, like all fields that follow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
    /// By whom and when it was imported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub imported: Option<Imported>,
    /// The offset of the last change of anything in the session.
    #[serde(default)]
    pub offset: Offset,
    /// The offset of the last change of the session itself.
    #[serde(default)]
    pub revision: Revision,
    /// The offset from which to follow the session in order to get, from its beginning, every message that is being
    /// written.
    #[serde(default)]
    pub follow_from: Offset,
}

impl<P> Deref for Session<P> {
    type Target = SessionRef<P>;

    fn deref(&self) -> &SessionRef<P> {
        &self.reference
    }
}

impl<P: Author> Session<P> {
    /// Writes the session as JSON. It is faster than serde: the text of the parts is copied, not parsed.
    ///
    /// # Errors
    /// [`Error::Internal`](crate::Error::Internal) if a value cannot be written as JSON.
    pub fn write_json(&self, out: &mut Vec<u8>) -> Result<()> {
        let mut cache = JsonCache::default();
        self.reference.write_fields(out, &mut cache)?;
        out.extend_from_slice(b",\"message_list\":");
        self.message_list.write_json(out)?;
        self.details.write_behind(out)
    }
}

impl SessionDetails {
    /// Appends its fields after others, and closes their object.
    pub(crate) fn write_behind(&self, out: &mut Vec<u8>) -> Result<()> {
        let start = out.len();
        write_serde(out, self)?;
        if let Some(brace) = out.get_mut(start) {
            *brace = b',';
        }
        Ok(())
    }
}

/// The fields that a session has in a list, but for who started it: borrowed from a record or from a stored row.
///
/// This is where they become JSON, and where a record is made of them.
#[derive(Clone, Debug)]
pub(crate) struct SessionFields<'f> {
    pub(crate) id: SessionId,
    pub(crate) created_at: Timestamp,
    pub(crate) updated_at: Timestamp,
    pub(crate) deleted_at: Option<Timestamp>,
    pub(crate) misc: Option<&'f str>,
    pub(crate) name: &'f str,
    /// The labels as JSON; empty if there are none.
    pub(crate) labels: &'f str,
    pub(crate) unread: Option<u32>,
}

impl SessionFields<'_> {
    /// Writes an object without its closing brace. `write_created_by` writes who started the session, or remembers
    /// where that is to be put.
    pub(crate) fn write(
        &self,
        out: &mut Vec<u8>,
        write_created_by: impl FnOnce(&mut Vec<u8>) -> Result<()>,
    ) -> Result<()> {
        out.extend_from_slice(b"{\"id\":");
        write_plain(out, &self.id);
        out.extend_from_slice(b",\"createdAt\":");
        write_plain(out, &self.created_at);
        out.extend_from_slice(b",\"updatedAt\":");
        write_plain(out, &self.updated_at);
        if let Some(deleted_at) = &self.deleted_at {
            out.extend_from_slice(b",\"deletedAt\":");
            write_plain(out, deleted_at);
        }
        if let Some(misc) = self.misc {
            out.extend_from_slice(b",\"misc\":");
            out.extend_from_slice(misc.as_bytes());
        }
        out.extend_from_slice(b",\"name\":");
        write_text(out, self.name)?;
        out.extend_from_slice(b",\"created_by\":");
        write_created_by(out)?;
        if !self.labels.is_empty() {
            out.extend_from_slice(b",\"labels\":");
            out.extend_from_slice(self.labels.as_bytes());
        }
        if let Some(unread) = self.unread {
            out.extend_from_slice(b",\"unread\":");
            write_number(out, unread.into());
        }
        Ok(())
    }

    /// Makes a record of them.
    #[cfg(feature = "sql")]
    pub(crate) fn into_record<P>(self, created_by: P) -> SessionRef<P> {
        SessionRef {
            id: self.id,
            created_at: self.created_at,
            updated_at: self.updated_at,
            deleted_at: self.deleted_at,
            misc: self.misc.map(|misc| Json::from_stored(misc.to_owned())),
            name: self.name.to_owned(),
            created_by,
            labels: Labels::from_checked(self.labels),
            unread: self.unread,
        }
    }
}

impl<P> SessionRef<P> {
    /// Returns its fields, but for who started it.
    pub(crate) fn fields(&self) -> SessionFields<'_> {
        SessionFields {
            id: self.id,
            created_at: self.created_at,
            updated_at: self.updated_at,
            deleted_at: self.deleted_at,
            misc: self.misc.as_ref().map(Json::as_str),
            name: &self.name,
            labels: self.labels.as_json(),
            unread: self.unread,
        }
    }

    /// The maximum of [`unread`](Self::unread): counting stops there.
    pub const MAX_UNREAD: u32 = 100;

    /// Describes a session with nothing but these.
    pub(crate) fn new(id: SessionId, created_at: Timestamp, name: impl Into<String>, created_by: P) -> Self {
        let name = name.into();
        let (updated_at, labels) = (created_at, Labels::default());
        Self {
            id,
            created_at,
            updated_at,
            deleted_at: None,
            misc: None,
            name,
            created_by,
            labels,
            unread: None,
        }
    }
}

impl<P: Author> SessionRef<P> {
    /// Writes its fields, without the closing brace.
    pub(crate) fn write_fields(&self, out: &mut Vec<u8>, cache: &mut JsonCache<'_>) -> Result<()> {
        self.fields().write(out, |out| cache.author(out, &self.created_by))
    }
}

impl<P: Author> Page<SessionRef<P>> {
    /// Writes the page as JSON. It is faster than serde: each profile is written once, then copied.
    ///
    /// # Errors
    /// [`Error::Internal`](crate::Error::Internal) if a value cannot be written as JSON.
    ///
    /// # Examples
    /// ```
    /// use storyden_robots::{Page, PageRequest, SessionRef};
    ///
    /// let page: Page<SessionRef> = Page::new(PageRequest::sessions(), 0, Vec::new());
    /// let mut body = Vec::new();
    /// page.write_json(&mut body)?;
    /// assert_eq!(body, serde_json::to_vec(&page)?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn write_json(&self, out: &mut Vec<u8>) -> Result<()> {
        let mut cache = JsonCache::default();
        self.write_with(out, |out, row| {
            row.write_fields(out, &mut cache)?;
            out.push(b'}');
            Ok(())
        })
    }
}

impl<P: Author> Serialize for Session<P> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        crate::model::json_writer::serialize_written(serializer, |out| self.write_json(out))
    }
}

impl<'de, P: DeserializeOwned> Deserialize<'de> for Session<P> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(bound(deserialize = "P: DeserializeOwned"))]
        struct List<P> {
            message_list: MessageList<P>,
        }

        // serde's `flatten` cannot read raw JSON, so each type reads its fields from the whole text.
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        let text = raw.get();
        let List { message_list } = serde_json::from_str(text).map_err(de::Error::custom)?;
        Ok(Self {
            reference: serde_json::from_str(text).map_err(de::Error::custom)?,
            details: serde_json::from_str(text).map_err(de::Error::custom)?,
            message_list,
        })
    }
}

impl<P> PageItem for SessionRef<P> {
    const FIELD: &'static str = "sessions";
}

impl Resolve for SessionRef<AccountId> {
    type Resolved = SessionRef;

    fn accounts(&self, accounts: &mut Accounts) {
        accounts.push(self.created_by);
    }

    fn resolve(self, people: &People) -> SessionRef {
        SessionRef {
            id: self.id,
            created_at: self.created_at,
            updated_at: self.updated_at,
            deleted_at: self.deleted_at,
            misc: self.misc,
            name: self.name,
            created_by: people.get(self.created_by),
            labels: self.labels.clone(),
            unread: self.unread,
        }
    }
}

impl Resolve for Session<AccountId> {
    type Resolved = Session;

    fn accounts(&self, accounts: &mut Accounts) {
        accounts.push(self.created_by);
        self.message_list.accounts(accounts);
    }

    fn resolve(self, people: &People) -> Session {
        Session {
            reference: self.reference.resolve(people),
            details: self.details,
            message_list: self.message_list.resolve(people),
        }
    }
}

/// Declares a struct whose fields may all be left out, each with the method that sets it.
macro_rules! settable {
    (
        $(#[$doc:meta])*
        pub struct $name:ident;
        $(
            $(#[$field_doc:meta])* $field:ident: $type:ty;
            $(#[$method_doc:meta])* fn $method:ident($from:ty);
        )+
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        #[non_exhaustive]
        pub struct $name {
            $($(#[$field_doc])* pub $field: Option<$type>,)+
        }

        impl $name {
            $(
                $(#[$method_doc])*
                #[must_use]
                pub fn $method(self, $field: $from) -> Self {
                    Self { $field: Some($field.into()), ..self }
                }
            )+
        }
    };
}

settable! {
    /// A session to start. Every field is optional.
    ///
    /// # Examples
    /// ```
    /// use storyden_robots::{NewSession, RobotKey};
    ///
    /// let robot: RobotKey = "robot_builder".parse()?;
    /// let session = NewSession::default().name("Spam wave of Tuesday").robot(robot);
    /// # let _ = session;
    /// # Ok::<(), storyden_robots::Error>(())
    /// ```
    pub struct NewSession;

    /// Its name. `None`: `Untitled (2026-11-26)`, with the current date in UTC.
    name: String;
    /// Sets the name.
    fn name(impl Into<String>);

    /// The active robot at the start.
    robot: RobotKey;
    /// Sets the active robot at the start.
    fn robot(impl Into<RobotKey>);

    /// The workspace of which a new instance is mounted. `None`: that of the robot, if it has one.
    workspace: WorkspaceId;
    /// Sets the workspace of which a new instance is mounted.
    fn workspace(WorkspaceId);

    /// Data of the host, an object.
    misc: Json<'static>;
    /// Sets the data of the host, an object.
    fn misc(Json<'static>);

    /// Its labels.
    labels: Labels;
    /// Sets the labels.
    fn labels(impl Into<Labels>);

    /// The key by which a second start by the same account is recognised.
    key: String;
    /// Sets the key by which a second start is recognised: it returns the session of the first one. A key belongs to
    /// its account, and has 1 to 255 bytes and no control characters.
    fn idempotency_key(impl Into<String>);
}

impl NewSession {
    /// Returns what it says of the session itself, as a change of one that has nothing yet.
    pub(crate) fn into_change(self) -> SessionChange {
        SessionChange {
            name: self.name,
            misc: self.misc.map(Some),
            active_robot: self.robot.map(Some),
            active_instance: None,
            labels: self.labels.map(|labels| LabelChange { replace: Some(labels), ..LabelChange::default() }),
        }
    }
}

impl From<RobotId> for NewSession {
    fn from(robot: RobotId) -> Self {
        Self::default().robot(robot)
    }
}

settable! {
    /// A change of a session. Fields that are `None` stay as they are; `Some(None)` clears a field. The change is
    /// atomic.
    pub struct SessionChange;

    /// Its new name.
    name: String;
    /// Renames the session.
    fn name(impl Into<String>);

    /// The new data of the host, an object.
    misc: Option<Json<'static>>;
    /// Changes the data of the host; `None` clears it.
    fn misc(impl Into<Option<Json<'static>>>);

    /// The new active robot.
    active_robot: Option<RobotKey>;
    /// Changes the active robot; `None` leaves the session without one.
    fn robot(impl Into<Option<RobotKey>>);

    /// The new mounted workspace instance.
    active_instance: Option<WorkspaceInstanceId>;
    /// Mounts a workspace instance; `None` unmounts it.
    fn mount(impl Into<Option<WorkspaceInstanceId>>);

    /// The change of the labels.
    labels: LabelChange;
    /// Changes the labels.
    fn labels(LabelChange);
}

impl SessionChange {
    /// Adds a label.
    ///
    /// # Examples
    /// ```
    /// use storyden_robots::{Label, SessionChange};
    ///
    /// let change = SessionChange::default().label(Label::ARCHIVED).unlabel(Label::PINNED);
    /// # let _ = change;
    /// ```
    #[must_use]
    pub fn label(mut self, label: Label) -> Self {
        self.labels.get_or_insert_default().add.push(label);
        self
    }

    /// Removes a label.
    #[must_use]
    pub fn unlabel(mut self, label: Label) -> Self {
        self.labels.get_or_insert_default().remove.push(label);
        self
    }

    /// Applies the change to a stored session, except for its times, offset and revision, which change with every
    /// write.
    ///
    /// # Errors
    /// [`Error::TooLarge`](crate::Error::TooLarge) if it would have too many labels. Nothing is changed.
    ///
    /// # Examples
    /// ```
    /// use storyden_robots::{AccountId, SessionChange, SessionId, Timestamp, repository::SessionRecord};
    ///
    /// let ann: AccountId = "cc5lnd2s1s4652adtu50".parse()?;
    /// let id = SessionId::from_bytes([7; 12]);
    /// let mut session = SessionRecord::new(id, Timestamp::UNIX_EPOCH, "Spam wave", ann);
    ///
    /// let change = SessionChange::default().name("Spam wave, solved");
    /// change.apply(&mut session.reference, &mut session.active_robot, &mut session.active_instance)?;
    /// assert_eq!(session.name, "Spam wave, solved");
    /// # Ok::<(), storyden_robots::Error>(())
    /// ```
    pub fn apply(
        &self,
        reference: &mut SessionRef<AccountId>,
        active_robot: &mut Option<RobotKey>,
        active_instance: &mut Option<WorkspaceInstanceId>,
    ) -> Result<()> {
        if let Some(change) = &self.labels {
            reference.labels = change.apply(&reference.labels)?;
        }
        set(&mut reference.name, self.name.as_ref());
        set(&mut reference.misc, self.misc.as_ref());
        set(active_robot, self.active_robot.as_ref());
        set(active_instance, self.active_instance.as_ref());
        Ok(())
    }
}

/// Selects sessions to list, and their order. The default selects all that are not archived, newest created first.
///
/// Three kinds of lists have totals and numbered pages: all sessions, those of one account, and those with one label,
/// each without archived ones (with the label `archived`, only these). Any other combination is paged by cursor: its
/// first page has a cursor and no totals, even if you ask for page 1.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct SessionFilter {
    /// Only sessions that this account started.
    pub created_by: Option<AccountId>,
    /// Only sessions with this label.
    pub label: Option<Label>,
    /// Whether archived sessions are listed too.
    pub archived: bool,
    /// The account whose [unread](SessionRef::unread) messages are counted.
    pub reader: Option<AccountId>,
    /// The order.
    pub order: SessionOrder,
}

impl SessionFilter {
    /// Selects the sessions that one account started.
    #[must_use]
    pub fn created_by(account: impl Into<Option<AccountId>>) -> Self {
        Self { created_by: account.into(), ..Self::default() }
    }

    /// Selects the sessions with a label. With [`Label::ARCHIVED`], archived sessions are listed.
    #[must_use]
    pub fn label(self, label: impl Into<Option<Label>>) -> Self {
        Self { label: label.into(), ..self }
    }

    /// Sets whether archived sessions are listed too.
    #[must_use]
    pub fn archived(self, archived: bool) -> Self {
        Self { archived, ..self }
    }

    /// Counts the unread messages of an account in each session: see [`SessionRef::unread`].
    #[must_use]
    pub fn unread_of(self, reader: impl Into<Option<AccountId>>) -> Self {
        Self { reader: reader.into(), ..self }
    }

    /// Sets the order.
    #[must_use]
    pub fn order(self, order: SessionOrder) -> Self {
        Self { order, ..self }
    }
}

/// The order of a list of sessions. Equal times are ordered by id, descending.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SessionOrder {
    /// Newest created first.
    #[default]
    Created,
    /// Most recently active first: by the time of the last message or change, `updatedAt`.
    Active,
}
