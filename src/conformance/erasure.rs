//! Laws about erasure: what is erased, what stays, and the receipts.

use crate::{
    model::{
        erasure::{Erasure, Receipt},
        error::{Conflict, Error, Resource, Result},
        id::{AccountId, MessageId, SessionId},
        label::{Label, Labels},
        message::WindowRequest,
        offset::Offset,
        page::PageRequest,
        session::{SessionChange, SessionFilter},
    },
    repository::{ChangeLimit, DraftFilter, MessageBatch, MessageRecord, NewRecord, SessionRecord, Summary},
    stream::Chunk,
};

use super::{
    sessions::ALL,
    subject::{Subject, assert_not_found, at, ids, keyed, ok, race, write},
};

/// A session that has rows in every table.
struct Full {
    record: SessionRecord,
    said: Vec<MessageRecord>,
    draft: MessageId,
    reader: AccountId,
}

impl Subject {
    async fn start_full(&self) -> Full {
        let record = self.record_with(|it| it.labels = ok(Labels::new([Label::PINNED])));
        let record = SessionRecord { fingerprint: Some("00c0ffee".to_owned()), ..record };
        ok(self.create_session(&record).await);
        let mut first = self.messages(2);
        first[0].client_id = Some("client".to_owned());
        let said = ok(self.append_batch(record.id, &keyed(first, "key", "print")).await).messages;
        let gone = self.say(record.id, 1).await;
        ok(self.delete_message(record.id, gone[0].id, 1).await);
        let draft = self.draft(record.id).await;
        let start = Chunk::TextStart { id: "1".into(), provider_metadata: None };
        ok(self.grow(record.id, draft.id, draft.revision, start).await);
        let summary = Summary { covers: said[0].sequence, text: "a summary".to_owned() };
        ok(self.put_summary(record.id, &summary, self.offset(record.id).await).await);
        let reader = self.account();
        ok(self.mark_read(record.id, reader, Offset::new(1)).await);
        Full { record, said, draft: draft.id, reader }
    }

    async fn erase(&self, id: SessionId) -> Result<Receipt> {
        self.erase_session(id, None, false).await
    }

    async fn assert_gone(&self, full: &Full) {
        let id = full.record.id;
        assert_not_found(&self.find_session(id, WindowRequest::default()).await, Resource::Session);
        assert_not_found(&self.restore_session(id, write(9)).await, Resource::Session);
        let limit = ChangeLimit { items: 9, bytes: 1 << 20 };
        assert_not_found(&self.changes(id, Offset::new(0), limit).await, Resource::Session);
        assert_not_found(&self.erase(id).await, Resource::Session);
        assert_not_found(&self.hold_session(id, None).await, Resource::Session);
        assert_eq!(ok(self.find_start(id).await), None, "its id is free");
        for filter in [ALL, ALL.label(Label::PINNED), SessionFilter::created_by(full.record.created_by)] {
            assert!(!self.listed(filter, 20).await.contains(&id), "it is listed by {filter:?}");
        }
        let drafts = ok(self.open_drafts(DraftFilter::default(), 100).await).drafts;
        assert!(drafts.iter().all(|draft| draft.session != id), "its draft is listed");
    }
}

pub(super) async fn an_erased_session_is_gone_and_its_id_is_free(store: Subject) {
    let (full, other) = (store.start_full().await, store.start_full().await);
    let before = store.session(other.record.id).await;
    let receipt = ok(store.erase(full.record.id).await);
    assert_eq!((receipt.sessions, receipt.held), (1, 0));
    store.assert_gone(&full).await;
    assert_eq!(store.session(other.record.id).await, before, "another session changed");
    assert_eq!(store.count(ALL).await, 1);

    // Another one with the same id has nothing of it, and everything is free.
    let record = SessionRecord { fingerprint: None, ..full.record.clone() };
    ok(store.create_session(&record).await);
    let fresh = store.session(record.id).await;
    assert_eq!((fresh.messages.len(), fresh.state.details.offset), (0, Offset::new(0)), "it begins anew");
    assert_eq!(ok(store.find_summary(record.id).await), None, "the summary of the erased one");
    assert_not_found(&store.find_message(record.id, full.draft).await, Resource::Message);
    let again = store.messages(2);
    let again = [NewRecord { client_id: Some("client".to_owned()), ..again[0].clone() }, again[1].clone()];
    let appended = ok(store.append_batch(record.id, &keyed(again.into(), "key", "other")).await);
    assert!(!appended.replayed, "the key of the erased one");
    let unread = ALL.unread_of(full.reader);
    let page = ok(store.list_sessions(unread, PageRequest::sessions()).await);
    let row = page.items.iter().find(|row| row.id == record.id).expect("the session");
    assert_eq!(row.unread, Some(2), "the mark of the erased one");
}

pub(super) async fn a_deleted_session_is_erased_too(store: Subject) {
    let full = store.start_full().await;
    ok(store.delete_session(full.record.id, write(1)).await);
    assert_eq!(ok(store.erase(full.record.id).await).sessions, 1);
    store.assert_gone(&full).await;
    assert_eq!(store.count(ALL).await, 0);
}

pub(super) async fn a_dry_run_erases_nothing(store: Subject) {
    let full = store.start_full().await;
    let id = full.record.id;
    let before = store.session(id).await;
    let promised = ok(store.erase_session(id, None, true).await);
    let author = full.said[0].author.expect("an author");
    let of_account = ok(store.erase_account_in(id, author, write(9), true).await);
    assert_eq!(of_account.rows.get("messages"), Some(&1));
    assert_eq!(store.session(id).await, before, "a dry run changed something");
    let erased = ok(store.erase(id).await);
    assert_eq!((promised.sessions, &promised.rows), (erased.sessions, &erased.rows), "what was promised");
}

pub(super) async fn a_session_is_erased_only_if_the_condition_holds(store: Subject) {
    let record = store.record_with(|it| it.created_at = at(10));
    ok(store.create_session(&record).await);
    ok(store.update_session(record.id, &SessionChange::default().name("active"), write(20)).await);
    let other = store.account();
    for kept in [
        Erasure::CreatedBefore(at(10)),
        Erasure::InactiveSince(at(20)),
        Erasure::InactiveSince(at(11)),
        Erasure::Account(other),
    ] {
        let receipt = ok(store.erase_session(record.id, Some(kept), false).await);
        assert_eq!((receipt.sessions, receipt.rows.len()), (0, 0), "{kept:?}");
        store.session(record.id).await;
    }
    for taken in
        [Erasure::CreatedBefore(at(11)), Erasure::InactiveSince(at(21)), Erasure::Account(record.created_by)]
    {
        assert_eq!(ok(store.erase_session(record.id, Some(taken), true).await).sessions, 1, "{taken:?}");
    }
    let receipt = ok(store.erase_session(record.id, Some(Erasure::InactiveSince(at(21))), false).await);
    assert_eq!(receipt.sessions, 1);
    assert_not_found(&store.find_session(record.id, WindowRequest::default()).await, Resource::Session);
}

pub(super) async fn a_held_session_is_not_erased(store: Subject) {
    let full = store.start_full().await;
    let id = full.record.id;
    let before = store.session(id).await;
    ok(store.hold_session(id, Some(at(1))).await);
    assert_eq!(store.session(id).await, before, "holding is no change of the session");
    let refused = store.erase(id).await;
    assert!(matches!(refused, Err(Error::Conflict(Conflict::Held))), "it is held: {refused:?}");
    let swept = ok(store.erase_session(id, Some(Erasure::CreatedBefore(at(1000))), false).await);
    assert_eq!((swept.sessions, swept.held), (0, 1), "a sweep counts it");
    let author = full.said[0].author.expect("an author");
    let of_account = ok(store.erase_account_in(id, author, write(9), false).await);
    assert_eq!((of_account.held, of_account.rows.len()), (1, 0), "an account");
    assert_eq!(store.session(id).await, before, "all of it stays");
    // Changes and a deletion leave it held.
    ok(store.update_session(id, &SessionChange::default().name("renamed"), write(2)).await);
    ok(store.delete_session(id, write(3)).await);
    assert!(store.erase(id).await.is_err(), "it is deleted, and held");
    ok(store.hold_session(id, None).await);
    assert_eq!(ok(store.erase(id).await).sessions, 1, "it was let go");
}

pub(super) async fn receipts_add_up(store: Subject) {
    let full = store.start_full().await;
    let receipt = ok(store.erase(full.record.id).await);
    let rows = |name: &str| receipt.rows.get(name).copied().unwrap_or(0);
    let counted = ["sessions", "messages", "drafts", "draft_pieces", "summaries", "read_marks"].map(rows);
    // Two that were said, a tombstone and a draft; the draft has its beginning and a piece.
    assert_eq!(counted, [1, 4, 1, 2, 1, 1], "{receipt:?}");
    assert!(rows("message_keys") >= 2, "a key and a client id: {receipt:?}");
}

pub(super) async fn a_sweep_meets_every_session_once(store: Subject) {
    let mut all = Vec::new();
    for number in 0..17 {
        let id = store.start().await;
        if number % 3 == 0 {
            ok(store.delete_session(id, write(1)).await);
        }
        if number % 4 == 0 {
            ok(store.restore_session(id, write(2)).await);
            ok(store.update_session(id, &SessionChange::default().label(Label::ARCHIVED), write(2)).await);
        }
        all.push(id);
    }
    all.sort_unstable();
    for limit in [1, 5, 17, 100] {
        let (mut met, mut after) = (Vec::new(), None);
        loop {
            let step = ok(store.erasable_sessions(after, limit).await);
            assert!(step.len() <= limit as usize, "a step of {} over its limit", step.len());
            met.extend(step.iter().map(|session| session.id));
            let Some(last) = step.last() else { break };
            after = Some(last.id);
        }
        assert_eq!(met, all, "{limit} a step");
    }
    // What is gone is not met again, and where it was the walk goes on.
    ok(store.erase(all[4]).await);
    let behind = ok(store.erasable_sessions(Some(all[4]), 3).await);
    assert_eq!(behind.iter().map(|session| session.id).collect::<Vec<_>>(), all[5..8]);
}

impl Subject {
    /// Starts a session of another account with messages of `account` in it. Returns it with the messages of others.
    async fn start_with(&self, account: AccountId) -> (SessionId, Vec<MessageId>) {
        let session = self.start().await;
        let own = |message: NewRecord| NewRecord { author: Some(account), ..message };
        let mut first = self.messages(1);
        first[0].client_id = Some("client".to_owned());
        let batch = keyed(first.into_iter().map(own).collect(), "key", "print");
        ok(self.append_batch(session, &batch).await);
        let mut others = ids(&self.say(session, 2).await);
        let draft = MessageBatch { draft: Some(account), ..MessageBatch::new(self.messages(1)) };
        ok(self.append_batch(session, &draft).await);
        ok(self.append(session, self.messages(1).into_iter().map(own).collect()).await);
        others.extend(ids(&self.say(session, 1).await));
        ok(self.mark_read(session, account, Offset::new(2)).await);
        (session, others)
    }
}

pub(super) async fn an_account_leaves_tombstones_in_sessions_of_others(store: Subject) {
    let account = store.account();
    let (session, others) = store.start_with(account).await;
    let before = store.offset(session).await;
    let receipt = ok(store.erase_account_in(session, account, write(9), false).await);
    assert_eq!(receipt.rows.get("messages"), Some(&3), "two that it said, and a draft: {receipt:?}");
    assert_eq!(receipt.rows.get("read_marks"), Some(&1), "{receipt:?}");
    assert_eq!(receipt.sessions, 0);
    assert_eq!(ids(&store.walk(session, 20).await), others, "the messages that stay");
    assert_eq!(store.offset(session).await.get(), before.get() + 3, "each deletion takes an offset");
    // Its key and its client id are free, and its mark is gone.
    let mut again = store.messages(1);
    again[0].client_id = Some("client".to_owned());
    assert!(!ok(store.append_batch(session, &keyed(again, "key", "other")).await).replayed);
    let page = ok(store.list_sessions(ALL.unread_of(account), PageRequest::sessions()).await);
    assert_eq!(page.items[0].unread, Some(4), "without a mark");

    let offset = store.offset(session).await;
    let again = ok(store.erase_account_in(session, account, write(10), false).await);
    assert!(again.rows.is_empty(), "nothing is left of it: {again:?}");
    assert_eq!(store.offset(session).await, offset, "and nothing was changed");
}

pub(super) async fn an_account_is_erased_from_a_deleted_session(store: Subject) {
    let account = store.account();
    let (session, others) = store.start_with(account).await;
    ok(store.delete_session(session, write(5)).await);
    assert_eq!(
        ok(store.erase_account_in(session, account, write(9), false).await).rows.get("messages"),
        Some(&3)
    );
    assert_not_found(&store.find_session(session, WindowRequest::default()).await, Resource::Session);
    assert_eq!(store.count(ALL).await, 0, "it stays deleted");
    ok(store.restore_session(session, write(10)).await);
    assert_eq!(ids(&store.walk(session, 20).await), others, "the messages that stay");
    assert_eq!(store.count(ALL).await, 1);
}

pub(super) async fn erasing_and_writing_at_once_leave_nothing_behind(store: Subject) {
    let record = store.record();
    for _ in 0..4 {
        ok(store.create_session(&record).await);
        race(8, |number| {
            let (store, id) = (store.clone(), record.id);
            async move {
                match number {
                    0 => drop(ok(store.erase(id).await)),
                    1..4 => drop(store.append(id, store.messages(2)).await),
                    4 => drop(store.mark_read(id, store.account(), Offset::new(9)).await),
                    5 => {
                        let change = SessionChange::default().label(Label::PINNED);
                        drop(store.update_session(id, &change, write(1)).await);
                    }
                    _ => drop(store.delete_session(id, write(1)).await),
                }
            }
        })
        .await;
        assert_not_found(&store.find_session(record.id, WindowRequest::default()).await, Resource::Session);
        assert_eq!((store.count(ALL).await, store.count(ALL.label(Label::PINNED)).await), (0, 0));
    }
    ok(store.create_session(&record).await);
    let fresh = store.session(record.id).await;
    assert_eq!((fresh.messages.len(), fresh.state.details.offset), (0, Offset::new(0)), "nothing is left");
}
