//! Accounts as they are shown: [`Profile`], [`Role`], and the trait [`Profiles`] that the host implements.

use std::{fmt, sync::Arc};

use async_trait::async_trait;
use foldhash::{HashMap, HashSet, HashSetExt as _};
use serde::{Deserialize, Serialize};

use crate::model::{
    error::Result,
    id::{AccountId, RoleId},
    json::Json,
    json_writer::{write_array, write_plain, write_serde, write_text},
    time::Timestamp,
};

/// The public data of an account, as in Storyden's API.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Profile {
    /// Its id.
    pub id: AccountId,
    /// The time at which it joined.
    pub joined: Timestamp,
    /// The time since which it is suspended, if it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suspended: Option<Timestamp>,
    /// Its unique handle, without `@`.
    pub handle: String,
    /// Its display name.
    pub name: String,
    /// Its signature, as HTML text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<String>,
    /// Its roles, in the host's order.
    pub roles: Vec<Role>,
}

impl Profile {
    /// Creates a profile with a handle and a name.
    ///
    /// It joined when its id was created, if that is an xid; else at [`Timestamp::UNIX_EPOCH`], until
    /// [`joined`](Self::joined) sets it.
    #[must_use]
    pub fn new(id: AccountId, handle: impl Into<String>, name: impl Into<String>) -> Self {
        Self {
            id,
            joined: id.time().unwrap_or(Timestamp::UNIX_EPOCH),
            suspended: None,
            handle: handle.into(),
            name: name.into(),
            signature: None,
            roles: Vec::new(),
        }
    }

    /// Sets when the account joined.
    #[must_use]
    pub fn joined(self, joined: Timestamp) -> Self {
        Self { joined, ..self }
    }

    /// Sets since when the account is suspended.
    #[must_use]
    pub fn suspended(self, since: Timestamp) -> Self {
        Self { suspended: Some(since), ..self }
    }

    /// Sets the signature, as HTML text.
    #[must_use]
    pub fn signature(self, signature: impl Into<String>) -> Self {
        Self { signature: Some(signature.into()), ..self }
    }

    /// Sets the roles, in the order in which they are shown.
    #[must_use]
    pub fn roles(self, roles: impl IntoIterator<Item = Role>) -> Self {
        Self { roles: roles.into_iter().collect(), ..self }
    }

    /// Creates the profile of an account that the host no longer knows: its handle is `deleted-` and the id, its
    /// name `Deleted account`.
    ///
    /// # Examples
    /// ```
    /// use storyden_robots::{AccountId, Profile};
    ///
    /// let id: AccountId = "cc5lnd2s1s4652adtu50".parse()?;
    /// assert_eq!(Profile::tombstone(id).handle, "deleted-cc5lnd2s1s4652adtu50");
    /// # Ok::<(), storyden_robots::Error>(())
    /// ```
    #[must_use]
    pub fn tombstone(id: AccountId) -> Self {
        Self::new(id, format!("deleted-{id}"), "Deleted account")
    }
}

impl Profile {
    /// Appends it as serde would. Every row of a page has one, and serde takes three times as long.
    pub(crate) fn write_json(&self, out: &mut Vec<u8>) -> Result<()> {
        let Self { id, joined, suspended, handle, name, signature, roles } = self;
        out.extend_from_slice(b"{\"id\":");
        write_plain(out, id);
        out.extend_from_slice(b",\"joined\":");
        write_plain(out, joined);
        if let Some(suspended) = suspended {
            out.extend_from_slice(b",\"suspended\":");
            write_plain(out, suspended);
        }
        out.extend_from_slice(b",\"handle\":");
        write_text(out, handle)?;
        out.extend_from_slice(b",\"name\":");
        write_text(out, name)?;
        if let Some(signature) = signature {
            out.extend_from_slice(b",\"signature\":");
            write_text(out, signature)?;
        }
        out.extend_from_slice(b",\"roles\":");
        write_array(out, roles, write_serde)?;
        out.push(b'}');
        Ok(())
    }
}

/// A role of the host, shown beside a name. It grants nothing: [`Permissions`](crate::Permissions) decides what members
/// may do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Role {
    /// Whether it is shown as the holder's badge.
    pub badge: bool,
    /// Whether everybody has it.
    pub default: bool,
    /// Its id.
    pub id: RoleId,
    /// Its name.
    pub name: String,
    /// Its colour, as CSS text.
    pub colour: String,
    /// Data of the host, an object in Storyden's API. It is passed on as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meta: Option<Json<'static>>,
}

impl Role {
    /// Creates a role that is neither a badge nor everybody's.
    ///
    /// # Examples
    /// ```
    /// use storyden_robots::{AccountId, Profile, Role, RoleId};
    ///
    /// let staff = Role::new(RoleId::from_bytes([7; 12]), "Staff", "#8a2be2").badge();
    /// let ann = Profile::new(AccountId::from_i64(42)?, "ann", "Ann").roles([staff]);
    /// assert!(ann.roles[0].badge);
    /// # Ok::<(), storyden_robots::Error>(())
    /// ```
    #[must_use]
    pub fn new(id: RoleId, name: impl Into<String>, colour: impl Into<String>) -> Self {
        Self { badge: false, default: false, id, name: name.into(), colour: colour.into(), meta: None }
    }

    /// Shows the role as the holder's badge.
    #[must_use]
    pub fn badge(self) -> Self {
        Self { badge: true, ..self }
    }

    /// Marks it as a role that everybody has.
    #[must_use]
    pub fn default_role(self) -> Self {
        Self { default: true, ..self }
    }

    /// Sets the data of the host.
    #[must_use]
    pub fn meta(self, meta: Json<'static>) -> Self {
        Self { meta: Some(meta), ..self }
    }
}

/// Looks up the profiles of accounts. Implement this for your host.
///
/// # Contract
/// A service method calls it at most once for each result, with each account once. Accounts that are not returned are
/// shown as [tombstones](Profile::tombstone).
///
/// # Examples
/// ```
/// use std::{collections::HashMap, sync::Arc};
/// use storyden_robots::{AccountId, Profile, Profiles, Result, async_trait};
///
/// #[derive(Debug)]
/// struct Names(HashMap<i64, &'static str>);
///
/// #[async_trait]
/// impl Profiles for Names {
///     async fn profiles(&self, accounts: &[AccountId]) -> Result<Vec<Arc<Profile>>> {
///         let name = |account: &AccountId| self.0.get(&account.to_i64()?).map(|name| (*account, *name));
///         let found = accounts.iter().filter_map(name);
///         Ok(found.map(|(account, name)| Arc::new(Profile::new(account, name.to_lowercase(), name))).collect())
///     }
/// }
///
/// let (ann, ben) = (AccountId::from_i64(42)?, AccountId::from_i64(43)?);
/// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
/// let found = Names(HashMap::from([(42, "Ann")])).profiles(&[ann, ben]).await?;
/// assert_eq!((found.len(), &*found[0].handle), (1, "ann"));
/// # Ok::<(), storyden_robots::Error>(())
/// # })?;
/// # Ok::<(), storyden_robots::Error>(())
/// ```
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait Profiles: fmt::Debug + Send + Sync + 'static {
    /// Returns the profiles of those `accounts` that exist, in any order.
    ///
    /// # Errors
    /// [`Error::Unavailable`](crate::Error::Unavailable) if the profiles cannot be read now.
    async fn profiles(&self, accounts: &[AccountId]) -> Result<Vec<Arc<Profile>>>;
}

#[deny(clippy::missing_trait_methods)]
#[async_trait]
impl<T: Profiles + ?Sized> Profiles for Arc<T> {
    async fn profiles(&self, accounts: &[AccountId]) -> Result<Vec<Arc<Profile>>> {
        (**self).profiles(accounts).await
    }
}

/// A fixed table of profiles. All other accounts are shown as tombstones.
///
/// # Examples
/// ```
/// use storyden_robots::{AccountId, Profile, StaticProfiles};
///
/// let ann = AccountId::from_bytes([1; 12]);
/// let profiles = StaticProfiles::new([Profile::new(ann, "ann", "Ann")]);
/// # let _ = profiles;
/// ```
#[derive(Clone, Debug, Default)]
pub struct StaticProfiles {
    profiles: HashMap<AccountId, Arc<Profile>>,
}

impl StaticProfiles {
    /// Creates a table of these profiles. Of several with the same id, the last counts.
    #[must_use]
    pub fn new(profiles: impl IntoIterator<Item = Profile>) -> Self {
        Self { profiles: profiles.into_iter().map(|profile| (profile.id, Arc::new(profile))).collect() }
    }
}

#[async_trait]
impl Profiles for StaticProfiles {
    async fn profiles(&self, accounts: &[AccountId]) -> Result<Vec<Arc<Profile>>> {
        let mut found = Vec::with_capacity(accounts.len());
        found.extend(accounts.iter().filter_map(|id| self.profiles.get(id).map(Arc::clone)));
        Ok(found)
    }
}

/// The accounts in a result. One may be in it several times.
pub(crate) type Accounts = Vec<AccountId>;

/// A result with account ids, which can be replaced by profiles.
pub(crate) trait Resolve: Send {
    type Resolved;

    /// Adds every account of the result.
    fn accounts(&self, accounts: &mut Accounts);

    /// Replaces accounts by profiles.
    fn resolve(self, people: &People) -> Self::Resolved;
}

/// The profiles of all accounts in a result. Unknown accounts have a tombstone.
#[derive(Debug)]
pub(crate) struct People(HashMap<AccountId, Arc<Profile>>);

impl People {
    pub(crate) fn get(&self, id: AccountId) -> Arc<Profile> {
        self.0.get(&id).map_or_else(|| Arc::new(Profile::tombstone(id)), Arc::clone)
    }

    /// Reads the profiles of these accounts with one call, or without one if there are none.
    pub(crate) async fn find(profiles: &dyn Profiles, mut accounts: Accounts) -> Result<Self> {
        let mut seen = HashSet::with_capacity(accounts.len());
        accounts.retain(|account| seen.insert(*account));
        let known = ask(profiles, &accounts).await?;
        Ok(Self(known.into_iter().map(|profile| (profile.id, profile)).collect()))
    }

    /// Reads the same of accounts that are there once each, and returns a profile for each, in their order.
    pub(crate) async fn find_each(
        profiles: &dyn Profiles,
        accounts: &[AccountId],
    ) -> Result<Vec<Arc<Profile>>> {
        let known = ask(profiles, accounts).await?;
        // Most hosts return them in the order in which they are asked.
        if known.iter().map(|profile| &profile.id).eq(accounts) {
            return Ok(known);
        }
        let people = Self(known.into_iter().map(|profile| (profile.id, profile)).collect());
        Ok(accounts.iter().map(|account| people.get(*account)).collect())
    }
}

/// Reads profiles with one call, or without one if there are no accounts.
async fn ask(profiles: &dyn Profiles, accounts: &[AccountId]) -> Result<Vec<Arc<Profile>>> {
    if accounts.is_empty() { Ok(Vec::new()) } else { profiles.profiles(accounts).await }
}

/// Replaces the accounts in `answer` by profiles, with one call to the host, or none if there are no accounts.
pub(crate) async fn resolve<T: Resolve>(profiles: &dyn Profiles, answer: T) -> Result<T::Resolved> {
    let mut accounts = Accounts::default();
    answer.accounts(&mut accounts);
    let people = People::find(profiles, accounts).await?;
    Ok(answer.resolve(&people))
}

impl<T: Resolve> Resolve for Vec<T> {
    type Resolved = Vec<T::Resolved>;

    fn accounts(&self, accounts: &mut Accounts) {
        accounts.reserve(self.len());
        for item in self {
            item.accounts(accounts);
        }
    }

    fn resolve(self, people: &People) -> Self::Resolved {
        self.into_iter().map(|item| item.resolve(people)).collect()
    }
}

/// A representation of an account: its id in a store, its [`Profile`] in results of the service.
pub trait Author: Clone + Serialize + sealed::Sealed {
    /// Returns the account. All representations of an account in one result are equal.
    fn account(&self) -> AccountId;
}

mod sealed {
    use crate::model::error::Result;

    pub trait Sealed {
        /// Appends it as JSON, without serde.
        fn write(&self, out: &mut Vec<u8>) -> Result<()>;
    }
}

impl sealed::Sealed for AccountId {
    fn write(&self, out: &mut Vec<u8>) -> Result<()> {
        write_plain(out, self);
        Ok(())
    }
}

impl sealed::Sealed for Arc<Profile> {
    fn write(&self, out: &mut Vec<u8>) -> Result<()> {
        self.write_json(out)
    }
}

impl Author for AccountId {
    fn account(&self) -> AccountId {
        *self
    }
}

impl Author for Arc<Profile> {
    fn account(&self) -> AccountId {
        self.id
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_by_hand_is_what_serde_writes() {
        let id = AccountId::from_bytes([1; 12]);
        let role = Role {
            badge: true,
            default: false,
            id: RoleId::from_bytes([2; 12]),
            name: "\"A\"".to_owned(),
            colour: "red".to_owned(),
            meta: Some(Json::NULL),
        };
        let whole = Profile {
            suspended: Some(Timestamp::MAX),
            signature: Some("<p>\u{7f}é\u{2028}</p>".to_owned()),
            roles: vec![role.clone(), role],
            ..Profile::new(id, "ann", "")
        };
        let named = |name: char| Profile::new(id, name, format!("A{name}"));
        let every_byte = ('\0'..='\u{ff}').chain(['\u{10ffff}']).map(named);
        for profile in every_byte.chain([whole]) {
            let mut written = Vec::new();
            profile.write_json(&mut written).unwrap();
            assert_eq!(String::from_utf8(written).unwrap(), serde_json::to_string(&profile).unwrap());
        }
    }
}
