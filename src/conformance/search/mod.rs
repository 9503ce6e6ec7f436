//! The laws about search, for stores that have it.

mod index;
mod queries;
mod subject;

use std::{fmt, future::Future, pin::Pin, sync::Arc};

use self::subject::SearchSubject;
use super::{
    outcome::{BrokenLaw, Fresh, outcome},
    subject::Subject,
};
use crate::repository::{SearchRepository, Store};

/// A fresh store that has search, to test.
pub trait FreshSearch: Fresh {
    /// Splits it into the store, its search, and the guard.
    fn split_search(self) -> (Arc<dyn Store>, Arc<dyn SearchRepository>, Self::Guard);
}

impl<S: Store + SearchRepository> FreshSearch for S {
    fn split_search(self) -> (Arc<dyn Store>, Arc<dyn SearchRepository>, ()) {
        let store = Arc::new(self);
        (Arc::<S>::clone(&store), store, ())
    }
}

impl<S: Store + SearchRepository, G: Send + 'static> FreshSearch for (S, G) {
    fn split_search(self) -> (Arc<dyn Store>, Arc<dyn SearchRepository>, G) {
        let store = Arc::new(self.0);
        (Arc::<S>::clone(&store), store, self.1)
    }
}

/// One law: a rule for every store that has search, and its test.
#[derive(Clone, Copy)]
pub struct SearchLaw {
    name: &'static str,
    test: fn(SearchSubject) -> Pin<Box<dyn Future<Output = ()> + Send>>,
}

impl SearchLaw {
    /// Returns the name, which is the rule: `what_was_deleted_is_not_found`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Tests the law as [`Law::test`](super::Law::test) does.
    ///
    /// # Errors
    /// [`BrokenLaw`] if the store breaks it.
    pub async fn test(&self, store: impl FreshSearch) -> Result<(), BrokenLaw> {
        let (store, search, guard) = store.split_search();
        let subject = SearchSubject::new(Subject::new(store), search);
        let outcome = outcome(self.name, (self.test)(subject)).await;
        drop(guard);
        outcome
    }
}

impl fmt::Debug for SearchLaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SearchLaw({})", self.name)
    }
}

laws! {
    /// Every law about search.
    SEARCH_LAWS of SearchLaw,
    /// Makes one `#[test]` for each law of [`SEARCH_LAWS`](crate::conformance::SEARCH_LAWS), named after it.
    search_conformance_tests by test_search:
    queries {
        a_text_is_found_by_all_of_its_words
        a_hit_is_the_message_as_it_is_stored
        words_of_all_scripts_are_found
        nothing_in_a_query_or_a_text_is_syntax
        only_text_parts_and_names_are_found
        the_best_is_found_first
        filters_narrow_a_search
        a_text_of_any_length_is_kept
    }
    index {
        an_edited_message_is_found_by_what_it_says_now
        a_name_is_found_as_it_is_now
        what_was_deleted_is_not_found
        a_draft_is_found_when_it_ends
        after_any_history_the_record_is_found
        an_index_is_made_while_others_write
        an_incomplete_index_finds_all_or_says_so
        concurrent_writes_are_all_found
    }
}
