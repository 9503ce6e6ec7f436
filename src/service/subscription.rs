//! [`Subscription`]: the changes of a session, as they are made.
//!
//! A subscription is an offset and a wake-up. The wake-up only says that the session changed; the changes are read from
//! the store, after the offset. So nothing is lost or repeated between past and new changes, and a slow follower costs
//! a writer nothing.

use std::{
    collections::VecDeque,
    fmt,
    future::poll_fn,
    pin::Pin,
    task::{Context, Poll, ready},
};

use futures_core::Stream;

use super::messages::decode;
use crate::{
    model::{
        call_request::CallRequest,
        error::{Damaged, Error, Resource, Result},
        id::{AccountId, MessageId, SessionId},
        message::{Message, WindowRequest},
        offset::{Offset, Sequence},
        profile::{Accounts, People, Resolve},
        session::{SessionDetails, SessionRef},
        turn::Turn,
    },
    repository::{Change, ChangeLimit, SessionEvent, followers::Follower},
    service::{
        Robots,
        operation::{Actor, Operation},
    },
    stream::ChunkLog,
};

/// One change of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event {
    /// The offset of the change. A subscription from this offset continues after it.
    pub offset: Offset,
    /// The change.
    pub kind: EventKind,
}

/// A change of a session, as a [`Subscription`] reports it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EventKind {
    /// The session itself was changed, deleted or restored. The event has its current state.
    #[non_exhaustive]
    Session {
        /// Its fields in lists.
        reference: Box<SessionRef>,
        /// Its other fields.
        details: Box<SessionDetails>,
    },
    /// A complete message: appended, finished or edited. Readers sort messages by sequence.
    Message(Message),
    /// A message was deleted.
    #[non_exhaustive]
    Deleted {
        /// The id of the message.
        id: MessageId,
        /// The sequence of the message.
        sequence: Sequence,
    },
    /// A draft began. This is the message as it was then; the chunks of later events extend it.
    DraftBegan(Message),
    /// A draft grew.
    #[non_exhaustive]
    DraftGrew {
        /// The id of the message.
        id: MessageId,
        /// The sequence of the message.
        sequence: Sequence,
        /// The offset at which the draft began.
        began: Offset,
        /// The chunks that were added.
        chunks: ChunkLog,
    },
    /// A turn was queued, started, stopped or ended. This is its state at that offset.
    Turn(Box<Turn>),
    /// A tool call of a draft was decided. The decision is in the parts of the message once that is complete.
    Decision(Box<CallRequest>),
    /// A message or a chunk of its draft does not decode. An operator must repair it; the host's log has the cause.
    Damaged(Damaged),
}

impl EventKind {
    /// Whether the session was deleted: the last event of a subscription.
    fn ends(&self) -> bool {
        matches!(self, Self::Session { reference, .. } if reference.deleted_at.is_some())
    }
}

/// A change whose accounts are not resolved yet.
enum Unresolved {
    Session(SessionRef<AccountId>, SessionDetails),
    Message(Message<AccountId>),
    DraftBegan(Message<AccountId>),
    Turn(Box<Turn<AccountId>>),
    Decision(Box<CallRequest<AccountId>>),
    Resolved(EventKind),
}

impl Unresolved {
    fn of(event: SessionEvent) -> Self {
        match event {
            SessionEvent::Session(state) => Self::Session(state.reference, state.details),
            SessionEvent::Message(record) => match decode(&record) {
                Ok(message) => Self::Message(message),
                Err(row) => Self::Resolved(EventKind::Damaged(row)),
            },
            SessionEvent::DraftBegan(record) => match decode(&record) {
                Ok(mut message) => {
                    // The store returns current annotations. `ended` was not known when the draft began.
                    message.annotations.ended = None;
                    Self::DraftBegan(Message { draft: true, ..message })
                }
                Err(row) => Self::Resolved(EventKind::Damaged(row)),
            },
            SessionEvent::Deleted { id, sequence } => Self::Resolved(EventKind::Deleted { id, sequence }),
            SessionEvent::Turn(turn) => Self::Turn(turn),
            SessionEvent::Decision(request) => Self::Decision(request),
            SessionEvent::Damaged(row) => Self::Resolved(EventKind::Damaged(row)),
            SessionEvent::DraftGrew { id, sequence, began, chunks } => {
                Self::Resolved(EventKind::DraftGrew { id, sequence, began, chunks })
            }
        }
    }

    fn accounts(&self, accounts: &mut Accounts) {
        match self {
            Self::Session(reference, _) => reference.accounts(accounts),
            Self::Message(message) | Self::DraftBegan(message) => message.accounts(accounts),
            Self::Turn(turn) => turn.accounts(accounts),
            Self::Decision(request) => request.accounts(accounts),
            Self::Resolved(_) => {}
        }
    }

    fn resolve(self, people: &People) -> EventKind {
        match self {
            Self::Session(reference, details) => EventKind::Session {
                reference: Box::new(reference.resolve(people)),
                details: Box::new(details),
            },
            Self::Message(message) => EventKind::Message(message.resolve(people)),
            Self::DraftBegan(message) => EventKind::DraftBegan(message.resolve(people)),
            Self::Turn(turn) => EventKind::Turn(Box::new(turn.resolve(people))),
            Self::Decision(request) => EventKind::Decision(Box::new(request.resolve(people))),
            Self::Resolved(kind) => kind,
        }
    }
}

/// The changes of a session after an offset, in the order of their offsets: first past changes, then each new one. Of
/// several past changes of a message, or of the session itself, only the last is emitted. No offset is emitted twice.
///
/// A draft is emitted as its beginning, the chunks that are added, and the whole message once it is complete. To show
/// open answers from their first word, subscribe from a session's [`follow_from`](crate::SessionDetails::follow_from).
///
/// The deletion of the session is the last event. It is a [`Stream`] too, which ends there; errors do not end it.
pub struct Subscription {
    robots: Robots,
    session: SessionId,
    follower: Follower,
    /// Everything up to here was read.
    read_to: Offset,
    /// Whether there may be changes that were not read.
    behind: bool,
    /// A read that has begun.
    reading: Option<Pin<Box<dyn Future<Output = Result<Read>> + Send>>>,
    /// Events that were read and not emitted.
    ready: VecDeque<Event>,
    deleted: bool,
}

/// The result of one read.
pub(crate) struct Read {
    pub(crate) events: Vec<Event>,
    pub(crate) next: Offset,
    pub(crate) more: bool,
}

impl Subscription {
    /// Returns the offset up to which everything was emitted. A new subscription from it continues without a gap.
    #[must_use]
    pub fn offset(&self) -> Offset {
        // The read can be ahead of the last event, since not every offset is told.
        match self.ready.front() {
            Some(next) => Offset::new(next.offset.get().saturating_sub(1)),
            None => self.read_to,
        }
    }

    /// Waits for the next event. Dropping the future loses no event.
    ///
    /// # Errors
    /// [`Error::NotFound`] after the session was deleted; errors of the store and of the host's traits, after which it
    /// can be called again.
    pub async fn next(&mut self) -> Result<Event> {
        let next = poll_fn(|context| self.poll_event(context)).await;
        next.unwrap_or_else(|| Err(Error::not_found(Resource::Session, self.session)))
    }

    /// Returns the next event, or nothing after the deletion of the session.
    fn poll_event(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Event>>> {
        loop {
            if let Some(event) = self.ready.pop_front() {
                self.deleted |= event.kind.ends();
                return Poll::Ready(Some(Ok(event)));
            }
            if self.deleted {
                return Poll::Ready(None);
            }
            if !self.behind {
                ready!(self.follower.poll_told(context));
                self.behind = true;
            }
            if let Err(error) = ready!(self.poll_read(context)) {
                return Poll::Ready(Some(Err(error)));
            }
        }
    }

    /// Reads what is new.
    fn poll_read(&mut self, context: &mut Context<'_>) -> Poll<Result<()>> {
        let reading = match &mut self.reading {
            Some(reading) => reading,
            none => {
                // Before the read, so that what is written from here on is told again.
                self.follower.begin_read();
                let (robots, session, after) = (self.robots.clone(), self.session, self.read_to);
                none.insert(Box::pin(async move { robots.read_changes(session, after).await }))
            }
        };
        let read = ready!(reading.as_mut().poll(context));
        self.reading = None;
        let Read { events, next, more } = read?;
        self.ready.extend(events);
        // A reader can be ahead of the session, and then gets only what is after its offset too.
        (self.read_to, self.behind) = (self.read_to.max(next), more);
        self.follower.read_to(self.read_to);
        Poll::Ready(Ok(()))
    }
}

impl Stream for Subscription {
    type Item = Result<Event>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Event>>> {
        self.poll_event(context)
    }
}

/// Shows how far it is, not what the messages say.
impl fmt::Debug for Subscription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Subscription")
            .field("session", &self.session)
            .field("read_to", &self.read_to)
            .field("ready", &self.ready.len())
            .finish_non_exhaustive()
    }
}

impl Robots {
    /// Reads what changed after an offset, and does not wait. Does not check permissions: the caller must have done it.
    pub(crate) async fn read_changes(&self, session: SessionId, after: Offset) -> Result<Read> {
        let changes = self.sessions.changes(session, after, ChangeLimit::default()).await?;
        let mut accounts = Accounts::default();
        let unresolved: Vec<_> = changes
            .items
            .into_iter()
            .map(|Change { offset, event }| {
                let event = Unresolved::of(event);
                event.accounts(&mut accounts);
                (offset, event)
            })
            .collect();
        let people = People::find(&*self.profiles, accounts).await?;
        let events = unresolved.into_iter();
        let events = events.map(|(offset, event)| Event { offset, kind: event.resolve(&people) }).collect();
        Ok(Read { events, next: changes.next, more: changes.more })
    }
}

/// The start of a [`Subscription`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Since {
    /// After this offset.
    After(Offset),
    /// Now: first the drafts that are being written, from their beginnings, then each new change.
    Now,
}

impl<T: Into<Offset>> From<T> for Since {
    fn from(offset: T) -> Self {
        Self::After(offset.into())
    }
}

/// # Following
impl Robots {
    /// Subscribes to a session: to all changes after an offset, past and new.
    ///
    /// `from` is an [`Offset`] (or a [`Sequence`] or [`Revision`](crate::Revision)), or [`Since::Now`]. From a
    /// session's [`offset`](crate::SessionDetails::offset) the subscription has the changes after the session was read;
    /// from its [`follow_from`](crate::SessionDetails::follow_from) also the answers that are being written; from
    /// `Offset::default()` everything.
    ///
    /// Changes by this process through the same store are emitted at once. With SQLite and PostgreSQL, changes by other
    /// processes are emitted a little later. For other stores see [`Followers`](crate::Followers).
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such session, or it was deleted at `from` or before.
    ///
    /// # Examples
    /// ```
    /// # use storyden_robots::*;
    /// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
    /// # let robots = Robots::new(MemoryStore::new(), AllowAll, StaticProfiles::default());
    /// # let ann = AccountId::from_bytes([1; 12]);
    /// let session = robots.start_session(ann, NewSession::default()).await?;
    /// let mut subscription = robots.subscribe(ann, session.id, session.details.offset).await?;
    ///
    /// robots.append(ann, session.id, NewMessage::user([Part::text("Who posted this?")])?).await?;
    /// let event = subscription.next().await?;
    /// let EventKind::Message(message) = event.kind else { panic!("a message") };
    /// assert_eq!(message.parts.text(), "Who posted this?");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// # })?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub async fn subscribe(
        &self,
        actor: impl Into<Actor>,
        session: SessionId,
        from: impl Into<Since>,
    ) -> Result<Subscription> {
        self.allow(&actor.into(), Operation::Subscribe).await?;
        let from = match from.into() {
            Since::After(offset) => offset,
            Since::Now => {
                let found = self.sessions.find_session(session, WindowRequest::newest(1)).await?;
                found.state.details.follow_from
            }
        };
        let mut subscription = Subscription {
            robots: self.clone(),
            session,
            follower: self.followers.follow(session, from),
            read_to: from,
            behind: true,
            reading: None,
            ready: VecDeque::new(),
            deleted: false,
        };
        poll_fn(|context| subscription.poll_read(context)).await?;
        if subscription.ready.is_empty() {
            // Of a deleted session the deletion would be there, unless it was emitted before.
            self.sessions.find_session(session, WindowRequest::newest(1)).await?;
        }
        Ok(subscription)
    }
}
