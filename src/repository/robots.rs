//! [`RobotRepository`].

use std::fmt;

use async_trait::async_trait;

use crate::model::{
    error::Result,
    id::{AccountId, RobotId},
    page::{Page, PageRequest},
    robot::{Robot, RobotChange},
    time::Timestamp,
};

/// Stores robots.
///
/// # Contract
/// That of the [module](super). Messages name a robot on their own, so deleting one leaves them alone.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait RobotRepository: fmt::Debug + Send + Sync + 'static {
    /// Creates a robot.
    ///
    /// # Errors
    /// [`Error::AlreadyExists`](crate::Error::AlreadyExists) if the id is taken, by a deleted one too.
    async fn create_robot(&self, robot: &Robot<AccountId>) -> Result<()>;

    /// Lists one page of the robots.
    ///
    /// # Errors
    /// Those of the [module](super) alone.
    async fn list_robots(&self, page: PageRequest) -> Result<Page<Robot<AccountId>>>;

    /// Returns a robot.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is no such robot.
    async fn find_robot(&self, id: RobotId) -> Result<Robot<AccountId>>;

    /// Changes a robot, moves its `updated_at` and returns it as it is now.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is no such robot.
    async fn update_robot(
        &self,
        id: RobotId,
        change: &RobotChange,
        at: Timestamp,
    ) -> Result<Robot<AccountId>>;

    /// Deletes a robot. It is the active one of no session any more.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is no such robot.
    async fn delete_robot(&self, id: RobotId, at: Timestamp) -> Result<()>;
}
