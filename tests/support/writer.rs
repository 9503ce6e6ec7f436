//! A process that writes: a test binary that includes this, run again with a job in its environment.

use std::{
    env,
    process::{Child, Command, Stdio},
};

use storyden_robots::{
    AccountId, AllowAll, NewMessage, Part, Robots, SessionId, StaticProfiles, Store, Subscription,
};

pub(crate) const ANN: AccountId = AccountId::from_bytes(*b"ann.........");

pub(crate) fn service(store: impl Store) -> Robots {
    Robots::new(store, AllowAll, StaticProfiles::default())
}

pub(crate) async fn say(robots: &Robots, session: SessionId, text: &str) {
    let message = NewMessage::user([Part::text(text.to_owned())]).expect("a message");
    robots.append(ANN, session, message).await.expect("it is appended");
}

/// Says this many things in each of the sessions, one after the other.
pub(crate) async fn say_all(robots: &Robots, sessions: &[SessionId], count: u64) {
    for number in 0..count {
        for session in sessions {
            say(robots, *session, &format!("{number}")).await;
        }
    }
}

/// Waits until this many messages were heard, which are the first of their session, and each comes once.
pub(crate) async fn hear_all(mut subscription: Subscription, count: u64) -> Subscription {
    for number in 1..=count {
        assert_eq!(subscription.next().await.expect("an event").offset.get(), number);
    }
    subscription
}

/// Starts a process that does this: see [`the_writer`].
pub(crate) fn start(store: &str, sessions: &[SessionId], count: u64) -> Child {
    let sessions: Vec<_> = sessions.iter().map(ToString::to_string).collect();
    Command::new(env::current_exe().expect("this program"))
        .args(["--exact", "writer::the_writer", "--nocapture", "--test-threads=1"])
        .env("ROBOTS_WRITER_STORE", store)
        .env("ROBOTS_WRITER_SESSIONS", sessions.join(","))
        .env("ROBOTS_WRITER_COUNT", count.to_string())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .expect("a process starts")
}

/// What the process does; nothing in a usual run.
#[tokio::test]
async fn the_writer() {
    let (Ok(store), Ok(sessions), Ok(count)) = (
        env::var("ROBOTS_WRITER_STORE"),
        env::var("ROBOTS_WRITER_SESSIONS"),
        env::var("ROBOTS_WRITER_COUNT"),
    ) else {
        return;
    };
    let sessions: Vec<_> = sessions.split(',').map(|id| id.parse().expect("an id")).collect();
    let robots = crate::open(&store).await;
    say_all(&robots, &sessions, count.parse().expect("a number")).await;
}
