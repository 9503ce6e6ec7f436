//! Stores whose search is broken on purpose: each must fail the law that speaks of its fault.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use async_trait::async_trait;
use storyden_robots::{
    MemoryStore, Result, SearchQuery, SearchRepository,
    conformance::{Fresh, FreshSearch, SEARCH_LAWS},
    repository::{FoundTexts, Store},
};

/// What a store does wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    Nothing,
    FindsNothing,
    FindsTwice,
    KeepsWhatItFound,
    LosesNames,
    LosesAuthors,
    LosesTheDocument,
    WorstFirst,
    IgnoresTheLimit,
    LimitsBeforeFilters,
    IgnoresTheSession,
    IgnoresTheCreator,
    IgnoresTheAuthor,
    IsNeverMade,
}

/// Each fault, the law that it breaks, and how the law says so.
const FAULTS: &[(Fault, &str, &str)] = &[
    (Fault::FindsNothing, "words_of_all_scripts_are_found", "finds"),
    (Fault::FindsNothing, "nothing_in_a_query_or_a_text_is_syntax", "finds itself"),
    (Fault::FindsNothing, "only_text_parts_and_names_are_found", "all text parts"),
    (Fault::FindsNothing, "a_text_of_any_length_is_kept", "bytes"),
    (Fault::FindsNothing, "concurrent_writes_are_all_found", "what all said"),
    (Fault::FindsNothing, "an_incomplete_index_finds_all_or_says_so", "it finds all"),
    (Fault::FindsTwice, "a_text_is_found_by_all_of_its_words", "once"),
    (Fault::KeepsWhatItFound, "an_edited_message_is_found_by_what_it_says_now", "what it said"),
    (Fault::KeepsWhatItFound, "a_name_is_found_as_it_is_now", "the name before"),
    (Fault::KeepsWhatItFound, "what_was_deleted_is_not_found", "that was deleted"),
    (Fault::KeepsWhatItFound, "a_draft_is_found_when_it_ends", "until its end"),
    (Fault::KeepsWhatItFound, "after_any_history_the_record_is_found", "seed 0"),
    (Fault::LosesNames, "a_text_is_found_by_all_of_its_words", "named so"),
    (Fault::LosesNames, "an_index_is_made_while_others_write", "seed"),
    (Fault::LosesAuthors, "a_hit_is_the_message_as_it_is_stored", "the message"),
    (Fault::LosesTheDocument, "a_hit_is_the_message_as_it_is_stored", "the message"),
    (Fault::WorstFirst, "the_best_is_found_first", "in less text"),
    (Fault::IgnoresTheLimit, "the_best_is_found_first", "at most the limit"),
    (Fault::LimitsBeforeFilters, "filters_narrow_a_search", "before the limit"),
    (Fault::IgnoresTheSession, "filters_narrow_a_search", "of a session"),
    (Fault::IgnoresTheCreator, "filters_narrow_a_search", "of an account"),
    (Fault::IgnoresTheAuthor, "filters_narrow_a_search", "of an author"),
    (Fault::IsNeverMade, "an_incomplete_index_finds_all_or_says_so", "stays so"),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_fault_breaks_its_law() {
    let mut wrong = Vec::new();
    for &(fault, name, words) in FAULTS {
        let law = SEARCH_LAWS.iter().find(|law| law.name() == name).expect(name);
        match law.test(Broken::new(fault)).await {
            Ok(()) => wrong.push(format!("{fault:?} keeps {name}")),
            Err(broken) if !broken.reason.contains(words) => {
                wrong.push(format!("{fault:?} fails without the words {words:?}: {broken}"));
            }
            Err(broken) => assert_eq!(broken.law, name),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn without_a_fault_every_law_is_kept_and_each_law_has_a_fault() {
    for law in SEARCH_LAWS {
        law.test(Broken::new(Fault::Nothing)).await.expect("no fault");
        assert!(FAULTS.iter().any(|(_, name, _)| *name == law.name()), "{law:?} was never seen to fail");
    }
}

/// A memory store whose search has one fault.
#[derive(Debug)]
struct Broken {
    inner: MemoryStore,
    fault: Fault,
    found: Mutex<HashMap<String, FoundTexts>>,
}

impl Broken {
    fn new(fault: Fault) -> Self {
        Self { inner: MemoryStore::new(), fault, found: Mutex::default() }
    }

    async fn find(&self, query: SearchQuery, limit: u32) -> Result<FoundTexts> {
        let query = match self.fault {
            Fault::IgnoresTheSession => query.in_session(None),
            Fault::IgnoresTheCreator => query.created_by(None),
            Fault::IgnoresTheAuthor => query.by_author(None),
            _ => query,
        };
        let everything = self.fault == Fault::IgnoresTheLimit;
        let mut found = self.inner.search(&query, if everything { 1000 } else { limit }).await?;
        match self.fault {
            Fault::FindsNothing => found.texts.clear(),
            Fault::FindsTwice => found.texts.extend(found.texts.clone()),
            Fault::LosesNames => found.texts.retain(|text| text.message.is_some()),
            Fault::WorstFirst => found.texts.reverse(),
            Fault::LimitsBeforeFilters if limit == 1 => {
                let all = self.inner.search(&query.clone().by_author(None), limit).await?;
                found.texts.retain(|text| all.texts.contains(text));
            }
            Fault::LosesAuthors | Fault::LosesTheDocument => {
                for record in found.texts.iter_mut().filter_map(|text| text.message.as_mut()) {
                    match self.fault {
                        Fault::LosesAuthors => record.author = None,
                        _ => record.annotations = Some(storyden_robots::Json::object()),
                    }
                }
            }
            _ => {}
        }
        Ok(found)
    }
}

impl Fresh for Broken {
    type Guard = ();

    fn split(self) -> (Arc<dyn Store>, ()) {
        (Arc::new(self.inner), ())
    }
}

impl FreshSearch for Broken {
    fn split_search(self) -> (Arc<dyn Store>, Arc<dyn SearchRepository>, ()) {
        (Arc::new(self.inner.clone()), Arc::new(self), ())
    }
}

#[async_trait]
impl SearchRepository for Broken {
    async fn search(&self, query: &SearchQuery, limit: u32) -> Result<FoundTexts> {
        let key = format!("{query:?} {limit}");
        let kept = || self.found.lock().unwrap_or_else(PoisonError::into_inner);
        if self.fault == Fault::KeepsWhatItFound
            && let Some(found) = kept().get(&key)
        {
            return Ok(found.clone());
        }
        let found = self.find(query.clone(), limit).await?;
        kept().insert(key, found.clone());
        Ok(found)
    }

    async fn forget_index(&self) -> Result<()> {
        self.inner.forget_index().await
    }

    async fn index_next(&self, limit: u32) -> Result<bool> {
        let done = self.inner.index_next(limit).await?;
        Ok(done && self.fault != Fault::IsNeverMade)
    }
}
