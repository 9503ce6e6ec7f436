//! Laws about concurrent calls. The tasks of each race begin at the same moment, on several threads.

use std::{
    collections::{HashMap, HashSet},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use crate::{
    model::{
        error::Resource,
        id::MessageId,
        message::WindowRequest,
        session::{SessionChange, SessionFilter},
    },
    repository::{MessageBatch, MessageRecord, NewRecord},
};

use super::{
    sessions::ALL,
    subject::{Subject, assert_not_found, assert_taken, at, ids, keyed, ok, race, sequences, write},
};

const TASKS: usize = 16;

pub(super) async fn concurrent_appends_lose_nothing(store: Subject) {
    const EACH: usize = 8;
    let session = store.start().await;
    let own = race(TASKS, |_| {
        let store = store.clone();
        async move {
            let mut own = Vec::new();
            for _ in 0..EACH {
                own.extend(store.say(session, 1).await);
            }
            own
        }
    })
    .await;

    let all = store.walk(session, 100).await;
    let expected: Vec<u64> = (1..).take(TASKS * EACH).collect();
    assert_eq!(sequences(&all), expected, "the sequences of all messages");
    let by_id: HashMap<MessageId, &MessageRecord> = all.iter().map(|message| (message.id, message)).collect();
    for own in own {
        assert!(sequences(&own).is_sorted(), "one task's messages are in another order");
        for message in &own {
            assert_eq!(by_id.get(&message.id), Some(&message), "as the append said it is stored");
        }
    }
}

pub(super) async fn concurrent_batches_are_not_mixed(store: Subject) {
    let session = store.start().await;
    let taken = store.say(session, 1).await.remove(0).id;
    let answers = race(TASKS, |task| {
        let store = store.clone();
        async move {
            let mut messages = store.messages(3 + task % 3);
            if task % 4 == 0 {
                messages.push(NewRecord { id: taken, ..store.message("taken") });
            }
            (store.append(session, messages).await, task)
        }
    })
    .await;

    let all = store.walk(session, 100).await;
    let mut stored = 1;
    for (answer, task) in answers {
        if task % 4 == 0 {
            assert_taken(&answer, Resource::Message);
            continue;
        }
        let messages = ok(answer);
        stored += messages.len();
        let first = all.iter().position(|message| message.id == messages[0].id);
        let first = first.expect("a batch that was answered is stored");
        assert_eq!(all[first..].get(..messages.len()), Some(messages.as_slice()), "a batch was split");
    }
    assert_eq!(all.len(), stored, "messages of refused batches were stored");
}

pub(super) async fn concurrent_tries_of_one_key_store_one_message(store: Subject) {
    let session = store.start().await;
    for round in 1..=8 {
        let key = format!("key {round}");
        let answers = race(TASKS, |_| {
            let (store, key) = (store.clone(), key.clone());
            async move { ok(store.append_batch(session, &keyed(store.messages(1), &key, "1")).await) }
        })
        .await;
        let firsts = answers.iter().filter(|answer| !answer.replayed).count();
        assert_eq!(firsts, 1, "tries that stored something");
        let told: HashSet<_> = answers.iter().map(|answer| ids(&answer.messages)).collect();
        assert_eq!(told.len(), 1, "different answers");
        assert_eq!(sequences(&answers[0].messages), [round]);
    }
    assert_eq!(sequences(&store.walk(session, 100).await), (1..=8).collect::<Vec<_>>());
}

/// Marks a task as done on drop, also if it fails, so that nobody waits for it for ever.
struct Done(Arc<AtomicUsize>);

impl Drop for Done {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

pub(super) async fn readers_see_no_hole(store: Subject) {
    let session = store.start().await;
    let done = Arc::new(AtomicUsize::new(0));
    // Four write batches of three, and the others read until those are done.
    race(TASKS, |task| {
        let (store, done) = (store.clone(), Arc::clone(&done));
        async move {
            if task < 4 {
                let _done = Done(done);
                for _ in 0..8 {
                    store.say(session, 3).await;
                    tokio::task::yield_now().await;
                }
                return;
            }
            let mut seen = 0;
            loop {
                let last_time = done.load(Ordering::SeqCst) == 4;
                let window = store.window(session, WindowRequest::newest(100)).await;
                let places = sequences(&window.messages);
                let expected: Vec<u64> = (1..).take(places.len()).collect();
                assert_eq!(places, expected, "a reader sees a hole");
                assert_eq!(places.len() % 3, 0, "a reader sees a piece of a batch");
                assert!(places.len() >= seen, "a reader saw {seen} messages, then {}", places.len());
                seen = places.len();
                if last_time {
                    assert_eq!(seen, 96, "what was acknowledged is there");
                    return;
                }
                tokio::task::yield_now().await;
            }
        }
    })
    .await;
}

pub(super) async fn a_walk_during_appends_meets_every_message_once(store: Subject) {
    let session = store.start().await;
    let said = store.say(session, 90).await;
    race(6, |task| {
        let (store, said) = (store.clone(), said.clone());
        async move {
            if task < 2 {
                for _ in 0..40 {
                    store.say(session, 1).await;
                    tokio::task::yield_now().await;
                }
                return;
            }
            let met = store.walk(session, 7).await;
            let places = sequences(&met);
            let expected: Vec<u64> = (1..).take(places.len()).collect();
            assert_eq!(places, expected, "a walk meets every message once, in order");
            assert_eq!(ids(&met[..90]), ids(&said), "those that were there when it began");
        }
    })
    .await;
}

pub(super) async fn concurrent_creates_are_all_counted(store: Subject) {
    let (anna, ben) = (store.account(), store.account());
    let created = race(TASKS, |task| {
        let store = store.clone();
        async move {
            let mut created = Vec::new();
            for _ in 0..4 {
                let created_by = if task % 4 == 0 { ben } else { anna };
                let record = store.record_with(|it| it.created_by = created_by);
                ok(store.create_session(&record).await);
                created.push(record.id);
            }
            created
        }
    })
    .await;
    let mut expected = created.concat();
    // All were created at one time, so their ids are the order.
    expected.sort_by(|a, b| b.cmp(a));
    assert_eq!(store.listed(ALL, 7).await, expected);
    assert_eq!(store.count(SessionFilter::created_by(anna)).await, 48);
    assert_eq!(store.count(SessionFilter::created_by(ben)).await, 16);
}

pub(super) async fn of_concurrent_creates_of_one_id_one_succeeds(store: Subject) {
    let id = store.record().id;
    let answers = race(TASKS, |task| {
        let store = store.clone();
        async move {
            let record = store.record_with(|it| {
                it.id = id;
                it.name = format!("by {task}");
            });
            (store.create_session(&record).await, record)
        }
    })
    .await;
    let mut created = Vec::new();
    for (answer, record) in answers {
        match answer {
            Ok(()) => created.push(record),
            refused => assert_taken(&refused, Resource::Session),
        }
    }
    assert_eq!(created.len(), 1, "creates that succeeded");
    let found = store.session(id).await.state.reference;
    assert_eq!((found.name, found.created_by), (created[0].name.clone(), created[0].created_by));
    assert_eq!(store.count(ALL).await, 1);
}

pub(super) async fn of_concurrent_deletes_of_one_session_one_succeeds(store: Subject) {
    let record = store.record();
    let id = record.id;
    ok(store.create_session(&record).await);
    let kept = store.record_with(|it| it.created_by = record.created_by);
    ok(store.create_session(&kept).await);
    let answers = race(TASKS, |_| {
        let store = store.clone();
        async move { store.delete_session(id, write(1)).await }
    })
    .await;
    let (deleted, refused): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
    assert_eq!(deleted.len(), 1, "deletes that succeeded");
    for answer in refused {
        assert_not_found(&answer, Resource::Session);
    }
    assert_eq!(store.listed(ALL, 1).await, [kept.id]);
    assert_eq!(store.count(SessionFilter::created_by(record.created_by)).await, 1);
}

pub(super) async fn concurrent_restores_count_once(store: Subject) {
    let record = store.record();
    let id = record.id;
    ok(store.create_session(&record).await);
    store.say(id, 2).await;
    ok(store.delete_session(record.id, write(1)).await);
    race(TASKS, |_| {
        let store = store.clone();
        async move { ok(store.restore_session(id, write(2)).await) }
    })
    .await;
    assert_eq!(store.count(ALL).await, 1);
    assert_eq!(store.count(SessionFilter::created_by(record.created_by)).await, 1);
    assert_eq!(store.listed(ALL, 20).await, [record.id]);
    assert_eq!(store.walk(record.id, 10).await.len(), 2, "its messages");
}

pub(super) async fn concurrent_renames_and_appends_are_all_kept(store: Subject) {
    let session = store.start().await;
    let robot = "robot_builder".parse().expect("a robot's name");
    race(TASKS, |task| {
        let (store, robot) = (store.clone(), crate::model::robot::RobotKey::clone(&robot));
        let write = write(i64::try_from(task).unwrap_or_default());
        async move {
            match task {
                0 => ok(store.update_session(session, &SessionChange::default().name("new"), write).await),
                1 => ok(store.update_session(session, &SessionChange::default().robot(robot), write).await),
                _ => {
                    let append = MessageBatch::new(store.messages(1));
                    ok(store.append_messages(session, &append, write).await);
                }
            }
        }
    })
    .await;
    let found = store.session(session).await;
    let (reference, details) = (found.state.reference, found.state.details);
    assert_eq!((reference.name.as_str(), details.active_robot_id), ("new", Some(robot)));
    assert_eq!(found.messages.len(), 14, "messages");
    assert_eq!(reference.updated_at, at(15), "the latest time of all");
    assert_eq!(details.offset.get(), TASKS as u64, "each change took one offset");
}
