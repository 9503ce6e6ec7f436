//! [`TurnBook`]: the rules of turns and requests, without their storage.

#[cfg(test)]
mod properties;
mod requests;
#[cfg(test)]
mod tests;

use std::time::Duration;

use sha2::{Digest as _, Sha256};

use super::{
    effects::{Effects, TurnNews},
    records::{Claim, Submission, TurnEnd, TurnRecord, WhenBusy},
};
use crate::model::{
    call_request::{CallRequest, RequestState},
    error::{Conflict, Error, Resource, Result},
    id::{AccountId, CallRequestId, MessageId, SessionId, TurnId, hashed},
    offset::Generation,
    robot::RobotKey,
    time::Timestamp,
    turn::{Stop, Turn, TurnState},
};

/// The maximum number of queued turns of a session.
pub const MAX_QUEUED: usize = 100;

/// The maximum number of inputs of a turn that messages join.
const MAX_INPUTS: usize = 100;

/// The rules of turns and requests, applied to the open ones of a session: it decides every change of them, and
/// collects what a store must write.
///
/// # Rules
/// - At most one turn of a session is running or blocked. The others wait in the order of their ranks.
/// - A message joins the last queued turn if that has the same author and robot; otherwise it creates a turn.
/// - A claim raises the session's generation, and so does the end of a running turn. Later writes of the earlier worker
///   fail, because of its fence. A worker whose lease has expired can continue as long as no other has claimed its
///   turn.
/// - A blocked turn is continued by a new turn, before all queued ones, as soon as none of its requests is pending and
///   none of its messages has an open draft.
/// - The first decision of a request stands.
#[derive(Clone, Debug)]
pub struct TurnBook {
    session: SessionId,
    now: Timestamp,
    generation: Generation,
    turns: Vec<TurnRecord>,
    requests: Vec<CallRequest<AccountId>>,
    changed_turns: Vec<TurnId>,
    changed_requests: Vec<CallRequestId>,
    settled: Vec<MessageId>,
    news: Vec<TurnNews>,
}

impl TurnRecord {
    /// Returns whether the rules still need the turn: it is queued, running, or blocked and not continued yet. A store
    /// needs an index of these.
    #[must_use]
    pub fn is_open(&self) -> bool {
        match self.turn.state {
            TurnState::Queued | TurnState::Running => true,
            TurnState::Blocked => self.turn.continued_by.is_none(),
            _ => false,
        }
    }
}

impl TurnBook {
    /// Creates the book from the open turns and requests of a session, in any order, and any others that a step names.
    /// `now` is the store's time.
    #[must_use]
    pub fn new(
        session: SessionId,
        now: Timestamp,
        generation: Generation,
        mut turns: Vec<TurnRecord>,
        requests: Vec<CallRequest<AccountId>>,
    ) -> Self {
        turns.sort_by_key(|record| (record.rank, record.turn.id));
        Self {
            session,
            now,
            generation,
            turns,
            requests,
            changed_turns: Vec::new(),
            changed_requests: Vec::new(),
            settled: Vec::new(),
            news: Vec::new(),
        }
    }

    /// Returns the current generation of the session.
    #[must_use]
    pub fn generation(&self) -> Generation {
        self.generation
    }

    /// Returns everything that must be written.
    #[must_use]
    pub fn into_effects(self) -> Effects {
        let due = self.due();
        let (changed_turns, changed_requests) = (self.changed_turns, self.changed_requests);
        Effects {
            generation: self.generation,
            turns: self.turns.into_iter().filter(|record| changed_turns.contains(&record.turn.id)).collect(),
            requests: self
                .requests
                .into_iter()
                .filter(|request| changed_requests.contains(&request.id))
                .collect(),
            settled: self.settled,
            news: self.news,
            due,
        }
    }

    /// Returns a turn.
    ///
    /// # Errors
    /// [`Error::NotFound`] if the book does not know it.
    pub fn turn(&self, id: TurnId) -> Result<&TurnRecord> {
        let found = self.turns.iter().find(|record| record.turn.id == id);
        found.ok_or_else(|| Error::not_found(Resource::Turn, id))
    }

    /// Returns the number of turns that run, are blocked or wait before a queued turn; 0 for other turns.
    #[must_use]
    pub fn position(&self, id: TurnId) -> usize {
        let Ok(turn) = self.turn(id) else { return 0 };
        if turn.turn.state != TurnState::Queued {
            return 0;
        }
        let place = |record: &TurnRecord| (record.turn.state == TurnState::Queued, record.rank);
        self.turns.iter().filter(|other| other.is_open() && place(other) < place(turn)).count()
    }

    /// Queues messages that a robot will answer, and returns their turn.
    ///
    /// # Errors
    /// [`Error::AlreadyExists`] if the id of the turn exists; [`Conflict::TurnActive`] if the session is busy and the
    /// submission says [`Refuse`](WhenBusy::Refuse); [`Conflict::QueueFull`] if [`MAX_QUEUED`] turns wait.
    pub fn submit(&mut self, submission: &Submission, inputs: &[MessageId]) -> Result<TurnRecord> {
        if self.turn(submission.turn).is_ok() {
            return Err(Error::already_exists(Resource::Turn, submission.turn));
        }
        self.make_way(submission, inputs)?;
        let has_all = |record: &&TurnRecord| inputs.iter().all(|input| record.turn.inputs.contains(input));
        let waits = |record: &&TurnRecord| record.turn.state == TurnState::Queued && has_all(record);
        if let Some(waiting) = self.turns.iter().find(waits) {
            // A truncation has queued them again.
            return Ok(waiting.clone());
        }
        let queued = || self.turns.iter().filter(|record| record.turn.state == TurnState::Queued);
        if let Some(last) = queued().next_back()
            && last.turn.continues.is_none()
            && last.turn.author == submission.author
            && last.turn.robot_id == submission.robot
            && last.turn.inputs.len() + inputs.len() <= MAX_INPUTS
        {
            let (id, taken) = (last.turn.id, last.turn.inputs.clone());
            let new: Vec<_> = inputs.iter().filter(|input| !taken.contains(input)).collect();
            if new.is_empty() {
                return Ok(last.clone());
            }
            return self.change(id, |record| record.turn.inputs.extend(new));
        }
        if queued().count() >= MAX_QUEUED {
            return Err(Error::Conflict(Conflict::QueueFull { limit: MAX_QUEUED }));
        }
        let rank = self.turns.last().map_or(0, |last| last.rank.saturating_add(1));
        let mut turn = Turn::new(submission.turn, self.session, submission.author, self.now);
        turn.robot_id.clone_from(&submission.robot);
        turn.inputs = inputs.to_vec();
        Ok(self.add(turn, rank))
    }

    /// Applies the submission's [`WhenBusy`] to the active turn.
    fn make_way(&mut self, submission: &Submission, inputs: &[MessageId]) -> Result<()> {
        let Some(active) =
            self.turns.iter().find(|record| record.is_open() && record.turn.state != TurnState::Queued)
        else {
            let waiting = self.turns.iter().find(|record| record.is_open());
            return match waiting {
                Some(turn) if submission.when_running == WhenBusy::Refuse => Err(self.busy(turn)),
                _ => Ok(()),
            };
        };
        let (id, blocked) = (active.turn.id, active.turn.state == TurnState::Blocked);
        match if blocked { submission.when_blocked } else { submission.when_running } {
            WhenBusy::Queue => Ok(()),
            WhenBusy::Refuse => Err(self.busy(active)),
            WhenBusy::Interrupt => {
                let reason = match inputs.first() {
                    Some(message) => format!("superseded by {message}"),
                    None => "superseded".to_owned(),
                };
                self.stop(id, submission.author, Some(reason)).map(drop)
            }
        }
    }

    /// Checks that no open turn works on a message: only the turn's run may write that.
    ///
    /// # Errors
    /// [`Conflict::TurnActive`].
    pub fn check_free(&self, message: MessageId) -> Result<()> {
        let works_on = |record: &&TurnRecord| record.is_open() && record.turn.messages.contains(&message);
        self.turns.iter().find(works_on).map_or(Ok(()), |record| Err(self.busy(record)))
    }

    fn busy(&self, record: &TurnRecord) -> Error {
        let waiting = self.pending_of(record).map(|request| request.id.to_string().into());
        Error::Conflict(Conflict::TurnActive {
            turn: record.turn.id.to_string().into(),
            state: record.turn.state.as_str(),
            waiting: waiting.collect(),
        })
    }

    /// Claims the next turn for a worker, if one can run. A running turn whose lease has expired comes first: it is
    /// claimed again, or ends if it was stopped or has reached the maximum number of claims.
    pub fn claim(&mut self, claim: &Claim) -> Option<TurnRecord> {
        if let Some(running) = self.turns.iter().find(|record| record.turn.state == TurnState::Running) {
            if running.lease_expires_at.is_some_and(|expires| expires > self.now) {
                return None;
            }
            let (id, attempt, stopped) = (running.turn.id, running.turn.attempt, running.turn.stop.is_some());
            if stopped {
                self.finish(id, &TurnEnd::Cancelled);
            } else if attempt >= claim.max_attempts {
                self.finish(id, &TurnEnd::Failed(format!("its worker was lost {attempt} times")));
            } else {
                return self.start(id, claim);
            }
        }
        if self.turns.iter().any(|record| record.is_open() && record.turn.state == TurnState::Blocked) {
            return None;
        }
        let next = self.turns.iter().find(|record| record.turn.state == TurnState::Queued)?.turn.id;
        self.start(next, claim)
    }

    /// Returns the running turn that this worker has claimed, if its lease has not expired.
    #[must_use]
    pub fn claimed(&self, claim: &Claim) -> Option<&TurnRecord> {
        self.turns.iter().find(|record| {
            record.turn.state == TurnState::Running
                && record.worker.as_ref() == Some(&claim.worker)
                && record.lease_expires_at.is_some_and(|expires| expires > self.now)
        })
    }

    fn start(&mut self, id: TurnId, claim: &Claim) -> Option<TurnRecord> {
        self.raise_generation();
        let (now, generation) = (self.now, self.generation);
        let started = self.change(id, |record| {
            record.turn.state = TurnState::Running;
            record.turn.attempt += 1;
            record.turn.started_at.get_or_insert(now);
            record.generation = generation;
            record.lease_expires_at = Some(after(now, claim.lease));
            record.worker = Some(claim.worker.clone());
        });
        started.ok()
    }

    /// Extends the lease of a turn.
    ///
    /// # Errors
    /// [`Conflict::TurnEnded`] if it is not running.
    pub fn renew(&mut self, id: TurnId, lease: Duration) -> Result<TurnRecord> {
        let expires = after(self.now, lease);
        self.running(id)?;
        self.change_silently(id, |record| record.lease_expires_at = Some(expires))
    }

    /// Records which robot runs in a turn.
    ///
    /// # Errors
    /// [`Conflict::TurnEnded`] if it is not running.
    pub fn set_robot(&mut self, id: TurnId, robot: &RobotKey) -> Result<()> {
        self.running(id)?;
        self.change_silently(id, |record| record.turn.robot_id = Some(robot.clone())).map(drop)
    }

    /// Records that a turn writes or continues a message.
    ///
    /// # Errors
    /// [`Conflict::TurnEnded`] if it is not running.
    pub fn works(&mut self, id: TurnId, message: MessageId) -> Result<()> {
        if self.running(id)?.turn.messages.contains(&message) {
            return Ok(());
        }
        self.change_silently(id, |record| record.turn.messages.push(message)).map(drop)
    }

    fn running(&self, id: TurnId) -> Result<&TurnRecord> {
        let record = self.turn(id)?;
        if record.turn.state == TurnState::Running { Ok(record) } else { Err(ended(record)) }
    }

    /// Ends a running turn. A turn that ends as blocked but has made no request is completed.
    ///
    /// # Errors
    /// [`Conflict::TurnEnded`] if it is not running, unless it has ended in this way before.
    pub fn end(&mut self, id: TurnId, end: &TurnEnd) -> Result<TurnRecord> {
        let record = self.turn(id)?;
        let end = if *end == TurnEnd::Blocked && record.requests == 0 { &TurnEnd::Completed } else { end };
        match record.turn.state {
            TurnState::Running => {}
            state if state == end.state() => return Ok(record.clone()),
            _ => return Err(ended(record)),
        }
        self.finish(id, end);
        self.turn(id).cloned()
    }

    /// Stops a turn. A queued or blocked turn is cancelled at once, and its requests are withdrawn. A running turn is
    /// marked, and its worker ends it; if its lease has expired, it is cancelled at once. A turn that has ended does
    /// not change.
    ///
    /// # Errors
    /// [`Error::NotFound`] if the book does not know it.
    pub fn stop(&mut self, id: TurnId, by: AccountId, reason: Option<String>) -> Result<TurnRecord> {
        let record = self.turn(id)?;
        if !record.is_open() {
            return Ok(record.clone());
        }
        let alive = record.turn.state == TurnState::Running
            && record.lease_expires_at.is_some_and(|expires| expires > self.now);
        if alive && record.turn.stop.is_some() {
            return Ok(record.clone());
        }
        let stop = Stop { by, at: self.now, reason };
        if alive {
            return self.change(id, |record| record.turn.stop = Some(stop));
        }
        self.change_silently(id, |record| {
            record.turn.stop.get_or_insert(stop);
        })?;
        self.finish(id, &TurnEnd::Cancelled);
        self.turn(id).cloned()
    }

    /// Records that messages were deleted. Their requests are withdrawn, and decisions that were not applied yet are
    /// dropped. A running or blocked turn that has one of them as an input or has written one is cancelled at once; its
    /// other inputs are queued again, before all others. A queued turn keeps its other inputs, or is cancelled if it
    /// has none.
    pub fn removed(&mut self, messages: &[MessageId]) {
        for &message in messages {
            self.withdraw(message, "the message was deleted");
            self.take_up(message);
        }
        for request in self.requests.iter_mut().filter(|request| messages.contains(&request.message_id)) {
            if request.forget_content() {
                self.changed_requests.push(request.id);
            }
        }
        let gone = |message: &MessageId| messages.contains(message);
        let concerned = |record: &&TurnRecord| {
            record.is_open() && (record.turn.inputs.iter().any(gone) || record.turn.messages.iter().any(gone))
        };
        for record in self.turns.iter().filter(concerned).cloned().collect::<Vec<_>>() {
            let id = record.turn.id;
            let left: Vec<_> = record.turn.inputs.iter().copied().filter(|message| !gone(message)).collect();
            let waits = record.turn.state == TurnState::Queued;
            if waits && !left.is_empty() {
                self.change(id, |record| record.turn.inputs = left).ok();
                continue;
            }
            self.finish(id, &TurnEnd::Cancelled);
            if !left.is_empty() {
                let mut turn = Turn::new(derived(id, "inputs"), self.session, record.turn.author, self.now);
                (turn.robot_id, turn.inputs) = (record.turn.robot_id, left);
                self.add_in_front(turn);
            }
        }
    }

    /// Returns the messages of a blocked turn without pending requests. It can be continued if none of them has an open
    /// draft.
    #[must_use]
    pub fn continuable(&self) -> Option<&[MessageId]> {
        let blocked =
            self.turns.iter().find(|record| record.is_open() && record.turn.state == TurnState::Blocked)?;
        self.pending_of(blocked).next().is_none().then_some(&*blocked.turn.messages)
    }

    /// Queues the turn that continues the blocked one, before all others. Call it at the end of each transaction if
    /// [`continuable`](Self::continuable) returns messages and none of them has an open draft.
    pub fn continue_blocked(&mut self) {
        let blocked =
            self.turns.iter().find(|record| record.is_open() && record.turn.state == TurnState::Blocked);
        let Some(TurnRecord { turn: blocked, .. }) = blocked else { return };
        let mut turn = Turn::new(derived(blocked.id, "continuation"), self.session, blocked.author, self.now);
        turn.robot_id.clone_from(&blocked.robot_id);
        turn.messages.clone_from(&blocked.messages);
        turn.continues = Some(blocked.id);
        let (before, after) = (blocked.id, turn.id);
        self.change_silently(before, |record| record.turn.continued_by = Some(after)).ok();
        self.add_in_front(turn);
    }

    /// Returns the time from which a worker can claim a turn.
    fn due(&self) -> Option<Timestamp> {
        let mut open = self.turns.iter().filter(|record| record.is_open());
        if let Some(active) = open.clone().find(|record| record.turn.state != TurnState::Queued) {
            return active.lease_expires_at;
        }
        open.next().map(|first| first.turn.created_at)
    }

    fn add_in_front(&mut self, turn: Turn<AccountId>) -> TurnRecord {
        let rank = self.turns.first().map_or(0, |first| first.rank.saturating_sub(1));
        self.add(turn, rank)
    }

    fn add(&mut self, turn: Turn<AccountId>, rank: i64) -> TurnRecord {
        let generation = Generation::default();
        let record = TurnRecord { turn, rank, requests: 0, generation, lease_expires_at: None, worker: None };
        self.changed_turns.push(record.turn.id);
        self.news.push(TurnNews::Turn(Box::new(record.turn.clone())));
        let place = self.turns.partition_point(|other| other.rank < rank);
        self.turns.insert(place, record.clone());
        record
    }

    /// Ends an open turn. Unless it ends as blocked, its pending requests are withdrawn.
    fn finish(&mut self, id: TurnId, end: &TurnEnd) {
        let Ok(record) = self.turn(id) else { return };
        if record.turn.state == TurnState::Running {
            self.raise_generation();
        }
        if *end != TurnEnd::Blocked {
            let Ok(record) = self.turn(id) else { return };
            let reason = record.turn.stop.as_ref().and_then(|stop| stop.reason.clone());
            let reason = reason.unwrap_or_else(|| format!("the turn is {}", end.state()));
            for id in self.pending_of(record).map(|request| request.id).collect::<Vec<_>>() {
                self.close(id, RequestState::Withdrawn, None, Some(&reason));
            }
        }
        let now = self.now;
        self.change(id, |record| {
            record.turn.state = end.state();
            record.turn.ended_at = Some(now);
            record.lease_expires_at = None;
            if let TurnEnd::Failed(error) = end {
                record.turn.error = Some(error.clone());
            }
        })
        .ok();
    }

    /// Changes a turn, and notifies followers.
    fn change(&mut self, id: TurnId, change: impl FnOnce(&mut TurnRecord)) -> Result<TurnRecord> {
        let record = self.change_silently(id, change)?;
        self.news.push(TurnNews::Turn(Box::new(record.turn.clone())));
        Ok(record)
    }

    fn change_silently(&mut self, id: TurnId, change: impl FnOnce(&mut TurnRecord)) -> Result<TurnRecord> {
        let found = self.turns.iter_mut().find(|record| record.turn.id == id);
        let record = found.ok_or_else(|| Error::not_found(Resource::Turn, id))?;
        change(record);
        let record = record.clone();
        if !self.changed_turns.contains(&id) {
            self.changed_turns.push(id);
        }
        Ok(record)
    }

    fn raise_generation(&mut self) {
        self.generation = Generation::new(self.generation.get().saturating_add(1));
    }
}

/// Returns the id of a turn that follows from another one: always the same, so that a repeated transaction creates the
/// same turn.
fn derived(turn: TurnId, purpose: &str) -> TurnId {
    TurnId::from_bytes(hashed(Sha256::new().chain_update(turn.to_bytes()).chain_update(purpose)))
}

fn after(now: Timestamp, duration: Duration) -> Timestamp {
    let micros = i64::try_from(duration.as_micros()).unwrap_or(i64::MAX);
    Timestamp::from_micros(now.as_micros().saturating_add(micros)).unwrap_or(Timestamp::MAX)
}

fn ended(record: &TurnRecord) -> Error {
    let (turn, state) = (record.turn.id.to_string().into(), record.turn.state.as_str());
    Error::Conflict(Conflict::TurnEnded { turn, state })
}
