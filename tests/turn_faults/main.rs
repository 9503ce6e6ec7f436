//! Workers that are killed and held up, as processes: each question is answered once, and no tool runs twice.
//!
//! Every claim stands beside its red twin: the same test with what protects from the fault taken away, where it must
//! find one. The short forms run with all tests; `ROBOTS_TEST_FACTOR=50` makes 50 times as many rounds.
#![cfg(unix)]

#[path = "../support/chance.rs"]
mod chance;
mod child;
mod effects;
#[path = "../support/over_turns.rs"]
mod over_turns;
#[cfg(feature = "postgres")]
#[path = "../support/postgres.rs"]
#[expect(dead_code, reason = "these tests need no standby and no pooler")]
mod postgres;
mod processes;

use std::{sync::Arc, time::Duration};

use storyden_robots::{
    AccountId, AllowAll, NewMessage, NewRobot, NewSession, Part, RobotId, Robots, SessionId, SqliteOptions,
    SqliteStore, StaticProfiles, Store, ToolRule, TurnRepository, TurnState, Turns, repository::TurnFilter,
};

use chance::{Random, rounds};

/// All that a store has.
trait Everything: Store + TurnRepository {}

impl<T: Store + TurnRepository> Everything for T {}

type Shared = Arc<dyn Everything>;

fn member(number: usize) -> AccountId {
    AccountId::from_bytes([u8::try_from(number + 1).unwrap(); 12])
}

/// Opens the store of a place: a URL of PostgreSQL, or the path of a file.
async fn open(place: &str) -> Shared {
    #[cfg(feature = "postgres")]
    if place.contains("host=") {
        use storyden_robots::{PostgresOptions, PostgresStore};
        let options = PostgresOptions::default().migrate(true).connections(6);
        return Arc::new(PostgresStore::connect(place, options).await.unwrap());
    }
    Arc::new(SqliteStore::open(SqliteOptions::new(place).migrate(true).readers(2)).await.unwrap())
}

/// The service over a store.
fn service(store: &Shared, over: impl TurnRepository) -> Turns {
    let robots = Robots::new(Arc::clone(store), AllowAll, StaticProfiles::default());
    Turns::new(robots, over)
        .with_tools([ToolRule::new("ban").needs_approval(), ToolRule::new("search").repeatable()])
}

fn message(text: &str) -> NewMessage {
    NewMessage::user([Part::text(text.to_owned())]).unwrap()
}

async fn make_robot(turns: &Turns) -> RobotId {
    let new = NewRobot::new("Helper", "script/1".parse().unwrap());
    turns.robots().create_robot(member(0), new).await.unwrap().id
}

async fn start_session(turns: &Turns, robot: RobotId) -> SessionId {
    turns.robots().start_session(member(0), NewSession::from(robot)).await.unwrap().id
}

/// Waits until no turn of these sessions waits or runs.
async fn until_idle(turns: &Turns, sessions: &[SessionId]) {
    for session in sessions {
        for state in [TurnState::Queued, TurnState::Running] {
            loop {
                let mut filter = TurnFilter::default();
                filter.state = Some(state);
                // A process that was held up in the middle of a write holds up the reader too.
                match turns.list_turns(member(0), *session, filter, 1).await {
                    Ok(open) if open.is_empty() => break,
                    _ => tokio::time::sleep(Duration::from_millis(20)).await,
                }
            }
        }
    }
}
