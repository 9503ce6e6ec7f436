//! [`Asked`]: the calls that had an approval request.

use std::collections::BTreeSet;

/// The indexes of the calls that have had an approval request with one id. An index is checked when it is used, and
/// removed if its call has another request now, so the cost of all responses together is proportional to the number of
/// requests.
#[derive(Clone, Debug, Default)]
pub(super) struct Asked {
    pub(super) all: BTreeSet<usize>,
    pub(super) waiting: BTreeSet<usize>,
}

impl Asked {
    pub(super) fn insert(&mut self, index: usize) {
        self.all.insert(index);
        self.waiting.insert(index);
    }
}
