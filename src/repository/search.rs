//! [`SearchRepository`]: full-text search over messages and names of sessions.

use std::{fmt, sync::Arc};

use async_trait::async_trait;

use super::records::MessageRecord;
use crate::model::{
    error::{Damaged, Result},
    id::AccountId,
    search::SearchQuery,
    session::SessionRef,
};

/// Full-text search over the messages and names of a [`SessionRepository`](super::SessionRepository). Not every store
/// has this capability.
///
/// # Contract
/// Every method is atomic, and the other rules of the [module](super) hold too.
///
/// As soon as a write returns, search finds what it stored: the names of sessions, and the text parts of complete
/// messages, if neither is deleted. A new message is found once it is complete; while a draft is open on an older
/// message, its text before the draft is found. The index keeps no word of deleted or edited text.
///
/// [`SearchQuery`] defines what a word is; a store only compares words. Of each text, only the first 256 KiB of words
/// are indexed.
///
/// If an index is added to a store with data, it is *incomplete*: [`search`](Self::search) fails until
/// [`index_next`](Self::index_next) has returned `true`.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait SearchRepository: fmt::Debug + Send + Sync + 'static {
    /// Finds at most `limit` texts that have all words of a query, best match first. A text ranks higher if it has the
    /// words more often in relation to its length.
    ///
    /// # Errors
    /// [`Error::Unavailable`](crate::Error::Unavailable) while the index is incomplete.
    async fn search(&self, query: &SearchQuery, limit: u32) -> Result<FoundTexts>;

    /// Marks the index as incomplete, so that [`index_next`](Self::index_next) rebuilds it. Call it after another
    /// program has changed texts. Until the index is complete, [`search`](Self::search) fails.
    ///
    /// # Errors
    /// Only those of the [module](super).
    async fn forget_index(&self) -> Result<()>;

    /// Indexes about `limit` texts that an incomplete index lacks, in one transaction, and returns whether the index is
    /// complete now. Writes can continue meanwhile. Call it until it returns `true`; an interrupted sequence of calls
    /// can be continued later.
    ///
    /// # Errors
    /// Only those of the [module](super).
    async fn index_next(&self, limit: u32) -> Result<bool>;
}

/// The result of a search in a store.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct FoundTexts {
    /// The texts, the best first.
    pub texts: Vec<FoundText>,
    /// The rows that match but do not decode.
    pub damaged: Vec<Damaged>,
}

impl FoundTexts {
    /// Creates a result without damaged rows.
    #[must_use]
    pub fn new(texts: Vec<FoundText>) -> Self {
        Self { texts, damaged: Vec::new() }
    }
}

/// A text that matches a query: a message, or the name of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FoundText {
    /// The session.
    pub session: SessionRef<AccountId>,
    /// The message, without its open draft. `None` if the name of the session matched.
    pub message: Option<MessageRecord>,
}

impl FoundText {
    /// Creates a match.
    #[must_use]
    pub fn new(session: SessionRef<AccountId>, message: Option<MessageRecord>) -> Self {
        Self { session, message }
    }
}

/// Implements the trait for smart pointers to a repository.
macro_rules! delegate {
    ($($pointer:ident),+) => {$(
        #[async_trait]
        #[deny(clippy::missing_trait_methods)]
        impl<T: SearchRepository + ?Sized> SearchRepository for $pointer<T> {
            async fn search(&self, query: &SearchQuery, limit: u32) -> Result<FoundTexts> {
                (**self).search(query, limit).await
            }
            async fn forget_index(&self) -> Result<()> {
                (**self).forget_index().await
            }
            async fn index_next(&self, limit: u32) -> Result<bool> {
                (**self).index_next(limit).await
            }
        }
    )+};
}

delegate!(Arc, Box);
