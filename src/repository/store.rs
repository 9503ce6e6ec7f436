//! [`Store`]: all repositories that the service needs, over the same data.

use super::{followers::Followed, resources::ResourceRepository, sessions::SessionRepository};
use crate::model::{
    id::AccountId,
    robot::Robot,
    toolset::Toolset,
    workspace::{Workspace, WorkspaceInstance},
};

/// The repositories that [`Robots`](crate::Robots) needs. Every type that implements them implements this trait.
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
