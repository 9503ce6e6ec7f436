//! A future is dropped at every point where it waits: the store stays well, and the state is before or after.

use std::{
    future::Future,
    pin::{Pin, pin},
    task::{Context, Poll},
    time::Duration,
};

use storyden_robots::{
    AccountId, AllowAll, Append, DanglingCall, Draft, DraftSettings, InstanceFilter, LiveEvent, MemoryStore,
    Message, MessageRole, ModelContext, NewInstance, NewMessage, NewRobot, NewSession, NewWorkspace,
    Operation, PageRequest, Part, Parts, Provider, Result, RobotChange, Robots, SessionChange, SessionFilter,
    SessionId, Settlement, SqliteOptions, SqliteStore, StaticProfiles, Store, WindowRequest, WorkspaceChange,
    stream::Chunk,
};

const ANN: AccountId = AccountId::from_bytes([1; 12]);

/// Polls a future so many times, waiting between, and drops it. Returns its answer if it came before that.
async fn drop_after<T>(polls: usize, future: impl Future<Output = T>) -> Option<T> {
    let mut future = pin!(future);
    for _ in 0..polls {
        let mut answer = None;
        std::future::poll_fn(|context: &mut Context<'_>| {
            if let Poll::Ready(ready) = future.as_mut().poll(context) {
                answer = Some(ready);
            }
            Poll::Ready(())
        })
        .await;
        if answer.is_some() {
            return answer;
        }
        tokio::time::sleep(Duration::from_millis(3)).await;
    }
    None
}

fn say(text: &str) -> NewMessage {
    NewMessage::user([Part::text(text.to_owned())]).unwrap()
}

/// What can be seen of a store, without the times.
async fn seen(robots: &Robots, sessions: &[SessionId]) -> Vec<String> {
    let all = PageRequest::new(1, 100);
    let mut seen = Vec::new();
    for session in robots.list_sessions(ANN, SessionFilter::default(), all).await.unwrap().items {
        seen.push(format!("session {}", session.name));
    }
    for session in sessions {
        let found = robots.session(ANN, *session, WindowRequest::default()).await;
        seen.push(found.map_or_else(
            |error| error.kind().as_str().to_owned(),
            |found| {
                let shown = |m: &Message| format!("{} {} {}", m.parts.as_str(), m.draft, m.revision);
                let messages: Vec<_> = found.message_list.messages.iter().map(shown).collect();
                format!("{} {messages:?} {:?}", found.name, found.active_workspace.is_some())
            },
        ));
    }
    for robot in robots.list_robots(ANN, all).await.unwrap().items {
        seen.push(format!("robot {} {}", robot.name, robot.workspace_id.is_some()));
    }
    for workspace in robots.list_workspaces(ANN, all).await.unwrap().items {
        seen.push(format!("workspace {}", workspace.name));
    }
    let instances = robots.list_instances(ANN, InstanceFilter::default(), all).await.unwrap();
    seen.push(format!("{} instances", instances.results));
    seen
}

/// Begins a message, of which a part is stored.
async fn half_written(robots: &Robots, session: SessionId) -> Draft {
    let empty = NewMessage::new(MessageRole::Assistant, Parts::empty());
    let draft = robots.begin_draft(ANN, session, empty).await.unwrap();
    let mut draft =
        draft.with_settings(DraftSettings { flush_after: Duration::MAX, flush_bytes: usize::MAX });
    draft.push(&Chunk::text_start("1")).await.unwrap();
    draft.push(&Chunk::text_delta("1", "one ")).await.unwrap();
    draft.flush().await.unwrap();
    draft
}

struct World {
    robots: Robots,
    session: storyden_robots::Session,
    deleted: SessionId,
    message: storyden_robots::MessageId,
    call: DanglingCall,
    draft: storyden_robots::MessageId,
    robot: storyden_robots::RobotId,
    workspace: storyden_robots::WorkspaceId,
    instance: storyden_robots::WorkspaceInstanceId,
}

impl World {
    async fn new(store: impl Store) -> Self {
        let robots = Robots::new(store, AllowAll, StaticProfiles::default());
        let workspace = NewWorkspace::new("Box", Provider::Local);
        let workspace = robots.create_workspace(ANN, workspace).await.unwrap().id;
        let instance = robots.create_instance(ANN, NewInstance::new(workspace)).await.unwrap().id;
        let model = "a/b".parse().unwrap();
        let robot = NewRobot::new("Greet", model).workspace(workspace);
        let robot = robots.create_robot(ANN, robot).await.unwrap().id;
        let session = robots.start_session(ANN, NewSession::default().name("One")).await.unwrap();
        let message = robots.append(ANN, session.id, say("Hello")).await.unwrap().messages[0].id;
        let call = r#"{"type":"tool-x","toolCallId":"c","state":"input-available","input":1}"#;
        let call = format!(r#"{{"role":"assistant","parts":[{call}]}}"#);
        robots.append(ANN, session.id, NewMessage::parse(&call).unwrap()).await.unwrap();
        let call = robots.dangling_tool_calls(ANN, session.id).await.unwrap().remove(0);
        let draft = half_written(&robots, session.id).await.id();
        let deleted = robots.start_session(ANN, NewSession::default().name("Gone")).await.unwrap().id;
        robots.delete_session(ANN, deleted).await.unwrap();
        Self { robots, session, deleted, message, call, draft, robot, workspace, instance }
    }

    async fn seen(&self) -> Vec<String> {
        seen(&self.robots, &[self.session.id, self.deleted]).await
    }

    fn attempt(&self, operation: Operation) -> Pin<Box<dyn Future<Output = Result<()>> + '_>> {
        macro_rules! done {
            ($operation:expr) => {
                Box::pin(async move { $operation.await.map(|_| ()) })
            };
        }
        let (r, session, all) = (&self.robots, self.session.id, PageRequest::sessions());
        match operation {
            Operation::ListSessions => done!(r.list_sessions(ANN, SessionFilter::default(), all)),
            Operation::GetSession => done!(r.session(ANN, session, WindowRequest::default())),
            Operation::GetMessage => done!(r.message(ANN, session, self.message)),
            Operation::StartSession => done!(r.start_session(ANN, NewSession::default().name("New"))),
            Operation::UpdateSession => {
                done!(r.update_session(
                    ANN,
                    session,
                    SessionChange::default().name("Two").mount(self.instance)
                ))
            }
            Operation::DeleteSession => done!(r.delete_session(ANN, session)),
            Operation::RestoreSession => done!(r.restore_session(ANN, self.deleted)),
            Operation::Append => done!(r.append(ANN, session, Append::from(vec![say("a"), say("b")]))),
            Operation::BeginDraft => done!(r.begin_draft(ANN, session, say("d"))),
            Operation::ResumeDraft => done!(r.resume_draft(ANN, session, self.draft)),
            Operation::DanglingToolCalls => done!(r.dangling_tool_calls(ANN, session)),
            Operation::SettleToolCalls => Box::pin(async move {
                let settlement = Settlement::Error("left".to_owned());
                r.settle_tool_calls(ANN, session, std::slice::from_ref(&self.call), &settlement)
                    .await
                    .map(drop)
            }),
            Operation::ModelContext => {
                Box::pin(
                    async move { r.model_context(ANN, session, &ModelContext::new(1000)).await.map(drop) },
                )
            }
            Operation::Subscribe => done!(r.subscribe(ANN, session, None)),
            Operation::DeleteMessage => done!(r.delete_message(ANN, session, self.message)),
            Operation::ListRobots => done!(r.list_robots(ANN, all)),
            Operation::GetRobot => done!(r.robot(ANN, self.robot)),
            Operation::CreateRobot => {
                done!(r.create_robot(ANN, NewRobot::new("New", "a/b".parse().unwrap())))
            }
            Operation::UpdateRobot => {
                done!(r.update_robot(ANN, self.robot, RobotChange::default().name("Two")))
            }
            Operation::DeleteRobot => done!(r.delete_robot(ANN, self.robot)),
            Operation::ListProviders => done!(r.workspace_providers(ANN)),
            Operation::ListWorkspaces => done!(r.list_workspaces(ANN, all)),
            Operation::GetWorkspace => done!(r.workspace(ANN, self.workspace)),
            Operation::CreateWorkspace => {
                done!(r.create_workspace(ANN, NewWorkspace::new("Another", Provider::Sprites)))
            }
            Operation::UpdateWorkspace => {
                done!(r.update_workspace(ANN, self.workspace, WorkspaceChange::default().name("Two")))
            }
            Operation::DeleteWorkspace => done!(r.delete_workspace(ANN, self.workspace)),
            Operation::ListInstances => done!(r.list_instances(ANN, InstanceFilter::default(), all)),
            Operation::GetInstance => done!(r.instance(ANN, self.instance)),
            Operation::CreateInstance => done!(r.create_instance(ANN, NewInstance::new(self.workspace))),
            Operation::UpdateInstance => {
                done!(r.update_instance(ANN, self.instance, storyden_robots::InstanceChange::default()))
            }
            Operation::DeleteInstance => done!(r.delete_instance(ANN, self.instance)),
            other => panic!("{other} has no row in this table"),
        }
    }
}

/// Drops every operation at every point, and counts the drops. The state is that of before or of after.
#[expect(clippy::future_not_send, reason = "it stays on the thread of its test")]
async fn drop_everywhere<G>(fresh: impl AsyncFn() -> (World, G)) -> usize {
    let mut drops = 0;
    for &operation in Operation::ALL {
        let (world, _guard) = fresh().await;
        let before = world.seen().await;
        world.attempt(operation).await.unwrap();
        let after = world.seen().await;
        for polls in 1.. {
            let (world, _guard) = fresh().await;
            let ended = drop_after(polls, world.attempt(operation)).await;
            if ended.is_none() {
                drops += 1;
            }
            // What was accepted may be done a little later.
            let mut state = world.seen().await;
            for tries in 0..500 {
                // Several reads see several moments: a mixture of both is looked at again.
                if state == after || (state == before && tries > 10) {
                    break;
                }
                tokio::time::sleep(Duration::from_millis(1)).await;
                state = world.seen().await;
            }
            assert!(state == before || state == after, "{operation} dropped after {polls}: {state:#?}");
            let again = world.robots.append(ANN, world.session.id, say("still there")).await;
            assert!(again.is_ok() || state == after, "{operation}: {again:?}");
            if ended.is_some() {
                break;
            }
        }
    }
    drops
}

#[tokio::test]
async fn what_is_dropped_is_done_or_not_done() {
    let sqlite = async || {
        let folder = tempfile::tempdir().unwrap();
        let options = SqliteOptions::new(folder.path().join("robots.db")).migrate(true).readers(1);
        (World::new(SqliteStore::open(options).await.unwrap()).await, folder)
    };
    let drops = drop_everywhere(sqlite).await;
    println!("{drops} drops in {} operations", Operation::ALL.len());
    assert!(drops >= 20, "{drops} drops");
    assert_eq!(drop_everywhere(async || (World::new(MemoryStore::new()).await, ())).await, 0);
}

/// A draft whose writing was dropped is asked again, and then is what it would have been.
#[tokio::test]
async fn a_draft_goes_on_where_it_was_dropped() {
    const STEPS: [&str; 4] = ["push", "flush", "finish", "abort"];
    let mut drops = 0;
    for step in STEPS {
        for polls in 1.. {
            let folder = tempfile::tempdir().unwrap();
            let options = SqliteOptions::new(folder.path().join("robots.db")).migrate(true).readers(1);
            let store = SqliteStore::open(options).await.unwrap();
            let robots = Robots::new(store, AllowAll, StaticProfiles::default());
            let session = robots.start_session(ANN, NewSession::default()).await.unwrap().id;
            let mut draft = half_written(&robots, session).await;
            let eager = DraftSettings { flush_after: Duration::MAX, flush_bytes: 0 };
            if step == "push" {
                draft = draft.with_settings(eager);
            } else {
                draft.push(&Chunk::text_delta("1", "two ")).await.unwrap();
            }
            let more = Chunk::text_delta("1", "two ");
            let ended = match step {
                "push" => drop_after(polls, draft.push(&more)).await.map(|pushed| pushed.unwrap()),
                "flush" => drop_after(polls, draft.flush()).await.map(|flushed| _ = flushed.unwrap()),
                "finish" => drop_after(polls, draft.finish()).await.map(|finished| drop(finished.unwrap())),
                _ => drop_after(polls, draft.abort()).await.map(|aborted| drop(aborted.unwrap())),
            };
            drops += usize::from(ended.is_none());

            // The chunk of a push that was dropped was taken.
            if !matches!(step, "finish" | "abort") {
                draft.push(&Chunk::text_delta("1", "three")).await.unwrap();
            }
            let text = if matches!(step, "finish" | "abort") { "one two " } else { "one two three" };
            let told =
                draft.finish().await.unwrap_or_else(|error| panic!("{step} dropped after {polls}: {error}"));
            assert_eq!(told.parts.text(), text, "{step} dropped after {polls}");
            let stored = robots.message(ANN, session, draft.id()).await.unwrap();
            assert_eq!((stored.parts, stored.draft), (told.parts, false), "{step} dropped after {polls}");
            if ended.is_some() {
                break;
            }
        }
    }
    println!("{drops} drops in {} steps", STEPS.len());
    assert!(drops >= STEPS.len(), "{drops} drops");
}

#[tokio::test]
async fn a_subscription_misses_nothing_where_it_was_dropped() {
    let folder = tempfile::tempdir().unwrap();
    let options = SqliteOptions::new(folder.path().join("robots.db")).migrate(true).readers(1);
    let store = SqliteStore::open(options).await.unwrap();
    let robots = Robots::new(store, AllowAll, StaticProfiles::default());
    let session = robots.start_session(ANN, NewSession::default()).await.unwrap().id;
    let mut subscription = robots.subscribe(ANN, session, None).await.unwrap();
    let (mut told, mut drops) = (Vec::new(), 0);
    for number in 1..=30_u64 {
        robots.append(ANN, session, say(&number.to_string())).await.unwrap();
        let mut polls = usize::try_from(number % 3).unwrap();
        while told.len() < usize::try_from(number).unwrap() {
            match drop_after(polls, subscription.next()).await {
                Some(Ok(LiveEvent::Appended(message))) => told.push(message.parts.text()),
                Some(other) => panic!("{other:?}"),
                None => drops += 1,
            }
            polls += 1;
            assert!(polls < 60, "{number} is never told");
        }
    }
    assert_eq!(told, (1..=30).map(|number| number.to_string()).collect::<Vec<_>>());
    assert!(drops >= 20, "{drops} drops");
}

#[tokio::test]
async fn red_twin_two_appends_for_one_stop_half_way() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(SqliteOptions::new(folder.path().join("robots.db")).migrate(true)).await;
    let world = World::new(store.unwrap()).await;
    let (robots, session) = (&world.robots, world.session.id);
    let twice = async {
        robots.append(ANN, session, say("a")).await.unwrap();
        robots.append(ANN, session, say("b")).await.unwrap();
    };
    // Polled once, the first is with the writer; nobody is left to ask for the second.
    assert!(drop_after(1, twice).await.is_none());
    tokio::time::sleep(Duration::from_millis(20)).await;
    let found = robots.session(ANN, session, WindowRequest::default()).await.unwrap();
    assert_eq!(found.message_list.results, 4, "neither before, with three, nor after, with five");
}
