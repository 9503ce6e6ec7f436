//! A session with a window of messages, written as JSON without decoding the messages.
//!
//! This is the path that a reader of a session takes most: of each message its document is copied, and what
//! stands beside it is written behind. The answer equals the JSON of the typed [`Session`](crate::Session) as a value.

use super::{Robots, messages::decode};
use crate::{
    model::{
        error::{Error, Result},
        id::SessionId,
        json_writer::{write_damaged, write_number, write_plain},
        message::{JsonCache, WindowRequest, splice, write_position},
        profile::{Accounts, People, Resolve},
    },
    repository::{MessageRecord, SessionWindow},
    service::operation::{Actor, Operation},
};

/// What stands around the document of a message, about: its author, its position, its annotations.
const AROUND: usize = 384;

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
        let found = self.sessions.find_session(id, window).await?;
        let mut accounts = Accounts::default();
        accounts.insert(found.state.reference.created_by);
        // Runs of messages have one author, and an insertion costs more than a comparison.
        let mut last = None;
        for author in found.messages.iter().filter_map(|message| message.author) {
            if last.replace(author) != Some(author) {
                accounts.insert(author);
            }
        }
        let people = People::find(&*self.profiles, accounts).await?;
        let start = out.len();
        write_session(out, found, window, &people).inspect_err(|_| out.truncate(start))
    }
}

fn write_session(
    out: &mut Vec<u8>,
    found: SessionWindow,
    window: WindowRequest,
    people: &People,
) -> Result<u32> {
    let SessionWindow { state, mut messages, next_before, next_after, mut damaged } = found;
    // What an open draft grew by is stored as chunks, so it must be put together. There is rarely more than one.
    let mut drafts = Vec::new();
    messages.retain(|record| {
        if record.draft.is_none() {
            return true;
        }
        let decoded = decode(record).map(|message| drafts.push(message.resolve(people)));
        decoded.map_err(|row| damaged.push(row)).is_ok()
    });
    let mut drafts = drafts.iter();
    let texts: usize = messages.iter().map(|message| message.document.as_bytes().len() + AROUND).sum();
    out.reserve(texts + 2048);
    let mut cache = JsonCache::default();
    state.reference.resolve(people).write_fields(out, &mut cache)?;
    out.extend_from_slice(b",\"message_list\":{\"page_size\":");
    write_number(out, window.limit().into());
    out.extend_from_slice(b",\"results\":");
    write_number(out, messages.len() as u64);
    if let Some(next_before) = &next_before {
        out.extend_from_slice(b",\"next_before\":");
        write_plain(out, next_before);
    }
    if let Some(next_after) = &next_after {
        out.extend_from_slice(b",\"next_after\":");
        write_plain(out, next_after);
    }
    out.extend_from_slice(b",\"messages\":[");
    for (index, message) in messages.iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        match message.draft.as_ref().and_then(|_| drafts.next()) {
            Some(draft) => draft.write_json(out)?,
            None => write_message(out, message, people, &mut cache)?,
        }
    }
    out.push(b']');
    write_damaged(out, &damaged)?;
    out.push(b'}');
    state.details.write_behind(out)?;
    Ok(u32::try_from(messages.len()).unwrap_or(u32::MAX))
}

fn write_message(
    out: &mut Vec<u8>,
    message: &MessageRecord,
    people: &People,
    cache: &mut JsonCache<'_>,
) -> Result<()> {
    let document = message.document.as_bytes().trim_ascii_end();
    let fields = document.strip_suffix(b"}").ok_or_else(|| {
        Error::internal("a stored message does not decode", format!("{} has no object", message.id))
    })?;
    out.extend_from_slice(fields);
    if let Some(author) = message.author {
        out.extend_from_slice(b",\"author\":");
        cache.author(out, &people.get(author))?;
    }
    write_position(out, message.sequence, message.revision);
    if let Some(annotations) = &message.annotations {
        splice(out, annotations.as_str());
    }
    out.push(b'}');
    Ok(())
}
