//! [`Turns`]: members submit messages, robots answer them one turn at a time, and people approve or deny tool calls.
//!
//! `submission` accepts messages, and `again` has a message answered again. `requests` lists the requests of tool
//! calls, and records the decisions. `apply` reads what a client added to a message, and `settle` writes decisions and
//! outputs into parts.

// First, so that the constructors are first on the page of `Turns`.
mod turns;

mod again;
mod apply;
mod calls;
#[cfg(feature = "axum")]
mod chat;
mod flag;
#[cfg(feature = "axum")]
mod log;
mod order;
mod queue;
mod requests;
mod runner;
mod settle;
mod submission;
mod sweep;
mod tool_rules;
mod turn_run;
mod unclaimed;
#[cfg(feature = "worker")]
mod worker;
mod writer;

#[cfg(feature = "mock")]
pub use self::runner::MockRobotRunner;
#[cfg(feature = "worker")]
pub use self::worker::TurnWorker;
pub use self::{
    apply::Applied,
    calls::{CallOutcome, Calls, ToolCall},
    requests::Verdict,
    runner::{Outcome, RobotRunner},
    submission::{Submit, Submitted},
    tool_rules::ToolRule,
    turn_run::TurnRun,
    turns::Turns,
};
