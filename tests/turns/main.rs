//! Turns: who runs when, what people decide, and that nothing is done twice.
//!
//! No test depends on a clock: in memory tokio's is paused, and the store's is always moved by hand. Each runs on memory
//! and SQLite, and a second time on PostgreSQL.

mod approvals;
mod asking_again;
mod context;
mod crashes;
mod expiry;
#[cfg(all(unix, feature = "postgres"))]
mod on_postgres;
#[path = "../support/over_turns.rs"]
mod over_turns;
#[path = "../support/pausing.rs"]
mod pausing;
#[cfg(all(unix, feature = "postgres"))]
#[path = "../support/postgres.rs"]
#[expect(dead_code, reason = "these tests need no standby and no pooler")]
mod postgres;
mod queue;
mod scene;
mod stops;
