//! [`Session`], one whole conversation, and [`SessionRef`], the same without its messages.

use std::{ops::Deref, sync::Arc};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, DeserializeOwned},
};
use serde_json::value::RawValue;

use crate::model::{
    error::Result,
    id::{AccountId, RobotId, SessionId, WorkspaceId, WorkspaceInstanceId},
    json::Json,
    json_writer::{write_plain, write_serde, write_text},
    message::{MessageList, Written},
    offset::{Offset, Revision},
    page::{Listed, Page},
    profile::{Accounts, Author, People, Profile, Resolve},
    robot::RobotKey,
    time::Timestamp,
    workspace::ActiveWorkspace,
};

/// A session as lists show it: without its messages.
///
/// `P` is how people appear: as [`Profile`]s to those who read, as [`AccountId`]s in a store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionRef<P = Arc<Profile>> {
    /// The session.
    pub id: SessionId,
    /// When it was started.
    #[serde(rename = "createdAt")]
    pub created_at: Timestamp,
    /// When it was last written to or changed.
    #[serde(rename = "updatedAt")]
    pub updated_at: Timestamp,
    /// When it was deleted.
    #[serde(rename = "deletedAt", default, skip_serializing_if = "Option::is_none")]
    pub deleted_at: Option<Timestamp>,
    /// Whatever the host keeps with it, an object.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub misc: Option<Json<'static>>,
    /// Its name.
    pub name: String,
    /// Who started it.
    pub created_by: P,
}

/// One whole conversation, with a window of its messages. It may pass through several robots.
///
/// It has all fields of its [`SessionRef`]: `session.name`. `P` is how people appear: as [`Profile`]s to those who
/// read, as [`AccountId`]s in a store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session<P = Arc<Profile>> {
    /// What lists show of it.
    pub reference: SessionRef<P>,
    /// What only the session itself shows.
    pub details: SessionDetails,
    /// The window of messages that was asked for, oldest first.
    pub message_list: MessageList<P>,
}

/// What a session shows beyond its [`SessionRef`]. A [`Session`] has these fields too: `session.offset`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionDetails {
    /// The robot that answers now. A robot that was deleted answers no more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub active_robot_id: Option<RobotKey>,
    /// The workspace instance that is mounted now. One that was deleted is mounted no more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub active_workspace: Option<ActiveWorkspace>,
    /// The offset of the last change of anything in the session. An addition to Storyden's API, as the next two.
    #[serde(default)]
    pub offset: Offset,
    /// The offset of the last change of the session itself.
    #[serde(default)]
    pub revision: Revision,
    /// The offset to follow the session from, so that every answer that is being written is met at its beginning.
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
    /// Writes the session as JSON. This is the fast way: the text of the parts is copied, not read.
    ///
    /// # Errors
    /// [`Error::Internal`](crate::Error::Internal) if a value has no JSON form.
    pub fn write_json(&self, out: &mut Vec<u8>) -> Result<()> {
        let mut written = Written::default();
        self.reference.write_fields(out, &mut written)?;
        out.extend_from_slice(b",\"message_list\":");
        self.message_list.write_json(out)?;
        self.details.write_behind(out)
    }
}

impl SessionDetails {
    /// Appends its fields behind others, and closes their object.
    pub(crate) fn write_behind(&self, out: &mut Vec<u8>) -> Result<()> {
        let start = out.len();
        write_serde(out, self)?;
        if let Some(brace) = out.get_mut(start) {
            *brace = b',';
        }
        Ok(())
    }
}

impl<P: Author> SessionRef<P> {
    /// Writes its fields, all but the closing brace.
    pub(crate) fn write_fields(&self, out: &mut Vec<u8>, written: &mut Written<'_>) -> Result<()> {
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
        if let Some(misc) = &self.misc {
            out.extend_from_slice(b",\"misc\":");
            out.extend_from_slice(misc.as_str().as_bytes());
        }
        out.extend_from_slice(b",\"name\":");
        write_text(out, &self.name)?;
        out.extend_from_slice(b",\"created_by\":");
        written.author(out, &self.created_by)
    }
}

impl<P: Author> Page<SessionRef<P>> {
    /// Writes the page as JSON. This is the fast way: each person's profile is written once, then copied.
    ///
    /// # Errors
    /// [`Error::Internal`](crate::Error::Internal) if a value has no JSON form.
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
        let mut written = Written::default();
        self.write_with(out, |out, row| {
            row.write_fields(out, &mut written)?;
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

        // `flatten` cannot read raw JSON, so each reader takes what it knows from the whole text.
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

impl<P> Listed for SessionRef<P> {
    const FIELD: &'static str = "sessions";
}

impl Resolve for SessionRef<AccountId> {
    type Resolved = SessionRef;

    fn accounts(&self, accounts: &mut Accounts) {
        accounts.insert(self.created_by);
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
        }
    }
}

impl Resolve for Session<AccountId> {
    type Resolved = Session;

    fn accounts(&self, accounts: &mut Accounts) {
        accounts.insert(self.created_by);
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

/// How to start a session. Everything may be left out.
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
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct NewSession {
    /// Its name; `Untitled (<date>)` if there is none.
    pub name: Option<String>,
    /// The robot that answers first.
    pub robot: Option<RobotKey>,
    /// The workspace to work in, of which a new instance is mounted; that of the robot if there is none.
    pub workspace: Option<WorkspaceId>,
    /// Whatever the host keeps with it, an object.
    pub misc: Option<Json<'static>>,
}

impl NewSession {
    /// Gives it a name.
    #[must_use]
    pub fn name(self, name: impl Into<String>) -> Self {
        Self { name: Some(name.into()), ..self }
    }

    /// Says which robot answers first.
    #[must_use]
    pub fn robot(self, robot: impl Into<RobotKey>) -> Self {
        Self { robot: Some(robot.into()), ..self }
    }

    /// Says which workspace to work in.
    #[must_use]
    pub fn workspace(self, workspace: WorkspaceId) -> Self {
        Self { workspace: Some(workspace), ..self }
    }

    /// Keeps an object with it for the host.
    #[must_use]
    pub fn misc(self, misc: Json<'static>) -> Self {
        Self { misc: Some(misc), ..self }
    }
}

impl From<RobotId> for NewSession {
    fn from(robot: RobotId) -> Self {
        Self::default().robot(robot)
    }
}

/// What to change of a session; what is `None` stays, `Some(None)` clears. All of it happens, or none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct SessionChange {
    /// Its new name.
    pub name: Option<String>,
    /// What the host keeps with it from now, an object.
    pub misc: Option<Option<Json<'static>>>,
    /// The robot that answers from now.
    pub active_robot: Option<Option<RobotKey>>,
    /// The workspace instance that is mounted from now.
    pub active_instance: Option<Option<WorkspaceInstanceId>>,
}

impl SessionChange {
    /// Renames the session.
    #[must_use]
    pub fn name(self, name: impl Into<String>) -> Self {
        Self { name: Some(name.into()), ..self }
    }

    /// Keeps another object with it for the host; `None` keeps nothing.
    #[must_use]
    pub fn misc(self, misc: impl Into<Option<Json<'static>>>) -> Self {
        Self { misc: Some(misc.into()), ..self }
    }

    /// Lets another robot answer; `None` leaves the session without one.
    #[must_use]
    pub fn robot(self, robot: impl Into<Option<RobotKey>>) -> Self {
        Self { active_robot: Some(robot.into()), ..self }
    }

    /// Mounts a workspace instance; `None` unmounts.
    #[must_use]
    pub fn mount(self, instance: impl Into<Option<WorkspaceInstanceId>>) -> Self {
        Self { active_instance: Some(instance.into()), ..self }
    }
}

/// Which sessions to list, and in which order: all of them by default, newest first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct SessionFilter {
    /// Only those that this account started. An account that nobody knows started none.
    pub created_by: Option<AccountId>,
    /// The order.
    pub order: SessionOrder,
}

impl SessionFilter {
    /// Keeps only the sessions that one account started.
    #[must_use]
    pub fn created_by(account: impl Into<Option<AccountId>>) -> Self {
        Self { created_by: account.into(), ..Self::default() }
    }

    /// Lists them in this order.
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
