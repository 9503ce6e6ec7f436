//! [`Store`]: all repositories over the same data.

use super::{followers::Followed, resources::ResourceRepository, sessions::SessionRepository};
use crate::model::{
    id::AccountId,
    robot::Robot,
    toolset::Toolset,
    workspace::{Workspace, WorkspaceInstance},
};

/// A whole store: all repositories over the same data. Whatever implements them is one.
pub trait Store:
    SessionRepository
    + Followed
    + ResourceRepository<Robot<AccountId>>
    + ResourceRepository<Toolset<AccountId>>
    + ResourceRepository<Workspace<AccountId>>
    + ResourceRepository<WorkspaceInstance<AccountId>>
{
}

impl<T> Store for T where
    T: SessionRepository
        + Followed
        + ResourceRepository<Robot<AccountId>>
        + ResourceRepository<Toolset<AccountId>>
        + ResourceRepository<Workspace<AccountId>>
        + ResourceRepository<WorkspaceInstance<AccountId>>
        + ?Sized
{
}
