//! Laws about robots.

use std::cmp::Reverse;

use crate::{
    model::{
        error::Resource,
        id::RobotId,
        page::PageRequest,
        robot::{Robot, RobotChange, RobotKey},
        session::SessionChange,
    },
    repository::SessionRecord,
};

use super::subject::{
    HARD_JSON, HARD_TEXTS, Subject, all_pages, assert_not_found, assert_taken, at, json, ok, write,
};

pub(super) async fn a_robot_keeps_every_field(store: Subject) {
    let workspace = store.start_instance().await.workspace_id;
    let full = Robot {
        created_at: at(3),
        updated_at: at(4),
        misc: Some(json(HARD_JSON)),
        model: "openrouter/meta/llama-4".parse().expect("a model"),
        tools: HARD_TEXTS.map(str::to_owned).to_vec(),
        toolsets: HARD_TEXTS.map(str::to_owned).to_vec(),
        workspace_id: Some(workspace),
        meta: Some(json(HARD_JSON)),
        ..store.robot()
    };
    let bare = Robot { tools: Vec::new(), ..store.robot() };
    let mut robots = vec![full, bare];
    robots.extend(HARD_TEXTS.map(|text| Robot {
        name: text.to_owned(),
        description: text.to_owned(),
        playbook: text.to_owned(),
        ..store.robot()
    }));
    for robot in &robots {
        ok(store.robots().create(robot).await);
        assert_eq!(ok(store.robots().find(robot.id).await), *robot);
    }
    let listed = ok(store.robots().list((), PageRequest::resources()).await).items;
    assert_eq!(listed.len(), robots.len());
    assert!(listed.iter().all(|robot| robots.contains(robot)), "a list shows what the robots are");
}

pub(super) async fn a_robot_id_is_taken_for_ever(store: Subject) {
    let first = store.robot();
    ok(store.robots().create(&first).await);
    let second = Robot { id: first.id, name: "another".to_owned(), ..store.robot() };
    assert_taken(&store.robots().create(&second).await, Resource::Robot);
    assert_eq!(ok(store.robots().find(first.id).await), first, "the refused one changed the first");
    ok(store.robots().delete(first.id, at(1)).await);
    assert_taken(&store.robots().create(&second).await, Resource::Robot);
    assert_eq!(ok(store.robots().list((), PageRequest::resources()).await).total_pages, Some(0));
}

pub(super) async fn robots_are_listed_newest_first(store: Subject) {
    let empty = ok(store.robots().list((), PageRequest::resources()).await);
    assert_eq!(
        (empty.results, empty.total_pages, empty.current_page, empty.next_page),
        (0, Some(0), Some(1), None)
    );
    let mut robots = Vec::new();
    for time in [3, 1, 1, 1, 2, 0, 1, 3, -5, 1, 3, 2] {
        robots.push(Robot { created_at: at(time), ..store.robot() });
    }
    for robot in &robots {
        ok(store.robots().create(robot).await);
    }
    robots.sort_by_key(|robot| Reverse((robot.created_at, robot.id)));
    for gone in [0, 5, 9] {
        ok(store.robots().delete(robots.remove(gone).id, at(9)).await);
    }
    for size in [1, 4, 9, 50] {
        let listed = all_pages(size, |request| store.robots().list((), request)).await;
        assert_eq!(listed, robots, "pages of {size}");
    }
    let past = ok(store.robots().list((), PageRequest::new(4, 3)).await);
    assert_eq!((past.results, past.total_pages, past.next_page), (0, Some(3), None), "past the end");
}

pub(super) async fn a_robot_changes_one_field_at_a_time(store: Subject) {
    let (mut expected, other) = (store.robot(), store.robot());
    let id = expected.id;
    ok(store.robots().create(&expected).await);
    ok(store.robots().create(&other).await);
    let workspace = store.start_instance().await.workspace_id;
    let model = "openai/gpt-5".parse().expect("a model");
    let none = RobotChange::default;
    for (time, change) in (1..).zip([
        none().name(HARD_TEXTS[3]),
        none().description(HARD_TEXTS[4]),
        none().playbook(HARD_TEXTS[7]),
        none().model(model),
        none().tools(["b", "a", "b"]),
        none().tools(Vec::<String>::new()),
        none().toolsets(["system.documents", "b", "b"]),
        none().toolsets(Vec::<String>::new()),
        none().workspace(workspace),
        none().meta(json(HARD_JSON)),
        none().name("both").description("at once"),
        none().workspace(None),
        none().meta(None),
        none(),
    ]) {
        let RobotChange { name, description, playbook, model, tools, toolsets, workspace_id, meta } =
            change.clone();
        expected = Robot {
            updated_at: at(time),
            name: name.unwrap_or(expected.name),
            description: description.unwrap_or(expected.description),
            playbook: playbook.unwrap_or(expected.playbook),
            model: model.unwrap_or(expected.model),
            tools: tools.unwrap_or(expected.tools),
            toolsets: toolsets.unwrap_or(expected.toolsets),
            workspace_id: workspace_id.unwrap_or(expected.workspace_id),
            meta: meta.unwrap_or(expected.meta),
            ..expected
        };
        assert_eq!(ok(store.robots().update(id, &change, at(time)).await), expected, "{change:?}");
        assert_eq!(ok(store.robots().find(id).await), expected, "after {change:?}");
    }
    assert_eq!(ok(store.robots().find(other.id).await), other, "another robot changed");
}

pub(super) async fn deleted_robots_do_not_exist(store: Subject) {
    let (kept, deleted) = (store.robot(), store.robot());
    ok(store.robots().create(&kept).await);
    ok(store.robots().create(&deleted).await);
    ok(store.robots().delete(deleted.id, at(1)).await);
    for id in [deleted.id, store.id(RobotId::from_bytes)] {
        assert_not_found(&store.robots().find(id).await, Resource::Robot);
        let change = RobotChange::default().name("renamed");
        assert_not_found(&store.robots().update(id, &change, at(2)).await, Resource::Robot);
        assert_not_found(&store.robots().delete(id, at(2)).await, Resource::Robot);
    }
    assert_eq!(ok(store.robots().list((), PageRequest::resources()).await).items, [kept]);
}

pub(super) async fn a_deleted_robot_is_active_nowhere(store: Subject) {
    let (kept, deleted) = (store.robot(), store.robot());
    ok(store.robots().create(&kept).await);
    ok(store.robots().create(&deleted).await);
    let mut sessions = Vec::new();
    for robot in [deleted.id, kept.id, deleted.id] {
        let record = SessionRecord { active_robot: Some(robot.into()), ..store.record() };
        ok(store.create_session(&record).await);
        sessions.push(record.id);
    }
    let switched = store.start().await;
    ok(store
        .update_session(switched, &SessionChange::default().robot(RobotKey::from(deleted.id)), write(1))
        .await);
    let asleep = sessions[2];
    ok(store.delete_session(asleep, write(1)).await);

    ok(store.robots().delete(deleted.id, at(2)).await);
    ok(store.restore_session(asleep, write(3)).await);
    for id in [sessions[0], switched, asleep] {
        assert_eq!(
            store.session(id).await.state.details.active_robot_id,
            None,
            "a deleted robot is still active"
        );
    }
    assert_eq!(
        store.session(sessions[1]).await.state.details.active_robot_id,
        Some(kept.id.into()),
        "the other robot"
    );
    ok(store
        .update_session(switched, &SessionChange::default().robot(RobotKey::from(kept.id)), write(4))
        .await);
    assert_eq!(
        store.session(switched).await.state.details.active_robot_id,
        Some(kept.id.into()),
        "after a switch"
    );
}

pub(super) async fn a_built_in_robot_stays_active(store: Subject) {
    let created = store.robot();
    ok(store.robots().create(&created).await);
    for name in ["robot_builder", "Robot Builder", "O'Brien; --", "\u{1f916}"] {
        let robot: RobotKey = name.parse().expect("a robot's name");
        let record = SessionRecord { active_robot: Some(robot.clone()), ..store.record() };
        ok(store.create_session(&record).await);
        assert_eq!(store.session(record.id).await.state.details.active_robot_id, Some(robot.clone()));
        let switched = store.start().await;
        ok(store.update_session(switched, &SessionChange::default().robot(robot.clone()), write(1)).await);
        assert_eq!(
            store.session(switched).await.state.details.active_robot_id,
            Some(robot),
            "after a switch"
        );
    }
    let builder: RobotKey = "robot_builder".parse().expect("a robot's name");
    let record = SessionRecord { active_robot: Some(builder.clone()), ..store.record() };
    ok(store.create_session(&record).await);
    ok(store.robots().delete(created.id, at(2)).await);
    assert_eq!(
        store.session(record.id).await.state.details.active_robot_id,
        Some(builder),
        "another robot's end"
    );
}
