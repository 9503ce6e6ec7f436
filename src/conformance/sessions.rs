//! Laws about sessions: their stored fields, lists, changes, deletion and restoration.

use crate::{
    model::{
        error::Resource,
        id::{SessionId, WorkspaceInstanceId},
        json::Json,
        message::WindowRequest,
        offset::Revision,
        page::PageRequest,
        robot::RobotKey,
        session::{SessionChange, SessionFilter, SessionOrder},
        time::Timestamp,
        workspace::ActiveWorkspace,
    },
    repository::{MessageBatch, MessageChange, SessionRecord, SessionStart, SessionState, Truncation},
};

use super::subject::{
    CUT_JSON, HARD_JSON, HARD_TEXTS, Subject, assert_not_found, assert_taken, at, ids, json, ok, sequences,
    write,
};

pub(super) const ALL: SessionFilter = SessionFilter {
    created_by: None,
    label: None,
    archived: false,
    reader: None,
    order: SessionOrder::Created,
};

pub(super) async fn a_session_keeps_every_field(store: Subject) {
    let instance = store.start_instance().await;
    let robot: RobotKey = "robot_builder".parse().expect("a robot's name");
    let record = SessionRecord {
        active_robot: Some(robot.clone()),
        active_instance: Some(instance.id),
        ..store.record_with(|it| it.misc = Some(json(r#"{"topic":"spam"}"#)))
    };
    ok(store.create_session(&record).await);

    let session = store.session(record.id).await;
    assert_eq!(session.state.reference.id, record.id);
    assert_eq!(session.state.reference.created_at, record.created_at);
    assert_eq!(session.state.reference.updated_at, record.created_at, "updated_at begins as created_at");
    assert_eq!(session.state.reference.deleted_at, None);
    assert_eq!(session.state.reference.name, record.name);
    assert_eq!(session.state.reference.created_by, record.created_by);
    assert_eq!(session.state.reference.misc, record.misc);
    assert_eq!(session.state.details.active_robot_id, Some(robot));
    assert_eq!(session.state.details.active_workspace, Some(ActiveWorkspace::from(&instance)));
    assert_eq!((session.messages.len(), session.next_before, session.next_after), (0, None, None));

    let page = ok(store.list_sessions(ALL, PageRequest::sessions()).await);
    assert_eq!(page.items, [session.state.reference], "a list shows what the session is");
}

pub(super) async fn a_session_keeps_how_it_was_started(store: Subject) {
    let fingerprint = Some("00c0ffee".to_owned());
    let record = SessionRecord { fingerprint: fingerprint.clone(), ..store.record() };
    assert_eq!(ok(store.find_start(record.id).await), None, "before it is created");
    ok(store.create_session(&record).await);
    let start = SessionStart { fingerprint, deleted: false };
    assert_eq!(ok(store.find_start(record.id).await), Some(start.clone()), "as it was created");
    assert_taken(&store.create_session(&record).await, Resource::Session);
    // What happens to its messages does not change it.
    let said = store.say(record.id, 3).await;
    ok(store.delete_message(record.id, said[0].id, 1).await);
    ok(store.truncate(record.id, &Truncation::new(said[1].id, None), write(1)).await);
    assert_eq!(ok(store.find_start(record.id).await), Some(start.clone()), "after deletions");
    ok(store.delete_session(record.id, write(2)).await);
    assert_eq!(ok(store.find_start(record.id).await), Some(SessionStart { deleted: true, ..start }));
    let other = store.start().await;
    assert_eq!(ok(store.find_start(other).await), Some(SessionStart { fingerprint: None, deleted: false }));
}

pub(super) async fn a_session_keeps_its_texts_byte_for_byte(store: Subject) {
    for text in HARD_TEXTS {
        let record = store.record_with(|it| text.clone_into(&mut it.name));
        ok(store.create_session(&record).await);
        assert_eq!(store.session(record.id).await.state.reference.name, text, "as it was created");

        let other = store.start().await;
        ok(store.update_session(other, &SessionChange::default().name(text), write(1)).await);
        assert_eq!(store.session(other).await.state.reference.name, text, "as it was renamed");
    }
    for text in [HARD_JSON, CUT_JSON] {
        let record = store.record_with(|it| it.misc = Some(json(text)));
        ok(store.create_session(&record).await);
        let misc = store.session(record.id).await.state.reference.misc;
        assert_eq!(misc.as_ref().map(Json::as_str), Some(text));
    }
}

pub(super) async fn a_session_keeps_its_microseconds(store: Subject) {
    let long_ago: Timestamp = "0001-02-03T04:05:06.000001Z".parse().expect("a time");
    for created_at in [at(0), at(1), Timestamp::UNIX_EPOCH, long_ago, Timestamp::MIN, Timestamp::MAX] {
        let record = store.record_with(|it| it.created_at = created_at);
        ok(store.create_session(&record).await);
        let session = store.session(record.id).await;
        assert_eq!(
            (session.state.reference.created_at, session.state.reference.updated_at),
            (created_at, created_at)
        );
    }
    let id = store.start().await;
    ok(store.update_session(id, &SessionChange::default().name("later"), write(7)).await);
    assert_eq!(store.session(id).await.state.reference.updated_at, at(7));
}

pub(super) async fn a_session_id_is_taken_for_ever(store: Subject) {
    let first = store.record();
    ok(store.create_session(&first).await);
    let before = store.session(first.id).await;
    let second = store.record_with(|it| {
        it.id = first.id;
        "another".clone_into(&mut it.name);
    });
    assert_taken(&store.create_session(&second).await, Resource::Session);
    assert_eq!(store.session(first.id).await, before, "the refused one changed the first");
    assert_eq!(store.count(ALL).await, 1, "the refused one is counted");

    ok(store.delete_session(first.id, write(1)).await);
    assert_taken(&store.create_session(&second).await, Resource::Session);
    assert_eq!(store.count(ALL).await, 0, "the refused one is counted");
}

pub(super) async fn lists_are_newest_first_and_equal_times_by_id_descending(store: Subject) {
    let mut expected = Vec::new();
    for time in [3, 1, 1, 1, 2, 0, 1, 3, -5, 1, 3] {
        let record = store.record_with(|it| it.created_at = at(time));
        ok(store.create_session(&record).await);
        expected.push((record.created_at, record.id));
    }
    expected.sort_by(|a, b| b.cmp(a));
    let expected: Vec<_> = expected.into_iter().map(|(_, id)| id).collect();
    assert_eq!(store.listed(ALL, 100).await, expected, "in one page");

    // What happens to a session later does not move it.
    for id in expected.iter().rev() {
        store.say(*id, 1).await;
        ok(store.update_session(*id, &SessionChange::default().name("renamed"), write(9)).await);
    }
    assert_eq!(store.listed(ALL, 2).await, expected, "after changes");
}

pub(super) async fn pages_visit_every_session_once(store: Subject) {
    let mut created = Vec::new();
    for number in 0..140_i64 {
        let record = store.record_with(|it| it.created_at = at(number * 37 % 11));
        ok(store.create_session(&record).await);
        created.push((record.created_at, record.id));
    }
    created.sort_by(|a, b| b.cmp(a));
    let expected: Vec<SessionId> = created.into_iter().map(|(_, id)| id).collect();
    for size in [1, 7, 20, 100] {
        assert_eq!(store.listed(ALL, size).await, expected, "pages of {size}");
    }
}

pub(super) async fn a_page_past_the_end_is_empty(store: Subject) {
    for _ in 0..4 {
        store.start().await;
    }
    let page = ok(store.list_sessions(ALL, PageRequest::new(2, 2)).await);
    assert_eq!((page.results, page.next_page, page.total_pages), (2, None, Some(2)), "the last page, full");
    for number in [3, 1000, u32::MAX] {
        let page = ok(store.list_sessions(ALL, PageRequest::new(number, 2)).await);
        assert_eq!(page.items, [], "page {number}");
        assert_eq!((page.results, page.current_page), (0, Some(number)));
        assert_eq!((page.total_pages, page.next_page), (Some(2), None), "page {number}");
    }
}

pub(super) async fn a_store_without_sessions_has_an_empty_page(store: Subject) {
    let page = ok(store.list_sessions(ALL, PageRequest::sessions()).await);
    assert_eq!(page.items, []);
    assert_eq!((page.page_size, page.results, page.current_page), (20, 0, Some(1)));
    assert_eq!((page.total_pages, page.next_page), (Some(0), None));
}

pub(super) async fn deleted_sessions_are_neither_listed_nor_counted(store: Subject) {
    let mut sessions = Vec::new();
    for number in 0..9 {
        let record = store.record_with(|it| it.created_at = at(-number));
        ok(store.create_session(&record).await);
        sessions.push(record.id);
    }
    // The newest, one in the middle, and the oldest.
    for gone in [0, 3, 6] {
        ok(store.delete_session(sessions.remove(gone), write(1)).await);
        assert_eq!(store.count(ALL).await as usize, sessions.len(), "the count after a delete");
        for size in [1, 3, 20] {
            assert_eq!(store.listed(ALL, size).await, sessions, "pages of {size}");
        }
    }
}

pub(super) async fn deleted_sessions_do_not_exist(store: Subject) {
    let deleted = store.start().await;
    let message = store.say(deleted, 1).await.remove(0).id;
    ok(store.delete_session(deleted, write(1)).await);
    for id in [deleted, store.id(SessionId::from_bytes)] {
        assert_not_found(&store.find_session(id, WindowRequest::default()).await, Resource::Session);
        let window = WindowRequest::newest(1).before(message);
        assert_not_found(&store.find_session(id, window).await, Resource::Session);
        let change = SessionChange::default().name("renamed");
        assert_not_found(&store.update_session(id, &change, write(2)).await, Resource::Session);
        assert_not_found(&store.delete_session(id, write(2)).await, Resource::Session);
        assert_not_found(&store.find_message(id, message).await, Resource::Session);
        let deleted = store.update(id, message, Revision::new(1), MessageChange::Delete, 2).await;
        assert_not_found(&deleted, Resource::Session);
    }
    let never = store.id(SessionId::from_bytes);
    assert_not_found(&store.restore_session(never, write(2)).await, Resource::Session);
}

pub(super) async fn a_restored_session_has_everything_it_had(store: Subject) {
    let instance = store.start_instance().await;
    let record = SessionRecord {
        active_robot: Some("robot_builder".parse().expect("a robot's name")),
        active_instance: Some(instance.id),
        ..store.record_with(|it| it.misc = Some(json(HARD_JSON)))
    };
    ok(store.create_session(&record).await);
    store.start().await;
    let erased = store.say(record.id, 3).await.remove(1).id;
    ok(store.delete_message(record.id, erased, 1).await);
    let before = store.session(record.id).await;
    let listed = store.listed(ALL, 20).await;

    ok(store.delete_session(record.id, write(2)).await);
    ok(store.restore_session(record.id, write(3)).await);
    let mut after = store.session(record.id).await;
    assert_eq!(after.state.reference.updated_at, at(3), "restoring is a change");
    assert_eq!(after.state.details.offset.get(), before.state.details.offset.get() + 2, "so is deleting");
    assert_eq!(after.state.details.revision.get(), before.state.details.offset.get() + 2, "the last change");
    after.state.reference.updated_at = before.state.reference.updated_at;
    after.state.details = before.state.details.clone();
    assert_eq!(after, before, "it is not what it was");
    let details = store.session(record.id).await.state.details;
    let shown = (details.active_robot_id, details.active_workspace);
    let had = (before.state.details.active_robot_id, before.state.details.active_workspace);
    assert_eq!(shown, had, "its robot and its workspace");
    assert_eq!(store.listed(ALL, 20).await, listed, "it is listed where it was");
    assert_eq!(store.count(ALL).await, 2);
    assert_eq!(store.count(SessionFilter::created_by(record.created_by)).await, 1);
    // Three messages, a deleted one, and the session deleted and restored.
    assert_eq!(sequences(&store.say(record.id, 1).await), [7], "its offsets go on where they were");

    ok(store.delete_session(record.id, write(4)).await);
    assert_eq!(store.count(ALL).await, 1, "it can be deleted again");
}

pub(super) async fn restoring_what_is_not_deleted_changes_nothing(store: Subject) {
    let id = store.start().await;
    store.say(id, 2).await;
    let before = store.session(id).await;
    ok(store.restore_session(id, write(5)).await);
    assert_eq!(store.session(id).await, before);
    assert_eq!(store.count(ALL).await, 1, "it is counted once");
    assert_eq!(store.count(SessionFilter::created_by(before.state.reference.created_by)).await, 1);
}

pub(super) async fn the_account_filter_keeps_the_sessions_of_one_account(store: Subject) {
    let (anna, ben) = (store.account(), store.account());
    let mut of_anna = Vec::new();
    for number in 0..25 {
        let created_by = if number % 3 == 0 { ben } else { anna };
        let record = store.record_with(|it| {
            it.created_at = at(-number);
            it.created_by = created_by;
        });
        ok(store.create_session(&record).await);
        if created_by == anna {
            of_anna.push(record.id);
        }
        // Who writes in a session did not start it.
        store.say(record.id, 1).await;
    }
    for size in [1, 8, 20] {
        let listed = store.listed(SessionFilter::created_by(anna), size).await;
        assert_eq!(listed, of_anna, "pages of {size}");
    }
    let nobody = SessionFilter::created_by(store.account());
    let page = ok(store.list_sessions(nobody, PageRequest::sessions()).await);
    assert_eq!((page.results, page.total_pages, page.next_page), (0, Some(0), None), "an unknown account");
}

pub(super) async fn the_account_filter_counts_what_it_keeps(store: Subject) {
    let (anna, ben) = (store.account(), store.account());
    let mut of_anna = Vec::new();
    for created_by in [anna, ben, anna, ben, anna, anna] {
        let record = store.record_with(|it| it.created_by = created_by);
        ok(store.create_session(&record).await);
        if created_by == anna {
            of_anna.push(record.id);
        }
    }
    let counts = || async {
        let (anna, ben) = (SessionFilter::created_by(anna), SessionFilter::created_by(ben));
        (store.count(anna).await, store.count(ben).await, store.count(ALL).await)
    };
    assert_eq!(counts().await, (4, 2, 6));
    for id in &of_anna {
        ok(store.delete_session(*id, write(1)).await);
    }
    assert_eq!(counts().await, (0, 2, 2), "after deletes");
    ok(store.restore_session(of_anna[0], write(2)).await);
    assert_eq!(counts().await, (1, 2, 3), "after a restore");
}

pub(super) async fn a_change_changes_what_it_names_and_nothing_else(store: Subject) {
    let instance = store.start_instance().await;
    let (robot, builder) = (store.robot(), "robot_builder".parse::<RobotKey>().expect("a robot's name"));
    ok(store.robots().create(&robot).await);
    let record = store.record_with(|it| it.misc = Some(json("{}")));
    let id = record.id;
    ok(store.create_session(&record).await);
    store.say(id, 2).await;
    let mut expected = store.session(id).await;
    let mut time = 0;

    let mounted = Some(ActiveWorkspace::from(&instance));
    let created = RobotKey::from(robot.id);
    let none = SessionChange::default;
    for (change, name, active, workspace) in [
        (none().name("second"), "second", None, None),
        (none().robot(builder.clone()), "second", Some(&builder), None),
        (none().mount(instance.id), "second", Some(&builder), mounted.as_ref()),
        (none().robot(created.clone()), "second", Some(&created), mounted.as_ref()),
        (none().name("third"), "third", Some(&created), mounted.as_ref()),
        (none().mount(None), "third", Some(&created), None),
        (none().robot(None), "third", None, None),
        (
            none().name("all").robot(builder.clone()).mount(instance.id),
            "all",
            Some(&builder),
            mounted.as_ref(),
        ),
        (none().name("none").robot(None).mount(None), "none", None, None),
        (none(), "none", None, None),
    ] {
        time += 1;
        ok(store.update_session(id, &change, write(time)).await);
        let SessionState { reference, details } = &mut expected.state;
        name.clone_into(&mut reference.name);
        reference.updated_at = at(time);
        details.active_robot_id = active.cloned();
        details.active_workspace = workspace.cloned();
        details.offset = details.offset.next();
        details.revision = details.offset.into();
        details.follow_from = details.offset;
        assert_eq!(store.session(id).await, expected, "after {change:?}");
    }
}

pub(super) async fn a_change_happens_as_a_whole(store: Subject) {
    let instance = store.start_instance().await;
    let id = store.start().await;
    let robot: RobotKey = "robot_builder".parse().expect("a robot's name");
    ok(store.update_session(id, &SessionChange::default().mount(instance.id), write(1)).await);
    let before = store.session(id).await;
    let nowhere = store.id(WorkspaceInstanceId::from_bytes);
    let change = SessionChange::default().name("half").robot(robot).mount(nowhere);
    assert_not_found(&store.update_session(id, &change, write(2)).await, Resource::WorkspaceInstance);
    assert_eq!(store.session(id).await, before, "a refused change changed something");
    let listed = ok(store.list_sessions(ALL, PageRequest::sessions()).await).items;
    assert_eq!(listed, [before.state.reference], "a refused change changed the list");
}

pub(super) async fn every_write_moves_updated_at(store: Subject) {
    let id = store.start().await;
    let updated_at = || async {
        let listed = ok(store.list_sessions(ALL, PageRequest::sessions()).await).items;
        let session = store.session(id).await;
        let SessionState { reference, .. } = session.state;
        assert_eq!(listed.as_slice(), std::slice::from_ref(&reference), "a list shows what the session is");
        reference.updated_at
    };
    assert_eq!(updated_at().await, at(0), "as it is created");
    let messages = store.messages(2);
    let first = messages[0].id;
    ok(store.append_messages(id, &MessageBatch::new(messages), write(1)).await);
    assert_eq!(updated_at().await, at(1), "after an append");
    ok(store.update_session(id, &SessionChange::default().name("renamed"), write(2)).await);
    assert_eq!(updated_at().await, at(2), "after a change");
    ok(store.delete_message(id, first, 3).await);
    assert_eq!(updated_at().await, at(3), "after a message was deleted");
}

pub(super) async fn updated_at_never_goes_backwards(store: Subject) {
    let id = store.start().await;
    ok(store.update_session(id, &SessionChange::default().name("late"), write(100)).await);
    let messages = store.messages(2);
    let first = messages[0].id;
    ok(store.append_messages(id, &MessageBatch::new(messages), write(50)).await);
    assert_eq!(store.session(id).await.state.reference.updated_at, at(100), "after an append");
    ok(store.delete_message(id, first, 40).await);
    assert_eq!(store.session(id).await.state.reference.updated_at, at(100), "after a message was deleted");
    ok(store.update_session(id, &SessionChange::default().name("early"), write(30)).await);
    let session = store.session(id).await;
    let SessionState { reference, .. } = session.state;
    assert_eq!((reference.updated_at, reference.name.as_str()), (at(100), "early"), "after a change");
    ok(store.delete_session(id, write(20)).await);
    ok(store.restore_session(id, write(10)).await);
    assert_eq!(store.session(id).await.state.reference.updated_at, at(100), "after a restore");
}

pub(super) async fn mounting_what_does_not_exist_changes_nothing(store: Subject) {
    let (kept, deleted) = (store.start_instance().await, store.start_instance().await);
    ok(store.instances().delete(deleted.id, at(1)).await);
    let id = store.start().await;
    store.say(id, 1).await;
    ok(store.update_session(id, &SessionChange::default().mount(kept.id), write(2)).await);
    let before = store.session(id).await;
    for nowhere in [deleted.id, store.id(WorkspaceInstanceId::from_bytes)] {
        let change = SessionChange::default().mount(nowhere);
        assert_not_found(&store.update_session(id, &change, write(3)).await, Resource::WorkspaceInstance);
        let after = store.session(id).await;
        assert_eq!(after, before);
        assert_eq!(ids(&after.messages), ids(&before.messages));
    }
}
