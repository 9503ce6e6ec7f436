//! The rules of the service, beside those of permissions ([`access`](crate::access)): actors, limits, retries,
//! profiles.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicU32, Ordering},
};

use async_trait::async_trait;
use storyden_robots::{
    AccountId, Actor, AllowAll, Append, Clock, Conflict, Error, ErrorKind, IdGenerator, InstanceFilter, Json,
    Limits, MemoryStore, MessageId, MessageRole, NewInstance, NewMessage, NewRobot, NewSession, NewWorkspace,
    PageRequest, Part, Parts, Permission, PermissionSet, Profile, Profiles, Provider, Resource, Result,
    Robot, RobotKey, RobotRef, Robots, Session, SessionChange, SessionFilter, SessionOrder,
    StaticPermissions, StaticProfiles, Timestamp, WindowRequest, Workspace, WorkspaceChange, stream::Chunk,
};

const ADMINISTRATOR: AccountId = AccountId::from_bytes([1; 12]);
const OPERATOR: AccountId = AccountId::from_bytes([2; 12]);
const MANAGER: AccountId = AccountId::from_bytes([3; 12]);
const MEMBER: AccountId = AccountId::from_bytes([4; 12]);

fn permissions() -> StaticPermissions {
    let use_robots = PermissionSet::from([Permission::UseRobots]);
    StaticPermissions::new()
        .grant(ADMINISTRATOR, [Permission::Administrator])
        .grant(OPERATOR, use_robots)
        .grant(MANAGER, [Permission::ManageRobots])
}

fn service() -> Robots {
    Robots::new(MemoryStore::new(), permissions(), StaticProfiles::default())
}

/// What most rules are about. The session has one message.
struct World {
    session: Session,
    robot: Robot,
    workspace: Workspace,
}

async fn world(robots: &Robots) -> World {
    let workspace = NewWorkspace::new("Box", Provider::Local);
    let workspace = robots.create_workspace(ADMINISTRATOR, workspace).await.unwrap();
    let session = robots.start_session(ADMINISTRATOR, NewSession::default()).await.unwrap();
    let robot = robots.create_robot(ADMINISTRATOR, new_robot()).await.unwrap();
    robots.append(ADMINISTRATOR, session.id, say("Hello")).await.unwrap();
    World { session, robot, workspace }
}

fn new_robot() -> NewRobot {
    NewRobot::new("Greet", "anthropic/claude-sonnet-4-5".parse().unwrap())
}

fn say(text: &str) -> NewMessage {
    NewMessage::user([Part::text(text.to_owned())]).unwrap()
}

#[tokio::test]
async fn nothing_is_private_among_those_who_may_use_robots() {
    let robots = service();
    let world = world(&robots).await;
    let session = robots.session(OPERATOR, world.session.id, WindowRequest::default()).await.unwrap();
    assert_eq!(session.created_by.id, ADMINISTRATOR);
    assert_eq!(session.message_list.results, 1);
}

#[tokio::test]
async fn a_robot_may_do_what_its_member_may_and_no_more() {
    let robots = service();
    let world = world(&robots).await;
    let for_operator = Actor::robot(world.robot.id, OPERATOR);
    let for_member = Actor::robot(world.robot.id, MEMBER);
    let error = robots.append(for_member, world.session.id, say("Hi")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::PermissionDenied);
    let error = robots.delete_session(for_operator.clone(), world.session.id).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::PermissionDenied);

    let said = robots.append(for_operator, world.session.id, say("Hi")).await.unwrap();
    let message = &said.messages[0];
    let name = RobotRef { id: world.robot.id.into(), name: "Greet".to_owned() };
    assert_eq!((message.robot.as_ref(), message.author.as_ref()), (Some(&name), None));
}

/// Counts how often it is asked, and for whom.
#[derive(Clone, Debug, Default)]
struct Counted {
    calls: Arc<Mutex<Vec<Vec<AccountId>>>>,
}

#[async_trait]
impl Profiles for Counted {
    async fn profiles(&self, accounts: &[AccountId]) -> Result<Vec<Arc<Profile>>> {
        self.calls.lock().unwrap().push(accounts.to_vec());
        let known = accounts.iter().filter(|account| **account != MEMBER);
        Ok(known.map(|account| Arc::new(Profile::new(*account, "handle", "Name"))).collect())
    }
}

#[tokio::test]
async fn an_answer_asks_once_for_all_its_people_and_shows_unknown_ones_as_tombstones() {
    let profiles = Counted::default();
    let robots = Robots::new(MemoryStore::new(), AllowAll, profiles.clone());
    let session = robots.start_session(OPERATOR, NewSession::default()).await.unwrap();
    for account in [OPERATOR, MEMBER, OPERATOR, MEMBER] {
        robots.append(account, session.id, say("Hi")).await.unwrap();
        robots.start_session(account, NewSession::default()).await.unwrap();
    }
    profiles.calls.lock().unwrap().clear();

    let session = robots.session(OPERATOR, session.id, WindowRequest::default()).await.unwrap();
    let page = robots.list_sessions(OPERATOR, SessionFilter::default(), PageRequest::sessions()).await;
    let calls = std::mem::take(&mut *profiles.calls.lock().unwrap());
    assert_eq!(calls.len(), 2);
    for mut asked in calls {
        asked.sort_unstable();
        assert_eq!(asked, [OPERATOR, MEMBER], "each account once");
    }
    let authors = session.message_list.messages.iter().filter_map(|message| message.author.as_ref());
    let names: Vec<_> = authors.map(|author| author.name.as_str()).collect();
    assert_eq!(names, ["Name", "Deleted account", "Name", "Deleted account"]);
    assert_eq!(page.unwrap().items.len(), 5);

    let nobody = robots.list_robots(OPERATOR, PageRequest::resources()).await.unwrap();
    assert_eq!((nobody.results, profiles.calls.lock().unwrap().len()), (0, 0), "nobody to ask for");
}

#[tokio::test]
async fn a_session_starts_with_the_workspace_of_its_robot() {
    let robots = service();
    let World { workspace, .. } = world(&robots).await;
    let robot = robots.create_robot(MANAGER, new_robot().workspace(workspace.id)).await.unwrap();

    let session = robots.start_session(OPERATOR, NewSession::from(robot.id)).await.unwrap();
    assert_eq!(session.details.active_robot_id, Some(RobotKey::from(robot.id)));
    let mounted = session.details.active_workspace.unwrap();
    assert_eq!((mounted.workspace_id, mounted.provider), (workspace.id, Provider::Local));

    let instances = InstanceFilter::of(workspace.id);
    let instances = robots.list_instances(OPERATOR, instances, PageRequest::resources()).await.unwrap();
    assert_eq!(instances.items[0].id, mounted.workspace_instance_id, "an instance of its own");
    assert_eq!(instances.items[0].created_by.id, OPERATOR);

    robots.delete_workspace(MANAGER, workspace.id).await.unwrap();
    let session = robots.start_session(OPERATOR, NewSession::from(robot.id)).await.unwrap();
    assert_eq!(session.details.active_workspace, None, "a workspace that was deleted starts nothing");
    let gone = NewSession::default().workspace(workspace.id);
    let error = robots.start_session(OPERATOR, gone).await.unwrap_err();
    assert!(matches!(error, Error::NotFound { resource: Resource::Workspace, .. }), "{error:?}");
}

/// Hands out twelve bytes of one number, and then one id again and again.
#[derive(Debug)]
struct Stuck(AtomicU32);

impl IdGenerator for Stuck {
    fn generate(&self) -> [u8; 12] {
        let mut id = [0; 12];
        id[8..].copy_from_slice(&self.0.fetch_add(1, Ordering::Relaxed).min(3).to_be_bytes());
        id
    }
}

#[tokio::test]
async fn a_session_that_cannot_be_created_leaves_no_instance_behind() {
    let robots = service().with_ids(Stuck(AtomicU32::new(1)));
    let workspace = NewWorkspace::new("Box", Provider::Local);
    let workspace = robots.create_workspace(ADMINISTRATOR, workspace).await.unwrap();
    robots.start_session(OPERATOR, NewSession::default()).await.unwrap();
    robots.start_session(OPERATOR, NewSession::default()).await.unwrap();
    // Ids 1 to 3 are taken, and every new id is 3.
    let error = robots.start_session(OPERATOR, NewSession::default().workspace(workspace.id)).await;
    assert_eq!(error.unwrap_err().kind(), ErrorKind::AlreadyExists);
    let all = InstanceFilter::default();
    let instances = robots.list_instances(OPERATOR, all, PageRequest::resources()).await.unwrap();
    assert_eq!((instances.results, instances.total_pages), (0, Some(0)));
}

#[derive(Debug)]
struct Stopped;

impl Clock for Stopped {
    fn now(&self) -> Timestamp {
        "2026-11-22T23:59:59.999999Z".parse().unwrap()
    }
}

#[tokio::test]
async fn a_session_without_a_name_is_named_for_its_day() {
    let robots = service().with_clock(Stopped);
    let session = robots.start_session(OPERATOR, NewSession::default()).await.unwrap();
    assert_eq!(session.name, "Untitled (2026-11-22)");
    assert_eq!(session.created_at.to_string(), "2026-11-22T23:59:59.999999Z");
}

#[tokio::test]
async fn only_robots_that_exist_answer() {
    let builder = RobotRef { id: "robot_builder".parse().unwrap(), name: "Builder".to_owned() };
    let robots = service().with_built_in_robots([builder.clone()]);
    let World { session, robot, .. } = world(&robots).await;
    let switch = |to: RobotKey| SessionChange::default().robot(to);

    let changed = robots.update_session(OPERATOR, session.id, switch(builder.id.clone())).await.unwrap();
    assert_eq!(changed.details.active_robot_id, Some(builder.id.clone()));
    let said =
        robots.append(Actor::robot(builder.id.clone(), OPERATOR), session.id, say("Hi")).await.unwrap();
    assert_eq!(said.messages[0].robot, Some(builder));

    let unknown: RobotKey = "robot_destroyer".parse().unwrap();
    for key in [unknown.clone(), RobotKey::from(storyden_robots::RobotId::from_bytes([9; 12]))] {
        let error = robots.update_session(OPERATOR, session.id, switch(key.clone())).await.unwrap_err();
        assert!(matches!(error, Error::NotFound { resource: Resource::Robot, .. }), "{error:?}");
        let error = robots.append(Actor::robot(key.clone(), OPERATOR), session.id, say("Hi")).await;
        assert_eq!(error.unwrap_err().kind(), ErrorKind::NotFound);
        let error = robots.start_session(OPERATOR, NewSession::default().robot(key)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NotFound);
    }

    // A robot switches to another itself, for the member it serves.
    let from_robot = Actor::robot(robot.id, OPERATOR);
    let changed = robots.update_session(from_robot, session.id, switch(robot.id.into())).await.unwrap();
    assert_eq!(changed.details.active_robot_id, Some(robot.id.into()));
}

#[tokio::test]
async fn a_second_try_with_one_key_is_recognised_and_other_content_is_a_conflict() {
    let robots = service();
    let World { session, robot, .. } = world(&robots).await;
    let keyed = |text: &str| Append::from(say(text)).idempotency_key("k");
    let first = robots.append(OPERATOR, session.id, keyed("Hi")).await.unwrap();
    let again = robots.append(OPERATOR, session.id, keyed("Hi")).await.unwrap();
    assert_eq!((first.replayed, again.replayed, &first.messages), (false, true, &again.messages));

    let batch = Append::from(vec![say("Hi"), say("Hi")]).idempotency_key("k");
    let with_metadata = Append::from(say("Hi").metadata(Json::NULL)).idempotency_key("k");
    for (actor, other) in [
        (Actor::Member(OPERATOR), keyed("Ho")),
        (Actor::Member(ADMINISTRATOR), keyed("Hi")),
        (Actor::robot(robot.id, OPERATOR), keyed("Hi")),
        (Actor::Member(OPERATOR), batch),
        (Actor::Member(OPERATOR), with_metadata),
    ] {
        let error = robots.append(actor, session.id, other).await.unwrap_err();
        assert!(matches!(error, Error::Conflict(Conflict::IdempotencyKeyReused)), "{error:?}");
    }
    let session = robots.session(OPERATOR, session.id, WindowRequest::default()).await.unwrap();
    assert_eq!(session.message_list.results, 2);
}

#[tokio::test]
async fn a_second_try_may_write_its_json_in_another_way() {
    let robots = service();
    let World { session, .. } = world(&robots).await;
    let keyed = |json: &str| Append::from(NewMessage::parse(json).unwrap()).idempotency_key("k");
    let first = r#"{"role":"user","parts":[{"type":"data-x","data":{"a":1.0,"b":"\u0041"}}],"z":1,"y":2}"#;
    let again =
        r#"{"y": 2, "parts": [{"data": {"b": "A", "a": 1.0}, "type": "data-x"}], "role": "user", "z": 1}"#;
    let first = robots.append(OPERATOR, session.id, keyed(first)).await.unwrap();
    let again = robots.append(OPERATOR, session.id, keyed(again)).await.unwrap();
    assert!(again.replayed && again.messages == first.messages);
    // A number is its text: nobody knows what a reader makes of it.
    let other = r#"{"role":"user","parts":[{"type":"data-x","data":{"a":1,"b":"A"}}],"z":1,"y":2}"#;
    let error = robots.append(OPERATOR, session.id, keyed(other)).await.unwrap_err();
    assert!(matches!(error, Error::Conflict(Conflict::IdempotencyKeyReused)), "{error:?}");
}

#[tokio::test]
async fn the_id_that_a_client_gave_is_kept_and_is_a_key() {
    let robots = service();
    let World { session, .. } = world(&robots).await;
    let sent = |text: &str| {
        let json = format!(r#"{{"id":"msg-1","role":"user","parts":[{{"type":"text","text":"{text}"}}]}}"#);
        NewMessage::parse(&json).unwrap()
    };
    let first = robots.append(OPERATOR, session.id, sent("Hi")).await.unwrap();
    let again = robots.append(OPERATOR, session.id, sent("Hi")).await.unwrap();
    assert!(!first.replayed && again.replayed && again.messages == first.messages);
    assert_eq!(first.messages[0].annotations.client_id.as_deref(), Some("msg-1"));
    let error = robots.append(OPERATOR, session.id, sent("Ho")).await.unwrap_err();
    assert!(matches!(error, Error::Conflict(Conflict::IdempotencyKeyReused)), "{error:?}");

    let (id, base) = (first.messages[0].id, first.messages[0].revision);
    robots.delete_message(MANAGER, session.id, id, base).await.unwrap();
    let anew = robots.append(OPERATOR, session.id, sent("Ho")).await.unwrap();
    assert!(!anew.replayed, "a deleted message frees its id");
    for bad in ["a\nb", &"x".repeat(256)] {
        let json = serde_json::json!({ "id": bad, "role": "user", "parts": [] });
        let refused =
            robots.append(OPERATOR, session.id, NewMessage::parse(&json.to_string()).unwrap()).await;
        assert!(refused.unwrap_err().to_string().starts_with("id: "));
    }
}

#[tokio::test]
async fn an_edit_names_the_revision_that_its_writer_saw() {
    let robots = service();
    let World { session, .. } = world(&robots).await;
    let message = robots.append(OPERATOR, session.id, say("Helo")).await.unwrap().messages.remove(0);
    let edit =
        async |base, text: &str| robots.edit_message(MANAGER, session.id, message.id, base, say(text)).await;
    let edited = edit(message.revision, "Hello").await.unwrap();
    assert_eq!((edited.parts.text().as_str(), edited.created_at), ("Hello", message.created_at));
    assert_eq!((edited.author.as_ref(), edited.sequence), (message.author.as_ref(), message.sequence));
    assert_eq!(edit(message.revision, "Hello").await.unwrap(), edited, "the same edit again");
    assert_eq!(robots.message(OPERATOR, session.id, message.id).await.unwrap(), edited);
    let late = edit(message.revision, "Hullo").await.unwrap_err();
    assert!(matches!(late, Error::Conflict(Conflict::StaleRevision { .. })), "{late:?}");
    let answer = NewMessage::assistant([Part::text("I said")]).unwrap();
    let error = robots.edit_message(MANAGER, session.id, message.id, edited.revision, answer).await;
    assert_eq!(error.unwrap_err().to_string(), "role: an edit cannot change it");

    let late = robots.delete_message(MANAGER, session.id, message.id, message.revision).await.unwrap_err();
    assert!(matches!(late, Error::Conflict(Conflict::StaleRevision { .. })), "{late:?}");
    robots.delete_message(MANAGER, session.id, message.id, edited.revision).await.unwrap();
    robots.delete_message(MANAGER, session.id, message.id, edited.revision).await.unwrap();
    let gone = robots.delete_message(MANAGER, session.id, message.id, None).await.unwrap_err();
    assert_eq!(gone.kind(), ErrorKind::NotFound);
}

#[tokio::test]
async fn a_session_as_bytes_is_the_session_as_a_value() {
    let profiles = StaticProfiles::new([Profile::new(OPERATOR, "op", "An \"operator\"")]);
    let robots = Robots::new(MemoryStore::new(), AllowAll, profiles);
    let World { session, robot, workspace } = world(&robots).await;
    let odd = r#"{"id":"m-1","role":"user","parts":[{"type":"text","text":"\ud83d","x":1.0}],"metadata":null,"b":[ 1 ]}"#;
    robots.append(OPERATOR, session.id, NewMessage::parse(odd).unwrap()).await.unwrap();
    robots.append(Actor::robot(robot.id, MEMBER), session.id, say("Hi")).await.unwrap();
    let empty = NewMessage::new(MessageRole::Assistant, Parts::empty());
    let begin = || robots.begin_draft(Actor::robot(robot.id, MEMBER), session.id, empty.clone());
    let mut finished = begin().await.unwrap().draft().unwrap();
    finished.push(&Chunk::text_start("1")).await.unwrap();
    finished.push(&Chunk::error("overloaded")).await.unwrap();
    finished.finish().await.unwrap();
    let mut open = begin().await.unwrap().draft().unwrap();
    open.push(&Chunk::text_start("1")).await.unwrap();
    open.push(&Chunk::text_delta("1", "half")).await.unwrap();
    open.flush().await.unwrap();
    let instance = robots.create_instance(OPERATOR, NewInstance::new(workspace.id)).await.unwrap();
    let change =
        SessionChange::default().mount(instance.id).robot(RobotKey::from(robot.id)).misc(Json::object());
    robots.update_session(OPERATOR, session.id, change).await.unwrap();

    let newest = robots.session(OPERATOR, session.id, WindowRequest::newest(1)).await.unwrap();
    let newest_id = newest.message_list.messages[0].id;
    for window in [
        WindowRequest::default(),
        WindowRequest::newest(2),
        WindowRequest::newest(2).before(newest_id),
        WindowRequest::newest(3).around(newest_id),
    ] {
        let typed = robots.session(OPERATOR, session.id, window).await.unwrap();
        let mut bytes = b"before ".to_vec();
        robots.session_json(OPERATOR, session.id, window, &mut bytes).await.unwrap();
        let text = str::from_utf8(bytes.strip_prefix(b"before ").unwrap()).unwrap();
        assert_eq!(serde_json::from_str::<Session>(text).unwrap(), typed);
        let mut expected = Vec::new();
        typed.write_json(&mut expected).unwrap();
        // As text, so that lone surrogates count, which `serde_json::Value` does not read.
        assert_eq!(text, str::from_utf8(&expected).unwrap());
    }
    let mut bytes = b"before".to_vec();
    let unknown = WindowRequest::default().before(MessageId::from_bytes([9; 12]));
    let error = robots.session_json(OPERATOR, session.id, unknown, &mut bytes).await.unwrap_err();
    assert_eq!((error.kind(), bytes.as_slice()), (ErrorKind::InvalidArgument, &b"before"[..]));
}

#[tokio::test]
async fn sessions_are_listed_by_last_activity_and_by_cursor() {
    let robots = service();
    let mut ids = Vec::new();
    for _ in 0..3 {
        ids.push(robots.start_session(OPERATOR, NewSession::default()).await.unwrap().id);
    }
    robots.append(OPERATOR, ids[0], say("Hi")).await.unwrap();
    let filter = SessionFilter::default().order(SessionOrder::Active);
    let first = robots.list_sessions(OPERATOR, filter, PageRequest::by_cursor(2)).await.unwrap();
    assert_eq!(first.items.iter().map(|row| row.id).collect::<Vec<_>>(), [ids[0], ids[2]]);
    let next = PageRequest::by_cursor(2).after(first.next_cursor.unwrap());
    let second = robots.list_sessions(OPERATOR, filter, next).await.unwrap();
    assert_eq!((second.items[0].id, second.items.len(), second.next_cursor), (ids[1], 1, None));
}

#[tokio::test]
async fn what_is_too_large_or_makes_no_sense_is_refused_and_changes_nothing() {
    let limits =
        Limits { message_bytes: 200, depth: 5, batch_messages: 2, name_chars: 5, ..Limits::default() };
    let robots = service().with_limits(limits);
    let World { session, workspace, .. } = world(&robots).await;
    let nested = |levels: usize| {
        let value = format!("{}{}", "[".repeat(levels), "]".repeat(levels));
        NewMessage::parse(&format!(r#"{{"role": "user", "parts": [{{"type": "data-x", "data": {value}}}]}}"#))
    };
    // The message, its array of parts and the part are three levels around the data.
    robots.append(OPERATOR, session.id, nested(2).unwrap()).await.unwrap();
    let appends: [(&str, Append); 6] = [
        ("parts: 5 levels are over the limit of 4", nested(3).unwrap().into()),
        ("message: 227 bytes are over the limit of 200", say(&"x".repeat(200)).into()),
        ("[1].message: 227 bytes are over the limit of 200", vec![say("Hi"), say(&"x".repeat(200))].into()),
        ("messages: 3 messages are over the limit of 2", vec![say("a"), say("b"), say("c")].into()),
        ("messages: must not be empty", vec![].into()),
        (
            "idempotency_key: must be 1 to 255 bytes without control characters",
            Append::from(say("Hi")).idempotency_key("a\nb"),
        ),
    ];
    for (reason, append) in appends {
        let error = robots.append(OPERATOR, session.id, append).await.unwrap_err();
        assert_eq!(error.to_string(), reason);
    }
    for (name, reason) in [
        ("", "name: must not be empty"),
        (" \t", "name: must not be empty"),
        ("a\u{0}b", "name: must not have control characters"),
        ("123456", "name: 6 characters are over the limit of 5"),
    ] {
        let error = robots.start_session(OPERATOR, NewSession::default().name(name)).await.unwrap_err();
        assert_eq!(error.to_string(), reason);
        let error = robots.create_robot(MANAGER, robot_named(name)).await.unwrap_err();
        assert_eq!(error.to_string(), reason);
    }
    let no_object = WorkspaceChange::default().config(Json::NULL);
    let error = robots.update_workspace(MANAGER, workspace.id, no_object).await.unwrap_err();
    assert_eq!(error.to_string(), "config: must be an object");

    let page =
        robots.list_sessions(OPERATOR, SessionFilter::default(), PageRequest::sessions()).await.unwrap();
    assert_eq!(page.results, 1);
    let session = robots.session(OPERATOR, session.id, WindowRequest::default()).await.unwrap();
    assert_eq!(session.message_list.results, 2);
}

#[tokio::test]
async fn unknown_fields_are_an_object_without_known_ones() {
    let robots = service();
    let session = world(&robots).await.session.id;
    for (extra, reason) in [
        ("[1]", "extra: must be an object"),
        ("null", "extra: must be an object"),
        (r#"{"note": 1, "id": null}"#, "extra: must not have the field `id`"),
        (r#"{"\u0070arts": []}"#, "extra: must not have the field `parts`"),
    ] {
        let mut message = say("Hi");
        message.extra = Some(Json::parse(extra).unwrap());
        let error = robots.append(OPERATOR, session, message).await.unwrap_err();
        assert_eq!(error.to_string(), reason);
    }
    let session = robots.session(OPERATOR, session, WindowRequest::default()).await.unwrap();
    assert_eq!(session.message_list.results, 1);
}

#[tokio::test]
async fn an_append_returns_what_is_read_later() {
    let robots = service();
    let World { session, robot, .. } = world(&robots).await;
    let bare = say("Hi");
    let mut named = NewMessage::parse(r#"{"id": "msg-1", "role": "critic", "parts": []}"#).unwrap();
    named.metadata = Some(Json::parse(r#" { "a" : [1, 1.0] } "#).unwrap());
    let mut noted = bare.clone();
    noted.extra = Some(Json::parse(r#"{ "note" : { "b" : 2 } , "note": 1 }"#).unwrap());
    let mut empty = bare.clone();
    empty.extra = Some(Json::object());
    let actors = [Actor::from(OPERATOR), Actor::robot(RobotKey::from(robot.id), OPERATOR)];
    for (actor, message) in
        actors.iter().flat_map(|actor| [&bare, &noted, &empty].map(|message| (actor, message)))
    {
        let appended = robots.append(actor.clone(), session.id, message.clone()).await.unwrap();
        let read = robots.message(OPERATOR, session.id, appended.messages[0].id).await.unwrap();
        assert_eq!(appended.messages, [read]);
    }
    let appended = robots.append(OPERATOR, session.id, vec![named, bare]).await.unwrap();
    for message in appended.messages {
        assert_eq!(robots.message(OPERATOR, session.id, message.id).await.unwrap(), message);
    }
}

fn robot_named(name: &str) -> NewRobot {
    NewRobot::new(name, "a/b".parse().unwrap())
}

/// A window that is too long has fewer messages, and cursors to go on: in whatever steps, all are met once.
#[tokio::test]
async fn a_window_has_a_limit_in_bytes() {
    let limits = Limits { window_bytes: 4_000, ..Limits::default() };
    let robots = service().with_limits(limits);
    let session = robots.start_session(ADMINISTRATOR, NewSession::default()).await.unwrap().id;
    // Of one that is longer than a whole window, the window has this one alone.
    for length in [10, 900, 5_000, 10, 900, 900, 900, 900, 10, 3_000, 900] {
        let text = NewMessage::user([Part::text("x".repeat(length))]).unwrap();
        robots.append(ADMINISTRATOR, session, text).await.unwrap();
    }
    let read = async |window| {
        let read = robots.session(ADMINISTRATOR, session, window).await.unwrap();
        let mut json = Vec::new();
        let rows = robots.session_json(ADMINISTRATOR, session, window, &mut json).await.unwrap();
        let same: Session = serde_json::from_slice(&json).unwrap();
        assert_eq!((same.message_list.clone(), rows), (read.message_list.clone(), read.message_list.results));
        let list = read.message_list;
        let bytes: usize = list.messages.iter().map(|message| message.parts.len_bytes()).sum();
        assert!(bytes < 4_000 || list.messages.len() == 1, "{bytes} bytes");
        list
    };
    let all: Vec<u64> = (1..=11).collect();
    let sequences = |messages: &[storyden_robots::Message]| {
        messages.iter().map(|message| message.sequence.unwrap().get()).collect::<Vec<_>>()
    };
    let (mut met, mut window) = (Vec::new(), WindowRequest::newest(100));
    loop {
        let list = read(window).await;
        met.splice(0..0, list.messages);
        let Some(cursor) = list.next_before else { break };
        assert_eq!(cursor, met[0].id);
        window = window.before(cursor);
    }
    assert_eq!(sequences(&met), all, "backwards");
    let (mut forwards, mut cursor) = (vec![met[0].clone()], Some(met[0].id));
    while let Some(after) = cursor {
        let list = read(WindowRequest::newest(100).after(after)).await;
        forwards.extend(list.messages);
        cursor = list.next_after;
    }
    assert_eq!(sequences(&forwards), all, "forwards");
    for middle in &met {
        let list = read(WindowRequest::newest(100).around(middle.id)).await;
        let found = sequences(&list.messages);
        let sequence = middle.sequence.unwrap().get();
        assert!(found.contains(&sequence), "{found:?} around {sequence}");
        assert_eq!(list.next_before.is_some(), found[0] > 1);
        assert_eq!(list.next_after.is_some(), found[found.len() - 1] < 11);
    }
}
