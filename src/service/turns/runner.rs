//! [`RobotRunner`]: the trait through which a host runs its robots.

use std::{fmt, sync::Arc};

use async_trait::async_trait;

use super::turn_run::TurnRun;
use crate::model::error::Result;

/// The code that runs robots. Implement this with the models and tools of your host; a `TurnWorker` calls it.
///
/// # Contract
/// A run can be lost at any `.await`, by a crash for example. The turn is then run again, and continues from what the
/// lost run wrote; [`attempt`](TurnRun::attempt) counts the runs. So run tools that have effects through
/// [`TurnRun::call_tools`] or [`TurnRun::call`], which never run a call twice unless its tool is
/// [repeatable](super::ToolRule::repeatable).
///
/// A turn is not run again if the lost run had finished a message of its robot: it counts as answered. So write one
/// answer as one message, and hand over to another robot before the message is finished.
///
/// # Examples
/// A robot that searches, and bans members if people approve:
/// ```
/// use storyden_robots::{
///     Calls, Json, ModelContext, Outcome, Part, Result, RobotRunner, TextState, ToolCall, TurnRun, async_trait,
///     stream::Chunk,
/// };
///
/// #[derive(Debug)]
/// struct Host;
///
/// #[async_trait]
/// impl RobotRunner for Host {
///     async fn run(&self, turn: &mut TurnRun) -> Result<Outcome> {
///         let mut draft = turn.draft().await?;
///         let growing = |part| matches!(part, Part::Text(text) if text.state == Some(TextState::Streaming));
///         if draft.parts().iter().last().is_some_and(growing) {
///             draft.restart_step().await?; // a lost run left half a text: the model writes it again
///         }
///         let mut asked = false;
///         loop {
///             // First the calls that people have decided since the last run, so that none is sent without a result.
///             match turn.call_tools(&mut draft, |call| run_tool(call)).await? {
///                 Calls::Waiting => {
///                     draft.finish().await?;
///                     return Ok(Outcome::Blocked);
///                 }
///                 Calls::None if asked => break,
///                 _ => {} // the model continues with the outcomes
///             }
///             let context = turn.context(&ModelContext::new(100_000)).await?;
///             draft.push(&Chunk::StartStep {}).await?;
///             for chunk in ask_model(turn.robot(), &context.messages).await {
///                 draft.push(&chunk).await?;
///             }
///             draft.push(&Chunk::FinishStep {}).await?;
///             asked = true;
///         }
///         draft.finish().await?;
///         Ok(Outcome::Completed)
///     }
/// }
/// # async fn ask_model<R, M>(_: &R, _: &[M]) -> Vec<Chunk<'static>> { Vec::new() }
/// # async fn run_tool(_: ToolCall) -> Result<Json<'static>, String> { Ok(Json::NULL) }
/// ```
#[cfg_attr(feature = "mock", mockall::automock)]
#[async_trait]
pub trait RobotRunner: fmt::Debug + Send + Sync + 'static {
    /// Runs the robot of a turn: writes its answers as drafts, and returns how the turn ends.
    ///
    /// # Errors
    /// Any: the turn fails with the text of the error. If somebody stopped the turn, it is cancelled, whatever this
    /// returns.
    async fn run(&self, turn: &mut TurnRun) -> Result<Outcome>;
}

#[async_trait]
impl<T: RobotRunner + ?Sized> RobotRunner for Arc<T> {
    async fn run(&self, turn: &mut TurnRun) -> Result<Outcome> {
        (**self).run(turn).await
    }
}

/// The result of [`RobotRunner::run`]: how the turn ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// The robot has answered. Calls that still wait for people are withdrawn.
    Completed,
    /// Calls wait for people; a new turn continues when all are decided. If no call waits, the turn is completed.
    Blocked,
}
