//! [`Permission`] and [`PermissionSet`]: what a member may do.

use std::fmt;

/// A permission of a member, by its name in Storyden's API. Its text and its JSON are that name.
///
/// # Examples
/// ```
/// use storyden_robots::Permission;
///
/// assert_eq!("USE_ROBOTS".parse::<Permission>()?, Permission::UseRobots);
/// assert!("use_robots".parse::<Permission>().is_err());
/// # Ok::<(), storyden_robots::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Permission {
    /// `USE_ROBOTS`: read everything; start, change, write to and fork sessions; approve and deny tool calls; create
    /// toolsets, and change one's own. See [`Operation`](crate::Operation).
    UseRobots,
    /// `MANAGE_ROBOTS`: create, change and delete robots, workspaces and instances; change and delete others' messages
    /// and toolsets; delete, erase, hold and import sessions. It does not include `USE_ROBOTS`.
    ManageRobots,
    /// `ADMINISTRATOR`: everything.
    Administrator,
}

impl Permission {
    pub(super) const ALL: [Self; 3] = [Self::UseRobots, Self::ManageRobots, Self::Administrator];

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

/// A set of permissions, such as those of a role.
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

    /// Returns this set with `permission` added.
    #[must_use]
    pub const fn with(self, permission: Permission) -> Self {
        Self(self.0 | permission.bit())
    }

    /// Returns the union of this set and `other`, such as those of two roles.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Returns whether `permission` itself is in this set. See also [`allows`](Self::allows).
    #[must_use]
    pub const fn contains(self, permission: Permission) -> bool {
        self.0 & permission.bit() != 0
    }

    /// Returns whether `required` or [`Administrator`](Permission::Administrator) is in this set.
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
        f.debug_set()
            .entries(Permission::ALL.iter().filter(|&&permission| self.contains(permission)))
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
