//! Laws about labels, archived sessions, and unread messages.

use std::collections::HashMap;

use crate::{
    model::{
        error::{Error, Resource},
        id::{AccountId, MessageId, SessionId},
        label::{Label, LabelChange, Labels},
        offset::{Offset, Revision},
        page::PageRequest,
        session::{SessionChange, SessionFilter, SessionOrder, SessionRef},
    },
    repository::{ChangeLimit, MessageBatch, MessageChange, NewRecord, SessionEvent, Truncation},
};

use super::{
    replica::Random,
    sessions::ALL,
    subject::{Subject, assert_not_found, assert_refused, ids, ok, race, write},
};

fn label(text: &str) -> Label {
    text.parse().expect("a label")
}

fn labels<const N: usize>(texts: [&str; N]) -> Labels {
    ok(Labels::new(texts.map(label)))
}

impl Subject {
    async fn labels_of(&self, id: SessionId) -> Labels {
        self.session(id).await.state.reference.labels
    }
}

pub(super) async fn a_session_keeps_its_labels(store: Subject) {
    let mut texts: Vec<_> = ["é", "e\u{301}", "", "a' OR '1", "%", "_", "重要", "🔥 urgent", "A", "a"].into();
    texts.retain(|text| !text.is_empty());
    let given = ok(Labels::new(texts.into_iter().map(label)));
    let record = store.record_with(|it| it.labels = given.clone());
    ok(store.create_session(&record).await);
    assert_eq!(store.labels_of(record.id).await, given, "as it was created");
    let page = ok(store.list_sessions(ALL, PageRequest::sessions()).await);
    assert_eq!(page.items[0].labels, given, "in a list");
    for each in given.iter() {
        assert_eq!(store.listed(ALL.label(each), 20).await, [record.id], "by the label {each}");
    }
    assert_eq!(store.listed(ALL.label(label("b")), 20).await, [], "by a label that it has not");

    let change = SessionChange::default().label(label("b")).unlabel(label("a")).unlabel(label("none"));
    ok(store.update_session(record.id, &change, write(1)).await);
    let kept = given.iter().filter(|each| *each != label("a")).chain([label("b")]);
    assert_eq!(store.labels_of(record.id).await, ok(Labels::new(kept)), "one added, one removed");
    let details = store.session(record.id).await.state.details;
    assert_eq!((details.offset, details.revision), (Offset::new(1), Revision::new(1)), "it takes an offset");
    let changes =
        ok(store.changes(record.id, Offset::new(0), ChangeLimit { items: 9, bytes: 1 << 20 }).await);
    let told = changes.items.into_iter().find_map(|change| match change.event {
        SessionEvent::Session(state) => Some(state.reference.labels),
        _ => None,
    });
    assert_eq!(told, Some(store.labels_of(record.id).await), "followers are told");

    let replace = LabelChange { replace: Some(labels(["x"])), ..LabelChange::default() };
    ok(store.update_session(record.id, &SessionChange::default().labels(replace), write(2)).await);
    assert_eq!(store.labels_of(record.id).await, labels(["x"]), "all replaced");
    ok(store.update_session(record.id, &SessionChange::default().name("renamed"), write(3)).await);
    assert_eq!(store.labels_of(record.id).await, labels(["x"]), "after a change of something else");
}

pub(super) async fn a_session_has_a_limit_of_labels(store: Subject) {
    let many = |from: usize| (from..from + Labels::MAX).map(|number| label(&number.to_string()));
    let record = store.record_with(|it| it.labels = ok(Labels::new(many(0))));
    ok(store.create_session(&record).await);
    let before = store.session(record.id).await;
    let one_more = SessionChange::default().name("renamed").label(label("one more"));
    let refused = store.update_session(record.id, &one_more, write(1)).await;
    assert!(matches!(refused, Err(Error::TooLarge { .. })), "one label too many, but: {refused:?}");
    assert_eq!(store.session(record.id).await, before, "a refused change changed something");
    ok(store.update_session(record.id, &one_more.unlabel(label("0")), write(1)).await);
}

/// The expected row of a session in lists.
#[derive(Clone, Debug)]
struct Row {
    id: SessionId,
    created_by: AccountId,
    created: i64,
    active: i64,
    labels: Labels,
    deleted: bool,
}

/// Returns the ids of the sessions that a filter selects, in its order.
fn expected(rows: &[Row], filter: SessionFilter) -> Vec<SessionId> {
    let kept = |row: &&Row| {
        let asked = filter.archived || filter.label == Some(Label::ARCHIVED) || !row.labels.is_archived();
        let labelled = filter.label.is_none_or(|label| row.labels.contains(label));
        let own = filter.created_by.is_none_or(|account| account == row.created_by);
        !row.deleted && asked && labelled && own
    };
    let time = |row: &Row| if filter.order == SessionOrder::Active { row.active } else { row.created };
    let mut rows: Vec<_> = rows.iter().filter(kept).map(|row| (time(row), row.id)).collect();
    rows.sort_unstable_by(|a, b| b.cmp(a));
    rows.into_iter().map(|(_, id)| id).collect()
}

impl Subject {
    /// Checks every list of these sessions, by number if its length is kept, and by cursor.
    async fn assert_labelled(&self, rows: &[Row], accounts: &[AccountId], known: &[Label], size: u32) {
        let accounts: Vec<_> = [None].into_iter().chain(accounts.iter().copied().map(Some)).collect();
        let known: Vec<_> = [None].into_iter().chain(known.iter().copied().map(Some)).collect();
        for &account in &accounts {
            for &label in &known {
                for archived in [false, true] {
                    for order in [SessionOrder::Created, SessionOrder::Active] {
                        let filter = SessionFilter::created_by(account);
                        let filter = filter.label(label).archived(archived).order(order);
                        let expected = expected(rows, filter);
                        let by_cursor = self.listed_by_cursor(filter, size).await;
                        assert_eq!(by_cursor, expected, "by cursor, {filter:?}");
                        let archived = archived && label != Some(Label::ARCHIVED);
                        if archived || account.is_some() && label.is_some() {
                            let page = ok(self.list_sessions(filter, PageRequest::new(1, size)).await);
                            let totals = (page.total_pages, page.current_page, page.next_page);
                            assert_eq!(totals, (None, None, None), "no length is kept, {filter:?}");
                            let shown: Vec<_> = page.items.iter().map(|session| session.id).collect();
                            assert!(expected.starts_with(&shown), "page 1 is the first one, {filter:?}");
                            let second = self.list_sessions(filter, PageRequest::new(2, size)).await;
                            assert_refused(&second, "page");
                        } else {
                            let by_number = self.listed(filter, size).await;
                            assert_eq!(by_number, expected, "by number, {filter:?}");
                        }
                    }
                }
            }
        }
    }
}

pub(super) async fn lists_by_label_are_those_of_the_sessions(store: Subject) {
    const DAY: i64 = 86_400_000_000;
    let accounts = [store.account(), store.account()];
    let known = [label("a"), label("ab"), Label::PINNED, Label::ARCHIVED];
    let mut random = Random(7);
    let mut rows: Vec<Row> = Vec::new();
    for number in 0..14_usize {
        let created =
            i64::try_from(random.below(4)).unwrap_or(0) * DAY + i64::try_from(number % 3).unwrap_or(0);
        let labels = ok(Labels::new(known.into_iter().filter(|_| random.below(3) == 0)));
        let created_by = accounts[number % 2];
        let record = store.record_with(|it| {
            (it.created_at, it.created_by) = (super::subject::at(created), created_by);
            it.labels = labels.clone();
        });
        ok(store.create_session(&record).await);
        rows.push(Row { id: record.id, created_by, created, active: created, labels, deleted: false });
    }
    store.assert_labelled(&rows, &accounts, &known, 3).await;
    for round in 0..5_u32 {
        for step in 0..12_u32 {
            let now = 10 * DAY + i64::from(round * 100 + step) / 2;
            let row = random.below(rows.len());
            let row = &mut rows[row];
            match (random.below(6), row.deleted) {
                (0, true) => {
                    ok(store.restore_session(row.id, write(now)).await);
                    row.deleted = false;
                }
                (_, true) => continue,
                (0, _) => {
                    ok(store.delete_session(row.id, write(now)).await);
                    row.deleted = true;
                }
                (1, _) => {
                    let batch = MessageBatch::new(store.messages(1));
                    ok(store.append_messages(row.id, &batch, write(now)).await);
                }
                (2, _) => {
                    let change = SessionChange::default().name("renamed");
                    ok(store.update_session(row.id, &change, write(now)).await);
                }
                _ => {
                    let [one, other] =
                        [random.below(known.len()), random.below(known.len())].map(|at| known[at]);
                    let mut change = LabelChange { add: vec![one], remove: vec![other], replace: None };
                    if random.below(4) == 0 {
                        change.replace = Some(Labels::default());
                    }
                    row.labels = ok(change.apply(&row.labels));
                    let change = SessionChange::default().labels(change);
                    ok(store.update_session(row.id, &change, write(now)).await);
                }
            }
            row.active = row.active.max(now);
        }
        store.assert_labelled(&rows, &accounts, &known, [1, 4, 20][round as usize % 3]).await;
    }
}

pub(super) async fn concurrent_changes_of_labels_are_all_kept(store: Subject) {
    let id = store.start().await;
    race(12, |number| {
        let store = store.clone();
        async move {
            let change = SessionChange::default().label(label(&format!("label {number}")));
            ok(store.update_session(id, &change, write(1)).await);
        }
    })
    .await;
    let expected = ok(Labels::new((0..12).map(|number| label(&format!("label {number}")))));
    assert_eq!(store.labels_of(id).await, expected);
    for each in expected.iter() {
        assert_eq!(store.listed(ALL.label(each), 20).await, [id], "by the label {each}");
    }
}

/// A session with readers, and their read marks.
struct Readers {
    store: Subject,
    session: SessionId,
    accounts: [AccountId; 3],
    marks: HashMap<AccountId, u64>,
}

impl Readers {
    async fn new(store: &Subject) -> Self {
        let session = store.start().await;
        let accounts = [store.account(), store.account(), store.account()];
        Self { store: store.clone(), session, accounts, marks: HashMap::new() }
    }

    async fn mark(&mut self, account: AccountId, seen: u64) {
        ok(self.store.mark_read(self.session, account, Offset::new(seen)).await);
        let seen = seen.min(self.store.offset(self.session).await.get());
        let mark = self.marks.entry(account).or_default();
        *mark = seen.max(*mark);
    }

    /// Compares the unread counts in lists with counted ones.
    async fn check(&self, when: &str) {
        let messages = self.store.walk(self.session, 100).await;
        for account in self.accounts {
            let mark = self.marks.get(&account).copied().unwrap_or(0);
            let unread = messages.iter().filter(|message| {
                message.sequence.get() > mark && message.author != Some(account) && message.draft.is_none()
            });
            let counted = u32::try_from(unread.count()).unwrap_or(u32::MAX);
            let expected = counted.min(SessionRef::<AccountId>::MAX_UNREAD);
            for order in [SessionOrder::Created, SessionOrder::Active] {
                let filter = ALL.order(order).unread_of(account);
                for request in [PageRequest::sessions(), PageRequest::by_cursor(20)] {
                    let page = ok(self.store.list_sessions(filter, request).await);
                    let row = page.items.iter().find(|row| row.id == self.session).expect("the session");
                    assert_eq!(row.unread, Some(expected), "{when}: unread behind {mark}, {filter:?}");
                }
            }
        }
    }

    async fn say(&self, author: Option<AccountId>, draft: bool, count: usize) {
        let messages = self.store.messages(count).into_iter();
        let messages = messages.map(|message| NewRecord { author, ..message }).collect();
        let draft = draft.then_some(self.accounts[0]);
        let batch = MessageBatch { draft, ..MessageBatch::new(messages) };
        ok(self.store.append_messages(self.session, &batch, write(0)).await);
    }
}

pub(super) async fn unread_is_what_a_recount_says(store: Subject) {
    let mut readers = Readers::new(&store).await;
    let mut random = Random(11);
    readers.check("before anything was said").await;
    for step in 0..120 {
        let account = readers.accounts[random.below(3)];
        let all = store.walk(readers.session, 100).await;
        let found = random.one_of(&all.iter().collect::<Vec<_>>());
        let what = match (random.below(10), found) {
            (0..3, _) | (_, None) => {
                let author = random.one_of(&[None, Some(account)]).flatten();
                readers.say(author, random.below(3) == 0, 1 + random.below(2)).await;
                "an append"
            }
            (3..5, Some(message)) => {
                readers.mark(account, message.sequence.get()).await;
                "a mark"
            }
            (5, Some(message)) if message.draft.is_none() => {
                ok(store.open(readers.session, message.id, message.revision).await);
                "a second draft of a message"
            }
            (5..8, Some(message)) => {
                ok(store.complete(readers.session, message.id, message.revision, "said").await);
                "a finish or an edit"
            }
            (8, Some(message)) => {
                let delete = MessageChange::Delete;
                ok(store.update(readers.session, message.id, message.revision, delete, 7).await);
                "a deletion"
            }
            (9, Some(_)) if random.below(2) == 0 => {
                let newest: Vec<_> = all.iter().rev().take(4).collect();
                let from = random.one_of(&newest).expect("one of them").id;
                ok(store.truncate(readers.session, &Truncation::new(from, None), write(2)).await);
                "a truncation"
            }
            (_, Some(_)) => {
                let change = SessionChange::default().name("renamed");
                ok(store.update_session(readers.session, &change, write(1)).await);
                "a rename"
            }
        };
        readers.check(&format!("step {step}, {what}")).await;
    }
    let first = store.walk(readers.session, 100).await[0].id;
    ok(store.truncate(readers.session, &Truncation::new(first, None), write(2)).await);
    readers.check("all truncated").await;
}

pub(super) async fn unread_is_counted_up_to_a_hundred(store: Subject) {
    let readers = Readers::new(&store).await;
    readers.say(None, false, 99).await;
    readers.check("99 messages").await;
    readers.say(None, false, 1).await;
    readers.check("100 messages").await;
    readers.say(Some(readers.accounts[1]), false, 30).await;
    readers.check("more").await;
    let labelled = SessionChange::default().label(Label::PINNED);
    ok(store.update_session(readers.session, &labelled, write(1)).await);
    let filter = ALL.label(Label::PINNED).unread_of(readers.accounts[1]);
    let page = ok(store.list_sessions(filter, PageRequest::sessions()).await);
    assert_eq!(page.items[0].unread, Some(100), "in a list by label");
    let page = ok(store.list_sessions(ALL, PageRequest::sessions()).await);
    assert_eq!(page.items[0].unread, None, "nobody asked");
}

pub(super) async fn a_mark_never_goes_back(store: Subject) {
    let mut readers = Readers::new(&store).await;
    readers.say(None, false, 5).await;
    let [ann, ben, _] = readers.accounts;
    let before = store.session(readers.session).await;
    for (account, seen) in [(ann, 3), (ann, 2), (ann, 0), (ben, 1), (ben, u64::MAX), (ann, 4)] {
        readers.mark(account, seen).await;
        readers.check(&format!("marked at {seen}")).await;
    }
    assert_eq!(store.session(readers.session).await, before, "a mark is no change of the session");
    // One beyond the end is one at the end.
    readers.say(None, false, 2).await;
    readers.check("more was said").await;
    let session = readers.session;
    race(8, |number| {
        let store = store.clone();
        async move { ok(store.mark_read(session, ann, Offset::new([6, 7, 5][number % 3])).await) }
    })
    .await;
    readers.marks.insert(ann, 7);
    readers.check("marked at the same time").await;
}

pub(super) async fn a_mark_belongs_to_one_session_that_is_there(store: Subject) {
    let mut readers = Readers::new(&store).await;
    let other = Readers { marks: HashMap::new(), session: store.start().await, ..Readers::new(&store).await };
    readers.say(None, false, 2).await;
    let other = Readers { accounts: readers.accounts, ..other };
    other.say(None, false, 2).await;
    readers.mark(readers.accounts[0], 2).await;
    readers.check("marked").await;
    other.check("another was marked").await;

    let account = readers.accounts[0];
    ok(store.delete_session(readers.session, write(1)).await);
    for id in [readers.session, store.id(SessionId::from_bytes)] {
        assert_not_found(&store.mark_read(id, account, Offset::new(1)).await, Resource::Session);
    }
    ok(store.restore_session(readers.session, write(2)).await);
    readers.check("restored").await;
    let messages: Vec<MessageId> = ids(&store.walk(readers.session, 9).await);
    assert_eq!(messages.len(), 2);
}
