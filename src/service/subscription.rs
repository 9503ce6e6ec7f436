//! [`Subscription`]: the changes of a session, as they come.
//!
//! A subscription is an offset and a wake-up. The wake-up only says that the session changed; what changed is read
//! from the store, after the offset. So nothing is lost or repeated between what was there and what comes, a slow
//! follower costs a writer nothing, and other processes need to send no more than the session's id.

use std::{
    collections::VecDeque,
    fmt,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
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
    repository::{Change, ChangeLimit, SessionEvent},
    service::{
        Robots,
        notify::Follower,
        operation::{Actor, Operation},
    },
    stream::ChunkLog,
};

/// One change of a session, as a [`Subscription`] tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event {
    /// The offset of the change. A subscription from this offset goes on behind it.
    pub offset: Offset,
    /// What changed.
    pub kind: EventKind,
}

/// What changed in a session.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EventKind {
    /// The session itself: what a change of it can name, its deletion or restoring. This is all of it now.
    #[non_exhaustive]
    Session {
        /// What lists show of it.
        reference: Box<SessionRef>,
        /// What only the session itself shows.
        details: Box<SessionDetails>,
    },
    /// A message that is complete: appended, finished or edited. Readers put it at its sequence.
    Message(Message),
    /// A message was deleted.
    #[non_exhaustive]
    Deleted {
        /// Which message.
        id: MessageId,
        /// Its position.
        sequence: Sequence,
    },
    /// A draft began. This is the message as it was then; it grows by the chunks that follow.
    DraftBegan(Message),
    /// A draft grew.
    #[non_exhaustive]
    DraftGrew {
        /// Which message.
        id: MessageId,
        /// Its position.
        sequence: Sequence,
        /// The offset at which the draft began.
        began: Offset,
        /// By what it grew.
        chunks: ChunkLog,
    },
    /// A turn was queued, started, stopped or ended. This is the turn as it was then.
    Turn(Box<Turn>),
    /// A call of a draft was decided. The message has the decision in its parts when it is complete.
    Decision(Box<CallRequest>),
    /// A message changed, and does not decode: somebody must look. It is in the log of the host.
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
                    // The store gives the annotations of now, and how it ended was not known then.
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

/// The changes of a session after an offset, in the order of their offsets: those that were made, then each as it is
/// made. Of changes that were overtaken, only the last is emitted; no offset is emitted twice.
///
/// A draft is emitted as its beginning, the chunks by which it grows, and the whole message when it is complete. Whoever
/// wants to show an answer from its first word begins at a session's
/// [`follow_from`](crate::SessionDetails::follow_from).
///
/// The deletion of the session is the last event. It is also a [`Stream`] of results, by
/// [`into_stream`](Self::into_stream).
pub struct Subscription {
    robots: Robots,
    session: SessionId,
    follower: Arc<Follower>,
    /// Everything up to here was read.
    read_to: Offset,
    /// Whether there may be changes that were not read.
    behind: bool,
    /// What was read and not emitted.
    ready: VecDeque<Event>,
    deleted: bool,
    limit: ChangeLimit,
}

impl Subscription {
    /// Returns the offset up to which everything was emitted. A subscription from here misses nothing.
    #[must_use]
    pub fn offset(&self) -> Offset {
        // The read can be ahead of the last event, since not every offset is told.
        match self.ready.front() {
            Some(next) => Offset::new(next.offset.get().saturating_sub(1)),
            None => self.read_to,
        }
    }

    /// Waits for the next event. A future that is dropped loses nothing.
    ///
    /// # Errors
    /// [`Error::NotFound`] after the session was deleted; those of the store and of the host's traits, after which it
    /// can be called again.
    pub async fn next(&mut self) -> Result<Event> {
        loop {
            if let Some(event) = self.ready.pop_front() {
                self.deleted |= event.kind.ends();
                return Ok(event);
            }
            if self.deleted {
                return Err(Error::not_found(Resource::Session, self.session));
            }
            if !self.behind {
                self.follower.notified().await;
                self.behind = true;
            }
            self.read().await?;
        }
    }

    /// Reads what is new. It counts only when all of it was read, so a future that is dropped loses nothing.
    async fn read(&mut self) -> Result<()> {
        // Before the read, so that what is written from here on notifies again.
        self.follower.reset();
        let changes = self.robots.sessions.changes(self.session, self.read_to, self.limit).await?;
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
        let people = People::find(&*self.robots.profiles, accounts).await?;
        // A reader can be ahead of the session, and then gets only what is after its offset too.
        (self.read_to, self.behind) = (self.read_to.max(changes.next), changes.more);
        let events = unresolved.into_iter();
        self.ready.extend(events.map(|(offset, event)| Event { offset, kind: event.resolve(&people) }));
        Ok(())
    }

    /// Converts it to a stream. The stream ends after the deletion of the session; other errors do not end it.
    #[must_use]
    pub fn into_stream(self) -> EventStream {
        EventStream(State::Idle(Box::new(self)))
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

/// A [`Subscription`] as a [`Stream`].
pub struct EventStream(State);

/// The next event, and the subscription back.
type Told = (Result<Event>, Box<Subscription>);

enum State {
    Idle(Box<Subscription>),
    Waiting(Pin<Box<dyn Future<Output = Told> + Send>>),
    Ended,
}

impl Stream for EventStream {
    type Item = Result<Event>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Event>>> {
        loop {
            match std::mem::replace(&mut self.0, State::Ended) {
                State::Idle(mut subscription) => {
                    if subscription.deleted && subscription.ready.is_empty() {
                        return Poll::Ready(None);
                    }
                    self.0 =
                        State::Waiting(Box::pin(async move { (subscription.next().await, subscription) }));
                }
                State::Waiting(mut next) => {
                    let Poll::Ready((event, subscription)) = next.as_mut().poll(context) else {
                        self.0 = State::Waiting(next);
                        return Poll::Pending;
                    };
                    self.0 = State::Idle(subscription);
                    return Poll::Ready(Some(event));
                }
                State::Ended => return Poll::Ready(None),
            }
        }
    }
}

impl fmt::Debug for EventStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let state = match &self.0 {
            State::Idle(_) => "idle",
            State::Waiting(_) => "waiting",
            State::Ended => "ended",
        };
        f.debug_tuple("EventStream").field(&state).finish()
    }
}

/// Where a [`Subscription`] begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Since {
    /// After this offset.
    After(Offset),
    /// Now: at the beginnings of the answers that are being written, and at each change that comes.
    Now,
}

impl<T: Into<Offset>> From<T> for Since {
    fn from(offset: T) -> Self {
        Self::After(offset.into())
    }
}

/// # Following
impl Robots {
    /// Subscribes to a session: to every change after an offset, and to each that comes.
    ///
    /// `from` is an [`Offset`], a [`Sequence`] or [`Revision`](crate::Revision) that stands for one, or
    /// [`Since::Now`]. From a session's [`offset`](crate::SessionDetails::offset) come the changes after it was read; from its
    /// [`follow_from`](crate::SessionDetails::follow_from), also the answers that are being written; from
    /// `Offset::default()`, everything.
    ///
    /// Changes that clones of this service make are emitted at once. For those of other processes, and of other services
    /// over the same store, see [`Bus`](crate::Bus).
    ///
    /// # Errors
    /// [`Error::NotFound`] if there is no such session, or if its deletion is not after `from`.
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
            follower: self.notifier.register(session),
            read_to: from,
            behind: true,
            ready: VecDeque::new(),
            deleted: false,
            limit: ChangeLimit::default(),
        };
        subscription.read().await?;
        if subscription.ready.is_empty() {
            // Of a deleted session the deletion would be there, unless it was emitted before.
            self.sessions.find_session(session, WindowRequest::newest(1)).await?;
        }
        Ok(subscription)
    }
}
