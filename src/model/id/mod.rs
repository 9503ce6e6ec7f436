//! Typed ids. All but [`AccountId`] and [`FileId`] are [xid]s: 96 bits written as 20 characters of `0-9a-v`.
//!
//! An id contains the time at which it was created (to the second), but that orders nothing: messages are ordered by
//! their [`Sequence`](crate::Sequence), and sessions are listed by their time of creation.
//!
//! [xid]: https://github.com/rs/xid

mod account;
mod file;
mod generator;
mod hashed;
mod text;
mod xids;

#[cfg(feature = "mock")]
pub use self::generator::MockIdGenerator;
pub(crate) use self::hashed::hashed;
#[cfg(feature = "sql")]
pub(crate) use self::text::Id;
pub use self::{
    account::AccountId,
    file::FileId,
    generator::{IdGenerator, XidGenerator},
    xids::{
        BlobId, CallRequestId, MessageId, RobotId, RoleId, SessionId, ToolsetId, TurnId, WorkspaceId,
        WorkspaceInstanceId,
    },
};
