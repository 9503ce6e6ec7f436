//! Starting a session once.

use std::sync::Arc;

use storyden_robots::{
    AccountId, AllowAll, Conflict, Error, InstanceFilter, Json, Label, MemoryStore, NewRobot, NewSession,
    NewWorkspace, PageRequest, Provider, Robots, SessionChange, StaticProfiles, WindowRequest,
};

const ANN: AccountId = AccountId::from_bytes([1; 12]);
const BEN: AccountId = AccountId::from_bytes([2; 12]);

fn service() -> Robots {
    Robots::new(MemoryStore::new(), AllowAll, StaticProfiles::default())
}

fn keyed(key: &str) -> NewSession {
    NewSession::default().idempotency_key(key)
}

#[tokio::test]
async fn a_key_starts_one_session() {
    let robots = service();
    let new = keyed("k").name("Spam").misc(Json::parse(r#"{"a":1,"b":2}"#).unwrap());
    let first = robots.start_session(ANN, new.clone()).await.unwrap();
    let renamed = SessionChange::default().name("Solved");
    robots.update_session(ANN, first.id, renamed).await.unwrap();
    let again = new.clone().misc(Json::parse(r#"{"b":2,"a":1}"#).unwrap());
    let again = robots.start_session(ANN, again).await.unwrap();
    assert_eq!((again.id, again.name.as_str()), (first.id, "Solved"), "as it is now");
    // A key belongs to its account.
    assert_ne!(robots.start_session(BEN, new.clone()).await.unwrap().id, first.id);
    assert_ne!(robots.start_session(ANN, keyed("K").name("Spam")).await.unwrap().id, first.id);
    for other in [keyed("k"), new.clone().name("Ham"), keyed("k").name("Spam")] {
        let other = robots.start_session(ANN, other).await;
        assert!(matches!(other, Err(Error::Conflict(Conflict::IdempotencyKeyReused))), "{other:?}");
    }
    robots.delete_session(ANN, first.id).await.unwrap();
    let deleted = robots.start_session(ANN, new.clone()).await;
    assert!(matches!(deleted, Err(Error::Conflict(Conflict::SessionDeleted))), "{deleted:?}");
    robots.restore_session(ANN, first.id).await.unwrap();
    assert_eq!(robots.start_session(ANN, new).await.unwrap().id, first.id);
    for bad in ["", "a\nb", &"x".repeat(256)] {
        let bad = robots.start_session(ANN, keyed(bad)).await;
        assert!(matches!(bad, Err(Error::InvalidArgument { .. } | Error::TooLarge { .. })), "{bad:?}");
    }
}

/// It is not read again after it was created.
#[tokio::test]
async fn the_session_that_a_start_returns_is_the_one_that_is_there() {
    let robots = service();
    let workspace = robots.create_workspace(ANN, NewWorkspace::new("Box", Provider::Local)).await.unwrap();
    let robot = NewRobot::new("Moderator", "script/1".parse().unwrap());
    let robot = robots.create_robot(ANN, robot).await.unwrap().id;
    for new in [
        NewSession::default(),
        NewSession::from(robot).name("Spam").misc(Json::object()).labels("pinned".parse::<Label>().unwrap()),
        NewSession::default().workspace(workspace.id),
        keyed("k"),
    ] {
        let started = robots.start_session(ANN, new).await.unwrap();
        let read = robots.session(ANN, started.id, WindowRequest::default()).await.unwrap();
        assert_eq!(started, read);
    }
}

/// Keys of today must find the sessions of yesterday.
#[tokio::test]
async fn a_key_gives_the_same_id_in_every_version() {
    let ann: AccountId = "cc5lnd2s1s4652adtu50".parse().unwrap();
    let session = service().start_session(ann, keyed("form-7")).await.unwrap();
    assert_eq!(session.id.to_string(), "k00rc013jv6bm6hgbi2g");
}

#[tokio::test]
async fn a_second_start_makes_no_second_instance() {
    let robots = service();
    let workspace = NewWorkspace::new("Box", Provider::Local);
    let workspace = robots.create_workspace(ANN, workspace).await.unwrap().id;
    let new = || keyed("k").workspace(workspace);
    let instances = async || {
        let list = robots.list_instances(ANN, InstanceFilter::default(), PageRequest::resources()).await;
        list.unwrap().results
    };
    let first = robots.start_session(ANN, new()).await.unwrap();
    assert_eq!(robots.start_session(ANN, new()).await.unwrap().id, first.id);
    assert_eq!(instances().await, 1);
    // Also if the workspace is gone by then.
    robots.delete_workspace(ANN, workspace).await.unwrap();
    assert_eq!(robots.start_session(ANN, new()).await.unwrap().id, first.id);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_starts_at_once_one_starts_it() {
    let robots = service();
    let workspace = NewWorkspace::new("Box", Provider::Local);
    let workspace = robots.create_workspace(ANN, workspace).await.unwrap().id;
    for round in 0..20 {
        let barrier = Arc::new(tokio::sync::Barrier::new(8));
        let starts: Vec<_> = (0..8)
            .map(|_| {
                let (robots, barrier) = (robots.clone(), Arc::clone(&barrier));
                tokio::spawn(async move {
                    barrier.wait().await;
                    let new = keyed(&format!("k{round}")).workspace(workspace);
                    robots.start_session(ANN, new).await.unwrap().id
                })
            })
            .collect();
        let mut ids = Vec::new();
        for start in starts {
            ids.push(start.await.unwrap());
        }
        ids.dedup();
        assert_eq!(ids.len(), 1);
        let list = robots.list_instances(ANN, InstanceFilter::default(), PageRequest::resources()).await;
        assert_eq!(list.unwrap().results, round + 1, "the instances of those that were late are deleted");
    }
}
