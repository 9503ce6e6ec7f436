//! [`ListPlan`]: the kept lists that a list of sessions is read from.

use crate::model::{
    error::{Error, Result},
    id::AccountId,
    label::{Label, Labels},
    page::{PagePosition, PageRequest},
    session::SessionFilter,
};

/// A list of sessions that a store keeps, in both orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KeptList {
    /// All sessions that are not archived.
    All,
    /// The sessions of one account that are not archived.
    CreatedBy(AccountId),
    /// The sessions with a label. For `archived`, the archived sessions; for every other label, those that are not
    /// archived.
    Labelled(Label),
}

/// A kept list with the conditions that its sessions must meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Source {
    pub(crate) list: KeptList,
    /// Only the sessions that this account started. `None` if the list implies it, or for all.
    pub(crate) created_by: Option<AccountId>,
    /// Only the sessions with this label. `None` if the list implies it, or for all.
    pub(crate) label: Option<Label>,
}

impl Source {
    /// A kept list without further conditions.
    pub(crate) fn whole(list: KeptList) -> Self {
        Self { list, created_by: None, label: None }
    }

    /// Returns whether there are no further conditions.
    #[cfg(feature = "sql")]
    pub(crate) fn is_whole(&self) -> bool {
        *self == Self::whole(self.list)
    }

    /// Returns whether a session of the list meets the conditions.
    pub(crate) fn passes(&self, created_by: AccountId, labels: &Labels) -> bool {
        self.created_by.is_none_or(|account| account == created_by)
            && self.label.is_none_or(|label| labels.contains(label))
    }
}

/// The kept lists that a list of sessions is read from. They share no session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ListPlan {
    /// One list whose length is kept.
    Counted(KeptList),
    /// Lists that are merged, and read by cursor.
    ByCursor(Vec<Source>),
}

impl ListPlan {
    /// Plans how to read the sessions that a filter selects.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] about `page` if the length is not kept and the number of a page after the first is
    /// given.
    pub(crate) fn of(filter: &SessionFilter, page: PageRequest) -> Result<Self> {
        let SessionFilter { created_by, label, archived, .. } = *filter;
        let others = archived && label != Some(Label::ARCHIVED);
        let first = match (created_by, label) {
            (None, None) => Source::whole(KeptList::All),
            (Some(account), None) => Source::whole(KeptList::CreatedBy(account)),
            (created_by, Some(label)) => Source { created_by, ..Source::whole(KeptList::Labelled(label)) },
        };
        if !others && first.created_by.is_none() {
            return Ok(Self::Counted(first.list));
        }
        if let PagePosition::Number(2..) = page.position() {
            let reason = "must be 1 for a list whose length is not kept: go on by cursor";
            return Err(Error::invalid_argument("page", reason));
        }
        let archived = Source { list: KeptList::Labelled(Label::ARCHIVED), created_by, label };
        Ok(Self::ByCursor([first].into_iter().chain(others.then_some(archived)).collect()))
    }
}

/// Returns the kept lists that a session is in.
pub(crate) fn kept_lists(deleted: bool, created_by: AccountId, labels: &Labels) -> Vec<KeptList> {
    if deleted {
        return Vec::new();
    }
    if labels.is_archived() {
        return vec![KeptList::Labelled(Label::ARCHIVED)];
    }
    let labelled = labels.iter().map(KeptList::Labelled);
    [KeptList::All, KeptList::CreatedBy(created_by)].into_iter().chain(labelled).collect()
}
