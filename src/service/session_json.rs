//! A session with a window of messages, and a page of sessions, written as JSON without a record for each row.
//!
//! These are the paths that readers take most. Of each message its document is copied, and the other fields are
//! appended. The answer is the JSON of the typed [`Session`](crate::Session) or [`Page`](crate::Page).

use std::sync::Arc;

use super::{Robots, window::cut};
use crate::{
    model::{
        error::Result,
        id::SessionId,
        message::{WindowRequest, write_list},
        page::PageRequest,
        profile::{People, Profile},
        session::SessionFilter,
    },
    repository::{SessionTexts, SessionWindow},
    service::operation::{Actor, Operation},
};

impl Robots {
    /// Appends the JSON of a session with a window of its messages to `out`. This is what [`session`](Self::session)
    /// returns, but faster, since the messages are copied and not decoded. Returns the number of messages.
    ///
    /// # Errors
    /// Those of [`session`](Self::session). `out` is unchanged then.
    ///
    /// # Examples
    /// ```
    /// # use storyden_robots::*;
    /// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
    /// # let robots = Robots::new(MemoryStore::new(), AllowAll, StaticProfiles::default());
    /// # let ann = AccountId::from_bytes([1; 12]);
    /// let session = robots.start_session(ann, NewSession::default()).await?;
    /// robots.append(ann, session.id, NewMessage::user([Part::text("Who posted this?")])?).await?;
    ///
    /// let mut body = Vec::new();
    /// robots.session_json(ann, session.id, WindowRequest::newest(50), &mut body).await?;
    /// let read: Session = serde_json::from_slice(&body)?;
    /// assert_eq!(read.message_list.messages[0].parts.text(), "Who posted this?");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub async fn session_json(
        &self,
        actor: impl Into<Actor>,
        id: SessionId,
        window: WindowRequest,
        out: &mut Vec<u8>,
    ) -> Result<u32> {
        self.allow(&actor.into(), Operation::GetSession).await?;
        let mut found = self.sessions.find_session_texts(id, window).await?;
        let most = self.limits().window_bytes;
        if found.messages.len_bytes() > most {
            // Rare enough to read it again: which messages fit is decided about records.
            let mut records = self.sessions.find_session(id, window).await?;
            cut(&mut records, window, most);
            found = records.into_texts();
        }
        let SessionWindow { state, messages, next_before, next_after, damaged } = found;
        let mut accounts = messages.authors().to_vec();
        let started_by = state.reference.created_by;
        let known = accounts.iter().position(|account| *account == started_by);
        let number = known.unwrap_or(accounts.len());
        if known.is_none() {
            accounts.push(started_by);
        }
        let profiles = People::find_each(&*self.profiles, &accounts).await?;
        let results = u32::try_from(messages.len()).unwrap_or(u32::MAX);
        let start = out.len();
        out.reserve(messages.len_bytes() + 2048);
        let mut write = || {
            let write_started_by =
                |out: &mut Vec<u8>| profiles.get(number).map_or(Ok(()), |profile| profile.write_json(out));
            state.reference.fields().write(out, write_started_by)?;
            out.extend_from_slice(b",\"message_list\":");
            write_list(out, [window.limit(), results], [next_before, next_after], &damaged, |out| {
                messages.write_json(out, &profiles, self.file_urls())
            })?;
            state.details.write_behind(out)
        };
        write().inspect_err(|_| out.truncate(start))?;
        Ok(results)
    }

    /// Appends the JSON of a page of sessions to `out`. This is what [`list_sessions`](Self::list_sessions) returns,
    /// but faster. Returns the number of sessions.
    ///
    /// # Errors
    /// Those of [`list_sessions`](Self::list_sessions). `out` is unchanged then.
    ///
    /// # Examples
    /// ```
    /// # use storyden_robots::*;
    /// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
    /// # let robots = Robots::new(MemoryStore::new(), AllowAll, StaticProfiles::default());
    /// # let ann = AccountId::from_bytes([1; 12]);
    /// robots.start_session(ann, NewSession::default().name("Spam wave")).await?;
    ///
    /// let mut body = Vec::new();
    /// robots.sessions_json(ann, SessionFilter::default(), PageRequest::sessions(), &mut body).await?;
    /// let read: Page<SessionRef> = serde_json::from_slice(&body)?;
    /// assert_eq!(read.items[0].name, "Spam wave");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub async fn sessions_json(
        &self,
        actor: impl Into<Actor>,
        filter: SessionFilter,
        page: PageRequest,
        out: &mut Vec<u8>,
    ) -> Result<u32> {
        let (texts, profiles) = self.session_texts(actor.into(), filter, page).await?;
        let start = out.len();
        texts.write_json(out, &profiles).inspect_err(|_| out.truncate(start))?;
        Ok(texts.results())
    }

    /// Returns a page that can be written, with the profiles of its people.
    pub(crate) async fn session_texts(
        &self,
        actor: Actor,
        filter: SessionFilter,
        page: PageRequest,
    ) -> Result<(SessionTexts, Vec<Arc<Profile>>)> {
        self.allow(&actor, Operation::ListSessions).await?;
        let texts = self.sessions.list_session_texts(filter, page).await?;
        let profiles = People::find_each(&*self.profiles, texts.people()).await?;
        Ok((texts, profiles))
    }
}
