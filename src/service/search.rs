//! Search in messages and names.

use std::sync::Arc;

use super::Robots;
use crate::{
    model::{
        error::{Damaged, Error, Resource, Result},
        id::AccountId,
        search::{FoundMessage, SearchHit, SearchQuery, SearchResults, Snippet, searchable_text},
    },
    repository::{FoundText, SearchRepository},
    service::operation::{Actor, Operation},
};

/// # Search
impl Robots {
    /// Sets the store that [`search`](Self::search) uses, which must have an index. Without it, a search fails.
    ///
    /// # Examples
    /// ```
    /// use storyden_robots::{AllowAll, MemoryStore, Robots, StaticProfiles};
    ///
    /// let store = MemoryStore::new();
    /// let robots = Robots::new(store.clone(), AllowAll, StaticProfiles::default()).with_search(store);
    /// # let _ = robots;
    /// ```
    #[must_use]
    pub fn with_search(self, store: impl SearchRepository) -> Self {
        Self { search: Some(Arc::new(store)), ..self }
    }
}

impl Robots {
    /// Finds messages, by their text parts, and sessions, by their names, that have all words of a query: the best
    /// first, at most `limit`, which is clamped to 1 to 50. There is no next page: add words to narrow a search.
    ///
    /// Members who may use robots can find everything: the filters of a query are not access control.
    ///
    /// # Errors
    /// [`Error::Unavailable`] while the index of the store is incomplete; [`Error::StorageFailed`] if the store has no
    /// index, or none was [set](Self::with_search).
    ///
    /// # Examples
    /// ```
    /// # use storyden_robots::*;
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// # let ann: AccountId = "cc5lnd2s1s4652adtu50".parse()?;
    /// let store = MemoryStore::new();
    /// let robots = Robots::new(store.clone(), AllowAll, StaticProfiles::default()).with_search(store);
    /// let session = robots.start_session(ann, NewSession::default().name("Café")).await?.id;
    /// robots.append(ann, session, NewMessage::user([Part::text("Who posted this spam?")])?).await?;
    ///
    /// let found = robots.search(ann, &SearchQuery::parse("SPAM posted")?, 20).await?;
    /// assert_eq!(found.hits[0].snippet.text(), "Who posted this spam?");
    /// if let Some(message) = &found.hits[0].message {
    ///     let shown = robots.session(ann, session, WindowRequest::newest(50).around(message.id)).await?;
    ///     assert_eq!(shown.message_list.results, 1);
    /// }
    /// # Ok::<(), Error>(())
    /// # })?;
    /// # Ok::<(), Error>(())
    /// ```
    pub async fn search(
        &self,
        actor: impl Into<Actor>,
        query: &SearchQuery,
        limit: u32,
    ) -> Result<SearchResults> {
        self.allow(&actor.into(), Operation::Search).await?;
        let store = self.search.as_ref();
        let store = store
            .ok_or_else(|| Error::storage_unusable("search is not set up: call `Robots::with_search`"))?;
        let found = store.search(query, limit.clamp(1, SearchQuery::MAX_LIMIT)).await?;
        let mut results = SearchResults { hits: Vec::new(), damaged: found.damaged };
        for text in found.texts {
            match hit(text, query) {
                Ok(hit) => results.hits.push(hit),
                Err(damaged) => results.damaged.push(damaged),
            }
        }
        self.show(results).await
    }

    /// Returns whether there is something to ask.
    #[cfg(feature = "axum")]
    pub(crate) fn can_search(&self) -> bool {
        self.search.is_some()
    }
}

/// Describes a text that was found, with a snippet of it.
fn hit(found: FoundText, query: &SearchQuery) -> Result<SearchHit<AccountId>, Damaged> {
    let Some(record) = found.message else {
        let snippet = Snippet::of(&found.session.name, query);
        return Ok(SearchHit { session: found.session, message: None, snippet });
    };
    let message = record.document.decode().map_err(|error| {
        tracing::error!(id = %record.id, error = &error as &dyn std::error::Error, "a message does not decode");
        Damaged::new(Resource::Message, record.id.to_string())
    })?;
    let snippet = Snippet::of(&searchable_text(&message.parts), query);
    let message = FoundMessage {
        id: record.id,
        sequence: record.sequence,
        role: message.role,
        created_at: message.created_at,
        robot: message.robot,
        author: record.author,
    };
    Ok(SearchHit { session: found.session, message: Some(message), snippet })
}
