//! [`Subscription`], a session as it goes on.
//!
//! A subscription is a place in the record and a bell. The bell only says that there is something new;
//! what it is, the subscriber reads from the store. So nothing is lost or told twice between what was there
//! and what comes, a slow subscriber costs a writer nothing, and across processes it is enough to ring.

use std::{collections::VecDeque, sync::Arc};

use crate::{
    model::{
        error::{Conflict, Error, Result},
        id::{AccountId, MessageId, SessionId},
        message::Message,
        offset::{Revision, Sequence},
        page::WindowRequest,
    },
    repository::DraftLog,
    service::{
        Robots,
        notify::Bell,
        operation::{Actor, Operation},
    },
    stream::Chunks,
};

/// Something new in a session.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum LiveEvent {
    /// A message came, with all that it is now. A draft will grow.
    Appended(Message),
    /// A draft grew.
    #[non_exhaustive]
    Grew {
        /// Which message.
        message: MessageId,
        /// Its place.
        sequence: Option<Sequence>,
        /// The revision that it has now.
        revision: Revision,
        /// By what it grew since the last event about it.
        chunks: Chunks,
    },
    /// A draft is finished, or began anew, and this is all of it.
    Updated(Message),
    /// The subscriber is so far behind that the messages after its place, up to this one, are left out.
    /// They are in the record.
    Skipped(Sequence),
}

/// Where a [`Subscription`] begins. `None` is the start, a [`Sequence`] is what comes after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Since {
    /// Before the first message.
    Start,
    /// After a place.
    After(Sequence),
    /// After the newest message, or before it if it is a draft: it will grow.
    Now,
}

impl From<Option<Sequence>> for Since {
    fn from(after: Option<Sequence>) -> Self {
        after.map_or(Self::Start, Self::After)
    }
}

/// How many messages a subscriber may be behind.
const BEHIND: usize = 1000;

/// A session as it goes on, from a place: every message after it once and in order, then what comes.
///
/// Changes of a message that was finished when it was told are not told, nor are deletions.
#[derive(Debug)]
pub struct Subscription {
    robots: Robots,
    session: SessionId,
    bell: Arc<Bell>,
    /// Whether there may be something that was not read.
    behind: bool,
    /// The place of the last message that was told.
    after: u64,
    /// Whether drafts are told as they began, and then by what they grew.
    in_pieces: bool,
    drafts: Vec<Growing>,
    ready: VecDeque<LiveEvent>,
}

/// A draft that was told, and how far.
#[derive(Clone, Debug)]
struct Growing {
    id: MessageId,
    started_from: Message<AccountId>,
    told: usize,
}

impl Subscription {
    /// Tells a draft as it began, which mostly is without parts, and then all by what it grew: for readers who
    /// assemble it themselves, and would not know which text a later piece belongs to.
    #[must_use]
    pub fn in_pieces(self) -> Self {
        Self { in_pieces: true, ..self }
    }

    /// Returns the place of the last message that was read for telling, 0 if there is none.
    #[must_use]
    pub fn place(&self) -> u64 {
        self.after
    }

    /// Waits for the next event. A future that is dropped loses nothing.
    ///
    /// # Errors
    /// [`Error::NotFound`] if the session was deleted; those of the store and of the host's traits. It may be
    /// called again after any.
    pub async fn next(&mut self) -> Result<LiveEvent> {
        loop {
            if let Some(event) = self.ready.pop_front() {
                return Ok(event);
            }
            if !self.behind {
                self.bell.heard().await;
                self.behind = true;
            }
            self.read().await?;
        }
    }

    /// Reads what is new. What it finds counts only when all of it was read.
    async fn read(&mut self) -> Result<()> {
        // What is written from here on rings again.
        self.bell.quiet();
        let mut events = Vec::new();
        let mut drafts = Vec::new();
        for draft in self.drafts.clone() {
            self.follow(draft, &mut drafts, &mut events).await?;
        }
        let (messages, skipped) = self.newer().await?;
        let mut after = self.after;
        if let Some(skipped) = skipped {
            after = skipped.get();
            events.push(LiveEvent::Skipped(skipped));
        }
        for message in messages {
            after = message.sequence.map_or(after, Sequence::get);
            if message.draft {
                self.meet(message.id, &mut drafts, &mut events).await?;
            } else {
                events.push(LiveEvent::Appended(self.robots.show(message).await?));
            }
        }
        (self.after, self.drafts, self.behind) = (after, drafts, false);
        self.ready.extend(events);
        Ok(())
    }

    /// Returns the messages after the place, oldest first, and the place up to which some were left out.
    async fn newer(&self) -> Result<(Vec<Message<AccountId>>, Option<Sequence>)> {
        let mut window = WindowRequest::newest(WindowRequest::MAX_LIMIT);
        let mut newest_first = Vec::new();
        loop {
            let list = self.robots.sessions().find_session(self.session, window).await?.message_list;
            for message in list.messages.into_iter().rev() {
                if message.sequence.is_none_or(|place| place.get() <= self.after) {
                    newest_first.reverse();
                    return Ok((newest_first, None));
                }
                if newest_first.len() == BEHIND {
                    newest_first.reverse();
                    return Ok((newest_first, message.sequence));
                }
                newest_first.push(message);
            }
            let Some(cursor) = list.next_before else { break };
            window = window.before(cursor);
        }
        newest_first.reverse();
        Ok((newest_first, None))
    }

    async fn log(&self, id: MessageId) -> Result<Option<DraftLog>> {
        match self.robots.sessions().find_draft(self.session, id).await {
            Ok(log) => Ok(Some(log)),
            Err(Error::Conflict(Conflict::NotADraft)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Tells of a draft for the first time.
    async fn meet(
        &self,
        id: MessageId,
        drafts: &mut Vec<Growing>,
        events: &mut Vec<LiveEvent>,
    ) -> Result<()> {
        let message = match self.log(id).await {
            Ok(Some(log)) => {
                let told = log.chunks.as_str().len();
                drafts.push(Growing { id, started_from: log.message.clone(), told });
                return self.show(log, LiveEvent::Appended, events).await;
            }
            Ok(None) => self.robots.sessions().find_message(self.session, id).await?,
            Err(Error::NotFound { .. }) => return Ok(()),
            Err(error) => return Err(error),
        };
        events.push(LiveEvent::Appended(self.robots.show(message).await?));
        Ok(())
    }

    /// Tells by what a draft grew, or what became of it.
    async fn follow(
        &self,
        mut draft: Growing,
        drafts: &mut Vec<Growing>,
        events: &mut Vec<LiveEvent>,
    ) -> Result<()> {
        let message = match self.log(draft.id).await {
            Ok(Some(log)) => {
                let revision = log.message.revision;
                let told = log.chunks.as_str().len();
                let begins_alike = log.message.parts == draft.started_from.parts;
                if begins_alike && told == draft.told {
                    drafts.push(draft);
                    return Ok(());
                }
                if begins_alike && let Some(more) = log.chunks.as_str().get(draft.told..) {
                    let chunks = Chunks::from_stored(more.trim_start_matches(',').to_owned());
                    let (message, sequence) = (draft.id, log.message.sequence);
                    draft.told = told;
                    drafts.push(draft);
                    events.push(LiveEvent::Grew { message, sequence, revision, chunks });
                    return Ok(());
                }
                drafts.push(Growing { id: draft.id, started_from: log.message.clone(), told });
                return self.show(log, LiveEvent::Updated, events).await;
            }
            Ok(None) => match self.robots.sessions().find_message(self.session, draft.id).await {
                Err(Error::NotFound { .. }) => return Ok(()),
                message => message?,
            },
            Err(Error::NotFound { .. }) => return Ok(()),
            Err(error) => return Err(error),
        };
        events.push(LiveEvent::Updated(self.robots.show(message).await?));
        Ok(())
    }

    /// Tells all of a draft: at once, or as it began and by what it grew.
    async fn show(
        &self,
        log: DraftLog,
        event: fn(Message) -> LiveEvent,
        events: &mut Vec<LiveEvent>,
    ) -> Result<()> {
        if !self.in_pieces {
            events.push(event(self.robots.show(log.fold()).await?));
            return Ok(());
        }
        let DraftLog { message, chunks } = log;
        let (id, sequence, revision) = (message.id, message.sequence, message.revision);
        events.push(event(self.robots.show(message).await?));
        if !chunks.is_empty() {
            events.push(LiveEvent::Grew { message: id, sequence, revision, chunks });
        }
        Ok(())
    }
}

/// # Live
impl Robots {
    /// Subscribes to a session: to every message from somewhere on, and to what comes.
    ///
    /// Only what goes through clones of this service is heard at once; for other processes, and other services
    /// over the same store, see [`Bus`](crate::Bus).
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such session.
    ///
    /// # Examples
    /// ```
    /// # use storyden_robots::*;
    /// # async fn example(robots: Robots, ann: AccountId, session: SessionId) -> Result<()> {
    /// let mut subscription = robots.subscribe(ann, session, Sequence::new(17)).await?;
    /// while let LiveEvent::Appended(message) = subscription.next().await? {
    ///     println!("{}: {}", message.role, message.parts.text());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn subscribe(
        &self,
        actor: impl Into<Actor>,
        session: SessionId,
        from: impl Into<Since>,
    ) -> Result<Subscription> {
        let (actor, from) = (actor.into(), from.into());
        self.allow(&actor, Operation::Subscribe).await?;
        let newest = self.sessions().find_session(session, WindowRequest::newest(1)).await?;
        let after = match from {
            Since::Start => 0,
            Since::After(place) => place.get(),
            Since::Now => newest.message_list.messages.last().map_or(0, |newest| {
                newest.sequence.map_or(0, Sequence::get).saturating_sub(u64::from(newest.draft))
            }),
        };
        Ok(Subscription {
            robots: self.clone(),
            session,
            bell: self.bells().hang(session),
            behind: true,
            after,
            in_pieces: false,
            drafts: Vec::new(),
            ready: VecDeque::new(),
        })
    }

    /// Says that another process wrote to a session: see [`Bus`](crate::Bus).
    pub fn heard(&self, session: SessionId) {
        self.bells().ring(session);
    }
}
