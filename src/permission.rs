//! Who may do what: [`Permission`], and the trait through which the host says who holds which.

use std::{collections::HashMap, fmt};

use async_trait::async_trait;

use crate::{error::Result, id::AccountId};

/// Something that a member may be allowed to do, by its name in Storyden's API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Permission {
    /// `USE_ROBOTS`: talk to robots; read everything; create, rename and write to sessions;
    /// switch the robot; mount and unmount workspaces.
    UseRobots,
    /// `MANAGE_ROBOTS`: create, change and delete robots, workspaces and instances; delete
    /// sessions and messages. It does not include `USE_ROBOTS`.
    ManageRobots,
    /// `ADMINISTRATOR`: everything.
    Administrator,
}

impl Permission {
    /// Returns the name in Storyden's API: `USE_ROBOTS` …
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::UseRobots => "USE_ROBOTS",
            Self::ManageRobots => "MANAGE_ROBOTS",
            Self::Administrator => "ADMINISTRATOR",
        }
    }

    const fn bit(self) -> u8 {
        match self {
            Self::UseRobots => 1,
            Self::ManageRobots => 2,
            Self::Administrator => 4,
        }
    }
}

impl fmt::Display for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A set of permissions, such as one role of the host gives.
///
/// # Examples
/// ```
/// use storyden_robots::{Permission, PermissionSet};
///
/// const MODERATOR: PermissionSet = PermissionSet::EMPTY.with(Permission::UseRobots);
/// assert!(MODERATOR.allows(Permission::UseRobots));
/// assert!(!MODERATOR.allows(Permission::ManageRobots));
///
/// let administrator = PermissionSet::from([Permission::Administrator]);
/// assert!(administrator.allows(Permission::ManageRobots));
/// assert!(!administrator.contains(Permission::ManageRobots));
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct PermissionSet(u8);

impl PermissionSet {
    /// No permission at all.
    pub const EMPTY: Self = Self(0);

    /// Returns this set and `permission`.
    #[must_use]
    pub const fn with(self, permission: Permission) -> Self {
        Self(self.0 | permission.bit())
    }

    /// Returns what is in this set or in `other`: what two roles give together.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Returns whether `permission` itself is in this set.
    #[must_use]
    pub const fn contains(self, permission: Permission) -> bool {
        self.0 & permission.bit() != 0
    }

    /// Returns whether a holder may do what needs `required`: it is in this set, or
    /// [`Administrator`](Permission::Administrator) is.
    #[must_use]
    pub const fn allows(self, required: Permission) -> bool {
        self.contains(required) || self.contains(Permission::Administrator)
    }
}

impl FromIterator<Permission> for PermissionSet {
    fn from_iter<I: IntoIterator<Item = Permission>>(permissions: I) -> Self {
        permissions.into_iter().fold(Self::EMPTY, Self::with)
    }
}

impl<const N: usize> From<[Permission; N]> for PermissionSet {
    fn from(permissions: [Permission; N]) -> Self {
        permissions.into_iter().collect()
    }
}

impl fmt::Debug for PermissionSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let all = [Permission::UseRobots, Permission::ManageRobots, Permission::Administrator];
        f.debug_set().entries(all.iter().filter(|&&permission| self.contains(permission))).finish()
    }
}

/// What the host says of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Access {
    /// It may do what these permissions allow; nothing, if it holds none or is unknown.
    Granted(PermissionSet),
    /// It is suspended and may do nothing, whatever it holds.
    Suspended,
}

/// Says who holds which permission. The host brings it.
///
/// # Contract
/// It is asked once for every operation, before anything else happens. An account that the host
/// does not know is [`Granted`](Access::Granted) nothing; that is not an error.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Permissions: fmt::Debug + Send + Sync + 'static {
    /// Returns what `account` may do now.
    ///
    /// # Errors
    /// [`Error::Unavailable`](crate::Error::Unavailable) if the host cannot say.
    async fn access(&self, account: AccountId) -> Result<Access>;
}

/// Everybody may do everything: for a first hour, a test, or a host with one user.
#[derive(Clone, Copy, Debug, Default)]
pub struct AllowAll;

#[async_trait]
impl Permissions for AllowAll {
    async fn access(&self, _account: AccountId) -> Result<Access> {
        Ok(Access::Granted(PermissionSet::EMPTY.with(Permission::Administrator)))
    }
}

/// A fixed table of accounts and what their roles give them. Accounts not in it may do nothing.
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
    /// Makes an empty table: nobody may do anything.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Gives an account what a role gives, beside what it has. A suspended account stays suspended.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn permissions_have_the_names_of_storyden() {
        let all = [Permission::UseRobots, Permission::ManageRobots, Permission::Administrator];
        assert_eq!(all.map(Permission::as_str), ["USE_ROBOTS", "MANAGE_ROBOTS", "ADMINISTRATOR"]);
    }

    #[test]
    fn managing_does_not_include_using_and_administrators_may_do_all() {
        let manager = PermissionSet::from([Permission::ManageRobots]);
        assert!(manager.allows(Permission::ManageRobots));
        assert!(!manager.allows(Permission::UseRobots));
        assert!(!manager.allows(Permission::Administrator));

        let administrator = PermissionSet::from([Permission::Administrator]);
        for permission in [Permission::UseRobots, Permission::ManageRobots, Permission::Administrator] {
            assert!(administrator.allows(permission));
            assert!(!PermissionSet::EMPTY.allows(permission));
        }
    }
}
