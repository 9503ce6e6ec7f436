//! A session with a window of messages, written as JSON without decoding the messages.
//!
//! This is the path that a reader of a session takes most: of each message its document is copied, and what
//! stands beside it is written behind. The answer equals the JSON of the typed [`Session`](crate::Session) as a value.

use super::{Robots, window::cut};
use crate::{
    model::{
        error::Result,
        id::SessionId,
        message::{JsonCache, WindowRequest, write_list},
        profile::{People, Resolve},
    },
    repository::SessionWindow,
    service::operation::{Actor, Operation},
};

impl Robots {
    /// Appends the JSON of a session with a window of its messages to `out`: what
    /// [`session`](Self::session) returns, and faster, since the messages are copied and not read. Returns how many
    /// messages there are in it.
    ///
    /// # Errors
    /// Those of [`session`](Self::session). `out` is as it was then.
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
        accounts.push(state.reference.created_by);
        let people = People::find(&*self.profiles, accounts).await?;
        let results = u32::try_from(messages.len()).unwrap_or(u32::MAX);
        let start = out.len();
        out.reserve(messages.len_bytes() + 2048);
        let write = || {
            state.reference.resolve(&people).write_fields(out, &mut JsonCache::default())?;
            out.extend_from_slice(b",\"message_list\":");
            write_list(out, [window.limit(), results], [next_before, next_after], &damaged, |out| {
                messages.write_json(out, &people)
            })?;
            state.details.write_behind(out)
        };
        write().inspect_err(|_| out.truncate(start))?;
        Ok(results)
    }
}
