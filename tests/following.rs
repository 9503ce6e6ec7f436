//! Sessions as they go on: nothing is missed, nothing is told twice.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use storyden_robots::{
    AccountId, AllowAll, Bus, Draft, DraftSettings, Error, LiveEvent, MemoryStore, MessageRole, NewMessage,
    NewSession, Part, Parts, Robots, Sequence, SessionId, Since, StaticProfiles, Subscription,
    stream::{Assembler, Chunk},
};

const ANN: AccountId = AccountId::from_bytes(*b"ann.........");
const EAGER: DraftSettings = DraftSettings { flush_after: Duration::ZERO, flush_bytes: 0 };

async fn session() -> (Robots, SessionId) {
    let robots = Robots::new(MemoryStore::new(), AllowAll, StaticProfiles::default());
    let session = robots.start_session(ANN, NewSession::default()).await.unwrap().id;
    (robots, session)
}

async fn say(robots: &Robots, session: SessionId, text: &str) {
    robots.append(ANN, session, NewMessage::user([Part::text(text.to_owned())]).unwrap()).await.unwrap();
}

async fn begin(robots: &Robots, session: SessionId) -> Draft {
    let answer = NewMessage::new(MessageRole::Assistant, Parts::empty());
    robots.begin_draft(ANN, session, answer).await.unwrap().with_settings(EAGER)
}

async fn next(subscription: &mut Subscription) -> LiveEvent {
    tokio::time::timeout(Duration::from_secs(30), subscription.next()).await.expect("an event").unwrap()
}

async fn is_quiet(subscription: &mut Subscription) -> bool {
    tokio::time::timeout(Duration::from_millis(20), subscription.next()).await.is_err()
}

#[tokio::test]
async fn what_was_there_comes_first_and_then_what_comes() {
    let (robots, session) = session().await;
    for text in ["1", "2", "3"] {
        say(&robots, session, text).await;
    }
    let mut subscription = robots.subscribe(ANN, session, Sequence::new(1)).await.unwrap();
    for text in ["2", "3"] {
        let LiveEvent::Appended(message) = next(&mut subscription).await else { panic!("a message") };
        assert_eq!(message.parts.text(), text);
    }
    assert!(is_quiet(&mut subscription).await);
    say(&robots, session, "4").await;
    let LiveEvent::Appended(message) = next(&mut subscription).await else { panic!("a message") };
    assert_eq!(message.parts.text(), "4");
    assert!(is_quiet(&mut subscription).await);
}

#[tokio::test]
async fn a_draft_is_told_piece_by_piece_to_those_who_come_early_and_late() {
    let (robots, session) = session().await;
    let mut early = robots.subscribe(ANN, session, None).await.unwrap();
    let mut draft = begin(&robots, session).await;
    let LiveEvent::Appended(shown) = next(&mut early).await else { panic!("a message") };
    assert!(shown.draft && shown.parts.is_empty());
    draft.push(&Chunk::text_start("1")).await.unwrap();
    draft.push(&Chunk::text_delta("1", "Bees ")).await.unwrap();

    let mut late = robots.subscribe(ANN, session, None).await.unwrap();
    let LiveEvent::Appended(shown) = next(&mut late).await else { panic!("a message") };
    assert_eq!(shown.parts.text(), "Bees ");
    draft.push(&Chunk::text_delta("1", "dance.")).await.unwrap();
    let LiveEvent::Grew { chunks, .. } = next(&mut late).await else { panic!("growth") };
    assert_eq!(chunks.decode().unwrap(), [Chunk::text_delta("1", "dance.")]);

    let mut assembler = Assembler::new();
    let LiveEvent::Grew { chunks, revision, .. } = next(&mut early).await else { panic!("growth") };
    for chunk in chunks.decode().unwrap() {
        assembler.push(&chunk).unwrap();
    }
    assert_eq!((assembler.parts(), revision), (draft.parts(), draft.revision()));

    let finished = draft.finish().await.unwrap();
    assert_eq!(next(&mut early).await, LiveEvent::Updated(finished.clone()));
    assert_eq!(next(&mut late).await, LiveEvent::Updated(finished));
    assert!(is_quiet(&mut early).await && is_quiet(&mut late).await);
}

#[tokio::test]
async fn from_now_tells_what_comes_and_the_newest_if_it_grows() {
    let (robots, session) = session().await;
    say(&robots, session, "1").await;
    let mut whole = robots.subscribe(ANN, session, Since::Now).await.unwrap();
    assert_eq!(whole.place(), 1);
    assert!(is_quiet(&mut whole).await);
    let draft = begin(&robots, session).await;
    let mut growing = robots.subscribe(ANN, session, Since::Now).await.unwrap();
    assert_eq!(growing.place(), 1);
    for subscription in [&mut whole, &mut growing] {
        let LiveEvent::Appended(message) = next(subscription).await else { panic!("a message") };
        assert_eq!(message.id, draft.id());
    }
}

#[tokio::test]
async fn in_pieces_a_draft_can_be_assembled_by_who_comes_late() {
    let (robots, session) = session().await;
    let mut draft = begin(&robots, session).await;
    draft.push(&Chunk::text_start("1")).await.unwrap();
    draft.push(&Chunk::text_delta("1", "Bees ")).await.unwrap();
    let mut late = robots.subscribe(ANN, session, None).await.unwrap().in_pieces();
    let LiveEvent::Appended(began) = next(&mut late).await else { panic!("a message") };
    assert!(began.draft && began.parts.is_empty());
    let mut assembler = Assembler::continuing(began.id.to_string(), &began.parts, None);
    for text in ["dance.", " They do."] {
        let LiveEvent::Grew { chunks, .. } = next(&mut late).await else { panic!("growth") };
        for chunk in chunks.decode().unwrap() {
            assembler.push(&chunk).unwrap();
        }
        assert_eq!(assembler.parts(), draft.parts());
        draft.push(&Chunk::text_delta("1", text)).await.unwrap();
    }
    let finished = draft.finish().await.unwrap();
    let mut last = next(&mut late).await;
    while let LiveEvent::Grew { .. } = last {
        last = next(&mut late).await;
    }
    assert_eq!(last, LiveEvent::Updated(finished));
}

#[tokio::test]
async fn who_is_too_far_behind_is_told() {
    let (robots, session) = session().await;
    let mut subscription = robots.subscribe(ANN, session, None).await.unwrap();
    for number in 1..=1010 {
        say(&robots, session, &number.to_string()).await;
    }
    assert_eq!(next(&mut subscription).await, LiveEvent::Skipped(Sequence::new(10).unwrap()));
    let LiveEvent::Appended(message) = next(&mut subscription).await else { panic!("a message") };
    assert_eq!(message.sequence, Sequence::new(11));
}

#[tokio::test]
async fn a_deleted_session_ends_in_an_error() {
    let (robots, session) = session().await;
    let mut subscription = robots.subscribe(ANN, session, None).await.unwrap();
    robots.delete_session(ANN, session).await.unwrap();
    assert!(matches!(subscription.next().await, Err(Error::NotFound { .. })));
    assert!(robots.subscribe(ANN, session, None).await.is_err());
}

/// Two processes over one store, and what runs between them.
#[derive(Clone, Debug, Default)]
struct Wire(Arc<Mutex<Vec<SessionId>>>);

impl Bus for Wire {
    fn announce(&self, session: SessionId) {
        self.0.lock().unwrap().push(session);
    }
}

#[tokio::test]
async fn another_process_hears_through_the_bus() {
    let (store, wire) = (MemoryStore::new(), Wire::default());
    let process = || Robots::new(store.clone(), AllowAll, StaticProfiles::default());
    let (here, there) = (process().with_bus(wire.clone()), process());
    let session = here.start_session(ANN, NewSession::default()).await.unwrap().id;
    let mut subscription = there.subscribe(ANN, session, None).await.unwrap();
    assert!(is_quiet(&mut subscription).await);
    say(&here, session, "Hi").await;
    assert!(is_quiet(&mut subscription).await);
    for session in wire.0.lock().unwrap().drain(..) {
        there.heard(session);
    }
    assert!(matches!(next(&mut subscription).await, LiveEvent::Appended(_)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn under_eight_writers_every_message_is_told_once_and_in_order() {
    const WRITERS: u64 = 8;
    const EACH: u64 = 60;
    const JOINERS: u64 = 12;
    let (robots, session) = session().await;
    let writers = (0..WRITERS).map(|writer| {
        let robots = robots.clone();
        tokio::spawn(async move {
            for number in 0..EACH {
                if number % 10 == writer % 10 {
                    let mut draft = begin(&robots, session).await;
                    draft.push(&Chunk::text_start("1")).await.unwrap();
                    draft.finish().await.unwrap();
                } else {
                    say(&robots, session, &format!("{writer}/{number}")).await;
                }
                tokio::task::yield_now().await;
            }
        })
    });
    let joiners = (0..JOINERS).map(|joiner| {
        let robots = robots.clone();
        tokio::spawn(async move {
            // They join somewhere in the middle, from somewhere in the middle.
            for _ in 0..joiner * 15 {
                tokio::task::yield_now().await;
            }
            let after = joiner * 3;
            let mut subscription = robots.subscribe(ANN, session, Sequence::new(after)).await.unwrap();
            let mut expected = after + 1;
            while expected <= WRITERS * EACH {
                match next(&mut subscription).await {
                    LiveEvent::Appended(message) => {
                        assert_eq!(message.sequence.map(Sequence::get), Some(expected));
                        expected += 1;
                    }
                    LiveEvent::Grew { .. } | LiveEvent::Updated(_) => {}
                    other => panic!("{other:?}"),
                }
                if expected % 7 == joiner % 7 {
                    tokio::task::yield_now().await;
                }
            }
        })
    });
    let tasks: Vec<_> = writers.collect::<Vec<_>>().into_iter().chain(joiners.collect::<Vec<_>>()).collect();
    for task in tasks {
        task.await.unwrap();
    }
}
