//! Turns: who runs when, what people decide, and that nothing is done twice.
//!
//! No test depends on a clock: in memory tokio's is paused, and the store's is always moved by hand.

mod approvals;
mod asking_again;
mod context;
mod crashes;
mod expiry;
#[path = "../support/over_turns.rs"]
mod over_turns;
mod queue;
mod scene;
