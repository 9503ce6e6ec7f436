//! [`Permissions`]: the permissions of accounts, as the host decides.

use std::{collections::HashMap, fmt, sync::Arc};

use async_trait::async_trait;

use crate::model::{
    error::Result,
    id::AccountId,
    permission::{Permission, PermissionSet},
};

/// The result of [`Permissions::access`]: the permissions of an account, or that it is suspended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Access {
    /// The account holds these permissions. Empty for an account that the host does not know.
    Granted(PermissionSet),
    /// The account is suspended, and may do nothing.
    Suspended,
}

/// Looks up the permissions of accounts. Implement this for your host.
///
/// # Contract
/// [`access`](Self::access) is called once for every operation, before anything else. For an account that the host does
/// not know, return [`Granted`](Access::Granted) with no permissions, not an error.
///
/// # Examples
/// ```
/// use storyden_robots::{Access, AccountId, Permission, PermissionSet, Permissions, Result, async_trait};
///
/// /// Account 1 manages robots, and all others use them.
/// #[derive(Debug)]
/// struct OneManager;
///
/// #[async_trait]
/// impl Permissions for OneManager {
///     async fn access(&self, account: AccountId) -> Result<Access> {
///         let mut held = PermissionSet::from([Permission::UseRobots]);
///         if account.to_i64() == Some(1) {
///             held = PermissionSet::from([Permission::UseRobots, Permission::ManageRobots]);
///         }
///         Ok(Access::Granted(held))
///     }
/// }
/// ```
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Permissions: fmt::Debug + Send + Sync + 'static {
    /// Returns the current permissions of `account`.
    ///
    /// # Errors
    /// [`Error::Unavailable`](crate::Error::Unavailable) if the permissions cannot be read.
    async fn access(&self, account: AccountId) -> Result<Access>;

    /// Returns whether `account` holds the permission with this name, which the
    /// [request](crate::CallRequest::permission) of a tool call requires. The default implementation knows the names of
    /// [`Permission`], and returns `false` for any other.
    ///
    /// # Errors
    /// [`Error::Unavailable`](crate::Error::Unavailable) if the permissions cannot be read.
    async fn may(&self, account: AccountId, permission: &str) -> Result<bool> {
        let Ok(permission) = permission.parse::<Permission>() else { return Ok(false) };
        Ok(match self.access(account).await? {
            Access::Granted(held) => held.allows(permission),
            Access::Suspended => false,
        })
    }
}

#[deny(clippy::missing_trait_methods)]
#[async_trait]
impl<T: Permissions + ?Sized> Permissions for Arc<T> {
    async fn access(&self, account: AccountId) -> Result<Access> {
        (**self).access(account).await
    }

    async fn may(&self, account: AccountId, permission: &str) -> Result<bool> {
        (**self).may(account, permission).await
    }
}

/// Allows everybody everything: for a first program, a test, or a host with one user.
#[derive(Clone, Copy, Debug, Default)]
pub struct AllowAll;

#[async_trait]
impl Permissions for AllowAll {
    async fn access(&self, _account: AccountId) -> Result<Access> {
        Ok(Access::Granted(PermissionSet::EMPTY.with(Permission::Administrator)))
    }
}

/// A fixed table of accounts and their permissions. Accounts that are not in it may do nothing.
///
/// # Examples
/// ```
/// use storyden_robots::{AccountId, Permission, PermissionSet, StaticPermissions};
///
/// const MODERATOR: PermissionSet = PermissionSet::EMPTY.with(Permission::UseRobots);
/// const ENGINEER: PermissionSet = PermissionSet::EMPTY.with(Permission::ManageRobots);
///
/// let ann = AccountId::from_bytes([1; 12]);
/// let bob = AccountId::from_bytes([2; 12]);
/// let permissions = StaticPermissions::new()
///     .grant(ann, MODERATOR)
///     .grant(ann, ENGINEER)
///     .grant(bob, MODERATOR)
///     .suspend(bob);
/// # let _ = permissions;
/// ```
#[derive(Clone, Debug, Default)]
pub struct StaticPermissions {
    accounts: HashMap<AccountId, Access>,
}

impl StaticPermissions {
    /// Creates an empty table: nobody may do anything.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the permissions of a role to those of an account. A suspended account stays suspended.
    #[must_use]
    pub fn grant(mut self, account: AccountId, role: impl Into<PermissionSet>) -> Self {
        let access = self.accounts.entry(account).or_insert(Access::Granted(PermissionSet::EMPTY));
        if let Access::Granted(held) = access {
            *held = held.union(role.into());
        }
        self
    }

    /// Suspends an account.
    #[must_use]
    pub fn suspend(mut self, account: AccountId) -> Self {
        self.accounts.insert(account, Access::Suspended);
        self
    }
}

#[async_trait]
impl Permissions for StaticPermissions {
    async fn access(&self, account: AccountId) -> Result<Access> {
        Ok(self.accounts.get(&account).copied().unwrap_or(Access::Granted(PermissionSet::EMPTY)))
    }
}
