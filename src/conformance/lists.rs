//! Laws about lists of sessions: both orders, pages by number and by cursor, and lengths.

use std::collections::HashSet;

use crate::{
    model::{
        id::{AccountId, SessionId},
        page::{Cursor, PageRequest},
        robot::Robot,
        session::{SessionChange, SessionFilter, SessionOrder},
        workspace::{InstanceFilter, Workspace, WorkspaceInstance},
    },
    repository::{MessageBatch, MessageChange},
    stream::{Chunk, ChunkLog},
};

use super::sessions::ALL;
use super::subject::{Subject, all_by_cursor, all_pages, at, complete, ok, page_by_cursor, write};

/// The microseconds in a day.
const DAY: i64 = 86_400_000_000;

const CREATED: SessionFilter = ALL;
const ACTIVE: SessionFilter = SessionFilter { order: SessionOrder::Active, ..ALL };

/// The expected row of a session in lists.
#[derive(Clone, Copy, Debug)]
struct Row {
    id: SessionId,
    created_by: AccountId,
    created: i64,
    active: i64,
}

/// Returns the ids of the sessions that a filter selects, in its order.
fn ordered(rows: &[Row], filter: SessionFilter) -> Vec<SessionId> {
    let kept = |row: &&Row| filter.created_by.is_none_or(|account| account == row.created_by);
    let time = |row: &Row| if filter.order == SessionOrder::Active { row.active } else { row.created };
    let mut rows: Vec<_> = rows.iter().filter(kept).map(|row| (time(row), row.id)).collect();
    rows.sort_unstable_by(|a, b| b.cmp(a));
    rows.into_iter().map(|(_, id)| id).collect()
}

impl Subject {
    /// Starts a session of an account at a time.
    async fn start_at(&self, created_by: AccountId, micros: i64) -> Row {
        let record = self.record_with(|it| {
            it.created_at = at(micros);
            it.created_by = created_by;
        });
        ok(self.create_session(&record).await);
        Row { id: record.id, created_by, created: micros, active: micros }
    }

    /// Checks every list of these sessions, by number and by cursor.
    async fn assert_lists(&self, rows: &[Row], accounts: &[AccountId], sizes: &[u32], when: &str) {
        let accounts = [None].into_iter().chain(accounts.iter().copied().map(Some));
        for created_by in accounts {
            for order in [SessionOrder::Created, SessionOrder::Active] {
                let filter = SessionFilter::created_by(created_by).order(order);
                let expected = ordered(rows, filter);
                for &size in sizes {
                    let what = format!("{when}: {filter:?}, {size} a page");
                    assert_eq!(self.listed(filter, size).await, expected, "by number, {what}");
                    assert_eq!(self.listed_by_cursor(filter, size).await, expected, "by cursor, {what}");
                }
            }
        }
    }
}

pub(super) async fn sessions_are_listed_in_two_orders(store: Subject) {
    let (anna, ben) = (store.account(), store.account());
    let mut rows = Vec::new();
    for number in 0..30_i64 {
        let account = if number % 3 == 0 { ben } else { anna };
        rows.push(store.start_at(account, number * 37 % 11).await);
    }
    let accounts = [anna, ben];
    store.assert_lists(&rows, &accounts, &[1, 7, 100], "as they were created").await;
    for (number, time) in [(3, 50), (17, 50), (4, 51), (29, 20), (3, 60)] {
        let row = &mut rows[number];
        ok(store.update_session(row.id, &SessionChange::default().name("renamed"), write(time)).await);
        row.active = time;
    }
    // A clock that goes back moves nothing.
    ok(store.update_session(rows[3].id, &SessionChange::default().name("early"), write(1)).await);
    store.assert_lists(&rows, &accounts, &[1, 7, 30], "after some were active").await;
    for (number, time) in [(17, 70), (0, 71), (9, 72)] {
        ok(store.delete_session(rows[number].id, write(time)).await);
    }
    let kept = rows.iter().enumerate().filter(|(number, _)| ![0, 9, 17].contains(number));
    let kept: Vec<_> = kept.map(|(_, row)| *row).collect();
    store.assert_lists(&kept, &accounts, &[1, 7, 27], "after three were deleted").await;
    for (number, time) in [(9, 80), (17, 81)] {
        ok(store.restore_session(rows[number].id, write(time)).await);
        rows[number].active = time;
    }
    rows.remove(0);
    store.assert_lists(&rows, &accounts, &[1, 7, 29], "after two were restored").await;
}

pub(super) async fn what_moves_updated_at_moves_a_session_in_the_list(store: Subject) {
    let (moved, other) = (store.start().await, store.start().await);
    let first = async || store.listed(ACTIVE, 20).await[0];
    let mut time = 0;
    let mut touch_other = async || {
        time += 10;
        ok(store.update_session(other, &SessionChange::default(), write(time)).await);
        assert_eq!(first().await, other, "the other one is active");
        time + 5
    };
    let time = touch_other().await;
    let batch = MessageBatch::new(store.messages(1));
    let said = ok(store.append_messages(moved, &batch, write(time)).await).messages.remove(0);
    assert_eq!(first().await, moved, "after an append");
    let time = touch_other().await;
    let edit = complete(said.id, "edited");
    let edited = ok(store.update(moved, said.id, said.revision, edit, time).await);
    assert_eq!(first().await, moved, "after an edit");
    let time = touch_other().await;
    let open = MessageChange::Open { writer: store.account() };
    let opened = ok(store.update(moved, said.id, edited, open, time).await);
    assert_eq!(first().await, moved, "after a draft began");
    let time = touch_other().await;
    let grow = MessageChange::Grow(ChunkLog::new(&[Chunk::StartStep {}]));
    let grown = ok(store.update(moved, said.id, opened, grow, time).await);
    assert_eq!(first().await, other, "growing is no activity that lists show");
    ok(store.update(moved, said.id, grown, MessageChange::Delete, time).await);
    assert_eq!(first().await, moved, "after a message was deleted");
    assert_eq!(store.listed(CREATED, 20).await.len(), 2, "nothing moves in the order of creation");
}

pub(super) async fn a_cursor_meets_every_session_once(store: Subject) {
    let account = store.account();
    for order in [SessionOrder::Created, SessionOrder::Active] {
        let account = if order == SessionOrder::Active { account } else { store.account() };
        let filter = SessionFilter { order, ..SessionFilter::created_by(account) };
        let list = |request: PageRequest| store.list_sessions(filter, request);
        let mut rows = Vec::new();
        for number in 0..23_i64 {
            rows.push(store.start_at(account, number * 7 % 5).await);
        }
        let expected = ordered(&rows, filter);
        let (mut met, mut after) = (Vec::new(), None);
        for round in 0.. {
            let (page, next) = page_by_cursor(4, after, &list).await;
            met.extend(page.into_iter().map(|session| session.id));
            // The row that the cursor names goes, and newer ones come: neither disturbs the walk.
            let shown = met.last().copied().expect("a row");
            ok(store.delete_session(shown, write(100 + round)).await);
            store.start_at(account, 1000 + round).await;
            after = next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(met, expected, "{order:?}");
    }
}

pub(super) async fn a_walk_of_active_sessions_meets_those_that_rest_once(store: Subject) {
    let account = store.account();
    let filter = SessionFilter { order: SessionOrder::Active, ..SessionFilter::created_by(account) };
    let list = |request: PageRequest| store.list_sessions(filter, request);
    let mut rows = Vec::new();
    for number in 0..20 {
        rows.push(store.start_at(account, number).await);
    }
    let (mut met, mut after) = (HashSet::new(), None);
    loop {
        let (page, next) = page_by_cursor(3, after, &list).await;
        for session in page {
            assert!(met.insert(session.id), "{} rested and is met twice", session.id);
        }
        // One of those that were met is active now; it moves to the front, where the walk does not come again.
        let active = *met.iter().min().expect("a row");
        ok(store.update_session(active, &SessionChange::default(), write(100)).await);
        after = next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(met.len(), rows.len(), "those that rested are met");
}

pub(super) async fn a_cursor_needs_no_row(store: Subject) {
    let account = store.account();
    let mut rows = Vec::new();
    for number in 0..6 {
        rows.push(store.start_at(account, number * 10).await);
    }
    for filter in [CREATED, ACTIVE, SessionFilter::created_by(account)] {
        let expected = ordered(&rows, filter);
        for time in [-1, 0, 25, 50, 1000] {
            // The smallest id comes last among equal times, so no row of this time is behind it.
            let request = PageRequest::by_cursor(100).after(Cursor { time: at(time), id: [0; 12] });
            let page = ok(store.quiet_page(filter, request).await);
            let listed: Vec<_> = page.items.into_iter().map(|session| session.id).collect();
            let before = rows.iter().filter(|row| row.created >= time).count();
            assert_eq!(listed, expected[before..], "behind {time}, {filter:?}");
            assert_eq!(page.next_cursor, None, "it is the last page");
        }
    }
}

pub(super) async fn lengths_follow_sessions_across_days(store: Subject) {
    let (anna, ben) = (store.account(), store.account());
    let mut rows = Vec::new();
    // Nine days, some of them empty, before and after 1970 too.
    for (day, count) in
        [(0, 5), (1, 1), (2, 9), (4, 3), (5, 12), (9, 2), (-19_676, 4), (-19_677, 3), (-30_000, 1)]
    {
        for number in 0..count {
            let account = if (day + number) % 2 == 0 { anna } else { ben };
            rows.push(store.start_at(account, day * DAY + number * 3).await);
        }
    }
    let accounts = [anna, ben];
    store.assert_lists(&rows, &accounts, &[3, 40], "as they were created").await;
    // Whole days go, and single rows of others.
    let gone = |row: &Row| {
        [2 * DAY, 9 * DAY].contains(&(row.created - row.created.rem_euclid(DAY))) || row.created % 2 == 0
    };
    let (deleted, mut kept): (Vec<_>, Vec<_>) = rows.iter().copied().partition(gone);
    for row in &deleted {
        ok(store.delete_session(row.id, write(20 * DAY)).await);
    }
    store.assert_lists(&kept, &accounts, &[3, 40], "after many were deleted").await;
    for mut row in deleted.into_iter().step_by(2) {
        ok(store.restore_session(row.id, write(21 * DAY)).await);
        row.active = 21 * DAY;
        kept.push(row);
    }
    store.assert_lists(&kept, &accounts, &[3, 40], "after some were restored").await;
}

pub(super) async fn deep_numbered_pages_are_found_over_several_days(store: Subject) {
    let account = store.account();
    let mut rows = Vec::new();
    for number in 0..160_i64 {
        rows.push(store.start_at(account, number % 7 * DAY + number * 31 % 17).await);
    }
    for filter in [CREATED, SessionFilter::created_by(account), ACTIVE] {
        let expected = ordered(&rows, filter);
        for size in [1_u32, 9, 100] {
            let pages = 160_u32.div_ceil(size);
            for number in
                [1, 2, pages / 3, pages / 2, pages * 3 / 4, pages.saturating_sub(1), pages, pages + 1]
            {
                let number = number.max(1);
                let page = ok(store.quiet_page(filter, PageRequest::new(number, size)).await);
                let listed: Vec<_> = page.items.iter().map(|session| session.id).collect();
                let before = (number as usize - 1) * size as usize;
                let expected: Vec<_> = expected.iter().skip(before).take(size as usize).copied().collect();
                assert_eq!(listed, expected, "page {number} of {size}, {filter:?}");
                assert_eq!(page.total_pages, Some(pages), "page {number} of {size}, {filter:?}");
            }
        }
    }
}

pub(super) async fn resources_are_listed_by_cursor(store: Subject) {
    let workspace = store.workspace();
    ok(store.workspaces().create(&workspace).await);
    for time in [3, 1, 1, 2, 0, 1, 3, -5, 1] {
        let robot = Robot { created_at: at(time), ..store.robot() };
        ok(store.robots().create(&robot).await);
        let made = Workspace { created_at: at(time), ..store.workspace() };
        ok(store.workspaces().create(&made).await);
        let instance = WorkspaceInstance {
            created_at: at(time),
            ..store.instance(if time == 1 { workspace.id } else { made.id })
        };
        ok(store.instances().create(&instance).await);
    }
    for size in [1, 3, 9, 100] {
        let robots = all_pages(size, |request| store.robots().list((), request)).await;
        let by_cursor = all_by_cursor(size, |request| store.robots().list((), request)).await;
        assert_eq!(by_cursor, robots, "robots, {size} a page");
        let workspaces = all_pages(size, |request| store.workspaces().list((), request)).await;
        let by_cursor = all_by_cursor(size, |request| store.workspaces().list((), request)).await;
        assert_eq!(by_cursor, workspaces, "workspaces, {size} a page");
        for workspace in [None, Some(workspace.id)] {
            let filter = InstanceFilter::of(workspace);
            let instances = all_pages(size, |request| store.instances().list(filter, request)).await;
            let by_cursor = all_by_cursor(size, |request| store.instances().list(filter, request)).await;
            assert_eq!(by_cursor, instances, "instances of {workspace:?}, {size} a page");
        }
    }
}
