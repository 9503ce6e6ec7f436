//! Following a session: whoever applies the events has the record, whatever the interleaving.

use std::{
    collections::BTreeMap,
    future::poll_fn,
    pin::{Pin, pin},
    task::Poll,
    time::Duration,
};

use futures_core::Stream;
use storyden_robots::{
    AccountId, AllowAll, Begun, Draft, DraftSettings, Error, Event, EventKind, MemoryStore, Message,
    MessageId, MessageRole, NewMessage, NewSession, Offset, Part, Parts, Robots, SessionChange, SessionId,
    StaticProfiles, Subscription, WindowRequest,
    stream::{Assembler, Chunk},
};

const ANN: AccountId = AccountId::from_bytes(*b"ann.........");
const UNBUFFERED: DraftSettings =
    DraftSettings { flush_after: Duration::MAX, flush_after_followed: Duration::MAX, flush_bytes: 0 };
const NEVER: DraftSettings = DraftSettings { flush_bytes: usize::MAX, ..UNBUFFERED };

async fn session() -> (Robots, SessionId) {
    let robots = Robots::new(MemoryStore::new(), AllowAll, StaticProfiles::default());
    let session = robots.start_session(ANN, NewSession::default()).await.unwrap().id;
    (robots, session)
}

async fn say(robots: &Robots, session: SessionId, text: &str) -> Message {
    let message = NewMessage::user([Part::text(text.to_owned())]).unwrap();
    robots.append(ANN, session, message).await.unwrap().messages.remove(0)
}

async fn begin(robots: &Robots, session: SessionId) -> Draft {
    let answer = NewMessage::new(MessageRole::Assistant, Parts::empty());
    let Begun::New(draft) = robots.begin_draft(ANN, session, answer).await.unwrap() else { panic!("new") };
    draft.with_settings(UNBUFFERED)
}

async fn from_start(robots: &Robots, session: SessionId) -> Subscription {
    robots.subscribe(ANN, session, Offset::default()).await.unwrap()
}

/// The next event, which must be there: the store answers at once, so waiting would be for ever.
async fn next(subscription: &mut Subscription) -> Event {
    now(subscription).await.expect("an event").unwrap()
}

/// Polls once: what is not there now does not come without a write.
async fn now(subscription: &mut Subscription) -> Option<Result<Event, Error>> {
    let mut next = pin!(subscription.next());
    poll_fn(|context| match next.as_mut().poll(context) {
        Poll::Ready(event) => Poll::Ready(Some(event)),
        Poll::Pending => Poll::Ready(None),
    })
    .await
}

async fn is_quiet(subscription: &mut Subscription) -> bool {
    now(subscription).await.is_none()
}

#[track_caller]
fn message(event: Event) -> Message {
    match event.kind {
        EventKind::Message(message) => message,
        other => panic!("a message, not {other:?}"),
    }
}

#[track_caller]
fn grew(event: Event) -> Vec<Chunk<'static>> {
    match event.kind {
        EventKind::DraftGrew { chunks, .. } => chunks.decode().unwrap(),
        other => panic!("growth, not {other:?}"),
    }
}

/// A reader that only applies what it is told.
#[derive(Default)]
struct Reader {
    name: Option<String>,
    messages: BTreeMap<u64, Message>,
    drafts: BTreeMap<u64, (MessageId, Assembler)>,
    told: Vec<u64>,
    /// How many answers their chunks have built.
    built: usize,
}

impl Reader {
    fn apply(&mut self, event: Event) {
        assert!(
            self.told.last() < Some(&event.offset.get()),
            "offsets go up: {event:?} after {:?}",
            self.told
        );
        self.told.push(event.offset.get());
        match event.kind {
            EventKind::Session { reference, .. } => self.name = Some(reference.name),
            EventKind::Message(message) => {
                let sequence = message.sequence.unwrap().get();
                // The chunks of an answer build it to its very end.
                if let Some((_, assembler)) = self.drafts.remove(&sequence) {
                    assert_eq!(assembler.parts(), message.parts);
                    self.built += 1;
                }
                self.messages.insert(sequence, message);
            }
            EventKind::Deleted { sequence, .. } => {
                self.drafts.remove(&sequence.get());
                self.messages.remove(&sequence.get());
            }
            EventKind::DraftBegan(message) => {
                let assembler = Assembler::continuing(message.id.to_string(), &message.parts, None);
                let sequence = message.sequence.unwrap().get();
                self.drafts.insert(sequence, (message.id, assembler.strict()));
                self.messages.insert(sequence, message);
            }
            EventKind::DraftGrew { id, sequence, chunks, .. } => {
                let (known, assembler) = self.drafts.get_mut(&sequence.get()).expect("it began");
                assert_eq!(*known, id);
                for chunk in chunks.decode().unwrap() {
                    assembler.push(&chunk).unwrap();
                }
            }
            other => panic!("{other:?}"),
        }
    }

    /// Compares with the record, which is at the offset that was told last.
    async fn assert_has_record(&self, robots: &Robots, session: SessionId) {
        let record = robots.session(ANN, session, WindowRequest::newest(100)).await.unwrap();
        let shown: Vec<_> = self
            .messages
            .iter()
            .map(|(sequence, message)| {
                let parts = self.drafts.get(sequence).map(|(_, assembler)| assembler.parts());
                (message.id, parts.unwrap_or_else(|| message.parts.clone()), message.draft)
            })
            .collect();
        let stored = record.message_list.messages.iter();
        let stored: Vec<_> =
            stored.map(|message| (message.id, message.parts.clone(), message.draft)).collect();
        assert_eq!(shown, stored);
        assert_eq!(self.name.as_ref().unwrap_or(&record.name), &record.name);
    }
}

#[tokio::test]
async fn changes_that_were_made_come_first_and_then_those_that_are_made() {
    let (robots, session) = session().await;
    let first = say(&robots, session, "1").await;
    for text in ["2", "3"] {
        say(&robots, session, text).await;
    }
    let mut subscription = robots.subscribe(ANN, session, first.sequence.unwrap()).await.unwrap();
    for text in ["2", "3"] {
        assert_eq!(message(next(&mut subscription).await).parts.text(), text);
    }
    assert!(is_quiet(&mut subscription).await);
    let fourth = say(&robots, session, "4").await;
    let event = next(&mut subscription).await;
    assert_eq!((event.offset, subscription.offset()), (fourth.revision.into(), fourth.revision.into()));
    assert_eq!(message(event), fourth);
    assert!(is_quiet(&mut subscription).await);
}

#[tokio::test]
async fn a_draft_is_told_by_its_chunks_up_to_the_very_end() {
    let (robots, session) = session().await;
    let mut early = from_start(&robots, session).await;
    let mut draft = begin(&robots, session).await;
    let EventKind::DraftBegan(began) = next(&mut early).await.kind else { panic!("a beginning") };
    assert!(began.draft && began.parts.is_empty() && began.id == draft.id());
    draft.push(&Chunk::text_start("1")).await.unwrap();
    draft.push(&Chunk::text_delta("1", "Bees ")).await.unwrap();
    assert_eq!(grew(next(&mut early).await), [Chunk::text_start("1")]);
    let event = next(&mut early).await;
    assert_eq!(event.offset, draft.revision().into());
    assert_eq!(grew(event), [Chunk::text_delta("1", "Bees ")]);

    // What is held back when the answer ends is told as chunks too.
    let mut draft = draft.with_settings(NEVER);
    draft.push(&Chunk::text_delta("1", "dance.")).await.unwrap();
    draft.push(&Chunk::text_end("1")).await.unwrap();
    assert!(is_quiet(&mut early).await);
    let finished = draft.finish().await.unwrap();
    let end = [Chunk::text_delta("1", "dance."), Chunk::text_end("1")];
    assert_eq!(grew(next(&mut early).await), end);
    assert_eq!(message(next(&mut early).await), finished);
    assert!(is_quiet(&mut early).await);

    // Whoever comes later still gets the chunks.
    let mut late = Reader::default();
    let mut subscription = from_start(&robots, session).await;
    while let Some(event) = now(&mut subscription).await {
        late.apply(event.unwrap());
    }
    assert_eq!(late.told.len(), 5);
    late.assert_has_record(&robots, session).await;
}

#[tokio::test]
async fn following_from_where_a_session_says_meets_every_open_answer_at_its_beginning() {
    let (robots, session) = session().await;
    say(&robots, session, "1").await;
    let mut draft = begin(&robots, session).await;
    draft.push(&Chunk::text_start("1")).await.unwrap();
    say(&robots, session, "3").await;
    let read = robots.session(ANN, session, WindowRequest::default()).await.unwrap();
    let mut subscription = robots.subscribe(ANN, session, read.details.follow_from).await.unwrap();
    let EventKind::DraftBegan(began) = next(&mut subscription).await.kind else { panic!("a beginning") };
    assert_eq!(began.id, draft.id());

    let mut after = robots.subscribe(ANN, session, read.details.offset).await.unwrap();
    assert!(is_quiet(&mut after).await);
    draft.finish().await.unwrap();
    assert!(!is_quiet(&mut after).await);
}

#[tokio::test]
async fn edits_deletions_continuations_and_renames_are_told() {
    let (robots, session) = session().await;
    let (first, second) = (say(&robots, session, "1").await, say(&robots, session, "2").await);
    let mut subscription = robots.subscribe(ANN, session, second.sequence.unwrap()).await.unwrap();

    let content = NewMessage::user([Part::text("one")]).unwrap();
    let edited = robots.edit_message(ANN, session, first.id, first.revision, content).await.unwrap();
    assert_eq!(message(next(&mut subscription).await), edited);
    robots.delete_message(ANN, session, second.id, second.revision).await.unwrap();
    let EventKind::Deleted { id, sequence, .. } = next(&mut subscription).await.kind else {
        panic!("deleted")
    };
    assert_eq!((id, Some(sequence)), (second.id, second.sequence));
    let change = SessionChange::default().name("Solved");
    let renamed = robots.update_session(ANN, session, change).await.unwrap();
    let EventKind::Session { reference, details, .. } = next(&mut subscription).await.kind else {
        panic!("a session")
    };
    assert_eq!((*reference, *details), (renamed.reference, renamed.details));

    let mut draft = robots.resume_draft(ANN, session, first.id).await.unwrap().with_settings(UNBUFFERED);
    let EventKind::DraftBegan(began) = next(&mut subscription).await.kind else { panic!("a beginning") };
    assert_eq!((began.id, began.parts.text().as_str()), (first.id, "one"));
    draft.push(&Chunk::text_start("1")).await.unwrap();
    assert_eq!(grew(next(&mut subscription).await).len(), 1);
    // A takeover is nothing to a reader.
    let mut other = robots.resume_draft(ANN, session, first.id).await.unwrap();
    assert!(is_quiet(&mut subscription).await);
    let finished = other.finish().await.unwrap();
    assert_eq!(message(next(&mut subscription).await), finished);
}

#[tokio::test]
async fn the_deletion_of_the_session_is_the_last_event() {
    let (robots, session) = session().await;
    let mut subscription = from_start(&robots, session).await;
    let mut stream = from_start(&robots, session).await;
    robots.delete_session(ANN, session).await.unwrap();
    let EventKind::Session { reference, details, .. } = next(&mut subscription).await.kind else {
        panic!("a session")
    };
    assert!(reference.deleted_at.is_some());
    assert!(matches!(subscription.next().await, Err(Error::NotFound { .. })));

    // Whoever was away is told, and whoever was told is not told again.
    let mut back = from_start(&robots, session).await;
    assert!(matches!(next(&mut back).await.kind, EventKind::Session { .. }));
    let again = robots.subscribe(ANN, session, details.revision).await;
    assert!(matches!(again, Err(Error::NotFound { .. })));

    let mut events = 0;
    while let Some(event) = poll_fn(|context| Pin::new(&mut stream).poll_next(context)).await {
        event.unwrap();
        events += 1;
    }
    assert_eq!(events, 1);
    let ended = poll_fn(|context| Pin::new(&mut stream).poll_next(context)).await;
    assert!(ended.is_none());
}

#[tokio::test]
async fn services_over_one_store_hear_each_other() {
    let store = MemoryStore::new();
    let service = || Robots::new(store.clone(), AllowAll, StaticProfiles::default());
    let (here, there) = (service(), service());
    let session = here.start_session(ANN, NewSession::default()).await.unwrap().id;
    let mut subscription = from_start(&there, session).await;
    assert!(is_quiet(&mut subscription).await);
    let said = say(&here, session, "Hi").await;
    assert_eq!(message(next(&mut subscription).await), said);
}

#[tokio::test]
async fn another_process_is_woken_through_a_bus_of_the_hosts() {
    let store = MemoryStore::new();
    // Repositories know of no followers, so these services are as far apart as two processes.
    let process = || {
        let part = || store.clone();
        Robots::from_repositories(part(), part(), part(), part(), part(), AllowAll)
    };
    let (here, there) = (process(), process());
    let (sender, wire) = std::sync::mpsc::channel();
    here.followers().on_write(move |session, offset| sender.send((session, offset)).unwrap());
    let session = here.start_session(ANN, NewSession::default()).await.unwrap().id;
    let mut subscription = from_start(&there, session).await;
    let said = say(&here, session, "Hi").await;
    assert!(is_quiet(&mut subscription).await);
    let (changed, offset) = wire.try_recv().unwrap();
    assert_eq!((changed, offset), (session, Some(said.revision.into())));
    there.followers().notify(changed);
    assert_eq!(message(next(&mut subscription).await), said);
    // Asking now and then does it too.
    let said = say(&here, session, "Hi again").await;
    there.followers().notify_all();
    assert_eq!(message(next(&mut subscription).await), said);
}

#[tokio::test]
async fn a_change_that_was_read_is_not_read_again() {
    let (robots, session) = session().await;
    let mut subscription = from_start(&robots, session).await;
    let said = say(&robots, session, "1").await;
    next(&mut subscription).await;
    let followers = robots.followers();
    assert_eq!(followers.sessions(), [session]);
    // As another process tells of it, later.
    followers.notify_at(session, said.revision.into());
    assert!(is_quiet(&mut subscription).await);
    drop(subscription);
    assert!(followers.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn under_eight_writers_every_reader_ends_with_the_record() {
    const WRITERS: usize = 8;
    const EACH: usize = 12;
    const JOINERS: usize = 6;
    let (robots, session) = session().await;
    let mut writers = Vec::new();
    for writer in 0..WRITERS {
        let robots = robots.clone();
        writers.push(tokio::spawn(async move {
            for number in 0..EACH {
                if number % 3 == writer % 3 {
                    let mut draft = begin(&robots, session).await;
                    draft.push(&Chunk::text_start("1")).await.unwrap();
                    tokio::task::yield_now().await;
                    draft.push(&Chunk::text_delta("1", "Bees")).await.unwrap();
                    draft.finish().await.unwrap();
                } else {
                    let said = say(&robots, session, &format!("{writer}/{number}")).await;
                    if number % 5 == 0 {
                        robots.delete_message(ANN, session, said.id, said.revision).await.unwrap();
                    }
                }
                tokio::task::yield_now().await;
            }
        }));
    }
    // The end is a change that every reader waits for, so none of them waits for a time.
    let mut joiners = Vec::new();
    for joiner in 0..JOINERS {
        let robots = robots.clone();
        joiners.push(tokio::spawn(async move {
            for _ in 0..joiner * 10 {
                tokio::task::yield_now().await;
            }
            let mut reader = Reader::default();
            let mut subscription = from_start(&robots, session).await;
            while reader.name.as_deref() != Some("The end") {
                reader.apply(subscription.next().await.unwrap());
            }
            reader.assert_has_record(&robots, session).await;
        }));
    }
    for task in writers {
        task.await.unwrap();
    }
    robots.update_session(ANN, session, SessionChange::default().name("The end")).await.unwrap();
    for task in joiners {
        task.await.unwrap();
    }
}

/// At any speed, an answer is told by its chunks to the very end: none is told as a whole.
#[tokio::test(start_paused = true)]
async fn chunks_alone_build_an_answer_at_any_speed() {
    for pause in [0, 10, 40, 100].map(Duration::from_millis) {
        let (robots, session) = session().await;
        let mut subscription = from_start(&robots, session).await;
        let write = async |writer: u64| {
            // Each at another time.
            tokio::time::sleep(Duration::from_millis(writer * 7)).await;
            let answer = NewMessage::new(MessageRole::Assistant, Parts::empty());
            let mut draft = robots.begin_draft(ANN, session, answer).await.unwrap().draft().unwrap();
            draft.push(&Chunk::text_start("1")).await.unwrap();
            for word in 0..40 {
                draft.push(&Chunk::text_delta("1", format!("{word} "))).await.unwrap();
                let next = tokio::time::Instant::now() + pause;
                // As a host with a timer does.
                while let Some(due) =
                    draft.flush_due().map(tokio::time::Instant::from_std).filter(|due| *due < next)
                {
                    tokio::time::sleep_until(due).await;
                    draft.flush().await.unwrap();
                }
                tokio::time::sleep_until(next).await;
            }
            draft.push(&Chunk::text_end("1")).await.unwrap();
            draft.finish().await.unwrap();
        };
        let write = &write;
        let writers = async {
            tokio::join!(write(0), write(1), write(2), write(3), write(4), write(5), write(6), write(7));
            robots.update_session(ANN, session, SessionChange::default().name("The end")).await.unwrap();
        };
        let mut reader = Reader::default();
        let follow = async {
            while reader.name.as_deref() != Some("The end") {
                reader.apply(subscription.next().await.unwrap());
            }
        };
        tokio::join!(writers, follow);
        assert_eq!(reader.built, 8, "{pause:?} between chunks");
        reader.assert_has_record(&robots, session).await;
    }
}
