//! Embed Storyden's Robots in a Rust application.
#![warn(clippy::unwrap_used, clippy::print_stdout)]
#![cfg_attr(test, expect(clippy::unwrap_used, reason = "tests may"))]

mod error;
mod id;
mod json;
mod part;
mod permission;
mod time;

pub use error::{Conflict, Denied, Error, ErrorKind, Resource, Result, Source};
pub use id::{
    AccountId, IdGenerator, MessageId, RobotId, RoleId, SessionId, WorkspaceId, WorkspaceInstanceId,
    XidGenerator,
};
pub use json::Json;
pub use part::{
    Approval, DataPart, Extra, FilePart, OtherPart, Part, Parts, PartsIter, ReasoningFilePart, ReasoningPart,
    SourceDocumentPart, SourceUrlPart, StepStartPart, TextPart, TextState, ToolKind, ToolPart, ToolState,
};
pub use permission::{Access, AllowAll, Permission, PermissionSet, Permissions, StaticPermissions};
pub use time::{Clock, SystemClock, Timestamp};
