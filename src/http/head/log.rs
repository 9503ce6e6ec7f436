//! [`Log`]: reads and tails the log of a session, or of one of its turns.

use std::time::Duration;

use axum::body::Bytes;
use tokio::time::Instant;

use super::{
    place::Place,
    projector::{Entry, Projector, Told as Change},
};
use crate::{
    http::{
        events::{KeepAlive, Step, Told, before},
        problem::Problem,
        trace::TraceId,
    },
    model::{
        error::{Error, Resource, Result},
        id::{AccountId, MessageId, SessionId, TurnId},
        message::WindowRequest,
        offset::Offset,
        turn::TurnState,
    },
    repository::TurnFilter,
    service::{
        subscription::{Event, EventKind, Since, Subscription},
        turns::Turns,
    },
    stream::ClientVersion,
};

/// The log to read.
#[derive(Debug)]
pub(super) struct Log {
    pub(super) turns: Turns,
    pub(super) reader: AccountId,
    pub(super) session: SessionId,
    /// The turn, if it is the log of a turn.
    pub(super) turn: Option<TurnId>,
    pub(super) clients: ClientVersion,
}

/// Consecutive entries of a log.
#[derive(Debug)]
pub(super) struct Stretch {
    /// The JSON array of the entries.
    pub(super) body: Vec<u8>,
    /// The number of events or chunks in it.
    pub(super) rows: u32,
    pub(super) next: Offset,
    pub(super) up_to_date: bool,
    /// Whether nothing will follow, ever.
    pub(super) closed: bool,
}

/// Why entries cannot be read.
#[derive(Debug)]
pub(super) enum Failed {
    Error(Error),
    /// The entries after this offset are not kept any more.
    Gone,
}

impl From<Error> for Failed {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

impl From<Failed> for Problem {
    fn from(failed: Failed) -> Self {
        match failed {
            Failed::Error(error) => Self::from(error),
            Failed::Gone => Self::gone(),
        }
    }
}

impl Log {
    /// Returns the offset at which the log ends now.
    pub(super) async fn tail(&self) -> Result<Offset> {
        let newest = WindowRequest::newest(1);
        Ok(self.turns.robots().session(self.reader, self.session, newest).await?.details.offset)
    }

    /// Reads the entries after an offset. Returns them, and the projector for the entries that follow.
    pub(super) async fn read(&self, after: Offset) -> Result<(Stretch, Projector), Failed> {
        let robots = self.turns.robots();
        // Before the changes: if none of them tells of a turn, this one ran all the while.
        let filter = TurnFilter { state: Some(TurnState::Running), after: None };
        let now = self.turns.list_turns(self.reader, self.session, filter, 1).await?.pop();
        let read = robots.read_changes(self.session, after).await?;
        if read.next < after {
            return Err(Error::invalid_argument("offset", "is past the end of the stream").into());
        }
        let mut running = running_before(&read.events);
        let (mut next, mut more) = (read.next, read.more);
        while running == Running::Unknown && more {
            let further = robots.read_changes(self.session, next).await?;
            running = running_before(&further.events);
            (next, more) = (further.next, further.more);
        }
        let running = match running {
            Running::Turn(turn) => Some(turn),
            Running::None => None,
            Running::Unknown => now.map(|turn| turn.id),
        };
        let mut projector = Projector::new(self.session, after, running);
        let mut stretch =
            Stretch { body: b"[".to_vec(), rows: 0, next: read.next, up_to_date: !read.more, closed: false };
        for event in read.events {
            let offset = event.offset;
            if let Some(entry) = self.tell(&mut projector, event).await? {
                self.write(&mut stretch, &entry)?;
                if stretch.closed {
                    (stretch.next, stretch.up_to_date) = (offset, true);
                    break;
                }
            }
        }
        stretch.body.push(b']');
        if let Some(turn) = self.turn.filter(|_| stretch.up_to_date && !stretch.closed) {
            // Its end may lie before the place.
            let (turn, _) = self.turns.turn_shown(self.session, turn).await?;
            stretch.closed = turn.state.has_ended() && self.end_of(turn.id, after, stretch.next).await?;
        }
        Ok((stretch, projector))
    }

    /// Returns whether a turn has ended, and its end is not after an offset.
    async fn end_of(&self, turn: TurnId, after: Offset, next: Offset) -> Result<bool> {
        let read = self.turns.robots().read_changes(self.session, next.max(after)).await?;
        let ends = |event: &Event| matches!(&event.kind, EventKind::Turn(told) if told.id == turn && told.state.has_ended());
        Ok(!read.more && !read.events.iter().any(ends))
    }

    /// Returns the entry of a change, if this log has one.
    async fn tell(&self, projector: &mut Projector, event: Event) -> Result<Option<Entry>, Failed> {
        let completes =
            |kind: &EventKind| matches!(kind, EventKind::Turn(turn) if turn.state == TurnState::Completed);
        if projector.name.is_none() && completes(&event.kind) {
            let newest = WindowRequest::newest(1);
            let session = self.turns.robots().session(self.reader, self.session, newest).await?;
            projector.name = Some(session.reference.name);
        }
        match projector.tell(event)? {
            Change::Nothing => Ok(None),
            Change::Deleted => Err(Error::not_found(Resource::Session, self.session).into()),
            Change::Continued(message, turn) => {
                let Some(sequence) = message.sequence else { return Ok(None) };
                let before = Offset::new(sequence.get().saturating_sub(1));
                let (turn, _) = self.turns.turn_shown(self.session, turn).await?;
                let is_whole = !turn.messages.contains(&message.id) || self.grew(message.id, before).await?;
                if is_whole { Ok(None) } else { Err(Failed::Gone) }
            }
            Change::Entry(mut entry) => {
                entry.serve(self.turns.robots());
                if self.turn.is_some_and(|turn| entry.turn != Some(turn)) {
                    return Ok(None);
                }
                if let Some(turn) = entry.turn.filter(|_| entry.is_input()) {
                    entry.queued = self.is_queued(turn).await?;
                }
                Ok(Some(*entry))
            }
        }
    }

    /// Returns whether the growth of a message is still kept after an offset, or the message was complete before that.
    async fn grew(&self, message: MessageId, before: Offset) -> Result<bool> {
        let read = self.turns.robots().read_changes(self.session, before).await?;
        Ok(read.events.iter().any(|event| match &event.kind {
            EventKind::DraftBegan(begun) => begun.id == message,
            EventKind::DraftGrew { id, .. } => *id == message,
            _ => false,
        }))
    }

    async fn is_queued(&self, turn: TurnId) -> Result<bool> {
        match self.turns.turn_shown(self.session, turn).await {
            Ok((turn, _)) => Ok(turn.state == TurnState::Queued),
            Err(Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(error),
        }
    }

    fn write(&self, stretch: &mut Stretch, entry: &Entry) -> Result<()> {
        if self.turn.is_some() {
            entry.write_chunks(&mut stretch.body, self.clients);
            stretch.closed = entry.is_end;
        } else {
            if stretch.rows > 0 {
                stretch.body.push(b',');
            }
            entry.write(&mut stretch.body, self.clients)?;
        }
        stretch.rows = stretch.rows.saturating_add(1);
        Ok(())
    }

    /// Waits for the next entry of this log, or until `due`, if there is such a time.
    async fn next(
        &self,
        projector: &mut Projector,
        subscription: &mut Subscription,
        due: Option<Instant>,
    ) -> Result<Option<Stretch>, Failed> {
        loop {
            let Some(event) = before(due, subscription.next()).await else { return Ok(None) };
            let event = event?;
            let next = event.offset;
            if let Some(entry) = self.tell(projector, event).await? {
                let mut stretch =
                    Stretch { body: b"[".to_vec(), rows: 0, next, up_to_date: true, closed: false };
                self.write(&mut stretch, &entry)?;
                stretch.body.push(b']');
                return Ok(Some(stretch));
            }
        }
    }

    /// Waits for the entries after an empty read.
    pub(super) async fn poll(
        &self,
        mut projector: Projector,
        next: Offset,
        wait: Duration,
    ) -> Result<Option<Stretch>, Failed> {
        let due = Instant::now().checked_add(wait);
        let from = Since::After(next);
        let mut subscription = self.turns.robots().subscribe(self.reader, self.session, from).await?;
        self.next(&mut projector, &mut subscription, due).await
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Running {
    None,
    Turn(TurnId),
    Unknown,
}

/// Returns the turn that ran before these changes.
fn running_before(events: &[Event]) -> Running {
    let turns = events.iter().filter_map(|event| match &event.kind {
        EventKind::Turn(turn) if turn.state != TurnState::Queued => Some(turn),
        _ => None,
    });
    for turn in turns {
        let starts = turn.state == TurnState::Running && turn.attempt == 1 && turn.stop.is_none();
        // One that was cancelled while it waited or was blocked did not run.
        if turn.started_at.is_some() || turn.state == TurnState::Running {
            return if starts { Running::None } else { Running::Turn(turn.id) };
        }
    }
    Running::Unknown
}

/// A tail of a log, as server-sent events.
#[derive(Debug)]
pub(super) struct Tail {
    pub(super) log: Log,
    pub(super) trace: TraceId,
    pub(super) projector: Projector,
    pub(super) subscription: Subscription,
    pub(super) keep_alive: KeepAlive,
}

impl Tail {
    /// Begins with the existing entries.
    pub(super) fn open(self, first: Stretch) -> Step {
        Box::pin(async move { self.told(&first) })
    }

    fn told(self, stretch: &Stretch) -> Told {
        let bytes = self.encode(stretch);
        Told(bytes, (!stretch.closed).then(|| self.step()))
    }

    fn step(mut self) -> Step {
        Box::pin(async move {
            match self.log.next(&mut self.projector, &mut self.subscription, self.keep_alive.due()).await {
                Ok(Some(stretch)) => self.told(&stretch),
                Ok(None) => match self.keep_alive.renew(self.log.turns.robots(), self.log.reader).await {
                    Ok(comment) => Told(comment.into(), Some(self.step())),
                    Err(error) => self.failed(error.into()),
                },
                Err(failed) => self.failed(failed),
            }
        })
    }

    /// Ends the stream. The client connects again, and gets an error status if that does not help.
    fn failed(&self, failed: Failed) -> Told {
        Problem::from(failed).traced(self.trace).log_and_write();
        Told(Bytes::new(), None)
    }

    fn encode(&self, stretch: &Stretch) -> Bytes {
        let mut bytes = Vec::new();
        if stretch.rows > 0 {
            bytes.extend_from_slice(b"event: data\ndata: ");
            // JSON may have line ends between its tokens, and a line end would end the event's data.
            bytes.extend(
                stretch.body.iter().map(|byte| if matches!(byte, b'\n' | b'\r') { b' ' } else { *byte }),
            );
            bytes.extend_from_slice(b"\n\n");
        }
        let closed = if stretch.closed { ",\"streamClosed\":true" } else { "" };
        let (next, cursor, up_to_date) = (Place(stretch.next), self.trace, stretch.up_to_date);
        let control = format!(
            "event: control\ndata: {{\"streamNextOffset\":\"{next}\",\"streamCursor\":\"{cursor}\",\"upToDate\":{up_to_date}{closed}}}\n\n"
        );
        bytes.extend_from_slice(control.as_bytes());
        bytes.into()
    }
}
