//! [`ListPlan`]: which kept lists a list of sessions is made of.

use crate::model::{
    error::{Error, Result},
    id::AccountId,
    label::{Label, Labels},
    page::{PageRequest, Position},
    session::SessionFilter,
};

/// A list of sessions that a store keeps in both orders, with its length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KeptList {
    /// All that are not archived.
    All,
    /// Those of one account that are not archived.
    CreatedBy(AccountId),
    /// Those with a label: for `archived` these, for any other the ones that are not archived.
    Labelled(Label),
}

/// The sessions of a kept list that pass a filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Source {
    pub(crate) list: KeptList,
    /// Who started them, if the list does not say it.
    pub(crate) created_by: Option<AccountId>,
    /// A label that they have, if the list does not say it.
    pub(crate) label: Option<Label>,
}

impl Source {
    fn whole(list: KeptList) -> Self {
        Self { list, created_by: None, label: None }
    }

    /// Returns whether a session of the list passes.
    pub(crate) fn passes(&self, created_by: AccountId, labels: &Labels) -> bool {
        self.created_by.is_none_or(|account| account == created_by)
            && self.label.is_none_or(|label| labels.contains(label))
    }
}

/// Which kept lists a list of sessions is made of. No session is in two of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ListPlan {
    /// A list whose length is kept.
    Counted(KeptList),
    /// One that is read by cursor.
    ByCursor(Vec<Source>),
}

impl ListPlan {
    /// Plans the list of what a filter selects.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] about `page` if a page that is not the first is asked for by number, and no length is
    /// kept.
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
        if let Position::Number(2..) = page.position() {
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
