//! [`Submit`]: messages that a robot answers.

use super::turns::{TRIES, Turns, is_overtaken, overtaken_too_often, take};
use crate::{
    model::{
        call_request::RequestState,
        error::{Conflict, Error, Resource, Result},
        id::{MessageId, SessionId, TurnId},
        message::{Message, NewMessage, WindowRequest},
        robot::RobotKey,
        turn::{Turn, TurnState},
    },
    repository::{self, Done, MessageRecord, Step, Submission, Truncation, WhenBusy},
    service::{
        messages::Append,
        operation::{Actor, Operation},
    },
};

/// A submission: one or several messages for a robot to answer, the robot, and what to do if the session is busy.
///
/// # Examples
/// ```
/// use storyden_robots::{Append, NewMessage, Part, Submit, WhenBusy};
///
/// let question = NewMessage::user([Part::text("Who posted this?")])?;
/// let submit = Submit::from(Append::from(question).idempotency_key("question-1"))
///     .robot("robot_builder".parse::<storyden_robots::RobotKey>()?)
///     .when_blocked(WhenBusy::Interrupt);
/// # let _ = submit;
/// # Ok::<(), storyden_robots::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Submit {
    append: Option<Append>,
    inputs: Vec<MessageId>,
    robot: Option<RobotKey>,
    when_running: WhenBusy,
    when_blocked: WhenBusy,
}

impl Submit {
    /// Creates a submission of messages that are stored in the session already.
    pub fn existing(messages: impl IntoIterator<Item = MessageId>) -> Self {
        let inputs = messages.into_iter().collect();
        Self {
            append: None,
            inputs,
            robot: None,
            when_running: WhenBusy::default(),
            when_blocked: WhenBusy::default(),
        }
    }

    /// Sets the robot that answers. It becomes the active robot of the session in the same transaction. By default the
    /// active robot answers or, if there is none, the [default robot](Turns::with_default_robot).
    #[must_use]
    pub fn robot(self, robot: impl Into<RobotKey>) -> Self {
        Self { robot: Some(robot.into()), ..self }
    }

    /// Sets what to do if a turn of the session runs or is queued (default: the messages are queued).
    #[must_use]
    pub fn when_running(self, when: WhenBusy) -> Self {
        Self { when_running: when, ..self }
    }

    /// Sets what to do if a turn of the session is blocked because tool calls wait for people (default: the messages
    /// are queued). With [`WhenBusy::Interrupt`], these calls are denied with the reason `superseded by` and the id of
    /// the first message.
    #[must_use]
    pub fn when_blocked(self, when: WhenBusy) -> Self {
        Self { when_blocked: when, ..self }
    }
}

impl<A: Into<Append>> From<A> for Submit {
    fn from(append: A) -> Self {
        Self { append: Some(append.into()), ..Self::existing([]) }
    }
}

/// The result of a [`Submit`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Submitted {
    /// The messages that were appended, in the order of the submission.
    pub messages: Vec<Message>,
    /// The turn that answers them.
    pub turn: Turn,
    /// The number of turns of the session that run, are blocked or wait before it.
    pub position: usize,
    /// Whether an earlier try had submitted them, so that nothing was done now.
    pub replayed: bool,
}

/// Messages that are deleted in the transaction that submits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Removal {
    /// The first of them.
    pub(super) from: MessageId,
    /// Whether they may be anybody's.
    pub(super) any: bool,
}

/// # Submitting
impl Turns {
    /// Submits messages for a robot to answer, in the name of the actor: all of them or none. If the session is busy,
    /// they are queued, unless [`Submit`] sets something else. They join the last queued turn if that has the same
    /// member and the same robot, and at most 100 inputs then.
    ///
    /// A second try with the same [idempotency key](Append::idempotency_key), or client id, returns the turn of the
    /// first.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] about `robot` if no robot is named, active or the default, or about `messages` if
    /// there are none; those of [`Robots::append`](crate::Robots::append); [`Conflict::TurnActive`] if the session is
    /// busy and [`WhenBusy::Refuse`] is set; [`Conflict::QueueFull`] if 100 turns are queued; [`Error::NotFound`] if
    /// there is no such robot.
    ///
    /// # Examples
    /// ```
    /// # use storyden_robots::*;
    /// # async fn example(turns: Turns, ann: AccountId, session: SessionId) -> Result<()> {
    /// let question = NewMessage::user([Part::text("Who posted this?")])?;
    /// let submitted = turns.submit(ann, session, question).await?;
    /// println!("{} turns before this one", submitted.position);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn submit(
        &self,
        actor: impl Into<Actor>,
        session: SessionId,
        submit: impl Into<Submit>,
    ) -> Result<Submitted> {
        let (actor, submit) = (actor.into(), submit.into());
        self.robots.allow(&actor, Operation::SubmitTurn).await?;
        self.check(&submit)?;
        self.take_in(&actor, session, submit, None).await
    }

    /// Checks what can be checked without looking at the session.
    pub(super) fn check(&self, submit: &Submit) -> Result<()> {
        match &submit.append {
            Some(append) => append.check(self.robots.limits()),
            None if submit.inputs.is_empty() => Err(Error::invalid_argument("messages", "must not be empty")),
            None => Ok(()),
        }
    }

    /// Submits messages, after a truncation in the same transaction.
    pub(super) async fn take_in(
        &self,
        actor: &Actor,
        session: SessionId,
        submit: Submit,
        removal: Option<Removal>,
    ) -> Result<Submitted> {
        self.check_robot(session, submit.robot.as_ref()).await?;
        let batch = match submit.append {
            Some(append) => Some(self.robots.batch(actor, append).await?),
            None => None,
        };
        let first = batch.as_ref().and_then(|batch| batch.messages.first()).map(|message| message.id);
        let first = first.or(submit.inputs.first().copied());
        let reason = first.map_or_else(|| "superseded".to_owned(), |id| format!("superseded by {id}"));
        let mut submission = Submission {
            turn: TurnId::generate(&*self.robots.ids),
            author: actor.account(),
            robot: submit.robot,
            batch,
            inputs: submit.inputs,
            when_running: submit.when_running,
            when_blocked: submit.when_blocked,
        };
        let interrupts = submission.when_blocked == WhenBusy::Interrupt;
        let mut withdrawals = None;
        for _ in 0..TRIES {
            // Whether the session is blocked is not known before the transaction. If it is, the calls that wait are to
            // be refused in it.
            submission.when_blocked = match (interrupts, &withdrawals) {
                (true, None) => WhenBusy::Refuse,
                (true, Some(_)) => WhenBusy::Interrupt,
                (false, _) => submit.when_blocked,
            };
            let mut steps = Vec::new();
            if let Some(removal) = removal {
                let repeats = submission.batch.as_ref().is_some_and(|batch| batch.idempotency.is_some());
                steps.push(Step::Truncate(self.truncation(actor, session, removal, repeats).await?));
            }
            steps.push(Step::Submit(submission.clone()));
            steps.extend(withdrawals.take().unwrap_or_default());
            match self.transact(session, &steps).await {
                Err(Error::Conflict(Conflict::TurnActive { state, waiting, .. }))
                    if interrupts && state == TurnState::Blocked.as_str() =>
                {
                    let mut pending = self.requests_of(session, Some(RequestState::Pending)).await?;
                    pending.retain(|request| waiting.contains(&request.id.to_string().into()));
                    withdrawals = Some(self.withdrawals(session, &pending, &reason).await?);
                }
                Err(error) if is_overtaken(&error) => {}
                done => return self.submitted(done?).await,
            }
        }
        Err(overtaken_too_often())
    }

    /// Returns what deletes messages if they are the actor's own, or may be anybody's. What is written meanwhile by
    /// others is not deleted with them. `repeats`: a second try of the submission would be recognised.
    async fn truncation(
        &self,
        actor: &Actor,
        session: SessionId,
        removal: Removal,
        repeats: bool,
    ) -> Result<Truncation> {
        let mut truncation = Truncation::new(removal.from, None);
        if removal.any {
            return Ok(truncation);
        }
        match self.robots.seen_as_own(Some(&*self.store), actor, session, &truncation).await {
            // If the first try has deleted it, the transaction finds what that submitted.
            Err(Error::NotFound { resource: Resource::Message, .. }) if repeats => {}
            seen => truncation.unchanged_since = Some(seen?),
        }
        Ok(truncation)
    }

    async fn submitted(&self, done: Vec<Done>) -> Result<Submitted> {
        let repository::Submitted { appended, turn, position } = take(done, |done| match done {
            Done::Submitted(submitted) => Some(submitted),
            _ => None,
        })?;
        self.look_at_queue(&turn.turn, position);
        let replayed = appended.as_ref().is_some_and(|appended| appended.replayed);
        let records = appended.map(|appended| appended.messages).unwrap_or_default();
        let messages = records.iter().map(MessageRecord::decode).collect::<Result<Vec<_>>>()?;
        let (messages, turn) = (self.robots.show(messages).await?, self.robots.show(turn.turn).await?);
        Ok(Submitted { messages, turn, position, replayed })
    }

    /// Checks that there is a robot that can answer.
    async fn check_robot(&self, session: SessionId, named: Option<&RobotKey>) -> Result<()> {
        if let Some(named) = named {
            return self.robots.named(named).await.map(drop);
        }
        let found = self.robots.sessions.find_session(session, WindowRequest::newest(1)).await?;
        if found.state.details.active_robot_id.is_some() || self.settings.default_robot.is_some() {
            return Ok(());
        }
        Err(no_robot())
    }
}

pub(super) fn no_robot() -> Error {
    Error::invalid_argument(
        "robot",
        "no robot can answer: name one with the message, make one active in the session, or set a default",
    )
}

impl From<&NewMessage> for Submit {
    fn from(message: &NewMessage) -> Self {
        Self::from(message.clone())
    }
}
