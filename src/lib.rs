//! Embed Storyden's Robots in a Rust application.
#![warn(clippy::unwrap_used, clippy::print_stdout)]
#![cfg_attr(test, expect(clippy::unwrap_used, reason = "tests may"))]

#[cfg(feature = "conformance")]
pub mod conformance;
mod error;
mod id;
mod json;
mod limits;
mod memory;
mod message;
mod operation;
mod page;
mod part;
mod permission;
mod profile;
pub mod repository;
mod robot;
mod service;
mod session;
#[cfg(feature = "sql")]
pub mod sql;
#[cfg(feature = "sqlite")]
mod sqlite;
pub mod stream;
mod time;
mod workspace;
mod write;

pub use error::{Conflict, Denied, Error, ErrorKind, Resource, Result, Source};
pub use id::{
    AccountId, IdGenerator, MessageId, RobotId, RoleId, SessionId, WorkspaceId, WorkspaceInstanceId,
    XidGenerator,
};
pub use json::Json;
pub use limits::Limits;
pub use memory::MemoryStore;
pub use message::{Message, MessageList, MessageRole, NewMessage, Revision, Sequence};
pub use operation::{Actor, Operation};
pub use page::{Listed, Page, PageRequest, WindowRequest, parse_number};
pub use part::{
    Approval, DataPart, Extra, FilePart, OtherPart, Part, Parts, PartsIter, ReasoningFilePart, ReasoningPart,
    SourceDocumentPart, SourceUrlPart, StepStartPart, TextPart, TextState, ToolKind, ToolPart, ToolState,
};
pub use permission::{Access, AllowAll, Permission, PermissionSet, Permissions, StaticPermissions};
pub use profile::{Profile, Profiles, Role, StaticProfiles};
pub use repository::{Appended, RobotRepository, SessionRepository, Store, WorkspaceRepository};
pub use robot::{Model, NewRobot, Robot, RobotChange, RobotKey, RobotRef};
pub use service::{Append, Robots};
pub use session::{NewSession, Session, SessionChange, SessionFilter, SessionRef};
#[cfg(feature = "sqlite")]
pub use sqlite::{SqliteOptions, SqliteStore};
pub use time::{Clock, SystemClock, Timestamp};
pub use workspace::{
    ActiveWorkspace, InstanceChange, InstanceFilter, NewInstance, NewWorkspace, Provider, Workspace,
    WorkspaceChange, WorkspaceInstance,
};
pub use write::Author;
