//! Positions in a session's log: where the log of a turn begins, and where the settled past ends.

use super::{Turns, submission::no_robot};
use crate::{
    model::{
        error::{Conflict, Error, Resource, Result},
        id::{AccountId, SessionId, WorkspaceId},
        message::WindowRequest,
        offset::Offset,
        robot::RobotKey,
        session::NewSession,
        turn::{Turn, TurnState},
    },
    service::{
        operation::{Actor, Operation},
        subscription::EventKind,
    },
};

/// The maximum number of turns that are followed back to the one that has the inputs.
const MOST_CONTINUED: usize = 1000;

/// Methods that take no actor do not check permissions: the caller must have done it.
impl Turns {
    /// Returns whether a session is there that a client names with a robot, which is its own.
    ///
    /// # Errors
    /// [`Conflict::AnotherRobot`] if the session has another robot; [`Error::NotFound`] if there is neither the session nor
    /// the robot that would be its own.
    pub(crate) async fn has_session(
        &self,
        actor: AccountId,
        id: SessionId,
        robot: Option<&RobotKey>,
    ) -> Result<bool> {
        self.robots.allow(&Actor::Member(actor), Operation::SubmitTurn).await?;
        let default = self.settings.default_robot.as_ref();
        match self.robots.sessions.find_session(id, WindowRequest::newest(1)).await {
            Ok(found) => {
                let active = found.state.details.active_robot_id;
                let active = active.as_ref().or(default);
                match robot {
                    Some(given) if active != Some(given) => Err(Error::Conflict(Conflict::AnotherRobot {
                        robot: active.map(|robot| robot.to_string().into()),
                    })),
                    _ => Ok(true),
                }
            }
            Err(Error::NotFound { .. }) => {
                // A message that no robot can answer leaves no session behind.
                self.robots.named(robot.or(default).ok_or_else(no_robot)?).await?;
                Ok(false)
            }
            Err(error) => Err(error),
        }
    }

    /// Starts a session with the id that its client made, unless it is there.
    ///
    /// # Errors
    /// Those of [`has_session`](Self::has_session); [`Error::NotFound`] if there is no such workspace;
    /// [`Error::AlreadyExists`] if it was deleted.
    pub(crate) async fn open_session(
        &self,
        actor: AccountId,
        id: SessionId,
        robot: Option<&RobotKey>,
        workspace: Option<WorkspaceId>,
    ) -> Result<()> {
        for _ in 0..2 {
            if self.has_session(actor, id, robot).await? {
                return Ok(());
            }
            let robot = robot.or(self.settings.default_robot.as_ref()).ok_or_else(no_robot)?;
            let new = NewSession { workspace, ..NewSession::default().robot(robot.clone()) };
            match self.robots.start_as(&Actor::Member(actor), id, new, None).await {
                Ok(_) => return Ok(()),
                // Another request was faster, or the session was deleted.
                Err(Error::AlreadyExists { resource: Resource::Session, .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Err(Error::already_exists(Resource::Session, id))
    }

    /// Returns an offset after which all changes of a turn are, and few others.
    pub(crate) async fn log_start(&self, turn: &Turn) -> Result<Offset> {
        let (session, mut inputs, mut continues) = (turn.session_id, turn.inputs.clone(), turn.continues);
        for _ in 0..MOST_CONTINUED {
            let Some(before) = continues.filter(|_| inputs.is_empty()) else { break };
            match self.store.find_turn(session, before).await {
                Ok((record, _)) => (inputs, continues) = (record.turn.inputs, record.turn.continues),
                Err(Error::NotFound { .. }) => break,
                Err(error) => return Err(error),
            }
        }
        let Some(first) = inputs.first() else { return Ok(Offset::default()) };
        match self.robots.sessions.find_message(session, *first).await {
            Ok(record) => Ok(Offset::new(record.sequence.get().saturating_sub(1))),
            Err(Error::NotFound { .. }) => Ok(Offset::default()),
            Err(error) => Err(error),
        }
    }

    /// Returns the turn that runs, or is blocked and waits for people.
    pub(crate) async fn active_turn(&self, actor: AccountId, session: SessionId) -> Result<Option<Turn>> {
        for state in [TurnState::Running, TurnState::Blocked] {
            let filter = crate::repository::TurnFilter { state: Some(state), after: None };
            let newest = self.list_turns(actor, session, filter, 1).await?.pop();
            if let Some(turn) = newest.filter(|turn| turn.continued_by.is_none()) {
                return Ok(Some(turn));
            }
        }
        Ok(None)
    }

    /// Returns the offset before the one at which a turn started.
    pub(crate) async fn before_start(&self, turn: &Turn) -> Result<Option<Offset>> {
        let mut after = self.log_start(turn).await?;
        loop {
            let read = self.robots.read_changes(turn.session_id, after).await?;
            let started = |kind: &EventKind| matches!(kind, EventKind::Turn(told) if told.id == turn.id && told.state == TurnState::Running);
            if let Some(event) = read.events.iter().find(|event| started(&event.kind)) {
                return Ok(Some(Offset::new(event.offset.get().saturating_sub(1))));
            }
            if !read.more {
                return Ok(None);
            }
            after = read.next;
        }
    }
}
