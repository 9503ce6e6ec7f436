//! Laws about followers during random writes: applying the results of `changes` gives the stored session.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use crate::{
    model::{id::SessionId, offset::Offset, session::SessionChange},
    repository::{
        ChangeLimit, KEEP_PIECES, MessageBatch, MessageChange, MessageRecord, MessageUpdate, Truncation,
    },
    stream::{Chunk, ChunkLog},
};

use super::{
    replica::{ALL, Random, Replica},
    subject::{Subject, complete, ok, race, write},
};

/// A session with random writes. It counts the offsets that were taken.
pub(super) struct Author {
    store: Subject,
    session: SessionId,
    random: Random,
    /// The time in microseconds; it stands still, advances, and sometimes jumps.
    now: i64,
    offset: u64,
    deleted: bool,
    said: u32,
}

impl Author {
    pub(super) async fn new(store: &Subject, seed: u64) -> Self {
        let session = store.start().await;
        let store = store.clone();
        Self { store, session, random: Random(seed), now: 0, offset: 0, deleted: false, said: 0 }
    }

    #[cfg(feature = "search")]
    pub(super) fn session(&self) -> SessionId {
        self.session
    }

    #[cfg(feature = "search")]
    pub(super) fn is_deleted(&self) -> bool {
        self.deleted
    }

    /// Returns the number of words that were written: they are numbered from 1.
    #[cfg(feature = "search")]
    pub(super) fn said(&self) -> u32 {
        self.said
    }

    /// Deletes the session.
    #[cfg(feature = "search")]
    pub(super) async fn end(&mut self) {
        if !self.deleted {
            ok(self.store.delete_session(self.session, write(self.now)).await);
        }
    }

    fn word(&mut self) -> String {
        self.said += 1;
        format!("word {} ", self.said)
    }

    /// Makes one random change, or repeats one.
    pub(super) async fn act(&mut self) {
        self.now += [0, 1, 1, KEEP_PIECES / 5][self.random.below(4)];
        if self.deleted {
            ok(self.store.restore_session(self.session, write(self.now)).await);
            (self.deleted, self.offset) = (false, self.offset + 1);
            return;
        }
        let all = self.store.walk(self.session, 100).await;
        let (open, complete): (Vec<_>, Vec<_>) = all.iter().partition(|message| message.draft.is_some());
        let kind = self.random.below(20);
        match kind {
            0..3 => self.append(false).await,
            3..5 => self.append(true).await,
            5..12 => self.change(&open, kind).await,
            12..15 => self.change(&complete, kind).await,
            15..17 => self.change(&all.iter().collect::<Vec<_>>(), kind).await,
            17 => self.truncate(&all).await,
            18 => {
                let change = SessionChange::default().name(self.word());
                ok(self.store.update_session(self.session, &change, write(self.now)).await);
                self.offset += 1;
            }
            _ => {
                ok(self.store.delete_session(self.session, write(self.now)).await);
                (self.deleted, self.offset) = (true, self.offset + 1);
            }
        }
        if !self.deleted {
            let offset = self.store.offset(self.session).await;
            assert_eq!(offset.get(), self.offset, "each change takes one offset");
        }
    }

    async fn append(&mut self, draft: bool) {
        let count = 1 + self.random.below(2);
        let batch = MessageBatch {
            draft: draft.then(|| self.store.account()),
            ..MessageBatch::new(self.store.messages(count))
        };
        ok(self.store.append_messages(self.session, &batch, write(self.now)).await);
        self.offset += count as u64;
    }

    async fn truncate(&mut self, messages: &[MessageRecord]) {
        // Of the newest: a session that is cut to nothing again and again says little.
        let newest: Vec<_> = messages.iter().rev().take(4).collect();
        let Some(from) = self.random.one_of(&newest) else { return };
        let truncation = Truncation::new(from.id, from.revision);
        let deleted = ok(self.store.truncate(self.session, &truncation, write(self.now)).await);
        self.offset += deleted.len() as u64;
        if self.random.below(4) == 0 {
            let again = self.store.truncate(self.session, &truncation, write(self.now)).await;
            assert_eq!(ok(again), deleted, "a repeated truncation");
        }
    }

    async fn change(&mut self, messages: &[&MessageRecord], kind: usize) {
        let Some(message) = self.random.one_of(messages) else { return };
        let word = self.word();
        let change = match kind {
            5..10 => MessageChange::Grow(ChunkLog::new(&[Chunk::text_delta("1", word)])),
            10..13 => complete(message.id, &word),
            13..17 => MessageChange::Open { writer: self.store.account() },
            _ => MessageChange::Delete,
        };
        let takes_over = matches!(change, MessageChange::Open { .. });
        let update = MessageUpdate { base: message.revision, change };
        let write = write(self.now);
        let revision = ok(self.store.update_message(self.session, message.id, &update, write).await);
        self.offset += 1;
        assert_eq!(revision.get(), self.offset, "a change of a message takes the next offset");
        if !takes_over && self.random.below(4) == 0 {
            let again = self.store.update_message(self.session, message.id, &update, write).await;
            assert_eq!(ok(again), revision, "a repeated change");
        }
    }
}

const LIMITS: [ChangeLimit; 7] = [
    ChangeLimit { items: 1, ..ALL },
    ChangeLimit { items: 2, ..ALL },
    ChangeLimit { items: 3, ..ALL },
    ChangeLimit { items: 4, ..ALL },
    ChangeLimit { bytes: 1, ..ALL },
    ChangeLimit { bytes: 400, ..ALL },
    ALL,
];

pub(super) async fn whoever_applies_the_changes_has_the_record(store: Subject) {
    for seed in 0..12 {
        let mut author = Author::new(&store, seed).await;
        let session = author.session;
        let mut random = Random(seed ^ 0x5eed);
        let mut followers = vec![Replica::of(&store, session).await];
        for _ in 0..60 {
            author.act().await;
            if !author.deleted && random.below(5) == 0 {
                // A copy as of now, or one that knows nothing yet: it follows later.
                followers.push(if random.below(4) == 0 {
                    Replica::from_creation(&store, session).await
                } else {
                    Replica::of(&store, session).await
                });
            }
            let chosen = random.below(followers.len());
            let limit = LIMITS[random.below(LIMITS.len())];
            let follower = &mut followers[chosen];
            let more = follower.step(&store, limit).await;
            if author.deleted {
                continue;
            }
            if more {
                follower.assert_has_what_rests(&store).await;
            } else {
                follower.assert_is_the_record(&store, &format!("seed {seed}, follower {chosen}")).await;
            }
        }
        if author.deleted {
            author.act().await;
        }
        followers.push(Replica::from_creation(&store, session).await);
        for (number, mut follower) in followers.into_iter().enumerate() {
            follower.catch_up(&store, LIMITS[number % LIMITS.len()]).await;
            follower.assert_is_the_record(&store, &format!("seed {seed}, follower {number}, the end")).await;
        }
    }
}

pub(super) async fn answers_of_every_size_return_the_same_changes(store: Subject) {
    for seed in 100..104 {
        let mut author = Author::new(&store, seed).await;
        let session = author.session;
        for _ in 0..60 {
            author.act().await;
        }
        let all = ok(store.changes(session, Offset::new(0), ALL).await);
        assert!(!all.more && all.next.get() == author.offset, "all of it in one answer");
        let mut random = Random(seed);
        for limit in LIMITS {
            let begin = random.below(usize::try_from(author.offset).unwrap_or(usize::MAX)) as u64;
            let (mut after, mut met) = (Offset::new(begin), Vec::new());
            loop {
                let answer = ok(store.changes(session, after, limit).await);
                after = answer.next;
                met.extend(answer.items);
                if !answer.more {
                    break;
                }
            }
            let expected: Vec<_> =
                all.items.iter().filter(|item| item.offset.get() > begin).cloned().collect();
            assert_eq!(met, expected, "after {begin} with {limit:?}, seed {seed}");
            assert_eq!(after, all.next, "next of the last answer");
        }
    }
}

/// Counts the tasks that are done, also those that failed, so that nobody waits for ever.
struct Done(Arc<AtomicUsize>);

impl Drop for Done {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }
}

/// The loop of one of many writers: it writes an answer as a draft and completes it, appends a message, edits, deletes,
/// renames.
async fn write_along(store: &Subject, session: SessionId, number: usize) {
    for round in 0..3 {
        let draft = store.draft(session).await;
        let mut revision = draft.revision;
        for _ in 0..4 {
            let word = format!("{number}-{round} ");
            revision = ok(store.grow(session, draft.id, revision, Chunk::text_delta("1", word)).await);
        }
        let said = store.say(session, 1).await.remove(0);
        let ended = ok(store.complete(session, draft.id, revision, "done").await);
        match number % 4 {
            0 => drop(ok(store.complete(session, said.id, said.revision, "edited").await)),
            1 => drop(ok(store.update(session, said.id, said.revision, MessageChange::Delete, 7).await)),
            2 => drop(ok(store.open(session, draft.id, ended).await)),
            _ => {
                let change = SessionChange::default().name(format!("{number}-{round}"));
                ok(store.update_session(session, &change, write(7)).await);
            }
        }
    }
}

pub(super) async fn followers_among_many_writers_have_the_record(store: Subject) {
    const WRITERS: usize = 16;
    let session = store.start().await;
    store.say(session, 2).await;
    let done = Arc::new(AtomicUsize::new(0));
    let followers = race(WRITERS + LIMITS.len(), |task| {
        let (store, done) = (store.clone(), Arc::clone(&done));
        async move {
            if task < WRITERS {
                let _done = Done(done);
                write_along(&store, session, task).await;
                return None;
            }
            let mut follower = Replica::from_creation(&store, session).await;
            loop {
                let last_time = done.load(Ordering::SeqCst) == WRITERS;
                let more = follower.step(&store, LIMITS[task - WRITERS]).await;
                if last_time && !more {
                    return Some(follower);
                }
                tokio::task::yield_now().await;
            }
        }
    })
    .await;
    for (number, follower) in followers.into_iter().flatten().enumerate() {
        follower.assert_is_the_record(&store, &format!("follower {number}")).await;
    }
}
