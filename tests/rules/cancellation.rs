//! Futures are dropped at every point where they wait: each operation was done as a whole or not at all, and whoever
//! asks again gets what the first try would have given.
//!
//! The store pauses on both sides of each of its operations, so both points are met without a clock.

#[path = "../support/pausing.rs"]
mod pausing;

use std::{
    pin::{Pin, pin},
    task::{Context, Poll},
    time::Duration,
};

use pausing::Pausing;

use storyden_robots::{
    AccountId, AllowAll, Append, Draft, DraftSettings, Erasure, EventKind, InstanceFilter, MemoryStore,
    Message, MessageRole, ModelContext, NewInstance, NewMessage, NewRobot, NewSession, NewToolset,
    NewWorkspace, Offset, Operation, PageRequest, Part, Parts, PendingCall, Provider, Resolution, Result,
    RobotChange, Robots, Sequence, SessionChange, SessionFilter, SessionId, StaticProfiles, Store, Sweep,
    ToolsetChange, WindowRequest, WorkspaceChange, repository::DraftFilter, stream::Chunk,
};

const ANN: AccountId = AccountId::from_bytes([1; 12]);

/// Polls a future so many times, each time when it asks for it, and drops it. Returns its answer if it came before
/// that.
async fn drop_after<T>(polls: usize, future: impl Future<Output = T>) -> Option<T> {
    let mut future = pin!(future);
    let mut left = polls;
    std::future::poll_fn(|context: &mut Context<'_>| {
        if left == 0 {
            return Poll::Ready(None);
        }
        left -= 1;
        match future.as_mut().poll(context) {
            Poll::Ready(answer) => Poll::Ready(Some(answer)),
            Poll::Pending if left == 0 => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
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
                format!("{} {messages:?} {:?}", found.name, found.details.active_workspace.is_some())
            },
        ));
    }
    for robot in robots.list_robots(ANN, all).await.unwrap().items {
        seen.push(format!("robot {} {}", robot.name, robot.workspace_id.is_some()));
    }
    for toolset in robots.list_toolsets(ANN, all).await.unwrap().items {
        seen.push(format!("toolset {}", toolset.name));
    }
    for workspace in robots.list_workspaces(ANN, all).await.unwrap().items {
        seen.push(format!("workspace {}", workspace.name));
    }
    let instances = robots.list_instances(ANN, InstanceFilter::default(), all).await.unwrap();
    seen.push(format!("{} instances", instances.results));
    seen
}

/// Flushes by length alone.
fn settings(flush_bytes: usize) -> DraftSettings {
    DraftSettings { flush_after: Duration::MAX, flush_after_followed: Duration::MAX, flush_bytes }
}

/// Begins a message, of which a part is stored.
async fn half_written(robots: &Robots, session: SessionId) -> Draft {
    let empty = NewMessage::new(MessageRole::Assistant, Parts::empty());
    let draft = robots.begin_draft(ANN, session, empty).await.unwrap().draft().unwrap();
    let mut draft = draft.with_settings(settings(usize::MAX));
    draft.push(&Chunk::text_start("1")).await.unwrap();
    draft.push(&Chunk::text_delta("1", "one ")).await.unwrap();
    draft.flush().await.unwrap();
    draft
}

struct World {
    robots: Robots,
    session: storyden_robots::Session,
    deleted: SessionId,
    settled: SessionId,
    message: storyden_robots::MessageId,
    call: PendingCall,
    draft: storyden_robots::MessageId,
    robot: storyden_robots::RobotId,
    toolset: storyden_robots::ToolsetId,
    workspace: storyden_robots::WorkspaceId,
    instance: storyden_robots::WorkspaceInstanceId,
}

impl World {
    async fn new(store: impl Store) -> Self {
        let robots = Robots::new(Pausing(store), AllowAll, StaticProfiles::default());
        let workspace = NewWorkspace::new("Box", Provider::Local);
        let workspace = robots.create_workspace(ANN, workspace).await.unwrap().id;
        let instance = robots.create_instance(ANN, NewInstance::new(workspace)).await.unwrap().id;
        let model = "a/b".parse().unwrap();
        let robot = NewRobot::new("Greet", model).workspace(workspace);
        let robot = robots.create_robot(ANN, robot).await.unwrap().id;
        let toolset = robots.create_toolset(ANN, NewToolset::new("One")).await.unwrap().id;
        let session = robots.start_session(ANN, NewSession::default().name("One")).await.unwrap();
        let message = robots.append(ANN, session.id, say("Hello")).await.unwrap().messages[0].id;
        let call = r#"{"type":"tool-x","toolCallId":"c","state":"input-available","input":1}"#;
        let call = format!(r#"{{"role":"assistant","parts":[{call}]}}"#);
        robots.append(ANN, session.id, NewMessage::parse(&call).unwrap()).await.unwrap();
        let call = robots.pending_tool_calls(ANN, session.id).await.unwrap().remove(0);
        let draft = half_written(&robots, session.id).await.id();
        let deleted = robots.start_session(ANN, NewSession::default().name("Gone")).await.unwrap().id;
        robots.delete_session(ANN, deleted).await.unwrap();
        let settled = robots.start_session(ANN, NewSession::default().name("Settled")).await.unwrap().id;
        Self { robots, session, deleted, settled, message, call, draft, robot, toolset, workspace, instance }
    }

    async fn seen(&self) -> Vec<String> {
        seen(&self.robots, &[self.session.id, self.deleted]).await
    }

    /// Waits for whatever a store was given before: it does one write after the other, and this one changes nothing
    /// that is seen.
    async fn settle(&self) {
        let name = SessionChange::default().name("Settled");
        self.robots.update_session(ANN, self.settled, name).await.unwrap();
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
            Operation::MarkRead => done!(r.mark_read(ANN, session, Offset::new(1))),
            Operation::GetMessage => done!(r.message(ANN, session, self.message)),
            Operation::StartSession => done!(r.start_session(ANN, NewSession::default().name("New"))),
            Operation::UpdateSession => {
                done!(r.update_session(
                    ANN,
                    session,
                    SessionChange::default().name("Two").mount(self.instance)
                ))
            }
            Operation::EraseSession => done!(r.erase_session(ANN, session, false)),
            Operation::Sweep => done!(r.sweep(ANN, Sweep::new(Erasure::Account(ANN)).limit(1))),
            Operation::HoldSession => done!(r.hold_session(ANN, session, true)),
            Operation::DeleteSession => done!(r.delete_session(ANN, session)),
            Operation::RestoreSession => done!(r.restore_session(ANN, self.deleted)),
            Operation::Append => done!(r.append(ANN, session, Append::from(vec![say("a"), say("b")]))),
            Operation::BeginDraft => done!(r.begin_draft(ANN, session, say("d"))),
            Operation::ResumeDraft => done!(r.resume_draft(ANN, session, self.draft)),
            Operation::PendingToolCalls => done!(r.pending_tool_calls(ANN, session)),
            Operation::ResolveToolCalls => Box::pin(async move {
                let resolution = Resolution::Error("left".to_owned());
                r.resolve_tool_calls(ANN, session, std::slice::from_ref(&self.call), &resolution)
                    .await
                    .map(drop)
            }),
            Operation::ModelContext => {
                Box::pin(
                    async move { r.model_context(ANN, session, &ModelContext::new(1000)).await.map(drop) },
                )
            }
            Operation::EndDraft => done!(r.end_draft(ANN, session, self.draft)),
            Operation::ListDrafts => done!(r.open_drafts(ANN, DraftFilter::default(), 10)),
            Operation::Subscribe => done!(r.subscribe(ANN, session, Offset::default())),
            Operation::EditOwnMessage | Operation::EditMessage => {
                let base = Sequence::FIRST.into();
                done!(r.edit_message(ANN, session, self.message, base, say("Goodbye")))
            }
            Operation::DeleteOwnMessage | Operation::DeleteMessage => {
                done!(r.delete_message(ANN, session, self.message, None))
            }
            Operation::TruncateOwn | Operation::Truncate => {
                done!(r.truncate(ANN, session, self.message, None))
            }
            Operation::ListRobots => done!(r.list_robots(ANN, all)),
            Operation::GetRobot => done!(r.robot(ANN, self.robot)),
            Operation::CreateRobot => {
                done!(r.create_robot(ANN, NewRobot::new("New", "a/b".parse().unwrap())))
            }
            Operation::UpdateRobot => {
                done!(r.update_robot(ANN, self.robot, RobotChange::default().name("Two")))
            }
            Operation::DeleteRobot => done!(r.delete_robot(ANN, self.robot)),
            Operation::ListTools => done!(r.list_tools(ANN)),
            Operation::ListToolsets => done!(r.list_toolsets(ANN, all)),
            Operation::GetToolset => done!(r.toolset(ANN, self.toolset)),
            Operation::CreateToolset => done!(r.create_toolset(ANN, NewToolset::new("Two"))),
            Operation::UpdateOwnToolset | Operation::UpdateToolset => {
                done!(r.update_toolset(ANN, self.toolset, ToolsetChange::default().name("Two")))
            }
            Operation::DeleteOwnToolset | Operation::DeleteToolset => {
                done!(r.delete_toolset(ANN, self.toolset))
            }
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

/// The operations of `Robots`. Those of `Turns` are one transaction each, or repeat one until nothing comes between.
fn of_robots() -> Vec<Operation> {
    use Operation as Is;

    let of_turns = |operation: &Operation| {
        matches!(
            operation,
            // It reads, from a store of its own.
            Is::Search
                | Is::SubmitTurn
                | Is::RegenerateTurn
                | Is::ResendTurn
                | Is::GetTurn
                | Is::ListTurns
                | Is::StopTurn
                | Is::GetCallRequest
                | Is::ListCallRequests
                | Is::DecideCall
                | Is::ApplyAnswers
                // Those of `Transcripts` write a session in parts, and one of them makes it visible.
                | Is::ForkSession
                | Is::ExportSession
                | Is::ImportSession
                | Is::ImportMessages
                // A file is written in parts, and is there with its row. The others read, or delete one file after the other.
                | Is::PutFile
                | Is::ReadFile
                | Is::LoadFile
                | Is::InlineFiles
                | Is::SweepFiles
        )
    };
    Operation::ALL.iter().copied().filter(|operation| !of_turns(operation)).collect()
}

/// Drops operations at every point, and counts the drops. The state is that of before or of after.
#[expect(clippy::future_not_send, reason = "it stays on the thread of its test")]
async fn drop_everywhere<G>(operations: &[Operation], fresh: impl AsyncFn() -> (World, G)) -> usize {
    let mut drops = 0;
    for &operation in operations {
        let (world, _guard) = fresh().await;
        let before = world.seen().await;
        world.attempt(operation).await.unwrap();
        let after = world.seen().await;
        for polls in 1.. {
            let (world, _guard) = fresh().await;
            let ended = drop_after(polls, world.attempt(operation)).await.is_some();
            drops += usize::from(!ended);
            world.settle().await;
            let state = world.seen().await;
            // The one operation of two steps: the instance is there, and the session that would mount it is not.
            let no_session = operation == Operation::StartSession && without_instances(&state) == before;
            assert!(
                state == before || state == after || no_session,
                "{operation} dropped after {polls}: {state:#?}"
            );
            let again = world.robots.append(ANN, world.session.id, say("still there")).await;
            assert!(again.is_ok() || state == after, "{operation}: {again:?}");
            if ended {
                break;
            }
        }
    }
    drops
}

/// What was seen, with the instances counted as they were at first.
fn without_instances(seen: &[String]) -> Vec<String> {
    seen.iter().map(|line| line.replace("3 instances", "2 instances")).collect()
}

#[tokio::test]
async fn a_dropped_operation_is_done_or_not_done() {
    let fresh = async || (World::new(MemoryStore::new()).await, ());
    let operations = of_robots();
    let drops = drop_everywhere(&operations, fresh).await;
    println!("{drops} drops in {} operations", operations.len());
    assert!(drops >= 2 * operations.len() - 2, "{drops} drops: twice in all but one operation");
}

/// Those that a store does in one transaction of each kind.
#[cfg(feature = "sqlite")]
#[tokio::test]
async fn a_dropped_operation_is_done_or_not_done_on_sqlite() {
    use storyden_robots::{SqliteOptions, SqliteStore};

    let fresh = async || {
        let folder = tempfile::tempdir().unwrap();
        let options = SqliteOptions::new(folder.path().join("robots.db")).migrate(true).readers(1);
        (World::new(SqliteStore::open(options).await.unwrap()).await, folder)
    };
    let operations = [
        Operation::UpdateSession,
        Operation::Append,
        Operation::ResumeDraft,
        Operation::DeleteMessage,
        Operation::Truncate,
        Operation::DeleteWorkspace,
    ];
    let drops = drop_everywhere(&operations, fresh).await;
    assert!(drops >= 3 * operations.len(), "{drops} drops: before, within and after each");
}

/// A draft whose future was dropped is asked again, and then is what it would have been.
#[tokio::test]
async fn a_dropped_draft_is_continued_by_asking_again() {
    const STEPS: [&str; 4] = ["push", "flush", "finish", "abort"];
    let mut drops = 0;
    for step in STEPS {
        for polls in 1.. {
            let store = MemoryStore::new();
            let robots = Robots::new(Pausing(store), AllowAll, StaticProfiles::default());
            let session = robots.start_session(ANN, NewSession::default()).await.unwrap().id;
            let mut draft = half_written(&robots, session).await;
            let more = Chunk::text_delta("1", "two ");
            if step == "push" {
                draft = draft.with_settings(settings(0));
            } else {
                draft.push(&more).await.unwrap();
            }
            let ended = match step {
                "push" => drop_after(polls, draft.push(&more)).await.map(Result::unwrap).is_some(),
                "flush" => drop_after(polls, draft.flush()).await.map(Result::unwrap).is_some(),
                "finish" => drop_after(polls, draft.finish()).await.map(Result::unwrap).is_some(),
                _ => drop_after(polls, draft.abort()).await.map(Result::unwrap).is_some(),
            };
            drops += usize::from(!ended);

            // The chunk of a push that was dropped was taken.
            let ends = matches!(step, "finish" | "abort");
            if !ends {
                draft.push(&Chunk::text_delta("1", "three")).await.unwrap();
            }
            let text = if ends { "one two " } else { "one two three" };
            let told =
                draft.finish().await.unwrap_or_else(|error| panic!("{step} dropped after {polls}: {error}"));
            assert_eq!(told.parts.text(), text, "{step} dropped after {polls}");
            let reason = told.annotations.ended.as_ref().map(|ended| ended.reason.as_str());
            assert_eq!(reason, Some(if step == "abort" { "aborted" } else { "stop" }));
            let stored = robots.message(ANN, session, draft.id()).await.unwrap();
            assert_eq!(stored, told, "{step} dropped after {polls}");
            if ended {
                break;
            }
        }
    }
    // A flush has two pauses; a finish has those of its flush and two more.
    assert_eq!(drops, 2 + 2 + 4 + 4);
}

#[tokio::test]
async fn a_subscription_misses_nothing_when_it_is_dropped() {
    let robots = Robots::new(Pausing(MemoryStore::new()), AllowAll, StaticProfiles::default());
    let session = robots.start_session(ANN, NewSession::default()).await.unwrap().id;
    let mut subscription = robots.subscribe(ANN, session, Offset::default()).await.unwrap();
    let (mut told, mut drops) = (Vec::new(), 0);
    for number in 1..=30_usize {
        robots.append(ANN, session, say(&number.to_string())).await.unwrap();
        let mut polls = number % 3;
        while told.len() < number {
            match drop_after(polls, subscription.next()).await {
                Some(Ok(event)) => {
                    let EventKind::Message(message) = event.kind else { panic!("{event:?}") };
                    told.push(message.parts.text());
                }
                Some(Err(error)) => panic!("{error:?}"),
                None => drops += 1,
            }
            polls += 1;
        }
    }
    assert_eq!(told, (1..=30).map(|number| number.to_string()).collect::<Vec<_>>());
    assert!(drops >= 20, "{drops} drops");
}

#[tokio::test]
async fn red_twin_two_appends_for_one_stop_half_way() {
    let world = World::new(MemoryStore::new()).await;
    let (robots, session) = (&world.robots, world.session.id);
    let twice = async {
        robots.append(ANN, session, say("a")).await.unwrap();
        robots.append(ANN, session, say("b")).await.unwrap();
    };
    // Two polls reach the end of the first in the store, and the third begins the second.
    assert!(drop_after(3, twice).await.is_none());
    let found = robots.session(ANN, session, WindowRequest::default()).await.unwrap();
    assert_eq!(found.message_list.results, 4, "neither before, with three, nor after, with five");
}
