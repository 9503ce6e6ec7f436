//! Laws about toolsets.

use crate::model::{
    error::{Conflict, Error, Resource, Result},
    id::ToolsetId,
    page::PageRequest,
    robot::{Robot, RobotChange},
    toolset::{Toolset, ToolsetChange},
};

use super::subject::{
    HARD_JSON, HARD_TEXTS, Subject, all_pages, assert_not_found, assert_taken, at, json, ok, race,
};

pub(super) async fn a_toolset_keeps_every_field(store: Subject) {
    let full = Toolset {
        created_at: at(3),
        updated_at: at(4),
        tools: HARD_TEXTS.map(str::to_owned).to_vec(),
        meta: Some(json(HARD_JSON)),
        ..store.toolset()
    };
    let mut toolsets = vec![full];
    toolsets.extend(HARD_TEXTS.map(|text| Toolset {
        name: text.to_owned(),
        description: text.to_owned(),
        instruction: text.to_owned(),
        tools: Vec::new(),
        ..store.toolset()
    }));
    for toolset in &toolsets {
        ok(store.toolsets().create(toolset).await);
        assert_eq!(ok(store.toolsets().find(toolset.id).await), *toolset);
    }
    let listed = all_pages(4, |request| store.toolsets().list((), request)).await;
    assert_eq!(listed.len(), toolsets.len());
    assert!(listed.iter().all(|toolset| toolsets.contains(toolset)), "a list shows what the toolsets are");
}

pub(super) async fn a_toolset_changes_one_field_at_a_time(store: Subject) {
    let (mut expected, other) = (store.toolset(), store.toolset());
    let id = expected.id;
    ok(store.toolsets().create(&expected).await);
    ok(store.toolsets().create(&other).await);
    let none = ToolsetChange::default;
    for (time, change) in (1..).zip([
        none().name(HARD_TEXTS[3]),
        none().description(HARD_TEXTS[4]),
        none().instruction(HARD_TEXTS[7]),
        none().tools(["b", "a", "b"]),
        none().tools(Vec::<String>::new()),
        none().meta(json(HARD_JSON)),
        none().name("both").description("at once"),
        none().meta(None),
        none(),
    ]) {
        let ToolsetChange { name, description, instruction, tools, meta } = change.clone();
        expected = Toolset {
            updated_at: at(time),
            name: name.unwrap_or(expected.name),
            description: description.unwrap_or(expected.description),
            instruction: instruction.unwrap_or(expected.instruction),
            tools: tools.unwrap_or(expected.tools),
            meta: meta.unwrap_or(expected.meta),
            ..expected
        };
        assert_eq!(ok(store.toolsets().update(id, &change, at(time)).await), expected, "{change:?}");
        assert_eq!(ok(store.toolsets().find(id).await), expected, "after {change:?}");
    }
    assert_eq!(ok(store.toolsets().find(other.id).await), other, "another toolset changed");
}

pub(super) async fn an_author_has_no_two_toolsets_of_one_name(store: Subject) {
    let first = store.toolset();
    let of_author = |name: &str| Toolset { author: first.author, name: name.to_owned(), ..store.toolset() };
    ok(store.toolsets().create(&first).await);
    ok(store.toolsets().create(&store.toolset()).await);
    assert_taken(&store.toolsets().create(&of_author(&first.name)).await, Resource::Toolset);
    let second = of_author("Another");
    ok(store.toolsets().create(&second).await);
    // Case, composition and space around make another name.
    for other in ["another", " Another", "Another ", "Ano\u{301}ther"] {
        ok(store.toolsets().create(&of_author(other)).await);
    }

    let rename = |name: &str| ToolsetChange::default().name(name);
    let renamed = store.toolsets().update(second.id, &rename(&first.name), at(1)).await;
    assert_taken(&renamed, Resource::Toolset);
    assert_eq!(ok(store.toolsets().find(second.id).await), second, "the refused change was made");
    ok(store.toolsets().update(second.id, &rename(&second.name), at(2)).await);

    // A name is free again after a change, and after a deletion.
    ok(store.toolsets().update(second.id, &rename("Third"), at(3)).await);
    let third = of_author("Another");
    ok(store.toolsets().create(&third).await);
    assert_taken(&store.toolsets().create(&of_author("Third")).await, Resource::Toolset);
    ok(store.toolsets().delete(third.id, at(4)).await);
    ok(store.toolsets().create(&of_author("Another")).await);
    assert_not_found(&store.toolsets().find(third.id).await, Resource::Toolset);

    // Its id is not.
    ok(store.toolsets().delete(first.id, at(5)).await);
    let again = Toolset { id: first.id, ..store.toolset() };
    assert_taken(&store.toolsets().create(&again).await, Resource::Toolset);
}

pub(super) async fn one_of_many_gets_a_name(store: Subject) {
    let author = store.account();
    let made = race(8, |_| {
        let (store, toolset) = (store.clone(), Toolset { author, ..store.toolset() });
        async move { store.toolsets().create(&toolset).await }
    })
    .await;
    assert_eq!(made.iter().filter(|made| made.is_ok()).count(), 1, "{made:?}");
    for refused in made.iter().filter(|made| made.is_err()) {
        assert_taken(refused, Resource::Toolset);
    }

    let others: Vec<_> =
        (0..8).map(|number| Toolset { author, name: format!("other {number}"), ..store.toolset() }).collect();
    for other in &others {
        ok(store.toolsets().create(other).await);
    }
    let ids: Vec<_> = others.iter().map(|other| other.id).collect();
    let renamed = race(ids.len(), |number| {
        let (store, id) = (store.clone(), ids[number]);
        async move { store.toolsets().update(id, &ToolsetChange::default().name("wanted"), at(1)).await }
    })
    .await;
    assert_eq!(renamed.iter().filter(|renamed| renamed.is_ok()).count(), 1, "{renamed:?}");
    for refused in renamed.iter().filter(|renamed| renamed.is_err()) {
        assert_taken(refused, Resource::Toolset);
    }
}

pub(super) async fn deleted_toolsets_do_not_exist(store: Subject) {
    let (kept, deleted) = (store.toolset(), store.toolset());
    ok(store.toolsets().create(&kept).await);
    ok(store.toolsets().create(&deleted).await);
    ok(store.toolsets().delete(deleted.id, at(1)).await);
    for id in [deleted.id, store.id(ToolsetId::from_bytes)] {
        assert_not_found(&store.toolsets().find(id).await, Resource::Toolset);
        let change = ToolsetChange::default().name("renamed");
        assert_not_found(&store.toolsets().update(id, &change, at(2)).await, Resource::Toolset);
        assert_not_found(&store.toolsets().delete(id, at(2)).await, Resource::Toolset);
        let named = Robot { toolsets: vec![id.to_string()], ..store.robot() };
        assert_not_found(&store.robots().create(&named).await, Resource::Toolset);
        let robot = store.robot();
        ok(store.robots().create(&robot).await);
        let change = RobotChange::default().toolsets([kept.id.to_string(), id.to_string()]);
        assert_not_found(&store.robots().update(robot.id, &change, at(2)).await, Resource::Toolset);
        assert_eq!(ok(store.robots().find(robot.id).await), robot, "the refused change was made");
    }
    assert_eq!(ok(store.toolsets().list((), PageRequest::resources()).await).items, [kept]);
}

fn assert_in_use<T: std::fmt::Debug>(result: &Result<T>) {
    let in_use = matches!(result, Err(Error::Conflict(Conflict::InUse { by: Resource::Robot, .. })));
    assert!(in_use, "a toolset in use was deleted: {result:?}");
}

pub(super) async fn a_toolset_that_a_robot_names_is_not_deleted(store: Subject) {
    let (toolset, other) = (store.toolset(), store.toolset());
    ok(store.toolsets().create(&toolset).await);
    ok(store.toolsets().create(&other).await);
    let names = |id: ToolsetId| vec!["system.documents".to_owned(), id.to_string()];
    let robot = Robot { toolsets: names(toolset.id), ..store.robot() };
    ok(store.robots().create(&robot).await);
    // That a text has an id in it is no use.
    let mentions = Robot { playbook: format!("\"{}\"", other.id), ..store.robot() };
    ok(store.robots().create(&mentions).await);
    ok(store.toolsets().delete(other.id, at(1)).await);

    assert_in_use(&store.toolsets().delete(toolset.id, at(2)).await);
    assert_eq!(ok(store.toolsets().find(toolset.id).await), toolset);
    let free = RobotChange::default().toolsets(["system.documents"]);
    ok(store.robots().update(robot.id, &free, at(3)).await);
    let second = store.robot();
    ok(store.robots().create(&second).await);
    let take = RobotChange::default().toolsets(names(toolset.id));
    ok(store.robots().update(second.id, &take, at(4)).await);
    assert_in_use(&store.toolsets().delete(toolset.id, at(5)).await);
    ok(store.robots().delete(second.id, at(6)).await);
    ok(store.toolsets().delete(toolset.id, at(7)).await);
}

pub(super) async fn a_toolset_is_not_deleted_while_a_robot_takes_it(store: Subject) {
    for round in 0..8 {
        let toolset = store.toolset();
        ok(store.toolsets().create(&toolset).await);
        let robot = Robot { toolsets: vec![toolset.id.to_string()], ..store.robot() };
        let done = race(2, |task| {
            let (store, robot, id) = (store.clone(), robot.clone(), toolset.id);
            async move {
                if task == 0 {
                    store.robots().create(&robot).await
                } else {
                    store.toolsets().delete(id, at(1)).await
                }
            }
        })
        .await;
        assert_eq!(done.iter().filter(|done| done.is_ok()).count(), 1, "round {round}: {done:?}");
        let robot = store.robots().find(robot.id).await.is_ok();
        let toolset = store.toolsets().find(toolset.id).await.is_ok();
        assert_eq!(robot, toolset, "round {round}: a robot without its toolset");
    }
}
