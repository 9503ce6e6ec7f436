//! [`Session`], one whole conversation, and [`SessionRef`], the same without its messages.

use std::sync::Arc;

use serde::{Deserialize, Serialize, Serializer, de::DeserializeOwned};

use crate::model::{
    error::Result,
    id::{AccountId, RobotId, SessionId, WorkspaceId, WorkspaceInstanceId},
    json::Json,
    json_writer::{write_plain, write_serde, write_text},
    message::{MessageList, Written},
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
/// `P` is how people appear: as [`Profile`]s to those who read, as [`AccountId`]s in a store.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(bound(deserialize = "P: DeserializeOwned"))]
pub struct Session<P = Arc<Profile>> {
    /// The session.
    pub id: SessionId,
    /// When it was started.
    #[serde(rename = "createdAt")]
    pub created_at: Timestamp,
    /// When it was last written to or changed.
    #[serde(rename = "updatedAt")]
    pub updated_at: Timestamp,
    /// When it was deleted.
    #[serde(rename = "deletedAt", default)]
    pub deleted_at: Option<Timestamp>,
    /// Whatever the host keeps with it, an object.
    #[serde(default)]
    pub misc: Option<Json<'static>>,
    /// Its name.
    pub name: String,
    /// Who started it.
    pub created_by: P,
    /// The window of messages that was asked for, oldest first.
    pub message_list: MessageList<P>,
    /// The robot that answers now. A robot that was deleted answers no more.
    #[serde(default)]
    pub active_robot_id: Option<RobotKey>,
    /// The workspace instance that is mounted now. One that was deleted is mounted no more.
    #[serde(default)]
    pub active_workspace: Option<ActiveWorkspace>,
}

impl<P> Session<P> {
    /// Puts a session together from its parts.
    #[must_use]
    pub fn new(
        reference: SessionRef<P>,
        message_list: MessageList<P>,
        active_robot_id: Option<RobotKey>,
        active_workspace: Option<ActiveWorkspace>,
    ) -> Self {
        Self {
            id: reference.id,
            created_at: reference.created_at,
            updated_at: reference.updated_at,
            deleted_at: reference.deleted_at,
            misc: reference.misc,
            name: reference.name,
            created_by: reference.created_by,
            message_list,
            active_robot_id,
            active_workspace,
        }
    }
}

impl<P: Clone> Session<P> {
    /// Returns the session as lists show it.
    #[must_use]
    pub fn to_ref(&self) -> SessionRef<P> {
        SessionRef {
            id: self.id,
            created_at: self.created_at,
            updated_at: self.updated_at,
            deleted_at: self.deleted_at,
            misc: self.misc.clone(),
            name: self.name.clone(),
            created_by: self.created_by.clone(),
        }
    }
}

impl<P: Author> Session<P> {
    /// Writes the session as JSON. This is the fast way: the text of the parts is copied, not read.
    ///
    /// # Errors
    /// [`Error::Internal`](crate::Error::Internal) if a value has no JSON form.
    pub fn write_json(&self, out: &mut Vec<u8>) -> Result<()> {
        write_fields(
            out,
            (self.id, self.created_at, self.updated_at, self.deleted_at),
            (self.misc.as_ref(), &self.name, &self.created_by),
            &mut Written::default(),
        )?;
        out.extend_from_slice(b",\"message_list\":");
        self.message_list.write_json(out)?;
        if let Some(robot) = &self.active_robot_id {
            out.extend_from_slice(b",\"active_robot_id\":");
            write_serde(out, robot)?;
        }
        if let Some(workspace) = &self.active_workspace {
            out.extend_from_slice(b",\"active_workspace\":");
            write_serde(out, workspace)?;
        }
        out.push(b'}');
        Ok(())
    }
}

/// Writes what a session has in lists too, all but the closing brace.
fn write_fields<P: Author>(
    out: &mut Vec<u8>,
    (id, created_at, updated_at, deleted_at): (SessionId, Timestamp, Timestamp, Option<Timestamp>),
    (misc, name, created_by): (Option<&Json<'static>>, &str, &P),
    written: &mut Written<'_>,
) -> Result<()> {
    out.extend_from_slice(b"{\"id\":");
    write_plain(out, &id);
    out.extend_from_slice(b",\"createdAt\":");
    write_plain(out, &created_at);
    out.extend_from_slice(b",\"updatedAt\":");
    write_plain(out, &updated_at);
    if let Some(deleted_at) = deleted_at {
        out.extend_from_slice(b",\"deletedAt\":");
        write_plain(out, &deleted_at);
    }
    if let Some(misc) = misc {
        out.extend_from_slice(b",\"misc\":");
        out.extend_from_slice(misc.as_str().as_bytes());
    }
    out.extend_from_slice(b",\"name\":");
    write_text(out, name)?;
    out.extend_from_slice(b",\"created_by\":");
    written.author(out, created_by)
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
            write_fields(
                out,
                (row.id, row.created_at, row.updated_at, row.deleted_at),
                (row.misc.as_ref(), &row.name, &row.created_by),
                &mut written,
            )?;
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
        let reference = self.to_ref().resolve(people);
        let messages = self.message_list.resolve(people);
        Session::new(reference, messages, self.active_robot_id, self.active_workspace)
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

/// Which sessions to list: all of them by default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct SessionFilter {
    /// Only those that this account started. An account that nobody knows started none.
    pub created_by: Option<AccountId>,
}

impl SessionFilter {
    /// Keeps only the sessions that one account started.
    #[must_use]
    pub fn created_by(account: impl Into<Option<AccountId>>) -> Self {
        Self { created_by: account.into() }
    }
}
