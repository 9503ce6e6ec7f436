//! [`SearchRepository`]: how messages and names are found by their words.

use std::{fmt, sync::Arc};

use async_trait::async_trait;

use super::records::MessageRecord;
use crate::model::{
    error::{Damaged, Result},
    id::AccountId,
    search::SearchQuery,
    session::SessionRef,
};

/// Finds messages and sessions by their words, beside the sessions of a
/// [`SessionRepository`](super::SessionRepository): a capability that not every store has.
///
/// # Contract
/// That of the [module](super).
///
/// What a write stores can be found as soon as it returns: the names of sessions that are not deleted, and the text
/// parts of their complete messages that are not deleted. A new message is found when it is complete; a continued
/// one by its text before the draft. The index keeps no word of deleted or edited text.
///
/// The words are those of [`SearchQuery`], made by this crate: a store compares them and knows nothing of languages. Of
/// one text, the first 256 KiB of words can be found.
///
/// An index of a store that had none is *incomplete*: [`search`](Self::search) fails until
/// [`index_next`](Self::index_next) has returned `true`.
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait SearchRepository: fmt::Debug + Send + Sync + 'static {
    /// Finds texts that have all words of a query, the best first: those that have the words more often, for their
    /// length. At most `limit`.
    ///
    /// # Errors
    /// [`Error::Unavailable`](crate::Error::Unavailable) while the index is incomplete.
    async fn search(&self, query: &SearchQuery, limit: u32) -> Result<FoundTexts>;

    /// Declares the index incomplete, so that [`index_next`](Self::index_next) makes it anew: after something else than
    /// this crate has changed texts. Until then nothing is found.
    ///
    /// # Errors
    /// Only those of the [module](super).
    async fn forget_index(&self) -> Result<()>;

    /// Indexes about `limit` texts that an incomplete index lacks, in one transaction, and returns whether it is
    /// complete now. Others may write meanwhile, and whoever is interrupted goes on where it was.
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
    /// Rows that match but do not decode.
    pub damaged: Vec<Damaged>,
}

impl FoundTexts {
    /// Describes texts, the best first.
    #[must_use]
    pub fn new(texts: Vec<FoundText>) -> Self {
        Self { texts, damaged: Vec::new() }
    }
}

/// A text that a store found.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct FoundText {
    /// The session.
    pub session: SessionRef<AccountId>,
    /// The message, as it is complete: without its draft. `None` if it is the name of the session that was found.
    pub message: Option<MessageRecord>,
}

impl FoundText {
    /// Describes a message of a session, or its name.
    #[must_use]
    pub fn new(session: SessionRef<AccountId>, message: Option<MessageRecord>) -> Self {
        Self { session, message }
    }
}

/// A pointer to a repository is one too.
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
