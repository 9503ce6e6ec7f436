use super::*;
use crate::{
    model::{call_request::RequestKind, offset::Generation},
    repository::turns::records::{Decision, NewRequest},
};

const NOW: Timestamp = Timestamp::UNIX_EPOCH;

fn book() -> TurnBook {
    TurnBook::new(SessionId::from_bytes([1; 12]), NOW, Generation::default(), Vec::new(), Vec::new())
}

fn turn(number: u8) -> TurnId {
    TurnId::from_bytes([number; 12])
}

fn message(number: u8) -> MessageId {
    MessageId::from_bytes([number; 12])
}

fn submission(number: u8) -> Submission {
    Submission {
        turn: turn(number),
        author: AccountId::from_bytes([9; 12]),
        robot: None,
        batch: None,
        inputs: Vec::new(),
        when_running: WhenBusy::Queue,
        when_blocked: WhenBusy::Queue,
    }
}

fn claim(worker: &str) -> Claim {
    Claim { worker: worker.to_owned(), lease: Duration::from_secs(60), max_attempts: 3 }
}

pub(super) fn request(of: MessageId) -> CallRequest<AccountId> {
    let (id, session) = (CallRequestId::from_bytes([5; 12]), SessionId::from_bytes([1; 12]));
    let request = CallRequest::new(id, session, of, RequestKind::Approval, "call", "tool");
    CallRequest { turn_id: Some(turn(1)), created_at: NOW, ..request }
}

/// Returns a book in which a call of a draft was approved.
fn decided() -> TurnBook {
    let mut book = book();
    book.submit(&submission(1), &[message(1)]).unwrap();
    book.claim(&claim("a")).unwrap();
    book.works(turn(1), message(2)).unwrap();
    book.ask(&[NewRequest { request: request(message(2)), expires_in: None }]);
    let decision = Decision { state: RequestState::Approved, by: None, reason: None };
    assert!(book.decide(request(message(2)).id, &decision, true).unwrap().unapplied);
    book
}

#[test]
fn the_id_of_a_turn_is_taken_once() {
    let mut book = book();
    book.submit(&submission(1), &[message(1)]).unwrap();
    assert!(matches!(book.submit(&submission(1), &[message(2)]), Err(Error::AlreadyExists { .. })));
    assert_eq!(book.into_effects().news.len(), 1);
}

#[test]
fn an_input_joins_a_turn_once() {
    let mut book = book();
    book.submit(&submission(1), &[message(1)]).unwrap();
    for _ in 0..2 {
        let joined = book.submit(&submission(2), &[message(1), message(2)]).unwrap();
        assert_eq!(joined.turn.inputs, [message(1), message(2)]);
    }
    assert_eq!(book.into_effects().news.len(), 2);
}

#[test]
fn a_claim_is_known_by_its_worker_while_its_lease_lasts() {
    let mut book = book();
    book.submit(&submission(1), &[message(1)]).unwrap();
    assert_eq!(book.claimed(&claim("a")), None);
    let claimed = book.claim(&claim("a")).unwrap();
    assert_eq!(book.claimed(&claim("a")), Some(&claimed));
    assert_eq!(book.claimed(&claim("b")), None);
    book.now = after(NOW, Duration::from_secs(60));
    assert_eq!(book.claimed(&claim("a")), None);
}

#[test]
fn decisions_are_settled_by_the_end_of_the_draft() {
    let mut book = decided();
    assert!(book.complete(message(2), &[]).is_err());
    book.complete(message(2), &[request(message(2)).id]).unwrap();
    let effects = book.into_effects();
    assert_eq!(effects.settled, [message(2)]);
    assert!(!effects.requests[0].is_open());
}

#[test]
fn decisions_of_a_message_that_is_deleted_are_settled() {
    let mut book = decided();
    book.removed(&[message(2)]);
    let effects = book.into_effects();
    assert_eq!(effects.settled, [message(2)]);
    assert!(!effects.requests[0].is_open());
    assert_eq!(effects.requests[0].state, RequestState::Approved);
}
