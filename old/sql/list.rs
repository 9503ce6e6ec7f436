//! Lists that are read page by page: what their lengths are kept under, and which end a page is nearer to.

use std::fmt::Display;

use crate::model::page::PageRequest;

pub(crate) const SESSIONS: &str = "sessions";
pub(crate) const ROBOTS: &str = "robots";
pub(crate) const WORKSPACES: &str = "workspaces";
pub(crate) const INSTANCES: &str = "instances";
/// Those of a session: one, or none. They are no list, and are counted to be missed.
const SUMMARIES: &str = "summaries";

pub(crate) fn sessions_of(account: impl Display) -> String {
    format!("{SESSIONS}/{account}")
}

pub(crate) fn instances_of(workspace: impl Display) -> String {
    format!("{INSTANCES}/{workspace}")
}

pub(crate) fn summaries_of(session: impl Display) -> String {
    format!("{SUMMARIES}/{session}")
}

/// An end of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Newest,
    Oldest,
}

/// The rows of one page, counted from one end of their list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Slice {
    pub(crate) end: End,
    pub(crate) offset: u64,
    pub(crate) limit: u64,
}

impl Slice {
    /// Returns where a page is in a list of `total` rows, from the end that it is nearer to; `None` past
    /// the end.
    pub(crate) fn nearer(request: PageRequest, total: u64) -> Option<Self> {
        let limit = u64::from(request.size()).min(total.saturating_sub(request.offset()));
        if limit == 0 {
            return None;
        }
        let after = total - request.offset() - limit;
        Some(if request.offset() <= after {
            Self { end: End::Newest, offset: request.offset(), limit }
        } else {
            Self { end: End::Oldest, offset: after, limit }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nearer(page: u32, total: u64) -> Option<(End, u64, u64)> {
        let slice = Slice::nearer(PageRequest::new(page, 10), total)?;
        Some((slice.end, slice.offset, slice.limit))
    }

    #[test]
    fn a_page_is_counted_from_the_nearer_end() {
        assert_eq!(nearer(1, 0), None);
        assert_eq!(nearer(1, 3), Some((End::Newest, 0, 3)));
        assert_eq!(nearer(1, 95), Some((End::Newest, 0, 10)));
        assert_eq!(nearer(9, 95), Some((End::Oldest, 5, 10)));
        assert_eq!(nearer(10, 95), Some((End::Oldest, 0, 5)));
        assert_eq!(nearer(11, 95), None);
        assert_eq!(nearer(u32::MAX, u64::MAX), Some((End::Newest, 42_949_672_940, 10)));
    }
}
