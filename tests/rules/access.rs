//! Who may do what: every operation of the service, by everybody, on what exists, never did, was deleted, and
//! with arguments that make no sense.
//!
//! The rows are made from [`Operation::ALL`]. `tests/http/access.rs` does the same with the table of routes.

use std::{collections::BTreeSet, fs, path::Path, pin::Pin};

use storyden_robots::{
    AccountId, Append, CallRequestId, Denied, Erasure, Error, ExportFormat, FileId, FileSweep, Files, Fork,
    ImportFormat, ImportOptions, ImportedMessage, InstanceChange, InstanceFilter, Json, MemoryStore,
    MessageId, MessageRole, ModelContext, ModelFile, NewInstance, NewMessage, NewRobot, NewSession,
    NewToolset, NewWorkspace, Offset, Operation, PageRequest, Part, Parts, PendingCall, Permission, Provider,
    Resolution, Resource, Result, Revision, RobotChange, RobotId, Robots, SessionChange, SessionFilter,
    SessionId, StaticPermissions, StaticProfiles, Submit, Sweep, Timestamp, ToolsetChange, ToolsetId,
    Transcripts, TurnId, TurnRepository, Turns, Verdict, WindowRequest, WorkspaceChange, WorkspaceId,
    WorkspaceInstanceId,
    repository::{DraftFilter, NewRequest, RequestFilter, Step, TurnFilter, Write},
};

const ADMINISTRATOR: AccountId = AccountId::from_bytes([1; 12]);

/// Who asks, with what the host says of them.
const EVERYBODY: [(AccountId, &[Permission]); 6] = [
    (ADMINISTRATOR, &[Permission::Administrator]),
    (AccountId::from_bytes([2; 12]), &[Permission::UseRobots]),
    (AccountId::from_bytes([3; 12]), &[Permission::ManageRobots]),
    (AccountId::from_bytes([4; 12]), &[Permission::UseRobots, Permission::ManageRobots]),
    (AccountId::from_bytes([5; 12]), &[]),
    (SUSPENDED, &[Permission::Administrator]),
];
const SUSPENDED: AccountId = AccountId::from_bytes([6; 12]);

fn permissions() -> StaticPermissions {
    let granted = EVERYBODY.iter().fold(StaticPermissions::new(), |all, (account, held)| {
        held.iter().fold(all, |all, permission| all.grant(*account, [*permission]))
    });
    granted.suspend(SUSPENDED)
}

fn held_by(account: AccountId) -> &'static [Permission] {
    EVERYBODY.iter().find(|(one, _)| *one == account).map_or(&[], |(_, held)| *held)
}

/// What this account is told when it asks for an operation, if it may not do it.
fn denial(account: AccountId, held: &[Permission], operation: Operation) -> Option<Denied> {
    let needs = operation.permission();
    let any = operation.on_any().map(Operation::permission);
    match held {
        _ if account == SUSPENDED => Some(Denied::Suspended),
        held if held.contains(&needs) || held.contains(&Permission::Administrator) => None,
        held if any.is_some_and(|any| held.contains(&any)) => None,
        _ => Some(Denied::Missing(needs)),
    }
}

/// Everything that an operation could be about.
#[derive(Clone)]
struct Things {
    session: SessionId,
    message: MessageId,
    revision: Revision,
    /// The offset of all that is there.
    offset: Offset,
    call: PendingCall,
    robot: RobotId,
    toolset: ToolsetId,
    workspace: WorkspaceId,
    instance: WorkspaceInstanceId,
    turn: TurnId,
    question: MessageId,
    request: CallRequestId,
    file: FileId,
}

/// Reports whether this account may not do an operation with what is another's. Which is whose: `ownership.rs`.
fn only_with_its_own(held: &[Permission], operation: Operation) -> bool {
    let any = operation.on_any().map(Operation::permission);
    any.is_some_and(|any| !held.contains(&any) && !held.contains(&Permission::Administrator))
}

/// Reports whether the service asks for an operation only when it has found what it is about.
fn is_asked_later(operation: Operation) -> bool {
    Operation::ALL.iter().any(|own| own.on_any() == Some(operation))
}

/// What becomes of the things before they are asked for.
#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    Exists,
    Absent,
    Deleted,
    /// They exist, and the arguments beside them make no sense.
    Malformed,
}

const STATES: [State; 4] = [State::Exists, State::Absent, State::Deleted, State::Malformed];

/// Makes things that exist.
async fn things(robots: &Robots, turns: &Turns, store: &MemoryStore) -> Things {
    let who = ADMINISTRATOR;
    let workspace = robots.create_workspace(who, NewWorkspace::new("Box", Provider::Local)).await.unwrap();
    let instance = robots.create_instance(who, NewInstance::new(workspace.id)).await.unwrap();
    let session = robots.start_session(who, NewSession::default()).await.unwrap().id;
    let robot = robots.create_robot(who, new_robot()).await.unwrap().id;
    let toolset = robots.create_toolset(who, NewToolset::new("Reading")).await.unwrap().id;
    let asked = NewMessage::parse(
        r#"{"role":"assistant","parts":[{"type":"tool-x","toolCallId":"c","state":"input-available","input":1}]}"#,
    );
    let message = robots.append(who, session, asked.unwrap()).await.unwrap().messages.remove(0);
    let (message, revision) = (message.id, message.revision);
    let offset = revision.into();
    let call = robots.pending_tool_calls(who, session).await.unwrap().remove(0);
    let submitted = turns.submit(who, session, Submit::from(say("Hi")).robot(robot)).await.unwrap();
    let (turn, question) = (submitted.turn.id, submitted.messages[0].id);
    let request = ask(robots, store, session).await;
    let offset =
        robots.session(who, session, WindowRequest::newest(1)).await.unwrap().details.offset.max(offset);
    let (workspace, instance) = (workspace.id, instance.id);
    let file = robots.put_file(who, "text/plain", Box::pin(NoBytes)).await.unwrap().id;
    Things {
        session,
        message,
        revision,
        offset,
        call,
        robot,
        toolset,
        workspace,
        instance,
        turn,
        question,
        request,
        file,
    }
}

/// Submits a question, since only one's own can be asked again. Whoever may not, tries another.
async fn own_question(turns: &Turns, by: AccountId, on: &Things) -> MessageId {
    match turns.submit(by, on.session, say("Who?")).await {
        Ok(submitted) => submitted.messages[0].id,
        Err(_) => on.question,
    }
}

/// Makes a call that asks for approval.
async fn ask(robots: &Robots, store: &MemoryStore, session: SessionId) -> CallRequestId {
    let asks = NewMessage::assistant([Part::tool("y", "d").input(Json::object()).approval_requested("q")]);
    let message = robots.append(ADMINISTRATOR, session, asks.unwrap()).await.unwrap().messages[0].id;
    let id = CallRequestId::from_bytes([7; 12]);
    let request = serde_json::json!({
        "id": id, "session_id": session, "message_id": message, "tool_call_id": "d", "ordinal": 0,
        "kind": "approval", "approval_id": "q", "tool": "y", "state": "pending",
        "created_at": Timestamp::UNIX_EPOCH,
    });
    let request = NewRequest { request: serde_json::from_value(request).unwrap(), expires_in: None };
    store.transact(session, &[Step::Ask(vec![request])], Write::at(Timestamp::UNIX_EPOCH)).await.unwrap();
    id
}

/// Makes a service, and in it the things that an operation shall be tried on.
async fn world(state: State) -> (Robots, Turns, Transcripts, Things) {
    let store = MemoryStore::new();
    let files = Files::in_store(store.clone());
    let robots =
        Robots::new(store.clone(), permissions(), StaticProfiles::default()).with_files(files.clone());
    #[cfg(feature = "search")]
    let robots = robots.with_search(store.clone());
    let turns = Turns::new(robots.clone(), store.clone());
    let transcripts = Transcripts::new(robots.clone(), store.clone());
    let mut things = things(&robots, &turns, &store).await;
    match state {
        State::Exists | State::Malformed => {}
        State::Absent => {
            let id = [9; 12];
            let message = MessageId::from_bytes(id);
            things.call.message = message;
            things = Things {
                session: SessionId::from_bytes(id),
                message,
                robot: RobotId::from_bytes(id),
                toolset: ToolsetId::from_bytes(id),
                workspace: WorkspaceId::from_bytes(id),
                instance: WorkspaceInstanceId::from_bytes(id),
                turn: TurnId::from_bytes(id),
                question: message,
                request: CallRequestId::from_bytes(id),
                file: FileId::of(&id),
                ..things
            };
        }
        State::Deleted => {
            robots.delete_message(ADMINISTRATOR, things.session, things.message, None).await.unwrap();
            robots.delete_session(ADMINISTRATOR, things.session).await.unwrap();
            // Behind the deletion, which is the second change since.
            things.offset = things.offset.next().next();
            files.delete(things.file).await.unwrap();
            robots.delete_robot(ADMINISTRATOR, things.robot).await.unwrap();
            robots.delete_toolset(ADMINISTRATOR, things.toolset).await.unwrap();
            robots.delete_instance(ADMINISTRATOR, things.instance).await.unwrap();
            robots.delete_workspace(ADMINISTRATOR, things.workspace).await.unwrap();
        }
    }
    (robots, turns, transcripts, things)
}

fn new_robot() -> NewRobot {
    NewRobot::new("Greet", "anthropic/claude-sonnet-4-5".parse().unwrap())
}

fn say(text: &str) -> NewMessage {
    NewMessage::user([Part::text(text.to_owned())]).unwrap()
}

struct NoBytes;

impl futures_core::Stream for NoBytes {
    type Item = Result<bytes::Bytes>;

    fn poll_next(
        self: Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Self::Item>> {
        std::task::Poll::Ready(None)
    }
}

type Try<'a> = Pin<Box<dyn Future<Output = Result<()>> + 'a>>;

/// One row: what an operation is about, and how it is done.
struct Row<'a> {
    /// What is not found when it is not there; `None` if the operation names nothing.
    about: Option<Resource>,
    /// Does it.
    attempt: Try<'a>,
    /// Does it with arguments that make no sense, if it has such.
    malformed: Option<Try<'a>>,
}

/// What works on a deleted session too.
const FINDS_DELETED: [Operation; 3] =
    [Operation::RestoreSession, Operation::EraseSession, Operation::HoldSession];

#[expect(clippy::too_many_lines, reason = "one row for every operation")]
fn row<'a>(
    operation: Operation,
    r: &'a Robots,
    t: &'a Turns,
    c: &'a Transcripts,
    by: AccountId,
    on: &'a Things,
) -> Row<'a> {
    use Resource as Is;

    macro_rules! row {
        ($about:expr, $operation:expr) => {
            row!($about, $operation, malformed: None)
        };
        ($about:expr, $operation:expr, or $malformed:expr) => {
            row!($about, $operation, malformed: Some(Box::pin(async move { $malformed.await.map(|_| ()) })))
        };
        ($about:expr, $operation:expr, malformed: $malformed:expr) => {
            Row {
                about: $about,
                attempt: Box::pin(async move { $operation.await.map(|_| ()) }),
                malformed: $malformed,
            }
        };
    }
    let Things { session, message, robot, toolset, workspace, instance, turn, question, request, .. } = *on;
    let (all, window) = (PageRequest::sessions(), WindowRequest::default());
    let no_message = MessageId::from_bytes([8; 12]);
    let empty = || Append::from(Vec::new());
    let named = |name: &str| SessionChange::default().name(name);
    match operation {
        Operation::ListSessions => row!(None, r.list_sessions(by, SessionFilter::default(), all)),
        Operation::GetSession => {
            row!(Some(Is::Session), r.session(by, session, window), or r.session(by, session, window.before(no_message)))
        }
        #[cfg(feature = "search")]
        Operation::Search => row!(None, async move {
            let query = storyden_robots::SearchQuery::parse("hi").unwrap().in_session(session);
            r.search(by, &query, 10).await
        }),
        Operation::GetMessage => row!(Some(Is::Message), r.message(by, session, message)),
        Operation::StartSession => {
            let malformed = r.start_session(by, NewSession::default().name(""));
            row!(None, r.start_session(by, NewSession::default()), or malformed)
        }
        Operation::MarkRead => row!(Some(Is::Session), r.mark_read(by, session, Offset::new(1))),
        Operation::UpdateSession => {
            let malformed = r.update_session(by, session, named(""));
            row!(Some(Is::Session), r.update_session(by, session, named("n")), or malformed)
        }
        Operation::EraseSession => row!(Some(Is::Session), r.erase_session(by, session, false)),
        Operation::Sweep => {
            row!(None, r.sweep(by, Sweep::new(Erasure::Account(AccountId::from_bytes([77; 12])))))
        }
        Operation::HoldSession => row!(Some(Is::Session), r.hold_session(by, session, false)),
        Operation::DeleteSession => row!(Some(Is::Session), r.delete_session(by, session)),
        Operation::RestoreSession => row!(Some(Is::Session), r.restore_session(by, session)),
        Operation::Append => {
            row!(Some(Is::Session), r.append(by, session, say("Hi")), or r.append(by, session, empty()))
        }
        Operation::ForkSession => {
            let fork = move |name: &'static str| c.fork(by, session, Fork::at(question).name(name));
            row!(Some(Is::Message), fork("n"), or fork(""))
        }
        Operation::ExportSession => {
            row!(Some(Is::Session), c.export(by, session, ExportFormat::Lines))
        }
        Operation::ImportSession => {
            let import = move |source: &'static str| {
                c.import(by, ImportOptions::new(ImportFormat::Chats).source(source))
            };
            row!(None, import("s"), or import(""))
        }
        Operation::ImportMessages => {
            let import = move |source: &'static str| {
                c.import_messages(by, session, source, [Ok(ImportedMessage::from(say("Hi")))])
            };
            row!(Some(Is::Session), import("s"), or import(""))
        }
        Operation::BeginDraft => {
            let malformed = r.begin_draft(by, session, empty());
            row!(Some(Is::Session), r.begin_draft(by, session, say("Hi")), or malformed)
        }
        Operation::ResumeDraft => row!(Some(Is::Message), r.resume_draft(by, session, message)),
        Operation::EndDraft => row!(Some(Is::Message), async move {
            // The message is no draft, unless it becomes one.
            if held_by(by).contains(&Permission::UseRobots) || by == ADMINISTRATOR {
                r.resume_draft(by, session, message).await?;
            }
            r.end_draft(by, session, message).await
        }),
        Operation::PendingToolCalls => row!(Some(Is::Session), r.pending_tool_calls(by, session)),
        Operation::ResolveToolCalls => {
            let settle = move |call: PendingCall| async move {
                r.resolve_tool_calls(by, session, &[call], &Resolution::Error("left".to_owned())).await
            };
            let mut other = on.call.clone();
            "other".clone_into(&mut other.tool_call_id);
            row!(Some(Is::Message), settle(on.call.clone()), or settle(other))
        }
        Operation::ModelContext => {
            row!(
                Some(Is::Session),
                async move { r.model_context(by, session, &ModelContext::new(1000)).await }
            )
        }
        Operation::ListDrafts => row!(None, r.open_drafts(by, DraftFilter::default(), 10)),
        Operation::Subscribe => row!(Some(Is::Session), r.subscribe(by, session, on.offset)),
        Operation::EditOwnMessage => {
            let edit = move |role| {
                r.edit_message(by, session, message, on.revision, NewMessage::new(role, Parts::empty()))
            };
            row!(Some(Is::Message), edit(MessageRole::Assistant), or edit(MessageRole::Other("".into())))
        }
        Operation::TruncateOwn => row!(Some(Is::Message), r.truncate(by, session, message, None)),
        Operation::DeleteOwnMessage => row!(Some(Is::Message), r.delete_message(by, session, message, None)),
        Operation::PutFile => {
            let put = move |kind: &'static str| async move { r.put_file(by, kind, Box::pin(NoBytes)).await };
            row!(None, put("text/plain"), or put("no type"))
        }
        Operation::ReadFile => row!(Some(Is::File), r.read_file(by, on.file, 0..1)),
        Operation::LoadFile => {
            row!(
                None,
                async move { r.load_file(by, &ModelFile::at("text/plain", "https://a.example"), 10).await }
            )
        }
        Operation::InlineFiles => row!(None, async move {
            let message =
                r"{'id':'cc5lnd2s1s4652adtu50','role':'user','parts':[],'created_at':'2026-11-26T12:00:00Z'}";
            r.inline_files(by, serde_json::from_str(&message.replace('\'', "\"")).unwrap()).await
        }),
        Operation::SweepFiles => {
            row!(None, r.sweep_files(by, FileSweep { dry_run: true, ..FileSweep::default() }))
        }
        Operation::ListRobots => row!(None, r.list_robots(by, all)),
        Operation::GetRobot => row!(Some(Is::Robot), r.robot(by, robot)),
        Operation::CreateRobot => {
            let named = |name: &str| NewRobot::new(name, "a/b".parse().unwrap());
            row!(None, r.create_robot(by, named("n")), or r.create_robot(by, named("")))
        }
        Operation::UpdateRobot => {
            let named = |name: &str| RobotChange::default().name(name);
            let malformed = r.update_robot(by, robot, named(""));
            row!(Some(Is::Robot), r.update_robot(by, robot, named("n")), or malformed)
        }
        Operation::DeleteRobot => row!(Some(Is::Robot), r.delete_robot(by, robot)),
        Operation::ListTools => row!(None, r.list_tools(by)),
        Operation::ListToolsets => row!(None, r.list_toolsets(by, all)),
        Operation::GetToolset => row!(Some(Is::Toolset), r.toolset(by, toolset)),
        Operation::CreateToolset => {
            let attempt = r.create_toolset(by, NewToolset::new("n"));
            row!(None, attempt, or r.create_toolset(by, NewToolset::new("")))
        }
        Operation::UpdateOwnToolset => {
            let named = |name: &str| ToolsetChange::default().name(name);
            let malformed = r.update_toolset(by, toolset, named(""));
            row!(Some(Is::Toolset), r.update_toolset(by, toolset, named("n")), or malformed)
        }
        Operation::DeleteOwnToolset => row!(Some(Is::Toolset), r.delete_toolset(by, toolset)),
        Operation::ListProviders => row!(None, r.workspace_providers(by)),
        Operation::ListWorkspaces => row!(None, r.list_workspaces(by, all)),
        Operation::GetWorkspace => row!(Some(Is::Workspace), r.workspace(by, workspace)),
        Operation::CreateWorkspace => {
            let named = |name: &str| NewWorkspace::new(name, Provider::Sprites);
            row!(None, r.create_workspace(by, named("n")), or r.create_workspace(by, named("")))
        }
        Operation::UpdateWorkspace => {
            let named = |name: &str| WorkspaceChange::default().name(name);
            let malformed = r.update_workspace(by, workspace, named(""));
            row!(Some(Is::Workspace), r.update_workspace(by, workspace, named("n")), or malformed)
        }
        Operation::DeleteWorkspace => row!(Some(Is::Workspace), r.delete_workspace(by, workspace)),
        Operation::ListInstances => row!(None, r.list_instances(by, InstanceFilter::default(), all)),
        Operation::GetInstance => row!(Some(Is::WorkspaceInstance), r.instance(by, instance)),
        Operation::CreateInstance => {
            let mut malformed = NewInstance::new(workspace);
            malformed.meta = Json::NULL;
            let attempt = r.create_instance(by, NewInstance::new(workspace));
            row!(Some(Is::Workspace), attempt, or r.create_instance(by, malformed))
        }
        Operation::UpdateInstance => {
            let malformed = InstanceChange::default().provider_state(Json::NULL);
            let attempt = r.update_instance(by, instance, InstanceChange::default());
            row!(Some(Is::WorkspaceInstance), attempt, or r.update_instance(by, instance, malformed))
        }
        Operation::DeleteInstance => row!(Some(Is::WorkspaceInstance), r.delete_instance(by, instance)),
        Operation::SubmitTurn => {
            row!(Some(Is::Session), t.submit(by, session, say("Hi")), or t.submit(by, session, empty()))
        }
        Operation::RegenerateTurn => {
            row!(
                Some(Is::Message),
                async move { t.regenerate(by, session, own_question(t, by, on).await).await }
            )
        }
        Operation::ResendTurn => {
            let attempt =
                async move { t.resend(by, session, own_question(t, by, on).await, say("Ho")).await };
            row!(Some(Is::Message), attempt, or t.resend(by, session, question, empty()))
        }
        Operation::GetTurn => row!(Some(Is::Turn), t.turn(by, session, turn)),
        Operation::ListTurns => row!(Some(Is::Session), t.list_turns(by, session, TurnFilter::default(), 10)),
        Operation::StopTurn => {
            let malformed = t.stop_turn(by, session, turn, Some("\0".to_owned()));
            row!(Some(Is::Turn), t.stop_turn(by, session, turn, None), or malformed)
        }
        Operation::GetCallRequest => row!(Some(Is::CallRequest), t.call_request(by, request)),
        Operation::ListCallRequests => row!(None, t.call_requests(by, RequestFilter::default(), 10)),
        Operation::DecideCall => {
            let malformed = t.decide(by, request, Verdict::deny().reason("\0"));
            row!(Some(Is::CallRequest), t.decide(by, request, Verdict::approve()), or malformed)
        }
        Operation::ApplyAnswers => {
            let copy = move |message: Option<MessageId>| async move {
                let copy = NewMessage::assistant([Part::text("Hi")]).unwrap();
                let copy = message.map_or(copy.clone(), |message| copy.id(message));
                t.apply(by, session, &copy).await
            };
            row!(Some(Is::Message), copy(Some(message)), or copy(None))
        }
        other => panic!("{other} has no row in this table"),
    }
}

/// The operations that are asked for first.
fn asked_first() -> impl Iterator<Item = Operation> {
    let is_there = |operation: &Operation| cfg!(feature = "search") || *operation != Operation::Search;
    Operation::ALL.iter().copied().filter(|operation| !is_asked_later(*operation)).filter(is_there)
}

#[tokio::test]
async fn every_operation_answers_everybody_about_everything_as_it_should() {
    let mut answers = 0;
    for operation in asked_first() {
        for (account, held) in EVERYBODY {
            // Everything that somebody who may not is told, whatever there is.
            let mut told = BTreeSet::new();
            for state in STATES {
                let (robots, turns, transcripts, things) = world(state).await;
                let Row { about, attempt, malformed } =
                    row(operation, &robots, &turns, &transcripts, account, &things);
                let attempt = if state == State::Malformed { malformed } else { Some(attempt) };
                let Some(attempt) = attempt else { continue };
                let result = attempt.await;
                answers += 1;
                let case = format!("{operation} by {account} where it is {state:?}: {result:?}");
                if let Some(denied) = denial(account, held, operation) {
                    let Err(error) = result else { panic!("{case}") };
                    assert!(matches!(error, Error::PermissionDenied(why) if why == denied), "{case}");
                    told.insert(format!("{error} {error:?}"));
                    continue;
                }
                match (state, about) {
                    (State::Exists, _) if only_with_its_own(held, operation) => {
                        let refused = Error::PermissionDenied(Denied::NotOwn(Permission::ManageRobots));
                        assert_eq!(
                            result.map_err(|error| error.to_string()),
                            Err(refused.to_string()),
                            "{case}"
                        );
                    }
                    (State::Malformed, _) => {
                        assert!(matches!(result, Err(Error::InvalidArgument { .. })), "{case}");
                    }
                    (State::Deleted, _) if FINDS_DELETED.contains(&operation) => {
                        assert!(result.is_ok(), "{case}");
                    }
                    (State::Absent | State::Deleted, Some(about)) => {
                        let Err(Error::NotFound { resource, .. }) = result else { panic!("{case}") };
                        // Of a message or a turn it may be told that its session is not there.
                        let within = [Resource::Message, Resource::Turn].contains(&about);
                        let of_session = within && resource == Resource::Session;
                        assert!(resource == about || of_session, "{case}");
                    }
                    (State::Exists, _) | (_, None) => assert!(result.is_ok(), "{case}"),
                }
            }
            assert!(told.len() <= 1, "{operation}: {account} can tell {told:?} apart");
        }
    }
    println!("{answers} answers to {} operations", Operation::ALL.len());
    assert!(answers > asked_first().count() * EVERYBODY.len() * 3);
}

/// Arguments come before existence: what makes no sense makes none either where there is nothing.
#[tokio::test]
async fn arguments_are_faulted_before_it_is_looked_whether_something_exists() {
    for operation in asked_first() {
        // These two ask whether something belongs to what there is.
        if matches!(operation, Operation::GetSession | Operation::ResolveToolCalls) {
            continue;
        }
        for state in [State::Absent, State::Deleted] {
            let (robots, turns, transcripts, things) = world(state).await;
            let Some(malformed) =
                row(operation, &robots, &turns, &transcripts, ADMINISTRATOR, &things).malformed
            else {
                continue;
            };
            let result = malformed.await;
            assert!(
                matches!(result, Err(Error::InvalidArgument { .. })),
                "{operation}, {state:?}: {result:?}"
            );
        }
    }
}

/// Whoever may not is refused before any repository is asked: these panic at every call.
#[cfg(feature = "mock")]
#[tokio::test]
async fn nobody_without_the_permission_reaches_a_store() {
    use storyden_robots::{MockResourceRepository, MockSessionRepository};

    let (_, _, _, things) = world(State::Exists).await;
    let robots = Robots::from_repositories(
        MockSessionRepository::new(),
        MockResourceRepository::new(),
        MockResourceRepository::new(),
        MockResourceRepository::new(),
        MockResourceRepository::new(),
        permissions(),
    );
    let turns = Turns::new(robots.clone(), storyden_robots::MockTurnRepository::new());
    let mock = storyden_robots::MockTranscriptRepository::new();
    let transcripts = Transcripts::new(robots.clone(), mock);
    for operation in asked_first() {
        for (account, held) in EVERYBODY {
            if denial(account, held, operation).is_none() {
                continue;
            }
            let Row { attempt, malformed, .. } =
                row(operation, &robots, &turns, &transcripts, account, &things);
            for attempt in [Some(attempt), malformed].into_iter().flatten() {
                assert!(matches!(attempt.await, Err(Error::PermissionDenied(_))), "{operation} by {account}");
            }
        }
    }
}

/// The methods are read from the source, so a new one without an operation is found.
#[test]
fn every_public_method_is_an_operation() {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut sources = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                sources.push(fs::read_to_string(path).unwrap());
            }
        }
    }
    let blocks_of = |start: &'static str| sources.iter().flat_map(move |source| source.split(start).skip(1));
    let blocks = blocks_of("\nimpl Robots {\n").chain(blocks_of("\nimpl Turns {\n"));
    let blocks = blocks.chain(blocks_of("\nimpl Transcripts {\n"));
    let methods: BTreeSet<_> = blocks
        .filter_map(|rest| rest.split("\n}\n").next())
        .flat_map(str::lines)
        .filter_map(|line| line.strip_prefix("    pub async fn "))
        .filter_map(|line| line.split(['(', '<']).next())
        // One only checks a permission, the others are `session`, `list_sessions` and `import` in another form.
        .filter(|method| !matches!(*method, "authorize" | "session_json" | "sessions_json"))
        .filter(|method| !matches!(*method, "import_storyden" | "check_storyden"))
        .collect();
    let operations: BTreeSet<_> = Operation::ALL.iter().map(|operation| operation.method()).collect();
    assert_eq!(methods, operations);
}
