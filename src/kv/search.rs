//! Search in a [`MemoryStore`]: scans all texts; there is no index.

use async_trait::async_trait;

use super::memory::MemoryStore;
use crate::{
    model::{
        error::{Damaged, Error, Resource, Result},
        id::AccountId,
        message::WindowRequest,
        page::PageRequest,
        search::{SearchQuery, searchable_text, words},
        session::{SessionFilter, SessionRef},
    },
    repository::{FoundText, FoundTexts, SearchRepository, SessionRepository as _},
};

#[async_trait]
impl SearchRepository for MemoryStore {
    async fn search(&self, query: &SearchQuery, limit: u32) -> Result<FoundTexts> {
        let mut found = Vec::new();
        let mut damaged = Vec::new();
        let mut page = PageRequest::by_cursor(PageRequest::MAX_SIZE);
        let filter = SessionFilter::created_by(query.created_by).archived(true);
        loop {
            let listed = self.list_sessions(filter, page).await?;
            for session in listed.items {
                if query.session.is_none_or(|id| id == session.id) {
                    damaged.extend(self.search_session(query, &session, &mut found).await?);
                }
            }
            match listed.next_cursor {
                Some(cursor) => page = page.after(cursor),
                None => break,
            }
        }
        found.sort_by(|(one, _), (other, _)| other.total_cmp(one));
        found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        let mut texts = FoundTexts::new(found.into_iter().map(|(_, text)| text).collect());
        texts.damaged = damaged;
        Ok(texts)
    }

    async fn forget_index(&self) -> Result<()> {
        Ok(())
    }

    async fn index_next(&self, _: u32) -> Result<bool> {
        Ok(true)
    }
}

impl MemoryStore {
    /// Adds the matches of a session, with their scores. Returns the rows that do not decode.
    async fn search_session(
        &self,
        query: &SearchQuery,
        session: &SessionRef<AccountId>,
        found: &mut Vec<(f64, FoundText)>,
    ) -> Result<Vec<Damaged>> {
        let mut damaged = Vec::new();
        let name = query.score(&words::prepare(&session.name)).filter(|_| query.author.is_none());
        found.extend(name.map(|score| (score, FoundText::new(session.clone(), None))));
        let mut request = WindowRequest::newest(WindowRequest::MAX_LIMIT);
        loop {
            let window = match self.find_session(session.id, request).await {
                // Deleted meanwhile.
                Err(Error::NotFound { .. }) => return Ok(damaged),
                window => window?,
            };
            for mut record in window.messages {
                let written = record.draft.take().is_some_and(|draft| draft.began == record.sequence.into());
                if written || query.author.is_some() && query.author != record.author {
                    continue;
                }
                match record.document.decode() {
                    Ok(message) => {
                        let score = query.score(&words::prepare(&searchable_text(&message.parts)));
                        let text = || FoundText::new(session.clone(), Some(record));
                        found.extend(score.map(|score| (score, text())));
                    }
                    Err(_) => damaged.push(Damaged::new(Resource::Message, record.id.to_string())),
                }
            }
            match window.next_before {
                Some(id) => request = request.before(id),
                None => return Ok(damaged),
            }
        }
    }
}
