//! Laws about workspaces, their instances, and the sessions in which these are mounted.

use std::cmp::Reverse;

use crate::{
    model::{
        error::Resource,
        id::{SessionId, WorkspaceId, WorkspaceInstanceId},
        page::PageRequest,
        robot::{Robot, RobotChange},
        session::SessionChange,
        workspace::{
            ActiveWorkspace, InstanceChange, InstanceFilter, Workspace, WorkspaceChange, WorkspaceInstance,
        },
    },
    repository::SessionRecord,
};

use super::subject::{
    HARD_JSON, HARD_TEXTS, Subject, all_pages, assert_not_found, assert_taken, at, json, ok, write,
};

const ALL: InstanceFilter = InstanceFilter { workspace_id: None };
const PROVIDERS: [&str; 4] = ["local", "sprites", "firecracker", "O'Brien's own; --"];

pub(super) async fn a_workspace_keeps_every_field(store: Subject) {
    let mut workspaces = vec![Workspace {
        created_at: at(3),
        updated_at: at(4),
        misc: Some(json(HARD_JSON)),
        config: json(HARD_JSON),
        meta: json(HARD_JSON),
        ..store.workspace()
    }];
    workspaces.extend(PROVIDERS.map(|name| {
        let provider = name.parse().expect("a provider's name");
        Workspace { provider, ..store.workspace() }
    }));
    workspaces.extend(HARD_TEXTS.map(|text| Workspace {
        name: text.to_owned(),
        description: text.to_owned(),
        ..store.workspace()
    }));
    for workspace in &workspaces {
        ok(store.workspaces().create(workspace).await);
        assert_eq!(ok(store.workspaces().find(workspace.id).await), *workspace);
    }
    let listed = ok(store.workspaces().list((), PageRequest::resources()).await).items;
    assert_eq!(listed.len(), workspaces.len());
    assert!(listed.iter().all(|row| workspaces.contains(row)), "a list shows what the workspaces are");
}

pub(super) async fn an_instance_keeps_every_field(store: Subject) {
    let workspace = store.workspace();
    ok(store.workspaces().create(&workspace).await);
    let mut instances = vec![WorkspaceInstance {
        created_at: at(3),
        updated_at: at(4),
        misc: Some(json(HARD_JSON)),
        provider_state: json(HARD_JSON),
        meta: json(HARD_JSON),
        ..store.instance(workspace.id)
    }];
    instances.extend(PROVIDERS.map(|name| {
        let provider = name.parse().expect("a provider's name");
        WorkspaceInstance { provider, ..store.instance(workspace.id) }
    }));
    for instance in &instances {
        ok(store.instances().create(instance).await);
        assert_eq!(ok(store.instances().find(instance.id).await), *instance);
    }
    let listed = ok(store.instances().list(ALL, PageRequest::resources()).await).items;
    assert_eq!(listed.len(), instances.len());
    assert!(listed.iter().all(|row| instances.contains(row)), "a list shows what the instances are");
}

pub(super) async fn a_workspace_id_is_taken_for_ever(store: Subject) {
    let first = store.workspace();
    ok(store.workspaces().create(&first).await);
    let second = Workspace { id: first.id, name: "another".to_owned(), ..store.workspace() };
    assert_taken(&store.workspaces().create(&second).await, Resource::Workspace);
    assert_eq!(ok(store.workspaces().find(first.id).await), first, "the refused one changed the first");
    ok(store.workspaces().delete(first.id, at(1)).await);
    assert_taken(&store.workspaces().create(&second).await, Resource::Workspace);
    assert_eq!(ok(store.workspaces().list((), PageRequest::resources()).await).total_pages, Some(0));
}

pub(super) async fn an_instance_id_is_taken_for_ever(store: Subject) {
    let first = store.start_instance().await;
    let second =
        WorkspaceInstance { id: first.id, provider_state: json("{}"), ..store.instance(first.workspace_id) };
    assert_taken(&store.instances().create(&second).await, Resource::WorkspaceInstance);
    assert_eq!(ok(store.instances().find(first.id).await), first, "the refused one changed the first");
    ok(store.instances().delete(first.id, at(1)).await);
    assert_taken(&store.instances().create(&second).await, Resource::WorkspaceInstance);
    assert_eq!(ok(store.instances().list(ALL, PageRequest::resources()).await).total_pages, Some(0));
}

pub(super) async fn workspaces_are_listed_newest_first(store: Subject) {
    let empty = ok(store.workspaces().list((), PageRequest::resources()).await);
    assert_eq!(
        (empty.results, empty.total_pages, empty.current_page, empty.next_page),
        (0, Some(0), Some(1), None)
    );
    let mut workspaces = Vec::new();
    for time in [3, 1, 1, 1, 2, 0, 1, 3, -5, 1, 3, 2] {
        workspaces.push(Workspace { created_at: at(time), ..store.workspace() });
    }
    for workspace in &workspaces {
        ok(store.workspaces().create(workspace).await);
    }
    workspaces.sort_by_key(|workspace| Reverse((workspace.created_at, workspace.id)));
    for gone in [0, 5, 9] {
        ok(store.workspaces().delete(workspaces.remove(gone).id, at(9)).await);
    }
    for size in [1, 4, 9, 50] {
        let listed = all_pages(size, |request| store.workspaces().list((), request)).await;
        assert_eq!(listed, workspaces, "pages of {size}");
    }
    let past = ok(store.workspaces().list((), PageRequest::new(4, 3)).await);
    assert_eq!((past.results, past.total_pages, past.next_page), (0, Some(3), None), "past the end");
}

pub(super) async fn instances_are_listed_newest_first(store: Subject) {
    let empty = ok(store.instances().list(ALL, PageRequest::resources()).await);
    assert_eq!(
        (empty.results, empty.total_pages, empty.current_page, empty.next_page),
        (0, Some(0), Some(1), None)
    );
    let workspace = store.workspace();
    ok(store.workspaces().create(&workspace).await);
    let mut instances = Vec::new();
    for time in [3, 1, 1, 1, 2, 0, 1, 3, -5, 1, 3, 2] {
        instances.push(WorkspaceInstance { created_at: at(time), ..store.instance(workspace.id) });
    }
    for instance in &instances {
        ok(store.instances().create(instance).await);
    }
    instances.sort_by_key(|instance| Reverse((instance.created_at, instance.id)));
    for gone in [0, 5, 9] {
        ok(store.instances().delete(instances.remove(gone).id, at(9)).await);
    }
    for filter in [ALL, InstanceFilter::of(workspace.id)] {
        for size in [1, 4, 9, 50] {
            let list = |request| store.instances().list(filter, request);
            assert_eq!(all_pages(size, list).await, instances, "pages of {size}, {filter:?}");
        }
        let past = ok(store.instances().list(filter, PageRequest::new(4, 3)).await);
        assert_eq!((past.results, past.total_pages, past.next_page), (0, Some(3), None), "past the end");
    }
}

pub(super) async fn the_workspace_filter_keeps_the_instances_of_one_workspace(store: Subject) {
    let (first, second) = (store.workspace(), store.workspace());
    ok(store.workspaces().create(&first).await);
    ok(store.workspaces().create(&second).await);
    let mut of_first = Vec::new();
    for number in 0..13 {
        let workspace = if number % 3 == 0 { second.id } else { first.id };
        let instance = WorkspaceInstance { created_at: at(-number), ..store.instance(workspace) };
        ok(store.instances().create(&instance).await);
        if workspace == first.id {
            of_first.push(instance);
        }
    }
    for size in [1, 4, 50] {
        let filter = InstanceFilter::of(first.id);
        let listed = all_pages(size, |request| store.instances().list(filter, request)).await;
        assert_eq!(listed, of_first, "pages of {size}");
    }
    let unknown = InstanceFilter::of(store.id(WorkspaceId::from_bytes));
    let page = ok(store.instances().list(unknown, PageRequest::resources()).await);
    assert_eq!((page.results, page.total_pages), (0, Some(0)), "an unknown workspace");
    let all = ok(store.instances().list(ALL, PageRequest::new(1, 1)).await);
    assert_eq!(all.total_pages, Some(13), "without a filter");
}

pub(super) async fn a_workspace_changes_one_field_at_a_time(store: Subject) {
    let (mut expected, other) = (store.workspace(), store.workspace());
    let id = expected.id;
    ok(store.workspaces().create(&expected).await);
    ok(store.workspaces().create(&other).await);
    let none = WorkspaceChange::default;
    for (time, change) in (1..).zip([
        none().name(HARD_TEXTS[3]),
        none().description(HARD_TEXTS[7]),
        none().config(json(HARD_JSON)),
        none().meta(json(HARD_JSON)),
        none().name("both").meta(json("{}")),
        none(),
    ]) {
        let WorkspaceChange { name, description, config, meta } = change.clone();
        expected = Workspace {
            updated_at: at(time),
            name: name.unwrap_or(expected.name),
            description: description.unwrap_or(expected.description),
            config: config.unwrap_or(expected.config),
            meta: meta.unwrap_or(expected.meta),
            ..expected
        };
        assert_eq!(ok(store.workspaces().update(id, &change, at(time)).await), expected, "{change:?}");
        assert_eq!(ok(store.workspaces().find(id).await), expected, "after {change:?}");
    }
    assert_eq!(ok(store.workspaces().find(other.id).await), other, "another workspace changed");
}

pub(super) async fn an_instance_changes_one_field_at_a_time(store: Subject) {
    let mut expected = store.start_instance().await;
    let other = store.start_instance().await;
    let none = InstanceChange::default;
    for (time, change) in (1..).zip([
        none().provider_state(json(HARD_JSON)),
        none().meta(json(HARD_JSON)),
        none().provider_state(json("{}")).meta(json(r#"{"a":1}"#)),
        none(),
    ]) {
        let InstanceChange { provider_state, meta } = change.clone();
        expected = WorkspaceInstance {
            updated_at: at(time),
            provider_state: provider_state.unwrap_or(expected.provider_state),
            meta: meta.unwrap_or(expected.meta),
            ..expected
        };
        let id = expected.id;
        assert_eq!(ok(store.instances().update(id, &change, at(time)).await), expected, "{change:?}");
        assert_eq!(ok(store.instances().find(id).await), expected, "after {change:?}");
    }
    assert_eq!(ok(store.instances().find(other.id).await), other, "another instance changed");
}

pub(super) async fn deleted_workspaces_do_not_exist(store: Subject) {
    let (kept, deleted) = (store.workspace(), store.workspace());
    ok(store.workspaces().create(&kept).await);
    ok(store.workspaces().create(&deleted).await);
    ok(store.workspaces().delete(deleted.id, at(1)).await);
    for id in [deleted.id, store.id(WorkspaceId::from_bytes)] {
        assert_not_found(&store.workspaces().find(id).await, Resource::Workspace);
        let change = WorkspaceChange::default().name("renamed");
        assert_not_found(&store.workspaces().update(id, &change, at(2)).await, Resource::Workspace);
        assert_not_found(&store.workspaces().delete(id, at(2)).await, Resource::Workspace);
    }
    assert_eq!(ok(store.workspaces().list((), PageRequest::resources()).await).items, [kept]);
}

pub(super) async fn deleted_instances_do_not_exist(store: Subject) {
    let (kept, deleted) = (store.start_instance().await, store.start_instance().await);
    ok(store.instances().delete(deleted.id, at(1)).await);
    for id in [deleted.id, store.id(WorkspaceInstanceId::from_bytes)] {
        assert_not_found(&store.instances().find(id).await, Resource::WorkspaceInstance);
        let change = InstanceChange::default().meta(json("{}"));
        assert_not_found(&store.instances().update(id, &change, at(2)).await, Resource::WorkspaceInstance);
        assert_not_found(&store.instances().delete(id, at(2)).await, Resource::WorkspaceInstance);
    }
    assert_eq!(ok(store.instances().list(ALL, PageRequest::resources()).await).items, [kept]);
}

pub(super) async fn an_instance_needs_its_workspace(store: Subject) {
    let deleted = store.workspace();
    ok(store.workspaces().create(&deleted).await);
    ok(store.workspaces().delete(deleted.id, at(1)).await);
    for workspace in [deleted.id, store.id(WorkspaceId::from_bytes)] {
        let instance = store.instance(workspace);
        assert_not_found(&store.instances().create(&instance).await, Resource::Workspace);
        assert_not_found(&store.instances().find(instance.id).await, Resource::WorkspaceInstance);
    }
    assert_eq!(ok(store.instances().list(ALL, PageRequest::resources()).await).total_pages, Some(0));
}

/// Starts sessions with this instance mounted: from the start, later, and in a deleted session.
async fn mounted_everywhere(store: &Subject, instance: WorkspaceInstanceId) -> [SessionId; 3] {
    let record = || SessionRecord { active_instance: Some(instance), ..store.record() };
    let (from_start, asleep, later) = (record(), record(), store.start().await);
    ok(store.create_session(&from_start).await);
    ok(store.create_session(&asleep).await);
    ok(store.update_session(later, &SessionChange::default().mount(instance), write(1)).await);
    ok(store.delete_session(asleep.id, write(1)).await);
    [from_start.id, later, asleep.id]
}

pub(super) async fn a_mounted_instance_shows_as_it_is(store: Subject) {
    let instance = store.start_instance().await;
    let [first, second, _] = mounted_everywhere(&store, instance.id).await;
    let change = InstanceChange::default().meta(json(HARD_JSON)).provider_state(json(r#"{"a":1}"#));
    let changed = ok(store.instances().update(instance.id, &change, at(2)).await);
    for session in [first, second] {
        let shown = store.session(session).await.state.details.active_workspace;
        assert_eq!(shown, Some(ActiveWorkspace::from(&changed)));
    }
}

pub(super) async fn a_deleted_instance_is_mounted_nowhere(store: Subject) {
    let (kept, deleted) = (store.start_instance().await, store.start_instance().await);
    let sessions = mounted_everywhere(&store, deleted.id).await;
    let [other, ..] = mounted_everywhere(&store, kept.id).await;
    ok(store.instances().delete(deleted.id, at(2)).await);
    ok(store.restore_session(sessions[2], write(3)).await);
    for session in sessions {
        assert_eq!(
            store.session(session).await.state.details.active_workspace,
            None,
            "a deleted instance is mounted"
        );
    }
    let shown = store.session(other).await.state.details.active_workspace;
    assert_eq!(shown, Some(ActiveWorkspace::from(&kept)), "the other instance");
    ok(store.update_session(sessions[0], &SessionChange::default().mount(kept.id), write(4)).await);
    let shown = store.session(sessions[0]).await.state.details.active_workspace;
    assert_eq!(shown, Some(ActiveWorkspace::from(&kept)), "after another was mounted");
}

pub(super) async fn a_deleted_workspace_takes_its_instances_along(store: Subject) {
    let (kept, deleted) = (store.start_instance().await, store.start_instance().await);
    let second = store.instance(deleted.workspace_id);
    ok(store.instances().create(&second).await);
    let mut sessions = mounted_everywhere(&store, deleted.id).await.to_vec();
    sessions.extend(mounted_everywhere(&store, second.id).await);
    let [other, ..] = mounted_everywhere(&store, kept.id).await;

    ok(store.workspaces().delete(deleted.workspace_id, at(2)).await);
    for id in [deleted.id, second.id] {
        assert_not_found(&store.instances().find(id).await, Resource::WorkspaceInstance);
        assert_not_found(&store.instances().delete(id, at(3)).await, Resource::WorkspaceInstance);
        let change = SessionChange::default().mount(id);
        assert_not_found(&store.update_session(other, &change, write(3)).await, Resource::WorkspaceInstance);
    }
    let page =
        ok(store.instances().list(InstanceFilter::of(deleted.workspace_id), PageRequest::resources()).await);
    assert_eq!((page.results, page.total_pages), (0, Some(0)), "instances of the deleted workspace");
    let listed = ok(store.instances().list(ALL, PageRequest::resources()).await).items;
    assert_eq!(listed.as_slice(), std::slice::from_ref(&kept));
    for asleep in [sessions[2], sessions[5]] {
        ok(store.restore_session(asleep, write(3)).await);
    }
    for session in sessions {
        assert_eq!(
            store.session(session).await.state.details.active_workspace,
            None,
            "a deleted instance is mounted"
        );
    }
    let shown = store.session(other).await.state.details.active_workspace;
    assert_eq!(shown, Some(ActiveWorkspace::from(&kept)), "the instance of another workspace");
}

pub(super) async fn a_deleted_workspace_is_no_robots_default(store: Subject) {
    let (kept, deleted) = (store.workspace(), store.workspace());
    ok(store.workspaces().create(&kept).await);
    ok(store.workspaces().create(&deleted).await);
    let robot = |workspace| Robot { workspace_id: Some(workspace), ..store.robot() };
    let (first, second, other) = (robot(deleted.id), robot(deleted.id), robot(kept.id));
    for robot in [&first, &second, &other] {
        ok(store.robots().create(robot).await);
    }
    ok(store.workspaces().delete(deleted.id, at(1)).await);
    for robot in [first, second] {
        let found = ok(store.robots().find(robot.id).await);
        assert_eq!(found.workspace_id, None, "a deleted workspace is still the default");
        let expected = Robot { workspace_id: None, ..robot };
        assert_eq!(found, expected, "and nothing else of the robot");
    }
    assert_eq!(ok(store.robots().find(other.id).await), other, "the robot of another workspace");
}

pub(super) async fn no_resource_is_updated_in_the_past(store: Subject) {
    let (robot, instance) = (store.robot(), store.start_instance().await);
    ok(store.robots().create(&robot).await);
    for (time, expected) in [(5, 5), (-5, 5), (6, 6)] {
        let robot = ok(store.robots().update(robot.id, &RobotChange::default(), at(time)).await);
        let change = WorkspaceChange::default();
        let workspace = ok(store.workspaces().update(instance.workspace_id, &change, at(time)).await);
        let instance = ok(store.instances().update(instance.id, &InstanceChange::default(), at(time)).await);
        let updated = [robot.updated_at, workspace.updated_at, instance.updated_at];
        assert_eq!(updated, [at(expected); 3], "changed at {time}");
    }
}
