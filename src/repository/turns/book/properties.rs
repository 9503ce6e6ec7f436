//! Property tests: invariants after each transaction of a random sequence, in a world that stores what the book
//! returns.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use super::{tests::request as request_of, *};
use crate::repository::turns::records::{Decision, NewRequest};

const SESSION: SessionId = SessionId::from_bytes([1; 12]);
const LEASE: Duration = Duration::from_micros(5);

/// One transaction: its kind, and the indexes of the things that it concerns.
type Event = (u8, u8, u8);

/// The data that a store would have.
#[derive(Clone, Default)]
struct World {
    now: i64,
    generation: Generation,
    turns: BTreeMap<TurnId, TurnRecord>,
    requests: BTreeMap<CallRequestId, CallRequest<AccountId>>,
    drafts: BTreeSet<MessageId>,
    messages: BTreeSet<MessageId>,
    inputs: BTreeSet<MessageId>,
    removed: BTreeSet<MessageId>,
    count: u8,
}

fn one_of<T: Copy>(from: impl IntoIterator<Item = T>, choice: u8) -> Option<T> {
    let from: Vec<_> = from.into_iter().collect();
    from.get(usize::from(choice) % from.len().max(1)).copied()
}

impl World {
    fn id(&mut self) -> [u8; 12] {
        self.count = self.count.wrapping_add(1);
        [self.count; 12]
    }

    fn now(&self) -> Timestamp {
        Timestamp::from_micros(self.now).unwrap()
    }

    fn book(&self, named: Option<TurnId>) -> TurnBook {
        let turns = self.turns.values().filter(|record| record.is_open() || Some(record.turn.id) == named);
        // All requests may be named.
        let requests = self.requests.values().cloned().collect();
        TurnBook::new(SESSION, self.now(), self.generation, turns.cloned().collect(), requests)
    }

    fn running(&self) -> Option<TurnId> {
        let running = self.turns.values().find(|record| record.turn.state == TurnState::Running);
        running.map(|record| record.turn.id)
    }

    /// Runs a transaction. Returns its effects, or `None` if the book rejects it.
    fn happen(&mut self, (kind, first, second): Event) -> Option<Effects> {
        let turn = one_of(self.turns.keys().copied(), first);
        let (mut after, account) = (self.clone(), AccountId::from_bytes([first % 3; 12]));
        let mut book = self.book(turn);
        match kind % 12 {
            0 | 1 => {
                let submission = Submission {
                    turn: TurnId::from_bytes(after.id()),
                    author: account,
                    robot: None,
                    batch: None,
                    inputs: Vec::new(),
                    when_running: [WhenBusy::Queue, WhenBusy::Refuse, WhenBusy::Interrupt]
                        [usize::from(second % 3)],
                    when_blocked: [WhenBusy::Queue, WhenBusy::Refuse, WhenBusy::Interrupt]
                        [usize::from(second / 3 % 3)],
                };
                let input = MessageId::from_bytes(after.id());
                book.submit(&submission, &[input]).ok()?;
                after.inputs.insert(input);
                after.messages.insert(input);
            }
            2 | 3 => {
                let worker = format!("worker {second}");
                book.claim(&Claim { worker, lease: LEASE, max_attempts: 2 });
            }
            4 => drop(book.renew(turn?, LEASE).ok()?),
            5 => {
                let end = [
                    TurnEnd::Blocked,
                    TurnEnd::Blocked,
                    TurnEnd::Completed,
                    TurnEnd::Cancelled,
                    TurnEnd::Failed("broke".to_owned()),
                ];
                drop(book.end(self.running()?, &end[usize::from(second % 5)]).ok()?);
            }
            6 => drop(book.stop(turn?, account, None).ok()?),
            7 => {
                let message = MessageId::from_bytes(after.id());
                book.works(self.running()?, message).ok()?;
                after.messages.insert(message);
                after.drafts.insert(message);
            }
            8 => {
                let running = self.turns.get(&self.running()?)?;
                let message = one_of(running.turn.messages.iter().copied(), first)?;
                let request = CallRequest {
                    id: CallRequestId::from_bytes(after.id()),
                    turn_id: Some(running.turn.id),
                    ..request_of(message)
                };
                let expires_in = (second % 2 == 0).then_some(LEASE);
                book.ask(&[NewRequest { request, expires_in }]);
            }
            9 => {
                let id = one_of(self.requests.keys().copied(), first)?;
                let states = [
                    RequestState::Approved,
                    RequestState::Denied,
                    RequestState::Answered,
                    RequestState::Expired,
                ];
                let state = states[usize::from(second % 4)];
                let by = (state != RequestState::Expired).then_some(account);
                let draft = self.drafts.contains(&self.requests[&id].message_id);
                book.decide(id, &Decision { state, by, reason: None }, draft).ok()?;
            }
            10 => {
                let message = one_of(self.drafts.iter().copied(), first)?;
                let unapplied = self.requests.values().filter(|request| request.unapplied);
                let decisions: Vec<_> = unapplied.map(|request| request.id).collect();
                book.complete(message, if second % 3 == 0 { &[] } else { &decisions }).ok()?;
                after.drafts.remove(&message);
            }
            _ => {
                let message = one_of(self.messages.iter().copied(), first)?;
                if second % 2 == 0 && !self.drafts.contains(&message) {
                    book.withdraw(message, "edited");
                } else {
                    book.removed(&[message]);
                    after.messages.remove(&message);
                    after.drafts.remove(&message);
                    after.removed.insert(message);
                }
            }
        }
        let grows = |messages: &[MessageId]| messages.iter().any(|message| after.drafts.contains(message));
        if book.continuable().is_some_and(|messages| !grows(messages)) {
            book.continue_blocked();
        }
        let effects = book.into_effects();
        after.generation = effects.generation;
        after.turns.extend(effects.turns.iter().map(|record| (record.turn.id, record.clone())));
        after.requests.extend(effects.requests.iter().map(|request| (request.id, request.clone())));
        *self = after;
        Some(effects)
    }

    fn check(&self) {
        let open = || self.turns.values().filter(|record| record.is_open());
        let active: Vec<_> = open().filter(|record| record.turn.state != TurnState::Queued).collect();
        assert!(active.len() <= 1, "one turn is active: {active:?}");

        let taken: Vec<_> = open().flat_map(|record| &record.turn.inputs).collect();
        let once: BTreeSet<_> = taken.iter().collect();
        assert_eq!(once.len(), taken.len(), "an input is in one open turn");
        assert!(taken.iter().all(|input| !self.removed.contains(input)), "a removed input waits for nothing");
        let all: BTreeSet<_> = self.turns.values().flat_map(|record| &record.turn.inputs).collect();
        assert!(self.inputs.iter().all(|input| all.contains(input) || self.removed.contains(input)));

        for record in self.turns.values() {
            let turn = &record.turn;
            let continuing = self.turns.values().filter(|other| other.turn.continues == Some(turn.id));
            let continuing: Vec<_> = continuing.map(|other| other.turn.id).collect();
            assert_eq!(continuing, Vec::from_iter(turn.continued_by), "a turn is continued once");
            assert!(turn.continued_by.is_none() || turn.state == TurnState::Blocked, "only if it is blocked");
            assert_eq!(turn.ended_at.is_some(), turn.state.has_ended());
            assert_eq!(record.lease_expires_at.is_some(), turn.state == TurnState::Running);
        }
        let waits = |record: &TurnRecord| self.book(None).pending_of(record).next().is_some();
        for record in open().filter(|record| record.turn.state == TurnState::Blocked) {
            let grows = record.turn.messages.iter().any(|message| self.drafts.contains(message));
            assert!(grows || waits(record), "a blocked turn is continued as soon as it can be");
        }
        for request in self.requests.values() {
            let decided = request.decided_at.is_some();
            assert_eq!(decided, request.state != RequestState::Pending);
            let by_people = request.decided_by.is_some();
            let in_time = request.expires_at.is_none_or(|expires| request.decided_at < Some(expires));
            assert!(in_time || !by_people, "what has expired is not decided by people");
            assert!(!request.unapplied || self.drafts.contains(&request.message_id));
        }

        let book = self.book(None);
        let mut queued: Vec<_> = open().filter(|record| record.turn.state == TurnState::Queued).collect();
        queued.sort_by_key(|record| record.rank);
        assert!(queued.windows(2).all(|pair| pair[0].rank < pair[1].rank), "two have one place");
        for (place, record) in queued.iter().enumerate() {
            assert_eq!(book.position(record.turn.id), place + active.len());
        }
        assert!(queued.iter().skip(1).all(|record| record.turn.continues.is_none()), "it is in front");
        let due = book.due().is_some_and(|due| due <= self.now());
        let mut claimed = book.clone();
        let worker = "next".to_owned();
        let got = claimed.claim(&Claim { worker, lease: LEASE, max_attempts: 2 }).is_some();
        let changed = !claimed.into_effects().is_empty();
        assert_eq!((due, got), (changed, got && changed), "a session is due if a claim does something");
    }
}

/// Returns how often the generation must have been raised.
fn rises(before: &World, after: &World) -> u64 {
    let rise = |record: &TurnRecord| {
        let earlier = before.turns.get(&record.turn.id);
        let attempts = record.turn.attempt - earlier.map_or(0, |earlier| earlier.turn.attempt);
        let ran = earlier.is_some_and(|earlier| earlier.turn.state == TurnState::Running);
        u64::from(attempts) + u64::from(ran && record.turn.state.has_ended())
    };
    after.turns.values().map(rise).sum()
}

proptest! {
    #[test]
    fn the_rules_hold_whatever_happens(events in prop::collection::vec(any::<(Event, u8)>(), 1..80)) {
        let mut world = World::default();
        for (event, pause) in events {
            // Some things happen at one moment, and some after a lease has run out.
            world.now += i64::from(pause % 8 / 2);
            let (before, mut again) = (world.clone(), world.clone());
            let effects = world.happen(event);
            prop_assert_eq!(&again.happen(event), &effects, "a transaction that is run again does the same");
            world.check();
            let Some(effects) = effects else { continue };
            prop_assert_eq!(world.generation.get(), before.generation.get() + rises(&before, &world));
            for (id, request) in &before.requests {
                if request.state != RequestState::Pending {
                    let now = CallRequest { unapplied: request.unapplied, ..world.requests[id].clone() };
                    prop_assert_eq!(&now, request, "the first decision stands");
                }
            }
            for record in world.turns.values() {
                let earlier = before.turns.get(&record.turn.id).map(|earlier| earlier.turn.state);
                if let Some(blocked) = record.turn.continues.filter(|_| earlier.is_none()) {
                    let blocked = &world.turns[&blocked];
                    let grows = blocked.turn.messages.iter().any(|message| world.drafts.contains(message));
                    prop_assert!(!grows, "a turn is continued after its drafts have ended");
                    let waits = world.book(None).pending_of(blocked).next().is_some();
                    prop_assert!(!waits, "a turn is continued after all is decided");
                }
                prop_assert!(
                    earlier.is_none_or(|state| {
                        !state.has_ended() || state == record.turn.state || state == TurnState::Blocked
                    }),
                    "a turn that has ended stays as it is"
                );
                let told = effects.news.iter().rev().find_map(|news| match news {
                    TurnNews::Turn(turn) if turn.id == record.turn.id => Some(turn.state),
                    _ => None,
                });
                if earlier != Some(record.turn.state) {
                    prop_assert_eq!(told, Some(record.turn.state), "a new state is told");
                }
            }
        }
    }
}
