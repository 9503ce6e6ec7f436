//! [`RunWriter`]: how a run writes.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;

use super::{flag::Flag, settle::Answer, sweep::put, turns::Turns};
#[cfg(feature = "worker")]
use crate::repository::TurnRecord;
use crate::{
    model::{
        error::{Conflict, Error, Result},
        id::{CallRequestId, MessageId, SessionId, TurnId},
        offset::{Generation, Revision},
        part::Parts,
        robot::RobotKey,
    },
    repository::{Done, MessageUpdate, Step},
    service::draft::WriteInRun,
    stream::{Assembler, Chunk},
};

/// Writes for one run of a turn. Each write fails if the run was replaced; it keeps the turn for its worker, and is
/// notified if somebody stopped it.
#[derive(Clone, Debug)]
pub(super) struct RunWriter {
    pub(super) turns: Turns,
    pub(super) session: SessionId,
    pub(super) turn: TurnId,
    generation: Generation,
    lease: Duration,
    pub(super) robot: Option<RobotKey>,
    pub(super) stopped: Arc<Flag>,
}

impl RunWriter {
    #[cfg(feature = "worker")]
    pub(super) fn new(turns: Turns, record: &TurnRecord, lease: Duration) -> Self {
        let stopped = Arc::new(Flag::default());
        if record.turn.stop.is_some() {
            stopped.raise();
        }
        Self {
            turns,
            session: record.turn.session_id,
            turn: record.turn.id,
            generation: record.generation,
            lease,
            robot: record.turn.robot_id.clone(),
            stopped,
        }
    }

    /// Runs steps, and keeps the turn.
    pub(super) async fn write(&self, mut steps: Vec<Step>) -> Result<Vec<Done>> {
        steps.push(Step::Renew { turn: self.turn, lease: self.lease });
        let mut done = self.write_last(&steps).await?;
        if let Some(Done::Turn(record)) = done.pop()
            && record.turn.stop.is_some()
        {
            self.stopped.raise();
        }
        Ok(done)
    }

    /// Runs steps that end the turn, or give it back.
    pub(super) async fn write_last(&self, steps: &[Step]) -> Result<Vec<Done>> {
        let write = self.turns.robots.write().fenced(self.generation);
        let done = self.turns.store.transact(self.session, steps, write).await?;
        self.turns.robots.announce(self.session);
        Ok(done)
    }

    /// Keeps the turn for so long from now.
    #[cfg(feature = "worker")]
    pub(super) async fn renew(&self, lease: Duration) -> Result<()> {
        Self { lease, ..self.clone() }.write(Vec::new()).await.map(drop)
    }
}

#[async_trait]
impl WriteInRun for RunWriter {
    fn check_stopped(&self) -> Result<()> {
        if !self.stopped.is_raised() {
            return Ok(());
        }
        Err(Error::Conflict(Conflict::TurnEnded { turn: self.turn.to_string().into(), state: "cancelled" }))
    }

    fn asks(&self, chunk: &Chunk<'_>) -> bool {
        match chunk {
            Chunk::ToolApprovalRequest { .. } => true,
            Chunk::ToolInputAvailable { tool_name, .. } => {
                self.turns.rule(tool_name).is_some_and(|rule| rule.client)
            }
            _ => false,
        }
    }

    async fn update(
        &self,
        message: MessageId,
        update: MessageUpdate,
        asking: Option<&Parts>,
        decisions: Vec<CallRequestId>,
    ) -> Result<Revision> {
        let mut steps = vec![Step::Update { message, update, decisions }];
        if let Some(parts) = asking {
            let turn = Some(self.turn);
            let requests = self.turns.asked(self.session, message, turn, self.robot.as_ref(), parts);
            steps.push(Step::Ask(requests));
        }
        let mut done = self.write(steps).await?;
        if done.is_empty() {
            return Err(Error::internal("the store returned no result for a step", ""));
        }
        done.swap_remove(0).revision()
    }

    async fn take_decisions(
        &self,
        message: MessageId,
        assembler: &mut Assembler,
    ) -> Result<Vec<CallRequestId>> {
        let mut decisions = Vec::new();
        for request in self.turns.requests_of(self.session, None).await? {
            if request.message_id == message && request.unapplied {
                put(assembler, &request, Answer::of(&request).as_ref());
                decisions.push(request.id);
            }
        }
        Ok(decisions)
    }
}
