//! [`ToolCatalogue`]: the list of tools that robots can be given.

use std::fmt;

use async_trait::async_trait;

use crate::model::{error::Result, id::AccountId, toolset::ToolInfo};

/// Lists the tools that robots can be given. Implement this for your host.
///
/// # Contract
/// Each tool is listed once. It is called each time that somebody lists the tools, or gives tools to a toolset; the
/// result is not cached.
///
/// # Examples
/// ```
/// use storyden_robots::{AccountId, Result, ToolCatalogue, ToolInfo, async_trait};
///
/// #[derive(Debug)]
/// struct Tools;
///
/// #[async_trait]
/// impl ToolCatalogue for Tools {
///     async fn tools(&self, _: AccountId) -> Result<Vec<ToolInfo>> {
///         Ok(vec![ToolInfo::new("thread_list", "List threads", "Lists the newest threads")])
///     }
/// }
/// ```
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait ToolCatalogue: fmt::Debug + Send + Sync + 'static {
    /// Returns the tools that this account can give to a robot, in the order in which they are shown.
    ///
    /// # Errors
    /// Any error of the host's, such as [`Error::Unavailable`](crate::Error::Unavailable).
    async fn tools(&self, account: AccountId) -> Result<Vec<ToolInfo>>;
}
