//! Laws about the ids of accounts: integers, UUIDs and xids are stored and filtered alike.

use crate::{
    model::{
        id::AccountId,
        offset::Offset,
        robot::Robot,
        session::{SessionFilter, SessionOrder},
        toolset::Toolset,
        workspace::{Workspace, WorkspaceInstance},
    },
    repository::{DraftFilter, MessageBatch, NewRecord, SessionEvent},
};

use super::{
    replica::ALL,
    subject::{Subject, at, ok},
};

/// Accounts of every kind, some of which look alike.
const ACCOUNTS: [&str; 12] = [
    "0",
    "1",
    "10",
    "42",
    "9007199254740993",
    "9223372036854775807",
    "00000000-0000-0000-0000-000000000000",
    "67e55044-10b1-426f-9247-bb680e5fe0c8",
    "ffffffff-ffff-ffff-ffff-ffffffffffff",
    "00000000000000000000",
    "cc5lnd2s1s4652adtu50",
    "vvvvvvvvvvvvvvvvvvvg",
];

fn accounts() -> impl Iterator<Item = AccountId> {
    ACCOUNTS.into_iter().map(|text| {
        let account: AccountId = text.parse().expect("an account");
        assert_eq!(account.to_string(), text, "an account has one text");
        account
    })
}

pub(super) async fn accounts_of_every_kind_are_kept(store: Subject) {
    for account in accounts() {
        let record = store.record_with(|it| it.created_by = account);
        ok(store.create_session(&record).await);
        let said = NewRecord { author: Some(account), ..store.message("hi") };
        ok(store.append(record.id, vec![said]).await);
        let batch = MessageBatch { draft: Some(account), ..MessageBatch::new(store.messages(1)) };
        ok(store.append_batch(record.id, &batch).await);

        let found = store.session(record.id).await;
        assert_eq!(found.state.reference.created_by, account, "who started a session");
        assert_eq!(found.messages[0].author, Some(account), "who made a message");
        let writer = found.messages[1].draft.as_ref().map(|draft| draft.writer);
        assert_eq!(writer, Some(account), "in whose name a draft is written");
        let listed =
            ok(store.open_drafts(DraftFilter { session: Some(record.id), ..Default::default() }, 9).await)
                .drafts;
        assert_eq!(listed[0].writer, account, "in a list of drafts");
        let changes = ok(store.changes(record.id, Offset::new(0), ALL).await);
        let SessionEvent::Message(first) = &changes.items[0].event else { panic!("a message") };
        assert_eq!(first.author, Some(account), "in what changed");

        let robot = Robot { author: account, ..store.robot() };
        ok(store.robots().create(&robot).await);
        assert_eq!(ok(store.robots().find(robot.id).await), robot, "who made a robot");
        let toolset = Toolset { author: account, ..store.toolset() };
        ok(store.toolsets().create(&toolset).await);
        assert_eq!(ok(store.toolsets().find(toolset.id).await).author, account);
        let workspace = Workspace { created_by: account, ..store.workspace() };
        ok(store.workspaces().create(&workspace).await);
        assert_eq!(ok(store.workspaces().find(workspace.id).await), workspace, "who made a workspace");
        let instance = WorkspaceInstance { created_by: account, ..store.instance(workspace.id) };
        ok(store.instances().create(&instance).await);
        assert_eq!(ok(store.instances().find(instance.id).await), instance, "who made an instance");
    }
}

pub(super) async fn accounts_of_every_kind_are_filtered_alike(store: Subject) {
    let mut started = Vec::new();
    for round in 0..3 {
        for account in accounts() {
            let record = store.record_with(|it| {
                it.created_by = account;
                it.created_at = at(round);
            });
            ok(store.create_session(&record).await);
            started.push((account, record.id));
        }
    }
    for account in accounts() {
        let mut expected: Vec<_> =
            started.iter().filter(|(of, _)| *of == account).map(|(_, id)| *id).collect();
        expected.reverse();
        for order in [SessionOrder::Created, SessionOrder::Active] {
            let filter = SessionFilter::created_by(account).order(order);
            assert_eq!(store.listed(filter, 2).await, expected, "of {account}");
            assert_eq!(store.listed_by_cursor(filter, 2).await, expected, "of {account}, by cursor");
        }
    }
    let nobody = SessionFilter::created_by("43".parse::<AccountId>().ok());
    assert_eq!(store.count(nobody).await, 0, "an account that started none");
}
