//! [`SearchSubject`], the store under test, with helpers of the laws of search.

use std::{collections::BTreeSet, ops::Deref, sync::Arc};

use crate::{
    conformance::subject::{Subject, ok},
    model::{
        id::{MessageId, SessionId},
        search::{SearchQuery, searchable_text, words},
    },
    repository::{FoundText, MessageRecord, SearchRepository},
};

/// A store with search under test.
#[derive(Clone)]
pub(super) struct SearchSubject {
    subject: Subject,
    search: Arc<dyn SearchRepository>,
}

impl Deref for SearchSubject {
    type Target = Subject;

    fn deref(&self) -> &Subject {
        &self.subject
    }
}

/// A match: a message of a session, or its name.
pub(super) type Found = (SessionId, Option<MessageId>);

pub(super) fn query(text: &str) -> SearchQuery {
    ok(SearchQuery::parse(text))
}

impl SearchSubject {
    pub(super) fn new(subject: Subject, search: Arc<dyn SearchRepository>) -> Self {
        Self { subject, search }
    }

    pub(super) fn subject(&self) -> &Subject {
        &self.subject
    }

    pub(super) fn store(&self) -> &dyn SearchRepository {
        &*self.search
    }

    /// Finds texts, the best first.
    pub(super) async fn texts(&self, query: &SearchQuery, limit: u32) -> Vec<FoundText> {
        let found = ok(self.search.search(query, limit).await);
        assert!(found.damaged.is_empty(), "what does not decode: {:?}", found.damaged);
        assert!(found.texts.len() <= limit as usize, "at most the limit");
        found.texts
    }

    /// Finds all texts that have these words.
    pub(super) async fn found(&self, query: &SearchQuery) -> BTreeSet<Found> {
        let texts = self.texts(query, 1000).await;
        let count = texts.len();
        let found: BTreeSet<_> = texts.into_iter().map(|text| found_of(&text)).collect();
        assert_eq!(found.len(), count, "each text is found once");
        found
    }

    pub(super) async fn finds(&self, text: &str) -> BTreeSet<Found> {
        self.found(&query(text)).await
    }

    /// Appends one message that says `text`.
    pub(super) async fn says(&self, session: SessionId, text: &str) -> MessageRecord {
        ok(self.append(session, vec![self.message(text)]).await).remove(0)
    }

    /// Returns the expected matches in a session that is not deleted, by reading all of it.
    pub(super) async fn scan(&self, session: SessionId, query: &SearchQuery) -> BTreeSet<Found> {
        let name = self.session(session).await.state.reference.name;
        let has = |text: &str| query.score(&words::prepare(text)).is_some();
        let mut found = BTreeSet::new();
        if has(&name) {
            found.insert((session, None));
        }
        for record in self.walk(session, 100).await {
            let written = record.draft.as_ref().is_some_and(|draft| draft.began == record.sequence.into());
            if !written && has(&searchable_text(&ok(record.document.decode()).parts)) {
                found.insert((session, Some(record.id)));
            }
        }
        found
    }

    /// Rebuilds the index, `limit` texts at a time.
    pub(super) async fn index(&self, limit: u32) {
        while !ok(self.search.index_next(limit).await) {}
    }
}

pub(super) fn found_of(text: &FoundText) -> Found {
    (text.session.id, text.message.as_ref().map(|message| message.id))
}
