//! Reads turns, and stops them.

use super::turns::{MAX_LISTED, TRIES, Turns, is_overtaken, overtaken_too_often, take};
use crate::{
    model::{
        call_request::RequestState,
        error::Result,
        id::{SessionId, TurnId},
        turn::{Turn, TurnState},
    },
    repository::{Done, Step, TurnFilter, TurnRecord},
    service::operation::{Actor, Operation},
};

/// # Reading and stopping turns
impl Turns {
    /// Returns a turn, and the number of turns of its session that run, are blocked or wait before it: 0 unless it is
    /// queued.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is no such session or turn.
    pub async fn turn(
        &self,
        actor: impl Into<Actor>,
        session: SessionId,
        id: TurnId,
    ) -> Result<(Turn, usize)> {
        self.robots.allow(&actor.into(), Operation::GetTurn).await?;
        self.turn_shown(session, id).await
    }

    /// Returns a turn, and the number of turns before it. Does not check permissions: the caller must have done it.
    pub(crate) async fn turn_shown(&self, session: SessionId, id: TurnId) -> Result<(Turn, usize)> {
        let (record, position) = self.store.find_turn(session, id).await?;
        self.look_at_queue(&record.turn, position);
        Ok((self.robots.show(record.turn).await?, position))
    }

    /// Lists turns of a session, the newest first: at most `limit`, which is clamped to 1 to 100.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is no such session;
    /// [`Error::InvalidArgument`](crate::Error::InvalidArgument) about `after` if that is not a turn of the session.
    pub async fn list_turns(
        &self,
        actor: impl Into<Actor>,
        session: SessionId,
        filter: TurnFilter,
        limit: u32,
    ) -> Result<Vec<Turn>> {
        self.robots.allow(&actor.into(), Operation::ListTurns).await?;
        let found = self.store.list_turns(session, filter, limit.clamp(1, MAX_LISTED)).await?;
        self.robots.show(found.into_iter().map(|record| record.turn).collect::<Vec<_>>()).await
    }

    /// Stops a turn, and returns it. A queued or blocked turn ends at once, and the calls that block it are denied with
    /// `reason`. A running turn is marked as [stopped](Turn::stop), and its worker ends it within a heartbeat; if the
    /// worker is gone, the turn ends once its lease has expired. A turn that has ended otherwise stays as it is.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) if there is no such session or turn; [`Error::InvalidArgument`](crate::Error::InvalidArgument) or [`Error::TooLarge`](crate::Error::TooLarge) about
    /// `reason`.
    pub async fn stop_turn(
        &self,
        actor: impl Into<Actor>,
        session: SessionId,
        id: TurnId,
        reason: Option<String>,
    ) -> Result<Turn> {
        let actor = actor.into();
        self.robots.allow(&actor, Operation::StopTurn).await?;
        if let Some(reason) = &reason {
            self.robots.limits().check_text("reason", reason)?;
        }
        let record = self.stop(session, id, &actor, reason).await?;
        self.robots.show(record.turn).await
    }

    pub(super) async fn stop(
        &self,
        session: SessionId,
        id: TurnId,
        actor: &Actor,
        reason: Option<String>,
    ) -> Result<TurnRecord> {
        for _ in 0..TRIES {
            let (found, _) = self.store.find_turn(session, id).await?;
            let mut steps = vec![Step::Stop { turn: id, by: actor.account(), reason: reason.clone() }];
            let mut write = self.robots.write();
            match found.turn.state {
                TurnState::Running => {
                    // If it is blocked meanwhile, its parts have to be changed with it.
                    write = write.fenced(found.generation);
                }
                TurnState::Blocked if found.is_open() => {
                    let mut waiting = self.requests_of(session, Some(RequestState::Pending)).await?;
                    waiting.retain(|request| {
                        request.turn_id == Some(id) || found.turn.messages.contains(&request.message_id)
                    });
                    let reason = reason.as_deref().unwrap_or("the turn was stopped");
                    steps.extend(self.withdrawals(session, &waiting, reason).await?);
                }
                TurnState::Queued => {}
                _ => return Ok(found),
            }
            match self.transact_at(session, &steps, write).await {
                Err(error) if is_overtaken(&error) => {}
                done => {
                    let record = take(done?, |done| match done {
                        Done::Turn(record) => Some(record),
                        _ => None,
                    })?;
                    if found.turn.state == TurnState::Running && record.turn.state.has_ended() {
                        self.sweep(&record).await?;
                    }
                    return Ok(record);
                }
            }
        }
        Err(overtaken_too_often())
    }
}
